//! Help: the keys, what may be touched, and what the signs of the picture mean.

use super::Vocabulary;

/// Over all of it.
pub const TITLE: &str = "Help";
/// On the button that closes it.
pub const CLOSE: &str = "Close";
/// Over the keys.
pub const KEYS: &str = "Keys";
/// Over what may be touched.
pub const TOUCH: &str = "What you can touch";
/// Over what the signs mean.
pub const SIGNS: &str = "What the signs mean";

/// Each key, or keys, and what they do.
pub const KEY_LIST: [(&str, &str); 16] = [
    ("Space or k", "play or pause"),
    ("→ or Page Down", "next slide: play it, then skip to its end"),
    ("← or Page Up", "previous slide"),
    (". and ,", "one step on, one step back"),
    ("] and [", "next scene, previous scene"),
    ("Home and End", "to the beginning, to the end"),
    ("0 to 9", "to so many tenths of the run"),
    ("> and <", "faster, slower"),
    ("f", "present: the screen is filled, captions are large; f or Esc leaves"),
    ("b, h", "while presenting: black screen until any key; hide or show the controls"),
    ("+ and −, Enter", "while presenting: larger, smaller captions; next slide"),
    ("Tab", "from one thing to the next: nodes, then messages on their way, then panels"),
    ("Enter or Space", "on a node or a message: what you can do to it"),
    ("↑ and ↓", "in the log: from step to step"),
    ("Ctrl+Z, Ctrl+Shift+Z", "undo, redo what you did"),
    ("Esc", "close what is open, or end what is picked out"),
];

/// What may be touched, and what comes of it.
const TOUCHED: [&str; 4] = [
    "Click or tap a node: crash it, restart it, cut its links, or inspect its disk and its memory; let a proposer propose, a replica try to lead, a client ask.",
    "Click or tap a message on its way: lose it, hold it, release it, delay it, duplicate it, or deliver it at once.",
    "A step in the log: go to it. Its “Why?” shows what led to it and what came of it, in every view.",
    "Whatever you do starts a run of your own from that moment. The slide stays as it was: Back leads home.",
];

/// What is drawn, and what it means.
const DRAWN: [(&str, &str); 22] = [
    ("Pill on an arrow", "a message on its way; its kind is in small letters, its id and value below"),
    ("Colour, dash and corners", "whose id it is: each proposer has its own"),
    ("Pill with a dashed outline", "a message that is held, or waits to be delivered"),
    ("Pale arrow", "a message that has arrived"),
    ("Cross ×", "here a message was lost, or its receiver was down"),
    ("Bar ⊣ at the end of an arrow", "the message arrived and was ignored; the card says why"),
    ("Crown", "this proposer's id can still win, or has won: only who sees all knows that"),
    ("Full crown at a leader of a log", "a majority of those who decide would still accept a new slot under its id"),
    (
        "Hollow crown",
        "no majority would: it takes itself for the leader and can get nothing new chosen. Only we see that",
    ),
    ("Disk", "this is on disk, and a crash does not take it"),
    ("Grey card with a dashed outline", "a node that has crashed"),
    ("“We see”", "what is chosen, as nobody but we can know"),
    ("Dotted frame, and the sign below", "a quorum has accepted one id and value: that value is chosen"),
    (
        "Cell of a log",
        "what a replica holds in one slot: above, the id under which it has accepted that; below, the command",
    ),
    ("Frame of a cell", "the colour and the dash of that id; nobody need have chosen it"),
    (
        "Second frame round a cell",
        "this replica belongs to a quorum that has chosen this here, and does not know it yet",
    ),
    ("Full cell with ✓", "this replica knows that this is chosen here; without an id it was told"),
    ("“gap” between two lines", "nothing in this slot, and something in a later one: what follows waits to be applied"),
    ("Round cell: no-op", "a command that does nothing, sent to fill a gap or to move the log on"),
    ("Hatched slot", "in this slot the replica has no say: it is not one of those who decide"),
    ("Bar under a log, with a pointer", "so far the replica has applied its log, slot by slot"),
    ("Flags 1, 2, 3", "the floor, the value, the knowledge: when each was had for the first time"),
];

/// What may be touched, in the words that are chosen.
pub fn touched(words: Vocabulary) -> impl Iterator<Item = String> {
    TOUCHED.into_iter().map(move |text| words.say(text))
}

/// What is drawn and what it means, in the words that are chosen.
pub fn drawn(words: Vocabulary) -> impl Iterator<Item = (String, String)> {
    DRAWN.into_iter().map(move |(sign, means)| (words.say(sign), words.say(means)))
}
