//! What a screen reader is told: what has happened at an instant, alike things together, and where in which run one is.

use super::replica::in_slot;
use super::{Ids, Telling, besides, chosen, label, links, lost, step as happened};
use crate::paxos::{Ballot, Cluster, NodeId, NodeSet, Note, Outcome, Slot, Vote};
use crate::sim::{Action, Envelope, LossReason, Step};
use crate::story::language::{Words, say, tr, words};

/// That the run on show is the viewer's own.
pub const OWN_RUN: Words = words!("This is your own run.");

/// Over a page that shows a scene of this title.
pub fn page_title(title: &str) -> String {
    say!("{title} · Paxos Explainer", title)
}

/// That another scene is shown.
pub fn scene(title: &str) -> String {
    let stop = if title.ends_with(['?', '!', '.']) { "" } else { "." };
    format!("{title}{stop}")
}

/// That what was done is undone.
pub fn undone(act: &str) -> String {
    say!("Undone: {act}.", act)
}

/// That this slide is shown, the `place`-th from 0 of so many.
pub fn slide(place: usize, of: usize, title: &str) -> String {
    let stop = if title.ends_with(['?', '!', '.']) { "" } else { "." };
    say!("Slide {place} of {of}: {title}{stop}", place = place + 1, of, title, stop)
}

/// The same of a slide whose title would give away an answer.
pub fn untold_slide(place: usize, of: usize) -> String {
    say!("Slide {place} of {of}: a question comes first.", place = place + 1, of)
}

/// That this slide has come to its end, the `place`-th from 0 of so many.
pub fn end_of_slide(place: usize, of: usize) -> String {
    say!("End of slide {place} of {of}.", place = place + 1, of)
}

/// How much it matters that something is told.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Weight {
    /// It changes nothing.
    Nothing,
    /// It only counts, or concerns a message under way.
    Little,
    /// It is a promise, a vote, a refusal, a loss, a crash.
    Something,
    /// It decides what is sent.
    Much,
    /// A value is chosen or learned: this is always told.
    All,
}

/// Something to be told.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fact {
    /// In words.
    pub says: String,
    /// How much it matters.
    pub weight: Weight,
}

/// What alike things have in common: they are told together.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Kind {
    Promised(Ballot),
    Accepted(Slot, Vote),
    PrepareIgnored(Ballot, Ballot),
    AcceptIgnored(Slot, Vote, Ballot),
    Learned(Slot, Vote),
    Crashed,
    Back,
    Links(bool),
    Held,
    Lost { label: String, reason: LossReason, end: NodeId },
    Counted(NodeId),
}

/// Things of one instant that are told together.
struct Group<'a> {
    kind: Option<Kind>,
    /// Each with its node, and what that reports.
    nodes: Vec<(NodeId, Option<Vote>)>,
    steps: Vec<&'a Step>,
    alone: String,
    weight: Weight,
    chosen: Option<&'a Step>,
}

/// What has happened in these steps of one instant: a step that is alone with its reason, of several those together that
/// are alike, without reasons. `sees_all` is for who may know what is chosen.
pub fn digest(steps: &[&Step], cluster: &Cluster, sees_all: bool, telling: Telling) -> Vec<Fact> {
    let mut groups: Vec<Group> = Vec::new();
    for &step in steps {
        add(&mut groups, group(step, cluster, telling));
        for sent in &step.effects.sent {
            if let Some(reason) = sent.lost {
                add(&mut groups, lost_group(step, &sent.envelope, reason, telling));
            }
        }
    }
    // Beside what matters, what changes nothing is left out; so is a count that has led to something.
    let is_news = groups.iter().any(|group| Weight::Little < group.weight);
    let decided: Vec<NodeId> = groups.iter().filter(|group| Weight::Much <= group.weight).flat_map(members).collect();
    let leads_on = |group: &Group| matches!(group.kind, Some(Kind::Counted(node)) if decided.contains(&node));
    let is_empty = |group: &Group| is_news && group.weight == Weight::Nothing;
    let is_told = |group: &&Group| !is_empty(group) && !leads_on(group);
    groups.iter().filter(is_told).flat_map(|group| facts(group, cluster, sees_all, telling)).collect()
}

fn members<'a>(group: &'a Group) -> impl Iterator<Item = NodeId> + 'a {
    group.nodes.iter().map(|&(node, _)| node)
}

/// Puts a thing to those that are like it. Of counts the last is enough.
fn add<'a>(groups: &mut Vec<Group<'a>>, new: Group<'a>) {
    match groups.iter_mut().find(|group| group.kind.is_some() && group.kind == new.kind) {
        Some(group) if matches!(new.kind, Some(Kind::Counted(_))) => *group = new,
        Some(group) => {
            group.nodes.extend(new.nodes);
            group.steps.extend(new.steps);
            group.chosen = new.chosen.or(group.chosen);
        }
        None => groups.push(new),
    }
}

fn group<'a>(step: &'a Step, cluster: &Cluster, telling: Telling) -> Group<'a> {
    let node = step.node().or_else(|| step.effects.envelope.as_ref().map(|envelope| envelope.to));
    let note = step.effects.notes.first().copied();
    if let (Some(envelope), Some(reason)) = (&step.effects.envelope, step.effects.lost) {
        return lost_group(step, envelope, reason, telling);
    }
    let more = besides(step, telling);
    let alone = std::iter::once(happened(step, cluster, telling)).chain(more.iter().cloned());
    let reports = note.and_then(|note| match note {
        Note::Promised { reports, .. } => reports,
        _ => None,
    });
    Group {
        kind: kind(step, note, node).filter(|_| more.is_empty()),
        nodes: node.map(|node| (node, reports)).into_iter().collect(),
        steps: vec![step],
        alone: alone.collect::<Vec<String>>().join(" ").trim().to_string(),
        weight: weight(step, note).max(weight_besides(step)),
        chosen: step.effects.chosen.is_some().then_some(step),
    }
}

fn lost_group<'a>(step: &'a Step, envelope: &Envelope, reason: LossReason, telling: Telling) -> Group<'a> {
    let Envelope { from, to, .. } = *envelope;
    let (end, node) = if reason == LossReason::ReceiverDown { (to, from) } else { (from, to) };
    let alone = telling.said(lost(envelope, reason, telling));
    let kind = Some(Kind::Lost { label: label(&envelope.message, telling), reason, end });
    Group { kind, nodes: vec![(node, None)], steps: vec![step], alone, weight: Weight::Something, chosen: None }
}

/// What a step has in common with others; none where its reason must be told.
fn kind(step: &Step, note: Option<Note>, node: Option<NodeId>) -> Option<Kind> {
    match step.action {
        Action::Crash { .. } if note.is_none() => return Some(Kind::Crashed),
        Action::Restart { .. } => return Some(Kind::Back),
        Action::Cut { .. } => return Some(Kind::Links(true)),
        Action::Heal { .. } => return Some(Kind::Links(false)),
        Action::Hold { .. } => return Some(Kind::Held),
        _ => {}
    }
    // What a wrong rule does is never put together with what is right.
    match note? {
        // Votes in several slots are told one by one.
        Note::Promised { log, .. } if 1 < log.votes => None,
        Note::Promised { ballot, before, conceals: None, .. } if before.is_none_or(|before| before < ballot) => {
            Some(Kind::Promised(ballot))
        }
        Note::Accepted { slot, vote, before, promised, .. }
            if promised == Some(vote.ballot) && before.is_none_or(|before| before <= vote.ballot) =>
        {
            Some(Kind::Accepted(slot, vote))
        }
        Note::PrepareIgnored { ballot, promised } => Some(Kind::PrepareIgnored(ballot, promised)),
        Note::AcceptIgnored { slot, vote, promised } => Some(Kind::AcceptIgnored(slot, vote, promised)),
        Note::Learned { slot, vote, by } if by.by.len() == usize::from(by.messages) => Some(Kind::Learned(slot, vote)),
        Note::PromiseCounted { .. } | Note::AcceptedCounted { .. } => node.map(Kind::Counted),
        _ => None,
    }
}

fn weight(step: &Step, note: Option<Note>) -> Weight {
    match (step.action, note.map(Note::outcome)) {
        _ if step.effects.chosen.is_some() => Weight::All,
        (Action::Hold { .. }, _) => Weight::Nothing,
        (Action::Crash { .. } | Action::Restart { .. }, _) => Weight::Something,
        (_, Some(Outcome::Learned)) => Weight::All,
        _ if matches!(note, Some(Note::LearnedOther { .. })) => Weight::All,
        (_, Some(Outcome::Adopted | Outcome::OwnValue | Outcome::Quorum)) => Weight::Much,
        (_, Some(Outcome::Promised | Outcome::Accepted | Outcome::Received | Outcome::Ignored)) => Weight::Something,
        (_, Some(Outcome::Nothing)) => Weight::Nothing,
        (Action::Cut { .. } | Action::Heal { .. } | Action::Set(_) | Action::Request { .. }, _) => Weight::Something,
        (_, Some(Outcome::Counted) | None) => Weight::Little,
    }
}

/// How much it matters what else a step has brought about.
fn weight_besides(step: &Step) -> Weight {
    match step.effects.notes.iter().skip(1).any(|note| note.learns()) {
        true => Weight::All,
        false => Weight::Nothing,
    }
}

/// What a group says, and what is chosen by it.
fn facts(group: &Group, cluster: &Cluster, sees_all: bool, telling: Telling) -> Vec<Fact> {
    let set = members(group).fold(NodeSet::EMPTY, NodeSet::with);
    let says = match &group.kind {
        Some(kind) if 1 < group.nodes.len().max(group.steps.len()) => {
            telling.said(together(kind, group, set, cluster, telling))
        }
        _ => group.alone.clone(),
    };
    let chosen = group.chosen.filter(|_| sees_all).and_then(|step| {
        let mark = step.effects.chosen?;
        let is_one = step.effects.also_chosen.is_empty();
        let is_plain = is_one && step.effects.chosen_before.is_none() && step.effects.contradicts.is_none();
        let is_told = 1 < set.len() && mark.by.iter().all(|node| set.contains(node));
        match is_plain && is_told {
            true => Some(say!("That is a quorum: {vote} is chosen.", vote = telling.value(mark.vote.value))),
            false => chosen(step, telling),
        }
    });
    let says = chosen.map_or(says.clone(), |chosen| format!("{says} {chosen}"));
    (!says.is_empty()).then_some(Fact { says, weight: group.weight }).into_iter().collect()
}

fn together(kind: &Kind, group: &Group, set: NodeSet, cluster: &Cluster, telling: Telling) -> String {
    let (nodes, id) = (telling.nodes(set), |ballot| telling.id(ballot));
    match kind {
        Kind::Promised(ballot) => {
            let reports = reports(group, telling);
            match telling.ids {
                Ids::Shown => say!("{nodes} promise {ballot}; {reports}.", nodes, ballot = id(*ballot), reports),
                Ids::Hidden => say!("{nodes} are ready; {reports}.", nodes, reports),
            }
        }
        Kind::Accepted(slot, vote) => {
            say!("{nodes} accept {vote}{slot}.", nodes, vote = telling.vote(*vote), slot = in_slot(*slot))
        }
        Kind::PrepareIgnored(asked, promised) => {
            let (asked, promised) = (id(*asked), id(*promised));
            match telling.names.refuses {
                true => say!("{nodes} refuse PREPARE {asked}: they have promised {promised}.", nodes, asked, promised),
                false => say!("{nodes} ignore PREPARE {asked}: they have promised {promised}.", nodes, asked, promised),
            }
        }
        Kind::AcceptIgnored(slot, asked, promised) => accept_ignored(nodes, *slot, *asked, *promised, telling),
        Kind::Learned(slot, vote) => {
            let (value, vote, slot) = (telling.value(vote.value), telling.vote(*vote), in_slot(*slot));
            say!("{nodes} have learned {value}: each has heard of a quorum for {vote}{slot}.", nodes, value, vote, slot)
        }
        Kind::Crashed => say!("{nodes} crash.", nodes),
        Kind::Back => say!("{nodes} are back.", nodes),
        Kind::Links(_) => links::done(&group.steps, cluster.nodes().count(), telling).unwrap_or_default(),
        Kind::Held => say!("{count} messages are held up.", count = group.steps.len()),
        Kind::Lost { label, reason, end } => lost_together(label, *reason, telling.node(*end), nodes),
        Kind::Counted(_) => group.alone.clone(),
    }
}

fn accept_ignored(nodes: String, slot: Slot, asked: Vote, promised: Ballot, telling: Telling) -> String {
    let (asked, slot, promised) = (telling.vote(asked), in_slot(slot), telling.id(promised));
    match telling.names.refuses {
        true => say!(
            "{nodes} refuse ACCEPT-REQUEST {asked}{slot}: they have promised {promised}.",
            nodes,
            asked,
            slot,
            promised
        ),
        false => say!(
            "{nodes} ignore ACCEPT-REQUEST {asked}{slot}: they have promised {promised}.",
            nodes,
            asked,
            slot,
            promised
        ),
    }
}

fn lost_together(label: &str, reason: LossReason, end: &str, nodes: String) -> String {
    match reason {
        LossReason::ReceiverDown => say!("{label} from {nodes} reaches nobody: {end} is down.", label, nodes, end),
        LossReason::LinkCut => say!("{label} from {end} to {nodes} is lost: the links are cut.", label, end, nodes),
        LossReason::Chance | LossReason::Taken => say!("{label} from {end} to {nodes} is lost.", label, end, nodes),
    }
}

/// `A1 reports 1 cat, A2 and A3 report nothing`.
fn reports(group: &Group, telling: Telling) -> String {
    let mut told: Vec<(Option<Vote>, NodeSet)> = Vec::new();
    for &(node, report) in &group.nodes {
        match told.iter_mut().find(|(same, _)| *same == report) {
            Some((_, by)) => *by = by.with(node),
            None => told.push((report, NodeSet::EMPTY.with(node))),
        }
    }
    match told[..] {
        [(None, _)] => return tr!("none of them reports a value").to_string(),
        [(Some(vote), _)] => return say!("all of them report {vote}", vote = telling.vote(vote)),
        _ => {}
    }
    told.sort_by_key(|(report, _)| report.is_none());
    let part = |(report, by): &(Option<Vote>, NodeSet)| {
        let what = report.map_or(tr!("nothing").to_string(), |vote| telling.vote(vote));
        match by.len() {
            1 => say!("{by} reports {what}", by = telling.nodes(*by), what),
            _ => say!("{by} report {what}", by = telling.nodes(*by), what),
        }
    };
    told.iter().map(part).collect::<Vec<_>>().join(", ")
}
