//! "Break it": rules are switched off, all that can happen then is searched elsewhere, and the shortest run that goes
//! wrong is opened as a scene.
//!
//! The search itself is an errand, carried out elsewhere.

mod design;
mod found;
mod setup;

use super::compare::CompareMsg;
use super::errand::{Count as Seen, Number, Outcome, Report, Sought, Task, Wanted};
use super::model::{Effect, Model, Msg, Stage};
use super::show::Show;
use super::source::{self, Mark, Opening, Source};
use crate::check::{Finding, Goal, Limits, Status, Subject};
use crate::paxos::Rules;
use crate::sim::Change;
use crate::story::conditions;
use crate::story::language::say;
use crate::story::words::breaking as words;
use crate::story::words::example::unit;
use setup::who_in;
use std::rc::Rc;

pub use design::{DesignMsg, Guess, Job};
pub use found::Example;
pub use setup::{Amount, Setup, Start};

/// A screen reader is told how far a search is this often at most, in milliseconds.
const TELL_MS: u32 = 5000;

/// Where the search stands.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub enum Search {
    /// None was made yet, or something else was set since.
    #[default]
    None,
    /// It goes on.
    Running(Seen),
    /// It was called off.
    CalledOff(Seen),
    /// It is over: what it has come to, in sentences.
    Over(Vec<String>),
    /// It could not be made, for this reason.
    Failed(String),
}

/// The panel, with what was set last and what came of it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Breaking {
    /// Whether it is open, in place of the stage.
    pub is_open: bool,
    /// What is set.
    pub setup: Setup,
    /// What a reader predicts who designs.
    pub guess: Option<Guess>,
    /// Where the search stands.
    pub search: Search,
    /// What was found last.
    pub example: Option<Example>,
    /// Whether that is what the last search has come to.
    pub is_there: bool,
    /// Whether the reader has seen it.
    pub was_seen: bool,
    /// That a search is over, for a reader who has gone on with something else.
    pub news: Option<String>,
    /// The number of the search that goes on, if one does.
    number: Option<Number>,
    /// What was on the stage, where the search starts there.
    here: Option<Here>,
    /// Where the reader was before a run that was found was opened.
    home: Option<(Source, Opening)>,
    /// What a link wants to be searched from a scene that has not come yet.
    awaits: Option<Box<Setup>>,
}

/// What was on the stage.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Here {
    /// A scene that comes to it.
    text: String,
    /// Where it is, as a link tells it.
    place: (Source, Opening),
    /// Who there is.
    who: String,
    /// The rules in force.
    rules: Rules,
    /// What runs.
    subject: Subject,
}

/// What happens to the panel.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum BreakMsg {
    /// It is opened.
    Open,
    /// It is opened with this set, as a link wants, and the search begins.
    OpenWith(Box<Setup>),
    /// One who designs wants this.
    Design(DesignMsg),
    /// The run on show was found, as its link says: with this set, what is there at its end, in so many actions.
    WasFound(Box<Setup>, Finding, u32),
    /// It is closed; a search goes on.
    Close,
    /// A variant of a rule is put in force, or Paxos's own in its place; a search begins.
    Switch(Change),
    /// All rules are as in Paxos.
    Mend,
    /// This runs.
    Take(Subject),
    /// It starts from there.
    From(Start),
    /// So many; none for what the rules want.
    Put(Amount, Option<u8>),
    /// This is looked for; none for what these rules are known to break.
    Seek(Option<Finding>),
    /// A search begins.
    Search,
    /// It is called off.
    CallOff,
    /// What was found is opened once more.
    Again,
    /// The run that was found stands at the moment at which it goes wrong.
    ToBreach,
    /// The run that was found beside the same acts under the rules of Paxos.
    Beside,
    /// Back to where the reader was before.
    Home,
}

impl From<BreakMsg> for Msg {
    fn from(msg: BreakMsg) -> Msg {
        Msg::Break(msg)
    }
}

impl Breaking {
    /// Whether a search goes on.
    pub fn is_searching(&self) -> bool {
        matches!(self.search, Search::Running(_))
    }

    /// What a screen reader is told: that a search begins, now and then how far it is, and what it has come to.
    pub fn aloud(&self) -> String {
        match &self.search {
            Search::None => String::new(),
            Search::Running(done) if done.spent_ms < TELL_MS => words::BEGINS.to_string(),
            Search::Running(done) => {
                let seconds = done.spent_ms / TELL_MS * TELL_MS / 1000;
                format!("{} {seconds} s.", words::BEGINS)
            }
            Search::CalledOff(_) => words::CALLED_OFF.to_string(),
            Search::Over(says) => says.join(" "),
            Search::Failed(why) => why.clone(),
        }
    }

    /// What is told to whoever is elsewhere by now: that the search is over, and what it has come to.
    fn ended(&self) -> Option<String> {
        match &self.search {
            Search::Over(says) => says.first().map(|said| words::ended(said)),
            Search::Failed(why) => Some(words::ended(why)),
            Search::None | Search::Running(_) | Search::CalledOff(_) => None,
        }
    }

    /// Where the search starts, where that is in the midst of a run.
    pub fn from(&self) -> Option<&(Source, Opening)> {
        self.here.as_ref().map(|here| &here.place)
    }

    /// Whether there is a way back to where the reader was.
    pub fn has_home(&self) -> bool {
        self.home.is_some()
    }

    /// The reason why the only wrong rule, if it is one of these, cannot get two values chosen.
    fn cannot(&self) -> Option<&'static str> {
        match self.setup.off[..] {
            [only] => words::cannot(only),
            _ => None,
        }
    }

    /// That the only wrong rule does break where nothing else is set, if it does and something is.
    fn breaks_by_itself(&self) -> Option<&'static str> {
        let is_alone = self.setup.off.len() == 1 && self.cannot().is_none() && self.here.is_none();
        let worst = match self.setup.subject {
            Subject::Decision => Goal::of(&self.setup.in_force()),
            Subject::Log => Goal::of_log(&self.setup.in_force()),
        };
        let is_sought = self.setup.sought.is_none_or(|sought| worst.is_met_by(sought));
        let is_set = Amount::ALL.into_iter().any(|amount| self.setup.set(amount).is_some());
        (is_alone && is_sought && is_set).then_some(words::BREAKS_BY_ITSELF.said())
    }

    /// All that the search is held to.
    fn within(&self, limits: &Limits) -> String {
        let who =
            self.here.as_ref().map_or_else(|| self.setup.who(), |here| say!("{who} from here on", who = here.who));
        self.setup.within(&who, limits)
    }

    /// What a search has come to, in sentences.
    fn told(&self, outcome: &Outcome) -> Vec<String> {
        if self.is_designing() && (outcome.example.is_some() || outcome.status == Status::Complete) {
            return self.told_to_designer(outcome);
        }
        let (seen, within) = (&outcome.count, self.within(&outcome.limits));
        let cost = words::cost(seen.states, seen.spent_ms);
        let why_not = self.cannot().map(str::to_string);
        let starts = (self.here.is_none() && self.setup.starts_with_new_members()).then(|| words::STARTS.to_string());
        match (&outcome.example, outcome.status) {
            (Some(example), _) => {
                let unit = unit(self.setup.subject).to_string();
                let found = [words::found(example.finding, example.length), unit];
                let why_not = why_not.filter(|_| example.finding != Finding::TwoChosen);
                found.into_iter().chain(starts).chain(why_not).chain([cost]).collect()
            }
            (None, status) => {
                let (said, beyond) = match status {
                    Status::Complete => {
                        let not_found = words::not_found(self.setup.sought, seen.states, &within);
                        (not_found, Some(words::NO_PROOF.to_string()))
                    }
                    _ => {
                        let less = (self.setup.start == Start::Beginning).then(|| words::LESS_FROM_HERE.to_string());
                        (words::cut_short(seen.states, seen.depth, &within), less)
                    }
                };
                let why_not = why_not.or_else(|| self.breaks_by_itself().map(str::to_string));
                [said].into_iter().chain(starts).chain(why_not).chain(beyond).chain([cost]).collect()
            }
        }
    }
}

impl Show {
    /// Whether a search can start from what is shown: a run of Paxos.
    pub fn can_be_searched(&self) -> bool {
        self.poll().is_none()
    }

    /// The search to which a scene leads that has had wrong rules in force; none where it had none.
    pub fn breaking(&self) -> Option<Setup> {
        let script = &self.scene.script;
        let mut setup = Setup::default();
        setup.turn_to(Subject::of(&script.cluster));
        let said = script.changes.iter().copied();
        let all = said.chain(conditions::set_later(&self.scene.recording).map(|(_, change)| change));
        if self.can_be_searched() {
            all.for_each(|change| setup.put_off(change));
        }
        (!setup.off.is_empty()).then_some(setup)
    }

    /// What brings the reader back to what is shown.
    fn place(&self) -> source::Wanted {
        let branch = self.branch();
        let acts = if self.is_own() { branch.told() } else { Vec::new() };
        let at = Some(Mark::When(branch.when(self.at)));
        source::Wanted { slide: Some(self.slide), at, acts, seed: self.seed, ..source::Wanted::default() }
    }
}

impl Model {
    pub(super) fn break_it(&mut self, msg: BreakMsg) -> Vec<Effect> {
        match msg {
            BreakMsg::Open => return self.open_anew(),
            BreakMsg::Design(msg) => return self.design(msg),
            BreakMsg::OpenWith(setup) if setup.start == Start::Here && matches!(self.stage, Stage::Loading(_)) => {
                self.breaking.awaits = Some(setup);
            }
            BreakMsg::WasFound(setup, finding, length) => self.was_found(*setup, finding, length),
            BreakMsg::OpenWith(setup) => {
                let mut effects = self.open_breaking();
                self.breaking.setup = *setup;
                self.start_from(self.breaking.setup.start);
                effects.extend(self.search_at_first());
                return effects;
            }
            BreakMsg::Close => self.breaking.is_open = false,
            BreakMsg::Switch(variant) => {
                let runs = self.breaking.setup.subject;
                self.breaking.setup.switch(variant);
                if self.breaking.setup.subject != runs {
                    self.start_from(Start::Beginning); // What is on the stage is not what runs now.
                }
                return if self.breaking.setup.is_off(variant) { self.search() } else { self.call_off(Search::None) };
            }
            BreakMsg::Mend => {
                self.breaking.setup.off.clear();
                return self.call_off(Search::None);
            }
            BreakMsg::Take(subject) => {
                self.breaking.setup.turn_to(subject);
                self.start_from(Start::Beginning);
                return self.call_off(Search::None);
            }
            BreakMsg::From(start) => {
                self.start_from(start);
                return self.call_off(Search::None);
            }
            BreakMsg::Put(amount, number) => {
                self.breaking.setup.put(amount, number);
                return self.call_off(Search::None);
            }
            BreakMsg::Seek(sought) => {
                self.breaking.setup.sought = sought;
                return self.call_off(Search::None);
            }
            BreakMsg::Search => return self.search(),
            BreakMsg::CallOff => {
                let Search::Running(done) = self.breaking.search else { return Vec::new() };
                return self.call_off(Search::CalledOff(done));
            }
            BreakMsg::Again => return self.open_example(Opening::Set),
            BreakMsg::ToBreach => {
                if let Some(breach) = self.breach() {
                    return self.update(Msg::StandAt(breach.at));
                }
            }
            BreakMsg::Beside => return self.compare(CompareMsg::Open(Vec::new())),
            BreakMsg::Home => {
                if let Some((source, opening)) = self.breaking.home.clone() {
                    return self.open_source(source, opening);
                }
            }
        }
        Vec::new()
    }

    fn open_breaking(&mut self) -> Vec<Effect> {
        self.rest_now();
        self.guides.open = None;
        self.sandbox.is_open = false;
        self.comparing = None;
        self.breaking.is_open = true;
        self.breaking.news = None; // It stands there.
        // A run that was found is neither where the reader was nor where a search is to start, unless that is asked for.
        if self.example().is_none() {
            self.note_home();
            self.start_from(self.breaking.setup.start);
        }
        vec![Effect::Prepare]
    }

    /// Begins the search that a link wants from the scene that has come.
    pub(super) fn begin_awaited(&mut self) -> Vec<Effect> {
        let setup = self.show().is_some().then(|| self.breaking.awaits.take()).flatten();
        setup.map(|setup| self.break_it(BreakMsg::OpenWith(setup))).unwrap_or_default()
    }

    fn note_home(&mut self) {
        let opening = self.show().map_or(Opening::Set, |show| Opening::Link(Rc::new(show.place())));
        self.breaking.home = Some((self.source().clone(), opening));
    }

    /// Notes where a search starts. From what is shown one starts under its own rules.
    fn start_from(&mut self, start: Start) {
        let show = self.show().filter(|show| start == Start::Here && show.can_be_searched());
        let here = show.map(|show| {
            let world = show.world();
            Here {
                text: show.as_scene(),
                place: (show.source.clone(), Opening::Link(Rc::new(show.place()))),
                who: who_in(&world.cluster),
                rules: world.rules,
                subject: Subject::of(&world.cluster),
            }
        });
        let is_new = self.breaking.setup.start != start;
        self.breaking.setup.start = if here.is_some() { Start::Here } else { Start::Beginning };
        if let Some(here) = &here {
            self.breaking.setup.turn_to(here.subject);
        }
        if let Some(here) = here.as_ref().filter(|_| is_new) {
            self.breaking.setup.take_rules(&here.rules);
        }
        self.breaking.here = here;
    }

    /// Asks for a search of what is set, in place of any other.
    fn search(&mut self) -> Vec<Effect> {
        let mut effects = self.call_off(Search::Running(Seen::default()));
        let Breaking { setup, here, .. } = &self.breaking;
        let scene = match here {
            Some(Here { text, rules, .. }) => format!("{}\n{}", text.trim_end(), setup.to_these_rules(rules)),
            None => setup.beginning(),
        };
        let sought = setup.sought.map_or(Sought::Worst, Sought::Finding);
        let (values, mut limits) = (setup.values(), setup.limits());
        if here.is_some() && setup.set(Amount::Each).is_none() {
            // A proposer that has not tried yet begins with the lowest ids, which may all be too low by now.
            limits.each = limits.ballots;
        }
        let wanted = Wanted { scene: scene.into(), values, limits: Some(limits), sought };
        let (number, asks) = self.ask(Task::Search(wanted));
        self.breaking.number = Some(number);
        effects.push(asks);
        effects
    }

    /// Leaves any search, which stands like this then.
    fn call_off(&mut self, stands: Search) -> Vec<Effect> {
        self.breaking.search = stands;
        self.breaking.is_there = false;
        self.breaking.was_seen = false;
        self.breaking.number.take().map(Effect::CallOff).into_iter().collect()
    }

    /// Whether this is told of the search that goes on; if so, takes it.
    pub(super) fn hear_of_search(&mut self, number: Number, report: Report) -> Vec<Effect> {
        if self.breaking.number != Some(number) {
            return Vec::new(); // It was called off.
        }
        match report {
            Report::Progress(seen) => {
                self.breaking.search = Search::Running(seen);
                return Vec::new();
            }
            Report::Worlds(_) => return Vec::new(), // That was not searched for here.
            Report::Problem(why) => self.breaking.search = Search::Failed(why),
            Report::Done(outcome) => {
                self.breaking.search = Search::Over(self.breaking.told(&outcome));
                let (seen, setup) = (outcome.count, self.breaking.setup.clone());
                let example = outcome.example.map(|found| Example {
                    source: Source::Text(found.scene.into()),
                    finding: found.finding,
                    length: found.length,
                    setup,
                    seen,
                });
                self.breaking.is_there = example.is_some();
                self.breaking.example = example.or(self.breaking.example.take());
            }
        }
        self.breaking.number = None;
        self.breaking.news = if self.breaking.is_open { None } else { self.breaking.ended() };
        // Whoever has gone on with something else is not torn from it.
        match self.breaking.is_open && self.breaking.is_there {
            true if self.breaking.is_designing() => self.play_example(),
            true => self.open_example(Opening::Set),
            false => Vec::new(),
        }
    }

    fn open_example(&mut self, opening: Opening) -> Vec<Effect> {
        let Some(example) = &self.breaking.example else { return Vec::new() };
        self.breaking.was_seen = true;
        self.open_source(example.source.clone(), opening)
    }
}
