//! Keys that nobody knows here. After `#` and in what is mounted they are meant for the page, and a later version may
//! know them: they are told, and stay in the address.

use super::keys::KEYS;
use super::notice::shown;
use crate::story::language::say;
use crate::story::problem::nearest;

/// The longest key of which anything is said, in characters.
const CHARS_MAX: usize = 32;

/// Whether this may be a key of a later version. Whatever else stands there is no key at all.
pub fn is_strange(name: &str) -> bool {
    let is_letter = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    let is_key = !name.is_empty() && name.len() <= CHARS_MAX && name.chars().all(is_letter);
    is_key && KEYS.iter().all(|key| key.name != name)
}

/// A sentence on the keys that nobody knows here, if there are any.
pub fn notice<'n>(names: impl Iterator<Item = &'n str>) -> Option<String> {
    let mut strange: Vec<&str> = names.filter(|name| is_strange(name)).collect();
    strange.sort_unstable();
    strange.dedup();
    let first = strange.first()?;
    let near = nearest(first, KEYS.iter().map(|key| key.name)).first().map(|near| shown(near));
    let keys = strange.iter().map(|name| shown(name)).collect::<Vec<_>>().join(", ");
    Some(match near {
        Some(near) => say!(
            "The link has keys that this version of the page does not know: {keys} (did you mean {near}?). A later one may know them, and they stay in the link; the rest of it holds.",
            keys,
            near
        ),
        None => say!(
            "The link has keys that this version of the page does not know: {keys}. A later one may know them, and they stay in the link; the rest of it holds.",
            keys
        ),
    })
}
