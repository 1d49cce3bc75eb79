//! Where a replica leads: a stretch of its line, in the colour and with the dashes of its id.

use super::super::flight::dash;
use super::super::geometry::short;
use super::super::mark::{Group, Mark, Paint};
use super::super::palette::Tone;
use super::Painter;
use crate::paxos::{Ballot, LogNote, NodeId, Note};
use crate::sim::{Action, Step, Time};

/// How thick the stretch is, and how far below the line it lies.
const STRETCH: (f64, f64) = (4.0, 4.0);

impl Painter<'_> {
    /// The stretches in which a replica takes itself for the leader, as far as the eye on show sees it.
    pub(super) fn leads(&self, node: NodeId) -> Option<Group> {
        let y = self.plan.y(node)?;
        if self.show.eye.is_some_and(|eye| eye != node) {
            return None;
        }
        let mut marks = Vec::new();
        let mut since: Option<(Ballot, Time)> = None;
        let stretch = |(ballot, from): (Ballot, Time), until: Time| {
            let (x, hue) = (self.plan.x(from), self.hue(ballot));
            let data = format!("M{} {}H{}", short(x), short(y + STRETCH.1), short(self.plan.x(until)));
            Mark::Path { data, paint: Paint::line(Tone::Ballot(hue), STRETCH.0).dashed(dash(Some(hue))) }
        };
        let done = &self.show.recording().steps()[..self.now().steps];
        for step in done.iter().filter(|step| step.node() == Some(node)) {
            if ends(step) {
                marks.extend(since.take().map(|lead| stretch(lead, step.time)));
            }
            if let Some(ballot) = begins(step) {
                marks.extend(since.replace((ballot, step.time)).map(|lead| stretch(lead, step.time)));
            }
        }
        marks.extend(since.map(|lead| stretch(lead, self.now().time)));
        (!marks.is_empty()).then(|| Group::new(format!("time-lead-{}", node.index()), marks))
    }
}

fn begins(step: &Step) -> Option<Ballot> {
    step.effects.notes.iter().find_map(|note| match *note {
        Note::Log(LogNote::Leads { ballot, .. } | LogNote::LeadsUnasked { ballot, .. }) => Some(ballot),
        _ => None,
    })
}

/// Whether a lead of its node is over by this step: it crashes, gives way, or tries to lead under another id.
fn ends(step: &Step) -> bool {
    let is_end = |note: &Note| {
        let Note::Log(note) = note else { return false };
        let stops = matches!(note, LogNote::StepsDown { .. } | LogNote::Overruled { .. });
        stops || matches!(note, LogNote::AsksForLog { .. } | LogNote::LeadsUnasked { .. })
    };
    matches!(step.action, Action::Crash { .. }) || step.effects.notes.iter().any(is_end)
}
