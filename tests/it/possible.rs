//! What can still be chosen: the formula against a search of everything that may happen.

mod search;
mod told;
mod way;

use crate::lab::*;
use crate::on_show::begun;
use crate::scenes::texts;
use crate::storm::rules::variants;
use paxos_explainer::paxos::rules::Storage;
use paxos_explainer::paxos::{Kind, NodeId, QuorumSize, Rules, Value};
use paxos_explainer::sim::board::{Board, Fate};
use paxos_explainer::sim::possible::{Possible, Standing};
use paxos_explainer::sim::world::Faithful;
use paxos_explainer::sim::{Action, Change, Draw, Envelope, World};
use search::{Graph, Kept, futures};
use std::collections::BTreeSet;

/// How often the formula said what.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
struct Tally {
    asked: usize,
    chosen: usize,
    choosable: usize,
    dead: usize,
    /// It was called choosable, and is not.
    over: usize,
    /// It takes what was lost.
    lost: usize,
}

impl Tally {
    /// Compares what is said of a state with all that is chosen in some future of it.
    fn add(&mut self, possible: &Possible, futures: &BTreeSet<Value>, about: &str) {
        for outlook in &possible.values {
            self.asked += 1;
            let is_possible = futures.contains(&outlook.value);
            match outlook.standing() {
                Standing::Chosen => self.chosen += 1,
                Standing::Choosable => self.choosable += 1,
                Standing::Dead => self.dead += 1,
            }
            match outlook.standing() {
                Standing::Dead => assert!(!is_possible, "{:?} is called dead: {about}", outlook.value),
                _ if is_possible => {}
                _ => {
                    assert!(!possible.is_exact, "{outlook:?} is called possible: {about}");
                    self.over += 1;
                }
            }
        }
        for value in futures {
            assert!(possible.of_value(*value).is_some(), "{value:?} is not spoken of: {about}");
        }
    }
}

fn ruled(changes: &[Change], cast: Cast) -> World {
    let mut world = World::new(cast.cluster(), Rules::default());
    changes.iter().for_each(|&change| _ = world.set(change));
    world
}

/// Every state that two ballots can come to, and what is said of each.
fn every_state(changes: &[Change], stride: usize) -> Tally {
    let cast = Cast { clients: 0, proposers: 2, acceptors: 3, learners: 0 };
    let world = ruled(changes, cast);
    let again = world.rules.may_reuse_ids().then(|| cast.ballot(1));
    let graph = Graph::of(Kept::new(world), &[(cast.id(P1), CAT, None), (cast.id(P2), DOG, again)]);
    let mut tally = Tally::default();
    for at in (0..graph.states.len()).step_by(stride) {
        let world = &graph.states[at].world;
        let possible = Possible::of_world(world, &world.in_flight);
        tally.add(&possible, &graph.futures[at], &format!("{changes:?} {world:?}"));
    }
    tally
}

#[test]
fn formula_agrees_with_the_search_in_every_state_of_two_ballots() {
    let tally = every_state(&[], 1);
    assert_eq!(tally.over, 0);
}

/// A run in which anything comes in any order, beside the same in which nothing sent is ever gone.
struct Wild {
    cast: Cast,
    world: World,
    kept: Kept,
    draw: Draw,
    ballots: usize,
    /// How many proposers begin anything.
    begin: u8,
}

impl Wild {
    fn new(seed: u32, changes: &[Change], (proposers, acceptors): (u8, u8)) -> Wild {
        let cast = Cast { clients: 0, proposers, acceptors, learners: 0 };
        let world = ruled(changes, cast);
        let ballots = 2 + seed as usize % 2;
        Wild {
            cast,
            kept: Kept::new(world.clone()),
            world,
            draw: Draw::new(seed, NodeId(0), NodeId(1), 0, 0),
            ballots,
            begin: proposers,
        }
    }

    fn below(&mut self, bound: usize) -> usize {
        self.draw.between(0, bound as u32 - 1) as usize
    }

    fn act(&mut self) {
        let kind = self.below(24);
        let in_flight = self.world.in_flight.len();
        match kind {
            0..3 if self.world.used.len() < self.ballots => {
                let node = self.cast.id(Who::P(self.below(usize::from(self.begin)) as u8 + 1));
                let value = [CAT, DOG, FOX][self.below(3)];
                let reuses = self.world.rules.may_reuse_ids() && self.below(2) == 0;
                let ballot = self.world.used.first().map(|&(ballot, _)| ballot).filter(|_| reuses);
                self.both(Action::Propose { node, value, ballot });
            }
            3 => {
                let node = NodeId(self.below(usize::from(self.cast.proposers + self.cast.acceptors)) as u8);
                let up = self.world.node(node).up;
                self.both(if up { Action::Crash { node } } else { Action::Restart { node } });
            }
            _ if in_flight == 0 => {}
            4 | 5 => {
                let at = self.below(in_flight);
                let message = self.world.in_flight[at].id;
                let _ = self.world.apply(Action::Drop { message }, &mut Faithful);
            }
            _ => {
                let at = self.below(in_flight);
                let envelope = self.world.in_flight[at].clone();
                let is_it = |other: &&Envelope| {
                    (other.from, other.to, &other.message) == (envelope.from, envelope.to, &envelope.message)
                };
                if let Some(id) = self.kept.world.in_flight.iter().find(is_it).map(|other| other.id) {
                    self.kept = self.kept.and(Action::Deliver { message: id }).expect("it is there");
                    self.world.apply(Action::Deliver { message: envelope.id }, &mut Faithful).expect("it is there");
                    self.world.in_flight.retain(|it| !matches!(it.message.kind(), Kind::Accepted | Kind::Nack));
                }
            }
        }
    }

    fn both(&mut self, action: Action) {
        if self.world.apply(action, &mut Faithful).is_ok() {
            self.kept = self.kept.and(action).expect("both worlds are one but for their messages");
        }
    }
}

/// What is said of states of walks, against a search from each.
fn walks(changes: &[Change], seeds: u32) -> Tally {
    let mut tally = Tally::default();
    for seed in 0..seeds {
        let mut wild = Wild::new(seed, changes, [(2, 3), (3, 3), (2, 4), (2, 3)][seed as usize % 4]);
        for _ in 0..6 + seed % 17 {
            wild.act();
        }
        for _ in 0..6 {
            (0..3).for_each(|_| wild.act());
            let Some(futures) = futures(&wild.kept.world, 0) else { continue };
            let possible = Possible::of_world(&wild.world, &wild.kept.world.in_flight);
            let about = format!("seed {seed}, {changes:?}: {:?}", wild.world);
            tally.add(&possible, &futures, &about);
            let Some(arriving) = search::futures(&wild.world, 0) else { continue };
            for outlook in &possible.values {
                let is_on_its_way = outlook.ways.iter().any(|way| way.is_on_its_way);
                let will = arriving.contains(&outlook.value);
                assert!(is_on_its_way || !will, "{outlook:?} is said to need what was lost: {about}");
                assert!(will || !is_on_its_way || !possible.is_exact, "{outlook:?} is said to be on its way: {about}");
                tally.lost += usize::from(!is_on_its_way && outlook.standing() == Standing::Choosable);
            }
        }
    }
    tally
}

#[test]
fn formula_agrees_with_the_search_in_walks_under_every_rule() {
    let is_wrong = |&change: &Change| ruled(&[change], Cast::of(1, 3)).rules != Rules::default();
    let mut over = Vec::new();
    for change in variants().into_iter().filter(is_wrong) {
        let tally = walks(&[change], 16);
        assert!(5 < tally.choosable && 5 < tally.dead, "{change:?} {tally:?}");
        over.extend((0 < tally.over).then_some(change));
    }
    assert_eq!(over, [], "under these rules it was called choosable and was not");
}

#[test]
fn formula_agrees_with_the_search_in_long_walks_of_paxos() {
    let quorums = [
        QuorumSize::Majority,
        QuorumSize::Sizes { prepare: 3, accept: 1 },
        QuorumSize::Sizes { prepare: 1, accept: 1 },
    ];
    for quorum in quorums {
        let tally = walks(&[Change::Quorum(quorum)], 60);
        assert_eq!(tally.over, 0);
        assert!(10 < tally.lost, "{tally:?}");
    }
}

/// A proposer that has used a high id, of which nobody has heard: its next one is above all others.
fn newcomer(cast: Cast, world: &mut World) {
    let node = cast.id(P3);
    let high = Some(cast.ballot(99));
    for action in [Action::Propose { node, value: FOX, ballot: high }, Action::Crash { node }, Action::Restart { node }]
    {
        world.apply(action, &mut Faithful).expect("it can be done");
    }
    world.in_flight.clear();
}

#[test]
fn one_more_id_brings_what_the_formula_says_and_a_second_brings_no_more() {
    let (mut asked, mut over) = (0, 0);
    for seed in 0..70 {
        let mut wild = Wild::new(seed, &[], (2, 3));
        wild.cast.proposers = 3;
        let mut world = ruled(&[], wild.cast);
        newcomer(wild.cast, &mut world);
        (wild.kept, wild.world, wild.ballots) = (Kept::new(world.clone()), world, 3 + seed as usize % 2);
        for _ in 0..18 + seed % 20 {
            wild.act();
        }
        let possible = Possible::of_world(&wild.world, &wild.kept.world.in_flight);
        let said = |value: Value| {
            possible.of_value(value).is_some_and(|outlook| outlook.later || outlook.standing() != Standing::Dead)
        };
        for ids in 1..=2 {
            let Some(futures) = futures(&wild.kept.world, ids) else { continue };
            for outlook in &possible.values {
                let about = format!("seed {seed}, {ids} more: {outlook:?} {:?}", wild.world);
                assert_eq!(said(outlook.value), futures.contains(&outlook.value), "{about}");
                asked += 1;
                over += usize::from(!said(outlook.value));
            }
        }
    }
    assert!(100 < asked && 20 < over, "{asked} {over}");
}

/// Where a value was sent, the board knows the answer too: it asks who has promised what.
#[test]
fn formula_and_board_agree_about_what_was_sent() {
    let mut seen = [0; 3];
    for (_, text) in texts() {
        let model = begun(&text);
        let Some(show) = model.show().filter(|show| show.poll().is_none() && !show.is_replicated()) else { continue };
        for slide in &show.scene.slides {
            let (board, possible) = (Board::of(show.recording(), slide.end), Possible::of(show.recording(), slide.end));
            for row in board.rows.iter().filter(|_| possible.is_exact) {
                for &value in &row.values {
                    let ways = possible.of_value(value).into_iter().flat_map(|outlook| &outlook.ways);
                    let way = ways.into_iter().find(|way| way.ballot == row.ballot);
                    let fate = match way {
                        Some(way) if way.is_chosen => Fate::Chosen,
                        Some(_) => Fate::Alive,
                        None => Fate::Dead,
                    };
                    // The board asks what an acceptor may do as it is, and not what a crash would make it forget.
                    let is_durable = show.recording().at(slide.end).rules.storage == Storage::Durable;
                    if is_durable {
                        assert_eq!(
                            fate,
                            board.fate(row, value),
                            "{} {}: {row:?}",
                            show.scene.script.title,
                            slide.title
                        );
                        seen[fate as usize] += 1;
                    }
                }
            }
        }
    }
    assert!(seen.iter().all(|&times| 20 < times), "{seen:?}");
}
