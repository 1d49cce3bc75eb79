//! Why a value: every chain is true, whatever the rules.

use super::{at_the_end, scene, shown};
use crate::scenarios::played;
use crate::scenes::course;
use expect_test::expect;
use paxos_explainer::player::{Light, LightMsg, Model, Msg, Pick, Show};
use paxos_explainer::sim::lineage::{Lineage, Link};
use paxos_explainer::sim::{Action, Causes, Recording, Why};
use paxos_explainer::story::words::{Telling, Vocabulary, lineage as words};

/// Checks every answer that a run has at every moment; gives how many there were.
pub fn check(name: &str, recording: &Recording) -> usize {
    if recording.world().cluster.is_replicated() {
        return check_log(name, recording);
    }
    let causes = Causes::of(recording);
    let mut checked = 0;
    for until in 0..=recording.steps().len() {
        let Some(step) = until.checked_sub(1).map(|last| &recording.steps()[last]) else { continue };
        let node = step.node().into_iter();
        let learned = node.clone().filter(|_| step.effects.notes.iter().any(|note| note.learns())).map(Why::Learned);
        let chosen = step.effects.all_chosen().map(|chosen| Why::Chosen(chosen.vote.value));
        let accepted = step
            .effects
            .chosen
            .into_iter()
            .filter_map(|_| step.node())
            .filter(|_| !matches!(step.action, Action::Set(_)));
        for why in chosen.chain(learned).chain(accepted.map(Why::Accepted)) {
            let lineage =
                Lineage::of(recording, why, until).unwrap_or_else(|| panic!("{name}: no answer to {why:?} at {until}"));
            is_true(&format!("{name}, {why:?} at {until}"), recording, &causes, &lineage, until);
            checked += 1;
        }
    }
    checked
}

fn is_true(name: &str, recording: &Recording, causes: &Causes, lineage: &Lineage, until: usize) {
    let chain = &lineage.chain;
    for pair in chain.windows(2) {
        let is_set = matches!(recording.steps()[pair[0].step].action, Action::Set(_));
        let past = causes.past(pair[0].step);
        assert!(is_set || past.contains(&pair[1].step), "{name}: {:?} is not before {:?}", pair[1], pair[0]);
    }
    assert!(lineage.steps.iter().all(|&step| step < until), "{name}: it tells of what has not happened");
    assert!(chain.iter().all(|cause| lineage.steps.binary_search(&cause.step).is_ok()), "{name}: a link is not lit");
    let (_, origin) = lineage.origin().unwrap_or_else(|| panic!("{name}: no origin in {chain:?}"));
    let value = match &chain[0].link {
        Link::Chosen { vote, .. } | Link::Learned { vote, .. } => vote.value,
        Link::Declares { vote, .. } | Link::Accepted { vote, .. } | Link::Sent { vote, .. } => vote.value,
        other => panic!("{name} begins with {other:?}"),
    };
    assert_eq!(origin, value, "{name}: {chain:?}");
    let last = &chain[chain.len() - 1];
    let asked = match recording.steps()[last.step].action {
        Action::Propose { value, .. } | Action::Request { value, .. } => value,
        ref other => panic!("{name} ends at {other:?}"),
    };
    assert_eq!(asked, value, "{name}: validity");
}

#[test]
fn every_chain_of_every_scene_ends_at_a_wish_for_that_value() {
    let checked: usize = course().iter().map(|(id, scene)| check(id, &scene.recording)).sum();
    assert!(200 < checked, "only {checked} answers");
}

#[test]
fn all_that_a_log_of_any_scenario_holds_has_an_answer() {
    let logs = played().into_iter().filter(|(_, scene)| scene.recording.world().cluster.is_replicated());
    let checked: usize = logs.map(|(scenario, scene)| check_log(&scenario.name, &scene.recording)).sum();
    assert!(100 < checked, "only {checked} answers");
}

fn answer(model: &Model, why: Why) -> (String, Vec<String>) {
    let show = shown(model);
    let answer = show.answer(Pick::Why(why, show.at.steps)).expect("there is an answer");
    (answer.summary.expect("it is a chain"), answer.links.into_iter().map(|link| link.text).collect())
}

fn chosen(model: &Model, word: &str) -> Why {
    let show = shown(model);
    let place = show.names().values.iter().position(|value| value == word).expect("there is such a value");
    Why::Chosen(paxos_explainer::paxos::Value::of(place as u16))
}

#[test]
fn story_of_the_proposer_that_fails_is_told_by_the_answer_alone() {
    let model = scene("case-proposer-fails");
    let (summary, links) = answer(&model, chosen(&model, "cat"));
    assert_eq!(
        summary,
        "cat is chosen because A1 and A2 accepted 2 cat; P2 had to send cat, because A1's PROMISE reported 1 cat; \
         A1 had accepted it from P1, which wanted cat itself, and whose quorum reported nothing."
    );
    assert_eq!(
        links,
        [
            "A1 and A2 have accepted 2 cat, a quorum: cat is chosen.",
            "P2 had to send cat under 2, because A1's PROMISE reported 1 cat.",
            "A1 answered with PROMISE 2 (1 cat): that was what it had accepted.",
            "A1 accepted 1 cat, as P1 had asked it to.",
            "P1 was free to send its own cat under 1: its quorum, A1 and A2, reported nothing.",
            "P1 wanted cat itself.",
        ]
    );
}

/// The answer to why this acceptor has accepted what it accepted last.
fn accepted(model: &Model, name: &str) -> (String, String) {
    let node = shown(model).names().find_node(name).expect("there is such a node");
    let (summary, links) = answer(model, Why::Accepted(node));
    (summary, links[0].clone())
}

#[test]
fn why_an_acceptor_has_accepted_names_its_rule() {
    let run = |rest: &str| {
        let text = format!("title t\nproposers P1 P2\nacceptors A1 A2 A3\nnetwork manual\n{rest}");
        at_the_end("text", &text)
    };
    let (summary, link) = accepted(&scene("case-proposer-fails"), "A1");
    assert!(
        summary
            .starts_with("A1 has accepted 2 cat because P2 asked it to, and there was no higher promise on its card; "),
        "{summary}"
    );
    let rule = "Paxos lets an acceptor accept unless it has promised a higher id";
    assert_eq!(link, format!("A1 accepted 2 cat, as P2 had asked it to: {rule}, and A1 had promised 2."));
    let phase_1 = "propose P1 cat id 1\ndeliver PREPARE 1 P1->A1,A2\ndeliver PROMISE 1\n";
    let (_, link) = accepted(&run(&format!("{phase_1}deliver ACCEPT-REQUEST 1 P1->A3\n")), "A3");
    assert_eq!(
        link,
        format!("A3 accepted 1 cat, as P1 had asked it to: {rule}, and there was no promise on its card.")
    );
    let other =
        "propose P2 dog id 2\ndeliver PREPARE 2 P2->A2,A3\ndeliver PROMISE 2\ndeliver ACCEPT-REQUEST 2 P2->A1\n";
    let (_, link) = accepted(&run(&format!("{phase_1}{other}")), "A1");
    assert_eq!(link, format!("A1 accepted 2 dog, as P2 had asked it to: {rule}, and A1 had promised only 1."));
    let late = "deliver PREPARE 2 P2->A1,A2\nset rule accept always\ndeliver ACCEPT-REQUEST 1 P1->A1\n";
    let (summary, link) = accepted(&run(&format!("{phase_1}propose P2 dog id 2\n{late}")), "A1");
    assert_eq!(link, "A1 accepted 1 cat, as P1 had asked it to, although it had promised 2: this is not Paxos.");
    assert!(
        summary.starts_with(
            "A1 has accepted 1 cat because P1 asked it to, although it had promised 2, and this is not Paxos; "
        ),
        "{summary}"
    );
}

#[test]
fn why_an_acceptor_has_accepted_is_told_in_the_words_that_are_chosen() {
    let link = |words: Vocabulary, setting: &str| {
        let text = format!("title t\n{setting}proposers P1\nacceptors A1\npropose P1 cat id 1\nrun idle\n");
        let mut model = at_the_end("text", &text);
        model.update(Msg::Speak(words));
        accepted(&model, "A1").1
    };
    expect!["A1 accepted 1 cat, as P1 had asked it to: Paxos lets an acceptor accept unless it has promised a higher id, and A1 had promised 1."].assert_eq(&link(Vocabulary::Talk, ""));
    expect!["A1 accepted 1 cat, as P1 had asked it to: Paxos lets an acceptor accept unless it has promised a higher ballot, and A1 had promised 1."].assert_eq(&link(Vocabulary::Lamport, ""));
    expect!["A1 accepted 1 cat, as P1 had asked it to: Paxos lets an acceptor accept unless it has promised a higher number, and A1 had promised 1."].assert_eq(&link(Vocabulary::Mit, ""));
    expect!["A1 accepted cat, as P1 had asked it to: nothing that it had promised stood in the way."]
        .assert_eq(&link(Vocabulary::Talk, "show stage noids\n"));
}

/// The same of a log: each slot that is chosen, and each that a replica comes to know.
fn check_log(name: &str, recording: &Recording) -> usize {
    let mut checked = 0;
    for (place, step) in recording.steps().iter().enumerate() {
        let chosen = step.effects.all_chosen().map(|chosen| Why::ChosenIn(chosen.slot, chosen.vote.value));
        let learned = step.effects.notes.iter().filter(|note| note.learned_value().is_some());
        let learned = learned.filter_map(|note| Some(Why::Known(step.node()?, note.slot())));
        for why in chosen.chain(learned).collect::<Vec<Why>>() {
            let lineage = Lineage::of(recording, why, place + 1);
            let Lineage { chain, steps, .. } = lineage.unwrap_or_else(|| panic!("{name}: no answer to {why:?}"));
            assert!(!chain.is_empty() && steps.iter().all(|&step| step <= place), "{name}: {why:?}");
            assert!(chain.iter().all(|cause| steps.binary_search(&cause.step).is_ok()), "{name}: a link is not lit");
            checked += 1;
        }
    }
    checked
}

/// The summary of each value that is chosen, and of all that is learned, in every scene with more than one ballot.
#[test]
fn summaries_are_the_golden_ones() {
    let mut told = String::new();
    for (id, scene) in course() {
        let recording = &scene.recording;
        let telling = Telling::exact(&scene.script.names);
        let mut values = Vec::new();
        for step in recording.steps() {
            let Some(value) = step.effects.chosen.map(|chosen| chosen.vote.value).filter(|it| !values.contains(it))
            else {
                continue;
            };
            values.push(value);
        }
        let nodes = recording.world().cluster.nodes();
        let whys = values.into_iter().map(Why::Chosen).chain(nodes.map(Why::Learned));
        for lineage in whys.filter_map(|why| Lineage::of(recording, why, recording.steps().len())) {
            told += &format!("{id}: {}\n", words::summary(&lineage, telling));
            let wrong = lineage.chain.iter().map(|cause| words::link(&cause.link, telling));
            wrong.filter(|link| link.contains("not Paxos")).for_each(|link| told += &format!("    {link}\n"));
        }
    }
    let golden = format!("{}/tests/golden/lineage.txt", env!("CARGO_MANIFEST_DIR"));
    expect_test::expect_file![golden].assert_eq(&told);
}

#[test]
fn path_is_lit_and_stays_while_one_walks_back_along_it() {
    let mut model = scene("case-proposer-fails");
    let why = Pick::Why(chosen(&model, "cat"), shown(&model).at.steps);
    model.update(LightMsg::Pick(why).into());
    let lit = |model: &Model| -> Light { model.lighting.light(shown(model)) };
    let before = lit(&model);
    assert!(before.dims && before.nodes.len() == 4, "P1, P2, A1 and A2: {before:?}");
    let is_lit = |show: &Show, label: &str| {
        let mut messages = before.messages.iter().map(|message| &show.recording().flight(*message).envelope);
        messages.any(|envelope| paxos_explainer::story::words::envelope(envelope, show.names()) == label)
    };
    for label in ["ACCEPT-REQUEST 2 cat P2->A1", "PROMISE 2 (1 cat) A1->P2", "ACCEPT-REQUEST 1 cat P1->A1"] {
        assert!(is_lit(shown(&model), label), "{label}");
    }
    assert!(!is_lit(shown(&model), "PROMISE 2 A2->P2"), "it reported nothing");
    let answer = shown(&model).answer(why).expect("there is an answer");
    for link in &answer.links {
        model.update(Msg::StandAt(link.at));
        assert_eq!(shown(&model).at, link.at);
        assert_eq!(shown(&model).answer(why).as_ref(), Some(&answer), "the answer stays");
        assert_eq!(lit(&model), before, "the light stays");
    }
    model.update(Msg::Escape);
    assert_eq!(lit(&model), Light::default());
}

#[test]
fn two_chosen_values_have_an_answer_each() {
    let model = scene("case-why-highest-lowest");
    let asked: Vec<String> = shown(&model).questions().into_iter().map(|question| question.text).collect();
    let chosen: Vec<&String> = asked.iter().filter(|text| text.ends_with("chosen?")).collect();
    assert_eq!(chosen.len(), 2, "{asked:?}");
}

#[test]
fn copy_of_a_message_leads_to_whoever_sent_the_original() {
    let text = "title t\nproposers P1\nacceptors A1\ndelay 100\npropose P1 cat id 1\nrun 250\nduplicate ACCEPT-REQUEST\ndrop 1st ACCEPT-REQUEST\nrun 500\nexpect chosen cat\n";
    let model = at_the_end("t", text);
    let (summary, _) = answer(&model, chosen(&model, "cat"));
    assert_eq!(
        summary,
        "cat is chosen because A1 accepted 1 cat; P1 wanted cat itself, and its quorum reported nothing."
    );
}

#[test]
fn nothing_is_asked_with_the_eyes_of_one_node() {
    let mut model = scene("case-proposer-fails");
    assert!(!shown(&model).questions().is_empty());
    let p1 = shown(&model).names().find_node("P1");
    model.update(Msg::See(p1));
    assert!(shown(&model).questions().is_empty());
    assert_eq!(shown(&model).holds(), None);
}
