//! Takes out of the functions of the first view the ways that it does not go, each as a function of its own.
//!
//! What follows a point within its frame runs when the point is come to, and else it does not. So when a browser has not
//! come there, that piece can be a function, to which the variables that count are handed, and which hands back what it
//! has written to them; and which of the ways out of it was taken, where it has several.

use std::collections::HashMap;

use wasm_encoder::reencode::{Reencode, RoundtripReencoder};
use wasm_encoder::{
    BlockType, CodeSection, Function, FunctionSection, Instruction, Module, NameMap, NameSection, RawSection,
    TypeSection,
};
use wasmparser::{FuncType, Operator, Parser, Payload, ValType};

use crate::live::{Live, Variables};
use crate::program::{Program, wrong};
use crate::seen::{Points, Seen};
use crate::shape::Shape;
use crate::{Result, again};

/// By how many bytes the first part must become smaller, or it is not worth it.
const GAIN_MIN: usize = 2;

/// The program with all that was not seen to run in functions of its own, and how many these are.
pub fn apart(program: &Program, seen: &Seen) -> Result<(Vec<u8>, usize)> {
    let mut made = Made {
        types: program.types.clone(),
        functions: Vec::new(),
        first: program.imported + program.kinds.len() as u32,
    };
    let mut written: HashMap<u32, Function> = HashMap::new();
    program.shapes(
        |function| program.name(function).is_some_and(|name| seen.has(name)),
        |function, shape| {
            let Some(name) = program.name(function) else { return Ok(()) };
            let Some(points) = seen.points(name, shape.digits()).filter(|_| shape.is_known) else { return Ok(()) };
            let parted = Parting { live: Live::of(shape), shape, made: &mut made, program, name }.part(points)?;
            written.extend(parted.map(|it| (function, it)));
            Ok(())
        },
    )?;
    let count = made.functions.len();
    Ok((assembled(program, &made, &written)?, count))
}

/// What is added to the program.
struct Made {
    types: Vec<FuncType>,
    functions: Vec<(u32, Function, String)>,
    /// The number of the first of these functions.
    first: u32,
}

impl Made {
    fn add(&mut self, kind: FuncType, function: Function, name: String) -> u32 {
        let known = self.types.iter().position(|it| *it == kind);
        let number = known.unwrap_or_else(|| {
            self.types.push(kind);
            self.types.len() - 1
        });
        self.functions.push((number as u32, function, name));
        self.first + self.functions.len() as u32 - 1
    }
}

/// A way out of a piece.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Exit {
    /// To what follows, where no label leads there.
    Behind,
    /// To the label of a frame, by its number.
    Label(usize),
}

/// A piece of a function that can be one of its own.
struct Piece {
    from: usize,
    to: usize,
    frame: usize,
    exits: Vec<Exit>,
    takes: Vec<u32>,
    gives: Vec<u32>,
    value: Option<ValType>,
}

struct Parting<'a, 'b> {
    program: &'b Program<'a>,
    shape: &'b Shape<'a>,
    live: Live<'a, 'b>,
    made: &'b mut Made,
    name: &'b str,
}

impl Parting<'_, '_> {
    /// The function without the pieces to which it did not come, if there are any.
    fn part(&mut self, points: &Points) -> Result<Option<Function>> {
        let shape = self.shape;
        let mut pieces: Vec<Piece> = Vec::new();
        for (nth, &point) in shape.points.iter().enumerate() {
            let is_inside = pieces.last().is_some_and(|last| point < last.to);
            if !points.has(nth) && !is_inside {
                pieces.extend(self.piece(point).filter(|piece| self.is_worth_it(piece)));
            }
        }
        if pieces.is_empty() {
            return Ok(None);
        }
        let declared = shape.locals[shape.takes..].iter().map(|&kind| encoded(kind));
        let mut function = Function::new_with_locals_types(declared.collect::<Result<Vec<_>>>()?);
        let mut from = 0;
        for piece in &pieces {
            self.copy(&mut function, from, piece.from);
            self.call(&mut function, piece)?;
            from = piece.to;
        }
        self.copy(&mut function, from, shape.code.len());
        Ok(Some(function))
    }

    fn copy(&self, function: &mut Function, from: usize, to: usize) {
        function.raw(self.program.bytes[self.shape.bytes(from, to)].iter().copied());
    }

    /// What begins at a point, if it can stand alone.
    fn piece(&self, from: usize) -> Option<Piece> {
        let shape = self.shape;
        if !shape.is_bare[from] {
            return None;
        }
        let frame = shape.frame_at(from);
        let to = shape.end_of(from, frame);
        let (mut exits, mut written, mut named) = (Vec::new(), Variables::default(), Variables::default());
        let mut leave = |exit: Exit| {
            if !exits.contains(&exit) {
                exits.push(exit)
            }
        };
        for nth in from..to {
            let mut label = |depth: u32| {
                let label = shape.label(shape.within[nth], depth);
                // What is outside begins before it or ends behind it.
                let is_outside = shape.frames[label].start.is_none_or(|start| start < from);
                if is_outside {
                    leave(Exit::Label(label))
                }
            };
            match &shape.code[nth].0 {
                Operator::Br { relative_depth } | Operator::BrIf { relative_depth } => label(*relative_depth),
                Operator::BrTable { targets } => {
                    label(targets.default());
                    targets.targets().flatten().for_each(label);
                }
                Operator::Return => leave(Exit::Label(0)),
                Operator::LocalGet { local_index } => named.add(*local_index),
                Operator::LocalSet { local_index } | Operator::LocalTee { local_index } => written.add(*local_index),
                _ => {}
            }
        }
        if shape.is_met[to] {
            leave(if shape.frames[frame].is_loop { Exit::Behind } else { Exit::Label(frame) });
        }
        exits.sort_by_key(|exit| !self.is_next(*exit, frame));
        let value = exits.iter().find_map(|exit| self.value(*exit, frame));
        // Where one of several ways takes a value along, or leads out of a loop at its end, there is no label for it.
        if 1 < exits.len() && (value.is_some() || exits.contains(&Exit::Behind)) {
            return None;
        }
        let mut counts = Variables::default();
        exits.iter().for_each(|exit| counts.join(self.counting(*exit, frame)));
        let gives: Vec<u32> = written.each().filter(|&it| counts.has(it)).collect();
        let before = self.live.points.get(&from)?;
        let mut takes: Vec<u32> = before.each().filter(|it| named.has(*it) || gives.contains(it)).collect();
        takes.sort_by_key(|&it| rank(shape.locals[it as usize]));
        let mut gives = gives;
        gives.sort_by_key(|&it| rank(shape.locals[it as usize]));
        Some(Piece { from, to, frame, exits, takes, gives, value })
    }

    /// Whether a way out leads to what follows.
    fn is_next(&self, exit: Exit, frame: usize) -> bool {
        match exit {
            Exit::Behind => true,
            Exit::Label(label) => label == frame && !self.shape.frames[label].is_loop,
        }
    }

    fn value(&self, exit: Exit, frame: usize) -> Option<ValType> {
        match exit {
            Exit::Behind => self.shape.frames[frame].gives,
            Exit::Label(label) => self.shape.frames[label].gives.filter(|_| !self.shape.frames[label].is_loop),
        }
    }

    fn counting(&self, exit: Exit, frame: usize) -> &Variables {
        match exit {
            Exit::Behind => &self.live.behind[&frame],
            Exit::Label(label) => &self.live.labels[label],
        }
    }

    fn is_worth_it(&self, piece: &Piece) -> bool {
        let leaving = match piece.exits.len() {
            0 => 1,
            1 => 2,
            2 => 4,
            many => 2 + many,
        };
        let calling = 6 + 2 * (piece.takes.len() + piece.gives.len()) + leaving;
        calling + GAIN_MIN <= self.shape.bytes(piece.from, piece.to).len()
    }

    /// Makes a function of a piece, and in its place calls it.
    fn call(&mut self, function: &mut Function, piece: &Piece) -> Result<()> {
        let made = self.function(piece)?;
        let kind = |&it: &u32| self.shape.locals[it as usize];
        let takes: Vec<ValType> = piece.takes.iter().map(kind).collect();
        let selector = (1 < piece.exits.len()).then_some(ValType::I32);
        let gives: Vec<ValType> = piece.value.into_iter().chain(selector).chain(piece.gives.iter().map(kind)).collect();
        let name = format!("{} at {}", self.name, piece.from);
        let number = self.made.add(FuncType::new(takes, gives), made, name);

        for &variable in &piece.takes {
            function.instruction(&Instruction::LocalGet(variable));
        }
        function.instruction(&Instruction::Call(number));
        for &variable in piece.gives.iter().rev() {
            function.instruction(&Instruction::LocalSet(variable));
        }
        let depth = |exit: &Exit| match exit {
            Exit::Behind => 0,
            Exit::Label(label) => self.depth(piece.frame, *label),
        };
        let is_next = piece.exits.first().is_some_and(|&exit| self.is_next(exit, piece.frame));
        match &piece.exits[..] {
            [] => function.instruction(&Instruction::Unreachable),
            [_] if is_next => function,
            [one] => function.instruction(&Instruction::Br(depth(one))),
            [first, second] => {
                function.instruction(&Instruction::BrIf(depth(second)));
                if is_next { function } else { function.instruction(&Instruction::Br(depth(first))) }
            }
            [others @ .., last] => {
                let others: Vec<u32> = others.iter().map(depth).collect();
                function.instruction(&Instruction::BrTable(others.into(), depth(last)))
            }
        };
        Ok(())
    }

    /// How many frames lie between.
    fn depth(&self, frame: usize, label: usize) -> u32 {
        let (mut frame, mut depth) = (frame, 0);
        while frame != label {
            (frame, depth) = (self.shape.frames[frame].around.unwrap_or(label), depth + 1);
        }
        depth
    }

    /// The function that a piece becomes.
    fn function(&self, piece: &Piece) -> Result<Function> {
        let shape = self.shape;
        let mut numbers: HashMap<u32, u32> = piece.takes.iter().copied().zip(0..).collect();
        let mut variables = Vec::new();
        for nth in piece.from..piece.to {
            if let Operator::LocalGet { local_index }
            | Operator::LocalSet { local_index }
            | Operator::LocalTee { local_index } = shape.code[nth].0
                && !numbers.contains_key(&local_index)
            {
                numbers.insert(local_index, numbers.len() as u32);
                variables.push(encoded(shape.locals[local_index as usize])?);
            }
        }
        let mut function = Function::new_with_locals_types(variables);
        // Each way out is the end of a block around the piece.
        let empty = BlockType::Empty;
        let is_many = 1 < piece.exits.len();
        if is_many {
            function.instruction(&Instruction::Block(BlockType::Result(wasm_encoder::ValType::I32)));
            piece.exits.iter().for_each(|_| _ = function.instruction(&Instruction::Block(empty)));
        } else if piece.exits.len() == 1 {
            let value = piece.value.map(encoded).transpose()?;
            function.instruction(&Instruction::Block(value.map_or(empty, BlockType::Result)));
        }
        for nth in piece.from..piece.to {
            self.carry(&mut function, piece, nth, &numbers)?;
        }
        if is_many {
            for nth in 0..piece.exits.len() {
                if nth == 0 && !(shape.is_met[piece.to] && self.is_next(piece.exits[0], piece.frame)) {
                    function.instruction(&Instruction::Unreachable);
                }
                function.instruction(&Instruction::End);
                function.instruction(&Instruction::I32Const(nth as i32));
                if nth + 1 < piece.exits.len() {
                    function.instruction(&Instruction::Br((piece.exits.len() - 1 - nth) as u32));
                }
            }
            function.instruction(&Instruction::End);
        } else if piece.exits.len() == 1 {
            function.instruction(&Instruction::End);
        } else {
            function.instruction(&Instruction::Unreachable);
        }
        for variable in &piece.gives {
            function.instruction(&Instruction::LocalGet(numbers[variable]));
        }
        function.instruction(&Instruction::End);
        Ok(function)
    }

    /// One instruction of a piece, with the variables and labels that it has there.
    fn carry(&self, function: &mut Function, piece: &Piece, nth: usize, numbers: &HashMap<u32, u32>) -> Result<()> {
        let shape = self.shape;
        let within = shape.within[nth];
        let around = |depth: u32| {
            let label = shape.label(within, depth);
            let exit = Exit::Label(label);
            let is_outside = shape.frames[label].start.is_none_or(|start| start < piece.from);
            if !is_outside {
                return depth;
            }
            let place = piece.exits.iter().position(|it| *it == exit).unwrap_or_default();
            self.depth(within, piece.frame) + place as u32
        };
        match &shape.code[nth].0 {
            Operator::LocalGet { local_index } => function.instruction(&Instruction::LocalGet(numbers[local_index])),
            Operator::LocalSet { local_index } => function.instruction(&Instruction::LocalSet(numbers[local_index])),
            Operator::LocalTee { local_index } => function.instruction(&Instruction::LocalTee(numbers[local_index])),
            Operator::Br { relative_depth } => function.instruction(&Instruction::Br(around(*relative_depth))),
            Operator::BrIf { relative_depth } => function.instruction(&Instruction::BrIf(around(*relative_depth))),
            Operator::BrTable { targets } => {
                let others: std::result::Result<Vec<u32>, _> = targets.targets().collect();
                let others: Vec<u32> = others.map_err(wrong)?.into_iter().map(around).collect();
                function.instruction(&Instruction::BrTable(others.into(), around(targets.default())))
            }
            Operator::Return => {
                let place = piece.exits.iter().position(|it| *it == Exit::Label(0)).unwrap_or_default();
                function.instruction(&Instruction::Br(self.depth(within, piece.frame) + place as u32))
            }
            _ => {
                self.copy(function, nth, nth + 1);
                function
            }
        };
        Ok(())
    }
}

/// Variables of one kind stand together, so that many functions are of the same type.
fn rank(kind: ValType) -> u8 {
    match kind {
        ValType::I32 => 0,
        ValType::I64 => 1,
        ValType::F32 => 2,
        ValType::F64 => 3,
        ValType::V128 | ValType::Ref(_) => 4,
    }
}

fn encoded(kind: ValType) -> Result<wasm_encoder::ValType> {
    RoundtripReencoder.val_type(kind).map_err(again)
}

/// The program again, with what was written anew and what was made.
fn assembled(program: &Program, made: &Made, written: &HashMap<u32, Function>) -> Result<Vec<u8>> {
    let mut module = Module::new();
    let mut code = CodeSection::new();
    let mut bodies = program.defined();
    let same = &mut RoundtripReencoder;
    for payload in Parser::new(0).parse_all(program.bytes) {
        let payload = payload.map_err(wrong)?;
        match payload {
            Payload::TypeSection(section) => {
                let mut types = TypeSection::new();
                same.parse_type_section(&mut types, section).map_err(again)?;
                for kind in &made.types[program.types.len()..] {
                    let each = |kinds: &[ValType]| kinds.iter().map(|&it| encoded(it)).collect::<Result<Vec<_>>>();
                    types.ty().function(each(kind.params())?, each(kind.results())?);
                }
                module.section(&types);
            }
            Payload::FunctionSection(section) => {
                let mut functions = FunctionSection::new();
                same.parse_function_section(&mut functions, section).map_err(again)?;
                made.functions.iter().for_each(|it| _ = functions.function(it.0));
                module.section(&functions);
            }
            Payload::CodeSectionStart { .. } => {}
            Payload::CodeSectionEntry(body) => {
                let function = bodies.next().unwrap_or_default();
                match written.get(&function) {
                    Some(function) => _ = code.function(function),
                    None => _ = code.raw(&program.bytes[body.range()]),
                }
                if code.len() == program.kinds.len() as u32 {
                    made.functions.iter().for_each(|it| _ = code.function(&it.1));
                    module.section(&code);
                }
            }
            // Its numbers are those of what is read here, and it is written anew below.
            Payload::CustomSection(section) if section.name() == "name" => {}
            payload => {
                if let Some((id, range)) = payload.as_section() {
                    module.section(&RawSection { id, data: &program.bytes[range] });
                }
            }
        }
    }
    let mut names = NameMap::new();
    for function in program.defined() {
        if let Some(name) = program.name(function) {
            names.append(function, name);
        }
    }
    (made.first..).zip(&made.functions).for_each(|(number, it)| names.append(number, &it.2));
    let mut section = NameSection::new();
    section.functions(&names);
    module.section(&section);
    Ok(module.finish())
}

#[cfg(test)]
mod tests {
    use wasm_encoder::{ElementSection, ExportKind, ExportSection, RefType, TableSection, TableType};

    use super::*;

    /// Adds one to its parameter, or goes the way that nobody goes: there it multiplies, and leaves early or not.
    fn sample() -> Vec<u8> {
        let mut types = TypeSection::new();
        types.ty().function([wasm_encoder::ValType::I32], [wasm_encoder::ValType::I32]);
        let mut functions = FunctionSection::new();
        functions.function(0);
        let mut tables = TableSection::new();
        let (table64, shared) = (false, false);
        tables.table(TableType { element_type: RefType::FUNCREF, minimum: 1, maximum: None, table64, shared });
        let mut exports = ExportSection::new();
        exports.export("sample", ExportKind::Func, 0);
        let mut body = Function::new([(1, wasm_encoder::ValType::I32)]);
        let (get, set) = (Instruction::LocalGet, Instruction::LocalSet);
        body.instruction(&Instruction::Block(BlockType::Empty)).instruction(&Instruction::Block(BlockType::Empty));
        body.instruction(&get(0)).instruction(&Instruction::BrIf(0));
        for _ in 0..8 {
            body.instruction(&get(0)).instruction(&Instruction::I32Const(3)).instruction(&Instruction::I32Mul);
            body.instruction(&set(1)).instruction(&get(1)).instruction(&Instruction::BrIf(1));
        }
        body.instruction(&Instruction::Br(1)).instruction(&Instruction::End);
        body.instruction(&get(0)).instruction(&set(1)).instruction(&Instruction::End);
        body.instruction(&get(1)).instruction(&Instruction::I32Const(1)).instruction(&Instruction::I32Add);
        body.instruction(&Instruction::End);
        let mut code = CodeSection::new();
        code.function(&body);
        let mut names = NameMap::new();
        names.append(0, "sample");
        let mut section = NameSection::new();
        section.functions(&names);
        let mut module = Module::new();
        module.section(&types).section(&functions).section(&tables).section(&exports);
        module.section(&ElementSection::new()).section(&code).section(&section);
        module.finish()
    }

    fn parted(points: &[usize]) -> (usize, usize) {
        let bytes = sample();
        let program = Program::read(&bytes).unwrap();
        let mut seen = Seen::default();
        let take = |_, shape: &Shape| {
            seen.add("sample", shape.digits(), points.iter().copied().collect());
            Ok(())
        };
        program.shapes(|_| true, take).unwrap();
        let (apart, count) = apart(&program, &seen).unwrap();
        wasmparser::validate(&apart).unwrap();
        (count, Program::read(&apart).unwrap().bodies[0].range().len())
    }

    #[test]
    fn what_nobody_came_to_is_a_function_of_its_own() {
        let everything: Vec<usize> = (0..20).collect();
        let (none, whole) = parted(&everything);
        assert_eq!(none, 0);
        // The beginning, and what follows each of the two blocks.
        let (one, left) = parted(&[0, 9, 10, 11]);
        assert!(one == 1 && left < whole, "{one} pieces, and {left} of {whole} bytes are left");
    }
}
