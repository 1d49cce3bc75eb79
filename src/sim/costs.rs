//! What each command of a replicated log has cost: messages, and message delays.
//!
//! Delays are counted along the path that led to something: each message on it counts one, from the arrival of the
//! request at the leader on. Where the command had to wait for phase 1, the PREPARE and the PROMISE on its path count
//! too, even if they were under way before the request had come; so do those of a leader that carried the command on.
//! Phase 1 of a leader that could not get it chosen after all has cost messages, and no delay. What a replica sends to
//! itself is no message and takes no delay.

use super::recording::Recording;
use super::step::{Moment, Step};
use super::truth::Chosen;
use crate::paxos::{Ballot, LogNote, Message, NodeId, Note, Slot, Value};
use crate::sim::action::{Action, MessageId};
use std::ops::Range;

/// What one command has cost so far.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Cost {
    /// The command.
    pub value: Value,
    /// The client that gave it.
    pub client: NodeId,
    /// The slot in which it was chosen, or proposed last.
    pub slot: Option<Slot>,
    /// Whether it had to wait for phase 1.
    pub waited_for_phase_1: bool,
    /// Whose phase 1 it waited for, and of which id, where it was chosen later and under none for which it had waited:
    /// that has cost messages, and lies on no path.
    pub waited_in_vain: Option<(NodeId, Ballot)>,
    /// Who carried it on after another leader, and under which id: what came of that counts from its PREPARE on.
    pub carried: Option<(NodeId, Ballot)>,
    /// PREPAREs and PROMISEs for which it had to wait, of its leader or of the one that carried it on: not those of
    /// the same lead that came before or after.
    pub of_phase_1: usize,
    /// ACCEPT-REQUESTs and ACCEPTs sent for it, again ones and lost ones too.
    pub of_phase_2: usize,
    /// REQUESTs, REDIRECTs and REPLYs.
    pub with_client: usize,
    /// SUCCESS messages: a leader tells a follower that is behind.
    pub of_telling: usize,
    /// Message delays until it was chosen; until its leader knew; until its client had the answer.
    pub delays: [Option<usize>; 3],
    /// Whether a timer lies on the path: the delays are those since it fired.
    pub after_timer: bool,
}

impl Cost {
    /// All messages that were sent for it.
    pub fn messages(&self) -> usize {
        self.of_phase_1 + self.of_phase_2 + self.with_client + self.of_telling
    }
}

/// What every command has cost by this moment, in the order in which they were given.
pub fn costs(recording: &Recording, until: Moment) -> Vec<Cost> {
    let steps = &recording.steps()[..until.steps.min(recording.steps().len())];
    let mut all: Vec<(NodeId, Value)> = Vec::new();
    for step in steps {
        let given = step.effects.notes.iter().filter_map(|note| match *note {
            Note::Log(LogNote::Asks { value, .. }) => Some(value),
            _ => None,
        });
        all.extend(given.filter_map(|value| Some((step.node()?, value))));
    }
    all.into_iter().map(|(client, value)| Run { recording, steps }.cost(client, value)).collect()
}

/// Messages that no command has to itself: heartbeats, questions of followers that are behind, and refusals.
pub fn beside(recording: &Recording, until: Moment) -> [usize; 3] {
    let steps = &recording.steps()[..until.steps.min(recording.steps().len())];
    let count = |is_it: fn(&Message) -> bool| sent(steps).filter(|&message| is_it(message)).count();
    [
        count(|message| matches!(message, Message::Heartbeat { .. })),
        count(|message| matches!(message, Message::CatchUp { .. })),
        count(|message| matches!(message, Message::Nack { .. })),
    ]
}

/// Every message that was sent; a copy that the network made is none.
fn sent(steps: &[Step]) -> impl Iterator<Item = &Message> {
    let originals = steps.iter().flat_map(|step| &step.effects.sent).filter(|sent| sent.copy_of.is_none());
    originals.map(|sent| &*sent.envelope.message)
}

struct Run<'a> {
    recording: &'a Recording,
    steps: &'a [Step],
}

impl Run<'_> {
    fn cost(&self, client: NodeId, value: Value) -> Cost {
        let chosen = self.first(|step| step.chooses(value).is_some());
        let slot = chosen.and_then(|step| Some(self.steps[step].chooses(value)?.slot));
        let proposed = self.steps.iter().rev().flat_map(|step| &step.effects.notes).find_map(|note| match *note {
            Note::Log(LogNote::Assigns { slot, value: it, .. }) if it == value => Some(slot),
            _ => None,
        });
        let slot = slot.or(proposed);
        let answered = self.first(|step| {
            let has = |note: &Note| matches!(*note, Note::Log(LogNote::Answered { value: it, .. }) if it == value);
            step.effects.notes.iter().any(has)
        });
        let came = self.came(value);
        let path = |end: Option<usize>| Some(self.path(end?, came?, value));
        let carried = self.carried(value, answered.unwrap_or(self.steps.len()));
        let is_on_the_way = |ballot: Ballot| path(answered).is_none_or(|path| path.phase_1 == Some(ballot));
        let carried = carried.filter(|&(_, _, ballot)| is_on_the_way(ballot));
        let learned = self.first(|step| {
            let knows = |note: &Note| matches!(*note, Note::Learned { vote, .. } if vote.value == value);
            let is_its = carried.is_none_or(|(_, leader, _)| step.node() == Some(leader));
            is_its && step.effects.notes.iter().any(knows)
        });
        let waits = self.waits(value);
        let in_vain = self.in_vain(&waits, chosen.and_then(|step| self.steps[step].chooses(value)));
        let mut asked: Vec<usize> = waits.iter().flat_map(|&(step, ballot)| self.asked(step, value, ballot)).collect();
        asked.extend(carried.iter().flat_map(|&(step, _, ballot)| self.prepared(0..step, ballot)));
        asked.sort_unstable();
        asked.dedup();
        let paths = [chosen, learned, answered].map(path);
        let count = |is_it: &dyn Fn(&Message) -> bool| sent(self.steps).filter(|&message| is_it(message)).count();
        Cost {
            value,
            client,
            slot,
            waited_for_phase_1: !waits.is_empty() && in_vain.is_none(),
            waited_in_vain: in_vain,
            carried: carried.map(|(_, leader, ballot)| (leader, ballot)),
            of_phase_1: self.of_phase_1(&asked),
            of_phase_2: count(&|message| match *message {
                Message::AcceptRequest { value: it, .. } | Message::Accepted { value: it, .. } => it == value,
                _ => false,
            }),
            with_client: count(&|message| match *message {
                Message::Request { value: it } | Message::Redirect { value: it, .. } => it == value,
                Message::Reply { value: it, .. } => it == value,
                _ => false,
            }),
            of_telling: count(&|message| matches!(*message, Message::Success { value: it, .. } if it == value)),
            delays: paths.map(|path| path.map(|path| path.delays)),
            after_timer: paths.iter().flatten().any(|path| path.after_timer),
        }
    }

    fn first(&self, is_it: impl Fn(&Step) -> bool) -> Option<usize> {
        self.steps.iter().position(is_it)
    }

    /// From where on it had to wait for promises, and for which id.
    fn waits(&self, value: Value) -> Vec<(usize, Ballot)> {
        let waits = |(place, step): (usize, &Step)| {
            step.effects.notes.iter().find_map(|note| match *note {
                Note::Log(LogNote::WaitsForPromises { value: it, ballot, .. }) if it == value => Some((place, ballot)),
                _ => None,
            })
        };
        self.steps.iter().enumerate().filter_map(waits).collect()
    }

    /// Whose promises it waited for last, and for which id, where it was chosen under none of those ids.
    fn in_vain(&self, waits: &[(usize, Ballot)], chosen: Option<Chosen>) -> Option<(NodeId, Ballot)> {
        let under = chosen?.vote.ballot;
        let &(step, ballot) = waits.last()?;
        let is_of_none = waits.iter().all(|&(_, ballot)| ballot != under);
        self.steps[step].node().filter(|_| is_of_none).map(|leader| (leader, ballot))
    }

    /// Who carried it on last before a step: by which step, and under which id.
    fn carried(&self, value: Value, before: usize) -> Option<(usize, NodeId, Ballot)> {
        self.steps[..before].iter().enumerate().rev().find_map(|(place, step)| {
            let adopts = step.effects.notes.iter().find_map(|note| match *note {
                Note::Log(LogNote::Adopts { ballot, vote, .. }) if vote.value == value => Some(ballot),
                _ => None,
            });
            Some((place, step.node()?, adopts?))
        })
    }

    /// The steps that sent the PREPAREs for which it waited: from the last thing that its leader did before under that
    /// id, which needed none of them, until it got its slot.
    fn asked(&self, wait: usize, value: Value, ballot: Ballot) -> Vec<usize> {
        let is_on = |note: &Note| match *note {
            Note::Log(LogNote::Leads { ballot: of, .. } | LogNote::Assigns { ballot: of, .. }) => of == ballot,
            _ => false,
        };
        let gets = |note: &Note| match *note {
            Note::Log(LogNote::Assigns { ballot: of, value: it, .. }) => (of, it) == (ballot, value),
            _ => false,
        };
        let has = |step: &Step, is_it: &dyn Fn(&Note) -> bool| step.effects.notes.iter().any(is_it);
        let from = self.steps[..wait].iter().rposition(|step| has(step, &is_on)).unwrap_or(0);
        let to = self.first(|step| has(step, &gets)).unwrap_or(self.steps.len());
        self.prepared(from..to, ballot)
    }

    /// Those of these steps that sent a PREPARE of an id.
    fn prepared(&self, steps: Range<usize>, ballot: Ballot) -> Vec<usize> {
        let asks = |message: &Message| matches!(*message, Message::Prepare { ballot: of, .. } if of == ballot);
        let does = |&place: &usize| self.steps[place].effects.sent.iter().any(|sent| asks(&sent.envelope.message));
        steps.filter(does).collect()
    }

    /// How many PREPAREs these steps sent, and PROMISEs in answer to them.
    fn of_phase_1(&self, asked: &[usize]) -> usize {
        let prepares = asked.iter().flat_map(|&place| sent(&self.steps[place..=place]));
        let prepares = prepares.filter(|message| matches!(message, Message::Prepare { .. })).count();
        let answers = |step: &&Step| {
            let promises = sent(std::slice::from_ref(step)).any(|message| matches!(message, Message::Promise { .. }));
            let question = step.effects.envelope.as_ref().filter(|_| promises);
            question.and_then(|it| self.sender(it.id)).is_some_and(|place| asked.contains(&place))
        };
        prepares + self.steps.iter().filter(answers).count()
    }

    /// When it first came to a replica that leads, or tries to.
    fn came(&self, value: Value) -> Option<usize> {
        self.first(|step| {
            let is_taken = |note: &Note| match *note {
                Note::Log(LogNote::Assigns { value: it, .. } | LogNote::WaitsForPromises { value: it, .. }) => {
                    it == value
                }
                Note::Log(LogNote::WaitsForWindow { value: it, .. }) => it == value,
                _ => false,
            };
            step.effects.notes.iter().any(is_taken)
        })
    }

    /// The messages on the path back from a step to the arrival of the request at the leader.
    fn path(&self, end: usize, came: usize, value: Value) -> Path {
        let (mut step, mut delays, mut phase_1) = (end, 0, None);
        loop {
            let done = &self.steps[step];
            let message = done.effects.envelope.as_ref().filter(|_| matches!(done.action, Action::Deliver { .. }));
            let is_of_phase_1 =
                |message: &Message| matches!(message, Message::Prepare { .. } | Message::Promise { .. });
            let before = match (message, done.action) {
                (Some(envelope), _) if *envelope.message == Message::Request { value } => None,
                (Some(envelope), _) if step <= came && !is_of_phase_1(&envelope.message) => None,
                (Some(envelope), _) => {
                    delays += 1;
                    if let Message::Promise { ballot, .. } = *envelope.message {
                        phase_1 = phase_1.or(Some(ballot));
                    }
                    self.sender(envelope.id)
                }
                // A replica's own step follows what its replica did before.
                (None, Action::Own { node }) => self.steps[..step].iter().rposition(|step| step.node() == Some(node)),
                (None, _) => return Path { delays, phase_1, after_timer: came < step },
            };
            match before {
                Some(before) if before < step => step = before,
                _ => return Path { delays, phase_1, after_timer: false },
            }
        }
    }

    /// The step that sent a message, or what it is a copy of.
    fn sender(&self, message: MessageId) -> Option<usize> {
        let made = self.recording.flight(message).sent.steps.checked_sub(1)?;
        let sent = self.steps[made].effects.sent.iter().find(|sent| sent.envelope.id == message)?;
        sent.copy_of.map_or(Some(made), |original| self.sender(original))
    }
}

#[derive(Clone, Copy)]
struct Path {
    delays: usize,
    /// The last lead whose phase 1 lies on it.
    phase_1: Option<Ballot>,
    after_timer: bool,
}
