//! What has to be installed, asked for by name.
//!
//! Each method finds a tool or installs it, and says what it does. A tool is
//! asked for at most once in a run: what could not be installed for one stage
//! is not tried again for the next.

use std::cell::OnceCell;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use crate::run::{Verdict, ask, cargo, command, show};
use crate::{Result, browser, place, say};

/// The Trunk that is installed where there is none. Newer ones ask for a newer
/// Rust than this project does.
const TRUNK: &str = "0.21.14";
/// The version of cargo-fuzz that is installed.
const CARGO_FUZZ: &str = "0.13.1";
/// The version of cargo-deny that is installed.
const CARGO_DENY: &str = "0.20.2";
/// The version of mdBook for which docs/embed/mdbook.md is written.
const MDBOOK: &str = "0.5.4";

/// Any Trunk of this line reads our `Trunk.toml` and does the same.
const TRUNK_LINE: &str = "0.21.";

/// The first Node that Playwright runs on.
const NODE_MAJOR_MIN: u32 = 20;

const WASM: &str = "wasm32-unknown-unknown";

/// The programs of wasm-bindgen-cli: Trunk calls the first, the wasm tests the second.
const WASM_BINDGEN_PROGRAMS: [&str; 2] = ["wasm-bindgen", "wasm-bindgen-test-runner"];

/// The tools of one run of this program.
pub struct Tools {
    /// The folder of the project.
    pub project: PathBuf,
    crates: OnceCell<Result<()>>,
    wasm_target: OnceCell<Result<()>>,
    trunk: OnceCell<Result<PathBuf>>,
    wasm_bindgen: OnceCell<Result<PathBuf>>,
    node_packages: OnceCell<Result<PathBuf>>,
    browser: OnceCell<Result<Option<PathBuf>>>,
    firefox: OnceCell<Result<PathBuf>>,
    /// What became of the build that the tests run on.
    pub tested: OnceCell<Result<Verdict>>,
}

impl Tools {
    /// Nothing is looked for or installed until it is asked for.
    pub fn new() -> Result<Tools> {
        Ok(Tools {
            project: place::project()?,
            crates: OnceCell::new(),
            wasm_target: OnceCell::new(),
            trunk: OnceCell::new(),
            wasm_bindgen: OnceCell::new(),
            node_packages: OnceCell::new(),
            browser: OnceCell::new(),
            firefox: OnceCell::new(),
            tested: OnceCell::new(),
        })
    }

    /// The folder of the end-to-end tests, which is also npm's.
    pub fn e2e(&self) -> PathBuf {
        self.project.join("e2e")
    }

    /// The browser for the tests; none means the one that Playwright downloaded.
    pub fn browser(&self) -> Result<Option<PathBuf>> {
        self.browser
            .get_or_init(|| {
                self.node_packages()?;
                browser::find_or_install(&self.e2e())
            })
            .clone()
    }

    /// The Firefox for the tests.
    pub fn firefox(&self) -> Result<PathBuf> {
        self.firefox.get_or_init(|| browser::firefox(&self.e2e())).clone()
    }

    /// A subcommand of cargo that a minimal rustup leaves out, such as `clippy`.
    pub fn cargo_component(&self, subcommand: &str, component: &str) -> Result<()> {
        if ask(cargo(&self.project).args([subcommand, "--version"])).is_some() {
            return Ok(());
        }
        self.rustup(&["component", "add", component], &format!("Rust's {component}"))
    }

    /// The sources of all crates that `Cargo.lock` names. Every build would
    /// fetch what it needs; fetched here, a missing network is told from code
    /// that does not compile, and later builds need none.
    pub fn crates(&self) -> Result<()> {
        self.crates
            .get_or_init(|| match show(cargo(&self.project).arg("fetch"))? {
                Verdict::Passed => Ok(()),
                Verdict::Failed => Err(not_installed("The crates of Cargo.lock", "cargo")),
            })
            .clone()
    }

    /// The folder of the programs that npm installed, Binaryen's wasm-opt among them.
    pub fn node_packages(&self) -> Result<PathBuf> {
        self.node_packages.get_or_init(|| self.find_or_install_node_packages()).clone()
    }

    /// Trunk's program.
    pub fn trunk(&self) -> Result<PathBuf> {
        self.trunk.get_or_init(|| self.find_or_install_trunk()).clone()
    }

    /// The folder of wasm-bindgen's programs, of the very version that the
    /// crate has: the two speak a language of their own that changes with each.
    pub fn wasm_bindgen(&self) -> Result<PathBuf> {
        self.wasm_bindgen.get_or_init(|| self.find_or_install_wasm_bindgen()).clone()
    }

    /// Removes what compiling the tools left behind, a gigabyte or two, and leaves the programs. After a
    /// failure it stays: the next run goes on from there.
    pub fn tidy(&self) {
        let built = [self.trunk.get(), self.wasm_bindgen.get()];
        if built.into_iter().flatten().all(|it| it.is_ok()) {
            // What cannot be removed does no harm.
            let _ = fs::remove_dir_all(self.build_folder().join("debug"));
        }
    }

    /// Rust's standard library for WebAssembly.
    pub fn wasm_target(&self) -> Result<()> {
        self.wasm_target.get_or_init(|| self.find_or_install_wasm_target()).clone()
    }

    /// A nightly compiler, which fuzzing needs.
    pub fn nightly(&self) -> Result<()> {
        let mut rustup = command("rustup", &self.project);
        if ask(rustup.args(["run", "nightly", "rustc", "--version"])).is_some() {
            return Ok(());
        }
        self.rustup(&["toolchain", "install", "nightly", "--profile", "minimal"], "Rust's nightly toolchain")
    }

    /// A PATH with cargo-fuzz on it.
    pub fn cargo_fuzz(&self) -> Result<OsString> {
        let root = self.build_folder();
        if place::on_path("cargo-fuzz").is_none() && place::in_folder(&root.join("bin"), "cargo-fuzz").is_none() {
            self.cargo_install("cargo-fuzz", CARGO_FUZZ, &[], &root)?;
        }
        place::path_with(&[&root.join("bin")])
    }

    /// The program of cargo-deny.
    pub fn cargo_deny(&self) -> Result<PathBuf> {
        let root = self.build_folder();
        let bin = root.join("bin");
        let own = || place::in_folder(&bin, "cargo-deny");
        if own().and_then(|program| self.version(&program)).is_none_or(|version| version != CARGO_DENY) {
            // Its own TLS is not needed: git and cargo fetch what it reads.
            self.cargo_install("cargo-deny", CARGO_DENY, &["--no-default-features"], &root)?;
        }
        own().ok_or_else(|| format!("cargo-deny was installed, but is not in {}.", bin.display()))
    }

    /// The folder of mdBook's program, under `root`.
    pub fn mdbook(&self, root: &Path) -> Result<PathBuf> {
        let bin = root.join("bin");
        let found = place::in_folder(&bin, "mdbook");
        if found.and_then(|program| self.version(&program)).is_none_or(|it| it.trim_start_matches('v') != MDBOOK) {
            self.cargo_install("mdbook", MDBOOK, &["--no-default-features"], root)?;
        }
        Ok(bin)
    }

    /// The folder of the programs of a `requirements.txt`, which Python has in an environment beside it.
    pub fn python_packages(&self, folder: &Path) -> Result<PathBuf> {
        let wanted = fs::read_to_string(folder.join("requirements.txt"))
            .map_err(|error| format!("{}/requirements.txt cannot be read: {error}.", folder.display()))?;
        let venv = folder.join("venv");
        let bin = venv.join(if cfg!(windows) { "Scripts" } else { "bin" });
        let stamp = venv.join(".installed-from");
        if fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
            return Ok(bin);
        }
        let python = ["python3", "python"].into_iter().find_map(place::on_path);
        let python = python.ok_or("Python is missing; install version 3.11 or newer from https://www.python.org.")?;
        say::note(&format!("Installing the Python packages of requirements.txt into {}.", venv.display()));
        if show(command(python, folder).args(["-m", "venv", "--clear", "venv"]))? == Verdict::Failed {
            return Err("Python could not make an environment; Debian has that in its package python3-venv.".into());
        }
        let pip = place::in_folder(&bin, "pip").ok_or("Python has made an environment without pip.")?;
        let words = ["install", "--quiet", "--disable-pip-version-check", "--requirement", "requirements.txt"];
        match show(command(pip, folder).args(words))? {
            Verdict::Passed => {
                fs::write(&stamp, wanted)
                    .map_err(|error| format!("{} cannot be written: {error}.", stamp.display()))?;
                Ok(bin)
            }
            Verdict::Failed => Err(not_installed("The Python packages", "pip")),
        }
    }

    fn find_or_install_node_packages(&self) -> Result<PathBuf> {
        self.npm_packages(&self.e2e())
    }

    /// The folder of the programs of a `package-lock.json`, which npm installs beside it.
    pub fn npm_packages(&self, folder: &Path) -> Result<PathBuf> {
        let version = ask(command("node", &self.project).arg("--version"));
        check_node(version.as_deref())?;
        let lock = fs::read_to_string(folder.join("package-lock.json"))
            .map_err(|error| format!("{}/package-lock.json cannot be read: {error}.", folder.display()))?;
        // npm empties the folder before it installs, and the stamp goes with it.
        let modules = folder.join("node_modules");
        let stamp = modules.join(".installed-from");
        if fs::read_to_string(&stamp).is_ok_and(|installed| installed == lock) {
            return Ok(modules.join(".bin"));
        }
        say::note(&format!("Installing the npm packages of package-lock.json into {}.", modules.display()));
        let npm = place::on_path("npm")
            .ok_or("npm is missing; install it (it comes with Node.js from https://nodejs.org).")?;
        // What is in npm's cache needs no network; what is not should fail soon without one.
        let thrift = ["--prefer-offline", "--fetch-retries=1"];
        match show(command(npm, folder).args(["ci", "--no-audit", "--no-fund"]).args(thrift))? {
            Verdict::Passed => {
                fs::write(&stamp, lock).map_err(|error| format!("{} cannot be written: {error}.", stamp.display()))?;
                Ok(modules.join(".bin"))
            }
            Verdict::Failed => Err(not_installed("The npm packages", "npm")),
        }
    }

    fn find_or_install_trunk(&self) -> Result<PathBuf> {
        let root = place::cargo_root()?;
        let own = place::trunk_cache()?.join(format!("trunk-{TRUNK}"));
        let theirs = place::on_path("trunk").or_else(|| place::in_folder(&root.join("bin"), "trunk"));
        let version = theirs.as_deref().and_then(|program| self.version(program));
        match (theirs, version) {
            (Some(theirs), Some(version)) if version.starts_with(TRUNK_LINE) => Ok(theirs),
            (Some(theirs), version) => {
                let version = version.unwrap_or_else(|| "of an unknown version".to_string());
                say::note(&format!(
                    "{} is {version} and stays; this project uses its own Trunk {TRUNK}, {}.",
                    theirs.display(),
                    own.join("bin/trunk").display()
                ));
                self.install_trunk(&own)
            }
            (None, _) => self.install_trunk(&root),
        }
    }

    /// Trunk, installed under `root` unless it is there already.
    fn install_trunk(&self, root: &Path) -> Result<PathBuf> {
        let bin = root.join("bin");
        if let Some(program) = place::in_folder(&bin, "trunk") {
            return Ok(program);
        }
        // With TLS, a `trunk build --release` by hand can fetch its own wasm-opt.
        let features = ["--no-default-features", "--features", "rustls"];
        self.cargo_install("trunk", TRUNK, &features, root)?;
        if place::on_path("trunk").is_none() {
            say::note(&format!("Put {} on your PATH for a plain `trunk serve`.", bin.display()));
        }
        place::in_folder(&bin, "trunk").ok_or_else(|| format!("Trunk was installed, but is not in {}.", bin.display()))
    }

    fn find_or_install_wasm_bindgen(&self) -> Result<PathBuf> {
        let lock = fs::read_to_string(self.project.join("Cargo.lock"))
            .map_err(|error| format!("Cargo.lock cannot be read: {error}."))?;
        let version = locked_version(&lock, "wasm-bindgen")
            .ok_or("Cargo.lock names no wasm-bindgen; `cargo update --workspace` mends it.")?;
        let named = |program: &Path| self.version(program).is_some_and(|it| it == version);
        let whole = |folder: &Path| {
            WASM_BINDGEN_PROGRAMS.iter().all(|name| place::in_folder(folder, name).is_some_and(|it| named(&it)))
        };
        let theirs = place::on_path("wasm-bindgen");
        if let Some(theirs) = theirs.as_deref().and_then(Path::parent).filter(|it| whole(it)) {
            return Ok(theirs.to_path_buf());
        }
        let own = place::trunk_cache()?.join(format!("wasm-bindgen-{version}"));
        if whole(&own) {
            return Ok(own);
        }
        let root = self.build_folder().join(format!("wasm-bindgen-{version}"));
        self.cargo_install("wasm-bindgen-cli", version, &["--no-default-features"], &root)?;
        for name in WASM_BINDGEN_PROGRAMS {
            let built = place::in_folder(&root.join("bin"), name)
                .ok_or_else(|| format!("wasm-bindgen-cli {version} came without {name}."))?;
            if let Some(file) = built.file_name() {
                place::put(&built, &own.join(file))?;
            }
        }
        Ok(own)
    }

    fn find_or_install_wasm_target(&self) -> Result<()> {
        let mut rustc = command("rustc", &self.project);
        let there = ask(rustc.args(["--print", "target-libdir", "--target", WASM]))
            .is_some_and(|folder| Path::new(&folder).is_dir());
        if there {
            return Ok(());
        }
        self.rustup(&["target", "add", WASM], &format!("Rust's target {WASM}"))
    }

    fn rustup(&self, words: &[&str], what: &str) -> Result<()> {
        if place::on_path("rustup").is_none() {
            return Err(format!(
                "{what} is missing, and so is rustup, which would install it; \
                 get rustup from https://rustup.rs or install {what} as you installed Rust."
            ));
        }
        say::note(&format!("Installing {what}: rustup {}.", words.join(" ")));
        match show(command("rustup", &self.project).args(words))? {
            Verdict::Passed => Ok(()),
            Verdict::Failed => Err(not_installed(what, "rustup")),
        }
    }

    /// Builds a program from crates.io and puts it into `root/bin`. A debug
    /// build serves as well and takes a quarter of the time.
    fn cargo_install(&self, name: &str, version: &str, features: &[&str], root: &Path) -> Result<()> {
        let bin = root.join("bin");
        say::note(&format!("Building {name} {version} into {}; this takes some minutes, once.", bin.display()));
        // With its folder on the PATH, cargo does not ask the user to put it there.
        let path = place::path_with(&[&bin])?;
        let install = |locked: &[&str]| {
            let mut cargo = cargo(&self.project);
            cargo.args(["install", name, "--version", version, "--debug", "--root"]).arg(root);
            cargo.arg("--target-dir").arg(self.build_folder()).args(features).args(locked);
            show(cargo.env("CARGO_PROFILE_DEV_DEBUG", "0").env("PATH", &path))
        };
        if install(&["--locked"])? == Verdict::Passed {
            return Ok(());
        }
        say::note(&format!("Once more, without the versions that {name} was released with."));
        match install(&[])? {
            Verdict::Passed => Ok(()),
            Verdict::Failed => Err(not_installed(&format!("{name} {version}"), "cargo")),
        }
    }

    /// Where tools are compiled; one folder, since they share most of their dependencies.
    fn build_folder(&self) -> PathBuf {
        self.project.join("target").join("tools")
    }

    /// What a program says its version is.
    fn version(&self, program: &Path) -> Option<String> {
        // Trunk takes NO_COLOR=1 for a mistake.
        let said = ask(command(program, &self.project).arg("--version").env_remove("NO_COLOR"))?;
        said.split_whitespace().nth(1).map(str::to_string)
    }
}

fn not_installed(what: &str, who: &str) -> String {
    format!(
        "{what} could not be installed, {who} says above why; it needs a network once, so if that \
         was missing, connect and run the command again."
    )
}

/// Whether Node is there, and new enough; `said` is its answer to `--version`.
fn check_node(said: Option<&str>) -> Result<()> {
    let said = said.ok_or_else(|| {
        format!("Node.js is missing; install version {NODE_MAJOR_MIN} or newer from https://nodejs.org.")
    })?;
    let major = said.trim_start_matches('v').split('.').next().and_then(|it| it.parse().ok());
    match major {
        Some(major) if NODE_MAJOR_MIN <= major => Ok(()),
        _ => Err(format!(
            "Node.js {said} is too old; install version {NODE_MAJOR_MIN} or newer from https://nodejs.org."
        )),
    }
}

/// The version of a package in the text of a `Cargo.lock`.
fn locked_version<'a>(lock: &'a str, name: &str) -> Option<&'a str> {
    let mut lines = lock.lines();
    lines.find(|line| *line == format!("name = \"{name}\""))?;
    lines.next()?.strip_prefix("version = \"")?.strip_suffix('"')
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOCK: &str = "\
[[package]]
name = \"wasm-bindgen-macro\"
version = \"0.2.99\"

[[package]]
name = \"wasm-bindgen\"
version = \"0.2.130\"
source = \"registry\"
";

    #[test]
    fn locked_version_is_that_of_the_package_itself() {
        assert_eq!(locked_version(LOCK, "wasm-bindgen"), Some("0.2.130"));
        assert_eq!(locked_version(LOCK, "wasm"), None);
    }

    /// Trunk says by itself that it is of another line, and calls what `cargo ready` stands for.
    #[test]
    fn file_of_trunk_asks_for_its_line_and_for_the_tools() {
        let read = |file: &str| fs::read_to_string(place::project().unwrap().join(file)).unwrap();
        let (file, aliases) = (read("Trunk.toml"), read(".cargo/config.toml"));
        assert!(file.contains(&format!("\ntrunk-version = \"{}\"\n", TRUNK_LINE.trim_end_matches('.'))), "{file}");
        assert!(
            file.contains("[[hooks]]\nstage = \"pre_build\"\ncommand = \"cargo\"\ncommand_arguments = [\"ready\"]\n"),
            "{file}"
        );
        assert!(aliases.contains("\nready = \"run --quiet --package xtask -- ready\"\n"), "{aliases}");
        assert_eq!(crate::serve::READY.0, "CARGO_ALIAS_READY");
    }

    #[test]
    fn node_is_refused_when_missing_or_too_old() {
        assert_eq!(check_node(Some("v20.20.2")), Ok(()));
        assert_eq!(check_node(Some("v100.0.0")), Ok(()));
        assert!(check_node(Some("v18.19.0")).unwrap_err().contains("v18.19.0 is too old"));
        assert!(check_node(Some("nonsense")).unwrap_err().contains("too old"));
        assert!(check_node(None).unwrap_err().starts_with("Node.js is missing"));
    }
}
