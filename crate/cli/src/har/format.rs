//! The parts of the format that a diagnosis reads. Writers of a HAR add fields of their own and leave others out.

use serde::Deserialize;
use serde_json::value::RawValue;

#[derive(Deserialize)]
pub(super) struct File<'a> {
    #[serde(borrow)]
    pub(super) log: Log<'a>,
}

/// Each entry is read by itself, so that one in another form spoils no other.
#[derive(Deserialize)]
pub(super) struct Log<'a> {
    #[serde(borrow)]
    pub(super) entries: Vec<&'a RawValue>,
}

#[derive(Deserialize)]
pub(super) struct Entry {
    #[serde(default, rename = "startedDateTime")]
    pub(super) started: String,
    pub(super) time: Option<f64>,
    pub(super) request: Request,
    pub(super) response: Response,
    #[serde(default)]
    pub(super) timings: Parts,
    #[serde(rename = "serverIPAddress")]
    pub(super) ip: Option<String>,
    /// Chromium: the cache it came from.
    #[serde(rename = "_fromCache")]
    pub(super) from_cache: Option<serde::de::IgnoredAny>,
}

#[derive(Deserialize)]
pub(super) struct Request {
    #[serde(default)]
    pub(super) method: String,
    pub(super) url: String,
}

#[derive(Deserialize)]
pub(super) struct Response {
    status: Option<i64>,
    #[serde(rename = "statusText")]
    pub(super) status_text: Option<String>,
    #[serde(rename = "httpVersion")]
    pub(super) http_version: Option<String>,
    #[serde(default)]
    pub(super) headers: Vec<Field>,
    pub(super) content: Option<Content>,
    #[serde(rename = "redirectURL")]
    pub(super) redirect_url: Option<String>,
    /// Chromium: the net error.
    #[serde(rename = "_error")]
    pub(super) error: Option<String>,
    /// Playwright: the net error of the browser it drives.
    #[serde(rename = "_failureText")]
    pub(super) failure_text: Option<String>,
    /// Chromium: the site's service worker answered.
    #[serde(rename = "_fetchedViaServiceWorker")]
    pub(super) from_worker: Option<bool>,
}

impl Response {
    /// Without an answer the status is 0, or −1 at Playwright.
    pub(super) fn status(&self) -> Option<u16> {
        self.status.and_then(|status| u16::try_from(status).ok()).filter(|status| *status > 0)
    }
}

#[derive(Deserialize)]
pub(super) struct Field {
    pub(super) name: String,
    #[serde(default)]
    pub(super) value: String,
}

#[derive(Deserialize)]
pub(super) struct Content {
    pub(super) text: Option<String>,
    pub(super) encoding: Option<String>,
}

#[derive(Default, Deserialize)]
pub(super) struct Parts {
    pub(super) dns: Option<f64>,
    pub(super) connect: Option<f64>,
    pub(super) ssl: Option<f64>,
    pub(super) send: Option<f64>,
    pub(super) wait: Option<f64>,
}
