//! What leaves the page.

mod alt;
mod chronicle;
mod first;
mod handout;
mod markdown;
mod mermaid;
mod reference;
mod schema;
mod shiviz;
mod svg;
mod text;
mod tikz;
mod tla;

use crate::on_show;
use crate::scenes::texts;
use paxos_explainer::export::{Chronicle, Stretch};

/// Texts that mean something to one program or another, or that are hard to write.
pub fn hostile() -> Vec<String> {
    let specials = [
        "\\ { } $ & # ^ _ ~ %",
        "\\end{messagepassing}\\input{/etc/passwd}",
        "%\n\\undefined",
        "^^5cundefined ^^M $$",
        "<img src=x onerror=alert(1)>",
        "javascript:alert(1)",
        "end; # note over A1: -->> x",
        "\" |-> \\* (* ==== ---- \\\" \\\\",
        "שלום עולם",
        "\u{202e}rtl override\u{202c}",
        "🎉👩‍👩‍👧",
        "e\u{301}\u{302}\u{303}\u{304} Z\u{351}\u{36b}",
        "日本語 ℝ → é ß",
        "a\u{2028}b\u{2029}c\td",
        "{\"A1\":1} A1 {\"A1\":1}",
        "-1",
        "None",
        "]{,[",
    ];
    specials.iter().map(|it| it.to_string()).chain(["x".repeat(10_000), "ﷺ".repeat(3000)]).collect()
}

/// A scene in which a value and a title are this.
pub fn hostile_scene(value: &str) -> String {
    let quoted = value.replace('\n', " ").replace('\\', "\\\\").replace('"', "\\\"");
    format!(
        "title \"{quoted}\"\nproposers P1 P2\nacceptors A1 A2 A3\nlearners L1\nslide \"{quoted}\"\n  propose P1 \"{quoted}\"\n  run 2600\n  crash A1\nslide two\n  propose P2 dog\n  run 3000\n"
    )
}

/// Every scene as a whole and slide by slide, with what it is called in a complaint.
pub fn each_part(check: impl Fn(&Chronicle, &str)) {
    for (id, text) in texts() {
        let model = on_show::begun(&text);
        let show = on_show::shown(&model);
        check(&Chronicle::of(show, Stretch::whole(show)), &id);
        for slide in 0..show.scene.slides.len() {
            let part = Stretch::slides(show, slide, slide);
            check(&Chronicle::of(show, part), &format!("{id}, slide {}", slide + 1));
        }
    }
}
