//! The style sheet for guests in somebody's page.

use paxos_explainer::view::guest_sheet::for_guest;

/// Both sheets of the page, as a guest has them.
fn sheet() -> String {
    let sheets = ["page", "rest"].map(|name| format!("{}/static/{name}.css", env!("CARGO_MANIFEST_DIR")));
    sheets.map(|path| std::fs::read_to_string(path).expect("the style sheet can be read")).concat()
}

/// What stands between a sign and the brace that follows.
fn conditions<'a>(sheet: &'a str, sign: &str) -> Vec<&'a str> {
    let parts = sheet.split(sign).skip(1);
    parts.map(|part| part.split_once('{').map_or(part, |(condition, _)| condition).trim()).collect()
}

#[test]
fn guest_asks_its_box_what_the_page_asks_the_window() {
    let made = for_guest("@media (max-width: 640px) { .a { height: 50vh } }\n@media print { .a { width: 3vw } }");
    assert_eq!(
        made,
        "@container paxos (max-width: 640px) { .a { height: 50cqh } }\n@media print { .a { width: 3cqw } }"
    );
}

/// A build leaves out the blanks that a browser does not need; in a condition that names its box it needs one.
#[test]
fn guest_asks_its_box_where_a_build_has_left_out_blanks() {
    let made = for_guest(
        "@media(min-width:641px)and (max-width:770px){.a{height:calc(50vh - 9px)}}@media print{.a{color:red}}",
    );
    let expected = "@container paxos (min-width:641px)and (max-width:770px){.a{height:calc(50cqh - 9px)}}@media print{.a{color:red}}";
    assert_eq!(made, expected);
}

#[test]
fn lengths_are_parts_of_the_box_and_words_stay_words() {
    let made = for_guest(".vh { height: 100dvh; max-height: min(86vh, calc(100vw - 24px)); width: 90svw; --a: 2vhs; }");
    assert_eq!(made, ".vh { height: 100cqh; max-height: min(86cqh, calc(100cqw - 24px)); width: 90svw; --a: 2vhs; }");
}

/// A container cannot be asked for alternatives by a comma, nor for what the system prefers.
#[test]
fn page_asks_for_sizes_by_themselves() {
    for condition in conditions(&sheet(), "@media") {
        let of_size = ["width", "height", "aspect"].iter().any(|asked| condition.contains(asked));
        let of_else =
            ["prefers", "print", "forced", "hover", "pointer", ","].iter().any(|asked| condition.contains(asked));
        assert!(!(of_size && of_else), "@media {condition}: ask for sizes by themselves, and without a comma");
    }
}

#[test]
fn nothing_in_the_sheet_of_a_guest_hangs_on_the_window() {
    let (page, guest) = (sheet(), for_guest(&sheet()));
    let of_size =
        conditions(&page, "@media").iter().filter(|asked| asked.contains("width") || asked.contains("height")).count();
    assert_eq!(conditions(&guest, "@container paxos").len(), of_size);
    assert!(10 < of_size);
    for condition in conditions(&guest, "@media") {
        assert!(!condition.contains("width") && !condition.contains("height"), "@media {condition}");
    }
    for unit in ["vh", "vw", "dvh"] {
        let left = guest.match_indices(unit).filter(|(at, _)| guest[..*at].ends_with(|c: char| c.is_ascii_digit()));
        assert_eq!(left.count(), 0, "a length in {unit}");
    }
    assert!(!page.contains("rem;") && !page.contains("rem "), "the root element is somebody else's: no rem");
}

/// All other rules stay as they are: braces pair, and nothing is lost.
#[test]
fn sheet_of_a_guest_has_all_rules_of_the_page() {
    let (page, guest) = (sheet(), for_guest(&sheet()));
    for sign in ['{', '}', ';', ':'] {
        assert_eq!(guest.matches(sign).count(), page.matches(sign).count(), "{sign}");
    }
    assert_eq!(for_guest(&guest), guest, "and to be made once more changes nothing");
}
