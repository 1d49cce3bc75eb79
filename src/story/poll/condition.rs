//! What can be expected of a poll.

use super::Poll;
use crate::paxos::{NodeId, Value};
use crate::story::names::Names;

/// Something that holds of a poll or does not.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Condition {
    /// Somebody backs this, or nothing.
    Backs(NodeId, Option<Value>),
    /// Somebody takes this for the result, or nothing.
    Knows(NodeId, Option<Value>),
    /// A majority backs this now, or nothing has one.
    Majority(Option<Value>),
    /// All of them hold.
    And(Vec<Condition>),
}

impl Condition {
    /// Whether it holds.
    pub fn holds(&self, poll: &Poll) -> bool {
        match self {
            Condition::Backs(person, value) => poll.person(*person).backs == *value,
            Condition::Knows(person, value) => poll.person(*person).knows == *value,
            Condition::Majority(value) => poll.agreed() == *value,
            Condition::And(all) => all.iter().all(|condition| condition.holds(poll)),
        }
    }

    /// What is the case instead, as a condition reads.
    pub fn actual(&self, poll: &Poll, names: &Names) -> String {
        let word = |value: Option<Value>| value.map_or("nothing".to_string(), |value| names.value(value).to_string());
        match self {
            Condition::Backs(person, _) => {
                format!("{} backs {}", names.node(*person), word(poll.person(*person).backs))
            }
            Condition::Knows(person, _) => {
                format!("{} knows {}", names.node(*person), word(poll.person(*person).knows))
            }
            Condition::Majority(_) => format!("majority {}", word(poll.agreed())),
            Condition::And(all) => {
                let failing = all.iter().find(|condition| !condition.holds(poll));
                failing.map_or(String::new(), |condition| condition.actual(poll, names))
            }
        }
    }
}
