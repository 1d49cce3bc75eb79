//! Help, in a dialog of the browser: it keeps the focus in, and gives it back when it closes.

use super::ground::{self, Ground};
use super::speech;
use crate::player::{Model, Msg};
use crate::story::language::{Language, tr};
use crate::story::words::help as words;
use yew::prelude::*;

/// The button that opens it.
pub fn button(send: &Callback<Msg>) -> Html {
    let open = send.reform(|_: MouseEvent| Msg::Help(true));
    html! {
        <button class="help-open" onclick={open} aria-haspopup="dialog" aria-label={words::TITLE.said()} title={tr!("Help (?)")}>
            <span>{ words::TITLE.said() }</span>
        </button>
    }
}

/// The dialog; empty while it is closed.
pub fn help(model: &Model, send: &Callback<Msg>, speaks: &Callback<Language>) -> Html {
    let closed = send.reform(|_: web_sys::Event| Msg::Help(false));
    html! {
        <dialog id="help" class="help" aria-labelledby="help-title" onclose={closed}>
            if model.is_helping {
                <form method="dialog" class="help-head">
                    <h2 id="help-title">{ words::TITLE.said() }</h2><button>{ words::CLOSE.said() }</button>
                </form>
                <div class="help-text" tabindex="0" role="region" aria-labelledby="help-title">
                    <section class="help-language"><h3>{ tr!("Language") }</h3>{ speech::choice(speaks) }</section>
                    <section><h3>{ words::TOUCH.said() }</h3><ul>{ for words::touched(model.vocabulary).map(|text| {
                        html! { <li>{ text }</li> }
                    }) }</ul></section>
                    <section><h3>{ words::KEYS.said() }</h3><dl>{ for words::KEY_LIST.into_iter().map(|(key, does)| {
                        html! { <div><dt>{ key.said() }</dt><dd>{ does.said() }</dd></div> }
                    }) }</dl></section>
                    <section><h3>{ words::SIGNS.said() }</h3><dl>{ for words::drawn(model.vocabulary).map(|(sign, means)| {
                        html! { <div><dt>{ sign }</dt><dd>{ means }</dd></div> }
                    }) }</dl></section>
                </div>
            }
        </dialog>
    }
}

/// Opens the dialog when help is wanted and it is not open. It closes by itself.
pub fn show(ground: &Ground, is_wanted: bool) {
    if let Some(dialog) = ground::find::<web_sys::HtmlDialogElement>(ground.root(), "#help")
        && is_wanted
        && !dialog.open()
    {
        // It is on the page and closed: that can always be done.
        let _ = dialog.show_modal();
    }
}
