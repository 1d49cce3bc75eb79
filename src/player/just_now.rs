//! What happened just now, and why.

use super::show::Show;
use crate::paxos::Outcome;
use crate::sim::{Action, Moment, Step};
use crate::story::{PollRun, poll, words};

impl Show {
    /// What happened just now, and why: the step that has just been done, and before it the one of the same
    /// instant that matters most. Links that were cut or healed together are told together, and so are nodes that crashed or
    /// restarted together.
    pub fn just_now(&self) -> Vec<String> {
        if let Some(poll) = self.poll() {
            return self.just_now_in_poll(poll);
        }
        let places = self.instant_places();
        // What was done by hand is told by itself, whatever else happened at that instant.
        let by_hand = places.last().and_then(|&last| self.by_hand(last)).unwrap_or(0);
        let places = places.into_iter().filter(|&place| by_hand <= place);
        let instant: Vec<&Step> = places.map(|place| &self.recording().steps()[place]).collect();
        let Some(&last) = instant.last() else { return Vec::new() };
        let is_hold = |step: &Step| matches!(step.action, Action::Hold { .. });
        // A manual scene that is taken over holds all that waits: that is not what was done.
        let counts = |step: &&Step| !is_hold(step) || is_hold(last);
        let (before, end) = instant.split_at(instant.len() - told_together(&instant));
        let most = before.iter().copied().filter(counts).max_by_key(|step| weight(step));
        let most = most.filter(|step| weight(last) < weight(step));
        let links = links_at_the_end(&instant).and_then(|steps| self.links_told(steps));
        let end = match links {
            Some(links) => vec![links],
            None => end.iter().map(|step| self.told_step(step)).collect(),
        };
        most.into_iter().map(|step| self.told_step(step)).chain(end).collect()
    }

    /// Each instant since so many steps were done in which something was to be seen: the moment after it.
    pub(super) fn instants_since(&self, steps: usize) -> Vec<Moment> {
        let mut instants: Vec<Moment> = Vec::new();
        for place in steps..self.at.steps {
            let (time, is_seen) = self.step_seen(place);
            let at = Moment { time, steps: place + 1 };
            match instants.last_mut().filter(|last| last.time == time) {
                _ if !is_seen => {}
                Some(last) => *last = at,
                None => instants.push(at),
            }
        }
        instants
    }

    fn links_told(&self, steps: &[&Step]) -> Option<String> {
        let told = words::links::done(steps, self.names().nodes.len(), self.telling())?;
        Some(self.told(&told))
    }

    fn told_step(&self, step: &Step) -> String {
        let telling = self.telling();
        let mut sentence = words::step(step, &self.recording().world().cluster, telling);
        for more in words::besides(step, telling) {
            sentence = format!("{sentence} {more}");
        }
        match words::result(step, telling).filter(|_| self.eye.is_none()) {
            Some(chosen) => format!("{sentence} {chosen}"),
            None => sentence,
        }
    }

    /// The same among people: what was done last, with what came about by it.
    fn just_now_in_poll(&self, poll: &PollRun) -> Vec<String> {
        let mut done = poll.steps()[..self.at.steps].iter().enumerate().filter(|(_, step)| step.shows());
        let told = |(at, step): (usize, &poll::Step)| {
            let after = poll.at(Moment { time: step.time, steps: at + 1 });
            words::poll::step(step, after, self.names())
        };
        let last = done.clone().next_back();
        // A majority that nobody sees is more than the last of those who are told of it.
        let agreed = done.rfind(|(_, step)| step.effects.agreed.is_some());
        let agreed =
            agreed.filter(|(at, step)| last.is_some_and(|(last_at, last)| *at < last_at && last.time == step.time));
        agreed.into_iter().chain(last).map(told).collect()
    }
}

/// How many steps at the end of an instant are told, each in its words: all crashes, or all restarts, of nodes that
/// crash or restart together; of anything else the last.
#[inline(never)]
fn told_together(instant: &[&Step]) -> usize {
    let kind = |step: &Step| match step.action {
        Action::Crash { .. } => Some(true),
        Action::Restart { .. } => Some(false),
        _ => None,
    };
    let last = instant.last().and_then(|step| kind(step));
    match last {
        Some(_) => instant.iter().rev().take_while(|step| kind(step) == last).count(),
        None => instant.len().min(1),
    }
}

/// The cuts, or the heals, with which an instant ends; none if it ends with something else.
#[inline(never)]
fn links_at_the_end<'a, 'b>(instant: &'a [&'b Step]) -> Option<&'a [&'b Step]> {
    let kind = |step: &Step| match step.action {
        Action::Cut { .. } => Some(true),
        Action::Heal { .. } => Some(false),
        _ => None,
    };
    let last = kind(instant.last()?)?;
    let start = instant.iter().rposition(|step| kind(step) != Some(last)).map_or(0, |before| before + 1);
    Some(&instant[start..])
}

/// How much a step matters among those of one instant.
fn weight(step: &Step) -> u8 {
    match step.effects.notes.first().map(|note| note.outcome()) {
        _ if step.effects.chosen.is_some() => 5,
        Some(Outcome::Adopted | Outcome::OwnValue | Outcome::Quorum) => 4,
        Some(Outcome::Learned | Outcome::Ignored) => 3,
        Some(Outcome::Promised | Outcome::Accepted | Outcome::Received) => 2,
        Some(Outcome::Counted) | None => 1,
        Some(Outcome::Nothing) => 0,
    }
}
