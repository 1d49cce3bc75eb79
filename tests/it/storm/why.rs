//! In any storm, each answer to "why?" is true; and what Paxos promises holds, or breaks where the observer sees it.

use super::check::ANY;
use super::setup::Setup;
use super::weather::Storm;
use crate::lab::*;
use crate::why::{invariants, lineage};
use paxos_explainer::check::Verdicts;
use paxos_explainer::paxos::rules::*;
use paxos_explainer::sim::Change;

fn blown(setup: &Setup, seed: u32) -> Storm {
    let mut storm = Storm::of(setup, seed, |_| false);
    storm.blow();
    storm.calm();
    storm
}

#[test]
fn storms_of_paxos_break_no_property_and_every_answer_is_true() {
    let mut answers = 0;
    for seed in 0..150 {
        let setup = Setup::drawn(Cast::of(2 + (seed % 2) as u8, 3 + (seed % 3) as u8), seed);
        let mut storm = Storm::of(&setup, seed, ANY);
        storm.blow();
        storm.calm();
        let recording = &storm.recording;
        assert!(Verdicts::of(recording).all_hold(recording.end()), "seed {seed}");
        answers += lineage::check(&format!("seed {seed}"), recording);
    }
    assert!(500 < answers, "{answers}");
}

#[test]
fn storms_under_wrong_rules_are_explained_truly_and_break_where_the_observer_sees_it() {
    let wrong = [
        Change::Value(ValueRule::Own),
        Change::Value(ValueRule::Lowest),
        Change::Value(ValueRule::First),
        Change::Value(ValueRule::RePicks),
        Change::Phases(Phases::One),
        Change::Report(Report::PromisedId),
        Change::Report(Report::Nothing),
        Change::Accept(Accept::Always),
        Change::Accept(Accept::First),
        Change::Accept(Accept::WithoutPromising),
        Change::Promise(Promise::Always),
        Change::Promise(Promise::OrEqual),
        Change::Storage(Storage::ForgetsAll),
        Change::Storage(Storage::ForgetsAccepted),
        Change::Ids(IdsRule::Reused),
        Change::Count(Counting::Messages),
        Change::Learn(Learn::PerValue),
        Change::Learn(Learn::OnPromises),
        Change::QuorumRule(Quorum::Half),
        Change::QuorumRule(Quorum::One),
    ];
    for change in wrong {
        let mut answers = 0;
        for seed in 0..30 {
            let setup = Setup::new(Cast::of(3, 3), &[change]);
            let storm = blown(&setup, seed);
            let name = format!("{change:?}, seed {seed}");
            answers += lineage::check(&name, &storm.recording);
            invariants::agrees(&name, &storm.recording);
        }
        assert!(0 < answers, "{change:?}");
    }
}
