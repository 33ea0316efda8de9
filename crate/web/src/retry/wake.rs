//! When to wake up: after short waits by a timer, which also counts the badge down, and after long ones by the
//! browser's alarm, which wakes a worker that has ended, so that no badge shows a wrong time for longer than a minute.

use std::cell::RefCell;

use is_it_me_core::retry::life::Event;
use is_it_me_core::retry::tell::COUNTED_S;

use super::{badge, turn};
use crate::browser::{self, call};
use crate::fields::object;
use crate::limit::millis;
use crate::timer::Timer;

/// The alarm's name.
const NAME: &str = "retry";
/// A worker in which nothing happens is ended after 30 s; one that sets a badge each second is not. Without a network
/// no second is counted, and the alarm rings for a worker that has ended. What is due later than this is left to the
/// alarm.
const BY_TIMER_MS: f64 = COUNTED_S * 1000.0;
/// An alarm that nobody answered, because the worker ended just then, rings again after a minute.
const PERIOD_MINUTES: f64 = 1.0;
const MINUTE_MS: f64 = 60_000.0;

thread_local! {
    static TIMER: RefCell<Option<Timer>> = const { RefCell::new(None) };
}

/// Sets the alarm.
pub(super) async fn ring_at(wake_ms: f64) {
    let now_ms = browser::now();
    let when = now_ms + pause_ms(wake_ms - now_ms);
    let alarm = object().with("when", when).with("periodInMinutes", PERIOD_MINUTES).into();
    // Without an alarm the timer has to do, as long as the worker lives.
    let _ = call(["alarms", "create"], &[NAME.into(), alarm]).await;
}

/// How long the alarm waits while this much is left: until the badge shows another minute, or begins to count.
fn pause_ms(left_ms: f64) -> f64 {
    let counted_ms = if left_ms > BY_TIMER_MS { left_ms - BY_TIMER_MS } else { left_ms };
    let minutes = (left_ms / MINUTE_MS).ceil() - 1.0;
    (left_ms - minutes * MINUTE_MS).min(counted_ms).max(0.0)
}

/// Starts the timer, if what is due is due soon: it counts down each second, until it is time.
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
    let timer = Timer::new(pause_ms, async move {
        if is_last {
            turn(Event::Tick).await;
        } else {
            // First of all, as the rest takes time: a step that is taken meanwhile may set another timer, which has to
            // stay.
            come_again(wake_ms);
            badge::show();
        }
    });
    TIMER.set(Some(timer));
}

/// Nothing is left to wake up for.
pub(super) async fn rest() {
    TIMER.set(None);
    let _ = call(["alarms", "clear"], &[NAME.into()]).await;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_alarm_rings_whenever_the_badge_tells_another_minute_and_when_it_begins_to_count() {
        let left = [600_000.0, 250_000.0, 120_000.0, 100_000.0, 99_000.0, 60_000.0, 7_000.0, 0.0, -5.0];
        let pauses = left.map(|left| pause_ms(left).to_string());
        assert_eq!(pauses, ["60000", "10000", "21000", "1000", "39000", "60000", "7000", "0", "0"]);
    }
}
