//! Random weather: what the network does and what befalls the nodes, all of it from one seed.

use super::befalls::{down, heal_all, meddling, partition, pass};
use super::check::{Watch, carries_on_what_is_chosen, violations};
use super::dice::{Dice, Use};
use super::setup::Setup;
use crate::lab::*;
use paxos_explainer::paxos::{Command, NodeId, Role, Slot};
use paxos_explainer::sim::{Action, Change, Delay, Recording, Retry, Schedule, Time, Violation, World};

/// Blows through a cluster from a seed, and stops at the first violation that is looked for.
pub struct Storm {
    pub recording: Recording,
    pub violation: Option<Violation>,
    /// Whether a proposer has sent another value after one was chosen.
    pub disregards_the_chosen: bool,
    watch: Watch,
    dice: Dice,
    /// Whether a message may be doubled.
    copies: bool,
    /// How long it blows, in virtual milliseconds.
    length: Time,
    /// How many times somebody interferes.
    acts: usize,
}

impl Storm {
    /// The weather of this seed under these conditions.
    pub fn of(setup: &Setup, seed: u32, watch: Watch) -> Storm {
        let mut dice = Dice::new(seed, Use::Storm);
        let (length, acts) = dice.pick(&[(4000, 5), (6000, 12), (15_000, 40)]);
        let most = dice.pick(&[200, 800, 2500]);
        let retry = match dice.below(4) {
            0 => Retry::Off,
            1 => Retry::Backoff(dice.pick(&[300, 1000])),
            _ => Retry::After(Delay { least: 300, most: dice.pick(&[1500, 4000]) }),
        };
        let changes = [
            Change::Seed(seed),
            delay_between(1, most),
            Change::Loss(dice.pick(&[0, 5, 20, 40])),
            Change::Duplication(if setup.copies { dice.pick(&[0, 10, 30]) } else { 0 }),
            Change::Retry(retry),
        ];
        let mut schedule = Schedule::new(false);
        changes.into_iter().for_each(|change| schedule.set(change));
        let recording = Recording::new(setup.world(), schedule);
        let copies = setup.copies;
        Storm { recording, violation: None, disregards_the_chosen: false, watch, dice, copies, length, acts }
    }

    pub fn world(&self) -> &World {
        self.recording.world()
    }

    /// Lets it blow.
    pub fn blow(&mut self) {
        let mut times: Vec<Time> = (0..self.acts).map(|_| self.dice.below(self.length as usize) as Time).collect();
        times.extend([0, 0, self.dice.pick(&[0, 500])]);
        times.sort_unstable();
        for (nth, time) in times.into_iter().enumerate() {
            self.pass(time);
            let actions = if nth < 3 { vec![self.proposal()] } else { self.interference() };
            for action in actions {
                self.act(action);
            }
        }
        self.pass(self.length);
    }

    /// After the storm everything works and one proposer tries alone, told to try again until all learners
    /// know: then there must be progress.
    pub fn calm(&mut self) {
        let mut proposers = self.nodes(Role::Proposer).into_iter();
        let alone = proposers.next().expect("there is a proposer");
        let mut actions = vec![
            Action::Set(Change::Loss(0)),
            Action::Set(Change::Duplication(0)),
            Action::Set(Change::Retry(Retry::Off)),
        ];
        actions.extend(heal_all(self.world()));
        actions.extend(down(self.world()).into_iter().map(|node| Action::Restart { node }));
        actions.extend(proposers.map(|node| Action::Crash { node }));
        actions.push(Action::Propose { node: alone, value: FOX, ballot: None });
        for action in actions {
            self.act(action);
        }
        for _ in 0..100 {
            let deadline = self.recording.end().time + 5000;
            self.pass(deadline);
            if self.is_known_to_all() {
                return;
            }
            self.act(Action::Timeout { node: alone });
        }
    }

    /// Whether every learner has learned.
    pub fn is_known_to_all(&self) -> bool {
        let knows = |node| self.world().node(node).learner.as_ref().is_some_and(|it| it.learned(Slot::ONLY).is_some());
        self.nodes(Role::Learner).into_iter().all(knows)
    }

    fn pass(&mut self, until: Time) {
        if self.violation.is_none() {
            let (watch, seen, disregards) = (self.watch, &mut self.violation, &mut self.disregards_the_chosen);
            pass(&mut self.recording, until, |before, recording| {
                let (found, disregarded) = look(before, recording, watch);
                (*seen, *disregards) = (found, *disregards | disregarded);
                seen.is_none()
            });
        }
    }

    fn act(&mut self, action: Action) {
        let before = self.world().clone();
        if self.violation.is_none() && self.recording.push(action).is_ok() {
            let (found, disregarded) = look(&before, &self.recording, self.watch);
            self.violation = found;
            self.disregards_the_chosen |= disregarded;
        }
    }

    fn nodes(&self, role: Role) -> Vec<NodeId> {
        self.world().cluster.all(role).iter().collect()
    }

    fn proposal(&mut self) -> Action {
        let proposers = self.nodes(Role::Proposer);
        Action::Propose { node: self.dice.pick(&proposers), value: self.dice.pick(&[CAT, DOG, FOX]), ballot: None }
    }

    /// Something that befalls a node, a link or a message.
    fn interference(&mut self) -> Vec<Action> {
        let nodes: Vec<NodeId> = self.world().cluster.nodes().collect();
        let (down, acceptors) = (down(self.world()), self.nodes(Role::Acceptor));
        let (from, to, node) = (self.dice.pick(&nodes), self.dice.pick(&nodes), self.dice.pick(&nodes));
        let acceptor = self.dice.pick(&acceptors);
        match self.dice.below(18) {
            0..=2 => vec![self.proposal()],
            3 => vec![Action::Timeout { node }],
            4 => vec![Action::Crash { node: acceptor }],
            5 => vec![Action::Crash { node }],
            6 | 7 if !down.is_empty() => vec![Action::Restart { node: self.dice.pick(&down) }],
            6..=8 => vec![Action::Crash { node: acceptor }, Action::Restart { node: acceptor }],
            9 => vec![Action::Cut { from, to }],
            10 => partition(self.recording.world(), &mut self.dice),
            11 => heal_all(self.world()),
            12 => vec![Action::Request {
                client: nodes[0],
                to,
                value: self.dice.pick(&[CAT, DOG, FOX]),
                command: Command::Word,
            }],
            _ => {
                let meddled = meddling(self.recording.world(), &mut self.dice, self.copies);
                meddled.into_iter().collect()
            }
        }
    }
}

/// What the last step has broken, and whether it has sent another value after one was chosen.
fn look(before: &World, recording: &Recording, watch: Watch) -> (Option<Violation>, bool) {
    let effects = &recording.steps().last().expect("a step was done").effects;
    let found = violations(before, recording.world(), effects).find(|&found| watch(found));
    (found, !carries_on_what_is_chosen(recording.world(), effects))
}
