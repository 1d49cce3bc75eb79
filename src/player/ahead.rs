//! The ways that the reader asks for: how a value could still be chosen, by a search of all that may happen.

use super::act::Act;
use super::errand::{Example, Number, Outcome, Report, Sought, Task, Wanted};
use super::model::{Effect, Model, Stage};
use super::show::Show;
use super::source::Source;
use crate::check::{Bounds, Limits, Status};
use crate::paxos::Value;
use crate::sim::Recording;
use crate::sim::possible::{Outlook, Standing};
use crate::story::words::possible as words;
use std::rc::{Rc, Weak};

/// What the reader wants to know of what can still be chosen.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ProspectMsg {
    /// Whether the stage tells it, too.
    OnStage(bool),
    /// How this value can be chosen.
    Look(Value),
    /// Stop looking.
    Stop,
}

/// With so many ids to come a way is looked for where there is none without.
const IDS: u8 = 2;
/// So many states a search may see, and so many bytes they may take.
const BOUNDS: Bounds = Bounds { states: 3_000_000, bytes: 400 << 20 };

/// What was looked for last.
#[derive(Clone, Debug)]
pub struct Looked {
    /// The value.
    pub value: Value,
    /// How many ids to come it may take.
    pub ids: u8,
    /// How it stands.
    pub stands: Stands,
    number: Number,
    source: Source,
    of: Weak<Recording>,
    steps: usize,
}

/// How a search for a way stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Stands {
    /// It has seen so many states.
    Searching(u32),
    /// A shortest way has so many actions; so many states were seen.
    Found(u32, u32),
    /// So many states were seen, which is all there are, and none leads there.
    None(u32),
    /// No way was found in so many states, and there are more.
    GivenUp(u32),
    /// It came to nothing, for this reason.
    Trouble(String),
}

impl Looked {
    /// Whether it is about the moment that is shown.
    fn is_of(&self, show: &Show) -> bool {
        self.of.as_ptr() == Rc::as_ptr(show.recording()) && self.steps == show.at.steps
    }
}

impl Model {
    /// What was looked for last in the scene on show, as long as it says something of the moment that is shown: that
    /// there is no way holds of the moment at which it was asked, and that there is one until it has been gone.
    pub fn looked(&self) -> Option<&Looked> {
        let looked = self.looked.as_ref().filter(|looked| looked.source == *self.source())?;
        let show = self.show()?;
        let is_said = match looked.stands {
            Stands::Searching(_) => true,
            Stands::Found(..) => {
                let prospect = show.prospect()?;
                prospect.possible.of_value(looked.value).is_none_or(|outlook| outlook.standing() != Standing::Chosen)
            }
            Stands::None(_) | Stands::GivenUp(_) | Stands::Trouble(_) => looked.is_of(show),
        };
        is_said.then_some(looked)
    }

    #[inline(never)]
    pub(super) fn look_ahead(&mut self, msg: ProspectMsg) -> Vec<Effect> {
        match msg {
            ProspectMsg::OnStage(tells) => {
                if let Stage::Ready(show) = &mut self.stage {
                    show.tells_possible = tells;
                }
                Vec::new()
            }
            ProspectMsg::Look(value) => {
                let ids = self.show().and_then(|show| show.prospect()).map_or(IDS, |prospect| {
                    let outlook = prospect.possible.of_value(value);
                    if outlook.is_some_and(is_on_its_way) { 0 } else { IDS }
                });
                self.look_for(value, ids)
            }
            ProspectMsg::Stop => self.stop_looking().into_iter().collect(),
        }
    }

    /// Has a way looked for from the moment that is shown, with at most so many ids to come.
    fn look_for(&mut self, value: Value, ids: u8) -> Vec<Effect> {
        let mut effects: Vec<Effect> = self.stop_looking().into_iter().collect();
        self.rest_now();
        let Some(show) = self.show() else { return effects };
        let wanted = Wanted {
            scene: show.as_scene().into(),
            values: Vec::new(),
            limits: Some(Limits { ballots: ids, each: ids, crashes: 0, requests: 0, beats: 0, bounds: BOUNDS }),
            sought: Sought::Chosen(show.names().value(value).to_string()),
        };
        let (source, of, steps) = (show.source.clone(), Rc::downgrade(show.recording()), show.at.steps);
        let (number, effect) = self.ask(Task::Search(wanted));
        self.looked = Some(Looked { value, ids, stands: Stands::Searching(0), number, source, of, steps });
        effects.push(effect);
        effects
    }

    /// Calls off what is looked for.
    fn stop_looking(&mut self) -> Option<Effect> {
        let looked = self.looked.take()?;
        matches!(looked.stands, Stands::Searching(_)).then_some(Effect::CallOff(looked.number))
    }

    /// Whether the errand of this number is the search for a way.
    pub(super) fn looks_by(&self, number: Number) -> bool {
        self.looked.as_ref().is_some_and(|looked| looked.number == number)
    }

    /// Takes what is told of the search for a way.
    pub(super) fn hear_of_way(&mut self, report: &Report) -> Vec<Effect> {
        let Some(looked) = &mut self.looked else { return Vec::new() };
        match report {
            Report::Progress(count) => looked.stands = Stands::Searching(count.states),
            Report::Worlds(_) => {} // That is no way.
            Report::Problem(why) => looked.stands = Stands::Trouble(why.clone()),
            Report::Done(outcome) => return self.way_found(outcome),
        }
        Vec::new()
    }

    fn way_found(&mut self, outcome: &Outcome) -> Vec<Effect> {
        let Some(looked) = &mut self.looked else { return Vec::new() };
        let states = outcome.count.states;
        looked.stands = match (&outcome.example, outcome.status) {
            (Some(example), _) => Stands::Found(example.length, states),
            (None, Status::Complete) => Stands::None(states),
            (None, _) => Stands::GivenUp(states),
        };
        let (value, ids) = (looked.value, looked.ids);
        let Stage::Ready(show) = &self.stage else { return Vec::new() };
        // The reader may have gone on in the meantime.
        if !looked.is_of(show) {
            return Vec::new();
        }
        match &outcome.example {
            // What the formula takes for possible may not be so under a wrong rule; with a new id it may.
            None if ids == 0 => return self.look_for(value, IDS),
            None => {}
            Some(example) => self.go_a_way(value, example),
        }
        Vec::new()
    }

    /// Lets the reader see it, as a run of their own.
    fn go_a_way(&mut self, value: Value, example: &Example) {
        self.act(&Act::Way(example.acts.clone()));
        self.refused = None;
        if let (Some(why), Some(looked)) = (self.notice.take(), &mut self.looked) {
            looked.stands = Stands::Trouble(why);
        } else if let Stage::Ready(show) = &mut self.stage {
            let name = words::name_of_way(show.names().value(value), example.length);
            show.shown_run().into_iter().for_each(|which| show.name_run(which, &name));
        }
    }
}

/// Whether nothing but what is there is needed for it.
fn is_on_its_way(outlook: &Outlook) -> bool {
    outlook.standing() == Standing::Choosable && outlook.ways.iter().any(|way| way.is_on_its_way)
}
