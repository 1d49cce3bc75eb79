//! One step of a run in the words of the scene language: what was done, or which message it was about.

use super::{change, id, selector, word};
use crate::paxos::{Ballot, NodeId, Numbering, Slot};
use crate::sim::{Action, Envelope, MessageId, Step};
use crate::story::names::Names;
use crate::story::script::{Id, Route, Selector, Which};
use crate::story::words;

/// What happened in a step: `propose P1 cat id 5`, `crash A1`, and of a delivery the message that arrived,
/// `PREPARE 5 P1->A1`.
pub fn act(step: &Step, names: &Names) -> String {
    with_messages(step, names, words::envelope)
}

/// The same with messages named so that they can be taken into a scene: `PROMISE 6 cat A1->P1`, where a
/// transcript has `PROMISE 6 (5 cat) A1->P1`.
pub fn exact_act(step: &Step, names: &Names) -> String {
    with_messages(step, names, message)
}

fn with_messages(step: &Step, names: &Names, named: fn(&Envelope, &Names) -> String) -> String {
    let name = |node: NodeId| names.node(node);
    let message = || step.effects.envelope.as_ref().map_or(String::new(), |envelope| named(envelope, names));
    match step.action {
        Action::Deliver { .. } if step.effects.lost.is_some() => format!("lost {}", message()),
        Action::Deliver { .. } => message(),
        Action::Drop { .. } => format!("drop {}", message()),
        Action::Duplicate { .. } => format!("duplicate {}", message()),
        Action::Hold { .. } => format!("hold {}", message()),
        Action::Release { .. } => format!("release {}", message()),
        Action::Delay { by, .. } => format!("delay {} {by}", message()),
        Action::Propose { node, value, ballot } => {
            let given = ballot.map_or(String::new(), |ballot| format!(" id {}", id(as_written(ballot, names))));
            format!("propose {} {}{given}", name(node), word(names.value(value)))
        }
        Action::Request { client, to, value, .. } => {
            format!("request {} {} {}", name(client), name(to), word(names.value(value)))
        }
        Action::Timeout { node } => format!("timeout {}", name(node)),
        Action::Heartbeat { node } => format!("heartbeat {}", name(node)),
        Action::Own { node } => format!("{} itself", name(node)),
        Action::Crash { node } => format!("crash {}", name(node)),
        Action::Restart { node } => format!("restart {}", name(node)),
        Action::Cut { from, to } => format!("cut {}->{}", name(from), name(to)),
        Action::Heal { from, to } => format!("heal {}->{}", name(from), name(to)),
        Action::Set(changed) => format!("set {}", change(changed)),
    }
}

/// A message as a statement names it: `ACCEPT-REQUEST 5 "black cat" P1->A1`.
pub fn message(envelope: &Envelope, names: &Names) -> String {
    selector(&like(envelope, Which::All, names), names)
}

/// This very message among those in flight, as a link and a statement name it: by its kind, its id and its way, and
/// its number among those alike.
pub fn exact(in_flight: &[Envelope], message: MessageId, names: &Names) -> Option<Selector> {
    let at = in_flight.iter().position(|envelope| envelope.id == message)?;
    let meant = Selector { value: None, slot: None, ..like(&in_flight[at], Which::All, names) };
    let patterns = meant.patterns();
    let is_alike = |other: &&Envelope| patterns.iter().any(|p| p.matches(other.from, other.to, &other.message));
    let place = in_flight[..=at].iter().filter(is_alike).count();
    Some(Selector { which: Which::Nth(place as u32), ..meant })
}

/// Messages that cannot be told from this one by their kind, id, value and way.
pub(super) fn like(envelope: &Envelope, which: Which, names: &Names) -> Selector {
    let message = &envelope.message;
    let id = message.ballot().map(|ballot| as_written(ballot, names));
    let value = id.and(message.value());
    let slot = Some(message.slot()).filter(|&slot| slot != Slot::ONLY);
    let route = Some(Route { from: Some(envelope.from), to: vec![envelope.to] });
    Selector { which, kind: Some(message.kind()), id, slot, value, route }
}

/// An id as this scene writes it.
pub(super) fn as_written(ballot: Ballot, names: &Names) -> Id {
    let shows_server = names.numbering == Numbering::Rounds;
    Id { number: ballot.number, server: shows_server.then_some(ballot.proposer) }
}
