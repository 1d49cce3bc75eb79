//! Mistakes that are no rule of a run: what people take for so that is not.

use super::course::Course;
use super::now;
use super::{Answer, Chance, Thought};
use crate::paxos::rules::QuorumFor;
use crate::paxos::{Ballot, Message, NodeId, NodeSet, Role, Slot, Value};
use crate::sim::World;
use crate::story::print;
use crate::story::script::Topic;

/// Something that people get wrong.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mistake {
    /// A promise locks its acceptor.
    Locked,
    /// An acceptor accepts only an id that is higher than its promise.
    NeedsHigher,
    /// An acceptor accepts only what it has promised.
    NeedsPromise,
    /// A refusal must be answered.
    MustRefuse,
    /// One waits for the answers of all.
    WaitsForAll,
    /// Whoever accepts a value knows that it is chosen.
    VotersKnow,
    /// The proposer knows when it has won.
    WinnerKnows,
    /// What is chosen is known at once.
    AllKnow,
    /// Nothing is chosen before somebody knows it.
    KnowingChooses,
    /// What the cards hold now is what is chosen.
    CardsDecide,
    /// What was accepted somewhere is chosen.
    SeenIsChosen,
    /// What was refused, or left behind, is out for good.
    RefusedIsGone,
    /// A value that has a chance has won.
    OpenIsChosen,
    /// What has no votes yet may always come.
    NothingIsGone,
    /// A second attempt goes on under its id.
    SameId,
    /// The next id is the next number, whoever has it.
    NextNumber,
    /// Every command has its own PREPARE.
    AsksAgain,
    /// All acceptors are needed.
    AllAreNeeded,
    /// All but one may fail.
    OneIsEnough,
    /// Half of them may fail.
    HalfMayFail,
    /// The log may be applied as far as it is filled.
    AppliesWhatItHas,
}

/// The scene that shows where a thought leads.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Proof {
    /// Its id.
    pub scene: String,
}

impl Thought {
    /// Where it leads.
    pub fn proof(self) -> Proof {
        match self {
            Thought::Mistake(mistake) => Proof { scene: mistake.scene().to_string() },
            Thought::Rule(rule) => {
                let words = print::change(rule);
                let name = match words.trim_start_matches("rule ") {
                    "leader skips-prepare" => "skips-prepare".to_string(),
                    name => name.replace(' ', "-"),
                };
                Proof { scene: format!("case-{name}") }
            }
        }
    }
}

impl Mistake {
    /// All of them.
    pub const ALL: [Mistake; 21] = [
        Mistake::Locked,
        Mistake::NeedsHigher,
        Mistake::NeedsPromise,
        Mistake::MustRefuse,
        Mistake::WaitsForAll,
        Mistake::WinnerKnows,
        Mistake::VotersKnow,
        Mistake::AllKnow,
        Mistake::KnowingChooses,
        Mistake::CardsDecide,
        Mistake::SeenIsChosen,
        Mistake::RefusedIsGone,
        Mistake::OpenIsChosen,
        Mistake::NothingIsGone,
        Mistake::SameId,
        Mistake::NextNumber,
        Mistake::AsksAgain,
        Mistake::AllAreNeeded,
        Mistake::OneIsEnough,
        Mistake::HalfMayFail,
        Mistake::AppliesWhatItHas,
    ];

    /// A scene of Paxos in which it goes otherwise.
    fn scene(self) -> &'static str {
        match self {
            Mistake::Locked => "case-between-phases",
            Mistake::NeedsHigher => "phase-2",
            Mistake::NeedsPromise => "case-another-quorum",
            Mistake::MustRefuse => "majority-of-promises",
            Mistake::WaitsForAll | Mistake::AllAreNeeded => "case-acceptor-fails",
            Mistake::VotersKnow | Mistake::WinnerKnows | Mistake::AllKnow | Mistake::KnowingChooses => {
                "case-nobody-knows"
            }
            Mistake::CardsDecide => "case-overtaken",
            Mistake::SeenIsChosen | Mistake::OpenIsChosen => "case-not-chosen-seen",
            Mistake::RefusedIsGone => "case-abandoned-wins",
            Mistake::NothingIsGone => "case-choice-stays",
            Mistake::SameId => "timeout",
            Mistake::NextNumber => "contention",
            Mistake::AsksAgain => "mp-steady",
            Mistake::OneIsEnough => "case-majority-gone",
            Mistake::HalfMayFail => "case-quorum-of-three",
            Mistake::AppliesWhatItHas => "mp-parallel",
        }
    }

    /// What somebody answers who makes it; nothing where it makes no difference.
    pub(super) fn answers(self, topic: Topic, right: &Answer, of: &Course) -> Option<Answer> {
        match topic {
            Topic::Answer(_) => self.does(topic, right, of),
            Topic::Sends(_) => self.sends(right),
            Topic::Id(_) => self.begins(topic, right, &of.start),
            Topic::Chosen(slot) => self.chosen(slot, &of.start),
            Topic::Knows(slot) => self.knows(slot, &of.start),
            Topic::Possible(_) => self.chance(right),
            Topic::Quorum | Topic::Failures => self.counts(topic, &of.start),
            Topic::Applied(_) => self.applies(topic, of),
            Topic::Value(..) | Topic::Keeps(_) => None,
        }
    }

    fn does(self, topic: Topic, right: &Answer, of: &Course) -> Option<Answer> {
        let Answer::Does { node, sends, learns } = right else { return None };
        let message = &of.step(of.shown_by(topic)?).effects.envelope.as_ref()?.message;
        let nothing = Answer::Does { node: *node, sends: None, learns: None };
        let disk = of.start.node(*node).acceptor.as_ref().map(|acceptor| &acceptor.disk);
        let promised = disk.and_then(|disk| disk.promised);
        match (self, message, sends) {
            (Mistake::Locked, Message::Prepare { .. }, Some(Message::Promise { .. })) => promised.map(|_| nothing),
            (Mistake::NeedsHigher, Message::AcceptRequest { ballot, .. }, Some(Message::Accepted { .. })) => {
                (promised == Some(*ballot)).then_some(nothing)
            }
            (Mistake::NeedsPromise, Message::AcceptRequest { ballot, .. }, Some(Message::Accepted { .. })) => {
                (promised != Some(*ballot)).then_some(nothing)
            }
            (Mistake::MustRefuse, Message::Prepare { ballot, .. } | Message::AcceptRequest { ballot, .. }, None) => {
                let nack = Message::Nack { ballot: *ballot, promised: promised? };
                Some(Answer::Does { node: *node, sends: Some(nack), learns: None })
            }
            (Mistake::WaitsForAll, Message::Promise { .. }, Some(Message::AcceptRequest { .. })) => Some(nothing),
            (Mistake::WaitsForAll, Message::Accepted { .. }, _) => learns.map(|_| nothing),
            _ => None,
        }
    }

    fn sends(self, right: &Answer) -> Option<Answer> {
        let Answer::Sends(message) = right else { return None };
        match (self, message) {
            (Mistake::AsksAgain, Message::AcceptRequest { ballot, slot, .. }) if *slot != Slot::ONLY => {
                Some(Answer::Sends(Message::Prepare { ballot: *ballot, from_slot: *slot }))
            }
            _ => None,
        }
    }

    fn begins(self, topic: Topic, right: &Answer, world: &World) -> Option<Answer> {
        let (Topic::Id(node), Answer::Id(right)) = (topic, right) else { return None };
        let own = world.used.iter().filter(|(_, by)| *by == node).map(|&(ballot, _)| ballot).max();
        let next = world.used.iter().map(|&(ballot, _)| ballot.number).max().map_or(1, |highest| highest + 1);
        match self {
            Mistake::SameId => own.map(Answer::Id),
            Mistake::NextNumber if next != right.number => Some(Answer::Id(Ballot { number: next, ..*right })),
            _ => None,
        }
    }

    fn chosen(self, slot: Slot, world: &World) -> Option<Answer> {
        let is_known = !now::knowing(world, slot).is_empty();
        match self {
            Mistake::KnowingChooses => (!is_known).then(|| Answer::Values(Vec::new())),
            Mistake::CardsDecide => Some(Answer::Values(held(world, slot))),
            Mistake::SeenIsChosen => {
                let mut seen: Vec<Value> =
                    world.votes.iter().filter(|cast| cast.slot == slot).map(|cast| cast.vote.value).collect();
                seen.sort_unstable();
                seen.dedup();
                Some(Answer::Values(seen))
            }
            _ => None,
        }
    }

    fn knows(self, slot: Slot, world: &World) -> Option<Answer> {
        let cast = world.votes.iter().filter(|cast| cast.slot == slot).max_by_key(|cast| cast.by.len())?;
        let knowing = now::knowing(world, slot);
        let by = world.used.iter().find(|(ballot, _)| *ballot == cast.vote.ballot).map(|&(_, by)| by);
        let all = || world.cluster.all(Role::Proposer).union(world.cluster.all(Role::Learner));
        Some(Answer::Nodes(match self {
            Mistake::WinnerKnows => knowing.with(by?),
            Mistake::VotersKnow => knowing.union(cast.by),
            Mistake::AllKnow => all().union(cast.by),
            _ => return None,
        }))
    }

    fn chance(self, right: &Answer) -> Option<Answer> {
        let Answer::Chance(right) = right else { return None };
        match (self, right) {
            (Mistake::RefusedIsGone, Chance::Open) => Some(Answer::Chance(Chance::Gone)),
            (Mistake::OpenIsChosen, Chance::Open) | (Mistake::SeenIsChosen, Chance::Gone) => {
                Some(Answer::Chance(Chance::Chosen))
            }
            (Mistake::NothingIsGone, Chance::Gone) => Some(Answer::Chance(Chance::Open)),
            (Mistake::KnowingChooses, Chance::Chosen) => Some(Answer::Chance(Chance::Open)),
            (Mistake::CardsDecide, Chance::Chosen) => Some(Answer::Chance(Chance::Gone)),
            _ => None,
        }
    }

    fn counts(self, topic: Topic, world: &World) -> Option<Answer> {
        let all = world.cluster.all(Role::Acceptor).len();
        let (needed, failing) = match self {
            Mistake::AllAreNeeded => (all, 0),
            Mistake::HalfMayFail if all.is_multiple_of(2) => (all / 2, all / 2),
            Mistake::OneIsEnough => (1, all - 1),
            _ => return None,
        };
        Some(Answer::Acceptors(if topic == Topic::Quorum { needed } else { failing }))
    }

    fn applies(self, topic: Topic, of: &Course) -> Option<Answer> {
        let (Topic::Applied(node), Mistake::AppliesWhatItHas) = (topic, self) else { return None };
        let world = of.at_the_end();
        let learned = &world.node(node).learner.as_ref()?.learned;
        learned.last().map(|&(slot, _)| Answer::UpTo(slot))
    }
}

/// The values that a quorum of acceptors holds on its cards at this moment, whatever ids stand with them.
fn held(world: &World, slot: Slot) -> Vec<Value> {
    let holders = |value: Value| -> NodeSet {
        let holds = |node: &NodeId| {
            let acceptor = world.node(*node).acceptor.as_ref();
            acceptor.and_then(|acceptor| acceptor.disk.votes.get(slot)).is_some_and(|vote| vote.value == value)
        };
        world.cluster.all(Role::Acceptor).iter().filter(holds).collect()
    };
    let mut values: Vec<Value> = world.votes.iter().map(|cast| cast.vote.value).collect();
    values.sort_unstable();
    values.dedup();
    values.retain(|&value| world.rules.is_quorum(&world.cluster, QuorumFor::Accept, holders(value)));
    values
}
