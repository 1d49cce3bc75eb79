//! What happened before what, and what is lit.

use crate::on_show::{begun as opened, shown};
use paxos_explainer::player::{Act, Light, LightMsg, Model, Msg, Opening, Pick, Show, Source, Spot};
use paxos_explainer::sim::{Causes, MessageId, Moment, Time};

/// P1 asks A1 and A2; A2 crashes before PREPARE reaches it; P2 asks A2 later, which is back.
const TEXT: &str = "title t\nproposers P1 P2\nacceptors A1 A2\ndelay 100\n\
    propose P1 cat id 1\nrun 50\ncrash A2\nrun 60\nrestart A2\npropose P2 dog id 2\nrun 100\n";

fn begun() -> Model {
    opened(TEXT)
}

/// The place of the one step at this time at this node.
fn step_at(show: &Show, time: Time, node: &str) -> usize {
    let is_it = |step: &paxos_explainer::sim::Step| {
        step.time == time && step.node().is_some_and(|at| show.names().node(at) == node)
    };
    show.recording().steps().iter().position(is_it).expect("there is such a step")
}

fn light(model: &Model) -> Light {
    model.lighting.light(shown(model))
}

#[test]
fn step_depends_on_what_its_node_did_and_on_who_sent_its_message() {
    let model = begun();
    let show = shown(&model);
    let causes = Causes::of(show.recording());
    let (asks, crash) = (step_at(show, 0, "P1"), step_at(show, 50, "A2"));
    let (restart, promises) = (step_at(show, 110, "A2"), step_at(show, 210, "A2"));
    let lost = step_at(show, 100, "A2");
    assert_eq!(causes.direct(asks), [0_usize; 0]);
    assert_eq!(causes.direct(lost), [crash, asks]);
    assert_eq!(causes.direct(restart), [crash], "what reached nobody changed nothing");
    let other = step_at(show, 110, "P2");
    assert_eq!(causes.direct(promises), [restart, other]);
    assert_eq!(causes.past(promises), [crash, restart, other, promises]);
    let later = [(100, "A1"), (200, "P1"), (210, "A1")].map(|(time, node)| step_at(show, time, node));
    assert_eq!(causes.future(asks), [asks, later[0], lost, later[1], later[2]]);
    assert!(!causes.future(asks).contains(&promises), "P2 knows nothing of P1");
}

#[test]
fn act_on_a_message_comes_between_its_sending_and_its_arrival() {
    let text = "title t\nproposers P1\nacceptors A1\ndelay 100\npropose P1 cat\nhold PREPARE\nrun 50\nrelease PREPARE\nrun 300\n";
    let source = Source::Text(text.into());
    let (mut model, _) = Model::new(source.clone(), Opening::End);
    model.update(Msg::Loaded { id: source, text: text.to_string(), opening: Opening::End });
    let causes = Causes::of(shown(&model).recording());
    assert_eq!((causes.direct(1), causes.direct(2), causes.direct(3)), (&[0][..], &[1][..], &[2][..]));
}

#[test]
fn pointing_lights_a_message_with_both_its_ends() {
    let mut model = begun();
    model.update(LightMsg::Point(Some(Spot::Message(MessageId(0)))).into());
    let lit = light(&model);
    let show = shown(&model);
    assert_eq!(lit.messages, [MessageId(0)]);
    assert_eq!(lit.steps, [step_at(show, 0, "P1"), step_at(show, 100, "A1")]);
    assert!(lit.nodes.len() == 2 && !lit.dims);
    model.update(LightMsg::Point(None).into());
    assert_eq!(light(&model), Light::default());
}

#[test]
fn picked_step_lights_its_past_and_its_future_and_nothing_else() {
    let mut model = begun();
    let arrives = step_at(shown(&model), 100, "A1");
    model.update(LightMsg::Pick(Pick::Step(arrives)).into());
    let lit = light(&model);
    assert!(lit.dims && lit.has_step(arrives) && lit.has_step(0));
    assert!(lit.has_message(MessageId(0)), "PREPARE from P1 to A1 led to it");
    assert!(!lit.has_message(MessageId(1)), "PREPARE to A2 did not");
    model.update(LightMsg::Pick(Pick::Step(arrives)).into());
    assert_eq!(light(&model), Light::default(), "picked again, it is picked no longer");
    model.update(LightMsg::Pick(Pick::Step(arrives)).into());
    model.update(Msg::Escape);
    assert_eq!(light(&model), Light::default());
}

#[test]
fn light_goes_out_when_another_run_is_shown_and_stays_while_time_moves() {
    let mut model = begun();
    model.update(LightMsg::Pick(Pick::Step(0)).into());
    model.update(Msg::Seek(50));
    assert_eq!(model.lighting.picked, Some(Pick::Step(0)));
    let a1 = shown(&model).recording().steps()[step_at(shown(&model), 100, "A1")].node().expect("it is at A1");
    model.update(Msg::Act(Act::Crash(a1)));
    assert_eq!(model.lighting.picked, None);
    model.update(LightMsg::Pick(Pick::Step(0)).into());
    model.update(Msg::PreviousSlide);
    assert!(!shown(&model).is_own() && model.lighting.picked.is_none());
}

#[test]
fn moment_between_two_steps_of_one_instant_can_be_had() {
    let mut model = begun();
    let (first, lost) = (step_at(shown(&model), 100, "A1"), step_at(shown(&model), 100, "A2"));
    model.update(Msg::StandAt(Moment { time: 100, steps: first + 1 }));
    assert_eq!((shown(&model).at.time, shown(&model).at.steps), (100, lost));
}

/// A run that was found is opened at once, and not when its text has come.
#[test]
fn who_closes_an_answer_in_another_scene_stays_there() {
    let mut model = begun();
    model.update(Msg::Seek(u32::MAX));
    model.update(LightMsg::Pick(Pick::Nothing).into());
    let short = "title s\nproposers P1\nacceptors A1\ndelay 3000\npropose P1 cat id 1\nrun 2000\n";
    model.update(Msg::OpenSource(Source::Text(short.into()), Opening::Start));
    assert_eq!(model.lighting, paxos_explainer::player::Lighting::default(), "nothing of it is lit any more");
    model.update(LightMsg::Clear.into());
    assert_eq!(shown(&model).at, Moment::default());
}
