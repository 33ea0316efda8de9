//! Time limits: the browser answers some questions never.

use std::future::Future;
use std::pin::pin;
use std::task::Poll;

use gloo_timers::future::TimeoutFuture;

/// The future's result, or `None` when it takes longer than `ms` milliseconds.
pub(super) async fn within<T>(ms: u32, future: impl Future<Output = T>) -> Option<T> {
    let (mut future, mut timer) = (pin!(future), pin!(TimeoutFuture::new(ms)));
    std::future::poll_fn(|context| match (future.as_mut().poll(context), timer.as_mut().poll(context)) {
        (Poll::Ready(value), _) => Poll::Ready(Some(value)),
        (Poll::Pending, Poll::Ready(())) => Poll::Ready(None),
        (Poll::Pending, Poll::Pending) => Poll::Pending,
    })
    .await
}
