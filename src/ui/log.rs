//! Every step with its reason.

use crate::player::log::{LogMsg, LogView, Only};
use crate::player::{Light, LightMsg, Model, Msg, Pick, Show, Spot};
use crate::sim::Moment;
use crate::story::language::tr;
use crate::story::words::log as words;
use crate::ui::room::Observed;
use crate::ui::speech::use_language;
use crate::view::log::{Log, Row, Told};
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlSelectElement};
use yew::prelude::*;

/// The panel.
pub fn log(model: &Model, show: &Show, send: &Callback<Msg>) -> Html {
    let light = model.lighting.light(show);
    html! {
        <>
            { choices(&model.log, show, send) }
            <Rows show={show.clone()} view={model.log} {light} picked={model.lighting.picked} spot={model.lighting.spot} send={send.clone()} />
        </>
    }
}

/// What is listed.
fn choices(view: &LogView, show: &Show, send: &Callback<Msg>) -> Html {
    let nodes: Vec<_> = show.recording().world().cluster.nodes().collect();
    let at = {
        let nodes = nodes.clone();
        send.reform(move |event: Event| LogMsg::Node(chosen(&event).and_then(|place| nodes.get(place).copied())).into())
    };
    let offered: Vec<Only> = Only::all(&show.recording().world().cluster).collect();
    let only = {
        let offered = offered.clone();
        send.reform(move |event: Event| {
            let place = chosen(&event).unwrap_or_default();
            LogMsg::Only(offered.get(place).copied().unwrap_or_default()).into()
        })
    };
    html! {
        <div class="log-choices">
            <label>{ words::LIST }{ " " }<select onchange={only}>
                { for offered.into_iter().enumerate().map(|(place, only)| html! {
                    <option value={place.to_string()} selected={only == view.only}>{ name(only, show) }</option>
                }) }
            </select></label>
            <label>{ words::AT }{ " " }<select onchange={at}>
                <option value="all" selected={view.node.is_none()}>{ words::ANYWHERE.said() }</option>
                { for nodes.iter().enumerate().map(|(place, node)| html! {
                    <option value={place.to_string()} selected={view.node == Some(*node)}>{ show.names().node(*node) }</option>
                }) }
            </select></label>
            <span class="log-hint">{ words::HINT.said() }</span>
        </div>
    }
}

fn name(only: Only, show: &Show) -> String {
    match only {
        Only::All => words::ALL.to_string(),
        Only::Results => words::RESULTS.to_string(),
        Only::Trouble => words::TROUBLE.to_string(),
        Only::Stops => words::STOPS.to_string(),
        Only::Acts => words::ACTS.to_string(),
        Only::NoBeats => words::NO_BEATS.to_string(),
        Only::Leads => words::LEADS.to_string(),
        Only::Applied => words::APPLIED.to_string(),
        Only::Kind(kind) => words::kind(kind, show.vocabulary),
    }
}

fn chosen(event: &Event) -> Option<usize> {
    event.target_dyn_into::<HtmlSelectElement>()?.value().parse().ok()
}

/// What the rows are made of. They are equal while nothing happens in the run, however its time passes.
#[derive(Clone, Properties)]
struct RowsProperties {
    show: Show,
    view: LogView,
    light: Light,
    picked: Option<Pick>,
    spot: Option<Spot>,
    send: Callback<Msg>,
}

impl PartialEq for RowsProperties {
    fn eq(&self, other: &RowsProperties) -> bool {
        let (one, two) = (&self.show, &other.show);
        let same_run = std::rc::Rc::ptr_eq(one.recording(), two.recording());
        // Time alone changes nothing, unless earlier steps are listed: then it brings the last ones back.
        let same_moment = one.at.steps == two.at.steps && (one.at == two.at || !self.view.is_back());
        let same_eyes = one.eye == two.eye && one.vocabulary == two.vocabulary && one.is_own() == two.is_own();
        let same_light = self.light == other.light && self.picked == other.picked && self.spot == other.spot;
        same_run && same_moment && same_eyes && same_light && self.view == other.view
    }
}

/// The rows. They scroll by themselves to the last of them when the playhead moves.
#[component]
fn Rows(properties: &RowsProperties) -> Html {
    use_language();
    let RowsProperties { show, view, light, picked, spot, send } = properties;
    let told = use_memo((), |()| Told::default());
    let log = Log::of(show, view, light, &told);
    let frame = use_node_ref();
    let current = log.rows.iter().find(|row| row.is_current).map(|row| row.place);
    use_current_in_sight(frame.clone(), current, *view);
    let here = match spot {
        Some(Spot::Step(place)) if log.rows.iter().any(|row| row.place == *place) => Some(*place),
        _ => current.or(log.rows.last().map(|row| row.place)),
    };
    let more = |count: usize, is_before: bool| {
        let msg = if is_before { LogMsg::Earlier } else { LogMsg::Later };
        let click = send.reform(move |_: MouseEvent| msg.into());
        (0 < count).then(
            || html! { <button class="log-more" onclick={click}>{ words::more(count, is_before) }{ " …" }</button> },
        )
    };
    let eye = show.eye.map(|eye| show.names().node(eye));
    html! {
        <div class={classes!("log-frame", light.dims.then_some("dims"))} ref={frame}>
            { for more(log.earlier, true) }
            if log.rows.is_empty() {
                <p class="none-yet">{ words::none(show.at.steps == 0, eye) }</p>
            } else {
                <ol class="log-rows" aria-label={tr!("Steps")} onclick={clicked(show, send)} onkeydown={walked(send)}
                    onmousemove={pointed(send)} onfocusin={send.reform(|event: FocusEvent| point(place_at(&event)))}
                    onmouseleave={left(send)} onfocusout={send.reform(|_: FocusEvent| point(None))}>
                    { for log.rows.iter().map(|row| html! {
                        <RowView key={row.place} row={row.clone()} is_stop={here == Some(row.place)} is_picked={*picked == Some(Pick::Step(row.place))} />
                    }) }
                </ol>
            }
            { for more(log.later, false) }
        </div>
    }
}

#[derive(Clone, PartialEq, Properties)]
struct RowProperties {
    row: Rc<Row>,
    is_stop: bool,
    is_picked: bool,
}

/// A row. One that is equal is not rendered again.
#[component]
fn RowView(properties: &RowProperties) -> Html {
    use_language();
    let RowProperties { row, is_stop, is_picked } = properties;
    let tabindex = if *is_stop { "0" } else { "-1" };
    html! {
        <li class={classes!(row.is_lit.then_some("lit"))} data-step={row.place.to_string()}
            aria-current={row.is_current.then_some("step")}>
            <button class="log-step" {tabindex}>
                <span class="log-time">{ &row.time }{ " " }</span>
                <span class="log-node">{ &row.node }{ " " }</span>
                <span class="log-says">
                    <code>{ &row.what }</code>{ " " }
                    { for row.marks.iter().map(|mark| html! {
                        <><b class={classes!("log-mark", mark.class())}><span aria-hidden="true">{ mark.sign() }</span>{ " " }{ row.word(*mark) }</b>{ " " }</>
                    }) }
                    { &row.why }
                    if !row.sends.is_empty() { <span class="log-sends">{ " " }{ &row.sends }</span> }
                </span>
            </button>
            <button class="log-why" {tabindex} aria-pressed={is_picked.to_string()} aria-label={words::causes(&row.what)}>{ words::CAUSES.said() }</button>
        </li>
    }
}

fn clicked(show: &Show, send: &Callback<Msg>) -> Callback<MouseEvent> {
    let times: Vec<u32> = show.recording().steps()[..show.at.steps].iter().map(|step| step.time).collect();
    let send = send.clone();
    Callback::from(move |event: MouseEvent| {
        let Some(place) = place_at(&event) else { return };
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let is_why = target.is_some_and(|target| target.closest(".log-why").ok().flatten().is_some());
        let Some(&time) = times.get(place) else { return };
        send.emit(match is_why {
            true => LightMsg::Pick(Pick::Step(place)).into(),
            false => Msg::StandAt(Moment { time, steps: place + 1 }),
        });
    })
}

/// Rows that scroll by under a pointer that rests are not pointed at.
fn pointed(send: &Callback<Msg>) -> Callback<MouseEvent> {
    let send = send.clone();
    Callback::from(move |event: MouseEvent| {
        if (event.movement_x(), event.movement_y()) != (0, 0) {
            send.emit(point(place_at(&event)));
        }
    })
}

fn left(send: &Callback<Msg>) -> Callback<MouseEvent> {
    send.reform(|_: MouseEvent| point(None))
}

fn point(place: Option<usize>) -> Msg {
    LightMsg::Point(place.map(Spot::Step)).into()
}

/// The step in whose row something happens.
fn place_at(event: &web_sys::Event) -> Option<usize> {
    row_at(event)?.get_attribute("data-step")?.parse().ok()
}

fn row_at(event: &web_sys::Event) -> Option<Element> {
    event.target()?.dyn_into::<Element>().ok()?.closest("[data-step]").ok()?
}

/// Up and Down go from row to row: as stops of Tab, hundreds of them would be in the way.
fn walked(send: &Callback<Msg>) -> Callback<KeyboardEvent> {
    let send = send.clone();
    Callback::from(move |event: KeyboardEvent| {
        let row = row_at(&event);
        let next = match event.key().as_str() {
            "ArrowUp" => row.and_then(|row| row.previous_element_sibling()),
            "ArrowDown" => row.and_then(|row| row.next_element_sibling()),
            _ => return,
        };
        event.prevent_default();
        let place = next.as_ref().and_then(|row| row.get_attribute("data-step")?.parse().ok());
        let button = next.and_then(|row| row.first_element_child()?.dyn_into::<HtmlElement>().ok());
        if let Some(button) = button {
            let _ = button.focus();
            send.emit(point(place));
        }
    })
}

/// Keeps the row of the playhead in sight: when it is another one, when other rows are listed, and when the frame has
/// another size, as where the page opens with it and shows it only when all is there.
#[hook]
fn use_current_in_sight(frame: NodeRef, current: Option<usize>, view: LogView) {
    let resized = frame.clone();
    use_effect_with((), move |()| {
        let observed = resized.cast::<Element>().and_then(|frame| {
            let seen = frame.clone();
            Observed::new(&frame, move || keep_in_sight(&seen))
        });
        move || drop(observed)
    });
    use_effect_with((current, view), move |_| {
        if let Some(frame) = frame.cast::<Element>() {
            keep_in_sight(&frame);
        }
    });
}

/// Scrolls the frame, and nothing around it, so that the row of the playhead is in it.
fn keep_in_sight(frame: &Element) {
    let Ok(Some(row)) = frame.query_selector("[aria-current]") else { return };
    let (row, around) = (row.get_bounding_client_rect(), frame.get_bounding_client_rect());
    let (above, below) = (around.top() - row.top(), row.bottom() - around.bottom());
    let by = if 0.0 < below {
        below + 2.0
    } else if 0.0 < above {
        -above
    } else {
        0.0
    };
    frame.set_scroll_top(frame.scroll_top() + by as i32);
}
