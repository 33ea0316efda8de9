//! Asking the same address again with fetch: one GET past every cache, bounded in bytes and time.

use is_it_me_core::Observation;
use is_it_me_core::body::Body;
use is_it_me_core::headers::Headers;
use is_it_me_core::observation::{How, Redirect};
use js_sys::{Array, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, ReadableStreamDefaultReader, RequestCache, RequestCredentials, RequestInit, Response};

use super::CUT_SHORT;
use super::limit::within;
use crate::browser::{self, Tab};
use crate::fields::field;

/// A gateway that gives up after the usual ten seconds on what is behind it should still be heard.
const PATIENCE_MS: u32 = 12_000;
/// The headers say most; a body that stops coming must not lose them.
const BODY_PATIENCE_MS: u32 = 3_000;

/// What the address answers now; `None` when fetch only says that it failed.
///
/// An extension has one store of cookies, that of the ordinary windows. What a private window shows is therefore asked
/// for without any.
pub(super) async fn ask(tab: &Tab) -> Option<Observation> {
    let url = tab.url.as_deref()?;
    let cookies = if tab.is_private { RequestCredentials::Omit } else { RequestCredentials::Include };
    let control = AbortController::new().ok()?;
    let observation = within(PATIENCE_MS, get(url, cookies, &control)).await;
    // Whatever is still under way is of no use any more.
    control.abort();
    observation?.ok()
}

async fn get(url: &str, cookies: RequestCredentials, control: &AbortController) -> Result<Observation, JsValue> {
    let init = RequestInit::new();
    init.set_method("GET");
    init.set_cache(RequestCache::NoStore);
    init.set_credentials(cookies);
    init.set_signal(Some(&control.signal()));
    let started = browser::now();
    let response: Response =
        JsFuture::from(gloo_utils::window().fetch_with_str_and_init(url, &init)).await?.dyn_into()?;
    let first_byte_ms = Some(browser::now() - started);
    let mut body = Vec::new();
    let ended_well = within(BODY_PATIENCE_MS, read(&response, &mut body)).await;
    let mut observation = Observation {
        how: How::Asked,
        at_ms: started,
        zone: browser::zone(),
        url: response.url(),
        method: "GET".into(),
        status: Some(response.status()),
        reason: Some(response.status_text()),
        headers: Some(headers(&response)),
        body: Some(Body::from(String::from_utf8_lossy(&body).into_owned())),
        error: (ended_well == Some(false)).then(|| CUT_SHORT.to_owned()),
        redirects: if response.redirected() { vec![Redirect { url: url.into(), status: 0 }] } else { Vec::new() },
        ..Observation::default()
    };
    observation.timings.first_byte_ms = first_byte_ms;
    Ok(observation.bounded())
}

fn headers(response: &Response) -> Headers {
    let entries = js_sys::try_iter(&response.headers()).ok().flatten().into_iter().flatten().flatten();
    let pair = |entry: JsValue| {
        let pair: Array = entry.dyn_into().ok()?;
        Some((pair.get(0).as_string()?, pair.get(1).as_string()?))
    };
    Headers::from(entries.take(Headers::MAX_FIELDS).filter_map(pair).collect::<Vec<_>>())
}

/// Reads the first part of the body into `bytes`. Did the body come to a proper end, or at least to the bound?
async fn read(response: &Response, bytes: &mut Vec<u8>) -> bool {
    let Some(stream) = response.body() else { return true };
    let Ok(reader) = stream.get_reader().dyn_into::<ReadableStreamDefaultReader>() else { return true };
    while bytes.len() < Body::MAX {
        let Ok(step) = JsFuture::from(reader.read()).await else { return false };
        let Ok(chunk) = field(&step, "value").dyn_into::<Uint8Array>() else { return true };
        bytes.extend_from_slice(&chunk.to_vec());
    }
    bytes.truncate(Body::MAX);
    true
}
