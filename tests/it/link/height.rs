//! The height that a page in a frame asks for.

use paxos_explainer::link::host::Plain;
use paxos_explainer::link::host::height::{Captions, Heights, Needs, Picture, RESIZE};
use paxos_explainer::link::host::plain::field;
use paxos_explainer::player::Source;

const STAGE: Picture = Picture { width: 600.0, ratio: 0.75, height_max: None, around: 16.0 };

fn shares(captions: Captions) -> Needs {
    Needs::Shares { stage: Some(STAGE), panels: 100.0, captions, controls: 62.0 }
}

#[test]
fn captions_beside_the_stage_count_where_they_are_the_higher() {
    assert_eq!(shares(Captions::Beside(300.0)).height(), 450 + 16 + 100 + 62);
    assert_eq!(shares(Captions::Beside(700.0)).height(), 700 + 62);
    assert_eq!(shares(Captions::Below(300.0)).height(), 450 + 16 + 100 + 300 + 62);
}

#[test]
fn stage_takes_no_more_than_it_may() {
    let stage = Some(Picture { height_max: Some(200.0), ..STAGE });
    let needs = Needs::Shares { stage, panels: 0.0, captions: Captions::Below(0.0), controls: 0.0 };
    assert_eq!(needs.height(), 216);
    let needs = Needs::Shares { stage: None, panels: 80.0, captions: Captions::Below(0.0), controls: 0.0 };
    assert_eq!(needs.height(), 80);
}

#[test]
fn part_of_a_pixel_is_a_pixel_and_an_error_of_the_sum_is_none() {
    assert_eq!(Needs::Flows(500.4).height(), 501);
    assert_eq!(Needs::Flows(500.004).height(), 500);
    assert_eq!(Needs::Flows(-3.0).height(), 0);
}

#[test]
fn host_is_told_the_most_that_a_scene_has_needed_at_a_width_and_only_news() {
    let (scene, other) = (Source::from("nutshell"), Source::from("contention"));
    let mut heights = Heights::default();
    let mut take = |scene: &Source, width, height| {
        let news = heights.take(scene, width, height)?;
        assert_eq!(news.name, RESIZE);
        match field(&news.detail, "height") {
            Some(Plain::Number(height)) => Some(*height as u32),
            _ => None,
        }
    };
    assert_eq!(take(&scene, 600, 400), Some(400));
    assert_eq!(take(&scene, 600, 400), None);
    assert_eq!(take(&scene, 600, 350), None);
    assert_eq!(take(&scene, 600, 420), Some(420));
    assert_eq!(take(&scene, 700, 380), Some(380), "another width begins anew");
    assert_eq!(take(&other, 700, 300), Some(300), "and so does another scene");
    assert_eq!(take(&scene, 700, 300), None, "it is what was said last");
}
