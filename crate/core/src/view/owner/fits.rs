//! For which failures a step is shown.

use crate::diagnosis::Diagnosis;
use crate::guide::{Guide, Row};
use crate::log_line::Reading;
use crate::vendor::Vendor;
use crate::words::{Cause, Fault, Layer, Side};

/// The stack to which every delivery network belongs.
const EDGE: &str = "edge";

/// What a step is held against, in words.
pub(super) struct Known<'a> {
    fault: &'static str,
    /// The cause of the diagnosis, or what the log says instead.
    causes: Vec<&'static str>,
    wrote: &'static str,
    /// What the site runs on.
    stacks: Vec<&'a str>,
    /// Is it decided whose it is?
    decided: bool,
}

impl<'a> Known<'a> {
    pub(super) fn of(guide: Guide<'a>, d: &Diagnosis, readings: &[Reading]) -> Self {
        let told: Vec<_> = readings
            .iter()
            .map(|reading| reading.cause)
            .filter(|cause| *cause != Cause::Unknown)
            .map(Cause::word)
            .collect();
        let decided = d.side != Side::Unknown || !told.is_empty();
        Self {
            fault: fault(d, !told.is_empty()).map_or("", Fault::word),
            causes: if told.is_empty() { vec![d.cause.word()] } else { told },
            wrote: d.generator.layer.word(),
            stacks: stacks(guide, d, readings),
            decided,
        }
    }

    /// The four lists from this field on: places, causes, kinds of writers, stacks.
    pub(super) fn fits(&self, row: Row, from: usize) -> bool {
        row.allows(from, &[self.fault])
            && row.allows(from + 1, &self.causes)
            && row.allows(from + 2, &[self.wrote])
            && row.allows(from + 3, &self.stacks)
    }

    /// Is the site known to run on this?
    pub(super) fn runs(&self, stack: &str) -> bool {
        self.stacks.contains(&stack)
    }

    /// Does a step that comes first with these causes do so here? While it is open whose it is, only what comes first with
    /// every cause does.
    pub(super) fn begins_with(&self, first: &str) -> bool {
        let named = || first.split(',').any(|cause| self.causes.contains(&cause));
        first == "all" || (self.decided && named())
    }
}

/// Where it lies. What a server's log says of a failure is the site's own matter.
fn fault(d: &Diagnosis, told: bool) -> Option<Fault> {
    let likeliest = d.fault.at.or_else(|| d.fault.likeliest());
    let at_site = likeliest.filter(|fault| matches!(fault.side(), Side::Site | Side::Cdn));
    if told { at_site.or(Some(Fault::App)) } else { likeliest }
}

fn stacks<'a>(guide: Guide<'a>, d: &Diagnosis, readings: &[Reading]) -> Vec<&'a str> {
    let mut seen = d.in_path.clone();
    if seen.iter().filter_map(|id| Vendor::by_id(id)).any(|vendor| vendor.layer == Layer::CdnEdge) {
        seen.push(EDGE);
    }
    let programs = readings.iter().map(|reading| reading.program.as_str());
    let seen: Vec<&str> = seen.into_iter().chain(programs).collect();
    guide.rows("stack").filter(|row| row.allows(2, &seen)).map(|row| row.field(1)).collect()
}
