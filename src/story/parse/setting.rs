//! Settings: what holds from the beginning where the header says it, and from now on after `set`.

use super::fault::{Parsed, fail, fail_at, fail_near, found};
use super::head::Occasion;
use super::header::{is_header_word, say};
use super::lexis::{
    Input, here, keyword, milliseconds, must_have_no_unit, number, one_of, text, too_long, whole, without_unit,
    word_here, words_from,
};
use crate::paxos::rules::{
    Accept, Commit, Counting, Dedup, Gaps, IdsRule, Leading, Learn, Members, Phases, Promise, Quorum, Report, Storage,
    ValueRule,
};
use crate::paxos::{Nacks, QuorumSize};
use crate::sim::recording::TIME_MAX;
use crate::sim::{Change, Commands, Delay, Delivery, Retry};
use crate::story::language::{say, tr};
use crate::story::names::{COMMAND, WINDOW_MAX};
use crate::story::problem::either;
use winnow::Parser;
use winnow::combinator::opt;

/// The statements of the header that `set` can change later.
pub(super) const SETTINGS: [&str; 13] = [
    "quorum",
    "network",
    "delay",
    "loss",
    "duplication",
    "retry",
    "nacks",
    "seed",
    "rule",
    "heartbeat",
    "election",
    "commands",
    "window",
];
/// So many of them are for a scene of one decision too.
const OF_ONE: usize = 9;
const RULES: [&str; 15] = [
    "phases", "promise", "report", "value", "accept", "quorum", "storage", "ids", "count", "learn", "leader", "gaps",
    "commit", "dedup", "members",
];

/// After `set`: a setting that fits what was said before.
#[inline(never)]
pub(super) fn later_setting(input: &mut Input) -> Parsed<Change> {
    let word = word_here(input);
    if is_header_word(word) && !SETTINGS.contains(&word) {
        let known = if input.state.known.borrow().head.is_replicated() { &SETTINGS[..] } else { &SETTINGS[..OF_ONE] };
        return fail_at(here(input), say!("`{word}` cannot change during a run", word), either(known));
    }
    let change = setting(input, Occasion::Later)?;
    let oversized = input.state.known.borrow().head.oversized();
    match oversized {
        Some((spot, (wrong, expected))) => fail_at(spot.at, wrong, expected),
        None => Ok(change),
    }
}

/// One setting.
pub(super) fn setting(input: &mut Input, occasion: Occasion) -> Parsed<Change> {
    let start = here(input);
    let word = one_of(input, tr!("a setting"), SETTINGS.into_iter().map(|word| (word, word)))?;
    if word == "rule" {
        return rule(input, start, occasion);
    }
    say(input, start, word, occasion)?;
    match word {
        "quorum" => quorum(input),
        "network" => network(input).map(Change::Network),
        "delay" => delay(input, tr!("a delay: milliseconds such as 500, or 500..900"), &[]).map(Change::Delay),
        "loss" => percent(input).map(Change::Loss),
        "duplication" => percent(input).map(Change::Duplication),
        "retry" => retry(input).map(Change::Retry),
        "heartbeat" if opt(keyword("off")).parse_next(input)?.is_some() => Ok(Change::Heartbeat(None)),
        "heartbeat" => {
            let start = here(input);
            match milliseconds(input, tr!("off, or milliseconds such as 500"))? {
                0 => fail_at(start, tr!("a heartbeat every 0 ms would let no time pass"), tr!("off, or at least 1")),
                every => Ok(Change::Heartbeat(Some(every))),
            }
        }
        "election" if opt(keyword("off")).parse_next(input)?.is_some() => Ok(Change::Election(None)),
        "election" => {
            let start = here(input);
            match delay(input, tr!("off, or milliseconds such as 3000..5000"), &["off"])? {
                Delay { least: 0, .. } => {
                    fail_at(start, tr!("an election after 0 ms would let no time pass"), tr!("off, or at least 1"))
                }
                delay => Ok(Change::Election(Some(delay))),
            }
        }
        "commands" if opt(keyword("off")).parse_next(input)?.is_some() => Ok(Change::Commands(None)),
        "commands" => commands(input),
        "window" => window(input),
        "nacks" => {
            one_of(input, tr!("on or off"), [("on", Nacks::On), ("off", Nacks::Off)].into_iter()).map(Change::Nacks)
        }
        _ => number(input, tr!("a seed from 0 to 4294967295")).map(Change::Seed),
    }
}

#[inline(never)]
fn window(input: &mut Input) -> Parsed<Change> {
    let start = here(input);
    match number(input, tr!("a number of slots, such as 3"))? {
        0 => fail_at(start, tr!("with a window of 0 slots nothing could ever be proposed"), tr!("at least 1")),
        slots if WINDOW_MAX < slots => fail_at(
            start,
            say!("a window of {slots} slots is too large", slots),
            say!("at most {most}", most = WINDOW_MAX),
        ),
        slots => Ok(Change::Window(slots)),
    }
}

/// Whether messages travel by themselves.
pub(super) fn network(input: &mut Input) -> Parsed<Delivery> {
    one_of(input, tr!("a network"), [("timed", Delivery::Timed), ("manual", Delivery::Manual)].into_iter())
}

#[inline(never)]
fn quorum(input: &mut Input) -> Parsed<Change> {
    if opt(keyword("majority")).parse_next(input)?.is_some() {
        return Ok(Change::Quorum(QuorumSize::Majority));
    }
    if opt(keyword("prepare")).parse_next(input)?.is_some() {
        let prepare = quorum_number(input)?;
        if opt(keyword("accept")).parse_next(input)?.is_none() {
            if whole(word_here(input)).is_some() {
                let meant = format!("`quorum prepare {prepare} accept {}`", word_here(input));
                return fail(input, meant);
            }
            return fail_near(input, tr!("accept and the size of an accept quorum"), &["accept"]);
        }
        let accept = quorum_number(input)?;
        return Ok(Change::Quorum(QuorumSize::Sizes { prepare, accept }));
    }
    let size = quorum_number(input)?;
    if whole(word_here(input)).is_some() {
        let wrong = say!("{found}, and nothing says which size is whose", found = found(input));
        return fail_at(here(input), wrong, format!("`quorum prepare {size} accept {}`", word_here(input)));
    }
    Ok(Change::Quorum(QuorumSize::Sizes { prepare: size, accept: size }))
}

/// A size, which is compared with the number of acceptors once that is known.
fn quorum_number(input: &mut Input) -> Parsed<u8> {
    let start = here(input);
    if whole(word_here(input)).is_none() {
        return fail_near(
            input,
            tr!("majority, the size of a quorum, or prepare N accept M"),
            &["majority", "prepare", "accept"],
        );
    }
    let size = number(input, tr!("the size of a quorum"))?;
    match u8::try_from(size) {
        Ok(size) if 0 < size => {
            let spot = super::fault::spot(input, start);
            input.state.known.borrow_mut().head.quorums.push((spot, size));
            Ok(size)
        }
        _ => fail_at(
            start,
            say!("a quorum of {size} is none", size),
            tr!("at least 1 and at most the number of acceptors"),
        ),
    }
}

/// How long clients rest; each of their commands adds 1, so that the balance counts them.
#[inline(never)]
fn commands(input: &mut Input) -> Parsed<Change> {
    let rest = delay(input, tr!("off, or milliseconds such as 2000, or 1000..3000"), &["off"])?;
    let names = &mut input.state.known.borrow_mut().names;
    let value = names.intern(COMMAND);
    Ok(Change::Commands(Some(Commands { rest, value, command: names.command(value) })))
}

/// A number of milliseconds or a range of them; `words` are what else could stand here.
fn delay(input: &mut Input, expected: &str, words: &[&str]) -> Parsed<Delay> {
    must_be_one_range(input)?;
    let (start, word) = (here(input), word_here(input));
    let (least, most) = word.split_once("..").unwrap_or((word, word));
    if let (Some(least), Some(most)) = (without_unit(least), without_unit(most)) {
        let plain = if least == most { least } else { format!("{least}..{most}") };
        return fail(input, say!("milliseconds without a unit: {plain}", plain));
    }
    match (whole(least), whole(most)) {
        (Some(least), Some(most)) if least <= most && most <= TIME_MAX => {
            text(input, expected)?;
            let numbers = [least, most];
            must_have_no_unit(input, if word.contains("..") { &numbers } else { &numbers[..1] })?;
            Ok(Delay { least, most })
        }
        (Some(least), Some(most)) if least <= most => too_long(start, most),
        (Some(least), Some(most)) if most < least => {
            fail_at(start, say!("{least}..{most} runs backwards", least, most), tr!("the lesser number first"))
        }
        _ => fail_near(input, expected, words),
    }
}

/// What people put between the ends of a range, longer ones first.
const BETWEEN: [&str; 6] = ["...", "..", "…", "to", "–", "-"];

/// A range has two dots and no spaces: one that is written otherwise is shown so.
fn must_be_one_range(input: &Input) -> Parsed<()> {
    let plain = |end: &str| whole(end).or_else(|| whole(&without_unit(end)?));
    let ends = |written: &str| {
        let (least, most) = BETWEEN.into_iter().find_map(|sign| written.split_once(sign))?;
        Some((plain(least)?, plain(most)?))
    };
    let words: Vec<&str> = words_from(input).take(3).collect();
    let written =
        (1..=words.len()).map(|many| words[..many].concat()).find_map(|written| Some((ends(&written)?, written)));
    match written {
        Some(((one, other), written)) if written != word_here(input) || !is_range(&written) => {
            let meant = format!("{}..{}", one.min(other), one.max(other));
            fail_at(here(input), tr!("a range is written with two dots and no spaces"), meant)
        }
        _ => Ok(()),
    }
}

/// Whether the ends have two dots between them, and no more.
fn is_range(word: &str) -> bool {
    word.contains("..") && !word.contains("...")
}

fn percent(input: &mut Input) -> Parsed<u8> {
    let (start, word) = (here(input), word_here(input));
    if let Some(percent @ 0..=100) = whole(word) {
        let wrong = found(input);
        return fail_at(
            start,
            wrong,
            say!("a percentage such as {percent}%, the sign right after the number", percent),
        );
    }
    match word.strip_suffix('%').and_then(whole) {
        Some(percent @ 0..=100) => {
            text(input, tr!("a whole percentage from 0% to 100%, such as 20%"))?;
            Ok(percent as u8)
        }
        _ => fail(input, tr!("a whole percentage from 0% to 100%, such as 20%")),
    }
}

#[inline(never)]
fn retry(input: &mut Input) -> Parsed<Retry> {
    if opt(keyword("off")).parse_next(input)?.is_some() {
        return Ok(Retry::Off);
    }
    if opt(keyword("backoff")).parse_next(input)?.is_some() {
        return milliseconds(input, tr!("milliseconds to begin with, such as 1000")).map(Retry::Backoff);
    }
    let expected = tr!("off, milliseconds such as 3000 or 3000..5000, or backoff and milliseconds");
    delay(input, expected, &["off", "backoff"]).map(Retry::After)
}

/// Reads the variant of a rule by the names that the rule itself gives.
macro_rules! variant {
    ($input:expr, $rule:ident, $change:ident) => {
        one_of($input, tr!("a variant of this rule"), $rule::ALL.iter().map(|&variant| (variant.name(), variant)))
            .map(Change::$change)
    };
}

/// A rule of the statement that begins at `start`.
#[inline(never)]
fn rule(input: &mut Input, start: usize, occasion: Occasion) -> Parsed<Change> {
    let rule = one_of(input, tr!("a rule"), RULES.into_iter().map(|rule| (rule, rule)))?;
    say(input, start, &format!("rule {rule}"), occasion)?;
    match rule {
        "phases" => variant!(input, Phases, Phases),
        "promise" => variant!(input, Promise, Promise),
        "report" => variant!(input, Report, Report),
        "value" => variant!(input, ValueRule, Value),
        "accept" => variant!(input, Accept, Accept),
        "quorum" => variant!(input, Quorum, QuorumRule),
        "storage" => variant!(input, Storage, Storage),
        "ids" => variant!(input, IdsRule, Ids),
        "count" => variant!(input, Counting, Count),
        "leader" => variant!(input, Leading, Leader),
        "gaps" => variant!(input, Gaps, Gaps),
        "commit" => variant!(input, Commit, Commit),
        "dedup" => variant!(input, Dedup, Dedup),
        "members" => variant!(input, Members, Members),
        _ => variant!(input, Learn, Learn),
    }
}
