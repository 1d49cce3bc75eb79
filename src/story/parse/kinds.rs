//! There are two kinds of scenes: those of one decision, and those of a log that replicas keep. What belongs to one of
//! them alone is refused in the other, with what stands in its place there.

use super::fault::Complaint;
use super::nodes::line_of;
use crate::paxos::Role;
use crate::story::language::{say, tr};

/// What only a scene with replicas can say in its header, or set.
const OF_LOG: [&str; 10] = [
    "members",
    "heartbeat",
    "election",
    "window",
    "log",
    "rule leader",
    "rule gaps",
    "rule commit",
    "rule dedup",
    "rule members",
];

/// What only a scene of one decision can say.
const OF_ONE: [&str; 4] = ["proposers", "acceptors", "learners", "rule phases"];

/// Whether a statement that begins with these words needs replicas.
pub(super) fn is_of_log(said: &str) -> bool {
    OF_LOG.contains(&said)
}

/// The statements beside which this one cannot stand.
pub(super) fn rivals(said: &str) -> &'static [&'static str] {
    match said {
        "quorum" => &["rule quorum"],
        "rule quorum" => &["quorum"],
        "replicas" => &OF_ONE,
        _ if OF_ONE.contains(&said) => &["replicas"],
        _ => &[],
    }
}

/// What to write where two statements exclude each other.
#[inline(never)]
pub(super) fn in_place(said: &str, other: &str) -> &'static str {
    match (said, other) {
        ("rule phases", _) | (_, "rule phases") => {
            tr!("`rule leader skips-prepare` for a leader that does not ask, or no replicas")
        }
        ("replicas", _) | (_, "replicas") => tr!("one of them: a replica is proposer, acceptor and learner at once"),
        _ => tr!("one of them"),
    }
}

/// What is wrong with a statement that needs replicas, in a scene that has none.
pub(super) fn needs_replicas(said: &str) -> Complaint {
    let wrong = say!("`{said}` belongs to a log, and this scene has no replicas", said);
    let expected = say!(
        "{line} in place of proposers, acceptors and learners, or a scene that goes without `{said}`",
        line = line_of(Role::Replica),
        said
    );
    (wrong, expected)
}
