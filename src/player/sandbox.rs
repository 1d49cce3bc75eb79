//! The sandbox: a run of the viewer's own from nothing, with as many nodes of each role as are wanted.

mod log;

use super::model::{Effect, Model, Msg};
use super::source::{Opening, Source};
use crate::paxos::Role;
use crate::paxos::cluster::NODES_MAX;
use crate::sim::Time;
use crate::story::language::{Words, say, tr, words};
use std::fmt::Write;

pub use log::{LOG_TITLE, LogPlan, Rate};

/// The longest delay that can be set here, in milliseconds.
pub const DELAY_MS_MAX: Time = 60_000;

/// What can be set.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Field {
    /// How many proposers.
    Proposers,
    /// How many acceptors.
    Acceptors,
    /// How many learners.
    Learners,
    /// How many clients.
    Clients,
    /// The size of a quorum, or of one that promises.
    Prepare,
    /// The size of a quorum that accepts.
    Accept,
    /// How long a message takes, in milliseconds.
    Delay,
    /// How many replicas keep a log.
    Replicas,
    /// How many clients a log has.
    Askers,
    /// How often a leader is heard, in milliseconds.
    Heartbeat,
    /// How long a replica waits at least to hear a leader, in milliseconds.
    Election,
    /// How many slots may be open at once.
    Window,
    /// How many of a hundred messages are lost.
    Loss,
    /// How long a message takes among replicas, in milliseconds.
    Travel,
}

impl Field {
    /// All of them.
    pub const ALL: [Field; 14] = [
        Field::Proposers,
        Field::Acceptors,
        Field::Learners,
        Field::Clients,
        Field::Prepare,
        Field::Accept,
        Field::Delay,
        Field::Replicas,
        Field::Askers,
        Field::Heartbeat,
        Field::Election,
        Field::Window,
        Field::Loss,
        Field::Travel,
    ];
    /// Those that say how many nodes there are.
    pub const NODES: [Field; 4] = [Field::Proposers, Field::Acceptors, Field::Learners, Field::Clients];

    /// Those of a log alone.
    pub const LOG: [Field; 7] =
        [Field::Replicas, Field::Askers, Field::Heartbeat, Field::Election, Field::Window, Field::Loss, Field::Travel];

    /// What it is called.
    pub fn name(self) -> &'static str {
        match self {
            Field::Proposers => tr!("Proposers"),
            Field::Acceptors => tr!("Acceptors"),
            Field::Learners => tr!("Learners"),
            Field::Clients | Field::Askers => tr!("Clients"),
            Field::Prepare => tr!("Quorum"),
            Field::Accept => tr!("Accept quorum"),
            Field::Delay | Field::Travel => tr!("Delay in milliseconds"),
            Field::Replicas => tr!("Replicas"),
            Field::Heartbeat => tr!("Heartbeat every, ms"),
            Field::Election => tr!("Election after at least, ms"),
            Field::Window => tr!("Open slots at most"),
            Field::Loss => tr!("Loss in percent"),
        }
    }

    /// The least and the most that it may be.
    pub fn range(self) -> (u32, u32) {
        match self {
            Field::Proposers => (0, 5),
            Field::Acceptors | Field::Prepare | Field::Accept => (1, 9),
            Field::Learners | Field::Clients => (0, NODES_MAX as u32 - 1),
            Field::Delay => (1, DELAY_MS_MAX),
            Field::Replicas => (3, 7),
            Field::Askers => (1, 3),
            Field::Heartbeat | Field::Election => (50, DELAY_MS_MAX),
            Field::Window => (1, 50),
            Field::Loss => (0, 90),
            Field::Travel => (1, 5000),
        }
    }
}

/// What is to come about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// One value is chosen.
    Decision,
    /// A value for each slot of a log.
    Log,
}

/// How large a quorum is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Quorum {
    /// More than half of the acceptors.
    Majority,
    /// A size, for both phases.
    Size,
    /// A size for each phase.
    Sizes,
}

/// How ids are written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum IdStyle {
    /// Each proposer has every n-th number.
    Slotted,
    /// A round and the number of a server.
    Rounds,
}

/// The builder, with what was set last.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sandbox {
    /// Whether it is open, in place of the stage.
    pub is_open: bool,
    /// What is to come about.
    pub kind: Kind,
    /// How fast the clients of a log send.
    pub rate: Rate,
    /// How large a quorum is.
    pub quorum: Quorum,
    /// How ids are written.
    pub ids: IdStyle,
    typed: Vec<String>,
}

/// What happens to the builder.
#[derive(Clone, PartialEq, Eq, Debug)]
#[allow(missing_docs)] // Each says what it is.
pub enum SandboxMsg {
    Open,
    Close,
    Set(Field, String),
    SetKind(Kind),
    SetRate(Rate),
    SetQuorum(Quorum),
    SetIds(IdStyle),
    Start,
}

/// What is wrong with a field; with all of them together, where none is named.
pub type Refusal = (Option<Field>, String);

/// What is to be built: everything within its limits.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Plan {
    /// One value is to be chosen.
    Decision(Decision),
    /// A value for each slot of a log.
    Log(LogPlan),
}

/// One decision that is to be built.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Decision {
    proposers: u32,
    acceptors: u32,
    learners: u32,
    clients: u32,
    sizes: Option<(u32, u32)>,
    ids: IdStyle,
    delay: Time,
}

impl Default for Sandbox {
    fn default() -> Sandbox {
        let log = ["5", "2", "1000", "2500", "5", "0", "400"];
        let typed = ["2", "3", "1", "0", "2", "2", "1000"].into_iter().chain(log).map(String::from).collect();
        let (kind, rate) = (Kind::Decision, Rate::Slow);
        Sandbox { is_open: false, kind, rate, quorum: Quorum::Majority, ids: IdStyle::Slotted, typed }
    }
}

impl Sandbox {
    /// What stands in a field.
    pub fn typed(&self, field: Field) -> &str {
        &self.typed[field as usize]
    }

    /// Whether a field counts, as the rest is set.
    pub fn is_asked(&self, field: Field) -> bool {
        match field {
            field if Field::LOG.contains(&field) => self.kind == Kind::Log,
            _ if self.kind == Kind::Log => false,
            Field::Prepare => self.quorum != Quorum::Majority,
            Field::Accept => self.quorum == Quorum::Sizes,
            _ => true,
        }
    }

    /// What a field is called, as the rest is set.
    pub fn name(&self, field: Field) -> &'static str {
        if field == Field::Prepare && self.quorum == Quorum::Sizes { tr!("Prepare quorum") } else { field.name() }
    }

    fn read(&self, field: Field) -> Result<u32, Refusal> {
        let (least, most) = field.range();
        let (name, typed) = (self.name(field), self.typed(field).trim());
        let wrong = match typed.parse::<u32>() {
            Ok(number) if (least..=most).contains(&number) => return Ok(number),
            _ if typed.is_empty() => {
                say!("{name}: nothing is typed; expected a whole number from {least} to {most}.", name, least, most)
            }
            _ => say!(
                "{name}: {typed} is not possible; expected a whole number from {least} to {most}.",
                name,
                typed,
                least,
                most
            ),
        };
        Err((Some(field), wrong))
    }

    /// What is to be built.
    ///
    /// # Errors
    /// A sentence for everything that is wrong, with its field.
    pub fn plan(&self) -> Result<Plan, Vec<Refusal>> {
        let asked: Vec<Field> = Field::ALL.into_iter().filter(|&field| self.is_asked(field)).collect();
        let read = |field| self.read(field).unwrap_or(0);
        let mut wrong: Vec<Refusal> = asked.iter().filter_map(|&field| self.read(field).err()).collect();
        if !wrong.is_empty() {
            return Err(wrong);
        }
        if self.kind == Kind::Log {
            return Ok(Plan::Log(LogPlan::of(self.rate, read)));
        }
        let [proposers, acceptors, learners, clients] = Field::NODES.map(read);
        let all = proposers + acceptors + learners + clients;
        if NODES_MAX < all as usize {
            wrong.push((None, say!("These are {all} nodes; a run has at most {most}.", all, most = NODES_MAX)));
        }
        for field in [Field::Prepare, Field::Accept].into_iter().filter(|field| asked.contains(field)) {
            let size = read(field);
            if acceptors < size {
                let name = self.name(field);
                let too_large = match acceptors {
                    1 => say!("{name}: there is only 1 acceptor; {size} can never answer.", name, size),
                    _ => say!(
                        "{name}: there are only {acceptors} acceptors; {size} can never answer.",
                        name,
                        acceptors,
                        size
                    ),
                };
                wrong.push((Some(field), too_large));
            }
        }
        let sizes = match self.quorum {
            Quorum::Majority => None,
            Quorum::Size => Some((read(Field::Prepare), read(Field::Prepare))),
            Quorum::Sizes => Some((read(Field::Prepare), read(Field::Accept))),
        };
        let delay = read(Field::Delay);
        let plan = Decision { proposers, acceptors, learners, clients, sizes, ids: self.ids, delay };
        if wrong.is_empty() { Ok(Plan::Decision(plan)) } else { Err(wrong) }
    }
}

impl Plan {
    /// What comes of it, in sentences.
    pub fn preview(&self) -> Vec<String> {
        match self {
            Plan::Decision(plan) => plan.preview(),
            Plan::Log(plan) => plan.preview(),
        }
    }

    /// What may go wrong.
    pub fn warning(&self) -> Option<String> {
        match self {
            Plan::Decision(plan) => plan.warning(),
            Plan::Log(plan) => plan.warning(),
        }
    }

    /// What to do first.
    pub fn hint(&self) -> &'static str {
        match self {
            Plan::Decision(plan) => plan.hint(),
            Plan::Log(plan) => plan.hint(),
        }
    }

    /// The scene that it makes, as a lecturer would write it.
    pub fn text(&self) -> String {
        match self {
            Plan::Decision(plan) => plan.text(),
            Plan::Log(plan) => plan.text(),
        }
    }
}

impl Decision {
    /// The sizes of a quorum that promises and of one that accepts.
    fn quorums(&self) -> (u32, u32) {
        let majority = self.acceptors / 2 + 1;
        self.sizes.unwrap_or((majority, majority))
    }

    /// Who there is, in words.
    pub fn who(&self) -> String {
        let each = [
            (self.clients, Role::Client),
            (self.proposers, Role::Proposer),
            (self.acceptors, Role::Acceptor),
            (self.learners, Role::Learner),
        ];
        let some: Vec<String> =
            each.into_iter().filter(|&(count, _)| 0 < count).map(|(count, role)| counted(count, role)).collect();
        crate::story::problem::both(&some)
    }

    /// What comes of it, in sentences.
    pub fn preview(&self) -> Vec<String> {
        let (prepare, accept) = self.quorums();
        let all = self.proposers + self.acceptors + self.learners + self.clients;
        let ids = match (self.ids, self.proposers) {
            (_, 0) => tr!("Nobody can propose anything.").to_string(),
            (IdStyle::Rounds, _) => tr!("The ids of P1 are 1.1, 2.1, 3.1 and so on.").to_string(),
            (IdStyle::Slotted, n) => {
                say!("The ids of P1 are 1, {second}, {third} and so on.", second = 1 + n, third = 1 + 2 * n)
            }
        };
        let spare = self.acceptors - prepare.max(accept);
        let down = match spare {
            0 => tr!("As soon as one of them is down, nothing can be chosen under a new id.").to_string(),
            _ => say!("With {spare} of them down that is still possible.", spare),
        };
        vec![
            say!("{who}: {all} of at most {most} nodes. {ids}", who = self.who(), all, most = NODES_MAX, ids),
            say!(
                "A value may be sent once {promised}, and is chosen once {accepted}. {down}",
                promised = have_promised(prepare, self.acceptors),
                accepted = have_accepted(accept, self.acceptors),
                down
            ),
            say!("A message takes {delay} ms.", delay = self.delay),
        ]
    }

    /// What may go wrong with quorums of these sizes, if they need not meet.
    pub fn warning(&self) -> Option<String> {
        let (prepare, accept) = self.quorums();
        let (sum, acceptors) = (prepare + accept, self.acceptors);
        (sum <= acceptors).then(|| {
            say!(
                "These quorums need not meet: {prepare} that promise and {accept} that accept make {sum}, and there \
                 are {acceptors}. Two values can be chosen. Every picture of it will say so.",
                prepare,
                accept,
                sum,
                acceptors
            )
        })
    }

    /// What to do first.
    pub fn hint(&self) -> &'static str {
        match (self.proposers, self.clients) {
            (0, _) => tr!("There is no proposer here: nobody can propose anything. Look around, crash and restart."),
            (_, 0) => tr!("Click P1 and let it propose something."),
            _ => tr!("Click P1 and let it propose something, or click C1 and let it ask for something."),
        }
    }

    /// The scene that it makes, as a lecturer would write it.
    pub fn text(&self) -> String {
        let mut text =
            format!("title \"{}\"\nabout \"{}\"\n", TITLE.said(), say!("A run from nothing: {who}.", who = self.who()));
        let roles = [
            ("clients", 'C', self.clients),
            ("proposers", 'P', self.proposers),
            ("acceptors", 'A', self.acceptors),
            ("learners", 'L', self.learners),
        ];
        for (word, letter, count) in roles.into_iter().filter(|&(_, _, count)| 0 < count) {
            let names: Vec<String> = (1..=count).map(|nth| format!("{letter}{nth}")).collect();
            let _ = writeln!(text, "{word} {}", names.join(" "));
        }
        if self.ids == IdStyle::Rounds {
            text.push_str("ids rounds\n");
        }
        let _ = match self.sizes {
            None => Ok(()),
            Some((both, accept)) if both == accept => writeln!(text, "quorum {both}"),
            Some((prepare, accept)) => writeln!(text, "quorum prepare {prepare} accept {accept}"),
        };
        let _ = writeln!(text, "delay {}\n\nslide \"{SLIDE}\"\n  say \"{}\"", self.delay, self.hint());
        text
    }
}

/// What such a run is called.
pub const TITLE: Words = words!("A run of my own");
const SLIDE: Words = words!("Nothing has happened yet");

/// So many nodes of a role.
fn counted(count: u32, role: Role) -> String {
    match (role, count) {
        (Role::Client, 1) => tr!("1 client").to_string(),
        (Role::Client, _) => say!("{count} clients", count),
        (Role::Proposer, 1) => tr!("1 proposer").to_string(),
        (Role::Proposer, _) => say!("{count} proposers", count),
        (Role::Acceptor, 1) => tr!("1 acceptor").to_string(),
        (Role::Acceptor, _) => say!("{count} acceptors", count),
        (Role::Learner, 1) => tr!("1 learner").to_string(),
        (Role::Learner, _) => say!("{count} learners", count),
        (Role::Replica, 1) => tr!("1 replica").to_string(),
        (Role::Replica, _) => say!("{count} replicas", count),
    }
}

/// That so many of the acceptors have promised, as a clause after "once".
fn have_promised(count: u32, all: u32) -> String {
    match (count, all) {
        (1, 1) => tr!("1 of 1 acceptor has promised").to_string(),
        (1, _) => say!("1 of {all} acceptors has promised", all),
        _ => say!("{count} of {all} acceptors have promised", count, all),
    }
}

/// That so many of them have accepted a value, as such a clause.
fn have_accepted(count: u32, all: u32) -> String {
    match (count, all) {
        (1, 1) => tr!("1 of 1 acceptor has accepted it under one id").to_string(),
        (1, _) => say!("1 of {all} acceptors has accepted it under one id", all),
        _ => say!("{count} of {all} acceptors have accepted it under one id", count, all),
    }
}

impl Model {
    #[inline(never)]
    pub(super) fn build(&mut self, msg: SandboxMsg) -> Vec<Effect> {
        match msg {
            SandboxMsg::Open => {
                self.rest_now();
                self.guides.open = None;
                self.breaking.is_open = false;
                self.sandbox.is_open = true;
            }
            SandboxMsg::Close => self.sandbox.is_open = false,
            SandboxMsg::Set(field, typed) => self.sandbox.typed[field as usize] = typed,
            SandboxMsg::SetKind(kind) => self.sandbox.kind = kind,
            SandboxMsg::SetRate(rate) => self.sandbox.rate = rate,
            SandboxMsg::SetQuorum(quorum) => self.sandbox.quorum = quorum,
            SandboxMsg::SetIds(ids) => self.sandbox.ids = ids,
            SandboxMsg::Start => {
                let Ok(plan) = self.sandbox.plan() else { return Vec::new() };
                return self.open_source(Source::Text(plan.text().into()), Opening::Set);
            }
        }
        Vec::new()
    }
}

impl From<SandboxMsg> for Msg {
    fn from(msg: SandboxMsg) -> Msg {
        Msg::Sandbox(msg)
    }
}
