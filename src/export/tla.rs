//! A run of single-decree Paxos as a trace in TLA+: the sequence of its states in the variables of Lamport's `Paxos.tla`
//! (`maxBal`, `maxVBal`, `maxVal`, `msgs`), with what it takes for TLC to check that it is a behaviour of that module.
//!
//! A state is told for each step that changes a variable. A message counts as sent from the moment of sending, whatever
//! becomes of it: `Paxos.tla` knows no losses, since what is lost is as what never arrives.

mod state;

use crate::export::stretch::Stretch;
use crate::paxos::rules::{QuorumFor, Rules};
use crate::paxos::{Ballot, QuorumSize, Value, Vote};
use crate::player::Show;
use crate::sim::{Moment, World};
use crate::story::print;
use crate::story::problem::both;
use crate::story::words::caution;
use state::{Act, Reached, Said, State, Trace};
use std::fmt::Write;

/// The most letters of a value, and of a line of comment.
const LETTERS: (usize, usize) = (40, 300);

/// Words that TLA+ keeps for itself and that could be names of nodes.
const RESERVED: [&str; 33] = [
    "ACTION",
    "ASSUME",
    "ASSUMPTION",
    "AXIOM",
    "BY",
    "CASE",
    "CHOOSE",
    "CONSTANT",
    "CONSTANTS",
    "DEF",
    "DOMAIN",
    "ELSE",
    "ENABLED",
    "EXCEPT",
    "EXTENDS",
    "IF",
    "IN",
    "INSTANCE",
    "LET",
    "LOCAL",
    "MODULE",
    "NEW",
    "OTHER",
    "PROOF",
    "QED",
    "STATE",
    "SUBSET",
    "THEN",
    "THEOREM",
    "UNCHANGED",
    "UNION",
    "VARIABLE",
    "WITH",
];

const HOW: &str = r"\*
\* To check it: save this as PaxosTrace.tla beside Lamport's Paxos.tla, Voting.tla and Consensus.tla (of the folder
\* specifications/Paxos of https://github.com/tlaplus/Examples), and beside it as PaxosTrace.cfg:
\*
\*   SPECIFICATION Spec
\*   PROPERTY IsPaxos
\*   CHECK_DEADLOCK FALSE
\*   CONSTANT None <- [Paxos] None
\*   CONSTANT Ballot <- [Paxos] Ballot
\*
\* and run: java -cp tla2tools.jar tlc2.TLC PaxosTrace
\* The last two lines put the None and the Ballot of this module in place of those of Paxos.tla, which TLC cannot work
\* out: None is there any value that is not in Value, and Ballot is all natural numbers.
";

const SPEC: &str = r"
VARIABLES at, maxBal, maxVBal, maxVal, msgs

vars == <<at, maxBal, maxVBal, maxVal, msgs>>

Init == /\ at = 1
        /\ maxBal = Trace[1].maxBal
        /\ maxVBal = Trace[1].maxVBal
        /\ maxVal = Trace[1].maxVal
        /\ msgs = Trace[1].msgs

Next == /\ at < Len(Trace)
        /\ at' = at + 1
        /\ maxBal' = Trace[at + 1].maxBal
        /\ maxVBal' = Trace[at + 1].maxVBal
        /\ maxVal' = Trace[at + 1].maxVal
        /\ msgs' = Trace[at + 1].msgs

Spec == Init /\ [][Next]_vars

P == INSTANCE Paxos WITH Value <- Value, Acceptor <- Acceptor, Quorum <- Quorum

\* That the trace is a behaviour of Paxos.
IsPaxos == P!Spec

=============================================================================
";

/// A stretch of the run on show as a trace in TLA+.
///
/// # Errors
/// A sentence: a poll and a log are no single decree.
pub fn tla(show: &Show, stretch: Stretch) -> Result<String, String> {
    if show.poll().is_some() {
        return Err("a poll is not Paxos, and has no trace in Lamport's variables; expected a run of Paxos".to_string());
    }
    if show.is_replicated() {
        let wrong = "Lamport's Paxos.tla decides once, and this run keeps a log";
        return Err(format!("{wrong}; expected a run with proposers and acceptors"));
    }
    Ok(Writer::of(show, stretch).module())
}

/// How many acceptors a quorum of phase 1 takes: the sizes of the scene, or a majority, whatever wrong rule is in force.
fn quorum(world: &World) -> usize {
    Rules::default().quorum_size(&world.cluster, QuorumFor::Prepare)
}

/// What it takes to write a trace.
struct Writer<'a> {
    show: &'a Show,
    stretch: Stretch,
    start: World,
    trace: Trace,
    /// All ids that occur, in order: each stands for its place.
    ballots: Vec<Ballot>,
    /// All values that occur, and what they are called.
    values: Vec<(Value, String)>,
    /// What acceptors are called.
    acceptors: Vec<String>,
}

impl<'a> Writer<'a> {
    fn of(show: &'a Show, stretch: Stretch) -> Writer<'a> {
        let recording = show.recording();
        let start = recording.at(Moment::default());
        let trace = Trace::of(recording, &start, quorum(&start), stretch.until.steps);
        let states = || trace.states.iter().map(|reached| &reached.state);
        let votes = || states().flat_map(|state| state.votes.iter().flatten());
        let promised = states().flat_map(|state| state.promised.iter().flatten().copied());
        let said = trace.sent.iter().flat_map(|said| said.ballots());
        let mut ballots: Vec<Ballot> = promised.chain(votes().map(|vote| vote.ballot)).chain(said).collect();
        ballots.sort_unstable();
        ballots.dedup();
        let proposed = recording.at(stretch.until).proposed;
        let said = trace.sent.iter().filter_map(|said| said.value());
        let mut all: Vec<Value> = proposed.into_iter().chain(said).chain(votes().map(|vote| vote.value)).collect();
        all.sort_unstable();
        all.dedup();
        let mut values: Vec<(Value, String)> = Vec::new();
        for value in all {
            let mut name = ascii(show.names().value(value), LETTERS.0);
            while values.iter().any(|(_, other)| *other == name) {
                name.push('_');
            }
            values.push((value, name));
        }
        let acceptors = trace.acceptors.iter().map(|&node| identifier(show.names().node(node))).collect();
        Writer { show, stretch, start, trace, ballots, values, acceptors }
    }

    fn module(&self) -> String {
        let mut text = "----------------------------- MODULE PaxosTrace -----------------------------\n".to_string();
        let title = self.show.told(&self.show.scene.script.title);
        let _ = writeln!(text, "\\* {}", ascii(&title, LETTERS.1));
        text.push_str(
            "\\* A run of Paxos in the variables of Lamport's Paxos.tla: a state for each step that changes one.\n",
        );
        for said in self.departures() {
            let _ = writeln!(text, "\\* {}", ascii(&said, LETTERS.1));
        }
        text.push_str(HOW);
        text.push_str("EXTENDS Integers, Sequences, FiniteSets\n\n");
        self.write_constants(&mut text);
        self.write_messages(&mut text);
        self.write_states(&mut text);
        text.push_str(SPEC);
        text
    }

    /// What is not Paxos about the run, and where it departs from it.
    fn departures(&self) -> Vec<String> {
        let mut said = caution::over(self.show.recording(), self.stretch.until);
        let is_odd = !said.is_empty();
        let quorum = self.trace.quorum;
        if 2 * quorum <= self.acceptors.len() {
            said.push(format!(
                "Quorum has those of phase 1, of {quorum}, which need not meet each other: Paxos.tla assumes that they do."
            ));
        } else if matches!(self.start.cluster.quorum, QuorumSize::Sizes { .. }) {
            said.push(
                "Quorum has those of phase 1; those of phase 2, which learners count, have a size of their own.".into(),
            );
        }
        if !self.trace.begins_empty() {
            said.push(
                "It departs from Paxos.tla in state 1: something is promised or accepted at the beginning.".into(),
            );
        }
        let not_paxos = self.trace.states.iter().enumerate().skip(1).filter(|(_, reached)| reached.act.is_none());
        let places: Vec<String> = not_paxos.map(|(place, _)| (place + 1).to_string()).collect();
        match places.len() {
            0 if !is_odd => {}
            0 => said.push("It departs from Paxos.tla in no state: what is told above is not about its variables, or did not come to bear.".into()),
            1 => said.push(format!("It departs from Paxos.tla in state {}.", places[0])),
            _ => said.push(format!("It departs from Paxos.tla in the states {}.", both(&places))),
        }
        said
    }

    fn write_constants(&self, text: &mut String) {
        let quoted = |names: Vec<String>| names.iter().map(|name| string(name)).collect::<Vec<_>>().join(", ");
        let _ = writeln!(text, "Acceptor == {{{}}}", quoted(self.acceptors.clone()));
        let _ = writeln!(text, "Quorum == {{Q \\in SUBSET Acceptor : Cardinality(Q) >= {}}}", self.trace.quorum);
        let _ = writeln!(text, "Value == {{{}}}", quoted(self.values.iter().map(|(_, name)| name.clone()).collect()));
        let _ = writeln!(text, "None == {}\n", string(&self.none()));
        text.push_str("\\* Ballots are numbered in the order of the ids that they stand for:\n");
        for (number, &ballot) in self.ballots.iter().enumerate() {
            let whose = self.start.cluster.proposer_of(ballot).map_or("", |node| self.show.names().node(node));
            let _ = writeln!(text, "\\*   {number} is {}, of {whose}", self.show.names().id(ballot));
        }
        let _ = writeln!(text, "Ballot == 0 .. {}\n", self.ballots.len() as i64 - 1);
    }

    /// A word that is no value.
    fn none(&self) -> String {
        let mut none = "None".to_string();
        while self.values.iter().any(|(_, name)| *name == none) {
            none.push('_');
        }
        none
    }

    fn write_messages(&self, text: &mut String) {
        text.push_str("\\* All messages, in the order in which they were sent.\nSent == <<");
        for (place, &said) in self.trace.sent.iter().enumerate() {
            let comma = if place == 0 { "" } else { "," };
            let _ = write!(text, "{comma}\n  {}", self.said(said));
        }
        text.push_str("\n>>\n\n\\* The first n of them.\nMsgs(n) == {Sent[i] : i \\in 1 .. n}\n\n");
    }

    fn said(&self, said: Said) -> String {
        match said {
            Said::OneA(ballot) => format!("[type |-> \"1a\", bal |-> {}]", self.ballot(Some(ballot))),
            Said::OneB(acceptor, ballot, vote) => format!(
                "[type |-> \"1b\", acc |-> {}, bal |-> {}, mbal |-> {}, mval |-> {}]",
                string(&self.acceptors[acceptor]),
                self.ballot(Some(ballot)),
                self.ballot(vote.map(|vote| vote.ballot)),
                self.value(vote)
            ),
            Said::TwoA(vote) => {
                format!(
                    "[type |-> \"2a\", bal |-> {}, val |-> {}]",
                    self.ballot(Some(vote.ballot)),
                    self.value(Some(vote))
                )
            }
            Said::TwoB(acceptor, vote) => format!(
                "[type |-> \"2b\", acc |-> {}, bal |-> {}, val |-> {}]",
                string(&self.acceptors[acceptor]),
                self.ballot(Some(vote.ballot)),
                self.value(Some(vote))
            ),
        }
    }

    fn write_states(&self, text: &mut String) {
        text.push_str("Trace == <<\n");
        for (place, reached) in self.trace.states.iter().enumerate() {
            let comma = if place + 1 < self.trace.states.len() { "," } else { "" };
            let _ = writeln!(text, "  \\* {}: {}", place + 1, ascii(&self.caption(reached), LETTERS.1));
            let _ = writeln!(text, "  {}{comma}", self.state(&reached.state));
        }
        text.push_str(">>\n");
    }

    /// What has led to a state: the action, when, and the step of the run.
    fn caption(&self, reached: &Reached) -> String {
        let step = reached.by.and_then(|place| self.show.recording().steps().get(place));
        let Some(step) = step else { return "Init".to_string() };
        let act = match reached.act {
            None => "no action of Paxos.tla".to_string(),
            Some(Act::Phase1a(ballot)) => format!("Phase1a({})", self.ballot(Some(ballot))),
            Some(Act::Phase1b(acceptor)) => format!("Phase1b({})", string(&self.acceptors[acceptor])),
            Some(Act::Phase2a(vote)) => {
                format!("Phase2a({}, {})", self.ballot(Some(vote.ballot)), self.value(Some(vote)))
            }
            Some(Act::Phase2b(acceptor)) => format!("Phase2b({})", string(&self.acceptors[acceptor])),
        };
        format!("{act} at {} ms, {}", step.time, print::act(step, self.show.names()))
    }

    fn state(&self, state: &State) -> String {
        let each = |of: &dyn Fn(usize) -> String| {
            let entries = self.acceptors.iter().enumerate().map(|(place, name)| format!("{name} |-> {}", of(place)));
            format!("[{}]", entries.collect::<Vec<_>>().join(", "))
        };
        format!(
            "[maxBal |-> {},\n   maxVBal |-> {},\n   maxVal |-> {},\n   msgs |-> Msgs({})]",
            each(&|place| self.ballot(state.promised[place])),
            each(&|place| self.ballot(state.votes[place].map(|vote| vote.ballot))),
            each(&|place| self.value(state.votes[place])),
            state.sent
        )
    }

    /// The number that stands for an id; -1 for none.
    fn ballot(&self, ballot: Option<Ballot>) -> String {
        let place = ballot.and_then(|ballot| self.ballots.binary_search(&ballot).ok());
        place.map_or("-1".to_string(), |place| place.to_string())
    }

    fn value(&self, vote: Option<Vote>) -> String {
        let name = vote.and_then(|vote| self.values.iter().find(|(value, _)| *value == vote.value));
        name.map_or("None".to_string(), |(_, name)| string(name))
    }
}

/// A text in TLA+.
fn string(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// A text of at most so many letters in the letters that TLA+ knows: any other is told by its number.
fn ascii(text: &str, most: usize) -> String {
    let mut plain = String::new();
    for letter in text.chars() {
        if most <= plain.len() {
            plain.push_str("...");
            break;
        }
        match letter {
            ' '..='~' => plain.push(letter),
            letter if letter.is_ascii() => plain.push(' '),
            // Numbers run from left to right: there is nothing to set apart.
            '\u{2066}'..='\u{2069}' => {}
            letter => plain.push_str(&format!("U+{:04X}", u32::from(letter))),
        }
    }
    plain
}

/// A name that TLA+ takes for one.
fn identifier(name: &str) -> String {
    let is_kept = RESERVED.contains(&name) || name.starts_with("WF_") || name.starts_with("SF_");
    if is_kept { format!("n_{name}") } else { name.to_string() }
}
