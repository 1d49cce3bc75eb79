//! Pills of messages under way: those of different proposers, and of requests and answers, do not lie on each other.

mod clear;
mod words;

use crate::on_show::{begun, scene, shown};
use paxos_explainer::player::{Model, Msg};
use paxos_explainer::story::library;
use paxos_explainer::view::layout::{Height, Layout};
use paxos_explainer::view::tableau::{Course, Passage};
use paxos_explainer::view::{Frame, Group, Mark, Shape, Tableau, moving};
use std::rc::Rc;

/// Where three meet on a narrow way there is no room for all. Before pills gave way, 588 pairs lay on each other on a wide
/// stage at such moments, and 1,091 on a phone.
const LYING_MAX: usize = 82;

/// Every way in which a stage is laid out.
const STAGES: [(Shape, Height); 4] = [
    (Shape::Wide, Height::Ample),
    (Shape::Wide, Height::Scarce),
    (Shape::Wide, Height::Hall),
    (Shape::Tall, Height::Ample),
];

/// What the pill of a message covers: left, top, right, bottom.
fn covered(frame: &Frame, id: u32) -> Option<[f64; 4]> {
    let is_pill = |group: &&Rc<Group>| group.id == format!("pill-{id}");
    let group = frame.groups.iter().find(is_pill)?;
    group.marks.iter().find_map(|mark| match *mark {
        Mark::Box { x, y, width, height, .. } => {
            let (left, top) = (group.at.x + x, group.at.y + y);
            Some([left, top, left + width, top + height])
        }
        _ => None,
    })
}

/// How much of the smaller one the other covers, of a hundred.
fn shared(one: [f64; 4], other: [f64; 4]) -> f64 {
    let across = (one[2].min(other[2]) - one[0].max(other[0])).max(0.0);
    let down = (one[3].min(other[3]) - one[1].max(other[1])).max(0.0);
    let area = |[left, top, right, bottom]: [f64; 4]| (right - left) * (bottom - top);
    100.0 * across * down / area(one).min(area(other))
}

/// The moments at which a pill covers more than an eighth of another one that is no copy of it, with two such.
fn lying(model: &mut Model, (shape, height): (Shape, Height), step: usize) -> Vec<String> {
    let end = shown(model).end().time;
    let at = |time: u32| {
        model.update(Msg::Seek(time));
        let tableau = Tableau::of(shown(model));
        let layout = Layout::of(&tableau, shape, height);
        if layout.is_crowd() || layout.grid().is_some() {
            return None;
        }
        let frame = moving(&tableau, &layout);
        let moves = |it: &&Passage| matches!(it.course, Course::Moving { .. });
        let moving = tableau.passages.iter().filter(moves);
        let pills: Vec<(&Passage, [f64; 4])> = moving.filter_map(|it| Some((it, covered(&frame, it.id)?))).collect();
        let pairs = pills.iter().enumerate().flat_map(|(at, one)| pills[..at].iter().map(move |other| (one, other)));
        let is_copy =
            |one: &Passage, other: &Passage| (&one.text, one.from, one.to) == (&other.text, other.from, other.to);
        let mut lie = pairs.filter(|((a, here), (b, there))| !is_copy(a, b) && 12.5 < shared(*here, *there));
        lie.next().map(|((a, _), (b, _))| format!("{time} ms, {shape:?}, {height:?}: {} on {}", a.label, b.label))
    };
    (0..=end).step_by(step).filter_map(at).collect()
}

/// A run in which a second proposer cuts in while the messages of the first one are under way, so long after it began.
fn cut_in(after: u32) -> String {
    format!(
        "title t\nproposers P1 P2\nacceptors A1 A2 A3\nlearners L1\ndelay 1500\npropose P1 cat id 5\nrun {after}\n\
        propose P2 dog\nrun 6000\n"
    )
}

#[test]
fn pills_of_two_proposers_do_not_lie_on_each_other_whenever_the_second_cuts_in() {
    for after in (100..4200).step_by(300) {
        let mut model = begun(&cut_in(after));
        for stage in STAGES {
            assert_eq!(lying(&mut model, stage, 50), Vec::<String>::new(), "after {after} ms");
        }
    }
}

#[test]
fn pills_of_the_course_hardly_ever_lie_on_each_other() {
    for stage in STAGES {
        let mut all = Vec::new();
        for entry in library::COURSE {
            let mut model = scene(entry.id);
            if shown(&model).poll().is_none() {
                all.extend(lying(&mut model, stage, 50).into_iter().map(|said| format!("{} at {said}", entry.id)));
            }
        }
        assert!(all.len() <= LYING_MAX, "{} moments: {all:#?}", all.len());
    }
}
