//! The lines of nodes: where they run and where they do not, and what is written to disk on them.

use super::super::geometry::{Point, cross, short};
use super::super::mark::{Face, Group, Mark, Paint, fit, text, text_width};
use super::super::palette::Tone;
use super::{MARGIN, Painter, SIZE};
use crate::paxos::acceptor::OnDisk;
use crate::paxos::rules::{IdsRule, Rules};
use crate::paxos::{Ballot, LogNote, NodeId, Note, Votes};
use crate::sim::{Action, Change, Step};
use crate::story::words::Telling;
use crate::story::words::time::{beside_dot, beside_dot_in_short};

/// The size of a dot where a promise, an id or a result is written, and of one where a vote is.
const DOT: (f64, f64) = (3.2, 4.4);
/// The most that a text beside a dot takes: a value may be very long.
const CHIP_MAX: f64 = 160.0;
/// How far above its line a text stands: beside a dot, and above a cross or a tick.
const LIFT: (f64, f64) = (4.5, 9.0);
/// How far before what comes next on its line a text ends: there the arrow to that comes down.
const BEFORE: f64 = 6.0;
/// How far a cross reaches to each side.
const END: f64 = 5.5;

/// What a step writes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Writes {
    /// Whether a crash leaves it.
    is_durable: bool,
    /// Whether it is a vote.
    is_vote: bool,
    /// The id that it is about.
    ballot: Option<Ballot>,
}

impl Painter<'_> {
    /// The line of a node, with the gaps in which it does not run.
    pub(super) fn life(&self, node: NodeId) -> Option<Group> {
        let y = self.plan.y(node)?;
        let mut data = format!("M{} {}", short(MARGIN.0 - 8.0), short(y));
        let mut is_up = true;
        for step in self.done().filter(|step| step.node() == Some(node) && self.sees(node)) {
            let x = short(self.plan.x(step.time));
            match step.action {
                Action::Crash { .. } => (data, is_up) = (format!("{data}H{x}"), false),
                Action::Restart { .. } => (data, is_up) = (format!("{data}M{x} {}", short(y)), true),
                _ => {}
            }
        }
        if is_up {
            data += &format!("H{}", short(self.plan.width - MARGIN.1 + 8.0));
        }
        let line = Mark::Path { data, paint: Paint::line(Tone::Soft, 1.0) };
        Some(Group::new(format!("time-life-{}", node.index()), vec![line]))
    }

    fn done(&self) -> impl Iterator<Item = &Step> {
        self.show.recording().steps()[..self.now().steps].iter()
    }

    fn sees(&self, node: NodeId) -> bool {
        self.show.eye.is_none_or(|eye| eye == node)
    }

    /// A dot for each step that writes something, with what it writes where there is room for that, or for less of it; and
    /// a place to point at for each crash, restart and timeout.
    pub(super) fn dots(&self) -> Vec<Group> {
        let mut rules = self.show.recording().at(crate::sim::Moment::default()).rules;
        let mut full = vec![f64::MIN; self.plan.lines.len()];
        let (ends, busy) = (self.ends(), self.busy());
        let mut groups = Vec::new();
        for (place, step) in self.done().enumerate() {
            follow(&mut rules, step);
            let Some(node) = self.show.line_of(place).filter(|_| step.node().is_some()) else { continue };
            let (Some(at), Some(nth)) =
                (self.plan.at(step.time, node), self.plan.lines.iter().position(|&line| line == node))
            else {
                continue;
            };
            let writes = step.effects.notes.iter().find_map(|&note| writes(note, &rules));
            let told = |say: fn(Note, Telling) -> Option<String>| {
                step.effects.notes.iter().find_map(|&note| say(note, self.show.telling()))
            };
            let says = told(beside_dot);
            let mut marks: Vec<Mark> = end_of_life(step, at).into_iter().collect();
            marks.extend(writes.map(|writes| self.dot(at, writes)));
            let is_free = |chip: &Chip| full[nth] < chip.left && chip.is_free(at.x, &busy[nth]);
            let chip = [says.clone(), told(beside_dot_in_short)].into_iter().flatten();
            if let Some(chip) = chip.map(|says| self.chip(at.x, &says)).find(is_free) {
                full[nth] = chip.left + chip.width;
                let lift = if ends_in(&ends[nth], chip.left, full[nth]) { LIFT.1 } else { LIFT.0 };
                marks.extend(chip.marks(at.y - lift, self.tone_of(step)));
            }
            if marks.is_empty() && says.is_none() && !is_act(step) {
                continue;
            }
            marks.push(super::reach(at, 9.0));
            groups.push(Group::new(format!("time-step-{place}"), marks));
        }
        groups
    }

    /// Where a cross or a tick stands, on each line.
    fn ends(&self) -> Vec<Vec<f64>> {
        self.on_lines(self.done().filter(|step| is_end(step)))
    }

    /// Where anything happens on each line, now or later in this run: so a text stays or is left out for good. Above crosses
    /// and ticks there is room.
    fn busy(&self) -> Vec<Vec<f64>> {
        self.on_lines(self.show.recording().steps().iter().filter(|step| !is_end(step)))
    }

    /// Where these steps are, on each line, in the order of time.
    fn on_lines<'a>(&self, steps: impl Iterator<Item = &'a Step>) -> Vec<Vec<f64>> {
        let mut places = vec![Vec::new(); self.plan.lines.len()];
        for step in steps {
            let nth = self.plan.lines.iter().position(|&line| step.node() == Some(line));
            nth.into_iter().for_each(|nth| places[nth].push(self.plan.x(step.time)));
        }
        places
    }

    /// What is said beside a dot that is there: at its right, or at its left at the right edge.
    fn chip(&self, x: f64, says: &str) -> Chip {
        let says = fit(says, SIZE, CHIP_MAX);
        let width = text_width(&says, SIZE) + 4.0;
        let is_within = x + 4.0 + width <= self.plan.width;
        Chip { left: if is_within { x + 4.0 } else { x - 4.0 - width }, width, says }
    }

    fn dot(&self, at: Point, writes: Writes) -> Mark {
        let tone = writes.ballot.map_or(Tone::Ink, |ballot| Tone::Ballot(self.hue(ballot)));
        let radius = if writes.is_vote { DOT.1 } else { DOT.0 };
        let paint = match writes.is_durable {
            true => Paint::line(Tone::Panel, 1.0).on(tone),
            false => Paint::line(tone, 1.5).on(Tone::Panel),
        };
        Mark::Circle { x: at.x, y: at.y, radius, paint }
    }

    fn tone_of(&self, step: &Step) -> Tone {
        let ballot = step.effects.notes.iter().find_map(|&note| about(note));
        ballot.map_or(Tone::Ink, |ballot| Tone::Ballot(self.hue(ballot)))
    }
}

/// A text on a ground of its own: arrows run behind it.
struct Chip {
    left: f64,
    width: f64,
    says: String,
}

impl Chip {
    /// Whether it lies on nothing else that happens on its line, in the order of time, nor on an arrow to that.
    fn is_free(&self, x: f64, busy: &[f64]) -> bool {
        let before = busy[..busy.partition_point(|&other| other < x)].last();
        let next = busy.get(busy.partition_point(|&other| other <= x));
        match x < self.left {
            true => next.is_none_or(|&next| self.left + self.width + BEFORE <= next),
            false => before.is_none_or(|&before| before + DOT.1 <= self.left),
        }
    }

    fn marks(&self, y: f64, tone: Tone) -> [Mark; 2] {
        let Chip { left: x, width, .. } = *self;
        let ground =
            Mark::Box { x, y: y - SIZE + 1.0, width, height: SIZE + 1.0, radius: 2.0, paint: Paint::fill(Tone::Panel) };
        [ground, text(x + 2.0, y, self.says.as_str(), Face::bold(SIZE, tone))]
    }
}

/// Whether something is done to a node by this step.
fn is_act(step: &Step) -> bool {
    matches!(
        step.action,
        Action::Crash { .. } | Action::Restart { .. } | Action::Timeout { .. } | Action::Propose { .. }
    )
}

/// Whether a cross or a tick of a line stands between these places.
fn ends_in(ends: &[f64], left: f64, right: f64) -> bool {
    ends.iter().any(|&x| left - END < x && x < right + END)
}

/// Whether a line ends or begins there.
fn is_end(step: &Step) -> bool {
    matches!(step.action, Action::Crash { .. } | Action::Restart { .. })
}

/// The cross where a node crashes, and the tick where it is back.
fn end_of_life(step: &Step, at: Point) -> Option<Mark> {
    let data = match step.action {
        Action::Crash { .. } => cross(at, 4.5),
        Action::Restart { .. } => format!("M{} {}v12", short(at.x), short(at.y - 6.0)),
        _ => return None,
    };
    Some(Mark::Path { data, paint: Paint::line(Tone::Ink, 1.8) })
}

/// The rules that are in force from this step on.
fn follow(rules: &mut Rules, step: &Step) {
    match step.action {
        Action::Set(Change::Storage(storage)) => rules.storage = storage,
        Action::Set(Change::Ids(ids)) => rules.ids = ids,
        _ => {}
    }
}

/// What is written by what a note is about, and whether it stays under these rules.
fn writes(note: Note, rules: &Rules) -> Option<Writes> {
    let kept = |promised, votes| rules.survives_crash(OnDisk { promised, votes });
    let other = |is_durable, ballot| Some(Writes { is_durable, is_vote: false, ballot });
    match note {
        Note::Promised { ballot, .. } => other(kept(Some(ballot), Votes::default()).promised.is_some(), Some(ballot)),
        Note::Accepted { vote, .. } => {
            let mut votes = Votes::default();
            votes.set(crate::paxos::Slot::ONLY, vote);
            let is_durable = kept(None, votes.clone()).votes == votes;
            Some(Writes { is_durable, is_vote: true, ballot: Some(vote.ballot) })
        }
        Note::BallotStarted { ballot, .. }
        | Note::SkipsPrepare { ballot, .. }
        | Note::Log(LogNote::AsksForLog { ballot, .. } | LogNote::LeadsUnasked { ballot, .. }) => {
            other(rules.ids != IdsRule::Reused, Some(ballot))
        }
        _ if note.learns() => other(true, None),
        _ => None,
    }
}

/// The id that a note is about, where what it says stands beside a dot.
fn about(note: Note) -> Option<Ballot> {
    match note {
        Note::Promised { ballot, .. }
        | Note::BallotStarted { ballot, .. }
        | Note::SkipsPrepare { ballot, .. }
        | Note::PicksAnew { ballot, .. }
        | Note::Log(LogNote::AsksForLog { ballot, .. } | LogNote::LeadsUnasked { ballot, .. }) => Some(ballot),
        Note::Accepted { vote, .. } => Some(vote.ballot),
        _ => note.sends_value().map(|(vote, _)| vote.ballot),
    }
}
