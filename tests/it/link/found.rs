//! What somebody brings: it is told apart, and what cannot be read is told what was expected.

use super::share::{OWN, PAGE};
use super::{config, right};
use expect_test::{Expect, expect};
use paxos_explainer::link::Link;
use paxos_explainer::link::found::{
    EXPECTED, Found, RunFile, RunFound, broken_json, found, in_file, no_text, of_run, refusal,
};
use paxos_explainer::story::library::COURSE;
use proptest::prelude::*;

fn is_address(text: &str, address: &str) {
    assert_eq!(found(text), Ok(Found::Address(address.to_string())), "{text}");
}

#[test]
fn link_is_found_in_all_its_forms() {
    is_address(" https://example.org/x/#scene=contention&t=97\n", "https://example.org/x/#scene=contention&t=97");
    is_address("https://example.org/?utm=1&scene=nutshell", "https://example.org/?utm=1&scene=nutshell");
    is_address("#scene=contention", "#scene=contention");
    is_address("?do=97:crash.A2", "?do=97:crash.A2");
    is_address("scene=contention&slide=2", "#scene=contention&slide=2");
    is_address("file:///home/me/paxos-explainer.html#script=abcd", "file:///home/me/paxos-explainer.html#script=abcd");
    let frame = r##"<p>See:</p> <IFRAME loading=lazy title='a > b' src = "https://example.org/#scene=x&amp;t=9&#038;do=1:crash.A2" allowfullscreen></IFRAME>"##;
    is_address(frame, "https://example.org/#scene=x&t=9&do=1:crash.A2");
    is_address("<a href='#scene=x'>this</a>", "#scene=x");
}

#[test]
fn element_is_read_with_its_scene() {
    let text = "<script type=\"module\" src=\"x.js\"></script>\n<paxos-explainer name=a autoplay slide='2' title=\"&lt;x&gt;\">\n<script type=\"text/paxos\">\ntitle t\n</script></paxos-explainer>";
    let Ok(Found::Element(keys, script)) = found(text) else { panic!("it is the element") };
    let (link, notices) = Link::read(keys.into_iter());
    assert_eq!((link, notices), (right("#id=a&autoplay=1&slide=2"), Vec::new()));
    assert_eq!(script.as_deref(), Some("title t"));
}

#[test]
fn element_is_read_without_what_follows_it_and_with_its_bare_switches() {
    let text = "<paxos-explainer scene=phase-1 captions links ask></paxos-explainer><script type=\"module\">const x = 1;</script>";
    let Ok(Found::Element(keys, script)) = found(text) else { panic!("it is the element") };
    assert_eq!(script, None);
    let (link, notices) = Link::read(keys.into_iter());
    assert_eq!((link, notices), (right("#scene=phase-1&captions=1&links=1&ask=1"), Vec::new()));
}

#[test]
fn scene_is_found_with_its_mistakes() {
    for scene in [OWN, "title x", "# mine\r\ntitle \"x\nacceptors", "  slide \"x\""] {
        assert_eq!(found(scene), Ok(Found::Scene(scene.to_string())));
    }
    assert_eq!(found(" {\"format\":1}"), Ok(Found::Json("{\"format\":1}".to_string())));
}

#[test]
fn what_is_nothing_is_told_what_was_expected() {
    for nothing in [
        "",
        " \n",
        "hello",
        "hello there",
        "two\nlines",
        "https://example.org/",
        "https://example.org/#top",
        "#",
        "?a=b",
        "<p>scene</p>",
        "<iframe>",
        "<iframe src=x",
        "<iframe src=\"https://example.org/\"></iframe>",
        "<paxos-explainer",
        "<paxos-explainers scene=x></paxos-explainers>",
        "a=b",
        "=",
        "<",
        "\u{feff}",
    ] {
        let why = found(nothing).expect_err(nothing);
        assert!(why.contains(EXPECTED.said()) && why.chars().count() < 400, "{why}");
    }
}

#[test]
fn file_is_told_by_what_is_in_it() {
    assert_eq!(in_file(OWN.as_bytes()), None, "it is for the editor");
    assert_eq!(in_file(&[0xff, b'{']), None, "which says what is wrong with it");
    assert_eq!(in_file(b"\xef\xbb\xbf {}"), Some(Ok(Found::Json("{}".to_string()))));
    assert_eq!(
        in_file(b"https://example.org/#scene=x\n"),
        Some(Ok(Found::Address("https://example.org/#scene=x".to_string())))
    );
    assert!(matches!(in_file(b"<p>"), Some(Err(_))));
}

#[test]
fn what_cannot_be_read_at_all_is_told_as_such() {
    assert_eq!(no_text("a.paxos", OWN.as_bytes()), None);
    for bytes in [&b"%PDF\xff"[..], b"a\0b"] {
        let why = no_text("notes.pdf", bytes).expect("it is no text");
        assert!(why.starts_with("notes.pdf is not a text") && why.contains("a run as JSON"), "{why}");
    }
    assert!(broken_json("{\"format\": 1, \"ti").starts_with("This JSON ends too early"));
    assert!(broken_json("{\"format\" 1}\n").starts_with("This JSON has a mistake"));
}

#[test]
fn link_that_opens_nothing_is_not_followed() {
    for (address, opens) in [
        ("#scene=contention", true),
        ("#slide=2", true),
        ("#scene=contentoin", true),
        ("#theme=dark", false),
        ("#scene=xyzzyxyzzy", false),
    ] {
        let (link, notices) = super::read(address);
        assert_eq!(refusal(&link, &notices).is_none(), opens, "{address}: {:?}", refusal(&link, &notices));
    }
}

fn run(format: Option<u32>, title: &str) -> RunFile {
    RunFile { format, title: Some(title.to_string()), time: Some(450), ..RunFile::default() }
}

fn refused(run: &RunFile, expect: Expect) {
    expect.assert_eq(&of_run(run).expect_err("it is refused"));
}

#[test]
fn run_opens_what_can_be_known_of_it() {
    let scene = RunFile { script: Some(OWN.to_string()), ..run(Some(1), "Mine") };
    let opening = |address: &str| right(address).opening();
    assert_eq!(of_run(&scene), Ok(RunFound::Scene(OWN.to_string(), opening("#t=450"), None)));
    let acted = RunFile { acts: Some("97:crash.A2".to_string()), seed: Some(7), ..scene };
    let same = opening("#t=450&do=97:crash.A2&seed=7");
    assert_eq!(of_run(&acted), Ok(RunFound::Scene(OWN.to_string(), same, None)));
    let looked_at = RunFile { at: Some("97_2".to_string()), ..acted.clone() };
    let same = opening("#t=97_2&do=97:crash.A2&seed=7");
    assert_eq!(of_run(&looked_at), Ok(RunFound::Scene(OWN.to_string(), same, None)), "where it was looked at");
    let entry = COURSE.iter().find(|entry| entry.id == "contention").expect("it is in the course");
    let Ok(RunFound::Course(link, told)) = of_run(&run(Some(1), entry.title.said())) else {
        panic!("its scene is known")
    };
    assert_eq!(*link, right("#scene=contention&t=450"));
    expect!["This is a run of the scene “They keep interrupting each other”. It tells what happened, and does not say how to do that again. The scene is shown at the moment at which the run ends; what was done by hand is not in it."].assert_eq(&told);
    refused(
        &run(Some(1), "Another"),
        expect![[
            r#"This is a run of "Another", and there is no such scene in the course. It tells what happened, and does not say how to do that again. Open the scene itself, or the link to it."#
        ]],
    );
    refused(
        &run(Some(2), "Another"),
        expect![
            "This JSON says that its format is 2; expected an object with format 1, as paxos run --json and getRun give it."
        ],
    );
    refused(
        &RunFile::default(),
        expect![
            "This JSON is no run of Paxos Explainer; expected an object with format 1, as paxos run --json and getRun give it."
        ],
    );
}

proptest! {
    #![proptest_config(config(2000))]

    #[test]
    fn whatever_it_is_comes_to_an_end(text in "[<>a-z\"'=&;#?/ \n-]{0,80}", page in proptest::bool::ANY) {
        let text = if page { format!("<iframe src=\"{PAGE}{text}") } else { format!("<paxos-explainer {text}") };
        if let Err(why) = found(&text) {
            prop_assert!(why.contains("expected"));
        }
        drop(in_file(text.as_bytes()));
    }
}
