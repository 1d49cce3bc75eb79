//! The command `paxos`: what it prints, in which form, and with which exit code.

mod check;
mod check_files;
mod figures;
mod grade;
mod json;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The example of the scene language's description, to the letter.
pub const EXAMPLE: &str = r#"title "A later proposer must carry on the accepted value"
proposers P1 P2
acceptors A1 A2 A3
learners L1
network manual

slide "P1 reaches one acceptor, then falls silent"
  propose P1 cat id 1
  deliver PREPARE 1
  deliver PROMISE 1
  deliver ACCEPT-REQUEST 1 P1->A1
  crash P1
  expect chosen nothing
slide "P2 asks a majority that includes A1"
  propose P2 dog id 2
  deliver PREPARE 2 P2->A1,A2
  deliver PROMISE 2
  expect P2 proposing cat
  deliver ACCEPT-REQUEST 2
  expect chosen cat and not chosen dog
"#;

/// A folder for the files of one test, which goes when the test ends.
pub struct Folder(PathBuf);

impl Folder {
    /// `name` is the test's own, so that tests do not meet.
    pub fn new(name: &str) -> Folder {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("command-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&path).expect("a folder can be made");
        Folder(path)
    }

    /// Writes a file, and gives its path.
    pub fn with(&self, name: &str, content: impl AsRef<[u8]>) -> String {
        let path = self.0.join(name);
        std::fs::write(&path, content).expect("a file can be written");
        path.to_str().expect("its path is text").to_string()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// What the command has done.
pub struct Ran {
    pub code: i32,
    pub out: String,
    pub err: String,
}

pub fn paxos(arguments: &[&str]) -> Ran {
    let ran = Command::new(env!("CARGO_BIN_EXE_paxos")).args(arguments).output();
    let Output { status, stdout, stderr } = ran.expect("the command can be started");
    let text = |bytes| String::from_utf8(bytes).expect("it prints text");
    Ran { code: status.code().expect("it was not killed"), out: text(stdout), err: text(stderr) }
}

/// Runs the command where it must fail: nothing may be on standard output then.
fn failing(arguments: &[&str]) -> (i32, String) {
    let ran = paxos(arguments);
    assert_eq!(ran.out, "", "nothing on standard output: {}", ran.err);
    (ran.code, ran.err)
}

#[test]
fn run_prints_the_transcript_of_a_scene() {
    let folder = Folder::new("transcript");
    let file = folder.with("example.paxos", EXAMPLE);
    let ran = paxos(&["run", &file]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let lines: Vec<&str> = ran.out.lines().map(str::trim).collect();
    for line in [
        "A later proposer must carry on the accepted value",
        "1. P1 reaches one acceptor, then falls silent",
        "2. P2 asks a majority that includes A1",
        "sends PREPARE 1 to A1, A2 and A3",
    ] {
        assert!(lines.iter().any(|told| told.ends_with(line)), "`{line}` is missing in\n{}", ran.out);
    }
    let is_choice = |line: &&str| line.contains("*** A1 and A2 have accepted 2 cat, and that is a quorum: cat");
    assert_eq!(lines.into_iter().filter(is_choice).count(), 1, "{}", ran.out);
}

#[test]
fn run_prints_the_golden_transcript_of_a_scene_of_the_course() {
    let root = env!("CARGO_MANIFEST_DIR");
    let ran = paxos(&["run", &format!("{root}/static/scenes/floor.paxos")]);
    let golden = std::fs::read_to_string(format!("{root}/tests/golden/transcripts/floor.txt"));
    assert_eq!((ran.code, ran.out), (0, golden.expect("the transcript can be read")));
}

/// The network makes a copy; its sender sends nothing.
#[test]
fn transcript_tells_a_copy_made_by_hand_once() {
    let folder = Folder::new("copy");
    let file = folder.with("copy.paxos", "title x\nproposers P1\nacceptors A1\npropose P1 cat\nduplicate PREPARE\n");
    let out = paxos(&["run", &file]).out;
    assert_eq!(out.matches("sends PREPARE").count(), 1, "{out}");
    assert!(out.contains("PREPARE 1 from P1 to A1 is under way once more."), "{out}");
}

#[test]
fn run_prints_several_scenes_in_the_order_given() {
    let folder = Folder::new("several");
    let (one, two) = (folder.with("one.paxos", "title One\n"), folder.with("two.paxos", "title Two\n"));
    let ran = paxos(&["run", &two, &one]);
    assert_eq!(
        (ran.code, ran.out.as_str()),
        (0, "Two\n\n1. Two\n\nAt 0 ms: nothing is chosen.\n\nOne\n\n1. One\n\nAt 0 ms: nothing is chosen.\n")
    );
}

#[test]
fn run_prints_nothing_when_one_of_several_scenes_is_wrong() {
    let folder = Folder::new("one-wrong");
    let (right, wrong) = (folder.with("right.paxos", EXAMPLE), folder.with("wrong.paxos", "titel x\n"));
    let (code, error) = failing(&["run", &right, &wrong]);
    assert_eq!(code, 1);
    assert!(error.starts_with(&format!("{wrong}:1:1: ")), "{error}");
}

#[test]
fn run_with_a_slide_stops_at_the_end_of_it() {
    let folder = Folder::new("slide");
    let file = folder.with("example.paxos", EXAMPLE);
    let ran = paxos(&["run", &file, "--slide", "1"]);
    assert_eq!(ran.code, 0);
    assert!(ran.out.contains("P1 crashes."), "{}", ran.out);
    assert!(!ran.out.contains("P2 asks a majority"), "{}", ran.out);
    assert_eq!(paxos(&["run", "--slide=2", &file]).out, paxos(&["run", &file]).out);
}

#[test]
fn run_refuses_a_slide_that_is_not_there() {
    let folder = Folder::new("no-slide");
    let file = folder.with("example.paxos", EXAMPLE);
    let (code, error) = failing(&["run", &file, "--slide", "3"]);
    assert_eq!((code, error), (1, format!("{file}:1:1: there is no slide 3; expected a number from 1 to 2\n")));
}

#[test]
fn scene_that_is_wrong_exits_with_1_and_says_where() {
    let folder = Folder::new("wrong");
    let file = folder.with("wrong.paxos", EXAMPLE.replace("expect chosen cat and", "expect chosen dog and"));
    let (code, error) = failing(&["run", &file]);
    assert_eq!(code, 1);
    assert_eq!(error, format!("{file}:20:3: chosen is cat; expected `chosen dog and not chosen dog`\n"));
    assert_eq!(failing(&["run", &file, "--json"]), (1, error), "the same with --json");
}

#[test]
fn mistake_in_a_scene_is_said_with_its_file_line_and_column() {
    let folder = Folder::new("mistake");
    let file = folder.with("mistake.paxos", "title x\nproposers P1\nacceptors A1\nslide one\n  propose P1\n");
    let (code, error) = failing(&["run", &file]);
    assert_eq!((code, error), (1, format!("{file}:5:13: the line ends here; expected a value such as cat\n")));
}

#[test]
fn file_that_cannot_be_read_exits_with_1() {
    let folder = Folder::new("unreadable");
    let missing = format!("{}/missing.paxos", folder.0.display());
    let (code, error) = failing(&["run", &missing]);
    assert_eq!(code, 1);
    assert!(error.starts_with(&format!("{missing}: the file cannot be read: ")), "{error}");
}

#[test]
fn file_that_is_not_utf_8_exits_with_1() {
    let folder = Folder::new("bytes");
    let file = folder.with("bytes.paxos", b"title \"\xc3\xa9\"\nabout caf\xe9\n");
    let (code, error) = failing(&["run", &file]);
    let wrong = "2:10: this byte is not UTF-8; expected a text that is saved as UTF-8";
    assert_eq!((code, error), (1, format!("{file}:{wrong}\n")));
}

#[test]
fn export_prints_what_run_prints() {
    let folder = Folder::new("export");
    let file = folder.with("example.paxos", EXAMPLE);
    assert_eq!(paxos(&["export", &file, "--format", "text"]).out, paxos(&["run", &file]).out);
    assert_eq!(paxos(&["export", "--format=json", &file]).out, paxos(&["run", &file, "--json"]).out);
}

/// What is exported as a scene is one: it plays, and ends as the original does.
#[test]
fn export_as_a_scene_gives_one_that_replays_the_run() {
    let folder = Folder::new("export-scene");
    let file = folder.with("example.paxos", EXAMPLE);
    for (format, slide) in [("scene", "1"), ("scene", "2"), ("replay", "1"), ("replay", "2")] {
        let exported = paxos(&["export", &file, "--format", format, "--slide", slide]);
        assert_eq!((exported.code, exported.err.as_str()), (0, ""));
        let again = paxos(&["run", "--json", &folder.with("again.paxos", &exported.out)]);
        let original = paxos(&["run", "--json", "--slide", slide, &file]);
        let json = |ran: &Ran| serde_json::from_str::<serde_json::Value>(&ran.out).expect("it is JSON");
        let (again, original) = (json(&again), json(&original));
        assert_eq!(again["nodes"], original["nodes"], "{}", exported.out);
        assert_eq!(again["in_flight"].as_array().map(Vec::len), original["in_flight"].as_array().map(Vec::len));
    }
}

/// A scene has a limit, and a run told message by message may be beyond it.
#[test]
fn export_as_a_replay_that_could_not_be_read_exits_with_1() {
    let folder = Folder::new("export-long");
    let nodes = "title x\nproposers P1\nacceptors A1 A2 A3 A4 A5 A6 A7 A8 A9\nretry 1\ndelay 0\n";
    let cuts = (1..=9).fold(String::from("cut"), |cuts, nth| format!("{cuts} A{nth}->P1"));
    let file = folder.with("long.paxos", format!("{nodes}slide one\n{cuts}\npropose P1 cat\nslide two\nrun 300\n"));
    let (code, error) = failing(&["export", &file, "--format", "replay"]);
    assert_eq!(code, 1, "{error}");
    let size = error.strip_prefix(&format!("{file}:1:1: the run as a scene has ")).unwrap_or_else(|| panic!("{error}"));
    let (bytes, rest) = size.split_once(' ').expect("a number");
    assert!(65_536 < bytes.parse::<usize>().expect("a number"), "{error}");
    let expected = "expected at most 65536 bytes, as up to the end of an earlier slide\n";
    assert_eq!(rest, format!("bytes, and could not be read again; {expected}"));
    assert_eq!(paxos(&["export", &file, "--format", "replay", "--slide", "1"]).code, 0);
}

#[test]
fn export_begins_at_a_slide_only_where_the_format_can() {
    let folder = Folder::new("from");
    let file = folder.with("example.paxos", EXAMPLE);
    let refused = |arguments: &[&str]| {
        let (code, error) = failing(&[&["export", file.as_str()], arguments].concat());
        (code, error.lines().next().unwrap_or_default().to_string())
    };
    let beginning = "paxos: text tells a run from its beginning; --from goes with formats that tell a part of a run";
    assert_eq!(refused(&["--format", "text", "--from", "2"]), (2, beginning.to_string()));
    let moment = "paxos: svg shows one moment; --from goes with formats that tell a part of a run";
    assert_eq!(refused(&["--format", "svg", "--from", "2"]), (2, moment.to_string()));
    let order = "paxos: --from 2 comes after --slide 1; expected a slide up to 1";
    assert_eq!(refused(&["--format", "mermaid", "--from", "2", "--slide", "1"]), (2, order.to_string()));
    let part = paxos(&["export", &file, "--format", "mermaid", "--from", "2"]);
    assert_eq!(part.code, 0, "{}", part.err);
    assert!(part.out.len() < paxos(&["export", &file, "--format", "mermaid"]).out.len());
}

/// As they are listed in a sentence.
const FORMATS: &str = "text, scene, replay, json, mermaid, markdown, svg, time, handout, shiviz, tikz or tla";

#[test]
fn wrong_arguments_exit_with_2_and_the_usage() {
    let export_wants = format!("export wants --format {FORMATS}");
    let no_yaml = format!("there is no format \"yaml\"; expected {FORMATS}");
    for (arguments, wrong) in [
        (&[][..], "a command is missing"),
        (&["run"], "run wants at least one FILE"),
        (&["play", "x.paxos"], "there is no command \"play\""),
        (&["x.paxos"], "a command is missing; to play the scene, say: paxos run x.paxos"),
        (&["export"], &export_wants),
        (&["export", "x.paxos"], &export_wants),
        (&["export", "--format", "text"], "export wants one FILE, not 0"),
        (&["export", "x.paxos", "y.paxos", "--format", "text"], "export wants one FILE, not 2"),
        (&["export", "x.paxos", "--format", "yaml"], &no_yaml),
        (&["export", "x.paxos", "--json"], "--json goes with run; export wants --format json"),
        (&["run", "x.paxos", "--format", "json"], "--format goes with export; run knows --json"),
        (&["run", "x.paxos", "--jason"], "invalid option '--jason'"),
        (&["run", "x.paxos", "--slide"], "missing argument for option '--slide'"),
        (&["run", "x.paxos", "--slide", "0"], "--slide wants a number from 1, not \"0\""),
        (&["run", "x.paxos", "--slide", "two"], "--slide wants a number from 1, not \"two\""),
        (&["run", "x.paxos", "-j"], "invalid option '-j'"),
        (&["run", "x.paxos", "--json=yes"], "unexpected argument for option '--json': \"yes\""),
    ] {
        let (code, error) = failing(arguments);
        assert_eq!(code, 2, "{arguments:?}: {error}");
        assert!(error.starts_with(&format!("paxos: {wrong}\n")), "{arguments:?}: {error}");
        assert!(error.contains("usage: paxos run FILE"), "{arguments:?}: {error}");
    }
}

#[test]
fn help_prints_the_usage_and_exits_with_0() {
    for help in ["--help", "-h"] {
        let ran = paxos(&[help]);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""));
        assert!(ran.out.starts_with("usage: paxos run FILE"), "{}", ran.out);
    }
}

/// `paxos run FILE | head -1` is what people do.
#[test]
fn reader_that_goes_away_is_no_error() {
    let file = format!("{}/static/scenes/floor.paxos", env!("CARGO_MANIFEST_DIR"));
    let (reader, writer) = std::io::pipe().expect("a pipe can be made");
    drop(reader);
    let command = Command::new(env!("CARGO_BIN_EXE_paxos")).args(["run", &file]).stdout(writer).output();
    let Output { status, stderr, .. } = command.expect("the command can be started");
    assert_eq!((String::from_utf8_lossy(&stderr).as_ref(), status.code()), ("", Some(0)));
}
