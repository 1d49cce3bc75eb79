//! The page in another language while it is open: what is on show stays, and is told anew.

use super::editor::Editor;
use super::model::{Effect, Model, Stage};
use super::show::Show;
use super::source::Source;
use crate::story::{Scene, parse};
use std::rc::Rc;

impl Model {
    /// Wishes for the texts in the language that is spoken now. What is worded here is worded anew at once.
    #[inline(never)]
    pub(super) fn reword(&mut self) -> Vec<Effect> {
        self.tell_comparison_anew();
        let mut effects = self.guides.anew();
        let on_show = self.show().map(|show| &show.source);
        // What a reader or somebody else has written is there in no other language.
        let course = on_show.into_iter().chain(self.twin()).filter(|source| matches!(source, Source::Course(_)));
        effects.extend(course.map(|source| Effect::FetchWords(source.clone())));
        effects
    }

    /// Tells a scene that is on show by this text, which is that of the same scene in another language.
    pub(super) fn reworded(&mut self, source: &Source, text: &str) {
        let seed = self.show().filter(|show| show.source == *source).and_then(|show| show.seed);
        let Ok((scene, _)) = parse(text).and_then(|script| self.played(script, seed)) else { return };
        let scene = Rc::new(scene);
        if let Stage::Ready(show) = &mut self.stage
            && show.source == *source
        {
            show.reword(&scene, text);
            self.editor.reword(source, text);
        }
        if self.twin() == Some(source) {
            self.reword_twin(&scene, text);
        }
        self.tell_comparison_anew();
    }
}

impl Editor {
    /// Lays the text of a scene out in another language, as long as nothing in it has been changed.
    fn reword(&mut self, of: &Source, text: &str) {
        let Some(desk) = self.desk.as_mut().filter(|desk| desk.draft.of == *of) else { return };
        if let Some(draft) = desk.draft.reworded(text) {
            (desk.draft, desk.edition) = (draft, desk.edition + 1);
        }
    }
}

impl Show {
    /// Tells it in the words of this scene. Where that comes to another run nothing changes: nobody is to lose a run for
    /// the sake of its words.
    pub(super) fn reword(&mut self, scene: &Rc<Scene>, text: &str) {
        if !is_same(&self.scene, scene) {
            return;
        }
        self.home = self.home.told_by(scene);
        for own in self.runs.iter_mut().chain(self.deleted.iter_mut().map(|deleted| &mut deleted.own)) {
            own.branch = own.branch.told_by(scene);
        }
        (self.scene, self.text) = (scene.clone(), text.into());
        self.ordered = Default::default();
    }
}

/// Whether the same happens in two scenes to the same nodes, slide by slide.
fn is_same(one: &Scene, other: &Scene) -> bool {
    let slides = |scene: &Scene| scene.slides.iter().map(|slide| (slide.start, slide.end)).collect::<Vec<_>>();
    let (script, told) = (&one.script, &other.script);
    (&script.names, &script.cluster, script.model) == (&told.names, &told.cluster, told.model)
        && slides(one) == slides(other)
        && one.asks.len() == other.asks.len()
}
