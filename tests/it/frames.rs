//! The pictures of the course, mark by mark. `UPDATE_EXPECT=1` rewrites them; read the difference.

use expect_test::expect_file;
use paxos_explainer::player::{LightMsg, Model, Msg, Opening, Show, Stage};
use paxos_explainer::story::library;
use paxos_explainer::view::geometry::short;
use paxos_explainer::view::layout::{Height, Layout};
use paxos_explainer::view::tableau::Course;
use paxos_explainer::view::{Frame, Group, Mark, Shape, Tableau, moving, still};
use std::fmt::Write;

/// The model with this scene on show, at its beginning.
fn opened(id: &str) -> Model {
    let (mut model, _) = Model::new(id, Opening::Set);
    let path = format!("{}/static/scenes/{id}.paxos", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).expect("the scene can be read");
    model.update(Msg::Loaded { id: id.into(), text, opening: Opening::Start });
    assert!(matches!(model.stage, Stage::Ready(_)), "{:?}", model.stage);
    model
}

fn show(model: &Model) -> &Show {
    model.show().expect("a scene is on show")
}

/// Every way in which a stage is laid out.
const STAGES: [(Shape, Height); 4] = [
    (Shape::Wide, Height::Ample),
    (Shape::Wide, Height::Scarce),
    (Shape::Wide, Height::Hall),
    (Shape::Tall, Height::Ample),
];

fn frames(show: &Show, shape: Shape) -> (Frame, Frame) {
    frames_within(show, shape, Height::Ample)
}

fn frames_within(show: &Show, shape: Shape, height: Height) -> (Frame, Frame) {
    let tableau = Tableau::of(show);
    let layout = Layout::of(&tableau, shape, height);
    (still(&tableau, &layout), moving(&tableau, &layout))
}

/// A frame as text: a line a group, with the words in it and where it stands.
fn told(frame: &Frame) -> String {
    frame.groups.iter().fold(String::new(), |mut text, group| {
        let words: Vec<&str> = group.marks.iter().filter_map(words_of).collect();
        let place = format!("{} {}", short(group.at.x), short(group.at.y));
        let _ = writeln!(text, "  {:<12} {place:<12} {} marks | {}", group.id, group.marks.len(), words.join(" | "));
        if let Some(label) = &group.label {
            let _ = writeln!(text, "  {:<12} is called: {label}", "");
        }
        for data in group.marks.iter().filter_map(data_of).filter(|_| is_message(group)) {
            let _ = writeln!(text, "  {:<12} {data}", "");
        }
        text
    })
}

fn words_of(mark: &Mark) -> Option<&str> {
    match mark {
        Mark::Text { text, .. } => Some(text),
        Mark::Box { .. } | Mark::Circle { .. } | Mark::Path { .. } => None,
    }
}

fn data_of(mark: &Mark) -> Option<&str> {
    match mark {
        Mark::Path { data, .. } => Some(data),
        Mark::Box { .. } | Mark::Circle { .. } | Mark::Text { .. } => None,
    }
}

fn is_message(group: &Group) -> bool {
    group.id.starts_with("arrow") || group.id.starts_with("trail")
}

/// Each slide of a scene half-way through and at its end.
fn album(id: &str, shape: Shape) -> String {
    let mut model = opened(id);
    let mut text = String::new();
    for slide in show(&model).scene.slides.clone() {
        for time in [slide.start.time.midpoint(slide.end.time), slide.end.time] {
            model.update(Msg::Seek(time));
            let (still, moving) = frames(show(&model), shape);
            let _ = writeln!(text, "{time} ms: {}", slide.title);
            text.push_str(&told(&still));
            text.push_str(&told(&moving));
        }
    }
    text
}

#[test]
fn frames_of_the_course_are_as_they_were() {
    for entry in library::COURSE {
        let path = format!("{}/tests/golden/frames/{}.txt", env!("CARGO_MANIFEST_DIR"), entry.id);
        expect_file![path].assert_eq(&album(entry.id, Shape::Wide));
    }
}

/// What can be seen of a group: the corners of its boxes and circles.
fn corners(group: &Group) -> Vec<(f64, f64)> {
    let corners = group.marks.iter().flat_map(|mark| match *mark {
        Mark::Box { x, y, width, height, .. } => vec![(x, y), (x + width, y + height)],
        Mark::Circle { x, y, radius, .. } => vec![(x - radius, y - radius), (x + radius, y + radius)],
        Mark::Path { .. } | Mark::Text { .. } => Vec::new(),
    });
    corners.map(|(x, y)| (x + group.at.x, y + group.at.y)).collect()
}

#[test]
fn marks_stay_within_the_picture_at_every_moment() {
    for entry in library::COURSE {
        let mut model = opened(entry.id);
        let end = show(&model).end().time;
        let moments = STAGES.into_iter().flat_map(|stage| (0..=end).step_by(130).map(move |time| (stage, time)));
        for ((shape, height), time) in moments {
            model.update(Msg::Seek(time));
            let (still, moving) = frames_within(show(&model), shape, height);
            for group in still.groups.iter().chain(&moving.groups).filter(|group| !group.id.starts_with("flash")) {
                for (x, y) in corners(group) {
                    let is_in = (-1.0..=still.width + 1.0).contains(&x) && (-1.0..=still.height + 1.0).contains(&y);
                    assert!(
                        is_in,
                        "{}, {shape:?}, {height:?}, {time} ms: {} reaches to {x} {y} of {} {}",
                        entry.id, group.id, still.width, still.height
                    );
                }
            }
        }
    }
}

/// How many messages wait without a pill of their own, as the badge of their sender says.
fn badge(group: &Group) -> Option<usize> {
    let says = group.marks.iter().find_map(words_of)?;
    says.strip_prefix('+')?.strip_suffix(" waiting")?.parse().ok()
}

/// What the pill of a message covers.
fn pill_of(frame: &Frame, id: u32) -> Option<[(f64, f64); 2]> {
    let is_pill = |group: &&std::rc::Rc<Group>| group.id == format!("pill-{id}") && badge(group).is_none();
    let group = frame.groups.iter().find(is_pill)?;
    corners(group).try_into().ok()
}

fn lies_on([(left, top), (right, bottom)]: [(f64, f64); 2], [(x, y), (to_x, to_y)]: [(f64, f64); 2]) -> bool {
    left < to_x && x < right && top < to_y && y < bottom
}

/// Where the words above a card, and the card, are.
fn card_of(frame: &Frame, layout: &Layout, node: paxos_explainer::paxos::NodeId) -> Vec<[(f64, f64); 2]> {
    let area = layout.area(node);
    let group = frame.groups.iter().find(|group| group.node == Some(node)).expect("it is on the picture");
    let crown = group.marks.iter().filter_map(|mark| match *mark {
        Mark::Text { x, y, ref text, face } if y < 0.0 => {
            let width = paxos_explainer::view::mark::text_width(text, face.size) * 0.86;
            Some([(area.x + x, area.y + y - 11.0), (area.x + x + width, area.y + y)])
        }
        _ => None,
    });
    crown.chain([[(area.x, area.y), (area.x + area.width, area.y + area.height)]]).collect()
}

#[test]
fn pills_keep_clear_of_where_they_come_from_and_of_answers_on_the_same_link() {
    for entry in library::COURSE {
        let mut model = opened(entry.id);
        let end = show(&model).end().time;
        for height in [Height::Ample, Height::Scarce, Height::Hall] {
            for time in (0..=end).step_by(210) {
                model.update(Msg::Seek(time));
                let tableau = Tableau::of(show(&model));
                let layout = Layout::of(&tableau, Shape::Wide, height);
                if layout.is_crowd() {
                    continue;
                }
                let (still, moving) = (still(&tableau, &layout), moving(&tableau, &layout));
                let requests = tableau.passages.iter().filter(|passage| layout.is_acceptor(passage.to));
                let is_seen = |passage: &&paxos_explainer::view::tableau::Passage| passage.is_in_flight();
                for request in requests.filter(is_seen) {
                    let Some(pill) = pill_of(&moving, request.id) else { continue };
                    let said = format!("{} at {time} ms, {height:?}: {}", entry.id, request.label);
                    for card in card_of(&still, &layout, request.from) {
                        assert!(!lies_on(pill, card), "{said} lies on the card of its sender");
                    }
                    let is_answer = |other: &&paxos_explainer::view::tableau::Passage| {
                        (other.from, other.to) == (request.to, request.from)
                    };
                    for answer in tableau.passages.iter().filter(is_seen).filter(is_answer) {
                        let other = pill_of(&moving, answer.id);
                        assert!(!other.is_some_and(|other| lies_on(pill, other)), "{said} lies on {}", answer.label);
                    }
                }
            }
        }
    }
}

#[test]
fn nodes_do_not_overlap_in_any_cluster_of_the_course() {
    for entry in library::COURSE {
        let model = opened(entry.id);
        for (shape, height) in STAGES {
            let tableau = Tableau::of(show(&model));
            let layout = Layout::of(&tableau, shape, height);
            let areas: Vec<_> = tableau.actors.iter().map(|actor| layout.area(actor.node)).collect();
            for (at, a) in areas.iter().enumerate() {
                for b in &areas[..at] {
                    let apart =
                        a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;
                    assert!(apart, "{}, {shape:?}, {height:?}: {a:?} lies on {b:?}", entry.id);
                }
            }
        }
    }
}

#[test]
fn stable_groups_are_equal_between_two_steps() {
    let mut model = opened("phase-1");
    model.update(Msg::Seek(300));
    let (before, _) = frames(show(&model), Shape::Wide);
    model.update(Msg::Seek(600));
    let (after, moved) = frames(show(&model), Shape::Wide);
    assert_eq!(before, after, "nothing that stands still has changed");
    assert!(moved.groups.iter().any(|group| group.id.starts_with("pill")), "and something moves");
}

#[test]
fn chosen_is_marked_on_the_quorum_and_before_anybody_knows() {
    let mut model = opened("phase-2");
    let time = show(&model).recording().steps().iter().find(|step| step.effects.chosen.is_some()).map(|step| step.time);
    model.update(Msg::Seek(time.expect("a value is chosen in this scene")));
    let (still, moving) = frames(show(&model), Shape::Wide);
    let has = |frame: &Frame, id: &str| frame.groups.iter().any(|group| group.id == id);
    assert!(has(&still, "quorum-cat") && has(&moving, "chosen"));
    assert!(has(&moving, "flash-cat"));
    let labels: Vec<&String> = still.groups.iter().filter_map(|group| group.label.as_ref()).collect();
    assert!(labels.iter().all(|label| !label.contains("has learned cat")), "{labels:?}");
}

#[test]
fn path_of_an_answer_is_drawn_from_its_beginning() {
    let mut model = opened("case-proposer-fails");
    model.update(Msg::Seek(u32::MAX));
    let question = show(&model).question_of_result().expect("cat is chosen");
    assert_eq!(question.text, "Why is cat chosen?");
    model.update(LightMsg::Pick(question.pick).into());
    let light = model.lighting.light(show(&model));
    let drawn = |tableau: &Tableau| {
        let layout = Layout::of(tableau, Shape::Wide, Height::Ample);
        let still = still(tableau, &layout);
        let has_trail = |id: u32| still.groups.iter().any(|group| group.id == format!("trail-{id}"));
        light.messages.iter().filter(|message| has_trail(message.0)).count()
    };
    assert!(drawn(&Tableau::of(show(&model))) < light.messages.len(), "some of it was on slides before");
    let lit = Tableau::lit(show(&model), &light);
    assert_eq!(drawn(&lit), light.messages.len());
    let other = Tableau::of(show(&model)).passages.len() + light.messages.len();
    assert!(lit.passages.len() <= other, "nothing else of slides before is drawn");
    let pointed = paxos_explainer::player::Light { dims: false, ..light.clone() };
    assert_eq!(Tableau::lit(show(&model), &pointed), Tableau::of(show(&model)), "pointing shows nothing that is past");
}

/// A scene that the checker has found, by the name of its golden file.
fn found(file: &std::path::Path) -> Model {
    let text = std::fs::read_to_string(file).expect("it can be read");
    let (model, _) = Model::new(paxos_explainer::player::Source::Text(text.as_str().into()), Opening::Start);
    assert!(matches!(model.stage, Stage::Ready(_)), "{}: {:?}", file.display(), model.stage);
    model
}

#[test]
fn messages_that_wait_do_not_lie_on_each_other_in_any_run_that_was_found() {
    let folder = format!("{}/tests/golden/check", env!("CARGO_MANIFEST_DIR"));
    let files = std::fs::read_dir(folder).expect("it is there").map(|file| file.expect("it can be read").path());
    let scenes: Vec<_> = files.filter(|path| path.extension().is_some_and(|end| end == "paxos")).collect();
    assert!(15 < scenes.len(), "{scenes:?}");
    let mut badges = 0;
    for file in scenes {
        let mut model = found(&file);
        if show(&model).is_replicated() {
            continue; // In a ring pills are piled up.
        }
        let end = show(&model).end().time;
        for (time, (shape, height)) in (0..=end).step_by(500).flat_map(|time| STAGES.map(|stage| (time, stage))) {
            model.update(Msg::Seek(time));
            let tableau = Tableau::of(show(&model));
            let layout = Layout::of(&tableau, shape, height);
            let moving = moving(&tableau, &layout);
            let waits = |id: u32| tableau.passages.iter().any(|it| it.id == id && it.course == Course::Waiting);
            let waiting: Vec<_> = tableau.passages.iter().map(|it| it.id).filter(|&id| waits(id)).collect();
            let pills: Vec<_> = waiting.iter().filter_map(|&id| Some((id, pill_of(&moving, id)?))).collect();
            badges += waiting.len() - pills.len();
            for (at, (one, here)) in pills.iter().enumerate() {
                for (other, [(x, y), (to_x, to_y)]) in &pills[..at] {
                    let core = [(x + 4.0, y + 4.0), (to_x - 4.0, to_y - 4.0)];
                    let is_free = !lies_on(*here, core);
                    assert!(is_free, "{} at {time} ms, {shape:?} {height:?}: {one} lies on {other}", file.display());
                }
            }
            let told: usize = moving.groups.iter().filter_map(|group| badge(group)).sum();
            assert_eq!(told + pills.len(), waiting.len(), "each one has a pill or is counted");
        }
    }
    assert!(0 < badges, "some wait without a pill");
}
