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
    use paxos_explainer::export::format::About;
    use paxos_explainer::export::run::Origin;
    use paxos_explainer::export::{FORMATS, Format, Given, Stretch, format, give};
    use paxos_explainer::player::{Opening, Show, Source};
    use paxos_explainer::story::{Scene, parse, problem};
    use std::io::{ErrorKind, Write};
    use std::process::ExitCode;

    const USAGE: &str = "\
usage: paxos run FILE… [--json] [--slide N]
       paxos export FILE --format FORMAT [--slide N] [--from N]

  run        plays each scene; prints a transcript, or with --json the run as one JSON object
  export     plays one scene; prints its run in a format
  --slide N  stops at the end of slide N, counted from 1
  --from N   begins at the start of slide N

exit: 0 all went as the scenes expect, 1 a scene is wrong, 2 the arguments are

formats:";

    /// What the command can do.
    fn usage() -> String {
        let line = |about: &About| format!("\n  {:<9}  {}", about.key, about.purpose);
        let formats: String = FORMATS.iter().map(line).collect();
        format!("{USAGE}{formats}")
    }

    /// What was asked for.
    struct Request {
        files: Vec<String>,
        format: Format,
        from: Option<usize>,
        slide: Option<usize>,
    }

    /// The arguments as they came.
    #[derive(Default)]
    struct Arguments {
        command: Option<String>,
        files: Vec<String>,
        json: bool,
        format: Option<String>,
        from: Option<usize>,
        slide: Option<usize>,
    }

    pub fn main() -> ExitCode {
        let request = match arguments() {
            Ok(Some(request)) => request,
            Ok(None) => {
                println!("{}", usage());
                return ExitCode::SUCCESS;
            }
            Err(problem) => {
                eprintln!("paxos: {problem}\n\n{}", usage());
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
                Long("slide") => given.slide = Some(slide_number("--slide", &value_of(&mut parser)?)?),
                Long("from") => given.from = Some(slide_number("--from", &value_of(&mut parser)?)?),
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
    fn request(Arguments { command, files, json, format, from, slide }: Arguments) -> Result<Request, String> {
        let format = match (command.as_deref(), format, files.len()) {
            (Some("run"), None, 1..) if json => Format::Json,
            (Some("run"), None, 1..) => Format::Text,
            (Some("run"), Some(_), _) => return Err("--format goes with export; run knows --json".to_string()),
            (Some("run"), None, 0) => return Err("run wants at least one FILE".to_string()),
            (Some("export"), _, _) if json => {
                return Err("--json goes with run; export wants --format json".to_string());
            }
            (Some("export"), None, _) => {
                return Err(format!("export wants --format {}", problem::either(&format::keys())));
            }
            (Some("export"), Some(format), 1) => format_called(&format)?,
            (Some("export"), Some(_), files) => return Err(format!("export wants one FILE, not {files}")),
            (Some(file), _, _) if file.ends_with(".paxos") => {
                return Err(format!("a command is missing; to play the scene, say: paxos run {file}"));
            }
            (Some(other), _, _) => return Err(format!("there is no command \"{other}\"")),
            (None, _, _) => return Err("a command is missing".to_string()),
        };
        Ok(Request { files, format, from, slide })
    }

    fn format_called(name: &str) -> Result<Format, String> {
        let expected = problem::either(&format::keys());
        Format::find(name).ok_or(format!("there is no format \"{name}\"; expected {expected}"))
    }

    fn slide_number(option: &str, text: &str) -> Result<usize, String> {
        text.parse().ok().filter(|&number| 0 < number).ok_or(format!("{option} wants a number from 1, not \"{text}\""))
    }

    /// Plays a scene and gives what is to be printed of it.
    fn play(file: &str, request: &Request) -> Result<String, String> {
        let source = read(file)?;
        let scene = parse(&source).and_then(Scene::play).map_err(|problem| format!("{file}:{problem}"))?;
        let (first, last) = slides(file, &scene, request)?;
        let show = Show::new(Source::Text(source.as_str().into()), scene, &Opening::Slide(last));
        let stretch = Stretch::slides(&show, first, last);
        match give(&show, request.format, stretch).map_err(|wrong| format!("{file}:1:1: {wrong}"))? {
            Given::Text(text) => Ok(text),
            Given::Object(object) => {
                let json = serde_json::to_string(&object.of(Origin::of(&source)));
                json.map(|json| json + "\n").map_err(|error| error.to_string())
            }
        }
    }

    /// The first and the last slide that are wanted, from 0.
    fn slides(file: &str, scene: &Scene, request: &Request) -> Result<(usize, usize), String> {
        let count = scene.slides.len();
        let (first, last) = (request.from.unwrap_or(1), request.slide.unwrap_or(count));
        if let Some(wrong) = [first, last].into_iter().find(|&slide| count < slide) {
            return Err(format!("{file}:1:1: there is no slide {wrong}; expected a number from 1 to {count}"));
        }
        if last < first {
            return Err(format!(
                "{file}:1:1: --from {first} comes after --slide {last}; expected a slide up to {last}"
            ));
        }
        Ok((first - 1, last - 1))
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
