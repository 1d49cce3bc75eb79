//! A poll, told plainly.

use super::{Arrow, Chronicle, Ending, Event, Happens, Participant, chapters, without_idle};
use crate::export::stretch::Stretch;
use crate::player::Show;
use crate::sim::Moment;
use crate::story::poll::{Action, Fate, Flight, Note, PollRun, Step};
use crate::story::print;
use crate::story::words::{diagram, poll as words};

pub(super) fn chronicle(show: &Show, run: &PollRun, stretch: Stretch) -> Chronicle {
    let first = stretch.from.steps;
    let places: Vec<usize> = (first..stretch.until.steps).filter(|&place| run.steps()[place].shows()).collect();
    let is_told = |flight: &&Flight| {
        let is_over = flight.end.is_some_and(|(at, _)| at.steps <= first);
        flight.sent.steps <= stretch.until.steps && !is_over
    };
    let flights: Vec<&Flight> = run.flights().iter().filter(is_told).collect();
    let scribe = Scribe { show, run, stretch, places, flights };
    let before = run.at(stretch.from);
    let participant = |node| Participant {
        name: show.names().node(node).to_string(),
        role: "person",
        acts: true,
        is_up: before.person(node).up,
    };
    let chronicle = Chronicle {
        title: show.told(&show.scene.script.title),
        cautions: Vec::new(),
        nodes: run.poll().everyone().map(participant).collect(),
        slides: chapters(show, stretch, &scribe.places),
        before: super::before(show, stretch),
        after: words::at_rest(run.at(stretch.until), show.names()),
        events: scribe.places.iter().map(|&place| scribe.event(place)).collect(),
        arrows: scribe.flights.iter().map(|flight| scribe.arrow(flight)).collect(),
        from: stretch.from.time,
        until: stretch.until.time,
    };
    without_idle(chronicle, |_| true)
}

/// What it takes to tell a stretch.
struct Scribe<'a> {
    show: &'a Show,
    run: &'a PollRun,
    stretch: Stretch,
    /// The steps of the stretch that are told.
    places: Vec<usize>,
    /// The messages that are told.
    flights: Vec<&'a Flight>,
}

impl Scribe<'_> {
    /// The place of a message among those that are told.
    fn place(&self, letter: u32) -> Option<usize> {
        self.flights.binary_search_by_key(&letter, |flight| flight.letter.id).ok()
    }

    fn event(&self, place: usize) -> Event {
        let (names, step) = (self.show.names(), &self.run.steps()[place]);
        let before = self.run.at(Moment { time: step.time, steps: place });
        let after = self.run.at(Moment { time: step.time, steps: place + 1 });
        let done = print::poll::act(step.action, before).map(|statement| print::statement(&statement, names));
        let says = step
            .effects
            .letter
            .map(|it| format!("“{}” {}->{}", words::label(it.said, names), names.node(it.from), names.node(it.to)));
        Event {
            time: step.time,
            node: Some(step.person().index()),
            kind: kind(step),
            what: done.or(says).unwrap_or_default(),
            why: vec![words::step(step, after, names)],
            lost: Vec::new(),
            is_turn: is_turn(step),
            sends: Vec::new(),
            choices: Vec::new(),
            learned: Vec::new(),
            about: step.effects.letter.and_then(|letter| self.place(letter.id)),
            sent: step.effects.sent.iter().filter_map(|sent| self.place(sent.letter.id)).collect(),
        }
    }

    fn arrow(&self, flight: &Flight) -> Arrow {
        let letter = flight.letter;
        let end = flight.end.filter(|(at, _)| at.steps <= self.stretch.until.steps);
        let by = end.and_then(|(at, _)| self.places.binary_search(&(at.steps - 1)).ok());
        let is_at_once = end.is_some_and(|(at, _)| at == flight.sent);
        let ending = match (end, by) {
            (Some((_, Fate::Arrived)), Some(by)) => Ending::Arrived(by),
            (Some((at, Fate::Lost | Fate::Missed)), by) => Ending::Lost(at.time, by.filter(|_| !is_at_once)),
            _ => Ending::UnderWay,
        };
        let last = end.map_or(self.stretch.until.steps, |(at, _)| at.steps - 1);
        let between = self.run.steps().get(flight.sent.steps..last).unwrap_or_default();
        Arrow {
            from: letter.from.index(),
            to: letter.to.index(),
            by: flight.sent.steps.checked_sub(1).and_then(|step| self.places.binary_search(&step).ok()),
            label: words::label(letter.said, self.show.names()),
            sent: flight.sent.time,
            departs: flight.sent.time,
            arrives: Some(end.map_or(letter.arrives, |(at, _)| at.time)),
            due: Some(letter.arrives.max(end.map_or(0, |(at, _)| at.time))),
            whose: None,
            end: ending,
            fate: match end {
                None => Some(diagram::UNDER_WAY.to_string()),
                Some((_, Fate::Missed)) => Some(diagram::away(self.show.names().node(letter.to))),
                Some((_, Fate::Lost)) => Some(diagram::LOST.to_string()),
                Some((_, Fate::Arrived)) => None,
            },
            is_late: between.iter().any(|step| step.shows() && step.person() == letter.from),
        }
    }
}

/// Whether somebody makes up its mind, changes it, or takes something for the result by this; or is away, or back.
fn is_turn(step: &Step) -> bool {
    match step.effects.note {
        Note::MadeUpItsMind { .. }
        | Note::ChangedItsMind { .. }
        | Note::Counted { .. }
        | Note::LearnsFrom { .. }
        | Note::HearsOfAnother { .. }
        | Note::CountsNoMore { .. }
        | Note::WentAway
        | Note::CameBack => true,
        Note::SaidItsOpinion { .. } | Note::AskedForTheResult | Note::Heard { .. } => false,
        Note::AnswersWith { .. } | Note::LearnsNothing => false,
        Note::ReceiverIsAway | Note::WillBeLost | Note::IsLost => false,
    }
}

fn kind(step: &Step) -> Happens {
    match (step.action, step.effects.note) {
        (Action::Drop { .. }, _) | (Action::Deliver { .. }, Note::ReceiverIsAway) => Happens::Loss,
        (Action::Deliver { .. }, _) => Happens::Arrival,
        (Action::Crash { .. }, _) => Happens::Crash,
        (Action::Restart { .. }, _) => Happens::Restart,
        (Action::Lose { .. }, _) => Happens::Change,
        (Action::Back { .. } | Action::Tell { .. } | Action::Ask { .. }, _) => Happens::Deed,
    }
}
