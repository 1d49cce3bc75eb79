//! Random weather: what the network does and what befalls the nodes, all of it from one seed.

use crate::lab::*;
use paxos_explainer::paxos::{Nacks, NodeId, Note, Outcome, Role, Slot};
use paxos_explainer::sim::{
    Action, Change, Delay, Draw, Fate, LossReason, MessageId, Retry, Step, Time, Violation, World, truth,
};
use std::collections::HashSet;

/// Chance for the storm itself; the schedule has its own.
pub struct Dice(Draw);

impl Dice {
    pub fn new(seed: u32) -> Dice {
        Dice(Draw::new(seed, NodeId(0), NodeId(0), 14, 0))
    }

    pub fn below(&mut self, bound: usize) -> usize {
        self.0.between(0, bound as u32 - 1) as usize
    }

    pub fn one_in(&mut self, many: usize) -> bool {
        self.below(many) == 0
    }

    pub fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }
}

/// What a storm has to show for itself, so that nobody takes a calm for a proof.
#[derive(Default, Debug)]
pub struct Tally {
    pub runs: u32,
    pub runs_with_a_choice: u32,
    pub runs_with_two_chosen_ids: u32,
    pub runs_calm_in_the_end: u32,
    pub steps: usize,
    pub ignored: u32,
    pub adopted: u32,
    pub own_value: u32,
    pub learned: u32,
    pub nacks: u32,
    pub crashes: u32,
    pub restarts: u32,
    pub timeouts: u32,
    pub copies_delivered: u32,
    pub lost_by_chance: u32,
    pub lost_on_a_cut_link: u32,
    pub lost_at_a_node_down: u32,
    pub accepted_after_a_choice: u32,
}

/// Blows through a cluster from a seed, and stops at the first thing that does not hold.
pub struct Storm {
    pub run: Timed,
    pub violation: Option<Violation>,
    dice: Dice,
    /// How long it blows, in virtual milliseconds.
    length: Time,
    /// How many times somebody interferes.
    acts: usize,
    /// Whether all that holds under Paxos is looked at: a wrong rule breaks promises on purpose, and is
    /// caught only when it breaks agreement or learning.
    strict: bool,
}

impl Storm {
    /// The weather of this seed over a cluster under these changes of the rules.
    pub fn of(cast: Cast, rules: &[Change], seed: u32) -> Storm {
        let mut dice = Dice::new(seed);
        let (length, acts) = dice.pick(&[(4000, 5), (6000, 12), (15_000, 40)]);
        let most = dice.pick(&[200, 800, 2500]);
        let retry = match dice.below(4) {
            0 => Retry::Off,
            1 => Retry::Backoff(dice.pick(&[300, 1000])),
            _ => Retry::After(Delay { least: 300, most: dice.pick(&[1500, 4000]) }),
        };
        let mut changes = vec![
            Change::Seed(seed),
            delay_between(1, most),
            Change::Loss(dice.pick(&[0, 5, 20, 40])),
            Change::Duplication(dice.pick(&[0, 10, 30])),
            Change::Retry(retry),
            Change::Nacks(dice.pick(&[Nacks::Off, Nacks::Off, Nacks::On])),
        ];
        changes.extend(rules);
        let strict = rules.is_empty();
        Storm { run: Timed::of(cast, false, &changes), violation: None, dice, length, acts, strict }
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
        let cluster = self.run.world().cluster.clone();
        let mut proposers = cluster.all(Role::Proposer).iter();
        let alone = proposers.next().expect("there is a proposer");
        let mut actions = vec![
            Action::Set(Change::Loss(0)),
            Action::Set(Change::Duplication(0)),
            Action::Set(Change::Retry(Retry::Off)),
        ];
        for from in cluster.nodes() {
            actions.extend(self.run.world().cuts[from.index()].iter().map(|to| Action::Heal { from, to }));
            if !self.run.world().node(from).up {
                actions.push(Action::Restart { node: from });
            }
        }
        actions.extend(proposers.map(|node| Action::Crash { node }));
        actions.push(Action::Propose { node: alone, value: FOX, ballot: None });
        for action in actions {
            self.act(action);
        }
        for _ in 0..100 {
            let deadline = self.run.recording.end().time + 5000;
            self.pass(deadline);
            if self.is_known_to_all() {
                return;
            }
            self.act(Action::Timeout { node: alone });
        }
    }

    /// Whether everybody who is up and wants to know has learned.
    pub fn is_known_to_all(&self) -> bool {
        let world = self.run.world();
        world
            .cluster
            .all(Role::Learner)
            .iter()
            .all(|node| world.node(node).learner.as_ref().is_some_and(|learner| learner.learned(Slot::ONLY).is_some()))
    }

    /// Lets time pass, a step at a time, each with a look at what must hold.
    fn pass(&mut self, until: Time) {
        while self.violation.is_none() {
            let next = self.run.recording.schedule().next(self.run.world());
            if next.is_none_or(|next| until < next.time) {
                return self.run.run_to(until);
            }
            let before = self.run.world().clone();
            if !self.run.recording.run_step() {
                return;
            }
            self.look(&before);
        }
    }

    fn act(&mut self, action: Action) {
        let before = self.run.world().clone();
        if self.violation.is_none() && self.run.recording.push(action).is_ok() {
            self.look(&before);
        }
    }

    fn look(&mut self, before: &World) {
        let after = self.run.world();
        self.violation = truth::violation(after);
        if self.strict {
            self.violation = self.violation.or(truth::broken_promise(before, after));
            let step = self.run.recording.steps().last().expect("a step was done");
            assert_every_higher_proposal_has_the_chosen_value(after, step);
            assert_one_value_an_id(after);
        }
    }

    fn proposal(&mut self) -> Action {
        let proposers: Vec<_> = self.run.world().cluster.all(Role::Proposer).iter().collect();
        let node = self.dice.pick(&proposers);
        let value = self.dice.pick(&[CAT, DOG, FOX]);
        Action::Propose { node, value, ballot: None }
    }

    /// Something that befalls a node, a link or a message.
    fn interference(&mut self) -> Vec<Action> {
        let world = self.run.world();
        let nodes: Vec<_> = world.cluster.nodes().collect();
        let down: Vec<_> = nodes.iter().copied().filter(|&node| !world.node(node).up).collect();
        let acceptors: Vec<_> = world.cluster.all(Role::Acceptor).iter().collect();
        let messages: Vec<MessageId> = world.in_flight.iter().map(|envelope| envelope.id).collect();
        let (from, to, node) = (self.dice.pick(&nodes), self.dice.pick(&nodes), self.dice.pick(&nodes));
        let acceptor = self.dice.pick(&acceptors);
        match self.dice.below(14) {
            0..=2 => vec![self.proposal()],
            3 => vec![Action::Timeout { node }],
            4 => vec![Action::Crash { node: acceptor }],
            5 => vec![Action::Crash { node }],
            6 | 7 if !down.is_empty() => vec![Action::Restart { node: self.dice.pick(&down) }],
            8 if self.dice.one_in(2) => vec![Action::Heal { from, to }],
            8 => vec![Action::Cut { from, to }],
            9 => vec![Action::Request { client: nodes[0], to, value: self.dice.pick(&[CAT, DOG, FOX]) }],
            10 | 11 => vec![Action::Crash { node: acceptor }, Action::Restart { node: acceptor }],
            _ if messages.is_empty() => vec![],
            12 => vec![Action::Duplicate { message: self.dice.pick(&messages) }],
            13 => vec![Action::Delay { message: self.dice.pick(&messages), by: self.dice.pick(&[100, 1000, 5000]) }],
            _ => vec![Action::Drop { message: self.dice.pick(&messages) }],
        }
    }

    /// Adds up what has happened.
    pub fn count(&self, tally: &mut Tally) {
        let (recording, world) = (&self.run.recording, self.run.world());
        let sent = recording.steps().iter().flat_map(|step| &step.effects.sent);
        let copies: HashSet<MessageId> =
            sent.filter(|sent| sent.copy_of.is_some()).map(|sent| sent.envelope.id).collect();
        let chosen = truth::chosen(world).count();
        tally.runs += 1;
        tally.runs_with_a_choice += u32::from(1 <= chosen);
        tally.runs_with_two_chosen_ids += u32::from(2 <= chosen);
        tally.steps += recording.steps().len();
        for step in recording.steps() {
            tally.crashes += u32::from(matches!(step.action, Action::Crash { .. }));
            tally.restarts += u32::from(matches!(step.action, Action::Restart { .. }));
            tally.timeouts += u32::from(matches!(step.action, Action::Timeout { .. }));
            tally.nacks +=
                step.effects.notes.iter().filter(|note| matches!(note, Note::NackHeeded { .. })).count() as u32;
        }
        let mut is_chosen = false;
        for step in recording.steps() {
            is_chosen |= step.effects.chosen.is_some();
            let accepts = matches!(step.effects.notes.first(), Some(Note::Accepted { .. }));
            tally.accepted_after_a_choice += u32::from(is_chosen && accepts && step.effects.chosen.is_none());
        }
        for flight in recording.flights() {
            match flight.end.map(|end| end.fate) {
                Some(Fate::Delivered(outcome)) => {
                    tally.ignored += u32::from(outcome == Outcome::Ignored);
                    tally.adopted += u32::from(outcome == Outcome::Adopted);
                    tally.own_value += u32::from(outcome == Outcome::OwnValue);
                    tally.learned += u32::from(outcome == Outcome::Learned);
                    tally.copies_delivered += u32::from(copies.contains(&flight.envelope.id));
                }
                Some(Fate::Lost(LossReason::Chance)) => tally.lost_by_chance += 1,
                Some(Fate::Lost(LossReason::LinkCut)) => tally.lost_on_a_cut_link += 1,
                Some(Fate::Lost(LossReason::ReceiverDown)) => tally.lost_at_a_node_down += 1,
                Some(Fate::Lost(LossReason::Taken)) | None => {}
            }
        }
    }
}

/// P2b: once a value is chosen, no proposer issues another one under a higher id.
fn assert_every_higher_proposal_has_the_chosen_value(world: &World, step: &Step) {
    let requests = step.effects.sent.iter().map(|sent| &sent.envelope.message);
    for request in requests.filter(|message| message.kind() == paxos_explainer::paxos::Kind::AcceptRequest) {
        for chosen in truth::chosen(world).filter(|chosen| Some(chosen.vote.ballot) < request.ballot()) {
            assert_eq!(request.value(), Some(chosen.vote.value), "P2b after {chosen:?}");
        }
    }
}

/// PMS 2.2: different proposals have different numbers.
fn assert_one_value_an_id(world: &World) {
    for (at, cast) in world.votes.iter().enumerate() {
        let same = world.votes[at + 1..].iter().find(|other| other.vote.ballot == cast.vote.ballot);
        assert_eq!(same, None, "one id, two values");
    }
}
