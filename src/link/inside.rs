//! The files that a page holds inside: `paxos-explainer.html` has every scene and guide in it, each as the text of an
//! element, so that it needs no server.

/// The id of the element that holds a file, such as `file:scenes/contention.paxos`.
pub fn id(file: &str) -> String {
    format!("file:{file}")
}

/// The text of a file, as it was, from that of its element. There each `<` is written as `&lt;`, since some words behind
/// one end the element or change how it is read; each `&` as `&amp;`; and each letter beyond ASCII by its number, as in
/// `&#8230;`, since a server may say of the page that it is written in other letters than it is.
#[inline(never)]
pub fn text(held: &str) -> String {
    let mut parts = held.split('&');
    let mut text = parts.next().unwrap_or_default().to_string();
    for part in parts {
        let (name, rest) = part.split_once(';').unwrap_or((part, ""));
        text.push(letter(name));
        text.push_str(rest);
    }
    text
}

/// What stands for a letter between `&` and `;`. Nothing else is ever written there.
fn letter(name: &str) -> char {
    let number = name.strip_prefix('#').and_then(|number| number.parse().ok());
    match name {
        "lt" => '<',
        "amp" => '&',
        _ => number.and_then(char::from_u32).unwrap_or(char::REPLACEMENT_CHARACTER),
    }
}
