//! The dialog by which a run leaves the page: as a figure, a text, a trace, or on paper.

use super::files;
use super::ground::{self, Ground};
use crate::export::handout::Size;
use crate::export::{Colours, FORMATS, Format, handout};
use crate::link::takeout::{Came, Made, Scope, Takeout, TakeoutMsg, words};
use crate::player::Show;
use web_sys::{HtmlDialogElement, HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement};
use yew::prelude::*;

/// What the reader wants of the dialog.
#[derive(Clone, Debug)]
pub enum TakeoutWish {
    /// That it opens (true) or closes.
    Open(bool),
    /// Something in it.
    Change(TakeoutMsg),
    /// That what was made is copied.
    Copy,
    /// That it is saved as a file.
    Save,
    /// That the figure is saved as PNG.
    SavePng,
    /// That the handout is printed.
    Print,
}

/// The button that opens it.
pub fn button(send: &Callback<TakeoutWish>) -> Html {
    let open = send.reform(|_: MouseEvent| TakeoutWish::Open(true));
    html! {
        <button class="takeout-open" onclick={open} aria-haspopup="dialog" title={words::TITLE.said()}>{ words::BUTTON.said() }</button>
    }
}

/// The dialog; empty while it is closed, or where nothing is on show.
pub fn dialog(takeout: Option<(&Takeout, &Show)>, send: &Callback<TakeoutWish>) -> Html {
    let closed = send.reform(|_: web_sys::Event| TakeoutWish::Open(false));
    html! {
        <dialog id="takeout" class="help share takeout" aria-labelledby="takeout-title" onclose={closed}>
            { for takeout.map(|(takeout, show)| html! {
                <>
                    <form method="dialog" class="help-head">
                        <h2 id="takeout-title">{ words::TITLE.said() }</h2><button>{ words::CLOSE.said() }</button>
                    </form>
                    <div class="help-text takeout-body">
                        { formats(takeout, send) }
                        <section class="takeout-made" aria-labelledby="takeout-what">
                            <h3 id="takeout-what">{ takeout.format.about().name.said() }</h3>
                            <p>{ takeout.format.about().purpose.said() }</p>
                            { choices(takeout, show, send) }
                            { made(takeout, show, send) }
                        </section>
                    </div>
                </>
            }) }
        </dialog>
    }
}

/// Opens the dialog when it is wanted, and closes it when it is not.
pub fn show(ground: &Ground, is_wanted: bool) {
    let Some(dialog) = ground::find::<HtmlDialogElement>(ground.root(), "#takeout") else { return };
    match (is_wanted, dialog.open()) {
        // It is on the page and closed: that can always be done.
        (true, false) => drop(dialog.show_modal()),
        (false, true) => dialog.close(),
        (true, true) | (false, false) => {}
    }
}

/// Selects the text, for one who has to copy it by hand.
pub fn select(ground: &Ground) {
    if let Some(field) = ground::find::<HtmlTextAreaElement>(ground.root(), "#takeout-text") {
        let _ = field.focus();
        field.select();
    }
}

/// The list of formats, in its groups.
#[inline(never)]
fn formats(takeout: &Takeout, send: &Callback<TakeoutWish>) -> Html {
    let one = |format: Format| {
        let pick = send.reform(move |_: web_sys::Event| TakeoutWish::Change(TakeoutMsg::Format(format)));
        html! {
            <label><input type="radio" name="takeout-format" value={format.about().key} checked={takeout.format == format} onchange={pick} />
                <span>{ format.about().name.said() }</span></label>
        }
    };
    html! {
        <fieldset class="takeout-formats">
            <legend>{ words::AS.said() }</legend>
            { for words::GROUPS.iter().map(|group| group.said()).map(|group| html! {
                <div role="group" aria-label={group}><p aria-hidden="true">{ group }</p>
                    { for FORMATS.iter().filter(|about| words::group(about.format) == group).map(|about| one(about.format)) }
                </div>
            }) }
        </fieldset>
    }
}

/// What there is to choose for the format.
#[inline(never)]
fn choices(takeout: &Takeout, show: &Show, send: &Callback<TakeoutWish>) -> Html {
    let parts = takeout.parts();
    let slide = show.slide + 1;
    html! {
        <div class="share-fields">
            if !parts.is_empty() {
                { choice(words::PART.said(), &parts, takeout.part_told(), |&it| words::part(it, slide, show.is_own()), TakeoutMsg::Part, send) }
            }
            if takeout.format.is_figure() {
                { choice(words::COLOURS.said(), &Colours::ALL, takeout.colours, |&it| words::colours(it).to_string(), TakeoutMsg::Colours, send) }
            }
            if takeout.format == Format::Handout {
                { choice(words::SCOPE.said(), &scopes(show), takeout.scope, |&it| scope(it, show), TakeoutMsg::Scope, send) }
                { choice(words::SIZE.said(), &[Size::Large, Size::Small], takeout.size, |&it| words::size(it).to_string(), TakeoutMsg::Size, send) }
            }
            if takeout.fence().is_some() {
                { fenced(takeout.is_fenced, send) }
            }
        </div>
    }
}

fn scopes(show: &Show) -> Vec<Scope> {
    let chapter = handout::chapter(show.source.id()).map(|_| Scope::Chapter);
    [Scope::Moment, Scope::Scene].into_iter().chain(chapter).collect()
}

fn scope(scope: Scope, show: &Show) -> String {
    words::scope(scope, handout::chapter(show.source.id()).as_deref())
}

/// One of several, by its place among them.
fn choice<T: Copy + PartialEq + 'static>(
    name: &'static str,
    all: &[T],
    now: T,
    called: impl Fn(&T) -> String,
    make: fn(T) -> TakeoutMsg,
    send: &Callback<TakeoutWish>,
) -> Html {
    let values = all.to_vec();
    let send = send.clone();
    let picked = Callback::from(move |event: web_sys::Event| {
        let select = event.target_dyn_into::<HtmlSelectElement>();
        let place = select.and_then(|select| select.value().parse::<usize>().ok());
        let value = place.and_then(|place| values.get(place));
        value.iter().for_each(|value| send.emit(TakeoutWish::Change(make(**value))));
    });
    html! {
        <label><span>{ name }</span>
            <select onchange={picked}>
                { for all.iter().enumerate().map(|(place, value)| html! {
                    <option value={place.to_string()} selected={*value == now}>{ called(value) }</option>
                }) }
            </select>
        </label>
    }
}

fn fenced(is_fenced: bool, send: &Callback<TakeoutWish>) -> Html {
    let tick = send.reform(|event: web_sys::Event| {
        let is_on = event.target_dyn_into::<HtmlInputElement>().is_some_and(|input| input.checked());
        TakeoutWish::Change(TakeoutMsg::Fenced(is_on))
    });
    html! {
        <label class="share-tick share-wide"><input type="checkbox" checked={is_fenced} onchange={tick} />{ words::FENCED }</label>
    }
}

/// What was made, and what can be done with it.
#[inline(never)]
fn made(takeout: &Takeout, show: &Show, send: &Callback<TakeoutWish>) -> Html {
    match &takeout.made {
        Made::Waits => html! { <p role="status">{ words::WAITS.said() }</p> },
        Made::Nothing(why) => html! { <p class="share-note" role="alert">{ why }</p> },
        Made::Text(text) => html! {
            <>
                { deeds(takeout, show, send) }
                <p class="share-said" role="status">{ takeout.came.as_ref().map(words::came).unwrap_or_default() }</p>
                { preview(takeout, show, text) }
            </>
        },
    }
}

fn deeds(takeout: &Takeout, show: &Show, send: &Callback<TakeoutWish>) -> Html {
    let wish = |wish: TakeoutWish| send.reform(move |_: MouseEvent| wish.clone());
    let is_copied = takeout.came == Some(Came::Copied(true));
    let is_paper = takeout.format == Format::Handout;
    html! {
        <div class="row takeout-deeds">
            if is_paper {
                <button class="play" onclick={wish(TakeoutWish::Print)}>{ words::PRINT.said() }</button>
            } else {
                <button onclick={wish(TakeoutWish::Copy)}>{ if is_copied { words::COPIED.said() } else { words::COPY.said() } }</button>
            }
            <button onclick={wish(TakeoutWish::Save)}>{ words::save(&takeout.file_name(show)) }</button>
            if takeout.format.is_figure() {
                <button onclick={wish(TakeoutWish::SavePng)}>{ words::SAVE_PNG.said() }</button>
            }
        </div>
    }
}

/// What was made, as it will be seen, and as a text to be selected.
fn preview(takeout: &Takeout, show: &Show, text: &str) -> Html {
    if takeout.format == Format::Handout {
        // It is made by `export::handout`, which lets through no markup but its own.
        let paper = Html::from_html_unchecked(AttrValue::from(text.to_string()));
        // A frame may neither print nor save; then it can be copied.
        let document = files::is_framed().then(|| takeout.file(show)).flatten().map(|(_, document)| document);
        return html! {
            <>
                <div class="takeout-paper handout" tabindex="0" role="region" aria-label={words::PREVIEW.said()}>{ paper }</div>
                { for document.map(|document| field(document, "4", "soft")) }
            </>
        };
    }
    let is_figure = takeout.format.is_figure();
    let rows = if is_figure { "4" } else { "18" };
    let wrap = if is_figure { "soft" } else { "off" };
    html! {
        <>
            if is_figure {
                <img class="takeout-picture" src={super::png::address(text)} alt={handout::title(show)} />
                <label class="takeout-alt"><b>{ words::ALT.said() }</b>
                    <textarea readonly=true rows="3" value={takeout.says(show)} spellcheck="false" />
                </label>
            }
            { field(text.to_string(), rows, wrap) }
        </>
    }
}

/// A text to be selected.
fn field(value: String, rows: &'static str, wrap: &'static str) -> Html {
    html! { <textarea id="takeout-text" readonly=true {wrap} {rows} {value} spellcheck="false" aria-label={words::TEXT.said()} /> }
}
