//! What was drawn of a run is kept while it is drawn on: as time passes, most of a long diagram stays as it is.

use super::super::mark::Group;
use super::super::retold::Key;
use super::{Painter, Plan, UnderWay};
use crate::paxos::NodeId;
use crate::player::Show;
use crate::sim::Flight;
use std::cell::{RefCell, RefMut};
use std::rc::Rc;

/// Of the diagram that was drawn last, what may be drawn again.
#[derive(Default)]
pub struct Memo {
    ways: RefCell<Ways>,
    stepped: RefCell<Option<(Drawn, Rc<Stepped>)>>,
}

/// The ways of messages, by number.
#[derive(Default)]
struct Ways {
    plan: Option<Plan>,
    ended: Vec<Option<Kept<Rc<Group>>>>,
    under_way: Vec<Option<Kept<UnderWay>>>,
}

/// What was drawn of a message in the colour of its id.
struct Kept<T> {
    of: Flight,
    hue: Option<u8>,
    drawn: T,
}

/// What was drawn of a message, if it was drawn like this, or what is drawn now.
fn kept<T: Clone>(
    all: &mut Vec<Option<Kept<T>>>,
    (flight, hue): (&Flight, Option<u8>),
    draw: impl FnOnce() -> Option<T>,
) -> Option<T> {
    let place = flight.envelope.id.0 as usize;
    let known = all.get(place).and_then(Option::as_ref);
    if let Some(known) = known.filter(|known| known.of == *flight && known.hue == hue) {
        return Some(known.drawn.clone());
    }
    let drawn = draw()?;
    if all.len() <= place {
        all.resize_with(place + 1, || None);
    }
    all[place] = Some(Kept { of: flight.clone(), hue, drawn: drawn.clone() });
    Some(drawn)
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
struct Drawn {
    of: Key,
    steps: usize,
    plan: Plan,
    eye: Option<NodeId>,
    is_hushed: bool,
}

impl Drawn {
    fn of(show: &Show, plan: &Plan) -> Drawn {
        let (steps, plan) = (show.at.steps, plan.clone());
        Drawn { of: Key::of(show), steps, plan, eye: show.eye, is_hushed: show.is_hushed }
    }

    fn is_of(&self, show: &Show, plan: &Plan) -> bool {
        (self.steps, self.eye, self.is_hushed) == (show.at.steps, show.eye, show.is_hushed)
            && self.plan == *plan
            && self.of.is_of(show)
    }
}

impl Memo {
    /// What changes only when something happens: as it was drawn last, or drawn anew.
    pub(super) fn stepped(&self, painter: &Painter) -> Rc<Stepped> {
        let (show, plan) = (painter.show, painter.plan);
        if let Some((_, stepped)) = self.stepped.borrow().as_ref().filter(|(drawn, _)| drawn.is_of(show, plan)) {
            return stepped.clone();
        }
        let stepped = Rc::new(painter.stepped());
        *self.stepped.borrow_mut() = Some((Drawn::of(show, plan), stepped.clone()));
        stepped
    }

    /// The way of a message that has ended, in the colour of its id: as it was drawn last, or as it is drawn now.
    pub(super) fn ended(
        &self,
        plan: &Plan,
        of: (&Flight, Option<u8>),
        draw: impl FnOnce() -> Option<Group>,
    ) -> Option<Rc<Group>> {
        kept(&mut self.ways(plan).ended, of, || draw().map(Rc::new))
    }

    /// The way of a message that is on it, likewise.
    pub(super) fn under_way(
        &self,
        plan: &Plan,
        of: (&Flight, Option<u8>),
        draw: impl FnOnce() -> Option<UnderWay>,
    ) -> Option<UnderWay> {
        kept(&mut self.ways(plan).under_way, of, draw)
    }

    /// The ways that were drawn in this plan.
    fn ways(&self, plan: &Plan) -> RefMut<'_, Ways> {
        let mut ways = self.ways.borrow_mut();
        if ways.plan.as_ref() != Some(plan) {
            *ways = Ways { plan: Some(plan.clone()), ..Ways::default() };
        }
        ways
    }
}
