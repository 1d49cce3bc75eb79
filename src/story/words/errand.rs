//! What is said of errands that come to nothing.

use crate::check::Unjudged;
use crate::paxos::Cluster;
use crate::story::language::{Words, say, tr, words};

/// Where a part of the page is older than another.
pub const OTHER_VERSION: Words = words!(
    "The page and its checker are of different versions. Load the page again, without the copies that the browser keeps (Ctrl+Shift+R)."
);
/// Where nothing can be made of what was asked.
pub const NOT_UNDERSTOOD: Words = words!("The checker does not understand what it is asked.");
/// Where the checker ended by itself, or was ended.
pub const DIED: Words =
    words!("The search was cut off: the browser has ended it, perhaps for want of memory. The next one begins anew.");
/// Where its parts could not be had.
pub const MISSING: Words = words!("The checker could not be loaded. See whether you are online, and try again.");
/// Where there is nothing to search.
pub const POLL: Words =
    words!("This is a poll and no Paxos: there is nothing to search. Expected a scene with acceptors.");

/// Where a value is to be chosen in a log.
pub const CHOSEN_IN_LOG: Words = words!(
    "This is a log of replicas, and a value is looked for that is to be chosen: that is searched where one value is decided. Expected a scene with proposers and acceptors."
);

/// That a rule means nothing among these nodes.
pub fn no_rule_of(rule: &str, cluster: &Cluster) -> String {
    match cluster.is_replicated() {
        true => {
            say!("{rule} is about one decision, and this is a log of replicas; expected a rule that a log has", rule)
        }
        false => say!("{rule} is about logs, and here one value is decided; expected a scene with replicas", rule),
    }
}

/// Why a search would not be right.
pub fn unjudged(why: Unjudged) -> &'static str {
    match why {
        Unjudged::Members => {
            tr!(
                "This cannot be searched: members change after a window, and by a rule that is in force replicas apply past a gap or take for chosen what is not, so that a slot may be opened before it is settled who decides in it. Expected the rules gaps, commit, learn and count as in Paxos, or no command that names members."
            )
        }
    }
}

/// Where nothing can be made of the condition that is looked for.
pub fn not_a_goal(problem: &str) -> String {
    say!("There is nothing to look for: the goal cannot be read ({problem}).", problem)
}

/// Where the scene cannot be played from whose end it should go on.
pub fn not_a_scene(problem: &str) -> String {
    say!("There is no state to start from: the scene cannot be played ({problem}).", problem)
}
