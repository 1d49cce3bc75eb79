//! The lines of an acceptor (PMS 2.2 and 2.5).

use super::{Clause, Source, Told, head, under};
use crate::paxos::rules::{Accept, Promise, Report, Storage};
use crate::paxos::{Kind, Nacks};
use crate::story::language::{say, tr};

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
    let line = |text: String| head(Clause::Promise, text);
    match source.world.rules.promise {
        Promise::Higher => line(say!("{prepare}: if n > {promised}, store {promised} = n;", prepare, promised)),
        Promise::OrEqual => {
            line(say!("{prepare}: if n ≥ {promised}, store {promised} = n;", prepare, promised)).not_paxos()
        }
        Promise::Always => {
            line(say!("{prepare}: whatever it has promised, store {promised} = n;", prepare, promised)).not_paxos()
        }
    }
}

fn report(source: Source) -> Told {
    let terms = source.terms;
    let (promise, value) = (terms.promise("n"), terms.accepted_value);
    let line = |text: String| under(Clause::Report, text);
    match source.world.rules.report {
        Report::AcceptedId => line(say!("answer {promise} with what it has accepted;", promise)),
        Report::PromisedId => line(say!(
            "answer {promise} with {value} under the {id} it had promised before;",
            promise,
            value,
            id = terms.id
        ))
        .not_paxos(),
        Report::Nothing => line(say!("answer {promise}, reporting nothing;", promise)).not_paxos(),
    }
}

fn ignore_prepare(source: Source) -> Told {
    match source.world.rules.promise {
        Promise::Higher | Promise::OrEqual => under(Clause::IgnorePrepare, ignore(source)),
        Promise::Always => under(Clause::IgnorePrepare, tr!("it ignores none.")).not_paxos(),
    }
}

fn accept(source: Source) -> Told {
    let terms = source.terms;
    let (promised, id, value) = (terms.promised, terms.accepted_id, terms.accepted_value);
    let request = terms.accept_request("n", "v");
    let line = |text: String| head(Clause::Accept, text);
    match source.world.rules.accept {
        Accept::IfPromised => line(say!(
            "{request}: if n ≥ {promised}, store {promised} = n, {id} = n, {value} = v;",
            request,
            promised,
            id,
            value
        )),
        Accept::WithoutPromising => line(say!(
            "{request}: if n ≥ {promised}, which it leaves as it is, store {id} = n, {value} = v;",
            request,
            promised,
            id,
            value
        ))
        .not_paxos(),
        Accept::Always => line(say!(
            "{request}: whatever it has promised, store {promised} = n if that is higher, {id} = n, {value} = v;",
            request,
            promised,
            id,
            value
        ))
        .not_paxos(),
        Accept::First => line(say!(
            "{request}: if n ≥ {promised} and it has accepted nothing, store {promised} = n, {id} = n, {value} = v;",
            request,
            promised,
            id,
            value
        ))
        .not_paxos(),
    }
}

fn answer(source: Source) -> Told {
    let (accept, to_learners) = (source.terms.accept("n", "v"), source.terms.accept_to_learners("n", "v"));
    under(
        Clause::Answer,
        match accept == to_learners {
            true => say!("answer {accept} to the proposer and learners;", accept),
            false => say!("answer {accept} to the proposer, and with v to learners;", accept),
        },
    )
}

fn ignore_request(source: Source) -> Told {
    match source.world.rules.accept {
        Accept::IfPromised | Accept::WithoutPromising | Accept::First => under(Clause::IgnoreRequest, ignore(source)),
        Accept::Always => under(Clause::IgnoreRequest, tr!("it ignores none.")).not_paxos(),
    }
}

fn ignore(source: Source) -> String {
    let nack = source.terms.kind(Kind::Nack);
    match source.world.cluster.nacks {
        Nacks::Off => say!("else ignore it; a {nack} is optional, a hint.", nack),
        Nacks::On => say!("else ignore it, and say so by {nack}, only a hint.", nack),
    }
}

fn disk(source: Source) -> Told {
    let (promised, id, value) = (source.terms.promised, source.terms.accepted_id, source.terms.accepted_value);
    let line = |text: String| head(Clause::AcceptorDisk, text);
    match source.world.rules.storage {
        Storage::Durable => line(tr!("On disk before it answers; a crash takes nothing.").to_string()),
        Storage::ForgetsPromise => {
            line(say!("A crash takes {promised}, and leaves {id} and {value}.", promised, id, value)).not_paxos()
        }
        Storage::ForgetsAccepted => {
            line(say!("A crash takes {id} and {value}, and leaves {promised}.", id, value, promised)).not_paxos()
        }
        Storage::ForgetsAll => {
            line(say!("A crash takes {promised}, {id} and {value}.", promised, id, value)).not_paxos()
        }
    }
}
