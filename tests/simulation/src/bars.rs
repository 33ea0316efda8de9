//! What the policy is held to, against people who reload by hand once a minute.

use is_it_me_core::retry::figures::Figures;

use crate::outcome::Outcome;
use crate::policy::Policy;
use crate::run::{Scenario, run};

/// Outages from a hiccup to half an hour, in seconds.
pub const LENGTHS_S: [u32; 8] = [5, 15, 30, 60, 110, 300, 600, 1_800];
/// Sites from idle to saturated.
pub const LOADS: [f64; 4] = [IDLE, 0.5, 0.75, 0.95];
/// A site that nobody keeps busy: visitors who come back are answered.
pub const IDLE: f64 = 0.05;
/// The most requests of one visitor, not counting the first one that failed.
pub const MOST_REQUESTS: u32 = 6;
/// The busiest second after the outage, against the mean one of that minute.
pub const HERD: f64 = 1.2;
/// Outages that a person may sit out, in seconds.
pub const SHORT_S: u32 = 120;

/// One outage of one site, with either way of coming back.
#[derive(Clone, Debug)]
pub struct Cell {
    /// Seconds that the site is down.
    pub outage_s: u32,
    /// How busy it is on an ordinary day.
    pub load: f64,
    /// Everybody has the extension.
    pub ours: Outcome,
    /// Everybody reloads by hand.
    pub by_hand: Outcome,
}

/// Every outage of every site, with this many visitors a second.
pub fn grid(figures: &Figures, a_second: u32) -> Vec<Cell> {
    let cells = LOADS.into_iter().flat_map(|load| LENGTHS_S.map(|outage_s| (outage_s, load)));
    cells.map(|(outage_s, load)| cell(figures, &Scenario::steady(outage_s, load, a_second))).collect()
}

/// One of them.
pub fn cell(figures: &Figures, scenario: &Scenario) -> Cell {
    Cell {
        outage_s: scenario.outage_s,
        load: scenario.load,
        ours: run(scenario, &Policy::Ours(*figures)),
        by_hand: run(scenario, &Policy::ByHand),
    }
}

/// What all cells come to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Summary {
    /// Requests of the visitor who made the most.
    pub most: u32,
    /// Requests of a visitor, on average over all visitors of all cells: ours, by hand.
    pub mean: (f64, f64),
    /// The strongest herd.
    pub herd: f64,
    /// Cells in which the site is healthy again later than with people who reload by hand.
    pub later: usize,
    /// The wait after outages under two minutes, averaged over the idle site's: ours, by hand.
    pub wait_s: (f64, f64),
}

/// Sums the cells up.
pub fn summary(cells: &[Cell]) -> Summary {
    let met: f64 = cells.iter().map(|cell| f64::from(cell.ours.met)).sum();
    let again = |outcome: fn(&Cell) -> &Outcome| {
        cells.iter().map(|cell| outcome(cell).again_mean * f64::from(cell.ours.met)).sum::<f64>() / met
    };
    let short: Vec<&Cell> = cells.iter().filter(|cell| cell.outage_s < SHORT_S && cell.load <= IDLE).collect();
    #[allow(clippy::cast_precision_loss, reason = "a handful of cells")]
    let wait = |outcome: fn(&Cell) -> &Outcome| {
        short.iter().map(|cell| outcome(cell).wait_s).sum::<f64>() / short.len().max(1) as f64
    };
    Summary {
        most: cells.iter().map(|cell| cell.ours.again_most).max().unwrap_or_default(),
        mean: (again(|cell| &cell.ours), again(|cell| &cell.by_hand)),
        herd: cells.iter().map(|cell| cell.ours.herd).fold(0.0, f64::max),
        later: cells.iter().filter(|cell| is_later(cell)).count(),
        wait_s: (wait(|cell| &cell.ours), wait(|cell| &cell.by_hand)),
    }
}

/// Is the site healthy again later than with people who reload by hand?
pub const fn is_later(cell: &Cell) -> bool {
    cell.ours.healthy_s > cell.by_hand.healthy_s
}
