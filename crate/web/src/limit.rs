//! Time limits: some questions the browser never answers.

use std::future::Future;
use std::pin::pin;
use std::task::Poll;

use js_sys::{Function, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = setTimeout)]
    fn call_later(f: &Function, ms: u32);
}

/// Whole milliseconds.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the cast saturates")]
pub(crate) fn millis(span_ms: f64) -> u32 {
    span_ms as u32
}

/// Resolves after this many milliseconds.
pub(crate) fn pause(ms: u32) -> JsFuture {
    Promise::new(&mut |resolve, _| call_later(&resolve, ms)).into()
}

/// The future's result, or `None` when it takes longer than `ms` milliseconds.
pub(crate) async fn within<T>(ms: u32, future: impl Future<Output = T>) -> Option<T> {
    unless(pause(ms), future).await
}

/// The future's result, or `None` when `end` comes first.
pub(crate) async fn unless<T>(end: JsFuture, future: impl Future<Output = T>) -> Option<T> {
    let (mut future, mut end) = (pin!(future), pin!(end));
    std::future::poll_fn(|context| match (future.as_mut().poll(context), end.as_mut().poll(context)) {
        (Poll::Ready(value), _) => Poll::Ready(Some(value)),
        (Poll::Pending, Poll::Ready(_)) => Poll::Ready(None),
        (Poll::Pending, Poll::Pending) => Poll::Pending,
    })
    .await
}
