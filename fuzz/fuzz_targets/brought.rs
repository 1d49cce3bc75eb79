//! `brought` of the library, fuzzed: `cargo xtask fuzz` runs it.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| paxos_explainer_fuzz::brought(bytes));
