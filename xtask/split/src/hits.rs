//! A program that notes which of its functions have run.

use std::convert::Infallible;

use wasm_encoder::reencode::{Reencode, RoundtripReencoder};
use wasm_encoder::{
    CodeSection, ConstExpr, DataCountSection, DataSection, ElementSection, ExportKind, ExportSection, Function,
    FunctionSection, GlobalSection, GlobalType, ImportSection, Instruction, MemorySection, Module, TableSection,
    TypeSection, ValType,
};
use wasmparser::{FunctionBody, Parser, Payload};

use crate::program::{Program, wrong};
use crate::{Result, again};

/// The beginning of the name of each global that is 1 as soon as a function has run; its number follows.
pub const HIT: &str = "hit.";

/// Writes the program with a global for each function, which the function sets first of all.
pub fn counting(program: &Program) -> Result<Vec<u8>> {
    let mut module = Module::new();
    let mut code = CodeSection::new();
    for payload in Parser::new(0).parse_all(program.bytes) {
        match payload.map_err(wrong)? {
            Payload::CodeSectionEntry(body) => {
                code.function(&noting(program, body, code.len())?);
                if code.len() == program.kinds.len() as u32 {
                    module.section(&code);
                }
            }
            payload => section(program, payload, &mut module).map_err(again)?,
        }
    }
    Ok(module.finish())
}

fn noting(program: &Program, body: FunctionBody, nth: u32) -> Result<Function> {
    let mut locals = Vec::new();
    for local in body.get_locals_reader().map_err(wrong)? {
        let (count, kind) = local.map_err(wrong)?;
        locals.push((count, RoundtripReencoder.val_type(kind).map_err(again)?));
    }
    let mut function = Function::new(locals);
    function.instruction(&Instruction::I32Const(1));
    function.instruction(&Instruction::GlobalSet(program.globals.len() as u32 + nth));
    let start = body.get_operators_reader().map_err(wrong)?.original_position();
    function.raw(program.bytes[start..body.range().end].iter().copied());
    Ok(function)
}

type Encoded = std::result::Result<(), wasm_encoder::reencode::Error<Infallible>>;

fn section(program: &Program, payload: Payload, module: &mut Module) -> Encoded {
    let same = &mut RoundtripReencoder;
    let (defined, globals) = (program.kinds.len() as u32, program.globals.len() as u32);
    match payload {
        Payload::TypeSection(it) => {
            let mut types = TypeSection::new();
            same.parse_type_section(&mut types, it)?;
            module.section(&types);
        }
        Payload::ImportSection(it) => {
            let mut imports = ImportSection::new();
            same.parse_import_section(&mut imports, it)?;
            module.section(&imports);
        }
        Payload::FunctionSection(it) => {
            let mut functions = FunctionSection::new();
            same.parse_function_section(&mut functions, it)?;
            module.section(&functions);
        }
        Payload::TableSection(it) => {
            let mut tables = TableSection::new();
            same.parse_table_section(&mut tables, it)?;
            module.section(&tables);
        }
        Payload::MemorySection(it) => {
            let mut memories = MemorySection::new();
            same.parse_memory_section(&mut memories, it)?;
            module.section(&memories);
        }
        Payload::GlobalSection(it) => {
            let mut all = GlobalSection::new();
            same.parse_global_section(&mut all, it)?;
            let hit = GlobalType { val_type: ValType::I32, mutable: true, shared: false };
            (0..defined).for_each(|_| _ = all.global(hit, &ConstExpr::i32_const(0)));
            module.section(&all);
        }
        Payload::ExportSection(it) => {
            let mut exports = ExportSection::new();
            same.parse_export_section(&mut exports, it)?;
            for nth in 0..defined {
                exports.export(&format!("{HIT}{}", program.imported + nth), ExportKind::Global, globals + nth);
            }
            module.section(&exports);
        }
        Payload::ElementSection(it) => {
            let mut elements = ElementSection::new();
            same.parse_element_section(&mut elements, it)?;
            module.section(&elements);
        }
        Payload::DataCountSection { count, .. } => _ = module.section(&DataCountSection { count }),
        Payload::DataSection(it) => {
            let mut data = DataSection::new();
            same.parse_data_section(&mut data, it)?;
            module.section(&data);
        }
        _ => {}
    }
    Ok(())
}
