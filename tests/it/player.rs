//! The player without a page: where its messages lead, and that no sequence of them leads out of the run.

mod acts;
mod any_order;
mod asking;
mod breaking;
mod designing;
mod editor;
mod hands;
mod loading;
mod own;
mod present;
mod sandbox;
mod sandbox_log;
mod trouble;

pub use crate::on_show::text_of;
use crate::scenes::texts;
use paxos_explainer::paxos::NodeId;
use paxos_explainer::player::model::{PACE, SPEEDS};
use paxos_explainer::player::{Effect, Model, Msg, Opening, Playing, PlaysOn, Show, Stage, Touched};
use paxos_explainer::sim::Moment;
use paxos_explainer::story::Slide;
use paxos_explainer::story::library::COURSE;

/// A scene of five slides whose times and steps the tests know; those of the course may change.
pub const SCENE: &str = r#"title "A round, and another one"
clients C1
proposers P1 P2
acceptors A1 A2 A3
learners L1
slide "P1 asks"
  propose P1 cat id 5
  run 500
slide "The acceptors promise"
  run 700
slide "P1 sends its value"
  run until chosen cat
slide "P2 asks"
  propose P2 dog id 6
  run 1000
slide "And carries cat on"
  run idle
"#;

/// A page on which this scene has been opened.
pub fn opened(id: &str, opening: Opening) -> Model {
    let (mut model, _) = Model::new(id, Opening::Set);
    model.update(Msg::Loaded { id: id.into(), text: text_of(id), opening });
    model
}

/// A page that shows this text.
pub fn showing(text: &str) -> Model {
    let (mut model, _) = Model::new("own", Opening::Set);
    model.update(Msg::Loaded { id: "own".into(), text: text.to_string(), opening: Opening::Start });
    assert!(model.show().is_some(), "the scene plays: {:?}", model.stage);
    model
}

/// A page that shows the very beginning of the scene above.
pub fn begun() -> Model {
    let mut model = showing(SCENE);
    model.update(Msg::Seek(0));
    assert_eq!(place(&model), (0, Moment::default()));
    model
}

/// A page that shows the end of the scene above.
fn ended() -> Model {
    let mut model = showing(SCENE);
    model.update(Msg::Seek(u32::MAX));
    assert_eq!(place(&model), (4, show(&model).recording().end()));
    model
}

pub fn show(model: &Model) -> &Show {
    model.show().expect("a scene is on show")
}

/// The slide and the moment that are shown.
pub fn place(model: &Model) -> (usize, Moment) {
    (show(model).slide, show(model).at)
}

pub fn node(model: &Model, name: &str) -> NodeId {
    show(model).names().find_node(name).expect("a node of this name")
}

/// Lets real time pass until the playhead stands still.
pub fn play_out(model: &mut Model) {
    for _ in 0..10_000 {
        if !model.is_playing() {
            return;
        }
        model.update(Msg::Tick(100));
    }
    panic!("the playhead never stands still");
}

/// Where in a scene it is wanted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum At {
    Beginning,
    End,
}

/// Which scene is asked for, and where in it; none if nothing is asked for.
fn asked(effects: Vec<Effect>) -> Option<(String, At)> {
    assert!(effects.len() <= 1, "one thing at a time");
    let at = |opening| if opening == Opening::End { At::End } else { At::Beginning };
    effects.into_iter().next().map(|effect| match effect {
        Effect::Fetch(source, opening) => (source.id().to_string(), at(opening)),
        other => panic!("nobody has asked for {other:?}"),
    })
}

fn fetch(id: &str, at: At) -> Option<(String, At)> {
    Some((id.to_string(), at))
}

#[test]
fn new_page_asks_for_its_scene_and_shows_its_first_slide() {
    let (model, effects) = Model::new("floor", Opening::Set);
    assert_eq!(asked(effects), fetch("floor", At::Beginning));
    assert!(matches!(&model.stage, Stage::Loading(id) if id.id() == "floor"));
    let model = opened("floor", Opening::Start);
    assert_eq!((show(&model).slide, model.is_playing()), (0, false));
}

#[test]
fn scene_opened_at_its_end_shows_the_end_of_its_last_slide() {
    let model = opened("floor", Opening::End);
    let last = show(&model).scene.slides.len() - 1;
    assert_eq!(place(&model), (last, show(&model).scene.slides[last].end));
}

#[test]
fn next_plays_a_slide_to_its_end_and_then_the_next_one() {
    let mut model = begun();
    let slides = show(&model).scene.slides.clone();
    for (at, slide) in slides.iter().enumerate() {
        assert_eq!(model.update(Msg::NextSlide), []);
        assert_eq!(model.playing, Playing::To(slide.end), "slide {at}");
        play_out(&mut model);
        assert_eq!(place(&model), (at, slide.end));
    }
}

#[test]
fn next_while_a_slide_plays_skips_to_its_end() {
    let mut model = begun();
    model.update(Msg::NextSlide);
    model.update(Msg::Tick(100));
    assert!(model.is_playing() && !show(&model).is_at_goal());
    assert_eq!(model.update(Msg::NextSlide), []);
    assert_eq!(place(&model), (0, show(&model).scene.slides[0].end));
    assert!(!model.is_playing());
}

#[test]
fn next_at_the_end_of_a_scene_asks_for_the_scene_after_it() {
    for pair in COURSE.windows(2) {
        let mut model = opened(pair[0].id, Opening::End);
        assert_eq!(asked(model.update(Msg::NextSlide)), fetch(pair[1].id, At::Beginning), "after {}", pair[0].id);
        assert_eq!(model.scene_id(), pair[1].id);
    }
    let last = COURSE.last().expect("a last scene").id;
    let mut model = opened(last, Opening::End);
    let before = place(&model);
    assert_eq!(model.update(Msg::NextSlide), [], "nothing comes after the course");
    assert_eq!((place(&model), model.is_playing()), (before, false));
}

#[test]
fn previous_shows_the_end_of_the_slide_before() {
    let mut model = ended();
    let slides = show(&model).scene.slides.clone();
    for at in (0..slides.len() - 1).rev() {
        assert_eq!(model.update(Msg::PreviousSlide), []);
        assert_eq!(place(&model), (at, slides[at].end));
        assert!(!model.is_playing());
    }
    assert_eq!(model.update(Msg::PreviousSlide), [], "to the beginning of the first slide");
    assert_eq!(place(&model), (0, Moment::default()));
}

#[test]
fn previous_at_the_beginning_of_a_scene_asks_for_the_end_of_the_scene_before() {
    for pair in COURSE.windows(2) {
        let mut model = opened(pair[1].id, Opening::Start);
        model.update(Msg::Seek(0));
        assert_eq!(asked(model.update(Msg::PreviousSlide)), fetch(pair[0].id, At::End), "before {}", pair[1].id);
    }
    let first = COURSE.first().expect("a first scene").id;
    let mut model = opened(first, Opening::Start);
    model.update(Msg::Seek(0));
    assert_eq!(model.update(Msg::PreviousSlide), [], "nothing comes before the course");
    assert_eq!(place(&model), (0, Moment::default()));
}

#[test]
fn next_and_previous_scene_lead_to_their_beginnings() {
    let (first, second) = (COURSE[0].id, COURSE[1].id);
    assert_eq!(asked(opened(first, Opening::End).update(Msg::NextScene)), fetch(second, At::Beginning));
    assert_eq!(asked(opened(second, Opening::End).update(Msg::PreviousScene)), fetch(first, At::Beginning));
    assert_eq!(opened(first, Opening::Start).update(Msg::PreviousScene), []);
}

#[test]
fn playhead_moves_with_real_time_at_the_speed_that_is_set() {
    for (speed, percent) in SPEEDS.into_iter().enumerate() {
        let mut model = begun();
        (0..SPEEDS.len()).for_each(|_| drop(model.update(Msg::Slower)));
        (0..speed).for_each(|_| drop(model.update(Msg::Faster)));
        assert_eq!(model.speed, percent);
        model.update(Msg::Seek(1200));
        model.update(Msg::NextSlide);
        // Frames of 7 ms: what a frame leaves over at a slow speed must not be lost.
        (0..100).for_each(|_| drop(model.update(Msg::Tick(7))));
        let expected = (1200 + 700 * percent * PACE / 10_000).min(3000);
        assert_eq!(show(&model).at.time, expected, "at {percent} percent");
    }
}

#[test]
fn speeds_have_ends() {
    let mut model = begun();
    (0..20).for_each(|_| drop(model.update(Msg::Faster)));
    assert_eq!(model.speed, 400);
    (0..20).for_each(|_| drop(model.update(Msg::Slower)));
    assert_eq!(model.speed, 25);
}

/// A page that was asleep must not jump.
#[test]
fn one_tick_moves_the_playhead_by_one_second_at_most() {
    let mut model = begun();
    model.update(Msg::Seek(1200));
    model.update(Msg::NextSlide);
    model.update(Msg::Tick(60_000));
    assert_eq!(show(&model).at.time, 1200 + 10 * PACE);
}

#[test]
fn pause_holds_the_playhead_and_play_goes_on() {
    let mut model = begun();
    model.update(Msg::PlayOrPause);
    model.update(Msg::Tick(300));
    model.update(Msg::PlayOrPause);
    let paused = place(&model);
    model.update(Msg::Tick(300));
    assert_eq!((place(&model), paused.1.time, model.is_playing()), (paused, 3 * PACE, false));
    model.update(Msg::PlayOrPause);
    model.update(Msg::Tick(100));
    assert_eq!(show(&model).at.time, 4 * PACE);
}

#[test]
fn without_motion_a_tick_goes_to_the_next_step() {
    let mut model = begun();
    model.update(Msg::Seek(500));
    model.update(Msg::NextSlide);
    model.update(Msg::PlayOrPause);
    model.update(Msg::PlayOrPause);
    let mut steps = Vec::new();
    while model.is_playing() {
        model.update(Msg::TickStep);
        steps.push(show(&model).at.steps);
    }
    assert_eq!(steps, [2, 3, 4, 4], "each step once, and what is left of the slide");
    assert_eq!(place(&model), (1, show(&model).slide().end));
}

#[test]
fn steps_forward_go_through_the_whole_scene_and_its_slides() {
    let mut model = begun();
    let (slides, end) = (show(&model).scene.slides.clone(), show(&model).recording().end());
    for steps in 1..=end.steps {
        model.update(Msg::StepForward);
        let (slide, at) = place(&model);
        assert_eq!(at.steps, steps);
        assert!(slides[slide].start < at && at <= slides[slide].end, "{at:?} belongs to slide {slide}");
    }
    model.update(Msg::StepForward);
    assert_eq!(place(&model), (slides.len() - 1, end), "at the end nothing comes after");
}

/// The world that is shown, which is what a step back must bring back.
fn state(model: &Model) -> (usize, paxos_explainer::sim::World) {
    (show(model).slide, show(model).recording().at(show(model).at))
}

#[test]
fn step_forward_and_back_returns_to_the_same_state_everywhere() {
    for (id, _) in texts() {
        let mut model = opened(&id, Opening::Start);
        model.update(Msg::Seek(0));
        for _ in 0..show(&model).recording().steps().len() + 2 * show(&model).scene.slides.len() {
            let before = (place(&model), state(&model));
            model.update(Msg::StepForward);
            let after = state(&model);
            if place(&model) == before.0 {
                break; // The end of the run.
            }
            model.update(Msg::StepBack);
            assert_eq!((place(&model), state(&model)), before, "{id}");
            model.update(Msg::StepForward);
            assert_eq!(state(&model), after, "{id}");
        }
    }
}

/// Who goes by steps reads all that is said: of each slide its beginning, and its end where more is said there.
#[test]
fn steps_forward_pass_over_nothing_that_is_said() {
    let mut missed = Vec::new();
    for (id, _) in texts() {
        let mut model = opened(&id, Opening::Start);
        model.update(Msg::Seek(0));
        let slides = show(&model).scene.slides.clone();
        let mut seen = vec![(false, false); slides.len()];
        for _ in 0..1000 {
            let (slide, at) = place(&model);
            seen[slide] = (true, seen[slide].1 || show(&model).is_at_goal());
            model.update(Msg::StepForward);
            if place(&model) == (slide, at) {
                break;
            }
        }
        let said = slides.iter().zip(&seen).enumerate();
        let is_missed =
            |(_, (slide, (begun, over))): &(usize, (&Slide, &(bool, bool)))| !begun || 1 < slide.say.len() && !over;
        missed.extend(said.filter(is_missed).map(|(nth, _)| format!("{id}: {}", nth + 1)));
    }
    assert_eq!(missed, Vec::<String>::new());
}

/// The end of one slide and the beginning of the next are one moment: who goes by steps sees it in the
/// slide that ends, and sees the same picture in either.
#[test]
fn step_back_over_the_beginning_of_a_slide_shows_the_end_of_the_one_before() {
    let mut model = begun();
    let slides = show(&model).scene.slides.clone();
    model.update(Msg::Seek(1200));
    model.update(Msg::NextSlide);
    model.update(Msg::PlayOrPause);
    let (entered, picture) = (place(&model), state(&model).1);
    assert_eq!(entered, (2, slides[2].start));
    model.update(Msg::StepForward);
    model.update(Msg::StepBack);
    let (slide, at) = place(&model);
    assert_eq!((slide, at.steps, state(&model).1), (1, slides[1].end.steps, picture));
}

#[test]
fn step_back_goes_to_the_very_beginning_and_stays_there() {
    let mut model = opened("nutshell", Opening::End);
    let end = show(&model).at;
    for _ in 0..2 * end.steps + 2 {
        model.update(Msg::StepBack);
    }
    assert_eq!(place(&model), (0, Moment::default()));
}

#[test]
fn seek_shows_a_time_after_all_its_steps_in_the_slide_to_which_it_belongs() {
    let mut model = begun();
    let (slides, end) = (show(&model).scene.slides.clone(), show(&model).recording().end());
    for time in (0..=end.time).step_by(50) {
        model.update(Msg::Seek(time));
        let (slide, at) = place(&model);
        assert_eq!(at.time, time);
        assert!(slides[slide].start <= at && at <= slides[slide].end, "{at:?} belongs to slide {slide}");
        if 0 < time {
            assert_eq!(at.steps, show(&model).recording().moment(time).steps);
        }
    }
    model.update(Msg::Seek(u32::MAX));
    assert_eq!(place(&model), (slides.len() - 1, end));
    model.update(Msg::Seek(0));
    assert_eq!(place(&model), (0, Moment::default()), "before the first step");
}

#[test]
fn going_anywhere_stops_the_playhead_and_closes_the_menu() {
    for msg in [Msg::StepForward, Msg::StepBack, Msg::Seek(700), Msg::PreviousSlide] {
        let mut model = begun();
        model.update(Msg::OpenMenu(Touched::Node(NodeId(0))));
        model.update(Msg::NextSlide);
        assert_eq!(model.menu, None);
        model.update(Msg::Tick(100));
        model.update(msg.clone());
        assert_eq!((model.is_playing(), model.menu), (false, None), "{msg:?}");
    }
}

#[test]
fn menu_opens_on_a_standing_picture() {
    let mut model = begun();
    model.update(Msg::NextSlide);
    model.update(Msg::OpenMenu(Touched::Node(NodeId(2))));
    assert_eq!((model.menu, model.is_playing()), (Some(Touched::Node(NodeId(2))), false));
    model.update(Msg::CloseMenu);
    assert_eq!(model.menu, None);
}

/// A scene whose last slide only says something: nothing happens on it.
#[test]
fn end_of_the_run_is_on_the_last_slide_also_when_nothing_happens_there() {
    let mut model = opened("case-phases-one", Opening::Start);
    model.update(Msg::Seek(u32::MAX));
    assert_eq!(show(&model).slide + 1, show(&model).scene.slides.len());
}

#[test]
fn tall_panel_waits_to_be_asked_for_where_there_is_no_room() {
    use paxos_explainer::player::Panel;
    let mut model = opened("carry-on", Opening::Start);
    let is_open = |model: &Model, panel| model.panels.is_open(panel, show(model));
    assert!(is_open(&model, Panel::Rules));
    model.update(Msg::Roomy(false));
    assert!(!is_open(&model, Panel::Rules));
    model.update(Msg::Toggle(Panel::Rules));
    assert!(is_open(&model, Panel::Rules), "the reader has asked for it");
    let mut low = opened("milestones", Opening::Start);
    low.update(Msg::Roomy(false));
    assert!(is_open(&low, Panel::Flags), "it is low");
}

#[test]
fn escape_closes_a_menu_and_then_a_guide() {
    use paxos_explainer::player::GuideMsg;
    use paxos_explainer::story::guide::Guide;
    let mut model = opened("carry-on", Opening::Start);
    model.update(GuideMsg::Open(Guide::Contents).into());
    model.update(Msg::OpenMenu(Touched::Node(NodeId(0))));
    model.update(Msg::Escape);
    assert_eq!((model.menu, model.guides.open), (None, Some(Guide::Contents)));
    model.update(Msg::Escape);
    assert_eq!(model.guides.open, None);
    let before = show(&model).at;
    model.update(Msg::Escape);
    assert_eq!(show(&model).at, before, "there is nothing left to close");
}

#[test]
fn playing_on_goes_through_all_slides_and_round() {
    let mut model = begun();
    model.update(Msg::PlayOn(PlaysOn::Scene));
    model.update(Msg::PlayOrPause);
    let end = show(&model).end();
    let mut seen = Vec::new();
    while model.is_playing() {
        model.update(Msg::Tick(400));
        seen.push(show(&model).slide);
    }
    seen.dedup();
    assert_eq!((seen, show(&model).at), (vec![0, 1, 2, 3, 4], end));
    model.update(Msg::PlayOn(PlaysOn::Round));
    model.update(Msg::PreviousSlide);
    model.update(Msg::PlayOrPause);
    let mut begins = 0;
    for _ in 0..200 {
        let before = show(&model).at;
        model.update(Msg::Tick(400));
        let first = show(&model).scene.slides[0].end;
        begins += usize::from(show(&model).at < before && show(&model).at < first);
    }
    assert!(model.is_playing() && 0 < begins, "it begins again {begins} times");
}

#[test]
fn deck_of_some_scenes_leads_through_those_alone() {
    let mut model = opened("learning", Opening::End);
    model.update(Msg::Restrict(vec!["floor".into(), "learning".into()]));
    assert_eq!(model.update(Msg::NextScene), []);
    assert!(!model.has_next_scene());
    assert_eq!(asked(model.update(Msg::PreviousScene)), fetch("floor", At::Beginning));
}
