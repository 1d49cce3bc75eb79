//! What the viewer must be told at large: a link that could not be read whole, storage that is full.

use crate::player::Msg;
use crate::story::language::tr;
use yew::prelude::*;

/// The notices, in one place, until they are dismissed.
pub fn notices(told: &[String], send: &Callback<Msg>) -> Html {
    if told.is_empty() {
        return html! {};
    }
    let dismiss = send.reform(|_: MouseEvent| Msg::Dismiss);
    html! {
        <section class="notices" role="alert" aria-label={tr!("Notice")}>
            <div>{ for told.iter().map(|told| html! { <p>{ told }</p> }) }</div>
            <button onclick={dismiss}>{ tr!("Dismiss") }</button>
        </section>
    }
}
