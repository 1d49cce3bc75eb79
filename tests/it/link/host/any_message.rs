//! Whatever a host sends, it is done or refused in a sentence that says what was expected.

use super::super::config;
use crate::on_show;
use paxos_explainer::link::host::{Carried, Cause, Plain, Watch, carry_out, of_call, of_message};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

const KINDS: [&str; 15] = [
    "play", "pause", "seek", "step", "slide", "reset", "load", "act", "getState", "setState", "getRun", "export",
    "rate", "ping", "fly",
];
const NAMES: [&str; 16] = [
    "to", "by", "args", "state", "until", "format", "value", "scene", "script", "src", "slide", "t", "do", "seed",
    "marker", "other",
];
const TEXTS: [&str; 14] = [
    "contention",
    "50%",
    "97_2",
    "now",
    "text",
    "scene",
    "300:crash.A2",
    "crash",
    "A1",
    "slide-2",
    "z.AAAA",
    "é猫\u{202e}",
    "title \"x\"\nproposers P1\nacceptors A1\n\nslide \"s\"\nrun idle\n",
    "",
];

fn leaf() -> impl Strategy<Value = Plain> {
    let number = prop_oneof![
        Just(f64::NAN),
        Just(f64::INFINITY),
        Just(-1.0),
        Just(1e300),
        any::<f64>(),
        (0u32..5000).prop_map(f64::from)
    ];
    prop_oneof![
        Just(Plain::Nothing),
        Just(Plain::Other),
        any::<bool>().prop_map(Plain::Bool),
        number.prop_map(Plain::Number),
        select(&TEXTS[..]).prop_map(Plain::from),
        ".{0,8}".prop_map(Plain::from),
    ]
}

fn plain() -> impl Strategy<Value = Plain> {
    leaf().prop_recursive(2, 8, 4, |inner| {
        let name = prop_oneof![select(&NAMES[..]).prop_map(str::to_string), "[a-z]{1,4}"];
        prop_oneof![vec(inner.clone(), 0..4).prop_map(Plain::List), vec((name, inner), 0..4).prop_map(Plain::Fields)]
    })
}

fn is_sentence(why: &str) -> bool {
    why.ends_with('.') && !why.contains('\n') && why.chars().count() < 1000
}

/// A message on a page with a scene: neither reading nor doing panics, and what is refused is refused in a sentence.
fn on_page(wish: Result<paxos_explainer::link::host::Wish, String>, model: &mut paxos_explainer::player::Model) {
    match wish {
        Err(why) => assert!(is_sentence(&why), "{why:?}"),
        Ok(wish) => {
            let Carried { answer, .. } = carry_out(model, wish);
            if let paxos_explainer::link::host::Answer::No(why) = answer {
                assert!(!why.is_empty(), "no reason");
            }
        }
    }
}

#[test]
fn any_messages_are_done_or_refused() {
    let message = (select(&KINDS[..]), vec((select(&NAMES[..]).prop_map(str::to_string), plain()), 0..5));
    let mut runner = proptest::test_runner::TestRunner::new(config(600));
    let outcome = runner.run(&vec(message, 1..6), |messages| {
        let mut model = on_show::scene("phase-1");
        let mut watch = Watch::default();
        for (kind, fields) in messages {
            on_page(of_message(kind, &fields), &mut model);
            watch.look(&model, Cause::Wish);
        }
        Ok(())
    });
    outcome.unwrap();
}

#[test]
fn any_calls_are_done_or_refused() {
    let methods: Vec<&str> = paxos_explainer::link::host::METHODS.iter().map(|method| method.name).collect();
    let mut runner = proptest::test_runner::TestRunner::new(config(600));
    let outcome = runner.run(&(select(methods), vec(plain(), 0..4)), |(method, arguments)| {
        let mut model = on_show::scene("phase-1");
        if method != "destroy" {
            on_page(of_call(method, arguments), &mut model);
        }
        Ok(())
    });
    outcome.unwrap();
}
