//! What is said where somebody tries to break Paxos: the misreading behind each wrong rule, what is searched, and what
//! came of it.

use super::digits::{decimal, seconds};
use super::{caution, example};
use crate::check::{Finding, Limits, Subject};
use crate::paxos::rules::{
    Accept, Commit, Counting, Dedup, Gaps, IdsRule, Leading, Learn, Members, Phases, Promise, Quorum, Report, Storage,
    ValueRule,
};
use crate::sim::Change;
use crate::story::language::{Words, say, tr, words};
use crate::story::problem::both;

pub use super::digits::grouped;

/// What it is called.
pub const TITLE: Words = words!("Break it");
/// What it is for.
pub const LEAD: Words = words!(
    "Why does Paxos have this rule? Switch it off. All that can happen then is searched, and the shortest run in which it goes wrong comes on the stage, to be stepped through."
);
/// What a search does not do.
pub const NO_PROOF: Words = words!("What lies beyond these limits was not looked at.");
/// Where a search starts with new members.
pub const STARTS: Words = words!(
    "It starts where R1 knows that “members R1” is chosen in slot 1, R2 has accepted it, and R3 has not heard of it."
);
/// What is said while a search begins.
pub const BEGINS: Words = words!("Searching …");
/// What is said of one that was called off.
pub const CALLED_OFF: Words = words!("The search was called off.");
/// Where the run on show is none of Paxos.
pub const NOT_FROM_HERE: Words =
    words!("What is on the stage is a poll and no run of Paxos, and cannot be searched from.");

/// What somebody believes who has got a rule wrong like this; none for Paxos's own variant.
pub fn misreading(variant: Change) -> Option<&'static str> {
    match variant {
        Change::Phases(Phases::One) => Some(tr!("Asking first only costs time.")),
        Change::Promise(Promise::OrEqual) => Some(tr!("An id that was promised may be promised again.")),
        Change::Promise(Promise::Always) => Some(tr!("Whoever asks gets a promise: the last one counts.")),
        Change::Report(Report::PromisedId) => Some(tr!("A report goes by the id that was promised last.")),
        Change::Report(Report::Nothing) => Some(tr!("A PROMISE is a yes, and no more need be said.")),
        Change::Value(ValueRule::Own) => Some(tr!("A higher id gives the right to one's own value.")),
        Change::Value(ValueRule::Lowest) => Some(tr!("The oldest value has the best claim.")),
        Change::Value(ValueRule::First) => Some(tr!("Any value that is reported will do.")),
        Change::Value(ValueRule::RePicks) => Some(tr!("A PROMISE that comes late must be heeded too.")),
        Change::Accept(Accept::Always) => Some(tr!("A promise is about PREPAREs. Requests are always accepted.")),
        Change::Accept(Accept::WithoutPromising) => {
            Some(tr!("Only a PREPARE makes an acceptor promise, and of its votes it need keep only the latest."))
        }
        Change::Accept(Accept::First) => Some(tr!("What is accepted is final.")),
        Change::QuorumRule(Quorum::Half) => Some(tr!("Half of them is enough.")),
        Change::QuorumRule(Quorum::One) => Some(tr!("One yes is enough.")),
        Change::Storage(Storage::ForgetsPromise) => Some(tr!("Only what was accepted need be on disk.")),
        Change::Storage(Storage::ForgetsAccepted) => Some(tr!("Only the promise need be on disk.")),
        Change::Storage(Storage::ForgetsAll) => Some(tr!("An acceptor that comes back may start anew.")),
        Change::Ids(IdsRule::Reused) => Some(tr!("An id is just a label, and can be used again.")),
        Change::Count(Counting::Messages) => Some(tr!("Each answer that arrives counts.")),
        Change::Learn(Learn::PerValue) => {
            Some(tr!("A majority that holds the same value is enough, whatever its ids."))
        }
        Change::Learn(Learn::OnPromises) => Some(tr!("A majority of PROMISEs is success.")),
        Change::Leader(Leading::SkipsPrepare) => Some(tr!("With a stable leader there is no phase 1.")),
        Change::Gaps(Gaps::Left) => Some(tr!("An empty slot does no harm, and need not be filled.")),
        Change::Gaps(Gaps::AppliedPast) => Some(tr!("What is chosen may be applied, whatever is missing before it.")),
        Change::Commit(Commit::Loose) => Some(tr!("What the leader says is chosen in a slot is what stands in mine.")),
        Change::Dedup(Dedup::None) => Some(tr!("Each command that is chosen is executed: the log decides.")),
        Change::Members(Members::AtOnce) => {
            Some(tr!("As soon as new members are chosen they are the ones who decide."))
        }
        _ => None,
    }
}

/// Why a variant cannot get two values chosen where everything else is Paxos, in two sentences; none where it can.
pub fn cannot(variant: Change) -> Option<&'static str> {
    match variant {
        Change::Promise(Promise::OrEqual) => Some(tr!(
            "This cannot break agreement as long as no id is used twice: to promise the same id once more takes nothing back. If the new PROMISE reports a vote that the first one did not, that vote is under this same id, whose value is out by then, so that the PROMISE comes too late to be counted."
        )),
        Change::Accept(Accept::First) => Some(tr!(
            "This cannot break agreement: each acceptor has one vote in the whole run, and two majorities would need one more than there are. It breaks progress instead, as votes that are split stay split."
        )),
        Change::Gaps(Gaps::Left) => Some(tr!(
            "This cannot break agreement: votes and choices are those of Paxos, and a slot in which nothing is chosen contradicts nothing. It breaks progress instead: slots are applied in order, so that nothing after the gap is ever applied, and no client hears of it."
        )),
        Change::Learn(Learn::PerValue | Learn::OnPromises) => Some(tr!(
            "This cannot get two values chosen: nobody asks what a node has learned before it promises, sends or accepts, so that all votes are those of a run of Paxos. What breaks is learning: a node takes for chosen what is not, and nodes that learn different values do not agree."
        )),
        _ => None,
    }
}

/// What a rule is about, in a word or two.
pub fn rule(of: Change) -> &'static str {
    match of {
        Change::Phases(_) => tr!("Asking first"),
        Change::Promise(_) => tr!("Promising"),
        Change::Report(_) => tr!("Reporting"),
        Change::Value(_) => tr!("Choosing the value"),
        Change::Accept(_) => tr!("Accepting"),
        Change::QuorumRule(_) => tr!("Quorums"),
        Change::Storage(_) => tr!("Disks"),
        Change::Ids(_) => tr!("Ids"),
        Change::Count(_) => tr!("Counting"),
        Change::Learn(_) => tr!("Learning"),
        Change::Leader(_) => tr!("Beginning to lead"),
        Change::Gaps(_) => tr!("Gaps in the log"),
        Change::Commit(_) => tr!("Following the leader"),
        Change::Dedup(_) => tr!("Commands that come twice"),
        Change::Members(_) => tr!("New members"),
        _ => "",
    }
}

/// A clause as a sentence.
pub fn sentence(clause: &str) -> String {
    let mut letters = clause.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}.", letters.as_str())
}

/// What is done instead of what Paxos does, where these variants are in force; nothing where it is Paxos.
pub fn instead(rules: &[Change]) -> Option<String> {
    let clauses: Vec<String> = rules.iter().filter_map(|&rule| caution::instead(rule)).map(str::to_string).collect();
    (!clauses.is_empty()).then(|| sentence(&both(&clauses)))
}

/// A finding, and how many actions it takes at least.
pub fn found(finding: Finding, length: u32) -> String {
    say!(
        "{found} after {actions}. No run within these limits comes to it in fewer.",
        found = example::heading(finding),
        actions = count(length, Counted::Action)
    )
}

/// That something is so at the start of a search.
pub fn already(finding: Finding) -> String {
    say!(
        "It is so at the start that {finding}: there is nothing to search for.",
        finding = example::found_that(finding)
    )
}

/// The same in a few words, over the run.
pub fn heading(finding: Finding, length: u32) -> String {
    say!("{found} after {actions}", found = example::heading(finding), actions = count(length, Counted::Action))
}

/// That a search is over whose panel is not open, and what it has come to.
pub fn ended(said: &str) -> String {
    say!("Break it: the search is over. {said}", said)
}

/// That nothing was found, within which limits.
pub fn not_found(finding: Option<Finding>, states: u32, within: &str) -> String {
    let states = count(states, Counted::State);
    match finding.filter(|finding| !finding.is_violation()) {
        Some(finding) => {
            say!(
                "In none of {states} within these limits is it so that {finding}: {within}.",
                states,
                finding = example::found_that(finding),
                within
            )
        }
        None => say!("No violation in {states} within these limits: {within}.", states, within),
    }
}

/// That a search came to a limit before it had seen everything.
pub fn cut_short(states: u32, depth: u32, within: &str) -> String {
    say!(
        "No violation in the {states} that there was room for, to {depth}; there are more within these limits: {within}. Set narrower ones to see them all.",
        states = count(states, Counted::State),
        depth = count(depth, Counted::Action),
        within
    )
}

/// What can be done where a search from the beginning came to a limit.
pub const LESS_FROM_HERE: Words = words!(
    "From the midst of a run there is less to see: bring the stage to where two attempts have their promises, and search from here with one new ballot."
);

/// Where a rule breaks by itself and was not seen to.
pub const BREAKS_BY_ITSELF: Words =
    words!("Where nothing else is set, this rule does break: set what is set here back to its default to see it.");

/// The limits of a search.
pub fn limits(limits: &Limits, subject: Subject) -> String {
    let Limits { ballots, each, crashes, requests, beats, .. } = *limits;
    let some = |number: u8, none: &'static str, of: Counted| match number {
        0 => none.to_string(),
        number => count(u32::from(number), of),
    };
    let crashes = some(crashes, tr!("no crash"), Counted::Crash);
    match (subject, ballots) {
        (Subject::Decision, 1) => {
            both(&[tr!("1 new id in all").to_string(), say!("at most {each} of one proposer", each), crashes])
        }
        (Subject::Decision, _) => {
            both(&[say!("{ballots} new ids in all", ballots), say!("at most {each} of one proposer", each), crashes])
        }
        (Subject::Log, _) => both(&[
            match ballots {
                1 => tr!("1 attempt to lead in all").to_string(),
                _ => say!("{ballots} attempts to lead in all", ballots),
            },
            say!("at most {each} of one replica", each),
            some(requests, tr!("no request"), Counted::Request),
            some(beats, tr!("no heartbeat"), Counted::Heartbeat),
            crashes,
        ]),
    }
}

/// Before what may be asked for, of which there is so much.
pub fn asked_for(subject: Subject, values: usize) -> &'static str {
    match (subject, values) {
        (Subject::Decision, 1) => tr!("the value"),
        (Subject::Decision, _) => tr!("the values"),
        (Subject::Log, 1) => tr!("the command"),
        (Subject::Log, _) => tr!("the commands"),
    }
}

/// How far a search is.
pub fn progress(states: u32, depth: u32, spent_ms: u32) -> String {
    let rate = rate(states, spent_ms).map(|rate| format!(", {rate}")).unwrap_or_default();
    say!(
        "{states}, {depth} deep{rate}",
        states = count(states, Counted::State),
        depth = count(depth, Counted::Action),
        rate
    )
}

/// What a search has cost.
pub fn cost(states: u32, spent_ms: u32) -> String {
    let rate = rate(states, spent_ms).map(|rate| format!(" ({rate})")).unwrap_or_default();
    let time = match spent_ms {
        0..1000 => say!("{ms} ms", ms = spent_ms.max(1)),
        _ => seconds(spent_ms),
    };
    say!("{states} searched in {time}{rate}.", states = count(states, Counted::State), time, rate)
}

/// How many states a second that is; none where it was too short to tell.
fn rate(states: u32, spent_ms: u32) -> Option<String> {
    let rate = u64::from(states) * 1000 / u64::from(spent_ms).max(1);
    (20 <= spent_ms).then(|| match rate {
        0..1_000_000 => say!("{rate} states a second", rate = grouped(rate / 1000 * 1000)),
        _ => say!(
            "{millions} million states a second",
            millions = decimal(rate / 1_000_000, (rate % 1_000_000 / 100_000) as u32)
        ),
    })
}

/// What is counted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(missing_docs)] // `count` says what each is.
pub enum Counted {
    Action,
    State,
    Request,
    Heartbeat,
    Crash,
    Proposer,
    Acceptor,
    Replica,
    Client,
}

/// So many of something.
pub fn count(number: u32, of: Counted) -> String {
    let many = grouped(number.into());
    match (number, of) {
        (1, Counted::Action) => tr!("1 action").to_string(),
        (1, Counted::State) => tr!("1 state").to_string(),
        (1, Counted::Request) => tr!("1 request").to_string(),
        (1, Counted::Heartbeat) => tr!("1 heartbeat").to_string(),
        (1, Counted::Crash) => tr!("1 crash").to_string(),
        (1, Counted::Proposer) => tr!("1 proposer").to_string(),
        (1, Counted::Acceptor) => tr!("1 acceptor").to_string(),
        (1, Counted::Replica) => tr!("1 replica").to_string(),
        (1, Counted::Client) => tr!("1 client").to_string(),
        (_, Counted::Action) => say!("{many} actions", many),
        (_, Counted::State) => say!("{many} states", many),
        (_, Counted::Request) => say!("{many} requests", many),
        (_, Counted::Heartbeat) => say!("{many} heartbeats", many),
        (_, Counted::Crash) => say!("{many} crashes", many),
        (_, Counted::Proposer) => say!("{many} proposers", many),
        (_, Counted::Acceptor) => say!("{many} acceptors", many),
        (_, Counted::Replica) => say!("{many} replicas", many),
        (_, Counted::Client) => say!("{many} clients", many),
    }
}

/// On the way to the panel, while it searches.
pub const IS_SEARCHING: Words = words!(" (searching)");
/// On the way to the panel, where something waits there.
pub const HAS_FOUND: Words = words!(" (found)");
/// What the part is called in which a search is set up and told of.
pub const SEARCH_REGION: Words = words!("The search");
/// Where no rule is off.
pub const IS_PAXOS: Words = words!("Every rule is as it is in Paxos.");
/// On the button that begins a search.
pub const SEARCH: Words = words!("Search");
/// On the button that ends one.
pub const CALL_OFF: Words = words!("Call off");
/// On the button that opens what was found.
pub const AGAIN: Words = words!("Step through it ›");
/// On the button that puts all rules right.
pub const MEND: Words = words!("All rules on");
/// Over what runs.
pub const WHAT_RUNS: Words = words!("What runs");

/// What runs, in a few words.
pub fn runs(subject: Subject) -> &'static str {
    match subject {
        Subject::Decision => tr!("one decision"),
        Subject::Log => tr!("a log"),
    }
}

/// Over the rules of what runs.
pub fn rules_of(subject: Subject) -> &'static str {
    match subject {
        Subject::Decision => tr!("Rules of one decision"),
        Subject::Log => tr!("Rules of a log"),
    }
}

/// Over where a search starts.
pub const FROM: Words = words!("Start");
/// Where nothing has happened yet.
pub const BEGINNING: Words = words!("from the beginning");
/// What is on the stage.
pub const HERE: Words = words!("from here: as things are on the stage");
/// Over who there is.
pub const WHO: Words = words!("Who there is");
/// Over how much may happen.
pub const AT_MOST: Words = words!("How much may happen, at most");
/// Over what is looked for.
pub const SOUGHT: Words = words!("What is looked for");
/// What is looked for where nothing is set.
pub const WORST: Words = words!("The worst that these rules are known to break");
/// Over the link to a search.
pub const LINK: Words = words!("A link to this");
/// What a run is that was found.
pub const SHORTEST: Words = words!("No run within the limits of the search comes to it in fewer.");
/// On the button that shows the same acts under the rules of Paxos.
pub const BESIDE: Words = words!("The same beside Paxos");
/// On the button that leads to the panel.
pub const BACK_TO_PANEL: Words = words!("‹ Break it");
/// On the button that leads to where the reader was.
pub const BACK: Words = words!("‹ Back to where I was");
/// On the way from a scene under a wrong rule.
pub const FIND_YOURSELF: Words = words!("Find the shortest run yourself ›");

/// What a variant breaks that cannot break agreement, in a few words.
pub fn breaks_otherwise(variant: Change) -> &'static str {
    match variant {
        Change::Learn(_) => tr!("breaks what is learned, not what is chosen"),
        Change::Accept(_) | Change::Gaps(_) => tr!("breaks progress, not agreement"),
        _ => tr!("breaks nothing"),
    }
}

/// A number that follows from the rules.
pub fn by_itself(number: u8) -> String {
    say!("{number} (default)", number)
}

/// How far a search came that was called off.
pub fn so_far(states: u32, depth: u32) -> String {
    let (states, depth) = (count(states, Counted::State), count(depth, Counted::Action));
    say!("It had seen {states}, to {depth}.", states, depth)
}

/// That there is no counterexample to be put into a file, and whether there is one of an earlier search.
pub fn nothing_written(into: &str, is_there: bool) -> String {
    let rest = if is_there { "; the file is as it was before, and is none of this search" } else { "" };
    format!("{into}: nothing written, since there is no counterexample{rest}")
}

/// Where a search from the midst of a run has no link.
pub const NO_LINK_FROM_HERE: Words = words!(
    "A link cannot begin this search: the run that it starts from is in no scene of the course. The run that is found has a link of its own."
);

/// Where a link says of a run that it was found, and the run does not show it.
pub fn link_says_otherwise(finding: Finding, length: u32) -> String {
    say!(
        "In the link, found says that {finding} after {actions}; the run does not come to that with its last action.",
        finding = example::found_that(finding),
        actions = count(length, Counted::Action)
    )
}

/// On the button that leads to the moment at which what was found is so.
#[inline(never)]
pub fn to_breach(finding: Finding, time: u32) -> String {
    let time = seconds(time);
    match finding.is_violation() {
        true => say!("It goes wrong at {time}", time),
        false => say!("It is so at {time}", time),
    }
}
