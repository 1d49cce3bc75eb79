//! What the arguments of `paxos check` ask for.

use lexopt::prelude::*;
use paxos_explainer::check::search::Bounds;
use paxos_explainer::check::spec::{Part, Size};
use paxos_explainer::sim::Change;
use paxos_explainer::story::conditions;
use paxos_explainer::story::print;
use paxos_explainer::story::problem::{either, nearest};
use paxos_explainer::story::words::spec as words;

pub const USAGE: &str = "       paxos check FILE… [--rule NAME=VARIANT]… [--limits LIMITS] [--json] [-o FILE]
       paxos check --spec [acceptors=N] [values=N] [ballots=N]
                   [--rule NAME=VARIANT]… [--limits LIMITS] [--json]";

/// More ballots or crashes than this no search gets through.
const FEW_MAX: u8 = 20;

/// What is searched, and how.
pub struct Asked {
    pub subject: Subject,
    /// Wrong rules, each as the change that puts it in force.
    pub rules: Vec<Change>,
    pub limits: Limits,
    pub json: bool,
    /// Where a counterexample goes; nothing for where it is printed.
    pub into: Option<String>,
}

/// How far a search may go, as far as it was said.
#[derive(Clone, Copy, Default)]
pub struct Limits {
    pub bounds: Bounds,
    /// New ballots in all, and of one proposer.
    pub ballots: Option<u8>,
    pub each: Option<u8>,
    pub crashes: Option<u8>,
    /// Of a log: how often clients ask, and heartbeats.
    pub requests: Option<u8>,
    pub beats: Option<u8>,
}

impl Limits {
    /// The first limit that is said and is about what may happen in a run.
    pub fn of_runs(&self) -> Option<&'static str> {
        let all = [
            ("ballots", self.ballots),
            ("each", self.each),
            ("crashes", self.crashes),
            ("requests", self.requests),
            ("beats", self.beats),
        ];
        all.into_iter().find_map(|(name, said)| said.map(|_| name))
    }
}

/// What is searched.
pub enum Subject {
    /// Lamport's abstract Paxos.
    Spec(Size),
    /// What can follow from the end of the run of each file.
    Files(Vec<String>),
}

/// What was asked for; nothing where only the usage was.
pub fn read() -> Result<Option<Asked>, String> {
    let mut parser = lexopt::Parser::from_env();
    let (mut rules, mut json, mut is_spec) = (Vec::new(), false, false);
    let (mut limits, mut words, mut into) = (Limits::default(), Vec::new(), None);
    while let Some(argument) = parser.next().map_err(|error| error.to_string())? {
        match argument {
            Short('h') | Long("help") => return Ok(None),
            Short('o') | Long("output") => into = Some(value_of(&mut parser)?),
            Long("json") => json = true,
            Long("spec") => is_spec = true,
            Long("rule") => put(&mut rules, rule(&value_of(&mut parser)?)?)?,
            Long("limits") => limits = limited(limits, &value_of(&mut parser)?)?,
            Value(word) => words.push(word.to_string_lossy().into_owned()),
            _ => return Err(argument.unexpected().to_string()),
        }
    }
    // The first word is the command itself.
    let words = words.split_off(1);
    let subject = if is_spec { Subject::Spec(size(&words)?) } else { Subject::Files(words) };
    Ok(Some(Asked { subject, rules, limits, json, into }))
}

fn value_of(parser: &mut lexopt::Parser) -> Result<String, String> {
    parser.value().map(|value| value.to_string_lossy().into_owned()).map_err(|error| error.to_string())
}

/// The size of the abstract Paxos; what is not said of it is 3 acceptors, 2 values, 2 ballots.
fn size(words: &[String]) -> Result<Size, String> {
    let mut parts = [(Part::Acceptors, 3, false), (Part::Values, 2, false), (Part::Ballots, 2, false)];
    let names = Part::ALL.map(words::part);
    let expected = format!("{}, such as acceptors=3", either(&names));
    for word in words.iter().flat_map(|word| word.split(',')) {
        let (name, number) = word.split_once('=').ok_or(format!("--spec is told {expected}; not \"{word}\""))?;
        let place = names.iter().position(|&known| known == name);
        let (part, known, is_said) = &mut parts[place.ok_or(format!("--spec is told {expected}; not \"{name}\""))?];
        if std::mem::replace(is_said, true) {
            return Err(format!("{name} is told twice"));
        }
        *known = number.parse().ok().filter(|number| (1..=part.most()).contains(number)).ok_or_else(|| {
            let most = part.most();
            format!("{name}={number}: the search of the abstract Paxos takes a number from 1 to {most}")
        })?;
    }
    let [(_, acceptors, _), (_, values, _), (_, ballots, _)] = parts;
    Ok(Size { acceptors, values, ballots })
}

/// A rule and its variant, by the names of the scene language: `value=own`.
fn rule(text: &str) -> Result<Change, String> {
    let rules = conditions::rules();
    let names: Vec<&str> = rules.iter().map(|(name, _)| *name).collect();
    let (name, variant) =
        text.split_once('=').ok_or(format!("--rule wants NAME=VARIANT, such as value=own; not \"{text}\""))?;
    let meant = |word: &str, known: &[&str]| match nearest(word, known.iter().copied())[..] {
        [] => either(known),
        ref near => either(near),
    };
    let (_, variants) = rules
        .iter()
        .find(|(known, _)| *known == name)
        .ok_or_else(|| format!("there is no rule \"{name}\"; expected {}", meant(name, &names)))?;
    let written: Vec<String> = variants.iter().map(|&variant| print::change(variant)).collect();
    let known: Vec<&str> = written.iter().filter_map(|rule| rule.split(' ').next_back()).collect();
    let place = known.iter().position(|&known| known == variant);
    let place =
        place.ok_or_else(|| format!("rule {name} has no variant \"{variant}\"; expected {}", either(&known)))?;
    Ok(variants[place])
}

/// Adds a rule, which must not have been said already.
fn put(rules: &mut Vec<Change>, rule: Change) -> Result<(), String> {
    match rules.iter().find(|other| conditions::is_same_condition(other, &rule)) {
        Some(&other) => Err(format!("{} and {}: a rule has one variant", print::change(other), print::change(rule))),
        None => {
            rules.push(rule);
            Ok(())
        }
    }
}

/// The limits with those of a text changed: `ballots=3,crashes=1,states=1M,memory=2G`.
fn limited(mut limits: Limits, text: &str) -> Result<Limits, String> {
    for limit in text.split(',') {
        let expected = "--limits wants ballots=N, each=N, crashes=N, requests=N, beats=N, states=N and memory=BYTES, or some of them";
        let wrong = || format!("{expected}, such as ballots=3,states=20M; not \"{limit}\"");
        let (name, number) = limit.split_once('=').ok_or_else(wrong)?;
        let few = || number.parse().ok().filter(|&few: &u8| few <= FEW_MAX);
        let few = || few().ok_or_else(|| format!("{limit}: {name} takes a number up to {FEW_MAX}"));
        match name {
            "ballots" => limits.ballots = Some(few()?),
            "each" => limits.each = Some(few()?),
            "crashes" => limits.crashes = Some(few()?),
            "requests" => limits.requests = Some(few()?),
            "beats" => limits.beats = Some(few()?),
            "states" => {
                let number = counted(number, 1000).and_then(|states| u32::try_from(states).ok()).ok_or_else(wrong)?;
                // The last number stands for none.
                limits.bounds.states = number.min(u32::MAX - 1);
            }
            "memory" => limits.bounds.bytes = counted(number, 1024).ok_or_else(wrong)?,
            _ => return Err(wrong()),
        }
    }
    Ok(limits)
}

/// A number from 1, with k, M or G behind it for so many thousands.
fn counted(text: &str, thousand: u64) -> Option<u64> {
    let powers = [("k", 1), ("K", 1), ("M", 2), ("G", 3)];
    let (digits, power) =
        powers.iter().find_map(|&(sign, power)| Some((text.strip_suffix(sign)?, power))).unwrap_or((text, 0));
    let number: u64 = digits.parse().ok().filter(|&number| 0 < number)?;
    number.checked_mul(thousand.pow(power))
}
