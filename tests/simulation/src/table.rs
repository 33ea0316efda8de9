//! Tables as Markdown.

use std::fmt::Write as _;

use crate::bars::{Cell, is_later};
use crate::outcome::Outcome;
use crate::policy::Policy;
use crate::tradeoff::Point;

/// Every policy, one block per outage.
pub fn policies(blocks: &[(u32, Vec<(Policy, Outcome)>)]) -> String {
    let mut table = String::from(
        "| Site down for | Visitors come back by | Requests again: mean | most | Busiest second | All requests \
         | Healthy after | Back by themselves | Mean wait | Herd |\n\
         | ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n",
    );
    for (outage_s, outcomes) in blocks {
        for (policy, outcome) in outcomes {
            // Writing to a String cannot fail.
            let _ = writeln!(
                table,
                "| {outage_s} s | {} | {:.1} | {} | {:.1}× | {:.1}× | {} s | {:.0} % | {:.0} s | {:.2} |",
                policy.name(),
                outcome.again_mean,
                outcome.again_most,
                outcome.peak,
                outcome.total,
                outcome.healthy_s,
                outcome.back * 100.0,
                outcome.wait_s,
                outcome.herd,
            );
        }
    }
    table
}

/// The extension against people, outage by outage.
pub fn cells(cells: &[Cell]) -> String {
    let mut table = String::from(
        "| Load | Down for | Requests again | by hand | Most | Herd | Healthy after | by hand | Mean wait | by hand | Back |\n\
         | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n",
    );
    for cell in cells {
        let Cell { outage_s, load, ours, by_hand } = cell;
        let _ = writeln!(
            table,
            "| {:.0} % | {outage_s} s | {:.1} | {:.1} | {} | {:.2} | {} s{} | {} s | {:.0} s | {:.0} s | {:.0} % |",
            load * 100.0,
            ours.again_mean,
            by_hand.again_mean,
            ours.again_most,
            ours.herd,
            ours.healthy_s,
            if is_later(cell) { " (later)" } else { "" },
            by_hand.healthy_s,
            ours.wait_s,
            by_hand.wait_s,
            ours.back * 100.0,
        );
    }
    table
}

/// What other waits would cost.
pub fn tradeoff(points: &[Point]) -> String {
    let mut table = String::from(
        "| First three waits | Wait, by hand = 1 | Herd | Requests again | Back after an outage of 600 s |\n\
         | ---: | ---: | ---: | ---: | ---: |\n",
    );
    for point in points {
        let Point { percent, wait, herd, requests, back } = point;
        let _ = writeln!(table, "| {percent} % | {wait:.2} | {herd:.2} | {requests:.1} | {:.0} % |", back * 100.0);
    }
    table
}
