//! A link as a QR code, to be drawn.

use crate::story::language::say;
use qrcodegen::{QrCode, QrCodeEcc};
use std::fmt::Write;

/// The most bytes that a code holds.
pub const CODE_BYTES_MAX: usize = 2953;
/// From the back rows of a hall a code of more bytes can hardly be read: its dots are too small.
pub const HALL_BYTES_MAX: usize = 300;
/// So many dots of nothing belong around a code.
const QUIET: i32 = 4;

/// A code, in dots as its unit.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Code {
    /// The side of the whole square, with the quiet zone.
    pub side: u32,
    /// The dark dots, as the data of an SVG path.
    pub path: String,
}

/// The code of a link; none where that is too long for one.
pub fn code(link: &str) -> Option<Code> {
    // The lowest level of correction, which the library raises as far as that costs no room.
    let code = QrCode::encode_binary(link.as_bytes(), QrCodeEcc::Low).ok()?;
    let mut path = String::new();
    for y in 0..code.size() {
        let mut x = 0;
        while x < code.size() {
            let length = (x..code.size()).take_while(|&x| code.get_module(x, y)).count() as i32;
            if 0 < length {
                let _ = write!(path, "M{} {}h{length}v1h-{length}z", x + QUIET, y + QUIET);
            }
            x += length + 1;
        }
    }
    Some(Code { side: (code.size() + 2 * QUIET) as u32, path })
}

/// What is to be said of the code of a link, if anything is.
pub fn notice(link: &str) -> Option<String> {
    let bytes = link.len();
    match bytes {
        _ if bytes <= HALL_BYTES_MAX => None,
        _ if bytes <= CODE_BYTES_MAX => Some(say!(
            "The link has {bytes} characters, and the dots of its code are small: it can be scanned up close, hardly from the back of a hall.",
            bytes
        )),
        _ => Some(say!(
            "The link has {bytes} characters; a code holds at most {most}, so there is none. Put the scene into a file on a server, and name it by src, for a short link.",
            bytes,
            most = CODE_BYTES_MAX
        )),
    }
}
