//! Values between scripts and [`Plain`]. What scripts hand in may be anything at all; only what is plain is read, and
//! not more of it than a wish can need.

use crate::link::host::plain::{DEPTH_MAX, ENTRIES_MAX, Fields, Plain};
use js_sys::{Array, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

/// What a script has handed in.
pub fn read(value: &JsValue) -> Plain {
    read_at(value, 0)
}

fn read_at(value: &JsValue, depth: usize) -> Plain {
    if value.is_null() || value.is_undefined() {
        return Plain::Nothing;
    }
    if let Some(text) = value.as_string() {
        return Plain::Text(text);
    }
    if let Some(number) = value.as_f64() {
        return Plain::Number(number);
    }
    if let Some(truth) = value.as_bool() {
        return Plain::Bool(truth);
    }
    match value.dyn_ref::<Array>() {
        _ if DEPTH_MAX <= depth => Plain::Other,
        Some(list) => Plain::List(list.iter().take(ENTRIES_MAX).map(|entry| read_at(&entry, depth + 1)).collect()),
        None if value.is_object() => Plain::Fields(fields_at(value, depth)),
        None => Plain::Other,
    }
}

/// The fields of an object that are its own. One that throws when it is read has none.
fn fields_at(value: &JsValue, depth: usize) -> Fields {
    let names = Reflect::own_keys(value).unwrap_or_default();
    let field = |name: JsValue| {
        let found = Reflect::get(value, &name).ok()?;
        Some((name.as_string()?, read_at(&found, depth + 1)))
    };
    names.iter().take(ENTRIES_MAX).filter_map(field).collect()
}

/// A value for scripts.
pub fn write(value: &Plain) -> JsValue {
    match value {
        Plain::Nothing | Plain::Other => JsValue::NULL,
        Plain::Bool(truth) => JsValue::from_bool(*truth),
        Plain::Number(number) => JsValue::from_f64(*number),
        Plain::Text(text) => JsValue::from_str(text),
        Plain::List(values) => values.iter().map(write).collect::<Array>().into(),
        Plain::Fields(fields) => object(fields).into(),
    }
}

/// An object with these fields.
pub fn object(fields: &Fields) -> Object {
    let object = Object::new();
    fields.iter().for_each(|(name, value)| set(&object, name, &write(value)));
    object
}

/// Sets a field of an object of our own, which cannot fail.
pub fn set(object: &Object, name: &str, value: &JsValue) {
    let _ = Reflect::set(object, &name.into(), value);
}
