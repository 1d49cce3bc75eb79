//! A replica that leads, or tries to.

use super::{Lead, Server, Stance, Telling};
use crate::paxos::ballot::{Ballot, Slot, Value, Vote, Votes};
use crate::paxos::cluster::{NodeId, NodeSet, Role};
use crate::paxos::machine::Effect;
use crate::paxos::message::Message;
use crate::paxos::node::{Outbox, Timer};
use crate::paxos::note::{LogNote, Note};
use crate::paxos::rules::{Choice, Heard, QuorumFor};
use smallvec::SmallVec;

impl Server<'_> {
    /// Phase 1 for every slot from the first unchosen one on, under a new id above every id that it has seen.
    pub fn try_to_lead(&mut self) -> Outbox {
        let (rules, cluster, taken) = (self.setting.rules, self.setting.cluster, self.setting.taken);
        let heard = self.replica.shown.max(self.replica.follows).max(self.acceptor.disk.promised);
        let above = self.replica.disk.highest.max(heard);
        let ballot = rules.as_used(cluster, rules.next_ballot(cluster, self.me, above, taken), taken);
        self.replica.disk.highest = self.replica.disk.highest.max(Some(ballot));
        self.replica.follows = None;
        let (first, asked) = (self.first_unchosen(), self.members_ahead());
        let (abandoned, waiting) = match std::mem::take(&mut self.replica.stance) {
            Stance::Follows => (None, SmallVec::new()),
            Stance::Prepares(lead) | Stance::Leads(lead) => (Some(lead.ballot), lead.waiting),
        };
        let lead = Lead {
            ballot,
            first,
            asked,
            promises: Heard::default(),
            refused: NodeSet::EMPTY,
            reported: SmallVec::new(),
            next: first,
            sent_before: first,
            told: SmallVec::new(),
            sent: Vec::new(),
            waiting,
        };
        if rules.asks_before_leading() {
            self.replica.stance = Stance::Prepares(lead);
            return Outbox::because(Note::Log(LogNote::AsksForLog { ballot, first, abandoned }))
                .send(Message::Prepare { ballot, from_slot: first }, asked)
                .timer(self.await_leader());
        }
        self.replica.stance = Stance::Leads(lead);
        let mut outbox = Outbox::because(Note::Log(LogNote::LeadsUnasked { ballot, first })).timer(Timer::Lead);
        self.propose(&mut outbox);
        outbox
    }

    /// All who decide in a slot that could be opened now.
    pub(super) fn members_ahead(&self) -> NodeSet {
        let last = self.replica.disk.applied_to().0.saturating_add(self.setting.cluster.log.window);
        let first = self.first_unchosen();
        (first.0..=last.max(first.0)).fold(NodeSet::EMPTY, |all, slot| all.union(self.members(Slot(slot))))
    }

    /// Counts a PROMISE. The one that completes the quorum for its first slot makes it the leader.
    pub fn on_promise(&mut self, from: NodeId, ballot: Ballot, votes: &Votes, known: &[(Slot, Value)]) -> Outbox {
        let note = self.count_promise(from, ballot, votes);
        let mut outbox = Outbox::because(note);
        if matches!(note, Note::Log(LogNote::Leads { .. })) {
            outbox.timer = Some(Timer::Lead);
        }
        for &(slot, value) in known {
            if self.learner.learned(slot) != Some(value) {
                self.learn(slot, value, LogNote::ToldInPromise { slot, value, from }, &mut outbox);
            }
        }
        self.apply(&mut outbox);
        self.propose(&mut outbox);
        outbox
    }

    fn count_promise(&mut self, from: NodeId, ballot: Ballot, votes: &Votes) -> Note {
        let (rules, cluster) = (self.setting.rules, self.setting.cluster);
        let current = self.replica.lead().map(|lead| lead.ballot);
        let members = self.replica.lead().map_or(NodeSet::EMPTY, |lead| self.members(lead.first));
        let (Stance::Prepares(lead) | Stance::Leads(lead)) = &mut self.replica.stance else {
            return Note::PromiseForOtherBallot { ballot, current };
        };
        if lead.ballot != ballot {
            return Note::PromiseForOtherBallot { ballot, current };
        }
        if !rules.counts(lead.promises, from) {
            return Note::PromiseRepeated { ballot };
        }
        lead.promises = lead.promises.and(from);
        lead.reported.extend(votes.iter().filter(|&(slot, _)| lead.next <= slot));
        let (heard, first) = (lead.promises, lead.first);
        let news = votes.iter().filter(|&(slot, _)| lead.next <= slot).count() as u16;
        let last = lead.last_reported();
        if self.replica.leads().is_some() {
            return Note::Log(LogNote::PromiseLate { ballot, news });
        }
        let need = rules.quorum_size_of(cluster, QuorumFor::Prepare, members) as u8;
        if !rules.is_enough_of(cluster, QuorumFor::Prepare, members, heard) {
            return Note::PromiseCounted { ballot, heard, need };
        }
        if let Stance::Prepares(lead) = std::mem::take(&mut self.replica.stance) {
            self.replica.stance = Stance::Leads(lead);
        }
        Note::Log(LogNote::Leads { ballot, by: heard, need, first, last })
    }

    /// Opens what may be opened: slots from the lowest that it has not dealt with on, in order. What was reported is
    /// carried on, a gap below it is filled, and then come the clients' commands.
    pub(super) fn propose(&mut self, outbox: &mut Outbox) {
        loop {
            let Some(slot) = self.replica.leads().map(|lead| lead.next) else { return };
            if self.learner.learned(slot).is_some() {
                self.pass(slot);
                continue;
            }
            let Some((own, reported)) = self.candidate(slot) else { return };
            let is_gap = own == Value::NO_OP && reported.is_empty();
            if is_gap && !self.setting.rules.fills_gaps() {
                outbox.notes.push(Note::Log(LogNote::LeavesGap { slot }));
                self.pass(slot);
                continue;
            }
            let applied = self.replica.disk.applied_to();
            if !self.setting.rules.may_open(self.setting.cluster, slot, applied) {
                return;
            }
            if !self.may_decide(slot, outbox) {
                return;
            }
            self.open(slot, own, &reported, outbox);
        }
    }

    /// The value of its own that would go into `slot`, and the votes reported there; none if nothing has to.
    fn candidate(&self, slot: Slot) -> Option<(Value, SmallVec<[Vote; 3]>)> {
        let lead = self.replica.leads()?;
        let reported = lead.reported.iter().filter(|&&(at, _)| at == slot).map(|&(_, vote)| vote).collect();
        let top = lead.last_reported().max(self.learner.last_slot());
        match Some(slot) <= top {
            true => Some((Value::NO_OP, reported)),
            false => Some((*lead.waiting.first()?, reported)),
        }
    }

    fn pass(&mut self, slot: Slot) {
        if let Stance::Leads(lead) = &mut self.replica.stance {
            lead.next = slot.next();
        }
    }

    /// Whether a quorum of those who decide in `slot` has promised. A leader that comes to a new configuration sends
    /// it its PREPARE first.
    fn may_decide(&mut self, slot: Slot, outbox: &mut Outbox) -> bool {
        if self.has_its_quorum(slot) {
            return true;
        }
        let members = self.members(slot);
        let Stance::Leads(lead) = &mut self.replica.stance else { return false };
        let new: NodeSet = members.iter().filter(|&member| !lead.asked.contains(member)).collect();
        if !new.is_empty() {
            lead.asked = lead.asked.union(new);
            let ballot = lead.ballot;
            outbox.notes.push(Note::Log(LogNote::AsksMembers { ballot, slot, members: new }));
            outbox.post(Message::Prepare { ballot, from_slot: slot }, new);
        }
        false
    }

    /// Phase 2a in one slot.
    fn open(&mut self, slot: Slot, own: Value, reported: &[Vote], outbox: &mut Outbox) {
        let (members, first_unchosen) = (self.members(slot), self.first_unchosen());
        let choice = self.setting.rules.safe_value(own, reported);
        let value = choice.value();
        let Stance::Leads(lead) = &mut self.replica.stance else { return };
        let ballot = lead.ballot;
        lead.sent.push((slot, value));
        lead.next = slot.next();
        lead.waiting.retain(|waiting| *waiting != value);
        outbox.notes.push(Note::Log(match choice {
            Choice::Free(Value::NO_OP) => LogNote::FillsGap { ballot, slot },
            Choice::Free(value) => LogNote::Assigns { ballot, slot, value },
            Choice::Adopt(vote) => LogNote::Adopts { ballot, slot, vote, tied: vote.tied(reported) },
            Choice::Misread(vote, highest) => LogNote::Misreads { ballot, slot, vote, highest },
            Choice::Disregard(value, vote) => LogNote::Disregards { ballot, slot, value, vote },
        }));
        let message = Message::AcceptRequest { ballot, slot, value, first_unchosen };
        outbox.post(message, members);
    }

    /// Counts an ACCEPT; a quorum of them under one id makes the value of the slot known here. A follower that is
    /// behind, and cannot know a slot by its own vote, is told.
    pub fn on_accepted(&mut self, from: NodeId, slot: Slot, vote: Vote, theirs: Slot) -> Outbox {
        let members = self.members(slot);
        let note = self.learner.on_accepted(self.setting, members, from, slot, vote);
        let mut outbox = Outbox::because(note);
        if note.learns() {
            self.apply(&mut outbox);
            self.propose(&mut outbox);
        }
        if from != self.me && self.replica.leads().is_some_and(|lead| lead.ballot == vote.ballot) {
            self.tell(from, slot, theirs, &mut outbox);
        }
        outbox
    }

    /// Tells a follower what is chosen in its first unchosen slot, unless its own vote under this id will do, or it was
    /// told since it was sent what it answers.
    fn tell(&mut self, to: NodeId, answered: Slot, slot: Slot, outbox: &mut Outbox) {
        let (Some(ballot), Some(value)) = (self.replica.leads().map(|lead| lead.ballot), self.learner.learned(slot))
        else {
            return;
        };
        let vote = Vote { ballot, value };
        if self.learner.heard_of(slot, vote).by.contains(to) {
            return;
        }
        let Stance::Leads(lead) = &mut self.replica.stance else { return };
        if lead.told.iter().any(|told| told.to == to && told.slot == slot && answered < told.next) {
            return;
        }
        lead.told.retain(|told| told.to != to);
        lead.told.push(Telling { to, slot, next: lead.next });
        let first_unchosen = self.first_unchosen();
        outbox.notes.push(Note::Log(LogNote::Tells { slot, value, to }));
        let message = Message::Success { ballot, slot, value, first_unchosen };
        outbox.post(message, NodeSet::of(to));
    }

    /// A follower asks for what it cannot know by itself.
    pub fn on_catch_up(&mut self, from: NodeId, slot: Slot) -> Outbox {
        let Some(ballot) = self.replica.leads().map(|lead| lead.ballot) else {
            return Outbox::because(Note::Log(LogNote::CannotTell { slot }));
        };
        let Some(value) = self.learner.learned(slot) else {
            return Outbox::because(Note::Log(LogNote::CannotTell { slot }));
        };
        let first_unchosen = self.first_unchosen();
        Outbox::because(Note::Log(LogNote::Tells { slot, value, to: from }))
            .send(Message::Success { ballot, slot, value, first_unchosen }, NodeSet::of(from))
    }

    /// A refusal makes it step down. What it has proposed is unknown by that, not failed.
    pub fn on_nack(&mut self, from: NodeId, ballot: Ballot, promised: Ballot) -> Outbox {
        self.replica.shown = self.replica.shown.max(Some(promised));
        let current = self.replica.lead().map(|lead| lead.ballot);
        if promised == ballot && self.note_refusal(from, ballot) {
            return self.take_new_id(LogNote::PromiseMissed { ballot, from, silent: NodeSet::EMPTY });
        }
        if current != Some(ballot) || promised <= ballot {
            return Outbox::because(Note::NackStale { ballot, promised, current });
        }
        let note = self.steps_down(promised);
        Outbox { notes: note.into_iter().collect(), ..Outbox::default() }.timer(self.await_leader())
    }

    /// Begins anew, for this reason.
    fn take_new_id(&mut self, why: LogNote) -> Outbox {
        let mut outbox = Outbox::because(Note::Log(why));
        outbox.also(self.try_to_lead());
        outbox
    }

    /// Notes that `from` has refused a leader's id because it has promised that very id already. Says whether the promises
    /// that may still come are never enough: a PROMISE is given for an id only once, and it takes a new id to get another.
    fn note_refusal(&mut self, from: NodeId, ballot: Ballot) -> bool {
        let Stance::Leads(lead) = &mut self.replica.stance else { return false };
        if lead.ballot != ballot || lead.promises.by.contains(from) {
            return false;
        }
        lead.refused = lead.refused.with(from);
        let (next, promised, refused) = (lead.next, lead.promises.by, lead.refused);
        let members = self.members(next);
        let open: NodeSet = members.iter().filter(|&node| promised.contains(node) || !refused.contains(node)).collect();
        !self.setting.rules.is_quorum_of(self.setting.cluster, QuorumFor::Prepare, members, open)
    }

    /// Of a leader that has waited since its last heartbeat for those who decide in its next slot: why no quorum of
    /// them comes together under its id, while under a new one it would. Replicas that promised the id by accepting under it
    /// send no PROMISE for it, and the others may stay down, so that a leader that merely kept asking would wait for ever.
    fn asks_in_vain(&self, lead: &Lead) -> Option<LogNote> {
        let (rules, cluster, members) = (self.setting.rules, self.setting.cluster, self.members(lead.next));
        let may_open = || rules.may_open(cluster, lead.next, self.replica.disk.applied_to());
        let waits = lead.next == lead.sent_before && !self.has_its_quorum(lead.next);
        if !waits || !may_open() || self.candidate(lead.next).is_none() {
            return None;
        }
        let accepted = lead.sent.iter().map(|&(slot, value)| {
            let vote = Vote { ballot: lead.ballot, value };
            self.learner.heard_of(slot, vote).by
        });
        let past = accepted.fold(lead.refused, NodeSet::union);
        let from = members.iter().find(|&node| past.contains(node) && !lead.promises.by.contains(node))?;
        let heard = lead.promises.by.union(past);
        let silent = members.iter().filter(|&node| !heard.contains(node)).collect();
        let would_do = rules.is_quorum_of(cluster, QuorumFor::Prepare, members, heard);
        would_do.then_some(LogNote::PromiseMissed { ballot: lead.ballot, from, silent })
    }

    /// Gives up its lead, or its attempt, if it is below `higher`.
    pub(super) fn steps_down(&mut self, higher: Ballot) -> Option<Note> {
        let lead = self.replica.lead().filter(|lead| lead.ballot < higher)?;
        let (ballot, unknown) = (lead.ballot, self.unknown(lead));
        let led = self.replica.leads().is_some();
        self.replica.stance = Stance::Follows;
        Some(Note::Log(LogNote::StepsDown { ballot, higher, unknown, led }))
    }

    /// Gives up its lead, if another value is chosen in `slot` than the one that it has proposed there. That was under a
    /// higher id, which a quorum has promised (PMS 2.2, P2b), so that nothing more comes of this lead. And were it to
    /// say that the slot is chosen, those who have accepted its value there would take that for what is chosen.
    pub(super) fn gives_way_in(&mut self, slot: Slot) -> Option<Note> {
        let (lead, chosen) = (self.replica.leads()?, self.learner.learned(slot)?);
        let own = lead.proposed(slot).filter(|&own| own != chosen)?;
        let (ballot, unknown) = (lead.ballot, self.unknown(lead));
        self.replica.stance = Stance::Follows;
        Some(Note::Log(LogNote::Overruled { ballot, slot, own, unknown }))
    }

    /// How many commands of this lead are not known to be chosen.
    fn unknown(&self, lead: &Lead) -> u16 {
        let sent = lead.sent.iter().filter(|&&(slot, _)| self.learner.learned(slot).is_none()).count();
        (sent + lead.waiting.len()) as u16
    }

    /// Its heartbeat is due: it is heard by all, and what was out at the last heartbeat already and got no quorum goes
    /// out again.
    pub fn beat(&mut self) -> Outbox {
        let Some(lead) = self.replica.leads().cloned() else {
            return Outbox::because(Note::NotForMe);
        };
        if let Some(note) = self.asks_in_vain(&lead) {
            return self.take_new_id(note);
        }
        let (ballot, first_unchosen) = (lead.ballot, self.first_unchosen());
        let all = self.setting.cluster.all(Role::Replica).without(self.me);
        let mut outbox = Outbox::default().send(Message::Heartbeat { ballot, first_unchosen }, all);
        let mut again = 0;
        let is_late = |&&(slot, _): &&(Slot, Value)| slot < lead.sent_before && self.learner.learned(slot).is_none();
        for &(slot, value) in lead.sent.iter().filter(is_late) {
            let heard = self.learner.heard_of(slot, Vote { ballot, value }).by.with(self.me);
            let silent: NodeSet = self.members(slot).iter().filter(|&member| !heard.contains(member)).collect();
            outbox = outbox.send(Message::AcceptRequest { ballot, slot, value, first_unchosen }, silent);
            again += 1;
        }
        let silent: NodeSet = lead.asked.iter().filter(|&asked| !lead.promises.by.contains(asked)).collect();
        if !self.has_its_quorum(lead.next) {
            outbox = outbox.send(Message::Prepare { ballot, from_slot: lead.next }, silent);
        }
        if let Stance::Leads(lead) = &mut self.replica.stance {
            lead.sent_before = lead.next;
        }
        outbox.notes.push(Note::Log(LogNote::Beats { ballot, first_unchosen, again }));
        outbox.timer(Timer::Heartbeat)
    }

    /// Whether it leads, and those who decide in `slot` have promised as far as they are asked.
    fn has_its_quorum(&self, slot: Slot) -> bool {
        let (rules, cluster, members) = (self.setting.rules, self.setting.cluster, self.members(slot));
        let is_enough = |lead: &Lead| rules.is_enough_of(cluster, QuorumFor::Prepare, members, lead.promises);
        self.replica.leads().is_some_and(|lead| !rules.asks_before_leading() || is_enough(lead))
    }

    /// A leader gives a client's command the next free slot. One that it has, or has executed, is not proposed again.
    pub(super) fn take_command(&mut self, from: NodeId, value: Value) -> Outbox {
        if let Some(outbox) = self.known_command(from, value) {
            return outbox;
        }
        let leads = self.replica.leads().is_some();
        let (Stance::Prepares(lead) | Stance::Leads(lead)) = &mut self.replica.stance else {
            return Outbox::because(Note::Log(LogNote::NobodyLeads { value }));
        };
        lead.waiting.push(value);
        let ballot = lead.ballot;
        let mut outbox = Outbox::default();
        self.propose(&mut outbox);
        let waits = self.replica.lead().filter(|lead| lead.waiting.contains(&value)).map(|lead| lead.next);
        if let Some(slot) = waits {
            let applied = self.replica.disk.applied_to();
            let is_open = self.setting.rules.may_open(self.setting.cluster, slot, applied);
            let note = match leads && !is_open {
                true => LogNote::WaitsForWindow { value, slot, applied },
                false => LogNote::WaitsForPromises { value, slot, ballot },
            };
            outbox.notes.insert(0, Note::Log(note));
        }
        outbox
    }

    /// What to do with a command that is in its log or was executed; none if it is new.
    fn known_command(&self, from: NodeId, value: Value) -> Option<Outbox> {
        let command = value.command.filter(|_| self.setting.rules.is_executed_once())?;
        let last = self.replica.disk.machine.last_answer(command.client);
        if let Some(last) = last.filter(|last| command.number <= last.command.number) {
            if command.number < last.command.number {
                return Some(Outbox::because(Note::Log(LogNote::RequestOutdated { value, last: last.command.number })));
            }
            let executed = |effect: Effect| matches!(effect, Effect::Executed(_));
            let applied = self.replica.disk.applied.iter();
            let slot = applied.rev().find(|applied| applied.value == value && executed(applied.effect))?.slot;
            let reply = Message::Reply { slot, value, answer: Some(last.answer) };
            let note = Note::Log(LogNote::AnswersAgain { slot, value, answer: last.answer });
            return Some(Outbox::because(note).send(reply, NodeSet::of(from)));
        }
        let lead = self.replica.lead()?;
        let sent = lead.sent.iter().chain(&self.learner.learned).find(|&&(_, sent)| sent == value);
        let slot = sent.map(|&(slot, _)| slot);
        let is_known = slot.is_some() || lead.waiting.contains(&value);
        is_known.then(|| Outbox::because(Note::Log(LogNote::RequestUnderWay { value, slot })))
    }
}
