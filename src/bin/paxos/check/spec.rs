//! The search of Lamport's abstract Paxos.

use super::Outcome;
use super::arguments::Asked;
use super::verdict::{Numbers, Verdict};
use paxos_explainer::check::Status;
use paxos_explainer::check::spec::{Exploration, Size};
use paxos_explainer::paxos::rules::Rules;
use paxos_explainer::sim::Change;
use paxos_explainer::story::words::spec as words;
use std::time::Instant;

/// Follows so many states between two looks at how it stands.
const BUDGET: u32 = 1 << 16;

/// Searches it, and says what came of it.
pub fn search(size: Size, asked: &Asked) -> Result<Outcome, String> {
    if let Some(wrong) = asked.limits.of_runs() {
        return Err(format!(
            "{wrong} limits the search of a FILE, not of the abstract Paxos; --spec takes the limits states and memory"
        ));
    }
    if let Some(into) = &asked.into {
        return Err(format!("-o {into} takes a counterexample as a scene; of the abstract Paxos there is none"));
    }
    let mut rules = Rules::default();
    asked.rules.iter().for_each(|&rule: &Change| {
        rule.put_into(&mut rules);
    });
    let start = Instant::now();
    let mut exploration = Exploration::new(size, rules, asked.limits.bounds).map_err(words::unfit)?;
    while exploration.go_on(BUDGET) == Status::Running {}
    let seconds = start.elapsed().as_secs_f64();
    let way = exploration.violation();
    let verdict = match exploration.status() {
        Status::Found => Verdict::Violated,
        Status::Complete => Verdict::Holds,
        _ => Verdict::Limit,
    };
    let numbers = Numbers {
        verdict,
        states: exploration.states(),
        levels: exploration.levels(),
        length: way.as_ref().map(Vec::len),
        seconds,
        bytes: exploration.bytes(),
    };
    let text = if asked.json {
        numbers.json()?
    } else {
        let mut text = words::about(size, &asked.rules) + "\n";
        text += &match &way {
            Some(way) => words::violated(way),
            None => numbers.no_violation(words::limit(exploration.status())),
        };
        text + "\n\n" + &numbers.table()
    };
    Ok(Outcome { text, wrong: None, code: verdict.code() })
}
