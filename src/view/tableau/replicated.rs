//! What replicas and their clients show: what each is, its log, and what is chosen in each slot.

use super::{Actor, Body, Count, Painter, Part, Tag};
use crate::paxos::rules::QuorumFor;
use crate::paxos::{Command, Message, Node, NodeId, NodeSet, Slot, Stance as Stands, Value};
use crate::sim::{Action, Step, Time, truth};
use crate::story::words::figure::{self, replica as words};

/// How long the card of a replica that has done a step of its own is marked, in virtual milliseconds.
const OWN_MS: Time = 500;

/// What there is to see besides the nodes where a log is replicated.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Logs {
    /// What is chosen in each slot, in the order of slots. Two of one slot contradict each other.
    pub chosen: Vec<ChosenSlot>,
    /// The replicas that have just done a step of their own, and when.
    pub own: Vec<(NodeId, Time)>,
    /// Whether commands of this scene change an account.
    pub has_account: bool,
}

/// A value that is chosen in a slot, as one sees who sees all.
#[derive(Clone, PartialEq, Debug)]
pub struct ChosenSlot {
    /// The slot.
    pub slot: u32,
    /// The value.
    pub word: String,
    /// The same in short, for a cell that has no room for all of it.
    pub brief: String,
    /// Whether it is a no-op.
    pub is_no_op: bool,
    /// The quorum that chose it, as it was at that instant.
    pub by: NodeSet,
    /// When it was chosen; none if it was from the beginning.
    pub since: Option<Time>,
}

/// What a replica is at present, as far as it knows itself.
#[derive(Clone, PartialEq, Debug)]
pub enum Stance {
    /// It follows this one, or waits to hear a leader.
    Follows(Option<String>),
    /// It asks for promises.
    Tries(Tag, Count),
    /// A quorum has promised its id.
    Leads(Tag),
}

/// A replica: what it is, and what it has on disk.
#[derive(Clone, PartialEq, Debug)]
pub struct ReplicaBody {
    /// What it is at present.
    pub stance: Stance,
    /// Whether its id can still win a new slot, for whoever sees all.
    pub is_alive: bool,
    /// In which slots it is one of those who decide, for whoever sees all.
    pub part: Part,
    /// The same as far as it knows.
    known_part: Part,
    /// What it has promised.
    pub promised: Option<Tag>,
    /// Its log: the slots that are not empty, in their order.
    pub cells: Vec<Cell>,
    /// The last slot that it has applied; 0 for none.
    pub applied: u32,
    /// The balance of its account.
    pub balance: Option<i64>,
    /// How many commands wait for a slot.
    pub waiting: usize,
    /// Why it has refused a message on this slide.
    pub refusal: Option<super::Refused>,
}

/// A slot of a replica's log that is not empty.
#[derive(Clone, PartialEq, Debug)]
pub struct Cell {
    /// The slot.
    pub slot: u32,
    /// The value.
    pub word: String,
    /// The same in short, for a cell that has no room for all of it.
    pub brief: String,
    /// Whose command it is, where several have one word.
    pub issued: Option<String>,
    /// Whether it is a no-op.
    pub is_no_op: bool,
    /// The id under which it has accepted that; none where it was only told.
    pub tag: Option<Tag>,
    /// Whether it knows that this is chosen.
    pub is_known: bool,
    /// Whether it belongs to the quorum that chose this.
    pub is_of_quorum: bool,
}

/// A client of replicas.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct AskerBody {
    /// The command that it gave last.
    pub wants: Option<String>,
    /// The same in short.
    pub brief: Option<String>,
    /// The replica that it last asked.
    pub asked: Option<String>,
    /// How many times it has asked for that.
    pub times: usize,
    /// What it was told, and the same in short.
    pub told: Option<(String, String)>,
}

impl ReplicaBody {
    /// The cell of a slot.
    pub fn cell(&self, slot: u32) -> Option<&Cell> {
        self.cells.iter().find(|cell| cell.slot == slot)
    }

    /// The last slot that is not empty; 0 for none.
    pub fn last(&self) -> u32 {
        self.cells.last().map_or(0, |cell| cell.slot)
    }

    /// The same as its own node knows it.
    pub(in crate::view) fn as_known(&mut self) {
        self.is_alive = true;
        self.part = self.known_part.clone();
        self.cells.iter_mut().for_each(|cell| cell.is_of_quorum = false);
    }

    /// Its log in words.
    pub fn told(&self, name: &str) -> String {
        let cells = (1..=self.last()).map(|slot| match self.cell(slot) {
            None => words::gap(slot),
            Some(cell) => {
                let id = cell.tag.as_ref().and_then(|tag| tag.id.as_deref());
                let issued = cell.issued.as_ref().map_or(String::new(), |issued| format!(", {issued}"));
                words::cell(slot, &(cell.word.clone() + &issued), id, cell.is_known)
            }
        });
        words::log(name, &cells.collect::<Vec<_>>(), &self.part.idle, self.part.end)
    }
}

/// What a replica is called by a screen reader.
pub(super) fn label(name: &str, up: bool, body: &ReplicaBody) -> String {
    let id = |tag: &Tag| tag.id.clone().unwrap_or_else(|| figure::AN_ID.to_string());
    let own = match &body.stance {
        Stance::Follows(_) => String::new(),
        Stance::Tries(tag, _) | Stance::Leads(tag) => id(tag),
    };
    let stance = match &body.stance {
        Stance::Follows(leader) => words::Stance::Follows(leader.as_deref()),
        Stance::Tries(_, count) => words::Stance::Tries(&own, count.have, count.need),
        Stance::Leads(_) => words::Stance::Leads(&own, body.is_alive),
    };
    let promised = body.promised.as_ref().map(id);
    let ReplicaBody { part: Part { outside, .. }, applied, balance, waiting, .. } = *body;
    words::replica(
        name,
        up,
        &stance,
        &words::Facts { outside, promised: promised.as_deref(), applied, balance, waiting },
    )
}

/// What a client of replicas is called.
pub(super) fn asker_label(name: &str, up: bool, body: &AskerBody) -> String {
    words::client(
        name,
        up,
        body.wants.as_deref(),
        body.asked.as_deref(),
        body.times,
        body.told.as_ref().map(|told| told.0.as_str()),
    )
}

impl Painter<'_> {
    pub(super) fn replica(&self, node: NodeId, state: &Node) -> Body {
        let Some(replica) = &state.replica else { return Body::Asker(AskerBody::default()) };
        let (cluster, rules) = (&self.world.cluster, &self.world.rules);
        let learned = state.learner.as_ref();
        let first = learned.map_or(Slot::FIRST, |learner| learner.first_unchosen());
        let known = learned.map_or(&[][..], |learner| &learner.learned);
        let members = rules.members(cluster, first, known);
        let (part, known_part) = self.parts(node, first, known);
        let stance = match &replica.stance {
            Stands::Follows => {
                let leader = replica.follows.and_then(|ballot| cluster.proposer_of(ballot));
                Stance::Follows(leader.map(|leader| self.telling.names.node(leader).to_string()))
            }
            Stands::Prepares(lead) => {
                let need = rules.quorum_size_of(cluster, QuorumFor::Prepare, members);
                Stance::Tries(
                    self.tag(lead.ballot),
                    Count { have: lead.promises.by.intersection(members).len(), of: members.len(), need },
                )
            }
            Stands::Leads(lead) => Stance::Leads(self.tag(lead.ballot)),
        };
        let lead = replica.lead();
        Body::Replica(ReplicaBody {
            stance,
            is_alive: lead.is_none_or(|lead| truth::can_lead(self.world, lead.ballot)),
            part,
            known_part,
            promised: state.acceptor.as_ref().and_then(|acceptor| acceptor.disk.promised).map(|id| self.tag(id)),
            cells: self.cells(node, state),
            applied: replica.disk.applied_to().0,
            balance: replica.disk.machine.balance,
            waiting: lead.map_or(0, |lead| lead.waiting.len()),
            refusal: self.refusal(node),
        })
    }

    fn cells(&self, node: NodeId, state: &Node) -> Vec<Cell> {
        let votes = state.acceptor.iter().flat_map(|acceptor| acceptor.disk.votes.iter());
        let learned = state.learner.iter().flat_map(|learner| learner.learned.iter().copied());
        let mut cells: Vec<Cell> = learned
            .map(|(slot, value)| Cell {
                slot: slot.0,
                word: self.word(value),
                brief: self.brief(value),
                issued: self.issued(value),
                is_no_op: value.shows_as(Value::NO_OP),
                tag: None,
                is_known: true,
                is_of_quorum: self.is_of_quorum(node, slot, value),
            })
            .collect();
        for (slot, vote) in votes {
            let word = self.word(vote.value);
            match cells.iter_mut().find(|cell| cell.slot == slot.0) {
                Some(cell) if cell.word == word => cell.tag = Some(self.tag(vote.ballot)),
                Some(_) => {}
                None => cells.push(Cell {
                    slot: slot.0,
                    word,
                    brief: self.brief(vote.value),
                    issued: self.issued(vote.value),
                    is_no_op: vote.value.shows_as(Value::NO_OP),
                    tag: Some(self.tag(vote.ballot)),
                    is_known: false,
                    is_of_quorum: self.is_of_quorum(node, slot, vote.value),
                }),
            }
        }
        cells.sort_unstable_by_key(|cell| cell.slot);
        cells
    }

    fn brief(&self, value: Value) -> String {
        words::brief(value, self.telling).unwrap_or_else(|| self.word(value))
    }

    /// Whose command a value is, where another has the same word.
    fn issued(&self, value: Value) -> Option<String> {
        let alike = self.world.proposed.iter().filter(|other| other.shows_as(value)).count();
        value.command.filter(|_| 1 < alike).map(|id| words::issued(id, self.telling))
    }

    fn is_of_quorum(&self, node: NodeId, slot: Slot, value: Value) -> bool {
        truth::chosen(self.world)
            .any(|chosen| chosen.slot == slot && chosen.vote.value == value && chosen.by.contains(node))
    }

    pub(super) fn asker(&self, node: NodeId, state: &Node) -> Body {
        let Some(client) = &state.client else { return Body::Asker(AskerBody::default()) };
        let is_it = |message: &Message| matches!(message, Message::Request { value } if client.command == Some(*value));
        let sent = self.show.recording().flights().iter().filter(|flight| flight.sent.steps <= self.show.at.steps);
        let times = sent.filter(|flight| flight.envelope.from == node && is_it(&flight.envelope.message)).count();
        Body::Asker(AskerBody {
            wants: client.command.map(|value| self.word(value)),
            brief: client.command.and_then(|value| words::brief(value, self.telling)),
            asked: client.asked.map(|replica| self.telling.names.node(replica).to_string()),
            times,
            told: client.answer.map(|(_, answer)| (words::answer(answer), words::short_answer(answer))),
        })
    }

    /// What is to be seen besides the nodes where a log is replicated.
    #[inline(never)]
    pub(super) fn logs(&self) -> Option<Logs> {
        if !self.world.cluster.is_replicated() {
            return None;
        }
        let moments: Vec<(Time, truth::Chosen)> = self.steps_done().iter().flat_map(Step::timed_choices).collect();
        let mut chosen: Vec<ChosenSlot> = Vec::new();
        for each in truth::chosen(self.world) {
            let word = self.word(each.vote.value);
            if chosen.iter().any(|other| (other.slot, &other.word) == (each.slot.0, &word)) {
                continue; // A second id for it is no second decision.
            }
            let moment = moments.iter().find(|(_, then)| then.slot == each.slot && then.vote.value == each.vote.value);
            chosen.push(ChosenSlot {
                slot: each.slot.0,
                word,
                brief: self.brief(each.vote.value),
                is_no_op: each.vote.value.shows_as(Value::NO_OP),
                by: moment.map_or(each.by, |(_, then)| then.by),
                since: moment.map(|&(since, _)| since),
            });
        }
        chosen.sort_by_key(|each| each.slot);
        Some(Logs { chosen, own: self.own_steps(), has_account: self.has_account() })
    }

    fn own_steps(&self) -> Vec<(NodeId, Time)> {
        let now = self.show.at.time;
        let late = self.steps_done().iter().rev().take_while(|step| now < step.time.saturating_add(OWN_MS));
        let own = late.filter_map(|step| match step.action {
            Action::Own { node } => Some((node, step.time)),
            _ => None,
        });
        let mut own: Vec<(NodeId, Time)> = own.collect();
        own.sort_unstable();
        own.dedup_by_key(|(node, _)| *node);
        own
    }

    fn has_account(&self) -> bool {
        let names = self.telling.names;
        let words = (0..names.values.len() as u16).map(|word| names.command(Value::of(word)));
        words.into_iter().any(|command| matches!(command, Command::Open(_) | Command::Add(_)))
    }
}

impl Actor {
    /// What it shows as a replica.
    pub fn replica(&self) -> Option<&ReplicaBody> {
        match &self.body {
            Body::Replica(body) => Some(body),
            _ => None,
        }
    }
}

/// What stands on the pill of a message of a replicated log: its kind, the rest, and the rest where there is little room.
pub(super) fn pill(message: &Message, telling: crate::story::words::Telling) -> (String, String, String) {
    let kind = telling.vocabulary.message(message.kind(), "", None).0;
    let (long, brief) = figure::replica::pill(message, telling);
    (kind, long, brief)
}
