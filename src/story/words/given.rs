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

/// So many of the things that were done are named.
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
    let named = acts.iter().take(NAMED_MAX).map(|act| say!("“{act}”", act)).collect::<Vec<_>>().join(", ");
    match acts.len().saturating_sub(NAMED_MAX) {
        0 => say!("Done in it: {named}.", named),
        more => say!("Done in it: {named}, and {more} more.", named, more),
    }
}
