//! Presenting: what it hides, what it gives back, and how it ends.

use super::{begun, node, opened, place, show};
use paxos_explainer::player::guides::GuideMsg;
use paxos_explainer::player::present::{SIZES, is_long};
use paxos_explainer::player::{Act, Bar, Effect, Model, Msg, Opening, Panel, PresentMsg};
use paxos_explainer::story::guide::Guide;

fn does(model: &mut Model, msg: PresentMsg) -> Vec<Effect> {
    model.update(msg.into())
}

fn open(model: &Model) -> Vec<Panel> {
    Panel::ALL.into_iter().filter(|&panel| model.panels.is_open(panel, show(model))).collect()
}

#[test]
fn talk_hides_the_panels_and_gives_them_back() {
    let mut model = begun();
    model.update(Msg::Toggle(Panel::Log));
    let before = open(&model);
    assert!(before.contains(&Panel::Log));
    assert_eq!(does(&mut model, PresentMsg::Toggle), [Effect::FillScreen]);
    assert_eq!(open(&model), []);
    does(&mut model, PresentMsg::Only(Some(Panel::Board)));
    does(&mut model, PresentMsg::Only(Some(Panel::State)));
    assert_eq!((open(&model), model.panel_of_talk(show(&model))), (vec![Panel::State], Some(Panel::State)));
    does(&mut model, PresentMsg::Only(None));
    assert_eq!(open(&model), []);
    model.update(Msg::Roomy(false));
    assert_eq!(does(&mut model, PresentMsg::Toggle), [Effect::LeaveScreen]);
    assert!(!model.presenting.is_on());
    assert!(open(&model).contains(&Panel::Log));
    assert!(!model.panels.is_roomy, "the window has been made smaller meanwhile");
}

#[test]
fn panel_that_does_not_suit_the_scene_stays_closed() {
    let mut model = begun();
    does(&mut model, PresentMsg::Toggle);
    does(&mut model, PresentMsg::Only(Some(Panel::Costs)));
    assert_eq!(open(&model), []);
}

#[test]
fn panels_without_a_stage_stay_as_they_are() {
    let mut model = begun();
    model.panels.are_alone = true;
    let before = open(&model);
    does(&mut model, PresentMsg::Toggle);
    assert!(!before.is_empty());
    assert_eq!(open(&model), before);
}

#[test]
fn talk_goes_on_where_one_was_and_is_left_where_one_has_come_to() {
    let mut model = begun();
    model.update(Msg::Seek(300));
    let before = place(&model);
    does(&mut model, PresentMsg::Toggle);
    assert_eq!(place(&model), before);
    model.update(Msg::NextSlide);
    model.update(Msg::NextSlide);
    let after = place(&model);
    assert_ne!(after, before);
    does(&mut model, PresentMsg::Toggle);
    assert_eq!(place(&model), after);
}

#[test]
fn talk_takes_what_lies_over_the_scene_away() {
    let mut model = begun();
    model.update(GuideMsg::Open(Guide::Contents).into());
    does(&mut model, PresentMsg::Toggle);
    assert_eq!(model.guides.open, None);
}

#[test]
fn talk_ends_when_the_screen_is_not_filled_any_more() {
    let mut model = begun();
    does(&mut model, PresentMsg::Toggle);
    assert_eq!(does(&mut model, PresentMsg::Unfilled), [], "it never was: another one on the page was");
    assert!(model.presenting.is_on());
    does(&mut model, PresentMsg::Filled);
    assert_eq!(does(&mut model, PresentMsg::Unfilled), [Effect::LeaveScreen]);
    assert!(!model.presenting.is_on());
}

#[test]
fn screen_that_is_filled_after_the_talk_is_given_back() {
    let mut model = begun();
    does(&mut model, PresentMsg::Toggle);
    does(&mut model, PresentMsg::Toggle);
    assert_eq!(does(&mut model, PresentMsg::Filled), [Effect::LeaveScreen]);
    assert_eq!(does(&mut model, PresentMsg::Refused), []);
    assert_eq!(does(&mut model, PresentMsg::Black), []);
    assert!(!model.presenting.is_on() && !model.presenting.is_black());
}

#[test]
fn talk_without_the_whole_screen_ends_by_escape_after_what_is_open() {
    let mut model = begun();
    does(&mut model, PresentMsg::Toggle);
    does(&mut model, PresentMsg::Refused);
    assert!(model.presenting.is_refused());
    model.update(GuideMsg::Open(Guide::Contents).into());
    model.update(Msg::Escape);
    assert!(model.presenting.is_on(), "the guide is closed first");
    assert_eq!(model.update(Msg::Escape), [Effect::LeaveScreen]);
    assert!(!model.presenting.is_on());
    model.update(Msg::Escape);
    assert!(!model.presenting.is_on());
}

#[test]
fn black_screen_stops_what_plays_and_ends_with_the_talk() {
    let mut model = begun();
    does(&mut model, PresentMsg::Toggle);
    model.update(Msg::PlayOrPause);
    assert!(model.is_playing());
    does(&mut model, PresentMsg::Black);
    assert!(model.presenting.is_black() && !model.is_playing());
    does(&mut model, PresentMsg::Black);
    assert!(!model.presenting.is_black());
    does(&mut model, PresentMsg::Black);
    does(&mut model, PresentMsg::Toggle);
    does(&mut model, PresentMsg::Toggle);
    assert!(!model.presenting.is_black(), "another talk begins with light");
}

#[test]
fn captions_keep_their_size_for_the_next_talk_and_the_bar_is_there_again() {
    let mut model = begun();
    does(&mut model, PresentMsg::Toggle);
    assert_eq!(SIZES[model.presenting.size], 100);
    SIZES.iter().for_each(|_| drop(does(&mut model, PresentMsg::Smaller)));
    assert_eq!(model.presenting.size, 0);
    SIZES.iter().for_each(|_| drop(does(&mut model, PresentMsg::Larger)));
    assert_eq!(model.presenting.size, SIZES.len() - 1);
    does(&mut model, PresentMsg::Bar);
    assert_eq!(model.presenting.bar, Bar::Hidden);
    does(&mut model, PresentMsg::Toggle);
    does(&mut model, PresentMsg::Toggle);
    assert_eq!((model.presenting.size, model.presenting.bar), (SIZES.len() - 1, Bar::Shown));
}

#[test]
fn long_captions_are_those_that_leave_no_room_beside_them() {
    let is_long_at = |id: &str, slide: usize| show(&opened(id, Opening::Slide(slide))).has_long_captions();
    let last = |id: &str| show(&opened(id, Opening::Set)).scene.slides.len() - 1;
    assert!(is_long_at("case-why-highest", last("case-why-highest")));
    assert!(!is_long_at("contention", 0));
    assert!(is_long(&["a".repeat(200), "b".repeat(60)]));
    assert!(!is_long(&["a".repeat(200)]));
}

#[test]
fn panel_that_was_chosen_is_there_in_the_next_talk() {
    let mut model = begun();
    does(&mut model, PresentMsg::Toggle);
    does(&mut model, PresentMsg::Only(Some(Panel::Board)));
    does(&mut model, PresentMsg::Toggle);
    does(&mut model, PresentMsg::Toggle);
    assert_eq!(open(&model), [Panel::Board]);
    does(&mut model, PresentMsg::Only(None));
    does(&mut model, PresentMsg::Toggle);
    does(&mut model, PresentMsg::Toggle);
    assert_eq!(open(&model), []);
}

#[test]
fn next_leads_from_the_end_of_an_own_run_to_the_slide_while_one_presents() {
    let mut model = begun();
    model.update(Msg::Seek(2500));
    let before = place(&model);
    let a1 = node(&model, "A1");
    model.update(Msg::Act(Act::Crash(a1)));
    model.update(Msg::Seek(u32::MAX));
    let end = place(&model);
    model.update(Msg::NextSlide);
    assert_eq!((place(&model), show(&model).is_own()), (end, true), "a reader has other ways");
    does(&mut model, PresentMsg::Toggle);
    model.update(Msg::NextSlide);
    assert_eq!((place(&model), show(&model).is_own()), (before, false));
}
