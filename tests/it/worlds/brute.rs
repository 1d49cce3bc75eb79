//! The worlds that the checker finds, against all that can happen on the World itself, gone through one by one.

use paxos_explainer::check::search::Status;
use paxos_explainer::check::view::{Event, beginning};
use paxos_explainer::check::worlds::Unfolded;
use paxos_explainer::check::{View, Worlds};
use paxos_explainer::paxos::rules::ValueRule;
use paxos_explainer::paxos::{Kind, Role, Slot, Value};
use paxos_explainer::sim::world::Faithful;
use paxos_explainer::sim::{Action, Change, World, truth};
use paxos_explainer::story::{Scene, parse};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// P1 gets cat to A1 alone under 1; P2 asks these acceptors under 2.
fn scene(hears: &str) -> String {
    format!(
        "title \"Reports\"
proposers P1 P2
acceptors A1 A2 A3
network manual
slide \"One\"
  propose P1 cat id 1
  deliver PREPARE 1
  deliver PROMISE 1
  deliver ACCEPT-REQUEST 1 P1->A1
  propose P2 dog id 2
  deliver PREPARE 2 P2->{hears}
  ask pick P2
  deliver PROMISE 2
"
    )
}

/// A world that is as far as the one of the question, and what can come of it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
struct Told {
    cards: String,
    chosen: Vec<Value>,
    open: Vec<Value>,
    breaks: Vec<bool>,
}

/// Where a world stands: how much the eye has seen, and the world.
#[derive(Clone)]
struct State {
    world: World,
    seen: usize,
    begun: usize,
    length: usize,
}

struct Brute<'a> {
    view: &'a View,
    /// What can come of a world: which values are chosen in what follows, and whether two are.
    known: HashMap<String, (BTreeSet<Value>, bool)>,
}

impl Brute<'_> {
    fn key(state: &State) -> String {
        let world = &state.world;
        let mut mail: Vec<String> =
            world.in_flight.iter().map(|it| format!("{:?}{:?}{:?}", it.from, it.to, it.message)).collect();
        mail.sort();
        let nodes: Vec<_> = world.cluster.nodes().map(|node| world.node(node)).collect();
        format!("{nodes:?}{:?}{mail:?}{}{}", world.votes, state.seen, state.begun)
    }

    /// Everything that can happen next; the eye hears what it has heard, and in the end picks by this rule.
    fn next(&self, state: &State, rule: Option<ValueRule>) -> Vec<State> {
        let (view, mut all) = (self.view, Vec::new());
        let mut push = |actions: &[Action], seen: usize, begun: usize| {
            let mut world = state.world.clone();
            for &action in actions {
                world.apply(action, &mut Faithful).expect("it can be done");
            }
            all.push(State { world, seen, begun, length: state.length + 1 });
        };
        if let Some(&(node, ballot, value)) = view.others.get(state.begun) {
            push(&[Action::Propose { node, value, ballot: Some(ballot) }], state.seen, state.begun + 1);
        }
        if let Some(&Event::Begins(ballot, value)) = view.seen.get(state.seen) {
            push(&[Action::Propose { node: view.eye, value, ballot: Some(ballot) }], state.seen + 1, state.begun);
        }
        for envelope in &state.world.in_flight {
            let deliver = Action::Deliver { message: envelope.id };
            if envelope.message.kind() == Kind::Accepted {
                continue; // Nobody acts on it.
            }
            if envelope.to != view.eye {
                push(&[deliver], state.seen, state.begun);
                continue;
            }
            let is_next = view.seen.get(state.seen) == Some(&Event::Hears(envelope.from, (*envelope.message).clone()));
            match (is_next, state.seen == view.last(), rule) {
                (true, false, _) => push(&[deliver], state.seen + 1, state.begun),
                (true, true, Some(rule)) => {
                    let set = |rule| Action::Set(Change::Value(rule));
                    push(&[set(rule), deliver, set(ValueRule::default())], state.seen + 1, state.begun);
                }
                _ => {}
            }
        }
        all
    }

    fn comes(&mut self, state: &State, rule: Option<ValueRule>) -> (BTreeSet<Value>, bool) {
        let key = format!("{rule:?}{}", Brute::key(state));
        if let Some(known) = self.known.get(&key) {
            return known.clone();
        }
        let mut all: BTreeSet<Value> = truth::chosen(&state.world).map(|chosen| chosen.vote.value).collect();
        let mut breaks = 1 < all.len();
        for next in self.next(state, rule) {
            let (values, broken) = self.comes(&next, rule);
            all.extend(values);
            breaks |= broken;
        }
        self.known.insert(key, (all.clone(), breaks));
        (all, breaks)
    }

    /// The worlds, and the fewest actions after which two values are chosen, for each pick.
    fn all(&mut self, start: World) -> (BTreeSet<Told>, Vec<Option<usize>>) {
        let (view, mut told) = (self.view, BTreeSet::new());
        let mut shortest = vec![None; view.picks.len()];
        let rules: Vec<ValueRule> = view.picks.iter().map(|&pick| view.rule(pick).unwrap_or(ValueRule::Own)).collect();
        let mut states = vec![State { world: start, seen: 0, begun: 0, length: 0 }];
        let mut met = BTreeSet::new();
        while let Some(state) = states.pop() {
            if !met.insert(Brute::key(&state)) {
                continue;
            }
            states.extend(self.next(&state, None));
            let is_last = |it: &paxos_explainer::sim::Envelope| {
                it.to == view.eye && view.seen.last() == Some(&Event::Hears(it.from, (*it.message).clone()))
            };
            if state.seen == view.last() && state.world.in_flight.iter().any(is_last) {
                told.insert(self.told(&state, &rules));
                for (pick, &rule) in rules.iter().enumerate() {
                    shortest[pick] = least(shortest[pick], self.shortest(&state, rule));
                }
            }
        }
        (told, shortest)
    }

    fn told(&mut self, state: &State, rules: &[ValueRule]) -> Told {
        let chosen: BTreeSet<Value> = truth::chosen(&state.world).map(|chosen| chosen.vote.value).collect();
        let (open, _) = self.comes(state, None);
        Told {
            cards: cards(&state.world),
            open: open.difference(&chosen).copied().collect(),
            chosen: chosen.into_iter().collect(),
            breaks: rules.iter().map(|&rule| self.comes(state, Some(rule)).1).collect(),
        }
    }

    /// Breadth first, from the state on.
    fn shortest(&self, state: &State, rule: ValueRule) -> Option<usize> {
        let (mut level, mut met) = (vec![state.clone()], BTreeSet::new());
        while !level.is_empty() {
            if let Some(found) = level.iter().find(|state| truth::two_chosen(&state.world).is_some()) {
                return Some(found.length);
            }
            let next = level.iter().flat_map(|state| self.next(state, Some(rule)));
            level = next.filter(|state| met.insert(Brute::key(state))).collect();
        }
        None
    }
}

fn least(one: Option<usize>, other: Option<usize>) -> Option<usize> {
    [one, other].into_iter().flatten().min()
}

fn cards(world: &World) -> String {
    let mut votes: Vec<_> = world.votes.iter().map(|cast| (cast.vote, cast.by)).collect();
    votes.sort_unstable_by_key(|(vote, _)| *vote);
    let disks = world.cluster.all(Role::Acceptor).iter().map(|node| {
        let disk = world.node(node).acceptor.as_ref().map(|acceptor| acceptor.disk.clone()).expect("it is one");
        (node, disk.promised, disk.votes.get(Slot::ONLY))
    });
    format!("{:?} {votes:?}", disks.collect::<Vec<_>>())
}

pub fn unfolded(scene: &Scene, nth: usize) -> (View, Unfolded) {
    let view = scene.asks[nth].view(scene).expect("it is a pick").expect("it can be searched");
    let mut search = Worlds::new(beginning(&scene.recording), view.clone());
    while search.go_on(1 << 16) == Status::Running {}
    let unfolded = search.unfolded().expect("it comes to an end");
    (view, unfolded)
}

fn agrees(text: &str) -> (BTreeMap<String, Told>, Unfolded) {
    let scene = Scene::play(parse(text).expect("it reads")).expect("it plays");
    let (view, unfolded) = unfolded(&scene, 0);
    let mut brute = Brute { view: &view, known: HashMap::new() };
    let (told, shortest) = brute.all(beginning(&scene.recording));
    let found: BTreeSet<Told> = unfolded
        .worlds
        .iter()
        .map(|alike| Told {
            cards: format!("{:?} {:?}", alike.cards, alike.votes),
            chosen: alike.chosen.clone(),
            open: alike.open.clone(),
            breaks: alike.breaks.clone(),
        })
        .collect();
    assert_eq!(found, told);
    assert_eq!(found.len(), unfolded.worlds.len(), "each is told once");
    let set = |action: &&Action| !matches!(action, Action::Set(_));
    let lengths: Vec<Option<usize>> =
        unfolded.runs.iter().map(|run| run.as_ref().map(|run| run.actions.iter().filter(set).count())).collect();
    assert_eq!(lengths, shortest);
    (told.into_iter().map(|told| (told.cards.clone(), told)).collect(), unfolded)
}

#[test]
fn worlds_with_one_report_are_those_that_can_happen() {
    let (told, unfolded) = agrees(&scene("A1,A3"));
    assert_eq!((told.len(), unfolded.worlds.len()), (5, 5));
    assert_eq!(told.values().filter(|told| !told.chosen.is_empty()).count(), 2);
    assert_eq!(unfolded.runs.iter().flatten().count(), 1, "dog alone breaks agreement");
}

#[test]
fn worlds_without_a_report_are_those_that_can_happen_and_no_pick_breaks_any() {
    let (told, unfolded) = agrees(&scene("A2,A3"));
    assert!(told.values().all(|told| told.breaks.iter().all(|&breaks| !breaks) && told.breaks.len() == 2));
    assert!(unfolded.runs.iter().all(Option::is_none));
}
