//! Why a value stands in a slot of a log, in sentences.

use super::Telling;
use crate::paxos::{Slot, Value, Vote};
use crate::sim::lineage::{Knowledge, Lineage, Link, Proposal};
use crate::story::language::say;

/// What stands on the button that asks of a value that is chosen in a slot.
pub fn ask(slot: Slot, value: Value, telling: Telling) -> String {
    say!("Why is {value} chosen in slot {slot}?", value = telling.value(value), slot = slot.0)
}

/// What is asked, of the first link of a chain; none where it is not about a log.
pub(super) fn question(link: &Link, telling: Telling) -> Option<String> {
    match link {
        Link::ChosenIn { slot, vote, .. } => Some(ask(*slot, vote.value, telling)),
        Link::Knows { node, slot, value, .. } => Some(say!(
            "Why does {node} know that {value} is in slot {slot}?",
            node = telling.node(*node),
            value = telling.value(*value),
            slot = slot.0
        )),
        _ => None,
    }
}

/// A sentence for one link, without its full stop; none where it is not about a log.
pub(super) fn link(link: &Link, telling: Telling) -> Option<String> {
    let (node, value, vote) = (|it| telling.node(it), |it| telling.value(it), |it| telling.vote(it));
    Some(match link {
        Link::ChosenIn { slot, vote: cast, by } => {
            let (number, by) = (by.len(), telling.nodes(*by));
            let (cast, slot, result) = (vote(*cast), slot.0, value(cast.value));
            match number {
                1 => say!(
                    "{by} has accepted {cast} in slot {slot}, a quorum: {result} is chosen there",
                    by,
                    cast,
                    slot,
                    result
                ),
                _ => say!(
                    "{by} have accepted {cast} in slot {slot}, a quorum: {result} is chosen there",
                    by,
                    cast,
                    slot,
                    result
                ),
            }
        }
        Link::Knows { node: me, slot, value: known, how } => knows(node(*me), *slot, *known, how, telling),
        Link::AcceptedIn { node: me, slot, vote: cast, from } if me == from => {
            say!("{me} accepted {cast} in slot {slot} itself", me = node(*me), cast = vote(*cast), slot = slot.0)
        }
        Link::AcceptedIn { node: me, slot, vote: cast, from } => {
            say!(
                "{me} accepted {cast} in slot {slot}, as {from} had asked it to",
                me = node(*me),
                cast = vote(*cast),
                slot = slot.0,
                from = node(*from)
            )
        }
        Link::Proposed { node: me, slot, vote: sent, why } => proposed(node(*me), *slot, *sent, why, telling),
        Link::Led { node: me, ballot, by, .. } if by.is_empty() => {
            say!(
                "{me} led under {ballot} without asking first: this is not Paxos",
                me = node(*me),
                ballot = telling.id(*ballot)
            )
        }
        Link::Led { node: me, ballot, by, later: Some(slot) } => say!(
            "{me} led under {ballot}, and of those who decide in slot {slot} {by} had promised that id",
            me = node(*me),
            ballot = telling.id(*ballot),
            slot = slot.0,
            by = telling.nodes(*by)
        ),
        Link::Led { node: me, ballot, by, later: None } => {
            say!(
                "{me} led under {ballot}, because {by} had promised that id",
                me = node(*me),
                ballot = telling.id(*ballot),
                by = telling.nodes(*by)
            )
        }
        Link::ReportedIn { node: me, ballot, slot, vote: said } => say!(
            "{me} promised {ballot} and reported {vote} in slot {slot}: that was what it had accepted there",
            me = node(*me),
            ballot = telling.id(*ballot),
            vote = vote(*said),
            slot = slot.0
        ),
        _ => return None,
    })
}

/// Why a leader has sent a value for a slot.
fn proposed(me: &str, slot: Slot, sent: Vote, why: &Proposal, telling: Telling) -> String {
    let (what, id, slot) = (telling.value(sent.value), telling.id(sent.ballot), slot.0);
    match why {
        Proposal::Assigned => {
            say!("{me}, leader under {id}, gave {what} slot {slot}, its next free one", me, id, what, slot)
        }
        Proposal::Filled => say!(
            "{me}, leader under {id}, had no report of slot {slot}, and one of a later slot: it filled slot {slot} with a no-op",
            me,
            id,
            slot
        ),
        Proposal::Adopted { vote: reported, carriers } => say!(
            "{me}, leader under {id}, had to send {what} in slot {slot}, because {carriers} reported {reported} there",
            me,
            id,
            what,
            slot,
            carriers = telling.nodes(*carriers),
            reported = telling.vote(*reported)
        ),
        Proposal::Misread(followed, highest) => say!(
            "{me}, leader under {id}, sent {what} in slot {slot} as {followed} was reported there, though {highest} has the highest id: this is not Paxos",
            me,
            id,
            what,
            slot,
            followed = telling.vote(*followed),
            highest = telling.vote(*highest)
        ),
        Proposal::Disregards(reported) => say!(
            "{me}, leader under {id}, sent {what} in slot {slot}, although {reported} was reported there: this is not Paxos",
            me,
            id,
            what,
            slot,
            reported = telling.vote(*reported)
        ),
    }
}

fn knows(me: &str, slot: Slot, known: Value, how: &Knowledge, telling: Telling) -> String {
    let (slot, value) = (slot.0, telling.value(known));
    match *how {
        Knowledge::Counted(vote, by) => say!(
            "{me} has heard that {by} accepted {vote} in slot {slot}, a quorum: it knows {value}",
            me,
            by = telling.nodes(by),
            vote = telling.vote(vote),
            slot,
            value
        ),
        Knowledge::OwnVote(vote, leader) if vote.ballot == leader => say!(
            "{me} has accepted {value} in slot {slot} under {leader}, and the leader of that very id says that the slot is chosen",
            me,
            value,
            slot,
            leader = telling.id(leader)
        ),
        Knowledge::OwnVote(vote, leader) => say!(
            "{me} has accepted {vote} in slot {slot}, and takes that for chosen because the leader of {leader} says that the slot is: this is not Paxos",
            me,
            vote = telling.vote(vote),
            slot,
            leader = telling.id(leader)
        ),
        Knowledge::Told(from) => say!(
            "{from} has told {me} that {value} is chosen in slot {slot}",
            from = telling.node(from),
            me,
            value,
            slot
        ),
        Knowledge::ToldInPromise(from) => {
            say!(
                "{me} knows {value} in slot {slot} from the PROMISE of {from}, who knew it",
                me,
                value,
                slot,
                from = telling.node(from)
            )
        }
    }
}

/// All of it in one sentence: its links, up to the first lead on the way back, and who asked.
pub(super) fn summary(lineage: &Lineage, telling: Telling) -> Option<String> {
    let first = &lineage.chain.first()?.link;
    question(first, telling)?;
    let mut clauses: Vec<String> = Vec::new();
    let tells = |link: &Link| !matches!(link, Link::Led { .. } | Link::AcceptedIn { .. } | Link::Requested { .. });
    let told: Vec<&Link> = lineage.chain.iter().map(|cause| &cause.link).filter(|link| tells(link)).collect();
    clauses.extend(told.iter().take(3).filter_map(|it| link(it, telling)));
    if let Some(Link::Requested { client, value, .. }) = lineage.chain.last().map(|cause| &cause.link) {
        let asked =
            say!("{client} had asked for {value}", client = telling.node(*client), value = telling.value(*value));
        clauses.push(if 3 < told.len() { say!("and so on, until {asked}", asked) } else { asked });
    }
    Some(format!("{}.", clauses.join("; ")))
}
