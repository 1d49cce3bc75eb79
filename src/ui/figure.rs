//! Marks as SVG. Every group is a component of its own: one that is equal is not rendered again.

use crate::player::{LightMsg, Question, Touched};
use crate::ui::speech::use_language;
use crate::view::geometry::point;
use crate::view::layout::Area;
use crate::view::mark::{Anchor, Face, Paint, Weight};
use crate::view::palette::Tone;
use crate::view::{Group, Mark};
use std::cell::RefCell;
use std::rc::Rc;
use yew::prelude::*;

/// What a group needs to know.
#[derive(Clone, Properties)]
pub struct GroupProperties {
    /// The group.
    pub group: Rc<Group>,
    /// How it stands out.
    #[prop_or_default]
    pub stands: Stands,
    /// The reader wants to act on it; none where that cannot be.
    #[prop_or_default]
    pub on_touch: Option<Callback<Touched>>,
    /// The question that it asks.
    #[prop_or_default]
    pub asks: Option<Asks>,
}

/// What is called is the same page at every frame: a group need not be drawn again for a new way to call it.
impl PartialEq for GroupProperties {
    fn eq(&self, other: &GroupProperties) -> bool {
        let is_live = (self.on_touch.is_some(), &self.asks) == (other.on_touch.is_some(), &other.asks);
        is_live && self.stands == other.stands && (Rc::ptr_eq(&self.group, &other.group) || self.group == other.group)
    }
}

/// A question that a group asks when it is pressed.
#[derive(Clone)]
pub struct Asks {
    /// The question.
    pub question: Question,
    /// Whether it is asked.
    pub is_asked: bool,
    /// Asks it, or takes it back.
    pub on_ask: Callback<LightMsg>,
}

impl PartialEq for Asks {
    fn eq(&self, other: &Asks) -> bool {
        self.question == other.question && self.is_asked == other.is_asked
    }
}

/// How a group stands out from the others.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub struct Stands {
    /// Its menu is open.
    pub open: bool,
    /// It is lit.
    pub lit: bool,
}

/// A group of marks, which can be acted on where it stands for a node or a message.
#[component]
pub fn GroupView(properties: &GroupProperties) -> Html {
    use_language();
    let GroupProperties { group, stands, on_touch, asks } = properties;
    let on_touch = &on_touch.clone().unwrap_or_default();
    let lit = stands.lit.then_some("lit");
    let (transform, opacity) = placed(group);
    // Where the group moves its marks stay; where it stands at the corner they are what has changed.
    let marks = match group.at == point(0.0, 0.0) {
        true => all_marks(&group.marks),
        false => html! { <Marks marks={group.marks.clone()} /> },
    };
    let reach = group.reach.map(|area| html! { <Reach {area} /> });
    let whole = whole(group);
    if let Some(message) = group.message {
        let class = classes!("message", stands.open.then_some("open"), lit);
        let label = group.label.clone();
        let pressed = pressed(Touched::Message(message), on_touch);
        // The stage listens to clicks for all of them.
        return html! {
            <g id={group.id.clone()} {class} {transform} {opacity} role="button" tabindex="0" aria-haspopup="dialog"
                aria-expanded={stands.open.to_string()} aria-label={label} onkeydown={pressed}>{ whole }{ for reach }{ marks }</g>
        };
    }
    if let Some(asks) = asks {
        return asking(group, asks, html! { <>{ whole }{ for reach }{ marks }</> });
    }
    let Some(node) = group.node else { return decorating(group, lit, marks) };
    let clicked = on_touch.reform(move |_: MouseEvent| Touched::Node(node));
    let pressed = pressed(Touched::Node(node), on_touch);
    html! {
        <g id={group.id.clone()} class={classes!("node", lit)} {transform} {opacity} role="button" tabindex="0" aria-haspopup="dialog"
            aria-expanded={stands.open.to_string()} aria-label={group.label.clone()} onclick={clicked} onkeydown={pressed}>
            { whole }
            { for reach }
            { marks }
        </g>
    }
}

/// What a group is called, for who points at it, where a text in it is cut or in short.
#[inline(never)]
fn whole(group: &Group) -> Html {
    // What members and commands are in short, such as `R1,2,4` and `=100`, has signs without a space.
    let is_short = |text: &str| text.contains('…') || !text.contains(' ') && text.contains([',', '–', '=']);
    let is_cut = |mark: &Mark| matches!(mark, Mark::Text { text, .. } if is_short(text));
    match group.label.clone().filter(|_| group.marks.iter().any(is_cut)) {
        Some(label) => html! { <title>{ label }</title> },
        None => Html::default(),
    }
}

/// A group that cannot be acted on, as a part of whatever draws it: such a one costs less where it changes with each frame.
pub fn plain(group: &Group) -> Html {
    decorating(group, None, all_marks(&group.marks))
}

fn decorating(group: &Group, lit: Option<&'static str>, marks: Html) -> Html {
    let (transform, opacity) = placed(group);
    // What means something by itself has its words; the rest only decorates.
    let role = group.label.is_some().then_some("img");
    let label = group.label.clone();
    html! { <g id={group.id.clone()} class={classes!(lit)} {transform} {opacity} {role} aria-label={label}>{ marks }</g> }
}

/// Where a group is, and how much of it is seen.
fn placed(group: &Group) -> (String, Option<String>) {
    let transform = format!("translate({x} {y})", x = number(group.at.x), y = number(group.at.y));
    (transform, (group.opacity < 1.0).then(|| format!("{}%", number(group.opacity * 100.0))))
}

/// A group that asks a question.
#[inline(never)]
fn asking(group: &Group, asks: &Asks, marks: Html) -> Html {
    let Asks { question, is_asked, on_ask } = asks;
    let ask = if *is_asked { LightMsg::Clear } else { LightMsg::Pick(question.pick) };
    let clicked = on_ask.reform(move |_: MouseEvent| ask);
    html! {
        <g id={group.id.clone()} class="asking" role="button" tabindex="0" aria-pressed={is_asked.to_string()} onclick={clicked}
            onkeydown={pressed(ask, on_ask)} aria-label={question.text.clone()} aria-description={group.label.clone()}>{ marks }</g>
    }
}

/// What Enter and Space do on something that has the focus.
fn pressed<T: Copy + 'static>(touched: T, on_touch: &Callback<T>) -> Callback<KeyboardEvent> {
    let on_touch = on_touch.clone();
    Callback::from(move |event: KeyboardEvent| {
        if matches!(event.key().as_str(), "Enter" | " ") {
            event.prevent_default();
            event.stop_propagation();
            on_touch.emit(touched);
        }
    })
}

#[derive(Clone, PartialEq, Properties)]
struct ReachProperties {
    area: Area,
}

/// Where a group can be pointed at. It moves with its group, and need not be rendered again.
#[component]
fn Reach(properties: &ReachProperties) -> Html {
    use_language();
    let Area { x, y, width, height } = properties.area;
    html! { <rect class="reach" x={number(x)} y={number(y)} width={number(width)} height={number(height)} rx="15" /> }
}

#[derive(Clone, PartialEq, Properties)]
struct MarksProperties {
    marks: Rc<Vec<Mark>>,
}

#[component]
fn Marks(properties: &MarksProperties) -> Html {
    use_language();
    all_marks(&properties.marks)
}

fn all_marks(marks: &[Mark]) -> Html {
    html! { <>{ for marks.iter().map(mark) }</> }
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

/// A number as it stands in the picture.
pub fn number(number: f64) -> String {
    crate::view::geometry::short(number)
}

/// The classes of a paint, the width of its outline and its dashes.
fn painted(paint: &Paint) -> (Classes, Option<String>, Option<&'static str>) {
    let dash = (!paint.dash.is_empty()).then_some(paint.dash);
    (classes_of(paint.fill, paint.stroke), (0.0 < paint.width).then(|| number(paint.width)), dash)
}

thread_local! {
    /// The classes that have been made: there are few, and to make some takes longer than all else of a mark.
    static PAINTED: RefCell<Vec<(Tone, Tone, Classes)>> = const { RefCell::new(Vec::new()) };
}

fn classes_of(fill: Tone, stroke: Tone) -> Classes {
    PAINTED.with_borrow_mut(|known| {
        if let Some((.., classes)) = known.iter().find(|&&(f, s, _)| (f, s) == (fill, stroke)) {
            return classes.clone();
        }
        let classes = Classes::from(format!("f-{} s-{}", fill.name(), stroke.name()));
        known.push((fill, stroke, classes.clone()));
        classes
    })
}
