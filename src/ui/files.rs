//! Files and the clipboard: what a browser may refuse, it refuses quietly, and the page says so.

use super::later::later;
use super::listen::Listener;
use crate::link::found::FILE_BYTES_MAX;
use js_sys::{Array, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Blob, BlobPropertyBag, Clipboard, DragEvent, EventTarget, File, HtmlAnchorElement, Url};
use yew::Callback;

/// How long the address of a file lives that is saved, in milliseconds.
const ADDRESS_MS: i32 = 10_000;

/// A file that somebody has brought.
#[derive(Clone, PartialEq, Debug)]
pub struct Brought {
    /// What it is called.
    pub name: String,
    /// How many bytes it has.
    pub bytes_all: u64,
    /// As many of them as can be of use.
    pub bytes: Vec<u8>,
}

/// Reads as much of a file as can be of use.
pub fn read(file: File, send: Callback<Brought>) {
    spawn_local(async move {
        let part = file.slice_with_i32_and_i32(0, FILE_BYTES_MAX as i32 + 1);
        let bytes = match part {
            Ok(part) => JsFuture::from(part.array_buffer()).await.map(|buffer| Uint8Array::new(&buffer).to_vec()),
            Err(why) => Err(why),
        };
        // What cannot be read is as good as no text.
        let bytes = bytes.unwrap_or_else(|_| vec![0]);
        send.emit(Brought { name: file.name(), bytes_all: file.size() as u64, bytes });
    });
}

/// Opens whatever file is dropped anywhere on this.
pub fn drops(on: EventTarget, send: Callback<Brought>) -> Vec<Listener> {
    let over = Listener::new(on.clone(), "dragover", |event| {
        if dropped(&event).is_some() {
            event.prevent_default();
        }
    });
    let drop = Listener::new(on, "drop", move |event| {
        let Some(files) = dropped(&event) else { return };
        event.prevent_default();
        if let Some(file) = files.files().and_then(|files| files.get(0)) {
            read(file, send.clone());
        }
    });
    vec![over, drop]
}

/// What is dragged, where it is files.
fn dropped(event: &web_sys::Event) -> Option<web_sys::DataTransfer> {
    let dragged = event.dyn_ref::<DragEvent>()?.data_transfer()?;
    dragged.types().includes(&JsValue::from_str("Files"), 0).then_some(dragged)
}

/// Saves a text under this name; gives none where the browser has no way to.
pub fn save(name: &str, text: &str) -> Option<()> {
    let kind = BlobPropertyBag::new();
    kind.set_type("text/plain;charset=utf-8");
    save_blob(name, &Blob::new_with_str_sequence_and_options(&Array::of1(&text.into()), &kind).ok()?)
}

/// The same of a file that is there already.
pub fn save_blob(name: &str, blob: &Blob) -> Option<()> {
    let address = Url::create_object_url_with_blob(blob).ok()?;
    let document = web_sys::window()?.document()?;
    let link: HtmlAnchorElement = document.create_element("a").ok()?.dyn_into().ok()?;
    link.set_href(&address);
    link.set_download(name);
    link.click();
    later(ADDRESS_MS, move || drop(Url::revoke_object_url(&address)));
    Some(())
}

/// Whether the page stands in a frame, where files may be refused without a word.
pub fn is_framed() -> bool {
    web_sys::window().is_some_and(|window| match window.parent() {
        Ok(Some(parent)) => parent != window,
        Ok(None) => false,
        Err(_) => true,
    })
}

/// Copies a text, and says whether that was allowed.
pub fn copy(text: String, done: Callback<bool>) {
    let clipboard = web_sys::window().and_then(|window| {
        // It is not there where the page has not come over a safe way.
        Reflect::get(&window.navigator(), &"clipboard".into()).ok()?.dyn_into::<Clipboard>().ok()
    });
    spawn_local(async move {
        let copied = match clipboard {
            Some(clipboard) => JsFuture::from(clipboard.write_text(&text)).await.is_ok(),
            None => false,
        };
        done.emit(copied);
    });
}
