//! Why a value stands in a slot, and how a replica knows.

use super::log;
use crate::on_show::{begun, scene, shown};
use paxos_explainer::paxos::NodeId;
use paxos_explainer::player::{Model, Msg, Overlap, Preset};
use paxos_explainer::sim::lineage::{Lineage, Link};
use paxos_explainer::sim::truth;
use paxos_explainer::story::words;

/// The chain of the first question of a slot, a sentence a line.
fn chain(model: &Model, question: &str) -> Vec<String> {
    let show = shown(model);
    let nodes = show.recording().world().cluster.nodes().filter_map(|node: NodeId| show.question_of(node));
    let all: Vec<_> = show.questions().into_iter().chain(nodes).collect();
    let asked = all.iter().find(|asked| asked.text == question);
    let asked = asked.unwrap_or_else(|| panic!("{question}: {:?}", all.iter().map(|it| &it.text).collect::<Vec<_>>()));
    let answer = show.answer(asked.pick).expect("it has an answer");
    assert!(answer.summary.is_some_and(|summary| summary.ends_with('.')));
    answer.links.into_iter().map(|link| link.text).collect()
}

#[test]
fn promises_count_of_those_who_decide_in_the_slot() {
    // In slot 6 of this scene R1, R4 and R5 decide; R1's own promise and the one of R5 count.
    let model = crate::on_show::scene("mp-members");
    let links = chain(&model, "Why is +50 chosen in slot 6?");
    let led = "R1 led under 1, and of those who decide in slot 6 R1 and R5 had promised that id.";
    assert!(links.iter().any(|link| link == led), "{links:?}");
    let show = shown(&model);
    assert_eq!(Overlap::name(show, Preset::Promised), "1: R1 and R5, which promised 1");
    // In slot 4 R1, R2 and R4 decide: those that had promised first are a quorum of them.
    let slot = show.chosen_in_log().into_iter().find(|(slot, _)| slot.0 == 4).expect("slot 4 is chosen");
    let answer = show.answer(show.question_of_slot(slot.0, slot.1).pick).expect("it has an answer");
    let first = "R1 led under 1, because R1 and R2 had promised that id.";
    assert!(answer.links.iter().any(|link| link.text == first), "{:?}", answer.links);
}

#[test]
fn a_command_stands_in_its_slot_because_a_leader_gave_it_that() {
    let model = log("", "timeout R1\nrun 2000\nrequest C1 R1 cat\nrun 6000\nrequest C2 R1 dog\nrun 6000");
    assert_eq!(
        chain(&model, "Why is dog chosen in slot 2?"),
        [
            "R1 and R2 have accepted 1 dog in slot 2, a quorum: dog is chosen there.",
            "R1, leader under 1, gave dog slot 2, its next free one.",
            "R1 led under 1, because R1 and R2 had promised that id.",
            "C2 asked R1 for dog.",
        ]
    );
    assert_eq!(
        chain(&model, "Why does R2 know that cat is in slot 1?"),
        [
            "R2 has accepted cat in slot 1 under 1, and the leader of that very id says that the slot is chosen.",
            "R2 accepted 1 cat in slot 1, as R1 had asked it to.",
            "R1, leader under 1, gave cat slot 1, its next free one.",
            "R1 led under 1, because R1 and R2 had promised that id.",
            "C1 asked R1 for cat.",
        ]
    );
}

#[test]
fn a_new_leader_carries_on_what_is_reported_and_fills_the_gap() {
    let model = log("log R1 1 cat id 1 chosen\nlog R2 3 dog id 1", "timeout R3\nrun 9000");
    assert_eq!(
        chain(&model, "Why is dog chosen in slot 3?"),
        [
            "R3 and R1 have accepted 3 dog in slot 3, a quorum: dog is chosen there.",
            "R3, leader under 3, had to send dog in slot 3, because R2 reported 1 dog there.",
            "R2 promised 3 and reported 1 dog in slot 3: that was what it had accepted there.",
        ]
        .map(|line| line.replace("R3 and R1", "R1 and R3"))
    );
    let filled = chain(&model, "Why is no-op chosen in slot 2?");
    assert!(filled[1].contains("it filled slot 2 with a no-op"), "{filled:?}");
}

#[test]
fn a_vote_that_was_carried_on_leads_back_to_the_client_of_the_leader_before() {
    let model = log(
        "",
        "timeout R1\nrun 2000\nrequest C1 R1 cat\ndrop next ACCEPT-REQUEST R1->R3\ndrop next ACCEPT R2->R1\nrun 3000\ncrash R1\ntimeout R3\nrun 9000\nrequest C2 R3 dog\nrun 6000",
    );
    let links = chain(&model, "Why does R2 know that cat is in slot 1?");
    assert_eq!(links.last().map(String::as_str), Some("C1 asked R1 for cat."), "{links:#?}");
    assert!(links.iter().any(|link| link.contains("R3, leader under 3, had to send cat in slot 1")), "{links:#?}");
}

#[test]
fn every_chain_goes_back_in_time() {
    let model = log(
        "heartbeat 800\nelection 2000..4000\nloss 20%\nretry 3000",
        "request C1 R1 cat\nrun 9000\nrequest C2 R2 dog\nrun 9000\ncrash R1\nrun 9000\nrestart R1\nrun 9000",
    );
    let show = shown(&model);
    let nodes = show.recording().world().cluster.nodes();
    let questions: Vec<_> =
        show.questions().into_iter().chain(nodes.filter_map(|node| show.question_of(node))).collect();
    assert!(!questions.is_empty());
    for question in questions {
        let paxos_explainer::player::Pick::Why(why, until) = question.pick else { continue };
        let lineage = Lineage::of(show.recording(), why, until).expect("it has an answer");
        // A lead and the wish are both causes of the proposal, in either order.
        let is_wish = |link: &Link| matches!(link, Link::Requested { .. });
        let steps = lineage.chain.iter().filter(|cause| !is_wish(&cause.link)).map(|cause| cause.step);
        assert!(steps.is_sorted_by(|one, other| other <= one), "{}: {:#?}", question.text, lineage.chain);
        assert!(lineage.chain.iter().all(|cause| cause.step <= lineage.chain[0].step));
        assert!(lineage.steps.iter().all(|&step| step < until));
    }
}

#[test]
fn client_of_a_leader_that_can_win_no_more_is_sent_to_the_one_that_can() {
    // R2 leads under 2 and is cut off; R3 leads under 3. C1 waits for R2.
    let run = "timeout R2\nrun 3000\nrequest C2 R2 cat\nrun 6000\ncut R2-R1 R2-R3\ntimeout R3\nrun 6000\nrequest C1 R2 dog\nrun 9000";
    let mut model = log("", run);
    let show = shown(&model);
    let asked = show.questions().into_iter().find(|it| it.text == "Why has C1 no answer?");
    let asked = asked.unwrap_or_else(|| panic!("{:?}", show.questions()));
    let answer = show.answer(asked.pick).expect("it has an answer");
    assert!(answer.waits.iter().any(|it| it.contains("R3, which leads, has not got it")), "{:?}", answer.waits);
    assert!(answer.waits.iter().any(|it| it.contains("can win no more")), "{:?}", answer.waits);
    let [(says, act)] = &answer.releases[..] else { panic!("{:?}", answer.releases) };
    assert_eq!(says, "Let C1 ask R3 for dog");
    let rest = words::rest::at_rest(&show.world(), show.telling()).join(" ");
    assert!(rest.contains("R3 leads: give it a command of a client."), "{rest}");
    let act = act.clone().expect("it is an act");
    model.update(Msg::Act(act));
    let show = shown(&model);
    let world = show.recording().at(show.recording().end());
    assert!(truth::chosen(&world).any(|chosen| show.names().value(chosen.vote.value) == "dog"), "{:?}", world.votes);
}

#[test]
fn leader_that_is_cut_off_alone_is_not_to_be_given_commands() {
    let model = log("", "timeout R2\nrun 6000\ncut R2-R1 R2-R3\nrun 1000");
    let rest = words::rest::at_rest(&shown(&model).world(), shown(&model).telling()).join(" ");
    assert!(rest.contains("R2 leads, and reaches no quorum: heal the links."), "{rest}");
}

/// Those who decide are counted, and not all replicas.
#[test]
fn too_few_of_those_who_decide_are_told_as_that() {
    let head = "title t\nclients C1\nreplicas R1 R2 R3 R4 R5\nmembers R1 R2 R3\ndelay 100\ntimeout R1\nrun 1000\n";
    let rest = |end: &str| {
        let model = begun(&format!("{head}{end}run 1000\n"));
        let show = shown(&model);
        words::rest::at_rest(&show.world(), show.telling()).join(" ")
    };
    let two = "Of the replicas that decide too few are up, 1 of 3: a quorum takes 2. Restart one of them.";
    assert!(rest("crash R2 R3\n").contains(two), "{}", rest("crash R2 R3\n"));
    let leads = "R1 leads: give it a command of a client.";
    assert!(rest("crash R3 R4 R5\n").contains(leads), "{}", rest("crash R3 R4 R5\n"));
}

/// What is asked of a scene at the beginning of a slide, and what it waits for.
fn waits(id: &str, slide: usize, question: &str) -> String {
    let mut model = scene(id);
    model.update(Msg::GoToSlide(slide - 1));
    let show = shown(&model);
    let asked = show.questions().into_iter().find(|it| it.text == question);
    let asked = asked.unwrap_or_else(|| panic!("{question}: {:?}", show.questions()));
    show.answer(asked.pick).expect("it has an answer").waits.join(" ")
}

/// A follower comes to know by its own vote only where it has the leader's id; else it has to be told.
#[test]
fn how_a_follower_will_know_hangs_on_its_own_vote() {
    let said = waits("mp-catch-up", 3, "Why does R1 not know slot 2?");
    assert!(
        said.contains("R1 does not know what is chosen in slot 2: R2 leads and has to tell it, by SUCCESS."),
        "{said}"
    );
    assert!(
        said.contains("R3 does not know what is chosen in slot 2: R2 leads, and its next ACCEPT-REQUEST"),
        "{said}"
    );
}

/// Nothing comes by a link that is cut; and who asked the leader of a lower id has asked somebody.
#[test]
fn what_is_cut_off_is_told_as_that() {
    let said = waits("mp-two-leaders", 4, "Why has C1 no answer?");
    assert!(
        said.contains("R3 does not know what is chosen in slot 2: R2 leads, and the link from R2 to R3 is cut."),
        "{said}"
    );
    assert!(said.contains("R2, which leads, has not got it; R3, which leads under a lower id, has."), "{said}");
}
