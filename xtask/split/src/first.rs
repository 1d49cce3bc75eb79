//! The part of a program that a browser starts with.

use wasm_encoder::reencode::{Reencode, utils};
use wasm_encoder::{
    CodeSection, ConstExpr, CustomSection, DataSection, ElementSection, EntityType, ExportKind, ExportSection,
    Function, FunctionSection, GlobalSection, ImportSection, Instruction, MemorySection, Module, TableSection,
    TypeSection, ValType,
};
use wasmparser::{Parser, Payload};

use crate::plan::{self, Plan};
use crate::program::{Program, wrong};
use crate::{Result, again};

/// Where the function stands that brings the rest, which `xtask/rest.js` has.
const BRINGS: (&str, &str) = ("rest", "load");

/// Gives numbers to the functions when one more is imported.
struct Numbers {
    imported: u32,
}

impl Reencode for Numbers {
    type Error = std::convert::Infallible;

    fn function_index(&mut self, function: u32) -> std::result::Result<u32, wasm_encoder::reencode::Error> {
        Ok(if function < self.imported { function } else { function + 1 })
    }
}

/// Writes the first part: each function that is not in it brings the rest when it is called, and calls the one there.
pub fn first(program: &Program, plan: &Plan) -> Result<Vec<u8>> {
    let mut writer = Writer { program, plan, numbers: Numbers { imported: program.imported }, module: Module::new() };
    let mut code = CodeSection::new();
    let mut bodies = program.defined();
    for payload in Parser::new(0).parse_all(program.bytes) {
        let payload = payload.map_err(wrong)?;
        if let Payload::CodeSectionEntry(body) = payload {
            let function = bodies.next().unwrap_or_default();
            if plan.first.contains(&function) {
                writer.numbers.parse_function_body(&mut code, body).map_err(again)?;
            } else {
                code.function(&writer.stand_in(function));
            }
            if function + 1 == program.imported + program.kinds.len() as u32 {
                code.function(&writer.bringing());
                writer.module.section(&code);
            }
        } else {
            writer.section(payload)?;
        }
    }
    Ok(writer.module.finish())
}

struct Writer<'a, 'b> {
    program: &'b Program<'a>,
    plan: &'b Plan,
    numbers: Numbers,
    module: Module,
}

impl Writer<'_, '_> {
    fn section(&mut self, payload: Payload) -> Result<()> {
        let numbers = &mut self.numbers;
        match payload {
            Payload::TypeSection(section) => {
                let mut types = TypeSection::new();
                numbers.parse_type_section(&mut types, section).map_err(again)?;
                types.ty().function([], []);
                self.module.section(&types);
            }
            Payload::ImportSection(section) => {
                let mut imports = ImportSection::new();
                numbers.parse_import_section(&mut imports, section).map_err(again)?;
                imports.import(BRINGS.0, BRINGS.1, EntityType::Function(self.program.types.len() as u32));
                self.module.section(&imports);
            }
            Payload::FunctionSection(section) => {
                let mut functions = FunctionSection::new();
                numbers.parse_function_section(&mut functions, section).map_err(again)?;
                functions.function(self.program.types.len() as u32);
                self.module.section(&functions);
            }
            Payload::TableSection(_) => self.tables()?,
            Payload::MemorySection(section) => {
                let mut memories = MemorySection::new();
                numbers.parse_memory_section(&mut memories, section).map_err(again)?;
                self.module.section(&memories);
            }
            Payload::GlobalSection(section) => {
                let mut globals = GlobalSection::new();
                numbers.parse_global_section(&mut globals, section).map_err(again)?;
                self.module.section(&globals);
            }
            Payload::ExportSection(section) => {
                let mut exports = ExportSection::new();
                numbers.parse_export_section(&mut exports, section).map_err(again)?;
                self.hand_over(&mut exports);
                self.module.section(&exports);
            }
            Payload::ElementSection(section) => {
                let mut elements = ElementSection::new();
                numbers.parse_element_section(&mut elements, section).map_err(again)?;
                self.module.section(&elements);
            }
            Payload::DataSection(_) => {
                let kept = plan::within(&self.program.data, &plan::between(&self.plan.apart));
                self.module.section(&data(&kept));
            }
            Payload::CustomSection(section) if section.name() == "target_features" => {
                let (name, data) = (section.name().into(), section.data().into());
                self.module.section(&CustomSection { name, data });
            }
            _ => {}
        }
        Ok(())
    }

    /// The tables, that of the functions with places for the functions of the rest.
    fn tables(&mut self) -> Result<()> {
        let mut tables = TableSection::new();
        for (index, table) in self.program.tables.iter().enumerate() {
            let mut table = utils::table_type(&mut self.numbers, *table).map_err(again)?;
            if Some(index as u32) == self.program.functions_table() {
                table.minimum += u64::from(self.plan.added);
                table.maximum = table.maximum.map(|most| most + u64::from(self.plan.added));
            }
            tables.table(table);
        }
        self.module.section(&tables);
        Ok(())
    }

    /// Exports what the rest needs.
    fn hand_over(&mut self, exports: &mut ExportSection) {
        for table in 0..self.program.tables.len() as u32 {
            exports.export(&plan::table(table), ExportKind::Table, table);
        }
        for global in 0..self.program.globals.len() as u32 {
            exports.export(&plan::global(global), ExportKind::Global, global);
        }
        for (name, &function) in self.plan.shared() {
            exports.export(&name, ExportKind::Func, function + 1);
        }
    }

    /// In place of a function of the rest.
    fn stand_in(&self, function: u32) -> Function {
        let mut body = Function::new([]);
        let Some(&slot) = self.plan.slots.get(&function) else {
            // Nothing here calls it.
            body.instruction(&Instruction::Unreachable).instruction(&Instruction::End);
            return body;
        };
        let kind = self.program.kind(function);
        body.instruction(&Instruction::Call(self.brings()));
        for nth in 0..self.program.types[kind as usize].params().len() as u32 {
            body.instruction(&Instruction::LocalGet(nth));
        }
        body.instruction(&Instruction::I32Const(slot as i32));
        let table_index = self.program.functions_table().unwrap_or_default();
        body.instruction(&Instruction::CallIndirect { type_index: kind, table_index });
        body.instruction(&Instruction::End);
        body
    }

    /// The number of the function that brings the rest where it is not there.
    fn brings(&self) -> u32 {
        1 + self.program.imported + self.program.kinds.len() as u32
    }

    /// That function: while the first of the added places is empty, the rest is not there.
    fn bringing(&self) -> Function {
        let mut body = Function::new(std::iter::empty::<(u32, ValType)>());
        body.instruction(&Instruction::I32Const(self.plan.added_from as i32));
        body.instruction(&Instruction::TableGet(self.program.functions_table().unwrap_or_default()));
        body.instruction(&Instruction::RefIsNull);
        body.instruction(&Instruction::If(wasm_encoder::BlockType::Empty));
        body.instruction(&Instruction::Call(self.program.imported));
        body.instruction(&Instruction::End).instruction(&Instruction::End);
        body
    }
}

/// A number, as the place where something begins.
pub fn at(place: u32) -> ConstExpr {
    ConstExpr::i32_const(place as i32)
}

/// Puts data where it lies.
pub fn data(pieces: &[(u32, &[u8])]) -> DataSection {
    let mut data = DataSection::new();
    for (start, bytes) in pieces {
        data.active(0, &at(*start), bytes.iter().copied());
    }
    data
}
