//! Why nothing: what is told to release a run does so.

use super::{at_the_end, scene, shown};
use crate::scenes::{course_texts, texts};
use paxos_explainer::paxos::{NodeId, Role, Slot};
use paxos_explainer::player::{Act, Answer, Deed, LightMsg, Model, Msg, Pick, Show, Stage};
use paxos_explainer::sim::waiting::waiting;
use paxos_explainer::sim::{Moment, truth};
use paxos_explainer::story::words::waiting::HOPELESS;

pub fn answer(model: &Model) -> Option<Answer> {
    shown(model).answer(Pick::Nothing)
}

/// Runs on to the end of what is due.
fn run_on(model: &mut Model) {
    for _ in 0..200 {
        if !model.is_playing() {
            if shown(model).is_at_goal() && !shown(model).can_go_on() {
                return;
            }
            model.update(Msg::PlayOrPause);
        }
        model.update(Msg::PlayOrPause);
        let end = shown(model).goal();
        model.update(Msg::StandAt(end));
    }
}

pub fn is_chosen(show: &Show) -> bool {
    truth::chosen(&show.recording().at(show.at)).next().is_some()
}

fn acts(model: &Model) -> Vec<Act> {
    answer(model).into_iter().flat_map(|answer| answer.releases).filter_map(|(_, act)| act).collect()
}

/// Follows the first advice again and again.
fn follow(name: &str, model: &mut Model, rounds: usize) -> usize {
    for round in 0..rounds {
        if is_chosen(shown(model)) {
            return round;
        }
        let answer = answer(model).unwrap_or_else(|| panic!("{name}: no answer in round {round}"));
        let act = answer.releases.iter().find_map(|(_, act)| act.clone());
        let Some(act) = act else {
            if name.starts_with("case-accept-first") || name.starts_with("case-split-votes") {
                assert_eq!(answer.waits.last().map(String::as_str), Some(HOPELESS.said()), "{name}");
                return round;
            }
            assert!(!answer.releases.is_empty(), "{name}: nothing to do: {answer:?}");
            run_on(model);
            continue;
        };
        let before = shown(model).recording().steps().len();
        model.update(Msg::Act(act.clone()));
        assert_eq!(model.notice, None, "{name}: {act:?}");
        run_on(model);
        assert!(
            before < shown(model).recording().steps().len() || shown(model).is_own(),
            "{name}: {act:?} does nothing"
        );
    }
    panic!("{name}: nothing is chosen after {rounds} rounds: {:?}", answer(model));
}

#[test]
fn what_is_told_to_release_every_scene_without_a_choice_leads_to_one() {
    let mut checked = Vec::new();
    for (id, text) in texts() {
        let mut model = at_the_end(&id, &text);
        let show = shown(&model);
        if show.poll().is_some() || is_chosen(show) || answer(&model).is_none() {
            continue;
        }
        follow(&id, &mut model, 20);
        checked.push(id);
    }
    assert!(3 < checked.len(), "{checked:?}");
}

/// At the end of every slide, whether it is asked there or not.
#[test]
fn what_is_told_at_the_end_of_every_slide_leads_to_a_choice() {
    let mut checked = 0;
    for (id, text) in texts() {
        let model = at_the_end(&id, &text);
        let show = shown(&model);
        if show.poll().is_some() {
            continue;
        }
        for slide in &show.scene.slides {
            let mut model = model.clone();
            model.update(Msg::StandAt(slide.end));
            if answer(&model).is_none() || is_chosen(shown(&model)) {
                continue;
            }
            follow(&format!("{id} at {:?}", slide.title), &mut model, 20);
            checked += 1;
        }
    }
    assert!(5 < checked, "{checked}");
}

#[test]
fn each_thing_that_is_told_can_be_done() {
    for (id, text) in texts() {
        let model = at_the_end(&id, &text);
        // A later step may need those before it.
        let answer = answer(&model);
        let steps = answer.iter().flat_map(|answer| answer.releases.iter().zip(&answer.leads));
        let acts: Vec<Act> =
            steps.filter(|(_, lead)| **lead != "then:").filter_map(|((_, act), _)| act.clone()).collect();
        for act in acts {
            let mut model = model.clone();
            model.update(Msg::Act(act.clone()));
            assert_eq!(model.notice, None, "{id}: {act:?}");
        }
    }
}

fn told(model: &Model) -> (Vec<String>, Vec<String>) {
    let answer = answer(model).expect("there is an answer");
    (answer.waits, answer.releases.into_iter().map(|(text, _)| text).collect())
}

fn at_slide(id: &str, slide: usize) -> Model {
    let mut model = scene(id);
    let end: Moment = shown(&model).scene.slides[slide].end;
    model.update(Msg::StandAt(end));
    model
}

#[test]
fn majority_that_is_gone_is_named_with_who_is_to_come_back() {
    let model = at_slide("case-majority-gone", 2);
    let (waits, releases) = told(&model);
    assert_eq!(waits, ["P1 has 1 of the 2 promises that it needs for 1.", "A2 and A3 are down."]);
    assert_eq!(releases, ["Restart A2", "Let P1's timer fire"]);
}

#[test]
fn lost_prepares_are_told_and_a_new_attempt_is_advised() {
    let model = at_slide("timeout", 1);
    let (waits, releases) = told(&model);
    assert_eq!(
        waits,
        [
            "P1 has 1 of the 2 promises that it needs for 5.",
            "PREPARE 5 from P1 to A2 was lost.",
            "PREPARE 5 from P1 to A3 was lost.",
            "What was lost is not sent again: it takes a new attempt."
        ]
    );
    assert_eq!(releases, ["Let P1's timer fire"]);
}

const HELD: &str = "title t\nproposers P1\nacceptors A1 A2 A3\ndelay 100\nhold next PROMISE\nhold next PROMISE\npropose P1 cat id 5\nrun 1000\n";

#[test]
fn held_message_is_to_be_released() {
    let mut model = at_the_end("t", HELD);
    let (waits, releases) = told(&model);
    assert_eq!(waits[1..], ["PROMISE 5 from A1 to P1 is held up.", "PROMISE 5 from A2 to P1 is held up."]);
    assert_eq!(releases, ["Release PROMISE 5 from A1 to P1"], "one more is enough");
    follow("held", &mut model, 1 + 1);
}

#[test]
fn cut_link_is_to_be_healed() {
    let text =
        "title t\nproposers P1\nacceptors A1 A2 A3\ndelay 100\ncut P1-A1\ncut P1-A2\npropose P1 cat id 5\nrun 1000\n";
    let mut model = at_the_end("t", text);
    let (waits, releases) = told(&model);
    assert_eq!(waits[1], "PREPARE 5 from P1 to A1 was lost: the link was cut then.");
    assert_eq!(releases[0], "Heal the link from P1 to A1");
    follow("cut", &mut model, 8);
}

#[test]
fn overtaken_proposer_is_told_who_has_promised_what() {
    let model = at_slide("contention", 2);
    let show = shown(&model);
    let waiting = waiting(show.recording(), show.at);
    let words: Vec<String> = waiting
        .iter()
        .flat_map(|it| paxos_explainer::story::words::waiting::waits(it, show.recording(), show.telling()))
        .collect();
    assert!(words.contains(&"A1, A2 and A3 have promised 6, and ignore 5.".to_string()), "{words:?}");
    assert!(words.contains(&"So 5 can win no more.".to_string()), "{words:?}");
}

#[test]
fn chosen_value_that_nobody_knows_is_told_with_the_lost_words() {
    let model = at_slide("case-unknown-outcome", 2);
    let question = shown(&model).questions().pop().expect("it is asked");
    assert_eq!((question.pick, question.text.as_str()), (Pick::Nothing, "Why has nobody learned it?"));
    let (waits, releases) = told(&model);
    assert_eq!(waits[0], "L1 has heard of nobody that accepted 1 cat; it takes 2.");
    assert_eq!(waits[1], "ACCEPT 1 cat from A1 to L1 was lost.");
    assert_eq!(releases, ["Restart P1", "Let P1's timer fire"]);
}

#[test]
fn answer_stays_open_after_an_act_and_closes_by_escape() {
    let mut model = at_slide("case-majority-gone", 2);
    model.update(LightMsg::Pick(Pick::Nothing).into());
    assert!(model.lighting.light(shown(&model)).dims);
    let act = acts(&model).remove(0);
    model.update(Msg::Act(act));
    run_on(&mut model);
    assert_eq!(model.lighting.picked, Some(Pick::Nothing));
    assert!(answer(&model).is_some_and(|answer| answer.releases[0].0 == "Let P1's timer fire"), "{:?}", answer(&model));
    model.update(Msg::Escape);
    assert_eq!(model.lighting.picked, None);
    assert!(matches!(model.stage, Stage::Ready(_)));
}

#[test]
fn question_is_no_noise_where_something_is_under_way() {
    let model = at_slide("phase-1", 0);
    let under_way = !shown(&model).recording().at(shown(&model).at).in_flight.is_empty();
    assert!(!under_way || shown(&model).questions().is_empty());
}

/// The steps of each way that is told, by their texts.
pub fn ways(answer: &Answer) -> Vec<Vec<String>> {
    let mut ways: Vec<Vec<String>> = Vec::new();
    for ((text, _), lead) in answer.releases.iter().zip(&answer.leads) {
        match (ways.last_mut(), *lead) {
            (Some(way), "then:") => way.push(text.clone()),
            _ => ways.push(vec![text.clone()]),
        }
    }
    ways
}

/// Takes all steps of a way that was told first, with this after each, and runs on.
pub fn follow_way(model: &Model, first: &Answer, way: &[String], after_each: fn(&mut Model)) -> Model {
    let mut model = model.clone();
    for step in way {
        // A step may be one that only those before it make possible.
        let now = answer(&model);
        let all = now.iter().chain([first]).flat_map(|it| &it.releases);
        let act = all.filter(|(_, act)| act.is_some()).find(|(text, _)| text == step);
        if let Some(act) = act.and_then(|(_, act)| act.clone()) {
            model.update(Msg::Act(act));
            after_each(&mut model);
        }
    }
    run_on(&mut model);
    model
}

/// What is told to be enough is: each way, all of its steps in order, has a value chosen, or learned where one is. Where
/// each delivery is an act, what comes of a step waits as well.
#[test]
fn each_way_that_is_told_is_enough() {
    let mut wrong = Vec::new();
    let mut checked = 0;
    for (id, text) in course_texts() {
        let scene = at_the_end(&id, &text);
        if shown(&scene).poll().is_some() {
            continue;
        }
        for slide in shown(&scene).scene.slides.clone() {
            let mut model = scene.clone();
            model.update(Msg::StandAt(slide.end));
            let Some(first) = answer(&model).filter(|_| !is_chosen(shown(&model))) else { continue };
            for way in ways(&first) {
                let model = follow_way(&model, &first, &way, |_| {});
                checked += 1;
                if !is_chosen(shown(&model)) {
                    wrong.push(format!("{id} at {:?}: {way:?}, then {:?}", slide.title, answer(&model)));
                }
            }
        }
    }
    assert!(5 < checked && wrong.is_empty(), "{checked} {wrong:#?}");
}

/// What is under way already is enough: no new attempt.
#[test]
fn requests_of_another_attempt_for_the_same_value_are_to_be_released() {
    let model = at_slide("look-closer", 4);
    let (waits, releases) = told(&model);
    assert!(waits.iter().any(|it| it == "ACCEPT-REQUEST 5 dog from P1 to A1 is held up."), "{waits:?}");
    assert!(!waits.iter().any(|it| it.contains("it takes a new attempt")), "{waits:?}");
    assert_eq!(releases.len(), 2, "{releases:?}");
    assert!(releases.iter().all(|it| it.starts_with("Release ACCEPT-REQUEST 5 dog from P1 to ")), "{releases:?}");
}

#[test]
fn whoever_is_down_blocks_nobody() {
    let model = at_slide("case-between-phases", 1);
    let answer = answer(&model).expect("nothing is chosen");
    assert_eq!(
        answer.waits,
        [
            "P1 is down. The attempt that it had under way is lost with it.",
            "P2 wants nothing yet, and may propose a value of its own: whoever is down blocks nobody."
        ]
    );
    assert_eq!(ways(&answer), [vec!["Let P2 propose a value of its own"], vec!["Restart P1", "Let P1's timer fire"]],);
}

/// Who is waited for until it has learned: those, or where nobody learns but those who propose, any of these.
pub fn knows_enough(model: &Model, waiting: &[NodeId]) -> bool {
    let world = shown(model).world();
    let knows = |node: NodeId| world.node(node).learner.as_ref().is_some_and(|it| it.learned(Slot::ONLY).is_some());
    match world.cluster.all(Role::Learner).is_empty() {
        true => world.cluster.nodes().any(knows),
        false => waiting.iter().any(|&node| knows(node)),
    }
}

/// The same where a value is chosen that somebody has not learned: each way that is told has one of those learn it.
#[test]
fn each_way_that_is_told_is_enough_to_learn() {
    let (mut wrong, mut checked) = (Vec::new(), 0);
    for (id, text) in course_texts() {
        let scene = at_the_end(&id, &text);
        if shown(&scene).poll().is_some() || shown(&scene).is_replicated() {
            continue;
        }
        for slide in shown(&scene).scene.slides.clone() {
            let mut model = scene.clone();
            model.update(Msg::StandAt(slide.end));
            let Some(first) = answer(&model).filter(|_| is_chosen(shown(&model))) else { continue };
            let show = shown(&model);
            let waiting: Vec<NodeId> = waiting(show.recording(), show.at).iter().map(|it| it.node).collect();
            for way in ways(&first) {
                let model = follow_way(&model, &first, &way, deliver_all);
                checked += 1;
                if !knows_enough(&model, &waiting) {
                    wrong.push(format!("{id} at {:?}: {way:?}, then {:?}", slide.title, answer(&model)));
                }
            }
        }
    }
    assert!(20 < checked && wrong.is_empty(), "{checked} {wrong:#?}");
}

/// Where each delivery is an act, what a step sends is delivered by hand.
fn deliver_all(model: &mut Model) {
    while shown(model).scene.script.stays_manual() {
        let world = shown(model).world();
        let Some(next) = world.in_flight.iter().find(|it| !it.held).map(|it| it.id) else { return };
        model.update(Msg::Act(Act::Message(next, Deed::Deliver)));
    }
}

#[test]
fn question_is_asked_amid_a_slide_wherever_nothing_is_under_way() {
    let mut model = scene("timeout");
    let steps = shown(&model).recording().steps().iter().take_while(|step| step.time <= 3000).count();
    model.update(Msg::StandAt(Moment { time: 3200, steps }));
    assert!(shown(&model).world().in_flight.is_empty(), "nothing is under way");
    assert!(shown(&model).questions().iter().any(|question| question.pick == Pick::Nothing));
}

#[test]
fn what_was_so_is_not_told_as_if_it_were_so_now() {
    let mut model = at_slide("case-majority-gone", 2);
    let restart = acts(&model).remove(0);
    model.update(Msg::Act(restart));
    let (waits, _) = told(&model);
    assert!(waits.contains(&"PREPARE 1 from P1 to A2 reached nobody: A2 was down then.".to_string()), "{waits:?}");
    assert!(waits.contains(&"What was lost is not sent again: it takes a new attempt.".to_string()), "{waits:?}");
}

#[test]
fn messages_that_are_held_are_to_be_released_before_anything_else() {
    let model = at_the_end("t", HELD);
    let show = shown(&model);
    let said = paxos_explainer::story::words::rest::at_rest(&show.world(), show.telling()).join(" ");
    assert!(said.contains("Release them first."), "{said}");
}
