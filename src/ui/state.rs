//! What one node has on its disk and in its memory.

use crate::paxos::NodeId;
use crate::player::{Light, LightMsg, Model, Msg, Show, Spot};
use crate::sim::{MessageId, Moment};
use crate::story::words::state as words;
use crate::ui::speech::use_language;
use crate::view::state::{Letter, Seen, Sheet, Value};
use web_sys::HtmlSelectElement;
use yew::prelude::*;

/// The panel.
pub fn state(model: &Model, show: &Show, send: &Callback<Msg>) -> Html {
    let Some(node) = model.inspected() else { return html! {} };
    let light = model.lighting.light(show);
    html! {
        <>
            { choice(node, show, send) }
            <SheetView show={show.clone()} {node} {light} send={send.clone()} />
        </>
    }
}

fn choice(inspected: NodeId, show: &Show, send: &Callback<Msg>) -> Html {
    let nodes: Vec<_> = show.recording().world().cluster.nodes().collect();
    let choose = {
        let nodes = nodes.clone();
        send.reform(move |event: Event| {
            let place =
                event.target_dyn_into::<HtmlSelectElement>().and_then(|select| select.value().parse::<usize>().ok());
            Msg::Inspect(place.and_then(|place| nodes.get(place).copied()).unwrap_or(inspected))
        })
    };
    html! {
        <label class="state-choice">{ words::INSPECT }{ " " }<select onchange={choose}>
            { for nodes.iter().enumerate().map(|(place, node)| html! {
                <option value={place.to_string()} selected={*node == inspected}>{ show.names().node(*node) }</option>
            }) }
        </select></label>
    }
}

#[derive(Clone, Properties)]
struct SheetProperties {
    show: Show,
    node: NodeId,
    light: Light,
    send: Callback<Msg>,
}

/// Equal while nothing happens in the run, however its time passes.
impl PartialEq for SheetProperties {
    fn eq(&self, other: &SheetProperties) -> bool {
        let (one, two) = (&self.show, &other.show);
        let same_run = std::rc::Rc::ptr_eq(one.recording(), two.recording()) && one.is_own() == two.is_own();
        let same_words = one.eye == two.eye && one.vocabulary == two.vocabulary;
        same_run && same_words && one.at.steps == two.at.steps && self.node == other.node && self.light == other.light
    }
}

#[component]
fn SheetView(properties: &SheetProperties) -> Html {
    use_language();
    let SheetProperties { show, node, light, send } = properties;
    let seen = use_memo((), |()| Seen::default());
    let sheet = Sheet::of(show, *node, &seen);
    let field = |value: &Value| {
        let is_lit = value.by.is_some_and(|(place, _)| light.has_step(place));
        html! { <FieldView key={value.name.clone()} value={value.clone()} {is_lit} send={send.clone()} /> }
    };
    let fields = |values: &[Value]| html! { <dl>{ for values.iter().map(field) }</dl> };
    html! {
        <div class={classes!("state-sheet", light.dims.then_some("dims"))}>
            <div class="state-head">
                <h2>{ &sheet.title }</h2>
                { for sheet.up.iter().map(|up| html! { <span>{ &up.value }{ writer(&sheet.title, up, send) }</span> }) }
                <p>{ &sheet.remark }</p>
            </div>
            if sheet.up.is_some() {
                if !sheet.disk.is_empty() {
                    <section class="state-disk"><h3>{ words::DISK.said() }</h3>{ fields(&sheet.disk) }</section>
                }
                <section class="state-memory"><h3>{ words::MEMORY.said() }</h3>
                    if sheet.memory.is_empty() {
                        <p class="none-yet">{ words::MEMORY_EMPTY.said() }</p>
                    } else { { fields(&sheet.memory) } }
                    { for sheet.timer.iter().map(|timer| fields(std::slice::from_ref(timer))) }
                </section>
                { for sheet.letters.iter().map(|letters| flying(letters, light, send)) }
            }
        </div>
    }
}

#[derive(Clone, Properties)]
struct FieldProperties {
    value: Value,
    is_lit: bool,
    send: Callback<Msg>,
}

/// It is the same page that is told, however often that is said anew.
impl PartialEq for FieldProperties {
    fn eq(&self, other: &FieldProperties) -> bool {
        self.is_lit == other.is_lit && self.value == other.value
    }
}

/// A field. One that is equal is not rendered again.
#[component]
fn FieldView(properties: &FieldProperties) -> Html {
    use_language();
    let FieldProperties { value, is_lit, send } = properties;
    html! {
        <div class={classes!(is_lit.then_some("lit"))}>
            <dt>{ &value.name }</dt><dd><b>{ &value.value }</b>{ writer(&value.name, value, send) }</dd>
        </div>
    }
}

/// The way to the step that wrote a value.
fn writer(name: &str, value: &Value, send: &Callback<Msg>) -> Html {
    let Some((place, at)) = value.by else { return html! {} };
    let label = words::go_there(name, &value.value, at.time);
    let go = send.reform(move |_: MouseEvent| Msg::StandAt(Moment { ..at }));
    spotted(Spot::Step(place), send, |on, off, focus, blur| {
        html! {
            <button class="link state-since" aria-label={label} onclick={go} onmouseover={on} onmouseleave={off} onfocus={focus} onblur={blur}>
                { words::since(at.time) }
            </button>
        }
    })
}

type Pointing = (Callback<MouseEvent>, Callback<MouseEvent>, Callback<FocusEvent>, Callback<FocusEvent>);

/// What lights something while it is pointed at or has the focus.
fn spotted(
    spot: Spot,
    send: &Callback<Msg>,
    html: impl FnOnce(Callback<MouseEvent>, Callback<MouseEvent>, Callback<FocusEvent>, Callback<FocusEvent>) -> Html,
) -> Html {
    let (on, off, focus, blur): Pointing = (
        send.reform(move |_: MouseEvent| LightMsg::Point(Some(spot)).into()),
        send.reform(|_: MouseEvent| LightMsg::Point(None).into()),
        send.reform(move |_: FocusEvent| LightMsg::Point(Some(spot)).into()),
        send.reform(|_: FocusEvent| LightMsg::Point(None).into()),
    );
    html(on, off, focus, blur)
}

fn flying(letters: &[Letter], light: &Light, send: &Callback<Msg>) -> Html {
    let row = |letter: &Letter| {
        let lit = light.has_message(letter.id).then_some("lit");
        let says = letter.says.clone();
        spotted(Spot::Message(MessageId(letter.id.0)), send, |on, off, _, _| {
            html! {
                <li class={classes!(lit)} onmouseover={on} onmouseleave={off}>{ says }</li>
            }
        })
    };
    html! {
        <section class="state-flying"><h3>{ words::FLYING.said() }</h3>
            if letters.is_empty() {
                <p class="none-yet">{ words::FLYING_NONE.said() }</p>
            } else {
                <ul>{ for letters.iter().map(row) }</ul>
            }
        </section>
    }
}
