//! What the viewer must be told at large: a link that could not be read whole, storage that is full, a search that is over.

use crate::player::{Model, Msg};
use crate::story::language::tr;
use yew::prelude::*;

/// The notices, in one place, until they are dismissed.
pub fn notices(model: &Model, send: &Callback<Msg>) -> Html {
    let (told, news) = (&model.told, &model.breaking.news);
    if told.is_empty() && news.is_none() {
        return html! {};
    }
    let dismiss = send.reform(|_: MouseEvent| Msg::Dismiss);
    html! {
        <section class="notices" role="alert" aria-label={tr!("Notice")}>
            <div>{ for told.iter().chain(news).map(|told| html! { <p>{ told }</p> }) }</div>
            <button onclick={dismiss}>{ tr!("Dismiss") }</button>
        </section>
    }
}
