//! The rule card: the lines of the algorithm, lit where they have just run.

use crate::player::Show;
use crate::story::language::tr;
use crate::story::words::algorithm::{self, Clause, Depth, Told, Truth};
use crate::ui::speech::use_language;
use web_sys::Element;
use yew::prelude::*;

/// What stands on the card.
#[derive(Clone, PartialEq, Properties)]
pub struct Properties {
    /// A title for each role, and its lines.
    pub card: [(&'static str, Vec<Told>); 3],
    /// The lines that are lit, each with the names of those who have just run it.
    pub lit: Vec<(Clause, String)>,
}

/// The card, with the lines of the last instant lit.
pub fn rules(show: &Show) -> Html {
    let world = show.world();
    let telling = show.telling();
    let ran = algorithm::ran_by(show.instant(), &world.cluster);
    let lit: Vec<(Clause, String)> = ran.into_iter().map(|(clause, by)| (clause, telling.nodes(by))).collect();
    html! { <RuleCard card={algorithm::card(&world, telling)} {lit} /> }
}

/// The card as a component of its own: while nothing on it changes, nothing of it is rendered again.
#[component]
fn RuleCard(properties: &Properties) -> Html {
    use_language();
    let root = use_node_ref();
    {
        let root = root.clone();
        use_effect_with(properties.lit.clone(), move |_| {
            if let Some(card) = root.cast::<Element>() {
                bring_into_view(&card);
            }
        });
    }
    html! {
        <div class="card-of-rules" ref={root}>
            { for properties.card.iter().map(|(title, lines)| html! {
                <section>
                    <h2>{ *title }</h2>
                    <ol>{ for lines.iter().map(|told| line(told, &properties.lit)) }</ol>
                </section>
            }) }
        </div>
    }
}

fn line(told: &Told, lit: &[(Clause, String)]) -> Html {
    let depth = match told.depth {
        Depth::Head => "head-line",
        Depth::Under => "under-line",
    };
    let by = lit.iter().find(|(clause, _)| *clause == told.clause).map(|(_, by)| by);
    html! {
        <li class={depth} aria-current={by.map(|_| "step")}>
            { &told.text }
            if told.truth == Truth::NotPaxos {
                { " " }<b class="not-paxos">{ tr!("not Paxos") }</b>
            }
            { for by.map(|by| html! { <>{ " " }<b class="by">{ by }</b></> }) }
        </li>
    }
}

/// Scrolls the dock, where it scrolls by itself, to the lines that are lit: to the first, where not all fit.
/// The page is left where it is.
fn bring_into_view(card: &Element) {
    let (Ok(Some(dock)), Ok(lit)) = (card.closest(".dock"), card.query_selector_all("[aria-current]")) else { return };
    if dock.scroll_height() <= dock.client_height() {
        return;
    }
    for place in (0..lit.length()).rev() {
        let Some(line) = lit.get(place).and_then(|node| wasm_bindgen::JsCast::dyn_into::<Element>(node).ok()) else {
            continue;
        };
        let (line, frame) = (line.get_bounding_client_rect(), dock.get_bounding_client_rect());
        let below = (line.bottom() - frame.bottom()).max(0.0);
        let above = (line.top() - frame.top()).min(0.0);
        dock.set_scroll_top(dock.scroll_top() + (below + above) as i32);
    }
}
