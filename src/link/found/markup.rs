//! As much of HTML as it takes to read one tag that somebody has pasted.

/// A tag with its attributes, and what stands after it.
pub struct Tag<'a> {
    pub attributes: Vec<(String, String)>,
    pub after: &'a str,
}

/// The first tag of this name.
pub fn tag<'a>(text: &'a str, name: &str) -> Option<Tag<'a>> {
    let lower = text.to_ascii_lowercase();
    let opens = format!("<{name}");
    let mut from = 0;
    loop {
        let at = from + lower.get(from..)?.find(&opens)? + opens.len();
        let rest = text.get(at..)?;
        if rest.starts_with(|c: char| c.is_ascii_whitespace() || c == '>' || c == '/') {
            return attributes(rest);
        }
        from = at;
    }
}

/// The attributes up to the end of the tag; none where it does not end.
fn attributes(mut rest: &str) -> Option<Tag<'_>> {
    let mut attributes = Vec::new();
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
        if let Some(after) = rest.strip_prefix('>') {
            return Some(Tag { attributes, after });
        }
        let is_end = |c: char| c.is_ascii_whitespace() || matches!(c, '=' | '>' | '/');
        // A sign of equality where a name is expected belongs to the name.
        let end = rest.char_indices().skip(1).find(|&(_, c)| is_end(c)).map(|(at, _)| at)?;
        let (name, after) = rest.split_at(end);
        rest = after.trim_start();
        let mut value = "";
        if let Some(after) = rest.strip_prefix('=') {
            (value, rest) = self::value(after.trim_start())?;
        }
        attributes.push((name.to_ascii_lowercase(), plain(value)));
    }
}

/// A value, and what stands after it.
fn value(rest: &str) -> Option<(&str, &str)> {
    for quote in ['"', '\''] {
        if let Some(rest) = rest.strip_prefix(quote) {
            return rest.split_once(quote);
        }
    }
    let end = rest.find(|c: char| c.is_ascii_whitespace() || c == '>')?;
    Some(rest.split_at(end))
}

/// Without the references that an attribute may have, each read once.
fn plain(value: &str) -> String {
    const REFERENCES: [(&str, &str); 9] = [
        ("amp;", "&"),
        ("#38;", "&"),
        ("#038;", "&"),
        ("quot;", "\""),
        ("#34;", "\""),
        ("apos;", "'"),
        ("#39;", "'"),
        ("lt;", "<"),
        ("gt;", ">"),
    ];
    let mut parts = value.split('&');
    let mut text = parts.next().unwrap_or("").to_string();
    for part in parts {
        match REFERENCES.iter().find_map(|(name, sign)| Some((sign, part.strip_prefix(name)?))) {
            Some((sign, rest)) => text.extend([*sign, rest]),
            None => text.extend(["&", part]),
        }
    }
    text
}
