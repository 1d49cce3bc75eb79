//! Panels under the stage: which there are, and which are open.

use super::model::Show;

/// A panel under the stage.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Panel {
    /// The lines of the algorithm, with those that have just run.
    Rules,
    /// The three milestones on a line of time.
    Flags,
    /// How many rounds it takes until a value is chosen.
    Plot,
    /// An acceptor to which the reader sends messages.
    Card,
    /// The messages in flight, and what may be done to each.
    Messages,
    /// The conditions of the run: the network, the rules, who can reach whom.
    World,
    /// The runs of the viewer's own.
    Runs,
}

impl Panel {
    /// All of them, in the order in which they stand on the page.
    pub const ALL: [Panel; 7] =
        [Panel::Card, Panel::Rules, Panel::Flags, Panel::Plot, Panel::Messages, Panel::World, Panel::Runs];

    /// The word by which the `show` of a scene opens it.
    pub fn word(self) -> &'static str {
        match self {
            Panel::Rules => "rules",
            Panel::Flags => "flags",
            Panel::Plot => "plot",
            Panel::Card => "card",
            Panel::Messages => "messages",
            Panel::World => "world",
            Panel::Runs => "runs",
        }
    }

    /// What it is called on the page.
    pub fn name(self) -> &'static str {
        match self {
            Panel::Rules => "Rules",
            Panel::Flags => "Milestones",
            Panel::Plot => "Contention",
            Panel::Card => "An acceptor to try",
            Panel::Messages => "Messages",
            Panel::World => "World",
            Panel::Runs => "Your runs",
        }
    }

    /// Whether it can be had beside this scene: a poll has no rules and no conditions, and some panels are only for
    /// scenes that ask for them.
    pub fn suits(self, show: &Show) -> bool {
        match self {
            Panel::Messages | Panel::Runs => true,
            Panel::Rules | Panel::Flags | Panel::World => show.poll().is_none(),
            Panel::Card | Panel::Plot => show.poll().is_none() && self.is_wanted(show),
        }
    }

    /// Whether it takes so much height that a small window has none left for the stage.
    fn is_tall(self) -> bool {
        !matches!(self, Panel::Flags)
    }

    fn is_wanted(self, show: &Show) -> bool {
        show.scene.script.show.iter().any(|word| word == self.word())
    }
}

/// What the reader has opened and closed; what was never touched is as each scene wants it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Panels {
    /// Whether there is room for a tall panel below the stage. Where there is none, it waits to be asked for.
    pub is_roomy: bool,
    decided: [Option<bool>; Panel::ALL.len()],
}

impl Default for Panels {
    fn default() -> Panels {
        Panels { is_roomy: true, decided: [None; Panel::ALL.len()] }
    }
}

impl Panels {
    /// Whether a panel is open beside this scene.
    pub fn is_open(&self, panel: Panel, show: &Show) -> bool {
        panel.suits(show)
            && self.decided[panel as usize].unwrap_or(panel.is_wanted(show) && (self.is_roomy || !panel.is_tall()))
    }

    /// Whether any panel is open beside this scene.
    pub fn is_any_open(&self, show: &Show) -> bool {
        Panel::ALL.into_iter().any(|panel| self.is_open(panel, show))
    }

    /// Opens a panel that is closed, and closes one that is open.
    pub(super) fn toggle(&mut self, panel: Panel, show: &Show) {
        self.decided[panel as usize] = Some(!self.is_open(panel, show));
    }
}
