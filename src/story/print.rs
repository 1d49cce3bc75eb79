//! Writes a scene as text that parses to the same scene, and a run as a scene that replays it.

mod act;
mod branch;
pub mod poll;
mod replay;

use super::condition::Condition;
use super::names::Names;
use super::script::{
    Entry, Id, Link, Model, Objective, Question, Route, Run, Script, Selector, Statement, Topic, Way, Which,
};
use crate::paxos::{Ballot, Nacks, NodeId, NodeSet, Numbering, QuorumSize, Role, Slot, Value};
use crate::sim::{Change, Delay, Delivery, Retry, Treatment};
use std::fmt::Write;

pub use act::{act, exact, exact_act, message};
pub use branch::branch;
pub use replay::replay;
pub(super) use replay::{Teller, is_of_nodes};

/// The text of a scene.
pub fn script(script: &Script) -> String {
    let mut text = head(script);
    for line in &script.lines {
        let is_slide = matches!(line.statement, Statement::Slide(_));
        let indent = if is_slide { "\n" } else { "  " };
        let _ = writeln!(text, "{indent}{}", statement(&line.statement, &script.names));
    }
    if !script.solution.is_empty() {
        text.push_str("\nsolution\n");
    }
    for line in &script.solution {
        let indent = if matches!(line.statement, Statement::Slide(_)) { "" } else { "  " };
        let _ = writeln!(text, "{indent}{}", statement(&line.statement, &script.names));
    }
    text
}

/// A scene in which nothing has happened yet, and nothing happens by itself: who there is, and the rules for nodes.
pub(super) fn still(about: &Script) -> String {
    let changes = about.changes.iter().copied().filter(replay::is_of_nodes).collect();
    let untold = Script { source: None, twin: None, place: None, show: Vec::new(), objective: None, ..about.clone() };
    head(&Script { manual: true, changes, ..untold })
}

/// How a run is begun that is written down as a scene: under the same conditions, without what was told of it.
fn beginning(about: &Script, title: &str) -> String {
    let untold = Script {
        title: title.to_string(),
        about: None,
        source: None,
        twin: None,
        place: None,
        show: Vec::new(),
        objective: None,
        ..about.clone()
    };
    head(&untold) + "\nslide \"What happened\"\n"
}

/// The header of a scene.
pub(super) fn head(script: &Script) -> String {
    let mut text = format!("title {}\n", quoted(&script.title));
    let told = [("about", &script.about), ("source", &script.source), ("twin", &script.twin)];
    for (word, said) in told {
        if let Some(said) = said {
            let _ = writeln!(text, "{word} {}", quoted(said));
        }
    }
    if let Some(place) = script.place {
        let _ = writeln!(text, "place {}.{}", place.chapter, place.number);
    }
    if !script.show.is_empty() {
        let _ = writeln!(text, "show {}", script.show.join(" "));
    }
    text += &setting(script);
    if let Some(Objective { text: told, goal, within }) = &script.objective {
        let _ = writeln!(text, "objective {}", quoted(told));
        let _ = writeln!(text, "goal {}", condition(goal, &script.names));
        if let Some(most) = within {
            let _ = writeln!(text, "within {most} {}", if *most == 1 { "act" } else { "acts" });
        }
    }
    text
}

/// Who there is, and the conditions of the run. Roles come in the order of declaration.
fn setting(script: &Script) -> String {
    let mut text = String::new();
    if script.model == Model::Poll {
        let _ = writeln!(text, "model poll\npeople {}", script.names.nodes.join(" "));
    }
    let mut said = Vec::new();
    for &role in script.cluster.roles.iter() {
        if said.contains(&role) {
            continue;
        }
        said.push(role);
        let word = match role {
            Role::Client => "clients",
            Role::Proposer => "proposers",
            Role::Acceptor => "acceptors",
            Role::Learner => "learners",
            Role::Replica => "replicas",
        };
        let _ = writeln!(text, "{word} {}", set_of(script.cluster.all(role), &script.names));
    }
    let replicas = script.cluster.all(Role::Replica);
    if script.cluster.log.members != replicas {
        let _ = writeln!(text, "members {}", set_of(script.cluster.log.members, &script.names));
    }
    if script.cluster.numbering == Numbering::Rounds {
        text.push_str("ids rounds\n");
    }
    if script.manual {
        text.push_str("network manual\n");
    }
    for &each in &script.changes {
        let _ = writeln!(text, "{}", change(each));
    }
    for entry in &script.logs {
        let _ = writeln!(text, "log {}", self::entry(entry, &script.names));
    }
    text
}

fn entry(entry: &Entry, names: &Names) -> String {
    let (replica, value) = (names.node(entry.replica), word(names.value(entry.value)));
    let under = entry.id.map_or(String::new(), |under| format!(" id {}", id(under)));
    let chosen = if entry.is_chosen { " chosen" } else { "" };
    format!("{replica} {} {value}{under}{chosen}", entry.slot.0)
}

/// A statement of the body, without indentation.
pub fn statement(statement: &Statement, names: &Names) -> String {
    let name = |node: &NodeId| names.node(*node).to_string();
    let value = |value: &Value| word(names.value(*value));
    match statement {
        Statement::Slide(title) => format!("slide {}", quoted(title)),
        Statement::Say(text) => format!("say {}", quoted(text)),
        Statement::Solution => "solution".to_string(),
        Statement::Propose { node, value: wanted, id: None } => format!("propose {} {}", name(node), value(wanted)),
        Statement::Propose { node, value: wanted, id: Some(used) } => {
            format!("propose {} {} id {}", name(node), value(wanted), id(*used))
        }
        Statement::Request { client, to, value: wanted } => {
            format!("request {} {} {}", name(client), name(to), value(wanted))
        }
        Statement::Timeout(node) => format!("timeout {}", name(node)),
        Statement::Heartbeat(node) => format!("heartbeat {}", name(node)),
        Statement::Crash(nodes) => format!("crash {}", list(nodes, names)),
        Statement::Restart(nodes) => format!("restart {}", list(nodes, names)),
        Statement::Cut(links) => format!("cut{}", links_of(links, names)),
        Statement::Heal(links) => format!("heal{}", links_of(links, names)),
        Statement::Partition(one, other) => format!("partition {} | {}", set_of(*one, names), set_of(*other, names)),
        Statement::Drop(messages) => format!("drop {}", selector(messages, names)),
        Statement::Hold(messages) => format!("hold {}", selector(messages, names)),
        Statement::Release(messages) => format!("release {}", selector(messages, names)),
        Statement::Duplicate(messages) => format!("duplicate {}", selector(messages, names)),
        Statement::Delay(messages, by) => format!("delay {} {by}", selector(messages, names)),
        Statement::Next(Treatment::Drop, messages) => format!("drop next {}", selector(messages, names)),
        Statement::Next(Treatment::Hold, messages) => format!("hold next {}", selector(messages, names)),
        Statement::Next(Treatment::Duplicate, messages) => format!("duplicate next {}", selector(messages, names)),
        Statement::Deliver(messages) => format!("deliver {}", selector(messages, names)),
        Statement::Move(messages) => format!("move {}", selector(messages, names)),
        Statement::Set(changed) => format!("set {}", change(*changed)),
        Statement::Run(Run::For(time)) => format!("run {time}"),
        Statement::Run(Run::Idle) => "run idle".to_string(),
        Statement::Run(Run::Until(until)) => format!("run until {}", condition(until, names)),
        Statement::Run(Run::Steps(steps)) => format!("run steps {steps}"),
        Statement::Expect(expected) => format!("expect {}", condition(expected, names)),
        Statement::Ask(asked) => question(asked, names),
        Statement::Poll(told) => poll::statement(told, names),
    }
}

/// A question to the reader.
fn question(question: &Question, names: &Names) -> String {
    let name = |node: NodeId| names.node(node);
    let at = |slot: Slot| if slot == Slot::ONLY { String::new() } else { format!(" {}", slot.0) };
    let topic = match question.topic {
        Topic::Answer(node) => format!("answer {}", name(node)),
        Topic::Sends(node) => format!("sends {}", name(node)),
        Topic::Value(node, slot) => format!("value {}{}", name(node), at(slot)),
        Topic::Pick(node) => format!("pick {}", name(node)),
        Topic::Id(node) => format!("id {}", name(node)),
        Topic::Keeps(node) => format!("keeps {}", name(node)),
        Topic::Applied(node) => format!("applied {}", name(node)),
        Topic::Chosen(slot) => format!("chosen{}", at(slot)),
        Topic::Knows(slot) => format!("knows{}", at(slot)),
        Topic::Possible(value) => format!("possible {}", word(names.value(value))),
        Topic::Decisions => "decisions".to_string(),
        Topic::Ends => "ends".to_string(),
        Topic::Quorum => "quorum".to_string(),
        Topic::Failures => "failures".to_string(),
    };
    let about = question.about.map(|about| format!(" about {about}")).unwrap_or_default();
    format!("ask {topic}{about}")
}

/// A condition of the run.
pub fn change(change: Change) -> String {
    match change {
        Change::Network(Delivery::Timed) => "network timed".to_string(),
        Change::Network(Delivery::Manual) => "network manual".to_string(),
        Change::Delay(delay) => format!("delay {}", range(delay)),
        Change::Loss(percent) => format!("loss {percent}%"),
        Change::Duplication(percent) => format!("duplication {percent}%"),
        Change::Retry(Retry::Off) => "retry off".to_string(),
        Change::Retry(Retry::After(delay)) => format!("retry {}", range(delay)),
        Change::Retry(Retry::Backoff(base)) => format!("retry backoff {base}"),
        Change::Seed(seed) => format!("seed {seed}"),
        Change::Nacks(Nacks::On) => "nacks on".to_string(),
        Change::Nacks(Nacks::Off) => "nacks off".to_string(),
        Change::Quorum(QuorumSize::Majority) => "quorum majority".to_string(),
        Change::Quorum(QuorumSize::Sizes { prepare, accept }) if prepare == accept => format!("quorum {prepare}"),
        Change::Quorum(QuorumSize::Sizes { prepare, accept }) => format!("quorum prepare {prepare} accept {accept}"),
        Change::Phases(rule) => format!("rule phases {}", rule.name()),
        Change::Promise(rule) => format!("rule promise {}", rule.name()),
        Change::Report(rule) => format!("rule report {}", rule.name()),
        Change::Value(rule) => format!("rule value {}", rule.name()),
        Change::Accept(rule) => format!("rule accept {}", rule.name()),
        Change::QuorumRule(rule) => format!("rule quorum {}", rule.name()),
        Change::Storage(rule) => format!("rule storage {}", rule.name()),
        Change::Ids(rule) => format!("rule ids {}", rule.name()),
        Change::Count(rule) => format!("rule count {}", rule.name()),
        Change::Learn(rule) => format!("rule learn {}", rule.name()),
        Change::Heartbeat(None) => "heartbeat off".to_string(),
        Change::Heartbeat(Some(every)) => format!("heartbeat {every}"),
        Change::Election(None) => "election off".to_string(),
        Change::Election(Some(delay)) => format!("election {}", range(delay)),
        Change::Commands(None) => "commands off".to_string(),
        Change::Commands(Some(commands)) => format!("commands {}", range(commands.rest)),
        Change::Window(slots) => format!("window {slots}"),
        Change::Leader(rule) => format!("rule leader {}", rule.name()),
        Change::Gaps(rule) => format!("rule gaps {}", rule.name()),
        Change::Commit(rule) => format!("rule commit {}", rule.name()),
        Change::Dedup(rule) => format!("rule dedup {}", rule.name()),
        Change::Members(rule) => format!("rule members {}", rule.name()),
    }
}

/// A condition, as `expect` and `run until` take it.
pub fn condition(condition: &Condition, names: &Names) -> String {
    let name = |node: &NodeId| names.node(*node).to_string();
    let value = |value: &Value| word(names.value(*value));
    let or_nothing = |known: &Option<Value>| known.as_ref().map_or("nothing".to_string(), value);
    let at = |slot: &Slot| if *slot == Slot::ONLY { String::new() } else { format!(" {}", slot.0) };
    match condition {
        Condition::Promised(node, Some(promised)) => format!("{} promised {}", name(node), id(*promised)),
        Condition::Promised(node, None) => format!("{} promised nothing", name(node)),
        Condition::Accepted(node, slot, Some((under, accepted))) => {
            format!("{} accepted{} {} {}", name(node), at(slot), id(*under), value(accepted))
        }
        Condition::Accepted(node, slot, None) => format!("{} accepted{} nothing", name(node), at(slot)),
        Condition::Promises(node, least) => format!("{} promises {least}", name(node)),
        Condition::Proposing(node, slot, sent) => format!("{} proposing{} {}", name(node), at(slot), or_nothing(sent)),
        Condition::Learned(node, slot, learned) => {
            format!("{} learned{} {}", name(node), at(slot), or_nothing(learned))
        }
        Condition::Chosen(slot, values) if values.is_empty() => format!("chosen{} nothing", at(slot)),
        Condition::Chosen(slot, values) => {
            format!("chosen{} {}", at(slot), values.iter().map(value).collect::<Vec<_>>().join(" "))
        }
        Condition::Leads(node, Some(under)) => format!("{} leads {}", name(node), id(*under)),
        Condition::Leads(node, None) => format!("{} leads nothing", name(node)),
        Condition::Applied(node, Slot::ONLY) => format!("{} applied nothing", name(node)),
        Condition::Applied(node, slot) => format!("{} applied {}", name(node), slot.0),
        Condition::Balance(node, amount) => format!("{} balance {amount}", name(node)),
        Condition::Answered(node, answered) => format!("{} answered {}", name(node), value(answered)),
        Condition::Up(node) => format!("{} up", name(node)),
        Condition::Down(node) => format!("{} down", name(node)),
        Condition::InFlight(count) => format!("in-flight {count}"),
        Condition::Ignored(count) => format!("ignored {count}"),
        Condition::Crashes(count) => format!("crashes {count}"),
        Condition::Holding(least, held) => format!("holding {least} {}", value(held)),
        Condition::Known(count) => format!("known to {count}"),
        Condition::Overtaken(least) => format!("overtaken {least}"),
        Condition::Broken => "broken".to_string(),
        Condition::Not(negated) => format!("not {}", self::condition(negated, names)),
        Condition::And(all) => {
            all.iter().map(|condition| self::condition(condition, names)).collect::<Vec<_>>().join(" and ")
        }
    }
}

fn selector(selector: &Selector, names: &Names) -> String {
    let mut text = match selector.which {
        Which::All => String::new(),
        Which::Nth(1) => "one ".to_string(),
        Which::Nth(nth) => format!("{} ", ordinal(nth)),
    };
    text.push_str(selector.kind.map_or("any", |kind| kind.name()));
    if let Some(wanted) = selector.id {
        let _ = write!(text, " {}", id(wanted));
    }
    if let Some(value) = selector.value {
        let _ = write!(text, " {}", word(names.value(value)));
    }
    if let Some(slot) = selector.slot {
        let _ = write!(text, " slot {}", slot.0);
    }
    if let Some(Route { from, to }) = &selector.route {
        let from = from.map_or("any", |node| names.node(node));
        let to = if to.is_empty() { "any".to_string() } else { list(to, names).replace(' ', ",") };
        let _ = write!(text, " {from}->{to}");
    }
    text
}

/// `1st`, `2nd`, `3rd`, `4th`.
pub fn ordinal(nth: u32) -> String {
    let ending = match (nth % 10, nth % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{nth}{ending}")
}

/// An id as it is written.
pub fn id(id: Id) -> String {
    match id.server {
        Some(server) => names_of_rounds().id(Ballot { number: id.number, proposer: server }),
        None => id.number.to_string(),
    }
}

fn names_of_rounds() -> Names {
    Names { numbering: Numbering::Rounds, ..Names::new() }
}

fn range(delay: Delay) -> String {
    match delay.least == delay.most {
        true => delay.least.to_string(),
        false => format!("{}..{}", delay.least, delay.most),
    }
}

fn set_of(nodes: NodeSet, names: &Names) -> String {
    list(&nodes.iter().collect::<Vec<_>>(), names)
}

fn list(nodes: &[NodeId], names: &Names) -> String {
    nodes.iter().map(|&node| names.node(node)).collect::<Vec<_>>().join(" ")
}

fn links_of(links: &[Link], names: &Names) -> String {
    let arrow = |way: Way| if way == Way::One { "->" } else { "-" };
    let each = links.iter().map(|link| format!(" {}{}{}", names.node(link.from), arrow(link.way), names.node(link.to)));
    each.collect()
}

/// A value's word: bare where that reads back as the same word, quoted otherwise.
pub fn word(text: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '.';
    let is_joint = ["and", "or"].iter().any(|joint| text.eq_ignore_ascii_case(joint));
    let is_keyword = is_joint || matches!(text, "nothing" | "not" | "any" | "id" | "chosen");
    match !text.is_empty() && text.chars().all(is_plain) && !is_keyword {
        true => text.to_string(),
        false => quoted(text),
    }
}

pub(super) fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
