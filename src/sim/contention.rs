//! Contention: proposers that get in each other's way, and how many ballots they start until a value is
//! chosen (PMS 2.4: two proposers may go on for ever).

use super::action::{Action, Change, Delay, Retry};
use super::schedule::{Next, Schedule};
use super::step::Time;
use super::world::World;
use crate::paxos::{Cluster, NodeId, Role, Rules, Value};

/// What is played over and over, each time with another seed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Contest {
    /// Who there is. Its first two proposers compete, each for a value of its own.
    pub cluster: Cluster,
    /// The rules in force.
    pub rules: Rules,
    /// How long a message takes, in milliseconds.
    pub delay: Delay,
    /// How long after the first proposer the second begins, in milliseconds.
    pub apart: Time,
    /// When a proposer tries again.
    pub retry: Retry,
    /// The most ballots that are waited for.
    pub ballots_max: u32,
}

/// How a contest ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Won {
    /// How many ballots had been started by then.
    pub ballots: u32,
    /// When a value was chosen, in milliseconds from the first beginning.
    pub time: Time,
}

impl Contest {
    /// Plays it with this seed until a value is chosen; none if that takes more than the most ballots that
    /// are waited for, or if everything comes to rest without a choice.
    pub fn play(&self, seed: u32) -> Option<Won> {
        let mut world = World::new(self.cluster.clone(), self.rules);
        let mut schedule = Schedule::new(false);
        for change in [Change::Seed(seed), Change::Delay(self.delay), Change::Retry(self.retry)] {
            schedule.set(change);
        }
        let mut waiting = self.beginnings().into_iter().peekable();
        loop {
            let due = schedule.next(&world);
            let beginning = waiting.next_if(|first| due.is_none_or(|due| first.time <= due.time));
            let Next { time, action } = beginning.or(due)?;
            schedule.now = time;
            // A beginning is refused only where the proposer cannot act, and then it does without.
            let Ok(effects) = world.apply(action, &mut schedule) else { continue };
            schedule.absorb(action, &effects);
            let ballots = world.used.len() as u32;
            if self.ballots_max < ballots {
                return None;
            }
            if effects.chosen.is_some() {
                return Some(Won { ballots, time });
            }
        }
    }

    /// When each of the two proposers begins, and what it wants.
    fn beginnings(&self) -> Vec<Next> {
        let proposers = self.cluster.all(Role::Proposer);
        let begin = |(place, node): (u16, NodeId)| Next {
            time: self.apart * u32::from(place),
            action: Action::Propose { node, value: Value::of(place), ballot: None },
        };
        (0..2).zip(proposers.iter()).map(begin).collect()
    }
}
