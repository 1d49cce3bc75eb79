//! The few words that stand in the picture of a replicated log, and the names by which a screen reader calls its parts.

use super::super::Telling;
use super::is_up;
use crate::paxos::{Answer, CommandId, Message};
use crate::story::language::{Words, say, tr, words};

/// The title of the column of what is promised.
pub const PROMISED: Words = words!("promised");
/// The title of the column of balances.
pub const BALANCE: Words = words!("balance");
/// At the numbers of slots.
pub const SLOT: Words = words!("slot");
/// At the row of what is chosen, known or not.
pub const CHOSEN: Words = words!("chosen");
/// Above that row, which no node can read.
pub const WE_SEE: Words = words!("we see");
/// In a slot that is passed over.
pub const GAP: Words = words!("gap");
/// What the marks of the table stand for.
pub const KEY: [Words; 5] =
    [words!("accepted"), words!("chosen, not known"), words!("known chosen"), words!("gap"), words!("applied")];
/// In the place of the gap, which has its name in it, where not all decide in all slots.
pub const NO_SAY: Words = words!("has no say");
/// The same where there is little room.
pub const SHORT_KEY: [Words; 5] =
    [words!("accepted"), words!("chosen"), words!("known"), words!("gap"), words!("applied")];

/// Under a replica that leads, or takes itself for the leader.
pub fn leads(id: Option<&str>) -> String {
    id.map_or(tr!("leads").to_string(), |id| say!("leads {id}", id))
}

/// Under a replica that asks for promises.
pub fn tries(id: Option<&str>, have: usize, need: usize) -> String {
    id.map_or(say!("tries {have}/{need}", have, need), |id| say!("tries {id}: {have}/{need}", id, have, need))
}

/// Under a replica that follows.
pub fn follows(leader: Option<&str>) -> String {
    leader.map_or(tr!("no leader").to_string(), |leader| say!("follows {leader}", leader))
}

/// In the row of a replica that is out of sight and has not been heard of.
pub const UNHEARD: Words = words!("nothing heard");

/// In the row of one of which something was heard.
pub fn last_said(said: &str) -> String {
    say!("last said: {said}", said)
}

/// Under a client that waits.
pub fn asks(replica: &str) -> String {
    say!("asks {replica}", replica)
}

/// Beside a replica that has no part in deciding.
pub const NO_MEMBER: Words = words!("not a member");

/// Which slots the table shows, where it does not show all.
pub fn window(first: u32, last: u32) -> String {
    format!("{first}–{last}")
}

/// What came of a command, in a few letters.
pub fn answer(answer: Answer) -> String {
    match answer {
        Answer::Done => tr!("done").to_string(),
        Answer::Balance(balance) => say!("balance {balance}", balance),
        Answer::TooLittle(balance) => say!("refused: {balance}", balance),
    }
}

/// The same on a client.
pub fn short_answer(answer: Answer) -> String {
    match answer {
        Answer::Done => tr!("✓ done").to_string(),
        Answer::Balance(balance) => format!("✓ {balance}"),
        Answer::TooLittle(_) => tr!("refused").to_string(),
    }
}

/// What a replica is at present, in words.
pub enum Stance<'a> {
    /// It leads under this id, which can still win a new slot or, as only we see, cannot.
    Leads(&'a str, bool),
    /// It tries to, with so many promises of so many.
    Tries(&'a str, usize, usize),
    /// It follows this one, or nobody.
    Follows(Option<&'a str>),
}

/// What else is said of a replica.
pub struct Facts<'a> {
    /// Whether it is one of those who decide.
    pub is_member: bool,
    /// What it has promised.
    pub promised: Option<&'a str>,
    /// Up to which slot it has applied its log.
    pub applied: u32,
    /// The balance of its account.
    pub balance: Option<i64>,
    /// How many commands wait for a slot.
    pub waiting: usize,
}

/// "Replica R1, up, leads 5, promised 5, applied up to slot 3, balance 150".
pub fn replica(name: &str, up: bool, stance: &Stance, facts: &Facts) -> String {
    let stance = match stance {
        _ if !up => String::new(),
        Stance::Leads(id, true) => say!(", leads under {id}", id),
        Stance::Leads(id, false) => say!(", leads under {id}, which we see can win no new slot", id),
        Stance::Tries(id, have, need) => {
            say!(", tries to lead under {id} with {have} of {need} promises", id, have, need)
        }
        Stance::Follows(None) => tr!(", knows no leader").to_string(),
        Stance::Follows(Some(leader)) => say!(", follows {leader}", leader),
    };
    let stance = if facts.is_member { stance } else { format!(", {NO_MEMBER}{stance}") };
    let promised = facts.promised.unwrap_or(tr!("nothing"));
    let applied = match facts.applied {
        0 => tr!("has applied nothing").to_string(),
        slot => say!("applied up to slot {slot}", slot),
    };
    let balance = facts.balance.map_or(String::new(), |balance| say!(", balance {balance}", balance));
    let waiting = match facts.waiting {
        0 => String::new(),
        1 => tr!(", 1 command waits").to_string(),
        many => say!(", {many} commands wait", many),
    };
    say!(
        "Replica {name}, {up}{stance}, promised {promised}, {applied}{balance}{waiting}",
        name,
        up = is_up(up),
        stance,
        promised,
        applied,
        balance,
        waiting
    )
}

/// "Client C1, up, waits for +50, asked R1 2 times, was told balance 150".
pub fn client(
    name: &str,
    up: bool,
    wants: Option<&str>,
    asked: Option<&str>,
    times: usize,
    told: Option<&str>,
) -> String {
    let wants = match (wants, told) {
        (Some(value), None) => say!(", waits for {value}", value),
        (Some(value), Some(_)) => say!(", asked for {value}", value),
        (None, _) => String::new(),
    };
    let asked = match (asked, times) {
        (None, _) => String::new(),
        (Some(asked), 0 | 1) => say!(", last asked {asked}", asked),
        (Some(asked), times) => say!(", has asked {times} times, last {asked}", times, asked),
    };
    let told = told.map_or(String::new(), |told| say!(", was told {told}", told));
    say!("Client {name}, {up}{wants}{asked}{told}", name, up = is_up(up), wants, asked, told)
}

/// Whose command it is: "command 2 of C1".
pub fn issued(id: CommandId, telling: Telling) -> String {
    say!("command {number} of {client}", number = id.number, client = telling.node(id.client))
}

/// One slot of a replica's log: "slot 3: +50, accepted under 5".
pub fn cell(slot: u32, word: &str, id: Option<&str>, known: bool) -> String {
    let state = match (known, id) {
        (true, _) => tr!("known to be chosen").to_string(),
        (false, Some(id)) => say!("accepted under {id}", id),
        (false, None) => tr!("accepted").to_string(),
    };
    say!("slot {slot}: {word}, {state}", slot, word, state)
}

/// "Log of R1: slot 1: cmp, known to be chosen; slot 2: a gap". In the slots of `idle`, which all are below
/// `end`, it does not decide.
pub fn log(name: &str, cells: &[String], idle: &[u32], end: u32) -> String {
    let holds = match cells {
        [] => say!("Log of {name}: empty", name),
        cells => say!("Log of {name}: {cells}", name, cells = cells.join("; ")),
    };
    match runs(idle, end) {
        runs if runs.is_empty() => holds,
        runs => say!("{holds}; does not decide in {runs}", holds, runs),
    }
}

/// "slots 1 to 3", "slot 2, slot 6 and all later ones".
fn runs(slots: &[u32], end: u32) -> String {
    let mut runs: Vec<(u32, u32)> = Vec::new();
    for &slot in slots {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == slot => *last = slot,
            _ => runs.push((slot, slot)),
        }
    }
    let said = |&(first, last): &(u32, u32)| match first == last {
        _ if last + 1 == end => say!("{most} {first} and all later ones", most = SLOT, first),
        true => format!("{SLOT} {first}"),
        false => say!("{most}s {first} to {last}", most = SLOT, first, last),
    };
    runs.iter().map(said).collect::<Vec<_>>().join(", ")
}

/// A slot that is passed over.
pub fn gap(slot: u32) -> String {
    say!("slot {slot}: a gap", slot)
}

/// What is chosen in each slot, as nobody but we can see: "Chosen: slot 1 cmp".
pub fn chosen(slots: &[(u32, &str)]) -> String {
    let each: Vec<String> = slots.iter().map(|(slot, word)| say!("slot {slot} {word}", slot, word)).collect();
    say!("Chosen: {each}", each = each.join(", "))
}

/// What stands on the pill of a message of a replicated log below its kind: where there is room, and where there is
/// little.
pub fn pill(message: &Message, telling: Telling) -> (String, String) {
    let id = |ballot| telling.id(ballot).to_string();
    let entry = |ballot, slot: u32, value| {
        let (id, word) = (id(ballot), telling.value(value));
        (say!("{id} · slot {slot}: {word}", id, slot, word), format!("{id}·{slot}: {word}"))
    };
    let both = |text: String| (text.clone(), text);
    match message {
        Message::Request { value } => both(telling.value(*value).to_string()),
        Message::Reply { value, answer: None, .. } => both(telling.value(*value).to_string()),
        Message::Reply { value, answer: Some(result), .. } => {
            let says = match result {
                Answer::Done => tr!("done").to_string(),
                Answer::Balance(balance) => balance.to_string(),
                Answer::TooLittle(_) => tr!("refused").to_string(),
            };
            both(format!("{}: {says}", telling.value(*value)))
        }
        Message::Redirect { leader, .. } => both(say!("to {leader}", leader = telling.node(*leader))),
        Message::Heartbeat { ballot, .. } => both(id(*ballot)),
        Message::Prepare { ballot, from_slot } => (
            say!("{ballot} · from slot {from_slot}", ballot = id(*ballot), from_slot = from_slot.0),
            format!("{}·{}…", id(*ballot), from_slot.0),
        ),
        Message::CatchUp { ballot, slot } => (
            say!("{ballot} · from slot {slot}", ballot = id(*ballot), slot = slot.0),
            format!("{}·{}…", id(*ballot), slot.0),
        ),
        Message::Nack { ballot, promised } => both(format!("{} < {}", id(*ballot), id(*promised))),
        Message::Promise { ballot, votes, known, .. } => {
            let count = votes.iter().map(|(slot, _)| slot).chain(known.iter().map(|&(slot, _)| slot));
            let mut slots: Vec<u32> = count.map(|slot| slot.0).collect();
            slots.sort_unstable();
            slots.dedup();
            match slots[..] {
                [] => (say!("{ballot} · nothing", ballot = id(*ballot)), format!("{}·–", id(*ballot))),
                [slot] => match votes.iter().next() {
                    Some((_, vote)) => (
                        say!(
                            "{ballot} · slot {slot}: {ballot2} {vote}",
                            ballot = id(*ballot),
                            slot,
                            ballot2 = id(vote.ballot),
                            vote = telling.value(vote.value)
                        ),
                        format!("{}·{slot}: {}", id(*ballot), telling.value(vote.value)),
                    ),
                    None => both(say!("{ballot} · slot {slot}", ballot = id(*ballot), slot)),
                },
                ref many => (
                    say!("{ballot} · {count} slots", ballot = id(*ballot), count = many.len()),
                    say!("{ballot}·{count} slots", ballot = id(*ballot), count = many.len()),
                ),
            }
        }
        Message::AcceptRequest { ballot, slot, value, .. }
        | Message::Accepted { ballot, slot, value, .. }
        | Message::Success { ballot, slot, value, .. } => entry(*ballot, slot.0, *value),
    }
}
