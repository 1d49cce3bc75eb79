//! JSON as a page reads what a script hands in: not deeper and not more than that does.

use paxos_explainer::link::host::Plain;
use paxos_explainer::link::host::plain::{DEPTH_MAX, ENTRIES_MAX};
use serde_json::Value;

/// What a script hands in, written as JSON; none where it is none.
pub fn read(text: &str) -> Option<Plain> {
    serde_json::from_str(text).ok().map(|value| at(value, 0))
}

fn at(value: Value, depth: usize) -> Plain {
    match value {
        Value::Null => Plain::Nothing,
        Value::Bool(truth) => Plain::Bool(truth),
        Value::Number(number) => Plain::Number(number.as_f64().unwrap_or(f64::NAN)),
        Value::String(text) => Plain::Text(text),
        _ if DEPTH_MAX <= depth => Plain::Other,
        Value::Array(values) => Plain::List(values.into_iter().take(ENTRIES_MAX).map(|it| at(it, depth + 1)).collect()),
        Value::Object(fields) => {
            Plain::Fields(fields.into_iter().take(ENTRIES_MAX).map(|(name, it)| (name, at(it, depth + 1))).collect())
        }
    }
}
