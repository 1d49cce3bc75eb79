//! The page's answers: why this value, why nothing, and whether what Paxos promises holds.

use super::act::{Act, Deed};
use super::light::Pick;
use super::show::Show;
use crate::check::{Property, Verdicts};
use crate::paxos::{NodeId, Role, Slot, Value};
use crate::sim::waiting::{Awaits, Hitch, waiting, ways};
use crate::sim::{Lineage, Moment, Recording, Release, Waiting, Why};
use crate::story::language::say;
use crate::story::problem::both;
use crate::story::wanted::WORDS;
use crate::story::words;
use std::cell::RefCell;
use std::rc::{Rc, Weak};

/// A question that can be asked at the moment that is shown.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Question {
    /// What asks it.
    pub pick: Pick,
    /// What stands on its button.
    pub text: String,
}

impl Question {
    /// Whether it is the one that is asked: it stays so wherever one goes along its answer.
    pub fn is_asked(&self, picked: Option<Pick>) -> bool {
        match (self.pick, picked) {
            (Pick::Why(this, _), Some(Pick::Why(asked, _))) => this == asked,
            (this, asked) => asked == Some(this),
        }
    }
}

/// An answer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Answer {
    /// The question.
    pub question: String,
    /// All of it in a sentence, where it is a chain.
    pub summary: Option<String>,
    /// The chain from the result back to its origin.
    pub links: Vec<Place>,
    /// What is waited for.
    pub waits: Vec<String>,
    /// What would release the run: an act where it is one.
    pub releases: Vec<(String, Option<Act>)>,
    /// What stands before each: whether it is enough alone, or which step it is.
    pub leads: Vec<&'static str>,
}

/// A sentence on a step, and where that is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Place {
    /// The sentence.
    pub text: String,
    /// The step, by its place from 0.
    pub step: usize,
    /// The moment right after the step.
    pub at: Moment,
}

/// A line of the panel of what Paxos promises.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Promise {
    /// Which.
    pub property: Property,
    /// What it is called.
    pub name: String,
    /// What it says.
    pub says: String,
    /// When and by what it was broken, if it was by now.
    pub broken: Option<Place>,
}

impl Promise {
    /// Whether it holds, in a sign.
    pub fn sign(holds: bool) -> &'static str {
        if holds { "✓" } else { "✗" }
    }
}

/// What became of the properties in the run that was asked about last: a run is gone through once.
#[derive(Clone, Debug, Default)]
pub struct Checked(Rc<RefCell<Option<Known>>>);

/// What became of the properties in a run, as long as that is there.
type Known = (Weak<Recording>, Rc<Verdicts>);

impl Checked {
    fn of(&self, recording: &Rc<Recording>) -> Rc<Verdicts> {
        let known =
            self.0.borrow().as_ref().filter(|(of, _)| of.as_ptr() == Rc::as_ptr(recording)).map(|(_, it)| it.clone());
        known.unwrap_or_else(|| {
            let verdicts = Rc::new(Verdicts::of(recording));
            *self.0.borrow_mut() = Some((Rc::downgrade(recording), verdicts.clone()));
            verdicts
        })
    }
}

impl Show {
    /// What becomes of each property in the run that is shown.
    pub fn verdicts(&self) -> Rc<Verdicts> {
        self.checked.of(self.recording())
    }

    /// Whether all that Paxos promises holds at the moment that is shown; none where nobody could tell: among people, and
    /// with the eyes of one node.
    pub fn holds(&self) -> Option<bool> {
        let can_tell = self.poll().is_none() && self.eye.is_none();
        can_tell.then(|| self.verdicts().all_hold(self.at))
    }

    /// Whether all of it holds although a wrong rule is in force, or was.
    pub fn holds_by_luck(&self) -> bool {
        self.holds() == Some(true) && !words::caution::over(self.recording(), self.at).is_empty()
    }

    /// What Paxos promises, a line each.
    pub fn promises(&self) -> Vec<Promise> {
        let (verdicts, telling) = (self.verdicts(), self.telling());
        let line = |property: Property| {
            let broken = verdicts.broken(property, self.at).map(|broken| {
                let at = self.after(broken.step);
                Place { text: words::invariant::broken(broken, at.time, telling), step: broken.step, at }
            });
            let name = words::invariant::name(property, telling);
            let says = words::invariant::says(property, self.is_replicated(), telling);
            Promise { property, name, says, broken }
        };
        Property::of(&self.recording().world().cluster).iter().copied().map(line).collect()
    }

    pub(super) fn after(&self, step: usize) -> Moment {
        let time = self.recording().steps().get(step).map_or(0, |step| step.time);
        Moment { time, steps: step + 1 }
    }

    /// The questions that the moment on show raises: of each value that is chosen; where the run stands still, why nothing
    /// is, or why it is not known.
    pub fn questions(&self) -> Vec<Question> {
        if self.poll().is_some() || self.eye.is_some() {
            return Vec::new();
        }
        if self.is_replicated() {
            return self.questions_of_log();
        }
        let mut chosen: Vec<Value> = Vec::new();
        let done = self.recording().steps().iter().take(self.at.steps);
        for new in done.flat_map(|step| step.effects.all_chosen()) {
            if !chosen.contains(&new.vote.value) {
                chosen.push(new.vote.value);
            }
        }
        let telling = self.telling();
        let why = |value: Value| {
            let pick = Pick::Why(Why::Chosen(value), self.at.steps);
            Question { pick, text: words::lineage::ask(value, telling) }
        };
        let nothing = self.stalled().map(|waiting| self.why_nothing(&waiting, chosen.is_empty()));
        chosen.iter().map(|&value| why(value)).chain(nothing).collect()
    }

    /// Why the value is chosen that was chosen first; none before one is, and where that is not to be seen.
    pub fn question_of_result(&self) -> Option<Question> {
        let mut done = self.recording().steps().iter().take(self.at.steps).filter(|_| self.eye.is_none());
        let chosen = done.find_map(|step| step.effects.chosen)?;
        if self.is_replicated() {
            return Some(self.question_of_slot(chosen.slot, chosen.vote.value));
        }
        let value = chosen.vote.value;
        let pick = Pick::Why(Why::Chosen(value), self.at.steps);
        Some(Question { pick, text: words::lineage::ask(value, self.telling()) })
    }

    pub(super) fn why_nothing(&self, waiting: &[Waiting], is_none_chosen: bool) -> Question {
        if self.is_replicated() {
            return Question { pick: Pick::Nothing, text: words::waiting::question_of_log(waiting, self.telling()) };
        }
        let world = self.world();
        let knows = |node: NodeId| {
            let learner = world.node(node).learner.as_ref();
            learner.is_some_and(|learner| learner.learned(Slot::ONLY).is_some())
        };
        let text = match (is_none_chosen, world.cluster.nodes().any(knows)) {
            (true, _) => words::waiting::NOTHING_CHOSEN.to_string(),
            (false, false) => words::waiting::NOTHING_LEARNED.to_string(),
            (false, true) => {
                let listens = |it: &&Waiting| matches!(it.awaits, Awaits::Word { .. } | Awaits::Deaf { .. });
                let names: Vec<&str> = waiting.iter().filter(listens).map(|it| self.names().node(it.node)).collect();
                match names[..] {
                    [name] => say!("Why has {name} not learned it?", name),
                    _ => say!("Why have {names} not learned it?", names = both(&names)),
                }
            }
        };
        Question { pick: Pick::Nothing, text }
    }

    /// What is waited for where the run stands still: wherever nothing is under way; and at the end of the scene or of an
    /// own run where nothing moves by itself.
    pub(super) fn stalled(&self) -> Option<Vec<Waiting>> {
        if self.poll().is_some() || self.eye.is_some() || !self.stands_still() {
            return None;
        }
        let waiting = waiting(self.recording(), self.at);
        (!waiting.is_empty()).then_some(waiting)
    }

    fn stands_still(&self) -> bool {
        if self.is_own() && !self.is_more_to_come() {
            return true;
        }
        let (world, schedule) = self.recording().state_at(self.at);
        let is_moving = world.in_flight.iter().any(|envelope| schedule.arrives(envelope.id).is_some());
        let is_at_end = match self.is_own() {
            true => self.at.steps == self.end().steps,
            false => self.is_at_goal() && self.slide + 1 == self.scene.slides.len(),
        };
        !is_moving && (is_at_end || world.in_flight.is_empty())
    }

    /// What can be asked of a node: why a proposer has sent its value, an acceptor has accepted, a learner has learned.
    pub fn question_of(&self, node: NodeId) -> Option<Question> {
        if self.poll().is_some() || self.eye.is_some() {
            return None;
        }
        let world = self.recording().world();
        let why = match world.cluster.role(node) {
            Role::Proposer => Why::Sent(node),
            Role::Acceptor => Why::Accepted(node),
            Role::Learner => Why::Learned(node),
            Role::Replica => Why::Known(node, self.last_known(node)?),
            Role::Client => return None,
        };
        let lineage = Lineage::of(self.recording(), why, self.at.steps)?;
        let text = words::lineage::question(&lineage, self.telling());
        Some(Question { pick: Pick::Why(why, self.at.steps), text })
    }

    /// The answer to what is picked out, if that is a question and has one now.
    pub fn answer(&self, pick: Pick) -> Option<Answer> {
        match pick {
            Pick::Step(_) | Pick::Broken(_) => None,
            Pick::Why(why, until) => {
                let lineage = Lineage::of(self.recording(), why, until)?;
                let telling = self.telling();
                let place = |(nth, cause): (usize, &crate::sim::lineage::Cause)| Place {
                    text: match nth {
                        0 => words::lineage::first_link(&cause.link, telling),
                        _ => words::lineage::link(&cause.link, telling),
                    },
                    step: cause.step,
                    at: self.after(cause.step),
                };
                Some(Answer {
                    question: words::lineage::question(&lineage, telling),
                    summary: Some(words::lineage::summary(&lineage, telling)),
                    links: lineage.chain.iter().enumerate().map(place).collect(),
                    waits: Vec::new(),
                    releases: Vec::new(),
                    leads: Vec::new(),
                })
            }
            Pick::Nothing => {
                let waiting = self.stalled()?;
                let is_none_chosen =
                    !self.recording().steps()[..self.at.steps].iter().any(|step| step.effects.chosen.is_some());
                let waits = waiting.iter().flat_map(|it| words::waiting::waits(it, self.recording(), self.telling()));
                let mut waits: Vec<String> = waits.collect();
                let ways = ways(&waiting);
                let is_new = |release: &Release| matches!(release, Release::Timer(..) | Release::Again(..));
                let is_lost = |it: &Waiting| {
                    let is_lost = it.awaits.missing().iter().any(|it| matches!(it.hitch, Hitch::Lost(..)));
                    is_lost && it.releases.iter().any(is_new)
                };
                if waiting.iter().any(is_lost) {
                    waits.push(self.told(words::waiting::NOT_AGAIN.said()));
                }
                let lead = |(nth, way): (usize, &Vec<Release>)| {
                    let of = (ways.len(), way.len());
                    (0..way.len()).map(move |step| words::waiting::lead((nth, step), of)).collect::<Vec<_>>()
                };
                let leads = ways.iter().enumerate().flat_map(lead).collect();
                let releases: Vec<_> = ways.iter().flatten().map(|&release| self.release(release)).collect();
                if releases.is_empty() && !self.is_replicated() {
                    waits.push(self.told(words::waiting::HOPELESS.said()));
                }
                let question = self.why_nothing(&waiting, is_none_chosen).text;
                Some(Answer { question, summary: None, links: Vec::new(), waits, releases, leads })
            }
        }
    }

    /// A word that nobody has proposed yet.
    fn free_word(&self) -> String {
        let proposed = &self.world().proposed;
        let names = self.names();
        let is_free = |word: &&str| proposed.iter().all(|&value| names.value(value) != *word);
        let known = names.values.iter().map(AsRef::as_ref);
        known.chain(WORDS).find(is_free).unwrap_or(WORDS[0]).to_string()
    }

    /// What would release the run, in words, and as an act where it is one.
    fn release(&self, release: Release) -> (String, Option<Act>) {
        let names = self.names();
        let (act, id) = match release {
            Release::Patience(..) => (None, None),
            // Where nothing travels by itself, what is released would wait again.
            Release::Message(message) if self.scene.script.stays_manual() => {
                let text = words::waiting::deliver(message, self.recording(), self.telling());
                return (text, Some(Act::Message(message, Deed::Deliver)));
            }
            Release::Message(message) => (Some(Act::Message(message, Deed::Release)), None),
            Release::Restart(node) => (Some(Act::Restart(node)), None),
            Release::Heal(from, to) => {
                (Some(Act::Say(format!("heal {from}->{to}", from = names.node(from), to = names.node(to)))), None)
            }
            Release::Timer(node, _) => (Some(Act::Timeout(node)), None),
            Release::Ask(client, replica, value) => {
                (Some(Act::Request(client, replica, names.value(value).to_string())), None)
            }
            Release::Offer(node) => (Some(Act::Propose(node, self.free_word(), self.suggested_id(node))), None),
            Release::Again(node, value) => {
                let id = self.suggested_id(node);
                (
                    Some(Act::Propose(node, names.value(value).to_string(), id.clone())),
                    Some(id).filter(|id| !id.is_empty()),
                )
            }
        };
        // A node that is down has no timer, and cannot begin.
        let is_up = |node: NodeId| self.world().node(node).up;
        let act = act.filter(|act| !matches!(act, Act::Timeout(node) | Act::Propose(node, ..) if !is_up(*node)));
        (words::waiting::release(release, id.as_deref(), self.recording(), self.telling()), act)
    }
}
