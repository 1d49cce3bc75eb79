//! Any bytes as what was done: the first says in which scene, the rest is the log of a link.

use super::{is_sentence, on_show};
use paxos_explainer::link::acts;
use paxos_explainer::story::{Branch, Scene, parse};
use std::rc::Rc;

/// Acts that were read are written the same, are done as far as they can be, and what has been done is told so that it can
/// be done again.
pub fn acts(bytes: &[u8]) {
    let Some((first, rest)) = bytes.split_first() else { return };
    let (told, wrong) = acts::read(&String::from_utf8_lossy(rest));
    wrong.iter().for_each(|wrong| is_sentence(wrong));
    let written = acts::text(&told);
    assert_eq!(acts::read(&written), (told.clone(), None), "{written}");
    let scene = scene(*first);
    let wanted: Vec<_> = told.into_iter().map(|told| (told.at, told.text)).collect();
    let (branch, stopped) = Branch::replay(&scene, &wanted);
    stopped.iter().for_each(|stopped| is_sentence(&stopped.why));
    let (same, none) = Branch::replay(&scene, &branch.told());
    assert_eq!(none, None, "{:?}", branch.told());
    assert_eq!(same.told(), branch.told());
    assert_eq!(same.recording.world(), branch.recording.world(), "{:?}", branch.told());
}

fn scene(first: u8) -> Rc<Scene> {
    thread_local! {
        static SCENES: [Rc<Scene>; 3] = [on_show::CLUSTER, on_show::LOG, on_show::POLL]
            .map(|text| Rc::new(parse(text).and_then(Scene::play).expect("a scene of the course plays")));
    }
    SCENES.with(|scenes| scenes[usize::from(first) % scenes.len()].clone())
}
