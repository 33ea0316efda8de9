//! Where those who run the site find the failed request again: by its IDs, and by the minute.

use core::fmt::Write;

use super::Report;
use super::curl::quoted;
use crate::clock;
use crate::message::Message;
use crate::text::one_line;
use crate::view::Id;
use crate::words::{Cause, Layer, Side};

/// Logs are searched from so long before the request to so long after it.
const AROUND_MS: f64 = 60_000.0;

/// Did the request get as far as a program of the site's own, as far as that can be known? Not where an edge, or the browser
/// itself, tells that the name, the connection or the handshake failed, nor where it never left the visitor's network.
pub(super) fn reached_the_server(report: &Report) -> bool {
    let d = report.diagnosis;
    let told_from_outside = matches!(d.generator.layer, Layer::CdnEdge | Layer::Browser | Layer::Network | Layer::Dns);
    let before_http = matches!(
        d.cause,
        Cause::Refused
            | Cause::Unreachable
            | Cause::ConnectTimeout
            | Cause::TlsHandshake
            | Cause::NameNotFound
            | Cause::LookupFailed
    );
    let near = matches!(d.side, Side::You | Side::Network | Side::Resolver);
    !(near || told_from_outside && before_http)
}

/// Where an ID is found, one sentence a place.
pub(super) fn places(id: &Id, reached: bool) -> Vec<Message> {
    let log = id.kind.log.map(|field| Message::new("report_search_log").with(id.vendor.name).with(field));
    let forwarded = reached && id.kind.forwarded;
    let forwarded = forwarded.then(|| Message::new("report_search_forwarded").with(id.kind.header));
    let places: Vec<_> = log.into_iter().chain(forwarded).collect();
    if places.is_empty() { vec![Message::new("report_search_support").with(id.vendor.name)] } else { places }
}

/// Commands for the site's own server: the IDs that reached it, and the minute.
pub(super) fn commands(report: &Report) -> String {
    let mut lines = String::new();
    for id in report.ids.iter().filter(|id| id.kind.forwarded) {
        // Writing to a text cannot fail, here and below.
        let _ = writeln!(lines, "grep -rF -e {} /var/log/", quoted(&one_line(id.number())));
    }
    let Some(first) = report.visits.first() else { return lines };
    let by = |ms: f64| clock::utc(first.at_ms.map(|at_ms| at_ms + ms));
    let [from, to] = [by(-first.timings.total_ms.unwrap_or_default() - AROUND_MS), by(AROUND_MS)];
    if !from.is_empty() && !to.is_empty() {
        let _ = writeln!(lines, "journalctl --utc --since '{from}' --until '{to}'");
    }
    lines
}
