//! What the header has said so far: who there is, and what holds from the beginning.

use super::fault::{Complaint, Spot};
use super::kinds;
use super::poll;
use crate::paxos::cluster::NODES_MAX;
use crate::paxos::{Cluster, Nacks, NodeId, NodeSet, Numbering, QuorumSize, Replication, Role};
use crate::sim::Change;
use crate::story::condition::Condition;
use crate::story::language::{say, tr};
use crate::story::names::Names;
use crate::story::problem::Problem;
use crate::story::script::{Entry, Line, Model, Objective, Place, Script};

/// When a setting is made.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Occasion {
    /// In the header, once.
    Header,
    /// After `set`, as often as one likes.
    Later,
}

/// The header as far as it has been read.
#[derive(Clone, Debug, Default)]
pub(super) struct Head {
    pub title: Option<String>,
    pub about: Option<String>,
    pub source: Option<String>,
    pub twin: Option<String>,
    pub place: Option<Place>,
    pub model: Model,
    pub show: Vec<String>,
    pub manual: bool,
    pub changes: Vec<Change>,
    /// What stands in the replicas' logs at the beginning.
    pub logs: Vec<Entry>,
    /// The replicas that decide at the beginning, where that is said.
    pub members: Option<NodeSet>,
    /// What is to be reached: its sentence, what holds then, and the number of acts.
    pub objective: Option<String>,
    pub goal: Option<Condition>,
    pub within: Option<u32>,
    /// Every size of a quorum that was named, and where.
    pub quorums: Vec<(Spot, u8)>,
    /// The role of each node, none for a person of a poll, and where it is declared.
    nodes: Vec<(Option<Role>, Spot)>,
    by_role: Vec<(Role, Vec<String>)>,
    /// The words with which each statement begins, and its place.
    pub said: Vec<(String, Spot)>,
    /// Where each of `logs` stands.
    pub log_spots: Vec<Spot>,
}

impl Head {
    /// The role of a node.
    pub fn role(&self, node: NodeId) -> Option<Role> {
        self.nodes.get(node.index()).and_then(|(role, _)| *role)
    }

    /// The names of the nodes of one role.
    pub fn named(&self, role: Role) -> &[String] {
        self.by_role.iter().find(|(known, _)| *known == role).map_or(&[], |(_, names)| names)
    }

    /// Whether the scene has a log, and replicas that keep it.
    pub fn is_replicated(&self) -> bool {
        !self.named(Role::Replica).is_empty()
    }

    /// The names of those who start ballots.
    fn proposing(&self) -> &[String] {
        self.named(if self.is_replicated() { Role::Replica } else { Role::Proposer })
    }

    /// Notes that a statement that begins with these words stands in this line, unless it contradicts an
    /// earlier one.
    pub fn say(&mut self, said: &str, spot: Spot, occasion: Occasion) -> Result<(), Complaint> {
        if let (Occasion::Header, Some(first)) = (occasion, self.line_of(said)) {
            let wrong = say!("`{said}` is said a second time, after line {first}", said, first);
            return Err((wrong, tr!("each statement of the header once").into()));
        }
        for other in kinds::rivals(said) {
            if let Some(first) = self.line_of(other) {
                let wrong = say!("`{said}` and the `{other}` of line {first} exclude each other", said, other, first);
                return Err((wrong, kinds::in_place(said, other).into()));
            }
        }
        if occasion == Occasion::Later && kinds::is_of_log(said) && !self.is_replicated() {
            return Err(kinds::needs_replicas(said));
        }
        self.said.push((said.to_string(), spot));
        Ok(())
    }

    /// The line of the statement that begins with these words.
    pub fn line_of(&self, said: &str) -> Option<usize> {
        self.said.iter().find(|(known, _)| known == said).map(|(_, spot)| spot.line)
    }

    /// Enters a node of this role, or a person of a poll.
    pub fn declare(&mut self, names: &mut Names, role: Option<Role>, name: &str, spot: Spot) -> Result<(), Complaint> {
        if let Some(twin) = names.find_node(name) {
            let line = self.nodes[twin.index()].1.line;
            let wrong = say!("{name} is named a second time, after line {line}", name, line);
            let wrong = if line == spot.line { say!("{name} is named twice", name) } else { wrong };
            return Err((wrong, tr!("a name of its own for each node").into()));
        }
        if names.nodes.len() == NODES_MAX {
            return Err((
                say!("{name} is node {number}", name, number = NODES_MAX + 1),
                say!("at most {most} nodes", most = NODES_MAX),
            ));
        }
        names.nodes.push(name.to_string());
        self.nodes.push((role, spot));
        let Some(role) = role else { return Ok(()) };
        match self.by_role.iter_mut().find(|(known, _)| *known == role) {
            Some((_, named)) => named.push(name.to_string()),
            None => self.by_role.push((role, vec![name.to_string()])),
        }
        Ok(())
    }

    /// Checks what only the whole header can show.
    pub fn finish(&self, names: &Names) -> Result<(), Problem> {
        if let Some(problem) = poll::unsuited(self).or_else(|| self.half_an_objective()) {
            return Err(problem);
        }
        match self.without_replicas().or_else(|| self.oversized()).or_else(|| self.same_server(names)) {
            None => Ok(()),
            Some((spot, (wrong, expected))) => Err(Problem { line: spot.line, column: spot.column, wrong, expected }),
        }
    }

    /// That there is a title: said last, since what else is wrong has a place at which it can be mended.
    pub fn must_have_title(&self) -> Result<(), Problem> {
        if self.title.is_some() {
            return Ok(());
        }
        let expected = tr!("`title` and a text, above the first slide").to_string();
        Err(Problem { line: 1, column: 1, wrong: tr!("the scene has no title").into(), expected })
    }

    /// An objective without its goal, or the other way round.
    fn half_an_objective(&self) -> Option<Problem> {
        let problem = |said: &str, wrong: &str, expected: &str| {
            let line = self.line_of(said)?;
            Some(Problem { line, column: 1, wrong: wrong.to_string(), expected: expected.to_string() })
        };
        let has = |said: &str| self.line_of(said).is_some();
        match (has("objective"), has("goal"), has("within")) {
            (true, false, _) => {
                let expected = tr!("a line such as `goal chosen dog`: what holds once it is reached");
                problem("objective", tr!("the objective has no goal"), expected)
            }
            (false, true, _) => {
                let expected = tr!("a line such as `objective \"Get dog chosen.\"`: what the reader is told");
                problem("goal", tr!("the goal has no objective"), expected)
            }
            (false, false, true) => {
                problem("within", tr!("`within` belongs to an objective"), tr!("`objective` and `goal` beside it"))
            }
            _ => None,
        }
    }

    /// The first statement that needs replicas, where there are none.
    fn without_replicas(&self) -> Option<(Spot, Complaint)> {
        let of_log = |(said, _): &&(String, Spot)| kinds::is_of_log(said) && !self.is_replicated();
        self.said.iter().find(of_log).map(|(said, spot)| (*spot, kinds::needs_replicas(said)))
    }

    /// The first quorum for which there are too few acceptors.
    pub fn oversized(&self) -> Option<(Spot, Complaint)> {
        let acceptors = self.named(Role::Acceptor).len() + self.named(Role::Replica).len();
        let &(spot, size) = self.quorums.iter().find(|&&(_, size)| acceptors < usize::from(size))?;
        let complaint = match acceptors {
            0 => {
                let wrong = say!("a quorum of {size} needs acceptors, and this scene has none", size);
                (wrong, super::nodes::line_of(Role::Acceptor))
            }
            _ => {
                let wrong =
                    say!("a quorum of {size} is larger than the number of acceptors, {acceptors}", size, acceptors);
                (wrong, say!("at most {acceptors}", acceptors))
            }
        };
        Some((spot, complaint))
    }

    /// The numbers by which the ids of those who start ballots are told apart.
    pub fn servers(&self, numbering: Numbering) -> Vec<u16> {
        self.proposing().iter().enumerate().map(|(at, name)| server(numbering, at, name)).collect()
    }

    /// Two proposers with one server number would have the same ids.
    fn same_server(&self, names: &Names) -> Option<(Spot, Complaint)> {
        let proposers = self.proposing();
        let server = |at: usize| server(names.numbering, at, &proposers[at]);
        let (other, at) = (0..proposers.len())
            .find_map(|at| (0..at).find(|&other| server(other) == server(at)).map(|other| (other, at)))?;
        let (name, other, server) = (&proposers[at], &proposers[other], server(at));
        let wrong = say!("{other} and {name} would both be server {server}, with the same ids", other, name, server);
        let spot = self.nodes[names.find_node(name)?.index()].1;
        Some((spot, (wrong, tr!("names that end in different numbers").into())))
    }

    /// The scene, with its body.
    pub fn into_script(self, names: Names, lines: Vec<Line>, solution: Vec<Line>) -> Script {
        let mut servers = vec![0; self.nodes.iter().filter(|(role, _)| role.is_some()).count()];
        for (at, name) in self.proposing().iter().enumerate() {
            if let Some(node) = names.find_node(name) {
                servers[node.index()] = server(names.numbering, at, name);
            }
        }
        let quorum = self.changes.iter().find_map(|change| match change {
            Change::Quorum(size) => Some(*size),
            _ => None,
        });
        let cluster = Cluster {
            roles: self.nodes.iter().filter_map(|&(role, _)| role).collect(),
            servers: servers.into_iter().collect(),
            numbering: names.numbering,
            quorum: quorum.unwrap_or(QuorumSize::Majority),
            nacks: if self.is_replicated() { Nacks::On } else { Nacks::Off },
            log: self.replication(&names),
        };
        let nacks = self.changes.iter().rev().find_map(|change| match change {
            Change::Nacks(nacks) => Some(*nacks),
            _ => None,
        });
        let names = Names { refuses: nacks.unwrap_or(cluster.nacks) == Nacks::On, ..names };
        let within = self.within;
        let objective = self.objective.zip(self.goal).map(|(text, goal)| Objective { text, goal, within });
        Script {
            objective,
            title: self.title.unwrap_or_default(),
            about: self.about,
            source: self.source,
            twin: self.twin,
            place: self.place,
            show: self.show,
            model: self.model,
            names,
            cluster,
            manual: self.manual,
            changes: self.changes,
            logs: self.logs,
            lines,
            solution,
        }
    }

    fn replication(&self, names: &Names) -> Replication {
        let replicas = self.named(Role::Replica).iter().filter_map(|name| names.find_node(name)).collect();
        let mut log = Replication { members: self.members.unwrap_or(replicas), ..Replication::default() };
        for entry in &self.logs {
            log.explain(entry.value, names.command(entry.value));
        }
        log
    }
}

/// The number by which a proposer's ids are told from others': the one that ends its name where ids show
/// it, else its position from 1.
fn server(numbering: Numbering, at: usize, name: &str) -> u16 {
    let position = at as u16 + 1;
    match numbering {
        Numbering::Rounds => ending_number(name).unwrap_or(position),
        Numbering::Slotted => position,
    }
}

fn ending_number(name: &str) -> Option<u16> {
    let start = name.len() - name.bytes().rev().take_while(u8::is_ascii_digit).count();
    name[start..].parse().ok()
}
