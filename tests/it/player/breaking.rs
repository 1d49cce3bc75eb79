//! "Break it": what is set, what is searched, and what is shown of it.

use super::{begun, opened};
use paxos_explainer::check::{Check, Finding, Goal, Scenario, Status};
use paxos_explainer::paxos::Value;
use paxos_explainer::player::breaking::{Count, Done, Report, Search, Start, Task, Verdict};
use paxos_explainer::player::{BreakMsg, Effect, Model, Msg, Opening, Setup, Show, Source};
use paxos_explainer::sim::Change;
use paxos_explainer::sim::recording::Recording;
use paxos_explainer::story::words::breaking as words;
use paxos_explainer::story::{Scene, parse, print};

/// The search that is asked for, if one is.
fn task(effects: Vec<Effect>) -> Option<Task> {
    effects.into_iter().find_map(|effect| match effect {
        Effect::Search(task) => Some(*task),
        _ => None,
    })
}

/// What the search comes to: the same as where it is carried out, in one go.
fn carried_out(task: &Task) -> (Done, Verdict) {
    let scene = Scene::play(parse(&task.scene).expect("the scene reads")).expect("the scene plays");
    let mut names = scene.script.names.clone();
    let values: Vec<Value> = task.values.iter().map(|value| names.intern(value)).collect();
    let world = scene.recording.world().clone();
    let scenario = Scenario { goal: task.goal, limits: task.limits, ..Scenario::from(world, &values) };
    let mut check = Check::new(scenario);
    let status = check.run();
    let progress = check.progress();
    let done = Done { states: progress.states as u64, depth: progress.depth, spent_ms: 40 };
    let found = Finding::ALL.into_iter().find(|&finding| task.goal == Goal::Find(finding));
    let verdict = match status {
        Status::Found => {
            let finding = found.expect("one finding is looked for");
            let example = check.example(finding).expect("there is a way");
            let mut run = Recording::clone(&scene.recording);
            for action in example.actions {
                run.push(action).expect("it can be done");
            }
            let script = paxos_explainer::story::Script { names, ..scene.script.clone() };
            let scene = print::replay(&script, "Found", &run);
            let length = check.length(finding).expect("it is found");
            Verdict::Found { finding, length, scene: scene.into() }
        }
        Status::Complete => Verdict::NotThere,
        _ => Verdict::CutShort,
    };
    (done, verdict)
}

#[test]
fn dump() {
    for variant in Setup::rules().concat() {
        let (mut model, _) = (begun(), ());
        model.update(BreakMsg::Open.into());
        let Some(task) = task(model.update(BreakMsg::Switch(variant).into())) else { continue };
        let start = std::time::Instant::now();
        let (done, verdict) = carried_out(&task);
        println!(
            "{} {:?} {} {:?}",
            print::change(variant),
            done,
            start.elapsed().as_millis(),
            match verdict {
                Verdict::Found { finding, length, .. } => format!("{finding:?} {length}"),
                other => format!("{other:?}"),
            }
        );
    }
}
