//! The questions that a replicated log asks besides (PMS 3; Ongaro and Ousterhout, *Implementing Replicated Logs
//! with Paxos*, 2013).

use super::{Commit, Dedup, Gaps, Leading, Members, Rules};
use crate::paxos::ballot::{Ballot, Slot, Value, Vote};
use crate::paxos::cluster::{Cluster, NodeSet};
use crate::paxos::machine::Command;

impl Rules {
    /// Does a replica that wants to lead ask first?
    pub fn asks_before_leading(&self) -> bool {
        self.leader == Leading::Prepares
    }

    /// Does a new leader fill a slot of which nothing was reported, below one of which something was?
    pub fn fills_gaps(&self) -> bool {
        self.gaps == Gaps::Filled
    }

    /// Is what comes after a gap applied?
    pub fn applies_past_gaps(&self) -> bool {
        self.gaps == Gaps::AppliedPast
    }

    /// May a follower take its own vote for chosen, the leader of `leader` having said that the slot is?
    pub fn may_mark(&self, own: Vote, leader: Ballot) -> bool {
        match self.commit {
            Commit::OwnVote => own.ballot == leader,
            Commit::Loose => true,
        }
    }

    /// Is a command that stands in the log twice executed once?
    pub fn is_executed_once(&self) -> bool {
        self.dedup == Dedup::AtApply
    }

    /// Does a new membership count at once, in every slot?
    pub fn changes_members_at_once(&self) -> bool {
        self.members == Members::AtOnce
    }

    /// May something be proposed in `slot` by one that has applied everything up to `applied`?
    pub fn may_open(&self, cluster: &Cluster, slot: Slot, applied: Slot) -> bool {
        slot.0 <= applied.0.saturating_add(cluster.log.window)
    }

    /// Who decides in `slot`, as far as this part of the log says: `known` are slots with what is chosen in them,
    /// sorted. The configuration of slot i stands in slot i - α or below.
    pub fn members(&self, cluster: &Cluster, slot: Slot, known: &[(Slot, Value)]) -> NodeSet {
        if !cluster.log.commands.iter().any(|command| matches!(command, Command::Members(_))) {
            return cluster.log.members; // However long the log is.
        }
        let counts = |at: Slot| self.changes_members_at_once() || at.0.saturating_add(cluster.log.window) <= slot.0;
        let named = known.iter().enumerate().rev().filter(|(_, (at, _))| counts(*at)).find_map(|(nth, &(_, value))| {
            match cluster.command(value) {
                Command::Members(members) if self.takes_effect(value, &known[..nth]) => Some(members),
                Command::Members(_) | Command::Word | Command::Open(_) | Command::Add(_) => None,
            }
        });
        named.unwrap_or(cluster.log.members)
    }

    /// Is a command executed that stands in the log behind these? The members of slot i are those of the state after slot
    /// i - α was executed (PMS 3), and a command that comes again, or after a later one of its client, changes no state.
    pub fn takes_effect(&self, value: Value, before: &[(Slot, Value)]) -> bool {
        let Some(command) = value.command.filter(|_| self.is_executed_once()) else { return true };
        let before = before.iter().filter_map(|&(_, other)| other.command);
        before.filter(|other| other.client == command.client).all(|other| other.number < command.number)
    }
}
