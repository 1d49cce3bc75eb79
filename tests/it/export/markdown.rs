//! A run as tables in Markdown, read back by comrak: a port of the parser that GitHub itself uses, with all that GitHub
//! adds to Markdown switched on.

use crate::export::hostile;
use crate::on_show;
use comrak::nodes::{AstNode, NodeValue};
use comrak::{Arena, Options, parse_document};
use expect_test::expect_file;
use paxos_explainer::export::chronicle::{Choice, Chosen, Chronicle, Event};
use paxos_explainer::export::stretch::Stretch;
use paxos_explainer::export::{Format, markdown};

/// What has been read: the headings, the paragraphs, and the cells of all rows but those of heads.
#[derive(Default)]
struct Read {
    headings: Vec<String>,
    paragraphs: Vec<String>,
    rows: Vec<Vec<String>>,
    bold: Vec<String>,
}

fn options() -> Options<'static> {
    let mut options = Options::default();
    let extension = &mut options.extension;
    (extension.table, extension.strikethrough, extension.autolink, extension.tasklist) = (true, true, true, true);
    (extension.footnotes, extension.alerts, extension.math_dollars, extension.math_code) = (true, true, true, true);
    options
}

/// The words in a node and below it. Nothing but words and what makes them bold may stand there.
fn words<'a>(node: &'a AstNode<'a>, read: &mut Read) -> String {
    let mut out = String::new();
    for child in node.children() {
        match &child.data.borrow().value {
            NodeValue::Text(text) => out.push_str(text),
            NodeValue::Strong => {
                let bold = words(child, read);
                out.push_str(&bold);
                read.bold.push(bold);
            }
            // Escaped signs may be nodes of their own.
            NodeValue::Escaped => out.push_str(&words(child, read)),
            other => panic!("no words: {other:?}"),
        }
    }
    out
}

fn read(document: &str) -> Read {
    let arena = Arena::new();
    let mut read = Read::default();
    for node in parse_document(&arena, document, &options()).children() {
        match &node.data.borrow().value {
            NodeValue::Heading(_) => {
                let heading = words(node, &mut read);
                read.headings.push(heading);
            }
            NodeValue::Paragraph => {
                let paragraph = words(node, &mut read);
                read.paragraphs.push(paragraph);
            }
            NodeValue::Table(_) => {
                for row in node.children().skip(1) {
                    let cells = row.children().map(|cell| words(cell, &mut read)).collect();
                    read.rows.push(cells);
                }
            }
            NodeValue::List(_) => {
                for item in node.children().flat_map(|item| item.children()) {
                    let said = words(item, &mut read);
                    read.paragraphs.push(said);
                }
            }
            other => panic!("neither heading, paragraph, table nor list: {other:?}"),
        }
    }
    read
}

/// What a text is once nobody sees what parts references, and spaces are single.
fn plain(text: &str) -> String {
    text.replace('\u{200b}', "").split_whitespace().collect::<Vec<_>>().join(" ")
}

fn row(chronicle: &Chronicle, event: &Event) -> Vec<String> {
    let chosen = event.choices.iter().map(|chosen| &chosen.says);
    let why = event.why.iter().chain(&event.lost).chain(chosen).cloned().collect::<Vec<_>>().join(" ");
    let time = chronicle.clock().seconds(event.time);
    let place = event.node.map_or("", |node| chronicle.name(node)).to_string();
    [time, place, event.what.clone(), why].iter().map(|cell| plain(cell)).collect()
}

fn check(chronicle: &Chronicle, about: &str) {
    let document = markdown::document(chronicle);
    let read = read(&document);
    let wanted: Vec<String> = std::iter::once(plain(&chronicle.title))
        .chain(chronicle.slides.iter().map(|slide| plain(&format!("{}. {}", slide.number, slide.title))))
        .collect();
    assert_eq!(read.headings.iter().map(|it| plain(it)).collect::<Vec<_>>(), wanted, "{about}");
    let rows: Vec<Vec<String>> = chronicle.events.iter().map(|event| row(chronicle, event)).collect();
    let read_rows: Vec<Vec<String>> =
        read.rows.iter().map(|row| row.iter().map(|cell| plain(cell)).collect()).collect();
    assert_eq!(read_rows, rows, "{about}\n{document}");
    let said: Vec<String> = read.paragraphs.iter().map(|it| plain(it)).collect();
    for paragraph in chronicle.slides.iter().flat_map(|slide| &slide.says) {
        assert!(said.contains(&plain(paragraph)), "{about}: {paragraph}\n{document}");
    }
    for sentence in &chronicle.after {
        assert!(said.contains(&plain(sentence)), "{about}: {sentence}\n{document}");
    }
    let before = plain(&format!("As it begins: {}", chronicle.before.join(" ")));
    assert_eq!(said.contains(&before), !chronicle.before.is_empty(), "{about}: {before}\n{document}");
    let is_new = |chosen: &&Chosen| chosen.means != Choice::Again;
    let chosen: Vec<String> =
        chronicle.events.iter().flat_map(|event| &event.choices).filter(is_new).map(|it| plain(&it.says)).collect();
    let bold: Vec<String> = read.bold.iter().skip(chronicle.cautions.len()).map(|it| plain(it)).collect();
    assert_eq!(bold, chosen, "{about}: what is chosen is bold");
}

#[test]
fn tables_of_every_scene_are_read_as_what_was_meant_as_a_whole_and_slide_by_slide() {
    super::each_part(check);
}

/// With `UPDATE_EXPECT=1` they are rewritten.
#[test]
fn tables_of_some_scenes_are_the_golden_ones() {
    for id in ["nutshell", "consensus", "timeout", "case-value-own", "mp-take-over"] {
        let model = on_show::scene(id);
        let show = on_show::shown(&model);
        let golden = format!("{}/tests/golden/markdown/{id}.md", env!("CARGO_MANIFEST_DIR"));
        expect_file![golden].assert_eq(&markdown::document(&Chronicle::of(show, Stretch::whole(show))));
    }
    assert!(Format::Markdown.about().is_of_part);
}

const HOSTILE: &[&str] = &[
    "a | b || c",
    "<img src=x onerror=alert(1)>",
    "<!-- gone -->",
    "</table><script>alert(1)</script>",
    "[a](javascript:alert(1)) ![b](http://b.example/x.png)",
    "<http://a.example> http://b.example/?q=1 https://c.example www.d.example ftp://e.example",
    "a.person@mail.example mailto:a@b.example xmpp:a@b.example",
    "@someone and @some/team",
    "#12 GH-12 gh-7 a/b#3 !4 ~5 %6 &7 $8",
    ":smile: :+1:",
    "**bold** __bold__ *it* _it_ ~~gone~~ ~gone~ `code` ``code``",
    "$x$ and $$y$$ and $`z`$",
    "[^1] [^1]: note",
    "&amp; &lt; &#35; &copy;",
    "\\ \\| \\` \\\\",
    "# not a heading #",
    "## 3 ##",
    "> quoted",
    "> [!NOTE]",
    "1. one",
    "12) twelve",
    "- item",
    "+ item",
    "- [ ] to do",
    "---",
    "===",
    "***",
    "```",
    "~~~",
    "| --- |",
    ":--",
    "[x]: http://a.example",
    "Term\n: meaning",
    "    code",
    "שלום עולם",
    "a\u{202e}b\u{2066}c",
    "👩‍👩‍👧‍👦 🇨🇭 👍🏽",
    "e\u{301}\u{323}",
    "ends in \\",
    "==marked== ^up^ H~2~O {+in+} {-out-} [[wiki]]",
];

#[test]
fn hostile_names_and_values_are_read_as_text_and_nothing_else() {
    // What is longer is cut short.
    let is_short = |text: &&String| text.chars().count() < 100;
    let shared = hostile();
    for hostile in HOSTILE.iter().copied().chain(shared.iter().filter(is_short).map(String::as_str)) {
        let quoted = hostile.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', " ");
        let text = format!(
            "title \"{quoted}\"\nproposers P_1_ _x\nacceptors A1 A2 A3\nslide \"{quoted}\"\n  say \"{quoted}\"\n  propose P_1_ \"{quoted}\" id 1\n  run 4000\nslide two\n  crash A1\n"
        );
        let text = text.replace(" _x", " x_");
        let model = on_show::begun(&text);
        let show = on_show::shown(&model);
        check(&Chronicle::of(show, Stretch::whole(show)), hostile);
    }
}

/// GitHub looks for somebody's name and the number of an issue after Markdown has been read.
#[test]
fn no_reference_is_left_to_be_found_afterwards() {
    for (hostile, reference) in [
        ("@someone", "@s"),
        ("a#12", "#1"),
        ("GH-12", "GH-1"),
        (":smile:", ":s"),
        ("http://a.example", "http://"),
        ("www.a.example", "www."),
        ("!4", "!4"),
    ] {
        let text = format!(
            "title x\nproposers P1\nacceptors A1\nslide \"{hostile}\"\n  propose P1 \"{hostile}\"\n  run 3000\n"
        );
        let model = on_show::begun(&text);
        let show = on_show::shown(&model);
        let read = read(&markdown::document(&Chronicle::of(show, Stretch::whole(show))));
        let all = read.headings.iter().chain(read.rows.iter().flatten());
        let found: Vec<&String> = all.filter(|text| text.contains(reference)).collect();
        assert!(found.is_empty(), "{found:?}");
    }
}

#[test]
fn word_that_has_no_place_to_be_broken_is_cut_short() {
    let long = "x".repeat(10_000);
    let text = format!("title x\nproposers P1\nacceptors A1\nslide one\n  propose P1 {long}\n  run 3000\n");
    let model = on_show::begun(&text);
    let show = on_show::shown(&model);
    let document = markdown::document(&Chronicle::of(show, Stretch::whole(show)));
    assert!(!document.contains(&"x".repeat(100)), "{document}");
    assert!(document.contains(&format!("{}…", "x".repeat(99))), "{document}");
}
