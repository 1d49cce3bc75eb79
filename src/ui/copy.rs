//! Copying: to the clipboard where the browser allows it, and in any case as a text that can be selected.

use crate::sim::Time;
use crate::story::language::{say, tr};
use crate::ui::speech::use_language;
use wasm_bindgen_futures::JsFuture;
use web_sys::HtmlTextAreaElement;
use yew::prelude::*;

/// What can be copied.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum What {
    /// The link to what is on show.
    Link,
    /// What has happened so far, as a scene.
    Scene,
}

/// Something that was to be copied.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Copied {
    what: What,
    text: String,
    /// Up to when it tells what happened.
    until: Time,
    is_on_clipboard: bool,
}

/// What was copied last, and the way to copy.
#[derive(Clone, PartialEq)]
pub struct Copying {
    /// What was copied last.
    pub copied: Option<Copied>,
    /// Copies something.
    pub copy: Callback<What>,
}

/// Puts a text on the clipboard, if that can be done.
pub async fn to_clipboard(what: What, text: String, until: Time) -> Copied {
    // Outside of a secure page there is no clipboard, whatever its type says.
    let clipboard = web_sys::window().map(|window| window.navigator().clipboard());
    let clipboard = clipboard.filter(|clipboard| !AsRef::<wasm_bindgen::JsValue>::as_ref(clipboard).is_undefined());
    let is_on_clipboard = match clipboard {
        Some(clipboard) => JsFuture::from(clipboard.write_text(&text)).await.is_ok(),
        None => false,
    };
    Copied { what, text, until, is_on_clipboard }
}

/// The buttons that copy.
pub fn buttons(copying: &Copying) -> Html {
    let click = |what: What| copying.copy.reform(move |_: MouseEvent| what);
    html! {
        <>
            <button onclick={click(What::Link)} title={tr!("To the moment that is shown")}>{ tr!("Copy link") }</button>
            <button onclick={click(What::Scene)} title={tr!("Up to the moment that is shown")}>{ tr!("Copy as scene") }</button>
        </>
    }
}

/// What was copied, to be read, or to be selected where it could not be copied.
pub fn copied(copying: &Copying) -> Html {
    html! {
        { for copying.copied.iter().map(|copied| html! { <Text key={copied.text.clone()} copied={copied.clone()} /> }) }
    }
}

#[derive(Clone, PartialEq, Properties)]
struct Properties {
    copied: Copied,
}

#[component]
fn Text(properties: &Properties) -> Html {
    use_language();
    let Copied { what, text, until, is_on_clipboard } = properties.copied.clone();
    let field = use_node_ref();
    {
        let field = field.clone();
        use_effect_with(is_on_clipboard, move |&is_on_clipboard| {
            if let Some(field) = field.cast::<HtmlTextAreaElement>().filter(|_| !is_on_clipboard) {
                let _ = field.focus();
                field.select();
            }
        });
    }
    let (name, rows) = match what {
        What::Link => (tr!("The link"), "2"),
        What::Scene => (tr!("The scene"), "8"),
    };
    let says = match is_on_clipboard {
        true if what == What::Scene => say!("Copied: what happened up to {until} ms.", until),
        true => tr!("Copied.").to_string(),
        false => tr!("The browser does not let this page copy. The text is selected: copy it from here.").to_string(),
    };
    html! {
        <div class="copied">
            <p role="status">{ says }</p>
            <textarea ref={field} readonly=true {rows} aria-label={name} value={text} spellcheck="false" />
        </div>
    }
}
