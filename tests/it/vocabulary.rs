//! The three vocabularies: each text in each, and none that mixes them.

use crate::scenes::course;
use paxos_explainer::check::{Property, first_violation};
use paxos_explainer::paxos::Value;
use paxos_explainer::sim::waiting::{waiting, ways};
use paxos_explainer::sim::{Lineage, Why};
use paxos_explainer::story::words::{self, Telling, Vocabulary};
use paxos_explainer::story::{Names, Scene};

/// The words of the talk that must not be left in another vocabulary.
fn words_of_the_talk(text: &str) -> Vec<&str> {
    let words = text.split(|c: char| !c.is_alphanumeric());
    let is_left = |word: &&str| {
        let stem = word.strip_suffix('s').unwrap_or(word);
        ["PREPARE", "PROMISE", "ACCEPT", "NACK", "id", "Id"].contains(&stem)
    };
    words.filter(is_left).collect()
}

fn telling(names: &Names, vocabulary: Vocabulary) -> Telling<'_> {
    Telling { vocabulary, ..Telling::exact(names) }
}

#[test]
fn text_is_put_into_the_words_of_lamport_and_of_mit() {
    let names = Names { values: ["cat", "red wine"].into_iter().collect(), ..Names::new() };
    let table = [
        (
            "A2 ignores PREPARE 4: it has promised 5.",
            "A2 ignores 1a 4: it has promised 5.",
            "A2 ignores prepare(4): it has promised 5.",
        ),
        ("P2 sends ACCEPT-REQUEST 6 cat to A1.", "P2 sends 2a 6 cat to A1.", "P2 sends accept(6, cat) to A1."),
        ("ACCEPT-REQUEST 5 has become too low", "2a 5 has become too low", "accept(5) has become too low"),
        ("ACCEPT 3.1 red wine, late", "2b 3.1 red wine, late", "accept_ok(3.1), late"),
        ("PROMISE 6 (5 cat) comes back.", "1b 6 (5 cat) comes back.", "prepare_ok(6, 5, cat) comes back."),
        ("NACK 4 (5) is a hint.", "nack 4 (5) is a hint.", "reject(4, 5) is a hint."),
        (
            "Two PROMISEs, an ACCEPT and a NACK.",
            "Two 1b messages, a 2b and a nack.",
            "Two prepare_ok messages, an accept_ok(…) and a reject(…).",
        ),
        (
            "An id is used once; ids are ordered.",
            "A ballot is used once; ballots are ordered.",
            "A number is used once; numbers are ordered.",
        ),
        (
            "An acceptor did it: identity, idle, an idea.",
            "An acceptor did it: identity, idle, an idea.",
            "An acceptor did it: identity, idle, an idea.",
        ),
        ("PREPARE 5cat is no number.", "1a 5cat is no number.", "prepare(…) 5cat is no number."),
        ("Straße, é, 猫 and a –", "Straße, é, 猫 and a –", "Straße, é, 猫 and a –"),
    ];
    for (talk, lamport, mit) in table {
        assert_eq!(telling(&names, Vocabulary::Talk).say(talk), talk);
        assert_eq!(telling(&names, Vocabulary::Lamport).say(talk), lamport);
        assert_eq!(telling(&names, Vocabulary::Mit).say(talk), mit);
    }
}

#[test]
fn value_that_looks_like_a_word_of_the_talk_is_left_alone() {
    let names = Names { values: ["id", "PREPARE"].into_iter().collect(), ..Names::new() };
    for vocabulary in Vocabulary::ALL {
        assert_eq!(telling(&names, vocabulary).say("P1 wants id, P2 wants PREPARE."), "P1 wants id, P2 wants PREPARE.");
    }
}

/// What is answered to "why?" at every slide's end of a scene, and how it breaks what Paxos promises.
fn answers_of(scene: &Scene, telling: Telling) -> Vec<String> {
    let recording = &scene.recording;
    let mut texts = Vec::new();
    for slide in &scene.slides {
        let nodes = recording.world().cluster.nodes();
        let values = (0..scene.script.names.values.len()).map(|value| Why::Chosen(Value::of(value as u16)));
        let whys = values.chain(nodes.flat_map(|node| [Why::Sent(node), Why::Learned(node), Why::Accepted(node)]));
        for lineage in whys.filter_map(|why| Lineage::of(recording, why, slide.end.steps)) {
            texts.extend([words::lineage::question(&lineage, telling), words::lineage::summary(&lineage, telling)]);
            texts.extend(lineage.chain.iter().map(|cause| words::lineage::link(&cause.link, telling)));
        }
        let waiting = waiting(recording, slide.end);
        texts.extend(waiting.iter().flat_map(|it| words::waiting::waits(it, recording, telling)));
        texts.extend(
            ways(&waiting).into_iter().flatten().map(|it| words::waiting::release(it, Some("9"), recording, telling)),
        );
    }
    for property in Property::ALL {
        texts.extend([words::invariant::name(property, telling), words::invariant::says(property, false, telling)]);
        texts.extend(
            first_violation(recording, property, recording.steps().len())
                .map(|it| words::invariant::broken(&it, 0, telling)),
        );
    }
    texts
}

/// Every text of a scene that a reader is given, and every sentence on its steps.
fn texts_of(scene: &Scene, vocabulary: Vocabulary) -> Vec<String> {
    let telling = telling(&scene.script.names, vocabulary);
    let written = scene.slides.iter().flat_map(|slide| slide.say.iter().chain([&slide.title]));
    let written = written.chain(scene.script.about.iter()).chain([&scene.script.title]);
    let mut texts: Vec<String> = written.map(|text| telling.say(text).into_owned()).collect();
    let cluster = &scene.recording.world().cluster;
    for step in scene.recording.steps() {
        texts.push(words::step(step, cluster, telling));
        texts.extend(words::chosen(step, telling));
        texts.extend(step.effects.envelope.iter().map(|envelope| words::label(&envelope.message, telling)));
    }
    texts.extend(answers_of(scene, telling));
    texts.extend(words::rest::at_rest(scene.recording.world(), telling));
    texts
}

#[test]
fn no_word_of_the_talk_is_left_in_another_vocabulary() {
    let mut checked = 0;
    for (id, scene) in course() {
        for vocabulary in [Vocabulary::Lamport, Vocabulary::Mit] {
            for text in texts_of(&scene, vocabulary) {
                assert_eq!(words_of_the_talk(&text), Vec::<&str>::new(), "{id}: {text}");
                checked += 1;
            }
        }
    }
    assert!(1000 < checked, "only {checked} texts were there to check");
}

/// A sentence that quotes a label may be put into words twice.
#[test]
fn text_in_other_words_stays_as_it_is() {
    for (id, scene) in course() {
        for vocabulary in Vocabulary::ALL {
            for text in texts_of(&scene, vocabulary) {
                assert_eq!(telling(&scene.script.names, vocabulary).say(&text), text, "{id}");
            }
        }
    }
}

#[test]
fn every_vocabulary_is_found_by_its_key() {
    for vocabulary in Vocabulary::ALL {
        assert_eq!(Vocabulary::find(vocabulary.key()), Some(vocabulary));
    }
    assert_eq!(Vocabulary::find("latin"), None);
}
