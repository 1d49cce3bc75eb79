//! Lamport's abstract Paxos as it is searched: beside TLC's counts, beside the specification word for word, and what each
//! wrong rule comes to.

mod reference;

use paxos_explainer::check::search::{Bounds, Search, Status};
use paxos_explainer::check::spec::{Act, Exploration, Part, Size, Spec, Unfit, Vote};
use paxos_explainer::paxos::rules::*;
use reference::{Bal, Model, Msg, State};

fn size(acceptors: u8, values: u8, ballots: u8) -> Size {
    Size { acceptors, values, ballots }
}

/// A search that has come to its end.
fn explored(size: Size, rules: Rules) -> Exploration {
    let mut exploration = Exploration::new(size, rules, Bounds::default()).expect("it has such a model");
    while exploration.go_on(100_000) == Status::Running {}
    exploration
}

/// The number of states at each distance, whether or not two values are chosen on the way.
fn levels(size: Size, rules: Rules, most: u32) -> (Status, Vec<u32>) {
    let mut spec = Spec::new(size, rules).expect("it has such a model");
    fn of<const W: usize>(spec: &mut Spec, most: u32) -> (Status, Vec<u32>) {
        let mut search = Search::<W>::new(spec, Bounds { states: most, ..Bounds::default() }, 0);
        while search.go_on(spec, 1000) == Status::Running {}
        (search.status(), search.levels().to_vec())
    }
    match spec.words() {
        1 => of::<1>(&mut spec, most),
        2 => of::<2>(&mut spec, most),
        3 => of::<3>(&mut spec, most),
        4 => of::<4>(&mut spec, most),
        _ => of::<8>(&mut spec, most),
    }
}

/// Every variant of every rule that the specification can break, alone.
pub fn variants() -> Vec<(String, Rules)> {
    let mut all = Vec::new();
    macro_rules! each {
        ($($field:ident $rule:ident),+) => {$(
            for &variant in &$rule::ALL[1..] {
                let name = format!("{} {}", stringify!($field), variant.name());
                all.push((name, Rules { $field: variant, ..Rules::default() }));
            }
        )+};
    }
    each!(
        phases Phases, promise Promise, report Report, value ValueRule, accept Accept, quorum Quorum, storage Storage,
        ids IdsRule
    );
    all
}

/// What TLC counts in `Paxos.tla` with three acceptors and two values.
#[test]
fn counts_are_those_of_tlc() {
    let one = explored(size(3, 2, 1), Rules::default());
    assert_eq!((one.status(), one.states(), one.depth()), (Status::Complete, 73, 8));
    let two = explored(size(3, 2, 2), Rules::default());
    assert_eq!((two.status(), two.states(), two.depth()), (Status::Complete, 3921, 16));
    let levels = [1, 2, 7, 12, 29, 72, 139, 234, 341, 464, 646, 780, 670, 372, 126, 24, 2];
    assert_eq!(two.levels(), levels);
}

/// The specification word for word, of the same size and under the same rules.
fn reference(size: Size, rules: Rules) -> Model {
    let Size { acceptors, values, ballots } = size;
    Model { acceptors: usize::from(acceptors), values, ballots: ballots as Bal, rules }
}

/// Holds the packed model equal to the specification, level by level until that has seen so many states.
fn is_the_specification(size: Size, rules: Rules, most: usize, about: &str) {
    let expected = reference(size, rules).search(most);
    let seen: u32 = expected.levels.iter().sum();
    // One state more makes the last level that is compared a whole one.
    let (status, found) = levels(size, rules, if expected.is_whole { u32::MAX - 1 } else { seen + 1 });
    assert_eq!(found[..expected.levels.len().min(found.len())], expected.levels, "{about} {size:?}");
    assert_eq!(status == Status::Complete, expected.is_whole, "{about} {size:?}");
    if expected.is_whole || expected.violation.is_some() {
        let length = explored(size, rules).violation().map(|way| way.len());
        assert_eq!(length, expected.violation, "{about} {size:?}");
    }
}

#[test]
fn model_is_the_specification_at_every_small_size() {
    for (acceptors, values) in (1..=5).flat_map(|acceptors| (1..=3).map(move |values| (acceptors, values))) {
        let most = if acceptors <= 3 { 4000 } else { 500 };
        for ballots in 1..=4 {
            is_the_specification(size(acceptors, values, ballots), Rules::default(), most, "Paxos");
        }
    }
}

#[test]
fn model_is_the_specification_under_every_wrong_rule() {
    for (name, rules) in variants() {
        is_the_specification(size(2, 2, 2), rules, 40_000, &name);
        is_the_specification(size(3, 2, 2), rules, 6000, &name);
        is_the_specification(size(3, 2, 3), rules, 800, &name);
        is_the_specification(size(4, 2, 2), rules, 800, &name);
    }
}

/// Wrong rules together: what one allows may meet what another does.
#[test]
fn model_is_the_specification_under_two_wrong_rules() {
    let all = variants();
    for (place, (name, rules)) in all.iter().enumerate() {
        let (other_name, other) = &all[(place * 7 + 3) % all.len()];
        let both = together(*rules, *other);
        is_the_specification(size(2, 2, 2), both, 1500, &format!("{name}, {other_name}"));
        is_the_specification(size(3, 2, 2), both, 800, &format!("{name}, {other_name}"));
    }
}

/// The rules of the one, and where it has Paxos's own, of the other.
fn together(one: Rules, other: Rules) -> Rules {
    fn pick<T: Default + PartialEq>(one: T, other: T) -> T {
        if one == T::default() { other } else { one }
    }
    Rules {
        phases: pick(one.phases, other.phases),
        promise: pick(one.promise, other.promise),
        report: pick(one.report, other.report),
        value: pick(one.value, other.value),
        accept: pick(one.accept, other.accept),
        quorum: pick(one.quorum, other.quorum),
        storage: pick(one.storage, other.storage),
        ids: pick(one.ids, other.ids),
        ..Rules::default()
    }
}

/// How many steps it takes at least until two values are chosen, with three acceptors, two values and three ballots. In
/// comments: the 1a's, 1b's, 2a's and 2b's, and crashes.
///
/// It is as many as in the core less the PROMISEs that are delivered, which are no step here.
#[test]
fn lengths_are_pinned_for_every_wrong_rule() {
    let expected = [
        // 2 2a's, and 4 2b's: nobody asks.
        ("phases one", Some(6)),
        // An acceptor answers again and tells what it has accepted under the same ballot: the value of that ballot.
        ("promise or-equal", None),
        // 2 + 4 + 2 + 4. As all of these: two ballots, each with its quorum of both phases, meet in one acceptor.
        ("promise always", Some(12)),
        // 3 + 7 + 3 + 5: an old vote is reported under the ballot in between, where another value stands too.
        ("report promised-id", Some(18)),
        // 2 + 4 + 2 + 4.
        ("report nothing", Some(12)),
        // 2 + 4 + 2 + 4.
        ("value own", Some(12)),
        // 3 + 6 + 3 + 5: with two ballots a report can be of one ballot only, which is lowest and highest.
        ("value lowest", Some(17)),
        // The same.
        ("value first", Some(17)),
        // 2 + 5 + 3 + 5: the fifth 1b reports the vote of the first ballot to the second, which has sent its value.
        ("value re-picks", Some(15)),
        // 2 + 4 + 2 + 4.
        ("accept always", Some(12)),
        // 3 + 6 + 3 + 5: who has accepted the second ballot accepts the first, and reports that to the third.
        ("accept without-promising", Some(17)),
        // Who accepts once has one value for all ballots: two quorums would meet in one who has two.
        ("accept first", None),
        // 2 + 2 + 2 + 2: each ballot has an acceptor of its own.
        ("quorum half", Some(8)),
        // The same: half of three is one.
        ("quorum one", Some(8)),
        // 2 + 4 + 2 + 4, and a crash.
        ("storage forgets-promise", Some(13)),
        ("storage forgets-accepted", Some(13)),
        ("storage forgets-all", Some(13)),
        // 1 + 2 + 2 + 4: one ballot is enough.
        ("ids reused", Some(9)),
    ];
    let names: Vec<String> = variants().into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, expected.map(|(name, _)| name));
    for ((name, rules), (_, length)) in variants().into_iter().zip(expected) {
        // Where nothing breaks, three ballots are seen to the end elsewhere.
        let ballots = if length.is_none() { 2 } else { 3 };
        let way = explored(size(3, 2, ballots), rules).violation();
        assert_eq!(way.as_ref().map(Vec::len), length, "{name}");
        if let Some(way) = way {
            breaks_agreement(&reference(size(3, 2, 3), rules), &way, &name);
        }
    }
}

/// The specification word for word has each step of a way, and two values are chosen at its end and not before.
fn breaks_agreement(model: &Model, way: &[Act], about: &str) {
    let mut state = model.init();
    for &act in way {
        assert!(model.chosen(&state).len() < 2, "{about}: two are chosen before {act:?}");
        let next: Vec<State> = model.next(&state).into_iter().filter(|next| is_by(&state, act, next)).collect();
        state = next.into_iter().next().unwrap_or_else(|| panic!("{about}: there is no {act:?} in {state:?}"));
    }
    assert_eq!(model.chosen(&state).len(), 2, "{about}");
}

/// Whether an action leads from one state to another.
fn is_by(before: &State, act: Act, after: &State) -> bool {
    let bal = |ballot: u8| ballot as Bal;
    let said = match act {
        Act::Begin(ballot) => Some(Msg::OneA { bal: bal(ballot) }),
        Act::Answer(acc, ballot, reported) => Some(Msg::OneB {
            acc: usize::from(acc),
            bal: bal(ballot),
            mbal: reported.map_or(-1, |vote| bal(vote.ballot)),
            mval: reported.map(|vote| vote.value),
        }),
        Act::Ask(vote) => Some(Msg::TwoA { bal: bal(vote.ballot), val: vote.value }),
        Act::Accept(acc, vote) => Some(Msg::TwoB { acc: usize::from(acc), bal: bal(vote.ballot), val: vote.value }),
        Act::Forget(_) => None,
    };
    let mut msgs = before.msgs.clone();
    msgs.extend(said);
    let acceptor = match act {
        Act::Answer(acceptor, ..) | Act::Accept(acceptor, _) | Act::Forget(acceptor) => Some(usize::from(acceptor)),
        Act::Begin(_) | Act::Ask(_) => None,
    };
    let of = |state: &State, a: usize| (state.max_bal[a], state.max_vbal[a], state.max_val[a]);
    let others_stay = (0..before.max_bal.len()).all(|a| Some(a) == acceptor || of(before, a) == of(after, a));
    let is_done = match (act, acceptor) {
        (Act::Answer(_, ballot, _), Some(a)) => after.max_bal[a] == bal(ballot),
        (Act::Accept(_, vote), Some(a)) => after.max_vbal[a] == bal(vote.ballot),
        _ => before != after,
    };
    after.msgs == msgs && others_stay && is_done
}

/// Those that break nothing with two ballots break nothing with three either.
#[test]
fn wrong_rules_that_cannot_break_agreement_hold_with_three_ballots() {
    let first = Rules { accept: Accept::First, ..Rules::default() };
    let found = explored(size(3, 2, 3), first);
    assert_eq!((found.status(), found.states()), (Status::Complete, 70_009));
    // With three acceptors that is 3.8 million states, which takes seconds; here it has two values and two acceptors.
    let or_equal = Rules { promise: Promise::OrEqual, ..Rules::default() };
    assert_eq!(explored(size(2, 2, 3), or_equal).status(), Status::Complete);
}

#[test]
fn paxos_holds_with_three_ballots() {
    let found = explored(size(3, 2, 3), Rules::default());
    assert_eq!((found.status(), found.states(), found.depth()), (Status::Complete, 185_369, 24));
}

#[test]
fn larger_sizes_take_more_words_and_too_large_ones_are_refused() {
    let words =
        |acceptors, values, ballots| Spec::new(size(acceptors, values, ballots), Rules::default()).unwrap().words();
    assert_eq!([words(3, 2, 4), words(5, 2, 4), words(5, 3, 4), words(14, 7, 8)], [1, 2, 2, 8]);
    for (wrong, part) in [
        (size(0, 2, 2), Part::Acceptors),
        (size(15, 2, 2), Part::Acceptors),
        (size(3, 8, 2), Part::Values),
        (size(3, 2, 9), Part::Ballots),
    ] {
        assert_eq!(Spec::new(wrong, Rules::default()).err(), Some(Unfit::Size(part)));
    }
}

#[test]
fn rules_that_the_specification_has_not_are_refused() {
    let learn = Rules { learn: Learn::PerValue, ..Rules::default() };
    assert_eq!(Spec::new(size(3, 2, 2), learn).err(), Some(Unfit::Rule("learn")));
    let gaps = Rules { gaps: Gaps::Left, ..Rules::default() };
    assert_eq!(Spec::new(size(3, 2, 2), gaps).err(), Some(Unfit::Rule("gaps")));
}

#[test]
fn search_stops_at_its_limits_and_counts_what_it_has_seen() {
    let bounds = Bounds { states: 1000, ..Bounds::default() };
    let mut exploration = Exploration::new(size(3, 2, 4), Rules::default(), bounds).unwrap();
    while exploration.go_on(100) == Status::Running {}
    assert_eq!(exploration.status(), Status::TooManyStates);
    assert_eq!(exploration.levels().iter().sum::<u32>() as usize, exploration.states());
    let bounds = Bounds { bytes: 1 << 20, ..Bounds::default() };
    let mut exploration = Exploration::new(size(3, 2, 4), Rules::default(), bounds).unwrap();
    while exploration.go_on(100) == Status::Running {}
    assert_eq!(exploration.status(), Status::TooManyBytes);
}

/// A state is found again from its variables, and a step is named by what it does.
#[test]
fn step_is_an_action_only_where_the_specification_has_it() {
    let mut spec = Spec::new(size(3, 2, 2), Rules::default()).unwrap();
    let [idle, idle_too] = [paxos_explainer::check::spec::Acceptor::default(); 2];
    let vote = Vote { ballot: 0, value: 1 };
    let mut promised = idle;
    promised.promised = Some(0);
    promised.says(0, None, size(3, 2, 2));
    let before = spec.state::<1>(&[0], &[], &[promised, idle, idle_too]);
    let asked = spec.state::<1>(&[0], &[vote], &[promised, idle, idle_too]);
    assert_eq!(spec.act(&before, &asked), None, "one promise is no quorum");
    let two = spec.state::<1>(&[0], &[], &[promised, promised, idle]);
    assert_eq!(spec.act(&before, &two), Some(Act::Answer(1, 0, None)));
    let asked = spec.state::<1>(&[0], &[vote], &[promised, promised, idle]);
    assert_eq!(spec.act(&two, &asked), Some(Act::Ask(vote)));
    assert_eq!(spec.act(&before, &asked), None, "that would be two steps");
    assert_eq!(spec.act(&two, &two), None, "nothing happens");
}
