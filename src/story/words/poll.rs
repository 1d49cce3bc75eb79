//! What happens among people, in words. A poll knows nothing of ids, and is told in the same words in every vocabulary.

use crate::paxos::{NodeId, Value};
use crate::story::names::Names;
use crate::story::poll::{Action, Letter, Note, Person, Poll, Said, Step};
use crate::story::problem::both;

/// What stands on a message.
pub fn label(said: Said, names: &Names) -> String {
    match said {
        Said::Opinion(value) => names.value(value).to_string(),
        Said::Question => "what is it?".to_string(),
        Said::Answer(Some(value)) => format!("it is {}", names.value(value)),
        Said::Answer(None) => "not known".to_string(),
    }
}

/// A message with its way, for a screen reader.
pub fn letter(letter: &Letter, names: &Names) -> String {
    format!("{} from {} to {}", label(letter.said, names), names.node(letter.from), names.node(letter.to))
}

/// Who somebody is, what it backs and what it takes for the result.
pub fn person(name: &str, person: &Person, names: &Names) -> String {
    let up = if person.up { "" } else { ", away" };
    let word = |value: Option<Value>| value.map_or("nothing".to_string(), |value| names.value(value).to_string());
    let knows = person.knows.map_or(String::new(), |value| format!(", takes {} for the result", names.value(value)));
    format!("Person {name}{up}, backs {}{knows}", word(person.backs))
}

/// The count of those who back something, as one who sees all has it: `dinner 3, cinema 1`.
pub fn tally(poll: &Poll, names: &Names) -> String {
    let counts: Vec<String> =
        poll.tally().iter().map(|&(value, count)| format!("{} {count}", names.value(value))).collect();
    let agreed = poll.agreed().map_or("no majority".to_string(), |value| format!("{} has it", names.value(value)));
    let counts = if counts.is_empty() { "nobody backs anything".to_string() } else { both(&counts) };
    format!("Backed now: {counts}. A majority is {} of {}: {agreed}", poll.need(), poll.people.len())
}

/// What happened in a step, and why.
pub fn step(step: &Step, poll: &Poll, names: &Names) -> String {
    let teller = Teller { names, poll };
    let told = teller.told(step);
    let lost = step.effects.sent.iter().find(|sent| sent.is_lost);
    let lost = lost.map_or(String::new(), |sent| format!(" The message to {} is lost.", names.node(sent.letter.to)));
    let agreed = step.effects.agreed.map_or(String::new(), |value| teller.majority(value));
    format!("{told}{lost}{agreed}")
}

struct Teller<'a> {
    names: &'a Names,
    /// The poll after the step.
    poll: &'a Poll,
}

impl Teller<'_> {
    fn value(&self, value: Value) -> &str {
        self.names.value(value)
    }

    /// Nobody in the poll sees this.
    fn majority(&self, value: Value) -> String {
        let backers = self.poll.everyone().filter(|&person| self.poll.person(person).backs == Some(value));
        let backers: Vec<&str> = backers.map(|person| self.names.node(person)).collect();
        format!(" {} back {}: a majority at this moment.", both(&backers), self.value(value))
    }

    fn told(&self, step: &Step) -> String {
        let me = self.names.node(step.person());
        let from = step.effects.letter.map_or("", |letter| self.names.node(letter.from));
        match step.effects.note {
            Note::MadeUpItsMind { value } => format!("{me} backs {}.", self.value(value)),
            Note::ChangedItsMind { from, to } => {
                format!("{me} changes its mind: it backs {} now, no longer {}.", self.value(to), self.value(from))
            }
            Note::SaidItsOpinion { value } => {
                format!("{me} tells {} that it backs {}.", self.receiver(step), self.value(value))
            }
            Note::AskedForTheResult => format!("{me} asks {} what the result is.", self.receiver(step)),
            Note::Heard { value, have, need } => {
                let count = if have == 1 { "1 person" } else { &format!("{have} people") };
                format!(
                    "{me} hears from {from}: {}. It knows of {count} for {}, and a majority is {need}.",
                    self.value(value),
                    self.value(value)
                )
            }
            Note::Counted { value, by } => {
                let by: Vec<&str> = by.iter().map(|person| self.names.node(person)).collect();
                let (by, value) = (both(&by), self.value(value));
                format!("{me} knows that {by} back {value}: a majority, so {me} takes {value} for the result.")
            }
            Note::CountsNoMore { known } => {
                format!(
                    "{me} hears from {from}. It takes {} for the result already, and counts no more.",
                    self.value(known)
                )
            }
            Note::AnswersWith { known: Some(known) } => {
                format!("{from} asks {me}, which takes {} for the result and says so.", self.value(known))
            }
            Note::AnswersWith { known: None } => format!("{from} asks {me}, which knows no result and says so."),
            Note::LearnsFrom { value } => format!("{me} learns from {from} that the result is {}.", self.value(value)),
            Note::LearnsNothing => format!("{me} learns nothing: {from} does not know the result."),
            Note::HearsOfAnother { known, other } => {
                let (known, other) = (self.value(known), self.value(other));
                format!("{me} takes {known} for the result, and {from} says that it is {other}.")
            }
            Note::ReceiverIsAway => format!("{me} is away: the message from {from} reaches nobody."),
            Note::WentAway => format!("{me} goes away, and hears nothing."),
            Note::CameBack => format!("{me} is back."),
            Note::IsLost => format!("{} is lost.", self.about(step)),
            Note::WillBeLost => format!("The next message from {me} to {} will be lost.", self.receiver(step)),
        }
    }

    /// The message that a step is about, with its way.
    fn about(&self, step: &Step) -> String {
        let told = |letter: Letter| {
            let (from, to) = (self.names.node(letter.from), self.names.node(letter.to));
            format!("“{}” from {from} to {to}", label(letter.said, self.names))
        };
        step.effects.letter.map_or(String::new(), told)
    }

    fn receiver(&self, step: &Step) -> &str {
        let to = |node: NodeId| self.names.node(node);
        match step.action {
            Action::Tell { to: other, .. } | Action::Ask { to: other, .. } | Action::Lose { to: other, .. } => {
                to(other)
            }
            _ => "",
        }
    }
}

/// How a run of people stands, most often where it has come to rest.
pub fn at_rest(poll: &Poll, names: &Names) -> Vec<String> {
    let known = |value: Value| {
        let people: Vec<&str> = poll
            .everyone()
            .filter(|&node| poll.person(node).knows == Some(value))
            .map(|node| names.node(node))
            .collect();
        let takes = if people.len() == 1 { "takes" } else { "take" };
        (!people.is_empty()).then(|| format!("{} {takes} {} for the result", both(&people), names.value(value)))
    };
    let results: Vec<String> = (0..names.values.len() as u16).filter_map(|value| known(Value::of(value))).collect();
    let results_told =
        if results.is_empty() { "nobody takes anything for the result".to_string() } else { results.join("; ") };
    let on_its_way =
        if poll.in_flight.is_empty() { "Nothing is on its way any more" } else { "Something is on its way" };
    let mut told = vec![format!("{on_its_way}; {results_told}.")];
    told.push(tally(poll, names) + ".");
    if 1 < results.len() {
        told.push("There are two results: that is no agreement.".to_string());
    }
    told
}
