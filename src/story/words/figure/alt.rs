//! What is to be seen on a figure, in words to be listened to: what matters most comes first, and what is alike is told
//! once.

use super::replica::{Facts, Stance, last_asked};
use super::{Reason, Refusal, is_of_one, wants_value, was_told};
use crate::sim::Time;
use crate::story::language::{Words, say, tr, words};
use crate::story::problem::both;
use crate::story::words::diagram::Clock;

/// So many letters are the most that one listens to.
pub const LETTERS_MAX: usize = 700;
/// A sentence that is longer than this is cut: some value in it is no word.
const SENTENCE_MAX: usize = 400;
/// At the end of a text that does not tell all.
const MORE: Words = words!("There is more on the figure than is told here.");

/// Messages that say the same and have come as far, from each of these to each of those.
pub struct Sent<'a> {
    /// What they say, in quotes where it is plain words.
    pub says: String,
    /// Who has sent them.
    pub from: &'a [&'a str],
    /// For whom they are.
    pub to: &'a [&'a str],
}

/// What has become of messages.
#[derive(Clone, PartialEq, Debug)]
pub enum Fate {
    /// They move.
    Moving,
    /// They have been held up.
    Held,
    /// Somebody has to deliver them.
    Open,
    /// They have not yet left.
    Later,
    /// The network has lost them.
    Lost,
    /// Their receivers were down, or away.
    Missed(&'static str),
    /// Their receivers have refused them, or, where there is no log, ignored them; and why.
    Refused(Manner, Option<Refusal>),
}

/// How a message is not heeded.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Manner {
    /// As one says it of acceptors.
    Ignored,
    /// As one says it of replicas.
    Refused,
}

impl Fate {
    /// Whether they are under way, or wait to be.
    pub fn is_open(&self) -> bool {
        matches!(self, Fate::Moving | Fate::Held | Fate::Open | Fate::Later)
    }
}

/// What somebody says in plain words.
pub fn quoted(says: &str) -> String {
    say!("“{says}”", says)
}

/// "PREPARE 5 from P1 to A1, A2 and A3".
fn way(sent: &Sent) -> String {
    say!("{says} from {from} to {to}", says = sent.says, from = both(sent.from), to = both(sent.to))
}

/// Sentences about messages: "On its way: PREPARE 5 from P1 to A1, A2 and A3".
pub fn messages(sent: &[Sent], fate: &Fate) -> Vec<String> {
    let (count, each): (usize, Vec<String>) =
        (sent.iter().map(|sent| sent.from.len() * sent.to.len()).sum(), sent.iter().map(way).collect());
    let each = each.join("; ");
    match fate {
        _ if sent.is_empty() => Vec::new(),
        Fate::Moving if count == 1 => vec![say!("On its way: {each}", each)],
        Fate::Moving => vec![say!("On their way: {each}", each)],
        Fate::Held => vec![say!("Held up: {each}", each)],
        Fate::Open => vec![say!("Waiting to be delivered: {each}", each)],
        Fate::Later if count == 1 => vec![say!("Still with its sender: {each}", each)],
        Fate::Later => vec![say!("Still with their sender: {each}", each)],
        Fate::Lost => vec![say!("Lost: {each}", each)],
        Fate::Missed(why) => vec![say!("Lost, as the receiver was {why}: {each}", why, each)],
        Fate::Refused(manner, why) => sent.iter().map(|sent| refused(sent, *manner, why.as_ref())).collect(),
    }
}

/// "A1 and A2 have ignored PREPARE 4 from P1: promised 5".
fn refused(sent: &Sent, manner: Manner, why: Option<&Refusal>) -> String {
    let (to, says, from) = (both(sent.to), &sent.says, both(sent.from));
    let said = match (manner, sent.to.len()) {
        (Manner::Ignored, 1) => say!("{to} has ignored {says} from {from}", to, says, from),
        (Manner::Ignored, _) => say!("{to} have ignored {says} from {from}", to, says, from),
        (Manner::Refused, 1) => say!("{to} has refused {says} from {from}", to, says, from),
        (Manner::Refused, _) => say!("{to} have refused {says} from {from}", to, says, from),
    };
    match why.map(|why| &why.reason) {
        Some(Reason::Promised(promised)) => say!("{said}: promised {promised}", said, promised),
        Some(Reason::Keeps(value)) => say!("{said}: keeps {value}", said, value),
        None => said,
    }
}

/// Where nothing is chosen.
pub const NOTHING_CHOSEN: Words = words!("Nothing is chosen");

/// "cat is chosen, under 5, by A1 and A2": each value with its id and the quorum that chose it.
pub fn chosen(values: &[(&str, Option<&str>, Vec<&str>)]) -> String {
    let one = |(value, id, by): &(&str, Option<&str>, Vec<&str>)| {
        let by = both(by);
        match id {
            Some(id) => say!("{value} is chosen, under {id}, by {by}", value, id, by),
            None => say!("{value} is chosen, by {by}", value, by),
        }
    };
    let all = values.iter().map(one).collect::<Vec<_>>().join("; ");
    match values {
        [] => NOTHING_CHOSEN.to_string(),
        [_] => all,
        _ => say!("{all}: agreement is broken", all),
    }
}

/// What is chosen in a log: "Chosen: open 100 in slot 1, +50 in slot 2", or of many slots in a row "Chosen in slots 1 to 5:
/// p, q, r, s, t". Two of one slot contradict each other.
pub fn chosen_in_log(slots: &[(u32, &str)]) -> Vec<String> {
    let broken = slots.windows(2).filter(|pair| pair[0].0 == pair[1].0);
    let broken: Vec<String> = broken
        .map(|pair| say!("In slot {slot} two values are chosen: agreement is broken", slot = pair[0].0))
        .collect();
    let mut rows: Vec<&[(u32, &str)]> = Vec::new();
    let mut rest = slots;
    while !rest.is_empty() {
        let row = rest.windows(2).take_while(|pair| pair[0].0 + 1 == pair[1].0).count() + 1;
        rows.push(&rest[..row]);
        rest = &rest[row..];
    }
    let told = rows.iter().map(|row| match row {
        [first, .., last] if MANY_SLOTS <= row.len() => {
            let words: Vec<&str> = row.iter().map(|(_, word)| *word).collect();
            say!("{values} in slots {first} to {last}", values = words.join(", "), first = first.0, last = last.0)
        }
        few => few
            .iter()
            .map(|(slot, word)| say!("{value} in slot {slot}", value = word, slot))
            .collect::<Vec<_>>()
            .join(", "),
    });
    let told: Vec<String> = told.collect();
    let first =
        if slots.is_empty() { NOTHING_CHOSEN.to_string() } else { say!("Chosen: {each}", each = told.join("; ")) };
    // That it is broken is what matters most.
    broken.into_iter().chain([first]).collect()
}

/// So many slots in a row are told as a row.
const MANY_SLOTS: usize = 4;

/// Votes for a slot: the slot, the value, its id, and who has cast them.
pub type Votes<'a> = (u32, String, Option<String>, Vec<&'a str>);

/// "Accepted, but not chosen: -30 in slot 3 and +50 in slot 4, under 4, by R1 and R2".
pub fn accepted_in_log(votes: &[Votes]) -> Option<String> {
    let mut groups: Vec<(&Option<String>, &[&str], Vec<String>)> = Vec::new();
    for (slot, word, id, by) in votes {
        let said = say!("{value} in slot {slot}", value = word, slot);
        match groups.iter_mut().find(|group| (group.0, group.1) == (id, by.as_slice())) {
            Some(group) => group.2.push(said),
            None => groups.push((id, by, vec![said])),
        }
    }
    let each = groups.iter().map(|(id, by, what)| {
        let (what, by) = (both(what), both(by));
        match id {
            Some(id) => say!("{what}, under {id}, by {by}", what, id, by),
            None => say!("{what}, by {by}", what, by),
        }
    });
    let each: Vec<String> = each.collect();
    (!votes.is_empty()).then(|| say!("Accepted, but not chosen: {each}", each = each.join("; ")))
}

/// "A3 is down".
pub fn down(names: &[&str]) -> Option<String> {
    let nodes = both(names);
    match names.len() {
        0 => None,
        1 => Some(say!("{nodes} is down", nodes)),
        _ => Some(say!("{nodes} are down", nodes)),
    }
}

/// Among people: "F5 is away".
pub fn away(names: &[&str]) -> Option<String> {
    let people = both(names);
    match names.len() {
        0 => None,
        1 => Some(say!("{people} is away", people)),
        _ => Some(say!("{people} are away", people)),
    }
}

/// What an acceptor has accepted, under which id.
pub fn accepted(value: &str, id: &str) -> String {
    say!("{value} under {id}", value, id)
}

/// "A1, A2 and A3 have promised 5 and accepted nothing". While ids are hidden a promise is an answer.
pub fn acceptors(names: &[&str], promised: Option<&str>, accepted: Option<&str>) -> String {
    let (all, is_one) = (both(names), is_of_one(names));
    let or_nothing = |what: Option<&str>| what.unwrap_or(tr!("nothing")).to_string();
    match (promised, accepted) {
        (None, None) if is_one => say!("{names} has promised and accepted nothing", names = all),
        (None, None) => say!("{names} have promised and accepted nothing", names = all),
        _ => {
            let (promised, accepted) = (or_nothing(promised), or_nothing(accepted));
            match is_one {
                true => {
                    say!("{names} has promised {promised} and accepted {accepted}", names = all, promised, accepted)
                }
                false => {
                    say!("{names} have promised {promised} and accepted {accepted}", names = all, promised, accepted)
                }
            }
        }
    }
}

/// The same while ids are hidden.
pub fn plain_acceptors(names: &[&str], has_answered: bool, accepted: Option<&str>) -> String {
    let (all, is_one) = (both(names), is_of_one(names));
    match (has_answered, accepted, is_one) {
        (false, None, true) => say!("{names} has answered and accepted nothing", names = all),
        (false, None, false) => say!("{names} have answered and accepted nothing", names = all),
        (false, Some(value), true) => say!("{names} has answered nothing and accepted {value}", names = all, value),
        (false, Some(value), false) => say!("{names} have answered nothing and accepted {value}", names = all, value),
        (true, None, true) => say!("{names} has answered, and accepted nothing", names = all),
        (true, None, false) => say!("{names} have answered, and accepted nothing", names = all),
        (true, Some(value), true) => say!("{names} has answered, and accepted {value}", names = all, value),
        (true, Some(value), false) => say!("{names} have answered, and accepted {value}", names = all, value),
    }
}

/// Proposers and clients of which the same is to be told: "P1: id 5, wants cat"; nothing of those without anything.
pub fn same(names: &[&str], facts: &[String]) -> Option<String> {
    (!facts.is_empty()).then(|| format!("{}: {}", both(names), facts.join(", ")))
}

/// What a client wants, whom it asked, and what it was told.
pub fn client(wants: Option<&str>, asked: Option<&str>, told: Option<&str>) -> Vec<String> {
    wants.map(wants_value).into_iter().chain(asked.map(last_asked)).chain(told.map(was_told)).collect()
}

/// "R1 leads under 4, has promised 4 and applied up to slot 3, balance 120". One that is down has no stance.
pub fn replicas(names: &[&str], stance: Option<&Stance>, facts: &Facts) -> String {
    let is_one = is_of_one(names);
    let member = facts.outside.map(|slot| match is_one {
        true => say!("has no say in slot {slot}", slot),
        false => say!("have no say in slot {slot}", slot),
    });
    let stance = stance.map(|stance| if is_one { stance.of_one() } else { stance.of_many() });
    let done = if is_one { one_has_done(facts) } else { many_have_done(facts) };
    let all = member.into_iter().chain(stance).chain([done]).chain(facts.balance_told()).chain(facts.waiting_told());
    format!("{} {}", both(names), all.collect::<Vec<_>>().join(", "))
}

fn one_has_done(facts: &Facts) -> String {
    let promised = facts.promised.unwrap_or(tr!("nothing"));
    match (facts.promised, facts.applied) {
        (None, 0) => tr!("has promised and applied nothing").to_string(),
        (_, 0) => say!("has promised {promised} and applied nothing", promised),
        (_, slot) => say!("has promised {promised} and applied up to slot {slot}", promised, slot),
    }
}

fn many_have_done(facts: &Facts) -> String {
    let promised = facts.promised.unwrap_or(tr!("nothing"));
    match (facts.promised, facts.applied) {
        (None, 0) => tr!("have promised and applied nothing").to_string(),
        (_, 0) => say!("have promised {promised} and applied nothing", promised),
        (_, slot) => say!("have promised {promised} and applied up to slot {slot}", promised, slot),
    }
}

/// Whose knowledge the figure shows, where it shows not all.
pub fn known_by(name: &str) -> String {
    say!("This is what {name} knows", name)
}

/// What one node has heard of another last.
pub fn heard(said: Option<&str>) -> Vec<String> {
    vec![said.map_or(tr!("nothing heard").to_string(), |said| say!("last said {said}", said))]
}

/// "L1 and L2 have learned cat".
pub fn learners(names: &[&str], heard: usize, learned: Option<&str>) -> String {
    let (all, is_one) = (both(names), is_of_one(names));
    match (learned, heard, is_one) {
        (Some(value), _, true) => say!("{names} has learned {value}", names = all, value),
        (Some(value), _, false) => say!("{names} have learned {value}", names = all, value),
        (None, 0, true) => say!("{names} has heard and learned nothing", names = all),
        (None, 0, false) => say!("{names} have heard and learned nothing", names = all),
        (None, 1, true) => say!("{names} has heard of 1 acceptor and learned nothing", names = all),
        (None, 1, false) => say!("{names} have heard of 1 acceptor and learned nothing", names = all),
        (None, _, true) => say!("{names} has heard of {heard} acceptors and learned nothing", names = all, heard),
        (None, _, false) => say!("{names} have heard of {heard} acceptors and learned nothing", names = all, heard),
    }
}

/// "F2 and F3 back dinner".
pub fn people(names: &[&str], backs: Option<&str>, knows: Option<&str>) -> String {
    let (all, is_one) = (both(names), is_of_one(names));
    let backs = match (backs, is_one) {
        (Some(value), true) => say!("{people} backs {value}", people = all, value),
        (Some(value), false) => say!("{people} back {value}", people = all, value),
        (None, true) => say!("{people} backs nothing", people = all),
        (None, false) => say!("{people} back nothing", people = all),
    };
    match (knows, is_one) {
        (None, _) => backs,
        (Some(value), true) => say!("{backs} and takes {value} for the result", backs, value),
        (Some(value), false) => say!("{backs} and take {value} for the result", backs, value),
    }
}

/// What a space-time diagram is: its lines, and up to when it goes.
pub fn diagram(lines: &[&str], until: Time) -> String {
    say!(
        "Space-time diagram up to {time}, with a line for {lines} and an arrow for each message",
        time = Clock::Tenths.seconds(until),
        lines = each(lines)
    )
}

/// "P1, A1 and A2"; of very many only how many.
fn each(lines: &[&str]) -> String {
    if 12 < lines.len() { say!("each of {count} nodes", count = lines.len()) } else { both(lines) }
}

/// Sentences as one text, which one can listen to: what comes first matters most, and where it grows too long, the rest
/// is left out, and that is said.
pub fn text(sentences: &[String]) -> String {
    let mut text = String::new();
    for sentence in sentences {
        let sentence = closed(sentence);
        let room = LETTERS_MAX - MORE.said().len() - 1;
        if room < text.chars().count() + 1 + sentence.chars().count() {
            return format!("{text} {MORE}").trim_start().to_string();
        }
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(&sentence);
    }
    text
}

/// A sentence with a full stop, and not longer than one can follow.
pub fn closed(sentence: &str) -> String {
    let sentence = sentence.trim_end_matches('.');
    if sentence.chars().count() <= SENTENCE_MAX {
        return format!("{sentence}.");
    }
    let mut cut: String = sentence.chars().take(SENTENCE_MAX - 1).collect();
    cut.push('…');
    cut
}
