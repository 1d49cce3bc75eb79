//! The three milestones, who sees them, and the panels that show them.

use paxos_explainer::export::chronicle::Chronicle;
use paxos_explainer::export::stretch::Stretch;
use paxos_explainer::export::{markdown, mermaid, object};
use paxos_explainer::paxos::NodeId;
use paxos_explainer::player::{Model, Msg, Opening, Panel, Show};
use paxos_explainer::sim::milestones;
use paxos_explainer::story::words::milestone::{flag, sentence};
use paxos_explainer::view::Tableau;
use paxos_explainer::view::tableau::{Body, Course};

/// A1 and A2 promise and accept; P1, L1 and L2 learn at different times.
const ROUND: &str = "title t\nshow flags\nproposers P1 P2\nacceptors A1 A2 A3\nlearners L1 L2\nnetwork manual\ndelay 100\n\
    propose P1 cat id 5\ndeliver PREPARE P1->A1\ndeliver PREPARE P1->A2\ndeliver PROMISE\n\
    deliver ACCEPT-REQUEST P1->A1\ndeliver ACCEPT-REQUEST P1->A2\n\
    deliver ACCEPT any->P1\ndeliver ACCEPT A1->L1\ndeliver ACCEPT A2->L1\n\
    propose P2 dog id 6\ndeliver PREPARE 6 P2->A2,A3\ndeliver PROMISE 6\ndeliver ACCEPT-REQUEST 6 P2->A2,A3\n";

fn begun(text: &str) -> Model {
    let (mut model, _) = Model::new("t", Opening::Set);
    model.update(Msg::Loaded { id: "t".into(), text: text.into(), opening: Opening::Set });
    model
}

fn shown(model: &Model) -> &Show {
    model.show().expect("a scene is on show")
}

fn told(show: &Show) -> Vec<String> {
    let (world, reached) = (show.recording().world(), milestones(show.recording(), show.at));
    let line = |milestone: &_| sentence(milestone, &world.rules, show.telling());
    reached.iter().map(|it| format!("{} {} {}", it.at.time, flag(&it.kind), line(it))).collect()
}

#[test]
fn floor_value_and_knowledge_are_three_moments() {
    let model = begun(ROUND);
    assert_eq!(
        told(shown(&model)),
        [
            "200 1 A1 and A2 have promised 5: neither of them will ever again accept below 5.",
            "500 2 cat is chosen, under 5, by A1 and A2.",
            "600 3 P1 has learned cat.",
            "800 3 L1 has learned cat.",
            "900 1 A2 and A3 have promised 6: neither of them will ever again accept below 6.",
        ],
        "that cat is accepted by a quorum again, under 6, is no milestone"
    );
}

#[test]
fn no_flag_stands_before_its_moment() {
    let mut model = begun(ROUND);
    for (time, flags) in [(199, 0), (200, 1), (499, 1), (500, 2), (599, 2), (600, 3), (799, 3), (800, 4)] {
        model.update(Msg::Seek(time));
        assert_eq!(told(shown(&model)).len(), flags, "at {time}");
    }
}

#[test]
fn second_value_is_a_milestone_and_wrong_rules_promise_nothing_for_the_future() {
    let text = ROUND.replace("network manual", "network manual\nrule accept always\nrule value own");
    let told = told(shown(&begun(&text)));
    assert_eq!(told[0], "200 1 A1 and A2 have promised 5.");
    assert!(told.iter().any(|line| line.contains("2 dog is chosen, under 6, by A2 and A3.")), "{told:?}");
}

/// The floor goes by what held when it was reached, and what is set later changes no flag that stands.
#[test]
fn quorum_that_is_set_later_changes_no_floor_before_it() {
    const SCENE: &str = "title t\nproposers P1 P2\nacceptors A1 A2 A3\nlearners L1\nnetwork manual\nslide s\n\
        propose P1 cat id 5\ndeliver PREPARE P1->A1,A2\ndeliver PROMISE\nslide later\n";
    let at_slide = |text: &str, slide: usize| {
        let mut model = begun(text);
        let end = shown(&model).scene.slides[slide].end;
        model.update(Msg::StandAt(end));
        told(shown(&model))
    };
    let floor = ["1000 1 A1 and A2 have promised 5: neither of them will ever again accept below 5."];
    for change in ["quorum prepare 3 accept 1", "quorum prepare 1 accept 3", "rule quorum half", "delay 7"] {
        let text = format!("{SCENE}set {change}\n");
        assert_eq!(at_slide(&text, 0), floor, "{change}");
        assert_eq!(at_slide(&text, 1)[0].split(':').next(), floor[0].split(':').next(), "{change}");
        assert_eq!(at_slide(&text, 1).len(), 1, "{change}");
    }
    // One promise is none of a quorum of two, and is one of a quorum of one from then on, once and for all.
    let one = SCENE.replace("A1,A2", "A1");
    let text = format!("{one}set quorum prepare 1 accept 3\nset quorum majority\nset quorum prepare 1 accept 3\n");
    assert!(at_slide(&text, 0).is_empty());
    assert_eq!(at_slide(&text, 1), ["2000 1 A1 has promised 5: it will never again accept below 5."]);
}

fn node(show: &Show, name: &str) -> NodeId {
    show.names().find_node(name).expect("there is such a node")
}

#[test]
fn node_sees_its_own_knowledge_and_nothing_else() {
    let mut model = begun(ROUND);
    let p1 = node(shown(&model), "P1");
    model.update(Msg::Seek(500)); // The instant of choice.
    assert_eq!(Tableau::of(shown(&model)).chosen.len(), 1);
    model.update(Msg::See(Some(p1)));
    let tableau = Tableau::of(shown(&model));
    assert!(tableau.chosen.is_empty(), "no node sees that a value is chosen");
    for actor in &tableau.actors {
        match (&actor.body, actor.name.as_str()) {
            (Body::Proposer { crown, promises, .. }, "P1") => assert_eq!((*crown, promises.have), (None, 2)),
            (Body::Unseen { by, heard }, name) => {
                let expected = matches!(name, "A1" | "A2").then_some("PROMISE 5");
                assert_eq!((by.as_str(), heard.as_deref()), ("P1", expected), "{name}");
            }
            (other, name) => panic!("{name} shows {other:?}"),
        }
    }
    let reached = milestones(shown(&model).recording(), shown(&model).at);
    assert!(reached.iter().all(|milestone| !milestone.is_seen_by(Some(p1))));
    model.update(Msg::Seek(600));
    let reached = milestones(shown(&model).recording(), shown(&model).at);
    assert_eq!(reached.iter().filter(|milestone| milestone.is_seen_by(Some(p1))).count(), 1, "it has learned");
    model.update(Msg::See(None));
    assert!(Tableau::of(shown(&model)).actors.iter().all(|actor| !matches!(actor.body, Body::Unseen { .. })));
}

#[test]
fn crash_of_another_node_shows_to_nobody() {
    let mut model = begun(&format!("{ROUND}crash A1\n"));
    let l1 = node(shown(&model), "L1");
    model.update(Msg::See(Some(l1)));
    let tableau = Tableau::of(shown(&model));
    let a1 = tableau.actors.iter().find(|actor| actor.name == "A1").expect("it is there");
    assert!(a1.up && a1.label == "A1, which L1 does not see; last said: ACCEPT 5 cat", "{}", a1.label);
}

#[test]
fn message_is_seen_by_its_sender_while_it_leaves_and_by_its_receiver_once_it_is_there() {
    let text = "title t\nproposers P1\nacceptors A1\ndelay 1000\npropose P1 cat id 5\nrun 3000\n";
    let mut model = begun(text);
    let (p1, a1) = (node(shown(&model), "P1"), node(shown(&model), "A1"));
    let mut seen = |eye, time| {
        model.update(Msg::See(Some(eye)));
        model.update(Msg::Seek(time));
        let passages = Tableau::of(shown(&model)).passages;
        passages.iter().map(|passage| (passage.label.clone(), passage.course == Course::Arrived)).collect::<Vec<_>>()
    };
    let prepare = "PREPARE 5 from P1 to A1".to_string();
    assert_eq!(seen(p1, 200), [(prepare.clone(), false)]);
    assert_eq!(seen(p1, 500), [], "it is out of sight");
    assert_eq!(seen(a1, 999), [], "nothing is known of what has not come");
    assert_eq!(seen(a1, 1000)[0], (prepare, true));
}

#[test]
fn scene_that_asks_for_no_panel_opens_with_the_diagram() {
    let open = |text: &str| {
        let model = begun(text);
        let show = shown(&model);
        Panel::ALL.into_iter().filter(|&panel| model.panels.is_open(panel, show)).collect::<Vec<_>>()
    };
    let rest = "title t\nproposers P1\nacceptors A1\npropose P1 cat\n";
    assert_eq!(open(rest), [Panel::Time]);
    assert_eq!(open(&format!("show stage\n{rest}")), []);
    assert_eq!(open(&format!("show board log\n{rest}")), [Panel::Board, Panel::Log]);
}

#[test]
fn panel_opens_with_its_scene_and_as_the_reader_decides() {
    let mut model = begun(ROUND);
    let is_open = |model: &Model, panel| model.panels.is_open(panel, shown(model));
    let open = |model: &Model| Panel::ALL.into_iter().filter(|&panel| is_open(model, panel)).collect::<Vec<_>>();
    assert_eq!(open(&model), [Panel::Flags]);
    model.update(Msg::Toggle(Panel::Flags));
    model.update(Msg::Toggle(Panel::Rules));
    assert_eq!(open(&model), [Panel::Rules]);
    assert!(!Panel::Plot.suits(shown(&model)) && Panel::Rules.suits(shown(&model)), "a plot belongs to its scene");
    model.update(Msg::Toggle(Panel::Plot));
    assert!(!is_open(&model, Panel::Plot));
}

#[test]
fn just_now_tells_also_that_a_proposer_takes_promises_for_success() {
    let text =
        "title t\nproposers P1\nacceptors A1 A2 A3\ndelay 100\nrule learn on-promises\npropose P1 cat\nrun 200\n";
    let mut model = begun(text);
    model.update(Msg::Seek(200));
    let told = shown(&model).just_now().join(" ");
    assert!(told.contains("free to send its own: cat"), "{told}");
    assert!(told.contains("for success and declares cat chosen"), "{told}");
}

/// Where a log names those who decide, a quorum of them has the floor; whoever else has promised does not count.
#[test]
fn floor_of_a_log_is_that_of_those_who_decide() {
    let head = "title t\nreplicas R1 R2 R3 R4 R5\nmembers R1 R2 R3\nnetwork manual\ndelay 100\n";
    let floors = |rest: &str| {
        let model = begun(&format!("{head}timeout R1\n{rest}"));
        told(shown(&model)).into_iter().filter(|told| told.contains("promised")).collect::<Vec<_>>()
    };
    let both = "R1 and R2 have promised 1: neither of them will ever again accept below 1.";
    assert_eq!(floors("deliver PREPARE R1->R2\n"), [format!("100 1 {both}")]);
    assert!(floors("").is_empty());
}

#[test]
fn two_values_that_one_step_makes_chosen_are_both_told_of() {
    let text = include_str!("../scenarios/body-set-quorum-chooses-two-at-once.paxos");
    let model = begun(text);
    let show = shown(&model);
    let chosen: Vec<String> = told(show).into_iter().filter(|line| line.starts_with("6000 2 ")).collect();
    assert_eq!(chosen, ["6000 2 cat is chosen, under 1, by A1.", "6000 2 dog is chosen, under 2, by A3."]);

    let run = serde_json::to_value(object(show, Stretch::whole(show))).expect("it is JSON");
    let values: Vec<&str> = run["chosen"].as_array().unwrap().iter().filter_map(|it| it["value"].as_str()).collect();
    assert_eq!(values, ["cat", "dog"]);
    let events = run["events"].as_array().unwrap();
    let second = "A3 has accepted 2 dog, and that is a quorum: dog is chosen too, although cat was chosen under 1. \
                  Agreement is broken.";
    assert_eq!(events.last().unwrap()["because"], second);
    let exported = Chronicle::of(show, Stretch::whole(show));
    let markdown = markdown::document(&exported);
    assert!(markdown.contains("cat is chosen.**") && markdown.contains("Agreement is broken.**"), "{markdown}");
    let mermaid = mermaid::diagram(&exported).unwrap();
    assert!(mermaid.contains("Note over n2: ★") && mermaid.contains("Note over n4: ⚠"), "{mermaid}");

    let questions: Vec<String> = show.questions().into_iter().map(|it| it.text).collect();
    let asked = questions.iter().filter(|it| it.starts_with("Why is cat") || it.starts_with("Why is dog")).count();
    assert_eq!(asked, 2, "{questions:?}");
    let marks = Tableau::of(show).chosen.into_iter().map(|mark| mark.value).collect::<Vec<_>>();
    assert_eq!(marks, ["cat", "dog"]);
}
