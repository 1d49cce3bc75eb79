//! What is said of a run that somebody else has sent.

use crate::story::language::{say, tr};

/// By which way it has come.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Came {
    /// By a link.
    #[default]
    Link,
    /// As a file.
    File,
    /// As a text that was pasted.
    Pasted,
}

/// So many things are named.
const NAMED_MAX: usize = 3;

impl Came {
    const ALL: [Came; 3] = [Came::Link, Came::File, Came::Pasted];

    /// What such a run is called at first, among the others.
    pub fn name(self) -> &'static str {
        match self {
            Came::Link => tr!("from a link"),
            Came::File => tr!("from a file"),
            Came::Pasted => tr!("from a text that was pasted"),
        }
    }

    /// The way of a run that is called so.
    pub fn of(name: &str) -> Option<Came> {
        Came::ALL.into_iter().find(|came| came.name() == name)
    }

    /// That the run on show has come by it.
    pub fn heading(self) -> String {
        say!("This run was sent: it is {name}", name = self.name())
    }
}

/// What was done in it, in the words of the scene language.
pub fn done(acts: &[String]) -> String {
    match named(acts) {
        (named, 0) => say!("Done in it: {named}.", named),
        (named, more) => say!("Done in it: {named}, and {more} more.", named, more),
    }
}

/// What the script of a scene would still have done where a run leaves it, in the same words; nothing where that is
/// nothing.
pub fn rest_of_script(rest: &[String]) -> Option<String> {
    let says = match named(rest) {
        (named, 0) => say!("The script of the scene ends there. It would have gone on with {named}.", named),
        (named, more) => {
            say!(
                "The script of the scene ends there. It would have gone on with {named}, and {more} more.",
                named,
                more
            )
        }
    };
    (!rest.is_empty()).then_some(says)
}

/// The first of these, and how many there are besides.
fn named(acts: &[String]) -> (String, usize) {
    let named = acts.iter().take(NAMED_MAX).map(|act| say!("“{act}”", act)).collect::<Vec<_>>().join(", ");
    (named, acts.len().saturating_sub(NAMED_MAX))
}

/// That a text is not played with the seed under which its scene was opened.
pub fn own_seed(seed: u32) -> String {
    say!("The scene was opened with seed {seed}. What is written here is played with its own seed.", seed)
}
