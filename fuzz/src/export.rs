//! Any bytes as a scene that leaves the page, in every format there is.

use paxos_explainer::export::{FORMATS, Format, Given, Stretch, give};
use paxos_explainer::player::Opening;
use roxmltree::{Document, Node};

/// The elements that a figure or a handout may have. What runs, loads or leads away is not among them.
const ELEMENTS: [&str; 23] = [
    "svg",
    "title",
    "desc",
    "rect",
    "g",
    "text",
    "path",
    "circle",
    "html",
    "head",
    "meta",
    "style",
    "body",
    "main",
    "div",
    "section",
    "figure",
    "figcaption",
    "h1",
    "h2",
    "h3",
    "p",
    "br",
];
/// A run with more events takes longer to tell in all formats than a text may.
const EVENTS_MAX: usize = 400;

/// Every format tells every run, or says why not; and what it tells is what its readers take for text.
pub fn export(bytes: &[u8]) {
    let model = super::on_show::opened(&String::from_utf8_lossy(bytes), Opening::End);
    let Some(show) = model.show().filter(|show| show.recording().events() <= EVENTS_MAX) else { return };
    for about in FORMATS {
        match give(show, about.format, Stretch::whole(show)) {
            Ok(Given::Text(text)) => holds(about.format, &text),
            Ok(Given::Object(object)) => {
                let text = serde_json::to_string(&object).expect("a run is JSON");
                holds(about.format, &text);
            }
            Err(why) => super::is_sentence(&why),
        }
    }
}

/// What must hold of a text in a format, whatever is told in it. There is no wildcard: a new format has to say.
pub fn holds(format: Format, text: &str) {
    // A scene is read again, and keeps every letter; JSON has its own way to write them.
    if !matches!(format, Format::Scene | Format::Replay | Format::Json) {
        let odd = text.chars().find(|&c| c.is_control() && c != '\n');
        assert_eq!(odd, None, "{format:?} has a control character");
    }
    assert!(!text.trim().is_empty(), "{format:?} is empty");
    match format {
        Format::Svg | Format::Time => is_figure(text),
        Format::Handout => is_page(text),
        Format::Json => drop(serde_json::from_str::<serde_json::Value>(text).expect("it is JSON")),
        Format::Scene | Format::Replay => {
            // The words of a reader's own acts may make it one that does not play; it is read all the same.
            paxos_explainer::story::parse(text).unwrap_or_else(|problem| panic!("{problem} in\n{text}"));
        }
        Format::Markdown => {
            let is_ours = |at: usize| text[..at].ends_with('\\') || text[at..].starts_with("<br>");
            assert!(text.match_indices('<').all(|(at, _)| is_ours(at)), "{text}");
        }
        Format::Mermaid => assert!(text.contains("sequenceDiagram") && !text.contains("\n---\n---"), "{text}"),
        Format::ShiViz => assert!(text.is_ascii() || !text.contains(['\u{2028}', '\u{2029}']), "{text}"),
        Format::TikZ => {
            let is_end = |line: &&str| !line.starts_with('%') && line.contains("\\end{messagepassing}");
            assert_eq!(text.lines().filter(is_end).count(), 1, "{text}");
        }
        Format::Tla => assert!(text.is_ascii() || text.contains("MODULE"), "{text}"),
        Format::Text => {}
    }
}

fn is_figure(text: &str) {
    let document = Document::parse(text).unwrap_or_else(|wrong| panic!("{wrong}\n{text}"));
    document.descendants().filter(Node::is_element).for_each(|element| is_harmless(&element, text));
}

/// Its figures are figures, and it has no elements and no attributes but ours.
fn is_page(text: &str) {
    for figure in text.split("<svg").skip(1) {
        let (figure, _) = figure.split_once("</svg>").unwrap_or_else(|| panic!("a figure ends\n{text}"));
        is_figure(&format!("<svg{figure}</svg>"));
    }
    for tag in text.split('<').skip(1) {
        let (tag, _) = tag.split_once('>').unwrap_or_else(|| panic!("a tag ends: <{tag}"));
        let name = tag.trim_start_matches('/').split([' ', '/', '\n']).next().unwrap_or_default();
        assert!(ELEMENTS.contains(&name) || name == "!doctype", "<{tag}>");
        let is_handler = tag.split_whitespace().any(|word| word.starts_with("on") && word.contains('='));
        assert!(!is_handler && !tag.contains("javascript:") && !tag.contains(" src="), "<{tag}>");
    }
}

fn is_harmless(element: &Node, text: &str) {
    let name = element.tag_name().name();
    assert!(ELEMENTS.contains(&name), "<{name}> in\n{text}");
    for attribute in element.attributes() {
        let is_handler = attribute.name().starts_with("on");
        let leads = ["href", "src", "style"].contains(&attribute.name());
        assert!(!is_handler && !leads, "{} of <{name}> in\n{text}", attribute.name());
    }
}
