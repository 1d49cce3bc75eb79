//! What is said of a statement that cannot be done, or whose expectation does not hold.

use super::Scene;
use super::run::UNTIL_MAX;
use crate::check::view::Unseen;
use crate::paxos::{NodeId, Value};
use crate::sim::recording::{EVENTS_MAX, TIME_MAX};
use crate::sim::{Action, Change, Moment, Refusal, Step, Time, World};
use crate::story::ask::Asked;
use crate::story::condition::Condition;
use crate::story::names::Names;
use crate::story::print;
use crate::story::problem::both;
use crate::story::script::{Selector, Statement, Topic};
use crate::story::words::column;

/// So many messages in flight are listed at most.
const LISTED_MAX: usize = 12;

/// What went wrong with a statement, and what was expected.
pub type Failure = (String, String);

impl Scene {
    pub(super) fn not_as_expected(&self, condition: &Condition) -> Failure {
        let names = &self.script.names;
        let expected = self.meant(condition).unwrap_or_else(|| format!("`{}`", print::condition(condition, names)));
        (condition.actual(&self.recording, names), expected)
    }

    /// What is likely to be meant by a condition of values of which one is an id or begins a comment, where nobody
    /// proposes any that is called so: only the run shows that these are no values.
    fn meant(&self, condition: &Condition) -> Option<String> {
        let names = &self.script.names;
        let (slot, values) = match condition {
            Condition::And(all) => return all.iter().find_map(|each| self.meant(each)),
            Condition::Chosen(slot, values) => (*slot, values),
            _ => return None,
        };
        let is_value = |&value: &Value| {
            self.script.lines.iter().any(|line| match line.statement {
                Statement::Propose { value: wanted, .. } | Statement::Request { value: wanted, .. } => wanted == value,
                _ => false,
            })
        };
        let only = |values: &[Value]| print::condition(&Condition::Chosen(slot, values.to_vec()), names);
        let odd = |is_odd: &dyn Fn(&str) -> bool| {
            values.iter().position(|value| is_odd(names.value(*value)) && !is_value(value))
        };
        match (odd(&|word| names.read_id(word).is_some()), odd(&|word| word.starts_with("//"))) {
            (Some(0), _) if 1 < values.len() => {
                Some(format!("`{}`, for `chosen` takes values alone, without an id", only(&values[1..])))
            }
            (_, Some(at)) if 0 < at => Some(format!("`{}`, and # before a comment", only(&values[..at]))),
            _ => None,
        }
    }

    /// A question to which the run gives no answer, or for which no wrong one comes to mind.
    pub(super) fn has_no_answer(&self, asked: &Asked) -> Failure {
        let topic = asked.question.topic;
        let name = |node| self.script.names.node(node);
        if let Some(Err(why)) = asked.seen(self) {
            return unseen(why, asked.picks_for().map_or("it", name));
        }
        let wrong = match (topic, asked.shown_by(self)) {
            (Topic::Answer(node), None) => format!("no message reaches {} after this question", name(node)),
            (Topic::Sends(node), None) => format!("{} sends nothing after this question", name(node)),
            (Topic::Value(node, _), None) => format!("{} sends no value after this question", name(node)),
            (Topic::Pick(node), None) => format!("{} sends no value after this question", name(node)),
            (Topic::Id(node), None) => format!("{} begins nothing after this question", name(node)),
            (Topic::Keeps(node), None) => format!("{} does not restart after this question", name(node)),
            (Topic::Applied(_), None) => "nothing happens after this question".to_string(),
            (Topic::Ends, _) => {
                let expected = "one decision that is open, and two proposers that are up";
                return ("nobody can go on here without an end".to_string(), expected.to_string());
            }
            (Topic::Possible(_), _) => {
                let expected = "a value that somebody has proposed in one decision, under the rules of Paxos";
                return ("whether it can be chosen is not known".to_string(), expected.to_string());
            }
            _ => {
                let wrong = "this question has one answer, which no wrong rule and no mistake would change";
                return (wrong.to_string(), "a moment at which somebody could be wrong".to_string());
            }
        };
        (wrong, "a question that what follows answers".to_string())
    }

    /// A condition was waited for and did not come about.
    pub(super) fn never_so(&self, condition: &Condition) -> Failure {
        let (actual, expected) = self.not_as_expected(condition);
        let wrong =
            format!("{actual}, and nothing within {UNTIL_MAX} ms changes that{}: {}", self.hint(), self.state());
        (wrong, expected)
    }

    pub(super) fn nothing_due_after(&self, done: u32, steps: u32) -> Failure {
        let wrong = format!("nothing is due after {done} of these steps{}: {}", self.hint(), self.state());
        (wrong, format!("{steps} steps"))
    }

    /// No message in flight is meant by this selector.
    pub(super) fn none_match(&self, messages: &Selector) -> Failure {
        let statement = print::statement(&Statement::Deliver(messages.clone()), &self.script.names);
        let wrong = format!("no message in flight matches `{}`", statement.trim_start_matches("deliver "));
        match self.in_flight() {
            None => (wrong, "one of those in flight, but nothing is in flight".to_string()),
            Some(in_flight) => (wrong, format!("one of those in flight: {in_flight}")),
        }
    }

    pub(super) fn would_end_at(&self, then: Time) -> Failure {
        let now = self.recording.end().time;
        (format!("this would take the run from {now} ms to {then} ms"), format!("at most {TIME_MAX} ms in all"))
    }

    /// A limit of the run was reached before the statement was done.
    pub(super) fn too_long(&self) -> Failure {
        let last = self.recording.steps().last();
        let time = last.map_or(0, |step| step.time);
        match self.recording.events() < EVENTS_MAX {
            true => (format!("the run goes on after {time} ms"), format!("an end within {TIME_MAX} ms")),
            false => {
                let last = last.map_or(String::new(), |step| print::exact_act(step, &self.script.names));
                let wrong = format!("the run has more than {EVENTS_MAX} events by {time} ms, the last being `{last}`");
                (wrong, format!("at most {EVENTS_MAX} events in a run"))
            }
        }
    }

    /// A limit was reached while it was waited, since `start`, until nothing is due: for ever, where a timer that
    /// has fired since then is armed again.
    pub(super) fn never_idle(&self, start: Moment) -> Failure {
        let has_fired = |step: &Step, node| step.action == Action::Timeout { node };
        let since = &self.recording.steps()[start.steps..];
        let is_armed = |&node: &NodeId| self.recording.schedule().timer(node).is_some();
        let nodes = self.recording.world().cluster.nodes().filter(is_armed);
        let kept: Vec<&str> = nodes
            .filter(|&node| since.iter().any(|step| has_fired(step, node)))
            .map(|node| self.script.names.node(node))
            .collect();
        let (wrong, expected) = self.too_long();
        let whose = match kept[..] {
            [] => return (wrong, expected),
            [name] => format!("the timer of {name}"),
            _ => format!("the timers of {}", both(&kept)),
        };
        let keeps = if kept.len() == 1 { "keeps" } else { "keep" };
        (format!("{wrong}: {whose} {keeps} it going"), format!("{expected}, by `run until` or with `retry off`"))
    }

    /// The conditions in force under which replicas or clients act by themselves for ever.
    pub(super) fn wakers(&self) -> Vec<&'static str> {
        if !self.recording.world().cluster.is_replicated() {
            return Vec::new();
        }
        let waker = |change: Change| match change {
            Change::Heartbeat(Some(_)) => Some("heartbeat"),
            Change::Election(Some(_)) => Some("election"),
            Change::Commands(Some(_)) => Some("commands"),
            _ => None,
        };
        self.recording.schedule().conditions().into_iter().filter_map(waker).collect()
    }

    /// It was to be waited until nothing is due, which never comes.
    pub(super) fn keeps_going(&self) -> Failure {
        let on: Vec<String> = self.wakers().into_iter().map(|word| format!("`{word}`")).collect();
        let off: Vec<String> = self.wakers().into_iter().map(|word| format!("`set {word} off`")).collect();
        let is = if on.len() == 1 { "is" } else { "are" };
        let wrong = format!("something is always due while {} {is} on, so that `run idle` never ends", both(&on));
        (wrong, format!("`run MS`, `run until CONDITION`, or {} before", both(&off)))
    }

    /// In a manual network nothing arrives by itself, which is easily forgotten.
    fn hint(&self) -> &'static str {
        match self.recording.schedule().manual && !self.recording.world().in_flight.is_empty() {
            true => " (in a manual network messages wait for `deliver`)",
            false => "",
        }
    }

    /// Every node with what it has come to, and what is in flight.
    fn state(&self) -> String {
        let world = self.recording.world();
        let names = &self.script.names;
        let told = self.recording.steps().iter().rev().filter_map(|step| column::client(step, names));
        let told: Vec<(NodeId, String)> = told.collect();
        let cell = |node: NodeId| match (world.node(node).up, told.iter().find(|(client, _)| *client == node)) {
            (true, None) => column::cell(world, node, names),
            (true, Some((_, said))) => said.clone(),
            (false, _) => "down".to_string(),
        };
        let nodes = world.cluster.nodes().map(|node| format!("{} {}", names.node(node), cell(node)));
        let in_flight = self.in_flight().unwrap_or_else(|| "nothing".to_string());
        format!("{}; in flight: {in_flight}", nodes.collect::<Vec<String>>().join(", "))
    }

    /// The messages in flight, the first of them if they are many; none if there is none.
    fn in_flight(&self) -> Option<String> {
        let in_flight = &self.recording.world().in_flight;
        let names = &self.script.names;
        let held = |held: bool| if held { " (held)" } else { "" };
        let mut listed: Vec<String> = in_flight
            .iter()
            .take(LISTED_MAX)
            .map(|envelope| format!("`{}`{}", print::message(envelope, names), held(envelope.held)))
            .collect();
        if LISTED_MAX < in_flight.len() {
            listed.push(format!("{} more", in_flight.len() - LISTED_MAX));
        }
        (!listed.is_empty()).then(|| both(&listed))
    }
}

/// Why an action could not be done, for people.
pub fn refused(refusal: Refusal, world: &World, names: &Names) -> Failure {
    let name = |node| names.node(node).to_string();
    match refusal {
        Refusal::Down(node) => (format!("{} is down already", name(node)), "a node that is up".into()),
        Refusal::DownAndAsked(node) => (format!("{} is down", name(node)), "a node that is up".into()),
        Refusal::Up(node) => (format!("{} is up already", name(node)), "a node that is down".into()),
        Refusal::WrongRole(node) => (format!("{} does not play that role", name(node)), "another node".into()),
        Refusal::NothingToPropose(node) => {
            (format!("{} has nothing to propose", name(node)), "a `propose` or a `request` before".into())
        }
        Refusal::BallotTooLow(node, ballot) => {
            let wrong = format!("{} has used {} before", name(node), names.id(ballot));
            (wrong, format!("an id above {}", names.id(ballot)))
        }
        Refusal::BallotTaken(ballot) => {
            let user = world.used.iter().find(|(used, _)| used.number == ballot.number).map(|&(_, user)| name(user));
            let user = user.unwrap_or_else(|| "another proposer".to_string());
            (format!("{user} has used {} before", names.id(ballot)), "an id that no other proposer has used".into())
        }
        Refusal::WaitsForNothing(node) => {
            (format!("{} waits for no answer", name(node)), "a `request` of this client before".into())
        }
        Refusal::DoesNotLead(node) => (format!("{} does not lead", name(node)), "a replica that leads".into()),
        Refusal::NotInFlight => ("that message is not in flight".into(), "one that is".into()),
    }
}

/// Why nobody can be asked to pick in a proposer's place.
fn unseen(why: Unseen, name: &str) -> Failure {
    let wrong = match why {
        Unseen::Log => "replicas of a log pick a value for each slot".to_string(),
        Unseen::Rules => "a rule, the quorums or the refusals are not as at the beginning, or not Paxos's".to_string(),
        Unseen::Crashed => format!("{name} has crashed before, and does not remember all that it has seen"),
        Unseen::Beyond => format!("{name} has received an ACCEPT before, and knows more than PROMISEs say"),
        Unseen::SendsNothing => format!("{name} does not send its value because of a PROMISE"),
    };
    (
        wrong,
        "a proposer of one decision, under the rules of Paxos, whose majority of PROMISEs is still to come".to_string(),
    )
}
