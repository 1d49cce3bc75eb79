//! What happens among people, in words. A poll knows nothing of ids, and is told in the same words in every vocabulary.

use crate::paxos::{NodeId, Value};
use crate::story::language::{say, tr};
use crate::story::names::Names;
use crate::story::poll::{Action, Letter, Note, Person, Poll, Said, Step};
use crate::story::problem::both;

/// What stands on a message.
pub fn label(said: Said, names: &Names) -> String {
    match said {
        Said::Opinion(value) => names.value(value).to_string(),
        Said::Question => tr!("what is it?").to_string(),
        Said::Answer(Some(value)) => say!("it is {value}", value = names.value(value)),
        Said::Answer(None) => tr!("not known").to_string(),
    }
}

/// A message with its way, for a screen reader.
pub fn letter(letter: &Letter, names: &Names) -> String {
    say!(
        "{letter} from {from} to {to}",
        letter = label(letter.said, names),
        from = names.node(letter.from),
        to = names.node(letter.to)
    )
}

/// Who somebody is, what it backs and what it takes for the result.
pub fn person(name: &str, person: &Person, names: &Names) -> String {
    let up = if person.up { "" } else { tr!(", away") };
    let knows =
        person.knows.map_or(String::new(), |value| say!(", takes {value} for the result", value = names.value(value)));
    match person.backs {
        Some(value) => say!("Person {name}{up}, backs {value}{knows}", name, up, value = names.value(value), knows),
        None => say!("Person {name}{up}, backs nothing{knows}", name, up, knows),
    }
}

/// The count of those who back something, as one who sees all has it: `dinner 3, cinema 1`.
pub fn tally(poll: &Poll, names: &Names) -> String {
    let counts: Vec<String> =
        poll.tally().iter().map(|&(value, count)| format!("{} {count}", names.value(value))).collect();
    let agreed = poll
        .agreed()
        .map_or(tr!("no majority").to_string(), |value| say!("{value} has it", value = names.value(value)));
    let counts = if counts.is_empty() { tr!("nobody backs anything").to_string() } else { both(&counts) };
    say!(
        "Backed now: {counts}. A majority is {need} of {count}: {agreed}",
        counts,
        need = poll.need(),
        count = poll.people.len(),
        agreed
    )
}

/// What happened in a step, and why.
pub fn step(step: &Step, poll: &Poll, names: &Names) -> String {
    let teller = Teller { names, poll };
    let told = teller.told(step);
    let lost = step.effects.sent.iter().find(|sent| sent.is_lost);
    let lost =
        lost.map_or(String::new(), |sent| say!(" The message to {to} is lost.", to = names.node(sent.letter.to)));
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
        say!(" {backers} back {value}: a majority at this moment.", backers = both(&backers), value = self.value(value))
    }

    fn told(&self, step: &Step) -> String {
        let me = self.names.node(step.person());
        let from = step.effects.letter.map_or("", |letter| self.names.node(letter.from));
        match step.effects.note {
            Note::MadeUpItsMind { value } => say!("{me} backs {value}.", me, value = self.value(value)),
            Note::ChangedItsMind { from, to } => {
                say!(
                    "{me} changes its mind: it backs {to} now, no longer {from}.",
                    me,
                    to = self.value(to),
                    from = self.value(from)
                )
            }
            Note::SaidItsOpinion { value } => {
                say!("{me} tells {to} that it backs {value}.", me, to = self.receiver(step), value = self.value(value))
            }
            Note::AskedForTheResult => say!("{me} asks {to} what the result is.", me, to = self.receiver(step)),
            Note::WentAway => say!("{me} goes away, and hears nothing.", me),
            Note::CameBack => say!("{me} is back.", me),
            Note::IsLost => say!("{message} is lost.", message = self.about(step)),
            Note::WillBeLost => {
                say!("The next message from {me} to {to} will be lost.", me, to = self.receiver(step))
            }
            Note::Heard { .. }
            | Note::Counted { .. }
            | Note::CountsNoMore { .. }
            | Note::AnswersWith { .. }
            | Note::LearnsFrom { .. }
            | Note::LearnsNothing
            | Note::HearsOfAnother { .. }
            | Note::ReceiverIsAway => self.received(step.effects.note, me, from),
        }
    }

    /// What somebody makes of a message.
    fn received(&self, note: Note, me: &str, from: &str) -> String {
        match note {
            Note::Heard { value, have, need } => {
                let value = self.value(value);
                match have {
                    1 => say!(
                        "{me} hears from {from}: {value}. It knows of 1 person for {value}, and a majority is {need}.",
                        me,
                        from,
                        value,
                        need
                    ),
                    _ => say!(
                        "{me} hears from {from}: {value}. It knows of {have} people for {value}, and a majority is {need}.",
                        me,
                        from,
                        value,
                        have,
                        need
                    ),
                }
            }
            Note::Counted { value, by } => {
                let by: Vec<&str> = by.iter().map(|person| self.names.node(person)).collect();
                let (by, value) = (both(&by), self.value(value));
                say!(
                    "{me} knows that {by} back {value}: a majority, so {me} takes {value} for the result.",
                    me,
                    by,
                    value
                )
            }
            Note::CountsNoMore { known } => {
                say!(
                    "{me} hears from {from}. It takes {known} for the result already, and counts no more.",
                    me,
                    from,
                    known = self.value(known)
                )
            }
            Note::AnswersWith { known: Some(known) } => {
                say!(
                    "{from} asks {me}, which takes {known} for the result and says so.",
                    from,
                    me,
                    known = self.value(known)
                )
            }
            Note::AnswersWith { known: None } => say!("{from} asks {me}, which knows no result and says so.", from, me),
            Note::LearnsFrom { value } => {
                say!("{me} learns from {from} that the result is {value}.", me, from, value = self.value(value))
            }
            Note::LearnsNothing => say!("{me} learns nothing: {from} does not know the result.", me, from),
            Note::HearsOfAnother { known, other } => {
                let (known, other) = (self.value(known), self.value(other));
                say!("{me} takes {known} for the result, and {from} says that it is {other}.", me, known, from, other)
            }
            Note::ReceiverIsAway => say!("{me} is away: the message from {from} reaches nobody.", me, from),
            _ => String::new(),
        }
    }

    /// The message that a step is about, with its way.
    #[inline(never)]
    fn about(&self, step: &Step) -> String {
        let told = |letter: Letter| {
            let (from, to) = (self.names.node(letter.from), self.names.node(letter.to));
            say!("“{letter}” from {from} to {to}", letter = label(letter.said, self.names), from, to)
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
        let (number, people, value) = (people.len(), both(&people), names.value(value));
        match number {
            0 => None,
            1 => Some(say!("{people} takes {value} for the result", people, value)),
            _ => Some(say!("{people} take {value} for the result", people, value)),
        }
    };
    let results: Vec<String> = (0..names.values.len() as u16).filter_map(|value| known(Value::of(value))).collect();
    let results_told =
        if results.is_empty() { tr!("nobody takes anything for the result").to_string() } else { results.join("; ") };
    let on_its_way =
        if poll.in_flight.is_empty() { tr!("Nothing is on its way any more") } else { tr!("Something is on its way") };
    let mut told = vec![format!("{on_its_way}; {results_told}.")];
    told.push(tally(poll, names) + ".");
    if 1 < results.len() {
        told.push(tr!("There are two results: that is no agreement.").to_string());
    }
    told
}
