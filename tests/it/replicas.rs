//! A replicated log: its storms, and that each of its properties can be seen to fail.

mod cluster;
mod failing;
mod progress;
mod storm;
mod tally;
mod weather;
