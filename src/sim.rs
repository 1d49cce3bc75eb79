//! The world around the nodes: everything that can happen, one [`Action`] at a time.
//!
//! [`World`] is untimed: nodes, messages in flight, links, and every vote ever cast. [`World::apply`] is
//! the only way in which anything changes. [`Schedule`] decides what happens next and when, from an
//! integer clock and a seed; [`Recording`] keeps what happened, and can go back to any [`Moment`] of it.
//! [`truth`] is the observer who sees all.
//!
//! Uses `paxos`. Deliberately absent: real time, floats, hash maps, names and words.

pub mod action;
pub mod board;
pub mod causes;
pub mod contention;
pub mod costs;
pub mod draw;
pub mod instruction;
pub mod lineage;
pub mod milestone;
pub mod possible;
pub mod recording;
pub mod schedule;
pub mod service;
pub mod sight;
pub mod step;
pub mod truth;
pub mod waiting;
pub mod world;

pub use action::{Action, Change, Commands, Delay, Delivery, LossReason, MessageId, Refusal, Retry};
pub use causes::Causes;
pub use contention::{Contest, Won};
pub use draw::Draw;
pub use instruction::{Instruction, Pattern, Treatment};
pub use lineage::{Lineage, Why};
pub use milestone::{Milestone, MilestoneKind, milestones};
pub use recording::{End, Fate, Flight, Recording};
pub use schedule::{Next, Schedule};
pub use service::Service;
pub use sight::{Seen, Sight, Tally};
pub use step::{Moment, Step, Time};
pub use truth::{Chosen, Violation};
pub use waiting::{Release, Waiting};
pub use world::{Effects, Envelope, Network, NewlyChosen, Routing, Sent, World};
