//! What must be said of a run that is not Paxos, wherever the run is shown.

use crate::paxos::Role;
use crate::paxos::rules::{QuorumFor, Rules};
use crate::sim::{Change, World};
use crate::story::print;
use crate::story::problem::both;

/// A sentence for the wrong rules in force, and one for quorums that need not meet.
pub fn of(world: &World) -> Vec<String> {
    let wrong: Vec<String> = wrong_rules(&world.rules).collect();
    let not_paxos = (!wrong.is_empty()).then(|| format!("This is not Paxos: {}.", both(&wrong)));
    not_paxos.into_iter().chain(quorums_that_need_not_meet(world)).collect()
}

/// The rules in force that are not those of Paxos, in the words of the scene language.
fn wrong_rules(rules: &Rules) -> impl Iterator<Item = String> + use<> {
    let paxos = Rules::default();
    let said = |change: Change, is_wrong: bool| is_wrong.then(|| print::change(change));
    [
        said(Change::Phases(rules.phases), rules.phases != paxos.phases),
        said(Change::Promise(rules.promise), rules.promise != paxos.promise),
        said(Change::Report(rules.report), rules.report != paxos.report),
        said(Change::Value(rules.value), rules.value != paxos.value),
        said(Change::Accept(rules.accept), rules.accept != paxos.accept),
        said(Change::QuorumRule(rules.quorum), rules.quorum != paxos.quorum),
        said(Change::Storage(rules.storage), rules.storage != paxos.storage),
        said(Change::Ids(rules.ids), rules.ids != paxos.ids),
        said(Change::Count(rules.count), rules.count != paxos.count),
        said(Change::Learn(rules.learn), rules.learn != paxos.learn),
    ]
    .into_iter()
    .flatten()
}

/// Safety hangs on this: each quorum of phase 1 shares an acceptor with each of phase 2 (PMS 2.1).
fn quorums_that_need_not_meet(world: &World) -> Option<String> {
    let size = |purpose| world.rules.quorum_size(&world.cluster, purpose);
    let (prepare, accept) = (size(QuorumFor::Prepare), size(QuorumFor::Accept));
    let acceptors = world.cluster.all(Role::Acceptor).len();
    (0 < acceptors && prepare + accept <= acceptors).then(|| {
        format!(
            "Quorums need not meet: {prepare} of {acceptors} acceptors to promise and {accept} others to accept. Two values may be chosen."
        )
    })
}
