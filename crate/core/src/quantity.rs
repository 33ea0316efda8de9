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
    (number.round() as i64).to_string()
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
}
