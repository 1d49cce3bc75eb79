//! The space-time diagram: a line a node, time to the right, every message an arrow. Of what comes after the moment on
//! show, only the rest of the way of what is under way is drawn: the story is not told before its time.
//!
//! In pixels of the page, as its texts must stay legible: it is made as wide as there is room.

mod arrow;
mod axis;
mod flag;
pub mod key;
mod lead;
mod line;
mod memo;

use super::geometry::{Point, point};
use super::mark::{Face, Frame, Group, Mark, Paint, text, text_width};
use super::palette::Tone;
use crate::paxos::{Ballot, NodeId};
use crate::player::{Light, Pick, Show, Spot, TimeLine};
use crate::sim::{MessageId, Moment, Step, Time, World};
use crate::story::words;
use std::rc::Rc;

pub use arrow::UnderWay;
use arrow::Ways;
pub use memo::Memo;
use memo::Stepped;

/// How far a line is from the next: where there are few, and where there are many.
const ROW: (f64, f64) = (27.0, 22.0);
/// So many lines are few.
const FEW: usize = 6;
/// The room above the first line: flags stand there in two rows.
const TOP: f64 = 48.0;
/// The room below the last line: the axis.
const BOTTOM: f64 = 24.0;
/// The room to the left and to the right of the run.
const MARGIN: (f64, f64) = (14.0, 30.0);
/// The size of what stands on the diagram: no text is smaller.
const SIZE: f64 = 11.0;
/// The size of the names at the left.
const NAME: f64 = 12.5;

/// Where everything on the diagram is.
#[derive(Clone, PartialEq, Debug)]
pub struct Plan {
    /// The nodes that have a line, from top to bottom.
    pub lines: Vec<NodeId>,
    /// The nodes with which nothing happens.
    pub idle: Vec<NodeId>,
    /// The width, in pixels.
    pub width: f64,
    /// The height, in pixels.
    pub height: f64,
    row: f64,
    end: Time,
}

/// What is on the diagram.
#[derive(Clone, PartialEq, Debug)]
pub struct Diagram {
    /// The names of the lines, which stand at the left of all else.
    pub names: Frame,
    /// What changes only when something happens.
    pub still: Frame,
    /// The ways of messages that are on them.
    pub under_way: Vec<UnderWay>,
    /// What changes with time: waits, and the playhead.
    pub moving: Frame,
    /// How far to the right the moment is.
    pub now: f64,
    /// The step to which the keys have gone.
    pub cursor: Option<Cursor>,
}

/// A step to which the keys have gone.
#[derive(Clone, PartialEq, Debug)]
pub struct Cursor {
    /// Where it is.
    pub at: Point,
    /// The step, by its place.
    pub step: usize,
    /// What happened, in words.
    pub label: String,
}

impl Plan {
    /// Where everything is on the diagram of this run.
    pub fn of(show: &Show, line: &TimeLine) -> Plan {
        let (lines, idle) = show.lines(line.is_unfolded);
        let row = if lines.len() <= FEW { ROW.0 } else { ROW.1 };
        let height = TOP + row * lines.len().saturating_sub(1) as f64 + BOTTOM + SIZE;
        let end = axis::rounded(show.time_line_end());
        Plan { lines, idle, width: f64::from(line.width()), height, row, end }
    }

    /// Where a time is.
    pub fn x(&self, time: Time) -> f64 {
        MARGIN.0 + f64::from(time) / f64::from(self.end) * self.scale()
    }

    /// The time that is there.
    pub fn time(&self, x: f64) -> Time {
        let share = (x - MARGIN.0) / self.scale();
        (share.clamp(0.0, 1.0) * f64::from(self.end)).round() as Time
    }

    /// A time of which the place is a whole pixel, at most one before this one: what moves by less is not drawn anew.
    pub fn by_pixels(&self, time: Time) -> Time {
        self.time(self.x(time).floor()).min(time)
    }

    fn scale(&self) -> f64 {
        (self.width - MARGIN.0 - MARGIN.1).max(1.0)
    }

    /// Where the line of a node is; none for one without.
    fn y(&self, node: NodeId) -> Option<f64> {
        let nth = self.lines.iter().position(|&other| other == node)?;
        Some(TOP + self.row * nth as f64)
    }

    /// Where something is that happens at a node.
    fn at(&self, time: Time, node: NodeId) -> Option<Point> {
        Some(point(self.x(time), self.y(node)?))
    }

    /// The lowest that lines reach.
    fn floor(&self) -> f64 {
        self.height - BOTTOM - SIZE
    }
}

/// The diagram at the moment on show. What the memo has of the one before need not be drawn again.
pub fn diagram(show: &Show, line: &TimeLine, plan: &Plan, memo: &Memo) -> Diagram {
    let world = show.world();
    let painter = Painter { show, plan, world: &world, memo };
    let stepped = memo.stepped(&painter);
    let leads = plan.lines.iter().filter_map(|&node| painter.leads(node)).map(Rc::new).collect();
    let Ways { ended, under_way, growing: mut moving } = painter.ways();
    moving.push(axis::playhead(plan, plan.by_pixels(show.at.time)).into());
    let frame = |groups: Vec<Rc<Group>>| Frame { width: plan.width, height: plan.height, groups };
    let Stepped { ground, poles, dots, flags } = &*stepped;
    Diagram {
        names: painter.names(),
        still: frame([ground, &leads, poles, &ended, dots, flags].into_iter().flatten().cloned().collect()),
        under_way,
        moving: frame(moving),
        now: plan.x(painter.drawn_to()),
        cursor: line.cursor(show).and_then(|step| painter.cursor(step)),
    }
}

impl Diagram {
    /// What changes with time, as it stands at the moment.
    pub fn standing(&self) -> Frame {
        let ways = self.under_way.iter().map(|way| Rc::new(way.at(self.now)));
        Frame { groups: ways.chain(self.moving.groups.iter().cloned()).collect(), ..self.moving }
    }
}

/// Groups, in runs of at most some sixty that stay together while others come: what has not changed in one of them need
/// not be looked at again.
pub fn runs(groups: &[Rc<Group>]) -> impl Iterator<Item = &[Rc<Group>]> {
    const NUMBERS: u32 = 64;
    let shelf = |group: &Group| {
        let digits = group.id.bytes().position(|c| c.is_ascii_digit()).unwrap_or(group.id.len());
        let numbers = group.id[digits..].bytes().take_while(u8::is_ascii_digit);
        let number = numbers.fold(0, |number: u32, digit| number.wrapping_mul(10) + u32::from(digit - b'0'));
        (digits, number / NUMBERS)
    };
    let is_same = move |one: &Group, next: &Group| {
        let (end, number) = shelf(one);
        (end, number) == shelf(next) && one.id[..end] == next.id[..end]
    };
    groups.chunk_by(move |one, next| is_same(one, next))
}

/// The whole diagram as one picture, with the names at its left.
pub fn whole(diagram: &Diagram) -> Frame {
    let left = diagram.names.width;
    let moved = |group: &Rc<Group>| {
        let at = point(group.at.x + left, group.at.y);
        Rc::new(Group { at, ..(**group).clone() })
    };
    let standing = diagram.standing();
    let chart = diagram.still.groups.iter().chain(&standing.groups).map(moved);
    let groups = diagram.names.groups.iter().cloned().chain(chart).collect();
    Frame { width: left + diagram.still.width, height: diagram.still.height, groups }
}

/// What the group with this id is about.
pub fn spot(id: &str) -> Option<Spot> {
    let rest = id.strip_prefix("time-")?;
    let number = |kind: &str| rest.strip_prefix(kind)?.parse().ok();
    let message = ["message-", "gone-", "to-come-"].into_iter().find_map(number);
    let message = message.map(|nth| Spot::Message(MessageId(nth)));
    // A flag stands at a step.
    let flag = rest.strip_prefix("pole-").unwrap_or(rest).strip_prefix("flag-");
    let flag = flag.and_then(|flag| flag.split_once('-')?.0.parse().ok());
    message.or_else(|| number("step-").or(flag).map(|nth| Spot::Step(nth as usize)))
}

/// How the name of a line stands out.
pub fn name_stands(group: &Group, light: &Light, show: &Show) -> &'static str {
    let name = group.id.strip_prefix("time-name-").and_then(|name| show.names().find_node(name));
    if name.is_some_and(|node| light.nodes.contains(node)) { "lit" } else { "" }
}

/// How a group on the diagram stands out, as the classes of the page's style sheet.
pub fn stands(group: &Group, light: &Light, picked: Option<Pick>, show: &Show) -> &'static str {
    let (is_lit, since) = match spot(&group.id) {
        Some(Spot::Message(message)) => {
            let end = show.recording().flights().get(message.0 as usize).and_then(|flight| flight.end);
            (light.has_message(message), end.map(|end| end.at.steps))
        }
        Some(Spot::Step(place)) => (light.has_step(place), Some(place + 1)),
        Some(Spot::Node(_)) | None => return "",
    };
    match picked {
        _ if !is_lit => "thing",
        Some(Pick::Step(place)) if since.is_none_or(|since| place + 1 < since) => "thing lit later",
        _ => "thing lit",
    }
}

/// What the diagram says of what is pointed at, where it is something that has happened.
pub fn says(show: &Show, light: Option<Spot>) -> Option<String> {
    let telling = show.telling();
    match light? {
        Spot::Step(place) => {
            let step = step_done(show, place)?;
            Some(words::time::step_in_short(step, &show.recording().world().cluster, show.eye, telling))
        }
        Spot::Message(message) => {
            let flight = show.recording().flights().get(message.0 as usize)?;
            let is_known = flight.sent.steps <= show.at.steps;
            let is_held = || show.world().message(message).is_some_and(|envelope| envelope.held);
            let known = is_known.then(|| words::time::message(flight, is_held(), show.at, show.eye, telling));
            known.flatten()
        }
        Spot::Node(_) => None,
    }
}

fn step_done(show: &Show, place: usize) -> Option<&Step> {
    show.recording().steps().get(place).filter(|_| place < show.at.steps)
}

/// What it takes to draw the diagram.
struct Painter<'a> {
    show: &'a Show,
    plan: &'a Plan,
    world: &'a World,
    memo: &'a Memo,
}

impl Painter<'_> {
    fn now(&self) -> Moment {
        self.show.at
    }

    /// The time up to which what moves is drawn.
    fn drawn_to(&self) -> Time {
        self.plan.by_pixels(self.show.at.time)
    }

    /// What changes only when something happens.
    fn stepped(&self) -> Stepped {
        let shared = |groups: Vec<Group>| groups.into_iter().map(Rc::new).collect();
        let lives = self.plan.lines.iter().filter_map(|&node| self.life(node));
        let (poles, flags) = self.flags();
        let ground = std::iter::once(axis::group(self.plan)).chain(lives).collect();
        Stepped { ground: shared(ground), poles: shared(poles), dots: shared(self.dots()), flags: shared(flags) }
    }

    fn hue(&self, ballot: Ballot) -> u8 {
        super::tableau::hue(&self.world.cluster, ballot)
    }

    /// The names at the left.
    fn names(&self) -> Frame {
        let names = self.show.names();
        let widest = self.plan.lines.iter().map(|&node| text_width(names.node(node), NAME)).fold(18.0, f64::max);
        let width = (widest + 12.0).min(110.0);
        let group = |&node: &NodeId| {
            let name = super::mark::fit(names.node(node), NAME, width - 8.0);
            let y = self.plan.y(node).unwrap_or(0.0);
            Group::new(
                format!("time-name-{}", names.node(node)),
                vec![text(4.0, y + 4.5, name, Face::bold(NAME, Tone::Ink))],
            )
        };
        Frame { width, height: self.plan.height, groups: self.plan.lines.iter().map(group).map(Rc::new).collect() }
    }

    fn cursor(&self, step: usize) -> Option<Cursor> {
        let node = self.show.line_of(step)?;
        let done = step_done(self.show, step)?;
        let cluster = &self.show.recording().world().cluster;
        let label = words::time::step(done, cluster, self.show.eye, self.show.telling());
        Some(Cursor { at: self.plan.at(done.time, node)?, step, label })
    }
}

/// An invisible mark that can be pointed at.
fn reach(at: Point, radius: f64) -> Mark {
    Mark::Circle { x: at.x, y: at.y, radius, paint: Paint::line(Tone::None, radius) }
}
