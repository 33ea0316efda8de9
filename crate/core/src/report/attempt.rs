//! Every request by the visitor's browser or by a check, and what came back, in one shape.

use crate::body::Body;
use crate::check::{Check, Exchange, Lost};
use crate::failure::is_disguised;
use crate::headers::Headers;
use crate::observation::{How, Observation, Redirect, Timings, Zone};
use crate::redact::Cleaner;
use crate::text::join;

/// One request of a check and what came of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Attempt {
    /// The check that asked.
    pub check: Check,
    /// Header fields that the check sent in addition to those of the browser.
    pub sent: Vec<(String, String)>,
    /// The body that the check sent.
    pub sent_body: Option<String>,
    /// What came of it.
    pub seen: Observation,
}

impl Attempt {
    /// What a check sent and received, by the clocks of this zone.
    pub fn by(exchange: &Exchange, zone: &Zone) -> Self {
        let Exchange { check, request, reply } = exchange;
        let lost = || Observation {
            how: How::Asked,
            at_ms: Some(reply.came_ms()),
            zone: zone.clone(),
            url: request.url.clone(),
            method: request.method().into(),
            error: reply.result.as_ref().err().map(word),
            timings: Timings { total_ms: Some(reply.took_ms), ..Timings::default() },
            ..Observation::default()
        };
        Self {
            check: *check,
            sent: request.headers.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect(),
            sent_body: request.body.clone(),
            seen: exchange.observation(zone.clone()).unwrap_or_else(|| lost().bounded()),
        }
    }

    /// Names and values of the header fields that the check sent.
    pub(super) fn sent(&self) -> impl Iterator<Item = (&str, &str)> {
        self.sent.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The same without secrets.
    pub(super) fn cleaned(&self, cleaner: &mut Cleaner) -> Self {
        // What a delivery network says about itself is not a page of the site.
        let is_own = matches!(self.check, Check::EdgeExplains | Check::EdgeAlive);
        let with_page = is_own || has_failed(&self.seen);
        let address = if self.check == Check::Names { lookup } else { address };
        Self {
            check: self.check,
            sent: fields(self.sent(), cleaner),
            sent_body: self.sent_body.as_deref().map(|body| cleaner.text(body)),
            seen: observation(&self.seen, address, with_page, cleaner),
        }
    }
}

/// What was seen, without secrets and without the text of a page that works: what was on it is nobody's business.
pub(super) fn visit(seen: &Observation, cleaner: &mut Cleaner) -> Observation {
    observation(seen, address, has_failed(seen), cleaner)
}

fn has_failed(seen: &Observation) -> bool {
    seen.is_failure() || is_disguised(seen)
}

fn word(lost: &Lost) -> String {
    match lost {
        Lost::Failed(Some(error)) => error.clone(),
        _ => lost.word().into(),
    }
}

/// How an address is cleaned.
type Address = fn(&str, &mut Cleaner) -> String;

fn observation(seen: &Observation, address: Address, with_page: bool, cleaner: &mut Cleaner) -> Observation {
    let mut word = |word: &Option<String>| {
        word.as_deref().map(|word| cleaner.text(whole_words(word, Observation::MAX_WORD, cleaner)))
    };
    let [reason, protocol, error, ip, zone] =
        [&seen.reason, &seen.protocol, &seen.error, &seen.ip, &seen.zone.name].map(&mut word);
    let mut redirects = Vec::new();
    for redirect in &seen.redirects {
        redirects.push(Redirect { url: address(&redirect.url, cleaner), status: redirect.status });
    }
    Observation {
        url: address(&seen.url, cleaner),
        method: cleaner.text(&seen.method),
        headers: seen.headers.as_ref().map(|headers| Headers::from(fields(headers.iter(), cleaner))),
        // That a page was empty is no secret, and may be all that shows its failure.
        body: seen.body.as_ref().filter(|body| with_page || body.is_empty()).map(|body| page(body, cleaner)),
        zone: Zone { name: zone, ..seen.zone },
        redirects,
        reason,
        protocol,
        error,
        ip,
        ..*seen
    }
}

fn fields<'a>(fields: impl Iterator<Item = (&'a str, &'a str)>, cleaner: &mut Cleaner) -> Vec<(String, String)> {
    let mut clean =
        |(name, value)| (cleaner.text(name), cleaner.header(name, whole_words(value, Headers::MAX_VALUE, cleaner)));
    fields.map(&mut clean).collect()
}

fn address(url: &str, cleaner: &mut Cleaner) -> String {
    cleaner.url(whole_words(url, Observation::MAX_URL, cleaner))
}

/// The address of a lookup. What it asks for is the site's name, however much it looks like a token; it comes last (RFC
/// 8484).
fn lookup(url: &str, cleaner: &mut Cleaner) -> String {
    match url.rsplit_once('=') {
        Some((resolver, name)) => join(&[&cleaner.resolver(resolver), name], "="),
        None => cleaner.resolver(url),
    }
}

fn page(body: &Body, cleaner: &mut Cleaner) -> Body {
    Body::from(cleaner.text(whole_words(body.text(), Body::MAX, cleaner)))
}

/// A text that fills its bound may end in the middle of a secret, where nobody would recognise it.
fn whole_words<'a>(text: &'a str, max: usize, cleaner: &Cleaner) -> &'a str {
    /// The longest character has four bytes, and one that did not fit may have been such.
    const LONGEST: usize = 4;
    if cleaner.keeps() || text.len() + LONGEST <= max {
        return text;
    }
    let is_edge = |b: u8| b.is_ascii_whitespace() || matches!(b, b'<' | b'>' | b'"' | b'/' | b'?' | b'&' | b';' | b',');
    let end = text.bytes().rposition(is_edge).unwrap_or_default();
    text.get(..end).unwrap_or_default()
}
