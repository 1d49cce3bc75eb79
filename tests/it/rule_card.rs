//! The rule card: its lines, which of them are lit, and what it says of rules that are not Paxos.

use crate::player::{showing, text_of};
use crate::scenes::course_texts;
use crate::storm::rules;
use expect_test::expect;
use paxos_explainer::player::{Model, Msg, Show};
use paxos_explainer::sim::{Change, World};
use paxos_explainer::story::words::algorithm::{Clause, Told, Truth, card, ran_by};
use paxos_explainer::story::words::{self, Telling, Vocabulary};
use paxos_explainer::story::{Scene, parse};

fn world(header: &str) -> World {
    let acceptors = if header.starts_with("acceptors") { "" } else { "acceptors A1 A2 A3" };
    let text = format!("title t\nproposers P1 P2\nlearners L1\n{acceptors}\n{header}\n");
    parse(&text).and_then(Scene::play).expect("the scene plays").recording.world().clone()
}

fn lines(world: &World) -> Vec<Told> {
    let names = paxos_explainer::story::Names::new();
    card(world, Telling::exact(&names)).into_iter().flat_map(|(_, lines)| lines).collect()
}

fn line(world: &World, clause: Clause) -> Told {
    lines(world).into_iter().find(|told| told.clause == clause).expect("the line is on the card")
}

#[test]
fn card_is_paxos_made_simple() {
    let told: Vec<String> = lines(&world("")).into_iter().map(|told| told.text).collect();
    expect![[r#"
        Begin: choose an id of its own, above all it has used or been shown; send PREPARE id to all acceptors.
        PROMISE id: count it. At a majority (2 of 3):
        if any reports a value, take the one with the highest accepted id;
        if none does, take its own;
        send ACCEPT-REQUEST id value to all acceptors.
        Any other PROMISE changes nothing.
        ACCEPT: count it for its id. At a majority (2 of 3):
        it has learned the value; its timer is off.
        Timer: begin anew, with a higher id.
        On disk: the highest id it has used.
        PREPARE n: if n > promised, store promised = n;
        answer PROMISE n with what it has accepted;
        else ignore it; a NACK is optional, a hint.
        ACCEPT-REQUEST n v: if n ≥ promised, store promised = n, accepted id = n, accepted value = v;
        answer ACCEPT n v to the proposer and learners;
        else ignore it; a NACK is optional, a hint.
        On disk before it answers; a crash takes nothing.
        ACCEPT n v: count it for n. At a majority (2 of 3):
        it has learned v."#]]
    .assert_eq(&told.join("\n"));
    assert!(lines(&world("")).iter().all(|told| told.truth == Truth::Paxos));
}

#[test]
fn card_speaks_each_vocabulary() {
    let names = paxos_explainer::story::Names::new();
    let told = [Vocabulary::Lamport, Vocabulary::Mit].map(|vocabulary| {
        let telling = Telling { vocabulary, ..Telling::exact(&names) };
        let lines = card(&world("nacks on"), telling).into_iter().flat_map(|(_, lines)| lines);
        lines.map(|told| told.text).collect::<Vec<String>>().join("\n")
    });
    expect![[r#"
        Begin: choose a ballot of its own, above all it has used or been shown; send 1a ballot to all acceptors.
        1b ballot: count it. At a majority (2 of 3):
        if any reports a value, take the one with the highest maxVBal;
        if none does, take its own;
        send 2a ballot value to all acceptors.
        Any other 1b changes nothing.
        nack, only a hint: note the ballot it shows; give up a lower one, and wait.
        2b: count it for its ballot. At a majority (2 of 3):
        it has learned the value; its timer is off.
        Timer: begin anew, with a higher ballot.
        On disk: the highest ballot it has used.
        1a n: if n > maxBal, store maxBal = n;
        answer 1b n with what it has accepted;
        else ignore it, and say so by nack, only a hint.
        2a n v: if n ≥ maxBal, store maxBal = n, maxVBal = n, maxVal = v;
        answer 2b n v to the proposer and learners;
        else ignore it, and say so by nack, only a hint.
        On disk before it answers; a crash takes nothing.
        2b n v: count it for n. At a majority (2 of 3):
        it has learned v.

        Begin: choose a number of its own, above all it has used or been shown; send prepare(number) to all acceptors.
        prepare_ok(number): count it. At a majority (2 of 3):
        if any reports a value, take the one with the highest n_a;
        if none does, take its own;
        send accept(number, value) to all acceptors.
        Any other prepare_ok changes nothing.
        reject, only a hint: note the number it shows; give up a lower one, and wait.
        accept_ok: count it for its number. At a majority (2 of 3):
        it has learned the value; its timer is off.
        Timer: begin anew, with a higher number.
        On disk: the highest number it has used.
        prepare(n): if n > n_p, store n_p = n;
        answer prepare_ok(n) with what it has accepted;
        else ignore it, and say so by reject, only a hint.
        accept(n, v): if n ≥ n_p, store n_p = n, n_a = n, v_a = v;
        answer accept_ok(n) to the proposer, and with v to learners;
        else ignore it, and say so by reject, only a hint.
        On disk before it answers; a crash takes nothing.
        accept_ok(n) with v: count it for n. At a majority (2 of 3):
        it has learned v."#]]
    .assert_eq(&told.join("\n\n"));
}

/// Every wrong rule that there is.
fn wrong_rules() -> impl Iterator<Item = Change> {
    rules::variants().into_iter().filter(|&change| rules::entry(change).is_some())
}

#[test]
fn line_that_a_wrong_rule_changes_is_marked_and_no_other_is() {
    for acceptors in ["", "acceptors A1 A2 A3 A4 A5"] {
        let paxos = world(acceptors);
        for change in wrong_rules() {
            let mut wrong = paxos.clone();
            wrong.set(change);
            let marked = lines(&wrong).into_iter().filter(|told| told.truth == Truth::NotPaxos);
            let changed = lines(&wrong).into_iter().filter(|told| line(&paxos, told.clause).text != told.text);
            let (marked, changed): (Vec<Told>, Vec<Told>) = (marked.collect(), changed.collect());
            assert_eq!(marked, changed, "{change:?}");
            assert!(!marked.is_empty(), "{change:?} changes no line");
        }
    }
}

#[test]
fn lines_of_wrong_rules_say_what_is_done() {
    let told = wrong_rules().flat_map(|change| {
        let mut wrong = world("");
        wrong.set(change);
        let marked = lines(&wrong).into_iter().filter(|told| told.truth == Truth::NotPaxos);
        marked.map(move |told| format!("{}: {}", paxos_explainer::story::print::change(change), told.text))
    });
    expect![[r#"
        rule phases one: Begin: choose an id of its own, above all it has used or been shown; send ACCEPT-REQUEST id value, a value of its own, to all acceptors without asking first.
        rule promise or-equal: PREPARE n: if n ≥ promised, store promised = n;
        rule promise always: PREPARE n: whatever it has promised, store promised = n;
        rule promise always: it ignores none.
        rule report promised-id: answer PROMISE n with accepted value under the id it had promised before;
        rule report nothing: answer PROMISE n, reporting nothing;
        rule value own: if any reports a value, take its own all the same;
        rule value lowest: if any reports a value, take the one with the lowest accepted id;
        rule value first: if any reports a value, take the one that came first;
        rule value re-picks: A PROMISE that comes later and reports a value: choose anew, and send ACCEPT-REQUEST again.
        rule accept always: ACCEPT-REQUEST n v: whatever it has promised, store promised = n if that is higher, accepted id = n, accepted value = v;
        rule accept always: it ignores none.
        rule accept without-promising: ACCEPT-REQUEST n v: if n ≥ promised, which it leaves as it is, store accepted id = n, accepted value = v;
        rule accept first: ACCEPT-REQUEST n v: if n ≥ promised and it has accepted nothing, store promised = n, accepted id = n, accepted value = v;
        rule quorum half: PROMISE id: count it. At 1 of 3 acceptors:
        rule quorum half: ACCEPT: count it for its id. At 1 of 3 acceptors:
        rule quorum half: ACCEPT n v: count it for n. At 1 of 3 acceptors:
        rule quorum one: PROMISE id: count it. At 1 of 3 acceptors:
        rule quorum one: ACCEPT: count it for its id. At 1 of 3 acceptors:
        rule quorum one: ACCEPT n v: count it for n. At 1 of 3 acceptors:
        rule storage forgets-promise: A crash takes promised, and leaves accepted id and accepted value.
        rule storage forgets-accepted: A crash takes accepted id and accepted value, and leaves promised.
        rule storage forgets-all: A crash takes promised, accepted id and accepted value.
        rule ids reused: Begin: choose an id above all it remembers, even one used before; send PREPARE id to all acceptors.
        rule ids reused: In a crash it forgets which ids it has used.
        rule count messages: PROMISE id: count it. At 2 of them, copies too:
        rule count messages: A copy of a PROMISE counts again; any other changes nothing.
        rule count messages: ACCEPT: count it for its id. At 2 of them, copies too:
        rule count messages: ACCEPT n v: count it for n. At 2 of them, copies too:
        rule learn per-value: ACCEPT: count it for its value, whatever the id. At a majority (2 of 3):
        rule learn per-value: ACCEPT n v: count it for v, whatever the n. At a majority (2 of 3):
        rule learn on-promises: send ACCEPT-REQUEST id value to all acceptors, and take the value for learned at once."#]].assert_eq(&told.collect::<Vec<String>>().join("\n"));
}

#[test]
fn quorum_is_called_a_majority_only_where_a_majority_is_enough() {
    let said = |header: &str| {
        let world = world(header);
        let told = line(&world, Clause::CountPromises);
        let learns = line(&world, Clause::CountAccepts);
        let part = |text: &str| text.split_once(". ").map(|(_, part)| part.to_string()).unwrap_or_default();
        (part(&told.text), part(&learns.text), told.truth)
    };
    let both = |promises: &str, accepts: &str, truth| (promises.to_string(), accepts.to_string(), truth);
    assert_eq!(said("acceptors A1 A2 A3 A4"), both("At a majority (3 of 4):", "At a majority (3 of 4):", Truth::Paxos));
    assert_eq!(
        said("acceptors A1 A2 A3 A4\nquorum prepare 4 accept 1"),
        both("At 4 of 4 acceptors:", "At 1 of 4 acceptors:", Truth::Paxos)
    );
    assert_eq!(
        said("acceptors A1 A2 A3 A4\nquorum 2"),
        both("At 2 of 4 acceptors:", "At 2 of 4 acceptors:", Truth::NotPaxos)
    );
}

/// The lit lines of what is on show, as `Clause by nodes`.
fn lit(show: &Show) -> Vec<String> {
    let cluster = &show.recording().world().cluster;
    let ran = ran_by(show.instant(), cluster);
    ran.into_iter().map(|(clause, nodes)| format!("{clause:?} {}", show.telling().nodes(nodes))).collect()
}

fn lit_at(model: &mut Model, time: u32) -> Vec<String> {
    model.update(Msg::Seek(time));
    lit(model.show().expect("a scene is on show"))
}

#[test]
fn lines_of_the_timer_and_of_a_promise_that_does_not_count_light() {
    let mut model = showing(&text_of("timeout"));
    let slide = model.show().expect("it is on show").scene.slides[2].start.time;
    assert_eq!(lit_at(&mut model, 1500), ["Promise A1", "Report A1"]);
    assert_eq!(lit_at(&mut model, 3000), ["CountPromises P1"]);
    assert_eq!(lit_at(&mut model, slide), ["Timer P1", "Ask P1"]);
    assert_eq!(lit_at(&mut model, slide + 1500), ["Promise A1 and A2", "Report A1 and A2"]);
}

#[test]
fn lines_of_a_whole_round_light_with_all_who_run_them() {
    let mut model = showing(&text_of("carry-on"));
    assert_eq!(lit_at(&mut model, 0), [""; 0], "nothing has run before the first step");
    assert_eq!(lit_at(&mut model, 100), ["Ask P1"]);
    assert_eq!(lit_at(&mut model, 1500), ["Promise A1, A2 and A3", "Report A1, A2 and A3"]);
    assert_eq!(
        lit_at(&mut model, 3000),
        ["CountPromises P1", "TakeOwn P1", "SendValue P1", "OtherPromise P1"],
        "two promises are a majority, and the third comes late"
    );
    assert_eq!(lit_at(&mut model, 4500), ["Accept A1, A2 and A3", "Answer A1, A2 and A3"]);
    assert_eq!(lit_at(&mut model, 6000), ["HearAccept P1", "CountAccepts L1", "HasWon P1", "Learn L1"]);
    let ignored = model.show().expect("it is on show").scene.slides[3].start.time + 1500;
    assert_eq!(lit_at(&mut model, ignored), ["IgnorePrepare A1, A2 and A3"]);
    let end = model.show().expect("it is on show").scene.slides[5].end.time;
    let adopts = lit_at(&mut model, end);
    assert_eq!(adopts[..3], ["CountPromises P2", "TakeReported P2", "SendValue P2"]);
}

#[test]
fn node_that_sees_the_stage_lights_its_own_lines_only() {
    let mut model = showing(&text_of("carry-on"));
    model.update(Msg::Seek(6000));
    let l1 = model.show().and_then(|show| show.names().find_node("L1"));
    model.update(Msg::See(l1));
    assert_eq!(lit(model.show().expect("it is on show")), ["CountAccepts L1", "Learn L1"]);
}

/// In every scene, whatever runs is on the card; and a line that is marked runs where the scene must be
/// cautioned against, and only there.
#[test]
fn whatever_runs_is_on_the_card_and_wrong_rules_run_as_such() {
    for (id, text) in course_texts() {
        let scene = parse(&text).and_then(Scene::play).expect("the scene plays");
        let mut wrong = 0;
        let is_cautioned = !words::caution::over(&scene.recording, scene.recording.end()).is_empty();
        scene.recording.walk(scene.recording.steps().len(), |_, step, world| {
            for (clause, _) in ran_by([step], &world.cluster) {
                let told = lines(world).into_iter().find(|told| told.clause == clause);
                let told = told.unwrap_or_else(|| panic!("{id}: {clause:?} runs, and is not on the card"));
                wrong += usize::from(told.truth == Truth::NotPaxos);
            }
        });
        // The card has the lines of one decision; what is wrong about a log stands beside its runs.
        let is_of_a_log = scene.recording.world().cluster.is_replicated();
        assert!(is_of_a_log || is_cautioned == (0 < wrong), "{id}: {wrong} steps run a line that is not Paxos");
    }
}
