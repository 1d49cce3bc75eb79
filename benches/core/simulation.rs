//! Random runs: of the core alone, of the World, of a recording, and Stateright's simulation of the same core.
//!
//! All but the recording walk the very same walks: Stateright is handed the generator by which the others are walked, and
//! its seeds are noted. So all choose the same action at every state, and count the same states. The core alone is the
//! model that Stateright is given, walked in place; the World does the same with reasons.

use crate::stateright::{self, Core};
use paxos_explainer::paxos::{NodeId, Value};
use paxos_explainer::sim::world::Faithful;
use paxos_explainer::sim::{Action, Change, Delay, Recording, Retry, Schedule, World, truth};
use paxos_explainer::story::{Scene, parse};
use rand_core::{Rng, SeedableRng};
use rand_xoshiro::SplitMix64;
use std::time::{Duration, Instant};

/// How many states are seen at least, of each.
const STATES: usize = 1_000_000;
/// How often each is measured; the best counts, as what disturbs a run only makes it slower.
const ROUNDS: usize = 3;
/// Our aim, against Stateright.
const AIM: f64 = 10.0;

/// Who takes part, and how often a ballot is begun.
pub struct Size {
    pub name: &'static str,
    pub header: &'static str,
    pub wishes: u8,
    pub ballots: u8,
    pub each: u8,
}

const SIZES: [Size; 3] = [
    Size {
        name: "2 proposers, 3 acceptors, 1 learner, 4 ballots",
        header: "proposers P1 P2\nacceptors A1 A2 A3\nlearners L1",
        wishes: 2,
        ballots: 4,
        each: 2,
    },
    Size {
        name: "3 proposers, 5 acceptors, 2 learners, 9 ballots",
        header: "proposers P1 P2 P3\nacceptors A1 A2 A3 A4 A5\nlearners L1 L2",
        wishes: 3,
        ballots: 9,
        each: 3,
    },
    Size {
        name: "5 proposers, 9 acceptors, 1 learner, 20 ballots",
        header: "proposers P1 P2 P3 P4 P5\nacceptors A1 A2 A3 A4 A5 A6 A7 A8 A9\nlearners L1",
        wishes: 5,
        ballots: 20,
        each: 4,
    },
];

/// What came of one measurement.
pub struct Row {
    pub name: String,
    pub walks: usize,
    pub states: usize,
    pub time: Duration,
}

impl Row {
    fn rate(&self) -> f64 {
        self.states as f64 / self.time.as_secs_f64()
    }
}

pub fn print() {
    for size in &SIZES {
        let (start, wishes) = world(size);
        let core = stateright::core(size, &start, &wishes);
        let (theirs, seeds) = stateright::simulate(&core, STATES);
        let alone = best(|| walks("the core alone", &seeds, |seed| core.walk(seed)));
        let world = best(|| walks("the World", &seeds, |seed| walk(&core, &start, seed)));
        for ours in [&alone, &world] {
            assert_eq!((ours.walks, ours.states), (theirs.walks, theirs.states), "all walk the same walks");
        }
        let theirs = best_of(theirs, || stateright::simulate(&core, STATES).0);
        let told = [&alone, &world].map(|ours| {
            let ratio = ours.rate() / theirs.rate();
            let verdict = if AIM <= ratio { "kept" } else { "missed" };
            format!("{} sees {ratio:.1} times as many states a second (aim: {AIM}, {verdict})", ours.name)
        });
        print_rows(size.name, &[alone, world, best(|| recordings(&start, &wishes)), theirs]);
        println!("\nAgainst Stateright: {}.", told.join("; "));
    }
}

fn print_rows(heading: &str, rows: &[Row]) {
    println!("\nRandom runs: {heading}\n");
    println!("| by | runs | states | time | states a second |\n| --- | --: | --: | --: | --: |");
    for row in rows {
        let (name, walks, states, time, rate) =
            (&row.name, row.walks, row.states, row.time.as_secs_f64(), row.rate() / 1e6);
        println!("| {name} | {walks} | {states} | {time:.3} s | {rate:.2} million |");
    }
}

fn best(mut measure: impl FnMut() -> Row) -> Row {
    let first = measure();
    best_of(first, measure)
}

fn best_of(first: Row, mut measure: impl FnMut() -> Row) -> Row {
    (1..ROUNDS).map(|_| measure()).fold(first, |best, row| if row.time < best.time { row } else { best })
}

/// The World of a size, and the values that its proposers want.
pub fn world(size: &Size) -> (World, Vec<(NodeId, Value)>) {
    let scene = parse(&format!("title \"Random\"\n{}\n", size.header)).and_then(Scene::play).expect("it is a scene");
    let world = scene.recording.world().clone();
    let proposers = world.cluster.nodes().filter(|&node| world.node(node).proposer.is_some());
    let wishes = proposers.take(usize::from(size.wishes)).zip((0..).map(Value::of)).collect();
    (world, wishes)
}

/// One of `count` things, as the generator draws.
pub fn pick(random: &mut SplitMix64, count: usize) -> usize {
    ((u128::from(random.next_u64()) * count as u128) >> 64) as usize
}

/// A walk for each seed: what is not delivered yet may come in any order, and ballots begin at any time. Agreement is
/// looked at in every state.
fn walks(name: &str, seeds: &[u64], walk: impl Fn(u64) -> usize) -> Row {
    let start = Instant::now();
    let states = seeds.iter().map(|&seed| walk(seed)).sum();
    Row { name: name.into(), walks: seeds.len(), states, time: start.elapsed() }
}

/// The walk of this seed in the World itself.
fn walk(core: &Core, start: &World, seed: u64) -> usize {
    let mut random = SplitMix64::seed_from_u64(seed);
    let mut world = start.clone();
    let mut begun = core.nothing_begun();
    let mut states = 1;
    loop {
        let able = core.able(&begun);
        let count = able.len() + world.in_flight.len();
        if count == 0 {
            return states;
        }
        let at = pick(&mut random, count);
        let action = match able.iter().nth(at) {
            Some(node) => match core.begin(&mut begun, node) {
                Some(value) => Action::Propose { node, value, ballot: None },
                None => Action::Timeout { node },
            },
            None => Action::Deliver { message: world.in_flight[at - able.len()].id },
        };
        world.apply(action, &mut Faithful).expect("it is enabled");
        assert!(truth::two_chosen(&world).is_none(), "Paxos holds");
        states += 1;
    }
}

/// Runs with a clock and a network that loses, doubles and delays, with all that the page keeps of a run: why each step
/// was as it was, the way of each message, and a snapshot now and then.
fn recordings(world: &World, wishes: &[(NodeId, Value)]) -> Row {
    let start = Instant::now();
    let (mut states, mut runs) = (0, 0);
    while states < STATES {
        let mut schedule = Schedule::new(false);
        let conditions = [
            Change::Seed(runs as u32),
            Change::Delay(Delay { least: 10, most: 1000 }),
            Change::Loss(5),
            Change::Duplication(5),
            Change::Retry(Retry::Backoff(400)),
        ];
        conditions.into_iter().for_each(|change| schedule.set(change));
        let mut recording = Recording::new(world.clone(), schedule);
        for &(node, value) in wishes {
            recording.push(Action::Propose { node, value, ballot: None }).expect("a proposer that is up may propose");
        }
        while recording.run_step() {}
        states += recording.steps().len() + 1;
        runs += 1;
    }
    Row { name: "a recording, with clock and chance".into(), walks: runs, states, time: start.elapsed() }
}
