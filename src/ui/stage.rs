//! The stage: what stands still, and above it what moves.

use super::figure::{GroupView, Stands, number};
use crate::player::{Light, LightMsg, Spot, Touched};
use crate::sim::MessageId;
use crate::view::{Frame, Group};
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::Element;
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
    /// The reader wants to act on something.
    pub on_touch: Callback<Touched>,
    /// The reader points at something.
    #[prop_or_default]
    pub on_light: Callback<LightMsg>,
}

/// The stage.
#[component]
pub fn Stage(properties: &Properties) -> Html {
    let Properties { still, moving, label, open, light, on_touch, on_light } = properties;
    // One listener for all messages: pills move, and must cost little.
    let on_pill = on_touch.clone();
    let clicked = Callback::from(move |event: MouseEvent| {
        if let Some(message) = pill_at(&event) {
            on_pill.emit(Touched::Message(message));
        }
    });
    let stands = |group: &Group| {
        let touched = group.node.map(Touched::Node).or(group.message.map(Touched::Message));
        let is_lit_node = group.node.is_some_and(|node| light.nodes.contains(node));
        let lit = is_lit_node || group.about.is_some_and(|message| light.has_message(message));
        Stands { open: touched.is_some() && touched == *open, lit }
    };
    let pointed = on_light.reform(|event: MouseEvent| LightMsg::Point(spot(&event)));
    let left = on_light.reform(|_: MouseEvent| LightMsg::Point(None));
    let view_box = format!("0 0 {} {}", number(still.width), number(still.height));
    let shape = if still.height < still.width { "wide" } else { "tall" };
    html! {
        <svg class={classes!("stage", shape, light.dims.then_some("dims"))} onmouseover={pointed} onmouseleave={left} viewBox={view_box} role="group" aria-label={label.clone()}>
            { for still.groups.iter().map(|group| html! {
                <GroupView key={group.id.clone()} group={group.clone()}
                    stands={stands(group)} on_touch={on_touch.clone()} />
            }) }
            <g aria-hidden="true" onclick={clicked}>
                { for moving.groups.iter().map(|group| html! {
                    <GroupView key={group.id.clone()} group={group.clone()} stands={stands(group)} on_touch={on_touch.clone()} />
                }) }
            </g>
        </svg>
    }
}

/// The message whose pill was clicked.
fn pill_at(event: &MouseEvent) -> Option<MessageId> {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok())?;
    let pill = target.closest(".message").ok().flatten()?;
    pill.id().strip_prefix("pill-")?.parse().ok().map(MessageId)
}

/// The message that a pointer is on. A node is acted on, and needs no light.
fn spot(event: &MouseEvent) -> Option<Spot> {
    pill_at(event).map(Spot::Message)
}
