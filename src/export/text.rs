//! A run as a transcript to read: when, what, and why.

use crate::sim::{Action, Recording, Step};
use crate::story::words::{self, Telling};
use crate::story::{Scene, Slide};
use std::fmt::Write;

/// The transcript of a scene up to the end of slide `last` (from 0), or of all of it.
pub fn transcript(scene: &Scene, recording: &Recording, last: usize) -> String {
    let mut text = format!("{}\n", scene.script.title);
    if let Some(about) = &scene.script.about {
        let _ = writeln!(text, "{about}");
    }
    for (number, slide) in (1..).zip(&scene.slides).take(last + 1) {
        let _ = write!(text, "\n{number}. {}\n", slide.title);
        for paragraph in &slide.say {
            let _ = writeln!(text, "   {paragraph}");
        }
        for step in steps_of(slide, recording) {
            tell(&mut text, scene, recording, step);
        }
    }
    text
}

fn steps_of<'a>(slide: &Slide, recording: &'a Recording) -> &'a [Step] {
    &recording.steps()[slide.start.steps..slide.end.steps]
}

fn tell(text: &mut String, scene: &Scene, recording: &Recording, step: &Step) {
    let telling = Telling::exact(&scene.script.names);
    let _ = writeln!(text, "{:>8}  {}", step.time, words::step(step, &recording.world().cluster, telling));
    if let Some(chosen) = words::chosen(step, telling) {
        let _ = writeln!(text, "          *** {chosen}");
    }
    let sent = match step.action {
        Action::Duplicate { .. } => &[], // The network makes the copy; nobody sends.
        _ => step.effects.sent.as_slice(),
    };
    let sends: Vec<String> = sent
        .iter()
        .filter(|sent| sent.lost.is_none())
        .map(|sent| words::envelope(&sent.envelope, telling.names))
        .collect();
    if !sends.is_empty() {
        let _ = writeln!(text, "          sends {}", sends.join(", "));
    }
    for sent in sent {
        if let Some(reason) = sent.lost {
            let _ = writeln!(text, "          {}", words::lost(&sent.envelope, reason, telling));
        }
    }
}
