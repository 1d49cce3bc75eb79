//! What is told of all that looks the same to a proposer, as a text.

use super::request::whole;
use crate::link::host::Plain;
use crate::link::host::plain::{Fields, fields};
use crate::player::errand::{Alike, Card, Pick, Worlds};

/// It, to be written as JSON.
pub fn write(worlds: &Worlds) -> Fields {
    let pick = |pick: &Pick| {
        Plain::Fields(fields([
            ("value", pick.value.as_str().into()),
            ("run", maybe(pick.run.as_deref())),
            ("length", pick.length.into()),
        ]))
    };
    fields([
        ("searched", worlds.searched.into()),
        ("picks", Plain::List(worlds.picks.iter().map(pick).collect())),
        ("worlds", Plain::List(worlds.worlds.iter().map(alike).collect())),
    ])
}

fn maybe(text: Option<&str>) -> Plain {
    text.map_or(Plain::Nothing, Plain::from)
}

fn texts(texts: &[String]) -> Plain {
    Plain::List(texts.iter().map(|text| text.as_str().into()).collect())
}

fn alike(alike: &Alike) -> Plain {
    let card = |card: &Card| {
        Plain::Fields(fields([
            ("node", card.node.as_str().into()),
            ("promised", maybe(card.promised.as_deref())),
            ("accepted", maybe(card.accepted.as_deref())),
        ]))
    };
    Plain::Fields(fields([
        ("states", alike.states.into()),
        ("cards", Plain::List(alike.cards.iter().map(card).collect())),
        ("chosen", texts(&alike.chosen)),
        ("open", texts(&alike.open)),
        ("breaks", Plain::List(alike.breaks.iter().map(|&breaks| Plain::Bool(breaks)).collect())),
        ("here", Plain::Bool(alike.is_here)),
    ]))
}

/// The same, read.
pub fn read(said: &Plain) -> Option<Worlds> {
    Some(Worlds {
        searched: number(said, "searched")?,
        picks: list(said, "picks", read_pick)?,
        worlds: list(said, "worlds", read_alike)?,
    })
}

fn read_pick(said: &Plain) -> Option<Pick> {
    Some(Pick {
        value: text(said.get("value")?)?,
        run: said.get("run").and_then(text),
        length: number(said, "length")?,
    })
}

fn read_alike(said: &Plain) -> Option<Alike> {
    let card = |said: &Plain| {
        Some(Card {
            node: text(said.get("node")?)?,
            promised: said.get("promised").and_then(text),
            accepted: said.get("accepted").and_then(text),
        })
    };
    Some(Alike {
        states: number(said, "states")?,
        cards: list(said, "cards", card)?,
        chosen: list(said, "chosen", text)?,
        open: list(said, "open", text)?,
        breaks: list(said, "breaks", truth)?,
        is_here: said.get("here").and_then(truth)?,
    })
}

fn number(said: &Plain, name: &str) -> Option<u32> {
    u32::try_from(whole(said, name)?).ok()
}

fn text(said: &Plain) -> Option<String> {
    said.text().map(str::to_string)
}

fn truth(said: &Plain) -> Option<bool> {
    match said {
        Plain::Bool(truth) => Some(*truth),
        _ => None,
    }
}

fn list<T>(said: &Plain, name: &str, read: impl Fn(&Plain) -> Option<T>) -> Option<Vec<T>> {
    match said.get(name)? {
        Plain::List(values) => values.iter().map(read).collect(),
        _ => None,
    }
}
