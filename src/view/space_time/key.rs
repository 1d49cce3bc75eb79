//! The key: every kind of mark on the diagram, once.

use super::super::geometry::{Curve, cross, point};
use super::super::mark::{Face, Group, Mark, Paint, text};
use super::super::palette::Tone;
use super::SIZE;
use crate::player::Show;
use crate::story::words::time::{Mark as Kind, meaning};

/// The width and the height of a picture on the key, in pixels.
pub const PICTURE: (f64, f64) = (30.0, 14.0);
const MIDDLE: f64 = 7.0;

/// The key of the run on show: a picture of each mark, and what it means.
pub fn key(show: &Show) -> Vec<(Group, &'static str)> {
    let rules = show.world().rules;
    let is_kept = rules.storage == Default::default() && rules.ids == Default::default();
    let all = [
        Kind::Request,
        Kind::Answer,
        Kind::UnderWay,
        Kind::Held,
        Kind::Lost,
        Kind::Refused,
        Kind::Stored,
        Kind::StoredVote,
        Kind::Unstored,
        Kind::Gap,
        Kind::Flag,
    ];
    let of_log: &[Kind] = if show.is_replicated() { &[Kind::Lead, Kind::Beat] } else { &[] };
    let all = all.into_iter().chain(of_log.iter().copied());
    let needed = all.filter(|&kind| !is_kept || kind != Kind::Unstored);
    needed.map(|kind| (Group::new("time-key", picture(kind)), meaning(kind))).collect()
}

fn picture(kind: Kind) -> Vec<Mark> {
    let path = |data: &str, paint: Paint| Mark::Path { data: data.to_string(), paint };
    let ink = Paint::line(Tone::Ink, 1.7);
    let (start, end) = (point(1.0, MIDDLE), point(29.0, MIDDLE));
    let arrow = Curve { start, pull_start: start, pull_end: start, end };
    let circle = |radius, paint| vec![Mark::Circle { x: 15.0, y: MIDDLE, radius, paint }];
    match kind {
        Kind::Request => {
            vec![path("M1 7H24", Paint::line(Tone::Ink, 2.0)), path(&arrow.head(8.0), Paint::fill(Tone::Ink))]
        }
        Kind::Answer => {
            vec![
                path("M1 7H22", Paint::line(Tone::Ink, 1.1)),
                path(&arrow.head(8.0), Paint::line(Tone::Ink, 1.3).on(Tone::Panel)),
            ]
        }
        Kind::Lead => {
            vec![path("M1 5H29", Paint::line(Tone::Soft, 1.0)), path("M5 9H25", Paint::line(Tone::Ballot(0), 4.0))]
        }
        Kind::Beat => {
            vec![path("M1 7H24", Paint::line(Tone::Ink, 0.7)), path(&arrow.head(6.0), Paint::fill(Tone::Ink))]
        }
        Kind::UnderWay => vec![path("M1 7H15", ink), path("M15 7H29", Paint::line(Tone::Soft, 1.0).dashed("1.5 4"))],
        Kind::Held => vec![
            path("M1 7H20", Paint::line(Tone::Ink, 1.1).dashed("2 3")),
            Mark::Box { x: 19.0, y: 2.5, width: 9.0, height: 9.0, radius: 2.0, paint: Paint::line(Tone::Ink, 1.6) },
        ],
        Kind::Lost => vec![path("M1 7H19", ink), path(&cross(point(22.0, MIDDLE), 4.5), Paint::line(Tone::Lost, 2.2))],
        Kind::Refused => vec![path("M1 7H22", ink), path("M24 1.5V12.5", Paint::line(Tone::Lost, 2.6))],
        Kind::Stored => circle(3.2, Paint::fill(Tone::Ink)),
        Kind::StoredVote => circle(4.4, Paint::fill(Tone::Ink)),
        Kind::Unstored => circle(3.6, Paint::line(Tone::Ink, 1.5)),
        Kind::Gap => vec![
            path("M1 7H9M23 7H29", Paint::line(Tone::Soft, 1.0)),
            path(&(cross(point(9.0, MIDDLE), 4.0) + "M23 1V13"), Paint::line(Tone::Ink, 1.8)),
        ],
        Kind::Flag => vec![
            path("M8 0V14", Paint::line(Tone::Ink, 1.2)),
            Mark::Box { x: 8.0, y: 0.5, width: 15.0, height: 12.5, radius: 2.0, paint: Paint::line(Tone::Ink, 1.0) },
            text(10.0, 10.5, "①", Face::bold(SIZE, Tone::Ink)),
        ],
    }
}
