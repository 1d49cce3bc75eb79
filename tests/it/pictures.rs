//! What is to be read on pictures is whole, and covered by as little as may be.

use crate::on_show::{scene, shown};
use paxos_explainer::paxos::NodeId;
use paxos_explainer::player::{Model, Msg, TimeMsg};
use paxos_explainer::view::beside;
use paxos_explainer::view::layout::{Area, Height, Layout};
use paxos_explainer::view::space_time::{self, Diagram, Memo, Plan};
use paxos_explainer::view::{Frame, Group, Mark, Shape, Tableau, moving, still};

/// The scene in which acceptors accept below their promise, and the end of it.
const BROKEN: &str = "case-accept-always";

fn diagram(model: &mut Model, room: u32) -> Diagram {
    model.update(TimeMsg::Room(room).into());
    let plan = Plan::of(shown(model), &model.time_line);
    space_time::diagram(shown(model), &model.time_line, &plan, &Memo::default())
}

fn texts(group: &Group) -> impl Iterator<Item = &str> {
    group.marks.iter().filter_map(|mark| match mark {
        Mark::Text { text, .. } => Some(text.as_str()),
        _ => None,
    })
}

/// The boxes of a group, from the corner of the picture.
fn boxes(group: &Group) -> Vec<Area> {
    let marks = group.marks.iter().filter_map(|mark| match *mark {
        Mark::Box { x, y, width, height, .. } => Some(Area { x: group.at.x + x, y: group.at.y + y, width, height }),
        _ => None,
    });
    marks.collect()
}

fn meet(one: &Area, other: &Area) -> bool {
    let across = one.x < other.x + other.width && other.x < one.x + one.width;
    across && one.y < other.y + other.height && other.y < one.y + one.height
}

fn named<'a>(frame: &'a Frame, id: &str) -> &'a Group {
    frame.groups.iter().find(|group| group.id == id).unwrap_or_else(|| panic!("{id} is on the picture"))
}

#[test]
fn flags_of_a_broken_run_have_their_words_to_the_last_one() {
    let mut model = scene(BROKEN);
    for room in [640, 690, 760] {
        let diagram = diagram(&mut model, room);
        let flags = diagram.still.groups.iter().filter(|group| group.id.starts_with("time-flag"));
        let says: Vec<&str> = flags.flat_map(|group| texts(group)).collect();
        assert_eq!(says, ["① 1 promised", "① 2 promised", "② dog chosen", "② cat chosen"], "{room}");
        assert_eq!(texts(named(&diagram.still, "time-broken")).next(), Some("✕ agreement broken"), "{room}");
    }
}

#[test]
fn playhead_goes_through_no_words_of_flags() {
    let mut model = scene(BROKEN);
    let diagram = diagram(&mut model, 690);
    let is_flag = |group: &&std::rc::Rc<Group>| group.id.starts_with("time-flag") || group.id == "time-broken";
    let lowest = diagram.still.groups.iter().filter(is_flag).flat_map(|group| boxes(group));
    let lowest = lowest.map(|area| area.y + area.height).fold(0.0, f64::max);
    let line = named(&diagram.moving, "time-playhead").marks.iter().find_map(|mark| match mark {
        Mark::Path { data, .. } => data.strip_prefix("M0 ")?.split('V').next()?.parse::<f64>().ok(),
        _ => None,
    });
    assert!(lowest <= line.expect("it begins somewhere"), "{lowest} {line:?}");
}

#[test]
fn menu_stands_where_it_covers_least() {
    let area = |x: f64, y: f64, width: f64, height: f64| Area { x, y, width, height };
    let (size, frame) = ((232.0, 300.0), (740.0, 330.0));
    // Proposers at the left, acceptors in the middle, one learner at the right.
    let nodes = [
        area(120.0, 50.0, 100.0, 90.0),
        area(120.0, 170.0, 100.0, 90.0),
        area(345.0, 40.0, 140.0, 75.0),
        area(345.0, 120.0, 140.0, 75.0),
        area(345.0, 200.0, 140.0, 75.0),
        area(590.0, 130.0, 40.0, 60.0),
    ];
    let covered = |x: f64, y: f64| nodes.map(|node| meet(&area(x, y, size.0, size.1), &node));
    let at = beside::corner(size, nodes[1], frame, &nodes);
    assert_eq!(covered(at.x, at.y), [false, false, false, false, false, true], "{at:?}");
    let at = beside::corner(size, nodes[2], frame, &nodes);
    assert_eq!(at.x, 493.0, "beside an acceptor, where it covers no other one");
    let at = beside::corner(size, nodes[5], frame, &nodes);
    assert!(4.0 <= at.x && at.x + size.0 <= frame.0 - 4.0 && at.y + size.1 <= frame.1, "{at:?}");
    let at = beside::corner(size, nodes[1], (200.0, 100.0), &[]);
    assert_eq!((at.x, at.y), (4.0, 4.0), "where there is no room for it, its beginning is seen");
}

const STAGES: [(Shape, Height); 4] = [
    (Shape::Wide, Height::Ample),
    (Shape::Wide, Height::Scarce),
    (Shape::Wide, Height::Hall),
    (Shape::Tall, Height::Ample),
];

#[test]
fn words_in_cells_are_whole_where_free_slots_leave_the_room() {
    let model = scene("bank");
    for (shape, height) in STAGES {
        let tableau = Tableau::of(shown(&model));
        let layout = Layout::of(&tableau, shape, height);
        let still = still(&tableau, &layout);
        let rows = still.groups.iter().filter(|group| group.id.starts_with("log-") || group.id == "chosen");
        for row in rows {
            assert!(
                texts(row).any(|text| text == "open 100"),
                "{shape:?} {height:?}: {:?}",
                texts(row).collect::<Vec<_>>()
            );
        }
    }
}

#[test]
fn new_members_are_read_whole_in_cells_and_on_pills() {
    for (id, says, slot) in [
        ("mp-members", ["R1,2,4", "R1,4,5"], "slot 3 members R1 R4 R5"),
        ("case-members-at-once", ["R1–5", "R1–5"], "slot 1 members R1 R2 R3 R4 R5"),
    ] {
        let mut model = scene(id);
        for time in (0..=shown(&model).end().time).step_by(250).chain([shown(&model).end().time]) {
            model.update(Msg::Seek(time));
            let tableau = Tableau::of(shown(&model));
            for (shape, height) in STAGES {
                let layout = Layout::of(&tableau, shape, height);
                let groups = [still(&tableau, &layout), moving(&tableau, &layout)].map(|frame| frame.groups);
                let all = groups.iter().flatten().flat_map(|group| texts(group));
                // `1·4…` says: from slot 4 on.
                let cut: Vec<&str> =
                    all.filter(|it| it.strip_suffix('…').is_some_and(|it| !it.contains('·'))).collect();
                assert!(cut.is_empty(), "{id} at {time} ms, {shape:?} {height:?}: {cut:?}");
            }
        }
        let tableau = Tableau::of(shown(&model));
        for (shape, height) in STAGES {
            let still = still(&tableau, &Layout::of(&tableau, shape, height));
            for row in [named(&still, "log-R1"), named(&still, "chosen")].iter().filter(|_| id == "mp-members") {
                for said in says {
                    assert!(
                        texts(row).any(|text| text == said),
                        "{shape:?} {height:?}: {:?}",
                        texts(row).collect::<Vec<_>>()
                    );
                }
            }
            assert!(texts(named(&still, "chosen")).any(|text| text == says[0]), "{id}, {shape:?} {height:?}");
            let label = named(&still, "chosen").label.clone().unwrap_or_default();
            assert!(label.contains(slot), "the whole is in its name: {label}");
        }
    }
}

#[test]
fn words_at_crosses_lie_on_no_other_one() {
    for id in ["try-two-hold", "case-members-at-once", "case-proposer-fails", "case-value-own"] {
        let mut model = scene(id);
        for time in (0..=shown(&model).end().time).step_by(250) {
            model.update(Msg::Seek(time));
            let tableau = Tableau::of(shown(&model));
            for (shape, height) in STAGES {
                let still = still(&tableau, &Layout::of(&tableau, shape, height));
                let words = still.groups.iter().filter(|group| group.id.starts_with("lost-"));
                let words: Vec<Area> = words.flat_map(|group| boxes(group)).collect();
                for (at, one) in words.iter().enumerate() {
                    let lies = words[..at].iter().any(|other| meet(one, other));
                    assert!(!lies, "{id} at {time} ms, {shape:?} {height:?}: {words:?}");
                }
            }
        }
    }
}

#[test]
fn nack_lies_not_on_what_it_refuses_in_a_ring() {
    let mut model = scene("mp-members");
    let mut seen = 0;
    for time in (15_300..=16_100).step_by(50) {
        model.update(Msg::Seek(time));
        let tableau = Tableau::of(shown(&model));
        for (shape, height) in STAGES {
            let frame = moving(&tableau, &Layout::of(&tableau, shape, height));
            let of = |kind: &str| -> Vec<&Group> {
                let pills = frame.groups.iter().filter(|group| group.id.starts_with("pill-"));
                pills.filter(|group| texts(group).any(|text| text == kind)).map(|group| &**group).collect()
            };
            let (nacks, others) = (of("NACK"), of("PREPARE"));
            for nack in &nacks {
                seen += 1;
                let lies = others.iter().find(|other| meet(&boxes(nack)[0].padded(-1.0), &boxes(other)[0]));
                assert!(lies.is_none(), "{time} ms, {shape:?} {height:?}: {lies:?}");
            }
        }
    }
    assert!(10 < seen, "R4 refuses PREPARE 1: {seen}");
}

#[test]
fn frames_of_what_is_chosen_touch_no_other_card() {
    for id in ["carry-on", "phase-2", BROKEN, "case-flexible-quorums", "case-one-acceptor"] {
        let mut model = scene(id);
        for time in (0..=shown(&model).end().time).step_by(100) {
            model.update(Msg::Seek(time));
            let tableau = Tableau::of(shown(&model));
            for (shape, height) in STAGES {
                let layout = Layout::of(&tableau, shape, height);
                let frames = [still(&tableau, &layout), moving(&tableau, &layout)];
                for mark in &tableau.chosen {
                    let others = tableau.actors.iter().map(|actor| actor.node);
                    let others: Vec<NodeId> =
                        others.filter(|&node| layout.is_acceptor(node) && !mark.by.contains(node)).collect();
                    let ids = [format!("quorum-{}", mark.value), format!("flash-{}", mark.value)];
                    let groups = frames.iter().flat_map(|frame| &frame.groups).filter(|group| ids.contains(&group.id));
                    for (group, area) in
                        groups.flat_map(|group| boxes(group).into_iter().map(move |area| (group, area)))
                    {
                        // Half of the line of a flash is outside.
                        let line = if group.id.starts_with("flash") { 2.5 } else { 1.0 };
                        let touched = others.iter().find(|&&node| meet(&area.padded(line), &layout.area(node)));
                        assert!(touched.is_none(), "{id} at {time} ms, {shape:?} {height:?}: {} {touched:?}", group.id);
                    }
                }
            }
        }
    }
}

#[test]
fn piles_for_two_followers_lie_neither_on_each_other_nor_on_their_leader() {
    let mut model = scene("mp-take-over");
    let mut most = 0;
    for time in (2600..=3700).step_by(50) {
        model.update(Msg::Seek(time));
        let tableau = Tableau::of(shown(&model));
        for (shape, height) in STAGES {
            let layout = Layout::of(&tableau, shape, height);
            let frame = moving(&tableau, &layout);
            let requests: Vec<_> = tableau.passages.iter().filter(|it| it.text.0 == "ACCEPT-REQUEST").collect();
            let pill = |id: u32| {
                frame.groups.iter().find(|group| group.id == format!("pill-{id}")).map(|group| boxes(group)[0])
            };
            let pills: Vec<_> = requests.iter().filter_map(|it| Some((it.to, pill(it.id)?))).collect();
            most = pills.len().max(most);
            for (at, (to, one)) in pills.iter().enumerate() {
                let said = format!("{time} ms, {shape:?} {height:?}");
                let leader = layout.area(requests[0].from);
                let disc = if shape == Shape::Tall { 36.0 } else { 48.0 };
                let disc = Area {
                    x: leader.middle().x - disc / 2.0,
                    y: leader.y + leader.height - disc,
                    width: disc,
                    height: disc,
                };
                assert!(!meet(one, &disc), "{said}: on the leader");
                let lies = pills[..at].iter().any(|(other, there)| other != to && meet(&one.padded(-1.0), there));
                assert!(!lies, "{said}: on the other pile: {pills:?}");
            }
        }
    }
    assert_eq!(most, 8, "four slots for each of two");
}
