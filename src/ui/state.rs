//! What one node has on its disk and in its memory.

use crate::player::{Model, Msg, Show};
use yew::prelude::*;

/// The panel.
pub fn state(_: &Model, _: &Show, _: &Callback<Msg>) -> Html {
    html! {}
}
