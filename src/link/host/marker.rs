//! The moments of a run to which a host may go by name.

use super::plain::{Plain, fields};
use crate::player::Show;
use crate::sim::{MilestoneKind, Time, milestones};
use crate::story::words;

/// A moment with a name.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Marker {
    /// Its id, by which it is asked for: `slide-2`, `chosen`, `chosen-2`, `learned`.
    pub id: String,
    /// What it is, for people.
    pub label: String,
    /// When.
    pub time: Time,
    /// The slide that begins there, from 0.
    pub slide: Option<usize>,
}

/// The markers: where each slide begins, which is in the run of the scene, also while the reader is in another one; and
/// when something was chosen and learned in the run on show. In the order of their times.
pub fn markers(show: &Show) -> Vec<Marker> {
    let slides = show.scene.slides.iter().enumerate();
    let slide = |(place, slide): (usize, &crate::story::Slide)| Marker {
        id: format!("slide-{}", place + 1),
        label: show.told(&slide.title),
        time: slide.start.time,
        slide: Some(place),
    };
    let mut all: Vec<Marker> = slides.map(slide).collect();
    if show.poll().is_none() {
        all.extend(reached(show));
    }
    all.sort_by_key(|marker| marker.time);
    all
}

#[inline(never)]
fn reached(show: &Show) -> Vec<Marker> {
    let (mut chosen, mut learned) = (0, 0);
    let id = |word: &str, count: &mut u32| {
        *count += 1;
        if *count == 1 { word.to_string() } else { format!("{word}-{count}") }
    };
    let rules = show.recording().world().rules;
    let mut found = Vec::new();
    for milestone in milestones(show.recording(), show.end()) {
        let id = match milestone.kind {
            MilestoneKind::Chosen(_) => id("chosen", &mut chosen),
            MilestoneKind::Learned { .. } => id("learned", &mut learned),
            MilestoneKind::Floor { .. } | MilestoneKind::Applied { .. } => continue,
        };
        let label = words::milestone::sentence(&milestone, &rules, show.telling());
        found.push(Marker { id, label, time: milestone.at.time, slide: None });
    }
    found
}

/// How long the run on show is, and its markers.
pub(super) fn standing(show: &Show) -> [(&'static str, Plain); 2] {
    let plain = |marker: &Marker| {
        Plain::Fields(fields([
            ("id", marker.id.as_str().into()),
            ("label", marker.label.as_str().into()),
            ("time", marker.time.into()),
        ]))
    };
    let markers = markers(show).iter().map(plain).collect();
    [("duration", show.end().time.into()), ("markers", Plain::List(markers))]
}
