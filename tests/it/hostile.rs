//! Whatever others hand in: texts, links, files, messages and values that were made to do harm, or by somebody's cat.
//!
//! What is held of each reader stands in `fuzz/src`, which the fuzz targets use too.

mod apart;
mod corpus;
mod exports;
mod policy;
mod sources;
#[path = "../../fuzz/src/lib.rs"]
mod targets;

/// Texts that mean something to one reader or another, run the other way, cannot be seen, or are long. No line break is in
/// them: a text of a scene has none.
fn texts() -> Vec<String> {
    let written = [
        "<script>window.harmed=1</script>",
        "<img src=x onerror=window.harmed=1>",
        "\"><svg onload=window.harmed=1>",
        "</title></text></svg></textarea></style><script>window.harmed=1</script>",
        "]]>&amp;&#60;b&#62;&lt;\"'`",
        "<!-- --> <![CDATA[ <?xml ?> &e; %e;",
        "javascript:window.harmed=1",
        "[x](javascript:window.harmed=1) ![y](x) **b** | `c`",
        "${window.harmed=1} {{7*7}} <%= 1 %> {0} {me}",
        "\\end{messagepassing}\\input{x} \\undefined $$ % ^^5c",
        "end; # note over A1: -->> x",
        "\" |-> \\* (* ==== ---- \\\" \\\\",
        "מה שלומך (5) עולם",
        "مرحبا 5 بالعالم",
        "\u{202e}txet desrever",
        "a\u{2066}b\u{2067}c\u{202d}d",
        "a\u{2069}\u{2069}b\u{202e}c",
        "👩‍👩‍👧‍👦 🏳️‍🌈 👍🏽",
        "e\u{301}\u{302}\u{303} Z\u{351}\u{36b}\u{489}",
        "日本語の値 한국어 ｆｕｌｌ",
        "a\0b\u{1}c\u{8}d\u{1b}[31me\u{7f}f\u{85}g",
        "\u{feff}\u{200b}\u{2060}\u{fffe}\u{ffff}\u{e0001}",
        "a\u{2028}b\u{2029}c\td",
        "__proto__",
        "constructor",
        "nothing",
        "",
    ];
    let long = ["x".repeat(10_000), "Z\u{351}\u{36b}".repeat(2000), "word ".repeat(2000).trim_end().to_string()];
    written.iter().map(|text| text.to_string()).chain(long).collect()
}

/// A text between the quotes of a scene.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// A scene in which everything that can be named, said or cited is this text; a long one is not cited, since a scene may
/// have 64 KiB.
fn scene(text: &str) -> String {
    let it = quoted(text);
    let cited = if text.len() < 9000 { format!("about {it}\nsource {it}\n") } else { String::new() };
    format!(
        "title {it}\n{cited}proposers P1 P2\nacceptors A1 A2 A3\nlearners L1\nclients C1\n\nslide {it}\n  \
         say {it}\n  propose P1 {it}\n  run 2600\n  crash A1\nslide \"two\"\n  request C1 P2 {it}\n  run 3000\n  restart A1\n"
    )
}
