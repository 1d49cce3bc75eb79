//! The flags of the three milestones, and the mark where agreement is broken.

use super::super::geometry::short;
use super::super::mark::{Face, Group, Mark, Paint, fit, text, text_width};
use super::super::palette::Tone;
use super::{Painter, SIZE, TOP};
use crate::check::Property;
use crate::paxos::{NodeId, Slot};
use crate::sim::{Milestone, MilestoneKind, Moment};
use crate::story::words::milestone::flag;
use crate::story::words::time::{BROKEN, on_flag};

/// The lines on which the texts of flags stand.
const ROWS: [f64; 2] = [12.5, 28.0];
/// How far flags are from each other at least.
const GAP: f64 = 5.0;
/// The numbers of the flags.
const NUMBERS: [&str; 3] = ["①", "②", "③"];
/// How much wider bold text is.
const BOLD: f64 = 1.08;
/// The most that the words of a flag take: a value may be very long.
const WIDTH_MAX: f64 = 220.0;

/// A flag that is to be put up.
struct Flag {
    id: String,
    at: Moment,
    nodes: Vec<NodeId>,
    number: &'static str,
    says: String,
    tone: Tone,
}

impl Painter<'_> {
    /// The poles of the flags that stand by now, and the flags, each where it does not cover those before it: without
    /// its words where there is room for its number alone, and not at all where one with its number stands there already.
    /// Poles stand behind all that is to be read.
    pub(super) fn flags(&self) -> (Vec<Group>, Vec<Group>) {
        let mut taken: [Vec<(f64, f64)>; 2] = Default::default();
        let (mut poles, mut groups) = (Vec::new(), Vec::new());
        for flag in self.all_flags() {
            let x = self.plan.x(flag.at.time);
            let whole = fit(&format!("{} {}", flag.number, flag.says), SIZE, WIDTH_MAX);
            let place = [whole.as_str(), flag.number].into_iter().find_map(|says| {
                let width = text_width(says, SIZE) * BOLD + 8.0;
                let left = if x + width <= self.plan.width { x } else { x - width };
                let is_free = |row: &usize| {
                    taken[*row].iter().all(|&(start, end)| left + width + GAP <= start || end + GAP <= left)
                };
                let row = (0..ROWS.len()).find(is_free)?;
                Some((says.to_string(), row, left, width))
            });
            let Some((says, row, left, width)) = place else { continue };
            taken[row].push((left, left + width));
            let foot = flag.nodes.iter().filter_map(|&node| self.plan.y(node)).fold(ROWS[1], f64::max);
            let top = ROWS[row] - SIZE;
            poles.push(Group::new(flag.id.replace("time-", "time-pole-"), vec![pole(x, top, foot, flag.tone)]));
            groups.push(Group::new(flag.id.clone(), cloth(&flag, &says, (left, width), top)));
        }
        (poles, groups)
    }

    fn all_flags(&self) -> Vec<Flag> {
        let recording = self.show.recording();
        let all = self.show.milestones();
        let node_at = |at: Moment| at.steps.checked_sub(1).and_then(|place| recording.steps()[place].node());
        let mut flags: Vec<Flag> = Vec::new();
        for milestone in all.iter().filter(|milestone| milestone.is_seen_by(self.show.eye)) {
            let is_founded = self.show.eye.is_some() || milestone.is_founded(&all);
            let (number, says) =
                (NUMBERS[usize::from(flag(&milestone.kind)) - 1], on_flag(milestone, is_founded, self.show.telling()));
            let nodes: Vec<NodeId> = node_at(milestone.at).into_iter().collect();
            // They come in the order of their times.
            let mut of_that_time = flags.iter_mut().rev().take_while(|other| other.at.time == milestone.at.time);
            if let Some(same) = of_that_time.find(|other| (other.number, &other.says) == (number, &says)) {
                same.nodes.extend(nodes);
                continue;
            }
            let tone = match milestone.kind {
                MilestoneKind::Chosen(_) => Tone::Chosen,
                MilestoneKind::Floor { .. } | MilestoneKind::Learned { .. } | MilestoneKind::Applied { .. } => {
                    Tone::Ink
                }
            };
            flags.push(Flag { id: id(milestone), at: milestone.at, nodes, number, says, tone });
        }
        if let Some(at) = self.broken().filter(|_| self.show.eye.is_none()) {
            let (id, says, nodes) = ("time-broken".to_string(), BROKEN.to_string(), node_at(at).into_iter().collect());
            // It is put up before all others of its time: it matters more.
            let place = flags.partition_point(|flag| flag.at.time < at.time);
            flags.insert(place, Flag { id, at, nodes, number: "✕", says, tone: Tone::Lost });
        }
        flags
    }

    /// The moment from which on agreement is broken.
    fn broken(&self) -> Option<Moment> {
        let step = self.show.verdicts().broken(Property::Agreement, self.now())?.step;
        Some(Moment { time: self.show.recording().steps()[step].time, steps: step + 1 })
    }
}

/// Of a log, several slots may be learned or applied in one step.
fn id(milestone: &Milestone) -> String {
    let of_step = format!("time-flag-{}-{}", milestone.at.steps - 1, flag(&milestone.kind));
    match milestone.kind {
        MilestoneKind::Learned { slot, .. } if slot != Slot::ONLY => format!("{of_step}-{}", slot.0),
        MilestoneKind::Applied { slot, .. } => format!("{of_step}-{}-applied", slot.0),
        _ => of_step,
    }
}

/// The pole down to the line of the node.
fn pole(x: f64, top: f64, foot: f64, tone: Tone) -> Mark {
    Mark::Path { data: format!("M{} {}V{}", short(x), short(top), short(foot)), paint: Paint::line(tone, 1.2) }
}

/// The words on their ground.
fn cloth(flag: &Flag, says: &str, (x, width): (f64, f64), y: f64) -> Vec<Mark> {
    let ground = if flag.tone == Tone::Chosen { Tone::ChosenGround } else { Tone::Panel };
    let paint = Paint::line(flag.tone, 1.0).on(ground);
    vec![
        Mark::Box { x, y, width, height: SIZE + 3.0, radius: 2.0, paint },
        text(x + 4.0, y + SIZE, says, Face::bold(SIZE, flag.tone)),
    ]
}

const _: () = assert!(ROWS[1] as i32 + 6 < TOP as i32);
