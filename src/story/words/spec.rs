//! The search of Lamport's abstract Paxos in words: those of the command line, which speaks English.

use super::rule;
use crate::check::Status;
use crate::check::spec::{Act, Part, RULES, Size, Unfit, Vote};
use crate::sim::Change;
use crate::story::print;
use crate::story::problem::both;

/// What a size counts.
pub fn part(part: Part) -> &'static str {
    match part {
        Part::Acceptors => "acceptors",
        Part::Values => "values",
        Part::Ballots => "ballots",
    }
}

/// What is searched, under these rules.
pub fn about(size: Size, rules: &[Change]) -> String {
    let one = |part: Part| match (size.part(part), self::part(part)) {
        (1, parts) => format!("1 {}", parts.trim_end_matches('s')),
        (many, parts) => format!("{many} {parts}"),
    };
    let size = format!("Lamport's abstract Paxos with {}.", both(&Part::ALL.map(one)));
    let rules = rules.iter().map(|&change| format!(" With {}: {}.", print::change(change), rule::variant(change)));
    rules.fold(size, |about, rule| about + &rule)
}

/// Why there is no such search.
pub fn unfit(unfit: Unfit) -> String {
    match unfit {
        Unfit::Size(part) => {
            let (name, most) = (self::part(part), part.most());
            format!("the search of the abstract Paxos takes from 1 to {most} {name}")
        }
        Unfit::Rule(name) => format!(
            "rule {name} is about nothing that the abstract Paxos has; the rules that it can break are {}",
            both(&RULES)
        ),
    }
}

/// The limit that ended a search, as a clause.
pub fn limit(status: Status) -> &'static str {
    match status {
        Status::TooManyStates => "the search holds as many as it may",
        Status::TooManyBytes => "the search takes as much memory as it may",
        Status::Full => "the search cannot tell more of them apart",
        Status::Running | Status::Complete | Status::Found => "the search was not ended by a limit",
    }
}

/// A way on which two values become chosen: a line a step.
pub fn violated(way: &[Act]) -> String {
    let steps: Vec<String> = way.iter().enumerate().map(|(at, &act)| format!("{:4}. {}", at + 1, step(act))).collect();
    format!("Two values are chosen after {} steps, and no fewer will do:\n{}", way.len(), steps.join("\n"))
}

/// An action, with its name in the specification. Acceptors and values are numbered from 1, ballots from 0.
pub fn step(act: Act) -> String {
    let value = |value: u8| format!("v{}", value + 1);
    let vote = |Vote { ballot, value: of }: Vote| format!("{} in ballot {ballot}", value(of));
    match act {
        Act::Begin(ballot) => format!("Phase1a  ballot {ballot} begins"),
        Act::Answer(acceptor, ballot, None) => {
            format!("Phase1b  A{} promises ballot {ballot} and reports nothing", acceptor + 1)
        }
        Act::Answer(acceptor, ballot, Some(reported)) => {
            format!("Phase1b  A{} promises ballot {ballot} and reports {}", acceptor + 1, vote(reported))
        }
        Act::Ask(Vote { ballot, value: of }) => format!("Phase2a  ballot {ballot} sends {}", value(of)),
        Act::Accept(acceptor, cast) => format!("Phase2b  A{} accepts {}", acceptor + 1, vote(cast)),
        Act::Forget(acceptor) => format!("crash    A{} forgets", acceptor + 1),
    }
}
