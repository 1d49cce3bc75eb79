//! Lamport's four actions, with their guards, over states that were read from an exported module: written from the
//! description of the algorithm, and independent of how the export finds out which action a step is.

use super::module::{Module, Value};
use std::collections::{BTreeMap, BTreeSet};

fn text(of: &str) -> Value {
    Value::Text(of.to_string())
}

fn record<const N: usize>(fields: [(&str, Value); N]) -> Value {
    Value::Record(fields.into_iter().map(|(name, value)| (name.to_string(), value)).collect())
}

/// The messages of one type in a state.
fn messages<'a>(state: &'a Value, kind: &'a str) -> impl Iterator<Item = &'a Value> {
    state.field("msgs").members().iter().filter(move |message| message.field("type").text() == kind)
}

/// The state with one message more.
fn sending(state: &Value, message: Value) -> Value {
    let mut all = state.field("msgs").members().clone();
    all.insert(message);
    state.with("msgs", Value::Set(all))
}

/// The state with another entry of one acceptor in one variable.
fn setting(state: &Value, variable: &str, acceptor: &str, value: Value) -> Value {
    state.with(variable, state.field(variable).with(acceptor, value))
}

impl Module {
    /// Whether a state is one in which Paxos begins.
    pub fn is_initial(&self, state: &Value) -> bool {
        let all = |value: &Value| {
            let entries = self.acceptors.iter().map(|acceptor| (acceptor.text().to_string(), value.clone()));
            Value::Record(entries.collect::<BTreeMap<_, _>>())
        };
        let nothing = all(&Value::Number(-1));
        *state
            == record([
                ("maxBal", nothing.clone()),
                ("maxVBal", nothing),
                ("maxVal", all(&self.none)),
                ("msgs", Value::Set(BTreeSet::new())),
            ])
    }

    /// The action that leads from one state to another one, as the module calls it; none where none does.
    pub fn action(&self, before: &Value, after: &Value) -> Option<String> {
        self.ballots
            .iter()
            .find_map(|&ballot| self.phase_1a(before, after, ballot).or_else(|| self.phase_2a(before, after, ballot)))
            .or_else(|| {
                let names = self.acceptors.iter().map(|acceptor| acceptor.text());
                names
                    .into_iter()
                    .find_map(|it| self.phase_1b(before, after, it).or_else(|| self.phase_2b(before, after, it)))
            })
    }

    fn phase_1a(&self, before: &Value, after: &Value, ballot: i64) -> Option<String> {
        let message = record([("type", text("1a")), ("bal", Value::Number(ballot))]);
        (sending(before, message) == *after).then(|| format!("Phase1a({ballot})"))
    }

    fn phase_1b(&self, before: &Value, after: &Value, acceptor: &str) -> Option<String> {
        let of = |variable: &str| before.field(variable).field(acceptor).clone();
        let done = messages(before, "1a").map(|message| message.field("bal").number()).any(|ballot| {
            let answer = record([
                ("type", text("1b")),
                ("acc", text(acceptor)),
                ("bal", Value::Number(ballot)),
                ("mbal", of("maxVBal")),
                ("mval", of("maxVal")),
            ]);
            let next = sending(&setting(before, "maxBal", acceptor, Value::Number(ballot)), answer);
            of("maxBal").number() < ballot && next == *after
        });
        done.then(|| format!("Phase1b(\"{acceptor}\")"))
    }

    fn phase_2a(&self, before: &Value, after: &Value, ballot: i64) -> Option<String> {
        if messages(before, "2a").any(|message| message.field("bal").number() == ballot) {
            return None;
        }
        let done = self.values.iter().find(|value| {
            let is_safe = self.quorums.iter().any(|quorum| {
                let promises: Vec<&Value> = messages(before, "1b")
                    .filter(|it| quorum.contains(it.field("acc")) && it.field("bal").number() == ballot)
                    .collect();
                let voted: Vec<&&Value> = promises.iter().filter(|it| 0 <= it.field("mbal").number()).collect();
                let highest = voted.iter().map(|it| it.field("mbal").number()).max();
                let has_all = quorum.iter().all(|acceptor| promises.iter().any(|it| it.field("acc") == acceptor));
                let is_highest = |it: &&&Value| Some(it.field("mbal").number()) == highest;
                let carries = voted.iter().copied().filter(is_highest).any(|it| it.field("mval") == *value);
                has_all && (voted.is_empty() || carries)
            });
            let message = record([("type", text("2a")), ("bal", Value::Number(ballot)), ("val", (*value).clone())]);
            is_safe && sending(before, message) == *after
        });
        let quoted = |value: &Value| value.text().replace('\\', "\\\\").replace('"', "\\\"");
        done.map(|value| format!("Phase2a({ballot}, \"{}\")", quoted(value)))
    }

    fn phase_2b(&self, before: &Value, after: &Value, acceptor: &str) -> Option<String> {
        let done = messages(before, "2a").any(|message| {
            let (ballot, value) = (message.field("bal"), message.field("val"));
            let vote = record([
                ("type", text("2b")),
                ("acc", text(acceptor)),
                ("bal", ballot.clone()),
                ("val", value.clone()),
            ]);
            let promised = setting(before, "maxBal", acceptor, ballot.clone());
            let voted = setting(&promised, "maxVBal", acceptor, ballot.clone());
            let next = sending(&setting(&voted, "maxVal", acceptor, value.clone()), vote);
            before.field("maxBal").field(acceptor).number() <= ballot.number() && next == *after
        });
        done.then(|| format!("Phase2b(\"{acceptor}\")"))
    }
}
