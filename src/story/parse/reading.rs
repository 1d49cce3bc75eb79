//! A text that is being read: a few lines at a time where there is no time for all of them.

use super::moving;
use super::statement;
use super::{
    Known, check_slides, first_word, header, indent, is_blank, must_be_of_some_size, must_be_statement, parse_line,
};
use crate::story::language::tr;
use crate::story::problem::Problem;
use crate::story::script::{Line, Script, Statement};
use std::cell::RefCell;
use std::ops::Range;

/// A text of which some lines are read.
#[derive(Clone, Debug)]
pub struct Reading {
    text: String,
    /// The lines that say something, each with its number, from 1.
    lines: Vec<(usize, Range<usize>)>,
    /// How many of them stand above the first slide.
    above: usize,
    /// How many of them have been looked at as the header.
    looked_at: usize,
    /// Those of the header that are read last, in order, and how many of them have been.
    last: Vec<usize>,
    read_of_last: usize,
    is_header_read: bool,
    /// Those of the body, in order, as far as they are known.
    body: Vec<usize>,
    known: RefCell<Known>,
    read: Vec<Line>,
}

impl Reading {
    /// A text of which nothing is read yet.
    ///
    /// # Errors
    /// A text that is empty or too large is none.
    pub fn new(text: &str) -> Result<Reading, Problem> {
        must_be_of_some_size(text)?;
        let text = text.strip_prefix('\u{feff}').unwrap_or(text).to_string();
        let place = |line: &str| {
            let start = line.as_ptr().addr() - text.as_ptr().addr();
            start..start + line.len()
        };
        let lines: Vec<(usize, &str)> = (1..).zip(text.lines()).filter(|(_, line)| !is_blank(line)).collect();
        let above = lines.iter().position(|(_, line)| first_word(line) == "slide").unwrap_or(lines.len());
        let lines = lines.into_iter().map(|(number, line)| (number, place(line))).collect();
        let known = RefCell::new(Known::default());
        Ok(Reading {
            lines,
            above,
            looked_at: 0,
            last: Vec::new(),
            read_of_last: 0,
            is_header_read: false,
            body: Vec::new(),
            known,
            read: Vec::new(),
            text,
        })
    }

    /// Reads so many more lines at most: first all of the header. Says whether all are read.
    ///
    /// # Errors
    /// The first mistake.
    pub fn go_on(&mut self, lines: usize) -> Result<bool, Problem> {
        for _ in 0..lines {
            if self.looked_at < self.above {
                self.look_at_header()?;
            } else if self.read_of_last < self.last.len() {
                let (number, line) = self.line(self.last[self.read_of_last]);
                parse_line(header::entry, number, line, &self.known)?;
                self.read_of_last += 1;
            } else if !self.is_header_read {
                self.end_header()?;
            } else if self.read.len() < self.body.len() {
                self.read_next()?;
            } else {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn line(&self, at: usize) -> (usize, &str) {
        let (number, place) = &self.lines[at];
        (*number, &self.text[place.clone()])
    }

    fn look_at_header(&mut self) -> Result<(), Problem> {
        let (number, line) = self.line(self.looked_at);
        if header::is_read_last(line) {
            self.last.push(self.looked_at);
        } else if header::is_header(line) {
            parse_line(header::entry, number, line, &self.known)?;
        } else {
            must_be_statement(number, line, &self.known.borrow().names)?;
            self.body.push(self.looked_at);
        }
        self.looked_at += 1;
        Ok(())
    }

    fn end_header(&mut self) -> Result<(), Problem> {
        let known = self.known.get_mut();
        known.head.finish(&known.names)?;
        self.body.extend(self.above..self.lines.len());
        self.is_header_read = true;
        Ok(())
    }

    fn read_next(&mut self) -> Result<(), Problem> {
        let (number, line) = self.line(self.body[self.read.len()]);
        let statement = parse_line(statement::statement, number, line, &self.known)?;
        let read = Line { line: number, column: indent(line) + 1, statement };
        self.read.push(read);
        Ok(())
    }

    /// The script that was read.
    ///
    /// # Errors
    /// What is wrong with the whole.
    pub fn finish(self) -> Result<Script, Problem> {
        check_slides(&self.read)?;
        let Known { names, head } = self.known.into_inner();
        let (lines, solution) = apart(self.read, head.objective.is_some())?;
        moving::check(&lines, &solution)?;
        head.must_have_title()?;
        Ok(head.into_script(names, lines, solution))
    }
}

/// The body, and how the objective can be reached, where that is told after it.
fn apart(mut lines: Vec<Line>, has_objective: bool) -> Result<(Vec<Line>, Vec<Line>), Problem> {
    let is_solution = |line: &Line| line.statement == Statement::Solution;
    let Some(at) = lines.iter().position(is_solution) else { return Ok((lines, Vec::new())) };
    let solution = lines.split_off(at);
    let again = solution.iter().skip(1).find(|line| is_solution(line));
    let problem = |line: &Line, wrong: &str, expected: &str| {
        let Line { line, column, .. } = *line;
        Err(Problem { line, column, wrong: wrong.to_string(), expected: expected.to_string() })
    };
    match (again, solution.len()) {
        _ if !has_objective => {
            problem(&solution[0], tr!("a solution needs an objective"), tr!("`objective` and `goal` in the header"))
        }
        (Some(again), _) => problem(again, tr!("`solution` is said a second time"), tr!("one solution")),
        (None, 1) => problem(&solution[0], tr!("the solution is empty"), tr!("what reaches the goal, below it")),
        (None, _) => Ok((lines, solution.into_iter().skip(1).collect())),
    }
}
