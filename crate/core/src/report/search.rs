//! Where the people who run the site can find the failed request: by its IDs, and by the minute.

use super::Report;
use super::curl::quoted;
use crate::clock;
use crate::message::Message;
use crate::observation::Observation;
use crate::redact::REDACTED;
use crate::text::{contains, join, one_line};
use crate::view::Id;

/// How long before and after the request logs are searched.
const AROUND_MS: f64 = 60_000.0;
/// How `date` writes a minute of the server's own time as a pattern that fits each of the ways in which error and
/// access logs write it: `2026/11/21 13:03`, `Nov 21 13:03`, `21/Nov/2026:13:03`.
const MINUTES: &str = "(%Y.%m.%d |%b %d |%d/%b/%Y:)%H:%M";

/// Where an ID is found, one sentence per place. One in a common field may be in any log.
pub(super) fn places(id: &Id, reached: bool) -> Vec<Message> {
    let Some(vendor) = id.vendor else { return Vec::new() };
    let log = id.kind.log.map(|field| Message::new("report_search_log").with(vendor.name).with(field));
    let forwarded = reached && id.kind.forwarded;
    let forwarded = forwarded.then(|| Message::new("report_search_forwarded").with(id.kind.header));
    let places: Vec<_> = log.into_iter().chain(forwarded).collect();
    if places.is_empty() { vec![Message::new("report_search_support").with(vendor.name)] } else { places }
}

/// Commands for the site's own server: the IDs that reached it, and the minute.
pub(super) fn commands(report: &Report) -> String {
    let mut lines = String::new();
    for id in report.ids.iter().filter(|id| id.kind.forwarded || id.vendor.is_none()) {
        lines.push_str(&join(&["sudo grep -rF -e ", &quoted(&one_line(&id.value)), " /var/log/\n"], ""));
    }
    let Some(first) = report.visits.first() else { return lines };
    let by = |ms: f64| clock::utc(first.at_ms.map(|at_ms| at_ms + ms));
    let (at, from, to) = (by(0.0), by(-first.timings.total_ms.unwrap_or_default() - AROUND_MS), by(AROUND_MS));
    if from.is_empty() || to.is_empty() {
        return lines;
    }
    let window = join(&["--utc --since '", &from, "' --until '", &to, "'\n"], "");
    for vendor in &report.diagnosis.in_path {
        if let Some(logs) = vendor.logs {
            let minute =
                ["sudo grep -rhE -e \"$(LC_ALL=C date -d '", &at, "' '+", MINUTES, "')\" ", logs, &of(first), "\n"];
            lines.push_str(&join(&minute, ""));
            // A log kept in one file was written by way of the system's log, which has more of it.
            if contains(logs, ".log") {
                lines.push_str(&join(&["sudo journalctl -u ", vendor.id, " ", &window], ""));
            }
        }
    }
    lines.push_str(&join(&["sudo journalctl ", &window], ""));
    lines
}

/// What filters out the lines of other requests; lines that name none are about the program itself, and stay.
fn of(first: &Observation) -> String {
    let path = first.address().map_or("", |page| page.path());
    if path.is_empty() || contains(path, REDACTED) {
        return String::new();
    }
    let path = quoted(&join(&[" ", path], ""));
    join(&[" | p=", &path, " awk 'index($0, ENVIRON[\"p\"]) || !/\"[A-Z]+ \\//'"], "")
}
