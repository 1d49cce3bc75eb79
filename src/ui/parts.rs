//! Parts of the page that are not drawn again while nothing happens but that time passes.

use crate::view::space_time::Memo;
use std::cell::RefCell;
use yew::prelude::*;

/// What was drawn of each part when something had last happened.
#[derive(Default)]
pub struct Parts {
    turn: u32,
    drawn: RefCell<Vec<(&'static str, Html)>>,
    /// What was drawn last of the space-time diagram.
    pub diagram: Memo,
}

impl Parts {
    /// Something has happened: every part is drawn anew.
    pub fn turn_over(&mut self) {
        self.turn = self.turn.wrapping_add(1);
        self.drawn.get_mut().clear();
    }

    /// How often something has happened.
    pub fn turn(&self) -> u32 {
        self.turn
    }

    /// A part that shows nothing of the time between two steps.
    pub fn steady(&self, name: &'static str, draw: impl FnOnce() -> Html) -> Html {
        let known = self.drawn.borrow().iter().find(|(other, _)| *other == name).map(|(_, drawn)| drawn.clone());
        let drawn = known.unwrap_or_else(|| {
            let drawn = draw();
            self.drawn.borrow_mut().push((name, drawn.clone()));
            drawn
        });
        html! { <Part key={name} turn={self.turn}>{ drawn }</Part> }
    }
}

#[derive(Clone, Properties)]
struct Properties {
    turn: u32,
    children: Html,
}

/// What was drawn in one turn is the same.
impl PartialEq for Properties {
    fn eq(&self, other: &Properties) -> bool {
        self.turn == other.turn
    }
}

#[component]
fn Part(properties: &Properties) -> Html {
    properties.children.clone()
}
