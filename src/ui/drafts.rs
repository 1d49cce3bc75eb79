//! Keeps what the viewer writes where the browser lets it; where storage throws, nothing is kept.

use crate::player::Keepsake;
use web_sys::Storage;

const PREFIX: &str = "paxos-explainer.scene ";
const OPEN: &str = "paxos-explainer.editing";

/// There is no room left.
pub struct Full;

fn storage() -> Option<Storage> {
    web_sys::window()?.local_storage().ok().flatten()
}

/// All that is kept.
pub fn all() -> Vec<Keepsake> {
    let Some(storage) = storage() else { return Vec::new() };
    let keys = (0..storage.length().unwrap_or(0)).filter_map(|nth| storage.key(nth).ok().flatten());
    let kept = keys.filter_map(|name| {
        let key = name.strip_prefix(PREFIX)?.to_string();
        Some(Keepsake { value: storage.get_item(&name).ok().flatten()?, key })
    });
    kept.collect()
}

/// Keeps a draft.
///
/// # Errors
/// There is a place to keep it, which has no room for it. What was kept there before stays.
#[inline(never)]
pub fn keep(kept: &Keepsake) -> Result<(), Full> {
    match storage() {
        Some(storage) => storage.set_item(&format!("{PREFIX}{}", kept.key), &kept.value).map_err(|_| Full),
        None => Ok(()), // Storage is forbidden here, as it is for all else on the page.
    }
}

/// Forgets a draft.
pub fn forget(key: &str) {
    let _ = storage().map(|storage| storage.remove_item(&format!("{PREFIX}{key}")));
}

/// The key of the draft that was open.
pub fn open() -> Option<String> {
    storage()?.get_item(OPEN).ok().flatten()
}

/// Notes which draft is open.
#[inline(never)]
pub fn keep_open(key: Option<&str>) {
    let Some(storage) = storage() else { return };
    let _ = match key {
        Some(key) => storage.set_item(OPEN, key),
        None => storage.remove_item(OPEN),
    };
}
