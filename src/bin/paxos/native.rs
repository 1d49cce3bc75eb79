//! Carries out what was asked for.

use crate::check::{self, Outcome};
use crate::figures;
use crate::grade;
use crate::request::{Request, Wish, arguments, usage};
use paxos_explainer::export::run::Origin;
use paxos_explainer::export::{Format, Given, Stretch, give};
use paxos_explainer::player::{Opening, Show, Source};
use paxos_explainer::story::{Scene, objective, parse};
use std::io::{ErrorKind, Write};
use std::path::Path;
use std::process::ExitCode;

pub fn main() -> ExitCode {
    match std::env::args_os().nth(1) {
        Some(command) if command == grade::COMMAND => return told_of(grade::outcome()),
        Some(command) if command == check::COMMAND => return told_of(check::outcome()),
        _ => {}
    }
    let request = match arguments() {
        Ok(Some(request)) => request,
        Ok(None) => return told(),
        Err(problem) => return refused(&problem),
    };
    match carried_out(&request) {
        Ok(output) => print(&output, ExitCode::SUCCESS),
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::from(1)
        }
    }
}

/// Tells what a command has come to that has its own arguments; the usage, where only that was asked for.
fn told_of(outcome: Result<Option<Outcome>, String>) -> ExitCode {
    match outcome {
        Ok(Some(Outcome { text, wrong: None, code })) => print(&text, code),
        Ok(Some(Outcome { wrong: Some(wrong), code, .. })) => {
            eprintln!("{wrong}");
            code
        }
        Ok(None) => told(),
        Err(problem) => refused(&problem),
    }
}

/// Tells what the command can do.
fn told() -> ExitCode {
    println!("{}", usage());
    ExitCode::SUCCESS
}

/// Says what is wrong with the arguments.
fn refused(problem: &str) -> ExitCode {
    eprintln!("paxos: {problem}\n\n{}", usage());
    ExitCode::from(2)
}

/// Does what is wanted, and gives what is to be printed.
fn carried_out(Request { wish, files, into }: &Request) -> Result<String, String> {
    let file = files.first().map_or("", String::as_str);
    match (wish, into) {
        (Wish::Print(format, from, slide), _) => {
            let outputs: Result<Vec<String>, String> =
                files.iter().map(|file| printed(file, *format, *from, *slide)).collect();
            outputs.map(|outputs| outputs.join("\n"))
        }
        (Wish::Figure(drawn, place), None) => figures::one(file, *drawn, *place),
        (Wish::Figure(drawn, place), Some(into)) => {
            figures::write(Path::new(into), &figures::one(file, *drawn, *place)?)?;
            Ok(String::new())
        }
        (Wish::Figures(drawn), into) => figures::all(files, *drawn, into.as_deref().unwrap_or(".")),
    }
}

/// Prints the output, and ends with this code. A reader that has seen enough, such as `head`, is no error.
fn print(output: &str, code: ExitCode) -> ExitCode {
    match std::io::stdout().write_all(output.as_bytes()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            eprintln!("paxos: the output cannot be written: {error}");
            ExitCode::from(1)
        }
        _ => code,
    }
}

/// The text of a scene, and the scene, played, at its end.
pub fn opened(file: &str) -> Result<(String, Show), String> {
    let source = read(file)?;
    let at = |problem| format!("{file}:{problem}");
    let scene = parse(&source).and_then(Scene::play).map_err(at)?;
    objective::check(&scene).map_err(at)?;
    let show = Show::new(Source::Text(source.as_str().into()), scene, &Opening::End);
    Ok((source, show))
}

/// Plays a scene and gives what is to be printed of it.
fn printed(file: &str, format: Format, from: Option<usize>, slide: Option<usize>) -> Result<String, String> {
    let (source, mut show) = opened(file)?;
    let (first, last) = slides(file, &show.scene, from, slide)?;
    (show.slide, show.at) = (last, show.scene.slides[last].end);
    let stretch = Stretch::slides(&show, first, last);
    match give(&show, format, stretch).map_err(|wrong| format!("{file}:1:1: {wrong}"))? {
        Given::Text(text) => Ok(text),
        Given::Object(object) => {
            let json = serde_json::to_string(&object.of(Origin::of(&source)));
            json.map(|json| json + "\n").map_err(|error| error.to_string())
        }
    }
}

/// The first and the last slide that are wanted, from 0.
fn slides(file: &str, scene: &Scene, from: Option<usize>, slide: Option<usize>) -> Result<(usize, usize), String> {
    let first = slide_within(file, scene, from.unwrap_or(1))?;
    let last = slide_within(file, scene, slide.unwrap_or(scene.slides.len()))?;
    Ok((first, last))
}

/// A slide that is counted from 1, from 0.
pub fn slide_within(file: &str, scene: &Scene, slide: usize) -> Result<usize, String> {
    let count = scene.slides.len();
    let wrong = || format!("{file}:1:1: there is no slide {slide}; expected a number from 1 to {count}");
    slide.checked_sub(1).filter(|&slide| slide < count).ok_or_else(wrong)
}

/// The text of a file.
pub fn read(file: &str) -> Result<String, String> {
    // There is no line in it at which one could look.
    let bytes = std::fs::read(file).map_err(|error| format!("{file}: the file cannot be read: {error}"))?;
    String::from_utf8(bytes).map_err(|error| {
        let right = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let right = String::from_utf8_lossy(right);
        let line = right.matches('\n').count() + 1;
        let column = right.chars().rev().take_while(|&c| c != '\n').count() + 1;
        format!("{file}:{line}:{column}: this byte is not UTF-8; expected a text that is saved as UTF-8")
    })
}
