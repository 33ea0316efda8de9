//! Writing numbers: whole ones, percentages, and durations in units that people read.

use crate::text::join;

/// A unit of time that is used until the next one is precise enough.
struct Unit {
    name: &'static str,
    ms: f64,
    /// From this many on, the next unit is used.
    most: f64,
    /// The unit given beside it, and its length: times are rounded to the last of these.
    part: (&'static str, f64),
}

const UNITS: [Unit; 4] = [
    Unit { name: "s", ms: 1e3, most: 120.0, part: ("", 1e3) },
    Unit { name: "min", ms: 60e3, most: 120.0, part: ("", 60e3) },
    Unit { name: "h", ms: 3600e3, most: 48.0, part: ("min", 60e3) },
    Unit { name: "d", ms: 86400e3, most: f64::INFINITY, part: ("h", 3600e3) },
];

/// A time in units that are precise enough: `45 s`, `90 min`, `30 h 5 min`, `12 d`. It is rounded up, never down, as
/// many are times to wait, and by less than one unit.
pub(crate) fn span(ms: f64) -> String {
    let Some(unit) = UNITS.iter().find(|unit| ms / unit.ms < unit.most) else { return String::new() };
    let (part_name, part_ms) = unit.part;
    let (parts, in_one) = ((ms / part_ms).ceil(), unit.ms / part_ms);
    let units = (parts / in_one).floor();
    let rest = parts - units * in_one;
    let units = join(&[whole(units).as_str(), unit.name], " ");
    if rest > 0.0 { join(&[units.as_str(), whole(rest).as_str(), part_name], " ") } else { units }
}

/// Whole percents; nothing is ever said to be certain.
pub(crate) fn percent(p: f32) -> String {
    whole(f64::from(p * 100.0).clamp(1.0, 99.0))
}

/// A number without its fraction. Printing a float itself would bring 15 KB of code into the module.
pub(crate) fn whole(number: f64) -> String {
    #[allow(clippy::cast_possible_truncation, reason = "the cast saturates, and these numbers are small")]
    decimal(number.round() as i64)
}

/// A whole number. The standard library has a function for each type of them, which all know of widths, signs and
/// prefixes.
pub fn decimal(number: impl TryInto<i64>) -> String {
    let number = number.try_into().unwrap_or(i64::MAX);
    let sign = if number < 0 { "-" } else { "" };
    join(&[sign, &digits(number.unsigned_abs(), 10, 1)], "")
}

/// The digits of a number, with zeros before it if it has fewer than this.
pub(crate) fn digits(number: u64, base: u64, least: usize) -> String {
    let (mut text, mut rest) = (String::new(), number);
    while rest > 0 || text.len() < least {
        let digit = u32::try_from(rest % base).ok().and_then(|digit| char::from_digit(digit, 16));
        text.insert(0, digit.unwrap_or_default());
        rest /= base;
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_told_in_a_unit_that_fits_and_never_shorter_than_they_are() {
        for (s, wanted) in [
            (0.0, "0 s"),
            (45.0, "45 s"),
            (119.0, "119 s"),
            (119.2, "120 s"),
            (120.0, "2 min"),
            (121.0, "3 min"),
            (5399.0, "90 min"),
            (7200.0, "2 h"),
            (8940.0, "2 h 29 min"),
            (108_000.0, "30 h"),
            (172_799.0, "48 h"),
            (172_800.0, "2 d"),
            (215_000.0, "2 d 12 h"),
            (1e6, "11 d 14 h"),
        ] {
            assert_eq!(span(s * 1e3), wanted, "{s}");
        }
        assert_eq!(span(f64::NAN), "");
    }

    #[test]
    fn whole_numbers_are_written_as_the_standard_library_does() {
        for number in [0, 7, 10, 502, -1, i64::MAX, i64::MIN] {
            assert_eq!(decimal(number), number.to_string());
        }
        assert_eq!(decimal(u64::MAX), decimal(i64::MAX), "far beyond what is counted");
        assert_eq!([digits(5, 10, 2), digits(2026, 10, 2), digits(0x1b, 16, 4)], ["05", "2026", "001b"]);
    }
}
