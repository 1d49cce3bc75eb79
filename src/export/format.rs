//! As what a run leaves the page: one table, from which the page, the command, the hosts' method `exportAs` and the
//! documents have their lists.

use crate::story::language::{Words, words};

/// As what a run leaves the page.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Format {
    /// A transcript to read.
    Text,
    /// One JSON object.
    Json,
    /// A scene that comes to the same.
    Scene,
    /// A scene in which nothing is left to chance or timers.
    Replay,
    /// Tables in Markdown.
    Markdown,
    /// A sequence diagram in Mermaid's language.
    Mermaid,
    /// The stage as a figure.
    Svg,
    /// The space-time diagram as a figure.
    Time,
    /// Every slide as a figure with what it says, for paper.
    Handout,
    /// A log with vector clocks, for ShiViz.
    ShiViz,
    /// A picture for LaTeX.
    TikZ,
    /// A trace in TLA+.
    Tla,
}

/// What there is to know of a format.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct About {
    /// The format.
    pub format: Format,
    /// The word by which it is asked for.
    pub key: &'static str,
    /// The ending of a file of it, without a dot.
    pub ending: &'static str,
    /// The type of its text, as the web has it.
    pub media: &'static str,
    /// What it is called.
    pub name: Words,
    /// What it is good for, as a sentence.
    pub purpose: Words,
    /// Whether it can be of a part of a run that does not begin where the run does.
    pub is_of_part: bool,
}

/// All formats, in the order in which they are listed.
pub const FORMATS: &[About] = &[
    About {
        format: Format::Text,
        key: "text",
        ending: "txt",
        media: "text/plain",
        name: words!("Transcript"),
        purpose: words!("Every step with what each node has, and why, to be read in a fixed-width font."),
        is_of_part: false,
    },
    About {
        format: Format::Scene,
        key: "scene",
        ending: "paxos",
        media: "text/plain",
        name: words!("Scene"),
        purpose: words!("A scene of its own that comes to the same: to open here again, or to go on from."),
        is_of_part: false,
    },
    About {
        format: Format::Replay,
        key: "replay",
        ending: "paxos",
        media: "text/plain",
        name: words!("Scene, message by message"),
        purpose: words!(
            "A manual scene that delivers each message by name: what chance or timers have brought about stays as it is."
        ),
        is_of_part: false,
    },
    About {
        format: Format::Json,
        key: "json",
        ending: "json",
        media: "application/json",
        name: words!("Run as JSON"),
        purpose: words!("Every event, message and node of the run for programs, with what brings the run back."),
        is_of_part: false,
    },
    About {
        format: Format::Mermaid,
        key: "mermaid",
        ending: "mmd",
        media: "text/vnd.mermaid",
        name: words!("Sequence diagram (Mermaid)"),
        purpose: words!(
            "Who sends what to whom, with what is decided, refused, lost and chosen, to paste into a GitHub issue or into notes."
        ),
        is_of_part: true,
    },
    About {
        format: Format::Markdown,
        key: "markdown",
        ending: "md",
        media: "text/markdown",
        name: words!("Tables (Markdown)"),
        purpose: words!("What happens on each slide and why, a table a slide, for an issue, a wiki or a README."),
        is_of_part: true,
    },
    About {
        format: Format::Svg,
        key: "svg",
        ending: "svg",
        media: "image/svg+xml",
        name: words!("Figure of the stage"),
        purpose: words!("The stage at one moment, drawn as the page draws it, for notes, slides and papers."),
        is_of_part: false,
    },
    About {
        format: Format::Time,
        key: "time",
        ending: "svg",
        media: "image/svg+xml",
        name: words!("Space-time diagram"),
        purpose: words!("A line a node and an arrow a message up to one moment, drawn as the page draws it."),
        is_of_part: false,
    },
    About {
        format: Format::Handout,
        key: "handout",
        ending: "html",
        media: "text/html",
        name: words!("Handout"),
        purpose: words!("Every slide as a figure with what it says, and the whole run as a diagram, to be printed."),
        is_of_part: false,
    },
    About {
        format: Format::ShiViz,
        key: "shiviz",
        ending: "log",
        media: "text/plain",
        name: words!("ShiViz log"),
        purpose: words!("Every event at a node with its vector clock, for ShiViz to draw and to search."),
        is_of_part: false,
    },
    About {
        format: Format::TikZ,
        key: "tikz",
        ending: "tex",
        media: "application/x-tex",
        name: words!("TikZ picture"),
        purpose: words!(
            "A space-time diagram for LaTeX, with the package messagepassing: to compile alone or to include."
        ),
        is_of_part: true,
    },
    About {
        format: Format::Tla,
        key: "tla",
        ending: "tla",
        media: "text/plain",
        name: words!("TLA+ trace"),
        purpose: words!("The states of a single-decree run in the variables of Lamport's Paxos.tla, for TLC to check."),
        is_of_part: false,
    },
];

impl Format {
    /// What there is to know of it.
    pub fn about(self) -> &'static About {
        FORMATS.iter().find(|about| about.format == self).unwrap_or(&FORMATS[0])
    }

    /// Whether it is a picture of one moment, which is then the last one of the stretch.
    pub fn is_figure(self) -> bool {
        matches!(self, Format::Svg | Format::Time)
    }

    /// The format that is asked for by this word.
    pub fn find(key: &str) -> Option<Format> {
        FORMATS.iter().find(|about| about.key == key).map(|about| about.format)
    }
}

/// The words for all formats.
pub fn keys() -> Vec<&'static str> {
    FORMATS.iter().map(|about| about.key).collect()
}
