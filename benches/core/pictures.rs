//! What has to be worked out for a picture, as nodes, messages and events grow.
//!
//! In each frame in which time passes the page works out the stage, and the space-time diagram where that is open. Board
//! and log are worked out when something has happened.

use crate::runs::{DUEL, LOG};
use crate::timing::{ms, typical};
use paxos_explainer::player::{Light, LogView, Opening, Show, Source, TimeLine};
use paxos_explainer::story::{Scene, parse};
use paxos_explainer::view::log::{Log, Told};
use paxos_explainer::view::space_time::{self, Memo, Plan};
use paxos_explainer::view::{self, Height, Shape, Tableau, board};
use std::rc::Rc;

pub fn print() {
    heading("As nodes grow, with 30 messages under way", "nodes");
    for (proposers, acceptors) in [(1, 1), (1, 3), (2, 5), (4, 7), (5, 9)] {
        row(&busy(proposers, acceptors, 30), |show| show.names().nodes.len());
    }
    heading("As messages under way grow, with 5 proposers and 9 acceptors", "messages");
    for ballots in [1, 2, 6, 11, 22, 34] {
        row(&busy(5, 9, ballots * 9), |show| show.world().in_flight.len());
    }
    for (name, kind) in [("one decision", &DUEL), ("a log", &LOG)] {
        heading(&format!("As the events of the run grow: {name}"), "events");
        for events in [100, 300, 1_000, 3_000, 10_000] {
            row(&kind.show(events), |show| show.recording().events());
        }
    }
}

fn heading(title: &str, first: &str) {
    println!("\n{title}, in ms\n");
    println!("| {first} | stage, a frame | diagram, a frame | board, a step | log, a step |");
    println!("| --: | --: | --: | --: | --: |");
}

fn row(show: &Show, first: fn(&Show) -> usize) {
    let line = TimeLine::default();
    let stage = typical(|| {
        let tableau = Tableau::lit(show, &Light::default());
        let layout = view::layout::Layout::of(&tableau, Shape::Wide, Height::Scarce);
        (view::still(&tableau, &layout), view::moving(&tableau, &layout))
    });
    // As between two steps: what was drawn in the frame before is kept.
    let memo = Memo::default();
    let diagram = typical(|| {
        let plan = Plan::of(show, &line);
        space_time::diagram(show, &line, &plan, &memo)
    });
    let board = typical(|| board::of_run(show));
    let log = typical(|| Log::of(show, &LogView::default(), &Light::default(), &Told::default()));
    println!("| {} | {} |", first(show), [stage, diagram, board, log].map(ms).join(" | "));
}

/// A run in which about so many messages are under way, half-way.
fn busy(proposers: usize, acceptors: usize, messages: usize) -> Show {
    let names =
        |letter: &str, count: usize| (1..=count).map(|nth| format!("{letter}{nth}")).collect::<Vec<_>>().join(" ");
    let mut text = format!("title Busy\nproposers {}\nacceptors {}\n", names("P", proposers), names("A", acceptors));
    if proposers + acceptors < 15 {
        text += "learners L1\n";
    }
    text += "delay 8000\n";
    // Each ballot sends a PREPARE to each acceptor.
    for nth in 0..messages.div_ceil(acceptors) {
        let who = 1 + nth % proposers;
        let start = if nth < proposers { format!("propose P{who} v{nth}\n") } else { format!("timeout P{who}\n") };
        text += &start;
    }
    text += "run 4000\n";
    let scene = parse(&text).and_then(Scene::play);
    let scene =
        scene.unwrap_or_else(|problem| panic!("{}: {} {}\n{text}", problem.line, problem.wrong, problem.expected));
    Show::new(Source::Text(Rc::from(text.as_str())), scene, &Opening::End)
}
