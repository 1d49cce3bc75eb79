//! A board that is filled by clicks: what is refused and why, and what each row says.

use super::*;

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

#[test]
fn rows_above_a_choice_by_hand_say_that_only_it_is_safe_and_a_refusal_names_it() {
    let model = filled("A1 2, A2 2, A1 2 dog, A2 2 dog, A1 5, A2 5, A1 6 cat");
    assert_eq!(no(&model), "dog is chosen under 2, so cat is not safe under 6.");
    let table = by_hand(&model.by_hand, Vocabulary::Talk);
    let above: Vec<&str> = table.lines.iter().take(2).map(|line| line.says.as_str()).collect();
    assert_eq!(above, ["dog is chosen under 2: only dog is safe."; 2]);
    assert_eq!(no(&filled("A1 2, A2 2, A1 2 dog, A2 2 dog, A1 5, A2 5, A1 6 dog")), "-");
}
