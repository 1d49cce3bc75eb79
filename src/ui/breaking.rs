//! "Break it", in place of the stage: rules to be switched off, what is searched, and what has come of it.

use super::address;
use super::focus::focus;
use super::ground::Ground;
use super::sight;
use crate::check::{Finding, Subject};
use crate::link::Link;
use crate::player::breaking::{Amount, Search, Start};
use crate::player::{BreakMsg, Breaking, Model, Msg, Setup, Show};
use crate::sim::Change;
use crate::story::language::tr;
use crate::story::print;
use crate::story::words::breaking as words;
use crate::story::words::{Vocabulary, caution, example, rule};
use crate::ui::speech::use_language;
use web_sys::{Element, HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

/// What it is shown with.
#[derive(Clone, PartialEq, Properties)]
pub struct Properties {
    /// What is set, and what has come of it.
    pub breaking: Breaking,
    /// Whether a search can start from what is on the stage.
    pub is_here_possible: bool,
    /// In whose words it is told.
    pub words: Vocabulary,
    /// The address of the page, where it has one of its own.
    pub address: Option<AttrValue>,
    /// Where the reader's wishes go.
    pub send: Callback<Msg>,
}

/// The button that leads to it.
pub fn way(breaking: &Breaking, send: &Callback<Msg>) -> Html {
    let open = send.reform(|_: MouseEvent| BreakMsg::Open.into());
    match &breaking.search {
        Search::Running(_) => way_with((words::IS_SEARCHING.said(), "…"), open),
        Search::Over(_) if !breaking.is_open && breaking.is_there && !breaking.was_seen => {
            way_with((words::HAS_FOUND.said(), "✓"), open)
        }
        _ => html! { <button class="break-open" onclick={open}>{ words::TITLE.said() }</button> },
    }
}

/// The same button where there is news of the search: by a sign, for which there is room in every head, and in words.
#[inline(never)]
fn way_with((says, sign): (&str, &str), open: Callback<MouseEvent>) -> Html {
    let title = words::TITLE.said();
    let name = format!("{title}{says}");
    html! { <button class="break-open" onclick={open} aria-label={name.clone()} title={name}>{ format!("{title} {sign}") }</button> }
}

/// The panel, where the page has an address of its own with a link to what is set.
#[inline(never)]
pub fn panel(model: &Model, ground: &Ground, send: &Callback<Msg>) -> Html {
    let (breaking, words) = (model.breaking.clone(), model.vocabulary);
    let is_here_possible = model.show().is_some_and(Show::can_be_searched);
    let address = ground.is_page().then(|| AttrValue::from(address::page()));
    html! { <BreakIt {breaking} {is_here_possible} {words} {address} send={send.clone()} /> }
}

#[component]
fn BreakIt(properties: &Properties) -> Html {
    use_language();
    let Properties { breaking, is_here_possible, words: vocabulary, address, send } = properties;
    let heading = use_node_ref();
    {
        let heading = heading.clone();
        use_effect_with((), move |()| heading.cast::<Element>().iter().for_each(focus));
    }
    let now = use_node_ref();
    use_bring(now.clone(), &breaking.search);
    let close = send.reform(|_: MouseEvent| BreakMsg::Close.into());
    html! {
        <main class="guide breaking">
            <div class="guide-head">
                <h1 ref={heading} tabindex="-1">{ words::TITLE.said() }</h1>
                <button class="close" onclick={close}>{ tr!("‹ Back to the stage") }</button>
            </div>
            <p class="lead">{ vocabulary.say(words::LEAD.said()) }</p>
            <div class="breaking-body">
                <div class="breaking-all">
                    { for SUBJECTS.into_iter().map(|subject| rules(subject, &breaking.setup, *vocabulary, send)) }
                </div>
                <section class="breaking-search" aria-label={words::SEARCH_REGION.said()}>
                    <div class="breaking-now" ref={now}>{ search(breaking, *vocabulary, send) }</div>
                    <div class="breaking-settings">
                        { settings(&breaking.setup, *is_here_possible, *vocabulary, send) }
                        { for address.iter().map(|address| link(address, breaking)) }
                    </div>
                </section>
            </div>
        </main>
    }
}

/// What can run.
const SUBJECTS: [Subject; 2] = [Subject::Decision, Subject::Log];

/// The rules of what runs, under its name.
fn rules(subject: Subject, setup: &Setup, vocabulary: Vocabulary, send: &Callback<Msg>) -> Html {
    html! {
        <section class="breaking-group" key={words::runs(subject)}>
            <h2>{ words::rules_of(subject) }</h2>
            <div class="breaking-rules">
                { for Setup::rules(subject).into_iter().map(|variants| one_rule(&variants, setup, vocabulary, send)) }
            </div>
        </section>
    }
}

/// Brings what comes of a search into sight, where that takes more than the moment in which its run opens: on a phone it
/// lies below all the rules. The focus stays on the switch.
#[hook]
fn use_bring(now: NodeRef, search: &Search) {
    let has_come = match search {
        Search::None => false,
        Search::Running(seen) => 0 < seen.spent_ms,
        Search::CalledOff(_) | Search::Over(_) | Search::Failed(_) => true,
    };
    // What came before the panel was opened once more is not news.
    let was = use_mut_ref(|| has_come);
    use_effect_with(has_come, move |&has_come| {
        if has_come && !was.replace(has_come) {
            now.cast::<Element>().filter(|now| !sight::is_seen(now)).iter().for_each(sight::bring);
        }
        *was.borrow_mut() = has_come;
    });
}

/// A rule as Paxos has it, and what can be put in its place.
fn one_rule(variants: &[Change], setup: &Setup, vocabulary: Vocabulary, send: &Callback<Msg>) -> Html {
    let Some((&paxos, wrong)) = variants.split_first() else { return html! {} };
    let is_off = wrong.iter().any(|&variant| setup.is_off(variant));
    html! {
        <section class={classes!("breaking-rule", is_off.then_some("off"))} key={words::rule(paxos)}>
            <h3>{ words::rule(paxos) }</h3>
            <p>{ vocabulary.say(&words::sentence(rule::variant(paxos))) }</p>
            <ul>{ for wrong.iter().map(|&variant| html! { <li>{ switch(variant, setup, vocabulary, send) }</li> }) }</ul>
        </section>
    }
}

/// A wrong variant as a switch: pressed, it is in force.
fn switch(variant: Change, setup: &Setup, vocabulary: Vocabulary, send: &Callback<Msg>) -> Html {
    let is_off = setup.is_off(variant);
    let press = send.reform(move |_: MouseEvent| BreakMsg::Switch(variant).into());
    let instead = caution::instead(variant).unwrap_or_default();
    html! {
        <button class="breaking-switch" onclick={press} aria-pressed={is_off.to_string()}
            data-rule={print::change(variant).trim_start_matches("rule ").to_string()}>
            <span class="track" aria-hidden="true"></span>
            <span>
                { vocabulary.say(&words::sentence(instead)) }
                { for words::misreading(variant).map(|belief| html! { <q>{ vocabulary.say(belief) }</q> }) }
                { for words::cannot(variant).map(|_| html! { <small>{ words::breaks_otherwise(variant) }</small> }) }
            </span>
        </button>
    }
}

/// How the search stands, and what can be done about it.
fn search(breaking: &Breaking, vocabulary: Vocabulary, send: &Callback<Msg>) -> Html {
    let click = |msg: BreakMsg| send.reform(move |_: MouseEvent| msg.clone().into());
    let instead = words::instead(&breaking.setup.off).unwrap_or_else(|| words::IS_PAXOS.to_string());
    html! {
        <>
            <p class="in-force">{ vocabulary.say(&instead) }</p>
            <div class={classes!("breaking-state", breaking.is_searching().then_some("runs"))}>
                { match &breaking.search {
                    Search::None => html! {},
                    Search::Running(seen) => html! { <p class="count">{ words::progress(seen.states, seen.depth, seen.spent_ms) }</p> },
                    Search::CalledOff(seen) => html! { <p>{ words::CALLED_OFF }{ " " }{ words::so_far(seen.states, seen.depth) }</p> },
                    Search::Over(says) => html! { <>{ for says.iter().map(|says| html! { <p>{ vocabulary.say(says) }</p> }) }</> },
                    Search::Failed(why) => html! { <p class="notice">{ why }</p> },
                } }
            </div>
            <p class="unseen" role="status">{ vocabulary.say(&breaking.aloud()) }</p>
            <div class="row">
                if breaking.is_searching() {
                    <button class="call-off" onclick={click(BreakMsg::CallOff)}>{ words::CALL_OFF.said() }</button>
                } else {
                    <button class="start" onclick={click(BreakMsg::Search)}>{ words::SEARCH.said() }</button>
                }
                if breaking.is_there {
                    <button class="again" onclick={click(BreakMsg::Again)}>{ words::AGAIN.said() }</button>
                }
                if !breaking.setup.off.is_empty() {
                    <button class="mend" onclick={click(BreakMsg::Mend)}>{ words::MEND.said() }</button>
                }
            </div>
        </>
    }
}

/// From where, among whom, how far, and what is looked for.
fn settings(setup: &Setup, is_here_possible: bool, vocabulary: Vocabulary, send: &Callback<Msg>) -> Html {
    html! {
        <>
            <fieldset>
                <legend>{ words::WHAT_RUNS.said() }</legend>
                { for SUBJECTS.into_iter().map(|subject| runs(subject, setup, send)) }
            </fieldset>
            <fieldset>
                <legend>{ words::FROM.said() }</legend>
                { start(Start::Beginning, words::BEGINNING.said(), setup, false, send) }
                { start(Start::Here, words::HERE.said(), setup, !is_here_possible, send) }
                if !is_here_possible {
                    <small>{ words::NOT_FROM_HERE.said() }</small>
                }
            </fieldset>
            if setup.start == Start::Beginning {
                <fieldset><legend>{ words::WHO.said() }</legend>{ for Amount::of_cluster(setup.subject).iter().map(|&it| amount(it, setup, vocabulary, send)) }</fieldset>
            }
            <fieldset>
                <legend>{ words::AT_MOST.said() }</legend>
                { for Amount::of_limits(setup.subject).iter().map(|&it| amount(it, setup, vocabulary, send)) }
            </fieldset>
            { sought(setup, vocabulary, send) }
            <p class="unit">{ example::unit(setup.subject) }</p>
        </>
    }
}

fn runs(subject: Subject, setup: &Setup, send: &Callback<Msg>) -> Html {
    let choose = send.reform(move |_: Event| BreakMsg::Take(subject).into());
    let name = words::runs(subject);
    html! { <label class="radio"><input type="radio" name="break-what" checked={setup.subject == subject} onchange={choose} />{ name }</label> }
}

fn start(start: Start, name: &'static str, setup: &Setup, disabled: bool, send: &Callback<Msg>) -> Html {
    let choose = send.reform(move |_: Event| BreakMsg::From(start).into());
    html! { <label class="radio"><input type="radio" name="break-from" checked={setup.start == start} {disabled} onchange={choose} />{ name }</label> }
}

fn amount(amount: Amount, setup: &Setup, vocabulary: Vocabulary, send: &Callback<Msg>) -> Html {
    let (least, most) = amount.range();
    let put = send.reform(move |event: Event| {
        let select = event.target_dyn_into::<HtmlSelectElement>();
        BreakMsg::Put(amount, select.and_then(|select| select.value().parse().ok())).into()
    });
    let set = setup.set(amount);
    html! {
        <label key={amount.word()}><span>{ vocabulary.say(amount.name(setup.subject)) }</span>
            <select onchange={put}>
                <option value="" selected={set.is_none()}>{ words::by_itself(setup.by_itself(amount)) }</option>
                { for (least..=most).map(|number| html! {
                    <option value={number.to_string()} selected={set == Some(number)}>{ number }</option>
                }) }
            </select>
        </label>
    }
}

fn sought(setup: &Setup, vocabulary: Vocabulary, send: &Callback<Msg>) -> Html {
    let seek = send.reform(|event: Event| {
        let select = event.target_dyn_into::<HtmlSelectElement>();
        let place = select.and_then(|select| select.value().parse::<usize>().ok());
        BreakMsg::Seek(place.and_then(|place| Finding::ALL.get(place).copied())).into()
    });
    let sought = Finding::ALL.iter().enumerate().filter(|(_, finding)| finding.has_its_place(setup.subject));
    html! {
        <fieldset>
            <legend>{ words::SOUGHT.said() }</legend>
            <select onchange={seek} aria-label={words::SOUGHT.said()}>
                <option value="" selected={setup.sought.is_none()}>{ words::WORST.said() }</option>
                { for sought.map(|(place, &finding)| html! {
                    <option value={place.to_string()} selected={setup.sought == Some(finding)}>{ vocabulary.say(example::heading(finding)) }</option>
                }) }
            </select>
        </fieldset>
    }
}

/// A link that opens this search; a sentence where there can be none.
fn link(address: &AttrValue, breaking: &Breaking) -> Html {
    let Some(link) = Link::to_search(breaking) else {
        return html! { <p class="unit">{ words::NO_LINK_FROM_HERE.said() }</p> };
    };
    let link = link.write();
    let select = Callback::from(|event: FocusEvent| {
        event.target_dyn_into::<HtmlInputElement>().iter().for_each(|input| input.select());
    });
    html! {
        <label class="breaking-link"><span>{ words::LINK.said() }</span>
            <input type="text" readonly=true value={format!("{address}#{link}")} onfocus={select} />
        </label>
    }
}
