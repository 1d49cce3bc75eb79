//! Lamport, *Paxos Made Simple* (2001): a test for each sentence that states a rule.
//!
//! The comment over a test names the section and says the rule in our words. Where the paper leaves a
//! choice, the test holds what this project chose and says so.

mod acceptor;
mod choosing;
mod learning;
mod log;
mod progress;
mod proposer;
mod storage;
