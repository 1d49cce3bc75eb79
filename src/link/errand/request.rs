//! What is wanted, as a text.

use super::VERSION;
use super::names::{FINDINGS, name, of_name};
use super::tongue;
use crate::check::{Bounds, Limits};
use crate::link::host::Plain;
use crate::link::host::plain::fields;
use crate::player::errand::{Sought, Task, Wanted};
use crate::story::words::errand as words;

/// A request for a task, as JSON.
pub fn write(task: &Task) -> String {
    match task {
        Task::Search(wanted) => write_search(wanted),
        Task::Worlds(scene, nth) => Plain::Fields(fields([
            ("version", VERSION.into()),
            ("errand", "worlds".into()),
            ("scene", (**scene).into()),
            ("question", u32::try_from(*nth).unwrap_or(u32::MAX).into()),
        ]))
        .json(),
    }
}

fn write_search(wanted: &Wanted) -> String {
    let values = wanted.values.iter().map(|value| value.as_str().into()).collect();
    let (goal, value) = match &wanted.sought {
        Sought::Worst => ("worst", Plain::Nothing),
        Sought::Promised => ("promised", Plain::Nothing),
        Sought::Nothing => ("nothing", Plain::Nothing),
        Sought::Finding(finding) => (name(&FINDINGS, *finding), Plain::Nothing),
        Sought::Chosen(value) => ("value-chosen", value.as_str().into()),
        Sought::Condition(condition) => ("condition", condition.as_str().into()),
    };
    let asked = fields([
        ("version", VERSION.into()),
        ("errand", "search".into()),
        ("scene", (*wanted.scene).into()),
        ("values", Plain::List(values)),
        ("goal", goal.into()),
        ("value", value),
        ("limits", wanted.limits.as_ref().map_or(Plain::Nothing, limits)),
    ]);
    Plain::Fields(asked.into_iter().chain(fields(tongue::write())).collect()).json()
}

/// The task that is asked for.
///
/// # Errors
/// A sentence for the reader.
pub fn read(asked: &Plain) -> Result<Task, String> {
    let text = |name: &str| asked.get(name).and_then(Plain::text);
    if asked.get("version") != Some(&VERSION.into()) {
        return Err(words::OTHER_VERSION.to_string());
    }
    if text("errand") == Some("worlds") {
        let nth = whole(asked, "question").and_then(|nth| u32::try_from(nth).ok());
        let task = text("scene").zip(nth).map(|(scene, nth)| Task::Worlds(scene.into(), nth as usize));
        return task.ok_or_else(|| words::NOT_UNDERSTOOD.to_string());
    }
    let wanted = || {
        let values = match asked.get("values") {
            Some(Plain::List(values)) => values.iter().map(|value| value.text().map(str::to_string)).collect(),
            _ => Some(Vec::new()),
        };
        let limits = match asked.get("limits") {
            Some(said) => Some(read_limits(said)?),
            None => None,
        };
        let sought = match text("goal")? {
            "worst" => Sought::Worst,
            "promised" => Sought::Promised,
            "nothing" => Sought::Nothing,
            "value-chosen" => Sought::Chosen(text("value")?.to_string()),
            "condition" => Sought::Condition(text("value")?.to_string()),
            other => Sought::Finding(of_name(&FINDINGS, other)?),
        };
        (text("errand")? == "search").then_some(())?;
        Some(Wanted { scene: text("scene")?.into(), values: values?, limits, sought })
    };
    wanted().map(Task::Search).ok_or_else(|| words::NOT_UNDERSTOOD.to_string())
}

/// How far a search may go.
pub fn limits(limits: &Limits) -> Plain {
    Plain::Fields(fields([
        ("ballots", u32::from(limits.ballots).into()),
        ("each", u32::from(limits.each).into()),
        ("crashes", u32::from(limits.crashes).into()),
        ("requests", u32::from(limits.requests).into()),
        ("beats", u32::from(limits.beats).into()),
        ("states", limits.bounds.states.into()),
        ("bytes", Plain::Number(limits.bounds.bytes as f64)),
    ]))
}

/// The same, read.
pub fn read_limits(said: &Plain) -> Option<Limits> {
    let few = |name: &str| u8::try_from(whole(said, name)?).ok();
    Some(Limits {
        ballots: few("ballots")?,
        each: few("each")?,
        crashes: few("crashes")?,
        requests: few("requests")?,
        beats: few("beats")?,
        bounds: Bounds { states: whole(said, "states")?.try_into().ok()?, bytes: whole(said, "bytes")? },
    })
}

/// A field that is a whole number.
pub fn whole(said: &Plain, name: &str) -> Option<u64> {
    match said.get(name)? {
        Plain::Number(number) if 0.0 <= *number && number.fract() == 0.0 => Some(*number as u64),
        _ => None,
    }
}
