//! When a proposer tries again.

use crate::lab::*;
use paxos_explainer::paxos::Kind::Accepted;
use paxos_explainer::paxos::Nacks;
use paxos_explainer::sim::{Action, Change, Delay, Retry};

fn after(least: u32, most: u32) -> Change {
    Change::Retry(Retry::After(Delay { least, most }))
}

/// P1 alone, with nobody who answers: its timeouts in the first ten minutes.
fn timeouts_without_answers(seed: u32, retry: Change) -> Vec<u32> {
    let mut run = Timed::new(&[Change::Seed(seed), retry, Change::Loss(100)]);
    run.propose(P1, CAT);
    run.run_to(600_000);
    run.timeouts(P1)
}

fn waits(timeouts: &[u32]) -> Vec<u32> {
    let starts = std::iter::once(0).chain(timeouts.iter().copied());
    timeouts.iter().zip(starts).map(|(time, start)| time - start).collect()
}

#[test]
fn proposer_never_tries_again_when_retries_are_off() {
    assert!(timeouts_without_answers(1, Change::Retry(Retry::Off)).is_empty());
}

#[test]
fn proposer_tries_again_within_the_bounds() {
    let all: Vec<u32> = (1..20).flat_map(|seed| waits(&timeouts_without_answers(seed, after(2000, 2400)))).collect();
    assert!(all.iter().all(|wait| (2000..=2400).contains(wait)));
    assert!(all.contains(&2000) && all.contains(&2400), "both bounds are among {} draws", all.len());
}

#[test]
fn backoff_doubles_up_to_six_times_and_is_drawn_from_half_to_one_and_a_half() {
    let base = 500;
    let (mut least, mut most) = ([u32::MAX; 12], [0; 12]);
    for seed in 0..400 {
        for (retries, wait) in
            waits(&timeouts_without_answers(seed, Change::Retry(Retry::Backoff(base)))).into_iter().enumerate()
        {
            let whole = base << retries.min(6);
            assert!((whole / 2..=whole + whole / 2).contains(&wait), "{wait} after {retries} retries");
            let place = retries.min(11);
            (least[place], most[place]) = (least[place].min(wait), most[place].max(wait));
        }
    }
    for retries in 0..12_usize {
        let whole = base << retries.min(6);
        assert!(least[retries] < whole * 6 / 10 && whole * 14 / 10 < most[retries], "the whole range is used");
    }
}

#[test]
fn timer_is_armed_with_each_ballot_and_off_once_its_proposer_has_learned() {
    let mut run = Timed::new(&[after(10_000, 10_000)]);
    assert_eq!(run.timer(P1), None);
    run.propose(P1, CAT);
    assert_eq!(run.timer(P1), Some(10_000));
    run.run_to(3999);
    assert_eq!(run.timer(P1), Some(10_000));
    run.run_to(4000);
    assert_eq!((run.learned(P1), run.timer(P1)), (Some(CAT), None));
}

#[test]
fn timer_stays_off_when_its_proposer_has_learned_before_the_ballot() {
    let mut run = Timed::new(&[after(10_000, 10_000)]);
    run.propose(P1, CAT);
    run.run_to(4000);
    run.propose(P1, DOG);
    assert_eq!(run.timer(P1), None, "it knows what is chosen and has nothing to try again for");
    run.run_to(60_000);
    assert!(run.timeouts(P1).is_empty());
}

#[test]
fn timer_is_off_when_its_proposer_has_crashed_and_stays_off_after_its_restart() {
    let mut run = Timed::new(&[after(2000, 2000)]);
    run.propose(P1, CAT);
    run.crash(P1);
    assert_eq!(run.timer(P1), None);
    run.restart(P1);
    run.run_to(60_000);
    assert!(run.timeouts(P1).is_empty());
}

#[test]
fn backoff_starts_from_its_base_again_after_a_crash() {
    for seed in 0..40 {
        let mut run = Timed::new(&[Change::Seed(seed), Change::Retry(Retry::Backoff(1000)), Change::Loss(100)]);
        run.propose(P1, CAT);
        run.run_to(100_000);
        assert!(5 <= run.timeouts(P1).len());
        run.crash(P1);
        run.restart(P1);
        run.propose(P1, CAT);
        let wait = run.timer(P1).map(|time| time - 100_000);
        assert!(wait.is_some_and(|wait| (500..=1500).contains(&wait)), "{wait:?} with seed {seed}");
    }
}

#[test]
fn timer_keeps_running_when_a_refusal_has_ended_the_ballot() {
    let mut run = Timed::new(&[after(5000, 5000), Change::Nacks(Nacks::On)]);
    run.propose(P2, DOG);
    run.run_to(1000);
    run.propose(P1, CAT);
    run.run_to(3000);
    assert_eq!(run.timer(P1), Some(6000));
    run.run_to(6000);
    let (node, ballot) = (run.id(P1), run.cast.ballot(3));
    let attempt = run.world().node(node).proposer.as_ref().and_then(|proposer| proposer.attempt.as_ref());
    assert_eq!(attempt.map(|attempt| attempt.ballot), Some(ballot));
}

#[test]
fn timer_is_armed_anew_with_a_ballot_that_is_started_by_hand() {
    let mut run = Timed::new(&[after(5000, 5000), delay(60_000)]);
    run.propose(P1, CAT);
    run.run_to(2000);
    let node = run.id(P1);
    run.act(Action::Timeout { node });
    assert_eq!(run.timer(P1), Some(7000));
}

#[test]
fn duelling_proposers_choose_in_the_end_when_they_back_off() {
    for seed in 1..50 {
        let mut run = Timed::new(&[Change::Seed(seed), Change::Retry(Retry::Backoff(1500))]);
        run.propose(P1, CAT);
        run.propose(P2, DOG);
        run.recording.run_idle(600_000);
        assert!(run.learned(P1).is_some() || run.learned(P2).is_some(), "with seed {seed}");
        assert!(!run.flights(Accepted, A1, L1).is_empty());
    }
}
