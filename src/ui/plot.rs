//! The plot of contention: how many rounds it takes, with a fixed timer beside a backoff.

use crate::player::plot::{APART_MS, DELAY, ROUNDS_MAX, SEEDS, TIMER_MS, Tally};
use crate::player::{Act, Msg, Plot, PlotMsg, Wait};
use crate::story::language::{say, tr};
use crate::story::words::contention as words;
use crate::ui::speech::use_language;
use yew::prelude::*;

/// How many numbers of rounds one row takes.
const ROUNDS_A_ROW: u32 = 3;
/// The widest bar, for all seeds, in percent of its cell.
const BAR_MAX: u32 = 78;

/// What is shown.
#[derive(Clone, PartialEq, Properties)]
pub struct Properties {
    /// What is known by now.
    pub plot: Plot,
    /// Why a run could not be had.
    pub notice: Option<AttrValue>,
    /// What the reader does.
    pub send: Callback<Msg>,
}

/// The plot as a component of its own: while its numbers do not change, nothing of it is rendered again.
#[component]
pub fn PlotPanel(properties: &Properties) -> Html {
    use_language();
    let Properties { plot, notice, send } = properties;
    let about = words::about(SEEDS, (DELAY.least, DELAY.most), APART_MS, TIMER_MS, ROUNDS_MAX);
    html! {
        <div class="rounds">
            { table(plot) }
            <div class="rounds-side">
                { backoffs(plot, send) }
                <h2>{ tr!("See one such run, from here on") }</h2>
                <div class="runs">{ for [Wait::Fixed, plot.wait].into_iter().map(|wait| see(wait, send)) }</div>
                <p class="notice" role={notice.is_some().then_some("alert")} hidden={notice.is_none()}>{ notice.clone().unwrap_or_default() }</p>
                <details><summary>{ tr!("What is played") }</summary><p>{ about }</p><p>{ words::BACKOFF.said() }</p></details>
            </div>
        </div>
    }
}

/// The control: from which time backoff begins.
fn backoffs(plot: &Plot, send: &Callback<Msg>) -> Html {
    html! {
        <fieldset>
            <legend>{ tr!("Backoff from") }</legend>
            { for Wait::BACKOFFS.into_iter().map(|wait| {
                let set = send.reform(move |_: Event| Msg::Plot(PlotMsg::Set(wait)));
                html! {
                    <label>
                        <input type="radio" name="backoff" checked={wait == plot.wait} onchange={set} />
                        { short(wait) }
                    </label>
                }
            }) }
        </fieldset>
    }
}

/// A run to look at.
fn see(wait: Wait, send: &Callback<Msg>) -> Html {
    let see = send.reform(move |_: MouseEvent| Msg::Act(Act::Contend(wait)));
    let label = say!("See one such run: {wait}", wait = heading(wait));
    html! { <button onclick={see} aria-label={label}>{ heading(wait) }</button> }
}

fn short(wait: Wait) -> String {
    match wait {
        Wait::Fixed => words::time(TIMER_MS),
        Wait::Backoff(base) => words::time(base),
    }
}

fn heading(wait: Wait) -> String {
    match wait {
        Wait::Fixed => words::fixed(TIMER_MS),
        Wait::Backoff(base) => words::backoff(base),
    }
}

fn table(plot: &Plot) -> Html {
    let sides = [("left", Wait::Fixed, plot.tally(Wait::Fixed)), ("right", plot.wait, plot.tally(plot.wait))];
    let is_busy = sides.iter().any(|(_, _, tally)| !tally.is_whole());
    let [left, right] = &sides;
    let row = |kind: &'static str, label: String, counts: [u32; 2]| {
        html! {
            <tr class={kind}>{ cell(left.0, counts[0]) }<th scope="row">{ label }</th>{ cell(right.0, counts[1]) }</tr>
        }
    };
    let rows = (1..=ROUNDS_MAX).step_by(ROUNDS_A_ROW as usize).map(|least| {
        let most = least + ROUNDS_A_ROW - 1;
        row("some", format!("{least}–{most}"), [left.2.between(least, most), right.2.between(least, most)])
    });
    html! {
        <table aria-busy={is_busy.to_string()}>
            <caption>{ say!("Rounds until a value is chosen, over {seeds} seeds", seeds = SEEDS) }</caption>
            <thead><tr>
                <th scope="col" class="left">{ heading(left.1) }</th><th scope="col">{ tr!("Rounds") }</th>
                <th scope="col" class="right">{ heading(right.1) }</th>
            </tr></thead>
            <tbody>{ for rows }{ row("never", say!(in "rounds": "over {most}", most = ROUNDS_MAX), [left.2.never(), right.2.never()]) }</tbody>
            <tfoot><tr>{ foot(left.0, &left.2) }<td></td>{ foot(right.0, &right.2) }</tr></tfoot>
        </table>
    }
}

/// A bar with its number. Both sides have one scale.
fn cell(side: &'static str, count: u32) -> Html {
    let width = (count * BAR_MAX).div_ceil(SEEDS);
    html! {
        <td class={classes!("bar", side, (count == 0).then_some("zero"))}>
            <div>
                <svg width={format!("{width}%")} height="12" viewBox="0 0 1 1" preserveAspectRatio="none" aria-hidden="true">
                    <rect width="1" height="1" />
                </svg>
                <span>{ count }</span>
            </div>
        </td>
    }
}

/// What it comes to.
fn foot(side: &'static str, tally: &Tally) -> Html {
    html! { <td class={side}>{ words::summary(tally.seeds, tally.never(), tally.median(), ROUNDS_MAX) }</td> }
}
