//! From a HAR file (HTTP Archive 1.2), as browsers and test runners save it, to an observation of each failure in it.

mod body;
mod error;
mod format;
mod moment;

use std::collections::HashMap;

use is_it_me_core::Observation;
use is_it_me_core::address::without_fragment;
use is_it_me_core::headers::Headers;
use is_it_me_core::observation::{Redirect, Timings, Zone};
use is_it_me_core::text::clip;

use crate::input::{self, Input};
use crate::{Result, curl, terminal};
use format::{Entry, File, Response};

/// What a HAR file holds.
pub(crate) struct Archive {
    /// How many requests.
    pub(crate) entries: usize,
    /// Those that failed, each with its place in the file, counted from one.
    pub(crate) failed: Vec<(usize, Observation)>,
    /// How many got no answer and do not say why, as Firefox writes them: there is nothing to diagnose.
    pub(crate) silent: usize,
    /// What is wrong with those that do not follow the format, each with its place.
    odd: Vec<(usize, serde_json::Error)>,
}

/// The failures in what was read; an error names it.
pub(crate) fn read(input: &Input) -> Result<Archive> {
    if input.clipped {
        return Err(format!("{} is a HAR of more than {} MiB", input.name, input::MAX_JSON / 1024 / 1024).into());
    }
    let archive = parse(&input.text).map_err(|error| format!("{} {error}", input.name))?;
    let name = terminal::one_line(&input.name);
    if archive.silent > 0 {
        let (silent, all) = (archive.silent, archive.entries);
        eprintln!("is-it-me: {name}: {silent} of {all} requests got no answer, and it is not said why");
    }
    for (place, error) in &archive.odd {
        eprintln!("is-it-me: {name}: request {place} is left out: {}", terminal::one_line(&error.to_string()));
    }
    Ok(archive)
}

impl Archive {
    /// How many of its requests could be read.
    pub(crate) const fn readable(&self) -> usize {
        self.entries - self.odd.len()
    }

    /// An error, where a request of the file could not be read.
    pub(crate) fn whole(&self, input: &Input) -> Result<()> {
        let left = self.odd.len();
        if left > 0 {
            return Err(format!(
                "{} is not read as a whole: {left} of {} requests are left out",
                input.name, self.entries
            )
            .into());
        }
        Ok(())
    }
}

fn parse(text: &str) -> Result<Archive> {
    let file: File = serde_json::from_str(text).map_err(|error| format!("is no HAR file: {error}"))?;
    let mut archive = Archive { entries: file.log.entries.len(), failed: Vec::new(), silent: 0, odd: Vec::new() };
    let mut ways: HashMap<String, Vec<Redirect>> = HashMap::new();
    for (entry, place) in file.log.entries.into_iter().zip(1..) {
        let entry: Entry = match serde_json::from_str(entry.get()) {
            Ok(entry) => entry,
            Err(error) => {
                archive.odd.push((place, error));
                continue;
            }
        };
        let way = ways.remove(without_fragment(&entry.request.url)).unwrap_or_default();
        if let Some((to, way)) = redirected(&entry, &way) {
            ways.insert(to, way);
        }
        let observation = observation(&entry, way);
        if observation.is_failure() {
            archive.failed.push((place, observation));
        } else if observation.status.is_none() {
            archive.silent += 1;
        }
    }
    Ok(archive)
}

/// Where the entry leads, and the way there.
fn redirected(entry: &Entry, way: &[Redirect]) -> Option<(String, Vec<Redirect>)> {
    let status = entry.response.status().filter(|status| (300..400).contains(status))?;
    let to = entry.response.redirect_url.as_deref().filter(|to| !to.is_empty())?;
    let here = Redirect { url: clip(&entry.request.url, Observation::MAX_URL), status: Some(status) };
    let way = way.iter().cloned().chain([here]).take(Observation::MAX_REDIRECTS).collect();
    // The next entry's address lacks the fragment.
    Some((without_fragment(&curl::join(&entry.request.url, to)).to_owned(), way))
}

fn observation(entry: &Entry, redirects: Vec<Redirect>) -> Observation {
    let Entry { request, response, .. } = entry;
    let status = response.status();
    let started = moment::parse(&entry.started);
    let timings = timings(entry);
    let error = response.error.as_deref().or(response.failure_text.as_deref());
    Observation {
        at_ms: started.map(|(started_ms, _)| started_ms + timings.total_ms.unwrap_or_default()),
        zone: Zone { offset_minutes: started.map_or(0, |(_, ahead)| ahead), name: None },
        url: request.url.clone(),
        method: request.method.clone(),
        status,
        reason: response.status_text.clone().filter(|_| status.is_some()),
        // Playwright writes `HTTP/1.1` until it knows better, and without an answer it never does.
        protocol: status.and_then(|_| protocol(response)),
        // As in records: every answer has some, so none at all means that none were kept.
        headers: status.map(|_| headers(response)).filter(|headers| !headers.is_empty()),
        body: status.and_then(|_| body::read(response)),
        error: error.filter(|error| !error.is_empty()).map(|error| error::named(error).to_owned()),
        ip: entry.ip.as_deref().map(|ip| ip.trim_matches(['[', ']']).to_owned()),
        from_cache: entry.from_cache.is_some(),
        from_worker: response.from_worker == Some(true),
        timings,
        redirects,
        ..Observation::default()
    }
    .bounded()
}

fn headers(response: &Response) -> Headers {
    let fields = response.headers.iter().take(Headers::MAX_FIELDS);
    // Chromium shows the pseudo-header fields of HTTP/2 among the others.
    let fields = fields.filter(|field| !field.name.starts_with(':'));
    Headers::from(fields.map(|field| (field.name.clone(), field.value.clone())).collect::<Vec<_>>())
}

/// The protocol as browsers call it, of `h2`, `HTTP/2`, `http/2.0`, `HTTP/1.1`.
fn protocol(response: &Response) -> Option<String> {
    let written = response.http_version.as_deref()?.to_ascii_lowercase();
    match written.strip_prefix("http/") {
        Some(version) => Some(curl::protocol(version)),
        None => Some(written).filter(|alpn| alpn.starts_with('h')),
    }
}

/// A time below zero is one that does not apply.
fn timings(entry: &Entry) -> Timings {
    let known = |ms: Option<f64>| ms.filter(|ms| *ms >= 0.0);
    // The format demands these two, so whoever did not measure them writes 0, as our own reports do.
    let took = |ms: &f64| *ms > 0.0;
    let parts = &entry.timings;
    Timings {
        dns_ms: known(parts.dns),
        // By the format, the time for TLS is a part of this one, and only few writers leave the whole out.
        connect_ms: known(parts.connect).or_else(|| known(parts.ssl)),
        first_byte_ms: known(parts.wait).map(|wait| wait + known(parts.send).unwrap_or_default()).filter(took),
        total_ms: known(entry.time).filter(took),
    }
}

#[cfg(test)]
mod tests;
