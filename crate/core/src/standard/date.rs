//! The three spellings of a date that HTTP allows (RFC 9110, section 5.6.7).

use time::{Date, Month, Time};

use crate::text::unsigned;

const MONTHS: &[u8] = b"JanFebMarAprMayJunJulAugSepOctNovDec";
/// Longer texts are no date.
const MAX: usize = 64;
const FIFTY_YEARS_MS: f64 = 50.0 * 365.25 * 86_400_000.0;

/// The moment a date names, in milliseconds since 1970. `now_ms` decides the century of a year with two digits.
pub fn parse(text: &str, now_ms: f64) -> Option<f64> {
    let mut parts = text.get(..text.len().min(MAX))?.split([' ', ',', '-', ':']).filter(|part| !part.is_empty());
    let parts: [&str; 8] = std::array::from_fn(|_| parts.next().unwrap_or_default());
    match parts {
        // Sun Nov  6 08:49:37 1994
        [_, month, day, hour, minute, second, year, ""] => written([year, month, day, hour, minute, second], now_ms),
        // Sun, 06 Nov 1994 08:49:37 GMT, or Sunday, 06-Nov-94 08:49:37 GMT
        [_, day, month, year, hour, minute, second, "GMT" | "UTC"] => {
            written([year, month, day, hour, minute, second], now_ms)
        }
        _ => None,
    }
}

/// The moment of these parts of a date in UTC, in milliseconds since 1970.
pub fn moment(year: i32, month: u8, day: u8, [hour, minute, second]: [u8; 3]) -> Option<f64> {
    let date = Date::from_calendar_date(year, Month::try_from(month).ok()?, day).ok()?;
    // A leap second is the last of its minute.
    let time = Time::from_hms(hour, minute, if second == 60 { 59 } else { second }).ok()?;
    #[allow(clippy::cast_precision_loss, reason = "seconds of four-digit years are far below what a float holds")]
    Some(date.with_time(time).assume_utc().unix_timestamp() as f64 * 1000.0)
}

fn written([year, month, day, hour, minute, second]: [&str; 6], now_ms: f64) -> Option<f64> {
    let at = MONTHS.chunks_exact(3).position(|name| name == month.as_bytes())?;
    let month = u8::try_from(at + 1).ok()?;
    let number = |digits| unsigned(digits, 10);
    let (day, time) = (number(day)?, [number(hour)?, number(minute)?, number(second)?]);
    let in_year = |year| moment(year, month, day, time);
    let digits = unsigned(year, 10)?;
    if year.len() > 2 {
        return in_year(digits);
    }
    // "More than 50 years in the future" means the century before.
    in_year(2000 + digits).filter(|at| at - now_ms <= FIFTY_YEARS_MS).or_else(|| in_year(1900 + digits))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 6 November 1994, 08:49:37 UTC: the example of the standard.
    const EXAMPLE: f64 = 784_111_777_000.0;
    const NOW: f64 = 1_795_266_202_345.0;

    #[test]
    fn the_three_spellings_are_one_moment() {
        for text in ["Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"] {
            assert_eq!(parse(text, NOW), Some(EXAMPLE), "{text}");
        }
    }

    #[test]
    fn two_digits_are_a_year_at_most_fifty_ahead() {
        assert_eq!(parse("Saturday, 21-Nov-26 13:03:22 GMT", NOW), Some(1_795_266_202_000.0));
        assert_eq!(parse("Sunday, 06-Nov-94 08:49:37 GMT", EXAMPLE - 1e12), Some(EXAMPLE));
        assert!(parse("Thursday, 21-Nov-75 13:03:22 GMT", NOW).is_some_and(|at| at > NOW));
    }

    #[test]
    fn what_no_calendar_holds_is_no_date() {
        for text in [
            "",
            "0",
            "Sun, 31 Feb 2026 00:00:00 GMT",
            "Sun, 06 nov 1994 08:49:37 GMT",
            "Sun, 06 anF 1994 08:49:37 GMT",
            "Sun, 06 Nov 1994 25:49:37 GMT",
            "Sun, 06 Nov 1994 08:49:37 CET",
            "Sun, 06 Nov 99999999999 08:49:37 GMT",
            "Sun, 06 Nov 1994 08:49 GMT",
            "é, é é é é:é:é GMT",
        ] {
            assert_eq!(parse(text, NOW), None, "{text}");
        }
        assert_eq!(parse("Thu, 31 Dec 1998 23:59:60 GMT", NOW), parse("Thu, 31 Dec 1998 23:59:59 GMT", NOW));
    }
}
