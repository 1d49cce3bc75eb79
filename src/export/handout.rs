//! A handout: slides as figures with what they say, for paper. It is HTML, since a browser prints that; the page prints
//! the very same.

use super::figure::{Drawn, Picture, figure};
use super::svg::{Colours, escaped};
use crate::player::{Opening, Show};
use crate::story::language::spoken;
use crate::story::words::{beside, given, handout as words};
use crate::story::{Scene, library};
use std::fmt::Write;

/// How a handout is laid out, on the page and by itself. static/rest.css has the same; a test holds the two equal.
pub const STYLE: &str = include_str!("handout/handout.css");

/// Which slides a handout has.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Slides {
    /// The moment on show alone.
    Moment,
    /// The slide on show, at its end; the moment on show where it is within a slide, or in a run of the reader's own.
    Slide,
    /// Every slide of the scene as it was written, each at its end; before them the moment on show where it is none of
    /// theirs.
    All,
}

/// How large the slides of a handout are.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Size {
    /// About two a page, each with its text beside it.
    #[default]
    Large,
    /// About six a page, in two columns.
    Small,
}

/// A scene on a handout.
pub struct Sheet<'a> {
    /// The scene on show.
    pub show: &'a Show,
    /// Which of its slides.
    pub slides: Slides,
    /// How large they are.
    pub size: Size,
    /// Where it runs, for those who hold the paper.
    pub address: Option<String>,
}

/// The sheets of several scenes under one heading, or of one without.
pub fn body(heading: Option<&str>, sheets: &[Sheet]) -> String {
    let mut text = String::new();
    heading.into_iter().for_each(|heading| write_element(&mut text, "h1", heading));
    sheets.iter().for_each(|sheet| write_sheet(&mut text, sheet));
    text
}

/// A document of its own.
pub fn document(title: &str, body: &str) -> String {
    format!(
        "<!doctype html>\n<html lang=\"{lang}\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" \
         content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n<style>\n{DOCUMENT}{STYLE}</style>\n</head>\n\
         <body>\n<main class=\"handout\">{body}</main>\n</body>\n</html>\n",
        lang = spoken().tag(),
        title = escaped(title)
    )
}

/// What only a document of its own needs.
const DOCUMENT: &str = "body { margin: 0 auto; max-width: 900px; padding: 20px; background: #fff; color: #000; \
                        font: 16px/1.45 system-ui, -apple-system, \"Segoe UI\", Roboto, \"DejaVu Sans\", sans-serif; }\n";

/// What a handout of this show is called.
pub fn title(show: &Show) -> String {
    show.told(&show.scene.script.title)
}

/// The name of a chapter, as a heading, for a scene of the course.
pub fn chapter(id: &str) -> Option<String> {
    let chapter = library::find(id)?.place.chapter;
    let name = library::CHAPTERS.get(usize::from(chapter).checked_sub(1)?)?;
    Some(words::chapter(chapter, name.said()))
}

/// The scenes of the chapter to which a scene of the course belongs, in order.
pub fn scenes_of_chapter(id: &str) -> Vec<&'static str> {
    let Some(found) = library::find(id) else { return Vec::new() };
    let same = library::COURSE.iter().filter(|entry| entry.place.chapter == found.place.chapter);
    same.map(|entry| entry.id).collect()
}

fn write_sheet(text: &mut String, sheet: &Sheet) {
    let Sheet { show, slides, size, address } = sheet;
    text.push_str("<section>");
    write_element(text, "h2", &numbered(show));
    // What is printed of a whole scene is as it was written, up to its end.
    let printed = if *slides == Slides::All { as_written(show) } else { Show::clone(show) };
    printed.cautions().iter().for_each(|caution| write_paragraph(text, "handout-caution", caution));
    let about = show.scene.script.about.as_deref().filter(|_| *slides == Slides::All);
    about.into_iter().for_each(|about| write_paragraph(text, "handout-about", &show.told(about)));
    text.push_str(match size {
        Size::Large => "<div>",
        Size::Small => "<div class=\"handout-small\">",
    });
    match slides {
        Slides::Slide if is_slide_as_written(show) => write_slide(text, &at_end_of_slide(show)),
        Slides::Slide => write_now(text, show),
        Slides::Moment => write_moment(text, show),
        Slides::All => write_all(text, show),
    }
    text.push_str("</div>");
    // In a box of somebody's page there is no room for it.
    let source = show.scene.script.source.as_deref().filter(|_| *slides != Slides::Slide).map(words::source);
    let live = address.as_deref().map(words::live);
    source.into_iter().chain(live).for_each(|told| write_paragraph(text, "handout-source", &told));
    text.push_str("</section>");
}

/// The title of a scene, with its place in the course where it has one.
fn numbered(show: &Show) -> String {
    match library::find(show.source.id()) {
        Some(entry) => words::scene(entry.place.chapter, entry.place.number, &title(show)),
        None => title(show),
    }
}

fn write_all(text: &mut String, show: &Show) {
    let mut written = as_written(show);
    if !is_slide_as_written(show) {
        let (own, known) = (show.cautions(), written.cautions());
        let more = own.iter().filter(|caution| !known.contains(caution));
        more.for_each(|caution| write_paragraph(text, "handout-caution", caution));
        write_moment(text, show);
    }
    for slide in 0..written.scene.slides.len() {
        (written.slide, written.at) = (slide, written.scene.slides[slide].end);
        write_slide(text, &written);
    }
    write_whole(text, &written);
}

/// The scene without what the reader has done, at its end, in the same words.
fn as_written(show: &Show) -> Show {
    let mut written = Show::new(show.source.clone(), Scene::clone(&show.scene), &Opening::End);
    written.vocabulary = show.vocabulary;
    written
}

/// The slide on show, at its end.
fn at_end_of_slide(show: &Show) -> Show {
    let mut ended = show.clone();
    ended.at = show.slide().end;
    ended
}

/// Whether what is on show is the beginning or the end of a slide of the scene as it was written.
fn is_slide_as_written(show: &Show) -> bool {
    let slide = show.slide();
    !show.is_own() && (show.at == slide.end || show.at == slide.start)
}

/// The moment on show, and the run up to it where that is the reader's own.
fn write_moment(text: &mut String, show: &Show) {
    write_now(text, show);
    if show.is_own() && !show.recording().flights().is_empty() {
        write_figure(text, show, Picture::Time, words::WAYS.said(), &[words::LINES.said().to_string()]);
    }
}

/// The moment on show: what just happened, and in a run of the reader's own what was done.
fn write_now(text: &mut String, show: &Show) {
    let seconds = beside::seconds(show.at.time);
    let done = || -> Vec<String> {
        let branch = show.branch();
        branch.told().into_iter().take(branch.acts_by(show.at)).map(|(_, act)| act).collect()
    };
    let (heading, mut says) = match show.is_own() {
        true => (words::own(&seconds), vec![given::done(&done())]),
        // What the slide says after its first paragraph has not come about yet, as on the page.
        false => (
            words::slide_at(show.slide + 1, &show.told(&show.slide().title), &seconds),
            show.slide().say.iter().take(1).map(|say| show.told(say)).collect(),
        ),
    };
    says.extend(show.just_now());
    write_figure(text, show, Picture::Stage, &heading, &says);
}

fn write_slide(text: &mut String, show: &Show) {
    let slide = show.slide();
    let heading = words::slide(show.slide + 1, &show.told(&slide.title));
    let says: Vec<String> = slide.say.iter().map(|say| show.told(say)).collect();
    write_figure(text, show, Picture::Stage, &heading, &says);
}

/// The whole run as a space-time diagram, where any message is sent in it.
fn write_whole(text: &mut String, show: &Show) {
    if !show.recording().flights().is_empty() {
        write_figure(text, show, Picture::Time, words::WHOLE.said(), &[words::LINES.said().to_string()]);
    }
}

/// A figure with its caption, if there is such a figure.
fn write_figure(text: &mut String, show: &Show, picture: Picture, heading: &str, says: &[String]) {
    let Some(figure) = figure(show, Drawn { picture, colours: Colours::Print, ..Drawn::default() }) else { return };
    let class = match picture {
        Picture::Stage => "handout-slide",
        Picture::Time => "handout-slide handout-wide",
    };
    let _ = write!(text, "<figure class=\"{class}\">{figure}<figcaption>");
    write_element(text, "h3", heading);
    says.iter().for_each(|said| write_element(text, "p", said));
    text.push_str("</figcaption></figure>");
}

fn write_element(text: &mut String, name: &str, says: &str) {
    let _ = write!(text, "<{name}>{}</{name}>", escaped(says));
}

fn write_paragraph(text: &mut String, class: &str, says: &str) {
    let _ = write!(text, "<p class=\"{class}\">{}</p>", escaped(says));
}
