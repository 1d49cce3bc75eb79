//! Which language is spoken, from which files it comes, and what changes when another one is chosen.

use crate::link::errand::{carried_out, read};
use crate::scenes::{texts, texts_in};
use paxos_explainer::link::errand::request;
use paxos_explainer::link::look::{Lang, Look};
use paxos_explainer::link::share::{ShareMsg, Sharing, Within};
use paxos_explainer::link::spoken::spoken;
use paxos_explainer::link::{Link, host::Plain};
use paxos_explainer::player::errand::{Report, Sought, Task, Wanted};
use paxos_explainer::player::{Act, CompareMsg, Effect, GuideMsg, Model, Msg, Opening, Source};
use paxos_explainer::story::guide::{self, Guide};
use paxos_explainer::story::language::{
    Language, Speech, Table, speak, speak_english, speak_long, stretched, stretched_file,
};
use paxos_explainer::story::library::COURSE;
use paxos_explainer::story::{Scene, parse};

const MINE: &str = "[scene phase-2] Phase 2\n= Phase zwei\n\nThe checker does not understand what it is asked.\n= Der Prüfer versteht nicht, was er gefragt wird.\n";

fn speak_mine() {
    speak(Language::German, Box::leak(Box::new(Table::read(MINE).expect("it is a table"))));
}

#[test]
fn a_tag_is_understood_whatever_its_region_or_case() {
    for (tag, language) in [
        ("de", Some(Language::German)),
        ("de-CH", Some(Language::German)),
        ("DE-at-1996", Some(Language::German)),
        ("en-GB", Some(Language::English)),
        ("qps-ploc", Some(Language::Long)),
        ("qps", None),
        ("deu", None),
        ("fr", None),
        ("", None),
    ] {
        assert_eq!(Language::of(tag), language, "{tag}");
    }
}

#[test]
fn a_browser_gets_the_first_language_that_the_page_speaks() {
    for (tags, language) in [
        (&["de-DE", "de", "en"][..], Some(Language::German)),
        (&["fr", "de", "en"], Some(Language::German)),
        (&["en-US", "de"], Some(Language::English)),
        (&["qps-ploc", "de"], Some(Language::German)), // Nobody is offered it.
        (&["fr", "it"], None),
        (&[], None),
    ] {
        assert_eq!(Language::first_of(tags.iter().copied()), language, "{tags:?}");
    }
}

#[test]
fn the_link_wins_over_the_choice_and_the_choice_over_the_browser() {
    let german = || ["de-DE", "en"];
    let tag = |tag: &str| Lang::Tag(tag.to_string());
    assert_eq!(spoken(None, None, german()), (Language::German, None));
    assert_eq!(spoken(Some(&Lang::Auto), None, german()), (Language::German, None));
    assert_eq!(spoken(None, Some(Language::English), german()), (Language::English, None));
    assert_eq!(spoken(Some(&tag("de")), Some(Language::English), ["en"]), (Language::German, None));
    assert_eq!(spoken(Some(&tag("en-US")), None, german()), (Language::English, None));
    assert_eq!(spoken(None, None, ["fr"]), (Language::English, None));
    let (language, notice) = spoken(Some(&tag("pt-BR")), Some(Language::German), german());
    assert_eq!(language, Language::English, "what it does not speak is said in English");
    let notice = notice.expect("it says so");
    assert!(notice.contains("pt-BR") && notice.contains("en") && notice.contains("de"), "{notice}");
}

#[test]
fn a_language_has_its_files_in_folders_of_its_own_and_english_fetches_nothing_more() {
    assert_eq!(Language::English.scene("phase-2"), "scenes/phase-2.paxos");
    assert_eq!(Language::German.scene("phase-2"), "scenes/de/phase-2.paxos");
    assert_eq!(Language::Long.scene("phase-2"), "scenes/phase-2.paxos");
    assert_eq!(Language::German.guide("contents"), "course/de/contents.txt");
    assert_eq!(Language::German.tables(), ["words/de.txt", "course/de/titles.txt"]);
    assert!(Language::English.tables().is_empty() && Language::Long.tables().is_empty());
}

#[test]
fn a_table_can_be_written_and_read_again() {
    let text = "a\n= b\n\n\" c\"\n= \" d\"\n\n\"=e\"\n= \"\"\n";
    let table = Table::read(text).expect("it is a table");
    let again = Table::read(&table.text()).expect("what is written can be read");
    for key in ["a", " c", "=e"] {
        assert_eq!(table.get(key), again.get(key), "{key}");
    }
    assert_eq!(again.get(" c"), Some(" d"));
}

/// In the pseudo-language only what readers are told is another text: the scene plays to the same run.
#[test]
fn a_stretched_scene_is_the_same_run() {
    for (id, text) in texts() {
        let long = stretched_file("scenes/any.paxos", &text);
        let [plain, long] = [&text, &long].map(|text| parse(text).unwrap_or_else(|problem| panic!("{id}: {problem}")));
        assert_eq!(long.title, stretched(&plain.title), "{id}");
        assert!(super::scenes::told(&long).iter().all(|text| text.starts_with('⟦') && text.ends_with('⟧')), "{id}");
        let [plain, long] = [plain, long].map(|script| Scene::play(script).expect("it plays"));
        assert_eq!(plain.recording.steps(), long.recording.steps(), "{id}");
    }
}

#[test]
fn a_stretched_guide_names_the_same_scenes() {
    let text = |guide: Guide| {
        let file = format!("{}/static/{}", env!("CARGO_MANIFEST_DIR"), Language::English.guide(guide.file()));
        std::fs::read_to_string(file).expect("it is there")
    };
    let long = |guide: Guide| stretched_file("course/any.txt", &text(guide));
    let scenes = |text: &str| guide::misreadings(text).into_iter().flat_map(|each| each.scenes).collect::<Vec<_>>();
    assert_eq!(scenes(&text(Guide::Misreadings)), scenes(&long(Guide::Misreadings)));
    let posed = |text: &str| {
        let all = guide::questions(text).into_iter().flat_map(|quiz| quiz.questions);
        all.map(|posed| (posed.number, posed.slide, posed.about)).collect::<Vec<_>>()
    };
    assert_eq!(posed(&text(Guide::Questions)), posed(&long(Guide::Questions)));
    let asked = guide::questions(&long(Guide::Questions));
    assert!(asked.iter().flat_map(|quiz| &quiz.questions).all(|posed| posed.text.starts_with('⟦')));
}

#[test]
fn titles_of_the_index_are_said_in_the_language_that_is_spoken() {
    let title = || COURSE.iter().find(|entry| entry.id == "phase-2").expect("it is there").title;
    let english = title().to_string();
    speak(Language::German, {
        let text = format!("[scene phase-2] {english}\n= Auf Deutsch\n");
        Box::leak(Box::new(Table::read(&text).expect("it is a table")))
    });
    assert_eq!(title().said(), "Auf Deutsch");
    assert!(title().is("Auf Deutsch") && title().is(&english), "it is known by either");
    speak_long();
    assert_eq!(title().said(), stretched(&english));
    speak_english();
    assert_eq!(title().said(), english);
}

/// The scene on show, with its texts in other words.
fn other_words(id: &str) -> String {
    let (_, text) = texts_in(Language::English).into_iter().find(|(known, _)| known == id).expect("it is a scene");
    stretched_file("scenes/any.paxos", &text)
}

fn begun(id: &str) -> Model {
    let (mut model, _) = Model::new(id, Opening::Set);
    let (_, text) = texts().into_iter().find(|(known, _)| known == id).expect("it is a scene");
    model.update(Msg::Loaded { id: id.into(), text, opening: Opening::Set });
    model
}

#[test]
fn an_own_run_and_where_one_is_in_it_stay_when_the_language_changes() {
    let mut model = begun("phase-2");
    model.update(Msg::GoToSlide(1));
    model.update(Msg::StepForward);
    model.update(Msg::Act(Act::Crash(
        model.show().expect("it is shown").scene.script.names.find_node("A1").expect("A1"),
    )));
    let before = model.show().expect("it is shown").clone();
    assert!(before.is_own() && !before.runs().is_empty());
    let effects = model.update(Msg::Reword);
    assert_eq!(effects, [Effect::FetchWords("phase-2".into())]);
    model.update(Msg::Reworded("phase-2".into(), other_words("phase-2")));
    let show = model.show().expect("it is shown");
    assert!(show.scene.script.title.starts_with('⟦') && show.slide().title.starts_with('⟦'), "it is told anew");
    assert_eq!((show.at, show.slide, show.shown_run()), (before.at, before.slide, before.shown_run()));
    assert_eq!(show.shelf().runs, before.shelf().runs, "with all that was done");
    assert_eq!(show.world(), before.world());
    model.update(Msg::Undo);
    model.update(Msg::Redo);
    assert_eq!(model.show().expect("it is shown").shelf().runs, before.shelf().runs);
    model.update(Msg::GoHome);
    assert!(!model.show().expect("it is shown").is_own());
}

#[test]
fn another_run_never_takes_the_place_of_the_one_on_show() {
    let mut model = begun("phase-2");
    let before = model.show().expect("it is shown").scene.clone();
    model.update(Msg::Reworded("phase-2".into(), other_words("phase-1")));
    assert_eq!(model.show().expect("it is shown").scene.script.title, before.script.title);
    model.update(Msg::Reworded("phase-1".into(), other_words("phase-1")));
    assert_eq!(model.show().expect("it is shown").scene.script.title, before.script.title);
}

#[test]
fn guides_that_were_asked_for_are_fetched_anew() {
    let mut model = begun("phase-2");
    model.update(GuideMsg::Open(Guide::Contents).into());
    let effects = model.update(Msg::Reword);
    assert!(effects.contains(&Effect::FetchGuide(Guide::Contents)), "{effects:?}");
    assert!(!effects.contains(&Effect::FetchGuide(Guide::Objectives)), "nobody has asked for that: {effects:?}");
}

#[test]
fn a_comparison_stays_where_it_is() {
    let mut model = begun("phase-2");
    model.update(CompareMsg::Open(vec![paxos_explainer::sim::Change::Seed(7)]).into());
    model.update(Msg::Seek(120));
    let time = |model: &Model| model.comparison().expect("it is there").show(paxos_explainer::player::Side::Left).at;
    let before = time(&model);
    model.update(Msg::Reword);
    model.update(Msg::Reworded("phase-2".into(), other_words("phase-2")));
    assert_eq!(time(&model), before);
    let left = model.comparison().expect("it is there").show(paxos_explainer::player::Side::Left);
    assert!(left.scene.script.title.starts_with('⟦'));
}

#[test]
fn what_a_reader_wrote_is_fetched_in_no_other_language() {
    let (_, text) = texts().into_iter().find(|(id, _)| id == "phase-2").expect("it is a scene");
    let (mut model, _) = Model::new(Source::Text(text.into()), Opening::Set);
    assert_eq!(model.update(Msg::Reword), []);
}

#[test]
fn the_dialog_hands_the_language_on() {
    let base = Link { look: Look { lang: Some(Lang::Tag("de".into())), ..Look::default() }, ..Link::default() };
    let mut sharing = Sharing::new(None, &base);
    let link = |sharing: &Sharing| sharing.link(Within::Window).expect("there is one").write();
    assert!(link(&sharing).contains("lang=de"), "{}", link(&sharing));
    sharing.update(ShareMsg::Lang(Some(Language::English)));
    assert!(link(&sharing).contains("lang=en"));
    sharing.update(ShareMsg::Lang(None));
    assert!(!link(&sharing).contains("lang"), "that is for its reader to say");
}

fn search() -> String {
    request::write(&Task::Search(Wanted {
        scene: "title \"A\"\nproposers P1\nacceptors A1\n".into(),
        values: Vec::new(),
        limits: None,
        sought: Sought::Condition("nonsense".into()),
    }))
}

/// The worker is a program of its own, which begins in English; this thread plays both.
#[test]
fn an_errand_is_told_in_the_language_of_the_page() {
    speak_english();
    let english = search();
    assert!(!english.contains("\"words\":\""), "in English nothing more is sent");
    speak_mine();
    let german = search();
    let Some(Plain::Text(words)) = read(&german).get("words").cloned() else {
        panic!("the table goes along: {german}")
    };
    assert!(Table::read(&words).is_ok());
    speak_english();
    carried_out(&german, 1000);
    assert_eq!(Speech::now().table().and_then(|table| table.get("[scene phase-2] Phase 2")), Some("Phase zwei"));
    let reports = carried_out(&english, 1000);
    assert!(matches!(reports.last(), Some(Report::Problem(_))));
    assert!(Speech::now().table().is_none(), "the next one may be told otherwise");
    speak_english();
}
