//! Why this value: the chain from a result back to a wish, in sentences.

mod log;

pub use log::ask as ask_in_slot;

use super::{Ids, Telling};
use crate::paxos::{Ballot, NodeSet, Value, Vote};
use crate::sim::lineage::{Cause, Lineage, Link, Reason};

/// So many times a summary tells how a value was carried on; of what lies between it says "and so on".
const CARRIED_ON_MAX: usize = 3;

/// What is asked, of the first link of the chain.
pub fn question(lineage: &Lineage, telling: Telling) -> String {
    let Some(first) = lineage.chain.first() else { return String::new() };
    telling.said(match &first.link {
        Link::Chosen { vote, .. } => format!("Why is {} chosen?", telling.value(vote.value)),
        Link::Learned { node, vote, .. } => {
            format!("Why has {} learned {}?", telling.node(*node), telling.value(vote.value))
        }
        Link::Declares { node, vote, .. } => {
            format!("Why does {} take {} for chosen?", telling.node(*node), telling.value(vote.value))
        }
        Link::Accepted { node, vote, .. } => {
            format!("Why has {} accepted {}?", telling.node(*node), telling.vote(*vote))
        }
        Link::Sent { node, vote, .. } => format!("Why has {} sent {}?", telling.node(*node), telling.value(vote.value)),
        of_log => log::question(of_log, telling).unwrap_or_else(|| "Why?".to_string()),
    })
}

/// What stands on the button that asks of a value that is chosen.
pub fn ask(value: Value, telling: Telling) -> String {
    telling.said(format!("Why is {} chosen?", telling.value(value)))
}

/// A sentence for one link.
pub fn link(link: &Link, telling: Telling) -> String {
    let (node, value, vote) = (|it| telling.node(it), |it| telling.value(it), |it| telling.vote(it));
    telling.said(match link {
        Link::Chosen { vote: cast, by } => {
            let has = if by.len() == 1 { "has" } else { "have" };
            let so = if telling.ids == Ids::Hidden { "which is enough" } else { "a quorum" };
            format!("{} {has} accepted {}, {so}: {} is chosen.", telling.nodes(*by), vote(*cast), value(cast.value))
        }
        Link::Learned { node: it, vote: cast, by, mixes_ids: false } => {
            let (nodes, result) = (telling.nodes(*by), value(cast.value));
            format!("{} has heard that {nodes} accepted {}: it has learned {result}.", node(*it), vote(*cast))
        }
        Link::Learned { node: it, vote: cast, by, mixes_ids: true } => {
            let (nodes, result) = (telling.nodes(*by), value(cast.value));
            format!(
                "{} has heard that {nodes} accepted {result}, and does not ask under which id: this is not Paxos.",
                node(*it)
            )
        }
        Link::Declares { node: it, vote: cast, by } => {
            let (nodes, result) = (telling.nodes(*by), value(cast.value));
            format!("{} has heard that {nodes} promised, and takes {result} for chosen: this is not Paxos.", node(*it))
        }
        Link::Accepted { node: it, vote: cast, from } => {
            format!("{} accepted {}, as {} had asked it to.", node(*it), vote(*cast), node(*from))
        }
        Link::Sent { node: it, vote: sent, reason } => sending(node(*it), *sent, reason, telling),
        Link::Reported { node: it, ballot, vote: said, truly } => {
            let me = node(*it);
            match (telling.ids, truly) {
                (Ids::Hidden, _) => format!("{me} answered that it had accepted {}.", vote(*said)),
                (Ids::Shown, None) => format!(
                    "{me} answered with PROMISE {} ({}): that was what it had accepted.",
                    telling.id(*ballot),
                    vote(*said)
                ),
                (Ids::Shown, Some(truly)) => format!(
                    "{me} answered with PROMISE {} ({}), though it had accepted {}: this is not Paxos.",
                    telling.id(*ballot),
                    vote(*said),
                    vote(*truly)
                ),
            }
        }
        Link::Wanted { node: it, value: own, asked_by: None } => {
            format!("{} wanted {} itself.", node(*it), value(*own))
        }
        Link::Wanted { node: it, value: own, asked_by: Some(client) } => {
            format!("{} wanted {}, because {} had asked for it.", node(*it), value(*own), node(*client))
        }
        Link::Requested { client, to, value: wish } => {
            format!("{} asked {} for {}.", node(*client), node(*to), value(*wish))
        }
        of_log => log::link(of_log, telling).map_or(String::new(), |text| format!("{text}.")),
    })
}

/// ` under 5`; nothing where ids are hidden.
fn under(ballot: Ballot, telling: Telling) -> String {
    match telling.ids {
        Ids::Shown => format!(" under {}", telling.id(ballot)),
        Ids::Hidden => String::new(),
    }
}

fn sending(me: &str, sent: Vote, reason: &Reason, telling: Telling) -> String {
    let (value, under) = (telling.value(sent.value), under(sent.ballot, telling));
    match reason {
        Reason::Free { by, concealed } => {
            let (nodes, own) = (telling.nodes(*by), value);
            let quiet = concealed.map_or(String::new(), |(node, vote)| {
                format!(" {} kept quiet about {}: this is not Paxos.", telling.node(node), telling.vote(vote))
            });
            format!("{me} was free to send its own {own}{under}: its quorum, {nodes}, reported nothing.{quiet}")
        }
        Reason::Adopts { vote, carriers } => {
            format!("{me} had to send {value}{under}, because {}.", reported(*carriers, *vote, telling))
        }
        Reason::Misreads { vote, carriers, highest } => {
            let (reported, highest) = (reported(*carriers, *vote, telling), telling.vote(*highest));
            format!(
                "{me} sent {value}{under}, because {reported}; {highest} was reported too, and has the highest id: this is not Paxos."
            )
        }
        Reason::Disregards { vote } => {
            format!(
                "{me} sent its own {value}{under}, although {} was reported: this is not Paxos.",
                telling.vote(*vote)
            )
        }
        Reason::PicksAnew { vote, carriers, before } => {
            let (reported, before) = (reported(*carriers, *vote, telling), telling.value(*before));
            format!(
                "{me} had sent {before}{under}, and then sent {value} under the same id, because {reported}: this is not Paxos."
            )
        }
        Reason::Unasked => format!("{me} sent its own {value}{under} without asking first: this is not Paxos."),
    }
}

/// `A1's PROMISE reported 1 cat`.
fn reported(carriers: NodeSet, vote: Vote, telling: Telling) -> String {
    let (nodes, vote) = (telling.nodes(carriers), telling.vote(vote));
    match (telling.ids, carriers.len()) {
        (Ids::Hidden, _) => format!("{nodes} had accepted {vote}"),
        (Ids::Shown, 1) => format!("{nodes}'s PROMISE reported {vote}"),
        (Ids::Shown, _) => format!("the PROMISEs of {nodes} reported {vote}"),
    }
}

/// All of it in one sentence.
pub fn summary(lineage: &Lineage, telling: Telling) -> String {
    if let Some(summary) = log::summary(lineage, telling) {
        return telling.said(summary);
    }
    let chain = &lineage.chain;
    let is_sent = |cause: &Cause| matches!(cause.link, Link::Sent { .. });
    let sent: Vec<usize> = (0..chain.len()).filter(|&place| is_sent(&chain[place])).collect();
    let mut clauses: Vec<String> = chain.first().and_then(|first| result(&first.link, telling)).into_iter().collect();
    for (nth, &place) in sent.iter().enumerate() {
        let is_between = CARRIED_ON_MAX <= nth + 1 && nth + 1 < sent.len() && CARRIED_ON_MAX < sent.len();
        if is_between {
            continue;
        }
        let skipped = CARRIED_ON_MAX < sent.len() && nth + 1 == sent.len();
        let source = place.checked_sub(1).map(|before| &chain[before].link);
        let wish = chain.get(place + 1).map(|cause| &cause.link);
        let clause = match (source, nth) {
            (Some(Link::Accepted { node, .. }), 1..) if !skipped => {
                let which = clause("which", &chain[place].link, wish, telling);
                format!("{} had accepted it from {}, {which}", telling.node(*node), sender(&chain[place].link, telling))
            }
            _ => clause(sender(&chain[place].link, telling), &chain[place].link, wish, telling),
        };
        clauses.push(if skipped { format!("and so on, until {clause}") } else { clause });
    }
    telling.said(format!("{}.", clauses.join("; ")))
}

fn sender<'a>(link: &Link, telling: Telling<'a>) -> &'a str {
    match link {
        Link::Sent { node, .. } => telling.node(*node),
        _ => "?",
    }
}

/// What the chain begins with, as the first half of a sentence.
fn result(link: &Link, telling: Telling) -> Option<String> {
    Some(match link {
        Link::Chosen { vote, by } => {
            format!(
                "{} is chosen because {} accepted {}",
                telling.value(vote.value),
                telling.nodes(*by),
                telling.vote(*vote)
            )
        }
        Link::Learned { node, vote, by, mixes_ids } => {
            let (node, value, nodes) = (telling.node(*node), telling.value(vote.value), telling.nodes(*by));
            match mixes_ids {
                false => {
                    format!("{node} has learned {value} because it heard that {nodes} accepted {}", telling.vote(*vote))
                }
                true => format!(
                    "{node} has learned {value} because it heard that {nodes} accepted it, under different ids, and this is not Paxos"
                ),
            }
        }
        Link::Declares { node, vote, by } => {
            let (node, value, nodes) = (telling.node(*node), telling.value(vote.value), telling.nodes(*by));
            format!("{node} takes {value} for chosen because {nodes} promised, and this is not Paxos")
        }
        Link::Accepted { node, vote, from } => {
            format!(
                "{} has accepted {} because {} asked it to",
                telling.node(*node),
                telling.vote(*vote),
                telling.node(*from)
            )
        }
        _ => return None,
    })
}

/// Why `who` has sent what it sent.
fn clause(who: &str, link: &Link, wish: Option<&Link>, telling: Telling) -> String {
    let Link::Sent { vote: sent, reason, .. } = link else { return String::new() };
    let value = telling.value(sent.value);
    let wanted = match wish {
        Some(Link::Wanted { asked_by: Some(client), .. }) => {
            format!("{who} wanted {value} because {} had asked for it", telling.node(*client))
        }
        _ => format!("{who} wanted {value} itself"),
    };
    let not_paxos = "this is not Paxos";
    match reason {
        Reason::Free { concealed, .. } => {
            let whose = if who == "which" { "whose" } else { "its" };
            let quiet = concealed.map_or(String::new(), |(node, vote)| {
                format!(", though {} had accepted {}: {not_paxos}", telling.node(node), telling.vote(vote))
            });
            format!("{wanted}, and {whose} quorum reported nothing{quiet}")
        }
        Reason::Adopts { vote, carriers } => {
            format!("{who} had to send {value}, because {}", reported(*carriers, *vote, telling))
        }
        Reason::Misreads { vote, carriers, highest } => {
            let (reported, highest) = (reported(*carriers, *vote, telling), telling.vote(*highest));
            format!(
                "{who} sent {value}, because {reported}, though {highest} was reported too, under a higher id: {not_paxos}"
            )
        }
        Reason::Disregards { vote } => {
            format!("{wanted}, and sent it although {} was reported: {not_paxos}", telling.vote(*vote))
        }
        Reason::PicksAnew { vote, carriers, before } => {
            let (reported, before) = (reported(*carriers, *vote, telling), telling.value(*before));
            format!("{who} sent {value} after {before} under the same id, because {reported}: {not_paxos}")
        }
        Reason::Unasked => format!("{wanted}, and sent it without asking first: {not_paxos}"),
    }
}
