//! The conditions in force at the moment that is shown, and how a viewer changes them.

use super::act::Act;
use super::show::Show;
use crate::sim::Change;
use crate::story::language::tr;
use crate::story::words::{caution, rule};
use crate::story::{conditions, print};

/// A condition of the run.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Condition {
    /// The words by which the scene language sets it, after `set`.
    pub word: String,
    /// What it is called.
    pub name: &'static str,
    /// What is in force, as the scene language has it after that word.
    pub now: String,
    /// What can be put in its place.
    pub range: Range,
    /// Whether Paxos is safe under it.
    pub is_paxos: bool,
}

/// What a condition may be.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Range {
    /// One of these, each with what it means.
    OneOf(Vec<(String, String)>),
    /// What is typed; and an example or two.
    Typed(&'static str),
    /// The same, a number of a hundred.
    Percent,
}

impl Condition {
    /// The act that puts this in its place.
    pub fn set(&self, to: &str) -> Act {
        let to = to.trim();
        let is_bare = self.range == Range::Percent && !to.ends_with('%');
        Act::Say(format!("set {} {to}{}", self.word, if is_bare { "%" } else { "" }))
    }

    /// How the statement that sets it begins.
    pub fn begin(&self) -> String {
        format!("set {}", self.word)
    }
}

impl Show {
    /// The conditions of the network, of timers and of quorums.
    pub fn conditions(&self) -> Vec<Condition> {
        let (world, schedule) = self.recording().state_at(self.at);
        let of_nodes = [Change::Quorum(world.cluster.quorum), Change::Nacks(world.cluster.nacks)];
        let of_log = Change::Window(world.cluster.log.window);
        let has_its_place = |change: &Change| world.cluster.is_replicated() || !is_of_log(change);
        let all = schedule.conditions().into_iter().chain(of_nodes).chain([of_log]);
        let all = all.filter(has_its_place).filter_map(described);
        let is_paxos = |word: &str| word != "quorum" || caution::quorums_meet(&world);
        all.map(|condition| Condition { is_paxos: is_paxos(&condition.word), ..condition }).collect()
    }

    /// The rules that this scene can break.
    pub fn rules(&self) -> Vec<Condition> {
        let world = self.world();
        let in_force = conditions::in_force(&world.rules);
        let all = conditions::rules_for(world.cluster.is_replicated()).into_iter();
        all.filter_map(|(name, all)| {
            let now = in_force.into_iter().find(|now| all.contains(now))?;
            Some(self.rule(name, &all, now))
        })
        .collect()
    }

    /// One rule, whose first variant is Paxos.
    fn rule(&self, name: &'static str, all: &[Change], now: Change) -> Condition {
        let is_paxos = |variant: Change| all.first() == Some(&variant);
        let says = |&variant: &Change| {
            let (word, paxos) = (variant_name(variant), if is_paxos(variant) { " (Paxos)" } else { "" });
            let clause = self.told(rule::variant(variant));
            (word.clone(), format!("{word}{paxos}: {clause}"))
        };
        Condition {
            word: format!("rule {name}"),
            name,
            now: variant_name(now),
            range: Range::OneOf(all.iter().map(says).collect()),
            is_paxos: is_paxos(now),
        }
    }
}

/// Whether a condition that is no rule is about a log alone.
fn is_of_log(change: &Change) -> bool {
    matches!(change, Change::Heartbeat(_) | Change::Election(_) | Change::Commands(_) | Change::Window(_))
}

/// What a variant of a rule is called: the last word of its statement.
fn variant_name(variant: Change) -> String {
    print::change(variant).rsplit(' ').next().unwrap_or_default().to_string()
}

/// A condition that is no rule, as it stands in the panel.
fn described(change: Change) -> Option<Condition> {
    let one_of = |all: [(&'static str, &str); 2]| {
        Range::OneOf(all.map(|(word, says)| (word.to_string(), says.to_string())).into())
    };
    let (word, name, range) = match change {
        Change::Delay(_) => ("delay", tr!("Delay, ms"), Range::Typed(tr!("1000, or 500..1500"))),
        Change::Loss(_) => ("loss", tr!("Loss, %"), Range::Percent),
        Change::Duplication(_) => ("duplication", tr!("Duplication, %"), Range::Percent),
        Change::Retry(_) => ("retry", tr!("Retry, ms"), Range::Typed(tr!("off, 3000, 2000..4000, or backoff 1000"))),
        Change::Heartbeat(_) => ("heartbeat", tr!("Heartbeat, ms"), Range::Typed(tr!("off, or 1000"))),
        Change::Election(_) => ("election", tr!("Election, ms"), Range::Typed(tr!("off, or 3000..6000"))),
        Change::Commands(_) => ("commands", tr!("Commands, ms"), Range::Typed(tr!("off, or 2000..4000"))),
        Change::Window(_) => ("window", tr!("Open slots"), Range::Typed(tr!("a number, such as 3"))),
        Change::Quorum(_) => ("quorum", tr!("Quorum"), Range::Typed(tr!("majority, 2, or prepare 2 accept 2"))),
        Change::Seed(_) => ("seed", tr!("Seed"), Range::Typed(tr!("a number"))),
        Change::Nacks(_) => {
            ("nacks", "NACKs", one_of([("off", tr!(in "NACKs": "off")), ("on", tr!(in "NACKs": "on"))]))
        }
        Change::Network(_) => {
            let all = [("timed", tr!("after their delay")), ("manual", tr!("when they are delivered"))];
            ("network", tr!("Messages arrive"), one_of(all))
        }
        _ => return None, // A rule.
    };
    let said = print::change(change);
    let now = said.split_once(' ').map_or("", |(_, now)| now);
    let now = if range == Range::Percent { now.trim_end_matches('%') } else { now }.to_string();
    Some(Condition { word: word.to_string(), name, now, range, is_paxos: true })
}
