//! What a screen reader is told beside what has happened.

/// That the run on show is the viewer's own.
pub const OWN_RUN: &str = "This is your own run.";

/// Over a page that shows a scene of this title.
pub fn page_title(title: &str) -> String {
    format!("{title} · Paxos Explainer")
}

/// That another scene is shown.
pub fn scene(title: &str) -> String {
    let stop = if title.ends_with(['?', '!', '.']) { "" } else { "." };
    format!("{title}{stop}")
}

/// That what was done is undone.
pub fn undone(act: &str) -> String {
    format!("Undone: {act}.")
}

/// That this slide is shown, the `place`-th from 0 of so many.
pub fn slide(place: usize, of: usize, title: &str) -> String {
    let stop = if title.ends_with(['?', '!', '.']) { "" } else { "." };
    format!("Slide {} of {of}: {title}{stop}", place + 1)
}
