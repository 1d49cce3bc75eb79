//! The log of a run: which steps it lists, and what their rows say.

use crate::on_show::{begun, scene, shown};
use paxos_explainer::player::log::ROWS_MAX;
use paxos_explainer::player::{Act, Light, LightMsg, LogMsg, Model, Msg, Only, Pick};
use paxos_explainer::sim::Moment;
use paxos_explainer::story::words::Vocabulary;
use paxos_explainer::story::words::log::Mark;
use paxos_explainer::view::log::{Log, Row, Told};
use std::fmt::Write;
use std::rc::Rc;

fn log(model: &Model) -> Log {
    Log::of(shown(model), &model.log, &model.lighting.light(shown(model)), &Told::default())
}

fn node(model: &Model, name: &str) -> paxos_explainer::paxos::NodeId {
    shown(model).names().find_node(name).expect("there is such a node")
}

fn has(row: &Row, mark: Mark) -> bool {
    row.marks.contains(&mark)
}

#[test]
fn log_tells_every_step_up_to_the_playhead_and_nothing_after_it() {
    let mut model = scene("case-proposer-fails");
    let whole = log(&model).rows;
    assert!(whole.last().is_some_and(|row| row.is_current));
    let crash = whole.iter().position(|row| row.what == "crash P1").expect("P1 crashes");
    let at = whole[crash].at;
    model.update(Msg::StandAt(at));
    let rows = log(&model).rows;
    assert_eq!(shown(&model).at, at, "a row stands at exactly its step");
    assert_eq!(rows.len(), crash + 1, "what is to come is not given away");
    assert!(rows[crash].is_current && rows.iter().filter(|row| row.is_current).count() == 1);
    assert!(rows[crash].why.contains("P1 crashes. An attempt under way is lost with it"));
    assert_eq!(rows[crash].node, "P1");
    model.update(Msg::Seek(0));
    assert_eq!(log(&model), Log::default());
}

#[test]
fn story_of_the_proposer_that_fails_is_told_by_the_log_alone() {
    let rows = log(&scene("case-proposer-fails")).rows;
    let mut all = String::new();
    rows.iter().for_each(|row| writeln!(all, "{} {} {} {}", row.node, row.what, row.why, row.sends).expect("it fits"));
    for said in [
        "propose P1 cat id 1",
        "crash P1",
        "ACCEPT-REQUEST 1 cat from P1 to A2 is lost.",
        "ACCEPT 1 cat from A1 reaches nobody: P1 is down.",
        "PROMISE 2 (1 cat) A1->P2",
        "must send cat",
        "and that is a quorum: cat is chosen.",
    ] {
        assert!(all.contains(said), "{said} is not in:\n{all}");
    }
}

#[test]
fn rows_mark_what_is_chosen_learned_lost_and_refused_by_sign_and_word() {
    let rows = log(&scene("case-proposer-fails")).rows;
    let chosen: Vec<&Rc<Row>> = rows.iter().filter(|row| has(row, Mark::Chosen)).collect();
    assert_eq!(chosen.len(), 1);
    assert!(chosen[0].why.contains("cat is chosen"));
    assert!(rows.iter().any(|row| has(row, Mark::Learned) && row.node == "P2"));
    assert!(rows.iter().any(|row| has(row, Mark::Lost) && row.what.starts_with("lost ACCEPT 1 cat")));
    assert!(rows.iter().all(|row| !has(row, Mark::Broken)));
    let refused = log(&scene("contention")).rows;
    assert!(refused.iter().any(|row| has(row, Mark::Refused) && row.why.contains("ignores")));
}

#[test]
fn row_of_the_step_that_breaks_agreement_says_so() {
    let rows = log(&scene("case-why-highest-lowest")).rows;
    let broken: Vec<&Rc<Row>> = rows.iter().filter(|row| has(row, Mark::Broken)).collect();
    assert!(!broken.is_empty());
    assert!(broken.iter().any(|row| row.why.contains("Agreement is broken.")), "{broken:?}");
    let first = rows.iter().position(|row| has(row, Mark::Broken)).expect("there is one");
    assert!(rows[..first].iter().any(|row| has(row, Mark::Chosen)), "one value was chosen before");
}

#[test]
fn what_is_learned_unchosen_is_marked_and_agreement_breaks_where_two_values_differ() {
    let rows = log(&scene("case-learn-on-promises")).rows;
    let unfounded: Vec<&str> =
        rows.iter().filter(|row| has(row, Mark::Unfounded)).map(|row| row.time.as_str()).collect();
    let broken: Vec<&Rc<Row>> = rows.iter().filter(|row| has(row, Mark::Broken)).collect();
    assert_eq!(unfounded, ["2.0 s", "4.5 s"]);
    assert_eq!(broken.iter().map(|row| row.time.as_str()).collect::<Vec<_>>(), ["4.5 s"]);
    assert!(broken[0].why.contains("But P1 has learned cat. Agreement is broken."), "{broken:?}");
}

#[test]
fn filters_keep_what_they_name_and_nothing_else() {
    let mut model = scene("case-proposer-fails");
    let a1 = node(&model, "A1");
    model.update(LogMsg::Node(Some(a1)).into());
    assert!(log(&model).rows.iter().all(|row| row.node == "A1" && !row.what.is_empty()));
    assert!(!log(&model).rows.is_empty());
    model.update(LogMsg::Node(None).into());
    model.update(LogMsg::Only(Only::Stops).into());
    let stops: Vec<String> = log(&model).rows.iter().map(|row| row.what.clone()).collect();
    assert_eq!(stops, ["crash P1"]);
    assert!(!log(&model).rows[0].is_current, "a step that is listed last need not be the last");
    model.update(LogMsg::Only(Only::Results).into());
    assert!(log(&model).rows.iter().all(|row| has(row, Mark::Chosen) || has(row, Mark::Learned)));
    model.update(LogMsg::Only(Only::Trouble).into());
    assert!(!log(&model).rows.is_empty());
    assert!(log(&model).rows.iter().all(|row| has(row, Mark::Lost) || has(row, Mark::Refused)));
    model.update(LogMsg::Only(Only::Kind(paxos_explainer::paxos::Kind::Promise)).into());
    assert!(log(&model).rows.iter().all(|row| row.what.contains("PROMISE ")));
    model.update(LogMsg::Only(Only::Acts).into());
    assert_eq!(log(&model).rows, []);
    model.update(Msg::Act(Act::Crash(a1)));
    let acts = log(&model).rows;
    assert_eq!(acts.len(), 1);
    assert!(acts[0].what == "crash A1" && has(&acts[0], Mark::Act));
}

#[test]
fn one_node_is_told_only_of_what_it_has_seen() {
    let mut model = scene("case-proposer-fails");
    let p1 = node(&model, "P1");
    model.update(Msg::See(Some(p1)));
    let rows = log(&model).rows;
    assert!(rows.iter().all(|row| row.node == "P1"));
    assert!(rows.iter().all(|row| !has(row, Mark::Lost) && !has(row, Mark::Chosen)), "it cannot know");
    let sends = rows.iter().find(|row| row.sends.contains("ACCEPT-REQUEST 1 cat")).expect("it sends");
    assert!(sends.sends.contains("A1, A2 and A3") && !sends.why.contains("lost"));
    assert!(rows.iter().all(|row| !row.what.starts_with("lost ")), "what finds it down it never sees");
    model.update(Msg::See(Some(node(&model, "A3"))));
    assert!(log(&model).rows.iter().all(|row| !row.why.contains("is chosen")));
}

#[test]
fn log_speaks_the_words_that_are_chosen() {
    let mut model = scene("case-proposer-fails");
    model.update(Msg::Speak(Vocabulary::Lamport));
    let rows = log(&model).rows;
    assert!(rows.iter().any(|row| row.sends.contains("sends 1a 1 to")));
    assert!(rows.iter().all(|row| !row.why.contains("PREPARE") && !row.sends.contains("PROMISE")));
}

#[test]
fn picked_step_lights_the_rows_that_led_to_it() {
    let mut model = scene("case-proposer-fails");
    let adopts = log(&model).rows.into_iter().find(|row| row.why.contains("must send cat")).expect("P2 carries cat on");
    model.update(LightMsg::Pick(Pick::Step(adopts.place)).into());
    let rows = log(&model).rows;
    let lit = |what: &str| rows.iter().find(|row| row.what == what).map(|row| row.is_lit);
    assert_eq!(lit("propose P1 cat id 1"), Some(true));
    assert_eq!(lit("crash P1"), Some(false));
    assert!(model.lighting.light(shown(&model)) != Light::default());
}

#[test]
fn long_log_shows_a_window_that_can_go_back_and_follows_the_playhead_again() {
    let mut text = "title t\nproposers P1\nacceptors A1 A2 A3\ndelay 1\n".to_string();
    (1..=200).for_each(|id| writeln!(text, "propose P1 cat id {id}\nrun 10").expect("it fits"));
    let mut model = begun(&text);
    let last = log(&model);
    assert_eq!((last.rows.len(), last.later), (ROWS_MAX, 0));
    assert!(1000 < last.earlier && last.rows[ROWS_MAX - 1].is_current);
    model.update(LogMsg::Earlier.into());
    let before = log(&model);
    assert_eq!(before.rows[ROWS_MAX - 1].place + 1, last.rows[0].place, "nothing is left out between them");
    assert_eq!((before.later, before.earlier), (ROWS_MAX, last.earlier - ROWS_MAX));
    model.update(LogMsg::Later.into());
    assert_eq!(log(&model), last);
    (0..50).for_each(|_| drop(model.update(LogMsg::Earlier.into())));
    assert_eq!(log(&model).earlier, 0);
    assert!(!log(&model).rows.is_empty());
    let end = shown(&model).at;
    model.update(Msg::StandAt(Moment { time: end.time - 1, steps: end.steps - 1 }));
    assert!(log(&model).rows.last().is_some_and(|row| row.is_current), "it follows the playhead");
}

#[test]
fn row_says_which_messages_are_lost() {
    let rows = log(&scene("case-proposer-fails")).rows;
    let row = rows.iter().find(|row| row.what.starts_with("PROMISE 1 A2->P1")).expect("it arrives");
    assert_eq!(row.word(Mark::Lost), "ACCEPT-REQUEST 1 cat to A2, A3 lost");
    let row = rows.iter().find(|row| row.what.starts_with("lost ACCEPT 1 cat")).expect("it is lost itself");
    assert_eq!(row.word(Mark::Lost), "lost");
}

#[test]
fn rows_speak_the_chosen_words() {
    for vocabulary in [Vocabulary::Lamport, Vocabulary::Mit] {
        let mut model = scene("case-proposer-fails");
        model.update(Msg::Speak(vocabulary));
        let rows = log(&model).rows;
        assert!(rows.iter().all(|row| !row.what.contains("PREPARE") && !row.what.contains("PROMISE")), "{rows:?}");
        assert!(rows.iter().any(|row| row.what.ends_with("P1->A1")), "{rows:?}");
    }
}
