//! A file that the viewer opens in the editor.

use crate::story::language::say;
use crate::story::parse::BYTES_MAX;

/// The text of a file, or why it is no scene.
pub(super) fn text_of_file(name: &str, bytes_all: u64, bytes: Vec<u8>) -> Result<String, String> {
    if (BYTES_MAX as u64) < bytes_all {
        return Err(say!(
            "{name} has {bytes} bytes; a scene has at most {most}.",
            name,
            bytes = bytes_all,
            most = BYTES_MAX
        ));
    }
    let no_text = say!(
        "{name} is not a text in UTF-8; expected a scene, such as a file that ends in .paxos, or a run as JSON.",
        name
    );
    let text = String::from_utf8(bytes).map_err(|_| no_text.clone())?;
    if text.contains('\0') { Err(no_text) } else { Ok(text) }
}
