//! Questions to the reader: what a scene asks at a moment of its run, and the answers to choose from.
//!
//! The right answer is what the core does next, or what is so at that moment. The wrong ones are those that people give:
//! what the same core would do under a wrong rule ([`Thought::Rule`]), and what a known mistake makes of what is to be
//! seen ([`Thought::Mistake`]). So each wrong answer has a name, and a scene that shows where it leads.

mod course;
mod misreading;
mod mistake;
mod now;
mod people;
mod pick;

use super::scene::Scene;
use super::script::{Question, Topic};
use crate::paxos::rules::Quorum;
use crate::paxos::{Ballot, Message, NodeId, NodeSet, Role, Slot, Value, Vote};
use crate::sim::{Change, Envelope, Moment};
use crate::story::conditions;

use course::Course;
pub use mistake::{Mistake, Proof};
pub use pick::pick_of;

/// A question, and where in the run of its scene it is asked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Asked {
    /// What is asked.
    pub question: Question,
    /// The moment at which it is asked.
    pub at: Moment,
    /// The slide to which it belongs, from 0.
    pub slide: usize,
    /// The line of the file, from 1.
    pub line: usize,
    /// The column of the line, from 1.
    pub column: usize,
}

/// What can be answered.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Answer {
    /// What a node does with a message: what it sends for it, and what it learns by it.
    Does {
        /// Who.
        node: NodeId,
        /// What it sends, if anything.
        sends: Option<Message>,
        /// What it learns, if anything.
        learns: Option<Value>,
    },
    /// What a node sends.
    Sends(Message),
    /// That a node sends a message with a value in it, which a message of that kind has not.
    SendsWith(Message, Value),
    /// This value, or none.
    Value(Option<Value>),
    /// These values.
    Values(Vec<Value>),
    /// These nodes.
    Nodes(NodeSet),
    /// Under this id.
    Id(Ballot),
    /// What an acceptor has promised, and what it has accepted.
    Card(Option<Ballot>, Option<Vote>),
    /// What can become of a value.
    Chance(Chance),
    /// So many acceptors.
    Acceptors(usize),
    /// So many decisions.
    Decisions(usize),
    /// How it ends.
    Ends(Ending),
    /// All slots up to this one, which is 0 for none.
    UpTo(Slot),
}

/// What can become of a value.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Chance {
    /// It is chosen.
    Chosen,
    /// It may still be.
    Open,
    /// It can never be.
    Gone,
}

/// How a decision ends that several proposers want.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ending {
    /// With a choice, in any case.
    Must,
    /// With a choice, or never.
    May,
    /// Never.
    Never,
}

/// What somebody thinks who gives a wrong answer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Thought {
    /// That this is the rule.
    Rule(Change),
    /// Something else that people get wrong.
    Mistake(Mistake),
}

/// An answer to choose.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Choice {
    /// What it says.
    pub answer: Answer,
    /// What somebody thinks who chooses it; nothing where it is right.
    pub thought: Option<Thought>,
}

impl Choice {
    /// Whether it is the right one.
    pub fn is_right(&self) -> bool {
        self.thought.is_none()
    }
}

/// At most so many wrong answers are offered.
const WRONG_MAX: usize = 4;

impl Answer {
    /// The number that it is, where it is one.
    fn number(&self) -> Option<u32> {
        match self {
            Answer::Acceptors(number) | Answer::Decisions(number) => u32::try_from(*number).ok(),
            Answer::UpTo(slot) => Some(slot.0),
            Answer::Id(ballot) => Some(ballot.number),
            _ => None,
        }
    }
}

impl Asked {
    /// The answers to choose from, one of them right; none where the run gives no answer, or no wrong one comes to mind.
    pub fn choices(&self, scene: &Scene) -> Vec<Choice> {
        let of_poll = scene.poll.as_ref().map(|run| people::answers(run.at(self.at), self.question.topic));
        let Some((right, wrong)) = of_poll.unwrap_or_else(|| self.answers(scene)) else { return Vec::new() };
        let mut choices = vec![Choice { answer: right, thought: None }];
        for (answer, thought) in self.in_order(wrong) {
            let is_new = choices.iter().all(|choice| choice.answer != answer);
            if is_new && choices.len() <= WRONG_MAX {
                choices.push(Choice { answer, thought: Some(thought) });
            }
        }
        if choices.len() == 1 {
            return Vec::new();
        }
        // The right one is now here, now there, and always at the same place for one question. Numbers stand in order.
        let turn = self.line % choices.len();
        choices.rotate_right(turn);
        choices.sort_by_key(|choice| choice.answer.number());
        choices
    }

    /// The wrong answers as they are offered: of two that are the same, the first has the better reason.
    fn in_order(&self, mut wrong: Vec<(Answer, Thought)>) -> Vec<(Answer, Thought)> {
        let is_meant = |thought: &Thought| self.question.about.is_some_and(|about| thought.is_about(about));
        // What is chosen, and who knows it, is a matter of what people take for it; what happens next, of the rules.
        let is_state = matches!(self.question.topic, Topic::Chosen(_) | Topic::Knows(_));
        let is_far = |thought: &Thought| is_state && matches!(thought, Thought::Rule(_));
        wrong.sort_by_key(|(_, thought)| (!is_meant(thought), is_far(thought)));
        wrong
    }

    /// The right answer of a run of Paxos, and wrong ones, some of which may be the same.
    #[inline(never)]
    fn answers(&self, scene: &Scene) -> Option<(Answer, Vec<(Answer, Thought)>)> {
        let of = self.course(scene);
        let right = self.right(&of)?;
        let is_replicated = of.start.cluster.is_replicated();
        let rules = conditions::rules_for(is_replicated).into_iter().flat_map(|(_, variants)| variants);
        let in_force = conditions::in_force(&of.start.rules);
        // Half of an odd number is a matter of rounding; of an even one it is a mistake that people make.
        let is_odd = !of.start.cluster.all(Role::Acceptor).len().is_multiple_of(2);
        let is_meant = |rule: &Change| !(is_odd && *rule == Change::QuorumRule(Quorum::Half));
        let others = rules.filter(|rule| !in_force.contains(rule) && conditions::by_default(rule) != *rule);
        // What a proposer picks is a matter of which value it takes.
        let is_pick = matches!(self.question.topic, Topic::Pick(_));
        let others = others.filter(is_meant).filter(|rule| !is_pick || matches!(rule, Change::Value(_)));
        let by_rule = others.filter_map(|rule| Some((self.under(&of, rule)?, Thought::Rule(rule))));
        let mistakes = Mistake::ALL.into_iter().flat_map(|mistake| {
            let answers = mistake.answers(self.question.topic, &right, &of);
            answers.into_iter().map(move |answer| (answer, Thought::Mistake(mistake)))
        });
        let wrong = by_rule.chain(mistakes).collect();
        Some((right, wrong))
    }

    /// The place of the step by which the answer shows; none for what is so at the moment.
    pub fn shown_by(&self, scene: &Scene) -> Option<usize> {
        if scene.poll.is_some() {
            return None;
        }
        self.course(scene).shown_by(self.question.topic)
    }

    /// The message that reaches the node about which it is asked.
    pub fn about(&self, scene: &Scene) -> Option<Envelope> {
        let Topic::Answer(_) = self.question.topic else { return None };
        scene.recording.steps()[self.shown_by(scene)?].effects.envelope.clone()
    }

    /// Whether it asks what is so at its moment, and not at another one.
    pub fn is_about_its_moment(&self) -> bool {
        let topic = self.question.topic;
        // How many acceptors it takes is so at any moment.
        now::is_about_now(topic) && !matches!(topic, Topic::Quorum | Topic::Failures)
    }

    /// What comes after it, up to the end of its slide.
    fn course<'a>(&self, scene: &'a Scene) -> Course<'a> {
        let until = scene.slides.get(self.slide).map_or(self.at.steps, |slide| slide.end.steps);
        Course::new(&scene.recording, self.at, until)
    }

    fn right(&self, of: &Course) -> Option<Answer> {
        match now::is_about_now(self.question.topic) {
            true => now::answer(&of.start, of.sent(), self.question.topic),
            false => of.answer(self.question.topic, None),
        }
    }

    /// What the answer would be under a wrong rule.
    fn under(&self, of: &Course, rule: Change) -> Option<Answer> {
        match now::is_about_now(self.question.topic) {
            true => now::answer_under(&of.start, self.question.topic, rule),
            false => of.answer(self.question.topic, Some(rule)),
        }
    }
}
