//! What happens next, and when: an integer clock, a seed, and the order of what falls due together.
//!
//! At one instant messages come before timers, messages in the order of sending, timers in the order of
//! nodes. Time is virtual, in whole milliseconds.

use super::action::{Action, Change, Commands, Delay, Delivery, LossReason, MessageId, Retry};
use super::draw::Draw;
use super::instruction::{Instruction, Progress, Treatment};
use super::step::Time;
use super::world::{Effects, Envelope, Network, Routing, World};
use crate::paxos::cluster::NODES_MAX;
use crate::paxos::{Message, NodeId, Role, Timer};

/// The kind number of a timer's draws.
const TIMER: u8 = 15;
/// The kind number of the draws of how long a client rests: no other draw hangs on them.
const REST: u8 = 14;
/// Backoff doubles this many times at most.
const BACKOFF_RETRIES_MAX: u8 = 6;

/// What happens next.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Next {
    /// When.
    pub time: Time,
    /// What.
    pub action: Action,
}

/// When a message in flight is due.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Due {
    message: MessageId,
    /// When it arrives; none while it is held or waits for a `deliver`.
    at: Option<Time>,
    /// While it is held: how long it still has to go.
    rest: Option<u32>,
    /// How long it takes when nothing holds it up.
    travel: u32,
}

/// The clock, the conditions of the network, and what is due.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Schedule {
    /// The time now.
    pub now: Time,
    /// Whether a message waits for a `deliver`.
    pub manual: bool,
    delay: Delay,
    loss_percent: u8,
    duplication_percent: u8,
    retry: Retry,
    heartbeat: Option<u32>,
    election: Option<Delay>,
    commands: Option<Commands>,
    seed: u32,
    due: Vec<Due>,
    timers: [Option<Time>; NODES_MAX],
    /// What each node waits for, whether or not a time is set for it.
    waits: [Option<Timer>; NODES_MAX],
    retries: [u8; NODES_MAX],
    counts: Vec<((NodeId, NodeId, u8), u32)>,
    queued: Vec<Instruction>,
    travels: Vec<u32>,
}

impl Schedule {
    /// Time 0, with a delay of one second, no loss, no duplication, no retries, seed 1.
    pub fn new(manual: bool) -> Schedule {
        Schedule {
            now: 0,
            manual,
            delay: Delay { least: 1000, most: 1000 },
            loss_percent: 0,
            duplication_percent: 0,
            retry: Retry::Off,
            heartbeat: None,
            election: None,
            commands: None,
            seed: 1,
            due: Vec::new(),
            timers: [None; NODES_MAX],
            waits: [None; NODES_MAX],
            retries: [0; NODES_MAX],
            counts: Vec::new(),
            queued: Vec::new(),
            travels: Vec::new(),
        }
    }

    /// Begins: every replica that decides waits to hear a leader, and every client of replicas rests.
    pub fn begin(&mut self, world: &World) {
        for node in world.cluster.log.members.iter() {
            self.set_timer(node, Timer::Election);
        }
        for client in world.cluster.nodes().filter(|&node| world.node(node).client.is_some()) {
            self.set_timer(client, Timer::Rest);
        }
    }

    /// The earliest thing that is due, if anything is: at once what a replica has sent to itself.
    pub fn next(&self, world: &World) -> Option<Next> {
        if let Some(&(node, _)) = world.own.first() {
            return Some(Next { time: self.now, action: Action::Own { node } });
        }
        // Thousands may be in flight: the time is sought first, and only then whose it is.
        let earliest = self.due.iter().filter_map(|due| due.at).min();
        let is_first = |envelope: &&Envelope| earliest.is_some() && self.arrives(envelope.id) == earliest;
        let first = world.in_flight.iter().find(is_first).map(|envelope| Action::Deliver { message: envelope.id });
        let arrival = earliest.zip(first);
        let timers =
            world.cluster.nodes().filter_map(|node| Some((self.timers[node.index()]?, self.fires(node, world))));
        // `min_by_key` keeps the first of equals: messages in the order of sending, then timers.
        let (time, action) = arrival.into_iter().chain(timers).min_by_key(|&(time, _)| time)?;
        Some(Next { time, action })
    }

    /// What the timer of a node is for.
    fn fires(&self, node: NodeId, world: &World) -> Action {
        match self.waits[node.index()] {
            Some(Timer::Lead | Timer::Heartbeat) => Action::Heartbeat { node },
            Some(Timer::Rest) => self.gives(node, world).unwrap_or(Action::Timeout { node }),
            Some(Timer::Arm | Timer::Disarm | Timer::Election) | None => Action::Timeout { node },
        }
    }

    /// The next command of a client that has rested: to the replica that it asked last, else to the first one.
    fn gives(&self, client: NodeId, world: &World) -> Option<Action> {
        let Commands { value, command, .. } = self.commands?;
        let asked = world.node(client).client.as_ref().and_then(|client| client.asked);
        let to = asked.or_else(|| world.cluster.all(Role::Replica).iter().next())?;
        Some(Action::Request { client, to, value, command })
    }

    /// When a message arrives, as far as that is settled.
    pub fn arrives(&self, message: MessageId) -> Option<Time> {
        self.find(message).and_then(|due| due.at)
    }

    /// How long a message in flight takes when nothing holds it up, in milliseconds.
    pub fn travel(&self, message: MessageId) -> Option<u32> {
        self.find(message).map(|due| due.travel)
    }

    /// The delay of the network, which one `deliver` of a manual scene lets pass.
    pub fn delay(&self) -> Delay {
        self.delay
    }

    /// The conditions in force, each as what would set it.
    pub fn conditions(&self) -> [Change; 9] {
        let delivery = if self.manual { Delivery::Manual } else { Delivery::Timed };
        [
            Change::Delay(self.delay),
            Change::Loss(self.loss_percent),
            Change::Duplication(self.duplication_percent),
            Change::Retry(self.retry),
            Change::Seed(self.seed),
            Change::Network(delivery),
            Change::Heartbeat(self.heartbeat),
            Change::Election(self.election),
            Change::Commands(self.commands),
        ]
    }

    /// Whether clients of a log, or its replicas, begin something without being told to.
    pub fn begins_by_itself(&self) -> bool {
        self.commands.is_some() || self.election.is_some()
    }

    /// When the timer of a node fires.
    pub fn timer(&self, node: NodeId) -> Option<Time> {
        self.timers[node.index()]
    }

    /// Follows this instruction when a message that it means is sent, after those given before.
    pub fn queue(&mut self, instruction: Instruction) {
        self.queued.push(instruction);
    }

    /// Takes over from a manual script: messages sent from now on arrive after their delay.
    pub fn take_over(&mut self) {
        self.manual = false;
    }

    /// Takes note of what an action has brought about.
    pub fn absorb(&mut self, action: Action, effects: &Effects) {
        match action {
            Action::Deliver { message } | Action::Drop { message } => {
                self.due.retain(|due| due.message != message);
            }
            Action::Hold { message } => self.hold(message),
            Action::Release { message } => self.release(message),
            Action::Delay { message, by } => self.put_off(message, by),
            Action::Timeout { node } => {
                self.retries[node.index()] = self.retries[node.index()].saturating_add(1);
            }
            Action::Set(change) => self.set(change),
            _ => {}
        }
        if let Some((node, timer)) = effects.timer {
            self.set_timer(node, timer);
        }
        self.take_in(effects);
    }

    /// Gives each message that was sent its time of arrival. A copy arrives with its original.
    fn take_in(&mut self, effects: &Effects) {
        let mut travels = std::mem::take(&mut self.travels).into_iter();
        for sent in &effects.sent {
            let Envelope { id, held, .. } = sent.envelope;
            if let Some(original) = sent.copy_of.and_then(|original| self.find(original)) {
                self.due.push(Due { message: id, ..original });
                continue;
            }
            if sent.lost == Some(LossReason::LinkCut) {
                continue; // Nothing was drawn for it.
            }
            let travel = travels.next().unwrap_or(self.delay.least);
            if sent.lost.is_none() {
                let at = (!self.manual && !held).then_some(self.now + travel);
                self.due.push(Due { message: id, at, rest: held.then_some(travel), travel });
            }
        }
    }

    fn find(&self, message: MessageId) -> Option<Due> {
        // Messages are numbered as they are sent, so that these are in order.
        let at = self.due.binary_search_by_key(&message, |due| due.message).ok()?;
        Some(self.due[at])
    }

    fn hold(&mut self, message: MessageId) {
        let now = self.now;
        for due in self.due.iter_mut().filter(|due| due.message == message && due.rest.is_none()) {
            due.rest = Some(due.at.map_or(due.travel, |at| at - now));
            due.at = None;
        }
    }

    fn release(&mut self, message: MessageId) {
        let (now, manual) = (self.now, self.manual);
        for due in self.due.iter_mut().filter(|due| due.message == message) {
            let Some(rest) = due.rest.take() else { continue };
            match manual {
                true => due.travel = rest, // It waits again, with so much of its way before it.
                false => due.at = Some(now.saturating_add(rest)),
            }
        }
    }

    /// One that waits for a `deliver` has a longer way before it, should it ever travel.
    fn put_off(&mut self, message: MessageId, by: u32) {
        for due in self.due.iter_mut().filter(|due| due.message == message) {
            let left = due.at.as_mut().or(due.rest.as_mut()).unwrap_or(&mut due.travel);
            *left = left.saturating_add(by);
        }
    }

    fn set_timer(&mut self, node: NodeId, timer: Timer) {
        self.waits[node.index()] = Some(timer);
        let wait = match (timer, self.retry) {
            (Timer::Election, _) => {
                self.election.map(|delay| self.draw(node, node, TIMER).between(delay.least, delay.most))
            }
            (Timer::Lead, _) => {
                self.timers[node.index()] = self.heartbeat.map(|_| self.now);
                return;
            }
            (Timer::Heartbeat, _) => self.heartbeat,
            (Timer::Disarm, _) => {
                self.retries[node.index()] = 0;
                None
            }
            (Timer::Rest, _) => {
                self.retries[node.index()] = 0;
                self.commands.map(|Commands { rest, .. }| self.draw(node, node, REST).between(rest.least, rest.most))
            }
            (Timer::Arm, Retry::Off) => None,
            (Timer::Arm, Retry::After(delay)) => Some(self.draw(node, node, TIMER).between(delay.least, delay.most)),
            (Timer::Arm, Retry::Backoff(base)) => {
                let k = self.retries[node.index()].min(BACKOFF_RETRIES_MAX);
                let whole = base << k;
                Some(self.draw(node, node, TIMER).between(whole / 2, whole + whole / 2))
            }
        };
        self.timers[node.index()] = wait.map(|wait| self.now + wait.max(1));
    }

    /// What was asked for this message, which is thereby met.
    fn instructed(&mut self, from: NodeId, to: NodeId, message: &Message) -> Option<Treatment> {
        let at = self.queued.iter().position(|asked| asked.means(from, to, message))?;
        let treatment = self.queued[at].treatment;
        if self.queued[at].meet(from, to) == Progress::Done {
            self.queued.remove(at);
        }
        Some(treatment)
    }

    /// The draws of the next message of this kind on this link.
    fn draw(&mut self, from: NodeId, to: NodeId, kind: u8) -> Draw {
        let link = (from, to, kind);
        let at = self.counts.iter().position(|&(counted, _)| counted == link).unwrap_or_else(|| {
            self.counts.push((link, 0));
            self.counts.len() - 1
        });
        let nth = self.counts[at].1;
        self.counts[at].1 += 1;
        Draw::new(self.seed, from, to, kind, nth)
    }

    /// From now on messages arrive in this way. What has waited for a `deliver` sets out now; what has an
    /// arrival keeps it.
    #[inline(never)]
    fn deliver(&mut self, delivery: Delivery) {
        self.manual = delivery == Delivery::Manual;
        let (now, manual) = (self.now, self.manual);
        for due in self.due.iter_mut().filter(|due| !manual && due.at.is_none() && due.rest.is_none()) {
            due.at = Some(now.saturating_add(due.travel));
        }
    }

    /// The instructions for messages to come that have not all been met, in the order given.
    pub fn queued(&self) -> &[Instruction] {
        &self.queued
    }

    /// Changes a condition of the network or of timers; those of nodes are the world's.
    #[inline(never)]
    pub fn set(&mut self, change: Change) {
        match change {
            Change::Network(delivery) => self.deliver(delivery),
            Change::Delay(delay) => self.delay = delay,
            Change::Loss(percent) => self.loss_percent = percent,
            Change::Duplication(percent) => self.duplication_percent = percent,
            Change::Retry(retry) => {
                self.retry = retry;
                for (timer, waits) in self.timers.iter_mut().zip(&self.waits) {
                    if retry == Retry::Off && matches!(waits, Some(Timer::Arm)) {
                        *timer = None;
                    }
                }
            }
            Change::Heartbeat(every) => {
                self.heartbeat = every;
                self.set_again(|timer| matches!(timer, Timer::Lead | Timer::Heartbeat));
            }
            Change::Election(delay) => {
                self.election = delay;
                self.set_again(|timer| timer == Timer::Election);
            }
            Change::Commands(commands) => {
                self.commands = commands;
                self.set_again(|timer| timer == Timer::Rest);
            }
            Change::Seed(seed) => self.seed = seed,
            _ => {}
        }
    }

    /// Sets the timers of all who wait for this anew.
    fn set_again(&mut self, is_meant: impl Fn(Timer) -> bool) {
        for node in (0..NODES_MAX as u8).map(NodeId) {
            if let Some(timer) = self.waits[node.index()].filter(|&timer| is_meant(timer)) {
                self.set_timer(node, timer);
            }
        }
    }
}

impl Network for Schedule {
    /// What was asked for this message comes first, then chance. All draws are made each time, so that
    /// a change of one percentage moves nothing else.
    fn route(&mut self, from: NodeId, to: NodeId, message: &Message) -> Routing {
        let mut draw = self.draw(from, to, message.kind() as u8);
        self.travels.push(draw.between(self.delay.least, self.delay.most));
        let (is_lost, is_doubled) = (draw.percent(self.loss_percent), draw.percent(self.duplication_percent));
        match self.instructed(from, to, message) {
            Some(Treatment::Drop) => Routing::Lost(LossReason::Taken),
            Some(Treatment::Hold) => Routing::Held,
            Some(Treatment::Duplicate) => Routing::Twice,
            None if is_lost => Routing::Lost(LossReason::Chance),
            None if is_doubled => Routing::Twice,
            None => Routing::Carried,
        }
    }
    /// It counts as one of its kind on its link, so that no later draw hangs on how it was lost.
    fn miss(&mut self, from: NodeId, to: NodeId, message: &Message) {
        self.draw(from, to, message.kind() as u8);
    }
}
