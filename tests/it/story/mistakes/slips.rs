//! Slips: what is nearly of the language, or of another one, is told what is likely to be meant.

use super::{check, problem, with_line};
use paxos_explainer::story::{Scene, parse};

/// Each line is told as the last but one of a scene with a client, two proposers, three acceptors and a learner.
fn check_lines<const N: usize>(golden: &str, lines: [&str; N]) {
    check(golden, lines.map(|line| (line, with_line(line))));
}

#[test]
fn slip_in_the_first_word_is_told_the_statement_that_is_meant() {
    let lines = [
        "propse P1 cat",
        "slide one\npropse P1 cat",
        "slide one\nfrobnicate",
        "rul accept always",
        "slide one\nrul 500",
        "prop P1 cat",
        "partiton P1 | A1",
        "slide one\nacceptrs A4",
        "slide one\nreplicas R1",
        "wait 1000",
        "sleep 1000",
        "assert chosen cat",
        "Check chosen cat",
        "kill A1",
        "stop A1",
        "fail A1",
        "recover A1",
        "start A1",
        "lose PREPARE 1",
        "send PREPARE 1",
        "proposer P3",
        "lead P1",
        "elect P1",
        "leader P1",
        "// P1 asks",
        "slide one\n//P1 asks",
        "run 1000 // note",
        "run idle // note",
        "run until chosen cat // note",
        "propose P1 cat // P1, then P2",
        "crash A1 A2 // A1, then A2",
        "deliver ACCEPT 1 // note",
        "deliver PREPARE 1 P1->A1 //note",
        "slide \"one // two\" three // four",
        "slide \"one\" // two",
        "slide \"one \\\\\" // two",
        "say hello // there",
        "expect L1 learned cat // note",
        "cut P1-A1 // note, and more",
        "partition P1 | A1 // note, and more",
        "crush A1 // note",
        "P1 propose cat",
        "A1 up",
        "say\"hello\"",
        "title: \"x\"",
        "replicas R1 R2 R3",
        "window 8",
        "heartbeat 100",
        "election 100..200",
        "log R1 1 cat id 1",
        "hartbeat 100",
        "windw 8",
        "replcas R1 R2 R3",
        "slide one\nelecton 100..200",
        "set windw 8",
        "set heartbeats 5",
        "rule leadr prepares",
        "rule dedupe none",
        "deliver HARTBEAT",
        "expect P1 aplied 5",
        "rule leader prepares",
        "rule gaps left",
        "rule commit loose",
        "rule dedup none",
        "rule members at-once",
        "deliver HEARTBEAT",
        "expect P1 leads 5",
        "expect P1 applied 5",
        "propose P1 cat; deliver PREPARE 1",
        "run 5 deliver PREPARE",
        "deliver abcdefghijklmnopqrstuvwxyz-abcdefghijklmnopqrstuvwxyz",
        "deliver \"5\"",
        "deliver \"a long text \\\"in\\\" quotes that does not stop here\"",
        "x\\\"y\"z\"",
    ];
    check_lines("words", lines);
}

#[test]
fn slip_with_names_is_told_where_it_is() {
    let lines = [
        "crash A1 A1",
        "crash A1 A2 A1",
        "restart A1 A1",
        "deliver PREPARE P1->A1,A1",
        "deliver PREPARE P1->A1,A2,A1",
        "partition A1 A1 | A2",
        "partition A1 | A2 A2",
        "partition A1 A2 | A3 A2",
        "partition A1 | A2 | A3",
        "crash A1,A2",
        "crash A1, A2 # both",
        "partition A1, A2 | A3",
        "partition P1 A1, P2 A2",
        "partition P1  A1 , P2 # both",
        "partition P1, A1, P2",
        "partition P1 A1,",
        "partition P1 A1 A2 / P2 A3",
        "partition P1 A1/P2",
        "partition P1 A1; P2",
        "partition P1 A1 || P2",
        "partition P1 A1 - P2",
        "partition P1 A1 vs P2",
        "partition P1 A1 and P2 # apart",
        "partition P1 A1 /",
        "partition P1 / A1 / A2",
        "cut P1-P1",
        "cut P1-A1 P1-P1",
        "cut P1->A1,A2",
        "cut P1-A1, P2-A2",
        "heal P1->A1, A2",
        "cut P1 - A1",
        "cut P1 -> A1",
        "cut P1 <- A1",
        "cut P1→A1",
        "cut P1–A1",
        "cut A1<->A2",
        "heal all",
        "heal everything",
        "propose \"P1\" cat",
        "request C1 \"P1\" cat",
        "crash A1 \"A2\"",
        "cut \"P1\"-A1",
        "partition \"P1\" | A1",
        "expect \"A1\" promised 5",
        "crash \"A9\"",
    ];
    check_lines("nodes", lines);
}

#[test]
fn slip_with_a_message_is_told_how_messages_are_named() {
    let lines = [
        "deliver PREPARE 1 P1-A1",
        "deliver PREPARE P1 -> A1",
        "deliver PREPARE P1-> A1",
        "deliver PREPARE P1 ->A1,A2",
        "deliver PREPARE 1 P1→A1",
        "deliver PREPARE A1<-P1",
        "deliver PREPARE any→A1",
        "deliver ACCEPT 1 A1-L1",
        "deliver ACCEPT 1 cat A1 -> L1",
        "deliver P1 -> A1",
        "deliver PREPARE 1 to A1",
        "deliver NACK 1 cat",
        "delay PREPARE 1 by 500",
        "deliver REQUEST cat C1->P1",
        "deliver REPLY 1",
        "deliver PREPARE A1",
        "deliver PREPARE 1 A1",
        "deliver PREPARE 1 P1->A1 A2",
        "deliver PREPARE 1 P1->A1 A2,A3 # all of them",
        "delay PREPARE P1->A1 A2 500",
        "drop next PREPARE any->A1 A2 A3",
        "deliver PREPARE P1->any A1",
        "deliver ACCEPT REQUEST 1",
        "deliver PREPARE one",
        "deliver PREPARE 1 one",
        "deliver PREPARE 2nd P1->A1",
        "deliver PREPARE P1->A1 one",
        "deliver PREPARE P1->A1 5",
        "deliver next PREPARE",
        "release next PREPARE",
        "delay next PREPARE 500",
        "drop next next PREPARE",
        "deliver One PREPARE",
        "drop Next PREPARE",
        "deliver PREPARE 1 and PROMISE 1",
        "deliver PREPARE and PROMISE",
        "deliver PREPARE PROMISE",
        "deliver ACCEPT 1 and PROMISE 1",
        "deliver PREPARE 1 P1->A1 and PROMISE 1",
        "delay PREPARE 5 P1->A1",
        "delay PREPARE 500ms",
        "delay PREPARE 5 500 ms",
        "delay 2nd PREPARE",
    ];
    check_lines("messages", lines);
}

#[test]
fn slip_in_a_condition_is_told_how_conditions_are_written() {
    let not = "not ".repeat(9);
    let many = format!("expect {not}A1 up");
    let lines = [
        "expect chosen cat or dog",
        "expect chosen cat or chosen dog",
        "expect chosen cat OR dog",
        "expect chosen cat, dog",
        "expect chosen cat, L1 learned cat",
        "expect chosen cat chosen dog",
        "expect chosen cat AND chosen dog",
        "expect chosen cat && chosen dog",
        "run until A1 up or A2 up",
        "expect A1 up || A2 up",
        "expect A1 up AND A2 up",
        "expect A1 up A2 up",
        "expect A1 up, A2 up",
        "expect A1 promised 5, A2 promised 5",
        "expect A1 accepted 5 cat, chosen cat",
        "expect L1 learned black cat",
        "expect A1 promised noting",
        "expect A1 accepted noting",
        "expect A1 accepted cat",
        "expect A1 promised 1.1",
        "expect A1 crashed",
        "expect A1 alive",
        "expect A1 not up",
        "expect A1 is up",
        "expect A1 has promised 5",
        "expect P1 proposing",
        "expect nothing chosen",
        "expect in flight 3",
        "expect inflight 3",
        "expect L1 learned 1 cat",
        "run until L1 learned 1 cat and chosen cat",
        "expect not L1 learned 1 \"black cat\" # L1",
        "expect P1 proposing 1 cat",
        "expect L1 learned 1 chosen 1",
        "expect L1 learned 1 or chosen 1",
        "expect L1 learned 1 // note",
        "expect P1 proposes cat",
        "expect P1 proposed cat",
        "expect P1 proposes 1 cat",
        "expect A1 ignored 1",
        "expect A1 ignored 1 and chosen cat",
        "expect A1 in-flight 3",
        "expect A1 chosen cat",
        &many,
    ];
    check_lines("conditions", lines);
}

#[test]
fn slip_with_a_number_or_a_setting_is_told_what_may_stand_there() {
    let lines = [
        "run untill chosen cat",
        "run idel",
        "run Idle",
        "run step 1",
        "run 3 steps",
        "run 5s",
        "run 1000 ms",
        "run 1.5s",
        "set delay 1s",
        "set delay 500 ms",
        "set delay 1s..2s",
        "set retry 3s",
        "set retry backoff 1s",
        "set retry Off",
        "set retry backof 100",
        "set quorum Majority",
        "set quorum majorty",
        "set quorum prepare 2 acept 2",
        "set loss 20 %",
        "set loss 0.2",
        "set acceptors A1 A2",
        "set ids rounds",
        "set title x",
        "set show time",
        "set lose 20%",
        "set rule value hihgest",
        "set rule value lowset",
        "set rule accept without",
        "set rule storage forgets",
        "set rule report promised",
        "set window 8",
        "propose P1 black cat",
        "propose P1 black cat id 5",
        "propose P1 very black cat # meow",
        "propose P1 cat 5",
        "request C1 P1 black cat",
        "propose P1 cat id 1.1",
        "propose P1 id 5",
        "propose P1 id id",
        "propose P1 id id x",
        "propose P1 cat id=5",
        "propose P1 cat id = 5",
        "propose P1 cat id:5",
        "propose P1 cat id5",
        "propose P1 \"black cat\" id=5",
        "propose P1 = cat",
        "propose P1 = \"black cat\" id 5",
        "propose P1 : cat",
        "propose P1=cat",
        "request C1 P1 = cat",
        "set delay 100 .. 900",
        "set delay 100.. 900",
        "set delay 100 ..900",
        "set delay 100 .. 900 # quick",
        "set delay 100-900",
        "set delay 100 - 900",
        "set delay 100 to 900",
        "set delay 100...900",
        "set delay 900 .. 100",
        "set delay 1s .. 2s",
        "set retry 100 .. 900",
        "set quorum 2 2",
        "set quorum 2 3 # three accept",
        "set quorum 2 4",
        "set quorum prepare 2 3",
        "run until idle",
        "run until idle # all quiet",
        "run until 1000",
        "run until steps 5",
        "run until until chosen cat",
        "ids rounds\npropose P1 cat id 5",
        "ids rounds\npropose P1 cat id x",
    ];
    check_lines("settings", lines);
}

#[test]
fn slip_with_quotes_is_told_how_texts_are_written() {
    let lines = [
        "slide \"P1 says \"cat\" to\"",
        "slide \"P1 says \" cat \" to\"",
        "slide \"P1\"# a comment may follow at once\nsay \"x\"y",
        "propose P1 \"cat\"id 5",
        "propose P1 cat\"dog\"",
        "slide 'P1 asks'",
        "say “P1 asks”",
        "say ‘P1 asks’",
        "say «P1 asks»",
        "say „P1 asks“",
        "say `P1 asks`",
        "say 'P1' asks",
    ];
    check_lines("texts", lines);
}

#[test]
fn slip_in_the_header_is_told_where_it_is() {
    let headers = [
        "\n# only a comment\n\n",
        "\n\n",
        "title “x y”",
        "about 'x y'\ntitle x",
        "title x\nproposers P1, P2",
        "title x\nproposers \"P1\"",
        "title x\nproposers \"P 1\"",
        "title x\nacceptors A1 A2 any",
        "title x\nacceptors A1 nothing",
        "title x\nacceptors and",
        "title x\nacceptors not",
        "title x\nlearners chosen",
        "title x\nlearners ignored",
        "title x\nlearners one",
        "title x\nlearners next",
        "title x\nproposers P1 P2\nids rounds\nacceptors A1\nclients P2",
        "title x\nids rounds\nproposers P1 P2 Q2",
        "title x\nquorum prepare 1 accept 4\nacceptors A1 A2 A3",
        "title x\nquorum 2",
        "title x\nacceptors A1 A2 A3\nquorum 2 2",
        "title x\ndelay 100 .. 900",
        "title x // a title",
        "title x\nslide one\nset quorum 2",
        "title x\nproposers P1\npropose P1 cat",
        "title x\nproposers P1\ntimeout P1",
        "title x\nclients C1\nproposers P1\nrequest C1 P1 cat",
        "title x\nacceptors A1\npropose P1 cat",
        "title x\nacceptors A1\nproposers P1\nrequest C1 P1 cat",
        "title x\ncrash A1",
        "title x\nexpect A1 up",
        "P1 propose cat\nproposers P1\ntitle x",
        "title x\nrule quorum half\nslide one\nset quorum 2",
        "title x\nacceptors A1 A2\nslide one\nset quorum 2\nset rule quorum one",
    ];
    check("top", headers.map(|header| (header, header.to_string())));
}

/// What an error lists as in flight is named as a statement names it, whatever the values are called.
#[test]
fn message_in_flight_that_an_error_lists_can_be_delivered_as_it_is_listed() {
    let header = "title x\nclients C1\nproposers P1 P2 P3\nacceptors A1 A2\nlearners L1\nnacks on\nnetwork manual\n";
    let body = "propose P1 \"black cat\" id 1\ndeliver PREPARE 1\ndeliver PROMISE 1\nrequest C1 P1 \"any\"\n\
                deliver ACCEPT-REQUEST 1 P1->A1\npropose P2 \"a \\\" and \\\\\" id 2\ndeliver PREPARE 2 P2->A1\n\
                propose P3 dog id 3\ndeliver PREPARE 3 P3->A2\ndeliver ACCEPT-REQUEST 1 P1->A2\nhold PREPARE 2\n";
    let text = format!("{header}{body}");
    let told = problem(&format!("{text}deliver REPLY\n"));
    let (_, listed) = told.split_once("in flight: ").expect("it lists what is in flight");
    let messages: Vec<&str> = listed.split('`').skip(1).step_by(2).collect();
    let of_every_kind = [
        "ACCEPT 1 \"black cat\" A1->P1",
        "ACCEPT 1 \"black cat\" A1->L1",
        "REQUEST C1->P1",
        "PREPARE 2 P2->A2",
        "PROMISE 2 \"black cat\" A1->P2",
        "PREPARE 3 P3->A1",
        "PROMISE 3 A2->P3",
        "NACK 1 A2->P1",
    ];
    let mut listed: Vec<&str> = messages.clone();
    listed.sort_unstable();
    let mut expected = of_every_kind;
    expected.sort_unstable();
    assert_eq!(listed, expected);
    assert!(told.contains("`PREPARE 2 P2->A2` (held)"), "{told}");
    for message in messages {
        parse(&format!("{text}deliver {message}\n")).and_then(Scene::play).expect(message);
    }
}
