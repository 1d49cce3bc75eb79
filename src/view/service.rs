//! The plot of a log's service: who leads, how many commands are executed, and how long each answer took, over time.
//! Lengths along the time are in thousandths of the width; nothing after the present is drawn.

use crate::player::Show;
use crate::sim::service::{Mark, Service, What};
use crate::sim::{Moment, Time};
use crate::story::words::service as words;
use std::fmt::Write;

/// The height of a strip.
pub const STRIP: u32 = 100;
/// How long the time may be that is shown: the least that is enough is taken.
const ENDS: [Time; 5] = [30_000, 60_000, 120_000, 300_000, 600_000];
/// So many windows in which commands are counted make the whole time.
const WINDOWS: Time = 30;
/// A sign this near to one before it is left out.
const APART: u32 = 22;
/// How many hues there are for ids.
const HUES: u8 = super::palette::HUES;

/// A time in which a replica led.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Band {
    /// Where it begins.
    pub x: u32,
    /// How long it is.
    pub width: u32,
    /// Who leads, and under which id.
    pub label: String,
    /// The hue of the id.
    pub hue: u8,
}

/// Something that happened.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Line {
    /// Where.
    pub x: u32,
    /// Its sign, where there is room.
    pub sign: &'static str,
    /// Whether it does harm.
    pub harms: bool,
}

/// The plot.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Figure {
    /// Where the present is.
    pub now: u32,
    /// Who led.
    pub bands: Vec<Band>,
    /// What happened.
    pub lines: Vec<Line>,
    /// The bars of the throughput, as the data of a path in a box of 1000 by [`STRIP`].
    pub bars: String,
    /// The highest bar, in tenths of a command a second.
    pub most_tenths: u32,
    /// The dots of the answers, likewise.
    pub dots: String,
    /// The latency at the top of the strip.
    pub slowest: Time,
    /// The beginning, the middle and the end of the time that is shown.
    pub ticks: [Time; 3],
    /// The numbers, in sentences.
    pub summary: Vec<String>,
    /// Everything that happened: when, and as a clause.
    pub happened: Vec<(Moment, String)>,
}

impl Figure {
    /// The plot at the moment that is shown.
    pub fn of(show: &Show) -> Figure {
        let service = Service::of(show.recording(), show.at);
        let telling = show.telling();
        let end = ENDS.into_iter().find(|&end| service.until <= end).unwrap_or(ENDS[ENDS.len() - 1]);
        let x = |time: Time| (u64::from(time.min(end)) * 1000 / u64::from(end)) as u32;
        let cluster = &show.world().cluster;
        let band = |reign: &crate::sim::service::Reign| Band {
            x: x(reign.from),
            width: x(reign.to) - x(reign.from),
            label: format!("{}, {}", telling.names.node(reign.node), telling.names.id(reign.ballot)),
            hue: super::tableau::hue(cluster, reign.ballot) % HUES,
        };
        let (bars, most_tenths) = bars(&service, end / WINDOWS, x);
        let (dots, slowest) = dots(&service, x);
        let clause = |mark: &Mark| (mark.at, words::happened(mark, telling));
        Figure {
            now: x(service.until),
            bands: service.reigns.iter().map(band).collect(),
            lines: lines(&service, x),
            bars,
            most_tenths,
            dots,
            slowest,
            ticks: [0, end / 2, end],
            summary: words::summary(&service, telling),
            happened: service.marks.iter().map(clause).collect(),
        }
    }
}

/// What happened, except that somebody led, which the bands show. One sign does where several would lie on each other.
fn lines(service: &Service, x: impl Fn(Time) -> u32) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    let mut last: Option<u32> = None;
    for mark in service.marks.iter().filter(|mark| !matches!(mark.what, What::Leads(..))) {
        let x = x(mark.at.time);
        let has_room = last.is_none_or(|last| last + APART <= x);
        last = if has_room { Some(x) } else { last };
        let sign = if has_room { words::sign(mark.what) } else { "" };
        lines.push(Line { x, sign, harms: matches!(mark.what, What::Crash(..) | What::Cut(..)) });
    }
    lines
}

/// The bars, and the highest of them. The last one is as wide as its time has come.
fn bars(service: &Service, window: Time, x: impl Fn(Time) -> u32) -> (String, u32) {
    let counts = service.throughput(window);
    let most = counts.iter().copied().max().unwrap_or(0).max(1);
    let mut data = String::new();
    for (place, &count) in counts.iter().enumerate().filter(|&(_, &count)| 0 < count) {
        let (from, to) = (place as Time * window, ((place as Time + 1) * window).min(service.until));
        let (left, right, height) = (x(from), x(to).max(x(from) + 1), count * STRIP / most);
        // A hair stays free between two bars.
        let right = if left + 4 < right { right - 2 } else { right };
        let _ = write!(data, "M{left} {STRIP}V{}H{right}V{STRIP}z", STRIP - height);
    }
    (data, most * 10_000 / window.max(1))
}

/// The dots, and the latency at the top.
fn dots(service: &Service, x: impl Fn(Time) -> u32) -> (String, Time) {
    let slowest = service.answers.iter().map(|answered| answered.latency()).max().unwrap_or(0);
    let top = slowest.div_ceil(1000).max(1) * 1000;
    let mut data = String::new();
    for answered in &service.answers {
        let y = STRIP - (u64::from(answered.latency()) * u64::from(STRIP) / u64::from(top)) as u32;
        let _ = write!(data, "M{} {y}h0", x(answered.at.time));
    }
    (data, top)
}
