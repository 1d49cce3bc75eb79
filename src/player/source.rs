//! Where a scene comes from, and where in it one begins.

use super::own::KeptRun;
use crate::story::When;
use crate::story::words::given::Came;
use std::rc::Rc;

/// Where the text of a scene comes from.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Source {
    /// The course, by the scene's id.
    Course(String),
    /// A file at this address.
    Address(String),
    /// This very text.
    Text(Rc<str>),
}

impl Source {
    /// The id of the scene, where it is one of the course.
    pub fn id(&self) -> &str {
        match self {
            Source::Course(id) => id,
            Source::Address(_) | Source::Text(_) => "",
        }
    }

    /// A short word for it, the same each time.
    pub fn key(&self) -> String {
        match self {
            Source::Course(id) => format!("scene:{id}"),
            Source::Address(address) => format!("src:{address}"),
            Source::Text(text) => format!("text:{:016x}", fingerprint(text)),
        }
    }

    /// What a mistake in it is said to stand in.
    pub fn file(&self) -> String {
        match self {
            Source::Course(id) => format!("{id}.paxos"),
            Source::Address(address) => address.rsplit('/').next().unwrap_or(address).to_string(),
            Source::Text(_) => "scene.paxos".to_string(),
        }
    }
}

/// FNV-1a, 64 bits, which is pinned: texts are found again by it in later releases.
fn fingerprint(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

impl From<&str> for Source {
    fn from(id: &str) -> Source {
        Source::Course(id.to_string())
    }
}

impl From<String> for Source {
    fn from(id: String) -> Source {
        Source::Course(id)
    }
}

/// Where a scene is opened.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Opening {
    /// At its very beginning.
    Start,
    /// With the stage set: at the end of its first slide, where what that says is the case.
    Set,
    /// With the stage set for this slide, from 0: at its end.
    Slide(usize),
    /// At its end, for one who comes from the scene after it.
    End,
    /// As a link says.
    Link(Rc<Wanted>),
}

impl Opening {
    /// The same, where what a link would say has come by another way.
    #[must_use]
    pub fn by(self, came: Came) -> Opening {
        match self {
            Opening::Link(wanted) => Opening::Link(Rc::new(Wanted { came, ..(*wanted).clone() })),
            other => other,
        }
    }
}

/// What a link says of where to open a scene.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Wanted {
    /// The slide, from 0.
    pub slide: Option<usize>,
    /// The moment.
    pub at: Option<Mark>,
    /// What a viewer did, in the words of the scene language.
    pub acts: Vec<(When, String)>,
    /// The seed in place of the scene's.
    pub seed: Option<u32>,
    /// How all this has come.
    pub came: Came,
}

/// A moment that a link names.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mark {
    /// A moment as people write it.
    When(When),
    /// So many hundredths of the run.
    Percent(u8),
}

/// Runs of the viewer's own in a scene.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Shelf {
    /// The scene.
    pub of: Source,
    /// The seed in place of the scene's, under which they were made: with another one they may not be possible.
    pub seed: Option<u32>,
    /// What it is called.
    pub title: String,
    /// The runs.
    pub runs: Vec<KeptRun>,
    /// Those that were deleted in this visit, which another page may have kept.
    pub deleted: Vec<KeptRun>,
}

/// Between the runs and the text of their scene.
const TEXT: &str = "\ntext\n";

/// What the key of runs under another seed begins with.
const SEED: &str = "seed:";

impl Shelf {
    /// Whether these are the runs in this scene, under this seed in place of its own.
    pub fn is_of(&self, source: &Source, seed: Option<u32>) -> bool {
        self.of == *source && self.seed == seed
    }

    /// A short word, the same each time, under which they are kept.
    pub fn key(&self) -> String {
        match self.seed {
            Some(seed) => format!("{SEED}{seed}:{}", self.of.key()),
            None => self.of.key(),
        }
    }

    /// Where they are found again: in their scene, with the stage set.
    pub fn opening(&self) -> Opening {
        match self.seed {
            Some(_) => Opening::Link(Rc::new(Wanted { seed: self.seed, ..Wanted::default() })),
            None => Opening::Set,
        }
    }

    /// As a text: the title, the runs, and the scene itself where nothing else has it.
    pub fn write(&self) -> String {
        let title = self.title.replace(char::is_control, " ");
        let runs = KeptRun::write(&self.runs);
        match &self.of {
            Source::Text(text) => format!("title {title}\n{}{TEXT}{text}", runs.trim_end()),
            Source::Course(_) | Source::Address(_) => format!("title {title}\n{runs}"),
        }
    }

    /// From its key and such a text, if there is such a scene in it.
    pub fn read(key: &str, kept: &str) -> Option<Shelf> {
        let (kept, text) = kept.split_once(TEXT).unwrap_or((kept, ""));
        let (seed, key) = match key.strip_prefix(SEED).and_then(|rest| rest.split_once(':')) {
            Some((seed, key)) => (Some(seed.parse().ok()?), key),
            None => (None, key),
        };
        let of = match key.split_once(':')? {
            ("scene", id) => Source::Course(id.to_string()),
            ("src", address) => Source::Address(address.to_string()),
            ("text", _) if !text.is_empty() => Source::Text(text.into()),
            _ => return None,
        };
        let title = kept.lines().next().and_then(|line| line.strip_prefix("title ")).unwrap_or("").to_string();
        Some(Shelf { of, seed, title, runs: KeptRun::read(kept), deleted: Vec::new() })
    }
}
