//! What a log that stands still waits for: slot by slot, and replica by replica.

use super::{Awaits, Hitch, Missing, Release, View, Waiting, Word};
use crate::paxos::rules::QuorumFor;
use crate::paxos::{Ballot, Lead, Message, NodeId, NodeSet, Role, Slot, Stance, Value, Vote};
use crate::sim::action::MessageId;
use crate::sim::truth;

impl View<'_> {
    /// What keeps slots from being chosen, clients from their answers, and replicas from knowing and applying.
    pub(super) fn of_log(&self) -> Vec<Waiting> {
        let (mut all, lost): (Vec<Waiting>, Vec<Waiting>) = self.open_slots().into_iter().partition(can_win);
        let open: Vec<Value> = all.iter().filter_map(proposed).collect();
        all.extend(self.attempts());
        all.extend(self.clients(&open));
        all.extend(lost);
        all.extend(self.followers());
        all
    }

    fn replicas(&self) -> impl Iterator<Item = NodeId> + '_ {
        self.world.cluster.all(Role::Replica).iter().filter(|&node| self.world.node(node).up)
    }

    /// Who leads, under the highest id.
    fn leader(&self) -> Option<NodeId> {
        let ballot = |node: NodeId| Some(self.world.node(node).replica.as_ref()?.leads()?.ballot);
        self.replicas().filter(|&node| ballot(node).is_some()).max_by_key(|&node| ballot(node))
    }

    /// Each slot in which something was proposed and nothing is chosen, with what was proposed last.
    fn open_slots(&self) -> Vec<Waiting> {
        let sent = self.flights.iter().filter_map(|flight| match *flight.envelope.message {
            Message::AcceptRequest { ballot, slot, value, .. } => Some((slot, Vote { ballot, value })),
            _ => None,
        });
        let cast = self.world.votes.iter().map(|cast| (cast.slot, cast.vote));
        let mut votes: Vec<(Slot, Vote)> = cast.chain(sent).collect();
        votes.sort_unstable();
        let mut last: Vec<(Slot, Vote)> = Vec::new();
        for (slot, vote) in votes {
            match last.last_mut().filter(|(other, _)| *other == slot) {
                Some((_, latest)) => *latest = vote,
                None => last.push((slot, vote)),
            }
        }
        let is_chosen = |slot: Slot| truth::chosen(self.world).any(|chosen| chosen.slot == slot);
        last.into_iter()
            .filter(|&(slot, _)| !is_chosen(slot))
            .filter_map(|(slot, vote)| self.slot(slot, vote))
            .collect()
    }

    fn slot(&self, slot: Slot, vote: Vote) -> Option<Waiting> {
        let leader = self.world.cluster.proposer_of(vote.ballot)?;
        let members = truth::configurations(self.world, slot)[0];
        let need = self.world.rules.quorum_size_of(&self.world.cluster, QuorumFor::Accept, members);
        let cast = self.world.votes.iter().find(|cast| (cast.slot, cast.vote) == (slot, vote));
        let have = cast.map_or(NodeSet::EMPTY, |cast| cast.by);
        let others = members.iter().filter(|&member| !have.contains(member));
        let missing: Vec<Missing> =
            others.map(|acceptor| Missing { acceptor, hitch: self.hitch_in(leader, acceptor, slot, vote) }).collect();
        let releases = self.by_messages(&missing, None, have.len(), need).unwrap_or_default();
        Some(Waiting { node: leader, awaits: Awaits::Slot { slot, vote, have, need, missing }, releases })
    }

    /// Why a replica has not accepted this in a slot.
    fn hitch_in(&self, leader: NodeId, acceptor: NodeId, slot: Slot, vote: Vote) -> Hitch {
        let is_it = |message: &Message| {
            let Message::AcceptRequest { ballot, slot: at, value, .. } = *message else { return false };
            (at, Vote { ballot, value }) == (slot, vote)
        };
        let asked = self.last_of(leader, acceptor, is_it).map_or(Hitch::Silent, |message| self.way(message));
        let state = self.world.node(acceptor);
        let refuses = state.acceptor.as_ref().filter(|it| !self.world.rules.may_accept(vote.ballot, slot, &it.disk));
        match refuses {
            Some(refuses) => Hitch::Refuses(refuses.disk.promised),
            None if !state.up => Hitch::Down,
            None => asked,
        }
    }

    /// The last such message from one to another; one that is under way before all others.
    fn last_of(&self, from: NodeId, to: NodeId, is_it: impl Fn(&Message) -> bool) -> Option<MessageId> {
        let of_these = |place: &usize| {
            let envelope = &self.flights[*place].envelope;
            (envelope.from, envelope.to) == (from, to) && is_it(&envelope.message)
        };
        let all = || (0..self.flights.len()).rev().filter(of_these).map(|place| MessageId(place as u32));
        all().find(|&message| self.world.message(message).is_some()).or_else(|| all().next())
    }

    /// Each replica whose PREPARE is out.
    fn attempts(&self) -> Vec<Waiting> {
        let attempt = |node: NodeId| {
            let Stance::Prepares(lead) = &self.world.node(node).replica.as_ref()?.stance else { return None };
            let members = truth::configurations(self.world, lead.first)[0];
            let need = self.world.rules.quorum_size_of(&self.world.cluster, QuorumFor::Prepare, members);
            let have = lead.promises.by.intersection(members);
            let others = members.iter().filter(|&member| !have.contains(member));
            let missing: Vec<Missing> =
                others.map(|acceptor| Missing { acceptor, hitch: self.promise(node, acceptor, lead.ballot) }).collect();
            let by_messages = self.by_messages(&missing, Some(node), have.len(), need);
            let by_messages = by_messages.filter(|releases| !self.is_ended_before(node, lead.ballot, releases));
            let releases = by_messages.unwrap_or_default();
            Some(Waiting { node, awaits: Awaits::Promises { ballot: lead.ballot, have, need, missing }, releases })
        };
        self.replicas().filter_map(attempt).collect()
    }

    /// Why the promise of a replica has not come.
    fn promise(&self, node: NodeId, acceptor: NodeId, ballot: Ballot) -> Hitch {
        let answers = |message: &Message| matches!(*message, Message::Promise { ballot: of, .. } if of == ballot);
        let asks = |message: &Message| matches!(*message, Message::Prepare { ballot: of, .. } if of == ballot);
        match self.last_of(acceptor, node, answers).map(|message| self.way(message)) {
            Some(Hitch::Silent) | None => {}
            Some(hitch) => return hitch,
        }
        let asked = self.last_of(node, acceptor, asks).map_or(Hitch::Silent, |message| self.way(message));
        let promised = self.promised(acceptor);
        match self.world.rules.may_promise(ballot, promised) {
            false => Hitch::Refuses(promised),
            true if !self.world.node(acceptor).up => Hitch::Down,
            true => asked,
        }
    }

    /// Each client without an answer whose command stands in no slot in which it can still be chosen.
    fn clients(&self, open: &[Value]) -> Vec<Waiting> {
        let wait = |node: NodeId| {
            let value = self.world.node(node).client.as_ref()?.waits_for().filter(|value| !open.contains(value))?;
            let chosen = truth::chosen(self.world).find(|chosen| chosen.vote.value == value).map(|chosen| chosen.slot);
            let leader = self.leader();
            let members = truth::configurations(self.world, truth::next_slot(self.world))[0];
            let up: NodeSet = self.replicas().filter(|&node| members.contains(node)).collect();
            let (rules, cluster) = (&self.world.rules, &self.world.cluster);
            let are_enough = rules.is_quorum_of(cluster, QuorumFor::Prepare, members, up);
            let can_lead = leader.is_none() && are_enough && self.world.cuts.iter().all(|cut| cut.is_empty());
            let first = up.iter().next().filter(|_| can_lead);
            let first = first.map(|first| Release::Timer(first, self.schedule.timer(first)));
            let ask = leader.filter(|&leader| chosen.is_none() && self.can_serve(leader, node, value));
            let releases = first.or(ask.map(|leader| Release::Ask(node, leader, value))).into_iter().collect();
            let leads = leader.and_then(|leader| self.world.node(leader).replica.as_ref()?.leads());
            let is_kept = leads.is_some_and(|lead| lead.waiting.contains(&value));
            let stale = self.stale_with(value).filter(|&stale| Some(stale) != leader);
            Some(Waiting { node, awaits: Awaits::Answer { value, chosen, leader, is_kept, stale }, releases })
        };
        self.world.cluster.all(Role::Client).iter().filter_map(wait).collect()
    }

    /// Who has got a command, and leads, under the highest id of those.
    fn stale_with(&self, value: Value) -> Option<NodeId> {
        let lead = |node: NodeId| self.world.node(node).replica.as_ref()?.leads();
        let has = |lead: &Lead| lead.waiting.contains(&value) || lead.sent.iter().any(|&(_, sent)| sent == value);
        let all = self.replicas().filter(|&node| lead(node).is_some_and(has));
        all.max_by_key(|&node| lead(node).map(|lead| lead.ballot))
    }

    /// Whether a leader that has not got a client's command would get it chosen and answer, if it were asked.
    fn can_serve(&self, leader: NodeId, client: NodeId, value: Value) -> bool {
        let lead = self.world.node(leader).replica.as_ref().and_then(|replica| replica.leads());
        let Some(lead) = lead.filter(|lead| !lead.waiting.contains(&value)) else { return false };
        let members = truth::configurations(self.world, lead.next)[0];
        let is_quorum =
            |purpose: QuorumFor, by: NodeSet| self.world.rules.is_quorum_of(&self.world.cluster, purpose, members, by);
        let accepts = |&node: &NodeId| {
            let disk = self.world.node(node).acceptor.as_ref().map(|acceptor| &acceptor.disk);
            disk.is_some_and(|disk| self.world.rules.may_accept(lead.ballot, lead.next, disk))
        };
        let reached = truth::log::reached(self.world, leader);
        let takers = reached.iter().filter(accepts).collect();
        // It knows all before its next slot, so that it can execute what stands there.
        let knows = self.world.node(leader).learner.as_ref().map(|learner| learner.first_unchosen());
        truth::log::is_linked(self.world, leader, client)
            && knows == Some(lead.next)
            && is_quorum(QuorumFor::Prepare, lead.promises.by)
            && is_quorum(QuorumFor::Accept, takers)
    }

    /// Each replica that does not know what is chosen in a slot, or that knows a slot which it cannot apply yet.
    fn followers(&self) -> Vec<Waiting> {
        let leader = self.leader();
        let wait = |node: NodeId| {
            let learner = self.world.node(node).learner.as_ref()?;
            let slot = learner.first_unchosen();
            let behind = Some(slot).filter(|&slot| slot < learner.last_slot().unwrap_or(slot));
            let awaits = match truth::chosen(self.world).any(|chosen| chosen.slot == slot) {
                true => {
                    let other = leader.filter(|&leader| leader != node);
                    Awaits::Knowledge { slot, leader: other.map(|leader| (leader, self.word_from(leader, node, slot))) }
                }
                false => Awaits::Gap { gap: behind?, known: learner.last_slot()? },
            };
            let heals = match awaits {
                Awaits::Knowledge { leader: Some((leader, Word::Cut)), .. } => Some(Release::Heal(leader, node)),
                _ => None,
            };
            Some(Waiting { node, awaits, releases: heals.into_iter().collect() })
        };
        self.replicas().filter_map(wait).collect()
    }

    /// How a replica would come to know from its leader what is chosen in a slot.
    fn word_from(&self, leader: NodeId, node: NodeId, slot: Slot) -> Word {
        let state = |node: NodeId| self.world.node(node);
        let lead = state(leader).replica.as_ref().and_then(|replica| replica.leads());
        let knows = state(leader).learner.as_ref().is_some_and(|learner| learner.learned(slot).is_some());
        let vote = state(node).acceptor.as_ref().and_then(|acceptor| acceptor.disk.votes.get(slot));
        match lead {
            _ if self.world.cuts[leader.index()].contains(node) => Word::Cut,
            Some(lead) if knows && !vote.is_some_and(|vote| self.world.rules.may_mark(vote, lead.ballot)) => {
                Word::Told(lead.ballot)
            }
            Some(_) if knows => Word::OwnVote,
            _ => Word::Unknown,
        }
    }
}

/// Whether what was proposed last in an open slot can still be chosen there.
fn can_win(waiting: &Waiting) -> bool {
    let Awaits::Slot { have, need, missing, .. } = &waiting.awaits else { return true };
    let open = missing.iter().filter(|it| !matches!(it.hitch, Hitch::Refuses(_) | Hitch::Keeps(_))).count();
    *need <= have.len() + open
}

/// What was proposed last in an open slot.
fn proposed(waiting: &Waiting) -> Option<Value> {
    match waiting.awaits {
        Awaits::Slot { vote, .. } => Some(vote.value),
        _ => None,
    }
}
