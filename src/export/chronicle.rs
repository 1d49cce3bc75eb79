//! A run, told plainly: who takes part, what happens and why, and the way of every message. What writes a run down for
//! others to read (a diagram, a table, a trace) starts from here, and knows neither Paxos nor polls.
//!
//! Texts in it are as they are shown; whoever writes them into a format has to escape them for it.

mod ledger;
mod people;
mod replay;
mod turn;

pub(super) use replay::choice;

use super::figure::stands;
use super::slides;
use super::stretch::Stretch;
use crate::player::Show;
use crate::sim::Time;
use crate::story::Slide;
use crate::story::words::diagram::Clock;

/// A run, told plainly.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Chronicle {
    /// What it is called.
    pub title: String,
    /// What is not Paxos about it, a sentence each.
    pub cautions: Vec<String>,
    /// Who takes part, in the order of declaration; learners and clients only where anything happens with them.
    pub nodes: Vec<Participant>,
    /// The slides that fall into it, in order; in a run of the reader's own one more, from the first thing done in it on.
    pub slides: Vec<Chapter>,
    /// What there is when it begins, a sentence each: who has promised and accepted what, who is down.
    pub before: Vec<String>,
    /// What has come of a poll when it ends, a sentence each.
    pub after: Vec<String>,
    /// What happens, in order.
    pub events: Vec<Event>,
    /// The messages that are on their way at any time of it, in the order of sending.
    pub arrows: Vec<Arrow>,
    /// When it begins, in virtual milliseconds.
    pub from: Time,
    /// When it ends, in virtual milliseconds.
    pub until: Time,
}

/// One who takes part.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Participant {
    /// Its name.
    pub name: String,
    /// What it is: `acceptor`, `person`.
    pub role: &'static str,
    /// Whether anything happens with it in the run, be it before this stretch of it or after.
    pub acts: bool,
    /// Whether it is up when the telling begins.
    pub is_up: bool,
}

/// A slide.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Chapter {
    /// Its number, from 1.
    pub number: usize,
    /// What it is called.
    pub title: String,
    /// What is said on it, a paragraph each.
    pub says: Vec<String>,
    /// When it begins, in virtual milliseconds.
    pub start: Time,
    /// The place of the first event on it among all events; as many as there are where nothing happens on it any more.
    pub first: usize,
}

/// Something that happens.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Event {
    /// When, in virtual milliseconds.
    pub time: Time,
    /// At whom, by its place among those who take part; none of what only the network does.
    pub node: Option<usize>,
    /// What kind of thing it is.
    pub kind: Happens,
    /// What happened, in the words of the scene language: `propose P1 cat`, or the message that arrived with its way.
    pub what: String,
    /// What happened and why, a sentence each.
    pub why: Vec<String>,
    /// What the network lost at once of that which was sent by it, a sentence each.
    pub lost: Vec<String>,
    /// Whether something turns by it that its arrow does not show: somebody decides on a value, gives up a promise or a
    /// vote for another, learns, stops, or starts again. A picture says why there, and lets its arrows speak elsewhere.
    pub is_turn: bool,
    /// What was sent by it and is on its way, a sentence each, where what happened does not say it already.
    pub sends: Vec<String>,
    /// What came to be chosen by it; more than one value where quorums have changed.
    pub choices: Vec<Chosen>,
    /// What its node learned by it.
    pub learned: Vec<Learned>,
    /// The message that it is about, by its place among the arrows.
    pub about: Option<usize>,
    /// The messages that were sent by it.
    pub sent: Vec<usize>,
}

/// A value that comes to be chosen.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Chosen {
    /// That it is, as a sentence.
    pub says: String,
    /// What it means for what was chosen before.
    pub means: Choice,
    /// Those that have chosen it, by their places among those who take part.
    pub by: Vec<usize>,
    /// The value: `cat`.
    pub value: String,
    /// The slot of a log that it is in; none in single-decree Paxos.
    pub slot: Option<u32>,
    /// The id under which it was accepted.
    pub id: String,
    /// Whether no quorum had accepted the same there before.
    pub is_first: bool,
}

/// A value that a node learns.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Learned {
    /// The slot of a log that it is in; none in single-decree Paxos.
    pub slot: Option<u32>,
    /// The value: `cat`.
    pub value: String,
    /// Whether it is right to learn it.
    pub is_right: IsRight,
}

/// Whether a value may be learned.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum IsRight {
    /// It is chosen.
    Yes,
    /// It is not.
    NotChosen,
    /// Another value is chosen or was learned: agreement is broken.
    Contrary,
}

/// What it means that a quorum has accepted a value.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Choice {
    /// The value is chosen by it.
    New,
    /// The value had been chosen before.
    Again,
    /// Another value had been chosen or learned before: agreement is broken.
    Contrary,
}

/// What kind of thing happens.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Happens {
    /// A message arrives, and is taken.
    Arrival,
    /// A message arrives, and is refused or ignored.
    Refusal,
    /// A message is lost on its way, or finds nobody.
    Loss,
    /// A node stops.
    Crash,
    /// A node starts again.
    Restart,
    /// A node does something by itself, or because it is told to.
    Deed,
    /// The network or a condition of the run changes.
    Change,
}

/// The way of a message.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Arrow {
    /// Who sent it, by its place among those who take part.
    pub from: usize,
    /// For whom it is.
    pub to: usize,
    /// The event by which its sender sent it; of a copy that the network has made, that of the first of its kind; none of
    /// one that was sent before the telling begins.
    pub by: Option<usize>,
    /// What it says: `PREPARE 5`.
    pub label: String,
    /// When it was sent, in virtual milliseconds.
    pub sent: Time,
    /// When it leaves: one that waits long waits at its sender.
    pub departs: Time,
    /// When it arrives or is lost, or will arrive; none of one that is held.
    pub arrives: Option<Time>,
    /// When it arrives or, had it not been lost, would have arrived; none of one that is held.
    pub due: Option<Time>,
    /// Whose ballot it is about, by the place among those who take part.
    pub whose: Option<usize>,
    /// What became of it.
    pub end: Ending,
    /// The same in a few words, where it has not just arrived: `lost: the link is cut`.
    pub fate: Option<String>,
    /// Whether its sender did or met anything between sending it and its end.
    pub is_late: bool,
}

/// What becomes of a message.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ending {
    /// It arrived, by this event.
    Arrived(usize),
    /// It arrived and was refused or ignored, by this event.
    Refused(usize),
    /// It was lost or found nobody: at this time, by this event, or as it was sent.
    Lost(Time, Option<usize>),
    /// It is on its way when the telling ends.
    UnderWay,
    /// It is held when the telling ends.
    Held,
}

impl Chronicle {
    /// This stretch of the run on show.
    pub fn of(show: &Show, stretch: Stretch) -> Chronicle {
        match show.poll() {
            Some(poll) => people::chronicle(show, poll, stretch),
            None => replay::chronicle(show, stretch),
        }
    }

    /// The name of one who takes part.
    pub fn name(&self, node: usize) -> &str {
        self.nodes.get(node).map_or("?", |node| node.name.as_str())
    }

    /// How times are told in it.
    pub fn clock(&self) -> Clock {
        let events = self.events.iter().map(|event| event.time);
        let slides = self.slides.iter().map(|slide| slide.start);
        Clock::of(events.chain(slides).chain(self.arrows.iter().map(|arrow| arrow.sent)).chain([self.until]))
    }

    /// The slides that begin right before the event in this place.
    pub fn chapters_at(&self, event: usize) -> impl Iterator<Item = &Chapter> {
        self.slides.iter().filter(move |chapter| chapter.first == event)
    }
}

impl Event {
    /// Whether the message that it is about ends by it.
    pub fn ends_a_message(&self) -> bool {
        matches!(self.kind, Happens::Arrival | Happens::Refusal | Happens::Loss)
    }
}

/// What there is when a stretch begins.
fn before(show: &Show, stretch: Stretch) -> Vec<String> {
    let mut begins = show.clone();
    (begins.at, begins.slide, begins.eye) = (stretch.from, stretch.first, None);
    stands(&begins)
}

/// The slides of a stretch; `places` are the steps that are told.
fn chapters(show: &Show, stretch: Stretch, places: &[usize]) -> Vec<Chapter> {
    let told = slides::told(show, stretch);
    let within = told.iter().enumerate().skip(stretch.first);
    let chapter = |(place, slide): (usize, &Slide)| Chapter {
        number: place + 1,
        title: show.told(&slide.title),
        says: slide.say.iter().map(|paragraph| show.told(paragraph)).collect(),
        start: slide.start.time,
        first: places.partition_point(|&step| step < slide.start.steps),
    };
    within.map(chapter).collect()
}

/// Leaves out who does not matter, and tells of the others by their new places.
fn without_idle(mut chronicle: Chronicle, matters: impl Fn(&Participant) -> bool) -> Chronicle {
    let mut is_met = vec![false; chronicle.nodes.len()];
    let ends = chronicle.arrows.iter().flat_map(|arrow| [arrow.from, arrow.to]);
    let choosers = |event: &Event| event.choices.iter().flat_map(|chosen| chosen.by.clone()).collect::<Vec<_>>();
    let at = chronicle.events.iter().flat_map(|event| event.node.into_iter().chain(choosers(event)));
    for node in ends.chain(at) {
        is_met[node] = true;
    }
    let stays: Vec<bool> = chronicle.nodes.iter().zip(is_met).map(|(node, is_met)| is_met || matters(node)).collect();
    let place = |node: usize| stays[..node].iter().filter(|&&stays| stays).count();
    for arrow in &mut chronicle.arrows {
        (arrow.from, arrow.to) = (place(arrow.from), place(arrow.to));
        arrow.whose = arrow.whose.filter(|&node| stays[node]).map(place);
    }
    for event in &mut chronicle.events {
        event.node = event.node.map(place);
        event.choices.iter_mut().flat_map(|chosen| &mut chosen.by).for_each(|node| *node = place(*node));
    }
    let mut kept = stays.iter();
    chronicle.nodes.retain(|_| kept.next().copied().unwrap_or(true));
    chronicle
}
