//! The same run under other conditions from the beginning.

use super::{Act, Branch, pass};
use crate::sim::{Change, Moment};
use crate::story::conditions;
use crate::story::print;
use crate::story::problem::both;
use crate::story::scene::{Scene, Stop, Whose};
use crate::story::script::Script;
use crate::story::when::When;
use std::rc::Rc;

/// The same lines and acts, as far as they can be done, under other conditions.
#[derive(Clone, Debug)]
pub struct Elsewhere {
    /// What comes of it.
    pub branch: Branch,
    /// What could not be done there; from that moment on the run goes by itself.
    pub stop: Option<Stop>,
}

impl Branch {
    /// Plays the script of this run, as far as it was played before the first act, and does the acts at their
    /// moments, all that under these conditions from the beginning.
    pub fn elsewhere(&self, changes: &[Change]) -> Elsewhere {
        let script = self.script_so_far();
        let (scene, stop) = Scene::play_elsewhere(named(conditions::under(&script, changes), &script));
        let home = Branch::new(Rc::new(scene));
        match self.told_when().first() {
            None => Elsewhere { branch: home, stop },
            Some(&first) => self.act_elsewhere(&home, stop, first),
        }
    }

    /// The script with the lines only that had been begun when the run left it.
    fn script_so_far(&self) -> Script {
        let scene = &self.scene;
        let mut script = scene.script.clone();
        script.names.clone_from(&self.names);
        if let Some(left) = self.acts.first().map(|act| act.at) {
            let begins = std::iter::once(Moment::default()).chain(scene.after.iter().copied());
            let is_begun = |(begin, &after): (Moment, &Moment)| after <= left || begin < left;
            let begun = begins.zip(&scene.after).take_while(|&line| is_begun(line)).count();
            script.lines.truncate(begun);
        }
        script
    }

    fn told_when(&self) -> Vec<When> {
        self.told().into_iter().map(|(when, _)| when).collect()
    }

    /// Does the acts of this run in another one, in which none has been done yet.
    fn act_elsewhere(&self, home: &Branch, stop: Option<Stop>, first: When) -> Elsewhere {
        let left = home.moment(first);
        // What stops the script only after the viewer has left it stops nothing.
        let stop = stop.filter(|stop| stop.at <= left);
        if let Some(Stop { at, says }) = stop {
            let stop = Some(Stop { at, says: says + " What you did later is left out." });
            return Elsewhere { branch: home.clone(), stop };
        }
        let mut run = home.fork(left);
        let (mut acts, mut stop) = (Vec::new(), None);
        for (nth, (act, when)) in self.acts.iter().zip(self.told_when()).enumerate() {
            let mut at = left;
            if 0 < nth || left.time < when.time {
                // Where less happens at that instant, the act comes after all of it.
                let _ = pass(&mut run, when);
                at = run.end();
            }
            let before = run.clone();
            if let Err(failure) = run.carry_out_elsewhere(&act.statement) {
                stop = Some(Stop { at, says: run.cannot(Whose::Viewer, &act.statement, &failure) });
                run = before;
                break;
            }
            acts.push(Act { at, end: run.end(), statement: act.statement.clone() });
        }
        Elsewhere { branch: home.ahead(run, acts), stop }
    }
}

/// The script with a title of its own, which says what differs; it has no place in the course.
fn named(other: Script, script: &Script) -> Script {
    let differing = conditions::differing(script, &other);
    let how: Vec<String> = differing.iter().map(|(_, change)| print::change(*change)).collect();
    let title = match how.is_empty() {
        true => script.title.clone(),
        false => format!("{}, with {}", script.title, both(&how)),
    };
    let about = Some(format!("What becomes of the scene “{}” under other conditions.", script.title));
    Script { title, about, source: None, twin: None, place: None, ..other }
}
