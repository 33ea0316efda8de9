//! When to come again: short waits by a timer, which also counts the badge down, and long ones by the browser's alarm, which
//! wakes a worker that has ended.

use std::cell::RefCell;

use gloo_timers::callback::Timeout;
use is_it_me_core::retry::life::Event;

use super::{badge, turn};
use crate::browser::{self, call};
use crate::fields::object;
use crate::limit::millis;
use crate::task::spawn;

/// The alarm's name.
const NAME: &str = "retry";
/// A worker in which nothing happens is ended after 30 s. What is due later than this is left to the alarm, which comes that
/// much earlier, so that the last seconds are counted.
const BY_TIMER_MS: f64 = 20_000.0;
/// An alarm that nobody saw to, because the worker ended just then, rings again after a minute.
const PERIOD_MINUTES: f64 = 1.0;

thread_local! {
    static TIMER: RefCell<Option<Timeout>> = const { RefCell::new(None) };
}

/// Sets the alarm.
pub(super) async fn ring_at(wake_ms: f64) {
    let now_ms = browser::now();
    let when = if wake_ms - now_ms > BY_TIMER_MS { wake_ms - BY_TIMER_MS } else { wake_ms };
    let alarm = object().with("when", when.max(now_ms)).with("periodInMinutes", PERIOD_MINUTES).into();
    // Without an alarm the timer has to do, as long as the worker lives.
    let _ = call(["alarms", "create"], &[NAME.into(), alarm]).await;
}

/// Starts the timer, if what is due is due soon: each second it counts down, until it is time.
pub(super) fn come_again(wake_ms: f64) {
    let left_ms = wake_ms - browser::now();
    if left_ms > BY_TIMER_MS {
        TIMER.set(None);
        return;
    }
    // At the next whole second of the countdown.
    let left_ms = left_ms.max(0.0);
    let pause_ms = left_ms - (left_ms / 1000.0).floor() * 1000.0;
    let is_last = left_ms <= 1000.0;
    let pause_ms = millis(pause_ms.ceil()).max(1);
    let timer = Timeout::new(pause_ms, move || {
        spawn(async move {
            if is_last {
                turn(Event::Tick).await;
            } else {
                // Before all that takes time: a step that is taken meanwhile may set another timer, which has to stay.
                come_again(wake_ms);
                badge::show();
            }
        });
    });
    TIMER.set(Some(timer));
}

/// Nothing is left to come for.
pub(super) async fn rest() {
    TIMER.set(None);
    let _ = call(["alarms", "clear"], &[NAME.into()]).await;
}
