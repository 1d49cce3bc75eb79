//! The axis of time, and the playhead.

use super::super::geometry::{point, short};
use super::super::mark::{Anchor, Face, Group, Mark, Paint, text};
use super::super::palette::Tone;
use super::{MARGIN, Plan, SIZE, TOP};
use crate::sim::Time;
use crate::story::words::time::tick;

/// How far ticks are from each other at least, in pixels.
const APART: f64 = 58.0;
/// The distances between ticks, in milliseconds.
const STEPS: [Time; 13] = [10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 30_000, 60_000, 120_000];

/// The end of the axis for a run that ends there: it does not move with every act.
pub(super) fn rounded(end: Time) -> Time {
    let step = STEPS.into_iter().find(|&step| end <= step * 20).unwrap_or(STEPS[STEPS.len() - 1]);
    end.div_ceil(step) * step
}

/// The axis, with a tick and a hairline for each time that is named.
pub(super) fn group(plan: &Plan) -> Group {
    let fits = |step: &Time| APART <= f64::from(*step) / f64::from(plan.end) * plan.scale();
    let step = STEPS.into_iter().find(fits).unwrap_or(STEPS[STEPS.len() - 1]);
    let (top, bottom) = (short(TOP - 8.0), plan.floor() + 10.0);
    let times = || (0..=plan.end / step).map(|nth| nth * step);
    let hairs = times().map(|time| format!("M{0} {top}V{1}", short(plan.x(time)), short(bottom)));
    let line = format!("M{} {}H{}", short(MARGIN.0), short(bottom), short(plan.width - MARGIN.1 + 8.0));
    let ticks = times().map(|time| format!("M{} {}v4", short(plan.x(time)), short(bottom)));
    let face = Face::regular(SIZE, Tone::Soft).anchored(Anchor::Middle);
    let mut marks = vec![
        Mark::Path { data: hairs.collect(), paint: Paint::line(Tone::Faint, 1.0) },
        Mark::Path { data: std::iter::once(line).chain(ticks).collect(), paint: Paint::line(Tone::Soft, 1.0) },
    ];
    marks.extend(times().map(|time| text(plan.x(time), bottom + 16.0, tick(time), face)));
    Group::new("time-axis", marks)
}

/// The playhead: a line with a handle, which moves as a whole.
pub(super) fn playhead(plan: &Plan, time: Time) -> Group {
    // No line goes across the words of flags.
    let (top, bottom) = (short(TOP - 14.0), short(plan.floor() + 10.0));
    let marks = vec![
        Mark::Path { data: format!("M0 {top}V{bottom}"), paint: Paint::line(Tone::Ink, 1.6) },
        Mark::Path { data: format!("M0 {bottom}l6 6v6h-12v-6Z"), paint: Paint::fill(Tone::Ink) },
    ];
    Group { at: point(plan.x(time.min(plan.end)), 0.0), ..Group::new("time-playhead", marks) }
}
