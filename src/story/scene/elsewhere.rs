//! Plays a script in a world for which it was not written, as far as it can be done there.

use super::failure::Failure;
use super::{Scene, to_one};
use crate::sim::recording::TIME_MAX;
use crate::sim::{Change, Delivery, Fate, Flight, Moment, Pattern, Time};
use crate::story::conditions;
use crate::story::language::{Words, say, tr, words};
use crate::story::print;
use crate::story::script::{Line, PollStatement, Run, Script, Selector, Statement};
use crate::story::words::beside::seconds;

/// How far a world is worked out that runs by itself, in virtual milliseconds.
const AHEAD_MS: Time = 60_000;
/// How long the picture goes on after the last event, so that it comes to rest, in virtual milliseconds.
const REST_MS: Time = 800;
/// What the slide is called on which a world runs by itself.
const BY_ITSELF: Words = words!("It goes by itself");

/// Where a run could not follow what was meant for it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Stop {
    /// The moment; from there on the run goes by itself.
    pub at: Moment,
    /// What was wanted, and why it cannot be done.
    pub says: String,
}

/// Who wants something done.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::story) enum Whose {
    Script,
    Viewer,
}

impl Scene {
    /// Plays a script in a world for which it was not written, in which these conditions hold from the beginning to the
    /// end: what sets them is left out, what it expects, and what it tells, which need not be true there. The first other line that cannot be done is not done in part either: from the moment
    /// before it the world runs by itself, until nothing is due or a minute has passed. What has waited for a
    /// `deliver` sets out then. Gives the scene that this makes, which plays.
    pub(in crate::story) fn play_elsewhere(script: Script, chosen: &[Change]) -> (Scene, Option<Stop>) {
        let lines: Vec<Line> = script.lines.iter().filter(|line| is_played_elsewhere(line, chosen)).cloned().collect();
        let mut scene = Scene::beginning(Script { lines, ..script });
        let mut stop = None;
        let mut at = 0;
        while at < scene.script.lines.len() {
            let before = scene.end();
            if scene.is_slide_named_before(at) {
                scene.script.lines.remove(at);
                continue;
            }
            let statement = scene.script.lines[at].statement.clone();
            let Err(failure) = scene.play_line(at) else {
                at += 1;
                continue;
            };
            let mut says = scene.cannot(Whose::Script, &statement, &failure);
            scene.script.lines.truncate(at);
            scene.go_back_to(before);
            if scene.recording.schedule().manual && !scene.recording.world().in_flight.is_empty() {
                says += tr!(" What has waited there to be delivered by hand sets out by itself.");
            }
            scene.go_by_itself(&says);
            stop = Some(Stop { at: before, says });
            break;
        }
        scene.must_have_a_slide();
        (scene, stop)
    }

    /// What a slide is called in its own world need not be true here: it is called by its time. Says whether the slide
    /// before is called the same, so that the two are one.
    fn is_slide_named_before(&mut self, at: usize) -> bool {
        let now = self.end().time;
        let Statement::Slide(title) = &mut self.script.lines[at].statement else { return false };
        *title = match now {
            0 => tr!("From the beginning").to_string(),
            now => say!("From {now} on", now = seconds(now)),
        };
        self.slides.last().is_some_and(|slide| slide.title == *title)
    }

    /// Takes back what a line has done before it failed.
    fn go_back_to(&mut self, before: Moment) {
        self.recording = self.recording.fork(before);
        self.poll = self.poll.as_ref().map(|poll| poll.fork(before));
    }

    /// Ends the script here, and lets the world run: no message waits for a `deliver` that never comes.
    fn go_by_itself(&mut self, says: &str) {
        self.add(Statement::Slide(BY_ITSELF.to_string()));
        self.add(Statement::Say(says.to_string()));
        if self.recording.schedule().manual {
            self.add(Statement::Set(Change::Network(Delivery::Timed)));
        }
        self.add(Statement::Run(self.as_far_as_it_goes()));
    }

    /// How far a world runs by itself.
    fn as_far_as_it_goes(&self) -> Run {
        let now = self.recording.end();
        let mut ahead = self.recording.clone();
        ahead.run_idle(now.time.saturating_add(AHEAD_MS));
        if ahead.is_full() {
            // The last step has reached the limit of a run.
            return Run::Steps((ahead.end().steps - now.steps).saturating_sub(1) as u32);
        }
        Run::For((ahead.end().time.saturating_add(REST_MS)).min(TIME_MAX) - now.time)
    }

    /// Adds a line at the end, if it can be done.
    fn add(&mut self, statement: Statement) {
        let at = self.script.lines.len();
        self.script.lines.push(Line { line: 0, column: 1, statement });
        if self.play_line(at).is_err() {
            self.script.lines.truncate(at);
        }
    }

    /// That something cannot be done here, and why.
    pub(in crate::story) fn cannot(&self, whose: Whose, statement: &Statement, failure: &Failure) -> String {
        let (wanted, why) = self.why_not(statement, failure);
        let wanted = print::statement(&wanted, &self.script.names);
        match whose {
            Whose::Script => {
                say!("Here the script wants “{wanted}”, {why}. From then on this run goes by itself.", wanted, why)
            }
            Whose::Viewer => say!("Here you did “{wanted}”, {why}. From then on this run goes by itself.", wanted, why),
        }
    }

    fn why_not(&self, statement: &Statement, (wrong, _): &Failure) -> (Statement, String) {
        let same = |why: &str| (statement.clone(), why.to_string());
        match statement {
            Statement::Deliver(messages) => {
                let in_flight = &self.recording.world().in_flight;
                let is_missing = |it: &Pattern| messages.which.matching(*it, in_flight).is_empty();
                let missing = messages.patterns().into_iter().find(is_missing);
                let one = missing.map_or_else(|| messages.clone(), |pattern| to_one(messages, pattern));
                let why = self.what_became_of(&one);
                (Statement::Deliver(one), why)
            }
            Statement::Drop(messages)
            | Statement::Hold(messages)
            | Statement::Release(messages)
            | Statement::Duplicate(messages)
            | Statement::Delay(messages, _) => same(&self.what_became_of(messages)),
            Statement::Run(Run::Until(_)) => same(tr!("which never comes about in this world")),
            Statement::Run(Run::Steps(_)) => same(tr!("and fewer things happen in this world")),
            _ => same(&say!("which cannot be done in this world: {wrong}", wrong)),
        }
    }

    /// Why none of these messages is in flight.
    fn what_became_of(&self, messages: &Selector) -> String {
        let patterns = messages.patterns();
        let is_meant = |flight: &&Flight| {
            let envelope = &flight.envelope;
            patterns.iter().any(|it: &Pattern| it.matches(envelope.from, envelope.to, &envelope.message))
        };
        let last = self.recording.flights().iter().rfind(is_meant);
        let why = match last.map(|flight| flight.end.map(|end| end.fate)) {
            None => tr!("which was never sent in this world"),
            Some(Some(Fate::Lost(_))) => tr!("which was lost in this world"),
            Some(Some(Fate::Delivered(_))) => tr!("which has arrived already in this world"),
            Some(None) => tr!("of which there are not so many in this world"),
        };
        why.to_string()
    }
}

/// Whether a line is played in another world, in which these conditions hold from the beginning to the end.
fn is_played_elsewhere(line: &Line, chosen: &[Change]) -> bool {
    match &line.statement {
        Statement::Expect(_) | Statement::Poll(PollStatement::Expect(_)) | Statement::Say(_) | Statement::Ask(_) => {
            false
        }
        Statement::Set(change) => !conditions::gives_way(change, chosen),
        _ => true,
    }
}
