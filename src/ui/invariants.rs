//! What Paxos promises of every run, and whether it holds.

use crate::player::{Model, Msg, Show};
use yew::prelude::*;

/// The panel.
pub fn invariants(_: &Model, _: &Show, _: &Callback<Msg>) -> Html {
    html! {}
}
