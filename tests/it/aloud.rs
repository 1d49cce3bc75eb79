//! What a screen reader is told.

use crate::on_show::{begun_at, shown, text_of};
use paxos_explainer::player::{Act, Aloud, Msg, Opening, Show, Title};

/// All that is told until there is silence, a text each second.
fn all_told(aloud: &mut Aloud, show: &Show) -> Vec<String> {
    std::iter::from_fn(|| aloud.tell(show, Title::Told)).collect()
}

/// All that is told while a scene plays through all its slides.
fn told_playing(name: &str) -> String {
    let mut model = begun_at(&text_of(name), Opening::Start);
    let mut aloud = Aloud::default();
    let mut told = Vec::new();
    for _ in 0..200 {
        if !model.is_playing() && !shown(&model).is_more_to_come() && shown(&model).is_at_goal() {
            model.update(Msg::NextSlide);
        }
        if !model.is_playing() {
            model.update(Msg::PlayOrPause);
        }
        told.extend(aloud.tell(shown(&model), Title::Told));
        model.update(Msg::Tick(1000));
    }
    told.extend(all_told(&mut aloud, shown(&model)));
    told.join("\n")
}

fn assert_told(told: &str, facts: &[&str]) {
    for fact in facts {
        assert!(told.contains(fact), "{fact} is not told:\n{told}");
    }
}

#[test]
fn all_that_happens_at_once_is_told_together() {
    let told = told_playing("case-proposer-fails");
    assert_told(
        &told,
        &[
            "A1, A2 and A3 promise 1; none of them reports a value.",
            "ACCEPT-REQUEST 1 cat from P1 to A2 and A3 is lost.",
            "P1 crashes.",
            "A1 accepts 1 cat",
            "ACCEPT 1 cat from A1 reaches nobody: P1 is down.",
            "A1, A2 and A3 promise 2; A1 reports 1 cat, A2 and A3 report nothing.",
            "it must send cat, not its own dog.",
            "A1, A2 and A3 accept 2 cat. That is a quorum: cat is chosen.",
            "P2 has heard that A1 and A2 accepted 2 cat, a quorum: it has learned cat.",
        ],
    );
    let milestones = told_playing("milestones");
    let facts =
        ["A1 and A2 ignore PREPARE 4: they have promised 5.", "A3 promises 4", "PREPARE 5 from P1 to A3 is lost."];
    assert_told(&milestones, &facts);
    let facts = [
        "P1 and L1 have learned cat",
        "L2 has heard that 1 acceptor accepted 5 cat; it takes 2.",
        "L2 has heard that A2 and A3 accepted 5 cat",
    ];
    assert_told(&milestones, &facts);
    assert_told(&milestones, &["A1 and A2 have accepted 5 cat, and that is a quorum: cat is chosen."]);
    let contention = told_playing("contention");
    for id in 5..=9 {
        assert_told(&contention, &[&format!("A1, A2 and A3 promise {id}; ")]);
    }
    for (id, value, promised) in [(5, "cat", 6), (6, "dog", 7), (7, "cat", 8)] {
        let refused = format!("A1, A2 and A3 ignore ACCEPT-REQUEST {id} {value}: they have promised {promised}.");
        assert_told(&contention, &[&refused]);
    }
    let facts = ["A1, A2 and A3 accept 8 dog. That is a quorum: dog is chosen.", "it has learned dog."];
    assert_told(&contention, &facts);
}

#[test]
fn end_of_each_slide_is_told_with_what_it_says_then() {
    let closing = ["All three have promised 1. None has accepted", "One vote of three: nothing is chosen."];
    let mut stepped = Vec::new();
    let (mut model, mut aloud) = (begun_at(&text_of("case-proposer-fails"), Opening::Start), Aloud::default());
    for _ in 0..100 {
        stepped.extend(all_told(&mut aloud, shown(&model)));
        model.update(Msg::StepForward);
    }
    for told in [told_playing("case-proposer-fails"), stepped.join("\n")] {
        assert_told(&told, &closing);
        let place = |text: &str| told.find(text).unwrap_or_else(|| panic!("{text} is not told:\n{told}"));
        let mut last = 0;
        for slide in 1..=5 {
            let (start, end) = (place(&format!("Slide {slide} of 5:")), place(&format!("End of slide {slide} of 5.")));
            assert!(last <= start && start < end, "slide {slide} is told from {start} to {end}:\n{told}");
            last = end;
        }
        assert_eq!(told.matches("End of slide").count(), 5);
    }
}

#[test]
fn no_text_is_longer_than_a_voice_can_speak() {
    let (mut model, mut aloud) = (begun_at(&text_of("case-proposer-fails"), Opening::Start), Aloud::default());
    for _ in 0..100 {
        let told = all_told(&mut aloud, shown(&model));
        assert!(told.iter().all(|text| text.len() < 300), "{told:?}");
        model.update(Msg::StepForward);
    }
}

#[test]
fn story_of_the_proposer_that_fails_is_told_step_by_step() {
    let mut model = begun_at(&text_of("case-proposer-fails"), Opening::Start);
    let mut aloud = Aloud::default();
    let mut told = vec![aloud.tell(shown(&model), Title::Told).expect("the slide is told")];
    assert_eq!(told[0], "Slide 1 of 5: All three promise 1.");
    for _ in 0..100 {
        model.update(Msg::StepForward);
        told.extend(all_told(&mut aloud, shown(&model)));
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
    let mut model = begun_at(&text_of("case-proposer-fails"), Opening::Start);
    let mut aloud = Aloud::default();
    aloud.tell(shown(&model), Title::Told);
    model.update(Msg::StepForward);
    assert!(aloud.tell(shown(&model), Title::Told).is_some());
    assert_eq!(aloud.tell(shown(&model), Title::Told), None);
    model.update(Msg::PlayOrPause);
    let steps = shown(&model).at.steps;
    model.update(Msg::Tick(5));
    assert_eq!((shown(&model).at.steps, aloud.tell(shown(&model), Title::Told)), (steps, None));
}

#[test]
fn haste_leaves_out_the_least_and_never_the_last() {
    let mut model = begun_at(&text_of("case-proposer-fails"), Opening::Start);
    let mut aloud = Aloud::default();
    aloud.tell(shown(&model), Title::Told);
    model.update(Msg::Seek(u32::MAX));
    let told = all_told(&mut aloud, shown(&model)).join(" ");
    assert!(told.starts_with("Slide 5 of 5: P2 completes what P1 began."), "{told}");
    assert!(told.contains("cat is chosen."), "what matters most is told: {told}");
    assert!(told.contains("it has learned cat."), "and the last: {told}");
    assert!(told.len() < 900, "a voice cannot hurry: {told}");
}

#[test]
fn fast_log_is_told_of_what_is_new_and_not_of_what_is_long_past() {
    let head = "title \"t\"\nclients C1 C2\nreplicas R1 R2 R3\ndelay 200\nheartbeat 1000\ncommands 300..500";
    let text = format!("{head}\nslide \"s\"\n  timeout R1\n  run 60000\n");
    let mut model = begun_at(&text, Opening::Start);
    let mut aloud = Aloud::default();
    all_told(&mut aloud, shown(&model));
    model.update(Msg::PlayOrPause);
    for _ in 0..30 {
        model.update(Msg::Tick(1000));
    }
    let told = all_told(&mut aloud, shown(&model));
    assert!(25 < shown(&model).chosen_in_log().len(), "{}", shown(&model).chosen_in_log().len());
    assert!(!told.is_empty() && told.len() <= 16, "{} texts", told.len());
}

#[test]
fn act_of_the_viewer_is_told_with_whose_run_it_is() {
    let mut model = begun_at(&text_of("case-proposer-fails"), Opening::Start);
    let mut aloud = Aloud::default();
    model.update(Msg::StepForward);
    aloud.tell(shown(&model), Title::Told);
    let a1 = shown(&model).names().find_node("A1").expect("there is one");
    model.update(Msg::Act(Act::Crash(a1)));
    let told = aloud.tell(shown(&model), Title::Told).expect("it is told");
    assert!(told.starts_with("This is your own run. A1 crashes."), "{told}");
    model.update(Msg::GoHome);
    let home = aloud.tell(shown(&model), Title::Told).expect("it is told");
    assert!(home.starts_with("Slide 1 of 5: All three promise 1."), "{home}");
}

#[test]
fn run_that_goes_back_tells_where_it_stands() {
    let mut model = begun_at(&text_of("case-proposer-fails"), Opening::Start);
    let mut aloud = Aloud::default();
    model.update(Msg::StepForward);
    let first = aloud.tell(shown(&model), Title::Told).expect("it is told");
    model.update(Msg::StepForward);
    aloud.tell(shown(&model), Title::Told);
    model.update(Msg::StepBack);
    let again = aloud.tell(shown(&model), Title::Told).expect("it is told");
    assert!(first.ends_with(&again), "{first} / {again}");
}

#[test]
fn digits_go_to_tenths_of_the_run() {
    let mut model = begun_at(&text_of("case-proposer-fails"), Opening::Start);
    let end = shown(&model).end().time;
    model.update(Msg::SeekTenths(5));
    assert_eq!(shown(&model).at.time, end / 10 * 5);
    model.update(Msg::SeekTenths(0));
    assert_eq!(shown(&model).at.steps, 0);
}

#[test]
fn undo_is_told_with_what_it_takes_back_and_another_scene_with_its_title() {
    let mut model = begun_at(&text_of("case-proposer-fails"), Opening::Start);
    let mut aloud = Aloud::default();
    model.update(Msg::StepForward);
    aloud.tell(shown(&model), Title::Told);
    let names = shown(&model).names().clone();
    for name in ["A3", "A2"] {
        model.update(Msg::Act(Act::Crash(names.find_node(name).expect("there is one"))));
        aloud.tell(shown(&model), Title::Told);
    }
    model.update(Msg::Undo);
    let undone = aloud.tell(shown(&model), Title::Told).expect("it is told");
    assert!(undone.starts_with("Undone: crash A2."), "{undone}");
    model.update(Msg::Undo);
    let undone = aloud.tell(shown(&model), Title::Told).expect("it is told");
    assert!(undone.starts_with("Undone: crash A3. Slide 1 of 5"), "{undone}");
    let other = begun_at(&text_of("phase-2"), Opening::Start);
    let told = aloud.tell(shown(&other), Title::Told).expect("it is told");
    assert!(told.starts_with("Phase 2: the value. Slide 1 of 4: "), "{told}");
}

/// The title of a slide on which something is asked may be the answer.
#[test]
fn title_is_not_told_while_it_would_give_an_answer_away() {
    let mut model = begun_at(&text_of("carry-on"), Opening::Start);
    let mut aloud = Aloud::default();
    model.update(Msg::NextSlide);
    let title = shown(&model).slide().title.clone();
    let told = std::iter::from_fn(|| aloud.tell(shown(&model), Title::KeptBack)).collect::<Vec<_>>().join(" ");
    assert!(!told.contains(&title), "{told}");
    assert!(told.contains("a question comes first"), "{told}");
}
