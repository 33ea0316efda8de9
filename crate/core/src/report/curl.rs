//! A command that sends the request again, without cookies or credentials, for any POSIX shell.

use super::Report;
use crate::message::{Message, Words};
use crate::observation::{Observation, is_form};
use crate::quantity::decimal;
use crate::quoted;
use crate::redact::REDACTED;
use crate::text::{contains, join, one_line, shown};

/// The command, and the same for the address that answered. Empty if no web address is known, or only its beginning.
pub(super) fn write(report: &Report, words: &dyn Words) -> String {
    let Some(first) = report.visits.first() else { return String::new() };
    // Curl refuses an address with spaces, which only people write.
    let url = one_line(&first.url).replace(' ', "%20");
    // With anything else, curl might read a file, or take it for an option.
    let is_web = url.starts_with("http://") || url.starts_with("https://");
    if !is_web || report.case.observations.first().is_some_and(Observation::is_cut_off) {
        return String::new();
    }
    let mut out = String::new();
    let mut note = |message: Message| {
        out.push_str(&join(&["# ", &one_line(&words.say(&message)), "\n"], ""));
    };
    // If nobody saw how a form was sent, it was sent the way its address accepts.
    let method = if first.method.is_empty() && is_form(&report.visits) { "POST" } else { &first.method };
    if !matches!(method, "GET" | "HEAD" | "") {
        note(Message::new("report_curl_get").with(shown(&one_line(method))));
    }
    if contains(&url, REDACTED) {
        note(Message::new("report_curl_redacted").with(REDACTED));
    }
    let command = command(first, &url, &report.client.agent);
    out.push_str(&join(&[&command, "\n"], ""));
    if let Some(place) = place(first) {
        let note = one_line(&words.label("report_curl_there"));
        out.push_str(&join(&["# ", &note, "\n", &command, " --resolve ", &quoted(&place), "\n"], ""));
    }
    out
}

fn command(first: &Observation, url: &str, agent: &str) -> String {
    let head = if first.method == "HEAD" { " --head" } else { "" };
    let agent = if agent.is_empty() { String::new() } else { join(&[" -A ", &quoted(&one_line(agent))], "") };
    join(&["curl -sS -i --globoff --max-time 120", head, &agent, " --url ", &quoted(url)], "")
}

/// The host and the address that answered, as `--resolve` takes them; if the browser does not tell, it may be a
/// proxy's.
fn place(first: &Observation) -> Option<String> {
    if first.proxied == Some(true) {
        return None;
    }
    let (page, address) = (first.address()?, first.ip.as_deref()?);
    let host = page.host;
    let is_name = host.bytes().any(|b| b.is_ascii_alphabetic()) && !host.starts_with('[');
    let is_address = address.bytes().all(|b| b.is_ascii_hexdigit() || matches!(b, b'.' | b':'));
    Some(join(&[host, &decimal(page.asked_port()), address], ":")).filter(|_| is_name && is_address)
}

/// The text as one word of a shell, with nothing in it that a terminal could obey.
pub(super) fn quoted(text: &str) -> String {
    quoted::shell(&shown(text))
}
