//! When a message under way arrives, in a sentence of its own.

use super::beside::seconds;
use crate::sim::Time;
use crate::story::language::{say, tr};

/// When it arrives, or why that is open.
pub fn sentence(is_held: bool, arrives: Option<Time>) -> String {
    match arrives {
        _ if is_held => tr!("It is held.").to_string(),
        Some(at) => say!("It arrives at {at}.", at = seconds(at)),
        None => tr!("It waits to be delivered.").to_string(),
    }
}
