//! What can be touched at the moment that is shown: nodes, messages, links; and cuts that are drawn on the stage.

use super::act::Act;
use super::model::Model;
use super::panel::Panel;
use super::playhead::Playing;
use super::show::Show;
use crate::paxos::{NodeId, Role};
use crate::sim::{Envelope, MessageId};
use crate::story::language::{Words, say, words};
use crate::story::links;
use crate::story::script::Way;
use crate::story::words::{arrival, flying, links as words, ordinal};

/// Something on the stage whose menu is open.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Touched {
    /// A node.
    Node(NodeId),
    /// A message in flight, by its pill.
    Message(MessageId),
}

/// A message in flight, as it is listed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Flying {
    /// Its number.
    pub id: MessageId,
    /// What it says, and its way.
    pub title: String,
    /// When it arrives, or why that is open.
    pub state: String,
    /// The same as a sentence.
    pub says: String,
    /// What can be done to it.
    pub hold: Hold,
}

/// What can be done to a message beside losing it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Hold {
    /// It moves, and can be held.
    CanHold,
    /// It stands, and can be released.
    CanRelease,
    /// Among people a message can only be lost.
    Nothing,
}

/// A link to another node, seen from one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LinkTo {
    /// The name of the other node.
    pub name: String,
    /// Whether nothing reaches it.
    pub is_cut_to: bool,
    /// Whether nothing from it arrives.
    pub is_cut_from: bool,
}

/// Which way of a link is meant, seen from one of its nodes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ways {
    /// Both.
    Both,
    /// To the other.
    To,
    /// From the other.
    From,
}

/// What becomes of a cut that is drawn.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Drawing {
    /// A line is wanted.
    Begin,
    /// None is wanted any more.
    Leave,
    /// The line has all nodes on one side.
    Missed,
}

/// Said of a line that parts nobody.
const MISSED: Words = words!("All nodes are on one side of that line: nothing is cut. Draw it between two of them.");

impl LinkTo {
    /// Whether this way of it carries nothing.
    pub fn is_cut(&self, ways: Ways) -> bool {
        match ways {
            Ways::Both => self.is_cut_to && self.is_cut_from,
            Ways::To => self.is_cut_to,
            Ways::From => self.is_cut_from,
        }
    }

    /// Whether some of this way of it carries nothing.
    pub fn is_cut_anyhow(&self, ways: Ways) -> bool {
        self.is_cut(ways) || ways == Ways::Both && (self.is_cut_to || self.is_cut_from)
    }

    /// A link as the scene language has it, from the node of this name.
    pub fn statement(&self, verb: &str, node: &str, ways: Ways) -> String {
        let other = &self.name;
        match ways {
            Ways::Both => format!("{verb} {node}-{other}"),
            Ways::To => format!("{verb} {node}->{other}"),
            Ways::From => format!("{verb} {other}->{node}"),
        }
    }
}

impl Show {
    /// The messages in flight, in the order of sending.
    pub fn flying(&self) -> Vec<Flying> {
        if let Some(poll) = self.poll() {
            let letters = poll.at(self.at).in_flight.iter();
            let flying = |letter: &crate::story::poll::Letter| Flying {
                id: MessageId(letter.id),
                title: flying::letter_title(letter, self.names()),
                state: flying::state(false, Some(letter.arrives)),
                says: arrival::sentence(false, Some(letter.arrives)),
                hold: Hold::Nothing,
            };
            return numbered(letters.map(flying).collect());
        }
        let (world, schedule) = self.recording().state_at(self.at);
        let flying = |envelope: &Envelope| {
            let arrives = schedule.arrives(envelope.id);
            // What waits in a manual scene is held as soon as the viewer does anything, unless each delivery is an act.
            let is_held_then = arrives.is_none() && !self.is_own() && !self.scene.script.stays_manual();
            let stands = envelope.held || is_held_then;
            Flying {
                id: envelope.id,
                title: flying::title(envelope, self.telling()),
                state: flying::state(envelope.held, arrives),
                says: arrival::sentence(envelope.held, arrives),
                hold: if stands { Hold::CanRelease } else { Hold::CanHold },
            }
        };
        numbered(world.in_flight.iter().map(flying).collect())
    }

    /// What to say where nothing is in flight.
    pub fn none_flying(&self) -> &'static str {
        if self.poll().is_some() { flying::NONE_AMONG_PEOPLE.said() } else { flying::NONE.said() }
    }

    /// The links of a node to all others.
    pub fn links_of(&self, node: NodeId) -> Vec<LinkTo> {
        let world = self.world();
        let is_cut = |from: NodeId, to: NodeId| world.cuts[from.index()].contains(to);
        let others = world.cluster.nodes().filter(|&other| other != node);
        let link = |other| LinkTo {
            name: self.names().node(other).to_string(),
            is_cut_to: is_cut(node, other),
            is_cut_from: is_cut(other, node),
        };
        others.map(link).collect()
    }

    /// Every link that is cut: how it is listed, and the statement that heals it.
    pub fn cut_links(&self) -> Vec<(String, String)> {
        let cuts = links::cut(&self.world().cuts);
        let heal = |link: crate::story::script::Link| {
            let arrow = if link.way == Way::Both { "-" } else { "->" };
            format!("heal {}{arrow}{}", self.names().node(link.from), self.names().node(link.to))
        };
        cuts.into_iter().map(|link| (words::listed(link, self.telling()), heal(link))).collect()
    }
}

/// The same list, in which each has a title of its own: "2nd PREPARE 5, P1 to A2".
fn numbered(mut flying: Vec<Flying>) -> Vec<Flying> {
    let titles: Vec<String> = flying.iter().map(|flying| flying.title.clone()).collect();
    for (place, flying) in flying.iter_mut().enumerate() {
        let before = titles[..place].iter().filter(|title| **title == flying.title).count();
        if 0 < before {
            flying.title = say!("{nth} {title}", nth = ordinal::told(before as u32 + 1), title = flying.title);
        }
    }
    flying
}

impl Model {
    /// Why the last wish was refused, if it was made in this panel and not in a menu or on the stage.
    pub fn notice_in(&self, panel: Panel) -> Option<&str> {
        let is_there = match (&self.refused, panel) {
            (Some(Act::Say(_)), Panel::World) => !self.is_drawing,
            (Some(Act::Message(..)), Panel::Messages) => true,
            (Some(Act::Contend(_)), Panel::Plot) => true,
            _ => false,
        };
        self.notice.as_deref().filter(|_| is_there && self.menu.is_none())
    }

    /// The same, of a statement that begins with these words.
    pub fn notice_on(&self, panel: Panel, begin: &str) -> Option<&str> {
        let is_meant = |act: &Act| match act {
            Act::Say(text) => text.strip_prefix(begin).is_some_and(|rest| rest.is_empty() || rest.starts_with(' ')),
            _ => false,
        };
        self.notice_in(panel).filter(|_| self.refused.as_ref().is_some_and(is_meant))
    }

    /// Begins to wait for a line, or ends that.
    pub(super) fn draw(&mut self, drawing: Drawing) {
        match drawing {
            Drawing::Begin => {
                self.rest_now();
                self.is_drawing = self.show().is_some_and(|show| show.poll().is_none());
            }
            Drawing::Leave => self.is_drawing = false,
            Drawing::Missed if self.is_drawing => {
                self.playing = Playing::Still;
                self.notice = Some(MISSED.to_string());
                return;
            }
            Drawing::Missed => return,
        }
        self.notice = None;
        self.refused = None;
    }

    /// The node that is inspected; none in a poll.
    pub fn inspected(&self) -> Option<NodeId> {
        let show = self.show().filter(|show| show.poll().is_none())?;
        let chosen = self.inspected.or(show.eye).filter(|&node| show.has(node));
        // Of a log, a replica tells more than a client.
        let cluster = &show.recording().world().cluster;
        chosen.or(cluster.all(Role::Replica).iter().next()).or(cluster.nodes().next())
    }

    /// Opens the panel that shows what a node has, and closes its menu.
    pub(super) fn inspect(&mut self, node: NodeId) {
        self.inspected = Some(node);
        self.panels.open(Panel::State);
        self.menu = None;
    }

    /// Opens a menu on something that is there, and stops the playhead.
    #[inline(never)]
    pub(super) fn touch(&mut self, touched: Touched) {
        let is_there = self.show().is_some_and(|show| match touched {
            Touched::Node(node) => show.has(node),
            Touched::Message(message) => show.flying().iter().any(|flying| flying.id == message),
        });
        if is_there {
            self.menu = Some(touched);
            self.notice = None;
            self.refused = None;
            self.playing = Playing::Still;
        }
    }
}
