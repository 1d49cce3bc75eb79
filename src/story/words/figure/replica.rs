//! The few words that stand in the picture of a replicated log, and the names by which a screen reader calls its parts.

use super::super::Telling;
use super::{is_up, was_told};
use crate::paxos::{Answer, Command, CommandId, Message, NodeSet, Slot, Value, Votes};
use crate::story::language::{Words, say, tr, words};

/// The title of the column of what is promised.
pub const PROMISED: Words = words!("promised");
/// The title of the column of balances.
pub const BALANCE: Words = words!(in "a column": "balance");
/// At the numbers of slots.
pub const SLOT: Words = words!("slot");
/// At the row of what is chosen, known or not.
pub const CHOSEN: Words = words!(in "a row": "chosen");
/// Above that row, which no node can read.
pub const WE_SEE: Words = words!("we see");
/// In a slot that is passed over.
pub const GAP: Words = words!("gap");
/// What the marks of the table stand for.
pub const KEY: [Words; 5] = [
    words!("accepted"),
    words!("chosen, not known"),
    words!("known chosen"),
    words!("gap"),
    words!(in "a key": "applied"),
];
/// In the place of the gap, which has its name in it, where not all decide in all slots.
pub const NO_SAY: Words = words!("has no say");
/// The same where there is little room.
pub const SHORT_KEY: [Words; 5] = [
    words!("accepted"),
    words!(in "a key": "chosen"),
    words!(in "a key": "known"),
    words!("gap"),
    words!(in "a key": "applied"),
];

/// Under a replica that leads, or takes itself for the leader.
pub fn leads(id: Option<&str>) -> String {
    id.map_or(tr!(in "a replica": "leads").to_string(), |id| say!("leads {id}", id))
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

/// Beside a replica that has no part in deciding in a slot.
pub fn no_say(slot: u32) -> String {
    say!("no say in slot {slot}", slot)
}

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
    /// The next slot of the log, where it has no say in that.
    pub outside: Option<u32>,
    /// What it has promised.
    pub promised: Option<&'a str>,
    /// Up to which slot it has applied its log.
    pub applied: u32,
    /// The balance of its account.
    pub balance: Option<i64>,
    /// How many commands wait for a slot.
    pub waiting: usize,
}

impl Stance<'_> {
    /// What is said of one replica.
    pub(super) fn of_one(&self) -> String {
        match self {
            Stance::Leads(id, true) => say!("leads under {id}", id),
            Stance::Leads(id, false) => say!("leads under {id}, which we see can win no new slot", id),
            Stance::Tries(id, have, need) => {
                say!("tries to lead under {id} with {have} of {need} promises", id, have, need)
            }
            Stance::Follows(None) => tr!("knows no leader").to_string(),
            Stance::Follows(Some(leader)) => say!("follows {leader}", leader),
        }
    }

    /// The same of several.
    pub(super) fn of_many(&self) -> String {
        match self {
            Stance::Leads(id, true) => say!("lead under {id}", id),
            Stance::Leads(id, false) => say!("lead under {id}, which we see can win no new slot", id),
            Stance::Tries(id, have, need) => {
                say!("try to lead under {id} with {have} of {need} promises", id, have, need)
            }
            Stance::Follows(None) => tr!("know no leader").to_string(),
            Stance::Follows(Some(leader)) => say!("follow {leader}", leader),
        }
    }
}

impl Facts<'_> {
    /// The balance, if there is an account.
    pub(super) fn balance_told(&self) -> Option<String> {
        self.balance.map(|balance| say!("balance {balance}", balance))
    }

    /// What waits, if anything does.
    pub(super) fn waiting_told(&self) -> Option<String> {
        match self.waiting {
            0 => None,
            1 => Some(tr!("1 command waits for a slot").to_string()),
            many => Some(say!("{many} commands wait for a slot", many)),
        }
    }
}

/// "Replica R1, up, leads under 5, promised 5, applied up to slot 3, balance 150".
pub fn replica(name: &str, up: bool, stance: &Stance, facts: &Facts) -> String {
    let member = facts.outside.map(no_say);
    let stance = up.then(|| stance.of_one());
    let promised = say!("promised {promised}", promised = facts.promised.unwrap_or(tr!("nothing")));
    let applied = match facts.applied {
        0 => tr!("has applied nothing").to_string(),
        slot => say!("applied up to slot {slot}", slot),
    };
    let waiting = match facts.waiting {
        0 => None,
        1 => Some(tr!("1 command waits").to_string()),
        many => Some(say!("{many} commands wait", many)),
    };
    let standing = std::iter::once(is_up(up).to_string()).chain(member).chain(stance);
    let all = standing.chain([promised, applied]).chain(facts.balance_told()).chain(waiting);
    say!("Replica {name}, {facts}", name, facts = all.collect::<Vec<_>>().join(", "))
}

/// "Client C1, up, waits for +50, has asked 2 times, last R1".
pub fn client(
    name: &str,
    up: bool,
    wants: Option<&str>,
    asked: Option<&str>,
    times: usize,
    told: Option<&str>,
) -> String {
    let wants = wants.map(|value| match told {
        None => say!("waits for {value}", value),
        Some(_) => say!("asked for {value}", value),
    });
    let asked = asked.map(|asked| match times {
        0 | 1 => last_asked(asked),
        times => say!("has asked {times} times, last {asked}", times, asked),
    });
    let up = std::iter::once(is_up(up).to_string());
    let facts: Vec<String> = up.chain(wants).chain(asked).chain(told.map(was_told)).collect();
    say!("Client {name}, {facts}", name, facts = facts.join(", "))
}

/// Whom a client has asked last.
pub(super) fn last_asked(replica: &str) -> String {
    say!("last asked {replica}", replica)
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
        _ if last + 1 == end => say!(in "not deciding in": "slot {first} and all later ones", first),
        true => say!(in "not deciding in": "slot {first}", first),
        false => say!(in "not deciding in": "slots {first} to {last}", first, last),
    };
    runs.iter().map(said).collect::<Vec<_>>().join(", ")
}

/// A slot that is passed over.
pub fn gap(slot: u32) -> String {
    say!("slot {slot}: a gap", slot)
}

/// What is chosen in each slot, as nobody but we can see: "Chosen: slot 1 cmp".
pub fn chosen(slots: &[(u32, &str)]) -> String {
    let each: Vec<String> = slots.iter().map(|(slot, value)| say!("slot {slot} {value}", slot, value)).collect();
    say!("Chosen: {each}", each = each.join(", "))
}

/// A command where there is little room: new members by their names, `=100` for the account that is opened with that.
pub fn brief(value: Value, telling: Telling) -> Option<String> {
    match telling.names.command(value) {
        Command::Members(members) => Some(together(members, telling)),
        Command::Open(amount) => Some(format!("={amount}")),
        Command::Word | Command::Add(_) => None,
    }
}

/// A command on a pill, after a word for new members.
fn on_pill(word: &str, value: Value, telling: Telling) -> String {
    match telling.names.command(value) {
        Command::Members(members) => format!("{word}{}", together(members, telling)),
        Command::Open(_) | Command::Word | Command::Add(_) => telling.value(value).to_string(),
    }
}

/// Names in as little room as they can be read in: `R1,2,4` and `R1–5`, where they differ by their numbers alone.
fn together(nodes: NodeSet, telling: Telling) -> String {
    let names: Vec<&str> = nodes.iter().map(|node| telling.node(node)).collect();
    let apart = |name: &&str| {
        let (letters, digits) = name.split_at(name.trim_end_matches(|c: char| c.is_ascii_digit()).len());
        Some((letters.to_string(), digits.parse::<u32>().ok()?))
    };
    let Some(numbered) = names.iter().map(apart).collect::<Option<Vec<_>>>() else { return names.join(",") };
    let Some((letters, _)) = numbered.first().filter(|first| numbered.iter().all(|other| other.0 == first.0)) else {
        return names.join(",");
    };
    let mut runs: Vec<(u32, u32)> = Vec::new();
    for &(_, number) in &numbered {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == number => *last = number,
            _ => runs.push((number, number)),
        }
    }
    let run = |(first, last): (u32, u32)| match last - first {
        0 => first.to_string(),
        1 => format!("{first},{last}"),
        _ => format!("{first}–{last}"),
    };
    format!("{letters}{}", runs.into_iter().map(run).collect::<Vec<_>>().join(","))
}

/// What stands on the pill of a message of a replicated log below its kind: where there is room, and where there is
/// little.
pub fn pill(message: &Message, telling: Telling) -> (String, String) {
    let id = |ballot| telling.id(ballot);
    let both = |text: String| (text.clone(), text);
    let of_client = |value| on_pill("members ", value, telling);
    match message {
        Message::Request { value } | Message::Reply { value, answer: None, .. } => both(of_client(*value)),
        Message::Reply { value, answer: Some(result), .. } => {
            both(format!("{}: {}", on_pill("", *value, telling), in_reply(*result)))
        }
        Message::Redirect { leader, .. } => both(say!("to {leader}", leader = telling.node(*leader))),
        Message::Heartbeat { ballot, .. } => both(id(*ballot)),
        Message::Prepare { ballot, from_slot: slot } | Message::CatchUp { ballot, slot } => {
            let (id, slot) = (id(*ballot), slot.0);
            (say!("{id} · from slot {slot}", id, slot), format!("{id}·{slot}…"))
        }
        Message::Nack { ballot, promised } => both(super::beside(*ballot, *promised, telling)),
        Message::Promise { ballot, votes, known, .. } => {
            let known = known.iter().map(|&(slot, _)| slot);
            promise(&id(*ballot), votes, known, telling)
        }
        Message::AcceptRequest { ballot, slot, value, .. }
        | Message::Accepted { ballot, slot, value, .. }
        | Message::Success { ballot, slot, value, .. } => {
            let value = on_pill("", *value, telling);
            let (id, slot) = (id(*ballot), slot.0);
            (say!("{id} · slot {slot}: {value}", id, slot, value), format!("{id}·{slot}: {value}"))
        }
    }
}

/// What came of a command, on the pill of the answer.
fn in_reply(answer: Answer) -> String {
    match answer {
        Answer::Done => tr!("done").to_string(),
        Answer::Balance(balance) => balance.to_string(),
        Answer::TooLittle(_) => tr!("refused").to_string(),
    }
}

/// On the pill of a PROMISE: of which slots it tells something, and of one slot what it reports there.
fn promise(id: &str, votes: &Votes, known: impl Iterator<Item = Slot>, telling: Telling) -> (String, String) {
    let mut slots: Vec<u32> = votes.iter().map(|(slot, _)| slot).chain(known).map(|slot| slot.0).collect();
    slots.sort_unstable();
    slots.dedup();
    match slots[..] {
        [] => (say!("{id} · nothing", id), format!("{id}·–")),
        [slot] => match votes.iter().next() {
            Some((_, vote)) => {
                let (accepted, value) = (telling.id(vote.ballot), on_pill("", vote.value, telling));
                let long = say!("{id} · slot {slot}: {accepted} {value}", id, slot, accepted, value);
                (long, format!("{id}·{slot}: {value}"))
            }
            None => {
                let text = say!("{id} · slot {slot}", id, slot);
                (text.clone(), text)
            }
        },
        ref many => {
            let count = many.len();
            (say!("{id} · {count} slots", id, count), say!("{id}·{count} slots", id, count))
        }
    }
}
