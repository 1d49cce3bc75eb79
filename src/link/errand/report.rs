//! What is told of an errand, as a text.

use super::names::{FINDINGS, STATUSES, name, of_name};
use super::request::{limits, read_limits, whole};
use super::unfolded;
use crate::link::host::Plain;
use crate::link::host::plain::{Fields, fields};
use crate::player::errand::{Count, Example, Outcome, Report};
use crate::story::words::errand as words;

/// The report that the workshop gives of an errand that is lost; the field of the same name says by what.
pub const TROUBLE: &str = "trouble";
/// Its parts could not be had.
pub const MISSING: &str = "missing";
/// It ended by itself, or was ended.
pub const DIED: &str = "died";

/// A report, to be written as JSON.
pub fn write(report: &Report) -> Plain {
    Plain::Fields(match report {
        Report::Progress(count) => of("progress", counted(count)),
        Report::Problem(sentence) => of("problem", fields([("sentence", sentence.as_str().into())])),
        Report::Done(outcome) => of("done", done(outcome)),
        Report::Worlds(worlds) => of("worlds", unfolded::write(worlds)),
    })
}

fn of(kind: &str, rest: Fields) -> Fields {
    fields([("report", kind.into())]).into_iter().chain(rest).collect()
}

fn counted(count: &Count) -> Fields {
    fields([
        ("states", count.states.into()),
        ("depth", count.depth.into()),
        ("bytes", Plain::Number(count.bytes as f64)),
        ("spent", count.spent_ms.into()),
    ])
}

fn done(outcome: &Outcome) -> Fields {
    let levels = outcome.levels.iter().map(|&level| level.into()).collect();
    let rest = fields([
        ("status", name(&STATUSES, outcome.status).into()),
        ("levels", Plain::List(levels)),
        ("limits", limits(&outcome.limits)),
        ("example", outcome.example.as_ref().map_or(Plain::Nothing, example)),
    ]);
    counted(&outcome.count).into_iter().chain(rest).collect()
}

fn example(example: &Example) -> Plain {
    Plain::Fields(fields([
        ("finding", name(&FINDINGS, example.finding).into()),
        ("length", example.length.into()),
        ("acts", Plain::List(example.acts.iter().map(|act| act.as_str().into()).collect())),
        ("scene", example.scene.as_str().into()),
    ]))
}

/// The report that somebody has given, whoever that is.
pub fn read(said: &Plain) -> Report {
    let text = |name: &str| said.get(name).and_then(Plain::text);
    let problem = |sentence: &str| Report::Problem(sentence.to_string());
    let read = || match text("report")? {
        "progress" => Some(Report::Progress(count(said)?)),
        "done" => Some(Report::Done(Box::new(outcome(said)?))),
        "worlds" => Some(Report::Worlds(Box::new(unfolded::read(said)?))),
        "problem" => Some(problem(text("sentence")?)),
        TROUBLE if text(TROUBLE) == Some(MISSING) => Some(problem(words::MISSING.said())),
        TROUBLE => Some(problem(words::DIED.said())),
        _ => None,
    };
    read().unwrap_or_else(|| problem(words::OTHER_VERSION.said()))
}

fn count(said: &Plain) -> Option<Count> {
    let small = |name: &str| u32::try_from(whole(said, name)?).ok();
    Some(Count {
        states: small("states")?,
        depth: small("depth")?,
        bytes: whole(said, "bytes")?,
        spent_ms: small("spent")?,
    })
}

fn outcome(said: &Plain) -> Option<Outcome> {
    let level = |value: &Plain| match value {
        Plain::Number(number) => Some(*number as u32),
        _ => None,
    };
    let example = match said.get("example") {
        Some(example) => Some(read_example(example)?),
        None => None,
    };
    Some(Outcome {
        status: of_name(&STATUSES, said.get("status")?.text()?)?,
        count: count(said)?,
        levels: list(said, "levels")?.iter().map(level).collect::<Option<_>>()?,
        limits: read_limits(said.get("limits")?)?,
        example,
    })
}

fn read_example(said: &Plain) -> Option<Example> {
    let act = |value: &Plain| value.text().map(str::to_string);
    Some(Example {
        finding: of_name(&FINDINGS, said.get("finding")?.text()?)?,
        length: u32::try_from(whole(said, "length")?).ok()?,
        acts: list(said, "acts")?.iter().map(act).collect::<Option<_>>()?,
        scene: said.get("scene")?.text()?.to_string(),
    })
}

fn list<'a>(said: &'a Plain, name: &str) -> Option<&'a [Plain]> {
    match said.get(name)? {
        Plain::List(values) => Some(values),
        _ => None,
    }
}
