//! Frames as SVG. Every group is a component of its own: one that is equal is not rendered again.

use crate::player::Touched;
use crate::sim::MessageId;
use crate::view::layout::Area;
use crate::view::mark::{Anchor, Face, Paint, Weight};
use crate::view::{Frame, Group, Mark};
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
    /// The reader wants to act on something.
    pub on_touch: Callback<Touched>,
}

/// The stage.
#[component]
pub fn Stage(properties: &Properties) -> Html {
    let Properties { still, moving, label, open, on_touch } = properties;
    // One listener for all messages: pills move, and must cost little.
    let on_pill = on_touch.clone();
    let clicked = Callback::from(move |event: MouseEvent| {
        if let Some(message) = pill_at(&event) {
            on_pill.emit(Touched::Message(message));
        }
    });
    let is_open = |group: &Group| {
        let touched = group.node.map(Touched::Node).or(group.message.map(Touched::Message));
        touched.is_some() && touched == *open
    };
    let view_box = format!("0 0 {} {}", number(still.width), number(still.height));
    let shape = if still.height < still.width { "wide" } else { "tall" };
    html! {
        <svg class={classes!("stage", shape)} viewBox={view_box} role="group" aria-label={label.clone()}>
            { for still.groups.iter().map(|group| html! {
                <GroupView key={group.id.clone()} group={group.clone()}
                    is_open={is_open(group)} on_touch={on_touch.clone()} />
            }) }
            <g aria-hidden="true" onclick={clicked}>
                { for moving.groups.iter().map(|group| html! {
                    <GroupView key={group.id.clone()} group={group.clone()} is_open={is_open(group)} on_touch={on_touch.clone()} />
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

#[derive(Clone, PartialEq, Properties)]
struct GroupProperties {
    group: Rc<Group>,
    is_open: bool,
    on_touch: Callback<Touched>,
}

#[component]
fn GroupView(properties: &GroupProperties) -> Html {
    let GroupProperties { group, is_open, on_touch } = properties;
    let transform = format!("translate({} {})", number(group.at.x), number(group.at.y));
    let opacity = (group.opacity < 1.0).then(|| format!("{}%", number(group.opacity * 100.0)));
    let marks = html! { <Marks marks={group.marks.clone()} /> };
    let reach = group.reach.map(|area| html! { <Reach {area} /> });
    if group.message.is_some() {
        let class = if *is_open { "message open" } else { "message" };
        let label = group.label.clone();
        return html! {
            <g id={group.id.clone()} {class} {transform} {opacity} role="img" aria-label={label}>{ for reach }{ marks }</g>
        };
    }
    let Some(node) = group.node else {
        // What means something by itself has its words; the rest only decorates.
        let role = group.label.is_some().then_some("img");
        let label = group.label.clone();
        return html! { <g id={group.id.clone()} {transform} {opacity} {role} aria-label={label}>{ marks }</g> };
    };
    let clicked = on_touch.reform(move |_: MouseEvent| Touched::Node(node));
    let pressed = {
        let on_touch = on_touch.clone();
        Callback::from(move |event: KeyboardEvent| {
            if matches!(event.key().as_str(), "Enter" | " ") {
                event.prevent_default();
                event.stop_propagation();
                on_touch.emit(Touched::Node(node));
            }
        })
    };
    html! {
        <g id={group.id.clone()} class="node" {transform} {opacity} role="button" tabindex="0" aria-haspopup="dialog"
            aria-expanded={is_open.to_string()} aria-label={group.label.clone()} onclick={clicked} onkeydown={pressed}>
            { for reach }
            { marks }
        </g>
    }
}

#[derive(Clone, PartialEq, Properties)]
struct ReachProperties {
    area: Area,
}

/// Where a group can be pointed at. It moves with its group, and need not be rendered again.
#[component]
fn Reach(properties: &ReachProperties) -> Html {
    let Area { x, y, width, height } = properties.area;
    html! { <rect class="reach" x={number(x)} y={number(y)} width={number(width)} height={number(height)} rx="15" /> }
}

#[derive(Clone, PartialEq, Properties)]
struct MarksProperties {
    marks: Rc<Vec<Mark>>,
}

#[component]
fn Marks(properties: &MarksProperties) -> Html {
    html! { <>{ for properties.marks.iter().map(mark) }</> }
}

fn mark(mark: &Mark) -> Html {
    match mark {
        Mark::Box { x, y, width, height, radius, paint } => {
            let (class, stroke_width, dash) = painted(paint);
            html! {
                <rect {class} stroke-width={stroke_width} stroke-dasharray={dash} x={number(*x)} y={number(*y)}
                    width={number(*width)} height={number(*height)} rx={number(*radius)} />
            }
        }
        Mark::Circle { x, y, radius, paint } => {
            let (class, stroke_width, dash) = painted(paint);
            html! {
                <circle {class} stroke-width={stroke_width} stroke-dasharray={dash} cx={number(*x)} cy={number(*y)}
                    r={number(*radius)} />
            }
        }
        Mark::Path { data, paint } => {
            let (class, stroke_width, dash) = painted(paint);
            html! { <path {class} stroke-width={stroke_width} stroke-dasharray={dash} d={data.clone()} /> }
        }
        Mark::Text { x, y, text, face } => {
            let Face { size, weight, tone, anchor } = *face;
            let anchor = match anchor {
                Anchor::Start => None,
                Anchor::Middle => Some("middle"),
                Anchor::End => Some("end"),
            };
            let weight = (weight == Weight::Bold).then_some("700");
            html! {
                <text class={format!("f-{}", tone.name())} x={number(*x)} y={number(*y)} font-size={number(size)}
                    font-weight={weight} text-anchor={anchor}>{ text }</text>
            }
        }
    }
}

fn number(number: f64) -> String {
    crate::view::geometry::short(number)
}

/// The classes of a paint, the width of its outline and its dashes.
fn painted(paint: &Paint) -> (String, Option<String>, Option<&'static str>) {
    let class = format!("f-{} s-{}", paint.fill.name(), paint.stroke.name());
    let dash = (!paint.dash.is_empty()).then_some(paint.dash);
    (class, (0.0 < paint.width).then(|| number(paint.width)), dash)
}
