//! What is printed of a search.

use paxos_explainer::story::words::breaking::grouped;
use serde::Serialize;
use std::process::ExitCode;

/// What came of a search.
#[derive(Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// Everything within the limits was seen, and nothing is wrong.
    Holds,
    /// Something is wrong.
    Violated,
    /// There was more to see than the limits allow.
    Limit,
}

impl Verdict {
    pub fn code(self) -> ExitCode {
        match self {
            Verdict::Holds => ExitCode::SUCCESS,
            Verdict::Violated => ExitCode::from(1),
            Verdict::Limit => ExitCode::from(3),
        }
    }

    /// The worse of two: something that is wrong, then something that is not known.
    pub fn worse(self, other: Verdict) -> Verdict {
        match (self, other) {
            (Verdict::Violated, _) | (_, Verdict::Violated) => Verdict::Violated,
            (Verdict::Limit, _) | (_, Verdict::Limit) => Verdict::Limit,
            (Verdict::Holds, Verdict::Holds) => Verdict::Holds,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Verdict::Holds => "holds",
            Verdict::Violated => "violated",
            Verdict::Limit => "limit",
        }
    }
}

/// What there is to say of a search in numbers.
pub struct Numbers {
    pub verdict: Verdict,
    pub states: usize,
    /// How many states were found at each distance.
    pub levels: Vec<u32>,
    /// How long the shortest way to a violation is.
    pub length: Option<usize>,
    pub seconds: f64,
    pub bytes: u64,
}

/// The same for programs: what is the same on every machine.
#[derive(Serialize)]
pub struct Json<'a> {
    states: usize,
    depth: usize,
    levels: &'a [u32],
    verdict: Verdict,
    length: Option<usize>,
}

impl Numbers {
    /// How many steps it is to the farthest state.
    fn depth(&self) -> usize {
        self.levels.len() - 1
    }

    /// What programs are told.
    pub fn for_programs(&self) -> Json<'_> {
        let Numbers { verdict, states, ref levels, length, .. } = *self;
        Json { states, depth: self.depth(), levels, verdict, length }
    }

    /// One object, on a line.
    pub fn json(&self) -> Result<String, String> {
        let json = serde_json::to_string(&self.for_programs());
        json.map(|json| json + "\n").map_err(|error| error.to_string())
    }

    /// That nothing is wrong so far; `limit` says which limit was reached first, where one was.
    pub fn no_violation(&self, limit: &str) -> String {
        let states = grouped(self.states as u64);
        match self.verdict {
            Verdict::Limit => format!("No violation in {states} states, and there are more: {limit}."),
            _ => format!("No violation in {states} states within these limits."),
        }
    }

    /// A line a number.
    pub fn table(&self) -> String {
        let rate = self.states as f64 / self.seconds.max(1e-6) / 1e6;
        let bytes = self.bytes as f64 / self.states as f64;
        let (verdict, states, depth) = (self.verdict.name(), grouped(self.states as u64), self.depth());
        format!(
            "verdict  {verdict}\nstates   {states}\ndepth    {depth}\ntime     {:.3} s\n\
             rate     {rate:.2} million states a second\nmemory   {bytes:.1} bytes a state\n",
            self.seconds
        )
    }
}
