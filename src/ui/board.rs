//! The table of votes.

use crate::player::{Model, Msg, Show};
use yew::prelude::*;

/// The panel.
pub fn board(_: &Model, _: &Show, _: &Callback<Msg>) -> Html {
    html! {}
}
