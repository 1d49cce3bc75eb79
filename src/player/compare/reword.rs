//! A comparison in another language.

use super::super::model::{Model, Stage};
use super::super::show::Show;
use super::super::source::Source;
use super::{Comparing, Comparison, Other, Side};
use crate::story::Scene;
use std::rc::Rc;

impl Model {
    /// The twin beside which the scene on show stands, if one does.
    pub(in super::super) fn twin(&self) -> Option<&Source> {
        let both = self.comparison().filter(|both| both.other == Other::Twin)?;
        Some(&both.show(Side::Right).source)
    }

    /// Tells the twin in the words of this scene, which is the same.
    pub(in super::super) fn reword_twin(&mut self, twin: &Rc<Scene>, text: &str) {
        if let Some(both) = self.comparison_mut().filter(|both| both.other == Other::Twin) {
            both.shows[Side::Right as usize].reword(twin, text);
        }
    }

    /// Tells the comparison in the language that is spoken, and the run on the left in the words of its scene.
    pub(in super::super) fn tell_comparison_anew(&mut self) {
        let (Stage::Ready(show), Some(before)) = (&self.stage, self.comparison()) else { return };
        match &before.other {
            Other::Under(changes) => {
                let mut new = Comparison::under(show, changes);
                new.seek(before.time);
                new.typed.clone_from(&before.typed);
                self.comparing = Some(Comparing::Beside(Box::new(new)));
            }
            Other::Twin => {
                let Show { scene, text, .. } = show.clone();
                let Some(both) = self.comparison_mut() else { return };
                both.shows[Side::Left as usize].reword(&scene, &text);
                both.captions = both.shows.each_ref().map(|show| show.scene.script.title.clone());
                self.reword_comparison();
            }
        }
    }
}
