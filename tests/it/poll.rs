//! The poll: what people do, that it is told as it is, and that any run of it can be written down and played again.

use paxos_explainer::paxos::NodeId;
use paxos_explainer::player::{Act, Model, Msg, Opening, Show};
use paxos_explainer::sim::Moment;
use paxos_explainer::story::poll::{Action, Note, Poll, PollRun, Refusal};
use paxos_explainer::story::{Scene, parse, print, words};
use paxos_explainer::view::mark::text_width;
use paxos_explainer::view::{self, Mark, Shape, Tableau};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

const PEOPLE: usize = 5;

fn text() -> String {
    std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/static/scenes/consensus.paxos")).expect("a scene")
}

fn opened() -> Model {
    let (mut model, _) = Model::new("consensus", Opening::Start);
    model.update(Msg::Loaded { id: "consensus".into(), text: text(), opening: Opening::Start });
    model
}

fn show(model: &Model) -> &Show {
    model.show().expect("the scene is on show")
}

fn value(number: u16) -> paxos_explainer::paxos::Value {
    paxos_explainer::paxos::Value::of(number)
}

#[test]
fn majority_of_an_even_number_is_more_than_half() {
    assert_eq!([1, 2, 3, 4, 5].map(|people| Poll::new(people, 1).need()), [1, 2, 2, 3, 3]);
}

#[test]
fn result_that_was_counted_stays_when_its_majority_dissolves() {
    let mut poll = Poll::new(3, 10);
    let (a, b) = (NodeId(0), NodeId(1));
    for (person, what) in [(a, 0), (b, 0)] {
        poll.apply(Action::Back { person, value: value(what) }, 0).expect("they are there");
    }
    assert_eq!(poll.agreed(), Some(value(0)));
    poll.apply(Action::Tell { from: b, to: a }, 0).expect("it backs something");
    let counted = poll.apply(Action::Deliver { letter: 0 }, 10).expect("it is on its way");
    assert!(matches!(counted.note, Note::Counted { .. }));
    poll.apply(Action::Back { person: b, value: value(1) }, 10).expect("it may change its mind");
    assert_eq!((poll.agreed(), poll.person(a).knows), (None, Some(value(0))));
}

/// One that has a result does not count again, also not when its own change of mind would give another.
#[test]
fn one_who_has_a_result_keeps_it_through_its_own_change_of_mind() {
    let mut poll = Poll::new(3, 10);
    let (a, b, c) = (NodeId(0), NodeId(1), NodeId(2));
    let mut act = |action, now| poll.apply(action, now).expect("it can be done").note;
    act(Action::Back { person: a, value: value(0) }, 0);
    act(Action::Back { person: b, value: value(0) }, 0);
    act(Action::Back { person: c, value: value(1) }, 0);
    act(Action::Tell { from: b, to: a }, 0);
    act(Action::Tell { from: c, to: a }, 0);
    assert!(matches!(act(Action::Deliver { letter: 0 }, 10), Note::Counted { .. }));
    act(Action::Deliver { letter: 1 }, 10);
    assert!(matches!(act(Action::Back { person: a, value: value(1) }, 10), Note::ChangedItsMind { .. }));
    assert_eq!((poll.agreed(), poll.person(a).knows), (Some(value(1)), Some(value(0))));
}

#[test]
fn refused_action_changes_nothing() {
    let mut poll = Poll::new(3, 10);
    let person = NodeId(0);
    poll.apply(Action::Crash { person }, 0).expect("it is there");
    let before = poll.clone();
    let refused = [
        (Action::Crash { person }, Refusal::IsAway(person)),
        (Action::Back { person, value: value(0) }, Refusal::IsAway(person)),
        (Action::Ask { from: person, to: NodeId(1) }, Refusal::IsAway(person)),
        (Action::Tell { from: NodeId(1), to: NodeId(2) }, Refusal::BacksNothing(NodeId(1))),
        (Action::Lose { from: NodeId(1), to: NodeId(1) }, Refusal::Oneself(NodeId(1))),
        (Action::Restart { person: NodeId(1) }, Refusal::IsThere(NodeId(1))),
        (Action::Deliver { letter: 7 }, Refusal::NoSuchLetter),
        (Action::Drop { letter: 7 }, Refusal::NoSuchLetter),
    ];
    for (action, refusal) in refused {
        assert_eq!(poll.apply(action, 5), Err(refusal));
        assert_eq!(poll, before);
    }
}

fn action() -> impl Strategy<Value = Action> {
    let person = || (0..PEOPLE as u8).prop_map(NodeId);
    prop_oneof![
        4 => (person(), 0u16..3).prop_map(|(person, number)| Action::Back { person, value: value(number) }),
        6 => (person(), person()).prop_map(|(from, to)| Action::Tell { from, to }),
        3 => (person(), person()).prop_map(|(from, to)| Action::Ask { from, to }),
        1 => (person(), person()).prop_map(|(from, to)| Action::Lose { from, to }),
        2 => (0u32..40).prop_map(|letter| Action::Drop { letter }),
        1 => person().prop_map(|person| Action::Crash { person }),
        1 => person().prop_map(|person| Action::Restart { person }),
    ]
}

/// A run of whatever of these can be done, with these times between.
fn run_of(actions: &[(Action, u32)]) -> PollRun {
    let mut run = PollRun::new(Poll::new(PEOPLE, 1500));
    for &(action, rest) in actions {
        let _ = run.push(action);
        run.run_to(run.end().time + rest);
    }
    run
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, rng_seed: RngSeed::Fixed(1), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn poll_that_is_written_down_plays_to_the_same(
        actions in prop::collection::vec((action(), prop_oneof![Just(0u32), 0u32..4000]), 1..40),
        cut in 0usize..200,
    ) {
        let whole = run_of(&actions);
        let steps = cut.min(whole.steps().len());
        let time = steps.checked_sub(1).map_or(0, |last| whole.steps()[last].time);
        let run = whole.fork(Moment { time, steps });
        let mut script = parse(&text()).expect("the scene reads");
        script.names.values = ["cinema", "dinner", "park"].into_iter().collect();
        let written = print::poll::replay(&script, "again", &run);
        let again = parse(&written).and_then(Scene::play).map_err(|problem| TestCaseError::fail(format!("{problem}\n{written}")))?;
        let played = again.poll.expect("it is a poll");
        prop_assert_eq!(played.end(), run.end(), "{}", written);
        // Values are numbered as they are first met, so that words are compared.
        let told = |run: &PollRun, names| run.poll().everyone().map(|node| words::poll::person("x", run.poll().person(node), names)).collect::<Vec<_>>();
        prop_assert_eq!(told(&played, &again.script.names), told(&run, &script.names), "{}", written);
        prop_assert_eq!(played.flights().len(), run.flights().len());
    }

    #[test]
    fn whoever_looks_at_any_moment_of_a_poll_sees_marks_within_the_picture(
        acts in prop::collection::vec(
            prop_oneof![
                (0u8..6, "[a-z]{0,5}").prop_map(|(person, word)| Msg::Act(Act::Back(NodeId(person), word))),
                (0u8..6, 0u8..6).prop_map(|(from, to)| Msg::Act(Act::Ask(NodeId(from), NodeId(to)))),
                (0u8..6).prop_map(|person| Msg::Act(Act::Crash(NodeId(person)))),
                (0u8..6).prop_map(|person| Msg::Act(Act::Restart(NodeId(person)))),
                (0u8..6).prop_map(|person| Msg::Act(Act::Timeout(NodeId(person)))),
                (0u32..14_000).prop_map(Msg::Seek),
                Just(Msg::StepForward), Just(Msg::StepBack), Just(Msg::GoHome), Just(Msg::NextSlide), Just(Msg::Tick(700)),
            ],
            1..25,
        ),
    ) {
        let mut model = opened();
        for act in acts {
            model.update(act);
            let Some(show) = model.show() else { return Ok(()) }; // Past the last slide comes another scene.
            prop_assert!(show.at <= show.end());
            prop_assert_eq!(show.cautions(), Vec::<String>::new());
            prop_assert!(!show.told(&show.slide().title).is_empty());
            let tableau = Tableau::of(show);
            prop_assert_eq!(tableau.actors.len(), PEOPLE);
            for shape in [Shape::Wide, Shape::Tall] {
                let layout = view::layout::Layout::of(&tableau, shape, view::Height::Ample);
                let groups = [view::still(&tableau, &layout), view::moving(&tableau, &layout)];
                for group in groups.iter().flat_map(|frame| &frame.groups) {
                    prop_assert!(0.0 <= group.at.x && group.at.x <= layout.width, "{}", group.id);
                    prop_assert!(0.0 <= group.at.y && group.at.y <= layout.height, "{}", group.id);
                }
            }
        }
    }
}

#[test]
fn one_who_changes_its_mind_in_the_middle_makes_a_run_of_its_own_and_the_scene_stays() {
    let mut model = opened();
    model.update(Msg::Seek(4600));
    assert_eq!(
        show(&model).poll().expect("a poll").poll().agreed(),
        show(&model).scene.poll.as_ref().expect("a poll").poll().agreed()
    );
    model.update(Msg::Act(Act::Back(NodeId(1), "park".into())));
    assert!(show(&model).is_own());
    model.update(Msg::Seek(u32::MAX));
    let names = show(&model).names();
    let mine = words::poll::tally(show(&model).poll().expect("a poll").poll(), names);
    assert_eq!(mine, "Backed now: cinema 1, dinner 2 and park 2. A majority is 3 of 5: no majority");
    model.update(Msg::GoHome);
    assert!(!show(&model).is_own());
    model.update(Msg::Seek(u32::MAX));
    assert_eq!(
        words::poll::tally(show(&model).poll().expect("a poll").poll(), show(&model).names()),
        "Backed now: cinema 3 and dinner 2. A majority is 3 of 5: cinema has it"
    );
}

#[test]
fn acts_of_paxos_are_refused_among_people_and_the_other_way_round() {
    let mut model = opened();
    model.update(Msg::Act(Act::Timeout(NodeId(0))));
    assert_eq!(model.notice.as_deref(), Some("A person of a poll cannot do that."));
    assert!(!show(&model).is_own());
}

/// The middle of every text under or over a disc, with half its size; the name in the disc is left out.
fn words_of(frame: &view::Frame) -> Vec<(f64, f64, f64, f64)> {
    let people = frame.groups.iter().filter(|group| group.node.is_some());
    let texts = people.flat_map(|group| group.marks.iter().map(move |mark| (group, mark)));
    let boxes = texts.filter_map(|(group, mark)| match mark {
        Mark::Text { x, y, text, face } if !group.id.ends_with(text.as_str()) && !text.is_empty() => {
            let half = text_width(text, face.size) / 2.0;
            Some((group.at.x + x, group.at.y + y - 0.35 * face.size, half, 0.4 * face.size))
        }
        _ => None,
    });
    boxes.collect()
}

#[test]
fn messages_among_people_pass_over_nobody_s_words() {
    let mut model = opened();
    while model.show().is_some_and(|show| show.slide + 1 < show.scene.slides.len()) {
        model.update(Msg::NextSlide);
    }
    let tableau = Tableau::of(show(&model));
    for shape in [Shape::Wide, Shape::Tall] {
        let layout = view::layout::Layout::of(&tableau, shape, view::Height::Ample);
        let words = words_of(&view::still(&tableau, &layout));
        assert!(PEOPLE < words.len(), "they back something, and know a result: {words:?}");
        let everyone = || tableau.actors.iter().map(|actor| actor.node);
        for (from, to) in everyone().flat_map(|from| everyone().map(move |to| (from, to))).filter(|(a, b)| a != b) {
            let way = layout.way(from, to, 0);
            for at in (0..=40u8).map(|share| way.at(f64::from(share) / 40.0)) {
                let met = words.iter().find(|(x, y, wide, high)| (at.x - x).abs() < *wide && (at.y - y).abs() < *high);
                assert_eq!(met, None, "{shape:?}, from {from:?} to {to:?}");
            }
        }
    }
}
