//! The part of a program that a browser starts with.

use std::collections::HashMap;

use wasm_encoder::reencode::{Reencode, RoundtripReencoder, utils};
use wasm_encoder::{
    CodeSection, ConstExpr, CustomSection, DataSection, ElementSection, Elements, EntityType, ExportKind,
    ExportSection, Function, FunctionSection, GlobalSection, ImportSection, Instruction, MemorySection, Module,
    TableSection, TypeSection, ValType,
};
use wasmparser::{FunctionBody, Operator, Parser, Payload};

use crate::plan::{self, Plan};
use crate::program::{Program, wrong};
use crate::{Result, again};

/// Where the function stands that brings the rest, which `xtask/rest.js` has.
const BRINGS: (&str, &str) = ("rest", "load");

/// Up to how many calls of a function of the rest each hand over its place themselves; a stand-in does for more.
const CALLS_MAX: usize = 4;

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

/// Writes the first part: who calls a function that is not in it hands its place in the table over, to a function that
/// brings the rest and calls the one there. There is one such function for each type.
pub fn first(program: &Program, plan: &Plan) -> Result<Vec<u8>> {
    let mut calls = HashMap::new();
    for &function in &plan.first {
        for operator in program.body(function).get_operators_reader().map_err(wrong)? {
            if let Operator::Call { function_index } = operator.map_err(wrong)? {
                *calls.entry(function_index).or_default() += 1;
            }
        }
    }
    let mut kinds: Vec<u32> = plan.slots.keys().map(|&function| program.kind(function)).collect();
    kinds.sort_unstable();
    kinds.dedup();
    let numbers = Numbers { imported: program.imported };
    let mut writer = Writer { program, plan, numbers, calls, kinds, module: Module::new() };
    let mut code = CodeSection::new();
    let mut bodies = program.defined();
    for payload in Parser::new(0).parse_all(program.bytes) {
        let payload = payload.map_err(wrong)?;
        if let Payload::CodeSectionEntry(body) = payload {
            let function = bodies.next().unwrap_or_default();
            if plan.first.contains(&function) {
                code.function(&writer.written(&body)?);
            } else {
                code.function(&writer.stand_in(function));
            }
            if function + 1 == program.imported + program.kinds.len() as u32 {
                code.function(&writer.bringing());
                for &kind in &writer.kinds {
                    code.function(&writer.calling(kind));
                }
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
    /// How often the first part calls each function.
    calls: HashMap<u32, usize>,
    /// Of which types the functions of the rest are.
    kinds: Vec<u32>,
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
                for &kind in &self.kinds {
                    let kind = &self.program.types[kind as usize];
                    let each =
                        |kinds: &[wasmparser::ValType]| kinds.iter().map(|&it| encoded(it)).collect::<Result<Vec<_>>>();
                    let mut takes = each(kind.params())?;
                    takes.push(ValType::I32);
                    types.ty().function(takes, each(kind.results())?);
                }
                self.module.section(&types);
            }
            Payload::ImportSection(_) => {
                let mut imports = ImportSection::new();
                for (nth, (module, _, kind)) in (0..).zip(&self.program.imports) {
                    imports.import(module, &plan::foreign(nth), EntityType::Function(*kind));
                }
                imports.import(BRINGS.0, BRINGS.1, EntityType::Function(self.program.types.len() as u32));
                self.module.section(&imports);
            }
            Payload::FunctionSection(section) => {
                let mut functions = FunctionSection::new();
                numbers.parse_function_section(&mut functions, section).map_err(again)?;
                let added = self.program.types.len() as u32;
                functions.function(added);
                (1..=self.kinds.len() as u32).for_each(|nth| _ = functions.function(added + nth));
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
            Payload::ElementSection(_) => {
                self.elements();
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
                table.minimum += self.plan.grown();
                table.maximum = table.maximum.map(|most| most + self.plan.grown());
            }
            tables.table(table);
        }
        self.module.section(&tables);
        Ok(())
    }

    /// What stands in the table of functions until the rest is there. A place that the first part cannot know has one
    /// function in it for all of them, since nothing calls it.
    fn elements(&mut self) {
        let places: Vec<(u32, u32)> = self.program.slots.iter().map(|(&slot, &function)| (slot, function)).collect();
        let mut elements = ElementSection::new();
        let table = self.program.functions_table();
        for run in places.chunk_by(|left, right| left.0 + 1 == right.0) {
            let each = run.iter().map(|&(slot, function)| {
                let is_rest = self.plan.slots.contains_key(&function);
                if is_rest && !self.plan.numbers.contains(&slot) { self.brings() } else { self.number(function) }
            });
            let functions: Vec<u32> = each.collect();
            elements.active(table.filter(|&table| 0 < table), &at(run[0].0), Elements::Functions(functions.into()));
        }
        let shared: Vec<u32> = self.plan.common.iter().map(|&function| self.number(function)).collect();
        let place = at(self.plan.shared_from());
        elements.active(table.filter(|&table| 0 < table), &place, Elements::Functions(shared.into()));
        self.module.section(&elements);
    }

    /// Exports what the rest needs but for functions.
    fn hand_over(&mut self, exports: &mut ExportSection) {
        for table in 0..self.program.tables.len() as u32 {
            exports.export(&plan::table(self.program, table), ExportKind::Table, table);
        }
        for global in 0..self.program.globals.len() as u32 {
            exports.export(&plan::global(global), ExportKind::Global, global);
        }
    }

    /// A function of the first part.
    fn written(&mut self, body: &FunctionBody) -> Result<Function> {
        let mut locals = Vec::new();
        for local in body.get_locals_reader().map_err(wrong)? {
            let (count, kind) = local.map_err(wrong)?;
            locals.push((count, encoded(kind)?));
        }
        let mut function = Function::new(locals);
        for operator in body.get_operators_reader().map_err(wrong)? {
            let operator = operator.map_err(wrong)?;
            match operator {
                Operator::Call { function_index } if self.calls[&function_index] <= CALLS_MAX => {
                    match self.plan.slots.get(&function_index) {
                        Some(&slot) => self.hand(&mut function, function_index, slot),
                        None => _ = function.instruction(&Instruction::Call(self.number(function_index))),
                    }
                }
                operator => _ = function.instruction(&self.numbers.instruction(operator).map_err(again)?),
            }
        }
        Ok(function)
    }

    fn number(&self, function: u32) -> u32 {
        if function < self.numbers.imported { function } else { function + 1 }
    }

    /// Calls a function of the rest, whose place this is.
    fn hand(&self, body: &mut Function, function: u32, slot: u32) {
        let kind = self.kinds.partition_point(|&kind| kind < self.program.kind(function)) as u32;
        body.instruction(&Instruction::I32Const(slot as i32));
        body.instruction(&Instruction::Call(self.brings() + 1 + kind));
    }

    /// In place of a function of the rest.
    fn stand_in(&self, function: u32) -> Function {
        let mut body = Function::new([]);
        let Some(&slot) = self.plan.slots.get(&function) else {
            // Nothing here calls it.
            body.instruction(&Instruction::Unreachable).instruction(&Instruction::End);
            return body;
        };
        for nth in 0..self.takes(self.program.kind(function)) {
            body.instruction(&Instruction::LocalGet(nth));
        }
        self.hand(&mut body, function, slot);
        body.instruction(&Instruction::End);
        body
    }

    /// How many parameters the functions of a type have.
    fn takes(&self, kind: u32) -> u32 {
        self.program.types[kind as usize].params().len() as u32
    }

    /// Calls the function at a place of the table, which is its last parameter, when the rest is there.
    fn calling(&self, kind: u32) -> Function {
        let mut body = Function::new([]);
        body.instruction(&Instruction::Call(self.brings()));
        for nth in 0..=self.takes(kind) {
            body.instruction(&Instruction::LocalGet(nth));
        }
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

fn encoded(kind: wasmparser::ValType) -> Result<ValType> {
    RoundtripReencoder.val_type(kind).map_err(again)
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
