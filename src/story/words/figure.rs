//! The few words that stand in the picture, and the names by which a screen reader calls what is in it.

pub mod alt;
pub mod replica;

use super::{Ids, Telling, Vocabulary};
use crate::paxos::{Ballot, Note, Role, Vote};
use crate::story::language::{Words, say, tr, words};

/// The title of a lane.
#[inline(never)]
pub fn lane(role: Role) -> &'static str {
    match role {
        Role::Client => tr!("Clients"),
        Role::Proposer => tr!("Proposers"),
        Role::Acceptor => tr!("Acceptors"),
        Role::Learner => tr!("Learners"),
        Role::Replica => tr!("Replicas"),
    }
}

/// Whether this is one: verbs go by that.
fn is_of_one(names: &[&str]) -> bool {
    names.len() == 1
}

fn is_up(up: bool) -> &'static str {
    if up { tr!(in "a node": "up") } else { CRASHED.said() }
}

/// "Client C1, up, wants cat".
pub fn client(name: &str, up: bool, wants: Option<&str>, told: Option<&str>) -> String {
    let up = std::iter::once(is_up(up).to_string());
    let facts: Vec<String> = up.chain(wants.map(wants_value)).chain(told.map(was_told)).collect();
    say!("Client {name}, {facts}", name, facts = facts.join(", "))
}

/// What a client or a proposer wants.
pub fn wants_value(value: &str) -> String {
    say!("wants {value}", value)
}

/// What a client was told.
fn was_told(value: &str) -> String {
    say!("was told {value}", value)
}

/// The id that a proposer uses.
pub fn id_in_use(id: &str) -> String {
    say!("id {id}", id)
}

/// What a proposer has sent to acceptors.
pub fn has_sent(value: &str) -> String {
    say!("has sent {value}", value)
}

/// What a proposer has learned.
pub fn has_learned(value: &str) -> String {
    say!("has learned {value}", value)
}

/// In the place of an id that is not told.
pub const AN_ID: Words = words!("an id");

/// What a message says, and its way. Of nothing said there is just the way, which ends every such text.
pub fn passage(label: &str, from: &str, to: &str) -> String {
    say!("{label} from {from} to {to}", label, from, to)
}

/// "Proposer P1, up, id 5, wants cat, 2 of 3 promises, has the floor".
pub fn proposer(name: &str, up: bool, facts: &[String]) -> String {
    let facts: Vec<&str> = std::iter::once(is_up(up)).chain(facts.iter().map(String::as_str)).collect();
    say!("Proposer {name}, {facts}", name, facts = facts.join(", "))
}

/// "Acceptor A2, up, promised 5, accepted 5 cat".
pub fn acceptor(name: &str, up: bool, promised: Option<&str>, accepted: Option<&str>) -> String {
    let (promised, accepted) = (promised.unwrap_or(tr!("nothing")), accepted.unwrap_or(tr!("nothing")));
    say!("Acceptor {name}, {up}, promised {promised}, accepted {accepted}", name, up = is_up(up), promised, accepted)
}

/// The same while ids are hidden, in the words that stand on its card: "Acceptor A2, up, answered, accepted nothing".
pub fn plain_acceptor(name: &str, up: bool, has_answered: bool, accepted: Option<&str>) -> String {
    let answered = if has_answered { tr!("answered") } else { tr!("answered nothing") };
    say!(
        "Acceptor {name}, {up}, {answered}, accepted {accepted}",
        name,
        up = is_up(up),
        answered,
        accepted = accepted.unwrap_or(tr!("nothing"))
    )
}

/// "2 of 3 promises"; while ids are hidden they are called answers.
pub fn promises(have: usize, of: usize, ids_hidden: bool) -> String {
    match ids_hidden {
        true => say!("{have} of {of} answers", have, of),
        false => say!("{have} of {of} promises", have, of),
    }
}

/// What the two fields of an acceptor's card are called while ids are hidden.
pub fn plain_fields() -> (&'static str, &'static str) {
    (tr!("answered"), tr!("accepted"))
}

/// What the two fields of an acceptor's card are called.
pub fn fields(telling: Telling) -> (&'static str, &'static str) {
    match (telling.ids, telling.vocabulary) {
        (Ids::Hidden, _) => plain_fields(),
        (Ids::Shown, Vocabulary::Talk) => (tr!("promised"), tr!("accepted")),
        (Ids::Shown, Vocabulary::Lamport) => (tr!("maxBal"), tr!("vote")),
        (Ids::Shown, Vocabulary::Mit) => ("n_p", "n_a, v_a"),
    }
}

/// The same where a card is narrow.
pub fn short_fields((one, other): (&'static str, &'static str)) -> (&'static str, &'static str) {
    let is_talk = one == tr!("promised");
    (if is_talk { tr!(in "a narrow card": "promised") } else { one }, other)
}

/// What the id of a proposer is called on its card.
pub fn id_field(vocabulary: Vocabulary) -> &'static str {
    match vocabulary {
        Vocabulary::Talk => tr!(in "a card": "id"),
        Vocabulary::Lamport => tr!(in "a card": "ballot"),
        Vocabulary::Mit => "n",
    }
}

/// "Learner L1, up, heard of 1 acceptor, has learned nothing".
pub fn learner(name: &str, up: bool, heard: usize, learned: Option<&str>) -> String {
    let (up, learned) = (is_up(up), learned.unwrap_or(tr!("nothing")));
    match heard {
        1 => say!("Learner {name}, {up}, heard of 1 acceptor, has learned {learned}", name, up, learned),
        _ => say!("Learner {name}, {up}, heard of {heard} acceptors, has learned {learned}", name, up, heard, learned),
    }
}

/// Above a crowned proposer: what the crown means.
pub fn crown(has_won: bool) -> &'static str {
    if has_won { tr!("we see: this round has won") } else { tr!("has the floor") }
}

/// The same above a card that says which id it is.
pub fn crown_in_brief(has_won: bool) -> &'static str {
    if has_won { tr!("we see: won") } else { tr!("has the floor") }
}

/// The same where there is little room.
pub fn short_crown(has_won: bool, id: Option<&str>) -> String {
    match (has_won, id) {
        (false, Some(id)) => say!("floor for {id}", id),
        (false, None) => tr!(in "a crown": "the floor").to_string(),
        // The card says which id it is.
        (true, _) => tr!(in "a crown": "we see: won").to_string(),
    }
}

/// On a node that is out of sight, above what was last heard of it.
pub const LAST_HEARD: Words = words!("last said");
/// On a node that is out of sight and has not been heard of.
pub const UNHEARD: &str = "?";

/// "A1, which P1 does not see; last heard: PROMISE 5".
pub fn unseen(name: &str, eye: &str, heard: Option<&str>) -> String {
    match heard {
        None => say!("{name}, which {eye} does not see; nothing heard", name, eye),
        Some(said) => say!("{name}, which {eye} does not see; last said: {said}", name, eye, said),
    }
}

/// On a node that has crashed.
pub const CRASHED: Words = words!("crashed");
/// On a proposer without an attempt.
pub const IDLE: Words = words!("idle");
/// Before the value that a proposer sends.
pub const VALUE: Words = words!(in "a card": "value");
/// Before the value that it would like to send.
pub const WANTS: Words = words!("wants");

/// At the cross of a message that the network has lost.
pub const LOST: Words = words!(in "a cross": "lost");
/// At the cross of a message whose receiver is down.
pub const DOWN: Words = words!(in "a cross": "down");

/// On the line of a partition.
pub const CUT: Words = words!(in "a line": "cut");

/// On somebody who is away, and at the cross of a message to such a one.
pub const AWAY: Words = words!("away");
/// Above the count of what people back.
pub const TALLY: Words = words!("Backed now");

/// At the line of the count: how many are a majority.
pub fn majority(need: usize, of: usize) -> String {
    say!("majority: {need} of {of}", need, of)
}

/// The line that tells what can still be chosen.
pub fn possible(says: &str) -> String {
    say!("What can still be chosen: {says}", says)
}

/// On the mark that lights with the quorum. `id` is the one under which the value was chosen.
#[inline(never)]
pub fn chosen(values: &[&str], id: Option<&str>) -> String {
    match values {
        [one] => id.map_or(say!("chosen: {one}", one), |id| say!("chosen: {one}, under {id}", one, id)),
        several => say!("chosen: {several} – agreement is broken", several = several.join(tr!(" and "))),
    }
}

/// The same where there is little room.
#[inline(never)]
pub fn short_chosen(values: &[&str]) -> String {
    match values {
        [one] => say!("chosen: {one}", one),
        [one, other] => say!("both chosen: {one}, {other}", one, other),
        several => say!("{count} chosen: {several}", count = several.len(), several = several.join(", ")),
    }
}

/// Under a learner that is not sure yet.
pub fn heard(have: usize, need: usize) -> String {
    say!("heard {have} of {need}", have, need)
}

/// The same where there is little room.
pub fn heard_short(have: usize, need: usize) -> String {
    say!("{have} of {need}", have, need)
}

/// The id of a message and the one that its acceptor had promised, as on a number line.
fn beside(ballot: Ballot, promised: Ballot, telling: Telling) -> String {
    let sign = if ballot == promised { "=" } else { "<" };
    format!("{} {sign} {}", telling.id(ballot), telling.id(promised))
}

/// The same where there is little room: the two ids as on a number line.
pub fn short_refusal(note: Note, telling: Telling) -> Option<String> {
    match note {
        Note::PrepareIgnored { ballot, promised } | Note::AcceptIgnored { vote: Vote { ballot, .. }, promised, .. } => {
            Some(format!("{}: {}", telling.ignored(), beside(ballot, promised, telling)))
        }
        Note::AcceptIgnoredNotFirst { .. } => Some(tr!("ignored").to_string()),
        _ => None,
    }
}

/// Why an acceptor has refused a message.
#[derive(Clone, PartialEq, Debug)]
pub struct Refusal {
    /// The id of the message.
    pub id: String,
    /// Why.
    pub reason: Reason,
}

/// What speaks against a message.
#[derive(Clone, PartialEq, Debug)]
pub enum Reason {
    /// The acceptor has promised this.
    Promised(String),
    /// It keeps this value.
    Keeps(String),
}

/// Why an acceptor has refused a message; none if the note is no refusal.
pub fn why_refused(note: Note, telling: Telling) -> Option<Refusal> {
    let (id, value) = (|ballot| telling.id(ballot), |value| telling.value(value).into_owned());
    match note {
        Note::PrepareIgnored { ballot, promised } | Note::AcceptIgnored { vote: Vote { ballot, .. }, promised, .. } => {
            Some(Refusal { id: id(ballot), reason: Reason::Promised(id(promised)) })
        }
        Note::AcceptIgnoredNotFirst { vote, first, .. } => {
            Some(Refusal { id: id(vote.ballot), reason: Reason::Keeps(value(first.value)) })
        }
        _ => None,
    }
}

/// The same in a few words for its card.
pub fn refusal(note: Note, telling: Telling) -> Option<String> {
    let Refusal { id, reason } = why_refused(note, telling)?;
    Some(match (reason, telling.names.refuses) {
        (Reason::Promised(promised), true) => say!("refused {id}: promised {promised}", id, promised),
        (Reason::Promised(promised), false) => say!("ignored {id}: promised {promised}", id, promised),
        (Reason::Keeps(value), _) => say!("ignored {id}: keeps {value}", id, value),
    })
}
