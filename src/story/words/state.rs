//! What one node has on its disk and in its memory, field by field.

mod log;

pub use log::{Slots, timer as timer_of};

use super::beside::seconds;
use super::{Ids, Telling, Vocabulary};
use crate::paxos::rules::{Heard, Learn, QuorumFor};
use crate::paxos::{Acceptor, Attempt, Learner, Node, Phase, Proposer, Role, Slot, Vote};
use crate::sim::{Time, World};
use crate::story::language::{Words, say, tr, words};
use crate::story::problem::both;

/// A field: what it is called, and what is in it.
pub type Field = (String, String);

/// In a field that is empty.
const NOTHING: Words = words!("nothing");

/// What a node keeps through a crash. `slots` is what was told of the log of this node before.
pub fn on_disk(node: &Node, telling: Telling, slots: &mut Slots) -> Vec<Field> {
    if let Some(replica) = &node.replica {
        return log::on_disk(node, replica, telling, slots);
    }
    if let Some(client) = &node.client {
        return reworded(log::client(client, telling).into_iter(), telling);
    }
    let acceptor = node.acceptor.iter().flat_map(|acceptor| accepted(acceptor, telling));
    let proposer = node.proposer.iter().flat_map(|proposer| wishes(proposer, telling));
    let learned = node.learner.iter().map(|learner| {
        let value = learner.learned(Slot::ONLY).map(|value| telling.value(value).into_owned());
        (tr!("learned").to_string(), value.unwrap_or_else(|| NOTHING.to_string()))
    });
    reworded(acceptor.chain(proposer).chain(learned), telling)
}

/// What a crash takes from a node. Nothing of an acceptor: it writes all down before it answers.
pub fn in_memory(node: &Node, world: &World, telling: Telling) -> Vec<Field> {
    if let Some(replica) = &node.replica {
        return reworded(log::in_memory(node, replica, world, telling).into_iter(), telling);
    }
    let attempt = node.proposer.iter().flat_map(|proposer| under_way(proposer, world, telling));
    let heard = node.learner.iter().flat_map(|learner| heard(learner, world, telling));
    reworded(attempt.chain(heard), telling)
}

fn reworded(fields: impl Iterator<Item = Field>, telling: Telling) -> Vec<Field> {
    fields.map(|(name, value)| (telling.said(name), telling.said(value))).collect()
}

fn accepted(acceptor: &Acceptor, telling: Telling) -> Vec<Field> {
    let (promised, vote) = (acceptor.disk.promised, acceptor.disk.votes.get(Slot::ONLY));
    let or_nothing = |text: Option<String>| text.unwrap_or_else(|| NOTHING.to_string());
    let value = or_nothing(vote.map(|vote| telling.value(vote.value).into_owned()));
    if telling.ids == Ids::Hidden {
        let answered = if promised.is_some() { tr!("yes") } else { tr!("no") };
        return vec![(tr!("answered").to_string(), answered.to_string()), (tr!("accepted").to_string(), value)];
    }
    let names = match telling.vocabulary {
        Vocabulary::Talk => [tr!("promised"), tr!("accepted id"), tr!("accepted value")],
        Vocabulary::Lamport => [tr!("maxBal"), tr!("maxVBal"), tr!("maxVal")],
        Vocabulary::Mit => ["n_p", "n_a", "v_a"],
    };
    let values =
        [or_nothing(promised.map(|id| telling.id(id))), or_nothing(vote.map(|vote| telling.id(vote.ballot))), value];
    names.into_iter().map(str::to_string).zip(values).collect()
}

fn wishes(proposer: &Proposer, telling: Telling) -> Vec<Field> {
    let own = proposer.disk.own.map(|value| telling.value(value).into_owned());
    let wants = (tr!("wants").to_string(), own.unwrap_or_else(|| NOTHING.to_string()));
    let highest = proposer.disk.highest.map_or(NOTHING.to_string(), |id| telling.id(id));
    let highest = (telling.ids == Ids::Shown).then(|| (tr!("highest id that it has used").to_string(), highest));
    std::iter::once(wants).chain(highest).collect()
}

fn under_way(proposer: &Proposer, world: &World, telling: Telling) -> Vec<Field> {
    let shows = telling.ids == Ids::Shown;
    let shown =
        proposer.shown.filter(|_| shows).map(|id| (tr!("highest id that it was shown").to_string(), telling.id(id)));
    let Some(attempt) = &proposer.attempt else {
        let none = (tr!("attempt").to_string(), tr!("none is under way").to_string());
        return std::iter::once(none).chain(shown).collect();
    };
    let id = shows.then(|| (tr!("id of its attempt").to_string(), telling.id(attempt.ballot)));
    let mut fields: Vec<Field> = id.into_iter().collect();
    fields.push((tr!("attempt").to_string(), phase(attempt, telling)));
    fields.push((tr!("promises").to_string(), counted(attempt.promises, Some(QuorumFor::Prepare), world, telling)));
    if !attempt.reported.is_empty() {
        let reported: Vec<String> = attempt.reported.iter().map(|&vote| telling.vote(vote)).collect();
        fields.push((tr!("accepted, as reported to it").to_string(), both(&reported)));
    }
    fields.extend(shown);
    fields
}

fn phase(attempt: &Attempt, telling: Telling) -> String {
    match (attempt.phase, attempt.value()) {
        (Phase::Preparing, _) => tr!("phase 1: it waits for promises").to_string(),
        (Phase::Accepting(value), _) => say!("phase 2: it has sent {value}", value = telling.value(value)),
        (Phase::Abandoned(_), Some(value)) => {
            say!("given up after a NACK; it has sent {value}", value = telling.value(value))
        }
        (Phase::Abandoned(_), None) => tr!("given up after a NACK").to_string(),
    }
}

fn heard(learner: &Learner, world: &World, telling: Telling) -> Vec<Field> {
    // Where acceptances under several ids count together, no one id has a count of its own.
    let purpose = (world.rules.learn != Learn::PerValue).then_some(QuorumFor::Accept);
    let of = |vote: Vote| say!("has heard who accepted {vote}", vote = telling.vote(vote));
    learner.heard.iter().map(|tally| (of(tally.vote), counted(tally.heard, purpose, world, telling))).collect()
}

/// "A1 and A2: 2 of 2 that it takes".
fn counted(heard: Heard, purpose: Option<QuorumFor>, world: &World, telling: Telling) -> String {
    let who = if heard.by.is_empty() { tr!("nobody").to_string() } else { telling.nodes(heard.by) };
    match purpose {
        None => who,
        Some(purpose) => {
            let (have, need) = (world.rules.count(heard), world.rules.quorum_size(&world.cluster, purpose));
            say!("{who}; counts {have}, a quorum takes {need}", who, have, need)
        }
    }
}

/// Whether it runs, and whether it has ever crashed.
pub fn up(is_up: bool, has_crashed: bool) -> &'static str {
    match (is_up, has_crashed) {
        (true, false) => tr!("up from the beginning"),
        (true, true) => tr!("up again"),
        (false, _) => tr!("crashed"),
    }
}

/// When its timer fires.
pub fn timer(due: Option<Time>) -> String {
    due.map_or(tr!(in "a timer": "off").to_string(), |due| say!("on, fires at {due}", due = seconds(due)))
}

/// What a crash would take from it now, or has taken.
pub fn crash(node: &Node, role: Role, world: &World, telling: Telling) -> String {
    if !node.up {
        return tr!("It is down: what was in its memory is gone, and what is on its disk is there when it comes back.")
            .to_string();
    }
    let disk = lost_from_disk(node, world);
    let memory = match role {
        Role::Client | Role::Acceptor => false,
        Role::Replica => {
            let is_active = node.replica.iter().any(|replica| replica.lead().is_some() || replica.follows.is_some());
            is_active || node.learner.iter().any(|learner| !learner.heard.is_empty())
        }
        Role::Learner | Role::Proposer => {
            let is_trying = node.proposer.iter().any(|proposer| proposer.attempt.is_some() || proposer.shown.is_some());
            is_trying || node.learner.iter().any(|learner| !learner.heard.is_empty())
        }
    };
    telling.said(match (memory, disk) {
        (_, Some(forgets)) => forgets.to_string(),
        (true, None) => tr!("A crash would take all that is in its memory, and nothing from its disk.").to_string(),
        (false, None) if role == Role::Acceptor => {
            tr!("A crash would take nothing from it: whatever it knows it has on disk before it answers.").to_string()
        }
        (false, None) => tr!("A crash would take nothing from it now.").to_string(),
    })
}

/// That a wrong rule would take something from a disk; nothing in Paxos.
fn lost_from_disk(node: &Node, world: &World) -> Option<&'static str> {
    if let Some(acceptor) = &node.acceptor {
        let left = world.rules.survives_crash(acceptor.disk.clone());
        let forgets = match (left.promised != acceptor.disk.promised, left.votes != acceptor.disk.votes) {
            (true, true) => {
                Some(tr!("A crash would take what it has promised and accepted from its disk: this is not Paxos."))
            }
            (true, false) => Some(tr!("A crash would take what it has promised from its disk: this is not Paxos.")),
            (false, true) => Some(tr!("A crash would take what it has accepted from its disk: this is not Paxos.")),
            (false, false) => None,
        };
        if forgets.is_some() || node.replica.is_none() {
            return forgets;
        }
    }
    let of_replica = node.replica.as_ref().map(|replica| replica.disk.highest);
    let highest = of_replica.or_else(|| Some(node.proposer.as_ref()?.disk.highest))?;
    let forgets = world.rules.remembers_highest(highest) != highest;
    forgets.then_some(tr!("A crash would take the ids that it has used from its disk: this is not Paxos."))
}

/// What a client has asked for; the words for what it was told stand beside it.
pub const ASKED: Words = words!("has asked for");
/// What a client was told.
pub const WAS_TOLD: Words = words!("was told");

/// The name of a node with its role: "Acceptor A1".
pub fn title(role: Role, name: &str) -> String {
    match role {
        Role::Client => say!("Client {name}", name),
        Role::Proposer => say!("Proposer {name}", name),
        Role::Acceptor => say!("Acceptor {name}", name),
        Role::Learner => say!("Learner {name}", name),
        Role::Replica => say!("Replica {name}", name),
    }
}

/// Beside the choice of a node, and on the button of its menu.
pub const INSPECT: Words = words!("Inspect");
/// Over what survives a crash.
pub const DISK: Words = words!("On its disk");
/// Over what does not.
pub const MEMORY: Words = words!("In its memory");
/// Where there is nothing in memory alone.
pub const MEMORY_EMPTY: Words = words!("Nothing that is not on its disk.");
/// Beside its timer.
pub const TIMER: Words = words!("timer");
/// Over the messages to it and from it.
pub const FLYING: Words = words!("On the way to it and from it");
/// Where there are none.
pub const FLYING_NONE: Words = words!("No message.");

/// That one node does not see into another.
pub fn unseen(eye: &str, name: &str) -> String {
    say!("{eye} cannot look into {name}: it knows of it only what its messages say.", eye, name)
}

/// That a field was written then; on a button that goes there.
pub fn since(time: Time) -> String {
    say!("since {time}", time = seconds(time))
}

/// The same for the ear.
pub fn go_there(name: &str, value: &str, time: Time) -> String {
    say!("{name}: {value}, since {time}: go to the step that wrote it", name, value, time = seconds(time))
}
