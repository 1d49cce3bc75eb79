//! What is done once, after a while, whoever is still there by then.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

/// Does this after so many milliseconds. It cannot be taken back, and nothing of it stays in memory when it is done:
/// that a timer of gloo's is forgotten leaves some bytes for good, in the midst of what is free.
pub fn later(millis: i32, act: impl FnOnce() + 'static) {
    let act = Closure::once_into_js(act);
    // Without a window there is nobody to do it for.
    let _ = web_sys::window()
        .map(|window| window.set_timeout_with_callback_and_timeout_and_arguments_0(act.unchecked_ref(), millis));
}
