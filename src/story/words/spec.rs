//! The search of Lamport's abstract Paxos in words.

use super::rule;
use crate::check::Status;
use crate::check::spec::{Act, Part, RULES, Size, Unfit, Vote};
use crate::sim::Change;
use crate::story::language::{say, tr};
use crate::story::print;
use crate::story::problem::both;

/// What a size counts.
pub fn part(part: Part) -> &'static str {
    match part {
        Part::Acceptors => tr!("acceptors"),
        Part::Values => tr!("values"),
        Part::Ballots => tr!("ballots"),
    }
}

/// What is searched, under these rules.
pub fn about(size: Size, rules: &[Change]) -> String {
    let one = |part: Part| match (size.part(part), self::part(part)) {
        (1, parts) => format!("1 {}", parts.trim_end_matches('s')),
        (many, parts) => format!("{many} {parts}"),
    };
    let size = say!("Lamport's abstract Paxos with {one}.", one = both(&Part::ALL.map(one)));
    let rules = rules.iter().map(|&change| {
        say!(" With {change}: {change2}.", change = print::change(change), change2 = rule::variant(change))
    });
    rules.fold(size, |about, rule| about + &rule)
}

/// Why there is no such search.
pub fn unfit(unfit: Unfit) -> String {
    match unfit {
        Unfit::Size(part) => {
            let (name, most) = (self::part(part), part.most());
            say!("the search of the abstract Paxos takes from 1 to {most} {name}", most, name)
        }
        Unfit::Rule(name) => say!(
            "rule {name} is about nothing that the abstract Paxos has; the rules that it can break are {both}",
            name,
            both = both(&RULES)
        ),
    }
}

/// The limit that ended a search, as a clause.
pub fn limit(status: Status) -> &'static str {
    match status {
        Status::TooManyStates => tr!("the search holds as many as it may"),
        Status::TooManyBytes => tr!("the search takes as much memory as it may"),
        Status::Full => tr!("the search cannot tell more of them apart"),
        Status::Running | Status::Complete | Status::Found => tr!("the search was not ended by a limit"),
    }
}

/// A way on which two values become chosen: a line a step.
pub fn violated(way: &[Act]) -> String {
    let steps: Vec<String> = way.iter().enumerate().map(|(at, &act)| format!("{:4}. {}", at + 1, step(act))).collect();
    say!(
        "Two values are chosen after {count} steps, and no fewer will do:\n{steps}",
        count = way.len(),
        steps = steps.join("\n")
    )
}

/// An action, with its name in the specification. Acceptors and values are numbered from 1, ballots from 0.
pub fn step(act: Act) -> String {
    let value = |value: u8| format!("v{}", value + 1);
    let vote = |Vote { ballot, value: of }: Vote| say!("{of} in ballot {ballot}", of = value(of), ballot);
    match act {
        Act::Begin(ballot) => say!("Phase1a  ballot {ballot} begins", ballot),
        Act::Answer(acceptor, ballot, None) => {
            say!("Phase1b  A{acceptor} promises ballot {ballot} and reports nothing", acceptor = acceptor + 1, ballot)
        }
        Act::Answer(acceptor, ballot, Some(reported)) => {
            say!(
                "Phase1b  A{acceptor} promises ballot {ballot} and reports {reported}",
                acceptor = acceptor + 1,
                ballot,
                reported = vote(reported)
            )
        }
        Act::Ask(Vote { ballot, value: of }) => say!("Phase2a  ballot {ballot} sends {of}", ballot, of = value(of)),
        Act::Accept(acceptor, cast) => {
            say!("Phase2b  A{acceptor} accepts {cast}", acceptor = acceptor + 1, cast = vote(cast))
        }
        Act::Forget(acceptor) => say!("crash    A{acceptor} forgets", acceptor = acceptor + 1),
    }
}
