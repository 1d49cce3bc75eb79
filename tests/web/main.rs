//! Tests that need a browser: the same code, compiled to WebAssembly and run
//! there. `cargo xtask test wasm` runs them; for `cargo test` this crate is empty.
#![cfg(target_arch = "wasm32")]

use gloo_timers::future::TimeoutFuture;
use paxos_explainer::export::text::whole;
use paxos_explainer::paxos::NodeId;
use paxos_explainer::sim::Draw;
use paxos_explainer::story::{Scene, parse};
use paxos_explainer::ui::{Asked, Ground, Kind, Page, Properties};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::Element;
use yew::Callback;

wasm_bindgen_test_configure!(run_in_browser);

/// The native tests hold these transcripts too: both machines must tell the same run.
#[wasm_bindgen_test]
fn scenes_run_in_wasm_as_they_run_natively() {
    let scenes = [
        (include_str!("../../static/scenes/nutshell.paxos"), include_str!("../golden/transcripts/nutshell.txt")),
        (include_str!("../../static/scenes/floor.paxos"), include_str!("../golden/transcripts/floor.txt")),
        (include_str!("../../static/scenes/learning.paxos"), include_str!("../golden/transcripts/learning.txt")),
    ];
    for (text, expected) in scenes {
        let scene = parse(text).and_then(Scene::play).expect("a scene of the course plays");
        let told = whole(&scene);
        assert_eq!(told, expected);
    }
}

/// The same numbers stand in the native test of the generator: links must mean the same everywhere.
#[wasm_bindgen_test]
fn chance_draws_in_wasm_what_it_draws_natively() {
    let mut draw = Draw::new(4_294_967_295, NodeId(14), NodeId(13), 6, 9_999);
    let numbers = [draw.between(0, 999), draw.between(0, 999), draw.between(0, u32::MAX)];
    assert_eq!(numbers, [220, 389, 2_082_835_568]);
}

/// An element of its own for a page, and the page on it.
fn mount() -> (Element, yew::AppHandle<Page>) {
    let document = web_sys::window().and_then(|window| window.document()).expect("there is a document");
    let root = document.create_element("div").expect("an element can be made");
    document.body().expect("there is a body").append_child(&root).expect("the body takes an element");
    let ground = Ground::new(root.clone(), Kind::Guest);
    let properties = Properties {
        scene: "nutshell".into(),
        ground,
        asked: Asked::default(),
        tell: Callback::noop(),
        writes: Callback::from(|_| Err("No test writes JSON.".to_string())),
        respoken: Callback::noop(),
        reached_by: Callback::noop(),
    };
    let handle = yew::Renderer::<Page>::with_root_and_props(root.clone(), properties).render();
    (root, handle)
}

/// The server of these tests has no scenes, so that fetching one fails.
#[wasm_bindgen_test]
async fn page_without_its_scenes_says_so_and_leaves_nothing_behind() {
    let (root, handle) = mount();
    let mut said = String::new();
    for _ in 0..100 {
        TimeoutFuture::new(50).await;
        let alert = root.query_selector("[role=alert]").expect("the selector is right");
        said = alert.and_then(|alert| alert.text_content()).unwrap_or_default();
        if !said.is_empty() {
            break;
        }
    }
    assert!(said.contains("There is no scene “nutshell” here"), "it says: {said}");
    assert!(said.contains("Try again"), "it says: {said}");
    handle.destroy();
    TimeoutFuture::new(0).await;
    assert_eq!(root.inner_html(), "");
}
