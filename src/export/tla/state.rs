//! A run in the variables of Lamport's `Paxos.tla`, and which of its actions leads from one state to the next.

use crate::paxos::{Ballot, Message, NodeId, Role, Slot, Value, Vote};
use crate::sim::{Recording, Step, World};

/// A message as `Paxos.tla` has it: that it was sent, not to whom.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Said {
    /// A ballot begins.
    OneA(Ballot),
    /// An acceptor promises, and tells its latest vote.
    OneB(usize, Ballot, Option<Vote>),
    /// A value may be voted for.
    TwoA(Vote),
    /// An acceptor votes.
    TwoB(usize, Vote),
}

/// The variables: an entry an acceptor, and how many messages have been sent.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct State {
    /// `maxBal`.
    pub promised: Vec<Option<Ballot>>,
    /// `maxVBal` and `maxVal`.
    pub votes: Vec<Option<Vote>>,
    /// `msgs`, as the number of messages in the order of sending.
    pub sent: usize,
}

/// An action of `Paxos.tla`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Act {
    Phase1a(Ballot),
    Phase1b(usize),
    Phase2a(Vote),
    Phase2b(usize),
}

/// A state, and what has led to it.
pub(super) struct Reached {
    pub state: State,
    /// The step that has led to it, by its place; none of the first.
    pub by: Option<usize>,
    /// The action that it is; none where it is none of them.
    pub act: Option<Act>,
}

/// A run in these variables.
pub(super) struct Trace {
    pub acceptors: Vec<NodeId>,
    /// How many acceptors a quorum takes.
    pub quorum: usize,
    /// All messages, each once, in the order in which they were first sent.
    pub sent: Vec<Said>,
    /// All states, each different from the one before.
    pub states: Vec<Reached>,
}

impl Trace {
    /// The first steps of a run, as many as `last`.
    pub fn of(recording: &Recording, start: &World, quorum: usize, last: usize) -> Trace {
        let acceptors: Vec<NodeId> = start.cluster.all(Role::Acceptor).iter().collect();
        let first = Reached { state: state(start, &acceptors, 0), by: None, act: None };
        let mut trace = Trace { acceptors, quorum, sent: Vec::new(), states: vec![first] };
        recording.walk(last, |steps, step, world| trace.push(steps - 1, step, world));
        trace
    }

    /// Whether it begins as Paxos begins: nothing is promised, and nothing accepted.
    pub fn begins_empty(&self) -> bool {
        let is_empty =
            |state: &State| state.promised.iter().all(Option::is_none) && state.votes.iter().all(Option::is_none);
        self.states.first().is_some_and(|reached| is_empty(&reached.state))
    }

    fn push(&mut self, place: usize, step: &Step, world: &World) {
        for sent in &step.effects.sent {
            let said = said(&sent.envelope.message, self.acceptors.iter().position(|&node| node == sent.envelope.from));
            if let Some(said) = said.filter(|said| !self.sent.contains(said)) {
                self.sent.push(said);
            }
        }
        let state = state(world, &self.acceptors, self.sent.len());
        let Some(before) = self.states.last().map(|reached| &reached.state).filter(|before| **before != state) else {
            return;
        };
        let act = self.act(before, &state);
        self.states.push(Reached { state, by: Some(place), act });
    }

    /// The action that leads from one state to the next, if one of them does.
    fn act(&self, before: &State, after: &State) -> Option<Act> {
        let known = &self.sent[..before.sent];
        let &[said] = &self.sent[before.sent..after.sent] else { return None };
        let mut expected = State { sent: after.sent, ..before.clone() };
        let (is_enabled, act) = match said {
            Said::OneA(ballot) => (true, Act::Phase1a(ballot)),
            Said::OneB(acceptor, ballot, vote) => {
                expected.promised[acceptor] = Some(ballot);
                let is_asked = known.contains(&Said::OneA(ballot)) && before.promised[acceptor] < Some(ballot);
                (is_asked && vote == before.votes[acceptor], Act::Phase1b(acceptor))
            }
            Said::TwoA(vote) => (self.is_safe(known, vote), Act::Phase2a(vote)),
            Said::TwoB(acceptor, vote) => {
                expected.promised[acceptor] = Some(vote.ballot);
                expected.votes[acceptor] = Some(vote);
                let is_asked = known.contains(&Said::TwoA(vote)) && before.promised[acceptor] <= Some(vote.ballot);
                (is_asked, Act::Phase2b(acceptor))
            }
        };
        (is_enabled && expected == *after).then_some(act)
    }

    /// Whether a value may be sent under an id: none was sent under it, and some quorum's promises allow it (P2c of PMS).
    fn is_safe(&self, known: &[Said], vote: Vote) -> bool {
        let is_sent = known.iter().any(|said| matches!(said, Said::TwoA(sent) if sent.ballot == vote.ballot));
        let reports: Vec<(usize, Option<Vote>)> = known
            .iter()
            .filter_map(|said| match *said {
                Said::OneB(acceptor, ballot, reported) if ballot == vote.ballot => Some((acceptor, reported)),
                _ => None,
            })
            .collect();
        // All acceptors whose every report is at most this one; among them there is a quorum or there is none.
        let is_quorum = |most: Option<Ballot>| {
            let of = |acceptor| reports.iter().filter(move |&&(other, _)| other == acceptor);
            let is_below = |acceptor| of(acceptor).all(|&(_, reported)| reported.map(|vote| vote.ballot) <= most);
            let all = (0..self.acceptors.len()).filter(|&acceptor| of(acceptor).next().is_some() && is_below(acceptor));
            self.quorum <= all.count()
        };
        let carried = reports.iter().filter_map(|&(_, reported)| reported).filter(|report| report.value == vote.value);
        let mut most = carried.map(|report| Some(report.ballot)).chain([None]);
        !is_sent && most.any(is_quorum)
    }
}

fn state(world: &World, acceptors: &[NodeId], sent: usize) -> State {
    let disks = || acceptors.iter().map(|&node| world.node(node).acceptor.as_ref().map(|acceptor| &acceptor.disk));
    State {
        promised: disks().map(|disk| disk?.promised).collect(),
        votes: disks().map(|disk| disk?.votes.get(Slot::ONLY)).collect(),
        sent,
    }
}

/// A message as `Paxos.tla` has it; none where it has none.
fn said(message: &Message, acceptor: Option<usize>) -> Option<Said> {
    match *message {
        Message::Prepare { ballot, .. } => Some(Said::OneA(ballot)),
        Message::Promise { ballot, ref votes, .. } => Some(Said::OneB(acceptor?, ballot, votes.get(Slot::ONLY))),
        Message::AcceptRequest { ballot, value, .. } => Some(Said::TwoA(Vote { ballot, value })),
        Message::Accepted { ballot, value, .. } => Some(Said::TwoB(acceptor?, Vote { ballot, value })),
        Message::Request { .. }
        | Message::Nack { .. }
        | Message::Reply { .. }
        | Message::Redirect { .. }
        | Message::Heartbeat { .. }
        | Message::Success { .. }
        | Message::CatchUp { .. } => None,
    }
}

impl Said {
    /// The ids of which it speaks.
    pub fn ballots(self) -> impl Iterator<Item = Ballot> {
        let (own, other) = match self {
            Said::OneA(ballot) => (ballot, None),
            Said::OneB(_, ballot, vote) => (ballot, vote.map(|vote| vote.ballot)),
            Said::TwoA(vote) | Said::TwoB(_, vote) => (vote.ballot, None),
        };
        [own].into_iter().chain(other)
    }

    /// The value of which it speaks.
    pub fn value(self) -> Option<Value> {
        match self {
            Said::OneA(_) => None,
            Said::OneB(_, _, vote) => vote.map(|vote| vote.value),
            Said::TwoA(vote) | Said::TwoB(_, vote) => Some(vote.value),
        }
    }
}
