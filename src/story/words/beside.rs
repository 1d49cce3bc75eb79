//! Two runs beside each other: what happens in a step, where the runs part, how each ends.

use super::{Telling, besides, happened, lost, result, standing, sum};
use crate::paxos::Cluster;
use crate::sim::{Change, Step, Time, World, truth};
use crate::story::language::{self, Language, say, tr};
use crate::story::problem::{both, capital};
use crate::story::{conditions, print};

/// So many things that are left out are told one by one.
const LEFT_OUT_MAX: usize = 4;

/// What happened in a step, in words.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Told {
    /// In the words of the scene language.
    pub what: String,
    /// What happened and why, a sentence each.
    pub why: Vec<String>,
    /// What was sent by it, a sentence each.
    pub sends: Vec<String>,
}

impl Told {
    fn sentences(&self) -> impl Iterator<Item = &String> {
        self.why.iter().chain(&self.sends)
    }

    /// The first thing that is not told of the other step.
    fn without(&self, other: &Told) -> Option<&String> {
        self.sentences().find(|said| other.sentences().all(|known| known != *said))
    }
}

/// All that a step is: two steps that are told the same are the same.
pub fn told(step: &Step, cluster: &Cluster, telling: Telling) -> Told {
    let more = besides(step, telling);
    let lost = step.effects.sent.iter().filter_map(|sent| Some(lost(&sent.envelope, sent.lost?, telling)));
    let why = std::iter::once(happened(step, cluster, telling)).chain(more).chain(result(step, telling));
    let sender = step.effects.sent.first().map(|sent| telling.node(sent.envelope.from));
    let sends = sum::sends(step, telling.names).into_iter().map(|sends| format!("{} {sends}.", sender.unwrap_or("?")));
    let said = |all: Vec<String>| -> Vec<String> {
        all.into_iter().filter(|said| !said.is_empty()).map(|said| telling.said(said)).collect()
    };
    Told { what: print::act(step, telling.names), why: said(why.chain(lost).collect()), sends: said(sends.collect()) }
}

/// What there is to do where the run stands beside itself.
pub fn nothing_chosen() -> String {
    tr!(
        "The run on the right is still the same one. Choose above what is to be different there: a rule, the quorum, NACKs or the seed."
    )
    .to_string()
}

/// Where two runs part: what happens next in each, and when; nothing where a run is over.
pub fn parting(left: Option<(Time, &Told)>, right: Option<(Time, &Told)>) -> String {
    let (first, second) = match (left, right) {
        (None, None) => return tr!("Both runs are alike to the end.").to_string(),
        (Some((one, left)), Some((other, right))) if one == other => (
            say!("on the left, {told}", told = differently(left, right)),
            say!("On the right, {told}", told = differently(right, left)),
        ),
        (left, right) => (whole(tr!("on the left"), left), whole(tr!("On the right"), right)),
    };
    match left.into_iter().chain(right).map(|(time, _)| time).min() {
        Some(0) | None => say!("The runs differ from the beginning: {first} {second}", first, second),
        Some(time) => say!("Both are alike up to {time}. Then, {first} {second}", time = seconds(time), first, second),
    }
}

/// That something is left out in the run on the right, since these conditions hold there at all times.
pub fn left_out(chosen: &[Change], left_out: &[(Time, Change)]) -> Option<String> {
    let is_why = |chosen: &&Change| left_out.iter().any(|(_, said)| conditions::gives_way(said, &[**chosen]));
    let chosen: Vec<String> = chosen.iter().filter(is_why).map(|change| print::change(*change)).collect();
    let each = |(time, said): &(Time, Change)| {
        say!("“set {change}” at {time}", change = print::change(*said), time = seconds(*time))
    };
    let listed = if left_out.len() <= LEFT_OUT_MAX { left_out.len() } else { LEFT_OUT_MAX - 1 };
    let mut gone: Vec<String> = left_out[..listed].iter().map(each).collect();
    if listed < left_out.len() {
        gone.push(say!("{count} more", count = left_out.len() - listed));
    }
    let gone = match gone.len() {
        1 => say!("{gone} is left out there", gone = both(&gone)),
        _ => say!("{gone} are left out there", gone = both(&gone)),
    };
    let holds = match chosen.len() {
        1 => say!("On the right, {chosen} holds from the beginning to the end: {gone}.", chosen = both(&chosen), gone),
        _ => say!("On the right, {chosen} hold from the beginning to the end: {gone}.", chosen = both(&chosen), gone),
    };
    (!left_out.is_empty()).then_some(holds)
}

/// The same where the run on the right could not follow what was meant for it.
pub fn parting_where_one_stops(left: Option<(Time, &Told)>, at: Time, says: &str) -> String {
    let stops = Told { what: String::new(), why: vec![says.to_string()], sends: Vec::new() };
    parting(left, Some((at, &stops)))
}

fn differently(this: &Told, other: &Told) -> String {
    match this.without(other) {
        Some(told) => inside(told),
        None if this.what == other.what => tr!("it does not come to that.").to_string(),
        None => say!("“{what}” comes next.", what = this.what),
    }
}

fn whole(side: &str, next: Option<(Time, &Told)>) -> String {
    match next {
        None => say!("{side}, nothing more happens.", side),
        Some((time, told)) => {
            let said = told.why.first().map_or_else(|| say!("“{what}”.", what = told.what), |why| inside(why));
            say!("{side}, at {time}, {said}", side, time = seconds(time), said)
        }
    }
}

/// A sentence in the midst of another. That is an English one's; elsewhere it stands behind a colon, as it is.
fn inside(sentence: &str) -> String {
    if language::spoken() != Language::English {
        return sentence.to_string();
    }
    let sentence = sentence.strip_prefix("Here ").unwrap_or(sentence);
    let small = ["The ", "From "].into_iter().find(|&word| sentence.starts_with(word));
    small.map_or_else(|| sentence.to_string(), |word| word.to_ascii_lowercase() + &sentence[word.len()..])
}

/// `2.0 s`, or as many digits as it takes.
pub fn seconds(time: Time) -> String {
    let (whole, mark) = (time / 1000, tr!(in "a number": "."));
    match (time % 100, time % 1000) {
        (0, rest) => format!("{whole}{mark}{} s", rest / 100),
        (_, rest) => format!("{whole}{mark}{rest:03} s"),
    }
}

/// How a run ends: what is chosen and whether agreement is kept, and who has learned what.
pub fn ends(world: &World, telling: Telling) -> Vec<String> {
    let mut values = Vec::new();
    for chosen in truth::chosen(world) {
        if !values.contains(&chosen.vote.value) {
            values.push(chosen.vote.value);
        }
    }
    let is_kept = truth::violation(world).is_none();
    if world.cluster.is_replicated() {
        let chosen = capital(&standing::are_chosen(world));
        let chosen = match is_kept {
            true => say!("{chosen}, and agreement is kept.", chosen),
            false => format!("{chosen}.{}", standing::broken(world)),
        };
        return std::iter::once(chosen).chain(standing::have_learned(world, telling)).collect();
    }
    let words: Vec<&str> = values.iter().map(|&value| telling.names.value(value)).collect();
    let chosen = match (words.as_slice(), is_kept) {
        ([], true) => tr!("Nothing is chosen, and agreement is kept.").to_string(),
        ([], false) => tr!("Nothing is chosen.").to_string(),
        ([one], true) => say!("{one} is chosen, and agreement is kept.", one),
        ([one], false) => say!("{one} is chosen.", one),
        (several, _) => say!("{several} are chosen: agreement is broken.", several = both(several)),
    };
    let learned = sum::have_all_learned(world, telling);
    let nobody = learned.is_empty().then(|| tr!("Nobody has learned anything.").to_string());
    let all = std::iter::once(chosen).chain(learned).chain(nobody);
    all.map(|sentence| telling.said(sentence)).collect()
}
