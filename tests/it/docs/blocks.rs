//! Takes a page apart: its fenced blocks, and the code within its lines.

/// A fenced block of code.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Block {
    /// The page.
    pub file: String,
    /// The line of its fence, from 1.
    pub line: usize,
    /// The words after the fence.
    pub marks: Vec<String>,
    /// What stands in it.
    pub text: String,
}

impl Block {
    /// `FILE:LINE`, for what is said of a failure.
    pub fn place(&self) -> String {
        format!("{}:{}", self.file, self.line)
    }

    pub fn is_marked(&self, mark: &str) -> bool {
        self.marks.iter().any(|known| known == mark)
    }

    /// What its first mark says that it is.
    pub fn language(&self) -> &str {
        self.marks.first().map_or("", String::as_str)
    }
}

/// A page as it is written: blocks, and the lines outside of them.
pub struct Page {
    pub blocks: Vec<Block>,
    /// Each line outside of a block, with its number from 1.
    pub lines: Vec<(usize, String)>,
}

pub fn read(file: &str, text: &str) -> Page {
    let mut page = Page { blocks: Vec::new(), lines: Vec::new() };
    let mut open: Option<(usize, Block)> = None;
    for (number, line) in (1..).zip(text.lines()) {
        let marks = line.trim_start().trim_start_matches('`');
        let ticks = line.trim_start().len() - marks.len();
        let fence = (3 <= ticks).then_some(marks);
        open = match (open, fence) {
            (None, Some(marks)) => {
                let marks = marks.split_whitespace().map(str::to_string).collect();
                Some((ticks, Block { file: file.to_string(), line: number, marks, text: String::new() }))
            }
            // A fence of more backticks may hold one of less.
            (Some((opening, block)), Some(_)) if opening <= ticks => {
                page.blocks.push(block);
                None
            }
            (Some((opening, mut block)), _) => {
                block.text.push_str(line);
                block.text.push('\n');
                Some((opening, block))
            }
            (None, None) => {
                page.lines.push((number, line.to_string()));
                None
            }
        };
    }
    assert!(open.is_none(), "{file}: a block is not closed");
    page
}

/// What stands between backticks in a line, a bar in a table as the bar that it stands for.
pub fn spans(line: &str) -> impl Iterator<Item = String> + '_ {
    line.split('`').skip(1).step_by(2).map(|span| span.replace("\\|", "|"))
}

/// The text with every run of space as one blank.
pub fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<&str>>().join(" ")
}
