//! For which failures a step is shown.

use super::{Cause, EDGE, Fault, Layer, STACKS};
use crate::diagnosis::Diagnosis;
use crate::log_line::Reading;
use crate::vendor::Vendor;
use crate::words::Side;

/// What must hold of a failure. Each number is a set of bits, one for each word by its place; a failure fits if it has one of
/// each. No stack at all asks for none.
pub(super) struct Fits {
    pub(super) faults: u16,
    pub(super) causes: u64,
    pub(super) wrote: u16,
    pub(super) seen: u16,
}

/// What a step is held against.
pub(super) struct Known {
    fault: Option<Fault>,
    /// Causes as bits: that of the diagnosis, and those of the log.
    causes: u64,
    layer: Layer,
    /// The stacks that were seen, as bits.
    pub(super) stacks: u16,
    /// Is it decided that the site's own people can do something?
    decided: bool,
}

impl Known {
    pub(super) fn of(d: &Diagnosis, readings: &[Reading]) -> Self {
        let told = readings.iter().find(|reading| reading.cause != Cause::Unknown);
        let likeliest = d.fault.at.or_else(|| d.fault.likeliest());
        let at_site = |fault: &Fault| matches!(fault.side(), Side::Site | Side::Cdn);
        let causes = readings.iter().map(|reading| reading.cause).filter(|cause| *cause != Cause::Unknown);
        let products = d.in_path.iter().copied().chain(readings.iter().map(|reading| reading.program));
        Self {
            // What a server's log says of a failure is the site's own matter.
            fault: if told.is_some() { likeliest.filter(at_site).or(Some(Fault::App)) } else { likeliest },
            causes: match told {
                Some(_) => causes.fold(0, |bits, cause| bits | 1 << cause as u64),
                None => 1 << d.cause as u64,
            },
            layer: d.generator.layer,
            stacks: products.fold(0, |bits, product| bits | stacks(product)),
            decided: told.is_some() || d.side != Side::Unknown,
        }
    }

    pub(super) fn fits(&self, fits: &Fits) -> bool {
        self.fault.is_some_and(|fault| fits.faults & 1 << fault as u16 != 0)
            && fits.causes & self.causes != 0
            && fits.wrote & 1 << self.layer as u16 != 0
            && (fits.seen == 0 || fits.seen & self.stacks != 0)
    }

    /// Does a step that comes first with these causes do so here? While it is open whose it is, only what comes first with
    /// every cause does.
    pub(super) const fn begins_with(&self, first: u64) -> bool {
        first == u64::MAX || (self.decided && first & self.causes != 0)
    }
}

fn stacks(product: &str) -> u16 {
    let is_edge = Vendor::by_id(product).is_some_and(|vendor| vendor.layer == Layer::CdnEdge);
    let edge = if is_edge { EDGE } else { 0 };
    edge | STACKS.iter().find(|(known, _)| *known == product).map_or(0, |(_, stacks)| *stacks)
}
