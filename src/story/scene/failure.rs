//! What is said of a statement that cannot be done, or whose expectation does not hold.

use super::Scene;
use super::run::UNTIL_MAX;
use crate::check::view::Unseen;
use crate::paxos::{NodeId, Value};
use crate::sim::recording::{EVENTS_MAX, TIME_MAX};
use crate::sim::{Action, Change, Moment, Refusal, Step, Time, World};
use crate::story::ask::Asked;
use crate::story::condition::Condition;
use crate::story::language::{say, tr};
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
                Some(say!("`{values}`, for `chosen` takes values alone, without an id", values = only(&values[1..])))
            }
            (_, Some(at)) if 0 < at => Some(say!("`{values}`, and # before a comment", values = only(&values[..at]))),
            _ => None,
        }
    }

    /// A question to which the run gives no answer, or for which no wrong one comes to mind.
    #[inline(never)]
    pub(super) fn has_no_answer(&self, asked: &Asked) -> Failure {
        let topic = asked.question.topic;
        let name = |node| self.script.names.node(node);
        if let Some(Err(why)) = asked.seen(self) {
            return unseen(why, asked.picks_for().map_or("it", name));
        }
        let wrong = match (topic, asked.shown_by(self)) {
            (Topic::Answer(node), None) => say!("no message reaches {node} after this question", node = name(node)),
            (Topic::Sends(node), None) => say!("{node} sends nothing after this question", node = name(node)),
            (Topic::Value(node, _), None) => say!("{node} sends no value after this question", node = name(node)),
            (Topic::Pick(node), None) => say!("{node} sends no value after this question", node = name(node)),
            (Topic::Id(node), None) => say!("{node} begins nothing after this question", node = name(node)),
            (Topic::Keeps(node), None) => say!("{node} does not restart after this question", node = name(node)),
            (Topic::Applied(_), None) => tr!("nothing happens after this question").to_string(),
            (Topic::Ends, _) => {
                let expected = tr!("one decision that is open, and two proposers that are up");
                return (tr!("nobody can go on here without an end").to_string(), expected.to_string());
            }
            (Topic::Possible(_), _) => {
                let expected = tr!("a value that somebody has proposed in one decision, under the rules of Paxos");
                return (tr!("whether it can be chosen is not known").to_string(), expected.to_string());
            }
            _ => {
                let wrong = tr!("this question has one answer, which no wrong rule and no mistake would change");
                return (wrong.to_string(), tr!("a moment at which somebody could be wrong").to_string());
            }
        };
        (wrong, tr!("a question that what follows answers").to_string())
    }

    /// A condition was waited for and did not come about.
    pub(super) fn never_so(&self, condition: &Condition) -> Failure {
        let (actual, expected) = self.not_as_expected(condition);
        let wrong = say!(
            "{actual}, and nothing within {most} ms changes that{hint}: {state}",
            actual,
            most = UNTIL_MAX,
            hint = self.hint(),
            state = self.state()
        );
        (wrong, expected)
    }

    pub(super) fn nothing_due_after(&self, done: u32, steps: u32) -> Failure {
        let wrong = say!(
            "nothing is due after {done} of these steps{hint}: {state}",
            done,
            hint = self.hint(),
            state = self.state()
        );
        (wrong, say!("{steps} steps", steps))
    }

    /// No message in flight is meant by this selector.
    pub(super) fn none_match(&self, messages: &Selector) -> Failure {
        let statement = print::statement(&Statement::Deliver(messages.clone()), &self.script.names);
        let wrong =
            say!("no message in flight matches `{messages}`", messages = statement.trim_start_matches("deliver "));
        match self.in_flight() {
            None => (wrong, tr!("one of those in flight, but nothing is in flight").to_string()),
            Some(in_flight) => (wrong, say!("one of those in flight: {in_flight}", in_flight)),
        }
    }

    pub(super) fn would_end_at(&self, then: Time) -> Failure {
        let now = self.recording.end().time;
        (
            say!("this would take the run from {now} ms to {then} ms", now, then),
            say!("at most {most} ms in all", most = TIME_MAX),
        )
    }

    /// A limit of the run was reached before the statement was done.
    pub(super) fn too_long(&self) -> Failure {
        let last = self.recording.steps().last();
        let time = last.map_or(0, |step| step.time);
        match self.recording.events() < EVENTS_MAX {
            true => (say!("the run goes on after {time} ms", time), say!("an end within {most} ms", most = TIME_MAX)),
            false => {
                let last = last.map_or(String::new(), |step| print::exact_act(step, &self.script.names));
                let wrong = say!(
                    "the run has more than {most} events by {time} ms, the last being `{last}`",
                    most = EVENTS_MAX,
                    time,
                    last
                );
                (wrong, say!("at most {most} events in a run", most = EVENTS_MAX))
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
        let wrong = match kept[..] {
            [] => return (wrong, expected),
            [name] => say!("{wrong}: the timer of {name} keeps it going", wrong, name),
            _ => say!("{wrong}: the timers of {names} keep it going", wrong, names = both(&kept)),
        };
        (wrong, say!("{expected}, by `run until` or with `retry off`", expected))
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
        let wrong = match &on[..] {
            [on] => say!("something is always due while {on} is on, so that `run idle` never ends", on),
            _ => say!("something is always due while {all} are on, so that `run idle` never ends", all = both(&on)),
        };
        (wrong, say!("`run MS`, `run until CONDITION`, or {off} before", off = both(&off)))
    }

    /// In a manual network nothing arrives by itself, which is easily forgotten.
    fn hint(&self) -> &'static str {
        match self.recording.schedule().manual && !self.recording.world().in_flight.is_empty() {
            true => tr!(" (in a manual network messages wait for `deliver`)"),
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
            (false, _) => tr!(in "a node": "down").to_string(),
        };
        let nodes = world.cluster.nodes().map(|node| format!("{} {}", names.node(node), cell(node)));
        let in_flight = self.in_flight().unwrap_or_else(|| tr!(in "in flight": "nothing").to_string());
        say!("{nodes}; in flight: {in_flight}", nodes = nodes.collect::<Vec<String>>().join(", "), in_flight)
    }

    /// The messages in flight, the first of them if they are many; none if there is none.
    fn in_flight(&self) -> Option<String> {
        let in_flight = &self.recording.world().in_flight;
        let names = &self.script.names;
        let held = |held: bool| if held { tr!(" (held)") } else { "" };
        let mut listed: Vec<String> = in_flight
            .iter()
            .take(LISTED_MAX)
            .map(|envelope| format!("`{}`{}", print::message(envelope, names), held(envelope.held)))
            .collect();
        if LISTED_MAX < in_flight.len() {
            listed.push(say!("{count} more", count = in_flight.len() - LISTED_MAX));
        }
        (!listed.is_empty()).then(|| both(&listed))
    }
}

/// Why an action could not be done, for people.
pub fn refused(refusal: Refusal, world: &World, names: &Names) -> Failure {
    let name = |node| names.node(node).to_string();
    match refusal {
        Refusal::Down(node) => (say!("{node} is down already", node = name(node)), tr!("a node that is up").into()),
        Refusal::DownAndAsked(node) => (say!("{node} is down", node = name(node)), tr!("a node that is up").into()),
        Refusal::Up(node) => (say!("{node} is up already", node = name(node)), tr!("a node that is down").into()),
        Refusal::WrongRole(node) => {
            (say!("{node} does not play that role", node = name(node)), tr!("another node").into())
        }
        Refusal::NothingToPropose(node) => {
            (say!("{node} has nothing to propose", node = name(node)), tr!("a `propose` or a `request` before").into())
        }
        Refusal::BallotTooLow(node, ballot) => {
            let wrong = say!("{node} has used {ballot} before", node = name(node), ballot = names.id(ballot));
            (wrong, say!("an id above {ballot}", ballot = names.id(ballot)))
        }
        Refusal::BallotTaken(ballot) => {
            let user = world.used.iter().find(|(used, _)| used.number == ballot.number).map(|&(_, user)| name(user));
            let user = user.unwrap_or_else(|| tr!("another proposer").to_string());
            (
                say!("{user} has used {ballot} before", user, ballot = names.id(ballot)),
                tr!("an id that no other proposer has used").into(),
            )
        }
        Refusal::WaitsForNothing(node) => {
            (say!("{node} waits for no answer", node = name(node)), tr!("a `request` of this client before").into())
        }
        Refusal::DoesNotLead(node) => {
            (say!("{node} does not lead", node = name(node)), tr!("a replica that leads").into())
        }
        Refusal::NotInFlight => (tr!("that message is not in flight").into(), tr!("one that is").into()),
    }
}

/// Why nobody can be asked to pick in a proposer's place.
fn unseen(why: Unseen, name: &str) -> Failure {
    let wrong = match why {
        Unseen::Log => tr!("replicas of a log pick a value for each slot").to_string(),
        Unseen::Rules => {
            tr!("a rule, the quorums or the refusals are not as at the beginning, or not Paxos's").to_string()
        }
        Unseen::Crashed => say!("{name} has crashed before, and does not remember all that it has seen", name),
        Unseen::Beyond => say!("{name} has received an ACCEPT before, and knows more than PROMISEs say", name),
        Unseen::SendsNothing => say!("{name} does not send its value because of a PROMISE", name),
    };
    (
        wrong,
        tr!("a proposer of one decision, under the rules of Paxos, whose majority of PROMISEs is still to come")
            .to_string(),
    )
}
