//! A poll as a transcript and as a JSON object, beside those of a run of Paxos.

use super::run::{Origin, SlideOut, slides_out};
use super::table::{Row, Table};
use super::text::{tell_slide, wrap_into};
use crate::paxos::{NodeId, Value};
use crate::sim::{Moment, Time};
use crate::story::language::{Words, tr, words};
use crate::story::poll::{Action, Flight, Person, Poll, PollRun, Said, Step};
use crate::story::print;
use crate::story::words::poll as words;
use crate::story::{Names, Scene};
use serde::Serialize;

/// The transcript of a poll up to the end of slide `last`, from 0.
pub fn transcript(scene: &Scene, run: &PollRun, last: usize) -> String {
    let names = &scene.script.names;
    let mut table = Table::new(names.nodes.iter().map(String::as_str));
    let slides = &scene.slides[..scene.slides.len().min(last + 1)];
    let mut rows = Vec::new();
    for (done, step) in run.steps().iter().enumerate() {
        let poll = run.at(Moment { time: step.time, steps: done + 1 });
        let slide = slides.iter().rposition(|slide| slide.start.steps <= done).unwrap_or(0);
        let cells = poll.everyone().map(|node| Some(cell(poll.person(node), names))).collect();
        let why = vec![words::step(step, poll, names)];
        let row = Row {
            time: Some(step.time),
            what: what(step, run.at(Moment { time: step.time, steps: done }), names),
            cells,
            why,
        };
        table.fit(&row);
        rows.push((slide, row));
    }
    let mut text = String::new();
    wrap_into(&mut text, "", &scene.script.title);
    if let Some(about) = &scene.script.about {
        wrap_into(&mut text, "", about);
    }
    text.push('\n');
    wrap_into(&mut text, "", LEGEND.said());
    for (number, slide) in slides.iter().enumerate() {
        let rows = rows.iter().filter(|(of, _)| *of == number).map(|(_, row)| row);
        tell_slide(&mut text, number, slide, &table, rows);
    }
    text.push('\n');
    for told in words::at_rest(run.poll(), names) {
        wrap_into(&mut text, "", &told);
    }
    text
}

const LEGEND: Words = words!("In its column, a person shows what it backs; =dinner is what it takes for the result.");

fn cell(person: &Person, names: &Names) -> String {
    let backs = person.backs.map_or("-", |value| names.value(value));
    let knows = person.knows.map_or(String::new(), |value| format!(" ={}", names.value(value)));
    if person.up { format!("{backs}{knows}") } else { tr!(in "a column": "away").to_string() }
}

/// What happened, in the words of the scene language; of a message that arrived, what it says.
fn what(step: &Step, before: &Poll, names: &Names) -> String {
    match (print::poll::act(step.action, before), step.effects.letter) {
        (Some(statement), _) => print::statement(&statement, names),
        (None, Some(letter)) => {
            format!("\"{}\" {}->{}", words::label(letter.said, names), names.node(letter.from), names.node(letter.to))
        }
        (None, None) => String::new(),
    }
}

/// A whole poll. Its keys are those of a run of Paxos where they mean the same.
#[derive(Serialize)]
pub struct PollOut {
    format: u8,
    model: &'static str,
    title: String,
    time: Time,
    slides: Vec<SlideOut>,
    nodes: Vec<PersonOut>,
    /// What a majority backs at the end.
    majority: Option<String>,
    in_flight: Vec<LetterOut>,
    events: Vec<StepOut>,
    #[serde(flatten)]
    origin: Origin,
}

impl PollOut {
    /// The same with what brings it back.
    #[must_use]
    pub fn of(self, origin: Origin) -> PollOut {
        PollOut { origin, ..self }
    }
}

#[derive(Serialize)]
struct PersonOut {
    name: String,
    roles: [&'static str; 1],
    up: bool,
    backs: Option<String>,
    knows: Option<String>,
}

#[derive(Serialize)]
struct LetterOut {
    kind: &'static str,
    value: Option<String>,
    from: String,
    to: String,
    sent: Time,
    arrives: Time,
}

#[derive(Serialize)]
struct StepOut {
    time: Time,
    kind: &'static str,
    node: String,
    message: Option<LetterOut>,
    because: String,
}

/// The JSON object of a poll, from its beginning up to `moment`.
pub fn run(scene: &Scene, names: &Names, run: &PollRun, moment: Moment) -> PollOut {
    let poll = run.at(moment);
    let word = |value: Option<Value>| value.map(|value| names.value(value).to_string());
    let name = |node: NodeId| names.node(node).to_string();
    let letter = |id: u32| letter_out(&run.flights()[id as usize], names);
    PollOut {
        format: 1,
        model: "poll",
        title: scene.script.title.clone(),
        time: moment.time,
        slides: slides_out(&scene.slides, moment),
        nodes: poll.everyone().map(|node| person_out(poll, node, names)).collect(),
        majority: word(poll.agreed()),
        in_flight: poll.in_flight.iter().map(|flying| letter(flying.id)).collect(),
        events: run.steps()[..moment.steps]
            .iter()
            .enumerate()
            .map(|(done, step)| StepOut {
                time: step.time,
                kind: kind(step.action),
                node: name(step.person()),
                message: step
                    .effects
                    .letter
                    .or(step.effects.sent.first().map(|sent| sent.letter))
                    .map(|about| letter(about.id)),
                because: words::step(step, run.at(Moment { time: step.time, steps: done + 1 }), names),
            })
            .collect(),
        origin: Origin::default(),
    }
}

fn person_out(poll: &Poll, node: NodeId, names: &Names) -> PersonOut {
    let Person { up, backs, knows, .. } = poll.person(node);
    let word = |value: &Option<Value>| value.map(|value| names.value(value).to_string());
    PersonOut { name: names.node(node).to_string(), roles: ["person"], up: *up, backs: word(backs), knows: word(knows) }
}

fn letter_out(flight: &Flight, names: &Names) -> LetterOut {
    let (kind, value) = match flight.letter.said {
        Said::Opinion(value) => ("opinion", Some(value)),
        Said::Question => ("question", None),
        Said::Answer(value) => ("answer", value),
    };
    LetterOut {
        kind,
        value: value.map(|value| names.value(value).to_string()),
        from: names.node(flight.letter.from).to_string(),
        to: names.node(flight.letter.to).to_string(),
        sent: flight.sent.time,
        arrives: flight.letter.arrives,
    }
}

fn kind(action: Action) -> &'static str {
    match action {
        Action::Back { .. } => "back",
        Action::Tell { .. } => "tell",
        Action::Ask { .. } => "ask",
        Action::Lose { .. } => "lose",
        Action::Crash { .. } => "crash",
        Action::Restart { .. } => "restart",
        Action::Deliver { .. } => "deliver",
        Action::Drop { .. } => "drop",
    }
}
