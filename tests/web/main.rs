//! Tests that need a browser: the same code, compiled to WebAssembly and run
//! there. `cargo xtask test wasm` runs them; for `cargo test` this crate is empty.
#![cfg(target_arch = "wasm32")]

use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen_test]
fn page_mounts_into_a_document_of_a_real_browser() {
    let href = js_sys::eval("document.location.href").expect("there is a document");
    assert!(href.as_string().is_some_and(|it| it.starts_with("http")));
}
