//! Any bytes as what somebody has brought to be opened: a link, an element, a scene, or a run as JSON.

use super::{is_sentence, on_show};
use paxos_explainer::export::{Stretch, object};
use paxos_explainer::link::found::{Found, RunFile, RunFound, found, in_file, no_text, of_run};
use paxos_explainer::link::{Link, origin};
use paxos_explainer::player::{Opening, Show};
use serde_json::Value;

/// What it is is found out, or said; and a run that was opened is written so that it opens as the same.
pub fn brought(bytes: &[u8]) {
    if let Some(why) = no_text("a file", bytes) {
        is_sentence(&why);
    }
    if let Some(Err(why)) = in_file(bytes) {
        is_sentence(&why);
    }
    match found(&String::from_utf8_lossy(bytes)) {
        Ok(Found::Address(address)) => super::link(address.as_bytes()),
        Ok(Found::Element(keys, script)) => {
            let (link, notices) = Link::read(keys.into_iter());
            notices.iter().for_each(|notice| is_sentence(notice));
            script.iter().for_each(|text| drop(on_show::opened(text, link.opening())));
        }
        Ok(Found::Json(text)) => json(&text),
        Ok(Found::Scene(text)) => drop(on_show::opened(&text, Opening::Set)),
        Err(why) => is_sentence(&why),
    }
}

fn json(text: &str) {
    let Ok(run) = serde_json::from_str(text) else { return };
    match of_run(&run_file(&run)) {
        Ok(RunFound::Scene(text, opening, wrong)) => {
            wrong.iter().for_each(|wrong| is_sentence(wrong));
            if let Some(show) = on_show::opened(&text, opening).show() {
                reads_back(show);
            }
        }
        Ok(RunFound::Course(_, told)) => is_sentence(&told),
        Err(why) => is_sentence(&why),
    }
}

/// As the page reads it.
fn run_file(run: &Value) -> RunFile {
    let text = |name: &str| run.get(name).and_then(Value::as_str).map(str::to_string);
    let number = |name: &str| {
        let number = run.get(name).and_then(Value::as_f64).filter(|number| number.fract() == 0.0);
        number.map(|number| number as u32)
    };
    let (format, time, seed) = (number("format"), number("time"), number("seed"));
    RunFile { format, title: text("title"), time, script: text("script"), acts: text("do"), seed, at: text("t") }
}

fn reads_back(show: &Show) {
    let run = object(show, Stretch::whole(show)).of(origin(show));
    let written = serde_json::to_string(&run).expect("a run is JSON");
    let read = serde_json::from_str(&written).expect("what is written is JSON");
    let Ok(RunFound::Scene(text, opening, None)) = of_run(&run_file(&read)) else { panic!("{written}") };
    let model = on_show::opened(&text, opening);
    let Some(again) = model.show() else { panic!("{:?}: {written}", model.stage) };
    assert_eq!(*again.world(), on_show::end(show), "{written}");
}
