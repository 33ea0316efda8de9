//! What a visitor would not want to pass on is in no format of the report, whichever field it came in.

#![cfg(test)]

use is_it_me_core::body::Body;
use is_it_me_core::check::{Answered, Check, Exchange, Lost, Reply, Request};
use is_it_me_core::headers::Headers;
use is_it_me_core::message::{Message, Words};
use is_it_me_core::observation::{How, Redirect, Zone};
use is_it_me_core::redact::{Cleaner, Kind};
use is_it_me_core::report::{Attempt, Client, Format, Report, Told};
use is_it_me_core::view::Fact;
use is_it_me_core::{Case, Observation, diagnose_case};

/// Takes the place of a secret. Nothing else in a report contains it.
const CANARY: &str = "q7f3k9x2v8w4";
/// The visitor's own address in the same role.
const VISITOR: &str = "203.0.113.209";

/// Shows keys and parameters as they are, so that nothing hides behind a sentence.
struct Bare;

impl Words for Bare {
    fn say(&self, message: &Message) -> String {
        format!("{} {}", message.key, message.params.join(" "))
    }
}

/// Ways to tell a secret, for any text at all, and the kind that it is taken for.
fn in_text() -> Vec<(Kind, String)> {
    vec![
        (Kind::Cookie, format!("Cookie: sid={CANARY}; theme={CANARY}")),
        (Kind::Credential, format!("Authorization: Bearer {CANARY}")),
        (Kind::Credential, format!("Authorization: Basic dXNlcjp{CANARY}")),
        (Kind::Credential, format!("see https://ann:{CANARY}@shop.example/x")),
        (Kind::Credential, format!("{{\"password\":\"{CANARY}\"}}")),
        (Kind::Token, format!("token={CANARY}")),
        (Kind::Token, format!("session_id: {CANARY}")),
        (Kind::Token, format!("eyJhbGciOiJIUzI1NiJ9.{CANARY}.abc")),
        (Kind::Token, format!("ghp_{CANARY}{CANARY}{CANARY}")),
        (Kind::Token, format!("/reset/{CANARY}a1b2c3d4e5")),
        (Kind::Token, format!("https://shop.example/?a=1&access_token={CANARY}")),
        (Kind::Token, format!("https://shop.example/?next=%2Fa%3Fapi_key%3D{CANARY}")),
        (Kind::Email, format!("{CANARY}@mail.example")),
        (Kind::Visitor, format!("Your IP: {VISITOR}")),
        (Kind::Visitor, format!("ip={VISITOR}")),
    ]
}

/// Ways to tell a secret in an address that somebody visited.
fn in_address() -> Vec<(Kind, String)> {
    vec![
        (Kind::Credential, format!("https://ann:{CANARY}@shop.example/")),
        (Kind::Token, format!("https://shop.example/reset/{CANARY}a1b2c3d4e5?q=shoes")),
        (Kind::Token, format!("https://shop.example/x;jsessionid={CANARY}")),
        (Kind::Token, format!("https://shop.example/?q=shoes&code={CANARY}")),
        (Kind::Token, format!("https://shop.example/?next=https%3A%2F%2Fa.example%2F%3Ftoken%3D{CANARY}")),
        (Kind::Email, format!("https://shop.example/u/{CANARY}@mail.example")),
        (Kind::Email, format!("https://shop.example/?to={CANARY}%40mail.example")),
        (Kind::Fragment, format!("https://shop.example/#access_token={CANARY}")),
        (Kind::Visitor, format!("https://shop.example/?client_ip={VISITOR}")),
    ]
}

/// Header fields whose value is a secret because of their name.
fn in_headers() -> Vec<(Kind, [String; 2])> {
    let field = |kind, name: &str, value: &str| (kind, [name.to_owned(), value.to_owned()]);
    vec![
        field(Kind::Cookie, "Set-Cookie", &format!("sid={CANARY}; Path=/")),
        field(Kind::Cookie, "cookie", CANARY),
        field(Kind::Credential, "authorization", CANARY),
        field(Kind::Credential, "Proxy-Authorization", CANARY),
        field(Kind::Token, "x-csrf-token", CANARY),
        field(Kind::Token, "X-Api-Key", CANARY),
        field(Kind::Token, "location", &format!("/cb?code={CANARY}")),
        field(Kind::Email, "x-user-email", CANARY),
        field(Kind::Visitor, "x-forwarded-for", &format!("{VISITOR}, 198.51.100.1")),
        field(Kind::Visitor, "cf-connecting-ip", VISITOR),
        field(Kind::Visitor, "true-client-ip", VISITOR),
        field(Kind::Visitor, "forwarded", &format!("for={VISITOR}")),
    ]
}

/// One report's ingredients, with a secret in one place.
#[derive(Clone)]
struct Page {
    seen: Observation,
    exchange: Exchange,
    agent: String,
    heard: Vec<Fact>,
}

impl Page {
    fn new() -> Self {
        let request = Request {
            url: "https://shop.example/cart".into(),
            headers: Vec::new(),
            body: None,
            cookies: true,
            follows: true,
            reads: 1024,
            after_ms: 0,
        };
        let answered = Answered { url: request.url.clone(), status: 502, ..Answered::default() };
        let reply = Reply { at_ms: 1_795_266_209_000.0, took_ms: 20.0, result: Ok(answered) };
        let seen = Observation {
            at_ms: Some(1_795_266_202_345.0),
            url: "https://shop.example/cart".into(),
            method: "GET".into(),
            status: Some(502),
            headers: Some(Headers::from([("server", "nginx")])),
            ..Observation::default()
        };
        Self {
            seen,
            exchange: Exchange { check: Check::Again, request, reply },
            agent: String::new(),
            heard: Vec::new(),
        }
    }

    /// The report in every format, and what was taken out of it.
    fn written(&self, cleaner: Cleaner) -> (Vec<(Format, String)>, Vec<Kind>) {
        let case = Case { observations: vec![self.seen.clone().bounded()], ..Case::default() };
        let diagnosis = diagnose_case(&case);
        let asked = [Attempt::by(&self.exchange, &Zone::default())];
        let client = Client { name: "test".into(), version: "1".into(), agent: self.agent.clone() };
        let told = Told { case: &case, diagnosis: &diagnosis, asked: &asked, heard: &self.heard };
        let report = Report::new(&told, client, cleaner);
        let written = Format::ALL.iter().map(|format| (*format, report.write(*format, &Bare))).collect();
        (written, report.removed().iter().map(|cut| cut.kind).collect())
    }

    fn answered(&mut self) -> &mut Answered {
        self.exchange.reply.result.as_mut().unwrap()
    }
}

/// A field, and how a text gets into it.
type Place = (&'static str, fn(&mut Page, String));

/// Every field that holds a text of one line or more.
const TEXTS: &[Place] = &[
    ("method", |page, text| page.seen.method = text),
    ("reason", |page, text| page.seen.reason = Some(text)),
    ("protocol", |page, text| page.seen.protocol = Some(text)),
    ("error", |page, text| page.seen.error = Some(text)),
    ("error without an answer", |page, text| {
        (page.seen.status, page.seen.headers, page.seen.error) = (None, None, Some(text));
    }),
    ("ip", |page, text| page.seen.ip = Some(text)),
    ("zone", |page, text| page.seen.zone.name = Some(text)),
    ("body", |page, text| page.seen.body = Some(Body::from(format!("<h1>Bad gateway</h1><p>{text}</p>")))),
    ("title", |page, text| page.seen.body = Some(Body::from(format!("<title>{text}</title>")))),
    ("body of a page that works", |page, text| {
        (page.seen.status, page.seen.body) = (Some(200), Some(Body::from(text)));
    }),
    ("header", |page, text| {
        page.seen.headers = Some(Headers::from(vec![("x-note".into(), text), ("via".into(), "1.1 gw".into())]));
    }),
    ("via", |page, text| page.seen.headers = Some(Headers::from(vec![("via".into(), format!("1.1 {text}"))]))),
    ("request id", |page, text| {
        let ray = ("cf-ray".to_owned(), text);
        page.seen.headers = Some(Headers::from(vec![("server".to_owned(), "cloudflare".to_owned()), ray]));
    }),
    ("agent", |page, text| page.agent = text),
    ("heard", |page, text| {
        page.heard = vec![Fact { label: Message::new("fact_title").with(text.clone()), value: text, hop: None }];
    }),
    ("sent body", |page, text| page.exchange.request.body = Some(text)),
    ("sent header", |page, text| page.exchange.request.headers = vec![("x-note", text)]),
    ("reason of a check", |page, text| page.answered().reason = text),
    ("header of a check", |page, text| page.answered().headers = Headers::from(vec![("x-note".to_owned(), text)])),
    ("body of a check", |page, text| page.answered().body = text.into_bytes()),
    ("trace", |page, text| {
        page.exchange.check = Check::EdgeAlive;
        *page.answered() =
            Answered { status: 200, body: format!("fl=1\n{text}\ncolo=FRA").into(), ..Answered::default() };
    }),
    ("body of a check that works", |page, text| {
        *page.answered() = Answered { status: 200, body: text.into_bytes(), ..Answered::default() };
    }),
    ("error of a check", |page, text| page.exchange.reply.result = Err(Lost::Failed(Some(text)))),
];

/// Every field that holds an address.
const ADDRESSES: &[Place] = &[
    ("url", |page, url| page.seen.url = url),
    ("url of a page that works", |page, url| (page.seen.status, page.seen.url) = (Some(200), url)),
    ("redirect", |page, url| page.seen.redirects = vec![Redirect { url, status: Some(302) }]),
    ("asked url", |page, url| page.exchange.request.url = url),
    ("answering url", |page, url| page.answered().url = url),
    ("url of a check without an answer", |page, url| {
        page.exchange.request.url = url;
        page.exchange.reply.result = Err(Lost::TimedOut);
    }),
];

/// A list of header fields, and how a field gets into it.
type List = (&'static str, fn(&mut Page, [String; 2]));

const FIELDS: &[List] = &[
    ("fields", |page, [name, value]| page.seen.headers = Some(Headers::from(vec![(name, value)]))),
    ("fields of a check", |page, [name, value]| page.answered().headers = Headers::from(vec![(name, value)])),
];

/// No format reveals the secret, it is listed as taken out, and without a cleaner at work some format does reveal it.
fn assert_kept_back(place: &str, kind: Kind, page: &Page) {
    let tells = |text: &str| text.contains(CANARY) || text.contains(VISITOR);
    let (written, removed) = page.written(Cleaner::default());
    for (format, text) in &written {
        assert!(!tells(text), "{place} as {format}, {kind}: {text}");
    }
    let (open, nothing) = page.written(Cleaner::keeping());
    let is_told = open.iter().any(|(_, text)| tells(text));
    assert!(nothing.is_empty());
    // The text of a page that works is left out altogether, whoever asks.
    assert_eq!(is_told, !place.ends_with("works") || place.starts_with("url"), "{place}, {kind}: planted in vain");
    assert!(!is_told || removed.contains(&kind), "{place}, {kind}: taken out and not listed: {removed:?}");
}

#[test]
fn no_secret_in_any_field_reaches_any_format() {
    for (place, plant) in TEXTS {
        for (kind, text) in in_text() {
            let mut page = Page::new();
            plant(&mut page, text);
            assert_kept_back(place, kind, &page);
        }
    }
}

#[test]
fn no_secret_in_any_address_reaches_any_format() {
    for (place, plant) in ADDRESSES {
        for (kind, url) in in_address() {
            let mut page = Page::new();
            plant(&mut page, url);
            assert_kept_back(place, kind, &page);
        }
    }
}

#[test]
fn no_secret_in_any_header_field_reaches_any_format() {
    for (place, plant) in FIELDS {
        for (kind, field) in in_headers() {
            let mut page = Page::new();
            plant(&mut page, field);
            assert_kept_back(place, kind, &page);
        }
    }
}

#[test]
fn an_address_that_one_answer_tells_is_known_in_all_others() {
    let mut page = Page::new();
    page.exchange.check = Check::EdgeAlive;
    *page.answered() = Answered { status: 200, body: format!("ip={VISITOR}\n").into(), ..Answered::default() };
    page.seen.body = Some(Body::from(format!("refused: {VISITOR} is on a list")));
    page.seen.url = format!("https://shop.example/log/{VISITOR}");
    assert_kept_back("everywhere", Kind::Visitor, &page);
}

/// Providers know their customers by a few letters in the address of the resolver.
#[test]
fn nobody_learns_which_account_the_visitor_has_at_a_resolver() {
    let name = "AAABAAABAAAAAAABBHNob3AHZXhhbXBsZQAAAQAB";
    let asked = |resolver: &str| {
        let mut page = Page::new();
        page.exchange.check = Check::Names;
        page.exchange.request.url = format!("{resolver}type=A&dns={name}");
        page.answered().url = format!("{resolver}dns={name}");
        page.written(Cleaner::default())
    };
    for (resolver, kept) in [
        ("https://dns.nextdns.io/ab12cd?", "https://dns.nextdns.io/[redacted]?"),
        ("https://doh.example.com/?ab12cd=1&", "https://doh.example.com/[redacted]?"),
        ("https://d.adguard-dns.com/dns-query/ab12cd?", "https://d.adguard-dns.com/[redacted]?"),
        ("https://ab12cd.cloudflare-gateway.com:8443/dns-query?", "https://cloudflare-gateway.com:8443/dns-query?"),
    ] {
        let (written, removed) = asked(resolver);
        assert!(written.iter().all(|(_, text)| !text.contains("ab12cd")), "{resolver}");
        let in_json =
            written.iter().any(|(format, text)| *format == Format::Json && text.contains(&format!("{kept}dns={name}")));
        assert!(in_json && removed.contains(&Kind::Token), "{resolver}");
    }
    for resolver in
        ["https://dns.google/dns-query?", "https://1.1.1.1/dns-query?", "https://doh.example.com/dns-query?"]
    {
        let (written, _) = asked(resolver);
        assert!(written.iter().any(|(_, text)| text.contains(&format!("{resolver}dns={name}"))), "{resolver}");
    }
}

/// A text that is clipped at its bound may end in the middle of a secret.
#[test]
fn half_a_secret_at_the_end_of_a_clipped_text_goes_too() {
    for cut in 1..40 {
        let address = format!("ask ann{CANARY}@mail.example");
        let body = format!("{} {address}", "x".repeat(Body::MAX - cut));
        let mut page = Page::new();
        page.seen.body = Some(Body::from(body));
        let (written, _) = page.written(Cleaner::default());
        assert!(written.iter().all(|(_, text)| !text.contains("ann")), "{cut}");
        page.seen.body = None;
        let noted = format!("{} {address}", "x".repeat(Headers::MAX_VALUE - cut));
        page.seen.headers = Some(Headers::from(vec![("x-note".to_owned(), noted)]));
        page.seen.reason = Some(format!("{} {address}", "x".repeat(256 - cut)));
        let (written, _) = page.written(Cleaner::default());
        assert!(written.iter().all(|(_, text)| !text.contains("ann")), "{cut}");
        page.seen.url = format!("https://shop.example/{}/ann{CANARY}@mail.example", "x".repeat(4074 - cut));
        let (written, _) = page.written(Cleaner::default());
        assert!(written.iter().all(|(_, text)| !text.contains("annq7")), "{cut}");
    }
}

#[test]
fn what_helps_the_owner_stays() {
    let mut page = Page::new();
    page.seen.how = How::Seen;
    page.seen.url = "https://shop.example/orders/4711?page=2&sort=price".into();
    page.seen.ip = Some("203.0.113.7".into());
    page.seen.body = Some(Body::from("<title>502 Bad Gateway</title><center>nginx/1.22.1</center>".to_owned()));
    let fields = [("server", "nginx/1.22.1"), ("x-request-id", "0d2c6a4e-3b43-4b8e-9f0a-6a1b2c3d4e5f"), ("age", "0")];
    page.seen.headers = Some(Headers::from(fields));
    let (written, removed) = page.written(Cleaner::default());
    assert!(removed.is_empty(), "{removed:?}");
    for (format, text) in written.iter().filter(|(format, _)| *format != Format::Curl) {
        for fact in ["/orders/4711?page=2&sort=price", "203.0.113.7", "502 Bad Gateway", "nginx/1.22.1", "6a1b2c3d4e5f"]
        {
            assert!(text.contains(fact), "{format} lacks {fact}: {text}");
        }
    }
}
