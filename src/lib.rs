//! Paxos that explains itself.
pub mod paxos;
pub mod sim;
