//! The world: nodes, messages in flight, links and every vote ever cast. It knows no time.

mod log;

use super::action::{Action, Change, LossReason, MessageId, Refusal};
use super::truth::{self, CastVotes, Chosen, Held};
use crate::paxos::{
    Ballot, Cluster, Input, LogNote, Message, Node, NodeId, NodeSet, Note, Notes, Outbox, Role, Rules, Setting, Slot,
    Timer, Value,
};
use smallvec::SmallVec;

/// A message under way.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Envelope {
    /// Its number, in the order of sending.
    pub id: MessageId,
    /// Who sent it.
    pub from: NodeId,
    /// For whom it is.
    pub to: NodeId,
    /// What it says.
    pub message: Message,
    /// Whether it stands still until it is released.
    pub held: bool,
}

/// What the network does with a message at the moment of sending.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Routing {
    /// It is on its way.
    Carried,
    /// It is on its way, and does not move until it is released.
    Held,
    /// It is on its way twice.
    Twice,
    /// It is never in flight.
    Lost(LossReason),
}

/// Decides what becomes of a message at the moment of sending.
pub trait Network {
    /// What becomes of this message?
    fn route(&mut self, from: NodeId, to: NodeId, message: &Message) -> Routing;

    /// Takes note of a message that it cannot carry, because its link is cut.
    fn miss(&mut self, _from: NodeId, _to: NodeId, _message: &Message) {}
}

/// The network that carries everything.
#[derive(Clone, Copy, Debug)]
pub struct Faithful;

impl Network for Faithful {
    fn route(&mut self, _: NodeId, _: NodeId, _: &Message) -> Routing {
        Routing::Carried
    }
}

/// One message that a step has sent, and what became of it at once.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sent {
    /// The message.
    pub envelope: Envelope,
    /// Why it is not in flight, if it is not.
    pub lost: Option<LossReason>,
    /// Of which message it is the second copy.
    pub copy_of: Option<MessageId>,
}

impl Sent {
    /// Whether it was held when it was sent, rather than copied from one that is held.
    pub fn is_held_at_once(&self) -> bool {
        self.envelope.held && self.lost.is_none() && self.copy_of.is_none()
    }
}

/// All that an action has brought about.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Effects {
    /// The node at which it happened, and the message that has left the network for it.
    pub envelope: Option<Envelope>,
    /// Why that message never arrived, if it did not.
    pub lost: Option<LossReason>,
    /// Why the node did what it did.
    pub notes: Notes,
    /// What was chosen by this very action.
    pub chosen: Option<Chosen>,
    /// What had been chosen first, if anything had been before.
    pub chosen_before: Option<Chosen>,
    /// What contradicts a value that was chosen or learned by this very action: a node has learned another than is
    /// chosen now; or, where all agreed before, another than is learned now is chosen or was learned.
    pub contradicts: Option<Held>,
    /// The node whose timer changes, and how.
    pub timer: Option<(NodeId, Timer)>,
    /// What was sent, in order.
    pub sent: Vec<Sent>,
}

/// Everything that there is, at one moment.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct World {
    /// Who there is.
    pub cluster: Cluster,
    /// The rules in force.
    pub rules: Rules,
    nodes: Vec<Node>,
    /// Messages under way, in the order of sending; a copy comes directly after its original.
    pub in_flight: Vec<Envelope>,
    /// For each node, the nodes that nothing from it reaches.
    pub cuts: Vec<NodeSet>,
    /// Every vote ever cast. No node can read this.
    pub votes: CastVotes,
    /// Every id ever used, and by whom.
    pub used: Vec<(Ballot, NodeId)>,
    /// Every value that anybody has asked to be chosen.
    pub proposed: SmallVec<[Value; 4]>,
    /// Clients that have asked.
    pub asked: NodeSet,
    /// What replicas have sent to themselves, in order: their acceptor's part, which no message carries.
    pub own: Vec<(NodeId, Message)>,
    next_message: u32,
}

impl World {
    /// The beginning: all nodes up, nothing on any disk, nothing in flight.
    pub fn new(cluster: Cluster, rules: Rules) -> World {
        World {
            nodes: cluster.roles.iter().map(|&role| Node::new(role, cluster.is_replicated())).collect(),
            cuts: vec![NodeSet::EMPTY; cluster.roles.len()],
            cluster,
            rules,
            in_flight: Vec::new(),
            votes: CastVotes::new(),
            used: Vec::new(),
            proposed: SmallVec::new(),
            asked: NodeSet::EMPTY,
            own: Vec::new(),
            next_message: 0,
        }
    }

    /// The state of one node.
    pub fn node(&self, node: NodeId) -> &Node {
        &self.nodes[node.index()]
    }

    /// The message in flight with this number.
    pub fn message(&self, id: MessageId) -> Option<&Envelope> {
        self.in_flight.iter().find(|envelope| envelope.id == id)
    }

    /// Every delivery and every crash or restart that could happen now. Proposals, timers and losses
    /// are always possible and are up to whoever drives the world.
    pub fn enabled(&self) -> impl Iterator<Item = Action> + '_ {
        let deliveries = self.in_flight.iter().map(|envelope| Action::Deliver { message: envelope.id });
        let turns = self.cluster.nodes().map(|node| match self.node(node).up {
            true => Action::Crash { node },
            false => Action::Restart { node },
        });
        let own = self.own.iter().map(|&(node, _)| Action::Own { node });
        own.chain(deliveries).chain(turns)
    }

    /// Does one action. An action that cannot be done changes nothing.
    pub fn apply(&mut self, action: Action, network: &mut impl Network) -> Result<Effects, Refusal> {
        // Whether a message is in flight is seen when it is taken, and then nothing has changed.
        if !matches!(action, Action::Deliver { .. } | Action::Drop { .. }) {
            self.check(action)?;
        }
        Ok(match action {
            Action::Propose { node, value, ballot } => {
                self.proposed.push(value);
                self.step(node, Input::Propose { value, ballot }, network)
            }
            Action::Request { client, to, value, command } => {
                self.asked = self.asked.with(client);
                if self.cluster.is_replicated() {
                    self.cluster.log.explain(value, command);
                    return Ok(self.step(client, Input::Ask { to, value }, network));
                }
                self.proposed.push(value);
                let mut effects = Effects::default();
                self.post(client, to, Message::Request { value }, network, &mut effects.sent);
                effects
            }
            Action::Timeout { node } => self.step(node, Input::Timeout, network),
            Action::Heartbeat { node } => self.step(node, Input::Heartbeat, network),
            Action::Own { node } => self.take_own(node, network)?,
            Action::Crash { node } => {
                self.own.retain(|&(own, _)| own != node);
                self.step(node, Input::Crash, network)
            }
            Action::Restart { node } => self.step(node, Input::Restart, network),
            Action::Deliver { message } => self.deliver(message, network)?,
            Action::Drop { message } => {
                let envelope = self.take(message)?;
                Effects { envelope: Some(envelope), lost: Some(LossReason::Taken), ..Effects::default() }
            }
            Action::Duplicate { message } => self.duplicate(message)?,
            Action::Hold { message } => self.set_held(message, true)?,
            Action::Release { message } => self.set_held(message, false)?,
            Action::Delay { message, .. } => self.about(message)?,
            Action::Cut { from, to } => {
                self.cuts[from.index()] = self.cuts[from.index()].with(to);
                Effects::default()
            }
            Action::Heal { from, to } => {
                self.cuts[from.index()] = self.cuts[from.index()].without(to);
                Effects::default()
            }
            Action::Set(change) => {
                let chosen_before = truth::chosen(self).next();
                let known: SmallVec<[Chosen; 2]> = truth::chosen(self).collect();
                self.set(change);
                let chosen = truth::chosen(self).find(|chosen| known.iter().all(|old| old.vote != chosen.vote));
                Effects { chosen, chosen_before, ..Effects::default() }
            }
        })
    }

    /// Whether an action can be done now.
    pub fn check(&self, action: Action) -> Result<(), Refusal> {
        match action {
            Action::Propose { node, ballot, .. } => {
                self.must_be(node, Role::Proposer)?;
                ballot.map_or(Ok(()), |ballot| self.may_use(node, ballot))
            }
            Action::Timeout { node } => self.check_timeout(node),
            Action::Heartbeat { node } => self.check_heartbeat(node),
            Action::Own { node } => self.check_own(node),
            Action::Request { client, to, .. } => {
                self.must_be(client, Role::Client)?;
                match self.cluster.role(to) {
                    Role::Proposer | Role::Replica => Ok(()),
                    Role::Client | Role::Acceptor | Role::Learner => Err(Refusal::WrongRole(to)),
                }
            }
            Action::Crash { node } if !self.node(node).up => Err(Refusal::Down(node)),
            Action::Restart { node } if self.node(node).up => Err(Refusal::Up(node)),
            Action::Deliver { message }
            | Action::Drop { message }
            | Action::Duplicate { message }
            | Action::Hold { message }
            | Action::Release { message }
            | Action::Delay { message, .. } => self.message(message).map(|_| ()).ok_or(Refusal::NotInFlight),
            Action::Crash { .. }
            | Action::Restart { .. }
            | Action::Cut { .. }
            | Action::Heal { .. }
            | Action::Set(_) => Ok(()),
        }
    }

    fn must_be(&self, node: NodeId, role: Role) -> Result<(), Refusal> {
        if self.cluster.role(node) != role {
            return Err(Refusal::WrongRole(node));
        }
        if !self.node(node).up {
            return Err(Refusal::DownAndAsked(node));
        }
        Ok(())
    }

    /// An id given by hand must be above those its proposer used, and used by no other.
    fn may_use(&self, node: NodeId, ballot: Ballot) -> Result<(), Refusal> {
        if self.rules.may_reuse_ids() {
            return Ok(());
        }
        let same = |other: &&(Ballot, NodeId)| match self.cluster.numbering {
            crate::paxos::Numbering::Slotted => other.0.number == ballot.number,
            crate::paxos::Numbering::Rounds => other.0 == ballot,
        };
        if self.used.iter().find(same).is_some_and(|&(_, user)| user != node) {
            return Err(Refusal::BallotTaken(ballot));
        }
        let highest = self.node(node).proposer.as_ref().and_then(|proposer| proposer.disk.highest);
        match highest.filter(|&highest| ballot <= highest) {
            Some(highest) => Err(Refusal::BallotTooLow(node, highest)),
            None => Ok(()),
        }
    }

    /// Lets a node take one input, and puts what it sends on the network.
    fn step(&mut self, node: NodeId, input: Input, network: &mut impl Network) -> Effects {
        let setting = Setting { cluster: &self.cluster, rules: &self.rules, taken: &self.used, asked: self.asked };
        let Outbox { sends, timer, notes } = self.nodes[node.index()].step(setting, node, input);
        // A log has hundreds of chosen values; those of other slots are not asked for.
        let about = notes.first().map_or(Slot::ONLY, |note| note.slot());
        let is_about = |chosen: &Chosen| chosen.slot == about || notes.iter().any(|note| note.slot() == chosen.slot);
        let before: SmallVec<[Chosen; 2]> = truth::chosen(self).filter(is_about).collect();
        let chosen = self.note(node, &notes);
        let slot = chosen.map_or(about, |chosen| chosen.slot);
        let mut effects = Effects {
            chosen_before: before.into_iter().find(|before| before.slot == slot),
            notes,
            timer: timer.map(|timer| (node, timer)),
            chosen,
            sent: Vec::with_capacity(sends.iter().map(|send| send.to.without(node).len()).sum()),
            ..Effects::default()
        };
        let mut learned = effects.notes.iter().filter_map(|note| Some((note.slot(), note.learned_value()?)));
        effects.contradicts = match effects.chosen {
            Some(chosen) => truth::learned_otherwise(self, chosen),
            None => learned.find_map(|(slot, value)| truth::held_otherwise(self, node, slot, value)),
        };
        for send in sends {
            if send.to.contains(node) {
                self.own.push((node, send.message.clone()));
            }
            for to in send.to.without(node).iter() {
                self.post(node, to, send.message.clone(), network, &mut effects.sent);
            }
        }
        effects
    }

    /// Writes down what the all-seeing observer must remember; gives what has just been chosen.
    fn note(&mut self, node: NodeId, notes: &Notes) -> Option<Chosen> {
        for &note in notes {
            match note {
                Note::BallotStarted { ballot, .. }
                | Note::SkipsPrepare { ballot, .. }
                | Note::Log(LogNote::AsksForLog { ballot, .. } | LogNote::LeadsUnasked { ballot, .. }) => {
                    self.used.push((ballot, node));
                }
                Note::Log(LogNote::Asks { value, .. }) => self.proposed.push(value),
                Note::Accepted { slot, vote, .. } => {
                    truth::cast(&mut self.votes, slot, vote, node);
                    if truth::settle_cast(self, slot, vote) {
                        return truth::chosen(self).find(|chosen| chosen.slot == slot && chosen.vote == vote);
                    }
                }
                _ => {}
            }
        }
        None
    }

    fn deliver(&mut self, id: MessageId, network: &mut impl Network) -> Result<Effects, Refusal> {
        let envelope = self.take(id)?;
        if !self.node(envelope.to).up {
            let lost = Some(LossReason::ReceiverDown);
            return Ok(Effects { envelope: Some(envelope), lost, ..Effects::default() });
        }
        let input = Input::Message { from: envelope.from, message: envelope.message.clone() };
        let effects = self.step(envelope.to, input, network);
        Ok(Effects { envelope: Some(envelope), ..effects })
    }

    fn take(&mut self, id: MessageId) -> Result<Envelope, Refusal> {
        let at = self.in_flight.iter().position(|envelope| envelope.id == id).ok_or(Refusal::NotInFlight)?;
        Ok(self.in_flight.remove(at))
    }

    fn about(&self, id: MessageId) -> Result<Effects, Refusal> {
        let envelope = self.message(id).cloned().ok_or(Refusal::NotInFlight)?;
        Ok(Effects { envelope: Some(envelope), ..Effects::default() })
    }

    fn set_held(&mut self, id: MessageId, held: bool) -> Result<Effects, Refusal> {
        for envelope in self.in_flight.iter_mut().filter(|envelope| envelope.id == id) {
            envelope.held = held;
        }
        self.about(id)
    }

    fn duplicate(&mut self, id: MessageId) -> Result<Effects, Refusal> {
        let mut effects = self.about(id)?;
        let at = self.in_flight.iter().position(|envelope| envelope.id == id).ok_or(Refusal::NotInFlight)?;
        let copy = Envelope { id: self.number_next(), ..self.in_flight[at].clone() };
        self.in_flight.insert(at + 1, copy.clone());
        effects.sent.push(Sent { envelope: copy, lost: None, copy_of: Some(id) });
        Ok(effects)
    }

    fn number_next(&mut self) -> MessageId {
        let id = MessageId(self.next_message);
        self.next_message += 1;
        id
    }

    /// Puts one message on the network, unless its link is cut or the network loses it.
    fn post(&mut self, from: NodeId, to: NodeId, message: Message, network: &mut impl Network, sent: &mut Vec<Sent>) {
        let routing = match self.cuts[from.index()].contains(to) {
            true => {
                network.miss(from, to, &message);
                Routing::Lost(LossReason::LinkCut)
            }
            false => network.route(from, to, &message),
        };
        let held = routing == Routing::Held;
        let envelope = Envelope { id: self.number_next(), from, to, message, held };
        let id = envelope.id;
        let lost = match routing {
            Routing::Lost(reason) => Some(reason),
            Routing::Carried | Routing::Held | Routing::Twice => None,
        };
        if lost.is_none() {
            self.in_flight.push(envelope.clone());
        }
        let copy = (routing == Routing::Twice).then(|| Envelope { id: self.number_next(), ..envelope.clone() });
        sent.push(Sent { envelope, lost, copy_of: None });
        if let Some(copy) = copy {
            self.in_flight.push(copy.clone());
            sent.push(Sent { envelope: copy, lost: None, copy_of: Some(id) });
        }
    }

    /// Changes a condition of the world; those of the network and of timers are the schedule's.
    pub fn set(&mut self, change: Change) {
        match change {
            Change::Nacks(nacks) => self.cluster.nacks = nacks,
            Change::Quorum(size) => self.cluster.quorum = size,
            Change::Window(slots) => self.cluster.log.window = slots,
            other => {
                other.put_into(&mut self.rules);
            }
        }
        truth::settle(self);
    }
}
