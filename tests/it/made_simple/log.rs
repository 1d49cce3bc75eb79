//! PMS 3, and Ousterhout and Ongaro's lecture *Implementing Replicated Logs with Paxos*: each case that they describe
//! happens in a scene of the course.

use crate::scenes::{play, texts};
use paxos_explainer::paxos::{Answer, Effect, LogNote, Message, NodeId, NodeSet, Note, Role, Slot, Value};
use paxos_explainer::sim::{Moment, Step, World, truth};
use paxos_explainer::story::Scene;

/// A scene of the course, with names for what is in it.
struct Told {
    scene: Scene,
}

impl Told {
    fn of(id: &str) -> Told {
        let (id, text) = texts().into_iter().find(|(known, _)| known == id).expect("a scene of the course is a file");
        Told { scene: play(&id, &text) }
    }

    fn node(&self, name: &str) -> NodeId {
        self.scene.script.names.find_node(name).expect("a node of the scene")
    }

    fn nodes(&self, names: &[&str]) -> NodeSet {
        names.iter().map(|name| self.node(name)).collect()
    }

    fn word(&self, value: Value) -> &str {
        self.scene.script.names.value(value)
    }

    fn steps(&self) -> &[Step] {
        self.scene.recording.steps()
    }

    fn end(&self) -> &World {
        self.scene.recording.world()
    }

    /// The steps of slide `number`, counted from 1.
    fn slide(&self, number: usize) -> &[Step] {
        let slide = &self.scene.slides[number - 1];
        &self.steps()[slide.start.steps..slide.end.steps]
    }

    /// The world at the end of slide `number`.
    fn after(&self, number: usize) -> World {
        self.scene.recording.at(self.scene.slides[number - 1].end)
    }

    /// What `node` knows to be chosen.
    fn known(&self, world: &World, node: &str) -> Vec<u32> {
        let learner = world.node(self.node(node)).learner.as_ref().expect("a replica learns");
        learner.learned.iter().map(|&(slot, _)| slot.0).collect()
    }

    fn applied(&self, world: &World, node: &str) -> Vec<u32> {
        let replica = world.node(self.node(node)).replica.as_ref().expect("a replica");
        replica.disk.applied.iter().map(|applied| applied.slot.0).collect()
    }

    fn balance(&self, world: &World, node: &str) -> Option<i64> {
        world.node(self.node(node)).replica.as_ref().expect("a replica").disk.machine.balance
    }

    fn leads(&self, world: &World, node: &str) -> bool {
        world.node(self.node(node)).replica.as_ref().is_some_and(|replica| replica.leads().is_some())
    }

    /// What is chosen, slot by slot.
    fn chosen(&self, world: &World) -> Vec<(u32, String)> {
        let mut all: Vec<_> =
            truth::chosen(world).map(|chosen| (chosen.slot.0, self.word(chosen.vote.value).to_string())).collect();
        all.sort();
        all.dedup();
        all
    }
}

fn sent(steps: &[Step]) -> impl Iterator<Item = &Message> {
    steps.iter().flat_map(|step| step.effects.sent.iter().map(|sent| &*sent.envelope.message))
}

fn log_notes(steps: &[Step]) -> impl Iterator<Item = LogNote> + '_ {
    steps.iter().flat_map(|step| &step.effects.notes).filter_map(|note| match *note {
        Note::Log(note) => Some(note),
        _ => None,
    })
}

/// The slots and words of the ACCEPT-REQUESTs to `to`.
fn requests(told: &Told, steps: &[Step], to: &str) -> Vec<(u32, String)> {
    let to = told.node(to);
    let sent = steps.iter().flat_map(|step| &step.effects.sent).filter(|sent| sent.envelope.to == to);
    sent.filter_map(|sent| match *sent.envelope.message {
        Message::AcceptRequest { slot, value, .. } => Some((slot.0, told.word(value).to_string())),
        _ => None,
    })
    .collect()
}

fn pairs(all: &[(u32, &str)]) -> Vec<(u32, String)> {
    all.iter().map(|&(slot, word)| (slot, word.to_string())).collect()
}

/// PMS 3: a new leader knows commands 1-134, 138 and 139, and executes phase 1 of 135-137 and of all above 139, with one
/// message. Here it knows 1-3, 7 and 8.
#[test]
fn new_leader_asks_once_for_all_that_it_does_not_know() {
    let told = Told::of("mp-take-over");
    assert_eq!(told.known(&told.after(1), "R1"), [1, 2, 3, 7, 8]);
    let prepares = sent(told.steps()).filter_map(|message| match message {
        Message::Prepare { from_slot, .. } => Some(from_slot.0),
        _ => None,
    });
    assert_eq!(prepares.collect::<Vec<_>>(), [4, 4], "one to each other server");
}

/// PMS 3: phase 1 determines values for 135 and 140, and leaves the others unconstrained; the leader proposes these, and
/// no-ops for 136 and 137, which fill the gap.
#[test]
fn new_leader_carries_on_what_is_reported_and_fills_the_gap_with_no_ops() {
    let told = Told::of("mp-take-over");
    let reported = sent(told.slide(2)).find_map(|message| match message {
        Message::Promise { votes, .. } => Some(votes.iter().map(|(slot, _)| slot.0).collect::<Vec<_>>()),
        _ => None,
    });
    assert_eq!(reported, Some(vec![4, 9]));
    assert_eq!(requests(&told, told.slide(3), "R2"), pairs(&[(4, "a"), (5, "no-op"), (6, "no-op"), (9, "b")]));
}

/// PMS 3: commands 138-140 cannot be executed, though chosen, before 136 and 137 are.
#[test]
fn nothing_is_applied_before_what_comes_before_it() {
    let told = Told::of("mp-take-over");
    assert_eq!(told.known(&told.after(5), "R1"), [1, 2, 3, 5, 6, 7, 8, 9]);
    assert_eq!(told.applied(&told.after(5), "R1"), [1, 2, 3]);
    assert_eq!(told.applied(&told.after(6), "R1"), (1..=9).collect::<Vec<_>>());
}

/// PMS 3: the next command is 141, and the leader may propose 142 before it learns that 141 is chosen.
#[test]
fn next_command_may_be_proposed_before_the_one_before_it_is_chosen() {
    let told = Told::of("mp-take-over");
    assert_eq!(requests(&told, told.slide(7), "R2"), pairs(&[(10, "e"), (11, "f")]));
    let chosen = told.chosen(&told.after(7));
    assert!(chosen.iter().all(|&(slot, _)| slot < 10), "{chosen:?}");
}

/// PMS 3: it may happen that 142 is chosen while 141 is not; a leader gets at most α commands ahead.
#[test]
fn later_slot_may_be_chosen_first_within_the_window() {
    let told = Told::of("mp-parallel");
    assert_eq!(told.chosen(&told.after(3)), pairs(&[(2, "+50")]));
    assert_eq!(told.applied(&told.after(3), "R1"), Vec::<u32>::new());
    let waits = |note| matches!(note, LogNote::WaitsForWindow { slot: Slot(3), applied: Slot(0), .. });
    assert!(log_notes(told.slide(2)).any(waits));
    assert!(requests(&told, &told.steps()[..told.scene.slides[2].end.steps], "R2").iter().all(|&(slot, _)| slot < 3));
    assert_eq!(told.applied(told.end(), "R1"), [1, 2, 3]);
}

/// PMS 3: phase 1 is done for all instances by one message, which an acceptor answers with a simple OK where it has
/// accepted nothing; four delays to the knowledge, and the client after that.
#[test]
fn first_command_takes_one_prepare_and_four_delays() {
    let told = Told::of("mp-first-request");
    let empty = |message: &&Message| matches!(message, Message::Promise { votes, .. } if votes.is_empty());
    assert_eq!(sent(told.steps()).filter(|message| matches!(message, Message::Prepare { .. })).count(), 2);
    assert_eq!(sent(told.steps()).filter(empty).count(), 2);
    let at = |is: &dyn Fn(&Step) -> bool| told.steps().iter().find(|step| is(step)).map(|step| step.time);
    let asks = at(&|step| step.effects.notes.iter().any(|note| matches!(note, Note::Log(LogNote::AsksForLog { .. }))));
    let learns = at(&|step| step.effects.notes.iter().any(|note| matches!(note, Note::Learned { .. })));
    assert_eq!(learns.zip(asks).map(|(learns, asks)| learns - asks), Some(4 * 1200));
}

/// PMS 3: in the steady state the cost of a command is that of phase 2: two delays, and with three servers four messages.
#[test]
fn later_command_takes_phase_2_alone() {
    let told = Told::of("mp-steady");
    let steps: Vec<Step> = told.slide(2).iter().chain(told.slide(3)).cloned().collect();
    let between = sent(&steps).filter(|message| !matches!(message, Message::Request { .. } | Message::Reply { .. }));
    let kinds: Vec<_> = between.map(|message| message.kind().name()).collect();
    assert_eq!(kinds, ["ACCEPT-REQUEST", "ACCEPT-REQUEST", "ACCEPT", "ACCEPT"]);
    let assigned = steps.iter().find(|step| log_notes(std::slice::from_ref(step)).any(is_assignment));
    let learned = steps.iter().find(|step| step.effects.notes.iter().any(|note| matches!(note, Note::Learned { .. })));
    assert_eq!(learned.zip(assigned).map(|(learned, assigned)| learned.time - assigned.time), Some(2 * 1200));
}

fn is_assignment(note: LogNote) -> bool {
    matches!(note, LogNote::Assigns { .. })
}

/// The lecture, eliminating Prepare requests: until a request is rejected.
#[test]
fn leader_goes_on_until_it_is_refused() {
    let told = Told::of("mp-steady");
    let last = told.scene.slides.len();
    assert!(told.leads(&told.after(last - 1), "R1"), "a majority has promised more, and R1 does not know");
    assert!(!told.leads(told.end(), "R1"));
    let unknown = |note| matches!(note, LogNote::StepsDown { unknown: 1, led: true, .. });
    assert!(log_notes(told.slide(last)).any(unknown), "unknown, not failed");
}

/// PMS 3: if several servers think that they are leaders, they can stop each other, and no two of them ever choose
/// different values.
#[test]
fn two_leaders_are_safe() {
    let told = Told::of("mp-two-leaders");
    let both = told.after(3);
    assert!(told.leads(&both, "R2") && told.leads(&both, "R3"));
    assert_eq!(told.chosen(&both), pairs(&[(1, "open 100"), (2, "+50")]));
    assert_eq!(told.chosen(told.end()), pairs(&[(1, "open 100"), (2, "+50"), (3, "-30")]));
    assert_eq!((told.balance(told.end(), "R2"), told.balance(told.end(), "R3")), (Some(120), Some(120)));
}

/// PMS 3: a server is elected; and the lecture, leader election: one that hears no leader tries, one that leads no more is
/// refused.
#[test]
fn leader_that_is_not_heard_is_replaced_and_follows_when_it_is_back() {
    let told = Told::of("mp-who-leads");
    let two = told.after(3);
    assert!(told.leads(&two, "R2") && told.leads(&two, "R3"), "R3 believes that it leads");
    let refused = |note| matches!(note, LogNote::HeartbeatRefused { .. });
    assert!(log_notes(told.slide(5)).any(refused));
    assert!(told.leads(told.end(), "R2") && !told.leads(told.end(), "R3"));
    assert_eq!(told.known(told.end(), "R3"), [1]);
}

/// The lecture, full disclosure: an entry counts as chosen below the leader's first unchosen one only under the leader's
/// own number, and else the leader tells it.
#[test]
fn follower_takes_no_older_vote_for_chosen_and_is_told() {
    let told = Told::of("mp-catch-up");
    assert_eq!(told.known(&told.after(3), "R1"), [1]);
    assert!(log_notes(told.slide(4)).any(|note| matches!(note, LogNote::Told { slot: Slot(2), .. })));
    assert_eq!(told.balance(told.end(), "R1"), Some(170));
    let loose = Told::of("case-commit-loose");
    assert_eq!((loose.balance(loose.end(), "R1"), loose.balance(loose.end(), "R2")), (Some(70), Some(170)));
}

/// The lecture, client protocol: a command that was executed before the leader died is not executed again.
#[test]
fn command_of_a_client_that_asks_again_takes_effect_once() {
    let told = Told::of("mp-retry");
    let executed = |node| log_notes_at(&told, node).filter(|note| executes(*note, Slot(2))).count();
    assert_eq!((executed("R1"), executed("R2")), (1, 1), "each executes it for itself, once");
    assert_eq!(told.balance(told.end(), "R2"), Some(70));
    let wrong = Told::of("case-dedup-none");
    assert_eq!(wrong.balance(wrong.end(), "R2"), Some(40));
}

fn log_notes_at<'a>(told: &'a Told, node: &str) -> impl Iterator<Item = LogNote> + 'a {
    let node = told.node(node);
    told.steps()
        .iter()
        .filter(move |step| step.node() == Some(node))
        .flat_map(|step| log_notes(std::slice::from_ref(step)))
}

fn executes(note: LogNote, at: Slot) -> bool {
    matches!(note, LogNote::Applied { slot, effect: Effect::Executed(_), .. } if slot == at)
}

/// The lecture, client protocol: where a command is chosen twice, the state machine executes it once.
#[test]
fn command_that_stands_in_two_slots_is_executed_in_the_first() {
    let told = Told::of("mp-twice");
    assert_eq!(told.chosen(told.end()), pairs(&[(1, "open 100"), (2, "-30"), (3, "-30")]));
    let repeated =
        |note| matches!(note, LogNote::Applied { slot: Slot(3), effect: Effect::Repeated(Answer::Balance(70)), .. });
    assert!(log_notes_at(&told, "R1").any(repeated));
    assert_eq!(told.balance(told.end(), "R1"), Some(70));
}

/// PMS 3: the servers that execute instance i + α are those of the state after command i; the lecture's example: with α = 3
/// and changes in slots 1 and 3, slots 1-3, 4-5 and 6 on have their own configurations.
#[test]
fn members_of_a_slot_stand_a_window_before_it() {
    let told = Told::of("mp-members");
    let voters = |slot: u32| -> NodeSet {
        let votes = told.end().votes.iter().filter(|vote| vote.slot == Slot(slot));
        votes.flat_map(|vote| vote.by.iter()).collect()
    };
    for (slots, members) in [(1..=3, ["R1", "R2", "R3"]), (4..=5, ["R1", "R2", "R4"]), (6..=6, ["R1", "R4", "R5"])] {
        for slot in slots {
            assert_eq!(voters(slot), told.nodes(&members), "slot {slot}");
        }
    }
    assert!(log_notes(told.slide(5)).any(|note| matches!(note, LogNote::AsksMembers { slot: Slot(6), .. })));
}

/// PMS 3, at its end: with a membership that counts at once, two groups that need not meet decide in one slot.
#[test]
fn members_at_once_let_two_groups_decide() {
    let told = Told::of("case-members-at-once");
    let two = told.chosen(told.end()).into_iter().filter(|&(slot, _)| slot == 2).count();
    assert_eq!(two, 2);
}

/// PMS 3: each server plays all the roles; the leader's own promise and vote are no messages.
#[test]
fn server_that_leads_answers_itself_without_a_message() {
    let told = Told::of("mp-replicas");
    let to_itself = told.steps().iter().flat_map(|step| &step.effects.sent);
    assert!(to_itself.into_iter().all(|sent| sent.envelope.from != sent.envelope.to));
    let r2 = told.node("R2");
    let answers = told.steps().iter().flat_map(|step| &step.effects.sent);
    let replies = answers.filter(|sent| matches!(*sent.envelope.message, Message::Reply { .. }));
    assert!(replies.into_iter().all(|sent| sent.envelope.from == r2), "only the leader answers");
    assert_eq!(told.end().cluster.all(Role::Acceptor), told.end().cluster.all(Role::Replica));
    assert_eq!(
        told.scene.recording.at(Moment::default()).node(r2).replica.as_ref().map(|r| r.disk.highest),
        Some(None)
    );
}
