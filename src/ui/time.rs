//! The space-time diagram.

use super::figure::{GroupView, number, plain};
use crate::player::{LightMsg, Model, Msg, Show, Spot, TimeMsg, Way};
use crate::story::language::{say, tr};
use crate::story::words::time::{HINT, KEYS, MORE, idle};
use crate::ui::room::Observed;
use crate::ui::speech::use_language;
use crate::view::Group;
use crate::view::space_time::{self, Cursor, Memo, Plan, UnderWay, key};
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{Element, SvgElement};
use yew::prelude::*;

/// The panel.
pub fn time(model: &Model, show: &Show, memo: &Memo, send: &Callback<Msg>) -> Html {
    let line = &model.time_line;
    let plan = Plan::of(show, line);
    let diagram = space_time::diagram(show, line, &plan, memo);
    let (light, picked) = (model.lighting.light(show), model.lighting.picked);
    let with = |groups: &[Rc<Group>], stands: &dyn Fn(&Group) -> &'static str| {
        let stood = |group: &Rc<Group>| Stood { group: group.clone(), stands: stands(group) };
        let run = |run: &[Rc<Group>]| Rc::new(run.iter().map(stood).collect::<Vec<_>>());
        Rc::new(space_time::runs(groups).map(run).collect::<Vec<_>>())
    };
    let stands = |group: &Group| space_time::stands(group, &light, picked, show);
    let way = |part: fn(&UnderWay) -> &Rc<Group>| {
        with(&diagram.under_way.iter().map(part).cloned().collect::<Vec<_>>(), &stands)
    };
    let things = Things {
        names: with(&diagram.names.groups, &|group| space_time::name_stands(group, &light, show)),
        still: with(&diagram.still.groups, &stands),
        places: way(|way| &way.place),
        gone: way(|way| &way.gone),
        to_come: way(|way| &way.to_come),
        moving: with(&diagram.moving.groups, &stands),
    };
    let is_picked =
        diagram.cursor.as_ref().is_some_and(|cursor| picked == Some(crate::player::Pick::Step(cursor.step)));
    html! {
        <>
            { head(model, show, &plan, send) }
            <Chart things={Rc::new(things)} left={diagram.names.width} room={line.room} now={diagram.now} plan={Rc::new(plan)} dims={light.dims}
                cursor={diagram.cursor} {is_picked} moves={line.moves} send={send.clone()} />
            if line.shows_key(show) {
                { legend(show, line.has_key == Some(true)) }
            }
        </>
    }
}

/// What is pointed at, in words, and how the diagram is looked at.
fn head(model: &Model, show: &Show, plan: &Plan, send: &Callback<Msg>) -> Html {
    let line = &model.time_line;
    let says = space_time::says(show, model.lighting.spot);
    let act = |msg: TimeMsg| send.reform(move |_: MouseEvent| Msg::Time(msg));
    let zoom = |msg: TimeMsg, sign: &'static str, name: &'static str| {
        let next = line.zoomed(msg);
        html! { <button onclick={act(msg)} disabled={next.is_none()} aria-label={name}>{ sign }</button> }
    };
    let has_key = line.shows_key(show);
    html! {
        <div class="time-head">
            <p class={classes!("time-says", says.is_none().then_some("none-yet"))}>{ says.unwrap_or_else(|| HINT.to_string()) }</p>
            <div class="time-buttons">
                if !plan.idle.is_empty() {
                    <button class="time-idle" onclick={act(TimeMsg::Fold)} aria-expanded={line.is_unfolded.to_string()}>
                        { idle(&plan.idle, show.telling()) }
                    </button>
                }
                <button onclick={act(TimeMsg::Key)} aria-expanded={has_key.to_string()}>{ tr!("Key") }</button>
                <button onclick={act(TimeMsg::Fit)} aria-pressed={(line.zoom == Some(1)).to_string()}>{ tr!("Fit") }</button>
                { zoom(TimeMsg::ZoomOut, "−", tr!("Zoom out")) }
                { zoom(TimeMsg::ZoomIn, "+", tr!("Zoom in")) }
            </div>
        </div>
    }
}

/// The key, with all that there is to say of it where the reader has asked for it.
fn legend(show: &Show, is_whole: bool) -> Html {
    let (width, height) = key::PICTURE;
    html! {
        <ul class="time-key">
            { for key::key(show).into_iter().map(|(group, says)| html! {
                <li>
                    <svg width={number(width)} height={number(height)} aria-hidden="true"><GroupView group={Rc::new(group)} /></svg>
                    { says }
                </li>
            }) }
            if is_whole {
                <li>{ MORE.said() }</li><li>{ KEYS.said() }</li>
            }
        </ul>
    }
}

/// A group, and how it stands out.
struct Stood {
    group: Rc<Group>,
    stands: &'static str,
}

/// What was kept need not be looked at.
impl PartialEq for Stood {
    fn eq(&self, other: &Stood) -> bool {
        self.stands == other.stands && (Rc::ptr_eq(&self.group, &other.group) || self.group == other.group)
    }
}

/// Groups, in runs.
type Standing = Rc<Vec<Rc<Vec<Stood>>>>;

#[derive(Clone, PartialEq, Properties)]
struct GroupsProperties {
    run: Rc<Vec<Stood>>,
    /// Whether they change with time, and not only when something happens.
    moves: bool,
}

/// Groups that are rendered again together, or not at all.
#[component]
fn Groups(properties: &GroupsProperties) -> Html {
    use_language();
    html! {
        <>{ for properties.run.iter().map(|Stood { group, stands }| html! {
            <g key={group.id.clone()} class={*stands}>
                if properties.moves { { plain(group) } } else { <GroupView group={group.clone()} /> }
            </g>
        }) }</>
    }
}

/// All runs, one over the other.
fn all(standing: &Standing, moves: bool) -> Html {
    let key = |run: &[Stood]| run.first().map(|first| first.group.id.clone()).unwrap_or_default();
    standing.iter().map(|run| html! { <Groups key={key(run)} run={run.clone()} {moves} /> }).collect()
}

/// What is seen of something between two places, from left to right. So much is drawn once, and only the window changes.
fn window((from, to): (f64, f64), height: f64, seen: Html) -> Html {
    let width = (to - from).max(0.0);
    html! {
        <svg x={number(from)} width={number(width)} height={number(height)} pointer-events="none">
            <g transform={format!("translate({left} 0)", left = number(-from))}>{ seen }</g>
        </svg>
    }
}

#[derive(Clone, PartialEq)]
struct Things {
    names: Standing,
    still: Standing,
    places: Standing,
    gone: Standing,
    to_come: Standing,
    moving: Standing,
}

#[derive(Clone, PartialEq, Properties)]
struct ChartProperties {
    things: Rc<Things>,
    left: f64,
    room: u32,
    plan: Rc<Plan>,
    now: f64,
    dims: bool,
    cursor: Option<Cursor>,
    is_picked: bool,
    moves: u32,
    send: Callback<Msg>,
}

/// The diagram: names at the left, and beside them what scrolls sideways.
#[component]
fn Chart(properties: &ChartProperties) -> Html {
    use_language();
    let ChartProperties { things, left, plan, now, dims, cursor, is_picked, send, .. } = properties;
    let region = use_node_ref();
    use_room(region.clone(), send.clone());
    use_playhead_in_sight(region.clone(), properties);
    use_focus(region.clone(), properties);
    let (clicked, dragged, pressed) = use_pointer(properties);
    let pointed = send.reform(|event: MouseEvent| LightMsg::Point(spot_at(&event)).into());
    let left_alone = send.reform(|_: MouseEvent| LightMsg::Point(None).into());
    let step = cursor.as_ref().map(|cursor| cursor.step);
    let focused = send.reform(move |_: FocusEvent| LightMsg::Point(step.map(Spot::Step)).into());
    let activated = send.reform(move |event: MouseEvent| {
        event.stop_propagation();
        step.map_or(LightMsg::Point(None).into(), |step| TimeMsg::Open(Spot::Step(step)).into())
    });
    let blurred = send.reform(|_: FocusEvent| LightMsg::Point(None).into());
    let (width, height) = (number(plan.width), number(plan.height));
    html! {
        <div class={classes!("time-chart", dims.then_some("dims"))}>
            <svg class="time-names" width={number(*left)} height={height.clone()} aria-hidden="true">
                { all(&things.names, false) }
            </svg>
            <div class="time-region" ref={region} tabindex={cursor.is_none().then_some("0")} role="group" aria-label={say!("Space-time diagram. {keys}", keys = KEYS)}
                onkeydown={keys(step, send)} onfocusin={focused} onfocusout={blurred}>
                <svg {width} {height} onclick={clicked} onmousemove={dragged} onmousedown={pressed} onmouseover={pointed} onmouseleave={left_alone}>
                    <g aria-hidden="true">
                        { all(&things.still, false) }
                        { all(&things.places, false) }
                        { window((*now, plan.width), plan.height, all(&things.to_come, false)) }
                        { window((0.0, *now), plan.height, all(&things.gone, false)) }
                        { all(&things.moving, true) }
                    </g>
                    { for cursor.iter().map(|cursor| html! {
                        <g key={format!("time-cursor-{moves}", moves = properties.moves)} class="time-cursor" role="button" tabindex="0"
                            transform={format!("translate({x} {y})", x = number(cursor.at.x), y = number(cursor.at.y))}
                            onclick={activated.clone()} aria-label={cursor.label.clone()} aria-pressed={is_picked.to_string()}><rect x="-12.5" y="-12.5" width="25" height="25" /><circle r="12" /></g>
                    }) }
                </svg>
            </div>
        </div>
    }
}

/// What the keys do while the focus is on the diagram. Left and right alone turn slides, as everywhere.
fn keys(step: Option<usize>, send: &Callback<Msg>) -> Callback<KeyboardEvent> {
    let send = send.clone();
    Callback::from(move |event: KeyboardEvent| {
        if event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        let msg = match (event.key().as_str(), event.shift_key()) {
            ("ArrowUp", _) => TimeMsg::Go(Way::Up),
            ("ArrowDown", _) => TimeMsg::Go(Way::Down),
            ("ArrowLeft", true) => TimeMsg::Go(Way::Back),
            ("ArrowRight", true) => TimeMsg::Go(Way::On),
            ("Enter" | " ", _) => match step {
                Some(step) => TimeMsg::Open(Spot::Step(step)),
                None => return,
            },
            _ => return,
        };
        event.prevent_default();
        event.stop_propagation();
        send.emit(msg.into());
    })
}

/// What a click, a drag and a press on the diagram do.
#[hook]
fn use_pointer(properties: &ChartProperties) -> (Callback<MouseEvent>, Callback<MouseEvent>, Callback<MouseEvent>) {
    let is_dragged = use_mut_ref(|| false);
    let seek = {
        let (plan, send) = (properties.plan.clone(), properties.send.clone());
        move |event: &MouseEvent| {
            if let Some(x) = x_of(event) {
                send.emit(Msg::Seek(plan.time(x)));
            }
        }
    };
    let clicked = {
        let (send, seek, is_dragged) = (properties.send.clone(), seek.clone(), is_dragged.clone());
        Callback::from(move |event: MouseEvent| match spot_at(&event) {
            _ if *is_dragged.borrow() => {}
            Some(spot) => send.emit(TimeMsg::Open(spot).into()),
            None => seek(&event),
        })
    };
    let dragged = {
        let is_dragged = is_dragged.clone();
        Callback::from(move |event: MouseEvent| {
            let is_moved = event.movement_x() != 0;
            if event.buttons() == 1 && (is_moved || *is_dragged.borrow()) {
                is_dragged.replace(true);
                seek(&event);
            }
        })
    };
    let pressed = Callback::from(move |_: MouseEvent| *is_dragged.borrow_mut() = false);
    (clicked, dragged, pressed)
}

/// Says how much room there is, whenever that changes.
#[hook]
fn use_room(region: NodeRef, send: Callback<Msg>) {
    use_effect_with((), move |()| {
        let observed = region.cast::<Element>().and_then(|element| {
            let measured = element.clone();
            Observed::new(&element, move || {
                if let Ok(room @ 1..) = u32::try_from(measured.client_width()) {
                    send.emit(TimeMsg::Room(room).into());
                }
            })
        });
        move || drop(observed)
    });
}

/// Scrolls so that the playhead is in sight, when it has moved or the diagram is wider or narrower.
#[hook]
fn use_playhead_in_sight(region: NodeRef, properties: &ChartProperties) {
    let (plan, now) = (&properties.plan, properties.now);
    // To ask the region for its place costs a layout: that is done only where it scrolls, and every few pixels.
    let room = i32::try_from(properties.room).unwrap_or(i32::MAX);
    let scrolls = room < plan.width as i32;
    let place = scrolls.then(|| (now as i32 / 8 * 8, plan.width as i32));
    use_effect_with((place, room), move |&(place, room)| {
        let (Some(region), Some((x, _))) = (region.cast::<Element>(), place) else { return };
        let seen = region.scroll_left() + 30..region.scroll_left() + room - 50;
        if !seen.contains(&x) {
            region.set_scroll_left(x - room / 3);
        }
    });
}

/// The focus follows where the keys have gone; and what is under the focus is lit, also where that has moved by itself.
#[hook]
fn use_focus(region: NodeRef, properties: &ChartProperties) {
    let send = properties.send.clone();
    let step = properties.cursor.as_ref().map(|cursor| cursor.step);
    let moves_before = use_mut_ref(|| properties.moves);
    use_effect_with((properties.moves, step), move |&(moves, step)| {
        let cursor = || region.cast::<Element>()?.query_selector(".time-cursor").ok().flatten();
        let has_moved = moves_before.replace(moves) != moves;
        let Some(cursor) = cursor() else { return };
        if has_moved {
            if let Ok(cursor) = cursor.dyn_into::<SvgElement>() {
                let _ = cursor.focus(); // It may have gone again.
            }
        } else if cursor.matches(":focus").unwrap_or(false) {
            send.emit(LightMsg::Point(step.map(Spot::Step)).into());
        }
    });
}

/// What the pointer is on.
fn spot_at(event: &MouseEvent) -> Option<Spot> {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok())?;
    let group = target.closest("[id^=time-]").ok().flatten()?;
    space_time::spot(&group.id())
}

/// How far from the left of the diagram the pointer is.
fn x_of(event: &MouseEvent) -> Option<f64> {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok())?;
    let chart = target.closest("svg").ok().flatten()?;
    Some(f64::from(event.client_x()) - chart.get_bounding_client_rect().left())
}
