//! What Paxos promises of every run, and the first step at which a run does not keep it.

mod log;
mod promises;

use crate::paxos::acceptor::OnDisk;
use crate::paxos::{Ballot, Cluster, Message, NodeId, NodeSet, Note, Slot, Value, Vote};
use crate::sim::truth::{self, Held};
use crate::sim::{Lineage, MessageId, Moment, Recording, Step, Why, World};

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
    /// One id stands for one value; in a log, for one in each slot.
    OneValue,
    /// Of a log: slots are applied in order, without gaps, and with the same effect on each replica.
    Order,
    /// Of a log: a command takes effect once, and one that was answered is not lost.
    Once,
    /// Of a log: one replica leads under one id, and once.
    OneLeader,
}

impl Property {
    /// All of them, those of a replicated log alone last.
    pub const ALL: [Property; 8] = [
        Property::Agreement,
        Property::Validity,
        Property::Learning,
        Property::Promises,
        Property::OneValue,
        Property::Order,
        Property::Once,
        Property::OneLeader,
    ];

    /// Those that say something of such a cluster.
    pub fn of(cluster: &Cluster) -> &'static [Property] {
        if cluster.is_replicated() { &Property::ALL } else { &Property::ALL[..5] }
    }
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
    /// A replica has applied a slot while the first slot that it had not applied was this one.
    AppliedPast(NodeId, Slot),
    /// The first replica has applied one thing, and the second another, or with another effect.
    AppliedOther([(NodeId, Value); 2]),
    /// A replica has executed a command that it had executed before, in this slot.
    ExecutedTwice(NodeId, Value, Slot),
    /// A client has had the answer to a command, and a replica has applied its slot and not executed the command.
    AnswerLost(NodeId, Value, NodeId),
    /// The second begins to lead under an id under which the first has led.
    LedTwice(Ballot, NodeId, NodeId),
}

/// A property that does not hold any more, from one step on.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Broken {
    /// The step that breaks it, by its place from 0.
    pub step: usize,
    /// How.
    pub how: How,
    /// In which slot; [`Slot::ONLY`] in single-decree Paxos, and where it is a matter of no one slot.
    pub slot: Slot,
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
        let mut found: [Option<(usize, Found)>; Property::ALL.len()] = [None; Property::ALL.len()];
        let mut seen = Seen::new(recording);
        recording.walk(last, |done, step, world| {
            seen.notice(step, world);
            for &property in Property::of(&world.cluster) {
                if found[property as usize].is_none() {
                    found[property as usize] = seen.breaks(property, step, world).map(|how| (done - 1, how));
                }
            }
            seen.take_in(step, world);
        });
        Verdicts(found.map(|found| found.map(|(step, found)| witness(recording, step, found))))
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

/// How a property is broken, and in which slot.
type Found = (Slot, How);

/// What must be remembered of a run on the way through it, so that at each step only what is new is looked at: a look at
/// all that there is, is taken where that shows that something may be wrong.
struct Seen {
    /// What was on each acceptor's disk before the step.
    disks: Vec<Option<OnDisk>>,
    /// Every slot and id with a value that was sent under it, by slot and id; the values of one id in the order of sending.
    sent: Vec<(Slot, Vote)>,
    /// Whether all that was known before is known to be chosen, what was known at the beginning too.
    knows_truly: bool,
    /// Whether it is a log, and what must be remembered of that.
    log: log::Seen,
}

impl Seen {
    fn new(recording: &Recording) -> Seen {
        let start = recording.at(Moment::default());
        let disk = |node: NodeId| start.node(node).acceptor.as_ref().map(|acceptor| acceptor.disk.clone());
        let log = log::Seen::new(&start);
        Seen { disks: start.cluster.nodes().map(disk).collect(), sent: Vec::new(), knows_truly: false, log }
    }

    /// Notes what a step has brought, before it is asked what it breaks.
    fn notice(&mut self, step: &Step, world: &World) {
        self.log.notice(step, world);
    }

    /// How a step breaks a property, if it does; `world` is that after it.
    fn breaks(&self, property: Property, step: &Step, world: &World) -> Option<Found> {
        match property {
            Property::Agreement if world.cluster.is_replicated() => self.log.disagrees(step, world),
            Property::Agreement => step.effects.chosen.and_then(|_| two_chosen(world)).or_else(|| differ(step)),
            Property::Validity => found_invented(step, world),
            Property::Learning => self.learns_unchosen(step, world),
            Property::Promises => self.broken_promise(step, world),
            Property::OneValue => self.two_values(step),
            Property::Order => self.log.out_of_order(step, world),
            Property::Once => self.log.not_once(step, world),
            Property::OneLeader => self.log.led_twice(step),
        }
    }

    fn take_in(&mut self, step: &Step, world: &World) {
        if let Some((node, disk)) = disk_after(step, world)
            && let Some(kept) = &mut self.disks[node.index()]
        {
            promises::keep_up(kept, step, disk);
        }
        for vote in sent(step) {
            let of_one = self.sent_under(vote);
            if !self.sent[of_one.clone()].contains(&vote) {
                self.sent.insert(of_one.end, vote);
            }
        }
        self.knows_truly |= learns(step);
        self.log.take_in(step, world);
    }

    /// What is chosen stays chosen: once all that is known was looked at, only what a step teaches can be wrong.
    fn learns_unchosen(&self, step: &Step, world: &World) -> Option<Found> {
        let is_unchosen =
            |note: &Note| note.learned_value().is_some_and(|value| !truth::is_chosen(world, note.slot(), value));
        let may_be = !self.knows_truly || step.effects.notes.iter().any(is_unchosen);
        (learns(step) && may_be).then(|| learned_unchosen(world)).flatten()
    }

    fn broken_promise(&self, step: &Step, world: &World) -> Option<Found> {
        let (node, new) = disk_after(step, world)?;
        let old = self.disks[node.index()].as_ref()?;
        promises::may_be_broken(step, old, new).then(|| promises::broken(node, old, new)).flatten()
    }

    fn two_values(&self, step: &Step) -> Option<Found> {
        sent(step).find_map(|(slot, vote)| {
            let mut of_one = self.sent[self.sent_under((slot, vote))].iter();
            let (_, other) = of_one.find(|(_, other)| other.value != vote.value)?;
            Some((slot, How::TwoValues(vote.ballot, other.value, vote.value)))
        })
    }

    /// Where that stands which was sent in this slot under this id.
    fn sent_under(&self, (slot, vote): (Slot, Vote)) -> std::ops::Range<usize> {
        let key = |&(slot, vote): &(Slot, Vote)| (slot, vote.ballot);
        let start = self.sent.partition_point(|sent| key(sent) < key(&(slot, vote)));
        let end = self.sent.partition_point(|sent| key(sent) <= key(&(slot, vote)));
        start..end
    }
}

fn learns(step: &Step) -> bool {
    step.effects.notes.iter().any(|note| note.learns())
}

/// What is on the disk of the acceptor at which a step happened.
fn disk_after<'a>(step: &Step, world: &'a World) -> Option<(NodeId, &'a OnDisk)> {
    let node = step.node()?;
    Some((node, &world.node(node).acceptor.as_ref()?.disk))
}

/// The slots, ids and values that are sent in a step.
fn sent(step: &Step) -> impl Iterator<Item = (Slot, Vote)> + '_ {
    step.effects.sent.iter().filter_map(|sent| match *sent.envelope.message {
        Message::AcceptRequest { ballot, slot, value, .. } => Some((slot, Vote { ballot, value })),
        _ => None,
    })
}

/// What is chosen or learned by a step, and another value that was before.
fn differ(step: &Step) -> Option<Found> {
    let node = step.node();
    if let (Some(node), Some((first, second))) =
        (node, step.effects.notes.iter().find_map(|note| note.hears_of_other()))
    {
        return Some((Slot::ONLY, How::Differ(Held::Learned(node, first), Held::Learned(node, second))));
    }
    let first = step.effects.contradicts?;
    let learned = || Some(Held::Learned(node?, step.effects.notes.iter().find_map(|note| note.learned_value())?));
    let now = step.effects.chosen.map(|chosen| Held::Chosen(chosen.vote)).or_else(learned)?;
    Some((Slot::ONLY, How::Differ(first, now)))
}

fn two_chosen(world: &World) -> Option<Found> {
    let (first, other) = truth::two_chosen(world)?;
    Some((first.slot, How::TwoChosen(first.vote, other.vote)))
}

/// An acceptance in a step of what nobody proposed by the time of `world` (PMS 1, validity).
pub fn invented(step: &Step, world: &World) -> Option<How> {
    found_invented(step, world).map(|(_, how)| how)
}

/// The same with its slot. A no-op nobody has to propose: a new leader fills a gap with it.
fn found_invented(step: &Step, world: &World) -> Option<Found> {
    let (slot, vote) = accepted(step)?;
    let is_filler = world.cluster.is_replicated() && vote.value == Value::NO_OP;
    // What was proposed last is accepted soonest.
    let is_proposed = is_filler || world.proposed.iter().rev().any(|&value| value == vote.value);
    (!is_proposed).then_some((slot, How::Invented(step.node()?, vote)))
}

fn learned_unchosen(world: &World) -> Option<Found> {
    let learners = world.cluster.nodes().filter_map(|node| Some((node, world.node(node).learner.as_ref()?)));
    let mut learned = learners.flat_map(|(node, learner)| learner.learned.iter().map(move |&known| (node, known)));
    let (node, (slot, value)) = learned.find(|&(_, (slot, value))| !truth::is_chosen(world, slot, value))?;
    Some((slot, How::LearnedUnchosen(node, value)))
}

fn accepted(step: &Step) -> Option<(Slot, Vote)> {
    step.effects.notes.iter().find_map(|note| match *note {
        Note::Accepted { slot, vote, .. } => Some((slot, vote)),
        _ => None,
    })
}

/// What it takes to see that a step breaks a property.
fn witness(recording: &Recording, step: usize, (slot, how): Found) -> Broken {
    let steps = &recording.steps()[..=step];
    let mut broken = Broken { step, how, slot, nodes: NodeSet::EMPTY, steps: vec![step], messages: Vec::new() };
    match how {
        How::TwoChosen(first, second) => {
            broken.add_all(steps, |done| accepted(done).is_some_and(|it| it == (slot, first) || it == (slot, second)));
        }
        How::Differ(first, second) => {
            broken.add(step, &steps[step]);
            for held in [first, second] {
                broken.add_all(steps, |done| match held {
                    Held::Chosen(vote) => accepted(done) == Some((slot, vote)),
                    Held::Learned(node, value) => {
                        let learned = |note: &Note| note.learned_value() == Some(value) && note.slot() == slot;
                        done.node() == Some(node) && done.effects.notes.iter().any(learned)
                    }
                });
            }
        }
        How::TwoValues(ballot, ..) => {
            for (place, done) in steps.iter().enumerate() {
                if sent(done).any(|(at, vote)| at == slot && vote.ballot == ballot) {
                    broken.steps.push(place);
                    broken.nodes = done.node().map_or(broken.nodes, |node| broken.nodes.with(node));
                    broken.messages.extend(done.effects.sent.iter().map(|sent| sent.envelope.id));
                }
            }
        }
        How::LearnedUnchosen(node, _) => {
            broken.add(step, &steps[step]);
            let why = if slot == Slot::ONLY { Why::Learned(node) } else { Why::Known(node, slot) };
            let lineage = Lineage::of(recording, why, step + 1);
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
            broken.add_last(steps, |done| done.node() == Some(node) && accepted(done) == Some((slot, vote)));
        }
        How::AppliedPast(..)
        | How::AppliedOther(..)
        | How::ExecutedTwice(..)
        | How::AnswerLost(..)
        | How::LedTwice(..) => {
            log::add_witness(&mut broken, steps);
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

    /// Adds every step that is so.
    fn add_all(&mut self, steps: &[Step], is_meant: impl Fn(&Step) -> bool) {
        for (place, done) in steps.iter().enumerate().filter(|(_, done)| is_meant(done)) {
            self.add(place, done);
        }
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
