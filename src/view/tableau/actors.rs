//! What the nodes of one decision show: clients, proposers, acceptors and learners.

use super::{Actor, Body, Count, Crown, Painter, Refused, Tag, replicated};
use crate::paxos::rules::QuorumFor;
use crate::paxos::{Node, NodeId, NodeSet, Note, Phase, Role, Slot};
use crate::sim::{Action, Step, truth};
use crate::story::words::{self, figure};

impl Painter<'_> {
    #[inline(never)]
    pub(super) fn actor(&self, node: NodeId) -> Actor {
        let state = self.world.node(node);
        let role = self.world.cluster.role(node);
        let body = match role {
            Role::Client if state.client.is_some() => self.asker(node, state),
            Role::Client => self.client(node),
            Role::Proposer => self.proposer(state),
            Role::Acceptor => self.acceptor(node, state),
            Role::Replica => self.replica(node, state),
            Role::Learner => self.learner(state),
        };
        let name = self.telling.names.node(node).to_string();
        let reaches = words::links::of_node(node, &self.world.cuts, self.telling);
        let label = self.telling.say(&(label(&name, state.up, &body) + &reaches)).into_owned();
        Actor { node, name, role: Some(role), up: state.up, body, label }
    }

    fn client(&self, node: NodeId) -> Body {
        let done = self.steps_done().iter();
        let asked = done.clone().rev().find_map(|step| match step.action {
            Action::Request { client, value, .. } if client == node => Some(value),
            _ => None,
        });
        let told = done.rev().find_map(|step| match (step.effects.notes.first(), &step.effects.envelope) {
            (Some(Note::ReplyReceived { value, .. }), Some(envelope)) if envelope.to == node => Some(*value),
            _ => None,
        });
        Body::Client { wants: asked.map(|value| self.word(value)), told: told.map(|value| self.word(value)) }
    }

    fn proposer(&self, state: &Node) -> Body {
        let proposer = state.proposer.as_ref();
        let attempt = proposer.and_then(|proposer| proposer.attempt.as_ref());
        let promises = attempt.map_or(NodeSet::EMPTY, |attempt| attempt.promises.by);
        Body::Proposer {
            id_field: figure::id_field(self.telling.vocabulary),
            tag: attempt.map(|attempt| self.tag(attempt.ballot)),
            sends: attempt.and_then(|attempt| attempt.value()).map(|value| self.word(value)),
            wants: proposer.and_then(|proposer| proposer.disk.own).map(|value| self.word(value)),
            promises: self.count(promises, QuorumFor::Prepare),
            crown: self.crown(state),
            learned: self.learned(state),
        }
    }

    /// What one who sees all knows of the id that a proposer is using, once a quorum has promised it.
    fn crown(&self, state: &Node) -> Option<Crown> {
        let attempt = state.proposer.as_ref()?.attempt.as_ref()?;
        let need = self.world.rules.quorum_size(&self.world.cluster, QuorumFor::Prepare);
        // Without phase 1 nobody is asked for the floor.
        let is_promised = matches!(attempt.phase, Phase::Accepting(_)) && need <= attempt.promises.by.len();
        let has_won =
            !self.show.is_hushed && truth::chosen(self.world).any(|chosen| chosen.vote.ballot == attempt.ballot);
        match truth::is_alive(self.world, attempt.ballot) {
            true if has_won => Some(Crown::Won),
            true if is_promised => Some(Crown::HasFloor),
            _ => None,
        }
    }

    fn count(&self, nodes: NodeSet, purpose: QuorumFor) -> Count {
        let cluster = &self.world.cluster;
        let need = self.world.rules.quorum_size(cluster, purpose);
        Count { have: nodes.len(), of: cluster.all(Role::Acceptor).len(), need }
    }

    fn learned(&self, state: &Node) -> Option<String> {
        let value = state.learner.as_ref()?.learned(Slot::ONLY)?;
        Some(self.word(value))
    }

    fn acceptor(&self, node: NodeId, state: &Node) -> Body {
        let disk = state.acceptor.as_ref().map(|acceptor| &acceptor.disk);
        let vote = disk.and_then(|disk| disk.votes.get(Slot::ONLY));
        Body::Acceptor {
            fields: figure::fields(self.telling),
            promised: disk.and_then(|disk| disk.promised).map(|ballot| self.tag(ballot)),
            accepted: vote.map(|vote| (self.tag(vote.ballot), self.word(vote.value))),
            refusal: self.refusal(node),
        }
    }

    /// Why this acceptor has refused the last message that reached it on this slide, in a few words.
    pub(super) fn refusal(&self, node: NodeId) -> Option<Refused> {
        let here = &self.steps_done()[self.since.steps.min(self.show.at.steps)..];
        let reached = |step: &&Step| step.effects.envelope.as_ref().is_some_and(|envelope| envelope.to == node);
        let last = here.iter().rev().filter(reached).find_map(|step| step.effects.notes.first())?;
        let (long, short) = (figure::refusal(*last, self.telling)?, figure::short_refusal(*last, self.telling)?);
        Some(Refused { long, short })
    }

    fn learner(&self, state: &Node) -> Body {
        let heard = state.learner.iter().flat_map(|learner| learner.heard.iter().map(|tally| tally.heard.by));
        let most = heard.max_by_key(|by| by.len()).unwrap_or(NodeSet::EMPTY);
        let heard = self.count(most, QuorumFor::Accept);
        Body::Learner { heard, learned: self.learned(state) }
    }
}

/// What a node is called by a screen reader: its role, its name, and what it shows.
pub(in crate::view) fn label(name: &str, up: bool, body: &Body) -> String {
    let tagged = |tag: &Tag| tag.id.clone().unwrap_or_else(|| figure::AN_ID.to_string());
    match body {
        Body::Client { wants, told } => figure::client(name, up, wants.as_deref(), told.as_deref()),
        Body::Acceptor { fields, promised, accepted, .. } => {
            let accepted = accepted.as_ref().map(|(tag, value)| match &tag.id {
                Some(id) => format!("{id} {value}"),
                None => value.clone(),
            });
            if *fields == figure::plain_fields() {
                return figure::plain_acceptor(name, up, promised.is_some(), accepted.as_deref());
            }
            figure::acceptor(name, up, promised.as_ref().map(tagged).as_deref(), accepted.as_deref())
        }
        Body::Replica(body) => replicated::label(name, up, body),
        Body::Asker(body) => replicated::asker_label(name, up, body),
        Body::Person { .. } => name.to_string(), // It brings its own words.
        Body::Unseen { by, heard } => figure::unseen(name, by, heard.as_deref()),
        Body::Learner { heard, learned } => figure::learner(name, up, heard.have, learned.as_deref()),
        Body::Proposer { .. } => figure::proposer(name, up, &body.facts()),
    }
}

impl Body {
    /// What stands on the card of a proposer, each in a few words; nothing for others.
    pub fn facts(&self) -> Vec<String> {
        let Body::Proposer { tag, sends, wants, promises, crown, learned, .. } = self else { return Vec::new() };
        let mut facts = Vec::new();
        facts.extend(tag.as_ref().and_then(|tag| tag.id.as_ref()).map(|id| figure::id_in_use(id)));
        facts.extend(wants.as_ref().map(|value| figure::wants_value(value)));
        facts.extend(sends.as_ref().map(|value| figure::has_sent(value)));
        let counted = |tag: &Tag| figure::promises(promises.have, promises.of, tag.id.is_none());
        facts.extend(tag.as_ref().map(counted));
        facts.extend(crown.map(|crown| figure::crown(crown == Crown::Won).to_string()));
        facts.extend(learned.as_ref().map(|value| figure::has_learned(value)));
        facts
    }
}
