//! The one schema: every key of a link with its values. Reading, printing and the page of reference come from it.

mod breaking;
mod value;

pub(super) use value::place;

use super::Link;
use super::acts;
use super::look::{Interact, Keys, Motion, Switch, Theme, Ui, Word};
use super::{VALUE_BYTES_MAX, notice};
use crate::story::language::say;
use crate::story::words::Vocabulary;

/// A key of a link.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    /// The key itself.
    pub name: &'static str,
    read: fn(&mut Link, &str) -> Result<(), String>,
    write: fn(&Link) -> Option<String>,
}

/// A key of a link with what people are told of it, which the page does not say and does not load.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// The key itself.
    pub name: &'static str,
    /// The values that it takes, in Markdown.
    pub values: &'static str,
    /// What holds without it, in Markdown.
    pub default: &'static str,
    /// What it is for, in Markdown.
    pub meaning: &'static str,
    read: fn(&mut Link, &str) -> Result<(), String>,
    write: fn(&Link) -> Option<String>,
}

impl Key {
    /// Takes a value into the link. The key is left out where that cannot be read, and a sentence says so.
    pub(super) fn read(&self, link: &mut Link, value: &str) -> Result<(), String> {
        let read = match value.len() <= VALUE_BYTES_MAX {
            true => (self.read)(link, value),
            false => Err(value::too_long(value)),
        };
        read.map_err(|wrong| say!("In the link, {key} {wrong}", key = self.name, wrong))
    }

    /// Its value in the link, if it has one.
    pub(super) fn write(&self, link: &Link) -> Option<String> {
        (self.write)(link)
    }
}

/// Every key, in the order in which they are written and documented.
pub const KEYS: [Key; REFERENCE.len()] = {
    let Entry { name, read, write, .. } = REFERENCE[0];
    let mut keys = [Key { name, read, write }; REFERENCE.len()];
    let mut nth = 1;
    while nth < keys.len() {
        let Entry { name, read, write, .. } = REFERENCE[nth];
        keys[nth] = Key { name, read, write };
        nth += 1;
    }
    keys
};

/// The one schema, from which [`KEYS`] and the page of reference come.
pub const REFERENCE: [Entry; 26] = [
    Entry {
        name: "scene",
        values: "the id of a scene, which is its file's name",
        default: "`consensus`",
        meaning: "the scene to open",
        read: |link, text| put(&mut link.scene, value::scene(text)),
        write: |link| link.scene.clone(),
    },
    Entry {
        name: "objective",
        values: "the id of a scene with an objective, such as `try-free`",
        default: "none",
        meaning: "the objective to open, where it begins: at the end of its scene; wins over `scene`",
        read: |link, text| put(&mut link.objective, value::scene(text)),
        write: |link| link.objective.clone(),
    },
    Entry {
        name: "scenes",
        values: "ids of scenes with commas between them",
        default: "all",
        meaning: "only these scenes, in this order",
        read: |link, text| {
            link.scenes = value::scenes(text)?;
            Ok(())
        },
        write: |link| (!link.scenes.is_empty()).then(|| link.scenes.join(",")),
    },
    Entry {
        name: "src",
        values: "the address of a `.paxos` file",
        default: "none",
        meaning: "a scene of your own, from the same server or from one that allows it (CORS); wins over `scene`",
        read: |link, text| put(&mut link.src, value::address(text)),
        write: |link| link.src.clone(),
    },
    Entry {
        name: "script",
        values: "base64url of a scene's text, or `z.` and base64url of its raw deflate",
        default: "none",
        meaning: "a scene of your own in the link itself; wins over `src`",
        read: |link, text| put(&mut link.script, value::script(text)),
        write: |link| link.script.as_ref().map(value::script_text),
    },
    Entry {
        name: "slide",
        values: "a number from 1",
        default: "the end of slide 1",
        meaning: "open at the start of this slide; without it, and without `t`, a scene opens with its stage set, at the end of its first slide",
        read: |link, text| put(&mut link.slide, value::slide(text)),
        write: |link| link.slide.map(|slide| slide.to_string()),
    },
    Entry {
        name: "t",
        values: "a moment such as `97` or `97_2`, or a part of the run such as `50%`",
        default: "where `slide` says",
        meaning: "open there, paused; wins over `slide`",
        read: |link, text| put(&mut link.at, value::place(text)),
        write: |link| link.at.map(value::place_text),
    },
    Entry {
        name: "do",
        values: "acts with `~` between them, such as `97:crash.A2~291:propose.P1.x`",
        default: "none",
        meaning: "what was done, done again on the scene; the place of `t` is looked up afterwards",
        read: |link, text| {
            let (done, wrong) = acts::read(text);
            link.acts = done;
            wrong.map_or(Ok(()), |wrong| Err(say!("is cut short. {wrong}", wrong)))
        },
        write: |link| Some(acts::text(&link.acts)).filter(|text| !text.is_empty()),
    },
    Entry {
        name: "seed",
        values: "`0` to `4294967295`",
        default: "the scene's",
        meaning: "decides what is left to chance",
        read: |link, text| put(&mut link.seed, value::seed(text)),
        write: |link| link.seed.map(|seed| seed.to_string()),
    },
    Entry {
        name: "break",
        values: "wrong variants of rules such as `value-own`, `log` where replicas keep one (a rule of a log such as `gaps-applied-past` says so by itself), numbers such as `acceptors-5` or `requests-3`, and what is looked for such as `seek-learned-unchosen`, with commas between them; or `paxos`; `ask-and-fence` for the exercise “Be the designer”",
        default: "none",
        meaning: "open “Break it” with this set, search, and open the shortest run that goes wrong; with `paxos`, every rule is as it should be; with `ask-and-fence`, open “Be the designer”, which searches once the reader has predicted",
        read: |link, text| put(&mut link.breaking, breaking::read(text)),
        write: |link| link.breaking.as_ref().map(breaking::text),
    },
    Entry {
        name: "found",
        values: "what was looked for and in how many actions it was found, such as `two-chosen-14`",
        default: "none",
        meaning: "the run of `script` is the one that the search of `break` has found: it is shown as that, and nothing is searched",
        read: |link, text| put(&mut link.found, breaking::read_found(text)),
        write: |link| link.found.map(breaking::found_text),
    },
    Entry {
        name: "ui",
        values: "`full`, `player`, `minimal`, `none`",
        default: "`full`; in a frame `player`",
        meaning: "how much of the page is there: all; the stage and its controls; play and step; the bare figure",
        read: |link, text| put(&mut link.look.ui, value::word::<Ui>(text)),
        write: |link| said(link.look.ui),
    },
    Entry {
        name: "interact",
        values: "`all`, `step`, `none`",
        default: "`all`",
        meaning: "whether the reader may act on nodes, only move in time, or only watch",
        read: |link, text| put(&mut link.look.interact, value::word::<Interact>(text)),
        write: |link| said(link.look.interact),
    },
    Entry {
        name: "autoplay",
        values: "`0`, `1`",
        default: "`0`",
        meaning: "whether it plays when it is opened; never where less motion is asked for",
        read: |link, text| put(&mut link.look.autoplay, value::word::<Switch>(text)),
        write: |link| said(link.look.autoplay),
    },
    Entry {
        name: "loop",
        values: "`0`, `1`",
        default: "`0`",
        meaning: "whether it begins again after its end",
        read: |link, text| put(&mut link.look.looped, value::word::<Switch>(text)),
        write: |link| said(link.look.looped),
    },
    Entry {
        name: "speed",
        values: "`0.25` to `4`, with at most two decimals",
        default: "`1`",
        meaning: "how many times as fast it plays",
        read: |link, text| put(&mut link.look.speed, value::speed(text)),
        write: |link| link.look.speed.map(value::speed_text),
    },
    Entry {
        name: "theme",
        values: "`auto`, `light`, `dark`, `projector`, `print`",
        default: "`auto`",
        meaning: "the colours; `auto` follows the page around it, or the system",
        read: |link, text| put(&mut link.look.theme, value::word::<Theme>(text)),
        write: |link| said(link.look.theme),
    },
    Entry {
        name: "motion",
        values: "`auto`, `full`, `reduced`",
        default: "`auto`",
        meaning: "whether things move; `auto` is as the system asks",
        read: |link, text| put(&mut link.look.motion, value::word::<Motion>(text)),
        write: |link| said(link.look.motion),
    },
    Entry {
        name: "names",
        values: "`talk`, `lamport`, `mit`",
        default: "`talk`",
        meaning: "whose words it is told in: PREPARE and PROMISE, 1a and 1b, or prepare and prepare_ok",
        read: |link, text| put(&mut link.look.names, value::word::<Vocabulary>(text)),
        write: |link| said(link.look.names),
    },
    Entry {
        name: "lang",
        values: "`auto`, or a tag of BCP 47 such as `en` or `de-CH`",
        default: "`auto`",
        meaning: "the language: English (`en`) or German (`de`), whatever the region; `auto` is the reader's: what was chosen in the page, else the first of the browser's languages that the page speaks",
        read: |link, text| put(&mut link.look.lang, value::lang(text)),
        write: |link| link.look.lang.as_ref().map(value::lang_text),
    },
    Entry {
        name: "view",
        values: "any of `stage`, `time`, `board`, `log`, with commas between them",
        default: "by `ui`",
        meaning: "the views to open with: the stage, the space-time diagram, the table of votes, every step with its reason",
        read: |link, text| put(&mut link.look.view, value::views(text)),
        write: |link| link.look.view.map(value::views_text).filter(|text| !text.is_empty()),
    },
    Entry {
        name: "captions",
        values: "`0`, `1`",
        default: "`1`",
        meaning: "whether the narration is there; with `ui=minimal` only where this is given as `1`",
        read: |link, text| put(&mut link.look.captions, value::word::<Switch>(text)),
        write: |link| said(link.look.captions),
    },
    Entry {
        name: "links",
        values: "`0`, `1`",
        default: "`1`",
        meaning: "whether links that lead out of the page are there",
        read: |link, text| put(&mut link.look.links, value::word::<Switch>(text)),
        write: |link| said(link.look.links),
    },
    Entry {
        name: "keys",
        values: "`own`, `forward`",
        default: "`own`",
        meaning: "whether the arrow keys are the page's own or go to its host",
        read: |link, text| put(&mut link.look.keys, value::word::<Keys>(text)),
        write: |link| said(link.look.keys),
    },
    Entry {
        name: "ask",
        values: "`0`, `1`",
        default: "`0`",
        meaning: "whether the reader is asked on the way, before an answer is shown",
        read: |link, text| put(&mut link.look.ask, value::word::<Switch>(text)),
        write: |link| said(link.look.ask),
    },
    Entry {
        name: "id",
        values: "1 to 64 letters, digits, `_` or `-`",
        default: "none",
        meaning: "a name that every message to the host repeats",
        read: |link, text| put(&mut link.look.id, value::name(text)),
        write: |link| link.look.id.clone(),
    },
];

fn put<T>(place: &mut Option<T>, read: Result<T, String>) -> Result<(), String> {
    *place = Some(read?);
    Ok(())
}

fn said<W: Word>(word: Option<W>) -> Option<String> {
    word.map(|word| word.key().to_string())
}

/// That a value is not what was expected of its key.
fn is_not(value: &str, expected: &str) -> String {
    left_out(&notice::expected(&say!("is {value}", value = notice::shown(value)), expected))
}

/// The same of any value that is not taken.
fn left_out(wrong: &str) -> String {
    say!("{wrong}. It is left out.", wrong)
}
