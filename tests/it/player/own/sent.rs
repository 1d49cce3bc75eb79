//! Runs that a link brings: what was done in them, where it opens, and with which seed.

use super::*;

fn link(slide: Option<usize>, acts: &[(&str, &str)], at: Option<&str>) -> Opening {
    let when = |text: &str| text.parse::<When>().expect("a moment");
    let acts = acts.iter().map(|(at, told)| (when(at), told.to_string())).collect();
    let at = at.map(|at| paxos_explainer::player::Mark::When(when(at)));
    Opening::Link(Rc::new(Wanted { slide, at, acts, ..Wanted::default() }))
}

#[test]
fn link_opens_the_moment_with_what_was_done() {
    let opening = link(None, &[("700", "crash A1"), ("1500", "propose P2 owl id 6")], Some("1700"));
    let model = again(Vec::new(), opening);
    assert!(show(&model).is_own());
    assert_eq!(place(&model), (1, show(&model).branch().moment(When::after(1700))));
    assert_eq!(runs(&model).0, [["crash A1", "propose P2 owl id 6"]]);
}

#[test]
fn run_that_was_sent_is_so_until_it_is_changed() {
    let sent = |model: &Model| show(model).own().and_then(OwnRun::sent);
    let opening = || link(None, &[("700", "crash A1"), ("1500", "propose P2 owl id 6")], Some("1700"));
    let mut model = again(Vec::new(), opening());
    assert_eq!((sent(&model), show(&model).runs()[0].name.as_str()), (Some(Came::Link), "from a link"));
    model.update(Msg::Seek(1000));
    assert_eq!(sent(&again(show(&model).kept(), opening())), Some(Came::Link), "on the next visit too");
    model.update(Msg::Undo);
    assert_eq!(sent(&model), None, "something of it is taken back");
    model.update(Msg::Redo);
    assert_eq!(sent(&model), Some(Came::Link));
    crash(&mut model, "A2");
    assert_eq!(sent(&model), None);
    for came in [Came::File, Came::Pasted] {
        assert_eq!(sent(&again(Vec::new(), opening().by(came))), Some(came));
    }
}

#[test]
fn what_was_done_in_a_run_that_was_sent_is_told_in_few_words() {
    let acts: Vec<String> =
        ["crash A1", "crash A2", "restart A1", "propose P1 cat", "crash A3"].map(String::from).into();
    assert_eq!(given::done(&acts[..1]), "Done in it: “crash A1”.");
    assert_eq!(given::done(&acts[..3]), "Done in it: “crash A1”, “crash A2”, “restart A1”.");
    assert_eq!(given::done(&acts), "Done in it: “crash A1”, “crash A2”, “restart A1”, and 2 more.");
}

#[test]
fn link_to_a_run_that_is_kept_shows_that_run() {
    let mut model = under_way();
    crash(&mut model, "A1");
    model.update(Msg::NameRun(0, "mine".to_string()));
    let model = again(show(&model).kept(), link(None, &[("700", "crash A1")], None));
    assert_eq!(runs(&model), (vec![vec!["crash A1".to_string()]], Some(0)));
    assert_eq!(show(&model).runs()[0].name, "mine");
}

#[test]
fn link_without_a_moment_opens_the_start_of_its_slide_and_after_its_acts() {
    let model = again(Vec::new(), link(Some(2), &[], None));
    assert_eq!(place(&model), (2, show(&model).scene.slides[2].start));
    let model = again(Vec::new(), link(None, &[("700", "crash A1")], None));
    assert_eq!(place(&model).1.time, 700);
}

#[test]
fn link_with_an_act_that_cannot_be_done_does_those_before_it_and_says_so() {
    let model = again(Vec::new(), link(None, &[("700", "crash A1"), ("800", "crash A9"), ("900", "crash A2")], None));
    assert_eq!(runs(&model).0, [["crash A1"]]);
    assert_eq!(model.told.len(), 1);
    assert!(model.told[0].starts_with("Act 2 of this link cannot be done"), "{:?}", model.told);
    let model = again(Vec::new(), link(Some(99), &[], None));
    assert_eq!(place(&model).0, 4, "the nearest slide");
    assert!(model.told[0].contains("slide is 100; the last slide is 5"), "{:?}", model.told);
}

#[test]
fn link_far_into_a_run_that_goes_on_opens_there() {
    let (mut model, _) = Model::new("own", Opening::Set);
    let opening = link(None, &[("100", "partition P1 | A1 A2 A3")], Some("200000"));
    model.update(Msg::Loaded { id: "own".into(), text: ENDLESS.to_string(), opening });
    assert_eq!(place(&model).1.time, 200_000);
}

#[test]
fn link_with_a_seed_plays_the_scene_with_that_seed() {
    let text = "title Chance\nproposers P1\nacceptors A1 A2 A3\nlearners L1\ndelay 1..900\npropose P1 cat\nrun idle\n";
    let opened = |seed: Option<u32>| {
        let (mut model, _) = Model::new("own", Opening::Set);
        let opening = Opening::Link(Rc::new(Wanted { seed, ..Wanted::default() }));
        model.update(Msg::Loaded { id: "own".into(), text: text.to_string(), opening });
        show(&model).recording().steps().iter().map(|step| step.time).collect::<Vec<_>>()
    };
    assert_eq!(opened(Some(1)), opened(None), "1 is the seed of a scene that names none");
    assert_ne!(opened(Some(2)), opened(None));
}

#[test]
fn seed_with_which_a_scene_does_not_come_to_its_end_is_left_out_and_told() {
    let text = "title Chance\nproposers P1\nacceptors A1 A2 A3\nlearners L1\ndelay 1..900\npropose P1 cat\nrun 700\n";
    let under_way = showing(text);
    let under_way = show(&under_way).recording().world().in_flight.len();
    let expects = format!("{text}expect in-flight {under_way}\n");
    let opened = |seed: u32| {
        let (mut model, _) = Model::new("own", Opening::Set);
        let opening = Opening::Link(Rc::new(Wanted { seed: Some(seed), ..Wanted::default() }));
        model.update(Msg::Loaded { id: "own".into(), text: expects.clone(), opening });
        (show(&model).seed, model.told.len())
    };
    let all: Vec<_> = (1..30).map(opened).collect();
    assert!(all.iter().all(|(seed, told)| seed.is_some() == (*told == 0)), "{all:?}");
    assert!(all.iter().any(|(seed, _)| seed.is_none()) && all.iter().any(|(seed, _)| seed.is_some()), "{all:?}");
}

/// Replicas go on by themselves; what was done beyond the end that is worked out is done there again.
#[test]
fn act_beyond_what_is_worked_out_is_done_again_where_it_was() {
    let text = "title t\nclients C1\nreplicas R1 R2 R3\nheartbeat 500\nelection 2000..4000\ncommands 500..900\n\
        slide one\nrun 3000\n";
    let (mut model, _) = Model::new("own", Opening::Set);
    let opening = link(None, &[("150000", "crash R1")], None);
    model.update(Msg::Loaded { id: "own".into(), text: text.into(), opening });
    assert_eq!(runs(&model).0.len(), 1, "{:?}", model.told);
    let (at, state) = (show(&model).at, show(&model).recording().at(show(&model).at));
    model.update(Msg::Undo);
    model.update(Msg::Redo);
    assert_eq!(show(&model).at, at);
    assert!(show(&model).recording().at(at) == state, "it is another run");
}

#[test]
fn nothing_of_the_way_is_its_beginning() {
    let wanted = Wanted { at: Some(paxos_explainer::player::Mark::Percent(0)), ..Wanted::default() };
    let (mut model, _) = Model::new("own", Opening::Set);
    let text = "title t\nproposers P1\nacceptors A1 A2 A3\npropose P1 cat\nrun 100\n".to_string();
    model.update(Msg::Loaded { id: "own".into(), text, opening: Opening::Link(Rc::new(wanted)) });
    assert_eq!(show(&model).at, paxos_explainer::sim::Moment::default(), "before anything is done at 0 ms");
}
