//! Two quorums, and the acceptors that they share.

use crate::player::{Model, Msg, Show};
use yew::prelude::*;

/// The panel.
pub fn quorums(_: &Model, _: &Show, _: &Callback<Msg>) -> Html {
    html! {}
}
