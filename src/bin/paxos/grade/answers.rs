//! The links that are handed in: each an argument, or a line of a file, perhaps with a name before it.

use paxos_explainer::link::grade::Answer;
use paxos_explainer::link::unpack::{answer, query};
use paxos_explainer::story::words::objective::Fault;
use std::io::Read;

/// What stands for standard input in place of a file.
const STANDARD_INPUT: &str = "-";

/// A link, and whose it is.
pub struct Handed {
    pub name: Option<String>,
    pub link: String,
    pub answer: Result<Answer, Fault>,
}

/// All of them, in order. An error is about the arguments.
pub fn all(given: &[String]) -> Result<Vec<Handed>, String> {
    let mut handed = Vec::new();
    for word in given {
        match query(word) {
            Some(query) => handed.push(Handed { name: None, link: word.clone(), answer: Ok(answer(query)) }),
            None => handed.extend(lines(word)?),
        }
    }
    Ok(handed)
}

/// The links of a file, a line each: a name and a link, or a link alone. Empty lines, and those that begin with `# `,
/// say nothing.
fn lines(file: &str) -> Result<Vec<Handed>, String> {
    let text = match file {
        STANDARD_INPUT => {
            let mut text = String::new();
            let read = std::io::stdin().read_to_string(&mut text);
            read.map(|_| text)
        }
        file => std::fs::read_to_string(file),
    };
    let text = text.map_err(|error| {
        format!("{file} is no link, and cannot be read as a file of links: {error}; expected a link with ? or #, or a file with a link a line")
    })?;
    let said = text.trim_start_matches('\u{feff}').lines().map(str::trim);
    Ok(said.filter(|line| !line.is_empty() && !line.starts_with("# ")).map(handed).collect())
}

/// A line: the link is its last word, and whatever stands before that is the name.
fn handed(line: &str) -> Handed {
    let (name, link) = line.rsplit_once(char::is_whitespace).unwrap_or(("", line));
    let name = Some(name.trim().trim_end_matches([',', ':', ';']).to_string()).filter(|name| !name.is_empty());
    let answer = match query(link) {
        Some(query) => Ok(answer(query)),
        None => Err(Fault::Unreadable(format!("There is no link in this line: {link} has neither ? nor #."))),
    };
    Handed { name, link: link.to_string(), answer }
}
