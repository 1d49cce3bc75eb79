//! The table of a transcript: the time, what happened, a column a node, and why.

use super::letters::{fitted, in_one_line, width};
use crate::sim::Time;
use std::fmt::Write;

/// The widest that a column may become, in columns of letters; a longer text is cut short.
const COLUMN_MAX: usize = 18;
/// The widest that the column of what happened may become.
const WHAT_MAX: usize = 40;
/// The width of the sentences.
const WHY: usize = 72;
/// The width of the time.
const TIME: usize = 7;

/// One row: a step, or something that came of it.
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// When; none for what came of the step above.
    pub time: Option<Time>,
    /// What happened.
    pub what: String,
    /// What each column shows.
    pub cells: Vec<Option<String>>,
    /// Why, a line or more each.
    pub why: Vec<String>,
}

/// The widths of the columns, with their heads.
#[derive(Clone, Debug)]
pub struct Table {
    heads: Vec<String>,
    widths: Vec<usize>,
    what: usize,
}

impl Table {
    /// A table with a column for each of these.
    pub fn new<'a>(heads: impl Iterator<Item = &'a str>) -> Table {
        let heads: Vec<String> = heads.map(|head| short(head, COLUMN_MAX)).collect();
        Table { widths: heads.iter().map(|head| width(head)).collect(), heads, what: 4 }
    }

    /// Makes room for a row.
    pub fn fit(&mut self, row: &Row) {
        self.what = self.what.max(width(&row.what)).min(WHAT_MAX);
        for (room, cell) in self.widths.iter_mut().zip(&row.cells) {
            *room = (*room).max(cell.as_deref().map_or(0, width)).min(COLUMN_MAX);
        }
    }

    /// Writes the heads and these rows; nothing where there are none.
    pub fn write<'a>(&self, text: &mut String, rows: impl Iterator<Item = &'a Row>) {
        let mut rows = rows.peekable();
        if rows.peek().is_none() {
            return;
        }
        self.line(text, "time", "what", self.heads.iter().map(String::as_str), "why");
        for row in rows {
            self.row(text, row);
        }
    }

    fn row(&self, text: &mut String, row: &Row) {
        let time = row.time.map_or(String::new(), |time| time.to_string());
        let cells = || row.cells.iter().map(|cell| cell.as_deref().unwrap_or("|"));
        let below = || cells().map(|cell| if cell.is_empty() || cell == "down" { "" } else { "|" });
        let mut why = row.why.iter().flat_map(|why| wrap(why, WHY));
        self.line(text, &time, &row.what, cells(), &why.next().unwrap_or_default());
        for more in why {
            self.line(text, "", "", below(), &more);
        }
    }

    fn line<'a>(&self, text: &mut String, time: &str, what: &str, cells: impl Iterator<Item = &'a str>, why: &str) {
        let mut line = format!("{time:>TIME$}  {}", padded(&short(what, WHAT_MAX), self.what));
        for (cell, &room) in cells.zip(&self.widths) {
            let _ = write!(line, "  {}", padded(&short(cell, COLUMN_MAX), room));
        }
        let _ = write!(line, "  {why}");
        let _ = writeln!(text, "{}", line.trim_end());
    }
}

fn padded(text: &str, room: usize) -> String {
    format!("{text}{}", " ".repeat(room.saturating_sub(width(text))))
}

/// The text in one line, or its beginning where it is too wide for the room.
fn short(text: &str, room: usize) -> String {
    fitted(&in_one_line(text), room)
}

/// A paragraph in lines of at most `room` columns, broken at spaces; a longer word stands alone, and is cut short.
pub fn wrap(paragraph: &str, room: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for word in in_one_line(paragraph).split(' ').filter(|word| !word.is_empty()).map(|word| fitted(word, room)) {
        if !line.is_empty() && room < width(&line) + 1 + width(&word) {
            lines.push(std::mem::take(&mut line));
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(&word);
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}
