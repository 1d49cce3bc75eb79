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
/// What stands for a number where agreement is broken.
const BREAKS: &str = "✕";
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

/// What stands on a flag: with its words and without, each with its width; and where its pole is.
struct Cloth {
    x: f64,
    sizes: [(String, f64); 2],
}

impl Cloth {
    fn of(flag: &Flag, x: f64) -> Cloth {
        let whole = fit(&format!("{} {}", flag.number, flag.says), SIZE, WIDTH_MAX);
        let sizes = [whole, flag.number.to_string()].map(|says| {
            let width = text_width(&says, SIZE) * BOLD + 8.0;
            (says, width)
        });
        Cloth { x, sizes }
    }
}

/// Where a flag is: whether without its words, in which row, and its left edge.
#[derive(Clone, Copy)]
struct Place {
    size: usize,
    row: usize,
    left: f64,
}

/// Where flags are: each to the right of its pole, or across it where the diagram ends; as they have come, or from the
/// last one on, each as far to the left as it must, where more of them have their words so.
fn places(cloths: &[Cloth], width: f64) -> Vec<Option<Place>> {
    // That agreement is broken matters more than all else.
    let counts = |cloth: &Cloth| if cloth.sizes[1].0 == BREAKS { cloths.len() } else { 1 };
    let whole = |places: &[Option<Place>]| {
        let is_whole = |place: &Option<Place>| place.is_some_and(|place| place.size == 0);
        cloths.iter().zip(places).filter(|(_, place)| is_whole(place)).map(|(cloth, _)| counts(cloth)).sum::<usize>()
    };
    let most = cloths.iter().map(counts).sum::<usize>();
    let usual = |cloth: &Cloth, wide: f64| cloth.x.min(width - wide);
    let forwards = placed(cloths.iter(), |cloth, wide, (_, end)| {
        let left = usual(cloth, wide);
        (end + GAP <= left).then_some(left)
    });
    if whole(&forwards) == most {
        return forwards;
    }
    let mut backwards = placed(cloths.iter().rev(), |cloth, wide, (start, _)| {
        let left = usual(cloth, wide).min(start - GAP - wide);
        (cloth.x - wide <= left && 0.0 <= left).then_some(left)
    });
    backwards.reverse();
    if whole(&forwards) < whole(&backwards) { backwards } else { forwards }
}

/// The places of flags one after the other, in the row in which each may be furthest to the right beside the one before
/// it there, of which it is told where it begins and ends.
fn placed<'a>(
    cloths: impl Iterator<Item = &'a Cloth>,
    left: impl Fn(&Cloth, f64, (f64, f64)) -> Option<f64>,
) -> Vec<Option<Place>> {
    let mut taken = [(f64::INFINITY, f64::NEG_INFINITY); ROWS.len()];
    let place = |cloth: &Cloth| {
        let sizes = cloth.sizes.iter().enumerate();
        let place = sizes.into_iter().find_map(|(size, (_, wide))| {
            let rows = taken.iter().enumerate();
            let places = rows.filter_map(|(row, &last)| Some(Place { size, row, left: left(cloth, *wide, last)? }));
            places.reduce(|one, other| if one.left < other.left { other } else { one })
        })?;
        taken[place.row] = (place.left, place.left + cloth.sizes[place.size].1);
        Some(place)
    };
    cloths.map(place).collect()
}

impl Painter<'_> {
    /// The poles of the flags that stand by now, and the flags, each where it does not cover those before it: without
    /// its words where there is room for its number alone, and not at all where one with its number stands there already.
    /// Poles stand behind all that is to be read.
    pub(super) fn flags(&self) -> (Vec<Group>, Vec<Group>) {
        let all = self.all_flags();
        let cloths: Vec<Cloth> = all.iter().map(|flag| Cloth::of(flag, self.plan.x(flag.at.time))).collect();
        let places = places(&cloths, self.plan.width);
        let (mut poles, mut groups) = (Vec::new(), Vec::new());
        for ((flag, cloth), place) in all.iter().zip(&cloths).zip(places) {
            let Some(Place { size, row, left }) = place else { continue };
            let (says, width) = &cloth.sizes[size];
            let foot = flag.nodes.iter().filter_map(|&node| self.plan.y(node)).fold(ROWS[1], f64::max);
            let top = ROWS[row] - SIZE;
            poles.push(Group::new(flag.id.replace("time-", "time-pole-"), vec![pole(cloth.x, top, foot, flag.tone)]));
            groups.push(Group::new(flag.id.clone(), marks(flag, says, (left, *width), top)));
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
            flags.insert(place, Flag { id, at, nodes, number: BREAKS, says, tone: Tone::Lost });
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
fn marks(flag: &Flag, says: &str, (x, width): (f64, f64), y: f64) -> Vec<Mark> {
    let ground = if flag.tone == Tone::Chosen { Tone::ChosenGround } else { Tone::Panel };
    let paint = Paint::line(flag.tone, 1.0).on(ground);
    vec![
        Mark::Box { x, y, width, height: SIZE + 3.0, radius: 2.0, paint },
        text(x + 4.0, y + SIZE, says, Face::bold(SIZE, flag.tone)),
    ]
}

const _: () = assert!(ROWS[1] as i32 + 6 < TOP as i32);
