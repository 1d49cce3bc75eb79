//! Real time, only while something plays: a frame of the screen, or a pause where motion is not wanted.

use gloo_timers::callback::Timeout;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use yew::Callback;

/// How long a still picture stands where motion is not wanted, in milliseconds.
const STILL_MS: u32 = 800;

/// One call at the next frame, or after a while. Dropping it takes it back.
pub enum Clock {
    /// At the next frame of the screen.
    Frame(#[allow(dead_code)] Frame), // Held only to be dropped.
    /// After a while.
    Pause(#[allow(dead_code)] Timeout), // Held only to be dropped.
}

/// A frame of the screen that is waited for.
pub struct Frame {
    id: i32,
    #[allow(dead_code)] // The screen calls it; it must live until then.
    closure: Closure<dyn FnMut(f64)>,
}

impl Clock {
    /// Calls with the time of the next frame, in milliseconds.
    pub fn at_next_frame(tick: Callback<f64>) -> Option<Clock> {
        let closure = Closure::<dyn FnMut(f64)>::new(move |now| tick.emit(now));
        let id = web_sys::window()?.request_animation_frame(closure.as_ref().unchecked_ref()).ok()?;
        Some(Clock::Frame(Frame { id, closure }))
    }

    /// Calls after a while, which is shorter at a higher speed.
    pub fn after_a_while(speed_percent: u32, tick: Callback<()>) -> Clock {
        let wait = STILL_MS * 100 / speed_percent.max(1);
        Clock::Pause(Timeout::new(wait, move || tick.emit(())))
    }
}

impl Drop for Frame {
    fn drop(&mut self) {
        if let Some(window) = web_sys::window() {
            let _ = window.cancel_animation_frame(self.id);
        }
    }
}
