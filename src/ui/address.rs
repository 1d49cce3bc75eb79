//! The address of the page: what it asks for, and that it follows the work. What a link carries is packed and unpacked
//! by the browser.

use super::listen::Listener;
use super::{files, keep};
use crate::link::keys::KEYS;
use crate::link::{Link, ScriptText, strange};
use crate::player::Opening;
use crate::story::language::tr;
use js_sys::{Array, Uint8Array};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, HashChangeEvent, ReadableStream, ReadableWritablePair, Response, UrlSearchParams, WritableStream};
use yew::Callback;

// The bindings have these streams only behind a switch for the whole build.
#[wasm_bindgen]
extern "C" {
    type CompressionStream;
    #[wasm_bindgen(constructor, catch)]
    fn new(format: &str) -> Result<CompressionStream, JsValue>;
    #[wasm_bindgen(method, getter)]
    fn readable(this: &CompressionStream) -> ReadableStream;
    #[wasm_bindgen(method, getter)]
    fn writable(this: &CompressionStream) -> WritableStream;

    type DecompressionStream;
    #[wasm_bindgen(constructor, catch)]
    fn new(format: &str) -> Result<DecompressionStream, JsValue>;
    #[wasm_bindgen(method, getter)]
    fn readable(this: &DecompressionStream) -> ReadableStream;
    #[wasm_bindgen(method, getter)]
    fn writable(this: &DecompressionStream) -> WritableStream;
}

/// Deflate without a head.
const FORMAT: &str = "deflate-raw";

/// What the address asks for, and a sentence for each part of it that cannot be read. What stands after `#` wins over
/// what stands after `?`.
pub fn read() -> (Link, Vec<String>) {
    let href = web_sys::window().and_then(|window| window.location().href().ok());
    read_of(&href.unwrap_or_default())
}

/// What an address asks for.
pub fn read_of(href: &str) -> (Link, Vec<String>) {
    let (page, hash) = href.split_once('#').unwrap_or((href, ""));
    let (_, search) = page.split_once('?').unwrap_or((page, ""));
    let (link, mut notices) = Link::read([search, hash].into_iter().flat_map(pairs));
    // What stands after `?` may be the server's.
    notices.extend(strange::notice(pairs(hash).iter().map(|(name, _)| name.as_str())));
    (link, notices)
}

/// Listens to what somebody else puts into the address, and gives that: it may have been written over since.
pub fn on_change(heard: Callback<String>) -> Option<Listener> {
    let window = web_sys::window()?;
    Some(Listener::new(window.into(), "hashchange", move |event| {
        let event = event.dyn_into::<HashChangeEvent>().ok();
        heard.emit(event.map(|event| event.new_url()).unwrap_or_default());
    }))
}

/// Listens to whether the reader leaves the page.
pub fn on_leaving(heard: Callback<()>) -> Vec<Listener> {
    let listener = |kind: &'static str| {
        let heard = heard.clone();
        Some(Listener::new(web_sys::window()?.into(), kind, move |_| heard.emit(())))
    };
    ["pagehide", "beforeunload"].into_iter().filter_map(listener).collect()
}

/// Whether the address of the page says, well or badly, which run is to be opened.
fn asks_for_a_run() -> bool {
    let href = web_sys::window().and_then(|window| window.location().href().ok()).unwrap_or_default();
    let asked = href.split(['?', '#']).skip(1).flat_map(pairs);
    asked.into_iter().any(|(key, _)| ["script", "src", "scene", "objective", "do"].contains(&key.as_str()))
}

/// The same link, or, where it names neither a scene nor where to begin, one to where the reader was last.
/// `is_damaged` says that a part of it cannot be read.
pub fn or_kept(link: Link, is_damaged: bool) -> Link {
    // A scene that there is not is said, and nothing else is opened in its place without a word; nor is a run of the
    // reader's own, which could be taken for the one that was sent.
    let (opens, wrong) = link.opens();
    if opens.is_some() || wrong.is_some() || link.opening() != Opening::Set || is_damaged && asks_for_a_run() {
        return link;
    }
    let (kept, notices) = Link::read(keep::place().iter().flat_map(|kept| pairs(kept)));
    // Who was last in a run that was found comes back to that; a link to another search opens what it finds itself.
    let is_another_search = link.breaking.is_some() && kept.script.is_some();
    match notices.is_empty() && kept.opens().1.is_none() && !is_another_search {
        true => Link { look: link.look, scenes: link.scenes, breaking: link.breaking.or(kept.breaking), ..kept },
        false => link,
    }
}

fn pairs(text: &str) -> Vec<(String, String)> {
    let Ok(params) = UrlSearchParams::new_with_str(text) else { return Vec::new() };
    let each = js_sys::try_iter(&params).ok().flatten().into_iter().flatten().flatten();
    let pair = |pair: JsValue| {
        let pair: Array = pair.dyn_into().ok()?;
        Some((pair.get(0).as_string()?, pair.get(1).as_string()?))
    };
    each.filter_map(pair).collect()
}

/// Where in the history of the browser an address is put.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// In the place of the one before.
    Same,
    /// After it, so that one can go back to it.
    Next,
}

/// Puts a link into the address in place of what was there. Keys that are not ours stay as they are.
pub fn put(link: &str, place: Place) {
    let Some(window) = web_sys::window() else { return };
    let location = window.location();
    let search = location.search().unwrap_or_default();
    let others: Vec<&str> = search.trim_start_matches('?').split('&').filter(|pair| is_anothers(pair)).collect();
    let search = if others.is_empty() { String::new() } else { format!("?{}", others.join("&")) };
    let hash = location.hash().unwrap_or_default();
    let strange = hash.trim_start_matches('#').split('&').filter(|pair| strange::is_strange(name_of(pair)));
    let hash: String = [link].into_iter().chain(strange).collect::<Vec<_>>().join("&");
    let address = format!("{}{search}#{hash}", location.pathname().unwrap_or_default());
    // Where a frame may not change its address, it does not follow, and that is all. In a frame a place of its own
    // would stand in the way of whoever wants to go back on the page around it.
    let _ = window.history().map(|history| match place {
        Place::Next if !files::is_framed() => history.push_state_with_url(&JsValue::NULL, "", Some(&address)),
        Place::Next | Place::Same => history.replace_state_with_url(&JsValue::NULL, "", Some(&address)),
    });
}

/// Whether a pair of the address is none of ours.
fn is_anothers(pair: &str) -> bool {
    let name = name_of(pair);
    !pair.is_empty() && KEYS.iter().all(|key| key.name != name)
}

/// The key of a pair; none where it is no pair.
fn name_of(pair: &str) -> &str {
    pair.split_once('=').map_or("", |(name, _)| name)
}

/// Says in the console what the viewer is told.
pub fn warn(notice: &str) {
    web_sys::console::warn_1(&JsValue::from_str(notice));
}

/// The whole address of the page with this link in it, for somebody else.
pub fn whole(link: &str) -> String {
    format!("{}#{link}", page())
}

/// The address of the page, without what it asks for.
pub fn page() -> String {
    let href = web_sys::window().and_then(|window| window.location().href().ok()).unwrap_or_default();
    href.split(['?', '#']).next().unwrap_or_default().to_string()
}

/// The text of a scene that a link carries.
///
/// # Errors
/// A sentence for the reader.
pub async fn unpack(script: &ScriptText) -> Result<String, String> {
    let wrong =
        || tr!("The scene in this link cannot be unpacked: a part of the link seems to be missing.").to_string();
    match script {
        ScriptText::Plain(code) => String::from_utf8(bytes(code).ok_or_else(wrong)?).map_err(|_| wrong()),
        ScriptText::Deflated(code) => {
            let blob = blob(&bytes(code).ok_or_else(wrong)?).ok_or_else(wrong)?;
            let inflated = through(&blob.stream(), DecompressionStream::new(FORMAT).ok());
            let text = inflated.ok_or_else(wrong)?.text().map_err(|_| wrong())?;
            let text = JsFuture::from(text).await.map_err(|_| wrong())?;
            text.as_string().ok_or_else(wrong)
        }
    }
}

/// The text of a scene as a link carries it: deflated where the browser can do that.
pub async fn pack(text: &str) -> ScriptText {
    match deflated(text).await {
        Some(bytes) => ScriptText::Deflated(code(&bytes)),
        None => ScriptText::Plain(code(text.as_bytes())),
    }
}

async fn deflated(text: &str) -> Option<Vec<u8>> {
    let packed = through(&blob(text.as_bytes())?.stream(), CompressionStream::new(FORMAT).ok())?;
    let buffer = JsFuture::from(packed.array_buffer().ok()?).await.ok()?;
    Some(Uint8Array::new(&buffer).to_vec())
}

/// Something that bytes go through.
trait Passage {
    fn pair(&self) -> ReadableWritablePair;
}

impl Passage for CompressionStream {
    fn pair(&self) -> ReadableWritablePair {
        ReadableWritablePair::new(&self.readable(), &self.writable())
    }
}

impl Passage for DecompressionStream {
    fn pair(&self) -> ReadableWritablePair {
        ReadableWritablePair::new(&self.readable(), &self.writable())
    }
}

fn through(stream: &ReadableStream, passage: Option<impl Passage>) -> Option<Response> {
    let out = stream.pipe_through(&passage?.pair());
    Response::new_with_opt_readable_stream(Some(&out)).ok()
}

fn blob(bytes: &[u8]) -> Option<Blob> {
    Blob::new_with_u8_array_sequence(&Array::of1(&Uint8Array::from(bytes))).ok()
}

/// The bytes that base64url stands for.
fn bytes(code: &str) -> Option<Vec<u8>> {
    let base64 = code.replace('-', "+").replace('_', "/");
    let letters = web_sys::window()?.atob(&base64).ok()?;
    letters.chars().map(|letter| u8::try_from(u32::from(letter)).ok()).collect()
}

/// Bytes as base64url, without padding.
fn code(bytes: &[u8]) -> String {
    let letters: String = bytes.iter().map(|&byte| char::from(byte)).collect();
    let base64 = web_sys::window().and_then(|window| window.btoa(&letters).ok()).unwrap_or_default();
    base64.replace('+', "-").replace('/', "_").trim_end_matches('=').to_string()
}
