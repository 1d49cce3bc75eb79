//! The viewer's own runs: none is lost, each is undone, redone, named, gone back to, and kept.

mod kept;
mod sent;

use super::{begun, node, place, show, showing};
use paxos_explainer::paxos::NodeId;
use paxos_explainer::player::deleted::DELETED_MAX;
use paxos_explainer::player::{Act, Deed, KeptRun, Model, Msg, Opening, OwnRun, Shelf, Source, Wanted};
use paxos_explainer::sim::{Fate, Flight, LossReason, MessageId};
use paxos_explainer::story::When;
use paxos_explainer::story::words::given::{self, Came};
use std::rc::Rc;

fn crash(model: &mut Model, name: &str) {
    let node: NodeId = node(model, name);
    model.update(Msg::Act(Act::Crash(node)));
    assert_eq!(model.notice, None);
}

fn say(model: &mut Model, told: &str) {
    model.update(Msg::Act(Act::Say(told.to_string())));
    assert_eq!(model.notice, None, "{told}");
}

/// What was done in each run, and which of them is shown.
fn runs(model: &Model) -> (Vec<Vec<String>>, Option<usize>) {
    (show(model).runs().iter().map(|own| own.told()).collect(), show(model).shown_run())
}

fn under_way() -> Model {
    let mut model = begun();
    model.update(Msg::Seek(700));
    model
}

/// A page that is left and opened again, with what was kept of it.
fn again(kept: Vec<KeptRun>, opening: Opening) -> Model {
    let (mut model, _) = Model::new("own", Opening::Set);
    model.update(Msg::Shelve(Shelf {
        of: "own".into(),
        seed: None,
        title: String::new(),
        runs: kept,
        deleted: vec![],
    }));
    model.update(Msg::Loaded { id: "own".into(), text: super::SCENE.to_string(), opening });
    model
}

#[test]
fn act_in_the_past_of_an_own_run_keeps_the_old_future() {
    let mut model = under_way();
    crash(&mut model, "A1");
    model.update(Msg::Seek(1500));
    crash(&mut model, "A2");
    model.update(Msg::Seek(1000));
    crash(&mut model, "A3");
    let told = |acts: &[&str]| acts.iter().map(ToString::to_string).collect::<Vec<String>>();
    let both = vec![told(&["crash A1", "crash A2"]), told(&["crash A1", "crash A3"])];
    assert_eq!(runs(&model), (both.clone(), Some(1)));
    model.update(Msg::GoToRun(0));
    assert_eq!(runs(&model), (both, Some(0)));
    assert_eq!(place(&model).1.time, 1000, "where it was left");
    model.update(Msg::Seek(2000));
    model.update(Msg::GoToRun(1));
    model.update(Msg::GoToRun(0));
    assert_eq!(place(&model).1.time, 2000, "where it was left again");
}

#[test]
fn act_after_the_last_one_goes_on_in_the_same_run() {
    let mut model = under_way();
    crash(&mut model, "A1");
    model.update(Msg::Seek(1500));
    crash(&mut model, "A2");
    assert_eq!(runs(&model).0.len(), 1);
}

#[test]
fn what_is_undone_can_be_redone_to_the_same_run() {
    let mut model = under_way();
    let home = place(&model);
    crash(&mut model, "A1");
    model.update(Msg::Seek(1500));
    say(&mut model, "propose P2 owl");
    let (after, steps) = (place(&model), show(&model).recording().steps().to_vec());
    model.update(Msg::Undo);
    assert_eq!(place(&model).1.time, 1500, "to where it was done");
    assert!(show(&model).recording().steps().len() < steps.len());
    model.update(Msg::Redo);
    assert_eq!((place(&model), show(&model).recording().steps()), (after, &steps[..]));
    model.update(Msg::Undo);
    model.update(Msg::Undo);
    assert_eq!((place(&model), show(&model).is_own()), (home, false), "nothing is left: the slide");
    assert!(show(&model).can_redo() && !show(&model).can_undo());
    model.update(Msg::Redo);
    model.update(Msg::Redo);
    assert!(!show(&model).can_redo());
    assert_eq!(show(&model).recording().steps(), &steps[..]);
}

#[test]
fn act_after_an_undo_keeps_what_was_undone() {
    let mut model = under_way();
    crash(&mut model, "A1");
    model.update(Msg::Undo);
    crash(&mut model, "A2");
    assert_eq!(runs(&model), (vec![vec!["crash A1".to_string()], vec!["crash A2".to_string()]], Some(1)));
    model.update(Msg::GoToRun(0));
    let a1 = node(&model, "A1");
    assert!(!show(&model).recording().world().node(a1).up, "it is done again");
}

#[test]
fn each_deed_on_a_message_does_what_it_says() {
    let message = MessageId(1);
    let done = |deed: Deed| {
        let mut model = under_way();
        model.update(Msg::Act(Act::Message(message, deed)));
        assert_eq!(model.notice, None, "{deed:?}");
        model
    };
    let way = |model: &Model| show(model).recording().flight(message).clone();
    let told = |model: &Model| runs(model).0[0][0].clone();
    let delivered = done(Deed::Deliver);
    assert_eq!(way(&delivered).arrives, Some(700));
    assert_eq!(told(&delivered), "deliver one PREPARE 5 P1->A2");
    let lost = done(Deed::Lose);
    assert_eq!(way(&lost).end.map(|end| end.fate), Some(Fate::Lost(LossReason::Taken)));
    assert_eq!(told(&lost), "drop one PREPARE 5 P1->A2");
    let held = done(Deed::Hold);
    assert_eq!((way(&held).arrives, told(&held).as_str()), (None, "hold one PREPARE 5 P1->A2"));
    let mut released = done(Deed::Hold);
    released.update(Msg::Seek(3000));
    released.update(Msg::Act(Act::Message(message, Deed::Release)));
    assert_eq!(way(&released).arrives, Some(3300), "the rest of its way");
    let doubled = done(Deed::Duplicate);
    assert_eq!(told(&doubled), "duplicate one PREPARE 5 P1->A2");
    let meant = way(&doubled).envelope;
    let is_alike = |other: &&Flight| (other.envelope.to, &other.envelope.message) == (meant.to, &meant.message);
    assert_eq!(show(&doubled).recording().flights().iter().filter(is_alike).count(), 2);
    assert_eq!(way(&done(Deed::Delay(900))).arrives, Some(1900));
}

#[test]
fn message_that_is_not_in_flight_is_refused_with_a_sentence() {
    let mut model = under_way();
    model.update(Msg::Act(Act::Message(MessageId(77), Deed::Lose)));
    assert_eq!(model.notice.as_deref(), Some("That message is not in flight; expected one that is."));
    assert!(!show(&model).is_own());
}

#[test]
fn statement_that_is_typed_is_done_or_refused_in_the_words_of_the_language() {
    let mut model = under_way();
    say(&mut model, "set rule accept always");
    say(&mut model, "partition P1 | A2 A3");
    model.update(Msg::Act(Act::Say("set los 20%".to_string())));
    let notice = model.notice.clone().unwrap_or_default();
    assert!(notice.contains("loss"), "{notice}");
    model.update(Msg::Act(Act::Say("run 500".to_string())));
    let notice = model.notice.clone().unwrap_or_default();
    assert!(notice.contains("something that is done"), "{notice}");
}

#[test]
fn run_gets_a_name_and_keeps_it() {
    let mut model = under_way();
    crash(&mut model, "A1");
    model.update(Msg::NameRun(0, "  A1 is gone\n".to_string()));
    assert_eq!(show(&model).runs()[0].name, "A1 is gone");
}

#[test]
fn scene_without_lines_can_be_acted_on_from_its_beginning() {
    let mut model = showing("title Empty\nproposers P1\nacceptors A1 A2 A3\nlearners L1\n");
    say(&mut model, "propose P1 cat");
    say(&mut model, "drop PREPARE");
    let lost = ["A1", "A2", "A3"].map(|to| format!("drop one PREPARE 1 P1->{to}"));
    let all: Vec<String> = ["propose P1 cat".to_string()].into_iter().chain(lost).collect();
    assert_eq!(runs(&model).0, [all], "one message each, as a link can carry it");
    model.update(Msg::Undo);
    assert_eq!(show(&model).own().map(|own| own.count_done()), Some(1), "undone as one thing");
}

/// A run that never comes to an end: a proposer whose messages are all lost tries again and again.
const ENDLESS: &str =
    "title Endless\nproposers P1\nacceptors A1 A2 A3\nlearners L1\nretry 3000\npropose P1 cat\nrun 100\n";

#[test]
fn run_that_goes_on_is_worked_out_further_when_its_end_is_reached() {
    let mut model = showing(ENDLESS);
    model.update(Msg::Seek(100));
    say(&mut model, "partition P1 | A1 A2 A3");
    let first = show(&model).end();
    assert!(show(&model).can_go_on() && first.time < 70_000, "{first:?}");
    model.update(Msg::Seek(u32::MAX));
    assert_eq!(show(&model).at, first);
    model.update(Msg::StepForward);
    assert!(first < show(&model).at && first < show(&model).end());
    model.update(Msg::PlayOrPause);
    for _ in 0..400 {
        model.update(Msg::Tick(1000));
    }
    assert!(model.is_playing() && first.time * 3 < show(&model).at.time, "it plays on: {:?}", show(&model).at);
}

#[test]
fn run_that_never_ends_comes_to_its_limit_and_says_so() {
    let mut model = showing(ENDLESS);
    model.update(Msg::Seek(100));
    say(&mut model, "partition P1 | A1 A2 A3");
    for _ in 0..20 {
        model.update(Msg::Seek(u32::MAX));
        model.update(Msg::StepForward);
    }
    assert!(show(&model).is_at_limit() && !show(&model).can_go_on());
    assert!(show(&model).end().time <= 600_000);
}

/// What was lost long ago would stand beside what is under way as if that had been lost.
#[test]
fn slide_that_goes_on_and_on_drops_what_is_long_past() {
    let text = "title Long\nproposers P1\nacceptors A1 A2 A3\nlearners L1\ndrop next PREPARE P1->A3\npropose P1 cat\nrun 20000\n";
    let mut model = showing(text);
    let ways = |model: &Model| paxos_explainer::view::Tableau::of(show(model)).passages.len();
    model.update(Msg::Seek(1000));
    assert!(3 <= ways(&model), "{}", ways(&model));
    model.update(Msg::Seek(20_000));
    assert_eq!(ways(&model), 0);
}

#[test]
fn run_says_what_the_script_would_have_gone_on_with_where_it_leaves_it() {
    let text = "title t\nproposers P1 P2\nacceptors A1 A2 A3\ndelay 1000\nslide \"One\"\ndrop next PREPARE P1->A3\n\
                propose P1 cat id 1\nrun 500\nslide \"Two\"\ndelay PREPARE P1->A2 700\nrun 600\nsay \"More.\"\n\
                propose P2 dog id 2\nrun idle\nexpect chosen dog\n";
    let rest = |text: &str, at: u32| {
        let mut model = showing(text);
        model.update(Msg::Seek(at));
        crash(&mut model, "A1");
        show(&model).own().expect("an own run").rest_of_script()
    };
    assert_eq!(rest(text, 200), ["delay PREPARE P1->A2 700", "propose P2 dog id 2"]);
    assert_eq!(rest(text, 700), ["propose P2 dog id 2"], "the delay had come by then");
    assert_eq!(rest(text, 1300), [""; 0], "and here all of it");
    let objective = "network manual\nobjective \"Let cat be chosen.\"\ngoal chosen cat\nwithin 9 acts";
    let by_hand = text.replace("delay 1000", objective).replace("run idle\nexpect chosen dog\n", "");
    assert_eq!(rest(&by_hand, 200), [""; 0], "nobody waits there for what comes by itself");
    let says = given::rest_of_script(&["a", "b", "c", "d"].map(str::to_string));
    let said = "The script of the scene ends there. It would have gone on with “a”, “b”, “c”, and 1 more.";
    assert_eq!(says.as_deref(), Some(said));
    assert_eq!(given::rest_of_script(&[]), None);
}

#[test]
fn what_is_several_acts_is_done_again_whole_and_goes_on_from_there() {
    let mut model = under_way();
    say(&mut model, "cut P1-A1 P1-A2 P1-A3");
    let (at, cuts) = (show(&model).at, show(&model).cut_links().len());
    model.update(Msg::Undo);
    model.update(Msg::Redo);
    assert_eq!((show(&model).at, show(&model).cut_links().len()), (at, cuts));
    crash(&mut model, "A3");
    assert_eq!(runs(&model).0.len(), 1, "nothing of it is left behind");
    assert_eq!(show(&model).cut_links().len(), cuts);
}
