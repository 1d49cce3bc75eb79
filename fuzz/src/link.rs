//! Any bytes as a link: decoded, unpacked, opened, graded.

use super::{is_sentence, on_show};
use paxos_explainer::link::grade::{Answer, Task};
use paxos_explainer::link::{Carries, Link, found, unpack};
use paxos_explainer::player::Show;
use paxos_explainer::story::words::objective::fault;
use paxos_explainer::story::{Scene, parse};
use std::rc::Rc;

/// A link that was read is written so that it reads back, says in sentences what it leaves out, opens something, and the
/// link to what it has opened opens the same.
pub fn link(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let answer = unpack::answer(unpack::query(&text).unwrap_or(&text));
    let written = answer.link.write();
    let again = unpack::answer(&written);
    assert_eq!((&again.link, &again.notices), (&answer.link, &Vec::new()), "{text:?} -> {written}");
    answer.notices.iter().for_each(|notice| is_sentence(notice));
    if let (_, Some(notice)) = answer.link.opens() {
        is_sentence(&notice);
    }
    if let Some(why) = found::refusal(&answer.link, &answer.notices) {
        is_sentence(&why);
    }
    graded(&answer);
    let script = answer.script.as_ref().and_then(|script| script.as_deref().ok());
    let model = on_show::opened(script.unwrap_or(on_show::CLUSTER), answer.link.opening());
    if let Some(show) = model.show() {
        same_again(show);
    }
}

fn graded(answer: &Answer) {
    thread_local! {
        static TASK: Task = {
            let scene = parse(on_show::TRY).and_then(Scene::play).expect("a scene of the course plays");
            Task { scene: Rc::new(scene), id: "try-carry-on".to_string(), text: on_show::TRY.to_string() }
        };
    }
    if let Err(why) = TASK.with(|task| task.grade(answer)) {
        is_sentence(&fault(&why));
    }
}

/// The link to what is on show opens the same run at the same moment.
fn same_again(show: &Show) {
    let (link, carries) = Link::default().to(show);
    let again = unpack::answer(&link.write());
    assert_eq!((&again.link, &again.notices), (&link, &Vec::new()));
    let text = match carries {
        Carries::Named => return,
        Carries::Text(text) => text,
    };
    let model = on_show::opened(&text, link.opening());
    let Some(same) = model.show() else { panic!("{:?} of\n{text}", model.stage) };
    assert_eq!((same.at.time, same.world()), (show.at.time, show.world()), "{}", link.write());
}
