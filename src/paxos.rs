//! Paxos itself: what a node does with what reaches it, and nothing else.
//!
//! A [`Node`] is a state machine. [`Node::step`] takes one [`Input`] and answers with an [`Outbox`]:
//! what to send, whether a timer is wanted, and why ([`Note`]). Guard first, then change, then send:
//! nothing leaves a node before the state that justifies it is in place.
//!
//! Deliberately absent: clocks, randomness, I/O, the network, node names, any knowledge of what other
//! nodes hold. This layer uses nothing of the crate; `sim` is the world around it.
//!
//! Sources: Lamport, *Paxos Made Simple* (2001), "PMS" below; his TLA+ module `Paxos`. Single-decree
//! Paxos is slot 0 of an acceptor that keeps a vote a slot; a replicated log (PMS 3) begins at slot 1, and its
//! replicas are acceptors, learners and leaders at once.

pub mod acceptor;
pub mod ballot;
pub mod client;
pub mod cluster;
pub mod learner;
pub mod machine;
pub mod message;
pub mod node;
pub mod note;
pub mod proposer;
pub mod replica;
pub mod rules;

pub use acceptor::Acceptor;
pub use ballot::{Ballot, CommandId, Slot, Value, Vote, Votes};
pub use client::Client;
pub use cluster::{Cluster, Nacks, NodeId, NodeSet, Numbering, QuorumSize, Replication, Role, Roles, Setting};
pub use learner::Learner;
pub use machine::{Answer, Command, Effect, Machine};
pub use message::{Kind, Message};
pub use node::{Input, Node, Notes, Outbox, Send, Timer};
pub use note::{LogNote, Note, Outcome};
pub use proposer::{Attempt, Phase, Proposer};
pub use replica::{Applied, Lead, Replica, Stance};
pub use rules::Rules;
