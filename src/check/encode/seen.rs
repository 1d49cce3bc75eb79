//! A search of what one proposer sees: it hears what it has heard in a run and nothing else, and then it picks.

use super::local::{Letter, Local, add};
use super::table::{Column, Move, Remarks};
use super::{Encoded, Locals};
use crate::check::view::{Event, View};
use crate::paxos::rules::ValueRule;
use crate::paxos::{Ballot, Input, Message, NodeId, NodeSet, Rules, Slot, Value, Vote};
use smallvec::SmallVec;

/// How much of its view a proposer has seen, where it is the one whose view that is: what it has begun and what it has heard.
pub(super) fn seen_by(local: &Local) -> usize {
    usize::from(local.spent.ballots) + local.taken.len()
}

impl Encoded {
    /// Whether this is the proposer whose view is searched.
    pub(super) fn is_eye(&self, node: usize) -> bool {
        self.scenario.view.as_ref().is_some_and(|view| view.eye.index() == node)
    }

    /// What may come of a letter, where only that happens which fits a view. No message is doubled.
    pub(super) fn moves_in(&mut self, view: &View, node: usize, local: u16, column: Column) -> SmallVec<[Move; 1]> {
        if view.eye.index() != node {
            let moved = self.move_by(node, local, column);
            return moved.filter(|moved| moved.cost() == 1 && self.fits(view, node, moved.to())).into_iter().collect();
        }
        let letter = self.letters.get(self.classes[self.class_of[node]].letter(column)).clone();
        let seen = seen_by(self.local(node, local));
        match view.seen.get(seen) {
            Some(Event::Hears(from, message)) if (*from, message) == (letter.0, &letter.1) => {}
            _ => return SmallVec::new(),
        }
        match seen == view.last() {
            true => (0..view.picks.len()).map(|pick| self.picks(view, local, pick, &letter)).collect(),
            false => self.move_by(node, local, column).into_iter().collect(),
        }
    }

    /// Whether an acceptor in this state has promised the eye nothing but what the eye has heard of it.
    fn fits(&self, view: &View, node: usize, local: u16) -> bool {
        let from = NodeId(node as u8);
        self.local(node, local).sent.iter().all(|&letter| match self.letters.get(letter) {
            (to, message @ Message::Promise { ballot, .. }) if *to == view.eye => {
                view.promise(from, *ballot).is_none_or(|heard| heard == message)
            }
            _ => true,
        })
    }

    /// The eye hears the last PROMISE of its view, and sends the value that it picks, whatever the rule is.
    fn picks(&mut self, view: &View, local: u16, pick: usize, (from, message): &Letter) -> Move {
        if let Some(&known) = self.picked.get(&(local, pick)) {
            return known;
        }
        let node = view.eye.index();
        let mut after = self.local(node, local).clone();
        let own = after.node.proposer.as_ref().and_then(|proposer| proposer.disk.own);
        let put = |local: &mut Local, own: Option<Value>| {
            local.node.proposer.iter_mut().for_each(|proposer| proposer.disk.own = own);
        };
        put(&mut after, Some(view.picks[pick]));
        self.swerves = Some(Rules { value: ValueRule::Own, ..self.scenario.start.rules });
        let remarks = self.step(&mut after, node, Input::Message { from: *from, message });
        self.swerves = None;
        put(&mut after, own);
        let letter = self.letters.number((*from, message.clone()));
        add(&mut after.taken, letter);
        let known = Move::new(self.classes[self.class_of[node]].number(after), 1, remarks.and(Remarks::SENDS));
        self.picked.insert((local, pick), known);
        known
    }

    /// How much of its view the eye has seen in a state, and what it has picked.
    pub(in crate::check) fn seen(&self, view: &View, locals: &Locals) -> (usize, Option<Value>) {
        let local = self.local(view.eye.index(), locals[view.eye.index()]);
        let sent = local.sent.iter().find_map(|&letter| match self.letters.get(letter).1 {
            Message::AcceptRequest { ballot, value, .. } if Some(ballot) == view.ballot() => Some(value),
            _ => None,
        });
        (seen_by(local), sent)
    }

    /// Whether a node has sent this to the eye.
    pub(in crate::check) fn has_told(&self, view: &View, locals: &Locals, from: NodeId, message: &Message) -> bool {
        let sent = &self.local(from.index(), locals[from.index()]).sent;
        sent.iter().any(|&letter| {
            let (to, told) = self.letters.get(letter);
            *to == view.eye && told == message
        })
    }

    /// What an acceptor has promised and accepted in a state.
    pub(in crate::check) fn card(&self, locals: &Locals, node: NodeId) -> (Option<Ballot>, Option<Vote>) {
        let acceptor = self.local(node.index(), locals[node.index()]).node.acceptor.as_ref();
        acceptor.map_or((None, None), |acceptor| (acceptor.disk.promised, acceptor.disk.votes.get(Slot::ONLY)))
    }

    /// Every vote that was ever cast in a state, and by whom.
    pub(in crate::check) fn votes(&self, locals: &Locals) -> Vec<(Vote, NodeSet)> {
        let mut votes: Vec<(Vote, NodeSet)> = Vec::new();
        for node in (0..self.nodes).map(|node| NodeId(node as u8)) {
            for &(_, vote) in &self.local(node.index(), locals[node.index()]).cast {
                match votes.iter_mut().find(|(known, _)| *known == vote) {
                    Some((_, by)) => *by = by.with(node),
                    None => votes.push((vote, NodeSet::of(node))),
                }
            }
        }
        votes.sort_unstable_by_key(|(vote, _)| *vote);
        votes
    }

    /// What is chosen in a state.
    pub(in crate::check) fn chosen(&self, locals: &Locals) -> SmallVec<[Value; 2]> {
        self.chosen_in(locals, Slot::ONLY)
    }
}
