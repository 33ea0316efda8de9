//! What shorter and longer waits would cost: the same policy with its first waits scaled.

use is_it_me_core::retry::figures::{FIGURES, Figures, Interval};

use crate::bars::{Cell, IDLE, LENGTHS_S, SHORT_S, cell, summary};
use crate::policy::Policy;
use crate::run::{Scenario, run};
use crate::site::PARTS;

/// One choice of the figures, and what it comes to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// The length of the first three waits, in percent of those chosen.
    pub percent: u32,
    /// The mean wait after outages of an idle site under two minutes, against that by hand.
    pub wait: f64,
    /// The strongest herd after them.
    pub herd: f64,
    /// Requests of a visitor again, on average.
    pub requests: f64,
    /// The share of visitors who had the page by themselves after ten minutes of outage.
    pub back: f64,
}

/// In percent. A quarter is what a reload extension would think polite.
const SCALES: [u32; 9] = [25, 35, 50, 65, 80, 90, 100, 120, 150];
/// Later waits concern outages that nobody sits out, and stay.
const SCALED: usize = 3;

/// The curve, with so many visitors a second.
pub fn curve(a_second: u32) -> Vec<Point> {
    SCALES.iter().map(|percent| point(*percent, a_second)).collect()
}

fn point(percent: u32, a_second: u32) -> Point {
    let figures = scaled(percent);
    let all = summary(&short(&figures, a_second, PARTS));
    let long = run(&Scenario::steady(600, IDLE, a_second), &Policy::Ours(figures));
    Point { percent, wait: all.wait_s.0 / all.wait_s.1, herd: all.herd, requests: all.mean.0, back: long.back }
}

/// The idle site's outages under two minutes: visitors who come back are answered, so what shows is the policy alone.
fn short(figures: &Figures, a_second: u32, parts: u32) -> Vec<Cell> {
    let lengths = LENGTHS_S.into_iter().filter(|outage_s| *outage_s < SHORT_S);
    lengths.map(|outage_s| cell(figures, &Scenario { parts, ..Scenario::steady(outage_s, IDLE, a_second) })).collect()
}

fn scaled(percent: u32) -> Figures {
    let mut figures = FIGURES;
    for wait in figures.waits.iter_mut().take(SCALED) {
        let factor = f64::from(percent) / 100.0;
        *wait = Interval { from_ms: wait.from_ms * factor, to_ms: wait.to_ms * factor };
    }
    figures
}

/// The same if a page were nothing but its document: then a question costs as much as the page, and asking first costs
/// the most.
pub fn bare(a_second: u32) -> Vec<Cell> {
    short(&FIGURES, a_second, 0)
}
