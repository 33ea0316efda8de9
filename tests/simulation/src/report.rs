//! Everything the README shows, made anew.

use std::fmt::Write as _;

use is_it_me_core::retry::figures::FIGURES;

use crate::bars::{Summary, grid, summary};
use crate::outcome::Outcome;
use crate::policy::Policy;
use crate::run::{Scenario, run};
use crate::{pictures, table, tradeoff};

/// The outages of the table of all policies, in seconds. The picture is of the second.
const LENGTHS_S: [u32; 3] = [30, 110, 600];
/// A site with room for twice its visitors.
const LOAD: f64 = 0.5;

/// The text and the pictures.
pub struct Report {
    /// The part of the README between its marks.
    pub text: String,
    /// `load.svg`.
    pub load: String,
    /// `tradeoff.svg`.
    pub tradeoff: String,
}

/// Every policy in one outage.
pub fn compare(scenario: &Scenario) -> Vec<(Policy, Outcome)> {
    Policy::ALL.into_iter().map(|policy| (policy, run(scenario, &policy))).collect()
}

/// Plays everything with this many visitors a second.
pub fn report(a_second: u32) -> Report {
    let blocks: Vec<_> = LENGTHS_S
        .into_iter()
        .map(|outage_s| (outage_s, compare(&Scenario::steady(outage_s, LOAD, a_second))))
        .collect();
    let cells = grid(&FIGURES, a_second);
    let curve = tradeoff::curve(a_second);
    let mut text = String::new();
    // Writing to a String cannot fail.
    let _ = writeln!(text, "### All ways of coming back\n\n{}", table::policies(&blocks));
    let _ = writeln!(text, "![Load over time, one line a way of coming back.](load.svg)\n");
    let _ = writeln!(text, "### What was asked for, and what came of it\n\n{}", bars(&summary(&cells)));
    let _ = writeln!(text, "### Every outage of every site\n\n{}", table::cells(&cells));
    let _ =
        writeln!(text, "### If a page were nothing but its document\n\n{}", table::cells(&tradeoff::bare(a_second)));
    let _ = writeln!(text, "### Shorter and longer waits\n\n{}", table::tradeoff(&curve));
    let _ = writeln!(text, "![Shorter waits against the herd.](tradeoff.svg)");
    let load = blocks.get(1).map(|(_, outcomes)| pictures::load(outcomes)).unwrap_or_default();
    Report { text, load, tradeoff: pictures::tradeoff(&curve) }
}

fn bars(all: &Summary) -> String {
    format!(
        "| What | Asked for | Measured |\n| --- | ---: | ---: |\n\
         | Requests of the visitor who makes the most | ≤ 6 | {} |\n\
         | Requests of a visitor, on average over all | ≤ {:.1}, by hand | {:.1} |\n\
         | Busiest second of the minute after, against its mean | ≤ 1.20 | {:.2} |\n\
         | Outages after which the site is healthy later than by hand | 0 of 32 | {} |\n\
         | Mean wait after outages under two minutes, idle site | ≤ {:.1} s, half of by hand | {:.1} s |\n",
        all.most,
        all.mean.1,
        all.mean.0,
        all.herd,
        all.later,
        all.wait_s.1 / 2.0,
        all.wait_s.0,
    )
}
