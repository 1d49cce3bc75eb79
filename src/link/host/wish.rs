//! What a host wants: read from a message, or from the call of a method.

use super::plain::{Fields, Plain, field, fields};
use super::schema::METHOD_NAMES;
use crate::export::format::{self, Format};
use crate::link::acts::{self, ARGUMENTS_MAX};
use crate::link::keys::KEYS;
use crate::link::look::{SPEED_PERCENT_MAX, SPEED_PERCENT_MIN};
use crate::link::notice::{IN_LINK, LEFT_OUT};
use crate::link::{Link, Place, keys, notice};
use crate::story::parse::BYTES_MAX;
use crate::story::{When, problem};

/// Something that a host wants.
#[derive(Clone, PartialEq, Debug)]
pub enum Wish {
    /// An answer as soon as a scene is on show.
    Ready,
    /// That it plays.
    Play,
    /// That it plays, if its link does not forbid that: the slide of a deck on which it stands is on show.
    SlideStart,
    /// That it stands still.
    Pause,
    /// That it goes to a place of the run.
    Seek(To),
    /// An event forward or back.
    Step(Way),
    /// A slide forward or back.
    Turn(Way),
    /// The beginning of a slide, from 0.
    Slide(usize),
    /// The scene as it was written.
    Reset,
    /// Another scene; the text of one wins over what the link names.
    Load(Box<Link>, Option<String>),
    /// That this statement of the scene language is done.
    Act(String),
    /// What was done.
    GetState,
    /// That this is done, on the scene as it was written.
    SetState(Vec<acts::Told>),
    /// The run.
    GetRun(Until),
    /// The run as a text.
    Export(Format),
    /// The speed, in percent.
    Rate(u32),
}

/// A place to go to.
#[derive(Clone, PartialEq, Debug)]
pub enum To {
    /// A moment or a part of the run.
    Place(Place),
    /// A marker, by its id.
    Marker(String),
}

/// Which way.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Way {
    /// On.
    Forward,
    /// Back.
    Back,
}

/// How much of the run.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Until {
    /// All of it.
    End,
    /// Up to the moment that is shown.
    Now,
}

/// The keys of a link that `load` takes.
const LOADS: [&str; 6] = ["scene", "src", "slide", "t", "do", "seed"];

/// What is read, or a sentence on what is wrong with it.
type Read<T> = Result<T, String>;

/// The wish that the call of a method stands for.
///
/// # Errors
/// A sentence: there is no such method, or an argument is not what was expected.
pub fn of_call(method: &str, arguments: Vec<Plain>) -> Read<Wish> {
    let first = arguments.first().cloned().unwrap_or(Plain::Nothing);
    let by = |by: f64| fields([("by", Plain::Number(by))]);
    let (kind, fields) = match method {
        "ready" => ("ping", Fields::new()),
        "stepForward" => ("step", by(1.0)),
        "stepBack" => ("step", by(-1.0)),
        "nextSlide" => ("slide", by(1.0)),
        "previousSlide" => ("slide", by(-1.0)),
        "seek" => ("seek", fields([("to", first)])),
        "load" => match first {
            Plain::Fields(fields) => ("load", fields),
            _ => return Err(is_not("load", "its argument", &first, "an object such as {scene: \"contention\"}")),
        },
        "act" => ("act", fields([("args", Plain::List(arguments))])),
        "setState" => ("setState", fields([("state", first)])),
        "getRun" => ("getRun", fields([("until", first)])),
        "exportAs" => ("export", fields([("format", first)])),
        "setRate" => ("rate", fields([("value", first)])),
        "play" | "pause" | "reset" | "getState" => (method, Fields::new()),
        _ => {
            return Err(format!(
                "There is no method {}; expected {}.",
                notice::shown(method),
                notice::one_of(method, &METHOD_NAMES)
            ));
        }
    };
    of_message(kind, &fields)
}

/// The wish that a message stands for.
///
/// # Errors
/// A sentence: there is no message of this type, or a field is not what was expected.
pub fn of_message(kind: &str, fields: &Fields) -> Read<Wish> {
    let get = |name: &str| field(fields, name).unwrap_or(&Plain::Nothing);
    Ok(match kind {
        "ping" => Wish::Ready,
        "play" => Wish::Play,
        "pause" => Wish::Pause,
        "reset" => Wish::Reset,
        "getState" => Wish::GetState,
        "seek" => Wish::Seek(to(get("to"))?),
        "step" => Wish::Step(way(kind, get("by"))?),
        "slide" => match field(fields, "to") {
            Some(to) => Wish::Slide(slide(to)?),
            None => Wish::Turn(way(kind, get("by"))?),
        },
        "load" => load(fields)?,
        "act" => act(get("args"))?,
        "setState" => Wish::SetState(state(get("state"))?),
        "getRun" => Wish::GetRun(until(get("until"))?),
        "export" => Wish::Export(format(get("format"))?),
        "rate" => Wish::Rate(rate(get("value"))?),
        _ => {
            let known =
                "play, pause, seek, step, slide, reset, load, act, getState, setState, getRun, export, rate or ping";
            return Err(format!("There is no message of type {}; expected {known}.", notice::shown(kind)));
        }
    })
}

fn is_not(kind: &str, what: &str, found: &Plain, expected: &str) -> String {
    format!("{kind}: {what} is {}; expected {expected}.", shown(found))
}

/// A value as it is shown to whoever sent it.
fn shown(value: &Plain) -> String {
    match value {
        Plain::Nothing => "not there".to_string(),
        Plain::Text(text) => notice::shown(text),
        Plain::Number(_) | Plain::Bool(_) => value.json(),
        Plain::List(_) => "a list".to_string(),
        Plain::Fields(_) => "an object".to_string(),
        Plain::Other => "something else".to_string(),
    }
}

/// A whole number, if it is one that a moment or a place may be.
fn whole(number: f64) -> Option<u32> {
    let is_whole = number.trunc() == number && (0.0..=f64::from(u32::MAX)).contains(&number);
    is_whole.then_some(number as u32)
}

fn to(value: &Plain) -> Read<To> {
    let expected = "a time in milliseconds such as 97, \"50%\" or {marker: \"slide-2\"}";
    let wrong = || is_not("seek", "to", value, expected);
    match value {
        // Times come back from scripts with parts of milliseconds, which are none of the run's.
        Plain::Number(time) => match whole(time.round()) {
            Some(time) => Ok(To::Place(Place::When(When::after(time)))),
            None => Err(wrong()),
        },
        Plain::Text(text) => keys::place(text).map(To::Place).map_err(|_| wrong()),
        Plain::Fields(_) => match value.get("marker").and_then(Plain::text) {
            Some(id) => Ok(To::Marker(id.to_string())),
            None => Err(wrong()),
        },
        _ => Err(wrong()),
    }
}

fn way(kind: &str, by: &Plain) -> Read<Way> {
    match by {
        Plain::Number(by) if *by == 1.0 => Ok(Way::Forward),
        Plain::Number(by) if *by == -1.0 => Ok(Way::Back),
        _ if kind == "slide" => Err(is_not(kind, "by", by, "1 or -1, or in its place to with the number of a slide")),
        _ => Err(is_not(kind, "by", by, "1 or -1")),
    }
}

fn slide(to: &Plain) -> Read<usize> {
    let number = if let Plain::Number(number) = to { whole(*number) } else { None };
    let place = number.and_then(|number| number.checked_sub(1)).and_then(|place| usize::try_from(place).ok());
    place.ok_or_else(|| is_not("slide", "to", to, "the number of a slide, from 1"))
}

/// The values go through the readers of links, so that what may stand in a link is what may be loaded.
fn load(all: &Fields) -> Read<Wish> {
    let given = all
        .iter()
        .filter(|(name, value)| *value != Plain::Nothing && !["paxos", "id", "type", "rid"].contains(&&**name));
    let mut pairs = Vec::new();
    let mut script = None;
    for (name, value) in given {
        match (name.as_str(), value) {
            ("script", Plain::Text(text)) if text.len() <= BYTES_MAX => script = Some(text.clone()),
            ("script", Plain::Text(text)) => {
                return Err(format!("load: script has {} bytes; expected at most {BYTES_MAX}.", text.len()));
            }
            ("script", _) => return Err(is_not("load", "script", value, "the text of a scene")),
            (name, Plain::Text(text)) if LOADS.contains(&name) => pairs.push((name.to_string(), text.clone())),
            (name, Plain::Number(_)) if LOADS.contains(&name) => pairs.push((name.to_string(), value.json())),
            (name, _) if LOADS.contains(&name) => return Err(is_not("load", name, value, "a text or a number")),
            (name, _) => {
                let known: Vec<&str> = LOADS.into_iter().chain(["script"]).collect();
                return Err(format!(
                    "load: there is no {}; expected {}.",
                    notice::shown(name),
                    notice::one_of(name, &known)
                ));
            }
        }
    }
    debug_assert!(LOADS.iter().all(|name| KEYS.iter().any(|key| key.name == *name)));
    let (link, notices) = Link::read(pairs.into_iter());
    match notices.is_empty() {
        true => Ok(Wish::Load(Box::new(link), script)),
        false => Err(notices.join(" ").replace(IN_LINK.said(), "load: ").replace(LEFT_OUT.said(), "")),
    }
}

fn act(arguments: &Plain) -> Read<Wish> {
    let expected = "a verb and its arguments as texts, such as \"crash\", \"A2\"";
    let Plain::List(list) = arguments else { return Err(is_not("act", "args", arguments, expected)) };
    let text = |value: &Plain| match value {
        Plain::Text(text) => Ok(text.clone()),
        Plain::Number(_) => Ok(value.json()),
        _ => Err(is_not("act", "an argument", value, expected)),
    };
    let words = list.iter().map(text).collect::<Read<Vec<String>>>()?;
    match words.len() {
        0 => Err(format!("act: nothing is to be done; expected {expected}.")),
        count if ARGUMENTS_MAX < count => {
            Err(format!("act: there are {count} arguments; expected at most {ARGUMENTS_MAX}."))
        }
        _ => acts::statement_of(&words).map(Wish::Act).map_err(|wrong| format!("act: this act {wrong}.")),
    }
}

fn state(value: &Plain) -> Read<Vec<acts::Told>> {
    let expected = "a log of acts such as \"97:crash.A2~291:propose.P1.x\"";
    let Plain::Text(text) = value else { return Err(is_not("setState", "state", value, expected)) };
    match acts::read(text) {
        (acts, None) => Ok(acts),
        (_, Some(wrong)) => Err(format!("setState: {wrong}")),
    }
}

fn until(value: &Plain) -> Read<Until> {
    match value {
        Plain::Nothing => Ok(Until::End),
        Plain::Text(text) if text == "now" => Ok(Until::Now),
        _ => Err(is_not("getRun", "its argument", value, "nothing or \"now\"")),
    }
}

fn format(value: &Plain) -> Read<Format> {
    value.text().and_then(Format::find).ok_or_else(|| {
        let quoted: Vec<String> = format::keys().iter().map(|key| format!("\"{key}\"")).collect();
        is_not("export", "format", value, &problem::either(&quoted))
    })
}

fn rate(value: &Plain) -> Read<u32> {
    let percent = if let Plain::Number(rate) = value { whole((rate * 100.0).round()) } else { None };
    let allowed = percent.filter(|percent| (SPEED_PERCENT_MIN..=SPEED_PERCENT_MAX).contains(percent));
    allowed.ok_or_else(|| is_not("rate", "value", value, "a number from 0.25 to 4"))
}
