//! What is given away: each text says what was chosen, in few words, and what is markup in a title stays a title.

use super::{config, pairs, right};
use expect_test::{Expect, expect};
use paxos_explainer::link::found::{Found, found};
use paxos_explainer::link::look::{Interact, Switch, Theme, Ui, View, Views, Word};
use paxos_explainer::link::share::{
    CODE_BYTES_MAX, HALL_BYTES_MAX, Preset, Reach, ShareMsg, Sharing, Size, Subject, Text, What, Within, code,
    code_notice, reach,
};
use paxos_explainer::link::{Link, ScriptText};
use paxos_explainer::player::{Act, Model, Msg, Opening, Source};
use paxos_explainer::story::library::COURSE;
use paxos_explainer::story::words::Vocabulary;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

pub const PAGE: &str = "https://example.org/paxos/";
pub const OWN: &str =
    "title \"Mine <b>&amp;</b>\"\nproposers P1\nacceptors A1 A2 A3\nslide \"One\"\n  propose P1 x\n  run idle\n";

/// The page with a scene of the course, or with a text.
pub fn shown(source: Source) -> Model {
    let (mut model, _) = Model::new(source.clone(), Opening::Set);
    if let Source::Course(id) = &source {
        let text = std::fs::read_to_string(format!("static/scenes/{id}.paxos")).expect("it is there");
        model.update(Msg::Loaded { id: source, text, opening: Opening::Set });
    }
    assert!(model.show().is_some());
    model
}

fn sharing(model: &Model) -> Sharing {
    Sharing::new(model.show().map(Subject::of), &Link::default())
}

/// After these messages, with what must be packed packed.
fn after(mut sharing: Sharing, messages: impl IntoIterator<Item = ShareMsg>) -> Sharing {
    messages.into_iter().for_each(|msg| sharing.update(msg));
    if let Some(text) = sharing.wants_packed() {
        assert_eq!(sharing.text(Text::Link, PAGE), None, "there is no link without it");
        sharing.update(ShareMsg::Packed(text, ScriptText::Deflated("abcd".to_string())));
    }
    sharing
}

fn check(sharing: &Sharing, text: Text, expect: Expect) {
    expect.assert_eq(&sharing.text(text, PAGE).expect("it is there"));
}

#[test]
fn texts_say_only_what_does_not_hold_by_itself() {
    let model = shown("contention".into());
    let plain = after(sharing(&model), [ShareMsg::What(What::Shown)]);
    check(&plain, Text::Link, expect!["https://example.org/paxos/#scene=contention"]);
    check(
        &plain,
        Text::Frame,
        expect![[r#"
            <iframe src="https://example.org/paxos/#scene=contention" title="Paxos Explainer: They keep interrupting each other" width="100%" height="560" loading="lazy" allow="fullscreen; clipboard-write"></iframe>
        "#]],
    );
    check(
        &plain,
        Text::Element,
        expect![[r#"
            <script type="module" src="https://example.org/paxos/paxos-explainer.js"></script>
            <paxos-explainer scene="contention" title="Paxos Explainer: They keep interrupting each other" height="560"><img src="https://example.org/paxos/figures/contention-1.svg" width="514" height="540" alt="Nothing is chosen. On their way: PREPARE 6 from P2 to A1, A2 and A3; ACCEPT-REQUEST 5 cat from P1 to A1, A2 and A3. A1, A2 and A3 have promised 5 and accepted nothing. P1: id 5, wants cat, has sent cat, 3 of 3 promises, has the floor. P2: id 6, wants dog, 0 of 3 promises."><br><span>They keep interrupting each other: P1 has the floor for 5</span></paxos-explainer>
        "#]],
    );
    let chosen = [
        ShareMsg::Slide(Some(2)),
        ShareMsg::Ui(Some(Ui::Full)),
        ShareMsg::Interact(Some(Interact::All)),
        ShareMsg::Theme(Some(Theme::Auto)),
        ShareMsg::Narrated(false),
        ShareMsg::View(View::Time, true),
        ShareMsg::Autoplay(true),
        ShareMsg::Autoplay(false),
        ShareMsg::Speed(100),
        ShareMsg::Preset(Preset::Half),
    ];
    let chosen = after(plain, chosen);
    check(
        &chosen,
        Text::Link,
        expect!["https://example.org/paxos/#scene=contention&slide=2&view=stage,time&captions=0"],
    );
    check(
        &chosen,
        Text::Frame,
        expect![[r#"
            <iframe src="https://example.org/paxos/#scene=contention&amp;slide=2&amp;ui=full&amp;view=stage,time&amp;captions=0" title="Paxos Explainer: They keep interrupting each other" width="640" height="480" loading="lazy" allow="fullscreen; clipboard-write"></iframe>
        "#]],
    );
}

#[test]
fn player_is_named_by_a_link_and_not_by_a_frame() {
    let model = shown("contention".into());
    let player = after(sharing(&model), [ShareMsg::What(What::Shown), ShareMsg::Ui(Some(Ui::Player))]);
    assert_eq!(player.link(Within::Window).map(|link| link.look.ui), Some(Some(Ui::Player)));
    assert_eq!(player.link(Within::Frame).map(|link| link.look.ui), Some(None));
}

#[test]
fn moment_is_given_away_with_what_was_done() {
    let mut model = shown("contention".into());
    model.update(Msg::Act(Act::Say("crash A2".to_string())));
    let moment = sharing(&model);
    let link = right(&format!("#{}", moment.link(Within::Window).expect("it is there").write()));
    let show = model.show().expect("a scene is on show");
    assert_eq!(link, Link::default().to(show).0);
    assert_eq!(link.acts.len(), 1);
    // The slide of another choice is no slide of the moment.
    let again = after(moment, [ShareMsg::What(What::Shown), ShareMsg::Slide(Some(3)), ShareMsg::What(What::Moment)]);
    assert_eq!(again.link(Within::Window), Some(link));
}

/// On paper and without scripts the figure of the slide stands there; of what a reader did there is none.
#[test]
fn element_has_the_figure_of_its_slide_inside_and_none_of_an_own_run() {
    let mut model = shown("contention".into());
    let element = |model: &Model| sharing(model).text(Text::Element, PAGE).expect("it is there");
    let there = element(&model);
    let figure = "<img src=\"https://example.org/paxos/figures/contention-1.svg\" width=\"514\" height=\"540\" alt=\"Nothing is chosen.";
    let caption = "<br><span>They keep interrupting each other: P1 has the floor for 5</span>";
    assert!(there.contains(figure) && there.contains(caption), "{there}");
    model.update(Msg::Act(Act::Say("crash A1".to_string())));
    assert!(!element(&model).contains("<img"), "{}", element(&model));
}

#[test]
fn own_scene_stands_in_the_element_and_packed_in_the_link() {
    let model = shown(Source::Text(OWN.into()));
    let own = after(sharing(&model), [ShareMsg::What(What::Shown), ShareMsg::Height("300".to_string())]);
    check(&own, Text::Link, expect!["https://example.org/paxos/#script=z.abcd"]);
    check(
        &own,
        Text::Frame,
        expect![[r##"
            <iframe src="https://example.org/paxos/#script=z.abcd" title="Paxos Explainer: Mine &lt;b&gt;&amp;amp;&lt;/b&gt;" width="100%" height="300" loading="lazy" allow="fullscreen; clipboard-write"></iframe>
        "##]],
    );
    check(
        &own,
        Text::Element,
        expect![[r#"
            <script type="module" src="https://example.org/paxos/paxos-explainer.js"></script>

            <paxos-explainer title="Paxos Explainer: Mine &lt;b&gt;&amp;amp;&lt;/b&gt;" height="300">

            <script type="text/paxos">
            title "Mine <b>&amp;</b>"
            proposers P1
            acceptors A1 A2 A3
            slide "One"
              propose P1 x
              run idle
            </script>

            </paxos-explainer>
        "#]],
    );
}

#[test]
fn scene_that_would_end_its_script_is_packed() {
    for trap in ["</script>", "</SCRIPT ", "<!--", "<script"] {
        let text = OWN.replace("title \"Mine", &format!("title \"{trap}"));
        let own = after(sharing(&shown(Source::Text(text.into()))), []);
        let element = own.text(Text::Element, PAGE).expect("it is there");
        assert!(element.contains(" script=\"z.abcd\"") && !element.contains("text/paxos"), "{element}");
        assert!(element.matches('<').count() == 4, "nothing in it but two tags and their ends: {element}");
    }
}

#[test]
fn size_is_one_that_a_page_can_have() {
    let mut sharing = sharing(&shown("contention".into()));
    for wrong in ["", "x", "-5", "199", "4001", "300.5"] {
        sharing.update(ShareMsg::Height(wrong.to_string()));
        assert_eq!(sharing.size, Preset::Column.size());
        let notice = sharing.notice.clone().expect("it is told");
        assert!(notice.contains("expected 200 to 4000 pixels"), "{notice}");
    }
    sharing.update(ShareMsg::Width(" 500 ".to_string()));
    assert_eq!((sharing.size, &sharing.notice), (Size { width: Some(500), height: 560 }, &None));
    sharing.update(ShareMsg::Width(String::new()));
    assert_eq!(sharing.size.width, None);
    for preset in Preset::ALL {
        assert_eq!(preset.size().preset(), Some(preset), "no two are the same");
    }
    assert_eq!(Size { width: Some(1280), height: 720 }.fit(440, 400), 343);
    assert_eq!(Size { width: Some(360), height: 640 }.fit(440, 400), 625);
    assert_eq!(Size { width: Some(200), height: 200 }.fit(440, 400), 1000);
}

#[test]
fn copied_is_said_until_something_else_is_chosen() {
    let mut sharing = sharing(&shown("contention".into()));
    sharing.update(ShareMsg::Copied(Text::Frame, true));
    assert_eq!(sharing.copied, Some((Text::Frame, true)));
    sharing.update(ShareMsg::Loop(true));
    assert_eq!(sharing.copied, None);
}

#[test]
fn only_scenes_that_there_are_may_be_given_away() {
    let base = Link { scenes: vec!["contention".to_string(), "nutshell".to_string()], ..Link::default() };
    let model = shown("contention".into());
    let sharing = Sharing::new(model.show().map(Subject::of), &base);
    let there: Vec<&str> = sharing.courses().map(|(_, entry)| entry.id).collect();
    assert_eq!(there.len(), 2);
    assert_eq!(sharing.link(Within::Frame).map(|link| link.scenes), Some(base.scenes));
    assert_eq!(sharing_of_nothing().link(Within::Window).and_then(|link| link.scene), Some(COURSE[0].id.to_string()));
}

fn sharing_of_nothing() -> Sharing {
    Sharing::new(None, &Link::default())
}

#[test]
fn page_says_who_can_follow_its_links() {
    for anyone in [PAGE, "http://localhost.example.org/", "https://user@127.example.org:80/x", "http://[2001:db8::1]/"]
    {
        assert_eq!(reach(anyone), Reach::Anyone, "{anyone}");
    }
    for machine in
        ["file:///home/me/paxos-explainer.html", "http://localhost:8080/", "http://127.0.0.1/", "http://[::1]:80/"]
    {
        assert_eq!(reach(machine), Reach::Machine, "{machine}");
    }
    for nobody in ["about:srcdoc", "blob:https://example.org/1", "data:text/html,x", ""] {
        assert_eq!(reach(nobody), Reach::Nobody, "{nobody}");
    }
    assert!(reach(PAGE).notice().is_none());
}

#[test]
fn code_is_told_of_when_it_is_fine_or_missing() {
    assert_eq!(code_notice(&"x".repeat(HALL_BYTES_MAX)), None);
    let long = "x".repeat(HALL_BYTES_MAX + 1);
    assert!(code(&long).is_some() && code_notice(&long).is_some_and(|notice| notice.contains("hall")));
    assert!(code(&"é".repeat(CODE_BYTES_MAX / 2)).is_some());
    let too_long = "x".repeat(CODE_BYTES_MAX + 1);
    assert!(code(&too_long).is_none() && code_notice(&too_long).is_some_and(|notice| notice.contains("none")));
}

#[test]
fn code_is_drawn_as_the_library_has_it() {
    let link = "https://example.org/paxos/#scene=contention&t=50%25";
    let code = code(link).expect("it is short");
    let made = qrcodegen::QrCode::encode_binary(link.as_bytes(), qrcodegen::QrCodeEcc::Low).expect("it is short");
    assert_eq!(code.side as i32, made.size() + 8, "with four dots of nothing on each side");
    let mut drawn = Vec::new();
    for run in code.path.split('M').skip(1) {
        let (place, rest) = run.split_once('h').expect("a row of dots");
        let (x, y) = place.split_once(' ').expect("a place");
        let (x, y): (i32, i32) = (x.parse().expect("a number"), y.parse().expect("a number"));
        let length: i32 = rest.split_once('v').expect("its length").0.parse().expect("a number");
        drawn.extend((x..x + length).map(|x| (y - 4, x - 4)));
    }
    let dark = (0..made.size()).flat_map(|y| (0..made.size()).map(move |x| (y, x)));
    assert_eq!(drawn, dark.filter(|&(y, x)| made.get_module(x, y)).collect::<Vec<_>>());
}

fn message() -> impl Strategy<Value = ShareMsg> {
    let word = |choices: Vec<ShareMsg>| select(choices);
    fn all<W: Word>(make: fn(Option<W>) -> ShareMsg) -> Vec<ShareMsg> {
        W::ALL.iter().map(|&word| make(Some(word))).chain([make(None)]).collect()
    }
    prop_oneof![
        select(vec![What::Moment, What::Shown, What::Course(0), What::Course(7)]).prop_map(ShareMsg::What),
        proptest::option::of(0usize..9).prop_map(ShareMsg::Slide),
        word(all::<Ui>(ShareMsg::Ui)),
        word(all::<Interact>(ShareMsg::Interact)),
        word(all::<Theme>(ShareMsg::Theme)),
        word(all::<Vocabulary>(ShareMsg::Names)),
        (select(View::ALL), any::<bool>()).prop_map(|(view, is_there)| ShareMsg::View(view, is_there)),
        any::<bool>().prop_map(ShareMsg::Narrated),
        any::<bool>().prop_map(ShareMsg::Autoplay),
        any::<bool>().prop_map(ShareMsg::Loop),
        select(vec![25u32, 50, 100, 200, 400]).prop_map(ShareMsg::Speed),
        select(Preset::ALL.to_vec()).prop_map(ShareMsg::Preset),
        "[0-9]{0,5}".prop_map(ShareMsg::Width),
    ]
}

proptest! {
    #![proptest_config(config(300))]

    #[test]
    fn every_text_reads_back_to_what_was_chosen(messages in vec(message(), 0..12), is_own in any::<bool>()) {
        let source = if is_own { Source::Text(OWN.into()) } else { "contention".into() };
        let sharing = after(sharing(&shown(source)), messages);
        let keys = |text: Text| found(&sharing.text(text, PAGE).expect("it is there"));
        let read = |address: &str| right(address.strip_prefix(PAGE).unwrap_or(address));
        let Ok(Found::Address(link)) = keys(Text::Link) else { panic!("the link is one") };
        prop_assert_eq!(Some(read(&link)), sharing.link(Within::Window));
        let Ok(Found::Address(src)) = keys(Text::Frame) else { panic!("the frame has a link") };
        prop_assert_eq!(Some(read(&src)), sharing.link(Within::Frame));
        let Ok(Found::Element(attributes, script)) = keys(Text::Element) else { panic!("it is the element") };
        let (mut link, notices) = Link::read(attributes.into_iter());
        prop_assert_eq!(notices, Vec::<String>::new());
        prop_assert_eq!(script, sharing.carried().map(|text| text.trim_end().to_string()));
        link.script = sharing.link(Within::Frame).and_then(|link| link.script);
        prop_assert_eq!(Some(link), sharing.link(Within::Frame));
        let preview = sharing.preview_address(PAGE).expect("it is there");
        prop_assert_eq!(Some(right(preview.strip_prefix(PAGE).unwrap_or(""))), sharing.link(Within::Frame));
        prop_assert!(pairs(&link_of(&preview)).iter().all(|(name, value)| !name.is_empty() && !value.is_empty()));
    }

    #[test]
    fn title_stays_a_title(title in "[ -~é猫]{0,40}") {
        let quoted = title.replace('\\', "\\\\").replace('"', "\\\"");
        let text = OWN.replace("\"Mine <b>&amp;</b>\"", &format!("\"{quoted}\""));
        let (model, _) = Model::new(Source::Text(text.into()), Opening::Set);
        prop_assume!(model.show().is_some());
        let frame = after(sharing(&model), []).text(Text::Frame, PAGE).expect("it is there");
        prop_assert_eq!((frame.matches('<').count(), frame.matches('>').count(), frame.matches('"').count()), (2, 2, 12));
    }
}

fn link_of(address: &str) -> String {
    address.strip_prefix(PAGE).unwrap_or(address).to_string()
}

#[test]
fn switches_of_the_dialog_show_what_holds() {
    let mut sharing = sharing(&shown("contention".into()));
    assert_eq!((sharing.views(), sharing.is_narrated()), (Views::of([View::Stage]), Some(true)));
    sharing.update(ShareMsg::Ui(Some(Ui::Minimal)));
    assert_eq!(sharing.is_narrated(), Some(false));
    sharing.update(ShareMsg::Narrated(true));
    assert_eq!((sharing.is_narrated(), sharing.look.captions), (Some(true), Some(Switch::On)));
    sharing.update(ShareMsg::Ui(Some(Ui::None)));
    assert_eq!((sharing.is_narrated(), sharing.look.captions), (None, None), "a figure alone has none");
    sharing.update(ShareMsg::View(View::Stage, false));
    assert_eq!(sharing.views(), Views::of([View::Stage]), "something must be there");
    sharing.update(ShareMsg::View(View::Log, true));
    sharing.update(ShareMsg::View(View::Stage, false));
    assert_eq!(sharing.views(), Views::of([View::Log]));
}
