//! The space-time diagram.

use crate::player::{Model, Msg, Show};
use yew::prelude::*;

/// The panel.
pub fn time(_: &Model, _: &Show, _: &Callback<Msg>) -> Html {
    html! {}
}
