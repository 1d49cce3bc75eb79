//! How far the script of a scene was played in a run that leaves it, and what of it never came.

use super::Branch;
use crate::sim::Moment;
use crate::story::script::{Script, Statement};

impl Branch {
    /// The script with the lines only that had begun when the run left it.
    pub(super) fn script_so_far(&self) -> Script {
        let mut script = self.scene.script.clone();
        script.names.clone_from(&self.names);
        if let Some(left) = self.leaves() {
            script.lines.truncate(self.begun_by(left));
        }
        script
    }

    /// What the script would still have done when the run left it, in order. Where all is delivered by hand that is
    /// nothing: nobody expects anything to come by itself there.
    pub fn rest_of_script(&self) -> impl Iterator<Item = &Statement> {
        let (lines, is_by_hand) = (&self.scene.script.lines, self.scene.script.stays_manual());
        let left = self.leaves().filter(|_| !is_by_hand);
        let begun = left.map_or(lines.len(), |left| self.begun_by(left));
        lines[begun..].iter().map(|line| &line.statement).filter(|statement| statement.does_something())
    }

    /// How many lines of the script had begun at a moment.
    fn begun_by(&self, left: Moment) -> usize {
        let after = &self.scene.after;
        let begins = std::iter::once(Moment::default()).chain(after.iter().copied());
        let is_begun = |(begin, &after): (Moment, &Moment)| after <= left || begin < left;
        begins.zip(after).take_while(|&line| is_begun(line)).count()
    }
}
