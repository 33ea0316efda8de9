//! Whatever a server sends: no panic, probabilities stay probabilities, the report stays bounded and keeps secrets.

#![cfg(test)]

mod noise;

use std::time::Instant;

use is_it_me_core::address::host_of;
use is_it_me_core::body::Body;
use is_it_me_core::headers::Headers;
use is_it_me_core::message::{Message, Words};
use is_it_me_core::needle::Found;
use is_it_me_core::observation::{How, Redirect, Timings, Zone};
use is_it_me_core::record::Record;
use is_it_me_core::redact::Cleaner;
use is_it_me_core::report::{Client, Format, Report, Told};
use is_it_me_core::vendor::{Vendor, vendors};
use is_it_me_core::view::{Fact, view};
use is_it_me_core::{Case, Observation, clock, diagnose, net_error, redact, text};

use noise::Noise;

impl Noise {
    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.below(from.len())]
    }

    fn text(&mut self) -> String {
        (0..self.below(12)).map(|_| self.pick(PIECES)).collect()
    }

    /// Any bytes at all, read as text, between pieces that some reader looks for; now and then far beyond every bound.
    fn bytes(&mut self) -> String {
        let long = self.next().is_multiple_of(50);
        let mut bytes = Vec::new();
        for _ in 0..self.below(if long { 20_000 } else { 40 }) {
            match self.below(3) {
                0 => bytes.extend(self.pick(PIECES).as_bytes()),
                1 => bytes.extend(self.next().to_le_bytes()),
                _ => bytes.push(b' ' + u8::try_from(self.below(95)).unwrap()),
            }
        }
        String::from_utf8_lossy(&bytes).into_owned()
    }

    fn maybe<T>(&mut self, value: impl FnOnce(&mut Self) -> T) -> Option<T> {
        (!self.next().is_multiple_of(3)).then(|| value(self))
    }

    #[allow(clippy::cast_precision_loss, reason = "any number will do")]
    fn number(&mut self) -> f64 {
        [0.0, -1.0, f64::NAN, f64::INFINITY, 1e300, 1_795_266_202_345.0, self.next() as f64][self.below(7)]
    }
}

/// What vendors, markup, protocols and attackers write.
const PIECES: &[&str] = &[
    "nginx",
    "cloudflare",
    "<center>",
    "</title>",
    "<title>",
    "502 Bad Gateway",
    "\0",
    "\r\n",
    "é",
    "𝄞",
    "`",
    "```",
    "~~~",
    "{",
    "}",
    "://",
    "@",
    "?",
    "&",
    "=",
    "#",
    "%40",
    "<script>",
    "[x](javascript:1)",
    "net::",
    "ERR_",
    "Guru Meditation",
    "\u{202e}",
    "/",
    " ",
    "eyJhbGciOi",
    "reset reason: ",
    "upstream connect error",
    ";",
    ",",
    "\"",
    "'",
    "|",
    "\t",
    "]",
    "[",
    ":",
    "9999999999999999999999",
];
const NAMES: &[&str] = &[
    "server",
    "Via",
    "cf-ray",
    "set-cookie",
    "x-cache",
    "AGE",
    "x-amz-cf-pop",
    "x-served-by",
    "location",
    "",
    "\u{0}",
];

fn observation(noise: &mut Noise) -> Observation {
    let fields: Vec<_> = (0..noise.below(30)).map(|_| (noise.pick(NAMES).to_owned(), noise.text())).collect();
    Observation {
        how: [How::Seen, How::Page, How::Asked][noise.below(3)],
        at_ms: noise.maybe(Noise::number),
        zone: Zone { offset_minutes: i16::MIN, name: noise.maybe(Noise::text) },
        url: format!("https://{}", noise.text()),
        method: noise.text(),
        status: noise.maybe(|noise| u16::try_from(noise.below(1000)).unwrap()),
        reason: noise.maybe(Noise::text),
        protocol: noise.maybe(Noise::text),
        headers: noise.maybe(|_| Headers::from(fields)),
        body: noise.maybe(|noise| Body::from(noise.text())),
        error: noise.maybe(Noise::text),
        ip: noise.maybe(Noise::text),
        redirects: vec![Redirect { url: noise.text(), status: Some(302) }; noise.below(40)],
        timings: Timings { total_ms: Some(noise.number()), ..Timings::default() },
        ..Observation::default()
    }
    .bounded()
}

/// Shows keys and parameters as they are, so that nothing hostile hides behind a sentence.
struct Bare;

impl Words for Bare {
    fn say(&self, message: &Message) -> String {
        format!("{} {}", message.key, message.params.join(" "))
    }
}

fn report(observations: &[Observation]) -> String {
    let diagnosis = diagnose(observations);
    let sum: f32 = diagnosis.fault.ranked.iter().map(|(_, p)| p).sum();
    assert!((sum - 1.0).abs() < 1e-3 && (0.0..=1.001).contains(&diagnosis.generator.confidence));
    let case = Case { observations: observations.to_vec(), ..Case::default() };
    let told = Told { case: &case, diagnosis: &diagnosis, asked: &[], heard: &[] };
    let report = Report::new(&told, Client::default(), Cleaner::default());
    report.write(Format::Markdown, &Bare)
}

#[test]
fn any_observation_is_diagnosed_without_a_panic() {
    let mut noise = Noise(0x5eed);
    for _ in 0..3000 {
        let observations: Vec<_> = (0..noise.below(4)).map(|_| observation(&mut noise)).collect();
        assert!(report(&observations).len() < 3 * (Headers::MAX_BYTES + 32 * Observation::MAX_URL));
    }
}

#[test]
fn hostile_text_never_leaves_its_fence() {
    let mut noise = Noise(0xfe11);
    for _ in 0..300 {
        let text = noise.text();
        let headers = Headers::from(vec![("x-evil".to_owned(), format!("{text}\n# heading\n```\n<b>"))]);
        let failed = Observation { status: Some(502), headers: Some(headers), ..Observation::default() };
        let report = report(&[failed]);
        let fence = report.lines().find(|line| line.starts_with("```")).unwrap();
        let fenced: Vec<_> =
            report.lines().skip_while(|line| *line != fence).skip(1).take_while(|line| *line != fence).collect();
        assert!(fenced.iter().any(|line| line.starts_with("x-evil: ") && line.contains("heading")), "{report}");
        assert!(!report.lines().any(|line| line.starts_with("# heading")), "{report}");
    }
}

/// What a browser called the failure is hostile if it comes from a file.
#[test]
fn no_net_error_becomes_markup() {
    let error = "nonsense\n# heading\n<img src=x> [x](javascript:1)";
    let failed = Observation { error: Some(error.into()), ..Observation::default() }.bounded();
    let observations = [failed];
    let diagnosis = diagnose(&observations);
    let view = view(&observations, &diagnosis);
    assert!(view.reasons.iter().any(|reason| reason.text.params.join(" ").contains("nonsense # heading")));
    let report = report(&observations);
    for line in report.lines().filter(|line| line.contains("<img")) {
        let code = line.split('`').skip(1).step_by(2);
        assert_eq!(
            code.map(|code| code.matches("<img").count()).sum::<usize>(),
            line.matches("<img").count(),
            "{line}"
        );
    }
    assert!(report.contains("(+) evidence_no_answer `nonsense") && !report.contains("\n# heading"), "{report}");
}

/// Where a probe is and who runs it is what a service says about it.
#[test]
fn no_label_of_a_fact_becomes_markup() {
    let observations = [Observation { status: Some(502), ..Observation::default() }];
    let (case, diagnosis) = (Case { observations: observations.to_vec(), ..Case::default() }, diagnose(&observations));
    let heard =
        ["Frankfurt, DE, Tele-Kom 1", "<img src=x>, [x](javascript:1), *b*\n# h", "WWW.evil.example", ""].map(|near| {
            Fact { label: Message::new("fact_elsewhere_works").with(near), value: "works".to_owned(), hop: None }
        });
    let told = Told { case: &case, diagnosis: &diagnosis, asked: &[], heard: &heard };
    let report = Report::new(&told, Client::default(), Cleaner::default()).write(Format::Markdown, &Bare);
    assert!(report.contains("fact_elsewhere_works Frankfurt, DE, Tele-Kom 1"), "{report}");
    assert!(report.contains("fact_elsewhere_works `<img src=x>, [x](javascript:1), *b* # h`"), "{report}");
    assert!(report.contains("fact_elsewhere_works `WWW.evil.example`"), "{report}");
}

#[test]
fn planted_secrets_are_in_no_part_of_the_report() {
    let secret = "s3cr3t-value-0123456789abcdef";
    let headers = ["set-cookie", "authorization", "x-api-key", "x-auth-token", "cf-connecting-ip"];
    let mut fields: Vec<_> = headers.map(|name| (name.to_owned(), format!("sid={secret}"))).into();
    fields.push(("location".into(), format!("https://a.example/cb?code={secret}#{secret}")));
    fields.push(("link".into(), format!("<https://a.example/?token={secret}>; rel=next")));
    let failed = Observation {
        url: format!("https://user:{secret}@shop.example/reset/{secret}?token={secret}&q=shoes#{secret}"),
        status: Some(502),
        headers: Some(Headers::from(fields)),
        body: Some(Body::from(format!("<title>Hello ann@{secret}.example</title>"))),
        redirects: vec![Redirect { url: format!("https://shop.example/?session={secret}"), status: Some(302) }],
        ..Observation::default()
    };
    let report = report(&[failed]);
    assert!(!report.contains(secret), "{report}");
    assert!(report.contains("q=shoes"), "{report}");
}

#[test]
fn whatever_is_taken_in_is_bounded() {
    let mut noise = Noise(0xb0d1);
    for _ in 0..200 {
        let (raw, other) = (noise.bytes(), noise.bytes());
        let body = Body::from(raw.clone());
        assert!(body.text().len() <= Body::MAX && raw.starts_with(body.text()));
        assert!(body.title().is_none_or(|title| title.len() <= 200 && !title.chars().any(char::is_control)));
        let pairs = raw.split('\n').map(|line| line.split_once(':').unwrap_or((line, &other)));
        let headers = Headers::from(pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect::<Vec<_>>());
        assert!(headers.iter().count() <= Headers::MAX_FIELDS);
        assert!(headers.iter().map(|(name, value)| name.len() + value.len()).sum::<usize>() <= Headers::MAX_BYTES);
        let seen = Observation { headers: Some(headers.clone()), body: Some(body.clone()), ..Observation::default() };
        for vendor in vendors() {
            assert!(vendor.request_ids(&seen).all(|(_, id)| id.len() <= Headers::MAX_VALUE));
            assert!(vendor.location(&headers).is_none_or(|place| place.len() <= Headers::MAX_VALUE));
        }
        let found = Found::scan(body.text());
        assert_eq!(found, Found::scan(&body.text().to_ascii_uppercase()));
        assert!(raw.contains(host_of(&raw)));
        assert!(net_error::canonical(&raw).len() <= raw.len());
        net_error::lookup(&raw);
        assert!(Vendor::by_id(&raw).is_none_or(|vendor| vendor.id == raw));
    }
}

#[test]
fn whatever_is_cleaned_stays_clean_and_in_proportion() {
    let mut noise = Noise(0xc1ea);
    for _ in 0..200 {
        let (raw, name) = (noise.bytes(), noise.text());
        let cleaned =
            [redact::url(&raw), redact::text(&raw), redact::header(&name, &raw), redact::header("set-cookie", &raw)];
        for text in cleaned {
            assert!(text.len() <= (raw.len() + 1) * (redact::REDACTED.len() + 2), "{} of {}", text.len(), raw.len());
        }
        assert!(!redact::url(&raw).contains('#'));
        let line = text::one_line(&raw);
        assert!(line.len() <= raw.len() && !line.chars().any(char::is_control) && line == text::one_line(&line));
        let clipped = text::clip(&raw, noise.below(300));
        assert!(clipped.len() < 300 && raw.starts_with(&clipped));
        let needle = noise.pick(PIECES);
        assert_eq!(text::contains_ignore_case(&raw, needle), text::after_ignore_case(&raw, needle).is_some());
        assert!(!text::starts_ignore_case(&raw, needle) || text::contains_ignore_case(&raw, needle));
        let zone = Zone { offset_minutes: i16::MAX, name: Some(name) };
        let moment = noise.maybe(Noise::number);
        let _ = clock::local(moment, &zone);
        assert!(clock::utc(moment).len() < 40 && clock::time_of_day(moment).len() <= 12);
    }
}

/// Addresses in addresses, each in a form of its own and far longer than what a server may send.
#[test]
fn addresses_without_end_are_cleaned_in_proportion_and_without_a_deep_stack() {
    let coded = ["/?a=%2F", "?u=http%3A//a/?u=", "#/a?b=/", "\\u003fa=/", "&#x3f;a=/"].map(|piece| (piece, 1000));
    for (piece, times) in [("/#", 16_000), ("a=/#", 16_000), ("?a=/?a=", 16_000)].into_iter().chain(coded) {
        let deep = piece.repeat(times);
        for cleaned in [redact::text(&deep), redact::url(&deep), redact::header("link", &format!("<{deep}>"))] {
            assert!(cleaned.len() <= (deep.len() + 1) * (redact::REDACTED.len() + 2), "{piece}");
        }
    }
}

/// Something that begins like a tag and never ends costs no more than as many words: looking for the end of each would
/// read the rest of the text at every one of them.
#[test]
fn tags_without_an_end_are_cleaned_as_soon_as_words() {
    let took = |piece: &str| {
        let text = piece.repeat(Body::MAX / piece.len());
        let times = (0..5).map(|_| {
            let start = Instant::now();
            assert_eq!(redact::text(&text), text);
            start.elapsed()
        });
        times.min().unwrap_or_default()
    };
    let (tags, words) = (took("<a"), took("(a"));
    assert!(tags < 4 * words, "{tags:?} against {words:?}");
}

#[test]
fn any_json_is_a_record_or_none() {
    let mut noise = Noise(0x15_0a);
    for _ in 0..200 {
        let (raw, status) = (noise.bytes(), noise.below(70_000));
        assert!(serde_json::from_str::<Record>(&raw).is_err());
        assert!(serde_json::from_str::<Observation>(&raw).is_err());
        let record = serde_json::json!({
            "id": raw, "url": raw, "status": status, "http_version": raw, "headers": [[raw, raw], ["server", raw]],
            "body": raw, "net_error": noise.maybe(Noise::bytes), "elapsed_ms": noise.number(),
        });
        let read = serde_json::from_value::<Record>(record);
        assert_eq!(read.is_ok(), u16::try_from(status).is_ok());
        if let Ok(record) = read {
            report(&[Observation::from(record)]);
        }
    }
}

#[test]
fn a_fact_without_a_letter_is_no_fact() {
    let seen = Observation { method: "\u{1}\u{2}".into(), status: Some(502), ..Observation::default() };
    let facts = view(std::slice::from_ref(&seen), &diagnose(std::slice::from_ref(&seen))).facts;
    assert!(facts.iter().all(|fact| !fact.value.is_empty()), "{facts:?}");
}
