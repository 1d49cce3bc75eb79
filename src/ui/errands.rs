//! What the page does outside for its model: it fetches scenes, unpacks what a link carries, and tells of trouble.

use super::page::{Event, Page};
use super::workshop::Work;
use super::{address, drafts, fetch, keep, present};
use crate::link::{Link, Opens};
use crate::player::{BreakMsg, EditMsg, Effect, GuideMsg, Model, Msg, Opening, PresentMsg, Source};
use crate::story::language::tr;
use std::rc::Rc;
use yew::prelude::*;

/// In place of a scene that cannot be shown.
#[inline(never)]
pub fn failed(why: &str, source: &Source, send: &Callback<Msg>) -> Html {
    let is_text = matches!(source, Source::Text(_));
    let source = source.clone();
    let again = send.reform(move |_: MouseEvent| Msg::OpenSource(source.clone(), Opening::Set));
    html! {
        <main class="theatre failed" role="alert">
            <h1>{ tr!("This scene cannot be shown") }</h1>
            <p>{ why }</p>
            if is_text {
                <button onclick={send.reform(|_: MouseEvent| Msg::Edit(EditMsg::Open))}>{ tr!("Mend it in the editor") }</button>
            } else {
                <button onclick={again}>{ tr!("Try again") }</button>
            }
        </main>
    }
}

/// Does what the model wants done.
pub fn carry_out(ctx: &Context<Page>, effects: Vec<Effect>) {
    let link = ctx.link();
    for effect in effects {
        match effect {
            Effect::Fetch(id, opening) => link.send_future(async move {
                Event::Player(match fetch::scene(&id).await {
                    Ok(text) => Msg::Loaded { id, text, opening },
                    Err(why) => Msg::LoadFailed { id, why },
                })
            }),
            Effect::FetchWords(source) => link.send_future(async move {
                Event::Player(match fetch::scene(&source).await {
                    Ok(text) => Msg::Reworded(source, text),
                    Err(why) => Msg::Tell(vec![why]),
                })
            }),
            Effect::FetchGuide(guide) => link.send_future(async move {
                Event::Player(match fetch::guide(guide).await {
                    Ok(text) => GuideMsg::Loaded(guide, text).into(),
                    Err(why) => GuideMsg::Failed(guide, why).into(),
                })
            }),
            Effect::Keep(draft) => {
                if drafts::keep(&draft).is_err() {
                    link.send_message(Event::Player(EditMsg::Full.into()));
                }
            }
            Effect::Forget(key) => drafts::forget(&key),
            Effect::KeepOpen(key) => drafts::keep_open(key.as_deref()),
            Effect::KeepScore(score) => keep::keep_score(&score),
            Effect::FillScreen => {
                present::fill(&ctx.props().ground, link.callback(|msg: PresentMsg| Event::Player(msg.into())))
            }
            Effect::LeaveScreen => present::unfill(&ctx.props().ground),
            Effect::Prepare => link.send_message(Event::Work(Work::Prepare)),
            Effect::Ask(number, task) => link.send_message(Event::Work(Work::Ask(number, task))),
            Effect::CallOff(number) => link.send_message(Event::Work(Work::CallOff(number))),
        }
    }
}

/// Opens the scene of a link; the first scene where it names none. Gives what is wrong with the link.
pub fn open(ctx: &Context<Page>, model: &mut Model, link: &Link) -> Vec<String> {
    let (opens, notice) = link.opens();
    let opening = link.opening();
    // What is searched is shown over the scene, as soon as that is asked for.
    if let Some(setup) = link.breaking.clone().filter(|_| link.was_found().is_none()) {
        ctx.link().send_message(Event::Player(BreakMsg::OpenWith(Box::new(setup)).into()));
    }
    let source = match opens {
        Some(Opens::Script(script)) => {
            let link = Rc::new(link.clone());
            ctx.link().send_future(async move {
                let text = address::unpack(&script).await;
                Event::Unpacked(link, text)
            });
            return notice.into_iter().collect();
        }
        Some(Opens::Source(source)) => Some(source),
        None => None,
    };
    // What is said of another scene than the one that is shown means nothing there.
    let is_lost = source.is_none() && notice.is_some();
    let opening = if is_lost { Opening::Set } else { opening };
    let source = source.unwrap_or_else(|| Source::Course(ctx.props().scene.to_string()));
    carry_out(ctx, model.update(Msg::OpenSource(source, opening)));
    notice.into_iter().collect()
}

/// Tells the viewer, and the console.
pub fn tell(model: &mut Model, notices: Vec<String>) {
    notices.iter().for_each(|notice| address::warn(notice));
    if !notices.is_empty() {
        model.update(Msg::Tell(notices));
    }
}
