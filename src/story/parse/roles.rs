//! What is said of the nodes of a role, in the messages of the reader of scenes.

use crate::paxos::Role;
use crate::story::language::{say, tr};

/// One of them, as in "P1 is a proposer".
pub(super) fn one(role: Role) -> &'static str {
    match role {
        Role::Client => tr!("a client"),
        Role::Proposer => tr!("a proposer"),
        Role::Acceptor => tr!("an acceptor"),
        Role::Learner => tr!("a learner"),
        Role::Replica => tr!("a replica"),
    }
}

/// All of them, as in "`learned` is said of learners".
pub(super) fn of_whom(role: Role) -> &'static str {
    match role {
        Role::Client => tr!(in "is said of": "clients"),
        Role::Proposer => tr!(in "is said of": "proposers"),
        Role::Acceptor => tr!(in "is said of": "acceptors"),
        Role::Learner => tr!(in "is said of": "learners"),
        Role::Replica => tr!(in "is said of": "replicas"),
    }
}

/// That there is none of them.
pub(super) fn none(role: Role) -> &'static str {
    match role {
        Role::Client => tr!("this scene has no clients"),
        Role::Proposer => tr!("this scene has no proposers"),
        Role::Acceptor => tr!("this scene has no acceptors"),
        Role::Learner => tr!("this scene has no learners"),
        Role::Replica => tr!("this scene has no replicas"),
    }
}

/// The name of one of them.
pub(super) fn name_of(role: Role) -> &'static str {
    match role {
        Role::Client => tr!("the name of a client"),
        Role::Proposer => tr!("the name of a proposer"),
        Role::Acceptor => tr!("the name of an acceptor"),
        Role::Learner => tr!("the name of a learner"),
        Role::Replica => tr!("the name of a replica"),
    }
}

/// That a node is none of them.
pub(super) fn is_none(name: &str, role: Role) -> String {
    match role {
        Role::Client => say!("{name} is not a client", name),
        Role::Proposer => say!("{name} is not a proposer", name),
        Role::Acceptor => say!("{name} is not an acceptor", name),
        Role::Learner => say!("{name} is not a learner", name),
        Role::Replica => say!("{name} is not a replica", name),
    }
}
