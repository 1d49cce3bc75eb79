//! The world: nodes, messages in flight, links and every vote ever cast. It knows no time.

mod log;
mod observed;

pub use observed::NewlyChosen;

use super::action::{Action, Change, LossReason, MessageId, Refusal};
use super::truth::{self, CastVotes, Chosen, Held};
use crate::paxos::{
    Ballot, Cluster, Input, Message, Node, NodeId, NodeSet, Notes, Role, Rules, Send, Setting, Timer, Value,
};
use smallvec::SmallVec;
use std::rc::Rc;

/// A message under way.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Envelope {
    /// Its number, in the order of sending.
    pub id: MessageId,
    /// Who sent it.
    pub from: NodeId,
    /// For whom it is.
    pub to: NodeId,
    /// What it says; those who are sent the same share it.
    pub message: Rc<Message>,
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
    /// The message that the action was about, if it was about one.
    pub envelope: Option<Envelope>,
    /// Why that message never arrived, if it did not.
    pub lost: Option<LossReason>,
    /// Why the node did what it did.
    pub notes: Notes,
    /// What was chosen by this very action; of several the first.
    pub chosen: Option<Chosen>,
    /// Where something was: what had been chosen first in its slot, if anything had been before.
    pub chosen_before: Option<Chosen>,
    /// What else was chosen by it: smaller quorums, or other members, may make a quorum of those who have cast one vote,
    /// and of those who have cast another.
    pub also_chosen: Vec<NewlyChosen>,
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
    pub own: Vec<(NodeId, Rc<Message>)>,
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
        Some(&self.in_flight[self.place(id)?])
    }

    /// Where it is among those in flight. They stand in the order of their numbers, but for copies.
    fn place(&self, id: MessageId) -> Option<usize> {
        let at = self.in_flight.binary_search_by_key(&id, |envelope| envelope.id).ok();
        at.or_else(|| self.in_flight.iter().position(|envelope| envelope.id == id))
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
        // Built in the result and returned as it is, which saves copying all of it at each step.
        let mut done = Ok(Effects::default());
        if let Ok(effects) = &mut done
            && let Err(refusal) = self.act(action, network, effects)
        {
            done = Err(refusal);
        }
        done
    }

    fn act(&mut self, action: Action, network: &mut impl Network, effects: &mut Effects) -> Result<(), Refusal> {
        match action {
            Action::Deliver { message } => self.deliver(message, network, effects)?,
            Action::Propose { node, value, ballot } => {
                self.proposed.push(value);
                self.step(node, Input::Propose { value, ballot }, network, effects);
            }
            Action::Request { client, to, value, command } => {
                self.asked = self.asked.with(client);
                if self.cluster.is_replicated() {
                    self.cluster.log.explain(value, command);
                    self.step(client, Input::Ask { to, value }, network, effects);
                    return Ok(());
                }
                self.proposed.push(value);
                self.post(client, to, Rc::new(Message::Request { value }), network, &mut effects.sent);
            }
            Action::Timeout { node } => self.step(node, Input::Timeout, network, effects),
            Action::Heartbeat { node } => self.step(node, Input::Heartbeat, network, effects),
            Action::Own { node } => self.take_own(node, network, effects)?,
            Action::Crash { node } => {
                self.own.retain(|&(own, _)| own != node);
                self.step(node, Input::Crash, network, effects);
            }
            Action::Restart { node } => self.step(node, Input::Restart, network, effects),
            Action::Drop { message } => {
                effects.envelope = Some(self.take(message)?);
                effects.lost = Some(LossReason::Taken);
            }
            Action::Duplicate { message } => self.duplicate(message, effects)?,
            Action::Hold { message } => effects.envelope = Some(self.set_held(message, true)?),
            Action::Release { message } => effects.envelope = Some(self.set_held(message, false)?),
            Action::Delay { message, .. } => effects.envelope = Some(self.about(message)?),
            Action::Cut { from, to } => self.cuts[from.index()] = self.cuts[from.index()].with(to),
            Action::Heal { from, to } => self.cuts[from.index()] = self.cuts[from.index()].without(to),
            Action::Set(change) => {
                let new = self.set(change);
                self.note_chosen(&new, effects);
            }
        }
        Ok(())
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
    fn step(&mut self, node: NodeId, input: Input, network: &mut impl Network, effects: &mut Effects) {
        let setting = Setting { cluster: &self.cluster, rules: &self.rules, taken: &self.used, asked: self.asked };
        let mut outbox = self.nodes[node.index()].step(setting, node, input);
        effects.timer = outbox.timer.map(|timer| (node, timer));
        self.note(node, &outbox.notes, effects);
        effects.sent = Vec::with_capacity(outbox.sends.iter().map(|send| send.to.without(node).len()).sum());
        while !outbox.sends.is_empty() {
            let Send { message, to: all } = outbox.sends.remove(0);
            let message = Rc::new(message);
            if all.contains(node) {
                self.own.push((node, message.clone()));
            }
            for to in all.without(node).iter() {
                self.post(node, to, message.clone(), network, &mut effects.sent);
            }
        }
        effects.notes = outbox.notes;
    }

    fn deliver(&mut self, id: MessageId, network: &mut impl Network, effects: &mut Effects) -> Result<(), Refusal> {
        let envelope = self.take(id)?;
        match self.node(envelope.to).up {
            true => {
                let input = Input::Message { from: envelope.from, message: &envelope.message };
                self.step(envelope.to, input, network, effects);
            }
            false => effects.lost = Some(LossReason::ReceiverDown),
        }
        effects.envelope = Some(envelope);
        Ok(())
    }

    fn take(&mut self, id: MessageId) -> Result<Envelope, Refusal> {
        let at = self.place(id).ok_or(Refusal::NotInFlight)?;
        Ok(self.in_flight.remove(at))
    }

    fn about(&self, id: MessageId) -> Result<Envelope, Refusal> {
        self.message(id).cloned().ok_or(Refusal::NotInFlight)
    }

    fn set_held(&mut self, id: MessageId, held: bool) -> Result<Envelope, Refusal> {
        for envelope in self.in_flight.iter_mut().filter(|envelope| envelope.id == id) {
            envelope.held = held;
        }
        self.about(id)
    }

    fn duplicate(&mut self, id: MessageId, effects: &mut Effects) -> Result<(), Refusal> {
        let at = self.place(id).ok_or(Refusal::NotInFlight)?;
        let envelope = self.in_flight[at].clone();
        let copy = Envelope { id: self.number_next(), ..envelope.clone() };
        self.in_flight.insert(at + 1, copy.clone());
        effects.envelope = Some(envelope);
        effects.sent.push(Sent { envelope: copy, lost: None, copy_of: Some(id) });
        Ok(())
    }

    fn number_next(&mut self) -> MessageId {
        let id = MessageId(self.next_message);
        self.next_message += 1;
        id
    }

    /// Puts one message on the network, unless its link is cut or the network loses it.
    fn post(
        &mut self,
        from: NodeId,
        to: NodeId,
        message: Rc<Message>,
        network: &mut impl Network,
        sent: &mut Vec<Sent>,
    ) {
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

    /// Changes a condition of the world, and gives what is chosen by that; those of the network and of timers are the
    /// schedule's.
    pub fn set(&mut self, change: Change) -> truth::New {
        change.put_into_both(&mut self.cluster, &mut self.rules);
        truth::settle(self)
    }
}
