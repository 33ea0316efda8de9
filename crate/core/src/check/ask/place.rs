//! One place elsewhere: how the site does there, judged like every other reply by comparison with the failure here.

use core::slice;

use super::json::Json;
use super::judge::{Came, compared};
use super::told_path::told_path;
use super::{Asked, Exchange};
use crate::diagnosis::diagnose;
use crate::headers::Headers;
use crate::observation::{How, Observation};
use crate::text::{clip, one_line};
use crate::words::words;

/// Longer names of places are clipped.
const MAX_NAME: usize = 64;

words! {
    /// How the site does at one place elsewhere.
    Elsewhere {
        /// It works.
        Works = "works",
        /// It fails.
        Fails = "fails",
        /// The computer there is turned away, or must prove to be a person.
        Challenged = "challenged",
        /// The answer does not tell.
        Unclear = "unclear",
    }
}

/// One place elsewhere, and what came of it. The texts are hostile, short and on one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    /// The country's two letters.
    pub(crate) country: String,
    /// The city.
    pub(crate) city: String,
    /// The provider of the connection.
    pub(crate) network: String,
    /// It is the visitor's own provider.
    pub(crate) own: bool,
    /// What came of it.
    pub(crate) elsewhere: Elsewhere,
    /// The status that was answered, if any.
    pub(crate) status: Option<u16>,
    /// The path that was asked for.
    pub(crate) path: String,
    /// Why it fails there, in the words of the program that asked, if it said so.
    pub(crate) error: String,
}

/// The place that this result is from, if it has answered.
pub(super) fn place(asked: &Asked, look: &Exchange, item: Json) -> Option<Place> {
    let (probe, result) = (item.get("probe")?, item.get("result")?);
    let name = |name: &str| probe.get(name).and_then(Json::text).map(|text| clip(&one_line(&text), MAX_NAME));
    let status = result.get("statusCode").and_then(Json::number).and_then(|status| u16::try_from(status).ok());
    let elsewhere = elsewhere(asked, look, result, status)?;
    Some(Place {
        country: name("country").unwrap_or_default(),
        city: name("city").unwrap_or_default(),
        network: name("network").unwrap_or_default(),
        own: asked.case.settings.asn.is_some() && probe.get("asn").and_then(Json::number) == asked.case.settings.asn,
        elsewhere,
        status,
        path: told_path(asked).to_owned(),
        error: if elsewhere == Elsewhere::Fails { error(asked, result, status) } else { String::new() },
    })
}

/// What came of one place; `None` while it has not answered, or if it was gone before it could ask.
fn elsewhere(asked: &Asked, look: &Exchange, result: Json, status: Option<u16>) -> Option<Elsewhere> {
    match (result.get("status")?.text()?.as_str(), status) {
        ("in-progress" | "offline", _) => None,
        ("finished", Some(status)) => Some(judged(asked, &observation(asked, look, result, status), result)),
        // The place's own trouble.
        ("failed", _) if result.get("failureSource").is_some_and(|source| source.is("internal")) => {
            Some(Elsewhere::Unclear)
        }
        ("failed", _) => Some(Elsewhere::Fails),
        _ => Some(Elsewhere::Unclear),
    }
}

/// What is wrong with the certificate if that is what counts, or what became of the request if no answer came.
fn error(asked: &Asked, result: Json, status: Option<u16>) -> String {
    let told = match untrusted(asked, result) {
        Some(tls) => tls.get("error"),
        None => result.get("rawOutput").filter(|_| status.is_none()),
    };
    told.and_then(Json::text).map(|text| clip(&one_line(&text), MAX_NAME)).unwrap_or_default()
}

/// What was said of a certificate that is not trusted. The answer is fetched whatever the certificate. Programs are
/// stricter than browsers about incomplete chains, so this only counts if the certificate is what failed here.
fn untrusted<'a>(asked: &Asked, result: Json<'a>) -> Option<Json<'a>> {
    let tls = result.get("tls").filter(|_| is_about_certificate(asked))?;
    (tls.get("authorized").and_then(Json::truth) == Some(false)).then_some(tls)
}

fn judged(asked: &Asked, now: &Observation, result: Json) -> Elsewhere {
    if untrusted(asked, result).is_some() {
        return Elsewhere::Fails;
    }
    // A refusal is aimed at the one who asks, and the computers there are refused more often than people.
    let diagnosis = diagnose(slice::from_ref(now));
    if now.asks_to_sign_in() || now.status == Some(407) || diagnosis.cause.is_refusal() {
        return Elsewhere::Challenged;
    }
    match compared(asked, now, &diagnosis) {
        Came::Good => Elsewhere::Works,
        Came::Same => Elsewhere::Fails,
        // A server without such a page, or without one for this method, is a server that answers.
        Came::Other { status: 405 | 501, .. } => Elsewhere::Unclear,
        came if came.is_missing() => Elsewhere::Works,
        came if came.is_broken() => Elsewhere::Fails,
        _ => Elsewhere::Unclear,
    }
}

fn is_about_certificate(asked: &Asked) -> bool {
    asked.failure.first.net_error().is_some_and(|error| error.cause.is_certificate())
}

fn observation(asked: &Asked, look: &Exchange, result: Json, status: u16) -> Observation {
    let raw = result.get("rawHeaders").and_then(Json::text).unwrap_or_default();
    let mut fields = Vec::new();
    for line in raw.lines() {
        if let Some((name, value)) = line.split_once(':') {
            fields.push((name.to_owned(), value.to_owned()));
        }
    }
    Observation {
        how: How::Asked,
        at_ms: Some(look.reply.came_ms()),
        url: asked.address.at(told_path(asked)),
        method: "HEAD".into(),
        status: Some(status),
        headers: Some(Headers::from(fields)),
        ..Observation::default()
    }
    .bounded()
}
