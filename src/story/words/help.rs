//! Help: the keys, what may be touched, and what the signs of the picture mean.

use super::Vocabulary;
use crate::story::language::{Words, words};

/// Over all of it.
pub const TITLE: Words = words!("Help");
/// On the button that closes it.
pub const CLOSE: Words = words!("Close");
/// Over the keys.
pub const KEYS: Words = words!("Keys");
/// Over what may be touched.
pub const TOUCH: Words = words!("What you can touch");
/// Over what the signs mean.
pub const SIGNS: Words = words!("What the signs mean");

/// Each key, or keys, and what they do.
pub const KEY_LIST: [(Words, Words); 16] = [
    (words!("Space or k"), words!("play or pause")),
    (words!("→ or Page Down"), words!("next slide: play it, then skip to its end")),
    (words!("← or Page Up"), words!("previous slide")),
    (words!(". and ,"), words!("one step on, one step back")),
    (words!("] and ["), words!("next scene, previous scene")),
    (words!("Home and End"), words!("to the beginning, to the end")),
    (words!("0 to 9"), words!("to so many tenths of the run")),
    (words!("> and <"), words!("faster, slower")),
    (words!("f"), words!("present: the screen is filled, captions are large; f or Esc leaves")),
    (words!("b, h"), words!("while presenting: black screen until any key; hide or show the controls")),
    (words!("+ and −, Enter"), words!("while presenting: larger, smaller captions; next slide")),
    (words!("Tab"), words!("from one thing to the next: nodes, then messages on their way, then panels")),
    (words!("Enter or Space"), words!("on a node or a message: what you can do to it")),
    (words!("↑ and ↓"), words!("in the log: from step to step")),
    (words!("Ctrl+Z, Ctrl+Shift+Z"), words!("undo, redo what you did")),
    (words!("Esc"), words!("close what is open, or end what is picked out")),
];

/// What may be touched, and what comes of it.
const TOUCHED: [Words; 4] = [
    words!(
        "Click or tap a node: crash it, restart it, cut its links, or inspect its disk and its memory; let a proposer propose, a replica try to lead, a client ask."
    ),
    words!(
        "Click or tap a message on its way: lose it, hold it, release it, delay it, duplicate it, or deliver it at once."
    ),
    words!("A step in the log: go to it. Its “Why?” shows what led to it and what came of it, in every view."),
    words!("Whatever you do starts a run of your own from that moment. The slide stays as it was: Back leads home."),
];

/// What is drawn, and what it means.
const DRAWN: [(Words, Words); 22] = [
    (words!("Pill on an arrow"), words!("a message on its way; its kind is in small letters, its id and value below")),
    (words!("Colour, dash and corners"), words!("whose id it is: each proposer has its own")),
    (words!("Pill with a dashed outline"), words!("a message that is held, or waits to be delivered")),
    (words!("Pale arrow"), words!("a message that has arrived")),
    (words!("Cross ×"), words!("here a message was lost, or its receiver was down")),
    (
        words!("Bar ⊣ at the end of an arrow"),
        words!("the message arrived and was ignored or refused; the card says why"),
    ),
    (
        words!("Crown"),
        words!(
            "this proposer has the promises of a quorum, and enough acceptors can still accept under its id; or it has won. Only who sees all knows that"
        ),
    ),
    (
        words!("Full crown at a leader of a log"),
        words!("a majority of those who decide would still accept a new slot under its id"),
    ),
    (
        words!("Hollow crown"),
        words!("no majority would: it takes itself for the leader and can get nothing new chosen. Only we see that"),
    ),
    (words!("Disk"), words!("this is on disk, and a crash does not take it")),
    (words!("Grey card with a dashed outline"), words!("a node that has crashed")),
    (words!("“We see”"), words!("what is chosen, as nobody but we can know")),
    (
        words!("Dotted frame, and the sign below"),
        words!("a quorum has accepted one id and value: that value is chosen"),
    ),
    (
        words!("Cell of a log"),
        words!("what a replica holds in one slot: above, the id under which it has accepted that; below, the command"),
    ),
    (words!("Frame of a cell"), words!("the colour and the dash of that id; nobody need have chosen it")),
    (
        words!("Second frame round a cell"),
        words!("this replica belongs to a quorum that has chosen this here, and does not know it yet"),
    ),
    (words!("Full cell with ✓"), words!("this replica knows that this is chosen here; without an id it was told")),
    (
        words!("“gap” between two lines"),
        words!("nothing in this slot, and something in a later one: what follows waits to be applied"),
    ),
    (words!("Round cell: no-op"), words!("a command that does nothing, sent to fill a gap or to move the log on")),
    (words!("Hatched slot"), words!("in this slot the replica has no say: it is not one of those who decide")),
    (words!("Bar under a log, with a pointer"), words!("so far the replica has applied its log, slot by slot")),
    (
        words!("Flags 1, 2, 3"),
        words!(
            "1, the floor: a quorum has promised an id. 2, the value: one is chosen. 3, the knowledge: a node has learned one; in a log, the first node"
        ),
    ),
];

/// What may be touched, in the words that are chosen.
pub fn touched(words: Vocabulary) -> impl Iterator<Item = String> {
    TOUCHED.into_iter().map(move |text| words.say(text.said()))
}

/// What is drawn and what it means, in the words that are chosen.
pub fn drawn(words: Vocabulary) -> impl Iterator<Item = (String, String)> {
    DRAWN.into_iter().map(move |(sign, means)| (words.say(sign.said()), words.say(means.said())))
}
