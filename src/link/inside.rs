//! The files that a page holds inside: `paxos-explainer.html` has every scene and guide in it, each as the text of an
//! element, so that it needs no server.

/// The id of the element that holds a file, such as `file:scenes/contention.paxos`.
pub fn id(file: &str) -> String {
    format!("file:{file}")
}

/// The text of a file, as it was, from that of its element. There each `<` is written as `&lt;`, and each `&` as
/// `&amp;`, since some words behind a `<` end the element or change how it is read.
pub fn text(held: &str) -> String {
    held.replace("&lt;", "<").replace("&amp;", "&")
}
