//! Mistakes that are no rule of a run: what people take for so that is not.

use super::course::Course;
use super::now;
use super::{Answer, Chance, Ending, Thought};
use crate::paxos::rules::QuorumFor;
use crate::paxos::{Ballot, Message, NodeId, NodeSet, Note, Role, Slot, Value};
use crate::sim::{Action, Envelope, World, truth};
use crate::story::print;
use crate::story::script::Topic;

/// Something that people get wrong.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mistake {
    /// A promise locks its acceptor.
    Locked,
    /// To promise something higher breaks a promise.
    BreaksPromise,
    /// A promise is made to a proposer, and binds to it.
    PromisedInPerson,
    /// An acceptor accepts only an id that is higher than its promise.
    NeedsHigher,
    /// An acceptor accepts only what it has promised.
    NeedsPromise,
    /// What is old by now is refused everywhere.
    OldIsRefused,
    /// To begin with a higher id calls back what was sent under a lower one.
    MovingOnCancels,
    /// Whoever has the promises of a majority keeps the floor.
    FloorLasts,
    /// A refusal must be answered.
    MustRefuse,
    /// One waits for the answers of all.
    WaitsForAll,
    /// A value that a PROMISE reports has been chosen.
    ReportIsChosen,
    /// PREPARE has the value in it.
    PrepareCarries,
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
    /// What is late, lost or doubled can have another value chosen.
    MailBreaksIt,
    /// To be accepted by a quorum again, under another id, is another decision.
    EachIdDecides,
    /// A decision is made in any case.
    MustEnd,
    /// No decision is made while several go on.
    NeverEnds,
    /// A second attempt goes on under its id.
    SameId,
    /// The next id is the next number, whoever has it.
    NextNumber,
    /// Whoever is free may as well send what somebody else wants.
    TakesAnothers,
    /// Every command has its own PREPARE.
    AsksAgain,
    /// The id says which slot is meant.
    IdIsSlot,
    /// All acceptors are needed.
    AllAreNeeded,
    /// All but one may fail.
    OneIsEnough,
    /// Half of them may fail.
    HalfMayFail,
    /// Any two quorums must share an acceptor.
    AnyTwoMeet,
    /// The log may be applied as far as it is filled.
    AppliesWhatItHas,
    /// Among people: what more of them back than anything else is the result.
    MostIsEnough,
    /// Among people: there is no result as long as nobody knows of it.
    UnknownIsNone,
    /// Among people: whoever backs the result knows that it is one.
    BackersKnow,
    /// Among people: everybody knows the result.
    EverybodyKnows,
}

/// The scene that shows where a thought leads.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Proof {
    /// Its id.
    pub scene: String,
}

impl Thought {
    /// Where it leads, for somebody who was asked in this scene: another one, where there is another that shows it.
    pub fn proof_beside(self, asked_in: &str) -> Proof {
        match self {
            Thought::Mistake(mistake) => {
                let other = mistake.other_scene().filter(|_| mistake.scene() == asked_in);
                Proof { scene: other.unwrap_or(mistake.scene()).to_string() }
            }
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
    pub const ALL: [Mistake; 39] = [
        Mistake::Locked,
        Mistake::BreaksPromise,
        Mistake::PromisedInPerson,
        Mistake::NeedsHigher,
        Mistake::NeedsPromise,
        Mistake::OldIsRefused,
        Mistake::MovingOnCancels,
        Mistake::FloorLasts,
        Mistake::MustRefuse,
        Mistake::WaitsForAll,
        Mistake::ReportIsChosen,
        Mistake::PrepareCarries,
        Mistake::WinnerKnows,
        Mistake::VotersKnow,
        Mistake::AllKnow,
        Mistake::KnowingChooses,
        Mistake::CardsDecide,
        Mistake::SeenIsChosen,
        Mistake::RefusedIsGone,
        Mistake::OpenIsChosen,
        Mistake::NothingIsGone,
        Mistake::MailBreaksIt,
        Mistake::EachIdDecides,
        Mistake::MustEnd,
        Mistake::NeverEnds,
        Mistake::SameId,
        Mistake::NextNumber,
        Mistake::TakesAnothers,
        Mistake::AsksAgain,
        Mistake::IdIsSlot,
        Mistake::AllAreNeeded,
        Mistake::OneIsEnough,
        Mistake::HalfMayFail,
        Mistake::AnyTwoMeet,
        Mistake::AppliesWhatItHas,
        Mistake::MostIsEnough,
        Mistake::UnknownIsNone,
        Mistake::BackersKnow,
        Mistake::EverybodyKnows,
    ];

    /// A scene in which it is seen that it is not so.
    fn scene(self) -> &'static str {
        match self {
            Mistake::Locked | Mistake::BreaksPromise => "case-between-phases",
            Mistake::PromisedInPerson => "case-one-acceptor-two-values",
            Mistake::NeedsHigher => "phase-2",
            Mistake::NeedsPromise => "case-another-quorum",
            Mistake::OldIsRefused => "look-closer",
            Mistake::MovingOnCancels | Mistake::RefusedIsGone => "case-abandoned-wins",
            Mistake::FloorLasts => "case-overtaken",
            Mistake::MustRefuse | Mistake::PrepareCarries | Mistake::EachIdDecides => "carry-on",
            Mistake::WaitsForAll | Mistake::AllAreNeeded => "case-acceptor-fails",
            Mistake::ReportIsChosen => "case-cannot-be-known",
            Mistake::VotersKnow | Mistake::WinnerKnows | Mistake::AllKnow | Mistake::KnowingChooses => {
                "case-nobody-knows"
            }
            Mistake::CardsDecide => "case-overtaken",
            Mistake::SeenIsChosen | Mistake::OpenIsChosen => "case-not-chosen-unseen",
            Mistake::NothingIsGone => "case-choice-stays",
            Mistake::MailBreaksIt => "case-weather",
            Mistake::MustEnd => "case-duel-with-nacks",
            Mistake::NeverEnds => "contention",
            Mistake::SameId => "case-ids-reused-restart",
            Mistake::NextNumber => "case-id-used-twice",
            Mistake::TakesAnothers => "case-proposer-fails-free",
            Mistake::AsksAgain | Mistake::IdIsSlot => "mp-steady",
            Mistake::OneIsEnough => "case-quorums-that-miss",
            Mistake::HalfMayFail => "case-quorum-too-small",
            Mistake::AnyTwoMeet => "case-flexible-quorums",
            Mistake::AppliesWhatItHas => "mp-parallel",
            Mistake::MostIsEnough | Mistake::UnknownIsNone | Mistake::BackersKnow | Mistake::EverybodyKnows => {
                "majority"
            }
        }
    }

    /// Another one, for those who were asked in the first.
    fn other_scene(self) -> Option<&'static str> {
        Some(match self {
            Mistake::PromisedInPerson => "case-between-phases",
            Mistake::NeedsPromise => "case-one-acceptor-two-values",
            Mistake::EachIdDecides => "case-choice-stays",
            Mistake::NothingIsGone => "case-already-chosen",
            Mistake::MailBreaksIt => "case-minority-partition",
            Mistake::MustEnd => "contention",
            Mistake::AsksAgain | Mistake::IdIsSlot => "mp-parallel",
            _ => return None,
        })
    }

    /// Whether it comes to a wrong rule, and its scene shows what that breaks.
    pub fn breaks(self) -> bool {
        matches!(self, Mistake::SameId | Mistake::NextNumber | Mistake::HalfMayFail | Mistake::OneIsEnough)
    }

    /// What somebody answers who makes it; nothing where it makes no difference.
    pub(super) fn answers(self, topic: Topic, right: &Answer, of: &Course) -> Option<Answer> {
        match topic {
            Topic::Answer(_) => self.does(topic, right, of),
            Topic::Sends(_) => self.sends(topic, right, of),
            Topic::Id(_) => self.begins(topic, right, &of.start),
            Topic::Chosen(slot) => self.chosen(slot, &of.start),
            Topic::Knows(slot) => self.knows(slot, &of.start),
            Topic::Possible(value) => self.chance(value, right, &of.start),
            Topic::Decisions => self.decides(&of.start),
            Topic::Ends => self.ends(),
            Topic::Quorum | Topic::Failures => self.counts(topic, &of.start),
            Topic::Applied(_) => self.applies(topic, of),
            Topic::Pick(node) => self.picks(node, right, of),
            Topic::Value(..) | Topic::Keeps(_) => None,
        }
    }

    /// What others want, where nothing was reported: to send that breaks nothing, and is not what was asked for.
    fn picks(self, node: NodeId, right: &Answer, of: &Course) -> Option<Answer> {
        let Answer::Value(Some(own)) = right else { return None };
        let notes = &of.step(of.shown_by(Topic::Pick(node))?).effects.notes;
        let is_free = notes.iter().any(|note| matches!(note, Note::FreeToPropose { .. }));
        let other = of.start.proposed.iter().copied().find(|value| value != own);
        (self == Mistake::TakesAnothers && is_free).then_some(Answer::Value(Some(other?)))
    }

    fn does(self, topic: Topic, right: &Answer, of: &Course) -> Option<Answer> {
        let Answer::Does { node, sends, learns } = right else { return None };
        let message = &*of.step(of.shown_by(topic)?).effects.envelope.as_ref()?.message;
        let disk = of.start.node(*node).acceptor.as_ref().map(|acceptor| &acceptor.disk);
        let promised = disk.and_then(|disk| disk.promised);
        let nothing = Answer::Does { node: *node, sends: None, learns: None };
        let is_nothing = match (message, sends) {
            (Message::Prepare { ballot, .. }, Some(Message::Promise { .. })) => self.bars(*ballot, promised?),
            (Message::AcceptRequest { ballot, .. }, Some(Message::Accepted { .. })) => {
                self.refuses(*ballot, promised, &of.start)
            }
            (Message::Promise { .. }, Some(Message::AcceptRequest { .. })) => self == Mistake::WaitsForAll,
            (Message::Accepted { .. }, _) => self == Mistake::WaitsForAll && learns.is_some(),
            _ => false,
        };
        let something = match (self, message) {
            (Mistake::MustRefuse, Message::Prepare { ballot, .. } | Message::AcceptRequest { ballot, .. }) => {
                let nack = Message::Nack { ballot: *ballot, promised: promised? };
                sends.is_none().then_some((Some(nack), None))
            }
            (Mistake::FloorLasts, Message::AcceptRequest { ballot, slot, value, first_unchosen }) => {
                let (ballot, slot, value, first_unchosen) = (*ballot, *slot, *value, *first_unchosen);
                let accepts = Message::Accepted { ballot, slot, value, first_unchosen };
                (sends.is_none() && slot == Slot::ONLY).then_some((Some(accepts), None))
            }
            (Mistake::ReportIsChosen, Message::Promise { votes, .. }) => {
                let reported = votes.get(Slot::ONLY)?.value;
                learns.is_none().then(|| (sends.clone(), Some(reported)))
            }
            _ => None,
        };
        let something = something.map(|(sends, learns)| Answer::Does { node: *node, sends, learns });
        something.or(is_nothing.then_some(nothing))
    }

    /// Whether an acceptor that has promised something answers nothing to a PREPARE for a higher id.
    fn bars(self, ballot: Ballot, promised: Ballot) -> bool {
        match self {
            Mistake::Locked | Mistake::BreaksPromise => true,
            Mistake::PromisedInPerson => promised.proposer != ballot.proposer,
            _ => false,
        }
    }

    /// Whether an acceptor refuses what it may accept.
    fn refuses(self, ballot: Ballot, promised: Option<Ballot>, world: &World) -> bool {
        let higher = |is_its_own: bool| {
            let owner = world.used.iter().find(|(used, _)| *used == ballot).map(|&(_, by)| by);
            world.used.iter().any(|&(used, by)| ballot < used && (Some(by) == owner) == is_its_own)
        };
        match self {
            Mistake::NeedsHigher => promised == Some(ballot),
            Mistake::NeedsPromise => promised != Some(ballot),
            Mistake::OldIsRefused => higher(false),
            Mistake::MovingOnCancels => higher(true),
            _ => false,
        }
    }

    fn sends(self, topic: Topic, right: &Answer, of: &Course) -> Option<Answer> {
        let Answer::Sends(message) = right else { return None };
        match (self, message) {
            (Mistake::PrepareCarries, Message::Prepare { .. }) => {
                let Action::Propose { value, .. } = of.step(of.shown_by(topic)?).action else { return None };
                Some(Answer::SendsWith(message.clone(), value))
            }
            (Mistake::AsksAgain, Message::AcceptRequest { ballot, slot, .. }) if *slot != Slot::ONLY => {
                Some(Answer::Sends(Message::Prepare { ballot: *ballot, from_slot: *slot }))
            }
            (Mistake::IdIsSlot, Message::AcceptRequest { ballot, slot, value, first_unchosen })
                if *slot != Slot::ONLY && slot.0 != ballot.number =>
            {
                let (ballot, slot, value) = (*ballot, Slot(ballot.number), *value);
                Some(Answer::Sends(Message::AcceptRequest { ballot, slot, value, first_unchosen: *first_unchosen }))
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

    fn chance(self, value: Value, right: &Answer, world: &World) -> Option<Answer> {
        let Answer::Chance(right) = right else { return None };
        let is_under_way = |envelope: &Envelope| match *envelope.message {
            Message::AcceptRequest { value: carried, .. } => carried == value,
            _ => false,
        };
        match (self, right) {
            (Mistake::RefusedIsGone, Chance::Open) => Some(Answer::Chance(Chance::Gone)),
            (Mistake::OpenIsChosen, Chance::Open) | (Mistake::SeenIsChosen, Chance::Gone) => {
                Some(Answer::Chance(Chance::Chosen))
            }
            (Mistake::NothingIsGone, Chance::Gone) => Some(Answer::Chance(Chance::Open)),
            (Mistake::MailBreaksIt, Chance::Gone) if world.in_flight.iter().any(is_under_way) => {
                Some(Answer::Chance(Chance::Open))
            }
            (Mistake::KnowingChooses, Chance::Chosen) => Some(Answer::Chance(Chance::Open)),
            (Mistake::CardsDecide, Chance::Chosen) => Some(Answer::Chance(Chance::Gone)),
            _ => None,
        }
    }

    fn decides(self, world: &World) -> Option<Answer> {
        match self {
            Mistake::EachIdDecides => Some(Answer::Decisions(truth::chosen(world).count())),
            Mistake::KnowingChooses if now::knowing(world, Slot::ONLY).is_empty() => Some(Answer::Decisions(0)),
            _ => None,
        }
    }

    fn ends(self) -> Option<Answer> {
        match self {
            Mistake::MustEnd => Some(Answer::Ends(Ending::Must)),
            Mistake::NeverEnds => Some(Answer::Ends(Ending::Never)),
            _ => None,
        }
    }

    fn counts(self, topic: Topic, world: &World) -> Option<Answer> {
        let all = world.cluster.all(Role::Acceptor).len();
        let (needed, failing) = match self {
            Mistake::AllAreNeeded => (all, 0),
            Mistake::HalfMayFail if all.is_multiple_of(2) => (all / 2, all / 2),
            Mistake::OneIsEnough => (1, all - 1),
            Mistake::AnyTwoMeet => (all / 2 + 1, all - all / 2 - 1),
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
