//! What a viewer does to a run, and the way home.

use super::{begun, node, place, play_out, show, showing};
use paxos_explainer::link::acts;
use paxos_explainer::paxos::{NodeId, Slot};
use paxos_explainer::player::{Act, Deed, Model, Msg, Opening};
use paxos_explainer::sim::{Envelope, Fate, Moment, truth};
use paxos_explainer::story::Branch;

/// A scene in which nothing happens unless a viewer makes it.
const QUIET: &str = "title Quiet\nclients C1\nproposers P1 P2\nacceptors A1 A2 A3\nlearners L1\n";

/// A page in the middle of the third slide: P1 has two promises, and its requests are under way.
fn under_way() -> Model {
    let mut model = begun();
    model.update(Msg::Seek(2500));
    assert_eq!(place(&model), (2, Moment { time: 2500, steps: 7 }));
    model
}

fn act(model: &mut Model, act: Act) {
    assert_eq!(model.update(Msg::Act(act)), []);
}

/// The words of what is chosen at the end of the run that is shown.
fn chosen(model: &Model) -> Vec<String> {
    let (show, names) = (show(model), show(model).names());
    truth::chosen(show.recording().world()).map(|chosen| names.value(chosen.vote.value).to_string()).collect()
}

fn crash(model: &mut Model, name: &str) {
    let node = node(model, name);
    act(model, Act::Crash(node));
}

fn propose(model: &mut Model, name: &str, value: &str, id: &str) {
    let node = node(model, name);
    act(model, Act::Propose(node, value.to_string(), id.to_string()));
}

#[test]
fn act_forks_the_run_and_leaves_the_scene_as_it_was() {
    let mut model = under_way();
    let (before, home) = (place(&model), show(&model).recording().clone());
    crash(&mut model, "A1");
    assert!(show(&model).is_own() && model.notice.is_none());
    let a1 = node(&model, "A1");
    assert!(!show(&model).recording().at(show(&model).at).node(a1).up, "it is down at once");
    assert_eq!(show(&model).recording().steps()[..before.1.steps], home.steps()[..before.1.steps]);
    model.update(Msg::GoHome);
    assert!(!show(&model).is_own());
    assert_eq!(place(&model), before, "the very moment");
    assert_eq!(show(&model).recording().steps(), home.steps(), "and the very run");
}

#[test]
fn way_back_leads_to_where_the_own_run_was_left() {
    let mut model = under_way();
    crash(&mut model, "A1");
    model.update(Msg::StepForward);
    model.update(Msg::StepForward);
    let left = (place(&model), show(&model).recording().end());
    model.update(Msg::GoHome);
    model.update(Msg::NextSlide);
    model.update(Msg::GoToOwn);
    assert_eq!((place(&model), show(&model).recording().end()), left);
    assert!(show(&model).is_own() && !model.is_playing());
}

#[test]
fn second_act_goes_on_with_the_own_run_and_home_stays_the_same() {
    let mut model = under_way();
    let home = place(&model);
    crash(&mut model, "A1");
    crash(&mut model, "A2");
    let (show_now, a1) = (show(&model), node(&model, "A1"));
    assert!(!show_now.recording().at(show_now.at).node(a1).up, "the first act is part of it");
    model.update(Msg::GoHome);
    assert_eq!(place(&model), home);
}

/// Whoever has come home, gone on in the scene, and acts again leaves it at a new place.
#[test]
fn act_after_coming_home_leaves_the_scene_at_its_new_place() {
    let mut model = under_way();
    crash(&mut model, "A1");
    model.update(Msg::GoHome);
    model.update(Msg::Seek(3500));
    let second = place(&model);
    crash(&mut model, "A3");
    model.update(Msg::GoHome);
    assert_eq!(place(&model), second);
}

#[test]
fn previous_slide_leads_home_from_the_own_run() {
    let mut model = under_way();
    let home = place(&model);
    crash(&mut model, "A1");
    model.update(Msg::StepForward);
    assert_eq!(model.update(Msg::PreviousSlide), []);
    assert_eq!((place(&model), show(&model).is_own()), (home, false));
}

#[test]
fn own_run_plays_to_its_end_and_no_further() {
    let mut model = under_way();
    crash(&mut model, "A3");
    model.update(Msg::NextSlide);
    play_out(&mut model);
    assert_eq!(show(&model).at, show(&model).recording().end());
    assert_eq!(model.update(Msg::NextSlide), [], "the scene after it is not asked for");
    assert!(show(&model).is_own() && !model.is_playing());
}

#[test]
fn act_that_starts_something_plays_and_a_crash_does_not() {
    let mut model = showing(QUIET);
    propose(&mut model, "P2", "dog", "2");
    assert!(model.is_playing());
    play_out(&mut model);
    assert_eq!(chosen(&model), ["dog"]);
    crash(&mut model, "A1");
    assert!(!model.is_playing());
    let a1 = node(&model, "A1");
    act(&mut model, Act::Restart(a1));
    assert!(!model.is_playing());
}

/// The heart of Paxos, under a viewer's hands.
#[test]
fn later_proposal_adopts_the_value_that_gets_chosen_meanwhile() {
    let mut model = under_way();
    let id = show(&model).suggested_id(node(&model, "P2"));
    assert_eq!(id, "6");
    propose(&mut model, "P2", "dog", &id);
    play_out(&mut model);
    assert_eq!(chosen(&model), ["cat", "cat"], "under 5 and again under 6");
    let world = show(&model).recording().world();
    let learned = world.node(node(&model, "P2")).learner.as_ref().and_then(|learner| learner.learned(Slot::ONLY));
    assert_eq!(learned.map(|value| show(&model).names().value(value)), Some("cat"));
}

#[test]
fn request_of_a_client_travels_to_its_proposer() {
    let mut model = showing(QUIET);
    let (client, to) = (node(&model, "C1"), node(&model, "P2"));
    act(&mut model, Act::Request(client, to, "  fox ".to_string()));
    play_out(&mut model);
    assert_eq!(chosen(&model), ["fox"], "spaces around a value do not count");
}

#[test]
fn new_value_is_known_in_the_own_run_alone() {
    let mut model = under_way();
    propose(&mut model, "P1", "axolotl", "9");
    assert!(show(&model).names().values.iter().any(|value| value == "axolotl"));
    model.update(Msg::GoHome);
    assert!(!show(&model).names().values.iter().any(|value| value == "axolotl"));
}

#[test]
fn act_that_is_refused_gives_a_notice_and_changes_nothing() {
    let text = "title x\nclients C1\nproposers P1 P2\nacceptors A1\nids slotted\npropose P1 cat id 5\ncrash A1\n";
    let (c1, p1, p2, a1) = (NodeId(0), NodeId(1), NodeId(2), NodeId(3));
    let value = |text: &str| text.to_string();
    for (wanted, told) in [
        (Act::Crash(a1), "A1 is down"),
        (Act::Restart(p1), "P1 is up already"),
        (Act::Timeout(p2), "P2 has nothing to propose"),
        (Act::Timeout(a1), "A1 does not play that role"),
        (Act::Propose(p1, value("dog"), value("5")), "P1 has used 5 "),
        (Act::Propose(p2, value("dog"), value("5")), "P1 has used 5 before"),
        (Act::Propose(p2, value("dog"), value("six")), "“six” is not an id; one like 6 is expected"),
        (Act::Propose(p2, value("dog"), value("")), "“” is not an id; one like 6 is expected"),
        (Act::Propose(p2, value("  "), value("6")), "Type a value first, for example dog"),
        (Act::Propose(c1, value("dog"), value("6")), "C1 does not play that role"),
        (Act::Request(c1, a1, value("dog")), "A1 does not play that role"),
        (Act::Request(c1, p1, value(&"x".repeat(25))), "That value has 25 characters; it may have at most 24"),
    ] {
        let mut model = showing(text);
        model.update(Msg::Seek(0));
        model.update(Msg::StepForward);
        model.update(Msg::StepForward);
        let (before, steps) = (place(&model), show(&model).recording().steps().to_vec());
        act(&mut model, wanted.clone());
        let notice = model.notice.clone().unwrap_or_default();
        let begins = |told: &str| notice.to_lowercase().starts_with(&told.to_lowercase());
        assert!(begins(told) && notice.ends_with('.'), "{wanted:?}: {notice}");
        assert_eq!((place(&model), show(&model).is_own()), (before, false), "{wanted:?}");
        assert_eq!(show(&model).recording().steps(), steps, "{wanted:?}");
        model.update(Msg::CloseMenu);
        assert_eq!(model.notice, None);
    }
}

/// The highest id that can be given leaves higher ones to the nodes, and acts can be about their messages.
#[test]
fn act_about_an_id_that_nobody_can_give_is_done_again_from_what_is_kept_and_from_a_link() {
    let mut model = showing(&format!("{QUIET}nacks on\n"));
    let (p1, p2) = (node(&model, "P1"), node(&model, "P2"));
    propose(&mut model, "P1", "cat", "1000000000");
    act(&mut model, Act::Timeout(p1));
    let world = show(&model).world();
    let is_above = |it: &&Envelope| it.message.ballot().is_some_and(|ballot| 1_000_000_000 < ballot.number);
    let prepare = world.in_flight.iter().find(is_above).expect("P1 has a new id").id;
    act(&mut model, Act::Message(prepare, Deed::Lose));
    // Nobody can give P2 a higher one; it takes its next.
    propose(&mut model, "P2", "dog", "1000000002");
    assert_eq!(model.notice.take().as_deref(), Some("1000000002 is too high: ids that are given go up to 1000000000."));
    propose(&mut model, "P2", "dog", "six");
    assert_eq!(model.notice.take().as_deref(), Some("“six” is not an id; leave it out, and P2 takes its next one."));
    propose(&mut model, "P2", "dog", "");
    assert_eq!(model.notice, None);
    play_out(&mut model);
    act(&mut model, Act::Timeout(p2));
    let own = &show(&model).runs()[0];
    let kept = own.kept();
    let said: Vec<&str> = kept.acts.iter().map(|(_, said)| said.as_str()).collect();
    assert_eq!(
        said,
        [
            "propose P1 cat id 1000000000",
            "timeout P1",
            "drop one PREPARE 1000000001 P1->A1",
            "propose P2 dog",
            "timeout P2"
        ]
    );
    let highest = own.branch.recording.world().used.iter().map(|(ballot, _)| ballot.number).max();
    assert_eq!(highest, Some(1_000_000_002), "a NACK has shown P2 which is higher");
    let told = |told: Vec<acts::Told>| told.into_iter().map(|told| (told.at, told.text)).collect::<Vec<_>>();
    let done = kept.acts.iter().map(|(at, _)| *at).zip(own.branch.acts.iter().map(|act| &act.statement));
    let in_a_link = acts::read(&acts::write(done, &own.branch.names).expect("it has a form")).0;
    for acts in [kept.acts, told(in_a_link)] {
        let (again, stopped) = Branch::replay(&show(&model).scene, &acts);
        assert_eq!((stopped, again.recording.steps()), (None, own.branch.recording.steps()));
    }
}

#[test]
fn notice_goes_with_the_next_act_that_succeeds() {
    let mut model = under_way();
    let a1 = node(&model, "A1");
    act(&mut model, Act::Restart(a1));
    assert!(model.notice.is_some());
    crash(&mut model, "A1");
    assert_eq!(model.notice, None);
}

/// Of a manual scene, what was in flight stands still, and what comes later travels by itself.
#[test]
fn act_in_a_manual_scene_lets_the_world_run_on() {
    let mut model = showing(
        "title x\nproposers P1 P2\nacceptors A1 A2 A3\nlearners L1\nnetwork manual\npropose P1 cat\ndeliver PREPARE P1->A1\n",
    );
    model.update(Msg::Seek(u32::MAX));
    propose(&mut model, "P2", "dog", "2");
    play_out(&mut model);
    assert_eq!(chosen(&model), ["dog"]);
    let held = show(&model).recording().world().in_flight.iter().filter(|envelope| envelope.held).count();
    assert_eq!(held, 3, "PREPARE 1 to A2 and A3, and PROMISE 1");
}

/// What the next slide asks of messages to come must not reach into a run that leaves before it.
#[test]
fn act_at_the_end_of_a_slide_is_free_of_what_the_next_slide_asks() {
    let text = "title t\nproposers P1 P2\nacceptors A1 A2 A3\nslide one\npropose P1 cat\nrun idle\n\
                slide two\ndrop next PREPARE P2->A1,A2,A3\npropose P2 dog\nrun idle\n";
    let (mut model, _) = Model::new("t", Opening::Set);
    model.update(Msg::Loaded { id: "t".into(), text: text.into(), opening: Opening::Set });
    let p2 = model.show().and_then(|show| show.names().find_node("P2")).expect("P2 is there");
    model.update(Msg::Act(Act::Propose(p2, "owl".into(), "4".into())));
    let show = model.show().expect("a scene is on show");
    assert!(show.is_own());
    let lost = show
        .recording()
        .flights()
        .iter()
        .filter(|flight| matches!(flight.end.map(|end| end.fate), Some(Fate::Lost(_))));
    assert_eq!(lost.count(), 0);
}
