//! What a replica, and a client of replicas, has on its disk and in its memory.

use super::super::figure::replica::issued;
use super::super::standing::slots;
use super::{Field, NOTHING, Telling, counted, reworded};
use crate::paxos::replica::OnDisk;
use crate::paxos::rules::QuorumFor;
use crate::paxos::{Answer, Client, Lead, Node, Replica, Slot, Stance, Timer, Value, Vote};
use crate::sim::World;
use crate::story::language::{say, tr};
use crate::story::problem::both;

fn field(name: impl Into<String>, value: impl Into<String>) -> Field {
    (name.into(), value.into())
}

/// What was told of the slots of a log: of each that is as it was it need not be told again.
#[derive(Default)]
pub struct Slots(Vec<Told>);

/// What is in a slot, and what is told of that.
struct Told {
    slot: Slot,
    vote: Option<Vote>,
    learned: Option<Value>,
    fields: Vec<Field>,
}

impl Told {
    fn of(node: &Node, slot: Slot, before: Option<Told>, telling: Telling) -> Told {
        let vote = node.acceptor.as_ref().and_then(|acceptor| acceptor.disk.votes.get(slot));
        let learned = node.learner.as_ref().and_then(|learner| learner.learned(slot));
        if let Some(before) = before.filter(|before| (before.vote, before.learned) == (vote, learned)) {
            return before;
        }
        let has = vote.map(|vote| field(say!("slot {slot}, accepted", slot = slot.0), accepted(vote, telling)));
        let knows =
            learned.map(|value| field(say!("slot {slot}, known to be chosen", slot = slot.0), command(value, telling)));
        Told { slot, vote, learned, fields: reworded(has.into_iter().chain(knows), telling) }
    }
}

/// What a replica keeps through a crash, beside its promise: its log, slot by slot, and what that has made.
pub(super) fn on_disk(node: &Node, replica: &Replica, telling: Telling, slots: &mut Slots) -> Vec<Field> {
    let promised = node.acceptor.as_ref().and_then(|acceptor| acceptor.disk.promised);
    let promised = field(tr!("promised, for every slot"), promised.map_or(NOTHING.to_string(), |id| telling.id(id)));
    let mut before = std::mem::take(&mut slots.0).into_iter().peekable();
    for slot in slots_of(node) {
        while before.next_if(|told| told.slot < slot).is_some() {}
        let told = before.next_if(|told| told.slot == slot);
        slots.0.push(Told::of(node, slot, told, telling));
    }
    let highest = replica.disk.highest.map_or(NOTHING.to_string(), |id| telling.id(id));
    let rest = machine(&replica.disk, telling).into_iter().chain([field(tr!("highest id that it has used"), highest)]);
    let mut fields = reworded(std::iter::once(promised), telling);
    fields.extend(slots.0.iter().flat_map(|told| told.fields.iter().cloned()));
    fields.extend(reworded(rest, telling));
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
    let mut fields = vec![field(
        tr!(in "a field": "applied"),
        if applied.is_empty() { NOTHING.to_string() } else { slots(&applied) },
    )];
    fields.extend(disk.machine.balance.map(|balance| field(tr!(in "a field": "balance"), balance.to_string())));
    fields.extend(disk.machine.answers.iter().map(|last| {
        let said = say!("to its command {number}: {answer}", number = last.command.number, answer = given(last.answer));
        field(say!("last answer to {client}", client = telling.node(last.command.client)), said)
    }));
    fields
}

/// What a crash takes from a replica.
pub(super) fn in_memory(node: &Node, replica: &Replica, world: &World, telling: Telling) -> Vec<Field> {
    let mut fields = vec![field(tr!(in "a field": "it"), stance(replica, world, telling))];
    fields.extend(replica.lead().iter().flat_map(|lead| led(node, replica, lead, world, telling)));
    fields.extend(replica.shown.map(|id| field(tr!("highest id that it was shown"), telling.id(id))));
    fields
}

fn stance(replica: &Replica, world: &World, telling: Telling) -> String {
    match &replica.stance {
        Stance::Leads(lead) => {
            say!("leads under {id}, from slot {slot} on", id = telling.id(lead.ballot), slot = lead.first.0)
        }
        Stance::Prepares(lead) => {
            say!("tries to lead under {id}, from slot {slot} on", id = telling.id(lead.ballot), slot = lead.first.0)
        }
        Stance::Follows => match replica.follows {
            None => tr!("follows nobody: it has heard no leader").to_string(),
            Some(ballot) => {
                let id = telling.id(ballot);
                match world.cluster.proposer_of(ballot) {
                    Some(leader) => say!("follows {leader}, under {id}", leader = telling.node(leader), id),
                    None => say!("follows a leader, under {id}", id),
                }
            }
        },
    }
}

fn led(node: &Node, replica: &Replica, lead: &Lead, world: &World, telling: Telling) -> Vec<Field> {
    let mut fields = vec![field(tr!("promises"), promises(lead, world, telling))];
    let mut reported: Vec<Slot> = lead.reported.iter().map(|&(slot, _)| slot).collect();
    reported.sort_unstable();
    reported.dedup();
    if !reported.is_empty() {
        fields.push(field(tr!("reported to it"), say!("votes in {slots}", slots = slots(&reported))));
    }
    if replica.leads().is_some() {
        fields.push(field(tr!("next slot that it has yet to deal with"), lead.next.0.to_string()));
    }
    for &(slot, value) in &lead.sent {
        let Some(learner) = node.learner.as_ref().filter(|learner| learner.learned(slot).is_none()) else { continue };
        let heard = learner.heard_of(slot, Vote { ballot: lead.ballot, value });
        let who = if heard.by.is_empty() { tr!("nobody").to_string() } else { telling.nodes(heard.by) };
        let said = say!("{value}; accepted by {who}, as far as it has heard", value = telling.value(value), who);
        fields.push(field(say!("slot {slot}, sent", slot = slot.0), said));
    }
    if !lead.waiting.is_empty() {
        let waiting: Vec<_> = lead.waiting.iter().map(|&value| telling.value(value)).collect();
        fields.push(field(tr!("waits for a slot"), both(&waiting)));
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
    let Some(command) = client.command else {
        return vec![field(tr!(in "a field": "command"), tr!("it has given none"))];
    };
    let mut fields = vec![field(
        tr!(in "a field": "command"),
        say!("{command}, its command {number}", command = telling.value(command), number = client.issued),
    )];
    fields.extend(client.asked.map(|node| field(tr!("asked last"), telling.node(node))));
    fields.push(match client.answer {
        None => field(tr!(in "a field": "answer"), tr!("none yet")),
        Some((slot, answer)) => field(
            tr!(in "a field": "answer"),
            say!("{answer}, from slot {slot}", answer = given(answer), slot = slot.0),
        ),
    });
    fields
}

/// What the timer of a replica or of a client is for.
pub fn timer(node: &Node, timer: Timer) -> &'static str {
    match timer {
        Timer::Heartbeat | Timer::Lead => tr!(in "a timer": "heartbeat"),
        Timer::Election => tr!("election timer"),
        Timer::Rest => tr!("timer for the next command"),
        Timer::Arm | Timer::Disarm if node.client.is_some() => tr!("timer to ask again"),
        Timer::Arm | Timer::Disarm if node.replica.is_some() => tr!("election timer"),
        Timer::Arm | Timer::Disarm => super::TIMER.said(),
    }
}

/// What a command has come to, in a few words.
fn given(answer: Answer) -> String {
    match answer {
        Answer::Done => tr!("done").to_string(),
        Answer::Balance(balance) => say!("the balance is {balance}", balance),
        Answer::TooLittle(balance) => say!("refused, for the balance is only {balance}", balance),
    }
}
