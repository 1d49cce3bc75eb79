//! What a screen reader is told.

use paxos_explainer::player::{Act, Aloud, Model, Msg, Opening, Show, Source};

fn scene(name: &str, opening: Opening) -> Model {
    let path = format!("{}/static/scenes/{name}.paxos", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).expect("there is such a scene");
    let source = Source::Text(text.as_str().into());
    let (mut model, _) = Model::new(source.clone(), opening.clone());
    model.update(Msg::Loaded { id: source, text, opening });
    model
}

fn shown(model: &Model) -> &Show {
    model.show().expect("a scene is on show")
}

#[test]
fn story_of_the_proposer_that_fails_is_told_step_by_step() {
    let mut model = scene("case-proposer-fails", Opening::Start);
    let mut aloud = Aloud::default();
    let mut told = vec![aloud.tell(shown(&model)).expect("the slide is told")];
    assert_eq!(told[0], "Slide 1 of 5: All three promise 1.");
    for _ in 0..100 {
        model.update(Msg::StepForward);
        told.extend(aloud.tell(shown(&model)));
    }
    let all = told.concat();
    assert_eq!(all.matches("this one comes late and changes nothing").count(), 2);
    assert_eq!(all.matches("so it is free to send its own: cat").count(), 1, "what was just told is not told again");
    let told = told.join("\n");
    for sentence in [
        "P1 crashes.",
        "Slide 2 of 5: P1 crashes in the middle of sending.",
        "ACCEPT 1 cat from A1 reaches nobody: P1 is down.",
        "It reports that it has accepted 1 cat.",
        "must send cat",
        "cat is chosen.",
        "it has learned cat.",
    ] {
        assert!(told.contains(sentence), "{sentence} is not told:\n{told}");
    }
}

#[test]
fn nothing_is_told_twice_while_time_alone_passes() {
    let mut model = scene("case-proposer-fails", Opening::Start);
    let mut aloud = Aloud::default();
    aloud.tell(shown(&model));
    model.update(Msg::StepForward);
    assert!(aloud.tell(shown(&model)).is_some());
    assert_eq!(aloud.tell(shown(&model)), None);
    model.update(Msg::PlayOrPause);
    let steps = shown(&model).at.steps;
    model.update(Msg::Tick(5));
    assert_eq!((shown(&model).at.steps, aloud.tell(shown(&model))), (steps, None));
}

#[test]
fn haste_leaves_out_the_least_and_never_the_last() {
    let mut model = scene("case-proposer-fails", Opening::Start);
    let mut aloud = Aloud::default();
    aloud.tell(shown(&model));
    model.update(Msg::Seek(u32::MAX));
    let told = aloud.tell(shown(&model)).expect("much has happened");
    assert!(told.starts_with("Slide 5 of 5: P2 completes what P1 began."), "{told}");
    assert!(told.contains("cat is chosen."), "what matters most is told: {told}");
    assert!(told.contains("it has learned cat."), "and the last: {told}");
    assert!(told.len() < 900, "a voice cannot hurry: {told}");
}

#[test]
fn act_of_the_viewer_is_told_with_whose_run_it_is() {
    let mut model = scene("case-proposer-fails", Opening::Start);
    let mut aloud = Aloud::default();
    model.update(Msg::StepForward);
    aloud.tell(shown(&model));
    let a1 = shown(&model).names().find_node("A1").expect("there is one");
    model.update(Msg::Act(Act::Crash(a1)));
    let told = aloud.tell(shown(&model)).expect("it is told");
    assert!(told.starts_with("This is your own run. A1 crashes."), "{told}");
    model.update(Msg::GoHome);
    let home = aloud.tell(shown(&model)).expect("it is told");
    assert!(home.starts_with("Slide 1 of 5: All three promise 1."), "{home}");
}

#[test]
fn run_that_goes_back_tells_where_it_stands() {
    let mut model = scene("case-proposer-fails", Opening::Start);
    let mut aloud = Aloud::default();
    model.update(Msg::StepForward);
    let first = aloud.tell(shown(&model)).expect("it is told");
    model.update(Msg::StepForward);
    aloud.tell(shown(&model));
    model.update(Msg::StepBack);
    let again = aloud.tell(shown(&model)).expect("it is told");
    assert!(first.ends_with(&again), "{first} / {again}");
}

#[test]
fn digits_go_to_tenths_of_the_run() {
    let mut model = scene("case-proposer-fails", Opening::Start);
    let end = shown(&model).end().time;
    model.update(Msg::SeekTenths(5));
    assert_eq!(shown(&model).at.time, end / 10 * 5);
    model.update(Msg::SeekTenths(0));
    assert_eq!(shown(&model).at.steps, 0);
}

#[test]
fn undo_is_told_with_what_it_takes_back_and_another_scene_with_its_title() {
    let mut model = scene("case-proposer-fails", Opening::Start);
    let mut aloud = Aloud::default();
    model.update(Msg::StepForward);
    aloud.tell(shown(&model));
    let names = shown(&model).names().clone();
    for name in ["A3", "A2"] {
        model.update(Msg::Act(Act::Crash(names.find_node(name).expect("there is one"))));
        aloud.tell(shown(&model));
    }
    model.update(Msg::Undo);
    let undone = aloud.tell(shown(&model)).expect("it is told");
    assert!(undone.starts_with("Undone: crash A2."), "{undone}");
    model.update(Msg::Undo);
    let undone = aloud.tell(shown(&model)).expect("it is told");
    assert!(undone.starts_with("Undone: crash A3. Slide 1 of 5"), "{undone}");
    let other = scene("phase-2", Opening::Start);
    let told = aloud.tell(shown(&other)).expect("it is told");
    assert!(told.starts_with("Phase 2: the value. Slide 1 of 4: "), "{told}");
}
