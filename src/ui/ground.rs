//! Where an instance stands: it has the document to itself, or it is a guest in somebody's page. Whatever it looks
//! for, it looks for in itself alone: beside it there may be others, with the same ids.

use wasm_bindgen::JsCast;
use web_sys::{Document, Element, EventTarget, HtmlElement, ShadowRoot};

/// The ground on which an instance stands.
#[derive(Clone, PartialEq, Debug)]
pub struct Ground {
    root: Element,
    kind: Kind,
}

/// Whose the document is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// The instance's own: the address, the title and the keys are its too.
    Page,
    /// Somebody else's: what lies around the instance is none of its business.
    Guest,
}

impl Ground {
    /// The element that an instance fills. That of a guest lies in a box which carries its theme and has its size.
    pub fn new(root: Element, kind: Kind) -> Ground {
        Ground { root, kind }
    }

    /// The element that the instance fills.
    pub fn root(&self) -> &Element {
        &self.root
    }

    /// Whether the document is the instance's own.
    pub fn is_page(&self) -> bool {
        self.kind == Kind::Page
    }

    /// The first element of the instance that matches.
    pub fn find(&self, selector: &str) -> Option<HtmlElement> {
        find(&self.root, selector)
    }

    /// The first element of the instance that matches, also one that is drawn.
    pub fn find_element(&self, selector: &str) -> Option<Element> {
        find(&self.root, selector)
    }

    /// What in the instance has the focus.
    pub fn active(&self) -> Option<Element> {
        active_around(&self.root).filter(|active| *active != self.root && self.root.contains(Some(active)))
    }

    /// What hears the keys and the files that are for the instance.
    pub fn hears_all(&self) -> EventTarget {
        match document().filter(|_| self.is_page()) {
            Some(document) => document.into(),
            // What is drawn within may keep a key for itself, and stops it at the root.
            None => self.themed().into(),
        }
    }

    /// The element that carries the theme, and is as large as the instance is seen.
    pub fn themed(&self) -> Element {
        let themed = match self.kind {
            Kind::Page => document().and_then(|document| document.document_element()),
            Kind::Guest => self.root.parent_element(),
        };
        themed.unwrap_or_else(|| self.root.clone())
    }
}

/// The first element within another that matches.
pub fn find<E: JsCast>(within: &Element, selector: &str) -> Option<E> {
    within.query_selector(selector).ok().flatten()?.dyn_into().ok()
}

/// The first element that matches in the instance to which an element belongs.
pub fn find_around<E: JsCast>(element: &Element, selector: &str) -> Option<E> {
    find(&element.closest(".page").ok().flatten()?, selector)
}

/// What has the focus in the document, or in the shadow tree, in which an element stands.
pub fn active_around(element: &Element) -> Option<Element> {
    let around = element.get_root_node();
    match around.dyn_ref::<ShadowRoot>() {
        Some(shadow) => shadow.active_element(),
        None => around.dyn_ref::<Document>()?.active_element(),
    }
}

/// Whether nothing in the whole document has the focus.
pub fn has_nobody_the_focus() -> bool {
    let active = document().and_then(|document| document.active_element());
    active.is_none_or(|active| active.tag_name() == "BODY")
}

fn document() -> Option<Document> {
    web_sys::window()?.document()
}

/// Puts what stands in the page before it runs beside it, where it stays until there is a scene to show.
pub fn keep_first(root: &Element) {
    if let Ok(Some(first)) = root.query_selector(":scope > .first") {
        let _ = root.before_with_node_1(&first); // Where it is not kept, the page shows that it loads.
    }
}

/// Takes away what stood there before the page ran.
pub fn drop_first() {
    let first = document().and_then(|document| document.query_selector("body > .first").ok().flatten());
    first.iter().for_each(Element::remove);
}
