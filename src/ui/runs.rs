//! The runs of the viewer's own: undo and redo, names, the way to each, and the run as a scene.

use crate::player::{Msg, Show};
use yew::prelude::*;

/// The panel.
pub fn runs(_: &Show, _: &Callback<Msg>) -> Html {
    html! {}
}
