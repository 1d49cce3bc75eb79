//! `cargo xtask test tex`: what leaves the page for papers, read by the programs that read it there.
//!
//! Every scene is exported as a TikZ picture (slide by slide where it has many messages), and so are scenes whose values
//! mean something to TeX. pdflatex sets each hostile one alone, and all of them in one document that includes them, together
//! with figures that rsvg-convert has made PDF of. An error, a box that is too wide or too high for the page, and a letter
//! that no font has are failures. Inkscape opens some of the figures.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::run::{Tally, Verdict, ask, cargo, command, show};
use crate::tools::Tools;
use crate::{Result, debian, place, say};

/// What has to be there, and Debian's packages with it.
const PROGRAMS: [&str; 4] = ["pdflatex", "kpsewhich", "rsvg-convert", "inkscape"];
const STYLES: [&str; 3] = ["messagepassing.sty", "standalone.cls", "geometry.sty"];
const PACKAGES: [&str; 7] = [
    "texlive-latex-base",
    "texlive-latex-recommended",
    "texlive-pictures",
    "texlive-latex-extra",
    "texlive-science",
    "librsvg2-bin",
    "inkscape",
];

/// Scenes whose figures LaTeX includes and Inkscape opens.
const FIGURES: [&str; 4] = ["phase-1", "contention", "case-acceptor-fails", "mp-steady"];
/// How the comment begins in a picture that has many messages.
const MANY: &str = "% There are many messages in it";
/// Values that mean something to TeX, or that pdflatex does not know.
const HOSTILE: [&str; 8] = [
    r"\\ { } $ & # ^ _ ~ %",
    r"\\end{messagepassing}\\input{x}",
    r"^^5cundefined ^^M $$ -- ''' ?` ,,",
    "שלום עולם",
    "\u{202e}rtl\u{202c} e\u{301}\u{302}\u{303} Z\u{351}",
    "🎉👩‍👩‍👧 日本語 ℝ → é ß ŧ Ø ł",
    r#"\"quoted\" “so” ‘or so’ – — … ÀÿĀžĲŒ"#,
    "]{,[",
];
/// What must not stand in a log of TeX, whatever its exit code.
const WRONG: [&str; 4] = ["! ", "Overfull", "Missing character", "LaTeX Warning: File"];

/// Exports, sets and opens all.
pub fn tex(tools: &Tools) -> Result<Tally> {
    programs(&tools.project)?;
    let paxos = paxos(tools)?;
    let folder = tools.project.join("target").join("tex");
    anew(&folder).map_err(|error| cannot_write(&folder, &error))?;
    let mut tally = Tally::default();
    let mut pictures = hostile(&paxos, &folder, &mut tally)?;
    for scene in scenes(tools)? {
        pictures.extend(exported(&paxos, &folder, &scene)?);
    }
    say::note(&format!("{} pictures in one document, with {} figures.", pictures.len(), 2 * FIGURES.len()));
    let figures = figures(tools, &paxos, &folder)?;
    let document = document(&pictures, &figures);
    write(&folder.join("all.tex"), &document)?;
    tally += Tally::of_check(set(&folder, "all")?);
    for figure in &figures {
        let mut inkscape = command("inkscape", &folder);
        inkscape.arg("--export-type=png").arg(format!("{figure}.svg"));
        let is_drawn = ask(&mut inkscape).is_some() && has_something(&folder.join(format!("{figure}.png")));
        if !is_drawn {
            say::note(&format!("Inkscape makes no picture of {figure}.svg."));
        }
        tally += Tally::of_check(if is_drawn { Verdict::Passed } else { Verdict::Failed });
    }
    Ok(tally)
}

/// Looks for the programs, and installs Debian's where some are missing.
fn programs(project: &Path) -> Result<()> {
    if missing(project).is_empty() {
        return Ok(());
    }
    if debian::can_install() {
        debian::install(project, &PACKAGES)?;
    }
    match missing(project).as_slice() {
        [] => Ok(()),
        missing => Err(format!(
            "{} cannot be found; install TeX Live with the packages standalone and messagepassing, librsvg and \
             Inkscape (on Debian: apt-get install {}).",
            say::list(missing),
            PACKAGES.join(" ")
        )),
    }
}

fn missing(project: &Path) -> Vec<&'static str> {
    let programs = PROGRAMS.into_iter().filter(|program| place::on_path(program).is_none());
    let has = |style: &&str| ask(command("kpsewhich", project).arg(style)).is_some();
    programs.chain(STYLES.into_iter().filter(|style| !has(style))).collect()
}

/// The command `paxos`, compiled.
fn paxos(tools: &Tools) -> Result<PathBuf> {
    tools.crates()?;
    let mut build = cargo(&tools.project);
    build.args(["build", "--quiet", "--bin", "paxos", "--message-format", "json"]);
    let said = ask(&mut build).ok_or("The command `paxos` does not compile; `cargo build` says why.")?;
    let program = said.rsplit_once("\"executable\":\"").and_then(|(_, rest)| rest.split_once('"'));
    program.map(|(path, _)| PathBuf::from(path)).ok_or("cargo names no program `paxos` that it has built.".to_string())
}

/// All scenes, in order.
fn scenes(tools: &Tools) -> Result<Vec<PathBuf>> {
    let folder = tools.project.join("static").join("scenes");
    let entries = fs::read_dir(&folder).map_err(|error| format!("{} cannot be read: {error}.", folder.display()))?;
    let mut scenes: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    scenes.retain(|path| path.extension().is_some_and(|ending| ending == "paxos"));
    scenes.sort();
    Ok(scenes)
}

/// Exports a scene as one picture, or slide by slide; the names of the files.
fn exported(paxos: &Path, folder: &Path, scene: &Path) -> Result<Vec<String>> {
    let id = scene.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let export = |options: &[&str]| {
        ask(command(paxos, folder).arg("export").arg(scene).args(["--format", "tikz"]).args(options))
    };
    if let Some(picture) = export(&[]).filter(|picture| !picture.lines().any(|line| line.starts_with(MANY))) {
        write(&folder.join(format!("{id}.tex")), &picture)?;
        return Ok(vec![id]);
    }
    let mut names = Vec::new();
    for slide in 1.. {
        let number = slide.to_string();
        let Some(picture) = export(&["--from", &number, "--slide", &number]) else { break };
        let name = format!("{id}-{number}");
        write(&folder.join(format!("{name}.tex")), &picture)?;
        names.push(name);
    }
    match names.is_empty() {
        true => Err(format!("{} cannot be exported as a picture; `paxos export` says why.", scene.display())),
        false => Ok(names),
    }
}

/// Exports and sets scenes with hostile values, each alone.
fn hostile(paxos: &Path, folder: &Path, tally: &mut Tally) -> Result<Vec<String>> {
    let mut names = Vec::new();
    let long = "x".repeat(10_000);
    for (number, value) in HOSTILE.into_iter().chain([long.as_str()]).enumerate() {
        let scene = folder.join(format!("hostile-{number}.paxos"));
        let text = format!(
            "title \"{value}\"\nproposers P1 P2\nacceptors A1 A_2_b A3\nlearners L1\nslide \"{value}\"\n  propose P1 \"{value}\"\n  run 2600\n  crash A1\nslide two\n  propose P2 dog\n  run 3000\n"
        );
        write(&scene, &text)?;
        for name in exported(paxos, folder, &scene)? {
            *tally += Tally::of_check(set(folder, &name)?);
            names.push(name);
        }
    }
    Ok(names)
}

/// Figures as SVG and as PDF; the names of the files.
fn figures(tools: &Tools, paxos: &Path, folder: &Path) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for id in FIGURES {
        let scene = tools.project.join("static").join("scenes").join(format!("{id}.paxos"));
        for format in ["svg", "time"] {
            let name = format!("figure-{id}-{format}");
            let figure =
                ask(command(paxos, folder).arg("export").arg(&scene).args(["--format", format, "--slide", "2"]));
            let figure = figure.ok_or(format!("{} cannot be exported as {format}.", scene.display()))?;
            write(&folder.join(format!("{name}.svg")), &figure)?;
            let mut convert = command("rsvg-convert", folder);
            convert.args(["-f", "pdf", "-o", &format!("{name}.pdf"), &format!("{name}.svg")]);
            if show(&mut convert)? == Verdict::Failed {
                return Err(format!("rsvg-convert makes no PDF of {name}.svg; what it says stands above."));
            }
            names.push(name);
        }
    }
    Ok(names)
}

/// A document that includes all pictures and figures, as a paper would.
fn document(pictures: &[String], figures: &[String]) -> String {
    let head = "\\documentclass[a4paper]{article}\n\\usepackage[margin=2.5cm]{geometry}\n\
                \\usepackage{standalone,messagepassing,graphicx}\n\\pagestyle{empty}\\parindent=0pt\n\\begin{document}\n";
    let mut text = head.to_string();
    for name in pictures {
        text.push_str(&format!("\\typeout{{PICTURE {name}}}\\mbox{{\\input{{{name}}}}}\\clearpage\n"));
    }
    for name in figures {
        text.push_str(&format!(
            "\\typeout{{FIGURE {name}}}\\includegraphics[width=\\linewidth]{{{name}.pdf}}\\clearpage\n"
        ));
    }
    text.push_str("\\end{document}\n");
    text
}

/// Sets a document, and says what is wrong with it.
fn set(folder: &Path, name: &str) -> Result<Verdict> {
    let mut pdflatex = command("pdflatex", folder);
    pdflatex.args(["-interaction=nonstopmode", "-halt-on-error", "-file-line-error", name]);
    let is_set = ask(&mut pdflatex).is_some() || has_something(&folder.join(format!("{name}.pdf")));
    let log = folder.join(format!("{name}.log"));
    let log = fs::read(&log).map_err(|error| format!("{} cannot be read: {error}.", log.display()))?;
    let wrong = wrong(&String::from_utf8_lossy(&log));
    for sentence in wrong.iter().take(20) {
        say::note(&format!("{name}: {sentence}"));
    }
    if !is_set {
        say::note(&format!("pdflatex sets no {name}.pdf; {} says why.", folder.join(format!("{name}.log")).display()));
    }
    Ok(if is_set && wrong.is_empty() { Verdict::Passed } else { Verdict::Failed })
}

/// What is wrong by a log, each with the picture in which it is.
fn wrong(log: &str) -> Vec<String> {
    let mut at = "";
    let mut all = Vec::new();
    for line in log.lines() {
        if line.starts_with("PICTURE ") || line.starts_with("FIGURE ") {
            at = line;
        }
        if WRONG.iter().any(|wrong| line.starts_with(wrong)) {
            all.push(format!("{at} {line}").trim().to_string());
        }
    }
    all
}

fn has_something(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|file| 0 < file.len())
}

/// An empty folder.
fn anew(folder: &Path) -> io::Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    fs::create_dir_all(folder)
}

fn write(path: &Path, text: &str) -> Result<()> {
    fs::write(path, text).map_err(|error| cannot_write(path, &error))
}

fn cannot_write(path: &Path, error: &io::Error) -> String {
    format!("{} cannot be written: {error}.", path.display())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn log_tells_what_is_wrong_and_where() {
        let log = "This is pdfTeX\nPICTURE phase-1\nOverfull \\hbox (3.0pt too wide)\nPICTURE two\n! Undefined control\nMissing character: There is no x in font y!\n";
        let expected = [
            "PICTURE phase-1 Overfull \\hbox (3.0pt too wide)",
            "PICTURE two ! Undefined control",
            "PICTURE two Missing character: There is no x in font y!",
        ];
        assert_eq!(wrong(log), expected);
        assert!(wrong("PICTURE one\nUnderfull \\hbox\n").is_empty());
    }

    #[test]
    fn scenes_of_the_figures_are_there() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../static/scenes");
        assert!(FIGURES.iter().all(|id| folder.join(format!("{id}.paxos")).is_file()));
    }
}
