//! Paxos that explains itself.
