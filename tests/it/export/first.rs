//! What stands in index.html before any program has loaded, and its figures: as the exporter makes them.
//! `UPDATE_EXPECT=1` writes them anew.

use crate::on_show;
use paxos_explainer::export::album::{FIRST, first};
use paxos_explainer::export::figure::{Drawn, figure};
use paxos_explainer::player::{Opening, Show};
use paxos_explainer::story::library::COURSE;
use std::path::Path;

const BEGIN: &str = "<!-- first figure: made by tests/it/export/first.rs -->\n";
const END: &str = "<!-- first figure ends -->";

/// The scene with which the page opens, at the end of its first slide.
fn opening() -> Show {
    let model = on_show::begun_at(&on_show::text_of("consensus"), Opening::Slide(0));
    on_show::shown(&model).clone()
}

/// Holds a file against what it should be, or writes it.
fn held(name: &str, wanted: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(&path, wanted).expect("it can be written");
        return;
    }
    let there = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(there, wanted, "{name}: UPDATE_EXPECT=1 cargo test --test it first writes it anew");
}

#[test]
fn first_figures_are_what_the_exporter_makes() {
    assert_eq!(COURSE[0].id, "consensus");
    let show = opening();
    for (name, colours, shape) in FIRST {
        let drawn = Drawn { shape, colours, ..Drawn::default() };
        held(&format!("static/{name}"), &figure(&show, drawn).expect("a stage"));
    }
}

#[test]
fn index_shows_the_first_slide_before_any_program_has_loaded() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("index.html");
    let index = std::fs::read_to_string(&path).expect("it can be read");
    let (before, rest) = index.split_once(BEGIN).expect("it has a place for it");
    let (_, after) = rest.split_once(END).expect("that has an end");
    let first = first("consensus", &opening()).expect("it has a slide");
    held("index.html", &format!("{before}{BEGIN}{first}{END}{after}"));
    for (name, ..) in FIRST {
        assert!(index.contains(&format!("href=\"static/{name}\"")), "Trunk copies {name}");
    }
}
