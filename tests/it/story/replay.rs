//! A run printed as a scene replays to the same state: this is what makes a counterexample reproducible.

use crate::scenes::{course, play};
use paxos_explainer::paxos::{Command, Nacks, NodeId, Role};
use paxos_explainer::sim::{Action, Change, Draw, Moment, Recording, Retry, Time, World, truth};
use paxos_explainer::story::{Names, Scene, Script, Statement, print};

const WORDS: [&str; 3] = ["cat", "big dog", "any"];
const CHANGES: [Change; 3] = [Change::Loss(20), Change::Nacks(Nacks::On), Change::Retry(Retry::Backoff(500))];

/// Chance for what befalls a run; the schedule has its own.
pub struct Dice(Draw);

impl Dice {
    pub fn of(seed: u32) -> Dice {
        Dice(Draw::new(seed, NodeId(0), NodeId(0), 14, 0))
    }

    pub fn below(&mut self, bound: usize) -> usize {
        self.0.between(0, bound as u32 - 1) as usize
    }

    pub fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }
}

/// Rules that break one decision.
pub const WRONG: [&str; 10] = [
    "rule promise always",
    "rule promise or-equal\nrule storage forgets-all",
    "rule report promised-id",
    "rule accept always\nrule value own",
    "rule phases one",
    "rule quorum one\nrule storage forgets-promise",
    "rule accept without-promising\nrule storage forgets-accepted",
    "rule ids reused\nrule count messages",
    "rule value re-picks\nrule learn per-value",
    "rule learn on-promises\nrule accept first",
];

/// Replays a run from its printed text, and holds it against the original.
pub fn assert_replays(name: &str, script: &Script, recording: &Recording) {
    let text = print::replay(script, "What happened here", recording);
    let again = play(name, &text);
    let (world, original) = (again.recording.world(), recording.world());
    for node in original.cluster.nodes() {
        let called = script.names.node(node);
        assert_eq!(world.node(node), original.node(node), "{name}: the state of {called}\n{text}");
    }
    let chosen = |scene: &Script, world: &World| -> Vec<(String, u32)> {
        let word = |chosen: truth::Chosen| scene.names.value(chosen.vote.value).to_string();
        truth::chosen(world).map(|chosen| (word(chosen), chosen.vote.ballot.number)).collect()
    };
    assert_eq!(chosen(&again.script, world), chosen(script, original), "{name}: what is chosen\n{text}");
    assert_eq!(world.in_flight, original.in_flight, "{name}: what is in flight\n{text}");
    assert_eq!(world.used, original.used, "{name}: the ids used\n{text}");
    assert_eq!(world.votes, original.votes, "{name}: the votes\n{text}");
    assert_eq!(world.cluster, original.cluster, "{name}: the cluster\n{text}");
    assert_eq!(world, original, "{name}: the rest of the world\n{text}");
    let waiting = |recording: &Recording| Statement::waiting(recording.schedule().queued(), &script.cluster);
    assert_eq!(waiting(&again.recording), waiting(recording), "{name}: what is to come\n{text}");
    let sentences = |recording: &Recording| {
        recording.steps().iter().flat_map(|step| step.effects.notes.clone()).collect::<Vec<_>>()
    };
    assert_eq!(sentences(&again.recording), sentences(recording), "{name}: why each node did what it did");
}

/// A timed scene with these conditions, before anything has happened.
fn calm(seed: u32, dice: &mut Dice, rules: &str) -> Scene {
    let most = dice.pick(&[200, 900, 2500]);
    let retry = dice.pick(&["off", "700", "400..2000", "backoff 300"]);
    let (loss, duplication) = (dice.pick(&[0, 10, 30]), dice.pick(&[0, 15, 40]));
    let nacks = dice.pick(&["on", "off"]);
    let numbering = dice.pick(&["slotted", "rounds"]);
    let acceptors = dice.pick(&["A1 A2 A3", "A1 A2 A3 A4", "A1 A2 A3 A4 A5"]);
    let proposers = dice.pick(&["P1 P2", "P1 P2 P3"]);
    let head = format!(
        "title \"A stormy run\"\nclients C1\nproposers {proposers}\nacceptors {acceptors}\nlearners L1 L2\n\
         ids {numbering}\ndelay 1..{most}\nretry {retry}\nloss {loss}%\nduplication {duplication}%\nnacks {nacks}\n\
         seed {seed}\n{rules}"
    );
    play("head", &head)
}

/// Lets chance interfere with a run that is on its way.
fn blow(scene: &mut Scene, dice: &mut Dice, acts: usize) {
    for _ in 0..acts {
        let mut names = scene.script.names.clone();
        let action = interference(scene, &mut names, dice);
        // Chance may want what cannot be done, such as a second crash: then nothing has happened, and a
        // new word is not known, so that values are numbered in the order in which a reader meets them.
        if scene.recording.push(action).is_ok() {
            scene.script.names = names;
        }
        let time = scene.recording.end().time + dice.pick(&[0, 50, 300, 1500]) as Time;
        scene.recording.run_to(time);
    }
}

fn interference(scene: &Scene, names: &mut Names, dice: &mut Dice) -> Action {
    let world = scene.recording.world();
    let of = |role| world.cluster.all(role).iter().collect::<Vec<NodeId>>();
    let nodes: Vec<NodeId> = world.cluster.nodes().collect();
    let (proposer, acceptor) = (dice.pick(&of(Role::Proposer)), dice.pick(&of(Role::Acceptor)));
    let (node, other) = (dice.pick(&nodes), dice.pick(&nodes));
    let messages: Vec<_> = world.in_flight.iter().map(|envelope| envelope.id).collect();
    let mut value = |dice: &mut Dice| names.intern(dice.pick(&WORDS));
    match dice.below(15) {
        0..=2 => Action::Propose { node: proposer, value: value(dice), ballot: None },
        3 | 13 => Action::Request { client: NodeId(0), to: proposer, value: value(dice), command: Command::Word },
        14 => Action::Set(dice.pick(&CHANGES)),
        4 => Action::Timeout { node: proposer },
        5 => Action::Crash { node: acceptor },
        6 => Action::Crash { node },
        7 => Action::Restart { node: acceptor },
        8 => Action::Restart { node },
        9 => Action::Cut { from: node, to: other },
        10 => Action::Heal { from: node, to: other },
        _ if messages.is_empty() => Action::Timeout { node: proposer },
        11 => Action::Duplicate { message: dice.pick(&messages) },
        _ => match dice.below(4) {
            0 => Action::Drop { message: dice.pick(&messages) },
            1 => Action::Hold { message: dice.pick(&messages) },
            2 => Action::Release { message: dice.pick(&messages) },
            _ => Action::Delay { message: dice.pick(&messages), by: 700 },
        },
    }
}

/// A run in which much is done to its nodes.
pub fn storm(seed: u32, rules: &str) -> Scene {
    let mut dice = Dice::of(seed);
    let mut scene = calm(seed, &mut dice, rules);
    let acts = dice.pick(&[8, 20, 40]);
    blow(&mut scene, &mut dice, acts);
    scene
}

/// The places in a run at which some steps of an instant are done and some are not.
fn amid_instants(recording: &Recording) -> Vec<Moment> {
    let pairs = recording.steps().windows(2).enumerate();
    let same_time = pairs.filter(|(_, pair)| pair[0].time == pair[1].time);
    same_time.map(|(at, pair)| Moment { time: pair[0].time, steps: at + 1 }).collect()
}

/// The run up to this moment, taken over by a viewer, whose acts then change it.
fn forked(scene: &Scene, moment: Moment, dice: &mut Dice) -> Scene {
    let mut recording = scene.recording.depart(moment);
    recording.take_over();
    // Values of what has not happened now are not known, so that new ones are numbered as a reader meets them.
    let met = recording.world().proposed.iter().map(|value| usize::from(value.word) + 1).max().unwrap_or(0);
    let mut names = scene.script.names.clone();
    names.values.truncate(met);
    let script = Script { names, ..scene.script.clone() };
    let mut fork = Scene { script, recording, poll: None, slides: Vec::new(), after: Vec::new(), asks: Vec::new() };
    let acts = dice.pick(&[1, 3, 10]);
    blow(&mut fork, dice, acts);
    fork
}

#[test]
fn run_forked_in_the_middle_of_an_instant_replays() {
    let mut forks = 0;
    for seed in 1..=120 {
        let scene = storm(seed, if seed % 3 == 0 { "network manual" } else { "" });
        let mut dice = Dice::of(1000 + seed);
        let moments = amid_instants(&scene.recording);
        for _ in 0..moments.len().min(3) {
            let moment = dice.pick(&moments);
            let fork = forked(&scene, moment, &mut dice);
            assert_eq!(fork.recording.steps()[..moment.steps], scene.recording.steps()[..moment.steps]);
            assert_replays(&format!("seed {seed} forked at {moment:?}"), &fork.script, &fork.recording);
            forks += 1;
        }
    }
    assert!(200 < forks, "only {forks} forks amid an instant");
}

#[test]
fn run_of_every_scene_of_the_course_replays() {
    for (id, scene) in course().into_iter().filter(|(_, scene)| scene.poll.is_none()) {
        assert_replays(&id, &scene.script, &scene.recording);
    }
}

#[test]
fn stormy_run_replays_under_paxos() {
    let mut told = String::new();
    for seed in 1..=200 {
        let scene = storm(seed, "");
        assert_replays(&format!("seed {seed}"), &scene.script, &scene.recording);
        told += &print::replay(&scene.script, "Any", &scene.recording);
    }
    for statement in
        ["drop next ", "duplicate next ", "deliver 2nd ", "deliver one NACK", "restart ", "timeout ", "cut "]
    {
        assert!(told.contains(statement), "no storm has led to `{statement}`: they were too calm");
    }
}

/// Each `deliver` lets a delay pass, and more of them than there are seconds in the longest run must fit.
#[test]
fn replay_of_more_deliveries_than_seconds_fits_into_the_longest_run() {
    let head = "title \"A long run\"\nproposers P1 P2\nacceptors A1 A2 A3 A4 A5\nlearners L1 L2\ndelay 10";
    let rounds = "propose P1 cat\nrun idle\npropose P2 dog\nrun idle\n".repeat(20);
    let scene = play("a long run", &format!("{head}\n{rounds}"));
    let deliveries =
        scene.recording.steps().iter().filter(|step| matches!(step.action, Action::Deliver { .. })).count();
    assert!(600 < deliveries, "{deliveries} deliveries");
    assert_replays("a long run", &scene.script, &scene.recording);
}

/// Wrong rules let one acceptor answer one id in different ways, so that messages which a selector cannot
/// tell apart are under way at once.
#[test]
fn stormy_run_replays_under_wrong_rules() {
    for (seed, rules) in (1..=200).zip(WRONG.iter().cycle()) {
        let scene = storm(seed, rules);
        assert_replays(&format!("seed {seed} under {rules}"), &scene.script, &scene.recording);
    }
}

/// A cut link loses by itself. Were its loss asked for as well, that would hit the same message when it
/// is sent again after the link has healed.
#[test]
fn replay_of_a_loss_on_a_cut_link_loses_nothing_later() {
    let scene = play(
        "a link that heals",
        "title x\nproposers P1\nacceptors A1\nlearners L1\npropose P1 cat\nrun 2000\nduplicate ACCEPT-REQUEST\n\
         hold 2nd ACCEPT-REQUEST\ncut A1->L1\nrun idle\nheal\nrelease any\nrun idle\nexpect L1 learned cat",
    );
    assert_replays("a link that heals", &scene.script, &scene.recording);
}
