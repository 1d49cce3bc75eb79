//! A handout: every slide with its figure and what it says.

use crate::on_show;
use crate::scenes::texts;
use paxos_explainer::export::chronicle::Chronicle;
use paxos_explainer::export::handout::{STYLE, Sheet, Size, Slides, body, chapter, scenes_of_chapter};
use paxos_explainer::export::svg::escaped;
use paxos_explainer::export::{Stretch, markdown};
use paxos_explainer::player::{Act, Msg, Show};

fn sheet(show: &Show, slides: Slides) -> Sheet<'_> {
    Sheet { show, slides, size: Size::Large, address: None }
}

#[test]
fn handout_of_every_scene_has_each_slide_once_with_its_figure_and_all_that_it_says() {
    for (id, text) in texts() {
        let model = on_show::begun(&text);
        let show = on_show::shown(&model);
        let handout = body(None, &[sheet(show, Slides::All)]);
        let slides = &show.scene.slides;
        assert_eq!(handout.matches("<figure class=\"handout-slide\">").count(), slides.len(), "{id}");
        let mut rest = handout.as_str();
        for (number, slide) in slides.iter().enumerate() {
            let heading = format!("<h3>{}. {}</h3>", number + 1, escaped(&slide.title));
            rest = rest.split_once(&heading).unwrap_or_else(|| panic!("{id}: {heading} in its turn")).1;
            for say in &slide.say {
                assert!(rest.contains(&format!("<p>{}</p>", escaped(say))), "{id}: {say}");
            }
        }
        assert_eq!(handout.matches("<svg ").count(), handout.matches("<figcaption>").count(), "{id}");
    }
}

#[test]
fn handout_of_a_moment_within_a_slide_shows_that_first_and_one_of_a_slide_does_not() {
    let mut model = on_show::scene("nutshell");
    model.update(Msg::GoToSlide(1));
    let at_start = body(None, &[sheet(on_show::shown(&model), Slides::All)]);
    assert!(!at_start.contains("(at "), "the beginning of a slide is the end of the one before");
    model.update(Msg::Seek(700));
    let show = on_show::shown(&model);
    let within = body(None, &[sheet(show, Slides::All)]);
    let moment = within.find("(at 0.7 s)</h3>").expect("the moment is there");
    assert!(moment < within.find("<h3>1. ").expect("the slides are there"));
    assert_eq!(within.matches("<figure").count(), at_start.matches("<figure").count() + 1);
    let alone = body(None, &[sheet(show, Slides::Moment)]);
    assert_eq!(alone.matches("<figure").count(), 1);
}

#[test]
fn handout_of_a_run_of_ones_own_says_what_was_done() {
    let mut model = on_show::scene("nutshell");
    model.update(Msg::Seek(300));
    model.update(Msg::Act(Act::Say("crash A1".to_string())));
    let handout = body(None, &[sheet(on_show::shown(&model), Slides::Moment)]);
    assert!(handout.contains("Done in it: “crash A1”."), "{handout}");
    assert!(handout.contains("A1 crashes."), "{handout}");
    assert_eq!(handout.matches("<figure").count(), 2, "the moment and the run up to it");
}

/// The elements that a handout may have.
const ELEMENTS: [&str; 17] = [
    "h1",
    "h2",
    "h3",
    "p",
    "div",
    "section",
    "figure",
    "figcaption",
    "svg",
    "title",
    "desc",
    "g",
    "rect",
    "circle",
    "path",
    "text",
    "br",
];

#[test]
fn hostile_words_stay_words_on_a_handout() {
    let text = "title \"<script>alert(1)</script> & 'x'\"\nproposers P1\nacceptors A1\nslide \"<img src=x onerror=alert(1)>\"\n  say \"</svg><b>javascript:alert(1)</b>\"\n  propose P1 \"</text><a href='javascript:x'>y</a>\"\n  run 5000\n";
    let model = on_show::begun(text);
    let handout = body(Some("<h1>"), &[sheet(on_show::shown(&model), Slides::All)]);
    for element in handout.split('<').skip(1) {
        let name = element.trim_start_matches('/').split([' ', '>', '/']).next().unwrap_or_default();
        assert!(ELEMENTS.contains(&name), "<{element}");
        let attributes = element.split_once('>').map_or(element, |(attributes, _)| attributes);
        assert!(!attributes.contains("on") || !attributes.contains("alert"), "<{element}");
    }
    assert!(handout.contains("&lt;script&gt;alert(1)&lt;/script&gt; &amp; 'x'"), "{handout}");
    assert!(handout.contains("&lt;/text&gt;&lt;a href='javascript"), "{handout}");
}

#[test]
fn style_of_a_handout_is_that_of_the_page() {
    let page = include_str!("../../../static/rest.css");
    assert!(page.contains(STYLE), "static/rest.css has src/export/handout/handout.css as it is");
}

#[test]
fn chapter_of_a_scene_is_the_one_of_the_course() {
    assert_eq!(chapter("phase-2").as_deref(), Some("Chapter 3: The algorithm"));
    let scenes = scenes_of_chapter("phase-2");
    assert_eq!((scenes.first(), scenes.len()), (Some(&"phase-1"), 9));
    assert_eq!(chapter("nowhere"), None);
    assert!(scenes_of_chapter("nowhere").is_empty());
}

#[test]
fn handout_says_of_what_is_printed_that_it_is_not_paxos_and_of_nothing_else() {
    let not_paxos = "handout-caution";
    let late = "title t\nproposers P1\nacceptors A1 A2 A3\nlearners L1\nslide one\npropose P1 cat\nrun 500\n\
        slide two\nset rule accept always\nrun idle\n";
    let mut model = on_show::begun(late);
    model.update(Msg::GoToSlide(0));
    let whole = body(None, &[sheet(on_show::shown(&model), Slides::All)]);
    assert!(whole.find(not_paxos) < whole.find("<figure") && whole.contains(not_paxos), "{whole}");
    let mut model = on_show::scene("contention");
    model.update(Msg::Seek(500));
    model.update(Msg::Act(Act::Say("set rule accept always".to_string())));
    let own = body(None, &[sheet(on_show::shown(&model), Slides::All)]);
    assert_eq!(own.matches(not_paxos).count(), 1);
    assert!(own.find("<div>") < own.find(not_paxos), "above the reader's own run, not above the scene");
}

#[test]
fn handout_of_a_moment_says_what_was_done_by_then() {
    let mut model = on_show::scene("nutshell");
    for (at, act) in [(300, "crash A1"), (1500, "crash A2")] {
        model.update(Msg::Seek(at));
        model.update(Msg::Act(Act::Say(act.to_string())));
    }
    model.update(Msg::Seek(700));
    let handout = body(None, &[sheet(on_show::shown(&model), Slides::Moment)]);
    assert!(handout.contains("Done in it: “crash A1”."), "{handout}");
}

#[test]
fn what_is_told_so_far_ends_with_the_slide_that_had_begun() {
    let text = "title t\nproposers P1\nacceptors A1 A2 A3\nlearners L1\nslide one\npropose P1 cat\nrun 1000\n\
        slide two\nrun 1000\nslide three\nrun 1000\n";
    let mut model = on_show::begun(text);
    model.update(Msg::GoToSlide(2));
    model.update(Msg::Seek(2500));
    model.update(Msg::Act(Act::Say("crash A1".to_string())));
    model.update(Msg::Seek(500));
    let show = on_show::shown(&model);
    assert!(show.is_own());
    assert_eq!(Stretch::so_far(show).last, 0);
    let markdown = markdown::document(&Chronicle::of(show, Stretch::so_far(show)));
    assert!(!markdown.contains("two") && !markdown.contains("three"), "{markdown}");
}
