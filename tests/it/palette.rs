//! The page's style sheet and the palette.

use expect_test::expect_file;
use paxos_explainer::view::palette;

const HEAD: &str = "/* palette: made from src/view/palette.rs; a test holds the two equal */\n";
const TAIL: &str = "/* palette ends */\n";

/// With `UPDATE_EXPECT=1` the style sheet is rewritten.
#[test]
fn style_sheet_has_the_colours_of_the_palette() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/static/page.css");
    let sheet = std::fs::read_to_string(path).expect("the style sheet can be read");
    let (before, rest) = sheet.split_once(HEAD).expect("the style sheet says where the palette begins");
    let (_, after) = rest.split_once(TAIL).expect("the style sheet says where the palette ends");
    let expected = format!("{before}{HEAD}{}{TAIL}{after}", palette::css());
    expect_file![path].assert_eq(&expected);
}
