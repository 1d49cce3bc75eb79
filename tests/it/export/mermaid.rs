//! A run as a Mermaid sequence diagram. That Mermaid itself reads and draws it is held by e2e/tests/mermaid.spec.ts.

use crate::export::{hostile, hostile_scene};
use crate::on_show;
use crate::scenes::texts;
use expect_test::expect_file;
use paxos_explainer::export::chronicle::{Choice, Chronicle, Ending, Happens};
use paxos_explainer::export::mermaid;
use paxos_explainer::export::stretch::Stretch;
use paxos_explainer::paxos::Note;
use paxos_explainer::player::Show;

const GOLDEN: [&str; 9] = [
    "nutshell",
    "phase-2",
    "contention",
    "timeout",
    "consensus",
    "mp-take-over",
    "case-vote-on-disk",
    "case-one-way-cut",
    "case-value-own",
];

fn whole(show: &Show) -> String {
    mermaid::diagram(&Chronicle::of(show, Stretch::whole(show))).expect("it is not too long")
}

/// With `UPDATE_EXPECT=1` the diagrams are rewritten; each is to be read against its transcript.
#[test]
fn diagrams_of_some_scenes_are_the_golden_ones() {
    for id in GOLDEN {
        let golden = format!("{}/tests/golden/mermaid/{id}.mmd", env!("CARGO_MANIFEST_DIR"));
        expect_file![golden].assert_eq(&whole(on_show::shown(&on_show::scene(id))));
    }
}

/// How many lines of a diagram have this in them, before any text.
fn count(diagram: &str, sign: &str) -> usize {
    let head = |line: &str| line.split(':').next().unwrap_or_default().to_string();
    diagram.lines().filter(|line| head(line).trim_start().starts_with('n') && head(line).contains(sign)).count()
}

fn check(chronicle: &Chronicle, about: &str) {
    let diagram = mermaid::diagram(chronicle).unwrap_or_else(|problem| panic!("{about}: {problem}"));
    let ends = |is: fn(&Ending) -> bool| chronicle.arrows.iter().filter(|arrow| is(&arrow.end)).count();
    let refused = ends(|end| matches!(end, Ending::Refused(_)));
    assert_eq!(count(&diagram, "-->>"), refused, "{about}: what is refused\n{diagram}");
    let arrived = ends(|end| matches!(end, Ending::Arrived(_)));
    assert_eq!(count(&diagram, "->>") - refused, arrived, "{about}: what arrives\n{diagram}");
    assert_eq!(count(&diagram, "-x"), ends(|end| matches!(end, Ending::Lost(..))), "{about}: losses\n{diagram}");
    let open = ends(|end| matches!(end, Ending::UnderWay | Ending::Held));
    assert_eq!(count(&diagram, "--)"), open, "{about}: what is under way\n{diagram}");
    let refusals = chronicle.events.iter().filter(|event| event.kind == Happens::Refusal).count();
    assert_eq!(refusals, refused, "{about}");
}

#[test]
fn every_message_of_every_scene_has_one_arrow_as_a_whole_and_slide_by_slide() {
    super::each_part(check);
}

/// All that the notes of a diagram say, in the order in which they stand.
fn noted(diagram: &str) -> String {
    let notes = diagram.lines().filter_map(|line| Some(line.trim().strip_prefix("Note over ")?.split_once(": ")?.1));
    let said = notes.collect::<Vec<_>>().join(" ").replace("<br/>", " ");
    said.replace("#59;", ";").replace("#101;nd", "end").replace("#60;", "<").replace("#34;", "\"")
}

/// Who has accepted it, who has learned it, and all the reasons that decide.
#[test]
fn acceptance_and_learning_of_every_scene_is_told_before_what_comes_of_it_and_nothing_is_cut() {
    for (id, text) in texts() {
        let model = on_show::begun(&text);
        let show = on_show::shown(&model);
        if show.poll().is_some() {
            continue;
        }
        let chronicle = Chronicle::of(show, Stretch::whole(show));
        let (steps, said) = (show.recording().steps(), noted(&whole(show)));
        assert_eq!(steps.len(), chronicle.events.len(), "{id}");
        let has_sign = |place: usize| {
            let event = &chronicle.events[place];
            event.is_turn || event.about.is_some() && event.kind == Happens::Arrival
        };
        for (place, (step, event)) in steps.iter().zip(&chronicle.events).enumerate() {
            let learns = step.effects.notes.iter().any(|note| note.learns());
            assert!(!learns || event.is_turn, "{id}: {event:?}");
            for sentence in event.why.iter().filter(|_| event.is_turn) {
                // Of another the same is told once.
                let name = event.node.map_or("", |node| chronicle.name(node));
                let sentence = sentence.strip_prefix(name).unwrap_or(sentence);
                assert!(said.contains(sentence), "{id}: {sentence}\n{said}");
            }
            let new = event.choices.iter().filter(|chosen| chosen.means == Choice::New);
            for &acceptor in new.flat_map(|chosen| &chosen.by) {
                let accepts = |&at: &usize| {
                    let is_accepted = |note: &Note| matches!(note, Note::Accepted { .. });
                    chronicle.events[at].node == Some(acceptor) && steps[at].effects.notes.iter().any(is_accepted)
                };
                let is_told = (0..=place).filter(accepts).any(has_sign);
                assert!(is_told, "{id}: {} of {:?}", chronicle.name(acceptor), event.choices);
            }
        }
    }
}

fn part(id: &str, slide: usize) -> String {
    let model = on_show::scene(id);
    let show = on_show::shown(&model);
    mermaid::diagram(&Chronicle::of(show, Stretch::slides(show, slide - 1, slide - 1))).expect("it is not too long")
}

#[test]
fn part_of_a_run_begins_with_what_there_is_and_has_all_who_act() {
    let (first, later) = (part("contention", 1), part("contention", 6));
    assert!(!first.contains("As it begins"), "{first}");
    let said = noted(&later);
    assert!(said.contains("As it begins: ") && said.contains(" have promised "), "{said}");
    assert!(later.contains(" as P1\n") && later.contains(" as P2\n"), "{later}");
    let log = noted(&part("mp-take-over", 1));
    assert!(log.contains("R1, R2 and R3 know no leader, have promised 3 and applied up to slot 3."), "{log}");
    let down = noted(&part("mp-take-over", 3));
    assert!(down.contains("R3 is down."), "{down}");
}

#[test]
fn poll_ends_with_what_has_come_of_it_and_says_who_counts_no_more() {
    let said = noted(&whole(on_show::shown(&on_show::scene("consensus"))));
    assert!(said.contains("takes dinner for the result already, and counts no more."), "{said}");
    assert!(said.contains("There are two results: that is no agreement."), "{said}");
    assert!(noted(&part("consensus", 8)).contains("There are two results"));
}

#[test]
fn times_of_a_diagram_have_as_many_digits_as_each_other() {
    let clock = |text: &str| whole(on_show::shown(&on_show::begun(text)));
    let scene = |run: u32| {
        format!(
            "title x\nproposers P1\nacceptors A1\nslide one\n  propose P1 cat\n  run {run}\nslide two\n  run 2500\n"
        )
    };
    let (coarse, fine) = (clock(&scene(1400)), clock(&scene(1450)));
    assert!(coarse.contains("(from\u{a0}1.4\u{a0}s)"), "{coarse}");
    assert!(fine.contains("(from\u{a0}1.450\u{a0}s)") && !fine.contains(".0\u{a0}s)"), "{fine}");
}

#[test]
fn diagram_that_mermaid_would_not_draw_is_refused_with_a_sentence_and_its_slides_are_not() {
    let rounds = "  propose P1 cat\n  run 100\n".repeat(60);
    let text = format!(
        "title x\nproposers P1\nacceptors A1 A2 A3\ndelay 20\nslide one\n  propose P1 cat\n  run 100\nslide two\n{rounds}"
    );
    let model = on_show::begun(&text);
    let show = on_show::shown(&model);
    let problem = mermaid::diagram(&Chronicle::of(show, Stretch::whole(show))).expect_err("it is too long");
    assert!(problem.starts_with("the diagram would have "), "{problem}");
    let expected = "and Mermaid draws at most 50000; expected fewer slides, as with --from and --slide";
    assert!(problem.ends_with(expected), "{problem}");
    mermaid::diagram(&Chronicle::of(show, Stretch::slides(show, 0, 0))).expect("one slide is not too long");
}

#[test]
fn sent_before_the_part_and_sent_before_something_else_is_told() {
    let text = "title x\nproposers P1 P2\nacceptors A1 A2 A3\nslide one\n  propose P1 cat id 1\n  hold PREPARE 1 P1->A3\n  run 500\nslide two\n  run 1000\n  release PREPARE 1 P1->A3\n  run 3000\n";
    let model = on_show::begun(text);
    let show = on_show::shown(&model);
    let whole = whole(show);
    assert!(whole.contains("n0->>n2: PREPARE 1\n"), "nothing came between:\n{whole}");
    assert!(whole.contains("n0->>n4: PREPARE 1<br/>(sent at 0.0\u{a0}s)"), "P1 has heard of A1 and A2 since:\n{whole}");
    let second = Chronicle::of(show, Stretch::slides(show, 1, 1));
    let second = mermaid::diagram(&second).expect("it is not too long");
    assert!(second.contains("n0->>n2: PREPARE 1<br/>(sent at 0.0\u{a0}s)"), "it was sent on slide 1:\n{second}");
    let first = Chronicle::of(show, Stretch::slides(show, 0, 0));
    let first = mermaid::diagram(&first).expect("it is not too long");
    assert!(first.contains("n0--)n2: PREPARE 1<br/>(under way)"), "{first}");
    assert!(first.contains("n0--)n4: PREPARE 1<br/>(held)"), "{first}");
}

#[test]
fn what_is_chosen_once_more_has_no_mark_and_what_breaks_agreement_has_another() {
    let diagram = |id: &str| whole(on_show::shown(&on_show::scene(id)));
    let again = diagram("case-vote-on-disk");
    assert_eq!(again.matches('★').count(), 1, "{again}");
    assert!(again.replace("<br/>", " ").contains(": A2 and A3 have accepted 2 cat, a quorum once more"), "{again}");
    let broken = diagram("case-value-own");
    assert_eq!((broken.matches('★').count(), broken.matches('⚠').count()), (1, 1), "{broken}");
    for diagram in [again, broken] {
        let blocks = diagram.lines().filter(|line| line.trim() == "end").count();
        assert_eq!(blocks, diagram.matches("rect rgba").count(), "{diagram}");
    }
}

#[test]
fn diagram_with_hostile_words_has_an_arrow_for_each_message_too() {
    for value in hostile() {
        let model = on_show::begun(&hostile_scene(&value));
        let show = on_show::shown(&model);
        let about: String = value.chars().take(40).collect();
        check(&Chronicle::of(show, Stretch::whole(show)), &about);
        let diagram = whole(show);
        assert!(diagram.lines().all(|line| line.chars().count() < 700), "{about}: a line is too long\n{diagram}");
    }
}

/// Below the front matter each line is a statement that we wrote, and what stands in it can be none.
#[test]
fn hostile_words_stand_in_no_statement_of_their_own() {
    let hostile = "end; #%%{init: {}}%% $$x$$ <b>`&`</b> \\n \u{202e}wrap: STYLE:#x";
    let quoted = hostile.replace('\\', "\\\\").replace('"', "\\\"");
    let text = format!(
        "title \"{quoted}\"\nproposers end\nacceptors wrap note A3\nslide \"{quoted}\"\n  propose end \"{quoted}\" id 1\n  run 3000\n"
    );
    let model = on_show::begun(&text);
    let diagram = whole(on_show::shown(&model));
    let (_, body) = diagram.split_once("sequenceDiagram\n").expect("it begins so");
    for line in body.lines().filter(|line| line.trim() != "end" && !line.trim().starts_with("rect rgba(")) {
        let said = line.split_once(": ").or(line.split_once(" as ")).expect("each line says something").1;
        let said = said.replace("<br/>", " ");
        for code in ["35", "59", "37", "36", "60", "62", "38", "123", "125", "92", "96", "101", "119", "83", "8238"] {
            assert!(
                line.contains("PREPARE") || line.contains("PROMISE") || diagram.contains(&format!("#{code};")),
                "{code}"
            );
        }
        let bare: String = said.split('#').map(|part| part.split_once(';').map_or(part, |(_, rest)| rest)).collect();
        assert!(!bare.contains(['#', ';', '%', '$', '<', '>', '&', '{', '}', '\\', '`', '\u{202e}']), "{line}");
        let words = bare.split(|letter: char| !letter.is_ascii_alphanumeric());
        for word in words {
            assert!(!["end", "wrap", "style"].contains(&word.to_lowercase().as_str()), "{line}");
        }
    }
}
