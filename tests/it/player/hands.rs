//! What a viewer can touch: messages, links, the conditions of the run.

use super::{begun, node, show, showing};
use paxos_explainer::player::{Act, Condition, Deed, Drawing, Flying, Hold, Model, Msg, Panel, Range, Touched, Ways};
use paxos_explainer::sim::MessageId;
use paxos_explainer::view::geometry::{Point, point};
use paxos_explainer::view::layout::{Height, Layout};
use paxos_explainer::view::{Shape, Tableau, cut, flight, moving, still};

const QUIET: &str = "title Quiet\nproposers P1 P2\nacceptors A1 A2 A3\nlearners L1 L2\n";

/// PREPARE 1 is under way to three acceptors.
fn under_way() -> Model {
    let mut model = showing(&format!("{QUIET}propose P1 cat\nrun 400\n"));
    model.update(Msg::Seek(u32::MAX));
    model
}

fn titles(model: &Model) -> Vec<(String, String)> {
    show(model).flying().into_iter().map(|flying| (flying.title, flying.state)).collect()
}

fn say(model: &mut Model, text: &str) {
    model.update(Msg::Act(Act::Say(text.to_string())));
    assert_eq!(model.notice, None, "{text}");
}

/// What is told of a deed done to the second of the messages under way, and the list after it.
fn done(deed: Deed) -> (String, Vec<(String, String)>) {
    let mut model = under_way();
    model.update(Msg::Act(Act::Message(MessageId(1), deed)));
    assert!(show(&model).is_own() && model.notice.is_none());
    (show(&model).just_now().join(" "), titles(&model))
}

#[test]
fn messages_in_flight_are_listed_with_their_way_and_their_arrival() {
    let listed = [("PREPARE 1, P1 to A1", "arrives at 1.0 s"), ("PREPARE 1, P1 to A2", "arrives at 1.0 s")];
    let listed = listed.map(|(title, state)| (title.to_string(), state.to_string()));
    assert_eq!(titles(&under_way())[..2], listed);
    let mut model = under_way();
    model.update(Msg::Seek(0));
    assert!(titles(&model).is_empty());
    assert!(show(&model).none_flying().contains("Let a proposer propose"));
}

#[test]
fn each_deed_does_what_it_says_and_is_told() {
    let (told, left) = done(Deed::Deliver);
    assert!(told.contains("A2 promises 1"), "{told}");
    assert!(left.iter().all(|(title, _)| title != "PREPARE 1, P1 to A2"), "{left:?}");
    let (told, left) = done(Deed::Lose);
    assert_eq!((told.as_str(), left.len()), ("PREPARE 1 from P1 to A2 is lost.", 2));
    let (told, left) = done(Deed::Hold);
    assert_eq!((told.as_str(), left[1].1.as_str()), ("PREPARE 1 from P1 to A2 is held up.", "held"));
    let (told, left) = done(Deed::Duplicate);
    assert_eq!((told.as_str(), left.len()), ("PREPARE 1 from P1 to A2 is under way once more.", 4));
    let (told, left) = done(Deed::Delay(550));
    assert_eq!(told, "The way of PREPARE 1 from P1 to A2 takes 550 ms longer.");
    assert_eq!(left[1].1, "arrives at 1.550 s");
}

#[test]
fn held_message_can_be_released_and_one_that_moves_can_be_held() {
    let mut model = under_way();
    let hold = |model: &Model| show(model).flying()[1].hold;
    assert_eq!(hold(&model), Hold::CanHold);
    model.update(Msg::Act(Act::Message(MessageId(1), Deed::Hold)));
    assert_eq!(hold(&model), Hold::CanRelease);
    model.update(Msg::Act(Act::Message(MessageId(1), Deed::Release)));
    assert_eq!((hold(&model), titles(&model)[1].1.as_str()), (Hold::CanHold, "arrives at 1.0 s"));
}

/// In a manual scene nothing moves: there is something to release before the viewer has done anything.
#[test]
fn message_that_waits_in_a_manual_scene_can_be_released() {
    let mut model = showing(&format!("{QUIET}network manual\npropose P1 cat\n"));
    model.update(Msg::Seek(u32::MAX));
    let first = show(&model).flying()[0].clone();
    assert_eq!((first.hold, first.state.as_str()), (Hold::CanRelease, "waits to be delivered"));
    model.update(Msg::Act(Act::Message(first.id, Deed::Release)));
    let states: Vec<String> = titles(&model).into_iter().map(|(_, state)| state).collect();
    assert_eq!(states, ["arrives at 1.0 s", "held", "held"]);
    assert_eq!(show(&model).just_now(), ["PREPARE 1 from P1 to A1 goes on."]);
}

#[test]
fn menu_opens_on_a_message_that_is_in_flight_and_on_no_other() {
    let mut model = under_way();
    model.update(Msg::OpenMenu(Touched::Message(MessageId(2))));
    assert_eq!(model.menu, Some(Touched::Message(MessageId(2))));
    model.update(Msg::CloseMenu);
    model.update(Msg::OpenMenu(Touched::Message(MessageId(9))));
    assert_eq!(model.menu, None);
}

#[test]
fn message_of_a_poll_can_be_lost_and_nothing_else() {
    let mut model = showing("title t\nmodel poll\npeople F1 F2 F3\nback F1 tea\ntell F1->F2\ntell F1->F2\nrun 400\n");
    model.update(Msg::Seek(400));
    assert_eq!(titles(&model)[1], ("2nd “tea”, F1 to F2".to_string(), "arrives at 1.0 s".to_string()));
    assert!(show(&model).flying().iter().all(|flying| flying.hold == Hold::Nothing));
    model.update(Msg::Act(Act::Message(MessageId(1), Deed::Hold)));
    assert!(model.notice.as_deref().is_some_and(|why| why.contains("can only be lost")));
    model.update(Msg::Act(Act::Message(MessageId(1), Deed::Lose)));
    let left: Vec<MessageId> = show(&model).flying().iter().map(|flying| flying.id).collect();
    assert_eq!(left, [MessageId(0)], "the very one that was meant");
    assert_eq!(show(&model).just_now(), ["“tea” from F1 to F2 is lost."]);
    assert_eq!(show(&model).own().map(|own| own.told()), Some(vec!["drop 2nd F1->F2".to_string()]));
}

#[test]
fn cuts_are_told_listed_and_healed_one_by_one() {
    let mut model = showing(QUIET);
    say(&mut model, "cut P1-A1 P2->A3");
    let listed: Vec<(String, String)> = show(&model).cut_links();
    let expected = [("P1 – A1", "heal P1-A1"), ("P2 → A3, one way", "heal P2->A3")];
    assert_eq!(listed, expected.map(|(link, heal)| (link.to_string(), heal.to_string())));
    let told = show(&model).just_now();
    assert_eq!(told, ["The link between P1 and A1 is cut, both ways. The link from P2 to A3 is cut."]);
    say(&mut model, "heal P1-A1");
    assert_eq!(show(&model).just_now(), ["The link between P1 and A1 carries messages again."]);
    assert_eq!(show(&model).cut_links().len(), 1);
    say(&mut model, "partition P1 A1 | P2 A2 A3");
    let told = show(&model).just_now();
    assert_eq!(told, ["P1 and A1 are cut off from P2, A2 and A3: nothing passes between them, either way."]);
    let link = show(&model).links_of(node(&model, "P1")).into_iter().find(|link| link.name == "A2").expect("a link");
    assert!(link.is_cut(Ways::Both));
    assert_eq!(link.statement("heal", "P1", Ways::From), "heal A2->P1");
    say(&mut model, "heal A2->P1");
    let link = show(&model).links_of(node(&model, "P1")).into_iter().find(|link| link.name == "A2").expect("a link");
    assert!(link.is_cut(Ways::To) && !link.is_cut(Ways::From) && link.is_cut_anyhow(Ways::Both));
}

fn condition(model: &Model, word: &str) -> Condition {
    let all = show(model).conditions().into_iter().chain(show(model).rules());
    all.into_iter().find(|condition| condition.word == word).expect("a condition of this word")
}

fn set(model: &mut Model, word: &str, to: &str) {
    let act = condition(model, word).set(to);
    model.update(Msg::Act(act));
}

#[test]
fn every_condition_shows_what_is_in_force_and_takes_effect_from_then_on() {
    let mut model = showing(QUIET);
    for (word, before, to, after) in [
        ("delay", "1000", "500..900", "500..900"),
        ("loss", "0", " 20 ", "20"),
        ("duplication", "0", "5%", "5"),
        ("retry", "off", "backoff 800", "backoff 800"),
        ("quorum", "majority", "prepare 3 accept 1", "prepare 3 accept 1"),
        ("seed", "1", "77", "77"),
        ("nacks", "off", "on", "on"),
        ("network", "timed", "manual", "manual"),
    ] {
        assert_eq!(condition(&model, word).now, before, "{word}");
        set(&mut model, word, to);
        assert_eq!((condition(&model, word).now.as_str(), &model.notice), (after, &None), "{word}");
        assert!(show(&model).just_now()[0].starts_with("From now on: "), "{word}");
    }
    model.update(Msg::GoHome);
    assert_eq!(condition(&model, "delay").now, "1000", "the scene is as it was");
}

#[test]
fn every_variant_of_every_rule_can_be_set_and_says_whether_it_is_paxos() {
    let words: Vec<String> = show(&showing(QUIET)).rules().into_iter().map(|rule| rule.word).collect();
    assert_eq!(words.len(), 10);
    for word in words.iter().map(String::as_str) {
        let Range::OneOf(all) = condition(&showing(QUIET), word).range else { panic!("{word} has variants") };
        assert!(all[0].1.contains("(Paxos): "), "{all:?}");
        for (place, (variant, says)) in all.iter().enumerate() {
            let mut model = showing(QUIET);
            set(&mut model, word, variant);
            let rule = condition(&model, word);
            assert_eq!(
                (rule.now.as_str(), rule.is_paxos, &model.notice),
                (variant.as_str(), place == 0, &None),
                "{word}"
            );
            assert!(says.len() > variant.len() + 10, "{word} {variant} has words: {says}");
        }
    }
}

#[test]
fn quorums_that_need_not_meet_are_marked() {
    let mut model = showing(QUIET);
    assert!(condition(&model, "quorum").is_paxos);
    set(&mut model, "quorum", "1");
    assert!(!condition(&model, "quorum").is_paxos);
}

#[test]
fn refused_value_is_told_at_the_panel_in_which_it_was_typed() {
    let mut model = showing(QUIET);
    set(&mut model, "loss", "much");
    let told = model.notice_in(Panel::World).expect("it is refused");
    assert!(told.contains("percentage"), "{told}");
    assert!(model.notice_on(Panel::World, "set loss").is_some() && model.notice_on(Panel::World, "set").is_some());
    assert!(model.notice_on(Panel::World, "set los").is_none() && model.notice_on(Panel::World, "set delay").is_none());
    assert!(model.notice_in(Panel::Messages).is_none() && model.notice_in(Panel::Plot).is_none());
    model.update(Msg::Act(Act::Message(MessageId(9), Deed::Lose)));
    assert!(model.notice_in(Panel::Messages).is_some() && model.notice_in(Panel::World).is_none());
}

fn wide(model: &Model) -> (Tableau, Layout) {
    let tableau = Tableau::of(show(model));
    let layout = Layout::of(&tableau, Shape::Wide, Height::Ample);
    (tableau, layout)
}

#[test]
fn line_parts_the_nodes_by_their_middles_and_is_prolonged_to_infinity() {
    let model = showing(QUIET);
    let (tableau, layout) = wide(&model);
    let middle = |name: &str| layout.area(node(&model, name)).middle();
    let names = |side: Vec<_>| side.into_iter().map(|node| show(&model).names().node(node).to_string()).collect();
    let parted = |from: Point, to: Point| -> Option<(Vec<String>, Vec<String>)> {
        cut::sides(&tableau, &layout, from, to).map(|(one, other)| (names(one), names(other)))
    };
    // A short level line between A1 and A2, drawn in either direction.
    let y = middle("A1").y.midpoint(middle("A2").y);
    let (a, b) = (point(400.0, y), point(410.0, y));
    let sides = parted(a, b).expect("it parts them");
    assert_eq!(sides, (vec!["P1".into(), "A1".into(), "L1".into()], ["P2", "A2", "A3", "L2"].map(String::from).into()));
    assert_eq!(parted(b, a), Some(sides), "whichever way it is drawn");
    assert_eq!(parted(point(1.0, 0.0), point(1.0, 300.0)), None, "all are to the right of it");
    assert_eq!(parted(a, a), None, "a point is no line");
}

#[test]
fn place_on_the_screen_is_found_on_a_picture_that_is_shown_in_the_middle() {
    assert_eq!(cut::on_picture((150.0, 100.0), (300.0, 200.0), (200.0, 200.0)), point(100.0, 100.0));
    assert_eq!(cut::on_picture((50.0, 0.0), (300.0, 200.0), (200.0, 200.0)), point(0.0, 0.0), "at its left edge");
    assert_eq!(cut::on_picture((0.0, 150.0), (100.0, 300.0), (200.0, 200.0)), point(0.0, 200.0 - 0.0 - 100.0));
}

#[test]
fn drawn_line_makes_a_partition_and_one_that_parts_nobody_says_so() {
    let mut model = showing(QUIET);
    model.update(Msg::Draw(Drawing::Begin));
    assert!(model.is_drawing);
    let (tableau, layout) = wide(&model);
    let missed = cut::drawn(show(&model), &tableau, &layout, point(1.0, 0.0), point(1.0, 9.0));
    model.update(missed);
    assert!(model.is_drawing && model.notice.as_deref().is_some_and(|why| why.contains("nothing is cut")));
    assert!(!show(&model).is_own());
    let y = layout.area(node(&model, "A1")).middle().y + 73.0;
    let line = cut::drawn(show(&model), &tableau, &layout, point(0.0, y), point(9.0, y));
    model.update(line);
    assert!(!model.is_drawing && model.notice.is_none());
    let told = show(&model).own().map(|own| own.told());
    assert_eq!(told, Some(vec!["partition P1 A1 L1 | P2 A2 A3 L2".to_string()]));
}

#[test]
fn escape_leaves_the_drawing_and_so_does_going_anywhere() {
    for msg in [Msg::Escape, Msg::Seek(0), Msg::StepForward, Msg::Draw(Drawing::Leave), Msg::PreviousSlide] {
        let mut model = begun();
        model.update(Msg::Draw(Drawing::Begin));
        model.update(msg.clone());
        assert!(!model.is_drawing, "{msg:?}");
    }
}

#[test]
fn cuts_show_on_the_stage_and_in_the_names_of_the_nodes() {
    let mut model = showing(QUIET);
    let groups = |model: &Model| -> Vec<String> {
        let (tableau, layout) = wide(model);
        let all = still(&tableau, &layout).groups.into_iter().map(|group| group.id.clone());
        all.filter(|id| id.starts_with("wall") || id.starts_with("cut")).collect()
    };
    let label = |model: &Model, name: &str| {
        let (tableau, _) = wide(model);
        tableau.actors.into_iter().find(|actor| actor.name == name).expect("a node").label
    };
    assert!(groups(&model).is_empty());
    say(&mut model, "cut P1-A1 A2->P2");
    assert_eq!(groups(&model), ["cut-0-2", "cut-3-1"]);
    assert!(label(&model, "P1").ends_with(", cut off from A1"), "{}", label(&model, "P1"));
    assert!(label(&model, "A2").ends_with(", cannot reach P2") && label(&model, "P2").ends_with(", cannot hear A2"));
    say(&mut model, "heal");
    say(&mut model, "partition P1 A1 L1 | P2 A2 A3 L2");
    assert_eq!(groups(&model), ["wall"], "one line for all of it");
    say(&mut model, "heal");
    say(&mut model, "partition P1 A1 A3 | P2 A2");
    assert!(groups(&model).iter().all(|id| id.starts_with("cut")), "no straight line has them apart");
    model.update(Msg::See(Some(node(&model, "P1"))));
    assert!(groups(&model).is_empty(), "a node is not told of a cut");
}

#[test]
fn pill_can_be_pointed_at_also_by_a_finger_and_means_all_copies_that_share_it() {
    let mut model = showing(&format!("{QUIET}propose P1 cat\nrun until chosen cat\nrun 300\n"));
    model.update(Msg::Seek(u32::MAX));
    let (tableau, layout) = wide(&model);
    let groups = moving(&tableau, &layout).groups;
    let pills: Vec<_> = groups.iter().filter_map(|group| Some((group.message?, group.reach?))).collect();
    assert!(pills.iter().all(|(_, reach)| 48.0 <= reach.width && 48.0 <= reach.height));
    let of_pills: Vec<Vec<MessageId>> = pills.iter().map(|&(id, _)| flight::at_pill(id, &tableau, &layout)).collect();
    assert!(of_pills.iter().any(|meant| meant.len() == 2), "the two learners: {of_pills:?}");
    let mut all: Vec<MessageId> = of_pills.into_iter().flatten().collect();
    all.sort();
    let in_flight: Vec<MessageId> = show(&model).flying().iter().map(|flying| flying.id).collect();
    assert_eq!(all, in_flight, "each message has its pill, and only one");
}

#[test]
fn pill_of_a_message_that_is_lost_already_means_nothing() {
    let mut model = showing(&format!("{QUIET}cut P1->A1\npropose P1 cat\nrun 200\n"));
    model.update(Msg::Seek(u32::MAX));
    let (tableau, layout) = wide(&model);
    let groups = moving(&tableau, &layout).groups;
    let pills: Vec<_> = groups.iter().filter(|group| group.id.starts_with("pill")).collect();
    assert_eq!(pills.iter().filter(|pill| pill.message.is_none()).count(), 1, "it falls before it is lost");
    assert_eq!((pills.len(), pills.iter().filter(|pill| pill.reach.is_some()).count()), (3, 2));
}

/// Where the pills of these messages are.
fn at(model: &Model, shape: Shape, ids: &[u32]) -> Vec<Point> {
    let tableau = Tableau::of(show(model));
    let layout = Layout::of(&tableau, shape, Height::Ample);
    let groups = moving(&tableau, &layout).groups;
    let find = |&id: &u32| groups.iter().find(|group| group.message == Some(MessageId(id))).map(|group| group.at);
    ids.iter().filter_map(find).collect()
}

#[test]
fn copy_of_a_message_lies_aside_of_it_and_has_a_name_of_its_own() {
    let mut model = under_way();
    model.update(Msg::Seek(0));
    model.update(Msg::StepForward);
    let twice = Msg::Act(Act::Message(MessageId(1), Deed::Duplicate));
    model.update(twice.clone());
    model.update(twice);
    let named: Vec<String> = titles(&model).into_iter().map(|(title, _)| title).collect();
    assert_eq!(named[1..4], ["PREPARE 1, P1 to A2", "2nd PREPARE 1, P1 to A2", "3rd PREPARE 1, P1 to A2"]);
    for shape in [Shape::Wide, Shape::Tall] {
        let apart = |at: Vec<Point>| {
            assert_eq!(at.len(), 3, "{at:?}");
            at.windows(2).for_each(|pair| assert_eq!((pair[1].x - pair[0].x, pair[0].y - pair[1].y), (7.0, 7.0)));
        };
        apart(at(&model, shape, &[1, 3, 4]));
        let mut held = model.clone();
        for id in [1, 3, 4] {
            held.update(Msg::Act(Act::Message(MessageId(id), Deed::Hold)));
        }
        apart(at(&held, shape, &[1, 3, 4]));
    }
}

/// Copies to both learners share a pill, and what comes twice to one of them has two.
#[test]
fn copy_of_a_message_to_a_learner_has_a_pill_of_its_own() {
    let mut model = showing(&format!("{QUIET}propose P1 cat\nrun until chosen cat\n"));
    model.update(Msg::Seek(u32::MAX));
    let is_to_learner = |flying: &&Flying| flying.title.ends_with("to L1");
    let first = show(&model).flying().iter().rfind(is_to_learner).expect("one that leaves now").id;
    let before = moving(&wide(&model).0, &wide(&model).1).groups.len();
    model.update(Msg::Act(Act::Message(first, Deed::Duplicate)));
    let copy = show(&model).flying().into_iter().find(|flying| flying.title.starts_with("2nd ")).expect("the copy").id;
    assert_eq!(moving(&wide(&model).0, &wide(&model).1).groups.len(), before + 2, "an arrow and a pill");
    assert_eq!(at(&model, Shape::Wide, &[copy.0]).len(), 1);
}

#[test]
fn copies_stay_within_the_picture() {
    let mut model = under_way();
    for _ in 0..80 {
        model.update(Msg::Act(Act::Message(MessageId(0), Deed::Duplicate)));
    }
    let (tableau, layout) = wide(&model);
    for group in &moving(&tableau, &layout).groups {
        let Some(reach) = group.reach else { continue };
        assert!(0.0 < group.at.y && group.at.x + reach.width / 2.0 <= layout.width, "{group:?}");
    }
}

#[test]
fn all_nodes_that_crash_or_restart_by_one_act_are_told_of() {
    let mut model = under_way();
    say(&mut model, "crash A1 A2");
    let told = show(&model).just_now();
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(told[0].starts_with("A1 crashes.") && told[1].starts_with("A2 crashes."), "{told:?}");
    say(&mut model, "restart A1 A2");
    let told = show(&model).just_now();
    assert_eq!(told, ["A1 is back, with what is on its disk.", "A2 is back, with what is on its disk."]);
    say(&mut model, "crash A3");
    assert_eq!(show(&model).just_now().len(), 1, "another act");
}

#[test]
fn nothing_is_to_come_when_all_steps_are_done() {
    let mut model = under_way();
    say(&mut model, "crash A1");
    assert!(show(&model).is_more_to_come());
    for message in show(&model).flying() {
        model.update(Msg::Act(Act::Message(message.id, Deed::Lose)));
    }
    assert!(!show(&model).is_more_to_come(), "{:?} of {:?}", show(&model).at, show(&model).end());
}

#[test]
fn partition_with_nobody_on_a_side_is_answered_in_the_words_of_the_panel() {
    let mut model = under_way();
    let (one, none) = ([String::from("P1")], []);
    for (left, right) in [(&one[..], &none[..]), (&none, &one), (&none, &none)] {
        model.update(Msg::Act(Act::partition(left, right)));
        assert_eq!(model.notice_in(Panel::World), Some("Choose at least one node for each side."));
        assert!(!show(&model).is_own());
    }
}

/// On a phone there is just room for three requests beside each other: no pill covers what another one says.
#[test]
fn requests_to_three_acceptors_can_be_read_on_a_tall_stage() {
    let mut model = showing(&format!("{QUIET}propose P1 cat\nrun until chosen cat\n"));
    model.update(Msg::Seek(u32::MAX));
    let mut seen = 0;
    for time in (2000..3000).step_by(50) {
        model.update(Msg::Seek(time));
        let tableau = Tableau::of(show(&model));
        let layout = Layout::of(&tableau, Shape::Tall, Height::Ample);
        let groups = moving(&tableau, &layout).groups;
        let mut sides: Vec<(f64, f64)> = Vec::new();
        for group in &groups {
            let half = group.reach.map(|reach| reach.width / 2.0);
            sides.extend(half.map(|half| (group.at.x - half, group.at.x + half)));
        }
        sides.sort_by(|one, other| one.0.total_cmp(&other.0));
        seen += sides.windows(2).filter(|pair| pair[0].1 - pair[1].0 < 6.0).count();
        assert!(sides.windows(2).all(|pair| pair[0].1 - pair[1].0 < 6.0), "{time}: {sides:?}");
    }
    assert!(30 < seen, "{seen}");
}
