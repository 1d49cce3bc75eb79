//! The state machine that a log drives: a bank account, and a table of answers so that no command counts twice.
//!
//! Deterministic: two machines that have been given the same commands in the same order are equal
//! (PMS 3; the table of answers is part of the state, so that it is the same on every replica too).

use super::ballot::{CommandId, Value};
use super::cluster::{Cluster, NodeId, NodeSet};
use super::rules::Rules;
use smallvec::SmallVec;

/// What a word means as a command.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum Command {
    /// It means only itself.
    #[default]
    Word,
    /// Opens the account with this balance.
    Open(i64),
    /// Adds this to the balance; less than nothing is taken from it, as far as there is enough.
    Add(i64),
    /// From α slots on these replicas decide.
    Members(NodeSet),
}

/// What a command gave when it was executed.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Answer {
    /// It is done, and there is nothing more to say.
    Done,
    /// The balance after it.
    Balance(i64),
    /// There was not enough on the account, whose balance is this.
    TooLittle(i64),
}

/// What became of a slot when it was applied.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Effect {
    /// The command was executed.
    Executed(Answer),
    /// The same command had been executed in an earlier slot: its stored answer, and no second execution.
    Repeated(Answer),
    /// A later command of the same client had been executed, which needs no answer to this one any more.
    Outdated,
    /// A no-op: nothing happened.
    Nothing,
}

/// The last command of a client that was executed, and its answer.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct LastAnswer {
    /// The command.
    pub command: CommandId,
    /// What it gave.
    pub answer: Answer,
}

/// The replicated state: what the applied part of a log has made.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Machine {
    /// The balance of the account, once a command has opened or changed it.
    pub balance: Option<i64>,
    /// For each client whose commands were executed, the last one with its answer.
    pub answers: SmallVec<[LastAnswer; 1]>,
}

impl Machine {
    /// The last command of `client` that was executed.
    pub fn last_answer(&self, client: NodeId) -> Option<LastAnswer> {
        self.answers.iter().find(|last| last.command.client == client).copied()
    }

    /// Gives the machine the next command. One that was executed before is not executed again, unless a wrong rule
    /// is in force.
    pub(super) fn apply(&mut self, rules: &Rules, cluster: &Cluster, value: Value) -> Effect {
        let last = value.command.and_then(|command| self.last_answer(command.client));
        if let (Some(last), Some(command)) = (last, value.command)
            && rules.is_executed_once()
        {
            if command.number == last.command.number {
                return Effect::Repeated(last.answer);
            }
            if command.number < last.command.number {
                return Effect::Outdated;
            }
        }
        if value.shows_as(Value::NO_OP) && value.command.is_none() {
            return Effect::Nothing;
        }
        let answer = self.execute(cluster.command(value));
        if let Some(command) = value.command {
            self.answers.retain(|last| last.command.client != command.client);
            self.answers.push(LastAnswer { command, answer });
            self.answers.sort_unstable_by_key(|last| last.command.client);
        }
        Effect::Executed(answer)
    }

    fn execute(&mut self, command: Command) -> Answer {
        let balance = self.balance.unwrap_or(0);
        match command {
            Command::Word | Command::Members(_) => Answer::Done,
            Command::Open(amount) => {
                self.balance = Some(amount);
                Answer::Balance(amount)
            }
            Command::Add(amount) => {
                let after = balance.saturating_add(amount);
                if after < 0 {
                    return Answer::TooLittle(balance);
                }
                self.balance = Some(after);
                Answer::Balance(after)
            }
        }
    }
}
