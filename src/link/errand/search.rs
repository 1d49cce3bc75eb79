//! The errand of searching all that can follow from a state.

use super::Work;
use crate::check::{Check, Finding, Goal, Limits, Status};
use crate::paxos::{Role, Value};
use crate::player::errand::{Count, Example, Outcome, Report, Sought, Wanted};
use crate::sim::world::Faithful;
use crate::sim::{Action, World};
use crate::story::example::{self, Heading};
use crate::story::words::errand as words;
use crate::story::{Names, Scene, Statement, parse, print, wanted};

/// A search under way.
struct Searching {
    /// The run from whose end it goes on.
    start: Scene,
    limits: Limits,
    goal: Goal,
    check: Check,
    /// What it has found, once it is done.
    example: Option<Example>,
}

/// Begins it.
///
/// # Errors
/// A sentence for the reader.
pub fn open(wanted: Wanted) -> Result<Box<dyn Work>, String> {
    let not_a_scene = |problem: crate::story::Problem| words::not_a_scene(&problem.to_string());
    let played = parse(&wanted.scene).and_then(Scene::play).map_err(not_a_scene)?;
    if played.poll.is_some() {
        return Err(words::POLL.to_string());
    }
    if let (Sought::Chosen(_), true) = (&wanted.sought, played.script.cluster.is_replicated()) {
        return Err(words::CHOSEN_IN_LOG.to_string());
    }
    let mut start = example::start(&played).map_err(not_a_scene)?;
    if let Sought::Condition(goal) = &wanted.sought {
        let own = &played.script.names.values;
        let values: &[String] = if wanted.values.is_empty() { own } else { &wanted.values };
        return towards(start, goal, values, wanted.limits);
    }
    let names = &mut start.script.names;
    let own = played.script.names.values.clone();
    let asked: &[String] = if wanted.values.is_empty() { &own } else { &wanted.values };
    let values: Vec<Value> = asked.iter().map(|value| names.intern(value)).collect();
    let goal = match &wanted.sought {
        Sought::Worst => None,
        Sought::Promised => Some(Goal::Promised),
        Sought::Nothing => Some(Goal::Everything),
        Sought::Finding(finding) => Some(Goal::Find(*finding)),
        Sought::Chosen(value) => Some(Goal::Choose(names.intern(value))),
        Sought::Condition(_) => None,
    };
    let mut scenario = example::scenario(&start, &values);
    scenario.limits = wanted.limits.unwrap_or(scenario.limits);
    scenario.goal = goal.unwrap_or(scenario.goal);
    if let Goal::Choose(value) = scenario.goal {
        // Whoever has another value may ask for this one, too; to ask for others brings it no nearer.
        scenario.wishes =
            played.recording.world().cluster.all(Role::Proposer).iter().map(|node| (node, value)).collect();
    }
    if let Some(unjudged) = scenario.unjudged() {
        return Err(words::unjudged(unjudged).to_string());
    }
    let (limits, goal) = (scenario.limits, scenario.goal);
    Ok(Box::new(Searching { start, limits, goal, check: Check::new(scenario), example: None }))
}

/// A search for a shortest way to where a condition holds.
fn towards(start: Scene, goal: &str, values: &[String], limits: Option<Limits>) -> Result<Box<dyn Work>, String> {
    let (start, mut scenario) = wanted::towards(start, goal, values)?;
    scenario.limits.bounds = limits.map_or(scenario.limits.bounds, |limits| limits.bounds);
    let (limits, goal) = (scenario.limits, scenario.goal);
    Ok(Box::new(Searching { start, limits, goal, check: Check::new(scenario), example: None }))
}

impl Work for Searching {
    fn go_on(&mut self, budget: u32) -> bool {
        let status = self.check.go_on(budget);
        if status == Status::Found {
            self.example = self.shortest();
        }
        status != Status::Running
    }

    fn report(&self, spent_ms: u32) -> Report {
        let progress = self.check.progress();
        let count = Count {
            states: progress.states.try_into().unwrap_or(u32::MAX),
            depth: progress.depth,
            bytes: progress.bytes,
            spent_ms,
        };
        if progress.status == Status::Running {
            return Report::Progress(count);
        }
        Report::Done(Box::new(Outcome {
            status: progress.status,
            count,
            levels: self.check.levels(),
            limits: self.limits,
            example: self.example.clone(),
        }))
    }
}

impl Searching {
    /// The shortest way to any of what was looked for; of several as short, the worst.
    fn shortest(&mut self) -> Option<Example> {
        let all = Finding::ALL.into_iter().chain([Finding::Wanted]);
        let sought = all.filter(|&finding| self.goal.is_met_by(finding));
        let found = sought.filter_map(|finding| Some((self.check.length(finding)?, finding)));
        let (length, finding) = found.min_by_key(|(length, _)| *length)?;
        let found = self.check.example(finding)?;
        let acts = self.told(&found.actions)?;
        let scene = example::scene(&self.start, &Heading::of(&self.start, &found), &found);
        Some(Example { finding, length, acts, scene })
    }

    /// What is done, in the words of the scene language.
    fn told(&self, actions: &[Action]) -> Option<Vec<String>> {
        let mut world = self.start.recording.world().clone();
        let names = &self.start.script.names;
        let mut acts = Vec::new();
        for &action in actions {
            let told = statement(action, &world, names);
            acts.extend(told.map(|told| print::statement(&told, names)));
            world.apply_whole(action, &mut Faithful).ok()?;
        }
        Some(acts)
    }
}

/// An action of a search as a statement; none for what follows by itself.
fn statement(action: Action, world: &World, names: &Names) -> Option<Statement> {
    let message = |message| print::exact(&world.in_flight, message, names);
    Some(match action {
        Action::Deliver { message: it } => Statement::Deliver(message(it)?),
        Action::Duplicate { message: it } => Statement::Duplicate(message(it)?),
        Action::Propose { node, value, ballot } => {
            let id = ballot.and_then(|ballot| names.read_id(&names.id(ballot)));
            Statement::Propose { node, value, id }
        }
        Action::Request { client, to, value, .. } => Statement::Request { client, to, value },
        Action::Timeout { node } => Statement::Timeout(node),
        Action::Heartbeat { node } => Statement::Heartbeat(node),
        Action::Crash { node } => Statement::Crash(vec![node]),
        Action::Restart { node } => Statement::Restart(vec![node]),
        _ => return None,
    })
}
