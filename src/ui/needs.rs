//! How much height everything on the page needs at its width: measured, and left to `link::host` to be summed up.

use super::ground::Ground;
use crate::link::host::height::{Captions, Needs, Picture};
use wasm_bindgen::JsCast;
use web_sys::{CssStyleDeclaration, Element, HtmlElement, NodeList};

/// What stands below each other on a narrow page.
const IN_FLOW: &str = ".theatre, .narration > *, .dock";

/// What there is on the page; nothing while a scene is on its way.
pub fn measure(ground: &Ground) -> Option<Needs> {
    let page = ground.find(".page")?;
    let stage = ground.find_element(".theatre .stage");
    let dock = ground.find(".dock");
    if stage.is_none() && dock.as_ref().is_none_or(|dock| dock.child_element_count() == 0) {
        return None;
    }
    let of_page = style(&page)?;
    if value(&of_page, "display").as_deref() == Some("flex") {
        let top = page.get_bounding_client_rect().top();
        let bottom = elements(page.query_selector_all(IN_FLOW)).map(|element| end(&element)).fold(top, f64::max);
        return Some(Needs::Flows(bottom - top + pixels(&of_page, "padding-bottom").unwrap_or(0.0)));
    }
    let narration = ground.find(".narration");
    let theatre = ground.find(".theatre");
    let is_beside = narration.as_ref().zip(theatre.as_ref()).is_some_and(|(narration, theatre)| {
        theatre.get_bounding_client_rect().right() <= narration.get_bounding_client_rect().left() + 1.0
    });
    let captions = narration.as_ref().map_or(0.0, content);
    Some(Needs::Shares {
        stage: stage.zip(theatre).and_then(|(stage, theatre)| picture(&stage, &theatre)),
        panels: dock.as_ref().map_or(0.0, content),
        captions: if is_beside { Captions::Beside(captions) } else { Captions::Below(captions) },
        controls: ground.find(".controls").map_or(0.0, |controls| controls.get_bounding_client_rect().height()),
    })
}

/// The stage by the shape of what is drawn on it, in the width that there is for it.
fn picture(stage: &Element, theatre: &HtmlElement) -> Option<Picture> {
    let (of_stage, of_theatre) = (style(stage)?, style(theatre)?);
    let shape = stage.get_attribute("viewBox")?;
    let mut sides = shape.split_ascii_whitespace().skip(2).filter_map(|side| side.parse::<f64>().ok());
    let (width, height) = sides.next().zip(sides.next()).filter(|(width, _)| 0.0 < *width)?;
    let padding = |side: &str| pixels(&of_theatre, side).unwrap_or(0.0);
    let room = theatre.get_bounding_client_rect().width() - padding("padding-left") - padding("padding-right");
    Some(Picture {
        width: pixels(&of_stage, "max-width").map_or(room, |max| room.min(max)),
        ratio: height / width,
        height_max: pixels(&of_stage, "max-height"),
        around: padding("padding-top") + padding("padding-bottom"),
    })
}

/// The height of what is in an element, however high that is itself and however far it is scrolled.
fn content(element: &HtmlElement) -> f64 {
    let of_it = style(element);
    let edge = |side: &str| of_it.as_ref().and_then(|of_it| pixels(of_it, side)).unwrap_or(0.0);
    let top = element.get_bounding_client_rect().top() - f64::from(element.scroll_top());
    let bottom = elements(element.query_selector_all(":scope > *")).map(|child| end(&child)).reduce(f64::max);
    bottom.map_or(0.0, |bottom| bottom - top + edge("padding-bottom") + edge("border-bottom-width"))
}

/// Where an element ends, with what it keeps free below.
fn end(element: &Element) -> f64 {
    let rest = style(element).and_then(|style| pixels(&style, "margin-bottom")).unwrap_or(0.0);
    let area = element.get_bounding_client_rect();
    if area.height() == 0.0 { f64::NEG_INFINITY } else { area.bottom() + rest }
}

fn style(element: &Element) -> Option<CssStyleDeclaration> {
    web_sys::window()?.get_computed_style(element).ok().flatten()
}

fn value(style: &CssStyleDeclaration, property: &str) -> Option<String> {
    style.get_property_value(property).ok()
}

fn pixels(style: &CssStyleDeclaration, property: &str) -> Option<f64> {
    value(style, property)?.strip_suffix("px")?.parse().ok()
}

/// The elements that were found.
pub fn elements(found: Result<NodeList, wasm_bindgen::JsValue>) -> impl Iterator<Item = Element> {
    let found = found.ok();
    let length = found.as_ref().map_or(0, NodeList::length);
    (0..length).filter_map(move |at| found.as_ref()?.item(at)?.dyn_into().ok())
}
