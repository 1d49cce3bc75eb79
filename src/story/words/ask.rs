//! Questions to the reader, the answers to choose from, and what is said of the one that was chosen.

use super::{Telling, caution, label, replica, step};
use crate::paxos::rules::{Accept, Gaps, Promise, QuorumFor};
use crate::paxos::{Kind, Role, Slot};
use crate::sim::{Change, World, truth};
use crate::story::ask::{Answer, Asked, Chance, Mistake, Thought};
use crate::story::problem::both;
use crate::story::scene::Scene;
use crate::story::script::Topic;

/// Over a question.
pub const TITLE: &str = "What do you think?";
/// On the button that passes over a question.
pub const SKIP: &str = "Skip";
/// On the button that goes on after an answer.
pub const GO_ON: &str = "Go on ›";
/// After a right answer.
pub const RIGHT: &str = "Right.";
/// After a wrong answer.
pub const WRONG: &str = "Not so.";
/// After a question that was passed over.
pub const SKIPPED: &str = "So it is:";
/// Before what is so.
pub const SO_IT_IS: &str = "What happens:";
/// On the switch with which a reader is asked on the way.
pub const ASK_ME: &str = "Ask me before it is shown";
/// On the button that leads back to the question.
pub const BACK: &str = "‹ Back to the question";

/// What is asked.
pub fn question(asked: &Asked, scene: &Scene, telling: Telling) -> String {
    let name = |node| telling.node(node);
    let world = scene.recording.at(asked.at);
    let acceptors = world.cluster.all(Role::Acceptor).len();
    let asks = match asked.question.topic {
        Topic::Answer(node) => match asked.about(scene) {
            Some(it) => {
                let (what, from, to) = (label(&it.message, telling), name(it.from), name(node));
                format!("{what} from {from} reaches {to}. What does {to} do?")
            }
            None => format!("What does {} do next?", name(node)),
        },
        Topic::Sends(node) => format!("What does {} send next?", name(node)),
        Topic::Value(node, slot) => format!("Which value will {} send{}?", name(node), replica::in_slot(slot)),
        Topic::Id(node) => format!("{} begins another attempt. Under which id?", name(node)),
        Topic::Keeps(node) => format!("{} stops and comes back. What does it hold then?", name(node)),
        Topic::Applied(node) => format!("Up to which slot has {} applied its log when this slide is over?", name(node)),
        Topic::Chosen(slot) => format!("Which value is chosen at this moment{}?", replica::in_slot(slot)),
        Topic::Knows(slot) => format!("Who knows at this moment what is chosen{}?", replica::in_slot(slot)),
        Topic::Possible(value) => format!("Can {} still be chosen?", telling.value(value)),
        Topic::Quorum => format!("How many of the {acceptors} acceptors must accept a value until it is chosen?"),
        Topic::Failures => {
            format!("How many of the {acceptors} acceptors may be down while a value can still be chosen?")
        }
    };
    telling.said(asks)
}

/// An answer to choose.
pub fn choice(answer: &Answer, world: &World, telling: Telling) -> String {
    let value = |value| telling.value(value).to_string();
    let says = match answer {
        Answer::Does { node, sends, learns } => {
            let waits = match world.cluster.role(*node).plays(Role::Acceptor) && !world.cluster.is_replicated() {
                true => format!("It {} it", telling.ignores()),
                false => "It waits for more".to_string(),
            };
            let learned = learns.map(|learned| format!("It learns {}", value(learned)));
            let sent = sends.as_ref().map(|message| {
                let what = label(message, telling);
                match message.kind() {
                    Kind::Promise => format!("It promises, and answers {what}"),
                    Kind::Accepted => format!("It accepts, and answers {what}"),
                    Kind::Nack => format!("It refuses, and answers {what}"),
                    _ => format!("It sends {what}"),
                }
            });
            match (learned, sent) {
                (None, None) => waits,
                (Some(learned), Some(sent)) => format!("{learned}. {sent}"),
                (learned, sent) => learned.or(sent).unwrap_or_default(),
            }
        }
        Answer::Sends(message) => label(message, telling),
        Answer::Value(of) => of.map_or("None".to_string(), value),
        Answer::Values(values) if values.is_empty() => "None".to_string(),
        Answer::Values(values) => both(&values.iter().copied().map(value).collect::<Vec<_>>()),
        Answer::Nodes(nodes) if nodes.is_empty() => "Nobody".to_string(),
        Answer::Nodes(nodes) => telling.nodes(*nodes),
        Answer::Id(ballot) => telling.id(*ballot),
        Answer::Card(promised, vote) => {
            let promised = promised.map_or("promised nothing".to_string(), |id| format!("promised {}", telling.id(id)));
            let accepted =
                vote.map_or("accepted nothing".to_string(), |vote| format!("accepted {}", telling.vote(vote)));
            format!("It has {promised} and {accepted}")
        }
        Answer::Chance(Chance::Chosen) => "It is chosen".to_string(),
        Answer::Chance(Chance::Open) => "It is not chosen, and can be".to_string(),
        Answer::Chance(Chance::Gone) => "No, never again".to_string(),
        Answer::Acceptors(0) => "None".to_string(),
        Answer::Acceptors(number) => number.to_string(),
        Answer::UpTo(Slot::ONLY) => "It has applied nothing".to_string(),
        Answer::UpTo(slot) => format!("Slot {}", slot.0),
    };
    telling.said(says)
}

/// Why the right answer is right.
pub fn because(asked: &Asked, scene: &Scene, telling: Telling) -> String {
    if let Some(place) = asked.shown_by(scene) {
        return step(&scene.recording.steps()[place], &scene.script.cluster, telling);
    }
    let world = scene.recording.at(asked.at);
    telling.said(match asked.question.topic {
        Topic::Chosen(slot) => chosen(&world, slot, telling),
        Topic::Knows(_) => KNOWS.to_string(),
        Topic::Possible(value) => possible(&world, telling.value(value).as_ref(), telling),
        Topic::Quorum | Topic::Failures => quorum(&world),
        _ => String::new(),
    })
}

const KNOWS: &str = "A node knows what is chosen once the ACCEPTs of a quorum have reached it, or somebody who knows has told it. Until then it may have been chosen for long.";

fn chosen(world: &World, slot: Slot, telling: Telling) -> String {
    let need = world.rules.quorum_size(&world.cluster, QuorumFor::Accept);
    let all: Vec<String> = truth::chosen(world)
        .filter(|chosen| chosen.slot == slot)
        .filter_map(|chosen| {
            let cast = world.votes.iter().find(|cast| cast.slot == slot && cast.vote == chosen.vote)?;
            Some(format!("{} have accepted {}", telling.nodes(cast.by), telling.vote(chosen.vote)))
        })
        .collect();
    match all.is_empty() {
        true => format!("No value has been accepted by {need} acceptors under one id."),
        false => format!("{}: that is a quorum under one id, and stays so whatever they accept later.", both(&all)),
    }
}

fn possible(world: &World, value: &str, telling: Telling) -> String {
    let chosen: Vec<String> = truth::chosen(world).map(|chosen| telling.value(chosen.vote.value).to_string()).collect();
    match chosen.first() {
        None => format!(
            "Nothing is chosen yet. {value} can win where enough acceptors have promised nothing higher, or under a higher id that carries it."
        ),
        Some(chosen) if chosen == value => format!("A quorum has accepted {value} under one id."),
        Some(chosen) => format!("{chosen} is chosen: every higher id carries that, and no lower one can win any more."),
    }
}

fn quorum(world: &World) -> String {
    let acceptors = world.cluster.all(Role::Acceptor).len();
    let need = world.rules.quorum_size(&world.cluster, QuorumFor::Accept);
    format!("{need} of {acceptors} are a quorum: any two quorums must share an acceptor.")
}

/// What somebody thinks who gives a wrong answer, and what would come of it: two sentences.
pub fn thought(thought: Thought) -> String {
    match thought {
        Thought::Mistake(mistake) => self::mistake(mistake).to_string(),
        Thought::Rule(rule) => {
            let instead = caution::instead(rule).unwrap_or_default();
            format!("That would be so if it were the rule that {instead}. {}", comes_of(rule))
        }
    }
}

/// What comes of a wrong rule.
fn comes_of(rule: Change) -> &'static str {
    match rule {
        Change::Accept(Accept::First) => "Then votes that are split would stay split for ever.",
        Change::Promise(Promise::OrEqual) => {
            "That would break nothing, but the second PROMISE comes too late to be counted."
        }
        Change::Learn(_) => "Then a node would take a value for chosen that is not.",
        Change::Gaps(Gaps::Left) => "Then nothing after the gap could ever be applied.",
        Change::Gaps(_) | Change::Commit(_) => "Then two replicas apply different commands in one slot.",
        Change::Dedup(_) => "Then a command that a client repeats takes effect twice.",
        _ => "In a Paxos like that two values get chosen.",
    }
}

/// On the way to the scene that shows where a thought leads.
pub fn see(thought: Thought) -> &'static str {
    match thought {
        Thought::Mistake(_) => "See what Paxos does ›",
        Thought::Rule(Change::Accept(Accept::First) | Change::Promise(Promise::OrEqual) | Change::Gaps(Gaps::Left)) => {
            "See what comes of it ›"
        }
        Thought::Rule(_) => "See the shortest run that breaks it ›",
    }
}

fn mistake(mistake: Mistake) -> &'static str {
    match mistake {
        Mistake::Locked => {
            "A promise bars lower ids and locks nobody out. If it did, a proposer that dies after its PREPARE would block everybody for good."
        }
        Mistake::NeedsHigher => {
            "An acceptor promises an id that is higher than its promise, but accepts one that is not lower. Otherwise not even the id that it has promised could get its vote."
        }
        Mistake::NeedsPromise => {
            "An acceptor accepts any id that is not below its promise, also one that never asked it. By accepting it promises that id, so that nothing is lost."
        }
        Mistake::MustRefuse => "Silence is enough, and a NACK only a hint. Whoever hears too little tries a higher id.",
        Mistake::WaitsForAll => {
            "A quorum is enough, and to wait for the rest may take for ever: one of them may be dead. What comes later changes nothing."
        }
        Mistake::VotersKnow => {
            "An acceptor knows its own vote and no other. Whether enough others have accepted the same it cannot tell."
        }
        Mistake::WinnerKnows => {
            "A proposer learns as everybody does, from the ACCEPTs that reach it. All of them may be lost, and the value is chosen all the same."
        }
        Mistake::AllKnow => {
            "Nobody tells them: to know takes the ACCEPTs of a quorum. Chosen and learned are two different moments."
        }
        Mistake::KnowingChooses => {
            "Votes choose a value, and knowing comes later. A value can be chosen while nobody knows it."
        }
        Mistake::CardsDecide => {
            "A card shows an acceptor's last vote alone. What counts is that a quorum has accepted a value under one id at some time, whatever their cards show now."
        }
        Mistake::SeenIsChosen => {
            "What some have accepted need not be chosen: that takes a quorum under one id. Who sees one vote cannot tell, and so must carry it on."
        }
        Mistake::RefusedIsGone => {
            "What is refused, or left behind, is an id and not a value. Old requests may still arrive elsewhere, and a higher id may carry the same value."
        }
        Mistake::OpenIsChosen => "It has a chance, and no quorum yet. Until then another value may still win.",
        Mistake::NothingIsGone => {
            "Once another value is chosen, every higher id must carry that one. Nothing that is still under way can change it."
        }
        Mistake::SameId => {
            "An attempt needs an id of its own, or answers to the old one would count for the new. An id that is used for two values can get both of them chosen."
        }
        Mistake::NextNumber => {
            "That id belongs to another proposer. Each uses ids of its own alone, or two could send different values under one id."
        }
        Mistake::AsksAgain => {
            "One PREPARE covers every slot, until somebody comes with a higher id. So a leader sends its next command at once."
        }
        Mistake::AllAreNeeded => {
            "If all were needed, one crash would stop everything. Any two majorities share an acceptor, and that is enough."
        }
        Mistake::OneIsEnough => {
            "Two quorums of one acceptor need not share any. The next proposer could ask elsewhere and hear of nothing."
        }
        Mistake::HalfMayFail => {
            "Two halves of an even number need not share an acceptor. So it takes more than half: four acceptors survive one failure, as three do."
        }
        Mistake::AppliesWhatItHas => {
            "Commands are applied in the order of their slots. What stands after a gap waits until the gap is filled."
        }
    }
}
