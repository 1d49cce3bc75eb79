//! The lines of a proposer (PMS 2.2, 2.4 and 2.5).

use super::{Clause, Source, Told, head, under};
use crate::paxos::rules::{Counting, IdsRule, Learn, Phases, QuorumFor, ValueRule};
use crate::paxos::{Kind, Nacks};
use crate::story::language::{say, tr};

pub fn lines(source: Source) -> Vec<Told> {
    let nack = (source.world.cluster.nacks == Nacks::On).then(|| heed_nack(source));
    let [hear, won] = learning(source);
    let phase_1 = [ask(source), count_promises(source)];
    let phase_2 = [take_reported(source), take_own(), send_value(source), other_promise(source)];
    let rest = [hear, won, timer(source), disk(source)];
    phase_1.into_iter().chain(phase_2).chain(nack).chain(rest).collect()
}

fn ask(source: Source) -> Told {
    let (rules, terms) = (&source.world.rules, source.terms);
    let (id, an_id) = (terms.id, terms.an_id());
    let choice = match rules.ids {
        IdsRule::Unique => say!("choose {an_id} of its own, above all it has used or been shown", an_id),
        IdsRule::Reused => say!("choose {an_id} above all it remembers, even one used before", an_id),
    };
    let text = match rules.phases {
        Phases::Two => say!("Begin: {choice}; send {prepare} to all acceptors.", choice, prepare = terms.prepare(id)),
        Phases::One => {
            let request = terms.accept_request(id, tr!(in "a message": "value"));
            say!(
                "Begin: {choice}; send {request}, a value of its own, to all acceptors without asking first.",
                choice,
                request
            )
        }
    };
    match (rules.ids, rules.phases) {
        (IdsRule::Unique, Phases::Two) => head(Clause::Ask, text),
        (IdsRule::Reused, _) | (_, Phases::One) => head(Clause::Ask, text).not_paxos(),
    }
}

fn count_promises(source: Source) -> Told {
    let (enough, truth) = source.enough(QuorumFor::Prepare);
    let promise = source.terms.promise(source.terms.id);
    head(Clause::CountPromises, say!("{promise}: count it. {enough}:", promise, enough)).with(truth)
}

fn take_reported(source: Source) -> Told {
    let id = source.terms.accepted_id;
    let line = |text: String| under(Clause::TakeReported, text);
    match source.world.rules.value {
        ValueRule::HighestAccepted | ValueRule::RePicks => {
            line(say!("if any reports a value, take the one with the highest {id};", id))
        }
        ValueRule::Lowest => line(say!("if any reports a value, take the one with the lowest {id};", id)).not_paxos(),
        ValueRule::First => line(tr!("if any reports a value, take the one that came first;").into()).not_paxos(),
        ValueRule::Own => line(tr!("if any reports a value, take its own all the same;").into()).not_paxos(),
    }
}

fn take_own() -> Told {
    under(Clause::TakeOwn, tr!("if none does, take its own;"))
}

fn send_value(source: Source) -> Told {
    let request = source.terms.accept_request(source.terms.id, tr!(in "a message": "value"));
    match source.world.rules.learn {
        Learn::PerId | Learn::PerValue => under(Clause::SendValue, say!("send {request} to all acceptors.", request)),
        Learn::OnPromises => under(
            Clause::SendValue,
            say!("send {request} to all acceptors, and take the value for learned at once.", request),
        )
        .not_paxos(),
    }
}

fn other_promise(source: Source) -> Told {
    let (rules, promise) = (&source.world.rules, source.terms.kind(Kind::Promise));
    let request = source.terms.kind(Kind::AcceptRequest);
    match (rules.value, rules.count) {
        (ValueRule::RePicks, _) => head(
            Clause::OtherPromise,
            say!(
                "A {promise} that comes later and reports a value: choose anew, and send {request} again.",
                promise,
                request
            ),
        )
        .not_paxos(),
        (_, Counting::Acceptors) => head(Clause::OtherPromise, say!("Any other {promise} changes nothing.", promise)),
        (_, Counting::Messages) => {
            head(Clause::OtherPromise, say!("A copy of a {promise} counts again; any other changes nothing.", promise))
                .not_paxos()
        }
    }
}

fn heed_nack(source: Source) -> Told {
    let (nack, id) = (source.terms.kind(Kind::Nack), source.terms.id);
    head(
        Clause::HeedNack,
        say!("{nack}, only a hint: note the {id} it shows; give up a lower one, and wait.", nack, id),
    )
}

/// A proposer learns in the same way as a learner.
fn learning(source: Source) -> [Told; 2] {
    let (enough, truth) = source.enough(QuorumFor::Accept);
    let (accept, id) = (source.terms.kind(Kind::Accepted), source.terms.id);
    let counts = match source.world.rules.learn {
        Learn::PerId | Learn::OnPromises => {
            head(Clause::HearAccept, say!("{accept}: count it for its {id}. {enough}:", accept, id, enough)).with(truth)
        }
        Learn::PerValue => {
            let text = say!("{accept}: count it for its value, whatever the {id}. {enough}:", accept, id, enough);
            head(Clause::HearAccept, text).not_paxos()
        }
    };
    [counts, under(Clause::HasWon, tr!("it has learned the value; its timer is off."))]
}

fn timer(source: Source) -> Told {
    head(Clause::Timer, say!("Timer: begin anew, with a higher {id}.", id = source.terms.id))
}

fn disk(source: Source) -> Told {
    let id = source.terms.id;
    match source.world.rules.ids {
        IdsRule::Unique => head(Clause::ProposerDisk, say!("On disk: the highest {id} it has used.", id)),
        IdsRule::Reused => {
            head(Clause::ProposerDisk, say!("In a crash it forgets which {id}s it has used.", id)).not_paxos()
        }
    }
}
