//! What stands on the stage at a moment, as plain data: who there is, what they show, what is under way.

mod course;
mod deciding;
mod replicated;

pub use deciding::Part;
pub use replicated::{AskerBody, Cell, ChosenSlot, Logs, ReplicaBody, Stance};

use crate::paxos::{Ballot, Cluster, Message, Node, NodeId, NodeSet, Note, Phase, Role, Slot};
use crate::player::{Light, Show};
use crate::sim::{Action, Flight, Moment, Step, Time, World, truth};
use crate::story::links::{self, Division};
use crate::story::words::{self, Ids, Telling, figure};

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

    #[inline(never)]
    fn actor(&self, node: NodeId) -> Actor {
        let state = self.world.node(node);
        let role = self.world.cluster.role(node);
        let body = match role {
            Role::Client if state.client.is_some() => self.asker(node, state),
            Role::Client => self.client(node),
            Role::Proposer => self.proposer(state),
            Role::Acceptor => self.acceptor(node, state),
            Role::Replica => self.replica(node, state),
            Role::Learner => self.learner(state),
        };
        let name = self.telling.names.node(node).to_string();
        let reaches = words::links::of_node(node, &self.world.cuts, self.telling);
        let label = self.telling.say(&(label(&name, state.up, &body) + &reaches)).into_owned();
        Actor { node, name, role: Some(role), up: state.up, body, label }
    }

    /// The steps that have been done on this stretch of the run.
    fn steps_done(&self) -> &[Step] {
        &self.show.recording().steps()[..self.show.at.steps]
    }

    fn client(&self, node: NodeId) -> Body {
        let done = self.steps_done().iter();
        let asked = done.clone().rev().find_map(|step| match step.action {
            Action::Request { client, value, .. } if client == node => Some(value),
            _ => None,
        });
        let told = done.rev().find_map(|step| match (step.effects.notes.first(), &step.effects.envelope) {
            (Some(Note::ReplyReceived { value, .. }), Some(envelope)) if envelope.to == node => Some(*value),
            _ => None,
        });
        Body::Client { wants: asked.map(|value| self.word(value)), told: told.map(|value| self.word(value)) }
    }

    fn proposer(&self, state: &Node) -> Body {
        let proposer = state.proposer.as_ref();
        let attempt = proposer.and_then(|proposer| proposer.attempt.as_ref());
        let promises = attempt.map_or(NodeSet::EMPTY, |attempt| attempt.promises.by);
        Body::Proposer {
            id_field: figure::id_field(self.telling.vocabulary),
            tag: attempt.map(|attempt| self.tag(attempt.ballot)),
            sends: attempt.and_then(|attempt| attempt.value()).map(|value| self.word(value)),
            wants: proposer.and_then(|proposer| proposer.disk.own).map(|value| self.word(value)),
            promises: self.count(promises, crate::paxos::rules::QuorumFor::Prepare),
            crown: self.crown(state),
            learned: self.learned(state),
        }
    }

    /// What one who sees all knows of the id that a proposer is using, once a quorum has promised it.
    fn crown(&self, state: &Node) -> Option<Crown> {
        let attempt = state.proposer.as_ref()?.attempt.as_ref()?;
        let need = self.world.rules.quorum_size(&self.world.cluster, crate::paxos::rules::QuorumFor::Prepare);
        // Without phase 1 nobody is asked for the floor.
        let is_promised = matches!(attempt.phase, Phase::Accepting(_)) && need <= attempt.promises.by.len();
        let has_won =
            !self.show.is_hushed && truth::chosen(self.world).any(|chosen| chosen.vote.ballot == attempt.ballot);
        match truth::is_alive(self.world, attempt.ballot) {
            true if has_won => Some(Crown::Won),
            true if is_promised => Some(Crown::HasFloor),
            _ => None,
        }
    }

    fn count(&self, nodes: NodeSet, purpose: crate::paxos::rules::QuorumFor) -> Count {
        let cluster = &self.world.cluster;
        let need = self.world.rules.quorum_size(cluster, purpose);
        Count { have: nodes.len(), of: cluster.all(Role::Acceptor).len(), need }
    }

    fn learned(&self, state: &Node) -> Option<String> {
        let value = state.learner.as_ref()?.learned(Slot::ONLY)?;
        Some(self.word(value))
    }

    fn acceptor(&self, node: NodeId, state: &Node) -> Body {
        let disk = state.acceptor.as_ref().map(|acceptor| &acceptor.disk);
        let vote = disk.and_then(|disk| disk.votes.get(Slot::ONLY));
        Body::Acceptor {
            fields: figure::fields(self.telling),
            promised: disk.and_then(|disk| disk.promised).map(|ballot| self.tag(ballot)),
            accepted: vote.map(|vote| (self.tag(vote.ballot), self.word(vote.value))),
            refusal: self.refusal(node),
        }
    }

    /// Why this acceptor has refused the last message that reached it on this slide, in a few words.
    fn refusal(&self, node: NodeId) -> Option<Refused> {
        let here = &self.steps_done()[self.since.steps.min(self.show.at.steps)..];
        let reached = |step: &&Step| step.effects.envelope.as_ref().is_some_and(|envelope| envelope.to == node);
        let last = here.iter().rev().filter(reached).find_map(|step| step.effects.notes.first())?;
        let (long, short) = (figure::refusal(*last, self.telling)?, figure::short_refusal(*last, self.telling)?);
        Some(Refused { long, short })
    }

    fn learner(&self, state: &Node) -> Body {
        let heard = state.learner.iter().flat_map(|learner| learner.heard.iter().map(|tally| tally.heard.by));
        let most = heard.max_by_key(|by| by.len()).unwrap_or(NodeSet::EMPTY);
        let heard = self.count(most, crate::paxos::rules::QuorumFor::Accept);
        Body::Learner { heard, learned: self.learned(state) }
    }

    #[inline(never)]
    fn chosen(&self) -> Vec<ChosenMark> {
        if self.world.cluster.is_replicated() {
            return Vec::new(); // Each slot has its own: see the logs.
        }
        let mut marks: Vec<ChosenMark> = Vec::new();
        for (since, chosen) in self.steps_done().iter().filter_map(|step| Some((step.time, step.effects.chosen?))) {
            let value = self.word(chosen.vote.value);
            // One mark a value: a second id for it is no second decision.
            if marks.iter().all(|mark| mark.value != value) {
                marks.push(ChosenMark { value, id: self.tag(chosen.vote.ballot).id, by: chosen.by, since });
            }
        }
        marks
    }

    fn passage(&self, flight: &Flight) -> Option<Passage> {
        let course = self.course(flight)?;
        let envelope = &flight.envelope;
        let is_replicated = self.world.cluster.is_replicated();
        let label = words::label(&envelope.message, self.telling);
        let (kind, rest, brief) = match is_replicated && self.telling.ids == Ids::Shown {
            true => replicated::pill(&envelope.message, self.telling),
            false => {
                let (kind, rest) = words::label_lines(&envelope.message, self.telling);
                (kind, rest, String::new())
            }
        };
        let (from, to) = (self.telling.names.node(envelope.from), self.telling.names.node(envelope.to));
        Some(Passage {
            id: envelope.id.0,
            from: envelope.from,
            to: envelope.to,
            track: track(&envelope.message),
            text: (kind, rest),
            brief,
            is_quiet: matches!(*envelope.message, Message::Heartbeat { .. }),
            hue: envelope.message.ballot().map(|ballot| self.hue(ballot)),
            course,
            arrives: flight.arrives,
            gone: self.gone(flight, course),
            is_held: self.is_held(flight),
            is_new: self.since.steps < flight.sent.steps,
            label: figure::passage(&label, from, to),
            receiver: to.to_string(),
            state: self.state(flight, course),
        })
    }
}

/// The place of an id's proposer among proposers, which gives it its colour and its dashes.
pub(super) fn hue(cluster: &Cluster, ballot: Ballot) -> u8 {
    let proposers = cluster.all(Role::Proposer);
    proposers.iter().position(|node| cluster.server(node) == ballot.proposer).unwrap_or(0) as u8
}

/// What a node is called by a screen reader: its role, its name, and what it shows.
pub(super) fn label(name: &str, up: bool, body: &Body) -> String {
    let tagged = |tag: &Tag| tag.id.clone().unwrap_or_else(|| figure::AN_ID.to_string());
    match body {
        Body::Client { wants, told } => figure::client(name, up, wants.as_deref(), told.as_deref()),
        Body::Acceptor { fields, promised, accepted, .. } => {
            let accepted = accepted.as_ref().map(|(tag, value)| match &tag.id {
                Some(id) => format!("{id} {value}"),
                None => value.clone(),
            });
            if *fields == figure::plain_fields() {
                return figure::plain_acceptor(name, up, promised.is_some(), accepted.as_deref());
            }
            figure::acceptor(name, up, promised.as_ref().map(tagged).as_deref(), accepted.as_deref())
        }
        Body::Replica(body) => replicated::label(name, up, body),
        Body::Asker(body) => replicated::asker_label(name, up, body),
        Body::Person { .. } => name.to_string(), // It brings its own words.
        Body::Unseen { by, heard } => figure::unseen(name, by, heard.as_deref()),
        Body::Learner { heard, learned } => figure::learner(name, up, heard.have, learned.as_deref()),
        Body::Proposer { .. } => figure::proposer(name, up, &body.facts()),
    }
}

impl Body {
    /// What stands on the card of a proposer, each in a few words; nothing for others.
    pub fn facts(&self) -> Vec<String> {
        let Body::Proposer { tag, sends, wants, promises, crown, learned, .. } = self else { return Vec::new() };
        let mut facts = Vec::new();
        facts.extend(tag.as_ref().and_then(|tag| tag.id.as_ref()).map(|id| figure::id_in_use(id)));
        facts.extend(wants.as_ref().map(|value| figure::wants_value(value)));
        facts.extend(sends.as_ref().map(|value| figure::has_sent(value)));
        let counted = |tag: &Tag| figure::promises(promises.have, promises.of, tag.id.is_none());
        facts.extend(tag.as_ref().map(counted));
        facts.extend(crown.map(|crown| figure::crown(crown == Crown::Won).to_string()));
        facts.extend(learned.as_ref().map(|value| figure::has_learned(value)));
        facts
    }
}

/// Requests and answers of the two phases run side by side.
fn track(message: &Message) -> u8 {
    match message {
        Message::Prepare { .. } | Message::Request { .. } | Message::Heartbeat { .. } => 0,
        Message::Promise { .. } | Message::Nack { .. } | Message::Redirect { .. } => 1,
        Message::AcceptRequest { .. } | Message::Success { .. } => 2,
        Message::Accepted { .. } | Message::Reply { .. } | Message::CatchUp { .. } => 3,
    }
}
