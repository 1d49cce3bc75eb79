//! What the newest quorum of promises means for all that is below it: the proof of Paxos in one case.

use crate::paxos::Ballot;
use crate::sim::board::{Board, Fate, Floor};
use crate::story::language::{say, tr};
use crate::story::words::Telling;

/// What the newest quorum of promises means for all that is below it: the proof of Paxos in one case. The last is
/// whether it holds.
pub fn floor(board: &Board, floor: &Floor, telling: Telling) -> (String, bool) {
    let (who, id) = (telling.node(floor.proposer), telling.id(floor.ballot));
    let from = telling.nodes(floor.by);
    let holds = say!("{who} holds promises for {id} from {from}.", who, id, from);
    let sends = telling.value(floor.sends);
    let (reported, follows) = match floor.highest {
        None => (
            tr!("They reported nothing.").to_string(),
            say!("Nothing below {id} can be chosen any more, so {who} is free and sends {sends}.", id, who, sends),
        ),
        Some(vote) => {
            let value = telling.value(vote.value);
            let low = telling.id(vote.ballot);
            let sends = match vote.value == floor.sends {
                true => say!("{who} has to send {sends}", who, sends),
                false => say!("{value} is what {who} would have to send; it sends {sends}", value, who, sends),
            };
            let between = say!(
                "Nothing between {low} and {id} can be chosen any more, and with id {low} nothing but {value}",
                low,
                id,
                value
            );
            // Of what lies below the highest reported, these promises say nothing.
            let between = match board.is_paxos {
                true => say!(
                    "{between}; whoever sent {value} with {low} had asked a quorum about all below {low}, and so on down",
                    between,
                    value,
                    low
                ),
                false => between,
            };
            (say!("Highest reported: {vote}.", vote = telling.vote(vote)), format!("{between}: {sends}."))
        }
    };
    match board.against(floor) {
        None => {
            let is_right = floor.highest.is_none_or(|vote| vote.value == floor.sends);
            (telling.said(format!("{holds} {reported} {follows}")), is_right)
        }
        Some(vote) => {
            let word = telling.value(vote.value);
            let row = board.row(vote.ballot);
            let is_chosen = row.is_some_and(|row| board.fate(row, vote.value) == Fate::Chosen);
            let low = telling.id(vote.ballot);
            let but = match is_chosen {
                true => say!("{word} is chosen under {low}", word, low),
                false => say!("no promise keeps {word} from being chosen under {low}", word, low),
            };
            let tells = match vote.value == floor.sends {
                true => say!("By chance {who} sends {sends} too.", who, sends),
                false => say!("{who} sends {sends}.", who, sends),
            };
            (
                telling.said(say!(
                    "{holds} {reported} But {but}: the proof fails here. {tells}",
                    holds,
                    reported,
                    but,
                    tells
                )),
                false,
            )
        }
    }
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
