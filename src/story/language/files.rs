//! The files of a language: its tables, and the scenes and guides in it. Each is named as it lies beside the page.

use super::Language;
use super::long::stretched;

/// The words of a scene's lines behind which a text for readers stands in quotes.
const TOLD: [&str; 5] = ["title", "about", "objective", "slide", "say"];
/// The words of a guide's records behind which a text for readers stands up to the end of the line.
const WRITTEN: [&str; 11] =
    ["about", "slide", "words", "step", "predict", "line", "wrong", "right", "objective", "within", "ask"];
/// So many words of a guide's question stand before what is asked: its number, its slide and its misreading.
const BEFORE_ASKED: usize = 3;

/// The name of the list of what the scenes are called.
pub const TITLES: &str = "titles";

impl Language {
    /// The file of its table, beside the page; none where no table is needed.
    pub fn table(self) -> Option<String> {
        match self {
            Language::English | Language::Long => None,
            Language::German => Some(format!("words/{}.txt", self.tag())),
        }
    }

    /// The files of all that its table is read from: what the page says, and what the scenes are called.
    pub fn tables(self) -> Vec<String> {
        self.table().into_iter().flat_map(|table| [table, self.guide(TITLES)]).collect()
    }

    /// The file of a scene.
    pub fn scene(self, id: &str) -> String {
        format!("scenes/{folder}{id}.paxos", folder = self.folder())
    }

    /// The file of a guide, by its name.
    pub fn guide(self, name: &str) -> String {
        format!("course/{folder}{name}.txt", folder = self.folder())
    }

    /// A text of one of these files as it is to be read: in the pseudo-language it is stretched.
    pub fn told(self, file: &str, text: String) -> String {
        if self == Language::Long { stretched_file(file, &text) } else { text }
    }

    /// Below the folder of the English ones.
    fn folder(self) -> &'static str {
        match self {
            Language::English | Language::Long => "",
            Language::German => "de/",
        }
    }
}

/// A scene or a guide in the pseudo-language: what readers are told is stretched, and nothing else.
pub fn stretched_file(file: &str, text: &str) -> String {
    let line = if file.ends_with(".paxos") { stretched_line } else { stretched_entry };
    text.lines().map(|each| line(each) + "\n").collect()
}

/// A line of a scene.
fn stretched_line(line: &str) -> String {
    let word = line.split_whitespace().next().unwrap_or("");
    let quotes = line.find('"').zip(line.rfind('"')).filter(|(first, last)| first < last);
    match quotes {
        Some((first, last)) if TOLD.contains(&word) => {
            // A comment may hold a quote too; the scenes of the course have none there.
            let (before, text, behind) = (&line[..=first], &line[first + 1..last], &line[last..]);
            format!("{before}{}{behind}", stretched(text))
        }
        _ => line.to_string(),
    }
}

/// A line of a guide.
fn stretched_entry(line: &str) -> String {
    match line.split_once(' ') {
        Some(("ask", rest)) => {
            let parts: Vec<&str> = rest.splitn(BEFORE_ASKED + 1, ' ').collect();
            let (before, asked) = parts.split_at(BEFORE_ASKED.min(parts.len()));
            format!("ask {} {}", before.join(" "), stretched(&asked.concat()))
        }
        Some((word, text)) if WRITTEN.contains(&word) => format!("{word} {}", stretched(text)),
        _ => line.to_string(),
    }
}
