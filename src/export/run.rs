//! A run as one JSON object, the same from the command `paxos run --json` and from the page.

use crate::paxos::{LogNote, Message, Node, NodeId, Note, Outcome, Role, Slot};
use crate::sim::{Action, Envelope, Flight, Moment, Recording, Sent, Step, Time, World};
use crate::story::words::{self, Telling};
use crate::story::{Names, Slide};
use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};
use std::collections::BTreeMap;

/// A whole run. `format` is 1 as long as what is here keeps its meaning.
#[derive(Serialize)]
pub struct Run {
    format: u8,
    title: String,
    time: Time,
    slides: Vec<SlideOut>,
    nodes: Vec<NodeOut>,
    /// What is not Paxos about it: wrong rules in force, quorums that need not meet.
    cautions: Vec<String>,
    chosen: Vec<ChosenOut>,
    in_flight: Vec<MessageOut>,
    events: Vec<EventOut>,
}

/// A slide with its narration.
#[derive(Serialize)]
pub(super) struct SlideOut {
    title: String,
    say: Vec<String>,
    start: Time,
    end: Time,
}

#[derive(Serialize)]
struct ChosenOut {
    slot: u32,
    id: String,
    value: String,
    time: Time,
}

#[derive(Serialize, Clone)]
struct VoteOut {
    slot: u32,
    id: String,
    value: String,
}

#[derive(Serialize)]
struct LearnedOut {
    slot: u32,
    value: String,
}

#[derive(Serialize)]
struct MessageOut {
    kind: &'static str,
    id: Option<String>,
    slot: u32,
    value: Option<String>,
    from: String,
    to: String,
    sent: Time,
    arrives: Option<Time>,
    held: bool,
    /// Of a NACK, the higher id that its sender has promised.
    promised: Option<String>,
    /// What a PROMISE reports; empty for other kinds.
    reports: Vec<VoteOut>,
}

#[derive(Serialize)]
struct EventOut {
    time: Time,
    kind: &'static str,
    message: Option<MessageOut>,
    node: Option<String>,
    outcome: Option<&'static str>,
    because: String,
}

/// A node: the keys that all have, and those of its role.
struct NodeOut {
    name: String,
    up: bool,
    role: RoleOut,
}

enum RoleOut {
    Client,
    Proposer {
        id: Option<String>,
        value: Option<String>,
        own: Option<String>,
        promises: Vec<String>,
        learned: Vec<LearnedOut>,
    },
    Acceptor {
        promised: Option<String>,
        accepted: Vec<VoteOut>,
    },
    Learner {
        learned: Vec<LearnedOut>,
    },
    Replica(ReplicaOut),
}

/// The keys of all three roles, and those of a log.
#[derive(Serialize)]
struct ReplicaOut {
    id: Option<String>,
    value: Option<String>,
    own: Option<String>,
    promises: Vec<String>,
    promised: Option<String>,
    accepted: Vec<VoteOut>,
    learned: Vec<LearnedOut>,
    log: Vec<SlotOut>,
    applied: u32,
    leads: Option<String>,
    follows: Option<String>,
    balance: Option<i64>,
}

/// One slot of a log: what was accepted in it, and what is known to be chosen.
#[derive(Serialize)]
struct SlotOut {
    slot: u32,
    id: Option<String>,
    value: String,
    chosen: bool,
}

impl Serialize for NodeOut {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("name", &self.name)?;
        let roles: &[&str] = match self.role {
            RoleOut::Client => &["client"],
            RoleOut::Proposer { .. } => &["proposer"],
            RoleOut::Acceptor { .. } => &["acceptor"],
            RoleOut::Learner { .. } => &["learner"],
            RoleOut::Replica(_) => &["proposer", "acceptor", "learner"],
        };
        map.serialize_entry("roles", roles)?;
        map.serialize_entry("up", &self.up)?;
        match &self.role {
            RoleOut::Client => {}
            RoleOut::Proposer { id, value, own, promises, learned } => {
                map.serialize_entry("id", id)?;
                map.serialize_entry("value", value)?;
                map.serialize_entry("own", own)?;
                map.serialize_entry("promises", promises)?;
                map.serialize_entry("learned", learned)?;
            }
            RoleOut::Acceptor { promised, accepted } => {
                map.serialize_entry("promised", promised)?;
                map.serialize_entry("accepted", accepted)?;
            }
            RoleOut::Learner { learned } => map.serialize_entry("learned", learned)?,
            RoleOut::Replica(replica) => {
                map.serialize_entry("id", &replica.id)?;
                map.serialize_entry("value", &replica.value)?;
                map.serialize_entry("own", &replica.own)?;
                map.serialize_entry("promises", &replica.promises)?;
                map.serialize_entry("promised", &replica.promised)?;
                map.serialize_entry("accepted", &replica.accepted)?;
                map.serialize_entry("learned", &replica.learned)?;
                map.serialize_entry("log", &replica.log)?;
                map.serialize_entry("applied", &replica.applied)?;
                map.serialize_entry("leads", &replica.leads)?;
                map.serialize_entry("follows", &replica.follows)?;
                map.serialize_entry("balance", &replica.balance)?;
            }
        }
        map.end()
    }
}

/// The JSON object of a run, from its beginning up to `moment`.
pub fn run(title: &str, slides: &[Slide], names: &Names, recording: &Recording, moment: Moment) -> Run {
    let (world, schedule) = recording.state_at(moment);
    let writer = Writer { names, recording };
    let in_flight =
        |envelope: &Envelope| MessageOut { arrives: schedule.arrives(envelope.id), ..writer.message(envelope) };
    let steps = &recording.steps()[..moment.steps];
    Run {
        format: 1,
        title: title.to_string(),
        time: moment.time,
        slides: slides_out(slides, moment),
        nodes: world.cluster.nodes().map(|node| node_out(&world, node, names)).collect(),
        cautions: words::caution::over(recording, moment),
        chosen: writer.chosen(steps),
        in_flight: world.in_flight.iter().map(in_flight).collect(),
        events: steps.iter().flat_map(|step| writer.events(step)).collect(),
    }
}

/// The slides that have begun by `moment`.
pub(super) fn slides_out(slides: &[Slide], moment: Moment) -> Vec<SlideOut> {
    let begun = slides.iter().filter(|slide| slide.start <= moment);
    let out = |slide: &Slide| SlideOut {
        title: slide.title.clone(),
        say: slide.say.clone(),
        start: slide.start.time,
        end: slide.end.time.min(moment.time),
    };
    begun.map(out).collect()
}

fn node_out(world: &World, node: NodeId, names: &Names) -> NodeOut {
    let state = world.node(node);
    let role = match world.cluster.role(node) {
        Role::Client => RoleOut::Client,
        Role::Proposer => proposer_out(state, names),
        Role::Acceptor => acceptor_out(state, names),
        Role::Learner => RoleOut::Learner { learned: learned_out(state, names) },
        Role::Replica => replica_out(state, names),
    };
    NodeOut { name: names.node(node).to_string(), up: state.up, role }
}

fn proposer_out(node: &Node, names: &Names) -> RoleOut {
    let proposer = node.proposer.as_ref();
    let attempt = proposer.and_then(|proposer| proposer.current());
    let word = |value| names.value(value).to_string();
    RoleOut::Proposer {
        id: attempt.map(|attempt| names.id(attempt.ballot)),
        value: attempt.and_then(|attempt| attempt.value()).map(word),
        own: proposer.and_then(|proposer| proposer.disk.own).map(word),
        promises: attempt.map_or(Vec::new(), |attempt| {
            attempt.promises.by.iter().map(|node| names.node(node).to_string()).collect()
        }),
        learned: learned_out(node, names),
    }
}

fn acceptor_out(node: &Node, names: &Names) -> RoleOut {
    let disk = node.acceptor.as_ref().map(|acceptor| &acceptor.disk);
    let promised = disk.and_then(|disk| disk.promised).map(|ballot| names.id(ballot));
    let accepted = disk.map_or(Vec::new(), |disk| disk.votes.iter().map(|vote| vote_out(vote, names)).collect());
    RoleOut::Acceptor { promised, accepted }
}

fn replica_out(node: &Node, names: &Names) -> RoleOut {
    let replica = node.replica.as_ref();
    let lead = replica.and_then(|replica| replica.lead());
    let id = |ballot| names.id(ballot);
    let (promised, accepted) = match acceptor_out(node, names) {
        RoleOut::Acceptor { promised, accepted } => (promised, accepted),
        _ => (None, Vec::new()),
    };
    let last = lead.and_then(|lead| lead.sent.last());
    RoleOut::Replica(ReplicaOut {
        id: lead.map(|lead| id(lead.ballot)),
        value: last.map(|&(_, value)| names.value(value).to_string()),
        own: None,
        promises: lead
            .map_or(Vec::new(), |lead| lead.promises.by.iter().map(|node| names.node(node).to_string()).collect()),
        promised,
        accepted,
        learned: learned_out(node, names),
        log: log_out(node, names),
        applied: replica.map_or(0, |replica| replica.disk.applied_to().0),
        leads: replica.and_then(|replica| replica.leads()).map(|lead| id(lead.ballot)),
        follows: replica.and_then(|replica| replica.follows).map(id),
        balance: replica.and_then(|replica| replica.disk.machine.balance),
    })
}

/// Every slot of which a replica has accepted or learned something, in order.
fn log_out(node: &Node, names: &Names) -> Vec<SlotOut> {
    let votes = node.acceptor.iter().flat_map(|acceptor| acceptor.disk.votes.iter());
    let mut log: BTreeMap<Slot, SlotOut> = votes
        .map(|(slot, vote)| {
            let VoteOut { slot: number, id, value } = vote_out((slot, vote), names);
            (slot, SlotOut { slot: number, id: Some(id), value, chosen: false })
        })
        .collect();
    for &(slot, value) in node.learner.iter().flat_map(|learner| learner.learned.iter()) {
        let vote = node.acceptor.as_ref().and_then(|acceptor| acceptor.disk.votes.get(slot));
        // The vote may be for another value, which was not chosen.
        let id = vote.filter(|vote| vote.value == value).map(|vote| names.id(vote.ballot));
        log.insert(slot, SlotOut { slot: slot.0, id, value: names.value(value).to_string(), chosen: true });
    }
    log.into_values().collect()
}

fn learned_out(node: &Node, names: &Names) -> Vec<LearnedOut> {
    let learned = node.learner.iter().flat_map(|learner| learner.learned.iter());
    learned.map(|&(slot, value)| LearnedOut { slot: slot.0, value: names.value(value).to_string() }).collect()
}

fn vote_out((slot, vote): (Slot, crate::paxos::Vote), names: &Names) -> VoteOut {
    VoteOut { slot: slot.0, id: names.id(vote.ballot), value: names.value(vote.value).to_string() }
}

/// What is needed to write the events of one recording.
struct Writer<'a> {
    names: &'a Names,
    recording: &'a Recording,
}

impl Writer<'_> {
    fn telling(&self) -> Telling<'_> {
        Telling::exact(self.names)
    }

    fn message(&self, envelope: &Envelope) -> MessageOut {
        let Flight { sent, arrives, .. } = *self.recording.flight(envelope.id);
        let message = &envelope.message;
        let reports = match message {
            Message::Promise { votes, .. } => votes.iter().map(|vote| vote_out(vote, self.names)).collect(),
            _ => Vec::new(),
        };
        let promised = match *message {
            Message::Nack { promised, .. } => Some(self.names.id(promised)),
            _ => None,
        };
        MessageOut {
            kind: message.kind().name(),
            id: message.ballot().map(|ballot| self.names.id(ballot)),
            slot: message.slot().0,
            value: message.value().map(|value| self.names.value(value).to_string()),
            from: self.names.node(envelope.from).to_string(),
            to: self.names.node(envelope.to).to_string(),
            sent: sent.time,
            arrives,
            held: envelope.held,
            promised,
            reports,
        }
    }

    /// One entry a value, at its first quorum.
    fn chosen(&self, steps: &[Step]) -> Vec<ChosenOut> {
        let mut values = Vec::new();
        let newly = steps.iter().filter_map(|step| Some((step.time, step.effects.chosen?)));
        let first = newly.filter(|(_, chosen)| {
            let is_new = !values.contains(&(chosen.slot, chosen.vote.value));
            values.push((chosen.slot, chosen.vote.value));
            is_new
        });
        first
            .map(|(time, chosen)| {
                let VoteOut { slot, id, value } = vote_out((chosen.slot, chosen.vote), self.names);
                ChosenOut { slot, id, value, time }
            })
            .collect()
    }

    /// The step itself first, then what was chosen and learned by it, then what was sent.
    fn events(&self, step: &Step) -> Vec<EventOut> {
        let mut events = vec![self.cause(step)];
        if let Some(because) = words::chosen(step, self.telling()) {
            events.push(self.event(step, "chosen", None, because));
        }
        for &note in &step.effects.notes {
            let Some(node) = step.node() else { continue };
            let kind = match note {
                Note::Log(LogNote::Leads { .. } | LogNote::LeadsUnasked { .. }) => "leader",
                Note::Log(LogNote::Applied { .. }) => "applied",
                _ if note.learns() => "learned",
                _ => continue,
            };
            let because = words::note(note, node, self.telling());
            events.push(self.event(step, kind, Some(node), because));
        }
        // Of a copy that somebody makes, the act itself is the event.
        if !matches!(step.action, Action::Duplicate { .. }) {
            events.extend(step.effects.sent.iter().flat_map(|sent| self.sent(step, sent)));
        }
        events
    }

    fn event(&self, step: &Step, kind: &'static str, node: Option<NodeId>, because: String) -> EventOut {
        let node = node.map(|node| self.names.node(node).to_string());
        EventOut { time: step.time, kind, message: None, node, outcome: None, because }
    }

    fn cause(&self, step: &Step) -> EventOut {
        let kind = match (step.action, step.effects.lost) {
            (_, Some(_)) => "drop",
            (Action::Propose { .. }, _) => "propose",
            (Action::Request { .. }, _) => "request",
            (Action::Timeout { .. }, _) => "timeout",
            (Action::Heartbeat { .. }, _) => "heartbeat",
            (Action::Own { .. }, _) => "own",
            (Action::Crash { .. }, _) => "crash",
            (Action::Restart { .. }, _) => "restart",
            (Action::Deliver { .. }, _) => "deliver",
            (Action::Drop { .. }, _) => "drop",
            (Action::Duplicate { .. }, _) => "duplicate",
            (Action::Hold { .. }, _) => "hold",
            (Action::Release { .. }, _) => "release",
            (Action::Delay { .. }, _) => "delay",
            (Action::Cut { .. }, _) => "cut",
            (Action::Heal { .. }, _) => "heal",
            (Action::Set(_), _) => "set",
        };
        let because = words::step(step, &self.recording.world().cluster, self.telling());
        let envelope = step.effects.envelope.as_ref();
        let node = step.node();
        let outcome = (kind == "deliver").then(|| step.effects.notes.first().map(|note| outcome(note.outcome())));
        EventOut {
            message: envelope.map(|envelope| self.message(envelope)),
            outcome: outcome.flatten(),
            ..self.event(step, kind, node, because)
        }
    }

    fn sent(&self, step: &Step, sent: &Sent) -> Vec<EventOut> {
        let (kind, because) = match (sent.lost, sent.copy_of) {
            (Some(reason), _) => ("drop", words::lost(&sent.envelope, reason, self.telling())),
            (None, Some(_)) => ("duplicate", format!("{} It goes twice.", words::sent(sent, self.telling()))),
            (None, None) => ("send", words::sent(sent, self.telling())),
        };
        let told = |kind, node, because| EventOut {
            message: Some(self.message(&sent.envelope)),
            ..self.event(step, kind, node, because)
        };
        let held = sent.is_held_at_once().then(|| words::held(&sent.envelope, self.telling()));
        std::iter::once(told(kind, Some(sent.envelope.from), because))
            .chain(held.map(|because| told("hold", None, because)))
            .collect()
    }
}

fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Promised => "promised",
        Outcome::Ignored => "ignored",
        Outcome::Counted => "counted",
        Outcome::Adopted => "adopted",
        Outcome::OwnValue => "own-value",
        Outcome::Nothing => "nothing",
        Outcome::Accepted => "accepted",
        Outcome::Learned => "learned",
        Outcome::Received => "received",
        Outcome::Quorum => "quorum",
    }
}
