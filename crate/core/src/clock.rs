//! Times as people and logs write them. Nothing here knows what time it is.

use time::{OffsetDateTime, UtcOffset};

use crate::observation::Zone;
use crate::quantity::digits;
use crate::text::join;

/// `2026-11-21 14:03:22 +01:00 (Europe/Berlin)`, or the empty text for a moment that is unknown or outside the
/// calendar.
pub fn local(at_ms: Option<f64>, zone: &Zone) -> String {
    let Some((moment, ahead)) = there(at_ms, zone) else { return String::new() };
    let name = zone.name.as_deref().map(|name| join(&[" (", name, ")"], "")).unwrap_or_default();
    join(&[&date_time(moment, " "), " ", &ahead, &name], "")
}

/// `2026-11-21T14:03:22.345+01:00` (ISO 8601), or the empty text as above.
pub(crate) fn iso(at_ms: Option<f64>, zone: &Zone) -> String {
    let (Some(at_ms), Some((moment, ahead))) = (at_ms, there(at_ms, zone)) else { return String::new() };
    #[allow(clippy::cast_possible_truncation, reason = "the calendar has refused what is out of range")]
    let ms = (at_ms.floor() as i64).rem_euclid(1000);
    join(&[&date_time(moment, "T"), ".", &digits(ms.unsigned_abs(), 10, 3), &ahead], "")
}

/// The moment by the clocks of a zone, and how far they are ahead of UTC: `+01:00`.
fn there(at_ms: Option<f64>, zone: &Zone) -> Option<(OffsetDateTime, String)> {
    let offset = UtcOffset::from_whole_seconds(i32::from(zone.offset_minutes) * 60).unwrap_or(UtcOffset::UTC);
    let (hours, minutes, _) = offset.as_hms();
    let sign = if offset.is_negative() { "-" } else { "+" };
    // By the clocks of some zones, the first and the last hours of the calendar are outside of it.
    let there = moment(at_ms)?.checked_to_offset(offset).filter(is_written)?;
    Some((there, join(&[sign, &two(hours.unsigned_abs()), ":", &two(minutes.unsigned_abs())], "")))
}

/// `2026-11-21 13:03:22 UTC`.
pub fn utc(at_ms: Option<f64>) -> String {
    moment(at_ms).map(|moment| date_time(moment, " ") + " UTC").unwrap_or_default()
}

/// `13:03:22 UTC`, as logs are searched by.
pub fn time_of_day(at_ms: Option<f64>) -> String {
    utc(at_ms).get(11..).unwrap_or_default().to_owned()
}

fn moment(at_ms: Option<f64>) -> Option<OffsetDateTime> {
    #[allow(
        clippy::cast_possible_truncation,
        reason = "the cast saturates, and the calendar refuses what is out of range"
    )]
    OffsetDateTime::from_unix_timestamp((at_ms? / 1000.0).floor() as i64).ok().filter(is_written)
}

/// Is it in a year that is written with four digits (RFC 3339)?
fn is_written(moment: &OffsetDateTime) -> bool {
    moment.year() >= 0
}

fn date_time(t: OffsetDateTime, between: &str) -> String {
    let (h, m, s) = t.to_hms();
    let year = digits(u64::from(t.year().unsigned_abs()), 10, 4);
    let date = join(&[year, two(u8::from(t.month())), two(t.day())], "-");
    join(&[date, join(&[two(h), two(m), two(s)], ":")], between)
}

fn two(number: u8) -> String {
    digits(u64::from(number), 10, 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MOMENT: Option<f64> = Some(1_795_266_202_345.0);

    #[test]
    fn one_moment_in_two_zones() {
        let berlin = Zone { offset_minutes: 60, name: Some("Europe/Berlin".into()) };
        assert_eq!(utc(MOMENT), "2026-11-21 13:03:22 UTC");
        assert_eq!(local(MOMENT, &berlin), "2026-11-21 14:03:22 +01:00 (Europe/Berlin)");
        assert_eq!(local(MOMENT, &Zone { offset_minutes: -210, name: None }), "2026-11-21 09:33:22 -03:30");
        assert_eq!(time_of_day(MOMENT), "13:03:22 UTC");
        assert_eq!(iso(MOMENT, &berlin), "2026-11-21T14:03:22.345+01:00");
        assert_eq!(iso(Some(1_795_266_202_000.0), &Zone::default()), "2026-11-21T13:03:22.000+00:00");
    }

    #[test]
    fn moments_outside_the_calendar_and_unknown_ones_are_empty() {
        for wild in [Some(f64::INFINITY), Some(-1e300), Some(1e300), Some(-62_167_219_201_000.0), None] {
            assert_eq!(utc(wild), "", "{wild:?}");
            let _ = local(wild, &Zone { offset_minutes: i16::MIN, name: None });
            let _ = iso(wild, &Zone { offset_minutes: i16::MAX, name: None });
        }
    }

    #[test]
    fn a_zone_may_lead_out_of_the_calendar() {
        for (edge, offset_minutes) in [(253_402_300_799_000.0, 1439), (-62_167_219_200_000.0, -1)] {
            let zone = Zone { offset_minutes, name: None };
            assert!(!utc(Some(edge)).is_empty());
            assert_eq!((local(Some(edge), &zone), iso(Some(edge), &zone)), (String::new(), String::new()));
        }
    }
}
