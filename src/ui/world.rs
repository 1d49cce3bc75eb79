//! The conditions of the run: the network, the rules, who can reach whom.

use crate::player::{Model, Msg, Show};
use yew::prelude::*;

/// The panel.
pub fn world(_: &Model, _: &Show, _: &Callback<Msg>) -> Html {
    html! {}
}
