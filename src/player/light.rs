//! What is lit in every view at once: what the reader points at in one of them, and what is picked out to stay.

use super::model::{Model, Msg, Stage};
use super::playhead::Playing;
use super::show::Show;
use crate::check::Property;
use crate::paxos::{NodeId, NodeSet};
use crate::sim::{Causes, Lineage, MessageId, Moment, Why};
use crate::story::Scene;
use std::rc::Rc;

/// Something that the reader points at, or that has the focus.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Spot {
    /// A message, wherever it is on its way.
    Message(MessageId),
    /// A step of the run, by its place from 0.
    Step(usize),
    /// A node.
    Node(NodeId),
}

/// Something that is picked out, and stays so until the reader has done with it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Pick {
    /// A step, by its place from 0, with all that happened before it and all that came of it.
    Step(usize),
    /// The chain that leads to a value, as it was when the run had so many steps: one may go back along it.
    Why(Why, usize),
    /// What a run that stands still waits for.
    Nothing,
    /// What breaks a property.
    Broken(Property),
}

/// What the reader points at, and what is picked out.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Lighting {
    /// What is pointed at.
    pub spot: Option<Spot>,
    /// What is picked out.
    pub picked: Option<Pick>,
    /// The acceptors that two quorums share.
    pub shared: NodeSet,
    /// The slide and the moment at which was asked what is answered, until the reader moves on by other means.
    pub(super) asked: Option<(usize, Moment)>,
}

/// What happens to the light.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LightMsg {
    /// The reader points at this, or at nothing any more.
    Point(Option<Spot>),
    /// The reader picks this out; if it was picked out, no longer.
    Pick(Pick),
    /// Nothing is picked out any more.
    Clear,
}

impl From<LightMsg> for Msg {
    fn from(msg: LightMsg) -> Msg {
        Msg::Light(msg)
    }
}

/// What is lit. Each list is in order, without doubles.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Light {
    /// Messages.
    pub messages: Vec<MessageId>,
    /// Steps, by their places from 0.
    pub steps: Vec<usize>,
    /// Nodes.
    pub nodes: NodeSet,
    /// Whether something is picked out: all else steps back.
    pub dims: bool,
}

impl Light {
    /// Whether a message is lit.
    pub fn has_message(&self, message: MessageId) -> bool {
        self.messages.binary_search(&message).is_ok()
    }

    /// Whether a step is lit.
    pub fn has_step(&self, step: usize) -> bool {
        self.steps.binary_search(&step).is_ok()
    }

    #[inline(never)]
    fn add_step(&mut self, show: &Show, place: usize) {
        let Some(step) = show.recording().steps().get(place) else { return };
        self.steps.push(place);
        self.nodes = step.node().map_or(self.nodes, |node| self.nodes.with(node));
        let sent = step.effects.sent.iter().map(|sent| sent.envelope.id);
        self.messages.extend(step.effects.envelope.iter().map(|envelope| envelope.id).chain(sent));
    }

    #[inline(never)]
    fn add_message(&mut self, show: &Show, message: MessageId) {
        let Some(flight) = show.recording().flights().get(message.0 as usize) else { return };
        self.messages.push(message);
        self.nodes = self.nodes.with(flight.envelope.from).with(flight.envelope.to);
        let ends = [Some(flight.sent), flight.end.map(|end| end.at)];
        self.steps.extend(ends.into_iter().flatten().filter_map(|at| at.steps.checked_sub(1)));
    }

    /// The steps of a cone of causes, and the messages that run between two of them.
    fn add_cone(&mut self, show: &Show, steps: &[usize]) {
        let is_in = |at: Moment| at.steps.checked_sub(1).is_some_and(|place| steps.binary_search(&place).is_ok());
        for (nth, flight) in show.recording().flights().iter().enumerate() {
            if is_in(flight.sent) && flight.end.is_some_and(|end| is_in(end.at)) {
                self.messages.push(MessageId(nth as u32));
            }
        }
        for &place in steps {
            let node = show.recording().steps().get(place).and_then(|step| step.node());
            self.nodes = node.map_or(self.nodes, |node| self.nodes.with(node));
        }
        self.steps.extend_from_slice(steps);
    }

    /// The chain that leads to a value.
    fn add_lineage(&mut self, show: &Show, why: Why, until: usize) {
        let Some(lineage) = Lineage::of(show.recording(), why, until) else { return };
        self.add_path(show, &lineage.steps, &lineage.messages);
    }

    /// Who waits for whom, and the messages that do not arrive.
    #[inline(never)]
    fn add_waiting(&mut self, show: &Show) {
        let Some(waiting) = show.stalled() else { return };
        self.dims = true;
        for waiting in &waiting {
            self.nodes = self.nodes.with(waiting.node);
            for missing in waiting.awaits.missing() {
                self.nodes = self.nodes.with(missing.acceptor);
                self.messages.extend(missing.hitch.message());
            }
        }
    }

    #[inline(never)]
    fn add_broken(&mut self, show: &Show, property: Property) {
        let verdicts = show.verdicts();
        let Some(broken) = verdicts.broken(property, show.recording().end()) else { return };
        self.nodes = self.nodes.union(broken.nodes);
        self.add_path(show, &broken.steps, &broken.messages);
    }

    fn add_path(&mut self, show: &Show, steps: &[usize], messages: &[MessageId]) {
        self.dims = true;
        for step in steps.iter().filter_map(|&place| show.recording().steps().get(place)) {
            self.nodes = step.node().map_or(self.nodes, |node| self.nodes.with(node));
        }
        self.steps.extend_from_slice(steps);
        self.messages.extend_from_slice(messages);
    }

    fn in_order(mut self) -> Light {
        self.messages.sort_unstable();
        self.messages.dedup();
        self.steps.sort_unstable();
        self.steps.dedup();
        self
    }
}

impl Lighting {
    /// What is lit in this run.
    pub fn light(&self, show: &Show) -> Light {
        let mut light = Light { nodes: self.shared, ..Light::default() };
        match self.spot {
            Some(Spot::Message(message)) => light.add_message(show, message),
            Some(Spot::Step(place)) => light.add_step(show, place),
            Some(Spot::Node(node)) => light.nodes = light.nodes.with(node),
            None => {}
        }
        match self.picked {
            Some(Pick::Step(place)) if place < show.recording().steps().len() => {
                let causes = Causes::of(show.recording());
                light.add_cone(show, &causes.past(place));
                light.add_cone(show, &causes.future(place));
                light.dims = true;
            }
            Some(Pick::Why(why, until)) => light.add_lineage(show, why, until),
            Some(Pick::Nothing) => light.add_waiting(show),
            Some(Pick::Broken(property)) => light.add_broken(show, property),
            Some(Pick::Step(_)) | None => {}
        }
        light.in_order()
    }
}

impl Lighting {
    /// What is left of it after this. What stalls a run is still wanted once something has been done about it.
    pub(super) fn follow(&mut self, msg: &Msg) {
        if msg.leaves_the_run() {
            let stays = self.picked.filter(|&picked| picked == Pick::Nothing && matches!(msg, Msg::Act(_)));
            *self = Lighting { spot: None, picked: stays, ..*self };
        }
        if msg.moves_on() {
            self.asked = None;
        }
    }
}

impl Msg {
    /// Whether nothing has to be done about what is lit if another run is shown after this: it tells the same run in
    /// other words, or what is lit is looked after before.
    pub(super) fn keeps_the_light(&self) -> bool {
        matches!(self, Msg::Reworded(..)) || self.leaves_the_run()
    }

    /// Whether what is lit may not be there any more after this: another run is shown then.
    fn leaves_the_run(&self) -> bool {
        matches!(
            self,
            Msg::Act(_) | Msg::Undo | Msg::Redo | Msg::GoHome | Msg::GoToOwn | Msg::GoToRun(_) | Msg::Loaded { .. }
        )
    }

    /// Whether the reader goes elsewhere by this, and not along an answer.
    fn moves_on(&self) -> bool {
        let walks =
            matches!(self, Msg::PlayOrPause | Msg::NextSlide | Msg::PreviousSlide | Msg::StepForward | Msg::StepBack);
        walks || matches!(self, Msg::Seek(_) | Msg::SeekTenths(_)) || self.leaves_the_run()
    }
}

/// A scene on show, and which own run of it is shown.
pub(super) type OnShow = Option<(Rc<Scene>, Option<usize>)>;

impl Model {
    /// Of which run the light is.
    pub(super) fn run_on_show(&self) -> OnShow {
        self.show().map(|show| (show.scene.clone(), show.shown_run()))
    }

    /// Lets go of what is lit where another run is shown than this one.
    pub(super) fn let_the_light_go_without(&mut self, before: OnShow) {
        let now = self.run_on_show();
        let is_same = before.zip(now).is_some_and(|((scene, run), (of, now))| Rc::ptr_eq(&scene, &of) && run == now);
        if !is_same {
            self.lighting = Lighting { shared: self.lighting.shared, ..Lighting::default() };
        }
    }

    /// Whether this would change what is lit: pointers move often.
    pub fn is_news(&self, msg: LightMsg) -> bool {
        !matches!(msg, LightMsg::Point(spot) if spot == self.lighting.spot)
    }

    /// Back to where something was asked: its answer is a way through the run, and ends where it began.
    fn back_to(&mut self, asked: Option<(usize, Moment)>) {
        if let Stage::Ready(show) = &mut self.stage
            && let Some((slide, at)) = asked
        {
            (show.slide, show.at) = (slide, at);
        }
    }

    pub(super) fn shed(&mut self, msg: LightMsg) {
        match msg {
            LightMsg::Point(spot) => self.lighting.spot = spot,
            LightMsg::Pick(pick) if self.lighting.picked == Some(pick) => self.lighting.picked = None,
            LightMsg::Pick(pick) => {
                self.lighting.picked = Some(pick);
                let is_question = !matches!(pick, Pick::Step(_));
                self.lighting.asked = self.show().map(|show| (show.slide, show.at)).filter(|_| is_question);
                if !matches!(pick, Pick::Step(_)) {
                    // An answer is read beside a picture that stands still.
                    self.menu = None;
                    self.playing = Playing::Still;
                }
            }
            LightMsg::Clear => {
                let asked = self.lighting.asked;
                self.lighting = Lighting { shared: self.lighting.shared, ..Lighting::default() };
                self.back_to(asked);
            }
        }
    }
}
