//! What acceptors may still do and what proposers may still send, each by itself.

use crate::paxos::proposer::{Attempt, Phase};
use crate::paxos::rules::{Choice, Heard, QuorumFor};
use crate::paxos::{Ballot, Input, Kind, Message, Node, NodeId, NodeSet, Role, Setting, Slot, Value, Vote};
use crate::sim::World;
use crate::sim::possible::Offer;
use crate::sim::world::Envelope;

/// A message that may arrive, or arrive again: from whom, for whom, and what it says.
type Letter = (NodeId, NodeId, Message);

/// Messages that may arrive, in any order, and again.
#[derive(Clone, Debug, Default)]
pub(super) struct Mail(Vec<Letter>);

impl Mail {
    /// Those of these that can have to do with what is chosen.
    pub fn of<'a>(sent: impl IntoIterator<Item = &'a Envelope>) -> Mail {
        let mut mail = Mail::default();
        for envelope in sent {
            if matches!(envelope.message.kind(), Kind::Prepare | Kind::Promise | Kind::AcceptRequest) {
                mail.add((envelope.from, envelope.to, (*envelope.message).clone()));
            }
        }
        mail
    }

    /// Gives whether it is new.
    fn add(&mut self, letter: Letter) -> bool {
        let is_new = !self.0.contains(&letter);
        if is_new {
            self.0.push(letter);
        }
        is_new
    }

    fn to(&self, node: NodeId) -> impl Iterator<Item = &Letter> {
        self.0.iter().filter(move |(_, to, _)| *to == node)
    }
}

/// All that may still happen.
pub(super) struct Hopes<'a> {
    world: &'a World,
    mail: Mail,
    /// Every state in which an acceptor may come to be.
    states: Vec<(NodeId, Vec<Node>)>,
    /// Who may still cast which vote.
    votes: Vec<(NodeId, Vote)>,
    /// What may still be sent under ids under which nothing was, or anew.
    pub offers: Vec<Offer>,
}

impl<'a> Hopes<'a> {
    /// What may come of a world in which this mail may arrive, and no id is added.
    pub fn new(world: &'a World, mail: Mail) -> Hopes<'a> {
        let mut hopes = Hopes { world, mail, states: Vec::new(), votes: Vec::new(), offers: Vec::new() };
        loop {
            hopes.votes.clear();
            let acceptors = world.cluster.all(Role::Acceptor);
            let states = acceptors.iter().map(|node| (node, hopes.go_through(node))).collect();
            hopes.states = states;
            if !hopes.send() {
                return hopes;
            }
        }
    }

    /// Who may still cast a vote, whether it has or not.
    pub fn voters(&self, vote: Vote) -> NodeSet {
        self.votes.iter().filter(|(_, may)| *may == vote).map(|&(node, _)| node).collect()
    }

    /// Every value that is sent or may be.
    pub fn values(&self) -> impl Iterator<Item = Value> {
        self.mail.0.iter().filter_map(|(_, _, message)| match message {
            Message::AcceptRequest { value, .. } => Some(*value),
            _ => None,
        })
    }

    /// Takes an acceptor through everything that may arrive, in any order, with crashes between. Notes what it may
    /// promise and vote by that; gives all that it may come to be.
    fn go_through(&mut self, node: NodeId) -> Vec<Node> {
        let mut states = vec![self.world.node(node).clone()];
        let mut at = 0;
        while let Some(state) = states.get(at).cloned() {
            at += 1;
            let letters: Vec<Letter> = self.mail.to(node).cloned().collect();
            let mut next = vec![self.after_crash(node, state.clone())];
            for (from, _, message) in letters.into_iter().filter(|_| state.up) {
                let mut then = state.clone();
                let outbox = then.step(self.setting(), node, Input::Message { from, message: &message });
                for send in outbox.sends {
                    self.note(node, &send.message, send.to);
                }
                next.push(then);
            }
            states.extend(next.into_iter().fold(Vec::new(), |mut new: Vec<Node>, next| {
                if !states.contains(&next) && !new.contains(&next) {
                    new.push(next);
                }
                new
            }));
        }
        states
    }

    /// Notes what an acceptor sends: a vote, or a promise that its proposer may have.
    fn note(&mut self, node: NodeId, message: &Message, to: NodeSet) {
        match *message {
            Message::Accepted { ballot, value, .. } => {
                let vote = (node, Vote { ballot, value });
                if !self.votes.contains(&vote) {
                    self.votes.push(vote);
                }
            }
            Message::Promise { .. } => {
                for to in to.iter() {
                    self.mail.add((node, to, message.clone()));
                }
            }
            _ => {}
        }
    }

    /// A node after it has crashed, if it has not yet, and started again.
    fn after_crash(&self, node: NodeId, mut state: Node) -> Node {
        if state.up {
            state.step(self.setting(), node, Input::Crash);
        }
        state.step(self.setting(), node, Input::Restart);
        state
    }

    /// What proposers may send now that acceptors may promise what they may. Gives whether anything is new.
    fn send(&mut self) -> bool {
        let mut is_new = false;
        for by in self.world.cluster.all(Role::Proposer).iter() {
            for offer in self.offers_of(by) {
                let (ballot, value) = (offer.vote.ballot, offer.vote.value);
                let message = Message::AcceptRequest { ballot, slot: Slot::ONLY, value, first_unchosen: Slot::ONLY };
                let is_sent = self.mail.0.iter().any(|(_, _, sent)| *sent == message);
                if !self.offers.iter().any(|known| known.vote == offer.vote) && !is_sent {
                    self.offers.push(offer);
                }
                for to in self.world.cluster.all(Role::Acceptor).iter() {
                    is_new |= self.mail.add((by, to, message.clone()));
                }
            }
        }
        is_new
    }

    fn offers_of(&self, by: NodeId) -> Vec<Offer> {
        let Some(proposer) = &self.world.node(by).proposer else { return Vec::new() };
        let (Some(attempt), Some(own)) = (&proposer.attempt, proposer.disk.own) else { return Vec::new() };
        let promises = self.mail.to(by).filter_map(|(from, _, message)| match message {
            Message::Promise { ballot, votes, .. } if *ballot == attempt.ballot => Some((*from, votes.get(Slot::ONLY))),
            _ => None,
        });
        let promises: Vec<Report> =
            promises.filter(|&(from, _)| self.world.rules.counts(attempt.promises, from)).collect();
        let offer = |choice: Choice| Offer {
            vote: Vote { ballot: attempt.ballot, value: choice.value() },
            by,
            carries: match choice {
                Choice::Free(_) | Choice::Disregard(..) => None,
                Choice::Adopt(vote) | Choice::Misread(vote, _) => Some(vote),
            },
        };
        self.choices(attempt, own, &promises).into_iter().map(offer).collect()
    }

    /// What a proposer may come to send, if these promises may still be counted.
    fn choices(&self, attempt: &Attempt, own: Value, promises: &[Report]) -> Vec<Choice> {
        let (rules, cluster) = (&self.world.rules, &self.world.cluster);
        let chooses = |more: &[Vote]| {
            let reported: Vec<Vote> = attempt.reported.iter().chain(more).copied().collect();
            rules.safe_value(own, &reported)
        };
        let reported = || promises.iter().filter_map(|&(_, report)| report);
        match attempt.phase {
            Phase::Abandoned(_) => Vec::new(),
            Phase::Accepting(_) if rules.picks_anew() => reported().map(|vote| chooses(&[vote])).collect(),
            Phase::Accepting(_) => Vec::new(),
            Phase::Preparing => {
                // The first to come of those that are still to be heard is the one that decides, or none does.
                let first = reported().map(|vote| vec![vote]).chain([Vec::new()]);
                let choice = |first: Vec<Vote>| {
                    let choice = chooses(&first);
                    let fits = |&&(_, report): &&Report| {
                        let both: Vec<Vote> = first.iter().copied().chain(report).collect();
                        chooses(&both).value() == choice.value()
                    };
                    let by: NodeSet = promises.iter().filter(fits).map(|&(from, _)| from).collect();
                    // A copy may count again and again, where copies count.
                    let heard = Heard { by: attempt.promises.by.union(by), messages: u8::MAX };
                    (!by.is_empty() && rules.is_enough(cluster, QuorumFor::Prepare, heard)).then_some(choice)
                };
                first.filter_map(choice).collect()
            }
        }
    }

    /// Which of these values one more id, above all that there are, could bring.
    pub fn with_another_id(&self, values: &[Value]) -> Vec<Value> {
        let ballot = Ballot { number: u32::MAX, proposer: u16::MAX };
        let from = NodeId(0);
        let mut promises: Vec<Report> = Vec::new();
        let states = self.states.iter().flat_map(|(node, states)| states.iter().map(move |state| (*node, state)));
        for (node, state) in states.filter(|(_, state)| state.up) {
            let mut then = state.clone();
            let prepare = Message::Prepare { ballot, from_slot: Slot::ONLY };
            let outbox = then.step(self.setting(), node, Input::Message { from, message: &prepare });
            promises.extend(outbox.sends.iter().filter_map(|send| match &send.message {
                Message::Promise { votes, .. } => Some((node, votes.get(Slot::ONLY))),
                _ => None,
            }));
        }
        let attempt =
            Attempt { ballot, phase: Phase::Preparing, promises: Heard::default(), reported: Default::default() };
        let of_own = |&own: &Value| self.choices(&attempt, own, &promises).into_iter().map(Choice::value);
        values.iter().flat_map(of_own).collect()
    }

    fn setting(&self) -> Setting<'a> {
        Setting { cluster: &self.world.cluster, rules: &self.world.rules, taken: &[], asked: NodeSet::EMPTY }
    }
}

/// Who may promise, and what is reported with it.
type Report = (NodeId, Option<Vote>);
