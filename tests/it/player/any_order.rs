//! Any sequence of messages: nothing panics, and what is shown lies within the run.

use super::{opened, show, text_of};
use crate::branch::json;
use crate::scenes::texts;
use paxos_explainer::check::Subject;
use paxos_explainer::paxos::rules::{Gaps, ValueRule};
use paxos_explainer::paxos::{Nacks, NodeId, QuorumSize};
use paxos_explainer::player::breaking::Start;
use paxos_explainer::player::{
    Act, ArriveMsg, AskMsg, BreakMsg, CompareMsg, Deed, Drawing, EditMsg, Effect, GuideMsg, KeptRun, Letter, LightMsg,
    Model, Msg, ObjectiveMsg, Opening, Panel, Pick, Playing, PlaysOn, PlotMsg, PresentMsg, SandboxMsg, Source, Spot,
    Stage, TimeMsg, Touched, TrialMsg, Wait,
};

use paxos_explainer::sim::{Change, MessageId, Why};
use paxos_explainer::story::Branch;
use paxos_explainer::story::guide::Guide;
use paxos_explainer::story::language::stretched_file;
use paxos_explainer::story::words::Vocabulary;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

fn node() -> impl Strategy<Value = NodeId> {
    // Scenes with fewer nodes answer that they have no such node.
    (0u8..6).prop_map(NodeId)
}

fn act() -> impl Strategy<Value = Act> {
    let value = prop_oneof!["[a-z]{0,4}", Just(" ".to_string()), Just("x".repeat(30))];
    let id = prop_oneof![
        "[0-9]{0,2}",
        Just("x".to_string()),
        Just("1000000000".to_string()),
        Just("4294967295".to_string())
    ];
    prop_oneof![
        4 => node().prop_map(Act::Crash),
        3 => node().prop_map(Act::Restart),
        2 => node().prop_map(Act::Timeout),
        3 => (node(), value.clone(), id).prop_map(|(node, value, id)| Act::Propose(node, value, id)),
        2 => (node(), node(), value).prop_map(|(client, to, value)| Act::Request(client, to, value)),
        4 => (0u32..20, deed()).prop_map(|(message, deed)| Act::Message(MessageId(message), deed)),
        2 => prop::sample::select(SAID.to_vec()).prop_map(|said| Act::Say(said.to_string())),
        1 => prop::sample::select(vec![Wait::Fixed, Wait::Backoff(250)]).prop_map(Act::Contend),
        2 => prop::collection::vec(prop::sample::select(DELIVERED.to_vec()), 1..3).prop_map(way),
    ]
}

/// What a way that a search has found may do.
const DELIVERED: [&str; 5] = ["any", "PREPARE", "PROMISE", "ACCEPT-REQUEST", "ACCEPT"];

fn way(delivered: Vec<&str>) -> Act {
    Act::Way(delivered.into_iter().map(|messages| format!("deliver {messages}")).collect())
}

/// What may be typed, right or wrong.
const SAID: [&str; 33] = [
    "cut P1-A1",
    "heal",
    "partition P1 A1 | P2 A2 A3",
    "partition R1 | R2 R3",
    "run 500",
    "drop next any->A1",
    "drop next any->R2",
    "drop next ACCEPT-REQUEST",
    "hold next any",
    "duplicate next any->any",
    "drop PREPARE",
    "hold any",
    "release any",
    "request C1 R2 +50",
    "request C1 R1 \"open 100\"",
    "timeout R2",
    "heartbeat R1",
    "set loss 30%",
    "set loss 0%",
    "set duplication 30%",
    "set delay 400..1600",
    "set retry 900",
    "set retry off",
    "set seed 77",
    "set nacks on",
    "set network manual",
    "set network timed",
    "set heartbeat 700",
    "set election 2000..4000",
    "set commands 500..900",
    "set window 2",
    "set rule value own",
    "set rule accept always",
];

fn deed() -> impl Strategy<Value = Deed> {
    let deeds = vec![Deed::Deliver, Deed::Lose, Deed::Hold, Deed::Release, Deed::Duplicate, Deed::Delay(700)];
    prop::sample::select(deeds)
}

fn letter() -> impl Strategy<Value = TrialMsg> {
    let prepare = "[0-9]{0,2}|x".prop_map(|id| TrialMsg::Send(Letter::Prepare(id)));
    let request =
        ("[0-9]{0,2}|x", "[a-z]{0,2}").prop_map(|(id, value)| TrialMsg::Send(Letter::AcceptRequest(id, value)));
    let turn = prop::sample::select(vec![TrialMsg::Crash, TrialMsg::Restart, TrialMsg::StartOver]);
    prop_oneof![prepare, request, turn]
}

fn comparing() -> impl Strategy<Value = CompareMsg> {
    let seed = prop_oneof!["[0-9]{0,3}", Just("x".to_string())].prop_map(CompareMsg::Seed);
    let fixed = vec![
        CompareMsg::Open(Vec::new()),
        CompareMsg::OpenTwin,
        CompareMsg::Quorum(Some(QuorumSize::Sizes { prepare: 3, accept: 1 })),
        CompareMsg::Nacks(Some(Nacks::On)),
        CompareMsg::GoToDifference,
        CompareMsg::Keep,
        CompareMsg::Close,
    ];
    prop_oneof![
        4 => prop::sample::select(fixed),
        1 => seed,
        1 => prop::option::of(0usize..11).prop_map(CompareMsg::Rule),
        1 => (0usize..500).prop_map(CompareMsg::GoTo),
    ]
}

fn presenting() -> impl Strategy<Value = PresentMsg> {
    use PresentMsg::*;
    let fixed = vec![Toggle, Filled, Unfilled, Refused, Larger, Smaller, Bar, Black];
    prop_oneof![
        3 => prop::sample::select(fixed),
        1 => prop::option::of(prop::sample::select(Panel::ALL.to_vec())).prop_map(Only),
    ]
}

fn breaking() -> impl Strategy<Value = BreakMsg> {
    use BreakMsg::*;
    let own = Change::Value(ValueRule::Own);
    let gaps = Change::Gaps(Gaps::AppliedPast);
    let fixed = vec![
        Open,
        Close,
        Switch(own),
        Switch(gaps),
        Take(Subject::Log),
        Take(Subject::Decision),
        Mend,
        From(Start::Here),
        From(Start::Beginning),
        Search,
        CallOff,
        Home,
    ];
    prop_oneof![4 => prop::sample::select(fixed), 1 => prop::sample::select(vec![Again, ToBreach, Beside])]
}

/// What questions, objectives, arrivals, the editor and the diagram have to press.
fn exercising() -> impl Strategy<Value = Msg> {
    let nth = || 0usize..4;
    let asks = vec![AskMsg::Switch, AskMsg::Skip, AskMsg::GoOn, AskMsg::See, AskMsg::Back, AskMsg::Next];
    let aims = vec![ObjectiveMsg::Hint, ObjectiveMsg::Solution, ObjectiveMsg::Back, ObjectiveMsg::StartAgain];
    let arrivals = vec![ArriveMsg::Earlier, ArriveMsg::Later, ArriveMsg::TellAll];
    let edits = vec![EditMsg::Open, EditMsg::OpenRun, EditMsg::Close, EditMsg::Try, EditMsg::Slice, EditMsg::Discard];
    let built = vec![SandboxMsg::Open, SandboxMsg::Start, SandboxMsg::Close];
    let spot = prop_oneof![(0usize..60).prop_map(Spot::Step), (0u32..60).prop_map(|nth| Spot::Message(MessageId(nth)))];
    prop_oneof![
        2 => prop::sample::select(asks).prop_map(Msg::from),
        2 => nth().prop_map(|nth| AskMsg::Open(nth).into()),
        2 => nth().prop_map(|nth| AskMsg::Choose(nth).into()),
        2 => prop::sample::select(aims).prop_map(Msg::from),
        2 => prop::sample::select(arrivals).prop_map(Msg::from),
        1 => nth().prop_map(|nth| ArriveMsg::To(nth).into()),
        2 => prop::sample::select(edits).prop_map(Msg::from),
        1 => prop::sample::select(built).prop_map(Msg::from),
        2 => spot.prop_map(|spot| TimeMsg::Open(spot).into()),
        1 => prop::sample::select(vec![PlaysOn::Slide, PlaysOn::Scene, PlaysOn::Round]).prop_map(Msg::PlayOn),
        1 => (0u8..10).prop_map(Msg::SeekTenths),
        1 => nth().prop_map(Msg::GoToSlide),
        1 => prop::option::of(node()).prop_map(Msg::See),
        1 => node().prop_map(Msg::Inspect),
        4 => lighting().prop_map(Msg::from),
    ]
}

/// What may be pointed at or asked, and the way back from an answer.
fn lighting() -> impl Strategy<Value = LightMsg> {
    let step = || (0usize..60).prop_map(Spot::Step);
    let why = node()
        .prop_flat_map(|node| prop::sample::select(vec![Why::Accepted(node), Why::Learned(node), Why::Sent(node)]));
    prop_oneof![
        1 => prop::option::of(step()).prop_map(LightMsg::Point),
        1 => (0usize..60).prop_map(|step| LightMsg::Pick(Pick::Step(step))),
        1 => (why, 0usize..60).prop_map(|(why, until)| LightMsg::Pick(Pick::Why(why, until))),
        1 => Just(LightMsg::Pick(Pick::Nothing)),
        4 => Just(LightMsg::Clear),
    ]
}

/// Scenes that a search has found.
const FOUND: [&str; 3] = ["report-promised-id", "learn-per-value", "members-at-once"];

fn found(name: &str) -> Source {
    let file = format!("{}/tests/golden/check/{name}.paxos", env!("CARGO_MANIFEST_DIR"));
    Source::Text(std::fs::read_to_string(file).expect("it was found").into())
}

fn msg() -> impl Strategy<Value = Msg> {
    let ids: Vec<String> = texts().into_iter().map(|(id, _)| id).chain(["no-such-scene".to_string()]).collect();
    let id = prop::sample::select(ids);
    let opening = prop::sample::select(vec![Opening::Start, Opening::End]);
    prop_oneof![
        8 => (0u32..3000).prop_map(Msg::Tick),
        4 => Just(Msg::TickStep),
        4 => Just(Msg::PlayOrPause),
        5 => Just(Msg::NextSlide),
        3 => Just(Msg::PreviousSlide),
        5 => Just(Msg::StepForward),
        5 => Just(Msg::StepBack),
        3 => prop_oneof![0u32..15_000, Just(u32::MAX)].prop_map(Msg::Seek),
        1 => prop::sample::select(vec![Msg::Faster, Msg::Slower, Msg::CloseMenu]),
        1 => prop::sample::select(vec![Msg::NextScene, Msg::PreviousScene]),
        1 => node().prop_map(|node| Msg::OpenMenu(Touched::Node(node))),
        1 => (0u32..40).prop_map(|message| Msg::OpenMenu(Touched::Message(MessageId(message)))),
        1 => prop::sample::select(vec![Drawing::Begin, Drawing::Leave, Drawing::Missed]).prop_map(Msg::Draw),
        5 => act().prop_map(Msg::Act),
        2 => Just(Msg::GoHome),
        2 => Just(Msg::GoToOwn),
        2 => (0usize..4).prop_map(Msg::GoToRun),
        3 => Just(Msg::Undo),
        3 => Just(Msg::Redo),
        1 => (0usize..4, "[a-z ]{0,50}").prop_map(|(which, name)| Msg::NameRun(which, name)),
        1 => (0usize..4).prop_map(Msg::DeleteRun),
        1 => Just(Msg::BringRunBack),
        1 => (id.clone(), opening.clone()).prop_map(|(id, opening)| Msg::Open(id, opening)),
        2 => prop::sample::select(FOUND.to_vec()).prop_map(|name| Msg::OpenSource(found(name), Opening::Set)),
        1 => prop::sample::select(Vocabulary::ALL.to_vec()).prop_map(Msg::Speak),
        1 => prop::sample::select(Guide::ALL.to_vec()).prop_map(|guide| GuideMsg::Open(guide).into()),
        1 => prop::sample::select(Guide::ALL.to_vec()).prop_map(|guide| GuideMsg::Want(guide).into()),
        1 => (0..40usize).prop_map(|stop| GuideMsg::Follow(stop).into()),
        1 => Just(GuideMsg::Close.into()),
        1 => prop::sample::select(Panel::ALL.to_vec()).prop_map(Msg::Toggle),
        1 => prop::sample::select(vec![PlotMsg::Set(Wait::Backoff(250)), PlotMsg::Slice]).prop_map(Msg::Plot),
        1 => letter().prop_map(Msg::Trial),
        3 => comparing().prop_map(Msg::Compare),
        1 => Just(Msg::Escape),
        1 => Just(Msg::Reword),
        1 => presenting().prop_map(Msg::Present),
        2 => breaking().prop_map(Msg::Break),
        12 => exercising(),
        1 => id.prop_map(|id| Msg::LoadFailed { id: id.into(), why: "no network".to_string() }),
    ]
}

/// One thing, or a question that is asked somewhere, something else, and the way back from the answer.
fn turn() -> impl Strategy<Value = Vec<Msg>> {
    let asked = (0u32..15_000, msg()).prop_map(|(time, other)| {
        vec![Msg::Seek(time), LightMsg::Pick(Pick::Nothing).into(), other, LightMsg::Clear.into()]
    });
    prop_oneof![6 => msg().prop_map(|msg| vec![msg]), 1 => asked]
}

/// Answers what the model asks for, as the page would.
fn answer(model: &mut Model, effects: Vec<Effect>) {
    for effect in effects {
        let (id, opening) = match effect {
            Effect::Fetch(id, opening) => (id, opening),
            Effect::FetchWords(id) => {
                let text = stretched_file("scenes/any.paxos", &text_of(id.id()));
                assert_eq!(model.update(Msg::Reworded(id, text)), []);
                continue;
            }
            Effect::FetchGuide(guide) => {
                let file = format!("{}/static/course/{}.txt", env!("CARGO_MANIFEST_DIR"), guide.file());
                let text = std::fs::read_to_string(file).expect("a guide is a file");
                assert_eq!(model.update(GuideMsg::Loaded(guide, text).into()), []);
                continue;
            }
            Effect::Keep(_) | Effect::KeepScore(_) | Effect::Forget(_) | Effect::KeepOpen(_) => continue,
            Effect::FillScreen | Effect::LeaveScreen => continue,
            // Nobody carries them out here, and they may take as long as they like.
            Effect::Prepare | Effect::Ask(..) | Effect::CallOff(_) => continue,
        };
        let known = texts().iter().any(|(known, _)| *known == id.id());
        let reply = match known {
            true => Msg::Loaded { text: text_of(id.id()), id, opening },
            false => Msg::LoadFailed { id, why: "404".to_string() },
        };
        let effects = model.update(reply);
        answer(model, effects);
    }
}

/// That the moment on show is one of the run on show, in a slide of the scene.
fn is_within(model: &Model) -> Result<(), TestCaseError> {
    let Stage::Ready(show) = &model.stage else { return Ok(()) };
    let (recording, at) = (show.recording(), show.at);
    prop_assert!(at <= show.end(), "{at:?} is beyond {:?}", show.end());
    if show.poll().is_some() {
        return Ok(()); // Its own test looks closer.
    }
    prop_assert!(at.steps <= recording.steps().len(), "{at:?} has more steps than there are");
    let last = at.steps.checked_sub(1).map(|last| recording.steps()[last].time);
    prop_assert!(last <= Some(at.time), "{at:?} is before its last step at {last:?}");
    let next = recording.steps().get(at.steps).map(|step| step.time);
    prop_assert!(next.is_none_or(|next| at.time <= next), "{at:?} is after its next step at {next:?}");
    prop_assert!(show.slide < show.scene.slides.len(), "slide {}", show.slide);
    if !show.is_own() {
        let slide = show.slide();
        prop_assert!(slide.start <= at && at <= slide.end, "{at:?} is not in slide {}", show.slide);
    }
    // What plays does not play beyond the end.
    if let (Playing::To(goal), None) = (model.playing, model.comparison()) {
        prop_assert!(goal <= show.end(), "it plays to {goal:?}, beyond {:?}", show.end());
    }
    // What was done adds up, and whatever was taken back is there to be done again.
    for own in show.runs() {
        prop_assert!(own.count_done() <= own.told().len());
        prop_assert!(own.left_at <= own.branch.end());
    }
    // The world of that moment can be had, and told.
    let world = recording.at(at);
    prop_assert!(world.in_flight.len() <= recording.flights().len());
    prop_assert_eq!(show.telling().names.nodes.len(), world.cluster.roles.len());
    Ok(())
}

/// Another visit, which finds what the one before has kept.
fn visited_again(start: &str, before: &Model) -> Model {
    let mut shelves = before.shelves.clone();
    shelves.extend(before.show().map(|show| show.shelf()));
    let (mut next, _) = Model::new(start, Opening::Set);
    for mut shelf in shelves {
        shelf.runs = KeptRun::read(&KeptRun::write(&shelf.runs));
        next.update(Msg::Shelve(shelf));
    }
    next.update(Msg::Loaded { id: start.into(), text: text_of(start), opening: Opening::Set });
    next
}

/// That each run of the viewer's own, done again as it is kept, comes to the same.
fn is_done_again(model: &Model) -> Result<(), TestCaseError> {
    let Some(show) = model.show() else { return Ok(()) };
    for own in show.runs() {
        let kept = own.kept();
        let (again, stopped) = Branch::replay(&show.scene, &kept.acts);
        prop_assert_eq!(stopped, None, "{:?}", kept.acts);
        let done = again.up_to(kept.done).up_to_time(own.branch.end().time);
        let acts = |branch: &Branch| branch.acts.iter().map(|act| (act.at, act.end)).collect::<Vec<_>>();
        prop_assert_eq!(acts(&done), acts(&own.branch), "{:?}", kept.acts);
        // What is called by a word that nobody uses any more may have had another number.
        let end = done.end().min(own.branch.end());
        let told = |branch: &Branch| json(&branch.names, &show.scene, branch, end);
        prop_assert_eq!(told(&done), told(&own.branch), "{:?}", kept.acts);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, rng_seed: RngSeed::Fixed(1), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_sequence_of_messages_stays_within_the_run(
        start in prop::sample::select(texts().into_iter().map(|(id, _)| id).collect::<Vec<_>>()),
        turns in prop::collection::vec(turn(), 1..50),
    ) {
        let mut model = opened(&start, Opening::Start);
        let home = show(&model).scene.recording.steps().len();
        for message in turns.into_iter().flatten() {
            let effects = model.update(message);
            is_within(&model)?;
            answer(&mut model, effects);
            is_within(&model)?;
        }
        is_done_again(&model)?;
        if let Some(show) = model.show().filter(|show| show.source.id() == start) {
            prop_assert_eq!(show.scene.recording.steps().len(), home, "the scene itself never changes");
        }
    }

    #[test]
    fn what_a_visit_has_kept_stays_within_its_run_in_the_next(
        start in prop::sample::select(texts().into_iter().map(|(id, _)| id).collect::<Vec<_>>()),
        before in prop::collection::vec(msg(), 1..40),
        after in prop::collection::vec(msg(), 1..40),
    ) {
        let mut model = opened(&start, Opening::Start);
        for message in before {
            let effects = model.update(message);
            answer(&mut model, effects);
        }
        let mut next = visited_again(&start, &model);
        prop_assert_eq!(&next.notice, &None, "all of it is done again");
        is_within(&next)?;
        for message in after {
            let effects = next.update(message);
            is_within(&next)?;
            answer(&mut next, effects);
            is_within(&next)?;
        }
        is_done_again(&next)?;
    }
}

/// What changes runs, or goes to another moment or run; none is another visit, which finds what the one before has kept.
fn doing() -> impl Strategy<Value = Option<Msg>> {
    prop_oneof![
        8 => act().prop_map(Msg::Act).prop_map(Some),
        3 => (0u32..15_000).prop_map(Msg::Seek).prop_map(Some),
        2 => Just(Some(Msg::StepForward)),
        1 => Just(Some(Msg::StepBack)),
        1 => (0u32..3000).prop_map(Msg::Tick).prop_map(Some),
        2 => Just(Some(Msg::Undo)),
        1 => Just(Some(Msg::Redo)),
        1 => Just(Some(Msg::GoHome)),
        1 => Just(Some(Msg::NextSlide)),
        1 => (0usize..4).prop_map(Msg::GoToRun).prop_map(Some),
        1 => (0usize..4).prop_map(Msg::DeleteRun).prop_map(Some),
        1 => Just(Some(Msg::BringRunBack)),
        1 => Just(None),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, rng_seed: RngSeed::Fixed(1), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_was_done_is_done_again_from_what_was_kept(
        start in prop::sample::select(texts().into_iter().map(|(id, _)| id).collect::<Vec<_>>()),
        messages in prop::collection::vec(doing(), 1..40),
    ) {
        let mut model = opened(&start, Opening::Start);
        for message in messages {
            let Some(message) = message else {
                model = visited_again(&start, &model);
                prop_assert_eq!(&model.notice, &None);
                continue;
            };
            let effects = model.update(message);
            answer(&mut model, effects);
        }
        is_done_again(&model)?;
    }
}

/// The two run longer than the one behind them, at whose end it stops.
#[test]
fn question_behind_two_runs_is_not_gone_on_from() {
    let mut model = opened("case-count-messages", Opening::Start);
    for message in [Msg::Break(BreakMsg::Beside), Msg::PlayOrPause, AskMsg::GoOn.into()] {
        model.update(message);
        is_within(&model).expect("what is shown lies within the run");
    }
}
