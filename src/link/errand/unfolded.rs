//! What is told of all that looks the same to a proposer, as a text. Nothing in it is nested deeper than a page reads: a
//! world is a list of what stands on it, one after the other.

use super::request::whole;
use crate::link::host::Plain;
use crate::link::host::plain::{Fields, fields};
use crate::player::errand::{Alike, Card, Pick, Worlds};

/// It, to be written as JSON.
pub fn write(worlds: &Worlds) -> Fields {
    let picks = |of: &dyn Fn(&Pick) -> Plain| Plain::List(worlds.picks.iter().map(of).collect());
    fields([
        ("searched", worlds.searched.into()),
        ("all", worlds.all.into()),
        ("states", worlds.states.into()),
        ("chosen", worlds.chosen.into()),
        ("values", picks(&|pick| pick.value.as_str().into())),
        ("breaks", picks(&|pick| pick.breaks.into())),
        ("lengths", picks(&|pick| pick.length.into())),
        ("runs", picks(&|pick| maybe(pick.run.as_deref()))),
        ("worlds", Plain::List(worlds.worlds.iter().map(alike).collect())),
    ])
}

fn maybe(text: Option<&str>) -> Plain {
    text.map_or(Plain::Nothing, Plain::from)
}

fn alike(alike: &Alike) -> Plain {
    let mut said: Vec<Plain> = vec![alike.states.into(), Plain::Bool(alike.is_here), count(alike.cards.len())];
    for card in &alike.cards {
        said.extend([card.node.as_str().into(), maybe(card.promised.as_deref()), maybe(card.accepted.as_deref())]);
    }
    for values in [&alike.chosen, &alike.open] {
        said.push(count(values.len()));
        said.extend(values.iter().map(|value| Plain::from(value.as_str())));
    }
    said.extend(alike.breaks.iter().map(|&breaks| Plain::Bool(breaks)));
    Plain::List(said)
}

fn count(number: usize) -> Plain {
    Plain::Number(number as f64)
}

/// The same, read.
pub fn read(said: &Plain) -> Option<Worlds> {
    let number = |name: &str| u32::try_from(whole(said, name)?).ok();
    let (values, runs) = (list(said, "values")?, list(said, "runs")?);
    let (breaks, lengths) = (list(said, "breaks")?, list(said, "lengths")?);
    let pick = |nth: usize| {
        Some(Pick {
            value: values[nth].text()?.to_string(),
            run: runs.get(nth)?.text().map(str::to_string),
            length: small(lengths.get(nth)?)?,
            breaks: small(breaks.get(nth)?)?,
        })
    };
    let worlds = list(said, "worlds")?.iter().map(|world| read_alike(world, values.len()));
    Some(Worlds {
        searched: number("searched")?,
        all: number("all")?,
        states: number("states")?,
        chosen: number("chosen")?,
        picks: (0..values.len()).map(pick).collect::<Option<_>>()?,
        worlds: worlds.collect::<Option<_>>()?,
    })
}

fn read_alike(said: &Plain, picks: usize) -> Option<Alike> {
    let Plain::List(said) = said else { return None };
    let mut said = said.iter();
    let text = |said: &Plain| said.text().map(str::to_string);
    let (states, is_here) = (small(said.next()?)?, truth(said.next()?)?);
    let mut cards = Vec::new();
    for _ in 0..small(said.next()?)? {
        let node = text(said.next()?)?;
        cards.push(Card { node, promised: text(said.next()?), accepted: text(said.next()?) });
    }
    let mut values = || -> Option<Vec<String>> {
        let count = small(said.next()?)?;
        (0..count).map(|_| said.next().and_then(text)).collect()
    };
    let (chosen, open) = (values()?, values()?);
    let breaks = (0..picks).map(|_| said.next().and_then(truth)).collect::<Option<_>>()?;
    Some(Alike { states, cards, chosen, open, breaks, is_here })
}

fn small(said: &Plain) -> Option<u32> {
    match said {
        Plain::Number(number) if 0.0 <= *number && number.fract() == 0.0 => Some(*number as u32),
        _ => None,
    }
}

fn truth(said: &Plain) -> Option<bool> {
    match said {
        Plain::Bool(truth) => Some(*truth),
        _ => None,
    }
}

fn list<'a>(said: &'a Plain, name: &str) -> Option<&'a [Plain]> {
    match said.get(name)? {
        Plain::List(values) => Some(values),
        _ => None,
    }
}
