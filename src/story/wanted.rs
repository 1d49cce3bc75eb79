//! A condition as something that a search can look for.

use super::condition::Condition;
use super::scene::Scene;
use super::words::errand as words;
use super::{example, parse, print};
use crate::check::{Asks, Scenario, Wanted};
use crate::paxos::{Role, Value};
use crate::story::language::say;
use std::sync::Arc;

/// The search for a shortest way from the end of a scene to where a condition holds. Of the values that it names each
/// proposer may ask for each; where it names none, proposers may ask for `free` ones, in turn.
///
/// # Errors
/// Why it cannot be looked for, as a sentence.
fn scenario(scene: &Scene, goal: &Condition, free: &[Value]) -> Result<Scenario, String> {
    let asks = asks(goal, scene)?;
    let condition = goal.clone();
    let tally = scene.recording.tally().clone();
    let wanted = Wanted { holds: Arc::new(move |sight| condition.is_seen(sight)), asks, tally };
    let scenario = example::scenario(scene, free).wanting(wanted);
    if let Some(unjudged) = scenario.unjudged() {
        return Err(words::unjudged(unjudged).to_string());
    }
    let mut values = named(goal);
    if values.is_empty() || scene.script.cluster.is_replicated() {
        return Ok(scenario);
    }
    // What stands in the way of a value is, as a rule, another one.
    values.extend(&scenario.start.proposed);
    values.sort_unstable();
    values.dedup();
    let proposers = scenario.start.cluster.all(Role::Proposer);
    let wishes = proposers.iter().flat_map(|node| values.iter().map(move |&value| (node, value))).collect();
    Ok(Scenario { wishes, ..scenario })
}

/// A search from the end of a scene to where a condition holds, with the scene from whose end it sets out: a network in
/// which nothing happens by itself, so that what is found can be told after it. `values` are words for what proposers may
/// ask for, where the condition says nothing of it.
///
/// # Errors
/// Why there is none, as a sentence.
pub fn towards(mut start: Scene, goal: &str, values: &[String]) -> Result<(Scene, Scenario), String> {
    let read = parse::condition(&start.script, goal);
    let (goal, mut names) = read.map_err(|problem| words::not_a_goal(&problem.to_string()))?;
    let proposers = start.script.cluster.all(Role::Proposer).len();
    let spare = WORDS.iter().map(|word| word.to_string());
    let mut free: Vec<Value> = Vec::new();
    for word in values.iter().cloned().chain(spare) {
        if free.len() < values.len().max(proposers).max(2) {
            free.push(names.intern(&word));
        }
    }
    start.script.names = names;
    let scenario = scenario(&start, &goal, &free)?;
    Ok((start, scenario))
}

/// What proposers may ask for where a scene has too few words.
pub const WORDS: [&str; 4] = ["cat", "dog", "fox", "owl"];

/// The values that a condition names.
fn named(condition: &Condition) -> Vec<Value> {
    match condition {
        Condition::Accepted(_, _, Some((_, value)))
        | Condition::Proposing(_, _, Some(value))
        | Condition::Learned(_, _, Some(value))
        | Condition::Holding(_, value) => vec![*value],
        Condition::Chosen(_, values) => values.clone(),
        Condition::Not(negated) => named(negated),
        Condition::And(all) => all.iter().flat_map(named).collect(),
        _ => Vec::new(),
    }
}

/// What it takes to see whether a condition holds.
fn asks(condition: &Condition, scene: &Scene) -> Result<Asks, String> {
    let cluster = &scene.script.cluster;
    let is_acceptor = |node: &_| cluster.role(*node) == Role::Acceptor;
    let nothing = Asks::default();
    let asked = || print::condition(condition, &scene.script.names);
    Ok(match condition {
        Condition::Promised(..) | Condition::Accepted(..) => Asks { names: true, ..nothing },
        Condition::Learned(..) => Asks { learning: true, ..nothing },
        Condition::Known(count) => Asks { learning: 0 < *count, ..nothing },
        Condition::Broken => Asks { learning: !learns_what_is_chosen(scene), ..nothing },
        Condition::Up(node) | Condition::Down(node) => Asks { names: is_acceptor(node), crashes: Some(1), ..nothing },
        Condition::Crashes(count) => {
            let before = scene.recording.tally().crashes as u32;
            let more = u8::try_from(count.saturating_sub(before)).unwrap_or(u8::MAX);
            Asks { crashes: Some(more), ..nothing }
        }
        Condition::Overtaken(least) => {
            Asks { ballots: u8::try_from(least.saturating_add(1)).unwrap_or(u8::MAX), ..nothing }
        }
        Condition::InFlight(_) => {
            return Err(say!("The checker cannot look for `{asked}`: it does not count messages.", asked = asked()));
        }
        Condition::Ignored(_) => {
            return Err(say!(
                "The checker cannot look for `{asked}`: it leaves out what changes nothing, and what is ignored does not.",
                asked = asked()
            ));
        }
        Condition::Leads(..) | Condition::Applied(..) | Condition::Balance(..) | Condition::Answered(..) => nothing,
        Condition::Promises(..) | Condition::Proposing(..) => Asks { ballots_under_way: true, ..nothing },
        Condition::Chosen(..) | Condition::Holding(..) => nothing,
        Condition::Not(negated) => asks(negated, scene)?,
        Condition::And(all) => {
            let mut together = nothing;
            for each in all {
                together = together.and(asks(each, scene)?);
            }
            together
        }
    })
}

/// Whether nodes learn nothing but what is chosen, so that it can be told from the votes alone what they could learn.
fn learns_what_is_chosen(scene: &Scene) -> bool {
    use crate::paxos::rules::{Counting, Learn};
    let rules = &scene.recording.world().rules;
    rules.learn == Learn::PerId && rules.count == Counting::Acceptors
}
