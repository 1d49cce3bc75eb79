//! A sentence for each note that belongs to a replicated log. The match is exhaustive.

mod besides;

pub use besides::besides;

use super::Telling;
use super::note::{enough, reports_that as one_report};
use crate::paxos::note::Reported;
use crate::paxos::rules::Heard;
use crate::paxos::{Answer, Ballot, Effect, LogNote, NodeId, Slot, Value, Vote};
use crate::story::language::{say, tr};

/// Why `node` did what it did in its log, as a sentence with the numbers in it.
pub fn note(note: LogNote, node: NodeId, telling: Telling) -> String {
    leading(note, telling.node(node), telling)
        .or_else(|| proposing(note, telling.node(node), telling))
        .or_else(|| asked(note, telling.node(node), telling))
        .or_else(|| knowing(note, telling.node(node), telling))
        .unwrap_or_default()
}

/// ` in slot 2`, behind a vote; nothing in single-decree Paxos.
pub(super) fn in_slot(slot: Slot) -> String {
    if slot == Slot::ONLY { String::new() } else { say!(" in slot {slot}", slot = slot.0) }
}

/// ` for slot 2`, behind what is learned; nothing in single-decree Paxos.
pub(super) fn for_slot(slot: Slot) -> String {
    if slot == Slot::ONLY { String::new() } else { say!(" for slot {slot}", slot = slot.0) }
}

/// `slot 4`, `slots 4, 5 and 9`, `slots 4 to 9`.
pub(super) fn slots(slots: &[Slot]) -> String {
    let is_row = slots.windows(2).all(|pair| pair[0].next() == pair[1]);
    match slots {
        [one] => say!("slot {one}", one = one.0),
        [first, .., last] if is_row && 2 < slots.len() => {
            say!("slots {first} to {last}", first = first.0, last = last.0)
        }
        _ => say!(
            "slots {listed}",
            listed = super::both(&slots.iter().map(|slot| slot.0.to_string()).collect::<Vec<_>>())
        ),
    }
}

/// `1 vote`, `2 votes`.
pub(super) fn votes(many: usize) -> String {
    if many == 1 { tr!("1 vote").to_string() } else { say!("{many} votes", many) }
}

/// What a replica knows that knows every slot below this one.
pub(super) fn known_below(first_unchosen: Slot) -> String {
    match first_unchosen.0 {
        0 | 1 => tr!("of no slot yet what is chosen in it").to_string(),
        2 => tr!("what is chosen in slot 1").to_string(),
        next => say!("what is chosen in slots 1 to {next}", next = next - 1),
    }
}

/// What a PROMISE reports of a log, and what it does not.
pub(super) fn reports_that(log: Reported, reports: Option<Vote>, conceals: Option<Vote>, telling: Telling) -> String {
    if log.from_slot == Slot::ONLY {
        return one_report(reports, conceals, telling);
    }
    let from = log.from_slot.0;
    let known = tells_of(log);
    match (reports, conceals) {
        (None, None) => say!(" It reports no vote from slot {from} on{known}.", from, known),
        (Some(vote), None) if log.votes == 1 => {
            say!(" It reports 1 vote from slot {from} on, {vote}{known}.", from, vote = telling.vote(vote), known)
        }
        (Some(vote), None) => {
            let (votes, vote) = (log.votes, telling.vote(vote));
            say!(
                " It reports {votes} votes from slot {from} on, the first of them {vote}{known}.",
                votes,
                from,
                vote,
                known
            )
        }
        (None, Some(truly)) => say!(
            " It keeps quiet about its votes from slot {from} on, the first of them {truly}: this is not Paxos.",
            from,
            truly = telling.vote(truly)
        ),
        (Some(vote), Some(truly)) => say!(
            " The first vote that it reports is {vote}, though what it has accepted there is {truly}: this is not Paxos.",
            vote = telling.vote(vote),
            truly = telling.vote(truly)
        ),
    }
}

/// What else a PROMISE tells: what is chosen in slots of which it may report a vote too.
fn tells_of(Reported { votes, known, both, .. }: Reported) -> String {
    let others = |many: u16| if many == 1 { tr!("1 other slot").to_string() } else { say!("{many} other slots", many) };
    match (known - both, both) {
        (0, 0) => String::new(),
        (0, 1) if votes == 1 => tr!(", and tells what is chosen there").to_string(),
        (0, 2) if votes == 2 => tr!(", and tells what is chosen in both slots").to_string(),
        (0, all) if all == votes => tr!(", and tells what is chosen in all of these slots").to_string(),
        (0, both) => say!(", and tells what is chosen in {both} of these slots", both),
        (1, 0) if votes == 0 => tr!(", and tells what is chosen in 1 slot there").to_string(),
        (many, 0) if votes == 0 => say!(", and tells what is chosen in {many} slots there", many),
        (many, 0) => say!(", and tells what is chosen in {many}", many = others(many)),
        (many, both) => {
            say!(", and tells what is chosen in {both} of these slots and in {many}", both, many = others(many))
        }
    }
}

fn leading(note: LogNote, me: &str, telling: Telling) -> Option<String> {
    let id = |ballot| telling.id(ballot);
    Some(match note {
        LogNote::AsksForLog { ballot, first, abandoned } => {
            let instead = abandoned.map_or(String::new(), |old| say!(" It leaves {old} behind.", old = id(old)));
            say!(
                "{me} tries to lead. One PREPARE asks for promises of {ballot}, for slot {first} and every later slot.{instead}",
                me,
                ballot = id(ballot),
                first = first.0,
                instead
            )
        }
        LogNote::LeadsUnasked { ballot, first } => say!(
            "{me} leads under {ballot} from slot {first} on, and has asked nobody: this is not Paxos.",
            me,
            ballot = id(ballot),
            first = first.0
        ),
        LogNote::Leads { ballot, by, need, first, last } => leads(me, ballot, by, need, first, last, telling),
        LogNote::PromiseLate { ballot, news: 0 } => say!(
            "{me} leads under {ballot} already, and this PROMISE reports no vote in a slot that it has yet to deal with.",
            me,
            ballot = id(ballot)
        ),
        LogNote::PromiseLate { ballot, news } => say!(
            "{me} leads under {ballot} already. This PROMISE reports {news} in slots that it has yet to deal with: there it counts.",
            me,
            ballot = id(ballot),
            news = votes(usize::from(news))
        ),
        LogNote::StepsDown { ballot, higher, unknown, led } => {
            let what = if led { tr!("stops leading") } else { tr!("gives up its attempt") };
            let left = match unknown {
                0 => String::new(),
                1 => tr!(" One value was under way: what becomes of it is unknown.").to_string(),
                many => say!(" {many} values were under way: what becomes of them is unknown.", many),
            };
            say!(
                "{me} {what} under {ballot}: it has met {higher}, which is higher.{left}",
                me,
                what,
                ballot = id(ballot),
                higher = id(higher),
                left
            )
        }
        LogNote::PromiseMissed { ballot, from } => {
            say!(
                "{me} hears that {from} has promised {ballot} already, and so sends no PROMISE under it. The others are not enough: {me} takes a new id.",
                me,
                from = telling.node(from),
                ballot = id(ballot)
            )
        }
        LogNote::HearsLeader { ballot, theirs } => {
            say!(
                "{me} hears the leader of {ballot}, which knows {theirs}.",
                me,
                ballot = id(ballot),
                theirs = known_below(theirs)
            )
        }
        LogNote::HeartbeatRefused { ballot, promised } => {
            say!(
                "{me} does not follow {ballot}: it has promised {promised}.",
                me,
                ballot = id(ballot),
                promised = id(promised)
            )
        }
        LogNote::Beats { ballot, first_unchosen, again } => {
            let more = match again {
                0 => String::new(),
                1 => tr!(" It asks once more about 1 slot, those that have not answered.").to_string(),
                many => say!(" It asks once more about {many} slots, those that have not answered.", many),
            };
            say!(
                "{me} lets itself be heard: it leads under {ballot}, and knows {first_unchosen}.{more}",
                me,
                ballot = id(ballot),
                first_unchosen = known_below(first_unchosen),
                more
            )
        }
        _ => return None,
    })
}

fn leads(me: &str, ballot: Ballot, by: Heard, need: u8, first: Slot, last: Option<Slot>, telling: Telling) -> String {
    let found = match last {
        None => say!("No vote is reported from slot {first} on.", first = first.0),
        Some(last) => {
            say!("Votes are reported up to slot {last}: what is open up to there comes first.", last = last.0)
        }
    };
    say!(
        "{ballot} It leads under {ballot2}. {found}",
        ballot = enough(me, by, need, ballot, telling),
        ballot2 = telling.id(ballot),
        found
    )
}

fn proposing(note: LogNote, me: &str, telling: Telling) -> Option<String> {
    let id = |ballot| telling.id(ballot);
    let value = |value| telling.value(value);
    Some(match note {
        LogNote::Adopts { ballot, slot, vote } => say!(
            "In slot {slot} the highest vote reported is {vote}: {me} carries {vote2} on there, under {ballot}.",
            slot = slot.0,
            vote = telling.vote(vote),
            me,
            vote2 = value(vote.value),
            ballot = id(ballot)
        ),
        LogNote::Misreads { slot, vote, highest, .. } => say!(
            "In slot {slot} {me} carries on {vote}, although {highest} is reported too, which is higher: this is not Paxos.",
            slot = slot.0,
            me,
            vote = telling.vote(vote),
            highest = telling.vote(highest)
        ),
        LogNote::Disregards { slot, value: own, vote, .. } => say!(
            "In slot {slot} {me} sends {own} although {vote} is reported: this is not Paxos.",
            slot = slot.0,
            me,
            own = value(own),
            vote = telling.vote(vote)
        ),
        LogNote::FillsGap { ballot, slot } => besides::fills(me, ballot, &[slot], telling),
        LogNote::LeavesGap { slot } => {
            say!(
                "No vote is reported in slot {slot}, and {me} leaves it as a gap: this is not Paxos.",
                slot = slot.0,
                me
            )
        }
        LogNote::Assigns { ballot, slot, value: command } => {
            say!(
                "{me} gives {command} the next slot, {slot}, and sends it under {ballot}.",
                me,
                command = value(command),
                slot = slot.0,
                ballot = id(ballot)
            )
        }
        LogNote::AsksMembers { ballot, slot, members } => say!(
            "Too few of those who decide in slot {slot} have promised {ballot}: {me} sends its PREPARE to {members}.",
            slot = slot.0,
            ballot = id(ballot),
            me,
            members = telling.nodes(members)
        ),
        LogNote::WaitsForPromises { value: command, slot, ballot } => say!(
            "{me} keeps {command} until a quorum of those who decide in slot {slot} has promised {ballot}.",
            me,
            command = value(command),
            slot = slot.0,
            ballot = id(ballot)
        ),
        LogNote::WaitsForWindow { value: command, slot, applied } => {
            let applied = match applied.0 {
                0 => tr!("no slot is applied yet").to_string(),
                last => say!("slot {last} is the last one applied", last),
            };
            say!(
                "{me} keeps {command}: {applied}, and the window does not reach slot {slot}.",
                me,
                command = value(command),
                applied,
                slot = slot.0
            )
        }
        LogNote::Applied { slot, value: command, effect } => applied(me, slot, command, effect, telling),
        _ => return None,
    })
}

/// What came of a command, as the end of a sentence; nothing where nothing is to be said.
pub(super) fn came_to(answer: Answer) -> String {
    match answer {
        Answer::Done => String::new(),
        Answer::Balance(balance) => say!("; the balance is {balance}", balance),
        Answer::TooLittle(balance) => say!("; it is refused, for the balance is only {balance}", balance),
    }
}

fn applied(me: &str, slot: Slot, command: Value, effect: Effect, telling: Telling) -> String {
    let (command, slot) = (telling.value(command), slot.0);
    match effect {
        Effect::Executed(Answer::Done) => say!("{me} applies slot {slot}: {command}.", me, slot, command),
        Effect::Executed(Answer::Balance(balance)) => {
            say!("{me} applies slot {slot}, {command}: the balance is {balance}.", me, slot, command, balance)
        }
        Effect::Executed(Answer::TooLittle(balance)) => {
            say!(
                "{me} applies slot {slot}, {command}: refused, for the balance is only {balance}.",
                me,
                slot,
                command,
                balance
            )
        }
        Effect::Repeated(_) => {
            say!(
                "{me} applies slot {slot}: {command} was executed before, and is not executed again.",
                me,
                slot,
                command
            )
        }
        Effect::Outdated => say!(
            "{me} applies slot {slot}: a later command of the client of {command} was executed before, so nothing is done.",
            me,
            slot,
            command
        ),
        Effect::Nothing => say!("{me} applies slot {slot}: a no-op, which does nothing.", me, slot),
    }
}

/// That a command is one that was given before: its number tells.
fn number(command: Value) -> String {
    command.command.map_or(String::new(), |command| say!(", under the same number, {number}", number = command.number))
}

fn asked(note: LogNote, me: &str, telling: Telling) -> Option<String> {
    let value = |value| telling.value(value);
    let name = |node| telling.node(node);
    Some(match note {
        LogNote::RequestUnderWay { value: command, slot: Some(slot) } => {
            say!(
                "{me} has {command} in slot {slot} already, and does not propose it twice.",
                me,
                command = value(command),
                slot = slot.0
            )
        }
        LogNote::RequestUnderWay { value: command, slot: None } => {
            say!("{me} keeps {command} already, and does not keep it twice.", me, command = value(command))
        }
        LogNote::AnswersAgain { slot, value: command, answer } => say!(
            "{me} has executed {command} already, in slot {slot}, and only answers once more{answer}.",
            me,
            command = value(command),
            slot = slot.0,
            answer = came_to(answer)
        ),
        LogNote::RequestOutdated { value: command, last } => say!(
            "{me} does nothing about {command}: command {last} of this client, a later one, is executed.",
            me,
            command = value(command),
            last
        ),
        LogNote::Redirects { leader, .. } => say!("{me} does not lead, and names {leader}.", me, leader = name(leader)),
        LogNote::NobodyLeads { value: command } => {
            say!(
                "{me} drops the request for {command}: it does not lead, and knows nobody who does.",
                me,
                command = value(command)
            )
        }
        LogNote::Asks { value: command, to } => {
            say!("{me} asks {to} for {command}.", me, to = name(to), command = value(command))
        }
        LogNote::AsksAgain { value: command, to } => {
            say!(
                "{me} has no answer, and asks {to} for {command} once more{command2}.",
                me,
                to = name(to),
                command = value(command),
                command2 = number(command)
            )
        }
        LogNote::FollowsRedirect { value: command, to } => {
            say!(
                "{me} is told that {to} leads, and asks it for {command}.",
                me,
                to = name(to),
                command = value(command)
            )
        }
        LogNote::RedirectLate { value: command } | LogNote::AnsweredBefore { value: command } => {
            say!("{me} does not wait for {command} any more.", me, command = value(command))
        }
        LogNote::Answered { slot, value: command, answer } => {
            say!(
                "{me} has its answer: {command} is executed, in slot {slot}{answer}.",
                me,
                command = value(command),
                slot = slot.0,
                answer = came_to(answer)
            )
        }
        _ => return None,
    })
}

fn knowing(note: LogNote, me: &str, telling: Telling) -> Option<String> {
    let value = |value| telling.value(value);
    let name = |node| telling.node(node);
    Some(match note {
        LogNote::MarksOwnVote { slot, vote, leader } if vote.ballot == leader => {
            besides::marks(me, leader, &[(slot, vote.value)], telling)
        }
        LogNote::MarksOwnVote { slot, vote, leader } => say!(
            "{me} takes {vote} in slot {slot} for chosen, although it has accepted it under {ballot} and not under {leader}: this is not Paxos.",
            me,
            vote = value(vote.value),
            slot = slot.0,
            ballot = telling.id(vote.ballot),
            leader = telling.id(leader)
        ),
        LogNote::Told { slot, value: told, from } => say!(
            "{from} tells {me} that {told} is chosen in slot {slot}. That is knowledge, and no vote.",
            from = name(from),
            me,
            told = value(told),
            slot = slot.0
        ),
        LogNote::ToldInPromise { slot, value: told, from } => {
            say!(
                "The PROMISE of {from} tells {me} that {told} is chosen in slot {slot}.",
                from = name(from),
                me,
                told = value(told),
                slot = slot.0
            )
        }
        LogNote::KnownBefore { slot, value: known } => {
            say!("{me} has learned {known} for slot {slot} already.", me, known = value(known), slot = slot.0)
        }
        LogNote::KnownOtherwise { slot, first, value: told } => say!(
            "{me} has learned {first} for slot {slot}, and now hears that it is {told}: agreement is broken.",
            me,
            first = value(first),
            slot = slot.0,
            told = value(told)
        ),
        LogNote::AsksToCatchUp { slot, theirs } => say!(
            "{me} does not know what is chosen in slot {slot}, and its leader knows {theirs}: it asks to be told.",
            me,
            slot = slot.0,
            theirs = known_below(theirs)
        ),
        LogNote::Tells { slot, value: told, to } => {
            say!(
                "{me} tells {to} that {told} is chosen in slot {slot}.",
                me,
                to = name(to),
                told = value(told),
                slot = slot.0
            )
        }
        LogNote::CannotTell { slot } => {
            say!(
                "{me} cannot tell what is chosen in slot {slot}: it does not lead, or does not know.",
                me,
                slot = slot.0
            )
        }
        _ => return None,
    })
}
