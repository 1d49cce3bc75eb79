//! Why this value: the chain from a result back to a wish, in sentences.

mod accepted;
mod log;

pub use log::ask as ask_in_slot;

use super::{Ids, Telling};
use crate::paxos::{Ballot, NodeId, NodeSet, Value, Vote};
use crate::sim::lineage::{Cause, Lineage, Link, Reason};
use crate::story::language::{say, tr};

/// So many times a summary tells how a value was carried on; of what lies between it says "and so on".
const CARRIED_ON_MAX: usize = 3;

/// What is asked, of the first link of the chain.
pub fn question(lineage: &Lineage, telling: Telling) -> String {
    let Some(first) = lineage.chain.first() else { return String::new() };
    telling.said(match &first.link {
        Link::Chosen { vote, .. } => say!("Why is {value} chosen?", value = telling.value(vote.value)),
        Link::Learned { node, vote, .. } => {
            say!("Why has {node} learned {value}?", node = telling.node(*node), value = telling.value(vote.value))
        }
        Link::Declares { node, vote, .. } => {
            say!(
                "Why does {node} take {value} for chosen?",
                node = telling.node(*node),
                value = telling.value(vote.value)
            )
        }
        Link::Accepted { node, vote, .. } => {
            say!("Why has {node} accepted {vote}?", node = telling.node(*node), vote = telling.vote(*vote))
        }
        Link::Sent { node, vote, .. } => {
            say!("Why has {node} sent {value}?", node = telling.node(*node), value = telling.value(vote.value))
        }
        of_log => log::question(of_log, telling).unwrap_or_else(|| tr!("Why?").to_string()),
    })
}

/// What stands on the button that asks of a value that is chosen.
pub fn ask(value: Value, telling: Telling) -> String {
    telling.said(say!("Why is {value} chosen?", value = telling.value(value)))
}

/// A sentence for one link.
pub fn link(link: &Link, telling: Telling) -> String {
    let (node, value, vote) = (|it| telling.node(it), |it| telling.value(it), |it| telling.vote(it));
    telling.said(match link {
        Link::Chosen { .. } | Link::Learned { .. } | Link::Declares { .. } => known(link, telling),
        Link::Accepted { node: it, vote: cast, from, .. } => {
            say!(
                "{me} accepted {cast}, as {from} had asked it to.",
                me = node(*it),
                cast = vote(*cast),
                from = node(*from)
            )
        }
        Link::Sent { node: it, vote: sent, reason } => sending(node(*it), *sent, reason, telling),
        Link::Reported { node: it, ballot, vote: said, truly } => {
            let me = node(*it);
            match (telling.ids, truly) {
                (Ids::Hidden, _) => say!("{me} answered that it had accepted {vote}.", me, vote = vote(*said)),
                (Ids::Shown, None) => say!(
                    "{me} answered with PROMISE {ballot} ({vote}): that was what it had accepted.",
                    me,
                    ballot = telling.id(*ballot),
                    vote = vote(*said)
                ),
                (Ids::Shown, Some(truly)) => say!(
                    "{me} answered with PROMISE {ballot} ({vote}), though it had accepted {truly}: this is not Paxos.",
                    me,
                    ballot = telling.id(*ballot),
                    vote = vote(*said),
                    truly = vote(*truly)
                ),
            }
        }
        Link::Wanted { node: it, value: own, asked_by: None } => {
            say!("{me} wanted {own} itself.", me = node(*it), own = value(*own))
        }
        Link::Wanted { node: it, value: own, asked_by: Some(client) } => {
            say!(
                "{me} wanted {own}, because {client} had asked for it.",
                me = node(*it),
                own = value(*own),
                client = node(*client)
            )
        }
        Link::Requested { client, to, value: wish } => {
            say!("{client} asked {to} for {wish}.", client = node(*client), to = node(*to), wish = value(*wish))
        }
        of_log => log::link(of_log, telling).map_or(String::new(), |text| format!("{text}.")),
    })
}

/// The same for the link that is asked about: where an acceptor has accepted, with its rule.
pub fn first_link(link: &Link, telling: Telling) -> String {
    accepted::by_rule(link, telling).map_or_else(|| self::link(link, telling), |text| telling.said(text))
}

/// What is chosen, or somebody takes for chosen.
fn known(link: &Link, telling: Telling) -> String {
    let (node, value, vote) = (|it| telling.node(it), |it| telling.value(it), |it| telling.vote(it));
    match link {
        Link::Chosen { vote: cast, by } => {
            let (number, by) = (by.len(), telling.nodes(*by));
            let (cast, result) = (vote(*cast), value(cast.value));
            match (telling.ids, number) {
                (Ids::Hidden, 1) => {
                    say!("{by} has accepted {cast}, which is enough: {result} is chosen.", by, cast, result)
                }
                (Ids::Hidden, _) => {
                    say!("{by} have accepted {cast}, which is enough: {result} is chosen.", by, cast, result)
                }
                (Ids::Shown, 1) => say!("{by} has accepted {cast}, a quorum: {result} is chosen.", by, cast, result),
                (Ids::Shown, _) => say!("{by} have accepted {cast}, a quorum: {result} is chosen.", by, cast, result),
            }
        }
        Link::Learned { node: it, vote: cast, by, mixes_ids: false } => {
            let (nodes, result) = (telling.nodes(*by), value(cast.value));
            say!(
                "{me} has heard that {nodes} accepted {cast}: it has learned {result}.",
                me = node(*it),
                nodes,
                cast = vote(*cast),
                result
            )
        }
        Link::Learned { node: it, vote: cast, by, mixes_ids: true } => {
            let (nodes, result) = (telling.nodes(*by), value(cast.value));
            say!(
                "{me} has heard that {nodes} accepted {result}, and does not ask under which id: this is not Paxos.",
                me = node(*it),
                nodes,
                result
            )
        }
        Link::Declares { node: it, vote: cast, by } => {
            let (nodes, result) = (telling.nodes(*by), value(cast.value));
            say!(
                "{me} has heard that {nodes} promised, and takes {result} for chosen: this is not Paxos.",
                me = node(*it),
                nodes,
                result
            )
        }
        _ => String::new(),
    }
}

/// ` under 5`; nothing where ids are hidden.
fn under(ballot: Ballot, telling: Telling) -> String {
    match telling.ids {
        Ids::Shown => say!(" under {ballot}", ballot = telling.id(ballot)),
        Ids::Hidden => String::new(),
    }
}

fn sending(me: &str, sent: Vote, reason: &Reason, telling: Telling) -> String {
    let (value, under) = (telling.value(sent.value), under(sent.ballot, telling));
    match reason {
        Reason::Free { by, concealed } => free(me, (&value, &under), *by, *concealed, telling),
        Reason::Adopts { vote, carriers, lower } => {
            let reported = reported(*carriers, *vote, telling);
            adopts(me, (&value, &under), &reported, *lower, telling)
        }
        Reason::Misreads { vote, carriers, highest } => {
            let (reported, highest) = (reported(*carriers, *vote, telling), telling.vote(*highest));
            say!(
                "{me} sent {value}{under}, because {reported}; {highest} was reported too, and has the highest id: this is not Paxos.",
                me,
                value,
                under,
                reported,
                highest
            )
        }
        Reason::Disregards { vote } => {
            say!(
                "{me} sent its own {value}{under}, although {vote} was reported: this is not Paxos.",
                me,
                value,
                under,
                vote = telling.vote(*vote)
            )
        }
        Reason::PicksAnew { vote, carriers, before } => {
            let (reported, before) = (reported(*carriers, *vote, telling), telling.value(*before));
            say!(
                "{me} had sent {before}{under}, and then sent {value} under the same id, because {reported}: this is not Paxos.",
                me,
                before,
                under,
                value,
                reported
            )
        }
        Reason::Unasked => {
            say!("{me} sent its own {value}{under} without asking first: this is not Paxos.", me, value, under)
        }
    }
}

/// That nothing bound a proposer.
fn free(
    me: &str,
    (own, under): (&str, &str),
    by: NodeSet,
    concealed: Option<(NodeId, Vote)>,
    telling: Telling,
) -> String {
    let nodes = telling.nodes(by);
    if telling.ids == Ids::Hidden {
        return say!(
            "{me} was free to send its own {own}: a majority, {nodes}, had accepted nothing before.",
            me,
            own,
            nodes
        );
    }
    let quiet = concealed.map_or(String::new(), |(node, vote)| {
        say!(
            " {node} kept quiet about {vote}: this is not Paxos.",
            node = telling.node(node),
            vote = telling.vote(vote)
        )
    });
    say!(
        "{me} was free to send its own {own}{under}: its quorum, {nodes}, reported nothing.{quiet}",
        me,
        own,
        under,
        nodes,
        quiet
    )
}

/// That a proposer was bound by what was reported, and by what not.
fn adopts(me: &str, (value, under): (&str, &str), reported: &str, lower: Option<Vote>, telling: Telling) -> String {
    match lower.filter(|_| telling.ids == Ids::Shown) {
        None => say!("{me} had to send {value}{under}, because {reported}.", me, value, under, reported),
        Some(lower) => say!(
            "{me} had to send {value}{under}, because {reported}; {lower} was reported too, under a lower id.",
            me,
            value,
            under,
            reported,
            lower = telling.vote(lower)
        ),
    }
}

/// `A1's PROMISE reported 1 cat`, behind "because".
fn reported(carriers: NodeSet, vote: Vote, telling: Telling) -> String {
    let (nodes, vote) = (telling.nodes(carriers), telling.vote(vote));
    match (telling.ids, carriers.len()) {
        (Ids::Hidden, 1) => say!(in "one node": "{nodes} had accepted {vote}", nodes, vote),
        (Ids::Hidden, _) => say!("{nodes} had accepted {vote}", nodes, vote),
        (Ids::Shown, 1) => say!("{nodes}'s PROMISE reported {vote}", nodes, vote),
        (Ids::Shown, _) => say!("the PROMISEs of {nodes} reported {vote}", nodes, vote),
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
                let which = clause(Who::Which, &chain[place].link, wish, telling);
                say!(
                    "{node} had accepted it from {sender}, {which}",
                    node = telling.node(*node),
                    sender = sender(&chain[place].link, telling),
                    which
                )
            }
            _ => clause(Who::Named(sender(&chain[place].link, telling)), &chain[place].link, wish, telling),
        };
        clauses.push(if skipped { say!("and so on, until {clause}", clause) } else { clause });
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
            say!(
                "{value} is chosen because {by} accepted {vote}",
                value = telling.value(vote.value),
                by = telling.nodes(*by),
                vote = telling.vote(*vote)
            )
        }
        Link::Learned { node, vote, by, mixes_ids } => {
            let (node, value, nodes) = (telling.node(*node), telling.value(vote.value), telling.nodes(*by));
            match mixes_ids {
                false => {
                    say!(
                        "{node} has learned {value} because it heard that {nodes} accepted {vote}",
                        node,
                        value,
                        nodes,
                        vote = telling.vote(*vote)
                    )
                }
                true => say!(
                    "{node} has learned {value} because it heard that {nodes} accepted it, under different ids, and this is not Paxos",
                    node,
                    value,
                    nodes
                ),
            }
        }
        Link::Declares { node, vote, by } => {
            let (node, value, nodes) = (telling.node(*node), telling.value(vote.value), telling.nodes(*by));
            say!("{node} takes {value} for chosen because {nodes} promised, and this is not Paxos", node, value, nodes)
        }
        Link::Accepted { .. } => accepted::result(link, telling)?,
        _ => return None,
    })
}

/// Who is told of in a clause.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Who<'a> {
    /// The node of this name.
    Named(&'a str),
    /// The node that was named last, just before the clause.
    Which,
}

/// Why `who` has sent what it sent.
fn clause(who: Who, link: &Link, wish: Option<&Link>, telling: Telling) -> String {
    let Link::Sent { vote: sent, reason, .. } = link else { return String::new() };
    let value = telling.value(sent.value);
    let is_named = who != Who::Which;
    let who = match who {
        Who::Named(name) => name,
        Who::Which => tr!(in "a clause": "which"),
    };
    let wanted = match wish {
        Some(Link::Wanted { asked_by: Some(client), .. }) => {
            say!("{who} wanted {value} because {client} had asked for it", who, value, client = telling.node(*client))
        }
        _ => say!("{who} wanted {value} itself", who, value),
    };
    match reason {
        Reason::Free { concealed, .. } => {
            let quiet = concealed.map_or(String::new(), |(node, vote)| {
                say!(
                    ", though {node} had accepted {vote}: this is not Paxos",
                    node = telling.node(node),
                    vote = telling.vote(vote)
                )
            });
            match is_named {
                _ if telling.ids == Ids::Hidden => say!("{wanted}, and no other had been accepted", wanted),
                true => say!("{wanted}, and its quorum reported nothing{quiet}", wanted, quiet),
                false => say!("{wanted}, and whose quorum reported nothing{quiet}", wanted, quiet),
            }
        }
        Reason::Adopts { vote, carriers, .. } => {
            let reported = reported(*carriers, *vote, telling);
            say!("{who} had to send {value}, because {reported}", who, value, reported)
        }
        Reason::Misreads { vote, carriers, highest } => {
            let (reported, highest) = (reported(*carriers, *vote, telling), telling.vote(*highest));
            say!(
                "{who} sent {value}, because {reported}, though {highest} was reported too, under a higher id: this is not Paxos",
                who,
                value,
                reported,
                highest
            )
        }
        Reason::Disregards { vote } => {
            say!(
                "{wanted}, and sent it although {vote} was reported: this is not Paxos",
                wanted,
                vote = telling.vote(*vote)
            )
        }
        Reason::PicksAnew { vote, carriers, before } => {
            let (reported, before) = (reported(*carriers, *vote, telling), telling.value(*before));
            say!(
                "{who} sent {value} after {before} under the same id, because {reported}: this is not Paxos",
                who,
                value,
                before,
                reported
            )
        }
        Reason::Unasked => say!("{wanted}, and sent it without asking first: this is not Paxos", wanted),
    }
}
