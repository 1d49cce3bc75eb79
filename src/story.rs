//! Scenes: runs that are told. The scene language, the scenes of the course, and every word that a
//! reader is given.
//!
//! A [`Script`] is what a `.paxos` file says; [`Scene`] is the run that comes of it, with its slides.
//! [`words`] turns typed notes into sentences, here and nowhere else.
//!
//! Uses `paxos`, `sim` and `check`. Deliberately absent: pictures, pages, files.

pub mod ask;
pub mod branch;
pub mod condition;
pub mod conditions;
pub mod example;
pub mod guide;
pub mod language;
pub mod library;
pub mod links;
pub mod names;
pub mod objective;
pub mod parse;
pub mod poll;
pub mod print;
pub mod problem;
mod rehearsal;
pub mod scene;
pub mod script;
pub mod wanted;
pub mod when;
pub mod words;

pub use branch::{Act, Arrivals, Branch, Elsewhere, Order};
pub use condition::Condition;
pub use names::Names;
pub use parse::parse;
pub use problem::Problem;
pub use rehearsal::{Progress, Rehearsal};

pub use poll::PollRun;
pub use scene::{Scene, Slide, Stop};
pub use script::{Line, Model, Script, Statement};
pub use when::When;
