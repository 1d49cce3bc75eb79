//! Clusters of replicas and their clients, for the storms.

use paxos_explainer::paxos::{
    Cluster, Command, Nacks, NodeId, NodeSet, Numbering, QuorumSize, Replication, Role, Rules, Value,
};
use paxos_explainer::sim::{Change, World};

/// What clients ask for: the number of a word, and what it means.
pub const WORDS: [Command; 5] = [Command::Open(100), Command::Add(50), Command::Add(-30), Command::Word, Command::Word];

/// A cluster, and what is wrong about it.
#[derive(Clone, Debug)]
pub struct Setup {
    /// Clients come first.
    pub clients: u8,
    pub replicas: u8,
    /// How many of the replicas decide at the beginning: the first ones.
    pub members: u8,
    pub window: u32,
    pub changes: Vec<Change>,
}

impl Setup {
    pub fn of(replicas: u8, window: u32) -> Setup {
        Setup { clients: 4, replicas, members: replicas, window, changes: Vec::new() }
    }

    pub fn with(self, changes: &[Change]) -> Setup {
        Setup { changes: changes.to_vec(), ..self }
    }

    pub fn replica(&self, place: u8) -> NodeId {
        NodeId(self.clients + place - 1)
    }

    /// The first of the replicas, so many.
    pub fn first(&self, many: u8) -> NodeSet {
        (1..=many).map(|place| self.replica(place)).collect()
    }

    /// A word and what it means. Those after [`WORDS`] name those who decide: of each, a majority lives when one is down.
    pub fn word(&self, number: u16) -> (Value, Command) {
        let command = match WORDS.get(usize::from(number)) {
            Some(&command) => command,
            None => Command::Members(match usize::from(number) - WORDS.len() {
                0 => self.first(self.replicas),
                1 => self.first(3),
                left_out => self.first(self.replicas).without(self.replica(left_out as u8 - 1)),
            }),
        };
        (Value::of(number), command)
    }

    pub fn world(&self) -> World {
        let role = |node: u8| if node < self.clients { Role::Client } else { Role::Replica };
        let roles: Vec<Role> = (0..self.clients + self.replicas).map(role).collect();
        let servers = (0..self.clients + self.replicas).map(|node| u16::from((node + 1).saturating_sub(self.clients)));
        let cluster = Cluster {
            servers: servers.collect(),
            roles: roles.into_iter().collect(),
            numbering: Numbering::Slotted,
            quorum: QuorumSize::Majority,
            nacks: Nacks::On,
            log: Replication { members: self.first(self.members), window: self.window, commands: Vec::new() },
        };
        let mut world = World::new(cluster, Rules::default());
        self.changes.iter().for_each(|&change| _ = world.set(change));
        world
    }
}
