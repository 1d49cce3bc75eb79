//! A way that a search has found is gone as a run of the viewer's own.

use crate::link::errand::carried_out;
use crate::on_show::{begun, begun_at, shown, text_of};
use paxos_explainer::link::errand::request;
use paxos_explainer::paxos::Value;
use paxos_explainer::player::errand::Report;
use paxos_explainer::player::{Act, Effect, Model, Msg, Opening, ProspectMsg, Stands};
use paxos_explainer::sim::possible::Standing;
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

/// Has a way to a value looked for, and the worker's part done here.
fn look(model: &mut Model, value: Value) -> Stands {
    let mut wishes = model.update(Msg::Prospect(ProspectMsg::Look(value)));
    while let Some(Effect::Ask(number, task)) = wishes.pop() {
        for report in carried_out(&request::write(&task), 1_000_000) {
            wishes.extend(model.update(Msg::Reported(number, report)));
        }
    }
    model.looked().expect("it was looked for").stands.clone()
}

/// What has happened from the moment that is shown until a value is chosen, but for what the page itself does to keep
/// everything still.
fn actions_until_chosen(model: &Model, value: Value) -> u32 {
    let show = shown(model);
    let rest = &show.recording().steps()[show.at.steps..];
    let chosen = |step: &Step| step.effects.chosen.is_some_and(|chosen| chosen.vote.value == value);
    rest.iter().position(chosen).map_or(0, |at| at as u32 + 1)
}

/// That there is no way holds of the moment at which it was asked; at another one it is not said.
#[test]
fn answer_is_said_only_of_the_moment_of_which_it_holds() {
    let text = text_of("case-why-highest-lowest");
    let last = shown(&begun(&text)).scene.slides.len() - 1;
    let mut model = begun_at(&text, Opening::Slide(last));
    let prospect = shown(&model).prospect().expect("who sees all is told");
    let dead = prospect.possible.values.iter().find(|outlook| outlook.standing() == Standing::Dead);
    let value = dead.map_or_else(|| panic!("nothing is dead"), |outlook| outlook.value);
    assert!(matches!(look(&mut model, value), Stands::None(_)));
    assert!(model.looked().is_some());
    let start = shown(&model).scene.slides[0].start;
    model.update(Msg::StandAt(start));
    assert!(model.looked().is_none(), "it is another moment");
}

#[test]
fn whatever_is_called_possible_can_be_shown_in_so_many_actions_as_are_told() {
    let (mut found, mut none) = (0, 0);
    for id in ["case-proposer-fails", "case-why-highest-lowest", "look-closer", "case-accept-always", "phase-1"] {
        let text = text_of(id);
        let slides = shown(&begun(&text)).scene.slides.len();
        for slide in 0..slides {
            let at_slide = || begun_at(&text, Opening::Slide(slide));
            let model = at_slide();
            let prospect = shown(&model).prospect().expect("who sees all is told");
            for outlook in prospect.possible.values.iter().filter(|outlook| !outlook.is_chosen()) {
                let mut model = at_slide();
                let about = format!("{id} slide {slide}: {outlook:?}");
                match look(&mut model, outlook.value) {
                    Stands::Found(length, _) => {
                        let told = shown(&model).own().map(|own| own.told());
                        assert_eq!(actions_until_chosen(&model, outlook.value), length, "{about} {told:?}");
                        assert!(shown(&model).is_own() && model.is_playing(), "{about}");
                        let name = format!("in {length} action");
                        assert!(shown(&model).own().is_some_and(|own| own.name.contains(&name)), "{about}");
                        found += 1;
                    }
                    Stands::None(_) => {
                        assert!(outlook.standing() == Standing::Dead, "{about}");
                        assert!(!shown(&model).is_own(), "{about}");
                        none += 1;
                    }
                    other => panic!("{other:?}: {about}"),
                }
            }
        }
    }
    assert!(10 < found && 5 < none, "{found} {none}");
}

#[test]
fn search_that_is_stopped_or_left_behind_changes_nothing() {
    let mut model = begun_at(&text_of("look-closer"), Opening::Start);
    let ends: Vec<_> = shown(&model).scene.slides.iter().map(|slide| slide.end).collect();
    model.update(Msg::StandAt(ends[2]));
    let value = shown(&model).prospect().expect("who sees all is told").possible.values[0].value;
    let wishes = model.update(Msg::Prospect(ProspectMsg::Look(value)));
    let [Effect::Ask(number, task)] = &wishes[..] else { panic!("{wishes:?}") };
    let reports = carried_out(&request::write(task), 1_000_000);
    // Another one in its place.
    let again = model.update(Msg::Prospect(ProspectMsg::Look(value)));
    assert!(matches!(&again[..], [Effect::CallOff(first), Effect::Ask(..)] if first == number), "{again:?}");
    assert!(matches!(&reports[..], [.., Report::Done(_)]), "{reports:?}");
    model.update(Msg::Reported(*number, reports[reports.len() - 1].clone()));
    assert!(!shown(&model).is_own(), "the first is not waited for any more");
    let [_, Effect::Ask(second, _)] = again[..] else { panic!("{again:?}") };
    model.update(Msg::StandAt(ends[1]));
    model.update(Msg::Reported(second, reports[reports.len() - 1].clone()));
    assert!(!shown(&model).is_own(), "the reader has gone on");
    assert!(matches!(model.looked().map(|looked| &looked.stands), Some(Stands::Found(..))));
    let third = model.update(Msg::Prospect(ProspectMsg::Look(value)));
    assert!(matches!(third[..], [Effect::Ask(..)]), "{third:?}");
    let stopped = model.update(Msg::Prospect(ProspectMsg::Stop));
    assert!(matches!(stopped[..], [Effect::CallOff(_)]), "{stopped:?}");
    assert!(model.looked().is_none());
}
