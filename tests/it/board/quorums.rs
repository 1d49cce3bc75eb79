//! Two quorums side by side: what they share, and what is said of it.

use super::*;

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
