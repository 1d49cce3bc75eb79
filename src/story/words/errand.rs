//! What is said of errands that come to nothing.

/// Where a part of the page is older than another.
pub const OTHER_VERSION: &str = "The page and its checker are of different versions. Load the page again, without the copies that the browser keeps (Ctrl+Shift+R).";
/// Where nothing can be made of what was asked.
pub const NOT_UNDERSTOOD: &str = "The checker does not understand what it is asked.";
/// Where the checker ended by itself, or was ended.
pub const DIED: &str =
    "The search was cut off: the browser has ended it, perhaps for want of memory. The next one begins anew.";
/// Where its parts could not be had.
pub const MISSING: &str = "The checker could not be loaded. See whether you are online, and try again.";
/// Where there is nothing to search.
pub const POLL: &str = "This is a poll and no Paxos: there is nothing to search. Expected a scene with acceptors.";

/// Where what is told is a log.
pub const LOG: &str = "This is a log of replicas, and only runs of one decision are searched. Expected a scene with proposers and acceptors.";

/// Where the scene cannot be played from whose end it should go on.
pub fn not_a_scene(problem: &str) -> String {
    format!("There is no state to start from: the scene cannot be played ({problem}).")
}
