//! Fetches the texts of scenes and guides, where the page does not hold them inside.

use crate::link::inside;
use crate::player::Source;
use crate::story::guide::Guide;
use crate::story::language::{Language, Words, say, spoken, tr, words};
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

/// What is said of a file of the page that does not come.
const OFFLINE: Words = words!("could not be fetched. Is this page still online?");

/// What is said of somebody else's file that does not come: a browser does not tell why.
const UNREACHABLE: Words = words!(
    "could not be fetched. Either it is not there, or its server does not let other pages read \
                           it (Access-Control-Allow-Origin: * lets them), or you are offline. A page that was opened \
                           from a disk cannot read the files beside it."
);

/// The text of a scene.
///
/// # Errors
/// A sentence for the reader.
pub async fn scene(source: &Source) -> Result<String, String> {
    match source {
        Source::Course(id) => in_language(|language| language.scene(id), &say!("scene “{id}”", id)).await,
        Source::Address(address) => {
            let what = say!("file {address}", address);
            text(address, &what)
                .await
                .map_err(|failure| failure.or_said(&say!("The {what} {UNREACHABLE}", what, UNREACHABLE)))
        }
        Source::Text(text) => Ok(text.to_string()),
    }
}

/// The text of a guide.
///
/// # Errors
/// A sentence for the reader.
pub async fn guide(guide: Guide) -> Result<String, String> {
    in_language(|language| language.guide(guide.file()), &say!("page “{guide}”", guide = guide.name())).await
}

/// The tables of a language, as one.
///
/// # Errors
/// A sentence for the reader.
pub async fn tables(language: Language) -> Result<String, String> {
    let mut all = String::new();
    for file in language.tables() {
        all += &own(&file, &say!("table of the language {language}", language = language.name())).await?;
        all.push('\n');
    }
    Ok(all)
}

/// A file in the language that is spoken when it has come: another may have been chosen meanwhile.
async fn in_language(file: impl Fn(Language) -> String, what: &str) -> Result<String, String> {
    loop {
        let language = spoken();
        let file = file(language);
        let text = own(&file, what).await;
        if language == spoken() {
            return text.map(|text| language.told(&file, text));
        }
    }
}

/// The text of a style sheet, if it is to be had.
pub async fn style(url: &str) -> Option<String> {
    text(url, tr!("style sheet")).await.ok()
}

/// Why a text was not to be had.
enum Failure {
    /// No answer came, or none that this page may read.
    Unreachable,
    /// The server said that there is none, in a sentence for the reader.
    Answered(String),
}

impl Failure {
    /// What the server said, or this.
    fn or_said(self, unreachable: &str) -> String {
        match self {
            Failure::Unreachable => unreachable.to_string(),
            Failure::Answered(why) => why,
        }
    }
}

/// A file that comes with the page, and may be inside it.
async fn own(file: &str, what: &str) -> Result<String, String> {
    let document = web_sys::window().and_then(|window| window.document());
    let held = document.and_then(|document| document.get_element_by_id(&inside::id(file))?.text_content());
    match held {
        Some(held) => Ok(inside::text(&held)),
        None => text(&beside(file), what)
            .await
            .map_err(|failure| failure.or_said(&say!("The {what} {OFFLINE}", what, OFFLINE))),
    }
}

async fn text(url: &str, what: &str) -> Result<String, Failure> {
    let window = web_sys::window().ok_or(Failure::Unreachable)?;
    let response = JsFuture::from(window.fetch_with_str(url)).await.map_err(|_| Failure::Unreachable)?;
    let response: Response = response.dyn_into().map_err(|_| Failure::Unreachable)?;
    if !response.ok() {
        let why = say!(
            "There is no {what} here: the server answered {status} to {url}.",
            what,
            status = response.status(),
            url
        );
        return Err(Failure::Answered(why));
    }
    let text = JsFuture::from(response.text().map_err(|_| Failure::Unreachable)?).await;
    text.ok().and_then(|text| text.as_string()).ok_or(Failure::Unreachable)
}
