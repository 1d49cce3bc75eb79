//! Every step with its reason.

use crate::player::{Model, Msg, Show};
use yew::prelude::*;

/// The panel.
pub fn log(_: &Model, _: &Show, _: &Callback<Msg>) -> Html {
    html! {}
}
