//! The stage with what opens on it.

use super::figure::Asks;
use super::stage::Stage;
use super::touch::{OnStage, draw_layer, menu};
use crate::link::look::Interact;
use crate::player::{Light, Model, Msg, Show};
use crate::story::language::say;
use crate::view::layout::Layout;
use crate::view::{self, Height, Shape, Tableau};
use std::rc::Rc;
use yew::prelude::*;

/// The room that there is for the stage.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Room {
    /// Whether the window is as narrow as a phone's.
    pub is_narrow: bool,
    /// Whether it is for a hall: the text stands below the stage, which is lower and wider.
    pub is_hall: bool,
}

/// The stage, with the menu or the layer that is open on it.
pub fn theatre(model: &Model, show: &Show, room: Room, interact: Interact, send: &Callback<Msg>) -> Html {
    let light = Rc::new(model.lighting.light(show));
    let on_stage = || stage(model, show, room, &light);
    html! {
        <main class="theatre">
            <div class="figure">{ figure((model, show), on_stage(), light.clone(), interact, send) }{ menu(model, show, on_stage, send) }</div>
        </main>
    }
}

/// What stands on the stage, and where.
fn stage(model: &Model, show: &Show, room: Room, light: &Light) -> OnStage {
    let shape = if room.is_narrow { Shape::Tall } else { Shape::Wide };
    let tableau = Tableau::lit(show, light);
    let height = match (room.is_hall, model.panels.is_any_open(show)) {
        (true, _) => Height::Hall,
        (false, true) => Height::Scarce,
        (false, false) => Height::Ample,
    };
    let layout = Layout::of(&tableau, shape, height);
    (tableau, layout)
}

fn figure(
    (model, show): (&Model, &Show),
    (tableau, layout): OnStage,
    light: Rc<Light>,
    interact: Interact,
    send: &Callback<Msg>,
) -> Html {
    let still = Rc::new(view::still(&tableau, &layout));
    let moving = Rc::new(view::moving(&tableau, &layout));
    let acts = interact == Interact::All;
    let on_touch = acts.then(|| send.reform(Msg::OpenMenu));
    let asks = show.question_of_result().filter(|_| acts).map(|question| Asks {
        is_asked: question.is_asked(model.lighting.picked),
        question,
        on_ask: send.reform(Msg::Light),
    });
    let label = say!("The stage: {title}", title = show.told(&show.scene.script.title));
    html! {
        <>
            <Stage {still} {moving} {label} open={model.menu} {light} {on_touch} {asks} on_light={send.reform(Msg::Light)} />
            if model.is_drawing {
                { draw_layer(model, show, (tableau, layout), send) }
            }
        </>
    }
}
