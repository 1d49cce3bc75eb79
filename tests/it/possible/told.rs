//! What is told of what can still be chosen, beside the board and on the stage.

use crate::on_show::{begun, begun_at, shown, text_of};
use expect_test::expect_file;
use paxos_explainer::paxos::NodeId;
use paxos_explainer::player::{Msg, Opening, ProspectMsg};
use paxos_explainer::view::Tableau;
use paxos_explainer::view::board::of_run;
use std::fmt::Write;

#[test]
fn values_of_the_cases_are_told_with_their_reasons() {
    let cases = [
        "case-proposer-fails",
        "case-proposer-fails-free",
        "case-late-request-accepted",
        "case-why-highest",
        "case-why-highest-lowest",
        "case-accept-always",
        "look-closer",
        "nutshell",
    ];
    for id in cases {
        let mut model = begun_at(&text_of(id), Opening::Start);
        let slides = shown(&model).scene.slides.clone();
        let mut text = String::new();
        for slide in slides.iter() {
            model.update(Msg::StandAt(slide.end));
            model.update(Msg::Prospect(ProspectMsg::OnStage(true)));
            let show = shown(&model);
            let _ = writeln!(text, "{}", slide.title);
            for outcome in of_run(show).expect("who sees all is shown it").values {
                let said = outcome.said;
                let button = outcome.button.map(|button| format!(" [{button}]")).unwrap_or_default();
                let _ = writeln!(text, "  {}: {} {}{button}", said.value, said.badge, said.ids);
                said.why.iter().chain(&said.later).for_each(|why| {
                    let _ = writeln!(text, "    {why}");
                });
            }
            let _ = writeln!(text, "  stage: {}", Tableau::of(show).possible.unwrap_or_default());
        }
        expect_file![format!("{}/tests/golden/possible/{id}.txt", env!("CARGO_MANIFEST_DIR"))].assert_eq(&text);
    }
}

#[test]
fn stage_tells_it_only_where_it_is_asked_for_and_to_who_sees_all() {
    let text = text_of("case-proposer-fails");
    let mut model = begun(&text);
    assert_eq!(Tableau::of(shown(&model)).possible, None);
    model.update(Msg::Prospect(ProspectMsg::OnStage(true)));
    assert!(Tableau::of(shown(&model)).possible.is_some());
    model.update(Msg::See(Some(NodeId(0))));
    assert_eq!(Tableau::of(shown(&model)).possible, None);
    let asks = begun(&text.replace("place 6.4", "show possible"));
    assert!(Tableau::of(shown(&asks)).possible.is_some());
}
