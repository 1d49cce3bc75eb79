//! A run, told plainly: the same events and ways as the run has.

use crate::on_show;
use crate::scenes::texts;
use paxos_explainer::export::chronicle::{Chronicle, Ending, Happens};
use paxos_explainer::export::stretch::Stretch;
use paxos_explainer::export::{Format, Given, give};
use paxos_explainer::player::{Msg, Show};

fn whole(show: &Show) -> Chronicle {
    Chronicle::of(show, Stretch::whole(show))
}

fn check(chronicle: &Chronicle, about: &str) {
    for (place, event) in chronicle.events.iter().enumerate() {
        assert!(event.node.is_none_or(|node| node < chronicle.nodes.len()), "{about}: event {place}");
        for &sent in &event.sent {
            assert_eq!(chronicle.arrows[sent].sent, event.time, "{about}: event {place} sends it");
        }
        if let (Happens::Arrival | Happens::Refusal, Some(arrow)) = (event.kind, event.about) {
            let arrow = &chronicle.arrows[arrow];
            assert_eq!(Some(arrow.to), event.node, "{about}: event {place} happens where it arrives");
            assert!(
                matches!(arrow.end, Ending::Arrived(by) | Ending::Refused(by) if by == place),
                "{about}: {arrow:?}"
            );
            assert_eq!(arrow.arrives, Some(event.time), "{about}: event {place}");
        }
    }
    for arrow in &chronicle.arrows {
        assert!(arrow.sent <= arrow.departs, "{about}: {arrow:?}");
        assert!(arrow.arrives.is_none_or(|at| arrow.sent <= at), "{about}: {arrow:?}");
        if let Ending::Arrived(by) | Ending::Refused(by) | Ending::Lost(_, Some(by)) = arrow.end {
            assert!(by < chronicle.events.len(), "{about}: {arrow:?}");
        }
    }
    let places: Vec<usize> = chronicle.slides.iter().map(|chapter| chapter.first).collect();
    assert!(places.is_sorted(), "{about}: {places:?}");
}

#[test]
fn chronicle_of_every_scene_hangs_together_as_a_whole_and_slide_by_slide() {
    for (id, text) in texts() {
        let model = on_show::begun(&text);
        let show = on_show::shown(&model);
        let whole = whole(show);
        check(&whole, &id);
        assert_eq!(whole.slides.len(), show.scene.slides.len(), "{id}");
        let parts: Vec<Chronicle> = (0..show.scene.slides.len())
            .map(|slide| Chronicle::of(show, Stretch::slides(show, slide, slide)))
            .collect();
        parts.iter().for_each(|part| check(part, &id));
        let events: usize = parts.iter().map(|part| part.events.len()).sum();
        assert_eq!(events, whole.events.len(), "{id}: each event is on one slide");
    }
}

#[test]
fn learner_of_which_nothing_is_heard_is_left_out_and_an_acceptor_is_not() {
    let text = "title x\nproposers P1\nacceptors A1 A2 A3\nlearners L1\nslide one\n  cut P1->A3\n  propose P1 cat\n  run until P1 promises 2\n";
    let model = on_show::begun(text);
    let chronicle = whole(on_show::shown(&model));
    let names: Vec<&str> = chronicle.nodes.iter().map(|node| node.name.as_str()).collect();
    assert_eq!(names, ["P1", "A1", "A2", "A3"]);
    let lost: Vec<_> = chronicle.arrows.iter().filter(|arrow| matches!(arrow.end, Ending::Lost(..))).collect();
    assert_eq!(lost.len(), 2, "{lost:?}");
    assert_eq!((chronicle.name(lost[0].to), lost[0].label.as_str()), ("A3", "PREPARE 1"));
    assert!(chronicle.arrows.iter().any(|arrow| arrow.end == Ending::UnderWay), "the requests with cat have just left");
}

#[test]
fn refusal_holding_and_lateness_are_told() {
    let model = on_show::scene("contention");
    let chronicle = whole(on_show::shown(&model));
    let refused = chronicle.arrows.iter().filter(|arrow| matches!(arrow.end, Ending::Refused(_))).count();
    assert!(9 <= refused, "{refused} refused");
    let text = "title x\nproposers P1 P2\nacceptors A1 A2 A3\nslide one\n  propose P1 cat\n  hold PREPARE P1->A3\n  crash P1\n  run 3000\n";
    let model = on_show::begun(text);
    let chronicle = whole(on_show::shown(&model));
    let held = chronicle.arrows.iter().find(|arrow| arrow.end == Ending::Held).expect("one is held");
    assert_eq!(held.arrives, None);
    assert!(chronicle.arrows[0].is_late, "P1 crashes after it has sent it: {:?}", chronicle.arrows[0]);
}

#[test]
fn own_run_is_told_with_what_was_done_in_it() {
    let mut model = on_show::scene("nutshell");
    model.update(Msg::Seek(300));
    model.update(Msg::Act(paxos_explainer::player::Act::Say("crash A1".to_string())));
    let show = on_show::shown(&model);
    let chronicle = whole(show);
    check(&chronicle, "own");
    assert!(chronicle.events.iter().any(|event| event.kind == Happens::Crash), "{:?}", chronicle.events);
    let numbers: Vec<usize> = chronicle.slides.iter().map(|chapter| chapter.number).collect();
    assert_eq!(numbers, (1..=show.slide + 2).collect::<Vec<_>>());
    let [.., left, by_hand] = chronicle.slides.as_slice() else { panic!("{:?}", chronicle.slides) };
    assert!(left.says.is_empty(), "what is said on the slide need not come true: {left:?}");
    assert_eq!((by_hand.title.as_str(), by_hand.says.len()), ("By hand: a run of the reader's own", 0));
    assert_eq!(chronicle.events[by_hand.first].kind, Happens::Crash, "it begins with what was done");
}

#[test]
fn slide_that_an_own_run_left_is_told_by_its_title_in_every_text() {
    let mut model = on_show::scene("phase-2");
    let show = on_show::shown(&model);
    let (slide, said) =
        show.scene.slides.iter().enumerate().find(|(_, it)| it.start.time + 200 < it.end.time).expect("one");
    let (at, said, title) = (said.start.time + 100, said.say[0].clone(), said.title.clone());
    let first: String = said.split_whitespace().take(4).collect::<Vec<_>>().join(" ");
    model.update(Msg::GoToSlide(slide));
    model.update(Msg::Seek(at));
    model.update(Msg::Act(paxos_explainer::player::Act::Say("crash A1".to_string())));
    let show = on_show::shown(&model);
    assert!(show.is_own());
    for format in [Format::Text, Format::Markdown, Format::Mermaid] {
        let Ok(Given::Text(text)) = give(show, format, Stretch::whole(show)) else { panic!("{format:?}") };
        let text = text.replace("<br/>", " ").split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(text.contains(&title), "{format:?}: {text}");
        assert!(!text.contains(&first), "{format:?} tells {first}: {text}");
        assert!(text.contains("By hand: a run of the reader's own"), "{format:?}: {text}");
        assert!(text.contains("crash A1") || format == Format::Mermaid, "{format:?}: {text}");
    }
}
