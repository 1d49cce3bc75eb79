//! "Break it": what is set, what is searched, and what is shown of it.

use super::{SCENE, begun};
use crate::storm::wrong_rules;
use paxos_explainer::check::{Finding, Subject};
use paxos_explainer::link::errand::{Errand, report, request};
use paxos_explainer::paxos::rules::{Accept, Commit, Gaps, Learn, Promise, Quorum, Storage, ValueRule};
use paxos_explainer::player::breaking::{Amount, Search, Start};
use paxos_explainer::player::errand::{Count, Number, Report, Task};
use paxos_explainer::player::{BreakMsg, CompareMsg, Effect, Model, Msg, Opening, Setup, Side, Source};
use paxos_explainer::sim::{Action, Change, Step, truth};
use paxos_explainer::story::words::breaking as words;
use paxos_explainer::story::words::rule;

/// The errand that is asked for, if one is.
pub fn asked(effects: Vec<Effect>) -> Option<(Number, Task)> {
    effects.into_iter().find_map(|effect| match effect {
        Effect::Ask(number, task) => Some((number, task)),
        _ => None,
    })
}

/// What the search comes to, carried out as the worker does it.
pub fn carried_out(task: &Task) -> Report {
    let mut errand = Errand::open(&request::write(task));
    while !errand.go_on(1 << 16) {}
    report::read(&crate::link::errand::read(&errand.report(40)))
}

/// Does this in the panel, and lets the search that it asks for come to its end.
fn searched(model: &mut Model, msg: BreakMsg) {
    let (number, task) = asked(model.update(msg.into())).expect("a search is asked for");
    assert!(model.breaking.is_searching());
    model.update(Msg::Reported(number, carried_out(&task)));
    assert!(!model.breaking.is_searching());
}

/// The panel over a scene.
fn open() -> Model {
    let mut model = begun();
    assert_eq!(model.update(BreakMsg::Open.into()), [Effect::Prepare]);
    assert!(model.breaking.is_open);
    model
}

fn said(model: &Model) -> String {
    match &model.breaking.search {
        Search::Over(says) => says.join("\n"),
        other => panic!("{other:?}"),
    }
}

#[test]
fn each_switch_brings_its_counterexample_on_the_stage_or_says_why_there_is_none() {
    for variant in wrong_rules() {
        let mut model = open();
        searched(&mut model, BreakMsg::Switch(variant));
        let only_learned = matches!(variant, Change::Learn(_));
        if matches!(variant, Change::Promise(Promise::OrEqual) | Change::Accept(Accept::First)) {
            assert!(model.breaking.is_open && model.example().is_none(), "{variant:?}");
            let why = words::cannot(variant).expect("it is said why");
            assert!(said(&model).starts_with("No violation in ") && said(&model).contains(why), "{}", said(&model));
            continue;
        }
        let example = model.example().unwrap_or_else(|| panic!("{variant:?}: {:?}", model.breaking.search));
        assert_eq!(example.finding == Finding::LearnedUnchosen, only_learned, "{variant:?}");
        assert_eq!(example.finding == Finding::TwoChosen, !only_learned, "{variant:?}");
        assert_eq!(words::cannot(variant).is_some(), only_learned, "{variant:?}");
        let length = example.length as usize;
        let show = model.show().expect("it is on the stage");
        assert!(!model.breaking.is_open && show.slide == 0);
        assert_eq!(show.recording().steps().len(), length, "one step an action: {variant:?}");
        // It goes wrong with its last step, and that is where the mark leads.
        let breach = model.breach().expect("it goes wrong");
        assert_eq!(breach.step + 1, length, "{variant:?}");
        model.update(BreakMsg::ToBreach.into());
        let show = model.show().expect("it is still there");
        assert_eq!(show.at, breach.at);
        assert!(truth::violation(&show.world()).is_some(), "{variant:?}");
        assert!(said(&model).contains(&format!("after {length} actions")), "{}", said(&model));
        assert!(said(&model).contains("a delivery"), "the unit is stated: {}", said(&model));
    }
}

/// The rules of a log: what is found comes on the stage with replicas, and stands where it goes wrong.
#[test]
fn each_switch_of_a_log_brings_replicas_on_the_stage_or_says_why_there_is_nothing_to_see() {
    for variant in Setup::rules(Subject::Log).into_iter().flat_map(|variants| variants.into_iter().skip(1)) {
        let mut model = open();
        if variant == Change::Gaps(Gaps::Left) {
            model.update(BreakMsg::Take(Subject::Log).into());
            model.update(BreakMsg::Put(Amount::Requests, Some(1)).into());
            model.update(BreakMsg::Put(Amount::Ballots, Some(1)).into());
            searched(&mut model, BreakMsg::Switch(variant));
            let why = words::cannot(variant).expect("it is said why");
            assert!(said(&model).starts_with("No violation in ") && said(&model).contains(why), "{}", said(&model));
            let within = "3 replicas and 2 clients; the commands +50 and +20; 1 attempt to lead in all, at most 1 of one replica, 1 request, no heartbeat and no crash";
            assert!(said(&model).contains(within), "{}", said(&model));
            continue;
        }
        searched(&mut model, BreakMsg::Switch(variant));
        let example = model.example().unwrap_or_else(|| panic!("{variant:?}: {:?}", model.breaking.search)).clone();
        assert_eq!(example.setup.subject, Subject::Log);
        assert!(said(&model).contains(&format!("after {} actions", example.length)), "{}", said(&model));
        assert!(said(&model).contains("A timer, a request"), "the unit is stated: {}", said(&model));
        let show = model.show().expect("it is on the stage");
        assert!(show.is_replicated() && !model.breaking.is_open && show.slide == 0);
        let steps = show.recording().steps();
        assert_eq!(steps.iter().filter(|step| !is_own(step)).count(), example.length as usize, "{variant:?}");
        let breach = model.breach().expect("it goes wrong");
        assert_eq!(breach.step + 1, steps.len(), "{variant:?}");
        assert!(
            breach.text.contains("chosen") || breach.text.contains("appl") || breach.text.contains("execut"),
            "{}",
            breach.text
        );
        model.update(BreakMsg::ToBreach.into());
        assert_eq!(model.show().map(|show| show.at), Some(breach.at));
    }
}

fn is_own(step: &Step) -> bool {
    matches!(step.action, Action::Own { .. })
}

/// To switch off a rule of the other kind is to have something else run: from the beginning, and by its rules alone.
#[test]
fn rule_of_a_log_turns_the_panel_to_a_log_and_back() {
    let mut model = begun();
    model.update(BreakMsg::Open.into());
    model.update(BreakMsg::Switch(Change::Value(ValueRule::Own)).into());
    model.update(BreakMsg::From(Start::Here).into());
    model.update(BreakMsg::Put(Amount::Acceptors, Some(5)).into());
    let gaps = Change::Gaps(Gaps::AppliedPast);
    let effects = model.update(BreakMsg::Switch(gaps).into());
    let Some((_, Task::Search(wanted))) = asked(effects) else { panic!("a search is asked for") };
    assert!(wanted.scene.contains("replicas R1 R2 R3\nnacks off\nrule gaps applied-past\n"), "{}", wanted.scene);
    let setup = &model.breaking.setup;
    assert_eq!((setup.subject, setup.start, setup.off.clone()), (Subject::Log, Start::Beginning, vec![gaps]));
    assert_eq!(setup.set(Amount::Acceptors), None);
    model.update(BreakMsg::Take(Subject::Decision).into());
    assert_eq!((model.breaking.setup.subject, model.breaking.setup.off.len()), (Subject::Decision, 0));
}

/// A scene of a log can be searched from, under the rules that it has.
#[test]
fn search_from_here_goes_on_from_a_log_on_the_stage() {
    let text = "title \"A log\"\nclients C1\nreplicas R1 R2 R3\nnacks off\nslide one\n  timeout R1\n  run until R1 leads 1\n  run 200\n";
    let mut model = super::showing(text);
    model.update(Msg::Seek(u32::MAX));
    model.update(BreakMsg::Open.into());
    model.update(BreakMsg::From(Start::Here).into());
    assert_eq!(model.breaking.setup.subject, Subject::Log);
    searched(&mut model, BreakMsg::Switch(Change::Gaps(Gaps::AppliedPast)));
    // Two commands, a vote for the second and its ACCEPT.
    assert_eq!(model.example().map(|example| example.length), Some(6));
}

/// Every wrong variant has a misreading of its own, and a rule a name; Paxos's own have none.
#[test]
fn each_wrong_variant_has_a_misreading() {
    let mut all = Vec::new();
    for variants in [Subject::Decision, Subject::Log].into_iter().flat_map(Setup::rules) {
        assert!(!words::rule(variants[0]).is_empty() && !rule::variant(variants[0]).is_empty());
        assert_eq!(words::misreading(variants[0]), None);
        all.extend(variants[1..].iter().map(|&wrong| words::misreading(wrong).unwrap_or_else(|| panic!("{wrong:?}"))));
    }
    let count = all.len();
    all.sort_unstable();
    all.dedup();
    assert_eq!((all.len(), count), (wrong_rules().len() + 6, wrong_rules().len() + 6));
}

#[test]
fn paxos_itself_is_said_to_have_no_violation_within_these_limits_and_never_to_be_safe() {
    let mut model = open();
    model.update(BreakMsg::Put(Amount::Ballots, Some(2)).into());
    searched(&mut model, BreakMsg::Search);
    assert!(model.breaking.is_open);
    let said = said(&model);
    let within = "within these limits: 2 proposers and 3 acceptors; the values cat and dog; 2 new ids in all, at most 2 of one proposer and no crash.";
    assert!(said.starts_with("No violation in ") && said.contains(within), "{said}");
    assert!(!said.contains("safe"), "{said}");
}

#[test]
fn what_must_sometimes_be_can_be_looked_for_too() {
    let mut model = open();
    model.update(BreakMsg::Seek(Some(Finding::BothChoosable)).into());
    searched(&mut model, BreakMsg::Search);
    assert_eq!(model.example().map(|example| example.length), Some(2));
}

#[test]
fn a_search_that_is_called_off_is_not_heard_of_again() {
    let mut model = open();
    let (number, task) = asked(model.update(BreakMsg::Switch(Change::Accept(Accept::Always)).into())).expect("asked");
    let seen = Count { states: 1234, depth: 5, bytes: 0, spent_ms: 100 };
    model.update(Msg::Reported(number, Report::Progress(seen)));
    assert_eq!(model.breaking.search, Search::Running(seen));
    assert_eq!(model.update(BreakMsg::CallOff.into()), [Effect::CallOff(number)]);
    assert_eq!(model.breaking.search, Search::CalledOff(seen));
    model.update(Msg::Reported(number, carried_out(&task)));
    assert_eq!(model.breaking.search, Search::CalledOff(seen), "it comes too late");
    assert!(model.breaking.is_open && model.breaking.example.is_none());
    assert_eq!(model.update(BreakMsg::CallOff.into()), [], "there is nothing left to call off");
}

#[test]
fn another_switch_calls_the_search_off_and_begins_one_of_its_own() {
    let mut model = open();
    let (first, _) = asked(model.update(BreakMsg::Switch(Change::Accept(Accept::Always)).into())).expect("asked");
    let effects = model.update(BreakMsg::Switch(Change::Value(ValueRule::Own)).into());
    assert_eq!(effects[0], Effect::CallOff(first));
    let Some((second, Task::Search(wanted))) = asked(effects) else { panic!("a search is asked for") };
    assert_ne!(first, second);
    assert!(wanted.scene.contains("rule value own\nrule accept always\n"), "both are off: {}", wanted.scene);
    // Another variant of a rule takes the place of the one in force; the same again puts the rule right.
    model.update(BreakMsg::Switch(Change::Accept(Accept::First)).into());
    assert_eq!(model.breaking.setup.off, [Change::Value(ValueRule::Own), Change::Accept(Accept::First)]);
    let effects = model.update(BreakMsg::Switch(Change::Accept(Accept::First)).into());
    assert_eq!(model.breaking.setup.off, [Change::Value(ValueRule::Own)]);
    assert!(asked(effects).is_none() && model.breaking.search == Search::None);
}

#[test]
fn limits_follow_the_rules_until_they_are_set() {
    let mut setup = Setup::without(Change::Storage(Storage::ForgetsAll));
    assert_eq!((setup.count(Amount::Crashes), setup.count(Amount::Ballots)), (1, 3));
    setup.put(Amount::Crashes, Some(0));
    setup.put(Amount::Ballots, Some(200));
    assert_eq!((setup.count(Amount::Crashes), setup.count(Amount::Ballots)), (0, 5), "as near as can be");
    setup.put(Amount::Crashes, None);
    assert_eq!(setup.count(Amount::Crashes), 1);
}

/// Five acceptors and the whole way: the scene has them.
#[test]
fn cluster_is_as_it_is_set() {
    let mut model = open();
    model.update(BreakMsg::Put(Amount::Acceptors, Some(5)).into());
    model.update(BreakMsg::Put(Amount::Proposers, Some(3)).into());
    model.update(BreakMsg::Put(Amount::Ballots, Some(2)).into());
    searched(&mut model, BreakMsg::Switch(Change::QuorumRule(Quorum::One)));
    let show = model.show().expect("it is on the stage");
    assert_eq!(show.names().nodes, ["P1", "P2", "P3", "A1", "A2", "A3", "A4", "A5", "L1"]);
}

/// In the scene cat is chosen at the end; with the rule off from there on, dog is too.
#[test]
fn search_from_here_goes_on_from_what_is_on_the_stage() {
    let mut model = begun();
    model.update(Msg::GoToSlide(2));
    let end = model.show().expect("there is a scene").goal();
    model.update(Msg::StandAt(end));
    let before = model.show().expect("there is a scene").recording().at(end).used.len();
    model.update(BreakMsg::Open.into());
    model.update(BreakMsg::From(Start::Here).into());
    assert_eq!(model.breaking.setup.start, Start::Here);
    // P1 has used 5: P2 comes above that with its third id.
    model.update(BreakMsg::Put(Amount::Each, Some(3)).into());
    searched(&mut model, BreakMsg::Switch(Change::Value(ValueRule::Own)));
    let example = model.example().expect("it is found").clone();
    let show = model.show().expect("it is on the stage");
    assert_eq!(example.finding, Finding::TwoChosen);
    assert!(example.length < 14, "cat is chosen already: {}", example.length);
    assert_eq!(before, 1);
    assert!(show.names().nodes.contains(&"C1".to_string()), "it is the same cluster");
    assert_eq!(show.at, show.scene.slides[0].end, "it opens where the search began");
    assert!(said(&model).contains("from here on") || said(&model).contains("actions"), "{}", said(&model));
    // Back at the panel the search still starts there, not from what was found.
    model.update(BreakMsg::Open.into());
    searched(&mut model, BreakMsg::Search);
    assert_eq!(model.example().map(|again| again.length), Some(example.length));
}

#[test]
fn a_poll_cannot_be_searched_from() {
    let mut model = super::opened("consensus", Opening::Set);
    model.update(BreakMsg::Open.into());
    model.update(BreakMsg::From(Start::Here).into());
    assert_eq!(model.breaking.setup.start, Start::Beginning);
}

/// The way home leads to the very moment, also of a run of the viewer's own.
#[test]
fn home_is_where_the_reader_was() {
    let mut model = begun();
    let source = Source::Text(SCENE.into());
    model.update(Msg::OpenSource(source.clone(), Opening::Slide(1)));
    let acts = Msg::Act(paxos_explainer::player::Act::Say("crash A1".to_string()));
    model.update(acts);
    let (at, told) = {
        let show = model.show().expect("it is there");
        assert!(show.is_own());
        (show.at, show.branch().told())
    };
    model.update(BreakMsg::Open.into());
    searched(&mut model, BreakMsg::Switch(Change::Accept(Accept::Always)));
    searched_again(&mut model);
    model.update(BreakMsg::Home.into());
    let show = model.show().expect("it is there");
    assert_eq!((&show.source, show.at, show.branch().told()), (&source, at, told));
    assert!(show.is_own() && show.runs().len() == 1, "it is the same run");
    assert!(model.example().is_none());
}

/// A second attempt from the run that was found leads home to the same place.
fn searched_again(model: &mut Model) {
    model.update(BreakMsg::Open.into());
    searched(model, BreakMsg::Switch(Change::Learn(Learn::OnPromises)));
}

#[test]
fn what_was_found_stands_beside_the_same_acts_in_paxos() {
    let mut model = open();
    searched(&mut model, BreakMsg::Switch(Change::Accept(Accept::Always)));
    model.update(BreakMsg::Beside.into());
    let both = model.comparison().expect("they stand side by side");
    assert!(truth::violation(both.show(Side::Left).recording().world()).is_some());
    assert!(truth::violation(both.show(Side::Right).recording().world()).is_none());
    model.update(CompareMsg::Close.into());
    assert!(model.example().is_some());
}

/// Whoever reads on while a search goes on is not torn from it.
#[test]
fn a_search_that_ends_while_the_panel_is_closed_waits_there() {
    let mut model = open();
    let (number, task) = asked(model.update(BreakMsg::Switch(Change::Accept(Accept::Always)).into())).expect("asked");
    model.update(Msg::Escape);
    assert!(!model.breaking.is_open && model.breaking.is_searching());
    let source = model.source().clone();
    model.update(Msg::Reported(number, carried_out(&task)));
    assert_eq!(*model.source(), source);
    assert!(model.breaking.is_there && !model.breaking.was_seen);
    let told = model.breaking.news.clone().expect("it is told");
    assert!(told.starts_with("Break it: the search is over. ") && told.contains(&said(&model)[..20]), "{told}");
    model.update(BreakMsg::Open.into());
    assert_eq!(model.breaking.news, None, "the panel says it");
    model.update(BreakMsg::Again.into());
    assert!(model.example().is_some() && model.breaking.was_seen);
}

/// One that has found nothing leaves no sign on its button.
#[test]
fn search_that_finds_nothing_says_so_to_whoever_has_gone_on() {
    let mut model = open();
    let (number, task) = asked(model.update(BreakMsg::Search.into())).expect("asked");
    model.update(Msg::Escape);
    model.update(Msg::Reported(number, carried_out(&task)));
    let told = model.breaking.news.clone().expect("it is told");
    assert!(told.starts_with("Break it: the search is over. ") && told.contains("within these limits"), "{told}");
    let mut watched = open();
    searched(&mut watched, BreakMsg::Search);
    assert_eq!(watched.breaking.news, None, "who looks on sees it");
}

#[test]
fn a_scene_under_a_wrong_rule_leads_to_its_search() {
    let model = super::opened("case-accept-always", Opening::Set);
    let setup = model.show().and_then(|show| show.breaking()).expect("it has a wrong rule");
    assert_eq!(setup, Setup::without(Change::Accept(Accept::Always)));
    let model = super::opened("case-commit-loose", Opening::Set);
    let setup = model.show().and_then(|show| show.breaking()).expect("it has a wrong rule");
    assert_eq!(setup, Setup::without(Change::Commit(Commit::Loose)));
    for none in ["case-no-failure", "consensus", "mp-steady"] {
        let model = super::opened(none, Opening::Set);
        assert!(model.show().expect("it plays").breaking().is_none(), "{none}");
    }
}

/// Now and then, and no more often, a screen reader is told that it still goes on.
#[test]
fn screen_reader_is_told_little() {
    let mut model = open();
    let (number, _) = asked(model.update(BreakMsg::Search.into())).expect("asked");
    let mut told = Vec::new();
    for spent_ms in (0..12_000).step_by(100) {
        let seen = Count { states: spent_ms * 1000, depth: 9, bytes: 0, spent_ms };
        model.update(Msg::Reported(number, Report::Progress(seen)));
        told.push(model.breaking.aloud());
    }
    told.dedup();
    assert_eq!(told.len(), 3, "{told:?}");
}

#[test]
fn what_cannot_be_searched_is_said() {
    let mut model = open();
    let (number, _) = asked(model.update(BreakMsg::Search.into())).expect("asked");
    model.update(Msg::Reported(number, Report::Problem("There is no worker.".to_string())));
    assert_eq!(model.breaking.search, Search::Failed("There is no worker.".to_string()));
    assert_eq!(model.breaking.aloud(), "There is no worker.");
}
