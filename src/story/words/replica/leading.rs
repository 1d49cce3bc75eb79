//! How a replica comes to lead, and leads.

use super::super::{Telling, note::enough};
use super::{known_below, votes};
use crate::paxos::rules::Heard;
use crate::paxos::{Ballot, LogNote, Slot};
use crate::story::language::{say, tr};

/// What a node says of leading; none where a note is about something else.
pub fn leading(note: LogNote, me: &str, telling: Telling) -> Option<String> {
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
        LogNote::StepsDown { .. } | LogNote::Overruled { .. } | LogNote::PromiseMissed { .. } => {
            return fails(note, me, telling);
        }
        other => return beats(other, me, telling),
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
        "{enough} It leads under {ballot}. {found}",
        enough = enough(me, by, need, ballot, telling),
        ballot = telling.id(ballot),
        found
    )
}

/// What becomes of so many values that a lead leaves behind.
fn left_unknown(unknown: u16) -> String {
    match unknown {
        0 => String::new(),
        1 => tr!(" One value was under way: what becomes of it is unknown.").to_string(),
        many => say!(" {many} values were under way: what becomes of them is unknown.", many),
    }
}

/// That it leads no more, or cannot come to lead under its id.
fn fails(note: LogNote, me: &str, telling: Telling) -> Option<String> {
    let id = |ballot| telling.id(ballot);
    Some(match note {
        LogNote::StepsDown { ballot, higher, unknown, led } => {
            let left = left_unknown(unknown);
            let (ballot, higher) = (id(ballot), id(higher));
            match led {
                true => say!(
                    "{me} stops leading under {ballot}: it has met {higher}, which is higher.{left}",
                    me,
                    ballot,
                    higher,
                    left
                ),
                false => say!(
                    "{me} gives up its attempt under {ballot}: it has met {higher}, which is higher.{left}",
                    me,
                    ballot,
                    higher,
                    left
                ),
            }
        }
        LogNote::Overruled { ballot, slot, own, unknown } => say!(
            "In slot {slot} another value is chosen than {own}, which {me} has proposed there under {ballot}: it stops leading.{left}",
            me,
            slot = slot.0,
            own = telling.value(own),
            ballot = id(ballot),
            left = left_unknown(unknown)
        ),
        LogNote::PromiseMissed { ballot, from, silent } if !silent.is_empty() => say!(
            "{from} has promised {ballot} already, and so sends no PROMISE under it; no answer has come from {silent} since the last heartbeat. {me} takes a new id, which {from} can promise.",
            me,
            from = telling.node(from),
            silent = telling.nodes(silent),
            ballot = id(ballot)
        ),
        LogNote::PromiseMissed { ballot, from, .. } => {
            say!(
                "{me} hears that {from} has promised {ballot} already, and so sends no PROMISE under it. The others are not enough: {me} takes a new id.",
                me,
                from = telling.node(from),
                ballot = id(ballot)
            )
        }
        _ => return None,
    })
}

/// What it says of heartbeats.
fn beats(note: LogNote, me: &str, telling: Telling) -> Option<String> {
    let id = |ballot| telling.id(ballot);
    Some(match note {
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
                "{me} lets itself be heard: it leads under {ballot}, and knows {known}.{more}",
                me,
                ballot = id(ballot),
                known = known_below(first_unchosen),
                more
            )
        }
        _ => return None,
    })
}
