//! Errands: what is asked for in a text is done a slice at a time, and what is told of it, as texts too, reads back.

use paxos_explainer::check::{Bounds, Finding, Limits, Status};
use paxos_explainer::link::errand::{Errand, Work, report, request};
use paxos_explainer::link::host::Plain;
use paxos_explainer::player::errand::{Count, Example, Outcome, Report, Sought, Task, Wanted};
use paxos_explainer::story::{Scene, parse};
use serde_json::Value;

/// Two proposers and three acceptors, and one rule that is wrong.
fn cluster(rule: &str) -> String {
    format!("title \"A cluster\"\nproposers P1 P2\nacceptors A1 A2 A3\nnetwork manual\n{rule}\nslide \"Nothing yet\"\n")
}

fn wanted(scene: &str) -> Wanted {
    let values = vec!["cat".to_string(), "dog".to_string()];
    Wanted { scene: scene.into(), values, limits: None, sought: Sought::Worst }
}

/// As the browser reads JSON.
pub fn read(text: &str) -> Plain {
    fn plain(value: Value) -> Plain {
        match value {
            Value::Null => Plain::Nothing,
            Value::Bool(truth) => Plain::Bool(truth),
            Value::Number(number) => Plain::Number(number.as_f64().expect("a number is one")),
            Value::String(text) => Plain::Text(text),
            Value::Array(values) => Plain::List(values.into_iter().map(plain).collect()),
            Value::Object(fields) => Plain::Fields(fields.into_iter().map(|(name, it)| (name, plain(it))).collect()),
        }
    }
    plain(serde_json::from_str(text).unwrap_or_else(|why| panic!("{why}: {text}")))
}

/// Carries an errand out in slices of so many units; gives all that is told of it.
pub fn carried_out(text: &str, budget: u32) -> Vec<Report> {
    let mut errand = Errand::open(text);
    let mut reports = Vec::new();
    for spent_ms in 1..100_000 {
        let is_done = errand.go_on(budget);
        reports.push(report::read(&read(&errand.report(spent_ms))));
        assert_eq!(is_done, !matches!(reports.last(), Some(Report::Progress(_))), "{reports:?}");
        if is_done {
            return reports;
        }
    }
    panic!("it never ends");
}

fn outcome(wanted: &Wanted) -> Outcome {
    match carried_out(&request::write(&Task::Search(wanted.clone())), 100_000).pop() {
        Some(Report::Done(outcome)) => *outcome,
        other => panic!("{other:?}"),
    }
}

fn problem(text: &str) -> String {
    match carried_out(text, 100).as_slice() {
        [Report::Problem(sentence)] => sentence.clone(),
        other => panic!("{other:?}"),
    }
}

const BOUNDS: Bounds = Bounds { states: 4_000_000_000, bytes: 1 << 40 };
const LIMITS: Limits = Limits { ballots: 2, each: 1, crashes: 0, requests: 3, beats: 4, bounds: BOUNDS };

#[test]
fn request_reads_back_as_it_was_written() {
    let all = [Sought::Worst, Sought::Promised, Sought::Nothing, Sought::Chosen("a \"black\" cat\n…".to_string())];
    let findings = Finding::ALL.map(Sought::Finding);
    for sought in all.into_iter().chain(findings) {
        for limits in [None, Some(LIMITS)] {
            let task = Task::Search(Wanted { sought: sought.clone(), limits, ..wanted("title \"\t“Odd”\"\n") });
            assert_eq!(request::read(&read(&request::write(&task))), Ok(task));
        }
    }
}

#[test]
fn report_reads_back_as_it_was_written() {
    let count = Count { states: u32::MAX, depth: 41, bytes: 1 << 40, spent_ms: 7 };
    let done = |status: Status, finding: Option<Finding>| {
        let example = finding.map(|finding| Example {
            finding,
            length: 14,
            acts: vec!["propose P1 \"black cat\"".to_string(), "crash A1".to_string()],
            scene: cluster(""),
        });
        Report::Done(Box::new(Outcome { status, count, levels: (0..500).collect(), limits: LIMITS, example }))
    };
    let statuses =
        [Status::Complete, Status::Found, Status::TooManyStates, Status::TooManyBytes, Status::Full, Status::Running];
    let ended = statuses.map(|status| done(status, None));
    let found = Finding::ALL.map(|finding| done(Status::Found, Some(finding)));
    let others = [Report::Progress(count), Report::Problem("It is 3:1: \"odd\".".to_string())];
    for told in ended.into_iter().chain(found).chain(others) {
        assert_eq!(report::read(&read(&report::write(&told).json())), told);
    }
}

#[test]
fn search_tells_how_far_it_is_and_ends_the_same_in_slices_of_any_size() {
    let text = request::write(&Task::Search(Wanted { limits: Some(LIMITS), ..wanted(&cluster("")) }));
    let whole = carried_out(&text, u32::MAX);
    let [Report::Done(whole)] = whole.as_slice() else { panic!("{whole:?}") };
    assert_eq!((whole.status, whole.example.as_ref()), (Status::Complete, None));
    assert_eq!(whole.levels.iter().sum::<u32>(), whole.count.states);
    assert_eq!(whole.limits, LIMITS);
    let reports = carried_out(&text, 97);
    let Some(Report::Done(sliced)) = reports.last() else { panic!("{reports:?}") };
    let count = Count { spent_ms: whole.count.spent_ms, ..sliced.count };
    assert_eq!((count, &sliced.levels), (whole.count, &whole.levels));
    let states: Vec<u32> = reports
        .iter()
        .filter_map(|report| match report {
            Report::Progress(count) => Some(count.states),
            _ => None,
        })
        .collect();
    assert!(1 < states.len() && states.is_sorted(), "{states:?}");
}

#[test]
fn example_is_told_in_acts_and_as_a_scene_that_comes_to_it() {
    let outcome = outcome(&wanted(&cluster("rule value own")));
    let example = outcome.example.expect("without that rule two values are chosen");
    assert_eq!((outcome.status, example.finding), (Status::Found, Finding::TwoChosen));
    assert_eq!(example.acts.len(), example.length as usize, "{:?}", example.acts);
    let scene = parse(&example.scene).and_then(Scene::play).unwrap_or_else(|problem| panic!("{problem}"));
    assert!(paxos_explainer::sim::truth::two_chosen(scene.recording.world()).is_some());
}

#[test]
fn search_goes_on_from_the_end_of_the_run() {
    let of = |scene: &str, value: &str| {
        let sought = Sought::Chosen(value.to_string());
        outcome(&Wanted { sought, limits: Some(LIMITS), ..wanted(scene) })
    };
    let length = |scene: &str| of(scene, "cat").example.map(|example| example.length);
    let begun = cluster("") + "  propose P1 cat\n  deliver PREPARE\n";
    assert_eq!((length(&cluster("")), length(&begun)), (Some(7), Some(4)));
    let chosen = cluster("").replace("network manual\n", "") + "  propose P1 cat\n  run idle\n  expect chosen cat\n";
    let other = of(&chosen, "dog");
    assert_eq!((other.status, other.example), (Status::Complete, None), "another is chosen");
    assert!(1 < other.count.states);
}

#[test]
fn what_cannot_be_searched_is_said_in_a_sentence() {
    let of = |scene: &str| problem(&request::write(&Task::Search(wanted(scene))));
    assert!(of("title \"No\"\nacceptors A1\nslide one\n  propsoe P1 cat\n").contains("4:3"), "{}", of("title"));
    assert!(of("title \"A poll\"\nmodel poll\npeople F1 F2 F3\nslide \"One\"\n").contains("poll"));
    for text in ["", "count", "[]", "{\"version\":1}", "{\"version\":1,\"errand\":\"search\",\"goal\":\"gold\"}"] {
        assert!(problem(text).ends_with('.'), "{text}");
    }
    assert!(problem("{\"version\":0,\"errand\":\"search\"}").contains("different versions"));
    let task = request::write(&Task::Search(wanted(&cluster(""))));
    for part in 0..task.len() {
        if let Some(text) = task.get(..part) {
            problem(text);
        }
    }
}

#[test]
fn what_the_workshop_says_of_itself_is_told_in_words() {
    let of = |text: &str| match report::read(&read(text)) {
        Report::Problem(sentence) => sentence,
        other => panic!("{other:?}"),
    };
    assert!(of("{\"report\":\"trouble\",\"trouble\":\"missing\"}").contains("could not be loaded"));
    assert!(of("{\"report\":\"trouble\",\"trouble\":\"died\"}").contains("cut off"));
    for odd in ["null", "[]", "{\"report\":\"done\"}", "{\"report\":\"progress\",\"states\":-1}", "{\"report\":7}"] {
        assert!(of(odd).contains("different versions"), "{odd}");
    }
}

#[test]
fn rate_is_of_the_time_that_was_spent() {
    let count = |states, spent_ms| Count { states, depth: 0, bytes: 0, spent_ms };
    assert_eq!(count(10, 0).rate(), None);
    assert_eq!(count(500, 250).rate(), Some(2000));
    assert_eq!(count(u32::MAX, 1).rate(), Some(u32::MAX));
}

/// Any work is carried out so: the errand knows nothing of searches.
#[test]
fn errand_goes_on_until_its_work_is_done() {
    struct Counting(u32);
    impl Work for Counting {
        fn go_on(&mut self, budget: u32) -> bool {
            self.0 = self.0.saturating_sub(budget);
            self.0 == 0
        }
        fn report(&self, spent_ms: u32) -> Report {
            Report::Progress(Count { states: self.0, depth: 0, bytes: 0, spent_ms })
        }
    }
    let mut errand = Errand::of(Box::new(Counting(10)));
    assert!(!errand.go_on(4) && !errand.go_on(4));
    assert_eq!(errand.report(3), r#"{"report":"progress","states":2,"depth":0,"bytes":0,"spent":3}"#);
    assert!(errand.go_on(4));
}
