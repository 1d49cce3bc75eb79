//! The dialog by which a run leaves the page: what its choices make.

use crate::on_show;
use crate::scenes::texts;
use paxos_explainer::export::handout::Size;
use paxos_explainer::export::{Colours, FORMATS, Format, Object};
use paxos_explainer::link::takeout::{Came, Made, Part, Scope, Takeout, TakeoutMsg};
use paxos_explainer::player::{Act, Model, Msg, Opening, Show, Source};

const PAGE: &str = "https://example.org/paxos/";

fn json(object: Object) -> Result<String, String> {
    serde_json::to_string(&object).map_err(|error| error.to_string())
}

/// A page on which this scene of the course is on show.
fn opened(id: &str) -> Model {
    let source = Source::Course(id.to_string());
    let (mut model, _) = Model::new(source.clone(), Opening::Start);
    model.update(Msg::Loaded { id: source, text: on_show::text_of(id), opening: Opening::Start });
    model
}

fn made(show: &Show, messages: impl IntoIterator<Item = TakeoutMsg>) -> Takeout {
    let mut takeout = Takeout::default();
    messages.into_iter().for_each(|msg| takeout.update(msg, show));
    takeout.make(show, PAGE, &json);
    takeout
}

fn text(takeout: &Takeout) -> &str {
    match &takeout.made {
        Made::Text(text) => text,
        other => panic!("{:?} makes {other:?}", takeout.format),
    }
}

#[test]
fn every_format_makes_a_text_of_every_scene_or_says_why_not() {
    for (id, scene) in texts() {
        let model = on_show::begun(&scene);
        let show = on_show::shown(&model);
        for about in FORMATS {
            match made(show, [TakeoutMsg::Format(about.format)]).made {
                Made::Text(text) => assert!(!text.is_empty(), "{id} {}", about.key),
                Made::Nothing(why) => assert!(20 < why.len(), "{id} {}: {why}", about.key),
                Made::Waits => panic!("{id} {}: nothing is fetched for it", about.key),
            }
        }
    }
}

#[test]
fn what_is_made_is_what_the_command_gives() {
    let model = opened("nutshell");
    let show = on_show::shown(&model);
    let transcript = made(show, [TakeoutMsg::Format(Format::Text)]);
    assert_eq!(text(&transcript), include_str!("../../golden/transcripts/nutshell.txt"));
    assert_eq!(transcript.file_name(show), "nutshell.txt");
}

#[test]
fn part_that_a_format_cannot_tell_is_not_offered_and_the_next_one_is_told() {
    let model = opened("nutshell");
    let show = on_show::shown(&model);
    let slide = made(show, [TakeoutMsg::Part(Part::Slide), TakeoutMsg::Format(Format::Mermaid)]);
    assert_eq!((slide.part_told(), slide.parts().len()), (Part::Slide, 3));
    let text = made(show, [TakeoutMsg::Part(Part::Slide), TakeoutMsg::Format(Format::Text)]);
    assert_eq!((text.part_told(), text.parts()), (Part::SoFar, vec![Part::SoFar, Part::Whole]));
    assert!(made(show, [TakeoutMsg::Format(Format::Svg)]).parts().is_empty(), "a figure is of one moment");
}

#[test]
fn diagram_has_the_fences_of_markdown_unless_they_are_not_wanted() {
    let model = opened("nutshell");
    let show = on_show::shown(&model);
    let fenced = made(show, [TakeoutMsg::Format(Format::Mermaid)]);
    assert!(text(&fenced).starts_with("```mermaid\n") && text(&fenced).ends_with("\n```\n"), "{}", text(&fenced));
    assert_eq!(fenced.file_name(show), "nutshell-diagram.md");
    let bare = made(show, [TakeoutMsg::Format(Format::Mermaid), TakeoutMsg::Fenced(false)]);
    assert!(!text(&bare).contains("```"), "{}", text(&bare));
    assert_eq!(bare.file_name(show), "nutshell.mmd");
}

#[test]
fn figure_has_the_colours_that_were_chosen_and_the_name_of_its_slide() {
    let mut model = opened("contention");
    model.update(Msg::GoToSlide(2));
    let show = on_show::shown(&model);
    let of = |colours| made(show, [TakeoutMsg::Format(Format::Svg), TakeoutMsg::Colours(colours)]);
    assert!(text(&of(Colours::Dark)).contains("fill=\"#15171a\""), "the ground by night");
    assert!(text(&of(Colours::Print)).contains("fill=\"#ffffff\""), "the ground of paper");
    // What lies in the folder of figures under the name of a slide is its end.
    assert_eq!(of(Colours::Light).file_name(show), "contention-3-2500ms.svg");
    let mut ended = show.clone();
    ended.at = show.slide().end;
    let show = &ended;
    assert_eq!(made(show, [TakeoutMsg::Format(Format::Svg)]).file_name(show), "contention-3.svg");
    let time = made(show, [TakeoutMsg::Format(Format::Time)]);
    assert_eq!(time.file_name(show), "contention-3-time.svg");
}

#[test]
fn handout_of_a_chapter_waits_for_its_scenes_and_then_has_all_of_them() {
    let model = opened("phase-2");
    let show = on_show::shown(&model);
    let chapter = [TakeoutMsg::Format(Format::Handout), TakeoutMsg::Scope(Scope::Chapter)];
    let waiting = made(show, chapter.clone());
    assert_eq!(waiting.made, Made::Waits);
    let wanted = waiting.wants_fetched(show);
    assert_eq!((wanted.first(), wanted.len()), (Some(&"phase-1"), 9));
    let fetched = wanted.iter().map(|id| (id.to_string(), on_show::text_of(id))).collect();
    let whole =
        made(show, chapter.into_iter().chain([TakeoutMsg::Fetched(Ok(fetched)), TakeoutMsg::Size(Size::Small)]));
    assert!(whole.wants_fetched(show).is_empty());
    assert!(text(&whole).starts_with("<h1>Chapter 3: The algorithm</h1>"), "{}", &text(&whole)[..200]);
    assert_eq!(text(&whole).matches("<div class=\"handout-small\">").count(), 9);
    assert!(
        text(&whole).contains("Live: https://example.org/paxos/#scene=learning"),
        "who holds the paper can find it"
    );
    let (name, document) = whole.file(show).expect("it can be saved");
    assert_eq!(name, "chapter-3-the-algorithm.html");
    assert!(document.starts_with("<!doctype html>") && document.contains(text(&whole)));
}

#[test]
fn chapter_that_cannot_be_fetched_says_why() {
    let model = opened("phase-2");
    let show = on_show::shown(&model);
    let why = "The scene “phase-1” could not be fetched. Is this page still online?";
    let failed = [
        TakeoutMsg::Format(Format::Handout),
        TakeoutMsg::Scope(Scope::Chapter),
        TakeoutMsg::Fetched(Err(why.to_string())),
    ];
    assert_eq!(made(show, failed).made, Made::Nothing(why.to_string()));
}

#[test]
fn poll_has_no_space_time_diagram_and_says_so() {
    let model = opened("consensus");
    let Made::Nothing(why) = made(on_show::shown(&model), [TakeoutMsg::Format(Format::Time)]).made else {
        panic!("there is none")
    };
    assert!(why.contains("poll"), "{why}");
}

#[test]
fn own_scene_gives_its_file_a_name_that_every_system_takes() {
    let text =
        "title \"../../ :: <b>Zwölf</b> Ω\"\nproposers P1\nacceptors A1\nslide one\n  propose P1 cat\n  run 5000\n";
    let model = on_show::begun(text);
    let show = on_show::shown(&model);
    assert_eq!(made(show, [TakeoutMsg::Format(Format::Text)]).file_name(show), "b-zw-lf-b.txt");
    let model = on_show::begun("title Ω\nproposers P1\nacceptors A1\nslide one\n  propose P1 cat\n");
    let show = on_show::shown(&model);
    assert_eq!(made(show, [TakeoutMsg::Format(Format::Json)]).file_name(show), "run.json");
}

#[test]
fn own_run_is_taken_away_with_what_was_done_in_every_text() {
    let mut model = opened("nutshell");
    model.update(Msg::Seek(300));
    model.update(Msg::Act(Act::Say("crash A1".to_string())));
    let show = on_show::shown(&model);
    for format in [Format::Text, Format::Scene, Format::Replay, Format::Json, Format::Mermaid] {
        let takeout = made(show, [TakeoutMsg::Format(format)]);
        assert!(text(&takeout).contains("crash"), "{format:?}: {}", text(&takeout));
    }
}

#[test]
fn what_came_of_copying_is_forgotten_as_soon_as_something_else_is_chosen() {
    let model = opened("nutshell");
    let show = on_show::shown(&model);
    let mut takeout = made(show, [TakeoutMsg::Came(Came::Copied(false))]);
    assert_eq!(takeout.came, Some(Came::Copied(false)));
    takeout.update(TakeoutMsg::Format(Format::Json), show);
    assert_eq!(takeout.came, None);
}
