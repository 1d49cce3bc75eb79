//! What stands on the stage beside the pills of messages is not crossed by them, nor by arrows: signs, titles, the word at
//! a cross, the number of those that wait, and the frames of cards.

use super::words::{Seen, course, is_on, seen, words};
use crate::on_show::shown;
use paxos_explainer::view::layout::Area;
use paxos_explainer::view::{Group, Mark, Shape, still};
use std::rc::Rc;

/// How many pills of the course cover the word at a cross at moments that are looked at, on all stages together. Pills
/// that pass do: there is no place beside a cross where none does.
const LOST_MAX: usize = 2100;
/// How many lie on the frame of what is chosen on a tall stage, where three meet; there were 640.
const FRAME_MAX: usize = 280;
/// How many lie on the edge of an acceptor's card there, as they give way to others; there were 2,549.
const EDGE_MAX: usize = 1850;

/// The boxes of a group: left, top, right, bottom.
fn boxes(group: &Group) -> Vec<[f64; 4]> {
    let marks = group.marks.iter().filter_map(|mark| match *mark {
        Mark::Box { x, y, width, height, .. } => {
            let (left, top) = (group.at.x + x, group.at.y + y);
            Some([left, top, left + width, top + height])
        }
        _ => None,
    });
    marks.collect()
}

/// Whether it says how many wait without a pill.
fn is_badge(group: &Group) -> bool {
    let says = |mark: &Mark| matches!(mark, Mark::Text { text, .. } if text.ends_with(" waiting"));
    group.id.starts_with("pill-") && group.marks.iter().any(says)
}

fn edges(area: Area) -> [f64; 4] {
    [area.x, area.y, area.x + area.width, area.y + area.height]
}

#[test]
fn arrows_pass_below_all_words() {
    let mut kinds: Vec<String> = Vec::new();
    for (id, mut model) in course() {
        let end = shown(&model).end().time;
        for time in (0..=end).step_by(100) {
            seen(&mut model, id, time, &mut |_, seen| {
                let groups = &seen.frame.groups;
                let last = groups.iter().rposition(|group| group.id.starts_with("arrow-")).map_or(0, |at| at + 1);
                let has_words = |group: &&Rc<Group>| group.marks.iter().any(|mark| matches!(mark, Mark::Text { .. }));
                let above = groups[..last].iter().find(has_words);
                assert!(above.is_none(), "{}: {above:?}", seen.said);
                kinds.extend(
                    groups[last..]
                        .iter()
                        .filter(has_words)
                        .map(|group| group.id.split('-').next().unwrap_or("").to_string()),
                );
                kinds.sort_unstable();
                kinds.dedup();
            });
        }
    }
    for kind in ["chosen", "lanes", "lost", "pill"] {
        assert!(kinds.iter().any(|seen| seen == kind), "{kind}: {kinds:?}");
    }
}

/// The moments at which a pill lies on one of these, with what it is.
fn crossed(what: impl Fn(&Seen) -> Vec<(String, [f64; 4])>) -> Vec<String> {
    let mut all = Vec::new();
    for (id, mut model) in course() {
        let end = shown(&model).end().time;
        for time in (0..=end).step_by(50) {
            seen(&mut model, id, time, &mut |_, seen| {
                let there = what(&seen);
                for (pill, at) in seen.pills() {
                    let is_badge = |group: &Rc<Group>| group.id == format!("pill-{}", pill.id) && is_badge(group);
                    if seen.frame.groups.iter().any(is_badge) {
                        continue;
                    }
                    let on = there.iter().find(|(_, there)| is_on(at, *there));
                    all.extend(on.map(|(word, _)| format!("{}: {} on {word}", seen.said, pill.label)));
                }
            });
        }
    }
    all
}

#[test]
fn pills_leave_free_how_many_wait() {
    let found = crossed(|seen| {
        let badges = seen.frame.groups.iter().filter(|group| is_badge(group));
        badges.flat_map(|group| boxes(group)).map(|place| ("a badge".to_string(), place)).collect()
    });
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn pills_hardly_ever_cover_the_word_at_a_cross() {
    let found = crossed(|seen| {
        words(&still(seen.tableau, &seen.layout), &seen.frame)
            .into_iter()
            .filter(|(word, _)| word.starts_with("lost-"))
            .collect()
    });
    assert!(found.len() <= LOST_MAX, "{} moments: {found:#?}", found.len());
}

#[test]
fn pills_hardly_ever_cross_the_frame_of_what_is_chosen() {
    let found = crossed(|seen| {
        if seen.layout.shape == Shape::Wide {
            return Vec::new(); // There pills end at the cards.
        }
        let still = still(seen.tableau, &seen.layout);
        let groups = still.groups.iter().filter(|group| group.id.starts_with("quorum-"));
        groups.flat_map(|group| boxes(group)).map(|place| ("the frame".to_string(), place)).collect()
    });
    assert!(found.len() <= FRAME_MAX, "{} moments: {found:#?}", found.len());
}

#[test]
fn pills_hardly_ever_lie_on_the_edge_of_an_acceptor_of_a_tall_stage() {
    let found = crossed(|seen| {
        if seen.layout.shape == Shape::Wide || seen.layout.is_crowd() {
            return Vec::new();
        }
        let nodes = seen.tableau.actors.iter().map(|actor| actor.node).filter(|&node| seen.layout.is_acceptor(node));
        nodes.map(|node| ("a card".to_string(), edges(seen.layout.area(node)))).collect()
    });
    assert!(found.len() <= EDGE_MAX, "{} moments: {found:#?}", found.len());
}
