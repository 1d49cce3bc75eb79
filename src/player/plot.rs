//! How many rounds it takes until a value is chosen, over many seeds: worked out in slices, so that the page
//! never stands still for it; and one such run as the viewer's own.

use super::act::Done;
use super::model::Model;
use super::panel::Panel;
use super::show::Show;
use crate::paxos::{Cluster, NodeId, NodeSet, Note, Role, Rules, Slot, Value};
use crate::sim::{Change, Contest, Delay, Moment, Recording, Retry, Step, Time, Won, World};
use crate::story::language::tr;
use crate::story::{Branch, Names, Statement};

/// How many seeds there are: from 1 to this.
pub const SEEDS: u32 = 200;
/// How many of them one slice takes.
pub const SEEDS_A_SLICE: u32 = 20;
/// After so many rounds nobody waits for a choice any more.
pub const ROUNDS_MAX: u32 = 24;
/// How long a message takes, in milliseconds.
pub const DELAY: Delay = Delay { least: 700, most: 1300 };
/// How long the timer without backoff runs, in milliseconds: about as long as a round takes.
pub const TIMER_MS: u32 = 3000;
/// How long after the first proposer the second begins: half a timer, which is the worst for both.
pub const APART_MS: Time = TIMER_MS / 2;

/// How a proposer waits before it tries again.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Wait {
    /// Always equally long.
    Fixed,
    /// For a time drawn by chance, on the average so many milliseconds, and twice as long at every try.
    Backoff(u32),
}

impl Wait {
    /// The backoffs that can be had, in milliseconds.
    pub const BACKOFFS: [Wait; 5] =
        [Wait::Backoff(250), Wait::Backoff(500), Wait::Backoff(1000), Wait::Backoff(2000), Wait::Backoff(4000)];

    /// What the schedule makes of it.
    pub fn retry(self) -> Retry {
        match self {
            Wait::Fixed => Retry::After(Delay { least: TIMER_MS, most: TIMER_MS }),
            Wait::Backoff(base) => Retry::Backoff(base),
        }
    }
}

/// What came of the seeds so far.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Tally {
    /// How many seeds were played.
    pub seeds: u32,
    won: Vec<Won>,
}

impl Tally {
    /// How many seeds chose a value after at least `least` and at most `most` rounds.
    pub fn between(&self, least: u32, most: u32) -> u32 {
        self.won.iter().filter(|won| (least..=most).contains(&won.ballots)).count() as u32
    }

    /// How many seeds had chosen nothing when nobody waited any more.
    pub fn never(&self) -> u32 {
        self.seeds - self.won.len() as u32
    }

    /// The median of the rounds, and that of the milliseconds; none where so many never ended that there is none.
    pub fn median(&self) -> Option<(u32, Time)> {
        let middle = self.seeds.checked_sub(1)? as usize / 2;
        // The one that as many lie below as belong there. So few need no sorting, whose code is large.
        let median = |of: fn(&Won) -> u32| {
            let each = || self.won.iter().map(of);
            let is_middle = |value: &u32| {
                let (below, upto) = (each().filter(|it| it < value).count(), each().filter(|it| it <= value).count());
                below <= middle && middle < upto
            };
            each().find(is_middle)
        };
        Some((median(|won| won.ballots)?, median(|won| won.time)?))
    }

    /// Whether all seeds were played.
    pub fn is_whole(&self) -> bool {
        SEEDS <= self.seeds
    }
}

/// The plot: which backoff is set, and what is known by now.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Plot {
    /// The backoff that is set beside the fixed timer.
    pub wait: Wait,
    of: Option<(Cluster, Rules)>,
    tallies: Vec<(Wait, Tally)>,
}

impl Default for Plot {
    fn default() -> Plot {
        Plot { wait: Wait::Backoff(2000), of: None, tallies: Vec::new() }
    }
}

/// What happens to the plot.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PlotMsg {
    /// Another backoff is set.
    Set(Wait),
    /// There is time for a slice.
    Slice,
}

impl Plot {
    /// What is known of this wait by now.
    pub fn tally(&self, wait: Wait) -> Tally {
        self.tallies.iter().find(|(known, _)| *known == wait).map(|(_, tally)| tally.clone()).unwrap_or_default()
    }

    /// Forgets what is known of another cluster or other rules than those with which the scene begins.
    pub(super) fn turn_to(&mut self, show: &Show) {
        let start = show.scene.recording.at(Moment::default());
        let of = Some((start.cluster, start.rules));
        if self.of != of {
            (self.of, self.tallies) = (of, Vec::new());
        }
    }

    /// Whether something is left to be worked out.
    fn is_wanting(&self) -> bool {
        [Wait::Fixed, self.wait].iter().any(|wait| !self.tally(*wait).is_whole())
    }

    /// Plays the next few seeds: first with the fixed timer, then with the backoff that is set.
    #[inline(never)]
    fn slice(&mut self) {
        let next = [Wait::Fixed, self.wait].into_iter().find(|wait| !self.tally(*wait).is_whole());
        let (Some(wait), Some((cluster, rules))) = (next, &self.of) else { return };
        let contest = Contest {
            cluster: cluster.clone(),
            rules: *rules,
            delay: DELAY,
            apart: APART_MS,
            retry: wait.retry(),
            ballots_max: ROUNDS_MAX,
        };
        let mut tally = self.tally(wait);
        let last = (tally.seeds + SEEDS_A_SLICE).min(SEEDS);
        tally.won.extend((tally.seeds + 1..=last).filter_map(|seed| contest.play(seed)));
        tally.seeds = last;
        self.tallies.retain(|(known, _)| *known != wait);
        self.tallies.push((wait, tally));
    }
}

impl Model {
    /// Whether the plot is on show and wants time for a slice.
    pub fn wants_slice(&self) -> bool {
        let is_open =
            |show: &Show| show.poll().is_none() && !show.is_replicated() && self.panels.is_open(Panel::Plot, show);
        self.guides.open.is_none() && self.show().is_some_and(is_open) && self.plot.is_wanting()
    }

    pub(super) fn plot(&mut self, msg: PlotMsg) {
        match msg {
            PlotMsg::Set(wait) => self.plot.wait = wait,
            PlotMsg::Slice if self.wants_slice() => self.plot.slice(),
            PlotMsg::Slice => {}
        }
    }
}

/// Lets two proposers compete from a moment of this run on, the one that has waited longer first; gives the run, and
/// the moment right after the first has begun.
///
/// # Errors
/// A sentence for the viewer, where no proposer has anything left to try for.
pub(super) fn contend(branch: &Branch, at: Moment, wait: Wait) -> Result<Done, String> {
    let mut run = branch.clone();
    let mut now = at;
    for change in [Change::Delay(DELAY), Change::Retry(wait.retry())] {
        (run, now) = then(&run, now, &Statement::Set(change), &run.names)?;
    }
    let mut first = None;
    let mut left = run.recording.world().cluster.all(Role::Proposer);
    while let Some(node) = longest_waiting(&run.recording, now, left) {
        left = left.without(node);
        let Some((began, end)) = begin(&run, now, node) else { continue };
        run = began;
        if let Some(first) = first {
            return Ok((run, first));
        }
        first = Some(end);
        now = run.recording.moment(end.time + APART_MS);
    }
    let first = first.ok_or(tr!("No proposer has anything left to try for here. Go back in the run first."))?;
    Ok((run, first))
}

/// The run after a statement, and the moment right after that.
fn then(run: &Branch, at: Moment, statement: &Statement, names: &Names) -> Result<Done, String> {
    let next = run.act(at, statement, names)?;
    let end = next.acts.last().map_or(at, |act| act.end);
    Ok((next, end))
}

/// The one of these proposers whose last ballot by this moment began longest ago.
fn longest_waiting(recording: &Recording, at: Moment, proposers: NodeSet) -> Option<NodeId> {
    let is_start = |note: &Note| matches!(note, Note::BallotStarted { .. } | Note::SkipsPrepare { .. });
    let done = &recording.steps()[..at.steps];
    let begun = |node: &NodeId| {
        let starts = |step: &Step| step.node() == Some(*node) && step.effects.notes.iter().any(is_start);
        done.iter().rposition(starts)
    };
    proposers.iter().min_by_key(begun)
}

/// Lets a proposer begin a ballot, for a value of its own, if it does not know the result yet and is up.
fn begin(run: &Branch, at: Moment, node: NodeId) -> Option<Done> {
    let world = run.recording.at(at);
    let state = world.node(node);
    let knows = state.learner.as_ref().is_some_and(|learner| learner.learned(Slot::ONLY).is_some());
    let wants = state.proposer.as_ref().and_then(|proposer| proposer.disk.own);
    let mut names = run.names.clone();
    let statement = match wants {
        _ if knows => return None,
        Some(_) => Statement::Timeout(node),
        None => Statement::Propose { node, value: new_value(&world, &mut names), id: None },
    };
    then(run, at, &statement, &names).ok()
}

/// A value that nobody has proposed yet.
fn new_value(world: &World, names: &mut Names) -> Value {
    let is_new = |word: &&str| world.proposed.iter().all(|&value| names.value(value) != *word);
    let word = ["cat", "dog"].into_iter().find(is_new).unwrap_or("owl");
    names.intern(word)
}
