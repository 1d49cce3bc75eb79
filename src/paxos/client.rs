//! A client of a replicated log: it numbers its commands, follows redirections, and asks again.

use super::ballot::{CommandId, Slot, Value};
use super::cluster::{NodeId, NodeSet, Role, Setting};
use super::machine::Answer;
use super::message::Message;
use super::node::{Outbox, Timer};
use super::note::{LogNote, Note};

/// A client. All of it is on its disk.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Client {
    /// How many commands it has given: the number of the last one.
    pub issued: u16,
    /// The last command it has given.
    pub command: Option<Value>,
    /// The answer to that command, once it has come, and the slot that the command was given.
    pub answer: Option<(Slot, Answer)>,
    /// The replica that it last asked.
    pub asked: Option<NodeId>,
    /// The replica to which it last turned without being sent there. The next one is tried after this: two of them that
    /// name each other, or one that names a leader in vain, must not keep it from the rest.
    pub turned_to: Option<NodeId>,
}

impl Client {
    /// The command for which it has no answer yet.
    pub fn waits_for(&self) -> Option<Value> {
        self.command.filter(|_| self.answer.is_none())
    }

    /// Asks a replica to have `value` chosen. The word of the command that it waits for means that command once
    /// more; any other word is a new one.
    pub(super) fn ask(&mut self, me: NodeId, to: NodeId, value: Value) -> Outbox {
        let again = self.waits_for().filter(|waiting| waiting.shows_as(value));
        let value = again.unwrap_or_else(|| {
            self.issued = self.issued.saturating_add(1);
            Value { command: Some(CommandId { client: me, number: self.issued }), ..value }
        });
        self.command = Some(value);
        self.answer = None;
        self.turned_to = Some(to);
        let note = match again {
            Some(_) => LogNote::AsksAgain { value, to },
            None => LogNote::Asks { value, to },
        };
        self.send(value, to, note)
    }

    /// Its timer has fired: it asks the next replica.
    pub(super) fn ask_next(&mut self, setting: Setting) -> Outbox {
        let replicas: NodeSet = setting.cluster.all(Role::Replica);
        let Some(value) = self.waits_for() else {
            return Outbox::because(Note::NotForMe);
        };
        let after = replicas.iter().find(|&replica| self.turned_to < Some(replica));
        let Some(to) = after.or_else(|| replicas.iter().next()) else {
            return Outbox::because(Note::NotForMe);
        };
        self.turned_to = Some(to);
        self.send(value, to, LogNote::AsksAgain { value, to })
    }

    /// A replica names the leader that it follows.
    pub(super) fn on_redirect(&mut self, value: Value, leader: NodeId) -> Outbox {
        match self.waits_for() == Some(value) {
            true => self.send(value, leader, LogNote::FollowsRedirect { value, to: leader }),
            false => Outbox::because(Note::Log(LogNote::RedirectLate { value })),
        }
    }

    /// The leader answers.
    pub(super) fn on_reply(&mut self, slot: Slot, value: Value, answer: Answer) -> Outbox {
        if self.waits_for() != Some(value) {
            return Outbox::because(Note::Log(LogNote::AnsweredBefore { value }));
        }
        self.answer = Some((slot, answer));
        Outbox::because(Note::Log(LogNote::Answered { slot, value, answer })).timer(Timer::Rest)
    }

    /// It starts again, and waits for what it waited for.
    pub(super) fn restart(&self) -> Outbox {
        Outbox::default().timer(if self.waits_for().is_some() { Timer::Arm } else { Timer::Rest })
    }

    fn send(&mut self, value: Value, to: NodeId, note: LogNote) -> Outbox {
        self.asked = Some(to);
        Outbox::because(Note::Log(note)).send(Message::Request { value }, NodeSet::of(to)).timer(Timer::Arm)
    }
}
