//! The date in HTTP's format, because every real server sends one.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

const DAY: u64 = 86_400;

const DAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// The time since 1970; a clock set to before that counts as 1970.
pub(crate) fn since_epoch() -> Duration {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default()
}

/// A clock that may be days ahead. To a browser, it is then its own clock that is behind.
#[derive(Default)]
pub(crate) struct Clock {
    ahead: AtomicU64,
}

impl Clock {
    /// This many days ahead from now on.
    pub(crate) fn set_ahead(&self, days: u64) {
        self.ahead.store(days, Ordering::SeqCst);
    }

    pub(crate) fn days_ahead(&self) -> u64 {
        self.ahead.load(Ordering::SeqCst)
    }

    /// The moment this many days from now by this clock, as the time since 1970.
    pub(crate) fn days_from_now(&self, days: i64) -> Duration {
        let shift = Duration::from_secs(days.unsigned_abs().saturating_mul(DAY));
        let now = since_epoch() + Duration::from_secs(self.days_ahead().saturating_mul(DAY));
        if days < 0 { now.saturating_sub(shift) } else { now.saturating_add(shift) }
    }
}

/// The IMF-fixdate of RFC 9110 for a moment given in seconds since 1970.
pub(crate) fn http_date(seconds: u64) -> String {
    let (days, rest) = (seconds / DAY, seconds % DAY);
    let (year, month, day) = civil(days);
    format!(
        "{}, {day:02} {} {year} {:02}:{:02}:{:02} GMT",
        name(&DAYS, days % 7),
        name(&MONTHS, month),
        rest / 3600,
        rest / 60 % 60,
        rest % 60,
    )
}

fn name(names: &[&'static str], index: u64) -> &'static str {
    usize::try_from(index).ok().and_then(|i| names.get(i)).copied().unwrap_or_default()
}

/// Year, month counted from 0 and day counted from 1, by the usual trick of starting the year in March.
fn civil(days: u64) -> (u64, u64, u64) {
    let shifted = days + 719_468;
    let era_day = shifted % 146_097;
    let era_year = (era_day - era_day / 1460 + era_day / 36_524 - era_day / 146_096) / 365;
    let year_day = era_day - (365 * era_year + era_year / 4 - era_year / 100);
    let march_month = (5 * year_day + 2) / 153;
    let day = year_day - (153 * march_month + 2) / 5 + 1;
    let month = (march_month + 2) % 12;
    let year = shifted / 146_097 * 400 + era_year + u64::from(month < 2);
    (year, month, day)
}

#[cfg(test)]
mod tests {
    use super::http_date;

    #[test]
    fn writes_known_dates() {
        assert_eq!(http_date(0), "Thu, 01 Jan 1970 00:00:00 GMT");
        assert_eq!(http_date(784_111_777), "Sun, 06 Nov 1994 08:49:37 GMT");
        assert_eq!(http_date(951_782_400), "Tue, 29 Feb 2000 00:00:00 GMT");
        assert_eq!(http_date(1_767_225_599), "Wed, 31 Dec 2025 23:59:59 GMT");
    }
}
