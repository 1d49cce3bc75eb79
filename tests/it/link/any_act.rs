//! Whatever a viewer can do is the same statement before and after it was a link.

use super::acts::{CAST, LOG, PEOPLE, statement};
use super::config;
use paxos_explainer::link::acts::{FORMS, read, write};
use paxos_explainer::paxos::{Kind, NodeId, NodeSet, Numbering, Slot, Value as Wanted};
use paxos_explainer::sim::Treatment;
use paxos_explainer::story::script::{Id, Link, PollStatement, Route, Selector, Way, Which};
use paxos_explainer::story::{Names, Statement, When, parse};
use proptest::prelude::*;
use proptest::sample::select;

fn node(among: &'static [u8]) -> impl Strategy<Value = NodeId> {
    select(among).prop_map(NodeId)
}

const CLIENTS: &[u8] = &[0];
const PROPOSERS: &[u8] = &[1, 2];
const ALL: &[u8] = &[0, 1, 2, 3, 4, 5, 6];

/// One that is given.
fn id(numbering: Numbering) -> impl Strategy<Value = Id> {
    id_up_to(1_000_000_000, numbering)
}

/// One of a message, which a node may have taken by itself.
fn named_id(numbering: Numbering) -> impl Strategy<Value = Id> {
    id_up_to(2_000_000_000, numbering)
}

fn id_up_to(most: u32, numbering: Numbering) -> impl Strategy<Value = Id> {
    (1u32..=most, any::<u16>()).prop_map(move |(number, server)| {
        let server = (numbering == Numbering::Rounds).then_some(server);
        Id { number, server }
    })
}

fn two(among: &'static [u8]) -> impl Strategy<Value = (NodeId, NodeId)> {
    (node(among), node(among)).prop_filter("two ends", |(from, to)| from != to)
}

fn some(among: &'static [u8]) -> impl Strategy<Value = Vec<NodeId>> {
    proptest::sample::subsequence(among, 1..=among.len())
        .prop_map(|nodes| nodes.iter().map(|&node| NodeId(node)).collect())
}

fn selector(numbering: Numbering) -> impl Strategy<Value = Selector> {
    (select(&Kind::SINGLE), named_id(numbering), two(ALL), 1u32..200).prop_map(|(kind, id, (from, to), nth)| {
        let has_id = !matches!(kind, Kind::Request | Kind::Reply);
        let route = Some(Route { from: Some(from), to: vec![to] });
        Selector { which: Which::Nth(nth), kind: Some(kind), id: has_id.then_some(id), slot: None, value: None, route }
    })
}

/// What is asked of messages to come: with or without a kind, an id, a way.
fn to_come(numbering: Numbering) -> impl Strategy<Value = Statement> {
    let treatment = select(&[Treatment::Drop, Treatment::Hold, Treatment::Duplicate]);
    let end = || proptest::option::of(node(ALL));
    let way = proptest::option::of((end(), end()));
    let parts =
        (treatment, proptest::option::of(select(&Kind::SINGLE)), proptest::option::of(named_id(numbering)), way);
    parts.prop_map(|(treatment, kind, id, way)| {
        let route = way.map(|(from, to)| Route { from, to: to.into_iter().collect() });
        let has_id = !matches!(kind, Some(Kind::Request | Kind::Reply));
        let id = id.filter(|_| has_id);
        Statement::Next(treatment, Selector { which: Which::All, kind, id, slot: None, value: None, route })
    })
}

fn link() -> impl Strategy<Value = Vec<Link>> {
    (two(ALL), select(&[Way::One, Way::Both])).prop_map(|((from, to), way)| vec![Link { from, to, way }])
}

fn sides() -> impl Strategy<Value = Statement> {
    proptest::collection::vec(0u8..3, 7).prop_filter_map("two sides", |sides| {
        let side = |wanted: u8| {
            let nodes = (0u8..).zip(&sides).filter(|(_, side)| **side == wanted);
            nodes.fold(NodeSet::default(), |set, (node, _)| set.with(NodeId(node)))
        };
        let (one, other) = (side(0), side(1));
        (!one.is_empty() && !other.is_empty()).then_some(Statement::Partition(one, other))
    })
}

/// What can be set, read from the language itself.
fn setting(numbering: Numbering) -> impl Strategy<Value = Statement> {
    let texts = vec![
        "delay 500",
        "delay 500..900",
        "loss 20%",
        "duplication 100%",
        "retry off",
        "retry 5",
        "retry 5..6",
        "retry backoff 2000",
        "nacks on",
        "nacks off",
        "seed 4294967295",
        "network timed",
        "network manual",
        "quorum majority",
        "quorum 2",
        "quorum prepare 2 accept 3",
        "rule phases one",
        "rule promise or-equal",
        "rule report promised-id",
        "rule value re-picks",
        "rule accept without-promising",
        "rule quorum half",
        "rule storage forgets-accepted",
        "rule ids reused",
        "rule count messages",
        "rule learn on-promises",
    ];
    select(texts).prop_map(move |text| statement(&head(numbering), &format!("set {text}")).0)
}

fn head(numbering: Numbering) -> String {
    match numbering {
        Numbering::Slotted => CAST.to_string(),
        Numbering::Rounds => format!("{CAST}ids rounds\n"),
    }
}

/// Every statement that a viewer can make in a scene of Paxos, its value being the first of the scene.
fn act(numbering: Numbering) -> impl Strategy<Value = Statement> {
    let propose = (node(PROPOSERS), proptest::option::of(id(numbering))).prop_map(|(node, id)| Statement::Propose {
        node,
        value: Wanted::of(0),
        id,
    });
    let request = (node(CLIENTS), node(PROPOSERS)).prop_map(|(client, to)| Statement::Request {
        client,
        to,
        value: Wanted::of(0),
    });
    let messages = (selector(numbering), 0u32..=600_000, 0..6).prop_map(|(messages, by, verb)| match verb {
        0 => Statement::Drop(messages),
        1 => Statement::Hold(messages),
        2 => Statement::Release(messages),
        3 => Statement::Duplicate(messages),
        4 => Statement::Deliver(messages),
        _ => Statement::Delay(messages, by),
    });
    prop_oneof![
        propose,
        request,
        node(PROPOSERS).prop_map(Statement::Timeout),
        some(ALL).prop_map(Statement::Crash),
        some(ALL).prop_map(Statement::Restart),
        link().prop_map(Statement::Cut),
        link().prop_map(Statement::Heal),
        Just(Statement::Heal(Vec::new())),
        sides(),
        messages,
        to_come(numbering),
        setting(numbering),
    ]
}

/// Every statement that a viewer can make only where there is a log.
fn act_of_log() -> impl Strategy<Value = Statement> {
    let (client, replicas): (&'static [u8], &'static [u8]) = (&[0], &[1, 2, 3]);
    let request = (node(client), node(replicas));
    let request = request.prop_map(|(client, to)| Statement::Request { client, to, value: Wanted::of(0) });
    let parts = (select(&Kind::ALL), id(Numbering::Slotted), two(&[0, 1, 2, 3]), proptest::option::of(1u32..=1000));
    let messages = (parts, 1u32..200, 0..5).prop_map(|((kind, id, (from, to), slot), nth, verb)| {
        let has_id = !matches!(kind, Kind::Request | Kind::Reply | Kind::Redirect);
        let (which, slot) = (if verb == 4 { Which::All } else { Which::Nth(nth) }, slot.map(Slot));
        let route = Some(Route { from: Some(from), to: vec![to] });
        let messages = Selector { which, kind: Some(kind), id: has_id.then_some(id), slot, value: None, route };
        match verb {
            0 => Statement::Drop(messages),
            1 => Statement::Hold(messages),
            2 => Statement::Deliver(messages),
            3 => Statement::Delay(messages, 500),
            _ => Statement::Next(Treatment::Drop, messages),
        }
    });
    let settings = vec![
        "window 3",
        "heartbeat off",
        "heartbeat 500",
        "election 300..900",
        "rule commit loose",
        "rule gaps applied-past",
    ];
    prop_oneof![
        request,
        node(replicas).prop_map(Statement::Heartbeat),
        node(&[1, 2, 3]).prop_map(Statement::Timeout),
        messages,
        select(settings).prop_map(|text| statement(LOG, &format!("set {text}")).0),
    ]
}

/// Every statement that a viewer can make in a poll.
fn act_of_poll() -> impl Strategy<Value = Statement> {
    let people: &'static [u8] = &[0, 1, 2];
    let back = node(people).prop_map(|person| PollStatement::Back { person, value: Wanted::of(0) });
    let way = (node(people), some(people), 0..3).prop_filter_map("another", |(from, to, verb)| {
        let to: Vec<NodeId> = to.into_iter().filter(|&to| to != from).collect();
        (!to.is_empty()).then_some(match verb {
            0 => PollStatement::Tell { from, to },
            1 => PollStatement::Ask { from, to },
            _ => PollStatement::Lose { from, to },
        })
    });
    prop_oneof![
        back.prop_map(Statement::Poll),
        way.prop_map(Statement::Poll),
        some(people).prop_map(Statement::Crash),
        some(people).prop_map(Statement::Restart),
    ]
}

/// A value of one line, which has nothing in it that breaks one.
fn value() -> impl Strategy<Value = String> {
    "\\PC{0,12}|[a-z#\"\\\\ ~.:%|-]{0,8}|nothing|id|and|any|not|one"
        .prop_map(|text| text.replace(['\u{2028}', '\u{2029}'], ""))
}

/// Writes an act of a scene with this head, reads it, and has the scene read that.
fn goes_round(head: &str, act: &Statement, value: &str, at: When) {
    let names = Names { values: std::iter::once(value).collect(), ..parse(head).expect("the head is right").names };
    let code = write([(at, act)].into_iter(), &names).expect("it has a form");
    let (told, wrong) = read(&code);
    assert_eq!(wrong, None, "{code}");
    assert_eq!((told.len(), told[0].at, told[0].code()), (1, at, Some(code.clone())));
    let (same, script) = statement(head, &told[0].text);
    assert_eq!(&same, act, "{code}");
    assert!(script.names.values.iter().all(|read| read == value), "{code}: {:?}", script.names.values);
}

proptest! {
    #![proptest_config(config(1500))]

    #[test]
    fn act_goes_round_whole(
        (numbering, act) in select(vec![Numbering::Slotted, Numbering::Rounds]).prop_flat_map(|n| (Just(n), act(n))),
        value in value(),
        (time, nth) in (0u32..=600_000, proptest::option::of(0usize..99)),
    ) {
        goes_round(&head(numbering), &act, &value, When { time, nth });
    }

    #[test]
    fn act_of_a_log_goes_round_whole(act in act_of_log(), word in "[a-z]{1,8}|\\+50|-30|members R1 R3", time in 0u32..=600_000) {
        goes_round(LOG, &act, &word, When::after(time));
    }

    #[test]
    fn act_of_a_poll_goes_round_whole(act in act_of_poll(), value in value(), time in 0u32..=600_000) {
        goes_round(PEOPLE, &act, &value, When::after(time));
    }

    #[test]
    fn act_is_one_statement_whatever_its_arguments(
        verb in select(FORMS.to_vec()),
        arguments in proptest::collection::vec("[A-Za-z0-9_]{0,3}|(-[0-7][0-9A-F]){1,4}|P1|A1|PREPARE|5|id|to", 0..6),
    ) {
        let code = [vec![verb.verb.to_string()], arguments].concat().join(".");
        for told in read(&format!("1:{code}")).0 {
            prop_assert!(told.text.starts_with(verb.verb));
            prop_assert!(!told.text.contains(|c: char| c.is_control()));
            // Outside of quotes there is neither a comment nor a stray quote.
            let unquoted: String = told.text.replace("\\\\", "").replace("\\\"", "").split('"').step_by(2).collect();
            prop_assert!(!unquoted.contains(['#', '"', '\\', '~']), "{}", told.text);
            prop_assert_eq!(read(&told.code().expect("it has a form")).0, [told]);
        }
    }
}
