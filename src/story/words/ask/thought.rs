//! What is said to a wrong answer.

use super::{Ids, caution};
use crate::paxos::rules::{Accept, Gaps, Learn, Promise};
use crate::sim::Change;
use crate::story::ask::{Mistake, Thought};
use crate::story::language::{Words, say, tr, words};

/// What somebody thinks who gives a wrong answer, and what would come of it: two sentences.
pub fn thought(thought: Thought) -> String {
    match thought {
        Thought::Mistake(mistake) => mistake_of(mistake).to_string(),
        Thought::Rule(rule) => {
            let instead = otherwise(rule).or_else(|| caution::instead(rule)).unwrap_or_default();
            format!("{} {}", say!("So it would be if the rule were another: {instead}.", instead), comes_of(rule))
        }
    }
}

/// What a rule is otherwise as far as an answer shows it, where a scene that lives by it has to say another thing.
fn otherwise(rule: Change) -> Option<&'static str> {
    match rule {
        Change::Gaps(Gaps::AppliedPast) => Some(tr!("a slot is applied although an earlier one is not")),
        Change::Dedup(_) => Some(tr!("nobody looks whether a client has asked for the same command before")),
        _ => None,
    }
}

/// The same, in words that are known already where ids are not.
pub fn thought_in(thought: Thought, ids: Ids) -> String {
    match (thought, ids) {
        (Thought::Rule(Change::Learn(Learn::OnPromises)), Ids::Hidden) => tr!(
            "An answer to “may I?” is leave to go on, and no vote. Whoever took it for one would take a value for chosen that is not."
        )
        .to_string(),
        _ => self::thought(thought),
    }
}

/// What comes of a wrong rule.
fn comes_of(rule: Change) -> &'static str {
    match rule {
        Change::Accept(Accept::First) => tr!("Then votes that are split would stay split for ever."),
        Change::Promise(Promise::OrEqual) => {
            tr!("Alone that breaks nothing, but where an id is used twice, the second answer can break agreement.")
        }
        Change::Learn(_) => tr!("Then a node would take a value for chosen that is not."),
        Change::Gaps(Gaps::Left) => tr!("Then nothing after the gap could ever be applied."),
        Change::Gaps(_) => tr!("Then two replicas come to different states."),
        Change::Commit(_) => tr!("Then two replicas apply different commands in one slot."),
        Change::Dedup(_) => tr!("Then a command that a client repeats takes effect twice."),
        _ => tr!("In a Paxos like that two values get chosen."),
    }
}

const OUTCOME: Words = words!("See what comes of it ›");

/// On the way to the scene that shows where a thought leads.
pub fn see(thought: Thought) -> &'static str {
    match thought {
        Thought::Mistake(mistake) if mistake.breaks() => OUTCOME.said(),
        Thought::Mistake(_) => tr!("See what Paxos does ›"),
        Thought::Rule(Change::Accept(Accept::First) | Change::Promise(Promise::OrEqual) | Change::Learn(_)) => {
            OUTCOME.said()
        }
        // Of a log the checker knows no shortest run.
        Thought::Rule(
            Change::Leader(_) | Change::Gaps(_) | Change::Commit(_) | Change::Dedup(_) | Change::Members(_),
        ) => OUTCOME.said(),
        Thought::Rule(_) => tr!("See the shortest run that breaks it ›"),
    }
}

/// What is said of a mistake, those about acceptors first.
fn mistake_of(mistake: Mistake) -> &'static str {
    match mistake {
        Mistake::Locked => {
            tr!(
                "A promise bars lower ids and locks nobody out. If it did, a proposer that dies after its PREPARE would block everybody for good."
            )
        }
        Mistake::BreaksPromise => {
            tr!(
                "A promise says: nothing lower any more. Whoever promises a higher id refuses all the more, and keeps the first promise by that."
            )
        }
        Mistake::PromisedInPerson => {
            tr!(
                "A promise is made to an id and not to its proposer. Whoever comes with a higher id is heard, whoever it is."
            )
        }
        Mistake::NeedsHigher => {
            tr!(
                "An acceptor promises an id that is higher than its promise, but accepts one that is not lower. Otherwise not even the id that it has promised could get its vote."
            )
        }
        Mistake::NeedsPromise => {
            tr!(
                "An acceptor accepts any id that is not below its promise, also one that never asked it. Whoever asks a majority later hears of it all the same: any two majorities share an acceptor."
            )
        }
        Mistake::OldIsRefused => {
            tr!(
                "An acceptor knows its own promises alone, and here it has made none that bars this id. A late vote does no harm: whoever asks this acceptor for a higher id later is told of it."
            )
        }
        Mistake::MustRefuse => {
            tr!(
                "An acceptor may refuse aloud, but in this scene none does: silence is enough, and a NACK only a hint. Whoever hears too little tries a higher id."
            )
        }
        _ => of_proposing(mistake),
    }
}

/// Of those about proposers and their ids.
fn of_proposing(mistake: Mistake) -> &'static str {
    match mistake {
        Mistake::MovingOnCancels => {
            tr!(
                "No message is called back when its proposer begins with a higher id. What arrives where nothing higher was promised is accepted, and may even be chosen."
            )
        }
        Mistake::FloorLasts => {
            tr!(
                "The promises of a majority give the floor for one id, until others promise a higher one. They elect nobody, and an acceptor goes by what it has promised last."
            )
        }
        Mistake::WaitsForAll => {
            tr!(
                "A quorum is enough, and to wait for the rest may take for ever: one of them may be dead. What comes later changes nothing."
            )
        }
        Mistake::ReportIsChosen => {
            tr!(
                "A report tells of one vote, and it takes a quorum of votes to choose a value. Whoever hears of one has learned nothing by that: at most it must carry that value on."
            )
        }
        Mistake::PrepareCarries => {
            tr!(
                "A PREPARE holds an id alone. Which value may be sent depends on what the PROMISEs report, so that it cannot be named before."
            )
        }
        Mistake::MustEnd => {
            tr!(
                "Two proposers can interrupt each other again and again, with nothing failing and nothing lost. Paxos never lets two values be chosen, but no rule makes sure that one is."
            )
        }
        Mistake::NeverEnds => {
            tr!(
                "It takes only one round without an interruption, and that may come at any time. Whoever waits a little before it tries again makes it likely."
            )
        }
        Mistake::SameId => {
            tr!(
                "Each attempt needs an id of its own, or answers to the old one would count for the new. An id that is used for two values can get both of them chosen."
            )
        }
        Mistake::NextNumber => {
            tr!(
                "That id belongs to another proposer, and each uses ids of its own alone. If two proposers send different values under one id, both can be chosen."
            )
        }
        Mistake::TakesAnothers => {
            tr!(
                "Where nothing is reported any value is safe. But it was asked for its own, and for this one nobody has asked it."
            )
        }
        Mistake::AsksAgain => {
            tr!(
                "One PREPARE covers every slot, until somebody comes with a higher id. So a leader sends its next command at once."
            )
        }
        _ => of_choosing(mistake),
    }
}

/// Of those about what is chosen, and who knows it.
fn of_choosing(mistake: Mistake) -> &'static str {
    match mistake {
        Mistake::VotersKnow => {
            tr!(
                "An acceptor knows its own vote and no other. Whether enough others have accepted the same it cannot tell."
            )
        }
        Mistake::WinnerKnows => {
            tr!(
                "A proposer learns as everybody does, from the ACCEPTs that reach it. All of them may be lost, and the value is chosen all the same."
            )
        }
        Mistake::AllKnow => {
            tr!(
                "Nobody tells them: to know takes the ACCEPTs of a quorum. Chosen and learned are two different moments."
            )
        }
        Mistake::KnowingChooses => {
            tr!("Votes choose a value, and knowing comes later. A value can be chosen while nobody knows it.")
        }
        Mistake::CardsDecide => {
            tr!(
                "A card shows an acceptor's last vote alone, and votes under different ids do not add up. What counts is that a quorum has accepted a value under one id at some time, whatever their cards show now."
            )
        }
        Mistake::SeenIsChosen => {
            tr!(
                "To be chosen takes the votes of a quorum under one id. Fewer choose nothing, although whoever hears of one cannot tell, and has to carry it on."
            )
        }
        Mistake::RefusedIsGone => {
            tr!(
                "What is refused, or left behind, is an id and not a value. Old requests may still arrive elsewhere, and a higher id may carry the same value."
            )
        }
        Mistake::OpenIsChosen => tr!("It has a chance, and no quorum yet. Until then another value may still win."),
        Mistake::NothingIsGone => {
            tr!(
                "Once another value is chosen, every higher id must carry that one. Nothing that is still under way can change it."
            )
        }
        Mistake::MailBreaksIt => {
            tr!(
                "What is late, doubled or out of order finds acceptors that keep their promises. It can hold a decision up, but never add a second one."
            )
        }
        Mistake::EachIdDecides => {
            tr!(
                "A decision is on a value, and ids are only attempts at it. When the same value is accepted by a quorum under another id, nothing new has been decided."
            )
        }
        _ => of_counting(mistake),
    }
}

/// Of those about quorums, about slots, and about people.
fn of_counting(mistake: Mistake) -> &'static str {
    match mistake {
        Mistake::AllAreNeeded => {
            tr!(
                "If all were needed, one crash would stop everything. It is enough that each quorum that promises shares an acceptor with each quorum that accepts."
            )
        }
        Mistake::OneIsEnough => {
            tr!(
                "The next proposer could ask others, and hear of nothing. Those who promise and those who accept must share an acceptor, or two values can be chosen."
            )
        }
        Mistake::HalfMayFail => {
            tr!(
                "Two halves of an even number need not share an acceptor. So it takes more than half: four acceptors survive one failure, as three do."
            )
        }
        Mistake::AnyTwoMeet => {
            tr!(
                "A quorum that promises must meet every quorum that accepts, so that a proposer hears of what was chosen. Two quorums that accept need not meet: the second votes for what the first has chosen."
            )
        }
        Mistake::IdIsSlot => {
            tr!(
                "An id says whose attempt it is, and a slot says which decision is meant. One id serves many slots, for as long as its leader is not refused."
            )
        }
        Mistake::AppliesWhatItHas => {
            tr!(
                "Commands are applied in the order of their slots. What stands after a gap waits until the gap is filled."
            )
        }
        Mistake::MostIsEnough => {
            tr!(
                "Those who have not made up their minds may still back something else, and then that is ahead. Only more than half of all are sure to be the most."
            )
        }
        Mistake::UnknownIsNone => {
            tr!(
                "What people back makes a result, and knowing of it comes later. It can be there while each of them knows only its own mind."
            )
        }
        Mistake::BackersKnow => {
            tr!(
                "Whoever backs something knows its own mind and no other. That enough others back the same it must hear from them first."
            )
        }
        Mistake::EverybodyKnows => {
            tr!(
                "Nobody knows by itself what others back; it takes messages, and they take time. Some find out sooner, some later."
            )
        }
        _ => "",
    }
}
