//! Lamport's abstract Paxos with 3 acceptors and 2 values.

use crate::table::{self, Row};
use paxos_explainer::check::search::{Bounds, Status};
use paxos_explainer::check::spec::{Exploration, Size};
use paxos_explainer::paxos::rules::Rules;

/// Follows so many states between two looks at how it stands.
const BUDGET: u32 = 1 << 16;

pub fn print() {
    let rows: Vec<Row> = [(3, 5), (4, 1)].into_iter().map(|(ballots, runs)| row(ballots, runs)).collect();
    table::print("Lamport's abstract Paxos, 3 acceptors and 2 values, to the end", &rows);
}

fn row(ballots: u8, runs: usize) -> Row {
    let size = Size { acceptors: 3, values: 2, ballots };
    let search = || {
        let bounds = Bounds { states: u32::MAX - 1, bytes: 8 << 30 };
        let mut exploration = Exploration::new(size, Rules::default(), bounds).expect("it is small enough");
        while exploration.go_on(BUDGET) == Status::Running {}
        assert_eq!(exploration.status(), Status::Complete);
        (exploration.states(), exploration.depth(), exploration.bytes())
    };
    table::best(runs, search, &format!("{ballots} ballots"))
}
