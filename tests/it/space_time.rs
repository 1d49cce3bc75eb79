//! The space-time diagram, mark by mark. `UPDATE_EXPECT=1` rewrites the pictures; read the difference.

mod texts;
mod used;

use crate::on_show::{begun, scene as opened, shown};
use expect_test::expect_file;
use paxos_explainer::paxos::NodeId;
use paxos_explainer::player::{LightMsg, Model, Msg, Pick, Spot, TimeLine, TimeMsg, Way};
use paxos_explainer::sim::{Fate, LossReason, MessageId, MilestoneKind, Moment, milestones};
use paxos_explainer::view::geometry::short;
use paxos_explainer::view::palette::Tone;
use paxos_explainer::view::space_time::{self, Diagram, Memo, Plan};
use paxos_explainer::view::{Frame, Group, Mark};
use std::fmt::Write;

/// A2 crashes before ACCEPT-REQUEST reaches it, and is back later; A3's is held. P2 and L2 have nothing to do.
const CRASH: &str = "title t\nproposers P1 P2\nacceptors A1 A2 A3\nlearners L1\ndelay 100\n\
    propose P1 cat id 1\nrun 120\nhold next ACCEPT-REQUEST P1->A3\nrun 90\ncrash A2\nrun 200\nrestart A2\nrun 100\n";

fn node(model: &Model, name: &str) -> NodeId {
    shown(model).names().find_node(name).expect("there is such a node")
}

fn plan(model: &Model) -> Plan {
    Plan::of(shown(model), &model.time_line)
}

fn diagram(model: &Model) -> Diagram {
    space_time::diagram(shown(model), &model.time_line, &plan(model), &Memo::default())
}

fn group<'a>(frame: &'a Frame, id: &str) -> Option<&'a Group> {
    frame.groups.iter().map(|group| &**group).find(|group| group.id == id)
}

fn message(model: &Model, nth: usize) -> Option<Vec<Mark>> {
    let (id, diagram) = (format!("time-message-{nth}"), diagram(model));
    let standing = diagram.standing();
    let found = group(&diagram.still, &id).or_else(|| group(&standing, &id));
    found.map(|group| group.marks.to_vec())
}

fn words(frame: &Frame) -> Vec<String> {
    let marks = frame.groups.iter().flat_map(|group| group.marks.iter());
    marks.filter_map(|mark| if let Mark::Text { text, .. } = mark { Some(text.clone()) } else { None }).collect()
}

/// The points of straight path data.
fn points(data: &str) -> Vec<(f64, f64)> {
    let pairs = data.split(['M', 'L']).filter_map(|pair| pair.trim_end_matches('Z').split_once(' '));
    pairs.filter_map(|(x, y)| Some((x.parse().ok()?, y.parse().ok()?))).collect()
}

/// The lines, crosses and bars that can be seen of these marks, with tone and dashes.
fn lines(marks: &[Mark]) -> Vec<(&str, Tone, &'static str)> {
    let all = marks.iter().filter_map(|mark| match mark {
        Mark::Path { data, paint } if paint.stroke != Tone::None => Some((&**data, paint.stroke, paint.dash)),
        _ => None,
    });
    all.collect()
}

fn told(frame: &Frame) -> String {
    frame.groups.iter().fold(String::new(), |mut text, group| {
        let _ = writeln!(text, "  {} {} {}", group.id, short(group.at.x), short(group.at.y));
        for mark in group.marks.iter() {
            let _ = match mark {
                Mark::Path { data, paint } if paint.stroke == Tone::None && paint.fill == Tone::None => {
                    writeln!(text, "    can be pointed at: {data}")
                }
                Mark::Path { data, paint } => {
                    writeln!(text, "    {} {} {}: {data}", paint.fill.name(), paint.stroke.name(), paint.dash)
                }
                Mark::Circle { x, y, radius, paint } => {
                    let (x, y, radius) = (short(*x), short(*y), short(*radius));
                    writeln!(text, "    {} {} circle {x} {y} {radius}", paint.fill.name(), paint.stroke.name())
                }
                Mark::Box { x, y, width, height, paint, .. } => {
                    let place = [x, y, width, height].map(|number| short(*number)).join(" ");
                    writeln!(text, "    {} {} box {place}", paint.fill.name(), paint.stroke.name())
                }
                Mark::Text { x, y, text: says, .. } => writeln!(text, "    “{says}” {} {}", short(*x), short(*y)),
            };
        }
        text
    })
}

fn check(name: &str, model: &mut Model, times: &[u32]) {
    let mut text = String::new();
    for &time in times {
        model.update(Msg::Seek(time));
        let diagram = diagram(model);
        let _ = writeln!(text, "{time} ms");
        text += &[&diagram.names, &diagram.still, &diagram.standing()].map(told).concat();
        let _ = writeln!(text, "  the cursor: {:?}", diagram.cursor.map(|cursor| cursor.label));
    }
    let path = format!("{}/tests/golden/time/{name}.txt", env!("CARGO_MANIFEST_DIR"));
    expect_file![path].assert_eq(&text);
}

/// How far down the lines are, by their names, from top to bottom.
fn texts_at(names: &Frame) -> Vec<f64> {
    let marks = names.groups.iter().flat_map(|group| group.marks.iter());
    marks.filter_map(|mark| if let Mark::Text { y, .. } = mark { Some(*y - 4.5) } else { None }).collect()
}

#[test]
fn diagrams_are_as_they_were() {
    check("case-proposer-fails", &mut opened("case-proposer-fails"), &[700, 4900, 10_900]);
    check("contention", &mut opened("contention"), &[3100]);
    check("milestones", &mut opened("milestones"), &[8000, 99_000]);
    check("crash-and-held", &mut begun(CRASH), &[250, 500]);
}

#[test]
fn nothing_after_the_playhead_is_told_but_the_rest_of_what_is_on_its_way() {
    for scene in ["case-proposer-fails", "contention", "milestones", "case-why-highest", "case-storage-forgets-promise"]
    {
        let mut model = opened(scene);
        let end = shown(&model).end().time;
        for time in (0..end).step_by(170) {
            model.update(Msg::Seek(time));
            let (now, diagram) = (plan(&model).x(time) + 6.0, diagram(&model));
            let sent =
                shown(&model).recording().flights().iter().filter(|flight| flight.sent.steps <= shown(&model).at.steps);
            assert!(sent.count() >= diagram.standing().groups.len() - 1, "{scene}, {time} ms");
            for group in diagram.still.groups.iter().chain(&diagram.standing().groups) {
                let is_of_run = ["time-message", "time-step"].iter().any(|kind| group.id.starts_with(kind));
                for (data, _, dash) in lines(&group.marks).into_iter().filter(|_| is_of_run) {
                    let is_rest = dash == "1.5 4";
                    let beyond = points(data).into_iter().find(|&(x, _)| now < x);
                    assert!(is_rest || beyond.is_none(), "{scene}, {time} ms, {}: {data}", group.id);
                }
            }
        }
    }
}

#[test]
fn axis_and_lines_keep_their_places_while_the_run_goes_on() {
    let mut model = opened("contention");
    let end = plan(&model);
    for time in [0, 1500, 4000] {
        model.update(Msg::Seek(time));
        assert_eq!(plan(&model), end);
    }
}

#[test]
fn what_has_ended_is_drawn_alike_from_then_on() {
    let mut model = opened("contention");
    model.update(Msg::Seek(4000));
    let before = diagram(&model);
    model.update(Msg::Seek(4100));
    let after = diagram(&model);
    let ended: Vec<_> = before.still.groups.iter().filter(|group| group.id.starts_with("time-message")).collect();
    assert!(9 < ended.len());
    assert!(ended.into_iter().all(|group| after.still.groups.contains(group)));
    assert_eq!(before.still, after.still, "nothing happens between these two");
    assert_ne!(before.standing(), after.standing());
}

#[test]
fn cross_of_a_lost_message_stands_midway_and_one_that_finds_nobody_at_its_receiver() {
    let mut model = opened("case-proposer-fails");
    let flights = shown(&model).recording().flights().to_vec();
    let lost = |reason: LossReason| {
        let is_it = |end: paxos_explainer::sim::End| end.fate == Fate::Lost(reason);
        flights.iter().position(|flight| flight.end.is_some_and(is_it)).expect("one is lost so")
    };
    let cross = |model: &Model, nth: usize| {
        let marks = message(model, nth).expect("it is drawn");
        let all = lines(&marks);
        let cross = all.iter().find(|line| line.1 == Tone::Lost).map(|line| points(line.0));
        cross.map(|ends| ((ends[0].0 + ends[1].0) / 2.0, (ends[0].1 + ends[1].1) / 2.0))
    };
    let y = |model: &Model, name: &str| {
        let names = diagram(model).names;
        let group = group(&names, &format!("time-name-{name}")).expect("it has a line").marks.clone();
        if let Mark::Text { y, .. } = group[0] { y - 4.5 } else { unreachable!("a name is a text") }
    };
    let taken = lost(LossReason::Taken);
    let sent = flights[taken].sent.time;
    model.update(Msg::Seek(sent + 400));
    assert_eq!(cross(&model, taken), None, "it has not fallen yet");
    model.update(Msg::Seek(sent + 500));
    let (x, at) = cross(&model, taken).expect("it has fallen");
    assert!((x - plan(&model).x(sent + 500)).abs() < 1.0);
    let to = shown(&model).names().node(flights[taken].envelope.to).to_string();
    assert!((at - y(&model, "P1").midpoint(y(&model, &to))).abs() < 1.0, "{at}");
    let down = lost(LossReason::ReceiverDown);
    let end = flights[down].end.expect("it has ended").at.time;
    model.update(Msg::Seek(end));
    let (x, at) = cross(&model, down).expect("it is lost");
    assert!((x - plan(&model).x(end)).abs() < 1.0 && (at - y(&model, "P1")).abs() < 1.0);
}

#[test]
fn refused_message_ends_in_a_bar_and_an_answer_has_an_open_head() {
    let mut model = opened("contention");
    model.update(Msg::Seek(99_000));
    let flights = shown(&model).recording().flights().to_vec();
    let refused = flights.iter().position(|flight| {
        flight.end.is_some_and(|end| end.fate == Fate::Delivered(paxos_explainer::paxos::Outcome::Ignored))
    });
    let marks = message(&model, refused.expect("one is refused")).expect("it is drawn");
    assert_eq!(lines(&marks).iter().filter(|line| line.1 == Tone::Lost).count(), 1);
    let head = |nth: usize| {
        let marks = message(&model, nth).expect("it is drawn");
        marks.into_iter().find_map(|mark| match mark {
            Mark::Path { data, paint } if data.ends_with('Z') => Some(paint.fill),
            _ => None,
        })
    };
    let answer = flights.iter().position(|flight| flight.envelope.message.kind().name() == "PROMISE").expect("one");
    assert_eq!((head(0), head(answer)), (Some(Tone::Ballot(0)), Some(Tone::Panel)));
    let dashes = |nth: usize| lines(&message(&model, nth).expect("it is drawn"))[0].2;
    let second = flights.iter().position(|flight| shown(&model).names().node(flight.envelope.from) == "P2");
    assert_ne!(dashes(0), dashes(second.expect("P2 sends")), "proposers are told apart without colours");
}

#[test]
fn crash_leaves_a_gap_until_the_node_is_back() {
    let mut model = begun(CRASH);
    let line = |model: &Model| {
        let a2 = node(model, "A2");
        let group = group(&diagram(model).still, &format!("time-life-{}", a2.index())).expect("it has a line").clone();
        lines(&group.marks)[0].0.to_string()
    };
    model.update(Msg::Seek(200));
    assert_eq!(line(&model).matches('H').count(), 1, "it runs to the end");
    model.update(Msg::Seek(300));
    let crash = format!("H{}", short(plan(&model).x(210)));
    assert!(line(&model).ends_with(&crash), "{}", line(&model));
    model.update(Msg::Seek(450));
    let back = format!("{crash}M{} ", short(plan(&model).x(410)));
    assert!(line(&model).contains(&back), "{}", line(&model));
}

#[test]
fn held_message_waits_beside_the_line_of_its_sender() {
    let mut model = begun(CRASH);
    model.update(Msg::Seek(500));
    let flights = shown(&model).recording().flights();
    let held = flights.iter().position(|flight| flight.end.is_none()).expect("one is held");
    let sent = flights[held].sent.time;
    let marks = message(&model, held).expect("it is drawn");
    assert!(marks.iter().any(|mark| matches!(mark, Mark::Box { .. })), "{marks:?}");
    let wait = lines(&marks)[0].0;
    assert!(wait.starts_with(&format!("M{} ", short(plan(&model).x(sent)))), "{wait}");
    assert!(wait.ends_with(&format!("H{}", short(plan(&model).x(500)))), "{wait}");
}

#[test]
fn nodes_with_nothing_to_do_are_folded_away_until_asked_for() {
    let mut model = begun(CRASH);
    let names = |model: &Model| words(&diagram(model).names);
    assert_eq!(names(&model), ["P1", "A1", "A2", "A3", "L1"]);
    assert_eq!(plan(&model).idle, [node(&model, "P2")]);
    model.update(TimeMsg::Fold.into());
    assert_eq!(names(&model), ["P1", "P2", "A1", "A2", "A3", "L1"]);
    assert_eq!(plan(&model).idle, [node(&model, "P2")], "they can be folded away again");
}

#[test]
fn nobody_is_idle_where_nothing_has_happened_to_anybody() {
    let model = begun("title t\nproposers P1\nacceptors A1 A2\nclients C1\nrun 10\n");
    let plan = plan(&model);
    assert_eq!((plan.lines.len(), plan.idle.len()), (4, 0));
    assert_eq!(words(&diagram(&model).names), ["C1", "P1", "A1", "A2"], "clients stand above proposers");
}

#[test]
fn eye_sees_its_own_line_and_its_own_messages_alone() {
    let mut model = opened("case-proposer-fails");
    let (p2, a1) = (node(&model, "P2"), node(&model, "A1"));
    model.update(Msg::See(Some(p2)));
    let diagram = diagram(&model);
    let flights = shown(&model).recording().flights();
    for group in diagram.still.groups.iter().chain(&diagram.standing().groups) {
        match space_time::spot(&group.id) {
            Some(Spot::Message(MessageId(nth))) => {
                let envelope = &flights[nth as usize].envelope;
                assert!(envelope.from == p2 || envelope.to == p2, "{}", group.id);
                assert!(lines(&group.marks).iter().all(|line| line.1 != Tone::Lost), "losses are told to nobody");
            }
            Some(Spot::Step(place)) => assert_eq!(shown(&model).line_of(place), Some(p2)),
            Some(Spot::Node(_)) | None => {}
        }
    }
    let flags: Vec<String> =
        words(&diagram.still).into_iter().filter(|says| says.starts_with(['①', '②', '③'])).collect();
    assert_eq!(flags, ["③ cat learned"]);
    let crashed = format!("time-life-{}", node(&model, "P1").index());
    let line = group(&diagram.still, &crashed).expect("it has a line");
    assert_eq!(lines(&line.marks)[0].0.matches('H').count(), 1, "a crash is told to nobody");
    assert!(lines(&line.marks)[0].0.ends_with(&format!("H{}", short(plan(&model).width - 22.0))));
    let own = |spot: Spot| space_time::says(shown(&model), Some(spot));
    let reply = flights.iter().position(|flight| flight.envelope.from == a1 && flight.envelope.to == p2);
    let says = own(Spot::Message(MessageId(reply.expect("A1 answers P2") as u32))).expect("it is told");
    assert!(says.contains("arrived") && !says.contains("sent"), "{says}");
    let step =
        (0..shown(&model).at.steps).rfind(|&place| shown(&model).line_of(place).is_some()).expect("P2 does something");
    assert!(!own(Spot::Step(step)).expect("it is told").contains("is chosen"));
}

#[test]
fn what_an_eye_sees_of_a_message_stays_nearest_to_its_own_line() {
    let mut model = begun(
        "title t\nproposers P1\nacceptors A1 A2 A3 A4 A5\nlearners L1 L2\ndelay 1000\npropose P1 cat id 1\nrun idle\n",
    );
    let mut seen = 0;
    for name in ["P1", "A1", "A3", "L2"] {
        let eye = node(&model, name);
        model.update(Msg::See(Some(eye)));
        let (plan, diagram) = (plan(&model), diagram(&model));
        let ys: Vec<f64> = texts_at(&diagram.names);
        let own = ys[plan.lines.iter().position(|&line| line == eye).expect("it has a line")];
        for group in diagram.still.groups.iter().chain(&diagram.standing().groups) {
            let Some(Spot::Message(_)) = space_time::spot(&group.id) else { continue };
            for (_, y) in lines(&group.marks).iter().flat_map(|line| points(line.0)) {
                let nearest = ys.iter().map(|line| (line - y).abs()).fold(f64::MAX, f64::min);
                assert!((own - y).abs() <= nearest, "{name}: {} reaches {y}, and {name} is at {own}", group.id);
                seen += 1;
            }
        }
    }
    assert!(50 < seen, "{seen}");
}

#[test]
fn promise_that_a_crash_takes_is_no_full_dot() {
    let dots = |id: &str| -> Vec<Tone> {
        let diagram = diagram(&opened(id));
        let steps = diagram.still.groups.iter().filter(|group| group.id.starts_with("time-step"));
        let small = steps.flat_map(|group| group.marks.to_vec()).filter_map(|mark| match mark {
            Mark::Circle { radius, paint, .. } if radius < 4.0 && paint.stroke != Tone::None => Some(paint.fill),
            _ => None,
        });
        small.collect()
    };
    assert!(dots("case-storage-forgets-promise").contains(&Tone::Panel));
    assert!(!dots("case-promise-on-disk").contains(&Tone::Panel));
}

#[test]
fn whole_picture_has_the_names_at_the_left_of_all_else() {
    let diagram = diagram(&opened("case-proposer-fails"));
    let whole = space_time::whole(&diagram);
    let count = [&diagram.names, &diagram.still, &diagram.moving].map(|frame| frame.groups.len()).iter().sum::<usize>();
    assert_eq!((whole.width, whole.groups.len()), (diagram.names.width + diagram.still.width, count));
    let moved = group(&whole, "time-playhead").expect("it is there").at.x;
    assert_eq!(moved, group(&diagram.moving, "time-playhead").expect("it is there").at.x + diagram.names.width);
}
