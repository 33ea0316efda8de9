//! Commands with what is known put in.
//!
//! Host, path and request ID come from strangers, and whoever copies a command runs it in a shell. So they are put in as one
//! word each: what could end a word or begin something else stands between single quotation marks, and what a terminal
//! could obey is encoded or left out. The build script sees to it that none of them stands between quotation marks already.

use crate::clock;
use crate::diagnosis::Diagnosis;
use crate::guide::Guide;
use crate::log_line::{Reading, upstream::port};
use crate::observation::{Observation, authority_of, host_of};
use crate::text::{clip, cut};
use crate::vendor::Vendor;

/// Logs are looked through from so long before the failure to so long after it.
const BEFORE_MS: f64 = 120_000.0;
const AFTER_MS: f64 = 60_000.0;
/// A longer value is no use in a command.
const MAX: usize = 1000;
/// No name is longer (RFC 1035).
const MAX_HOST: usize = 253;

/// What can be put in, by name. What is not known is the empty text.
pub(super) struct Values(Vec<(&'static str, String)>);

impl Values {
    pub(super) fn of(guide: Guide, observations: &[Observation], diagnosis: &Diagnosis, readings: &[Reading]) -> Self {
        let url = observations.iter().map(|o| o.url.as_str()).find(|url| !url.is_empty()).unwrap_or_default();
        let (path, whole) = (path(url), whole(url));
        let upstream = readings.iter().find_map(|reading| reading.upstream.as_deref());
        let (socket, address) = match upstream.and_then(|upstream| upstream.strip_prefix("unix:")) {
            Some(socket) => (Some(socket), None),
            None => (None, upstream.filter(|address| port(address).is_some())),
        };
        let port = address.and_then(port).map(|port| port.to_string());
        let host = host_of(url);
        let ranges = diagnosis.in_path.iter().find_map(|id| guide.named("ranges", id)).map(|row| row.field(2));
        let vendors = || diagnosis.in_path.iter().filter_map(|id| Vendor::by_id(id));
        let mut values = vec![
            ("host", word(&clip(host, MAX_HOST))),
            ("other_host", other_host(host).as_deref().map(word).unwrap_or_default()),
            ("path", word(&path)),
            ("url", word(&whole)),
            ("request_id", request_id(observations, diagnosis)),
            ("upstream", address.map_or_else(|| "127.0.0.1:PORT".to_owned(), word)),
            ("port", port.unwrap_or_else(|| "PORT".to_owned())),
            ("socket", socket.map_or_else(|| "SOCKET".to_owned(), word)),
            ("status_page", vendors().find_map(|vendor| vendor.status_page).unwrap_or_default().to_owned()),
            ("ranges", ranges.unwrap_or_default().to_owned()),
        ];
        values.extend(times(observations));
        Self(values)
    }

    /// Is this value known? A step that needs none names none.
    pub(super) fn has(&self, name: &str) -> bool {
        name.is_empty() || !self.named(name).is_empty()
    }

    /// The value with this name.
    pub(super) fn named(&self, name: &str) -> &str {
        self.0.iter().find(|(known, _)| *known == name).map_or("", |(_, value)| value)
    }

    /// The command with every placeholder replaced; `None` where something that it needs is not known.
    pub(super) fn fill(&self, command: &str) -> Option<String> {
        let (mut out, mut rest) = (String::new(), command);
        while let Some((before, after)) = rest.split_once('{') {
            out.push_str(before);
            // `%{…}` is curl's own.
            if before.ends_with('%') {
                out.push('{');
                rest = after;
                continue;
            }
            let (name, behind) = after.split_once('}')?;
            let value = Some(self.named(name)).filter(|value| !value.is_empty())?;
            out.push_str(value);
            rest = behind;
        }
        out.push_str(rest);
        Some(out)
    }
}

/// The times between which to look, each in the two forms that programs ask for.
fn times(observations: &[Observation]) -> [(&'static str, String); 5] {
    let failed = observations.iter().filter(|o| o.is_failure() || o.pending).map(|o| o.at_ms);
    let first = failed.clone().fold(f64::INFINITY, f64::min);
    let last = failed.fold(f64::NEG_INFINITY, f64::max);
    let (since, until) = (clock::utc(first - BEFORE_MS), clock::utc(last + AFTER_MS));
    let (since_t, until_t) = (compact(&since), compact(&until));
    let at = clock::utc(first);
    [("since", since), ("until", until), ("since_t", since_t), ("until_t", until_t), ("at", at)]
}

/// `2026-11-21T13:03:22Z`, as containers want it.
fn compact(utc: &str) -> String {
    match (utc.get(..10), utc.get(11..19)) {
        (Some(day), Some(time)) => format!("{day}T{time}Z"),
        _ => String::new(),
    }
}

/// The first request ID of a product on the way.
fn request_id(observations: &[Observation], diagnosis: &Diagnosis) -> String {
    let headers = observations.iter().find_map(|o| o.headers.as_ref());
    let vendors = diagnosis.in_path.iter().filter_map(|id| Vendor::by_id(id));
    let ids = headers
        .into_iter()
        .flat_map(|headers| vendors.clone().flat_map(move |vendor| vendor.request_ids(headers)).map(|(_, id)| id));
    // An ID is compared letter by letter, so one that would have to be changed is of no use.
    ids.filter(|id| encoded(id) == *id && !id.starts_with('-')).map(word).next().unwrap_or_default()
}

/// The address without user, query and fragment, which may hold secrets.
fn whole(url: &str) -> String {
    let Some((scheme, _)) = cut(url, "://").filter(|(scheme, _)| matches!(*scheme, "http" | "https")) else {
        return String::new();
    };
    let authority = authority_of(url).rsplit('@').next().unwrap_or_default();
    if authority.is_empty() { String::new() } else { format!("{scheme}://{authority}{}", path(url)) }
}

fn path(url: &str) -> String {
    let rest = cut(url, "://").map_or("", |(_, rest)| rest);
    let path = rest.find(['/', '?', '#']).and_then(|at| rest.get(at..)).unwrap_or_default();
    let path = path.split(['?', '#']).next().unwrap_or_default();
    if path.is_empty() { "/".to_owned() } else { path.to_owned() }
}

/// The name with `www.`, or without it.
fn other_host(host: &str) -> Option<String> {
    let is_bare = host.split('.').count() == 2 && !host.ends_with(|c: char| c.is_ascii_digit());
    host.strip_prefix("www.").map(str::to_owned).or_else(|| is_bare.then(|| format!("www.{host}")))
}

/// A value from outside as one word of a shell; the empty text where there is none.
fn word(value: &str) -> String {
    let value = encoded(&clip(value, MAX));
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-._/:@%+,".contains(&b);
    if value.starts_with('-') {
        // It would be read as an option.
        String::new()
    } else if value.bytes().all(plain) {
        value
    } else {
        format!("'{}'", value.replace('\'', "'\\''"))
    }
}

/// What no address holds, and terminals or shells could obey, in percents: control characters, spaces, backslashes, and all
/// that is not ASCII.
fn encoded(value: &str) -> String {
    let mut out = String::new();
    for byte in value.bytes() {
        if byte.is_ascii_graphic() && byte != b'\\' {
            out.push(char::from(byte));
        } else {
            const HEX: &[u8; 16] = b"0123456789ABCDEF";
            out.push('%');
            for half in [byte >> 4, byte & 15] {
                out.push(HEX.get(usize::from(half)).map_or('0', |digit| char::from(*digit)));
            }
        }
    }
    out
}
