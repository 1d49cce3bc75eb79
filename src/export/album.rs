//! An album: a figure of each slide of scenes, with its caption and its text in place of the picture; as a page to look
//! through and to copy from, and as data.

use super::figure::{Drawn, Picture, figure, says, stage};
use super::svg::{Colours, escaped};
use crate::player::Show;
use crate::view::Shape;
use crate::view::room::NARROW;
use serde::Serialize;
use std::fmt::Write;

/// The style sheet of the page. A file of its own: a strict policy lets no style stand in a page.
pub const STYLE: &str = include_str!("album/figures.css");
/// The name of that file.
pub const STYLE_NAME: &str = "figures.css";

/// What the page may load: pictures and the style sheet beside it, and nothing else.
const POLICY: &str = "default-src 'none'; img-src 'self' data:; style-src 'self'; base-uri 'none'; form-action 'none'";

/// A figure with what stands beside it.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Plate {
    /// The name of its file.
    pub file: String,
    /// The name of its scene, as in links.
    pub scene: String,
    /// What its scene is called.
    pub scene_title: String,
    /// The number of its slide, from 1.
    pub slide: usize,
    /// What its slide is called.
    pub title: String,
    /// What its slide says, paragraph by paragraph.
    pub caption: Vec<String>,
    /// What is to be seen on it, for who does not see it.
    pub alt: String,
    /// Its width, in its own units.
    pub width: f64,
    /// Its height, in its own units.
    pub height: f64,
    /// The figure.
    #[serde(skip)]
    pub svg: String,
}

/// A figure of the end of each slide of the scene on show, which is called `scene` in links.
pub fn plates(scene: &str, show: &Show, drawn: Drawn) -> Vec<Plate> {
    let drawn = Drawn { picture: Picture::Stage, ..drawn };
    let plate = |slide: usize| {
        let mut show = show.clone();
        (show.slide, show.at) = (slide, show.scene.slides[slide].end);
        let frame = stage(&show, drawn.shape);
        Some(Plate {
            file: format!("{scene}-{}.svg", slide + 1),
            scene: scene.to_string(),
            scene_title: show.told(&show.scene.script.title),
            slide: slide + 1,
            title: show.told(&show.slide().title),
            caption: show.slide().say.iter().map(|text| show.told(text)).collect(),
            alt: says(&show, Picture::Stage),
            width: frame.width,
            height: frame.height,
            svg: figure(&show, drawn)?,
        })
    };
    (0..show.scene.slides.len()).filter_map(plate).collect()
}

/// The page that shows the figures of an album, with what to copy where one of them is to stand.
pub fn page(plates: &[Plate]) -> String {
    let mut html = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<title>Figures</title>\n\
         <link rel=\"icon\" href=\"data:,\">\n<link rel=\"stylesheet\" href=\"{STYLE_NAME}\">\n</head>\n<body>\n\
         <h1>Figures</h1>\n<p>Each slide at its end. Below each figure is what to paste where it is to stand; \
         figures.json has the same for programs.</p>\n"
    );
    let scenes: Vec<&[Plate]> = plates.chunk_by(|one, other| one.scene == other.scene).collect();
    html.push_str("<nav aria-label=\"Scenes\">\n<ul>\n");
    for scene in &scenes {
        let (id, title) = (in_address(&scene[0].scene), escaped(&scene[0].scene_title));
        let _ = writeln!(html, "<li><a href=\"#{id}\"><bdi>{title}</bdi></a></li>");
    }
    html.push_str("</ul>\n</nav>\n<main>\n");
    for scene in scenes {
        let (id, title) = (in_address(&scene[0].scene), escaped(&scene[0].scene_title));
        let _ = writeln!(html, "<section id=\"{id}\">\n<h2 dir=\"auto\">{title}</h2>");
        scene.iter().for_each(|plate| write_plate(&mut html, plate));
        html.push_str("</section>\n");
    }
    html.push_str("</main>\n</body>\n</html>\n");
    html
}

fn write_plate(html: &mut String, plate: &Plate) {
    let name = format!("{}, slide {}", plate.scene, plate.slide);
    let _ = writeln!(
        html,
        "<figure>\n{}\n<figcaption>\n<p class=\"title\" dir=\"auto\">{}</p>",
        image(plate, "", " loading=\"lazy\""),
        escaped(&plate.title)
    );
    for paragraph in &plate.caption {
        let _ = writeln!(html, "<p dir=\"auto\">{}</p>", escaped(paragraph));
    }
    let _ = writeln!(
        html,
        "</figcaption>\n<details>\n<summary>HTML to paste</summary>\n\
         <textarea readonly rows=\"6\" spellcheck=\"false\" aria-label=\"HTML of {}\">{}</textarea>\n</details>\n</figure>",
        escaped(&name),
        escaped_lines(&snippet(plate))
    );
}

/// What to paste into a page beside which the folder `figures` lies.
pub fn snippet(plate: &Plate) -> String {
    let caption: Vec<String> = [&plate.title].into_iter().chain(&plate.caption).map(|text| escaped(text)).collect();
    let image = image(plate, "figures/", "");
    format!("<figure>\n  {image}\n  <figcaption>{}</figcaption>\n</figure>", sentences(&caption))
}

/// Texts as one line; a title has no full stop of its own.
fn sentences(texts: &[String]) -> String {
    match texts {
        [title, rest @ ..] if !rest.is_empty() && !title.ends_with(['.', '?', '!']) => {
            format!("{title}. {}", rest.join(" "))
        }
        all => all.join(" "),
    }
}

fn image(plate: &Plate, folder: &str, more: &str) -> String {
    let (file, alt) = (in_address(&plate.file), escaped(&plate.alt));
    format!(
        "<img src=\"{folder}{file}\" width=\"{}\" height=\"{}\"{more} alt=\"{alt}\">",
        plate.width.round(),
        plate.height.round()
    )
}

/// A text of several lines as it may stand in an element.
fn escaped_lines(text: &str) -> String {
    text.lines().map(escaped).collect::<Vec<_>>().join("\n")
}

/// The figures that stand in the page before it runs, by the names of their files, with their colours and shapes.
pub const FIRST: [(&str, Colours, Shape); 4] = [
    ("first.svg", Colours::Light, Shape::Wide),
    ("first-dark.svg", Colours::Dark, Shape::Wide),
    ("first-tall.svg", Colours::Light, Shape::Tall),
    ("first-tall-dark.svg", Colours::Dark, Shape::Tall),
];

/// Whether the system is dark.
const DARK: &str = "(prefers-color-scheme: dark)";

/// What stands in the page before it runs: the first slide of this scene, at the places where the page draws it then.
pub fn first(scene: &str, show: &Show) -> Option<String> {
    let [wide, tall] = [Shape::Wide, Shape::Tall].map(|shape| plates(scene, show, Drawn { shape, ..Drawn::default() }));
    let (wide, tall) = (wide.first()?, tall.first()?);
    let narrow = NARROW.media();
    let narrow_dark: Vec<String> = narrow.split(", ").map(|media| format!("{media} and {DARK}")).collect();
    let size = |plate: &Plate| format!("width=\"{}\" height=\"{}\"", plate.width.round(), plate.height.round());
    let source = |name: &str, media: &str, plate: &Plate| {
        format!("<source srcset=\"{name}\" media=\"{media}\" {}>\n", size(plate))
    };
    let says: String = wide.caption.iter().map(|text| format!("<p>{}</p>\n", escaped(text))).collect();
    Some(format!(
        "<div class=\"page ui-full first\">\n\
         <header class=\"head\"><b>Paxos Explainer</b><span class=\"crumb\">{scene_title}</span></header>\n\
         <div class=\"course\"></div>\n\
         <main class=\"theatre\"><div class=\"figure\"><picture>\n{tall_dark}{tall_light}{wide_dark}\
         <img class=\"poster\" src=\"first.svg\" {size} alt=\"{alt}\">\n</picture></div></main>\n\
         <aside class=\"narration at-goal\">\n<p class=\"count\">Slide 1 of {count}</p>\n<h1>{title}</h1>\n{says}</aside>\n\
         <div class=\"dock\"></div>\n\
         <div class=\"controls\">\n<p class=\"wait\">Paxos Explainer is starting …</p>\n<p class=\"wait late\">{LATE}</p>\n</div>\n\
         </div>\n",
        scene_title = escaped(&wide.scene_title),
        tall_dark = source("first-tall-dark.svg", &narrow_dark.join(", "), tall),
        tall_light = source("first-tall.svg", &narrow, tall),
        wide_dark = source("first-dark.svg", DARK, wide),
        size = size(wide),
        alt = escaped(&wide.alt),
        count = show.scene.slides.len(),
        title = escaped(&wide.title),
    ))
}

/// What is said where the page does not start.
const LATE: &str = "It takes longer than usual. On a slow connection that is nothing but the size of the page, some 220 kB; \
                    otherwise load it again, or open it in a current browser.";

/// The name of a file as it may stand in an address.
pub fn in_address(name: &str) -> String {
    name.bytes().fold(String::new(), |mut address, byte| {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' => address.push(char::from(byte)),
            byte => {
                let _ = write!(address, "%{byte:02X}");
            }
        }
        address
    })
}
