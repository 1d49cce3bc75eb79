//! From the states on a way back to what happened, as actions of the World, told in a good order.

use super::encode::{Encoded, Turn};
use super::scenario::Finding;
use super::search::Key;
use super::view::{Event, View};
use crate::paxos::rules::ValueRule;
use crate::paxos::{Ballot, Cluster, Kind, LogNote, Message, NodeId, NodeSet, Note, Role, Slot, Value};
use crate::sim::world::Faithful;
use crate::sim::{Action, Change, Envelope, MessageId, Seen, Tally, World, truth};

/// What happened on a way of states, and what must happen after its last one for the finding to be there.
///
/// None where the world does not follow: that would be a fault of the search.
pub(super) fn actions<const W: usize>(model: &mut Encoded, way: &[Key<W>], finding: Finding) -> Option<Vec<Action>> {
    let turns = model.turns_on(way, finding)?;
    let done = carried_out(model, &turns)?;
    let length = done.actions.len();
    let is_as_good = |turns: &[Turn]| {
        carried_out(model, turns).filter(|done| done.actions.len() == length && holds(model, done, finding))
    };
    match is_as_good(&turns) {
        // What shows only in a step, such as a promise that is broken, is left as it was found.
        None => Some(done.actions),
        Some(_) => Some(tidied(&model.start().cluster, turns, is_as_good).actions),
    }
}

/// The same of a way on which the eye of a view picks a value, by this rule: for that one step it is in force.
pub(super) fn with_pick<const W: usize>(
    model: &mut Encoded,
    way: &[Key<W>],
    view: &View,
    rule: ValueRule,
) -> Option<Vec<Action>> {
    let mut turns = model.turns_on(way, Finding::TwoChosen)?;
    let done = picked(model, &turns, view, rule)?;
    let length = done.actions.len();
    let is_as_good = |turns: &[Turn]| {
        picked(model, turns, view, rule)
            .filter(|done| done.actions.len() == length && holds(model, done, Finding::TwoChosen))
    };
    sort(&mut turns, is_as_good);
    picked(model, &turns, view, rule).map(|done| done.actions)
}

/// Carries it all out as the view has it; none where the eye sees anything else, or something cannot be done.
fn picked(model: &Encoded, turns: &[Turn], view: &View, rule: ValueRule) -> Option<Done> {
    let mut done =
        Done { actions: Vec::new(), begun: Vec::new(), world: model.start().clone(), tally: Tally::default() };
    let mut seen = view.seen.iter();
    for turn in turns {
        let mut actions = actions_of(&done.world, turn, 0)?;
        if let Some(event) = seen_in(turn, view.eye) {
            (seen.next() == Some(&event)).then_some(())?;
            if seen.len() == 0 && rule != ValueRule::default() {
                actions.insert(0, Action::Set(Change::Value(rule)));
                actions.push(Action::Set(Change::Value(ValueRule::default())));
            }
        }
        let begun = done.carry_out(actions)?;
        done.begun.push(begun);
    }
    (seen.len() == 0).then_some(done)
}

/// What the eye of a view sees of a turn.
fn seen_in(turn: &Turn, eye: NodeId) -> Option<Event> {
    match turn {
        Turn::Deliver { from, to, message } if *to == eye => Some(Event::Hears(*from, message.clone())),
        &Turn::Propose { node, value, ballot: Some(ballot) } if node == eye => Some(Event::Begins(ballot, value)),
        _ => None,
    }
}

/// All that happened, on a World.
struct Done {
    actions: Vec<Action>,
    /// The id of the ballot that each turn began.
    begun: Vec<Option<Ballot>>,
    world: World,
    tally: Tally,
}

/// Carries it all out. A message that is needed again, and is not there any more, must have been doubled before it was
/// delivered. None where something cannot be done.
fn carried_out(model: &Encoded, turns: &[Turn]) -> Option<Done> {
    let mut copies = vec![0; turns.len()];
    loop {
        match with_copies(model, turns, &copies) {
            Ok(done) => return Some(done),
            Err(missing) => {
                let before = turns[..missing].iter().rposition(|turn| *turn == turns[missing])?;
                copies[before] += 1;
            }
        }
    }
}

/// Carries it all out with so many copies of each message; gives the place of the first turn that cannot be done.
fn with_copies(model: &Encoded, turns: &[Turn], copies: &[u32]) -> Result<Done, usize> {
    let tally = model.looked_for().map(|wanted| wanted.tally.clone()).unwrap_or_default();
    let mut done = Done { actions: Vec::new(), begun: Vec::new(), world: model.start().clone(), tally };
    for (place, turn) in turns.iter().enumerate() {
        let actions = actions_of(&done.world, turn, copies[place]).ok_or(place)?;
        let begun = done.carry_out(actions).ok_or(place)?;
        done.begun.push(begun);
    }
    Ok(done)
}

impl Done {
    /// Does all this, and gives the id of the ballot that it began, if it began one; none where it cannot be done.
    fn carry_out(&mut self, actions: Vec<Action>) -> Option<Option<Ballot>> {
        let mut begun = None;
        for action in actions {
            let effects = self.world.apply_whole(action, &mut Faithful).ok()?;
            effects.iter().for_each(|each| self.tally.count(action, each));
            self.actions.push(action);
            begun = begun.or(effects.iter().flat_map(|each| &each.notes).find_map(|note| match *note {
                Note::BallotStarted { ballot, .. }
                | Note::SkipsPrepare { ballot, .. }
                | Note::Log(LogNote::AsksForLog { ballot, .. } | LogNote::LeadsUnasked { ballot, .. }) => Some(ballot),
                _ => None,
            }));
        }
        Some(begun)
    }
}

fn actions_of(world: &World, turn: &Turn, copies: u32) -> Option<Vec<Action>> {
    Some(match turn {
        Turn::Deliver { from, to, message } => {
            let message = in_flight(world, *from, *to, message)?;
            (0..copies).map(|_| Action::Duplicate { message }).chain([Action::Deliver { message }]).collect()
        }
        &Turn::Propose { node, value, ballot } => vec![Action::Propose { node, value, ballot }],
        &Turn::Timeout(node) => vec![Action::Timeout { node }],
        &Turn::CrashAndRestart(node) => vec![Action::Crash { node }, Action::Restart { node }],
        &Turn::Crash(node) => vec![Action::Crash { node }],
        &Turn::Restart(node) => vec![Action::Restart { node }],
        &Turn::Request { client, to, value } => {
            vec![Action::Request { client, to, value, command: world.cluster.command(value) }]
        }
        &Turn::Heartbeat(node) => vec![Action::Heartbeat { node }],
    })
}

fn in_flight(world: &World, from: NodeId, to: NodeId, message: &Message) -> Option<MessageId> {
    let is_meant = |it: &&Envelope| it.from == from && it.to == to && *it.message == *message;
    world.in_flight.iter().find(is_meant).map(|envelope| envelope.id)
}

/// Whether a finding shows at the end of all this, whatever led to it.
fn holds(model: &Encoded, done: &Done, finding: Finding) -> bool {
    let world = &done.world;
    match finding {
        Finding::Wanted => model.looked_for().is_some_and(|wanted| (wanted.holds)(&Seen { world, tally: &done.tally })),
        Finding::TwoChosen => truth::two_chosen(world).is_some(),
        Finding::Differ => truth::differ(world),
        Finding::LearnedUnchosen => truth::learned_unchosen(world).is_some(),
        Finding::Invented => truth::validity(world).is_some(),
        Finding::TwoValues => truth::breach(world).is_some(),
        Finding::AppliedPast => truth::log::in_order(world).is_some(),
        Finding::AppliedOther => truth::log::applied_apart(world).is_some(),
        Finding::ExecutedTwice => truth::log::executed_twice(world).is_some(),
        Finding::Chosen | Finding::BothChoosable | Finding::PromiseBroken => false,
    }
}

/// The same in an order in which one would tell it, as far as that does the same: a lower id first, of one id the phases
/// in turn, of one phase the nodes in turn; and acceptors called in the order in which they come.
fn tidied(cluster: &Cluster, mut turns: Vec<Turn>, is_as_good: impl Fn(&[Turn]) -> Option<Done>) -> Done {
    // New names make for another order, and the other way round. The ids of replicas go by their names.
    for _ in 0..2 {
        let renamed = if cluster.is_replicated() { turns.clone() } else { renamed(cluster, &turns) };
        if is_as_good(&renamed).is_some() {
            turns = renamed;
        }
        sort(&mut turns, &is_as_good);
    }
    is_as_good(&turns).expect("each change was looked at before it was kept")
}

fn sort(turns: &mut Vec<Turn>, is_as_good: impl Fn(&[Turn]) -> Option<Done>) {
    let Some(mut done) = is_as_good(turns) else { return };
    let mut at = 1;
    while at < turns.len() {
        let comes_before = place(&turns[at], done.begun[at]).zip(place(&turns[at - 1], done.begun[at - 1]));
        let mut swapped = turns.clone();
        swapped.swap(at - 1, at);
        let is_before = comes_before.is_some_and(|(one, other)| one < other) || may_wait(&turns[at - 1], &turns[at]);
        match is_before.then(|| is_as_good(&swapped)).flatten() {
            Some(better) => {
                (*turns, done) = (swapped, better);
                at = at.saturating_sub(1).max(1);
            }
            None => at += 1,
        }
    }
}

/// Whether what a client asks is better told after what comes next: once it is settled who leads, and directly before it
/// arrives.
fn may_wait(asks: &Turn, next: &Turn) -> bool {
    let (client, leader) = match *asks {
        Turn::Request { client, to, .. } => (Some(client), to),
        Turn::Deliver { to, message: Message::Request { .. }, .. } => (None, to),
        _ => return false,
    };
    match *next {
        Turn::Deliver { from, message: Message::Prepare { .. }, .. } => from == leader,
        Turn::Deliver { to, message: Message::Promise { .. }, .. } => to == leader,
        Turn::Deliver { from, message: Message::Request { .. }, .. } => client.is_some_and(|client| client != from),
        _ => false,
    }
}

/// An id, a slot, a phase, a value and two nodes.
type Place = (Option<Ballot>, Slot, usize, Option<Value>, NodeId, NodeId);

/// Where a turn is told: by its id, its slot, its phase, its value and its nodes. A crash stays where it is, and so does
/// what a client asks.
fn place(turn: &Turn, begun: Option<Ballot>) -> Option<Place> {
    match turn {
        Turn::Propose { node, .. } | Turn::Timeout(node) => Some((begun, Slot::ONLY, 0, None, *node, *node)),
        Turn::Deliver { from, to, message } => {
            let phase = Kind::ALL.iter().position(|&kind| kind == message.kind())?;
            let value = message.value().filter(|_| message.kind() != Kind::Promise);
            let id = message.ballot().map(Some)?;
            Some((id, message.slot(), phase, value, *to.max(from), *to.min(from)))
        }
        Turn::CrashAndRestart(_) | Turn::Crash(_) | Turn::Restart(_) | Turn::Request { .. } | Turn::Heartbeat(_) => {
            None
        }
    }
}

/// The same with other names for acceptors: the first that comes is called as the first that is declared.
fn renamed(cluster: &Cluster, turns: &[Turn]) -> Vec<Turn> {
    let declared: NodeSet = cluster.all(Role::Acceptor);
    let mut met: Vec<NodeId> = Vec::new();
    let nodes = turns.iter().flat_map(|turn| match turn {
        Turn::Deliver { from, to, .. } => vec![*from, *to],
        Turn::CrashAndRestart(node) | Turn::Crash(node) => vec![*node],
        Turn::Propose { .. } | Turn::Timeout(_) | Turn::Restart(_) | Turn::Request { .. } | Turn::Heartbeat(_) => {
            Vec::new()
        }
    });
    for node in nodes.chain(declared.iter()).filter(|&node| declared.contains(node)) {
        if !met.contains(&node) {
            met.push(node);
        }
    }
    let name = |node: NodeId| {
        let place = met.iter().position(|&known| known == node);
        place.and_then(|place| declared.iter().nth(place)).unwrap_or(node)
    };
    let renamed = |turn: &Turn| match turn {
        Turn::Deliver { from, to, message } => {
            Turn::Deliver { from: name(*from), to: name(*to), message: message.clone() }
        }
        Turn::CrashAndRestart(node) => Turn::CrashAndRestart(name(*node)),
        other => other.clone(),
    };
    turns.iter().map(renamed).collect()
}
