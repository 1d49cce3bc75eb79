//! Chance: the same seed gives the same run, and what happens on one link reshuffles no other.

use crate::lab::*;
use expect_test::expect_file;
use paxos_explainer::paxos::Kind::Prepare;
use paxos_explainer::paxos::NodeId;
use paxos_explainer::sim::{Action, Change, Delay, Draw, Flight, LossReason, Recording, Retry, Step};
use proptest::prelude::*;

/// Links last: a link that was shared yesterday must show the same run tomorrow. Whoever changes this
/// file breaks every link and every scene with a seed.
#[test]
fn generator_draws_what_it_always_drew() {
    let mut list = String::from("seed, sender -> receiver, number of the kind, number among those: three draws\n");
    let corners = [(1, 0, 3, 1, 0), (1, 0, 3, 1, 1), (1, 3, 0, 2, 0), (2, 0, 3, 1, 0), (u32::MAX, 14, 13, 6, 9_999)];
    let kinds = (0..16).map(|kind| (7, 1, 2, kind, 5));
    for (seed, from, to, kind, nth) in corners.into_iter().chain(kinds) {
        let mut draw = Draw::new(seed, NodeId(from), NodeId(to), kind, nth);
        let numbers = [draw.between(0, 999), draw.between(0, 999), draw.between(0, u32::MAX)];
        list += &format!("{seed}, {from} -> {to}, {kind}, {nth}: {numbers:?}\n");
    }
    expect_file![format!("{}/tests/golden/draws.txt", env!("CARGO_MANIFEST_DIR"))].assert_eq(&list);
}

/// The same for a whole run: the draws reach messages and timers in the way that they always did.
#[test]
fn seed_gives_the_run_that_it_always_gave() {
    let changes = [delay_between(100, 900), Change::Loss(20), Change::Duplication(20)];
    let mut run = Timed::new(&changes);
    run.set(Change::Retry(Retry::Backoff(1000)));
    run.propose(P1, CAT);
    run.propose(P2, DOG);
    run.run_to(2500);
    let arrivals: String = run.arrivals().iter().map(|(time, message)| format!("{} at {time}\n", message.0)).collect();
    let golden = format!("{}/tests/golden/draws-of-a-run.txt", env!("CARGO_MANIFEST_DIR"));
    expect_file![golden].assert_eq(&format!("message at its time of arrival\n{arrivals}"));
}

proptest! {
    #[test]
    fn draw_lies_between_its_bounds(seed: u32, from in 0_u8..15, to in 0_u8..15, kind in 0_u8..16, nth in 0_u32..10_000, a: u32, b: u32) {
        let (least, most) = (a.min(b), a.max(b));
        let drawn = Draw::new(seed, NodeId(from), NodeId(to), kind, nth).between(least, most);
        prop_assert!((least..=most).contains(&drawn));
    }
}

#[test]
fn draw_happens_about_as_often_as_its_percentage_says() {
    for percent in [0, 1, 20, 50, 99, 100] {
        let happens = |nth| Draw::new(7, NodeId(1), NodeId(4), 3, nth).percent(percent);
        let count = (0..10_000).filter(|&nth| happens(nth)).count() as i32;
        assert!((count - 100 * i32::from(percent)).abs() <= 150, "{count} of 10000 at {percent}%");
        assert!(percent != 0 || count == 0);
        assert!(percent != 100 || count == 10_000);
    }
}

#[test]
fn draws_differ_between_seeds_links_kinds_and_turns() {
    let of = |seed, from, to, kind, nth| Draw::new(seed, NodeId(from), NodeId(to), kind, nth).between(0, u32::MAX);
    let base = of(1, 2, 3, 4, 5);
    for other in [of(2, 2, 3, 4, 5), of(1, 3, 2, 4, 5), of(1, 1, 3, 4, 5), of(1, 2, 3, 5, 5), of(1, 2, 3, 4, 6)] {
        assert_ne!(base, other);
    }
}

fn stormy(seed: u32) -> Timed {
    let retry = Change::Retry(Retry::After(Delay { least: 1000, most: 3000 }));
    let mut run =
        Timed::new(&[delay_between(100, 900), Change::Loss(30), Change::Duplication(20), retry, Change::Seed(seed)]);
    run.propose(P1, CAT);
    run.run_to(300);
    run.propose(P2, DOG);
    run.run_to(20_000);
    run
}

fn assert_same(one: &Recording, other: &Recording) {
    assert_eq!(one.steps(), other.steps());
    assert_eq!(one.flights(), other.flights());
    assert_eq!(one.world(), other.world());
    assert_eq!(one.schedule(), other.schedule());
}

#[test]
fn runs_with_one_seed_are_equal() {
    for seed in 1..30 {
        assert_same(&stormy(seed).recording, &stormy(seed).recording);
    }
}

#[test]
fn runs_with_different_seeds_differ() {
    let first_arrivals = |seed| stormy(seed).arrivals().into_iter().take(10).collect::<Vec<_>>();
    let mut runs: Vec<_> = (1..100).map(first_arrivals).collect();
    runs.sort();
    runs.dedup();
    assert_eq!(runs.len(), 99);
}

/// P1 starts many ballots at once, each a PREPARE to each acceptor.
fn many_prepares(changes: &[Change], before: impl Fn(&mut Timed)) -> Timed {
    let mut run = Timed::new(changes);
    run.set(delay_between(1, 9999));
    before(&mut run);
    for _ in 0..50 {
        run.propose(P1, CAT);
    }
    run
}

/// How long each takes; nothing is known of those that are lost at once.
fn travels(run: &Timed, to: Who) -> Vec<Option<u32>> {
    let travel = |flight: &&Flight| lost(flight).is_none().then_some(flight.travel);
    run.flights(Prepare, P1, to).iter().map(travel).collect()
}

fn assert_same_where_both_travel(one: &[Option<u32>], other: &[Option<u32>]) {
    let both = || one.iter().zip(other).filter(|(one, other)| one.is_some() && other.is_some());
    assert!(10 < both().count() && both().all(|(one, other)| one == other), "{one:?} and {other:?}");
}

fn losses(run: &Timed, to: Who) -> Vec<bool> {
    run.flights(Prepare, P1, to).iter().map(|flight| lost(flight).is_some()).collect()
}

#[test]
fn change_of_a_percentage_moves_no_delay_and_no_other_draw() {
    let plain = many_prepares(&[], |_| ());
    let lossy = many_prepares(&[Change::Loss(30)], |_| ());
    let lossier = many_prepares(&[Change::Loss(60)], |_| ());
    for acceptor in [A1, A2, A3] {
        assert_same_where_both_travel(&travels(&plain, acceptor), &travels(&lossy, acceptor));
        assert_same_where_both_travel(&travels(&plain, acceptor), &travels(&lossier, acceptor));
        let (few, many) = (losses(&lossy, acceptor), losses(&lossier, acceptor));
        assert!(few.iter().zip(&many).all(|(few, many)| few <= many), "what is lost at 30% is lost at 60%");
        assert!(few != many && few.contains(&true));
    }
}

/// Whether each PREPARE to an acceptor was doubled; nothing is known of those that are lost.
fn doubled(run: &Timed, to: Who) -> Vec<Option<bool>> {
    let steps = run.recording.steps().iter().filter(|step| matches!(step.action, Action::Propose { .. }));
    let copies = |step: &Step| -> Option<bool> {
        let mut of_link = step.effects.sent.iter().filter(|sent| sent.envelope.to == run.id(to));
        let original = of_link.next()?;
        original.lost.is_none().then(|| of_link.next().is_some())
    };
    steps.map(copies).collect()
}

#[test]
fn change_of_the_loss_doubles_no_other_messages() {
    let plain = many_prepares(&[Change::Duplication(40)], |_| ());
    let lossy = many_prepares(&[Change::Duplication(40), Change::Loss(40)], |_| ());
    for acceptor in [A1, A2, A3] {
        let (all, carried) = (doubled(&plain, acceptor), doubled(&lossy, acceptor));
        let both = || all.iter().zip(&carried).filter(|(_, carried)| carried.is_some());
        assert!((15..45).contains(&both().count()) && both().all(|(all, carried)| all == carried));
        assert!(all.contains(&Some(true)) && all.contains(&Some(false)));
    }
}

#[test]
fn links_have_draws_of_their_own() {
    let run = many_prepares(&[], |run| (0..50).for_each(|_| run.propose(P2, DOG)));
    let of_p2 = run.flights(Prepare, P2, A1).iter().map(|flight| Some(flight.travel)).collect();
    let links = [travels(&run, A1), travels(&run, A2), travels(&run, A3), of_p2];
    for (at, one) in links.iter().enumerate() {
        assert!(links[at + 1..].iter().all(|other| one != other));
    }
}

#[test]
fn messages_on_one_link_move_no_draw_on_another() {
    let alone = many_prepares(&[Change::Loss(30)], |_| ());
    let beside_others = many_prepares(&[Change::Loss(30)], |run| {
        for _ in 0..7 {
            run.propose(P2, DOG);
        }
    });
    for acceptor in [A1, A2, A3] {
        assert_eq!(travels(&alone, acceptor), travels(&beside_others, acceptor));
        assert_eq!(losses(&alone, acceptor), losses(&beside_others, acceptor));
    }
}

#[test]
fn cut_of_one_link_moves_no_draw_on_another() {
    let whole = many_prepares(&[Change::Loss(30)], |_| ());
    let cut = many_prepares(&[Change::Loss(30)], |run| run.cut(P1, A2));
    for acceptor in [A1, A3] {
        assert_eq!(travels(&whole, acceptor), travels(&cut, acceptor));
        assert_eq!(losses(&whole, acceptor), losses(&cut, acceptor));
    }
    let reasons = cut.flights(Prepare, P1, A2).into_iter().map(|flight| lost(flight).map(|(_, reason)| reason));
    assert!(reasons.into_iter().all(|reason| reason == Some(LossReason::LinkCut)));
}

#[test]
fn message_that_a_cut_link_loses_counts_like_any_other() {
    let whole = many_prepares(&[], |_| ());
    let mended = many_prepares(&[], |run| {
        run.cut(P1, A2);
        run.propose(P1, CAT);
        run.act(Action::Heal { from: run.id(P1), to: run.id(A2) });
    });
    assert_eq!(travels(&mended, A2)[1..50], travels(&whole, A2)[1..], "the first is lost, and none after it is moved");
}
