//! The two pictures of the README.

use crate::chart::{Axis, Line, svg};
use crate::outcome::Outcome;
use crate::policy::Policy;
use crate::tradeoff::Point;

const COLOURS: [&str; 7] = ["#c33", "#e70", "#ba0", "#73a", "#a5653c", "#777", "#06c"];
/// Points are means over this many seconds, so that lines can be told apart.
const SMOOTH_S: usize = 2;
const UNTIL_S: usize = 400;

/// The load over time, one line per policy.
pub fn load(outcomes: &[(Policy, Outcome)]) -> String {
    let x = Axis {
        name: "seconds since the site went down; it is back at 110",
        from: 0.0,
        to: 400.0,
        ticks: &[0.0, 50.0, 110.0, 150.0, 200.0, 250.0, 300.0, 350.0, 400.0],
        is_logarithmic: false,
    };
    let y = Axis {
        name: "requests, ordinary second = 1",
        from: 0.05,
        to: 8.0,
        ticks: &[0.1, 0.2, 0.5, 1.0, 2.0, 5.0],
        is_logarithmic: true,
    };
    let lines: Vec<Line> =
        outcomes.iter().zip(COLOURS).map(|((policy, outcome), colour)| line(policy, outcome, colour)).collect();
    svg("Load on a site that is down for 110 seconds, by the way its visitors come back", &x, &y, &lines, &[])
}

#[allow(clippy::cast_precision_loss, reason = "a few hundred seconds")]
fn line(policy: &Policy, outcome: &Outcome, colour: &'static str) -> Line {
    let pieces = outcome.series.get(..UNTIL_S).unwrap_or_default().chunks(SMOOTH_S).enumerate();
    let points = pieces.map(|(at, piece)| ((at * SMOOTH_S) as f64, piece.iter().sum::<f64>() / piece.len() as f64));
    Line {
        name: policy.name(),
        colour,
        is_strong: matches!(policy, Policy::Ours(_)),
        has_dots: false,
        points: points.collect(),
    }
}

/// What shorter and longer waits would cost.
pub fn tradeoff(points: &[Point]) -> String {
    let x = Axis {
        name: "wait after outages under two minutes, as a share of that of people who reload once a minute",
        from: 0.2,
        to: 0.9,
        ticks: &[0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9],
        is_logarithmic: false,
    };
    let y = Axis {
        name: "busiest second / mean second of the minute after",
        from: 1.0,
        to: 3.0,
        ticks: &[1.0, 1.2, 1.5, 2.0, 2.5, 3.0],
        is_logarithmic: false,
    };
    let curve = Line {
        name: "the first three waits, from a quarter of their length to one and a half".into(),
        colour: "#06c",
        is_strong: true,
        has_dots: true,
        points: points.iter().map(|point| (point.wait, point.herd)).collect(),
    };
    let chosen = points.iter().find(|point| point.percent == 100).map_or((0.0, 0.0), |point| (point.wait, point.herd));
    let bounds = Line {
        name: String::new(),
        colour: "#c33",
        is_strong: false,
        has_dots: false,
        points: vec![(0.2, 1.2), (0.5, 1.2), (0.5, 1.0)],
    };
    let notes = [(chosen.0, chosen.1 + 0.08, "chosen"), (0.22, 1.08, "what was asked for")];
    svg("Shorter waits against the herd after an outage", &x, &y, &[curve, bounds], &notes)
}
