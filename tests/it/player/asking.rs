//! Questions on the way: nothing goes past one that is open, and every answer leads on.

use crate::on_show::{begun_at, shown};
use paxos_explainer::player::{AskMsg, Effect, Model, Msg, Opening, Source};

const TEXT: &str = "title \"Asked\"
proposers P1 P2
acceptors A1 A2 A3
network manual
slide \"P1 asks\"
  propose P1 cat id 5
slide \"A1 does not answer P2\"
  say \"It has promised 5.\"
  deliver PREPARE 5
  propose P2 dog id 4
  ask answer A1 about 14
  deliver PREPARE 4 P2->A1
slide \"Nothing else\"
  deliver PROMISE 5
";

fn asked() -> Model {
    let mut model = begun_at(TEXT, Opening::Set);
    model.update(AskMsg::Switch.into());
    model
}

/// Presses Next, and lets time pass until it stands still.
fn next(model: &mut Model) {
    model.update(Msg::NextSlide);
    while model.is_playing() {
        model.update(Msg::Tick(16));
    }
}

/// The place of the right answer, or of a wrong one.
fn choice(model: &Model, is_right: bool) -> usize {
    let open = model.question().expect("a question is open");
    open.choices.iter().position(|choice| choice.is_right() == is_right).expect("there is one")
}

#[test]
fn play_stands_still_at_a_question_and_keeps_the_narration_back() {
    let mut model = asked();
    assert!(!model.keeps_back(), "this slide asks nothing");
    next(&mut model);
    assert!(model.is_asking() && model.keeps_back());
    assert_eq!(shown(&model).at, shown(&model).scene.asks[0].at);
    assert_eq!(shown(&model).slide, 1);
    for _ in 0..50 {
        model.update(Msg::Tick(16));
    }
    assert_eq!(shown(&model).at, shown(&model).scene.asks[0].at, "time does not pass");
}

/// Whoever is past it when wanting to be asked sees the run jump, and is told why.
#[test]
fn question_to_which_the_run_goes_back_says_so() {
    let mut model = begun_at(TEXT, Opening::Set);
    model.update(Msg::GoToSlide(1));
    model.update(Msg::NextSlide);
    model.update(Msg::NextSlide);
    let (asked, end) = (shown(&model).scene.asks[0].at, shown(&model).at);
    assert!(asked < end && shown(&model).slide == 1, "{end:?}");
    model.update(AskMsg::Switch.into());
    assert_eq!(shown(&model).at, asked);
    assert_eq!(model.question().expect("it is asked").back_to, Some(asked));
    model.update(AskMsg::Choose(choice(&model, true)).into());
    assert_eq!(model.question().expect("it is told").back_to, None, "it is answered");
    model.update(AskMsg::Open(0).into());
    assert_eq!(model.question().expect("it is asked again").back_to, None, "it was opened by hand");
}

#[test]
fn question_that_is_met_on_the_way_says_nothing_of_going_back() {
    let mut model = asked();
    next(&mut model);
    assert_eq!(model.question().expect("it is asked").back_to, None);
}

#[test]
fn no_way_leads_past_a_question() {
    let ways: [fn(&mut Model); 2] = [
        |model| {
            model.update(Msg::NextSlide);
            model.update(Msg::NextSlide);
        },
        |model| {
            model.update(Msg::NextSlide);
            for _ in 0..100 {
                model.update(Msg::TickStep);
            }
        },
    ];
    for (nth, way) in ways.into_iter().enumerate() {
        let mut model = asked();
        way(&mut model);
        assert!(model.is_asking(), "way {nth}");
        assert_eq!(shown(&model).at, shown(&model).scene.asks[0].at, "way {nth}");
    }
}

#[test]
fn right_answer_is_told_and_it_goes_on() {
    let mut model = asked();
    next(&mut model);
    let right = choice(&model, true);
    model.update(AskMsg::Choose(right).into());
    let open = model.question().expect("it is said that it is right");
    assert_eq!((open.chosen, open.thought()), (Some(right), None));
    model.update(AskMsg::GoOn.into());
    assert!(model.is_playing() && model.question().is_none() && !model.keeps_back());
    let answered = &model.asking.answers[0];
    assert_eq!((answered.is_right, answered.about, answered.text.as_str()), (true, Some(14), "It ignores it"));
}

#[test]
fn wrong_answer_leads_to_the_run_that_breaks_and_back() {
    let mut model = asked();
    next(&mut model);
    let at = shown(&model).at;
    let wrong = choice(&model, false);
    model.update(AskMsg::Choose(wrong).into());
    assert!(model.question().and_then(|open| open.thought()).is_some());
    model.update(AskMsg::See.into());
    let proof = model.source().clone();
    assert_eq!(proof, Source::from("case-promise-always"));
    let text = crate::on_show::text_of(proof.id());
    model.update(Msg::Loaded { id: proof.clone(), text, opening: Opening::Set });
    assert!(model.asking.has_led_to(&proof) && model.question().is_none());
    model.update(AskMsg::Back.into());
    assert_eq!((shown(&model).slide, shown(&model).at), (1, at));
    assert_eq!(model.question().and_then(|open| open.chosen), Some(wrong), "it is still said what was chosen");
    assert!(!model.asking.has_led_to(&proof));
}

#[test]
fn question_is_passed_over_by_skip_next_and_a_step() {
    for pass in [AskMsg::Skip.into(), Msg::NextSlide, Msg::StepForward] {
        let mut model = asked();
        next(&mut model);
        model.update(pass.clone());
        assert!(model.question().is_none() && !model.keeps_back(), "{pass:?}");
        assert_eq!(model.asking.answers[0].choice, None);
        next(&mut model);
        next(&mut model);
        assert_eq!(shown(&model).at, shown(&model).end(), "{pass:?}");
    }
}

#[test]
fn who_is_not_asked_on_the_way_may_open_a_question() {
    let mut model = begun_at(TEXT, Opening::Set);
    next(&mut model);
    assert!(model.question().is_none() && !model.keeps_back(), "nobody is asked who does not want it");
    model.update(AskMsg::Open(0).into());
    assert!(model.is_asking() && model.keeps_back());
    assert_eq!(shown(&model).at, shown(&model).scene.asks[0].at);
    let wrong = choice(&model, false);
    model.update(AskMsg::Choose(wrong).into());
    model.update(AskMsg::Choose(choice(&model, true)).into());
    assert_eq!(model.question().and_then(|open| open.chosen), Some(wrong), "the first answer counts");
    model.update(AskMsg::Open(0).into());
    assert_eq!(model.question().and_then(|open| open.chosen), None, "opened anew it is asked anew");
    model.update(Msg::PreviousSlide);
    assert!(model.question().is_none(), "another slide is on show");
}

#[test]
fn score_of_the_course_is_kept_and_found_again() {
    let text = TEXT.to_string();
    let source = Source::from("carry-on");
    let (mut model, _) = Model::new(source.clone(), Opening::Set);
    model.update(Msg::Loaded { id: source, text, opening: Opening::End });
    let last = shown(&model).scene.asks.len() - 1;
    model.update(AskMsg::Open(last).into());
    let right = choice(&model, true);
    let effects = model.update(AskMsg::Choose(right).into());
    let [Effect::KeepScore(kept)] = &effects[..] else { panic!("{effects:?}") };
    let mut later = begun_at(TEXT, Opening::Set);
    assert_eq!(later.asking.score("carry-on", last), None);
    later.update(AskMsg::Restore(format!("what is this\n{kept}duel x right\n")).into());
    assert_eq!(later.asking.score("carry-on", last), Some(true));
}
