//! `paxos figure` and `paxos figures`.

use super::{EXAMPLE, Folder, paxos};
use roxmltree::Document;

fn scene(name: &str) -> String {
    format!("{}/static/scenes/{name}.paxos", env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn figure_is_of_the_moment_the_colours_and_the_picture_that_are_asked_for() {
    let file = scene("contention");
    let last = paxos(&["figure", &file]);
    assert_eq!((last.code, last.err.as_str()), (0, ""));
    let drawn = |arguments: &[&str]| {
        let ran = paxos(&[&["figure", &file][..], arguments].concat());
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{arguments:?}");
        Document::parse(&ran.out).unwrap_or_else(|wrong| panic!("{arguments:?}: {wrong}"));
        ran.out
    };
    assert_eq!(last.out, drawn(&["--slide", "7", "--colours", "light"]), "without a moment the last slide");
    assert_eq!(last.out, paxos(&["export", &file, "--format", "svg"]).out, "the same as the page and export have it");
    let time = drawn(&["--time"]);
    assert_eq!(time, paxos(&["export", &file, "--format", "time"]).out);
    let all = [
        last.out,
        time,
        drawn(&["--slide", "2"]),
        drawn(&["--at", "1000"]),
        drawn(&["--at", "0"]),
        drawn(&["--tall"]),
        drawn(&["--colours", "dark"]),
        drawn(&["--colours", "print"]),
    ];
    for (place, one) in all.iter().enumerate() {
        assert!(all[place + 1..].iter().all(|other| one != other), "{place} is like another");
    }
}

#[test]
fn figure_is_written_into_a_file() {
    let folder = Folder::new("figure");
    let into = folder.with("f.svg", "");
    let ran = paxos(&["figure", &scene("milestones"), "--slide", "3", "-o", &into]);
    assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (0, "", ""));
    let text = std::fs::read_to_string(&into).expect("it is there");
    assert_eq!(text, paxos(&["figure", &scene("milestones"), "--slide", "3"]).out);
    let nowhere = folder.with("x", "") + "/f.svg";
    let ran = paxos(&["figure", &scene("milestones"), "-o", &nowhere]);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    assert!(ran.err.contains("the file cannot be written"), "{}", ran.err);
}

#[test]
fn figures_are_of_each_slide_with_a_page_and_a_list() {
    let folder = Folder::new("figures");
    let own = folder.with("odd name é.paxos", EXAMPLE);
    let into = folder.with("x", "").replace("/x", "/all");
    let ran = paxos(&["figures", &own, &scene("phase-1"), &scene("consensus"), "-o", &into, "--colours", "print"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert_eq!(ran.out, format!("15 figures in {into}\n"));
    let read = |name: &str| {
        std::fs::read_to_string(format!("{into}/{name}")).unwrap_or_else(|wrong| panic!("{name}: {wrong}"))
    };
    let list: serde_json::Value = serde_json::from_str(&read("figures.json")).expect("it is JSON");
    let list = list.as_array().expect("a list");
    let files: Vec<&str> = list.iter().map(|plate| plate["file"].as_str().expect("a name")).collect();
    assert_eq!(
        (files.len(), files[0], files[8], files[14]),
        (15, "consensus-1.svg", "phase-1-1.svg", "odd name é-2.svg")
    );
    let page = read("index.html");
    for plate in list {
        let of = |key: &str| plate[key].as_str().expect("a text").to_string();
        let svg = read(&of("file"));
        let document = Document::parse(&svg).expect("it is XML");
        let says = document.descendants().find(|node| node.has_tag_name("desc")).and_then(|node| node.text());
        assert_eq!(says, Some(&*of("alt")), "{}", of("file"));
        assert!(page.contains(&format!("alt=\"{}\"", of("alt"))), "{}", of("file"));
        assert!(
            page.contains(&of("title"))
                && plate["caption"].as_array().is_some_and(|said| !said.is_empty() || of("scene").contains("odd"))
        );
    }
    assert_eq!(read("phase-1-2.svg"), paxos(&["figure", &scene("phase-1"), "--slide", "2", "--colours", "print"]).out);
    assert!(
        page.contains("src=\"odd%20name%20%C3%A9-1.svg\"")
            && page.contains("&lt;img src=&quot;figures/consensus-1.svg&quot;")
    );
    assert!(!page.contains("<script") && !page.contains("style=") && read("figures.css").contains("figcaption"));
}

#[test]
fn page_and_list_of_figures_have_any_words_as_text() {
    let folder = Folder::new("figures-odd");
    let odd =
        "</textarea><script>alert(1)</script><img src=x onerror=alert(1)> \u{202e}txet 👩‍🚀 &amp; javascript:alert(1)";
    let text = format!(
        "title \"{odd}\"\nproposers P1\nacceptors A1 A2 A3\nslide \"{odd}\"\n  say \"{odd}\"\n  propose P1 \"{odd}\"\n  run until chosen \"{odd}\"\n"
    );
    let file = folder.with("odd.paxos", text);
    let into = folder.with("x", "").replace("/x", "/all");
    let ran = paxos(&["figures", &file, "-o", &into]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let read = |name: &str| {
        std::fs::read_to_string(format!("{into}/{name}")).unwrap_or_else(|wrong| panic!("{name}: {wrong}"))
    };
    let list: serde_json::Value = serde_json::from_str(&read("figures.json")).expect("it is JSON");
    assert_eq!(list[0]["title"], odd);
    assert_eq!(list[0]["caption"][0], odd);
    // In a sentence a text that turns what follows is set apart.
    let begins = format!("\u{2068}{odd}\u{2069}");
    let is_told = |alt: &str| alt.starts_with(&begins) && alt.chars().count() <= 700;
    assert!(list[0]["alt"].as_str().is_some_and(is_told), "{list}");
    let page = read("index.html");
    assert!(
        page.contains("&lt;/textarea&gt;&lt;script&gt;") && !page.contains("<script") && !page.contains("<img src=x")
    );
    // In what is to be pasted, what is escaped already is escaped once more.
    assert!(page.contains("&amp;lt;script&amp;gt;"), "{page}");
    Document::parse(&read("odd-1.svg")).expect("it is XML");
}

#[test]
fn wrong_wishes_for_figures_say_what_was_expected() {
    let folder = Folder::new("figures-wrong");
    let file = scene("consensus");
    let own = folder.with("consensus.paxos", EXAMPLE);
    let told: [(&[&str], i32, &str); 14] = [
        (&["figure"], 2, "figure wants one FILE, not 0"),
        (&["figure", &file, &own], 2, "figure wants one FILE, not 2"),
        (&["figure", &file, "--slide", "9"], 1, "there is no slide 9; expected a number from 1 to 8"),
        (&["figure", &file, "--at", "999999"], 1, "expected at most"),
        (&["figure", &file, "--at", "1s"], 2, "--at wants a number of milliseconds, not \"1s\""),
        (&["figure", &file, "--at", "1", "--slide", "1"], 2, "expected one of the two"),
        (&["figure", &file, "--time"], 1, "a poll has no space-time diagram"),
        (&["figure", &file, "--colours", "blue"], 2, "expected light, dark or print"),
        (&["figure", &file, "--json"], 2, "a figure is SVG"),
        (
            &["figure", &file, "-o", "x.PNG"],
            2,
            "x.PNG: a figure is SVG; expected a name that ends in .svg. The page saves PNG",
        ),
        (&["figure", &file, "-o", "x.pdf"], 2, "PDF can be made of SVG"),
        (&["figures", &file], 2, "figures wants -o FOLDER"),
        (&["figures", &file, &own, "-o", "never"], 1, "another file is called consensus too"),
        (&["run", &file, "--tall"], 2, "--tall goes with figure"),
    ];
    for (arguments, code, says) in told {
        let ran = paxos(arguments);
        assert_eq!(ran.code, code, "{arguments:?}: {}", ran.err);
        assert!(ran.err.contains(says) && ran.out.is_empty(), "{arguments:?}: {}", ran.err);
    }
}
