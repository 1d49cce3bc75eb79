//! The few words that stand in the picture, and the names by which a screen reader calls what is in it.

pub mod alt;
pub mod replica;

use super::{Ids, Telling, Vocabulary};
use crate::paxos::{Note, Role, Vote};

/// The title of a lane.
pub fn lane(role: Role) -> &'static str {
    match role {
        Role::Client => "Clients",
        Role::Proposer => "Proposers",
        Role::Acceptor => "Acceptors",
        Role::Learner => "Learners",
        Role::Replica => "Replicas",
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

/// The same while ids are hidden, in the words that stand on its card: "Acceptor A2, up, answered, accepted nothing".
pub fn plain_acceptor(name: &str, up: bool, has_answered: bool, accepted: Option<&str>) -> String {
    let answered = if has_answered { "answered" } else { "answered nothing" };
    format!("Acceptor {name}, {}, {answered}, accepted {}", is_up(up), accepted.unwrap_or("nothing"))
}

/// "2 of 3 promises"; while ids are hidden they are called answers.
pub fn promises(have: usize, of: usize, ids_hidden: bool) -> String {
    let what = if ids_hidden { "answers" } else { "promises" };
    format!("{have} of {of} {what}")
}

/// What the two fields of an acceptor's card are called while ids are hidden.
pub const PLAIN_FIELDS: (&str, &str) = ("answered", "accepted");

/// What the two fields of an acceptor's card are called.
pub fn fields(telling: Telling) -> (&'static str, &'static str) {
    match (telling.ids, telling.vocabulary) {
        (Ids::Hidden, _) => PLAIN_FIELDS,
        (Ids::Shown, Vocabulary::Talk) => ("promised", "accepted"),
        (Ids::Shown, Vocabulary::Lamport) => ("maxBal", "vote"),
        (Ids::Shown, Vocabulary::Mit) => ("n_p", "n_a, v_a"),
    }
}

/// What the id of a proposer is called on its card.
pub fn id_field(vocabulary: Vocabulary) -> &'static str {
    match vocabulary {
        Vocabulary::Talk => "id",
        Vocabulary::Lamport => "ballot",
        Vocabulary::Mit => "n",
    }
}

/// "Learner L1, up, heard of 1 acceptor, has learned nothing".
pub fn learner(name: &str, up: bool, heard: usize, learned: Option<&str>) -> String {
    let acceptors = if heard == 1 { "acceptor" } else { "acceptors" };
    let learned = learned.unwrap_or("nothing");
    format!("Learner {name}, {}, heard of {heard} {acceptors}, has learned {learned}", is_up(up))
}

/// Above a crowned proposer: what the crown means.
pub fn crown(has_won: bool) -> &'static str {
    if has_won { "we see: this round has won" } else { "has the floor" }
}

/// The same above a card that says which id it is.
pub fn crown_in_brief(has_won: bool) -> &'static str {
    if has_won { "we see: won" } else { "has the floor" }
}

/// The same where there is little room.
pub fn short_crown(has_won: bool, id: Option<&str>) -> String {
    match (has_won, id) {
        (false, Some(id)) => format!("floor for {id}"),
        (false, None) => "the floor".to_string(),
        (true, Some(id)) => format!("{id} has won"),
        (true, None) => "has won".to_string(),
    }
}

/// On a node that is out of sight, above what was last heard of it.
pub const LAST_HEARD: &str = "last said";
/// On a node that is out of sight and has not been heard of.
pub const UNHEARD: &str = "?";

/// "A1, which P1 does not see; last heard: PROMISE 5".
pub fn unseen(name: &str, eye: &str, heard: Option<&str>) -> String {
    let heard = heard.map_or("nothing heard".to_string(), |said| format!("last said: {said}"));
    format!("{name}, which {eye} does not see; {heard}")
}

/// At the cross of a message that the network has lost.
pub const LOST: &str = "lost";
/// At the cross of a message whose receiver is down.
pub const DOWN: &str = "down";

/// On the line of a partition.
pub const CUT: &str = "cut";

/// On somebody who is away, and at the cross of a message to such a one.
pub const AWAY: &str = "away";
/// Above the count of what people back.
pub const TALLY: &str = "Backed now";

/// At the line of the count: how many are a majority.
pub fn majority(need: usize, of: usize) -> String {
    format!("majority: {need} of {of}")
}

/// The line that tells what can still be chosen.
pub fn possible(says: &str) -> String {
    format!("What can still be chosen: {says}")
}

/// On the mark that lights with the quorum. `id` is the one under which the value was chosen.
pub fn chosen(values: &[&str], id: Option<&str>) -> String {
    match values {
        [one] => id.map_or(format!("chosen: {one}"), |id| format!("chosen: {one}, under {id}")),
        several => format!("chosen: {} – agreement is broken", several.join(" and ")),
    }
}

/// The same where there is little room.
pub fn short_chosen(values: &[&str]) -> String {
    match values {
        [one] => format!("chosen: {one}"),
        [one, other] => format!("both chosen: {one}, {other}"),
        several => format!("{} chosen: {}", several.len(), several.join(", ")),
    }
}

/// Under a learner that is not sure yet.
pub fn heard(have: usize, need: usize) -> String {
    format!("heard {have} of {need}")
}

/// The same where there is little room.
pub fn heard_short(have: usize, need: usize) -> String {
    format!("{have} of {need}")
}

/// The same where there is little room: the two ids as on a number line.
pub fn short_refusal(note: Note, telling: Telling) -> Option<String> {
    match note {
        Note::PrepareIgnored { ballot, promised } | Note::AcceptIgnored { vote: Vote { ballot, .. }, promised, .. } => {
            let sign = if ballot == promised { "=" } else { "<" };
            Some(format!("{}: {} {sign} {}", telling.ignored(), telling.id(ballot), telling.id(promised)))
        }
        Note::AcceptIgnoredNotFirst { .. } => Some("ignored".to_string()),
        _ => None,
    }
}

/// Why an acceptor has refused a message, in a few words for its card; none if the note is no refusal.
pub fn refusal(note: Note, telling: Telling) -> Option<String> {
    let (id, ignored) = (|ballot| telling.id(ballot), telling.ignored());
    match note {
        Note::PrepareIgnored { ballot, promised } => {
            Some(format!("{ignored} {}: promised {}", id(ballot), id(promised)))
        }
        Note::AcceptIgnored { vote, promised, .. } => {
            Some(format!("{ignored} {}: promised {}", id(vote.ballot), id(promised)))
        }
        Note::AcceptIgnoredNotFirst { vote, first, .. } => {
            Some(format!("ignored {}: keeps {}", id(vote.ballot), telling.value(first.value)))
        }
        _ => None,
    }
}
