//! The native command, for authors, tests and continuous integration.

#[cfg(not(target_arch = "wasm32"))]
#[allow(clippy::print_stderr)] // Who waits is told how far a search is.
mod check;
#[cfg(not(target_arch = "wasm32"))]
mod figures;
#[cfg(not(target_arch = "wasm32"))]
mod grade;
#[cfg(not(target_arch = "wasm32"))]
#[allow(clippy::print_stdout, clippy::print_stderr)] // A command is there to print.
mod native;
#[cfg(not(target_arch = "wasm32"))]
mod request;

#[cfg(target_arch = "wasm32")]
fn main() {}

#[cfg(not(target_arch = "wasm32"))]
fn main() -> std::process::ExitCode {
    native::main()
}
