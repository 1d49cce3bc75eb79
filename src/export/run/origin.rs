//! What brings a run back.

use serde::Serialize;

/// Where a run comes from: whoever plays the scene again and does the same has the same run.
#[derive(Serialize, Clone, PartialEq, Eq, Debug, Default)]
pub struct Origin {
    /// The text of the scene; none where nobody has said it.
    pub script: Option<String>,
    /// What was done by hand, as a link has it.
    #[serde(rename = "do")]
    pub acts: String,
    /// The seed in place of the scene's own.
    pub seed: Option<u32>,
    /// The moment at which it was looked at when the page wrote the whole run down, as a link has it.
    #[serde(rename = "t")]
    pub at: Option<String>,
}

impl Origin {
    /// The run of a scene as it is written in this text.
    pub fn of(text: &str) -> Origin {
        Origin { script: Some(text.to_string()), ..Origin::default() }
    }
}
