//! Random weather over replicas: what the network does, what befalls them, and what clients ask meanwhile.

use super::cluster::Setup;
use crate::storm::befalls::{down, heal_all, meddling, partition, pass};
use crate::storm::dice::{Dice, Use};
use paxos_explainer::paxos::{NodeId, Role};
use paxos_explainer::sim::truth::log::LogViolation;
use paxos_explainer::sim::{Action, Change, Delay, Recording, Retry, Schedule, Time, Violation, World, truth};

/// What was found to be broken.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Found {
    Slot(Violation),
    Log(LogViolation),
}

/// Which findings are looked for.
pub type Watch = fn(Found) -> bool;

pub const ANY: Watch = |_| true;

/// What a step has broken.
pub fn found(before: &World, recording: &Recording) -> impl Iterator<Item = Found> + use<> {
    let after = recording.world();
    let effects = &recording.steps().last().expect("a step was done").effects;
    let slots = [
        truth::violation(after),
        truth::broken_promise(before, after),
        truth::breach(after),
        truth::unstored_answer(after, effects),
    ];
    let log = truth::log::violation(after).map(Found::Log);
    slots.into_iter().flatten().map(Found::Slot).chain(log)
}

/// Blows over a cluster from a seed, and stops at the first finding that is looked for.
pub struct Storm {
    pub recording: Recording,
    pub found: Option<Found>,
    watch: Watch,
    dice: Dice,
    setup: Setup,
    length: Time,
    acts: usize,
}

impl Storm {
    pub fn of(setup: &Setup, seed: u32, watch: Watch) -> Storm {
        let mut dice = Dice::new(seed, Use::Storm);
        let (length, acts) = dice.pick(&[(4000, 12), (8000, 25), (15_000, 50)]);
        let most = dice.pick(&[100, 400, 1200]);
        let beat = dice.pick(&[None, Some(300), Some(600), Some(1500)]);
        let election = beat.map(|beat| Delay { least: 2 * beat, most: dice.pick(&[3, 5]) * beat });
        let changes = [
            Change::Seed(seed),
            Change::Delay(Delay { least: 1, most }),
            Change::Loss(dice.pick(&[0, 5, 20, 40])),
            Change::Duplication(dice.pick(&[0, 10, 30])),
            Change::Retry(dice.pick(&[Retry::Off, Retry::After(Delay { least: 300, most: 3000 })])),
            Change::Heartbeat(beat),
            Change::Election(election),
        ];
        let world = setup.world();
        let mut schedule = Schedule::new(false);
        changes.into_iter().for_each(|change| schedule.set(change));
        schedule.begin(&world);
        let recording = Recording::new(world, schedule);
        Storm { recording, found: None, watch, dice, setup: setup.clone(), length, acts }
    }

    pub fn world(&self) -> &World {
        self.recording.world()
    }

    /// Lets it blow.
    pub fn blow(&mut self) {
        let mut times: Vec<Time> = (0..self.acts).map(|_| self.dice.below(self.length as usize) as Time).collect();
        times.push(0);
        times.sort_unstable();
        for (nth, time) in times.into_iter().enumerate() {
            self.pass(time);
            let actions = if nth == 0 { vec![self.takeover()] } else { self.interference() };
            for action in actions {
                self.act(action);
            }
        }
        self.pass(self.length);
    }

    /// After the storm everything works, but for a replica that may stay down. Gives the virtual time that passes until
    /// every client has its answer; none if one has none within `most`.
    pub fn calm(&mut self, most: Time, lost: Option<NodeId>) -> Option<Time> {
        let start = self.recording.end().time;
        let mut actions = vec![
            Action::Set(Change::Loss(0)),
            Action::Set(Change::Duplication(0)),
            Action::Set(Change::Delay(Delay { least: 1, most: 100 })),
            Action::Set(Change::Retry(Retry::After(Delay { least: 500, most: 1000 }))),
            Action::Set(Change::Heartbeat(Some(300))),
            Action::Set(Change::Election(Some(Delay { least: 900, most: 2400 }))),
        ];
        actions.extend(heal_all(self.world()));
        actions.extend(down(self.world()).into_iter().map(|node| Action::Restart { node }));
        actions.extend(lost.map(|node| Action::Crash { node }));
        let held = self.world().in_flight.iter().filter(|envelope| envelope.held);
        actions.extend(held.map(|envelope| Action::Release { message: envelope.id }));
        for action in actions {
            self.act(action);
        }
        for client in self.waiting() {
            self.act(Action::Timeout { node: client });
        }
        while self.found.is_none() && !self.waiting().is_empty() {
            let end = self.recording.end().time;
            if start + most < end || self.recording.is_at_limit() {
                return None;
            }
            self.pass(end + 100);
        }
        Some(self.recording.end().time - start)
    }

    /// Clients that wait for an answer.
    pub fn waiting(&self) -> Vec<NodeId> {
        let waits = |node: &NodeId| self.world().node(*node).client.as_ref().is_some_and(|it| it.waits_for().is_some());
        self.world().cluster.nodes().filter(waits).collect()
    }

    fn pass(&mut self, until: Time) {
        if self.found.is_none() {
            let (watch, seen) = (self.watch, &mut self.found);
            pass(&mut self.recording, until, |before, recording| {
                *seen = found(before, recording).find(|&found| watch(found));
                seen.is_none()
            });
        }
    }

    fn act(&mut self, action: Action) {
        let before = self.world().clone();
        if self.found.is_none() && self.recording.push(action).is_ok() {
            self.found = found(&before, &self.recording).find(|&found| (self.watch)(found));
        }
    }

    fn nodes(&self, role: Role) -> Vec<NodeId> {
        self.world().cluster.all(role).iter().collect()
    }

    fn takeover(&mut self) -> Action {
        let replicas = self.nodes(Role::Replica);
        Action::Timeout { node: self.dice.pick(&replicas) }
    }

    /// A client asks a replica. One that waits asks for the same again, as often as not.
    fn request(&mut self) -> Action {
        let (clients, replicas) = (self.nodes(Role::Client), self.nodes(Role::Replica));
        let leader = replicas.iter().copied().find(|&node| self.leads(node)).filter(|_| !self.dice.one_in(4));
        let (client, to) = (self.dice.pick(&clients), leader.unwrap_or(self.dice.pick(&replicas)));
        let waits = self.world().node(client).client.as_ref().and_then(|client| client.waits_for());
        let words = if self.setup.members < self.setup.replicas { 9 } else { 5 };
        let drawn = self.dice.below(words) as u16;
        let number = waits.filter(|_| self.dice.one_in(2)).map_or(drawn, |value| value.word);
        let (value, command) = self.setup.word(number);
        Action::Request { client, to, value, command }
    }

    fn leads(&self, node: NodeId) -> bool {
        let node = self.world().node(node);
        node.up && node.replica.as_ref().is_some_and(|replica| replica.leads().is_some())
    }

    fn interference(&mut self) -> Vec<Action> {
        let nodes: Vec<NodeId> = self.world().cluster.nodes().collect();
        let (down, replicas) = (down(self.world()), self.nodes(Role::Replica));
        let (from, to) = (self.dice.pick(&nodes), self.dice.pick(&nodes));
        let replica = self.dice.pick(&replicas);
        match self.dice.below(24) {
            0..=4 => vec![self.request()],
            5..=7 => (0..6).map(|_| self.request()).collect(),
            8 | 9 => vec![self.takeover()],
            10 => vec![Action::Heartbeat { node: replica }],
            11 => vec![Action::Crash { node: replica }],
            12 | 13 if !down.is_empty() => vec![Action::Restart { node: self.dice.pick(&down) }],
            12..=14 => vec![Action::Crash { node: replica }, Action::Restart { node: replica }],
            15 => vec![Action::Cut { from, to }],
            16 => partition(self.recording.world(), &mut self.dice),
            17 => heal_all(self.world()),
            _ => {
                let meddled = meddling(self.recording.world(), &mut self.dice, true);
                meddled.into_iter().collect()
            }
        }
    }
}
