//! The functions of a part in an order in which like stands beside like: gzip finds again what stands up to 32 kB before,
//! and compilers and linkers put what they make of the same source far from each other.

use std::convert::Infallible;

use wasm_encoder::reencode::{Error, Reencode};
use wasm_encoder::{CodeSection, FunctionSection, Module};
use wasmparser::{CodeSectionReader, FunctionBody, FunctionSectionReader, Parser, Payload, TypeRef};

use crate::program::wrong;
use crate::{Result, again};

/// Writes a program anew with its functions by their code, which begins with the variables that they have.
pub fn ordered(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut order = Order::read(bytes)?;
    let mut module = Module::new();
    order.parse_core_module(&mut module, Parser::new(0), bytes).map_err(again)?;
    Ok(module.finish())
}

struct Order<'a> {
    /// Type and code of each function that is defined, in the new order.
    functions: Vec<(u32, FunctionBody<'a>)>,
    /// The new number of each function.
    numbers: Vec<u32>,
}

impl<'a> Order<'a> {
    fn read(bytes: &'a [u8]) -> Result<Order<'a>> {
        let (mut imported, mut kinds, mut bodies) = (0, Vec::new(), Vec::new());
        for payload in Parser::new(0).parse_all(bytes) {
            match payload.map_err(wrong)? {
                Payload::ImportSection(section) => {
                    for import in section.into_imports() {
                        imported += u32::from(matches!(import.map_err(wrong)?.ty, TypeRef::Func(_)));
                    }
                }
                Payload::FunctionSection(section) => {
                    kinds = section.into_iter().collect::<std::result::Result<Vec<u32>, _>>().map_err(wrong)?;
                }
                Payload::CodeSectionEntry(body) => bodies.push(body),
                _ => {}
            }
        }
        let mut functions: Vec<(u32, (u32, FunctionBody))> = (imported..).zip(kinds.into_iter().zip(bodies)).collect();
        functions.sort_by_key(|(_, (_, body))| body.as_bytes());
        let mut numbers: Vec<u32> = (0..imported + functions.len() as u32).collect();
        for (number, (function, _)) in (imported..).zip(&functions) {
            numbers[*function as usize] = number;
        }
        Ok(Order { functions: functions.into_iter().map(|(_, function)| function).collect(), numbers })
    }
}

impl Reencode for Order<'_> {
    type Error = Infallible;

    fn function_index(&mut self, function: u32) -> std::result::Result<u32, Error> {
        Ok(self.numbers[function as usize])
    }

    fn parse_function_section(
        &mut self,
        functions: &mut FunctionSection,
        _: FunctionSectionReader<'_>,
    ) -> std::result::Result<(), Error> {
        for (kind, _) in &self.functions {
            functions.function(*kind);
        }
        Ok(())
    }

    fn parse_code_section(
        &mut self,
        code: &mut CodeSection,
        _: CodeSectionReader<'_>,
    ) -> std::result::Result<(), Error> {
        for (_, body) in self.functions.clone() {
            self.parse_function_body(code, body)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use wasm_encoder::{ExportKind, ExportSection, Function, Instruction, TypeSection, ValType};

    use super::*;

    /// Three functions, each of which gives its letter, and a fourth that calls the first; all are exported.
    fn sample() -> Vec<u8> {
        let mut types = TypeSection::new();
        types.ty().function([], [ValType::I32]);
        let (mut functions, mut exports, mut code) = (FunctionSection::new(), ExportSection::new(), CodeSection::new());
        let given = ['c', 'a', 'b'].map(|letter| Instruction::I32Const(letter as i32));
        for (number, given) in (0..).zip(given.into_iter().chain([Instruction::Call(0)])) {
            let mut body = Function::new([]);
            body.instruction(&given).instruction(&Instruction::End);
            functions.function(0);
            exports.export(["c", "a", "b", "calls c"][number as usize], ExportKind::Func, number);
            code.function(&body);
        }
        let mut module = Module::new();
        module.section(&types).section(&functions).section(&exports).section(&code);
        module.finish()
    }

    /// What is exported, and at which number.
    fn exported(bytes: &[u8]) -> Vec<(String, u32)> {
        let sections = Parser::new(0).parse_all(bytes).filter_map(|payload| match payload.unwrap() {
            Payload::ExportSection(section) => Some(section.into_iter()),
            _ => None,
        });
        sections.flatten().map(|export| export.unwrap()).map(|it| (it.name.to_string(), it.index)).collect()
    }

    #[test]
    fn functions_stand_by_their_code_and_are_called_and_exported_as_before() {
        let written = ordered(&sample()).unwrap();
        wasmparser::validate(&written).unwrap();
        let codes: Vec<&[u8]> = Order::read(&written).unwrap().functions.iter().map(|(_, it)| it.as_bytes()).collect();
        let (constant, call, end) = (0x41, 0x10, 0x0b);
        let given = |byte: u8| [0, constant, byte | 0x80, 0, end];
        // `call` is less than `i32.const`; and what is called stands at the end now.
        assert_eq!(codes, [&[0, call, 3, end][..], &given(b'a'), &given(b'b'), &given(b'c')]);
        let names = [("c", 3), ("a", 1), ("b", 2), ("calls c", 0)].map(|(name, number)| (name.to_string(), number));
        assert_eq!(exported(&written), names);
    }
}
