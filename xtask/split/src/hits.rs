//! A program that notes which of its functions have run.

use std::convert::Infallible;

use wasm_encoder::reencode::{Reencode, RoundtripReencoder};
use wasm_encoder::{
    CodeSection, ConstExpr, ExportKind, ExportSection, Function, GlobalSection, GlobalType, Instruction, Module,
    RawSection, ValType,
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

/// Adds the globals and their names; every other section stays as it is.
fn section(program: &Program, payload: Payload, module: &mut Module) -> Encoded {
    let same = &mut RoundtripReencoder;
    let (defined, globals) = (program.kinds.len() as u32, program.globals.len() as u32);
    match payload {
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
        // The code comes function by function, and the names are for who builds.
        Payload::CodeSectionStart { .. } | Payload::CustomSection(_) => {}
        payload => {
            if let Some((id, range)) = payload.as_section() {
                module.section(&RawSection { id, data: &program.bytes[range] });
            }
        }
    }
    Ok(())
}
