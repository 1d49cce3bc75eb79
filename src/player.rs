//! The player: which scene, where in its run, playing or not, and the viewer's own run with the way home.
//!
//! The Elm triple without a page: [`Model`], [`Msg`] and [`Model::update`], which changes the model and
//! says what is to be fetched. Pure: it has no clock and no page; time comes in as [`Msg::Tick`].
//!
//! Uses `paxos`, `sim`, `check` and `story`. Deliberately absent: positions, colours, the DOM.

pub mod act;
mod ahead;
pub mod aloud;
pub mod arrivals;
pub mod asking;
pub mod breaking;
pub mod by_hand;
pub mod compare;
pub mod conditions;
pub mod deleted;
pub mod draft;
pub mod editor;
pub mod errand;
pub mod guides;
pub mod hands;
mod just_now;
pub mod light;
pub mod log;
mod log_why;
pub mod model;
pub mod objective;
mod open;
pub mod overlap;
pub mod own;
pub mod panel;
pub mod playhead;
pub mod plot;
pub mod present;
mod prospect;
mod quiz;
mod replicas;
mod reword;
pub mod sandbox;
mod show;
pub mod source;
pub mod time_line;
pub mod trial;
pub mod trouble;
mod turn;
pub mod unfold;
pub mod why;

pub use act::{Act, Deed};
pub use ahead::{Looked, ProspectMsg, Stands};
pub use aloud::{Aloud, Title};
pub use arrivals::ArriveMsg;
pub use asking::{Answered, AskMsg, Asking, OpenQuestion};
pub use breaking::{BreakMsg, Breaking, Setup};
pub use by_hand::{ByHand, HandMsg, Tool};
pub use compare::{CompareMsg, Comparing, Comparison, Side};
pub use conditions::{Condition, Range};
pub use draft::{Draft, Keepsake};
pub use editor::{Desk, EditMsg, Editor, Verdict};
pub use guides::{Deck, Fetched, GuideMsg, Guides};
pub use hands::{Drawing, Flying, Hold, LinkTo, Touched, Ways};
pub use light::{Light, LightMsg, Lighting, Pick, Spot};
pub use log::{LogMsg, LogView, Only};
pub use model::{Effect, Model, Msg, Stage};
pub use objective::{Aims, Hint, ObjectiveMsg, Standing};
pub use overlap::{Overlap, OverlapMsg, Preset, Which};
pub use own::{KeptRun, OwnRun};
pub use panel::{Panel, Panels};
pub use playhead::{Playing, PlaysOn};
pub use plot::{Plot, PlotMsg, Wait};
pub use present::{Bar, PresentMsg, Presenting};
pub use prospect::Prospect;
pub use quiz::Score;
pub use replicas::{OfClient, OfReplica};
pub use sandbox::{Sandbox, SandboxMsg};
pub use show::Show;
pub use source::{Mark, Opening, Shelf, Source, Wanted};
pub use time_line::{TimeLine, TimeMsg, Way};
pub use trial::{Letter, Trial, TrialMsg};
pub use trouble::Trouble;
pub use unfold::{Unfold, Unfolding};
pub use why::{Answer, Place, Promise, Question};
