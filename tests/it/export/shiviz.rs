//! The log for ShiViz: read as ShiViz reads it, and its clocks held against what happened before what.

use crate::on_show;
use crate::scenes::course_texts;
use paxos_explainer::export::chronicle::{Chronicle, Happens};
use paxos_explainer::export::{Format, Given, Stretch, give, shiviz};
use paxos_explainer::player::Show;
use paxos_explainer::sim::Action;
use paxos_explainer::story::poll;
use regex::Regex;
use std::collections::{BTreeMap, BTreeSet};

/// The expression that ShiViz offers by default. `.` ends at a line's end in both languages.
const EXPRESSION: &str = r"(?<event>[^\n\r\u{2028}\u{2029}]*)\n(?<host>\S*) (?<clock>\{[^\n\r\u{2028}\u{2029}]*\})";

type Clock = BTreeMap<String, u32>;

#[derive(Debug)]
struct Entry {
    event: String,
    host: String,
    clock: Clock,
}

/// Reads a log, all of it, as a file: its first two lines are for expressions other than this one.
fn read(log: &str, about: &str) -> Vec<Entry> {
    let log = log.strip_prefix("\n\n").unwrap_or_else(|| panic!("{about}: the lines for expressions are not empty"));
    let expression = Regex::new(EXPRESSION).expect("it is an expression");
    let mut entries = Vec::new();
    let mut end = 0;
    for found in expression.captures_iter(log) {
        let all = found.get(0).expect("it was found");
        assert!(log[end..all.start()].trim().is_empty(), "{about}: this is not read: {:?}", &log[end..all.start()]);
        end = all.end();
        let clock: Clock = serde_json::from_str(&found["clock"]).expect("a clock is JSON");
        entries.push(Entry { event: found["event"].to_string(), host: found["host"].to_string(), clock });
    }
    assert!(log[end..].trim().is_empty(), "{about}: this is not read: {:?}", &log[end..]);
    entries
}

/// What ShiViz refuses a log for.
fn check_rules(entries: &[Entry], about: &str) {
    let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
    for entry in entries {
        let count = counts.entry(&entry.host).or_default();
        *count += 1;
        assert_eq!(entry.clock.get(&entry.host), Some(&*count), "{about}: each host counts its own: {entry:?}");
        assert!(!entry.event.trim().is_empty(), "{about}");
    }
    for entry in entries {
        for (host, count) in &entry.clock {
            assert!(1 <= *count && *count <= counts.get(host.as_str()).copied().unwrap_or(0), "{about}: {entry:?}");
        }
    }
}

/// Whether one event is before another by their clocks.
fn is_before(one: &Entry, other: &Entry) -> bool {
    let at = |clock: &Clock, host: &String| clock.get(host).copied().unwrap_or(0);
    let hosts: BTreeSet<&String> = one.clock.keys().chain(other.clock.keys()).collect();
    let is_within = hosts.iter().all(|host| at(&one.clock, host) <= at(&other.clock, host));
    is_within && one.clock != other.clock
}

/// An event of the run itself: where it happens, and the event that has sent what arrives by it.
struct Happened {
    node: usize,
    sender: Option<usize>,
}

/// Works out from the recording what happens at nodes, and which event has sent which message.
fn happened(show: &Show) -> Vec<Happened> {
    let mut all: Vec<Happened> = Vec::new();
    let mut senders: BTreeMap<u32, Option<usize>> = BTreeMap::new();
    for step in show.recording().steps() {
        let is_at_node = match step.action {
            Action::Deliver { .. } => step.effects.lost.is_none(),
            Action::Propose { .. }
            | Action::Request { .. }
            | Action::Timeout { .. }
            | Action::Heartbeat { .. }
            | Action::Own { .. }
            | Action::Crash { .. }
            | Action::Restart { .. } => true,
            _ => false,
        };
        if is_at_node {
            let sender = match step.action {
                Action::Deliver { message } => senders[&message.0],
                _ => None,
            };
            all.push(Happened { node: step.node().expect("it is at a node").index(), sender });
        }
        for sent in &step.effects.sent {
            let sender = match sent.copy_of {
                Some(original) => senders[&original.0],
                None => Some(all.len() - 1),
            };
            senders.insert(sent.envelope.id.0, sender);
        }
    }
    all
}

/// The same of a poll.
fn happened_to_people(run: &poll::PollRun) -> Vec<Happened> {
    let mut all: Vec<Happened> = Vec::new();
    let mut senders: BTreeMap<u32, usize> = BTreeMap::new();
    for step in run.steps() {
        let is_missed = step.effects.note == poll::Note::ReceiverIsAway;
        let sender = match step.action {
            poll::Action::Lose { .. } | poll::Action::Drop { .. } => continue,
            poll::Action::Deliver { .. } if is_missed => continue,
            poll::Action::Deliver { letter } => Some(senders[&letter]),
            _ => None,
        };
        all.push(Happened { node: step.person().index(), sender });
        for sent in &step.effects.sent {
            senders.insert(sent.letter.id, all.len() - 1);
        }
    }
    all
}

/// For each event all that happened before it: what its node did before, what was sent that arrives, and what happened
/// before these.
fn before(all: &[Happened]) -> Vec<BTreeSet<usize>> {
    let mut before: Vec<BTreeSet<usize>> = Vec::new();
    for (place, event) in all.iter().enumerate() {
        let own = (0..place).rev().find(|&earlier| all[earlier].node == event.node);
        let direct = own.into_iter().chain(event.sender);
        before.push(direct.flat_map(|earlier| before[earlier].iter().copied().chain([earlier])).collect());
    }
    before
}

fn log(show: &Show) -> String {
    match give(show, Format::ShiViz, Stretch::whole(show)) {
        Ok(Given::Text(log)) => log,
        Ok(Given::Object(_)) => panic!("a log is a text"),
        Err(wrong) => panic!("{wrong}"),
    }
}

/// Holds the clocks of a run against what happened before what. Tells how many messages were heard.
fn check_order(show: &Show, about: &str) -> usize {
    let entries = read(&log(show), about);
    check_rules(&entries, about);
    let happened = show.poll().map_or_else(|| happened(show), |run| happened_to_people(run));
    assert_eq!(entries.len(), happened.len(), "{about}: an event each");
    let before = before(&happened);
    for (place, event) in happened.iter().enumerate() {
        let name = show.names().node(paxos_explainer::paxos::NodeId(event.node as u8));
        assert_eq!(entries[place].host, name, "{about}: {:?}", entries[place]);
        for earlier in 0..happened.len() {
            let expected = before[place].contains(&earlier);
            let (one, other) = (&entries[earlier], &entries[place]);
            assert_eq!(is_before(one, other), expected, "{about}: {one:?} before {other:?}");
        }
        if let Some(sender) = event.sender {
            assert!(is_before(&entries[sender], &entries[place]), "{about}: what is heard was sent before");
        }
    }
    happened.iter().filter(|event| event.sender.is_some()).count()
}

#[test]
fn clocks_order_every_scene_as_it_happened() {
    for (id, text) in course_texts() {
        let model = on_show::begun(&text);
        let show = on_show::shown(&model);
        let heard = check_order(show, &id);
        let chronicle = Chronicle::of(show, Stretch::whole(show));
        let arrivals = chronicle.events.iter().filter(|it| matches!(it.kind, Happens::Arrival | Happens::Refusal));
        assert_eq!(heard, arrivals.count(), "{id}");
    }
}

#[test]
fn copy_of_a_message_takes_the_clock_of_its_first_sender() {
    let text = "title x\nproposers P1\nacceptors A1 A2 A3\nset duplication 100%\nslide one\n  propose P1 cat\n  hold PREPARE P1->A2\n  run 400\n  duplicate PREPARE P1->A2\n  release PREPARE P1->A2\n  run 5000\n";
    let model = on_show::begun(text);
    let heard = check_order(on_show::shown(&model), "copies");
    assert!(20 <= heard, "{heard} messages");
}

#[test]
fn message_that_never_arrives_is_told_by_its_sender() {
    let text = "title x\nproposers P1\nacceptors A1 A2 A3\nslide one\n  cut P1->A3\n  propose P1 cat\n  crash A2\n  run 3000\n";
    let model = on_show::begun(text);
    let entries = read(&log(on_show::shown(&model)), "lost");
    let first = &entries[0].event;
    assert!(first.starts_with("0 ms, propose P1 cat:"), "{first}");
    assert!(first.contains("PREPARE 1 from P1 to A3 is lost: the link is cut."), "{first}");
    assert!(first.contains("P1 sends PREPARE 1 to A1 and A2."), "{first}");
    assert!(first.contains(" ms: PREPARE 1 from P1 reaches nobody: A2 is down."), "{first}");
    assert!(entries.iter().all(|entry| !entry.event.contains("cut P1->A3")), "a cut happens at no node");
    assert!(entries.iter().any(|entry| entry.host == "A2" && entry.event.contains("crash A2")), "a crash does");
}

#[test]
fn hostile_names_and_values_are_read_as_text() {
    for value in super::hostile() {
        let model = on_show::begun(&super::hostile_scene(&value));
        let show = on_show::shown(&model);
        let entries = read(&log(show), &value);
        check_rules(&entries, &value);
        let text: Vec<&str> = entries.iter().map(|entry| entry.event.as_str()).collect();
        let plain: String = value.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
        let plain = plain.replace(['\u{2028}', '\u{2029}'], " ");
        assert!(text.iter().any(|said| said.contains(&plain)), "{value}");
    }
}

#[test]
fn host_has_a_name_of_its_own_that_no_object_has() {
    let text =
        "title x\nproposers constructor\nacceptors toString A_1 A1\nslide one\n  propose constructor cat\n  run 3000\n";
    let model = on_show::begun(text);
    let entries = read(&log(on_show::shown(&model)), "names");
    check_rules(&entries, "names");
    let hosts: BTreeSet<&str> = entries.iter().map(|entry| entry.host.as_str()).collect();
    assert_eq!(hosts, BTreeSet::from(["node_constructor", "node_toString", "A_1", "A1"]));
    let mut chronicle = Chronicle::of(on_show::shown(&model), Stretch::whole(on_show::shown(&model)));
    for (node, name) in chronicle.nodes.iter_mut().zip(["a b", "a\u{2028}b", "", "שלום \"{}\""]) {
        node.name = name.to_string();
    }
    let entries = read(&shiviz::shiviz(&chronicle).expect("there is a log"), "names");
    check_rules(&entries, "names");
    let hosts: BTreeSet<&str> = entries.iter().map(|entry| entry.host.as_str()).collect();
    assert_eq!(hosts.len(), 4, "{hosts:?}");
}

#[test]
fn run_in_which_nothing_happens_is_no_log() {
    let model = on_show::begun("title x\nproposers P1\nacceptors A1 A2 A3\nslide one\n  run 10\n");
    let show = on_show::shown(&model);
    let wrong = give(show, Format::ShiViz, Stretch::whole(show)).err().expect("there is no log");
    assert!(wrong.contains("nothing happens") && wrong.contains("expected"), "{wrong}");
}
