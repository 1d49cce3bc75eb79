//! Objects as the browser writes them.

use js_sys::JSON;
use serde::Serialize;
use wasm_bindgen::JsValue;

/// What scripts are given of an object.
///
/// # Errors
/// A sentence for whoever asked.
pub fn value(object: &impl Serialize) -> Result<JsValue, String> {
    object.serialize(&serde_wasm_bindgen::Serializer::json_compatible()).map_err(|why| why.to_string())
}

/// An object as JSON, to be read by people too.
///
/// # Errors
/// A sentence for whoever asked.
pub fn text(object: &impl Serialize) -> Result<String, String> {
    let text = JSON::stringify_with_replacer_and_space(&value(object)?, &JsValue::NULL, &JsValue::from_f64(2.0));
    text.map(String::from).map_err(|_| "The run cannot be written.".to_string())
}
