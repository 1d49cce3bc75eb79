//! The part of a program that a browser fetches when the first part runs.

use std::collections::HashMap;

use wasm_encoder::reencode::{Reencode, utils};
use wasm_encoder::{
    CodeSection, CustomSection, ElementSection, Elements, EntityType, FunctionSection, ImportSection, Module,
    TypeSection,
};
use wasmparser::{Parser, Payload};

use crate::first::{at, data};
use crate::plan::{self, FIRST, Plan, TABLE};
use crate::program::{Program, wrong};
use crate::{Result, again};

/// The numbers that the functions have in the rest.
struct Numbers(HashMap<u32, u32>);

impl Reencode for Numbers {
    type Error = std::convert::Infallible;

    fn function_index(&mut self, function: u32) -> std::result::Result<u32, wasm_encoder::reencode::Error> {
        Ok(self.0.get(&function).copied().unwrap_or(u32::MAX))
    }
}

/// Writes the rest: it works in the memory of the first part, calls its functions, and puts its own into its table.
pub fn rest(program: &Program, plan: &Plan) -> Result<Vec<u8>> {
    let outside = plan.foreign.iter().chain(&plan.common);
    let numbers = outside.chain(&plan.rest).enumerate().map(|(number, &function)| (function, number as u32));
    let mut numbers = Numbers(numbers.collect());
    let mut module = Module::new();
    let mut features = None;
    for payload in Parser::new(0).parse_all(program.bytes) {
        match payload.map_err(wrong)? {
            Payload::TypeSection(section) => {
                let mut types = TypeSection::new();
                numbers.parse_type_section(&mut types, section).map_err(again)?;
                module.section(&types);
            }
            Payload::CustomSection(section) if section.name() == "target_features" => features = Some(section),
            _ => {}
        }
    }
    module.section(&imports(program, plan, &mut numbers)?);
    let mut functions = FunctionSection::new();
    let mut code = CodeSection::new();
    for &function in &plan.rest {
        functions.function(program.kind(function));
        numbers.parse_function_body(&mut code, program.body(function).clone()).map_err(again)?;
    }
    module.section(&functions);
    module.section(&elements(program, plan, &numbers));
    module.section(&code);
    module.section(&data(&plan::within(&program.data, &plan.apart)));
    if let Some(section) = features {
        module.section(&CustomSection { name: section.name().into(), data: section.data().into() });
    }
    Ok(module.finish())
}

fn imports(program: &Program, plan: &Plan, numbers: &mut Numbers) -> Result<ImportSection> {
    let mut imports = ImportSection::new();
    for &function in &plan.foreign {
        let (module, _, kind) = program.imports[function as usize];
        imports.import(module, &plan::foreign(function), EntityType::Function(kind));
    }
    for (place, &function) in (plan.shared_from()..).zip(&plan.common) {
        imports.import(TABLE, &place.to_string(), EntityType::Function(program.kind(function)));
    }
    if let Some(memory) = program.memory {
        let memory = utils::memory_type(numbers, memory);
        imports.import(FIRST, "memory", memory);
    }
    for (index, table) in program.tables.iter().enumerate() {
        let mut table = utils::table_type(numbers, *table).map_err(again)?;
        if Some(index as u32) == program.functions_table() {
            table.minimum += plan.grown();
            table.maximum = table.maximum.map(|most| most + plan.grown());
        }
        imports.import(FIRST, &plan::table(program, index as u32), table);
    }
    for (index, global) in program.globals.iter().enumerate() {
        let global = utils::global_type(numbers, *global).map_err(again)?;
        imports.import(FIRST, &plan::global(index as u32), global);
    }
    Ok(imports)
}

/// Puts the functions of the rest into their places, a run of neighbours at a time.
fn elements(program: &Program, plan: &Plan, numbers: &Numbers) -> ElementSection {
    // A function may have several places.
    let held = program.slots.iter().filter(|(_, function)| plan.slots.contains_key(function));
    let own = plan.slots.iter().map(|(function, slot)| (*slot, numbers.0[function]));
    let mut places: Vec<(u32, u32)> = held.map(|(slot, function)| (*slot, numbers.0[function])).chain(own).collect();
    places.sort_unstable();
    places.dedup();
    let mut elements = ElementSection::new();
    let table = program.functions_table();
    for run in places.chunk_by(|left, right| left.0 + 1 == right.0) {
        let functions: Vec<u32> = run.iter().map(|place| place.1).collect();
        elements.active(table.filter(|&table| 0 < table), &at(run[0].0), Elements::Functions(functions.into()));
    }
    elements
}
