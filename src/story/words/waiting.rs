//! Why nothing: what a run that stands still waits for, and what would release it, in sentences.

mod log;

pub use log::question as question_of_log;

use super::beside::seconds;
use super::{Telling, named};
use crate::paxos::{Ballot, NodeSet, Vote};
use crate::sim::waiting::{Awaits, Hitch, Missing, Release, Waiting};
use crate::sim::{LossReason, MessageId, Recording};

/// What is asked where nothing is chosen.
pub const NOTHING_CHOSEN: &str = "Why is nothing chosen?";
/// What is asked where nobody has learned what is chosen.
pub const NOTHING_LEARNED: &str = "Why has nobody learned it?";
/// Where nobody wants a value.
pub const NOBODY_WANTS: &str = "Nobody wants a value yet. Let a proposer propose one.";
/// Where something was lost that a new attempt makes up for.
pub const NOT_AGAIN: &str = "What was lost is not sent again: it takes a new attempt.";
/// Where nothing can be done any more.
pub const HOPELESS: &str = "Nothing can release this: no quorum of acceptors is left that would accept one and the same vote. This is not Paxos.";

/// What one node waits for, a sentence each: how far it is, and what is missing.
pub fn waits(waiting: &Waiting, recording: &Recording, telling: Telling) -> Vec<String> {
    let me = telling.node(waiting.node);
    let sentences = match &waiting.awaits {
        Awaits::Restart => vec![format!("{me} is down. The attempt that it had under way is lost with it.")],
        Awaits::Deaf => vec![format!("{me} is down, and hears of nothing.")],
        Awaits::Begin(value) => vec![format!("{me} wants {}, and has no attempt under way.", telling.value(*value))],
        Awaits::Retry(ballot) => {
            vec![format!("{me} has given up {}, and waits until it tries again.", telling.id(*ballot))]
        }
        Awaits::Promises { ballot, have, need, missing } => {
            let id = telling.id(*ballot);
            let first = match need {
                1 => format!("{me} has no promise for {id}, and needs one."),
                _ => format!("{me} has {} of the {need} promises that it needs for {id}.", have.len()),
            };
            let mut all = vec![first];
            all.extend(hitches(missing, *ballot, recording, telling));
            all.extend(can_win_no_more(*ballot, have.len(), *need, missing, telling));
            all
        }
        Awaits::Acceptances { vote, have, need, missing } => {
            let mut all = vec![accepted(*have, *need, &telling.vote(*vote), telling)];
            all.extend(hitches(missing, vote.ballot, recording, telling));
            all.extend(can_win_no_more(vote.ballot, have.len(), *need, missing, telling));
            all
        }
        Awaits::Word { vote, have, need, missing } => {
            let cast = telling.vote(*vote);
            let first = match need {
                1 => format!("{me} has heard of nobody that has accepted {cast}, and one is enough."),
                _ => format!("{me} has heard from {} of the {need} acceptors that it takes for {cast}.", have.len()),
            };
            let mut all = vec![first];
            all.extend(hitches(missing, vote.ballot, recording, telling));
            all
        }
        _ => log::waits(waiting, recording, telling),
    };
    sentences.into_iter().map(|sentence| telling.said(sentence)).collect()
}

fn accepted(have: NodeSet, need: usize, vote: &str, telling: Telling) -> String {
    match have.len() {
        0 if need == 1 => format!("Nobody has accepted {vote} yet, and one acceptor must."),
        0 => format!("Nobody has accepted {vote} yet, and {need} acceptors must."),
        1 => format!("Only {} has accepted {vote}, and {need} acceptors must.", telling.nodes(have)),
        _ => format!("{} have accepted {vote}, and {need} acceptors must.", telling.nodes(have)),
    }
}

fn hitches(missing: &[Missing], ballot: Ballot, recording: &Recording, telling: Telling) -> Vec<String> {
    let down: NodeSet = missing.iter().filter(|it| it.hitch == Hitch::Down).map(|it| it.acceptor).collect();
    let silent: NodeSet = missing.iter().filter(|it| it.hitch == Hitch::Silent).map(|it| it.acceptor).collect();
    let mut told = Vec::new();
    if !down.is_empty() {
        told.push(format!("{} {} down.", telling.nodes(down), if down.len() == 1 { "is" } else { "are" }));
    }
    let mut refused: Vec<Option<Ballot>> = Vec::new();
    let mut kept: Vec<Vote> = Vec::new();
    for it in missing {
        match it.hitch {
            Hitch::Down => {}
            Hitch::Refuses(promised) if refused.contains(&promised) => {}
            Hitch::Refuses(promised) => {
                refused.push(promised);
                let same = missing.iter().filter(|other| other.hitch == it.hitch).map(|other| other.acceptor).collect();
                told.push(refuses(same, ballot, promised, telling));
            }
            Hitch::Keeps(vote) if kept.contains(&vote) => {}
            Hitch::Keeps(vote) => {
                kept.push(vote);
                let same = missing.iter().filter(|other| other.hitch == it.hitch).map(|other| other.acceptor).collect();
                told.push(keeps(same, &telling.vote(vote), telling));
            }
            Hitch::Lost(message, reason) => told.push(was_lost(message, reason, recording, telling)),
            Hitch::Stands(message) => told.push(format!("{} is held up.", way(message, recording, telling))),
            Hitch::UnderWay(message, time) => {
                told.push(format!("{} arrives at {}.", way(message, recording, telling), seconds(time)));
            }
            Hitch::Silent if telling.names.is_of_log && 1 < silent.len() => {
                if silent.iter().next() == Some(it.acceptor) {
                    told.push(format!("Nothing is under way to or from {}.", telling.nodes(silent)));
                }
            }
            Hitch::Silent => told.push(format!("Nothing is under way to or from {}.", telling.node(it.acceptor))),
        }
    }
    told
}

fn keeps(nodes: NodeSet, vote: &str, telling: Telling) -> String {
    let names = telling.nodes(nodes);
    match nodes.len() {
        1 => format!("{names} has accepted {vote}, and accepts nothing else: this is not Paxos."),
        _ => format!("{names} have accepted {vote}, and accept nothing else: this is not Paxos."),
    }
}

fn refuses(nodes: NodeSet, ballot: Ballot, promised: Option<Ballot>, telling: Telling) -> String {
    let (names, id) = (telling.nodes(nodes), telling.id(ballot));
    let (has, ignores, answers) = match nodes.len() {
        1 => ("has", telling.ignores(), "answers"),
        _ => ("have", telling.ignore(), "answer"),
    };
    match promised.filter(|&promised| ballot < promised) {
        Some(higher) => format!("{names} {has} promised {}, and {ignores} {id}.", telling.id(higher)),
        None => format!("{names} {has} promised {id} already, and {answers} only a higher one."),
    }
}

fn can_win_no_more(ballot: Ballot, have: usize, need: usize, missing: &[Missing], telling: Telling) -> Option<String> {
    let open = missing.iter().filter(|it| !matches!(it.hitch, Hitch::Refuses(_) | Hitch::Keeps(_))).count();
    (have + open < need).then(|| format!("So {} can win no more.", telling.id(ballot)))
}

/// What became of a message. The link may have been healed since, and the receiver be up again.
fn was_lost(message: MessageId, reason: LossReason, recording: &Recording, telling: Telling) -> String {
    let way = way(message, recording, telling);
    match reason {
        LossReason::Chance | LossReason::Taken => format!("{way} was lost."),
        LossReason::LinkCut => format!("{way} was lost: the link was cut then."),
        LossReason::ReceiverDown => {
            let to = telling.node(recording.flight(message).envelope.to);
            format!("{way} reached nobody: {to} was down then.")
        }
    }
}

/// What stands before a step of a way to release a run: the `nth` way and its `step`, of so many ways with so many steps.
pub fn lead((nth, step): (usize, usize), (ways, steps): (usize, usize)) -> &'static str {
    match (nth, step, steps) {
        (0, 0, 1) if ways == 1 => "",
        (0, 0, 1) => "This alone:",
        (_, 0, 1) => "Or this alone:",
        (0, 0, _) => "First:",
        (_, 0, _) => "Or first:",
        _ => "then:",
    }
}

/// `PROMISE 5 from A2 to P1`.
fn way(message: MessageId, recording: &Recording, telling: Telling) -> String {
    let envelope = &recording.flight(message).envelope;
    let (from, to) = (telling.node(envelope.from), telling.node(envelope.to));
    format!("{} from {from} to {to}", named(&envelope.message, telling))
}

/// What would bring a message to its end where nothing travels by itself: what stands on the button.
pub fn deliver(message: MessageId, recording: &Recording, telling: Telling) -> String {
    telling.said(format!("Deliver {}", way(message, recording, telling)))
}

/// What would release a node: what stands on the button, or a sentence where it comes about by itself. `id` is the one
/// for a new attempt.
pub fn release(release: Release, id: Option<&str>, recording: &Recording, telling: Telling) -> String {
    telling.said(match release {
        Release::Message(message) => format!("Release {}", way(message, recording, telling)),
        Release::Patience(message, time) => {
            format!("{} arrives at {}.", way(message, recording, telling), seconds(time))
        }
        Release::Restart(node) => format!("Restart {}", telling.node(node)),
        Release::Heal(from, to) => format!("Heal the link from {} to {}", telling.node(from), telling.node(to)),
        Release::Timer(node, None) => format!("Let {}'s timer fire", telling.node(node)),
        Release::Timer(node, Some(due)) => {
            format!("Let {}'s timer fire now (due at {})", telling.node(node), seconds(due))
        }
        Release::Ask(client, replica, value) => {
            format!("Let {} ask {} for {}", telling.node(client), telling.node(replica), telling.value(value))
        }
        Release::Again(node, value) => match id {
            Some(id) => {
                format!("Let {} propose {} under {id}, which is higher", telling.node(node), telling.value(value))
            }
            None => format!("Let {} propose {} again", telling.node(node), telling.value(value)),
        },
    })
}
