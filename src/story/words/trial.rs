//! What is said of an acceptor to try: its two rules as a flow, and what came of each message.

use super::terms::Terms;
use super::{Telling, label, note};
use crate::paxos::acceptor::OnDisk;
use crate::paxos::rules::Storage;
use crate::paxos::{Ballot, Kind, Message, NodeId, Note, Outcome, Slot};
use crate::story::language::{say, tr};

/// Which way a message took through a rule.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Way {
    /// The answer to the question was yes.
    Yes,
    /// It was no.
    No,
}

/// One of an acceptor's two rules, with the numbers of the message that has just run through it, if one has.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Flow {
    /// The message.
    pub message: String,
    /// The question.
    pub question: String,
    /// What is done if the answer is yes.
    pub yes: [String; 2],
    /// What is done if it is no.
    pub no: String,
    /// Which way was taken.
    pub taken: Option<Way>,
}

/// A message that arrived, and what came of it.
#[derive(Clone, Copy, Debug)]
pub struct Arrival<'a> {
    /// The message.
    pub message: &'a Message,
    /// What the acceptor had promised.
    pub before: Option<Ballot>,
    /// Why it did what it did.
    pub note: Note,
    /// What it answered.
    pub answer: Option<&'a Message>,
}

/// The rule for PREPARE, which `arrival` has run through if it is one (PMS 2.2, phase 1b).
pub fn prepare(arrival: Option<Arrival>, telling: Telling) -> Flow {
    let terms = Terms::of(telling);
    let stores = |id: &str| say!("store {promised} = {id}", promised = terms.promised, id);
    let general = Flow {
        message: terms.prepare("n"),
        question: format!("n > {}?", terms.promised),
        yes: [stores("n"), say!("answer {promise} with what it has accepted", promise = terms.promise("n"))],
        no: tr!("ignore it").to_string(),
        taken: None,
    };
    run(general, arrival, Kind::Prepare, ">", |ballot, _| stores(&telling.id(ballot)), telling)
}

/// The rule for ACCEPT-REQUEST, which `arrival` has run through if it is one (PMS 2.2, phase 2b).
pub fn accept_request(arrival: Option<Arrival>, telling: Telling) -> Flow {
    let terms = Terms::of(telling);
    let (promised, accepted_id, accepted_value) = (terms.promised, terms.accepted_id, terms.accepted_value);
    let stores = |id: &str, value: &str| {
        say!(
            "store {promised} = {id}, {accepted_id} = {id}, {accepted_value} = {value}",
            promised,
            id,
            accepted_id,
            accepted_value,
            value
        )
    };
    let general = Flow {
        message: terms.accept_request("n", "v"),
        question: format!("n ≥ {promised}?"),
        yes: [stores("n", "v"), say!("answer {message}", message = terms.accept("n", "v"))],
        no: tr!("ignore it").to_string(),
        taken: None,
    };
    let with_numbers = |ballot: Ballot, value: &str| stores(&telling.id(ballot), value);
    run(general, arrival, Kind::AcceptRequest, "≥", with_numbers, telling)
}

/// The rule as a message of its kind has run through it; as it is in general where none has.
fn run(
    general: Flow,
    arrival: Option<Arrival>,
    kind: Kind,
    sign: &str,
    stores: impl Fn(Ballot, &str) -> String,
    telling: Telling,
) -> Flow {
    let Some((arrival, ballot)) = arrival
        .filter(|arrival| arrival.message.kind() == kind)
        .and_then(|arrival| Some((arrival, arrival.message.ballot()?)))
    else {
        return general;
    };
    let promised = arrival.before.map_or(tr!("nothing").to_string(), |promised| telling.id(promised));
    let asked = Flow {
        message: label(arrival.message, telling),
        question: format!("{} {sign} {promised}?", telling.id(ballot)),
        taken: Some(Way::No),
        ..general
    };
    let value = arrival.message.value().map(|value| telling.value(value)).unwrap_or_default();
    match (arrival.note.outcome(), arrival.answer) {
        (Outcome::Promised | Outcome::Accepted, Some(answer)) => Flow {
            yes: [stores(ballot, &value), say!("answer {message}", message = label(answer, telling))],
            taken: Some(Way::Yes),
            ..asked
        },
        _ => asked,
    }
}

/// What came of a message, with its reason in numbers.
pub fn arrived(arrival: Arrival, acceptor: NodeId, telling: Telling) -> String {
    let why = telling.said(note(arrival.note, acceptor, telling));
    match arrival.note {
        Note::Accepted { vote, replaced: Some(earlier), .. }
            if earlier.ballot == vote.ballot && earlier.value != vote.value =>
        {
            let remark =
                tr!("A proposer never sends two values under one id; the acceptor cannot know, and goes by the id.");
            format!("{why} {}", telling.say(remark))
        }
        _ => why,
    }
}

/// That a message reached nobody.
pub fn unheard(message: &Message, acceptor: NodeId, telling: Telling) -> String {
    say!(
        "{message} reaches nobody: {acceptor} is down.",
        message = label(message, telling),
        acceptor = telling.node(acceptor)
    )
}

/// That it has crashed, and what stays.
pub fn crashed(acceptor: NodeId, telling: Telling) -> String {
    let stays = note(Note::Forgets(Storage::Durable), acceptor, telling);
    say!("{acceptor} crashes. {stays}", acceptor = telling.node(acceptor), stays)
}

/// That it is back.
pub fn restarted(acceptor: NodeId, telling: Telling) -> String {
    say!("{acceptor} is back, with what is on its disk.", acceptor = telling.node(acceptor))
}

/// The fields of its card, each with what is written there; nothing where nothing is.
pub fn card(disk: &OnDisk, telling: Telling) -> [(&'static str, Option<String>); 3] {
    let terms = Terms::of(telling);
    let vote = disk.votes.get(Slot::ONLY);
    [
        (terms.promised, disk.promised.map(|ballot| telling.id(ballot))),
        (terms.accepted_id, vote.map(|vote| telling.id(vote.ballot))),
        (terms.accepted_value, vote.map(|vote| telling.value(vote.value).into_owned())),
    ]
}

/// What is wrong with an id.
pub mod slip {
    use super::Telling;
    use crate::story::language::{say, tr};

    /// Nothing was typed.
    pub fn no_id(telling: Telling) -> String {
        telling.said(tr!("Type an id first: a whole number, for example 5.").to_string())
    }

    /// Something else was typed.
    pub fn not_an_id(typed: &str, telling: Telling) -> String {
        let wrong = telling.say(tr!("is not an id; a whole number is expected, for example 5."));
        say!("“{typed}” {wrong}", typed, wrong)
    }

    /// Ids begin at 1.
    pub fn id_zero(telling: Telling) -> String {
        telling.said(tr!("0 is not an id: ids begin with 1.").to_string())
    }

    /// It is higher than `highest`.
    pub fn id_too_high(typed: &str, highest: u32, telling: Telling) -> String {
        format!("{typed} {}", telling.say(&say!("is too high: the highest id that can be sent is {highest}.", highest)))
    }

    /// No value was typed.
    pub fn no_value() -> String {
        tr!("Type a value first, for example dog.").to_string()
    }

    /// The value has `length` characters.
    pub fn long_value(length: usize, longest: usize) -> String {
        say!("That value has {length} characters; it may have at most {longest}.", length, longest)
    }
}
