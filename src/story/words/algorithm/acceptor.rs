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
    let line =
        |when: &str| head(Clause::Promise, say!("{prepare}: {when}, store {promised} = n;", prepare, when, promised));
    match source.world.rules.promise {
        Promise::Higher => line(&say!("if n > {promised}", promised)),
        Promise::OrEqual => line(&say!("if n ≥ {promised}", promised)).not_paxos(),
        Promise::Always => line(tr!("whatever it has promised")).not_paxos(),
    }
}

fn report(source: Source) -> Told {
    let terms = source.terms;
    let (promise, value) = (terms.promise("n"), terms.accepted_value);
    let line = |reports: String| under(Clause::Report, say!("answer {promise}{reports};", promise, reports));
    match source.world.rules.report {
        Report::AcceptedId => line(tr!(" with what it has accepted").to_string()),
        Report::PromisedId => {
            line(say!(" with {value} under the {terms} it had promised before", value, terms = terms.id)).not_paxos()
        }
        Report::Nothing => line(tr!(", reporting nothing").to_string()).not_paxos(),
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
    let line = |when: &str, promises: &str| {
        head(
            Clause::Accept,
            say!("{request}: {when}, store {promises}{id} = n, {value} = v;", request, when, promises, id, value),
        )
    };
    let not_below = say!("if n ≥ {promised}", promised);
    let promises = format!("{promised} = n, ");
    match source.world.rules.accept {
        Accept::IfPromised => line(&not_below, &promises),
        Accept::WithoutPromising => line(&say!("{not_below}, which it leaves as it is", not_below), "").not_paxos(),
        Accept::Always => {
            line(tr!("whatever it has promised"), &say!("{promised} = n if that is higher, ", promised)).not_paxos()
        }
        Accept::First => line(&say!("{not_below} and it has accepted nothing", not_below), &promises).not_paxos(),
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
    let terms = source.terms;
    let (promised, accepted) = (
        terms.promised,
        say!(
            "{accepted_id} and {accepted_value}",
            accepted_id = terms.accepted_id,
            accepted_value = terms.accepted_value
        ),
    );
    let line = |text: String| head(Clause::AcceptorDisk, text);
    match source.world.rules.storage {
        Storage::Durable => line(tr!("On disk before it answers; a crash takes nothing.").to_string()),
        Storage::ForgetsPromise => {
            line(say!("A crash takes {promised}, and leaves {accepted}.", promised, accepted)).not_paxos()
        }
        Storage::ForgetsAccepted => {
            line(say!("A crash takes {accepted}, and leaves {promised}.", accepted, promised)).not_paxos()
        }
        Storage::ForgetsAll => line(say!("A crash takes {promised}, {accepted}.", promised, accepted)).not_paxos(),
    }
}
