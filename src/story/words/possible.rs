//! What can still be chosen, value by value, and why.

use super::board::{Place, accepted, dead, under, who};
use super::digits::grouped;
use super::{Ids, Telling};
use crate::paxos::Value;
use crate::sim::board::{Board, Row};
use crate::sim::possible::{Offer, Outlook, Possible, Standing, Way};
use crate::story::language::{Words, say, tr, words};
use crate::story::problem::both;
use std::borrow::Cow;

/// What it is all about.
pub const TITLE: Words = words!("Is it still possible?");
/// What the words mean.
pub const LEGEND: Words = words!(
    "Choosable: under an id that there is, a quorum of acceptors has each accepted the value or still may, and it is sent there or may still be. Dead: under the ids that there are it can never be chosen, whatever arrives."
);
/// Where nobody has asked for anything.
pub const NOTHING_ASKED: Words = words!("Nobody has asked for a value yet.");
/// The switch that brings it to the stage.
pub const ON_STAGE: Words = words!("on the stage too");
/// The button that plays a way.
pub const SHOW_HOW: Words = words!("Show me how");
/// The same where it takes an id to come.
pub const SHOW_HOW_LATER: Words = words!("Show me how, with a new id");
/// The button that looks for a way where none should be.
pub const LOOK: Words = words!("Look for a way");
/// The button that ends a search.
pub const CANCEL: Words = words!("Stop");
/// What opens the reasons.
pub const WHY: Words = words!("why");
/// What opens the meaning of the words.
pub const TERMS: Words = words!("What the words mean");

/// The same for one who does not see beside what it stands.
pub fn why(value: &str, badge: &str) -> String {
    say!("Why {value} is {badge}", value, badge)
}

/// A value in a word, where it is chosen or can be, and why.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Said {
    /// The value.
    pub value: String,
    /// How it stands.
    pub standing: Standing,
    /// The same in a word: `chosen`, `choosable` or `dead`.
    pub badge: &'static str,
    /// The ids under which it is that.
    pub ids: String,
    /// Why, a sentence an id.
    pub why: Vec<String>,
    /// What an id to come could do; nothing where only a search can tell.
    pub later: Option<String>,
}

impl Said {
    /// The name of its standing for a program.
    pub fn key(&self) -> &'static str {
        match self.standing {
            Standing::Chosen => "chosen",
            Standing::Choosable => "choosable",
            Standing::Dead => "dead",
        }
    }
}

/// What is to be said of a value. `board` is that of the same moment.
pub fn said(possible: &Possible, outlook: &Outlook, board: &Board, telling: Telling) -> Said {
    let of = |is_chosen: bool| outlook.ways.iter().filter(move |way| way.is_chosen == is_chosen);
    let ids = |is_chosen: bool| both(&of(is_chosen).rev().map(|way| telling.id(way.ballot)).collect::<Vec<_>>());
    let value = outlook.value;
    let why: Vec<String> = match outlook.standing() {
        Standing::Chosen => of(true).map(|way| chosen(way, value, board, telling)).collect(),
        Standing::Choosable => of(false).map(|way| choosable(way, value, board, telling)).collect(),
        Standing::Dead if board.rows.is_empty() => vec![tr!("Nobody has used an id yet.").to_string()],
        Standing::Dead => board.rows.iter().map(|row| barred(possible, value, board, row, telling)).collect(),
    };
    let doubt = (outlook.standing() == Standing::Choosable && !possible.is_exact).then(|| DOUBT.to_string());
    let places = match (outlook.standing(), telling.ids) {
        (Standing::Dead, _) if board.is_paxos && !outlook.later => tr!(in "dead": "for good").to_string(),
        (Standing::Dead, _) if !board.rows.is_empty() => tr!("under the ids that there are").to_string(),
        (Standing::Dead, _) | (_, Ids::Hidden) => String::new(),
        (Standing::Chosen, _) => say!("under {ids}", ids = ids(true)),
        (Standing::Choosable, _) if outlook.is_on_its_way() => say!("under {ids}", ids = ids(false)),
        (Standing::Choosable, _) => say!("under {ids}, but only if what was lost is sent again", ids = ids(false)),
    };
    Said {
        value: telling.value(value).into_owned(),
        standing: outlook.standing(),
        badge: badge(outlook.standing()),
        ids: telling.said(places),
        why: why.into_iter().chain(doubt).map(|sentence| telling.said(sentence)).collect(),
        later: board.is_paxos.then(|| telling.said(later(possible, outlook, telling))),
    }
}

/// Under a rule for which the formula may say too much.
const DOUBT: Words = words!(
    "Under the wrong rule in force this is what each acceptor may do by itself. Whether they can do it together, a search finds out."
);

/// A standing in a word.
pub fn badge(standing: Standing) -> &'static str {
    match standing {
        Standing::Chosen => tr!(in "a value": "chosen"),
        Standing::Choosable => tr!(in "a value": "choosable"),
        Standing::Dead => tr!(in "a value": "dead"),
    }
}

fn chosen(way: &Way, value: Value, board: &Board, telling: Telling) -> String {
    let accepted = accepted(board, way.voted, value, &under(way.ballot, telling), (Place::First, telling));
    say!("{accepted}: that is a quorum, whatever else happens.", accepted)
}

fn choosable(way: &Way, value: Value, board: &Board, telling: Telling) -> String {
    let (word, under) = (telling.value(value), under(way.ballot, telling));
    let sent = match way.offer {
        None => say!(
            "{proposer} has sent {word}{under}",
            proposer = proposer(board.row(way.ballot), Place::First, telling),
            word,
            under
        ),
        Some(Offer { by, carries: None, .. }) => say!(
            "{by} may still send {word}{under}, its own value, for a quorum may promise and report nothing against it",
            by = telling.node(by),
            word,
            under
        ),
        Some(Offer { by, carries: Some(vote), .. }) => say!(
            "{by} may still send {word}{under}, for {vote} may be the vote that it has to carry on",
            by = telling.node(by),
            word,
            under,
            vote = telling.vote(vote)
        ),
    };
    let free = who(board, way.free, Place::Within, telling);
    let accepted = accepted(board, way.voted, value, "", (Place::Within, telling));
    let rest = match (way.voted.is_empty(), way.free.is_empty()) {
        (true, _) => say!("no promise keeps {free} from accepting it", free),
        (false, true) => accepted,
        (false, false) => say!("{accepted}, and no promise keeps {free} from it", accepted, free),
    };
    match way.is_on_its_way {
        true => format!("{sent}; {rest}."),
        false => {
            let lost = tr!("What it takes has been lost, though, and would have to be sent again.");
            format!("{sent}; {rest}. {lost}")
        }
    }
}

fn proposer<'a>(row: Option<&Row>, place: Place, telling: Telling<'a>) -> &'a str {
    match (row.and_then(|row| row.proposer), place) {
        (Some(node), _) => telling.node(node),
        (None, Place::First) => tr!(in "an id": "Its proposer"),
        (None, Place::Within) => tr!(in "an id": "its proposer"),
    }
}

/// Why a value cannot be chosen under an id.
fn barred(possible: &Possible, value: Value, board: &Board, row: &Row, telling: Telling) -> String {
    let (word, under) = (telling.value(value), under(row.ballot, telling));
    let who = |place| proposer(Some(row), place, telling);
    let offers: Vec<Value> = possible.offers_of(row.ballot).map(|offer| offer.vote.value).collect();
    let several = |values: &[Value]| both(&values.iter().map(|&value| telling.value(value)).collect::<Vec<_>>());
    let dead = |place| dead(board, row, place, telling);
    let under_it = |says: String| say!("Under {ballot}: {says}", ballot = telling.id(row.ballot), says);
    if row.values.contains(&value) || offers.contains(&value) {
        return match telling.ids {
            Ids::Shown => under_it(dead(Place::Within)),
            Ids::Hidden => dead(Place::First),
        };
    }
    let bare_or_under = |says: String| if telling.ids == Ids::Shown { under_it(says) } else { says };
    match (row.values.is_empty(), row.is_given_up, offers.is_empty()) {
        (false, ..) => say!(
            "{who} has sent {values}{under}, and one id carries one value.",
            who = who(Place::First),
            values = several(&row.values),
            under
        ),
        (true, true, _) if telling.ids == Ids::Hidden => dead(Place::First),
        (true, true, _) => under_it(dead(Place::Within)),
        (true, false, true) => bare_or_under(say!(
            "no quorum is left that could promise it, so that {who} sends nothing.",
            who = who(Place::Within)
        )),
        (true, false, false) => bare_or_under(say!(
            "what acceptors may still report leaves {who} nothing to send but {offers}, not {word}.",
            who = who(Place::Within),
            offers = several(&offers),
            word
        )),
    }
}

/// What an id to come could do, by the rules of Paxos.
fn later(possible: &Possible, outlook: &Outlook, telling: Telling) -> String {
    let word = telling.value(outlook.value);
    let chosen = possible.values.iter().find(|other| other.is_chosen()).map(|other| other.value);
    match (chosen, outlook.later) {
        (Some(chosen), _) if chosen == outlook.value => {
            say!("Whatever ids are to come, they can bring nothing but {word}.", word)
        }
        (Some(chosen), false) => {
            let chosen = telling.value(chosen);
            say!(
                "No id to come can bring it: {chosen} is chosen, so that every quorum has somebody who reports {chosen} to whoever asks.",
                chosen
            )
        }
        (_, true) if outlook.standing() == Standing::Choosable => tr!("A new id could bring it as well.").to_string(),
        (_, true) => tr!("Only a new id could bring it.").to_string(),
        (None, false) => say!(
            "No id to come can bring it: in every quorum that could promise one somebody has accepted a value, and nowhere is {word} the highest.",
            word
        ),
    }
}

/// On the stage, in a few words for each standing: the values that are chosen have a sign of their own there.
#[inline(never)]
pub fn on_stage(possible: &Possible, is_paxos: Proved, telling: Telling) -> Option<String> {
    let of = |wanted: &dyn Fn(&Outlook) -> bool| -> Vec<Cow<str>> {
        possible.values.iter().filter(|it| wanted(it)).map(|it| telling.value(it.value)).collect()
    };
    let is_over = |it: &Outlook| is_paxos == Proved::ForAllIds && !it.later;
    let open = of(&|it| it.standing() == Standing::Choosable && it.is_on_its_way());
    let is_lost = |it: &Outlook| it.standing() == Standing::Choosable && !it.is_on_its_way();
    let again = of(&|it| is_lost(it) && is_over(it));
    let lost = of(&|it| is_lost(it) && !is_over(it));
    let over = of(&|it| it.standing() == Standing::Dead && is_over(it));
    let rest = of(&|it| it.standing() == Standing::Dead && !is_over(it));
    let (of_rest, of_lost) = match is_paxos {
        Proved::ForAllIds => (tr!("only with a new id"), tr!("only if sent again or with a new id")),
        Proved::ForThese => (tr!("not under the ids that there are"), tr!("under these ids only if sent again")),
    };
    let parts = [
        (open, tr!("still possible")),
        (again, tr!("only if sent again")),
        (lost, of_lost),
        (rest, of_rest),
        (over, tr!("no longer possible")),
    ];
    let parts: Vec<String> = parts
        .into_iter()
        .filter(|(values, _)| !values.is_empty())
        .map(|(values, says)| format!("{}: {says}", values.join(", ")))
        .collect();
    (!parts.is_empty()).then(|| telling.said(parts.join(" · ")))
}

/// How far what is called dead is dead.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Proved {
    /// Under the ids that there are.
    ForThese,
    /// Under whatever id, by the rules of Paxos.
    ForAllIds,
}

/// What the run is called in which a way was gone.
pub fn name_of_way(word: &str, length: u32) -> String {
    match length {
        1 => say!("{word} in 1 action", word),
        _ => say!("{word} in {length} actions", word, length),
    }
}

/// What a button does, for one who does not see beside which value it stands.
pub fn for_value(button: &str, value: &str) -> String {
    format!("{button}: {value}")
}

/// How much a search has seen so far.
pub fn searching(states: u32, telling: Telling) -> String {
    telling.said(say!("Searching: {states} states so far.", states = grouped(states.into())))
}

/// A shortest way was found, with so many ids to come at most.
pub fn found(word: &str, (length, ids, states): (u32, u8, u32), telling: Telling) -> String {
    let actions = if length == 1 { tr!("a single action").to_string() } else { say!("{length} actions", length) };
    telling.said(say!(
        "From there {word} can be chosen {ids}: the shortest way takes {actions} (found in {states} states).",
        word,
        ids = with(ids),
        actions,
        states = grouped(states.into())
    ))
}

/// There is no way, with so many ids to come at most.
pub fn none(word: &str, (ids, states): (u8, u32), telling: Telling) -> String {
    let ids = with(ids);
    telling.said(match states {
        1 => say!(
            "{word} is not chosen {ids} in the only state that can be reached. Of more ids than that it says nothing.",
            word,
            ids
        ),
        more => say!(
            "{word} is not chosen {ids} in any of the {states} states that can be reached. Of more ids than that it says nothing.",
            word,
            ids,
            states = grouped(more.into())
        ),
    })
}

/// Where a search came to a limit.
pub fn given_up(word: &str, (ids, states): (u8, u32), telling: Telling) -> String {
    telling.said(say!(
        "No way to {word} was found {ids} in {states} states. There are more, and the search stops here.",
        word,
        ids = with(ids),
        states = grouped(states.into())
    ))
}

fn with(ids: u8) -> String {
    match ids {
        0 => tr!("without a new id").to_string(),
        1 => tr!("with one more id").to_string(),
        more => say!("with up to {more} more ids", more),
    }
}
