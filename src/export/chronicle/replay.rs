//! A run of Paxos, told plainly.

use super::ledger::Ledger;
use super::{
    Arrow, Choice, Chosen, Chronicle, Ending, Event, Happens, IsRight, Learned, Participant, chapters, turn,
    without_idle,
};
use crate::export::stretch::Stretch;
use crate::paxos::{Outcome, Slot};
use crate::player::Show;
use crate::sim::{Action, Fate, Flight, MessageId, NewlyChosen, Recording, Step, World};
use crate::story::words::{self, Ids, Telling};

pub(super) fn chronicle(show: &Show, stretch: Stretch) -> Chronicle {
    let recording = show.recording();
    let (world, schedule) = recording.state_at(stretch.until);
    // What leaves the page stands alone: ids are always told.
    let telling = Telling { ids: Ids::Shown, ..show.telling() };
    let ledger = Ledger::of(recording);
    let mut scribe =
        Scribe { recording, telling, stretch, ledger, world: &world, places: Vec::new(), arrows: Vec::new() };
    let cluster = &world.cluster;
    scribe.places = (stretch.from.steps..stretch.until.steps).collect();
    scribe.arrows = recording.flights().iter().filter(|flight| scribe.is_told(flight)).collect();
    let arrow = |flight: &&Flight| {
        let arrives = flight.end.filter(|end| end.at.steps <= stretch.until.steps).map(|end| end.at.time);
        scribe.arrow(flight, arrives.or_else(|| schedule.arrives(flight.envelope.id)))
    };
    let before = recording.at(stretch.from);
    let participant = |node| Participant {
        name: show.names().node(node).to_string(),
        role: cluster.role(node).name(),
        acts: recording.steps().iter().any(|step| step.node() == Some(node)),
        is_up: before.node(node).up,
    };
    let chronicle = Chronicle {
        title: show.told(&show.scene.script.title),
        cautions: words::caution::over(recording, stretch.until).iter().map(|it| show.told(it)).collect(),
        nodes: cluster.nodes().map(participant).collect(),
        slides: chapters(show, stretch, &scribe.places),
        before: super::before(show, stretch),
        after: Vec::new(),
        events: scribe.places.iter().map(|&place| scribe.event(place)).collect(),
        arrows: scribe.arrows.iter().map(arrow).collect(),
        from: stretch.from.time,
        until: stretch.until.time,
    };
    without_idle(chronicle, |node| !matches!(node.role, "client" | "learner"))
}

/// What it takes to tell a stretch.
struct Scribe<'a> {
    recording: &'a Recording,
    telling: Telling<'a>,
    stretch: Stretch,
    /// What is chosen when.
    ledger: Ledger,
    /// The world at the end of the stretch.
    world: &'a World,
    /// The steps of the stretch.
    places: Vec<usize>,
    /// The messages that are told.
    arrows: Vec<&'a Flight>,
}

impl Scribe<'_> {
    /// Whether a message is on its way at any time of the stretch.
    fn is_told(&self, flight: &Flight) -> bool {
        let is_sent = flight.sent.steps <= self.stretch.until.steps;
        is_sent && flight.end.is_none_or(|end| self.stretch.from.steps < end.at.steps)
    }

    /// The place of a message among those that are told.
    fn place(&self, message: MessageId) -> Option<usize> {
        self.arrows.binary_search_by_key(&message, |flight| flight.envelope.id).ok()
    }

    fn event(&self, place: usize) -> Event {
        let step = &self.recording.steps()[place];
        let told = words::log::told(step, &self.world.cluster, self.telling);
        let chosen = words::chosen(step, self.telling);
        let mut why: Vec<String> = told.why.into_iter().filter(|why| Some(why) != chosen.as_ref()).collect();
        // What was lost of that which was sent is told last.
        let lost = step.effects.sent.iter().filter(|sent| sent.lost.is_some()).count();
        let lost = why.split_off(why.len() - lost.min(why.len()));
        let about = step.effects.envelope.as_ref().and_then(|envelope| self.place(envelope.id));
        let sent = step.effects.sent.iter().filter_map(|sent| self.place(sent.envelope.id));
        Event {
            time: step.time,
            node: step.node().map(|node| node.index()),
            kind: kind(step),
            what: told.what,
            why,
            lost,
            is_turn: turn::is_turn(step),
            sends: told.sends,
            choices: step.effects.newly_chosen().map(|new| self.choice(new, place)).collect(),
            learned: self.learned(place),
            about,
            sent: sent.collect(),
        }
    }

    /// A value that was chosen by the step in this place.
    fn choice(&self, new: NewlyChosen, place: usize) -> Chosen {
        let NewlyChosen { chosen, .. } = new;
        Chosen {
            says: words::newly_chosen(new, self.telling),
            means: choice(new),
            by: chosen.by.iter().map(|node| node.index()).collect(),
            value: self.telling.names.value(chosen.vote.value).to_string(),
            slot: in_log(chosen.slot),
            id: self.telling.names.id(chosen.vote.ballot),
            is_first: self.ledger.is_first(chosen, place),
        }
    }

    /// What a node learned by a step.
    fn learned(&self, place: usize) -> Vec<Learned> {
        let step = &self.recording.steps()[place];
        let is_contrary = step.effects.chosen.is_none() && step.effects.contradicts.is_some();
        let learned = step.effects.notes.iter().filter_map(|&note| {
            let (slot, value) = (note.slot(), note.learned_value()?);
            let is_right = match self.ledger.is_chosen(slot, value, place) {
                _ if is_contrary => IsRight::Contrary,
                true => IsRight::Yes,
                false => IsRight::NotChosen,
            };
            Some(Learned { slot: in_log(slot), value: self.telling.names.value(value).to_string(), is_right })
        });
        learned.collect()
    }

    /// The event by which the sender sent a message, or that of which it is a copy.
    fn sender(&self, flight: &Flight) -> Option<usize> {
        let step = &self.recording.steps()[flight.sent.steps - 1];
        let sent = step.effects.sent.iter().find(|sent| sent.envelope.id == flight.envelope.id);
        match sent.and_then(|sent| sent.copy_of) {
            Some(original) => self.sender(self.recording.flight(original)),
            None => (flight.sent.steps - 1).checked_sub(self.stretch.from.steps),
        }
    }

    fn arrow(&self, flight: &Flight, arrives: Option<u32>) -> Arrow {
        let envelope = &flight.envelope;
        let end = flight.end.filter(|end| end.at.steps <= self.stretch.until.steps);
        let by = end.and_then(|end| (end.at.steps - 1).checked_sub(self.stretch.from.steps));
        let is_at_once = end.is_some_and(|end| end.at == flight.sent);
        let is_held = || self.world.message(envelope.id).is_some_and(|envelope| envelope.held);
        let ending = match end.map(|end| (end.fate, end.at.time)) {
            None if is_held() => Ending::Held,
            None => Ending::UnderWay,
            Some((Fate::Lost(_), time)) => Ending::Lost(time, by.filter(|_| !is_at_once)),
            Some((Fate::Delivered(Outcome::Ignored), _)) => by.map_or(Ending::UnderWay, Ending::Refused),
            Some((Fate::Delivered(_), _)) => by.map_or(Ending::UnderWay, Ending::Arrived),
        };
        let due = match ending {
            Ending::Lost(time, _) => Some(time.max(flight.arrives.unwrap_or(flight.sent.time + flight.travel))),
            _ => arrives.filter(|_| ending != Ending::Held),
        };
        let ballot = envelope.message.ballot();
        let last = end.map_or(self.stretch.until.steps, |end| end.at.steps - 1);
        let between = self.recording.steps().get(flight.sent.steps..last).unwrap_or_default();
        Arrow {
            from: envelope.from.index(),
            to: envelope.to.index(),
            by: self.sender(flight),
            label: words::label(&envelope.message, self.telling),
            sent: flight.sent.time,
            departs: flight.departs().unwrap_or(flight.sent.time),
            arrives: arrives.filter(|_| ending != Ending::Held),
            due,
            whose: ballot.and_then(|ballot| self.world.cluster.proposer_of(ballot)).map(|node| node.index()),
            end: ending,
            fate: self.fate(flight, ending),
            is_late: between.iter().any(|step| step.node() == Some(envelope.from)),
        }
    }

    fn fate(&self, flight: &Flight, ending: Ending) -> Option<String> {
        match (ending, flight.end.map(|end| end.fate)) {
            (Ending::Held, _) => Some(words::diagram::HELD.to_string()),
            (Ending::UnderWay, _) => Some(words::diagram::UNDER_WAY.to_string()),
            (Ending::Refused(_), _) => Some(self.telling.ignored().to_string()),
            (Ending::Lost(..), Some(Fate::Lost(reason))) => {
                Some(words::diagram::lost(reason, self.telling.names.node(flight.envelope.to)))
            }
            (Ending::Lost(..) | Ending::Arrived(_), _) => None,
        }
    }
}

/// The number of a slot of a log.
fn in_log(slot: Slot) -> Option<u32> {
    (slot != Slot::ONLY).then_some(slot.0)
}

/// What it means for what was chosen or learned before.
pub(in crate::export) fn choice(new: NewlyChosen) -> Choice {
    match new.before.map(|before| before.vote.value) {
        Some(before) if before == new.chosen.vote.value => Choice::Again,
        Some(_) => Choice::Contrary,
        None if new.contradicts.is_some() => Choice::Contrary,
        None => Choice::New,
    }
}

fn kind(step: &Step) -> Happens {
    match step.action {
        _ if step.effects.lost.is_some() => Happens::Loss,
        Action::Drop { .. } => Happens::Loss,
        Action::Deliver { .. } => {
            let is_refused = step.effects.notes.first().is_some_and(|note| note.outcome() == Outcome::Ignored);
            if is_refused { Happens::Refusal } else { Happens::Arrival }
        }
        Action::Crash { .. } => Happens::Crash,
        Action::Restart { .. } => Happens::Restart,
        Action::Propose { .. }
        | Action::Request { .. }
        | Action::Timeout { .. }
        | Action::Heartbeat { .. }
        | Action::Own { .. } => Happens::Deed,
        Action::Duplicate { .. }
        | Action::Hold { .. }
        | Action::Release { .. }
        | Action::Delay { .. }
        | Action::Cut { .. }
        | Action::Heal { .. }
        | Action::Set(_) => Happens::Change,
    }
}
