//! The head of the page: its name, where we are, light or dark.

use super::course;
use crate::player::{GuideMsg, Model, Msg};
use crate::story::guide::Guide;
use crate::story::library;
use yew::prelude::*;

/// Light or dark.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Theme {
    /// As the system has it.
    Auto,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Theme {
    /// The one that a press of the button gives.
    pub fn next(self) -> Theme {
        match self {
            Theme::Auto => Theme::Light,
            Theme::Light => Theme::Dark,
            Theme::Dark => Theme::Auto,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Theme::Auto => "Auto",
            Theme::Light => "Light",
            Theme::Dark => "Dark",
        }
    }

    /// Gives the page this theme.
    pub fn apply(self) {
        let Some(root) = web_sys::window().and_then(|window| window.document()?.document_element()) else { return };
        // Setting an attribute of this name cannot fail.
        let _ = match self {
            Theme::Auto => root.remove_attribute("data-theme"),
            Theme::Light => root.set_attribute("data-theme", "light"),
            Theme::Dark => root.set_attribute("data-theme", "dark"),
        };
    }
}

/// The head of the page.
pub fn header(model: &Model, theme: Theme, send: &Callback<Msg>, switch: &Callback<()>) -> Html {
    let entry = library::find(model.scene_id());
    let chapter = entry.and_then(|entry| library::CHAPTERS.get(usize::from(entry.place.chapter) - 1));
    let words = model.vocabulary;
    let title = match (model.show(), entry) {
        (Some(show), _) => words.say(&show.scene.script.title),
        (None, Some(entry)) => words.say(entry.title),
        (None, None) => model.scene_id().to_string(),
    };
    html! {
        <header class="head">
            <b>{ "Paxos Explainer" }</b>
            <span class="crumb">
                { for chapter.map(|chapter| html! { <>{ chapter }<span aria-hidden="true">{ " › " }</span></> }) }
                { title }
            </span>
            { course::choice(model.scene_id(), words, send) }
            { contents(model, send) }
            <button class="theme" onclick={switch.reform(|_: MouseEvent| ())} aria-label={format!("Theme: {}", theme.name())}>
                { theme.name() }
            </button>
        </header>
    }
}

/// The way to the contents, and back from any guide.
fn contents(model: &Model, send: &Callback<Msg>) -> Html {
    let msg = match model.guides.open {
        Some(_) => GuideMsg::Close,
        None => GuideMsg::Open(Guide::Contents),
    };
    let toggle = send.reform(move |_: MouseEvent| msg.clone().into());
    let is_open = model.guides.open.is_some().to_string();
    html! { <button class="contents" onclick={toggle} aria-expanded={is_open}>{ Guide::Contents.name() }</button> }
}
