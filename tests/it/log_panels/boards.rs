//! The board of a slot, the milestones by slot, and the filters of the log.

use super::log;
use crate::on_show::shown;
use paxos_explainer::paxos::Slot;
use paxos_explainer::player::log::LogView;
use paxos_explainer::player::{LogMsg, Model, Msg, Only, Panel};
use paxos_explainer::sim::board::{Board, Fate, Row};
use paxos_explainer::sim::{MilestoneKind, milestones};
use paxos_explainer::view::board::of_run;
use paxos_explainer::view::log::{Log, Told};

const TAKEN_OVER: &str = "timeout R1\nrun 2000\nrequest C1 R1 cat\nrun 4000\nrequest C2 R1 dog\ndrop next ACCEPT-REQUEST R1->R2,R3\nrun 1500\ncrash R1\ntimeout R2\nrun 9000";

fn board(model: &Model, slot: u32) -> Board {
    Board::of_slot(shown(model).recording(), shown(model).at, Slot(slot))
}

/// The fate of each row, the highest id first.
fn fates(board: &Board) -> Vec<Fate> {
    let fate = |row: &Row| row.values.first().map_or(board.fate_of_any(row), |&value| board.fate(row, value));
    board.rows.iter().map(fate).collect()
}

#[test]
fn a_promise_walls_every_slot_and_a_vote_only_its_own() {
    let model = log("", TAKEN_OVER);
    let (first, second) = (board(&model, 1), board(&model, 2));
    assert_eq!(fates(&first)[1..], [Fate::Chosen]);
    // R1 alone has accepted dog under 1; R2 and R3 have promised 2, for every slot.
    assert_eq!(fates(&second)[1..], [Fate::Dead]);
    assert_eq!(second.columns.iter().map(|column| column.promised.is_some()).collect::<Vec<_>>(), [true; 3]);
    assert_eq!(first.columns.len(), 3);
}

#[test]
fn the_floor_of_a_slot_is_what_its_leader_was_told_of_it() {
    let model = log("log R2 1 cat id 1\nlog R3 3 cow id 1", "timeout R1\nrun 6000");
    let floor = |slot| board(&model, slot).floor.expect("R1 has proposed there");
    assert!(floor(1).highest.is_some() && floor(2).highest.is_none(), "a gap is filled freely");
    let table = of_run(shown(&model)).expect("who sees all");
    assert!(table.caption.contains("slot"), "{}", table.caption);
}

#[test]
fn the_board_shows_the_slot_that_is_chosen_else_the_last() {
    let mut model = log("", "timeout R1\nrun 2000\nrequest C1 R1 cat\nrun 4000\nrequest C2 R1 dog\nrun 4000");
    assert_eq!(shown(&model).board_slot(), Slot(2));
    model.update(Msg::Slot(Slot(1)));
    assert_eq!(shown(&model).board_slot(), Slot(1));
    assert_eq!(shown(&model).questions_of_slot(Slot(1))[0].text, "Why is cat chosen in slot 1?");
    model.update(Msg::Slot(Slot(9)));
    assert_eq!(shown(&model).board_slot(), Slot(2));
}

#[test]
fn a_slot_has_the_columns_of_those_who_decide_in_it() {
    let model = crate::on_show::begun(
        "title \"M\"\nclients C1 C2\nreplicas R1 R2 R3 R4\nmembers R1 R2 R3\nwindow 2\nslide \"All\"\ntimeout R1\nrun 2000\n\
         request C1 R1 \"members R2 R3 R4\"\nrun 6000\nrequest C2 R1 cat\nrun 6000\nrequest C2 R1 dog\nrun 9000",
    );
    let names = |slot| {
        let board = board(&model, slot);
        board.columns.iter().map(|column| shown(&model).names().node(column.node).to_string()).collect::<Vec<_>>()
    };
    assert_eq!(names(1), ["R1", "R2", "R3"]);
    assert_eq!(names(3), ["R2", "R3", "R4"]);
}

#[test]
fn each_slot_has_its_own_flags_and_a_gap_makes_the_applying_one() {
    let model = log(
        "",
        "timeout R1\nrun 2000\nrequest C1 R1 cat\ndrop next ACCEPT-REQUEST R1->R2,R3\nrun 1000\nrequest C2 R1 dog\nrun 4000\ntimeout R1\nrun 6000",
    );
    let all = milestones(shown(&model).recording(), shown(&model).at);
    let chosen = all.iter().filter_map(|it| match it.kind {
        MilestoneKind::Chosen(chosen) => Some(chosen.slot.0),
        _ => None,
    });
    assert_eq!(chosen.collect::<Vec<_>>(), [2, 1]);
    let learned = all.iter().filter(|it| matches!(it.kind, MilestoneKind::Learned { .. })).count();
    assert_eq!(learned, 2, "the first that knows, a slot");
    assert!(all.iter().all(|it| it.is_founded(&all)));
    // Slot 2 was known, and waited for slot 1.
    assert!(all.iter().any(|it| matches!(it.kind, MilestoneKind::Applied { slot: Slot(2), .. })), "{all:?}");
}

#[test]
fn the_log_can_be_read_without_heartbeats() {
    let mut model = log("heartbeat 500", "timeout R1\nrun 2000\nrequest C1 R1 cat\nrun 6000");
    let count = |model: &Model| {
        let view: &LogView = &model.log;
        let light = model.lighting.light(shown(model));
        Log::of(shown(model), view, &light, &Told::default()).rows.len()
    };
    let all = count(&model);
    model.update(LogMsg::Only(Only::NoBeats).into());
    let quiet = count(&model);
    assert!(quiet + 20 < all, "{quiet} of {all}");
    model.update(LogMsg::Only(Only::Leads).into());
    assert_eq!(count(&model), 2, "it asks, and it leads");
    model.update(LogMsg::Only(Only::Applied).into());
    assert_eq!(count(&model), 3, "each replica applies slot 1 once");
}

#[test]
fn panels_of_single_decree_alone_are_not_offered_for_a_log() {
    let model = log("show rules card", "timeout R1\nrun 2000");
    for panel in [Panel::Rules, Panel::Card] {
        assert!(!panel.suits(shown(&model)), "{panel:?}");
    }
    assert!(Panel::Costs.suits(shown(&model)));
    assert!(!Panel::Costs.suits(shown(&crate::on_show::scene("phase-1"))));
}
