//! A way that a search has found is gone as a run of the viewer's own.

use crate::on_show::{begun, begun_at, shown, text_of};
use paxos_explainer::player::{Act, Msg, Opening};
use paxos_explainer::sim::{Action, Step, truth};

#[test]
fn way_is_gone_as_a_run_of_the_viewers_own_and_taken_back_at_once() {
    let mut model = begun_at(&text_of("case-proposer-fails"), Opening::Start);
    let end = shown(&model).scene.slides[3].end;
    model.update(Msg::StandAt(end));
    let before = shown(&model).world();
    assert_eq!(truth::chosen(&before).count(), 0);
    let way = ["deliver ACCEPT-REQUEST 2 P2->A3", "deliver ACCEPT-REQUEST 2 P2->A1"].map(str::to_string).to_vec();
    model.update(Msg::Act(Act::Way(way)));
    assert_eq!(model.notice, None);
    let show = shown(&model);
    assert!(show.is_own() && model.is_playing());
    let steps = show.recording().steps();
    let chosen = steps.iter().position(|step| step.effects.chosen.is_some()).expect("cat is chosen");
    let delivered = |step: &&Step| matches!(step.action, Action::Deliver { .. });
    assert_eq!(steps[show.at.steps..=chosen].iter().filter(delivered).count(), 2, "and nothing else arrives before");
    assert!(show.at.time < steps[chosen].time, "it is seen on its way");
    model.update(Msg::Undo);
    assert!(!shown(&model).is_own());
    assert_eq!(*shown(&model).world(), *before);
}

#[test]
fn way_that_cannot_be_gone_changes_nothing_and_says_why() {
    let mut model = begun(&text_of("case-proposer-fails"));
    model.update(Msg::Act(Act::Way(vec!["deliver PREPARE 7 P1->A1".to_string()])));
    assert!(model.notice.as_ref().is_some_and(|why| why.contains("PREPARE 7")), "{:?}", model.notice);
    assert!(!shown(&model).is_own());
}
