//! Words of the diagram keep clear of each other and of what is drawn.

use super::*;

/// The ground of each text of these groups, with the text.
fn grounds(frame: &Frame, prefix: &str) -> Vec<((f64, f64, f64, f64), String)> {
    let groups = frame.groups.iter().filter(|group| group.id.starts_with(prefix));
    let ground = |group: &std::rc::Rc<Group>| {
        let area = group.marks.iter().find_map(|mark| match *mark {
            Mark::Box { x, y, width, height, .. } => Some((x, y, width, height)),
            _ => None,
        });
        area.map(|area| (area, group.id.clone()))
    };
    groups.filter_map(ground).collect()
}

#[test]
fn what_has_waited_goes_on_from_beside_its_senders_line() {
    let mut model = opened("case-proposer-fails");
    model.update(Msg::Seek(20_000));
    let plan = plan(&model);
    let mut waited = 0;
    for (nth, flight) in shown(&model).recording().flights().iter().enumerate() {
        let Some(departs) = flight.departs().filter(|&departs| flight.sent.time < departs && departs < 20_000) else {
            continue;
        };
        let marks = message(&model, nth).expect("it is drawn");
        let of_sender = group(&diagram(&model).still, &format!("time-life-{}", flight.envelope.from.index()))
            .map(|group| lines(&group.marks)[0].0.to_string())
            .expect("the sender has a line");
        let line_y: f64 = of_sender.split(['M', 'H', ' ']).nth(2).and_then(|y| y.parse().ok()).expect("a height");
        let start = format!("M{} ", short(plan.x(departs)));
        let found = lines(&marks).into_iter().find(|line| line.0.starts_with(&start)).expect("it goes on").0;
        assert!(4.0 < (points(found)[0].1 - line_y).abs(), "{nth} leaves the line of its sender: {found}");
        waited += 1;
    }
    assert!(0 < waited);
}

#[test]
fn texts_beside_dots_keep_clear_of_crosses_and_flags() {
    for (scene, time) in [("case-proposer-fails", 3000), ("milestones", 9000), ("carry-on", 9000)] {
        for room in [560, 800, 1200] {
            let mut model = opened(scene);
            model.update(Msg::Seek(time));
            model.update(TimeMsg::Room(room).into());
            let diagram = diagram(&model);
            let mut texts = grounds(&diagram.still, "time-step");
            texts.extend(grounds(&diagram.still, "time-flag"));
            for (nth, ((x, y, width, height), one)) in texts.iter().enumerate() {
                for ((left, top, across, down), other) in &texts[..nth] {
                    let apart = x + width <= *left || left + across <= *x || y + height <= *top || top + down <= *y;
                    assert!(apart, "{scene} at {room}: {one} lies on {other}");
                }
            }
        }
    }
    let mut model = opened("case-proposer-fails");
    for room in [560, 800, 1200] {
        model.update(TimeMsg::Room(room).into());
        model.update(Msg::Seek(3000));
        let (diagram, plan) = (diagram(&model), plan(&model));
        let crash = plan.x(2400);
        let on_it = grounds(&diagram.still, "time-step")
            .into_iter()
            .filter(|((x, _, width, _), _)| *x < crash && crash < x + width);
        for ((_, y, _, height), text) in on_it {
            let p1 = 48.0;
            assert!(y + height <= p1 - 4.5 || p1 + 10.0 < y, "{text} lies on the cross");
        }
    }
}

/// The middles of the dots.
fn dots(frame: &Frame) -> Vec<(f64, f64)> {
    let steps = frame.groups.iter().filter(|group| group.id.starts_with("time-step"));
    let middle = |mark: &Mark| match mark {
        Mark::Circle { x, y, paint, .. } if paint.fill != Tone::None => Some((*x, *y)),
        _ => None,
    };
    steps.flat_map(|group| group.marks.iter().filter_map(middle)).collect()
}

/// The text that stands at a step, if one does.
fn text_at<'a>(frame: &'a Frame, id: &str) -> Option<&'a str> {
    let marks = &group(frame, id)?.marks;
    marks.iter().find_map(|mark| if let Mark::Text { text, .. } = mark { Some(text.as_str()) } else { None })
}

#[test]
fn texts_beside_dots_cover_no_other_dot_and_say_less_or_nothing_where_there_is_no_room() {
    let mut said = Vec::new();
    for scene in ["mp-members", "mp-take-over", "contention", "case-proposer-fails"] {
        let mut model = opened(scene);
        for room in [560, 720, 1200] {
            model.update(TimeMsg::Room(room).into());
            let still = diagram(&model).still;
            let (texts, dots) = (grounds(&still, "time-step"), dots(&still));
            for ((x, y, width, height), id) in &texts {
                let is_under =
                    |at: &&(f64, f64)| *x < at.0 && at.0 < x + width && *y - 4.0 < at.1 && at.1 < y + height + 8.0;
                let text = text_at(&still, id).unwrap_or_default();
                assert_eq!(dots.iter().find(is_under), None, "{scene} at {room}: {text} lies on a dot");
                said.push(format!("{scene} at {room}: {text}"));
            }
            // Those of one decision are short, and all have room.
            let are_some_left_out = texts.len() < dots.len();
            assert_eq!(are_some_left_out, scene.starts_with("mp-"), "{scene} at {room}: some are left out");
        }
    }
    for whole in ["mp-members at 560: 1: 1", "mp-members at 1200: 1: 1 members R1 R2 R4", "contention at 560: 5"] {
        assert!(said.iter().any(|one| one == whole), "{whole} is not among {said:#?}");
    }
}

#[test]
fn poles_stand_behind_all_that_is_read() {
    for scene in ["contention", "milestones", "case-learn-on-promises", "carry-on"] {
        let mut model = opened(scene);
        model.update(Msg::Seek(u32::MAX));
        let frame = diagram(&model).still;
        let place = |prefix: &str| frame.groups.iter().map(|group| group.id.starts_with(prefix)).collect::<Vec<_>>();
        let last = place("time-pole").iter().rposition(|is_it| *is_it).expect("a flag stands");
        for prefix in ["time-flag", "time-step"] {
            let first = place(prefix).iter().position(|is_it| *is_it).expect("there is one");
            assert!(last < first, "{scene}: a pole stands before {prefix}");
        }
    }
}

#[test]
fn flags_do_not_cover_each_other() {
    for scene in ["contention", "milestones", "case-why-highest-lowest", "case-duel-with-nacks", "carry-on"] {
        let mut model = opened(scene);
        for room in [300, 700, 1400] {
            model.update(TimeMsg::Room(room).into());
            let diagram = diagram(&model);
            let is_flag = |group: &&Group| group.id.starts_with("time-flag") || group.id == "time-broken";
            let boxes: Vec<_> = diagram.still.groups.iter().map(|group| &**group).filter(is_flag).collect();
            let area = |group: &Group| {
                let found = group.marks.iter().find_map(|mark| match *mark {
                    Mark::Box { x, y, width, height, .. } => Some((x, y, width, height)),
                    _ => None,
                });
                found.expect("a flag has a ground")
            };
            for (nth, one) in boxes.iter().enumerate() {
                let (x, y, width, height) = area(one);
                assert!(0.0 <= x && x + width <= diagram.still.width && 0.0 <= y, "{scene}: {} is cut", one.id);
                for other in &boxes[..nth] {
                    let (left, top, across, down) = area(other);
                    let apart = x + width <= left || left + across <= x || y + height <= top || top + down <= y;
                    assert!(apart, "{scene} at {room}: {} lies on {}", one.id, other.id);
                }
            }
        }
    }
}

#[test]
fn second_value_is_marked_where_agreement_is_broken() {
    let is_broken = |id: &str| words(&diagram(&opened(id)).still).contains(&"✕ agreement broken".to_string());
    assert!(is_broken("case-why-highest-lowest"));
    assert!(is_broken("case-accept-always"));
    assert!(!is_broken("case-why-highest"));
}

#[test]
fn flags_of_what_is_learned_tell_what_was_chosen_by_then_and_where_they_differ() {
    let model = opened("case-learn-on-promises");
    let said = words(&diagram(&model).still);
    assert!(said.contains(&"✕ agreement broken".to_string()), "{said:?}");
    let all = milestones(model.show().expect("a scene").recording(), model.show().expect("a scene").at);
    let learned: Vec<_> = all.iter().filter(|it| matches!(it.kind, MilestoneKind::Learned { .. })).collect();
    assert!(2 <= learned.len() && learned.iter().all(|it| !it.is_founded(&all)), "{learned:?}");
}
