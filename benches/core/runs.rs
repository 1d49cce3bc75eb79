//! Runs of any length to measure on.

use paxos_explainer::player::{Opening, Show, Source};
use paxos_explainer::sim::Recording;
use paxos_explainer::story::{Scene, parse};
use std::rc::Rc;

/// A scene that goes on and on.
pub struct Kind {
    pub name: &'static str,
    pub text: &'static str,
}

/// Three proposers that interrupt each other forever: ids grow, and no value need be chosen.
pub const DUEL: Kind = Kind {
    name: "one decision, 3 proposers that interrupt each other",
    text: "title Duel\nproposers P1 P2 P3\nacceptors A1 A2 A3 A4 A5\nlearners L1\ndelay 600..1200\nloss 10%\n\
        duplication 5%\nretry 300..500\nnacks on\nslide Duel\npropose P1 a\npropose P2 b\npropose P3 c\n",
};

/// A log under load: clients that ask as fast as they are answered.
pub const LOG: Kind = Kind {
    name: "a log, 5 replicas and 3 clients under load",
    text: "title Log\nclients C1 C2 C3\nreplicas R1 R2 R3 R4 R5\ndelay 100..400\nheartbeat 500\nelection 1500..3000\n\
        commands 50..100\nslide Load\ntimeout R1\n",
};

/// The largest log that there may be, on a bad network.
pub const STORM: Kind = Kind {
    name: "a log, 7 replicas and 8 clients, loss and copies",
    text: "title Storm\nclients C1 C2 C3 C4 C5 C6 C7 C8\nreplicas R1 R2 R3 R4 R5 R6 R7\ndelay 50..900\nloss 10%\n\
        duplication 10%\nheartbeat 500\nelection 1500..3000\ncommands 20..50\nretry 2000\nslide Load\ntimeout R1\n",
};

impl Kind {
    /// The scene with a run of so many events. A scene may have ten thousand; to see how things grow, the run goes on
    /// beyond that.
    pub fn scene(&self, events: usize) -> Scene {
        let mut scene = parse(self.text).and_then(Scene::play).expect("it is a scene");
        go_on(&mut scene.recording, events);
        let end = scene.recording.end();
        scene.slides.last_mut().expect("it has a slide").end = end;
        scene
    }

    /// The same on show, at its end.
    pub fn show(&self, events: usize) -> Show {
        Show::new(Source::Text(Rc::from(self.text)), self.scene(events), &Opening::End)
    }
}

fn go_on(recording: &mut Recording, events: usize) {
    while recording.events() < events {
        if recording.run_step() {
            continue;
        }
        let next = recording.schedule().next(recording.world()).expect("something is always due");
        recording.run_to(next.time); // Does nothing where the run is full, but for the time.
        recording.push(next.action).expect("what is due can be done");
    }
}
