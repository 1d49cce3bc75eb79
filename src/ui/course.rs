//! The course: chapters and scenes, as a list beside the stage, or as one choice where there is no room.

use crate::player::{Msg, Opening};
use crate::story::library::{CHAPTERS, COURSE, Entry};
use web_sys::HtmlSelectElement;
use yew::prelude::*;

/// Each chapter that has scenes, with its number from 1.
fn chapters() -> impl Iterator<Item = (u8, &'static str, Vec<&'static Entry>)> {
    (1..).zip(CHAPTERS).filter_map(|(number, title)| {
        let entries: Vec<&Entry> = COURSE.iter().filter(|entry| entry.place.chapter == number).collect();
        (!entries.is_empty()).then_some((number, title, entries))
    })
}

/// The list.
pub fn list(current: &str, send: &Callback<Msg>) -> Html {
    html! {
        <nav class="course" aria-label="Course">
            { for chapters().map(|(number, title, entries)| html! {
                <section>
                    <h2>{ format!("{number} {title}") }</h2>
                    <ul>{ for entries.into_iter().map(|entry| item(entry, current, send)) }</ul>
                </section>
            }) }
        </nav>
    }
}

fn item(entry: &'static Entry, current: &str, send: &Callback<Msg>) -> Html {
    let open = send.reform(|_: MouseEvent| Msg::Open(entry.id.to_string(), Opening::Set));
    let is_current = (entry.id == current).then_some("page");
    html! { <li><button onclick={open} aria-current={is_current}>{ entry.title }</button></li> }
}

/// The choice.
pub fn choice(current: &str, send: &Callback<Msg>) -> Html {
    let open = send.reform(|event: Event| {
        let select = event.target_dyn_into::<HtmlSelectElement>();
        Msg::Open(select.map(|select| select.value()).unwrap_or_default(), Opening::Set)
    });
    html! {
        <select class="course-choice" aria-label="Scene" onchange={open}>
            { for chapters().map(|(number, title, entries)| html! {
                <optgroup label={format!("{number} {title}")}>
                    { for entries.into_iter().map(|entry| html! {
                        <option value={entry.id} selected={entry.id == current}>{ entry.title }</option>
                    }) }
                </optgroup>
            }) }
        </select>
    }
}
