//! What must be said of a run that is not Paxos, wherever the run is shown.

mod log;

use crate::paxos::Role;
use crate::paxos::rules::{
    Accept, Commit, Counting, Dedup, Gaps, IdsRule, Leading, Learn, Members, Phases, Promise, Quorum, QuorumFor,
    Report, Rules, Storage, ValueRule,
};
use crate::sim::{Action, Change, Moment, Recording, World, truth};
use crate::story::conditions;
use crate::story::language::{say, tr};
use crate::story::problem::both;

/// What must be said of a run up to this moment: what `of_conditions` says, and what must be said of a log.
pub fn over(recording: &Recording, until: Moment) -> Vec<String> {
    let mut said = of_conditions(recording, until);
    if recording.world().cluster.is_replicated() {
        said.extend(log::over(recording, until));
    }
    said
}

/// A sentence for the wrong rules that a run has had in force at any time up to this moment, and one for quorums
/// that need not meet. What has once been wrong is not mended by being set back.
pub fn of_conditions(recording: &Recording, until: Moment) -> Vec<String> {
    let (wrong, sizes) = so_far(recording, until);
    let not_paxos = (!wrong.is_empty()).then(|| say!("This is not Paxos: {wrong}.", wrong = both(&wrong)));
    not_paxos.into_iter().chain(quorums_that_need_not_meet(deciding(recording, until), &sizes)).collect()
}

/// Whether each quorum of phase 1 shares an acceptor with each of phase 2 at all times of a run.
pub fn quorums_always_meet(recording: &Recording) -> bool {
    let (_, sizes) = so_far(recording, recording.end());
    quorums_that_need_not_meet(deciding(recording, recording.end()), &sizes).is_none()
}

/// Of how many acceptors a quorum is taken.
fn deciding(recording: &Recording, until: Moment) -> usize {
    let cluster = &recording.world().cluster;
    if cluster.is_replicated() { log::deciding(recording, until) } else { cluster.all(Role::Acceptor).len() }
}

/// The wrong rules and the sizes of quorums that have been in force at any time up to this moment.
fn so_far(recording: &Recording, until: Moment) -> (Vec<String>, Vec<(usize, usize)>) {
    let mut world = recording.at(Moment::default());
    let mut wrong: Vec<String> = wrong_rules(&world.rules).collect();
    let mut sizes = vec![quorum_sizes(&world)];
    for step in recording.steps().iter().take(until.steps) {
        let Action::Set(change) = step.action else { continue };
        world.set(change);
        let new: Vec<String> = wrong_rules(&world.rules).filter(|rule| !wrong.contains(rule)).collect();
        wrong.extend(new);
        sizes.push(quorum_sizes(&world));
    }
    (wrong, sizes)
}

/// The rules in force that are not those of Paxos, each as what is done instead.
fn wrong_rules(rules: &Rules) -> impl Iterator<Item = String> + use<> {
    conditions::in_force(rules).into_iter().filter_map(instead).map(str::to_string)
}

/// What is done instead of what Paxos does, under this variant of a rule; none for Paxos's own and for what is no rule.
pub fn instead(change: Change) -> Option<&'static str> {
    match change {
        Change::Phases(rule) => phases(rule),
        Change::Promise(rule) => promise(rule),
        Change::Report(rule) => report(rule),
        Change::Value(rule) => value(rule),
        Change::Accept(rule) => accept(rule),
        Change::QuorumRule(rule) => quorum(rule),
        Change::Storage(rule) => storage(rule),
        Change::Ids(rule) => ids(rule),
        Change::Count(rule) => count(rule),
        Change::Learn(rule) => learn(rule),
        Change::Leader(rule) => leader(rule),
        Change::Gaps(rule) => gaps(rule),
        Change::Commit(rule) => commit(rule),
        Change::Dedup(rule) => dedup(rule),
        Change::Members(rule) => members(rule),
        Change::Network(_)
        | Change::Delay(_)
        | Change::Loss(_)
        | Change::Duplication(_)
        | Change::Retry(_)
        | Change::Seed(_)
        | Change::Nacks(_)
        | Change::Heartbeat(_)
        | Change::Election(_)
        | Change::Commands(_)
        | Change::Window(_)
        | Change::Quorum(_) => None,
    }
}

fn leader(rule: Leading) -> Option<&'static str> {
    match rule {
        Leading::Prepares => None,
        Leading::SkipsPrepare => Some(tr!("a new leader starts with ACCEPT-REQUESTs, without asking first")),
    }
}

fn gaps(rule: Gaps) -> Option<&'static str> {
    match rule {
        Gaps::Filled => None,
        Gaps::Left => Some(tr!("a new leader leaves gaps in the log")),
        Gaps::AppliedPast => Some(tr!("a new leader leaves gaps in the log, and what comes after them is applied")),
    }
}

fn commit(rule: Commit) -> Option<&'static str> {
    match rule {
        Commit::OwnVote => None,
        Commit::Loose => {
            Some(tr!("a follower takes whatever it has accepted below the leader's first unchosen slot for chosen"))
        }
    }
}

fn dedup(rule: Dedup) -> Option<&'static str> {
    match rule {
        Dedup::AtApply => None,
        Dedup::None => Some(tr!("a command that stands in the log twice is executed twice")),
    }
}

fn members(rule: Members) -> Option<&'static str> {
    match rule {
        Members::Window => None,
        Members::AtOnce => Some(tr!("a new membership counts at once, in every slot")),
    }
}

fn phases(rule: Phases) -> Option<&'static str> {
    match rule {
        Phases::Two => None,
        Phases::One => Some(tr!("proposers send their value without asking first")),
    }
}

fn promise(rule: Promise) -> Option<&'static str> {
    match rule {
        Promise::Higher => None,
        Promise::OrEqual => Some(tr!("acceptors promise an equal id once more")),
        Promise::Always => Some(tr!("acceptors promise any id, even a lower one")),
    }
}

fn report(rule: Report) -> Option<&'static str> {
    match rule {
        Report::AcceptedId => None,
        Report::PromisedId => Some(tr!("a PROMISE reports a value under the promised id, not the accepted one")),
        Report::Nothing => Some(tr!("PROMISEs report nothing")),
    }
}

fn value(rule: ValueRule) -> Option<&'static str> {
    match rule {
        ValueRule::HighestAccepted => None,
        ValueRule::Own => Some(tr!("proposers send a value of their own, whatever is reported")),
        ValueRule::Lowest => Some(tr!("proposers carry on the value with the lowest accepted id")),
        ValueRule::First => Some(tr!("proposers carry on the value that is reported first")),
        ValueRule::RePicks => Some(tr!("proposers choose anew when a late PROMISE reports a value")),
    }
}

fn accept(rule: Accept) -> Option<&'static str> {
    match rule {
        Accept::IfPromised => None,
        Accept::Always => Some(tr!("acceptors accept below their promise")),
        Accept::WithoutPromising => {
            Some(tr!("accepting an id does not promise it, though only the latest vote is kept"))
        }
        Accept::First => Some(tr!("acceptors accept only once")),
    }
}

fn quorum(rule: Quorum) -> Option<&'static str> {
    match rule {
        Quorum::Majority => None,
        Quorum::Half => Some(tr!("half of the acceptors are taken for a quorum")),
        Quorum::One => Some(tr!("a single acceptor is taken for a quorum")),
    }
}

fn storage(rule: Storage) -> Option<&'static str> {
    match rule {
        Storage::Durable => None,
        Storage::ForgetsPromise => Some(tr!("a crash takes what an acceptor has promised")),
        Storage::ForgetsAccepted => Some(tr!("a crash takes what an acceptor has accepted")),
        Storage::ForgetsAll => Some(tr!("a crash takes all that an acceptor has promised and accepted")),
    }
}

fn ids(rule: IdsRule) -> Option<&'static str> {
    match rule {
        IdsRule::Unique => None,
        IdsRule::Reused => Some(tr!("an id may be used twice")),
    }
}

fn count(rule: Counting) -> Option<&'static str> {
    match rule {
        Counting::Acceptors => None,
        Counting::Messages => Some(tr!("copies of a message count again")),
    }
}

fn learn(rule: Learn) -> Option<&'static str> {
    match rule {
        Learn::PerId => None,
        Learn::PerValue => Some(tr!("acceptances under different ids are added up")),
        Learn::OnPromises => Some(tr!("a majority of PROMISEs is taken for success")),
    }
}

/// Whether each quorum of phase 1 shares an acceptor with each of phase 2, as they are now.
pub fn quorums_meet(world: &World) -> bool {
    let (prepare, accept) = quorum_sizes(world);
    let deciding = match world.cluster.is_replicated() {
        true => truth::configurations(world, truth::next_slot(world)).iter().map(|all| all.len()).max().unwrap_or(0),
        false => world.cluster.all(Role::Acceptor).len(),
    };
    deciding < prepare + accept
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
    Some(match sizes.contains(&(prepare, accept)) {
        true => say!(
            "Quorums need not meet: of {acceptors} acceptors it takes {prepare} to promise and {accept} to accept, and these may be different ones. Two values may be chosen.",
            acceptors,
            prepare,
            accept
        ),
        false => say!(
            "Quorums need not meet: of {acceptors} acceptors it takes {prepare} to promise at one time and {accept} to accept at another, and these may be different ones. Two values may be chosen.",
            acceptors,
            prepare,
            accept
        ),
    })
}
