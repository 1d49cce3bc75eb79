//! The head of the page: its name, where we are, the theme.

use super::focus::focus;
use super::ground::{Ground, find_around};
use super::{breaking, course, editor, help, present, sandbox, speech};
use crate::link::look::{Interact, Theme, Word};
use crate::player::{GuideMsg, Model, Msg};
use crate::story::guide::Guide;
use crate::story::language::{Language, say, tr};
use crate::story::library;
use crate::story::words::Vocabulary;
use web_sys::{Element, HtmlSelectElement};
use yew::prelude::*;

/// The theme that a press of the button gives.
pub fn next_theme(theme: Theme) -> Theme {
    match theme {
        Theme::Auto => Theme::Light,
        Theme::Light => Theme::Dark,
        Theme::Dark => Theme::Projector,
        Theme::Projector | Theme::Print => Theme::Auto,
    }
}

fn name(theme: Theme) -> &'static str {
    match theme {
        Theme::Auto => tr!("Auto"),
        Theme::Light => tr!("Light"),
        Theme::Dark => tr!("Dark"),
        Theme::Projector => tr!("Hall"),
        Theme::Print => tr!("Print"),
    }
}

/// Gives the page this theme.
pub fn apply_theme(ground: &Ground, theme: Theme) {
    let root = ground.themed();
    // Setting an attribute of this name cannot fail.
    let _ = match theme {
        Theme::Auto => root.remove_attribute("data-theme"),
        named => root.set_attribute("data-theme", named.key()),
    };
}

/// The title of the scene that is shown or wanted.
pub fn title(model: &Model) -> String {
    let words = model.vocabulary;
    match (model.show(), library::find(model.scene_id())) {
        (Some(show), _) => words.say(&show.scene.script.title),
        (None, Some(entry)) => words.say(entry.title.said()),
        (None, None) => model.scene_id().to_string(),
    }
}

/// The head of the page.
pub fn header(
    model: &Model,
    (theme, interact): (Theme, Interact),
    share: Option<Html>,
    send: &Callback<Msg>,
    (switch, speaks): (&Callback<()>, &Callback<Language>),
) -> Html {
    let entry = library::find(model.scene_id());
    let chapter = entry.and_then(|entry| library::CHAPTERS.get(usize::from(entry.place.chapter) - 1));
    let title = title(model);
    html! {
        <header class="head">
            <button class="skip" onclick={skip_to(".stage")}>{ tr!("Skip to the stage") }</button>
            <button class="skip" onclick={skip_to(".asks button, .dock button")}>{ tr!("Skip to the panels") }</button>
            <b>{ tr!("Paxos Explainer") }</b>
            <span class="crumb" title={title.clone()}>
                { for chapter.map(|chapter| html! { <>{ chapter.said() }<span aria-hidden="true">{ " › " }</span></> }) }
                { title }
            </span>
            { course::choice(model, send) }
            if interact == Interact::All {
                { editor::ways(model, send) }
                { sandbox::way(send) }
                { breaking::way(&model.breaking, send) }
            }
            { for share }
            { contents(model, send) }
            { vocabulary(model, send) }
            { speech::choice(speaks) }
            { present::button(send) }
            { help::button(send) }
            <button class="theme" onclick={switch.reform(|_: MouseEvent| ())} aria-label={say!("Theme: {theme}", theme = name(theme))}>
                { name(theme) }
            </button>
        </header>
    }
}

/// Gives the focus to the first of these.
fn skip_to(selector: &'static str) -> Callback<MouseEvent> {
    Callback::from(move |event: MouseEvent| {
        let button = event.target_dyn_into::<Element>();
        button.and_then(|button| find_around(&button, selector)).iter().for_each(focus);
    })
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

/// In whose words everything is told.
fn vocabulary(model: &Model, send: &Callback<Msg>) -> Html {
    let speak = send.reform(|event: Event| {
        let select = event.target_dyn_into::<HtmlSelectElement>();
        Msg::Speak(select.and_then(|select| Vocabulary::find(&select.value())).unwrap_or_default())
    });
    html! {
        <label class="words">{ tr!("Words ") }
            <select onchange={speak}>
                { for Vocabulary::ALL.into_iter().map(|words| html! {
                    <option value={words.key()} selected={words == model.vocabulary}>{ words.name() }</option>
                }) }
            </select>
        </label>
    }
}
