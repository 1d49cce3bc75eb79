//! The search itself, on graphs small enough to be known.

use paxos_explainer::check::search::{Bounds, Key, Model, Next, Search, Status};

/// A graph on numbers: an edge is one action long or two.
struct Graph<F>(F);

impl<F: FnMut(u64, &mut Next<1>)> Model<1> for Graph<F> {
    fn start(&mut self) -> Key<1> {
        [0]
    }

    fn follow(&mut self, state: &Key<1>, next: &mut Next<1>) {
        (self.0)(state[0], next);
    }
}

fn searched(graph: impl FnMut(u64, &mut Next<1>), bounds: Bounds, watched: u16) -> Search<1> {
    let mut graph = Graph(graph);
    let mut search = Search::new(&mut graph, bounds, watched);
    while search.go_on(&mut graph, 7) == Status::Running {}
    search
}

/// A grid of 40 by 40, walked to the right and upwards: each state is reached in many ways.
fn grid(at: u64, next: &mut Next<1>) {
    let (x, y) = (at % 40, at / 40);
    if x < 39 {
        next.push([at + 1]);
    }
    if y < 39 {
        next.push([at + 40]);
    }
}

#[test]
fn search_sees_every_state_once_and_counts_its_levels() {
    let search = searched(grid, Bounds::default(), 0);
    assert_eq!((search.status(), search.states(), search.depth()), (Status::Complete, 1600, 78));
    let expected: Vec<u32> = (0..79).map(|level: u32| (level + 1).min(79 - level)).collect();
    assert_eq!(search.levels(), expected);
}

#[test]
fn search_grows_its_table_without_losing_a_state() {
    let line = |at: u64, next: &mut Next<1>| (0..40).filter(|_| at < 200_000).for_each(|by| next.push([at + 1 + by]));
    assert_eq!(searched(line, Bounds::default(), 0).states(), 200_040);
}

/// From 0 there is a long way of single actions to 9, and a double one that leads there sooner.
#[test]
fn two_actions_at_once_count_two() {
    let graph = |at: u64, next: &mut Next<1>| {
        if at < 9 {
            next.push([at + 1]);
        }
        if at == 2 {
            next.push_double([7]);
        }
    };
    let search = searched(graph, Bounds::default(), 0);
    assert_eq!(search.levels(), [1, 1, 1, 1, 2, 2, 2]);
}

/// A state that is two actions from here may be one from there.
#[test]
fn double_way_is_not_taken_for_a_shorter_one() {
    let graph = |at: u64, next: &mut Next<1>| match at {
        0 => {
            next.push_double([5]);
            next.push([5]);
        }
        5 => next.find(0, [6], 1),
        _ => {}
    };
    let search = searched(graph, Bounds::default(), 1);
    let found = search.found(0).expect("6 is found");
    assert_eq!((found.length, search.way(found)), (2, vec![[0], [5], [6]]));
}

/// Something is found that needs three actions more, and then something nearer.
#[test]
fn nearest_finding_wins_whatever_is_found_first() {
    let graph = |at: u64, next: &mut Next<1>| {
        if at == 1 {
            next.find(0, [100], 4);
        }
        if at == 3 {
            next.find(0, [4], 1);
        }
        if at < 50 {
            next.push([at + 1]);
        }
    };
    let search = searched(graph, Bounds::default(), 1);
    assert_eq!(search.status(), Status::Found);
    assert_eq!(search.found(0).map(|found| (found.length, found.key)), Some((4, [4])));
    assert_eq!(search.states(), 5, "it stops where nothing shorter can be found");
}

/// What is not watched is remembered, and does not stop it.
#[test]
fn finding_that_is_not_watched_is_kept_and_stops_nothing() {
    let graph = |at: u64, next: &mut Next<1>| {
        next.find(1, [at + 1], 1);
        if at < 50 {
            next.push([at + 1]);
        }
    };
    let search = searched(graph, Bounds::default(), 1);
    assert_eq!((search.status(), search.states()), (Status::Complete, 51));
    assert_eq!(search.found(1).map(|found| found.length), Some(1));
}

#[test]
fn search_stops_at_its_bounds_and_says_which() {
    let bounds = Bounds { states: 500, ..Bounds::default() };
    let search = searched(grid, bounds, 0);
    assert_eq!(search.status(), Status::TooManyStates);
    assert!((500..900).contains(&search.states()), "{}", search.states());
    let search = searched(grid, Bounds { bytes: 1 << 14, ..Bounds::default() }, 0);
    assert_eq!(search.status(), Status::TooManyBytes);
}
