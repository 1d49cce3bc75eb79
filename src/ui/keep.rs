//! Keeps the reader's place where the browser lets it; where storage throws, nothing is kept.

use web_sys::Storage;

const PLACE: &str = "paxos-explainer.place";

fn storage() -> Option<Storage> {
    web_sys::window()?.local_storage().ok().flatten()
}

/// The scene and the slide, from 0, at which the reader was last.
pub fn place() -> Option<(String, usize)> {
    let kept = storage()?.get_item(PLACE).ok().flatten()?;
    let (scene, slide) = kept.split_once(' ')?;
    Some((scene.to_string(), slide.parse().ok()?))
}

/// Keeps a place.
pub fn keep(scene: &str, slide: usize) {
    // Where storage is full or forbidden the place is not kept, and that is all.
    let _ = storage().map(|storage| storage.set_item(PLACE, &format!("{scene} {slide}")));
}
