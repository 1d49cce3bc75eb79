//! What a slide says first is on show while it plays: it may say what is the case and what is being tried, and not what
//! comes of it.

use crate::scenes::{course_in, texts_in};
use paxos_explainer::story::language::Language;
use paxos_explainer::story::{Scene, objective, parse};

/// Words that make of a sentence something else than a report of what is so.
const SUPPOSED: [&str; 37] = [
    "if", "had", "were", "would", "could", "can", "may", "might", "must", "will", "once", "when", "until", "whether",
    "before", "needs", "In", "wenn", "Wenn", "Hätte", "hätte", "hätten", "Wäre", "wäre", "würde", "kann", "könnte",
    "darf", "muss", "wird", "werden", "sobald", "Sobald", "bis", "bevor", "ob", "not",
];

/// Stands for each replica: it is enough that one of them is so.
const ANY: &str = "R?";

/// The words of a clause, without what stands at their ends.
fn words(clause: &str) -> Vec<&str> {
    let ends = |c: char| ",.:;()“”„?!".contains(c);
    clause.split_whitespace().map(|word| word.trim_matches(ends)).filter(|word| !word.is_empty()).collect()
}

/// The slot that these words name last.
fn slot(words: &[&str]) -> Option<String> {
    let names = |pair: &&[&str]| pair[0].eq_ignore_ascii_case("slot") && pair[1].parse::<u32>().is_ok();
    words.windows(2).rev().find(names).map(|pair| pair[1].to_string())
}

/// That an acceptor has promised an id.
fn promised(node: &str, id: &str) -> Option<String> {
    id.parse::<u32>().ok().map(|id| format!("{node} promised {id}"))
}

/// What a clause says to be so, as a condition of the scene language: that a value is chosen, that a replica leads, what
/// the balance is, what an acceptor has promised or accepted. `before` are the words of the paragraph up to its end.
fn claimed(clause: &[&str], before: &[&str]) -> Option<String> {
    let slot = || slot(clause).or_else(|| slot(before)).map_or(String::new(), |slot| format!("{slot} "));
    let chosen = |value: &str| Some(format!("chosen {}\"{value}\"", slot()));
    match *clause {
        ["chosen"] | ["chosen", "in" | "there", ..] | ["gewählt"] | ["gewählt", "in", ..] => {
            Some(format!("not chosen {}nothing", slot()))
        }
        [
            ..,
            "Nothing" | "nothing" | "nichts" | "Nichts" | "it" | "It" | "es" | "Es",
            "is" | "ist",
            "chosen" | "gewählt",
        ] => None,
        ["open", amount, "is", "chosen", ..] | ["open", amount, "ist", "in", "Slot", _, "gewählt"] => {
            chosen(&format!("open {amount}"))
        }
        [value, "is", "chosen", ..] | [value, "ist", "gewählt", ..] => chosen(value),
        [value, "ist", "in" | "unter", _, "gewählt"] | [value, "ist", "in", "Slot", _, "gewählt"] => chosen(value),
        ["ist", "in", "Slot", _, value, "gewählt"] => chosen(value),
        [node, "leads", "under", id, ..] | [node, "ist", "Leader", "unter", id, ..] => {
            Some(format!("{node} leads {id}"))
        }
        [.., "balance" | "Kontostand", "is" | "ist", amount] => Some(format!("{ANY} balance {amount}")),
        [node, "promises", id, ..] | [node, "has", "promised", id, ..] => promised(node, id),
        [node, "verspricht", id, ..] | ["Auch", node, "verspricht", id, ..] => promised(node, id),
        [node, "hat", id, "versprochen", ..] => promised(node, id),
        [node, "has", "accepted", id, value, ..] | [node, "hat", id, value, "akzeptiert"] => {
            Some(format!("{node} accepted {}{id} \"{value}\"", slot()))
        }
        _ => None,
    }
}

/// All that a paragraph says to be so, with its conditions.
fn claims(paragraph: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut before = Vec::new();
    for sentence in paragraph.split_inclusive(". ") {
        let is_supposed = words(sentence).iter().any(|word| SUPPOSED.contains(word));
        let parts =
            sentence.split([':', ';', ',']).flat_map(|part| part.split(" and ")).flat_map(|part| part.split(" und "));
        for part in parts {
            let clause = words(part);
            before.extend(&clause);
            found.extend(claimed(&clause, &before).filter(|_| !is_supposed).map(|claim| (part.trim().into(), claim)));
        }
    }
    found
}

/// Every scene in a language; with its solution, where it has one.
fn told(language: Language) -> Vec<(String, Scene)> {
    let tries = texts_in(language).into_iter().filter_map(|(id, text)| {
        let script = parse(&text).expect("a scene can be read");
        Some((id, Scene::play(objective::solved(&script)?).expect("a solution can be played")))
    });
    course_in(language).into_iter().chain(tries).collect()
}

#[test]
fn first_paragraphs_say_of_nothing_that_it_is_so_before_it_is() {
    let mut wrong = String::new();
    for language in [Language::English, Language::German] {
        for (id, scene) in told(language).iter().filter(|(_, scene)| scene.poll.is_none()) {
            // A reader's scene begins at its end, where its first slide has been played.
            let set = usize::from(scene.script.objective.is_some() || id.starts_with("try-"));
            for (nth, slide) in scene.slides.iter().enumerate().skip(set) {
                let start = scene.recording.fork(slide.start);
                for (said, claim) in slide.say.first().map(|first| claims(first)).unwrap_or_default() {
                    let judged = |replica: u32| {
                        let claim = claim.replace(ANY, &format!("R{replica}"));
                        let (condition, names) = parse::condition(&scene.script, &claim).ok()?;
                        // A word that is no value of the scene is no value at all.
                        let is_known = names.values.len() == scene.script.names.values.len();
                        is_known.then(|| condition.holds(&start))
                    };
                    let judged: Vec<bool> = (1..=7).filter_map(judged).collect();
                    if !judged.is_empty() && !judged.contains(&true) {
                        wrong += &format!("{} {id}, slide {}: “{said}”: not {claim}\n", language.tag(), nth + 1);
                    }
                }
            }
        }
    }
    assert_eq!(wrong, "", "not so where the slide begins");
}
