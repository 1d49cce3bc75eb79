//! What must be said of a run that is not Paxos, wherever the run is shown.

use crate::paxos::Role;
use crate::paxos::rules::{QuorumFor, Rules};
use crate::sim::{Action, Change, Moment, Recording, World};
use crate::story::print;
use crate::story::problem::both;

/// A sentence for the wrong rules that a run has had in force at any time up to this moment, and one for quorums
/// that need not meet. What has once been wrong is not mended by being set back.
pub fn over(recording: &Recording, until: Moment) -> Vec<String> {
    let mut world = recording.at(Moment::default());
    let mut wrong: Vec<String> = wrong_rules(&world.rules).collect();
    let mut sizes = vec![quorum_sizes(&world)];
    for step in &recording.steps()[..until.steps] {
        let Action::Set(change) = step.action else { continue };
        world.set(change);
        let new: Vec<String> = wrong_rules(&world.rules).filter(|rule| !wrong.contains(rule)).collect();
        wrong.extend(new);
        sizes.push(quorum_sizes(&world));
    }
    let not_paxos = (!wrong.is_empty()).then(|| format!("This is not Paxos: {}.", both(&wrong)));
    let acceptors = world.cluster.all(Role::Acceptor).len();
    not_paxos.into_iter().chain(quorums_that_need_not_meet(acceptors, &sizes)).collect()
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

/// How many acceptors must promise, and how many must accept.
fn quorum_sizes(world: &World) -> (usize, usize) {
    let size = |purpose| world.rules.quorum_size(&world.cluster, purpose);
    (size(QuorumFor::Prepare), size(QuorumFor::Accept))
}

/// Safety hangs on this: each quorum of phase 1 shares an acceptor with each of phase 2 (PMS 2.1), also with one
/// of another time.
fn quorums_that_need_not_meet(acceptors: usize, sizes: &[(usize, usize)]) -> Option<String> {
    let prepare = sizes.iter().map(|&(prepare, _)| prepare).min()?;
    let accept = sizes.iter().map(|&(_, accept)| accept).min()?;
    if acceptors < prepare + accept {
        return None;
    }
    let takes = match sizes.contains(&(prepare, accept)) {
        true => format!("it takes {prepare} to promise and {accept} to accept"),
        false => format!("it takes {prepare} to promise at one time and {accept} to accept at another"),
    };
    let may = "and these may be different ones. Two values may be chosen.";
    Some(format!("Quorums need not meet: of {acceptors} acceptors {takes}, {may}"))
}
