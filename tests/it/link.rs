//! Links: what is read of them, what is written, and that a link which was made once says the same for ever.

mod acts;
mod any_act;
mod any_link;
pub mod errand;
mod found;
mod frozen;
mod frozen_shown;
mod height;
mod host;
mod inside;
mod keys;
mod reference;
mod share;
mod shown;
mod strange;
mod takeout;

use paxos_explainer::link::Link;
use proptest::test_runner::{Config, RngSeed};

/// The pairs of what stands behind the page's address, as the page takes them: those after `?`, then those after `#`.
pub fn pairs(address: &str) -> Vec<(String, String)> {
    let (query, fragment) = address.split_once('#').unwrap_or((address, ""));
    let query = query.strip_prefix('?').unwrap_or(query);
    let parsed = [query, fragment].map(|part| form_urlencoded::parse(part.as_bytes()).into_owned());
    parsed.into_iter().flatten().collect()
}

/// What is read of an address, and what is said of the rest.
fn read(address: &str) -> (Link, Vec<String>) {
    Link::read(pairs(address).into_iter())
}

/// What is read of an address that has nothing wrong in it.
fn right(address: &str) -> Link {
    let (link, notices) = read(address);
    assert_eq!(notices, Vec::<String>::new(), "{address}");
    link
}

fn config(cases: u32) -> Config {
    // The same cases each time: what fails here fails for everybody.
    Config { cases, rng_seed: RngSeed::Fixed(1), failure_persistence: None, ..Config::default() }
}
