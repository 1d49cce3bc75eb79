//! How the page is to look and behave: the part of a link that changes nothing in the run.

use crate::story::words::Vocabulary;

/// A value that is one of a few words.
pub trait Word: Copy + 'static {
    /// All of them, in the order in which they are shown.
    const ALL: &'static [Self];

    /// The word by which it stands in a link.
    fn key(self) -> &'static str;
}

/// Defines values that are words of a link.
macro_rules! words {
    ($(#[$about:meta])* $name:ident { $($(#[$what:meta])* $variant:ident = $key:literal,)+ }) => {
        $(#[$about])*
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub enum $name {
            $($(#[$what])* $variant,)+
        }

        impl Word for $name {
            const ALL: &'static [$name] = &[$($name::$variant),+];

            fn key(self) -> &'static str {
                match self {
                    $($name::$variant => $key,)+
                }
            }
        }
    };
}

words! {
    /// How much of the page is there.
    Ui {
        /// All of it.
        Full = "full",
        /// The stage and its controls.
        Player = "player",
        /// Play and step.
        Minimal = "minimal",
        /// The bare figure.
        None = "none",
    }
}

words! {
    /// What the reader may do.
    Interact {
        /// Act on nodes and messages.
        All = "all",
        /// Only move in time.
        Step = "step",
        /// Only watch.
        None = "none",
    }
}

words! {
    /// The colours.
    Theme {
        /// Those of the host or of the system.
        Auto = "auto",
        /// Dark on light.
        Light = "light",
        /// Light on dark.
        Dark = "dark",
        /// For a hall.
        Projector = "projector",
        /// For paper.
        Print = "print",
    }
}

words! {
    /// Whether things move.
    Motion {
        /// As the system asks.
        Auto = "auto",
        /// They do.
        Full = "full",
        /// They do not.
        Reduced = "reduced",
    }
}

words! {
    /// Who gets the arrow keys.
    Keys {
        /// The page itself.
        Own = "own",
        /// The host.
        Forward = "forward",
    }
}

words! {
    /// Something that is there or not.
    Switch {
        /// It is not.
        Off = "0",
        /// It is.
        On = "1",
    }
}

words! {
    /// One way to see a run.
    View {
        /// Nodes and messages.
        Stage = "stage",
        /// The space-time diagram.
        Time = "time",
        /// What each node has in its fields.
        Board = "board",
        /// What happened, line by line.
        Log = "log",
    }
}

impl Word for Vocabulary {
    const ALL: &'static [Vocabulary] = &Vocabulary::ALL;

    fn key(self) -> &'static str {
        Vocabulary::key(self)
    }
}

/// A set of views.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Views {
    bits: u8,
}

impl Views {
    /// These views.
    pub fn of(views: impl IntoIterator<Item = View>) -> Views {
        Views { bits: views.into_iter().fold(0, |bits, view| bits | 1 << view as u8) }
    }

    /// Whether this view is one of them.
    pub fn contains(self, view: View) -> bool {
        self.bits & (1 << view as u8) != 0
    }

    /// Those that are in it, in their own order.
    pub fn iter(self) -> impl Iterator<Item = View> {
        View::ALL.iter().copied().filter(move |&view| self.contains(view))
    }
}

impl Look {
    /// Whether the stage is there: unless the link wants other views alone.
    pub fn has_stage(&self) -> bool {
        self.view.is_none_or(|views| views.contains(View::Stage) || views == Views::default())
    }
}

/// The language of the page.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Lang {
    /// The reader's.
    Auto,
    /// The one of this tag of BCP 47.
    Tag(String),
}

/// The slowest that a run may be played, in percent.
pub const SPEED_PERCENT_MIN: u32 = 25;
/// The fastest that a run may be played, in percent.
pub const SPEED_PERCENT_MAX: u32 = 400;

/// How the page is to look and behave. What is absent is as the page, its host or its reader has it; a value that
/// is given counts, also where it is the default.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Look {
    /// How much of the page is there.
    pub ui: Option<Ui>,
    /// What the reader may do.
    pub interact: Option<Interact>,
    /// Whether it plays by itself when it is opened.
    pub autoplay: Option<Switch>,
    /// Whether it begins again after its end.
    pub looped: Option<Switch>,
    /// How fast it plays, in percent: [`SPEED_PERCENT_MIN`] to [`SPEED_PERCENT_MAX`].
    pub speed: Option<u32>,
    /// The colours.
    pub theme: Option<Theme>,
    /// Whether things move.
    pub motion: Option<Motion>,
    /// In whose words it is told.
    pub names: Option<Vocabulary>,
    /// In which language.
    pub lang: Option<Lang>,
    /// Which views there are; an empty set is as none given.
    pub view: Option<Views>,
    /// Whether the narration is there.
    pub captions: Option<Switch>,
    /// Whether links that lead out of the page are there.
    pub links: Option<Switch>,
    /// Who gets the arrow keys.
    pub keys: Option<Keys>,
    /// Whether the reader is asked on the way.
    pub ask: Option<Switch>,
    /// The name of this page towards its host.
    pub id: Option<String>,
}
