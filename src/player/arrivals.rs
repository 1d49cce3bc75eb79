//! Being the network: the order in which messages arrive, in which the reader moves one of them.

use super::model::{Model, Msg, Stage};
use super::objective::Hint;
use super::show::Show;
use crate::story::words::arrivals as words;
use crate::story::{Arrivals, objective};
use std::cell::OnceCell;
use std::rc::Rc;

/// The orders of the scene on show, once somebody has asked; none where nothing may be moved.
pub(super) type Ordered = Rc<OnceCell<Option<Rc<Arrivals>>>>;

/// Where the reader moves the arrival.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ArriveMsg {
    /// To this place among the orders that there are, from 0.
    To(usize),
    /// Before the arrival before it.
    Earlier,
    /// Behind the arrival after it.
    Later,
    /// What comes of every order is to be seen, also of those that the reader has not tried.
    TellAll,
}

impl From<ArriveMsg> for Msg {
    fn from(msg: ArriveMsg) -> Msg {
        Msg::Arrive(msg)
    }
}

impl Show {
    /// The orders in which the messages of the scene can arrive; none where it lets nothing be moved.
    pub fn arrivals(&self) -> Option<Rc<Arrivals>> {
        self.ordered.get_or_init(|| Arrivals::of(&self.scene).map(Rc::new)).clone()
    }

    /// Which of them the run on show is, or begins with; none where the reader has done other things instead.
    pub fn place_of_arrival(&self) -> Option<usize> {
        self.arrivals()?.place_of(&self.branch())
    }

    /// Whether it is told what comes of this order. Where a reader is to find one, it is told of those that the reader has
    /// tried, and of all once two of them differ.
    pub fn tells_order(&self, arrivals: &Arrivals, place: usize) -> bool {
        let is_tried = |place: usize| {
            let Some(order) = arrivals.orders.get(place) else { return false };
            place == arrivals.own || self.runs().iter().any(|own| own.branch.acts.starts_with(&order.branch.acts))
        };
        let own = &arrivals.orders[arrivals.own];
        let differs = |place: usize| is_tried(place) && !arrivals.orders[place].chooses_as(own);
        let is_found = || (0..arrivals.orders.len()).any(differs);
        self.tells_orders || self.scene.script.objective.is_none() || is_tried(place) || is_found()
    }

    /// The order nearest to the one on show in which the objective is reached.
    pub(super) fn nearest_order(&self) -> Option<usize> {
        let (arrivals, objective) = (self.arrivals()?, self.scene.script.objective.as_ref()?);
        let now = self.place_of_arrival().unwrap_or(arrivals.own);
        objective::reaching(&arrivals, objective).into_iter().min_by_key(|place| place.abs_diff(now))
    }

    /// Which way the message is to be moved, as a hint.
    pub(super) fn hint_of_order(&self) -> Option<Hint> {
        let (arrivals, place) = (self.arrivals()?, self.nearest_order()?);
        let now = self.place_of_arrival().unwrap_or(arrivals.own);
        Some(Hint::Said(words::toward(&arrivals, place.cmp(&now), self.telling())))
    }

    /// Whether it is told of all of them.
    pub fn tells_all_orders(&self, arrivals: &Arrivals) -> bool {
        (0..arrivals.orders.len()).all(|place| self.tells_order(arrivals, place))
    }

    /// Shows the run of this order, at its end.
    fn go_to_order(&mut self, arrivals: &Arrivals, place: usize) {
        let Some(order) = arrivals.orders.get(place) else { return };
        self.go_home();
        if place == arrivals.own {
            self.slide = self.scene.slides.len() - 1;
            self.at = self.scene.end();
            return;
        }
        let same = self.runs().iter().position(|own| own.branch.acts == order.branch.acts);
        match same {
            Some(which) => self.go_to_run(which),
            None => {
                self.slide = self.slide_around(arrivals.from, None);
                self.begin_run(order.branch.clone(), order.end(), vec![order.branch.acts.len()]);
                let name = words::name(arrivals, place, self.telling());
                self.name_run(self.runs().len() - 1, &name);
            }
        }
        self.at = order.end();
    }
}

impl Model {
    pub(super) fn move_arrival(&mut self, msg: ArriveMsg) {
        let Some(arrivals) = self.show().and_then(Show::arrivals) else { return };
        let now = self.show().and_then(Show::place_of_arrival).unwrap_or(arrivals.own);
        let last = arrivals.orders.len() - 1;
        let place = match msg {
            ArriveMsg::To(place) => Some(place.min(last)),
            ArriveMsg::Earlier => Some(now.saturating_sub(1)),
            ArriveMsg::Later => Some((now + 1).min(last)),
            ArriveMsg::TellAll => None,
        };
        if place.is_some() {
            self.comparing = None;
            self.rest_now();
        }
        let Stage::Ready(show) = &mut self.stage else { return };
        match place {
            Some(place) => show.go_to_order(&arrivals, place),
            None => show.tells_orders = true,
        }
    }
}
