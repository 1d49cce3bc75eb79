//! Texts as TeX sets them: every letter as it is where pdflatex knows it in any document, else by its number.

/// Letters between À and ž that TeX's first encoding of fonts does not know.
const UNKNOWN: &str = "ÐðÞþĄąĐđĘęĦħĮįĸĿŀŉŊŋŦŧŲųſ";

/// A text of at most so many letters, as TeX sets it; one that is longer ends in dots.
pub fn tex(text: &str, most: usize) -> String {
    let mut set = String::new();
    let mut room = most;
    let mut letters = text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).peekable();
    while let Some(letter) = letters.next() {
        let sign = sign(letter);
        let width = shown(&sign).max(1);
        if room < width || (room == width && letters.peek().is_some()) {
            set.push_str("\\ldots{}");
            break;
        }
        room -= width;
        set.push_str(&sign);
        // Two of these in a row would become one sign.
        let joins = |next: char| "-'`,".contains(letter) && next == letter || "?!".contains(letter) && next == '`';
        if letters.peek().is_some_and(|&next| joins(next)) {
            set.push_str("{}");
        }
    }
    set
}

/// How wide a text is that TeX is to set, in letters, roughly.
fn shown(set: &str) -> usize {
    match set.strip_prefix("\\texttt{") {
        Some(number) => number.len() - 3,
        None => 1,
    }
}

fn sign(letter: char) -> String {
    let named = match letter {
        '\\' => "\\textbackslash{}",
        '^' => "\\textasciicircum{}",
        '~' => "\\textasciitilde{}",
        '<' => "\\textless{}",
        '>' => "\\textgreater{}",
        '|' => "\\textbar{}",
        '"' => "{\\char34}",
        '“' => "``",
        '”' => "''",
        '‘' => "`",
        '’' => "'",
        '–' => "--",
        '—' => "---",
        '…' => "\\ldots{}",
        '·' => "\\textperiodcentered{}",
        '×' => "\\ensuremath{\\times}",
        'α' => "\\ensuremath{\\alpha}",
        '→' => "\\ensuremath{\\rightarrow}",
        '←' => "\\ensuremath{\\leftarrow}",
        '≤' => "\\ensuremath{\\leq}",
        '≥' => "\\ensuremath{\\geq}",
        '≠' => "\\ensuremath{\\neq}",
        '\u{a0}' => "~",
        _ => "",
    };
    match letter {
        _ if !named.is_empty() => named.to_string(),
        '{' | '}' | '$' | '&' | '#' | '_' | '%' => format!("\\{letter}"),
        ' '..='~' => letter.to_string(),
        // TeX sets each letter where it stands: there is nothing to set apart.
        '\u{2066}'..='\u{2069}' => String::new(),
        'À'..='ž' if letter != '÷' && !UNKNOWN.contains(letter) => letter.to_string(),
        _ => format!("\\texttt{{U+{:04X}}}\\,", u32::from(letter)),
    }
}
