//! The one place where a tone has a colour. The page's style sheet is made from it, and a test holds
//! the two equal.

use std::fmt::Write;

/// What a colour means. Marks name these.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Tone {
    /// No paint.
    None,
    /// The page.
    Paper,
    /// What lies on the page.
    Panel,
    /// A card that is out of order.
    Down,
    /// Text and outlines.
    Ink,
    /// Lesser text.
    Soft,
    /// Rules and frames.
    Line,
    /// Barely there.
    Faint,
    /// What is lost or refused.
    Lost,
    /// What is chosen.
    Chosen,
    /// The ground behind what is chosen.
    ChosenGround,
    /// Text on a full tone.
    OnFull,
    /// A ballot of the proposer in this place, from 0.
    Ballot(u8),
    /// The trail of such a ballot.
    Trail(u8),
}

/// How many proposers have a colour of their own.
pub const HUES: u8 = 5;

/// A tone's name in the style sheet, its colour by day and its colour by night.
type Colours = (&'static str, &'static str, &'static str);

const NAMED: [(Tone, Colours); 11] = [
    (Tone::Paper, ("paper", "#fbfaf7", "#15171a")),
    (Tone::Panel, ("panel", "#ffffff", "#1e2125")),
    (Tone::Down, ("down", "#f1efea", "#1a1c1f")),
    (Tone::Ink, ("ink", "#1c1d20", "#eceae4")),
    (Tone::Soft, ("soft", "#5d6068", "#a5a8b0")),
    (Tone::Line, ("line", "#d9d5cc", "#3a3e45")),
    (Tone::Faint, ("faint", "#efece5", "#26292e")),
    (Tone::Lost, ("lost", "#b3261e", "#ff8a80")),
    (Tone::Chosen, ("chosen", "#8a6100", "#f0c04a")),
    (Tone::ChosenGround, ("chosen-ground", "#fdf3d7", "#3a2f12")),
    (Tone::OnFull, ("on-full", "#ffffff", "#101214")),
];

/// Told apart also by those who see fewer colours; each comes with a dash and a shape of its own.
const BALLOTS: [Colours; HUES as usize] = [
    ("b0", "#0067a5", "#6db8ee"),
    ("b1", "#b54708", "#ff9e5e"),
    ("b2", "#00705a", "#4fd1b0"),
    ("b3", "#8a3c8f", "#dc9be0"),
    ("b4", "#6b5c00", "#d3c44a"),
];
const TRAILS: [Colours; HUES as usize] = [
    ("t0", "#9fc2da", "#2f5675"),
    ("t1", "#e2b594", "#7a4a28"),
    ("t2", "#97c7bb", "#22604f"),
    ("t3", "#d0afd3", "#674069"),
    ("t4", "#c9c08c", "#5f5820"),
];

/// What differs from the day in a hall, whose light washes out what is faint.
const HALL: &str = "--paper:#ffffff;--ink:#000000;--soft:#3a3d44;--line:#8f8b82;--faint:#e4e1da;--chosen:#6b4b00;";
/// What differs from the day on paper.
const PRINT: &str = "--paper:#ffffff;--down:#ffffff;--ink:#000000;--soft:#3a3d44;--faint:#ffffff;";

impl Tone {
    /// Its name in the style sheet, as `--NAME`, `.f-NAME` for filled and `.s-NAME` for stroked.
    pub fn name(self) -> &'static str {
        match self {
            Tone::None => "none",
            Tone::Ballot(hue) => BALLOTS[usize::from(hue % HUES)].0,
            Tone::Trail(hue) => TRAILS[usize::from(hue % HUES)].0,
            named => NAMED.iter().find(|(tone, _)| *tone == named).map_or("none", |(_, colours)| colours.0),
        }
    }
}

/// Every tone that has a colour: its name, by day, by night.
pub fn colours() -> impl Iterator<Item = Colours> {
    NAMED.iter().map(|&(_, colours)| colours).chain(BALLOTS).chain(TRAILS)
}

/// The themes, by the names that the page gives them.
pub const THEMES: [&str; 4] = ["light", "dark", "projector", "print"];

/// The colour of a tone in a theme, as `#rrggbb`; none for no paint.
pub fn colour(theme: &str, tone: Tone) -> Option<&'static str> {
    let name = tone.name();
    let (_, day, night) = colours().find(|(known, ..)| *known == name)?;
    let own = match theme {
        "projector" => HALL,
        "print" => PRINT,
        _ => "",
    };
    let changed = own.split(';').find_map(|pair| pair.strip_prefix("--")?.strip_prefix(name)?.strip_prefix(':'));
    Some(changed.unwrap_or(if theme == "dark" { night } else { day }))
}

fn ballots() -> impl Iterator<Item = Tone> {
    (0..HUES).map(Tone::Ballot)
}

/// Which tones are text, and on which grounds: they must differ by 4.5 to 1.
pub fn texts() -> Vec<(Tone, Tone)> {
    let grounds = [Tone::Paper, Tone::Panel, Tone::Down, Tone::Faint];
    let words = [Tone::Ink, Tone::Soft, Tone::Lost, Tone::Chosen];
    let on_grounds = grounds.into_iter().flat_map(|ground| words.into_iter().map(move |word| (word, ground)));
    let ids = [Tone::Paper, Tone::Panel].into_iter().flat_map(|ground| ballots().map(move |id| (id, ground)));
    let full = [Tone::Soft, Tone::Lost, Tone::Chosen].into_iter().chain(ballots()).map(|full| (Tone::OnFull, full));
    let chosen = [Tone::Ink, Tone::Chosen].map(|word| (word, Tone::ChosenGround));
    // A button that is pressed most has its text in the colour of the page.
    on_grounds.chain(ids).chain(full).chain(chosen).chain([(Tone::Paper, Tone::Ink)]).collect()
}

/// Which tones are outlines, arrows and signs that must be seen, and on which grounds: they must differ by 3 to 1. Rules
/// and frames (`Line`, `Faint`) only part what is told apart without them.
pub fn signs() -> Vec<(Tone, Tone)> {
    let grounds = [Tone::Paper, Tone::Panel, Tone::ChosenGround];
    let signs = || [Tone::Ink, Tone::Soft, Tone::Lost, Tone::Chosen].into_iter().chain(ballots());
    grounds.into_iter().flat_map(|ground| signs().map(move |sign| (sign, ground))).collect()
}

/// Which tones need only be made out, by 1.5 to 1. A trail carries no meaning alone: that a message has arrived stands on
/// the card of its receiver and in the log, and the cross or the bar at the end of one that was lost or refused is a sign
/// of its own. It has to stay behind what moves.
pub fn trails() -> Vec<(Tone, Tone)> {
    (0..HUES).map(|hue| (Tone::Trail(hue), Tone::Paper)).collect()
}

/// The box of a guest in somebody's page.
const GUEST: &str = ".paxos-explainer";

/// What carries a theme: the document that is the page's own, or the box of a guest.
fn themed(condition: &str) -> String {
    format!(":root{condition},{GUEST}{condition}")
}

/// The part of the style sheet that gives the tones their colours.
pub fn css() -> String {
    let all = |pick: fn(&Colours) -> &'static str| {
        colours().fold(String::new(), |mut css, colours| {
            let _ = write!(css, "--{}:{};", colours.0, pick(&colours));
            css
        })
    };
    let mut css = format!("{}{{color-scheme:light;{}}}\n", themed(""), all(|colours| colours.1));
    let (night, auto) = (all(|colours| colours.2), themed(":not([data-theme])"));
    let _ = writeln!(css, "@media (prefers-color-scheme:dark){{{auto}{{color-scheme:dark;{night}}}}}");
    // The page around a guest may be dark where the system is not, and light where it is.
    let both = colours().fold(String::new(), |mut css, (name, day, night)| {
        let _ = write!(css, "--{name}:light-dark({day},{night});");
        css
    });
    let _ = writeln!(
        css,
        "@supports (color:light-dark(#000,#fff)){{{GUEST}:not([data-theme]){{color-scheme:inherit;{both}}}}}"
    );
    let _ = writeln!(css, "{}{{color-scheme:dark;{night}}}", themed("[data-theme=dark]"));
    let _ = writeln!(css, "{}{{{HALL}}}", themed("[data-theme=projector]"));
    let _ = writeln!(css, "{}{{{PRINT}}}", themed("[data-theme=print]"));
    css.push_str(".f-none{fill:none}.s-none{stroke:none}\n");
    for (name, ..) in colours() {
        let _ = writeln!(css, ".f-{name}{{fill:var(--{name})}}.s-{name}{{stroke:var(--{name})}}");
    }
    css
}
