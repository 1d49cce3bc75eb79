//! The reader in a proposer's place: sees what it sees, picks, gets the worlds, plays the run, and comes back.

use crate::link::errand::{carried_out, read};
use crate::on_show::{begun_at, shown, text_of};
use paxos_explainer::link::errand::{Errand, report, request};
use paxos_explainer::link::host::Plain;
use paxos_explainer::link::host::plain::{DEPTH_MAX, ENTRIES_MAX};
use paxos_explainer::paxos::NodeId;
use paxos_explainer::player::errand::{Report, Task, Worlds};
use paxos_explainer::player::{AskMsg, Effect, Model, Msg, Opening, Source, Unfold};
use paxos_explainer::sim::truth;
use paxos_explainer::story::{Scene, parse};
use paxos_explainer::view::Tableau;
use paxos_explainer::view::tableau::Body;

const P3: NodeId = NodeId(2);

fn opened() -> Model {
    let mut model = begun_at(&text_of("case-why-highest"), Opening::Set);
    model.update(AskMsg::Open(0).into());
    model
}

/// Picks a value, and has the worlds looked for.
fn pick(model: &mut Model, value: &str) -> Report {
    let names = shown(model).scene.script.names.clone();
    let open = model.question().expect("a question is open");
    let is_it = |choice: &paxos_explainer::story::ask::Choice| {
        paxos_explainer::story::ask::pick_of(choice, &shown(model).scene).as_deref() == Some(value)
    };
    let place = open.choices.iter().position(is_it).unwrap_or_else(|| panic!("{value} of {:?}", names.values));
    let effects = model.update(AskMsg::Choose(place).into());
    let asked = effects.iter().find_map(|effect| match effect {
        Effect::Ask(number, task) => Some((*number, task.clone())),
        _ => None,
    });
    let (number, task) = asked.expect("the worlds are asked for");
    let report = carried_out(&request::write(&task), 1000).pop().expect("it is done");
    model.update(Msg::Reported(number, report.clone()));
    report
}

fn worlds(report: Report) -> Worlds {
    match report {
        Report::Worlds(worlds) => *worlds,
        other => panic!("{other:?}"),
    }
}

#[test]
fn stage_shows_what_the_proposer_knows_while_the_question_is_open() {
    let mut model = opened();
    let show = shown(&model);
    assert_eq!(show.eye, Some(P3));
    let tableau = Tableau::of(show);
    let unseen = tableau.actors.iter().filter(|actor| matches!(actor.body, Body::Unseen { .. })).count();
    assert_eq!(unseen, tableau.actors.len() - 1, "nobody else is seen");
    assert!(tableau.chosen.is_empty() && tableau.possible.is_none());
    assert!(tableau.passages.iter().all(|passage| passage.to == P3 || passage.from == P3));
    let at_the_door = tableau.passages.iter().filter(|passage| passage.to == P3).count();
    assert_eq!(at_the_door, 2, "both PROMISEs, of which one arrives now");
    assert!(show.is_hushed && model.keeps_back());
    model.update(Msg::See(None));
    assert_eq!(shown(&model).eye, Some(P3), "nobody sees more from its place");
    model.update(AskMsg::Skip.into());
    assert_eq!(shown(&model).eye, None);
}

/// In carry-on all three PROMISEs for 6 arrive at one instant; the second completes the majority.
#[test]
fn promise_that_comes_later_at_the_same_instant_is_not_seen() {
    let mut model = begun_at(&text_of("carry-on"), Opening::Set);
    let picks = |model: &Model| shown(model).scene.asks.iter().position(|asked| asked.picks_for().is_some());
    let nth = picks(&model).expect("it asks for a pick");
    model.update(AskMsg::Open(nth).into());
    let show = shown(&model);
    let me = show.eye.expect("the reader is in its place");
    let tableau = Tableau::of(show);
    let under_six = tableau.passages.iter().filter(|passage| passage.to == me && passage.label.contains("PROMISE 6"));
    let from: Vec<&str> = under_six.map(|passage| show.names().node(passage.from)).collect();
    assert_eq!(from, ["A1", "A2"]);
}

#[test]
fn eye_that_was_chosen_before_comes_back_after_the_question() {
    let mut model = begun_at(&text_of("case-why-highest"), Opening::Set);
    model.update(Msg::See(Some(NodeId(3))));
    model.update(AskMsg::Open(0).into());
    assert_eq!(shown(&model).eye, Some(P3));
    model.update(AskMsg::Skip.into());
    assert_eq!(shown(&model).eye, Some(NodeId(3)));
}

#[test]
fn known_is_told_in_sentences() {
    let model = opened();
    let show = shown(&model);
    let told = show.known_to_pick(&show.scene.asks[0]);
    assert_eq!(
        told,
        [
            "You have asked with 12, and want cow.",
            "A1 has promised 12, and reports 10 cat.",
            "A3 promises 12, and reports 11 dog: that arrives now.",
            "You have heard no PROMISE from A2.",
        ]
    );
}

#[test]
fn wrong_pick_is_played_where_it_breaks_and_the_way_leads_back() {
    let mut model = opened();
    let source = shown(&model).source.clone();
    let found = worlds(pick(&mut model, "cat"));
    let (_, place) = model.picked().expect("they are there");
    assert_eq!(found.picks[place].value, "cat");
    let counts = found.counts(place);
    assert_eq!((counts.all, counts.chosen, counts.breaks), (4, 2, 3));
    assert_eq!(found.worlds.iter().filter(|alike| alike.is_here).count(), 1, "the scene is one of them");
    model.update(AskMsg::Play.into());
    assert!(matches!(shown(&model).source, Source::Text(_)));
    assert!(truth::two_chosen(shown(&model).scene.recording.world()).is_some());
    assert!(model.asking.has_led_to(&shown(&model).source), "there is a way back");
    assert!(!shown(&model).cautions().is_empty() || shown(&model).slide == 0);
    let effects = model.update(AskMsg::Back.into());
    assert!(!effects.is_empty() || shown(&model).source == source);
    if shown(&model).source == source {
        assert!(model.picked().is_some(), "the worlds are still there");
    }
}

#[test]
fn worlds_are_asked_for_once_and_those_of_another_pick_are_there_at_once() {
    let mut model = opened();
    pick(&mut model, "dog");
    model.update(AskMsg::Open(0).into());
    let effects = model.update(AskMsg::Choose(0).into());
    assert!(effects.iter().all(|effect| !matches!(effect, Effect::Ask(..))));
    assert!(model.picked().is_some());
}

#[test]
fn search_that_comes_to_nothing_is_told() {
    let mut model = opened();
    let effects = model.update(AskMsg::Choose(0).into());
    let number = effects.iter().find_map(|effect| match effect {
        Effect::Ask(number, _) => Some(*number),
        _ => None,
    });
    model.update(Msg::Reported(number.expect("asked"), Report::Problem("There is no worker.".to_string())));
    let source = shown(&model).source.clone();
    let stands = &model.asking.worlds_of(&source, 0).expect("it is known").stands;
    assert_eq!(*stands, Unfold::Failed("There is no worker.".to_string()));
    assert!(model.picked().is_none());
}

/// A page reads what its worker says no deeper, and no longer lists, than it reads what anybody says.
fn as_a_page_reads(said: Plain, depth: usize) -> Plain {
    match said {
        Plain::List(_) | Plain::Fields(_) if DEPTH_MAX <= depth => Plain::Other,
        Plain::List(all) => {
            Plain::List(all.into_iter().take(ENTRIES_MAX).map(|it| as_a_page_reads(it, depth + 1)).collect())
        }
        Plain::Fields(all) => {
            Plain::Fields(all.into_iter().map(|(name, it)| (name, as_a_page_reads(it, depth + 1))).collect())
        }
        plain => plain,
    }
}

#[test]
fn report_of_the_worlds_is_no_deeper_than_a_page_reads() {
    for id in ["case-why-highest", "case-already-chosen"] {
        let text = text_of(id);
        let scene = Scene::play(parse(&text).expect("it reads")).expect("it plays");
        let nth = scene.asks.iter().position(|asked| asked.picks_for().is_some()).expect("it asks for a pick");
        let mut errand = Errand::open(&request::write(&Task::Worlds(text.into(), nth)));
        while !errand.go_on(10_000) {}
        let said = read(&errand.report(1));
        let seen = report::read(&as_a_page_reads(said.clone(), 0));
        assert_eq!(seen, report::read(&said), "{id}");
        let found = worlds(seen);
        assert_eq!(found.all as usize, found.worlds.len(), "{id}: all of them are told");
    }
}
