//! What was found of a log as slides: who tries to lead, what clients ask for, which slots are sent and heard of.

use super::{is_remarkable, nodes_of};
use crate::check::Finding;
use crate::paxos::{Ballot, Command, Kind, LogNote, NodeId, Note, Slot, Value};
use crate::sim::truth::log::{self, LogViolation};
use crate::sim::{Action, Recording, Step, Violation, World, truth};
use crate::story::condition::Condition;
use crate::story::names::Names;
use crate::story::print;
use crate::story::words::{self, Telling, example as told};

/// What a step is about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Stage {
    Leads(Option<Ballot>),
    Asks(Option<Value>),
    Sends(Ballot, Slot, Value),
    Hears,
    Beats(Option<Ballot>),
    Crashes(NodeId),
    Else,
}

fn stage(step: &Step) -> Stage {
    let of_log = |wanted: fn(LogNote) -> Option<Stage>| {
        step.effects.notes.iter().find_map(|note| match *note {
            Note::Log(note) => wanted(note),
            _ => None,
        })
    };
    let message = step.effects.envelope.as_ref().map(|envelope| &envelope.message);
    match (step.action, message) {
        (Action::Crash { node } | Action::Restart { node }, _) => Stage::Crashes(node),
        (Action::Timeout { .. }, _) => of_log(|note| match note {
            LogNote::AsksForLog { ballot, .. } | LogNote::LeadsUnasked { ballot, .. } => {
                Some(Stage::Leads(Some(ballot)))
            }
            _ => None,
        })
        .unwrap_or(Stage::Else),
        (Action::Heartbeat { .. }, _) => of_log(|note| match note {
            LogNote::Beats { ballot, .. } => Some(Stage::Beats(Some(ballot))),
            _ => None,
        })
        .unwrap_or(Stage::Else),
        (Action::Request { .. }, _) => of_log(|note| match note {
            LogNote::Asks { value, .. } | LogNote::AsksAgain { value, .. } => Some(Stage::Asks(Some(value))),
            _ => None,
        })
        .unwrap_or(Stage::Else),
        (_, Some(message)) => match message.kind() {
            Kind::Prepare | Kind::Promise | Kind::Nack => Stage::Leads(message.ballot()),
            Kind::Request => Stage::Asks(message.value()),
            Kind::AcceptRequest => match (message.ballot(), message.value()) {
                (Some(ballot), Some(value)) => Stage::Sends(ballot, message.slot(), value),
                _ => Stage::Else,
            },
            Kind::Accepted => Stage::Hears,
            Kind::Heartbeat | Kind::Success | Kind::CatchUp => Stage::Beats(message.ballot()),
            Kind::Reply | Kind::Redirect => Stage::Else,
        },
        _ => Stage::Else,
    }
}

/// The steps, each stage for itself. What a replica does by itself belongs to the step by which it does it.
pub(super) fn stages(steps: &[Step]) -> Vec<&[Step]> {
    let mut stages = Vec::new();
    let mut first = 0;
    for (at, step) in steps.iter().enumerate().skip(1) {
        let is_own = matches!(step.action, Action::Own { .. });
        let begins = matches!(step.action, Action::Timeout { .. });
        if !is_own && (begins || stage(step) != stage(&steps[first])) {
            stages.push(&steps[first..at]);
            first = at;
        }
    }
    stages.extend((first < steps.len()).then(|| &steps[first..]));
    stages
}

/// What a stage is called; `found` is what its last step comes to, if that is what was looked for.
pub(super) fn title(steps: &[Step], before: &[&[Step]], found: Option<(Finding, &World)>, telling: Telling) -> String {
    if let Some(title) = found.and_then(|(finding, world)| comes_to(finding, world, telling)) {
        return title;
    }
    if let Some(chosen) = steps.iter().rev().find_map(|step| step.effects.chosen) {
        let is_other = found.is_some() && steps.iter().any(|step| step.effects.chosen_before.is_some());
        return told::chosen_in(chosen.slot, chosen.vote.value, is_other, telling);
    }
    let stage = stage(&steps[0]);
    let is_late = before.iter().any(|steps| self::stage(&steps[0]) == stage);
    let node = steps[0].node();
    match stage {
        Stage::Leads(Some(ballot)) if is_late => told::goes_on_leading(ballot, telling),
        Stage::Leads(Some(ballot)) => {
            let is_unasked = |note: &Note| matches!(note, Note::Log(LogNote::LeadsUnasked { .. }));
            match node.filter(|_| matches!(steps[0].action, Action::Timeout { .. })) {
                Some(node) if steps[0].effects.notes.iter().any(is_unasked) => {
                    told::leads_unasked(node, ballot, telling)
                }
                Some(node) => told::tries_to_lead(node, ballot, nodes_of(steps, Kind::Prepare), telling),
                None => told::goes_on_leading(ballot, telling),
            }
        }
        Stage::Asks(Some(value)) => match steps[0].action {
            Action::Request { client, to, .. } => told::client_asks(client, to, value, telling),
            _ => told::reaches_leader(value, nodes_of(steps, Kind::Request), telling),
        },
        Stage::Sends(ballot, slot, value) => {
            told::sends_in(ballot, slot, value, nodes_of(steps, Kind::AcceptRequest), telling)
        }
        Stage::Hears => told::hear(nodes_of(steps, Kind::Accepted), telling),
        Stage::Beats(_) => match (node, steps[0].action) {
            (Some(node), Action::Heartbeat { .. }) => told::beats(node, telling),
            _ => told::goes_on(),
        },
        Stage::Crashes(node) if !matches!(steps[0].action, Action::Crash { .. }) => told::comes_back(node, telling),
        Stage::Crashes(node) => told::crashes(node, telling),
        Stage::Leads(None) | Stage::Asks(None) | Stage::Else => told::goes_on(),
    }
}

/// What a run comes to with its last step, where that is no choice.
fn comes_to(finding: Finding, world: &World, telling: Telling) -> Option<String> {
    match finding {
        Finding::AppliedPast => match log::in_order(world)? {
            LogViolation::PastGap(node, slot) => Some(told::applies_past(node, slot, telling)),
            _ => None,
        },
        Finding::AppliedOther => match log::applied_apart(world)? {
            LogViolation::AppliedDifferently(node, other, slot) => Some(told::apply_apart(node, other, slot, telling)),
            _ => None,
        },
        Finding::ExecutedTwice => match log::executed_twice(world)? {
            LogViolation::ExecutedTwice(node, value, ..) => Some(told::executes_again(node, value, telling)),
            _ => None,
        },
        Finding::LearnedUnchosen => match truth::learned_unchosen(world)? {
            Violation::LearnedUnchosen(node, value) => Some(told::takes_for_chosen(node, value, telling)),
            _ => None,
        },
        _ => None,
    }
}

/// What is told before anything happens: which members are chosen already, where that counts at once.
pub(super) fn beforehand(world: &World, telling: Telling) -> Option<String> {
    let cluster = &world.cluster;
    let names_members = |value: Value| matches!(cluster.command(value), Command::Members(_));
    let new = truth::chosen(world).find(|chosen| names_members(chosen.vote.value))?;
    let knows = |&(_, slot, value): &(NodeId, Slot, Value)| (slot, value) == (new.slot, new.vote.value);
    let known = learned(world).filter(knows).map(|(node, ..)| node).collect();
    world.rules.changes_members_at_once().then(|| told::new_members(cluster.log.members, new, known, telling))
}

/// What is told of a stage: what is remarkable of its steps, with all that comes of it at their nodes.
pub(super) fn says(steps: &[Step], recording: &Recording, telling: Telling) -> Vec<String> {
    let cluster = &recording.world().cluster;
    let mut said: Vec<String> = Vec::new();
    let leads = |step: &Step| {
        let is_lead = |note: &Note| matches!(note, Note::Log(LogNote::Leads { .. }));
        step.effects.notes.iter().any(is_lead)
    };
    // That a leader has promised to itself goes without saying, and so do the PROMISEs that it leads by.
    let is_in_full = !steps.iter().any(leads);
    for step in
        steps.iter().filter(|step| is_remarkable(step) || is_in_full && !matches!(step.action, Action::Own { .. }))
    {
        let step = &without_counts(step);
        let sentence = words::step(step, cluster, telling);
        for sentence in
            std::iter::once(sentence).chain(words::besides(step, telling)).chain(words::result(step, telling))
        {
            if !sentence.is_empty() && !said.contains(&sentence) {
                said.push(sentence);
            }
        }
    }
    said
}

/// A step without what it has only counted by the way: who counts itself needs no sentence.
fn without_counts(step: &Step) -> Step {
    let mut step = step.clone();
    let mut is_first = true;
    let is_count = |note: &Note| matches!(note, Note::AcceptedCounted { .. } | Note::PromiseCounted { .. });
    step.effects.notes.retain(|note| std::mem::take(&mut is_first) || !is_count(note));
    step
}

/// The line that shows what is found; none where no condition of the language can.
pub(super) fn outcome(finding: Finding, world: &World, names: &Names) -> Option<String> {
    let conditions = match finding {
        Finding::TwoChosen => {
            let (first, other) = truth::two_chosen(world)?;
            vec![Condition::Chosen(first.slot, vec![first.vote.value, other.vote.value])]
        }
        Finding::Chosen => {
            let chosen = truth::chosen(world).next()?;
            vec![Condition::Chosen(chosen.slot, vec![chosen.vote.value])]
        }
        Finding::LearnedUnchosen => {
            let (node, slot, value) = learned(world).find(|&(_, slot, value)| !truth::is_chosen(world, slot, value))?;
            let chosen = Condition::Chosen(slot, vec![value]);
            vec![Condition::Learned(node, slot, Some(value)), Condition::Not(Box::new(chosen))]
        }
        Finding::Differ => differing(world)?,
        Finding::AppliedPast => {
            let LogViolation::PastGap(node, slot) = log::in_order(world)? else { return None };
            let gap = Slot(slot.0.saturating_sub(1));
            vec![Condition::Applied(node, slot), Condition::Learned(node, gap, None)]
        }
        Finding::AppliedOther => {
            let LogViolation::AppliedDifferently(node, other, slot) = log::applied_apart(world)? else { return None };
            let of = |node: NodeId| -> Vec<Condition> {
                let value = world.node(node).learner.as_ref().and_then(|learner| learner.learned(slot));
                std::iter::once(Condition::Learned(node, slot, value)).chain(balance(world, node)).collect()
            };
            [of(node), of(other)].concat()
        }
        Finding::ExecutedTwice => {
            let LogViolation::ExecutedTwice(node, value, first, later) = log::executed_twice(world)? else {
                return None;
            };
            let in_slots = [first, later].map(|slot| Condition::Learned(node, slot, Some(value)));
            in_slots.into_iter().chain([Condition::Applied(node, later)]).chain(balance(world, node)).collect()
        }
        Finding::Invented | Finding::PromiseBroken | Finding::TwoValues | Finding::BothChoosable | Finding::Wanted => {
            return None;
        }
    };
    Some(format!("expect {}", print::condition(&Condition::And(conditions), names)))
}

fn learned(world: &World) -> impl Iterator<Item = (NodeId, Slot, Value)> + '_ {
    let learners = world.cluster.nodes().filter_map(|node| Some((node, world.node(node).learner.as_ref()?)));
    learners.flat_map(|(node, learner)| learner.learned.iter().map(move |&(slot, value)| (node, slot, value)))
}

/// What a node has learned, and what contradicts it: that another value is chosen, or learned by another node.
fn differing(world: &World) -> Option<Vec<Condition>> {
    learned(world).find_map(|(node, slot, value)| {
        let chosen = truth::chosen(world).find(|chosen| chosen.slot == slot && chosen.vote.value != value);
        let other = || learned(world).find(|&(_, at, other)| at == slot && other != value);
        let against = chosen.map(|chosen| Condition::Chosen(slot, vec![chosen.vote.value]));
        let against =
            against.or_else(|| other().map(|(node, slot, value)| Condition::Learned(node, slot, Some(value))));
        Some(vec![Condition::Learned(node, slot, Some(value)), against?])
    })
}

fn balance(world: &World, node: NodeId) -> Option<Condition> {
    let balance = world.node(node).replica.as_ref()?.disk.machine.balance?;
    Some(Condition::Balance(node, balance))
}
