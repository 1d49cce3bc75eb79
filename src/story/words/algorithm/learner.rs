//! The lines of a learner (PMS 2.3).

use super::{Clause, Source, Told, Truth, head, under};
use crate::paxos::Role;
use crate::paxos::rules::{Learn, QuorumFor};
use crate::story::language::{say, tr};

pub fn lines(source: Source) -> Vec<Told> {
    let (enough, mut truth) = source.enough(QuorumFor::Accept);
    let same = match source.world.rules.learn {
        Learn::PerId | Learn::OnPromises => tr!("for n"),
        Learn::PerValue => {
            truth = Truth::NotPaxos;
            tr!("for v, whatever the n")
        }
    };
    let accept = source.terms.accept_to_learners("n", "v");
    let tells = match source.world.cluster.all(Role::Client).is_empty() {
        true => tr!("it has learned v."),
        false => tr!("it has learned v, and tells the clients that asked."),
    };
    vec![
        head(Clause::CountAccepts, say!("{accept}: count it {same}. {enough}:", accept, same, enough)).with(truth),
        under(Clause::Learn, tells),
    ]
}
