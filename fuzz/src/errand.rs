//! Any bytes as an errand, and as the report of one: what page and worker write to each other.

use super::{is_sentence, plain};
use paxos_explainer::link::errand::{Errand, report, request};
use paxos_explainer::player::errand::Report;

/// The most slices that one errand is worked on.
const SLICES_MAX: u32 = 8;
/// How many units a slice has.
const BUDGET: u32 = 500;

/// What was read is written so that it reads back; what is taken up can be worked on, and its reports read back too.
pub fn errand(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    if let Some(said) = plain::read(&text) {
        round(&report::read(&said));
        match request::read(&said) {
            Ok(task) => {
                assert_eq!(plain::read(&request::write(&task)).map(|said| request::read(&said)), Some(Ok(task)))
            }
            Err(why) => is_sentence(&why),
        }
    }
    let mut errand = Errand::open(&text);
    for spent_ms in 0..SLICES_MAX {
        let is_done = errand.go_on(BUDGET);
        let said = errand.report(spent_ms);
        let told = plain::read(&said).unwrap_or_else(|| panic!("a report is JSON: {said}"));
        let told = report::read(&told);
        assert_eq!(is_done, !matches!(told, Report::Progress(_)), "{said}");
        if is_done {
            return round(&told);
        }
    }
}

fn round(told: &Report) {
    let said = report::write(told).json();
    assert_eq!(plain::read(&said).map(|said| report::read(&said)).as_ref(), Some(told), "{said}");
}
