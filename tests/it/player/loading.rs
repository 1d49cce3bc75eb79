//! What a page is told of a scene: that it is there, late, twice, broken or not at all.

use super::{At, SCENE, asked, begun, fetch, place, show, text_of};
use paxos_explainer::player::{Model, Msg, Opening, Stage};

#[test]
fn scene_that_arrives_late_is_ignored() {
    let (mut model, _) = Model::new("floor", Opening::Set);
    let loaded = |id: &str, opening| Msg::Loaded { id: id.into(), text: text_of(id), opening };
    model.update(Msg::Open("learning".to_string(), Opening::Start));
    model.update(loaded("floor", Opening::Start));
    assert!(matches!(&model.stage, Stage::Loading(source) if source.id() == "learning"), "floor is no longer wanted");
    model.update(Msg::LoadFailed { id: "floor".into(), why: "gone".to_string() });
    assert!(
        matches!(&model.stage, Stage::Loading(source) if source.id() == "learning"),
        "nor that it could not be had"
    );
    model.update(loaded("learning", Opening::Start));
    assert_eq!(show(&model).source.id(), "learning");
}

/// Asked for twice, answered twice: the second answer must not throw the viewer back.
#[test]
fn second_answer_for_the_scene_on_show_changes_nothing() {
    let mut model = begun();
    model.update(Msg::Seek(1500));
    let before = place(&model);
    model.update(Msg::Loaded { id: "own".into(), text: SCENE.to_string(), opening: Opening::End });
    assert_eq!(place(&model), before);
    model.update(Msg::LoadFailed { id: "own".into(), why: "no network".to_string() });
    assert_eq!(place(&model), before);
}

#[test]
fn scene_that_cannot_be_had_is_told() {
    let (mut model, _) = Model::new("floor", Opening::Set);
    model.update(Msg::LoadFailed { id: "floor".into(), why: "no network".to_string() });
    assert!(matches!(&model.stage, Stage::Failed(id, why) if id.id() == "floor" && why == "no network"));
    assert_eq!(model.update(Msg::NextSlide), [], "there is nothing to play");
    assert_eq!(asked(model.update(Msg::Open("floor".to_string(), Opening::Start))), fetch("floor", At::Beginning));
}

#[test]
fn broken_scene_is_told_with_its_file_line_and_column() {
    for (text, told) in [
        (
            "title x\nacceptors A1\npropose P1 cat\n",
            "broken.paxos:3:9: this scene has no proposers; expected a line such as `proposers P1 P2` in the header",
        ),
        ("title x\nacceptors A1\nexpect A1 down\n", "broken.paxos:3:1: A1 is up; expected `A1 down`"),
    ] {
        let (mut model, _) = Model::new("broken", Opening::Set);
        model.update(Msg::Loaded { id: "broken".into(), text: text.to_string(), opening: Opening::Start });
        assert!(
            matches!(&model.stage, Stage::Failed(id, why) if id.id() == "broken" && why == told),
            "{:?}",
            model.stage
        );
    }
}
