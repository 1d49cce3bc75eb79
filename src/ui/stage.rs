//! The stage: what stands still, and above it what moves.

use super::figure::{Asks, GroupView, Stands, number};
use super::ground::has_nobody_the_focus;
use crate::player::{Light, LightMsg, Spot, Touched};
use crate::sim::MessageId;
use crate::ui::speech::use_language;
use crate::view::stage::CHOSEN;
use crate::view::{Frame, Group};
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{Element, SvgElement};
use yew::prelude::*;

/// What the stage shows.
#[derive(Clone, PartialEq, Properties)]
pub struct Properties {
    /// What stands still.
    pub still: Rc<Frame>,
    /// What moves, above it.
    pub moving: Rc<Frame>,
    /// What the whole shows, in words.
    pub label: AttrValue,
    /// What has its menu open.
    pub open: Option<Touched>,
    /// What is lit.
    #[prop_or_default]
    pub light: Rc<Light>,
    /// The reader wants to act on something; none where that cannot be.
    #[prop_or_default]
    pub on_touch: Option<Callback<Touched>>,
    /// What the sign of what is chosen asks.
    #[prop_or_default]
    pub asks: Option<Asks>,
    /// The reader points at something.
    #[prop_or_default]
    pub on_light: Callback<LightMsg>,
}

/// The stage.
#[component]
pub fn Stage(properties: &Properties) -> Html {
    use_language();
    let Properties { still, moving, label, open, light, on_touch, asks, on_light } = properties;
    // One listener for all messages: pills move, and must cost little.
    let on_pill = on_touch.clone();
    let clicked = Callback::from(move |event: MouseEvent| {
        if let (Some(message), Some(on_pill)) = (pill_at(&event), &on_pill) {
            on_pill.emit(Touched::Message(message));
        }
    });
    let stands = |group: &Group| {
        let touched = group.node.map(Touched::Node).or(group.message.map(Touched::Message));
        let is_lit_node = group.node.is_some_and(|node| light.nodes.contains(node));
        let lit = is_lit_node || group.about.is_some_and(|message| light.has_message(message));
        Stands { open: touched.is_some() && touched == *open, lit }
    };
    let asked = |group: &Group| asks.as_ref().filter(|_| group.id == CHOSEN).cloned();
    let pointed = on_light.reform(|event: MouseEvent| LightMsg::Point(spot(&event)));
    let left = on_light.reform(|_: MouseEvent| LightMsg::Point(None));
    let root = use_node_ref();
    let (came, went) = use_keep_focus(root.clone(), moving.clone(), on_light.clone());
    let view_box = format!("0 0 {} {}", number(still.width), number(still.height));
    let shape = if still.height < still.width { "wide" } else { "tall" };
    html! {
        <svg class={classes!("stage", shape, light.dims.then_some("dims"))} ref={root} tabindex="-1" onmouseover={pointed} onmouseleave={left} onfocusin={came} onfocusout={went} viewBox={view_box} role="group" aria-label={label.clone()}>
            { for still.groups.iter().map(|group| html! {
                <GroupView key={group.id.clone()} group={group.clone()}
                    stands={stands(group)} on_touch={on_touch.clone()} asks={asked(group)} />
            }) }
            // Beside others that have a key: where one has none, Yew goes by the places, and makes all anew behind one that has gone.
            <g key="moving" class="moving" onclick={clicked}>
                { for moving.groups.iter().map(|group| html! {
                    <GroupView key={group.id.clone()} group={group.clone()} stands={stands(group)} on_touch={on_touch.clone()} asks={asked(group)} />
                }) }
            </g>
        </svg>
    }
}

/// Lights the message that has the focus. When that message has arrived or is lost, the focus is the stage's: from there
/// one goes on to the nodes and to the other messages.
#[hook]
fn use_keep_focus(
    root: NodeRef,
    moving: Rc<Frame>,
    on_light: Callback<LightMsg>,
) -> (Callback<FocusEvent>, Callback<FocusEvent>) {
    let focused = use_mut_ref(|| None::<MessageId>);
    let lost = (*focused.borrow()).filter(|id| moving.groups.iter().all(|group| group.message != Some(*id)));
    {
        let (focused, on_light) = (focused.clone(), on_light.clone());
        use_effect_with(lost, move |lost| {
            if lost.is_none() {
                return;
            }
            focused.replace(None);
            if let Some(stage) = root.cast::<SvgElement>().filter(|_| has_nobody_the_focus()) {
                let _ = stage.focus();
                on_light.emit(LightMsg::Point(None));
            }
        });
    }
    let came = {
        let (focused, on_light) = (focused.clone(), on_light.clone());
        Callback::from(move |event: FocusEvent| {
            let message = pill_at(&event);
            focused.replace(message);
            if message.is_some() {
                on_light.emit(LightMsg::Point(message.map(Spot::Message)));
            }
        })
    };
    let went = Callback::from(move |event: FocusEvent| {
        // One that is taken away loses the focus to nothing: that is seen to when the rest is drawn.
        if event.related_target().is_some() {
            focused.replace(None);
        }
        if pill_at(&event).is_some() {
            on_light.emit(LightMsg::Point(None));
        }
    });
    (came, went)
}

/// The message whose pill something happens at.
fn pill_at(event: &web_sys::Event) -> Option<MessageId> {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok())?;
    let pill = target.closest(".message").ok().flatten()?;
    pill.id().strip_prefix("pill-")?.parse().ok().map(MessageId)
}

/// The message that a pointer is on. A node is acted on, and needs no light.
fn spot(event: &MouseEvent) -> Option<Spot> {
    pill_at(event).map(Spot::Message)
}
