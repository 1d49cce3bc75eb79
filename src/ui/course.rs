//! The course: chapters and scenes, as a list beside the stage, or as one choice where there is no room.

use super::ground::Ground;
use crate::player::{GuideMsg, Model, Msg, Opening};
use crate::story::guide::{Guide, Stop};
use crate::story::language::{say, tr};
use crate::story::library::{CHAPTERS, COURSE, Entry, OBJECTIVES, find};
use crate::story::words::Vocabulary;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

/// Each chapter that has scenes, with its number from 1.
pub fn chapters() -> impl Iterator<Item = (u8, &'static str, Vec<&'static Entry>)> {
    all_chapters().filter(|(_, _, entries)| !entries.is_empty())
}

/// Each chapter, also one that is still to come.
fn all_chapters() -> impl Iterator<Item = (u8, &'static str, Vec<&'static Entry>)> {
    (1..).zip(CHAPTERS).map(|(number, title)| {
        (number, title.said(), COURSE.iter().filter(|entry| entry.place.chapter == number).collect())
    })
}

/// The list: the chapters with the current one open, or the steps of the second deck.
pub fn list(model: &Model, send: &Callback<Msg>) -> Html {
    let (guides, current, words) = (&model.guides, model.scene_id(), model.vocabulary);
    let here = find(current).map_or(1, |entry| entry.place.chapter);
    html! {
        <nav class="course" aria-label={tr!("Course")}>
            if let (Some(stop), Some(stops)) = (guides.stop(), guides.scratch.here()) {
                { steps(stops, stop, current, words, send) }
            } else if !model.scenes.is_empty() {
                <ul>{ for model.scenes.iter().filter_map(|id| find(id)).map(|entry| item(entry, current, words, send)) }</ul>
            } else {
                { for all_chapters().map(|(number, title, entries)| html! {
                    if entries.is_empty() {
                        <p class="later">{ say!("{number} {title}: still to come", number, title) }</p>
                    } else {
                    <details key={number} open={number == here}>
                        <summary>{ format!("{number} {title}") }</summary>
                        <ul>{ for entries.into_iter().map(|entry| item(entry, current, words, send)) }</ul>
                    </details>
                    }
                }) }
                { tries(send) }
            }
        </nav>
    }
}

/// The way to what a reader can try to reach.
fn tries(send: &Callback<Msg>) -> Html {
    let open = send.reform(|_: MouseEvent| GuideMsg::Open(Guide::Objectives).into());
    html! { <button class="tries" onclick={open}>{ Guide::Objectives.name() }</button> }
}

fn item(entry: &'static Entry, current: &str, words: Vocabulary, send: &Callback<Msg>) -> Html {
    let open = send.reform(|_: MouseEvent| Msg::Open(entry.id.to_string(), Opening::Set));
    let is_current = (entry.id == current).then_some("page");
    html! { <li><button onclick={open} aria-current={is_current}>{ words.say(entry.title.said()) }</button></li> }
}

/// The steps of the second deck, with the scenes of the current one.
#[inline(never)]
fn steps(stops: &[Stop], current: &Stop, scene: &str, words: Vocabulary, send: &Callback<Msg>) -> Html {
    let follow = |at: usize| send.reform(move |_: MouseEvent| GuideMsg::Follow(at).into());
    let leave = {
        let scene = scene.to_string();
        send.reform(move |_: MouseEvent| Msg::Open(scene.clone(), Opening::Set))
    };
    let is_here = |stop: &Stop| stop.step == current.step;
    html! {
        <>
            <h2>{ Guide::Scratch.name() }</h2>
            <ol>
                { for stops.iter().enumerate().filter(|(_, stop)| stop.is_first || is_here(stop)).map(|(at, stop)| html! {
                    <>
                        if stop.is_first {
                            <li><button onclick={follow(at)} aria-current={is_here(stop).then_some("step")}>
                                { format!("{} {}", stop.step, words.say(&stop.title)) }
                            </button></li>
                        }
                        if is_here(stop) {
                            <li><button class="part" onclick={follow(at)} aria-current={(stop.scene == scene).then_some("page")}>
                                { title_of(&stop.scene, words) }
                            </button></li>
                        }
                    </>
                }) }
            </ol>
            <button class="leave" onclick={leave}>{ tr!("‹ Back to the course") }</button>
        </>
    }
}

/// Brings the current scene into sight within the list, once for each scene. The page itself, and what it is embedded
/// in, does not scroll by that.
pub fn show_place(ground: &Ground, listed: &mut String, current: &str) {
    if listed == current {
        return;
    }
    let (list, item) = (ground.find(".course"), ground.find(".course [aria-current=page]"));
    let Some((list, item)) = list.zip(item) else { return };
    let (room, place) = (list.get_bounding_client_rect(), item.get_bounding_client_rect());
    if place.height() <= 0.0 {
        return; // It is not shown yet.
    }
    *listed = current.to_string();
    let is_in_sight = room.top() <= place.top() && place.bottom() <= room.bottom();
    if !is_in_sight {
        let below = place.top() - room.top() - room.height() / 2.0;
        list.set_scroll_top(list.scroll_top() + below as i32);
    }
}

/// The title of a scene of the course; the id of any other.
pub fn title_of(id: &str, words: Vocabulary) -> String {
    words.say(find(id).map_or(id, |entry| entry.title.said()))
}

/// The title of a scene that is none of the course.
fn own_title(model: &Model) -> String {
    model.show().map_or(tr!("A scene of your own").to_string(), |show| show.told(&show.scene.script.title))
}

/// The choice.
pub fn choice(model: &Model, send: &Callback<Msg>) -> Html {
    let (current, words) = (model.scene_id(), model.vocabulary);
    let option = |entry: &'static Entry| {
        html! { <option value={entry.id} selected={entry.id == current}>{ words.say(entry.title.said()) }</option> }
    };
    let open = send.reform(|event: Event| {
        let select = event.target_dyn_into::<HtmlSelectElement>();
        Msg::Open(select.map(|select| select.value()).unwrap_or_default(), Opening::Set)
    });
    html! {
        <select class="course-choice" aria-label={tr!("Scene")} onchange={open}>
            if find(current).is_none() {
                <option value="" selected=true disabled=true>{ own_title(model) }</option>
            }
            { for OBJECTIVES.iter().filter(|entry| entry.id == current && !model.scenes.iter().any(|id| id == current)).map(option) }
            if model.scenes.is_empty() {
                { for chapters().map(|(number, title, entries)| html! {
                    <optgroup label={format!("{number} {title}")}>{ for entries.into_iter().map(option) }</optgroup>
                }) }
            } else {
                { for model.scenes.iter().filter_map(|id| find(id)).map(option) }
            }
        </select>
    }
}
