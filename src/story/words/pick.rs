//! To be a proposer: what it has seen, which worlds look the same from there, and what a pick does in them.

use super::Telling;
use crate::check::View;
use crate::check::view::Event;
use crate::paxos::{Message, NodeId, NodeSet, Role, Slot, Value};
use crate::story::ask::Asked;
use crate::story::language::{Words, say, tr, words};
use crate::story::problem::both;
use crate::story::scene::Scene;

/// Over what the proposer has seen.
pub const SEEN: Words = words!("This is all that you know");
/// Over the worlds.
pub const WORLDS: Words = words!("Worlds that look the same from there");
/// While they are searched.
pub const SEARCHING: Words = words!("The checker looks for every world that looks the same from there.");
/// On the button that plays a run.
pub const PLAY: Words = words!("Play the one in which it breaks ›");
/// On the button that shows the worlds that were left out at first.
pub const ALL: Words = words!("Show all of them");
/// On what tells how they were found.
pub const HOW: Words = words!("How they were found");
/// Over the ids that acceptors have promised.
pub const PROMISED: Words = words!("promised");
/// Over what they have accepted last.
pub const ACCEPTED: Words = words!("accepted");
/// The world of the scene.
pub const HERE: Words = words!("as in this scene");

/// What is asked.
#[inline(never)]
pub fn question(me: NodeId, asked: &Asked, scene: &Scene, telling: Telling) -> String {
    let Some(Ok(view)) = asked.seen(scene) else { return String::new() };
    let id = view.ballot().map(|ballot| telling.id(ballot)).unwrap_or_default();
    let own = view.own().map(|value| telling.value(value)).unwrap_or_default();
    let me = telling.node(me);
    telling.said(say!("You are {me}. You want {own}, and a PROMISE arrives that completes your majority for {id}. Which value do you send?", me, own, id))
}

/// What the proposer has seen, a sentence each; of the acceptors of which it has heard nothing, that.
pub fn seen(view: &View, scene: &Scene, telling: Telling) -> Vec<String> {
    let mut heard = NodeSet::EMPTY;
    let mut told: Vec<String> = Vec::new();
    for (place, event) in view.seen.iter().enumerate() {
        match event {
            Event::Begins(ballot, own) => {
                let (id, own) = (telling.id(*ballot), telling.value(*own));
                told.push(say!("You have asked with {id}, and want {own}.", id, own));
            }
            Event::Hears(from, Message::Promise { ballot, votes, .. }) => {
                heard = heard.with(*from);
                let (from, id) = (telling.node(*from), telling.id(*ballot));
                let vote = votes.get(Slot::ONLY).map(|vote| telling.vote(vote));
                told.push(match (vote, place == view.last()) {
                    (Some(vote), false) => say!("{from} has promised {id}, and reports {vote}.", from, id, vote),
                    (None, false) => say!("{from} has promised {id}, and reports nothing.", from, id),
                    (Some(vote), true) => {
                        say!("{from} promises {id}, and reports {vote}: that arrives now.", from, id, vote)
                    }
                    (None, true) => say!("{from} promises {id}, and reports nothing: that arrives now.", from, id),
                });
            }
            Event::Hears(from, Message::Nack { ballot, promised }) => {
                let (from, id, promised) = (telling.node(*from), telling.id(*ballot), telling.id(*promised));
                told.push(say!("{from} has refused {id}, for it had promised {promised}.", from, id, promised));
            }
            Event::Hears(..) => {}
        }
    }
    let acceptors = scene.script.cluster.all(Role::Acceptor);
    let silent: NodeSet = acceptors.iter().filter(|&node| !heard.contains(node)).collect();
    if !silent.is_empty() {
        let silent = telling.nodes(silent);
        told.push(say!("You have heard no PROMISE from {silent}.", silent));
    }
    told.into_iter().map(|sentence| telling.said(sentence)).collect()
}

/// How many worlds there are, in how many a value is chosen already, and in how many the pick breaks agreement.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Counts {
    /// All that look the same.
    pub all: usize,
    /// Those in which a value is chosen.
    pub chosen: usize,
    /// Those in which the pick breaks agreement.
    pub breaks: usize,
}

/// The sum of all worlds, in three sentences.
pub fn sum(me: &str, pick: &str, Counts { all, chosen, breaks }: Counts) -> String {
    let worlds = match all {
        1 => say!("One world alone looks like this to {me}.", me),
        _ => say!("{all} worlds look like this to {me}.", all, me),
    };
    let chosen = match chosen {
        0 => tr!("In none of them is a value chosen already.").to_string(),
        _ if chosen == all => tr!("In all of them, a value is chosen already.").to_string(),
        1 => tr!("In 1 of them, a value is chosen already.").to_string(),
        _ => say!("In {chosen} of them, a value is chosen already.", chosen),
    };
    let breaks = match breaks {
        0 => say!("In none of them can {pick} break agreement.", pick),
        _ if breaks == all => {
            say!("In all of them {pick} breaks agreement: another value is chosen, or still can be.", pick)
        }
        _ => {
            say!("In {breaks} of them {pick} breaks agreement: another value is chosen, or still can be.", breaks, pick)
        }
    };
    [worlds, chosen, breaks].join(" ")
}

/// In how many worlds something else than the right pick would have broken agreement.
pub fn others(picks: &[(String, usize)], all: usize) -> String {
    let harmful: Vec<&(String, usize)> = picks.iter().filter(|(_, breaks)| 0 < *breaks).collect();
    let sentences = harmful.iter().map(|(pick, breaks)| match breaks == &all {
        true => say!("{pick} would have broken it in all of them.", pick),
        false => say!("{pick} would have broken it in {breaks} of them.", pick, breaks),
    });
    let sentences: Vec<String> = sentences.collect();
    match sentences.is_empty() {
        true => tr!("Nothing was reported, and so nothing below this id can be chosen any more: no value that is sent breaks agreement.").to_string(),
        false => sentences.join(" "),
    }
}

/// In place of what only who sees all can see.
pub fn not_from_there(me: &str) -> String {
    say!("As long as you are {me}, you cannot see this.", me)
}

/// What stands over a world, by its number among all.
pub fn world(number: usize) -> String {
    say!("World {number}", number)
}

/// What a pick does in a world.
pub fn verdict(pick: &str, does: Does) -> String {
    match does {
        Does::Break => say!("{pick} breaks agreement", pick),
        Does::NoHarm => say!("{pick} does no harm", pick),
    }
}

/// What can come of a pick.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Does {
    /// Two values can be chosen after it.
    Break,
    /// They cannot.
    NoHarm,
}

/// What is chosen in a world, or can still be.
pub fn state(chosen: &[String], open: &[String]) -> String {
    match (chosen, open) {
        ([], []) => tr!("Nothing is chosen, and no lower id can win.").to_string(),
        ([], open) => {
            let open = both(open);
            say!("{open} can still be chosen under a lower id.", open)
        }
        (chosen, _) => {
            let chosen = both(chosen);
            say!("{chosen} is chosen.", chosen)
        }
    }
}

/// An acceptor's card in a world.
pub fn card(node: &str, promised: Option<&str>, accepted: Option<&str>) -> String {
    match (promised, accepted) {
        (None, None) => say!("{node}: has promised and accepted nothing", node),
        (Some(promised), None) => say!("{node}: has promised {promised}, accepted nothing", node, promised),
        (None, Some(accepted)) => say!("{node}: has accepted {accepted}", node, accepted),
        (Some(promised), Some(accepted)) => {
            say!("{node}: has promised {promised}, accepted {accepted}", node, promised, accepted)
        }
    }
}

/// How the worlds were found, and what was left out.
pub fn how(states: u32, searched: u32) -> String {
    say!(
        "The checker went through {searched} states of the same Paxos: from the beginning, with the ids and values that were asked for in this scene until then. Any message may be late or lost; none is doubled, and no acceptor forgets. Worlds that differ in nothing that acceptors hold, have ever accepted, or may still choose count as one. Counted one by one they are {states} states of the whole system.",
        searched,
        states
    )
}

/// What was left out at first.
pub fn more(hidden: usize) -> String {
    match hidden {
        1 => tr!("1 more is not shown.").to_string(),
        _ => say!("{hidden} more are not shown.", hidden),
    }
}

/// Where there were too many states.
pub fn too_many(states: u32) -> String {
    say!(
        "There are too many worlds: the checker has stopped after {states} states, and cannot tell which look the same.",
        states
    )
}

/// What a run is called in which a pick breaks agreement.
pub fn title(me: NodeId, pick: Value, telling: Telling) -> String {
    let (me, pick) = (telling.node(me), telling.value(pick));
    say!("{me} picks {pick}: where it breaks", me, pick)
}

/// What is to be said of it in a sentence.
pub fn about(me: NodeId, length: usize, telling: Telling) -> String {
    let me = telling.node(me);
    say!(
        "The shortest run, {length} actions, in which {me} sees the very same, and two values are chosen after its pick.",
        length,
        me
    )
}

/// The step by which a proposer sends a value against the rule.
pub fn picks(me: NodeId, pick: Value, telling: Telling) -> String {
    let (me, pick) = (telling.node(me), telling.value(pick));
    say!("{me} has seen the same, and picks {pick}", me, pick)
}

/// What is not Paxos about that step.
pub fn against_the_rule(instead: &str) -> String {
    say!("For this one step it is the rule that {instead}. Before and after it everything is as in Paxos.", instead)
}
