//! One table: every hostile text, in every place of a scene, in every format that there is. A new format is in
//! [`FORMATS`], and what its reader sees must be said here before this compiles.

use super::targets::holds;
use super::{scene, texts};
use crate::on_show;
use comrak::nodes::{AstNode, NodeValue};
use comrak::{Arena, Options, parse_document};
use paxos_explainer::export::{FORMATS, Format, Given, Stretch, give};
use paxos_explainer::player::Show;
use paxos_explainer::story::{Scene, parse};
use roxmltree::Document;
use serde_json::Value;

/// A text of a format, or why there is none.
fn told(show: &Show, format: Format) -> Result<String, String> {
    Ok(match give(show, format, Stretch::whole(show))? {
        Given::Text(text) => text,
        Given::Object(object) => serde_json::to_string(&object).expect("an object is JSON"),
    })
}

#[test]
fn every_text_stays_text_in_every_format() {
    let mut count = 0;
    for hostile in texts() {
        let model = on_show::begun(&scene(&hostile));
        let show = on_show::shown(&model);
        for about in FORMATS {
            let about_it: String = hostile.chars().take(40).collect();
            match told(show, about.format) {
                Ok(text) => {
                    holds(about.format, &text);
                    is_seen_as_it_is(about.format, &text, &hostile);
                    count += 1;
                }
                // A text may be too long for a format that has to be read again.
                Err(why) => assert!(why.contains("expected"), "{} of {about_it}: {why}", about.key),
            }
        }
    }
    assert!(texts().len() * (FORMATS.len() - 2) <= count, "only {count} were told");
}

/// What the reader of a format sees of it is the text.
fn is_seen_as_it_is(format: Format, text: &str, hostile: &str) {
    match format {
        Format::Json => {
            let run: Value = serde_json::from_str(text).expect("it is JSON");
            assert_eq!(run["title"], hostile);
            assert_eq!(run["slides"][0]["say"][0], hostile);
        }
        Format::Scene | Format::Replay => {
            let script = parse(text).unwrap_or_else(|problem| panic!("{problem} in\n{text}"));
            assert!(script.title.contains(hostile), "{:?}", script.title);
            assert!(script.names.values.iter().any(|value| value == hostile), "{:?}", script.names.values);
            Scene::play(script).unwrap_or_else(|problem| panic!("{problem} in\n{text}"));
        }
        Format::Svg | Format::Time => {
            let document = Document::parse(text).expect("it is XML");
            let title = document.descendants().find(|node| node.has_tag_name("title")).and_then(|node| node.text());
            same_letters(title.unwrap_or(""), hostile);
            // Each is a paragraph of its own, in which nothing follows, and it is cut to a line.
            for said in document.descendants().filter(|node| node.has_tag_name("text")).filter_map(|node| node.text()) {
                assert!(said.chars().count() < 400, "{said:?}");
            }
        }
        Format::Handout => {
            let (_, rest) = text.split_once("<title>").expect("it has a title");
            let (title, _) = rest.split_once("</title>").expect("which ends");
            same_letters(&unescaped(title), hostile);
        }
        Format::Markdown => is_plain_markdown(text),
        // That each is read as one text by its own reader is held by the tests of the format.
        Format::Text | Format::Mermaid | Format::ShiViz | Format::TikZ | Format::Tla => {}
    }
}

/// Both have the same letters, but for those that nothing can show and those that are left out at the end.
fn same_letters(seen: &str, hostile: &str) {
    let letters = |text: &str| -> String {
        let is_shown = |c: &char| {
            !c.is_whitespace() && !c.is_control() && !matches!(*c, '\u{fffd}'..='\u{ffff}' | '\u{2066}'..='\u{2069}')
        };
        text.chars().filter(is_shown).take(60).collect()
    };
    assert!(letters(seen).contains(&letters(hostile)), "{seen:?} and {hostile:?}");
}

fn unescaped(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

/// Read by a port of the parser that GitHub uses, it has no markup of somebody else's: no HTML, no link, no picture.
fn is_plain_markdown(text: &str) {
    fn check<'a>(node: &'a AstNode<'a>, text: &str) {
        let value = &node.data.borrow().value;
        let is_markup = matches!(
            value,
            NodeValue::HtmlBlock(_)
                | NodeValue::HtmlInline(_)
                | NodeValue::Link(_)
                | NodeValue::Image(_)
                | NodeValue::Code(_)
        );
        assert!(!is_markup, "{value:?} in\n{text}");
        node.children().for_each(|child| check(child, text));
    }
    let arena = Arena::new();
    let mut options = Options::default();
    (options.extension.table, options.extension.autolink) = (true, true);
    check(parse_document(&arena, text, &options), text);
}
