//! The few words that stand in the picture of a replicated log, and the names by which a screen reader calls its parts.

use super::super::Telling;
use super::is_up;
use crate::paxos::{Answer, CommandId, Message};

/// The title of the column of what is promised.
pub const PROMISED: &str = "promised";
/// The title of the column of balances.
pub const BALANCE: &str = "balance";
/// At the numbers of slots.
pub const SLOT: &str = "slot";
/// At the row of what is chosen, known or not.
pub const CHOSEN: &str = "chosen";
/// Above that row, which no node can read.
pub const WE_SEE: &str = "we see";
/// In a slot that is passed over.
pub const GAP: &str = "gap";
/// What the marks of the table stand for.
pub const KEY: [&str; 5] = ["accepted", "chosen, not known", "known chosen", "gap", "applied"];
/// In the place of the gap, which has its name in it, where not all decide in all slots.
pub const NO_SAY: &str = "has no say";
/// The same where there is little room.
pub const SHORT_KEY: [&str; 5] = ["accepted", "chosen", "known", "gap", "applied"];

/// Under a replica that leads, or takes itself for the leader.
pub fn leads(id: Option<&str>) -> String {
    id.map_or("leads".to_string(), |id| format!("leads {id}"))
}

/// Under a replica that asks for promises.
pub fn tries(id: Option<&str>, have: usize, need: usize) -> String {
    id.map_or(format!("tries {have}/{need}"), |id| format!("tries {id}: {have}/{need}"))
}

/// Under a replica that follows.
pub fn follows(leader: Option<&str>) -> String {
    leader.map_or("no leader".to_string(), |leader| format!("follows {leader}"))
}

/// In the row of a replica that is out of sight and has not been heard of.
pub const UNHEARD: &str = "nothing heard";

/// In the row of one of which something was heard.
pub fn last_said(said: &str) -> String {
    format!("last said: {said}")
}

/// Under a client that waits.
pub fn asks(replica: &str) -> String {
    format!("asks {replica}")
}

/// Beside a replica that has no part in deciding.
pub const NO_MEMBER: &str = "not a member";

/// Which slots the table shows, where it does not show all.
pub fn window(first: u32, last: u32) -> String {
    format!("{first}–{last}")
}

/// What came of a command, in a few letters.
pub fn answer(answer: Answer) -> String {
    match answer {
        Answer::Done => "done".to_string(),
        Answer::Balance(balance) => format!("balance {balance}"),
        Answer::TooLittle(balance) => format!("refused: {balance}"),
    }
}

/// The same on a client.
pub fn short_answer(answer: Answer) -> String {
    match answer {
        Answer::Done => "✓ done".to_string(),
        Answer::Balance(balance) => format!("✓ {balance}"),
        Answer::TooLittle(_) => "refused".to_string(),
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
        Stance::Leads(id, true) => format!(", leads under {id}"),
        Stance::Leads(id, false) => format!(", leads under {id}, which we see can win no new slot"),
        Stance::Tries(id, have, need) => format!(", tries to lead under {id} with {have} of {need} promises"),
        Stance::Follows(None) => ", knows no leader".to_string(),
        Stance::Follows(Some(leader)) => format!(", follows {leader}"),
    };
    let stance = if facts.is_member { stance } else { format!(", {NO_MEMBER}{stance}") };
    let promised = facts.promised.unwrap_or("nothing");
    let applied = match facts.applied {
        0 => "has applied nothing".to_string(),
        slot => format!("applied up to slot {slot}"),
    };
    let balance = facts.balance.map_or(String::new(), |balance| format!(", balance {balance}"));
    let waiting = match facts.waiting {
        0 => String::new(),
        1 => ", 1 command waits".to_string(),
        many => format!(", {many} commands wait"),
    };
    format!("Replica {name}, {}{stance}, promised {promised}, {applied}{balance}{waiting}", is_up(up))
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
        (Some(value), None) => format!(", waits for {value}"),
        (Some(value), Some(_)) => format!(", asked for {value}"),
        (None, _) => String::new(),
    };
    let asked = match (asked, times) {
        (None, _) => String::new(),
        (Some(asked), 0 | 1) => format!(", last asked {asked}"),
        (Some(asked), times) => format!(", has asked {times} times, last {asked}"),
    };
    let told = told.map_or(String::new(), |told| format!(", was told {told}"));
    format!("Client {name}, {}{wants}{asked}{told}", is_up(up))
}

/// Whose command it is: "command 2 of C1".
pub fn issued(id: CommandId, telling: Telling) -> String {
    format!("command {} of {}", id.number, telling.node(id.client))
}

/// One slot of a replica's log: "slot 3: +50, accepted under 5".
pub fn cell(slot: u32, word: &str, id: Option<&str>, known: bool) -> String {
    let state = match (known, id) {
        (true, _) => "known to be chosen".to_string(),
        (false, Some(id)) => format!("accepted under {id}"),
        (false, None) => "accepted".to_string(),
    };
    format!("slot {slot}: {word}, {state}")
}

/// "Log of R1: slot 1: cmp, known to be chosen; slot 2: a gap". In the slots of `idle`, which all are below
/// `end`, it does not decide.
pub fn log(name: &str, cells: &[String], idle: &[u32], end: u32) -> String {
    let holds = match cells {
        [] => format!("Log of {name}: empty"),
        cells => format!("Log of {name}: {}", cells.join("; ")),
    };
    match runs(idle, end) {
        runs if runs.is_empty() => holds,
        runs => format!("{holds}; does not decide in {runs}"),
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
        _ if last + 1 == end => format!("{SLOT} {first} and all later ones"),
        true => format!("{SLOT} {first}"),
        false => format!("{SLOT}s {first} to {last}"),
    };
    runs.iter().map(said).collect::<Vec<_>>().join(", ")
}

/// A slot that is passed over.
pub fn gap(slot: u32) -> String {
    format!("slot {slot}: a gap")
}

/// What is chosen in each slot, as nobody but we can see: "Chosen: slot 1 cmp".
pub fn chosen(slots: &[(u32, &str)]) -> String {
    let each: Vec<String> = slots.iter().map(|(slot, word)| format!("slot {slot} {word}")).collect();
    format!("Chosen: {}", each.join(", "))
}

/// What stands on the pill of a message of a replicated log below its kind: where there is room, and where there is
/// little.
pub fn pill(message: &Message, telling: Telling) -> (String, String) {
    let id = |ballot| telling.id(ballot).to_string();
    let entry = |ballot, slot: u32, value| {
        let (id, word) = (id(ballot), telling.value(value));
        (format!("{id} · slot {slot}: {word}"), format!("{id}·{slot}: {word}"))
    };
    let both = |text: String| (text.clone(), text);
    match message {
        Message::Request { value } => both(telling.value(*value).to_string()),
        Message::Reply { value, answer: None, .. } => both(telling.value(*value).to_string()),
        Message::Reply { value, answer: Some(result), .. } => {
            let says = match result {
                Answer::Done => "done".to_string(),
                Answer::Balance(balance) => balance.to_string(),
                Answer::TooLittle(_) => "refused".to_string(),
            };
            both(format!("{}: {says}", telling.value(*value)))
        }
        Message::Redirect { leader, .. } => both(format!("to {}", telling.node(*leader))),
        Message::Heartbeat { ballot, .. } => both(id(*ballot)),
        Message::Prepare { ballot, from_slot } => {
            (format!("{} · from slot {}", id(*ballot), from_slot.0), format!("{}·{}…", id(*ballot), from_slot.0))
        }
        Message::CatchUp { ballot, slot } => {
            (format!("{} · from slot {}", id(*ballot), slot.0), format!("{}·{}…", id(*ballot), slot.0))
        }
        Message::Nack { ballot, promised } => both(format!("{} < {}", id(*ballot), id(*promised))),
        Message::Promise { ballot, votes, known, .. } => {
            let count = votes.iter().map(|(slot, _)| slot).chain(known.iter().map(|&(slot, _)| slot));
            let mut slots: Vec<u32> = count.map(|slot| slot.0).collect();
            slots.sort_unstable();
            slots.dedup();
            match slots[..] {
                [] => (format!("{} · nothing", id(*ballot)), format!("{}·–", id(*ballot))),
                [slot] => match votes.iter().next() {
                    Some((_, vote)) => (
                        format!("{} · slot {slot}: {} {}", id(*ballot), id(vote.ballot), telling.value(vote.value)),
                        format!("{}·{slot}: {}", id(*ballot), telling.value(vote.value)),
                    ),
                    None => both(format!("{} · slot {slot}", id(*ballot))),
                },
                ref many => {
                    (format!("{} · {} slots", id(*ballot), many.len()), format!("{}·{} slots", id(*ballot), many.len()))
                }
            }
        }
        Message::AcceptRequest { ballot, slot, value, .. }
        | Message::Accepted { ballot, slot, value, .. }
        | Message::Success { ballot, slot, value, .. } => entry(*ballot, slot.0, *value),
    }
}
