//! What is read of a program before it is split.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use wasmparser::{
    CompositeInnerType, ConstExpr, DataKind, ElementItems, ElementKind, ExternalKind, FuncType, FunctionBody,
    KnownCustom, Name, Operator, Parser, Payload, TypeRef, ValidPayload, Validator,
};

use crate::Result;
use crate::shape::Shape;

/// A program, as wasm-bindgen and wasm-opt have left it, with the names of its functions.
pub struct Program<'a> {
    /// All of it.
    pub bytes: &'a [u8],
    /// How many of its functions are imported; their numbers come first.
    pub imported: u32,
    /// Module and name of each import that is a function.
    pub imports: Vec<(&'a str, &'a str, u32)>,
    /// What its function types take and give.
    pub types: Vec<FuncType>,
    /// The type of each function that it defines.
    pub kinds: Vec<u32>,
    /// The code of each function that it defines.
    pub bodies: Vec<FunctionBody<'a>>,
    /// How many globals and tables it has.
    pub globals: Vec<wasmparser::GlobalType>,
    /// Its tables.
    pub tables: Vec<wasmparser::TableType>,
    /// Its memory.
    pub memory: Option<wasmparser::MemoryType>,
    /// Which place of the table of functions holds which function.
    pub slots: BTreeMap<u32, u32>,
    /// What is exported under which name.
    pub exports: Vec<(&'a str, ExternalKind, u32)>,
    /// Its data, and where each part of it lies in memory.
    pub data: Vec<(u32, &'a [u8])>,
    names: HashMap<u32, String>,
}

impl<'a> Program<'a> {
    /// Reads a program. Fails where it is none, or is put together in a way that splitting does not know.
    pub fn read(bytes: &'a [u8]) -> Result<Program<'a>> {
        let mut program = Program {
            bytes,
            imported: 0,
            imports: Vec::new(),
            types: Vec::new(),
            kinds: Vec::new(),
            bodies: Vec::new(),
            globals: Vec::new(),
            tables: Vec::new(),
            memory: None,
            slots: BTreeMap::new(),
            exports: Vec::new(),
            data: Vec::new(),
            names: HashMap::new(),
        };
        for payload in Parser::new(0).parse_all(bytes) {
            program.take(payload.map_err(wrong)?)?;
        }
        if program.functions_table().is_none() {
            return Err("The program has no table of functions, so it cannot be split.".to_string());
        }
        Ok(program)
    }

    /// The number of the table that holds functions.
    pub fn functions_table(&self) -> Option<u32> {
        let index = self.tables.iter().position(|table| table.element_type.is_func_ref())?;
        u32::try_from(index).ok()
    }

    /// What a function is called, without the marks by which a compiler tells builds apart.
    pub fn name(&self, function: u32) -> Option<&str> {
        self.names.get(&function).map(String::as_str)
    }

    /// The numbers of all functions that are defined.
    pub fn defined(&self) -> impl Iterator<Item = u32> + use<> {
        let imported = self.imported;
        (0..self.kinds.len() as u32).map(move |nth| nth + imported)
    }

    /// The code of a function that is defined.
    pub fn body(&self, function: u32) -> &FunctionBody<'a> {
        &self.bodies[(function - self.imported) as usize]
    }

    /// The number of the type of a function that is defined.
    pub fn kind(&self, function: u32) -> u32 {
        self.kinds[(function - self.imported) as usize]
    }

    /// Which functions a function names in its code.
    pub fn calls(&self, function: u32) -> Result<BTreeSet<u32>> {
        let mut called = BTreeSet::new();
        for operator in self.body(function).get_operators_reader().map_err(wrong)? {
            match operator.map_err(wrong)? {
                Operator::Call { function_index }
                | Operator::ReturnCall { function_index }
                | Operator::RefFunc { function_index } => {
                    called.insert(function_index);
                }
                _ => {}
            }
        }
        Ok(called)
    }

    /// Which numbers the code of a function has, and how far from an address it reads: among them is each address of
    /// data that it knows.
    pub fn numbers(&self, function: u32) -> Result<BTreeSet<u32>> {
        let mut numbers = BTreeSet::new();
        for operator in self.body(function).get_operators_reader().map_err(wrong)? {
            let operator = operator.map_err(wrong)?;
            match operator {
                Operator::I32Const { value } => numbers.extend([value as u32]),
                // An optimiser writes two neighbours, such as where a text begins and how long it is, at once.
                Operator::I64Const { value } => numbers.extend([value as u32, (value >> 32) as u32]),
                _ => numbers.extend(offset(&operator)),
            }
        }
        Ok(numbers)
    }

    /// Looks into each function that is asked for.
    pub fn shapes(
        &self,
        is_asked: impl Fn(u32) -> bool,
        mut look: impl FnMut(u32, &Shape<'a>) -> Result<()>,
    ) -> Result<()> {
        let mut validator = Validator::new();
        let mut bodies = self.defined();
        for payload in Parser::new(0).parse_all(self.bytes) {
            let ValidPayload::Func(function, body) = validator.payload(&payload.map_err(wrong)?).map_err(wrong)? else {
                continue;
            };
            let number = bodies.next().unwrap_or_default();
            if is_asked(number) {
                let kind = &self.types[self.kind(number) as usize];
                let mut inside = function.into_validator(Default::default());
                look(number, &Shape::read(&body, kind.params(), kind.results(), &mut inside)?)?;
            }
        }
        Ok(())
    }

    fn take(&mut self, payload: Payload<'a>) -> Result<()> {
        match payload {
            Payload::TypeSection(section) => {
                for group in section {
                    for each in group.map_err(wrong)?.into_types() {
                        let CompositeInnerType::Func(function) = each.composite_type.inner else {
                            return Err("The program has types of which splitting knows nothing.".to_string());
                        };
                        self.types.push(function);
                    }
                }
            }
            Payload::ImportSection(section) => {
                for import in section.into_imports() {
                    let import = import.map_err(wrong)?;
                    let TypeRef::Func(kind) = import.ty else {
                        return Err(format!("The program imports {}, which is no function.", import.name));
                    };
                    self.imports.push((import.module, import.name, kind));
                    self.imported += 1;
                }
            }
            Payload::FunctionSection(section) => {
                self.kinds = section.into_iter().collect::<std::result::Result<_, _>>().map_err(wrong)?
            }
            Payload::TableSection(section) => {
                for table in section {
                    self.tables.push(table.map_err(wrong)?.ty);
                }
            }
            Payload::MemorySection(section) => {
                for memory in section {
                    self.memory = Some(memory.map_err(wrong)?);
                }
            }
            Payload::GlobalSection(section) => {
                for global in section {
                    self.globals.push(global.map_err(wrong)?.ty);
                }
            }
            Payload::ExportSection(section) => {
                for export in section {
                    let export = export.map_err(wrong)?;
                    self.exports.push((export.name, export.kind, export.index));
                }
            }
            Payload::ElementSection(section) => {
                for element in section {
                    self.place(element.map_err(wrong)?)?;
                }
            }
            Payload::DataSection(section) => {
                for data in section {
                    let data = data.map_err(wrong)?;
                    let DataKind::Active { offset_expr, .. } = data.kind else { return Err(unknown("its memory")) };
                    self.data.push((constant(&offset_expr).ok_or_else(|| unknown("its memory"))?, data.data));
                }
            }
            Payload::CodeSectionEntry(body) => self.bodies.push(body),
            Payload::CustomSection(section) => {
                if let KnownCustom::Name(reader) = section.as_known() {
                    self.learn(reader)?;
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// Notes which functions an element puts into which places of the table.
    fn place(&mut self, element: wasmparser::Element<'a>) -> Result<()> {
        let ElementKind::Active { offset_expr, .. } = element.kind else { return Err(unknown("its tables")) };
        let start = constant(&offset_expr).ok_or_else(|| unknown("its tables"))?;
        let ElementItems::Functions(functions) = element.items else { return Err(unknown("its tables")) };
        for (slot, function) in (start..).zip(functions) {
            self.slots.insert(slot, function.map_err(wrong)?);
        }
        Ok(())
    }

    fn learn(&mut self, reader: wasmparser::NameSectionReader<'a>) -> Result<()> {
        for part in reader {
            if let Name::Function(names) = part.map_err(wrong)? {
                for naming in names {
                    let naming = naming.map_err(wrong)?;
                    self.names.insert(naming.index, plain(naming.name));
                }
            }
        }
        Ok(())
    }
}

/// The number that an expression is, if it is nothing but a number.
pub fn constant(expression: &ConstExpr) -> Option<u32> {
    match expression.get_operators_reader().read().ok()? {
        Operator::I32Const { value } => u32::try_from(value).ok(),
        _ => None,
    }
}

fn unknown(what: &str) -> String {
    format!("The program fills {what} in a way of which splitting knows nothing.")
}

/// A name without the hashes and numbers of a crate, which differ from build to build.
fn plain(name: &str) -> String {
    format!("{:#}", rustc_demangle::demangle(name))
}

/// What the parser says, as a sentence.
pub fn wrong(error: wasmparser::BinaryReaderError) -> String {
    format!("The program cannot be read: {error}.")
}

/// How far from an address an operator reads or writes, if it does.
fn offset(operator: &Operator) -> Option<u32> {
    macro_rules! offsets {
        ($($name:ident)*) => {
            match operator {
                $(Operator::$name { memarg } => u32::try_from(memarg.offset).ok(),)*
                _ => None,
            }
        };
    }
    offsets!(I32Load I64Load F32Load F64Load I32Load8S I32Load8U I32Load16S I32Load16U I64Load8S I64Load8U I64Load16S
        I64Load16U I64Load32S I64Load32U I32Store I64Store F32Store F64Store I32Store8 I32Store16 I64Store8 I64Store16
        I64Store32)
}
