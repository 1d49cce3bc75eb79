//! What is said of a run, where it would be easy to say something that is not so.

use paxos_explainer::player::{Model, Msg, Opening};
use paxos_explainer::sim::Moment;
use paxos_explainer::story::words::{self, Telling, caution};
use paxos_explainer::story::{Scene, parse};
use paxos_explainer::view::Tableau;
use paxos_explainer::view::tableau::Body;

const CAST: &str = "title t\nproposers P1 P2\nacceptors A1 A2 A3\nlearners L1\n";

/// The reason for each step of a scene, and for each choice, a line each.
pub fn told(header: &str, body: &str) -> String {
    let scene = parse(&format!("{CAST}{header}\n{body}")).and_then(Scene::play).expect("the scene plays");
    let telling = Telling::exact(&scene.script.names);
    let world = scene.recording.world();
    let sentences = scene.recording.steps().iter().flat_map(|step| {
        let chosen = words::chosen(step, telling);
        std::iter::once(words::step(step, &world.cluster, telling)).chain(chosen)
    });
    sentences.collect::<Vec<String>>().join("\n")
}

/// With NACKs on, the copy of a PREPARE is refused with its own id.
#[test]
fn copy_of_a_prepare_ends_no_ballot() {
    let body = "duplicate next PREPARE P1->A1\npropose P1 cat\nrun idle\nexpect chosen cat";
    assert!(!told("nacks on", body).contains("gives up"));
}

#[test]
fn second_quorum_for_a_value_is_told_as_no_second_choice() {
    let text = told("", "propose P1 cat id 1\nrun idle\npropose P2 dog id 2\nrun idle\nexpect chosen cat");
    assert_eq!(text.matches("cat is chosen.").count(), 1, "{text}");
    assert_eq!(text.matches("a quorum once more; cat was chosen already, under 1.").count(), 1, "{text}");
}

#[test]
fn quorum_for_another_value_is_told_as_the_end_of_agreement() {
    let body = "propose P1 cat id 1\nrun idle\npropose P2 dog id 2\nrun idle\nexpect chosen cat dog";
    let text = told("rule value own", body);
    assert!(text.contains("dog is chosen too, although cat was chosen under 1. Agreement is broken."), "{text}");
}

/// Where an id was used twice, its number does not tell the two choices apart.
#[test]
fn second_choice_under_one_id_is_told_as_under_the_same_id() {
    let body =
        "set rule phases one\npropose P1 cat id 1\nrun idle\npropose P2 dog id 1\nrun idle\nexpect chosen cat dog";
    let text = told("rule ids reused", body);
    assert!(text.contains("dog is chosen too, although cat was chosen under the same id."), "{text}");
}

#[test]
fn reason_names_those_whose_promises_were_counted_and_a_report_that_came_too_late() {
    let body = "propose P1 cat id 1\ndeliver PREPARE 1\ndeliver PROMISE 1\ndeliver ACCEPT-REQUEST 1 P1->A3\n\
                propose P2 dog id 2\ndeliver PREPARE 2\ndeliver PROMISE 2 A1->P2\ndeliver PROMISE 2 A2->P2\n\
                deliver PROMISE 2 A3->P2\nexpect P2 proposing dog";
    let text = told("network manual", body);
    assert!(
        text.contains("P2 has the 2 promises it needs for 2, from A1 and A2. None of them reports a value"),
        "{text}"
    );
    assert!(text.contains("the report of 1 cat comes too late to matter"), "{text}");
}

/// The model at this time of a scene.
fn at(text: &str, time: u32) -> Model {
    let (mut model, _) = Model::new("t", Opening::Set);
    model.update(Msg::Loaded { id: "t".into(), text: text.into(), opening: Opening::Set });
    model.update(Msg::Seek(time));
    model
}

#[test]
fn refusal_on_a_card_goes_with_the_next_message_that_reaches_it() {
    let text = format!(
        "{CAST}network manual\npropose P1 cat id 5\ndeliver PREPARE 5\npropose P2 dog id 4\ndeliver PREPARE 4 P2->A1\n\
         propose P2 dog id 6\ndeliver PREPARE 6 P2->A1\n"
    );
    let refusal_at = |time| {
        let model = at(&text, time);
        let tableau = Tableau::of(model.show().expect("a scene is on show"));
        let a1 = tableau.actors.into_iter().find(|actor| actor.name == "A1").expect("A1 is there");
        match a1.body {
            Body::Acceptor { refusal, .. } => refusal.map(|refused| (refused.long, refused.short)),
            other => panic!("A1 is an acceptor, not {other:?}"),
        }
    };
    assert_eq!(refusal_at(2000), Some(("ignored 4: promised 5".into(), "ignored: 4 < 5".into())));
    assert_eq!(refusal_at(3000), None);
}

#[test]
fn mark_on_a_quorum_stays_with_those_who_chose() {
    let text = format!("{CAST}propose P1 cat id 1\nrun idle\n");
    let model = at(&text, 4000);
    let tableau = Tableau::of(model.show().expect("a scene is on show"));
    let [mark] = tableau.chosen.as_slice() else { panic!("one value is chosen, not {:?}", tableau.chosen) };
    assert_eq!((mark.by.len(), mark.id.as_deref()), (2, Some("1")));
}

/// The cautions of a scene after its first so many steps.
fn cautions(header: &str, body: &str, steps: usize) -> Vec<String> {
    let scene = parse(&format!("{CAST}{header}\n{body}")).and_then(Scene::play).expect("the scene plays");
    caution::over(&scene.recording, Moment { steps, ..scene.recording.end() })
}

#[test]
fn caution_stands_from_when_something_was_wrong_and_is_not_mended_by_setting_it_back() {
    let body =
        "set rule accept always\nset rule value own\nset rule accept if-promised\nset rule value highest-accepted";
    let accept = "This is not Paxos: acceptors accept below their promise.";
    let both = "This is not Paxos: acceptors accept below their promise and proposers send a value of their own, whatever is reported.";
    for (steps, expected) in [(0, None), (1, Some(accept)), (2, Some(both)), (3, Some(both)), (4, Some(both))] {
        assert_eq!(cautions("", body, steps), Vec::from_iter(expected), "after {steps} steps");
    }
}

#[test]
fn caution_of_quorums_that_need_not_meet_is_right_for_all_sizes() {
    let takes = |sizes: &str| {
        vec![format!(
            "Quorums need not meet: of 3 acceptors it takes {sizes}, and these may be different ones. Two values may be chosen."
        )]
    };
    assert_eq!(cautions("quorum 1", "", 0), takes("1 to promise and 1 to accept"));
    assert_eq!(cautions("quorum prepare 1 accept 2", "", 0), takes("1 to promise and 2 to accept"));
    assert_eq!(cautions("", "set quorum 1\nset quorum majority", 2), takes("1 to promise and 1 to accept"));
    // Each of these sizes is safe by itself, and a prepare quorum of the one may miss an accept quorum of the other.
    let apart = cautions("quorum prepare 1 accept 3", "set quorum prepare 3 accept 1", 1);
    assert_eq!(apart, takes("1 to promise at one time and 1 to accept at another"));
    assert_eq!(cautions("quorum prepare 1 accept 3", "set quorum 3", 1), Vec::<String>::new());
}

/// The cautions at the end of a scene of a log.
fn log_cautions(rest: &str) -> Vec<String> {
    let header = "title t\nreplicas R1 R2 R3 R4 R5\nclients C1\nnetwork manual\n";
    let scene = parse(&format!("{header}{rest}")).and_then(Scene::play).expect("the scene plays");
    caution::over(&scene.recording, scene.recording.end())
}

#[test]
fn caution_of_a_log_that_begins_as_none_can() {
    let says = |slot: u8| {
        vec![format!(
            "This begins with what Paxos cannot come to: in slot {slot} one value is chosen, and another one is chosen too or accepted under a higher id. Two values may be chosen."
        )]
    };
    // Told to be chosen, and another one has the votes of three of five.
    let votes = "log R2 1 b id 1\nlog R3 1 b id 1\nlog R4 1 b id 1";
    assert_eq!(log_cautions(&format!("log R1 1 a chosen\n{votes}")), says(1));
    assert_eq!(log_cautions("log R1 2 a id 1 chosen\nlog R2 2 b id 2"), says(2));
    let possible = ["log R1 1 a id 2 chosen\nlog R2 1 b id 1", "log R1 1 a chosen\nlog R2 1 b id 1", votes];
    possible.into_iter().for_each(|rest| assert_eq!(log_cautions(rest), Vec::<String>::new(), "{rest}"));
}

#[test]
fn caution_of_a_window_that_is_moved_while_members_change() {
    let asks = "window 1\ntimeout R1\ndeliver PREPARE\ndeliver PROMISE\nrequest C1 R1 \"members R3 R4 R5\"";
    assert_eq!(log_cautions(asks), Vec::<String>::new());
    assert_eq!(log_cautions(&format!("{asks}\nset window 1")), Vec::<String>::new());
    let moved = log_cautions(&format!("{asks}\nset window 8"));
    assert!(moved.len() == 1 && moved[0].starts_with("The window was changed"), "{moved:?}");
    assert_eq!(log_cautions("request C1 R1 +5\nset window 8"), Vec::<String>::new());
}

/// Quorums are taken of those who decide, and may miss each other once these have become more.
#[test]
fn caution_of_quorums_in_a_log_goes_by_those_who_decide() {
    let three = "members R1 R2 R3\nquorum 2\nwindow 1";
    assert_eq!(log_cautions(three), Vec::<String>::new());
    assert!(log_cautions("quorum 2")[0].starts_with("Quorums need not meet: of 5 acceptors"));
    let more = "timeout R1\ndeliver PREPARE\ndeliver PROMISE\nrequest C1 R1 \"members R1 R2 R3 R4\"\ndeliver REQUEST\n\
        deliver ACCEPT-REQUEST\nexpect chosen 1 \"members R1 R2 R3 R4\"";
    assert!(log_cautions(&format!("{three}\n{more}"))[0].starts_with("Quorums need not meet: of 4 acceptors"));
}

/// What is said of a NACK holds whatever was refused, and why.
#[test]
fn nack_is_told_as_what_it_says_and_no_more() {
    let copy = told("nacks on", "duplicate next PREPARE P1->A1\npropose P1 cat\nrun 2000");
    assert!(copy.contains("P1 goes on with 1: the NACK names no higher id."), "{copy}");
    let ended = "propose P2 dog\nrun 1000\npropose P1 cat\nrun 2000\ntimeout P1\nexpect A1 promised 2";
    let ended = told("nacks on", ended);
    assert_eq!(ended.matches("P1 gives up 1: an acceptor has promised 2.").count(), 1, "{ended}");
    assert_eq!(ended.matches("P1 has given 1 up already. It takes note that 2 is promised.").count(), 2, "{ended}");
}

/// The outcome of such an ACCEPT is `nothing`. A quorum of them for another value shows that agreement is broken.
#[test]
fn accept_after_a_value_is_learned_is_told_by_whether_it_says_the_same() {
    let text = told("", "propose P1 cat id 1\nrun idle\npropose P1 dog id 4\nrun idle");
    assert!(text.contains("L1 has learned cat already: ACCEPT 4 cat tells it nothing new."), "{text}");
    let body = "propose P1 cat id 1\nrun idle\npropose P2 dog id 2\nrun idle\nexpect L1 learned cat";
    let text = told("rule value own", body);
    assert!(text.contains("L1 has learned cat already, and keeps it, whatever ACCEPT 2 dog says.\n"), "{text}");
    assert!(text.contains("L1 has learned cat, and now hears of a quorum for dog: agreement is broken."), "{text}");
}

/// A reader sees the card as it is after the step.
#[test]
fn acceptor_is_told_what_its_card_had_and_what_it_has_from_now_on() {
    let asked = "propose P1 cat id 5\nrun 1000";
    assert!(told("", asked).contains("A1 promises 5: there was no promise on its card. It reports no value."));
    let first = told("rule phases one", asked);
    assert!(first.contains("A1 accepts 5 cat: there was no promise on its card. From now on it has promised 5."));
    let body = "propose P1 cat id 1\ndeliver PREPARE P1->A1\npropose P2 dog id 2\ndeliver PREPARE P2->A2,A3\n\
                deliver PROMISE any->P2\ndeliver ACCEPT-REQUEST P2->A1";
    let higher = told("network manual", body);
    assert!(higher.contains("A1 accepts 2 dog: it had promised only 1. From now on it has promised 2."), "{higher}");
}

/// How a run is summed up at its end, and what is said of it on the page once it has come to rest.
fn summed_up(header: &str, body: &str) -> (String, String) {
    let scene = parse(&format!("{CAST}{header}\n{body}")).and_then(Scene::play).expect("the scene plays");
    let (recording, names) = (&scene.recording, &scene.script.names);
    let at_rest = words::rest::at_rest(recording.world(), Telling::exact(names));
    (words::sum::up(recording, recording.end(), names), at_rest.join(" "))
}

#[test]
fn learning_what_is_not_chosen_is_told_as_the_end_of_agreement() {
    let body = "propose P1 cat id 1\ndeliver PREPARE 1\ndeliver PROMISE 1\ndrop ACCEPT-REQUEST 1\n\
                expect P1 learned cat and chosen nothing";
    let (sum, rest) = summed_up("network manual\nrule learn on-promises", body);
    let broken = "P1 has learned cat, which is not chosen: agreement is broken.";
    assert!(sum.contains("nothing is chosen.") && sum.contains(broken), "{sum}");
    // The page shows that agreement holds as long as there is one value.
    let broken = broken.replace("agreement is broken", "this is not Paxos");
    assert!(rest.contains("and nothing is chosen.") && rest.contains(&broken), "{rest}");
}

#[test]
fn learning_another_value_than_the_chosen_one_is_told_as_the_end_of_agreement() {
    let body = "propose P1 cat id 1\ndeliver PREPARE 1\ndeliver PROMISE 1\ndrop ACCEPT-REQUEST 1\n\
                propose P2 dog id 2\ndeliver PREPARE 2\ndeliver PROMISE 2\ndeliver ACCEPT-REQUEST 2\n\
                drop ACCEPT\nexpect P1 learned cat and chosen dog";
    let (sum, rest) = summed_up("network manual\nrule learn on-promises", body);
    let broken = "P1 has learned cat, which is not chosen: agreement is broken.";
    assert!(sum.contains("dog is chosen (under 2") && sum.contains(broken), "{sum}");
    assert!(rest.contains(": dog is chosen.") && rest.contains(broken), "{rest}");
}

#[test]
fn learning_a_value_that_is_chosen_later_is_told_as_it_is_then() {
    let body = "propose P1 cat id 1\ndeliver PREPARE 1\ndeliver PROMISE 1\nexpect P1 learned cat and chosen nothing\n\
                deliver ACCEPT-REQUEST 1\ndrop ACCEPT\nexpect chosen cat";
    let (sum, rest) = summed_up("network manual\nrule learn on-promises", body);
    assert!(sum.contains("P1 has learned cat.\n") && !sum.contains("broken"), "{sum}");
    assert!(rest.contains("cat is chosen.") && !rest.contains("broken"), "{rest}");
}

#[test]
fn copy_of_a_message_that_is_held_is_told_as_held() {
    let text = told("", "propose P1 cat id 1\nhold PREPARE 1 P1->A1\nduplicate PREPARE 1 P1->A1,A2");
    assert!(text.contains("PREPARE 1 from P1 to A1 is held up, and a copy of it now as well."), "{text}");
    assert!(text.contains("PREPARE 1 from P1 to A2 is under way once more."), "{text}");
}

/// Of those whose promises were counted perhaps only one reports anything.
#[test]
fn highest_report_is_told_without_saying_who_made_it() {
    let reports = |own: &str, quorum: &str| {
        let body = format!(
            "propose P1 cat id 1\ndeliver PREPARE 1\ndeliver PROMISE 1\ndeliver ACCEPT-REQUEST 1 P1->A1\n\
             propose P2 {own} id 2\ndeliver PREPARE 2\ndeliver PROMISE 2\nexpect P2 proposing cat"
        );
        told(&format!("network manual\n{quorum}"), &body)
    };
    let (two, same) = (reports("dog", ""), reports("cat", ""));
    let one = reports("dog", "quorum prepare 1 accept 3");
    let other = "The highest accepted id reported is 1, with cat: it must send cat, not its own dog.";
    assert!(two.contains(&format!("P2 has the 2 promises it needs for 2, from A1 and A2. {other}")), "{two}");
    assert!(one.contains(&format!("P2 has the one promise it needs for 2, from A1. {other}")), "{one}");
    let wanted = "The highest accepted id reported is 1, with cat: it must send cat, which is what it wanted.";
    assert!(same.contains(wanted), "{same}");
}

/// The acceptor that reports and the proposer that sends are told apart.
#[test]
fn proposer_that_has_one_promise_is_named_beside_the_acceptor() {
    let body = "propose P1 cat id 1\ndeliver PREPARE 1 P1->A1\nduplicate PROMISE 1\ndeliver PROMISE 1";
    let copied =
        "P1 counts 2 PROMISEs for 1. They come from A1 alone, and a copy is no second vote: this is not Paxos.";
    let text = told("network manual\nrule count messages", body);
    assert!(text.contains(&format!("{copied} A1 reports no value, so P1 is free to send its own: cat.")), "{text}");
    let text = told("network manual\nquorum prepare 1 accept 3", body);
    let one = "P1 has the one promise it needs for 1, from A1.";
    assert!(text.contains(&format!("{one} A1 reports no value, so P1 is free to send its own: cat.")), "{text}");
    let body = "set rule phases one\npropose P2 dog id 2\nset rule phases two\ndeliver ACCEPT-REQUEST 2 P2->A1\n\
                propose P1 cat id 3\ndeliver PREPARE 3 P1->A1\nduplicate PROMISE 3\ndeliver PROMISE 3";
    let text = told("network manual\nrule count messages", body);
    let adopts = "The highest accepted id reported is 2, with dog: P1 must send dog, not its own cat.";
    assert!(text.contains(adopts), "{text}");
}

/// The model after these acts at a moment of a scene, at rest.
fn rest_after(body: &str, crashed: &[&str]) -> String {
    let mut model = at(&format!("{CAST}network manual\n{body}"), u32::MAX);
    for name in crashed {
        let node = model.show().and_then(|show| show.names().find_node(name)).expect("there is such a node");
        model.update(Msg::Act(paxos_explainer::player::Act::Crash(node)));
    }
    let show = model.show().expect("a scene is on show");
    words::rest::at_rest(show.recording().world(), show.telling()).join(" ")
}

const CHOSEN_BY_A1_AND_A2: &str = "drop next PREPARE P1->A3\ndrop next ACCEPT-REQUEST P1->A3\npropose P1 cat id 1\n\
     deliver PREPARE 1\ndeliver PROMISE 1\ndeliver ACCEPT-REQUEST 1\nexpect chosen cat\n";

#[test]
fn acceptor_that_is_down_was_not_needed_only_where_it_has_not_accepted_what_is_chosen() {
    assert!(rest_after(CHOSEN_BY_A1_AND_A2, &["A3"]).contains("A3 is down, and was not needed"));
    assert!(!rest_after(CHOSEN_BY_A1_AND_A2, &["A1"]).contains("not needed"));
    let without_majority = rest_after(CHOSEN_BY_A1_AND_A2, &["A1", "A2"]);
    assert!(!without_majority.contains("not needed"), "{without_majority}");
    assert!(
        without_majority.contains("Too few acceptors are up, 1 of 3: a new id needs 2 promises."),
        "{without_majority}"
    );
}

/// A condition is told as what is so then, and not in the words of the scene language.
#[test]
fn conditions_that_are_set_in_a_run_are_told_as_clauses() {
    let body = "propose P1 cat id 1\nset network timed\nset delay 200..400\nset loss 20%\nset loss 0%\nset retry backoff 500\n\
                set nacks on\nset quorum prepare 2 accept 3\nset rule value own\nset seed 7";
    let text = told("network manual", body);
    let set: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("From now on: ")).collect();
    assert_eq!(
        set,
        [
            "messages arrive by themselves, each after its delay.",
            "a message takes 200 to 400 ms.",
            "of 100 messages 20 are lost on average.",
            "no message is lost by chance.",
            "a proposer that comes to nothing tries again after about 500 ms, then twice that, and so on.",
            "whoever refuses says so in a NACK.",
            "a quorum takes 2 acceptors to promise, and 3 to accept.",
            "proposers send a value of their own, whatever is reported.",
            "chance draws by the seed 7.",
        ]
    );
}

#[test]
fn acceptor_refuses_where_nacks_are_sent_and_ignores_where_none_are() {
    let body = "propose P1 cat id 2\nrun 1500\npropose P2 dog id 1\nrun idle\nexpect ignored 3";
    let (silent, aloud) = (told("", body), told("nacks on", body));
    assert!(silent.contains("A1 ignores PREPARE 1: it has promised 2.") && !silent.contains("refuses"), "{silent}");
    assert!(aloud.contains("A1 refuses PREPARE 1: it has promised 2.") && !aloud.contains("ignores"), "{aloud}");
}

#[test]
fn where_no_act_is_left_it_is_said() {
    use words::objective::not_yet;
    assert_eq!([not_yet(2, Some(3)), not_yet(9, None)], ["Not reached yet."; 2]);
    assert!(not_yet(3, Some(3)).starts_with("Not reached yet, and no act is left."));
}
