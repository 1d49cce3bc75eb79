//! What is said of each mistake. Golden files hold the texts; a message is good when it alone is enough
//! to mend the scene.

mod slips;

use expect_test::expect_file;
use paxos_explainer::story::{Scene, parse};
use std::fmt::Write;

/// A scene in which the line under test stands as line 6.
fn with_line(line: &str) -> String {
    format!("title x\nclients C1\nproposers P1 P2\nacceptors A1 A2 A3\nlearners L1\n{line}\n")
}

/// What is said of a text that is wrong.
fn problem(text: &str) -> String {
    match parse(text).and_then(Scene::play) {
        Ok(_) => panic!("nothing is wrong with:\n{text}"),
        Err(problem) => problem.to_string(),
    }
}

/// Every text with what is said of it. With `UPDATE_EXPECT=1` the golden file is rewritten.
fn check<'a>(golden: &str, mistakes: impl IntoIterator<Item = (&'a str, String)>) {
    let mut told = String::new();
    for (shown, text) in mistakes {
        for line in shown.lines() {
            let _ = writeln!(told, "    {line}");
        }
        let _ = writeln!(told, "{}\n", problem(&text));
    }
    expect_file![format!("{}/tests/golden/mistakes/{golden}.txt", env!("CARGO_MANIFEST_DIR"))].assert_eq(&told);
}

#[test]
fn mistake_in_a_statement_is_told_so_that_it_can_be_mended() {
    let lines = [
        // Words that are no statement, or stand in the wrong part.
        "delivr PREPARE 5",
        "frobnicate",
        "Deliver PREPARE 5",
        "slide one\nacceptors A4",
        "slide one\nloss 20%",
        "slide one\ntitle again",
        "aceptors A4 A5",
        "titel again",
        "replicas R1 R2",
        // Text.
        "slide",
        "say",
        "say hello there",
        "say \"no end",
        "say \"a \\n b\"",
        "say \"one\" two",
        "slide \"x\" # comment\nsay",
        // Nodes.
        "propose P3 cat",
        "propose p1 cat",
        "propose A1 cat",
        "propose",
        "propose Q cat",
        "timeout L1",
        "request P1 P2 cat",
        "request C1 A1 cat",
        "request C1",
        "crash",
        "crash A1, A2",
        "crash A9",
        "restart",
        // Values and ids.
        "propose P1",
        "propose P1 nothing",
        "propose P1 and",
        "propose P1 cat id",
        "propose P1 cat id x",
        "propose P1 cat id 0",
        "propose P1 cat id 3.1",
        "propose P1 cat id -1",
        "propose P1 cat id 1000000001",
        "propose P1 cat 5",
        "propose P1 cat id 5 6",
        // Links.
        "cut",
        "cut P1",
        "cut P1 A1",
        "cut P1-A9",
        "cut P1-",
        "cut P1--A1",
        "heal P1",
        "partition P1 A1",
        "partition P1 A1 |",
        "partition | P1",
        "partition P1 A1 | P2 A1",
        "partition P1|A1",
        "partition P1 | P2 | A1",
        // Messages.
        "deliver",
        "deliver one",
        "deliver PREPAR 5",
        "deliver prepare 5",
        "deliver ACCEPTED 5",
        "deliver 5",
        "deliver 2rd PREPARE",
        "deliver PREPARE x",
        "deliver PREPARE 5 cat dog",
        "deliver PREPARE P1",
        "deliver PREPARE P1->",
        "deliver PREPARE P1->A1,",
        "deliver PREPARE P1->A1, A2",
        "deliver PREPARE P1->A1;A2",
        "deliver PREPARE P1->any,A1",
        "deliver P1->A1",
        "deliver any->A1",
        "drop next",
        "drop next 2nd PREPARE",
        "release",
        "release next PREPARE",
        "delay PREPARE",
        "delay PREPARE 5 P1->A1",
        "delay PREPARE soon",
        "delay PREPARE 600001",
        "slide one\ndelay 500",
        // Running and expecting.
        "run",
        "run fast",
        "run -1",
        "run 1s",
        "run until",
        "run steps",
        "run steps x",
        "run idle now",
        "expect",
        "expect chosen",
        "expect choosen cat",
        "expect chosen any",
        "expect A1 promissed 5",
        "expect A1",
        "expect A1 promised",
        "expect A1 promised x",
        "expect A1 accepted 5",
        "expect P1 promised 5",
        "expect A1 learned cat",
        "expect A1 proposing cat",
        "expect P1 promises",
        "expect L1 learned",
        "expect A9 up",
        "expect not",
        "expect chosen cat and",
        "expect chosen cat or chosen dog",
        "expect in-flight",
        "expect ignored many",
        // Changes.
        "set",
        "set title y",
        "set network manuel",
        "set loss 20",
        "set loss 101%",
        "set loss +5%",
        "set loss %",
        "set delay 900..100",
        "set delay 5..",
        "set delay 600001",
        "set delay soon",
        "set retry",
        "set retry soon",
        "set retry backoff",
        "set retry backoff 600001",
        "set nacks maybe",
        "set seed x",
        "set seed 4294967296",
        "set rule",
        "set rule acept always",
        "set rule accept allways",
        "set rule accept",
        "set quorum 0",
        "set quorum 4",
        "set quorum x",
        "set quorum prepare 2",
        "set quorum prepare 2 accept 4",
        "rule quorum half\nset quorum 2",
        "set quorum 2\nset rule quorum one",
    ];
    check("statements", lines.map(|line| (line, with_line(line))));
}

#[test]
fn mistake_in_the_header_is_told_so_that_it_can_be_mended() {
    let headers = [
        "",
        "proposers P1",
        // What has a place is told first.
        "proposers P1\nacceptors A1\nslide one\n  propose P2 cat",
        "titel x",
        "title",
        "title x y",
        "title \"x",
        "title x\ntitle y",
        "title x\nabout",
        "title x\nabout a\nabout b",
        "title x\nplace 3",
        "title x\nplace 3.",
        "title x\nplace +3.1",
        "title x\nplace 3.1 4",
        "title x\nplace 0.1",
        "title x\nplace 3.1\nplace 3.2",
        "title x\nshow",
        "title x\nshow stag",
        "title x\nshow stage\nshow time",
        "title x\nproposers",
        "title x\nproposers 1P",
        "title x\nproposers P-1",
        "title x\nproposers P1,P2",
        "title x\nproposers P1 P1",
        "title x\nproposers P1\nacceptors P1",
        "title x\nproposers P1\nproposers P2",
        "title x\nproposers any",
        "title x\nproposers A B C D E F G H I J K L M N O P",
        "title x\naceptors A1",
        "title x\nids",
        "title x\nids round",
        "title x\nids rounds\nids rounds",
        "title x\nids rounds\nproposers P1 Q1",
        "title x\nnetwork",
        "title x\nnetwork manuel",
        "title x\nacceptors A1 A2 A3\nquorum",
        "title x\nacceptors A1 A2 A3\nquorum 4",
        "title x\nquorum 2\nacceptors A1",
        "title x\nacceptors A1 A2 A3\nquorum 0",
        "title x\nacceptors A1 A2 A3\nquorum 2\nquorum 2",
        "title x\nacceptors A1 A2 A3\nquorum prepare 2",
        "title x\nacceptors A1 A2 A3\nquorum prepare 1 accept 4",
        "title x\nacceptors A1 A2 A3\nquorum 2\nrule quorum half",
        "title x\nacceptors A1 A2 A3\nrule quorum half\nquorum majority",
        "title x\ndelay",
        "title x\ndelay 2..1",
        "title x\ndelay 1\ndelay 2",
        "title x\nloss 20",
        "title x\nduplication 200%",
        "title x\nretry",
        "title x\nseed -1",
        "title x\nrule",
        "title x\nrule quorom half",
        "title x\nrule accept alway",
        "title x\nrule accept always\nrule accept first",
        "title x\nset loss 20",
        "title x\nacceptors A1\nproposers P1\nslide one\nproposers P2",
    ];
    check("header", headers.map(|header| (header, header.to_string())));
}

#[test]
fn mistake_that_shows_only_in_the_run_is_told_so_that_it_can_be_mended() {
    let bodies = [
        "expect chosen cat",
        "propose P1 cat\nrun idle\nexpect chosen nothing",
        "propose P1 cat\nrun idle\nexpect chosen dog",
        "propose P1 cat\nrun idle\nexpect not chosen cat",
        "propose P1 cat\nrun idle\nexpect chosen cat dog",
        "propose P1 cat\nrun idle\nexpect chosen 1 cat",
        "propose P1 cat\nrun until chosen 1 \"black cat\"",
        "propose P1 cat\nrun idle\nexpect chosen cat and chosen 1 dog",
        "propose P1 1\npropose P2 cat\nexpect chosen 1 cat",
        "propose P1 cat\nexpect not chosen nothing and chosen 1 cat",
        "propose P1 cat\nrun idle\nexpect chosen cat // now",
        "propose P1 cat\nrun idle\nexpect chosen cat and A1 promised 3",
        "expect A1 promised 5",
        "propose P1 cat\nrun 1000\nexpect A1 promised nothing",
        "expect A1 accepted 5 cat",
        "propose P1 cat\nrun idle\nexpect A1 accepted 1 dog",
        "propose P1 cat\nrun idle\nexpect A1 accepted nothing",
        "expect P1 promises 1",
        "propose P1 cat\nrun idle\nexpect P1 promises 4",
        "expect P1 proposing cat",
        "expect L1 learned cat",
        "propose P1 cat\nrun idle\nexpect L1 learned nothing",
        "expect A1 down",
        "crash A1\nexpect A1 up",
        "expect in-flight 1",
        "propose P1 cat\nexpect in-flight 1",
        "expect ignored 1",
        "expect not A1 up",
        "run until chosen cat",
        "propose P1 cat\ncrash A1 A2\nrun until chosen cat",
        "run until A1 promised 5 and chosen cat",
        "deliver PREPARE",
        "propose P1 cat\ndeliver PREPARE 3",
        "propose P1 cat\ndeliver PREPARE 1 P2->A1",
        "propose P1 cat\ndrop PREPARE P1->A3\ndeliver PREPARE P1->A1,A3",
        "propose P1 cat\ndeliver 2nd PREPARE P1->A1",
        "propose P1 cat\nrun 2000\ndrop PROMISE",
        "drop any",
        "hold REQUEST",
        "release any",
        "duplicate any",
        "delay any 5",
        "crash A1\ncrash A1",
        "crash A1 A1",
        "restart A1",
        "crash P1\npropose P1 cat",
        "crash P1\ntimeout P1",
        "crash C1\nrequest C1 P1 cat",
        "timeout P1",
        "propose P1 cat id 5\npropose P1 dog id 5",
        "propose P1 cat id 5\npropose P1 dog id 4",
        "propose P1 cat id 5\npropose P2 dog id 5",
        "run 600001",
        "run 400000\nrun 400000",
        "propose P1 cat\nrun steps 40",
        "request C1 P1 cat\nrun until chosen dog",
        "request C1 P1 cat\ncut P1-A1 P1-A2 P1-A3\nrun until chosen cat",
        "set retry 1\npropose P1 cat\ncut P1-A1 P1-A2 P1-A3\nrun idle",
        "set retry 400000\ncut P1-A1 P1-A2 P1-A3\npropose P1 cat\nrun idle",
        "set retry 1\npropose P1 cat\ncut P1-A1 P1-A2 P1-A3\nrun steps 20000",
        "set retry 1\npropose P1 cat\ncut P1-A1 P1-A2 P1-A3\nrun until chosen cat",
    ];
    check("runs", bodies.map(|body| (body, with_line(body))));
}

#[test]
fn too_large_a_scene_is_told_with_the_limit() {
    let slides = |many: usize| format!("title x\n{}", "slide one\n".repeat(many));
    let bytes = |many: usize| format!("title x\n#{}\n", " ".repeat(many - "title x\n#\n".len()));
    let run = |text: &str| parse(text).and_then(Scene::play);
    assert!(run(&slides(200)).is_ok() && run(&bytes(64 * 1024)).is_ok(), "the limits themselves are allowed");
    assert_eq!(problem(&slides(201)), "202:1: this is slide 201; expected at most 200 slides");
    let after_one = |many: usize| slides(many).replacen("slide", "say first\nslide", 1);
    assert!(run(&after_one(199)).is_ok(), "what stands before the first slide is one");
    assert_eq!(problem(&after_one(200)), "202:1: this is slide 201; expected at most 200 slides");
    assert_eq!(problem(&bytes(64 * 1024 + 1)), "1:1: the scene has 65537 bytes; expected at most 65536 bytes");
}
