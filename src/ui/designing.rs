//! "Be the designer", in place of the stage: the two jobs of phase 1 as switches, a prediction, and what comes of it.

use super::focus::focus;
use crate::player::breaking::{DesignMsg, Guess, Job, Search};
use crate::player::{BreakMsg, Breaking, Msg};
use crate::story::language::tr;
use crate::story::words::breaking as search_words;
use crate::story::words::{Vocabulary, designing as words};
use web_sys::Element;
use yew::prelude::*;

/// What it is shown with.
#[derive(Clone, PartialEq, Properties)]
pub struct Properties {
    /// What is set, and what has come of it.
    pub breaking: Breaking,
    /// In whose words it is told.
    pub words: Vocabulary,
    /// Where the reader's wishes go.
    pub send: Callback<Msg>,
}

/// The button that leads to it.
pub fn way(send: &Callback<Msg>) -> Html {
    let open = send.reform(|_: MouseEvent| DesignMsg::Open.into());
    html! { <button class="design-open" onclick={open}>{ words::WAY.said() }</button> }
}

/// The exercise.
#[component]
pub fn Designer(properties: &Properties) -> Html {
    let Properties { breaking, words: vocabulary, send } = properties;
    let heading = use_node_ref();
    {
        let heading = heading.clone();
        use_effect_with((), move |()| heading.cast::<Element>().iter().for_each(focus));
    }
    let click = |msg: Msg| send.reform(move |_: MouseEvent| msg.clone());
    html! {
        <main class="guide breaking designing">
            <div class="guide-head">
                <h1 ref={heading} tabindex="-1">{ words::TITLE.said() }</h1>
                <button class="close" onclick={click(BreakMsg::Close.into())}>{ tr!("‹ Back to the stage") }</button>
            </div>
            <p class="lead">{ vocabulary.say(words::LEAD.said()) }</p>
            <div class="design-jobs">
                { for Job::ALL.into_iter().map(|job| switch(job, breaking, *vocabulary, send)) }
            </div>
            <section class="design-guess" aria-labelledby="design-question">
                <h2 id="design-question">{ words::QUESTION.said() }</h2>
                <div class="row">
                    { for Guess::ALL.into_iter().map(|guess| html! {
                        <button class={classes!("guess", guess.word())} onclick={click(DesignMsg::Guess(guess).into())}
                            aria-pressed={(breaking.guess == Some(guess)).to_string()}>{ guess.says() }</button>
                    }) }
                </div>
                <div class="design-says" role="status">{ said(breaking, *vocabulary) }</div>
                <div class="row">
                    if breaking.is_searching() {
                        <button class="call-off" onclick={click(BreakMsg::CallOff.into())}>{ search_words::CALL_OFF.said() }</button>
                    }
                    if breaking.is_there {
                        <button class="again" onclick={click(DesignMsg::Play.into())}>{ words::PLAY.said() }</button>
                    }
                </div>
            </section>
        </main>
    }
}

/// A job as a switch: pressed, it is done.
fn switch(job: Job, breaking: &Breaking, vocabulary: Vocabulary, send: &Callback<Msg>) -> Html {
    let is_done = breaking.setup.does(job);
    let press = send.reform(move |_: MouseEvent| DesignMsg::Set(job).into());
    html! {
        <button class="breaking-switch design-switch" data-job={job.word()} onclick={press} aria-pressed={is_done.to_string()}>
            <span class="track" aria-hidden="true"></span>
            <span>
                <b>{ job.name() }</b>
                <small>{ vocabulary.say(if is_done { job.done() } else { job.left_out() }) }</small>
            </span>
        </button>
    }
}

/// How it stands with the search.
fn said(breaking: &Breaking, vocabulary: Vocabulary) -> Html {
    match &breaking.search {
        Search::None => html! { <p>{ words::PREDICT.said() }</p> },
        Search::Running(_) => html! { <p>{ search_words::BEGINS.said() }</p> },
        Search::CalledOff(_) => html! { <p>{ search_words::CALLED_OFF.said() }</p> },
        Search::Over(says) => html! { <>{ for says.iter().map(|says| html! { <p>{ vocabulary.say(says) }</p> }) }</> },
        Search::Failed(why) => html! { <p class="notice">{ why }</p> },
    }
}

/// Over the narration of a run that was found for one who designs: what was said of it, and the way back.
#[inline(never)]
pub fn told(breaking: &Breaking, vocabulary: Vocabulary, send: &Callback<Msg>) -> Html {
    let back = send.reform(|_: MouseEvent| DesignMsg::Open.into());
    let guess = breaking.guess.map(|guess| words::verdict(guess, true));
    html! {
        <>
            { for guess.map(|verdict| html! { <p class="design-verdict"><b>{ verdict }</b></p> }) }
            <p class="design-because">{ vocabulary.say(words::because(&breaking.setup.jobs())) }</p>
            <div class="row"><button class="design-back" onclick={back}>{ words::BACK.said() }</button></div>
        </>
    }
}
