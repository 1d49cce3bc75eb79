//! The menu of a node: what a viewer may do to it.

use super::listen::Listener;
use crate::paxos::{NodeId, Role};
use crate::player::act::VALUE_CHARS_MAX;
use crate::player::{Act, Msg, Show};
use crate::story::PollRun;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlInputElement};
use yew::prelude::*;

/// The open menu.
#[derive(Clone, PartialEq, Properties)]
pub struct Properties {
    /// The name of the node.
    pub name: AttrValue,
    /// What may be done to it.
    pub choices: Choices,
    /// The id of the node's group on the stage.
    pub anchor: AttrValue,
    /// Why the last wish could not be fulfilled.
    pub notice: Option<AttrValue>,
    /// What the reader does.
    pub send: Callback<Msg>,
}

/// What may be done to a node now.
#[derive(Clone, PartialEq)]
pub struct Choices {
    node: NodeId,
    up: bool,
    what: What,
}

/// What may be done to it while it is up, beside stopping it.
#[derive(Clone, PartialEq)]
enum What {
    /// A proposer: its timer, or why that is off; a value, and an id for it.
    Propose { timer: Result<(), &'static str>, suggestion: String, id: String, id_word: &'static str },
    /// A client: whom it may ask, and for what.
    Request { proposers: Vec<(NodeId, String)>, suggestion: String },
    /// A person of a poll: what it may back, and whom it may ask.
    Speak { suggestion: String, others: Vec<(NodeId, String)> },
    /// Nothing else.
    Nothing,
}

impl Choices {
    /// What may be done to this node at the moment that is shown.
    pub fn of(show: &Show, node: NodeId) -> Choices {
        let world = show.recording().at(show.at);
        let state = world.node(node);
        let own = state.proposer.as_ref().and_then(|proposer| proposer.disk.own);
        let knows = state.learner.as_ref().is_some_and(|learner| !learner.learned.is_empty());
        let proposers = world.cluster.all(Role::Proposer).iter();
        // A second value is the interesting one: it shows that the first is carried on.
        let used = |word: &str| world.proposed.iter().any(|&value| show.names().value(value) == word);
        let suggestion = ["cat", "dog", "owl", "fox"].into_iter().find(|word| !used(word)).unwrap_or("");
        let suggestion = suggestion.to_string();
        let timer = match (own, knows) {
            (None, _) => Err("It has nothing to propose yet: its timer is off."),
            (Some(_), true) => Err("It has learned the result: its timer is off."),
            (Some(_), false) => Ok(()),
        };
        let what = match world.cluster.role(node) {
            Role::Proposer => What::Propose {
                timer,
                suggestion,
                id: show.names().id(show.suggested_ballot(node)),
                id_word: show.vocabulary.id(),
            },
            Role::Client => {
                let proposers = proposers.map(|node| (node, show.names().node(node).to_string())).collect();
                What::Request { proposers, suggestion }
            }
            Role::Acceptor | Role::Learner => What::Nothing,
        };
        Choices { node, up: state.up, what }
    }

    /// What may be done to this person at the moment that is shown.
    pub fn of_person(show: &Show, run: &PollRun, node: NodeId) -> Choices {
        let poll = run.at(show.at);
        let others = poll.everyone().filter(|&other| other != node);
        let backs = poll.person(node).backs;
        // Something that others back already: so a majority comes about, or dissolves.
        let other = poll.tally().into_iter().map(|(value, _)| value).find(|&value| Some(value) != backs);
        let suggestion = other.map_or("cinema", |value| show.names().value(value)).to_string();
        let others = others.map(|other| (other, show.names().node(other).to_string())).collect();
        Choices { node, up: poll.person(node).up, what: What::Speak { suggestion, others } }
    }
}

/// The menu of a node.
#[component]
pub fn Menu(properties: &Properties) -> Html {
    let Properties { name, choices, anchor, notice, send } = properties;
    let root = use_node_ref();
    use_place(root.clone(), anchor.clone());
    use_close_outside(root.clone(), send.clone());
    let left = use_close_when_left(root.clone(), send.clone());
    let close = send.reform(|_: MouseEvent| Msg::CloseMenu);
    let on_key = send.clone();
    let keys = Callback::from(move |event: KeyboardEvent| {
        event.stop_propagation();
        if event.key() == "Escape" {
            on_key.emit(Msg::CloseMenu);
        }
    });
    html! {
        <div class="menu" role="dialog" aria-label={format!("What to do with {name}")} ref={root} onkeydown={keys} onfocusout={left}>
            <div class="menu-head">
                <b>{ name }</b>
                <button class="close" onclick={close} aria-label="Close">{ "×" }</button>
            </div>
            { items(choices, send) }
            <p class="notice" role="alert" hidden={notice.is_none()}>{ notice.clone().unwrap_or_default() }</p>
        </div>
    }
}

fn items(choices: &Choices, send: &Callback<Msg>) -> Html {
    let node = choices.node;
    let act = |act: Act| send.reform(move |_: MouseEvent| Msg::Act(act.clone()));
    let is_person = matches!(choices.what, What::Speak { .. });
    let (stop, start) = if is_person { ("Go away", "Come back") } else { ("Crash", "Restart") };
    if !choices.up {
        return html! { <button onclick={act(Act::Restart(node))}>{ start }</button> };
    }
    html! {
        <>
            <button onclick={act(Act::Crash(node))}>{ stop }</button>
            { more(choices, send) }
        </>
    }
}

/// What may be done beside stopping it.
fn more(choices: &Choices, send: &Callback<Msg>) -> Html {
    let node = choices.node;
    let act = |act: Act| send.reform(move |_: MouseEvent| Msg::Act(act.clone()));
    match &choices.what {
        What::Nothing => html! {},
        What::Propose { timer, suggestion, id, id_word } => html! {
            <>
                <button onclick={act(Act::Timeout(node))} disabled={timer.is_err()}
                    title="A new, higher id for its own value">{ "Let its timer fire" }</button>
                { for timer.err().map(|why| html! { <p class="note">{ why }</p> }) }
                <Wish key="propose" label="Propose" suggestion={suggestion.clone()} id={id.clone()} id_word={*id_word}
                    send={send.clone()} act={Callback::from(move |(word, id)| Act::Propose(node, word, id))} />
            </>
        },
        What::Request { proposers, suggestion } => html! {
            { for proposers.iter().map(|(proposer, name)| {
                let proposer = *proposer;
                html! {
                    <Wish key={name.clone()} label={format!("Ask {name}")} suggestion={suggestion.clone()}
                        send={send.clone()} act={Callback::from(move |(word, _)| Act::Request(node, proposer, word))} />
                }
            }) }
        },
        What::Speak { suggestion, others } => html! {
            <>
                <Wish key="back" label="Tell everybody" suggestion={suggestion.clone()}
                    send={send.clone()} act={Callback::from(move |(word, _)| Act::Back(node, word))} />
                <p class="note">{ "Ask for the result:" }</p>
                <div class="row">
                    { for others.iter().map(|(other, name)| html! {
                        <button onclick={act(Act::Ask(node, *other))} aria-label={format!("Ask {name}")}>{ name }</button>
                    }) }
                </div>
            </>
        },
    }
}

#[derive(Clone, PartialEq, Properties)]
struct WishProperties {
    label: AttrValue,
    suggestion: AttrValue,
    #[prop_or_default]
    id: Option<AttrValue>,
    #[prop_or_default]
    id_word: &'static str,
    act: Callback<(String, String), Act>,
    send: Callback<Msg>,
}

/// A value of one's own, and a button that puts it forward. What was typed stays when it is refused.
#[component]
fn Wish(properties: &WishProperties) -> Html {
    let WishProperties { label, suggestion, id, id_word, act, send } = properties;
    let id_word = *id_word;
    let value = use_state(|| suggestion.to_string());
    let number = use_state(|| id.as_ref().map(|id| id.to_string()).unwrap_or_default());
    let submit = {
        let (act, send, value, number) = (act.clone(), send.clone(), value.clone(), number.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            send.emit(Msg::Act(act.emit(((*value).clone(), (*number).clone()))));
        })
    };
    html! {
        <form onsubmit={submit}>
            <input type="text" value={(*value).clone()} oninput={typed(&value)} maxlength={VALUE_CHARS_MAX.to_string()}
                aria-label={format!("{label} this value")} autocomplete="off" spellcheck="false" />
            if id.is_some() {
                <label>{ id_word }<input class="id" type="text" value={(*number).clone()} oninput={typed(&number)}
                    inputmode="decimal" aria-label={format!("under this {id_word}")} autocomplete="off" /></label>
            }
            <button type="submit">{ label }</button>
        </form>
    }
}

/// Keeps what is typed.
fn typed(state: &UseStateHandle<String>) -> Callback<InputEvent> {
    let state = state.clone();
    Callback::from(move |event: InputEvent| {
        if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
            state.set(input.value());
        }
    })
}

/// Puts the menu beside its node, gives it the focus, and gives the focus back when it closes.
#[hook]
fn use_place(root: NodeRef, anchor: AttrValue) {
    use_effect_with(anchor, move |anchor| {
        let group = web_sys::window().and_then(|window| window.document()?.get_element_by_id(anchor));
        if let (Some(menu), Some(group)) = (root.cast::<HtmlElement>(), &group) {
            place(&menu, group);
            if let Ok(Some(first)) = menu.query_selector("button:not(.close), input") {
                focus(&first);
            }
        }
        move || {
            if let Some(group) = group {
                focus(&group);
            }
        }
    });
}

/// Positions go through the style object: a strict content security policy forbids style attributes.
fn place(menu: &HtmlElement, group: &Element) {
    let Some(parent) = menu.offset_parent() else { return };
    let (node, frame) = (group.get_bounding_client_rect(), parent.get_bounding_client_rect());
    let (width, height) = (f64::from(menu.offset_width()), f64::from(menu.offset_height()));
    let beside = node.right() - frame.left() + 8.0;
    let left = if beside + width <= frame.width() { beside } else { node.left() - frame.left() - width - 8.0 };
    let left = left.clamp(4.0, (frame.width() - width - 4.0).max(4.0));
    let top = (node.top() - frame.top()).clamp(4.0, (frame.height() - height - 4.0).max(4.0));
    let style = menu.style();
    let _ = style.set_property("left", &format!("{}px", left as i32));
    let _ = style.set_property("top", &format!("{}px", top as i32));
}

fn focus(element: &Element) {
    // Both kinds of element have the method; which one it is depends on the node.
    if let Some(html) = element.dyn_ref::<HtmlElement>() {
        let _ = html.focus();
    } else if let Some(svg) = element.dyn_ref::<web_sys::SvgElement>() {
        let _ = svg.focus();
    }
}

/// Whoever goes on by Tab leaves the menu, and it closes.
#[hook]
fn use_close_when_left(root: NodeRef, send: Callback<Msg>) -> Callback<FocusEvent> {
    Callback::from(move |event: FocusEvent| {
        let next = event.related_target().and_then(|target| target.dyn_into::<web_sys::Node>().ok());
        // Without a next element the window itself has lost the focus, and the menu waits.
        let is_left = next.is_some_and(|next| root.get().is_some_and(|menu| !menu.contains(Some(&next))));
        if is_left {
            send.emit(Msg::CloseMenu);
        }
    })
}

/// A press anywhere else closes the menu.
#[hook]
fn use_close_outside(root: NodeRef, send: Callback<Msg>) {
    use_effect_with((), move |()| {
        let document = web_sys::window().and_then(|window| window.document());
        let listener = document.map(|document| {
            Listener::new(document.into(), "pointerdown", move |event| {
                let target = event.target().and_then(|target| target.dyn_into::<web_sys::Node>().ok());
                let is_inside = root.get().is_some_and(|menu| menu.contains(target.as_ref()));
                if !is_inside {
                    send.emit(Msg::CloseMenu);
                }
            })
        });
        move || drop(listener)
    });
}
