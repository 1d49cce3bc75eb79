//! A log from nothing: replicas that elect their leader, and clients that send commands by themselves.

use super::{Field, counted};
use crate::paxos::Role;
use crate::sim::Time;
use crate::story::language::{Words, say, tr, words};
use crate::story::problem::both;
use std::fmt::Write;

/// How fast clients send commands by themselves.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Rate {
    /// Only when they are told to.
    Off,
    /// After a few seconds each time.
    Slow,
    /// Nearly at once.
    Fast,
}

impl Rate {
    /// How long a client rests, in milliseconds.
    fn rest(self) -> Option<(Time, Time)> {
        match self {
            Rate::Off => None,
            Rate::Slow => Some((2000, 4000)),
            Rate::Fast => Some((200, 600)),
        }
    }
}

/// A log that is to be built: everything within its limits.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct LogPlan {
    pub(super) replicas: u32,
    pub(super) clients: u32,
    pub(super) rate: Rate,
    pub(super) heartbeat: Time,
    pub(super) election: Time,
    pub(super) window: u32,
    pub(super) loss: u32,
    pub(super) delay: Time,
}

/// What such a run is called.
pub const LOG_TITLE: Words = words!("A log of my own");

impl LogPlan {
    /// What stands in the fields.
    pub(super) fn of(rate: Rate, read: impl Fn(Field) -> u32) -> LogPlan {
        LogPlan {
            replicas: read(Field::Replicas),
            clients: read(Field::Askers),
            rate,
            heartbeat: read(Field::Heartbeat),
            election: read(Field::Election),
            window: read(Field::Window),
            loss: read(Field::Loss),
            delay: read(Field::Travel),
        }
    }

    /// How long a client waits for its answer before it asks another replica: longer than a leader takes, even where
    /// the client is sent on to it.
    fn retry(&self) -> Time {
        6 * self.delay + 500
    }

    /// Who there is, in words.
    pub fn who(&self) -> String {
        both(&[counted(self.replicas, Role::Replica), counted(self.clients, Role::Client)])
    }

    /// What comes of it, in sentences.
    pub fn preview(&self) -> Vec<String> {
        let quorum = self.replicas / 2 + 1;
        let spare = self.replicas - quorum;
        let clients = match self.rate.rest() {
            None => tr!("Clients send a command when you tell them to.").to_string(),
            Some((least, most)) => {
                say!(
                    "Each client gives its next command {least} to {most} ms after the answer to the last.",
                    least,
                    most
                )
            }
        };
        vec![
            match spare {
                1 => say!(
                    "{who}. {quorum} replicas are a quorum: 1 may be down, and it goes on.",
                    who = self.who(),
                    quorum
                ),
                _ => say!(
                    "{who}. {quorum} replicas are a quorum: {spare} may be down, and it goes on.",
                    who = self.who(),
                    quorum,
                    spare
                ),
            },
            say!(
                "A replica that hears no leader for {least} to {most} ms tries to lead; a leader is heard every {heartbeat} ms.",
                least = self.election,
                most = 2 * self.election,
                heartbeat = self.heartbeat
            ),
            say!("{clients} A message takes {delay} ms.", clients, delay = self.delay),
        ]
    }

    /// What will not go well.
    pub fn warning(&self) -> Option<String> {
        let (heard, led) = (self.heartbeat + self.delay, 2 * self.delay);
        let election = self.election;
        let wrong = match election {
            _ if election <= heard => tr!("a heartbeat may come too late"),
            _ if election <= led => tr!("nobody can have its promises in time"),
            _ => return None,
        };
        Some(say!(
            "With {election} ms to wait for a leader, {wrong}: replicas may take the lead from each other again and \
             again. Nothing wrong is chosen by that, but perhaps nothing at all.",
            election,
            wrong
        ))
    }

    /// What to do first.
    pub fn hint(&self) -> &'static str {
        match self.rate {
            Rate::Off => {
                tr!("Press Play until a replica leads. Then click C1 and let it ask for something, for example +50.")
            }
            _ => {
                tr!(
                    "Press Play: one of them will lead, and the commands of the clients flow; each adds 1 to the account. \
                 In World and in Service you can crash the leader, or cut it off with a minority. The plot shows what that costs."
                )
            }
        }
    }

    /// The scene that it makes, as a lecturer would write it.
    pub fn text(&self) -> String {
        let names = |letter: char, count: u32| {
            (1..=count).map(|nth| format!("{letter}{nth}")).collect::<Vec<String>>().join(" ")
        };
        let mut text = format!(
            "title \"{}\"\nabout \"{}\"\nshow plot\n",
            LOG_TITLE.said(),
            say!("A run from nothing: {who}.", who = self.who())
        );
        let _ = writeln!(text, "clients {}\nreplicas {}", names('C', self.clients), names('R', self.replicas));
        let _ = writeln!(text, "delay {}", self.delay);
        if 0 < self.loss {
            let _ = writeln!(text, "loss {}%", self.loss);
        }
        let (election, most) = (self.election, 2 * self.election);
        let _ = writeln!(text, "heartbeat {}\nelection {election}..{most}", self.heartbeat);
        let _ = writeln!(text, "window {}\nretry {}", self.window, self.retry());
        if let Some((least, most)) = self.rate.rest() {
            let _ = writeln!(text, "commands {least}..{most}");
        }
        let _ = writeln!(
            text,
            "\nslide \"{}\"\n  say \"{}\"",
            say!("{count} replicas keep one log", count = self.replicas),
            self.hint()
        );
        text
    }
}
