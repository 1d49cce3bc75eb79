//! What one node has on its disk and in its memory.

use crate::on_show::{begun, scene, shown};
use paxos_explainer::player::{Act, Model, Msg, Panel};
use paxos_explainer::sim::Action;
use paxos_explainer::story::words::Vocabulary;
use paxos_explainer::view::state::{Seen, Sheet, Value};

fn sheet(model: &Model, name: &str) -> Sheet {
    Sheet::of(shown(model), shown(model).names().find_node(name).expect("there is such a node"), &Seen::default())
}

/// Goes to right after the first step of which this is so.
fn go_after(model: &mut Model, is_it: impl Fn(&Model, &paxos_explainer::sim::Step) -> bool) {
    let steps = shown(model).recording().steps();
    let place = steps.iter().position(|step| is_it(model, step)).expect("there is such a step");
    let at = paxos_explainer::sim::Moment { time: steps[place].time, steps: place + 1 };
    model.update(Msg::StandAt(at));
}

fn pairs(values: &[Value]) -> Vec<(&str, &str)> {
    values.iter().map(|value| (value.name.as_str(), value.value.as_str())).collect()
}

/// The step that wrote a value, in the words of the scene language.
fn writer(model: &Model, values: &[Value], name: &str) -> String {
    let value = values.iter().find(|value| value.name == name).expect("there is such a field");
    let (place, at) = value.by.expect("a step wrote it");
    assert_eq!(at.steps, place + 1);
    let step = &shown(model).recording().steps()[place];
    paxos_explainer::story::print::act(step, shown(model).names())
}

#[test]
fn acceptor_has_all_on_disk_in_the_words_that_are_chosen() {
    let mut model = scene("case-proposer-fails");
    let a1 = sheet(&model, "A1");
    assert_eq!(a1.title, "Acceptor A1");
    assert_eq!(pairs(&a1.disk), [("promised", "2"), ("accepted id", "2"), ("accepted value", "cat")]);
    assert_eq!(a1.memory, []);
    assert!(a1.remark.contains("A crash would take nothing from it") && a1.timer.is_none());
    assert_eq!(writer(&model, &a1.disk, "promised"), "PREPARE 2 P2->A1");
    assert_eq!(writer(&model, &a1.disk, "accepted id"), "ACCEPT-REQUEST 2 cat P2->A1");
    assert_eq!(writer(&model, &a1.disk, "accepted value"), "ACCEPT-REQUEST 1 cat P1->A1", "it was cat before");
    model.update(Msg::Speak(Vocabulary::Lamport));
    assert_eq!(pairs(&sheet(&model, "A1").disk), [("maxBal", "2"), ("maxVBal", "2"), ("maxVal", "cat")]);
    model.update(Msg::Speak(Vocabulary::Mit));
    assert_eq!(pairs(&sheet(&model, "A1").disk), [("n_p", "2"), ("n_a", "2"), ("v_a", "cat")]);
    model.update(Msg::Seek(0));
    assert_eq!(sheet(&model, "A1").disk.iter().filter(|value| value.by.is_some()).count(), 0);
}

#[test]
fn crash_takes_the_attempt_of_a_proposer_and_leaves_the_ids_that_it_has_used() {
    let mut model = scene("case-proposer-fails");
    go_after(&mut model, |_, step| step.effects.notes.iter().any(|note| note.sends_value().is_some()));
    let p1 = sheet(&model, "P1");
    assert_eq!(pairs(&p1.disk), [("wants", "cat"), ("highest id that it has used", "1"), ("learned", "nothing")]);
    let [id, phase, promises] = &p1.memory[..] else { panic!("{:?}", p1.memory) };
    assert_eq!((id.name.as_str(), id.value.as_str()), ("id of its attempt", "1"));
    assert_eq!(phase.value, "phase 2: it has sent cat");
    assert_eq!(promises.value, "A1 and A2; counts 2, a quorum takes 2");
    assert_eq!(writer(&model, &p1.memory, "promises"), "PROMISE 1 A2->P1");
    assert!(p1.remark.contains("all that is in its memory, and nothing from its disk"));
    let letters = p1.letters.as_ref().expect("who sees all sees them");
    assert!(letters.iter().any(|letter| letter.says.starts_with("ACCEPT-REQUEST 1 cat, P1 to A1")), "{letters:?}");
    assert!(letters.iter().all(|letter| letter.says.contains("P1")));
    go_after(&mut model, |_, step| matches!(step.action, Action::Crash { .. }));
    let down = sheet(&model, "P1");
    assert_eq!(pairs(&down.disk), pairs(&p1.disk), "the disk keeps what it has");
    assert_eq!(pairs(&down.memory), [("attempt", "none is under way")]);
    assert_eq!(writer(&model, &down.memory, "attempt"), "crash P1");
    assert!(down.up.as_ref().is_some_and(|up| up.value == "crashed" && up.by.is_some()));
    assert!(down.remark.starts_with("It is down"));
}

#[test]
fn proposer_knows_what_was_reported_to_it() {
    let mut model = scene("case-proposer-fails");
    go_after(&mut model, |model, step| {
        step.effects.notes.iter().any(|note| note.sends_value().is_some())
            && step.node().is_some_and(|node| shown(model).names().node(node) == "P2")
    });
    let p2 = sheet(&model, "P2");
    assert!(pairs(&p2.memory).contains(&("accepted, as reported to it", "1 cat")));
    assert!(pairs(&p2.memory).contains(&("attempt", "phase 2: it has sent cat")));
    assert!(pairs(&p2.disk).contains(&("wants", "dog")));
}

#[test]
fn learner_counts_in_memory_and_keeps_what_it_has_learned() {
    let text = "title t\nproposers P1\nacceptors A1 A2 A3\nlearners L1\ndelay 100\npropose P1 cat\nrun 450\ncrash L1\nrun 10\nrestart L1\nrun 10\n";
    let mut model = begun(text);
    let after = sheet(&model, "L1");
    assert_eq!(pairs(&after.disk), [("learned", "cat")]);
    assert_eq!(after.memory, [], "what was only heard is gone");
    assert_eq!(after.up.as_ref().map(|up| up.value.as_str()), Some("up again"));
    assert_eq!(after.up.as_ref().and_then(|up| up.by).map(|(_, at)| at.time), Some(460));
    model.update(Msg::Seek(410));
    let before = sheet(&model, "L1");
    assert_eq!(pairs(&before.memory), [("has heard who accepted 1 cat", "A1, A2 and A3; counts 3, a quorum takes 2")]);
    assert!(before.up.as_ref().is_some_and(|up| up.value == "up from the beginning" && up.by.is_none()));
    assert!(before.remark.contains("all that is in its memory"));
    assert_eq!(writer(&model, &before.disk, "learned"), "ACCEPT 1 cat A2->L1");
}

#[test]
fn client_has_what_it_asked_for_and_was_told() {
    let text = "title t\nclients C1\nproposers P1\nacceptors A1\nlearners L1\ndelay 100\nrequest C1 P1 cat\nrun 2000\n";
    let mut model = begun(text);
    let c1 = sheet(&model, "C1");
    assert_eq!(c1.disk, []);
    assert_eq!(pairs(&c1.memory), [("has asked for", "cat"), ("was told", "cat")]);
    assert_eq!(writer(&model, &c1.memory, "has asked for"), "request C1 P1 cat");
    model.update(Msg::Seek(50));
    assert_eq!(pairs(&sheet(&model, "C1").memory), [("has asked for", "cat")]);
}

#[test]
fn timer_is_on_while_it_is_armed_and_off_after_a_crash() {
    let text =
        "title t\nproposers P1\nacceptors A1\ndelay 100\nretry 1000\npropose P1 cat\nrun 50\ncrash P1\nrun 100\n";
    let mut model = begun(text);
    assert_eq!(sheet(&model, "P1").timer.map(|timer| timer.value).as_deref(), Some("off"));
    model.update(Msg::Seek(10));
    let timer = sheet(&model, "P1").timer.expect("a proposer has one");
    assert_eq!(timer.value, "on, fires at 1.0 s");
    assert_eq!(timer.by.map(|(place, _)| place), Some(0));
}

#[test]
fn wrong_rule_is_told_by_what_a_crash_would_take() {
    let mut model = scene("case-storage-forgets-promise");
    go_after(&mut model, |_, step| {
        step.effects.notes.iter().any(|note| note.outcome() == paxos_explainer::paxos::Outcome::Promised)
    });
    let promised = |model: &Model| {
        let names = shown(model).names().nodes.clone();
        names.into_iter().find(|name| {
            sheet(model, name).disk.iter().any(|value| value.name == "promised" && value.value != "nothing")
        })
    };
    let name = promised(&model).expect("somebody has promised");
    let remark = sheet(&model, &name).remark;
    assert_eq!(remark, "A crash would take what it has promised from its disk: this is not Paxos.");
    go_after(&mut model, |_, step| matches!(step.action, Action::Crash { .. }));
    let crashed = shown(&model).recording().steps()[shown(&model).at.steps - 1].node().expect("a node crashes");
    let name = shown(&model).names().node(crashed).to_string();
    let disk = sheet(&model, &name).disk;
    assert_eq!(pairs(&disk)[0], ("promised", "nothing"));
    assert!(writer(&model, &disk, "promised").starts_with("crash "), "the crash wrote it");
}

#[test]
fn one_node_does_not_see_into_another() {
    let mut model = scene("case-proposer-fails");
    let p2 = shown(&model).names().find_node("P2");
    model.update(Msg::See(p2));
    let a1 = sheet(&model, "A1");
    assert_eq!((&a1.disk[..], &a1.memory[..], a1.letters), (&[][..], &[][..], None));
    assert_eq!(a1.remark, "P2 cannot look into A1: it knows of it only what its messages say.");
    let own = sheet(&model, "P2");
    assert!(!own.disk.is_empty() && own.letters.is_none(), "where its messages are it cannot know");
    assert_eq!(model.inspected(), p2);
}

#[test]
fn ids_that_are_hidden_stay_hidden() {
    let model = scene("nutshell");
    let names = shown(&model).names().nodes.clone();
    let acceptor = names.iter().find(|name| name.starts_with('A')).expect("there is an acceptor");
    assert_eq!(sheet(&model, acceptor).disk[0].name, "answered");
    let proposer = names.iter().find(|name| name.starts_with('P')).expect("there is a proposer");
    assert!(
        sheet(&model, proposer)
            .disk
            .iter()
            .chain(&sheet(&model, proposer).memory)
            .all(|value| !value.name.contains("id "))
    );
}

#[test]
fn wish_to_inspect_opens_the_panel_and_closes_the_menu() {
    let mut model = scene("case-proposer-fails");
    let a3 = shown(&model).names().find_node("A3").expect("there is one");
    model.update(Msg::OpenMenu(paxos_explainer::player::Touched::Node(a3)));
    model.update(Msg::Inspect(a3));
    assert!(model.panels.is_open(Panel::State, shown(&model)) && model.menu.is_none());
    assert_eq!(model.inspected(), Some(a3));
    model.update(Msg::Act(Act::Crash(a3)));
    assert_eq!(model.inspected(), Some(a3));
}

#[test]
fn what_was_seen_before_never_shows() {
    for id in ["contention", "case-promise-forgotten", "case-proposer-fails", "mp-take-over"] {
        let (mut model, seen) = (scene(id), Seen::default());
        let nodes: Vec<_> = shown(&model).world().cluster.nodes().collect();
        let moves =
            [Msg::Seek(900), Msg::StepForward, Msg::StepForward, Msg::StepBack, Msg::Seek(4000), Msg::Seek(u32::MAX)];
        let acts =
            [Msg::Act(Act::Crash(nodes[1])), Msg::Tick(400), Msg::Undo, Msg::Speak(Vocabulary::Mit), Msg::Seek(2500)];
        for (nth, msg) in moves.iter().chain(&acts).chain(&moves).cloned().enumerate() {
            model.update(msg);
            // Mostly the same node, and now and then another one.
            let node = nodes[if nth % 5 == 4 { 0 } else { 2 }];
            assert_eq!(Sheet::of(shown(&model), node, &seen), Sheet::of(shown(&model), node, &Seen::default()), "{id}");
        }
    }
}
