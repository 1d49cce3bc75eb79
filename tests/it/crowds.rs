//! Pictures of many nodes: nothing overlaps, nothing is cut, in every cluster that the sandbox can build.

use paxos_explainer::paxos::{NodeId, Role};
use paxos_explainer::player::{Model, Msg, Opening, Show, Source};
use paxos_explainer::view::layout::{Area, Height, Layout};
use paxos_explainer::view::mark::text_width;
use paxos_explainer::view::mark::{Anchor, Mark};
use paxos_explainer::view::{Group, Shape, Tableau, moving, still};

/// A page that shows a run of so many nodes of each role.
fn with(clients: usize, proposers: usize, acceptors: usize, learners: usize, rest: &str) -> Model {
    let roles = [
        ("clients", 'C', clients),
        ("proposers", 'P', proposers),
        ("acceptors", 'A', acceptors),
        ("learners", 'L', learners),
    ];
    let mut text = "title crowd\n".to_string();
    for (word, letter, count) in roles.into_iter().filter(|&(_, _, count)| 0 < count) {
        let names: Vec<String> = (1..=count).map(|nth| format!("{letter}{nth}")).collect();
        text += &format!("{word} {}\n", names.join(" "));
    }
    text += rest;
    let source = Source::Text(text.as_str().into());
    let (model, _) = Model::new(source, Opening::End);
    assert!(model.show().is_some(), "{:?}", model.stage);
    model
}

fn show(model: &Model) -> &Show {
    model.show().expect("it is on show")
}

const STAGES: [(Shape, Height); 4] = [
    (Shape::Wide, Height::Ample),
    (Shape::Wide, Height::Scarce),
    (Shape::Wide, Height::Hall),
    (Shape::Tall, Height::Ample),
];

fn overlap(one: &Area, other: &Area) -> bool {
    let apart = |a: f64, a_size: f64, b: f64, b_size: f64| a + a_size <= b || b + b_size <= a;
    !apart(one.x, one.width, other.x, other.width) && !apart(one.y, one.height, other.y, other.height)
}

/// The room of a node with the crown above a proposer's card.
fn room(layout: &Layout, node: NodeId, role: Role) -> Area {
    let area = layout.area(node);
    match role {
        Role::Proposer => Area { y: area.y - 22.0, height: area.height + 22.0, ..area },
        _ => area,
    }
}

#[test]
fn nodes_of_every_cluster_have_a_place_of_their_own() {
    for proposers in 0..=5 {
        for acceptors in 1..=9 {
            for (clients, learners) in
                [(0, 0), (0, 1), (1, 0), (3, 2), (0, 5), (5, 0), (0, 9), (9, 0), (0, 14), (14, 0)]
            {
                if 15 < proposers + acceptors + clients + learners {
                    continue;
                }
                let model = with(clients, proposers, acceptors, learners, "");
                let tableau = Tableau::of(show(&model));
                for (shape, height) in STAGES {
                    let layout = Layout::of(&tableau, shape, height);
                    let rooms: Vec<Area> = tableau
                        .actors
                        .iter()
                        .map(|actor| room(&layout, actor.node, actor.role.expect("a role")))
                        .collect();
                    let said = format!("{clients}+{proposers}+{acceptors}+{learners} {shape:?} {height:?}");
                    for (at, one) in rooms.iter().enumerate() {
                        assert!(0.0 <= one.x && one.x + one.width <= layout.width, "{said}: {one:?}");
                        assert!(0.0 <= one.y && one.y + one.height <= layout.height, "{said}: {one:?}");
                        for other in &rooms[..at] {
                            assert!(!overlap(one, other), "{said}: {one:?} {other:?}");
                        }
                    }
                }
            }
        }
    }
}

/// The left and the right end of every text of a group, and its size.
fn texts(group: &Group) -> Vec<(f64, f64, f64, &str)> {
    let ends = group.marks.iter().filter_map(|mark| match mark {
        Mark::Text { x, y, text, face } => {
            let width = text_width(text, face.size) * 0.86; // The view errs on the wide side.
            let left = match face.anchor {
                Anchor::Start => *x,
                Anchor::Middle => x - width / 2.0,
                Anchor::End => x - width,
            };
            Some((left, left + width, *y, text.as_str()))
        }
        Mark::Box { .. } | Mark::Circle { .. } | Mark::Path { .. } => None,
    });
    ends.collect()
}

/// Five proposers compete over nine acceptors: the fullest picture there is.
const STORM: &str = "delay 400..1600\nloss 15%\nretry backoff 900\nnacks on\nslide storm\n propose P1 elephant\n run 400\n \
    propose P2 dog\n run 300\n crash A3\n propose P3 owl\n run 500\n propose P4 fox\n propose P5 ox\n run 9000\n";

#[test]
fn storm_of_messages_among_fifteen_nodes_stays_on_the_picture() {
    let mut model = with(0, 5, 9, 1, STORM);
    let end = show(&model).end().time;
    for time in (0..=end).step_by(100) {
        model.update(Msg::Seek(time));
        let tableau = Tableau::of(show(&model));
        for (shape, height) in STAGES {
            let layout = Layout::of(&tableau, shape, height);
            let (still, moving) = (still(&tableau, &layout), moving(&tableau, &layout));
            for group in still.groups.iter().filter(|group| group.node.is_some()) {
                let width = group.reach.expect("a card has a size").width;
                let is_circle = group.id.starts_with("node-L");
                for (left, right, _, text) in texts(group).into_iter().filter(|_| !is_circle) {
                    let is_crown = text.starts_with("we see") || text.contains("won") || text.contains("floor");
                    assert!(0.0 <= left, "{shape:?} {time}: {} {text}", group.id);
                    assert!(right <= width || is_crown, "{shape:?} {time}: {} {text}", group.id);
                }
            }
            for group in moving.groups.iter().filter(|group| group.id.starts_with("pill")) {
                assert!((0.0..=layout.width).contains(&group.at.x), "{shape:?} {time}: {}", group.id);
                assert!((0.0..=layout.height).contains(&group.at.y), "{shape:?} {time}: {}", group.id);
            }
        }
    }
}

/// What is written on a card may not lie on something else that is written there.
#[test]
fn texts_on_the_cards_of_a_crowd_do_not_meet() {
    let mut model = with(0, 5, 9, 1, STORM);
    let end = show(&model).end().time;
    for time in (0..=end).step_by(100) {
        model.update(Msg::Seek(time));
        let tableau = Tableau::of(show(&model));
        for (shape, height) in STAGES {
            let layout = Layout::of(&tableau, shape, height);
            let still = still(&tableau, &layout);
            for group in still.groups.iter().filter(|group| group.node.is_some()) {
                let all = texts(group);
                for (at, one) in all.iter().enumerate() {
                    for other in all[..at].iter().filter(|other| (other.2 - one.2).abs() < 10.0) {
                        let is_apart = one.1 <= other.0 || other.1 <= one.0;
                        assert!(is_apart, "{shape:?} {time}: {}: {one:?} {other:?}", group.id);
                    }
                }
            }
        }
    }
}
