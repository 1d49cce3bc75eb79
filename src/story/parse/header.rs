//! The header: what a scene is called, who there is, and the conditions of the run.

use super::lexis::{
    Input, Parsed, fail, fail_at, here, is_at_end, keyword, last_text, milliseconds, new_name, number, one_of, text,
    too_long, word_here,
};
use crate::paxos::cluster::NODES_MAX;
use crate::paxos::rules::{Accept, Counting, IdsRule, Learn, Phases, Promise, Quorum, Report, Storage, ValueRule};
use crate::paxos::{Cluster, Nacks, NodeId, Numbering, QuorumSize, Role};
use crate::sim::recording::TIME_MAX;
use crate::sim::{Change, Delay, Delivery, Retry};
use crate::story::names::Names;
use crate::story::problem::Problem;
use crate::story::script::{Line, Place, Script};
use winnow::Parser;
use winnow::combinator::opt;

/// Words that begin a statement of the header.
pub(super) const WORDS: [&str; 18] = [
    "title",
    "about",
    "place",
    "show",
    "proposers",
    "acceptors",
    "learners",
    "clients",
    "ids",
    "quorum",
    "network",
    "delay",
    "loss",
    "duplication",
    "retry",
    "nacks",
    "seed",
    "rule",
];
/// Those that set a condition, which a scene can change later with `set`.
pub(super) const CHANGES: [&str; 8] = ["quorum", "delay", "loss", "duplication", "retry", "nacks", "seed", "rule"];
/// The words that `show` knows.
const SHOWN: [&str; 7] = ["stage", "time", "board", "log", "rules", "flags", "plot"];

/// A statement of the header.
#[derive(Clone, Debug)]
pub(super) enum Entry {
    Title(String),
    About(String),
    Place(Place),
    Show(Vec<String>),
    Nodes(Role, Vec<String>),
    Ids(Numbering),
    Manual(bool),
    Change(Change),
}

/// Whether this line, which stands before the first slide, belongs to the header.
pub(super) fn is_header(line: &str) -> bool {
    let mut words = line.split_whitespace();
    match (words.next(), words.next()) {
        // `delay PREPARE 5 300` is a statement of the body.
        (Some("delay"), Some(next)) => !next.starts_with(|c: char| c.is_ascii_alphabetic()),
        (Some(word), _) => is_header_word(word),
        (None, _) => false,
    }
}

/// Whether a statement of the header begins with this word.
pub(super) fn is_header_word(word: &str) -> bool {
    WORDS.contains(&word)
}

/// One statement of the header.
pub(super) fn entry(input: &mut Input) -> Parsed<Entry> {
    let roles = [
        ("proposers", Role::Proposer),
        ("acceptors", Role::Acceptor),
        ("learners", Role::Learner),
        ("clients", Role::Client),
    ];
    let word = word_here(input);
    if let Some((word, role)) = roles.into_iter().find(|&(known, _)| known == word) {
        keyword(word).parse_next(input)?;
        return names(input).map(|names| Entry::Nodes(role, names));
    }
    if CHANGES.contains(&word) {
        return change(input).map(Entry::Change);
    }
    let Some(word) = WORDS.into_iter().find(|&known| known == word) else {
        return fail(input, "a statement of the header");
    };
    keyword(word).parse_next(input)?;
    match word {
        "title" => last_text(input, "the title of the scene").map(Entry::Title),
        "about" => last_text(input, "a sentence on what the scene shows").map(Entry::About),
        "place" => place(input).map(Entry::Place),
        "show" => show(input).map(Entry::Show),
        "ids" => {
            let kinds = [("slotted", Numbering::Slotted), ("rounds", Numbering::Rounds)];
            one_of(input, "a way to number", kinds.into_iter()).map(Entry::Ids)
        }
        _ => network(input).map(|delivery| Entry::Manual(delivery == Delivery::Manual)),
    }
}

fn network(input: &mut Input) -> Parsed<Delivery> {
    one_of(input, "a network", [("timed", Delivery::Timed), ("manual", Delivery::Manual)].into_iter())
}

fn names(input: &mut Input) -> Parsed<Vec<String>> {
    let mut names = vec![new_name(input)?];
    while !is_at_end(input) {
        names.push(new_name(input)?);
    }
    Ok(names)
}

fn place(input: &mut Input) -> Parsed<Place> {
    let word = word_here(input);
    let from_1 = |part: &str| whole(part).and_then(|part| u8::try_from(part).ok()).filter(|&part| 0 < part);
    let parts = word.split_once('.').and_then(|(chapter, number)| Some((from_1(chapter)?, from_1(number)?)));
    match parts {
        Some((chapter, number)) => {
            text(input, "a place")?;
            Ok(Place { chapter, number })
        }
        None => fail(input, "a chapter and a place in it, such as 3.2"),
    }
}

fn show(input: &mut Input) -> Parsed<Vec<String>> {
    let words = SHOWN.into_iter().chain(["noids"]).map(|word| (word, word));
    let mut shown = vec![one_of(input, "something to show", words.clone())?.to_string()];
    while !is_at_end(input) {
        shown.push(one_of(input, "something to show", words.clone())?.to_string());
    }
    Ok(shown)
}

/// A condition of the run, at the head of the scene or after `set`.
pub(super) fn change(input: &mut Input) -> Parsed<Change> {
    let word = one_of(input, "a condition", CHANGES.into_iter().map(|word| (word, word)))?;
    match word {
        "quorum" => quorum(input),
        "delay" => delay(input, "a delay: milliseconds such as 500, or 500..900").map(Change::Delay),
        "loss" => percent(input).map(Change::Loss),
        "duplication" => percent(input).map(Change::Duplication),
        "retry" => retry(input).map(Change::Retry),
        "nacks" => one_of(input, "on or off", [("on", Nacks::On), ("off", Nacks::Off)].into_iter()).map(Change::Nacks),
        "seed" => number(input, "a seed from 0 to 4294967295").map(Change::Seed),
        _ => rule(input),
    }
}

fn quorum(input: &mut Input) -> Parsed<Change> {
    if opt(keyword("majority")).parse_next(input)?.is_some() {
        return Ok(Change::Quorum(QuorumSize::Majority));
    }
    if opt(keyword("prepare")).parse_next(input)?.is_some() {
        let prepare = quorum_number(input)?;
        if opt(keyword("accept")).parse_next(input)?.is_none() {
            return fail(input, "accept and the size of an accept quorum");
        }
        let accept = quorum_number(input)?;
        return Ok(Change::Quorum(QuorumSize::Sizes { prepare, accept }));
    }
    let size = quorum_number(input)?;
    Ok(Change::Quorum(QuorumSize::Sizes { prepare: size, accept: size }))
}

fn quorum_number(input: &mut Input) -> Parsed<u8> {
    let start = here(input);
    let size = number(input, "majority, the size of a quorum, or prepare N accept M")?;
    match u8::try_from(size) {
        Ok(size) if 0 < size => Ok(size),
        _ => fail_at(start, format!("a quorum of {size} is none"), "at least 1 and at most the number of acceptors"),
    }
}

fn delay(input: &mut Input, expected: &str) -> Parsed<Delay> {
    let word = word_here(input);
    let (least, most) = word.split_once("..").unwrap_or((word, word));
    match (whole(least), whole(most)) {
        (Some(least), Some(most)) if least <= most && most <= TIME_MAX => {
            text(input, expected)?;
            Ok(Delay { least, most })
        }
        (Some(least), Some(most)) if least <= most => too_long(here(input), most),
        (Some(least), Some(most)) if most < least => {
            fail_at(here(input), format!("{least}..{most} runs backwards"), "the lesser number first")
        }
        _ => fail(input, expected),
    }
}

/// Reads digits, and nothing else.
fn whole(text: &str) -> Option<u32> {
    text.bytes().all(|b| b.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

fn percent(input: &mut Input) -> Parsed<u8> {
    let word = word_here(input);
    match word.strip_suffix('%').and_then(whole) {
        Some(percent @ 0..=100) => {
            text(input, "a percentage")?;
            Ok(percent as u8)
        }
        _ => fail(input, "a percentage from 0% to 100%"),
    }
}

fn retry(input: &mut Input) -> Parsed<Retry> {
    if opt(keyword("off")).parse_next(input)?.is_some() {
        return Ok(Retry::Off);
    }
    if opt(keyword("backoff")).parse_next(input)?.is_some() {
        return milliseconds(input, "milliseconds to begin with").map(Retry::Backoff);
    }
    delay(input, "off, milliseconds such as 3000 or 3000..5000, or backoff").map(Retry::After)
}

/// Reads the variant of a rule by the names that the rule itself gives.
macro_rules! variant {
    ($input:expr, $rule:ident, $change:ident) => {
        one_of($input, "a variant of this rule", $rule::ALL.iter().map(|&variant| (variant.name(), variant)))
            .map(Change::$change)
    };
}

fn rule(input: &mut Input) -> Parsed<Change> {
    let rules = ["phases", "promise", "report", "value", "accept", "quorum", "storage", "ids", "count", "learn"];
    match one_of(input, "a rule", rules.into_iter().map(|rule| (rule, rule)))? {
        "phases" => variant!(input, Phases, Phases),
        "promise" => variant!(input, Promise, Promise),
        "report" => variant!(input, Report, Report),
        "value" => variant!(input, ValueRule, Value),
        "accept" => variant!(input, Accept, Accept),
        "quorum" => variant!(input, Quorum, QuorumRule),
        "storage" => variant!(input, Storage, Storage),
        "ids" => variant!(input, IdsRule, Ids),
        "count" => variant!(input, Counting, Count),
        _ => variant!(input, Learn, Learn),
    }
}

/// After `set`: a condition that fits what was said before.
pub(super) fn later_change(input: &mut Input) -> Parsed<Change> {
    let start = here(input);
    let change = match word_here(input) {
        "network" => keyword("network").parse_next(input).and_then(|()| network(input)).map(Change::Network)?,
        _ => change(input)?,
    };
    let head = &mut input.state.0.borrow_mut().head;
    let wrong = match change {
        Change::Quorum(size) => too_large(size, head.named(Role::Acceptor).len()),
        _ => None,
    };
    head.set_later.push(change);
    match wrong.or_else(|| head.two_quorums()) {
        Some((wrong, expected)) => fail_at(start, wrong, expected),
        None => Ok(change),
    }
}

/// What is wrong with a quorum that there are too few acceptors for.
fn too_large(size: QuorumSize, acceptors: usize) -> Option<(String, String)> {
    let size = match size {
        QuorumSize::Majority => 0,
        QuorumSize::Sizes { prepare, accept } => usize::from(prepare.max(accept)),
    };
    let wrong = || (format!("a quorum of {size} is larger than the cluster"), format!("at most {acceptors}"));
    (acceptors < size).then(wrong)
}

/// What the header has said so far.
#[derive(Debug, Default)]
pub(super) struct Head {
    title: Option<String>,
    about: Option<String>,
    place: Option<Place>,
    show: Option<Vec<String>>,
    roles: Vec<Role>,
    by_role: Vec<(Role, Vec<String>)>,
    numbering: Option<Numbering>,
    manual: Option<bool>,
    changes: Vec<Change>,
    set_later: Vec<Change>,
    quorum_line: usize,
    proposers_line: usize,
}

impl Head {
    /// The role of a node.
    pub fn role(&self, node: NodeId) -> Option<Role> {
        self.roles.get(node.index()).copied()
    }

    /// The names of the nodes of one role.
    pub fn named(&self, role: Role) -> &[String] {
        self.by_role.iter().find(|(known, _)| *known == role).map_or(&[], |(_, names)| names)
    }

    /// Enters a statement that stands in this line and begins with these words; gives what is wrong and what was expected where it contradicts another.
    pub fn enter(
        &mut self,
        names: &mut Names,
        entry: Entry,
        (line, said): (usize, &str),
    ) -> Result<(), (String, String)> {
        let is_second = match &entry {
            Entry::Title(_) => self.title.is_some(),
            Entry::About(_) => self.about.is_some(),
            Entry::Place(_) => self.place.is_some(),
            Entry::Show(_) => self.show.is_some(),
            Entry::Nodes(role, _) => !self.named(*role).is_empty(),
            Entry::Ids(_) => self.numbering.is_some(),
            Entry::Manual(_) => self.manual.is_some(),
            Entry::Change(change) => self.changes.iter().any(|known| same_condition(known, change)),
        };
        if is_second {
            return Err((format!("`{said}` is said a second time"), "each statement of the header once".into()));
        }
        match entry {
            Entry::Title(title) => self.title = Some(title),
            Entry::About(about) => self.about = Some(about),
            Entry::Place(place) => self.place = Some(place),
            Entry::Show(show) => self.show = Some(show),
            Entry::Nodes(role, new) => {
                if role == Role::Proposer {
                    self.proposers_line = line;
                }
                self.declare(names, role, new)?;
            }
            Entry::Ids(numbering) => {
                self.numbering = Some(numbering);
                names.numbering = numbering;
            }
            Entry::Manual(manual) => self.manual = Some(manual),
            Entry::Change(change) => {
                if matches!(change, Change::Quorum(_) | Change::QuorumRule(_)) {
                    self.quorum_line = line;
                }
                self.changes.push(change);
            }
        }
        Ok(())
    }

    fn declare(&mut self, names: &mut Names, role: Role, new: Vec<String>) -> Result<(), (String, String)> {
        for name in &new {
            if names.find_node(name).is_some() {
                return Err((format!("there are two nodes called {name}"), "a name of its own for each".into()));
            }
            if name == "any" {
                return Err(("`any` stands for every node".into(), "another name".into()));
            }
            if names.nodes.len() == NODES_MAX {
                return Err((format!("{name} is node {}", NODES_MAX + 1), format!("at most {NODES_MAX} nodes")));
            }
            names.nodes.push(name.clone());
            self.roles.push(role);
        }
        self.by_role.push((role, new));
        Ok(())
    }

    /// Checks what only the whole header can show.
    pub fn finish(&self) -> Result<(), Problem> {
        let problem =
            |line, wrong: &str, expected: String| Err(Problem { line, column: 1, wrong: wrong.to_string(), expected });
        if self.title.is_none() {
            return problem(1, "the scene has no title", "`title` and a text, above the first slide".into());
        }
        let acceptors = self.named(Role::Acceptor).len();
        let size = self.changes.iter().find_map(|change| match change {
            Change::Quorum(size) => Some(*size),
            _ => None,
        });
        let wrong = size.and_then(|size| too_large(size, acceptors)).or_else(|| self.two_quorums());
        if let Some((wrong, expected)) = wrong {
            return problem(self.quorum_line, &wrong, expected);
        }
        self.check_servers()
    }

    /// What is wrong where both the size of a quorum and the rule for it are said.
    fn two_quorums(&self) -> Option<(String, String)> {
        let is_said = |test: fn(&Change) -> bool| self.changes.iter().chain(&self.set_later).any(test);
        let both = is_said(|change| matches!(change, Change::Quorum(_)))
            && is_said(|change| matches!(change, Change::QuorumRule(_)));
        both.then(|| ("`quorum` and `rule quorum` exclude each other".into(), "one of them".into()))
    }

    /// Two proposers with one server number would have the same ids.
    fn check_servers(&self) -> Result<(), Problem> {
        let proposers = self.named(Role::Proposer);
        for (at, name) in proposers.iter().enumerate() {
            let server = self.server(at, name);
            let twin = proposers.iter().enumerate().take(at).find(|&(at, other)| self.server(at, other) == server);
            if let Some((_, other)) = twin {
                let wrong = format!("{other} and {name} would both be server {server}, with the same ids");
                let expected = "names that end in different numbers".into();
                return Err(Problem { line: self.proposers_line, column: 1, wrong, expected });
            }
        }
        Ok(())
    }

    /// The number by which a proposer's ids are told from others': the one that ends its name where ids
    /// show it, else its position from 1.
    fn server(&self, at: usize, name: &str) -> u16 {
        let position = at as u16 + 1;
        match self.numbering {
            Some(Numbering::Rounds) => ending_number(name).unwrap_or(position),
            Some(Numbering::Slotted) | None => position,
        }
    }

    /// The scene, with its body.
    pub fn into_script(self, names: Names, lines: Vec<Line>) -> Script {
        let mut servers = vec![0; self.roles.len()];
        for (at, name) in self.named(Role::Proposer).iter().enumerate() {
            if let Some(node) = names.find_node(name) {
                servers[node.index()] = self.server(at, name);
            }
        }
        let quorum = self.changes.iter().find_map(|change| match change {
            Change::Quorum(size) => Some(*size),
            _ => None,
        });
        let cluster = Cluster {
            roles: self.roles.iter().copied().collect(),
            servers: servers.into_iter().collect(),
            numbering: names.numbering,
            quorum: quorum.unwrap_or(QuorumSize::Majority),
            nacks: Nacks::Off,
        };
        Script {
            title: self.title.unwrap_or_default(),
            about: self.about,
            place: self.place,
            show: self.show.unwrap_or_default(),
            names,
            cluster,
            manual: self.manual.unwrap_or(false),
            changes: self.changes,
            lines,
        }
    }
}

fn ending_number(name: &str) -> Option<u16> {
    let start = name.len() - name.bytes().rev().take_while(u8::is_ascii_digit).count();
    name[start..].parse().ok()
}

/// Whether two entries set the same condition. Rules are told apart by which rule they are.
fn same_condition(one: &Change, other: &Change) -> bool {
    std::mem::discriminant(one) == std::mem::discriminant(other)
}
