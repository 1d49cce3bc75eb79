//! What was drawn of a run is kept while it is drawn on: as time passes, most of a long diagram stays as it is.

use super::super::mark::Group;
use super::{Painter, Plan};
use crate::paxos::NodeId;
use crate::player::Show;
use crate::sim::{Flight, Recording};
use crate::story::Names;
use crate::story::language::{Language, spoken};
use crate::story::words::{Ids, Vocabulary};
use std::cell::RefCell;
use std::rc::{Rc, Weak};

/// Of the diagram that was drawn last, what may be drawn again.
#[derive(Default)]
pub struct Memo {
    ways: RefCell<Ways>,
    stepped: RefCell<Option<(Key, Rc<Stepped>)>>,
}

/// The ways of messages that have ended, by number.
#[derive(Default)]
struct Ways {
    plan: Option<Plan>,
    ended: Vec<Option<Ended>>,
}

/// A way that has ended.
struct Ended {
    of: Flight,
    hue: Option<u8>,
    group: Rc<Group>,
}

/// What changes only when something happens.
pub(super) struct Stepped {
    /// The axis and the lines of the nodes, behind all else.
    pub ground: Vec<Rc<Group>>,
    pub poles: Vec<Rc<Group>>,
    pub dots: Vec<Rc<Group>>,
    pub flags: Vec<Rc<Group>>,
}

/// All that this hangs on.
struct Key {
    recording: Weak<Recording>,
    steps: usize,
    plan: Plan,
    eye: Option<NodeId>,
    is_hushed: bool,
    names: Names,
    ids: Ids,
    vocabulary: Vocabulary,
    language: Language,
}

impl Key {
    fn of(show: &Show, plan: &Plan) -> Key {
        let telling = show.telling();
        Key {
            recording: Rc::downgrade(show.recording()),
            steps: show.at.steps,
            plan: plan.clone(),
            eye: show.eye,
            is_hushed: show.is_hushed,
            names: telling.names.clone(),
            ids: telling.ids,
            vocabulary: telling.vocabulary,
            language: spoken(),
        }
    }

    fn is_of(&self, show: &Show, plan: &Plan) -> bool {
        let telling = show.telling();
        self.recording.as_ptr() == Rc::as_ptr(show.recording())
            && (self.steps, self.eye, self.is_hushed) == (show.at.steps, show.eye, show.is_hushed)
            && (self.ids, self.vocabulary, self.language) == (telling.ids, telling.vocabulary, spoken())
            && self.plan == *plan
            && self.names == *telling.names
    }
}

impl Memo {
    /// What changes only when something happens: as it was drawn last, or drawn anew.
    pub(super) fn stepped(&self, painter: &Painter) -> Rc<Stepped> {
        let (show, plan) = (painter.show, painter.plan);
        if let Some((_, stepped)) = self.stepped.borrow().as_ref().filter(|(key, _)| key.is_of(show, plan)) {
            return stepped.clone();
        }
        let stepped = Rc::new(painter.stepped());
        *self.stepped.borrow_mut() = Some((Key::of(show, plan), stepped.clone()));
        stepped
    }

    /// The way of a message that has ended, in the colour of its id: as it was drawn last, or as it is drawn now.
    pub(super) fn ended(
        &self,
        plan: &Plan,
        flight: &Flight,
        hue: Option<u8>,
        draw: impl FnOnce() -> Option<Group>,
    ) -> Option<Rc<Group>> {
        let mut ways = self.ways.borrow_mut();
        if ways.plan.as_ref() != Some(plan) {
            *ways = Ways { plan: Some(plan.clone()), ended: Vec::new() };
        }
        let place = flight.envelope.id.0 as usize;
        let known = ways.ended.get(place).and_then(Option::as_ref);
        if let Some(ended) = known.filter(|ended| ended.of == *flight && ended.hue == hue) {
            return Some(ended.group.clone());
        }
        let group = Rc::new(draw()?);
        if ways.ended.len() <= place {
            ways.ended.resize_with(place + 1, || None);
        }
        ways.ended[place] = Some(Ended { of: flight.clone(), hue, group: group.clone() });
        Some(group)
    }
}
