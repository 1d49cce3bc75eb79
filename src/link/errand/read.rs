//! Reads JSON. The page does not: there the browser does it.

use crate::link::host::Plain;
use serde_json::Value;

/// What a text says, if it is JSON.
pub fn json(text: &str) -> Option<Plain> {
    serde_json::from_str(text).ok().map(plain)
}

fn plain(value: Value) -> Plain {
    match value {
        Value::Null => Plain::Nothing,
        Value::Bool(truth) => Plain::Bool(truth),
        Value::Number(number) => number.as_f64().map_or(Plain::Other, Plain::Number),
        Value::String(text) => Plain::Text(text),
        Value::Array(values) => Plain::List(values.into_iter().map(plain).collect()),
        Value::Object(fields) => Plain::Fields(fields.into_iter().map(|(name, value)| (name, plain(value))).collect()),
    }
}
