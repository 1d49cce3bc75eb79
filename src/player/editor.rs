//! Writing a scene in the page: what is typed is tried after a pause, and the stage follows as soon as it plays.
//!
//! Nothing that is typed is lost: there is a draft of each scene, and one that was discarded can be brought back.

mod file;

use super::draft::{Draft, Fate, Keepsake};
use super::model::{Effect, Model, Msg, Stage};
use super::show::Show;
use super::source::{Opening, Source};
use crate::sim::Moment;
use crate::story::language::{Words, words};
use crate::story::{Problem, Progress, Rehearsal, Scene, words::given};
use std::rc::Rc;

/// How long nothing must be typed until it is tried, in milliseconds.
pub const PAUSE_MS: u32 = 400;
/// So many events are played at a time: the page has to answer in between.
pub const EVENTS_A_SLICE: usize = 250;

/// Whether what stands in the field is a scene.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Verdict {
    /// It plays.
    Plays,
    /// It has not been tried yet.
    Untried,
    /// It does not play.
    Wrong(Problem),
}

/// The editor: the text in its field, and all other drafts.
#[derive(Clone, Debug, Default)]
pub struct Editor {
    /// Whether it is open.
    pub is_open: bool,
    /// What is in the field.
    pub desk: Option<Desk>,
    /// Why a file was refused.
    pub notice: Option<String>,
    drafts: Vec<Draft>,
    discarded: Vec<Draft>,
    work: Option<Rehearsal>,
    /// What was open on an earlier visit: it is opened again, where the stage is as it was.
    reopens: Option<String>,
    was_told_full: bool,
}

/// What is in the field.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Desk {
    /// The text, and where it comes from.
    pub draft: Draft,
    /// Whether it plays.
    pub verdict: Verdict,
    /// Whether it is a draft from before.
    pub is_found: bool,
    /// Grows whenever the text is replaced by another than what was typed.
    pub edition: u32,
    /// What of it is on the stage.
    shown: Option<Source>,
    /// Where the stage begins, where the text is another scene than the one on show.
    arrival: Option<Opening>,
}

/// What happens to the editor.
#[derive(Clone, PartialEq, Eq, Debug)]
#[allow(missing_docs)] // Each says what it is.
pub enum EditMsg {
    /// The scene on show is to be edited.
    Open,
    /// The viewer's own run is to be edited, as a scene.
    OpenRun,
    Close,
    /// This stands in the field now.
    Type(String),
    /// Nothing has been typed for a while, or the viewer wants it tried at once.
    Try,
    /// There is time for a slice of work.
    Slice,
    /// Back to the scene as it was; the draft can be brought back.
    Discard,
    BringBack,
    /// To another draft.
    GoTo(Source),
    /// A file: its name, its size, and as many of its bytes as a scene may have.
    File {
        name: String,
        bytes_all: u64,
        bytes: Vec<u8>,
    },
    /// What was kept from an earlier visit, and what was open.
    Restore {
        kept: Vec<Keepsake>,
        open: Option<String>,
    },
    /// There is no room to keep drafts.
    Full,
}

impl Editor {
    /// The drafts of other scenes, with their titles.
    pub fn others(&self) -> impl Iterator<Item = (&Source, String)> {
        let here = self.desk.as_ref().map(|desk| &desk.draft.of);
        self.drafts.iter().filter(move |draft| Some(&draft.of) != here).map(|draft| (&draft.of, draft.title()))
    }

    /// Whether there is a draft of this scene.
    pub fn has_draft(&self, of: &Source) -> bool {
        self.drafts.iter().any(|draft| draft.of == *of)
    }

    /// Whether something discarded can be brought back into the field.
    pub fn can_bring_back(&self) -> bool {
        self.desk.as_ref().is_some_and(|desk| self.discarded.iter().any(|draft| draft.of == desk.draft.of))
    }

    /// What a scene on the stage is a change of; itself, where the editor has not put it there.
    pub(super) fn origin<'a>(&'a self, shown: &'a Source) -> &'a Source {
        let desk = self.desk.as_ref().filter(|desk| desk.shown.as_ref() == Some(shown));
        desk.map_or(shown, |desk| &desk.draft.of)
    }

    /// Whether a text is on its way to the stage.
    pub fn is_working(&self) -> bool {
        self.work.is_some()
    }

    /// The mistake in the text, if it has one.
    pub fn problem(&self) -> Option<&Problem> {
        match &self.desk.as_ref()?.verdict {
            Verdict::Wrong(problem) => Some(problem),
            Verdict::Plays | Verdict::Untried => None,
        }
    }

    /// Whether what stands in the field has a mistake, so that it is not what is on show.
    pub fn lags(&self) -> bool {
        self.is_open && self.problem().is_some()
    }

    /// Keeps the draft in the field, or forgets one that says nothing new.
    fn keep(&mut self) -> Vec<Effect> {
        let Some(desk) = &self.desk else { return Vec::new() };
        let draft = desk.draft.clone();
        let known = self.drafts.iter().position(|kept| kept.of == draft.of);
        match (draft.is_only_here(), known) {
            (true, Some(at)) if self.drafts[at] == draft => Vec::new(),
            (true, known) => {
                let effect = Effect::Keep(draft.keepsake(Fate::Kept));
                match known {
                    Some(at) => self.drafts[at] = draft,
                    None => self.drafts.push(draft),
                }
                vec![effect]
            }
            (false, None) => Vec::new(),
            (false, Some(at)) => {
                self.drafts.remove(at);
                vec![Effect::Forget(draft.key(Fate::Kept))]
            }
        }
    }

    /// Puts a text into the field.
    fn lay_out(&mut self, draft: Draft, is_found: bool) -> Vec<Effect> {
        self.work = None;
        let mut effects = self.leave_desk();
        let edition = self.desk.as_ref().map_or(0, |desk| desk.edition) + 1;
        self.desk = Some(Desk { draft, verdict: Verdict::Untried, is_found, edition, shown: None, arrival: None });
        effects.extend(self.keep());
        effects.push(self.opened());
        effects
    }

    /// Of a text that has no other home nothing is kept, once it is left as it was.
    fn leave_desk(&mut self) -> Vec<Effect> {
        let left = self.desk.as_ref().map(|desk| &desk.draft).filter(|draft| !draft.is_changed());
        let Some(draft) = left else { return Vec::new() };
        let had = self.drafts.len();
        self.drafts.retain(|kept| kept.of != draft.of);
        if self.drafts.len() < had { vec![Effect::Forget(draft.key(Fate::Kept))] } else { Vec::new() }
    }

    /// Says what is open, for another visit.
    fn opened(&self) -> Effect {
        let open = self.desk.as_ref().filter(|_| self.is_open);
        Effect::KeepOpen(open.map(|desk| told_open(&desk.draft, desk.shown.as_ref().unwrap_or(&desk.draft.of))))
    }

    /// The draft that was open on an earlier visit, if the stage shows what it showed then, or the scene that it
    /// changes: the address may lag behind the stage.
    #[inline(never)]
    fn reopened(&mut self, shown: &Source) -> Option<Draft> {
        let was_open = self.reopens.take()?;
        let is_it = |draft: &&Draft| {
            let (key, now) = (draft.key(Fate::Kept), told_open(draft, shown));
            now == was_open || draft.of == *shown && was_open.starts_with(&format!("{key} "))
        };
        self.drafts.iter().find(is_it).cloned()
    }
}

impl Desk {
    /// Whether a text of this draft has played, which the stage then shows.
    pub fn has_played(&self) -> bool {
        self.shown.is_some()
    }
}

impl Model {
    pub(super) fn edit(&mut self, msg: EditMsg) -> Vec<Effect> {
        self.editor.notice = self.editor.notice.take().filter(|_| matches!(msg, EditMsg::Slice | EditMsg::Full));
        match msg {
            EditMsg::Open => self.open_editor(),
            EditMsg::OpenRun => self.edit_run(),
            EditMsg::Close => self.close_editor(),
            EditMsg::Type(text) => self.typed(text),
            EditMsg::Try => self.try_text(),
            EditMsg::Slice => self.slice_of_text(),
            EditMsg::Discard => self.discard(),
            EditMsg::BringBack => self.bring_back_draft(),
            EditMsg::GoTo(of) => self.go_to_draft(&of),
            EditMsg::File { name, bytes_all, bytes } => self.open_file(&name, bytes_all, bytes),
            EditMsg::Restore { kept, open } => self.restore(&kept, open.as_deref()),
            EditMsg::Full => {
                self.storage_is_full();
                Vec::new()
            }
        }
    }

    #[inline(never)]
    fn open_editor(&mut self) -> Vec<Effect> {
        self.editor.is_open = true;
        self.sandbox.is_open = false;
        self.breaking.is_open = false;
        self.guides.open = None;
        self.close_comparison();
        let mut effects = self.follow_in_editor();
        effects.push(self.editor.opened());
        effects
    }

    /// Puts the scene on show into the field, or the draft of it, where another one is in the field.
    pub(super) fn follow_in_editor(&mut self) -> Vec<Effect> {
        let (source, text) = match &self.stage {
            _ if !self.editor.is_open && self.editor.reopens.is_none() => return Vec::new(),
            Stage::Ready(show) => (show.source.clone(), show.text.clone()),
            Stage::Failed(source @ Source::Text(text), _) => (source.clone(), text.clone()),
            Stage::Loading(_) | Stage::Failed(..) => return Vec::new(),
        };
        let was_open = self.editor.reopened(&source);
        self.editor.is_open |= was_open.is_some();
        let is_there = self.editor.desk.as_ref().is_some_and(|desk| desk.shown.as_ref() == Some(&source));
        if !self.editor.is_open || is_there {
            return Vec::new();
        }
        let is_of_it = |draft: &&Draft| draft.of == source || draft.source() == source;
        let kept = was_open.or_else(|| self.editor.drafts.iter().find(is_of_it).cloned());
        let is_found = kept.as_ref().is_some_and(|draft| draft.source() != source);
        let draft = match kept {
            Some(draft) if draft.of == source => Draft { original: text, ..draft },
            Some(draft) => draft,
            None => Draft::new(source.clone(), text),
        };
        let is_on_stage = draft.source() == source && matches!(self.stage, Stage::Ready(_));
        let mut effects = self.editor.lay_out(draft, is_found);
        match self.editor.desk.as_mut().filter(|_| is_on_stage) {
            Some(desk) => (desk.verdict, desk.shown) = (Verdict::Plays, Some(source)),
            None => effects.extend(self.try_text()),
        }
        effects
    }

    /// The viewer's own run as a text of its own.
    fn edit_run(&mut self) -> Vec<Effect> {
        let Some(show) = self.show().filter(|show| show.is_own()) else { return Vec::new() };
        let text: Rc<str> = show.as_scene().into();
        self.edit_text(text, Opening::End)
    }

    /// Opens the editor on a text that comes from nowhere else.
    fn edit_text(&mut self, text: Rc<str>, arrival: Opening) -> Vec<Effect> {
        self.editor.is_open = true;
        self.sandbox.is_open = false;
        self.breaking.is_open = false;
        self.guides.open = None;
        self.close_comparison();
        let of = Source::Text(text.clone());
        let kept = self.editor.drafts.iter().find(|draft| draft.of == of).cloned();
        let is_found = kept.as_ref().is_some_and(Draft::is_changed);
        let mut effects = self.editor.lay_out(kept.unwrap_or_else(|| Draft::new(of, text)), is_found);
        if let Some(desk) = &mut self.editor.desk {
            desk.arrival = Some(arrival);
        }
        effects.extend(self.try_text());
        effects
    }

    fn close_editor(&mut self) -> Vec<Effect> {
        self.editor.is_open = false;
        let mut effects = self.editor.leave_desk();
        effects.push(self.editor.opened());
        effects
    }

    #[inline(never)]
    fn typed(&mut self, text: String) -> Vec<Effect> {
        let Some(desk) = &mut self.editor.desk else { return Vec::new() };
        if *desk.draft.text == *text {
            return Vec::new();
        }
        desk.draft.text = super::draft::plain(&text).into();
        desk.verdict = Verdict::Untried;
        self.editor.work = None;
        self.editor.keep()
    }

    /// Begins to try what stands in the field.
    fn try_text(&mut self) -> Vec<Effect> {
        let Some(desk) = self.editor.desk.as_mut() else { return Vec::new() };
        if desk.verdict != Verdict::Untried || self.editor.work.is_some() {
            return Vec::new();
        }
        match Rehearsal::new(&desk.draft.text) {
            Ok(work) => self.editor.work = Some(work),
            Err(problem) => desk.verdict = Verdict::Wrong(problem),
        }
        self.slice_of_text()
    }

    fn slice_of_text(&mut self) -> Vec<Effect> {
        let Some((work, desk)) = self.editor.work.take().zip(self.editor.desk.as_mut()) else { return Vec::new() };
        match work.go_on(EVENTS_A_SLICE) {
            Progress::More(work) => self.editor.work = Some(work),
            Progress::Done(Err(problem)) => desk.verdict = Verdict::Wrong(problem),
            Progress::Done(Ok(scene)) => {
                desk.verdict = Verdict::Plays;
                self.put_on_stage(*scene);
                return vec![self.editor.opened()];
            }
        }
        Vec::new()
    }

    /// Shows what is written, where the viewer was in what was written before.
    fn put_on_stage(&mut self, scene: Scene) {
        if matches!(self.stage, Stage::Loading(_)) {
            return; // The viewer has asked for another scene since.
        }
        let before = self.show().cloned();
        let Some(desk) = &mut self.editor.desk else { return };
        let source = desk.draft.source();
        desk.shown = Some(source.clone());
        if before.as_ref().is_some_and(|show| show.source == source) {
            return;
        }
        let (text, arrival) = (desk.draft.text.clone(), desk.arrival.take());
        self.shelve();
        let mut show = Show::new(source, scene, arrival.as_ref().unwrap_or(&Opening::Set));
        (show.text, show.vocabulary) = (text, self.vocabulary);
        let mut told = show.bring_back(self.kept_of(&show));
        let seed = before.as_ref().filter(|_| arrival.is_none()).and_then(|before| before.seed);
        told.extend(seed.map(given::own_seed));
        if let Some(before) = before.filter(|_| arrival.is_none()) {
            show.stay(before);
        }
        self.close_comparison();
        self.rest_now();
        self.plot.turn_to(&show);
        self.stage = Stage::Ready(show);
        self.say(told);
    }

    #[inline(never)]
    fn discard(&mut self) -> Vec<Effect> {
        let Some(desk) = self.editor.desk.as_ref().filter(|desk| desk.draft.is_changed()) else { return Vec::new() };
        let gone = desk.draft.clone();
        let mut effects = vec![Effect::Keep(gone.keepsake(Fate::Discarded))];
        self.editor.discarded.retain(|draft| draft.of != gone.of);
        self.editor.discarded.push(gone.clone());
        effects.extend(self.replace(Draft::new(gone.of, gone.original)));
        effects
    }

    #[inline(never)]
    fn bring_back_draft(&mut self) -> Vec<Effect> {
        let Some(desk) = &self.editor.desk else { return Vec::new() };
        let now = desk.draft.clone();
        let Some(at) = self.editor.discarded.iter().position(|draft| draft.of == now.of) else { return Vec::new() };
        let back = self.editor.discarded.remove(at);
        let mut effects = vec![Effect::Forget(back.key(Fate::Discarded))];
        if now.is_changed() {
            // What was typed since takes its place.
            effects = vec![Effect::Keep(now.keepsake(Fate::Discarded))];
            self.editor.discarded.push(now.clone());
        }
        effects.extend(self.replace(Draft { text: back.text, ..now }));
        effects
    }

    /// Puts another text of the same scene into the field, and tries it.
    fn replace(&mut self, draft: Draft) -> Vec<Effect> {
        let Some(desk) = &mut self.editor.desk else { return Vec::new() };
        (desk.draft, desk.verdict, desk.is_found) = (draft, Verdict::Untried, false);
        desk.edition += 1;
        self.editor.work = None;
        let mut effects = self.editor.keep();
        effects.extend(self.try_text());
        effects
    }

    #[inline(never)]
    fn go_to_draft(&mut self, of: &Source) -> Vec<Effect> {
        let Some(draft) = self.editor.drafts.iter().find(|draft| draft.of == *of) else { return Vec::new() };
        match &draft.of {
            Source::Text(text) => self.edit_text(text.clone(), Opening::Set),
            Source::Course(_) | Source::Address(_) => {
                self.editor.is_open = true;
                self.sandbox.is_open = false;
                self.breaking.is_open = false;
                self.open_source(of.clone(), Opening::Set)
            }
        }
    }

    #[inline(never)]
    fn open_file(&mut self, name: &str, bytes_all: u64, bytes: Vec<u8>) -> Vec<Effect> {
        match file::text_of_file(name, bytes_all, bytes) {
            Ok(text) => self.edit_text(text.into(), Opening::Set),
            Err(why) => {
                match self.editor.is_open {
                    true => self.editor.notice = Some(why),
                    false => self.say(vec![why]),
                }
                Vec::new()
            }
        }
    }

    /// Takes over the drafts of an earlier visit, and opens the editor where it was open, once the stage is there.
    fn restore(&mut self, kept: &[Keepsake], open: Option<&str>) -> Vec<Effect> {
        for (fate, draft) in kept.iter().filter_map(Draft::read) {
            let all = match fate {
                Fate::Kept => &mut self.editor.drafts,
                Fate::Discarded => &mut self.editor.discarded,
            };
            if all.iter().all(|known| known.of != draft.of) {
                all.push(draft);
            }
        }
        self.editor.reopens = open.map(str::to_string);
        self.follow_in_editor()
    }

    #[inline(never)]
    fn storage_is_full(&mut self) {
        if !self.editor.was_told_full {
            self.editor.was_told_full = true;
            self.say(vec![FULL.to_string()]);
        }
    }
}

/// What is noted of a draft that is open, beside what the stage shows.
fn told_open(draft: &Draft, shown: &Source) -> String {
    format!("{ept} on {key}", ept = draft.key(Fate::Kept), key = shown.key())
}

const FULL: Words = words!(
    "This browser has no room left to keep what you write. It stays while this page is open; “Save” in the editor puts it into a file."
);

impl Show {
    /// Goes to where `before` was in an earlier text of the scene, as far as there is such a place.
    fn stay(&mut self, mut before: Show) {
        before.go_home();
        self.eye = before.eye.filter(|&eye| self.has(eye));
        self.slide = before.slide.min(self.scene.slides.len() - 1);
        let (old, new) = (before.slide(), self.slide());
        self.at = match before.at {
            at if at == old.end || before.slide != self.slide => new.end,
            at if at == old.start => new.start,
            at => {
                let since = Moment { time: at.time.saturating_sub(old.start.time), steps: 0 };
                self.moment(new.start.time + since.time).clamp(new.start, new.end)
            }
        };
    }
}

impl From<EditMsg> for Msg {
    fn from(msg: EditMsg) -> Msg {
        Msg::Edit(msg)
    }
}
