//! Points and curves.

/// A point of the picture, in its own units (pixels at full size), y downwards.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Point {
    /// To the right.
    pub x: f64,
    /// Downwards.
    pub y: f64,
}

/// A point, for short.
pub fn point(x: f64, y: f64) -> Point {
    Point { x, y }
}

impl Point {
    fn towards(self, other: Point, share: f64) -> Point {
        point(self.x + (other.x - self.x) * share, self.y + (other.y - self.y) * share)
    }
}

/// A cubic Bézier curve.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Curve {
    /// Where it begins.
    pub start: Point,
    /// What pulls its beginning.
    pub pull_start: Point,
    /// What pulls its end.
    pub pull_end: Point,
    /// Where it ends.
    pub end: Point,
}

impl Curve {
    /// The point at `share` of the way, 0 to 1.
    pub fn at(&self, share: f64) -> Point {
        self.first_part(share).end
    }

    /// The part of the curve up to `share` of the way (de Casteljau).
    pub fn first_part(&self, share: f64) -> Curve {
        let a = self.start.towards(self.pull_start, share);
        let b = self.pull_start.towards(self.pull_end, share);
        let c = self.pull_end.towards(self.end, share);
        let (d, e) = (a.towards(b, share), b.towards(c, share));
        Curve { start: self.start, pull_start: a, pull_end: d, end: d.towards(e, share) }
    }

    /// The same way back.
    pub fn reversed(&self) -> Curve {
        Curve { start: self.end, pull_start: self.pull_end, pull_end: self.pull_start, end: self.start }
    }

    /// The direction from its start to its end, as a unit vector.
    pub fn chord(&self) -> Point {
        let (x, y) = (self.end.x - self.start.x, self.end.y - self.start.y);
        let length = x.hypot(y).max(1.0);
        point(x / length, y / length)
    }

    /// The direction in which it ends, as a unit vector.
    pub fn direction(&self) -> Point {
        let from = [self.pull_end, self.pull_start, self.start];
        let apart = |p: &Point| (self.end.x - p.x).hypot(self.end.y - p.y);
        let from = from.into_iter().find(|p| 0.01 < apart(p)).unwrap_or(point(self.end.x - 1.0, self.end.y));
        let length = apart(&from);
        point((self.end.x - from.x) / length, (self.end.y - from.y) / length)
    }

    /// SVG path data.
    pub fn data(&self) -> String {
        let Curve { start, pull_start, pull_end, end } = self;
        format!(
            "M{} {}C{} {} {} {} {} {}",
            short(start.x),
            short(start.y),
            short(pull_start.x),
            short(pull_start.y),
            short(pull_end.x),
            short(pull_end.y),
            short(end.x),
            short(end.y)
        )
    }

    /// An arrow head at its end, as SVG path data.
    pub fn head(&self, size: f64) -> String {
        let (way, tip) = (self.direction(), self.end);
        let base = point(tip.x - way.x * size, tip.y - way.y * size);
        let (side_x, side_y) = (-way.y * size * 0.45, way.x * size * 0.45);
        format!(
            "M{} {}L{} {}L{} {}Z",
            short(tip.x),
            short(tip.y),
            short(base.x + side_x),
            short(base.y + side_y),
            short(base.x - side_x),
            short(base.y - side_y)
        )
    }

    /// A bar across its end, as SVG path data: here a message was refused.
    pub fn bar(&self, size: f64) -> String {
        let (way, tip) = (self.direction(), self.end);
        let (side_x, side_y) = (-way.y * size, way.x * size);
        format!(
            "M{} {}L{} {}",
            short(tip.x + side_x),
            short(tip.y + side_y),
            short(tip.x - side_x),
            short(tip.y - side_y)
        )
    }
}

/// A cross at a point, as SVG path data: here a message was lost.
pub fn cross(at: Point, size: f64) -> String {
    let (left, right, top, bottom) = (short(at.x - size), short(at.x + size), short(at.y - size), short(at.y + size));
    format!("M{left} {top}L{right} {bottom}M{right} {top}L{left} {bottom}")
}

/// A number with one digit after the point at most: enough for a picture, and the same on every machine.
pub fn short(number: f64) -> String {
    let tenths = (number * 10.0).round() as i64;
    match (tenths / 10, tenths % 10) {
        (whole, 0) => whole.to_string(),
        (0, tenth) if tenths < 0 => format!("-0.{}", tenth.abs()),
        (whole, tenth) => format!("{whole}.{}", tenth.abs()),
    }
}
