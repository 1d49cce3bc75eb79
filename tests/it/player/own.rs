//! The viewer's own runs: none is lost, each is undone, redone, named, gone back to, and kept.

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
fn runs_are_brought_back_as_they_were_kept() {
    let mut model = under_way();
    crash(&mut model, "A1");
    model.update(Msg::Seek(1500));
    crash(&mut model, "A2");
    model.update(Msg::Undo);
    say(&mut model, "set loss 20%");
    model.update(Msg::NameRun(1, "lossy".to_string()));
    model.update(Msg::Seek(1700));
    let kept = show(&model).kept();
    let model = again(kept.clone(), Opening::Set);
    assert_eq!(show(&model).kept(), kept);
    assert_eq!(model.told, Vec::<String>::new());
    assert!(!show(&model).is_own(), "the slide is shown first");
}

#[test]
fn runs_are_there_again_when_another_scene_was_shown_meanwhile() {
    let mut model = under_way();
    crash(&mut model, "A1");
    let kept = show(&model).kept();
    model.update(Msg::Open("phase-1".to_string(), Opening::Set));
    model.update(Msg::Loaded { id: "phase-1".into(), text: super::text_of("phase-1"), opening: Opening::Set });
    assert_eq!(show(&model).runs().len(), 0);
    model.update(Msg::Open("own".to_string(), Opening::Set));
    model.update(Msg::Loaded { id: "own".into(), text: super::SCENE.to_string(), opening: Opening::Set });
    assert_eq!(show(&model).kept(), kept);
}

#[test]
fn runs_are_kept_as_a_text_that_reads_back_as_the_same() {
    let when = |text: &str| text.parse::<When>().expect("a moment");
    let runs = vec![
        KeptRun {
            name: "two words, and more".to_string(),
            slide: 3,
            left_at: when("97_2"),
            acts: vec![(when("97"), "crash A1".to_string()), (when("97_1"), "propose P1 \"big dog\" id 5".to_string())],
            done: 1,
        },
        KeptRun { acts: vec![(when("0_0"), "set loss 20%".to_string())], done: 1, ..KeptRun::default() },
    ];
    let text = KeptRun::write(&runs);
    assert_eq!(KeptRun::read(&text), runs, "{text}");
    assert_eq!(KeptRun::read(""), []);
    for odd in ["run", "run x y z", "97 crash A1", "run 1 2 3 name\nxx crash", "\u{0}"] {
        KeptRun::read(odd); // Whatever stands in the storage, it is survived.
    }
}

#[test]
fn shelf_is_kept_with_the_text_of_a_scene_that_nothing_else_has() {
    let runs = vec![KeptRun { acts: vec![(When::after(7), "crash A1".to_string())], done: 1, ..KeptRun::default() }];
    let odd = Source::Address("seed:7:x.paxos".into());
    let sources = [Source::from("phase-1"), odd, Source::Text("title a\n\ntext\nb".into())];
    for (of, seed) in sources.iter().flat_map(|of| [None, Some(0), Some(u32::MAX)].map(|seed| (of.clone(), seed))) {
        let shelf = Shelf { of, seed, title: "My scene".to_string(), runs: runs.clone(), deleted: vec![] };
        assert_eq!(Shelf::read(&shelf.key(), &shelf.write()), Some(shelf));
    }
    assert_eq!(Shelf::read("text:0", "title x\nrun 0 1 0 \n"), None, "without the text there is no scene");
    for odd in ["odd", "seed:", "seed:7", "seed:x:scene:phase-1", "seed:4294967296:scene:phase-1"] {
        assert_eq!(Shelf::read(odd, ""), None, "{odd}");
    }
}

/// Opens the scene with times by chance, with its own seed or another.
fn opened_with(model: &mut Model, seed: Option<u32>) {
    let opening = Opening::Link(Rc::new(Wanted { seed, ..Wanted::default() }));
    let text = super::SCENE.replacen("learners L1\n", "learners L1\ndelay 200..800\nseed 1\n", 1);
    model.update(Msg::Open("own".to_string(), opening.clone()));
    model.update(Msg::Loaded { id: "own".into(), text, opening });
    assert_eq!(show(model).seed, seed);
    assert_eq!(model.told, Vec::<String>::new());
}

#[test]
fn runs_of_a_seed_are_there_again_under_that_seed_and_under_no_other() {
    let seeds = [(None, "A1"), (Some(7), "A2"), (Some(8), "A3")];
    let mut model = begun();
    for (seed, name) in seeds {
        opened_with(&mut model, seed);
        assert_eq!(runs(&model).0, crashes(&[]), "{seed:?}");
        model.update(Msg::Seek(700));
        crash(&mut model, name);
    }
    for (seed, name) in seeds {
        opened_with(&mut model, seed);
        assert_eq!(runs(&model).0, crashes(&[name]), "{seed:?}");
    }
}

/// Three runs from the same moment, the last one on show.
fn three_runs() -> Model {
    let mut model = under_way();
    for name in ["A1", "A2", "A3"] {
        model.update(Msg::GoHome);
        model.update(Msg::Seek(700));
        crash(&mut model, name);
    }
    model
}

fn crashes(names: &[&str]) -> Vec<Vec<String>> {
    names.iter().map(|name| vec![format!("crash {name}")]).collect()
}

#[test]
fn run_that_is_deleted_leaves_the_others_and_what_is_on_show() {
    let mut model = three_runs();
    model.update(Msg::DeleteRun(0));
    assert_eq!(runs(&model), (crashes(&["A2", "A3"]), Some(1)), "the same run is on show, which is the second now");
    model.update(Msg::BringRunBack);
    assert_eq!(runs(&model), (crashes(&["A1", "A2", "A3"]), Some(2)));
    model.update(Msg::DeleteRun(7));
    assert_eq!(runs(&model), (crashes(&["A1", "A2", "A3"]), Some(2)), "there is no such run");
}

#[test]
fn run_on_show_that_is_deleted_leads_back_to_its_slide() {
    let mut model = three_runs();
    model.update(Msg::GoToRun(1));
    model.update(Msg::Seek(1200));
    model.update(Msg::DeleteRun(1));
    assert_eq!(runs(&model), (crashes(&["A1", "A3"]), None));
    assert_eq!(place(&model).1.time, 700, "where it had left the slide");
    assert!(!show(&model).can_undo() && !show(&model).can_redo(), "nothing is done again in what is gone");
    model.update(Msg::DeleteRun(0));
    model.update(Msg::BringRunBack);
    assert_eq!(runs(&model), (crashes(&["A1", "A3"]), None), "it was not on show");
    model.update(Msg::BringRunBack);
    assert_eq!(runs(&model), (crashes(&["A1", "A2", "A3"]), Some(1)), "and this one was");
    assert_eq!(place(&model).1.time, 1200, "where it was left");
    assert!(show(&model).deleted().is_none());
}

#[test]
fn deleted_run_is_told_by_what_was_done_in_it_since_another_one_has_its_number_now() {
    let mut model = three_runs();
    model.update(Msg::NameRun(1, "the second".into()));
    for _ in 0..2 {
        model.update(Msg::DeleteRun(0));
    }
    let told = |model: &Model| show(model).deleted().expect("it can be brought back").told();
    assert_eq!(told(&model), "Your run “the second” is deleted. Done in it: “crash A2”.");
    model.update(Msg::BringRunBack);
    assert_eq!(told(&model), "A run of yours is deleted. Done in it: “crash A1”.");
}

#[test]
fn deleted_run_is_not_kept() {
    let mut model = three_runs();
    let before = show(&model).shelf();
    model.update(Msg::DeleteRun(1));
    let shelf = show(&model).shelf();
    assert_eq!(shelf.runs, [before.runs[0].clone(), before.runs[2].clone()]);
    // The storage still has what was kept before.
    assert_eq!(KeptRun::beside(&shelf.runs, &shelf.deleted, before.runs.clone()), shelf.runs);
    model.update(Msg::BringRunBack);
    let shelf = show(&model).shelf();
    assert_eq!(KeptRun::beside(&shelf.runs, &shelf.deleted, before.runs.clone()), before.runs);
}

#[test]
fn so_many_deleted_runs_can_be_brought_back_and_no_more() {
    let mut model = under_way();
    for _ in 0..=DELETED_MAX {
        model.update(Msg::GoHome);
        model.update(Msg::Seek(700));
        crash(&mut model, "A1");
        model.update(Msg::DeleteRun(0));
    }
    let mut back = 0;
    while show(&model).deleted().is_some() {
        model.update(Msg::BringRunBack);
        back += 1;
    }
    assert_eq!(back, DELETED_MAX);
}

#[test]
fn runs_of_another_page_are_kept_beside_these() {
    let run = |acts: &[&str]| {
        let acts: Vec<_> = acts.iter().map(|told| (When::after(5), told.to_string())).collect();
        KeptRun { done: acts.len(), acts, ..KeptRun::default() }
    };
    let mine = vec![run(&["crash A1", "crash A2"])];
    let kept = vec![run(&["crash A1"]), run(&["crash A3"]), run(&["crash A1", "crash A2"])];
    let both = vec![run(&["crash A1", "crash A2"]), run(&["crash A3"])];
    assert_eq!(
        KeptRun::beside(&mine, &[], kept.clone()),
        both,
        "an earlier state of one of these is none of another page"
    );
    let deleted = [run(&["crash A3", "restart A3"])];
    assert_eq!(KeptRun::beside(&mine, &deleted, kept), mine, "nor is one of what was deleted");
}

/// The notes of a lecturer may do the same at each visit.
#[test]
fn a_run_that_is_just_like_another_one_is_kept_once() {
    let run = |name: &str, done, left_at| KeptRun {
        name: name.to_string(),
        slide: 1,
        left_at: When::after(left_at),
        acts: vec![(When::after(5), "crash A1".to_string()), (When::after(9), "crash A2".to_string())],
        done,
    };
    let (last, named, undone) = (run("", 2, 9), run("Mine", 2, 5), run("", 1, 5));
    let runs = [run("", 2, 5), named.clone(), run("", 2, 7), undone.clone(), last.clone()];
    assert_eq!(KeptRun::beside(&runs, &[], Vec::new()), [named, undone, last], "the place is where one was last");
}

fn link(slide: Option<usize>, acts: &[(&str, &str)], at: Option<&str>) -> Opening {
    let when = |text: &str| text.parse::<When>().expect("a moment");
    let acts = acts.iter().map(|(at, told)| (when(at), told.to_string())).collect();
    let at = at.map(|at| paxos_explainer::player::Mark::When(when(at)));
    Opening::Link(Rc::new(Wanted { slide, at, acts, ..Wanted::default() }))
}

#[test]
fn link_opens_the_moment_with_what_was_done() {
    let opening = link(None, &[("700", "crash A1"), ("1500", "propose P2 owl id 6")], Some("1700"));
    let model = again(Vec::new(), opening);
    assert!(show(&model).is_own());
    assert_eq!(place(&model), (1, show(&model).branch().moment(When::after(1700))));
    assert_eq!(runs(&model).0, [["crash A1", "propose P2 owl id 6"]]);
}

#[test]
fn run_that_was_sent_is_so_until_it_is_changed() {
    let sent = |model: &Model| show(model).own().and_then(OwnRun::sent);
    let opening = || link(None, &[("700", "crash A1"), ("1500", "propose P2 owl id 6")], Some("1700"));
    let mut model = again(Vec::new(), opening());
    assert_eq!((sent(&model), show(&model).runs()[0].name.as_str()), (Some(Came::Link), "from a link"));
    model.update(Msg::Seek(1000));
    assert_eq!(sent(&again(show(&model).kept(), opening())), Some(Came::Link), "on the next visit too");
    model.update(Msg::Undo);
    assert_eq!(sent(&model), None, "something of it is taken back");
    model.update(Msg::Redo);
    assert_eq!(sent(&model), Some(Came::Link));
    crash(&mut model, "A2");
    assert_eq!(sent(&model), None);
    for came in [Came::File, Came::Pasted] {
        assert_eq!(sent(&again(Vec::new(), opening().by(came))), Some(came));
    }
}

#[test]
fn what_was_done_in_a_run_that_was_sent_is_told_in_few_words() {
    let acts: Vec<String> =
        ["crash A1", "crash A2", "restart A1", "propose P1 cat", "crash A3"].map(String::from).into();
    assert_eq!(given::done(&acts[..1]), "Done in it: “crash A1”.");
    assert_eq!(given::done(&acts[..3]), "Done in it: “crash A1”, “crash A2”, “restart A1”.");
    assert_eq!(given::done(&acts), "Done in it: “crash A1”, “crash A2”, “restart A1”, and 2 more.");
}

#[test]
fn link_to_a_run_that_is_kept_shows_that_run() {
    let mut model = under_way();
    crash(&mut model, "A1");
    model.update(Msg::NameRun(0, "mine".to_string()));
    let model = again(show(&model).kept(), link(None, &[("700", "crash A1")], None));
    assert_eq!(runs(&model), (vec![vec!["crash A1".to_string()]], Some(0)));
    assert_eq!(show(&model).runs()[0].name, "mine");
}

#[test]
fn link_without_a_moment_opens_the_start_of_its_slide_and_after_its_acts() {
    let model = again(Vec::new(), link(Some(2), &[], None));
    assert_eq!(place(&model), (2, show(&model).scene.slides[2].start));
    let model = again(Vec::new(), link(None, &[("700", "crash A1")], None));
    assert_eq!(place(&model).1.time, 700);
}

#[test]
fn link_with_an_act_that_cannot_be_done_does_those_before_it_and_says_so() {
    let model = again(Vec::new(), link(None, &[("700", "crash A1"), ("800", "crash A9"), ("900", "crash A2")], None));
    assert_eq!(runs(&model).0, [["crash A1"]]);
    assert_eq!(model.told.len(), 1);
    assert!(model.told[0].starts_with("Act 2 of this link cannot be done"), "{:?}", model.told);
    let model = again(Vec::new(), link(Some(99), &[], None));
    assert_eq!(place(&model).0, 4, "the nearest slide");
    assert!(model.told[0].contains("slide is 100; the last slide is 5"), "{:?}", model.told);
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

#[test]
fn link_far_into_a_run_that_goes_on_opens_there() {
    let (mut model, _) = Model::new("own", Opening::Set);
    let opening = link(None, &[("100", "partition P1 | A1 A2 A3")], Some("200000"));
    model.update(Msg::Loaded { id: "own".into(), text: ENDLESS.to_string(), opening });
    assert_eq!(place(&model).1.time, 200_000);
}

#[test]
fn link_with_a_seed_plays_the_scene_with_that_seed() {
    let text = "title Chance\nproposers P1\nacceptors A1 A2 A3\nlearners L1\ndelay 1..900\npropose P1 cat\nrun idle\n";
    let opened = |seed: Option<u32>| {
        let (mut model, _) = Model::new("own", Opening::Set);
        let opening = Opening::Link(Rc::new(Wanted { seed, ..Wanted::default() }));
        model.update(Msg::Loaded { id: "own".into(), text: text.to_string(), opening });
        show(&model).recording().steps().iter().map(|step| step.time).collect::<Vec<_>>()
    };
    assert_eq!(opened(Some(1)), opened(None), "1 is the seed of a scene that names none");
    assert_ne!(opened(Some(2)), opened(None));
}

#[test]
fn seed_with_which_a_scene_does_not_come_to_its_end_is_left_out_and_told() {
    let text = "title Chance\nproposers P1\nacceptors A1 A2 A3\nlearners L1\ndelay 1..900\npropose P1 cat\nrun 700\n";
    let under_way = showing(text);
    let under_way = show(&under_way).recording().world().in_flight.len();
    let expects = format!("{text}expect in-flight {under_way}\n");
    let opened = |seed: u32| {
        let (mut model, _) = Model::new("own", Opening::Set);
        let opening = Opening::Link(Rc::new(Wanted { seed: Some(seed), ..Wanted::default() }));
        model.update(Msg::Loaded { id: "own".into(), text: expects.clone(), opening });
        (show(&model).seed, model.told.len())
    };
    let all: Vec<_> = (1..30).map(opened).collect();
    assert!(all.iter().all(|(seed, told)| seed.is_some() == (*told == 0)), "{all:?}");
    assert!(all.iter().any(|(seed, _)| seed.is_none()) && all.iter().any(|(seed, _)| seed.is_some()), "{all:?}");
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
