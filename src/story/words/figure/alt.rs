//! What is to be seen on a figure, in words to be listened to: what matters most comes first, and what is alike is told
//! once.

use super::replica::{Facts, NO_MEMBER, Stance};
use crate::sim::Time;
use crate::story::language::{Words, say, tr, words};
use crate::story::problem::both;

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
    /// Their receivers have refused or ignored them; in a few words why, such as `ignored 4: promised 5`.
    Refused(Option<String>),
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

/// One or many.
fn verb<'v>(subjects: usize, one: &'v str, many: &'v str) -> &'v str {
    if subjects == 1 { one } else { many }
}

/// "PREPARE 5 from P1 to A1, A2 and A3".
fn way(sent: &Sent) -> String {
    say!("{says} from {from} to {to}", says = sent.says, from = both(sent.from), to = both(sent.to))
}

/// Sentences about messages: "On its way: PREPARE 5 from P1 to A1, A2 and A3".
pub fn messages(sent: &[Sent], fate: &Fate) -> Vec<String> {
    let (count, each): (usize, Vec<String>) =
        (sent.iter().map(|sent| sent.from.len() * sent.to.len()).sum(), sent.iter().map(way).collect());
    let (each, its) = (each.join("; "), verb(count, tr!("its"), tr!("their")));
    match fate {
        _ if sent.is_empty() => Vec::new(),
        Fate::Moving => vec![say!("On {its} way: {each}", its, each)],
        Fate::Held => vec![say!("Held up: {each}", each)],
        Fate::Open => vec![say!("Waiting to be delivered: {each}", each)],
        Fate::Later => vec![say!("Still with {its} sender: {each}", its, each)],
        Fate::Lost => vec![say!("Lost: {each}", each)],
        Fate::Missed(why) => vec![say!("Lost, as the receiver was {why}: {each}", why, each)],
        Fate::Refused(why) => sent.iter().map(|sent| refused(sent, why.as_deref())).collect(),
    }
}

/// "A1 and A2 have ignored PREPARE 4 from P1: promised 5".
fn refused(sent: &Sent, why: Option<&str>) -> String {
    let (verb_of, reason) = match why.and_then(|why| why.split_once(": ")) {
        Some((verb_of, reason)) => (verb_of.split(' ').next().unwrap_or(tr!("ignored")), format!(": {reason}")),
        None => (tr!("ignored"), String::new()),
    };
    let have = verb(sent.to.len(), tr!("has"), tr!("have"));
    say!(
        "{to} {have} {verb_of} {says} from {from}{reason}",
        to = both(sent.to),
        have,
        verb_of,
        says = sent.says,
        from = both(sent.from),
        reason
    )
}

/// Where nothing is chosen.
pub const NOTHING_CHOSEN: Words = words!("Nothing is chosen");

/// "cat is chosen, under 5, by A1 and A2": each value with its id and the quorum that chose it.
pub fn chosen(values: &[(&str, Option<&str>, Vec<&str>)]) -> String {
    let one = |(value, id, by): &(&str, Option<&str>, Vec<&str>)| {
        let under = id.map_or(String::new(), |id| say!(", under {id}", id));
        say!("{value} is chosen{under}, by {by}", value, under, by = both(by))
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
        .map(|pair| say!("In slot {pair} two values are chosen: agreement is broken", pair = pair[0].0))
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
            say!("{words} in slots {first} to {last}", words = words.join(", "), first = first.0, last = last.0)
        }
        few => few.iter().map(|(slot, word)| say!("{word} in slot {slot}", word, slot)).collect::<Vec<_>>().join(", "),
    });
    let told: Vec<String> = told.collect();
    let first =
        if slots.is_empty() { NOTHING_CHOSEN.to_string() } else { say!("Chosen: {told}", told = told.join("; ")) };
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
        let said = say!("{word} in slot {slot}", word, slot);
        match groups.iter_mut().find(|group| (group.0, group.1) == (id, by.as_slice())) {
            Some(group) => group.2.push(said),
            None => groups.push((id, by, vec![said])),
        }
    }
    let each = groups.iter().map(|(id, by, what)| {
        let under = id.as_ref().map_or(String::new(), |id| say!(", under {id}", id));
        say!("{what}{under}, by {by}", what = both(what), under, by = both(by))
    });
    let each: Vec<String> = each.collect();
    (!votes.is_empty()).then(|| say!("Accepted, but not chosen: {each}", each = each.join("; ")))
}

/// "A3 is down"; among people "F5 is away".
pub fn down(names: &[&str], word: &str) -> Option<String> {
    let are = verb(names.len(), tr!("is"), tr!("are"));
    (!names.is_empty()).then(|| format!("{} {are} {word}", both(names)))
}

/// On a node that is down.
pub const DOWN: Words = words!("down");

/// "A1, A2 and A3 have promised 5 and accepted nothing". While ids are hidden a promise is an answer.
pub fn acceptors(names: &[&str], promised: &str, accepted: &str) -> String {
    let have = verb(names.len(), tr!("has"), tr!("have"));
    match (promised, accepted) {
        (one, two) if one == tr!("nothing") && two == one => {
            say!("{names} {have} promised and accepted nothing", names = both(names), have)
        }
        _ => say!(
            "{names} {have} promised {promised} and accepted {accepted}",
            names = both(names),
            have,
            promised,
            accepted
        ),
    }
}

/// The same while ids are hidden.
pub fn plain_acceptors(names: &[&str], has_answered: bool, accepted: &str) -> String {
    let have = verb(names.len(), tr!("has"), tr!("have"));
    match (has_answered, accepted) {
        (false, accepted) if accepted == tr!("nothing") => {
            say!("{names} {have} answered and accepted nothing", names = both(names), have)
        }
        (false, _) => {
            say!("{names} {have} answered nothing and accepted {accepted}", names = both(names), have, accepted)
        }
        (true, _) => say!("{names} {have} answered, and accepted {accepted}", names = both(names), have, accepted),
    }
}

/// Proposers and clients of which the same is to be told: "P1: id 5, wants cat"; nothing of those without anything.
pub fn same(names: &[&str], facts: &[String]) -> Option<String> {
    (!facts.is_empty()).then(|| format!("{}: {}", both(names), facts.join(", ")))
}

/// What a client wants, whom it asked, and what it was told.
pub fn client(wants: Option<&str>, asked: Option<&str>, told: Option<&str>) -> Vec<String> {
    let wants = wants.map(|value| say!("wants {value}", value));
    let asked = asked.map(|replica| say!("last asked {replica}", replica));
    let told = told.map(|value| say!("was told {value}", value));
    wants.into_iter().chain(asked).chain(told).collect()
}

/// "R1 leads under 4, has promised 4 and applied up to slot 3, balance 120". One that is down has no stance.
pub fn replicas(names: &[&str], stance: Option<&Stance>, facts: &Facts) -> String {
    let many = names.len();
    let stance = stance.map_or(String::new(), |stance| match stance {
        Stance::Leads(id, true) => say!(" {many} under {id},", many = verb(many, tr!("leads"), tr!("lead")), id),
        Stance::Leads(id, false) => {
            say!(
                " {many} under {id}, which we see can win no new slot,",
                many = verb(many, tr!("leads"), tr!("lead")),
                id
            )
        }
        Stance::Tries(id, have, need) => {
            say!(
                " {many} to lead under {id} with {have} of {need} promises,",
                many = verb(many, tr!("tries"), tr!("try")),
                id,
                have,
                need
            )
        }
        Stance::Follows(None) => say!(" {many} no leader,", many = verb(many, tr!("knows"), tr!("know"))),
        Stance::Follows(Some(leader)) => format!(" {} {leader},", verb(many, tr!("follows"), tr!("follow"))),
    });
    let member = match (facts.is_member, many) {
        (true, _) => String::new(),
        (false, 1) => say!(" is {most},", most = NO_MEMBER),
        (false, _) => tr!(" are not members,").to_string(),
    };
    let have = verb(many, tr!("has"), tr!("have"));
    let done = match (facts.promised, facts.applied) {
        (None, 0) => tr!("promised and applied nothing").to_string(),
        (promised, 0) => say!("promised {promised} and applied nothing", promised = promised.unwrap_or(tr!("nothing"))),
        (promised, slot) => say!(
            "promised {promised} and applied up to slot {slot}",
            promised = promised.unwrap_or(tr!("nothing")),
            slot
        ),
    };
    let balance = facts.balance.map_or(String::new(), |balance| say!(", balance {balance}", balance));
    let waiting = match facts.waiting {
        0 => String::new(),
        waiting => say!(
            ", {waiting} {waiting2} for a slot",
            waiting,
            waiting2 = verb(waiting, tr!("command waits"), tr!("commands wait"))
        ),
    };
    format!("{}{member}{stance} {have} {done}{balance}{waiting}", both(names))
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
    let have = verb(names.len(), tr!("has"), tr!("have"));
    let acceptors = verb(heard, tr!("acceptor"), tr!("acceptors"));
    match (learned, heard) {
        (Some(value), _) => say!("{names} {have} learned {value}", names = both(names), have, value),
        (None, 0) => say!("{names} {have} heard and learned nothing", names = both(names), have),
        (None, _) => say!(
            "{names} {have} heard of {heard} {acceptors} and learned nothing",
            names = both(names),
            have,
            heard,
            acceptors
        ),
    }
}

/// "F2 and F3 back dinner".
pub fn people(names: &[&str], backs: Option<&str>, knows: Option<&str>) -> String {
    let knows = knows.map_or(String::new(), |value| {
        say!(" and {count} {value} for the result", count = verb(names.len(), tr!("takes"), tr!("take")), value)
    });
    format!(
        "{} {} {}{knows}",
        both(names),
        verb(names.len(), tr!("backs"), tr!("back")),
        backs.unwrap_or(tr!("nothing"))
    )
}

/// What a space-time diagram is: its lines, and up to when it goes.
pub fn diagram(lines: &[&str], until: Time) -> String {
    let (whole, tenth) = (until / 1000, until % 1000 / 100);
    say!(
        "Space-time diagram up to {whole}.{tenth} s, with a line for {lines} and an arrow for each message",
        whole,
        tenth,
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
