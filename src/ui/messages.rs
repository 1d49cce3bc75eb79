//! The messages in flight, and what may be done to each.

use crate::player::{Model, Msg, Show};
use yew::prelude::*;

/// The panel.
pub fn messages(_: &Model, _: &Show, _: &Callback<Msg>) -> Html {
    html! {}
}
