//! Pictures of a replicated log: nothing overlaps, nothing is cut, what is chosen and what is known look different, and
//! an eye on one node sees nothing else.

mod said;

use crate::on_show::{begun, scene, shown};
use expect_test::expect_file;
use paxos_explainer::paxos::{NodeId, Role};
use paxos_explainer::player::{Act, Model, Msg, Show};
use paxos_explainer::view::layout::{Area, Height, Layout};
use paxos_explainer::view::mark::{Anchor, Mark, text_width};
use paxos_explainer::view::palette::Tone;
use paxos_explainer::view::stage::CHOSEN;
use paxos_explainer::view::tableau::{Course, Passage};
use paxos_explainer::view::{Frame, Group, Shape, Tableau, moving, still};
use std::fmt::Write;

const STAGES: [(Shape, Height); 4] = [
    (Shape::Wide, Height::Ample),
    (Shape::Wide, Height::Scarce),
    (Shape::Wide, Height::Hall),
    (Shape::Tall, Height::Ample),
];

/// So many nodes of one letter: "R1 R2 R3".
fn named(letter: char, count: usize) -> String {
    (1..=count).map(|nth| format!("{letter}{nth}")).collect::<Vec<_>>().join(" ")
}

/// A scene of so many replicas and clients, with a log of so many slots of which some are chosen, some are accepted and
/// one in seven is a gap.
fn with(replicas: usize, clients: usize, slots: usize, rest: &str) -> String {
    let mut text = "title log\n".to_string();
    if 0 < clients {
        let _ = writeln!(text, "clients {}", named('C', clients));
    }
    let _ = writeln!(text, "replicas {}", named('R', replicas));
    for slot in (1..=slots).filter(|slot| slot % 7 != 5) {
        let word = ["elephant", "+50", "no-op", "cmp"][slot % 4];
        for replica in 1..=replicas.min(1 + replicas / 2) {
            let chosen = if slot < 4 { " chosen" } else { "" };
            let _ = writeln!(text, "log R{replica} {slot} {word} id {}{chosen}", 1 + slot % 3);
        }
    }
    text + "slide s\n" + rest
}

/// The tableau, the layout, and the marks of both frames at the moment that is shown.
fn pictures(model: &Model) -> impl Iterator<Item = (String, Tableau, Layout, Frame, Frame)> + '_ {
    STAGES.into_iter().map(|(shape, height)| {
        let tableau = Tableau::of(shown(model));
        let layout = Layout::of(&tableau, shape, height);
        let (still, moving) = (still(&tableau, &layout), moving(&tableau, &layout));
        (format!("{shape:?} {height:?}"), tableau, layout, still, moving)
    })
}

fn overlap(one: &Area, other: &Area) -> bool {
    let apart = |a: f64, a_size: f64, b: f64, b_size: f64| a + a_size <= b || b + b_size <= a;
    !apart(one.x, one.width, other.x, other.width) && !apart(one.y, one.height, other.y, other.height)
}

fn within(inner: &Area, outer: &Area) -> bool {
    outer.x <= inner.x
        && inner.x + inner.width <= outer.x + outer.width
        && outer.y <= inner.y
        && inner.y + inner.height <= outer.y + outer.height
}

/// Where every text of a group is, from the corner of the picture; with its size.
fn texts(group: &Group) -> Vec<(Area, f64, &str)> {
    let place = |mark: &'_ Mark| match mark {
        Mark::Text { x, y, text, face } => {
            let width = text_width(text, face.size) * 0.86; // The view errs on the wide side.
            let left = match face.anchor {
                Anchor::Start => *x,
                Anchor::Middle => x - width / 2.0,
                Anchor::End => x - width,
            };
            let (x, y) = (group.at.x + left, group.at.y + y - face.size * 0.74);
            Some((Area { x, y, width, height: face.size * 0.74 }, face.size))
        }
        Mark::Box { .. } | Mark::Circle { .. } | Mark::Path { .. } => None,
    };
    group
        .marks
        .iter()
        .filter_map(|mark| match mark {
            Mark::Text { text, .. } => place(mark).map(|(area, size)| (area, size, text.as_str())),
            _ => None,
        })
        .collect()
}

/// Every cluster that is tried: replicas, clients, slots.
fn clusters() -> impl Iterator<Item = (usize, usize, usize)> {
    let few = (3..=7).flat_map(|replicas| (0..=3).map(move |clients| (replicas, clients)));
    let many = [(3, 12), (4, 4), (5, 10), (7, 5), (7, 8)];
    few.chain(many).flat_map(|(replicas, clients)| [0, 1, 8, 40].map(|slots| (replicas, clients, slots)))
}

#[test]
fn replicas_clients_and_logs_have_a_place_of_their_own() {
    for (replicas, clients, slots) in clusters() {
        let model = begun(&with(replicas, clients, slots, " crash R2\n timeout R1\n run 500\n"));
        for (stage, tableau, layout, still, _) in pictures(&model) {
            let said = format!("{replicas}+{clients}, {slots} slots, {stage}");
            let whole = Area { x: 0.0, y: 0.0, width: layout.width, height: layout.height };
            let grid = layout.grid().expect("there is a table");
            let rows = (0..replicas).map(|row| grid.row(row));
            let all: Vec<Area> = tableau.actors.iter().map(|actor| layout.area(actor.node)).chain(rows).collect();
            for (at, one) in all.iter().enumerate() {
                assert!(within(one, &whole), "{said}: {one:?} is not on {whole:?}");
                for other in &all[..at] {
                    assert!(!overlap(one, other), "{said}: {one:?} lies on {other:?}");
                }
            }
            for row in 0..replicas {
                for slot in grid.slots() {
                    assert!(within(&grid.cell(row, slot), &grid.row(row)), "{said}: slot {slot} of row {row}");
                }
            }
            for group in &still.groups {
                for (area, _, text) in texts(group) {
                    assert!(within(&area, &whole), "{said}: {} {text} {area:?}", group.id);
                }
            }
        }
    }
}

#[test]
fn words_of_a_table_stay_in_their_rows_apart_and_legible() {
    for (replicas, clients, slots) in clusters() {
        let model = begun(&with(replicas, clients, slots, " timeout R1\n run 3000\n"));
        for (stage, _, layout, still, _) in pictures(&model) {
            let said = format!("{replicas}+{clients}, {slots} slots, {stage}");
            for group in &still.groups {
                let all = texts(group);
                for (at, (one, size, text)) in all.iter().enumerate() {
                    assert!(9.4 <= *size, "{said}: {} {text} has the size {size}", group.id);
                    for (other, _, beside) in &all[..at] {
                        assert!(!overlap(one, other), "{said}: {}: {text} lies on {beside}", group.id);
                    }
                }
            }
            let grid = layout.grid().expect("there is a table");
            for group in still.groups.iter().filter(|group| group.id.starts_with("log-")) {
                for (area, _, text) in texts(group) {
                    let is_in_cell = grid.x <= area.x && area.x < grid.x + f64::from(grid.count) * grid.pitch;
                    let row = (0..replicas).find(|&row| within(&area, &grid.row(row)));
                    let row = row.unwrap_or_else(|| panic!("{said}: {} {text} is in no row", group.id));
                    let holds = |slot| within(&area, &grid.cell(row, slot));
                    assert!(!is_in_cell || grid.slots().any(holds), "{said}: {} {text} is in no cell", group.id);
                }
            }
        }
    }
}

#[test]
fn long_log_shows_its_last_slots_and_says_which() {
    let model = begun(&with(5, 1, 40, " run 10\n"));
    for (stage, _, layout, still, _) in pictures(&model) {
        let grid = layout.grid().expect("there is a table");
        assert_eq!((grid.first + grid.count - 1, grid.last), (39, 39), "{stage}: 40 is a gap in this log");
        let head = still.groups.iter().find(|group| group.id == "slots").expect("numbers stand above");
        let says: Vec<&str> = texts(head).into_iter().map(|(_, _, text)| text).collect();
        assert!(says.contains(&format!("slot {}–39", grid.first).as_str()) && says.contains(&"39"), "{says:?}");
    }
    let model = begun(&with(3, 0, 1, " run 10\n"));
    for (stage, _, layout, ..) in pictures(&model) {
        assert_eq!(layout.grid().map(|grid| grid.first), Some(1), "{stage}");
    }
}

/// Steady state, from a new leader to an answer.
const STEADY: &str = "title steady\nclients C1\nreplicas R1 R2 R3\ndelay 500\nslide s\n timeout R1\n run 1600\n \
    request C1 R1 \"open 100\"\n run 2400\n request C1 R1 +50\n run 2400\n";

/// What of a slot a replica's row shows: by the fill of the boxes of its cell.
fn fills(still: &Frame, layout: &Layout, node: NodeId, name: &str, slot: u32) -> Vec<Tone> {
    let grid = layout.grid().expect("there is a table");
    let cell = grid.cell(layout.row(node).expect("it has a row"), slot);
    let group = still.groups.iter().find(|group| group.id == format!("log-{name}")).expect("its row is drawn");
    let fill = |mark: &Mark| match *mark {
        Mark::Box { x, width, paint, .. } if (x + width / 2.0 - cell.middle().x).abs() < 1.0 => Some(paint.fill),
        _ => None,
    };
    group.marks.iter().filter_map(fill).collect()
}

#[test]
fn accepted_chosen_and_known_are_three_looks_at_three_moments() {
    let mut model = begun(STEADY);
    let steps = shown(&model).recording().steps().to_vec();
    let chosen = steps.iter().position(|step| step.effects.chosen.is_some()).expect("a value is chosen");
    let node = |name: &str| shown(&begun(STEADY)).names().find_node(name).expect("it is there");
    let (first, leader) = (node("R2"), node("R1"));
    // Before the quorum the leader's vote is an outline.
    model.update(Msg::Seek(steps[chosen].time - 1));
    let (_, _, layout, picture, _) = pictures(&model).next().expect("a stage");
    assert_eq!(fills(&picture, &layout, leader, "R1", 1), [Tone::Panel]);
    assert_eq!(fills(&picture, &layout, first, "R2", 1), []);
    assert!(picture.groups.iter().all(|group| group.id != CHOSEN));
    // The cells of the quorum flash and have a ground; no disc does; nobody knows.
    model.update(Msg::Seek(steps[chosen].time));
    for (stage, _, layout, picture, moving) in pictures(&model) {
        for (node, name) in [(leader, "R1"), (first, "R2")] {
            let fills = fills(&picture, &layout, node, name, 1);
            assert_eq!(fills, [Tone::ChosenGround, Tone::Panel], "{stage} {name}");
        }
        let flash = moving.groups.iter().find(|group| group.id == "flash-1-open 100").expect("it flashes");
        assert!(flash.marks.iter().all(|mark| matches!(mark, Mark::Box { .. })), "on cells, not on discs: {stage}");
        let sign = picture.groups.iter().find(|group| group.id == CHOSEN).expect("we see it");
        assert_eq!(sign.label.as_deref(), Some("Chosen: slot 1 open 100"));
    }
    // The leader knows it later.
    let learned = steps.iter().position(|step| step.effects.notes.iter().any(|note| note.learns())).expect("R1 learns");
    assert!(steps[chosen].time < steps[learned].time);
    model.update(Msg::Seek(steps[learned].time));
    let (_, _, layout, picture, _) = pictures(&model).next().expect("a stage");
    assert_eq!(fills(&picture, &layout, leader, "R1", 1), [Tone::Chosen]);
    assert_eq!(fills(&picture, &layout, first, "R2", 1), [Tone::ChosenGround, Tone::Panel]);
}

#[test]
fn eye_on_one_node_shows_what_that_node_knows_and_nothing_else() {
    let model = begun(STEADY);
    let end = shown(&model).end().time;
    for time in (0..=end).step_by(250) {
        let mut show = shown(&model).clone();
        show.at = show.moment(time);
        let actors: Vec<(NodeId, Role)> = {
            let world = show.world();
            world.cluster.nodes().map(|node| (node, world.cluster.role(node))).collect()
        };
        for (eye, role) in actors {
            show.eye = Some(eye);
            let tableau = Tableau::of(&show);
            assert!(tableau.logs.as_ref().is_some_and(|logs| logs.chosen.is_empty()), "{time}");
            for (shape, height) in STAGES {
                let layout = Layout::of(&tableau, shape, height);
                let picture = still(&tableau, &layout);
                assert!(picture.groups.iter().all(|group| group.id != CHOSEN));
                for group in picture.groups.iter().filter(|group| group.id.starts_with("log-")) {
                    let is_own = group.id == format!("log-{}", show.names().node(eye));
                    let shows = group.label.is_some();
                    assert_eq!(shows, is_own && role == Role::Replica, "{time} {}", group.id);
                    let tones = group.marks.iter().filter_map(|mark| match mark {
                        Mark::Box { paint, .. } => Some(paint.fill),
                        _ => None,
                    });
                    assert!(tones.into_iter().all(|tone| tone != Tone::ChosenGround), "{time} {}", group.id);
                }
            }
        }
    }
}

#[test]
fn messages_of_several_slots_on_one_way_are_stacked_so_that_each_is_read() {
    let text = "title t\nclients C1 C2 C3\nreplicas R1 R2 R3\ndelay 500\nslide s\n timeout R1\n run 1600\n \
        request C1 R1 a\n request C2 R1 b\n request C3 R1 c\n run 800\n";
    let model = begun(text);
    for (stage, tableau, _, _, moving) in pictures(&model) {
        let to = tableau.passages.iter().filter(|passage| passage.is_in_flight() && passage.receiver == "R2");
        let ids: Vec<u32> = to.map(|passage| passage.id).collect();
        assert_eq!(ids.len(), 3, "{stage}");
        let at = |id: &u32| {
            let group = moving.groups.iter().find(|group| group.id == format!("pill-{id}"));
            group.expect("it has a pill").at
        };
        for pair in ids.windows(2) {
            let (below, above) = (at(&pair[0]), at(&pair[1]));
            assert!(13.0 < below.y - above.y, "{stage}: {below:?} {above:?}");
        }
    }
}

#[test]
fn outline_of_a_row_that_is_lit_is_around_the_row_and_on_the_picture() {
    let model = begun(&with(3, 2, 3, ""));
    for (stage, _, layout, still, _) in pictures(&model) {
        for row in still.groups.iter().filter(|group| group.id.starts_with("log-")) {
            let lit = row.reach.expect("it can be pointed at");
            let ground = row.marks.iter().find_map(|mark| match *mark {
                Mark::Box { x, y, width, height, .. } => Some(Area { x, y, width, height }),
                _ => None,
            });
            let ground = ground.expect("a row has a ground").padded(1.5);
            let picture = Area { x: 0.0, y: 0.0, width: layout.width, height: layout.height };
            assert!(within(&ground, &lit) && within(&lit.padded(1.0), &picture), "{stage}: {lit:?}");
        }
    }
}

#[test]
fn pills_of_a_log_stay_on_the_part_where_messages_pass() {
    let text = with(7, 8, 3, " timeout R1\n run 1500\n request C1 R1 elephant\n request C2 R2 mouse\n run 4000\n");
    let mut model = begun(&format!("delay 300..700\nheartbeat 900\n{text}").replacen("title log\n", "", 1).replacen(
        "delay",
        "title log\ndelay",
        1,
    ));
    let end = shown(&model).end().time;
    for time in (0..=end).step_by(150) {
        model.update(Msg::Seek(time));
        for (stage, _, layout, _, moving) in pictures(&model) {
            let grid = layout.grid().expect("there is a table");
            let table = Area { x: grid.left, y: grid.y - 30.0, width: grid.right - grid.left, height: 2000.0 };
            for group in moving.groups.iter().filter(|group| group.id.starts_with("pill")) {
                let covered = group.marks.iter().find_map(|mark| match *mark {
                    Mark::Box { x, y, width, height, .. } => {
                        Some(Area { x: group.at.x + x, y: group.at.y + y, width, height })
                    }
                    _ => None,
                });
                let covered = covered.expect("a pill has a ground");
                assert!(!overlap(&covered, &table), "{time} {stage}: {} {covered:?} {table:?}", group.id);
            }
        }
    }
}

/// The disc of a node, as it is drawn: its middle and its radius.
fn disc(still: &Frame, name: &str) -> (f64, f64, f64) {
    let group = still.groups.iter().find(|group| group.id == format!("node-{name}")).expect("it is drawn");
    let circles = group.marks.iter().filter_map(|mark| match mark {
        Mark::Circle { x, y, radius, .. } => Some((group.at.x + x, group.at.y + y, *radius)),
        _ => None,
    });
    circles.max_by(|one, other| one.2.total_cmp(&other.2)).expect("a disc")
}

/// A request of a client would seem to be one of the replica on whose disc it lay.
#[test]
fn ways_go_around_the_discs_of_others() {
    for (replicas, clients) in (3..=5).flat_map(|replicas| (0..=2).map(move |clients| (replicas, clients))) {
        for (stage, tableau, layout, still, _) in pictures(&begun(&with(replicas, clients, 0, " run 1\n"))) {
            let nodes: Vec<(NodeId, _)> =
                tableau.actors.iter().map(|actor| (actor.node, disc(&still, &actor.name))).collect();
            for (from, to) in nodes.iter().flat_map(|from| nodes.iter().map(move |to| (from.0, to.0))) {
                let way = layout.way(from, to, 0);
                for (node, (x, y, radius)) in nodes.iter().filter(|(node, _)| ![from, to].contains(node)) {
                    let near = (0..=40).map(|step| way.at(f64::from(step) / 40.0)).map(|at| (at.x - x).hypot(at.y - y));
                    let nearest = near.fold(f64::MAX, f64::min);
                    assert!(
                        *radius < nearest,
                        "{replicas}+{clients}, {stage}: {from:?} to {to:?} on {node:?}, {nearest}"
                    );
                }
            }
        }
    }
}

#[test]
fn partition_of_a_ring_is_a_line_between_the_discs() {
    let text = "title t\nclients C1 C2\nreplicas R1 R2 R3 R4 R5\nslide s\n partition R1 R2 C1 | R3 R4 R5 C2\n";
    for (stage, _, layout, still, _) in pictures(&begun(text)) {
        let wall = still.groups.iter().find(|group| group.id == "wall").expect("there is a line");
        let grid = layout.grid().expect("there is a table");
        for (area, _, text) in texts(wall) {
            let table = Area { x: grid.left, y: grid.y, width: grid.right - grid.left, height: 2000.0 };
            assert!(!overlap(&area, &table), "{stage}: {text}");
        }
    }
}

#[test]
fn frames_of_a_log_are_as_they_were() {
    let mut model = begun(STEADY);
    let mut text = String::new();
    for time in [0, 300, 1300, 2300, 2800, 3400, 4200, 6400] {
        model.update(Msg::Seek(time));
        for (stage, _, _, still, moving) in pictures(&model).filter(|(stage, ..)| stage != "Wide Scarce") {
            let _ = writeln!(text, "{time} ms, {stage}: {} by {}", still.width.round(), still.height.round());
            for group in still.groups.iter().chain(&moving.groups) {
                let words: Vec<&str> = texts(group).into_iter().map(|(_, _, text)| text).collect();
                let called = group.label.as_ref().map_or(String::new(), |label| format!(" = {label}"));
                let _ = writeln!(text, "  {}: {} marks | {}{called}", group.id, group.marks.len(), words.join(" | "));
            }
        }
    }
    expect_file![format!("{}/tests/golden/frames-of-a-log.txt", env!("CARGO_MANIFEST_DIR"))].assert_eq(&text);
}

/// The arrow of a client's request grows past other replicas; where it goes is to be seen from the first.
#[test]
fn way_of_a_clients_request_is_drawn_to_its_end_while_it_is_under_way() {
    let mut model = scene("mp-catch-up");
    model.update(Msg::Seek(2900));
    for (stage, tableau, layout, _, moving) in pictures(&model) {
        let is_of_client = |passage: &&Passage| passage.text.0 == "REQUEST";
        let request =
            tableau.passages.iter().filter(|it| matches!(it.course, Course::Moving { .. })).find(is_of_client);
        let request = request.expect("it is under way");
        let arrow = moving.groups.iter().find(|group| group.id == format!("arrow-{}", request.id)).expect("its arrow");
        let Mark::Path { data, .. } = &arrow.marks[0] else { panic!("{stage}: {arrow:?}") };
        assert_eq!(*data, layout.way(request.from, request.to, request.track).data(), "{stage}: up to its receiver");
    }
}
