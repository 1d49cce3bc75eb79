//! A run as one JSON object, the same from the command `paxos run --json` and from the page.

mod message;
mod node;
mod origin;

use crate::paxos::{LogNote, NodeId, Note, Outcome};
use crate::sim::{Action, Envelope, Moment, Recording, Sent, Step, Time, truth, truth::Chosen};
use crate::story::words::{self, Telling};
use crate::story::{Names, Slide};
use message::{MessageOut, message_out};
use node::{NodeOut, node_out};
use serde::Serialize;

pub use origin::Origin;

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
    #[serde(flatten)]
    origin: Origin,
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
    /// None where a log begins with it, and nobody says under which id.
    id: Option<String>,
    value: String,
    time: Time,
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

/// The JSON object of a run, from its beginning up to `moment`.
pub fn run(title: &str, slides: &[Slide], names: &Names, recording: &Recording, moment: Moment) -> Run {
    let (world, schedule) = recording.state_at(moment);
    let writer = Writer { names, recording };
    let in_flight = |envelope: &Envelope| writer.message(envelope).arriving(schedule.arrives(envelope.id));
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
        origin: Origin::default(),
    }
}

impl Run {
    /// The same with what brings it back.
    #[must_use]
    pub fn of(self, origin: Origin) -> Run {
        Run { origin, ..self }
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
        message_out(envelope, self.recording.flight(envelope.id), self.names)
    }

    /// One entry a slot and value, at its first quorum; at time 0 what a log begins with.
    fn chosen(&self, steps: &[Step]) -> Vec<ChosenOut> {
        let begins = self.recording.at(Moment::default());
        let mut at_first: Vec<Chosen> = truth::chosen(&begins).collect();
        at_first.sort_by_key(|chosen| (chosen.slot, is_unnamed(chosen)));
        let newly = steps.iter().flat_map(Step::timed_choices);
        let mut values = Vec::new();
        let all = at_first.into_iter().map(|chosen| (0, chosen)).chain(newly);
        let first = all.filter(|(_, chosen)| {
            let is_new = !values.contains(&(chosen.slot, chosen.vote.value));
            values.push((chosen.slot, chosen.vote.value));
            is_new
        });
        first.map(|(time, chosen)| self.chosen_out(time, &chosen)).collect()
    }

    fn chosen_out(&self, time: Time, chosen: &Chosen) -> ChosenOut {
        let value = self.names.value(chosen.vote.value).to_string();
        let id = (!is_unnamed(chosen)).then(|| self.names.id(chosen.vote.ballot));
        ChosenOut { slot: chosen.slot.0, id, value, time }
    }

    /// The step itself first, then what was chosen and learned by it, who leads by it, what was applied, and then what
    /// was sent.
    fn events(&self, step: &Step) -> Vec<EventOut> {
        let mut events = vec![self.cause(step)];
        let chosen = step.effects.newly_chosen().map(|new| words::newly_chosen(new, self.telling()));
        events.extend(chosen.map(|because| self.event(step, "chosen", None, because)));
        for kind in ["learned", "leader", "applied"] {
            for &note in step.effects.notes.iter().filter(|&&note| kind_of(note) == Some(kind)) {
                let Some(node) = step.node() else { continue };
                let because = words::note(note, node, self.telling());
                events.push(self.event(step, kind, Some(node), because));
            }
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

/// Whether a log begins with it, under no id that is told.
fn is_unnamed(chosen: &Chosen) -> bool {
    chosen.vote.ballot.number == 0
}

/// The kind of event that a reason is besides, if it is one.
fn kind_of(note: Note) -> Option<&'static str> {
    match note {
        Note::Log(LogNote::Leads { .. } | LogNote::LeadsUnasked { .. }) => Some("leader"),
        Note::Log(LogNote::Applied { .. }) => Some("applied"),
        _ => note.learns().then_some("learned"),
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
