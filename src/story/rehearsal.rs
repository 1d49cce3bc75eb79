//! A text on its way to becoming a scene: read and played a piece at a time, so that whoever types need not wait.

use super::parse::Reading;
use super::problem::Problem;
use super::scene::{Scene, UnderWay};

/// A line that is read counts as so many events: both take about as long.
const EVENTS_A_LINE: usize = 2;

/// A text of which a part is read, or a script of which a part is played.
#[derive(Clone, Debug)]
pub struct Rehearsal(Part);

#[derive(Clone, Debug)]
enum Part {
    Reading(Box<Reading>),
    Playing(Box<Scene>, Option<UnderWay>),
}

/// What a piece of work has come to.
#[derive(Debug)]
pub enum Progress {
    /// There is more to do.
    More(Rehearsal),
    /// The scene, or the first mistake in it.
    Done(Result<Box<Scene>, Problem>),
}

impl Rehearsal {
    /// A text of which nothing is read yet.
    ///
    /// # Errors
    /// A text that is empty or too large is none.
    pub fn new(text: &str) -> Result<Rehearsal, Problem> {
        Ok(Rehearsal(Part::Reading(Box::new(Reading::new(text)?))))
    }

    /// Goes on by about as much work as so many events take.
    #[must_use]
    pub fn go_on(self, work: usize) -> Progress {
        match self.0 {
            Part::Reading(mut reading) => match reading.go_on((work / EVENTS_A_LINE).max(1)) {
                Err(problem) => Progress::Done(Err(problem)),
                Ok(false) => Progress::More(Rehearsal(Part::Reading(reading))),
                Ok(true) => begin(*reading),
            },
            Part::Playing(scene, under_way) => play(scene, under_way, work),
        }
    }
}

fn begin(reading: Reading) -> Progress {
    match reading.finish() {
        Err(problem) => Progress::Done(Err(problem)),
        Ok(script) => Progress::More(Rehearsal(Part::Playing(Box::new(Scene::beginning(script)), None))),
    }
}

fn play(mut scene: Box<Scene>, mut under_way: Option<UnderWay>, work: usize) -> Progress {
    let mut left = work;
    while 0 < left {
        match scene.go_on(left, &mut under_way) {
            Err(problem) => return Progress::Done(Err(problem)),
            Ok(None) => return Progress::Done(Ok(scene)),
            Ok(Some(done)) => left = left.saturating_sub(done),
        }
    }
    Progress::More(Rehearsal(Part::Playing(scene, under_way)))
}
