//! Any run beside itself under any conditions.

use super::*;
use proptest::prelude::*;

fn change() -> impl Strategy<Value = Change> {
    let rules: Vec<Change> = conditions::rules().into_iter().flat_map(|(_, variants)| variants).collect();
    prop_oneof![
        4 => prop::sample::select(rules),
        2 => (0u32..50).prop_map(Change::Seed),
        1 => (1u8..=3, 1u8..=3).prop_map(|(prepare, accept)| Change::Quorum(QuorumSize::Sizes { prepare, accept })),
        1 => Just(Change::Nacks(Nacks::On)),
    ]
}

fn said() -> impl Strategy<Value = (u32, &'static str)> {
    let acts = vec![
        "crash A1",
        "restart A1",
        "propose P1 dog",
        "timeout P1",
        "cut P1-A2",
        "heal",
        "drop any",
        "hold one any",
        "release any",
        "set loss 20%",
        "set retry 2500",
        "set rule accept always",
    ];
    (0u32..15_000, prop::sample::select(acts))
}

/// That each step of a run stands in exactly one row, in its order.
fn covers(rows: impl Iterator<Item = Option<usize>>, recording: &Recording) -> bool {
    rows.flatten().eq(0..recording.steps().len())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn every_step_of_both_runs_stands_in_exactly_one_row(
        place in 0..1000usize,
        changes in prop::collection::vec(change(), 0..3),
        acts in prop::collection::vec(said(), 0..4),
        times in prop::collection::vec(0u32..20_000, 0..6),
    ) {
        let all = course_texts();
        let mut model = opened(&all[place % all.len()].0, Opening::Start);
        for (time, act) in acts {
            model.update(Msg::Seek(time));
            model.update(Msg::Act(Act::Say(act.to_string())));
        }
        model.update(CompareMsg::Open(changes).into());
        let Some(both) = model.comparison().cloned() else { return Ok(()) };
        let [left, right] = Side::BOTH.map(|side| both.show(side).recording());
        prop_assert!(covers(both.log.rows.iter().map(|row| row.left), left), "the left: {:?}", both.log.rows);
        prop_assert!(covers(both.log.rows.iter().map(|row| row.right), right), "the right: {:?}", both.log.rows);
        prop_assert!(both.log.rows.is_sorted_by_key(|row| row.time), "in the order of time");
        let first = both.log.first_difference().unwrap_or(both.log.rows.len());
        prop_assert!(both.log.rows[..first].iter().all(|row| row.is_equal || row.is_left_out));
        prop_assert!(both.log.rows.iter().all(|row| !row.is_left_out || row.right.is_none()));
        for row in both.log.rows.iter() {
            let entries = Side::BOTH.map(|side| both.log.entry(row, side));
            for entry in entries.iter().flatten() {
                prop_assert_eq!(entry.time, row.time, "the same instant side by side");
            }
            let is_equal = entries[0].map(|entry| (&entry.exact, entry.at)) == entries[1].map(|entry| (&entry.exact, entry.at));
            prop_assert_eq!(row.is_equal, is_equal, "{:?}", row);
        }
        for time in times {
            model.update(Msg::Seek(time));
            model.update(Msg::StepForward);
            let both = beside(&model);
            for side in Side::BOTH {
                let (show, done) = (both.show(side), &both.log.rows[..both.done()]);
                let of = |row: &Row| if side == Side::Left { row.left } else { row.right };
                prop_assert_eq!(show.at.steps, done.iter().filter_map(of).count());
                prop_assert!(show.at <= show.end());
            }
        }
        let text = both.other_as_text();
        let scene: Scene = play("kept", &text);
        let right = both.show(Side::Right).recording();
        prop_assert_eq!(&scene.recording.world().votes, &right.world().votes, "{}", text);
    }
}
