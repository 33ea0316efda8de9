//! Times as a HAR writes them (ISO 8601): `2026-11-21T14:03:22.345+01:00`.

use is_it_me_core::standard::date::moment;

/// Milliseconds since 1970, and the minutes by which the writer's clock was ahead of UTC. The format demands a moment,
/// so programs that know none write the beginning of 1970, and so do reports.
pub(super) fn parse(text: &str) -> Option<(f64, i16)> {
    let (date, rest) = text.trim().split_once('T')?;
    let (time, zone) = rest.split_at(rest.find(['Z', '+', '-']).unwrap_or(rest.len()));
    let mut date = date.splitn(3, '-');
    let (year, month, day) = (date.next()?.parse().ok()?, date.next()?.parse().ok()?, date.next()?.parse().ok()?);
    let mut time = time.splitn(3, ':');
    let (hour, minute, second) = (time.next()?.parse().ok()?, time.next()?.parse().ok()?, time.next()?);
    let (second, fraction) = second.split_once('.').unwrap_or((second, ""));
    let at = moment(year, month, day, [hour, minute, second.parse().ok()?])?;
    let ahead = ahead(zone)?;
    let at = at + milliseconds(fraction)? - f64::from(ahead) * 60_000.0;
    (at > 0.0).then_some((at, ahead))
}

fn milliseconds(fraction: &str) -> Option<f64> {
    let digits = fraction.get(..fraction.len().min(3))?;
    if digits.is_empty() { Some(0.0) } else { format!("{digits:0<3}").parse::<u16>().ok().map(f64::from) }
}

/// `Z`, `+01:00`, `-0330`, or nothing.
fn ahead(zone: &str) -> Option<i16> {
    let Some(digits) = zone.strip_prefix(['+', '-']) else { return matches!(zone, "" | "Z").then_some(0) };
    let digits = digits.replace(':', "");
    let (hours, minutes): (i16, i16) = (digits.get(..2)?.parse().ok()?, digits.get(2..)?.parse().ok()?);
    let ahead = (0..=23).contains(&hours).then_some(hours * 60)? + (0..=59).contains(&minutes).then_some(minutes)?;
    Some(if zone.starts_with('-') { -ahead } else { ahead })
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn one_moment_in_every_spelling() {
        const MOMENT: f64 = 1_795_266_202_345.0;
        assert_eq!(parse("2026-11-21T13:03:22.345Z"), Some((MOMENT, 0)));
        assert_eq!(parse("2026-11-21T14:03:22.345+01:00"), Some((MOMENT, 60)));
        assert_eq!(parse("2026-11-21T09:33:22.345678-0330"), Some((MOMENT, -210)));
        assert_eq!(parse("2026-11-21T13:03:22.3"), Some((MOMENT - 45.0, 0)));
        assert_eq!(parse("2026-11-21T13:03:22Z"), Some((MOMENT - 345.0, 0)));
    }

    #[test]
    fn nonsense_is_no_moment() {
        for text in [
            "",
            "T",
            "2026-11-21",
            "2026-13-01T00:00:00Z",
            "2026-11-21T25:00:00Z",
            "2026-11-21T13:03:22.é",
            "2026-11-21T13:03:22+é",
            "2026-11-21T13:03:22+99:00",
            "2026-11-21T13:03:22 CET",
            "1970-01-01T00:00:00.000+00:00",
            "0001-01-01T00:00:00Z",
        ] {
            assert_eq!(parse(text), None, "{text:?}");
        }
    }
}
