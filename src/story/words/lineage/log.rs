//! Why a value stands in a slot of a log, in sentences.

use super::Telling;
use crate::paxos::{Slot, Value};
use crate::sim::lineage::{Knowledge, Lineage, Link, Proposal};

/// What stands on the button that asks of a value that is chosen in a slot.
pub fn ask(slot: Slot, value: Value, telling: Telling) -> String {
    format!("Why is {} chosen in slot {}?", telling.value(value), slot.0)
}

/// What is asked, of the first link of a chain; none where it is not about a log.
pub(super) fn question(link: &Link, telling: Telling) -> Option<String> {
    match link {
        Link::ChosenIn { slot, vote, .. } => Some(ask(*slot, vote.value, telling)),
        Link::Knows { node, slot, value, .. } => {
            Some(format!("Why does {} know that {} is in slot {}?", telling.node(*node), telling.value(*value), slot.0))
        }
        _ => None,
    }
}

/// A sentence for one link, without its full stop; none where it is not about a log.
pub(super) fn link(link: &Link, telling: Telling) -> Option<String> {
    let (node, value, vote) = (|it| telling.node(it), |it| telling.value(it), |it| telling.vote(it));
    Some(match link {
        Link::ChosenIn { slot, vote: cast, by } => {
            let has = if by.len() == 1 { "has" } else { "have" };
            let (by, result) = (telling.nodes(*by), value(cast.value));
            format!("{by} {has} accepted {} in slot {}, a quorum: {result} is chosen there", vote(*cast), slot.0)
        }
        Link::Knows { node: me, slot, value: known, how } => knows(node(*me), *slot, *known, how, telling),
        Link::AcceptedIn { node: me, slot, vote: cast, from } if me == from => {
            format!("{} accepted {} in slot {} itself", node(*me), vote(*cast), slot.0)
        }
        Link::AcceptedIn { node: me, slot, vote: cast, from } => {
            format!("{} accepted {} in slot {}, as {} had asked it to", node(*me), vote(*cast), slot.0, node(*from))
        }
        Link::Proposed { node: me, slot, vote: sent, why } => {
            let (me, what, id, slot) = (node(*me), value(sent.value), telling.id(sent.ballot), slot.0);
            match why {
                Proposal::Assigned => format!("{me}, leader under {id}, gave {what} slot {slot}, its next free one"),
                Proposal::Filled => format!(
                    "{me}, leader under {id}, had no report of slot {slot}, and one of a later slot: it filled slot {slot} with a no-op"
                ),
                Proposal::Adopted { vote: reported, carriers } => format!(
                    "{me}, leader under {id}, had to send {what} in slot {slot}, because {} reported {} there",
                    telling.nodes(*carriers),
                    vote(*reported)
                ),
                Proposal::Misread(followed, highest) => format!(
                    "{me}, leader under {id}, sent {what} in slot {slot} as {} was reported there, though {} has the highest id: this is not Paxos",
                    vote(*followed),
                    vote(*highest)
                ),
                Proposal::Disregards(reported) => format!(
                    "{me}, leader under {id}, sent {what} in slot {slot}, although {} was reported there: this is not Paxos",
                    vote(*reported)
                ),
            }
        }
        Link::Led { node: me, ballot, by, .. } if by.is_empty() => {
            format!("{} led under {} without asking first: this is not Paxos", node(*me), telling.id(*ballot))
        }
        Link::Led { node: me, ballot, by, later: Some(slot) } => format!(
            "{} led under {}, and of those who decide in slot {} {} had promised that id",
            node(*me),
            telling.id(*ballot),
            slot.0,
            telling.nodes(*by)
        ),
        Link::Led { node: me, ballot, by, later: None } => {
            format!(
                "{} led under {}, because {} had promised that id",
                node(*me),
                telling.id(*ballot),
                telling.nodes(*by)
            )
        }
        Link::ReportedIn { node: me, ballot, slot, vote: said } => format!(
            "{} promised {} and reported {} in slot {}: that was what it had accepted there",
            node(*me),
            telling.id(*ballot),
            vote(*said),
            slot.0
        ),
        _ => return None,
    })
}

fn knows(me: &str, slot: Slot, known: Value, how: &Knowledge, telling: Telling) -> String {
    let (slot, value) = (slot.0, telling.value(known));
    match *how {
        Knowledge::Counted(vote, by) => format!(
            "{me} has heard that {} accepted {} in slot {slot}, a quorum: it knows {value}",
            telling.nodes(by),
            telling.vote(vote)
        ),
        Knowledge::OwnVote(vote, leader) if vote.ballot == leader => format!(
            "{me} has accepted {value} in slot {slot} under {}, and the leader of that very id says that the slot is chosen",
            telling.id(leader)
        ),
        Knowledge::OwnVote(vote, leader) => format!(
            "{me} has accepted {} in slot {slot}, and takes that for chosen because the leader of {} says that the slot is: this is not Paxos",
            telling.vote(vote),
            telling.id(leader)
        ),
        Knowledge::Told(from) => format!("{} has told {me} that {value} is chosen in slot {slot}", telling.node(from)),
        Knowledge::ToldInPromise(from) => {
            format!("{me} knows {value} in slot {slot} from the PROMISE of {}, who knew it", telling.node(from))
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
        let asked = format!("{} had asked for {}", telling.node(*client), telling.value(*value));
        clauses.push(if 3 < told.len() { format!("and so on, until {asked}") } else { asked });
    }
    Some(format!("{}.", clauses.join("; ")))
}
