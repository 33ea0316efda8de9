//! Whatever a field contains: no panic, no list above its bound, and no number that is not one.

use is_it_me_core::diagnose;
use is_it_me_core::headers::Headers;
use is_it_me_core::standard::structured::{MAX_MEMBERS, MAX_PARAMETERS, MAX_TEXT, list};
use is_it_me_core::standard::{alt_svc, cache_status, date, proxy_status, retry_after, server_timing, via};
use is_it_me_core::view::view;

use super::failed;
use super::noise::Noise;

impl Noise {
    /// Pieces of the grammars, and now and then any character at all.
    fn text(&mut self) -> String {
        let pieces = self.below(40);
        (0..pieces)
            .map(|_| if self.below(9) == 0 { self.any() } else { PIECES[self.below(PIECES.len())].into() })
            .collect()
    }

    /// A list that breaks no rule, of any length.
    fn list(&mut self) -> String {
        let pieces = self.below(60);
        let more = (0..pieces).map(|_| format!("{}{}", [", ", ";", ";"][self.below(3)], self.word()));
        format!("a{}", more.collect::<Vec<_>>().concat())
    }

    fn word(&mut self) -> String {
        let letters = self.below(600);
        (0..=letters / (1 + self.below(200))).map(|_| ['x', 'y', 'z'][self.below(3)]).collect()
    }

    fn any(&mut self) -> String {
        u32::try_from(self.below(0x11_0000)).ok().and_then(char::from_u32).unwrap_or('\0').to_string()
    }

    /// A text that was right until something happened to it.
    fn broken(&mut self, good: &str) -> String {
        let mut bytes = good.as_bytes().to_vec();
        for _ in 0..=self.below(3) {
            let at = self.below(bytes.len());
            match self.below(3) {
                0 => bytes[at] = u8::try_from(self.below(256)).unwrap(),
                1 => bytes.truncate(at.max(1)),
                _ => bytes.insert(at, b"\",;=()\\?:@%\0 9"[self.below(14)]),
            }
        }
        String::from_utf8_lossy(&bytes).into_owned()
    }
}

const PIECES: &[&str] = &[
    "a",
    "b.example",
    "\"",
    "\\",
    "(",
    ")",
    ",",
    ";",
    "=",
    " ",
    "\t",
    "\n",
    "?1",
    "?",
    ":",
    "@",
    "%\"",
    "-",
    ".",
    "0",
    "9999999999999999",
    "error",
    "connection_refused",
    "received-status",
    "502",
    "fwd",
    "fwd-status",
    "hit",
    "dur",
    "desc",
    "origin",
    "h3",
    ":443",
    "é",
    "𝄞",
    "Sun",
    "06 Nov",
    "1994",
    "08:49:37",
    "GMT",
    "1.1 ",
    "http",
    "cdn-cache",
];

const GOOD: &[(&str, &str)] = &[
    ("proxy-status", "a.example;error=dns_error;rcode=\"NXDOMAIN\";info-code=22, \"b c\";received-status=502"),
    ("cache-status", "a;hit;ttl=-5, b;fwd=miss;fwd-status=502;key=:aGVsbG8=:"),
    ("via", "1.1 varnish (x, (y)), HTTP/2 a.example:80"),
    ("server-timing", "cfOrigin;dur=12.5;desc=\"a, b\", cdn-cache;desc=HIT"),
    ("alt-svc", "h3=\":443\"; ma=86400, h2=\"a:1\""),
    ("retry-after", "Sun, 06 Nov 1994 08:49:37 GMT"),
    ("age", "4294967295"),
];

fn read_all(headers: &Headers, now_ms: f64) {
    assert!(proxy_status::intermediaries(headers).len() <= MAX_MEMBERS);
    assert!(cache_status::caches(headers).len() <= MAX_MEMBERS);
    assert!(via::hops(headers).len() <= 32 && server_timing::metrics(headers).len() <= 32);
    assert!(retry_after::wait_ms(headers, Some(now_ms)).is_none_or(|wait| wait >= 0.0));
    let _ = (alt_svc::offers_h3(headers), server_timing::origin_ms(headers), server_timing::says_stored(headers));
}

#[test]
fn no_text_in_any_field_does_harm() {
    let mut noise = Noise(0x5eed);
    for round in 0..4000 {
        let fields = GOOD.iter().map(|(name, good)| {
            let value = if round % 2 == 0 { noise.text() } else { noise.broken(good) };
            ((*name).to_owned(), value)
        });
        let headers = Headers::from(fields.collect::<Vec<_>>());
        for now_ms in [0.0, -1e300, 1e300, f64::NAN, f64::INFINITY] {
            read_all(&headers, now_ms);
        }
    }
}

#[test]
fn no_list_grows_above_its_bounds() {
    let mut noise = Noise(0xfe11);
    for _ in 0..4000 {
        let text = noise.list();
        let members = list(&[&text, "a;b"]).unwrap();
        assert!(members.len() <= MAX_MEMBERS);
        for member in members {
            assert!(member.value.text().is_none_or(|text| text.len() <= MAX_TEXT));
            assert!(member.parameters().count() <= MAX_PARAMETERS);
        }
    }
}

#[test]
fn no_text_is_a_date_outside_the_calendar() {
    let mut noise = Noise(0xdada);
    for _ in 0..20_000 {
        let text = noise.broken("Sunday, 06-Nov-94 08:49:37 GMT");
        assert!(date::parse(&text, 0.0).is_none_or(|at| at.abs() < 1e15), "{text:?}");
    }
}

#[test]
fn names_in_fields_reach_no_sentence() {
    for field in [
        ("proxy-status", "\"<b>evil\";error=connection_refused"),
        ("proxy-status", "\"<b>evil\";error=http_protocol_error, \"<b>evil\";received-status=502"),
        ("cache-status", "\"<b>evil\";fwd=miss;fwd-status=502, \"<b>evil\";hit"),
        ("server-timing", "<b>evil-origin;dur=5"),
    ] {
        let observations = [failed(502, &[field])];
        let diagnosis = diagnose(&observations);
        assert!(
            diagnosis.evidence.iter().all(|item| !item.text.params.iter().any(|p| p.contains("evil"))),
            "{field:?}"
        );
        let _ = view(&observations, &diagnosis);
    }
}
