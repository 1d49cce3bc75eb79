//! What was found once, and what is like it: the seeds of the fuzz targets, as they are and harmed, go through what the
//! targets hold. So what fuzzing has found fails in every run of the tests where it comes back.

use super::targets::{TARGETS, Target, WORK_MAX, within, worked};
use paxos_explainer::story::language::speak_english;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::{Config, RngSeed, TestRunner};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::Duration;

/// How many harmed seeds each target is given.
const HARMED: u32 = 150;
/// What all seeds may have together, in bytes.
const BYTES_MAX: usize = 300 * 1024;

/// The seeds of a target, by their files.
fn seeds(target: &str) -> Vec<(PathBuf, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds").join(target);
    let entries = std::fs::read_dir(&folder).unwrap_or_else(|why| panic!("{}: {why}", folder.display()));
    let mut seeds: Vec<(PathBuf, Vec<u8>)> = entries
        .map(|entry| entry.expect("an entry can be read").path())
        .map(|path| (path.clone(), std::fs::read(path).expect("a seed can be read")))
        .collect();
    seeds.sort();
    seeds
}

fn survives((name, holds): Target, bytes: &[u8], of: &Path) {
    let tried = catch_unwind(AssertUnwindSafe(|| holds(bytes)));
    // An errand may have been told in another language.
    speak_english();
    assert!(
        tried.is_ok(),
        "`{name}` does not hold for what came of {}: {:?}",
        of.display(),
        String::from_utf8_lossy(bytes)
    );
}

fn replay(name: &str) {
    let target = *TARGETS.iter().find(|(known, _)| *known == name).expect("there is such a target");
    let seeds = seeds(name);
    assert!(!seeds.is_empty(), "{name} has {} seeds", seeds.len());
    seeds.iter().for_each(|(of, bytes)| survives(target, bytes, of));
    let config = Config { cases: HARMED, rng_seed: RngSeed::Fixed(1), failure_persistence: None, ..Config::default() };
    let others = seeds.iter().map(|(_, bytes)| bytes.clone()).collect::<Vec<_>>();
    let harmed = TestRunner::new(config).run(&(select(seeds), vec(harm(others), 1..5)), |((of, bytes), harms)| {
        survives(target, &harms.iter().fold(bytes, |bytes, harm| harm.done(bytes)), &of);
        Ok(())
    });
    harmed.unwrap();
}

/// What is done to some bytes.
#[derive(Clone, Debug)]
enum Harm {
    Cut(usize),
    Leave(usize, usize),
    Flip(usize, u8),
    Put(usize, Vec<u8>),
    Repeat(usize, usize),
}

fn harm(others: Vec<Vec<u8>>) -> impl Strategy<Value = Harm> {
    let odd: [&[u8]; 16] = [
        b"\0",
        b"\xff\xfe",
        b"\"",
        b"\\",
        b"\n",
        b"{",
        b"]",
        b"-1",
        b"1e400",
        b"99999999999999999999",
        b"%00",
        b"null",
        b"~",
        b":",
        "\u{202e}".as_bytes(),
        "👩‍👩‍👧".as_bytes(),
    ];
    let odd: Vec<Vec<u8>> = odd.iter().map(|bytes| bytes.to_vec()).collect();
    prop_oneof![
        any::<usize>().prop_map(Harm::Cut),
        (any::<usize>(), 1usize..30).prop_map(|(at, many)| Harm::Leave(at, many)),
        (any::<usize>(), any::<u8>()).prop_map(|(at, bits)| Harm::Flip(at, bits)),
        (any::<usize>(), select(odd)).prop_map(|(at, bytes)| Harm::Put(at, bytes)),
        (any::<usize>(), select(others)).prop_map(|(at, bytes)| Harm::Put(at, bytes.into_iter().take(60).collect())),
        (any::<usize>(), 1usize..40).prop_map(|(at, many)| Harm::Repeat(at, many)),
    ]
}

impl Harm {
    fn done(&self, mut bytes: Vec<u8>) -> Vec<u8> {
        let end = bytes.len() + 1;
        match self {
            Harm::Cut(at) => bytes.truncate(at % end),
            Harm::Leave(at, many) => drop(bytes.splice(at % end..(at % end + many).min(end - 1), [])),
            Harm::Flip(at, bits) if 1 < end => bytes[at % (end - 1)] ^= bits,
            Harm::Flip(..) => {}
            Harm::Put(at, more) => drop(bytes.splice(at % end..at % end, more.iter().copied())),
            Harm::Repeat(at, many) => {
                let part: Vec<u8> = bytes[at % end..].iter().copied().take(*many).collect();
                drop(bytes.splice(at % end..at % end, part));
            }
        }
        bytes
    }
}

#[test]
fn scenes_are_survived() {
    replay("scene");
}

#[test]
fn links_are_survived() {
    replay("link");
}

#[test]
fn logs_of_acts_are_survived() {
    replay("acts");
}

#[test]
fn what_is_brought_is_survived() {
    replay("brought");
}

#[test]
fn messages_are_survived() {
    replay("message");
}

#[test]
fn errands_are_survived() {
    replay("errand");
}

#[test]
fn exports_of_anything_are_survived() {
    replay("export");
}

#[test]
fn every_target_is_fuzzed_and_has_its_seeds_and_all_of_them_are_small() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz");
    let manifest = std::fs::read_to_string(folder.join("Cargo.toml")).expect("there is one");
    for (name, _) in TARGETS {
        assert!(manifest.contains(&format!("name = \"{name}\"\npath = \"fuzz_targets/{name}.rs\"")), "{name}");
        let target =
            std::fs::read_to_string(folder.join("fuzz_targets").join(format!("{name}.rs"))).expect("it is there");
        assert!(target.contains(&format!("|bytes: &[u8]| within(WORK_MAX, || {name}(bytes))")), "{target}");
    }
    let files = std::fs::read_dir(folder.join("fuzz_targets")).expect("it can be read").count();
    assert_eq!(files, TARGETS.len(), "no target is left out");
    let bytes: usize = TARGETS.iter().flat_map(|(name, _)| seeds(name)).map(|(_, bytes)| bytes.len()).sum();
    assert!(bytes <= BYTES_MAX, "{bytes} bytes");
}

/// Linux tells apart how long a thread has worked and how long it has waited.
#[cfg(target_os = "linux")]
#[test]
fn input_is_judged_by_the_work_that_it_makes_and_not_by_what_others_do() {
    let most = Duration::from_millis(50);
    within(WORK_MAX, || sleep(WORK_MAX + most));
    let ends = worked().expect("Linux says it") + 2 * most;
    let tried = catch_unwind(|| within(most, || while worked().is_some_and(|so_far| so_far < ends) {}));
    assert!(tried.is_err());
}
