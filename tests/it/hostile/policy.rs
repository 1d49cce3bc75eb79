//! The Content-Security-Policy that is shipped, word for word: who loosens it has to say so here.

use std::path::Path;

/// What the page may do: no script, no style, no frame but its own, nothing in a line of its HTML, no form, no base.
/// Scenes may come from anywhere, and nothing that is fetched is run.
const POLICY: [(&str, &str); 9] = [
    ("default-src", "'none'"),
    ("script-src", "'self' 'wasm-unsafe-eval'"),
    ("style-src", "'self'"),
    ("img-src", "'self' data: blob:"),
    ("connect-src", "*"),
    ("worker-src", "'self' blob:"),
    ("frame-src", "'self'"),
    ("base-uri", "'none'"),
    ("form-action", "'none'"),
];

/// What of it is other in the single file. Its scripts and its style are named by their hashes.
const SINGLE: [&str; 4] = [
    "'script-src': [...scripts.map(hash), \"'wasm-unsafe-eval'\"].join(' '),",
    "'style-src': hash(style),",
    "'img-src': 'data: blob:',",
    "'worker-src': 'blob:',",
];

fn read(file: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).expect("it can be read")
}

#[test]
fn policy_is_this_one() {
    let packer = read("xtask/pack.mjs");
    let (_, rest) = packer.split_once("const POLICY = {\n").expect("it has the policy");
    let (policy, _) = rest.split_once("};").expect("which ends");
    let lines: Vec<&str> = policy.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let wanted: Vec<String> = POLICY
        .iter()
        .map(|(name, value)| if *value == "*" { format!("'{name}': '*',") } else { format!("'{name}': \"{value}\",") })
        .collect();
    assert_eq!(lines, wanted);
}

#[test]
fn policy_of_the_single_file_is_the_same_but_for_what_is_inside() {
    let packer = read("xtask/pack.mjs");
    let (_, rest) = packer.split_once("    ...POLICY,\n").expect("it begins with the policy");
    let (other, _) = rest.split_once("});").expect("and ends");
    assert_eq!(other.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>(), SINGLE);
}

#[test]
fn policy_of_the_documents_is_the_same() {
    let written = POLICY.map(|(name, value)| format!("{name} {value}")).join("; ");
    assert!(read("docs/embed/hosting.md").contains(&format!("```text policy\n{written}\n```")), "{written}");
}

#[test]
fn page_has_no_script_and_no_style_in_its_lines() {
    let page = read("index.html");
    for tag in page.split("<script").skip(1) {
        let (attributes, rest) = tag.split_once('>').expect("it ends");
        assert!(rest.starts_with("</script>"), "a script stands in the page: <script{attributes}>");
    }
    for attribute in [" style=", " onload=", " onclick=", " onerror=", "javascript:"] {
        assert!(!page.contains(attribute), "{attribute}");
    }
}
