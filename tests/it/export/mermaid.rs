//! A run as a Mermaid sequence diagram. That Mermaid itself reads and draws it is held by e2e/tests/mermaid.spec.ts.

use crate::on_show;
use crate::scenes::texts;
use expect_test::expect_file;
use paxos_explainer::export::chronicle::{Chronicle, Ending, Happens};
use paxos_explainer::export::mermaid;
use paxos_explainer::export::stretch::Stretch;
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
    for (id, text) in texts() {
        let model = on_show::begun(&text);
        let show = on_show::shown(&model);
        check(&Chronicle::of(show, Stretch::whole(show)), &id);
        for slide in 0..show.scene.slides.len() {
            let part = Stretch::slides(show, slide, slide);
            check(&Chronicle::of(show, part), &format!("{id}, slide {}", slide + 1));
        }
    }
}
