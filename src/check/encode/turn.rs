//! What may happen next, and what comes of it: where the core is asked.

use super::local::{Local, Spent, add, tidy};
use super::seen::seen_by;
use super::table::{Column, Move, Remarks};
use super::{Encoded, Locals, replica};
use crate::paxos::rules::IdsRule;
use crate::paxos::{Ballot, Input, LogNote, Message, NodeId, Note, Numbering, Role, Value};
use crate::sim::truth;
use smallvec::SmallVec;
use std::collections::VecDeque;

/// Something that may happen, as the world knows it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Turn {
    /// A message arrives.
    Deliver {
        /// Who sent it.
        from: NodeId,
        /// For whom it is.
        to: NodeId,
        /// What it says.
        message: Message,
    },
    /// A proposer begins a ballot for a value, under an id where that is not the next of its own.
    Propose {
        /// The proposer.
        node: NodeId,
        /// What it wants.
        value: Value,
        /// The id.
        ballot: Option<Ballot>,
    },
    /// A timer fires: a new ballot for the proposer's own value; a replica tries to lead.
    Timeout(NodeId),
    /// A node stops and starts again.
    CrashAndRestart(NodeId),
    /// A node stops, and may stay down.
    Crash(NodeId),
    /// A node that is down starts again.
    Restart(NodeId),
    /// A client asks a replica: for something new, or once more for what it waits for.
    Request {
        /// The client.
        client: NodeId,
        /// The replica.
        to: NodeId,
        /// What it wants.
        value: Value,
    },
    /// A leader's heartbeat is due.
    Heartbeat(NodeId),
}

/// What a node may do by itself.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Act {
    Propose(Value, Option<Ballot>),
    Timeout,
    CrashAndRestart,
    Crash,
    Restart,
    Request(NodeId, Value),
    Heartbeat,
}

/// What comes of an act.
#[derive(Clone, Copy, Debug)]
pub(super) struct ActMove {
    act: Act,
    moved: Move,
}

/// What made a node move.
#[derive(Clone, Copy, Debug)]
enum Cause {
    Letter(Column),
    Act(Act),
}

/// A move of one node.
#[derive(Clone, Copy, Debug)]
pub(in crate::check) struct Turned {
    pub node: usize,
    pub moved: Move,
    cause: Cause,
}

impl Encoded {
    /// Everything that may happen in a state and changes something.
    pub(in crate::check) fn turns(&mut self, locals: &Locals, mut each: impl FnMut(&mut Encoded, Turned)) {
        self.look_up_offers(locals);
        let spent = self.spent(locals);
        for node in 0..self.nodes {
            let local = locals[node];
            for word in 0..self.stride {
                let mut open = self.open(locals, node, word);
                while open != 0 {
                    let column = word * 64 + open.trailing_zeros() as usize;
                    open &= open - 1;
                    for moved in self.moves_by(node, local, column) {
                        if moved.remarks().has(Remarks::STARTS) && self.limits().ballots <= spent.ballots {
                            continue; // A client's request has begun a ballot.
                        }
                        each(self, Turned { node, moved, cause: Cause::Letter(column) });
                    }
                }
            }
            for nth in 0..self.acts_of(node, local) {
                let ActMove { act, moved } = self.classes[self.class_of[node]].acts(local).unwrap_or_default()[nth];
                if self.may(act, spent, locals) {
                    each(self, Turned { node, moved, cause: Cause::Act(act) });
                }
            }
        }
    }

    /// Whether there may be an act, after all that has happened.
    fn may(&self, act: Act, spent: Spent, locals: &Locals) -> bool {
        let limits = self.limits();
        match act {
            Act::Propose(..) | Act::Timeout => spent.ballots < limits.ballots,
            Act::CrashAndRestart | Act::Crash => spent.crashes < limits.crashes,
            Act::Restart => true,
            Act::Request(to, _) => spent.requests < limits.requests && self.takes_commands(locals, to),
            Act::Heartbeat => spent.beats < limits.beats,
        }
    }

    /// Whether a replica leads or tries to. Another one would do no more than name the one that it follows.
    fn takes_commands(&self, locals: &Locals, replica: NodeId) -> bool {
        let local = self.local(replica.index(), locals[replica.index()]);
        local.node.up && local.node.replica.as_ref().is_some_and(|replica| replica.lead().is_some())
    }

    /// What a move is, as the world knows it.
    pub(in crate::check) fn turn(&self, turned: Turned) -> Turn {
        let node = NodeId(turned.node as u8);
        match turned.cause {
            Cause::Letter(column) => {
                let letter = self.classes[self.class_of[turned.node]].letter(column);
                let (from, message) = self.letters.get(letter).clone();
                Turn::Deliver { from, to: node, message }
            }
            Cause::Act(Act::Propose(value, ballot)) => Turn::Propose { node, value, ballot },
            Cause::Act(Act::Timeout) => Turn::Timeout(node),
            Cause::Act(Act::CrashAndRestart) => Turn::CrashAndRestart(node),
            Cause::Act(Act::Crash) => Turn::Crash(node),
            Cause::Act(Act::Restart) => Turn::Restart(node),
            Cause::Act(Act::Request(to, value)) => Turn::Request { client: node, to, value },
            Cause::Act(Act::Heartbeat) => Turn::Heartbeat(node),
        }
    }

    /// What may come of a letter.
    fn moves_by(&mut self, node: usize, local: u16, column: Column) -> SmallVec<[Move; 1]> {
        match self.scenario.view.clone() {
            Some(view) => self.moves_in(&view, node, local, column),
            None => self.move_by(node, local, column).into_iter().collect(),
        }
    }

    /// What a node in this state makes of a letter; nothing, where that changes nothing.
    pub(super) fn move_by(&mut self, node: usize, local: u16, column: Column) -> Option<Move> {
        let class = &self.classes[self.class_of[node]];
        if let Some(known) = class.get_move(local, column) {
            return Some(known);
        }
        let (letter, before) = (class.letter(column), class.local(local).clone());
        let (from, message) = self.letters.get(letter).clone();
        let mut after = before.clone();
        let mut remarks = Remarks::default();
        let starts = matches!(message, Message::Request { .. }) && self.role(node) == Role::Proposer;
        if before.node.up && !(starts && self.limits().each <= before.spent.ballots) {
            remarks = self.step(&mut after, node, Input::Message { from, message: &message });
        }
        if starts && after != before {
            after.spent.ballots += 1;
            remarks = remarks.and(Remarks::STARTS);
        }
        if self.scenario.start.cluster.is_replicated() {
            // What is forgotten at once has changed nothing.
            replica::forget_late(&before, &mut after, &self.scenario.start.cluster, &self.scenario.start.rules);
            self.tidy(node, &mut after);
        }
        let known = (after != before).then(|| {
            let is_copy = !add(&mut after.taken, letter);
            self.tidy(node, &mut after);
            let cost = if is_copy { 2 } else { 1 };
            Move::new(self.classes[self.class_of[node]].number(after), cost, remarks)
        });
        self.classes[self.class_of[node]].keep_move(local, column, known);
        known
    }

    /// How many acts a node in this state has, which are then known.
    fn acts_of(&mut self, node: usize, local: u16) -> usize {
        if let Some(known) = self.classes[self.class_of[node]].acts(local) {
            return known.len();
        }
        let before = self.local(node, local).clone();
        let mut acts = Vec::new();
        for act in self.possible(node, &before) {
            let mut after = before.clone();
            let remarks = self.act(&mut after, node, act);
            if after != before {
                // What takes nothing is no crash to speak of.
                after.spent.crashes += u8::from(matches!(act, Act::CrashAndRestart | Act::Crash));
                let cost = if act == Act::CrashAndRestart { 2 } else { 1 };
                let to = self.classes[self.class_of[node]].number(after);
                acts.push(ActMove { act, moved: Move::new(to, cost, remarks) });
            }
        }
        let count = acts.len();
        self.classes[self.class_of[node]].keep_acts(local, acts);
        count
    }

    /// What a node may do by itself, before it is seen whether anything comes of it.
    fn possible(&self, node: usize, local: &Local) -> Vec<Act> {
        if !local.node.up {
            return vec![Act::Restart];
        }
        let mut acts = match self.role(node) {
            Role::Proposer if local.spent.ballots < self.limits().each => self.proposals(node, local),
            Role::Replica if local.spent.ballots < self.limits().each => vec![Act::Timeout],
            Role::Client if self.scenario.start.cluster.is_replicated() => self.requests(node),
            Role::Client | Role::Proposer | Role::Acceptor | Role::Learner | Role::Replica => Vec::new(),
        };
        if local.node.replica.as_ref().is_some_and(|replica| replica.leads().is_some()) {
            acts.push(Act::Heartbeat);
        }
        // A node that stays down does nothing that one to which nothing is delivered does not do too.
        if local.spent.crashes < self.limits().crashes {
            acts.push(if self.may_stay_down() { Act::Crash } else { Act::CrashAndRestart });
        }
        acts
    }

    /// Each of a client's wishes, put to each replica.
    fn requests(&self, node: usize) -> Vec<Act> {
        let cluster = &self.scenario.start.cluster;
        let wishes = self.scenario.wishes.iter().filter(|(who, _)| who.index() == node);
        let each = |value: Value| cluster.all(Role::Replica).iter().map(move |to| Act::Request(to, value));
        wishes.flat_map(|&(_, value)| each(value)).collect()
    }

    fn proposals(&self, node: usize, local: &Local) -> Vec<Act> {
        let me = NodeId(node as u8);
        if let Some(view) = &self.scenario.view {
            let next = view.next_ballot(me, usize::from(local.spent.ballots), seen_by(local));
            return next.into_iter().map(|(ballot, value)| Act::Propose(value, Some(ballot))).collect();
        }
        let own = local.node.proposer.as_ref().and_then(|proposer| proposer.disk.own);
        let wishes = self.scenario.wishes.iter().filter(|(who, _)| *who == me).map(|&(_, value)| value);
        let resumes = own.map(|_| Act::Timeout);
        if self.scenario.start.rules.ids == IdsRule::Reused {
            let ids = self.ids();
            let all = wishes.flat_map(|value| ids.iter().map(move |&id| Act::Propose(value, Some(id))));
            return resumes.into_iter().chain(all).collect();
        }
        resumes
            .into_iter()
            .chain(wishes.filter(|&value| Some(value) != own).map(|value| Act::Propose(value, None)))
            .collect()
    }

    /// The lowest ids, as many as there may be ballots: where ids may come again, anybody may use any of them.
    fn ids(&self) -> Vec<Ballot> {
        let cluster = &self.scenario.start.cluster;
        let proposers: Vec<NodeId> = cluster.all(Role::Proposer).iter().collect();
        let of = |number: u32| match cluster.numbering {
            Numbering::Slotted => {
                let owner = (number as usize - 1) % proposers.len().max(1);
                vec![Ballot { number, proposer: cluster.server(proposers[owner]) }]
            }
            Numbering::Rounds => {
                proposers.iter().map(|&node| Ballot { number, proposer: cluster.server(node) }).collect()
            }
        };
        (1..=u32::from(self.limits().ballots)).flat_map(of).collect()
    }

    fn act(&mut self, local: &mut Local, node: usize, act: Act) -> Remarks {
        let remarks = match act {
            Act::Propose(value, ballot) => {
                add(&mut local.proposed, value);
                local.spent.ballots += 1;
                self.step(local, node, Input::Propose { value, ballot }).and(Remarks::STARTS)
            }
            Act::Timeout => {
                local.spent.ballots += 1;
                self.step(local, node, Input::Timeout).and(Remarks::STARTS)
            }
            Act::CrashAndRestart => {
                let crashed = self.step(local, node, Input::Crash);
                crashed.and(self.step(local, node, Input::Restart))
            }
            Act::Crash => self.step(local, node, Input::Crash),
            Act::Restart => self.step(local, node, Input::Restart),
            Act::Request(to, value) => {
                local.spent.requests += 1;
                self.step(local, node, Input::Ask { to, value })
            }
            Act::Heartbeat => {
                local.spent.beats += 1;
                self.step(local, node, Input::Heartbeat)
            }
        };
        self.tidy(node, local);
        remarks
    }

    pub(super) fn tidy(&self, node: usize, local: &mut Local) {
        if self.is_eye(node) {
            return; // How far it has come is told by all that it has seen.
        }
        let world = &self.scenario.start;
        let attempt = self.kept_attempt(local);
        tidy(local, &world.cluster, &world.rules, &self.letters);
        if let Some(proposer) = local.node.proposer.as_mut().filter(|proposer| proposer.attempt.is_none()) {
            proposer.attempt = attempt;
        }
    }

    /// A step of a node, and then what it has sent to itself by it.
    pub(super) fn step(&mut self, local: &mut Local, node: usize, input: Input) -> Remarks {
        let mut own = VecDeque::new();
        let mut remarks = self.step_once(local, node, input, &mut own);
        while let Some(message) = own.pop_front() {
            remarks = remarks.and(self.step_once(local, node, Input::Own { message: &message }, &mut own));
        }
        remarks
    }

    /// Asks the core, and keeps what the node sends and what its votes were.
    fn step_once(&mut self, local: &mut Local, node: usize, input: Input, own: &mut VecDeque<Message>) -> Remarks {
        let me = self.classes[self.class_of[node]].member;
        let disk = local.node.acceptor.as_ref().map(|acceptor| acceptor.disk.clone());
        let learned = local.node.learner.as_ref().map(|learner| learner.learned.clone());
        let outbox = local.node.step(self.setting(), me, input);
        let mut remarks = Remarks::default();
        for note in &outbox.notes {
            match *note {
                Note::Accepted { slot, vote, .. } if add(&mut local.cast, (slot, vote)) => {
                    remarks = remarks.and(Remarks::CASTS);
                }
                Note::Log(LogNote::Asks { value, .. }) => {
                    add(&mut local.proposed, value);
                }
                Note::Log(LogNote::Applied { .. }) => remarks = remarks.and(Remarks::APPLIES),
                _ => {}
            }
        }
        let cuts = self.scenario.start.cuts[me.index()];
        for send in outbox.sends {
            if send.to.contains(me) {
                own.push_back(send.message.clone());
            }
            if local.node.replica.is_some() && !self.is_carried(&send.message) {
                continue;
            }
            for to in send.to.without(me).iter().filter(|&to| !cuts.contains(to)) {
                let is_value = matches!(send.message, Message::AcceptRequest { .. });
                let is_new = add(&mut local.sent, self.letters.number((to, send.message.clone())));
                if is_value && is_new {
                    remarks = remarks.and(Remarks::SENDS);
                }
            }
        }
        if learned != local.node.learner.as_ref().map(|learner| learner.learned.clone()) {
            remarks = remarks.and(Remarks::LEARNS);
        }
        if let (Some(old), Some(new)) = (disk, &local.node.acceptor)
            && truth::broken_by(me, &old, &new.disk).is_some()
        {
            remarks = remarks.and(Remarks::BREAKS_PROMISE);
        }
        remarks
    }
}
