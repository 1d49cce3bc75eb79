//! `link` of the library, fuzzed: `cargo xtask fuzz` runs it.
#![no_main]

use paxos_explainer_fuzz::{WORK_MAX, link, within};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| within(WORK_MAX, || link(bytes)));
