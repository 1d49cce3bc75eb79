//! What becomes of a wish: what is done to the model, and what the host is answered.

use super::happening::told;
use super::marker::{markers, standing};
use super::plain::{Plain, fields};
use super::wish::{To, Until, Way, Wish};
use crate::export::{Format, Given, Stretch, give};
use crate::link::acts;
use crate::link::notice::{IN_LINK, shown};
use crate::link::{Link, Opens, Place};
use crate::player::{Act, CompareMsg, Effect, Model, Msg, Opening, Show, Source, Stage, Wanted};
use crate::story::When;
use std::rc::Rc;

/// What is to be done for a wish, and what comes of it.
#[derive(Debug)]
pub struct Carried {
    /// What the model wants done outside.
    pub effects: Vec<Effect>,
    /// What the host is answered.
    pub answer: Answer,
}

/// An answer to a host.
#[derive(Debug)]
pub enum Answer {
    /// This.
    Plain(Plain),
    /// The run up to the end of this stretch, as an object.
    Run(Box<Show>, Stretch),
    /// The same, as a text.
    RunText(Box<Show>, When),
    /// How things stand, as soon as this scene is on show.
    WhenOpened(Source),
    /// A sentence on why not.
    No(String),
}

/// Whether a wish waits until a scene is on show; a wish for a scene does not.
pub fn waits(wish: &Wish, model: &Model) -> bool {
    matches!(model.stage, Stage::Loading(_)) && !matches!(wish, Wish::Load(..) | Wish::Rate(_))
}

/// How long the run on show is, and its markers; or why there is none.
pub fn opened(model: &Model) -> Result<Plain, String> {
    match &model.stage {
        Stage::Ready(show) => Ok(Plain::Fields(fields(standing(show)))),
        Stage::Failed(_, why) => Err(format!("The scene cannot be shown: {why}")),
        Stage::Loading(_) => Err("The scene is not there yet.".to_string()),
    }
}

/// Does what a host wants.
pub fn carry_out(model: &mut Model, wish: Wish) -> Carried {
    match wish {
        Wish::Load(link, script) => return load(model, &link, script),
        Wish::Rate(percent) => return does(model, Msg::Speed(percent)),
        _ => {}
    }
    // While two runs are compared the one behind them stands still.
    if model.comparison().is_some() && !reads(&wish) {
        model.update(CompareMsg::Close.into());
    }
    let Some(show) = model.show() else {
        return answer(Answer::No(opened(model).err().unwrap_or_default()));
    };
    match wish {
        Wish::Ready => answers(Plain::Fields(fields(standing(show)))),
        Wish::Play | Wish::SlideStart if model.is_playing() => answers(Plain::Nothing),
        // A deck that comes back to its slide does not pass over the reader's question.
        Wish::SlideStart if model.is_asking() => answers(Plain::Nothing),
        Wish::Pause if !model.is_playing() => answers(Plain::Nothing),
        Wish::Play | Wish::SlideStart | Wish::Pause => does(model, Msg::PlayOrPause),
        Wish::Step(Way::Forward) => does(model, Msg::StepForward),
        Wish::Step(Way::Back) => does(model, Msg::StepBack),
        Wish::Turn(Way::Forward) => does(model, Msg::NextSlide),
        Wish::Turn(Way::Back) => does(model, Msg::PreviousSlide),
        Wish::Slide(slide) => go_to_slide(model, slide),
        Wish::Seek(to) => seek(model, to),
        Wish::Reset => opens(model, Opening::Set),
        Wish::SetState(acts) => {
            let acts = acts.into_iter().map(|told| (told.at, told.text)).collect::<Vec<_>>();
            let wanted = Wanted { acts, seed: show.seed, ..Wanted::default() };
            opens(model, if wanted == Wanted::default() { Opening::Set } else { Opening::Link(Rc::new(wanted)) })
        }
        Wish::Act(statement) => act(model, statement),
        Wish::GetState => answers(acts::text(&told(show)).into()),
        Wish::GetRun(until) => {
            let stretch = if until == Until::Now { Stretch::so_far(show) } else { Stretch::whole(show) };
            answer(Answer::Run(Box::new(show.clone()), stretch))
        }
        Wish::Export(format) => export(show, format),
        // Both were done above: they need no scene on show.
        Wish::Load(..) | Wish::Rate(_) => answers(Plain::Nothing),
    }
}

/// Whether a wish changes nothing of what is on show.
fn reads(wish: &Wish) -> bool {
    matches!(wish, Wish::Ready | Wish::GetState | Wish::GetRun(_) | Wish::Export(_))
}

fn answer(answer: Answer) -> Carried {
    Carried { effects: Vec::new(), answer }
}

fn answers(plain: Plain) -> Carried {
    answer(Answer::Plain(plain))
}

fn does(model: &mut Model, msg: Msg) -> Carried {
    Carried { effects: model.update(msg), answer: Answer::Plain(Plain::Nothing) }
}

/// Opens the scene on show anew.
fn opens(model: &mut Model, opening: Opening) -> Carried {
    let source = model.source().clone();
    Carried { effects: model.update(Msg::OpenSource(source.clone(), opening)), answer: Answer::WhenOpened(source) }
}

fn load(model: &mut Model, link: &Link, script: Option<String>) -> Carried {
    let source = match (script, link.opens()) {
        (Some(text), _) => Source::Text(text.into()),
        (None, (_, Some(notice))) => return answer(Answer::No(notice.replace(IN_LINK.said(), "load: "))),
        (None, (Some(Opens::Source(source)), None)) => source,
        (None, (Some(Opens::Script(_)) | None, None)) => model.source().clone(),
    };
    Carried {
        effects: model.update(Msg::OpenSource(source.clone(), link.opening())),
        answer: Answer::WhenOpened(source),
    }
}

fn go_to_slide(model: &mut Model, slide: usize) -> Carried {
    let count = model.show().map_or(0, |show| show.scene.slides.len());
    match slide < count {
        true => does(model, Msg::GoToSlide(slide)),
        false => answer(Answer::No(format!("slide: to is {}; the last slide is {count}.", slide + 1))),
    }
}

fn seek(model: &mut Model, to: To) -> Carried {
    let Some(show) = model.show() else { return answers(Plain::Nothing) };
    let msg = match to {
        To::Place(Place::When(when)) if when.nth.is_none() => Msg::Seek(when.time),
        To::Place(Place::When(when)) => Msg::StandAt(show.branch().moment(when)),
        To::Place(Place::Percent(percent)) => Msg::Seek((u64::from(show.end().time) * u64::from(percent) / 100) as u32),
        To::Marker(id) => {
            let all = markers(show);
            match all.iter().find(|marker| marker.id == id) {
                Some(marker) => marker.slide.map_or(Msg::Seek(marker.time), Msg::GoToSlide),
                None => {
                    let known = all.iter().map(|marker| marker.id.as_str()).collect::<Vec<_>>().join(", ");
                    let id = shown(&id);
                    return answer(Answer::No(format!("seek: there is no marker {id}; there are {known}.")));
                }
            }
        }
    };
    does(model, msg)
}

fn act(model: &mut Model, statement: String) -> Carried {
    model.update(Msg::CloseMenu);
    let effects = model.update(Msg::Act(Act::Say(statement)));
    match model.notice.take() {
        Some(why) => {
            model.refused = None;
            Carried { effects, answer: Answer::No(format!("act: {why}")) }
        }
        None => Carried { effects, answer: Answer::Plain(Plain::Nothing) },
    }
}

fn export(show: &Show, format: Format) -> Carried {
    let stretch = if format.is_figure() { Stretch::so_far(show) } else { Stretch::whole(show) };
    answer(match give(show, format, stretch) {
        Ok(Given::Text(text)) => Answer::Plain(text.into()),
        // It says too what was on show.
        Ok(Given::Object(_)) => Answer::RunText(Box::new(show.clone()), show.branch().when(show.at)),
        Err(why) => Answer::No(format!("export: {why}.")),
    })
}
