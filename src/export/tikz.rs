//! A run as a space-time diagram for LaTeX, with the package messagepassing of CTAN: its environment, its processes, crashes
//! and checkpoints, and TikZ where it has nothing for what a run of Paxos needs. The text is a document that compiles
//! alone, and that another one includes.
//!
//! Times are scaled so that the picture fits a page, and labels are put where they cover least.

mod axis;
mod labels;
mod letters;
mod marks;
mod way;

use super::chronicle::{Chronicle, Happens};
use crate::sim::Time;
use crate::story::language::say;
use crate::view::palette::{HUES, Tone, colour};
use labels::{Label, Line, Room, place};
use letters::tex;
use std::fmt::Write;
use way::{Part, Way};

/// The most messages of a picture: with more there is nothing to be made out.
const ARROWS_MAX: usize = 300;
/// With more messages than this the letters are smaller.
const ARROWS_AT_EASE: usize = 40;
/// With less room than this for a message of usual length they are too.
const STRIDE_AT_EASE: f64 = 0.85;
/// And where a label is so many times as wide as that room.
const WIDER: f64 = 1.5;
/// The most lines of a label of several messages.
const STACK: usize = 6;
/// The width of a page's text, in centimetres: of the class article, and a little less.
const PAGE: f64 = 12.0;
/// The widest that the time of a run is drawn, in centimetres, and the narrowest.
const WIDTH: (f64, f64) = (5.0, 11.5);
/// How much room a message of usual length is given, in centimetres.
const STRIDE: f64 = 2.4;
/// From one line to the next, in centimetres, and where there are many messages.
const ROWS: (f64, f64) = (1.5, 2.0);
/// The room that a sign takes, in centimetres.
const SIGN: (f64, f64) = (0.35, 0.35);
/// The height of a page's text, in centimetres, and a little less.
const HEIGHT: f64 = 22.0;
/// The most letters of a label, and of a sentence below the picture.
const LETTERS: (usize, usize) = (32, 400);
/// Dashes tell ballots apart where colours do not: those of the page.
const DASHES: [&str; HUES as usize] = [
    "solid",
    "dash pattern=on 4pt off 2pt",
    "dash pattern=on 1pt off 1.6pt",
    "dash pattern=on 6pt off 1.5pt on 1pt off 1.5pt",
    "dash pattern=on 2.5pt off 1.5pt",
];

const HEAD: &str = r"%
% To compile it alone: pdflatex FILE. It takes the packages standalone and messagepassing, which are in TeX Live (of
% Debian's packages: texlive-latex-extra and texlive-science).
% To include it: \usepackage{standalone,messagepassing} in the head of your document, and where the picture belongs
% \input{FILE}. It is at most 12 cm wide, as the text of an article of A4 is.
% If it is too small to be read: export fewer slides (--from, --slide), or turn it, with \usepackage{rotating,graphicx},
% \begin{sidewaysfigure}\resizebox{\linewidth}{!}{\input{FILE}}\end{sidewaysfigure}.
% To scale it: \begin{messagepassing}[xscale=0.8, y=1.2cm] stretches time and sets the room between the lines; the size of
% letters stands beside it.
% Letters that pdflatex cannot set, as of Arabic or emoji, are written by their numbers: U+1F431.
";

/// The commands of the picture. A document that defines them before has it drawn by its own.
const COMMANDS: &str = r"% A process: its name in the picture, its name to be read.
\providecommand{\paxosprocess}[2]{\addtocounter{processnb}{1}\coordinate (#1) at (0, -\value{processnb});
  \node[anchor=east] at (#1) {#2};}
% The line of a process before that which is told: until when. Messages that were sent there are drawn from their senders.
\providecommand{\paxosbefore}[2]{\draw[color=black!40, densely dotted] (#1) -- +(#2, 0);}
% A label on the way between two places; an empty one is none.
\providecommand{\paxoslabel}[5]{\if\relax\detokenize{#5}\relax\else
  \path[#1] (#2) -- node[paxos label, pos=#4] {#5} (#3);\fi}
% A message: sender, when it leaves, receiver, when it arrives, where on its way its label stands, the label.
\providecommand{\paxosmessage}[7][]{%
  \begin{pgfonlayer}{background}\begin{scope}[#1]\send{#2}{#3}{#4}{#5}\end{scope}\end{pgfonlayer}
  \paxoslabel{#1}{$ (#2) + (#3, 0) $}{$ (#4) + (#5, 0) $}{#6}{#7}}
% A part of a message's way: as before, but between the times and the label the shares at which the part begins and ends.
\providecommand{\paxospart}[9][]{%
  \coordinate (paxos begin) at ($ ($ (#2) + (#3, 0) $)!#6!($ (#4) + (#5, 0) $) $);
  \coordinate (paxos end) at ($ ($ (#2) + (#3, 0) $)!#7!($ (#4) + (#5, 0) $) $);
  \begin{pgfonlayer}{background}\draw[#1] (paxos begin) -- (paxos end);\end{pgfonlayer}
  \paxoslabel{#1}{paxos begin}{paxos end}{#8}{#9}}
% A message that waits at its sender: sender, from when, until when, how far beside the line, place of the label, label.
\providecommand{\paxoswait}[7][]{%
  \coordinate (paxos begin) at ($ (#2) + (#3, #5) $);
  \coordinate (paxos end) at ($ (#2) + (#4, #5) $);
  \begin{pgfonlayer}{background}\draw[#1, densely dotted] (paxos begin) -- (paxos end);\end{pgfonlayer}
  \paxoslabel{#1}{paxos begin}{paxos end}{#6}{#7}}
% A bar on a line, where something comes to be chosen: process, when.
\providecommand{\paxosmark}[3][]{\draw[#1] ($ (#2) + (#3, 0.1) $) -- ($ (#2) + (#3, -0.1) $);}
% A flag on a line, where a node learns something: process, when, 1 for upwards and -1 for downwards.
\providecommand{\paxosflag}[4][]{\begin{scope}[shift={($ (#2) + (#3, 0) $)}, x=1cm, y=#4cm, #1]
  \draw (0, 0) -- (0, 0.28); \fill (0, 0.28) -- (0.2, 0.2) -- (0, 0.12) -- cycle;\end{scope}}
% A text at a line: process, when, how far from the line, the text.
\providecommand{\paxossaid}[5][]{\node[paxos label, #1] at ($ (#2) + (#3, #4) $) {#5};}
";

/// A run as a picture for LaTeX.
///
/// # Errors
/// A sentence, where there are too many messages for one picture.
pub fn tikz(chronicle: &Chronicle) -> Result<String, String> {
    let count = chronicle.arrows.len();
    if ARROWS_MAX < count {
        return Err(say!(
            "{count} messages are too many for one picture; expected at most {most}, as of a slide",
            count,
            most = ARROWS_MAX
        ));
    }
    let picture = Picture::of(chronicle);
    let mut text = format!("% {}\n{HEAD}", comment(&chronicle.title));
    let _ = writeln!(
        text,
        "% 1 cm is {:.0} ms. Messages that leave together and say the same have one label.",
        1.0 / picture.scale
    );
    if ARROWS_AT_EASE < count {
        text.push_str("% There are many messages in it; a picture of fewer slides has more room for each.\n");
    }
    let (row, size) = (picture.row(), if picture.is_crowded { "tiny" } else { "scriptsize" });
    text.push_str("\\documentclass[border=4pt]{standalone}\n\\usepackage{messagepassing}\n\\begin{document}\n");
    let _ = writeln!(text, "\\begin{{messagepassing}}[y={row:.2}cm, font=\\sffamily\\{size}]");
    text.push_str(&styles(chronicle));
    text.push_str(COMMANDS);
    picture.write_processes(&mut text);
    picture.write_deeds(&mut text);
    let ways: Vec<Way> = chronicle.arrows.iter().filter_map(|arrow| Way::of(&picture, arrow)).collect();
    picture.write_messages(&mut text, &ways);
    picture.write_signs(&mut text, &ways);
    picture.write_axis(&mut text);
    text.push_str("\\end{messagepassing}\n\\end{document}\n");
    Ok(text)
}

/// How ballots and ends of messages are drawn.
fn styles(chronicle: &Chronicle) -> String {
    let mut text = String::new();
    let of = |tone| colour("print", tone).unwrap_or("#000000").trim_start_matches('#').to_uppercase();
    let _ = writeln!(text, "\\definecolor{{paxos lost}}{{HTML}}{{{}}}", of(Tone::Lost));
    let _ = writeln!(text, "\\definecolor{{paxos chosen}}{{HTML}}{{{}}}", of(Tone::Chosen));
    let _ = writeln!(text, "\\definecolor{{paxos soft}}{{HTML}}{{{}}}", of(Tone::Soft));
    text.push_str("\\tikzset{\n  >=Stealth, every node/.append style={inner sep=1.2pt},\n");
    text.push_str("  paxos label/.style={fill=white, fill opacity=0.85, text opacity=1, align=center},\n  nobody's/.style={color=paxos soft},\n");
    text.push_str("  refused/.style={>={Bar[color=paxos lost, width=2.6mm, line width=1.1pt]}},\n");
    text.push_str("  chosen/.style={line width=1.2mm}, again/.style={line width=0.4mm},\n");
    text.push_str("  lost/.style={color=paxos lost, line width=0.8pt},\n");
    let mut colours = String::new();
    for (hue, node) in chronicle.nodes.iter().filter(|node| proposes(node.role)).enumerate() {
        let hue = hue % usize::from(HUES);
        let _ = writeln!(colours, "\\definecolor{{paxos {hue}}}{{HTML}}{{{}}}", of(Tone::Ballot(hue as u8)));
        let _ = writeln!(text, "  of {}/.style={{color=paxos {hue}, {}}},", node.name, DASHES[hue]);
    }
    text.push_str("}\n");
    colours + &text
}

fn proposes(role: &str) -> bool {
    matches!(role, "proposer" | "replica")
}

/// A text in a comment: on one line.
fn comment(text: &str) -> String {
    text.chars().take(LETTERS.1).map(|letter| if letter.is_control() { ' ' } else { letter }).collect()
}

/// All that it takes to draw a run.
struct Picture<'a> {
    chronicle: &'a Chronicle,
    /// When the picture begins: early enough for what is on its way when the telling does.
    begin: Time,
    /// How many centimetres a millisecond takes.
    scale: f64,
    is_crowded: bool,
}

impl Picture<'_> {
    fn of(chronicle: &Chronicle) -> Picture<'_> {
        let mut ways: Vec<Time> =
            chronicle.arrows.iter().filter_map(|it| it.due?.checked_sub(it.departs)).filter(|&way| 0 < way).collect();
        ways.sort_unstable();
        let usual = ways.get(ways.len() / 2).copied();
        let begin = begin(chronicle, usual.unwrap_or_default());
        let total = f64::from((chronicle.until - begin).max(1));
        let usual = usual.map_or(total, f64::from);
        let width = (total / usual * STRIDE).clamp(WIDTH.0, WIDTH.1);
        let of = |is_crowded| {
            let picture = Picture { chronicle, begin, scale: width / total, is_crowded };
            let width = width.min(PAGE - picture.aside()).max(1.0);
            Picture { scale: width / total, ..picture }
        };
        let picture = of(false);
        let stride = usual * picture.scale;
        let is_wide = WIDER * stride < picture.widest_label();
        let is_crowded = ARROWS_AT_EASE < chronicle.arrows.len() || stride < STRIDE_AT_EASE || is_wide;
        if is_crowded { of(true) } else { picture }
    }

    /// How much room there must be to the left and to the right of the lines, in centimetres.
    fn aside(&self) -> f64 {
        let said: Vec<Room> = self.marks().iter().map(|mark| mark.room(self)).collect();
        let ends = |room: &Room| (room.middle.0 - room.size.0 / 2.0, room.middle.0 + room.size.0 / 2.0);
        let names = self.chronicle.nodes.iter().map(|node| self.size(&node.name).0);
        let left = said.iter().map(|room| -ends(room).0).chain(names).fold(0.0, f64::max);
        let label = self.widest_label() / 2.0;
        let right = said.iter().map(|room| ends(room).1 - self.end()).fold(label.max(0.9), f64::max);
        left + right
    }

    fn widest_label(&self) -> f64 {
        self.chronicle.arrows.iter().map(|arrow| self.size(&way::lines(&arrow.label)).0).fold(0.0, f64::max)
    }

    /// How far to the right a time is, in centimetres.
    fn x(&self, time: Time) -> f64 {
        (f64::from(time) - f64::from(self.begin)) * self.scale
    }

    /// How far up a line is, in centimetres.
    fn y(&self, node: usize) -> f64 {
        -self.row() * (node + 1) as f64
    }

    /// From one line to the next, in centimetres.
    fn row(&self) -> f64 {
        let is_long = 2.0 * WIDTH.0 < self.end();
        let row = if self.is_crowded || is_long { ROWS.1 } else { ROWS.0 };
        row.min(HEIGHT / (self.chronicle.nodes.len() + 2) as f64)
    }

    fn end(&self) -> f64 {
        self.x(self.chronicle.until)
    }

    /// The room that a text takes, roughly.
    fn size(&self, text: &str) -> (f64, f64) {
        let (letter, line) = if self.is_crowded { (0.095, 0.24) } else { (0.13, 0.32) };
        let width = |letter: char| match letter {
            'A'..='Z' => 1.25,
            ' '..='~' if letter.is_alphanumeric() => 1.0,
            ' '..='~' => 0.95,
            'À'..='ž' => 1.1,
            _ => 7.0,
        };
        let widths = text.lines().map(|line| line.chars().map(width).sum::<f64>());
        let most = LETTERS.0 as f64;
        (widths.fold(0.0, f64::max).min(most) * letter + 0.1, line * text.lines().count().max(1) as f64)
    }

    fn write_processes(&self, text: &mut String) {
        for (place, node) in self.chronicle.nodes.iter().enumerate() {
            let name = &node.name;
            let _ = write!(text, "\\paxosprocess{{{name}}}{{{}}}", tex(name, LETTERS.0));
            let stops = self.chronicle.events.iter().filter(|event| event.node == Some(place));
            let stops = stops.filter(|event| matches!(event.kind, Happens::Crash | Happens::Restart));
            let from = self.x(self.chronicle.from);
            if 0.0 < from {
                let _ = write!(text, "\\paxosbefore{{{name}}}{{{from:.2}}}");
            }
            let mut since = node.is_up.then_some(from);
            for event in stops {
                let at = self.x(event.time);
                match event.kind {
                    Happens::Restart => since = Some(at),
                    _ => {
                        if let Some(from) = since.take() {
                            write_line(text, name, from, at);
                        }
                    }
                }
            }
            if let Some(from) = since {
                write_line(text, name, from, self.end());
            }
            text.push('\n');
        }
    }

    /// What must not be covered: where messages are lost, nodes crash and something is chosen.
    fn write_signs(&self, text: &mut String, ways: &[Way]) {
        let mut cross = |at: &str, name: &str, time: f64| {
            let _ = writeln!(text, "\\begin{{scope}}[lost]\\crash{{{at}}}{{{time:.2}}}{{{name}}}\\end{{scope}}");
        };
        for (number, _) in ways.iter().enumerate().filter(|(_, way)| way.is_lost) {
            cross(&format!("end {number}"), &format!("loss {number}"), 0.0);
        }
        for (number, event) in self.chronicle.events.iter().enumerate().filter(|(_, it)| it.kind == Happens::Crash) {
            cross(
                event.node.map_or("", |node| self.chronicle.name(node)),
                &format!("crash {number}"),
                self.x(event.time),
            );
        }
        self.write_signs_of_marks(text);
    }

    fn write_messages(&self, text: &mut String, ways: &[Way]) {
        let labels = self.labels(ways);
        let arrows: Vec<Line> = ways.iter().map(|way| way.line).collect();
        let whole = |node| Line { from: (0.0, self.y(node)), to: (self.end(), self.y(node)) };
        let lines: Vec<Line> = (0..self.chronicle.nodes.len()).map(whole).collect();
        let places = place(&labels, &arrows, &self.fixed(ways), &lines);
        for (number, way) in ways.iter().enumerate() {
            let place = places.iter().position(|&(carrier, _)| carrier == number);
            let share = place.map_or(0.5, |place| places[place].1);
            let label = place.map_or("", |place| labels[place].text.as_str());
            self.write_way(text, number, way, (share, label));
        }
    }

    /// A label for each message; messages that leave together and say the same have one, also those of several senders
    /// where nothing else could be meant.
    fn labels(&self, ways: &[Way]) -> Vec<Label> {
        let mut labels: Vec<Label> = Vec::new();
        for (number, way) in ways.iter().enumerate() {
            let is_like = |label: &&mut Label| {
                let first = label.about.first().map(|&other| &ways[other]);
                first.is_some_and(|other| way.is_like(other) || way.is_of_one_voice(other, ways))
            };
            match labels.iter_mut().find(is_like) {
                Some(label) => label.about.push(number),
                None => labels.push(Label { text: way.label(), size: (0.0, 0.0), about: vec![number] }),
            }
        }
        let mut joined: Vec<Label> = Vec::new();
        for label in labels {
            match joined.iter_mut().find(|other| self.is_stack(other, &label, ways)) {
                Some(other) => {
                    let rest = label.text.lines().last().unwrap_or_default();
                    let _ = write!(other.text, "\n{rest}");
                    other.about.extend(label.about);
                }
                None => joined.push(label),
            }
        }
        joined.into_iter().map(|label| Label { size: self.size(&label.text), ..label }).collect()
    }

    /// Whether what one label says can stand below another: their messages go the same ways at the same time.
    fn is_stack(&self, above: &Label, below: &Label, ways: &[Way]) -> bool {
        let of = |label: &Label| label.about.first().map(|&way| ways[way].arrow);
        let Some((one, other)) = of(above).zip(of(below)) else { return false };
        let kind = |label: &Label| label.text.rsplit_once('\n').map(|(kind, _)| kind.to_string());
        let goes = |label: &Label| {
            let mut to: Vec<usize> = label.about.iter().map(|&way| ways[way].arrow.to).collect();
            to.sort_unstable();
            to.dedup();
            to
        };
        let is_same = (one.from, one.departs, one.whose) == (other.from, other.departs, other.whose);
        let begins =
            kind(below).is_some_and(|kind| above.text.strip_prefix(&kind).is_some_and(|it| it.starts_with('\n')));
        let has_room = above.text.lines().count() < STACK;
        is_same && begins && has_room && goes(above) == goes(below)
    }

    /// What has a place of its own: texts, and the signs at which ways begin and end.
    fn fixed(&self, ways: &[Way]) -> Vec<Room> {
        let sign = |middle| Room { middle, size: SIGN };
        let ends = ways.iter().flat_map(|way| [way.line.from, way.line.to]).map(sign);
        let marks = self
            .chronicle
            .events
            .iter()
            .filter(|event| !event.choices.is_empty() || !event.learned.is_empty() || event.kind == Happens::Crash);
        let marks = marks.filter_map(|event| Some(sign((self.x(event.time), self.y(event.node?)))));
        let names = self.chronicle.nodes.iter().enumerate().map(|(place, node)| {
            let size = self.size(&node.name);
            Room { middle: (-size.0 / 2.0, self.y(place)), size }
        });
        self.marks().iter().map(|mark| mark.room(self)).chain(ends).chain(marks).chain(names).collect()
    }

    fn write_way(&self, text: &mut String, number: usize, way: &Way, (share, label): (f64, &str)) {
        let arrow = way.arrow;
        let (from, to) = (self.chronicle.name(arrow.from), self.chronicle.name(arrow.to));
        let whose = arrow.whose.filter(|&node| proposes(self.chronicle.nodes[node].role));
        let style = whose.map_or("nobody's".to_string(), |node| format!("of {}", self.chronicle.name(node)));
        let label = label.lines().map(|line| tex(line, LETTERS.0)).collect::<Vec<_>>().join("\\\\");
        let (sent, leaves, until) = (self.x(arrow.sent).max(0.0), self.x(arrow.departs), way.until);
        let aside = if arrow.from < arrow.to { -0.08 } else { 0.08 };
        if way.has_waited {
            let _ = writeln!(text, "\\paxoswait[{style}]{{{from}}}{{{sent:.2}}}{{{leaves:.2}}}{{{aside}}}{{0.5}}{{}}");
        }
        let _ = match way.part {
            Part::Whole => writeln!(
                text,
                "\\paxosmessage[{style}{}]{{{from}}}{{{leaves:.2}}}{{{to}}}{{{until:.2}}}{{{share}}}{{{label}}}",
                if way.is_refused { ", refused" } else { "" }
            ),
            Part::Of(first, last) => writeln!(
                text,
                "\\paxospart[{style}{}]{{{from}}}{{{leaves:.2}}}{{{to}}}{{{until:.2}}}{{{first:.3}}}{{{last:.3}}}{{{share}}}{{{label}}}",
                way.head()
            ),
            Part::Waits => {
                writeln!(
                    text,
                    "\\paxoswait[{style}]{{{from}}}{{{sent:.2}}}{{{until:.2}}}{{{aside}}}{{{share}}}{{{label}}}"
                )
            }
        };
        if way.is_lost {
            let _ = writeln!(text, "\\coordinate (end {number}) at (paxos end);");
        }
    }
}

/// When a picture begins: with the first of the messages that are on their way when the telling does, but not too long
/// before that. One that waits there needs no more than to be seen to wait.
fn begin(chronicle: &Chronicle, usual: Time) -> Time {
    let before = chronicle.arrows.iter().filter(|arrow| arrow.sent < chronicle.from);
    let leaves = before.map(|arrow| if arrow.departs < chronicle.from { arrow.departs } else { arrow.sent });
    let longest = (2 * usual).max((chronicle.until - chronicle.from) / 3);
    leaves.min().map_or(chronicle.from, |time| time.max(chronicle.from.saturating_sub(longest)))
}

/// A process's line while it is up.
fn write_line(text: &mut String, name: &str, from: f64, to: f64) {
    let _ = match 0.0 < from {
        false => write!(text, "\\processlength{{{name}}}{{{to:.2}}}"),
        true => write!(text, "\\restart{{{name}}}{{{from:.2}}}{{{:.2}}}", to - from),
    };
}
