//! A run as a sequence diagram in the language of Mermaid, which GitHub, GitLab and many editors draw.
//!
//! An arrow stands where its message ends. What is decided, refused, learned or chosen stands in a note below it; what
//! several nodes do for the same reason, one after the other, is told once.

mod text;

use super::chronicle::{Arrow, Chapter, Choice, Chosen, Chronicle, Ending, Event};
use crate::story::language::say;
use crate::story::words::diagram::{self as words, Clock};
use std::fmt::Write;

/// Mermaid draws no longer text, nor does GitHub.
pub const LENGTH_MAX: usize = 50_000;

/// How close together everything stands. Without it eight nodes would be wider than any page.
const CONFIG: &str = "config:
  sequence:
    width: 90
    height: 40
    actorMargin: 24
    boxMargin: 6
    noteMargin: 12
    messageMargin: 28
";

/// Behind the heading of a slide: a note like all others is yellow.
const HEADING: &str = "rect rgba(56, 139, 253, 0.35)";
/// Behind the message by which something is chosen, and its note; light enough for both themes.
const CHOSEN: &str = "rect rgba(46, 160, 67, 0.18)";
/// The same where that breaks agreement.
const BROKEN: &str = "rect rgba(207, 34, 46, 0.18)";

/// The diagram.
///
/// # Errors
/// A sentence: it is longer than what is drawn.
pub fn diagram(chronicle: &Chronicle) -> Result<String, String> {
    let (order, clock) = (in_lanes(chronicle), chronicle.clock());
    let mut painter = Painter { chronicle, order, clock, out: String::new(), pending: None };
    painter.head();
    for (place, event) in chronicle.events.iter().enumerate() {
        chronicle.chapters_at(place).for_each(|chapter| painter.chapter(chapter));
        painter.event(event);
    }
    chronicle.chapters_at(chronicle.events.len()).for_each(|chapter| painter.chapter(chapter));
    painter.close();
    let length = painter.out.encode_utf16().count();
    match length <= LENGTH_MAX {
        true => Ok(painter.out),
        false => Err(say!(
            "the diagram would have {length} characters, and Mermaid draws at most {most}; expected fewer slides, as with --from and --slide",
            length,
            most = LENGTH_MAX
        )),
    }
}

/// Those who take part, from left to right as on the stage. Proposers with whom nothing happens in the whole run are left
/// out: every column makes all others narrower.
fn in_lanes(chronicle: &Chronicle) -> Vec<usize> {
    let lane = |node: &usize| match chronicle.nodes[*node].role {
        "client" => 0,
        "proposer" => 1,
        "learner" => 3,
        _ => 2,
    };
    let stays = |&node: &usize| lane(&node) != 1 || chronicle.nodes[node].acts;
    let mut order: Vec<usize> = (0..chronicle.nodes.len()).filter(stays).collect();
    order.sort_by_key(lane);
    order
}

/// How many letters a line of a note has room for that stretches over so many columns more than one. A note on one node
/// alone is as wide as it needs to be.
fn room(columns: usize) -> usize {
    match columns {
        0 => 36,
        _ => (4 + 14 * columns).min(70),
    }
}

/// Writes a diagram from top to bottom.
struct Painter<'a> {
    chronicle: &'a Chronicle,
    /// Those who take part, from left to right.
    order: Vec<usize>,
    clock: Clock,
    out: String,
    /// A note that is not written yet, since more may be told by it.
    pending: Option<Pending>,
}

/// A note on one, of which the same may be told of others.
struct Pending {
    nodes: Vec<usize>,
    /// What is told, a sentence each.
    says: Vec<String>,
    /// The same without the name at its beginning, where it begins with that.
    rest: Option<String>,
}

impl Painter<'_> {
    fn line(&mut self, line: &str) {
        let _ = writeln!(self.out, "  {line}");
    }

    fn head(&mut self) {
        let _ = write!(self.out, "---\ntitle: {}\n{CONFIG}---\nsequenceDiagram\n", text::quoted(&self.chronicle.title));
        for node in self.order.clone() {
            self.line(&format!("participant n{node} as {}", text::label(self.chronicle.name(node))));
        }
        for caution in self.chronicle.cautions.clone() {
            self.notes(&self.order.clone(), &[caution]);
        }
        let before = self.chronicle.before.iter().cloned();
        let before: Vec<String> = std::iter::once(words::BEFORE.to_string()).chain(before).collect();
        if 1 < before.len() {
            self.notes(&self.order.clone(), &before);
        }
    }

    fn chapter(&mut self, chapter: &Chapter) {
        self.flush();
        let title = words::slide(chapter.number, &chapter.title, chapter.start, self.clock);
        self.line(HEADING);
        self.note(&self.order.clone(), &title);
        self.line("end");
    }

    fn event(&mut self, event: &Event) {
        let told = event.is_turn.then(|| self.told(event)).flatten();
        let is_more = told.as_ref().is_some_and(|told| self.is_pending(told)) && event.choices.is_empty();
        let arrow = event.about.filter(|_| event.ends_a_message()).map(|arrow| &self.chronicle.arrows[arrow]);
        if !is_more && (told.is_some() || arrow.is_some() || !event.choices.is_empty()) {
            self.flush();
        }
        // One ground for all of it: that agreement is broken weighs most.
        let news = event.choices.iter().map(|chosen| chosen.means).filter(|means| *means != Choice::Again);
        let frame = news.max_by_key(|means| *means == Choice::Contrary);
        if let Some(means) = frame {
            self.line(if means == Choice::Contrary { BROKEN } else { CHOSEN });
        }
        if let Some(arrow) = arrow {
            self.arrow(arrow, event.about);
        }
        match (told, &mut self.pending) {
            (Some(told), Some(pending)) if is_more => pending.nodes.extend(told.nodes),
            (Some(told), _) => self.pending = Some(told),
            (None, _) => {}
        }
        self.chosen(event);
        if frame.is_some() {
            self.line("end");
        }
        for &sent in &event.sent {
            let arrow = &self.chronicle.arrows[sent];
            if matches!(arrow.end, Ending::Lost(_, None)) {
                self.flush();
                self.arrow(arrow, Some(sent));
            }
        }
    }

    /// That something is chosen by an event, over those who have chosen it.
    fn chosen(&mut self, event: &Event) {
        for Chosen { means, says, by, .. } in &event.choices {
            self.flush();
            match means {
                Choice::New => self.notes(by, &[format!("★ {says}")]),
                Choice::Contrary => self.notes(by, &[format!("⚠ {says}")]),
                Choice::Again => self.notes(by, std::slice::from_ref(says)),
            }
        }
    }

    /// The note on an event.
    fn told(&self, event: &Event) -> Option<Pending> {
        let why = event.why.join(" ");
        let says = event.why.clone();
        let nodes: Vec<usize> = event.node.into_iter().collect();
        let name = event.node.map(|node| self.chronicle.name(node));
        let rest = name.and_then(|name| why.strip_prefix(name)).map(str::to_string);
        (!why.is_empty()).then_some(Pending { nodes, says, rest })
    }

    /// Whether this is what the note that is not written yet tells of another.
    fn is_pending(&self, told: &Pending) -> bool {
        self.pending.as_ref().is_some_and(|pending| pending.rest.is_some() && pending.rest == told.rest)
    }

    fn flush(&mut self) {
        let Some(Pending { nodes, mut says, .. }) = self.pending.take() else { return };
        let others: Vec<&str> = nodes.iter().skip(1).map(|&node| self.chronicle.name(node)).collect();
        says.extend((!others.is_empty()).then(|| words::as_well(&others)));
        let over = if nodes.is_empty() { self.order.clone() } else { nodes };
        self.notes(&over, &says);
    }

    /// What may take more than one note, over all columns from the first to the last of these.
    fn notes(&mut self, nodes: &[usize], says: &[String]) {
        text::notes(says).iter().for_each(|note| self.note(nodes, note));
    }

    /// A note over all columns from the first to the last of these.
    fn note(&mut self, nodes: &[usize], says: &str) {
        let places = || nodes.iter().filter_map(|node| self.order.iter().position(|other| other == node));
        let (Some(first), Some(last)) = (places().min(), places().max()) else { return };
        let over = match (self.order[first], self.order[last]) {
            (one, other) if one == other => format!("n{one}"),
            (one, other) => format!("n{one},n{other}"),
        };
        self.line(&format!("Note over {over}: {}", text::lines(says, room(last - first))));
    }

    fn arrow(&mut self, arrow: &Arrow, place: Option<usize>) {
        let sign = match arrow.end {
            Ending::Arrived(_) => "->>",
            Ending::Refused(_) => "-->>",
            Ending::Lost(..) => "-x",
            Ending::UnderWay | Ending::Held => "--)",
        };
        let is_sent_here = self.chronicle.events.iter().any(|event| event.sent.iter().any(|&it| Some(it) == place));
        let sent = (arrow.is_late || !is_sent_here).then(|| words::sent(arrow.sent, self.clock));
        let more: Vec<String> = sent.into_iter().chain(arrow.fate.clone()).collect();
        let more = if more.is_empty() { String::new() } else { format!("<br/>({})", text::label(&more.join(", "))) };
        let label = text::label(&arrow.label);
        self.line(&format!("n{}{sign}n{}: {label}{more}", arrow.from, arrow.to));
    }

    /// What is on its way when it ends.
    fn close(&mut self) {
        self.flush();
        for (place, arrow) in self.chronicle.arrows.iter().enumerate() {
            if matches!(arrow.end, Ending::UnderWay | Ending::Held) {
                self.arrow(arrow, Some(place));
            }
        }
        self.notes(&self.order.clone(), &self.chronicle.after);
    }
}
