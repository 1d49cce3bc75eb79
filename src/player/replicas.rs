//! What a viewer may do with replicas and their clients at the moment that is shown.

use super::show::Show;
use crate::paxos::{Command, NodeId, Role, Value};

/// Words for commands where there is no account.
const WORDS: [&str; 6] = ["add", "sub", "mul", "cmp", "jmp", "ret"];

/// What a viewer may do with a replica.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct OfReplica {
    /// Whether it takes itself for the leader: it can let itself be heard.
    pub leads: bool,
}

/// What a viewer may do with a client of replicas.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OfClient {
    /// Whom it may ask.
    pub replicas: Vec<(NodeId, String)>,
    /// A command for it.
    pub suggestion: String,
    /// The command for which it waits: it can ask again.
    pub waits: Option<String>,
}

impl Show {
    /// What a viewer may do with this replica.
    pub fn of_replica(&self, node: NodeId) -> OfReplica {
        let world = self.world();
        OfReplica { leads: world.node(node).replica.as_ref().is_some_and(|replica| replica.leads().is_some()) }
    }

    /// What a viewer may do with this client of replicas; none if it is none.
    pub fn of_client(&self, node: NodeId) -> Option<OfClient> {
        let world = self.world();
        let client = world.node(node).client.as_ref()?;
        let waits = client.waits_for().map(|value| self.names().value(value).to_string());
        let all = world.cluster.all(Role::Replica).iter();
        let replicas = all.map(|replica| (replica, self.names().node(replica).to_string())).collect();
        Some(OfClient { replicas, suggestion: self.suggested_command(client.command, client.issued), waits })
    }

    /// A command that shows something: money for an account, else a word that was not used yet.
    fn suggested_command(&self, last: Option<Value>, issued: u16) -> String {
        let (world, names) = (self.world(), self.names());
        let command = |word: u16| names.command(Value::of(word));
        let has_account =
            (0..names.values.len() as u16).any(|word| matches!(command(word), Command::Open(_) | Command::Add(_)));
        if has_account {
            let was_put = last.is_some_and(|last| matches!(names.command(last), Command::Add(amount) if 0 <= amount));
            return if was_put { "-30" } else { "+50" }.to_string();
        }
        let used = |word: &str| world.proposed.iter().any(|&value| names.value(value) == word);
        let free = WORDS.into_iter().find(|word| !used(word)).map(str::to_string);
        free.unwrap_or_else(|| format!("x{}", issued + 1))
    }
}
