//! One request, sent with fetch, past every cache, bounded in bytes.

use is_it_me_core::Observation;
use is_it_me_core::check::{Answered, Lost, Reply, Request, budget};
use is_it_me_core::headers::Headers;
use is_it_me_core::text::clip;
use js_sys::{Array, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{ReadableStreamDefaultReader, Response};

use super::errors::NetErrors;
use crate::browser;
use crate::fields::{field, object, pair, text};
use crate::limit::{millis, pause, within};
use crate::task::Boxed;

/// The headers say most; they must not be lost with a body that stops coming.
const BODY_PATIENCE_MS: f64 = 3_000.0;
/// How much of a check's time is kept for the headers of an answer whose body does not come.
const MARGIN_MS: f64 = 100.0;

#[wasm_bindgen]
extern "C" {
    type AbortController;
    #[wasm_bindgen(constructor)]
    fn new() -> AbortController;
    #[wasm_bindgen(method, getter)]
    fn signal(this: &AbortController) -> JsValue;
    #[wasm_bindgen(method)]
    fn abort(this: &AbortController);
}

/// Ends the requests that were sent with it once it is dropped, because nobody waits for them any more.
pub(crate) struct Control(AbortController);

impl Control {
    pub(crate) fn new() -> Self {
        Self(AbortController::new())
    }
}

impl Drop for Control {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// How a request is sent.
pub(crate) struct Options<'a> {
    /// Ends it.
    pub(crate) control: Control,
    /// Told of requests that fail, if the browser tells at all.
    pub(crate) errors: Option<&'a NetErrors>,
    /// Only the host in the tab answers this extension, so a redirect elsewhere looks like a failure.
    pub(crate) only_own_host: bool,
    /// Cookies of the ordinary windows do not belong in a private one.
    pub(crate) without_cookies: bool,
    /// Until when, in milliseconds since 1970.
    pub(crate) deadline: f64,
}

impl Options<'_> {
    /// The usual way to send a request, with an answer expected within this many milliseconds.
    pub(crate) fn within(patience_ms: u32) -> Self {
        let deadline = browser::now() + f64::from(patience_ms);
        Self { control: Control::new(), errors: None, only_own_host: false, without_cookies: false, deadline }
    }
}

/// Sends one request outside of any investigation. `None` if nothing came back in time.
pub(crate) async fn ask_once(request: &Request, options: &Options<'_>) -> Option<Reply> {
    within(millis(options.deadline - browser::now()), send(request, options)).await
}

/// Sends it and resolves to what came back.
pub(crate) fn send<'a>(request: &'a Request, options: &'a Options<'_>) -> Boxed<'a, Reply> {
    Box::pin(sent(request, options))
}

async fn sent(request: &Request, options: &Options<'_>) -> Reply {
    if request.after_ms > 0 {
        let _ = pause(request.after_ms).await;
    }
    let at_ms = browser::now();
    let response = respond(request, options).await;
    let took_ms = browser::now() - at_ms;
    let result = match response {
        Ok(response) => Ok(answered(&response, request, options).await),
        Err(lost) => Err(lost),
    };
    Reply { at_ms, took_ms, result }
}

/// The response, as far as its headers.
///
/// Whether there is a redirect is found out first, and it is followed by a second request without cookies. A site
/// decides where its redirects lead, and an extension's requests carry the cookies of every site it has access to, even
/// those that no other site may have sent (`SameSite`). If only the host in the tab may be asked, a redirect elsewhere
/// would also look like a failure: following it fails for lack of permission, not for lack of an answer.
async fn respond(request: &Request, options: &Options<'_>) -> Result<Response, Lost> {
    let with_cookies = request.cookies && !options.without_cookies;
    let is_looked_at = !request.follows || with_cookies || options.only_own_host;
    let redirect = if is_looked_at { "manual" } else { "follow" };
    let first = fetch(request, redirect, with_cookies, options).await?;
    if !request.follows || text(&first, "type").as_deref() != Some("opaqueredirect") {
        return Ok(first);
    }
    let followed = fetch(request, "follow", false, options).await;
    if options.only_own_host { followed.map_err(|_| Lost::NotAllowed) } else { followed }
}

async fn fetch(request: &Request, redirect: &str, with_cookies: bool, options: &Options<'_>) -> Result<Response, Lost> {
    let error = options.errors.map(|errors| errors.of(&request.url));
    let headers = request.headers.iter().fold(object(), |headers, (name, value)| headers.with(name, value));
    let init = object()
        .with("method", request.method())
        .with("headers", headers)
        .with("body", request.body.as_deref())
        .with("redirect", redirect)
        .with("credentials", if with_cookies { "include" } else { "omit" })
        .with("cache", "no-store")
        .with("signal", options.control.0.signal())
        .into();
    match JsFuture::from(browser::fetch(&request.url, &init)).await {
        Ok(response) => response.dyn_into().map_err(|_| Lost::Failed(None)),
        Err(_) => Err(Lost::Failed(match error {
            Some(error) => error.name().await,
            None => None,
        })),
    }
}

async fn answered(response: &Response, request: &Request, options: &Options<'_>) -> Answered {
    let mut body = Vec::new();
    let left = (options.deadline - browser::now() - MARGIN_MS).clamp(0.0, BODY_PATIENCE_MS);
    let ended_well = within(millis(left), read(response, request.reads.min(budget::BYTES), &mut body)).await;
    Answered {
        url: clip(&response.url(), Observation::MAX_URL),
        status: response.status(),
        reason: clip(&response.status_text(), Observation::MAX_URL),
        headers: headers(response),
        body,
        cut: ended_well == Some(false),
        late: ended_well.is_none(),
    }
}

fn headers(response: &Response) -> Headers {
    let entries = Array::from(&field(response, "headers")).to_vec();
    Headers::from(entries.iter().take(Headers::MAX_FIELDS).filter_map(pair).collect::<Vec<_>>())
}

/// Reads the first part of the body into `bytes`. Did the body come to a proper end, or at least to the bound?
async fn read(response: &Response, most: usize, bytes: &mut Vec<u8>) -> bool {
    let Some(stream) = response.body() else { return true };
    let Ok(reader) = stream.get_reader().dyn_into::<ReadableStreamDefaultReader>() else { return true };
    while bytes.len() < most {
        let Ok(step) = JsFuture::from(reader.read()).await else { return false };
        let Ok(chunk) = field(&step, "value").dyn_into::<Uint8Array>() else { return true };
        bytes.extend_from_slice(&chunk.to_vec());
    }
    bytes.truncate(most);
    true
}
