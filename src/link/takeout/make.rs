//! What the choices of the dialog make.

use super::{Made, Part, Scope, Takeout};
use crate::export::figure::says;
use crate::export::handout::{self, Sheet, Slides};
use crate::export::{Drawn, Format, Given, Object, Picture, Stretch, figure, give};
use crate::link::Link;
use crate::link::open::origin;
use crate::link::share::{Reach, reach};
use crate::player::{Opening, Show, Source};
use crate::story::{Scene, parse};

/// Writes an object as JSON.
pub type Writer<'a> = &'a dyn Fn(Object) -> Result<String, String>;

impl Takeout {
    /// Makes it of what is on show. `page` is the address of the page.
    pub fn make(&mut self, show: &Show, page: &str, json: Writer) {
        self.made = match self.text(show, page, json) {
            Ok(Some(text)) => Made::Text(self.between_fences(text).into()),
            Ok(None) => Made::Waits,
            Err(why) => Made::Nothing(why),
        };
    }

    fn text(&self, show: &Show, page: &str, json: Writer) -> Result<Option<String>, String> {
        match self.format {
            Format::Handout => self.handout(show, page),
            Format::Svg => Ok(figure(show, self.drawn(Picture::Stage))),
            Format::Time => figure(show, self.drawn(Picture::Time)).map(Some).ok_or(super::words::NO_TIME.to_string()),
            format => match give(show, format, self.stretch(show))? {
                Given::Text(text) => Ok(Some(text)),
                Given::Object(object) => json(object.of(origin(show))).map(Some),
            },
        }
    }

    fn drawn(&self, picture: Picture) -> Drawn {
        Drawn { picture, colours: self.colours, ..Drawn::default() }
    }

    /// What is to be seen on the figure, in words.
    pub fn says(&self, show: &Show) -> String {
        let picture = if self.format == Format::Time { Picture::Time } else { Picture::Stage };
        says(show, picture)
    }

    fn stretch(&self, show: &Show) -> Stretch {
        match self.part_told() {
            Part::Slide => Stretch::slide(show),
            Part::SoFar => Stretch::so_far(show),
            Part::Whole => Stretch::whole(show),
        }
    }

    fn between_fences(&self, text: String) -> String {
        match self.fence().filter(|_| self.is_fenced) {
            Some(fence) => format!("```{fence}\n{}\n```\n", text.trim_end()),
            None => text,
        }
    }

    fn handout(&self, show: &Show, page: &str) -> Result<Option<String>, String> {
        let slides = if self.scope == Scope::Moment { Slides::Moment } else { Slides::All };
        let sheet = |show| Sheet { show, slides, size: self.size, address: live(show, page) };
        let body = match (self.scope, &self.chapter) {
            (Scope::Chapter, None) => return Ok(None),
            (Scope::Chapter, Some(Err(why))) => return Err(why.clone()),
            (Scope::Chapter, Some(Ok(shows))) => {
                // The scene on show is there as it is shown, with what was done in it.
                let is_shown = |of: &Show| of.source.id() == show.source.id();
                let sheets: Vec<Sheet> = shows.iter().map(|of| sheet(if is_shown(of) { show } else { of })).collect();
                handout::body(handout::chapter(show.source.id()).as_deref(), &sheets)
            }
            (Scope::Moment | Scope::Scene, _) => handout::body(None, &[sheet(show)]),
        };
        Ok(Some(body))
    }

    /// What is saved of it: a handout needs a document around it.
    pub fn file(&self, show: &Show) -> Option<(String, String)> {
        let Made::Text(text) = &self.made else { return None };
        let text = match self.format {
            Format::Handout => handout::document(&self.title(show), text),
            _ => text.to_string(),
        };
        Some((self.file_name(show), text))
    }

    /// What a handout is called.
    pub fn title(&self, show: &Show) -> String {
        let chapter = handout::chapter(show.source.id()).filter(|_| self.scope == Scope::Chapter);
        chapter.unwrap_or_else(|| handout::title(show))
    }

    /// A name for a file of it.
    pub fn file_name(&self, show: &Show) -> String {
        if self.format == Format::Tla {
            return "PaxosTrace.tla".to_string(); // TLC wants the module's own name.
        }
        let name = match (self.format, self.scope) {
            (Format::Handout, Scope::Chapter) => slug(&self.title(show)),
            _ => match &show.source {
                Source::Course(id) => id.clone(),
                Source::Text(_) | Source::Address(_) => slug(&show.scene.script.title),
            },
        };
        let is_of_slide = self.format.is_figure() || (self.part_told() == Part::Slide && !self.parts().is_empty());
        let slide = if is_of_slide { format!("-{}", show.slide + 1) } else { String::new() };
        let own = if show.is_own() { "-own" } else { "" };
        // What is in figures/ under the name of a slide is its end.
        let is_within = self.format.is_figure() && (show.is_own() || show.at != show.slide().end);
        let time = if is_within { format!("-{}ms", show.at.time) } else { String::new() };
        let is_fenced = self.fence().is_some() && self.is_fenced;
        let (kind, ending) = match self.format {
            Format::Mermaid if is_fenced => ("-diagram", "md"),
            Format::Time => ("-time", "svg"),
            Format::Replay => ("-replay", "paxos"),
            other => ("", other.about().ending),
        };
        format!("{name}{slide}{own}{time}{kind}.{ending}")
    }
}

/// A title as the name of a file.
fn slug(title: &str) -> String {
    let words = title.split(|letter: char| !letter.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let slug = words.collect::<Vec<_>>().join("-").to_ascii_lowercase();
    let slug: String = slug.chars().take(60).collect();
    if slug.is_empty() { "run".to_string() } else { slug }
}

/// Where the scene of a show runs, for those who hold the paper.
pub fn live(show: &Show, page: &str) -> Option<String> {
    let link = match &show.source {
        Source::Course(id) => Link { scene: Some(id.clone()), seed: show.seed, ..Link::default() },
        Source::Address(address) => Link { src: Some(address.clone()), seed: show.seed, ..Link::default() },
        Source::Text(_) => return None,
    };
    (reach(page) == Reach::Anyone).then(|| format!("{page}#{}", link.write()))
}

/// The scenes of the chapter to which what is on show belongs.
pub(super) fn chapter_of(show: &Show) -> Vec<&'static str> {
    match &show.source {
        Source::Course(id) => handout::scenes_of_chapter(id),
        Source::Text(_) | Source::Address(_) => Vec::new(),
    }
}

/// The scenes that were fetched, in the words of what is on show.
pub(super) fn played(texts: Vec<(String, String)>, like: &Show) -> Result<Vec<Show>, String> {
    let show = |(id, text): (String, String)| {
        let scene = parse(&text).and_then(Scene::play).map_err(|problem| format!("{id}: {problem}"))?;
        let mut show = Show::new(Source::Course(id), scene, &Opening::End);
        show.vocabulary = like.vocabulary;
        Ok(show)
    };
    texts.into_iter().map(show).collect()
}
