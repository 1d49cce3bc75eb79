//! Which thoughts are about which entry of what people get wrong.

use super::{Mistake, Thought};
use crate::paxos::rules::{Accept, Counting, Gaps, IdsRule, Leading, Learn, Promise, Report, Storage, ValueRule};
use crate::sim::Change;

impl Thought {
    /// Whether somebody thinks so who gets this entry of the list wrong; the first has number 1.
    #[inline(never)]
    pub fn is_about(self, misreading: u8) -> bool {
        match self {
            Thought::Mistake(mistake) => mistake.misreadings().contains(&misreading),
            Thought::Rule(rule) => misreadings_of(rule).contains(&misreading),
        }
    }
}

fn misreadings_of(rule: Change) -> &'static [u8] {
    match rule {
        Change::Learn(Learn::PerValue) => &[3],
        Change::Value(ValueRule::Own) => &[4, 25, 27],
        Change::Value(ValueRule::First | ValueRule::Lowest) => &[4],
        Change::Report(Report::PromisedId) => &[5],
        Change::Accept(Accept::First) => &[7],
        Change::Accept(Accept::Always) => &[8],
        Change::Ids(IdsRule::Reused) => &[17],
        Change::Storage(Storage::ForgetsPromise) => &[18],
        Change::Promise(Promise::OrEqual) => &[21],
        Change::Leader(Leading::SkipsPrepare) => &[23],
        Change::Gaps(Gaps::AppliedPast) => &[24],
        Change::Count(Counting::Messages) => &[26],
        _ => &[],
    }
}

impl Mistake {
    fn misreadings(self) -> &'static [u8] {
        match self {
            Mistake::KnowingChooses | Mistake::AllKnow => &[1],
            Mistake::WinnerKnows => &[2],
            Mistake::CardsDecide => &[3],
            Mistake::ReportIsChosen | Mistake::SeenIsChosen => &[6],
            Mistake::OldIsRefused => &[8],
            Mistake::HalfMayFail => &[9, 32],
            Mistake::PrepareCarries => &[10],
            Mistake::Locked => &[11],
            Mistake::BreaksPromise => &[12],
            Mistake::EachIdDecides => &[13],
            Mistake::FloorLasts => &[14],
            Mistake::MustEnd | Mistake::NeverEnds => &[15],
            Mistake::MustRefuse => &[16],
            Mistake::SameId | Mistake::NextNumber => &[17],
            Mistake::NeedsPromise => &[19],
            Mistake::WaitsForAll | Mistake::AllAreNeeded => &[20],
            Mistake::NeedsHigher => &[21],
            Mistake::IdIsSlot => &[22],
            Mistake::AppliesWhatItHas => &[24],
            Mistake::NothingIsGone => &[25],
            Mistake::MailBreaksIt => &[26],
            Mistake::RefusedIsGone => &[28],
            Mistake::MovingOnCancels => &[29],
            Mistake::PromisedInPerson => &[30],
            Mistake::AnyTwoMeet => &[31],
            Mistake::MostIsEnough | Mistake::OpenIsChosen | Mistake::OneIsEnough => &[],
            Mistake::VotersKnow | Mistake::AsksAgain | Mistake::TakesAnothers => &[],
            Mistake::UnknownIsNone | Mistake::BackersKnow | Mistake::EverybodyKnows => &[],
        }
    }
}
