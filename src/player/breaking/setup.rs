//! What is to be searched: which rules are off, who there is, how much may happen, what is looked for.

use crate::check::{Bounds, Finding, Limits};
use crate::paxos::rules::Quorum;
use crate::paxos::{Role, Rules};
use crate::sim::Change;
use crate::story::words::breaking as words;
use crate::story::{conditions, print};
use std::fmt::Write;

/// A browser may have less room than a machine: some eight million states of two words.
const BOUNDS: Bounds = Bounds { states: 20_000_000, bytes: 512 << 20 };
/// The values that proposers may ask for, in this order.
const VALUES: [&str; 3] = ["cat", "dog", "owl"];

/// Something of which there are so many.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Amount {
    /// Proposers.
    Proposers,
    /// Acceptors.
    Acceptors,
    /// Values.
    Values,
    /// New ballots, of all proposers together.
    Ballots,
    /// New ballots of one proposer.
    Each,
    /// Crashes, each with its restart.
    Crashes,
}

impl Amount {
    /// All of them.
    pub const ALL: [Amount; 6] =
        [Amount::Proposers, Amount::Acceptors, Amount::Values, Amount::Ballots, Amount::Each, Amount::Crashes];
    /// Those that say who there is.
    pub const CLUSTER: [Amount; 2] = [Amount::Proposers, Amount::Acceptors];
    /// Those that say what may happen.
    pub const LIMITS: [Amount; 4] = [Amount::Values, Amount::Ballots, Amount::Each, Amount::Crashes];

    /// What it is called.
    pub fn name(self) -> &'static str {
        match self {
            Amount::Proposers => "Proposers",
            Amount::Acceptors => "Acceptors",
            Amount::Values => "Values",
            Amount::Ballots => "New ballots in all",
            Amount::Each => "New ballots of one proposer",
            Amount::Crashes => "Crashes",
        }
    }

    /// The word for it in a link.
    pub fn word(self) -> &'static str {
        match self {
            Amount::Proposers => "proposers",
            Amount::Acceptors => "acceptors",
            Amount::Values => "values",
            Amount::Ballots => "ballots",
            Amount::Each => "each",
            Amount::Crashes => "crashes",
        }
    }

    /// The least and the most that it may be.
    pub fn range(self) -> (u8, u8) {
        match self {
            Amount::Proposers => (1, 3),
            Amount::Acceptors => (3, 5),
            Amount::Values => (1, VALUES.len() as u8),
            Amount::Ballots => (1, 5),
            Amount::Each => (1, 4),
            Amount::Crashes => (0, 3),
        }
    }
}

/// From where a search starts.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Start {
    /// Nothing has happened yet.
    #[default]
    Beginning,
    /// The moment that is shown on the stage.
    Here,
}

/// What is set.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Setup {
    /// The wrong variants in force, in the order of the rules.
    pub off: Vec<Change>,
    /// From where it starts.
    pub start: Start,
    /// What is looked for; none for what these rules are known to break.
    pub sought: Option<Finding>,
    counts: [Option<u8>; Amount::ALL.len()],
}

impl Setup {
    /// With this variant off and everything else as it is in Paxos.
    pub fn without(variant: Change) -> Setup {
        let mut setup = Setup::default();
        setup.switch(variant);
        setup
    }

    /// Each rule of one decision with its variants, Paxos first.
    pub fn rules() -> Vec<Vec<Change>> {
        conditions::rules_for(false).into_iter().map(|(_, variants)| variants).collect()
    }

    /// Whether this variant is in force.
    pub fn is_off(&self, variant: Change) -> bool {
        self.off.contains(&variant)
    }

    /// Puts a wrong variant in force in place of any other of its rule; Paxos's own in place of one that is in force.
    pub fn switch(&mut self, variant: Change) {
        let was_off = self.is_off(variant);
        self.off.retain(|other| !conditions::is_same_condition(other, &variant));
        if !was_off && variant != conditions::by_default(&variant) {
            self.off.push(variant);
            let place = |of: &Change| Setup::rules().iter().position(|all| all.contains(of));
            self.off.sort_by_key(place);
        }
    }

    /// Puts a variant in force, if it is a wrong one of a rule of one decision.
    pub(super) fn put_off(&mut self, variant: Change) {
        let is_known = Setup::rules().iter().any(|all| all.contains(&variant));
        if is_known && variant != conditions::by_default(&variant) && !self.is_off(variant) {
            self.switch(variant);
        }
    }

    /// Takes over the rules in force somewhere, as far as they are of one decision.
    pub(super) fn take_rules(&mut self, rules: &Rules) {
        let known: Vec<Change> = Setup::rules().concat();
        let in_force = conditions::in_force(rules).into_iter().filter(|rule| known.contains(rule));
        self.off = in_force.filter(|rule| *rule != conditions::by_default(rule)).collect();
    }

    /// The rules.
    pub fn in_force(&self) -> Rules {
        let mut rules = Rules::default();
        self.off.iter().for_each(|change| {
            change.put_into(&mut rules);
        });
        rules
    }

    /// What was set of a count; none where it follows from the rules.
    pub fn set(&self, count: Amount) -> Option<u8> {
        self.counts[count as usize]
    }

    /// Sets a count; none for what follows from the rules. What is out of its range is as near to it as can be.
    pub fn put(&mut self, count: Amount, number: Option<u8>) {
        let (least, most) = count.range();
        self.counts[count as usize] = number.map(|number| number.clamp(least, most));
    }

    /// How many there are.
    pub fn count(&self, count: Amount) -> u8 {
        self.set(count).unwrap_or_else(|| self.by_itself(count))
    }

    /// How many there are where nothing is set.
    pub fn by_itself(&self, count: Amount) -> u8 {
        let limits = Limits::of(&self.in_force());
        match count {
            Amount::Proposers | Amount::Values => 2,
            // Half of three is one; of four it is two, and two of them are two halves that do not meet.
            Amount::Acceptors if self.is_off(Change::QuorumRule(Quorum::Half)) => 4,
            Amount::Acceptors => 3,
            Amount::Ballots => limits.ballots,
            Amount::Each => limits.each,
            Amount::Crashes => limits.crashes,
        }
    }

    /// How much may happen.
    pub fn limits(&self) -> Limits {
        let [ballots, each, crashes] = [Amount::Ballots, Amount::Each, Amount::Crashes].map(|count| self.count(count));
        Limits { ballots, each, crashes, bounds: BOUNDS }
    }

    /// What proposers may ask for.
    pub fn values(&self) -> Vec<String> {
        VALUES.iter().take(self.count(Amount::Values).into()).map(|value| (*value).to_string()).collect()
    }

    /// All that a search is held to, in words.
    pub(super) fn within(&self, who: &str, limits: &Limits) -> String {
        let values = self.values();
        let the = if values.len() == 1 { "the value" } else { "the values" };
        format!("{who}; {the} {}; {}", crate::story::problem::both(&values), words::limits(limits))
    }

    /// Who there is at the beginning, in words.
    pub fn who(&self) -> String {
        let count = |count: Amount, role: &str| words::count(u32::from(self.count(count)), role);
        crate::story::problem::both(&[count(Amount::Proposers, "proposer"), count(Amount::Acceptors, "acceptor")])
    }

    /// The scene that ends where the search starts: nothing has happened yet.
    pub(super) fn beginning(&self) -> String {
        let title =
            words::instead(&self.off).map_or("Paxos".to_string(), |instead| instead.trim_end_matches('.').to_string());
        let mut text = format!("title \"{title}\"\n");
        let roles =
            [("proposers", 'P', self.count(Amount::Proposers)), ("acceptors", 'A', self.count(Amount::Acceptors))];
        for (word, letter, count) in roles.into_iter().chain([("learners", 'L', 1)]) {
            let names: Vec<String> = (1..=count).map(|nth| format!("{letter}{nth}")).collect();
            let _ = writeln!(text, "{word} {}", names.join(" "));
        }
        for rule in &self.off {
            let _ = writeln!(text, "{}", print::change(*rule));
        }
        text + "\nslide \"Nothing has happened yet\"\n"
    }

    /// What is to be said after the scene of a run so that these rules are in force.
    pub(super) fn to_these_rules(&self, now: &Rules) -> String {
        let wanted = conditions::in_force(&self.in_force());
        let now = conditions::in_force(now);
        let differing = wanted.into_iter().filter(|rule| !now.contains(rule));
        differing.map(|rule| format!("  set {}\n", print::change(rule))).collect()
    }
}

/// How many of a role there are in a run, in words.
pub(super) fn who_in(cluster: &crate::paxos::Cluster) -> String {
    let count = |role: Role, name: &str| words::count(cluster.all(role).len() as u32, name);
    crate::story::problem::both(&[count(Role::Proposer, "proposer"), count(Role::Acceptor, "acceptor")])
}
