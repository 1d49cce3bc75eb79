//! What leaves the page: a run as figures, texts and traces, for people and for other programs.
//!
//! Everything starts at [`give`], from the page, from a host's script and from the command `paxos export` alike.
//!
//! Uses everything to its left, and serde. Pure: it gives text and plain data, and writes nothing.

pub mod album;
pub mod chronicle;
pub mod figure;
pub mod format;
pub mod handout;
mod letters;
pub mod markdown;
pub mod mermaid;
pub mod poll;
pub mod run;
pub mod shiviz;
mod slides;
pub mod stretch;
pub mod svg;
mod table;
pub mod text;
pub mod tikz;
pub mod tla;

pub use chronicle::Chronicle;
pub use figure::{Drawn, Picture, figure};
pub use format::{FORMATS, Format};
pub use stretch::Stretch;
pub use svg::Colours;

use crate::player::Show;
use crate::story::language::{say, tr};
use crate::story::parse::BYTES_MAX;
use crate::story::poll::PollRun;
use crate::story::script::Script;
use crate::story::{Scene, print};
use handout::{Sheet, Size, Slides};
use run::{Origin, Run};
use serde::{Serialize, Serializer};

/// What leaves the page.
pub enum Given {
    /// A text.
    Text(String),
    /// An object, which becomes a text where there is something that writes JSON.
    Object(Object),
}

/// A run as an object.
pub enum Object {
    /// A run of Paxos.
    Run(Box<Run>),
    /// A poll.
    Poll(Box<poll::PollOut>),
}

impl Object {
    /// The same with what brings it back.
    #[must_use]
    pub fn of(self, origin: Origin) -> Object {
        match self {
            Object::Run(run) => Object::Run(Box::new(run.of(origin))),
            Object::Poll(poll) => Object::Poll(Box::new(poll.of(origin))),
        }
    }
}

impl Serialize for Object {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Object::Run(run) => run.serialize(serializer),
            Object::Poll(poll) => poll.serialize(serializer),
        }
    }
}

/// A stretch of the run on show in this format.
///
/// # Errors
/// A sentence: the run cannot be told so, or the format knows no run that begins in its midst.
pub fn give(show: &Show, format: Format, stretch: Stretch) -> Result<Given, String> {
    let about = format.about();
    if !about.is_of_part && !stretch.is_from_start() {
        let name = about.key;
        return Err(say!("{name} tells a run from its beginning; expected a stretch that starts with slide 1", name));
    }
    Ok(match format {
        Format::Text => Given::Text(transcript(show, stretch)),
        Format::Scene => Given::Text(readable(scene(show, stretch))?),
        Format::Replay => Given::Text(readable(replay(show, stretch))?),
        Format::Json => Given::Object(object(show, stretch)),
        Format::Markdown => Given::Text(markdown::document(&Chronicle::of(show, stretch))),
        Format::Mermaid => Given::Text(mermaid::diagram(&Chronicle::of(show, stretch))?),
        Format::Svg => Given::Text(drawn(show, stretch, Picture::Stage)?),
        Format::Time => Given::Text(drawn(show, stretch, Picture::Time)?),
        Format::Handout => {
            let sheet = Sheet { show, slides: Slides::All, size: Size::Large, address: None };
            Given::Text(handout::document(&handout::title(show), &handout::body(None, &[sheet])))
        }
        Format::Tla => Given::Text(tla::tla(show, stretch)?),
        Format::TikZ => Given::Text(tikz::tikz(&Chronicle::of(show, stretch))?),
        Format::ShiViz => Given::Text(shiviz::shiviz(&Chronicle::of(show, stretch))?),
    })
}

/// The run up to the end of a stretch as an object.
pub fn object(show: &Show, stretch: Stretch) -> Object {
    let until = stretch.until;
    match show.poll() {
        Some(people) => Object::Poll(Box::new(poll::run(&show.scene, show.names(), people, until))),
        None => {
            let (title, slides) = (&show.scene.script.title, &show.scene.slides[..=stretch.last]);
            Object::Run(Box::new(run::run(title, slides, show.names(), show.recording(), until)))
        }
    }
}

/// The same show at the end of a stretch.
fn at_the_end(show: &Show, stretch: Stretch) -> Show {
    let mut ended = show.clone();
    (ended.at, ended.slide) = (stretch.until, stretch.last);
    ended
}

/// The run as a scene that comes to the same.
fn scene(show: &Show, stretch: Stretch) -> String {
    at_the_end(show, stretch).as_scene()
}

fn drawn(show: &Show, stretch: Stretch, picture: Picture) -> Result<String, String> {
    let drawn = Drawn { picture, ..Drawn::default() };
    figure(&at_the_end(show, stretch), drawn).ok_or(tr!("a poll has no space-time diagram; expected svg").to_string())
}

/// The run as a scene that delivers message by message.
fn replay(show: &Show, stretch: Stretch) -> String {
    let about = Script { names: show.names().clone(), ..show.scene.script.clone() };
    match show.poll() {
        Some(run) => print::poll::replay(&about, &about.title, &run.fork(stretch.until)),
        None => print::replay(&about, &about.title, &show.recording().fork(stretch.until)),
    }
}

/// The text of a scene, if it is not longer than one that can be read again.
fn readable(scene: String) -> Result<String, String> {
    if scene.len() <= BYTES_MAX {
        return Ok(scene);
    }
    let wrong = say!("the run as a scene has {count} bytes, and could not be read again", count = scene.len());
    Err(say!("{wrong}; expected at most {most} bytes, as up to the end of an earlier slide", wrong, most = BYTES_MAX))
}

fn transcript(show: &Show, stretch: Stretch) -> String {
    if !show.is_own() {
        return text::transcript(&show.scene, &show.scene.recording, stretch.last, stretch.until);
    }
    // Of a run of the reader's own the scene tells only how it began.
    let mut script = show.scene.script.clone();
    script.names = show.names().clone();
    let slides = slides::told(show, stretch);
    let own = Scene { script, poll: show.poll().map(|run| PollRun::clone(run)), slides, ..show.scene.as_ref().clone() };
    text::transcript(&own, show.recording(), own.slides.len() - 1, stretch.until)
}
