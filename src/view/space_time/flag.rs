//! The flags of the three milestones, and the mark where agreement is broken.

use super::super::geometry::short;
use super::super::mark::{Face, Group, Mark, Paint, text, text_width};
use super::super::palette::Tone;
use super::{Painter, SIZE, TOP};
use crate::paxos::NodeId;
use crate::sim::{MilestoneKind, Moment, milestones};
use crate::story::words::milestone::flag;
use crate::story::words::time::{BROKEN, on_flag};

/// The lines on which the texts of flags stand.
const ROWS: [f64; 2] = [10.0, 25.0];
/// How far flags are from each other at least.
const GAP: f64 = 5.0;

/// A flag that is to be put up.
struct Flag {
    id: String,
    at: Moment,
    node: Option<NodeId>,
    number: String,
    says: String,
    tone: Tone,
}

impl Painter<'_> {
    /// The flags that stand by now, each where it does not cover those before it: without its words where there is room
    /// for its number alone, and not at all where one with its number stands there already.
    pub(super) fn flags(&self) -> Vec<Group> {
        let mut taken: [Vec<(f64, f64)>; 2] = Default::default();
        let mut groups: Vec<Group> = Vec::new();
        for flag in self.all_flags() {
            let x = self.plan.x(flag.at.time);
            let whole = format!("{} {}", flag.number, flag.says);
            let place = [whole.trim(), flag.number.as_str()].into_iter().find_map(|says| {
                let width = text_width(says, SIZE) * 0.95 + 8.0;
                let left = if x + width <= self.plan.width { x } else { x - width };
                let is_free = |row: &usize| {
                    taken[*row].iter().all(|&(start, end)| left + width + GAP <= start || end + GAP <= left)
                };
                let row = (0..ROWS.len()).find(is_free).filter(|_| !says.is_empty())?;
                Some((says.to_string(), row, left, width))
            });
            let Some((says, row, left, width)) = place else { continue };
            taken[row].push((left, left + width));
            let foot = flag.node.and_then(|node| self.plan.y(node)).unwrap_or(self.plan.floor());
            groups.push(Group::new(flag.id.clone(), marks(&flag, &says, (x, left, width), ROWS[row], foot)));
        }
        groups
    }

    fn all_flags(&self) -> Vec<Flag> {
        let recording = self.show.recording();
        let all = milestones(recording, self.now());
        let node_at = |at: Moment| at.steps.checked_sub(1).and_then(|place| recording.steps()[place].node());
        let seen = all.iter().enumerate().filter(|(_, milestone)| milestone.is_seen_by(self.show.eye));
        let flags = seen.map(|(nth, milestone)| Flag {
            id: format!("time-flag-{nth}"),
            at: milestone.at,
            node: node_at(milestone.at),
            number: flag(&milestone.kind).to_string(),
            says: on_flag(milestone, self.show.eye.is_some() || milestone.is_founded(&all), self.show.telling()),
            tone: match milestone.kind {
                MilestoneKind::Chosen(_) => Tone::Chosen,
                MilestoneKind::Floor { .. } | MilestoneKind::Learned { .. } => Tone::Ink,
            },
        });
        let mut flags: Vec<Flag> = flags.collect();
        if let Some(at) = self.broken().filter(|_| self.show.eye.is_none()) {
            let (id, says) = ("time-broken".to_string(), BROKEN.to_string());
            let broken = Flag { id, at, node: node_at(at), number: "✕".to_string(), says, tone: Tone::Lost };
            // It is put up before all others of its time: it matters more.
            let place = flags.partition_point(|flag| flag.at < at);
            flags.insert(place, broken);
        }
        flags
    }

    /// The moment from which on agreement is broken.
    fn broken(&self) -> Option<Moment> {
        let done = &self.show.recording().steps()[..self.now().steps];
        let (place, step) = done.iter().enumerate().find(|(_, step)| {
            let effects = &step.effects;
            let other = effects.chosen_before.map(|first| first.vote.value);
            effects.chosen.is_some_and(|chosen| {
                other.is_some_and(|other| other != chosen.vote.value) || effects.contradicts.is_some()
            })
        })?;
        Some(Moment { time: step.time, steps: place + 1 })
    }
}

/// The pole down to the line of the node, and the words on their ground.
fn marks(flag: &Flag, says: &str, (x, left, width): (f64, f64, f64), y: f64, foot: f64) -> Vec<Mark> {
    let ground = if flag.tone == Tone::Chosen { Tone::ChosenGround } else { Tone::Panel };
    let top = y - SIZE;
    let pole = format!("M{} {}V{}", short(x), short(top), short(foot));
    vec![
        Mark::Path { data: pole, paint: Paint::line(flag.tone, 1.2) },
        Mark::Box { x: left, y: top, width, height: SIZE + 3.0, radius: 2.0, paint: Paint::line(flag.tone, 1.0).on(ground) },
        text(left + 4.0, y, says, Face::bold(SIZE, flag.tone)),
    ]
}

const _: () = assert!(ROWS[1] as i32 + 6 < TOP as i32);
