//! Which variables of a function still count at which place: those that may be read before they are written.

use std::collections::HashMap;

use wasmparser::Operator;

use crate::shape::Shape;

/// A set of variables, by their numbers.
#[derive(Clone, Default, PartialEq)]
pub struct Variables(Vec<u64>);

impl Variables {
    pub fn has(&self, variable: u32) -> bool {
        self.0.get(variable as usize / 64).is_some_and(|word| word >> (variable % 64) & 1 == 1)
    }

    pub fn add(&mut self, variable: u32) {
        let word = variable as usize / 64;
        if self.0.len() <= word {
            self.0.resize(word + 1, 0);
        }
        self.0[word] |= 1 << (variable % 64);
    }

    pub fn take(&mut self, variable: u32) {
        if let Some(word) = self.0.get_mut(variable as usize / 64) {
            *word &= !(1 << (variable % 64));
        }
    }

    pub fn join(&mut self, others: &Variables) {
        if self.0.len() < others.0.len() {
            self.0.resize(others.0.len(), 0);
        }
        self.0.iter_mut().zip(&others.0).for_each(|(mine, others)| *mine |= others);
    }

    pub fn each(&self) -> impl Iterator<Item = u32> {
        (0..self.0.len() as u32 * 64).filter(|&variable| self.has(variable))
    }
}

/// What counts where in a function.
pub struct Live<'a, 'b> {
    shape: &'b Shape<'a>,
    /// What counts for who goes to the label of a frame, by the frame.
    pub labels: Vec<Variables>,
    /// What counts at each point.
    pub points: HashMap<usize, Variables>,
    /// What counts behind the end of each loop.
    pub behind: HashMap<usize, Variables>,
}

impl<'a, 'b> Live<'a, 'b> {
    /// Looks into a function of which nothing is strange.
    pub fn of(shape: &'b Shape<'a>) -> Live<'a, 'b> {
        let points = shape.points.iter().map(|&point| (point, Variables::default())).collect();
        let labels = vec![Variables::default(); shape.frames.len()];
        let mut live = Live { shape, labels, points, behind: HashMap::new() };
        live.walk(0, shape.frames[0].end, Variables::default());
        live
    }

    /// What counts before some instructions, of which all lie in one frame, when it is this that counts behind them.
    fn walk(&mut self, from: usize, to: usize, behind: Variables) -> Variables {
        let mut live = behind;
        let mut nth = to;
        while from < nth {
            nth -= 1;
            let shape = self.shape;
            let frame = shape.within[nth];
            match &shape.code[nth].0 {
                Operator::End => {
                    live = self.enter(frame, live);
                    nth = shape.frames[frame].start.unwrap_or_default();
                }
                Operator::LocalGet { local_index } => live.add(*local_index),
                Operator::LocalSet { local_index } | Operator::LocalTee { local_index } => live.take(*local_index),
                Operator::Br { relative_depth } => live = self.labels[shape.label(frame, *relative_depth)].clone(),
                Operator::BrIf { relative_depth } => live.join(&self.labels[shape.label(frame, *relative_depth)]),
                Operator::BrTable { targets } => {
                    live = self.labels[shape.label(frame, targets.default())].clone();
                    for depth in targets.targets().flatten() {
                        live.join(&self.labels[shape.label(frame, depth)]);
                    }
                }
                Operator::Return | Operator::Unreachable => live = Variables::default(),
                _ => {}
            }
            if let Some(point) = self.points.get_mut(&nth) {
                *point = live.clone();
            }
        }
        live
    }

    /// What counts before a frame.
    fn enter(&mut self, frame: usize, behind: Variables) -> Variables {
        let shape = self.shape;
        let it = &shape.frames[frame];
        let (start, other, end) = (it.start.map_or(0, |start| start + 1), it.other, it.end);
        if it.is_loop {
            self.behind.insert(frame, behind.clone());
            self.labels[frame] = Variables::default();
            loop {
                let before = self.labels[frame].clone();
                let mut live = self.walk(start, end, behind.clone());
                live.join(&before);
                if live == before {
                    return live;
                }
                self.labels[frame] = live;
            }
        }
        self.labels[frame] = behind.clone();
        let Some(other) = other else {
            let mut live = self.walk(start, end, behind.clone());
            if it.is_if {
                live.join(&behind);
            }
            return live;
        };
        let mut live = self.walk(start, other, behind.clone());
        live.join(&self.walk(other + 1, end, behind));
        live
    }
}
