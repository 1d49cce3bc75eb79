//! One arrival, earlier or later: the runs in which the message that a scene lets its reader move comes at another place
//! among the arrivals, while all else comes in the order of the scene.
//!
//! Each is carried out anew: of what is in flight, that arrives next which comes first in the order. What is never sent in
//! such a run is left out, and what only such a run sends arrives last.

use super::{Act, Branch, do_it};
use crate::paxos::{Ballot, Kind, Message, NodeId, Slot, Value, Vote};
use crate::sim::{Action, Envelope, Fate, Flight, MessageId, Moment, Recording, truth};
use crate::story::print;
use crate::story::scene::Scene;
use crate::story::script::Statement;
use std::rc::Rc;

/// The orders in which the messages of a scene can arrive, if one of them is moved.
#[derive(Clone, Debug)]
pub struct Arrivals {
    /// The message that is moved.
    pub moved: Envelope,
    /// The moment from which on it may arrive.
    pub from: Moment,
    /// What else arrives in the scene from then on, in its order.
    pub others: Vec<Envelope>,
    /// The orders that differ, that in which it comes earliest first.
    pub orders: Vec<Order>,
    /// Which of them is that of the scene.
    pub own: usize,
}

/// One of the orders, and what comes of it.
#[derive(Clone, Debug)]
pub struct Order {
    /// After how many of the others the message comes.
    pub after: usize,
    /// The run: that of the scene, or one that leaves it where the message may first arrive.
    pub branch: Branch,
    /// What of the others is never sent in it.
    pub missing: Vec<Envelope>,
    /// What is chosen at its end: a vote for each quorum.
    pub chosen: Vec<Vote>,
    /// Which value each proposer has sent, under which id, in the order of sending.
    pub sent: Vec<(NodeId, Vote)>,
}

/// By what a message is known again in another run: it may carry another value there.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Key {
    from: NodeId,
    to: NodeId,
    kind: Kind,
    ballot: Option<Ballot>,
    slot: Slot,
    /// How many of those alike were sent before it.
    nth: usize,
}

impl Arrivals {
    /// The orders of a scene; none where it lets nothing be moved.
    pub fn of(scene: &Rc<Scene>) -> Option<Arrivals> {
        let (from, moved) = scene.moved()?;
        let recording = &scene.recording;
        let known = keys(recording);
        let arrived = deliveries(recording, from);
        let own = arrived.iter().position(|&message| message == moved)?;
        let others: Vec<MessageId> = arrived.iter().copied().filter(|&message| message != moved).collect();
        let key = |message: MessageId| known[message.0 as usize];
        let home = Branch::new(scene.clone());
        let order = |after: usize| {
            let (before, rest) = others.split_at(after);
            let wanted: Vec<Key> = before.iter().chain([&moved]).chain(rest).map(|&message| key(message)).collect();
            let branch = if after == own { home.clone() } else { home.in_order(from, &wanted, &known) };
            let run = keys(&branch.recording);
            let is_missing = |message: &&MessageId| !run.contains(&key(**message));
            let missing = others.iter().filter(is_missing).map(|&message| envelope(recording, message)).collect();
            Order { after, missing, chosen: chosen(&branch.recording), sent: sent(&branch.recording), branch }
        };
        // Where it cannot come any earlier, or later, the runs are alike: one of them is enough.
        let mut orders = vec![order(own)];
        for after in (0..own).rev() {
            let new = order(after);
            if !orders[0].is_alike(&new, from) {
                orders.insert(0, new);
            }
        }
        let place = orders.len() - 1;
        for after in own + 1..=others.len() {
            let new = order(after);
            if !orders[orders.len() - 1].is_alike(&new, from) {
                orders.push(new);
            }
        }
        let others = others.into_iter().map(|message| envelope(recording, message)).collect();
        Some(Arrivals { moved: envelope(recording, moved), from, others, orders, own: place })
    }

    /// Which of the orders a run begins with: whatever else was done comes after it.
    pub fn place_of(&self, branch: &Branch) -> Option<usize> {
        match branch.acts.is_empty() {
            true => Some(self.own),
            false => self.orders.iter().position(|order| order.is_begun_by(branch)),
        }
    }

    /// How many of the first acts of a run move the arrival: together they are one thing that was done.
    pub fn acts_of(&self, branch: &Branch) -> usize {
        self.place_of(branch).map_or(0, |place| self.orders[place].branch.acts.len())
    }

    /// The places between two orders, by the first of them, at which another value is chosen.
    pub fn flips(&self) -> Vec<usize> {
        let pairs = self.orders.windows(2).enumerate();
        pairs.filter(|(_, pair)| !pair[0].chooses_as(&pair[1])).map(|(place, _)| place).collect()
    }

    /// What the message crosses between an order and the next: at its own receiver, if anything is.
    pub fn crossed(&self, place: usize) -> Option<&Envelope> {
        let (before, after) = (self.orders.get(place)?, self.orders.get(place + 1)?);
        let crossed = self.others.get(before.after..after.after)?;
        crossed.iter().find(|other| other.to == self.moved.to).or(crossed.first())
    }

    /// In how many orders two values are chosen.
    pub fn count_broken(&self) -> usize {
        self.orders.iter().filter(|order| 1 < order.values().len()).count()
    }
}

impl Order {
    /// The values that are chosen at its end, each once.
    pub fn values(&self) -> Vec<Value> {
        let mut values: Vec<_> = self.chosen.iter().map(|vote| vote.value).collect();
        values.sort();
        values.dedup();
        values
    }

    /// Whether the same is chosen in another one.
    pub fn chooses_as(&self, other: &Order) -> bool {
        self.values() == other.values()
    }

    /// How a message that is like this one has ended in it.
    pub fn fate(&self, like: &Envelope) -> Option<Fate> {
        let recording = &self.branch.recording;
        recording
            .flights()
            .iter()
            .find(|flight| is_like(&flight.envelope, like))
            .and_then(|flight| Some(flight.end?.fate))
    }

    /// What a node has answered to this PREPARE in it.
    pub fn promise(&self, prepare: &Envelope) -> Option<&Message> {
        let answers = |flight: &&Flight| {
            let it = &flight.envelope;
            it.from == prepare.to && it.to == prepare.from && it.message.ballot() == prepare.message.ballot()
        };
        let all = self.branch.recording.flights().iter().filter(answers).map(|flight| &*flight.envelope.message);
        all.into_iter().find(|message| message.kind() == Kind::Promise)
    }

    /// The moment at which it is over.
    pub fn end(&self) -> Moment {
        self.branch.acts.last().map_or(self.branch.end(), |act| act.end)
    }

    fn is_begun_by(&self, branch: &Branch) -> bool {
        !self.branch.acts.is_empty() && branch.acts.starts_with(&self.branch.acts)
    }

    /// Whether the same arrives in the same order.
    fn is_alike(&self, other: &Order, from: Moment) -> bool {
        self.arrived(from) == other.arrived(from)
    }

    fn arrived(&self, from: Moment) -> Vec<Key> {
        let keys = keys(&self.branch.recording);
        deliveries(&self.branch.recording, from).into_iter().map(|message| keys[message.0 as usize]).collect()
    }
}

impl Branch {
    /// The run that leaves its scene at a moment and in which, of what is in flight, always that arrives next which is
    /// wanted first; what is not known is wanted last, in the order of sending, and what is known and not wanted never.
    fn in_order(&self, from: Moment, wanted: &[Key], known: &[Key]) -> Branch {
        let mut run = self.fork(from);
        let mut acts = Vec::new();
        while let Some(message) = next(&run.recording, wanted, known) {
            let in_flight = &run.recording.world().in_flight;
            let Some(meant) = print::exact(in_flight, message, &run.script.names) else { break };
            let (at, statement) = (run.end(), Statement::Deliver(meant));
            let Ok(end) = do_it(&mut run, &statement) else { break };
            acts.push(Act { at, end, statement });
        }
        self.ahead(run, acts)
    }
}

fn next(recording: &Recording, wanted: &[Key], known: &[Key]) -> Option<MessageId> {
    let keys = keys(recording);
    let place = |message: MessageId| {
        let key = keys[message.0 as usize];
        let unknown = (!known.contains(&key)).then_some(wanted.len());
        wanted.iter().position(|it| *it == key).or(unknown)
    };
    let in_flight = recording.world().in_flight.iter().map(|envelope| envelope.id);
    let first = in_flight.filter_map(|message| Some((place(message)?, message))).min();
    first.map(|(_, message)| message)
}

/// What each message of a run is known by, in the order of their numbers.
fn keys(recording: &Recording) -> Vec<Key> {
    let mut keys: Vec<Key> = Vec::new();
    for flight in recording.flights() {
        let Envelope { from, to, message, .. } = &flight.envelope;
        let key =
            Key { from: *from, to: *to, kind: message.kind(), ballot: message.ballot(), slot: message.slot(), nth: 0 };
        let nth = keys.iter().filter(|other| Key { nth: 0, ..**other } == key).count();
        keys.push(Key { nth, ..key });
    }
    keys
}

/// What has arrived after a moment, in order.
fn deliveries(recording: &Recording, from: Moment) -> Vec<MessageId> {
    let steps = recording.steps().iter().skip(from.steps);
    let arrived = steps.filter_map(|step| match step.action {
        Action::Deliver { message } => Some(message),
        _ => None,
    });
    arrived.collect()
}

fn envelope(recording: &Recording, message: MessageId) -> Envelope {
    recording.flight(message).envelope.clone()
}

fn is_like(one: &Envelope, other: &Envelope) -> bool {
    let of = |it: &Envelope| (it.from, it.to, it.message.kind(), it.message.ballot(), it.message.slot());
    of(one) == of(other)
}

fn chosen(recording: &Recording) -> Vec<Vote> {
    let mut votes: Vec<Vote> = Vec::new();
    for chosen in truth::chosen(recording.world()) {
        if !votes.contains(&chosen.vote) {
            votes.push(chosen.vote);
        }
    }
    votes.sort_by_key(|vote| vote.ballot);
    votes
}

fn sent(recording: &Recording) -> Vec<(NodeId, Vote)> {
    let mut all: Vec<(NodeId, Vote)> = Vec::new();
    for flight in recording.flights() {
        let Message::AcceptRequest { ballot, value, .. } = *flight.envelope.message else { continue };
        let sent = (flight.envelope.from, Vote { ballot, value });
        if !all.contains(&sent) {
            all.push(sent);
        }
    }
    all
}
