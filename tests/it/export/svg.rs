//! Figures: read back as XML, they have the marks that the page draws, and nothing else.

use crate::on_show;
use crate::scenes::texts;
use paxos_explainer::export::figure::{Drawn, Picture, figure, time};
use paxos_explainer::export::svg::{Colours, escaped, svg};
use paxos_explainer::player::{Msg, Show, TimeLine};
use paxos_explainer::view::geometry::{Point, point};
use paxos_explainer::view::layout::{Height, Layout};
use paxos_explainer::view::mark::{Anchor, Paint, Weight};
use paxos_explainer::view::palette::{Tone, colour};
use paxos_explainer::view::space_time::{self, Plan};
use paxos_explainer::view::{Frame, Mark, Shape, Tableau, moving, still};
use roxmltree::{Document, Node};

const SVG: &str = "http://www.w3.org/2000/svg";

/// The attributes that a figure may have, each of which every program understands that reads SVG.
const ATTRIBUTES: [&str; 22] = [
    "cx",
    "cy",
    "d",
    "fill",
    "font-family",
    "font-size",
    "font-weight",
    "height",
    "opacity",
    "r",
    "role",
    "rx",
    "space",
    "stroke",
    "stroke-dasharray",
    "stroke-width",
    "text-anchor",
    "transform",
    "viewBox",
    "width",
    "x",
    "y",
];
/// The elements that a figure may have.
const ELEMENTS: [&str; 8] = ["svg", "title", "desc", "g", "rect", "circle", "path", "text"];

/// A thing on a picture: its kind, where its group lies, how much of that shows through, and its own attributes.
#[derive(PartialEq, Debug)]
struct Thing {
    kind: &'static str,
    at: (f64, f64),
    opacity: f64,
    numbers: Vec<f64>,
    words: Vec<String>,
}

/// A number as a picture has it.
fn tenths(number: f64) -> f64 {
    (number * 10.0).round() / 10.0
}

/// Fill, outline, its width and its dashes.
fn painted(paint: &Paint, colours: Colours) -> Vec<String> {
    let of = |tone| colour(colours.key(), tone).unwrap_or("none").to_string();
    let is_drawn = paint.stroke != Tone::None;
    let width = if is_drawn && 0.0 < paint.width { tenths(paint.width).to_string() } else { String::new() };
    let dash = if is_drawn { paint.dash } else { "" };
    vec![of(paint.fill), of(paint.stroke), width, dash.to_string()]
}

/// A mark of the page.
fn drawn(mark: &Mark, at: Point, opacity: f64, colours: Colours) -> Thing {
    let (kind, numbers, words) = match mark {
        Mark::Box { x, y, width, height, radius, paint } => {
            ("rect", vec![*x, *y, *width, *height, *radius], painted(paint, colours))
        }
        Mark::Circle { x, y, radius, paint } => ("circle", vec![*x, *y, *radius], painted(paint, colours)),
        Mark::Path { data, paint } => ("path", Vec::new(), [vec![data.clone()], painted(paint, colours)].concat()),
        Mark::Text { x, y, text, face } => {
            let weight = if face.weight == Weight::Bold { "700" } else { "" };
            let anchor = match face.anchor {
                Anchor::Start => "",
                Anchor::Middle => "middle",
                Anchor::End => "end",
            };
            let tone = colour(colours.key(), face.tone).expect("a text has a colour");
            let words = [text.as_str(), tone, weight, anchor].map(str::to_string);
            ("text", vec![*x, *y, face.size], words.to_vec())
        }
    };
    let numbers = numbers.into_iter().map(tenths).collect();
    Thing { kind, at: (tenths(at.x), tenths(at.y)), opacity: (opacity * 1000.0).round() / 1000.0, numbers, words }
}

/// All marks of frames, the later ones above the earlier.
fn marks_of(frames: &[(&Frame, f64)], colours: Colours) -> Vec<Thing> {
    let groups = frames.iter().flat_map(|(frame, left)| frame.groups.iter().map(move |group| (group, *left)));
    let each = |(group, left): (&std::rc::Rc<paxos_explainer::view::Group>, f64)| {
        let at = point(group.at.x + left, group.at.y);
        group.marks.iter().map(|mark| drawn(mark, at, group.opacity, colours)).collect::<Vec<_>>()
    };
    groups.flat_map(each).collect()
}

fn number(node: Node, name: &str) -> f64 {
    let text = node.attribute(name).unwrap_or_else(|| panic!("{node:?} has no {name}"));
    text.parse().unwrap_or_else(|_| panic!("{name}={text} of {node:?} is no number"))
}

/// Where a group lies.
fn place(group: Node) -> (f64, f64) {
    let Some(transform) = group.attribute("transform") else { return (0.0, 0.0) };
    let inside = transform.strip_prefix("translate(").and_then(|rest| rest.strip_suffix(')'));
    let (x, y) = inside.and_then(|inside| inside.split_once(' ')).expect("two numbers");
    (x.parse().expect("a number"), y.parse().expect("a number"))
}

/// An element of a figure.
fn read(node: Node) -> Thing {
    let group = node.parent_element().expect("it is in a group");
    let word = |name: &str| node.attribute(name).unwrap_or("").to_string();
    let outline = || if node.has_attribute("stroke") { word("stroke") } else { "none".to_string() };
    let paint = || vec![word("fill"), outline(), word("stroke-width"), word("stroke-dasharray")];
    let text = || node.text().unwrap_or("").to_string();
    let (kind, numbers, words) = match node.tag_name().name() {
        "rect" => ("rect", vec!["x", "y", "width", "height", "rx"], paint()),
        "circle" => ("circle", vec!["cx", "cy", "r"], paint()),
        "path" => ("path", Vec::new(), [vec![word("d")], paint()].concat()),
        "text" => {
            ("text", vec!["x", "y", "font-size"], vec![text(), word("fill"), word("font-weight"), word("text-anchor")])
        }
        other => panic!("{other} is no mark"),
    };
    let opacity = if group.has_attribute("opacity") { number(group, "opacity") } else { 1.0 };
    let numbers = numbers.into_iter().map(|name| number(node, name)).collect();
    Thing { kind, at: place(group), opacity, numbers, words }
}

/// What any figure has to be; gives its marks.
fn checked(text: &str, frame: &Frame, colours: Colours, about: &str) -> Vec<Thing> {
    let document = Document::parse(text).unwrap_or_else(|wrong| panic!("{about}: {wrong}"));
    assert!(document.descendants().all(|node| !node.is_comment() && !node.is_pi()), "{about}");
    for node in document.descendants().filter(Node::is_element) {
        assert_eq!(node.tag_name().namespace(), Some(SVG), "{about}: {node:?}");
        assert!(ELEMENTS.contains(&node.tag_name().name()), "{about}: {node:?}");
        for attribute in node.attributes() {
            assert!(ATTRIBUTES.contains(&attribute.name()), "{about}: {}", attribute.name());
            assert!(
                !attribute.value().contains("var(") && !attribute.value().contains("url("),
                "{about}: {attribute:?}"
            );
        }
    }
    let root = document.root_element();
    let size = (tenths(frame.width), tenths(frame.height));
    assert_eq!((number(root, "width"), number(root, "height")), size, "{about}");
    assert_eq!(root.attribute("viewBox"), Some(&*format!("0 0 {} {}", size.0, size.1)), "{about}");
    let mut parts = root.children();
    let (title, says) = (parts.next().expect("a title"), parts.next().expect("a description"));
    assert_eq!((title.tag_name().name(), says.tag_name().name()), ("title", "desc"), "{about}");
    assert!(!title.text().unwrap_or("").is_empty() && !says.text().unwrap_or("").is_empty(), "{about}");
    let ground = parts.next().expect("a ground");
    assert_eq!(ground.attribute("fill"), colour(colours.key(), Tone::Paper), "{about}");
    assert_eq!((number(ground, "width"), number(ground, "height")), size, "{about}");
    parts.filter(Node::is_element).flat_map(|group| group.children().filter(Node::is_element)).map(read).collect()
}

fn held_equal(figure: &[Thing], page: &[Thing], about: &str) {
    for (place, (one, other)) in figure.iter().zip(page).enumerate() {
        assert_eq!(one, other, "{about}: mark {place}");
    }
    assert_eq!(figure.len(), page.len(), "{about}: so many marks");
}

/// Each slide of a scene of the course and of the corner cases, half-way through and at its end.
fn each_moment(check: impl Fn(&Show, &str)) {
    for (id, text) in texts() {
        let mut model = on_show::begun(&text);
        for (nth, slide) in on_show::shown(&model).scene.slides.clone().into_iter().enumerate() {
            let middle = slide.start.time.midpoint(slide.end.time);
            for msg in [Msg::Seek(middle), Msg::StandAt(slide.end)] {
                let about = format!("{id}, slide {}, {msg:?}", nth + 1);
                model.update(msg);
                check(on_show::shown(&model), &about);
            }
        }
    }
}

#[test]
fn figure_of_the_stage_has_the_marks_of_the_page() {
    each_moment(|show, about| {
        for shape in [Shape::Wide, Shape::Tall] {
            let tableau = Tableau::of(show);
            let layout = Layout::of(&tableau, shape, Height::Ample);
            let (still, moving) = (still(&tableau, &layout), moving(&tableau, &layout));
            for colours in Colours::ALL {
                let text = figure(show, Drawn { picture: Picture::Stage, shape, colours }).expect("a stage");
                let about = format!("{about}, {shape:?}, {colours:?}");
                let marks = checked(&text, &still, colours, &about);
                held_equal(&marks, &marks_of(&[(&still, 0.0), (&moving, 0.0)], colours), &about);
            }
        }
    });
}

#[test]
fn figure_of_the_run_in_time_has_the_marks_of_the_page() {
    each_moment(|show, about| {
        for colours in Colours::ALL {
            let drawn = Drawn { picture: Picture::Time, shape: Shape::Wide, colours };
            let Some(text) = figure(show, drawn) else {
                assert!(show.poll().is_some(), "{about}: only a poll has none");
                continue;
            };
            let line = TimeLine::default();
            let diagram = space_time::diagram(show, &line, &Plan::of(show, &line), &space_time::Memo::default());
            let (left, standing) = (diagram.names.width, diagram.standing());
            let page = marks_of(&[(&diagram.names, 0.0), (&diagram.still, left), (&standing, left)], colours);
            let about = format!("{about}, {colours:?}");
            held_equal(&checked(&text, &time(show), colours, &about), &page, &about);
        }
    });
}

#[test]
fn figure_of_any_name_and_value_shows_it_as_text() {
    let long = "w".repeat(10_000);
    let hostile = [
        "<script>alert(1)</script>",
        "\"><image href=\"javascript:alert(1)\" onload=\"alert(1)\"/>",
        "]]>&amp;&#0;&quot;'",
        "<!-- <?xml <!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]> &e;",
        "javascript:alert(1)",
        "\u{202e}txet\u{2066} a\u{5d0}\u{627}",
        "👩‍🚀 e\u{301}\u{302}\u{489}",
        "a\0b\u{1}c\u{8}d\u{1b}e\u{7f}f\u{85}g\u{fffe}h",
        &long,
    ];
    for said in hostile {
        let face = paxos_explainer::view::mark::Face::regular(12.0, Tone::Ink);
        let mark = paxos_explainer::view::mark::text(1.0, 2.0, said, face);
        let group = std::rc::Rc::new(paxos_explainer::view::Group::new("g", vec![mark]));
        let frame = Frame { width: 100.0, height: 50.0, groups: vec![group] };
        let text = svg(&frame, said, said, Colours::Light);
        let document = Document::parse(&text).unwrap_or_else(|wrong| panic!("{said:?}: {wrong}\n{text}"));
        let elements: Vec<&str> =
            document.descendants().filter(Node::is_element).map(|node| node.tag_name().name()).collect();
        assert_eq!(elements, ["svg", "title", "desc", "rect", "g", "text"], "{said:?}");
        let wanted: String = said
            .chars()
            .map(|letter| match letter {
                '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{fffe}' => '\u{fffd}',
                letter => letter,
            })
            .collect();
        for name in ["title", "desc", "text"] {
            let of = document.descendants().find(|node| node.has_tag_name(name)).and_then(|node| node.text());
            assert_eq!(of, Some(&*wanted), "{name}");
        }
    }
    assert_eq!(escaped("a\tb\nc"), "a b c");
}

#[test]
fn blanks_of_a_text_are_kept_on_the_very_element() {
    let says = ["cat", "two  blanks", " ahead", "behind "];
    let face = paxos_explainer::view::mark::Face::regular(12.0, Tone::Ink);
    let marks = says.iter().map(|says| paxos_explainer::view::mark::text(1.0, 2.0, *says, face)).collect();
    let group = std::rc::Rc::new(paxos_explainer::view::Group::new("g", marks));
    let text = svg(&Frame { width: 9.0, height: 9.0, groups: vec![group] }, "x", "x", Colours::Light);
    let document = Document::parse(&text).expect("it is XML");
    let texts = document.descendants().filter(|node| node.has_tag_name("text"));
    let space = ("http://www.w3.org/XML/1998/namespace", "space");
    let kept: Vec<_> = texts.map(|node| (node.text(), node.attribute(space))).collect();
    let preserve = Some("preserve");
    assert_eq!(
        kept,
        [(Some("cat"), None), (Some("two  blanks"), preserve), (Some(" ahead"), preserve), (Some("behind "), preserve)]
    );
}
