//! How much room there is.

use paxos_explainer::view::room::{AMPLE, NARROW, SHORT};

#[test]
fn queries_of_the_window_stand_in_words() {
    assert_eq!(NARROW.media(), "(max-width: 640px) and (max-aspect-ratio: 5/4), (max-width: 480px)");
    assert_eq!(SHORT.media(), "(max-height: 480px)");
    assert_eq!(AMPLE.media(), "(min-width: 1200px) and (min-height: 760px), (max-width: 640px)");
}

#[test]
fn box_of_a_guest_is_asked_the_same() {
    let asked = |width: f64, height: f64| [NARROW, SHORT, AMPLE].map(|query| u8::from(query.holds(width, height)));
    assert_eq!(asked(1280.0, 800.0), [0, 0, 1]);
    assert_eq!(asked(1200.0, 760.0), [0, 0, 1]);
    assert_eq!(asked(1199.0, 760.0), [0, 0, 0]);
    assert_eq!(asked(740.0, 360.0), [0, 1, 0]);
    assert_eq!(asked(640.0, 512.0), [1, 0, 1], "a box of five to four");
    assert_eq!(asked(640.0, 511.0), [0, 0, 1], "and one that is wider");
    assert_eq!(asked(480.0, 200.0), [1, 1, 1], "so narrow that its shape is no matter");
}
