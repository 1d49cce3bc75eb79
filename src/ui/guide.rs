//! The guides, in place of the stage: the contents with search, the second deck, what people get wrong, what to try.

use super::course::{chapters, title_of};
use super::quizzes;
use crate::player::{Asking, Breaking, Fetched, GuideMsg, Guides, Msg, Opening};
use crate::story::guide::{Aim, Guide, Misreading, Stop, Summary};
use crate::story::language::{say, tr};
use crate::story::library::{CHAPTERS, Entry, OBJECTIVES};
use crate::story::words::Vocabulary;
use crate::story::words::designing as designing_words;
use crate::story::words::objective as objective_words;
use crate::ui::speech::use_language;
use std::rc::Rc;
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// What a guide is shown with.
#[derive(Clone, PartialEq, Properties)]
pub struct Properties {
    /// All guides, as far as they are here.
    pub guides: Guides,
    /// The one that is open.
    pub open: Guide,
    /// The scene that stands behind it.
    pub scene: AttrValue,
    /// In whose words they are told.
    pub words: Vocabulary,
    /// Where rules are switched off.
    pub breaking: Breaking,
    /// How the reader has answered.
    pub asking: Asking,
    /// The scenes whose objective the reader has reached.
    pub done: Rc<Vec<String>>,
    /// Where the reader's wishes go.
    pub send: Callback<Msg>,
}

/// The open guide, with the way to the others and back.
#[component]
pub fn GuidePage(properties: &Properties) -> Html {
    use_language();
    let Properties { guides, open, scene, words, breaking, asking, done, send } = properties;
    let words = *words;
    let sought = use_state(String::new);
    let field = use_node_ref();
    {
        // Whoever opens the contents may type at once.
        let field = field.clone();
        use_effect_with(*open, move |_| {
            if let Some(field) = field.cast::<HtmlInputElement>() {
                let _ = field.focus();
            }
        });
    }
    let close = send.reform(|_: MouseEvent| GuideMsg::Close.into());
    html! {
        <main class="guide">
            <div class="guide-head">
                <nav class="tabs" aria-label={tr!("Guides")}>
                    { for Guide::ALL.into_iter().map(|guide| {
                        let go = send.reform(move |_: MouseEvent| GuideMsg::Open(guide).into());
                        html! { <button onclick={go} aria-current={(guide == *open).then_some("page")}>{ guide.name() }</button> }
                    }) }
                </nav>
                { super::sandbox::way(send) }
                { super::breaking::way(breaking, send) }
                <button class="close" onclick={close}>{ tr!("‹ Back to the stage") }</button>
            </div>
            { match open {
                Guide::Contents => html! { <>{ search(&sought, field.clone()) }{ fetched(&guides.contents, *open, send, |all| contents(all, &sought, scene, words, send)) }</> },
                Guide::Scratch => fetched(&guides.scratch, *open, send, |all| steps(all, words, send)),
                Guide::Misreadings => fetched(&guides.misreadings, *open, send, |all| misreadings(all, words, send)),
                Guide::Questions => fetched(&guides.questions, *open, send, |all| quizzes::all(all, asking, words, send)),
                Guide::Objectives => fetched(&guides.objectives, *open, send, |all| objectives(all, done, words, send)),
            } }
        </main>
    }
}

fn fetched<T>(it: &Fetched<T>, guide: Guide, send: &Callback<Msg>, view: impl FnOnce(&[T]) -> Html) -> Html {
    match it {
        Fetched::Here(all) => view(all),
        Fetched::Unasked | Fetched::Asked => html! { <p class="wait">{ tr!("Loading …") }</p> },
        Fetched::Failed(why) => {
            let again = send.reform(move |_: MouseEvent| GuideMsg::Want(guide).into());
            html! { <div role="alert"><p>{ why }</p><button onclick={again}>{ tr!("Try again") }</button></div> }
        }
    }
}

fn search(sought: &UseStateHandle<String>, field: NodeRef) -> Html {
    let seek = {
        let sought = sought.clone();
        Callback::from(move |event: InputEvent| {
            let input = event.target_dyn_into::<HtmlInputElement>();
            sought.set(input.map(|input| input.value()).unwrap_or_default());
        })
    };
    html! {
        <label class="search">{ tr!("Search") }
            <input type="search" ref={field} value={(**sought).clone()} oninput={seek} placeholder={tr!("disk, majority, late …")} />
        </label>
    }
}

/// Whether every word that is sought is in the scene's title, summary or slides, or among its other words.
fn is_found(entry: &Entry, summary: Option<&Summary>, sought: &str, words: Vocabulary) -> bool {
    let mut text = words.say(entry.title.said()).to_lowercase();
    for part in summary.iter().flat_map(|summary| summary.slides.iter().chain([&summary.about, &summary.words])) {
        text.push(' ');
        text.push_str(&words.say(part).to_lowercase());
    }
    sought.to_lowercase().split_whitespace().all(|word| text.contains(word))
}

fn contents(all: &[Summary], sought: &str, current: &str, words: Vocabulary, send: &Callback<Msg>) -> Html {
    let summary = |entry: &Entry| all.iter().find(|summary| summary.scene == entry.id);
    let found = |entries: Vec<&'static Entry>| -> Vec<&'static Entry> {
        entries.into_iter().filter(|entry| is_found(entry, summary(entry), sought, words)).collect()
    };
    let chapters: Vec<_> = chapters().map(|(number, title, entries)| (number, title, found(entries))).collect();
    let count: usize = chapters.iter().map(|(_, _, entries)| entries.len()).sum();
    html! {
        <>
            <p class="found" role="status">{ match count { 0 => tr!("No scene has these words.").to_string(), 1 => tr!("1 scene").to_string(), n => say!("{n} scenes", n) } }</p>
            { for chapters.into_iter().filter(|(_, _, entries)| !entries.is_empty()).map(|(number, title, entries)| html! {
                <section>
                    <h2>{ format!("{number} {title}") }</h2>
                    <ul class="scenes">{ for entries.into_iter().map(|entry| scene(entry, summary(entry), current, words, send)) }</ul>
                </section>
            }) }
        </>
    }
}

fn scene(
    entry: &'static Entry,
    summary: Option<&Summary>,
    current: &str,
    words: Vocabulary,
    send: &Callback<Msg>,
) -> Html {
    let slides = summary.map(|summary| summary.slides.as_slice()).unwrap_or_default();
    let is_current = (entry.id == current).then_some("page");
    html! {
        <li>
            <button class="link" onclick={opens(entry.id, Opening::Set, send)} aria-current={is_current}>{ words.say(entry.title.said()) }</button>{ " " }
            { for summary.map(|summary| html! { <p>{ words.say(&summary.about) }</p> }) }
            <details>
                <summary>{ match slides.len() { 1 => tr!("1 slides").to_string(), count => say!("{count} slides", count) } }</summary>
                <ol>{ for slides.iter().enumerate().map(|(at, title)| html! {
                    <li><button class="link" onclick={opens(entry.id, Opening::Slide(at), send)}>{ words.say(title) }</button></li>
                }) }</ol>
            </details>
        </li>
    }
}

fn opens(id: &str, opening: Opening, send: &Callback<Msg>) -> Callback<MouseEvent> {
    let id = id.to_string();
    send.reform(move |_: MouseEvent| Msg::Open(id.clone(), opening.clone()))
}

fn steps(all: &[Stop], words: Vocabulary, send: &Callback<Msg>) -> Html {
    let follow = |at: usize| send.reform(move |_: MouseEvent| GuideMsg::Follow(at).into());
    html! {
        <>
            <p class="lead">{ tr!("Every rule is missed before it is given: predict what happens, run it, and keep one line.") }</p>
            <ol class="scratch">
                { for all.iter().enumerate().filter(|(_, stop)| stop.is_first).map(|(at, stop)| html! {
                    <li><button class="link" onclick={follow(at)}>{ words.say(&stop.title) }</button><p>{ words.say(&stop.predict) }</p></li>
                }) }
            </ol>
        </>
    }
}

fn misreadings(all: &[Misreading], words: Vocabulary, send: &Callback<Msg>) -> Html {
    html! {
        <ol class="misreadings">
            { for all.iter().map(|misreading| html! {
                <li>
                    <p class="wrong"><span class="verdict">{ tr!("Not so: ") }</span>{ words.say(&misreading.wrong) }</p>
                    <p>{ words.say(&misreading.right) }</p>
                    if misreading.scenes.is_empty() {
                        <p class="shown">{ tr!("Its scene comes with the chapter on Multi-Paxos.") }</p>
                    } else {
                        <p class="shown">{ tr!("See ") }{ for misreading.scenes.iter().map(|id| html! {
                            <button class="link" onclick={opens(id, Opening::Set, send)}>{ title_of(id, words) }</button>
                        }) }</p>
                    }
                </li>
            }) }
        </ol>
    }
}

/// What to try, by chapter, and what of it was reached.
fn objectives(all: &[Aim], done: &[String], words: Vocabulary, send: &Callback<Msg>) -> Html {
    let of = |number: u8| OBJECTIVES.iter().filter(move |entry| entry.place.chapter == number);
    let reached = OBJECTIVES.iter().filter(|entry| done.iter().any(|id| id == entry.id)).count();
    html! {
        <div class="aims">
            <p class="lead">{ objective_words::LEAD.said() }</p>
            <p class="found" role="status">{ objective_words::of_all(reached, OBJECTIVES.len()) }</p>
            <section class="design-way">
                { super::designing::way(send) }
                <p>{ words.say(designing_words::ABOUT.said()) }</p>
            </section>
            { for (1..).zip(CHAPTERS).filter(|(number, _)| of(*number).next().is_some()).map(|(number, title)| html! {
                <section>
                    <h2>{ format!("{number} {title}") }</h2>
                    <ol class="scenes">{ for of(number).map(|entry| objective(entry, all, done, words, send)) }</ol>
                </section>
            }) }
        </div>
    }
}

fn objective(entry: &'static Entry, all: &[Aim], done: &[String], words: Vocabulary, send: &Callback<Msg>) -> Html {
    let aim = all.iter().find(|aim| aim.scene == entry.id);
    let is_done = done.iter().any(|id| id == entry.id);
    html! {
        <li class={is_done.then_some("done")}>
            <button class="link" onclick={opens(entry.id, Opening::Set, send)}>{ words.say(entry.title.said()) }</button>
            if is_done { <span class="mark">{ " ✓ " }{ objective_words::DONE }</span> }
            { for aim.map(|aim| html! {
                <p>{ words.say(&aim.text) }if !aim.within.is_empty() { <span class="within">{ say!(" Within {within}.", within = aim.within) }</span> }</p>
            }) }
        </li>
    }
}
