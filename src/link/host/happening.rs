//! What a host is told: what has happened since it was told last.

use super::marker;
use super::plain::{Fields, Plain, fields};
use crate::check::property::Property;
use crate::link::acts::{self, Told};
use crate::player::{Answered, Model, Show, Stage};
use crate::sim::{MilestoneKind, Moment, Recording, Time, milestones};
use crate::story::{PollRun, Scene, words};
use std::rc::Rc;

/// Something that has happened, under its name in [`super::EVENTS`], with what it carries.
#[derive(Clone, PartialEq, Debug)]
pub struct Happening {
    /// Its name.
    pub name: &'static str,
    /// What it carries.
    pub detail: Fields,
}

impl Happening {
    /// A key that means nothing to the page, by the names that the browser gives it and its place on the keyboard, and
    /// by its old number, which decks still go by.
    pub fn key(key: &str, code: &str, shift: bool, number: u32) -> Happening {
        let shift = Plain::Bool(shift);
        happening("key", [("key", key.into()), ("code", code.into()), ("shiftKey", shift), ("keyCode", number.into())])
    }
}

/// Why the moment on show may have changed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Cause {
    /// Time has passed.
    Playing,
    /// Somebody wanted that.
    Wish,
}

/// What was there when the host was told last.
#[derive(Default)]
pub struct Watch {
    scene: Option<Rc<Scene>>,
    recording: Option<Rc<Recording>>,
    people: Option<Rc<PollRun>>,
    at: Moment,
    slide: usize,
    speed: u32,
    is_playing: bool,
    told: usize,
    failed: Option<String>,
    acts: Vec<Told>,
    is_own: bool,
    /// How often the reader had done something.
    deeds: usize,
    /// How far the run was worked out.
    end: Time,
    answered: usize,
    objective: Option<(bool, usize)>,
}

impl Watch {
    /// What has happened since the last time, in an order that makes sense.
    pub fn look(&mut self, model: &Model, cause: Cause) -> Vec<Happening> {
        let mut heard = Vec::new();
        self.hear_trouble(model, &mut heard);
        self.hear_answers(model, &mut heard);
        if self.speed != model.speed {
            if self.speed != 0 {
                heard.push(happening("ratechange", [("rate", Plain::Number(f64::from(model.speed) / 100.0))]));
            }
            self.speed = model.speed;
        }
        let Some(show) = model.show() else {
            self.scene = None;
            return heard;
        };
        let is_new = self.scene.as_ref().is_none_or(|scene| !Rc::ptr_eq(scene, &show.scene));
        match is_new {
            true => self.meet(show, &mut heard),
            false => self.follow(show, cause, &mut heard),
        }
        self.hear_objective(show, &mut heard);
        self.hear_play(model, show, &mut heard);
        self.at = show.at;
        heard
    }

    fn hear_trouble(&mut self, model: &Model, heard: &mut Vec<Happening>) {
        let error = |message: &str| happening("error", [("message", message.into())]);
        heard.extend(model.told.iter().skip(self.told).map(|sentence| error(sentence)));
        self.told = model.told.len();
        let failed = if let Stage::Failed(_, why) = &model.stage { Some(why.clone()) } else { None };
        heard.extend(failed.iter().filter(|_| failed != self.failed).map(|why| error(why)));
        self.failed = failed;
    }

    /// What the reader has answered since.
    fn hear_answers(&mut self, model: &Model, heard: &mut Vec<Happening>) {
        let new = model.asking.answers.iter().skip_while(|answered| answered.number <= self.answered);
        heard.extend(new.map(|answered| {
            let Answered { question, about, text, is_right, choice, .. } = answered;
            let choice = choice.map_or(Plain::Nothing, |_| text.as_str().into());
            let about = about.map_or(Plain::Nothing, |about| u32::from(about).into());
            let right = ("right", Plain::Bool(*is_right));
            happening("answer", [("question", question.as_str().into()), ("about", about), ("choice", choice), right])
        }));
        self.answered = model.asking.answers.last().map_or(self.answered, |last| last.number);
    }

    /// Another scene is on show. What was chosen in it before the moment at which it opens, nobody has seen.
    fn meet(&mut self, show: &Show, heard: &mut Vec<Happening>) {
        self.scene = Some(show.scene.clone());
        self.objective = None;
        self.keep_run(show);
        (self.slide, self.acts, self.is_own) = (show.slide, told(show), show.is_own());
        (self.deeds, self.end) = (show.deeds(), show.end().time);
        let [duration, markers] = marker::standing(show);
        heard.push(happening("ready", [duration, markers]));
        heard.push(slide_change(show));
        if show.at.time != 0 {
            heard.push(happening("seeked", [("time", show.at.time.into())]));
        }
        if !self.acts.is_empty() {
            heard.push(self.state());
        }
    }

    fn follow(&mut self, show: &Show, cause: Cause, heard: &mut Vec<Happening>) {
        if self.is_other_run(show) {
            self.keep_run(show);
            self.hear_acts(show, heard);
        }
        if self.slide != show.slide {
            self.slide = show.slide;
            heard.push(slide_change(show));
        }
        if self.at.time != show.at.time {
            let name = if cause == Cause::Playing { "timeupdate" } else { "seeked" };
            heard.push(happening(name, [("time", show.at.time.into())]));
        }
        if self.at.steps < show.at.steps && show.poll().is_none() {
            heard.extend(passed(show, self.at.steps));
        }
    }

    fn is_other_run(&self, show: &Show) -> bool {
        let is_same = self.recording.as_ref().is_some_and(|known| Rc::ptr_eq(known, show.recording()));
        let are_same = match (&self.people, show.poll()) {
            (Some(known), Some(people)) => Rc::ptr_eq(known, people),
            (known, people) => known.is_none() && people.is_none(),
        };
        !(is_same && are_same)
    }

    fn keep_run(&mut self, show: &Show) {
        (self.recording, self.people) = (Some(show.recording().clone()), show.poll().cloned());
    }

    #[inline(never)]
    fn hear_acts(&mut self, show: &Show, heard: &mut Vec<Happening>) {
        let acts = told(show);
        let is_done = show.deeds() != self.deeds;
        self.deeds = show.deeds();
        let has_grown = show.end().time != self.end;
        self.end = show.end().time;
        if acts == self.acts && show.is_own() == self.is_own {
            // The same run, of which more is worked out.
            heard.extend(has_grown.then(|| happening("runchange", marker::standing(show))));
            return;
        }
        self.is_own = show.is_own();
        heard.push(happening("runchange", marker::standing(show)));
        // An act in the past of a run leaves out what was done after it. To undo, to do again and to go to another run
        // are no acts.
        let same = acts.iter().zip(&self.acts).take_while(|(now, before)| now == before).count();
        for act in acts.iter().skip(same).filter(|_| is_done) {
            heard.push(happening("action", [("time", act.at.time.into()), ("text", act.text.as_str().into())]));
        }
        self.acts = acts;
        heard.push(self.state());
    }

    /// How the run stands with the objective of its scene, when that changes; at first, when something is done already.
    fn hear_objective(&mut self, show: &Show, heard: &mut Vec<Happening>) {
        let now = show.progress();
        let is_news = now != self.objective && (self.objective.is_some() || now != Some((false, 0)));
        if let Some((done, acts)) = now.filter(|_| is_news) {
            let id = Some(show.source.id()).filter(|id| !id.is_empty());
            let acts = Plain::Number(acts as f64);
            let id = id.map_or(Plain::Nothing, Plain::from);
            heard.push(happening("objective", [("id", id), ("done", Plain::Bool(done)), ("acts", acts)]));
        }
        self.objective = now;
    }

    fn hear_play(&mut self, model: &Model, show: &Show, heard: &mut Vec<Happening>) {
        let is_playing = model.is_playing();
        if is_playing != self.is_playing {
            heard.push(happening(if is_playing { "play" } else { "pause" }, []));
            let is_over = !is_playing && show.end() <= show.at && !show.can_go_on();
            heard.extend(is_over.then(|| happening("ended", [])));
        }
        self.is_playing = is_playing;
    }

    fn state(&self) -> Happening {
        happening("statechange", [("state", acts::text(&self.acts).into())])
    }
}

fn happening<const N: usize>(name: &'static str, detail: [(&str, Plain); N]) -> Happening {
    Happening { name, detail: fields(detail) }
}

/// What was done in the run on show.
pub fn told(show: &Show) -> Vec<Told> {
    let told = if show.is_own() { show.branch().told() } else { Vec::new() };
    told.into_iter().map(|(at, text)| Told { at, text }).collect()
}

fn slide_change(show: &Show) -> Happening {
    let title = show.told(&show.slide().title);
    // A scene has far fewer slides than such a number can count.
    let slide = Plain::from(show.slide as u32 + 1);
    happening("slidechange", [("scene", show.source.id().into()), ("slide", slide), ("title", title.into())])
}

/// What was reached after so many steps, up to the moment on show.
#[inline(never)]
fn passed(show: &Show, before: usize) -> Vec<Happening> {
    let names = show.names();
    let mut found: Vec<(usize, Happening)> = Vec::new();
    for milestone in milestones(show.recording(), show.at).iter().filter(|milestone| before < milestone.at.steps) {
        let time = ("time", milestone.at.time.into());
        let heard = match milestone.kind {
            MilestoneKind::Chosen(chosen) => {
                let id =
                    if chosen.vote.ballot.number == 0 { Plain::Nothing } else { names.id(chosen.vote.ballot).into() };
                let value = names.value(chosen.vote.value).into();
                happening("chosen", [time, ("slot", chosen.slot.0.into()), ("id", id), ("value", value)])
            }
            MilestoneKind::Learned { node, value, slot, .. } => {
                let (node, value) = (names.node(node).into(), names.value(value).into());
                happening("learned", [time, ("node", node), ("slot", slot.0.into()), ("value", value)])
            }
            MilestoneKind::Floor { .. } | MilestoneKind::Applied { .. } => continue,
        };
        found.push((milestone.at.steps, heard));
    }
    found.extend(violations(show, before));
    found.sort_by_key(|(steps, _)| *steps);
    found.into_iter().map(|(_, heard)| heard).collect()
}

/// The properties that were broken after so many steps, up to the moment on show.
fn violations(show: &Show, before: usize) -> Vec<(usize, Happening)> {
    let (verdicts, telling) = (show.verdicts(), show.telling());
    let broken = |&property: &Property| {
        let broken = verdicts.broken(property, show.at).filter(|broken| before <= broken.step)?;
        let time = show.recording().steps().get(broken.step)?.time;
        let text = words::invariant::broken(broken, time, telling);
        let name = words::invariant::name(property, telling);
        let detail = [("time", time.into()), ("property", name.into()), ("text", text.into())];
        Some((broken.step + 1, happening("violation", detail)))
    };
    Property::of(&show.recording().world().cluster).iter().filter_map(broken).collect()
}
