//! What the arguments ask for.

use crate::{check, grade};
use lexopt::prelude::*;
use paxos_explainer::export::figure::{Drawn, Picture};
use paxos_explainer::export::format::About;
use paxos_explainer::export::{Colours, FORMATS, Format, format};
use paxos_explainer::sim::Time;
use paxos_explainer::story::problem;
use paxos_explainer::view::Shape;
use std::path::Path;

const USAGE: &str = "\
usage: paxos run FILE… [--json] [--slide N]
       paxos export FILE --format FORMAT [--slide N] [--from N]
       paxos figure FILE [--slide N | --at MS] [--time] [--tall] [--colours C] [-o FILE]
       paxos figures FILE… -o FOLDER [--tall] [--colours C]
CHECK
GRADE

  run          plays each scene; prints a transcript, or with --json the run as one JSON object
  export       plays one scene; prints its run in a format
  figure       plays one scene; prints a figure of it as SVG, at the end of its last slide
  figures      plays each scene; writes a figure of the end of each slide into a folder, as
               SCENE-SLIDE.svg, with index.html to look them through and figures.json for programs
  check        goes through all that can happen from the end of each scene, and says whether two
               values can be chosen, or anything wrong be learned, after how few actions, by which
               run (a scene, printed or written to -o), and how much there was to see; --spec does
               so with Lamport's abstract Paxos, of 3 acceptors, 2 values and 2 ballots where
               nothing else is said
  grade        plays a scene that has an objective; says of each link whether what is done in it, on
               that scene, reaches the objective, and with how many acts, or why not; LINK is an
               address, what stands in one from ? or # on, or a file with a link a line (- for
               standard input), each perhaps with a name before it
  --slide N    stops at the end of slide N, counted from 1
  --from N     begins at the start of slide N
  --at MS      the moment so many milliseconds after the beginning of the run
  --time       the space-time diagram in place of the stage
  --tall       the stage as a phone shows it
  --colours C  light, dark or print
  -o FILE      writes into a file in place of printing; with figures, into a folder
  --rule R     a wrong rule, such as value=own, by the names of the scene language
  --limits L   some of ballots=N (new ones in all), each=N (of one proposer), crashes=N, states=N and
               memory=BYTES, with commas between; k, M and G may follow the last two

exit: 0 all went as the scenes expect, 1 a scene is wrong, 2 the arguments are
grade: 0 all links reach it, 1 one does not, 2 the arguments are wrong
check: 0 nothing is wrong, 1 something is, 2 the arguments are, 3 a limit was reached first

formats:";

/// What the command can do.
pub fn usage() -> String {
    let line = |about: &About| format!("\n  {:<9}  {}", about.key, about.purpose);
    let formats: String = FORMATS.iter().map(line).collect();
    format!("{}{formats}", USAGE.replace("CHECK", check::USAGE).replace("GRADE", grade::USAGE))
}

/// What was asked for.
pub struct Request {
    /// What is to become of the scenes.
    pub wish: Wish,
    /// The files of the scenes.
    pub files: Vec<String>,
    /// Where the outcome goes; nothing for where the command prints.
    pub into: Option<String>,
}

/// What is to become of scenes.
pub enum Wish {
    /// They are printed in a format, from one slide to another.
    Print(Format, Option<usize>, Option<usize>),
    /// A figure of a moment is drawn.
    Figure(Drawn, Place),
    /// A figure of each slide is drawn.
    Figures(Drawn),
}

/// A moment of a run.
#[derive(Clone, Copy)]
pub enum Place {
    /// Its end.
    End,
    /// The end of a slide, from 1.
    Slide(usize),
    /// So many milliseconds after its beginning.
    At(Time),
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
    at: Option<Time>,
    time: bool,
    tall: bool,
    colours: Option<Colours>,
    into: Option<String>,
}

/// What was asked for; nothing where only the usage was.
pub fn arguments() -> Result<Option<Request>, String> {
    let mut parser = lexopt::Parser::from_env();
    let mut given = Arguments::default();
    while let Some(argument) = parser.next().map_err(|error| error.to_string())? {
        match argument {
            Short('h') | Long("help") => return Ok(None),
            Short('o') | Long("output") => given.into = Some(value_of(&mut parser)?),
            Long("json") => given.json = true,
            Long("time") => given.time = true,
            Long("tall") => given.tall = true,
            Long("format") => given.format = Some(value_of(&mut parser)?),
            Long("slide") => given.slide = Some(slide_number("--slide", &value_of(&mut parser)?)?),
            Long("from") => given.from = Some(slide_number("--from", &value_of(&mut parser)?)?),
            Long("at") => given.at = Some(milliseconds(&value_of(&mut parser)?)?),
            Long("colours") => given.colours = Some(colours_called(&value_of(&mut parser)?)?),
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
fn request(given: Arguments) -> Result<Request, String> {
    let wish = match given.command.as_deref() {
        Some("run" | "export") => printing(&given)?,
        Some("figure" | "figures") => drawing(&given)?,
        Some(file) if file.ends_with(".paxos") => {
            return Err(format!("a command is missing; to play the scene, say: paxos run {file}"));
        }
        Some(grade::COMMAND) => return Err("grade comes first: paxos grade FILE LINK…".to_string()),
        Some(check::COMMAND) => return Err("check comes first: paxos check --spec".to_string()),
        Some(other) => return Err(format!("there is no command \"{other}\"")),
        None => return Err("a command is missing".to_string()),
    };
    Ok(Request { wish, files: given.files, into: given.into })
}

/// What `run` and `export` are to do.
fn printing(given: &Arguments) -> Result<Wish, String> {
    let others = [
        ("--at", given.at.is_some()),
        ("--time", given.time),
        ("--tall", given.tall),
        ("--colours", given.colours.is_some()),
        ("-o", given.into.is_some()),
    ];
    if let Some((option, _)) = others.into_iter().find(|(_, is_given)| *is_given) {
        return Err(format!("{option} goes with figure"));
    }
    let is_run = given.command.as_deref() == Some("run");
    let format = match (is_run, given.format.as_deref(), given.files.len()) {
        (true, None, 1..) if given.json => Format::Json,
        (true, None, 1..) => Format::Text,
        (true, Some(_), _) => return Err("--format goes with export; run knows --json".to_string()),
        (true, None, 0) => return Err("run wants at least one FILE".to_string()),
        (false, _, _) if given.json => return Err("--json goes with run; export wants --format json".to_string()),
        (false, None, _) => return Err(format!("export wants --format {}", problem::either(&format::keys()))),
        (false, Some(format), 1) => format_called(format)?,
        (false, Some(_), files) => return Err(format!("export wants one FILE, not {files}")),
    };
    check_stretch(format, given)?;
    Ok(Wish::Print(format, given.from, given.slide))
}

/// Whether the format can tell the slides that are wanted.
fn check_stretch(format: Format, given: &Arguments) -> Result<(), String> {
    let Some(from) = given.from.filter(|&from| 1 < from) else { return Ok(()) };
    if let Some(slide) = given.slide.filter(|&slide| slide < from) {
        return Err(format!("--from {from} comes after --slide {slide}; expected a slide up to {slide}"));
    }
    let key = format.about().key;
    match format.about().is_of_part {
        true => Ok(()),
        false if format.is_figure() => {
            Err(format!("{key} shows one moment; --from goes with formats that tell a part of a run"))
        }
        false => {
            Err(format!("{key} tells a run from its beginning; --from goes with formats that tell a part of a run"))
        }
    }
}

/// What `figure` and `figures` are to do.
fn drawing(given: &Arguments) -> Result<Wish, String> {
    let drawn = Drawn {
        picture: if given.time { Picture::Time } else { Picture::Stage },
        shape: if given.tall { Shape::Tall } else { Shape::Wide },
        colours: given.colours.unwrap_or_default(),
    };
    let is_one = given.command.as_deref() == Some("figure");
    let place = match (given.slide, given.at) {
        (None, None) => Place::End,
        (Some(slide), None) => Place::Slide(slide),
        (None, Some(at)) => Place::At(at),
        (Some(_), Some(_)) => return Err("--slide and --at name a moment each; expected one of the two".to_string()),
    };
    if is_one && let Some(file) = given.into.as_deref().filter(|file| is_other_picture(file)) {
        return Err(format!(
            "{file}: a figure is SVG; expected a name that ends in .svg. The page saves PNG (Export); PDF can be made of SVG"
        ));
    }
    match (is_one, given.files.len()) {
        _ if given.json || given.format.is_some() => {
            Err("a figure is SVG; --json and --format go elsewhere".to_string())
        }
        _ if given.from.is_some() => Err("--from goes with export; a figure is of one moment".to_string()),
        _ if given.time && given.tall => Err("--tall is of the stage; a space-time diagram has one shape".to_string()),
        (true, 1) => Ok(Wish::Figure(drawn, place)),
        (true, files) => Err(format!("figure wants one FILE, not {files}")),
        (false, 0) => Err("figures wants at least one FILE".to_string()),
        (false, _) if given.into.is_none() => Err("figures wants -o FOLDER".to_string()),
        (false, _) if given.time => Err("--time goes with figure; figures are of the stage".to_string()),
        (false, _) if !matches!(place, Place::End) => {
            Err("figures are of each slide; --slide and --at go with figure".to_string())
        }
        (false, _) => Ok(Wish::Figures(drawn)),
    }
}

/// Whether the name of a file promises a picture that is no SVG.
fn is_other_picture(file: &str) -> bool {
    let others = ["png", "jpg", "jpeg", "gif", "webp", "pdf", "eps"];
    Path::new(file).extension().is_some_and(|ending| others.iter().any(|other| ending.eq_ignore_ascii_case(other)))
}

fn format_called(name: &str) -> Result<Format, String> {
    let expected = problem::either(&format::keys());
    Format::find(name).ok_or(format!("there is no format \"{name}\"; expected {expected}"))
}

fn colours_called(name: &str) -> Result<Colours, String> {
    let expected = problem::either(&Colours::ALL.map(Colours::key));
    Colours::find(name).ok_or(format!("there are no colours \"{name}\"; expected {expected}"))
}

fn slide_number(option: &str, text: &str) -> Result<usize, String> {
    text.parse().ok().filter(|&number| 0 < number).ok_or(format!("{option} wants a number from 1, not \"{text}\""))
}

fn milliseconds(text: &str) -> Result<Time, String> {
    text.parse().map_err(|_| format!("--at wants a number of milliseconds, not \"{text}\""))
}
