//! The runs of the viewer's own: undo and redo, names, the way to each, and what is on show as a link and as a scene.

use super::copy::{self, Copying};
use super::keep;
use crate::player::own::NAME_CHARS_MAX;
use crate::player::{Model, Msg, OwnRun, Shelf, Show};
use crate::story::language::{say, tr};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlInputElement};
use yew::prelude::*;

/// The panel.
pub fn runs(model: &Model, show: &Show, copying: &Copying, send: &Callback<Msg>) -> Html {
    let click = |msg: Msg| send.reform(move |_: MouseEvent| msg.clone());
    html! {
        <div class="own-runs" tabindex="-1">
            <div class="row">
                <button onclick={click(Msg::Undo)} disabled={!show.can_undo()} title={tr!("Undo (Ctrl+Z)")}>{ tr!("Undo") }</button>
                <button onclick={click(Msg::Redo)} disabled={!show.can_redo()} title={tr!("Redo (Ctrl+Shift+Z)")}>{ tr!("Redo") }</button>
                { copy::buttons(copying) }
            </div>
            { copy::copied(copying) }
            <div>
                if show.runs().is_empty() {
                    <p class="none-yet">
                        { tr!("Whatever you do to a node or a message begins a run of your own. It is listed here, and so is what it left behind when you go back and do something else.") }
                    </p>
                } else {
                    <ol>
                        <li aria-current={(!show.is_own()).then_some("true")}>
                            <button onclick={click(Msg::GoHome)} disabled={!show.is_own()}>{ tr!("The slide") }</button>
                            <span class="acts">{ tr!("as it was written") }</span>
                        </li>
                        { for show.runs().iter().enumerate().map(|(nth, own)| run(show, nth, own, send)) }
                    </ol>
                }
            </div>
            { deleted(show, send) }
            { elsewhere(model, show, send) }
            if !keep::can_keep() {
                <p class="none-yet">{ tr!("Your browser keeps nothing for this page: with the page the runs are gone, except the one that stands in its address.") }</p>
            }
        </div>
    }
}

/// What was deleted last, and the way to have it back.
fn deleted(show: &Show, send: &Callback<Msg>) -> Html {
    let back = send.reform(|_: MouseEvent| Msg::BringRunBack);
    html! {
        <div class="deleted" role="status">
            if let Some(deleted) = show.deleted() {
                { deleted.told() }{ " " }
                <button onclick={back}>{ tr!("Bring it back") }</button>
            }
        </div>
    }
}

/// The way to the scenes in which there are others.
fn elsewhere(model: &Model, show: &Show, send: &Callback<Msg>) -> Html {
    let others =
        || model.shelves.iter().filter(|shelf| !shelf.is_of(&show.source, show.seed) && !shelf.runs.is_empty());
    if others().next().is_none() {
        return html! {};
    }
    let way = |shelf: &Shelf| {
        let (of, opening) = (shelf.of.clone(), shelf.opening());
        let open = send.reform(move |_: MouseEvent| Msg::OpenSource(of.clone(), opening.clone()));
        let told = match (shelf.runs.len(), shelf.seed) {
            (1, None) => tr!("1 run").to_string(),
            (1, Some(seed)) => say!("1 run with seed {seed}", seed),
            (count, None) => say!("{count} runs", count),
            (count, Some(seed)) => say!("{count} runs with seed {seed}", count, seed),
        };
        html! { <li key={shelf.key()}><button onclick={open}>{ model.vocabulary.say(&shelf.title) }</button>{ " " }{ told }</li> }
    };
    html! {
        <div class="elsewhere"><h2>{ tr!("In other scenes") }</h2><ul>{ for others().map(way) }</ul></div>
    }
}

/// One of them: the way to it, its name, and what was done in it.
fn run(show: &Show, nth: usize, own: &OwnRun, send: &Callback<Msg>) -> Html {
    let is_shown = show.shown_run() == Some(nth);
    let go = send.reform(move |_: MouseEvent| Msg::GoToRun(nth));
    let rename = send.reform(move |event: InputEvent| {
        let input = event.target_dyn_into::<HtmlInputElement>();
        Msg::NameRun(nth, input.map(|input| input.value()).unwrap_or_default())
    });
    let delete = send.reform(move |event: MouseEvent| {
        hand_on_focus(&event);
        Msg::DeleteRun(nth)
    });
    let told = own.told();
    let done = own.count_done();
    html! {
        <li key={nth} aria-current={is_shown.then_some("true")}>
            <button onclick={go} disabled={is_shown}>{ say!("Run {nth}", nth = nth + 1) }</button>
            <input type="text" value={own.name.clone()} oninput={rename} maxlength={NAME_CHARS_MAX.to_string()} placeholder={tr!("a name")}
                aria-label={say!("Name of run {nth}", nth = nth + 1)} autocomplete="off" />
            <button class="delete" onclick={delete} aria-label={say!("Delete run {nth}", nth = nth + 1)}>{ tr!("Delete") }</button>
            <span class="acts">
                { say!("from slide {slide}: ", slide = own.slide + 1) }
                { for told.into_iter().enumerate().map(|(place, told)| {
                    let joint = if place == 0 { "" } else { ", " };
                    match place < done {
                        true => html! { <>{ joint }<code>{ told }</code></> },
                        false => html! { <>{ joint }<del><code>{ told }</code></del></> },
                    }
                }) }
            </span>
        </li>
    }
}

/// The button goes with its run: the panel has the focus then, and no button of another run, which a second press would
/// press.
fn hand_on_focus(event: &MouseEvent) {
    let pressed = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let list = pressed.and_then(|pressed| pressed.closest(".own-runs").ok().flatten());
    if let Some(list) = list.and_then(|list| list.dyn_into::<HtmlElement>().ok()) {
        let _ = list.focus();
    }
}
