//! One request of a check: sent with fetch, past every cache, bounded in bytes.

use gloo_timers::future::TimeoutFuture;
use is_it_me_core::Observation;
use is_it_me_core::check::ask::page_again;
use is_it_me_core::check::{Answered, Check, Exchange, Lost, Reply, Request, budget};
use is_it_me_core::headers::Headers as Fields;
use is_it_me_core::text::clip;
use js_sys::{Array, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortController, AbortSignal, Headers, ReadableStreamDefaultReader, RequestCache, RequestCredentials, RequestInit,
    RequestRedirect, Response, ResponseType,
};

use super::errors::NetErrors;
use super::flight::Work;
use super::{Control, PATIENCE_MS};
use crate::browser::{self, Tab};
use crate::fields::field;
use crate::limit::within;

/// The headers say most; a body that stops coming must not lose them.
const BODY_PATIENCE_MS: f64 = 3_000.0;
/// What is left of a check's time for the headers of an answer whose body does not come.
const MARGIN_MS: f64 = 100.0;

/// How a request is sent.
pub(super) struct Way<'a> {
    /// Ends it.
    pub(super) signal: AbortSignal,
    /// Told of requests that fail, where the browser tells at all.
    pub(super) errors: Option<&'a NetErrors>,
    /// Only the very host in front answers this extension, so a redirect elsewhere looks like a failure.
    pub(super) only_own_host: bool,
    /// Cookies of the ordinary windows are none of a private one's.
    pub(super) without_cookies: bool,
    /// Until when, in milliseconds since 1970.
    pub(super) deadline: f64,
}

/// Asks for the page in the tab again where nothing is known of its failure, and so no check can be planned yet: the same
/// request that the check of this name would send. `None` when it could not be sent.
pub(crate) async fn ask_again(tab: &Tab) -> Option<Exchange> {
    let request = page_again(tab.url.as_deref()?)?;
    let reply = ask_once(&request, PATIENCE_MS, tab.is_private).await?;
    Some(Exchange { check: Check::Again, request, reply })
}

/// Sends one request outside of any investigation. `None` when nothing came back in so many milliseconds.
pub(crate) async fn ask_once(request: &Request, patience_ms: u32, without_cookies: bool) -> Option<Reply> {
    let control = Control(AbortController::new().ok()?);
    let deadline = browser::now() + f64::from(patience_ms);
    let way = Way { signal: control.0.signal(), errors: None, only_own_host: false, without_cookies, deadline };
    within(patience_ms, send(request, &way)).await
}

/// Sends it and resolves to what came back. Boxed, so that the module holds this once and not for each who waits for it.
pub(super) fn send<'a>(request: &'a Request, way: &'a Way<'_>) -> Work<'a, Reply> {
    Box::pin(sent(request, way))
}

async fn sent(request: &Request, way: &Way<'_>) -> Reply {
    if request.after_ms > 0 {
        TimeoutFuture::new(request.after_ms).await;
    }
    let at_ms = browser::now();
    let response = respond(request, way).await;
    let took_ms = browser::now() - at_ms;
    let result = match response {
        Ok(response) => Ok(answered(&response, request, way).await),
        Err(lost) => Err(lost),
    };
    Reply { at_ms, took_ms, result }
}

/// The response, as far as its headers.
///
/// Where a redirect elsewhere would look like a failure, it is asked for first whether there is one: following it then
/// fails for want of leave and not for want of an answer.
async fn respond(request: &Request, way: &Way<'_>) -> Result<Response, Lost> {
    if request.follows && !way.only_own_host {
        return fetch(request, RequestRedirect::Follow, way).await;
    }
    let first = fetch(request, RequestRedirect::Manual, way).await?;
    if !request.follows || first.type_() != ResponseType::Opaqueredirect {
        return Ok(first);
    }
    fetch(request, RequestRedirect::Follow, way).await.map_err(|_| Lost::NotAllowed)
}

async fn fetch(request: &Request, redirect: RequestRedirect, way: &Way<'_>) -> Result<Response, Lost> {
    let error = way.errors.map(|errors| errors.of(&request.url));
    let sent =
        init(request, redirect, way).map(|init| browser::fetch(&request.url, &init)).map_err(|_| Lost::Failed(None))?;
    match JsFuture::from(sent).await {
        Ok(response) => response.dyn_into().map_err(|_| Lost::Failed(None)),
        Err(_) => Err(Lost::Failed(match error {
            Some(error) => error.name().await,
            None => None,
        })),
    }
}

fn init(request: &Request, redirect: RequestRedirect, way: &Way<'_>) -> Result<RequestInit, JsValue> {
    let headers = Headers::new()?;
    for (name, value) in &request.headers {
        headers.set(name, value)?;
    }
    let with_cookies = request.cookies && !way.without_cookies;
    let init = RequestInit::new();
    init.set_method(request.method.name());
    init.set_headers(&headers);
    init.set_cache(RequestCache::NoStore);
    init.set_credentials(if with_cookies { RequestCredentials::Include } else { RequestCredentials::Omit });
    init.set_redirect(redirect);
    init.set_signal(Some(&way.signal));
    if let Some(body) = &request.body {
        init.set_body(&JsValue::from_str(body));
    }
    Ok(init)
}

async fn answered(response: &Response, request: &Request, way: &Way<'_>) -> Answered {
    let mut body = Vec::new();
    let left = (way.deadline - browser::now() - MARGIN_MS).clamp(0.0, BODY_PATIENCE_MS);
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to a few seconds")]
    let ended_well = within(left as u32, read(response, request.reads.min(budget::BYTES), &mut body)).await;
    Answered {
        url: clip(&response.url(), Observation::MAX_URL),
        status: response.status(),
        reason: clip(&response.status_text(), Observation::MAX_URL),
        headers: fields(response),
        body,
        cut: ended_well == Some(false),
    }
}

fn fields(response: &Response) -> Fields {
    let entries = js_sys::try_iter(&response.headers()).ok().flatten().into_iter().flatten().flatten();
    let pair = |entry: JsValue| {
        let pair: Array = entry.dyn_into().ok()?;
        Some((pair.get(0).as_string()?, pair.get(1).as_string()?))
    };
    Fields::from(entries.take(Fields::MAX_FIELDS).filter_map(pair).collect::<Vec<_>>())
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
