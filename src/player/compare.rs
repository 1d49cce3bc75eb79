//! One run beside another: the same script and acts under other conditions, or another scene; lined up step by step,
//! with one playhead for both.

mod playhead;
mod reword;
mod rows;

use super::model::{Effect, Model, Msg, Stage};
use super::playhead::Playing;
use super::show::Show;
use super::source::{Mark, Opening, Source, Wanted};
use crate::paxos::{Nacks, QuorumSize, Role};
use crate::sim::{Change, Moment, Time};
use crate::story::conditions::Throughout;
use crate::story::language::{say, tr};
use crate::story::words::beside;
use crate::story::{Elsewhere, Scene, Stop, conditions, parse, print};
use std::ops::Range;
use std::rc::Rc;

pub use rows::{Entry, Row, entries, line_up};

/// So many rows of the log are shown before and after the playhead.
const ROWS_AROUND: usize = 100;

/// What the viewer wants of a comparison.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum CompareMsg {
    /// To compare the run on show with the same one under these conditions; with Paxos throughout, where there are none
    /// and it is not Paxos at all times.
    Open(Vec<Change>),
    /// To compare the scene on show with its twin.
    OpenTwin,
    /// Another rule is to differ, by its place among [`Comparison::rules`]; none for the rules of the left.
    Rule(Option<usize>),
    /// Another variant of the rule that differs.
    Variant(Change),
    /// Another seed on the right, as it was typed; nothing for that of the left.
    Seed(String),
    /// Other quorums on the right; none for those of the left.
    Quorum(Option<QuorumSize>),
    /// NACKs on the right, or none there; nothing for as on the left.
    Nacks(Option<Nacks>),
    /// To the moment right after the first difference.
    GoToDifference,
    /// To the moment right after this row of the log.
    GoTo(usize),
    /// To open the other run as a scene of its own.
    Keep,
    /// Back to the run.
    Close,
}

impl From<CompareMsg> for Msg {
    fn from(msg: CompareMsg) -> Msg {
        Msg::Compare(msg)
    }
}

/// A comparison that is on show or on its way.
#[derive(Clone, Debug)]
pub enum Comparing {
    /// The twin of the scene is on its way.
    Waiting(Source),
    /// Two runs beside each other.
    Beside(Box<Comparison>),
}

/// Which of two runs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Side {
    /// The run that was on show.
    Left,
    /// The other one.
    Right,
}

impl Side {
    /// Both, as they stand.
    pub const BOTH: [Side; 2] = [Side::Left, Side::Right];

    /// The word for it, and what ids on its picture begin with.
    pub fn word(self) -> &'static str {
        match self {
            Side::Left => "left",
            Side::Right => "right",
        }
    }
}

/// Where the other run comes from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Other {
    /// It is the same one under these conditions.
    Under(Vec<Change>),
    /// It is another scene.
    Twin,
}

/// What happens in two runs, lined up. Logs that share what they hold are known to be equal at once.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Log {
    /// Its rows.
    pub rows: Rc<Vec<Row>>,
    entries: Rc<[Vec<Entry>; 2]>,
}

impl Log {
    /// What is told of a row on a side; nothing where nothing happens there.
    pub fn entry(&self, row: &Row, side: Side) -> Option<&Entry> {
        let place = match side {
            Side::Left => row.left,
            Side::Right => row.right,
        };
        self.entries[side as usize].get(place?)
    }

    /// The row at which the runs part; none where they are alike.
    pub fn first_difference(&self) -> Option<usize> {
        self.rows.iter().position(Row::differs)
    }
}

/// Two runs beside each other.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// Where the other run comes from.
    pub other: Other,
    /// What stands over each.
    pub captions: [String; 2],
    /// The log, lined up.
    pub log: Log,
    /// What could not be done in the other run.
    pub stop: Option<Stop>,
    /// What is left out in the other run, in a sentence.
    pub left_out: Option<String>,
    /// The seed of the other run as it was typed; nothing for that of the left.
    pub typed: String,
    /// What is wrong with the seed that was typed.
    pub refused: Option<String>,
    shows: [Show; 2],
    done: usize,
    time: Time,
}

impl Comparison {
    /// The run on show beside the same one under these conditions.
    fn under(left: &Show, changes: &[Change]) -> Comparison {
        let Elsewhere { branch, stop, left_out } = left.branch().elsewhere(changes);
        let (scene, acts) = (branch.scene().clone(), branch.acts.len());
        let mut right = Show::new(left.source.clone(), (*scene).clone(), &Opening::Start);
        match acts {
            0 => right.home = branch,
            acts => right.begin_run(branch, Moment::default(), vec![acts]),
        }
        let captions = conditions::captions(throughout(left), throughout(&right), &left_out);
        let mut new = Comparison::of(Other::Under(changes.to_vec()), captions, left.clone(), right, stop);
        new.left_out = beside::left_out(changes, &left_out);
        new
    }

    /// A scene beside another one, each as it was written.
    #[inline(never)]
    fn with_twin(left: &Show, twin: Scene, source: Source) -> Comparison {
        let right = Show::new(source, twin, &Opening::Start);
        let mut left = left.clone();
        left.go_home();
        let captions = [left.scene.script.title.clone(), right.scene.script.title.clone()];
        Comparison::of(Other::Twin, captions, left, right, None)
    }

    fn of(other: Other, captions: [String; 2], left: Show, mut right: Show, stop: Option<Stop>) -> Comparison {
        (right.vocabulary, right.eye) = (left.vocabulary, None);
        let at = left.at;
        let left = Show { eye: None, ..left };
        let entries = told(&[&left, &right], &other);
        let rows = Rc::new(line_up(&entries[0], &entries[1]));
        let log = Log { rows, entries: Rc::new(entries) };
        let (shows, typed, refused) = ([left, right], String::new(), None);
        let left_out = None;
        let mut new = Comparison { other, captions, log, stop, left_out, typed, refused, shows, done: 0, time: 0 };
        new.stand_where_the_left_is(at);
        new
    }

    /// A run, at the moment that is shown.
    pub fn show(&self, side: Side) -> &Show {
        &self.shows[side as usize]
    }

    /// Where the runs part, in a sentence or two.
    pub fn parting(&self) -> String {
        if matches!(&self.other, Other::Under(changes) if changes.is_empty()) && self.typed.is_empty() {
            return beside::nothing_chosen();
        }
        let Some(first) = self.log.first_difference() else { return beside::parting(None, None) };
        let before = &self.log.rows[..first];
        let done =
            [before.iter().filter_map(|row| row.left).count(), before.iter().filter_map(|row| row.right).count()];
        let next = |side: Side| {
            let rest = self.log.entries[side as usize].iter().skip(done[side as usize]);
            rest.into_iter().find(|entry| !entry.is_left_out).map(|entry| (entry.time, &entry.told))
        };
        match self.stop.as_ref().filter(|stop| stop.at.steps <= done[Side::Right as usize]) {
            Some(stop) => beside::parting_where_one_stops(next(Side::Left), stop.at.time, &stop.says),
            None => beside::parting(next(Side::Left), next(Side::Right)),
        }
    }

    /// How a run ends.
    pub fn ends(&self, side: Side) -> Vec<String> {
        let show = self.show(side);
        beside::ends(show.recording().world(), show.telling())
    }

    /// The rows that are listed: those around the playhead, where there are very many.
    pub fn listed(&self) -> Range<usize> {
        self.done.saturating_sub(ROWS_AROUND)..(self.done + ROWS_AROUND).min(self.log.rows.len())
    }

    /// The condition on the left that this change is about, and on the right.
    pub fn condition(&self, change: &Change) -> (Change, Change) {
        let [left, right] = [Side::Left, Side::Right].map(|side| &self.show(side).scene.script);
        (conditions::at_first(left, change), conditions::at_first(right, change))
    }

    /// Whether a condition is the same on the left at all times.
    pub fn is_as_on_the_left(&self, change: &Change) -> bool {
        throughout(self.show(Side::Left)).has(change)
    }

    /// What is wanted of the other run as regards the condition that this change is about.
    pub fn wanted(&self, about: &Change) -> Option<Change> {
        let Other::Under(changes) = &self.other else { return None };
        changes.iter().find(|change| conditions::is_same_condition(change, about)).copied()
    }

    /// The rule in which the other run differs, as it is there.
    pub fn rule(&self) -> Option<Change> {
        let Other::Under(changes) = &self.other else { return None };
        changes.iter().find(|change| conditions::is_rule(change)).copied()
    }

    /// The rules that mean something in these runs, each with its variants, Paxos first.
    pub fn rules(&self) -> Vec<(&'static str, Vec<Change>)> {
        conditions::rules_for(self.show(Side::Left).is_replicated())
    }

    /// The first variant of a rule that is not in force on the left at all times.
    fn another_variant(&self, rule: usize) -> Option<Change> {
        let (_, variants) = self.rules().into_iter().nth(rule)?;
        variants.into_iter().find(|variant| !self.is_as_on_the_left(variant))
    }

    /// How many acceptors there are on the left.
    pub fn count_acceptors(&self) -> u8 {
        self.show(Side::Left).scene.script.cluster.all(Role::Acceptor).len() as u8
    }

    /// The other run as a scene of its own, which plays.
    pub fn other_as_text(&self) -> String {
        let show = self.show(Side::Right);
        print::branch(&show.branch(), "", show.scene.slides.len() - 1, show.end())
    }

    /// The conditions of the other run, with this one of a kind instead of what was wanted of that kind.
    fn changed(&self, is_of_kind: fn(&Change) -> bool, new: Option<Change>) -> Vec<Change> {
        let Other::Under(changes) = &self.other else { return Vec::new() };
        let goes =
            |change: &Change| is_of_kind(change) || new.is_some_and(|new| conditions::exclude_each_other(change, &new));
        changes.iter().copied().filter(|change| !goes(change)).chain(new).collect()
    }
}

/// The conditions of a run from its beginning to its end.
fn throughout(show: &Show) -> Throughout<'_> {
    Throughout { script: &show.scene.script, recording: show.recording() }
}

/// What happens in both runs, told in the words of each.
fn told(shows: &[&Show; 2], other: &Other) -> [Vec<Entry>; 2] {
    let chosen = match other {
        Other::Under(changes) => conditions::possible(&shows[0].scene.script, changes),
        Other::Twin => Vec::new(),
    };
    let [left, right] = shows;
    [
        entries(left.recording(), left.telling(), &chosen),
        // Nothing of what is set there is left out on the left.
        entries(right.recording(), right.telling(), &[]),
    ]
}

fn seed(typed: &str) -> Result<Option<Change>, String> {
    match (typed.trim(), typed.trim().parse()) {
        ("", _) => Ok(None),
        (_, Ok(seed)) => Ok(Some(Change::Seed(seed))),
        (typed, Err(_)) => {
            Err(say!("“{typed}” is no seed: expected a whole number from 0 to {most}.", typed, most = u32::MAX))
        }
    }
}

impl Model {
    /// The comparison that is on show.
    pub fn comparison(&self) -> Option<&Comparison> {
        match &self.comparing {
            Some(Comparing::Beside(comparison)) => Some(comparison),
            Some(Comparing::Waiting(_)) | None => None,
        }
    }

    fn comparison_mut(&mut self) -> Option<&mut Comparison> {
        match &mut self.comparing {
            Some(Comparing::Beside(comparison)) => Some(comparison),
            Some(Comparing::Waiting(_)) | None => None,
        }
    }

    pub(super) fn compare(&mut self, msg: CompareMsg) -> Vec<Effect> {
        match msg {
            CompareMsg::Open(changes) => self.open_comparison(&changes),
            CompareMsg::OpenTwin => return self.ask_for_twin(),
            CompareMsg::Rule(place) => {
                let rule = self.comparison().and_then(|both| both.another_variant(place?));
                self.recompare(conditions::is_rule, rule);
            }
            CompareMsg::Variant(rule) => self.recompare(conditions::is_rule, Some(rule).filter(conditions::is_rule)),
            CompareMsg::Quorum(size) => {
                self.recompare(|it| matches!(it, Change::Quorum(_)), size.map(Change::Quorum));
            }
            CompareMsg::Nacks(nacks) => self.recompare(|it| matches!(it, Change::Nacks(_)), nacks.map(Change::Nacks)),
            CompareMsg::Seed(typed) => self.seed_other_run(typed),
            CompareMsg::GoToDifference => {
                let first = self.comparison().and_then(|both| both.log.first_difference());
                self.go_to_row(first);
            }
            CompareMsg::GoTo(row) => self.go_to_row(Some(row)),
            CompareMsg::Keep => return self.keep_other_run(),
            CompareMsg::Close => self.close_comparison(),
        }
        Vec::new()
    }

    fn open_comparison(&mut self, changes: &[Change]) {
        let Stage::Ready(show) = &self.stage else { return };
        if show.poll().is_some() {
            return; // People have no rules that could be others.
        }
        let paxos = throughout(show).as_in_paxos();
        let comparison = Comparison::under(show, if changes.is_empty() { &paxos } else { changes });
        self.rest_now();
        self.comparing = Some(Comparing::Beside(Box::new(comparison)));
    }

    /// Compares with the run under other conditions, at the same time.
    fn recompare(&mut self, is_of_kind: fn(&Change) -> bool, new: Option<Change>) {
        self.playing = Playing::Still;
        let (Stage::Ready(show), Some(before)) = (&self.stage, self.comparison()) else { return };
        if before.other == Other::Twin {
            return;
        }
        let mut comparison = Comparison::under(show, &before.changed(is_of_kind, new));
        comparison.seek(before.time);
        comparison.typed.clone_from(&before.typed);
        self.comparing = Some(Comparing::Beside(Box::new(comparison)));
    }

    fn seed_other_run(&mut self, typed: String) {
        let seed = seed(&typed);
        let Some(comparison) = self.comparison_mut() else { return };
        comparison.typed = typed;
        match seed {
            Ok(seed) => self.recompare(|change| matches!(change, Change::Seed(_)), seed),
            Err(why) => comparison.refused = Some(why),
        }
    }

    fn keep_other_run(&mut self) -> Vec<Effect> {
        let Some(comparison) = self.comparison() else { return Vec::new() };
        let source = match comparison.other {
            Other::Under(_) => Source::Text(Rc::from(comparison.other_as_text())),
            Other::Twin => comparison.show(Side::Right).source.clone(),
        };
        let right = comparison.show(Side::Right);
        let when = right.branch().when(right.at);
        // Told step by step a run may be over sooner than it was; nobody has named a moment that is not there.
        let is_there = match &source {
            Source::Text(text) => parse(text).and_then(Scene::play).is_ok_and(|scene| when.time <= scene.end().time),
            _ => true,
        };
        let at = if is_there { Mark::When(when) } else { Mark::Percent(100) };
        self.open_source(source, Opening::Link(Rc::new(Wanted { at: Some(at), ..Wanted::default() })))
    }

    pub(super) fn close_comparison(&mut self) {
        if self.comparing.take().is_some() {
            self.rest_now();
        }
    }

    fn ask_for_twin(&mut self) -> Vec<Effect> {
        let Stage::Ready(show) = &self.stage else { return Vec::new() };
        let Some(twin) = show.scene.script.twin.clone() else { return Vec::new() };
        let source = Source::Course(twin);
        self.rest_now();
        self.comparing = Some(Comparing::Waiting(source.clone()));
        vec![Effect::Fetch(source, Opening::Start)]
    }

    fn is_waiting_for_twin(&self, source: &Source) -> bool {
        matches!(&self.comparing, Some(Comparing::Waiting(wanted)) if wanted == source)
    }

    /// Takes the text of the twin, if it is waited for; says whether it was.
    pub(super) fn has_twin_come(&mut self, source: &Source, text: &str) -> bool {
        if !self.is_waiting_for_twin(source) {
            return false;
        }
        let twin = parse(text).and_then(Scene::play);
        let twin = twin.map_err(|problem| format!("{}:{problem}", source.file()));
        self.comparing = match (&self.stage, twin) {
            (Stage::Ready(show), Ok(twin)) if show.poll().is_none() && twin.poll.is_none() => {
                Some(Comparing::Beside(Box::new(Comparison::with_twin(show, twin, source.clone()))))
            }
            (_, Ok(_)) => {
                self.say(vec![tr!("The two scenes cannot stand side by side: a poll is none of Paxos.").to_string()]);
                None
            }
            (_, Err(why)) => {
                self.say(vec![why]);
                None
            }
        };
        true
    }

    /// Gives the twin up, if it is waited for; says whether it was.
    pub(super) fn has_twin_failed(&mut self, source: &Source, why: &str) -> bool {
        let was_awaited = self.is_waiting_for_twin(source);
        if was_awaited {
            self.comparing = None;
            self.say(vec![why.to_string()]);
        }
        was_awaited
    }

    /// Tells the comparison in the words that are chosen now.
    pub(super) fn reword_comparison(&mut self) {
        let vocabulary = self.vocabulary;
        if let Some(comparison) = self.comparison_mut() {
            comparison.shows.iter_mut().for_each(|show| show.vocabulary = vocabulary);
            let entries = told(&comparison.shows.each_ref(), &comparison.other);
            comparison.log.entries = Rc::new(entries);
        }
    }
}
