//! What a host may ask, and what it is told: one table each, from which the reference comes.

/// Something that a host may ask of an instance: a method of the element and of a handle, and a type of message.
#[derive(Clone, Copy, Debug)]
pub struct Method {
    /// Its name in scripts.
    pub name: &'static str,
    /// Its arguments in scripts, in Markdown.
    pub arguments: &'static str,
    /// The message that stands for it, in Markdown; none where only scripts have it.
    pub message: &'static str,
    /// What its promise gives, in Markdown.
    pub gives: &'static str,
    /// What it does, in Markdown.
    pub meaning: &'static str,
}

/// The names of all in a table.
macro_rules! names {
    ($table:ident) => {{
        let mut names = [""; $table.len()];
        let mut nth = 0;
        while nth < names.len() {
            names[nth] = $table[nth].name;
            nth += 1;
        }
        names
    }};
}

/// The names of [`METHODS`]. What is said of them is for the reference alone: the page does not load it.
pub const METHOD_NAMES: [&str; METHODS.len()] = names!(METHODS);

/// Every method, in the order in which they are documented.
pub const METHODS: [Method; 17] = [
    method(
        "ready",
        "",
        "ping",
        "`{duration, markers}`",
        "waits until a scene is on show; a ping is answered by `hello` and `ready`",
    ),
    method(
        "play",
        "",
        "play",
        "nothing",
        "plays on, as the button does: to the end of the slide; with `autoplay` or `loop` through all slides",
    ),
    method("pause", "", "pause", "nothing", "stands still"),
    method(
        "seek",
        "ms, `\"50%\"`, `\"97_2\"` or `{marker: \"id\"}`",
        "seek {to}",
        "nothing",
        "goes to a moment of the run, and stands there",
    ),
    method("stepForward", "", "step {by: 1}", "nothing", "goes to the next event"),
    method("stepBack", "", "step {by: -1}", "nothing", "goes to the event before"),
    method(
        "nextSlide",
        "",
        "slide {by: 1}",
        "nothing",
        "as the button Next: plays the next slide; while one plays, goes to its end. `slide {to: n}` goes to the beginning of slide n",
    ),
    method("previousSlide", "", "slide {by: -1}", "nothing", "goes to the end of the slide before"),
    method(
        "reset",
        "",
        "reset",
        "`{duration, markers}`",
        "opens the scene anew as it was written, with its stage set; the reader's own runs are kept",
    ),
    method(
        "load",
        "`{scene}`, `{script}` or `{src}`; with `slide`, `t`, `do`, `seed`",
        "load {…}",
        "`{duration, markers}`",
        "opens another scene; `script` is the text of one. Without any of the three the scene on show is opened anew",
    ),
    method(
        "act",
        "a verb and its arguments, as in a log of acts: `\"crash\", \"A2\"`",
        "act {args}",
        "nothing",
        "does what a reader can do, at the moment that is shown, in a run of the reader's own",
    ),
    method("getState", "", "getState", "a text", "what was done in the run on show, as the key `do` has it"),
    method(
        "setState",
        "a text",
        "setState {state}",
        "`{duration, markers}`",
        "does these acts on the scene, from its beginning",
    ),
    method(
        "getRun",
        "nothing or `\"now\"`",
        "getRun {until}",
        "an object",
        "the run on show as `paxos run --json` gives it: the whole, or up to the moment that is shown",
    ),
    method(
        "exportAs",
        "the word for a [format](../exports.md), such as `\"text\"`",
        "export {format}",
        "a text",
        "the run on show, all of it, in that format; a figure shows the moment on show",
    ),
    method(
        "setRate",
        "a number from 0.25 to 4",
        "rate {value}",
        "nothing",
        "how many times as fast it plays; of the element, the property `playbackRate`",
    ),
    method("destroy", "", "", "nothing", "takes it away, with all that it listens to; what is still asked is refused"),
];

/// Something that a host is told.
#[derive(Clone, Copy, Debug)]
pub struct Occurrence {
    /// Its name: the type of the event and of the message.
    pub name: &'static str,
    /// What it carries: the detail of the event, the fields of the message. In Markdown.
    pub detail: &'static str,
    /// When it is told, in Markdown.
    pub meaning: &'static str,
}

/// The names of [`EVENTS`], likewise.
pub const EVENT_NAMES: [&str; EVENTS.len()] = names!(EVENTS);

/// Every occurrence, in the order in which they are documented.
pub const EVENTS: [Occurrence; 17] = [
    event("ready", "`{duration, markers}`", "a scene is on show: the first one, or another one"),
    event("play", "`{}`", "it has begun to play"),
    event("pause", "`{}`", "it stands still"),
    event("ended", "`{}`", "it has played to the end of the run"),
    event("seeked", "`{time}`", "the moment on show was changed by other than playing"),
    event("timeupdate", "`{time}`", "time has passed while it plays; at most every 250 ms"),
    event("ratechange", "`{rate}`", "the speed has changed"),
    event("slidechange", "`{scene, slide, title}`", "another slide is on show; they count from 1"),
    event(
        "action",
        "`{time, text}`",
        "the reader, or a host, has done something; the text is a statement of the scene language",
    ),
    event("chosen", "`{time, slot, id, value}`", "time has come past the moment at which a value was chosen"),
    event("learned", "`{time, node, slot, value}`", "time has come past the moment at which a node learned a value"),
    event(
        "violation",
        "`{time, property, text}`",
        "time has come past the moment at which a property of Paxos was broken",
    ),
    event("statechange", "`{state}`", "what was done in the run on show is another; at most every 250 ms"),
    event(
        "runchange",
        "`{duration, markers}`",
        "another run is on show: the reader or a host has done something, undone it, or gone back to the scene",
    ),
    event(
        "answer",
        "`{question, about, choice, right}`",
        "the reader has answered a question of the scene, or passed over it: then `choice` is null. `about` is the number of the misreading, or null",
    ),
    event(
        "objective",
        "`{id, done, acts}`",
        "in a scene with an objective: another number of acts was done, or the goal was reached or is no longer at the moment on show; `id` is that of the scene, or `null`; `acts` is how many were done, or, once it is reached, how many it took",
    ),
    event(
        "error",
        "`{message}`",
        "something is wrong with what was asked for, as the reader is told too; or the explainer has broken, and answers no more",
    ),
];

/// What a page in a frame says to the page around it beside [`EVENTS`].
pub const MESSAGES: [Occurrence; 4] = [
    event("hello", "`{version}`", "the page is there, and so are its messages; also as the answer to a ping"),
    event(
        "result",
        "`{rid, ok: true, value}` or `{rid, ok: false, error}`",
        "the answer to a message that had a `rid`, a number or a text of at most 64 characters",
    ),
    event("resize", "`{height}`", "the height in px at which nothing in it scrolls at its present width"),
    event("key", "`{key, code, shiftKey, keyCode}`", "a key was pressed that means nothing to it"),
];

const fn method(
    name: &'static str,
    arguments: &'static str,
    message: &'static str,
    gives: &'static str,
    meaning: &'static str,
) -> Method {
    Method { name, arguments, message, gives, meaning }
}

const fn event(name: &'static str, detail: &'static str, meaning: &'static str) -> Occurrence {
    Occurrence { name, detail, meaning }
}
