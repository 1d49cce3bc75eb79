//! Values between scripts and [`Plain`]. What scripts hand in may be anything at all; only what is plain is read, and
//! not more of it than a wish can need.

use crate::link::host::plain::{DEPTH_MAX, ENTRIES_MAX, Fields, Plain, VALUES_MAX};
use js_sys::{Array, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

/// What a script has handed in. What is beyond the limits is left out.
pub fn read(value: &JsValue) -> Plain {
    Reader { left: VALUES_MAX }.read(value, 0)
}

/// Reads a value, and counts what is in it.
struct Reader {
    /// How many more values may be read.
    left: usize,
}

impl Reader {
    fn read(&mut self, value: &JsValue, depth: usize) -> Plain {
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
            Some(list) => Plain::List(self.entries(list, depth)),
            None if value.is_object() => Plain::Fields(self.fields(value, depth)),
            None => Plain::Other,
        }
    }

    fn entries(&mut self, list: &Array, depth: usize) -> Vec<Plain> {
        let mut entries = Vec::new();
        for entry in list.iter().take(ENTRIES_MAX) {
            if !self.may_go_on() {
                break;
            }
            entries.push(self.read(&entry, depth + 1));
        }
        entries
    }

    /// The fields of an object that are its own. One that throws when it is read has none.
    fn fields(&mut self, value: &JsValue, depth: usize) -> Fields {
        let mut fields = Fields::new();
        for name in Reflect::own_keys(value).unwrap_or_default().iter().take(ENTRIES_MAX) {
            let Some((name, found)) = name.as_string().zip(Reflect::get(value, &name).ok()) else { continue };
            if !self.may_go_on() {
                break;
            }
            fields.push((name, self.read(&found, depth + 1)));
        }
        fields
    }

    /// Whether one value more may be read, which then counts.
    fn may_go_on(&mut self) -> bool {
        let left = self.left.checked_sub(1);
        self.left = left.unwrap_or(0);
        left.is_some()
    }
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
