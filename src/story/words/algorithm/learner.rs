//! The lines of a learner (PMS 2.3).

use super::{Clause, Source, Told, head, under};
use crate::paxos::Role;
use crate::paxos::rules::{Learn, QuorumFor};
use crate::story::language::{say, tr};

pub fn lines(source: Source) -> Vec<Told> {
    let (enough, truth) = source.enough(QuorumFor::Accept);
    let accept = source.terms.accept_to_learners("n", "v");
    let counts = match source.world.rules.learn {
        Learn::PerId | Learn::OnPromises => {
            head(Clause::CountAccepts, say!("{accept}: count it for n. {enough}:", accept, enough)).with(truth)
        }
        Learn::PerValue => {
            let text = say!("{accept}: count it for v, whatever the n. {enough}:", accept, enough);
            head(Clause::CountAccepts, text).not_paxos()
        }
    };
    let tells = match source.world.cluster.all(Role::Client).is_empty() {
        true => tr!("it has learned v."),
        false => tr!("it has learned v, and tells the clients that asked."),
    };
    vec![counts, under(Clause::Learn, tells)]
}
