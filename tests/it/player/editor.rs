//! The editor: what is typed is tried, the stage follows what plays, and no text is lost.

use super::{SCENE, begun, opened, place, play_out, show, text_of};
use paxos_explainer::player::draft::{caret, title};
use paxos_explainer::player::{Act, Draft, EditMsg, Effect, Keepsake, Model, Msg, Opening, Source, Stage, Verdict};
use paxos_explainer::story::parse::BYTES_MAX;
use std::collections::BTreeMap;

/// What a browser keeps, as the effects tell it to.
#[derive(Clone, Default, Debug)]
pub struct Storage {
    kept: BTreeMap<String, String>,
    open: Option<String>,
}

impl Storage {
    fn obey(&mut self, effects: Vec<Effect>) -> Vec<Effect> {
        let mut others = Vec::new();
        for effect in effects {
            match effect {
                Effect::Keep(Keepsake { key, value }) => drop(self.kept.insert(key, value)),
                Effect::Forget(key) => drop(self.kept.remove(&key)),
                Effect::KeepOpen(key) => self.open = key,
                other => others.push(other),
            }
        }
        others
    }

    fn restore(&self) -> Msg {
        let kept = self.kept.iter().map(|(key, value)| Keepsake { key: key.clone(), value: value.clone() }).collect();
        EditMsg::Restore { kept, open: self.open.clone() }.into()
    }
}

/// Does it, and answers whatever is asked for.
fn does(model: &mut Model, storage: &mut Storage, msg: impl Into<Msg>) {
    let mut effects = model.update(msg.into());
    while !effects.is_empty() {
        let mut next = Vec::new();
        for effect in storage.obey(effects) {
            let Effect::Fetch(id, opening) = effect else { panic!("not asked for: {effect:?}") };
            let text = if id.id() == "own" { SCENE.to_string() } else { text_of(id.id()) };
            next.extend(model.update(Msg::Loaded { id, text, opening }));
        }
        effects = next;
    }
}

/// Types it and waits until it has been tried.
fn write(model: &mut Model, storage: &mut Storage, text: &str) {
    does(model, storage, EditMsg::Type(text.to_string()));
    does(model, storage, EditMsg::Try);
    settle(model, storage);
}

fn settle(model: &mut Model, storage: &mut Storage) {
    for _ in 0..10_000 {
        if !model.editor.is_working() {
            return;
        }
        does(model, storage, EditMsg::Slice);
    }
    panic!("it is never done");
}

fn editing() -> (Model, Storage) {
    let (mut model, mut storage) = (begun(), Storage::default());
    does(&mut model, &mut storage, EditMsg::Open);
    (model, storage)
}

fn text(model: &Model) -> String {
    model.editor.desk.as_ref().expect("the editor is open").draft.text.to_string()
}

fn verdict(model: &Model) -> Verdict {
    model.editor.desk.as_ref().expect("the editor is open").verdict.clone()
}

const MENDED: &str =
    "title mended\nproposers P1\nacceptors A1\nslide one\n propose P1 cat\n run 500\nslide two\n run idle\n";

#[test]
fn editor_opens_on_the_text_of_the_scene_on_show() {
    let (model, storage) = editing();
    assert_eq!((text(&model), verdict(&model)), (SCENE.to_string(), Verdict::Plays));
    assert!(storage.kept.is_empty(), "nothing is changed yet");
    assert_eq!(place(&model).0, 0, "the stage stays where it was");
}

#[test]
fn stage_follows_a_text_that_plays() {
    let (mut model, mut storage) = editing();
    write(&mut model, &mut storage, MENDED);
    assert_eq!(verdict(&model), Verdict::Plays);
    assert_eq!(show(&model).source, Source::Text(MENDED.into()));
    assert_eq!(&*show(&model).text, MENDED);
    assert_eq!(show(&model).scene.script.title, "mended");
}

#[test]
fn stage_keeps_the_last_run_while_a_text_does_not_play() {
    let (mut model, mut storage) = editing();
    write(&mut model, &mut storage, MENDED);
    for (wrong, line) in [(MENDED.replace("run 500", "rnu 500"), 6), (format!("{MENDED} expect chosen dog\n"), 9)] {
        write(&mut model, &mut storage, &wrong);
        assert_eq!(model.editor.problem().expect("it is wrong").line, line);
        assert_eq!(show(&model).source, Source::Text(MENDED.into()));
        assert_eq!(text(&model), wrong, "what was typed stays");
    }
}

#[test]
fn what_is_typed_counts_as_untried_until_the_pause_is_over() {
    let (mut model, mut storage) = editing();
    does(&mut model, &mut storage, EditMsg::Type(MENDED.to_string()));
    assert_eq!(verdict(&model), Verdict::Untried);
    assert_eq!(show(&model).scene.script.title, "A round, and another one");
}

#[test]
fn long_run_is_played_in_slices_and_typing_ends_them() {
    let (mut model, mut storage) = editing();
    let long = "title long\nproposers P1\nacceptors A1\nretry 10\nloss 100%\nslide s\n propose P1 cat\n run 20000\n";
    does(&mut model, &mut storage, EditMsg::Type(long.to_string()));
    does(&mut model, &mut storage, EditMsg::Try);
    let mut slices = 0;
    while model.editor.is_working() {
        does(&mut model, &mut storage, EditMsg::Slice);
        slices += 1;
    }
    assert!(8 < slices, "{slices} slices");
    assert_eq!(verdict(&model), Verdict::Plays);
    assert_eq!(show(&model).scene.script.title, "long");
    does(&mut model, &mut storage, EditMsg::Type(long.replace("title long", "title longer")));
    does(&mut model, &mut storage, EditMsg::Try);
    assert!(model.editor.is_working());
    does(&mut model, &mut storage, EditMsg::Type(MENDED.to_string()));
    assert!(!model.editor.is_working(), "what is no longer there is not played");
}

#[test]
fn stage_stays_at_the_slide_and_the_moment() {
    for (time, slide) in [(0, 0), (300, 0), (500, 0), (900, 1), (1200, 1)] {
        let (mut model, mut storage) = (begun(), Storage::default());
        model.update(Msg::Seek(time));
        assert_eq!(place(&model).0, slide);
        let before = place(&model);
        does(&mut model, &mut storage, EditMsg::Open);
        write(&mut model, &mut storage, &SCENE.replace("cat", "owl"));
        assert_eq!(place(&model), before, "at {time}");
    }
    let (mut model, mut storage) = (begun(), Storage::default());
    model.update(Msg::Seek(u32::MAX));
    does(&mut model, &mut storage, EditMsg::Open);
    write(&mut model, &mut storage, MENDED);
    assert_eq!(place(&model), (1, show(&model).end()), "the last slide, where there are fewer");
}

#[test]
fn own_run_is_edited_as_a_scene_that_comes_to_the_same_moment() {
    let (mut model, mut storage) = (begun(), Storage::default());
    model.update(Msg::Seek(900));
    let p2 = super::node(&model, "P2");
    model.update(Msg::Act(Act::Propose(p2, "owl".to_string(), "8".to_string())));
    play_out(&mut model);
    assert!(show(&model).is_own());
    let (time, world) = (show(&model).at.time, show(&model).recording().at(show(&model).at));
    does(&mut model, &mut storage, EditMsg::OpenRun);
    settle(&mut model, &mut storage);
    assert_eq!(verdict(&model), Verdict::Plays);
    assert!(text(&model).contains("propose P2 owl id 8"));
    let end = show(&model).end();
    assert_eq!((end.time, show(&model).recording().at(end).used.len()), (time, world.used.len()));
    assert_eq!(place(&model).1, end, "where the viewer was");
}

#[test]
fn draft_outlives_closing_another_scene_an_error_and_another_visit() {
    let (mut model, mut storage) = (opened("floor", Opening::Start), Storage::default());
    does(&mut model, &mut storage, EditMsg::Open);
    let mine = format!("{}# mine", text_of("floor"));
    let wrong = format!("{mine}\nnonsense");
    write(&mut model, &mut storage, &mine);
    write(&mut model, &mut storage, &wrong);
    does(&mut model, &mut storage, EditMsg::Close);
    does(&mut model, &mut storage, EditMsg::Open);
    assert_eq!(text(&model), wrong, "closing keeps it");
    does(&mut model, &mut storage, Msg::Open("learning".to_string(), Opening::Set));
    assert_eq!(text(&model), text_of("learning"), "the editor follows");
    does(&mut model, &mut storage, Msg::Open("floor".to_string(), Opening::Set));
    assert_eq!(text(&model), wrong);
    assert!(model.editor.desk.as_ref().is_some_and(|desk| desk.is_found), "it says that this is a draft");
    let (mut later, _) = Model::new("floor", Opening::Set);
    does(&mut later, &mut storage.clone(), storage.restore());
    later.update(Msg::Loaded { id: "floor".into(), text: text_of("floor"), opening: Opening::Set });
    assert_eq!((later.editor.is_open, text(&later)), (true, wrong.clone()), "so does another visit");
    let (mut elsewhere, _) = Model::new("learning", Opening::Set);
    does(&mut elsewhere, &mut storage.clone(), storage.restore());
    elsewhere.update(Msg::Loaded { id: "learning".into(), text: text_of("learning"), opening: Opening::Set });
    assert!(!elsewhere.editor.is_open, "the stage shows something else");
    does(&mut elsewhere, &mut storage.clone(), EditMsg::Open);
    does(&mut elsewhere, &mut storage.clone(), EditMsg::GoTo("floor".into()));
    assert_eq!(text(&elsewhere), wrong, "but the draft is there");
}

/// The page is found again by its address, which tells the text that was on the stage.
#[test]
fn editor_is_open_again_where_the_stage_shows_what_was_written() {
    let (mut model, mut storage) = (opened("floor", Opening::Start), Storage::default());
    does(&mut model, &mut storage, EditMsg::Open);
    let mine = format!("{}# mine", text_of("floor"));
    write(&mut model, &mut storage, &mine);
    let wrong = format!("{mine}\nnonsense");
    for now in [&mine, &wrong] {
        write(&mut model, &mut storage, now);
        let (mut lagging, _) = Model::new("floor", Opening::Set);
        does(&mut lagging, &mut storage.clone(), storage.restore());
        does(
            &mut lagging,
            &mut storage.clone(),
            Msg::Loaded { id: "floor".into(), text: text_of("floor"), opening: Opening::Set },
        );
        assert_eq!((lagging.editor.is_open, text(&lagging)), (true, (*now).clone()), "the address was behind");
        let (mut later, _) = Model::new("floor", Opening::Set);
        does(&mut later, &mut storage.clone(), storage.restore());
        does(&mut later, &mut storage.clone(), Msg::OpenSource(Source::Text(mine.as_str().into()), Opening::Set));
        settle(&mut later, &mut storage.clone());
        assert_eq!((later.editor.is_open, text(&later)), (true, (*now).clone()));
        assert_eq!(later.editor.problem().is_some(), now == &wrong);
        does(&mut later, &mut storage.clone(), EditMsg::Discard);
        settle(&mut later, &mut storage.clone());
        assert_eq!(show(&later).source, "floor".into(), "it leads back to the scene of the course");
    }
}

#[test]
fn discarded_changes_are_gone_at_once_and_can_be_brought_back() {
    let (mut model, mut storage) = editing();
    let home = show(&model).source.clone();
    write(&mut model, &mut storage, MENDED);
    does(&mut model, &mut storage, EditMsg::Discard);
    settle(&mut model, &mut storage);
    assert_eq!((text(&model), &show(&model).source), (SCENE.to_string(), &home));
    assert!(model.editor.can_bring_back());
    does(&mut model, &mut storage, EditMsg::Type("typed since".to_string()));
    does(&mut model, &mut storage, EditMsg::BringBack);
    settle(&mut model, &mut storage);
    assert_eq!((text(&model), show(&model).scene.script.title.as_str()), (MENDED.to_string(), "mended"));
    does(&mut model, &mut storage, EditMsg::BringBack);
    assert_eq!(text(&model), "typed since", "and what was typed since as well");
    let (mut later, _) = Model::new("own", Opening::Set);
    does(&mut later, &mut storage.clone(), storage.restore());
    later.update(Msg::Loaded { id: "own".into(), text: SCENE.to_string(), opening: Opening::Set });
    does(&mut later, &mut storage.clone(), EditMsg::Open);
    assert!(later.editor.can_bring_back(), "also on another visit");
}

#[test]
fn scene_typed_back_to_what_it_was_is_that_scene_again() {
    let (mut model, mut storage) = editing();
    write(&mut model, &mut storage, MENDED);
    write(&mut model, &mut storage, SCENE);
    assert_eq!(show(&model).source, "own".into());
    assert!(storage.kept.is_empty(), "{storage:?}");
}

#[test]
fn changed_scene_of_the_course_keeps_its_place_there() {
    let (mut model, mut storage) = (opened("floor", Opening::Start), Storage::default());
    does(&mut model, &mut storage, EditMsg::Open);
    write(&mut model, &mut storage, &format!("{}# mine", text_of("floor")));
    assert!(matches!(show(&model).source, Source::Text(_)));
    assert_eq!(model.scene_id(), "floor");
}

fn file(name: &str, bytes: &[u8]) -> EditMsg {
    EditMsg::File { name: name.to_string(), bytes_all: bytes.len() as u64, bytes: bytes.to_vec() }
}

#[test]
fn file_opens_in_the_editor_and_on_the_stage() {
    let (mut model, mut storage) = (begun(), Storage::default());
    does(&mut model, &mut storage, file("mine.paxos", MENDED.as_bytes()));
    settle(&mut model, &mut storage);
    assert_eq!((model.editor.is_open, show(&model).scene.script.title.as_str()), (true, "mended"));
    does(&mut model, &mut storage, file("wrong.paxos", b"title x\nnonsense\n"));
    settle(&mut model, &mut storage);
    assert_eq!(text(&model), "title x\nnonsense\n");
    assert_eq!(model.editor.problem().map(|problem| problem.line), Some(2));
    assert_eq!(show(&model).scene.script.title, "mended", "the stage keeps the last run");
}

#[test]
fn file_that_is_too_large_or_no_text_is_refused_with_a_sentence() {
    let (mut model, mut storage) = editing();
    for (bytes, said) in [
        (vec![b'#'; BYTES_MAX + 1], "big has 65537 bytes; a scene has at most 65536."),
        (
            vec![0xff, 0xfe],
            "big is not a text in UTF-8; expected a scene, such as a file that ends in .paxos, or a run as JSON.",
        ),
        (
            vec![b'a', 0],
            "big is not a text in UTF-8; expected a scene, such as a file that ends in .paxos, or a run as JSON.",
        ),
    ] {
        does(&mut model, &mut storage, file("big", &bytes));
        assert_eq!(model.editor.notice.as_deref(), Some(said));
        assert_eq!(text(&model), SCENE, "what was there stays");
    }
    does(&mut model, &mut storage, EditMsg::Close);
    does(&mut model, &mut storage, file("big", &[0xff]));
    assert_eq!(model.told.len(), 1, "with the editor closed the page says it");
}

#[test]
fn file_is_saved_as_it_was_opened() {
    for bytes in ["title x\r\nacceptors A1\r\n", "title x\nacceptors A1\n", "\u{feff}title x\nacceptors A1", MENDED] {
        let (mut model, mut storage) = (begun(), Storage::default());
        does(&mut model, &mut storage, file("f", bytes.as_bytes()));
        let draft = model.editor.desk.clone().expect("it is open").draft;
        assert_eq!(draft.bytes(), bytes);
        assert!(!draft.text.contains('\r'), "a field on a page has no such ends of lines");
        assert!(!draft.is_changed());
    }
}

#[test]
fn full_storage_is_told_once() {
    let (mut model, mut storage) = editing();
    (0..3).for_each(|_| does(&mut model, &mut storage, EditMsg::Full));
    assert_eq!(model.told.len(), 1);
    assert!(model.told[0].contains("no room left"));
}

#[test]
fn editor_follows_no_answer_for_a_scene_that_is_no_longer_wanted() {
    let (mut model, mut storage) = editing();
    does(&mut model, &mut storage, EditMsg::Type(MENDED.to_string()));
    let asked = model.update(Msg::Open("floor".to_string(), Opening::Set));
    does(&mut model, &mut storage, EditMsg::Try);
    settle(&mut model, &mut storage);
    assert!(matches!(&model.stage, Stage::Loading(source) if source.id() == "floor"), "the wish of the viewer counts");
    assert_eq!(asked.len(), 1);
    does(&mut model, &mut storage, Msg::Loaded { id: "floor".into(), text: text_of("floor"), opening: Opening::Set });
    assert_eq!(text(&model), text_of("floor"));
    assert_eq!(model.editor.others().map(|(of, _)| of.id().to_string()).collect::<Vec<_>>(), ["own"]);
}

#[test]
fn caret_is_found_in_units_of_the_page() {
    for (text, line, column, at) in [
        ("abc\ndef", 2, 2, 5),
        ("𝔸bc\n𝔸ef", 2, 2, 7),
        ("abc", 1, 9, 3),
        ("abc\n", 2, 1, 4),
        ("abc", 7, 1, 3),
        ("\u{feff}abc", 1, 2, 2),
        ("", 1, 1, 0),
    ] {
        assert_eq!(caret(text, line, column), at, "{text:?} {line}:{column}");
    }
}

#[test]
fn title_is_read_from_a_text_that_may_be_wrong() {
    for (text, said, file) in [
        ("title \"A \\\"b\\\" c\"\nnonsense", "A \"b\" c", "A b c.paxos"),
        ("  title word # why", "word", "word.paxos"),
        ("titles x", "A scene without a title", "A scene without a title.paxos"),
        ("title \"../../x: y\"", "../../x: y", "x y.paxos"),
        ("title \"…/\"", "…/", "scene.paxos"),
    ] {
        let draft = Draft::new(Source::Text(text.into()), text.into());
        assert_eq!((title(text).as_str(), draft.file_name().as_str()), (said, file));
    }
}

mod any_order {
    use super::*;
    use proptest::prelude::*;
    use proptest::test_runner::RngSeed;

    fn typed() -> impl Strategy<Value = String> {
        let good = prop::sample::select(vec![MENDED, SCENE]).prop_map(String::from);
        let near = (0usize..200, ".{0,3}").prop_map(|(at, what)| {
            let mut text = MENDED.to_string();
            let at = (0..=at.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
            text.insert_str(at, &what);
            text
        });
        prop_oneof![2 => good, 4 => near, 1 => "[a-z \n\r]{0,20}"]
    }

    fn msg() -> impl Strategy<Value = Msg> {
        prop_oneof![
            6 => typed().prop_map(|text| EditMsg::Type(text).into()),
            5 => Just(EditMsg::Try.into()),
            8 => Just(EditMsg::Slice.into()),
            2 => Just(EditMsg::Open.into()),
            2 => Just(EditMsg::OpenRun.into()),
            1 => Just(EditMsg::Close.into()),
            2 => Just(EditMsg::Discard.into()),
            2 => Just(EditMsg::BringBack.into()),
            1 => prop::sample::select(vec!["floor", "own", "learning"])
                .prop_map(|id| Msg::Open(id.to_string(), Opening::Set)),
            1 => prop::sample::select(vec!["floor", "own"]).prop_map(|id| EditMsg::GoTo(id.into()).into()),
            1 => typed().prop_map(|text| file("f", text.as_bytes()).into()),
            1 => Just(Msg::Act(Act::Crash(paxos_explainer::paxos::NodeId(0)))),
            1 => Just(Msg::StepForward),
        ]
    }

    /// Whether a text is in the field or kept, to be had again.
    fn is_somewhere(text: &str, model: &Model, storage: &Storage) -> bool {
        let here = model.editor.desk.as_ref().is_some_and(|desk| *desk.draft.text == *text);
        here || storage.kept.values().any(|value| value.ends_with(text))
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 120, rng_seed: RngSeed::Fixed(7), failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_sequence_keeps_the_last_run_and_loses_no_text(messages in prop::collection::vec(msg(), 1..50)) {
            let (mut model, mut storage) = editing();
            for message in messages {
                let before = model.editor.desk.clone();
                let is_typing = matches!(message, Msg::Edit(EditMsg::Type(_)));
                does(&mut model, &mut storage, message.clone());
                prop_assert!(model.show().is_some(), "the stage is never empty: {:?}", message);
                // What the viewer wrote and did not write over is still to be had.
                if let Some(desk) = before.filter(|desk| !is_typing && desk.draft.is_changed()) {
                    prop_assert!(is_somewhere(&desk.draft.text, &model, &storage), "{:?} lost {:?}", message, desk.draft.text);
                }
                // What plays is on the stage; what does not is not.
                if let Some(desk) = model.editor.desk.as_ref().filter(|_| matches!(message, Msg::Edit(EditMsg::Slice | EditMsg::Try)))
                    && desk.verdict == Verdict::Plays
                    && model.editor.is_open
                {
                    prop_assert_eq!(&*paxos_explainer::player::draft::plain(&show(&model).text), &*desk.draft.text);
                }
                // A page that is opened now finds every draft that this one has.
                let (mut later, _) = Model::new("own", Opening::Set);
                later.update(storage.restore());
                if let Some(desk) = model.editor.desk.as_ref().filter(|desk| desk.draft.is_changed()) {
                    prop_assert!(later.editor.has_draft(&desk.draft.of));
                }
            }
        }
    }
}

#[test]
fn seed_of_a_link_does_not_go_without_a_word_when_its_scene_is_edited() {
    let ((mut model, _), mut storage) = (Model::new("own", Opening::Set), Storage::default());
    let wanted = paxos_explainer::player::Wanted { seed: Some(7), ..Default::default() };
    let opening = Opening::Link(std::rc::Rc::new(wanted));
    model.update(Msg::Loaded { id: "own".into(), text: SCENE.to_string(), opening });
    assert_eq!(model.show().and_then(|show| show.seed), Some(7));
    does(&mut model, &mut storage, EditMsg::Open);
    let more = format!("{}\n# a remark\n", text(&model));
    write(&mut model, &mut storage, &more);
    let told = model.told.last().expect("it is told");
    assert!(told.contains("seed 7"), "{told}");
    write(&mut model, &mut storage, &format!("{more}# another\n"));
    assert_eq!(model.told.iter().filter(|told| told.contains("seed 7")).count(), 1, "once");
}
