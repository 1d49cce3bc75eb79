//! Below the narration: what the scene is about, where the papers say so, what stands beside it; and the
//! step of the second deck to which it belongs.

use super::course::title_of;
use super::designing;
use crate::player::{CompareMsg, GuideMsg, Guides, Msg, Opening, Show};
use crate::story::guide::Guide;
use crate::story::language::{say, tr};
use crate::story::library::COURSE;
use yew::prelude::*;

/// What to predict, and what remains: the frame that the second deck gives to a scene.
pub fn step(guides: &Guides, show: &Show, send: &Callback<Msg>) -> Html {
    let Some(stop) = guides.stop() else { return html! {} };
    let say = |text: &str| show.vocabulary.say(text);
    let is_over = stop.is_last && show.slide + 1 == show.scene.slides.len() && show.is_at_goal();
    html! {
        <section class="step">
            <h2>{ say(&say!("Step {step}: {title}", step = stop.step, title = stop.title)) }</h2>
            if !stop.predict.is_empty() {
                <p>{ say(&stop.predict) }</p>
            }
            if is_over {
                <p class="line">{ say(&stop.line) }</p>
            }
            if stop.designs { { designing::way(send) } }
        </section>
    }
}

/// On the first slide of the course: the ways through.
pub fn ways(show: &Show, send: &Callback<Msg>) -> Html {
    let is_first =
        COURSE.first().is_some_and(|entry| entry.id == show.source.id()) && show.slide == 0 && !show.is_own();
    let open = |guide: Guide| send.reform(move |_: MouseEvent| GuideMsg::Open(guide).into());
    if !is_first {
        return html! {};
    }
    html! {
        <section class="ways">
            <h2>{ tr!("Two ways through") }</h2>
            <p>{ tr!("The course, in the order of the talks, begins here: press Next.") }</p>
            <button onclick={open(Guide::Scratch)}>{ Guide::Scratch.name() }{ " ›" }</button>
            <p>{ tr!("The same scenes, each rule missed before it is given.") }</p>
            <p>
                <button class="link" onclick={open(Guide::Contents)}>{ tr!("All scenes") }</button>
                { " · " }
                <button class="link" onclick={open(Guide::Misreadings)}>{ Guide::Misreadings.name() }</button>
                { " · " }
                <button class="link" onclick={open(Guide::Objectives)}>{ Guide::Objectives.name() }</button>
            </p>
        </section>
    }
}

/// About the scene.
pub fn about(guides: &Guides, show: &Show, send: &Callback<Msg>) -> Html {
    let script = &show.scene.script;
    let want = send.reform(|_: Event| GuideMsg::Want(Guide::Misreadings).into());
    let answered = guides.answered_by(show.source.id());
    html! {
        <>
            { for script.twin.as_ref().map(|twin| {
                let id = twin.clone();
                let open = send.reform(move |_: MouseEvent| Msg::Open(id.clone(), Opening::Set));
                let beside = send.reform(|_: MouseEvent| CompareMsg::OpenTwin.into());
                html! {
                    <p class="twin">{ tr!("Compare: ") }<button class="link" onclick={open}>{ title_of(twin, show.vocabulary) }</button>

                        if show.poll().is_none() {
                            { " · " }<button class="link" onclick={beside}>{ tr!("side by side") }</button>
                        }
                    </p>
                }
            }) }
            <details class="about" ontoggle={want} key={show.source.id().to_string()}>
                <summary>{ tr!("About this scene") }</summary>
                { for script.about.iter().map(|about| html! { <p>{ show.told(about) }</p> }) }
                { for answered.iter().map(|misreading| html! {
                    <p><span class="verdict">{ tr!("Not so: ") }</span>{ show.vocabulary.say(&misreading.wrong) }{ " " }{ show.vocabulary.say(&misreading.right) }</p>
                }) }
                { for script.source.iter().map(|source| html! { <p class="source">{ tr!("Source: ") }<bdi>{ source }</bdi></p> }) }
            </details>
        </>
    }
}
