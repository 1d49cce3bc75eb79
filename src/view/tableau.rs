//! What stands on the stage at a moment, as plain data: who there is, what they show, what is under way.

mod actors;
mod deciding;
mod passages;
mod replicated;

pub(super) use actors::label;
pub use deciding::Part;
pub use replicated::{AskerBody, Cell, ChosenSlot, Logs, ReplicaBody, Stance};

use crate::paxos::{Ballot, Cluster, NodeId, NodeSet, Role};
use crate::player::{Light, Show};
use crate::sim::{Moment, Step, Time, World};
use crate::story::links::{self, Division};
use crate::story::words::{Ids, Telling};

/// Trails of a viewer's own run fade after this time, in virtual milliseconds.
const OWN_TRAIL_MS: Time = 2500;
/// A slide that lasts longer than this has trails that fade too, in virtual milliseconds.
const LONG_SLIDE_MS: Time = 10_000;

/// What stands on the stage at a moment.
#[derive(Clone, PartialEq, Debug)]
pub struct Tableau {
    /// The time, in virtual milliseconds.
    pub time: Time,
    /// Who there is, in the order of declaration.
    pub actors: Vec<Actor>,
    /// Messages under way, and those whose way has ended on this slide.
    pub passages: Vec<Passage>,
    /// What is chosen.
    pub chosen: Vec<ChosenMark>,
    /// What can still be chosen, where the stage is to tell it.
    pub possible: Option<String>,
    /// Among people: how many back what.
    pub tally: Option<Tally>,
    /// Where a log is replicated: what is chosen in it.
    pub logs: Option<Logs>,
    /// Who cannot reach whom.
    pub division: Division,
}

/// A node on the stage.
#[derive(Clone, PartialEq, Debug)]
pub struct Actor {
    /// The node.
    pub node: NodeId,
    /// Its name.
    pub name: String,
    /// The role in whose lane it stands; none for a person of a poll.
    pub role: Option<Role>,
    /// Whether it runs.
    pub up: bool,
    /// What it shows.
    pub body: Body,
    /// All of that in words.
    pub label: String,
}

/// An id with the place of its proposer, which gives it its colour.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Tag {
    /// The id as it is shown; nothing where ids are hidden.
    pub id: Option<String>,
    /// The place of its proposer among proposers, from 0.
    pub hue: u8,
}

/// What a node shows, by its role.
#[derive(Clone, PartialEq, Debug)]
pub enum Body {
    /// A client.
    Client {
        /// What it has asked for.
        wants: Option<String>,
        /// What it has been told.
        told: Option<String>,
    },
    /// A proposer.
    Proposer {
        /// What its id is called.
        id_field: &'static str,
        /// The id of its ballot under way, or its last one.
        tag: Option<Tag>,
        /// The value that it has sent.
        sends: Option<String>,
        /// The value that it wants.
        wants: Option<String>,
        /// Acceptors that have promised, that there are, and that it takes.
        promises: Count,
        /// Whether the id can still win, or has, for whoever sees all.
        crown: Option<Crown>,
        /// What it has learned.
        learned: Option<String>,
    },
    /// An acceptor.
    Acceptor {
        /// What its two fields are called.
        fields: (&'static str, &'static str),
        /// What it has promised.
        promised: Option<Tag>,
        /// What it has accepted.
        accepted: Option<(Tag, String)>,
        /// Why it has refused a message on this slide.
        refusal: Option<Refused>,
    },
    /// A node of which the node whose view this is knows only what it has heard.
    Unseen {
        /// The name of that node.
        by: String,
        /// What its last message said.
        heard: Option<String>,
    },
    /// A replica.
    Replica(ReplicaBody),
    /// A client of replicas.
    Asker(AskerBody),
    /// A person of a poll.
    Person {
        /// What it backs.
        backs: Option<Backed>,
        /// What it takes for the result.
        knows: Option<String>,
    },
    /// A learner.
    Learner {
        /// Acceptors of which it has heard, for the vote that it has heard of most.
        heard: Count,
        /// What it has learned.
        learned: Option<String>,
    },
}

/// Something that people back, with the colour that it has.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Backed {
    /// What it is called.
    pub word: String,
    /// The place of its colour among those of ballots.
    pub hue: u8,
}

/// How many back what now.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Tally {
    /// What is backed, and by how many.
    pub rows: Vec<(Backed, usize)>,
    /// How many are a majority.
    pub need: usize,
    /// How many there are.
    pub of: usize,
    /// All of that in words.
    pub label: String,
}

/// Why a message was refused, in a few words and in fewer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Refused {
    /// Where there is room.
    pub long: String,
    /// Where there is little.
    pub short: String,
}

/// What the crown of a proposer stands for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Crown {
    /// Its id can still win.
    HasFloor,
    /// A value is chosen under its id.
    Won,
}

/// How many there are, of how many, and how many it takes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Count {
    /// How many there are.
    pub have: usize,
    /// Of how many.
    pub of: usize,
    /// How many it takes.
    pub need: usize,
}

/// The way of a message, as far as it has come.
#[derive(Clone, PartialEq, Debug)]
pub struct Passage {
    /// Stable from frame to frame.
    pub id: u32,
    /// Who sent it.
    pub from: NodeId,
    /// For whom it is.
    pub to: NodeId,
    /// Which of the parallel tracks between two lanes it takes, 0 to 3.
    pub track: u8,
    /// What stands on it: a kind and the rest, or the rest alone.
    pub text: (String, String),
    /// The rest where there is little room; empty where that is the same.
    pub brief: String,
    /// Whether it is small and stays in the background.
    pub is_quiet: bool,
    /// The place of its ballot's proposer among proposers; none for clients' messages.
    pub hue: Option<u8>,
    /// How far it is.
    pub course: Course,
    /// When it arrives or arrived, as far as this run tells.
    pub arrives: Option<Time>,
    /// When it ceased to move, if it has, and when it had left and was to arrive.
    pub gone: Option<(Time, (Time, Time))>,
    /// Whether it waits because somebody holds it up, and not because nobody has called for it.
    pub is_held: bool,
    /// Whether it was sent on the slide that is shown.
    pub is_new: bool,
    /// What it says and its way, in words.
    pub label: String,
    /// The name of whom it is for.
    pub receiver: String,
    /// How far it is, in words.
    pub state: String,
}

/// How far a message has come.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Course {
    /// It stands still near its sender.
    Waiting,
    /// It moves.
    Moving {
        /// When it left.
        departs: Time,
        /// When it arrives.
        arrives: Time,
        /// The share of its way after which it is lost, if it is.
        lost_after: Option<f64>,
    },
    /// It has arrived and was heeded.
    Arrived,
    /// It has arrived and was refused or ignored.
    Refused {
        /// When.
        at: Time,
    },
    /// It was lost after this share of its way.
    Lost {
        /// The share of the way.
        share: f64,
        /// What stands at its cross.
        says: &'static str,
    },
}

/// A value that is chosen.
#[derive(Clone, PartialEq, Debug)]
pub struct ChosenMark {
    /// The value.
    pub value: String,
    /// The id under which it was chosen; nothing where ids are hidden.
    pub id: Option<String>,
    /// The quorum that chose it, as it was at that instant.
    pub by: NodeSet,
    /// When it was chosen.
    pub since: Time,
}

impl Passage {
    /// Whether it is still on its way, or waits to be.
    pub fn is_in_flight(&self) -> bool {
        matches!(self.course, Course::Waiting | Course::Moving { lost_after: None, .. })
    }
}

impl Tableau {
    /// What stands on the stage now.
    pub fn of(show: &Show) -> Tableau {
        Tableau::lit(show, &Light::default())
    }

    /// The same, while this is lit: what is picked out is shown from its beginning, also where that was on a slide
    /// before.
    pub fn lit(show: &Show, light: &Light) -> Tableau {
        if let Some(poll) = show.poll() {
            return super::people::tableau(show, poll, show.trails_since());
        }
        let world = show.world();
        let painter = Painter { show, world: &world, telling: show.telling(), since: show.trails_since(), light };
        let all = Tableau {
            time: show.at.time,
            actors: world.cluster.nodes().map(|node| painter.actor(node)).collect(),
            passages: show.recording().flights().iter().filter_map(|flight| painter.passage(flight)).collect(),
            chosen: if show.is_hushed { Vec::new() } else { painter.chosen() },
            possible: show.possible_on_stage(),
            tally: None,
            logs: painter.logs(),
            division: links::divide(&world.cuts),
        };
        match show.eye {
            Some(eye) => super::eye::seen_by(eye, all, show),
            None => all,
        }
    }
}

impl Show {
    /// From which moment on the ways of messages leave a trail: the beginning of the slide. In a run of the viewer's
    /// own, and on a slide that goes on and on, those fade that are long past.
    fn trails_since(&self) -> Moment {
        let slide = self.slide();
        let is_long = LONG_SLIDE_MS < slide.end.max(self.at).time - slide.start.time;
        let fades = self.moment(self.at.time.saturating_sub(OWN_TRAIL_MS));
        match (self.is_own(), is_long) {
            (true, _) => fades,
            (false, true) => fades.max(slide.start),
            (false, false) => slide.start,
        }
    }
}

struct Painter<'a> {
    show: &'a Show,
    world: &'a World,
    telling: Telling<'a>,
    since: Moment,
    light: &'a Light,
}

impl Painter<'_> {
    fn word(&self, value: crate::paxos::Value) -> String {
        self.telling.names.value(value).to_string()
    }

    fn hue(&self, ballot: Ballot) -> u8 {
        hue(&self.world.cluster, ballot)
    }

    fn tag(&self, ballot: Ballot) -> Tag {
        let id = (self.telling.ids == Ids::Shown).then(|| self.telling.names.id(ballot));
        Tag { id, hue: self.hue(ballot) }
    }

    /// The steps that have been done on this stretch of the run.
    fn steps_done(&self) -> &[Step] {
        &self.show.recording().steps()[..self.show.at.steps]
    }

    #[inline(never)]
    fn chosen(&self) -> Vec<ChosenMark> {
        if self.world.cluster.is_replicated() {
            return Vec::new(); // Each slot has its own: see the logs.
        }
        let mut marks: Vec<ChosenMark> = Vec::new();
        for (since, chosen) in self.steps_done().iter().flat_map(Step::timed_choices) {
            let value = self.word(chosen.vote.value);
            // One mark a value: a second id for it is no second decision.
            if marks.iter().all(|mark| mark.value != value) {
                marks.push(ChosenMark { value, id: self.tag(chosen.vote.ballot).id, by: chosen.by, since });
            }
        }
        marks
    }
}

/// The place of an id's proposer among proposers, which gives it its colour and its dashes.
pub(super) fn hue(cluster: &Cluster, ballot: Ballot) -> u8 {
    let proposers = cluster.all(Role::Proposer);
    proposers.iter().position(|node| cluster.server(node) == ballot.proposer).unwrap_or(0) as u8
}
