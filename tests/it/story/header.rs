//! What each statement of the header does, and how lines are read.

use super::statements::delivered;
use crate::scenes::{play, without_lines};
use paxos_explainer::paxos::{Kind, QuorumSize};
use paxos_explainer::sim::Time;
use paxos_explainer::story::script::Place;
use paxos_explainer::story::{Scene, Statement, parse};

const NODES: &str = "proposers P1 P2\nacceptors A1 A2 A3\nlearners L1\n";

fn with(header: &str, body: &str) -> Scene {
    play("header", &format!("title x\n{NODES}{header}\n{body}\n"))
}

#[test]
fn header_says_what_the_scene_is_called_and_where_it_stands() {
    let script =
        parse("about \"What it shows.\"\ntwin other\nsource \"A paper, section 2\"\nshow stage noids\nplace 3.2\ntitle \"Its name\"\n").expect("it is right");
    assert_eq!((script.title.as_str(), script.about.as_deref()), ("Its name", Some("What it shows.")));
    assert_eq!(
        (script.place, script.show),
        (Some(Place { chapter: 3, number: 2 }), vec!["stage".into(), "noids".into()])
    );
    assert_eq!((script.source.as_deref(), script.twin.as_deref()), (Some("A paper, section 2"), Some("other")));
    let bare = parse("title x").expect("a title is enough");
    assert_eq!((bare.about, bare.place, bare.show, bare.manual), (None, None, vec![], false));
}

#[test]
fn nodes_are_numbered_in_the_order_of_declaration() {
    let script = parse("learners L1\ntitle x\nacceptors A2 A1\nproposers P_9 q\n").expect("it is right");
    assert_eq!(script.names.nodes, ["L1", "A2", "A1", "P_9", "q"]);
}

#[test]
fn quorum_is_a_majority_unless_the_scene_says_otherwise() {
    for (header, quorum) in [
        ("", QuorumSize::Majority),
        ("quorum majority", QuorumSize::Majority),
        ("quorum 3", QuorumSize::Sizes { prepare: 3, accept: 3 }),
        ("quorum prepare 3 accept 1", QuorumSize::Sizes { prepare: 3, accept: 1 }),
    ] {
        assert_eq!(with(header, "").script.cluster.quorum, quorum, "{header}");
    }
    with(
        "quorum 3",
        "propose P1 cat\ncrash A3\nrun idle\nexpect P1 promises 2 and P1 learned nothing and chosen nothing",
    );
    with(
        "quorum prepare 3 accept 1",
        "propose P1 cat\nrun 2000\ndrop any P1->A2\ndrop any P1->A3\nrun idle\nexpect chosen cat",
    );
    with("rule quorum one", "propose P1 cat\ncrash A2 A3\nrun idle\nexpect chosen cat and L1 learned cat");
}

#[test]
fn ids_are_slotted_unless_the_scene_wants_rounds() {
    with("ids slotted", "propose P2 cat\nrun 1000\nexpect A1 promised 2");
    let rounds = "title x\nids rounds\nproposers P7 Q\nacceptors A1\n";
    let scene = play(
        "rounds",
        &format!("{rounds}propose P7 cat\npropose Q dog\nrun 1000\nexpect A1 promised 1.7 and ignored 1"),
    );
    assert_eq!(scene.script.cluster.servers.as_slice(), [7, 2, 0], "the number that ends the name, else the position");
    play("rounds", &format!("{rounds}propose P7 cat id 3.7\nrun 1000\ndeliver PROMISE 3.7\nexpect P7 proposing cat"));
}

#[test]
fn delay_is_one_second_unless_the_scene_says_otherwise() {
    let arrivals = |header: &str| -> Vec<Time> {
        delivered(&with(header, "propose P1 cat\nrun 2000"), Kind::Prepare).into_iter().map(|(time, _)| time).collect()
    };
    assert_eq!(arrivals(""), [1000; 3]);
    assert_eq!(arrivals("delay 70"), [70; 3]);
    assert_eq!(arrivals("delay 0"), [0; 3]);
    let drawn = arrivals("delay 100..900");
    assert!(drawn.iter().all(|time| (100..=900).contains(time)) && drawn[0] != drawn[2], "{drawn:?}");
}

#[test]
fn seed_decides_and_one_seed_decides_alike() {
    let stormy = "delay 1..3000\nloss 20%\nduplication 20%\nretry 900..4000\n";
    let run = |seed: &str| with(&format!("{stormy}{seed}"), "propose P1 cat\npropose P2 dog\nrun 20000").recording;
    assert_eq!(run("seed 7").steps(), run("seed 7").steps());
    assert_ne!(run("seed 7").steps(), run("seed 8").steps());
    assert_eq!(run("").steps(), run("seed 1").steps(), "1 is the default");
    run("seed 4294967295");
}

#[test]
fn loss_duplication_retry_and_nacks_hold_from_the_beginning() {
    with("loss 100%", "propose P1 cat\nexpect in-flight 0");
    with("duplication 100%", "propose P1 cat\nexpect in-flight 6");
    with("retry 500", "propose P1 cat\nrun 500\nexpect in-flight 6\nrun 500\nexpect in-flight 9 and A1 promised 1");
    with("retry backoff 1000", "propose P1 cat\ncut P1-A1 P1-A2 P1-A3\nrun 1501\nexpect not A1 promised 9");
    with("nacks on", "propose P2 dog\nrun 1000\npropose P1 cat\nrun 1000\nexpect in-flight 6");
    with("nacks off", "propose P2 dog\nrun 1000\npropose P1 cat\nrun 1000\nexpect in-flight 3 and ignored 3");
}

#[test]
fn each_rule_of_the_header_is_in_force() {
    with("rule phases one", "propose P1 cat\nrun 1000\nexpect A1 accepted 1 cat");
    with("rule promise always", "propose P2 cat\nrun 1000\npropose P1 cat\nrun 1000\nexpect A1 promised 1");
    with("rule promise or-equal", "propose P1 cat\nduplicate PREPARE P1->A1\nrun 1000\nexpect ignored 0");
    with("rule report nothing", "propose P1 cat\nrun idle\npropose P2 dog\nrun idle\nexpect chosen cat dog");
    with("rule value own", "propose P1 cat\nrun idle\npropose P2 dog\nrun idle\nexpect chosen cat dog");
    with(
        "rule accept always",
        "propose P1 cat\nrun 2000\npropose P2 dog\nrun 1000\nexpect A1 promised 2 and A1 accepted 1 cat",
    );
    with(
        "rule storage forgets-all",
        "propose P1 cat\nrun idle\ncrash A1\nrestart A1\nexpect A1 promised nothing and A1 accepted nothing",
    );
    with(
        "rule quorum half",
        "propose P1 cat\nrun 1000\ndrop PROMISE A2->P1\ndrop PROMISE A3->P1\nrun 1000\nexpect P1 proposing cat",
    );
}

#[test]
fn statements_of_the_body_may_stand_among_those_of_the_header() {
    let text = "propose P1 cat\ntitle x\ndelay PREPARE 200\ndelay 1st PREPARE 100\nproposers P1\nacceptors A1\ndelay 50\nrun 350\nexpect A1 promised 1";
    play("mixed", text);
}

#[test]
fn lines_may_be_indented_and_commented_and_end_as_on_any_system() {
    let plain = "title x\nproposers P1\nacceptors A1\nslide \"One # two\"\nsay \"A \\\"word\\\" and a \\\\.\"\npropose P1 cat\n";
    let expected = without_lines(&parse(plain).expect("it is right"));
    for text in [
        plain.replace('\n', "\r\n"),
        format!("\u{feff}{plain}"),
        plain.trim_end().to_string(),
        plain.replace('\n', "   \n\n"),
        plain.replace('\n', "\n\t "),
        plain.replace("P1 cat", "P1 cat # wants cat"),
        plain.replace("P1 cat", "P1 cat# wants cat"),
        plain.replace("P1 cat", "P1\t\"cat\"#\"no end"),
        format!("# first\n\n   # second\n{plain}# last"),
    ] {
        let script = parse(&text).unwrap_or_else(|problem| panic!("{problem}\n{text}"));
        assert_eq!(without_lines(&script), expected, "{text}");
    }
    let Statement::Slide(title) = &expected.lines[0].statement else { panic!("a slide comes first") };
    let Statement::Say(say) = &expected.lines[1].statement else { panic!("then what is said") };
    assert_eq!((title.as_str(), say.as_str()), ("One # two", "A \"word\" and a \\."));
}

#[test]
fn statements_know_their_lines_and_columns() {
    let script = parse("\u{feff}title x\r\n\r\n# no\r\nslide é\r\n  \tsay \"ü\"").expect("it is right");
    let places: Vec<(usize, usize)> = script.lines.iter().map(|line| (line.line, line.column)).collect();
    assert_eq!(places, [(4, 1), (5, 4)]);
    // Columns count characters, not bytes.
    assert_eq!(parse("title x\nslide \"éé\" y").expect_err("a word too many").column, 12);
}

/// A keyword in quotes is a value like any other, and so is what looks like a number, an id or a way.
#[test]
fn any_word_may_be_a_value() {
    for value in [
        "\"nothing\"",
        "\"and\"",
        "\"not\"",
        "\"any\"",
        "\"id\"",
        "id",
        "7",
        "3.1",
        "\"P1->A1\"",
        "\"P1-A1\"",
        "\"or\"",
        "\"chosen\"",
        "\"big cat\"",
        "ж",
        "a-b",
        "\"a\\\\b\"",
    ] {
        let body = format!(
            "propose P1 {value} id 5\nrun 2000\ndeliver ACCEPT-REQUEST 5 {value} P1->A1,A2\n\
             expect A1 accepted 5 {value} and chosen {value} and not chosen other"
        );
        with("", &body);
    }
}
