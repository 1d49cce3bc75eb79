//! Why an acceptor has accepted: who asked it to, and its rule (PMS 2.2, P1a) with what it had promised.

use super::{Ids, Telling};
use crate::sim::lineage::Link;
use crate::story::language::say;

/// That it has accepted, as the first half of a sentence.
pub fn result(link: &Link, telling: Telling) -> Option<String> {
    let Link::Accepted { node, vote: cast, from, before } = link else { return None };
    let (node, vote, from) = (telling.node(*node), telling.vote(*cast), telling.node(*from));
    Some(match before {
        Some(old) if cast.ballot < *old => say!(
            "{node} has accepted {vote} because {from} asked it to, although it had promised {old}, and this is not Paxos",
            node,
            vote,
            from,
            old = telling.id(*old)
        ),
        _ if telling.ids == Ids::Hidden => {
            say!("{node} has accepted {vote} because {from} asked it to", node, vote, from)
        }
        _ => say!(
            "{node} has accepted {vote} because {from} asked it to, and there was no higher promise {keeps}",
            node,
            vote,
            from,
            keeps = telling.keeps()
        ),
    })
}

/// That it accepted, with its rule and what it had promised.
pub fn by_rule(link: &Link, telling: Telling) -> Option<String> {
    let Link::Accepted { node, vote: cast, from, before } = link else { return None };
    let (me, vote, from) = (telling.node(*node), telling.vote(*cast), telling.node(*from));
    if telling.ids == Ids::Hidden {
        return Some(say!(
            "{me} accepted {vote}, as {from} had asked it to: nothing that it had promised stood in the way.",
            me,
            vote,
            from
        ));
    }
    Some(match before.map(|old| (old, telling.id(old))) {
        Some((old, shown)) if cast.ballot < old => say!(
            "{me} accepted {vote}, as {from} had asked it to, although it had promised {old}: this is not Paxos.",
            me,
            vote,
            from,
            old = shown
        ),
        Some((old, shown)) if old < cast.ballot => say!(
            "{me} accepted {vote}, as {from} had asked it to: Paxos lets an acceptor accept unless it has promised a higher id, and {me} had promised only {old}.",
            me,
            vote,
            from,
            old = shown
        ),
        Some((_, shown)) => say!(
            "{me} accepted {vote}, as {from} had asked it to: Paxos lets an acceptor accept unless it has promised a higher id, and {me} had promised {old}.",
            me,
            vote,
            from,
            old = shown
        ),
        None => say!(
            "{me} accepted {vote}, as {from} had asked it to: Paxos lets an acceptor accept unless it has promised a higher id, and there was no promise {keeps}.",
            me,
            vote,
            from,
            keeps = telling.keeps()
        ),
    })
}
