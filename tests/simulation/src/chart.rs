//! A picture of lines, as SVG: enough for two pictures, and no more.

use std::fmt::Write as _;

/// One axis: what it measures, from where to where, and the values that are written along it.
pub(crate) struct Axis {
    pub(crate) name: &'static str,
    pub(crate) from: f64,
    pub(crate) to: f64,
    pub(crate) ticks: &'static [f64],
    /// Each step multiplies.
    pub(crate) is_logarithmic: bool,
}

/// One line, with its name, if it has one, and its colour.
pub(crate) struct Line {
    pub(crate) name: String,
    pub(crate) colour: &'static str,
    pub(crate) is_strong: bool,
    /// A mark on each point.
    pub(crate) has_dots: bool,
    pub(crate) points: Vec<(f64, f64)>,
}

const WIDTH: f64 = 760.0;
const HEIGHT: f64 = 420.0;
const LEFT: f64 = 60.0;
const RIGHT: f64 = 20.0;
const TOP: f64 = 56.0;
const BOTTOM: f64 = 50.0;

impl Axis {
    /// Where a value lies, from 0 to 1; what is outside lies on the edge.
    fn share(&self, value: f64) -> f64 {
        let place = |value: f64| if self.is_logarithmic { logarithm(value.max(self.from)) } else { value };
        ((place(value) - place(self.from)) / (place(self.to) - place(self.from))).clamp(0.0, 1.0)
    }
}

/// The logarithm to base 2 by halving: the mathematical library's own differs in its last digit from machine to
/// machine.
fn logarithm(mut value: f64) -> f64 {
    let (mut whole, mut part, mut bit) = (0.0, 0.0, 0.5);
    while value >= 2.0 {
        (value, whole) = (value / 2.0, whole + 1.0);
    }
    while value < 1.0 {
        (value, whole) = (value * 2.0, whole - 1.0);
    }
    for _ in 0..24 {
        value *= value;
        if value >= 2.0 {
            (value, part) = (value / 2.0, part + bit);
        }
        bit /= 2.0;
    }
    whole + part
}

/// The whole picture.
pub(crate) fn svg(title: &str, x: &Axis, y: &Axis, lines: &[Line], notes: &[(f64, f64, &str)]) -> String {
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" font-family=\"sans-serif\" \
         font-size=\"12\" role=\"img\">\n<title>{title}</title>\n<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n"
    );
    axes(&mut svg, x, y);
    for line in lines {
        draw(&mut svg, x, y, line);
    }
    for (at, line) in lines.iter().filter(|line| !line.name.is_empty()).enumerate() {
        legend(&mut svg, at, line);
    }
    for (at_x, at_y, note) in notes {
        let (left, top) = (across(x, *at_x), down(y, *at_y));
        let _ = writeln!(svg, "<text x=\"{left:.1}\" y=\"{top:.1}\" fill=\"#444\">{note}</text>");
    }
    svg.push_str("</svg>\n");
    svg
}

fn across(axis: &Axis, value: f64) -> f64 {
    LEFT + axis.share(value) * (WIDTH - LEFT - RIGHT)
}

fn down(axis: &Axis, value: f64) -> f64 {
    HEIGHT - BOTTOM - axis.share(value) * (HEIGHT - TOP - BOTTOM)
}

// Writing to a String cannot fail.
fn axes(svg: &mut String, x: &Axis, y: &Axis) {
    let (right, bottom) = (WIDTH - RIGHT, HEIGHT - BOTTOM);
    for tick in x.ticks {
        let at = across(x, *tick);
        let _ = writeln!(svg, "<path d=\"M{at:.1} {TOP}V{bottom}\" stroke=\"#eee\"/>");
        let _ = writeln!(svg, "<text x=\"{at:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{tick}</text>", bottom + 18.0);
    }
    for tick in y.ticks {
        let at = down(y, *tick);
        let _ = writeln!(svg, "<path d=\"M{LEFT} {at:.1}H{right}\" stroke=\"#eee\"/>");
        let _ = writeln!(svg, "<text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\">{tick}</text>", LEFT - 8.0, at + 4.0);
    }
    let _ = writeln!(svg, "<path d=\"M{LEFT} {TOP}V{bottom}H{right}\" fill=\"none\" stroke=\"#444\"/>");
    let (middle, foot) = (f64::midpoint(LEFT, right), HEIGHT - 12.0);
    let _ = writeln!(svg, "<text x=\"{middle:.1}\" y=\"{foot:.1}\" text-anchor=\"middle\">{}</text>", x.name);
    let half = f64::midpoint(TOP, bottom);
    let _ = writeln!(
        svg,
        "<text x=\"16\" y=\"{half:.1}\" text-anchor=\"middle\" transform=\"rotate(-90 16 {half:.1})\">{}</text>",
        y.name
    );
}

fn draw(svg: &mut String, x: &Axis, y: &Axis, line: &Line) {
    let width = if line.is_strong { 2.5 } else { 1.2 };
    let mut path = String::new();
    for (at, (value_x, value_y)) in line.points.iter().enumerate() {
        let _ = write!(path, "{}{:.1} {:.1}", if at == 0 { 'M' } else { 'L' }, across(x, *value_x), down(y, *value_y));
    }
    let _ = writeln!(svg, "<path d=\"{path}\" fill=\"none\" stroke=\"{}\" stroke-width=\"{width}\"/>", line.colour);
    for (value_x, value_y) in line.points.iter().filter(|_| line.has_dots) {
        let (left, top) = (across(x, *value_x), down(y, *value_y));
        let _ = writeln!(svg, "<circle cx=\"{left:.1}\" cy=\"{top:.1}\" r=\"3\" fill=\"{}\"/>", line.colour);
    }
}

/// Four names per row, above the picture.
#[allow(clippy::cast_precision_loss, reason = "a handful of lines")]
fn legend(svg: &mut String, at: usize, line: &Line) {
    let (left, top) = (LEFT + (at % 4) as f64 * 170.0, 20.0 + (at / 4) as f64 * 18.0);
    let Line { name, colour, .. } = line;
    let _ = writeln!(svg, "<path d=\"M{left:.1} {:.1}h18\" stroke=\"{colour}\" stroke-width=\"3\"/>", top - 4.0);
    let _ = writeln!(svg, "<text x=\"{:.1}\" y=\"{top:.1}\">{name}</text>", left + 24.0);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn logarithms_are_right_and_values_stay_in_the_picture() {
        for value in [0.01, 0.5, 1.0, 3.0, 10.0, 1234.5] {
            assert!((logarithm(value) - f64::log2(value)).abs() < 1e-6, "{value}");
        }
        let axis = Axis { name: "", from: 0.5, to: 8.0, ticks: &[], is_logarithmic: true };
        assert!((axis.share(2.0) - 0.5).abs() < 1e-6);
        assert!(axis.share(0.0).abs() < 1e-9 && (axis.share(1e9) - 1.0).abs() < 1e-9);
    }
}
