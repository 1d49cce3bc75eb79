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
    use paxos_explainer::export::run::Origin;
    use paxos_explainer::export::{poll, run, text};
    use paxos_explainer::sim::Recording;
    use paxos_explainer::story::parse::BYTES_MAX;
    use paxos_explainer::story::{PollRun, Scene, parse, print};
    use std::io::{ErrorKind, Write};
    use std::process::ExitCode;

    const USAGE: &str = "\
usage: paxos run FILE… [--json] [--slide N]
       paxos export FILE --format text|json|scene [--slide N]

  run        plays each scene; prints a transcript, or with --json the run as one JSON object
  export     plays one scene; prints its run as a transcript (text), as JSON (json), or as a
             scene of its own that replays it message by message (scene)
  --slide N  stops at the end of slide N, counted from 1

exit: 0 all went as the scenes expect, 1 a scene is wrong, 2 the arguments are";

    /// What a run is printed as.
    #[derive(Clone, Copy)]
    enum Format {
        Text,
        Json,
        Scene,
    }

    /// What was asked for.
    struct Request {
        files: Vec<String>,
        format: Format,
        slide: Option<usize>,
    }

    /// The arguments as they came.
    #[derive(Default)]
    struct Arguments {
        command: Option<String>,
        files: Vec<String>,
        json: bool,
        format: Option<String>,
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
        let mut given = Arguments::default();
        while let Some(argument) = parser.next().map_err(|error| error.to_string())? {
            match argument {
                Short('h') | Long("help") => return Ok(None),
                Long("json") => given.json = true,
                Long("format") => given.format = Some(value_of(&mut parser)?),
                Long("slide") => given.slide = Some(slide_number(&value_of(&mut parser)?)?),
                Value(word) if given.command.is_none() => given.command = Some(word.to_string_lossy().into_owned()),
                Value(file) => given.files.push(file.to_string_lossy().into_owned()),
                _ => return Err(argument.unexpected().to_string()),
            }
        }
        request(given).map(Some)
    }

    fn value_of(parser: &mut lexopt::Parser) -> Result<String, String> {
        parser.value().map(|value| value.to_string_lossy().into_owned()).map_err(|error| error.to_string())
    }

    /// What the arguments mean together.
    fn request(Arguments { command, files, json, format, slide }: Arguments) -> Result<Request, String> {
        let format = match (command.as_deref(), format, files.len()) {
            (Some("run"), None, 1..) if json => Format::Json,
            (Some("run"), None, 1..) => Format::Text,
            (Some("run"), Some(_), _) => return Err("--format goes with export; run knows --json".to_string()),
            (Some("run"), None, 0) => return Err("run wants at least one FILE".to_string()),
            (Some("export"), _, _) if json => {
                return Err("--json goes with run; export wants --format json".to_string());
            }
            (Some("export"), None, _) => return Err("export wants --format text, json or scene".to_string()),
            (Some("export"), Some(format), 1) => format_called(&format)?,
            (Some("export"), Some(_), files) => return Err(format!("export wants one FILE, not {files}")),
            (Some(file), _, _) if file.ends_with(".paxos") => {
                return Err(format!("a command is missing; to play the scene, say: paxos run {file}"));
            }
            (Some(other), _, _) => return Err(format!("there is no command \"{other}\"")),
            (None, _, _) => return Err("a command is missing".to_string()),
        };
        Ok(Request { files, format, slide })
    }

    fn format_called(name: &str) -> Result<Format, String> {
        match name {
            "text" => Ok(Format::Text),
            "json" => Ok(Format::Json),
            "scene" => Ok(Format::Scene),
            _ => Err(format!("there is no format \"{name}\"; expected text, json or scene")),
        }
    }

    fn slide_number(text: &str) -> Result<usize, String> {
        text.parse().ok().filter(|&number| 0 < number).ok_or(format!("--slide wants a number from 1, not \"{text}\""))
    }

    /// Plays a scene and gives what is to be printed of it.
    fn play(file: &str, request: &Request) -> Result<String, String> {
        let source = read(file)?;
        let scene = parse(&source).and_then(Scene::play).map_err(|problem| format!("{file}:{problem}"))?;
        let last = request.slide.unwrap_or(scene.slides.len());
        let Some(slide) = scene.slides.get(last - 1) else {
            let slides = scene.slides.len();
            return Err(format!("{file}:1:1: there is no slide {last}; expected a number from 1 to {slides}"));
        };
        if let Some(poll) = &scene.poll {
            return play_poll(&scene, &source, &poll.fork(slide.end), last, request.format);
        }
        let recording: Recording = scene.recording.fork(slide.end);
        let (script, slides) = (&scene.script, &scene.slides[..last]);
        match request.format {
            Format::Text => Ok(text::transcript(&scene, &recording, last - 1)),
            Format::Scene => must_be_readable(file, print::replay(script, &script.title, &recording)),
            Format::Json => {
                let run = run::run(&script.title, slides, &script.names, &recording, slide.end);
                json(&run.of(Origin::of(&source)))
            }
        }
    }

    /// What is to be printed of a poll.
    fn play_poll(scene: &Scene, source: &str, run: &PollRun, last: usize, format: Format) -> Result<String, String> {
        match format {
            Format::Text => Ok(poll::transcript(scene, run, last - 1)),
            Format::Scene => Ok(print::poll::replay(&scene.script, &scene.script.title, run)),
            Format::Json => json(&poll::run(scene, &scene.script.names, run, run.end()).of(Origin::of(source))),
        }
    }

    fn json(run: &impl serde::Serialize) -> Result<String, String> {
        serde_json::to_string(run).map(|json| json + "\n").map_err(|error| error.to_string())
    }

    /// The text of a scene, if it is not longer than one that can be read again.
    fn must_be_readable(file: &str, scene: String) -> Result<String, String> {
        if scene.len() <= BYTES_MAX {
            return Ok(scene);
        }
        let wrong = format!("the run as a scene has {} bytes, and could not be read again", scene.len());
        Err(format!(
            "{file}:1:1: {wrong}; expected at most {BYTES_MAX} bytes, as with --slide N for the end of an earlier slide"
        ))
    }

    /// The text of a file.
    fn read(file: &str) -> Result<String, String> {
        let bytes = std::fs::read(file)
            .map_err(|error| format!("{file}:1:1: the file cannot be read: {error}; expected a scene"))?;
        String::from_utf8(bytes).map_err(|error| {
            let right = &error.as_bytes()[..error.utf8_error().valid_up_to()];
            let right = String::from_utf8_lossy(right);
            let line = right.matches('\n').count() + 1;
            let column = right.chars().rev().take_while(|&c| c != '\n').count() + 1;
            format!("{file}:{line}:{column}: this byte is not UTF-8; expected a text that is saved as UTF-8")
        })
    }
}
