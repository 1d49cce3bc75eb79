//! Fetches the texts of scenes and guides.

use crate::player::Source;
use crate::story::guide::Guide;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Response, Url};

#[wasm_bindgen]
extern "C" {
    /// The address of the script that has loaded this.
    #[wasm_bindgen(thread_local_v2, js_namespace = ["import", "meta"], js_name = url)]
    static OWN_ADDRESS: String;
}

/// The address of a file that comes with the page. The document may be somebody else's, and stand elsewhere.
pub fn beside(file: &str) -> String {
    let address = OWN_ADDRESS.with(|own| Url::new_with_base(file, own).ok());
    address.map_or_else(|| file.to_string(), |address| address.href())
}

/// The text of a scene.
///
/// # Errors
/// A sentence for the reader.
pub async fn scene(source: &Source) -> Result<String, String> {
    match source {
        Source::Course(id) => text(&beside(&format!("scenes/{id}.paxos")), &format!("scene “{id}”")).await,
        Source::Address(address) => text(address, &format!("file {address}")).await,
        Source::Text(text) => Ok(text.to_string()),
    }
}

/// The text of a guide.
///
/// # Errors
/// A sentence for the reader.
pub async fn guide(guide: Guide) -> Result<String, String> {
    text(&beside(&format!("course/{}.txt", guide.file())), &format!("page “{}”", guide.name())).await
}

async fn text(url: &str, what: &str) -> Result<String, String> {
    let offline = || format!("The {what} could not be fetched. Is this page still online?");
    let window = web_sys::window().ok_or_else(offline)?;
    let response = JsFuture::from(window.fetch_with_str(url)).await.map_err(|_| offline())?;
    let response: Response = response.dyn_into().map_err(|_| offline())?;
    if !response.ok() {
        return Err(format!("There is no {what} here: the server answered {} to {url}.", response.status()));
    }
    let text = JsFuture::from(response.text().map_err(|_| offline())?).await.map_err(|_| offline())?;
    text.as_string().ok_or_else(offline)
}
