//! Where labels stand: each on the arrow of its message, where it covers least of what else there is.

/// A place on the picture, in centimetres to the right and upwards.
pub type Place = (f64, f64);

/// A straight line.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Line {
    /// Where it begins.
    pub from: Place,
    /// Where it ends.
    pub to: Place,
}

/// The room that a text takes.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Room {
    /// Its middle.
    pub middle: Place,
    /// Its width and its height.
    pub size: (f64, f64),
}

/// Where on its arrow a label may stand, the best places first.
const SHARES: [f64; 13] = [0.5, 0.44, 0.56, 0.38, 0.62, 0.32, 0.68, 0.26, 0.74, 0.2, 0.8, 0.14, 0.86];
/// So often every label looks for a better place than it has.
const ROUNDS: usize = 3;

impl Line {
    /// The place after this share of it.
    pub fn at(&self, share: f64) -> Place {
        let between = |from: f64, to: f64| from + (to - from) * share;
        (between(self.from.0, self.to.0), between(self.from.1, self.to.1))
    }
}

impl Room {
    /// How much of it another one covers, in square centimetres.
    pub fn overlap(&self, other: &Room) -> f64 {
        let along = |a: f64, b: f64, c: f64, d: f64| ((a + b) / 2.0 - (c - d).abs()).max(0.0).min(a.min(b));
        along(self.size.0, other.size.0, self.middle.0, other.middle.0)
            * along(self.size.1, other.size.1, self.middle.1, other.middle.1)
    }

    /// Whether it stands above or below another one.
    pub fn is_over(&self, other: &Room) -> bool {
        (self.middle.0 - other.middle.0).abs() < (self.size.0 + other.size.0) / 2.0
    }

    /// How much of a line runs below it, as a share of its own width.
    fn covers(&self, line: &Line) -> f64 {
        let (mut first, mut last) = (0.0_f64, 1.0_f64);
        let axes = [
            (line.from.0, line.to.0, self.middle.0, self.size.0),
            (line.from.1, line.to.1, self.middle.1, self.size.1),
        ];
        for (from, to, middle, size) in axes {
            let (low, high) = (middle - size / 2.0, middle + size / 2.0);
            if (to - from).abs() < 1e-9 {
                if from < low || high < from {
                    return 0.0;
                }
                continue;
            }
            let (enters, leaves) = ((low - from) / (to - from), (high - from) / (to - from));
            first = first.max(enters.min(leaves));
            last = last.min(enters.max(leaves));
        }
        let length = (line.to.0 - line.from.0).hypot(line.to.1 - line.from.1);
        (last - first).max(0.0) * length / self.size.0.max(0.1)
    }
}

/// A label and the arrows of which one is to carry it, by their places.
pub struct Label {
    /// What it says, in lines.
    pub text: String,
    /// The room that it takes.
    pub size: (f64, f64),
    /// The arrows that it is about.
    pub about: Vec<usize>,
}

/// For each label the arrow that carries it and the share of that at which it stands; `fixed` are texts and signs that have
/// a place already, `lines` what else should not be covered.
pub fn place(labels: &[Label], arrows: &[Line], fixed: &[Room], lines: &[Line]) -> Vec<(usize, f64)> {
    let mut places: Vec<Option<(usize, f64)>> = vec![None; labels.len()];
    for _ in 0..=ROUNDS {
        for (own, label) in labels.iter().enumerate() {
            let others = places.iter().zip(labels).enumerate().filter(|&(other, _)| other != own);
            let room_of = |size, (arrow, share): (usize, f64)| Room { middle: arrows[arrow].at(share), size };
            let texts: Vec<Room> = others
                .filter_map(|(_, (&place, other))| Some(room_of(other.size, place?)))
                .chain(fixed.iter().copied())
                .collect();
            let cost = |place: (usize, f64)| {
                let room = room_of(label.size, place);
                let covered: f64 = texts.iter().map(|other| room.overlap(other)).sum();
                let others = arrows.iter().enumerate().filter(|&(other, _)| other != place.0);
                let crossed: f64 = others.map(|(_, other)| room.covers(other)).sum();
                let below: f64 = lines.iter().map(|line| room.covers(line)).sum();
                covered * 40.0 + crossed + below * 2.0 + (place.1 - 0.5).abs() * 0.3
            };
            let all = label.about.iter().flat_map(|&arrow| SHARES.map(|share| (arrow, share)));
            let costs = all.map(|place| (cost(place), place));
            let best = costs.reduce(|best, next| if next.0 < best.0 { next } else { best });
            places[own] = best.map(|(_, place)| place);
        }
    }
    places.into_iter().map(|place| place.unwrap_or((0, 0.5))).collect()
}
