//! Which function goes where.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::ops::Range;

use wasmparser::ExternalKind;

use crate::Result;
use crate::linked::Linked;
use crate::program::Program;

/// What the rest calls the module from which it imports.
pub const FIRST: &str = "first";

/// And the one from which it takes functions of the first part, by their places in its table.
pub const TABLE: &str = "table";

/// Which function goes where.
pub struct Plan {
    /// The functions of the first part.
    pub first: BTreeSet<u32>,
    /// The functions of the rest.
    pub rest: Vec<u32>,
    /// The place in the table of each function of the rest that is called from outside of it.
    pub slots: BTreeMap<u32, u32>,
    /// The first place that the table did not have before.
    pub added_from: u32,
    /// How many places are added.
    pub added: u32,
    /// The functions of the first part that the rest calls.
    pub common: Vec<u32>,
    /// The functions of JavaScript that the rest calls.
    pub foreign: Vec<u32>,
    /// The data that the first part does not need.
    pub apart: Vec<Range<u32>>,
    /// The numbers that stand in the code of the first part and in its data: a place of the table that is not among them
    /// is of no use to it.
    pub numbers: HashSet<u32>,
}

impl Plan {
    /// Puts the functions of these names into the first part.
    pub fn of(program: &Program, linked: &Linked, listed: &HashSet<&str>) -> Result<Plan> {
        // What wasm-bindgen has added to begin with has no name.
        let is_listed = |function: &u32| program.name(*function).is_none_or(|name| listed.contains(name));
        let (first, rest): (Vec<u32>, Vec<u32>) = program.defined().partition(is_listed);
        let first: BTreeSet<u32> = first.into_iter().collect();
        if first.is_empty() || rest.is_empty() {
            return Err("No function of the program is named in xtask/first-view.txt, or all are: \
                        `cargo xtask profile` makes that list anew."
                .to_string());
        }
        let mut called_by_first = BTreeSet::new();
        for &function in &first {
            called_by_first.extend(program.calls(function)?);
        }
        let mut numbers = BTreeSet::new();
        for &function in &first {
            numbers.extend(program.numbers(function)?);
        }
        let apart = linked.apart_from(numbers.iter().copied().filter(|number| linked.constant.contains(number)));
        let mut numbers: HashSet<u32> = numbers.into_iter().collect();
        for (start, bytes) in within(&program.data, &between(&apart)) {
            let skipped = start.next_multiple_of(4) - start;
            let words = bytes.get(skipped as usize..).unwrap_or_default().chunks_exact(4);
            numbers.extend(words.map(|word| u32::from_le_bytes([word[0], word[1], word[2], word[3]])));
        }
        let mut called_by_rest = BTreeSet::new();
        for &function in &rest {
            called_by_rest.extend(program.calls(function)?);
        }
        let (slots, added_from, added) = places(program, &first, &called_by_first);
        let common = called_by_rest.iter().copied().filter(|function| first.contains(function)).collect();
        let foreign = called_by_rest.into_iter().filter(|&function| function < program.imported).collect();
        Ok(Plan { first, rest, slots, added_from, added, common, foreign, apart, numbers })
    }

    /// The first place in the table of the functions that the rest takes from the first part. They stand behind all others:
    /// exported by names they would take twice as much.
    pub fn shared_from(&self) -> u32 {
        self.added_from + self.added
    }

    /// By how many places the table grows.
    pub fn grown(&self) -> u64 {
        u64::from(self.added) + self.common.len() as u64
    }
}

/// What a function of JavaScript is called in both parts and in the script, by its number: wasm-bindgen's names are long,
/// and no two of them alike.
pub fn foreign(nth: u32) -> String {
    format!("_{nth:x}")
}

/// What gives all of them their names in the script that wasm-bindgen wrote, if that has each of them once.
pub fn renamed(script: &str, program: &Program) -> Result<String> {
    let mut keys = HashMap::new();
    for (nth, (_, name, _)) in (0..).zip(&program.imports) {
        keys.insert(*name, foreign(nth));
    }
    let mut found = 0;
    let lines = script.lines().map(|line| {
        let given = line.trim_start().split_once(": ").and_then(|(name, code)| Some((keys.get(name)?, code)));
        found += usize::from(given.is_some());
        given.map_or_else(|| line.to_string(), |(name, code)| format!("{name}: {code}"))
    });
    let text = lines.collect::<Vec<_>>().join("\n") + "\n";
    if found == keys.len() {
        Ok(text)
    } else {
        Err(format!("The script has {found} of the {} functions that the program imports, each on a line.", keys.len()))
    }
}

/// The place in the table of each function that is not in the first part and that something outside of the rest calls:
/// the one that it has, or one that is added; then where the added ones begin, and how many there are.
fn places(program: &Program, first: &BTreeSet<u32>, called: &BTreeSet<u32>) -> (BTreeMap<u32, u32>, u32, u32) {
    let is_rest = |function: &u32| program.imported <= *function && !first.contains(function);
    let held = program.slots.iter().map(|(&slot, &function)| (function, slot));
    let mut slots: BTreeMap<u32, u32> = held.filter(|(function, _)| is_rest(function)).collect();
    let table = program.functions_table().unwrap_or_default() as usize;
    let added_from = program.tables[table].initial as u32;
    let exported = program.exports.iter().filter(|it| it.1 == ExternalKind::Func).map(|it| it.2);
    let mut next = added_from;
    for function in called.iter().copied().chain(exported).filter(is_rest) {
        slots.entry(function).or_insert_with(|| {
            next += 1;
            next - 1
        });
    }
    if next == added_from {
        // By the first of them one sees whether the rest is there.
        if let Some(slot) = slots.values_mut().next() {
            (*slot, next) = (added_from, next + 1);
        }
    }
    (slots, added_from, next - added_from)
}

/// What a table is called where the rest takes it from the first part; wasm-bindgen has no names with a dot.
pub fn table(program: &Program, index: u32) -> String {
    if program.functions_table() == Some(index) { "t.functions".to_string() } else { format!("t.{index}") }
}

/// What a global is called there.
pub fn global(index: u32) -> String {
    format!("g.{index}")
}

/// What of data lies in some places of memory: each piece, and where it lies.
pub fn within<'a>(data: &[(u32, &'a [u8])], places: &[Range<u32>]) -> Vec<(u32, &'a [u8])> {
    let mut pieces = Vec::new();
    for (start, bytes) in data {
        let end = start + bytes.len() as u32;
        for place in places {
            let (from, to) = (place.start.max(*start), place.end.min(end));
            if from < to {
                pieces.push((from, &bytes[(from - start) as usize..(to - start) as usize]));
            }
        }
    }
    pieces
}

/// The places between others, which are in order, up to the end of memory.
pub fn between(places: &[Range<u32>]) -> Vec<Range<u32>> {
    let starts = std::iter::once(0).chain(places.iter().map(|place| place.end));
    let ends = places.iter().map(|place| place.start).chain([u32::MAX]);
    starts.zip(ends).map(|(start, end)| start..end).filter(|place| !place.is_empty()).collect()
}
