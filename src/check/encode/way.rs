//! From the packed states on a way to what happened between them.

use super::turn::Turned;
use super::{Encoded, Locals, Turn};
use crate::check::scenario::Finding;
use crate::check::search::Key;
use crate::paxos::Slot;
use crate::sim::World;

impl Encoded {
    /// The world at the start.
    pub fn start(&self) -> &World {
        &self.scenario.start
    }

    /// What happened on a way of states. They were put in order, so that the acceptors' names may have changed from one
    /// to the next: what happened is found again from the start, under the names that it has.
    pub fn turns_on<const W: usize>(&mut self, way: &[Key<W>], finding: Finding) -> Option<Vec<Turn>> {
        let mut now = self.start;
        let mut turns = Vec::new();
        for (nth, key) in way.iter().enumerate().skip(1) {
            let wanted = (nth + 1 == way.len()).then_some(finding);
            let (turned, after) = self.turn_to(&now, key, wanted)?;
            turns.push(self.turn(turned));
            now = after;
        }
        turns.extend(self.hearing(&now, finding));
        Some(turns)
    }

    /// The turn by which one state leads to another, up to the names of acceptors; and on which this is found.
    fn turn_to<const W: usize>(
        &mut self,
        now: &Locals,
        key: &Key<W>,
        wanted: Option<Finding>,
    ) -> Option<(Turned, Locals)> {
        let mut all = Vec::new();
        self.turns(now, |_, turned| all.push(turned));
        all.into_iter().find_map(|turned| {
            let mut after = *now;
            after[turned.node] = turned.moved.to();
            let arranged = self.arranged(after);
            if self.pack::<W>(&arranged) != *key {
                return None;
            }
            let found = self.found(now, &after, turned.node, turned.moved.remarks());
            let is_wanted = wanted.is_none_or(|wanted| found.iter().any(|(finding, _)| *finding == wanted));
            is_wanted.then_some((turned, after))
        })
    }

    /// What nodes hear at the end, where the finding is what they learn from it.
    fn hearing(&self, now: &Locals, finding: Finding) -> Vec<Turn> {
        if self.scenario.start.cluster.is_replicated() || !matches!(finding, Finding::LearnedUnchosen | Finding::Differ)
        {
            return Vec::new();
        }
        let slot = Slot::ONLY;
        let chosen = self.chosen_in(now, slot);
        let lessons = self.lessons(now, slot, &chosen);
        let learned: Vec<_> = match finding {
            Finding::LearnedUnchosen => {
                let unchosen = lessons.iter().filter(|lesson| !chosen.contains(&lesson.value));
                unchosen.min_by_key(|lesson| lesson.length()).into_iter().collect()
            }
            _ => self.differing(&lessons, &chosen),
        };
        let deliveries = learned.into_iter().flat_map(|lesson| {
            lesson.deliveries.iter().flat_map(|(from, message, times)| {
                let turn = Turn::Deliver { from: *from, to: lesson.node, message: message.clone() };
                std::iter::repeat_n(turn, *times as usize)
            })
        });
        deliveries.collect()
    }
}
