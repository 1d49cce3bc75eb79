//! What is to be searched: which rules are off, who there is, how much may happen, what is looked for.

mod amount;

use crate::check::{Bounds, Finding, Limits, Subject};
use crate::paxos::rules::{Members, Quorum};
use crate::paxos::{Cluster, Role, Rules};
use crate::sim::Change;
use crate::story::language::tr;
use crate::story::words::breaking::{self as words, Counted};
use crate::story::{conditions, print};
use std::fmt::Write;

pub use amount::Amount;

/// A browser may have less room than a machine: some eight million states of two words.
const BOUNDS: Bounds = Bounds { states: 20_000_000, bytes: 512 << 20 };
/// Of a log there are more states, and each node takes more room than is counted.
const BOUNDS_OF_LOG: Bounds = Bounds { states: 500_000, bytes: 512 << 20 };
/// The values that proposers may ask for, in this order.
const VALUES: [&str; 3] = ["cat", "dog", "owl"];
/// What clients of a log may ask for: each of them one command.
const COMMANDS: [&str; 2] = ["+50", "+20"];
/// What stands in a log in which new members count at once: R1 has led under 1, and knows that it decides alone from now
/// on; R2 has accepted that, and R3 has heard of nothing. From empty logs it is seven actions to there.
const NEW_MEMBERS: &str = "log R1 1 \"members R1\" id 1 chosen\nlog R2 1 \"members R1\" id 1\n";

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
    /// What runs.
    pub subject: Subject,
    /// The wrong variants in force, in the order of the rules.
    pub off: Vec<Change>,
    /// From where it starts.
    pub start: Start,
    /// What is looked for; none for what these rules are known to break.
    pub sought: Option<Finding>,
    /// Whether it is the exercise of one who designs: phase 1 with both of its jobs, with one, or with none.
    pub is_design: bool,
    counts: [Option<u8>; Amount::ALL.len()],
}

impl Setup {
    /// With this variant off and everything else as it is in Paxos.
    pub fn without(variant: Change) -> Setup {
        let mut setup = Setup::default();
        setup.switch(variant);
        setup
    }

    /// The exercise of one who designs, with both jobs of phase 1 done.
    pub fn design() -> Setup {
        Setup { is_design: true, ..Setup::default() }
    }

    /// Each rule with its variants, Paxos first: of one decision, or of a log those that a log has besides.
    pub fn rules(subject: Subject) -> Vec<Vec<Change>> {
        let of = |is_replicated| conditions::rules_for(is_replicated).into_iter().map(|(_, variants)| variants);
        match subject {
            Subject::Decision => of(false).collect(),
            Subject::Log => of(true).filter(|variants| !of(false).any(|other| other == *variants)).collect(),
        }
    }

    /// What runs where a variant means anything.
    pub fn subject_of(variant: Change) -> Option<Subject> {
        [Subject::Decision, Subject::Log].into_iter().find(|&it| Setup::rules(it).concat().contains(&variant))
    }

    /// What runs from now on; a rule that means nothing there is as it is in Paxos, a number is what follows from the rules.
    pub fn turn_to(&mut self, subject: Subject) {
        self.subject = subject;
        self.off.retain(|&variant| Setup::subject_of(variant) == Some(subject));
        self.sought = self.sought.filter(|sought| sought.has_its_place(subject));
        for amount in Amount::ALL.into_iter().filter(|amount| !amount.has_its_place(subject)) {
            self.put(amount, None);
        }
    }

    /// Whether this variant is in force.
    pub fn is_off(&self, variant: Change) -> bool {
        self.off.contains(&variant)
    }

    /// Puts a wrong variant in force in place of any other of its rule; Paxos's own in place of one that is in force.
    pub fn switch(&mut self, variant: Change) {
        let subject = Setup::subject_of(variant).filter(|&subject| subject != self.subject);
        subject.into_iter().for_each(|subject| self.turn_to(subject));
        let was_off = self.is_off(variant);
        self.off.retain(|other| !conditions::is_same_condition(other, &variant));
        if !was_off && variant != conditions::by_default(&variant) {
            self.off.push(variant);
            let place = |of: &Change| Setup::rules(self.subject).iter().position(|all| all.contains(of));
            self.off.sort_by_key(place);
        }
    }

    /// Puts a variant in force, if it is a wrong one of a rule of what runs.
    pub(super) fn put_off(&mut self, variant: Change) {
        let is_known = Setup::subject_of(variant) == Some(self.subject);
        if is_known && variant != conditions::by_default(&variant) && !self.is_off(variant) {
            self.switch(variant);
        }
    }

    /// Takes over the rules in force somewhere, as far as they are of what runs.
    pub(super) fn take_rules(&mut self, rules: &Rules) {
        let known: Vec<Change> = Setup::rules(self.subject).concat();
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

    /// Sets a count; none for what follows from the rules. What is out of its range is as near to it as can be, and what
    /// means nothing here is not set.
    pub fn put(&mut self, count: Amount, number: Option<u8>) {
        let (least, most) = count.range();
        let number = number.filter(|_| count.has_its_place(self.subject));
        self.counts[count as usize] = number.map(|number| number.clamp(least, most));
    }

    /// How many there are.
    pub fn count(&self, count: Amount) -> u8 {
        self.set(count).unwrap_or_else(|| self.by_itself(count))
    }

    /// How many there are where nothing is set.
    pub fn by_itself(&self, count: Amount) -> u8 {
        let limits = match self.subject {
            Subject::Decision => Limits::of(&self.in_force()),
            Subject::Log => Limits::of_log(&self.in_force()),
        };
        match count {
            Amount::Proposers | Amount::Values | Amount::Clients => 2,
            // Half of three is one; of four it is two, and two of them are two halves that do not meet.
            Amount::Acceptors if self.is_off(Change::QuorumRule(Quorum::Half)) => 4,
            Amount::Acceptors | Amount::Replicas => 3,
            Amount::Ballots => limits.ballots,
            Amount::Each => limits.each,
            Amount::Crashes => limits.crashes,
            Amount::Requests => limits.requests,
            Amount::Beats => limits.beats,
        }
    }

    /// How much may happen.
    pub fn limits(&self) -> Limits {
        let [ballots, each, crashes] = [Amount::Ballots, Amount::Each, Amount::Crashes].map(|count| self.count(count));
        let [requests, beats] = [Amount::Requests, Amount::Beats].map(|count| self.count(count));
        let bounds = if self.subject == Subject::Log { BOUNDS_OF_LOG } else { BOUNDS };
        Limits { ballots, each, crashes, requests, beats, bounds }
    }

    /// What proposers, or clients, may ask for.
    pub fn values(&self) -> Vec<String> {
        let (all, count) = match self.subject {
            Subject::Decision => (&VALUES[..], self.count(Amount::Values)),
            Subject::Log => (&COMMANDS[..], self.count(Amount::Clients)),
        };
        all.iter().take(count.into()).map(|value| (*value).to_string()).collect()
    }

    /// All that a search is held to, in words.
    pub(super) fn within(&self, who: &str, limits: &Limits) -> String {
        let values = self.values();
        let what = words::asked_for(self.subject, values.len());
        let limits = words::limits(limits, self.subject);
        format!("{who}; {what} {}; {limits}", crate::story::problem::both(&values))
    }

    /// Who there is at the beginning, in words.
    pub fn who(&self) -> String {
        let count = |count: Amount, of: Counted| words::count(u32::from(self.count(count)), of);
        let who = match self.subject {
            Subject::Decision => {
                [count(Amount::Proposers, Counted::Proposer), count(Amount::Acceptors, Counted::Acceptor)]
            }
            Subject::Log => [count(Amount::Replicas, Counted::Replica), count(Amount::Clients, Counted::Client)],
        };
        crate::story::problem::both(&who)
    }

    /// Whether new members stand in the logs where the search starts, if that is the beginning: what they could do is looked
    /// for, and not how they come in.
    pub(super) fn starts_with_new_members(&self) -> bool {
        self.subject == Subject::Log && self.in_force().members == Members::AtOnce
    }

    /// The scene that ends where the search starts: nothing has happened yet. Replicas do not answer what they refuse: an
    /// answer saves time, and there is none here.
    pub fn beginning(&self) -> String {
        let title =
            words::instead(&self.off).map_or("Paxos".to_string(), |instead| instead.trim_end_matches('.').to_string());
        let mut text = format!("title \"{title}\"\n");
        let count = |word, letter, amount| (word, letter, self.count(amount));
        let roles = match self.subject {
            Subject::Decision => vec![
                count("proposers", 'P', Amount::Proposers),
                count("acceptors", 'A', Amount::Acceptors),
                ("learners", 'L', 1),
            ],
            Subject::Log => vec![count("clients", 'C', Amount::Clients), count("replicas", 'R', Amount::Replicas)],
        };
        for (word, letter, count) in roles {
            let names: Vec<String> = (1..=count).map(|nth| format!("{letter}{nth}")).collect();
            let _ = writeln!(text, "{word} {}", names.join(" "));
        }
        if self.subject == Subject::Log {
            text += "nacks off\n";
        }
        for rule in &self.off {
            let _ = writeln!(text, "{}", print::change(*rule));
        }
        if self.starts_with_new_members() {
            text += NEW_MEMBERS;
        }
        text + &format!("\nslide \"{}\"\n", tr!("Nothing has happened yet"))
    }

    /// What is to be said after the scene of a run so that these rules are in force.
    pub(super) fn to_these_rules(&self, now: &Rules) -> String {
        let (known, now) = (Setup::rules(self.subject).concat(), conditions::in_force(now));
        let wanted = conditions::in_force(&self.in_force());
        let differing = wanted.into_iter().filter(|rule| known.contains(rule) && !now.contains(rule));
        differing.map(|rule| format!("  set {}\n", print::change(rule))).collect()
    }
}

/// How many of a role there are in a run, in words.
pub(super) fn who_in(cluster: &Cluster) -> String {
    let count = |role: Role, of: Counted| words::count(cluster.all(role).len() as u32, of);
    let who = match Subject::of(cluster) {
        Subject::Decision => [count(Role::Proposer, Counted::Proposer), count(Role::Acceptor, Counted::Acceptor)],
        Subject::Log => [count(Role::Replica, Counted::Replica), count(Role::Client, Counted::Client)],
    };
    crate::story::problem::both(&who)
}
