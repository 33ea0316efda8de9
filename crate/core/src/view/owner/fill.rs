//! Commands with what is known filled in.
//!
//! Host, path and request ID come from strangers, and whoever copies a command runs it in a shell. So each is filled in
//! as one word: what could end a word or begin something else is put between single quotation marks, and what a
//! terminal could obey is encoded or left out. The build script ensures that none of them already stands between
//! quotation marks.

use crate::address::Address;
use crate::clock;
use crate::diagnosis::Diagnosis;
use crate::dns::Host;
use crate::guide::Guide;
use crate::log_line::{Reading, upstream::port};
use crate::observation::Observation;
use crate::quantity::decimal;
use crate::quoted;
use crate::redact;
use crate::text::{clip, cut, join};
use crate::vendor::Vendor;
use crate::view::ids;
use crate::words::Layer;

/// How long before and after the failure logs are searched.
const BEFORE_MS: f64 = 120_000.0;
const AFTER_MS: f64 = 60_000.0;
/// A longer value is of no use in a command.
const MAX: usize = 1000;
/// No name is longer (RFC 1035).
const MAX_HOST: usize = 253;

/// What can be put in.
pub(super) struct Values<'a> {
    guide: Guide<'a>,
    observations: &'a [Observation],
    diagnosis: &'a Diagnosis,
    page: Option<Address<'a>>,
    /// What was asked for an answer, according to the log.
    upstream: &'a str,
}

impl<'a> Values<'a> {
    pub(super) fn of(
        guide: Guide<'a>,
        observations: &'a [Observation],
        diagnosis: &'a Diagnosis,
        readings: &'a [Reading],
    ) -> Self {
        let page = observations.first().and_then(Observation::address);
        let mut of_gateways = readings.iter().filter(|reading| is_of_a_gateway(reading));
        let upstream = of_gateways.find_map(|reading| reading.upstream.as_deref()).unwrap_or_default();
        Self { guide, observations, diagnosis, page, upstream }
    }

    /// The value with this name, or a word in capitals for the reader to fill in; the empty text if there may be no
    /// such thing.
    pub(super) fn named(&self, name: &str) -> String {
        let socket = self.upstream.strip_prefix("unix:");
        let port = port(self.upstream);
        let host = self.page.map_or("HOST", |page| page.host);
        match name {
            "host" => word(&clip(host, MAX_HOST)),
            "other_host" => word(&self.page.map_or_else(|| "www.HOST".to_owned(), |page| other_host(page.host))),
            "name" => word(&clip(if has_zone(host, self.page) { host } else { "" }, MAX_HOST)),
            "sni" if is_address(host) => "-noservername".to_owned(),
            "sni" => join(&["-servername ", &self.named("host")], ""),
            "authority" => word(self.page.map_or("HOST", |page| page.place)),
            "path" => word(self.page.map_or("/PATH", |page| page.path())),
            "target" => word(&self.page.map_or_else(|| "/PATH".to_owned(), target)),
            "url" => word(&self.page.map_or_else(|| "https://HOST/PATH".to_owned(), |page| page.at(&target(page)))),
            "tls_port" => decimal(self.page.filter(|page| page.is_secure).and_then(|page| page.port()).unwrap_or(443)),
            "request_ids" => self.request_ids(),
            "upstream" if port.is_some() => word(self.upstream),
            "upstream" => "127.0.0.1:PORT".to_owned(),
            "port" => port.or(self.unanswered_port()).map_or_else(|| "PORT".to_owned(), decimal),
            "socket" => socket.map_or_else(|| "SOCKET".to_owned(), word),
            "status_page" => self.product(|_, vendor| vendor.status_page).to_owned(),
            "ranges" => {
                self.product(|guide, vendor| guide.named("ranges", vendor.id).map(|row| row.field(2))).to_owned()
            }
            "since" => self.time(-BEFORE_MS, "SINCE"),
            "until" => self.time(AFTER_MS, "UNTIL"),
            "since_t" => compact(self.time(-BEFORE_MS, "SINCE")),
            "until_t" => compact(self.time(AFTER_MS, "UNTIL")),
            "at" => self.time(0.0, "TIME"),
            _ => String::new(),
        }
    }

    /// The port on which nobody answered the browser.
    fn unanswered_port(&self) -> Option<u16> {
        let unanswered = matches!(self.diagnosis.generator.layer, Layer::Browser | Layer::Network);
        self.page.filter(|_| unanswered).map(|page| page.asked_port())
    }

    /// The first of this kind that a product on the way has.
    fn product(&self, of: fn(Guide<'a>, &'static Vendor) -> Option<&'a str>) -> &'a str {
        for vendor in &self.diagnosis.in_path {
            if let Some(found) = of(self.guide, vendor) {
                return found;
            }
        }
        ""
    }

    /// The moment of the failure, moved by this much, or this word.
    fn time(&self, by_ms: f64, unknown: &str) -> String {
        let failed = self.observations.iter().find(|o| o.is_failure() || o.pending);
        let at_ms = failed.and_then(|failed| failed.at_ms);
        if at_ms.is_some() { clock::utc(at_ms.map(|at_ms| at_ms + by_ms)) } else { unknown.to_owned() }
    }

    /// The request IDs, as grep takes several patterns after its first `-e`.
    fn request_ids(&self) -> String {
        let ids = ids(self.observations, self.diagnosis).into_iter().map(|id| id.value);
        // An ID is compared letter by letter, so one that would have to be changed is of no use.
        let ids = ids.filter(|id| encoded(id) == *id && !id.starts_with('-')).map(|id| word(&id));
        join(&ids.collect::<Vec<_>>(), " -e ")
    }

    /// The command with every placeholder replaced; `None` if something that it needs is not known.
    pub(super) fn fill(&self, command: &str) -> Option<String> {
        let (mut out, mut rest) = (String::new(), command);
        while let Some((before, after)) = cut(rest, "{") {
            out.push_str(before);
            // `%{…}` is curl's own.
            if before.ends_with('%') {
                out.push('{');
                rest = after;
                continue;
            }
            let (name, behind) = cut(after, "}")?;
            let value = self.named(name);
            if value.is_empty() {
                return None;
            }
            out.push_str(&value);
            rest = behind;
        }
        out.push_str(rest);
        Some(out)
    }
}

/// What was requested there, with its query: without it another page may come. A path with a secret is left out whole,
/// as one with a gap would ask for something else, and so is one too long for a command.
fn target(page: Address) -> String {
    let is_short = page.page().len() <= MAX;
    let query = Some(page.query).filter(|query| is_short && redact::url(query) == *query);
    join(&[page.path(), query.unwrap_or_default()], "")
}

/// Can its records be asked for? A number has none, and this device's own name is in no zone.
fn has_zone(host: &str, page: Option<Address>) -> bool {
    !is_address(host) && !page.is_some_and(|page| page.is_on_this_device())
}

/// Is it a number and not a name?
fn is_address(host: &str) -> bool {
    matches!(Host::of(host), Host::Address(_))
}

/// Does it tell whom a gateway asked? What the application itself asks, such as a database, does not speak HTTP and is
/// no upstream.
fn is_of_a_gateway(reading: &Reading) -> bool {
    reading.means != "refused_dependency" && !reading.means.starts_with("database_")
}

/// `2026-11-21T13:03:22Z`, as containers want it.
fn compact(utc: String) -> String {
    match (utc.get(..10), utc.get(11..19)) {
        (Some(day), Some(time)) => join(&[day, "T", time, "Z"], ""),
        _ => utc,
    }
}

/// The name with `www.`, or without it; the empty text if such a name is unlikely.
fn other_host(host: &str) -> String {
    let is_bare = host.split('.').count() == 2 && !host.ends_with(|c: char| c.is_ascii_digit());
    match host.strip_prefix("www.") {
        Some(bare) => bare.to_owned(),
        None if is_bare => join(&["www.", host], ""),
        None => String::new(),
    }
}

/// A value from outside as one word of a shell; the empty text if there is none, or if it would be read as an option.
fn word(value: &str) -> String {
    let value = encoded(&clip(value, MAX));
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-._/:@%+,".contains(&b);
    if value.starts_with('-') {
        return String::new();
    }
    if value.bytes().all(plain) { value } else { quoted::shell(&value) }
}

/// What no address contains, and terminals or shells could obey, percent-encoded: control characters, spaces,
/// backslashes, and everything outside ASCII.
fn encoded(value: &str) -> String {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    let digit = |half: u8| HEX.get(usize::from(half)).map_or('0', |digit| char::from(*digit));
    let mut out = String::new();
    for byte in value.bytes() {
        if byte.is_ascii_graphic() && byte != b'\\' {
            out.push(char::from(byte));
        } else {
            out.push('%');
            out.push(digit(byte >> 4));
            out.push(digit(byte & 15));
        }
    }
    out
}
