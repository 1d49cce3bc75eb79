//! The log of acts: each form, and what is wrong with others.

use super::read as read_link;
use paxos_explainer::link::acts::{ACTS_MAX, FORMS, NoForm, Told, read, write};
use paxos_explainer::paxos::rules::{
    Accept, Counting, IdsRule, Learn, Phases, Promise, Quorum, Report, Storage, ValueRule,
};
use paxos_explainer::story::{Script, Statement, When, parse, print};

pub const CAST: &str = "title t\nclients C1\nproposers P1 P2\nacceptors A1 A2 A3\nlearners L1\n";
pub const LOG: &str = "title t\nclients C1\nreplicas R1 R2 R3\n";
pub const PEOPLE: &str = "title t\nmodel poll\npeople F1 F2 F3\n";

/// The statement of one act.
fn text(act: &str) -> String {
    let (acts, wrong) = read(&format!("97:{act}"));
    assert_eq!(wrong, None, "{act}");
    acts[0].text.clone()
}

/// What is said of one act.
fn wrong(act: &str) -> String {
    let (acts, wrong) = read(act);
    assert_eq!(acts, [], "{act}");
    let wrong = wrong.unwrap_or_else(|| panic!("{act} is read"));
    assert!(wrong.starts_with("Act 1, \"") && wrong.ends_with(". Nothing is done."), "{wrong}");
    wrong
}

/// The first statement under this head, and the whole scene.
pub fn statement(head: &str, text: &str) -> (Statement, Script) {
    let script = parse(&format!("{head}{text}")).unwrap_or_else(|problem| panic!("{text}: {problem}"));
    (script.lines[0].statement.clone(), script)
}

#[test]
fn every_form_is_read_as_it_is_documented() {
    for form in FORMS {
        assert_eq!(text(form.example), form.text);
        assert!(form.form.split('.').next() == Some(form.verb) && form.example.split('.').next() == Some(form.verb));
        let told = Told { at: When::after(97), text: form.text.to_string() };
        assert_eq!(told.code(), Some(format!("97:{}", form.example)), "and written as it is read");
        if form.example != "drop.F1.F2" {
            let is_of_poll = form.text.contains("F1");
            let head = if is_of_poll { PEOPLE.to_string() } else { CAST.to_string() };
            let head = if form.text.contains("R1") { LOG.to_string() } else { head };
            let head = if form.text.contains("3.1") { head + "ids rounds\n" } else { head };
            statement(&head, form.text);
        }
    }
}

#[test]
fn act_is_read_in_its_quirks() {
    for (act, said) in [
        ("propose.P1.", "propose P1 \"\""),
        ("propose.P1.id", "propose P1 \"id\""),
        ("propose.P1.id.id.5", "propose P1 \"id\" id 5"),
        ("propose.P1.nothing", "propose P1 \"nothing\""),
        ("propose.P1.x.id.3-2E1", "propose P1 x id 3.1"),
        ("propose.P1.x.id.3-2e1", "propose P1 x id 3.1"),
        ("propose.P1.caf-C3-A9", "propose P1 \"café\""),
        ("propose.P1.a-23b-7Ec-22-5C", "propose P1 \"a#b~c\\\"\\\\\""),
        ("propose.P1.ACCEPT-REQUEST", "propose P1 \"ACCEPT-REQUEST\""),
        ("drop.ACCEPT-REQUEST.5.P1.A3", "drop one ACCEPT-REQUEST 5 P1->A3"),
        ("drop.accept.accept", "drop accept->accept"),
        ("hold.REPLY.P1.C1.3", "hold 3rd REPLY P1->C1"),
        ("hold.PREPARE.5.P1.A1.1", "hold one PREPARE 5 P1->A1"),
        ("delay.REQUEST.C1.P1.2.500", "delay 2nd REQUEST C1->P1 500"),
        ("release.PREPARE.05.P1.A1.011", "release 11th PREPARE 5 P1->A1"),
        ("drop.PREPARE.1000000001.P1.A1", "drop one PREPARE 1000000001 P1->A1"),
        ("hold.next.any.2000000000", "hold next any 2000000000"),
        ("cut.P1.to", "cut P1-to"),
        ("cut.to.to.to", "cut to->to"),
        ("set.delay.500-2E-2E900", "set delay 500..900"),
        ("set.retry.backoff.2000", "set retry backoff 2000"),
        ("set.quorum.prepare.2.accept.2", "set quorum prepare 2 accept 2"),
        ("set.rule.value.highest-accepted", "set rule value highest-accepted"),
        ("set.rule.value.highest-2Daccepted", "set rule value highest-accepted"),
        ("set.network.timed", "set network timed"),
        ("set.nacks.on", "set nacks on"),
        ("set.seed.7", "set seed 7"),
        ("ask.F1.F2.F3", "ask F1->F2,F3"),
    ] {
        assert_eq!(text(act), said, "{act}");
    }
}

#[test]
fn variant_of_a_rule_is_read_as_it_is_typed() {
    macro_rules! names {
        ($($rule:ident),+) => { [$($rule::ALL.iter().map(|variant| variant.name()).collect::<Vec<&str>>()),+].concat() };
    }
    for name in names!(Phases, Promise, Report, ValueRule, Accept, Quorum, Storage, IdsRule, Counting, Learn) {
        assert_eq!(text(&format!("set.rule.x.{name}")), format!("set rule x {name}"));
    }
}

#[test]
fn bad_act_is_told_with_what_was_expected() {
    for (act, said) in [
        ("crash.A2", "has no colon; expected a moment, a colon and an act, such as 97:crash.A2"),
        ("soon:crash.A2", "begins with \"soon\"; expected a moment in milliseconds such as 97 or 97_2"),
        ("97:", "does \"\"; expected crash, restart"),
        ("97:cash.A2", "does \"cash\"; expected crash, restart"),
        ("97:cash.A2", "(did you mean \"crash\"?)"),
        ("97:say.hello", "does \"say\""),
        ("97:crash", "has too few parts, too many, or others; expected crash.NODE…"),
        ("97:timeout.P1.P2", "expected timeout.NODE."),
        ("97:propose.P1.x.as.5", "expected propose.NODE.VALUE or propose.NODE.VALUE.id.ID"),
        ("97:crash.2A", "has \"2A\" where a node is named; expected a letter, then letters, digits or _"),
        ("97:crash.any", "has \"any\" where a node is named"),
        ("97:drop.PREPARE.5.any.A1", "has \"any\" where a node is named"),
        ("97:tell.F1.any", "has \"any\" where a node is named"),
        ("97:crash.A1-20A2", "has \"A1 A2\" where a node is named"),
        ("97:drop.PREPAER.5.P1.A1", "is about a message \"PREPAER\"; expected REQUEST, PREPARE"),
        ("97:drop.PREPAER.5.P1.A1", "(did you mean \"PREPARE\"?)"),
        ("97:drop.any.P1.A1", "is about a message \"any\""),
        ("97:drop.PREPARE.P1.A1", "has \"P1\" where an id stands; expected an id such as 5, or 3-2E1 for 3.1"),
        ("97:drop.PREPARE.0.P1.A1", "has \"0\" where an id stands"),
        ("97:drop.PREPARE.2000000001.P1.A1", "has \"2000000001\" where an id stands"),
        ("97:propose.P1.x.id.1000000001", "has \"1000000001\" where an id stands"),
        (
            "97:drop.PREPARE.5.P1",
            "expected drop.KIND.ID.FROM.TO, drop.KIND.ID.FROM.TO.K, drop.KIND.ID.slot.N.FROM.TO, drop.next.KIND.ID.slot.N.FROM.TO, drop.next.KIND.FROM.TO, drop.FROM.TO or drop.FROM.TO.K",
        ),
        ("97:drop.PREPARE.5.P1.A1.0", "has \"0\" where the number of one"),
        ("97:drop.REQUEST.5.C1.P1", "has \"5\" where a node is named"),
        ("97:delay.PREPARE.5.P1.A1", "expected delay.KIND.ID.FROM.TO.MS"),
        ("97:delay.PREPARE.5.P1.A1.5s", "has \"5s\" for a time; expected whole milliseconds"),
        ("97:partition.P1.A1", "expected partition.NODE….-7C.NODE…"),
        ("97:partition.-7C.A1", "expected partition.NODE….-7C.NODE…"),
        ("97:partition.P1.-7C.A1.-7C.A2", "expected partition.NODE….-7C.NODE…"),
        ("97:set", "expected set.SETTING…"),
        ("97:set.delay.", "has \"\" among the words of a setting"),
        ("97:propose.P1.a b", "has \"a b\" in it; expected letters, digits and _, and for \" \" its bytes: -20"),
        ("97:propose.P1.é", "and for \"é\" its bytes: -C3-A9"),
        ("97:propose.P1.-2", "expected two hexadecimal digits after each -"),
        ("97:propose.P1.a-é", "expected two hexadecimal digits after each -"),
        ("97:propose.P1.-FF", "expected the bytes of a text in UTF-8"),
        ("97:propose.P1.x-0Acrash-20A1", "has \"x\\u{a}crash A1\" in it; expected a text of one line"),
        ("97:propose.P1.x-00", "a text of one line"),
        ("97:propose.P1.x-E2-80-A8", "a text of one line"),
        ("97:set.delay.500-0Acrash", "a text of one line"),
        ("97:set.delay.500-23", "has \"500#\" among the words of a setting"),
        ("97:set.delay.500-20-22", "among the words of a setting"),
    ] {
        let said_of_it = wrong(act);
        assert!(said_of_it.contains(said), "{act}: {said_of_it}");
    }
}

#[test]
fn acts_before_a_bad_one_are_kept() {
    let (acts, wrong) = read("1:crash.A1~2:restart.A1~3:jump.A1~4:crash.A2");
    assert_eq!(acts.iter().map(|act| &*act.text).collect::<Vec<_>>(), ["crash A1", "restart A1"]);
    let wrong = wrong.expect("the third is bad");
    assert!(wrong.starts_with("Act 3, \"3:jump.A1\", does \"jump\"; expected "), "{wrong}");
    assert!(wrong.ends_with(". Only the 2 acts before it are done."), "{wrong}");
    let (link, notices) = read_link("?do=1:crash.A1~~2:heal");
    assert_eq!(link.acts.len(), 1);
    assert!(
        notices[0].starts_with("In the link, do is cut short. Act 2, \"\", has no colon; expected "),
        "{notices:?}"
    );
    assert!(notices[0].ends_with(". Only the act before it is done."), "{notices:?}");
}

#[test]
fn empty_log_has_no_acts_and_nothing_wrong() {
    assert_eq!(read(""), (Vec::new(), None));
}

#[test]
fn acts_beyond_the_limit_are_not_done() {
    let acts = |many: usize| vec!["1:heal"; many].join("~");
    assert_eq!(read(&acts(ACTS_MAX)).0.len(), ACTS_MAX);
    assert_eq!(read(&acts(ACTS_MAX)).1, None);
    let (kept, wrong) = read(&acts(ACTS_MAX + 2));
    let said = "Act 1001, \"1:heal\", is one too many; expected at most 1000. Only the 1000 acts before it are done.";
    assert_eq!((kept.len(), wrong.as_deref()), (ACTS_MAX, Some(said)));
    let (kept, wrong) = read(&"1".repeat(70_000));
    assert_eq!(kept, []);
    let said = "The acts have 70000 bytes; expected at most 65536. None of them is done.";
    assert_eq!(wrong.as_deref(), Some(said));
}

#[test]
fn twenty_typical_acts_are_short() {
    let acts = "97:crash.A2~291:propose.P1.cat~388_2:drop.PREPARE.5.P1.A3~1200:restart.A2~1450:timeout.P1\
        ~2010:request.C1.P1.dog~2400_1:hold.ACCEPT-2DREQUEST.5.P1.A1~2600:cut.P1.A1~2900:heal~3100:propose.P2.x\
        ~3204_3:drop.PROMISE.8.A1.P2~3600:duplicate.ACCEPT.8.A2.L1~4000:set.delay.500~4100:crash.P1~4500:restart.P1\
        ~5000:delay.PREPARE.9.P1.A2.500~5200:deliver.PREPARE.9.P1.A1~6000:partition.P1.A1.-7C.P2.A2.A3\
        ~7000:set.rule.accept.always~8000:release.ACCEPT-2DREQUEST.5.P1.A1";
    let (told, wrong) = read(acts);
    assert_eq!((told.len(), wrong), (20, None));
    assert!(acts.len() < 600, "{} characters", acts.len());
    let link = paxos_explainer::link::Link { acts: told, ..Default::default() };
    assert_eq!(link.write(), format!("do={acts}"), "and none of them needs encoding");
}

#[test]
fn statement_that_no_viewer_makes_has_no_form() {
    for text in [
        "slide x",
        "say x",
        "run 5",
        "run idle",
        "expect chosen cat",
        "drop any",
        "drop PREPARE 5 P1->A1",
        "drop one PREPARE 5",
        "drop one PREPARE P1->A1",
        "drop one PREPARE 5 P1->A1,A2",
        "drop one PREPARE 5 any->A1",
        "drop one PREPARE 5 P1->any",
        "drop one any 5 P1->A1",
        "drop next PREPARE 5 P1->A1,A2",
        "hold next ACCEPT-REQUEST 5 cat P1->A1",
        "delay PREPARE 5 P1->A1 500",
        "cut P1-A1 P1-A2",
    ] {
        let (statement, script) = statement(CAST, text);
        let written = write([(When::after(1), &statement)].into_iter(), &script.names);
        assert_eq!(written, Err(NoForm { text: print::statement(&statement, &script.names) }), "{text}");
    }
    let said = NoForm { text: "run 5".to_string() }.to_string();
    assert_eq!(said, "`run 5` is nothing that a link can carry");
}

#[test]
fn value_of_a_message_is_left_out() {
    let (statement, script) = statement(CAST, "drop one ACCEPT-REQUEST 5 cat P1->A1");
    let written = write([(When::after(1), &statement)].into_iter(), &script.names);
    assert_eq!(written.as_deref(), Ok("1:drop.ACCEPT-2DREQUEST.5.P1.A1"));
}

#[test]
fn told_that_is_no_act_ends_the_log() {
    let told = |text: &str| Told { at: When::after(1), text: text.to_string() };
    for text in
        ["crash  A1", " crash A1", "crash A1 # now", "crash A1\nheal", "propose P1 \"x", "propose P1 \"a\tb\"", ""]
    {
        assert_eq!(told(text).code(), None, "{text}");
    }
    let acts = vec![told("crash A1"), told("run 5"), told("crash A2")];
    assert_eq!(paxos_explainer::link::acts::text(&acts), "1:crash.A1");
}

#[test]
fn message_to_come_is_meant_by_any_of_its_parts() {
    for (act, text) in [
        ("drop.next.any", "drop next any"),
        ("hold.next.ACCEPT-REQUEST.any.A3", "hold next ACCEPT-REQUEST any->A3"),
        ("duplicate.next.PROMISE.3-2E1", "duplicate next PROMISE 3.1"),
        ("drop.next.PREPARE.5.P1.any", "drop next PREPARE 5 P1->any"),
    ] {
        assert_eq!(read(&format!("97:{act}")), (vec![Told { at: When::after(97), text: text.to_string() }], None));
    }
    assert!(wrong("97:release.next.PREPARE").contains("is about a message \"next\""));
    assert!(wrong("97:drop.next.PREPARE.5.P1.A1.2").contains("drop.next.KIND.FROM.TO"));
    assert!(wrong("97:drop.next.PREPARE.P1.A1-2CA2").contains("where a node is named"));
}
