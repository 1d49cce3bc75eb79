//! Which one of several, in words.

use crate::story::language::say;

/// `2nd`, as it is told; the scene language writes it always so.
pub fn told(nth: u32) -> String {
    match (nth % 10, nth % 100) {
        (_, 11..=13) => say!("{nth}th", nth),
        (1, _) => say!("{nth}st", nth),
        (2, _) => say!("{nth}nd", nth),
        (3, _) => say!("{nth}rd", nth),
        _ => say!("{nth}th", nth),
    }
}
