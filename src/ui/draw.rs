//! A line that is drawn across the stage: it is to cut.

use crate::player::{Drawing, Msg};
use crate::story::language::tr;
use crate::ui::speech::use_language;
use crate::view::cut;
use crate::view::geometry::{Point, point};
use web_sys::Element;
use yew::prelude::*;

/// What the layer needs to know.
#[derive(Clone, PartialEq, Properties)]
pub struct Properties {
    /// The size of the picture below it.
    pub size: (f64, f64),
    /// Why the last line did not do.
    pub notice: Option<AttrValue>,
    /// A line has been drawn, in the units of the picture.
    pub on_line: Callback<(Point, Point)>,
    /// What the reader does.
    pub send: Callback<Msg>,
}

/// A layer above the stage that takes one line.
#[component]
pub fn DrawLayer(properties: &Properties) -> Html {
    use_language();
    let Properties { size, notice, on_line, send } = properties;
    let root = use_node_ref();
    let line = use_state(|| None::<(Point, Point)>);
    {
        let root = root.clone();
        use_effect_with((), move |()| {
            if let Some(layer) = root.cast::<Element>() {
                // On a phone the button stands below the stage.
                layer.scroll_into_view_with_bool(true);
            }
        });
    }
    let begin = {
        let (root, line) = (root.clone(), line.clone());
        Callback::from(move |event: PointerEvent| {
            if let Some(layer) = root.cast::<Element>() {
                event.prevent_default();
                // Without the capture a line that leaves the layer ends at its edge: no harm is done.
                let _ = layer.set_pointer_capture(event.pointer_id());
                let at = within(&layer, &event);
                line.set(Some((at, at)));
            }
        })
    };
    let go_on = {
        let (root, line) = (root.clone(), line.clone());
        Callback::from(move |event: PointerEvent| {
            if let (Some(layer), Some((start, _))) = (root.cast::<Element>(), *line) {
                line.set(Some((start, within(&layer, &event))));
            }
        })
    };
    let end = {
        let (root, line, on_line, size) = (root.clone(), line.clone(), on_line.clone(), *size);
        Callback::from(move |event: PointerEvent| {
            if let (Some(layer), Some((start, _))) = (root.cast::<Element>(), *line) {
                let picture = |at: Point| on_stage(&layer, at, size);
                on_line.emit((picture(start), picture(within(&layer, &event))));
            }
            line.set(None);
        })
    };
    let cancel = {
        let line = line.clone();
        Callback::from(move |_: PointerEvent| line.set(None))
    };
    let leave = send.reform(|_: MouseEvent| Msg::Draw(Drawing::Leave));
    html! {
        <>
            <div class="draw" ref={root} onpointerdown={begin} onpointermove={go_on} onpointerup={end} onpointercancel={cancel}>
                <svg aria-hidden="true">
                    { for line.iter().map(|(from, to)| html! {
                        <><path class="beyond" d={cut::prolonged(*from, *to)} />
                        <path class="drawn" d={format!("M{} {}L{} {}", from.x as i32, from.y as i32, to.x as i32, to.y as i32)} /></>
                    }) }
                </svg>
            </div>
            <div class="draw-hint">
                <p role="status" class={classes!(notice.as_ref().map(|_| "notice"))}>
                    { notice.clone().unwrap_or_else(|| tr!("Draw a line across the stage: no message will pass it.").into()) }
                </p>
                <button onclick={leave}>{ tr!("Cancel") }</button>
            </div>
        </>
    }
}

/// Where a pointer is within the layer, in pixels.
fn within(layer: &Element, event: &PointerEvent) -> Point {
    let frame = layer.get_bounding_client_rect();
    point(f64::from(event.client_x()) - frame.left(), f64::from(event.client_y()) - frame.top())
}

/// The same place in the units of the picture on the stage.
fn on_stage(layer: &Element, at: Point, size: (f64, f64)) -> Point {
    let stage = layer.parent_element().and_then(|figure| figure.query_selector(".stage").ok().flatten());
    let Some(stage) = stage else { return at };
    let (frame, own) = (stage.get_bounding_client_rect(), layer.get_bounding_client_rect());
    let from_corner = (at.x + own.left() - frame.left(), at.y + own.top() - frame.top());
    cut::on_picture(from_corner, (frame.width(), frame.height()), size)
}
