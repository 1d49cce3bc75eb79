//! The menu of a node: what a viewer may do to it.

use super::link::LinkForm;
use super::why::ask;
use crate::paxos::{NodeId, Role};
use crate::player::{Act, LinkTo, Msg, OfClient, OfReplica, Question, Show};
use crate::story::PollRun;
use crate::story::language::{say, tr};
use crate::story::words::state::INSPECT;
use crate::ui::speech::use_language;
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// What may be done to a node now.
#[derive(Clone, PartialEq)]
pub struct Choices {
    node: NodeId,
    up: bool,
    what: What,
    /// Whether there is a panel that shows what it has on its disk.
    inspects: bool,
    /// Its name, and its links to all others; none among people.
    links: (String, Vec<LinkTo>),
    /// What can be asked of it.
    question: Option<Question>,
}

/// What may be done to it while it is up, beside stopping it.
#[derive(Clone, PartialEq)]
enum What {
    /// A proposer: its timer, or why that is off; a value, and an id for it.
    Propose { timer: Result<(), &'static str>, suggestion: String, id: String, id_word: &'static str },
    /// A client: whom it may ask, and for what.
    Request { proposers: Vec<(NodeId, String)>, suggestion: String },
    /// A replica.
    Lead { of: OfReplica, name: String },
    /// A client of replicas.
    Command(OfClient),
    /// A person of a poll: what it may back, and whom it may ask.
    Speak { suggestion: String, others: Vec<(NodeId, String)> },
    /// Nothing else.
    Nothing,
}

impl Choices {
    /// What may be done to this node at the moment that is shown.
    #[inline(never)]
    pub fn of(show: &Show, node: NodeId, inspects: bool) -> Choices {
        let world = show.world();
        let state = world.node(node);
        let own = state.proposer.as_ref().and_then(|proposer| proposer.disk.own);
        let knows = state.learner.as_ref().is_some_and(|learner| !learner.learned.is_empty());
        let proposers = world.cluster.all(Role::Proposer).iter();
        // A second value is the interesting one: it shows that the first is carried on.
        let used = |word: &str| world.proposed.iter().any(|&value| show.names().value(value) == word);
        let suggestion = ["cat", "dog", "owl", "fox"].into_iter().find(|word| !used(word)).unwrap_or("");
        let suggestion = suggestion.to_string();
        let timer = match (own, knows) {
            (None, _) => Err(tr!("It has nothing to propose yet: its timer is off.")),
            (Some(_), true) => Err(tr!("It has learned the result: its timer is off.")),
            (Some(_), false) => Ok(()),
        };
        let what = match world.cluster.role(node) {
            Role::Proposer => {
                What::Propose { timer, suggestion, id: show.suggested_id(node), id_word: show.vocabulary.id() }
            }
            Role::Client if state.client.is_some() => show.of_client(node).map_or(What::Nothing, What::Command),
            Role::Client => {
                let proposers = proposers.map(|node| (node, show.names().node(node).to_string())).collect();
                What::Request { proposers, suggestion }
            }
            Role::Replica => What::Lead { of: show.of_replica(node), name: show.names().node(node).to_string() },
            Role::Acceptor | Role::Learner => What::Nothing,
        };
        let links = (show.names().node(node).to_string(), show.links_of(node));
        Choices { node, up: state.up, what, inspects, links, question: show.question_of(node) }
    }

    /// What may be done to this person at the moment that is shown.
    #[inline(never)]
    pub fn of_person(show: &Show, run: &PollRun, node: NodeId) -> Choices {
        let poll = run.at(show.at);
        let others = poll.everyone().filter(|&other| other != node);
        let backs = poll.person(node).backs;
        // Something that others back already: so a majority comes about, or dissolves.
        let other = poll.tally().into_iter().map(|(value, _)| value).find(|&value| Some(value) != backs);
        let suggestion = other.map_or("cinema", |value| show.names().value(value)).to_string();
        let others = others.map(|other| (other, show.names().node(other).to_string())).collect();
        let links = (String::new(), Vec::new());
        let what = What::Speak { suggestion, others };
        Choices { node, up: poll.person(node).up, what, inspects: false, links, question: None }
    }
}

/// What stands in the menu of a node.
#[inline(never)]
pub fn items(choices: &Choices, send: &Callback<Msg>) -> Html {
    let node = choices.node;
    let act = |act: Act| send.reform(move |_: MouseEvent| Msg::Act(act.clone()));
    let is_person = matches!(choices.what, What::Speak { .. });
    let (stop, start) = if is_person { (tr!("Go away"), tr!("Come back")) } else { (tr!("Crash"), tr!("Restart")) };
    if !choices.up {
        let restart = html! { <button onclick={act(Act::Restart(node))}>{ start }</button> };
        return html! {
            <>{ restart }{ question(choices, send) }{ inspect(choices, send) }{ links(choices, send) }</>
        };
    }
    html! {
        <>
            <button onclick={act(Act::Crash(node))}>{ stop }</button>
            { more(choices, send) }
            { question(choices, send) }
            { inspect(choices, send) }
            { links(choices, send) }
        </>
    }
}

/// What can be asked of it.
fn question(choices: &Choices, send: &Callback<Msg>) -> Html {
    choices.question.as_ref().map_or(html! {}, |question| ask(question, false, send))
}

/// The way to what it has on its disk and in its memory: nodes of Paxos have one, people none.
fn inspect(choices: &Choices, send: &Callback<Msg>) -> Html {
    if !choices.inspects {
        return html! {};
    }
    let node = choices.node;
    html! { <button onclick={send.reform(move |_: MouseEvent| Msg::Inspect(node))}>{ INSPECT.said() }</button> }
}

/// Its links to others.
fn links(choices: &Choices, send: &Callback<Msg>) -> Html {
    let (name, links) = &choices.links;
    if links.is_empty() {
        return html! {};
    }
    html! { <LinkForm name={name.clone()} links={links.clone()} send={send.clone()} /> }
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
                    title={tr!("A new, higher id for its own value")}>{ tr!("Let its timer fire") }</button>
                { for timer.err().map(|why| html! { <p class="note">{ why }</p> }) }
                <Wish key="propose" label={tr!("Propose")} names_value={tr!("Propose this value")} suggestion={suggestion.clone()} id={id.clone()} id_word={*id_word}
                    send={send.clone()} act={Callback::from(move |(word, id)| Act::Propose(node, word, id))} />
            </>
        },
        What::Request { proposers, suggestion } => html! {
            { for proposers.iter().map(|(proposer, name)| {
                let proposer = *proposer;
                html! {
                    <Wish key={name.clone()} label={say!("Ask {name}", name)} names_value={say!("Ask {name} this value", name)} suggestion={suggestion.clone()}
                        send={send.clone()} act={Callback::from(move |(word, _)| Act::Request(node, proposer, word))} />
                }
            }) }
        },
        What::Lead { of, name } => html! {
            <>
                <button onclick={act(Act::Timeout(node))} title={tr!("Phase 1 under a new, higher id")}>{ tr!("Try to lead now") }</button>
                if of.leads {
                    <button onclick={act(Act::Say(format!("heartbeat {name}")))}
                        title={tr!("It lets itself be heard, and sends again what has no quorum")}>{ tr!("Heartbeat now") }</button>
                }
            </>
        },
        What::Command(of) => html! {
            <>
                if let Some(waits) = &of.waits {
                    <button onclick={act(Act::Timeout(node))} title={tr!("The same command, to the next replica")}>
                        { say!("Ask again for {waits}", waits) }</button>
                }
                <Wish key="command" label={tr!("Ask for")} names_value={tr!("Ask for this value")} suggestion={of.suggestion.clone()} to={of.replicas.clone()}
                    send={send.clone()} act={Callback::from(move |(word, to): (String, String)| {
                        Act::Request(node, NodeId(to.parse().unwrap_or(0)), word)
                    })} />
            </>
        },
        What::Speak { suggestion, others } => html! {
            <>
                <Wish key="back" label={tr!("Tell everybody")} names_value={tr!("Tell everybody this value")} suggestion={suggestion.clone()}
                    send={send.clone()} act={Callback::from(move |(word, _)| Act::Back(node, word))} />
                <p class="note">{ tr!("Ask for the result:") }</p>
                <div class="row">
                    { for others.iter().map(|(other, name)| html! {
                        <button onclick={act(Act::Ask(node, *other))} aria-label={say!(in "the result": "Ask {name}", name)}>{ name }</button>
                    }) }
                </div>
            </>
        },
    }
}

#[derive(Clone, PartialEq, Properties)]
struct WishProperties {
    label: AttrValue,
    /// What the field of the value is called.
    names_value: AttrValue,
    suggestion: AttrValue,
    #[prop_or_default]
    id: Option<AttrValue>,
    #[prop_or_default]
    id_word: &'static str,
    /// Whom it may be put to; a button for each then, whose number stands in the place of the id.
    #[prop_or_default]
    to: Vec<(NodeId, String)>,
    act: Callback<(String, String), Act>,
    send: Callback<Msg>,
}

/// A value of one's own, and a button that puts it forward. What was typed stays when it is refused.
#[component]
fn Wish(properties: &WishProperties) -> Html {
    use_language();
    let WishProperties { label, names_value, suggestion, id, id_word, to, act, send } = properties;
    let id_word = *id_word;
    let value = use_state(|| suggestion.to_string());
    let number = use_state(|| id.as_ref().map(|id| id.to_string()).unwrap_or_default());
    let submit = {
        let (act, send, value, number) = (act.clone(), send.clone(), value.clone(), number.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let pressed = event.submitter().and_then(|button| button.get_attribute("value"));
            let number = pressed.unwrap_or_else(|| (*number).clone());
            send.emit(Msg::Act(act.emit(((*value).clone(), number))));
        })
    };
    html! {
        <form onsubmit={submit}>
            <input type="text" value={(*value).clone()} oninput={typed(&value)}
                aria-label={names_value} autocomplete="off" spellcheck="false" />
            if id.is_some() {
                <label>{ id_word }<input class="id" type="text" value={(*number).clone()} oninput={typed(&number)}
                    inputmode="decimal" aria-label={say!("under this {id_word}", id_word)} autocomplete="off" /></label>
            }
            if to.is_empty() {
                <button type="submit">{ label }</button>
            } else {
                <div class="row asks">
                    <span class="note">{ tr!("Ask") }</span>
                    { for to.iter().map(|(node, name)| html! {
                        <button type="submit" value={node.0.to_string()} aria-label={say!("Ask {name}", name)}>{ name }</button>
                    }) }
                </div>
            }
        </form>
    }
}

/// Keeps what is typed.
pub fn typed(state: &UseStateHandle<String>) -> Callback<InputEvent> {
    let state = state.clone();
    Callback::from(move |event: InputEvent| {
        if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
            state.set(input.value());
        }
    })
}
