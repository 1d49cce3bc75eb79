//! Lamport's abstract Paxos as it is searched: beside TLC's counts, beside the specification word for word, and what each
//! wrong rule comes to.

mod reference;

use paxos_explainer::check::search::{Bounds, Search, Status};
use paxos_explainer::check::spec::{Act, Exploration, Size, Spec, Unfit, Vote};
use paxos_explainer::paxos::rules::*;
use reference::Model;

fn size(acceptors: u8, values: u8, ballots: u8) -> Size {
    Size { acceptors, values, ballots }
}

/// A search that has come to its end.
fn explored(size: Size, rules: Rules) -> Exploration {
    let mut exploration = Exploration::new(size, rules, Bounds::default()).expect("it has such a model");
    while exploration.go_on(100_000) == Status::Running {}
    exploration
}

/// The number of states at each distance, whether or not two values are chosen on the way.
fn levels(size: Size, rules: Rules, most: u32) -> (Status, Vec<u32>) {
    let mut spec = Spec::new(size, rules).expect("it has such a model");
    fn of<const W: usize>(spec: &mut Spec, most: u32) -> (Status, Vec<u32>) {
        let mut search = Search::<W>::new(spec, Bounds { states: most, ..Bounds::default() }, 0);
        while search.go_on(spec, 1000) == Status::Running {}
        (search.status(), search.levels().to_vec())
    }
    match spec.words() {
        1 => of::<1>(&mut spec, most),
        2 => of::<2>(&mut spec, most),
        3 => of::<3>(&mut spec, most),
        4 => of::<4>(&mut spec, most),
        _ => of::<8>(&mut spec, most),
    }
}

/// Every variant of every rule that the specification can break, alone.
pub fn variants() -> Vec<(String, Rules)> {
    let mut all = Vec::new();
    macro_rules! each {
        ($($field:ident $rule:ident),+) => {$(
            for &variant in &$rule::ALL[1..] {
                let name = format!("{} {}", stringify!($field), variant.name());
                all.push((name, Rules { $field: variant, ..Rules::default() }));
            }
        )+};
    }
    each!(
        phases Phases, promise Promise, report Report, value ValueRule, accept Accept, quorum Quorum, storage Storage,
        ids IdsRule
    );
    all
}

/// What TLC says of `Paxos.tla` with three acceptors and two values.
#[test]
fn counts_are_those_of_tlc() {
    for (ballots, states, depth) in [(1, 73, 8), (2, 3921, 16)] {
        let found = explored(size(3, 2, ballots), Rules::default());
        assert_eq!((found.status(), found.states()), (Status::Complete, states));
        println!("{} {:?}", found.depth(), found.levels());
        assert_eq!(found.depth(), depth);
    }
}

/// Holds the packed model equal to the specification, level by level as far as that goes.
fn is_the_specification(size: Size, rules: Rules, most: usize, about: &str) {
    let Size { acceptors, values, ballots } = size;
    let model = Model { acceptors: usize::from(acceptors), values, ballots: ballots as i8, rules };
    let expected = model.search(most);
    let limit = if expected.is_whole { 1 << 20 } else { expected.levels.iter().sum::<u32>() + 1 };
    let (status, found) = levels(size, rules, limit);
    let whole = expected.levels.len();
    assert_eq!(found[..whole.min(found.len())], expected.levels, "{about} {size:?}");
    assert_eq!(status == Status::Complete, expected.is_whole, "{about} {size:?}");
    if let Some(length) = expected.violation {
        let mut exploration = explored(size, rules);
        assert_eq!(exploration.violation().map(|way| way.len()), Some(length), "{about} {size:?}");
    }
}

#[test]
fn model_is_the_specification_at_every_small_size() {
    for (acceptors, values, ballots) in (1..=5).flat_map(|a| (1..=3).flat_map(move |v| (1..=4).map(move |b| (a, v, b))))
    {
        let t = std::time::Instant::now();
        is_the_specification(size(acceptors, values, ballots), Rules::default(), 3000, "Paxos");
        println!("{acceptors} {values} {ballots} {:?}", t.elapsed());
    }
}

#[test]
fn model_is_the_specification_under_every_wrong_rule() {
    for (name, rules) in variants() {
        for size in [size(2, 2, 2), size(3, 2, 2), size(3, 2, 3), size(4, 2, 2)] {
            let t = std::time::Instant::now();
            is_the_specification(size, rules, 4000, &name);
            println!("{name} {size:?} {:?}", t.elapsed());
        }
    }
}

#[test]
fn shortest_lengths() {
    for (name, rules) in variants() {
        for ballots in 1..=3 {
            let t = std::time::Instant::now();
            let mut e = explored(size(3, 2, ballots), rules);
            println!(
                "{name} {ballots}: {:?} {} {:?} {:?}",
                e.status(),
                e.states(),
                e.violation().map(|w| w.len()),
                t.elapsed()
            );
        }
    }
}
