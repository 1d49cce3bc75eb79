//! The messages in flight, and what may be done to each.

use super::ground::has_nobody_the_focus;
use super::letter::{DelayForm, deeds};
use crate::player::{Flying, Hold, Model, Msg, Panel, Show};
use crate::story::language::tr;
use crate::ui::speech::use_language;
use web_sys::HtmlElement;
use yew::prelude::*;

/// The panel.
pub fn messages(model: &Model, show: &Show, send: &Callback<Msg>) -> Html {
    let notice = model.notice_in(Panel::Messages).map(|why| AttrValue::from(why.to_string()));
    let none = show.none_flying();
    html! { <Messages flying={show.flying()} {none} {notice} send={send.clone()} /> }
}

#[derive(Clone, PartialEq, Properties)]
struct Properties {
    flying: Vec<Flying>,
    none: &'static str,
    notice: Option<AttrValue>,
    send: Callback<Msg>,
}

/// The list as a component of its own: while nothing in it changes, nothing of it is rendered again.
#[component]
fn Messages(properties: &Properties) -> Html {
    use_language();
    let Properties { flying, none, notice, send } = properties;
    let root = use_node_ref();
    let acted = use_mut_ref(|| false);
    use_keep_focus(root.clone(), acted.clone(), flying.clone());
    let noted = {
        let acted = acted.clone();
        Callback::from(move |_: MouseEvent| *acted.borrow_mut() = true)
    };
    html! {
        <div class="flying" ref={root} role="group" aria-label={tr!("Messages in flight")} tabindex="-1" onclick={noted}>
            if flying.is_empty() {
                <p class="none-yet">{ *none }</p>
            } else {
                <ul>{ for flying.iter().map(|flying| row(flying, send)) }</ul>
            }
            <p class="notice" role={notice.is_some().then_some("alert")} hidden={notice.is_none()}>{ notice.clone().unwrap_or_default() }</p>
        </div>
    }
}

fn row(flying: &Flying, send: &Callback<Msg>) -> Html {
    html! {
        <li key={flying.id.0}>
            <b>{ &flying.title }</b><span class="state">{ &flying.state }</span>
            <div class="deeds">
                { deeds(flying, Some(&flying.title), send) }
                if flying.hold != Hold::Nothing {
                    <DelayForm id={flying.id} about={flying.title.clone()} send={send.clone()} />
                }
            </div>
        </li>
    }
}

/// A message that has gone takes its buttons with it: the list itself gets the focus, and no button of another message,
/// which a second press would press.
#[hook]
fn use_keep_focus(root: NodeRef, acted: std::rc::Rc<std::cell::RefCell<bool>>, flying: Vec<Flying>) {
    use_effect_with(flying, move |_| {
        if acted.replace(false)
            && has_nobody_the_focus()
            && let Some(list) = root.cast::<HtmlElement>()
        {
            let _ = list.focus();
        }
    });
}
