//! What the newest quorum of promises means for all that is below it: the proof of Paxos in one case.

use crate::paxos::{Ballot, Vote};
use crate::sim::board::{Board, Fate, Floor};
use crate::story::language::{say, tr};
use crate::story::words::Telling;

/// What the newest quorum of promises means for all that is below it: the proof of Paxos in one case. The last is
/// whether it holds.
pub fn floor(board: &Board, floor: &Floor, telling: Telling) -> (String, bool) {
    let (who, id) = (telling.node(floor.proposer), telling.id(floor.ballot));
    let holds = say!("{who} holds promises for {id} from {from}.", who, id, from = telling.nodes(floor.by));
    let reported = match floor.highest {
        None => tr!("They reported nothing.").to_string(),
        Some(vote) => say!("Highest reported: {vote}.", vote = telling.vote(vote)),
    };
    match board.against(floor) {
        None => {
            let follows = match floor.highest {
                None => say!(
                    "Nothing below {id} can be chosen any more, so {who} is free and sends {sends}.",
                    id,
                    who,
                    sends = telling.value(floor.sends)
                ),
                Some(vote) => follows(board, floor, vote, telling),
            };
            let is_right = floor.highest.is_none_or(|vote| vote.value == floor.sends);
            (telling.said(format!("{holds} {reported} {follows}")), is_right)
        }
        Some(vote) => {
            let (but, tells) = fails(board, floor, vote, telling);
            let said = say!("{holds} {reported} But {but}: the proof fails here. {tells}", holds, reported, but, tells);
            (telling.said(said), false)
        }
    }
}

/// What the highest vote that was reported means for all below, and for what is sent. Of what lies below it, these
/// promises say nothing.
fn follows(board: &Board, floor: &Floor, highest: Vote, telling: Telling) -> String {
    let (who, id) = (telling.node(floor.proposer), telling.id(floor.ballot));
    let (value, sends) = (telling.value(highest.value), telling.value(floor.sends));
    let low = telling.id(highest.ballot);
    let between = say!(
        "Nothing between {low} and {id} can be chosen any more, and with id {low} nothing but {value}",
        low,
        id,
        value
    );
    let between = match board.is_paxos {
        true => say!(
            "{between}; whoever sent {value} with {low} had asked a quorum about all below {low}, and so on down",
            between,
            value,
            low
        ),
        false => between,
    };
    let sends = match highest.value == floor.sends {
        true => say!("{who} has to send {sends}", who, sends),
        false => say!("{value} is what {who} would have to send; it sends {sends}", value, who, sends),
    };
    format!("{between}: {sends}.")
}

/// What goes against that, and what is sent all the same.
fn fails(board: &Board, floor: &Floor, against: Vote, telling: Telling) -> (String, String) {
    let (word, low) = (telling.value(against.value), telling.id(against.ballot));
    let row = board.row(against.ballot);
    let but = match row.is_some_and(|row| board.fate(row, against.value) == Fate::Chosen) {
        true => say!("{word} is chosen under {low}", word, low),
        false => say!("no promise keeps {word} from being chosen under {low}", word, low),
    };
    let (who, sends) = (telling.node(floor.proposer), telling.value(floor.sends));
    let tells = match against.value == floor.sends {
        true => say!("By chance {who} sends {sends} too.", who, sends),
        false => say!("{who} sends {sends}.", who, sends),
    };
    (but, tells)
}

/// Why a row has a part in that.
pub fn part(floor: &Floor, ballot: Ballot, telling: Telling) -> Option<String> {
    let who = telling.node(floor.proposer);
    if ballot == floor.ballot {
        return Some(say!("{who} has its promises.", who));
    }
    let is_reported = floor.highest.is_some_and(|vote| vote.ballot == ballot);
    is_reported.then(|| say!("The highest that was reported to {who}.", who))
}
