//! Reads Rust just well enough to say what a file uses: words and signs with their lines, no comments,
//! no texts; then the paths among them, resolved to the root of the crate.

/// A word, a number, or one sign; `::` and `=>` are one sign each.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Token {
    pub text: String,
    pub line: usize,
}

/// A path of the crate that a file names, without the leading `crate`, and where.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Named {
    pub path: Vec<String>,
    pub line: usize,
}

/// The text with comments and the insides of texts and characters turned to blanks, line for line.
pub fn bare(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut bare = String::new();
    let mut at = 0;
    while at < chars.len() {
        let end = end_of_blank(&chars, at);
        if end == at {
            bare.push(chars[at]);
            at += 1;
            continue;
        }
        bare.extend(chars[at..end].iter().map(|&c| if c == '\n' { '\n' } else { ' ' }));
        at = end;
    }
    bare
}

/// Where the comment, text or character that starts at `at` ends; `at` itself if none starts there.
fn end_of_blank(chars: &[char], at: usize) -> usize {
    let rest = &chars[at..];
    let is_word = 0 < at && is_word(chars[at - 1]);
    match rest {
        ['/', '/', ..] => at + rest.iter().position(|&c| c == '\n').unwrap_or(rest.len()),
        ['/', '*', ..] => at + length_of_block(rest),
        ['"', ..] => at + length_of_text(rest),
        ['r', '"' | '#', ..] if !is_word => at + length_of_raw(rest),
        ['\'', '\\', _, tail @ ..] => at + 3 + tail.iter().position(|&c| c == '\'').map_or(0, |end| end + 1),
        ['\'', _, '\'', ..] => at + 3,
        _ => at,
    }
}

fn length_of_block(rest: &[char]) -> usize {
    let (mut depth, mut at) = (0, 0);
    while at + 1 < rest.len() {
        match (rest[at], rest[at + 1]) {
            ('/', '*') => depth += 1,
            ('*', '/') => depth -= 1,
            _ => {
                at += 1;
                continue;
            }
        }
        at += 2;
        if depth == 0 {
            return at;
        }
    }
    rest.len()
}

fn length_of_text(rest: &[char]) -> usize {
    let mut at = 1;
    while at < rest.len() && rest[at] != '"' {
        at += if rest[at] == '\\' { 2 } else { 1 };
    }
    (at + 1).min(rest.len())
}

/// `r"…"`, `r#"…"#`; nothing for `r#word`.
fn length_of_raw(rest: &[char]) -> usize {
    let hashes = rest[1..].iter().take_while(|&&c| c == '#').count();
    if rest.get(1 + hashes) != Some(&'"') {
        return 0;
    }
    let closing: String = std::iter::once('"').chain(std::iter::repeat_n('#', hashes)).collect();
    let body: String = rest[2 + hashes..].iter().collect();
    let end = body.find(&closing).map_or(body.len(), |end| end + closing.len());
    2 + hashes + body[..end].chars().count()
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The words and signs of a text from which comments were taken.
pub fn tokens(bare: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    for (number, text) in bare.lines().enumerate() {
        let chars: Vec<char> = text.chars().collect();
        let mut at = 0;
        while at < chars.len() {
            let length = match (chars[at], chars.get(at + 1)) {
                (c, _) if is_word(c) => chars[at..].iter().take_while(|&&c| is_word(c)).count(),
                (':', Some(':')) | ('=', Some('>')) => 2,
                _ => 1,
            };
            let text: String = chars[at..at + length].iter().collect();
            if !text.trim().is_empty() {
                tokens.push(Token { text, line: number + 1 });
            }
            at += length;
        }
    }
    tokens
}

/// The module of a file: `src/paxos/node.rs` is `paxos::node`.
pub fn module_of(file: &str) -> Vec<String> {
    let path = file.trim_start_matches("src/").trim_end_matches(".rs").trim_end_matches("/mod");
    path.split('/').map(str::to_string).collect()
}

/// Every path of the crate that the text of `module` names, in `use` and elsewhere.
pub fn named(module: &[String], text: &str) -> Vec<Named> {
    let tokens = tokens(&bare(text));
    let mut reader = Reader { tokens: &tokens, at: 0, inside: Vec::new(), module: module.to_vec(), named: Vec::new() };
    reader.read();
    reader.named
}

struct Reader<'a> {
    tokens: &'a [Token],
    at: usize,
    /// For each open brace, whether it opened a module.
    inside: Vec<bool>,
    module: Vec<String>,
    named: Vec<Named>,
}

impl Reader<'_> {
    fn read(&mut self) {
        while self.at < self.tokens.len() {
            match self.word(0) {
                "use" if self.word(1) != "<" => {
                    self.at += 1;
                    self.tree(&[]);
                }
                "mod" if self.word(2) == "{" => {
                    self.module.push(self.word(1).to_string());
                    self.inside.push(true);
                    self.at += 3;
                }
                "{" => {
                    self.inside.push(false);
                    self.at += 1;
                }
                "}" => {
                    if self.inside.pop() == Some(true) {
                        self.module.pop();
                    }
                    self.at += 1;
                }
                "crate" | "super" | "self" if self.word(1) == "::" => self.inline(),
                _ => self.at += 1,
            }
        }
    }

    fn word(&self, ahead: usize) -> &str {
        self.tokens.get(self.at + ahead).map_or("", |token| &token.text)
    }

    /// One tree of a `use`: a path, and after it perhaps a group, an asterisk or another name.
    fn tree(&mut self, before: &[String]) {
        let mut path = before.to_vec();
        let line = self.tokens.get(self.at).map_or(0, |token| token.line);
        loop {
            match self.word(0) {
                "{" => {
                    self.at += 1;
                    while !matches!(self.word(0), "}" | "") {
                        self.tree(&path);
                        if self.word(0) == "," {
                            self.at += 1;
                        }
                    }
                    self.at += 1;
                    return;
                }
                "," | "}" | ";" | "" => break,
                "::" => self.at += 1,
                "as" => self.at += 2,
                word => {
                    path.push(word.to_string());
                    self.at += 1;
                }
            }
        }
        self.name(path, line);
    }

    /// A path in the middle of the code.
    fn inline(&mut self) {
        let line = self.tokens[self.at].line;
        let mut path = vec![self.word(0).to_string()];
        self.at += 1;
        while self.word(0) == "::" && self.word(1).starts_with(is_word) {
            path.push(self.word(1).to_string());
            self.at += 2;
        }
        self.name(path, line);
    }

    /// Resolves a path from the module in which it stands; what begins elsewhere is not of the crate.
    fn name(&mut self, path: Vec<String>, line: usize) {
        let mut from = match path[..] {
            [ref first, ..] if first == "crate" => Vec::new(),
            [ref first, ..] if first == "self" || first == "super" => self.module.clone(),
            _ => return,
        };
        for word in path {
            match word.as_str() {
                "crate" | "self" => {}
                "super" => drop(from.pop()),
                _ => from.push(word),
            }
        }
        self.named.push(Named { path: from, line });
    }
}
