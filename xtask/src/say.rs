//! What the user reads: headings, notes, durations.
//!
//! Everything goes to the standard output but the sentence with which a
//! command gives up.

use std::time::Duration;

/// Opens a stage, so that the output below it can be found again.
pub fn heading(number: usize, count: usize, title: &str) {
    println!("\n=== {number}/{count} {title} ===");
}

/// Says what is being done on the user's behalf, such as an installation.
pub fn note(text: &str) {
    println!("--- {text}");
}

/// Says why a command cannot go on.
pub fn stop(sentence: &str) {
    eprintln!("\n{sentence}");
}

/// A duration as people say it: `0.4 s`, `38 s`, `2 min 5 s`.
pub fn duration(time: Duration) -> String {
    let seconds = time.as_secs_f64();
    if seconds < 9.95 {
        format!("{seconds:.1} s")
    } else if seconds < 59.5 {
        format!("{seconds:.0} s")
    } else {
        let whole = seconds.round() as u64;
        format!("{} min {} s", whole / 60, whole % 60)
    }
}

/// `a`, `a and b`, `a, b and c`.
pub fn list(words: &[&str]) -> String {
    match words {
        [] => String::new(),
        [word] => (*word).to_string(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn duration_reads_as_people_say_it() {
        let said = |ms| duration(Duration::from_millis(ms));
        assert_eq!(said(432), "0.4 s");
        assert_eq!(said(9_949), "9.9 s");
        assert_eq!(said(9_951), "10 s");
        assert_eq!(said(59_600), "1 min 0 s");
        assert_eq!(said(125_000), "2 min 5 s");
    }

    #[test]
    fn list_joins_with_commas_and_a_final_and() {
        assert_eq!(list(&["a"]), "a");
        assert_eq!(list(&["a", "b"]), "a and b");
        assert_eq!(list(&["a", "b", "c"]), "a, b and c");
    }
}
