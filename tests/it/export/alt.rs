//! What is to be seen on figures, in words. `UPDATE_EXPECT=1` rewrites the golden text; read it against the pictures.

use crate::on_show;
use crate::scenes::texts;
use expect_test::expect_file;
use paxos_explainer::export::album::{Plate, plates};
use paxos_explainer::export::figure::{Drawn, Picture, says};
use paxos_explainer::player::{Act, Msg};
use paxos_explainer::story::library::COURSE;
use paxos_explainer::story::words::Vocabulary;
use paxos_explainer::story::words::figure::alt::LETTERS_MAX;
use std::fmt::Write;

/// The text of each slide of the course at its end; of the diagrams at the end of each scene.
#[test]
fn text_of_every_slide_of_the_course_is_the_golden_one() {
    let mut told = String::new();
    let mut lengths = Vec::new();
    for entry in COURSE {
        let model = on_show::scene(entry.id);
        for Plate { slide, title, alt, .. } in plates(entry.id, on_show::shown(&model), Drawn::default()) {
            lengths.push(alt.chars().count());
            let _ = writeln!(told, "{} {slide}: {title}\n  {alt}", entry.id);
        }
        if on_show::shown(&model).poll().is_none() {
            let _ = writeln!(told, "{}, in time\n  {}", entry.id, says(on_show::shown(&model), Picture::Time));
        }
    }
    expect_file![concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/alt.txt")].assert_eq(&told);
    lengths.sort_unstable();
    assert!(lengths[lengths.len() / 2] <= 330, "half of them are short enough to be listened to: {lengths:?}");
    assert!(lengths[lengths.len() * 9 / 10] <= 500, "{lengths:?}");
}

#[test]
fn text_of_every_moment_is_whole_sentences_and_never_too_long() {
    for (id, text) in texts() {
        let mut model = on_show::begun(&text);
        let end = on_show::shown(&model).end().time;
        for time in (0..=end).step_by(170) {
            model.update(Msg::Seek(time));
            for picture in [Picture::Stage, Picture::Time] {
                let said = says(on_show::shown(&model), picture);
                assert!(said.chars().count() <= LETTERS_MAX, "{id}, {time} ms: {said}");
                let is_closed = said.ends_with('.') || said.ends_with('…');
                assert!(is_closed && !said.contains("..") && !said.contains("  "), "{id}, {time} ms: {said}");
            }
        }
    }
}

#[test]
fn text_names_only_what_one_node_knows_while_its_view_is_shown() {
    let mut model = on_show::scene("contention");
    let p1 = on_show::shown(&model).names().find_node("P1");
    model.update(Msg::See(p1));
    let said = says(on_show::shown(&model), Picture::Stage);
    assert!(said.starts_with("This is what P1 knows."), "{said}");
    assert!(!said.contains("chosen") && said.contains("last said"), "{said}");
}

#[test]
fn text_is_in_the_words_that_are_chosen() {
    let mut model = on_show::scene("contention");
    model.update(Msg::Speak(Vocabulary::Lamport));
    let said = says(on_show::shown(&model), Picture::Stage);
    assert!(said.contains("2a") && !said.contains("ACCEPT-REQUEST"), "{said}");
}

#[test]
fn text_of_long_values_and_of_an_own_run_stays_short() {
    let long = "w".repeat(10_000);
    let text = format!(
        "title x\nproposers P1\nacceptors A1 A2 A3\nslide one\n  propose P1 \"{long}\"\n  run until chosen \"{long}\"\n"
    );
    let mut model = on_show::begun(&text);
    let said = says(on_show::shown(&model), Picture::Stage);
    assert!(said.chars().count() <= LETTERS_MAX && said.contains('…'), "{said}");
    model.update(Msg::Act(Act::Say("crash A1".to_string())));
    let said = says(on_show::shown(&model), Picture::Stage);
    assert!(said.chars().count() <= LETTERS_MAX, "{said}");
}
