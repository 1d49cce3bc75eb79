//! The scene language: what each statement does, what is said of each mistake, and that what is printed
//! reads back.

mod any_text;
mod header;
mod mistakes;
pub mod replay;
pub mod replay_log;
mod statements;
mod values;
