//! Two runs side by side, in place of the stage: what differs, both pictures, their log, one bar below.

use super::controls::{clock, speed};
use super::ground;
use super::later;
use super::stage::Stage;
use crate::paxos::{Nacks, QuorumSize};
use crate::player::compare::{Comparison, Log, Other, Row};
use crate::player::{CompareMsg, Model, Msg, Side};
use crate::sim::Change;
use crate::story::conditions::by_default;
use crate::story::language::{say, tr};
use crate::story::print;
use crate::story::words::beside::seconds;
use crate::story::words::{breaking, rule as rule_words};
use crate::ui::speech::use_language;
use crate::view::{self, Height, Shape, Tableau};
use std::ops::Range;
use std::rc::Rc;
use web_sys::{Element, HtmlElement, HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

/// The button that opens a comparison, which has the focus again when it is closed.
const BUTTON: &str = "compare";

/// Opens a comparison of the run on show.
pub fn button(send: &Callback<Msg>) -> Html {
    let open = send.reform(|_: MouseEvent| CompareMsg::Open(Vec::new()).into());
    html! { <button id={BUTTON} onclick={open}>{ tr!("Compare") }</button> }
}

/// What has just happened on both sides, for one who hears the page.
#[inline(never)]
pub fn just_now(both: &Comparison) -> String {
    let Some(row) = both.current().map(|place| both.log.rows[place]) else { return String::new() };
    let said =
        |side| both.log.entry(&row, side).map_or_else(|| tr!("nothing.").to_string(), |entry| entry.told.why.join(" "));
    match (row.is_equal, row.is_left_out) {
        (true, _) => say!("Both: {said}", said = said(Side::Left)),
        (false, true) => say!("Left: {left} Right: this is left out.", left = said(Side::Left)),
        (false, false) => say!("Left: {left} Right: {right}", left = said(Side::Left), right = said(Side::Right)),
    }
}

/// The two runs, and everything about them.
pub fn compare(model: &Model, both: &Comparison, is_narrow: bool, send: &Callback<Msg>) -> Html {
    let click = |msg: CompareMsg| send.reform(move |_: MouseEvent| msg.clone().into());
    let keep = if both.other == Other::Twin { tr!("Open the scene on the right") } else { tr!("Keep the other run") };
    html! {
        <>
            <main class="comparison">
                <div class="comparison-head">
                    <Heading says={if both.other == Other::Twin { tr!("Two scenes side by side") } else { tr!("Compare with") }} />
                    { form(both, is_narrow, send) }
                    <div class="ways-out">
                        <button onclick={click(CompareMsg::Keep)}>{ keep }</button>
                        <button class="home" onclick={click(CompareMsg::Close)}>{ tr!("‹ Back to the run") }</button>
                    </div>
                </div>
                <div class="both-sides">{ for Side::BOTH.into_iter().map(|side| one_side(both, side, is_narrow)) }</div>
                <div class="verdict-of-both">
                    <p class="parting" role="status">{ both.parting() }</p>
                    if both.log.first_difference().is_some() {
                        <button onclick={click(CompareMsg::GoToDifference)}>{ tr!("Go to the first difference") }</button>
                    }
                    { for both.left_out.iter().map(|says| html! { <p class="left-out">{ says }</p> }) }
                    { for both.stop.iter().map(|stop| html! { <p class="stop">{ tr!("Right, at ") }{ seconds(stop.at.time) }{ ": " }{ &stop.says }</p> }) }
                </div>
                <LogOfBoth log={both.log.clone()} captions={both.captions.clone()} listed={both.listed()} done={both.done()}
                    at={both.current()} send={send.clone()} />
            </main>
            { controls(model, both, send) }
        </>
    }
}

#[derive(Clone, PartialEq, Properties)]
struct HeadingProperties {
    says: AttrValue,
}

/// The heading has the focus when the comparison opens, and the button that opened it when it closes.
#[component]
fn Heading(properties: &HeadingProperties) -> Html {
    use_language();
    let heading = use_node_ref();
    {
        let heading = heading.clone();
        use_effect_with((), move |()| {
            let heading = heading.cast::<HtmlElement>();
            let page = heading.as_ref().and_then(|heading| heading.closest(".page").ok().flatten());
            focus(heading);
            // The button is there again when all else has been drawn.
            let back = move || focus(page.and_then(|page| ground::find(&page, &format!("#{BUTTON}"))));
            || later::later(0, back)
        });
    }
    html! { <h1 ref={heading} tabindex="-1">{ &properties.says }</h1> }
}

fn focus(element: Option<HtmlElement>) {
    // What is gone cannot have the focus, and that is all.
    let _ = element.map(|element| element.focus());
}

/// What is to differ. Changes apply at once.
fn form(both: &Comparison, is_narrow: bool, send: &Callback<Msg>) -> Html {
    if both.other == Other::Twin {
        return html! {};
    }
    let (here, _) = both.condition(&Change::Seed(0));
    let typed = send.reform(|event: InputEvent| {
        let input = event.target_dyn_into::<HtmlInputElement>();
        CompareMsg::Seed(input.map(|input| input.value()).unwrap_or_default()).into()
    });
    let is_wrong = both.refused.is_some();
    html! {
        <fieldset class="what-differs" aria-label={tr!("What is to differ on the right")}>
            { rule(both, is_narrow, send) }
            { quorum(both, send) }
            { nacks(both, send) }
            <label>{ tr!("Seed ") }
                <input type="text" inputmode="numeric" value={both.typed.clone()} placeholder={number_of(here)} oninput={typed}
                    aria-invalid={is_wrong.then_some("true")} aria-describedby={is_wrong.then_some("seed-refused")} />
            </label>
            { for both.refused.iter().map(|why| html! { <span class="notice" id="seed-refused" role="alert">{ why }</span> }) }
        </fieldset>
    }
}

fn number_of(seed: Change) -> Option<String> {
    if let Change::Seed(seed) = seed { Some(seed.to_string()) } else { None }
}

/// What is chosen in a list, by its place in it; none for its first line.
fn chosen(event: &Event) -> Option<usize> {
    let select = event.target_dyn_into::<HtmlSelectElement>()?;
    usize::try_from(select.selected_index()).ok()?.checked_sub(1)
}

/// A list whose first line leaves everything as it is on the left.
fn list(label: &'static str, first: &str, lines: &[String], at: Option<usize>, on: Callback<Option<usize>>) -> Html {
    let pick = on.reform(|event: Event| chosen(&event));
    html! {
        <label>{ label }{ " " }
            <select onchange={pick}>
                <option selected={at.is_none()}>{ first }</option>
                { for lines.iter().enumerate().map(|(place, line)| html! { <option selected={at == Some(place)}>{ line }</option> }) }
            </select>
        </label>
    }
}

/// Which rule differs, and in which variant. Where a list has no room for what is done under it, that stands below.
fn rule(both: &Comparison, is_narrow: bool, send: &Callback<Msg>) -> Html {
    let all = both.rules();
    let differs = both.rule();
    let at = differs.and_then(|rule| all.iter().position(|(_, variants)| variants.contains(&rule)));
    let about = |(name, variants): &(&str, Vec<Change>)| format!("{} ({name})", breaking::rule(variants[0]));
    let names: Vec<String> = all.iter().map(about).collect();
    let variants = at.map(|at| all[at].1.clone()).unwrap_or_default();
    let pick = send.reform(|place: Option<usize>| CompareMsg::Rule(place).into());
    let vary = {
        let variants = variants.clone();
        send.reform(move |event: Event| {
            let select = event.target_dyn_into::<HtmlSelectElement>();
            let place = select.and_then(|select| usize::try_from(select.selected_index()).ok());
            place
                .and_then(|place| variants.get(place))
                .map_or(CompareMsg::Rule(None), |it| CompareMsg::Variant(*it))
                .into()
        })
    };
    html! {
        <>
            { list(tr!("Rule"), tr!(in "a comparison": "same"), &names, at, pick) }
            if !variants.is_empty() {
                <label>{ tr!("Variant ") }
                    <select onchange={vary}>
                        { for variants.iter().map(|variant| html! {
                            <option selected={differs == Some(*variant)}>{ variant_name(variant, both) }if !is_narrow { { ": " }{ done_under(variant, both) } }</option>
                        }) }
                    </select>
                </label>
                if is_narrow {
                    <span class="variant-says">{ for differs.map(|variant| done_under(&variant, both)) }</span>
                }
            }
        </>
    }
}

/// The last word of `rule accept always`, whether that is Paxos, and how it is on the left.
fn variant_name(variant: &Change, both: &Comparison) -> String {
    let said = print::change(*variant);
    let name = said.rsplit(' ').next().unwrap_or(&said).to_string();
    match (*variant == by_default(variant), both.is_as_on_the_left(variant)) {
        (true, true) => say!("{name} (Paxos, as on the left)", name),
        (true, false) => say!("{name} (Paxos)", name),
        (false, true) => say!("{name} (as on the left)", name),
        (false, false) => name,
    }
}

/// What is done under a variant of a rule.
fn done_under(variant: &Change, both: &Comparison) -> String {
    both.show(Side::Left).telling().say(rule_words::variant(*variant)).into_owned()
}

fn quorum(both: &Comparison, send: &Callback<Msg>) -> Html {
    let sizes: Vec<QuorumSize> = std::iter::once(QuorumSize::Majority)
        .chain((1..=both.count_acceptors()).map(|size| QuorumSize::Sizes { prepare: size, accept: size }))
        .collect();
    let lines: Vec<String> =
        sizes.iter().map(|size| print::change(Change::Quorum(*size)).replace("quorum ", "")).collect();
    let wanted = both.wanted(&Change::Quorum(QuorumSize::Majority));
    let at = sizes.iter().position(|size| wanted == Some(Change::Quorum(*size)));
    let on = send.reform(move |place: Option<usize>| {
        CompareMsg::Quorum(place.and_then(|place| sizes.get(place).copied())).into()
    });
    list(tr!("Quorum"), tr!(in "a comparison": "same"), &lines, at, on)
}

fn nacks(both: &Comparison, send: &Callback<Msg>) -> Html {
    const BOTH: [Nacks; 2] = [Nacks::Off, Nacks::On];
    let wanted = both.wanted(&Change::Nacks(Nacks::Off));
    let at = BOTH.iter().position(|nacks| wanted == Some(Change::Nacks(*nacks)));
    let on =
        send.reform(|place: Option<usize>| CompareMsg::Nacks(place.and_then(|place| BOTH.get(place).copied())).into());
    let names = [tr!(in "NACKs": "off"), tr!(in "NACKs": "on")].map(str::to_string);
    list("NACKs", tr!(in "a comparison": "same"), &names, at, on)
}

/// A run: what differs, its picture, how it ends.
fn one_side(both: &Comparison, side: Side, is_narrow: bool) -> Html {
    let show = both.show(side);
    let caption = &both.captions[side as usize];
    let shape = if is_narrow { Shape::Tall } else { Shape::Wide };
    let tableau = Tableau::of(show);
    let layout = view::layout::Layout::of(&tableau, shape, Height::Scarce);
    let still = Rc::new(view::aside(view::still(&tableau, &layout), side.word()));
    let moving = Rc::new(view::aside(view::moving(&tableau, &layout), side.word()));
    let (name, label) = match side {
        Side::Left => (tr!("The run on the left"), say!("The stage on the left: {caption}", caption)),
        Side::Right => (tr!("The run on the right"), say!("The stage on the right: {caption}", caption)),
    };
    html! {
        <section class={classes!("side", side.word())} aria-label={name}>
            <div class="side-head">
                <h2>{ heading(&both.captions, side) }</h2>
                { for show.cautions().into_iter().map(|caution| html! { <p class="caution">{ caution }</p> }) }
            </div>
            <div class="figure"><Stage {still} {moving} {label} open={None} /></div>
            <p class="ends"><span>{ tr!("At the end: ") }</span>{ both.ends(side).join(" ") }</p>
        </section>
    }
}

/// What the log of both runs is shown with.
#[derive(Clone, PartialEq, Properties)]
struct LogProperties {
    log: Log,
    captions: [String; 2],
    /// The rows that are listed.
    listed: Range<usize>,
    /// How many have been done.
    done: usize,
    /// What has just happened.
    at: Option<usize>,
    send: Callback<Msg>,
}

/// What happens in both runs, row by row. While nothing happens, nothing of it is rendered again. It scrolls by itself
/// to what has just happened.
#[component]
fn LogOfBoth(properties: &LogProperties) -> Html {
    use_language();
    let LogProperties { log, captions, listed, at, .. } = properties;
    let frame = use_node_ref();
    {
        let frame = frame.clone();
        use_effect_with(*at, move |_| {
            if let Some(frame) = frame.cast::<Element>() {
                bring_into_view(&frame);
            }
        });
    }
    let first = log.first_difference();
    let hidden = |count: usize, says: fn(usize) -> String| (0 < count).then(|| remark("more", says(count)));
    html! {
        <div class="log-of-both" ref={frame} tabindex="0" role="region" aria-label={tr!("Log of both runs")}>
            <table role="table">
                <caption>{ tr!("What happens in both runs") }</caption>
                <thead role="rowgroup"><tr role="row">
                    <th role="columnheader">{ tr!("Time") }</th>
                    <th role="columnheader"><span class="unseen">{ tr!("Same or different") }</span></th>
                    { for Side::BOTH.into_iter().map(|side| html! { <th role="columnheader">{ heading(captions, side) }</th> }) }
                </tr></thead>
                <tbody role="rowgroup">
                    { for hidden(listed.start, earlier) }
                    { for listed.clone().map(|place| html! {
                        <>
                            if first == Some(place) {
                                { remark("parting-line", tr!("▼ Here the runs part ▼").to_string()) }
                            }
                            { row(properties, place) }
                        </>
                    }) }
                    { for hidden(log.rows.len() - listed.end, later) }
                </tbody>
            </table>
        </div>
    }
}

/// That so many rows before those that are listed are not.
fn earlier(count: usize) -> String {
    say!("{count} earlier rows are not listed here.", count)
}

/// That so many after them are not.
fn later(count: usize) -> String {
    say!("{count} later rows are not listed here.", count)
}

fn remark(class: &'static str, says: String) -> Html {
    html! { <tr role="row" {class}><td role="cell" colspan="4">{ says }</td></tr> }
}

fn heading(captions: &[String; 2], side: Side) -> String {
    let name = if side == Side::Left { tr!("Left") } else { tr!("Right") };
    format!("{name}: {}", captions[side as usize])
}

fn row(LogProperties { log, done, at, send, .. }: &LogProperties, place: usize) -> Html {
    let row = log.rows[place];
    let go = send.reform(move |_: MouseEvent| CompareMsg::GoTo(place).into());
    let (sign, says) = match (row.is_equal, row.is_left_out) {
        (true, _) => ("=", tr!("the same")),
        (false, true) => ("∅", tr!("left out on the right")),
        (false, false) => ("≠", tr!("different")),
    };
    let class = classes!(row.is_equal.then_some("same"), (*done <= place).then_some("later"));
    html! {
        <tr role="row" {class} onclick={go} aria-current={(*at == Some(place)).then_some("step")}>
            <th role="rowheader">{ seconds(row.time) }</th>
            <td role="cell" class="sign"><span role="img" aria-label={says}>{ sign }</span></td>
            if row.is_equal {
                <td role="cell" class="says" colspan="2" data-side={tr!("Both")}>{ cell(log, &row, Side::Left) }</td>
            } else {
                <td role="cell" class="says" data-side={tr!("Left")}>{ cell(log, &row, Side::Left) }</td>
                <td role="cell" class="says" data-side={tr!("Right")}>{ cell(log, &row, Side::Right) }</td>
            }
        </tr>
    }
}

fn cell(log: &Log, row: &Row, side: Side) -> Html {
    match log.entry(row, side) {
        None if row.is_left_out => html! { <span class="nothing">{ tr!("(left out)") }</span> },
        None => html! { <span class="nothing">{ "–" }</span> },
        Some(entry) => html! { { entry.told.why.join(" ") } },
    }
}

/// Scrolls the frame, and nothing around it, to the row that has just happened; to its beginning, where none has.
fn bring_into_view(frame: &Element) {
    let Ok(Some(row)) = frame.query_selector("[aria-current]") else {
        frame.set_scroll_top(0);
        return;
    };
    let (row, around) = (row.get_bounding_client_rect(), frame.get_bounding_client_rect());
    let middle = (row.top() + row.bottom()) / 2.0 - (around.top() + around.bottom()) / 2.0;
    frame.set_scroll_top(frame.scroll_top() + middle as i32);
}

/// The bar below: steps, play, the scrubber over both runs, speed.
fn controls(model: &Model, both: &Comparison, send: &Callback<Msg>) -> Html {
    let click = |msg: Msg| send.reform(move |_: MouseEvent| msg.clone());
    let (label, shown) =
        if model.is_playing() { (tr!("Pause"), tr!("❚❚ Pause")) } else { (tr!("Play"), tr!("▶ Play")) };
    html! {
        <footer class="controls" aria-label={tr!("Controls")}>
            <div class="buttons">
                <button onclick={click(Msg::StepBack)} aria-label={tr!("Step back")} title={tr!("Step back (,)")}>{ tr!("◂ Step") }</button>
                <button class="play" onclick={click(Msg::PlayOrPause)} aria-label={label} title={tr!("Play or pause (Space)")}>{ shown }</button>
                <button onclick={click(Msg::StepForward)} aria-label={tr!("Step forward")} title={tr!("Step forward (.)")}>{ tr!("Step ▸") }</button>
            </div>
            { scrubber(model, both, send) }
            <div class="facts"><span class="time">{ clock(model, both.time()) }</span>{ speed(model, send) }</div>
        </footer>
    }
}

/// Both runs as a track, with the first difference on it.
fn scrubber(model: &Model, both: &Comparison, send: &Callback<Msg>) -> Html {
    let end = both.end().max(1);
    let at = |time: u32| (u64::from(time) * 1000 / u64::from(end)).to_string();
    let seek = send.reform(|event: InputEvent| {
        let input = event.target_dyn_into::<HtmlInputElement>();
        Msg::Seek(input.map_or(0, |input| input.value_as_number().max(0.0) as u32))
    });
    let first = both.log.first_difference().map(|first| both.log.rows[first].time);
    let now = clock(model, both.time());
    let told = match first {
        Some(first) => {
            say!("{time}; the runs part at {parting}", time = now, parting = seconds(first))
        }
        None => now,
    };
    html! {
        <div class="scrubber">
            <svg viewBox="0 0 1000 20" preserveAspectRatio="none" aria-hidden="true">
                <rect class="f-faint" x="0" y="7" width="1000" height="6" />
                <rect class="f-ink" x="0" y="7" width={at(both.time())} height="6" />
                { for first.map(|first| html! { <rect class="f-lost" x={at(first)} y="0" width="4" height="20" /> }) }
            </svg>
            <input type="range" min="0" max={end.to_string()} step="10" value={both.time().to_string()} oninput={seek}
                aria-label={tr!("Time")} aria-valuetext={told} />
        </div>
    }
}
