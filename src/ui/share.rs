//! The dialog by which something is given away, or something that was given is opened.

mod form;

use super::files::{self, Brought};
use super::ground::{self, Ground};
use crate::link::share::{ShareMsg, Sharing, Text, code, code_notice, reach, words};
use web_sys::{HtmlDialogElement, HtmlInputElement, HtmlTextAreaElement};
use yew::prelude::*;

/// What the reader wants of the dialog.
#[derive(Clone, PartialEq, Debug)]
pub enum Wanted {
    /// That it opens (true) or closes.
    Open(bool),
    /// The dialog by which a run leaves the page.
    TakeOut,
    /// The way to the field for what was given.
    GoToImport,
    /// Something in it.
    Change(ShareMsg),
    /// That a text is copied.
    Copy(Text, String),
    /// That what was brought is opened.
    Read(String),
    /// The same of a file.
    Bring(Brought),
}

/// A window of so many pixels has room for the preview from the start.
pub const ROOMY: u32 = 900;
/// The box in which it is shown how it will look, in pixels: on a phone, and where there is room.
const BOXES: [(u32, u32); 2] = [(276, 360), (440, 400)];

/// The button that opens it.
pub fn button(send: &Callback<Wanted>) -> Html {
    let open = send.reform(|_: MouseEvent| Wanted::Open(true));
    html! {
        <button class="share-open" onclick={open} aria-haspopup="dialog" aria-label={words::BUTTON.said()} title={words::TITLE.said()}>
            // On a phone the sign stands for the word.
            <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
                <path class="f-none s-ink" stroke-width="1.6" d="M5 6H3v8h10V6h-2M8 10V2M5 4.5L8 1.5l3 3" />
            </svg>
            <span>{ words::BUTTON.said() }</span>
        </button>
    }
}

/// The dialog; empty while it is closed.
pub fn dialog(sharing: Option<&Sharing>, page: &str, send: &Callback<Wanted>) -> Html {
    let is_large = sharing.is_some_and(|sharing| sharing.is_large);
    let closed = send.reform(|_: web_sys::Event| Wanted::Open(false));
    let import_way = send.reform(|_: MouseEvent| Wanted::GoToImport);
    let way_out = send.reform(|_: MouseEvent| Wanted::TakeOut);
    html! {
        <dialog id="share" class={classes!("help", "share", is_large.then_some("share-large"))} aria-labelledby="share-title" onclose={closed}>
            { for sharing.map(|sharing| html! {
                <>
                    <form method="dialog" class="help-head">
                        <h2 id="share-title">{ words::TITLE.said() }</h2><button>{ words::CLOSE.said() }</button>
                    </form>
                    <div class="help-text share-body">
                        { for reach(page).notice().map(|notice| html! { <p class="share-note">{ notice }</p> }) }
                        { for sharing.lag().map(|notice| html! { <p class="share-note">{ notice }</p> }) }
                        <div class="row share-ways">
                            if sharing.subject.is_some() {
                                <button onclick={way_out}>{ words::TAKE_OUT.said() }</button>
                            }
                            <button onclick={import_way}>{ words::GO_TO_IMPORT.said() }</button>
                        </div>
                        <div class="share-columns">
                            <div>
                                // What most come for stands first, also where there is little room.
                                { one(sharing, Text::Link, sharing.text(Text::Link, page), send) }
                                { form::choices(sharing, send) }
                                { texts(sharing, page, send) }
                            </div>
                            <div>{ picture(sharing, page, send) }{ scanned(sharing, page, send) }</div>
                        </div>
                        { import(sharing, send) }
                    </div>
                </>
            }) }
        </dialog>
    }
}

/// Whether the window has at least so many pixels across.
pub fn has_width(pixels: u32) -> bool {
    let query = format!("(min-width: {pixels}px)");
    let query = web_sys::window().and_then(|window| window.match_media(&query).ok().flatten());
    query.is_some_and(|query| query.matches())
}

/// Opens the dialog when it is wanted, and closes it when it is not.
pub fn show(ground: &Ground, is_wanted: bool) {
    let Some(dialog) = ground::find::<HtmlDialogElement>(ground.root(), "#share") else { return };
    match (is_wanted, dialog.open()) {
        // It is on the page and closed: that can always be done.
        (true, false) => drop(dialog.show_modal()),
        (false, true) => dialog.close(),
        (true, true) | (false, false) => {}
    }
}

/// Goes to the field for what was given.
pub fn go_to_import(ground: &Ground) {
    if let Some(field) = ground::find::<HtmlTextAreaElement>(ground.root(), "#share-brought") {
        let _ = field.focus();
    }
}

/// Selects a text that could not be copied.
pub fn select(ground: &Ground, text: Text) {
    if let Some(field) =
        ground::find::<HtmlTextAreaElement>(ground.root(), &format!("#share-{key}", key = words::key(text)))
    {
        let _ = field.focus();
        field.select();
    }
}

/// The texts for pages, each with its button.
#[inline(never)]
fn texts(sharing: &Sharing, page: &str, send: &Callback<Wanted>) -> Html {
    html! {
        <section aria-labelledby="share-texts">
            <h3 id="share-texts">{ words::TEXTS.said() }</h3>
            { for [Text::Frame, Text::Element].into_iter().map(|text| one(sharing, text, sharing.text(text, page), send)) }
        </section>
    }
}

fn one(sharing: &Sharing, text: Text, whole: Option<String>, send: &Callback<Wanted>) -> Html {
    let (name, id) = (words::name(text), format!("share-{key}", key = words::key(text)));
    let whole = whole.unwrap_or_default();
    let is_missing = whole.is_empty();
    let opens = (text == Text::Link && !is_missing).then(|| whole.clone());
    let copy = {
        let whole = whole.clone();
        send.reform(move |_: MouseEvent| Wanted::Copy(text, whole.clone()))
    };
    let said = sharing.copied.filter(|(copied, _)| *copied == text).map(|(_, is_copied)| is_copied);
    let copied = said == Some(true);
    html! {
        <div class="share-text" key={id.clone()}>
            <div class="row">
                <label for={id.clone()}>{ name }</label>
                <button onclick={copy} disabled={is_missing} aria-label={words::copy(text, copied)}>
                    { if copied { words::COPIED.said() } else { words::COPY.said() } }
                </button>
                { for opens.map(|href| html! {
                    <a {href} target="_blank" rel="noopener">{ words::OPEN_WINDOW }<span aria-hidden="true">{ " ↗" }</span></a>
                }) }
            </div>
            <textarea {id} readonly=true wrap="soft" rows={words::rows(text)} value={whole} spellcheck="false" />
            // Where it was copied, the button shows it.
            <p class={if copied { "unseen" } else { "share-said" }} role="status">{ said.map_or("", words::said) }</p>
        </div>
    }
}

/// How it will look: the page in a frame in itself.
#[inline(never)]
fn picture(sharing: &Sharing, page: &str, send: &Callback<Wanted>) -> Html {
    let toggle = {
        let is_shown = sharing.is_previewed;
        send.reform(move |_: MouseEvent| Wanted::Change(ShareMsg::Preview(!is_shown)))
    };
    let address = sharing.preview_address(page).filter(|_| sharing.is_previewed);
    html! {
        <section class="share-preview" aria-labelledby="share-preview">
            <div class="row">
                <h3 id="share-preview">{ words::PREVIEW.said() }</h3>
                <button onclick={toggle} aria-expanded={sharing.is_previewed.to_string()}>
                    { if sharing.is_previewed { words::HIDE_PREVIEW.said() } else { words::SHOW_PREVIEW.said() } }
                </button>
            </div>
            { for address.map(|address| framed(sharing, address)) }
        </section>
    }
}

/// The frame, made smaller until it fits. Its places are set as properties: a strict Content-Security-Policy forbids
/// style attributes.
fn framed(sharing: &Sharing, src: String) -> Html {
    let (width, height) = BOXES[usize::from(has_width(ROOMY))];
    let (size, part) = (sharing.size, sharing.size.fit(width, height));
    let wide = size.width_tried();
    let (across, down) = (wide * part / 1000, size.height * part / 1000);
    let scale = f64::from(part) / 1000.0;
    html! {
        <>
            <div class="share-frame" ~style={format!("width: {across}px; height: {down}px")}>
                // Another address makes another frame: that of an old one would be a step for the button Back.
                <iframe key={src.clone()} {src} title={words::PREVIEW.said()} width={wide.to_string()}
                    height={size.height.to_string()} ~style={format!("transform: scale({scale})")}></iframe>
            </div>
            <p class="share-said">{ words::scaled(wide, size.height, part / 10) }</p>
        </>
    }
}

/// The link as a code. It is dark on light in every theme: not every camera reads the other way.
#[inline(never)]
fn scanned(sharing: &Sharing, page: &str, send: &Callback<Wanted>) -> Html {
    let Some(link) = sharing.text(Text::Link, page) else { return html! {} };
    let (drawn, is_large) = (code(&link), sharing.is_large);
    let toggle = send.reform(move |_: MouseEvent| Wanted::Change(ShareMsg::Large(!is_large)));
    html! {
        <section class="share-scan" aria-labelledby="share-code">
            <div class="row">
                <h3 id="share-code">{ words::CODE.said() }</h3>
                if drawn.is_some() {
                    // It stays the same button, so that the focus stays where it is.
                    <button onclick={toggle.clone()} aria-label={if is_large { words::SMALL.to_string() } else { format!("{}: {}", words::LARGE, words::CODE) }}>
                        { if is_large { words::SMALL.said() } else { words::LARGE.said() } }
                    </button>
                }
            </div>
            { for drawn.map(|code| {
                let side = code.side;
                html! {
                    <svg class="share-code" viewBox={format!("0 0 {side} {side}")} role="img" aria-label={words::CODE_NAME.said()} onclick={toggle.clone()}
                        shape-rendering="crispEdges">
                        <rect width={side.to_string()} height={side.to_string()} fill="#ffffff" />
                        <path d={code.path} fill="#000000" />
                    </svg>
                }
            }) }
            { for code_notice(&link).map(|notice| html! { <p class="share-note">{ notice }</p> }) }
        </section>
    }
}

/// The way in for what others have given.
#[inline(never)]
fn import(sharing: &Sharing, send: &Callback<Wanted>) -> Html {
    let typed = send.reform(|event: InputEvent| {
        let field = event.target_dyn_into::<HtmlTextAreaElement>();
        Wanted::Change(ShareMsg::Bring(field.map(|field| field.value()).unwrap_or_default()))
    });
    let open = {
        let brought = sharing.brought.clone();
        send.reform(move |_: MouseEvent| Wanted::Read(brought.clone()))
    };
    let choose = {
        let send = send.clone();
        Callback::from(move |event: Event| {
            let Some(input) = event.target_dyn_into::<HtmlInputElement>() else { return };
            if let Some(file) = input.files().and_then(|files| files.get(0)) {
                files::read(file, send.reform(Wanted::Bring));
            }
            input.set_value(""); // The same file may be opened again.
        })
    };
    html! {
        <section class="share-open-own" aria-labelledby="share-import">
            <h3 id="share-import">{ words::IMPORT.said() }</h3>
            <label for="share-brought">{ words::BRING.said() }</label>
            <textarea id="share-brought" rows="3" value={sharing.brought.clone()} oninput={typed} spellcheck="false"
                autocomplete="off" aria-describedby="share-notice" />
            <p id="share-notice" class="notice" role="alert">{ sharing.notice.clone().unwrap_or_default() }</p>
            <div class="row">
                <button onclick={open}>{ words::OPEN.said() }</button>
                <label class="open-file">{ words::CHOOSE_FILE }
                    <input type="file" accept=".paxos,.json,.txt,.html,text/plain,application/json" onchange={choose} />
                </label>
                <span class="share-said">{ words::OR_DROP.said() }</span>
            </div>
        </section>
    }
}
