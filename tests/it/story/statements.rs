//! What each statement of the body does. Where the language itself can say it, the scene does, by `expect`.

use crate::scenes::{play, without_lines};
use paxos_explainer::paxos::Kind;
use paxos_explainer::sim::{Action, Time};
use paxos_explainer::story::{Scene, parse, print};

const NODES: &str = "clients C1\nproposers P1 P2\nacceptors A1 A2 A3\nlearners L1\n";

/// Plays a body over two proposers, three acceptors and a learner, on a timed network.
pub fn timed(body: &str) -> Scene {
    play("timed", &format!("title x\n{NODES}{body}\n"))
}

/// The same on a manual network.
pub fn manual(body: &str) -> Scene {
    play("manual", &format!("title x\n{NODES}network manual\n{body}\n"))
}

/// When each message of a kind was delivered, and to whom, in that order.
pub fn delivered(scene: &Scene, kind: Kind) -> Vec<(Time, String)> {
    let steps = scene.recording.steps().iter();
    let deliveries = steps.filter(|step| matches!(step.action, Action::Deliver { .. }) && step.effects.lost.is_none());
    let of_kind = deliveries.filter_map(|step| {
        let envelope = step.effects.envelope.as_ref().filter(|envelope| envelope.message.kind() == kind)?;
        Some((step.time, scene.script.names.node(envelope.to).to_string()))
    });
    of_kind.collect()
}

fn at(times: &[(Time, &str)]) -> Vec<(Time, String)> {
    times.iter().map(|&(time, name)| (time, name.to_string())).collect()
}

#[test]
fn propose_takes_the_next_id_of_its_own() {
    timed("propose P1 cat\nrun 1000\nexpect A1 promised 1\npropose P1 dog\nrun 1000\nexpect A1 promised 3");
    timed("propose P2 cat\nrun 1000\nexpect A1 promised 2\npropose P2 cat\nrun 1000\nexpect A1 promised 4");
    // P2 has used 3 by hand, so that P1's next one is 5.
    timed("propose P1 cat\npropose P2 dog id 3\npropose P1 cat\nrun 1000\nexpect A1 promised 5");
    // A NACK has shown P1 the id 8.
    timed(
        "set nacks on\npropose P2 dog id 8\nrun 1000\npropose P1 cat\nrun idle\npropose P1 cat\nrun 1000\nexpect A1 promised 9",
    );
}

#[test]
fn propose_under_an_id_takes_that_id() {
    timed("propose P1 cat id 6\nrun 1000\nexpect A1 promised 6");
    // Above the highest id that can be given by hand there are others.
    timed("propose P1 cat id 1000000000\npropose P1 cat\npropose P2 dog\nrun 1000\nexpect not A1 promised 1000000000");
}

/// A node takes ids above the highest that can be given, and each of its messages can be named.
#[test]
fn id_above_those_that_can_be_given_is_named_like_any_other() {
    let scene = manual(
        "propose P1 cat id 1000000000\ntimeout P1\nexpect A1 promised nothing\ndrop PREPARE 1000000000\n\
         deliver PREPARE 1000000001 P1->A1\ndeliver PREPARE 1000000001 P1->A2\nexpect A1 promised 1000000001\n\
         hold next ACCEPT-REQUEST 1000000001 P1->A2\ndeliver PROMISE 1000000001\n\
         deliver ACCEPT-REQUEST 1000000001 P1->A1\nexpect A1 accepted 1000000001 cat",
    );
    assert_eq!(delivered(&scene, Kind::AcceptRequest).len(), 1);
    let log = "title x\nreplicas R1 R2 R3\nclients C1\nnetwork manual\nlog R1 1 cat id 1000000000\n\
               timeout R1\ntimeout R2\ndeliver PREPARE 1000000003 R1->R3\nexpect R3 promised 1000000003\n";
    play("log", log);
    for (round, body) in [
        ("rounds", "propose P1 cat id 1000000000.1\ntimeout P1\ndeliver PREPARE 1000000001.1 P1->A1\n"),
        ("slotted", "propose P2 cat id 999999999\ntimeout P2\ntimeout P2\ndeliver PREPARE 1000000002 P2->A1\n"),
    ] {
        play(round, &format!("title x\n{NODES}network manual\nids {round}\n{body}"));
    }
}

#[test]
fn request_travels_and_every_learner_replies() {
    let scene = timed("request C1 P1 cat\nexpect in-flight 1\nrun idle\nexpect chosen cat and L1 learned cat");
    assert_eq!(delivered(&scene, Kind::Request), at(&[(1000, "P1")]));
    assert_eq!(delivered(&scene, Kind::Reply), at(&[(6000, "C1")]));
}

#[test]
fn timeout_starts_a_higher_ballot_for_the_own_value() {
    timed("propose P1 cat\ndrop any\ntimeout P1\nrun 1000\nexpect A1 promised 3\nrun idle\nexpect chosen cat");
}

#[test]
fn crash_takes_what_is_volatile_and_restart_brings_back_the_disk() {
    timed(
        "propose P1 cat\nrun 2000\nexpect P1 promises 3\ncrash P1 A1\nexpect P1 down and A1 down\n\
           restart P1 A1\nexpect P1 up and A1 up and not P1 promises 1 and A1 promised 1",
    );
    timed("propose P1 cat\nrun idle\ncrash L1 P1\nrestart L1 P1\nexpect L1 learned cat and P1 learned cat");
    // What a learner has only heard is gone: A1's ACCEPT came before the crash, and counts no more.
    timed(
        "propose P1 cat\nrun 3000\ndrop ACCEPT A3->L1\ndelay ACCEPT A2->L1 500\nrun 1000\ncrash L1\nrestart L1\n\
           run idle\nexpect L1 learned nothing and P1 learned cat",
    );
}

#[test]
fn message_for_a_node_that_is_down_is_lost_unless_it_is_back_in_time() {
    timed("propose P1 cat\ncrash A1 A2\nrun 500\nrestart A2\nrun 500\nexpect A1 promised nothing and A2 promised 1");
}

#[test]
fn cut_link_carries_nothing_that_is_sent_then() {
    timed("cut P1-A1\npropose P1 cat\nexpect in-flight 2\nrun 1000\nexpect A1 promised nothing and A2 promised 1");
    timed(
        "cut P1->A1 A2->P1\npropose P1 cat\nrun 2000\nexpect A1 promised nothing and P1 promises 1 and not P1 promises 2",
    );
    timed("propose P1 cat\ncut P1-A1\nrun 1000\nexpect A1 promised 1");
}

#[test]
fn heal_lifts_one_cut_or_every_cut_and_partition() {
    timed("cut P1-A1 P1-A2\nheal P1-A1\npropose P1 cat\nrun 1000\nexpect A1 promised 1 and A2 promised nothing");
    timed("cut P1-A1\nheal P1->A1\npropose P1 cat\nrun 2000\nexpect A1 promised 1 and not P1 promises 3");
    timed("cut P1->A1\npartition P1 | A2 A3\nheal\npropose P1 cat\nrun 2000\nexpect P1 promises 3");
    timed("heal\nexpect in-flight 0");
}

#[test]
fn partition_cuts_across_and_leaves_others_alone() {
    timed(
        "partition P1 A1 | P2 A2\npropose P1 cat\npropose P2 dog\nrun 1000\n\
           expect A1 promised 1 and A2 promised 2 and A3 promised 2 and ignored 0",
    );
    timed("partition P1 A1 | A2 A3\npropose P1 cat\nrun idle\nexpect chosen nothing and A1 promised 1");
}

#[test]
fn drop_takes_the_messages_that_match_now() {
    timed(
        "propose P1 cat\ndrop PREPARE P1->A1,A2\nexpect in-flight 1\npropose P2 dog\ndrop PREPARE 2\nexpect in-flight 1",
    );
    timed("propose P1 cat\npropose P2 dog\ndrop any any->A1\nexpect in-flight 4\ndrop any P2->any\nexpect in-flight 2");
}

#[test]
fn hold_stops_a_message_and_release_gives_it_the_rest_of_its_delay() {
    let scene = timed("propose P1 cat\nrun 300\nhold PREPARE P1->A1\nrun 4000\nrelease PREPARE P1->A1\nrun 1000");
    assert_eq!(delivered(&scene, Kind::Prepare), at(&[(1000, "A2"), (1000, "A3"), (5000, "A1")]));
}

#[test]
fn duplicate_arrives_with_its_original_and_directly_after_it() {
    let scene = timed("propose P1 cat\nduplicate PREPARE P1->A1\nexpect in-flight 4\nrun 1000\nexpect ignored 1");
    assert_eq!(delivered(&scene, Kind::Prepare), at(&[(1000, "A1"), (1000, "A1"), (1000, "A2"), (1000, "A3")]));
}

#[test]
fn delay_makes_a_message_later() {
    let scene = timed("propose P1 cat\ndelay PREPARE 1 P1->A1,A3 250\nrun 3000");
    assert_eq!(delivered(&scene, Kind::Prepare), at(&[(1000, "A2"), (1250, "A1"), (1250, "A3")]));
    let held = timed("propose P1 cat\nhold PREPARE P1->A1\ndelay PREPARE P1->A1 50\nrelease PREPARE P1->A1\nrun 1050");
    assert_eq!(delivered(&held, Kind::Prepare).last(), Some(&(1050, "A1".to_string())));
}

#[test]
fn delay_of_a_message_tells_its_milliseconds_from_id_and_value() {
    let body =
        |delay: &str| format!("propose P1 \"7 #1\" id 5\nrun 2000\n{delay}\nrun 1000\nexpect A1 accepted nothing");
    for delay in [
        "delay any 7",
        "delay ACCEPT-REQUEST 7",
        "delay ACCEPT-REQUEST 5 7",
        "delay ACCEPT-REQUEST 5 \"7 #1\" 7 # later",
    ] {
        timed(&body(delay));
    }
}

/// With a link, on each pair that is named; without one, the single next such message anywhere.
#[test]
fn next_means_the_next_such_message_of_each_named_pair() {
    timed("drop next PREPARE P1->A1,A2\npropose P1 cat\nexpect in-flight 1\npropose P1 cat\nexpect in-flight 4");
    timed("drop next PREPARE\npropose P1 cat\nexpect in-flight 2\npropose P1 cat\nexpect in-flight 5");
    timed("drop next any P1->any\npropose P1 cat\nexpect in-flight 0\npropose P1 cat\nexpect in-flight 3");
    timed(
        "drop next any any->A1\npropose P1 cat\npropose P2 dog\nexpect in-flight 4\npropose P1 cat\nexpect in-flight 7",
    );
    timed("drop next PREPARE 3 P1->A1\npropose P1 cat\nexpect in-flight 3\npropose P1 cat\nexpect in-flight 5");
    timed("drop next ACCEPT-REQUEST 1 cat P1->A1\npropose P1 cat\nrun 2000\nexpect in-flight 2");
}

#[test]
fn several_nexts_queue_up_and_outlive_slides() {
    timed(
        "drop next PREPARE P1->A1\ndrop next PREPARE P1->A1\npropose P1 cat\npropose P1 cat\nexpect in-flight 4\n\
           slide later\npropose P1 cat\nexpect in-flight 7\nhold next PREPARE P1->A2\nslide last\npropose P1 cat\n\
           run 1000\nexpect A1 promised 7 and A2 promised 5",
    );
}

#[test]
fn hold_next_and_duplicate_next_treat_a_message_when_it_is_sent() {
    timed("hold next PREPARE P1->A1\npropose P1 cat\nrun 1000\nexpect A1 promised nothing and in-flight 3");
    let scene = timed("duplicate next PREPARE P1->A2\npropose P1 cat\nexpect in-flight 4\nrun 1000\nexpect ignored 1");
    assert_eq!(delivered(&scene, Kind::Prepare), at(&[(1000, "A1"), (1000, "A2"), (1000, "A2"), (1000, "A3")]));
}

#[test]
fn deliver_goes_by_the_receivers_in_the_order_given() {
    let scene = manual("propose P1 cat\ndeliver PREPARE P1->A3,A1\nexpect A2 promised nothing");
    assert_eq!(delivered(&scene, Kind::Prepare), at(&[(1000, "A3"), (1000, "A1")]));
}

#[test]
fn deliver_goes_by_age_for_one_receiver_and_where_none_is_named() {
    let scene = manual("propose P2 dog\npropose P1 cat id 3\ndeliver PREPARE any->A2,A1");
    assert_eq!(delivered(&scene, Kind::Prepare), at(&[(1000, "A2"), (1000, "A2"), (1000, "A1"), (1000, "A1")]));
    let scene = manual("propose P2 dog\npropose P1 cat id 3\ndeliver any\nexpect A1 promised 3 and ignored 0");
    let all = ["A1", "A2", "A3", "A1", "A2", "A3"].map(|name| (1000, name));
    assert_eq!(delivered(&scene, Kind::Prepare), at(&all));
}

#[test]
fn deliver_takes_what_matches_now_and_not_what_that_sends() {
    manual("propose P1 cat\ndeliver any\nexpect in-flight 3 and not P1 promises 1");
}

#[test]
fn deliver_brings_held_messages_too_on_both_networks() {
    manual("propose P1 cat\nhold PREPARE P1->A1\ndeliver PREPARE P1->A1\nexpect A1 promised 1");
    let scene = timed(
        "propose P1 cat\nhold PREPARE P1->A1\nrun 200\ndeliver PREPARE P1->A1\nexpect A1 promised 1 and A2 promised nothing",
    );
    assert_eq!(delivered(&scene, Kind::Prepare), at(&[(200, "A1")]));
}

#[test]
fn one_is_the_oldest_match_of_each_pair_and_2nd_the_one_after_it() {
    let twice = "propose P1 cat\npropose P1 cat\n";
    manual(&format!("{twice}deliver one PREPARE\nexpect A1 promised 1 and A3 promised 1 and in-flight 6"));
    manual(&format!(
        "{twice}deliver 2nd PREPARE P1->A1,A2\nexpect A1 promised 3 and A2 promised 3 and A3 promised nothing"
    ));
    manual(&format!("{twice}drop 1st PREPARE P1->A1\ndeliver one PREPARE\nexpect A1 promised 3 and A2 promised 1"));
    manual(
        "propose P1 cat\nduplicate PREPARE P1->A1\nduplicate PREPARE P1->A1\ndeliver 4th PREPARE P1->A1\nexpect in-flight 6",
    );
}

#[test]
fn deliver_on_a_manual_network_first_lets_one_delay_pass() {
    let scene = manual(
        "set delay 400\npropose P1 cat\ndeliver PREPARE P1->A1\ndeliver PREPARE P1->A2\nrun 100\ndeliver PREPARE P1->A3",
    );
    assert_eq!(delivered(&scene, Kind::Prepare), at(&[(400, "A1"), (800, "A2"), (1300, "A3")]));
}

#[test]
fn manual_network_waits_and_its_timers_do_not() {
    manual("propose P1 cat\nrun 60000\nexpect in-flight 3 and A1 promised nothing");
    manual("set retry 700\npropose P1 cat\nrun 700\nexpect in-flight 6\ndeliver PREPARE 3\nexpect A1 promised 3");
}

#[test]
fn run_goes_up_to_and_with_what_is_due_at_its_end() {
    let scene = timed(
        "propose P1 cat\nrun 999\nexpect A1 promised nothing\nrun 1\nexpect A1 promised 1 and A3 promised 1\nrun 0",
    );
    assert_eq!(scene.recording.end().time, 1000);
    assert_eq!(timed("run 600000").recording.end().time, 600_000, "ten minutes is the most");
}

/// A retry that is due after the longest run is no reason to refuse the longest run.
#[test]
fn longest_run_may_leave_something_due_after_it() {
    timed("set retry 300001\ncut P1-A1 P1-A2 P1-A3\npropose P1 cat\nrun 600000\nexpect P1 up");
}

#[test]
fn run_idle_stops_when_nothing_is_due_and_does_not_wait_for_what_is_held() {
    let scene = timed("propose P1 cat\nhold PREPARE P1->A1\nrun idle\nexpect chosen cat and in-flight 1");
    assert_eq!(scene.recording.end().time, 4000);
    assert_eq!(timed("run idle").recording.end().time, 0);
}

#[test]
fn run_until_stops_at_the_first_step_after_which_it_holds() {
    let scene = timed("propose P1 cat\nrun until P1 promises 2\nexpect not P1 promises 3");
    assert_eq!((scene.recording.end().time, scene.recording.end().steps), (2000, 6));
    let at_once = timed("run until A1 promised nothing\nrun until chosen nothing and A1 up");
    assert_eq!(at_once.recording.end(), paxos_explainer::sim::Moment::default());
}

#[test]
fn run_steps_does_so_many() {
    let scene = timed("propose P1 cat\nrun steps 2\nexpect A2 promised 1 and A3 promised nothing");
    assert_eq!(scene.recording.end().steps, 3);
    assert_eq!(timed("run steps 0").recording.end().steps, 0);
}

#[test]
fn say_is_the_narration_of_its_slide() {
    let scene = timed("say \"Before.\"\nslide One\nsay \"First.\"\nrun 10\nsay \"Second.\"\nslide Two\nrun 5");
    let told: Vec<(&str, Vec<&str>, Time, Time)> = (scene.slides.iter())
        .map(|slide| {
            let say = slide.say.iter().map(String::as_str).collect();
            (slide.title.as_str(), say, slide.start.time, slide.end.time)
        })
        .collect();
    let expected = [("x", vec!["Before."], 0, 0), ("One", vec!["First.", "Second."], 0, 10), ("Two", vec![], 10, 15)];
    assert_eq!(told, expected, "statements before the first slide form one with the scene's title");
}

#[test]
fn scene_without_a_body_is_one_slide() {
    let scene = play("bare", "title \"Nothing yet\"\n");
    assert_eq!(scene.slides.len(), 1);
    assert_eq!(scene.slides[0].title, "Nothing yet");
}

#[test]
fn set_changes_a_condition_from_now_on() {
    timed("set loss 100%\npropose P1 cat\nexpect in-flight 0\nset loss 0%\npropose P1 cat\nexpect in-flight 3");
    timed("set duplication 100%\npropose P1 cat\nexpect in-flight 6");
    timed("propose P1 cat\nset delay 10\npropose P2 dog\nrun 10\nexpect A1 promised 2 and in-flight 6");
    timed("set nacks on\npropose P2 dog\nrun 1000\npropose P1 cat\nrun 1000\nexpect ignored 3 and in-flight 6");
    timed("set retry 1500\npropose P1 cat\nrun 1500\nexpect in-flight 6");
    timed("set quorum prepare 1 accept 3\npropose P1 cat\nrun steps 4\nexpect P1 proposing cat");
    timed(
        "set rule accept always\npropose P1 cat\nrun 2000\npropose P2 dog\nrun 1000\nexpect A1 accepted 1 cat and A1 promised 2",
    );
}

#[test]
fn conditions_say_what_is_the_case() {
    timed(
        "propose P1 cat\nrun idle\n\
           expect A1 promised 1 and A1 accepted 1 cat and not A1 promised nothing and not A1 accepted nothing\n\
           expect P1 promises 3 and P1 promises 2 and not P1 promises 4\n\
           expect P1 proposing cat and not P1 proposing dog and not P2 proposing cat\n\
           expect P2 proposing nothing and not P1 proposing nothing and not P2 proposing \"nothing\"\n\
           expect L1 learned cat and P1 learned cat and P2 learned nothing and not L1 learned dog\n\
           expect chosen cat and not chosen nothing and not chosen dog and not chosen cat dog\n\
           expect A1 up and not A1 down and in-flight 0 and not in-flight 1 and ignored 0\n\
           expect not not chosen cat",
    );
    timed(
        "set rule value own\npropose P1 cat\nrun idle\npropose P2 dog\nrun idle\nexpect chosen cat dog and chosen dog",
    );
}

/// A later id may overwrite every card after the choice: the fact must not go out.
#[test]
fn chosen_does_not_go_out_when_cards_are_overwritten() {
    timed(
        "propose P1 cat\nrun idle\npropose P2 dog\nrun idle\nexpect A1 accepted 2 cat and chosen cat\ncrash A1 A2 A3\nexpect chosen cat",
    );
}

/// A value is proposed once its ACCEPT-REQUEST is out, and no more once its ballot is lost.
#[test]
fn proposer_proposes_nothing_before_its_accept_request() {
    timed(
        "expect P1 proposing nothing\npropose P1 cat\nrun 1999\nexpect P1 proposing nothing\nrun 1\n\
           expect P1 proposing cat\ncrash P1\nexpect P1 proposing nothing",
    );
}

#[test]
fn condition_may_be_as_long_as_a_scene() {
    let many = |joint: &str, times: usize| {
        format!("expect {}A1 up\nrun until {}A1 up", joint.repeat(times), joint.repeat(times))
    };
    let scene = timed(&many("A1 up and ", 3000));
    let again = play("printed", &print::script(&scene.script));
    assert_eq!(without_lines(&again.script), without_lines(&scene.script));
    timed(&many("not ", 8));
    let text = format!("title x\n{NODES}expect {}A1 up", "not ".repeat(12_500));
    let problem = parse(&text).expect_err("so many are refused");
    assert_eq!((problem.line, problem.column), (6, 8 + 8 * 4));
}

#[test]
fn names_may_begin_with_words_of_the_language() {
    let body = "propose nextP cat\nrun idle\nexpect anyA promised 1 and not notL learned nothing\n\
                deliver_ up";
    let text = format!("title x\nproposers nextP\nacceptors anyA\nlearners notL deliver_\n{body}");
    assert_eq!(parse(&text).expect_err("a name is no statement").line, 8);
    play("names", text.trim_end_matches("deliver_ up"));
}
