//! Runs of the viewer's own that are kept, deleted and brought back.

use super::*;

#[test]
fn runs_are_brought_back_as_they_were_kept() {
    let mut model = under_way();
    crash(&mut model, "A1");
    model.update(Msg::Seek(1500));
    crash(&mut model, "A2");
    model.update(Msg::Undo);
    say(&mut model, "set loss 20%");
    model.update(Msg::NameRun(1, "lossy".to_string()));
    model.update(Msg::Seek(1700));
    let kept = show(&model).kept();
    let model = again(kept.clone(), Opening::Set);
    assert_eq!(show(&model).kept(), kept);
    assert_eq!(model.told, Vec::<String>::new());
    assert!(!show(&model).is_own(), "the slide is shown first");
}

#[test]
fn runs_are_there_again_when_another_scene_was_shown_meanwhile() {
    let mut model = under_way();
    crash(&mut model, "A1");
    let kept = show(&model).kept();
    model.update(Msg::Open("phase-1".to_string(), Opening::Set));
    model.update(Msg::Loaded { id: "phase-1".into(), text: super::super::text_of("phase-1"), opening: Opening::Set });
    assert_eq!(show(&model).runs().len(), 0);
    model.update(Msg::Open("own".to_string(), Opening::Set));
    model.update(Msg::Loaded { id: "own".into(), text: super::super::SCENE.to_string(), opening: Opening::Set });
    assert_eq!(show(&model).kept(), kept);
}

#[test]
fn runs_are_kept_as_a_text_that_reads_back_as_the_same() {
    let when = |text: &str| text.parse::<When>().expect("a moment");
    let runs = vec![
        KeptRun {
            name: "two words, and more".to_string(),
            slide: 3,
            left_at: when("97_2"),
            acts: vec![(when("97"), "crash A1".to_string()), (when("97_1"), "propose P1 \"big dog\" id 5".to_string())],
            done: 1,
            strokes: vec![1, 1],
        },
        KeptRun {
            acts: ["cut P1->A1", "cut P1->A2", "crash A1"].map(|told| (when("0_0"), told.to_string())).to_vec(),
            done: 3,
            strokes: vec![2, 1],
            ..KeptRun::default()
        },
    ];
    let text = KeptRun::write(&runs);
    assert_eq!(KeptRun::read(&text), runs, "{text}");
    assert_eq!(KeptRun::read(""), []);
    for odd in ["run", "run x y z", "97 crash A1", "run 1 2 3 name\nxx crash", "\u{0}"] {
        KeptRun::read(odd); // Whatever stands in the storage, it is survived.
    }
}

#[test]
fn shelf_is_kept_with_the_text_of_a_scene_that_nothing_else_has() {
    let acts = vec![(When::after(7), "crash A1".to_string())];
    let runs = vec![KeptRun { acts, done: 1, strokes: vec![1], ..KeptRun::default() }];
    let odd = Source::Address("seed:7:x.paxos".into());
    let sources = [Source::from("phase-1"), odd, Source::Text("title a\n\ntext\nb".into())];
    for (of, seed) in sources.iter().flat_map(|of| [None, Some(0), Some(u32::MAX)].map(|seed| (of.clone(), seed))) {
        let shelf = Shelf { of, seed, title: "My scene".to_string(), runs: runs.clone(), deleted: vec![] };
        assert_eq!(Shelf::read(&shelf.key(), &shelf.write()), Some(shelf));
    }
    assert_eq!(Shelf::read("text:0", "title x\nrun 0 1 0 \n"), None, "without the text there is no scene");
    for odd in ["odd", "seed:", "seed:7", "seed:x:scene:phase-1", "seed:4294967296:scene:phase-1"] {
        assert_eq!(Shelf::read(odd, ""), None, "{odd}");
    }
}

/// Opens the scene with times by chance, with its own seed or another.
fn opened_with(model: &mut Model, seed: Option<u32>) {
    let opening = Opening::Link(Rc::new(Wanted { seed, ..Wanted::default() }));
    let text = super::super::SCENE.replacen("learners L1\n", "learners L1\ndelay 200..800\nseed 1\n", 1);
    model.update(Msg::Open("own".to_string(), opening.clone()));
    model.update(Msg::Loaded { id: "own".into(), text, opening });
    assert_eq!(show(model).seed, seed);
    assert_eq!(model.told, Vec::<String>::new());
}

#[test]
fn runs_of_a_seed_are_there_again_under_that_seed_and_under_no_other() {
    let seeds = [(None, "A1"), (Some(7), "A2"), (Some(8), "A3")];
    let mut model = begun();
    for (seed, name) in seeds {
        opened_with(&mut model, seed);
        assert_eq!(runs(&model).0, crashes(&[]), "{seed:?}");
        model.update(Msg::Seek(700));
        crash(&mut model, name);
    }
    for (seed, name) in seeds {
        opened_with(&mut model, seed);
        assert_eq!(runs(&model).0, crashes(&[name]), "{seed:?}");
    }
}

/// Three runs from the same moment, the last one on show.
fn three_runs() -> Model {
    let mut model = under_way();
    for name in ["A1", "A2", "A3"] {
        model.update(Msg::GoHome);
        model.update(Msg::Seek(700));
        crash(&mut model, name);
    }
    model
}

fn crashes(names: &[&str]) -> Vec<Vec<String>> {
    names.iter().map(|name| vec![format!("crash {name}")]).collect()
}

#[test]
fn run_that_is_deleted_leaves_the_others_and_what_is_on_show() {
    let mut model = three_runs();
    model.update(Msg::DeleteRun(0));
    assert_eq!(runs(&model), (crashes(&["A2", "A3"]), Some(1)), "the same run is on show, which is the second now");
    model.update(Msg::BringRunBack);
    assert_eq!(runs(&model), (crashes(&["A1", "A2", "A3"]), Some(2)));
    model.update(Msg::DeleteRun(7));
    assert_eq!(runs(&model), (crashes(&["A1", "A2", "A3"]), Some(2)), "there is no such run");
}

#[test]
fn run_on_show_that_is_deleted_leads_back_to_its_slide() {
    let mut model = three_runs();
    model.update(Msg::GoToRun(1));
    model.update(Msg::Seek(1200));
    model.update(Msg::DeleteRun(1));
    assert_eq!(runs(&model), (crashes(&["A1", "A3"]), None));
    assert_eq!(place(&model).1.time, 700, "where it had left the slide");
    assert!(!show(&model).can_undo() && !show(&model).can_redo(), "nothing is done again in what is gone");
    model.update(Msg::DeleteRun(0));
    model.update(Msg::BringRunBack);
    assert_eq!(runs(&model), (crashes(&["A1", "A3"]), None), "it was not on show");
    model.update(Msg::BringRunBack);
    assert_eq!(runs(&model), (crashes(&["A1", "A2", "A3"]), Some(1)), "and this one was");
    assert_eq!(place(&model).1.time, 1200, "where it was left");
    assert!(show(&model).deleted().is_none());
}

#[test]
fn deleted_run_is_told_by_what_was_done_in_it_since_another_one_has_its_number_now() {
    let mut model = three_runs();
    model.update(Msg::NameRun(1, "the second".into()));
    for _ in 0..2 {
        model.update(Msg::DeleteRun(0));
    }
    let told = |model: &Model| show(model).deleted().expect("it can be brought back").told();
    assert_eq!(told(&model), "Your run “the second” is deleted. Done in it: “crash A2”.");
    model.update(Msg::BringRunBack);
    assert_eq!(told(&model), "A run of yours is deleted. Done in it: “crash A1”.");
}

#[test]
fn deleted_run_is_told_without_what_was_taken_back() {
    let mut model = under_way();
    crash(&mut model, "A1");
    model.update(Msg::Seek(1500));
    crash(&mut model, "A2");
    model.update(Msg::Undo);
    model.update(Msg::DeleteRun(0));
    let told = show(&model).deleted().expect("it can be brought back").told();
    assert_eq!(told, "A run of yours is deleted. Done in it: “crash A1”.");
}

#[test]
fn deleted_run_is_not_kept() {
    let mut model = three_runs();
    let before = show(&model).shelf();
    model.update(Msg::DeleteRun(1));
    let shelf = show(&model).shelf();
    assert_eq!(shelf.runs, [before.runs[0].clone(), before.runs[2].clone()]);
    // The storage still has what was kept before.
    assert_eq!(KeptRun::beside(&shelf.runs, &shelf.deleted, before.runs.clone()), shelf.runs);
    model.update(Msg::BringRunBack);
    let shelf = show(&model).shelf();
    assert_eq!(KeptRun::beside(&shelf.runs, &shelf.deleted, before.runs.clone()), before.runs);
}

#[test]
fn so_many_deleted_runs_can_be_brought_back_and_no_more() {
    let mut model = under_way();
    for _ in 0..=DELETED_MAX {
        model.update(Msg::GoHome);
        model.update(Msg::Seek(700));
        crash(&mut model, "A1");
        model.update(Msg::DeleteRun(0));
    }
    let mut back = 0;
    while show(&model).deleted().is_some() {
        model.update(Msg::BringRunBack);
        back += 1;
    }
    assert_eq!(back, DELETED_MAX);
}

#[test]
fn runs_of_another_page_are_kept_beside_these() {
    let run = |acts: &[&str]| {
        let acts: Vec<_> = acts.iter().map(|told| (When::after(5), told.to_string())).collect();
        KeptRun { done: acts.len(), acts, ..KeptRun::default() }
    };
    let mine = vec![run(&["crash A1", "crash A2"])];
    let kept = vec![run(&["crash A1"]), run(&["crash A3"]), run(&["crash A1", "crash A2"])];
    let both = vec![run(&["crash A1", "crash A2"]), run(&["crash A3"])];
    assert_eq!(
        KeptRun::beside(&mine, &[], kept.clone()),
        both,
        "an earlier state of one of these is none of another page"
    );
    let deleted = [run(&["crash A3", "restart A3"])];
    assert_eq!(KeptRun::beside(&mine, &deleted, kept), mine, "nor is one of what was deleted");
}

/// The notes of a lecturer may do the same at each visit.
#[test]
fn a_run_that_is_just_like_another_one_is_kept_once() {
    let run = |name: &str, done, left_at| KeptRun {
        name: name.to_string(),
        slide: 1,
        left_at: When::after(left_at),
        acts: vec![(When::after(5), "crash A1".to_string()), (When::after(9), "crash A2".to_string())],
        done,
        strokes: vec![1, 1],
    };
    let (last, named, undone) = (run("", 2, 9), run("Mine", 2, 5), run("", 1, 5));
    let runs = [run("", 2, 5), named.clone(), run("", 2, 7), undone.clone(), last.clone()];
    assert_eq!(KeptRun::beside(&runs, &[], Vec::new()), [named, undone, last], "the place is where one was last");
}

/// A line that is drawn through three links cuts them all, and is one thing also after a reload.
#[test]
fn what_was_done_at_once_is_kept_as_one_thing() {
    let mut model = under_way();
    say(&mut model, "cut P1-A1 P1-A2 P1-A3");
    let cuts = show(&model).cut_links().len();
    assert_eq!(cuts, 3);
    let mut there = again(show(&model).kept(), Opening::Set);
    there.update(Msg::GoToRun(0));
    there.update(Msg::Undo);
    assert_eq!(show(&there).branch().acts.len(), 0, "all of it is taken back");
    let text = KeptRun::write(&show(&there).kept());
    let mut later = again(KeptRun::read(&text), Opening::Set);
    later.update(Msg::GoToRun(0));
    assert_eq!(show(&later).branch().acts.len(), cuts, "all of it is done again: {text}");
}
