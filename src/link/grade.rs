//! Whether a link reaches the objective of a scene. What counts is the scene that is given: the link's acts are done on
//! that, whatever else the link says.

use super::Link;
use super::notice::IN_LINK;
use crate::sim::{Seen, Time};
use crate::story::branch::Stopped;
use crate::story::objective::{Judged, parts};
use crate::story::words::objective::{self as words, Fault};
use crate::story::{Branch, Scene};
use std::rc::Rc;

/// A scene with an objective, by which links are graded.
#[derive(Clone, Debug)]
pub struct Task {
    /// The scene, played.
    pub scene: Rc<Scene>,
    /// Its id: the name of its file, without the ending.
    pub id: String,
    /// Its text.
    pub text: String,
}

/// A link as it was handed in.
#[derive(Clone, Debug)]
pub struct Answer {
    /// What it asks for.
    pub link: Link,
    /// What of it could not be read.
    pub notices: Vec<String>,
    /// The text that it carries, or why that cannot be unpacked.
    pub script: Option<Result<String, String>>,
}

/// That a link reaches the objective.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Met {
    /// How many acts it takes.
    pub acts: usize,
    /// When the goal is reached, in virtual milliseconds.
    pub time: Time,
}

impl Task {
    /// Grades a link.
    ///
    /// # Errors
    /// Why it does not reach the objective.
    pub fn grade(&self, answer: &Answer) -> Result<Met, Fault> {
        self.must_be_this_scene(answer)?;
        let link = &answer.link;
        if let Some(wrong) = answer.notices.iter().find(|notice| is_of_acts(notice)) {
            return Err(Fault::Unreadable(wrong.clone()));
        }
        if link.acts.is_empty() {
            return Err(Fault::NoActs);
        }
        let acts: Vec<_> = link.acts.iter().map(|told| (told.at, told.text.clone())).collect();
        let (branch, stopped) = Branch::replay(&self.scene, &acts);
        let judged = Judged::of(&branch);
        if let Some(reached) = judged.reached {
            return Ok(Met { acts: reached.acts, time: reached.at.time });
        }
        if let Some((_, unfit)) = judged.unfit {
            return Err(Fault::Unfit(unfit));
        }
        Err(match stopped {
            Some(Stopped { nth, why }) => Fault::Stopped(nth + 1, why),
            None => Fault::NotReached(self.lacking(&branch)),
        })
    }

    /// What of the goal does not hold at the end.
    fn lacking(&self, branch: &Branch) -> String {
        let objective = self.scene.script.objective.as_ref();
        objective.map_or(String::new(), |objective| {
            words::lacks(&parts(&objective.goal, &Seen::end_of(&branch.recording), &branch.names))
        })
    }

    /// The acts are done on the scene of the task; a link that names or carries another one is one of another task.
    fn must_be_this_scene(&self, Answer { link, script, .. }: &Answer) -> Result<(), Fault> {
        match script {
            Some(Ok(text)) if !is_same_text(text, &self.text) => return Err(Fault::OtherText),
            Some(Err(why)) => return Err(Fault::Packed(why.clone())),
            Some(Ok(_)) => {}
            None => {
                let file = link.src.as_deref().map(|address| name_of_file(address).to_string());
                let named = file.or_else(|| link.objective.clone()).or_else(|| link.scene.clone());
                if let Some(other) = named.filter(|named| *named != self.id) {
                    return Err(Fault::OtherScene(other));
                }
            }
        }
        match link.seed {
            Some(seed) => Err(Fault::OtherSeed(seed)),
            None => Ok(()),
        }
    }
}

/// Whether a sentence says that acts cannot be read.
fn is_of_acts(notice: &str) -> bool {
    notice.strip_prefix(IN_LINK.said()).is_some_and(|rest| rest.starts_with("do "))
}

/// The name of a file without its folders and its ending.
fn name_of_file(address: &str) -> &str {
    let path = address.split(['?', '#']).next().unwrap_or(address);
    let file = path.rsplit('/').next().unwrap_or(path);
    file.strip_suffix(".paxos").unwrap_or(file)
}

/// Whether two texts are one, however lines end.
fn is_same_text(one: &str, other: &str) -> bool {
    let lines = |text: &str| -> Vec<String> {
        text.trim_start_matches('\u{feff}').trim_end().lines().map(|line| line.trim_end().to_string()).collect()
    };
    lines(one) == lines(other)
}
