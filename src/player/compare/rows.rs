//! Two runs lined up: step beside step as long as they are alike, then instant beside instant.

use crate::paxos::NodeId;
use crate::player::playhead::shows;
use crate::sim::{Action, Change, Recording, Step, Time};
use crate::story::conditions;
use crate::story::words::Telling;
use crate::story::words::beside::{self, Told};
use std::ops::Range;

/// More pairs of steps of one instant than this are not searched for what they have in common.
const PAIRS_MAX: usize = 4096;

/// A step of one of two runs, told so that it can be compared.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entry {
    /// When it happened.
    pub time: Time,
    /// At whom.
    pub at: Option<NodeId>,
    /// What happened and why, exactly.
    pub exact: Told,
    /// The same as the viewer is told.
    pub told: Told,
    /// Whether there is anything to see of it.
    pub shows: bool,
    /// Whether it only sets what holds in the other run at all times, and is left out there.
    pub is_left_out: bool,
}

/// A row of the log of two runs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Row {
    /// When it happens.
    pub time: Time,
    /// The step on the left, from 0.
    pub left: Option<usize>,
    /// The step on the right, from 0.
    pub right: Option<usize>,
    /// Whether the same happens on both sides.
    pub is_equal: bool,
    /// Whether something on the left only sets what is chosen for the right, where it is left out.
    pub is_left_out: bool,
}

impl Row {
    /// Whether the runs differ by it: what is left out on the right is no difference before it matters.
    pub fn differs(&self) -> bool {
        !self.is_equal && !self.is_left_out
    }

    fn left_out(time: Time, left: usize) -> Row {
        Row { time, left: Some(left), right: None, is_equal: false, is_left_out: true }
    }
}

impl Entry {
    /// Whether another step is the same to the last word: what was done, at whom, when, what came of it and why.
    fn is_like(&self, other: &Entry) -> bool {
        !self.is_left_out && self.time == other.time && self.at == other.at && self.exact == other.exact
    }
}

/// All steps of a run, told; beside them, these conditions hold in the other run at all times.
pub fn entries(recording: &Recording, telling: Telling, chosen: &[Change]) -> Vec<Entry> {
    let cluster = &recording.world().cluster;
    let exact = Telling::exact(telling.names);
    let entry = |step: &Step| Entry {
        time: step.time,
        at: step.node(),
        exact: beside::told(step, cluster, exact),
        told: beside::told(step, cluster, telling),
        shows: shows(step),
        is_left_out: matches!(&step.action, Action::Set(said) if conditions::gives_way(said, chosen)),
    };
    recording.steps().iter().map(entry).collect()
}

/// Lines two runs up. Up to the first difference step stands beside step, and what is left out on the right by itself;
/// after it the same instants do, and in them what is done alike.
pub fn line_up(left: &[Entry], right: &[Entry]) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    let (mut one, mut other) = (0, 0);
    while let Some(here) = left.get(one) {
        if here.is_left_out {
            rows.push(Row::left_out(here.time, one));
        } else if right.get(other).is_some_and(|there| here.is_like(there)) {
            let (left, right) = (Some(one), Some(other));
            rows.push(Row { time: here.time, left, right, is_equal: true, is_left_out: false });
            other += 1;
        } else {
            break;
        }
        one += 1;
    }
    while let Some(time) = next_time(&left[one..], &right[other..]) {
        let (one_end, other_end) = (one + count_by(&left[one..], time), other + count_by(&right[other..], time));
        line_up_instant(&mut rows, time, (left, one..one_end), (right, other..other_end));
        (one, other) = (one_end, other_end);
    }
    rows
}

fn next_time(left: &[Entry], right: &[Entry]) -> Option<Time> {
    left.first().into_iter().chain(right.first()).map(|entry| entry.time).min()
}

fn count_by(entries: &[Entry], time: Time) -> usize {
    entries.iter().take_while(|entry| entry.time <= time).count()
}

/// One instant: what is done on both sides in the same order stands beside each other, and what lies between as it
/// comes.
fn line_up_instant(
    rows: &mut Vec<Row>,
    time: Time,
    (left, lefts): (&[Entry], Range<usize>),
    (right, rights): (&[Entry], Range<usize>),
) {
    let (mut one, mut other) = (lefts.start, rights.start);
    let common = common(&left[lefts.clone()], &right[rights.clone()]);
    let meetings = common.into_iter().map(|(i, j)| (lefts.start + i, rights.start + j));
    for (next_one, next_other) in meetings.chain([(lefts.end, rights.end)]) {
        while one < next_one || other < next_other {
            if one < next_one && left[one].is_left_out {
                rows.push(Row::left_out(time, one));
                one += 1;
                continue;
            }
            let here = (one < next_one).then_some(one);
            let there = (other < next_other).then_some(other);
            rows.push(Row { time, left: here, right: there, is_equal: false, is_left_out: false });
            one += usize::from(here.is_some());
            other += usize::from(there.is_some());
        }
        if one < lefts.end && other < rights.end {
            let is_equal = left[one].is_like(&right[other]);
            rows.push(Row { time, left: Some(one), right: Some(other), is_equal, is_left_out: false });
            (one, other) = (one + 1, other + 1);
        }
    }
}

/// The longest sequence of things that are done on both sides, each by its places.
fn common(left: &[Entry], right: &[Entry]) -> Vec<(usize, usize)> {
    if PAIRS_MAX < left.len() * right.len() {
        return Vec::new();
    }
    let is_same = |i: usize, j: usize| !left[i].is_left_out && left[i].exact.what == right[j].exact.what;
    // How long the longest is from each pair of places on.
    let mut longest = vec![vec![0_usize; right.len() + 1]; left.len() + 1];
    for i in (0..left.len()).rev() {
        for j in (0..right.len()).rev() {
            longest[i][j] = match is_same(i, j) {
                true => longest[i + 1][j + 1] + 1,
                false => longest[i + 1][j].max(longest[i][j + 1]),
            };
        }
    }
    let (mut i, mut j, mut found) = (0, 0, Vec::new());
    while i < left.len() && j < right.len() {
        if is_same(i, j) {
            found.push((i, j));
            (i, j) = (i + 1, j + 1);
        } else if longest[i][j + 1] <= longest[i + 1][j] {
            i += 1;
        } else {
            j += 1;
        }
    }
    found
}
