//! Why nothing: what a run that stands still waits for, and what would release it, in sentences.

mod log;

pub use log::question as question_of_log;

use super::beside::seconds;
use super::note::heard_of;
use super::{Telling, named};
use crate::paxos::{Ballot, NodeSet, Vote};
use crate::sim::waiting::{Awaits, Hitch, Missing, Release, Waiting};
use crate::sim::{LossReason, MessageId, Recording};
use crate::story::language::{Words, say, tr, words};

/// What is asked where nothing is chosen.
pub const NOTHING_CHOSEN: Words = words!("Why is nothing chosen?");
/// What is asked where nobody has learned what is chosen.
pub const NOTHING_LEARNED: Words = words!("Why has nobody learned it?");
/// Where nobody wants a value.
pub const NOBODY_WANTS: Words = words!("Nobody wants a value yet. Let a proposer propose one.");
/// Where something was lost that a new attempt makes up for.
pub const NOT_AGAIN: Words = words!("What was lost is not sent again: it takes a new attempt.");
/// Where nothing can be done any more.
pub const HOPELESS: Words = words!(
    "Nothing can release this: no quorum of acceptors is left that would accept one and the same vote. This is not Paxos."
);

/// What one node waits for, a sentence each: how far it is, and what is missing.
pub fn waits(waiting: &Waiting, recording: &Recording, telling: Telling) -> Vec<String> {
    let me = telling.node(waiting.node);
    let sentences = match &waiting.awaits {
        Awaits::Restart => vec![say!("{me} is down. The attempt that it had under way is lost with it.", me)],
        Awaits::Deaf { vote, missing } => {
            let mut all = vec![say!("{me} is down, and hears of nothing.", me)];
            all.extend(hitches(missing, vote.ballot, recording, telling));
            all
        }
        Awaits::Offer => {
            vec![say!("{me} wants nothing yet, and may propose a value of its own: whoever is down blocks nobody.", me)]
        }
        Awaits::Begin(value) => {
            vec![say!("{me} wants {value}, and has no attempt under way.", me, value = telling.value(*value))]
        }
        Awaits::Retry(ballot) => {
            vec![say!("{me} has given up {ballot}, and waits until it tries again.", me, ballot = telling.id(*ballot))]
        }
        Awaits::Promises { ballot, have, need, missing } => {
            let id = telling.id(*ballot);
            let first = match have.len() {
                0 if *need == 1 => say!("{me} has no promise for {id}, and needs one.", me, id),
                count if count < *need => {
                    say!("{me} has {count} of the {need} promises that it needs for {id}.", me, count, need, id)
                }
                _ => say!(
                    "{me} has as many promises for {id} as it needs by now, and sees so when another one arrives.",
                    me,
                    id
                ),
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
            let first = match have.len() {
                0 if *need == 1 => {
                    say!("{me} has heard of nobody that has accepted {cast}, and one is enough.", me, cast)
                }
                count if count < *need => heard_of(me, count, *need, &cast, ""),
                _ => say!(
                    "{me} has heard of as many that have accepted {cast} as it takes by now, and sees so when it hears of another.",
                    me,
                    cast
                ),
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
        0 if need == 1 => say!("Nobody has accepted {vote} yet, and one acceptor must.", vote),
        0 => say!("Nobody has accepted {vote} yet, and {need} acceptors must.", vote, need),
        1 => {
            say!("Only {have} has accepted {vote}, and {need} acceptors must.", have = telling.nodes(have), vote, need)
        }
        _ => say!("{have} have accepted {vote}, and {need} acceptors must.", have = telling.nodes(have), vote, need),
    }
}

fn hitches(missing: &[Missing], ballot: Ballot, recording: &Recording, telling: Telling) -> Vec<String> {
    let down: NodeSet = missing.iter().filter(|it| it.hitch == Hitch::Down).map(|it| it.acceptor).collect();
    let silent: NodeSet = missing.iter().filter(|it| it.hitch == Hitch::Silent).map(|it| it.acceptor).collect();
    let mut told = Vec::new();
    if !down.is_empty() {
        let nodes = telling.nodes(down);
        told.push(match down.len() {
            1 => say!("{nodes} is down.", nodes),
            _ => say!("{nodes} are down.", nodes),
        });
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
            Hitch::Stands(message) => {
                told.push(say!("{message} is held up.", message = way(message, recording, telling)))
            }
            Hitch::UnderWay(message, time) => {
                told.push(say!(
                    "{message} arrives at {time}.",
                    message = way(message, recording, telling),
                    time = seconds(time)
                ));
            }
            Hitch::Silent if telling.names.is_of_log && 1 < silent.len() => {
                if silent.iter().next() == Some(it.acceptor) {
                    told.push(say!("Nothing is under way to or from {nodes}.", nodes = telling.nodes(silent)));
                }
            }
            Hitch::Silent => {
                told.push(say!("Nothing is under way to or from {nodes}.", nodes = telling.node(it.acceptor)))
            }
        }
    }
    told
}

fn keeps(nodes: NodeSet, vote: &str, telling: Telling) -> String {
    let names = telling.nodes(nodes);
    match nodes.len() {
        1 => say!("{names} has accepted {vote}, and accepts nothing else: this is not Paxos.", names, vote),
        _ => say!("{names} have accepted {vote}, and accept nothing else: this is not Paxos.", names, vote),
    }
}

fn refuses(nodes: NodeSet, ballot: Ballot, promised: Option<Ballot>, telling: Telling) -> String {
    let (names, id) = (telling.nodes(nodes), telling.id(ballot));
    let higher = promised.filter(|&promised| ballot < promised).map(|promised| telling.id(promised));
    match (higher, nodes.len(), telling.names.refuses) {
        (Some(higher), 1, true) => say!("{names} has promised {higher}, and refuses {id}.", names, higher, id),
        (Some(higher), _, true) => say!("{names} have promised {higher}, and refuse {id}.", names, higher, id),
        (Some(higher), 1, false) => say!("{names} has promised {higher}, and ignores {id}.", names, higher, id),
        (Some(higher), _, false) => say!("{names} have promised {higher}, and ignore {id}.", names, higher, id),
        (None, 1, _) => say!("{names} has promised {id} already, and answers only a higher one.", names, id),
        (None, _, _) => say!("{names} have promised {id} already, and answer only a higher one.", names, id),
    }
}

fn can_win_no_more(ballot: Ballot, have: usize, need: usize, missing: &[Missing], telling: Telling) -> Option<String> {
    let open = missing.iter().filter(|it| !matches!(it.hitch, Hitch::Refuses(_) | Hitch::Keeps(_))).count();
    (have + open < need).then(|| say!("So {ballot} can win no more.", ballot = telling.id(ballot)))
}

/// What became of a message. The link may have been healed since, and the receiver be up again.
fn was_lost(message: MessageId, reason: LossReason, recording: &Recording, telling: Telling) -> String {
    let way = way(message, recording, telling);
    match reason {
        LossReason::Chance | LossReason::Taken => say!("{way} was lost.", way),
        LossReason::LinkCut => say!("{way} was lost: the link was cut then.", way),
        LossReason::ReceiverDown => {
            let to = telling.node(recording.flight(message).envelope.to);
            say!("{way} reached nobody: {to} was down then.", way, to)
        }
    }
}

/// What stands before a step of a way to release a run: the `nth` way and its `step`, of so many ways with so many steps.
pub fn lead((nth, step): (usize, usize), (ways, steps): (usize, usize)) -> &'static str {
    match (nth, step, steps) {
        (0, 0, 1) if ways == 1 => "",
        (0, 0, 1) => tr!("This alone:"),
        (_, 0, 1) => tr!("Or this alone:"),
        (0, 0, _) => tr!("First:"),
        (_, 0, _) => tr!("Or first:"),
        _ => tr!("then:"),
    }
}

/// `PROMISE 5 from A2 to P1`.
fn way(message: MessageId, recording: &Recording, telling: Telling) -> String {
    let envelope = &recording.flight(message).envelope;
    let (from, to) = (telling.node(envelope.from), telling.node(envelope.to));
    say!("{message} from {from} to {to}", message = named(&envelope.message, telling), from, to)
}

/// What would bring a message to its end where nothing travels by itself: what stands on the button.
pub fn deliver(message: MessageId, recording: &Recording, telling: Telling) -> String {
    telling.said(say!("Deliver {message}", message = way(message, recording, telling)))
}

/// What would release a node: what stands on the button, or a sentence where it comes about by itself. `id` is the one
/// for a new attempt.
pub fn release(release: Release, id: Option<&str>, recording: &Recording, telling: Telling) -> String {
    telling.said(match release {
        Release::Message(message) => say!("Release {message}", message = way(message, recording, telling)),
        Release::Patience(message, time) => {
            say!("{message} arrives at {time}.", message = way(message, recording, telling), time = seconds(time))
        }
        Release::Restart(node) => say!("Restart {node}", node = telling.node(node)),
        Release::Heal(from, to) => {
            say!("Heal the link from {from} to {to}", from = telling.node(from), to = telling.node(to))
        }
        Release::Timer(node, None) => say!("Let {node}'s timer fire", node = telling.node(node)),
        Release::Timer(node, Some(due)) => {
            say!("Let {node}'s timer fire now (due at {due})", node = telling.node(node), due = seconds(due))
        }
        Release::Ask(client, replica, value) => {
            say!(
                "Let {client} ask {replica} for {value}",
                client = telling.node(client),
                replica = telling.node(replica),
                value = telling.value(value)
            )
        }
        Release::Again(node, value) => match id {
            Some(id) => {
                say!(
                    "Let {node} propose {value} under {id}, which is higher",
                    node = telling.node(node),
                    value = telling.value(value),
                    id
                )
            }
            None => say!("Let {node} propose {value} again", node = telling.node(node), value = telling.value(value)),
        },
        Release::Offer(node) => say!("Let {node} propose a value of its own", node = telling.node(node)),
    })
}
