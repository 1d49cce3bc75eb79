//! The project's own commands: `cargo xtask serve` and `cargo xtask test`.
fn main() {}
