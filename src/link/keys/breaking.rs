//! What a link says of an attempt to break Paxos: words with commas between them, such as `accept-always,acceptors-5`.

use super::is_not;
use crate::link::errand::names;
use crate::player::Setup;
use crate::player::breaking::Amount;
use crate::sim::Change;
use crate::story::print;
use crate::story::problem::nearest;

/// Where nothing is switched off and nothing else is set.
const PAXOS: &str = "paxos";
/// What can stand there.
const EXPECTED: &str = "paxos, or variants of rules such as value-own, numbers such as acceptors-5, and what is looked for such as seek-two-chosen, with commas between them";
/// What stands before what is looked for.
const SEEK: &str = "seek-";

/// Reads it.
///
/// # Errors
/// What is wrong with it.
pub(super) fn read(text: &str) -> Result<Setup, String> {
    let mut setup = Setup::default();
    for word in text.split(',').filter(|word| *word != PAXOS) {
        take(&mut setup, word).ok_or_else(|| {
            let known: Vec<String> = Setup::rules().concat().into_iter().map(of_variant).collect();
            let near = nearest(word, known.iter().map(String::as_str));
            let near = near.first().map(|near| format!(" (did you mean \"{near}\"?)")).unwrap_or_default();
            is_not(word, &format!("{EXPECTED}{near}"))
        })?;
    }
    Ok(setup)
}

fn take(setup: &mut Setup, word: &str) -> Option<()> {
    if let Some(variant) = Setup::rules().concat().into_iter().find(|&variant| of_variant(variant) == word) {
        if !setup.is_off(variant) {
            setup.switch(variant);
        }
        return Some(());
    }
    if let Some(sought) = word.strip_prefix(SEEK) {
        setup.sought = Some(names::of_name(&names::FINDINGS, sought)?);
        return Some(());
    }
    let (name, number) = word.rsplit_once('-')?;
    let amount = Amount::ALL.into_iter().find(|amount| amount.word() == name)?;
    let number = number.parse::<u8>().ok()?;
    let (least, most) = amount.range();
    (least..=most).contains(&number).then(|| setup.put(amount, Some(number)))
}

/// Writes it. From where a search starts is not for a link to say.
pub(super) fn text(setup: &Setup) -> String {
    let off = setup.off.iter().map(|&variant| of_variant(variant));
    let set = |amount: Amount| Some(format!("{}-{}", amount.word(), setup.set(amount)?));
    let amounts = Amount::ALL.into_iter().filter_map(set);
    let sought = setup.sought.map(|finding| format!("{SEEK}{}", names::name(&names::FINDINGS, finding)));
    let words: Vec<String> = off.chain(amounts).chain(sought).collect();
    if words.is_empty() { PAXOS.to_string() } else { words.join(",") }
}

/// A variant as a word: `rule accept always` is `accept-always`.
fn of_variant(variant: Change) -> String {
    print::change(variant).trim_start_matches("rule ").replace(' ', "-")
}
