//! Testing oneself: what the scenes ask, chapter by chapter, and how the reader has answered.

use super::course::{chapters, title_of};
use crate::player::{AskMsg, Asking, Msg};
use crate::story::guide::{Posed, Quiz};
use crate::story::library::Entry;
use crate::story::words::{Vocabulary, ask as words};
use yew::prelude::*;

/// The questions of all chapters.
pub fn all(quizzes: &[Quiz], asking: &Asking, vocabulary: Vocabulary, send: &Callback<Msg>) -> Html {
    let of = |entries: Vec<&Entry>| -> Vec<&Quiz> {
        quizzes.iter().filter(|quiz| entries.iter().any(|entry| entry.id == quiz.scene)).collect()
    };
    let chapters = chapters().map(|(number, title, entries)| (number, title, of(entries)));
    html! {
        <>
            <p class="lead">{ words::TEST_LEAD.said() }</p>
            { for chapters.filter(|(_, _, quizzes)| !quizzes.is_empty()).map(|(number, title, quizzes)| {
                let score = asking.score_of(quizzes.iter().copied());
                let first = quizzes[0];
                html! {
                    <section class="quizzes">
                        <h2>{ format!("{number} {title}") }</h2>
                        <p>
                            <button onclick={pose(&first.scene, &first.questions[0], send)}>{ words::BEGIN.said() }</button>
                            { " " }{ words::score(score.all, score.answered, score.right) }
                        </p>
                        <details>
                            <summary>{ words::EACH.said() }</summary>
                            <ul>{ for quizzes.into_iter().map(|quiz| of_scene(quiz, asking, vocabulary, send)) }</ul>
                        </details>
                    </section>
                }
            }) }
        </>
    }
}

fn of_scene(quiz: &Quiz, asking: &Asking, vocabulary: Vocabulary, send: &Callback<Msg>) -> Html {
    html! {
        <li>
            { title_of(&quiz.scene, vocabulary) }
            <ul>{ for quiz.questions.iter().map(|posed| {
                let verdict = asking.score(&quiz.scene, posed.number - 1);
                html! {
                    <li>
                        <button class="link" onclick={pose(&quiz.scene, posed, send)}>{ vocabulary.say(&posed.text) }</button>
                        if let Some(is_right) = verdict {
                            <span class={if is_right { "right" } else { "wrong" }}>{ words::verdict(is_right) }</span>
                        }
                    </li>
                }
            }) }</ul>
        </li>
    }
}

fn pose(scene: &str, posed: &Posed, send: &Callback<Msg>) -> Callback<MouseEvent> {
    let (scene, nth) = (scene.to_string(), posed.number - 1);
    send.reform(move |_: MouseEvent| AskMsg::Pose(scene.clone(), nth).into())
}
