//! A run that is changed by hand: it can be told as a scene and as acts, and both come to the same.

use crate::scenes::{course, play};
use paxos_explainer::export::{poll, run};
use paxos_explainer::paxos::{Kind, NodeId, Role};
use paxos_explainer::sim::{Action, Draw, End, Fate, Flight, Moment};
use paxos_explainer::story::{Act, Branch, Names, Scene, Statement, When, print};
use serde_json::Value as Json;
use std::rc::Rc;

const WORDS: [&str; 4] = ["cat", "big dog", "any", "owl"];

/// Chance for what a viewer does.
pub struct Dice(Draw);

impl Dice {
    pub fn of(seed: u32) -> Dice {
        Dice(Draw::new(seed, NodeId(0), NodeId(0), 14, 9))
    }

    pub fn below(&mut self, bound: usize) -> usize {
        self.0.between(0, bound as u32 - 1) as usize
    }

    pub fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }
}

/// The run of a branch up to a moment, as `paxos run --json` would give it.
pub fn json(names: &Names, scene: &Scene, branch: &Branch, at: Moment) -> Json {
    let told = match &branch.poll {
        Some(people) => serde_json::to_value(poll::run(scene, names, people, at)),
        // What is known of a message only later is not part of it.
        None => serde_json::to_value(run::run("", &[], names, &branch.recording.fork(at), at)),
    };
    told.expect("a run is plain data")
}

/// What is left to compare of a run: not its title, not its slides.
pub fn state(json: &Json) -> Json {
    let mut state = json.clone();
    let object = state.as_object_mut().expect("a run is an object");
    for key in ["title", "slides", "events"] {
        object.remove(key);
    }
    state
}

const ARRIVE_BY_THEMSELVES: &str = "From now on: messages arrive by themselves, each after its delay.";

/// What happened and why, without what a taken-over network needs in a scene: to be set, and messages to be held.
fn events(json: &Json) -> Vec<[String; 5]> {
    let all = json["events"].as_array().cloned().unwrap_or_default();
    let is_of_the_run = |event: &&Json| event["kind"] != "hold" && event["because"] != ARRIVE_BY_THEMSELVES;
    let told = |event: &Json| ["time", "kind", "node", "outcome", "because"].map(|key| event[key].to_string());
    all.iter().filter(is_of_the_run).map(told).collect()
}

fn people_do(dice: usize, one: &str, other: &str, word: &str) -> String {
    match dice {
        0 | 1 => format!("back {one} {word}"),
        2 => format!("tell {one}->{other}"),
        3 => format!("ask {one}->{other}"),
        4 => format!("crash {one}"),
        _ => format!("lose {one}->{other}"),
    }
}

/// Something that a viewer might do now, in the words of the scene language; it need not be possible.
pub fn wish(scene: &Scene, branch: &Branch, at: Moment, dice: &mut Dice) -> String {
    let names = &branch.names;
    let name = |node: NodeId| names.node(node).to_string();
    let word = print::word(dice.pick(&WORDS));
    if let Some(poll) = &branch.poll {
        let people: Vec<NodeId> = poll.poll().everyone().collect();
        let (one, other) = (name(dice.pick(&people)), name(dice.pick(&people)));
        let on_way = poll.at(at).in_flight.clone();
        let letter = on_way.get(dice.below(on_way.len().max(1))).and_then(|letter| poll.at(at).place_on_way(letter.id));
        return match (dice.below(7), letter) {
            (6, Some((letter, nth))) => {
                format!("drop {} {}->{}", print::ordinal(nth), name(letter.from), name(letter.to))
            }
            (dice, _) => people_do(dice, &one, &other, &word),
        };
    }
    let (world, _) = branch.recording.state_at(at);
    let nodes: Vec<NodeId> = scene.script.cluster.nodes().collect();
    let of = |role| scene.script.cluster.all(role).iter().collect::<Vec<NodeId>>();
    let (one, other) = (dice.pick(&nodes), dice.pick(&nodes));
    let proposers = of(Role::Proposer);
    let message = world.in_flight.get(dice.below(world.in_flight.len().max(1)));
    let selector = message.and_then(|message| print::exact(&world.in_flight, message.id, names));
    let about = |make: fn(_) -> Statement| selector.clone().map(|it| print::statement(&make(it), names));
    let done = match dice.below(16) {
        0 | 1 if !proposers.is_empty() => Some(format!("propose {} {word}", name(dice.pick(&proposers)))),
        2 if !proposers.is_empty() => Some(format!("timeout {}", name(dice.pick(&proposers)))),
        3 => Some(format!("crash {}", name(one))),
        4 => Some(format!("restart {}", name(one))),
        5 if one != other => Some(format!("cut {}-{}", name(one), name(other))),
        6 => Some("heal".to_string()),
        7 => Some(dice.pick(&["set loss 20%", "set delay 300..900", "set retry 2500", "set nacks on"]).to_string()),
        8 => Some(dice.pick(&["set rule accept always", "set rule value own", "set seed 7"]).to_string()),
        9 => about(Statement::Drop),
        10 => about(Statement::Hold),
        11 => about(Statement::Release),
        12 => about(Statement::Duplicate),
        13 => about(|it| Statement::Delay(it, 700)),
        14 => about(Statement::Deliver),
        _ => None,
    };
    done.unwrap_or_else(|| format!("crash {}", name(one)))
}

/// A moment somewhere in a run: between two steps, or between two instants.
fn somewhere(branch: &Branch, dice: &mut Dice) -> Moment {
    let end = branch.end();
    let time = dice.below(end.time as usize + 1) as u32;
    match dice.below(3) {
        0 => branch.moment(When::after(time)),
        _ => {
            let steps = dice.below(end.steps + 1);
            let step_time = |place: usize| match &branch.poll {
                Some(poll) => poll.steps()[place].time,
                None => branch.recording.steps()[place].time,
            };
            Moment { time: steps.checked_sub(1).map_or(0, step_time), steps }
        }
    }
}

/// A viewer's run: some acts, each at a moment that need not be the end.
fn viewed(scene: &Rc<Scene>, seed: u32) -> (Branch, usize) {
    let mut dice = Dice::of(seed);
    let mut branch = Branch::new(scene.clone());
    let start = somewhere(&branch, &mut dice);
    let slide = scene.slide_at(start);
    let mut at = start;
    for _ in 0..dice.pick(&[1, 3, 8]) {
        let told = wish(scene, &branch, branch.settled(at), &mut dice);
        if let Ok((statement, names)) = branch.read(&told)
            && let Ok(next) = branch.act(at, &statement, &names)
        {
            branch = next;
        }
        at = somewhere(&branch, &mut dice).max(branch.acts.first().map_or(start, |act| act.end));
        if branch.acts.is_empty() {
            at = start;
        }
    }
    (branch, slide)
}

fn every_scene() -> Vec<(String, Rc<Scene>)> {
    course().into_iter().map(|(id, scene)| (id, Rc::new(scene))).collect()
}

#[test]
fn run_that_was_changed_by_hand_is_told_as_a_scene_that_comes_to_the_same() {
    let (mut told, mut by_lines) = (0, 0);
    for (number, (id, scene)) in (0_u32..).zip(every_scene()) {
        for seed in 0..12 {
            let (branch, slide) = viewed(&scene, number * 100 + seed);
            let mut dice = Dice::of(90_000 + number * 100 + seed);
            let left = branch.acts.first().map_or(Moment::default(), |act| act.end);
            let until = branch.settled(somewhere(&branch, &mut dice).max(left));
            let slide = if branch.acts.is_empty() { scene.slide_at(until) } else { slide };
            let text = print::branch(&branch, "", slide, until);
            let name = format!("{id}, seed {seed}, until {until:?}");
            let again = play(&name, &text);
            let home = Branch::new(Rc::new(again));
            let end = home.end();
            let (here, there) =
                (json(&branch.names, &scene, &branch, until), json(&home.names, home.scene(), &home, end));
            told += 1;
            if text.contains("slide \"What happened\"") {
                // Only what was left between arrivals that one line brings about cannot be told by lines.
                assert_eq!(branch.acts, [], "{name}: told step by step\n{text}");
                continue;
            }
            by_lines += 1;
            assert_eq!(state(&there), state(&here), "{name}: the state\n{text}");
            assert_eq!(events(&there), events(&here), "{name}: what happened\n{text}");
        }
    }
    assert!(told * 99 / 100 < by_lines, "{by_lines} of {told} told line by line");
}

/// A line can put off several messages, and a run can be left between two of them.
#[test]
fn run_that_is_left_amid_delays_tells_those_that_were_done() {
    let text = "title t\nproposers P1\nacceptors A1 A2 A3\nslide \"One\"\npropose P1 cat id 1\ndelay PREPARE P1->A1,A2 900\nrun idle\n";
    let branch = Branch::new(Rc::new(play("t", text)));
    let steps = branch.recording.steps();
    let first = steps.iter().position(|step| matches!(step.action, Action::Delay { .. })).expect("it is put off");
    let (crash, names) = branch.read("crash A3").expect("it reads");
    let left = branch.act(Moment { time: 0, steps: first + 1 }, &crash, &names).expect("it can be done");
    let told = print::branch(&left, "", 0, left.acts[0].end);
    assert!(told.contains("  delay one PREPARE 1 P1->A1 900\n") && !told.contains("A2 900"), "{told}");
}

#[test]
fn acts_done_again_come_to_the_same() {
    for (number, (id, scene)) in (0_u32..).zip(every_scene()) {
        for seed in 0..12 {
            let (branch, _) = viewed(&scene, number * 100 + seed);
            let told = branch.told();
            let (again, stopped) = Branch::replay(&scene, &told);
            assert_eq!(stopped, None, "{id}, seed {seed}: {told:?}");
            let acts = |branch: &Branch| -> Vec<(Moment, Moment, String)> {
                let told = |act: &Act| (act.at, act.end, print::statement(&act.statement, &branch.names));
                branch.acts.iter().map(told).collect()
            };
            assert_eq!(acts(&again), acts(&branch), "{id}, seed {seed}: {told:?}");
            let all = |branch: &Branch| json(&branch.names, &scene, branch, branch.end());
            assert_eq!(all(&again), all(&branch), "{id}, seed {seed}: {told:?}");
            assert_eq!(again.end(), branch.end(), "{id}, seed {seed}: {told:?}");
        }
    }
}

/// `restart A1 A2` where A1 is up restarts nobody, in a link as by hand.
#[test]
fn act_that_is_refused_in_its_midst_does_nothing() {
    let text = "title x\nproposers P1\nacceptors A1 A2 A3\nslide one\n  propose P1 cat\n  run 3000\n";
    let scene = Rc::new(play("x", text));
    let told =
        |acts: &[(u32, &str)]| acts.iter().map(|(at, act)| (When::after(*at), act.to_string())).collect::<Vec<_>>();
    let (whole, none) = Branch::replay(&scene, &told(&[(500, "crash A2")]));
    assert_eq!(none, None);
    let (refused, stopped) = Branch::replay(&scene, &told(&[(500, "crash A2"), (900, "restart A2 A1")]));
    assert_eq!(stopped.map(|stopped| stopped.nth), Some(1));
    assert_eq!(refused.told(), whole.told());
    assert_eq!((refused.recording.world(), refused.names), (whole.recording.world(), whole.names));
}

/// What is asked of messages to come is no step of a run: moments alone do not say whether it was asked by then.
#[test]
fn what_is_asked_of_messages_to_come_goes_with_its_act() {
    let text = "title x\nproposers P1\nacceptors A1 A2 A3\nslide one\n  run 3000\n";
    let mut branch = Branch::new(Rc::new(play("x", text)));
    let act = |branch: &Branch, time: u32, told: &str| {
        let (statement, names) = branch.read(told).expect("it reads");
        branch.act(branch.moment(When::after(time)), &statement, &names).expect("it can be done")
    };
    let lost = |branch: &Branch| {
        let is_lost = |flight: &&Flight| matches!(flight.end, Some(End { fate: Fate::Lost(_), .. }));
        let prepares =
            branch.recording.flights().iter().filter(|flight| flight.envelope.message.kind() == Kind::Prepare);
        prepares.filter(is_lost).count()
    };
    branch = act(&branch, 100, "crash A3");
    let asked = act(&branch, 100, "drop next PREPARE P1->A1");
    let twice = act(&asked, 100, "drop next PREPARE P1->A2");
    assert_eq!(lost(&act(&twice, 100, "propose P1 cat")), 3, "both are asked, and A3 is down");
    assert_eq!(lost(&act(&twice.up_to(2), 100, "propose P1 cat")), 2, "the second is taken back");
    assert_eq!(lost(&act(&twice.up_to(1), 100, "propose P1 cat")), 1, "both are taken back");
    let later = act(&branch, 900, "drop next PREPARE P1->A1");
    assert_eq!(lost(&act(&later, 900, "propose P1 cat")), 2, "it is asked, and A3 is down");
    assert_eq!(lost(&act(&later, 500, "propose P1 cat")), 1, "nothing is asked yet");
}
