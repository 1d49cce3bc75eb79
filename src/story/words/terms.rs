//! The words of the protocol as the rule card and the acceptor to try use them, in each vocabulary: here and
//! nowhere else in what they say.

use super::{Telling, Vocabulary};
use crate::paxos::Kind;
use crate::story::language::{say, tr};

/// What messages, and the fields of a card, are called in a telling.
#[derive(Clone, Copy, Debug)]
pub struct Terms {
    vocabulary: Vocabulary,
    /// The number of a proposal.
    pub id: &'static str,
    /// The highest id that an acceptor has promised (maxBal).
    pub promised: &'static str,
    /// The id of its latest vote (maxVBal).
    pub accepted_id: &'static str,
    /// The value of its latest vote (maxVal).
    pub accepted_value: &'static str,
}

impl Terms {
    /// Those of this telling.
    pub fn of(telling: Telling) -> Terms {
        let vocabulary = telling.vocabulary;
        let (promised, accepted_id, accepted_value) = match vocabulary {
            Vocabulary::Talk => (tr!(in "a card": "promised"), tr!("accepted id"), tr!("accepted value")),
            Vocabulary::Lamport => ("maxBal", "maxVBal", "maxVal"),
            Vocabulary::Mit => ("n_p", "n_a", "v_a"),
        };
        Terms { vocabulary, id: vocabulary.id(), promised, accepted_id, accepted_value }
    }

    /// One such number, with its article.
    pub fn an_id(&self) -> &'static str {
        match self.vocabulary {
            Vocabulary::Talk => tr!(in "a vocabulary": "an id"),
            Vocabulary::Lamport => tr!(in "a vocabulary": "a ballot"),
            Vocabulary::Mit => tr!(in "a vocabulary": "a number"),
        }
    }

    /// A kind of message, without what it carries.
    pub fn kind(&self, kind: Kind) -> &'static str {
        self.vocabulary.kind(kind)
    }

    /// Phase 1a for this id.
    pub fn prepare(&self, id: &str) -> String {
        self.with_id(Kind::Prepare, id)
    }

    /// Phase 1b for this id, without what it reports.
    pub fn promise(&self, id: &str) -> String {
        self.with_id(Kind::Promise, id)
    }

    /// Phase 2a for this id and value.
    pub fn accept_request(&self, id: &str, value: &str) -> String {
        self.vocabulary.joined(&self.vocabulary.message(Kind::AcceptRequest, id, Some(value)))
    }

    /// Phase 2b for this id and value.
    pub fn accept(&self, id: &str, value: &str) -> String {
        self.vocabulary.joined(&self.vocabulary.message(Kind::Accepted, id, Some(value)))
    }

    /// Phase 2b for this id and value as a learner needs it. MIT's accept_ok goes to the proposer, which knows the value.
    pub fn accept_to_learners(&self, id: &str, value: &str) -> String {
        let accept = self.accept(id, value);
        if self.vocabulary == Vocabulary::Mit { say!("{accept} with {value}", accept, value) } else { accept }
    }

    fn with_id(&self, kind: Kind, id: &str) -> String {
        let (_, id) = self.vocabulary.message(Kind::Prepare, id, None); // Which carries nothing else.
        self.vocabulary.joined(&(self.kind(kind).to_string(), id))
    }
}
