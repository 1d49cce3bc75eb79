//! A program that notes which ways its functions have gone.

use std::convert::Infallible;

use wasm_encoder::reencode::{Reencode, RoundtripReencoder, utils};
use wasm_encoder::{
    CodeSection, ConstExpr, ExportKind, ExportSection, Function, GlobalSection, GlobalType, Instruction, MemArg,
    MemorySection, Module, RawSection, ValType,
};
use wasmparser::{Parser, Payload};

use crate::program::{Program, wrong};
use crate::seen::Seen;
use crate::shape::Shape;
use crate::{Result, again};

/// The names of the globals that say where in memory the notes are, and how many: a byte for each point.
pub const NOTES: [&str; 2] = ["notes.from", "notes.count"];

/// How much memory is had at a time.
const PAGE: usize = 65536;

/// Writes the program with notes behind the memory that it begins with: each point sets its own when it is come to.
pub fn counting(program: &Program) -> Result<Vec<u8>> {
    let from = program.memory.map_or(0, |memory| memory.initial as usize) * PAGE;
    let mut count = 0;
    let mut code = CodeSection::new();
    program.shapes(
        |_| true,
        |_, shape| {
            code.function(&noting(program, shape, from + count)?);
            count += shape.points.len();
            Ok(())
        },
    )?;
    let mut module = Module::new();
    for payload in Parser::new(0).parse_all(program.bytes) {
        match payload.map_err(wrong)? {
            Payload::CodeSectionStart { .. } => _ = module.section(&code),
            payload => section(program, payload, [from, count], &mut module).map_err(again)?,
        }
    }
    Ok(module.finish())
}

fn noting(program: &Program, shape: &Shape, first: usize) -> Result<Function> {
    let declared = shape.locals[shape.takes..].iter().map(|&kind| RoundtripReencoder.val_type(kind).map_err(again));
    let mut function = Function::new_with_locals_types(declared.collect::<Result<Vec<_>>>()?);
    let ends = shape.points.iter().skip(1).copied().chain([shape.code.len()]);
    for (nth, (&point, end)) in shape.points.iter().zip(ends).enumerate() {
        let note = MemArg { offset: (first + nth) as u64, align: 0, memory_index: 0 };
        function.instruction(&Instruction::I32Const(0)).instruction(&Instruction::I32Const(1));
        function.instruction(&Instruction::I32Store8(note));
        function.raw(program.bytes[shape.bytes(point, end)].iter().copied());
    }
    Ok(function)
}

/// The list with all that has been noted added: `notes` are the numbers of the points that were come to.
pub fn list(program: &Program, before: &Seen, notes: &[usize]) -> Result<Seen> {
    let mut seen = Seen::default();
    let mut first = 0;
    program.shapes(
        |_| true,
        |function, shape| {
            let place = first..first + shape.points.len();
            first = place.end;
            let from = notes.partition_point(|note| *note < place.start);
            let own = notes[from..].iter().take_while(|note| place.contains(note)).map(|note| note - place.start);
            let points: crate::seen::Points = own.collect();
            let Some(name) = program.name(function) else { return Ok(()) };
            let digits = shape.digits();
            if points.has(0) {
                seen.add(name, digits, points);
            }
            // What has run before may run again, though not each time: what follows what hangs on how fast the machine is.
            match before.points(name, digits) {
                Some(points) => seen.add(name, digits, points.clone()),
                None if before.has(name) => seen.add_name(name),
                None => {}
            }
            Ok(())
        },
    )?;
    Ok(seen)
}

type Encoded = std::result::Result<(), wasm_encoder::reencode::Error<Infallible>>;

/// Adds the memory and says where it is; every other section stays as it is.
fn section(program: &Program, payload: Payload, notes: [usize; 2], module: &mut Module) -> Encoded {
    let same = &mut RoundtripReencoder;
    match payload {
        Payload::MemorySection(it) => {
            let mut memories = MemorySection::new();
            for memory in it {
                let mut memory = utils::memory_type(same, memory?);
                let added = notes[1].div_ceil(PAGE) as u64;
                memory.minimum += added;
                memory.maximum = memory.maximum.map(|most| most + added);
                memories.memory(memory);
            }
            module.section(&memories);
        }
        Payload::GlobalSection(it) => {
            let mut all = GlobalSection::new();
            same.parse_global_section(&mut all, it)?;
            let kind = GlobalType { val_type: ValType::I32, mutable: false, shared: false };
            notes.iter().for_each(|&number| _ = all.global(kind, &ConstExpr::i32_const(number as i32)));
            module.section(&all);
        }
        Payload::ExportSection(it) => {
            let mut exports = ExportSection::new();
            same.parse_export_section(&mut exports, it)?;
            let globals = program.globals.len() as u32;
            (globals..).zip(NOTES).for_each(|(number, name)| _ = exports.export(name, ExportKind::Global, number));
            module.section(&exports);
        }
        // The code is written already, and the names are for who builds.
        Payload::CodeSectionEntry(_) | Payload::CustomSection(_) => {}
        payload => {
            if let Some((id, range)) = payload.as_section() {
                module.section(&RawSection { id, data: &program.bytes[range] });
            }
        }
    }
    Ok(())
}
