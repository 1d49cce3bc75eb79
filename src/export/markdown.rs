//! A run as tables in Markdown, as GitHub has it: a table a slide, a row an event.

mod text;

use super::chronicle::{Arrow, Chapter, Choice, Chronicle, Ending, Event};
use crate::story::words::diagram as words;
use std::fmt::Write;

/// The document.
pub fn document(chronicle: &Chronicle) -> String {
    let mut out = format!("# {}\n", text::inline(&chronicle.title));
    for caution in &chronicle.cautions {
        paragraph(&mut out, &format!("**{}**", text::inline(caution)));
    }
    if !chronicle.before.is_empty() {
        let before = std::iter::once(words::BEFORE.said()).chain(chronicle.before.iter().map(String::as_str));
        paragraph(&mut out, &text::paragraph(&before.collect::<Vec<_>>().join(" ")));
    }
    let ends = chronicle.slides.iter().skip(1).map(|chapter| chapter.first).chain([chronicle.events.len()]);
    for (chapter, end) in chronicle.slides.iter().zip(ends) {
        slide(&mut out, chapter);
        table(&mut out, chronicle, &chronicle.events[chapter.first..end]);
    }
    under_way(&mut out, chronicle);
    for sentence in &chronicle.after {
        paragraph(&mut out, &text::paragraph(sentence));
    }
    out
}

fn paragraph(out: &mut String, marked_up: &str) {
    let _ = write!(out, "\n{marked_up}\n");
}

fn slide(out: &mut String, chapter: &Chapter) {
    paragraph(out, &format!("## {}. {}", chapter.number, text::inline(&chapter.title)));
    for said in &chapter.says {
        paragraph(out, &text::paragraph(said));
    }
}

/// Nothing where nothing happens.
fn table(out: &mut String, chronicle: &Chronicle, events: &[Event]) {
    if events.is_empty() {
        return;
    }
    let [time, place, what, why] = words::COLUMNS;
    let _ = write!(out, "\n| {time} | {place} | {what} | {why} |\n| ---: | --- | --- | --- |\n");
    let clock = chronicle.clock();
    for event in events {
        let place = event.node.map_or(String::new(), |node| text::inline(chronicle.name(node)));
        let (time, what) = (clock.seconds(event.time), text::inline(&event.what));
        let _ = writeln!(out, "| {time} | {place} | {what} | {} |", why_of(event));
    }
}

/// Why, and what was lost and chosen by it.
fn why_of(event: &Event) -> String {
    let told = event.why.iter().chain(&event.lost).map(|sentence| text::inline(sentence));
    let chosen = event.choices.iter().map(|chosen| match chosen.means {
        // It was chosen before.
        Choice::Again => text::inline(&chosen.says),
        Choice::New | Choice::Contrary => format!("**{}**", text::inline(&chosen.says)),
    });
    told.chain(chosen).collect::<Vec<_>>().join(" ")
}

/// What has not arrived when it ends.
fn under_way(out: &mut String, chronicle: &Chronicle) {
    let is_open = |arrow: &&Arrow| matches!(arrow.end, Ending::UnderWay | Ending::Held);
    let open: Vec<&Arrow> = chronicle.arrows.iter().filter(is_open).collect();
    if open.is_empty() {
        return;
    }
    paragraph(out, &words::at_the_end(chronicle.until, chronicle.clock()));
    out.push('\n');
    for arrow in open {
        let (from, to) = (chronicle.name(arrow.from), chronicle.name(arrow.to));
        let fate = arrow.fate.as_deref().unwrap_or_default();
        let _ = writeln!(out, "- {}", text::inline(&format!("{} {from}->{to} ({fate})", arrow.label)));
    }
}
