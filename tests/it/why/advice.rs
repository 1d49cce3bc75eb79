//! Why nothing: scenes made for what would release them. Each way that is told is enough.

use super::nothing::{answer, follow_way, is_chosen, knows_enough, ways};
use super::{at_the_end, shown};
use paxos_explainer::paxos::Kind;
use paxos_explainer::player::{Model, Msg};
use paxos_explainer::sim::Release;
use paxos_explainer::sim::waiting::{self, waiting};

/// The model at the end of a scene's slide, counted from 0.
fn at_slide(text: &str, slide: usize) -> Model {
    let mut model = at_the_end("t", text);
    let end = shown(&model).scene.slides[slide].end;
    model.update(Msg::StandAt(end));
    model
}

fn told(model: &Model) -> (Vec<String>, Vec<Vec<String>>) {
    let answer = answer(model).expect("there is an answer");
    (answer.waits.clone(), ways(&answer))
}

/// Takes each way that is told; a value is chosen by it.
fn each_way_chooses(model: &Model) {
    let first = answer(model).expect("there is an answer");
    for way in ways(&first) {
        let after = follow_way(model, &first, &way, |_| {});
        assert!(is_chosen(shown(&after)), "{way:?}, then {:?}", answer(&after));
    }
}

const WAY_BACK: &str = "title t\nproposers P1\nacceptors A1 A2 A3\nlearners L1\nslide s\n";

#[test]
fn question_under_way_is_no_way_where_its_answer_cannot_get_through() {
    let held = "hold next PREPARE\n".repeat(3);
    let model = at_slide(&format!("{WAY_BACK}{held}propose P1 cat\nrun 100\ncut A1->P1 A2->P1\n"), 0);
    let (_, ways) = told(&model);
    let way = ["Heal the link from A1 to P1", "Release PREPARE 1 from P1 to A3", "Release PREPARE 1 from P1 to A1"];
    assert_eq!(ways, [way]);
    each_way_chooses(&model);
}

#[test]
fn request_under_way_brings_no_word_over_a_link_that_is_cut() {
    let text = format!(
        "{WAY_BACK}hold next ACCEPT-REQUEST P1->A3\nhold next ACCEPT A1->L1\ndrop next ACCEPT A2->L1\n\
        propose P1 cat\nrun idle\ncut A3->L1\n"
    );
    let model = at_slide(&text, 0);
    let first = answer(&model).expect("there is an answer");
    let way = [
        "Heal the link from A3 to L1",
        "Release ACCEPT 1 cat from A1 to L1",
        "Release ACCEPT-REQUEST 1 cat from P1 to A3",
    ];
    assert_eq!(ways(&first), [way]);
    let waits: Vec<_> = waiting(shown(&model).recording(), shown(&model).at).iter().map(|it| it.node).collect();
    let after = follow_way(&model, &first, &way.map(String::from), |_| {});
    assert!(knows_enough(&after, &waits), "{:?}", answer(&after));
}

const REFUSED: &str = "title t\nproposers P1 P2 P3\nacceptors A1 A2 A3\nlearners L1\nnacks on\nnetwork manual\n\
    slide s\npropose P1 cat id 1\ndrop PREPARE\npropose P2 dog id 5\ndeliver PREPARE P2->A1\ndrop any\n\
    crash P2\nset network timed\n";

#[test]
fn timer_is_no_way_where_a_nack_ends_what_it_begins() {
    let model = at_slide(REFUSED, 0);
    let (_, ways) = told(&model);
    assert_eq!(ways[0], ["Let P1 propose cat under 7, which is higher"], "4 is below the 5 that A1 has promised");
    each_way_chooses(&model);
    // Where nobody is told of a refusal, or where it cannot get through, it ends nothing.
    for text in
        [REFUSED.replace("nacks on", "nacks off"), format!("{REFUSED}cut A1->P1\n"), format!("{REFUSED}crash A1\n")]
    {
        let model = at_slide(&text, 0);
        assert_eq!(told(&model).1[0], ["Let P1's timer fire"]);
        each_way_chooses(&model);
    }
}

#[test]
fn acceptor_whose_only_vote_is_spent_is_no_part_of_a_way() {
    let text = "title t\nproposers P1 P2\nacceptors A1 A2 A3\nlearners L1\nrule accept first\nnetwork manual\nslide s\n\
        propose P1 cat\ndeliver PREPARE\ndeliver PROMISE\ndeliver ACCEPT-REQUEST P1->A1\ndrop any\ncrash A3\n\
        set network timed\n";
    let model = at_slide(text, 0);
    assert_eq!(told(&model).1, [["Restart A3", "Let P1's timer fire"]], "A1 has voted, and accepts nothing else");
    each_way_chooses(&model);
}

#[test]
fn one_more_promise_is_awaited_where_a_smaller_quorum_has_them_already() {
    let text = "title t\nproposers P1 P2\nacceptors A1 A2 A3\nlearners L1\nnetwork manual\nslide s\npropose P1 cat\n\
        deliver PREPARE P1->A1\ndeliver PROMISE\nset network timed\nhold PREPARE\nset quorum prepare 1 accept 3\n";
    let model = at_slide(text, 0);
    let (waits, ways) = told(&model);
    assert_eq!(waits[0], "P1 has as many promises for 1 as it needs by now, and sees so when another one arrives.");
    assert_eq!(ways, [["Release PREPARE 1 from P1 to A2"]]);
    let first = answer(&model).expect("there is an answer");
    let after = follow_way(&model, &first, &ways[0], |_| {});
    let sent = shown(&after).recording().flights().iter().any(|it| it.envelope.message.kind() == Kind::AcceptRequest);
    assert!(sent, "it has sent its value");
}

#[test]
fn one_more_word_is_awaited_where_a_smaller_quorum_has_spoken_already() {
    let text = format!(
        "{WAY_BACK}hold next ACCEPT A2->L1\nhold next ACCEPT A3->L1\npropose P1 cat\nrun idle\n\
        set quorum prepare 3 accept 1\n"
    );
    let model = at_slide(&text, 0);
    let (waits, ways) = told(&model);
    let said =
        "L1 has heard of as many that have accepted 1 cat as it takes by now, and sees so when it hears of another.";
    assert_eq!(waits[0], said);
    assert_eq!(ways, [["Release ACCEPT 1 cat from A2 to L1"]]);
    let first = answer(&model).expect("there is an answer");
    let waits: Vec<_> = waiting(shown(&model).recording(), shown(&model).at).iter().map(|it| it.node).collect();
    assert!(knows_enough(&follow_way(&model, &first, &ways[0], |_| {}), &waits));
}

#[test]
fn question_under_way_is_no_way_where_a_nack_arrives_first() {
    let text = "title t\nproposers P1 P2\nacceptors A1 A2 A3\nlearners L1\nnacks on\ndelay 100\nslide s\n\
        set network manual\npropose P2 dog id 5\ndeliver PREPARE P2->A1\ndrop any\ncrash P2\nset network timed\n\
        hold next PREPARE P1->A2\nhold next PREPARE P1->A3\npropose P1 cat id 1\nrun 150\n";
    let model = at_slide(text, 0);
    // Something arrives by itself, so the page does not ask yet; who has a run of their own is told.
    let ways = waiting::ways(&waiting(shown(&model).recording(), shown(&model).at));
    assert!(!ways.is_empty() && ways.iter().flatten().all(|step| !matches!(step, Release::Message(_))), "{ways:?}");
}
