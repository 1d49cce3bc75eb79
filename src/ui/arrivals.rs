//! Being the network: the arrivals in order, one of which is moved, and what is chosen with it at each place.

use crate::player::{ArriveMsg, Msg, Show};
use crate::sim::Envelope;
use crate::story::Arrivals;
use crate::story::words::arrivals as words;
use web_sys::{Element, HtmlInputElement};
use yew::prelude::*;

/// The panel.
pub fn strip(show: &Show, send: &Callback<Msg>) -> Html {
    let Some(arrivals) = show.arrivals() else { return html! {} };
    let (telling, now) = (show.telling(), show.place_of_arrival());
    let tells_all = show.tells_all_orders(&arrivals);
    let tell_all = send.reform(|_: MouseEvent| ArriveMsg::TellAll.into());
    html! {
        <>
            <p class="arrivals-lead">{ show.told(words::LEAD.said()) }</p>
            { slider(show, &arrivals, now, send) }
            { list(show, &arrivals, now, send) }
            <div class="arrivals-says" role="status">
                if let Some(order) = now.and_then(|now| arrivals.orders.get(now)) {
                    <p class="arrivals-outcome">{ words::result(order, telling) }</p>
                    <p>{ words::sent(order, telling).join(" ") }</p>
                    { for words::missing(order, telling).map(|says| html! { <p class="arrivals-missing">{ says }</p> }) }
                } else {
                    <p>{ words::NOT_ONE.said() }</p>
                }
            </div>
            if tells_all {
                { verdict(show, &arrivals) }
            } else {
                <button class="arrivals-all" onclick={tell_all}>{ words::TELL_ALL.said() }</button>
            }
        </>
    }
}

/// What moves the message by keys, and by a button for each way.
fn slider(show: &Show, arrivals: &Arrivals, now: Option<usize>, send: &Callback<Msg>) -> Html {
    let last = arrivals.orders.len() - 1;
    let place = now.unwrap_or(arrivals.own);
    let click = |msg: ArriveMsg| send.reform(move |_: MouseEvent| msg.into());
    let slide = {
        let send = send.clone();
        Callback::from(move |event: InputEvent| {
            let input = event.target_dyn_into::<HtmlInputElement>();
            let place = input.and_then(|input| input.value().parse().ok());
            place.into_iter().for_each(|place| send.emit(ArriveMsg::To(place).into()));
        })
    };
    html! {
        <div class="arrivals-move">
            <label>
                <span class="arrivals-moved">{ words::at(&arrivals.moved, show.telling()) }</span>
                <input type="range" min="0" max={last.to_string()} step="1" value={place.to_string()} oninput={slide}
                    aria-label={words::slider(arrivals, show.telling())} aria-valuetext={says(show, arrivals, place)} />
            </label>
            <button class="earlier" onclick={click(ArriveMsg::Earlier)} disabled={place == 0}>{ "‹ " }{ words::EARLIER.said() }</button>
            <button class="later" onclick={click(ArriveMsg::Later)} disabled={place == last}>{ words::LATER.said() }{ " ›" }</button>
        </div>
    }
}

/// A place of the message in words, with what comes of it where that is told.
fn says(show: &Show, arrivals: &Arrivals, place: usize) -> String {
    match show.tells_order(arrivals, place) {
        true => words::place(arrivals, place, show.telling()),
        false => words::untried_place(arrivals, place, show.telling()),
    }
}

/// The arrivals, and between them the places.
fn list(show: &Show, arrivals: &Arrivals, now: Option<usize>, send: &Callback<Msg>) -> Html {
    let flips = if show.tells_all_orders(arrivals) { arrivals.flips() } else { Vec::new() };
    let first = arrivals.orders.first().map_or(0, |order| order.after);
    let ends = arrivals.orders.iter().skip(1).map(|order| order.after);
    let last = arrivals.orders.last().map_or(0, |order| order.after);
    let hold = Callback::from(hold);
    let drag = {
        let send = send.clone();
        Callback::from(move |event: PointerEvent| dragged(&event).into_iter().for_each(|msg| send.emit(msg.into())))
    };
    html! {
        <ol class="arrivals-list" aria-label={words::LIST.said()} onpointermove={drag}>
            { for arrivals.others[..first].iter().map(|other| crossed(show, arrivals, other, false)) }
            { for arrivals.orders.iter().zip(ends.chain([last])).enumerate().map(|(nth, (order, end))| html! {
                <>
                    { place(show, arrivals, nth, now, &hold, send) }
                    { for arrivals.others[order.after..end].iter().map(|other| {
                        let is_flip = flips.contains(&nth) && arrivals.crossed(nth).is_some_and(|it| it.id == other.id);
                        crossed(show, arrivals, other, is_flip)
                    }) }
                </>
            }) }
        </ol>
    }
}

/// A place of the message: what is chosen with it there; where it is, it itself.
fn place(
    show: &Show,
    arrivals: &Arrivals,
    nth: usize,
    now: Option<usize>,
    hold: &Callback<PointerEvent>,
    send: &Callback<Msg>,
) -> Html {
    let Some(order) = arrivals.orders.get(nth) else { return html! {} };
    let is_here = now == Some(nth);
    let go = send.reform(move |_: MouseEvent| ArriveMsg::To(nth).into());
    let (brief, ids) = match show.tells_order(arrivals, nth) {
        true => (words::brief(order, show.telling()), words::ids(order, show.telling())),
        false => (words::UNTRIED.to_string(), String::new()),
    };
    let is_other = !order.chooses_as(&arrivals.orders[0]) && show.tells_order(arrivals, nth);
    html! {
        <li class={classes!("arrivals-place", is_here.then_some("here"), is_other.then_some("other"))} data-order={nth.to_string()}>
            if is_here {
                <span class="arrivals-pill" onpointerdown={hold} aria-hidden="true">{ words::pill(arrivals, show.telling()) }</span>
            }
            <button onclick={go} aria-label={says(show, arrivals, nth)} aria-current={is_here.then_some("step")}>
                <b>{ brief }</b>{ " " }<small>{ ids }</small>
            </button>
        </li>
    }
}

/// Another arrival, which the message may cross.
fn crossed(show: &Show, arrivals: &Arrivals, other: &Envelope, is_flip: bool) -> Html {
    let is_there = other.to == arrivals.moved.to;
    html! {
        <li class={classes!("arrivals-other", is_there.then_some("there"), is_flip.then_some("flips"))}>
            <span>{ words::at(other, show.telling()) }</span>
            if is_flip { <strong>{ "⇅ " }{ words::FLIPS_HERE.said() }</strong> }
        </li>
    }
}

/// What all the orders have in common, where they differ, and why.
fn verdict(show: &Show, arrivals: &Arrivals) -> Html {
    let telling = show.telling();
    let why = arrivals.flips().into_iter().flat_map(|place| words::why(arrivals, place, telling));
    html! {
        <div class="arrivals-verdict">
            <p>{ words::flips(arrivals, telling) }</p>
            <ul>{ for why.map(|says| html! { <li>{ says }</li> }) }</ul>
            <p><b>{ words::agreement(arrivals, telling) }</b></p>
        </div>
    }
}

/// The list follows the pointer from now on: the pill itself is drawn anew at each place.
fn hold(event: PointerEvent) {
    event.prevent_default();
    let pill = event.target_dyn_into::<Element>();
    let list = pill.and_then(|pill| pill.closest(".arrivals-list").ok().flatten());
    list.iter().for_each(|list| {
        let _ = list.set_pointer_capture(event.pointer_id());
    });
}

/// The place under the pointer that drags.
fn dragged(event: &PointerEvent) -> Option<ArriveMsg> {
    let list = event.target_dyn_into::<Element>().filter(|list| list.has_pointer_capture(event.pointer_id()))?;
    let (x, y) = (f64::from(event.client_x()), f64::from(event.client_y()));
    let places = list.query_selector_all(".arrivals-place").ok()?;
    let middle = |place: &Element| {
        let area = place.get_bounding_client_rect();
        (area.left() + area.width() / 2.0, area.top() + area.height() / 2.0)
    };
    let far = |place: &Element| {
        let (left, top) = middle(place);
        (left - x).hypot(top - y)
    };
    let all = (0..places.length()).filter_map(|nth| wasm_bindgen::JsCast::dyn_into::<Element>(places.get(nth)?).ok());
    let nearest = all.min_by(|one, other| far(one).total_cmp(&far(other)))?;
    if nearest.class_list().contains("here") {
        return None; // It is there already.
    }
    nearest.get_attribute("data-order")?.parse().ok().map(ArriveMsg::To)
}
