//! A link as a program reads it that is no browser: its pairs, and the scene that it carries. On the page the browser
//! decodes and inflates, and nothing of this is there.

use super::grade::Answer;
use super::{Link, ScriptText};
use crate::story::parse::BYTES_MAX;
use data_encoding::BASE64URL_NOPAD;

/// What stands after the first `?` or `#` of a link; none where there is neither.
pub fn query(link: &str) -> Option<&str> {
    let at = link.find(['?', '#'])?;
    Some(&link[at + 1..])
}

/// What a link asks for, by what stands after its first `?` or `#`. What stands after `#` counts after what stands
/// after `?`.
pub fn answer(query: &str) -> Answer {
    let pairs = query.split('#').flat_map(|part| form_urlencoded::parse(part.as_bytes()).into_owned());
    let (link, notices) = Link::read(pairs);
    let script = link.script.as_ref().map(unpacked);
    Answer { link, notices, script }
}

/// The text of a scene that a link carries. One that would be longer than a scene may be is not inflated further.
///
/// # Errors
/// What is wrong with its letters, its deflate or its bytes.
pub fn unpacked(script: &ScriptText) -> Result<String, String> {
    let bytes = |letters: &str| BASE64URL_NOPAD.decode(letters.as_bytes()).map_err(|error| error.to_string());
    let bytes = match script {
        ScriptText::Plain(letters) => bytes(letters)?,
        ScriptText::Deflated(letters) => {
            let inflated = miniz_oxide::inflate::decompress_to_vec_with_limit(&bytes(letters)?, BYTES_MAX);
            inflated.map_err(|error| error.to_string())?
        }
    };
    String::from_utf8(bytes).map_err(|error| error.to_string())
}
