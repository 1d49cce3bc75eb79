//! The table of votes: what stands in it, what each row can still do, and the board that is filled by hand.

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

/// A board that is filled by clicks, each `place id word`, where no word is a promise.
fn filled(clicks: &str) -> Model {
    let mut model = opened("nutshell");
    model.update(Msg::ByHand(HandMsg::Fresh(3)));
    for click in clicks.split(", ").filter(|click| !click.is_empty()) {
        let mut parts = click.split(' ');
        let node = parts.next().and_then(|name| name[1..].parse::<u8>().ok()).expect("a name");
        let number = parts.next().and_then(|id| id.parse().ok()).expect("an id");
        model.update(Msg::ByHand(match parts.next() {
            None => HandMsg::Take(Tool::Promise),
            Some(word) => HandMsg::Word(word.to_string()),
        }));
        model.update(Msg::ByHand(HandMsg::Fill(Ballot { number, proposer: 0 }, NodeId(node - 1))));
    }
    model
}

fn no(model: &Model) -> String {
    let telling = model.by_hand.telling(Vocabulary::Talk);
    model.by_hand.no.map_or("-".to_string(), |no| no.told(telling))
}

#[test]
fn refusal_by_hand_names_what_forbids_it() {
    let tries = [
        "A1 1 cat",
        "A2 4, A2 3 dog",
        "A2 4, A2 4",
        "A2 4, A2 3",
        "A1 1 cat, A2 1 dog",
        "A1 1 cat, A1 1 cat",
        "A1 2 cat",
        "A1 1 cat, A2 2, A2 2 dog",
        "A1 1 cat, A2 2, A3 2, A2 2 dog, A3 2 dog",
        "A1 1 cat, A2 1 cat, A3 2, A3 2 dog",
        "A1 2, A2 2, A2 2 dog, A3 3 cat",
        "A1 1 who-is-longer-than-others",
    ];
    let lines: Vec<String> = tries.map(|clicks| format!("{clicks}: {}", no(&filled(clicks)))).to_vec();
    expect![[r#"
        A1 1 cat: -
        A2 4, A2 3 dog: A2 has promised 4, so it may not accept anything below 4.
        A2 4, A2 4: A2 has promised 4, and 4 is not higher: an acceptor never goes back.
        A2 4, A2 3: A2 has promised 4, and 3 is not higher: an acceptor never goes back.
        A1 1 cat, A2 1 dog: Under 1 there is cat, and one id carries one value.
        A1 1 cat, A1 1 cat: A1 has accepted 1 cat already.
        A1 2 cat: cat is not safe under 2: row 1 may still choose any value, for A1, A2 and A3 have promised nothing above it.
        A1 1 cat, A2 2, A2 2 dog: dog is not safe under 2: row 1 may still choose cat, for A1 and A3 have promised nothing above it.
        A1 1 cat, A2 2, A3 2, A2 2 dog, A3 2 dog: -
        A1 1 cat, A2 1 cat, A3 2, A3 2 dog: cat is chosen under 1, so dog is not safe under 2.
        A1 2, A2 2, A2 2 dog, A3 3 cat: cat is not safe under 3: row 2 may still choose dog, for A1, A2 and A3 have promised nothing above it.
        A1 1 who-is-longer-than-others: That value has 25 characters; it may have at most 24."#]].assert_eq(&lines.join("\n"));
}

#[test]
fn rows_by_hand_say_which_values_are_safe() {
    let says = |clicks: &str| -> Vec<String> {
        let table = by_hand(&filled(clicks).by_hand, Vocabulary::Talk);
        table.lines.iter().rev().take(3).map(|line| line.says.clone()).collect()
    };
    assert_eq!(says(""), ["Any value is safe.", "No value is safe yet.", "No value is safe yet."]);
    assert_eq!(says("A1 1 cat")[1], "Only cat is safe.");
    assert_eq!(says("A1 1 cat, A2 3, A3 3")[2], "Any value is safe.");
    assert_eq!(says("A1 1 cat, A2 2, A3 2, A2 2 dog, A3 3")[2], "Only dog is safe.");
}

#[test]
fn no_clicks_by_hand_choose_two_values_while_the_rules_hold() {
    let mut draw = Draw::new(1, NodeId(0), NodeId(0), 0, 0);
    let (mut chosen, mut refused) = (0, 0);
    for seed in 0..400_u32 {
        let acceptors = 3 + (seed % 3) as u8;
        let mut model = filled("");
        model.update(Msg::ByHand(HandMsg::Fresh(acceptors)));
        for _ in 0..70 {
            let tool = [Tool::Promise, Tool::Cat, Tool::Dog, Tool::Own][draw.between(0, 3) as usize];
            let (id, node) = (draw.between(1, 6), draw.between(0, u32::from(acceptors) - 1) as u8);
            model.update(Msg::ByHand(HandMsg::Take(tool)));
            model.update(Msg::ByHand(HandMsg::Fill(Ballot { number: id, proposer: 0 }, NodeId(node))));
            refused += u32::from(model.by_hand.no.is_some());
            let board = model.by_hand.board();
            let all = board.chosen();
            assert!(all.iter().all(|vote| vote.value == all[0].value), "{all:?} with seed {seed}");
        }
        chosen += u32::from(!model.by_hand.board().chosen().is_empty());
    }
    assert!(100 < chosen && 1000 < refused, "{chosen} {refused}");
}

#[test]
fn rules_may_be_broken_by_hand_and_two_values_are_chosen() {
    let mut model = filled("A1 1 cat, A2 1 cat");
    model.update(Msg::ByHand(HandMsg::Break(true)));
    for node in [1, 2] {
        model.update(Msg::ByHand(HandMsg::Take(Tool::Dog)));
        model.update(Msg::ByHand(HandMsg::Fill(Ballot { number: 2, proposer: 0 }, NodeId(node))));
    }
    let notes = by_hand(&model.by_hand, Vocabulary::Talk).notes;
    let says: Vec<&str> = notes.iter().map(|(_, says)| says.as_str()).collect();
    assert_eq!(
        says,
        ["cat is chosen under 1, so dog is not safe under 2.", "1 cat and 2 dog are chosen: agreement is broken."]
    );
    assert!(notes.iter().all(|(tone, _)| *tone == Tone::Wrong));
    model.update(Msg::ByHand(HandMsg::Undo));
    assert_eq!(model.by_hand.board().chosen().len(), 1);
    model.update(Msg::ByHand(HandMsg::Clear));
    assert!(model.by_hand.board().chosen().is_empty());
    model.update(Msg::ByHand(HandMsg::Undo));
    assert_eq!(model.by_hand.board().chosen().len(), 1, "to clear can be undone");
}

#[test]
fn board_by_hand_can_begin_with_the_cells_of_the_run() {
    let mut model = opened("case-proposer-fails");
    let slides = shown(&model).scene.slides.clone();
    model.update(Msg::StandAt(slides[2].end));
    model.update(Msg::ByHand(HandMsg::FromRun));
    model.update(Msg::ByHand(HandMsg::Take(Tool::Dog)));
    let row = model.by_hand.board().rows[1].ballot;
    model.update(Msg::ByHand(HandMsg::Fill(row, NodeId(3))));
    assert_eq!(no(&model), "A2 has promised 2, so it may not accept anything below 2.");
    model.update(Msg::ByHand(HandMsg::Leave));
    assert!(!model.by_hand.is_open);
}

fn overlap(model: &mut Model, msgs: &[OverlapMsg]) -> String {
    for msg in msgs {
        model.update(Msg::Overlap(*msg));
    }
    let two = model.overlap.two(shown(model));
    let says = std::iter::once(any_two(&two)).chain(these(&two, shown(model).telling()));
    says.map(|(is_well, says)| format!("{}{says}\n", if is_well { "" } else { "! " })).collect()
}

#[test]
fn quorums_share_what_they_must_and_say_so_where_they_need_not() {
    let mut text = String::new();
    for id in ["case-proposer-fails", "case-already-chosen", "case-flexible-quorums", "case-quorums-that-miss"] {
        let mut model = opened(id);
        let end = shown(&model).scene.slides.last().expect("there is one").end;
        model.update(Msg::StandAt(end));
        let _ = write!(text, "{id}\n{}", overlap(&mut model, &[]));
        let _ = write!(
            text,
            "{}",
            overlap(&mut model, &[OverlapMsg::Take(Preset::Promised), OverlapMsg::Take(Preset::Chose)])
        );
        let _ = write!(text, "{}", overlap(&mut model, &[OverlapMsg::Take(Preset::Apart)]));
        let first = OverlapMsg::Purpose(Which::First, QuorumFor::Accept);
        let _ = write!(text, "{}", overlap(&mut model, &[first, OverlapMsg::Take(Preset::Apart)]));
    }
    expect![[r#"
        case-proposer-fails
        Any two majorities of 3 share at least 1: 2 + 2 > 3.
        Quorum 1: choose 2 acceptors or more.
        Quorum 2: choose 2 acceptors or more.
        Any two majorities of 3 share at least 1: 2 + 2 > 3.
        These share A1 and A2. Where the id promised is the higher one, in Paxos each of them has either accepted the lower one first, and reports it or a higher vote, or promised first, and refuses it.
        Any two majorities of 3 share at least 1: 2 + 2 > 3.
        These share A2. Where the id promised is the higher one, in Paxos it has either accepted the lower one first, and reports it or a higher vote, or promised first, and refuses it.
        Any two majorities of 3 share at least 1: 2 + 2 > 3.
        These share A2.
        case-already-chosen
        Any two majorities of 5 share at least 1: 3 + 3 > 5.
        Quorum 1: choose 3 acceptors or more.
        Quorum 2: choose 3 acceptors or more.
        Any two majorities of 5 share at least 1: 3 + 3 > 5.
        These share A3. Where the id promised is the higher one, in Paxos it has either accepted the lower one first, and reports it or a higher vote, or promised first, and refuses it.
        Any two majorities of 5 share at least 1: 3 + 3 > 5.
        These share A3. Where the id promised is the higher one, in Paxos it has either accepted the lower one first, and reports it or a higher vote, or promised first, and refuses it.
        Any two majorities of 5 share at least 1: 3 + 3 > 5.
        These share A3.
        case-flexible-quorums
        Any quorum of 3 and any of 2, of 4, share at least 1: 3 + 2 > 4.
        Quorum 1: choose 3 acceptors or more.
        Quorum 2: choose 2 acceptors or more.
        Any quorum of 3 and any of 2, of 4, share at least 1: 3 + 2 > 4.
        These share A2. Where the id promised is the higher one, in Paxos it has either accepted the lower one first, and reports it or a higher vote, or promised first, and refuses it.
        Any quorum of 3 and any of 2, of 4, share at least 1: 3 + 2 > 4.
        These share A3. Where the id promised is the higher one, in Paxos it has either accepted the lower one first, and reports it or a higher vote, or promised first, and refuses it.
        2 + 2 is not more than 4: a quorum of 2 and one of 2 need share nobody. Nothing hangs on that: only a quorum to promise and one to accept must meet.
        These share nobody.
        case-quorums-that-miss
        ! 1 + 2 is not more than 3: a quorum of 1 and one of 2 need share nobody. So a value may be chosen of which the PROMISEs report nothing, and a second value may be chosen beside it.
        Quorum 1: choose 1 acceptor or more.
        Quorum 2: choose 2 acceptors or more.
        ! 1 + 2 is not more than 3: a quorum of 1 and one of 2 need share nobody. So a value may be chosen of which the PROMISEs report nothing, and a second value may be chosen beside it.
        ! These two share nobody: what one has accepted, the other does not report.
        ! 1 + 2 is not more than 3: a quorum of 1 and one of 2 need share nobody. So a value may be chosen of which the PROMISEs report nothing, and a second value may be chosen beside it.
        ! These two share nobody: what one has accepted, the other does not report.
        Any two quorums of 2 of 3 share at least 1: 2 + 2 > 3.
        These share A2.
    "#]].assert_eq(&text);
}

#[test]
fn shared_acceptors_are_lit_while_the_panel_is_open() {
    let mut model = opened("case-proposer-fails");
    let put = |which, node| Msg::Overlap(OverlapMsg::Put(which, NodeId(node)));
    for msg in [put(Which::First, 2), put(Which::First, 3), put(Which::Second, 3), put(Which::Second, 4)] {
        model.update(msg);
    }
    let lit = |model: &Model| model.lighting.light(shown(model)).nodes;
    assert_eq!(lit(&model), NodeSet::EMPTY, "the panel is closed");
    model.update(Msg::Toggle(Panel::Quorums));
    assert_eq!(lit(&model), NodeSet::of(NodeId(3)));
    assert!(!model.lighting.light(shown(&model)).dims);
    model.update(put(Which::First, 3));
    assert_eq!(lit(&model), NodeSet::EMPTY);
    assert_eq!(Overlap::preset(shown(&model), Preset::Chose), None, "nothing is chosen yet");
}

#[test]
fn rows_above_a_choice_by_hand_say_that_only_it_is_safe_and_a_refusal_names_it() {
    let model = filled("A1 2, A2 2, A1 2 dog, A2 2 dog, A1 5, A2 5, A1 6 cat");
    assert_eq!(no(&model), "dog is chosen under 2, so cat is not safe under 6.");
    let table = by_hand(&model.by_hand, Vocabulary::Talk);
    let above: Vec<&str> = table.lines.iter().take(2).map(|line| line.says.as_str()).collect();
    assert_eq!(above, ["dog is chosen under 2: only dog is safe."; 2]);
    assert_eq!(no(&filled("A1 2, A2 2, A1 2 dog, A2 2 dog, A1 5, A2 5, A1 6 dog")), "-");
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

#[test]
fn presets_of_quorums_name_whose_they_are_and_take_them_as_they_became_one() {
    let at_end = |id: &str| {
        let mut model = opened(id);
        let end = shown(&model).recording().end();
        model.update(Msg::StandAt(end));
        model
    };
    let model = at_end("case-quorums-that-miss");
    let name = |preset| Overlap::name(shown(&model), preset);
    assert_eq!(name(Preset::Promised), "1: A3, which promised 2");
    let by = Overlap::preset(shown(&model), Preset::Chose).expect("something is chosen");
    let names = shown(&model).telling().nodes(by);
    assert_eq!(name(Preset::Chose), format!("2: {names}, which chose 1 cat"));
    let model = at_end("case-no-failure");
    let by = Overlap::preset(shown(&model), Preset::Chose).expect("something is chosen");
    assert_eq!(by.len(), 2, "a third acceptance came later");
}
