//! A run that the checker has found, as a scene: a slide for each stage of it, with the reasons of the nodes.

mod log;

use super::conditions;
use super::names::Names;
use super::print::{self, Teller};
use super::problem::Problem;
use super::scene::Scene;
use super::script::{Script, Statement, Which};
use super::words::{self, Telling, example as told, pick};
use crate::check::{Example, Finding, Scenario};
use crate::paxos::{Ballot, Kind, NodeId, NodeSet, Note, Slot, Value};
use crate::sim::{Action, Change, Recording, Step, truth};
use std::fmt::Write;

/// The scene on which a search goes on from the end of a run: the same run, on a network in which nothing happens by
/// itself, so that what is found can be told after it.
///
/// # Errors
/// Where the run cannot be told so: what is wrong, and where.
pub fn start(scene: &Scene) -> Result<Scene, Problem> {
    let text = match scene.recording.steps().is_empty() {
        true => print::still(&scene.script),
        false => print::replay(&scene.script, &scene.script.title, &scene.recording),
    };
    super::parse(&text).and_then(Scene::play)
}

/// The scenario of a search from the end of a scene: what proposers or clients may ask for, and what it means as a command.
pub fn scenario(start: &Scene, values: &[Value]) -> Scenario {
    let mut world = start.recording.world().clone();
    for &value in values {
        world.cluster.log.explain(value, start.script.names.command(value));
    }
    Scenario::from(world, values)
}

/// What a run that was found is called, and what is said of it in a sentence.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Heading {
    /// The title of its scene.
    pub title: String,
    /// One sentence on what it shows.
    pub about: String,
}

impl Heading {
    /// The heading of what was found from the end of a scene.
    pub fn of(start: &Scene, example: &Example) -> Heading {
        let rules = conditions::in_force(&start.recording.world().rules);
        let wrong: Vec<&str> = rules.into_iter().filter_map(words::caution::instead).collect();
        let length = example.actions.len();
        let from = match (start.recording.steps().is_empty(), start.script.logs.is_empty()) {
            (true, true) => told::From::Beginning,
            (true, false) => told::From::Logs,
            (false, _) => told::From::Midst,
        };
        Heading { title: told::title(&wrong, example.finding), about: told::about(example.finding, length, from) }
    }
}

/// A scene in which nothing has happened yet, among the nodes of another and under its rules for them: there a way begins
/// that was found from the beginning.
///
/// # Errors
/// Where that cannot be told: what is wrong, and where.
pub fn beginning(scene: &Scene) -> Result<Scene, Problem> {
    let mut start = super::parse(&print::still(&scene.script)).and_then(Scene::play)?;
    // The header has no word for what is proposed later.
    start.script.names = scene.script.names.clone();
    Ok(start)
}

/// The run in which a proposer picks a value against the rule and breaks agreement, as a scene; and its length in actions.
pub fn of_pick(start: &Scene, me: NodeId, value: Value, example: &Example) -> (String, u32) {
    let length = example.actions.iter().filter(|action| !matches!(action, Action::Set(_))).count();
    let telling = Telling::exact(&start.script.names);
    let heading = Heading { title: pick::title(me, value, telling), about: pick::about(me, length, telling) };
    (scene(start, &heading, example), length.try_into().unwrap_or(u32::MAX))
}

/// The text of a scene that does what was found from the end of `start`, and expects what is found.
pub fn scene(start: &Scene, heading: &Heading, example: &Example) -> String {
    let mut recording = start.recording.clone();
    let before = recording.steps().len();
    for &action in &example.actions {
        if recording.push(action).is_err() {
            break; // It was carried out on this very world before.
        }
    }
    let names = &start.script.names;
    let script = Script { title: heading.title.clone(), about: Some(heading.about.clone()), ..start.script.clone() };
    let mut text = print::script(&script);
    let mut teller = Teller { names, in_flight: start.recording.world().in_flight.clone() };
    let is_log = recording.world().cluster.is_replicated();
    let steps = &recording.steps()[before..];
    let stages = if is_log { log::stages(steps) } else { stages(steps) };
    if stages.is_empty() {
        let _ = writeln!(
            text,
            "\nslide {}\n  {}",
            print::quoted(told::SO_ALREADY.said()),
            outcome(example.finding, &recording, names)
        );
    }
    for (nth, steps) in stages.iter().enumerate() {
        let is_last = nth + 1 == stages.len();
        let telling = Telling::exact(names);
        let of_stage = &stages[..nth];
        let found = is_last.then(|| (example.finding, recording.world()));
        let (title, says) = match is_log {
            true => (log::title(steps, of_stage, found, telling), log::says(steps, &recording, telling)),
            false => (title(steps, of_stage, is_last, telling), says(steps, &recording, telling)),
        };
        let _ = writeln!(text, "\nslide {}", print::quoted(&title));
        let is_first = is_log && before + nth == 0;
        let beforehand = is_first.then(|| log::beforehand(start.recording.world(), telling)).flatten();
        for said in beforehand.into_iter().chain(says) {
            let _ = writeln!(text, "  say {}", print::quoted(&said));
        }
        for statement in statements(steps, &mut teller) {
            let _ = writeln!(text, "  {}", print::statement(&statement, names));
        }
        if is_last {
            let _ = writeln!(text, "  {}", outcome(example.finding, &recording, names));
        }
    }
    text
}

/// What a step is about: a ballot and its phase, or a node that crashes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Stage {
    Asks(Option<Ballot>),
    Sends(Option<Ballot>, Option<Value>),
    Tells,
    Crashes(NodeId),
    /// A proposer picks a value against the rule: another is in force for one step.
    Picks(Change),
}

fn stage(step: &Step) -> Stage {
    let begun = step.effects.notes.iter().find_map(|note| match *note {
        Note::BallotStarted { ballot, .. } | Note::SkipsPrepare { ballot, .. } => Some(ballot),
        _ => None,
    });
    let envelope = step.effects.envelope.as_ref();
    match (step.action, envelope) {
        (Action::Crash { node } | Action::Restart { node }, _) => Stage::Crashes(node),
        (Action::Set(change), _) => Stage::Picks(change),
        (_, Some(envelope)) => match envelope.message.kind() {
            Kind::AcceptRequest => Stage::Sends(envelope.message.ballot(), envelope.message.value()),
            Kind::Accepted | Kind::Reply => Stage::Tells,
            _ => Stage::Asks(envelope.message.ballot()),
        },
        _ => Stage::Asks(begun),
    }
}

/// The steps, each stage for itself.
fn stages(steps: &[Step]) -> Vec<&[Step]> {
    let begins = |step: &Step| matches!(step.action, Action::Propose { .. } | Action::Timeout { .. });
    // A rule is put in force for one step, and set right again after it: that is one stage.
    let is_wrong =
        |step: &Step| matches!(step.action, Action::Set(change) if conditions::by_default(&change) != change);
    let is_right = |step: &Step| matches!(step.action, Action::Set(_)) && !is_wrong(step);
    let is_one = |one: &Step, other: &Step| {
        is_wrong(one) || is_right(other) || (!is_right(one) && !begins(other) && stage(one) == stage(other))
    };
    steps.chunk_by(is_one).collect()
}

fn title(steps: &[Step], before: &[&[Step]], is_last: bool, telling: Telling) -> String {
    let chosen = || steps.iter().rev().find_map(|step| step.effects.chosen);
    if let Some(chosen) = chosen() {
        let is_other = is_last && steps.iter().any(|step| step.effects.chosen_before.is_some());
        return told::chosen(chosen.vote.value, is_other, telling);
    }
    let nodes = |kind: Kind| nodes_of(steps, kind);
    let stage = stage(&steps[0]);
    let is_late = before.iter().any(|steps| self::stage(&steps[0]) == stage && reached(steps));
    match stage {
        Stage::Asks(Some(ballot)) if begins_again(steps) => told::asks_again(ballot, nodes(Kind::Prepare), telling),
        Stage::Asks(Some(ballot)) => told::asks(ballot, nodes(Kind::Prepare), is_late, telling),
        Stage::Asks(None) => told::goes_on(),
        Stage::Sends(ballot, value) => told::sends(ballot.zip(value), nodes(Kind::AcceptRequest), telling),
        Stage::Tells => told::hear(nodes(Kind::Accepted), telling),
        Stage::Picks(_) => {
            steps.iter().find_map(sends).map_or_else(told::goes_on, |(node, value)| pick::picks(node, value, telling))
        }
        Stage::Crashes(node) if !matches!(steps[0].action, Action::Crash { .. }) => told::comes_back(node, telling),
        Stage::Crashes(node) => told::crashes(node, telling),
    }
}

/// Who has received a message of this kind in a stage.
fn nodes_of(steps: &[Step], kind: Kind) -> NodeSet {
    let reached = steps.iter().filter(|step| matches!(step.action, Action::Deliver { .. }));
    let of_kind = reached.filter_map(|step| step.effects.envelope.as_ref());
    of_kind.filter(|envelope| envelope.message.kind() == kind).map(|envelope| envelope.to).collect()
}

/// Who sends a value in a step, having counted a majority of PROMISEs, and which.
fn sends(step: &Step) -> Option<(NodeId, Value)> {
    let vote = step.effects.notes.iter().find_map(|note| note.sends_value().map(|(vote, _)| vote));
    step.node().zip(vote.map(|vote| vote.value))
}

/// Whether a stage begins a ballot under an id that was used before.
fn begins_again(steps: &[Step]) -> bool {
    let again = |note: &Note| matches!(note, Note::BallotStarted { reused: true, .. });
    steps.iter().any(|step| step.effects.notes.iter().any(again))
}

/// Whether a PREPARE has arrived in a stage.
fn reached(steps: &[Step]) -> bool {
    let prepare = |step: &Step| step.effects.envelope.as_ref().is_some_and(|it| it.message.kind() == Kind::Prepare);
    steps.iter().any(|step| matches!(step.action, Action::Deliver { .. }) && prepare(step))
}

/// What is told of a stage: what is remarkable of its steps, in the words in which it is told anywhere.
fn says(steps: &[Step], recording: &Recording, telling: Telling) -> Vec<String> {
    let cluster = &recording.world().cluster;
    let mut said: Vec<String> = Vec::new();
    // Where nothing comes of it yet, each answer is worth a sentence.
    let comes_to_something = |step: &Step| step.effects.notes.iter().any(|note| note.sends_value().is_some());
    let is_in_full = !steps.iter().any(comes_to_something);
    for step in steps.iter().filter(|step| is_in_full || is_remarkable(step)) {
        let sentence = words::step(step, cluster, telling);
        let result = words::result(step, telling);
        for sentence in [Some(sentence), result].into_iter().flatten() {
            if !said.contains(&sentence) {
                said.push(sentence);
            }
        }
    }
    if let Some(Stage::Picks(change)) = steps.first().map(stage) {
        said.extend(words::caution::instead(change).map(pick::against_the_rule));
    }
    said
}

/// Whether a step is more than one of several that do the same.
fn is_remarkable(step: &Step) -> bool {
    let is_routine = |note: &Note| match note {
        Note::PromiseCounted { .. } | Note::AcceptedCounted { .. } | Note::PromiseLate { .. } => true,
        Note::Promised { before, reports, conceals, .. } => before.is_none() && reports.is_none() && conceals.is_none(),
        _ => false,
    };
    step.effects.chosen.is_some()
        || step.effects.notes.iter().any(|note| !is_routine(note))
        || matches!(step.action, Action::Crash { .. } | Action::Duplicate { .. })
}

/// The statements of a stage: what arrives from one node at several, one after the other, in one line.
fn statements(steps: &[Step], teller: &mut Teller) -> Vec<Statement> {
    let mut statements: Vec<Statement> = Vec::new();
    for step in steps {
        let told = teller.act_in_brief(step);
        teller.follow(step);
        match (statements.last_mut(), told) {
            (Some(Statement::Deliver(last)), Some(Statement::Deliver(next))) if is_one_broadcast(last, &next) => {
                if let (Some(last), Some(next)) = (&mut last.route, next.route) {
                    last.to.extend(next.to);
                }
            }
            (_, told) => statements.extend(told),
        }
    }
    statements
}

/// Whether two deliveries differ in their receivers alone, who come in the order of declaration.
fn is_one_broadcast(last: &super::script::Selector, next: &super::script::Selector) -> bool {
    let (Some(from), Some(to)) = (&last.route, &next.route) else { return false };
    let is_in_order = from.to.last() < to.to.first();
    let same = super::script::Selector { route: None, ..last.clone() }
        == super::script::Selector { route: None, ..next.clone() };
    let is_one = last.which == Which::All && next.which == Which::All;
    same && is_one && from.from == to.from && is_in_order
}

/// The line that shows what is found; a comment where no condition of the language can.
fn outcome(finding: Finding, recording: &Recording, names: &Names) -> String {
    let world = recording.world();
    let word = |value| print::word(names.value(value));
    if world.cluster.is_replicated() {
        return log::outcome(finding, world, names).unwrap_or_else(|| format!("# {}", told::found(finding)));
    }
    match finding {
        Finding::TwoChosen => match truth::two_chosen(world) {
            Some((first, other)) => {
                format!("expect chosen {} {}", word(first.vote.value), word(other.vote.value))
            }
            None => String::new(),
        },
        Finding::LearnedUnchosen | Finding::Differ => {
            let learners = world.cluster.nodes().filter_map(|node| Some((node, world.node(node).learner.as_ref()?)));
            let learned = learners.filter_map(|(node, learner)| Some((node, learner.learned(Slot::ONLY)?)));
            let told = learned.map(|(node, value)| {
                let not = if truth::is_chosen(world, Slot::ONLY, value) { "" } else { "not " };
                format!("{} learned {value} and {not}chosen {value}", names.node(node), value = word(value))
            });
            format!("expect {}", told.collect::<Vec<_>>().join(" and "))
        }
        Finding::Chosen => match truth::chosen(world).next() {
            Some(chosen) => format!("expect chosen {}", word(chosen.vote.value)),
            None => String::new(),
        },
        Finding::AppliedPast
        | Finding::AppliedOther
        | Finding::ExecutedTwice
        | Finding::Invented
        | Finding::PromiseBroken
        | Finding::TwoValues
        | Finding::BothChoosable
        | Finding::Wanted => {
            format!("# {}", told::found(finding))
        }
    }
}
