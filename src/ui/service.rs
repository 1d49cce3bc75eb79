//! The plot of a log's service, and what can be done to the log at one click.

use crate::player::{Model, Msg, Panel, Show};
use crate::story::language::{say, tr};
use crate::story::words::beside::seconds;
use crate::story::words::digits;
use crate::story::words::service::{SIGNS, STRIPS};
use crate::view::service::{Figure, STRIP};
use yew::prelude::*;

/// Where the strips begin, from the top, in pixels, and how high they are.
const LEADER: (u32, u32) = (18, 20);
const EXECUTED: (u32, u32) = (76, 56);
const LATENCY: (u32, u32) = (154, 56);
/// The height of the whole.
const HEIGHT: u32 = 232;

/// The panel.
pub fn service(model: &Model, show: &Show, send: &Callback<Msg>) -> Html {
    let figure = Figure::of(show);
    let notice = model.notice_in(Panel::Plot).map(str::to_string);
    html! {
        <div class="service">
            <div class="service-plot">
                { plot(&figure) }
                <p class="service-signs">{ SIGNS.said() }</p>
            </div>
            <div class="service-side">
                { for figure.summary.iter().map(|says| html! { <p>{ says }</p> }) }
                { troubles(show, send) }
                if let Some(why) = notice { <p class="notice" role="alert">{ why }</p> }
                { happened(&figure, send) }
            </div>
        </div>
    }
}

/// What can be done to the log at one click; nothing where the scene has none.
pub fn troubles(show: &Show, send: &Callback<Msg>) -> Html {
    let all = show.troubles();
    if all.is_empty() {
        return Html::default();
    }
    html! {
        <div class="troubles" role="group" aria-label={tr!("What goes wrong, and what mends it")}>
            { for all.into_iter().map(|trouble| {
                let (act, send) = (trouble.act.clone(), send.clone());
                let does = Callback::from(move |_: MouseEvent| act.iter().for_each(|act| send.emit(Msg::Act(act.clone()))));
                html! {
                    <button onclick={does} disabled={trouble.act.is_none()}>
                        { trouble.name }{ " " }<small>{ trouble.whom }</small>
                    </button>
                }
            }) }
        </div>
    }
}

/// A place along the time.
fn share(x: u32) -> String {
    format!("{}.{}%", x / 10, x % 10)
}

/// The picture; what it says stands in sentences beside it.
fn plot(figure: &Figure) -> Html {
    let strip = |(y, height): (u32, u32), class: &'static str, data: &str| {
        html! {
            <svg x="0" y={y.to_string()} width="100%" height={height.to_string()} viewBox={format!("0 0 1000 {STRIP}")} preserveAspectRatio="none" overflow="visible">
                <path {class} d={data.to_string()} vector-effect="non-scaling-stroke" />
            </svg>
        }
    };
    let [begin, middle, end] = figure.ticks.map(digits::seconds);
    let tenths = figure.most_tenths;
    let scales = [
        String::new(),
        format!("{}{}{}", tenths / 10, tr!(in "a number": "."), tenths % 10),
        digits::seconds(figure.slowest),
    ];
    let now = share(figure.now);
    html! {
        <svg width="100%" height={HEIGHT.to_string()} aria-hidden="true">
            { for [LEADER, EXECUTED, LATENCY].into_iter().zip(STRIPS).zip(scales).map(|(((y, height), name), scale)| html! { <>
                <text class="service-name" x="0" y={(y - 6).to_string()}>{ name.said() }</text>
                <text class="service-scale" x="100%" y={(y - 6).to_string()} text-anchor="end">{ scale }</text>
                <rect class="service-ground" x="0" y={y.to_string()} width="100%" height={height.to_string()} />
            </> }) }
            { for figure.bands.iter().map(|band| {
                let hue = band.hue;
                html! {
                    <svg x={share(band.x)} y={LEADER.0.to_string()} width={share(band.width.max(2))} height={LEADER.1.to_string()}>
                        <rect class={format!("f-t{hue} s-b{hue}")} width="100%" height="100%" stroke-width="2" />
                        <text class="service-band" x="5" y="14">{ &band.label }</text>
                    </svg>
                }
            }) }
            { strip(EXECUTED, "service-bars", &figure.bars) }
            { strip(LATENCY, "service-dots", &figure.dots) }
            { for figure.lines.iter().map(|line| {
                let x = share(line.x);
                html! {
                    <g class={if line.harms { "service-harm" } else { "service-mend" }}>
                        <line x1={x.clone()} x2={x.clone()} y1={LEADER.0.to_string()} y2={(LATENCY.0 + LATENCY.1).to_string()} />
                        <text {x} y={(LEADER.0 + LEADER.1 + 13).to_string()} dx="3">{ line.sign }</text>
                    </g>
                }
            }) }
            <line class="service-now" x1={now.clone()} x2={now} y1={LEADER.0.to_string()} y2={(LATENCY.0 + LATENCY.1).to_string()} />
            <text class="service-scale" x="0" y={(HEIGHT - 6).to_string()}>{ begin }</text>
            <text class="service-scale" x="50%" y={(HEIGHT - 6).to_string()} text-anchor="middle">{ middle }</text>
            <text class="service-scale" x="100%" y={(HEIGHT - 6).to_string()} text-anchor="end">{ end }</text>
        </svg>
    }
}

/// Everything that happened, each with the way there.
fn happened(figure: &Figure, send: &Callback<Msg>) -> Html {
    if figure.happened.is_empty() {
        return Html::default();
    }
    html! {
        <details>
            <summary>{ say!("What happened ({count})", count = figure.happened.len()) }</summary>
            <ul>{ for figure.happened.iter().map(|(at, clause)| {
                let at = *at;
                let go = send.reform(move |_: MouseEvent| Msg::StandAt(at));
                html! { <li><button class="link" onclick={go}>{ seconds(at.time) }</button>{ " " }{ clause }</li> }
            }) }</ul>
        </details>
    }
}
