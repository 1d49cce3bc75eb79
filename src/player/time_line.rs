//! How the space-time diagram is looked at: how wide it is, whose lines stand on it, and where its cursor is.

use super::light::{LightMsg, Pick, Spot};
use super::model::{Model, Msg, Stage};
use super::show::Show;
use crate::paxos::{NodeId, NodeSet, Role};
use crate::sim::{Moment, Time};

/// How many times as wide as its panel the diagram may be.
pub const ZOOMS: [u32; 5] = [1, 2, 4, 8, 16];
/// Unless the reader asks for it, the diagram is not narrower than this, in pixels.
const ROOM_MIN: u32 = 520;
/// On a diagram of this width in pixels, and of so few lines, there is room for the key.
const ROOMY: u32 = 560;
const FEW: usize = 5;
/// What is under way at the end of a run is shown for so long after it at most, in milliseconds.
const END_MS: Time = 3000;

/// How the diagram is looked at.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TimeLine {
    /// The width that its panel has for it, in pixels.
    pub room: u32,
    /// How many times as wide it is; none until the reader says so.
    pub zoom: Option<u32>,
    /// Whether nodes are shown with which nothing happens.
    pub is_unfolded: bool,
    /// Whether the key to the marks is shown; as there is room for it until the reader says so.
    pub has_key: Option<bool>,
    /// The step to which the keys have gone, by its place.
    pub cursor: Option<usize>,
    /// How often they have gone somewhere: each time the focus follows.
    pub moves: u32,
}

impl Default for TimeLine {
    fn default() -> TimeLine {
        TimeLine { room: 700, zoom: None, is_unfolded: false, has_key: None, cursor: None, moves: 0 }
    }
}

/// What happens to the diagram.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TimeMsg {
    /// Its panel has this width for it, in pixels.
    Room(u32),
    /// The whole run fits into the panel.
    Fit,
    /// As wide again.
    ZoomIn,
    /// Half as wide.
    ZoomOut,
    /// Shows the nodes with which nothing happens, or hides them.
    Fold,
    /// Shows the key to the marks, or hides it.
    Key,
    /// The cursor goes on.
    Go(Way),
    /// To what this is about: the run stands at that very step, which is picked out.
    Open(Spot),
}

/// Where the cursor goes from a step.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Way {
    /// To the line above.
    Up,
    /// To the line below.
    Down,
    /// To what happened on this line before.
    Back,
    /// To what happened on this line next.
    On,
}

impl From<TimeMsg> for Msg {
    fn from(msg: TimeMsg) -> Msg {
        Msg::Time(msg)
    }
}

impl TimeLine {
    /// How wide the diagram is, in pixels.
    pub fn width(&self) -> u32 {
        self.zoom.map_or(self.room.max(ROOM_MIN), |zoom| self.room * zoom)
    }

    /// How wide it is where it is zoomed in and out next; none where that is the end.
    pub fn zoomed(&self, msg: TimeMsg) -> Option<u32> {
        let now = self.zoom.unwrap_or(1);
        match msg {
            TimeMsg::ZoomIn => ZOOMS.into_iter().find(|&zoom| now < zoom),
            TimeMsg::ZoomOut => ZOOMS.into_iter().rfind(|&zoom| zoom < now),
            _ => None,
        }
    }

    /// Whether the key to the marks is shown: beside few lines, where they are not narrow, until the reader says so.
    pub fn shows_key(&self, show: &Show) -> bool {
        self.has_key.unwrap_or_else(|| ROOMY <= self.room && show.lines(self.is_unfolded).0.len() <= FEW)
    }

    /// The step at which the cursor stands: where the keys have left it, else the last one that has been done.
    pub fn cursor(&self, show: &Show) -> Option<usize> {
        self.cursor.filter(|&place| place < show.at.steps && show.line_of(place).is_some()).or_else(|| {
            let last = show.at.steps.min(show.recording().steps().len());
            (0..last).rfind(|&place| show.line_of(place).is_some())
        })
    }

    /// The step that one comes to from the cursor this way.
    fn next(&self, show: &Show, way: Way) -> Option<usize> {
        let from = self.cursor(show)?;
        let line = show.line_of(from)?;
        let on = |node: NodeId| (0..show.at.steps).filter(move |&place| show.line_of(place) == Some(node));
        let time = show.recording().steps()[from].time;
        let nearest = |node: NodeId| on(node).min_by_key(|&place| show.recording().steps()[place].time.abs_diff(time));
        let (lines, _) = show.lines(true);
        let at = lines.iter().position(|&node| node == line)?;
        match way {
            Way::Up => lines[..at].iter().rev().find_map(|&node| nearest(node)),
            Way::Down => lines[at + 1..].iter().find_map(|&node| nearest(node)),
            Way::Back => on(line).rfind(|&place| place < from),
            Way::On => on(line).find(|&place| from < place),
        }
    }
}

impl Show {
    /// The nodes that have a line, from top to bottom; and those that have none while they are folded away, as nothing
    /// happens with them in the whole run.
    pub fn lines(&self, is_unfolded: bool) -> (Vec<NodeId>, Vec<NodeId>) {
        let mut busy = NodeSet::EMPTY;
        for step in self.recording().steps() {
            busy = step.node().map_or(busy, |node| busy.with(node));
        }
        for flight in self.recording().flights() {
            busy = busy.with(flight.envelope.from).with(flight.envelope.to);
        }
        let cluster = &self.recording().world().cluster;
        let order = [Role::Client, Role::Proposer, Role::Acceptor, Role::Replica, Role::Learner];
        let all = order.into_iter().flat_map(|role| cluster.nodes().filter(move |&node| cluster.role(node) == role));
        let all: Vec<NodeId> = all.collect();
        let (lines, idle): (Vec<_>, Vec<_>) = all.iter().partition(|&&node| busy.contains(node));
        match is_unfolded {
            _ if lines.is_empty() => (all, Vec::new()),
            true => (all, idle),
            false => (lines, idle),
        }
    }

    /// The node on whose line a step stands, as far as the eye on show sees it: its own, else that of the sender of the
    /// message that it is about.
    pub fn line_of(&self, place: usize) -> Option<NodeId> {
        let step = self.recording().steps().get(place)?;
        if !self.shows(place) {
            return None;
        }
        match self.eye {
            // Who is down is not reached, and nobody is told what becomes of a message.
            Some(eye) => step.node().filter(|&node| node == eye && step.effects.lost.is_none()),
            None => step.node().or_else(|| step.effects.envelope.as_ref().map(|envelope| envelope.from)),
        }
    }

    /// The moment right after a step.
    fn moment_after(&self, place: usize) -> Option<Moment> {
        self.recording().steps().get(place).map(|step| Moment { time: step.time, steps: place + 1 })
    }

    /// The time at which the diagram ends: that of the whole run, and of what is on its way at its end.
    pub fn time_line_end(&self) -> Time {
        let end = self.end().time;
        let open = self.recording().flights().iter().filter(|flight| flight.end.is_none());
        let last = open.filter_map(|flight| flight.arrives).max().unwrap_or(0);
        end.max(last.min(end + END_MS)).max(END_MS / 3)
    }

    /// The step that ended the way of a message.
    fn end_of(&self, spot: Spot) -> Option<usize> {
        match spot {
            Spot::Step(place) => Some(place),
            Spot::Message(message) => {
                let flight = self.recording().flights().get(message.0 as usize)?;
                flight.end?.at.steps.checked_sub(1)
            }
            Spot::Node(_) => None,
        }
    }
}

impl Model {
    #[inline(never)]
    pub(super) fn look_along(&mut self, msg: TimeMsg) {
        let Stage::Ready(show) = &self.stage else { return };
        let line = &mut self.time_line;
        match msg {
            TimeMsg::Room(room) => line.room = room.clamp(200, 4000),
            TimeMsg::Fit => line.zoom = Some(ZOOMS[0]),
            TimeMsg::ZoomIn | TimeMsg::ZoomOut => line.zoom = line.zoomed(msg).or(line.zoom),
            TimeMsg::Fold => line.is_unfolded = !line.is_unfolded,
            TimeMsg::Key => line.has_key = Some(!line.shows_key(show)),
            TimeMsg::Go(way) => {
                if let Some(next) = line.next(show, way) {
                    line.cursor = Some(next);
                    line.moves += 1;
                }
            }
            TimeMsg::Open(spot) => {
                let Some(place) = show.end_of(spot) else { return };
                let Some(at) = show.moment_after(place) else { return };
                self.update(Msg::StandAt(at));
                self.update(LightMsg::Pick(Pick::Step(place)).into());
            }
        }
    }
}
