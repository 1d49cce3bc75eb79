//! Panels under the stage: which there are, and which are open.

use super::show::Show;
use crate::story::language::tr;

/// A panel under the stage.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Panel {
    /// The order in which messages arrive, in which one of them can be moved.
    Arrivals,
    /// The space-time diagram: a line a node, time to the right.
    Time,
    /// The table of votes: acceptors by ids.
    Board,
    /// Every step with its reason.
    Log,
    /// What one node has on its disk and in its memory.
    State,
    /// The lines of the algorithm, with those that have just run.
    Rules,
    /// The three milestones on a line of time.
    Flags,
    /// How many rounds it takes until a value is chosen.
    Plot,
    /// An acceptor to which the reader sends messages.
    Card,
    /// What each command of a replicated log has cost.
    Costs,
    /// The messages in flight, and what may be done to each.
    Messages,
    /// What Paxos promises of every run, and whether it holds.
    Invariants,
    /// Two quorums, and the acceptors that they share.
    Quorums,
    /// The conditions of the run: the network, the rules, who can reach whom.
    World,
    /// The runs of the viewer's own.
    Runs,
}

impl Panel {
    /// Whether it shows what only who sees all can see, whoever's eyes it is looked at with.
    pub fn sees_all(self) -> bool {
        match self {
            Panel::Arrivals | Panel::Rules | Panel::Costs | Panel::Messages | Panel::Quorums | Panel::World => true,
            Panel::Time | Panel::Board | Panel::Log | Panel::State | Panel::Flags | Panel::Invariants => false,
            Panel::Plot | Panel::Card | Panel::Runs => false,
        }
    }

    /// All of them, in the order in which they stand on the page.
    pub const ALL: [Panel; 15] = [
        Panel::Arrivals,
        Panel::Time,
        Panel::Board,
        Panel::Log,
        Panel::State,
        Panel::Card,
        Panel::Rules,
        Panel::Flags,
        Panel::Plot,
        Panel::Costs,
        Panel::Invariants,
        Panel::Quorums,
        Panel::Messages,
        Panel::World,
        Panel::Runs,
    ];

    /// The word by which the `show` of a scene opens it.
    pub fn word(self) -> &'static str {
        match self {
            Panel::Arrivals => "arrivals",
            Panel::Time => "time",
            Panel::Board => "board",
            Panel::Log => "log",
            Panel::State => "state",
            Panel::Invariants => "invariants",
            Panel::Quorums => "quorums",
            Panel::Rules => "rules",
            Panel::Flags => "flags",
            Panel::Plot => "plot",
            Panel::Card => "card",
            Panel::Costs => "costs",
            Panel::Messages => "messages",
            Panel::World => "world",
            Panel::Runs => "runs",
        }
    }

    /// What it is called on the page.
    pub fn name(self) -> &'static str {
        match self {
            Panel::Arrivals => tr!("Arrivals"),
            Panel::Time => tr!("Time"),
            Panel::Board => tr!("Board"),
            Panel::Log => tr!("Log"),
            Panel::State => tr!("State"),
            Panel::Invariants => tr!("Invariants"),
            Panel::Quorums => tr!("Quorums"),
            Panel::Rules => tr!("Rules"),
            Panel::Flags => tr!("Milestones"),
            Panel::Plot => tr!("Contention"),
            Panel::Card => tr!("An acceptor to try"),
            Panel::Costs => tr!("Costs"),
            Panel::Messages => tr!("Messages"),
            Panel::World => tr!("World"),
            Panel::Runs => tr!("Your runs"),
        }
    }

    /// What it is called beside this scene: the plot is of one decision, or of the service of a log.
    pub fn name_in(self, show: &Show) -> &'static str {
        match self {
            Panel::Plot if show.is_replicated() => tr!("Service"),
            other => other.name(),
        }
    }

    /// What it is called where its button does not stand beside it.
    #[inline(never)]
    pub fn region(self) -> &'static str {
        match self {
            Panel::Time => tr!("Time line"),
            other => other.name(),
        }
    }

    /// Whether it can be had beside this scene: a poll has no rules and no conditions, and some panels are only for
    /// scenes that ask for them.
    pub fn suits(self, show: &Show) -> bool {
        match self {
            Panel::Messages | Panel::Runs => true,
            Panel::Arrivals => show.scene.script.moves(),
            Panel::Time | Panel::Board | Panel::Log | Panel::State => show.poll().is_none(),
            Panel::Flags | Panel::Invariants | Panel::Quorums | Panel::World => show.poll().is_none(),
            Panel::Costs => show.poll().is_none() && show.is_replicated(),
            // These are of single-decree Paxos: its lines, its acceptor alone, its contention.
            Panel::Rules => show.poll().is_none() && !show.is_replicated(),
            Panel::Plot if show.is_replicated() => true,
            Panel::Card | Panel::Plot => show.poll().is_none() && !show.is_replicated() && self.is_wanted(show),
        }
    }

    /// Whether it is there to do something to the run, rather than to see more of it.
    pub fn is_for_doing(self) -> bool {
        matches!(self, Panel::Arrivals | Panel::Messages | Panel::World | Panel::Runs)
    }

    /// Whether it takes so much height that a small window has none left for the stage.
    fn is_tall(self) -> bool {
        !matches!(self, Panel::Flags | Panel::Arrivals)
    }

    fn is_wanted(self, show: &Show) -> bool {
        let words = &show.scene.script.show;
        // A scene that says nothing of what it opens with opens with the diagram; one in which the reader delivers what
        // is sent, with that.
        let by_itself = match show.scene.script.stays_manual() {
            _ if show.scene.script.moves() => Panel::Arrivals,
            true => Panel::Messages,
            false => Panel::Time,
        };
        words.iter().any(|word| word == self.word()) || self == by_itself && words.is_empty()
    }
}

/// What the reader has opened and closed; what was never touched is as each scene wants it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Panels {
    /// Whether there is room for a tall panel below the stage. Where there is none, it waits to be asked for.
    pub is_roomy: bool,
    /// Whether the page has panels at all: a player in a frame has none.
    pub are_there: bool,
    /// Whether they stand by themselves, without the stage.
    pub are_alone: bool,
    decided: [Option<bool>; Panel::ALL.len()],
}

impl Default for Panels {
    fn default() -> Panels {
        Panels { is_roomy: true, are_there: true, are_alone: false, decided: [None; Panel::ALL.len()] }
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

    /// Opens these of the four views, and closes the others, whatever a scene wants.
    pub fn open_views(&mut self, open: &[Panel]) {
        for view in [Panel::Time, Panel::Board, Panel::Log] {
            self.decided[view as usize] = Some(open.contains(&view));
        }
    }

    /// Opens this panel alone, or none, whatever a scene wants.
    pub(super) fn open_only(&mut self, open: Option<Panel>) {
        self.decided = [Some(false); Panel::ALL.len()];
        open.into_iter().for_each(|panel| self.open(panel));
    }

    /// Opens a panel.
    pub(super) fn open(&mut self, panel: Panel) {
        self.decided[panel as usize] = Some(true);
    }

    /// Opens a panel that is closed, and closes one that is open.
    pub(super) fn toggle(&mut self, panel: Panel, show: &Show) {
        self.decided[panel as usize] = Some(!self.is_open(panel, show));
    }
}
