//! Reads an exported module: the little of TLA+ that it is written in, worked out to values.

use std::collections::{BTreeMap, BTreeSet};

/// A value of TLA+. A record is a function over strings, as there.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Value {
    Number(i64),
    Text(String),
    Record(BTreeMap<String, Value>),
    Tuple(Vec<Value>),
    Set(BTreeSet<Value>),
}

impl Value {
    pub fn field(&self, name: &str) -> &Value {
        match self {
            Value::Record(fields) => fields.get(name).unwrap_or_else(|| panic!("{name} is no field of {self:?}")),
            _ => panic!("{self:?} has no fields"),
        }
    }

    pub fn with(&self, name: &str, value: Value) -> Value {
        match self {
            Value::Record(fields) => {
                let mut fields = fields.clone();
                fields.insert(name.to_string(), value);
                Value::Record(fields)
            }
            _ => panic!("{self:?} has no fields"),
        }
    }

    pub fn members(&self) -> &BTreeSet<Value> {
        match self {
            Value::Set(members) => members,
            _ => panic!("{self:?} is no set"),
        }
    }

    pub fn number(&self) -> i64 {
        match self {
            Value::Number(number) => *number,
            _ => panic!("{self:?} is no number"),
        }
    }

    pub fn text(&self) -> &str {
        match self {
            Value::Text(text) => text,
            _ => panic!("{self:?} is no text"),
        }
    }
}

/// An exported module.
pub struct Module {
    pub acceptors: BTreeSet<Value>,
    pub quorums: Vec<BTreeSet<Value>>,
    pub values: BTreeSet<Value>,
    pub none: Value,
    pub ballots: BTreeSet<i64>,
    pub trace: Vec<Value>,
    /// What stands above each state: `Phase1a(0) at 0 ms, propose P1 cat`.
    pub captions: Vec<String>,
}

/// Splits a text into words and signs; comments are left out.
fn tokens(text: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    for line in text.lines() {
        let mut rest = line.trim_start();
        while !rest.is_empty() && !rest.starts_with("\\*") {
            let length = match rest.chars().next().expect("there is a letter") {
                '"' => {
                    let mut is_escaped = false;
                    let end = rest[1..].find(|letter| {
                        let is_end = letter == '"' && !is_escaped;
                        is_escaped = letter == '\\' && !is_escaped;
                        is_end
                    });
                    end.unwrap_or_else(|| panic!("a text has no end: {line}")) + 2
                }
                letter if letter.is_ascii_alphanumeric() || letter == '_' => {
                    rest.find(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_').unwrap_or(rest.len())
                }
                '\\' => 1 + rest[1..].find(|letter: char| !letter.is_ascii_alphabetic()).unwrap_or(rest.len() - 1),
                _ => {
                    let signs = ["|->", "<<", ">>", "==", ">=", ".."];
                    signs.iter().find(|sign| rest.starts_with(**sign)).map_or(1, |sign| sign.len())
                }
            };
            tokens.push(rest[..length].to_string());
            rest = rest[length..].trim_start();
        }
    }
    tokens
}

/// Reads expressions from tokens.
struct Reader<'a> {
    tokens: &'a [String],
    none: Option<Value>,
    sent: Vec<Value>,
}

impl Reader<'_> {
    fn peek(&self) -> &str {
        self.tokens.first().map_or("", String::as_str)
    }

    fn next(&mut self) -> String {
        let (first, rest) = self.tokens.split_first().expect("the text goes on");
        self.tokens = rest;
        first.clone()
    }

    fn take(&mut self, sign: &str) {
        let next = self.next();
        assert_eq!(next, sign, "before {:?}", self.tokens.iter().take(8).collect::<Vec<_>>());
    }

    fn list(&mut self, end: &str) -> Vec<Value> {
        let mut all = Vec::new();
        while self.peek() != end {
            all.push(self.value());
            if self.peek() != end {
                self.take(",");
            }
        }
        self.take(end);
        all
    }

    fn value(&mut self) -> Value {
        let token = self.next();
        match token.as_str() {
            "<<" => Value::Tuple(self.list(">>")),
            "{" => Value::Set(self.list("}").into_iter().collect()),
            "[" => {
                let mut fields = BTreeMap::new();
                loop {
                    let name = self.next();
                    self.take("|->");
                    let value = self.value();
                    assert!(fields.insert(name.clone(), value).is_none(), "{name} stands twice");
                    match self.next().as_str() {
                        "," => {}
                        "]" => return Value::Record(fields),
                        other => panic!("{other} in a record"),
                    }
                }
            }
            "-" => Value::Number(-self.next().parse::<i64>().expect("a number follows")),
            "None" => self.none.clone().expect("None is defined before"),
            "Msgs" => {
                self.take("(");
                let count: usize = self.next().parse().expect("a number of messages");
                self.take(")");
                Value::Set(self.sent[..count].iter().cloned().collect())
            }
            text if text.starts_with('"') => Value::Text(unquoted(text)),
            number => Value::Number(number.parse().unwrap_or_else(|_| panic!("{number} is no value"))),
        }
    }
}

fn unquoted(text: &str) -> String {
    let mut letters = text[1..text.len() - 1].chars();
    let mut plain = String::new();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => match letters.next() {
                Some(escaped @ ('"' | '\\')) => plain.push(escaped),
                other => panic!("\\{other:?} means nothing"),
            },
            letter => plain.push(letter),
        }
    }
    plain
}

/// The tokens of a definition, up to the next one.
fn after<'a>(all: &'a [String], name: &str) -> &'a [String] {
    let place = all.windows(2).position(|pair| pair[0] == name && pair[1] == "==");
    &all[place.unwrap_or_else(|| panic!("{name} is not defined")) + 2..]
}

/// All subsets with so many members or more.
fn subsets(all: &BTreeSet<Value>, least: usize) -> Vec<BTreeSet<Value>> {
    let all: Vec<&Value> = all.iter().collect();
    let subset = |bits: u32| -> BTreeSet<Value> {
        all.iter().enumerate().filter(|(place, _)| bits >> place & 1 == 1).map(|(_, &value)| value.clone()).collect()
    };
    (0..1_u32 << all.len()).map(subset).filter(|subset| least <= subset.len()).collect()
}

impl Module {
    pub fn read(text: &str) -> Module {
        let all = tokens(text);
        let reader = |name: &str| Reader { tokens: after(&all, name), none: None, sent: Vec::new() };
        let acceptors = reader("Acceptor").value().members().clone();
        let quorum = after(&all, "Quorum");
        let wanted = ["{", "Q", "\\in", "SUBSET", "Acceptor", ":", "Cardinality", "(", "Q", ")", ">="];
        assert_eq!(quorum[..wanted.len()], wanted, "a quorum is told by its size");
        let least: usize = quorum[wanted.len()].parse().expect("its size is a number");
        let values = reader("Value").value().members().clone();
        let none = reader("None").value();
        let ballot = after(&all, "Ballot");
        assert_eq!(ballot[..2], ["0", ".."], "ballots count from 0");
        let last = Reader { tokens: &ballot[2..], none: None, sent: Vec::new() }.value().number();
        let tuple = |value: Value| match value {
            Value::Tuple(all) => all,
            other => panic!("{other:?} is no tuple"),
        };
        let sent = tuple(Reader { tokens: after(&all, "Sent"), none: Some(none.clone()), sent: Vec::new() }.value());
        let trace = tuple(Reader { tokens: after(&all, "Trace"), none: Some(none.clone()), sent }.value());
        let states = text.split_once("Trace == <<").expect("there is a trace").1;
        let captions = states.lines().filter_map(|line| line.trim_start().strip_prefix("\\* ")?.split_once(": "));
        let captions: Vec<String> = captions.map(|(_, caption)| caption.to_string()).take(trace.len()).collect();
        assert_eq!(captions.len(), trace.len(), "each state is told");
        Module {
            quorums: subsets(&acceptors, least),
            acceptors,
            values,
            none,
            ballots: (0..=last).collect(),
            trace,
            captions,
        }
    }
}
