//! What a link says of an attempt to break Paxos: words with commas between them, such as `accept-always,acceptors-5`.

use super::{is_not, left_out};
use crate::check::{Finding, Subject};
use crate::link::errand::names;
use crate::link::notice;
use crate::player::Setup;
use crate::player::breaking::{Amount, Start};
use crate::sim::Change;
use crate::story::language::{Words, say, tr, words};
use crate::story::print;
use crate::story::problem::nearest;

/// Where nothing is switched off and nothing else is set.
const PAXOS: &str = "paxos";
/// Where replicas run. A rule of a log says so by itself.
const LOG: &str = "log";
/// What can stand there.
const EXPECTED: Words = words!(
    "paxos, or ask-and-fence, or variants of rules such as value-own, log where replicas keep one, numbers such as acceptors-5, and what is looked for such as seek-two-chosen, with commas between them"
);
/// Where it is set for one who designs.
const DESIGN: &str = "ask-and-fence";
/// No run that is found is longer.
const LENGTH_MAX: u32 = 999;
/// Where a search starts from the moment of the link.
const HERE: &str = "from-here";
/// What stands before what is looked for.
const SEEK: &str = "seek-";

/// Reads it.
///
/// # Errors
/// What is wrong with it.
pub(super) fn read(text: &str) -> Result<Setup, String> {
    let mut setup = Setup::default();
    // What runs is said by rules; what else is set depends on it.
    let words = || text.split(',').filter(|word| *word != PAXOS);
    let (first, then): (Vec<&str>, Vec<&str>) = words().partition(|word| says_what_runs(word));
    for word in first.into_iter().chain(then) {
        let runs = setup.subject;
        take(&mut setup, word).ok_or_else(|| elsewhere(word, runs).unwrap_or_else(|| unknown(word)))?;
    }
    Ok(setup)
}

/// What is said of a word that nobody knows.
fn unknown(word: &str) -> String {
    let known: Vec<String> = variants().map(of_variant).collect();
    let near = nearest(word, known.iter().map(String::as_str));
    let near = near.first().map(|near| notice::shown(near));
    let expected = match near {
        Some(near) => say!("{known} (did you mean {near}?)", known = EXPECTED, near),
        None => EXPECTED.to_string(),
    };
    is_not(word, &expected)
}

/// What is said of a word that means something, but not where this runs; none where it means nothing at all.
fn elsewhere(word: &str, runs: Subject) -> Option<String> {
    let other = match runs {
        Subject::Decision => Subject::Log,
        Subject::Log => Subject::Decision,
    };
    let mut there = Setup::default();
    there.turn_to(other);
    take(&mut there, word)?;
    let shown = notice::shown(word);
    let wrong = match runs {
        Subject::Log => say!("is {word}, which means nothing where replicas keep a log", word = shown),
        Subject::Decision if says_what_runs(word) => {
            say!("is {word}, which does not go with a rule of a single decision", word = shown)
        }
        Subject::Decision => {
            say!("is {word}, which means something only with log, where replicas keep one", word = shown)
        }
    };
    Some(left_out(&wrong))
}

fn take(setup: &mut Setup, word: &str) -> Option<()> {
    if word == HERE {
        setup.start = Start::Here;
        return Some(());
    }
    if word == DESIGN {
        setup.is_design = true;
        return Some(());
    }
    if word == LOG {
        return turn(setup, Subject::Log);
    }
    if let Some(variant) = variants().find(|&variant| of_variant(variant) == word) {
        turn(setup, Setup::subject_of(variant)?)?;
        if !setup.is_off(variant) {
            setup.switch(variant);
        }
        return Some(());
    }
    if let Some(sought) = word.strip_prefix(SEEK) {
        let sought = names::of_name(&names::FINDINGS, sought).filter(|sought| sought.has_its_place(setup.subject));
        setup.sought = Some(sought?);
        return Some(());
    }
    let (name, number) = word.rsplit_once('-')?;
    let amount = Amount::ALL.into_iter().find(|amount| amount.word() == name && amount.has_its_place(setup.subject))?;
    let number = number.parse::<u8>().ok()?;
    let (least, most) = amount.range();
    (least..=most).contains(&number).then(|| setup.put(amount, Some(number)))
}

/// Whether a word says what runs.
fn says_what_runs(word: &str) -> bool {
    word == LOG || variants().any(|variant| of_variant(variant) == word)
}

/// What runs from now on, unless something is set already that means nothing there.
fn turn(setup: &mut Setup, subject: Subject) -> Option<()> {
    if setup.subject == Subject::Log && subject == Subject::Decision {
        return None; // It was said that replicas run.
    }
    let mut kept = setup.clone();
    kept.subject = subject;
    setup.turn_to(subject);
    (*setup == kept).then_some(())
}

/// Writes it.
#[inline(never)]
pub(super) fn text(setup: &Setup) -> String {
    let off = setup.off.iter().map(|&variant| of_variant(variant));
    let set = |amount: Amount| Some(format!("{}-{}", amount.word(), setup.set(amount)?));
    let amounts = Amount::ALL.into_iter().filter_map(set);
    let sought = setup.sought.map(|finding| format!("{SEEK}{}", names::name(&names::FINDINGS, finding)));
    let here = (setup.start == Start::Here).then(|| HERE.to_string());
    let design = setup.is_design.then(|| DESIGN.to_string());
    let words: Vec<String> = design.into_iter().chain(off).chain(amounts).chain(sought).chain(here).collect();
    match (setup.subject, setup.off.is_empty()) {
        (Subject::Decision, _) if words.is_empty() => PAXOS.to_string(),
        (Subject::Log, true) => std::iter::once(LOG.to_string()).chain(words).collect::<Vec<_>>().join(","),
        (Subject::Decision | Subject::Log, _) => words.join(","),
    }
}

/// Every variant of every rule.
fn variants() -> impl Iterator<Item = Change> {
    [Subject::Decision, Subject::Log].into_iter().flat_map(Setup::rules).flatten()
}

/// Reads what was found.
///
/// # Errors
/// What is wrong with it.
pub(super) fn read_found(text: &str) -> Result<(Finding, u32), String> {
    let read = || {
        let (finding, length) = text.rsplit_once('-')?;
        let length = length.parse().ok().filter(|length| (1..=LENGTH_MAX).contains(length))?;
        Some((names::of_name(&names::FINDINGS, finding)?, length))
    };
    read().ok_or_else(|| is_not(text, tr!("what was found and in how many actions, such as two-chosen-14")))
}

/// Writes it.
pub(super) fn found_text((finding, length): (Finding, u32)) -> String {
    format!("{}-{length}", names::name(&names::FINDINGS, finding))
}

/// A variant as a word: `rule accept always` is `accept-always`.
fn of_variant(variant: Change) -> String {
    print::change(variant).trim_start_matches("rule ").replace(' ', "-")
}
