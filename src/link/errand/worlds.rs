//! The errand of finding all that looks the same to a proposer that has to pick a value.

use super::Work;
use crate::check::worlds::Alike;
use crate::check::{Example, Status, View, Worlds, view};
use crate::paxos::{Role, Value};
use crate::player::errand::Alike as ToldAlike;
use crate::player::errand::{Card, Count, Pick, Report, Worlds as Told};
use crate::sim::{Moment, World, truth};
use crate::story::words::errand as words;
use crate::story::words::pick as pick_words;
use crate::story::{Names, Scene, example, parse};

/// So many worlds are told at most, which is more than anybody looks at.
const TOLD: usize = 96;

/// A search under way.
struct Unfolding {
    scene: Scene,
    nth: usize,
    view: View,
    search: Worlds,
    /// What it has come to, once it is done.
    done: Option<Report>,
}

/// Begins it, for this question of a scene.
///
/// # Errors
/// A sentence for the reader.
pub fn open(text: &str, nth: usize) -> Result<Box<dyn Work>, String> {
    let scene = parse(text).and_then(Scene::play).map_err(|problem| words::not_a_scene(&problem.to_string()))?;
    let asked = scene.asks.get(nth).and_then(|asked| asked.view(&scene));
    let view = asked.and_then(Result::ok).ok_or_else(|| words::NOT_UNDERSTOOD.to_string())?;
    let search = Worlds::new(view::beginning(&scene.recording), view.clone());
    Ok(Box::new(Unfolding { scene, nth, view, search, done: None }))
}

impl Work for Unfolding {
    fn go_on(&mut self, budget: u32) -> bool {
        let status = self.search.go_on(budget);
        if status != Status::Running && self.done.is_none() {
            self.done = Some(self.outcome());
        }
        status != Status::Running
    }

    fn report(&self, spent_ms: u32) -> Report {
        let progress = self.search.progress();
        let states = progress.states.try_into().unwrap_or(u32::MAX);
        let count = Count { states, depth: progress.depth, bytes: progress.bytes, spent_ms };
        self.done.clone().unwrap_or(Report::Progress(count))
    }
}

impl Unfolding {
    fn outcome(&mut self) -> Report {
        let Some(unfolded) = self.search.unfolded() else {
            let states = self.search.progress().states.try_into().unwrap_or(u32::MAX);
            return Report::Problem(pick_words::too_many(states));
        };
        let names = &self.scene.script.names;
        let here = self.scene.recording.at(self.moment());
        // Where several worlds differ only in what may still come, the cards do not tell which of them it is.
        let is_like = |alike: &Alike| is_like(alike, &here);
        let is_told_apart = unfolded.worlds.iter().filter(|alike| is_like(alike)).count() == 1;
        let all = &unfolded.worlds;
        let mut told: Vec<_> = all.iter().map(|alike| told(alike, is_told_apart && is_like(alike), names)).collect();
        told.sort_by_key(|alike| (!alike.breaks.contains(&true), alike.chosen.is_empty(), alike.open.is_empty()));
        told.truncate(TOLD);
        let number = |is_so: &dyn Fn(&Alike) -> bool| all.iter().filter(|alike| is_so(alike)).count() as u32;
        let start = example::beginning(&self.scene).ok();
        let of = |(place, (&value, run)): (usize, (&Value, &Option<Example>))| {
            let run =
                start.as_ref().zip(run.as_ref()).map(|(start, run)| example::of_pick(start, self.view.eye, value, run));
            let (run, length) = run.map_or((None, 0), |(scene, length)| (Some(scene), length));
            let breaks = number(&|alike| alike.breaks[place]);
            Pick { value: names.value(value).to_string(), run, length, breaks }
        };
        let picks = self.view.picks.iter().zip(&unfolded.runs).enumerate().map(of).collect();
        Report::Worlds(Box::new(Told {
            searched: unfolded.searched,
            all: number(&|_| true),
            states: all.iter().map(|alike| alike.states).sum(),
            chosen: number(&|alike| !alike.chosen.is_empty()),
            picks,
            worlds: told,
        }))
    }

    fn moment(&self) -> Moment {
        self.scene.asks[self.nth].at
    }
}

/// Whether acceptors hold this in a world, and have accepted it.
fn is_like(alike: &Alike, world: &World) -> bool {
    let card = |node| {
        let disk = world.node(node).acceptor.as_ref().map(|acceptor| &acceptor.disk);
        let vote = disk.and_then(|disk| disk.votes.get(crate::paxos::Slot::ONLY));
        (node, disk.and_then(|disk| disk.promised), vote)
    };
    let acceptors = world.cluster.all(Role::Acceptor);
    let cast = world.votes.iter().all(|cast| alike.votes.contains(&(cast.vote, cast.by)));
    let chosen: Vec<Value> = truth::chosen(world).map(|chosen| chosen.vote.value).collect();
    let is_chosen = chosen.iter().all(|value| alike.chosen.contains(value));
    cast && world.votes.len() == alike.votes.len()
        && is_chosen
        && acceptors.iter().map(card).eq(alike.cards.iter().copied())
}

fn told(alike: &Alike, is_here: bool, names: &Names) -> ToldAlike {
    let value = |&value: &Value| names.value(value).to_string();
    let card = |&(node, promised, accepted): &(_, Option<_>, Option<crate::paxos::Vote>)| Card {
        node: names.node(node).to_string(),
        promised: promised.map(|ballot| names.id(ballot)),
        accepted: accepted.map(|vote| format!("{} {}", names.id(vote.ballot), names.value(vote.value))),
    };
    ToldAlike {
        states: alike.states,
        cards: alike.cards.iter().map(card).collect(),
        chosen: alike.chosen.iter().map(value).collect(),
        open: alike.open.iter().map(value).collect(),
        breaks: alike.breaks.clone(),
        is_here,
    }
}
