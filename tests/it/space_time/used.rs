//! What a reader does with the diagram: keys, clicks, zoom.

use super::*;

#[test]
fn keys_go_between_lines_and_along_them() {
    let mut model = opened("case-proposer-fails");
    model.update(Msg::Seek(1000));
    let at = |model: &Model| diagram(model).cursor.expect("something has happened").label;
    assert!(at(&model).starts_with("1.0 s: A3 promises 1"), "{}", at(&model));
    model.update(TimeMsg::Go(Way::Up).into());
    assert!(at(&model).starts_with("1.0 s: A2 promises 1"), "{}", at(&model));
    for _ in 0..3 {
        model.update(TimeMsg::Go(Way::Up).into());
    }
    assert!(at(&model).starts_with("0.0 s: P1 wants cat"), "past P2, which has done nothing yet: {}", at(&model));
    assert_eq!(model.time_line.moves, 3, "above the first line there is none");
    model.update(Msg::Seek(4800));
    assert!(at(&model).starts_with("4.4 s"), "where the playhead goes, it goes along: {}", at(&model));
    model.update(TimeMsg::Go(Way::Back).into());
    assert!(at(&model).contains("P1 crashes"), "{}", at(&model));
    model.update(TimeMsg::Go(Way::On).into());
    assert!(at(&model).starts_with("4.4 s"), "{}", at(&model));
}

#[test]
fn what_is_opened_is_stood_at_and_picked_out() {
    let mut model = opened("case-proposer-fails");
    model.update(TimeMsg::Open(Spot::Step(2)).into());
    let time = shown(&model).recording().steps()[2].time;
    assert_eq!(shown(&model).at, Moment { time, steps: 3 });
    assert_eq!(model.lighting.picked, Some(Pick::Step(2)));
    let end = shown(&model).recording().flights()[0].end.expect("it has ended").at;
    model.update(TimeMsg::Open(Spot::Message(MessageId(0))).into());
    assert_eq!((shown(&model).at, model.lighting.picked), (end, Some(Pick::Step(end.steps - 1))));
    model.update(TimeMsg::Open(Spot::Message(MessageId(0))).into());
    assert_eq!(model.lighting.picked, None, "once more, and it is not picked out any more");
}

#[test]
fn what_came_before_and_what_comes_of_it_look_different() {
    let mut model = opened("case-proposer-fails");
    model.update(LightMsg::Pick(Pick::Step(2)).into());
    let light = model.lighting.light(shown(&model));
    let diagram = diagram(&model);
    let stands = |id: &str| {
        let group = group(&diagram.still, id).expect("it is drawn");
        space_time::stands(group, &light, model.lighting.picked, shown(&model))
    };
    assert_eq!(stands("time-step-0"), "thing lit");
    assert_eq!(stands("time-step-2"), "thing lit");
    assert_eq!(stands("time-axis"), "");
    let later: Vec<_> = light.steps.iter().filter(|&&place| 2 < place).collect();
    assert!(!later.is_empty());
    assert!(diagram.still.groups.iter().any(|group| stands(&group.id) == "thing lit later"));
    assert!(diagram.still.groups.iter().any(|group| stands(&group.id) == "thing"));
}

#[test]
fn zoom_makes_the_diagram_wider_and_never_narrower_than_its_panel() {
    let mut line = TimeLine { room: 300, ..TimeLine::default() };
    assert_eq!(line.width(), 520, "until the reader says so, it stays legible");
    assert_eq!((line.zoomed(TimeMsg::ZoomIn), line.zoomed(TimeMsg::ZoomOut)), (Some(2), None));
    line.zoom = Some(1);
    assert_eq!(line.width(), 300);
    let mut model = opened("contention");
    for _ in 0..9 {
        model.update(TimeMsg::ZoomIn.into());
    }
    assert_eq!(model.time_line.zoom, Some(16));
    model.update(TimeMsg::Fit.into());
    assert_eq!(model.time_line.width(), model.time_line.room);
    let plan = plan(&model);
    assert_eq!([0, 2500, 9000].map(|time| plan.time(plan.x(time))), [0, 2500, 9000]);
}
