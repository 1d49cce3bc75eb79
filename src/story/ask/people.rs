//! What is so in a poll, and what people take for so.

use super::{Answer, Mistake, Thought};
use crate::paxos::{NodeId, NodeSet, Value};
use crate::story::poll::Poll;
use crate::story::script::Topic;

/// The right answer and the wrong ones; none for what is not asked of a poll.
pub(super) fn answers(poll: &Poll, topic: Topic) -> Option<(Answer, Vec<(Answer, Thought)>)> {
    let all = |which: &dyn Fn(NodeId) -> bool| -> NodeSet { poll.everyone().filter(|&person| which(person)).collect() };
    let knows = |person: NodeId| poll.person(person).knows;
    let known = all(&|person| knows(person).is_some());
    let thought = |answer: Answer, mistake: Mistake| (answer, Thought::Mistake(mistake));
    match topic {
        Topic::Chosen(_) => {
            let agreed = poll.agreed();
            let is_known = agreed.is_some() && poll.everyone().any(|person| knows(person) == agreed);
            let most = thought(Answer::Values(most_backed(poll)), Mistake::MostIsEnough);
            let unknown = (!is_known).then(|| thought(Answer::Values(Vec::new()), Mistake::UnknownIsNone));
            let wrong = std::iter::once(most).chain(unknown).collect();
            Some((Answer::Values(agreed.into_iter().collect()), wrong))
        }
        Topic::Knows(_) => {
            let agreed = poll.agreed();
            let backers = all(&|person| agreed.is_some() && poll.person(person).backs == agreed);
            let wrong = vec![
                thought(Answer::Nodes(known.union(backers)), Mistake::BackersKnow),
                thought(Answer::Nodes(all(&|_| true)), Mistake::EverybodyKnows),
            ];
            Some((Answer::Nodes(known), wrong))
        }
        _ => None,
    }
}

/// What more people back than anything else.
fn most_backed(poll: &Poll) -> Vec<Value> {
    let tally = poll.tally();
    let most = tally.iter().map(|&(_, count)| count).max();
    tally.iter().filter(|&&(_, count)| Some(count) == most).map(|&(value, _)| value).collect()
}
