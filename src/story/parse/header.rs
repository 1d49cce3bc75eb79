//! The header: what a scene is called, who there is, and the conditions of the run.

use super::lexis::{Input, Parsed, fail, fail_at, here, is_at_end, keyword, new_name, number, one_of, text, word_here};
use crate::paxos::cluster::NODES_MAX;
use crate::paxos::rules::{Accept, Phases, Promise, Quorum, Report, Storage, ValueRule};
use crate::paxos::{Cluster, Nacks, NodeId, Numbering, QuorumSize, Role};
use crate::sim::{Change, Delay, Retry};
use crate::story::names::Names;
use crate::story::problem::Problem;
use crate::story::script::{Line, Place, Script};
use winnow::Parser;
use winnow::combinator::opt;

/// Words that begin a statement of the header.
const WORDS: [&str; 18] = [
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
        "title" => text(input, "the title of the scene").map(Entry::Title),
        "about" => text(input, "a sentence on what the scene shows").map(Entry::About),
        "place" => place(input).map(Entry::Place),
        "show" => show(input).map(Entry::Show),
        "ids" => {
            let kinds = [("slotted", Numbering::Slotted), ("rounds", Numbering::Rounds)];
            one_of(input, "a way to number", kinds.into_iter()).map(Entry::Ids)
        }
        _ => one_of(input, "a network", [("timed", false), ("manual", true)].into_iter()).map(Entry::Manual),
    }
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
    let parts = word.split_once('.').and_then(|(chapter, number)| Some((chapter.parse().ok()?, number.parse().ok()?)));
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
    let whole = |text: &str| text.bytes().all(|b| b.is_ascii_digit()).then(|| text.parse::<u32>().ok()).flatten();
    match (whole(least), whole(most)) {
        (Some(least), Some(most)) if least <= most && most <= crate::sim::recording::TIME_MAX => {
            text(input, expected)?;
            Ok(Delay { least, most })
        }
        (Some(least), Some(most)) if most < least => {
            fail_at(here(input), format!("{least}..{most} runs backwards"), "the lesser number first")
        }
        _ => fail(input, expected),
    }
}

fn percent(input: &mut Input) -> Parsed<u8> {
    let word = word_here(input);
    let percent = word.strip_suffix('%').and_then(|digits| digits.parse::<u8>().ok()).filter(|&percent| percent <= 100);
    match percent {
        Some(percent) => {
            text(input, "a percentage")?;
            Ok(percent)
        }
        None => fail(input, "a percentage from 0% to 100%"),
    }
}

fn retry(input: &mut Input) -> Parsed<Retry> {
    if opt(keyword("off")).parse_next(input)?.is_some() {
        return Ok(Retry::Off);
    }
    if opt(keyword("backoff")).parse_next(input)?.is_some() {
        let base = number(input, "milliseconds to begin with")?;
        return Ok(Retry::Backoff(base.min(crate::sim::recording::TIME_MAX)));
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
    let rules = ["phases", "promise", "report", "value", "accept", "quorum", "storage"];
    match one_of(input, "a rule", rules.into_iter().map(|rule| (rule, rule)))? {
        "phases" => variant!(input, Phases, Phases),
        "promise" => variant!(input, Promise, Promise),
        "report" => variant!(input, Report, Report),
        "value" => variant!(input, ValueRule, Value),
        "accept" => variant!(input, Accept, Accept),
        "quorum" => variant!(input, Quorum, QuorumRule),
        _ => variant!(input, Storage, Storage),
    }
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
    quorum_line: usize,
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

    /// Enters a statement; gives what is wrong and what was expected where it contradicts another.
    pub fn enter(&mut self, names: &mut Names, entry: Entry, line: usize) -> Result<(), (String, String)> {
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
            return Err(("this is said a second time".into(), "each statement of the header once".into()));
        }
        match entry {
            Entry::Title(title) => self.title = Some(title),
            Entry::About(about) => self.about = Some(about),
            Entry::Place(place) => self.place = Some(place),
            Entry::Show(show) => self.show = Some(show),
            Entry::Nodes(role, new) => self.declare(names, role, new)?,
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
        let sizes = self.changes.iter().find_map(|change| match change {
            Change::Quorum(QuorumSize::Sizes { prepare, accept }) => Some(prepare.max(accept)),
            _ => None,
        });
        if sizes.is_some_and(|&size| acceptors < usize::from(size)) {
            return problem(self.quorum_line, "the quorum is larger than the cluster", format!("at most {acceptors}"));
        }
        let is_said = |test: fn(&Change) -> bool| self.changes.iter().any(test);
        if is_said(|change| matches!(change, Change::Quorum(_)))
            && is_said(|change| matches!(change, Change::QuorumRule(_)))
        {
            return problem(self.quorum_line, "`quorum` and `rule quorum` exclude each other", "one of them".into());
        }
        self.check_servers()
    }

    /// Two proposers with one server number would have the same ids.
    fn check_servers(&self) -> Result<(), Problem> {
        let proposers = self.named(Role::Proposer);
        for (at, name) in proposers.iter().enumerate() {
            let server = self.server(at, name);
            let twin = proposers.iter().enumerate().take(at).find(|&(at, other)| self.server(at, other) == server);
            if let Some((_, other)) = twin {
                let wrong = format!("{other} and {name} would both be server {server}, with the same ids");
                return Err(Problem {
                    line: 1,
                    column: 1,
                    wrong,
                    expected: "names that end in different numbers".into(),
                });
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
