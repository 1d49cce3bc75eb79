//! Fetches the text of a scene.

use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::Response;

/// The text of the scene with this id.
///
/// # Errors
/// A sentence for the reader.
pub async fn scene(id: &str) -> Result<String, String> {
    let url = format!("scenes/{id}.paxos");
    let offline = || format!("The scene “{id}” could not be fetched. Is this page still online?");
    let window = web_sys::window().ok_or_else(offline)?;
    let response = JsFuture::from(window.fetch_with_str(&url)).await.map_err(|_| offline())?;
    let response: Response = response.dyn_into().map_err(|_| offline())?;
    if !response.ok() {
        return Err(format!("There is no scene “{id}” here: the server answered {} to {url}.", response.status()));
    }
    let text = JsFuture::from(response.text().map_err(|_| offline())?).await.map_err(|_| offline())?;
    text.as_string().ok_or_else(offline)
}
