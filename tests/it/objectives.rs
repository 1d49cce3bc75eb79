//! Objectives: each is reached by what its scene tells as a solution, done by hand, and by the checker on a shortest way.

use crate::scenes::{play, tries, without_lines};
use paxos_explainer::check::{Check, Finding, Status};
use paxos_explainer::player::{Act, Model, Msg, Opening, Source, Wanted};
use paxos_explainer::story::library::{COURSE, OBJECTIVES};
use paxos_explainer::story::objective::{self, Judged, Unfit};
use paxos_explainer::story::script::Run;
use paxos_explainer::story::{Scene, Statement, example, parse, print, wanted};
use std::rc::Rc;

/// The actions of a shortest way to each goal, by the checker, and the acts of the solution. Where nothing happens by
/// itself an action is an act.
const LENGTHS: [(&str, Option<u32>, usize); 17] = [
    ("try-split", Some(6), 6),
    ("try-choose", Some(7), 7),
    ("try-only-one-knows", Some(4), 4),
    ("try-carry-on", Some(4), 4),
    ("try-free", Some(7), 7),
    ("try-overtake", Some(3), 3),
    ("try-livelock", Some(18), 4),
    ("try-two-leaders", Some(3), 3),
    ("try-gap", Some(5), 5),
    ("try-nobody-knows", Some(4), 2),
    ("try-one-crash", Some(8), 2),
    ("try-two-hold", Some(6), 6),
    ("try-one-arrival", None, 1),
    ("try-late-request", None, 1),
    ("try-without-phase-1", Some(6), 6),
    ("try-value-own", Some(7), 7),
    ("try-forgets-promise", Some(6), 6),
];

/// The scenes whose objective is reached by acts, one after the other. Where an arrival is moved there is no solution to
/// be written: it is one of the orders.
fn by_acts() -> impl Iterator<Item = (String, String)> {
    tries().into_iter().filter(|(_, text)| !text.contains("\n  move "))
}

/// The scene with this id.
fn scene(id: &str) -> Scene {
    let (_, text) = tries().into_iter().find(|(known, _)| known == id).expect("a scene with an objective");
    play(id, &text)
}

/// The model of a reader who has opened this text.
fn opened(text: &str) -> Model {
    let (model, _) = Model::new(Source::Text(text.into()), Opening::Set);
    assert!(model.show().is_some(), "{:?}", model.stage);
    model
}

/// Does this by hand, at the moment that is shown.
fn say(model: &mut Model, text: &str) {
    model.update(Msg::Act(Act::Say(text.to_string())));
    assert_eq!(model.notice, None, "{text}");
}

fn judged(model: &Model) -> Judged {
    Judged::of(&model.show().expect("a scene").branch())
}

/// Does by hand what the solution tells, with the time that it lets pass.
fn by_hand(model: &mut Model, scene: &Scene) {
    if scene.script.manual {
        let acts = objective::acts_of_solution(&scene.script).expect("it plays");
        acts.iter().for_each(|act| say(model, act));
        return;
    }
    for line in &scene.script.solution {
        match &line.statement {
            Statement::Slide(_) | Statement::Say(_) | Statement::Expect(_) => {}
            Statement::Run(Run::For(time)) => {
                let now = model.show().expect("a scene").at.time;
                model.update(Msg::Seek(now + time));
            }
            // What follows by itself is worked out in any case.
            Statement::Run(_) => {}
            act => say(model, &print::statement(act, &scene.script.names)),
        }
    }
}

#[test]
fn each_objective_is_reached_by_hand_as_its_solution_says() {
    for (id, text) in by_acts() {
        let scene = play(&id, &text);
        objective::check(&scene).unwrap_or_else(|problem| panic!("{id}:{problem}"));
        let within = scene.script.objective.as_ref().and_then(|objective| objective.within);
        let mut model = opened(&text);
        assert_eq!(model.show().expect("a scene").at, scene.end(), "{id} opens at its end");
        assert_eq!(judged(&model).reached, None, "{id} is still to be reached");
        by_hand(&mut model, &scene);
        let reached = judged(&model).reached.unwrap_or_else(|| panic!("{id} is not reached: {:?}", judged(&model)));
        let done = model.show().expect("a scene").branch().acts.len();
        assert_eq!(reached.acts, done, "{id}: nothing is done in vain");
        let pinned = LENGTHS.iter().find(|(known, ..)| *known == id).map(|(_, _, acts)| *acts);
        assert_eq!(Some(reached.acts), pinned, "{id}");
        assert!(within.is_some_and(|most| reached.acts <= most as usize), "{id}");
        assert_eq!(objective::acts_of_solution(&scene.script).expect("it plays").len(), reached.acts, "{id}");
    }
}

/// Where every act is an action, nobody can do with fewer than the solution. (A scene whose first ids are too low could be
/// an exception, for the checker gives ids as a proposer does; none of these is.)
#[test]
fn each_objective_is_reached_by_the_checker_on_a_shortest_way() {
    for (id, length, acts) in LENGTHS {
        let Some(length) = length else { continue };
        let scene = scene(id);
        let objective = scene.script.objective.clone().expect("an objective");
        let start = example::start(&scene).expect("it can be told");
        let goal = print::condition(&objective.goal, &scene.script.names);
        let (start, scenario) =
            wanted::towards(start, &goal, &scene.script.names.values).expect("it can be looked for");
        let mut check = Check::new(scenario);
        assert_eq!(check.run(), Status::Found, "{id}");
        let found = check.example(Finding::Wanted).expect("a way");
        assert_eq!(found.actions.len() as u32, length, "{id}");
        let (goal, _) = parse::condition(&start.script, &goal).expect("it can be read");
        let mut recording = start.recording.clone();
        for &action in &found.actions {
            assert!(!goal.holds(&recording), "{id}: not before the end of the way");
            recording.push(action).expect("it can be done");
        }
        assert!(goal.holds(&recording), "{id}: the way leads to the goal");
        if scene.script.manual {
            assert_eq!(acts as u32, length, "{id}: the solution is a shortest way");
        }
    }
}

#[test]
fn every_chapter_has_an_objective_and_there_are_twelve() {
    let files: Vec<String> = tries().into_iter().map(|(id, _)| id).collect();
    let mut indexed: Vec<&str> = OBJECTIVES.iter().map(|entry| entry.id).collect();
    assert_eq!(indexed, LENGTHS.map(|(id, ..)| id), "in their order");
    indexed.sort_unstable();
    assert_eq!(indexed, files, "the index has every scene with an objective");
    assert!(12 <= indexed.len());
    for chapter in 1..=7 {
        assert!(OBJECTIVES.iter().any(|entry| entry.place.chapter == chapter), "chapter {chapter}");
    }
    for pair in OBJECTIVES.windows(2) {
        assert!(pair[0].place < pair[1].place, "{} and {}", pair[0].id, pair[1].id);
    }
    let wrong = OBJECTIVES.iter().filter(|entry| entry.place.chapter == 7).count();
    assert!(3 <= wrong, "three rules are off");
    assert!(COURSE.iter().all(|entry| !entry.id.starts_with("try-")), "they are no part of the way through the course");
}

/// Whoever finds runs of an objective again that were made under a seed goes on where it begins.
#[test]
fn objective_begins_where_its_scene_ends_also_under_a_seed() {
    for (id, text) in tries() {
        let wanted = Wanted { seed: Some(3), ..Wanted::default() };
        let (model, _) = Model::new(Source::Text(text.into()), Opening::Link(Rc::new(wanted)));
        let show = model.show().expect("a scene");
        assert_eq!((show.slide, show.at), (show.scene.slides.len() - 1, show.end()), "{id}");
    }
}

#[test]
fn printed_objective_parses_to_the_same_scene() {
    for (id, text) in by_acts() {
        let script = parse(&text).expect("it is a scene");
        assert!(!script.solution.is_empty(), "{id} tells a solution");
        let again = parse(&print::script(&script)).unwrap_or_else(|problem| panic!("{id}:{problem}"));
        assert_eq!(without_lines(&again), without_lines(&script), "{id}");
    }
}

#[test]
fn solution_as_a_scene_plays_and_asks_for_nothing() {
    for (id, text) in by_acts() {
        let script = parse(&text).expect("it is a scene");
        let solved = objective::solved(&script).expect("it has a solution");
        let printed = print::script(&solved);
        let again = parse(&printed).and_then(Scene::play).unwrap_or_else(|problem| panic!("{id}:{problem}\n{printed}"));
        assert_eq!(again.script.objective, None, "{id}");
        assert!(again.slides.iter().all(|slide| !slide.say.is_empty()), "{id} says something on each slide");
    }
}

#[test]
fn goal_that_is_reached_stays_reached_whatever_is_done_later() {
    let mut model = opened(FREE);
    for act in ["propose P1 cat", "deliver PREPARE P1->A1", "deliver PROMISE", "deliver ACCEPT-REQUEST"] {
        say(&mut model, act);
    }
    let reached = judged(&model).reached.expect("cat is chosen");
    assert_eq!(reached.acts, 4);
    say(&mut model, "crash A1");
    say(&mut model, "set rule accept always");
    assert_eq!(judged(&model).reached, Some(reached));
    assert_eq!(judged(&model).by(reached.at), Some(reached));
    let before = paxos_explainer::sim::Moment { steps: reached.at.steps - 1, ..reached.at };
    assert_eq!(judged(&model).by(before), None, "at the moment before it is not reached yet");
}

const FREE: &str = "title t\nproposers P1\nacceptors A1\nnetwork manual\nobjective \"Get cat chosen.\"\ngoal chosen cat and A1 up\n\
    within 5 acts\nslide s\n  crash A1\n  restart A1\n";

#[test]
fn nothing_travels_by_itself_where_acts_are_counted() {
    let mut model = opened(FREE);
    say(&mut model, "propose P1 cat");
    model.update(Msg::Seek(60_000));
    let show = model.show().expect("a scene");
    assert_eq!(show.world().in_flight.len(), 1, "PREPARE still waits");
    let link = print::branch(&show.branch(), "", 0, show.at);
    assert!(!link.contains("objective") && link.contains("network manual"), "{link}");
}

#[test]
fn acts_beyond_the_limit_do_not_count() {
    let mut model = opened(&FREE.replace("within 5 acts", "within 3 acts"));
    for act in ["propose P1 cat", "deliver PREPARE P1->A1", "deliver PROMISE", "deliver ACCEPT-REQUEST"] {
        say(&mut model, act);
    }
    assert_eq!(judged(&model).reached, None);
    assert_eq!(judged(&model).unfit, Some((3, Unfit::TooMany(3))));
    model.update(Msg::Undo);
    assert_eq!(judged(&model).unfit, None);
}

#[test]
fn rules_may_not_be_changed_and_the_network_may() {
    let mut model = opened(FREE);
    say(&mut model, "set delay 500");
    assert_eq!(judged(&model).unfit, None);
    say(&mut model, "set rule phases one");
    assert_eq!(judged(&model).unfit, Some((1, Unfit::Rules("set rule phases one".into()))));
    say(&mut model, "propose P1 cat");
    say(&mut model, "deliver ACCEPT-REQUEST");
    assert_eq!(judged(&model).reached, None, "without phase 1 it takes less, and does not count");
}

#[test]
fn run_that_leaves_the_scene_before_its_end_does_not_count() {
    let mut model = opened(FREE);
    model.update(Msg::Seek(0));
    model.update(Msg::StandAt(paxos_explainer::sim::Moment { time: 0, steps: 0 }));
    for act in ["propose P1 cat", "deliver PREPARE P1->A1", "deliver PROMISE", "deliver ACCEPT-REQUEST"] {
        say(&mut model, act);
    }
    assert_eq!(judged(&model).reached, None);
    assert_eq!(judged(&model).unfit, Some((0, Unfit::Early)));
}

#[test]
fn goal_that_holds_already_and_a_solution_that_leads_elsewhere_are_mistakes() {
    let check = |text: &str| objective::check(&play("x", text)).map_err(|problem| problem.to_string());
    let already = FREE.replace("chosen cat and A1 up", "A1 up");
    assert_eq!(
        check(&already),
        Err("1:1: the goal `A1 up` holds at the end of the scene, before anybody does anything; expected a goal that is still to be reached".into())
    );
    let elsewhere = format!("{FREE}solution\n  propose P1 cat\n");
    assert_eq!(
        check(&elsewhere),
        Err("12:1: the solution does not reach the goal: chosen is nothing; expected `chosen cat and A1 up`".into())
    );
    let long = format!(
        "{}solution\n  propose P1 cat\n  deliver any\n  deliver any\n  deliver any\n",
        FREE.replace("5 acts", "3 acts")
    );
    assert_eq!(check(&long), Err("12:1: the solution takes 4 acts; expected at most 3, as `within` says".into()));
    assert_eq!(check(FREE), Ok(()));
}

#[test]
fn condition_that_no_search_can_see_says_why() {
    let scene = play("x", FREE);
    let start = example::start(&scene).expect("it can be told");
    let wrong = wanted::towards(start.clone(), "in-flight 2 and chosen cat", &[]).err();
    assert_eq!(wrong.as_deref(), Some("The checker cannot look for `in-flight 2`: it does not count messages."));
    assert!(wanted::towards(start, "chosen cat and", &[]).is_err_and(|why| why.contains("the goal cannot be read")));
}
