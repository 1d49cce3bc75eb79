//! Pills of messages leave free what is to be read, the words of nodes and the titles of lanes, and glide.

use super::{STAGES, covered, shared};
use crate::on_show::{scene, shown};
use paxos_explainer::player::{Model, Msg};
use paxos_explainer::story::library;
use paxos_explainer::view::layout::Layout;
use paxos_explainer::view::mark::{Anchor, text_width};
use paxos_explainer::view::tableau::{Course, Passage};
use paxos_explainer::view::{Frame, Mark, Tableau, moving, still};

/// Moments of the course at which a pill covers a word of a node, on all stages together; before pills gave way to them,
/// there were 2,652 on stages in lanes, and 3,345 in rings of replicas. A REPLY goes by the edge of a tall stage.
const IN_LANES_MAX: usize = 45;
const IN_RINGS_MAX: usize = 40;
/// The same where one covers the title of a lane or the sign of what is chosen; there were 8,949, nearly all on a phone.
const TITLES_MAX: usize = 30;
/// Moments at which pills lie on each other in a ring; there were 1,051.
const LYING_MAX: usize = 280;
/// How far a pill moves in a frame at most, while none comes; and where one has just come, how far and how often one does
/// further than that, so that it does not lie on it.
const GLIDE: f64 = 15.0;
const ROOM: f64 = 60.0;
const ROOMS_MAX: usize = 85;
/// How often one does further where none has come: one of three in a place for two is let go of.
const SQUEEZED_MAX: usize = 4;

/// The groups of what is to be read.
const READ: [&str; 5] = ["node-", "lanes", "chosen", "possible", "lost-"];

/// What the words of nodes, lanes and signs cover, each with that of which they are; the view errs on the wide side.
pub(super) fn words(still: &Frame, moving: &Frame) -> Vec<(String, [f64; 4])> {
    let is_read = |id: &str| READ.iter().any(|kind| id.starts_with(kind));
    let groups = still.groups.iter().chain(&moving.groups).filter(|group| is_read(&group.id));
    let all = groups.flat_map(|group| group.marks.iter().map(move |mark| (group, mark)));
    all.filter_map(|(group, mark)| {
        let Mark::Text { x, y, text, face } = mark else { return None };
        let width = text_width(text, face.size) * 0.86;
        let before = match face.anchor {
            Anchor::Start => 0.0,
            Anchor::Middle => width / 2.0,
            Anchor::End => width,
        };
        let (left, line) = (group.at.x + x - before, group.at.y + y);
        Some((format!("{}: “{text}”", group.id), [left, line - 0.72 * face.size, left + width, line]))
    })
    .collect()
}

/// Whether the one is on the other, and does not only touch it.
pub(super) fn is_on(one: [f64; 4], other: [f64; 4]) -> bool {
    let across = one[2].min(other[2]) - one[0].max(other[0]);
    let down = one[3].min(other[3]) - one[1].max(other[1]);
    1.5 < across.min(down)
}

/// A stage at a moment: its name, its messages, their pills, and what is on it.
pub(super) struct Seen<'a> {
    pub said: String,
    pub tableau: &'a Tableau,
    pub layout: Layout,
    pub frame: Frame,
}

impl Seen<'_> {
    /// The messages that have pills, with what those cover.
    pub fn pills(&self) -> Vec<(&Passage, [f64; 4])> {
        self.tableau.passages.iter().filter_map(|it| Some((it, covered(&self.frame, it.id)?))).collect()
    }

    fn is_ring(&self) -> bool {
        self.layout.grid().is_some()
    }
}

/// What is seen at a moment, on each stage.
pub(super) fn seen(model: &mut Model, id: &str, time: u32, look: &mut impl FnMut(usize, Seen)) {
    model.update(Msg::Seek(time));
    let tableau = Tableau::of(shown(model));
    for (nth, (shape, height)) in STAGES.into_iter().enumerate() {
        let layout = Layout::of(&tableau, shape, height);
        let frame = moving(&tableau, &layout);
        let said = format!("{id} at {time} ms, {shape:?} {height:?}");
        look(nth, Seen { said, tableau: &tableau, layout, frame });
    }
}

/// Each scene of the course, at its end.
pub(super) fn course() -> impl Iterator<Item = (&'static str, Model)> {
    library::COURSE.iter().map(|entry| (entry.id, scene(entry.id))).filter(|(_, model)| shown(model).poll().is_none())
}

#[test]
fn pills_of_the_course_hardly_ever_cover_what_is_to_be_read() {
    let (mut in_lanes, mut in_rings, mut titles) = (Vec::new(), Vec::new(), Vec::new());
    for (id, mut model) in course() {
        let end = shown(&model).end().time;
        for time in (0..=end).step_by(50) {
            seen(&mut model, id, time, &mut |_, seen| {
                let (words, pills) = (words(&still(seen.tableau, &seen.layout), &seen.frame), seen.pills());
                let find = |is_node: bool, all: &mut Vec<String>| {
                    // Of the words at crosses there is a test of their own.
                    let words = words.iter().filter(|(word, _)| !word.starts_with("lost-"));
                    let mut of = words.filter(|(word, _)| word.starts_with("node-") == is_node);
                    let found = of.find_map(|(word, there)| Some((word, pills.iter().find(|it| is_on(it.1, *there))?)));
                    all.extend(found.map(|(word, (pill, _))| format!("{}: {} on {word}", seen.said, pill.label)));
                };
                find(true, if seen.is_ring() { &mut in_rings } else { &mut in_lanes });
                find(false, &mut titles);
            });
        }
    }
    assert!(in_lanes.len() <= IN_LANES_MAX, "{} moments: {in_lanes:#?}", in_lanes.len());
    assert!(in_rings.len() <= IN_RINGS_MAX, "{} moments: {in_rings:#?}", in_rings.len());
    assert!(titles.len() <= TITLES_MAX, "{} moments: {titles:#?}", titles.len());
}

#[test]
fn pills_in_rings_seldom_lie_on_each_other() {
    let mut all = Vec::new();
    for (id, mut model) in course() {
        let end = shown(&model).end().time;
        for time in (0..=end).step_by(50) {
            seen(&mut model, id, time, &mut |_, seen| {
                let pills: Vec<_> = seen.pills().into_iter().filter(|(it, _)| it.is_in_flight()).collect();
                let pairs = pills.iter().enumerate().flat_map(|(at, one)| pills[..at].iter().map(move |it| (one, it)));
                // Those of one kind that go one way are piled up.
                let is_pile = |a: &Passage, b: &Passage| (&a.text.0, a.from, a.to) == (&b.text.0, b.from, b.to);
                let mut lie = pairs.filter(|((a, here), (b, there))| !is_pile(a, b) && 12.5 < shared(*here, *there));
                let found = lie.next().filter(|_| seen.is_ring());
                all.extend(found.map(|(a, b)| format!("{}: {} on {}", seen.said, a.0.label, b.0.label)));
            });
        }
    }
    assert!(all.len() <= LYING_MAX, "{} moments: {all:#?}", all.len());
}

#[test]
fn pills_glide_from_frame_to_frame() {
    let (mut jumps, mut made_room) = (Vec::new(), Vec::new());
    for (id, mut model) in course() {
        let end = shown(&model).end().time;
        // Nearly all that happens does at times that end in a zero: between two such, and across one.
        for time in (7..=end).step_by(50).chain((42..=end).step_by(50)) {
            let mut before: Vec<Vec<(u32, Course, [f64; 4])>> = vec![Vec::new(); STAGES.len()];
            let mut told = Vec::new();
            seen(&mut model, id, time, &mut |nth, seen| {
                before[nth] = seen.pills().into_iter().map(|(it, at)| (it.id, it.course, at)).collect();
                told = seen.tableau.passages.iter().map(|it| it.id).collect();
            });
            seen(&mut model, id, time + 16, &mut |nth, seen| {
                let pills = seen.pills();
                let was = |it: &Passage| before[nth].iter().find(|was| (was.0, was.1) == (it.id, it.course));
                // What went before a slide is not told in it.
                let is_told = |&id: &u32| seen.tableau.passages.iter().any(|it| it.id == id);
                let is_alone = pills.iter().all(|(it, _)| was(it).is_some()) && told.iter().all(is_told);
                for (it, now) in pills {
                    let far = was(it).map_or(0.0, |(.., was)| (now[0] - was[0]).hypot(now[1] - was[1]));
                    if GLIDE < far && matches!(it.course, Course::Moving { .. }) {
                        let all = if is_alone || ROOM < far { &mut jumps } else { &mut made_room };
                        all.push(format!("{}: {} by {far:.0}", seen.said, it.label));
                    }
                }
            });
        }
    }
    assert!(jumps.len() <= SQUEEZED_MAX, "{} jumps: {jumps:#?}", jumps.len());
    assert!(made_room.len() <= ROOMS_MAX, "{} make room: {made_room:#?}", made_room.len());
}
