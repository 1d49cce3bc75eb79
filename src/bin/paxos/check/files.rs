//! The search of what can follow from the end of a scene's run.

use super::Outcome;
use super::arguments::{Asked, Limits};
use super::verdict::{Numbers, Verdict};
use paxos_explainer::check::{Check, Example, Finding, Progress, Scenario, Status, Subject};
use paxos_explainer::paxos::{Role, Value};
use paxos_explainer::sim::Change;
use paxos_explainer::story::example::{self, Heading};
use paxos_explainer::story::problem::both;
use paxos_explainer::story::words::{breaking as words, errand, example as told, spec};
use paxos_explainer::story::{Problem, Scene, Statement, conditions, parse, print};
use serde::Serialize;
use std::io::IsTerminal;
use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, Instant};

/// What proposers may ask for where a scene names fewer values than there are proposers.
const WORDS: [&str; 4] = ["cat", "dog", "fox", "owl"];

/// Follows so many states between two looks at the clock.
const BUDGET: u32 = 1 << 14;
/// How often it is told how far a search is, and after how long for the first time.
const TELL: Duration = Duration::from_secs(1);

/// Searches from the end of each file's run, one after the other; the worst outcome is that of all.
pub fn search(files: &[String], asked: &Asked) -> Result<Outcome, String> {
    if files.is_empty() {
        return Err("check wants at least one FILE, or --spec".to_string());
    }
    if let (Some(into), 2..) = (&asked.into, files.len()) {
        return Err(format!("-o {into} takes one counterexample, and there are {} files", files.len()));
    }
    if let Some(wrong) = asked.into.as_ref().and_then(|into| cannot_be_written(into, files).err()) {
        return Ok(Outcome { text: String::new(), wrong: Some(wrong), code: ExitCode::from(1) });
    }
    let (mut text, mut worst) = (String::new(), Verdict::Holds);
    for file in files {
        match one(file, asked) {
            Ok((told, verdict)) => {
                text += &told;
                worst = worst.worse(verdict);
            }
            Err(wrong) => return Ok(Outcome { text: String::new(), wrong: Some(wrong), code: ExitCode::from(1) }),
        }
    }
    Ok(Outcome { text, wrong: None, code: worst.code() })
}

/// What was found of one file.
#[derive(Serialize)]
struct Told<'a> {
    file: &'a str,
    #[serde(flatten)]
    numbers: super::verdict::Json<'a>,
    limits: Within,
    /// What is broken, as a clause; nothing where nothing is.
    finding: Option<&'static str>,
    /// The counterexample, as a scene.
    scene: Option<&'a str>,
}

/// The limits of a search.
#[derive(Serialize)]
struct Within {
    ballots: u8,
    each: u8,
    crashes: u8,
    #[serde(skip_serializing_if = "Option::is_none")]
    requests: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    beats: Option<u8>,
}

fn one(file: &str, asked: &Asked) -> Result<(String, Verdict), String> {
    let start = start(file, asked)?;
    let scenario = scenario(&start, &asked.limits);
    if let Some(unjudged) = scenario.unjudged() {
        return Err(format!("{file}:1:1: {}", errand::unjudged(unjudged)));
    }
    let (limits, subject) = (scenario.limits, Subject::of(&scenario.start.cluster));
    let began = Instant::now();
    let mut check = Check::new(scenario);
    let status = run(&mut check, began);
    let seconds = began.elapsed().as_secs_f64();
    let example = broken(&mut check);
    let scene = example.as_ref().map(|found| example::scene(&start, &Heading::of(&start, found), found));
    let verdict = match (&example, status) {
        (Some(_), _) => Verdict::Violated,
        (None, Status::Complete) => Verdict::Holds,
        (None, _) => Verdict::Limit,
    };
    let numbers = Numbers {
        verdict,
        states: check.progress().states,
        levels: check.levels(),
        length: example.as_ref().map(|found| found.actions.len()),
        seconds,
        bytes: check.progress().bytes,
    };
    match (&asked.into, &scene) {
        (Some(into), Some(scene)) => crate::figures::write(Path::new(into), scene)?,
        // What an earlier search has left there is the reader's, and is none of this one.
        (Some(into), None) => eprintln!("{}", words::nothing_written(into, Path::new(into).exists())),
        (None, _) => {}
    }
    if asked.json {
        let of_log = |limit: u8| (subject == Subject::Log).then_some(limit);
        let (requests, beats) = (of_log(limits.requests), of_log(limits.beats));
        let within = Within { ballots: limits.ballots, each: limits.each, crashes: limits.crashes, requests, beats };
        let finding = example.as_ref().map(|found| told::found(found.finding));
        let told = Told { file, numbers: numbers.for_programs(), limits: within, finding, scene: scene.as_deref() };
        return serde_json::to_string(&told).map(|json| (json + "\n", verdict)).map_err(|error| error.to_string());
    }
    let within = words::limits(&limits, subject);
    let said = match (&example, status) {
        (Some(found), _) if found.actions.is_empty() => words::already(found.finding),
        (Some(found), _) => words::found(found.finding, found.actions.len() as u32) + " " + told::unit(subject),
        (None, Status::Complete) => {
            words::not_found(None, numbers.states as u32, &within) + " " + words::NO_PROOF.said()
        }
        (None, _) => {
            words::cut_short(numbers.states as u32, check.progress().depth, &within)
                + " Here "
                + spec::limit(status)
                + "."
        }
    };
    let scene = scene.filter(|_| asked.into.is_none()).map(|scene| format!("\n{scene}")).unwrap_or_default();
    Ok((format!("{file}: {said}\n\n{}{scene}\n", numbers.table()), verdict))
}

/// Whether the counterexample cannot be put there.
fn cannot_be_written(into: &str, files: &[String]) -> Result<(), String> {
    let real = |path: &str| Path::new(path).canonicalize().ok();
    if files.iter().any(|file| real(file).is_some_and(|file| real(into) == Some(file))) {
        return Err(format!("{into}: -o would put the counterexample in place of the scene that is searched"));
    }
    crate::figures::see_that_it_can_be_written(Path::new(into))
}

/// Follows states until there is no more to see. Who waits at a terminal for longer than a second sees how far it is.
fn run(check: &mut Check, began: Instant) -> Status {
    let mut told = Duration::ZERO;
    let is_watched = std::io::stderr().is_terminal();
    let mut status = Status::Running;
    while status == Status::Running {
        status = check.go_on(BUDGET);
        let spent = began.elapsed();
        if is_watched && told + TELL <= spent {
            told = spent;
            let Progress { states, depth, .. } = check.progress();
            eprint!("\r\x1b[K{}", words::progress(states as u32, depth, spent.as_millis() as u32));
        }
    }
    if told != Duration::ZERO {
        eprint!("\r\x1b[K");
    }
    status
}

/// The run from whose end the search goes on, under the rules that are asked for from now on.
fn start(file: &str, asked: &Asked) -> Result<Scene, String> {
    let at = |problem| format!("{file}:{problem}");
    // The text in which a rule is put in force is nobody's: a line of it says nothing.
    let there = |problem: Problem| {
        let rules: Vec<String> = asked.rules.iter().map(|&rule| print::change(rule)).collect();
        let under = if rules.is_empty() { String::new() } else { format!(" under {}", both(&rules)) };
        format!(
            "{file}: the search cannot begin at the end of this run{under}: {}; expected {}",
            problem.wrong, problem.expected
        )
    };
    let mut script = parse(&crate::native::read(file)?).map_err(at)?;
    let played = Scene::play(script.clone()).map_err(at)?;
    if played.poll.is_some() {
        return Err(format!("{file}:1:1: a poll is no Paxos, and there is nothing to search; expected acceptors"));
    }
    let known = conditions::rules_for(played.script.cluster.is_replicated());
    let is_known = |rule: &Change| known.iter().any(|(_, variants)| variants.contains(rule));
    if let Some(&rule) = asked.rules.iter().find(|rule| !is_known(rule)) {
        return Err(format!("{file}:1:1: {}", errand::no_rule_of(&print::change(rule), &played.script.cluster)));
    }
    let names = played.script.names.clone();
    let mut start = match played.recording.steps().is_empty() {
        true => {
            for &rule in &asked.rules {
                script.changes.retain(|said| !conditions::is_same_condition(said, &rule));
                script.changes.push(rule);
            }
            example::start(&Scene::play(script).map_err(there)?).map_err(there)?
        }
        false => {
            let told = example::start(&played).map_err(there)?;
            let rules = asked.rules.iter().map(|&rule| print::statement(&Statement::Set(rule), &names) + "\n");
            let text = print::script(&told.script) + &rules.collect::<String>();
            parse(&text).and_then(Scene::play).map_err(there)?
        }
    };
    // Words that nobody has asked for yet are no part of the text of a run.
    let who = if start.script.cluster.is_replicated() { Role::Client } else { Role::Proposer };
    let asking = start.script.cluster.all(who).len();
    let known = &mut start.script.names;
    for word in names.values.iter().map(String::as_str).chain(WORDS) {
        if names.values.iter().any(|own| own == word) || known.values.len() < asking.max(2) {
            known.intern(word);
        }
    }
    Ok(start)
}

fn scenario(start: &Scene, limits: &Limits) -> Scenario {
    let values: Vec<Value> = (0..start.script.names.values.len()).map(|word| Value::of(word as u16)).collect();
    let mut scenario = example::scenario(start, &values);
    let all = &mut scenario.limits;
    all.bounds = limits.bounds;
    all.ballots = limits.ballots.unwrap_or(all.ballots);
    all.each = limits.each.unwrap_or(all.each);
    all.crashes = limits.crashes.unwrap_or(all.crashes);
    all.requests = limits.requests.unwrap_or(all.requests);
    all.beats = limits.beats.unwrap_or(all.beats);
    scenario
}

/// The worst that was found of what must never be.
fn broken(check: &mut Check) -> Option<Example> {
    let finding = Finding::PROMISED.into_iter().find(|&finding| check.length(finding).is_some())?;
    check.example(finding)
}
