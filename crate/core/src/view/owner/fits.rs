//! For which failures a step is shown.

use crate::diagnosis::Diagnosis;
use crate::guide::{Guide, Row, names_one};
use crate::log_line::Reading;
use crate::observation::Observation;
use crate::view::{is_up, reached_the_server};
use crate::words::{Cause, Fault, Layer, Side, State};

/// The stack to which every delivery network belongs.
pub(super) const EDGE: &str = "edge";

/// A server of one's own, under Linux: assumed unless the site is seen to run on a platform.
const SERVER: &str = "server";

/// What a step is matched against, in words.
pub(super) struct Known<'a> {
    /// Where the trouble is, and what a server's log is about.
    faults: [&'static str; 2],
    /// The cause of the diagnosis, or what the log says instead.
    causes: Vec<&'a str>,
    wrote: &'static str,
    /// What the site runs on.
    stacks: Vec<&'a str>,
    /// Is it decided whose it is?
    decided: bool,
    /// Did the request get as far as the site's own server?
    reached: bool,
    /// Can another machine ask for it as well?
    elsewhere: bool,
}

impl<'a> Known<'a> {
    pub(super) fn of(guide: Guide<'a>, observations: &[Observation], d: &Diagnosis, readings: &'a [Reading]) -> Self {
        let (mut causes, mut seen) = (Vec::new(), Vec::new());
        for reading in readings {
            if reading.cause != Cause::Unknown {
                causes.push(reading.cause.word());
            }
            seen.push(reading.program.as_str());
        }
        let told = !causes.is_empty();
        if !told {
            causes.push(d.cause.word());
        }
        for vendor in &d.in_path {
            seen.push(vendor.id);
            if vendor.layer == Layer::CdnEdge {
                seen.push(EDGE);
            }
        }
        let mut stacks = Vec::new();
        add_stacks(guide, "platform", &seen, &mut stacks);
        if stacks.is_empty() {
            seen.push(SERVER);
        } else {
            // What runs on a platform is in the platform's hands alone.
            seen.retain(|word| *word == EDGE);
        }
        add_stacks(guide, "stack", &seen, &mut stacks);
        let page = observations.first().and_then(Observation::address);
        let decided = told || tells_side(d);
        let reached = !readings.is_empty() || reached_the_server(d, observations.first());
        let elsewhere = !page.is_some_and(|page| page.is_on_this_device());
        Self { faults: faults(d, told), causes, wrote: d.generator.layer.word(), stacks, decided, reached, elsewhere }
    }

    /// The five lists from this field on: places, causes, causes with which it makes no sense, kinds of writers,
    /// stacks.
    pub(super) fn fits(&self, row: Row, from: usize) -> bool {
        row.allows(from, &self.faults)
            && row.allows(from + 1, &self.causes)
            && !names_one(row.field(from + 2), &self.causes)
            && row.allows(from + 3, &[self.wrote])
            && row.allows(from + 4, &self.stacks)
    }

    /// Is this known that a step needs?
    pub(super) fn is_so(&self, need: &str) -> bool {
        match need {
            "decided" => self.decided,
            "reached" => self.reached,
            "elsewhere" => self.elsewhere,
            SERVER => self.runs(SERVER),
            _ => false,
        }
    }

    /// Is the site known to run on this?
    pub(super) fn runs(&self, stack: &str) -> bool {
        stack.is_empty() || self.stacks.contains(&stack)
    }

    /// Does a step that comes first with these causes do so here? While it is open whose it is, only a step that comes
    /// first with every cause does.
    pub(super) fn begins_with(&self, first: &str) -> bool {
        first == "all" || (self.decided && names_one(first, &self.causes))
    }
}

/// The groups of this kind to which something that was seen belongs.
fn add_stacks<'a>(guide: Guide<'a>, kind: &'static str, seen: &[&str], stacks: &mut Vec<&'a str>) {
    for row in guide.rows(kind) {
        if row.allows(2, seen) {
            stacks.push(row.field(1));
        }
    }
}

/// Is the visitor told whose it is?
fn tells_side(d: &Diagnosis) -> bool {
    match d.side {
        Side::Unknown => false,
        Side::Site | Side::Cdn => d.state != State::Waiting,
        Side::You | Side::Network | Side::Resolver => d.state == State::Failed && !is_up(d),
    }
}

/// Where the trouble is; while it is open whose it is, where at the site it would be. What a server's log says about a
/// failure is the site's own matter, and usually its application's.
fn faults(d: &Diagnosis, told: bool) -> [&'static str; 2] {
    let is_told = tells_side(d);
    let mut likeliest = d.fault.at.filter(|_| is_told).map_or("", Fault::word);
    for (fault, _) in &d.fault.ranked {
        if likeliest.is_empty() && (is_told || matches!(fault.side(), Side::Site | Side::Cdn)) {
            likeliest = fault.word();
        }
    }
    match told {
        true if matches!(d.side, Side::Site | Side::Cdn) => [likeliest, Fault::App.word()],
        true => [Fault::App.word(); 2],
        false => [likeliest; 2],
    }
}
