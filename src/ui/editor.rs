//! The editor: the text of the scene in a field beside the stage, with its lines numbered and its mistake marked.

use super::files::{self, Brought};
use super::ground;
use super::sight;
use crate::player::draft::caret;
use crate::player::{Desk, EditMsg, Editor, Model, Msg, Source, Verdict};
use crate::story::Problem;
use crate::story::language::{Words, say, tr, words};
use crate::ui::speech::use_language;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement};
use yew::prelude::*;

/// What Tab writes.
const INDENT: &str = "  ";
const FRAMED: Words = words!("If no file has come, this page may not save any here: select the text and copy it.");
const NO_FILE: Words = words!("This page may not save files here: select the text and copy it.");
const COPIED: Words = words!("Copied.");
const NOT_COPIED: Words =
    words!("This page may not use the clipboard here. The text is selected: press Ctrl+C, or ⌘C.");

/// What the editor is shown with.
#[derive(Clone, PartialEq, Properties)]
pub struct Properties {
    desk: Desk,
    others: Vec<(Source, String)>,
    can_bring_back: bool,
    is_working: bool,
    notice: Option<AttrValue>,
    lies_below: bool,
    send: Callback<EditMsg>,
}

/// The editor, if it is open. In a narrow room it lies below the stage.
pub fn editor(model: &Model, lies_below: bool, send: &Callback<Msg>) -> Option<Html> {
    let Editor { desk, notice, .. } = &model.editor;
    let desk = desk.clone().filter(|_| model.editor.is_open)?;
    let others: Vec<_> = model.editor.others().map(|(of, title)| (of.clone(), title)).collect();
    let (can_bring_back, is_working) = (model.editor.can_bring_back(), model.editor.is_working());
    let notice = notice.clone().map(AttrValue::from);
    let send = send.reform(Msg::Edit);
    Some(html! { <Panel {desk} {others} {can_bring_back} {is_working} {notice} {lies_below} {send} /> })
}

/// The buttons in the head of the page that lead to the editor.
pub fn ways(model: &Model, send: &Callback<Msg>) -> Html {
    let is_own = model.show().is_some_and(|show| show.is_own());
    let (msg, label) = match (is_own, model.editor.is_open) {
        (true, _) => (
            EditMsg::OpenRun,
            html! { <>{ tr!("Edit") }<span class="aside">{ tr!(in "Edit": " as a scene") }</span></> },
        ),
        (false, true) => (EditMsg::Close, html! { tr!("Edit") }),
        (false, false) => (EditMsg::Open, html! { tr!("Edit") }),
    };
    let expanded = (!is_own).then(|| model.editor.is_open.to_string());
    let press = send.reform(move |_: MouseEvent| Msg::Edit(msg.clone()));
    // On a phone there is no room for all of it.
    let name = is_own.then_some(tr!("Edit as a scene"));
    html! { <button class="edit" onclick={press} aria-expanded={expanded} aria-label={name}>{ label }</button> }
}

#[component]
fn Panel(properties: &Properties) -> Html {
    use_language();
    let Properties { desk, others, can_bring_back, is_working, notice, lies_below, send } = properties;
    let (root, field) = (use_node_ref(), use_node_ref());
    {
        let (root, lies_below) = (root.clone(), *lies_below);
        use_effect_with((), move |()| {
            root.cast::<HtmlElement>().filter(|_| lies_below).iter().for_each(|editor| sight::bring(editor));
        });
    }
    let said = use_state(|| None::<&'static str>);
    let press = |msg: EditMsg| send.reform(move |_: MouseEvent| msg.clone());
    let problem = match &desk.verdict {
        Verdict::Wrong(problem) => Some(problem.clone()),
        Verdict::Plays | Verdict::Untried => None,
    };
    html! {
        <section class="editor" aria-label={tr!("Editor")} ref={root}>
            <div class="editor-head">
                <h2>{ tr!("Text of the scene") }</h2>
                <button class="close" onclick={press(EditMsg::Close)} aria-label={tr!("Close the editor")}>{ "×" }</button>
            </div>
            if desk.is_found {
                <p class="found">{ tr!("This is your draft of this scene. ") }
                    <button class="link" onclick={press(EditMsg::Discard)}>{ tr!("Show the scene as it was") }</button></p>
            }
            if *can_bring_back {
                <p class="found">{ tr!("Your changes are put aside. ") }
                    <button class="link" onclick={press(EditMsg::BringBack)}>{ tr!("Bring back") }</button></p>
            }
            <Field key={desk.edition} text={desk.draft.text.clone()} field={field.clone()}
                wrong={problem.as_ref().map(|problem| problem.line)} send={send.clone()} />
            { verdict(desk, problem, *is_working, &field) }
            { buttons(desk, &field, &said, send) }
            if let Some(said) = *said { <p class="said" role="status">{ said }</p> }
            if let Some(notice) = notice { <p class="notice" role="alert">{ notice }</p> }
            { drafts(others, send) }
            <p class="keys" id="edit-keys">{ tr!("Tab writes two spaces; Escape leaves the field, and Tab then goes on. Ctrl+Enter runs at once.") }</p>
        </section>
    }
}

/// Whether it plays, or what is wrong and where.
fn verdict(desk: &Desk, problem: Option<Problem>, is_working: bool, field: &NodeRef) -> Html {
    let go = |problem: &Problem| {
        let (field, text, line, column) = (field.clone(), desk.draft.text.clone(), problem.line, problem.column);
        Callback::from(move |_: MouseEvent| go_to(&field, caret(&text, line, column), line))
    };
    html! {
        <div class="verdict-line">
            <p id="edit-problem" role="status" class={problem.as_ref().map(|_| "wrong")}>
                { match (&problem, is_working, &desk.verdict) {
                    (Some(problem), ..) => problem.to_string(),
                    (None, false, Verdict::Plays) => tr!("It plays.").to_string(),
                    (None, ..) => tr!("Running …").to_string(),
                } }
            </p>
            if let Some(problem) = &problem {
                <button onclick={go(problem)}>{ say!("Go to line {line}", line = problem.line) }</button>
            }
            if problem.is_some() && desk.has_played() {
                <p class="note">{ tr!("The stage shows the last text that played.") }</p>
            }
        </div>
    }
}

/// Puts the caret there, in sight.
fn go_to(field: &NodeRef, caret: u32, line: usize) {
    let Some(area) = field.cast::<HtmlTextAreaElement>() else { return };
    let _ = area.focus();
    let _ = area.set_selection_range(caret, caret);
    let lines = area.value().matches('\n').count() + 1;
    let height = f64::from(area.scroll_height()) / lines as f64;
    let top = (line as f64 - 1.0) * height - f64::from(area.client_height()) / 2.0;
    area.set_scroll_top(top.max(0.0) as i32);
}

fn buttons(
    desk: &Desk,
    field: &NodeRef,
    said: &UseStateHandle<Option<&'static str>>,
    send: &Callback<EditMsg>,
) -> Html {
    let press = |msg: EditMsg| send.reform(move |_: MouseEvent| msg.clone());
    let save = {
        let (draft, said) = (desk.draft.clone(), said.clone());
        Callback::from(move |_: MouseEvent| {
            let saved = files::save(&draft.file_name(), &draft.bytes());
            said.set(saved.map_or(Some(NO_FILE.said()), |()| files::is_framed().then_some(FRAMED.said())));
        })
    };
    let copy = {
        let (draft, said, field) = (desk.draft.clone(), said.clone(), field.clone());
        Callback::from(move |_: MouseEvent| {
            let (said, field) = (said.clone(), field.clone());
            let done = Callback::from(move |is_copied: bool| {
                if let Some(area) = field.cast::<HtmlTextAreaElement>().filter(|_| !is_copied) {
                    let _ = area.focus();
                    area.select();
                }
                said.set(Some(if is_copied { COPIED.said() } else { NOT_COPIED.said() }));
            });
            files::copy(draft.text.to_string(), done);
        })
    };
    let open = {
        let send = send.clone();
        Callback::from(move |event: Event| {
            let Some(input) = event.target_dyn_into::<HtmlInputElement>() else { return };
            if let Some(file) = input.files().and_then(|files| files.get(0)) {
                files::read(
                    file,
                    send.reform(|Brought { name, bytes_all, bytes }| EditMsg::File { name, bytes_all, bytes }),
                );
            }
            input.set_value(""); // The same file may be opened again.
        })
    };
    html! {
        <div class="row">
            <button id="edit-run" onclick={press(EditMsg::Try)}>{ tr!("Run now") }</button>
            <button onclick={save}>{ tr!("Save") }</button>
            <button onclick={copy}>{ tr!("Copy") }</button>
            <label class="open-file">{ tr!("Open a file…") }
                <input type="file" accept=".paxos,text/plain" onchange={open} />
            </label>
            <button onclick={press(EditMsg::Discard)} disabled={!desk.draft.is_changed()}>{ tr!("Discard my changes") }</button>
        </div>
    }
}

/// The way to what was written elsewhere.
fn drafts(others: &[(Source, String)], send: &Callback<EditMsg>) -> Html {
    if others.is_empty() {
        return html! {};
    }
    let go = {
        let (send, places) = (send.clone(), others.iter().map(|(of, _)| of.clone()).collect::<Vec<_>>());
        Callback::from(move |event: Event| {
            let Some(select) = event.target_dyn_into::<HtmlSelectElement>() else { return };
            if let Some(of) = select.value().parse::<usize>().ok().and_then(|nth| places.get(nth)) {
                send.emit(EditMsg::GoTo(of.clone()));
            }
            select.set_value("");
        })
    };
    html! {
        <label class="drafts">{ tr!("Your other drafts ") }
            <select onchange={go}>
                <option value="" selected={true}>{ tr!("choose one …") }</option>
                { for others.iter().enumerate().map(|(nth, (_, title))| html! {
                    <option value={nth.to_string()}>{ title }</option>
                }) }
            </select>
        </label>
    }
}

#[derive(Clone, PartialEq, Properties)]
struct FieldProperties {
    text: Rc<str>,
    field: NodeRef,
    wrong: Option<usize>,
    send: Callback<EditMsg>,
}

/// The field itself. Its text is the browser's while one types, so that nothing comes between.
#[component]
fn Field(properties: &FieldProperties) -> Html {
    use_language();
    let FieldProperties { text, field, wrong, send } = properties;
    let first = use_state(|| AttrValue::from(text.to_string()));
    let lines = use_state_eq(|| count_lines(text));
    let gutter = use_node_ref();
    let typed = {
        let (send, lines) = (send.clone(), lines.clone());
        Callback::from(move |event: InputEvent| {
            if let Some(area) = event.target_dyn_into::<HtmlTextAreaElement>() {
                let text = area.value();
                lines.set(count_lines(&text));
                send.emit(EditMsg::Type(text));
            }
        })
    };
    let scrolled = {
        let gutter = gutter.clone();
        Callback::from(move |event: Event| {
            let area = event.target_dyn_into::<HtmlTextAreaElement>();
            if let Some((area, gutter)) = area.zip(gutter.cast::<HtmlElement>()) {
                gutter.set_scroll_top(area.scroll_top());
            }
        })
    };
    let keys = {
        let send = send.clone();
        Callback::from(move |event: KeyboardEvent| key(&event, &send))
    };
    html! {
        <div class="script">
            { numbers(*lines, *wrong, gutter) }
            <textarea ref={field.clone()} defaultvalue={(*first).clone()} wrap="off" spellcheck="false" autocomplete="off"
                autocapitalize="off" aria-label={tr!("Text of the scene")} aria-describedby="edit-problem edit-keys"
                aria-invalid={wrong.map(|_| "true")} oninput={typed} onscroll={scrolled} onkeydown={keys} />
        </div>
    }
}

fn count_lines(text: &str) -> usize {
    text.matches('\n').count() + 1
}

/// The numbers of the lines, the wrong one with its mark.
fn numbers(lines: usize, wrong: Option<usize>, gutter: NodeRef) -> Html {
    let told = |from: usize, to: usize| -> String { (from..=to).map(|line| format!("{line}\n")).collect() };
    let wrong = wrong.filter(|&line| line <= lines);
    let (before, after) = wrong.map_or((lines, lines + 1), |line| (line - 1, line + 1));
    html! {
        <div class="gutter" ref={gutter} aria-hidden="true">
            <span>{ told(1, before) }</span>
            if let Some(line) = wrong { <b class="wrong">{ format!("✕ {line}") }</b> }
            <span>{ told(after, lines) }</span>
        </div>
    }
}

/// Keys mean what they mean to whoever writes, and nothing to the stage.
fn key(event: &KeyboardEvent, send: &Callback<EditMsg>) {
    event.stop_propagation();
    if event.is_composing() {
        return;
    }
    let is_plain = !(event.shift_key() || event.ctrl_key() || event.alt_key() || event.meta_key());
    match event.key().as_str() {
        "Tab" if is_plain => {
            event.prevent_default();
            indent(event, send);
        }
        "Escape" => {
            event.prevent_default();
            let area = event.target_dyn_into::<Element>();
            let next = area.and_then(|area| ground::find_around::<HtmlElement>(&area, "#edit-run"));
            let _ = next.map(|next| next.focus());
        }
        "Enter" if event.ctrl_key() || event.meta_key() => {
            event.prevent_default();
            send.emit(EditMsg::Try);
        }
        _ => {}
    }
}

/// Writes two spaces, so that the browser can take them back.
fn indent(event: &KeyboardEvent, send: &Callback<EditMsg>) {
    let document = web_sys::window().and_then(|window| window.document());
    let document = document.and_then(|document| document.dyn_into::<web_sys::HtmlDocument>().ok());
    let written = document.map(|document| document.exec_command_with_show_ui_and_value("insertText", false, INDENT));
    if matches!(written, Some(Ok(true))) {
        return; // It was input as any other.
    }
    if let Some(area) = event.target_dyn_into::<HtmlTextAreaElement>() {
        let _ = area.set_range_text(INDENT);
        send.emit(EditMsg::Type(area.value()));
    }
}
