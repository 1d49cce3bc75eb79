//! The few words that stand in the picture, and the names by which a screen reader calls what is in it.

use super::{Ids, Telling};
use crate::paxos::{Note, Role};

/// The title of a lane.
pub fn lane(role: Role) -> &'static str {
    match role {
        Role::Client => "Clients",
        Role::Proposer => "Proposers",
        Role::Acceptor => "Acceptors",
        Role::Learner => "Learners",
    }
}

fn is_up(up: bool) -> &'static str {
    if up { "up" } else { "crashed" }
}

/// "Client C1, up, wants cat".
pub fn client(name: &str, up: bool, wants: Option<&str>, told: Option<&str>) -> String {
    let wants = wants.map_or(String::new(), |value| format!(", wants {value}"));
    let told = told.map_or(String::new(), |value| format!(", was told {value}"));
    format!("Client {name}, {}{wants}{told}", is_up(up))
}

/// "Proposer P1, up, id 5, wants cat, 2 of 3 promises, has the floor".
pub fn proposer(name: &str, up: bool, facts: &[String]) -> String {
    let facts: String = facts.iter().map(|fact| format!(", {fact}")).collect();
    format!("Proposer {name}, {}{facts}", is_up(up))
}

/// "Acceptor A2, up, promised 5, accepted 5 cat".
pub fn acceptor(name: &str, up: bool, promised: Option<&str>, accepted: Option<&str>) -> String {
    let (promised, accepted) = (promised.unwrap_or("nothing"), accepted.unwrap_or("nothing"));
    format!("Acceptor {name}, {}, promised {promised}, accepted {accepted}", is_up(up))
}

/// What the first field of an acceptor's card is called.
pub fn promised_field(ids: Ids) -> &'static str {
    match ids {
        Ids::Shown => "promised",
        Ids::Hidden => "answered",
    }
}

/// "Learner L1, up, heard of 1 acceptor, has learned nothing".
pub fn learner(name: &str, up: bool, heard: usize, learned: Option<&str>) -> String {
    let acceptors = if heard == 1 { "acceptor" } else { "acceptors" };
    let learned = learned.unwrap_or("nothing");
    format!("Learner {name}, {}, heard of {heard} {acceptors}, has learned {learned}", is_up(up))
}

/// Under a crowned proposer: what the crown means.
pub fn floor(id: Option<&str>) -> String {
    match id {
        Some(id) => format!("has the floor for {id}"),
        None => "has the floor".to_string(),
    }
}

/// On the mark that lights with the quorum.
pub fn chosen(values: &[&str]) -> String {
    match values {
        [one] => format!("chosen: {one}"),
        several => format!("chosen: {} – agreement is broken", several.join(" and ")),
    }
}

/// What to say where a run has come to rest: what is chosen, and how much stands still.
pub fn at_rest(chosen: &[&str], held: usize) -> String {
    let held = match held {
        0 => "Nothing is under way any more".to_string(),
        1 => "One message is held up, and nothing else is under way".to_string(),
        more => format!("{more} messages are held up, and nothing else is under way"),
    };
    match chosen {
        [] => format!("{held}, and nothing is chosen."),
        [one] => format!("{held}: {one} is chosen."),
        several => format!("{held}: {} are chosen, so agreement is broken.", super::both(several)),
    }
}

/// Under a learner that is not sure yet.
pub fn heard(have: usize, need: usize) -> String {
    format!("heard {have} of {need}")
}

/// Why an acceptor has refused a message, in a few words for its card; none if the note is no refusal.
pub fn refusal(note: Note, telling: Telling) -> Option<String> {
    let id = |ballot| telling.id(ballot);
    match note {
        Note::PrepareIgnored { ballot, promised } => Some(format!("ignores {}: promised {}", id(ballot), id(promised))),
        Note::AcceptIgnored { vote, promised } => {
            Some(format!("ignores {}: promised {}", id(vote.ballot), id(promised)))
        }
        Note::AcceptIgnoredNotFirst { vote, first } => {
            Some(format!("ignores {}: keeps {}", id(vote.ballot), telling.value(first.value)))
        }
        _ => None,
    }
}
