//! `paxos check --spec`: what it prints of Lamport's abstract Paxos, and how it ends.

use super::{failing, paxos};

const TWO_BALLOTS: &str = r#"{"states":3921,"depth":16,"levels":[1,2,7,12,29,72,139,234,341,464,646,780,670,372,126,24,2],"verdict":"holds","length":null}"#;

#[test]
fn check_gives_the_counts_of_the_specification_to_programs() {
    let ran = paxos(&["check", "--spec", "acceptors=3", "values=2", "ballots=2", "--json"]);
    assert_eq!((ran.code, ran.out.trim_end(), ran.err.as_str()), (0, TWO_BALLOTS, ""));
    let by_default = paxos(&["check", "--json", "--spec"]);
    assert_eq!(by_default.out, ran.out);
    let with_commas = paxos(&["check", "--spec", "acceptors=3,values=2,ballots=1", "--json"]);
    assert!(with_commas.out.starts_with(r#"{"states":73,"depth":8,"#), "{}", with_commas.out);
}

#[test]
fn check_says_what_it_has_seen_and_not_that_all_is_safe() {
    let ran = paxos(&["check", "--spec"]);
    assert_eq!(ran.code, 0);
    let lines: Vec<&str> = ran.out.lines().collect();
    assert_eq!(lines[0], "Lamport's abstract Paxos with 3 acceptors, 2 values and 2 ballots.");
    assert_eq!(lines[1], "No violation in 3,921 states within these limits.");
    for word in ["verdict  holds", "states   3,921", "depth    16", "time  ", "rate  ", "memory  "] {
        assert!(lines.iter().any(|line| line.starts_with(word)), "`{word}` is missing in\n{}", ran.out);
    }
    assert!(!ran.out.contains("safe"), "{}", ran.out);
}

#[test]
fn check_tells_a_shortest_way_to_two_values_under_a_wrong_rule() {
    let ran = paxos(&["check", "--spec", "--rule", "value=own"]);
    assert_eq!(ran.code, 1);
    assert!(ran.out.contains("With rule value own: "), "{}", ran.out);
    assert!(ran.out.contains("Two values are chosen after 12 steps"), "{}", ran.out);
    let steps: Vec<&str> = ran.out.lines().filter(|line| line.contains(". Phase")).collect();
    assert_eq!(steps.len(), 12, "{}", ran.out);
    assert_eq!(steps[0].trim_start(), "1. Phase1a  ballot 0 begins");
    let json = paxos(&["check", "--spec", "--rule", "value=own", "--json"]);
    assert!(json.out.trim_end().ends_with(r#""verdict":"violated","length":12}"#), "{}", json.out);
    assert_eq!(json.code, 1);
}

#[test]
fn check_says_which_limit_was_reached_first() {
    let states = paxos(&["check", "--spec", "ballots=4", "--limits", "states=1k"]);
    assert_eq!(states.code, 3);
    assert!(states.out.contains("and there are more: the search holds as many as it may."), "{}", states.out);
    let memory = paxos(&["check", "--spec", "ballots=4", "--limits", "memory=1M", "--json"]);
    assert_eq!(memory.code, 3);
    assert!(memory.out.contains(r#""verdict":"limit","length":null"#), "{}", memory.out);
}

#[test]
fn check_says_what_is_wrong_with_its_arguments() {
    for (arguments, wrong) in [
        (&["ballots=9"][..], "ballots=9: the search of the abstract Paxos takes a number from 1 to 8"),
        (&["ballot=2"], "not \"ballot\""),
        (&["ballots"], "not \"ballots\""),
        (&["ballots=2", "ballots=3"], "ballots is told twice"),
        (&["--rule", "vlue=own"], "there is no rule \"vlue\"; expected value"),
        (&["--rule", "value=won"], "expected highest-accepted, own, lowest, first or re-picks"),
        (&["--rule", "value=own", "--rule", "value=first"], "a rule has one variant"),
        (&["--rule", "learn=per-value"], "rule learn is about nothing that the abstract Paxos has"),
        (&["--limits", "states=0"], "--limits wants"),
    ] {
        let (code, said) = failing(&[&["check", "--spec"][..], arguments].concat());
        assert!(code == 2 && said.contains(wrong), "{arguments:?}: {said}");
        assert!(said.contains("usage: paxos"), "{said}");
    }
}
