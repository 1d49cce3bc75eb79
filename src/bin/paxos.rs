//! The native command, for authors, tests and continuous integration.

#[cfg(target_arch = "wasm32")]
fn main() {}

#[cfg(not(target_arch = "wasm32"))]
fn main() -> std::process::ExitCode {
    native::main()
}

#[cfg(not(target_arch = "wasm32"))]
#[allow(clippy::print_stdout, clippy::print_stderr)] // A command is there to print.
mod native {
    use lexopt::prelude::*;
    use paxos_explainer::export::{run, text};
    use paxos_explainer::story::{Scene, parse};
    use std::io::{ErrorKind, Write};
    use std::process::ExitCode;

    const USAGE: &str = "\
usage: paxos run FILE… [--json] [--slide N]

  run        plays each scene; prints a transcript
  --json     prints the run as one JSON object
  --slide N  stops at the end of slide N, counted from 1

exit: 0 all went as the scenes expect, 1 a scene is wrong, 2 the arguments are";

    struct Request {
        files: Vec<String>,
        json: bool,
        slide: Option<usize>,
    }

    pub fn main() -> ExitCode {
        let request = match arguments() {
            Ok(Some(request)) => request,
            Ok(None) => {
                println!("{USAGE}");
                return ExitCode::SUCCESS;
            }
            Err(problem) => {
                eprintln!("paxos: {problem}\n\n{USAGE}");
                return ExitCode::from(2);
            }
        };
        let outputs: Result<Vec<String>, String> = request.files.iter().map(|file| play(file, &request)).collect();
        match outputs {
            Ok(outputs) => print(&outputs.join("\n")),
            Err(problem) => {
                eprintln!("{problem}");
                ExitCode::from(1)
            }
        }
    }

    /// Prints the output. A reader that has seen enough, such as `head`, is no error.
    fn print(output: &str) -> ExitCode {
        match std::io::stdout().write_all(output.as_bytes()) {
            Err(error) if error.kind() != ErrorKind::BrokenPipe => {
                eprintln!("paxos: the output cannot be written: {error}");
                ExitCode::from(1)
            }
            _ => ExitCode::SUCCESS,
        }
    }

    /// What was asked for; nothing where only the usage was.
    fn arguments() -> Result<Option<Request>, String> {
        let mut parser = lexopt::Parser::from_env();
        let mut command = None;
        let mut request = Request { files: Vec::new(), json: false, slide: None };
        while let Some(argument) = parser.next().map_err(|error| error.to_string())? {
            match argument {
                Short('h') | Long("help") => return Ok(None),
                Long("json") => request.json = true,
                Long("slide") => {
                    let value = parser.value().map_err(|error| error.to_string())?;
                    request.slide = Some(slide_number(&value.to_string_lossy())?);
                }
                Value(word) if command.is_none() => command = Some(word.to_string_lossy().into_owned()),
                Value(file) => request.files.push(file.to_string_lossy().into_owned()),
                _ => return Err(argument.unexpected().to_string()),
            }
        }
        match command.as_deref() {
            Some("run") if request.files.is_empty() => Err("run wants at least one FILE".to_string()),
            Some("run") => Ok(Some(request)),
            Some(other) => Err(format!("there is no command \"{other}\"")),
            None => Err("a command is missing".to_string()),
        }
    }

    fn slide_number(text: &str) -> Result<usize, String> {
        text.parse().ok().filter(|&number| 0 < number).ok_or(format!("--slide wants a number from 1, not \"{text}\""))
    }

    fn play(file: &str, request: &Request) -> Result<String, String> {
        let source = std::fs::read(file).map_err(|error| format!("{file}: this file cannot be read: {error}"))?;
        let source = String::from_utf8(source).map_err(|error| {
            format!("{file}: byte {} is not UTF-8; expected a text file", error.utf8_error().valid_up_to())
        })?;
        let scene = parse(&source).and_then(Scene::play).map_err(|problem| format!("{file}:{problem}"))?;
        let last = request.slide.unwrap_or(scene.slides.len());
        let Some(slide) = scene.slides.get(last - 1) else {
            return Err(format!(
                "{file}: there is no slide {last}; expected a number from 1 to {}",
                scene.slides.len()
            ));
        };
        match request.json {
            false => Ok(text::transcript(&scene, &scene.recording, last - 1)),
            true => serde_json::to_string(&run::run(
                &scene.script.title,
                &scene.slides[..last],
                &scene.script.names,
                &scene.recording,
                slide.end,
            ))
            .map(|json| json + "\n")
            .map_err(|error| error.to_string()),
        }
    }
}
