//! The plot of contention: what is counted, that it comes in slices, and one such run.

use crate::player::{opened, showing, text_of};
use expect_test::expect;
use paxos_explainer::paxos::{NodeId, Rules};
use paxos_explainer::player::plot::{ROUNDS_MAX, SEEDS, SEEDS_A_SLICE, Tally};
use paxos_explainer::player::{Act, Model, Msg, Opening, Panel, PlotMsg, Wait};
use paxos_explainer::sim::{Contest, Delay, Retry, Won, truth};
use paxos_explainer::story::parse;

/// A page on which the plot has been worked out for this backoff.
fn worked_out(wait: Wait) -> Model {
    let mut model = opened("contention", Opening::Set);
    model.update(Msg::Plot(PlotMsg::Set(wait)));
    let mut slices = 0;
    while model.wants_slice() {
        model.update(Msg::Plot(PlotMsg::Slice));
        slices += 1;
    }
    assert_eq!(slices, 2 * SEEDS / SEEDS_A_SLICE, "each slice takes its share, for the timer and the backoff");
    model
}

fn told(tally: &Tally) -> String {
    let rows = (1..ROUNDS_MAX).step_by(3).map(|least| tally.between(least, least + 2));
    let rows: Vec<String> = rows.map(|count| count.to_string()).collect();
    format!("{} never {} median {:?}", rows.join(" "), tally.never(), tally.median())
}

#[test]
fn counts_over_200_seeds_are_the_golden_ones() {
    let mut lines = Vec::new();
    for wait in Wait::BACKOFFS {
        let model = worked_out(wait);
        if lines.is_empty() {
            lines.push(format!("{:?}: {}", Wait::Fixed, told(&model.plot.tally(Wait::Fixed))));
        }
        lines.push(format!("{wait:?}: {}", told(&model.plot.tally(wait))));
    }
    expect![[r#"
        Fixed: 6 9 11 6 12 10 11 6 never 129 median None
        Backoff(250): 0 0 29 171 0 0 0 0 never 0 median Some((10, 7641))
        Backoff(500): 0 2 171 27 0 0 0 0 never 0 median Some((8, 7272))
        Backoff(1000): 0 118 82 0 0 0 0 0 never 0 median Some((6, 6743))
        Backoff(2000): 11 186 3 0 0 0 0 0 never 0 median Some((5, 6049))
        Backoff(4000): 152 48 0 0 0 0 0 0 never 0 median Some((3, 4610))"#]]
    .assert_eq(&lines.join("\n"));
}

#[test]
fn every_seed_is_in_one_row_and_a_fixed_timer_ends_less_often_than_any_backoff() {
    for wait in Wait::BACKOFFS {
        let plot = worked_out(wait).plot;
        for tally in [plot.tally(Wait::Fixed), plot.tally(wait)] {
            assert_eq!(tally.seeds, SEEDS);
            assert_eq!(tally.between(1, ROUNDS_MAX) + tally.never(), SEEDS);
        }
        assert!(plot.tally(wait).never() < plot.tally(Wait::Fixed).never());
    }
}

fn contest(retry: Retry, delay: Delay, apart: u32) -> Contest {
    let cluster = parse(&text_of("contention")).expect("it parses").cluster;
    Contest { cluster, rules: Rules::default(), delay, apart, retry, ballots_max: 24 }
}

#[test]
fn contest_without_a_rival_takes_one_round_of_three_delays() {
    let late = contest(Retry::Off, Delay { least: 1000, most: 1000 }, 10_000);
    assert_eq!(late.play(1), Some(Won { ballots: 1, time: 3000 }));
}

#[test]
fn contest_of_even_delays_and_a_fixed_timer_never_ends() {
    let timer = Retry::After(Delay { least: 3000, most: 3000 });
    let even = contest(timer, Delay { least: 1000, most: 1000 }, 1500);
    assert!((1..=20).all(|seed| even.play(seed).is_none()));
    let once = contest(Retry::Off, Delay { least: 1000, most: 1000 }, 1500);
    assert_eq!(once.play(1), Some(Won { ballots: 2, time: 4500 }), "the second is not interrupted again");
    let nobody = Contest { ballots_max: 0, ..once };
    assert_eq!(nobody.play(1), None, "nobody waits for so much as one");
}

#[test]
fn plot_wants_time_only_while_it_is_open_and_not_whole() {
    let mut model = opened("contention", Opening::Set);
    assert!(model.wants_slice());
    model.update(Msg::Toggle(Panel::Plot));
    assert!(!model.wants_slice());
    model.update(Msg::Plot(PlotMsg::Slice));
    assert_eq!(model.plot.tally(Wait::Fixed).seeds, 0, "a slice that comes late is not played");
    assert!(!worked_out(Wait::Backoff(500)).wants_slice());
    let elsewhere = opened("carry-on", Opening::Set);
    assert!(!elsewhere.wants_slice());
}

#[test]
fn plot_of_another_cluster_begins_anew() {
    let mut model = worked_out(Wait::Backoff(500));
    let load = |model: &mut Model, text: String| {
        model.update(Msg::Open("other".into(), Opening::Set));
        model.update(Msg::Loaded { id: "other".into(), text, opening: Opening::Set });
    };
    load(&mut model, text_of("contention"));
    assert!(!model.wants_slice(), "what is known of the same cluster stays known");
    load(&mut model, "title t\nshow plot\nproposers P1 P2\nacceptors A1 A2 A3 A4\n".into());
    assert_eq!(model.plot.tally(Wait::Fixed).seeds, 0);
}

/// The rounds started, and whether a value is chosen, in one such run from the end of this slide.
fn one_such_run(wait: Wait, slide: usize) -> (usize, bool) {
    let mut model = opened("contention", Opening::Slide(slide));
    let before = model.show().expect("it is on show").at;
    model.update(Msg::Act(Act::Contend(wait)));
    let show = model.show().expect("it is on show");
    assert!(show.is_own() && model.is_playing(), "it is the viewer's own run, and plays");
    assert_eq!(show.own().map(|own| own.forked_at()), Some(before));
    let world = show.recording().world().clone();
    model.update(Msg::GoHome);
    assert_eq!(model.show().map(|show| (show.is_own(), show.at)), Some((false, before)));
    (world.used.len(), truth::chosen(&world).next().is_some())
}

#[test]
fn one_such_run_goes_on_from_the_present_moment_with_the_way_home() {
    let runs: Vec<String> = (0..5)
        .map(|slide| {
            let [fixed, backoff] = [Wait::Fixed, Wait::Backoff(2000)].map(|wait| one_such_run(wait, slide));
            format!("slide {}: fixed {fixed:?}, backoff {backoff:?}", slide + 1)
        })
        .collect();
    expect![[r#"
        slide 1: fixed (33, true), backoff (7, true)
        slide 2: fixed (33, true), backoff (7, true)
        slide 3: fixed (33, true), backoff (7, true)
        slide 4: fixed (33, true), backoff (7, true)
        slide 5: fixed (33, true), backoff (7, true)"#]]
    .assert_eq(&runs.join("\n"));
}

#[test]
fn one_such_run_begins_from_nothing_and_is_refused_when_all_know() {
    let mut model = opened("contention", Opening::Start);
    model.update(Msg::Seek(0));
    model.update(Msg::Act(Act::Contend(Wait::Backoff(2000))));
    let show = model.show().expect("it is on show");
    assert_eq!(show.recording().world().proposed.len(), 2, "each wants a value of its own");
    let mut done = showing("title t\nproposers P1\nacceptors A1\npropose P1 cat\nrun idle\nexpect P1 learned cat\n");
    done.update(Msg::Seek(u32::MAX));
    let at = done.show().map(|show| show.at);
    done.update(Msg::Act(Act::Contend(Wait::Fixed)));
    assert!(done.notice.as_ref().is_some_and(|why| why.starts_with("No proposer has anything left to try")));
    assert_eq!(done.show().map(|show| (show.at, show.is_own())), at.map(|at| (at, false)));
}

#[test]
fn refused_such_run_leaves_the_viewer_in_the_own_run() {
    let mut model = showing("title t\nproposers P1\nacceptors A1\npropose P1 cat\nrun idle\nexpect P1 learned cat\n");
    model.update(Msg::Seek(u32::MAX));
    model.update(Msg::Act(Act::Crash(NodeId(1))));
    let place = |model: &Model| model.show().map(|show| (show.at, show.is_own()));
    let before = place(&model);
    assert!(before.is_some_and(|(_, is_own)| is_own));
    model.update(Msg::Act(Act::Contend(Wait::Fixed)));
    assert!(model.notice.is_some());
    assert_eq!(place(&model), before);
}
