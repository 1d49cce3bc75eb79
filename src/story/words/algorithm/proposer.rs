//! The lines of a proposer (PMS 2.2, 2.4 and 2.5).

use super::{Clause, Source, Told, Truth, head, under};
use crate::paxos::rules::{Counting, IdsRule, Learn, Phases, QuorumFor, ValueRule};
use crate::paxos::{Kind, Nacks};

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
        IdsRule::Unique => format!("choose {an_id} of its own, above all it has used or been shown"),
        IdsRule::Reused => format!("choose {an_id} above all it remembers, even one used before"),
    };
    let text = match rules.phases {
        Phases::Two => format!("Begin: {choice}; send {} to all acceptors.", terms.prepare(id)),
        Phases::One => {
            let request = terms.accept_request(id, "value");
            format!("Begin: {choice}; send {request}, a value of its own, to all acceptors without asking first.")
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
    head(Clause::CountPromises, format!("{promise}: count it. {enough}:")).with(truth)
}

fn take_reported(source: Source) -> Told {
    let id = source.terms.accepted_id;
    let line = |text: String| under(Clause::TakeReported, text);
    match source.world.rules.value {
        ValueRule::HighestAccepted | ValueRule::RePicks => {
            line(format!("if any reports a value, take the one with the highest {id};"))
        }
        ValueRule::Lowest => line(format!("if any reports a value, take the one with the lowest {id};")).not_paxos(),
        ValueRule::First => line("if any reports a value, take the one that came first;".into()).not_paxos(),
        ValueRule::Own => line("if any reports a value, take its own all the same;".into()).not_paxos(),
    }
}

fn take_own() -> Told {
    under(Clause::TakeOwn, "if none does, take its own;")
}

fn send_value(source: Source) -> Told {
    let request = source.terms.accept_request(source.terms.id, "value");
    let sends = format!("send {request} to all acceptors");
    match source.world.rules.learn {
        Learn::PerId | Learn::PerValue => under(Clause::SendValue, format!("{sends}.")),
        Learn::OnPromises => {
            under(Clause::SendValue, format!("{sends}, and take the value for learned at once.")).not_paxos()
        }
    }
}

fn other_promise(source: Source) -> Told {
    let (rules, promise) = (&source.world.rules, source.terms.kind(Kind::Promise));
    let request = source.terms.kind(Kind::AcceptRequest);
    match (rules.value, rules.count) {
        (ValueRule::RePicks, _) => head(
            Clause::OtherPromise,
            format!("A {promise} that comes later and reports a value: choose anew, and send {request} again."),
        )
        .not_paxos(),
        (_, Counting::Acceptors) => head(Clause::OtherPromise, format!("Any other {promise} changes nothing.")),
        (_, Counting::Messages) => {
            head(Clause::OtherPromise, format!("A copy of a {promise} counts again; any other changes nothing."))
                .not_paxos()
        }
    }
}

fn heed_nack(source: Source) -> Told {
    let (nack, id) = (source.terms.kind(Kind::Nack), source.terms.id);
    head(Clause::HeedNack, format!("{nack}, only a hint: note the {id} it shows; give up a lower one, and wait."))
}

/// A proposer learns in the same way as a learner.
fn learning(source: Source) -> [Told; 2] {
    let (enough, mut truth) = source.enough(QuorumFor::Accept);
    let (accept, id) = (source.terms.kind(Kind::Accepted), source.terms.id);
    let same = match source.world.rules.learn {
        Learn::PerId | Learn::OnPromises => format!("for its {id}"),
        Learn::PerValue => {
            truth = Truth::NotPaxos;
            format!("for its value, whatever the {id}")
        }
    };
    [
        head(Clause::HearAccept, format!("{accept}: count it {same}. {enough}:")).with(truth),
        under(Clause::HasWon, "it has learned the value; its timer is off."),
    ]
}

fn timer(source: Source) -> Told {
    head(Clause::Timer, format!("Timer: begin anew, with a higher {}.", source.terms.id))
}

fn disk(source: Source) -> Told {
    let id = source.terms.id;
    match source.world.rules.ids {
        IdsRule::Unique => head(Clause::ProposerDisk, format!("On disk: the highest {id} it has used.")),
        IdsRule::Reused => {
            head(Clause::ProposerDisk, format!("In a crash it forgets which {id}s it has used.")).not_paxos()
        }
    }
}
