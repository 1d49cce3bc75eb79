//! The same run under other conditions from the beginning to the end.

use super::{Act, Branch, pass};
use crate::sim::{Action, Change, Moment, Step, Time};
use crate::story::conditions;
use crate::story::language::{say, tr};
use crate::story::print;
use crate::story::problem::both;
use crate::story::scene::{Scene, Stop, Whose};
use crate::story::script::{Script, Statement};
use crate::story::when::When;
use std::rc::Rc;

/// The same lines and acts, as far as they can be done, under other conditions.
#[derive(Clone, Debug)]
pub struct Elsewhere {
    /// What comes of it.
    pub branch: Branch,
    /// What could not be done there; from that moment on the run goes by itself.
    pub stop: Option<Stop>,
    /// What was set in the run, and when, and is left out there.
    pub left_out: Vec<(Time, Change)>,
}

impl Branch {
    /// Plays the script of this run, as far as it was played before the first act, and does the acts at their
    /// moments, all that under these conditions from the beginning to the end: what sets them is left out.
    pub fn elsewhere(&self, changes: &[Change]) -> Elsewhere {
        let script = self.script_so_far();
        let chosen = conditions::possible(&script, changes);
        let left_out: Vec<(Time, Change)> =
            conditions::set_later(&self.recording).filter(|(_, said)| conditions::gives_way(said, &chosen)).collect();
        let other = named(conditions::under(&script, &chosen), &script, &left_out);
        let (scene, stop) = Scene::play_elsewhere(other, &chosen);
        let home = Branch::new(Rc::new(scene));
        let (branch, stop) = match self.when_elsewhere(&chosen).as_slice() {
            [] => (home, stop),
            whens => self.act_elsewhere(&home, stop, whens, &chosen),
        };
        Elsewhere { branch, stop, left_out }
    }

    /// When each act was done, if what sets the conditions that are chosen is not counted among what happens.
    fn when_elsewhere(&self, chosen: &[Change]) -> Vec<When> {
        let steps = self.recording.steps();
        let uncounted = |at: Moment| {
            let goes = |step: &&Step| {
                step.time == at.time && matches!(&step.action, Action::Set(said) if conditions::gives_way(said, chosen))
            };
            steps.iter().take(at.steps).filter(goes).count()
        };
        let when = |((when, _), act): ((When, String), &Act)| When {
            nth: when.nth.map(|nth| nth.saturating_sub(uncounted(act.at))),
            ..when
        };
        self.told().into_iter().zip(&self.acts).map(when).collect()
    }

    /// Does the acts of this run in another one, in which none has been done yet, except for those that set what is
    /// chosen. Where none is left, that run goes on by itself from the moment of the first.
    fn act_elsewhere(
        &self,
        home: &Branch,
        stop: Option<Stop>,
        whens: &[When],
        chosen: &[Change],
    ) -> (Branch, Option<Stop>) {
        let Some(&first) = whens.first() else { return (home.clone(), stop) };
        let left = home.moment(first);
        // What stops the script only after the viewer has left it stops nothing.
        let stop = stop.filter(|stop| stop.at <= left);
        if let Some(Stop { at, says }) = stop {
            return (home.clone(), Some(Stop { at, says: says + tr!(" What you did later is left out.") }));
        }
        let mut run = home.fork(left);
        let (mut acts, mut stop) = (Vec::new(), None);
        for (nth, (act, &when)) in self.acts.iter().zip(whens).enumerate() {
            let mut at = left;
            if 0 < nth || left.time < when.time {
                // Where less happens at that instant, the act comes after all of it.
                let _ = pass(&mut run, when);
                at = run.end();
            }
            if matches!(&act.statement, Statement::Set(said) if conditions::gives_way(said, chosen)) {
                continue;
            }
            let before = run.clone();
            if let Err(failure) = run.carry_out(&act.statement) {
                stop = Some(Stop { at, says: run.cannot(Whose::Viewer, &act.statement, &failure) });
                run = before;
                break;
            }
            acts.push(Act { at, end: run.end(), statement: act.statement.clone() });
        }
        (Branch { gone: Some(left), ..home.ahead(run, acts) }, stop)
    }
}

/// The script with a title of its own, which says what differs; it has no place in the course.
fn named(other: Script, script: &Script, left_out: &[(Time, Change)]) -> Script {
    let differing = conditions::differing(script, &other, left_out);
    let how: Vec<String> = differing.iter().map(|change| print::change(*change)).collect();
    let title = match how.is_empty() {
        true => script.title.clone(),
        false => say!("{title}, with {how}", title = script.title, how = both(&how)),
    };
    let about = Some(say!("What becomes of the scene “{title}” under other conditions.", title = script.title));
    Script { title, about, source: None, twin: None, place: None, ..other }
}
