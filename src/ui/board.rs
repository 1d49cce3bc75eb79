//! The table of votes: that of the run, or one that the reader fills.

use super::why;
use crate::player::by_hand::ACCEPTORS;
use crate::player::{ByHand, HandMsg, Light, LightMsg, Model, Msg, Pick, ProspectMsg, Show, Spot, Tool};
use crate::sim::{MessageId, Moment};
use crate::story::language::{say, tr};
use crate::story::words::{board as words, possible};
use crate::view::board::{self as view, Line, Outcome, Table, Tone};
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

/// The panel.
pub fn board(model: &Model, show: &Show, send: &Callback<Msg>) -> Html {
    // A board that is filled by hand is of single-decree Paxos.
    let hand = Some(&model.by_hand).filter(|hand| hand.is_open && !show.is_replicated());
    let mut table = match hand {
        Some(hand) => Ok(view::by_hand(hand, show.vocabulary)),
        None => view::of_run(show),
    };
    if let (Ok(table), Some(looked)) = (&mut table, model.looked()) {
        view::tell_looked(table, looked, show.telling());
    }
    let times = show.recording().steps();
    let at = |step: usize| times.get(step).map(|step| step.time).unwrap_or_default();
    let stops = match &table {
        Ok(table) => table
            .lines
            .iter()
            .flat_map(|line| &line.cells)
            .filter_map(|spot| spot.by.step)
            .max()
            .map_or(0, |last| last + 1),
        Err(_) => 0,
    };
    let times: Rc<Vec<u32>> = Rc::new((0..stops).map(at).collect());
    let light = model.lighting.light(show);
    let legend = AttrValue::from(show.told(words::LEGEND.said()));
    html! {
        <>
            { if show.is_replicated() { slots(model, show, &legend, send) } else { tools(hand, table.is_ok(), &legend, send) } }
            { match &table {
                Err(why) => html! { <p class="none-yet">{ why }</p> },
                Ok(table) if table.lines.is_empty() => html! { <p class="none-yet">{ words::NO_ROW.said() }</p> },
                Ok(table) => html! { <>{ values(show, table, send) }{ notes(table) }{ grid(table, &light, &times, hand, send) }</> },
            } }
        </>
    }
}

/// What can become of each value.
fn values(show: &Show, table: &Table, send: &Callback<Msg>) -> Html {
    if table.values.is_empty() {
        return Html::default();
    }
    let on_stage = !show.tells_possible;
    let switch = send.reform(move |_: Event| Msg::Prospect(ProspectMsg::OnStage(on_stage)));
    html! {
        <section class="possible" aria-label={possible::TITLE.said()}>
            <ul>{ for table.values.iter().map(|outcome| html! { <li key={outcome.said.value.clone()} class={outcome.said.key()}>{ value(outcome, send) }</li> }) }</ul>
            <div>
                <label><input type="checkbox" checked={show.tells_possible} onchange={switch} />{ possible::ON_STAGE }</label>
                <details><summary>{ possible::TERMS.said() }</summary><p>{ show.told(possible::LEGEND.said()) }</p></details>
            </div>
        </section>
    }
}

/// One of them, with the reasons for whoever asks.
fn value(outcome: &Outcome, send: &Callback<Msg>) -> Html {
    let said = &outcome.said;
    let press = |button: &'static str, msg: ProspectMsg| {
        let press = send.reform(move |_: MouseEvent| Msg::Prospect(msg));
        html! { <button onclick={press} aria-label={possible::for_value(button, &said.value)}>{ button }</button> }
    };
    html! {
        <>
            <b>{ &said.value }</b>
            <span class="standing">{ said.badge }{ " " }{ &said.ids }</span>
            <details>
                <summary aria-label={possible::why(&said.value, said.badge)}>{ possible::WHY.said() }</summary>
                { for said.why.iter().chain(&said.later).map(|sentence| html! { <p>{ sentence }</p> }) }
            </details>
            { match outcome.button {
                _ if outcome.is_sought => press(possible::CANCEL.said(), ProspectMsg::Stop),
                Some(button) => press(button, ProspectMsg::Look(outcome.value)),
                None => Html::default(),
            } }
            <p class="looked" role="status">{ outcome.looked.clone() }</p>
        </>
    }
}

/// What is to be said of all of it.
fn notes(table: &Table) -> Html {
    html! {
        <div class="board-notes" role="status">
            { for table.notes.iter().map(|(tone, says)| html! { <p class={classes!((*tone == Tone::Wrong).then_some("wrong"))}>{ says }</p> }) }
        </div>
    }
}

/// The table itself, with one listener for all its cells.
fn grid(table: &Table, light: &Light, times: &Rc<Vec<u32>>, hand: Option<&ByHand>, send: &Callback<Msg>) -> Html {
    let is_by_hand = hand.is_some();
    let pressed = match is_by_hand {
        true => {
            let send = send.clone();
            let ids: Vec<_> = table.lines.iter().map(|line| line.ballot).collect();
            let nodes: Vec<_> = table.heads.iter().map(|head| head.node).collect();
            Callback::from(move |event: MouseEvent| {
                let (row, column) = (number(&event, "data-row"), number(&event, "data-column"));
                if let (Some(&ballot), Some(&node)) =
                    (row.and_then(|row| ids.get(row)), column.and_then(|column| nodes.get(column)))
                {
                    send.emit(Msg::ByHand(HandMsg::Fill(ballot, node)));
                }
            })
        }
        false => {
            let (send, times) = (send.clone(), times.clone());
            Callback::from(move |event: MouseEvent| {
                if let Some(step) = number(&event, "data-step") {
                    let time = times.get(step).copied().unwrap_or_default();
                    send.emit(LightMsg::Pick(Pick::Step(step)).into());
                    send.emit(Msg::StandAt(Moment { time, steps: step + 1 }));
                }
            })
        }
    };
    let at = hand.map(ByHand::at);
    let moved = send.clone();
    let key = Callback::from(move |event: KeyboardEvent| {
        if at.is_some() {
            beside(&event);
        }
    });
    let over = send.reform(|event: MouseEvent| LightMsg::Point(spot(&event)).into());
    let left = send.reform(|_: MouseEvent| LightMsg::Point(None).into());
    let focus = Callback::from(move |event: FocusEvent| {
        moved.emit(LightMsg::Point(spot(&event)).into());
        if let Some((row, column)) = at.and(number(&event, "data-row").zip(number(&event, "data-column"))) {
            moved.emit(Msg::ByHand(HandMsg::At(row, column)));
        }
    });
    let blur = send.reform(|_: FocusEvent| LightMsg::Point(None).into());
    let class = classes!(
        "votes",
        table.is_crowded.then_some("crowd"),
        light.dims.then_some("dims"),
        is_by_hand.then_some("by-hand")
    );
    let lines = table.lines.iter().enumerate();
    html! {
        <div class="votes-box" tabindex="0" role="region" aria-label={tr!("The table of votes")}>
            <table {class} onclick={pressed} onmouseover={over} onmouseleave={left} onfocusin={focus} onfocusout={blur} onkeydown={key}>
                // These have keys since the rows have: where one among others has none, Yew goes by the places.
                <caption key="caption">{ &table.caption }</caption>
                <thead key="heads"><tr>
                    <th scope="col"><span class="unseen">{ table.id }</span></th>
                    { for table.heads.iter().map(|head| html! {
                        <th scope="col" class={classes!((!head.up).then_some("down"), light.nodes.contains(head.node).then_some("lit"))}>
                            { &head.name }<small>{ &head.state }</small>
                        </th>
                    }) }
                    <th scope="col" class="says"><span class="unseen">{ tr!("What can still be chosen") }</span></th>
                </tr></thead>
                { for lines.map(|(row, line)| self::line(row, line, light, at)) }
            </table>
        </div>
    }
}

/// A row, and below it what stands beside it where there is room.
fn line(row: usize, line: &Line, light: &Light, at: Option<(usize, usize)>) -> Html {
    let is_by_hand = at.is_some();
    let says = |line: &Line| html! { <><b class="badge">{ &line.badge }</b>{ " " }{ &line.says }</> };
    let across = (line.cells.len() + 1).to_string();
    html! {
        <tbody key={line.id.clone()} class={classes!(line.fate, (!line.part.is_empty()).then(|| format!("part {part}", part = line.part)))}>
            <tr>
                <th scope="row" class={format!("hue-{hue}", hue = line.hue)}>{ &line.id }{ " " }<small>{ &line.whose }</small></th>
                { for line.cells.iter().enumerate().map(|(column, spot)| {
                    let message = spot.by.message.map(|MessageId(id)| id.to_string());
                    let is_lit = spot.by.message.is_some_and(|id| light.has_message(id)) || spot.by.step.is_some_and(|step| light.has_step(step));
                    let class = classes!(spot.class, spot.is_promise.then_some("promised"), spot.is_chosen.then_some("of-quorum"), (is_lit && !is_by_hand).then_some("lit"));
                    let (step, message) = (spot.by.step.map(|step| step.to_string()), message);
                    let inner = if is_by_hand || spot.is_stop() {
                        let tab = at.map(|at| if at == (row, column) { "0" } else { "-1" });
                        html! { <button tabindex={tab} aria-label={spot.label.clone()}>{ text(spot) }</button> }
                    } else {
                        html! { <><span class="unseen">{ &spot.label }</span><span aria-hidden="true">{ text(spot) }</span></> }
                    };
                    html! {
                        <td {class} title={spot.label.clone()} data-step={step} data-message={message}
                            data-row={row.to_string()} data-column={column.to_string()}>{ inner }</td>
                    }
                }) }
                <td class="says">{ says(line) }</td>
            </tr>
            <tr class="below"><td class="says" colspan={across}><span>{ says(line) }</span></td></tr>
        </tbody>
    }
}

fn text(spot: &view::Spot) -> Html {
    html! { <>{ &spot.text }if spot.is_promise { <small class="mark">{ tr!(in "a cell": "promised") }</small> }</> }
}

/// What may be done with the board. The first two buttons stay where they are, and keep the focus.
fn tools(hand: Option<&ByHand>, sees_all: bool, legend: &AttrValue, send: &Callback<Msg>) -> Html {
    let click = |msg: HandMsg| send.reform(move |_: MouseEvent| Msg::ByHand(msg.clone()));
    let (turn, to, from_run) = match hand {
        None => (tr!("Fill it by hand"), HandMsg::Fresh(ACCEPTORS[0]), tr!("Go on from here by hand")),
        Some(_) => (tr!("Back to the run"), HandMsg::Leave, tr!("The run’s cells")),
    };
    html! {
        <div class={classes!("board-tools", hand.map(|_| "by-hand"))}>
            <button onclick={click(to)}>{ turn }</button>
            <button onclick={click(HandMsg::FromRun)} disabled={!sees_all}>{ from_run }</button>
            { match hand {
                None => html! { <span class="legend">{ legend }</span> },
                Some(hand) => by_hand(hand, send),
            } }
        </div>
    }
}

/// The choice of a slot, and the questions of what is chosen in it.
fn slots(model: &Model, show: &Show, legend: &AttrValue, send: &Callback<Msg>) -> Html {
    let (slots, slot) = (show.slots(), show.board_slot());
    let choose = {
        let slots = slots.clone();
        send.reform(move |event: Event| {
            let select = event.target_dyn_into::<HtmlSelectElement>();
            let place = select.and_then(|select| select.value().parse::<usize>().ok());
            Msg::Slot(place.and_then(|place| slots.get(place).copied()).unwrap_or(slot))
        })
    };
    let asks = show.questions_of_slot(slot);
    html! {
        <div class="board-tools">
            <label>{ words::SLOT }{ " " }<select onchange={choose}>
                { for slots.iter().enumerate().map(|(place, it)| html! {
                    <option key={place} value={place.to_string()} selected={*it == slot}>{ words::slot(show.world().as_ref(), *it, show.telling()) }</option>
                }) }
            </select></label>
            { for asks.iter().map(|asks| why::ask(asks, asks.is_asked(model.lighting.picked), send)) }
            <span class="legend">{ legend }</span>
        </div>
    }
}

/// What the reader has in hand, and what else may be done.
fn by_hand(hand: &ByHand, send: &Callback<Msg>) -> Html {
    let click = |msg: HandMsg| send.reform(move |_: MouseEvent| Msg::ByHand(msg.clone()));
    let tool = |tool: Tool, name: &'static str| {
        let take = send.reform(move |_: Event| Msg::ByHand(HandMsg::Take(tool)));
        html! { <label><input type="radio" name="board-tool" checked={hand.tool == tool} onchange={take} />{ name }</label> }
    };
    let typed = send.reform(|event: InputEvent| {
        let input = event.target_dyn_into::<HtmlInputElement>();
        Msg::ByHand(HandMsg::Word(input.map(|input| input.value()).unwrap_or_default()))
    });
    let is_broken = !hand.breaks;
    let breaks = send.reform(move |_: Event| Msg::ByHand(HandMsg::Break(is_broken)));
    html! {
        <>
            <span role="group" aria-label={tr!("A fresh board")}>{ tr!("Fresh: ") }
                { for ACCEPTORS.into_iter().map(|acceptors| html! {
                    <button onclick={click(HandMsg::Fresh(acceptors))} aria-label={say!("A fresh board of {acceptors} acceptors", acceptors)}>{ acceptors }</button>
                }) }
            </span>
            // It keeps the focus also when there is nothing left to undo.
            <button onclick={click(HandMsg::Undo)} aria-disabled={(!hand.can_undo()).then_some("true")}>{ tr!("Undo") }</button>
            <button onclick={click(HandMsg::Clear)}>{ tr!("Clear") }</button>
            <label><input type="checkbox" checked={hand.breaks} onchange={breaks} />{ tr!("let me break the rules") }</label>
            <fieldset>
                <legend>{ tr!("A cell that is pressed") }</legend>
                { tool(Tool::Promise, tr!(in "a cell": "promises")) }
                { tool(Tool::Cat, tr!("accepts cat")) }
                { tool(Tool::Dog, tr!("accepts dog")) }
                <span>{ tool(Tool::Own, tr!(in "a cell": "accepts")) }<input type="text" class="word" aria-label={tr!("A value of your own")} value={hand.word.clone()} oninput={typed} autocomplete="off" spellcheck="false" /></span>
            </fieldset>
        </>
    }
}

/// By an arrow from one cell to that beside it: such a key is not the page's.
fn beside(event: &KeyboardEvent) {
    let (right, down) = match event.key().as_str() {
        "ArrowRight" => (1, 0),
        "ArrowLeft" => (-1, 0),
        "ArrowDown" => (0, 1),
        "ArrowUp" => (0, -1),
        _ => return,
    };
    let Some((row, column)) = number(event, "data-row").zip(number(event, "data-column")) else { return };
    event.prevent_default();
    let (row, column) = (row as i32 + down, column as i32 + right);
    let next = format!("td[data-row='{row}'][data-column='{column}'] button");
    let table = cell(event).and_then(|cell| cell.closest("table").ok().flatten());
    let next = table.and_then(|table| table.query_selector(&next).ok().flatten());
    if let Some(next) = next.and_then(|next| next.dyn_into::<HtmlElement>().ok()) {
        let _ = next.focus();
    }
}

/// The cell in which something happened.
fn cell(event: &Event) -> Option<Element> {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok())?;
    target.closest("td[data-row]").ok().flatten()
}

fn number(event: &Event, name: &str) -> Option<usize> {
    cell(event)?.get_attribute(name)?.parse().ok()
}

/// What a cell stands for: the message that wrote it, or the step.
fn spot(event: &Event) -> Option<Spot> {
    let message = number(event, "data-message").map(|id| Spot::Message(MessageId(id as u32)));
    message.or_else(|| number(event, "data-step").map(Spot::Step))
}
