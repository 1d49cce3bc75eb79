//! Paxos that explains itself.
pub mod export;
pub mod paxos;
pub mod sim;
pub mod story;
