//! The table of votes: what stands in it, what each row can still do, and the board that is filled by hand.

mod by_hand;
mod quorums;

use crate::lab::*;
use crate::on_show::{shown, text_of};
use expect_test::{expect, expect_file};
use paxos_explainer::paxos::rules::{Accept, QuorumFor};
use paxos_explainer::paxos::{Ballot, Input, Message, NodeId, NodeSet, Role, Rules, Setting, Slot, Value, Vote};
use paxos_explainer::player::{HandMsg, Model, Msg, Opening, Overlap, OverlapMsg, Panel, Preset, Tool, Which};
use paxos_explainer::sim::board::{Board, Fate, Free, Row};
use paxos_explainer::sim::{Action, Draw, Moment, Recording, Schedule, World, truth};
use paxos_explainer::story::words::Vocabulary;
use paxos_explainer::story::words::quorums::{any_two, these};
use paxos_explainer::view::board::{Table, Tone, by_hand, of_run};
use std::fmt::Write;

fn loaded(id: &str, text: &str) -> Model {
    let (mut model, _) = Model::new(id, Opening::Set);
    model.update(Msg::Loaded { id: id.into(), text: text.into(), opening: Opening::Start });
    model
}

fn opened(id: &str) -> Model {
    loaded(id, &text_of(id))
}

fn table(model: &Model) -> Table {
    of_run(shown(model)).expect("who sees all is shown the board")
}

/// A table as text.
fn told(table: &Table) -> String {
    let mut text = String::new();
    let heads: Vec<String> = table.heads.iter().map(|head| format!("{} ({})", head.name, head.state)).collect();
    let _ = writeln!(text, "  {}", heads.join(" | "));
    for line in &table.lines {
        let cells: Vec<String> = line
            .cells
            .iter()
            .map(|spot| {
                let (promise, chosen) = (if spot.is_promise { "_" } else { "" }, if spot.is_chosen { "*" } else { "" });
                format!("{}{chosen}{promise} {}", spot.text, spot.class)
            })
            .collect();
        let part = if line.part.is_empty() { String::new() } else { format!("[{}] ", line.part) };
        let _ = writeln!(
            text,
            "  {part}{} {}: {} | {}: {}: {}",
            line.id,
            line.whose,
            cells.join(" | "),
            line.fate,
            line.badge,
            line.says
        );
    }
    for (tone, note) in &table.notes {
        let _ = writeln!(text, "  {} {note}", if *tone == Tone::Wrong { "!" } else { "-" });
    }
    text
}

#[test]
fn boards_of_the_cases_tell_their_stories() {
    let cases = [
        "case-proposer-fails",
        "case-proposer-fails-free",
        "case-why-highest",
        "case-why-highest-lowest",
        "case-accept-always",
        "case-storage-forgets-promise",
        "case-flexible-quorums",
        "case-quorums-that-miss",
        "case-already-chosen",
        "nutshell",
    ];
    for id in cases {
        let mut model = opened(id);
        let slides = shown(&model).scene.slides.clone();
        let mut text = String::new();
        for slide in slides.iter() {
            model.update(Msg::StandAt(slide.end));
            let _ = write!(text, "{}\n{}", slide.title, told(&table(&model)));
        }
        expect_file![format!("{}/tests/golden/board/{id}.txt", env!("CARGO_MANIFEST_DIR"))].assert_eq(&text);
    }
}

/// A run in which anything comes in any order, and each message may be lost.
struct Wild {
    cast: Cast,
    recording: Recording,
    draw: Draw,
}

impl Wild {
    fn new(seed: u32, proposers: u8, acceptors: u8, rules: Rules) -> Wild {
        let cast = Cast { clients: 0, proposers, acceptors, learners: 0 };
        let recording = Recording::new(World::new(cast.cluster(), rules), Schedule::new(true));
        Wild { cast, recording, draw: Draw::new(seed, NodeId(0), NodeId(1), 0, 0) }
    }

    fn below(&mut self, bound: usize) -> usize {
        self.draw.between(0, bound as u32 - 1) as usize
    }

    fn act(&mut self) {
        let world = self.recording.world();
        let in_flight: Vec<_> = world.in_flight.iter().map(|envelope| envelope.id).collect();
        let kind = self.below(16);
        let action = match kind {
            0 | 1 => {
                let proposer = Who::P(self.below(usize::from(self.cast.proposers)) as u8 + 1);
                let value = [CAT, DOG, FOX][self.below(3)];
                Action::Propose { node: self.cast.id(proposer), value, ballot: None }
            }
            2 => {
                let node = NodeId(self.below(usize::from(self.cast.proposers + self.cast.acceptors)) as u8);
                if self.recording.world().node(node).up { Action::Crash { node } } else { Action::Restart { node } }
            }
            _ if in_flight.is_empty() => return,
            3 => Action::Drop { message: in_flight[self.below(in_flight.len())] },
            _ => Action::Deliver { message: in_flight[self.below(in_flight.len())] },
        };
        let _ = self.recording.push(action); // One that cannot be done changes nothing.
    }

    fn board(&self) -> Board {
        Board::of(&self.recording, self.recording.end())
    }
}

/// Lets each acceptor have this request, restarted where it is down: those who have voted for it then.
fn ask_all(world: &World, vote: Vote) -> NodeSet {
    let rules = world.rules;
    let setting = Setting { cluster: &world.cluster, rules: &rules, taken: &[], asked: NodeSet::EMPTY };
    let had = world.votes.iter().filter(|cast| cast.vote == vote).fold(NodeSet::EMPTY, |all, cast| all.union(cast.by));
    let accepts = |&node: &NodeId| {
        let mut acceptor = world.node(node).clone();
        if !acceptor.up {
            acceptor.step(setting, node, Input::Restart);
        }
        let message = Message::AcceptRequest {
            ballot: vote.ballot,
            slot: Slot::ONLY,
            value: vote.value,
            first_unchosen: Slot::ONLY,
        };
        let outbox = acceptor.step(setting, node, Input::Message { from: NodeId(0), message: &message });
        !outbox.sends.is_empty()
            && acceptor.acceptor.is_some_and(|acceptor| acceptor.disk.votes.get(Slot::ONLY) == Some(vote))
    };
    had.union(world.cluster.all(Role::Acceptor).iter().filter(accepts).collect())
}

fn is_chosen(world: &World, vote: Vote) -> bool {
    truth::chosen(world).any(|chosen| chosen.vote == vote)
}

/// The values that a row is asked about: those sent in it, else any.
fn fates(board: &Board, row: &Row) -> Vec<(Value, Fate)> {
    match row.values.is_empty() {
        true => vec![(DOG, board.fate_of_any(row))],
        false => row.values.iter().map(|&value| (value, board.fate(row, value))).collect(),
    }
}

#[test]
fn row_is_alive_exactly_when_a_request_could_still_have_it_chosen() {
    let rules = [
        Rules::default(),
        Rules { accept: Accept::Always, ..Rules::default() },
        Rules { accept: Accept::First, ..Rules::default() },
        Rules { accept: Accept::WithoutPromising, ..Rules::default() },
    ];
    let mut seen = [0_u32; 3];
    for (seed, rules) in (0..240_u32).map(|seed| (seed, rules[seed as usize % rules.len()])) {
        let mut wild = Wild::new(seed, 2 + (seed / 4 % 2) as u8, 3 + (seed / 8 % 3) as u8, rules);
        for _ in 0..60 {
            wild.act();
            let (board, world) = (wild.board(), wild.recording.world());
            for row in &board.rows {
                for (value, fate) in fates(&board, row) {
                    let vote = Vote { ballot: row.ballot, value };
                    let could = world.rules.is_quorum(&world.cluster, QuorumFor::Accept, ask_all(world, vote));
                    let expected = match (is_chosen(world, vote), could) {
                        (true, _) => Fate::Chosen,
                        (false, true) if row.is_given_up => Fate::Dead,
                        (false, true) => Fate::Alive,
                        (false, false) => Fate::Dead,
                    };
                    assert_eq!(fate, expected, "{vote:?} with seed {seed}");
                    seen[fate as usize] += 1;
                }
            }
        }
    }
    assert!(seen.iter().all(|&times| 500 < times), "{seen:?}");
}

#[test]
fn dead_row_never_chooses_and_the_floor_keeps_its_word_whatever_happens() {
    let (mut dead, mut floors) = (0, 0);
    for seed in 0..300_u32 {
        let mut wild = Wild::new(seed, 2 + (seed % 2) as u8, 3 + (seed % 3) as u8, Rules::default());
        (0..10 + seed % 40).for_each(|_| wild.act());
        let board = wild.board();
        if let Some(floor) = board.floor {
            assert_eq!(board.against(&floor), None, "seed {seed}");
            assert!(floor.highest.is_none_or(|vote| vote.value == floor.sends));
            floors += 1;
        }
        let was_dead: Vec<Vote> = board
            .rows
            .iter()
            .flat_map(|row| {
                let dead = fates(&board, row).into_iter().filter(|(_, fate)| *fate == Fate::Dead);
                dead.map(|(value, _)| Vote { ballot: row.ballot, value }).collect::<Vec<_>>()
            })
            .collect();
        for later in 0..4 {
            let (recording, cast) = (wild.recording.fork(wild.recording.end()), wild.cast);
            let mut then = Wild { cast, recording, draw: Draw::new(seed, NodeId(1), NodeId(0), 1, later) };
            (0..80).for_each(|_| then.act());
            let now = then.board();
            for vote in &was_dead {
                assert!(!is_chosen(then.recording.world(), *vote), "{vote:?} with seed {seed}");
                let row = now.row(vote.ballot).expect("a row stays");
                assert_eq!(now.fate(row, vote.value), Fate::Dead);
                dead += 1;
            }
        }
    }
    assert!(1000 < dead && 100 < floors, "{dead} {floors}");
}

#[test]
fn cells_lead_to_the_step_that_wrote_them() {
    let mut model = opened("case-proposer-fails");
    let end = shown(&model).scene.slides.last().expect("there is one").end;
    model.update(Msg::StandAt(end));
    let recording = shown(&model).recording().clone();
    for (head, spot) in table(&model).lines.iter().flat_map(|line| line.cells.iter().enumerate()) {
        let Some(place) = spot.by.step else { continue };
        let step = &recording.steps()[place];
        assert_eq!(step.node(), Some(table(&model).heads[head].node));
        let message = step.effects.envelope.as_ref().map(|envelope| envelope.id);
        assert_eq!(spot.by.message, message, "{}", spot.label);
        let before = Board::of(&recording, Moment { time: step.time, steps: place });
        let after = Board::of(&recording, Moment { time: step.time, steps: place + 1 });
        assert_ne!(before, after, "this step wrote it");
    }
}

#[test]
fn wall_falls_with_a_promise_that_is_forgotten_and_what_is_chosen_stays() {
    let mut model = opened("case-storage-forgets-promise");
    let slides = shown(&model).scene.slides.clone();
    let frees = |model: &Model| -> Vec<bool> {
        let board = Board::of(shown(model).recording(), shown(model).at);
        let low = board.rows.last().expect("there is a row").clone();
        low.cells.iter().map(|cell| matches!(cell.free, Free::Walled(_))).collect()
    };
    model.update(Msg::StandAt(slides[1].end));
    assert_eq!(frees(&model), [false, true, true]);
    model.update(Msg::StandAt(slides[2].end));
    assert_eq!(frees(&model), [false, false, true]);
    model.update(Msg::StandAt(slides[4].end));
    assert_eq!(Board::of(shown(&model).recording(), shown(&model).at).chosen().len(), 2);
}

#[test]
fn row_under_which_nothing_will_be_sent_is_dead_though_no_promise_says_so() {
    let text = "title t\nproposers P1 P2\nacceptors A1 A2 A3\nnetwork manual\npropose P1 cat id 1\n";
    let mut model = loaded("t", &format!("{text}crash P1\n"));
    let end = shown(&model).end();
    model.update(Msg::StandAt(Moment { steps: 1, ..end }));
    assert_eq!(table(&model).lines[0].badge, "open");
    model.update(Msg::StandAt(end));
    let line = &table(&model).lines[0];
    assert_eq!(
        (line.fate, line.says.as_str()),
        ("dead", "P1 gave it up, or lost it in a crash, before it sent anything under 1.")
    );
}

#[test]
fn one_node_is_not_shown_what_only_who_sees_all_can_know() {
    let mut model = opened("case-proposer-fails");
    model.update(Msg::See(Some(NodeId(2))));
    let why = of_run(shown(&model)).expect_err("A1 does not see all");
    assert!(why.starts_with("The board is only for who sees all: A1 knows"), "{why}");
}

#[test]
fn hidden_ids_are_told_nowhere_on_the_board() {
    let mut model = opened("nutshell");
    for slide in shown(&model).scene.slides.clone() {
        model.update(Msg::StandAt(slide.end));
        assert!(!told(&table(&model)).contains(|c: char| c.is_ascii_digit() && c != '1' && c != '2' && c != '3'));
        for line in table(&model).lines {
            let all = line.cells.iter().map(|spot| spot.label.clone()).collect::<Vec<_>>().join(" ") + &line.says;
            assert!(line.id.is_empty() && !all.contains("under") && !all.contains("promised"), "{all}");
        }
    }
}

#[test]
fn row_above_a_choice_is_told_to_be_open_only_where_the_theorem_does_not_hold() {
    let badges = |id: &str| -> Vec<String> {
        let mut model = opened(id);
        let mut badges = Vec::new();
        for steps in 0..=shown(&model).recording().steps().len() {
            let time = steps.checked_sub(1).map_or(0, |last| shown(&model).recording().steps()[last].time);
            model.update(Msg::StandAt(Moment { time, steps }));
            if !Board::of(shown(&model).recording(), shown(&model).at).chosen().is_empty() {
                badges.push(table(&model).lines[0].badge.clone());
            }
        }
        badges
    };
    let right = badges("case-choice-stays");
    assert!(right.contains(&"only cat".to_string()) && !right.contains(&"open".to_string()), "{right:?}");
    let wrong = badges("case-report-nothing");
    assert!(wrong.contains(&"open".to_string()) && !wrong.contains(&"only cat".to_string()), "{wrong:?}");
}
