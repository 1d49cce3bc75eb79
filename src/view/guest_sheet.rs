//! The style sheet for a guest in somebody's page. The sheets of the page ask the window how large it is; for a guest the
//! same is asked of the box in which it stands.

/// The box of a guest, as the style sheet names it.
const BOX: &str = "paxos";

/// A style sheet of the page, as it is written or as a build has made it small, for a guest: what it asks of the window's width and height is asked of the guest's box,
/// and lengths that are parts of the window's are parts of the box's. What is measured in `svw` and `svh` lies over the
/// whole window, and stays as it is.
pub fn for_guest(sheet: &str) -> String {
    let mut made = String::with_capacity(sheet.len() + 1024);
    let mut rest = sheet;
    while let Some(place) = rest.find(MEDIA) {
        let (before, from) = rest.split_at(place);
        let condition = from.split_once('{').map_or(from, |(condition, _)| condition);
        made.push_str(&with_parts_of_box(before));
        match is_of_size(condition) {
            true => made.push_str(&format!("@container {BOX} {}", condition[MEDIA.len()..].trim_start())),
            false => made.push_str(condition),
        }
        rest = &from[condition.len()..];
    }
    made.push_str(&with_parts_of_box(rest));
    made
}

const MEDIA: &str = "@media";

/// Whether a condition asks for a size.
fn is_of_size(condition: &str) -> bool {
    ["width", "height", "aspect-ratio"].iter().any(|asked| condition.contains(asked))
}

/// With lengths in parts of the box in place of those in parts of the window.
fn with_parts_of_box(rules: &str) -> String {
    let mut made = String::with_capacity(rules.len());
    let mut rest = rules;
    while let Some(place) = rest.find('v') {
        let (before, from) = rest.split_at(place);
        let side = from.as_bytes().get(1).copied().filter(|side| matches!(side, b'h' | b'w'));
        let ends = from.as_bytes().get(2).is_none_or(|next| !next.is_ascii_alphanumeric() && *next != b'-');
        let number = before.strip_suffix('d').unwrap_or(before);
        match side.filter(|_| ends && number.ends_with(|last: char| last.is_ascii_digit())) {
            Some(side) => {
                made.push_str(number);
                made.push_str("cq");
                made.push(char::from(side));
                rest = &from[2..];
            }
            None => {
                made.push_str(before);
                made.push('v');
                rest = &from[1..];
            }
        }
    }
    made.push_str(rest);
    made
}
