//! Questions on the way: which one is open, what the reader has answered, and what follows from it.
//!
//! Where the reader wants to be asked, nothing goes past a question that is open: what it asks is not shown before. A
//! question can always be passed over, and any of them can be opened by hand.

use super::model::{Effect, Model, Msg, Stage};
use super::playhead::Playing;
use super::show::Show;
use super::source::{Mark, Opening, Source, Wanted};
use super::unfold::Unfolding;
use crate::sim::Moment;
use crate::story::ask::{Asked, Choice, Thought};
use crate::story::script::Topic;
use crate::story::words::ask as words;
use std::rc::Rc;

/// The questions, as far as the reader has come with them.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Asking {
    /// Whether the reader is asked on the way.
    pub is_on: bool,
    /// What became of each question, in the order in which they were met.
    pub answers: Vec<Answered>,
    /// The worlds that look the same to a proposer that has picked.
    pub unfolding: Option<Unfolding>,
    /// The question that was opened by hand, or of which it is said whether the answer is right.
    pub(super) open: Option<(Source, usize)>,
    /// The question to which the run went back when the reader wanted to be asked.
    went_back: Option<(Source, usize)>,
    /// Where the reader was before a wrong answer led elsewhere.
    back: Option<Back>,
    /// The chapter in which the reader goes from question to question, if one does.
    pub test: Option<u8>,
    /// How many answers there were.
    count: usize,
    /// Whether the last answer to a question of the course was right, by scene and number: also of earlier visits.
    score: Vec<(String, usize, bool)>,
}

/// What became of a question.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Answered {
    /// The scene.
    pub source: Source,
    /// Which question of the scene, from 0.
    pub nth: usize,
    /// Its number among the answers of this visit, from 1.
    pub number: usize,
    /// What was asked.
    pub question: String,
    /// The misreading that it is about.
    pub about: Option<u8>,
    /// The place of the answer among the choices; none where it was passed over.
    pub choice: Option<usize>,
    /// What it says.
    pub text: String,
    /// Whether it is right.
    pub is_right: bool,
}

/// The way back to a question.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Back {
    to: Source,
    nth: usize,
    opening: Opening,
    /// The scene to which the answer led.
    from: Source,
}

/// How it is kept whether an answer was right.
const RIGHT: &str = "right";
const WRONG: &str = "wrong";

/// What happens to the questions.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum AskMsg {
    /// The reader wants to be asked on the way, or no more.
    Switch,
    /// This question of the scene on show is opened, from 0.
    Open(usize),
    /// This answer is chosen, from 0.
    Choose(usize),
    /// The question is passed over.
    Skip,
    /// On, after an answer.
    GoOn,
    /// To the scene that shows where the wrong answer leads.
    See,
    /// The run is played in which the pick breaks agreement.
    Play,
    /// All worlds are shown.
    AllWorlds,
    /// Back to the question from there.
    Back,
    /// This question of a scene of the course is put, from 0: the reader goes from question to question.
    Pose(String, usize),
    /// The next question of the chapter is put.
    Next,
    /// This was kept of earlier visits.
    Restore(String),
}

impl From<AskMsg> for Msg {
    fn from(msg: AskMsg) -> Msg {
        Msg::Ask(msg)
    }
}

/// A question that is open.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OpenQuestion {
    /// Which question of the scene, from 0.
    pub nth: usize,
    /// The answers to choose from.
    pub choices: Vec<Choice>,
    /// What the reader has chosen, from 0.
    pub chosen: Option<usize>,
    /// The moment to which the run went back for it, where the reader was past it.
    pub back_to: Option<Moment>,
}

impl OpenQuestion {
    /// What somebody thinks who has answered wrongly; none where it is right or open.
    pub fn thought(&self) -> Option<Thought> {
        self.choices.get(self.chosen?)?.thought
    }
}

impl Asking {
    /// What became of a question.
    pub fn answered(&self, source: &Source, nth: usize) -> Option<&Answered> {
        self.answers.iter().rfind(|answered| answered.source == *source && answered.nth == nth)
    }

    /// Whether the scene on show is where a wrong answer led.
    pub fn has_led_to(&self, source: &Source) -> bool {
        self.back.as_ref().is_some_and(|back| back.from == *source)
    }

    /// Whether the last answer to a question of a scene of the course was right; none where it was never answered.
    pub fn score(&self, scene: &str, nth: usize) -> Option<bool> {
        self.score.iter().find(|(known, number, _)| known == scene && *number == nth).map(|(_, _, is_right)| *is_right)
    }

    /// What is known of all questions, a line each.
    #[inline(never)]
    fn score_text(&self) -> String {
        let line = |(scene, nth, is_right): &(String, usize, bool)| {
            format!("{scene} {} {}\n", nth + 1, if *is_right { RIGHT } else { WRONG })
        };
        self.score.iter().map(line).collect()
    }

    /// Takes what was kept of earlier visits; a line that says nothing is left out.
    fn restore(&mut self, kept: &str) {
        let line = |line: &str| {
            let [scene, number, verdict] = line.split(' ').collect::<Vec<_>>()[..] else { return None };
            let nth = number.parse::<usize>().ok()?.checked_sub(1)?;
            let is_right = [(RIGHT, true), (WRONG, false)].into_iter().find(|(word, _)| *word == verdict)?.1;
            Some((scene.to_string(), nth, is_right))
        };
        self.score = kept.lines().filter_map(line).collect();
    }

    fn put(&mut self, answered: Answered) {
        (self.count, self.went_back) = (answered.number, None);
        if let (Source::Course(scene), Some(_)) = (&answered.source, answered.choice) {
            self.score.retain(|(known, nth, _)| known != scene || *nth != answered.nth);
            self.score.push((scene.clone(), answered.nth, answered.is_right));
        }
        self.answers.retain(|known| known.source != answered.source || known.nth != answered.nth);
        self.answers.push(answered);
    }
}

impl Show {
    /// The questions of the slide on show, with their numbers in the scene, from 0; none in a run of the viewer's own.
    pub fn asked_here(&self) -> impl Iterator<Item = (usize, &Asked)> {
        let is_here = |asked: &Asked| asked.slide == self.slide && !self.is_own();
        self.scene.asks.iter().enumerate().filter(move |(_, asked)| is_here(asked))
    }
}

impl Model {
    /// The question that is open now, if one is.
    pub fn question(&self) -> Option<OpenQuestion> {
        let (nth, chosen) = self.open_now()?;
        let Show { scene, source, .. } = self.show()?;
        let asked = &scene.asks[nth];
        let is_it = |(to, back): &&(Source, usize)| to == source && *back == nth && chosen.is_none();
        let back_to = self.asking.went_back.as_ref().filter(is_it).map(|_| asked.at);
        Some(OpenQuestion { nth, choices: asked.choices(scene), chosen, back_to })
    }

    /// Which question is open, and what was chosen. The answers are worked out where they are needed alone: that takes
    /// the rest of the run under every rule.
    fn open_now(&self) -> Option<(usize, Option<usize>)> {
        let show = self.show().filter(|_| self.comparing.is_none())?;
        match self.opened_here(show) {
            Some(nth) => Some((nth, self.asking.answered(&show.source, nth).and_then(|answered| answered.choice))),
            None => self.due(show).map(|(nth, _)| (nth, None)),
        }
    }

    /// Whether a question is open, answered or not.
    pub fn has_question(&self) -> bool {
        self.open_now().is_some()
    }

    /// Which question is open that has not been answered yet.
    fn unanswered(&self) -> Option<usize> {
        self.open_now().filter(|(_, chosen)| chosen.is_none()).map(|(nth, _)| nth)
    }

    /// Whether a question is open that has not been answered yet.
    pub fn is_asking(&self) -> bool {
        self.unanswered().is_some()
    }

    /// Whether what the slide tells is kept back: it would give an answer away.
    pub fn keeps_back(&self) -> bool {
        let Some(show) = self.show() else { return false };
        let is_to_come = self.asking.is_on && self.open_on_slide(show).next().is_some();
        is_to_come && !self.asking.has_led_to(&show.source) || self.is_asking()
    }

    /// The question that was opened by hand, or of which something is said, as long as its slide is on show.
    fn opened_here(&self, show: &Show) -> Option<usize> {
        let (_, nth) = self.asking.open.as_ref().filter(|(source, _)| *source == show.source)?;
        show.asked_here().map(|(here, _)| here).find(|here| here == nth)
    }

    /// The questions of the slide on show of which nothing has become yet.
    fn open_on_slide<'a>(&'a self, show: &'a Show) -> impl Iterator<Item = (usize, &'a Asked)> {
        show.asked_here().filter(|(nth, _)| self.asking.answered(&show.source, *nth).is_none())
    }

    /// The question past which nothing goes.
    fn due<'a>(&'a self, show: &'a Show) -> Option<(usize, &'a Asked)> {
        let is_asked = self.asking.is_on && !self.asking.has_led_to(&show.source);
        self.open_on_slide(show).find(|(_, asked)| is_asked && asked.at <= show.at)
    }

    /// Stands still where a question is open, and shows nothing of the answer.
    pub(super) fn hold_at_question(&mut self) {
        let open = self.unanswered();
        let Stage::Ready(show) = &mut self.stage else { return };
        let asked = open.map(|nth| show.scene.asks[nth].clone());
        show.is_hushed = asked.as_ref().is_some_and(|asked| {
            let topic = asked.question.topic;
            matches!(topic, Topic::Chosen(_) | Topic::Knows(_) | Topic::Possible(_) | Topic::Pick(_))
        });
        show.put_in_place_of(asked.as_ref().and_then(Asked::picks_for));
        if let Some(at) = asked.map(|asked| asked.at) {
            show.at = at;
            self.playing = Playing::Still;
        }
    }

    /// Whoever goes on passes over the question that is open.
    pub(super) fn pass_question(&mut self) {
        match self.open_now() {
            Some((_, Some(_))) => self.asking.open = None,
            Some((_, None)) => self.skip(),
            None => {}
        }
    }

    pub(super) fn ask_reader(&mut self, msg: AskMsg) -> Vec<Effect> {
        // Behind two runs beside each other no question is to be seen, and what plays is those.
        if self.comparison().is_some() && matches!(msg, AskMsg::GoOn | AskMsg::Skip | AskMsg::Choose(_)) {
            return Vec::new();
        }
        match msg {
            AskMsg::Switch => {
                self.asking.test = None;
                self.asking.is_on = !self.asking.is_on;
                self.asking.open = None;
                let past = |show: &Show| Some(self.due(show).filter(|(_, asked)| asked.at < show.at)?.0);
                let went_back = self.show().and_then(|show| Some((show.source.clone(), past(show)?)));
                self.asking.went_back = went_back;
            }
            AskMsg::Open(nth) => self.open_question(nth),
            AskMsg::Choose(choice) => {
                let unfolds = self.choose(choice);
                return unfolds.into_iter().chain([Effect::KeepScore(self.asking.score_text())]).collect();
            }
            AskMsg::Pose(scene, nth) => return self.pose(&scene, nth),
            AskMsg::Next => return self.pose_next(),
            AskMsg::Restore(kept) => self.asking.restore(&kept),
            // Whoever tests themselves goes on to the next question.
            AskMsg::Skip if self.asking.test.is_some() => {
                self.note_answer(None);
                return self.pose_next();
            }
            AskMsg::Skip => self.skip(),
            AskMsg::GoOn => {
                (self.asking.open, self.asking.test) = (None, None);
                return self.next_part();
            }
            AskMsg::See => return self.see_thought(),
            AskMsg::Play => return self.play_break(),
            AskMsg::AllWorlds => self.asking.show_all_worlds(),
            AskMsg::Back => {
                if let Some(Back { to, nth, opening, .. }) = self.asking.back.take() {
                    self.asking.open = Some((to.clone(), nth));
                    return self.open_source(to, opening);
                }
            }
        }
        Vec::new()
    }

    /// Opens a question by hand, at its moment; what was answered before is asked anew.
    #[inline(never)]
    fn open_question(&mut self, nth: usize) {
        self.rest_now();
        let Stage::Ready(show) = &mut self.stage else { return };
        let Some(asked) = show.scene.asks.get(nth) else { return };
        let (slide, at) = (asked.slide, asked.at);
        show.go_home();
        (show.slide, show.at) = (slide, at);
        let source = show.source.clone();
        self.asking.answers.retain(|known| known.source != source || known.nth != nth);
        self.asking.open = Some((source, nth));
    }

    /// Answers; where that was a pick, the worlds are looked for that look the same.
    #[inline(never)]
    fn choose(&mut self, choice: usize) -> Option<Effect> {
        let (source, nth) = self.note_answer(Some(choice))?;
        self.asking.open = Some((source.clone(), nth));
        let is_pick = self.show()?.scene.asks[nth].picks_for().is_some();
        if is_pick { self.unfold(source, nth) } else { None }
    }

    fn skip(&mut self) {
        if self.note_answer(None).is_some() {
            self.asking.open = None;
        }
    }

    /// Notes what became of the question that is open, and gives which it is; nothing where there is none, or no such
    /// answer.
    fn note_answer(&mut self, choice: Option<usize>) -> Option<(Source, usize)> {
        let open = self.question().filter(|open| open.chosen.is_none())?;
        let show = self.show()?;
        let (source, nth, telling) = (show.source.clone(), open.nth, show.telling());
        let asked = &show.scene.asks[nth];
        let chosen = choice.map(|choice| open.choices.get(choice)).map_or(Some(None), |found| found.map(Some))?;
        let say = |choice: &Choice| words::choice(&choice.answer, show.recording().world(), telling);
        let answered = Answered {
            source: source.clone(),
            nth,
            number: self.asking.count + 1,
            question: words::question(asked, &show.scene, telling),
            about: asked.question.about,
            choice,
            text: chosen.map(say).unwrap_or_default(),
            is_right: chosen.is_some_and(Choice::is_right),
        };
        self.asking.put(answered);
        Some((source, nth))
    }

    #[inline(never)]
    fn see_thought(&mut self) -> Vec<Effect> {
        let Some(open) = self.question() else { return Vec::new() };
        let (Some(thought), Some(show)) = (open.thought(), self.show()) else { return Vec::new() };
        let from = Source::Course(thought.proof_beside(show.source.id()).scene);
        self.lead_to(from.clone());
        self.open_source(from, Opening::Set)
    }

    /// Notes the way back to the question that is open, from where its answer leads.
    pub(super) fn lead_to(&mut self, from: Source) {
        let (Some(open), Some(show)) = (self.question(), self.show()) else { return };
        let at = show.scene.asks[open.nth].at;
        let opening = Opening::Link(Rc::new(show.standing_at(at)));
        self.asking.back = Some(Back { to: show.source.clone(), nth: open.nth, opening, from });
    }
}

impl Show {
    /// What brings the reader to a moment of the slide on show.
    fn standing_at(&self, at: Moment) -> Wanted {
        let when = self.branch().when(at);
        Wanted { slide: Some(self.slide), at: Some(Mark::When(when)), seed: self.seed, ..Wanted::default() }
    }
}
