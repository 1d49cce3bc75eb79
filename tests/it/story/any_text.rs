//! Scenes that nobody wrote: what is printed reads back, and no text makes the parser or the run panic.

use crate::scenes::{texts, without_lines};
use paxos_explainer::story::{Scene, Script, parse, print};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

fn config(cases: u32) -> ProptestConfig {
    // The same cases each time: what fails here fails for everybody.
    ProptestConfig { cases, rng_seed: RngSeed::Fixed(1), failure_persistence: None, ..ProptestConfig::default() }
}

fn one_of(words: &[&str]) -> BoxedStrategy<String> {
    prop::sample::select(words.iter().map(|word| word.to_string()).collect::<Vec<_>>()).boxed()
}

/// Joins what strategies give with spaces.
macro_rules! line {
    ($($part:expr),+ $(,)?) => {
        vec![$($part.prop_map(|part| part.to_string()).boxed()),+]
            .prop_map(|parts| parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" "))
            .boxed()
    };
}

fn text() -> BoxedStrategy<String> {
    let quoted = "[ -~é]{0,12}".prop_map(|text| format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"")));
    prop_oneof!["[a-zA-Z0-9é.,;:!-]{1,8}", quoted].boxed()
}

fn value() -> BoxedStrategy<String> {
    prop_oneof![4 => one_of(&["cat", "dog", "7", "\"big cat\"", "\"and\"", "\"not\"", "\"or\"", "\"chosen\"", "\"cat,\"", "id", "\"a#b\"", "\"P1->A1\""]), 1 => text()]
        .prop_filter("a keyword is quoted", |word| !matches!(word.as_str(), "nothing" | "and" | "not" | "any"))
        .prop_filter("a comma at the end is quoted", |word| !word.ends_with(','))
        .boxed()
}

fn acceptor() -> BoxedStrategy<String> {
    one_of(&["A1", "A2", "A3"])
}

fn proposer() -> BoxedStrategy<String> {
    one_of(&["P1", "P2"])
}

fn node() -> BoxedStrategy<String> {
    one_of(&["C1", "P1", "P2", "A1", "A2", "A3", "L1"])
}

fn number(most: u32) -> BoxedStrategy<String> {
    (0..=most).prop_map(|number| number.to_string()).boxed()
}

fn id(rounds: bool) -> BoxedStrategy<String> {
    (1u32..12, 1u16..4)
        .prop_map(move |(number, server)| if rounds { format!("{number}.{server}") } else { number.to_string() })
        .boxed()
}

fn message(rounds: bool) -> BoxedStrategy<String> {
    let what = prop_oneof![
        one_of(&["REQUEST", "PREPARE", "PROMISE", "ACCEPT-REQUEST", "ACCEPT", "NACK", "REPLY", "any"]),
        line![one_of(&["PREPARE", "PROMISE", "ACCEPT-REQUEST", "ACCEPT", "NACK", "any"]), id(rounds)],
        line![one_of(&["PROMISE", "ACCEPT-REQUEST", "ACCEPT", "any"]), id(rounds), value()],
    ];
    let to = prop_oneof![Just("any".to_string()), some_nodes().prop_map(|nodes| nodes.replace(' ', ","))];
    let from = prop_oneof![Just("any".to_string()), node()];
    let way = prop_oneof![Just(String::new()), (from, to).prop_map(|(from, to)| format!("{from}->{to}"))];
    line![one_of(&["", "", "one", "2nd", "11th"]), what, way]
}

/// One node or two different ones.
fn some_nodes() -> BoxedStrategy<String> {
    let two = (node(), node()).prop_filter("a statement names a node once", |(one, other)| one != other);
    prop_oneof![node(), two.prop_map(|(one, other)| format!("{one} {other}"))].boxed()
}

fn link() -> BoxedStrategy<String> {
    let ends = (node(), node()).prop_filter("a link joins two nodes", |(from, to)| from != to);
    (ends, one_of(&["-", "->"])).prop_map(|((from, to), arrow)| format!("{from}{arrow}{to}")).boxed()
}

fn simple_condition(rounds: bool) -> BoxedStrategy<String> {
    prop_oneof![
        line![acceptor(), Just("promised"), prop_oneof![Just("nothing".to_string()), id(rounds)]],
        line![acceptor(), Just("accepted"), prop_oneof![Just("nothing".to_string()), line![id(rounds), value()]]],
        line![proposer(), Just("promises"), number(4)],
        line![proposer(), Just("proposing"), prop_oneof![Just("nothing".to_string()), value()]],
        line![one_of(&["P1", "P2", "L1"]), Just("learned"), prop_oneof![Just("nothing".to_string()), value()]],
        line![Just("chosen"), prop_oneof![Just("nothing".to_string()), value(), line![value(), value()]]],
        line![node(), one_of(&["up", "down"])],
        line![one_of(&["in-flight", "ignored"]), number(9)],
    ]
    .boxed()
}

fn condition(rounds: bool) -> BoxedStrategy<String> {
    let negatable =
        (one_of(&["", "", "not ", "not not "]), simple_condition(rounds)).prop_map(|(not, c)| format!("{not}{c}"));
    prop::collection::vec(negatable, 1..4).prop_map(|conditions| conditions.join(" and ")).boxed()
}

fn range() -> BoxedStrategy<String> {
    prop_oneof![number(3000), (0u32..900, 0u32..900).prop_map(|(least, more)| format!("{least}..{}", least + more))]
        .boxed()
}

fn change() -> BoxedStrategy<String> {
    prop_oneof![
        line![Just("delay"), range()],
        (0u8..=100).prop_map(|percent| format!("loss {percent}%")),
        (0u8..=100).prop_map(|percent| format!("duplication {percent}%")),
        line![
            Just("retry"),
            prop_oneof![Just("off".to_string()), range(), number(9000).prop_map(|ms| format!("backoff {ms}"))]
        ],
        line![Just("nacks"), one_of(&["on", "off"])],
        line![Just("seed"), number(u32::MAX)],
        line![Just("quorum"), one_of(&["majority", "2", "3", "prepare 3 accept 1", "prepare 2 accept 2"])],
        line![
            Just("rule"),
            one_of(&[
                "phases one",
                "promise always",
                "report nothing",
                "value own",
                "accept first",
                "storage forgets-all"
            ])
        ],
    ]
    .boxed()
}

fn act(rounds: bool) -> BoxedStrategy<String> {
    let links = |least: usize| prop::collection::vec(link(), least..3).prop_map(|links| links.join(" "));
    let id_or_none = prop_oneof![Just(String::new()), id(rounds).prop_map(|id| format!("id {id}"))];
    prop_oneof![
        line![Just("propose"), proposer(), value(), id_or_none],
        line![Just("request C1"), proposer(), value()],
        line![Just("timeout"), proposer()],
        line![one_of(&["crash", "restart"]), some_nodes()],
        line![Just("cut"), links(1)],
        line![Just("heal"), links(0)],
        one_of(&["partition P1 A1 | P2 A2 A3", "partition A3 | A1"]),
    ]
    .boxed()
}

fn statement(rounds: bool) -> BoxedStrategy<String> {
    let next = (one_of(&["drop", "hold", "duplicate"]), message(rounds))
        .prop_filter("next is the first", |(_, message)| !message.contains("2nd ") && !message.contains("11th "))
        .prop_map(|(verb, message)| format!("{verb} next {message}"));
    prop_oneof![
        1 => line![one_of(&["slide", "say"]), text()],
        3 => act(rounds),
        2 => line![one_of(&["drop", "hold", "release", "duplicate", "deliver"]), message(rounds)],
        1 => next,
        1 => line![Just("delay"), message(rounds), number(2000)],
        1 => line![Just("set"), change()],
        1 => line![Just("run"), prop_oneof![number(3000), Just("idle".to_string()), number(20).prop_map(|n| format!("steps {n}"))]],
        1 => line![one_of(&["run until", "expect"]), condition(rounds)],
    ]
    .boxed()
}

/// The text of a scene that parses; whether it plays is another matter.
fn scene() -> BoxedStrategy<String> {
    (any::<bool>(), any::<bool>(), text(), change())
        .prop_flat_map(|(rounds, manual, title, condition)| {
            let extras = (
                one_of(&["", "about \"What it shows\"\nsource \"PMS 2.2\"\ntwin other\n", "place 3.12\n"]),
                one_of(&["", "show stage time noids\n"]),
            );
            (Just((rounds, manual, title, condition)), extras, prop::collection::vec(statement(rounds), 0..14))
        })
        .prop_map(|((rounds, manual, title, condition), (about, show), body)| {
            let ids = if rounds { "ids rounds\n" } else { "ids slotted\n" };
            let network = if manual { "network manual\n" } else { "" };
            let nodes = "clients C1\nproposers P1 P2\nacceptors A1 A2 A3\nlearners L1\n";
            format!("title {title}\n{about}{show}{nodes}{ids}{network}{condition}\nslide first\n{}\n", body.join("\n"))
        })
        .boxed()
}

fn replica() -> BoxedStrategy<String> {
    one_of(&["R1", "R2", "R3"])
}

fn node_of_log() -> BoxedStrategy<String> {
    one_of(&["C1", "C2", "R1", "R2", "R3"])
}

fn slot() -> BoxedStrategy<String> {
    (1u32..1001).prop_map(|slot| slot.to_string()).boxed()
}

/// What a client can ask for.
fn command() -> BoxedStrategy<String> {
    prop_oneof![value(), one_of(&["\"open 100\"", "+50", "-30", "\"members R1 R3\"", "\"no op\""])]
        .prop_filter("a command that is none", |word| !word.contains("no-op") && !word.contains("members R2"))
        .boxed()
}

fn message_of_log(rounds: bool) -> BoxedStrategy<String> {
    let in_slot = prop_oneof![Just(String::new()), slot().prop_map(|slot| format!("slot {slot}"))];
    let kinds = ["PREPARE", "PROMISE", "ACCEPT-REQUEST", "ACCEPT", "NACK", "HEARTBEAT", "SUCCESS", "CATCH-UP", "any"];
    let what = prop_oneof![
        one_of(&["REQUEST", "REPLY", "REDIRECT", "any"]),
        one_of(&kinds),
        line![one_of(&kinds), id(rounds)],
        line![
            one_of(&["PROMISE", "ACCEPT-REQUEST", "ACCEPT", "SUCCESS", "any"]),
            id(rounds),
            prop_oneof![value(), Just("no-op".to_string())]
        ],
    ];
    let way =
        prop_oneof![Just(String::new()), (node_of_log(), node_of_log()).prop_map(|(from, to)| format!("{from}->{to}"))];
    line![one_of(&["", "", "one", "2nd"]), what, in_slot, way]
}

fn condition_of_log(rounds: bool) -> BoxedStrategy<String> {
    let or_nothing = || prop_oneof![Just("nothing".to_string()), value(), Just("no-op".to_string())];
    prop_oneof![
        line![replica(), Just("promised"), prop_oneof![Just("nothing".to_string()), id(rounds)]],
        line![
            replica(),
            Just("accepted"),
            slot(),
            prop_oneof![Just("nothing".to_string()), line![id(rounds), value()]]
        ],
        line![replica(), Just("promises"), number(4)],
        line![replica(), one_of(&["proposing", "learned"]), slot(), or_nothing()],
        line![Just("chosen"), slot(), prop_oneof![or_nothing(), line![value(), value()]]],
        line![replica(), Just("leads"), prop_oneof![Just("nothing".to_string()), id(rounds)]],
        line![replica(), Just("applied"), slot()],
        line![replica(), Just("balance"), number(1_000_000_000)],
        line![one_of(&["C1", "C2"]), Just("answered"), value()],
        line![node_of_log(), one_of(&["up", "down"])],
        line![one_of(&["in-flight", "ignored"]), number(9)],
    ]
    .boxed()
}

fn change_of_log() -> BoxedStrategy<String> {
    prop_oneof![
        (1u32..101).prop_map(|slots| format!("window {slots}")),
        (1u32..9000).prop_map(|every| format!("heartbeat {every}")),
        (1u32..900, 0u32..900).prop_map(|(least, more)| format!("election {least}..{}", least + more)),
        one_of(&[
            "heartbeat off",
            "election off",
            "nacks off",
            "nacks on",
            "retry 500",
            "quorum 2",
            "rule leader skips-prepare"
        ]),
        one_of(&[
            "rule gaps left",
            "rule gaps applied-past",
            "rule commit loose",
            "rule dedup none",
            "rule members at-once"
        ]),
        one_of(&["rule accept always", "rule value own", "rule report nothing", "loss 20%", "seed 7"]),
    ]
    .boxed()
}

fn statement_of_log(rounds: bool) -> BoxedStrategy<String> {
    let next = (one_of(&["drop", "hold", "duplicate"]), message_of_log(rounds))
        .prop_filter("next is the first", |(_, message)| !message.contains("2nd "))
        .prop_map(|(verb, message)| format!("{verb} next {message}"));
    prop_oneof![
        3 => line![Just("request"), one_of(&["C1", "C2"]), replica(), command()],
        2 => line![Just("timeout"), node_of_log()],
        1 => line![Just("heartbeat"), replica()],
        1 => line![one_of(&["crash", "restart"]), node_of_log()],
        2 => line![one_of(&["drop", "hold", "release", "duplicate", "deliver"]), message_of_log(rounds)],
        1 => next,
        1 => line![Just("set"), change_of_log()],
        1 => line![Just("run"), prop_oneof![number(3000), number(20).prop_map(|n| format!("steps {n}"))]],
        2 => line![one_of(&["run until", "expect"]), condition_of_log(rounds)],
    ]
    .boxed()
}

/// What the logs of the replicas begin with, each slot of a replica once.
fn logs(rounds: bool) -> BoxedStrategy<String> {
    let entry =
        (slot(), value(), one_of(&["chosen", "id 1.1", "id 2.3 chosen"])).prop_map(move |(slot, value, how)| {
            let how = if rounds { how } else { how.replace(".1", "").replace(".3", "") };
            format!("{slot} {value} {how}")
        });
    let entries = prop::collection::vec(entry, 0..4);
    entries
        .prop_map(|entries| {
            let mut slots: Vec<String> = Vec::new();
            let mut text = String::new();
            for (entry, replica) in entries.iter().zip(["R1", "R2", "R3"].iter().cycle()) {
                let slot = entry.split(' ').next().unwrap_or("").to_string();
                if !slots.contains(&slot) {
                    text += &format!("log {replica} {entry}\n");
                    slots.push(slot);
                }
            }
            text
        })
        .boxed()
}

/// The text of a scene with replicas that parses; whether it plays is another matter.
fn scene_of_log() -> BoxedStrategy<String> {
    (any::<bool>(), any::<bool>(), change_of_log())
        .prop_flat_map(|(rounds, manual, condition)| {
            let members = one_of(&["", "members R1 R3\n", "members R2\n"]);
            (
                Just((rounds, manual, condition)),
                logs(rounds),
                members,
                prop::collection::vec(statement_of_log(rounds), 0..14),
            )
        })
        .prop_map(|((rounds, manual, condition), logs, members, body)| {
            let ids = if rounds { "ids rounds\n" } else { "" };
            let network = if manual { "network manual\n" } else { "" };
            let nodes = "clients C1 C2\nreplicas R1 R2 R3\n";
            let body = body.join("\n");
            format!("title x\n{logs}{members}{nodes}{ids}{network}{condition}\nslide first\n{body}\n")
        })
        .boxed()
}

fn again(script: &Script) -> Script {
    let printed = print::script(script);
    parse(&printed).unwrap_or_else(|problem| panic!("{problem}\n{printed}"))
}

proptest! {
    #![proptest_config(config(400))]

    #[test]
    fn printed_script_parses_to_the_same_script(text in prop_oneof![scene(), scene_of_log()]) {
        let script = parse(&text).map_err(|problem| TestCaseError::fail(format!("{problem}\n{text}")))?;
        let read = again(&script);
        prop_assert_eq!(without_lines(&read), without_lines(&script), "{}", print::script(&script));
        prop_assert_eq!(print::script(&read), print::script(&script));
    }

    /// It may end in an error, with a place that is one of the text.
    #[test]
    fn any_script_plays_or_says_where_it_cannot(text in prop_oneof![scene(), scene_of_log()]) {
        let script = parse(&text).map_err(|problem| TestCaseError::fail(format!("{problem}\n{text}")))?;
        match Scene::play(script) {
            Ok(scene) => prop_assert!(!scene.slides.is_empty()),
            Err(problem) => {
                prop_assert!(0 < problem.line && problem.line <= text.lines().count(), "{problem}\n{text}");
                prop_assert!(!problem.wrong.is_empty() && !problem.expected.is_empty(), "{problem}\n{text}");
            }
        }
    }

    #[test]
    fn any_text_is_read_without_panic(text in "\\PC{0,80}") {
        let _ = parse(&text);
        let _ = parse(&format!("title x\nproposers P1\nacceptors A1\n{text}"));
    }

    #[test]
    fn any_words_of_the_language_are_read_without_panic(
        words in prop::collection::vec(one_of(&[
            "title", "slide", "say", "propose", "P1", "A1", "->", "-", "P1->A1", ",", "|", "any", "next", "one", "2nd", "PREPARE",
            "ACCEPT", "5", "0", "3.1", "cat", "\"", "\\", "#", "\n", "\t", "expect", "not", "and", "chosen", "promised", "run",
            "until", "steps", "set", "delay", "loss", "20%", "1..2", "retry", "backoff", "quorum", "rule", "4294967295", "é",
            "log", "members", "R1", "C1", "id", "slot", "window", "heartbeat", "election", "off", "leads", "applied", "request", "timeout",
        ]), 0..30),
        joint in one_of(&["", " "]),
    ) {
        let text = format!("title x\nproposers P1\nacceptors A1 A2 A3\n{}", words.join(&joint));
        let _ = parse(&text).and_then(Scene::play);
        let text = format!("title x\nreplicas P1 A1 R1\nclients C1\n{}", words.join(&joint));
        let _ = parse(&text).and_then(Scene::play);
    }

    /// What an author's slip of the finger makes of a scene.
    #[test]
    fn one_character_changed_in_a_scene_of_the_course_never_panics(
        (_, text) in prop::sample::select(texts()),
        at in any::<prop::sample::Index>(),
        new in prop_oneof![
            Just(None),
            any::<char>().prop_map(Some),
            prop::sample::select("0123456789 \n\"#\\->,|%.AP".chars().collect::<Vec<_>>()).prop_map(Some),
        ],
        is_inserted in any::<bool>(),
    ) {
        let mut characters: Vec<char> = text.chars().collect();
        let at = at.index(characters.len());
        let kept = if is_inserted { at } else { at + 1 };
        characters.splice(at..kept, new);
        let text: String = characters.into_iter().collect();
        if let Err(problem) = parse(&text).and_then(Scene::play) {
            prop_assert!(0 < problem.line && 0 < problem.column, "{problem}");
        }
    }
}
