//! What is left out on the right, since other conditions hold there from the beginning to the end.

use super::*;

const SWITCHED: &str = r#"title "Switched"
proposers P1 P2
acceptors A1 A2 A3
slide "P1 proposes"
  propose P1 cat id 1
  run until chosen cat
slide "P2 proposes"
  run 1000
  propose P2 dog id 2
  run idle
"#;

/// What differs first: at 6 s, when P2 has two promises, one of them with cat.
fn parts_where_the_rule_matters(both: &Comparison) {
    let (row, [one, other]) = parting(both);
    assert_eq!((row.time, row.is_equal, row.is_left_out), (6000, false, false), "{}", both.parting());
    let (one, other) = (one.exact.why.join(" "), other.exact.why.join(" "));
    assert!(one.contains("sends its own dog all the same"), "{one}");
    assert!(other.contains("it must send cat"), "{other}");
    assert!(both.parting().starts_with("Both are alike up to 6.0 s. Then, on the left, "), "{}", both.parting());
    assert_eq!(both.stop, None);
}

#[test]
fn a_rule_that_the_viewer_switched_is_paxos_throughout_on_the_right() {
    let mut model = showing(SWITCHED);
    model.update(Msg::Seek(1500));
    act(&mut model, "hold next ACCEPT-REQUEST P1->A3");
    model.update(Msg::Seek(3500));
    act(&mut model, "set rule value own");
    act(&mut model, "set loss 0%");
    model.update(Msg::Seek(4000));
    act(&mut model, "propose P2 dog id 2");
    let both = compare(&mut model, &[]);
    parts_where_the_rule_matters(&both);
    assert_eq!(both.captions, ["rule value own from 3.5 s", "Paxos"]);
    let says = "On the right, rule value highest-accepted holds from the beginning to the end: “set rule value own” at \
                3.5 s is left out there.";
    assert_eq!(both.left_out.as_deref(), Some(says));
    assert_eq!(both.show(Side::Right).cautions(), Vec::<String>::new());
    let left_out: Vec<&Row> = both.log.rows.iter().filter(|row| row.is_left_out).collect();
    let [row] = left_out.as_slice() else { panic!("one act is left out: {left_out:?}") };
    assert_eq!((row.time, row.right), (3500, None));
    assert!(both.show(Side::Right).scene.script.title.ends_with(", with rule value highest-accepted"));
    // Which variant is as on the left is said of the whole run.
    assert!(!both.is_as_on_the_left(&Change::Value(ValueRule::HighestAccepted)));
    assert!(!both.is_as_on_the_left(&Change::Value(ValueRule::Own)));
    assert!(both.is_as_on_the_left(&Change::Accept(Accept::IfPromised)));
    model.update(CompareMsg::Variant(Change::Value(ValueRule::Own)).into());
    assert_eq!(beside(&model).captions, ["rule value own from 3.5 s", "rule value own"]);
    assert_eq!(beside(&model).log.first_difference(), None, "before 3.5 s it makes no difference");
    model.update(CompareMsg::Rule(None).into());
    assert_eq!((beside(&model).log.first_difference(), &beside(&model).left_out), (None, &None), "what is set is set");
}

#[test]
fn where_all_acts_are_left_out_the_right_run_goes_on_all_the_same() {
    for network in ["", "network manual\n"] {
        let begin = if network.is_empty() { "run 500" } else { "deliver PREPARE 1 P1->A1" };
        let mut model = showing(&format!(
            "title \"Left\"\nproposers P1\nacceptors A1 A2 A3\n{network}slide \"One\"\n  propose P1 cat id 1\n  {begin}\n"
        ));
        model.update(Msg::Seek(u32::MAX));
        act(&mut model, "set rule learn per-value");
        let both = compare(&mut model, &[]);
        assert_eq!(both.captions[1], "Paxos");
        assert_eq!(both.log.first_difference(), None, "{}", both.parting());
        assert_eq!(both.show(Side::Left).end().time, both.show(Side::Right).end().time);
        let again = play("kept", &both.other_as_text());
        assert_eq!(again.recording.world().votes, both.show(Side::Right).recording().world().votes);
        assert!(!network.is_empty() || again.end().time == both.show(Side::Right).end().time);
    }
}

/// The other run has left the script where the act was tried; what the script would still do is not in it.
#[test]
fn where_no_act_can_be_done_in_the_other_run_its_text_ends_the_script_there_too() {
    let mut model = opened("mp-who-leads", Opening::Start);
    model.update(Msg::Seek(8204));
    act(&mut model, "drop any");
    let both = compare(&mut model, &[Change::Seed(45)]);
    let right = both.show(Side::Right).recording();
    assert!(says(&model).contains("was never sent in this world"), "{}", says(&model));
    let is_request = |step: &&Step| matches!(step.action, Action::Request { .. });
    assert_eq!(right.steps().iter().find(is_request), None, "the script was left before the request");
    let again = play("kept", &both.other_as_text());
    assert_eq!(again.recording.steps(), right.steps(), "{}", both.other_as_text());
}

#[test]
fn where_the_first_act_is_left_out_the_text_ends_the_script_there_all_the_same() {
    let mut model = opened("mp-who-leads", Opening::Start);
    model.update(Msg::Seek(8204));
    act(&mut model, "set rule accept always");
    model.update(Msg::Seek(12_000));
    act(&mut model, "crash R3");
    let both = compare(&mut model, &[Change::Seed(45), Change::Accept(Accept::IfPromised)]);
    let right = both.show(Side::Right).recording();
    assert!(both.left_out.is_some());
    assert_eq!(right.steps().iter().find(|step| matches!(step.action, Action::Request { .. })), None);
    let again = play("kept", &both.other_as_text());
    assert_eq!(again.recording.world().votes, right.world().votes, "{}", both.other_as_text());
    assert!(!both.other_as_text().contains("request C1"), "{}", both.other_as_text());
}

#[test]
fn acts_are_counted_without_what_is_left_out() {
    let mut model = showing(SWITCHED);
    model.update(Msg::Seek(0));
    model.update(Msg::StepForward);
    act(&mut model, "set rule value own");
    model.update(Msg::Seek(999));
    model.update(Msg::StepForward);
    act(&mut model, "set rule accept always");
    act(&mut model, "crash A3");
    let both = compare(&mut model, &[]);
    assert_eq!(both.captions, ["rule value own from 0.0 s and rule accept always from 1.0 s", "Paxos"]);
    assert_eq!(both.log.first_difference(), None, "{}", both.parting());
}

#[test]
fn a_rule_that_the_script_sets_is_paxos_throughout_on_the_right() {
    let text = SWITCHED
        .replace("slide \"P2 proposes\"\n  run 1000\n", "slide \"P2 proposes\"\n  set rule value own\n  run 1000\n");
    let mut model = showing(&text);
    let both = compare(&mut model, &[]);
    let (row, [one, other]) = parting(&both);
    assert_eq!(row.time, both.log.rows[both.log.first_difference().expect("one")].time);
    assert!(one.exact.why.join(" ").contains("sends its own dog all the same"), "{one:?}");
    assert!(other.exact.why.join(" ").contains("it must send cat"), "{other:?}");
    assert_eq!(both.captions, ["rule value own from 3.0 s", "Paxos"]);
    assert!(
        both.left_out.as_ref().is_some_and(|says| says.ends_with("“set rule value own” at 3.0 s is left out there."))
    );
    let kept = both.other_as_text();
    assert!(!kept.contains("set rule"), "{kept}");
    // A header that is wrong at first, and mended later.
    let text = text.replace("slide \"P1", "rule accept always\nslide \"P1").replace("value own", "accept if-promised");
    let mut model = showing(&text);
    let both = compare(&mut model, &[]);
    assert_eq!(both.captions, ["rule accept always and rule accept if-promised from 3.0 s", "Paxos"]);
    assert!(!both.is_as_on_the_left(&Change::Accept(Accept::Always)));
}

#[test]
fn quorums_that_the_viewer_made_too_small_meet_on_the_right() {
    for (said, wanted) in [("set quorum 1", QuorumSize::Majority), ("set rule quorum one", QuorumSize::Majority)] {
        let mut model = showing(SWITCHED);
        model.update(Msg::Seek(500));
        act(&mut model, said);
        let both = compare(&mut model, &[]);
        assert_eq!(both.show(Side::Right).recording().world().cluster.quorum, wanted, "{said}");
        assert_eq!(both.show(Side::Right).cautions(), Vec::<String>::new(), "{said}");
        let (row, [one, _]) = parting(&both);
        assert_eq!(row.time, 2000, "{said}: {one:?}");
        // Sizes of quorums take the place of the rule, and the rule that of sizes.
        let both = compare(&mut model, &[Change::QuorumRule(Quorum::Half)]);
        assert!(both.left_out.as_ref().is_some_and(|says| says.contains(said)), "{:?}", both.left_out);
        assert!(!both.is_as_on_the_left(&Change::QuorumRule(Quorum::Majority)), "{said}");
    }
}
