//! `paxos grade`: says for each link that students hand in whether it reaches the objective of a scene.
//!
//! - `answers`: the links, each from an argument, or from a line of a file.

mod answers;

use crate::check::Outcome;
use crate::native::read;
use answers::Handed;
use lexopt::prelude::*;
use paxos_explainer::link::grade::{Met, Task};
use paxos_explainer::story::words::objective::{self as words, Fault};
use paxos_explainer::story::{Scene, objective, parse, print};
use serde::Serialize;
use std::path::Path;
use std::process::ExitCode;
use std::rc::Rc;

/// The word that asks for this.
pub const COMMAND: &str = "grade";

/// What it is to be told; a part of the usage.
pub const USAGE: &str = "       paxos grade FILE LINK… [--json]";

/// Grades what was asked for; nothing where only the usage was. An error is about the arguments.
pub fn outcome() -> Result<Option<Outcome>, String> {
    let mut parser = lexopt::Parser::from_env();
    let (mut words, mut json) = (Vec::new(), false);
    while let Some(argument) = parser.next().map_err(|error| error.to_string())? {
        match argument {
            Short('h') | Long("help") => return Ok(None),
            Long("json") => json = true,
            Value(word) => words.push(word.to_string_lossy().into_owned()),
            _ => return Err(argument.unexpected().to_string()),
        }
    }
    // The first word is the command itself.
    let [_, file, links @ ..] = words.as_slice() else {
        return Err("grade wants a FILE with an objective, and links".to_string());
    };
    if links.is_empty() {
        return Err(format!(
            "grade wants at least one LINK beside {file}; - reads them from standard input, a line each"
        ));
    }
    let handed = answers::all(links)?;
    Ok(Some(match task(file) {
        Ok(task) => graded(file, &task, &handed, json),
        Err(wrong) => Outcome { text: String::new(), wrong: Some(wrong), code: ExitCode::from(1) },
    }))
}

/// The scene by which links are graded.
fn task(file: &str) -> Result<Task, String> {
    let text = read(file)?;
    let at = |problem| format!("{file}:{problem}");
    let scene = Rc::new(parse(&text).and_then(Scene::play).map_err(at)?);
    if scene.script.objective.is_none() {
        return Err(format!("{file}:1:1: the scene has no objective; expected `objective` and `goal` in its header"));
    }
    objective::check(&scene).map_err(at)?;
    let id = Path::new(file).file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    Ok(Task { scene, id, text })
}

/// What is said of all links.
#[derive(Serialize)]
struct Report<'a> {
    format: u32,
    file: &'a str,
    objective: &'a str,
    goal: String,
    within: Option<u32>,
    links: Vec<Told<'a>>,
    met: usize,
}

/// What is said of one link.
#[derive(Serialize)]
struct Told<'a> {
    name: Option<&'a str>,
    link: &'a str,
    meets: bool,
    /// How many acts it took until the goal was reached.
    acts: Option<usize>,
    /// When it was reached, in virtual milliseconds.
    time: Option<u32>,
    /// Why it does not reach it.
    because: Option<String>,
}

fn graded(file: &str, task: &Task, handed: &[Handed], json: bool) -> Outcome {
    let grade = |handed: &Handed| handed.answer.as_ref().map_err(Clone::clone).and_then(|answer| task.grade(answer));
    let grades: Vec<Result<Met, Fault>> = handed.iter().map(grade).collect();
    let met = grades.iter().filter(|grade| grade.is_ok()).count();
    let told = handed.iter().zip(&grades);
    let text = match json {
        true => report(file, task, told.map(|(handed, grade)| of_one(handed, grade)).collect(), met),
        false => {
            let lines: String = told.enumerate().map(|(nth, (handed, grade))| line(nth, handed, grade)).collect();
            format!("{lines}{met} of {} reach the objective of {file}\n", grades.len())
        }
    };
    Outcome { text, wrong: None, code: ExitCode::from(u8::from(met < grades.len())) }
}

fn report(file: &str, task: &Task, links: Vec<Told>, met: usize) -> String {
    let script = &task.scene.script;
    let objective = script.objective.as_ref();
    let report = Report {
        format: 1,
        file,
        objective: objective.map_or("", |objective| &objective.text),
        goal: objective.map_or(String::new(), |objective| print::condition(&objective.goal, &script.names)),
        within: objective.and_then(|objective| objective.within),
        links,
        met,
    };
    serde_json::to_string(&report).unwrap_or_default() + "\n"
}

fn of_one<'a>(handed: &'a Handed, grade: &Result<Met, Fault>) -> Told<'a> {
    let met = grade.as_ref().ok();
    Told {
        name: handed.name.as_deref(),
        link: &handed.link,
        meets: met.is_some(),
        acts: met.map(|met| met.acts),
        time: met.map(|met| met.time),
        because: grade.as_ref().err().map(words::fault),
    }
}

fn line(nth: usize, handed: &Handed, grade: &Result<Met, Fault>) -> String {
    let name = handed.name.clone().unwrap_or_else(|| format!("link {}", nth + 1));
    match grade {
        Ok(Met { acts, time }) => format!("{name}: yes, with {}, at {time} ms\n", words::acts(*acts)),
        Err(why) => format!("{name}: no. {}\n", words::fault(why)),
    }
}
