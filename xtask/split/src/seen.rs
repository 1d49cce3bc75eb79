//! What a browser has seen run: the list of the functions of the first view, and which ways they went.
//!
//! A line has the name of a function. Where not all of it ran, there follow the digits by which its code is known again,
//! and for each point of it whether it was come to, four to a digit. A function whose code has changed since stays whole.

use std::collections::{BTreeMap, BTreeSet, HashSet};

/// The list, read.
#[derive(Default)]
pub struct Seen {
    /// What was seen of the functions of a name: of some only that they ran.
    functions: BTreeMap<String, BTreeMap<u64, Points>>,
}

/// The points of a function to which it came.
#[derive(Clone, Default, PartialEq)]
pub struct Points(BTreeSet<usize>);

impl Points {
    pub fn has(&self, nth: usize) -> bool {
        self.0.contains(&nth)
    }
}

impl FromIterator<usize> for Points {
    fn from_iter<I: IntoIterator<Item = usize>>(points: I) -> Points {
        Points(points.into_iter().collect())
    }
}

impl Seen {
    /// Reads a list.
    pub fn read(text: &str) -> Seen {
        let mut seen = Seen::default();
        for line in text.lines() {
            let mut parts = line.split('\t');
            let Some(name) = parts.next() else { continue };
            let known = seen.functions.entry(name.to_string()).or_default();
            let (Some(digits), Some(points)) = (parts.next(), parts.next()) else { continue };
            let Ok(digits) = u64::from_str_radix(digits, 16) else { continue };
            known.insert(digits, read_points(points));
        }
        seen
    }

    /// The names in it.
    pub fn names(&self) -> HashSet<&str> {
        self.functions.keys().map(String::as_str).collect()
    }

    /// Whether a function of this name ran.
    pub fn has(&self, name: &str) -> bool {
        self.functions.contains_key(name)
    }

    /// To which points a function came, if that is known of its code as it is.
    pub fn points(&self, name: &str, digits: u64) -> Option<&Points> {
        self.functions.get(name)?.get(&digits)
    }

    /// Adds that a function ran, and to which points it came.
    pub fn add(&mut self, name: &str, digits: u64, points: Points) {
        let known = self.functions.entry(name.to_string()).or_default();
        known.entry(digits).or_default().0.extend(points.0);
    }

    /// Adds that a function runs, of which no more is known.
    pub fn add_name(&mut self, name: &str) {
        self.functions.entry(name.to_string()).or_default();
    }

    /// How many functions it has.
    pub fn len(&self) -> usize {
        self.functions.len()
    }

    /// The list as a text.
    pub fn written(&self) -> String {
        let mut lines = String::new();
        for (name, known) in &self.functions {
            if known.is_empty() {
                lines += &format!("{name}\n");
            }
            for (digits, points) in known {
                lines += &format!("{name}\t{digits:016x}\t{}\n", written_points(points));
            }
        }
        lines
    }
}

fn read_points(text: &str) -> Points {
    let digits = text.chars().map(|digit| digit.to_digit(16).unwrap_or_default());
    digits
        .enumerate()
        .flat_map(|(nth, digit)| (0..4).filter(move |bit| digit >> bit & 1 == 1).map(move |bit| nth * 4 + bit))
        .collect()
}

fn written_points(Points(points): &Points) -> String {
    let most = points.last().map_or(0, |last| last / 4 + 1);
    let digit = |nth: usize| (0..4).filter(|bit| points.contains(&(nth * 4 + bit))).map(|bit| 1 << bit).sum();
    (0..most).filter_map(|nth| char::from_digit(digit(nth), 16)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn list_reads_back_as_it_was_written() {
        let mut seen = Seen::default();
        seen.add("a::b", 0xab, [0, 3, 4, 9].into_iter().collect());
        seen.add("a::b", 0xcd, [0].into_iter().collect());
        seen.add_name("<c as d>::e");
        let text = seen.written();
        assert_eq!(text, "<c as d>::e\na::b\t00000000000000ab\t912\na::b\t00000000000000cd\t1\n");
        let read = Seen::read(&text);
        assert_eq!(read.written(), text);
        assert!(read.points("a::b", 0xab).is_some_and(|points| points.has(9) && !points.has(8)));
        assert!(read.has("<c as d>::e") && read.points("<c as d>::e", 0xab).is_none());
    }
}
