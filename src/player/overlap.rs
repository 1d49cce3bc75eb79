//! Two quorums that the reader chooses, and the acceptors that they share, which are lit in every view.

use super::model::Model;
use super::panel::Panel;
use super::show::Show;
use crate::paxos::rules::QuorumFor;
use crate::paxos::{NodeId, NodeSet, Role};
use crate::sim::board::Board;
use crate::sim::truth::{self, Chosen};
use crate::story::words::quorums::{self, Two};

/// Which of the two.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Which {
    /// The first.
    First,
    /// The second.
    Second,
}

impl Which {
    /// Both, in order.
    pub const ALL: [Which; 2] = [Which::First, Which::Second];
}

/// A choice that is made for the reader.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Preset {
    /// The first is the newest quorum that has promised.
    Promised,
    /// The second is the first that has chosen.
    Chose,
    /// Both are quorums, and share as few as possible.
    Apart,
    /// Both are empty.
    Nobody,
}

/// The two sets of acceptors.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Overlap {
    /// Who is in each.
    pub sets: [NodeSet; 2],
    /// What each is to be a quorum for.
    pub purposes: [QuorumFor; 2],
}

impl Default for Overlap {
    fn default() -> Overlap {
        Overlap { sets: [NodeSet::EMPTY; 2], purposes: [QuorumFor::Prepare, QuorumFor::Accept] }
    }
}

/// What the reader does.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum OverlapMsg {
    /// Puts an acceptor into one of the two, or takes it out.
    Put(Which, NodeId),
    /// Says what one of the two is for.
    Purpose(Which, QuorumFor),
    /// Takes a choice that is made.
    Take(Preset),
}

fn board(show: &Show) -> Board {
    Board::of_slot(show.recording(), show.at, show.board_slot())
}

impl Overlap {
    /// It in this run, at the moment that is shown.
    pub fn two(&self, show: &Show) -> Two {
        let world = show.world();
        let slot = show.board_slot();
        let members = truth::configurations(&world, slot)[0];
        let sets = self.sets.map(|set| set.intersection(members));
        Two { sets, purposes: self.purposes, cluster: world.cluster.clone(), members, slot, rules: world.rules }
    }

    /// The set that a preset stands for; none where there is none yet.
    pub fn preset(show: &Show, preset: Preset) -> Option<NodeSet> {
        match preset {
            Preset::Promised => board(show).floor.map(|floor| floor.by),
            Preset::Chose => Overlap::first_chosen(show).map(|chosen| chosen.by),
            Preset::Apart | Preset::Nobody => Some(NodeSet::EMPTY),
        }
    }

    /// What stands on the button of a preset.
    pub fn name(show: &Show, preset: Preset) -> String {
        let telling = show.telling();
        match preset {
            Preset::Promised => {
                let floor = board(show).floor;
                quorums::promised(floor.map(|floor| (floor.by, floor.ballot)), telling)
            }
            Preset::Chose => {
                quorums::chose(Overlap::first_chosen(show).map(|chosen| (chosen.by, chosen.vote)), telling)
            }
            Preset::Apart => quorums::APART.to_string(),
            Preset::Nobody => quorums::NOBODY.to_string(),
        }
    }

    /// What was chosen first, by those who had accepted it when it became chosen.
    fn first_chosen(show: &Show) -> Option<Chosen> {
        let slot = show.board_slot();
        let mut chosen = show.recording().steps()[..show.at.steps].iter().flat_map(|step| step.effects.all_chosen());
        chosen.find(|chosen| chosen.slot == slot)
    }

    fn update(&mut self, msg: OverlapMsg, show: &Show) {
        match msg {
            OverlapMsg::Put(which, node) if self.sets[which as usize].contains(node) => {
                self.sets[which as usize] = self.sets[which as usize].without(node);
            }
            OverlapMsg::Put(which, node) => self.sets[which as usize] = self.sets[which as usize].with(node),
            OverlapMsg::Purpose(which, purpose) => self.purposes[which as usize] = purpose,
            OverlapMsg::Take(preset) => self.take(preset, show),
        }
    }

    fn take(&mut self, preset: Preset, show: &Show) {
        let set = Overlap::preset(show, preset).unwrap_or_default();
        match preset {
            Preset::Promised => (self.sets[0], self.purposes[0]) = (set, QuorumFor::Prepare),
            Preset::Chose => (self.sets[1], self.purposes[1]) = (set, QuorumFor::Accept),
            Preset::Nobody => self.sets = [set; 2],
            Preset::Apart => {
                let two = self.two(show);
                let acceptors: Vec<NodeId> = two.members.iter().collect();
                let size = |which: usize| two.rules.quorum_size_of(&two.cluster, self.purposes[which], two.members);
                let first = acceptors.iter().copied().take(size(0)).collect();
                self.sets = [first, acceptors.iter().rev().copied().take(size(1)).collect()];
            }
        }
    }
}

impl Model {
    pub(super) fn overlap(&mut self, msg: OverlapMsg) {
        let mut overlap = self.overlap;
        if let Some(show) = self.show() {
            overlap.update(msg, show);
        }
        self.overlap = overlap;
        self.light_shared();
    }

    /// Lights what the two quorums share, as long as they are on show.
    pub(super) fn light_shared(&mut self) {
        let [first, second] = self.overlap.sets;
        let shared = self.show().filter(|show| self.panels.is_open(Panel::Quorums, show));
        let acceptors = shared.map(|show| show.recording().world().cluster.all(Role::Acceptor));
        self.lighting.shared = acceptors.unwrap_or_default().intersection(first).intersection(second);
    }
}
