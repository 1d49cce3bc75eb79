//! A figure as PNG: the browser draws the SVG, and gives the points of the picture.

use js_sys::{Function, Promise, encode_uri_component};
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, CanvasRenderingContext2d, HtmlCanvasElement, HtmlImageElement};

/// How many points there are to a unit of the figure, so that it is sharp in print and on fine screens.
const POINTS: f64 = 3.0;

/// The address of an SVG that is held in the address itself.
pub fn address(svg: &str) -> String {
    format!("data:image/svg+xml;charset=utf-8,{svg}", svg = encode_uri_component(svg))
}

/// The figure as PNG; none where the browser cannot draw it.
pub async fn png(svg: &str) -> Option<Blob> {
    let image = HtmlImageElement::new().ok()?;
    image.set_src(&address(svg));
    JsFuture::from(image.decode()).await.ok()?;
    let document = web_sys::window()?.document()?;
    let canvas: HtmlCanvasElement = document.create_element("canvas").ok()?.dyn_into().ok()?;
    let (width, height) = (f64::from(image.natural_width()) * POINTS, f64::from(image.natural_height()) * POINTS);
    canvas.set_width(width as u32);
    canvas.set_height(height as u32);
    let context: CanvasRenderingContext2d = canvas.get_context("2d").ok()??.dyn_into().ok()?;
    context.draw_image_with_html_image_element_and_dw_and_dh(&image, 0.0, 0.0, width, height).ok()?;
    JsFuture::from(blob(&canvas)).await.ok()?.dyn_into().ok()
}

/// The points of a canvas, as PNG.
fn blob(canvas: &HtmlCanvasElement) -> Promise {
    Promise::new(&mut |resolve: Function, reject: Function| {
        let done = Closure::once_into_js(move |blob: wasm_bindgen::JsValue| {
            let _ = resolve.call1(&wasm_bindgen::JsValue::NULL, &blob);
        });
        if canvas.to_blob(done.unchecked_ref()).is_err() {
            let _ = reject.call0(&wasm_bindgen::JsValue::NULL);
        }
    })
}
