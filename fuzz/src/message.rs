//! Any bytes as messages from the page around a frame, written as JSON: one, or a list of them.

use super::{is_sentence, on_show, plain};
use paxos_explainer::link::host::{Answer, Asked, Carried, Cause, Heard, Plain, Watch, Wish, carry_out, heard, told};
use paxos_explainer::player::{Model, Opening};

/// The most messages that are heard of one input.
const MESSAGES_MAX: usize = 16;

/// Each is ignored, done, or refused in a sentence; what is refused changes nothing.
pub fn message(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let said = plain::read(&text).unwrap_or(Plain::from(&*text));
    let mut model = on_show::opened(on_show::CLUSTER, Opening::End);
    let mut watch = Watch::default();
    let messages = match said {
        Plain::List(messages) => messages,
        one => vec![one],
    };
    for said in messages.iter().take(MESSAGES_MAX) {
        match heard(said) {
            Heard::Nothing => {}
            Heard::Deck(wish) => done(&mut model, wish),
            Heard::Ours(Asked { wish: Ok(wish), .. }) => done(&mut model, wish),
            Heard::Ours(Asked { wish: Err(why), .. }) => is_sentence(&why),
        }
        for happening in watch.look(&model, Cause::Wish) {
            assert!(!happening.name.is_empty());
        }
    }
}

fn done(model: &mut Model, wish: Wish) {
    let before = state(model);
    let refused = format!("{wish:?}");
    let Carried { effects, answer } = carry_out(model, wish);
    on_show::fetched(model, effects);
    if let Answer::No(why) = answer {
        is_sentence(&why);
        assert_eq!(state(model), before, "what is refused changes nothing: {refused}");
    }
}

/// What was done, and the moment on show.
fn state(model: &Model) -> Option<(usize, u32)> {
    model.show().map(|show| (told(show).len(), show.at.time))
}
