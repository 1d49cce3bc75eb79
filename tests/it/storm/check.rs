//! What must hold after every step.

use paxos_explainer::paxos::Kind;
use paxos_explainer::sim::{Effects, Violation, World, truth};

/// Which violations are looked for.
pub type Watch = fn(Violation) -> bool;

/// Whatever Paxos rules out.
pub const ANY: Watch = |_| true;
pub const AGREEMENT: Watch = |violation| matches!(violation, Violation::Agreement(..));
pub const LEARNING: Watch = |violation| matches!(violation, Violation::LearnedUnchosen(..));
pub const ALL_BUT_LEARNING: Watch = |violation| !LEARNING(violation);
pub const ALL_BUT_THE_USE_OF_IDS: Watch = |violation| !matches!(violation, Violation::IdUsedTwice(_));

/// All that a step with these effects has broken: agreement, validity and learning; a promise; that each id
/// is used once, and for one value; that what an acceptor answers is on its disk by then.
pub fn violations(before: &World, after: &World, effects: &Effects) -> impl Iterator<Item = Violation> + use<> {
    let found = [
        truth::violation(after),
        truth::broken_promise(before, after),
        truth::breach(after),
        truth::unstored_answer(after, effects),
    ];
    found.into_iter().flatten()
}

/// P2b: once a value is chosen, no proposer issues another one under a higher id.
pub fn carries_on_what_is_chosen(after: &World, effects: &Effects) -> bool {
    let messages = effects.sent.iter().map(|sent| &sent.envelope.message);
    messages.filter(|message| message.kind() == Kind::AcceptRequest).all(|request| {
        let lower = |chosen: &truth::Chosen| Some(chosen.vote.ballot) < request.ballot();
        truth::chosen(after).filter(lower).all(|chosen| request.value() == Some(chosen.vote.value))
    })
}
