//! Presenting: the stage and its captions alone, large enough for the last row of a hall.
//!
//! Whether the screen is filled is the browser's affair, and it may say no: the layout is the same in the window then.

use super::model::{Effect, Model, Msg, Stage};
use super::panel::{Panel, Panels};
use super::playhead::Playing;
use super::show::Show;

/// What happens while one presents.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PresentMsg {
    /// Presents, or leaves that.
    Toggle,
    /// The screen is filled.
    Filled,
    /// The screen is filled no more: the reader has left it by the browser's own key.
    Unfilled,
    /// The browser does not let the screen be filled here.
    Refused,
    /// The captions are to be larger.
    Larger,
    /// The captions are to be smaller.
    Smaller,
    /// The bar of controls is hidden, or is there again.
    Bar,
    /// The screen turns black, or is lit again.
    Black,
    /// This panel alone is open, or none.
    Only(Option<Panel>),
}

/// How much of the screen the page has.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Screen {
    /// Its window, or its frame; more is asked for.
    #[default]
    Asked,
    /// All of it.
    Filled,
    /// Its window or its frame, and no more is to be had.
    Refused,
}

/// What stands below the captions.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Bar {
    /// The controls.
    #[default]
    Shown,
    /// Nothing: keys are enough.
    Hidden,
}

/// One who presents.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Talk {
    /// How much of the screen there is.
    pub screen: Screen,
    /// Whether the screen is black, so that everybody looks at the speaker.
    pub is_black: bool,
    /// The panels as they were before.
    before: Panels,
}

/// Presenting: the talk that is given, if one is, and how it is to look, which the next one finds again.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Presenting {
    /// The talk.
    pub talk: Option<Talk>,
    /// The size of the captions, from 0.
    pub size: usize,
    /// What stands below the captions.
    pub bar: Bar,
    /// The panel that was chosen.
    panel: Option<Panel>,
}

/// The sizes of the captions, in percent of the usual one, which can be read from the last row.
pub const SIZES: [u32; 5] = [75, 100, 125, 150, 200];

impl Default for Presenting {
    fn default() -> Presenting {
        Presenting { talk: None, size: 1, bar: Bar::default(), panel: None }
    }
}

impl Presenting {
    /// Whether somebody presents.
    pub fn is_on(&self) -> bool {
        self.talk.is_some()
    }

    /// Whether the screen is black.
    pub fn is_black(&self) -> bool {
        self.talk.is_some_and(|talk| talk.is_black)
    }

    /// Whether the browser has refused to fill the screen.
    pub fn is_refused(&self) -> bool {
        self.talk.is_some_and(|talk| talk.screen == Screen::Refused)
    }
}

impl Model {
    /// Takes what happens while one presents.
    pub(super) fn present(&mut self, msg: PresentMsg) -> Vec<Effect> {
        let Some(talk) = &mut self.presenting.talk else {
            return match msg {
                PresentMsg::Toggle => self.begin_talk(),
                // It took so long that the talk is over.
                PresentMsg::Filled => vec![Effect::LeaveScreen],
                _ => Vec::new(),
            };
        };
        let size = self.presenting.size;
        match msg {
            PresentMsg::Toggle => return self.end_talk(),
            PresentMsg::Unfilled if talk.screen == Screen::Filled => return self.end_talk(),
            PresentMsg::Unfilled => {}
            PresentMsg::Filled => talk.screen = Screen::Filled,
            PresentMsg::Refused => talk.screen = Screen::Refused,
            PresentMsg::Larger => self.presenting.size = (size + 1).min(SIZES.len() - 1),
            PresentMsg::Smaller => self.presenting.size = size.saturating_sub(1),
            PresentMsg::Bar => {
                self.presenting.bar = match self.presenting.bar {
                    Bar::Shown => Bar::Hidden,
                    Bar::Hidden => Bar::Shown,
                }
            }
            PresentMsg::Black => {
                talk.is_black = !talk.is_black;
                // Nothing goes on that nobody sees.
                self.playing = Playing::Still;
            }
            PresentMsg::Only(panel) => {
                self.presenting.panel = panel;
                self.open_panel_of_talk();
                self.light_shared();
            }
        }
        Vec::new()
    }

    /// The panel that is open while one presents.
    pub fn panel_of_talk(&self, show: &Show) -> Option<Panel> {
        Panel::ALL.into_iter().find(|&panel| self.panels.is_open(panel, show))
    }

    fn begin_talk(&mut self) -> Vec<Effect> {
        self.presenting.talk = Some(Talk { screen: Screen::Asked, is_black: false, before: self.panels });
        self.presenting.bar = Bar::Shown;
        // What lies over the scene would be all that the hall sees.
        self.guides.open = None;
        self.sandbox.is_open = false;
        self.breaking.is_open = false;
        self.menu = None;
        if !self.panels.are_alone {
            self.open_panel_of_talk();
        }
        self.light_shared();
        vec![Effect::FillScreen]
    }

    /// The panel that was chosen, now or in the talk before, is open alone, where the scene can have it.
    fn open_panel_of_talk(&mut self) {
        if let Stage::Ready(show) = &self.stage {
            self.panels.open_only(self.presenting.panel.filter(|panel| panel.suits(show)));
        } else {
            self.panels.open_only(None);
        }
    }

    /// The talk ends, at the slide and the moment that it has come to.
    fn end_talk(&mut self) -> Vec<Effect> {
        if let Some(talk) = self.presenting.talk.take() {
            let is_roomy = self.panels.is_roomy;
            self.panels = talk.before;
            self.panels.is_roomy = is_roomy;
            self.light_shared();
        }
        vec![Effect::LeaveScreen]
    }
}

/// From so many characters on the captions of a slide want the whole width of a hall, in bytes of text.
const LONG_CAPTIONS: usize = 300;
/// What has just happened is not read in a hall where it takes more than this.
const LONG_JUST_NOW: usize = 230;

impl Show {
    /// Whether the captions of the slide are so long that in a hall nothing has room beside them.
    pub fn has_long_captions(&self) -> bool {
        !self.is_own() && LONG_CAPTIONS < self.slide().say.iter().map(|paragraph| self.told(paragraph).len()).sum()
    }
}

/// Whether it takes so long to say what has just happened that nobody in a hall would read it.
pub fn is_long(just_now: &[String]) -> bool {
    LONG_JUST_NOW < just_now.iter().map(String::len).sum()
}

impl From<PresentMsg> for Msg {
    fn from(msg: PresentMsg) -> Msg {
        Msg::Present(msg)
    }
}
