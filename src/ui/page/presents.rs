//! The page while somebody presents: its theme, and the pointer.

use super::Page;
use crate::link::look::Theme;
use crate::ui::dock::Tabs;
use crate::ui::header::apply_theme;
use crate::ui::look;
use crate::ui::present::Pointer;

impl Page {
    /// Whether there are panels, and buttons for them: one who presents has the choice in the bar.
    pub(super) fn tabs(&self) -> Option<Tabs> {
        let tabs = look::tabs(self.follower.look());
        if self.model.presenting.is_on() { tabs.map(|_| Tabs::Hidden) } else { tabs }
    }

    /// The theme that is on: while one presents, that for a hall.
    pub(super) fn theme(&self) -> Theme {
        if self.model.presenting.is_on() { Theme::Projector } else { self.theme }
    }

    /// Lets the theme and the pointer follow when presenting begins or ends.
    pub(super) fn dress(&mut self) {
        let is_on = self.model.presenting.is_on();
        if is_on == self.pointer.is_some() {
            return;
        }
        self.pointer = is_on.then(|| Pointer::watch(self.ground.root()));
        apply_theme(&self.ground, self.theme());
    }
}
