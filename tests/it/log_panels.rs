//! What the panels tell of a replicated log: what it costs, what it promises, and why a value stands in a slot.

mod boards;
mod costs;
mod promises;
mod reasons;
mod sheets;
mod stops;

use crate::on_show::begun;
use paxos_explainer::player::Model;

/// Three replicas and a client, with these lines at the head, and a run.
pub fn log(head: &str, run: &str) -> Model {
    begun(&format!("title \"A log\"\nclients C1 C2\nreplicas R1 R2 R3\n{head}\nslide \"All\"\n{run}"))
}
