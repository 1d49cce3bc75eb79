//! Questions to the reader, the answers to choose from, and what is said of the one that was chosen.

mod thought;

use super::digits::seconds;
use super::{Ids, Telling, caution, label, note, pick, replica, step};
use crate::paxos::rules::QuorumFor;
use crate::paxos::{Kind, Nacks, NodeId, NodeSet, Note, Role, Slot};
use crate::sim::{Action, Moment, Time, World, truth};
use crate::story::ask::{Answer, Asked, Chance, Ending};
use crate::story::language::{Words, say, tr, words};
use crate::story::poll::Poll;
use crate::story::problem::both;
use crate::story::scene::Scene;
use crate::story::script::Topic;

pub use thought::{see, thought, thought_in};

/// Over a question.
pub const TITLE: Words = words!("What do you think?");
/// On the button that passes over a question.
pub const SKIP: Words = words!("Skip");
/// On the button that goes on after an answer.
pub const GO_ON: Words = words!("Go on ›");
/// On the button that leads to the next question of a chapter.
pub const NEXT: Words = words!("Next question ›");
/// Over the questions of all chapters.
pub const TEST_LEAD: Words = words!(
    "What will it answer, which value must it send, what is chosen, who knows? This page works the answers out, by running Paxos, and a wrong one leads to a run that shows why. Nothing that you answer leaves this browser."
);
/// On the button that puts the first question of a chapter.
pub const BEGIN: Words = words!("Begin ›");
/// Over the questions of a chapter, one by one.
pub const EACH: Words = words!("Each question");

/// That the run went back to a time at which something is asked.
pub fn back_to(time: Time) -> String {
    say!("The run went back to {at}, where this is asked: what was on show gives the answer.", at = seconds(time))
}

/// How far somebody is with the questions of a chapter.
pub fn score(all: usize, answered: usize, right: usize) -> String {
    let questions = if all == 1 { tr!("1 question").to_string() } else { say!("{all} questions", all) };
    match answered {
        0 => questions,
        _ => say!("{questions}, {answered} answered, {right} of them rightly", questions, answered, right),
    }
}

/// Whether a question was answered rightly.
pub fn verdict(is_right: bool) -> &'static str {
    if is_right { tr!(" ✓ right") } else { tr!(" ✕ not right") }
}

/// After a right answer.
pub const RIGHT: Words = words!("Right.");
/// After a wrong answer.
pub const WRONG: Words = words!("Not so.");
/// Before what comes next.
pub const HAPPENS: Words = words!("What happens:");
/// Before what is so at the moment of the question.
pub const SO_IT_IS: Words = words!("So it is:");
/// On the switch with which a reader is asked on the way.
pub const ASK_ME: Words = words!("Ask me before it is shown");
/// On the button that leads back to the question.
pub const BACK: Words = words!("‹ Back to the question");

/// What is asked, for a reader who stands at a moment: of what is so at another one it is said which.
pub fn question_from(at: Moment, asked: &Asked, scene: &Scene, telling: Telling) -> String {
    let question = question(asked, scene, telling);
    match asked.is_about_its_moment() && asked.at.steps != at.steps {
        true => say!("At {time}: {question}", time = seconds(asked.at.time), question),
        false => question,
    }
}

/// What is asked.
pub fn question(asked: &Asked, scene: &Scene, telling: Telling) -> String {
    if scene.poll.is_some() {
        return question_in_poll(asked.question.topic).to_string();
    }
    let name = |node| telling.node(node);
    let world = scene.recording.at(asked.at);
    let acceptors = world.cluster.all(Role::Acceptor).len();
    let asks = match asked.question.topic {
        Topic::Answer(node) => match asked.about(scene) {
            Some(it) => {
                let (what, from, to) = (label(&it.message, telling), name(it.from), name(node));
                say!("{what} from {from} reaches {to}. What does {to} do?", what, from, to)
            }
            None => say!("What does {node} do next?", node = name(node)),
        },
        Topic::Sends(node) => {
            format!("{}{}", moved(asked, scene, telling), say!("What does {node} send next?", node = name(node)))
        }
        Topic::Value(node, slot) => {
            say!("Which value will {node} send{slot}?", node = name(node), slot = replica::in_slot(slot))
        }
        Topic::Pick(node) => return pick::question(node, asked, scene, telling),
        Topic::Id(node) => say!("{node} begins another attempt. Under which id?", node = name(node)),
        Topic::Keeps(node) => say!("{node} stops and comes back. What does it hold then?", node = name(node)),
        Topic::Applied(node) => {
            say!("Up to which slot has {node} applied its log when this slide is over?", node = name(node))
        }
        Topic::Chosen(slot) => say!("Which value is chosen{slot} at this moment?", slot = replica::in_slot(slot)),
        Topic::Knows(slot) => say!("Who knows at this moment what is chosen{slot}?", slot = replica::in_slot(slot)),
        Topic::Possible(value) => say!("Can {value} still be chosen?", value = telling.value(value)),
        Topic::Decisions => tr!("How many decisions have been made in this run so far?").to_string(),
        Topic::Ends => {
            tr!("The proposers go on like this, no node fails, and no message is lost. How does it end?").to_string()
        }
        Topic::Quorum if is_uneven(&world) => say!(
            "{promise} of the {acceptors} acceptors must promise an id. How many at least must accept a value until it is chosen?",
            promise = world.rules.quorum_size(&world.cluster, QuorumFor::Prepare),
            acceptors
        ),
        Topic::Quorum => {
            say!("How many of the {acceptors} acceptors must accept a value until it is chosen?", acceptors)
        }
        Topic::Failures => {
            say!("How many of the {acceptors} acceptors may be down while a value can still be chosen?", acceptors)
        }
    };
    telling.said(asks)
}

/// What must be known for an answer and is not to be seen: that whoever refuses says nothing, where it is asked of an
/// acceptor that has promised something.
pub fn to_be_known(asked: &Asked, scene: &Scene) -> Option<&'static str> {
    let it = asked.about(scene)?;
    let world = scene.recording.at(asked.at);
    let has_promised = world.node(it.to).acceptor.as_ref().is_some_and(|acceptor| acceptor.disk.promised.is_some());
    let asks = matches!(it.message.kind(), Kind::Prepare | Kind::AcceptRequest);
    let is_silent = world.cluster.nacks == Nacks::Off;
    (asks && has_promised && is_silent).then(|| tr!("In this scene nobody sends NACKs: whoever refuses says nothing."))
}

fn question_in_poll(topic: Topic) -> &'static str {
    match topic {
        Topic::Knows(_) => tr!("Who takes something for the result at this moment?"),
        _ => tr!("Is there a result at this moment, and what is it?"),
    }
}

/// What makes a node send, where that is something from outside.
#[inline(never)]
fn moved(asked: &Asked, scene: &Scene, telling: Telling) -> String {
    let Some(place) = asked.shown_by(scene) else { return String::new() };
    match scene.recording.steps()[place].action {
        Action::Propose { node, value, ballot } => {
            let (node, value) = (telling.node(node), telling.value(value));
            match ballot {
                Some(ballot) => {
                    say!("{node} wants {value}, and begins under {ballot}. ", node, value, ballot = telling.id(ballot))
                }
                None => say!("{node} wants {value}. ", node, value),
            }
        }
        Action::Timeout { node } => say!("{node}'s timer fires. ", node = telling.node(node)),
        Action::Request { client, to, value, .. } => {
            say!(
                "{client} asks {to} for {value}. ",
                client = telling.node(client),
                to = telling.node(to),
                value = telling.value(value)
            )
        }
        _ => String::new(),
    }
}

/// Whether fewer need accept than a majority because more must promise, and just so many fewer that quorums meet.
fn is_uneven(world: &World) -> bool {
    let size = |purpose| world.rules.quorum_size(&world.cluster, purpose);
    let (prepare, accept) = (size(QuorumFor::Prepare), size(QuorumFor::Accept));
    prepare != accept && prepare + accept == world.cluster.all(Role::Acceptor).len() + 1
}

/// An answer to choose.
pub fn choice(answer: &Answer, world: &World, telling: Telling) -> String {
    let value = |value| telling.value(value).to_string();
    let says = match answer {
        Answer::Does { node, sends, learns } => {
            let waits = match world.cluster.role(*node).plays(Role::Acceptor) && !world.cluster.is_replicated() {
                true if telling.names.refuses => tr!("It refuses it").to_string(),
                true => tr!("It ignores it").to_string(),
                false => tr!("It waits").to_string(),
            };
            let learned = learns.map(|learned| say!("It learns that {learned} is chosen", learned = value(learned)));
            let sent = sends.as_ref().map(|message| {
                let what = label(message, telling);
                match message.kind() {
                    Kind::Promise => say!("It promises, and answers {what}", what),
                    Kind::Accepted => say!("It accepts, and answers {what}", what),
                    Kind::Nack => say!("It refuses, and answers {what}", what),
                    _ => say!("It sends {what}", what),
                }
            });
            match (learned, sent) {
                (None, None) => waits,
                (Some(learned), Some(sent)) => format!("{learned}. {sent}"),
                (learned, sent) => learned.or(sent).unwrap_or_default(),
            }
        }
        Answer::Sends(message) => label(message, telling),
        Answer::SendsWith(message, with) => {
            say!("{message}, with {with}", message = label(message, telling), with = value(*with))
        }
        Answer::Value(of) => of.map_or(tr!(in "the value that is sent": "None").to_string(), value),
        Answer::Values(values) if values.is_empty() => tr!(in "the value that is chosen": "None").to_string(),
        Answer::Values(values) => both(&values.iter().copied().map(value).collect::<Vec<_>>()),
        Answer::Nodes(nodes) if nodes.is_empty() => tr!("Nobody").to_string(),
        Answer::Nodes(nodes) => telling.nodes(*nodes),
        Answer::Id(ballot) => telling.id(*ballot),
        Answer::Card(promised, vote) => {
            match (promised.map(|promised| telling.id(promised)), vote.map(|vote| telling.vote(vote))) {
                (None, None) => tr!("It has promised nothing and accepted nothing").to_string(),
                (Some(id), None) => say!("It has promised {id} and accepted nothing", id),
                (None, Some(vote)) => say!("It has promised nothing and accepted {vote}", vote),
                (Some(id), Some(vote)) => say!("It has promised {id} and accepted {vote}", id, vote),
            }
        }
        Answer::Chance(Chance::Chosen) => tr!("It is chosen").to_string(),
        Answer::Chance(Chance::Open) => tr!("It is not chosen, and can be").to_string(),
        Answer::Chance(Chance::Gone) => tr!("No, never again").to_string(),
        Answer::Acceptors(0) => tr!(in "acceptors": "None").to_string(),
        Answer::Acceptors(number) => number.to_string(),
        Answer::Decisions(0) => tr!(in "decisions": "None").to_string(),
        Answer::Decisions(1) => tr!(in "decisions": "One").to_string(),
        Answer::Decisions(2) => tr!(in "decisions": "Two").to_string(),
        Answer::Decisions(number) => number.to_string(),
        Answer::Ends(Ending::Must) => tr!("A value is chosen, sooner or later").to_string(),
        Answer::Ends(Ending::May) => tr!("A value may be chosen, or it may go on for ever").to_string(),
        Answer::Ends(Ending::Never) => tr!("No value is chosen as long as they go on").to_string(),
        Answer::UpTo(Slot::ONLY) => tr!("It has applied nothing").to_string(),
        Answer::UpTo(slot) => say!("Slot {slot}", slot = slot.0),
    };
    telling.said(says)
}

/// Why the right answer is right.
pub fn because(asked: &Asked, scene: &Scene, telling: Telling) -> String {
    if let (Topic::Applied(node), Some(place)) = (asked.question.topic, asked.shown_by(scene)) {
        let world = scene.recording.at(Moment { time: Time::MAX, steps: place + 1 });
        return telling.said(applied(node, &world, telling));
    }
    if let Some(place) = asked.shown_by(scene) {
        let shown = &scene.recording.steps()[place];
        let said = step(shown, &scene.script.cluster, telling);
        // In a log the first note tells who leads, and a later one what goes into the slot.
        let Topic::Value(node, slot) = asked.question.topic else { return said };
        let of_slot = |note: &&Note| matches!(note, Note::Log(note) if note.begins() == Some(slot));
        let sends = shown.effects.notes.iter().skip(1).find(of_slot).map(|&sends| note(sends, node, telling));
        return sends.map_or(said.clone(), |sends| format!("{said} {sends}"));
    }
    if let Some(run) = &scene.poll {
        return because_in_poll(run.at(asked.at), asked.question.topic, telling);
    }
    let world = scene.recording.at(asked.at);
    telling.said(match asked.question.topic {
        Topic::Chosen(slot) => chosen(&world, slot, telling),
        Topic::Knows(_) if telling.ids == Ids::Hidden => KNOWS_PLAINLY.to_string(),
        Topic::Knows(_) => KNOWS.to_string(),
        Topic::Possible(value) => possible(&world, telling.value(value).as_ref(), telling),
        Topic::Decisions => decisions(&world, telling),
        Topic::Ends => ENDS.to_string(),
        Topic::Quorum | Topic::Failures => quorum(&world),
        _ => String::new(),
    })
}

const KNOWS: Words = words!(
    "A node knows what is chosen once the ACCEPTs of a quorum have reached it, or somebody who knows has told it. PROMISEs in which a quorum reports the same id and value would show it as well, but the proposers here do not count those. Until then a value may have been chosen for long already."
);

/// The same where neither messages nor quorums have been named yet.
const KNOWS_PLAINLY: Words = words!(
    "A node knows what is chosen once a majority has told it what they have accepted, or somebody who knows has told it. Until then a value may have been chosen for long already."
);

const ENDS: Words = words!(
    "Whoever comes with a higher id takes the floor from the one before, and each can do so again and again, always a little too soon for the other. It ends when one is left alone for long enough, and no rule makes sure that this ever happens."
);

fn because_in_poll(poll: &Poll, topic: Topic, telling: Telling) -> String {
    let backs =
        |value| -> NodeSet { poll.everyone().filter(|&person| poll.person(person).backs == Some(value)).collect() };
    let takes = |person: &NodeId| poll.person(*person).knows.is_some();
    let (need, all) = (poll.need(), poll.people.len());
    match (topic, poll.agreed()) {
        (Topic::Knows(_), _) => {
            let takers: NodeSet = poll.everyone().filter(takes).collect();
            let takes = telling.nodes(takers);
            match takers.len() {
                0 => say!(
                    "Nobody has heard of {need} people of {all} for one thing. To be one of those people is not enough.",
                    need,
                    all
                ),
                1 => say!(
                    "Only {person} has heard of {need} people of {all} for one thing. To be one of those people is not enough.",
                    person = takes,
                    need,
                    all
                ),
                _ => say!(
                    "Only {people} have heard of {need} people of {all} for one thing. To be one of those people is not enough.",
                    people = takes,
                    need,
                    all
                ),
            }
        }
        (_, Some(value)) => {
            let backers = telling.nodes(backs(value));
            say!(
                "{backers} back {value}: that is a majority, whether or not anybody knows it.",
                backers,
                value = telling.value(value)
            )
        }
        (_, None) => say!("Nothing is backed by {need} people of {all}, and fewer are no majority.", need, all),
    }
}

/// Why a replica has applied so much of its log and no more.
fn applied(node: NodeId, world: &World, telling: Telling) -> String {
    let state = world.node(node);
    let applied =
        state.replica.iter().flat_map(|replica| replica.disk.applied.iter().map(|applied| applied.slot)).max();
    let learned = state.learner.as_ref().and_then(|learner| learner.learned.last()).map(|&(slot, _)| slot);
    let (name, next) = (telling.node(node), Slot(applied.map_or(0, |slot| slot.0) + 1));
    match learned {
        Some(last) if next < last => say!(
            "{name} knows slot {last} and does not know slot {next}. It applies them in order, and so has to wait.",
            name,
            last = last.0,
            next = next.0
        ),
        _ => say!("{name} has applied every slot of which it knows what is chosen there.", name),
    }
}

fn decisions(world: &World, telling: Telling) -> String {
    let mut ids: Vec<String> = Vec::new();
    let mut values: Vec<String> = Vec::new();
    for chosen in truth::chosen(world) {
        ids.push(telling.id(chosen.vote.ballot));
        let value = telling.value(chosen.vote.value).to_string();
        if !values.contains(&value) {
            values.push(value);
        }
    }
    match (&values[..], ids.len()) {
        ([], _) => tr!("No value has been accepted by a quorum under one id.").to_string(),
        ([value], 1) => say!("A quorum has accepted {value} under {id}.", value, id = ids[0]),
        ([value], _) => {
            say!(
                "Quorums have accepted {value} under {ids}: the ids differ, the value does not.",
                value,
                ids = both(&ids)
            )
        }
        (values, _) => say!("Quorums have accepted {values}: agreement is broken.", values = both(values)),
    }
}

fn chosen(world: &World, slot: Slot, telling: Telling) -> String {
    let need = world.rules.quorum_size(&world.cluster, QuorumFor::Accept);
    let all: Vec<String> = truth::chosen(world)
        .filter(|chosen| chosen.slot == slot)
        .filter_map(|chosen| {
            let cast = world.votes.iter().find(|cast| cast.slot == slot && cast.vote == chosen.vote)?;
            let (nodes, vote) = (telling.nodes(cast.by), telling.vote(chosen.vote));
            Some(match cast.by.len() {
                1 => say!(in "one acceptor": "{nodes} have accepted {vote}", nodes, vote),
                _ => say!("{nodes} have accepted {vote}", nodes, vote),
            })
        })
        .collect();
    match all.is_empty() {
        true => say!("No value has been accepted by {need} acceptors under one id.", need),
        false => {
            say!("{all}: that is a quorum under one id, and stays so whatever they accept later.", all = both(&all))
        }
    }
}

fn possible(world: &World, value: &str, telling: Telling) -> String {
    let chosen: Vec<String> = truth::chosen(world).map(|chosen| telling.value(chosen.vote.value).to_string()).collect();
    match chosen.first() {
        None => say!(
            "Nothing is chosen yet. {value} can win under an id for which enough acceptors have voted, or still may since they have promised nothing higher; or under a higher id that carries it.",
            value
        ),
        Some(chosen) if chosen == value => say!("A quorum has accepted {value} under one id.", value),
        Some(chosen) => {
            say!("{chosen} is chosen: every higher id carries that, and no lower one can win any more.", chosen)
        }
    }
}

fn quorum(world: &World) -> String {
    let acceptors = world.cluster.all(Role::Acceptor).len();
    let need = world.rules.quorum_size(&world.cluster, QuorumFor::Accept);
    if is_uneven(world) {
        let promise = world.rules.quorum_size(&world.cluster, QuorumFor::Prepare);
        return say!(
            "Any {promise} of {acceptors} share an acceptor with any {need}: whoever asks {promise} hears of what {need} have accepted. Those who accept one value and those who accept the next need not meet.",
            promise,
            acceptors,
            need
        );
    }
    say!(
        "{need} of {acceptors} are a quorum, for any two quorums must share an acceptor. The others may be down.",
        need,
        acceptors
    )
}
