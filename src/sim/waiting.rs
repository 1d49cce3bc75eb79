//! Why nothing: what a run that stands still waits for, from whom, and what would release it.
//!
//! Facts for who sees all. No node knows most of this: to it, down, slow and lost are the same silence.

mod anew;
mod log;
mod word;

use super::action::{LossReason, MessageId};
use super::recording::{Fate, Flight, Recording};
use super::schedule::Schedule;
use super::step::{Moment, Time};
use super::truth;
use super::world::World;
use crate::paxos::rules::QuorumFor;
use crate::paxos::{Ballot, Kind, Message, NodeId, NodeSet, Phase, Role, Slot, Value, Vote};

/// A node that waits, or that cannot go on.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Waiting {
    /// The node.
    pub node: NodeId,
    /// For what.
    pub awaits: Awaits,
    /// What would release it: all of these, the first thing first.
    pub releases: Vec<Release>,
}

/// What a node waits for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Awaits {
    /// It is down: an attempt under way is lost with it.
    Restart,
    /// It is down, and hears of nothing: of what is chosen it will not learn by what is sent meanwhile.
    Deaf {
        /// What is chosen.
        vote: Vote,
        /// Those whose word does not reach it.
        missing: Vec<Missing>,
    },
    /// It wants nothing yet, and may propose a value of its own where whoever wants one is down.
    Offer,
    /// It wants a value, and no attempt is under way.
    Begin(Value),
    /// It has given up this id after a NACK.
    Retry(Ballot),
    /// Promises for its id.
    Promises {
        /// The id.
        ballot: Ballot,
        /// Who has promised, as far as it has heard.
        have: NodeSet,
        /// How many must.
        need: usize,
        /// Those who are missing.
        missing: Vec<Missing>,
    },
    /// Acceptances of what it, or whoever used its id, has sent.
    Acceptances {
        /// What was sent.
        vote: Vote,
        /// Who has accepted it.
        have: NodeSet,
        /// How many must.
        need: usize,
        /// Those who are missing.
        missing: Vec<Missing>,
    },
    /// Word of what is chosen.
    Word {
        /// What is chosen.
        vote: Vote,
        /// Of whom it has heard.
        have: NodeSet,
        /// Of how many it must hear.
        need: usize,
        /// Those of whom it has not heard.
        missing: Vec<Missing>,
    },
    /// Of a log: acceptances of what was proposed last in a slot.
    Slot {
        /// The slot.
        slot: Slot,
        /// What was proposed.
        vote: Vote,
        /// Who has accepted it.
        have: NodeSet,
        /// How many must.
        need: usize,
        /// Those who are missing.
        missing: Vec<Missing>,
    },
    /// A client waits for an answer, and its command stands in no slot that is open.
    Answer {
        /// The command.
        value: Value,
        /// The slot in which it is chosen, if it is.
        chosen: Option<Slot>,
        /// Who leads, if somebody does.
        leader: Option<NodeId>,
        /// Whether that has got it, and keeps it until it may propose it.
        is_kept: bool,
        /// Who has got it and leads under a lower id, if somebody does.
        stale: Option<NodeId>,
    },
    /// A replica does not know what is chosen in a slot.
    Knowledge {
        /// The slot.
        slot: Slot,
        /// Who else leads, if somebody does, and how it would come to know from that.
        leader: Option<(NodeId, Word)>,
    },
    /// A replica knows what is chosen in a slot, and cannot apply it for an earlier one in which nothing is chosen.
    Gap {
        /// The earlier one.
        gap: Slot,
        /// The last slot that it knows.
        known: Slot,
    },
}

/// How a replica comes to know from its leader what is chosen in a slot.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Word {
    /// Its own vote there will do, once the leader says that the slot is chosen.
    OwnVote,
    /// The leader has to tell it: it has accepted nothing there under this id, which is the leader's.
    Told(Ballot),
    /// The leader does not know it either.
    Unknown,
    /// The link from the leader is cut.
    Cut,
}

impl Awaits {
    /// The acceptors whose answers are missing.
    pub fn missing(&self) -> &[Missing] {
        match self {
            Awaits::Promises { missing, .. } | Awaits::Acceptances { missing, .. } | Awaits::Word { missing, .. } => {
                missing
            }
            Awaits::Slot { missing, .. } | Awaits::Deaf { missing, .. } => missing,
            Awaits::Restart | Awaits::Offer | Awaits::Begin(_) | Awaits::Retry(_) => &[],
            Awaits::Answer { .. } | Awaits::Knowledge { .. } | Awaits::Gap { .. } => &[],
        }
    }
}

impl Hitch {
    /// The message that does not arrive.
    pub fn message(self) -> Option<MessageId> {
        match self {
            Hitch::Lost(message, _) | Hitch::Stands(message) | Hitch::UnderWay(message, _) => Some(message),
            Hitch::Down | Hitch::Refuses(_) | Hitch::Keeps(_) | Hitch::Silent => None,
        }
    }
}

/// An acceptor whose answer is missing.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Missing {
    /// The acceptor.
    pub acceptor: NodeId,
    /// Why.
    pub hitch: Hitch,
}

/// Why an answer is missing.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Hitch {
    /// The acceptor is down.
    Down,
    /// The acceptor has promised a higher id; or this very one already, and is asked once more.
    Refuses(Option<Ballot>),
    /// The acceptor has accepted this and accepts nothing else, by a wrong rule.
    Keeps(Vote),
    /// A message never arrived: the question, or the answer.
    Lost(MessageId, LossReason),
    /// A message stands still until it is released.
    Stands(MessageId),
    /// A message is on its way, and arrives then.
    UnderWay(MessageId, Time),
    /// It has answered, or was never asked.
    Silent,
}

/// What would release a node that waits.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Release {
    /// A message that stands still goes on.
    Message(MessageId),
    /// A message that is on its way arrives, by itself.
    Patience(MessageId, Time),
    /// A node starts again.
    Restart(NodeId),
    /// A link carries messages again.
    Heal(NodeId, NodeId),
    /// A proposer's timer fires: by itself at that time, or by hand.
    Timer(NodeId, Option<Time>),
    /// A proposer tries again under an id above all others, for this value.
    Again(NodeId, Value),
    /// A proposer that has wanted nothing proposes a value of its own under an id above all others.
    Offer(NodeId),
    /// A client asks another replica, which leads and can get this value chosen.
    Ask(NodeId, NodeId, Value),
}

/// What is waited for at this moment: until something is chosen by each that wants a value; from then on by each that
/// has not learned it.
pub fn waiting(recording: &Recording, at: Moment) -> Vec<Waiting> {
    let (world, schedule) = recording.state_at(at);
    let flights = recording.flights();
    let seen = flights.partition_point(|flight| flight.sent.steps <= at.steps);
    let view = View { world: &world, schedule: &schedule, flights: &flights[..seen], until: at.steps };
    match truth::chosen(&world).next() {
        _ if world.cluster.is_replicated() => view.of_log(),
        None => view.until_chosen(),
        // Where agreement is broken there is no one thing to learn.
        Some(_) if truth::agreement(&world).is_some() => Vec::new(),
        Some(chosen) => view.until_learned(chosen.vote),
    }
}

/// Each way to release something, once; each takes all of its steps, in order. Ways by what is under way come first, then
/// shorter ones.
pub fn ways(waiting: &[Waiting]) -> Vec<Vec<Release>> {
    let mut all: Vec<Vec<Release>> = Vec::new();
    for way in waiting.iter().map(|waiting| &waiting.releases) {
        if !way.is_empty() && !all.contains(way) {
            all.push(way.clone());
        }
    }
    let is_under_way = |release: &Release| matches!(release, Release::Message(_) | Release::Patience(..));
    all.sort_by_key(|way| (!way.iter().all(is_under_way), way.len()));
    all
}

/// A moment, seen by who sees all.
struct View<'a> {
    world: &'a World,
    schedule: &'a Schedule,
    flights: &'a [Flight],
    until: usize,
}

impl View<'_> {
    fn until_chosen(&self) -> Vec<Waiting> {
        let proposers = self.world.cluster.all(Role::Proposer);
        let mut all: Vec<Waiting> = proposers.iter().filter_map(|node| self.proposer(node)).collect();
        all.extend(self.orphans(&all));
        // Whoever is down blocks nobody.
        if !all.is_empty() && all.iter().all(|waiting| waiting.awaits == Awaits::Restart) {
            all.extend(proposers.iter().find_map(|node| self.offer(node)));
        }
        all
    }

    /// A proposer that is up and wants nothing yet, and what it takes for a value of its own to be chosen.
    fn offer(&self, node: NodeId) -> Option<Waiting> {
        let state = self.world.node(node);
        let is_free = state.up && state.proposer.as_ref()?.disk.own.is_none();
        let mut releases = if is_free { self.reach(node)?.0 } else { return None };
        releases.push(Release::Offer(node));
        Some(Waiting { node, awaits: Awaits::Offer, releases })
    }

    /// A proposer that wants a value.
    fn proposer(&self, node: NodeId) -> Option<Waiting> {
        let state = self.world.node(node);
        let proposer = state.proposer.as_ref()?;
        let own = proposer.disk.own?;
        if !state.up {
            let mut releases = self.again(node, own);
            if !releases.is_empty() {
                releases.insert(0, Release::Restart(node));
            }
            return Some(Waiting { node, awaits: Awaits::Restart, releases });
        }
        let Some(attempt) = &proposer.attempt else {
            return Some(Waiting { node, awaits: Awaits::Begin(own), releases: self.again(node, own) });
        };
        match attempt.phase {
            Phase::Abandoned(_) => {
                Some(Waiting { node, awaits: Awaits::Retry(attempt.ballot), releases: self.again(node, own) })
            }
            Phase::Preparing => Some(self.promises(node, attempt.ballot, attempt.promises.by, own)),
            Phase::Accepting(value) => Some(self.acceptances(node, Vote { ballot: attempt.ballot, value }, Some(own))),
        }
    }

    /// Votes that are asked for by messages under way whose proposer is no longer at them.
    fn orphans(&self, known: &[Waiting]) -> Vec<Waiting> {
        let mut found: Vec<Waiting> = Vec::new();
        for envelope in &self.world.in_flight {
            let Message::AcceptRequest { ballot, value, .. } = *envelope.message else { continue };
            let asked = Vote { ballot, value };
            let is_known =
                |waiting: &Waiting| matches!(waiting.awaits, Awaits::Acceptances { vote, .. } if vote == asked);
            if known.iter().chain(&found).any(is_known) {
                continue;
            }
            let waiting = self.acceptances(envelope.from, asked, None);
            if !waiting.releases.is_empty() {
                found.push(waiting);
            }
        }
        found
    }

    fn promises(&self, node: NodeId, ballot: Ballot, have: NodeSet, own: Value) -> Waiting {
        let need = self.world.rules.quorum_size(&self.world.cluster, QuorumFor::Prepare);
        let refuses = |acceptor: NodeId| {
            let promised = self.promised(acceptor);
            (!self.world.rules.may_promise(ballot, promised)).then_some(promised)
        };
        let missing = self.missing(node, have, (Kind::Prepare, Kind::Promise), (ballot, None), refuses);
        let by_messages = self.by_messages(&missing, Some(node), have.len(), need);
        let by_messages = by_messages.filter(|releases| !self.is_ended_before(node, ballot, releases));
        let releases = by_messages.unwrap_or_else(|| self.again(node, own));
        Waiting { node, awaits: Awaits::Promises { ballot, have, need, missing }, releases }
    }

    fn acceptances(&self, node: NodeId, vote: Vote, own: Option<Value>) -> Waiting {
        let need = self.world.rules.quorum_size(&self.world.cluster, QuorumFor::Accept);
        let cast = self.world.votes.iter().find(|cast| cast.vote == vote);
        let have = cast.map_or(NodeSet::EMPTY, |cast| cast.by);
        let refuses = |acceptor: NodeId| {
            let disk = &self.world.node(acceptor).acceptor.as_ref()?.disk;
            (!self.world.rules.may_accept(vote.ballot, Slot::ONLY, disk)).then_some(disk.promised)
        };
        // Nobody has to hear of an acceptance for it to count.
        let missing = self.missing(
            node,
            have,
            (Kind::AcceptRequest, Kind::AcceptRequest),
            (vote.ballot, Some(vote.value)),
            refuses,
        );
        let again = || own.map_or(Vec::new(), |own| self.again(node, own));
        let releases = self.by_messages(&missing, None, have.len(), need).unwrap_or_else(again);
        Waiting { node, awaits: Awaits::Acceptances { vote, have, need, missing }, releases }
    }

    /// Each acceptor that is not among `have`, and why it is not. `refuses` gives what it has promised, where it would
    /// refuse the question now.
    fn missing(
        &self,
        node: NodeId,
        have: NodeSet,
        (question, answer): (Kind, Kind),
        (ballot, value): (Ballot, Option<Value>),
        refuses: impl Fn(NodeId) -> Option<Option<Ballot>>,
    ) -> Vec<Missing> {
        let others = self.world.cluster.all(Role::Acceptor).iter().filter(|&acceptor| !have.contains(acceptor));
        let hitch = |acceptor: NodeId| {
            let answered = self.latest(answer, (acceptor, node), ballot, value).filter(|_| answer != question);
            match answered.map(|message| self.way(message)) {
                Some(Hitch::Silent) | None => {}
                Some(hitch) => return hitch,
            }
            let asked = self
                .latest(question, (node, acceptor), ballot, value)
                .map_or(Hitch::Silent, |message| self.way(message));
            match (refuses(acceptor), asked) {
                (Some(promised), Hitch::Silent | Hitch::Stands(_) | Hitch::UnderWay(..)) => {
                    let keeps = self.vote(acceptor).filter(|_| question == answer && promised <= Some(ballot));
                    keeps.map_or(Hitch::Refuses(promised), Hitch::Keeps)
                }
                _ if !self.world.node(acceptor).up => Hitch::Down,
                (_, asked) => asked,
            }
        };
        others.map(|acceptor| Missing { acceptor, hitch: hitch(acceptor) }).collect()
    }

    /// The last message of this kind and id from one node to another; with a value, the last that carries it.
    fn latest(
        &self,
        kind: Kind,
        (from, to): (NodeId, NodeId),
        ballot: Ballot,
        value: Option<Value>,
    ) -> Option<MessageId> {
        let is_it = |flight: &Flight| {
            let envelope = &flight.envelope;
            let is_of = envelope.message.kind() == kind && envelope.message.ballot() == Some(ballot);
            let is_value = value.is_none() || envelope.message.value() == value;
            (envelope.from, envelope.to) == (from, to) && is_of && is_value
        };
        let of_these = |place: usize| is_it(&self.flights[place]).then_some(MessageId(place as u32));
        let all = (0..self.flights.len()).rev().filter_map(of_these);
        // One that is under way may yet arrive, whatever became of a later copy.
        let mut under_way = all.clone().filter(|&message| self.world.message(message).is_some());
        under_way.next().or_else(|| all.clone().next())
    }

    /// How far a message has come.
    fn way(&self, message: MessageId) -> Hitch {
        if let Some(envelope) = self.world.message(message) {
            return match self.schedule.arrives(message).filter(|_| !envelope.held) {
                Some(time) => Hitch::UnderWay(message, time),
                None => Hitch::Stands(message),
            };
        }
        let end = self.flights[message.0 as usize].end.filter(|end| end.at.steps <= self.until);
        match end.map(|end| end.fate) {
            Some(Fate::Lost(reason)) => Hitch::Lost(message, reason),
            Some(Fate::Delivered(_)) | None => Hitch::Silent,
        }
    }

    /// What to do where messages that are under way are enough for the rest of a quorum; none where they are not. Where a
    /// node has to hear of what a question brings, the link for the answer has to carry it.
    fn by_messages(
        &self,
        missing: &[Missing],
        hears: Option<NodeId>,
        have: usize,
        need: usize,
    ) -> Option<Vec<Release>> {
        let release = |missing: &Missing| {
            let release = match missing.hitch {
                Hitch::Stands(message) => Release::Message(message),
                Hitch::UnderWay(message, time) => Release::Patience(message, time),
                Hitch::Down | Hitch::Refuses(_) | Hitch::Keeps(_) | Hitch::Lost(..) | Hitch::Silent => return None,
            };
            Some((hears.and_then(|node| self.way_back(*missing, node)), release))
        };
        let mut all: Vec<(Option<Release>, Release)> = missing.iter().filter_map(release).collect();
        // A quorum that was made smaller and is there already shows when one more message has it counted.
        let more = need.saturating_sub(have).max(1);
        let is_enough = more <= all.len();
        // What arrives by itself does so anyway.
        all.sort_by_key(|(heal, release)| (heal.is_some(), matches!(release, Release::Message(_))));
        all.truncate(more);
        // What arrives by itself may do so before the next step.
        let heals = all.iter().filter_map(|&(heal, _)| heal);
        is_enough.then(|| heals.chain(all.iter().map(|&(_, release)| release)).collect())
    }

    /// What heals the link for the answer, where this is a question that is not answered yet, and the link is cut.
    fn way_back(&self, missing: Missing, node: NodeId) -> Option<Release> {
        let acceptor = missing.acceptor;
        let asks = self.flights[missing.hitch.message()?.0 as usize].envelope.to == acceptor;
        (asks && self.is_cut(acceptor, node)).then_some(Release::Heal(acceptor, node))
    }

    fn is_cut(&self, from: NodeId, to: NodeId) -> bool {
        self.world.cuts[from.index()].contains(to)
    }

    fn promised(&self, acceptor: NodeId) -> Option<Ballot> {
        self.world.node(acceptor).acceptor.as_ref()?.disk.promised
    }

    fn vote(&self, acceptor: NodeId) -> Option<Vote> {
        self.world.node(acceptor).acceptor.as_ref()?.disk.votes.get(Slot::ONLY)
    }
}
