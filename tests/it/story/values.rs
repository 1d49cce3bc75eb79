//! The words for values: each has the place of its first mention, however many there are.

use super::replay::Dice;
use paxos_explainer::paxos::Value;
use paxos_explainer::story::names::{Names, Values};

#[test]
fn word_has_the_place_of_its_first_mention() {
    for seed in 0..20 {
        let (mut dice, mut names, mut plain) = (Dice::of(seed), Names::new(), Vec::<String>::new());
        for nth in 0..300 {
            let word = format!("{}{}", ["v", "", "\u{e4}", "V "][dice.below(4)], dice.below(60));
            let place = plain.iter().position(|known| *known == word).unwrap_or(plain.len());
            if place == plain.len() {
                plain.push(word.clone());
            }
            assert_eq!(names.intern(&word), Value::of(place as u16), "{word}, word {nth} of {seed}");
            if dice.below(50) == 0 {
                let kept = dice.below(plain.len());
                plain.truncate(kept);
                names.values.truncate(kept);
            }
        }
        assert_eq!(names.values[..], plain, "{seed}");
        // However they came to be, the same words in the same order are the same.
        assert_eq!(names.values, plain.iter().map(String::as_str).collect::<Values>(), "{seed}");
    }
}
