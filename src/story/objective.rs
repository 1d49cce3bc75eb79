//! Whether a reader has reached what a scene asks for: the goal is judged after each step of the reader's own run, which
//! goes on from the end of the scene.

use super::branch::{Act, Arrivals, Branch, Order};
use super::condition::Condition;
use super::names::Names;
use super::print::{self, is_of_nodes};
use super::problem::Problem;
use super::scene::Scene;
use super::script::{Line, Objective, Script, Statement};
use crate::sim::{Action, Moment, Recording, Seen, Sight, Tally};
use crate::story::language::{say, tr};
use std::rc::Rc;

/// How a run stands with the objective of its scene.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Judged {
    /// When the goal was reached first.
    pub reached: Option<Reached>,
    /// What was done that the objective does not allow, and before which of the acts, from 0, that was not so yet.
    pub unfit: Option<(usize, Unfit)>,
    /// How many of the first acts move an arrival: together they count as one.
    pub moving: usize,
}

/// That the goal was reached.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Reached {
    /// The moment after the step that reached it. What comes later takes nothing away.
    pub at: Moment,
    /// How many acts it took.
    pub acts: usize,
}

/// What an objective does not allow.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Unfit {
    /// The run leaves the scene before its end.
    Early,
    /// The rules were changed, by this statement.
    Rules(String),
    /// There were more acts than may be.
    TooMany(u32),
}

/// A part of a goal: it, and whether it holds, with what is the case.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Part {
    /// The condition, in the words of the scene language.
    pub asked: String,
    /// Whether it holds.
    pub holds: bool,
    /// What is the case.
    pub actual: String,
}

impl Judged {
    /// How a run of a scene stands; nothing of it where the scene has no objective.
    pub fn of(branch: &Branch) -> Judged {
        let script = &branch.scene().script;
        let Some(objective) = &script.objective else { return Judged::default() };
        let moving = Arrivals::of(branch.scene()).map_or(0, |arrivals| arrivals.acts_of(branch));
        let unfit = unfit(branch, objective, moving);
        let fit = unfit.as_ref().map_or(branch.acts.len(), |(nth, _)| *nth);
        // An arrival is moved in the midst of the scene, and what comes of it is judged from there on.
        let from = branch.acts.first().filter(|_| 0 < moving).map_or(branch.scene().end(), |act| act.at);
        let reached = first(&branch.recording, &objective.goal, from.steps).map(|at| (at, begun_by(&branch.acts, at)));
        let reached = reached.filter(|(_, begun)| *begun <= fit);
        let reached = reached.map(|(at, begun)| Reached { at, acts: counted(begun, moving) });
        Judged { reached, unfit, moving }
    }

    /// How many things were done with so many acts.
    pub fn counted(&self, acts: usize) -> usize {
        counted(acts, self.moving)
    }

    /// Whether it was reached by a moment.
    pub fn by(&self, at: Moment) -> Option<Reached> {
        self.reached.filter(|reached| reached.at <= at)
    }

    /// What of the first so many acts is not allowed.
    pub fn unfit_by(&self, acts: usize) -> Option<&Unfit> {
        self.unfit.as_ref().filter(|(nth, _)| *nth < acts).map(|(_, unfit)| unfit)
    }
}

/// How many acts had been begun before a moment. What is asked of messages to come is no step of its own.
fn begun_by(acts: &[Act], at: Moment) -> usize {
    acts.iter().take_while(|act| act.at.steps < at.steps).count()
}

/// The first `moving` of some acts count as one.
fn counted(acts: usize, moving: usize) -> usize {
    acts - moving.min(acts) + usize::from(0 < moving.min(acts))
}

/// The first act that is not allowed, once so many have moved an arrival.
fn unfit(branch: &Branch, objective: &Objective, moving: usize) -> Option<(usize, Unfit)> {
    let end = branch.acts.iter().take(moving).next_back().map_or(branch.scene().end(), |act| act.end);
    let most = objective.within.and_then(|most| usize::try_from(most).ok());
    branch.acts.iter().enumerate().skip(moving).find_map(|(nth, act)| {
        let unfit = match &act.statement {
            _ if act.at < end => Unfit::Early,
            Statement::Set(change) if is_of_nodes(change) => {
                Unfit::Rules(print::statement(&act.statement, &branch.names))
            }
            _ if most.is_some_and(|most| most < counted(nth + 1, moving)) => Unfit::TooMany(objective.within?),
            _ => return None,
        };
        Some((nth, unfit))
    })
}

/// The moment at which a goal holds first, once so many steps are done.
fn first(recording: &Recording, goal: &Condition, from: usize) -> Option<Moment> {
    let (mut tally, mut reached) = (Tally::default(), None);
    let start = recording.at(Moment::default());
    if from == 0 && goal.is_seen(&Seen { world: &start, tally: &tally }) {
        return Some(Moment::default());
    }
    recording.walk(recording.steps().len(), |done, step, world| {
        tally.take_in(step);
        // What a replica does by itself because of a step belongs to it.
        if from <= done && reached.is_none() && goal.is_seen(&Seen { world, tally: &tally }) {
            reached = Some(Moment { time: step.time, steps: done });
        }
    });
    reached
}

/// The parts of a goal at a moment, in order.
#[inline(never)]
pub fn parts(goal: &Condition, seen: &dyn Sight, names: &Names) -> Vec<Part> {
    let all = match goal {
        Condition::And(all) => all.as_slice(),
        one => std::slice::from_ref(one),
    };
    let part = |condition: &Condition| Part {
        asked: print::condition(condition, names),
        holds: condition.is_seen(seen),
        actual: condition.actual_in(seen, names),
    };
    all.iter().map(part).collect()
}

/// The scene in which the solution follows the body, slide by slide; none where none is told.
pub fn solved(script: &Script) -> Option<Script> {
    let objective = script.objective.as_ref().filter(|_| !script.solution.is_empty())?;
    let mut lines = script.lines.clone();
    let has_slide = script.solution.first().is_some_and(|line| matches!(line.statement, Statement::Slide(_)));
    let slide = Statement::Slide(tr!("How it can be reached").to_string());
    lines.extend((!has_slide).then_some(Line { line: 0, column: 0, statement: slide }));
    lines.extend(script.solution.iter().cloned());
    let title = say!("A solution: {title}", title = script.title);
    let about = Some(objective.text.clone());
    let told = Script { title, about, source: None, twin: None, place: None, objective: None, ..script.clone() };
    Some(Script { lines, solution: Vec::new(), ..told })
}

/// The single acts of the solution, in the words of the scene language. In a network in which nothing happens by itself
/// they are the steps of it.
///
/// # Errors
/// The solution cannot be played.
pub fn acts_of_solution(script: &Script) -> Result<Vec<String>, Problem> {
    let Some(solved) = solved(script) else { return Ok(Vec::new()) };
    let before = Scene::play(Script { lines: script.lines.clone(), solution: Vec::new(), ..script.clone() })?;
    if !script.manual {
        let is_act = |line: &&Line| {
            let told = &line.statement;
            !matches!(told, Statement::Slide(_) | Statement::Say(_) | Statement::Run(_) | Statement::Expect(_))
        };
        let acts = script.solution.iter().filter(is_act);
        return Ok(acts.map(|line| print::statement(&line.statement, &script.names)).collect());
    }
    let after = Scene::play(solved)?;
    let from = before.recording.steps().len();
    let mut teller =
        print::Teller { names: &after.script.names, in_flight: before.recording.world().in_flight.clone() };
    let mut acts = Vec::new();
    for step in &after.recording.steps()[from..] {
        if !matches!(step.action, Action::Own { .. }) {
            acts.extend(teller.act(step).map(|told| print::statement(&told, &after.script.names)));
        }
        teller.follow(step);
    }
    Ok(acts)
}

/// The orders of arrivals in which the goal is reached, by their places.
pub fn reaching(arrivals: &Arrivals, objective: &Objective) -> Vec<usize> {
    let reaches = |order: &Order| first(&order.branch.recording, &objective.goal, arrivals.from.steps).is_some();
    arrivals.orders.iter().enumerate().filter(|(_, order)| reaches(order)).map(|(place, _)| place).collect()
}

/// Whether an objective is one: it is not reached before anybody does anything, and its solution reaches it.
///
/// # Errors
/// What is wrong with it, and where.
pub fn check(scene: &Scene) -> Result<(), Problem> {
    let script = &scene.script;
    let Some(objective) = &script.objective else { return Ok(()) };
    let problem = |line: usize, wrong: String, expected: &str| {
        Err(Problem { line, column: 1, wrong, expected: expected.to_string() })
    };
    let goal = print::condition(&objective.goal, &script.names);
    if objective.goal.holds(&scene.recording) {
        let wrong = say!("the goal `{goal}` holds at the end of the scene, before anybody does anything", goal);
        return problem(1, wrong, tr!("a goal that is still to be reached"));
    }
    if let Some(arrivals) = Arrivals::of(&Rc::new(scene.clone())) {
        let wrong = say!("wherever the message is moved, `{goal}` is not reached", goal);
        return match reaching(&arrivals, objective).is_empty() {
            true => problem(1, wrong, tr!("an order in which it is")),
            false => Ok(()),
        };
    }
    let Some(solved) = solved(script) else { return Ok(()) };
    let line = script.solution.first().map_or(1, |line| line.line.max(1));
    let played = Scene::play(solved)?;
    if first(&played.recording, &objective.goal, scene.recording.steps().len()).is_none() {
        let actual = objective.goal.actual(&played.recording, &script.names);
        return problem(line, say!("the solution does not reach the goal: {actual}", actual), &format!("`{goal}`"));
    }
    let acts = acts_of_solution(script)?.len();
    match objective.within {
        Some(most) if (most as usize) < acts => {
            problem(line, say!("the solution takes {acts} acts", acts), &say!("at most {most}, as `within` says", most))
        }
        _ => Ok(()),
    }
}
