//! What Paxos promises of every run, and the first step at which a run does not keep it.

use crate::paxos::acceptor::OnDisk;
use crate::paxos::{Ballot, Message, NodeId, NodeSet, Note, Value, Vote};
use crate::sim::truth::{self, Held};
use crate::sim::{Lineage, MessageId, Moment, Recording, Step, Violation, Why, World};

/// Something that must hold at every step of a run (PMS 1 and 2.2).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Property {
    /// All that is chosen or learned is one value.
    Agreement,
    /// Only what somebody proposed is accepted or chosen.
    Validity,
    /// Only what is chosen is learned.
    Learning,
    /// What an acceptor has promised or accepted it keeps, and it promises and accepts nothing below.
    Promises,
    /// One id stands for one value.
    OneValue,
}

impl Property {
    /// All of them.
    pub const ALL: [Property; 5] =
        [Property::Agreement, Property::Validity, Property::Learning, Property::Promises, Property::OneValue];
}

/// How a property is broken.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum How {
    /// Both are chosen.
    TwoChosen(Vote, Vote),
    /// The second is learned or chosen, and the first was already; not both are chosen.
    Differ(Held, Held),
    /// A node has accepted what nobody proposed.
    Invented(NodeId, Vote),
    /// A node has learned what is not chosen.
    LearnedUnchosen(NodeId, Value),
    /// An acceptor has promised the first, and now a lower id, or none.
    PromiseLowered(NodeId, Ballot, Option<Ballot>),
    /// An acceptor has accepted this although it had promised that.
    AcceptedBelow(NodeId, Vote, Ballot),
    /// An acceptor has accepted the first although it had accepted the second, under a higher id.
    WentBack(NodeId, Vote, Vote),
    /// What an acceptor had accepted is gone from its disk.
    VoteGone(NodeId, Vote),
    /// Both values are sent under this id.
    TwoValues(Ballot, Value, Value),
}

/// A property that does not hold any more, from one step on.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Broken {
    /// The step that breaks it, by its place from 0.
    pub step: usize,
    /// How.
    pub how: How,
    /// Who it takes to see it.
    pub nodes: NodeSet,
    /// The steps it takes to see it, the last of them `step`; in order.
    pub steps: Vec<usize>,
    /// The messages it takes to see it, in order.
    pub messages: Vec<MessageId>,
}

/// What became of each property in a run.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Verdicts([Option<Broken>; Property::ALL.len()]);

impl Verdicts {
    /// Those of a whole run: it is gone through once.
    pub fn of(recording: &Recording) -> Verdicts {
        Verdicts::up_to(recording, recording.steps().len())
    }

    fn up_to(recording: &Recording, last: usize) -> Verdicts {
        let mut found: [Option<(usize, How)>; Property::ALL.len()] = [None; Property::ALL.len()];
        let mut seen = Seen::new(recording);
        recording.walk(last, |done, step, world| {
            for property in Property::ALL {
                if found[property as usize].is_none() {
                    found[property as usize] = seen.breaks(property, step, world).map(|how| (done - 1, how));
                }
            }
            seen.take_in(step, world);
        });
        Verdicts(found.map(|found| found.map(|(step, how)| witness(recording, step, how))))
    }

    /// How a property was broken by this moment, if it was.
    pub fn broken(&self, property: Property, at: Moment) -> Option<&Broken> {
        self.0[property as usize].as_ref().filter(|broken| broken.step < at.steps)
    }

    /// Whether every property holds at this moment.
    pub fn all_hold(&self, at: Moment) -> bool {
        Property::ALL.into_iter().all(|property| self.broken(property, at).is_none())
    }
}

/// The first step of the first `until` ones that breaks a property.
pub fn first_violation(recording: &Recording, property: Property, until: usize) -> Option<Broken> {
    let Verdicts(mut all) = Verdicts::up_to(recording, until);
    all[property as usize].take()
}

/// What must be remembered of a run on the way through it.
struct Seen {
    /// What was on each acceptor's disk before the step.
    disks: Vec<Option<OnDisk>>,
    /// Every id with a value that was sent under it.
    sent: Vec<Vote>,
}

impl Seen {
    fn new(recording: &Recording) -> Seen {
        let start = recording.at(Moment::default());
        let disk = |node: NodeId| start.node(node).acceptor.as_ref().map(|acceptor| acceptor.disk.clone());
        Seen { disks: start.cluster.nodes().map(disk).collect(), sent: Vec::new() }
    }

    /// How a step breaks a property, if it does; `world` is that after it.
    fn breaks(&self, property: Property, step: &Step, world: &World) -> Option<How> {
        match property {
            Property::Agreement => step.effects.chosen.and_then(|_| two_chosen(world)).or_else(|| differ(step)),
            Property::Validity => invented(step, world),
            Property::Learning => {
                step.effects.notes.iter().any(|note| note.learns()).then(|| learned_unchosen(world)).flatten()
            }
            Property::Promises => self.broken_promise(step, world),
            Property::OneValue => self.two_values(step),
        }
    }

    fn take_in(&mut self, step: &Step, world: &World) {
        if let Some((node, disk)) = disk_after(step, world) {
            self.disks[node.index()] = Some(disk.clone());
        }
        for vote in sent(step) {
            if !self.sent.contains(&vote) {
                self.sent.push(vote);
            }
        }
    }

    fn broken_promise(&self, step: &Step, world: &World) -> Option<How> {
        let (node, new) = disk_after(step, world)?;
        let old = self.disks[node.index()].as_ref()?;
        let gone = || old.votes.iter().find(|&(slot, _)| new.votes.get(slot).is_none());
        let went_back = || {
            old.votes
                .iter()
                .find_map(|(slot, before)| Some((new.votes.get(slot)?, before)))
                .filter(|(now, before)| now.ballot < before.ballot)
        };
        match truth::broken_by(node, old, new) {
            Some(Violation::PromiseBroken(node, promised)) if Some(promised) <= new.promised => {
                let below =
                    new.votes.iter().find(|&(slot, vote)| vote.ballot < promised && old.votes.get(slot) != Some(vote));
                Some(How::AcceptedBelow(node, below?.1, promised))
            }
            Some(Violation::PromiseBroken(node, promised)) => Some(How::PromiseLowered(node, promised, new.promised)),
            _ => went_back()
                .map(|(now, before)| How::WentBack(node, now, before))
                .or_else(|| gone().map(|(_, vote)| How::VoteGone(node, vote))),
        }
    }

    fn two_values(&self, step: &Step) -> Option<How> {
        sent(step).find_map(|vote| {
            let other = self.sent.iter().find(|other| other.ballot == vote.ballot && other.value != vote.value)?;
            Some(How::TwoValues(vote.ballot, other.value, vote.value))
        })
    }
}

/// What is on the disk of the acceptor at which a step happened.
fn disk_after<'a>(step: &Step, world: &'a World) -> Option<(NodeId, &'a OnDisk)> {
    let node = step.node()?;
    Some((node, &world.node(node).acceptor.as_ref()?.disk))
}

/// The ids and values that are sent in a step.
fn sent(step: &Step) -> impl Iterator<Item = Vote> + '_ {
    step.effects.sent.iter().filter_map(|sent| match sent.envelope.message {
        Message::AcceptRequest { ballot, value, .. } => Some(Vote { ballot, value }),
        _ => None,
    })
}

/// What is chosen or learned by a step, and another value that was before.
fn differ(step: &Step) -> Option<How> {
    let node = step.node();
    if let (Some(node), Some((first, second))) =
        (node, step.effects.notes.iter().find_map(|note| note.hears_of_other()))
    {
        return Some(How::Differ(Held::Learned(node, first), Held::Learned(node, second)));
    }
    let first = step.effects.contradicts?;
    let learned = || Some(Held::Learned(node?, step.effects.notes.iter().find_map(|note| note.learned_value())?));
    let now = step.effects.chosen.map(|chosen| Held::Chosen(chosen.vote)).or_else(learned)?;
    Some(How::Differ(first, now))
}

fn two_chosen(world: &World) -> Option<How> {
    truth::agreement(world)?;
    let first = truth::chosen(world).next()?;
    let other = truth::chosen(world).find(|other| other.vote.value != first.vote.value)?;
    Some(How::TwoChosen(first.vote, other.vote))
}

/// An acceptance in a step of what nobody proposed by the time of `world` (PMS 1, validity).
pub fn invented(step: &Step, world: &World) -> Option<How> {
    let vote = accepted(step)?;
    (!world.proposed.contains(&vote.value)).then_some(How::Invented(step.node()?, vote))
}

fn learned_unchosen(world: &World) -> Option<How> {
    match truth::learned_unchosen(world)? {
        Violation::LearnedUnchosen(node, value) => Some(How::LearnedUnchosen(node, value)),
        _ => None,
    }
}

fn accepted(step: &Step) -> Option<Vote> {
    step.effects.notes.iter().find_map(|note| match *note {
        Note::Accepted { vote, .. } => Some(vote),
        _ => None,
    })
}

/// What it takes to see that a step breaks a property.
fn witness(recording: &Recording, step: usize, how: How) -> Broken {
    let steps = &recording.steps()[..=step];
    let mut broken = Broken { step, how, nodes: NodeSet::EMPTY, steps: vec![step], messages: Vec::new() };
    match how {
        How::TwoChosen(first, second) => {
            for (place, done) in steps.iter().enumerate() {
                if accepted(done).is_some_and(|vote| vote == first || vote == second) {
                    broken.add(place, done);
                }
            }
        }
        How::Differ(first, second) => {
            broken.add(step, &steps[step]);
            for held in [first, second] {
                let is_it = |done: &Step| match held {
                    Held::Chosen(vote) => accepted(done) == Some(vote),
                    Held::Learned(node, value) => {
                        let learned = |note: &Note| note.learned_value() == Some(value);
                        done.node() == Some(node) && done.effects.notes.iter().any(learned)
                    }
                };
                steps
                    .iter()
                    .enumerate()
                    .filter(|(_, done)| is_it(done))
                    .for_each(|(place, done)| broken.add(place, done));
            }
        }
        How::TwoValues(ballot, ..) => {
            for (place, done) in steps.iter().enumerate() {
                if sent(done).any(|vote| vote.ballot == ballot) {
                    broken.steps.push(place);
                    broken.nodes = done.node().map_or(broken.nodes, |node| broken.nodes.with(node));
                    broken.messages.extend(done.effects.sent.iter().map(|sent| sent.envelope.id));
                }
            }
        }
        How::LearnedUnchosen(node, _) => {
            broken.add(step, &steps[step]);
            let lineage = Lineage::of(recording, Why::Learned(node), step + 1);
            broken.messages.extend(lineage.into_iter().flat_map(|lineage| lineage.messages));
        }
        How::Invented(..) => broken.add(step, &steps[step]),
        How::PromiseLowered(node, promised, _) | How::AcceptedBelow(node, _, promised) => {
            broken.add(step, &steps[step]);
            let promises = |note: &Note| match *note {
                Note::Promised { ballot, .. } => ballot == promised,
                Note::Accepted { vote, .. } => vote.ballot == promised,
                _ => false,
            };
            broken.add_last(steps, |done| done.node() == Some(node) && done.effects.notes.iter().any(promises));
        }
        How::WentBack(node, _, vote) | How::VoteGone(node, vote) => {
            broken.add(step, &steps[step]);
            broken.add_last(steps, |done| done.node() == Some(node) && accepted(done) == Some(vote));
        }
    }
    broken.in_order()
}

impl Broken {
    fn add(&mut self, place: usize, step: &Step) {
        self.steps.push(place);
        self.nodes = step.node().map_or(self.nodes, |node| self.nodes.with(node));
        self.messages.extend(step.effects.envelope.iter().map(|envelope| envelope.id));
    }

    /// Adds the last step before that of the violation that is so.
    fn add_last(&mut self, steps: &[Step], is_meant: impl Fn(&Step) -> bool) {
        let before = steps.len() - 1;
        if let Some(place) = steps[..before].iter().rposition(is_meant) {
            self.add(place, &steps[place]);
        }
    }

    fn in_order(mut self) -> Broken {
        self.steps.sort_unstable();
        self.steps.dedup();
        self.messages.sort_unstable();
        self.messages.dedup();
        self
    }
}
