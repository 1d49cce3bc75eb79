//! What stands around a picture: the axis of time, where slides begin, and what is not Paxos.

use super::letters::tex;
use super::{LETTERS, Picture, comment};
use crate::sim::Time;
use std::fmt::Write;

/// The least width of sentences below the picture, in centimetres.
const SENTENCE: f64 = 9.0;
/// Steps of the axis of time, in milliseconds.
const STEPS: [Time; 12] = [10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 30_000, 60_000];

impl Picture<'_> {
    /// The axis of time, where the slides begin, and what is not Paxos.
    pub fn write_axis(&self, text: &mut String) {
        let bottom = self.chronicle.nodes.len() as f64 + 0.75;
        let _ = writeln!(
            text,
            "\\draw[color=paxos soft, ->] (0, -{bottom:.2}) -- ({:.2}, -{bottom:.2}) node[anchor=west] {{ms}};",
            self.end() + 0.3
        );
        let step = STEPS.into_iter().find(|&step| 1.1 < f64::from(step) * self.scale).unwrap_or(STEPS[STEPS.len() - 1]);
        let first = self.begin.div_ceil(step) * step;
        for time in (first..=self.chronicle.until).step_by(step as usize) {
            let _ = writeln!(
                text,
                "\\draw[color=paxos soft] ({:.2}, -{bottom:.2}) -- +(0, -0.06) node[anchor=north] {{{time}}};",
                self.x(time)
            );
        }
        self.write_slides(text, bottom);
        for (row, caution) in self.chronicle.cautions.iter().enumerate() {
            let (down, width) = (bottom + 0.45 + row as f64 * 0.5, self.end().max(SENTENCE));
            let set = tex(caution, LETTERS.1);
            let _ = writeln!(
                text,
                "\\node[anchor=north west, align=left, text width={width:.2}cm] at (0, -{down:.2}) {{{set}}};"
            );
        }
    }

    /// Where slides begin; those that begin together have one line.
    fn write_slides(&self, text: &mut String, bottom: f64) {
        let mut begins: Vec<(f64, String)> = Vec::new();
        for (place, chapter) in self.chronicle.slides.iter().enumerate() {
            let event = self.chronicle.events.get(chapter.first);
            // The first has no line where the picture begins with it.
            let start = if place == 0 { Some(self.chronicle.from) } else { event.map(|event| event.time) };
            let start = start.filter(|&time| 0 < place || self.begin < time);
            let Some(at) = start.map(|time| self.x(time)) else { continue };
            let _ = writeln!(text, "% Slide {}: {}", chapter.number, comment(&chapter.title));
            match begins.last_mut() {
                Some((other, numbers)) if at < *other + self.size(numbers).0 + 0.1 => {
                    let _ = write!(numbers, ", {}", chapter.number);
                }
                _ => begins.push((at, chapter.number.to_string())),
            }
        }
        for (at, numbers) in begins {
            let _ = writeln!(
                text,
                "\\begin{{pgfonlayer}}{{background}}\\draw[color=black!20] ({at:.2}, -{bottom:.2}) -- ({at:.2}, -0.45) \
                 node[anchor=south, color=paxos soft] {{{numbers}}};\\end{{pgfonlayer}}"
            );
        }
    }
}
