//! The lines of an acceptor (PMS 2.2 and 2.5).

use super::{Clause, Source, Told, head, under};
use crate::paxos::rules::{Accept, Promise, Report, Storage};
use crate::paxos::{Kind, Nacks};

pub fn lines(source: Source) -> Vec<Told> {
    vec![
        promise(source),
        report(source),
        ignore_prepare(source),
        accept(source),
        answer(source),
        ignore_request(source),
        disk(source),
    ]
}

fn promise(source: Source) -> Told {
    let (prepare, promised) = (source.terms.prepare("n"), source.terms.promised);
    let line = |when: &str| head(Clause::Promise, format!("{prepare}: {when}, store {promised} = n;"));
    match source.world.rules.promise {
        Promise::Higher => line(&format!("if n > {promised}")),
        Promise::OrEqual => line(&format!("if n ≥ {promised}")).not_paxos(),
        Promise::Always => line("whatever it has promised").not_paxos(),
    }
}

fn report(source: Source) -> Told {
    let terms = source.terms;
    let (promise, value) = (terms.promise("n"), terms.accepted_value);
    let line = |reports: String| under(Clause::Report, format!("answer {promise}{reports};"));
    match source.world.rules.report {
        Report::AcceptedId => line(" with what it has accepted".to_string()),
        Report::PromisedId => line(format!(" with {value} under the {} it had promised before", terms.id)).not_paxos(),
        Report::Nothing => line(", reporting nothing".to_string()).not_paxos(),
    }
}

fn ignore_prepare(source: Source) -> Told {
    match source.world.rules.promise {
        Promise::Higher | Promise::OrEqual => under(Clause::IgnorePrepare, ignore(source)),
        Promise::Always => under(Clause::IgnorePrepare, "it ignores none.").not_paxos(),
    }
}

fn accept(source: Source) -> Told {
    let terms = source.terms;
    let (promised, id, value) = (terms.promised, terms.accepted_id, terms.accepted_value);
    let request = terms.accept_request("n", "v");
    let line = |when: &str, promises: &str| {
        head(Clause::Accept, format!("{request}: {when}, store {promises}{id} = n, {value} = v;"))
    };
    let not_below = format!("if n ≥ {promised}");
    let promises = format!("{promised} = n, ");
    match source.world.rules.accept {
        Accept::IfPromised => line(&not_below, &promises),
        Accept::WithoutPromising => line(&format!("{not_below}, which it leaves as it is"), "").not_paxos(),
        Accept::Always => line("whatever it has promised", &format!("{promised} = n if that is higher, ")).not_paxos(),
        Accept::First => line(&format!("{not_below} and it has accepted nothing"), &promises).not_paxos(),
    }
}

fn answer(source: Source) -> Told {
    let (accept, to_learners) = (source.terms.accept("n", "v"), source.terms.accept_to_learners("n", "v"));
    under(
        Clause::Answer,
        match accept == to_learners {
            true => format!("answer {accept} to the proposer and learners;"),
            false => format!("answer {accept} to the proposer, and with v to learners;"),
        },
    )
}

fn ignore_request(source: Source) -> Told {
    match source.world.rules.accept {
        Accept::IfPromised | Accept::WithoutPromising | Accept::First => under(Clause::IgnoreRequest, ignore(source)),
        Accept::Always => under(Clause::IgnoreRequest, "it ignores none.").not_paxos(),
    }
}

fn ignore(source: Source) -> String {
    let nack = source.terms.kind(Kind::Nack);
    match source.world.cluster.nacks {
        Nacks::Off => format!("else ignore it; a {nack} is optional, a hint."),
        Nacks::On => format!("else ignore it, and say so by {nack}, only a hint."),
    }
}

fn disk(source: Source) -> Told {
    let terms = source.terms;
    let (promised, accepted) = (terms.promised, format!("{} and {}", terms.accepted_id, terms.accepted_value));
    let line = |text: String| head(Clause::AcceptorDisk, text);
    match source.world.rules.storage {
        Storage::Durable => line("On disk before it answers; a crash takes nothing.".to_string()),
        Storage::ForgetsPromise => line(format!("A crash takes {promised}, and leaves {accepted}.")).not_paxos(),
        Storage::ForgetsAccepted => line(format!("A crash takes {accepted}, and leaves {promised}.")).not_paxos(),
        Storage::ForgetsAll => line(format!("A crash takes {promised}, {accepted}.")).not_paxos(),
    }
}
