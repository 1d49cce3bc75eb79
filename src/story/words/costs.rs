//! What each command of a replicated log has cost, in a table.

use super::Telling;
use crate::sim::costs::Cost;
use crate::story::language::{Words, say, tr, words};

/// A column of the table.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Column {
    /// What stands over it.
    pub name: Words,
    /// What it counts.
    pub counts: Words,
}

const fn column(name: Words, counts: Words) -> Column {
    Column { name, counts }
}

/// Over the messages, and over the delays.
pub const GROUPS: [Words; 2] = [words!("Messages"), words!("Message delays until")];

/// The columns of messages, then those of delays.
pub const COLUMNS: [[Column; 4]; 2] = [
    [
        column(
            words!("phase 1"),
            words!("PREPARE and PROMISE for which the command had to wait, of its leader or of one that carried it on"),
        ),
        column(words!("phase 2"), words!("ACCEPT-REQUEST and ACCEPT, sent again ones too")),
        column(
            words!(in "messages": "others"),
            words!(
                "REQUEST, REDIRECT and REPLY, and SUCCESS to a follower that is behind; not CATCH-UP, HEARTBEAT and NACK, which belong to no command"
            ),
        ),
        column(words!(in "messages": "all"), words!("all of these")),
    ],
    [
        column(words!("it is chosen"), words!("the last vote of the quorum")),
        column(
            words!("the leader knows"),
            words!("the last ACCEPT that the leader needs, or the one that carried it on"),
        ),
        column(words!("the answer"), words!("the REPLY at the client")),
        column(Words::NONE, Words::NONE),
    ],
];

/// A row: a command.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Row {
    /// Which, whose and where.
    pub command: String,
    /// Its numbers, in the order of the columns; a dash where there is none yet.
    pub cells: [String; 7],
    /// What must be said of it.
    pub remark: Option<String>,
}

/// A row for each command.
pub fn rows(costs: &[Cost], telling: Telling) -> Vec<Row> {
    costs.iter().map(|cost| row(cost, telling)).collect()
}

fn row(cost: &Cost, telling: Telling) -> Row {
    let (value, client) = (telling.value(cost.value), telling.node(cost.client));
    let command = match cost.slot {
        Some(slot) => say!("{value} of {client}, slot {slot}", value, client, slot = slot.0),
        None => say!("{value} of {client}", value, client),
    };
    let number = |number: usize| number.to_string();
    let delay = |place: usize| cost.delays[place].map_or("–".to_string(), number);
    let cells = [
        number(cost.of_phase_1),
        number(cost.of_phase_2),
        number(cost.with_client + cost.of_telling),
        number(cost.messages()),
        delay(0),
        delay(1),
        delay(2),
    ];
    let remark = match (cost.carried, cost.after_timer, cost.waited_in_vain) {
        (Some((leader, ballot)), ..) => {
            let (leader, id) = (telling.node(leader), telling.id(ballot));
            Some(say!(
                "{leader} carried it on under {id}: what came of that is counted from its PREPARE on.",
                leader,
                id
            ))
        }
        (None, true, _) => Some(tr!("A timer lies on the way: the delays are counted since it fired.").to_string()),
        (None, false, Some((leader, ballot))) => {
            let (leader, id) = (telling.node(leader), telling.id(ballot));
            Some(say!(
                "It waited for {leader}'s phase 1 under {id}, and was not chosen under {id}: of that the messages are counted, and no delays.",
                leader,
                id
            ))
        }
        (None, false, None) => cost.waited_for_phase_1.then(|| tr!("It had to wait for phase 1.").to_string()),
    };
    Row { command, cells, remark }
}

/// What is counted, under the table.
pub const COUNTED: Words = words!(
    "A delay is one message on the way to it: from the arrival of the request at the leader on, and, where the command had to wait for phase 1, from the leader's PREPARE on. What a replica sends to itself is no message. Each message counts when it is sent, lost or not."
);
/// Where no client has asked for anything yet.
pub const NONE_YET: Words = words!("No client has given a command yet.");

/// What no command has to itself.
pub fn beside([heartbeats, catch_ups, refusals]: [usize; 3], telling: Telling) -> Option<String> {
    let parts = [(heartbeats, "HEARTBEAT"), (catch_ups, "CATCH-UP"), (refusals, "NACK")];
    let told: Vec<String> =
        parts.iter().filter(|(count, _)| 0 < *count).map(|(count, name)| format!("{count} {name}")).collect();
    if told.is_empty() {
        return None;
    }
    Some(telling.said(say!("Besides, and in no row: {told}.", told = told.join(", "))))
}
