//! Plain values: what may pass between an instance and its host, and nothing else.

use std::fmt::Write;

/// The most fields and entries that one value may have, at each level.
pub const ENTRIES_MAX: usize = 256;
/// How deep a value may be nested.
pub const DEPTH_MAX: usize = 3;
/// The most values that are read of one, those within it counted. A list that has the same list in it many times is a
/// small message, and without this would be a large value.
pub const VALUES_MAX: usize = 100_000;

/// A value without behaviour, as a structured clone may have.
#[derive(Clone, PartialEq, Debug)]
pub enum Plain {
    /// Nothing at all: `null` and `undefined`.
    Nothing,
    /// A truth value.
    Bool(bool),
    /// A number.
    Number(f64),
    /// A text.
    Text(String),
    /// Values in their order.
    List(Vec<Plain>),
    /// Values by their names, in their order.
    Fields(Fields),
    /// Something of another kind: a function, a date, what is nested too deep.
    Other,
}

/// Values by their names, in their order.
pub type Fields = Vec<(String, Plain)>;

impl Plain {
    /// The value of a field, if there are fields and this is one of them.
    pub fn get(&self, name: &str) -> Option<&Plain> {
        match self {
            Plain::Fields(fields) => field(fields, name),
            _ => None,
        }
    }

    /// The text that it is.
    pub fn text(&self) -> Option<&str> {
        match self {
            Plain::Text(text) => Some(text),
            _ => None,
        }
    }

    /// As JSON; what is of another kind is `null`.
    pub fn json(&self) -> String {
        let mut text = String::new();
        self.write(&mut text);
        text
    }

    fn write(&self, text: &mut String) {
        match self {
            Plain::Nothing | Plain::Other => text.push_str("null"),
            Plain::Bool(value) => text.push_str(if *value { "true" } else { "false" }),
            Plain::Number(value) => drop(write!(text, "{value}")),
            Plain::Text(value) => write_text(text, value),
            Plain::List(values) => {
                text.push('[');
                for (at, value) in values.iter().enumerate() {
                    text.push_str(if at == 0 { "" } else { "," });
                    value.write(text);
                }
                text.push(']');
            }
            Plain::Fields(fields) => {
                text.push('{');
                for (at, (name, value)) in fields.iter().enumerate() {
                    text.push_str(if at == 0 { "" } else { "," });
                    write_text(text, name);
                    text.push(':');
                    value.write(text);
                }
                text.push('}');
            }
        }
    }
}

fn write_text(text: &mut String, value: &str) {
    text.push('"');
    for c in value.chars() {
        match c {
            '"' | '\\' => text.extend(['\\', c]),
            c if c.is_control() => drop(write!(text, "\\u{:04x}", u32::from(c))),
            c => text.push(c),
        }
    }
    text.push('"');
}

/// The value of a field; nothing counts as none.
pub fn field<'a>(fields: &'a Fields, name: &str) -> Option<&'a Plain> {
    fields.iter().find(|(of, value)| of == name && *value != Plain::Nothing).map(|(_, value)| value)
}

impl From<&str> for Plain {
    fn from(text: &str) -> Plain {
        Plain::Text(text.to_string())
    }
}

impl From<String> for Plain {
    fn from(text: String) -> Plain {
        Plain::Text(text)
    }
}

impl From<u32> for Plain {
    fn from(number: u32) -> Plain {
        Plain::Number(f64::from(number))
    }
}

/// Fields from names and values.
pub fn fields<const N: usize>(pairs: [(&str, Plain); N]) -> Fields {
    pairs.into_iter().map(|(name, value)| (name.to_string(), value)).collect()
}
