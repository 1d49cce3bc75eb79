//! The log of the run on show: which of its steps are listed.

use super::model::{Model, Msg};
use super::playhead::shows;
use super::show::Show;
use crate::paxos::{Cluster, Kind, LogNote, NodeId, Note, Outcome};
use crate::sim::{Action, Moment, Step};
use std::ops::Range;

/// The most rows that are listed at once: ten thousand would keep a browser busy for seconds.
pub const ROWS_MAX: usize = 200;

/// Which steps are wanted.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Only {
    /// All.
    #[default]
    All,
    /// Those that are about messages of one kind.
    Kind(Kind),
    /// Crashes and restarts.
    Stops,
    /// What the viewer has done.
    Acts,
    /// What was chosen, and what was learned.
    Results,
    /// What was lost, and what was refused.
    Trouble,
    /// Of a log: all but heartbeats.
    NoBeats,
    /// Of a log: who tries to lead, who leads, and who gives way.
    Leads,
    /// Of a log: what is applied.
    Applied,
}

impl Only {
    /// All that can be wanted of a run of this cluster, in the order in which it is offered.
    pub fn all(cluster: &Cluster) -> impl Iterator<Item = Only> {
        let before = [Only::All, Only::Results, Only::Trouble, Only::Stops, Only::Acts];
        let of_log: &[Only] = match cluster.is_replicated() {
            true => &[Only::NoBeats, Only::Leads, Only::Applied],
            false => &[],
        };
        let kinds = Kind::of(cluster).iter().copied().map(Only::Kind);
        before.into_iter().chain(of_log.iter().copied()).chain(kinds)
    }

    fn wants(self, show: &Show, place: usize, step: &Step) -> bool {
        match self {
            Only::All => true,
            Only::Kind(kind) => step.effects.envelope.as_ref().is_some_and(|envelope| envelope.message.kind() == kind),
            Only::Stops => matches!(step.action, Action::Crash { .. } | Action::Restart { .. }),
            Only::Acts => show.by_hand(place).is_some(),
            Only::Results => step.effects.chosen.is_some() || step.effects.notes.iter().any(|note| tells_result(*note)),
            Only::Trouble => is_lost(step) || is_refused(step),
            Only::NoBeats => !is_beat(step),
            Only::Leads => step.effects.notes.iter().any(|note| tells_of_lead(*note)),
            Only::Applied => step.effects.notes.iter().any(|note| matches!(note, Note::Log(LogNote::Applied { .. }))),
        }
    }
}

/// Whether a node has learned something by this, or was told something else than it has learned.
fn tells_result(note: Note) -> bool {
    note.learns() || note.hears_of_other().is_some()
}

/// Whether somebody tries to lead, leads or gives way by this.
fn tells_of_lead(note: Note) -> bool {
    let Note::Log(note) = note else { return false };
    matches!(
        note,
        LogNote::AsksForLog { .. }
            | LogNote::LeadsUnasked { .. }
            | LogNote::Leads { .. }
            | LogNote::StepsDown { .. }
            | LogNote::Overruled { .. }
    )
}

/// Whether a heartbeat is sent or arrives, and nothing comes of it but that.
fn is_beat(step: &Step) -> bool {
    let arrives = step.effects.envelope.as_ref().is_some_and(|it| it.message.kind() == Kind::Heartbeat);
    let is_sent = matches!(step.action, Action::Heartbeat { .. });
    let is_news = |note: &Note| note.learns() || tells_of_lead(*note);
    let goes_on = step.effects.sent.iter().any(|sent| sent.envelope.message.kind() != Kind::Heartbeat);
    (arrives || is_sent) && !goes_on && !step.effects.notes.iter().any(is_news)
}

/// Whether a message was lost in this step, or by it.
pub fn is_lost(step: &Step) -> bool {
    step.effects.lost.is_some() || step.effects.sent.iter().any(|sent| sent.lost.is_some())
}

/// Whether a message was refused in this step.
pub fn is_refused(step: &Step) -> bool {
    step.effects.notes.iter().any(|note| note.outcome() == Outcome::Ignored)
}

/// How the log is read.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct LogView {
    /// Only what happens at this node.
    pub node: Option<NodeId>,
    /// Only such steps.
    pub only: Only,
    /// Seen from this moment, so many of the last rows are passed over: as soon as the playhead moves, the log follows it
    /// again.
    passed: Option<(Moment, usize)>,
}

/// What the reader does to the log.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(missing_docs)] // Each says what it is.
pub enum LogMsg {
    Node(Option<NodeId>),
    Only(Only),
    /// Rows before those that are listed.
    Earlier,
    /// Rows after those that are listed.
    Later,
}

impl From<LogMsg> for Msg {
    fn from(msg: LogMsg) -> Msg {
        Msg::Log(msg)
    }
}

/// The rows of the log at one moment.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Listed {
    /// The steps that are listed, by their places from 0, the newest last.
    pub places: Vec<usize>,
    /// How many there are before them.
    pub earlier: usize,
    /// How many there are after them, and before the moment that is shown.
    pub later: usize,
    /// The last step before the moment that is shown, wanted or not.
    pub current: Option<usize>,
}

impl LogView {
    /// Whether earlier rows than the last were wanted at some moment.
    pub fn is_back(&self) -> bool {
        self.passed.is_some()
    }

    /// The steps up to the moment that is shown which are wanted, as far as the eye on show has seen them.
    fn wanted(&self, show: &Show) -> Vec<usize> {
        let steps = &show.recording().steps()[..show.at.steps.min(show.recording().steps().len())];
        let node = self.node.filter(|&node| show.has(node));
        let is_wanted = |place: &usize| {
            let step = &steps[*place];
            let is_there = shows(step) || show.by_hand(*place).is_some();
            let is_seen = show.eye.is_none_or(|eye| sees(eye, step));
            is_there && is_seen && node.is_none_or(|node| is_at(step, node)) && self.only.wants(show, *place, step)
        };
        (0..steps.len()).filter(is_wanted).collect()
    }

    /// The rows that are listed: some hundreds, up to the moment that is shown, unless earlier ones are wanted.
    pub fn listed(&self, show: &Show) -> Listed {
        let wanted = self.wanted(show);
        let current = LogView::default().wanted(show).last().copied();
        let Range { start, end } = self.window(wanted.len(), show.at);
        Listed { earlier: start, later: wanted.len() - end, places: wanted[start..end].to_vec(), current }
    }

    fn window(&self, count: usize, at: Moment) -> Range<usize> {
        let passed = self.passed.filter(|&(moment, _)| moment == at).map_or(0, |(_, passed)| passed);
        let end = count - passed.min(count.saturating_sub(1));
        end.saturating_sub(ROWS_MAX)..end
    }
}

/// Whether something happens at a node, or a message from it or to it is touched.
fn is_at(step: &Step, node: NodeId) -> bool {
    let ends = step.effects.envelope.as_ref().filter(|_| step.node().is_none());
    step.node() == Some(node) || ends.is_some_and(|envelope| envelope.from == node || envelope.to == node)
}

/// Whether a node takes part in a step, and knows it: what finds it down it never sees, and nobody tells it of a link.
fn sees(eye: NodeId, step: &Step) -> bool {
    let is_link = matches!(step.action, Action::Cut { .. } | Action::Heal { .. });
    step.node() == Some(eye) && step.effects.lost.is_none() && !is_link
}

impl Model {
    #[inline(never)]
    pub(super) fn read_log(&mut self, msg: LogMsg) {
        let Some((at, listed)) = self.show().map(|show| (show.at, self.log.listed(show))) else { return };
        let log = &mut self.log;
        match msg {
            LogMsg::Node(node) => log.node = node,
            LogMsg::Only(only) => log.only = only,
            LogMsg::Earlier => log.passed = Some((at, listed.later + ROWS_MAX.min(listed.earlier))),
            LogMsg::Later => log.passed = Some((at, listed.later.saturating_sub(ROWS_MAX))),
        }
        if matches!(msg, LogMsg::Node(_) | LogMsg::Only(_)) {
            log.passed = None;
        }
    }
}
