//! The picture for LaTeX: everything of the run is in it, and no text of the run is anything but text to TeX. Whether
//! pdflatex takes it and what it looks like is seen by `cargo xtask test tex`.

use crate::on_show;
use crate::scenes::texts;
use paxos_explainer::export::chronicle::{Chronicle, Ending, Happens};
use paxos_explainer::export::{Format, Given, Stretch, give};
use paxos_explainer::player::Show;
use regex::Regex;

fn picture(show: &Show, stretch: Stretch) -> Result<String, String> {
    match give(show, Format::TikZ, stretch)? {
        Given::Text(text) => Ok(text),
        Given::Object(_) => panic!("a picture is a text"),
    }
}

/// The text without what stands in comments.
fn code(text: &str) -> String {
    text.lines()
        .map(|line| {
            let ends = line.match_indices('%').map(|(at, _)| at);
            let end = ends.filter(|&at| !line[..at].ends_with('\\')).min().unwrap_or(line.len());
            &line[..end]
        })
        .collect::<Vec<_>>()
        .join("\n")
}

/// What a picture may say to TeX.
const KNOWN: &[&str] = &[
    "addtocounter",
    "begin",
    "char",
    "color",
    "coordinate",
    "crash",
    "definecolor",
    "detokenize",
    "documentclass",
    "draw",
    "else",
    "end",
    "ensuremath",
    "fi",
    "fill",
    "if",
    "ldots",
    "node",
    "path",
    "paxosbefore",
    "paxosflag",
    "paxoslabel",
    "paxosmark",
    "paxosmessage",
    "paxospart",
    "paxosprocess",
    "paxossaid",
    "paxoswait",
    "processlength",
    "providecommand",
    "relax",
    "restart",
    "rightarrow",
    "scriptsize",
    "send",
    "sffamily",
    "textasciicircum",
    "textasciitilde",
    "textbackslash",
    "textgreater",
    "textless",
    "textperiodcentered",
    "texttt",
    "textbar",
    "tikzset",
    "tiny",
    "usepackage",
    "value",
    "leftarrow",
    "leq",
    "geq",
    "neq",
    "times",
    "alpha",
];

/// Whether groups are closed as they were opened, and nothing is said that is not known.
fn check_tex(text: &str, about: &str) {
    let code = code(text);
    let bare = code.replace("\\\\", " ").replace("\\{", " ").replace("\\}", " ");
    let mut depth = 0_i32;
    for letter in bare.chars() {
        depth += i32::from(letter == '{') - i32::from(letter == '}');
        assert!(0 <= depth, "{about}: a group is closed that was not opened");
        let is_known = letter.is_ascii_graphic() || " \n".contains(letter) || ('À'..='ž').contains(&letter);
        assert!(is_known, "{about}: {letter:?} is not known to pdflatex");
    }
    assert_eq!(depth, 0, "{about}: groups are closed");
    let command = Regex::new(r"\\([A-Za-z]+)").expect("it is an expression");
    for found in command.captures_iter(&code.replace("\\\\", " ")) {
        assert!(KNOWN.contains(&&found[1]), "{about}: \\{} is no part of a picture", &found[1]);
    }
    assert!(!bare.contains("^^"), "{about}");
    let special = Regex::new(r"(?m)(^|[^\\])[&~]").expect("it is an expression");
    assert!(!special.is_match(&code), "{about}: {:?}", special.find(&code));
}

fn count(text: &str, what: &str) -> usize {
    text.lines()
        .filter(|line| line.contains(what) && !line.starts_with("\\providecommand") && !line.starts_with(' '))
        .count()
}

/// How often it is said that something comes to be chosen.
fn full_marks(text: &str) -> usize {
    text.lines().filter(|line| line.starts_with("\\paxossaid[")).map(|line| line.matches("}chosen: ").count()).sum()
}

/// Holds what is drawn against what happened.
fn check(chronicle: &Chronicle, text: &str, about: &str) {
    check_tex(text, about);
    let is_whole = |it: &&paxos_explainer::export::chronicle::Arrow| {
        chronicle.from <= it.departs && matches!(it.end, Ending::Arrived(_) | Ending::Refused(_))
    };
    let whole = chronicle.arrows.iter().filter(is_whole).count();
    let drawn = count(text, "\\paxosmessage[");
    assert!(whole <= drawn, "{about}: an arrow for each message that arrives");
    let is_there =
        |it: &&paxos_explainer::export::chronicle::Arrow| matches!(it.end, Ending::Arrived(_) | Ending::Refused(_));
    let parts = text.lines().filter(|line| line.starts_with("\\paxospart[") && line.contains(", ->")).count();
    let all = chronicle.arrows.iter().filter(is_there).count();
    assert_eq!(drawn + parts, all, "{about}: and for those that were sent before");
    let lost = chronicle.arrows.iter().filter(|it| matches!(it.end, Ending::Lost(..))).count();
    let crashes = chronicle.events.iter().filter(|it| it.kind == Happens::Crash).count();
    assert_eq!(count(text, "\\crash{"), lost + crashes, "{about}: a cross for each loss and each crash");
    let refused = chronicle.arrows.iter().filter(|it| matches!(it.end, Ending::Refused(_))).count();
    assert_eq!(count(text, ", refused]"), refused, "{about}: a bar for each refusal");
    let chosen = chronicle.events.iter().flat_map(|it| &it.choices).filter(|it| it.is_first).count();
    assert_eq!(full_marks(text), chosen, "{about}: a mark for each choice");
    let learn = chronicle.events.iter().any(|it| !it.learned.is_empty());
    assert_eq!(0 < count(text, "\\paxosflag["), learn, "{about}: a flag where something is learned");
    assert_eq!(count(text, "\\paxosprocess{"), chronicle.nodes.len(), "{about}: a line for each node");
    let is_said = |label: &str| text.contains(&format!("{{{label}}}")) || text.contains(&format!("{{{label}\\\\"));
    for arrow in chronicle.arrows.iter().filter(is_whole).filter(|it| it.label.is_ascii()) {
        let kind = arrow.label.split(' ').next().unwrap_or("");
        let half = kind.split_once('-').map_or(kind.to_string(), |(half, _)| format!("{half}-"));
        assert!(is_said(&arrow.label) || is_said(kind) || is_said(&half), "{about}: {} is said", arrow.label);
    }
}

#[test]
fn everything_of_every_slide_is_in_its_picture() {
    for (id, text) in texts() {
        let model = on_show::begun(&text);
        let show = on_show::shown(&model);
        for slide in 0..show.scene.slides.len() {
            let stretch = Stretch::slides(show, slide, slide);
            let text = picture(show, stretch).unwrap_or_else(|wrong| panic!("{id} {slide}: {wrong}"));
            check(&Chronicle::of(show, stretch), &text, &format!("{id}, slide {}", slide + 1));
        }
    }
}

#[test]
fn whole_scene_is_one_picture_or_says_why_not() {
    let mut pictures = 0;
    for (id, text) in texts() {
        let model = on_show::begun(&text);
        let show = on_show::shown(&model);
        match picture(show, Stretch::whole(show)) {
            Ok(text) => {
                pictures += 1;
                check(&Chronicle::of(show, Stretch::whole(show)), &text, &id);
            }
            Err(wrong) => assert!(wrong.contains("messages are too many") && wrong.contains("expected"), "{wrong}"),
        }
    }
    assert!(60 <= pictures, "{pictures} scenes are one picture");
}

#[test]
fn full_marks_are_the_entries_of_what_is_chosen() {
    for (id, text) in texts() {
        let model = on_show::begun(&text);
        let show = on_show::shown(&model);
        if show.poll().is_some() {
            continue;
        }
        let Ok(Given::Object(run)) = give(show, Format::Json, Stretch::whole(show)) else { panic!("{id} has a run") };
        let run = serde_json::to_value(run).expect("a run is written as JSON");
        let entries = run["chosen"].as_array().expect("what is chosen is a list");
        let times: Vec<u64> = entries.iter().filter_map(|it| it["time"].as_u64()).filter(|&time| 0 < time).collect();
        let marks = (0..show.scene.slides.len()).map(|slide| {
            let picture = picture(show, Stretch::slides(show, slide, slide));
            full_marks(&picture.unwrap_or_else(|wrong| panic!("{id} {slide}: {wrong}")))
        });
        assert_eq!(marks.sum::<usize>(), times.len(), "{id}: {times:?}");
    }
}

fn whole(id: &str) -> String {
    let model = on_show::scene(id);
    picture(on_show::shown(&model), Stretch::whole(on_show::shown(&model))).expect("there is a picture")
}

#[test]
fn later_quorum_is_no_choice() {
    let text = whole("carry-on");
    assert_eq!(text.matches("}chosen: cat").count(), 1);
    assert!(text.contains("\\paxosmark[again, color=paxos soft]{A2}"), "{text}");
    assert!(text.contains("}again, under 6}"), "{text}");
    assert!(text.contains("}L1 learns cat}"), "{text}");
    let log = whole("mp-take-over");
    assert!(!log.contains("chosen: 4: a") && log.contains("4: a again, under 4"), "{log}");
    assert!(log.contains("}chosen: 5: no-op\\\\"), "several marks in one place are one: {log}");
    assert!(log.contains("chosen: 10: e\\\\") && log.contains("{4, 5};"), "and so are those that are close: {log}");
}

#[test]
fn few_messages_are_to_be_read_at_the_width_of_an_article() {
    let place = Regex::new(r"-- \(([0-9.]+),").expect("it is an expression");
    for id in ["carry-on", "case-accept-always", "case-learn-on-promises"] {
        let model = on_show::scene(id);
        let text = picture(on_show::shown(&model), Stretch::whole(on_show::shown(&model))).expect("there is a picture");
        assert!(text.contains("font=\\sffamily\\scriptsize]"), "{id}");
        let end = text.lines().find_map(|line| line.strip_suffix("node[anchor=west] {ms};")).expect("there is an axis");
        let width: f64 =
            place.captures(end).expect("it ends").get(1).map_or("", |it| it.as_str()).parse().expect("a width");
        assert!(width < 12.0, "{id}: {width} cm");
    }
    let log = whole("mp-take-over");
    let stack = r"{ACCEPT-\\REQUEST\\4 a slot 4\\4 no-op slot 5\\4 no-op slot 6\\4 b slot 9}";
    assert!(log.contains(stack), "messages that go the same way have one label: {log}");
    assert!(log.contains("U+1F431"), "it is said how letters are written that pdflatex does not know");
}

#[test]
fn broken_agreement_is_said() {
    let text = whole("case-accept-always");
    let broken = "\\color{paxos lost}chosen: cat\\\\\\color{paxos lost}agreement is broken}";
    assert!(text.contains("\\color{paxos chosen}chosen: dog}") && text.contains(broken), "{text}");
    assert!(text.contains("\\paxosmark[chosen, color=paxos lost]{A2}"), "{text}");
    let text = whole("case-learn-on-promises");
    assert!(text.contains("P1 learns cat\\\\\\color{paxos lost}not chosen}"), "{text}");
    assert!(text.contains("P2 learns dog\\\\\\color{paxos lost}agreement is broken}"), "{text}");
    assert!(text.contains("\\paxosflag[color=paxos lost]{P1}"), "{text}");
}

#[test]
fn picture_begins_with_those_who_sent_what_is_on_its_way() {
    for (id, slide) in [("contention", 5), ("contention", 3), ("mp-take-over", 2)] {
        let model = on_show::scene(id);
        let show = on_show::shown(&model);
        let text = picture(show, Stretch::slides(show, slide, slide)).expect("there is a picture");
        assert_eq!(
            count(&text, "\\paxosbefore{"),
            Chronicle::of(show, Stretch::slides(show, slide, slide)).nodes.len()
        );
        let mut parts = text.lines().filter(|line| line.starts_with("\\paxospart["));
        assert!(parts.all(|part| part.contains("{0.000}{")), "{id}: none begins in mid-air: {text}");
        let begins = format!("% Slide {}: ", slide + 1);
        assert!(text.contains(&begins), "{id}: it is said where the slide begins");
    }
    let first = whole("contention");
    assert!(count(&first, "\\paxosbefore{") == 0, "nothing was before the beginning");
}

#[test]
fn node_that_is_down_has_no_line() {
    let text = "title x\nproposers P1\nacceptors A1 A2 A3\nslide one\n  crash A1\n  propose P1 cat\n  run 1000\nslide two\n  run 1000\n  restart A1\n  run 1000\nslide three\n  run 100\n";
    let model = on_show::begun(text);
    let show = on_show::shown(&model);
    let line =
        |text: &str| text.lines().find(|it| it.starts_with("\\paxosprocess{A1}")).expect("A1 has a line").to_string();
    let second = line(&picture(show, Stretch::slides(show, 1, 1)).expect("there is a picture"));
    assert!(second.starts_with("\\paxosprocess{A1}{A1}\\restart{A1}{"), "down until it restarts: {second}");
    let whole = line(&picture(show, Stretch::whole(show)).expect("there is a picture"));
    assert!(whole.contains("\\processlength{A1}{0.00}\\restart{A1}{"), "{whole}");
    let third = line(&picture(show, Stretch::slides(show, 2, 2)).expect("there is a picture"));
    assert!(third.starts_with("\\paxosprocess{A1}{A1}\\processlength{A1}{"), "up all the time: {third}");
}

#[test]
fn hostile_values_are_text_to_tex() {
    for value in super::hostile() {
        let model = on_show::begun(&super::hostile_scene(&value));
        let show = on_show::shown(&model);
        let text = picture(show, Stretch::whole(show)).expect("there is a picture");
        check_tex(&text, &value);
        assert!(text.lines().all(|line| line.len() < 2000), "{value}: a long text is cut");
    }
    let model = on_show::begun(&super::hostile_scene("a_b{c}\\d 🎉"));
    let text = picture(on_show::shown(&model), Stretch::whole(on_show::shown(&model))).expect("there is a picture");
    assert!(text.contains(r"a\_b\{c\}\textbackslash{}d \texttt{U+1F389}"), "{text}");
}

#[test]
fn what_is_not_paxos_is_said_below_the_picture() {
    let model = on_show::scene("case-storage-forgets-promise");
    let text = picture(on_show::shown(&model), Stretch::whole(on_show::shown(&model))).expect("there is a picture");
    assert!(text.contains("{This is not Paxos: a crash takes what an acceptor has promised.}"), "{text}");
}
