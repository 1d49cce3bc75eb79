//! What a replica, and a client of replicas, has on its disk and in its memory.

use super::super::figure::replica::issued;
use super::super::standing::slots;
use super::{Field, NOTHING, Telling, counted};
use crate::paxos::replica::OnDisk;
use crate::paxos::rules::QuorumFor;
use crate::paxos::{Answer, Client, Lead, Node, Replica, Slot, Stance, Timer, Value, Vote};
use crate::sim::World;
use crate::story::problem::both;

fn field(name: impl Into<String>, value: impl Into<String>) -> Field {
    (name.into(), value.into())
}

/// What a replica keeps through a crash, beside its promise: its log, slot by slot, and what that has made.
pub(super) fn on_disk(node: &Node, replica: &Replica, telling: Telling) -> Vec<Field> {
    let promised = node.acceptor.as_ref().and_then(|acceptor| acceptor.disk.promised);
    let mut fields = vec![field("promised, for every slot", promised.map_or(NOTHING.to_string(), |id| telling.id(id)))];
    for slot in slots_of(node) {
        let vote = node.acceptor.as_ref().and_then(|acceptor| acceptor.disk.votes.get(slot));
        if let Some(vote) = vote {
            fields.push(field(format!("slot {}, accepted", slot.0), accepted(vote, telling)));
        }
        if let Some(value) = node.learner.as_ref().and_then(|learner| learner.learned(slot)) {
            fields.push(field(format!("slot {}, known to be chosen", slot.0), command(value, telling)));
        }
    }
    fields.extend(machine(&replica.disk, telling));
    fields.push(field(
        "highest id that it has used",
        replica.disk.highest.map_or(NOTHING.to_string(), |id| telling.id(id)),
    ));
    fields
}

/// "+50, command 2 of C1".
fn command(value: Value, telling: Telling) -> String {
    let word = telling.value(value);
    value.command.map_or(word.to_string(), |id| format!("{word}, {}", issued(id, telling)))
}

fn accepted(vote: Vote, telling: Telling) -> String {
    let said = telling.vote(vote);
    vote.value.command.map_or(said.to_string(), |id| format!("{said}, {}", issued(id, telling)))
}

/// Every slot of which a replica has anything.
fn slots_of(node: &Node) -> Vec<Slot> {
    let voted = node.acceptor.iter().flat_map(|acceptor| acceptor.disk.votes.iter().map(|(slot, _)| slot));
    let known = node.learner.iter().flat_map(|learner| learner.learned.iter().map(|&(slot, _)| slot));
    let mut all: Vec<Slot> = voted.chain(known).collect();
    all.sort_unstable();
    all.dedup();
    all
}

fn machine(disk: &OnDisk, telling: Telling) -> Vec<Field> {
    let applied: Vec<Slot> = disk.applied.iter().map(|applied| applied.slot).collect();
    let mut fields = vec![field("applied", if applied.is_empty() { NOTHING.to_string() } else { slots(&applied) })];
    fields.extend(disk.machine.balance.map(|balance| field("balance", balance.to_string())));
    fields.extend(disk.machine.answers.iter().map(|last| {
        let said = format!("to its command {}: {}", last.command.number, given(last.answer));
        field(format!("last answer to {}", telling.node(last.command.client)), said)
    }));
    fields
}

/// What a crash takes from a replica.
pub(super) fn in_memory(node: &Node, replica: &Replica, world: &World, telling: Telling) -> Vec<Field> {
    let mut fields = vec![field("it", stance(replica, world, telling))];
    fields.extend(replica.lead().iter().flat_map(|lead| led(node, replica, lead, world, telling)));
    fields.extend(replica.shown.map(|id| field("highest id that it was shown", telling.id(id))));
    fields
}

fn stance(replica: &Replica, world: &World, telling: Telling) -> String {
    match &replica.stance {
        Stance::Leads(lead) => format!("leads under {}, from slot {} on", telling.id(lead.ballot), lead.first.0),
        Stance::Prepares(lead) => {
            format!("tries to lead under {}, from slot {} on", telling.id(lead.ballot), lead.first.0)
        }
        Stance::Follows => match replica.follows {
            None => "follows nobody: it has heard no leader".to_string(),
            Some(ballot) => {
                let leader = world.cluster.proposer_of(ballot).map_or("a leader", |node| telling.node(node));
                format!("follows {leader}, under {}", telling.id(ballot))
            }
        },
    }
}

fn led(node: &Node, replica: &Replica, lead: &Lead, world: &World, telling: Telling) -> Vec<Field> {
    let mut fields = vec![field("promises", promises(lead, world, telling))];
    let mut reported: Vec<Slot> = lead.reported.iter().map(|&(slot, _)| slot).collect();
    reported.sort_unstable();
    reported.dedup();
    if !reported.is_empty() {
        fields.push(field("reported to it", format!("votes in {}", slots(&reported))));
    }
    if replica.leads().is_some() {
        fields.push(field("next slot that it has yet to deal with", lead.next.0.to_string()));
    }
    for &(slot, value) in &lead.sent {
        let Some(learner) = node.learner.as_ref().filter(|learner| learner.learned(slot).is_none()) else { continue };
        let heard = learner.heard_of(slot, Vote { ballot: lead.ballot, value });
        let who = if heard.by.is_empty() { "nobody".to_string() } else { telling.nodes(heard.by) };
        let said = format!("{}; accepted by {who}, as far as it has heard", telling.value(value));
        fields.push(field(format!("slot {}, sent", slot.0), said));
    }
    if !lead.waiting.is_empty() {
        let waiting: Vec<_> = lead.waiting.iter().map(|&value| telling.value(value)).collect();
        fields.push(field("waits for a slot", both(&waiting)));
    }
    fields
}

/// Those who decide in its first slot must have promised.
fn promises(lead: &Lead, world: &World, telling: Telling) -> String {
    let at_first = world.cluster.log.members == world.cluster.all(crate::paxos::Role::Replica);
    counted(lead.promises, at_first.then_some(QuorumFor::Prepare), world, telling)
}

/// What a client of replicas has; all of it is on its disk.
pub(super) fn client(client: &Client, telling: Telling) -> Vec<Field> {
    let Some(command) = client.command else { return vec![field("command", "it has given none")] };
    let mut fields = vec![field("command", format!("{}, its command {}", telling.value(command), client.issued))];
    fields.extend(client.asked.map(|node| field("asked last", telling.node(node))));
    fields.push(match client.answer {
        None => field("answer", "none yet"),
        Some((slot, answer)) => field("answer", format!("{}, from slot {}", given(answer), slot.0)),
    });
    fields
}

/// What the timer of a replica or of a client is for.
pub fn timer(node: &Node, timer: Timer) -> &'static str {
    match timer {
        Timer::Heartbeat | Timer::Lead => "heartbeat",
        Timer::Election => "election timer",
        Timer::Rest => "timer for the next command",
        Timer::Arm | Timer::Disarm if node.client.is_some() => "timer to ask again",
        Timer::Arm | Timer::Disarm if node.replica.is_some() => "election timer",
        Timer::Arm | Timer::Disarm => super::TIMER,
    }
}

/// What a command has come to, in a few words.
fn given(answer: Answer) -> String {
    match answer {
        Answer::Done => "done".to_string(),
        Answer::Balance(balance) => format!("the balance is {balance}"),
        Answer::TooLittle(balance) => format!("refused, for the balance is only {balance}"),
    }
}
