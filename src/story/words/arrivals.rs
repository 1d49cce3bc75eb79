//! Being the network: what is said of the orders in which messages can arrive.

use super::{Telling, label};
use crate::paxos::{Kind, Message, NodeId, Outcome, Vote};
use crate::sim::{Envelope, Fate};
use crate::story::branch::{Arrivals, Order};
use crate::story::language::{Words, say, tr, words};
use crate::story::problem::both;
use std::cmp::Ordering;

/// What stands before the strip.
pub const LEAD: Words = words!(
    "You are the network. All messages arrive as in the scene; one of them you may let arrive earlier or later. Each place is a run of its own, carried out anew. The list names the messages as they are in the scene's own order: in another one they may carry something else."
);
/// The button that moves it one place to the front.
pub const EARLIER: Words = words!("Earlier");
/// The button that moves it one place to the back.
pub const LATER: Words = words!("Later");
/// What the list is called for a screen reader.
pub const LIST: Words = words!("The arrivals in order, and what is chosen with the message at each place");
/// What is said where the run on show is none of these.
pub const NOT_ONE: Words =
    words!("The run on show is none of these: more was done in it than to move this one arrival.");
/// What stands where it is not told yet what is chosen.
pub const UNTRIED: &str = "?";
/// The same for a screen reader.
pub const UNTRIED_ALOUD: Words = words!("Not tried yet.");
/// The button that tells what comes of all orders.
pub const TELL_ALL: Words = words!("Show what comes of every order");
/// What stands at the place between two orders at which another value is chosen.
pub const FLIPS_HERE: Words = words!("here it flips");

/// "PREPARE 4.5 at A3": a message, as it is in the order of the scene, and its receiver.
pub fn at(envelope: &Envelope, telling: Telling) -> String {
    let (message, node) = (label(&envelope.message, telling), telling.node(envelope.to));
    say!("{message} at {node}", message, node)
}

/// What stands on the message that is moved: its kind and its id.
pub fn pill(arrivals: &Arrivals, telling: Telling) -> String {
    label(&arrivals.moved.message, telling)
}

/// What the control is called that moves it.
pub fn slider(arrivals: &Arrivals, telling: Telling) -> String {
    let (message, node) = (label(&arrivals.moved.message, telling), telling.node(arrivals.moved.to));
    telling.said(say!("When {message} arrives at {node}", message, node))
}

/// Which way it is to be moved: to the front where that is less.
pub fn toward(arrivals: &Arrivals, way: Ordering, telling: Telling) -> String {
    let (message, node) = (label(&arrivals.moved.message, telling), telling.node(arrivals.moved.to));
    match way {
        Ordering::Less => telling.said(say!("Let {message} arrive earlier at {node}.", message, node)),
        Ordering::Equal => telling.said(say!("Let {message} stay where it is.", message)),
        Ordering::Greater => telling.said(say!("Let {message} arrive later at {node}.", message, node)),
    }
}

/// What a run is called in which the message comes at this place.
pub fn name(arrivals: &Arrivals, place: usize, telling: Telling) -> String {
    let kind = arrivals.moved.message.kind().name();
    match arrivals.orders.get(place).and_then(|order| arrivals.others.get(order.after)) {
        Some(next) => {
            let (other, node) = (label(&next.message, telling), telling.node(next.to));
            telling.said(say!("{kind} before {other} at {node}", kind, other, node))
        }
        None => telling.said(say!("{kind} after all others", kind)),
    }
}

/// The place of the message, and what is chosen there: what a slider says.
pub fn place(arrivals: &Arrivals, place: usize, telling: Telling) -> String {
    let result = arrivals.orders.get(place).map(|order| result(order, telling));
    placed(arrivals, place, &result.unwrap_or_default(), telling)
}

/// The same where it is not told what is chosen.
pub fn untried_place(arrivals: &Arrivals, place: usize, telling: Telling) -> String {
    placed(arrivals, place, UNTRIED_ALOUD.said(), telling)
}

fn placed(arrivals: &Arrivals, place: usize, result: &str, telling: Telling) -> String {
    let (number, count) = (place + 1, arrivals.orders.len());
    match arrivals.orders.get(place).and_then(|order| arrivals.others.get(order.after)) {
        Some(next) => {
            let next = at(next, telling);
            telling.said(say!("Place {number} of {count}, before {next}. {result}", number, count, next, result))
        }
        None => telling.said(say!("Place {number} of {count}, after all others. {result}", number, count, result)),
    }
}

/// The values that are chosen, in short.
pub fn brief(order: &Order, telling: Telling) -> String {
    let values: Vec<_> = order.values().into_iter().map(|value| telling.value(value).into_owned()).collect();
    if values.is_empty() { tr!(in "a value": "nothing").to_string() } else { values.join(", ") }
}

/// The ids under which they are chosen, in short; nothing where nothing is.
pub fn ids(order: &Order, telling: Telling) -> String {
    let ids: Vec<String> = order.chosen.iter().map(|vote| telling.id(vote.ballot)).collect();
    ids.join(", ")
}

/// What is chosen at the end, and under which ids.
pub fn result(order: &Order, telling: Telling) -> String {
    let ids: Vec<String> = order.chosen.iter().map(|vote| telling.id(vote.ballot)).collect();
    let ids = both(&ids);
    let votes: Vec<String> = order.chosen.iter().map(|vote| telling.vote(*vote)).collect();
    match order.values()[..] {
        [] => tr!("Nothing is chosen.").to_string(),
        [value] => {
            let value = telling.value(value);
            telling.said(say!("{value} is chosen, under {ids}.", value, ids))
        }
        _ => {
            let votes = both(&votes);
            telling.said(say!("Two values are chosen, {votes}: agreement is broken.", votes))
        }
    }
}

/// What each proposer has sent.
pub fn sent(order: &Order, telling: Telling) -> Vec<String> {
    let one = |&(proposer, vote): &(NodeId, Vote)| {
        let (proposer, vote) = (telling.node(proposer), telling.vote(vote));
        telling.said(say!("{proposer} sends {vote}.", proposer, vote))
    };
    order.sent.iter().map(one).collect()
}

/// What arrives in the scene, and is never sent here; nothing where that is nothing.
pub fn missing(order: &Order, telling: Telling) -> Option<String> {
    let named = |envelope: &Envelope| {
        let (kind, id) = (envelope.message.kind().name(), envelope.message.ballot().map(|ballot| telling.id(ballot)));
        let (from, to) = (telling.node(envelope.from), telling.node(envelope.to));
        format!("{kind} {id} from {from} to {to}", id = id.unwrap_or_default())
    };
    let all: Vec<String> = order.missing.iter().map(named).collect();
    let list = both(&all);
    match all.len() {
        0 => None,
        1 => Some(telling.said(say!("Left out, since it is never sent in this order: {list}.", list))),
        _ => Some(telling.said(say!("Left out, since they are never sent in this order: {list}.", list))),
    }
}

/// How often another value is chosen, and where.
pub fn flips(arrivals: &Arrivals, telling: Telling) -> String {
    let moved = at(&arrivals.moved, telling);
    let flips = arrivals.flips();
    let places: Vec<String> =
        flips.iter().filter_map(|&place| arrivals.crossed(place)).map(|crossed| at(crossed, telling)).collect();
    let (count, list) = (arrivals.orders.len(), both(&places));
    match flips.len() {
        0 => telling.said(say!("In all {count} orders the outcome is the same.", count)),
        1 => telling.said(say!(
            "In these {count} orders the outcome changes at exactly one place: where {moved} crosses {list}.",
            count,
            moved,
            list
        )),
        many => telling.said(say!(
            "In these {count} orders the outcome changes at {many} places: where {moved} crosses {list}.",
            count,
            many,
            moved,
            list
        )),
    }
}

/// Whether two values are chosen in any order.
pub fn agreement(arrivals: &Arrivals, telling: Telling) -> String {
    let count = arrivals.orders.len();
    match arrivals.count_broken() {
        0 => tr!("In none of them are two values chosen.").to_string(),
        1 => telling.said(say!("In one of these {count} orders two values are chosen.", count)),
        many => telling.said(say!("In {many} of these {count} orders two values are chosen.", many, count)),
    }
}

/// Why another value is chosen on the other side of what is crossed here: a sentence for each side.
pub fn why(arrivals: &Arrivals, place: usize, telling: Telling) -> Vec<String> {
    let (Some(crossed), Some(first), Some(then)) =
        (arrivals.crossed(place), arrivals.orders.get(place), arrivals.orders.get(place + 1))
    else {
        return Vec::new();
    };
    let moved = &arrivals.moved;
    let is_at_one = crossed.to == moved.to;
    match (moved.message.kind(), crossed.message.kind()) {
        (Kind::Prepare, Kind::AcceptRequest) if is_at_one => {
            vec![prepare_first(moved, crossed, first, telling), request_first(moved, crossed, then, telling)]
        }
        (Kind::AcceptRequest, Kind::Prepare) if is_at_one => {
            vec![request_first(crossed, moved, first, telling), prepare_first(crossed, moved, then, telling)]
        }
        _ => {
            let (moved, other) = (at(moved, telling), at(crossed, telling));
            let (before, after) = (result(first, telling), result(then, telling));
            vec![
                telling.said(say!("If {moved} comes before {other}: {before}", moved, other, before)),
                telling.said(say!("If it comes after: {after}", after)),
            ]
        }
    }
}

/// What follows where the PREPARE reaches the acceptor first.
fn prepare_first(prepare: &Envelope, request: &Envelope, order: &Order, telling: Telling) -> String {
    let (asks, wants) = (label(&prepare.message, telling), label(&request.message, telling));
    let node = telling.node(prepare.to);
    let is_refused = order.fate(request) == Some(Fate::Delivered(Outcome::Ignored));
    let first = match (reported(prepare, order, telling), is_refused) {
        (Some(vote), true) => say!(
            "If {asks} comes before {wants} at {node}, its PROMISE reports {vote}, and {node} ignores {wants}.",
            asks,
            wants,
            node,
            vote,
        ),
        (Some(vote), false) => say!(
            "If {asks} comes before {wants} at {node}, its PROMISE reports {vote}, and {node} accepts {wants} all the same.",
            asks,
            wants,
            node,
            vote
        ),
        (None, true) => say!(
            "If {asks} comes before {wants} at {node}, its PROMISE reports nothing, and {node} ignores {wants}.",
            asks,
            wants,
            node,
        ),
        (None, false) => say!(
            "If {asks} comes before {wants} at {node}, its PROMISE reports nothing, and {node} accepts {wants} all the same.",
            asks,
            wants,
            node
        ),
    };
    followed(&first, prepare.from, order, telling)
}

/// What follows where the request reaches the acceptor first.
fn request_first(prepare: &Envelope, request: &Envelope, order: &Order, telling: Telling) -> String {
    let (asks, wants) = (label(&prepare.message, telling), label(&request.message, telling));
    let node = telling.node(prepare.to);
    let first = match reported(prepare, order, telling) {
        Some(vote) => {
            say!(
                "If {wants} comes before {asks} at {node}, {node} accepts it, and its PROMISE reports {vote}.",
                wants,
                asks,
                node,
                vote
            )
        }
        None => say!(
            "If {wants} comes before {asks} at {node}, {node} accepts it, and no PROMISE reports it.",
            wants,
            asks,
            node
        ),
    };
    followed(&first, prepare.from, order, telling)
}

/// A sentence, and after it what the proposer sends then and what is chosen at the end.
fn followed(first: &str, proposer: NodeId, order: &Order, telling: Telling) -> String {
    let sent = order.sent.iter().filter(|(node, _)| *node == proposer).map(|(node, vote)| {
        let (node, vote) = (telling.node(*node), telling.vote(*vote));
        say!("{node} sends {vote}.", node, vote)
    });
    let all: Vec<String> = std::iter::once(first.to_string()).chain(sent).chain([result(order, telling)]).collect();
    telling.said(all.join(" "))
}

/// The vote that the acceptor's PROMISE reports.
fn reported(prepare: &Envelope, order: &Order, telling: Telling) -> Option<String> {
    let Message::Promise { votes, .. } = order.promise(prepare)? else { return None };
    votes.iter().next().map(|(_, vote)| telling.vote(vote))
}
