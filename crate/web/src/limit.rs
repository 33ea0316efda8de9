//! Time limits: the browser answers some questions never.

use std::future::Future;
use std::pin::pin;
use std::task::Poll;

use gloo_timers::future::TimeoutFuture;

/// Whole milliseconds.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the cast saturates")]
pub(crate) fn millis(span_ms: f64) -> u32 {
    span_ms as u32
}

/// The future's result, or `None` when it takes longer than `ms` milliseconds.
pub(crate) async fn within<T>(ms: u32, future: impl Future<Output = T>) -> Option<T> {
    unless(TimeoutFuture::new(ms), future).await
}

/// The future's result, or `None` when `end` comes first.
pub(crate) async fn unless<T, E>(end: impl Future<Output = E>, future: impl Future<Output = T>) -> Option<T> {
    let (mut future, mut end) = (pin!(future), pin!(end));
    std::future::poll_fn(|context| match (future.as_mut().poll(context), end.as_mut().poll(context)) {
        (Poll::Ready(value), _) => Poll::Ready(Some(value)),
        (Poll::Pending, Poll::Ready(_)) => Poll::Ready(None),
        (Poll::Pending, Poll::Pending) => Poll::Pending,
    })
    .await
}
