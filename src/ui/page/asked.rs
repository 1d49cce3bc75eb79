//! What an instance is asked for as it opens.

use super::Properties;
use crate::link::Link;
use crate::link::look::{Lang, Ui};
use crate::ui::address;
use std::rc::Rc;

/// What a guest is asked for.
#[derive(Clone, PartialEq, Default)]
pub struct Asked {
    /// The link.
    pub link: Link,
    /// The text of a scene, which wins over what the link names.
    pub script: Option<Rc<str>>,
    /// A sentence for each part that cannot be read.
    pub notices: Vec<String>,
}

/// The language that the address of the page asks for.
pub fn own_lang() -> Option<Lang> {
    address::read().0.look.lang
}

/// What the instance is opened with: what it is asked for; the page, where its address names no scene, with where the
/// reader was last.
pub(super) fn opened_with(properties: &Properties) -> (Link, Vec<String>) {
    match properties.ground.is_page() {
        true => {
            let (link, mut notices) = address::read();
            notices.extend(properties.asked.notices.iter().cloned());
            (address::or_kept(link, !notices.is_empty()), notices)
        }
        false => {
            let Asked { mut link, notices, .. } = properties.asked.clone();
            link.look.ui = link.look.ui.or(Some(Ui::Player));
            (link, notices)
        }
    }
}
