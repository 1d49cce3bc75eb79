//! The page's style sheet and the palette.

use expect_test::expect_file;
use paxos_explainer::view::palette::{self, Tone};

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

/// The luminance of a colour (WCAG 2.2).
fn luminance(colour: &str) -> f64 {
    let channel = |at: usize| {
        let part = u8::from_str_radix(&colour[at..at + 2], 16).expect("a colour is #rrggbb");
        let share = f64::from(part) / 255.0;
        if share <= 0.04045 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
}

fn contrast(theme: &str, one: Tone, other: Tone) -> f64 {
    let light = |tone: Tone| luminance(palette::colour(theme, tone).expect("it has a colour"));
    let (one, other) = (light(one), light(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// What does not differ enough, in every theme.
fn faint(pairs: &[(Tone, Tone)], least: f64) -> Vec<String> {
    let each = |theme: &'static str| {
        let told = move |&(tone, ground): &(Tone, Tone)| {
            let is = contrast(theme, tone, ground);
            (is < least).then(|| format!("{theme}: {tone:?} on {ground:?} is {is:.2}"))
        };
        pairs.iter().filter_map(told)
    };
    palette::THEMES.into_iter().flat_map(each).collect()
}

#[test]
fn text_differs_from_its_ground_by_4_5_to_1_in_every_theme() {
    assert_eq!(faint(&palette::texts(), 4.5), [""; 0]);
}

#[test]
fn signs_differ_from_their_ground_by_3_to_1_in_every_theme() {
    assert_eq!(faint(&palette::signs(), 3.0), [""; 0]);
}

#[test]
fn trails_can_be_made_out_in_every_theme_and_stay_behind_what_moves() {
    assert_eq!(faint(&palette::trails(), 1.5), [""; 0]);
    for theme in palette::THEMES {
        for hue in 0..palette::HUES {
            let (trail, arrow) = (Tone::Trail(hue), Tone::Ballot(hue));
            assert!(contrast(theme, trail, Tone::Paper) < contrast(theme, arrow, Tone::Paper));
        }
    }
}

#[test]
fn theme_changes_the_colours_that_it_names_and_no_others() {
    assert_eq!(palette::colour("light", Tone::Ink), Some("#1c1d20"));
    assert_eq!(palette::colour("projector", Tone::Ink), Some("#000000"));
    assert_eq!(palette::colour("projector", Tone::Lost), palette::colour("light", Tone::Lost));
    assert_eq!(palette::colour("dark", Tone::None), None);
}
