//! What is found of a run on the way through it, where only what is new is looked at, against a plain look at all that
//! there is after every step.

use crate::scenes::{course, play};
use crate::story::{replay, replay_log};
use paxos_explainer::check::{How, Property, Verdicts};
use paxos_explainer::paxos::acceptor::OnDisk;
use paxos_explainer::paxos::replica::Applied;
use paxos_explainer::paxos::{Effect, LogNote, Message, NodeId, Note, Role, Slot, Value, Vote};
use paxos_explainer::sim::truth::{self, Held};
use paxos_explainer::sim::{Moment, Recording, Step, World};

type Found = Option<(Slot, How)>;

/// A step with what stood before and after it, and all that was done up to it.
struct At<'a> {
    steps: &'a [Step],
    step: &'a Step,
    before: &'a World,
    world: &'a World,
}

impl At<'_> {
    fn breaks(&self, property: Property) -> Found {
        match property {
            Property::Agreement => self.disagrees(),
            Property::Validity => self.invents(),
            Property::Learning => self.learns_unchosen(),
            Property::Promises => self.breaks_promise(),
            Property::OneValue => self.sends_another(),
            Property::Order => self.applies_otherwise(),
            Property::Once => self.executes_again().or_else(|| self.loses_answer()),
            Property::OneLeader => None, // It looks at the whole run as it is.
        }
    }

    fn notes(&self) -> impl Iterator<Item = Note> + '_ {
        self.step.effects.notes.iter().copied()
    }

    fn accepted(&self) -> Option<(Slot, Vote)> {
        self.notes().find_map(|note| match note {
            Note::Accepted { slot, vote, .. } => Some((slot, vote)),
            _ => None,
        })
    }

    fn disagrees(&self) -> Found {
        let chosen: Vec<_> = truth::chosen(self.world).collect();
        let learned = learned(self.world);
        let held = |slot: Slot, value: Value| {
            let other = learned.iter().find(|&&(_, at, other)| at == slot && other != value);
            other.map(|&(node, _, value)| Held::Learned(node, value))
        };
        if self.accepted().is_some() || self.step.effects.chosen.is_some() {
            for one in &chosen {
                if let Some(other) = chosen.iter().find(|it| it.slot == one.slot && it.vote.value != one.vote.value) {
                    return Some((one.slot, How::TwoChosen(one.vote, other.vote)));
                }
            }
            for one in &chosen {
                if let Some(held) = held(one.slot, one.vote.value) {
                    return Some((one.slot, How::Differ(held, Held::Chosen(one.vote))));
                }
            }
        }
        let node = self.step.node()?;
        self.notes().find_map(|note| {
            let (slot, first, value) = match note {
                Note::Log(LogNote::KnownOtherwise { slot, first, value }) => (slot, Held::Learned(node, first), value),
                Note::LearnedOther { slot, first, vote } => (slot, Held::Learned(node, first), vote.value),
                note => {
                    let (slot, value) = (note.slot(), note.learned_value()?);
                    let other = chosen.iter().find(|chosen| chosen.slot == slot && chosen.vote.value != value);
                    let first = other.map(|chosen| Held::Chosen(chosen.vote)).or_else(|| held(slot, value))?;
                    (slot, first, value)
                }
            };
            Some((slot, How::Differ(first, Held::Learned(node, value))))
        })
    }

    fn invents(&self) -> Found {
        let (slot, vote) = self.accepted()?;
        let is_filler = self.world.cluster.is_replicated() && vote.value == Value::NO_OP;
        let is_known = is_filler || self.world.proposed.contains(&vote.value);
        (!is_known).then_some((slot, How::Invented(self.step.node()?, vote)))
    }

    fn learns_unchosen(&self) -> Found {
        self.notes().find(|note| note.learns())?;
        let is_chosen = |slot: Slot, value: Value| {
            truth::chosen(self.world).any(|chosen| chosen.slot == slot && chosen.vote.value == value)
        };
        let unchosen = learned(self.world).into_iter().find(|&(_, slot, value)| !is_chosen(slot, value));
        unchosen.map(|(node, slot, value)| (slot, How::LearnedUnchosen(node, value)))
    }

    fn breaks_promise(&self) -> Found {
        let node = self.step.node()?;
        let (old, new) = (disk(self.before, node)?, disk(self.world, node)?);
        if let Some(promised) = old.promised {
            if new.promised < Some(promised) {
                return Some((Slot::ONLY, How::PromiseLowered(node, promised, new.promised)));
            }
            for (slot, vote) in new.votes.iter() {
                if vote.ballot < promised && old.votes.get(slot) != Some(vote) {
                    return Some((slot, How::AcceptedBelow(node, vote, promised)));
                }
            }
        }
        for (slot, before) in old.votes.iter() {
            if let Some(now) = new.votes.get(slot)
                && now.ballot < before.ballot
            {
                return Some((slot, How::WentBack(node, now, before)));
            }
        }
        let (slot, vote) = old.votes.iter().find(|&(slot, _)| new.votes.get(slot).is_none())?;
        Some((slot, How::VoteGone(node, vote)))
    }

    fn sends_another(&self) -> Found {
        let earlier: Vec<_> = self.steps[..self.steps.len() - 1].iter().flat_map(sent).collect();
        sent(self.step).into_iter().find_map(|(slot, vote)| {
            let mut of_one = earlier.iter().filter(|(at, other)| *at == slot && other.ballot == vote.ballot);
            let (_, other) = of_one.find(|(_, other)| other.value != vote.value)?;
            Some((slot, How::TwoValues(vote.ballot, other.value, vote.value)))
        })
    }

    fn applies_otherwise(&self) -> Found {
        let node = self.step.node()?;
        let (before, log) = (applied(self.before, node).len(), applied(self.world, node));
        let mut next = before.checked_sub(1).map_or(Slot::FIRST, |last| log[last].slot.next());
        let mut past = None;
        for one in &log[before..] {
            if one.slot != next && past.is_none() {
                past = Some((one.slot, How::AppliedPast(node, next)));
            }
            next = one.slot.next();
        }
        let others = self.world.cluster.all(Role::Replica).without(node);
        let apart = others.iter().find_map(|other| {
            let both = |one: &Applied| {
                let there = applied(self.world, other).iter().find(|there| there.slot == one.slot)?;
                let how = How::AppliedOther([(other, there.value), (node, one.value)]);
                (there != one).then_some((one.slot, how))
            };
            log[before..].iter().find_map(both)
        });
        match (past, apart) {
            (Some(past), Some(apart)) => Some(if apart.0 < past.0 { apart } else { past }),
            (past, apart) => past.or(apart),
        }
    }

    fn executes_again(&self) -> Found {
        let node = self.step.node()?;
        self.notes().find(|note| matches!(note, Note::Log(LogNote::Applied { .. })))?;
        let executed = |one: &&Applied| is_executed(one) && one.value.command.is_some();
        let executed: Vec<&Applied> = applied(self.world, node).iter().filter(executed).collect();
        executed.iter().enumerate().find_map(|(at, later)| {
            let first = executed[..at].iter().find(|first| first.value == later.value)?;
            Some((later.slot, How::ExecutedTwice(node, later.value, first.slot)))
        })
    }

    fn loses_answer(&self) -> Found {
        self.step.node()?;
        for step in self.steps {
            for note in &step.effects.notes {
                let Note::Log(LogNote::Answered { slot, value, .. }) = *note else { continue };
                for replica in self.world.cluster.all(Role::Replica).iter() {
                    let log = applied(self.world, replica);
                    let has_passed = log.last().is_some_and(|last| slot <= last.slot);
                    let mut up_to = log.iter().filter(|one| one.slot <= slot);
                    if has_passed && !up_to.any(|one| one.value == value && is_executed(one)) {
                        return Some((slot, How::AnswerLost(replica, value, step.node()?)));
                    }
                }
            }
        }
        None
    }
}

fn learned(world: &World) -> Vec<(NodeId, Slot, Value)> {
    let of =
        |node| world.node(node).learner.iter().flat_map(|it| &it.learned).map(move |&(at, value)| (node, at, value));
    world.cluster.nodes().flat_map(of).collect()
}

fn disk(world: &World, node: NodeId) -> Option<&OnDisk> {
    world.node(node).acceptor.as_ref().map(|acceptor| &acceptor.disk)
}

fn sent(step: &Step) -> Vec<(Slot, Vote)> {
    let request = |message: &Message| match *message {
        Message::AcceptRequest { ballot, slot, value, .. } => Some((slot, Vote { ballot, value })),
        _ => None,
    };
    step.effects.sent.iter().filter_map(|sent| request(&sent.envelope.message)).collect()
}

fn applied(world: &World, node: NodeId) -> &[Applied] {
    world.node(node).replica.as_ref().map_or(&[], |replica| &replica.disk.applied)
}

fn is_executed(applied: &Applied) -> bool {
    matches!(applied.effect, Effect::Executed(_))
}

/// The first step of a run that breaks each property, and how, by a look at everything after each step.
fn plainly(recording: &Recording) -> Vec<Option<(usize, Slot, How)>> {
    let mut found = vec![None; Property::ALL.len()];
    let mut before = recording.at(Moment::default());
    let of_cluster = Property::of(&before.cluster);
    recording.walk(recording.steps().len(), |done, step, world| {
        let at = At { steps: &recording.steps()[..done], step, before: &before, world };
        for (found, &property) in found.iter_mut().zip(of_cluster) {
            *found = found.or_else(|| at.breaks(property).map(|(slot, how)| (done - 1, slot, how)));
        }
        before = world.clone();
    });
    found
}

/// Counts how often each property was broken.
#[derive(Default)]
struct Tally {
    broken: [usize; Property::ALL.len()],
    whole: usize,
}

impl Tally {
    /// Holds what is found on the way against the plain look.
    fn compare(&mut self, name: &str, recording: &Recording) {
        let verdicts = Verdicts::of(recording);
        let is_log = recording.world().cluster.is_replicated();
        for (&property, plain) in Property::ALL.iter().zip(plainly(recording)) {
            // Of one decision agreement is looked at as it is, and so are the leaders of a log.
            if property == Property::OneLeader || property == Property::Agreement && !is_log {
                continue;
            }
            let broken = verdicts.broken(property, recording.end());
            let found = broken.map(|broken| (broken.step, broken.slot, broken.how));
            assert_eq!(found, plain, "{property:?} in {name}");
            self.broken[property as usize] += usize::from(found.is_some());
        }
        self.whole += usize::from(verdicts.all_hold(recording.end()));
    }
}

#[test]
fn what_is_found_of_a_log_by_what_is_new_is_what_a_look_at_everything_finds() {
    let mut tally = Tally::default();
    for seed in 1..=60 {
        tally.compare(&format!("seed {seed}"), &replay_log::storm(seed, "").recording);
    }
    for (seed, rules) in (1000..1600).zip(replay_log::WRONG.iter().cycle()) {
        tally.compare(&format!("seed {seed} under {rules}"), &replay_log::storm(seed, rules).recording);
    }
    for property in [Property::Agreement, Property::Promises, Property::Order, Property::Once] {
        assert!(20 < tally.broken[property as usize], "{property:?}: {:?}", tally.broken);
    }
    assert!(60 < tally.whole, "{}", tally.whole);
}

#[test]
fn what_is_found_of_one_decision_by_what_is_new_is_what_a_look_at_everything_finds() {
    let mut tally = Tally::default();
    let wrong = || replay::WRONG.iter().chain(&["", "rule value re-picks\nrule quorum one"]);
    for (seed, rules) in (1..=600).zip(std::iter::repeat_with(wrong).flatten()) {
        tally.compare(&format!("seed {seed} under {rules}"), &replay::storm(seed, rules).recording);
    }
    for property in [Property::Learning, Property::Promises, Property::OneValue] {
        assert!(0 < tally.broken[property as usize], "{property:?}: {:?}", tally.broken);
    }
}

/// What the storms seldom break, scenes break.
#[test]
fn what_is_found_of_a_scene_by_what_is_new_is_what_a_look_at_everything_finds() {
    let mut tally = Tally::default();
    let logs = course().into_iter().filter(|(_, scene)| scene.script.cluster.is_replicated());
    logs.for_each(|(id, scene)| tally.compare(&id, &scene.recording));
    // A leader that has forgotten its id and its promise, and that nobody hears, sends another value under it.
    let reuse = play(
        "an id used again",
        "title x\nclients C1 C2\nreplicas R1 R2 R3\nrule leader skips-prepare\nrule ids reused\n\
         rule storage forgets-promise\nslide one\ncut R1-R2\ncut R1-R3\ntimeout R1\nrequest C1 R1 a\nrun 2000\n\
         crash R1\nrestart R1\ntimeout R1\nrequest C2 R1 b\nrun 2000\n",
    );
    tally.compare("an id used again", &reuse.recording);
    for property in [Property::Learning, Property::OneValue, Property::Order, Property::Once] {
        assert!(0 < tally.broken[property as usize], "{property:?}: {:?}", tally.broken);
    }
}
