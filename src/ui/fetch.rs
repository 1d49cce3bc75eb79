//! Fetches the texts of scenes and guides.

use crate::player::Source;
use crate::story::guide::Guide;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::Response;

/// The text of a scene.
///
/// # Errors
/// A sentence for the reader.
pub async fn scene(source: &Source) -> Result<String, String> {
    match source {
        Source::Course(id) => text(&format!("scenes/{id}.paxos"), &format!("scene “{id}”")).await,
        Source::Address(address) => text(address, &format!("file {address}")).await,
        Source::Text(text) => Ok(text.to_string()),
    }
}

/// The text of a guide.
///
/// # Errors
/// A sentence for the reader.
pub async fn guide(guide: Guide) -> Result<String, String> {
    text(&format!("course/{}.txt", guide.file()), &format!("page “{}”", guide.name())).await
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
