//! Messages under way, where something can be done to them.

use super::{Telling, label};
use crate::sim::{Envelope, Time};
use crate::story::names::Names;
use crate::story::poll::Letter;

/// "PREPARE 5, P1 to A2".
pub fn title(envelope: &Envelope, telling: Telling) -> String {
    let (from, to) = (telling.node(envelope.from), telling.node(envelope.to));
    telling.said(format!("{}, {from} to {to}", label(&envelope.message, telling)))
}

/// "“dinner”, F1 to F2".
pub fn letter_title(letter: &Letter, names: &Names) -> String {
    format!("“{}”, {} to {}", super::poll::label(letter.said, names), names.node(letter.from), names.node(letter.to))
}

/// When a message arrives, or why that is open.
pub fn state(is_held: bool, arrives: Option<Time>) -> String {
    match arrives {
        _ if is_held => "held".to_string(),
        Some(at) => format!("arrives at {}", seconds(at)),
        None => "waits to be delivered".to_string(),
    }
}

/// Where nothing is under way.
pub const NONE: &str = "Nothing is on its way now. Let a proposer propose, or go back in time.";
/// The same among people.
pub const NONE_AMONG_PEOPLE: &str = "Nothing is on its way now. Let somebody ask or tell, or go back in time.";

/// A time in seconds, to the millisecond where it needs that.
fn seconds(time: Time) -> String {
    match time % 1000 {
        rest if rest % 100 == 0 => format!("{}.{} s", time / 1000, rest / 100),
        rest => format!("{}.{rest:03} s", time / 1000),
    }
}
