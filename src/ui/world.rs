//! The conditions of the run: the network, the rules, who can reach whom.

use super::menu::typed;
use super::service::troubles;
use crate::paxos::NodeId;
use crate::player::{Act, Condition, Drawing, Model, Msg, Panel, Range, Show};
use crate::story::language::{say, tr};
use crate::ui::speech::use_language;
use web_sys::{Element, HtmlSelectElement, ScrollIntoViewOptions, ScrollLogicalPosition};
use yew::prelude::*;

/// The panel.
pub fn world(model: &Model, show: &Show, send: &Callback<Msg>) -> Html {
    let notice = model.notice_in(Panel::World).map(|why| AttrValue::from(why.to_string()));
    let all = show.conditions().into_iter().chain(show.rules());
    let refused = all.map(|condition| condition.begin()).find(|begin| model.notice_on(Panel::World, begin).is_some());
    let nodes = show.recording().world().cluster.nodes().map(|node| (node, show.names().node(node).to_string()));
    html! { <>
        { troubles(show, send) }
        <World conditions={show.conditions()} rules={show.rules()} cuts={show.cut_links()} nodes={nodes.collect::<Vec<_>>()}
            is_drawing={model.is_drawing} {notice} {refused} send={send.clone()} />
    </> }
}

#[derive(Clone, PartialEq, Properties)]
struct Properties {
    conditions: Vec<Condition>,
    rules: Vec<Condition>,
    /// Each link that is cut, and what heals it.
    cuts: Vec<(String, String)>,
    nodes: Vec<(NodeId, String)>,
    is_drawing: bool,
    notice: Option<AttrValue>,
    /// How the statement began that was refused.
    refused: Option<String>,
    send: Callback<Msg>,
}

/// The panel as a component of its own: while nothing in it changes, nothing of it is rendered again.
#[component]
fn World(properties: &Properties) -> Html {
    use_language();
    let Properties { conditions, rules, notice, refused, send, .. } = properties;
    let field = |condition: &Condition| {
        let wrong = notice.clone().filter(|_| refused.as_deref() == Some(&condition.begin()));
        let send = send.clone();
        html! { <Field key={condition.word.clone()} condition={condition.clone()} {wrong} {send} /> }
    };
    let at_large = notice.clone().filter(|_| refused.is_none());
    html! {
        <div class="conditions">
            <section class="network"><h2>{ tr!("In force from here on") }</h2>{ for conditions.iter().map(field) }</section>
            <section class="reach"><h2>{ tr!("Who can reach whom") }</h2>{ reach(properties) }<Do send={send.clone()} />
                <Notice why={at_large} /></section>
            <section class="the-rules"><h2>{ tr!("Rules") }</h2>{ for rules.iter().map(field) }</section>
        </div>
    }
}

#[derive(Clone, PartialEq, Properties)]
struct NoticeProperties {
    why: Option<AttrValue>,
}

/// Why the last wish was refused, below the form in which it was made. It takes room, and comes into sight.
#[component]
fn Notice(properties: &NoticeProperties) -> Html {
    use_language();
    let root = use_node_ref();
    {
        let root = root.clone();
        use_effect_with(properties.why.clone(), move |_| {
            if let Some(notice) = root.cast::<Element>() {
                // Without a text it has no place, and nothing scrolls.
                let nearest = ScrollIntoViewOptions::new();
                nearest.set_block(ScrollLogicalPosition::Nearest);
                notice.scroll_into_view_with_scroll_into_view_options(&nearest);
            }
        });
    }
    let why = &properties.why;
    let id = why.as_ref().map(|_| "world-notice");
    html! { <p class="notice" {id} role={why.is_some().then_some("alert")} ref={root} hidden={why.is_none()}>{ why.clone().unwrap_or_default() }</p> }
}

#[derive(Clone, PartialEq, Properties)]
struct FieldProperties {
    condition: Condition,
    /// Why what was wanted of it was refused.
    wrong: Option<AttrValue>,
    send: Callback<Msg>,
}

/// One condition: what is in force, and what to put in its place.
#[component]
fn Field(properties: &FieldProperties) -> Html {
    use_language();
    let FieldProperties { condition, wrong: why, send } = properties;
    let text = use_state(|| condition.now.clone());
    {
        // What was typed stays until something else is in force.
        let text = text.clone();
        use_effect_with(condition.now.clone(), move |now| text.set(now.clone()));
    }
    let select = use_node_ref();
    {
        let select = select.clone();
        use_effect_with(condition.now.clone(), move |now| {
            if let Some(select) = select.cast::<HtmlSelectElement>() {
                select.set_value(now);
            }
        });
    }
    let set = {
        let (condition, send) = (condition.clone(), send.clone());
        Callback::from(move |to: String| send.emit(Msg::Act(condition.set(&to))))
    };
    let wrong = why.as_ref().map(|_| "world-notice");
    let hint = match condition.range {
        Range::Typed(hint) => Some(hint),
        Range::Percent | Range::OneOf(_) => None,
    };
    let body = match &condition.range {
        Range::OneOf(all) => {
            let chosen = set.reform(|event: Event| {
                event.target_dyn_into::<HtmlSelectElement>().map(|select| select.value()).unwrap_or_default()
            });
            // What is in force may be said in more words than there is room for.
            let now = all.iter().find(|(word, _)| *word == condition.now).map(|(_, says)| says.as_str());
            let whole = now.map(|says| says.split_once(": ").map_or(says, |(_, clause)| clause).to_string());
            html! {
                <select ref={select} title={whole} onchange={chosen} aria-label={condition.name} aria-invalid={wrong.map(|_| "true")} aria-describedby={wrong}>
                    { for all.iter().map(|(word, says)| html! {
                        <option value={word.clone()} selected={*word == condition.now}>{ says }</option>
                    }) }
                </select>
            }
        }
        Range::Typed(_) | Range::Percent => html! {
            <input type="text" value={(*text).clone()} oninput={typed(&text)} title={hint} autocomplete="off"
                spellcheck="false" aria-invalid={wrong.map(|_| "true")} aria-describedby={wrong} />
        },
    };
    let is_typed = !matches!(condition.range, Range::OneOf(_));
    let is_new = *text != condition.now;
    let submit = Callback::from(move |event: SubmitEvent| {
        event.prevent_default();
        set.emit((*text).clone());
    });
    html! {
        <form class={classes!("field", (!condition.is_paxos).then_some("off-paxos"))} onsubmit={submit}>
            <label><span>{ condition.name }</span>{ body }</label>
            if is_typed {
                <button type="submit" disabled={!is_new} aria-label={say!("Set {condition}", condition = condition.name)}>{ tr!("Set") }</button>
            }
            if !condition.is_paxos {
                <b class="not-paxos">{ tr!("not Paxos") }</b>
            }
            if let Some(hint) = hint.filter(|_| why.is_some()) {
                <small>{ hint }</small>
            }
            <Notice why={why.clone()} />
        </form>
    }
}

/// The cuts, and the ways to make more.
fn reach(properties: &Properties) -> Html {
    let Properties { cuts, nodes, is_drawing, send, .. } = properties;
    let say = |text: String| send.reform(move |_: MouseEvent| Msg::Act(Act::Say(text.clone())));
    let (draw, word) = match is_drawing {
        true => (Drawing::Leave, tr!("Stop drawing")),
        false => (Drawing::Begin, tr!("Draw a cut")),
    };
    html! {
        <>
            if cuts.is_empty() {
                <p class="none-yet">{ tr!("Everybody can reach everybody.") }</p>
            } else {
                <ul class="cuts">
                    { for cuts.iter().map(|(link, heal)| html! {
                        <li>{ tr!("Cut: ") }{ link }<button onclick={say(heal.clone())} aria-label={say!("Heal {link}", link)}>{ tr!("Heal") }</button></li>
                    }) }
                </ul>
                <button onclick={say("heal".to_string())}>{ tr!("Heal all") }</button>
            }
            <button onclick={send.reform(move |_: MouseEvent| Msg::Draw(draw))} aria-pressed={is_drawing.to_string()}>{ word }</button>
            <Sides nodes={nodes.clone()} send={send.clone()} />
        </>
    }
}

#[derive(Clone, PartialEq, Properties)]
struct SidesProperties {
    nodes: Vec<(NodeId, String)>,
    send: Callback<Msg>,
}

/// A partition by choosing sides.
#[component]
fn Sides(properties: &SidesProperties) -> Html {
    use_language();
    let SidesProperties { nodes, send } = properties;
    let sides = use_state(Vec::<String>::new);
    let side_of = |place: usize| sides.get(place).cloned().unwrap_or_default();
    let of = |side: &str| {
        let on_it = nodes.iter().enumerate().filter(|(place, _)| side_of(*place) == side);
        on_it.map(|(_, (_, name))| name.clone()).collect::<Vec<_>>()
    };
    let part = {
        let (send, (left, right)) = (send.clone(), (of("left"), of("right")));
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            send.emit(Msg::Act(Act::partition(&left, &right)));
        })
    };
    let choice = |(place, (_, name)): (usize, &(NodeId, String))| {
        let (own, state, count) = (side_of(place), sides.clone(), nodes.len());
        let chosen = Callback::from(move |event: Event| {
            let mut all = (*state).clone();
            all.resize(count, String::new());
            all[place] = event.target_dyn_into::<HtmlSelectElement>().map(|select| select.value()).unwrap_or_default();
            state.set(all);
        });
        html! {
            <label>{ name }
                <select onchange={chosen} aria-label={name.clone()}>
                    { for [("", "–"), ("left", tr!(in "a side": "left")), ("right", tr!(in "a side": "right"))].into_iter().map(|(side, word)| html! {
                        <option value={side} selected={side == own}>{ word }</option>
                    }) }
                </select>
            </label>
        }
    };
    html! {
        <form class="sides" onsubmit={part}>
            <fieldset><legend>{ tr!("Or choose sides (– is neither)") }</legend>{ for nodes.iter().enumerate().map(choice) }</fieldset>
            <button type="submit">{ tr!("Partition") }</button>
        </form>
    }
}

#[derive(Clone, PartialEq, Properties)]
struct DoProperties {
    send: Callback<Msg>,
}

/// Any statement of the scene language.
#[component]
fn Do(properties: &DoProperties) -> Html {
    use_language();
    let text = use_state(String::new);
    let submit = {
        let (send, text) = (properties.send.clone(), (*text).clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            send.emit(Msg::Act(Act::Say(text.clone())));
        })
    };
    html! {
        <form class="do" onsubmit={submit}>
            <label><span>{ tr!("Do, in the words of scenes") }</span>
                <input type="text" value={(*text).clone()} oninput={typed(&text)} placeholder="crash A1 A2" autocomplete="off" spellcheck="false" />
            </label>
            <button type="submit">{ tr!("Do") }</button>
        </form>
    }
}
