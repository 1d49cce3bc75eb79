//! By which steps of a run something turns that no arrow shows.

use crate::paxos::{LogNote, Note};
use crate::sim::{Action, Step};

/// Whether something turns by this step.
pub(super) fn is_turn(step: &Step) -> bool {
    match step.action {
        Action::Propose { .. } | Action::Timeout { .. } | Action::Crash { .. } | Action::Restart { .. } => true,
        Action::Cut { .. } | Action::Heal { .. } | Action::Set(_) | Action::Duplicate { .. } => true,
        // That it was held up or took longer shows where it arrives; what is lost has a cross.
        Action::Hold { .. } | Action::Release { .. } | Action::Delay { .. } | Action::Drop { .. } => false,
        // No arrow goes from a node to itself.
        Action::Own { .. } => true,
        Action::Request { .. } | Action::Deliver { .. } | Action::Heartbeat { .. } => {
            step.effects.notes.iter().any(|&note| turns(note))
        }
    }
}

/// Whether something turns for this reason.
fn turns(note: Note) -> bool {
    match note {
        Note::BallotStarted { .. } | Note::SkipsPrepare { .. } | Note::NackHeeded { .. } => true,
        Note::FreeToPropose { .. } | Note::MustAdopt { .. } | Note::MisreadsReports { .. } => true,
        Note::KeepsOwn { .. } | Note::PicksAnew { .. } | Note::DeclaresSuccess { .. } => true,
        Note::PrepareIgnored { .. } | Note::AcceptIgnored { .. } | Note::AcceptIgnoredNotFirst { .. } => true,
        Note::Learned { .. } | Note::LearnedPerValue { .. } | Note::LearnedOther { .. } => true,
        Note::PromiseRepeated { .. } | Note::AcceptedRepeated { .. } => true,
        Note::Forgets(_) | Note::ForgetsIds => true,
        Note::Promised { before, conceals, .. } => before.is_some() || conceals.is_some(),
        Note::Accepted { vote, replaced, before, promised, .. } => {
            let is_other = replaced.is_some_and(|replaced| replaced.value != vote.value);
            is_other || before < promised
        }
        Note::PromiseLate { reports, .. } => reports.is_some(),
        Note::PromiseCounted { .. } | Note::PromiseForOtherBallot { .. } => false,
        Note::NackStale { .. } | Note::NackAgain { .. } => false,
        Note::AcceptedCounted { .. } | Note::ValueCounted { .. } | Note::LearnedBefore { .. } => false,
        Note::ReplyReceived { .. } | Note::NotForMe => false,
        Note::Log(note) => turns_log(note),
    }
}

fn turns_log(note: LogNote) -> bool {
    match note {
        LogNote::AsksForLog { .. } | LogNote::LeadsUnasked { .. } | LogNote::Leads { .. } => true,
        LogNote::Adopts { .. } | LogNote::Misreads { .. } | LogNote::Disregards { .. } => true,
        LogNote::FillsGap { .. } | LogNote::LeavesGap { .. } | LogNote::AsksMembers { .. } => true,
        LogNote::WaitsForPromises { .. } | LogNote::WaitsForWindow { .. } | LogNote::NobodyLeads { .. } => true,
        LogNote::RequestUnderWay { .. } | LogNote::RequestOutdated { .. } | LogNote::AnswersAgain { .. } => true,
        LogNote::StepsDown { .. } | LogNote::Overruled { .. } | LogNote::PromiseMissed { .. } => true,
        LogNote::HeartbeatRefused { .. } => true,
        LogNote::KnownOtherwise { .. } | LogNote::AsksAgain { .. } => true,
        LogNote::PromiseLate { news, .. } => 0 < news,
        LogNote::MarksOwnVote { .. } | LogNote::Told { .. } | LogNote::ToldInPromise { .. } => true,
        LogNote::Applied { .. } => true,
        // What is told and answered shows in the messages that tell it.
        LogNote::KnownBefore { .. } | LogNote::Tells { .. } => false,
        LogNote::Assigns { .. } | LogNote::Redirects { .. } | LogNote::FollowsRedirect { .. } => false,
        LogNote::HearsLeader { .. } | LogNote::Beats { .. } | LogNote::AsksToCatchUp { .. } => false,
        LogNote::CannotTell { .. } | LogNote::Asks { .. } | LogNote::RedirectLate { .. } => false,
        LogNote::Answered { .. } | LogNote::AnsweredBefore { .. } => false,
    }
}
