//! What is so at the moment of a question.

use super::{Answer, Chance, Ending};
use crate::paxos::rules::{Learn, QuorumFor};
use crate::paxos::{NodeId, NodeSet, Role, Rules, Slot, Value};
use crate::sim::possible::{Possible, Standing};
use crate::sim::{Change, Envelope, World, truth};
use crate::story::script::Topic;

/// Whether the answer is to be seen at the moment itself, and not in what comes next.
pub(super) fn is_about_now(topic: Topic) -> bool {
    match topic {
        Topic::Chosen(_) | Topic::Knows(_) | Topic::Possible(_) => true,
        Topic::Decisions | Topic::Ends | Topic::Quorum | Topic::Failures => true,
        Topic::Answer(_) | Topic::Sends(_) | Topic::Value(..) | Topic::Pick(_) => false,
        Topic::Id(_) | Topic::Keeps(_) | Topic::Applied(_) => false,
    }
}

/// What is so in a world to which all this mail was ever sent.
pub(super) fn answer<'a>(world: &World, sent: impl IntoIterator<Item = &'a Envelope>, topic: Topic) -> Option<Answer> {
    match topic {
        Topic::Chosen(slot) => Some(Answer::Values(chosen(world, slot))),
        Topic::Knows(slot) => Some(Answer::Nodes(knowing(world, slot))),
        Topic::Possible(value) => chance(world, sent, value).map(Answer::Chance),
        Topic::Decisions => decisions(world).map(Answer::Decisions),
        Topic::Ends => ending(world).map(Answer::Ends),
        Topic::Quorum => quorum(world).map(Answer::Acceptors),
        Topic::Failures => spare(world).map(Answer::Acceptors),
        _ => None,
    }
}

/// What would be so by a wrong rule.
pub(super) fn answer_under(world: &World, topic: Topic, rule: Change) -> Option<Answer> {
    let mut other = world.clone();
    other.set(rule);
    match (topic, rule) {
        (_, Change::QuorumRule(_)) => answer(&other, [], topic).filter(|_| !matches!(topic, Topic::Possible(_))),
        (Topic::Chosen(slot), Change::Learn(Learn::PerValue)) => Some(Answer::Values(added_up(world, slot))),
        (Topic::Chosen(Slot::ONLY), Change::Learn(Learn::OnPromises)) => {
            let values = promised(world).map(|(_, value)| value);
            Some(Answer::Values(sorted(values.chain(chosen(world, Slot::ONLY)))))
        }
        (Topic::Knows(Slot::ONLY), Change::Learn(Learn::OnPromises)) => {
            let proposers: NodeSet = promised(world).map(|(node, _)| node).collect();
            Some(Answer::Nodes(proposers.union(knowing(world, Slot::ONLY))))
        }
        _ => None,
    }
}

/// What is chosen in a slot.
pub(super) fn chosen(world: &World, slot: Slot) -> Vec<Value> {
    sorted(truth::chosen(world).filter(|chosen| chosen.slot == slot).map(|chosen| chosen.vote.value))
}

/// Who has learned what is chosen in a slot.
pub(super) fn knowing(world: &World, slot: Slot) -> NodeSet {
    let has_learned =
        |&node: &NodeId| world.node(node).learner.as_ref().is_some_and(|learner| learner.learned(slot).is_some());
    world.cluster.nodes().filter(has_learned).collect()
}

/// The values for which enough acceptors have voted in a slot, under whatever ids.
fn added_up(world: &World, slot: Slot) -> Vec<Value> {
    let votes = || world.votes.iter().filter(|cast| cast.slot == slot);
    let of = |value: Value| {
        votes().filter(|cast| cast.vote.value == value).fold(NodeSet::EMPTY, |all, cast| all.union(cast.by))
    };
    let is_enough = |&value: &Value| world.rules.is_quorum(&world.cluster, QuorumFor::Accept, of(value));
    sorted(votes().map(|cast| cast.vote.value).filter(is_enough))
}

/// The proposers that have the promises of a quorum, and the value that each would send or has sent.
fn promised(world: &World) -> impl Iterator<Item = (NodeId, Value)> + '_ {
    world.cluster.all(Role::Proposer).iter().filter_map(|node| {
        let proposer = world.node(node).proposer.as_ref()?;
        let attempt = proposer.current()?;
        let is_quorum = world.rules.is_quorum(&world.cluster, QuorumFor::Prepare, attempt.promises.by);
        attempt.value().filter(|_| is_quorum).map(|value| (node, value))
    })
}

fn sorted(values: impl Iterator<Item = Value>) -> Vec<Value> {
    let mut values: Vec<Value> = values.collect();
    values.sort_unstable();
    values.dedup();
    values
}

/// What can become of a value, with the ids that there are or with one to come.
fn chance<'a>(world: &World, sent: impl IntoIterator<Item = &'a Envelope>, value: Value) -> Option<Chance> {
    let possible = Possible::of_world(world, sent);
    let outlook = possible.of_value(value).filter(|_| possible.is_exact)?;
    Some(match outlook.standing() {
        Standing::Chosen => Chance::Chosen,
        Standing::Choosable => Chance::Open,
        Standing::Dead if outlook.later => Chance::Open,
        Standing::Dead => Chance::Gone,
    })
}

/// How many values have been chosen, where one is to be.
fn decisions(world: &World) -> Option<usize> {
    (!world.cluster.is_replicated()).then(|| chosen(world, Slot::ONLY).len())
}

/// How many acceptors must accept a value; of a log it hangs on the slot, whose members may be fewer.
fn quorum(world: &World) -> Option<usize> {
    (!world.cluster.is_replicated()).then(|| world.rules.quorum_size(&world.cluster, QuorumFor::Accept))
}

/// How it ends where nothing is chosen and two proposers can go on; nothing is known of any other end.
fn ending(world: &World) -> Option<Ending> {
    let up = world.cluster.all(Role::Proposer).iter().filter(|&node| world.node(node).up).count();
    let acceptors = world.cluster.all(Role::Acceptor).iter().filter(|&node| world.node(node).up).collect();
    let can_go_on = [QuorumFor::Prepare, QuorumFor::Accept];
    let can_go_on = can_go_on.iter().all(|&purpose| world.rules.is_quorum(&world.cluster, purpose, acceptors));
    let is_open = decisions(world) == Some(0) && world.rules == Rules::default();
    (is_open && can_go_on && 2 <= up).then_some(Ending::May)
}

/// How many acceptors may be down while a value can still be chosen.
fn spare(world: &World) -> Option<usize> {
    quorum(world)?;
    let size = |purpose| world.rules.quorum_size(&world.cluster, purpose);
    world.cluster.all(Role::Acceptor).len().checked_sub(size(QuorumFor::Prepare).max(size(QuorumFor::Accept)))
}
