//! Questions to the reader: the right answer is the core's, the wrong ones are those of wrong rules and of mistakes.

pub mod course;

use crate::scenes::course;
use expect_test::{Expect, expect};
use paxos_explainer::sim::truth;
use paxos_explainer::story::ask::{Mistake, Thought};
use paxos_explainer::story::branch::Branch;
use paxos_explainer::story::conditions;
use paxos_explainer::story::words::{self, Telling};
use paxos_explainer::story::{Scene, parse, print};
use std::fmt::Write;

const HEAD: &str = "title \"Asked\"\nproposers P1 P2\nacceptors A1 A2 A3\nlearners L1\nnetwork manual\nslide \"One\"\n";

fn scene(body: &str) -> Scene {
    Scene::play(parse(&format!("{HEAD}{body}")).expect("it reads")).expect("it plays")
}

/// Each question of a scene with its answers, and what is said of them.
fn told(scene: &Scene) -> String {
    let telling = Telling::exact(&scene.script.names);
    let mut text = String::new();
    for asked in &scene.asks {
        let _ = writeln!(text, "{}", words::ask::question(asked, scene, telling));
        for choice in asked.choices(scene) {
            let says = words::ask::choice(&choice.answer, scene.recording.world(), telling);
            let why = match choice.thought {
                None => format!("right: {}", words::ask::because(asked, scene, telling)),
                Some(Thought::Rule(rule)) => print::change(rule),
                Some(Thought::Mistake(mistake)) => format!("{mistake:?}"),
            };
            let _ = writeln!(text, "- {says} [{why}]");
        }
    }
    text
}

fn check(body: &str, expected: Expect) {
    expected.assert_eq(&told(&scene(body)));
}

/// P1 gets cat to A1 alone under 1; P2 asks under 2.
const LEFT_BEHIND: &str =
    "propose P1 cat id 1\ndeliver PREPARE 1\ndeliver PROMISE 1\ndeliver ACCEPT-REQUEST 1 P1->A1\npropose P2 dog id 2\n";

#[test]
fn an_acceptor_is_asked_what_it_answers() {
    let body = "ask answer A1\ndeliver PREPARE 2 P2->A1\nask answer A1\nduplicate PREPARE 2 P2->A2\n\
                deliver one PREPARE 2 P2->A2\nask answer A2\ndeliver ACCEPT-REQUEST 1 P1->A2\nask answer A2\ndeliver PREPARE 2 P2->A2\n\
                deliver PROMISE 2 A1->P2\nask answer P2\ndeliver PROMISE 2 A2->P2\nask answer A1\ndeliver ACCEPT-REQUEST 2 P2->A1\n\
                ask answer A3\ndeliver ACCEPT-REQUEST 2 P2->A3\n";
    check(
        &format!("{LEFT_BEHIND}{}", body.replace("ask answer A1\nduplicate", "duplicate")),
        expect![[r#"
            PREPARE 2 from P2 reaches A1. What does A1 do?
            - It promises, and answers PROMISE 2 (1 cat) [right: A1 promises 2: 2 is higher than 1, which it had promised. It reports that it has accepted 1 cat.]
            - It promises, and answers PROMISE 2 [rule report nothing]
            - It ignores it [Locked]
            ACCEPT-REQUEST 1 cat from P1 reaches A2. What does A2 do?
            - It refuses, and answers NACK 1 (2) [MustRefuse]
            - It ignores it [right: A2 ignores ACCEPT-REQUEST 1 cat: it has promised 2.]
            - It accepts, and answers ACCEPT 1 cat [rule accept always]
            PREPARE 2 from P2 reaches A2. What does A2 do?
            - It ignores it [right: A2 ignores PREPARE 2: it has promised that very id already, and answers only a higher one.]
            - It promises, and answers PROMISE 2 [rule promise or-equal]
            - It refuses, and answers NACK 2 (2) [MustRefuse]
            PROMISE 2 from A2 reaches P2. What does P2 do?
            - It waits [WaitsForAll]
            - It sends ACCEPT-REQUEST 2 cat [right: P2 has the 2 promises it needs for 2, from A1 and A2. The highest accepted id reported is 1, with cat: it must send cat, not its own dog.]
            - It sends ACCEPT-REQUEST 2 dog [rule value own]
            - It learns that cat is chosen. It sends ACCEPT-REQUEST 2 cat [rule learn on-promises]
            ACCEPT-REQUEST 2 cat from P2 reaches A1. What does A1 do?
            - It ignores it [rule accept first]
            - It accepts, and answers ACCEPT 2 cat [right: A1 accepts 2 cat: it has promised 2, and 2 is not less than 2. This takes the place of 1 cat on its card.]
            ACCEPT-REQUEST 2 cat from P2 reaches A3. What does A3 do?
            - It ignores it [NeedsPromise]
            - It accepts, and answers ACCEPT 2 cat [right: A3 accepts 2 cat: it had promised only 1. From now on it has promised 2.]
        "#]],
    );
}

#[test]
fn a_proposer_is_asked_what_it_sends_and_under_which_id() {
    check(
        "ask sends P1\nask id P1\npropose P1 cat id 5\ndeliver PREPARE 5\ndeliver PROMISE 5\npropose P2 dog\n\
         ask id P1\ntimeout P1\n",
        expect![[r#"
            P1 wants cat, and begins under 5. What does P1 send next?
            - PREPARE 5, with cat [PrepareCarries]
            - PREPARE 5 [right: P1 wants cat. It asks every acceptor to promise 5, and names no value yet.]
            - ACCEPT-REQUEST 5 cat [rule phases one]
            P1 begins another attempt. Under which id?
            - 1 [NextNumber]
            - 5 [right: P1 wants cat. It asks every acceptor to promise 5, and names no value yet.]
            P1 begins another attempt. Under which id?
            - 5 [SameId]
            - 6 [NextNumber]
            - 7 [right: P1's timer fires. P1 leaves 5 behind and asks every acceptor to promise the new id 7. It wants cat.]
        "#]],
    );
}

#[test]
fn the_value_that_must_be_carried_is_asked_for() {
    check(
        &format!("{LEFT_BEHIND}deliver PREPARE 2 P2->A1,A2\nask value P2\ndeliver PROMISE 2\n"),
        expect![[r#"
        Which value will P2 send?
        - dog [rule value own]
        - cat [right: P2 has the 2 promises it needs for 2, from A1 and A2. The highest accepted id reported is 1, with cat: it must send cat, not its own dog.]
    "#]],
    );
}

#[test]
fn it_is_asked_what_is_chosen_and_who_knows() {
    check(
        "propose P1 cat id 1\ndeliver PREPARE 1\ndeliver PROMISE 1\ndeliver ACCEPT-REQUEST 1 P1->A1\nask chosen\nask possible cat\n\
         deliver ACCEPT-REQUEST 1 P1->A2\nask chosen\nask knows\nask possible cat\nask quorum\nask failures\n\
         deliver ACCEPT 1 A1->L1\nask answer L1\ndeliver ACCEPT 1 A2->L1\nask knows\n",
        expect![[r#"
            Which value is chosen at this moment?
            - cat [SeenIsChosen]
            - None [right: No value has been accepted by 2 acceptors under one id.]
            Can cat still be chosen?
            - It is not chosen, and can be [right: Nothing is chosen yet. cat can win under an id for which enough acceptors have voted, or still may since they have promised nothing higher; or under a higher id that carries it.]
            - No, never again [RefusedIsGone]
            - It is chosen [OpenIsChosen]
            Which value is chosen at this moment?
            - cat [right: A1 and A2 have accepted 1 cat: that is a quorum under one id, and stays so whatever they accept later.]
            - None [KnowingChooses]
            Who knows at this moment what is chosen?
            - P1 [WinnerKnows]
            - A1 and A2 [VotersKnow]
            - P1, P2, A1, A2 and L1 [AllKnow]
            - Nobody [right: A node knows what is chosen once the ACCEPTs of a quorum have reached it, or somebody who knows has told it. PROMISEs in which a quorum reports the same id and value would show it as well, but the proposers here do not count those. Until then a value may have been chosen for long already.]
            Can cat still be chosen?
            - No, never again [CardsDecide]
            - It is chosen [right: A quorum has accepted cat under one id.]
            - It is not chosen, and can be [KnowingChooses]
            How many of the 3 acceptors must accept a value until it is chosen?
            - 1 [rule quorum one]
            - 2 [right: 2 of 3 are a quorum, for any two quorums must share an acceptor. The others may be down.]
            - 3 [AllAreNeeded]
            How many of the 3 acceptors may be down while a value can still be chosen?
            - None [AllAreNeeded]
            - 1 [right: 2 of 3 are a quorum, for any two quorums must share an acceptor. The others may be down.]
            - 2 [rule quorum one]
            ACCEPT 1 cat from A2 reaches L1. What does L1 do?
            - It learns that cat is chosen [right: L1 has heard that A1 and A2 accepted 1 cat, a quorum: it has learned cat.]
            - It waits [WaitsForAll]
            Who knows at this moment what is chosen?
            - A1, A2 and L1 [VotersKnow]
            - P1, P2, A1, A2 and L1 [AllKnow]
            - L1 [right: A node knows what is chosen once the ACCEPTs of a quorum have reached it, or somebody who knows has told it. PROMISEs in which a quorum reports the same id and value would show it as well, but the proposers here do not count those. Until then a value may have been chosen for long already.]
            - P1 and L1 [WinnerKnows]
        "#]],
    );
}

#[test]
fn what_a_crash_takes_is_asked_for() {
    check(
        &format!("{LEFT_BEHIND}ask keeps A1\ncrash A1\nrestart A1\n"),
        expect![[r#"
        A1 stops and comes back. What does it hold then?
        - It has promised 1 and accepted 1 cat [right: A1 is back, with what is on its disk.]
        - It has promised nothing and accepted 1 cat [rule storage forgets-promise]
        - It has promised 1 and accepted nothing [rule storage forgets-accepted]
        - It has promised nothing and accepted nothing [rule storage forgets-all]
    "#]],
    );
}

#[test]
fn it_is_asked_how_many_decisions_there_are_and_how_it_ends() {
    let chosen = "propose P1 cat id 1\ndeliver PREPARE 1\ndeliver PROMISE 1\nask ends\ndeliver ACCEPT-REQUEST 1\nask decisions\n";
    let again = "propose P2 dog id 2\ndeliver PREPARE 2\ndeliver PROMISE 2\ndeliver ACCEPT-REQUEST 2\ndeliver ACCEPT 2\nask decisions\n";
    check(
        &format!("{chosen}{again}"),
        expect![[r#"
        The proposers go on like this, no node fails, and no message is lost. How does it end?
        - No value is chosen as long as they go on [NeverEnds]
        - A value may be chosen, or it may go on for ever [right: Whoever comes with a higher id takes the floor from the one before, and each can do so again and again, always a little too soon for the other. It ends when one is left alone for long enough, and no rule makes sure that this ever happens.]
        - A value is chosen, sooner or later [MustEnd]
        How many decisions have been made in this run so far?
        - None [KnowingChooses]
        - One [right: A quorum has accepted cat under 1.]
        How many decisions have been made in this run so far?
        - One [right: Quorums have accepted cat under 1 and 2: the ids differ, the value does not.]
        - Two [EachIdDecides]
    "#]],
    );
}

/// Who decides in a slot of a log stands in the log, and may be three of five.
#[test]
fn nobody_is_asked_how_many_are_a_quorum_of_a_log() {
    let head = "title \"Asked\"\nclients C1\nreplicas R1 R2 R3 R4 R5\nmembers R1 R2 R3\nslide \"One\"\n";
    for topic in ["quorum", "failures"] {
        let text = format!("{head}timeout R1\nask {topic}\nrun until R1 leads 1\n");
        let problem = parse(&text).and_then(Scene::play).expect_err("the answer is none of all acceptors");
        assert!(problem.to_string().starts_with("7:1: this question"), "{problem}");
    }
}

#[test]
fn people_are_asked_about_as_well() {
    let head = "title \"Asked\"\nmodel poll\npeople F1 F2 F3 F4 F5\nslide \"One\"\n";
    let body = "back F1 cinema\nback F2 cinema\nask chosen\nback F3 cinema\nask chosen\ntell F1->F3\ntell F2->F3\nrun idle\nask knows\n";
    let script = parse(&format!("{head}{body}")).expect("it reads");
    assert!(
        print::script(&script).contains("  ask chosen\n  back F3 cinema\n  ask chosen\n"),
        "{}",
        print::script(&script)
    );
    expect![[r#"
        Is there a result at this moment, and what is it?
        - cinema [MostIsEnough]
        - None [right: Nothing is backed by 3 people of 5, and fewer are no majority.]
        Is there a result at this moment, and what is it?
        - None [UnknownIsNone]
        - cinema [right: F1, F2 and F3 back cinema: that is a majority, whether or not anybody knows it.]
        Who takes something for the result at this moment?
        - F1, F2, F3, F4 and F5 [EverybodyKnows]
        - F3 [right: Only F3 has heard of 3 people of 5 for one thing. To be one of those people is not enough.]
        - F1, F2 and F3 [BackersKnow]
    "#]]
    .assert_eq(&told(&Scene::play(script).expect("it plays")));
    let known =
        "title \"Asked\"\nmodel poll\npeople F1 F2 F3\nback F1 tea\nback F2 tea\ntell F1->F2\nrun idle\nask chosen\n";
    let refused = parse(known).and_then(Scene::play).expect_err("everybody sees that");
    assert!(refused.line == 8 && refused.wrong.starts_with("this question has one answer"), "{refused}");
}

/// A question to which the rest of the run gives no answer is left out where a run that was changed by hand is told.
#[test]
fn a_run_left_before_the_answer_is_told_without_the_question() {
    let body = "propose P1 cat id 1\ndeliver PREPARE 1\npropose P2 dog id 2\nask answer A1\ndeliver PREPARE 2\n";
    let scene = std::rc::Rc::new(scene(body));
    let branch = Branch::new(scene.clone());
    let (crash, names) = branch.read("crash A1").expect("it reads");
    let left = branch.act(scene.asks[0].at, &crash, &names).expect("it can be done");
    let told = print::branch(&left, "", 0, left.end());
    assert!(!told.contains("ask answer") && told.contains("crash A1"), "{told}");
    let whole = print::branch(&branch, "", 0, scene.end());
    assert!(whole.contains("ask answer A1"), "{whole}");
}

#[test]
fn a_question_without_an_answer_is_refused() {
    let refused = |body: &str| {
        let script = parse(&format!("{HEAD}{body}")).map_err(|problem| problem.to_string());
        script.and_then(|script| Scene::play(script).map(|_| ()).map_err(|problem| problem.to_string())).unwrap_err()
    };
    let all = [
        "ask answer A1\n",
        "ask sends P2\npropose P1 cat\n",
        "ask value P1\npropose P1 cat\n",
        "ask keeps A1\ncrash A1\n",
        "ask possible cat\n",
        "ask\n",
        "ask anwser A1\n",
        "ask chosen about 33\n",
        "ask chosen 3\n",
        "ask keeps P1\n",
        "ask answer A1 soon\n",
        "ask ends\npropose P1 cat id 1\ndeliver PREPARE 1\ndeliver PROMISE 1\ndeliver ACCEPT-REQUEST 1\nask ends\n",
    ];
    let told: Vec<String> = all.iter().map(|body| refused(body)).collect();
    expect![[r#"
        7:1: no message reaches A1 after this question; expected a question that what follows answers
        7:1: P2 sends nothing after this question; expected a question that what follows answers
        7:1: P1 sends no value after this question; expected a question that what follows answers
        7:1: A1 does not restart after this question; expected a question that what follows answers
        7:1: whether it can be chosen is not known; expected a value that somebody has proposed in one decision, under the rules of Paxos
        7:4: the line ends here; expected answer, sends, value, pick, id, keeps, applied, chosen, knows, possible, decisions, ends, quorum or failures
        7:5: "anwser" is not something to ask; expected answer, sends, value, pick, id, keeps, applied, chosen, knows, possible, decisions, ends, quorum or failures (did you mean "answer"?)
        7:18: there is no misreading of that number; expected 1 to 32
        7:12: "3" stands here; expected `about` and a number, or the end of the line: slots are those of a log
        7:11: P1 is not an acceptor; expected A1, A2 or A3
        7:15: "soon" stands here; expected `about` and the number of a misreading, or the end of the line
        12:1: nobody can go on here without an end; expected one decision that is open, and two proposers that are up
    "#]].assert_eq(&(told.join("\n") + "\n"));
}

#[test]
fn a_question_is_printed_as_it_was_written() {
    let body = "  ask answer A1 about 14\n  ask sends P1\n  ask value P1\n  ask id P1\n  ask keeps A1\n  ask chosen\n  ask knows about 1\n  ask possible cat\n  ask quorum\n  ask failures about 32\n";
    let script = parse(&format!("{HEAD}{body}")).expect("it reads");
    assert!(print::script(&script).ends_with(body), "{}", print::script(&script));
}

/// Each thought that an answer can have, with the scene to which it leads.
fn thoughts() -> Vec<Thought> {
    let rules = conditions::rules().into_iter().flat_map(|(_, variants)| variants.into_iter().skip(1));
    rules.map(Thought::Rule).chain(Mistake::ALL.map(Thought::Mistake)).collect()
}

#[test]
fn each_thought_leads_to_a_scene_of_the_course() {
    let scenes = course();
    let both = thoughts().into_iter().flat_map(|thought| [(thought, false), (thought, true)]);
    for (thought, asked_beside) in both {
        let first = thought.proof_beside("");
        let proof = if asked_beside { thought.proof_beside(&first.scene) } else { first };
        let (_, scene) =
            scenes.iter().find(|(id, _)| *id == proof.scene).unwrap_or_else(|| panic!("no {}", proof.scene));
        let is_paxos = words::caution::over(&scene.recording, scene.recording.end()).is_empty();
        match thought {
            Thought::Rule(rule) => {
                assert!(!is_paxos, "{} is told under a wrong rule", proof.scene);
                let in_force = conditions::in_force(&scene.recording.world().rules);
                assert!(in_force.contains(&rule), "{} is told under {}", proof.scene, print::change(rule));
            }
            Thought::Mistake(mistake) => {
                assert_eq!(is_paxos, !mistake.breaks(), "{} for {mistake:?}", proof.scene);
                assert!(is_paxos || truth::two_chosen(scene.recording.world()).is_some(), "{} breaks", proof.scene);
            }
        }
        assert_eq!(
            words::ask::thought(thought).matches(". ").count(),
            1,
            "two sentences: {}",
            words::ask::thought(thought)
        );
    }
}

#[test]
fn what_is_said_to_break_breaks_in_the_scene() {
    let scenes = course();
    for thought in
        thoughts().into_iter().filter(|thought| words::ask::thought(*thought).ends_with("two values get chosen."))
    {
        let proof = thought.proof_beside("");
        let (_, scene) = scenes.iter().find(|(id, _)| *id == proof.scene).expect("it is there");
        assert!(truth::two_chosen(scene.recording.world()).is_some(), "{}", proof.scene);
    }
}

/// The wrong answers of which no other scene shows that they are wrong than the one that asks: its next slides do.
#[test]
fn wrong_answers_lead_to_another_scene_but_for_these() {
    let mut alone = Vec::new();
    for (id, scene) in course() {
        for asked in &scene.asks {
            let thoughts = asked.choices(&scene).into_iter().filter_map(|choice| choice.thought);
            let here = thoughts.filter(|thought| thought.proof_beside(&id).scene == id);
            alone.extend(here.map(|thought| format!("{id}: {thought:?}")));
        }
    }
    expect![[r#"
        carry-on: Mistake(MustRefuse)
        case-abandoned-wins: Mistake(MovingOnCancels)
        case-acceptor-fails: Mistake(WaitsForAll)
        case-between-phases: Mistake(Locked)
        case-flexible-quorums: Mistake(AnyTwoMeet)
        case-nobody-knows: Mistake(WinnerKnows)
        case-nobody-knows: Mistake(VotersKnow)
        case-nobody-knows: Mistake(AllKnow)
        case-proposer-fails-free: Mistake(TakesAnothers)
        contention: Mistake(NeverEnds)
        majority: Mistake(MostIsEnough)
        majority: Mistake(UnknownIsNone)
        majority: Mistake(BackersKnow)
        majority: Mistake(EverybodyKnows)"#]]
    .assert_eq(&alone.join("\n"));
}

#[test]
fn reader_who_stands_elsewhere_is_told_which_moment_a_question_is_about() {
    let body = "propose P1 cat id 1\nask quorum\ndeliver PREPARE 1\ndeliver PROMISE 1\n\
                deliver ACCEPT-REQUEST 1 P1->A1,A2\nask knows\n";
    let scene = scene(body);
    let telling = Telling::exact(&scene.script.names);
    let start = scene.slides[0].start;
    let from = |at, nth: usize| words::ask::question_from(at, &scene.asks[nth], &scene, telling);
    assert_eq!(from(start, 1), "At 3.0 s: Who knows at this moment what is chosen?");
    assert_eq!(from(scene.asks[1].at, 1), "Who knows at this moment what is chosen?", "here it is this one");
    assert!(from(start, 0).starts_with("How many of the 3 acceptors"), "that is so at any moment");
}

#[test]
fn who_is_asked_of_an_acceptor_that_has_promised_is_told_that_nobody_refuses_aloud() {
    let body = "propose P1 cat id 2\ndeliver PREPARE 2\npropose P2 dog id 1\nask answer A1\n\
                deliver PREPARE 1 P2->A1\ndeliver PROMISE 2 A1->P1\nask answer P1\ndeliver PROMISE 2 A2->P1\n";
    let known = |scene: &Scene| -> Vec<bool> {
        scene.asks.iter().map(|asked| words::ask::to_be_known(asked, scene).is_some()).collect()
    };
    let silent = scene(body);
    assert_eq!(known(&silent), [true, false], "an acceptor that has promised, and no proposer");
    let nack =
        |choice: &paxos_explainer::story::ask::Choice| choice.thought == Some(Thought::Mistake(Mistake::MustRefuse));
    assert!(silent.asks[0].choices(&silent).iter().any(nack), "and a NACK can be chosen there");
    let aloud = HEAD.replace("network manual", "network manual\nnacks on");
    let aloud = parse(&format!("{aloud}{body}")).and_then(Scene::play);
    assert_eq!(known(&aloud.expect("it plays")), [false; 2], "where NACKs are sent there is nothing to say");
}
