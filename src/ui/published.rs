//! What the page says to those outside it who ask.

use crate::player::Show;
use std::cell::RefCell;
use std::rc::Rc;

/// What is on show, for those outside the page who ask.
#[derive(Clone, Default)]
pub struct Published(pub Rc<RefCell<Option<Show>>>);

impl PartialEq for Published {
    fn eq(&self, other: &Published) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}
