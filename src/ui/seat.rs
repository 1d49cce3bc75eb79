//! What holds an instance for Yew. An app of Yew's never takes its listeners off, nor lets go of what they hold: who
//! ended an app for each instance that is taken away would keep a part of every one of them. A seat is an app that
//! stays, and in which one instance after the other is shown.

use super::page::{Page, Properties};
use web_sys::Element;
use yew::prelude::*;

/// A seat, and the element that it fills.
pub struct Seat {
    app: yew::AppHandle<Shown>,
    root: Element,
}

impl Seat {
    /// A seat in an element, which is nobody else's.
    pub fn new(root: Element) -> Seat {
        let nobody = ShownProperties { taken: None };
        Seat { app: yew::Renderer::<Shown>::with_root_and_props(root.clone(), nobody).render(), root }
    }

    /// The element that it fills.
    pub fn root(&self) -> &Element {
        &self.root
    }

    /// Shows an instance, under a number that no other has had.
    pub fn take(&mut self, number: u32, properties: Properties) {
        self.app.update(ShownProperties { taken: Some((number, properties)) });
    }

    /// Ends what it shows.
    pub fn clear(&mut self) {
        self.app.update(ShownProperties { taken: None });
        self.root.set_scroll_top(0);
    }
}

#[derive(Clone, PartialEq, yew::Properties)]
struct ShownProperties {
    taken: Option<(u32, Properties)>,
}

#[component]
fn Shown(properties: &ShownProperties) -> Html {
    html! {
        if let Some((number, properties)) = properties.taken.clone() {
            <Page key={number} ..properties />
        }
    }
}
