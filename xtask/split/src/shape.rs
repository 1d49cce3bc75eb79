//! How the code of a function is built: what encloses what, and where it is seen which way a program goes.

use wasmparser::{BlockType, FuncValidator, FunctionBody, Operator, ValType, WasmModuleResources};

use crate::Result;
use crate::program::wrong;

/// What is between the beginning and the end of a block, a loop or a branch; or the whole of a function.
pub struct Frame {
    pub is_loop: bool,
    pub is_if: bool,
    /// Where it begins: at the instruction that says so, or for a function at none.
    pub start: Option<usize>,
    /// Where its other half begins.
    pub other: Option<usize>,
    /// Where it ends.
    pub end: usize,
    /// The frame around it.
    pub around: Option<usize>,
    /// What it gives, of which there is one value at most.
    pub gives: Option<ValType>,
}

/// The code of a function.
pub struct Shape<'a> {
    /// Its instructions, each with the place where it begins in the program.
    pub code: Vec<(Operator<'a>, usize)>,
    /// Where its code ends in the program.
    pub ends: usize,
    pub frames: Vec<Frame>,
    /// The frame around each instruction; for one that begins or ends a frame, that frame.
    pub within: Vec<usize>,
    /// Before which instructions it is seen which way a program goes: what follows each within its frame runs if it runs.
    pub points: Vec<usize>,
    /// Whether an instruction can be come to, and finds nothing of its frame on the stack.
    pub is_bare: Vec<bool>,
    /// Whether an instruction can be come to.
    pub is_met: Vec<bool>,
    /// What its parameters and variables are.
    pub locals: Vec<ValType>,
    /// How many of these are parameters.
    pub takes: usize,
    /// Whether it has nothing of which this program knows nothing.
    pub is_known: bool,
}

impl<'a> Shape<'a> {
    /// Reads a function, whose parameters are these.
    pub fn read<T: WasmModuleResources>(
        body: &FunctionBody<'a>,
        takes: &[ValType],
        gives: &[ValType],
        validator: &mut FuncValidator<T>,
    ) -> Result<Shape<'a>> {
        let mut locals = takes.to_vec();
        let mut reader = body.get_binary_reader();
        validator.read_locals(&mut reader).map_err(wrong)?;
        for local in body.get_locals_reader().map_err(wrong)? {
            let (count, kind) = local.map_err(wrong)?;
            locals.extend((0..count).map(|_| kind));
        }
        let whole = Frame {
            is_loop: false,
            is_if: false,
            start: None,
            other: None,
            end: 0,
            around: None,
            gives: gives.first().copied(),
        };
        let mut shape = Shape {
            code: Vec::new(),
            ends: body.range().end,
            frames: vec![whole],
            within: Vec::new(),
            points: Vec::new(),
            is_bare: Vec::new(),
            is_met: Vec::new(),
            locals,
            takes: takes.len(),
            is_known: gives.len() < 2,
        };
        let mut open = vec![0];
        for each in body.get_operators_reader().map_err(wrong)?.into_iter_with_offsets() {
            let (operator, place) = each.map_err(wrong)?;
            let frame = validator.get_control_frame(0).map(|it| (it.unreachable, it.height));
            let (is_lost, height) = frame.unwrap_or((true, 0));
            shape.is_met.push(!is_lost);
            shape.is_bare.push(!is_lost && validator.operand_stack_height() as usize == height);
            validator.op(place, &operator).map_err(wrong)?;
            shape.take(operator, place, &mut open);
        }
        shape.find_points();
        Ok(shape)
    }

    fn take(&mut self, operator: Operator<'a>, place: usize, open: &mut Vec<usize>) {
        let nth = self.code.len();
        match &operator {
            Operator::Block { blockty } | Operator::Loop { blockty } | Operator::If { blockty } => {
                let gives = match blockty {
                    BlockType::Empty => None,
                    BlockType::Type(kind) => Some(*kind),
                    BlockType::FuncType(_) => {
                        self.is_known = false;
                        None
                    }
                };
                self.frames.push(Frame {
                    is_loop: matches!(operator, Operator::Loop { .. }),
                    is_if: matches!(operator, Operator::If { .. }),
                    start: Some(nth),
                    other: None,
                    end: nth,
                    around: open.last().copied(),
                    gives,
                });
                open.push(self.frames.len() - 1);
                self.within.push(self.frames.len() - 1);
            }
            Operator::Else => {
                let frame = open.last().copied().unwrap_or_default();
                self.frames[frame].other = Some(nth);
                self.within.push(frame);
            }
            Operator::End => {
                let frame = open.pop().unwrap_or_default();
                self.frames[frame].end = nth;
                self.within.push(frame);
            }
            _ => {
                self.is_known &= !is_strange(&operator);
                self.within.push(open.last().copied().unwrap_or_default());
            }
        }
        self.code.push((operator, place));
    }

    fn find_points(&mut self) {
        self.points.push(0);
        for nth in 1..self.code.len() {
            let is_parting = matches!(
                self.code[nth - 1].0,
                Operator::If { .. } | Operator::Else | Operator::BrIf { .. } | Operator::End
            );
            if is_parting && !matches!(self.code[nth].0, Operator::End | Operator::Else) {
                self.points.push(nth);
            }
        }
    }

    /// Where the code that follows an instruction within its frame ends.
    pub fn end_of(&self, point: usize, frame: usize) -> usize {
        let Frame { other, end, .. } = self.frames[frame];
        other.filter(|&other| point <= other).unwrap_or(end)
    }

    /// The frame in which what begins at a point lies.
    pub fn frame_at(&self, point: usize) -> usize {
        let frame = self.within[point];
        // What begins here lies in what is around it.
        if self.frames[frame].start == Some(point) { self.frames[frame].around.unwrap_or_default() } else { frame }
    }

    /// The frame of a label, counted from within.
    pub fn label(&self, frame: usize, depth: u32) -> usize {
        (0..depth).fold(frame, |frame, _| self.frames[frame].around.unwrap_or_default())
    }

    /// The bytes of some instructions, as places in the program.
    pub fn bytes(&self, from: usize, to: usize) -> std::ops::Range<usize> {
        let place = |nth: usize| self.code.get(nth).map_or(self.ends, |it| it.1);
        place(from)..place(to)
    }

    /// Digits by which the code of a function is known again in another build: they say nothing of numbers, which differ
    /// when something else has changed.
    pub fn digits(&self) -> u64 {
        // FNV-1a, which is the same on every machine.
        let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
        let mut add = |byte: u8| hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        self.locals.iter().for_each(|kind| add(kind_digit(*kind)));
        for (operator, _) in &self.code {
            // An operator's name, and in the case of a branch also where it leads.
            let text = format!("{operator:?}");
            let name = text.split([' ', '{', '(']).next().unwrap_or_default();
            name.bytes().for_each(&mut add);
            match operator {
                Operator::Br { relative_depth: number }
                | Operator::BrIf { relative_depth: number }
                | Operator::LocalGet { local_index: number }
                | Operator::LocalSet { local_index: number }
                | Operator::LocalTee { local_index: number } => number.to_le_bytes().into_iter().for_each(&mut add),
                _ => {}
            }
        }
        hash
    }
}

fn kind_digit(kind: ValType) -> u8 {
    match kind {
        ValType::I32 => 1,
        ValType::I64 => 2,
        ValType::F32 => 3,
        ValType::F64 => 4,
        ValType::V128 => 5,
        ValType::Ref(_) => 6,
    }
}

/// What leads elsewhere in a way that is not looked into.
fn is_strange(operator: &Operator) -> bool {
    matches!(
        operator,
        Operator::ReturnCall { .. }
            | Operator::ReturnCallIndirect { .. }
            | Operator::ReturnCallRef { .. }
            | Operator::BrOnNull { .. }
            | Operator::BrOnNonNull { .. }
            | Operator::BrOnCast { .. }
            | Operator::BrOnCastFail { .. }
            | Operator::TryTable { .. }
            | Operator::Try { .. }
            | Operator::Throw { .. }
            | Operator::ThrowRef
            | Operator::Delegate { .. }
            | Operator::Rethrow { .. }
    )
}
