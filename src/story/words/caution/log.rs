//! What must be said of a log besides: that it begins as none can, or that who decides in a slot is not settled.

use crate::paxos::Command;
use crate::sim::{Action, Change, Moment, Recording, World};
use crate::story::language::{say, tr};

/// What must be said of a log up to this moment.
#[inline(never)]
pub fn over(recording: &Recording, until: Moment) -> Vec<String> {
    let start = recording.at(Moment::default());
    let moves = moves_window(recording, until).then(|| {
        tr!(
            "The window was changed in a log whose members change: it says which replicas decide in a slot, also in one that is chosen already. Two values may be chosen."
        )
        .to_string()
    });
    impossible(&start).into_iter().chain(moves).collect()
}

/// Of how many replicas the most have decided in a slot, up to this moment.
#[inline(never)]
pub fn deciding(recording: &Recording, until: Moment) -> usize {
    let cluster = &recording.world().cluster;
    let start = recording.at(Moment::default());
    let at_first = start.votes.iter().filter(|cast| cast.is_chosen).map(|cast| cast.vote.value);
    let since = recording.steps().iter().take(until.steps).flat_map(|step| step.effects.all_chosen());
    let named =
        at_first.chain(since.map(|chosen| chosen.vote.value)).filter_map(|value| match cluster.command(value) {
            Command::Members(members) => Some(members.len()),
            Command::Word | Command::Open(_) | Command::Add(_) => None,
        });
    named.chain([start.cluster.log.members.len()]).max().unwrap_or(0)
}

/// Where a scene begins with votes that Paxos cannot come to: once a value is chosen under an id, none of a higher id has
/// another one (PMS 2.2, P2b), and no second value is chosen.
fn impossible(start: &World) -> Option<String> {
    let chosen = start.votes.iter().filter(|cast| cast.is_chosen);
    let slot = chosen.clone().find_map(|first| {
        // Where it is told to be chosen, and not under which id, any may have been.
        let is_known = 0 < first.vote.ballot.number;
        let others =
            start.votes.iter().filter(|other| other.slot == first.slot && other.vote.value != first.vote.value);
        let mut apart = others.filter(|other| other.is_chosen || is_known && first.vote.ballot < other.vote.ballot);
        apart.next().map(|other| other.slot.0)
    })?;
    Some(say!(
        "This begins with what Paxos cannot come to: in slot {slot} one value is chosen, and another one is chosen too or accepted under a higher id. Two values may be chosen.",
        slot
    ))
}

/// Whether the window, by which the members of a slot are told, was changed where a command names members.
fn moves_window(recording: &Recording, until: Moment) -> bool {
    let cluster = &recording.world().cluster;
    let names_members = cluster.log.commands.iter().any(|command| matches!(command, Command::Members(_)));
    let mut window = recording.at(Moment::default()).cluster.log.window;
    names_members
        && recording.steps().iter().take(until.steps).any(|step| match step.action {
            Action::Set(Change::Window(new)) => std::mem::replace(&mut window, new) != new,
            _ => false,
        })
}
