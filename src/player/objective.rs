//! What a scene asks of the reader: how the run on show stands with it, a hint, and a solution.

use super::arrivals::ArriveMsg;
use super::errand::{Number, Outcome, Report, Sought, Task, Wanted};
use super::light::Spot;
use super::model::{Effect, Model, Msg};
use super::show::Show;
use super::source::{self, Opening, Source};
use crate::check::{Bounds, Limits, Status};
use crate::sim::{Moment, Recording, Seen, Tally};
use crate::story::objective::{self, Judged, Part, Reached, Unfit};
use crate::story::words::objective as words;
use crate::story::{Script, Statement, print};
use std::cell::RefCell;
use std::rc::{Rc, Weak};

/// So many states a search for a hint may see, and so many bytes they may take.
const BOUNDS: Bounds = Bounds { states: 3_000_000, bytes: 400 << 20 };

/// What was judged last, with its run: a run is judged once.
pub(super) type Known = Rc<RefCell<Option<(Weak<Recording>, Rc<Judged>)>>>;

/// How a run stands with the objective of its scene, at the moment that is shown.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Standing {
    /// The objective, in a sentence.
    pub text: String,
    /// How many acts were done by now; once it is reached, how many it took.
    pub acts: usize,
    /// How many there may be.
    pub within: Option<u32>,
    /// The goal, part by part, as it is now.
    pub parts: Vec<Part>,
    /// Whether it was reached by now.
    pub reached: Option<Reached>,
    /// What was done that it does not allow.
    pub unfit: Option<Unfit>,
}

/// What the reader has asked for, and what is known of other visits.
#[derive(Clone, Debug, Default)]
pub struct Aims {
    /// The hint that was asked for last.
    hint: Option<Asked>,
    /// The scenes whose objective the reader has reached, by their ids.
    pub done: Rc<Vec<String>>,
    /// The solution that is on show, and where its objective is, under which seed.
    of: Option<(Source, Source, Option<u32>)>,
}

/// A hint that was asked for.
#[derive(Clone, Debug)]
struct Asked {
    hint: Hint,
    number: Option<Number>,
    of: Weak<Recording>,
    at: Moment,
}

/// A hint.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Hint {
    /// It is looked for; so many states were seen.
    Searching(u32),
    /// What to do next, and how many acts are left with that, as far as that is known.
    Next(String, Option<u32>),
    /// What to do, in a sentence.
    Said(String),
    /// There is none, for this reason.
    None(String),
}

/// What the reader wants with an objective.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ObjectiveMsg {
    /// What to do next.
    Hint,
    /// How it can be reached.
    Solution,
    /// Back from a solution to its objective.
    Back,
    /// Once more from where it begins.
    StartAgain,
    /// These were reached at other visits.
    Restore(Vec<String>),
}

impl From<ObjectiveMsg> for Msg {
    fn from(msg: ObjectiveMsg) -> Msg {
        Msg::Objective(msg)
    }
}

impl Show {
    /// How the run on show stands with the objective of its scene, if that has one.
    pub fn standing(&self) -> Option<Standing> {
        let objective = self.scene.script.objective.as_ref()?;
        let judged = self.judged();
        let (branch, at) = (self.branch(), self.at);
        let reached = judged.by(at);
        let done = branch.acts_by(at);
        let mut tally = Tally::default();
        self.recording().steps().iter().take(at.steps).for_each(|step| tally.take_in(step));
        let parts = objective::parts(&objective.goal, &Seen { world: &self.world(), tally: &tally }, self.names());
        Some(Standing {
            text: self.told(&objective.text),
            acts: reached.map_or(judged.counted(done), |reached| reached.acts),
            within: objective.within,
            parts,
            reached,
            unfit: judged.unfit_by(done).filter(|_| reached.is_none()).cloned(),
        })
    }

    /// Whether the objective of the scene was reached by the moment that is shown, and with how many acts: so far, or
    /// until then. None where there is no objective.
    pub fn progress(&self) -> Option<(bool, usize)> {
        self.scene.script.objective.as_ref()?;
        let judged = self.judged();
        let reached = judged.by(self.at);
        let done = || judged.counted(self.branch().acts_by(self.at));
        Some((reached.is_some(), reached.map_or_else(done, |reached| reached.acts)))
    }

    fn judged(&self) -> Rc<Judged> {
        let recording = self.recording();
        let is_it = |of: &Weak<Recording>| of.as_ptr() == Rc::as_ptr(recording);
        if let Some((_, judged)) = self.judged.borrow().as_ref().filter(|(of, _)| is_it(of)) {
            return judged.clone();
        }
        let judged = Rc::new(Judged::of(&self.branch()));
        *self.judged.borrow_mut() = Some((Rc::downgrade(recording), judged.clone()));
        judged
    }

    /// The next act of the stored solution, and how many are left with it, as long as nothing else was done.
    fn next_of_solution(&self) -> Hint {
        let script = &self.scene.script;
        let acts = objective::acts_of_solution(script).unwrap_or_default();
        if acts.is_empty() {
            return Hint::None(words::NO_HINT.to_string());
        }
        let branch = self.branch();
        let done = branch.acts_by(self.at);
        let told = branch.acts.iter().take(done).map(|act| print::statement(&act.statement, &branch.names));
        let is_on_its_way = done < acts.len() && told.zip(&acts).all(|(done, wanted)| done == *wanted);
        match is_on_its_way {
            true => Hint::Next(acts[done].clone(), u32::try_from(acts.len() - done).ok()),
            false => Hint::None(words::OFF_THE_WAY.to_string()),
        }
    }
}

impl Model {
    /// The hint, as long as it says something of the moment that is shown.
    pub fn hint(&self) -> Option<&Hint> {
        let (asked, show) = (self.aims.hint.as_ref()?, self.show()?);
        let is_of = asked.of.as_ptr() == Rc::as_ptr(show.recording()) && asked.at.steps == show.at.steps;
        is_of.then_some(&asked.hint)
    }

    /// Whether a solution is on show, from which there is a way back to its objective.
    pub fn is_at_solution(&self) -> bool {
        self.aims.of.as_ref().is_some_and(|(solution, ..)| solution == self.source())
    }

    /// The id of the scene on show, where its objective has been reached and is not noted as that.
    pub fn newly_reached(&self) -> Option<String> {
        let show = self.show()?;
        let id = show.source.id();
        let is_new =
            !id.is_empty() && show.scene.script.objective.is_some() && !self.aims.done.iter().any(|it| it == id);
        (is_new && show.judged().by(show.at).is_some()).then(|| id.to_string())
    }

    pub(super) fn aim(&mut self, msg: ObjectiveMsg) -> Vec<Effect> {
        match msg {
            ObjectiveMsg::Hint => self.ask_for_hint(),
            ObjectiveMsg::Solution => self.show_solution(),
            ObjectiveMsg::Back => match self.aims.of.take() {
                Some((_, of, None)) => self.open_source(of, Opening::Set),
                Some((_, of, seed)) => {
                    self.open_source(of, Opening::Link(Rc::new(source::Wanted { seed, ..Default::default() })))
                }
                None => Vec::new(),
            },
            ObjectiveMsg::StartAgain => self.start_again(),
            ObjectiveMsg::Restore(ids) => {
                let mut done = (*self.aims.done).clone();
                done.extend(ids);
                done.sort();
                done.dedup();
                self.aims.done = Rc::new(done);
                Vec::new()
            }
        }
    }

    /// To where the objective begins. The run stays among the reader's own.
    #[inline(never)]
    fn start_again(&mut self) -> Vec<Effect> {
        self.update(Msg::GoHome);
        if let Some(end) = self.show().map(|show| show.scene.end()) {
            self.update(Msg::StandAt(end));
        }
        Vec::new()
    }

    #[inline(never)]
    fn ask_for_hint(&mut self) -> Vec<Effect> {
        let mut effects: Vec<Effect> = self.forget_hint().into_iter().collect();
        self.rest_now();
        let Some(show) = self.show() else { return effects };
        let Some(standing) = show.standing() else { return effects };
        let script = &show.scene.script;
        let (of, at) = (Rc::downgrade(show.recording()), show.at);
        let put = |hint: Hint, number: Option<Number>| Some(Asked { hint, number, of: of.clone(), at });
        if standing.reached.is_some() {
            self.aims.hint = put(Hint::None(words::REACHED_ALREADY.to_string()), None);
        } else if let Some(unfit) = &standing.unfit {
            self.aims.hint = put(Hint::None(words::unfit(unfit)), None);
        } else if let Some(hint) = show.hint_of_order() {
            self.aims.hint = put(hint, None);
        } else if script.stays_manual() {
            let wanted = wanted(show, script);
            let (number, effect) = self.ask(Task::Search(wanted));
            self.aims.hint = put(Hint::Searching(0), Some(number));
            effects.push(effect);
        } else {
            // Where messages travel by themselves, what a search does is not what a reader does.
            let hint = show.next_of_solution();
            self.aims.hint = put(hint, None);
            self.light_hint();
        }
        effects
    }

    /// Calls off what is looked for.
    fn forget_hint(&mut self) -> Option<Effect> {
        let asked = self.aims.hint.take()?;
        asked.number.filter(|_| matches!(asked.hint, Hint::Searching(_))).map(Effect::CallOff)
    }

    /// Whether the errand of this number is the search for a hint.
    pub(super) fn hints_by(&self, number: Number) -> bool {
        self.aims.hint.as_ref().is_some_and(|asked| asked.number == Some(number))
    }

    /// Takes what is told of the search for a hint.
    pub(super) fn hear_of_hint(&mut self, report: Report) -> Vec<Effect> {
        let Some(asked) = &mut self.aims.hint else { return Vec::new() };
        asked.hint = match report {
            Report::Progress(count) => Hint::Searching(count.states),
            Report::Worlds(_) => return Vec::new(), // That is no hint.
            Report::Problem(why) => Hint::None(why),
            Report::Done(outcome) => next(&outcome),
        };
        // What cannot be searched may be told all the same.
        if matches!(asked.hint, Hint::None(_))
            && let Some(hint) = self.show().map(Show::next_of_solution)
            && let (Hint::Next(..), Some(asked)) = (&hint, &mut self.aims.hint)
        {
            asked.hint = hint;
        }
        self.light_hint();
        Vec::new()
    }

    /// Lights what the hint is about.
    fn light_hint(&mut self) {
        let Some(Hint::Next(text, _)) = self.hint() else { return };
        let spot = self.show().and_then(|show| spot(show, text));
        self.lighting.spot = spot.or(self.lighting.spot);
    }

    #[inline(never)]
    fn show_solution(&mut self) -> Vec<Effect> {
        let Some(show) = self.show() else { return Vec::new() };
        if let Some(place) = show.nearest_order() {
            self.move_arrival(ArriveMsg::To(place));
            return Vec::new();
        }
        let Some(solved) = objective::solved(&show.scene.script) else {
            let why = Hint::None(words::NO_SOLUTION.to_string());
            let (of, at) = (Rc::downgrade(show.recording()), show.at);
            self.aims.hint = Some(Asked { hint: why, number: None, of, at });
            return Vec::new();
        };
        let slide = show.scene.slides.len();
        let solution = Source::Text(print::script(&solved).into());
        self.aims.of = Some((solution.clone(), show.source.clone(), show.seed));
        let effects = self.open_source(solution, Opening::Slide(slide));
        // It begins where the objective does.
        self.update(Msg::GoToSlide(slide));
        effects
    }
}

fn wanted(show: &Show, script: &Script) -> Wanted {
    let goal = script.objective.as_ref().map(|objective| print::condition(&objective.goal, show.names()));
    Wanted {
        scene: show.as_scene().into(),
        values: show.names().values.to_vec(),
        limits: Some(Limits { ballots: 0, each: 0, crashes: 0, requests: 0, beats: 0, bounds: BOUNDS }),
        sought: Sought::Condition(goal.unwrap_or_default()),
    }
}

/// What a search has come to, as a hint.
fn next(outcome: &Outcome) -> Hint {
    match (&outcome.example, outcome.status) {
        (Some(example), _) => match example.acts.first() {
            Some(act) => Hint::Next(act.clone(), Some(example.length)),
            None => Hint::None(words::REACHED_ALREADY.to_string()),
        },
        (None, Status::Complete) => Hint::None(words::NO_WAY.to_string()),
        (None, _) => Hint::None(words::TOO_FAR.to_string()),
    }
}

/// What an act is about: a message in flight, or a node.
fn spot(show: &Show, text: &str) -> Option<Spot> {
    let (statement, _) = show.branch().read(text).ok()?;
    match statement {
        Statement::Deliver(messages) | Statement::Drop(messages) | Statement::Hold(messages) => {
            messages.matching(&show.world().in_flight).first().map(|&message| Spot::Message(message))
        }
        Statement::Propose { node, .. } | Statement::Timeout(node) => Some(Spot::Node(node)),
        Statement::Crash(nodes) | Statement::Restart(nodes) => nodes.first().map(|&node| Spot::Node(node)),
        _ => None,
    }
}

/// A hint as a sentence.
#[inline(never)]
pub fn told(hint: &Hint, show: &Show) -> String {
    match hint {
        Hint::Searching(states) => words::searching(*states),
        Hint::Next(text, left) => {
            let act = match show.branch().read(text) {
                Ok((statement, names)) => words::act(&statement, &names),
                Err(_) => text.clone(),
            };
            show.told(&words::next(&act, *left))
        }
        Hint::Said(said) | Hint::None(said) => said.clone(),
    }
}
