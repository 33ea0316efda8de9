//! The page's own words: does it say more than its status, in no known product's style? Then the site wrote it, unless
//! they are a filter's words. A 502 that says nothing more is a gateway's.

use super::own_host::is_of_a_proxy;
use crate::body::Body;
use crate::evidence::{Evidence, Writer};
use crate::failure::Failure;
use crate::headers::Headers;
use crate::message::Message;
use crate::quantity::decimal;
use crate::text::{contains_ignore_case, cut, join, place, starts_ignore_case};
use crate::words::{Cause, Fault, Layer};

/// A page with words of its own, and no sign of a product that is known to make pages.
const OWN_WORDS: f32 = 3.5;
/// The same words if less is known: without the headers, a product that names itself there stays hidden; and if it is a
/// refusal, it may be the page of a filter that nobody here knows. The same goes for JSON that says no more than its
/// status, as API gateways send it.
const OWN_WORDS_UNSURE: f32 = 1.5;
/// A refusal in a filter's words comes as likely from a filter as from the application.
const FILTER_WORDS: f32 = 0.5;
/// What a filter stops was stopped by a rule of the site; an application that speaks like one usually has such rules
/// too.
const FILTERED: f32 = 1.5;
/// What speaks JSON is a program that the site's people wrote, unless a product is known to say just this.
const JSON: f32 = 3.5;
/// A language, a framework or an application's server names itself, or the type is JSON. Proxies written in one do the
/// same.
const RUNTIME: f32 = 1.5;
/// An application that answers 502 has something to say about it; an unknown gateway often has not.
const SILENT_GATEWAY: f32 = 3.0;
/// Fewer letters than this, not counting the status and its name, are no words of one's own.
const A_FEW_LETTERS: usize = 9;
/// Statuses with which firewalls and filters turn away a request that they do not like.
const REFUSALS: &[u16] = &[400, 403, 405, 406, 418, 429];
/// Words that every bare page contains beside the status and its name, or JSON contains before it.
const BARE: &str = "http|error|status|code|the|server|message|detail";

/// More than a bare page says.
enum Said {
    Json,
    /// JSON that names the status and no more.
    BareJson,
    Words,
}

pub(super) fn rule(failure: &Failure, evidence: &mut Vec<Evidence>) {
    // A 407 is a proxy's, whatever its page says.
    let written = |status: &u16| *status >= 400 && *status != 407 && !failure.is_signed();
    let Some(status) = failure.status().filter(written) else { return };
    // A page that speaks of a proxy is one's, on whichever side, and no application's. The space leaves
    // out the names of classes in a stack trace.
    let speaks_of_one = status >= 500 && contains_ignore_case(failure.visible(), "proxy ");
    let body = failure.body().filter(|body| !body.is_empty() && !speaks_of_one && !is_of_a_proxy(failure));
    let filtered = body.is_some() && failure.speaks_like_a_filter();
    let said = body.and_then(|body| said(body, failure.visible(), status));
    if let Some(said) = &said {
        let unsure = failure.headers().is_none() || REFUSALS.contains(&status);
        let weight = match said {
            Said::Json => JSON,
            Said::Words if filtered => FILTER_WORDS,
            Said::Words if !unsure => OWN_WORDS,
            _ => OWN_WORDS_UNSURE,
        };
        let text = Message::new("evidence_own_page").with(decimal(status));
        evidence.push(wrote(failure, Layer::AppRuntime, "page/own", weight, text));
    }
    // Without encryption it may be of this network as well.
    evidence.extend((filtered && failure.may_be_from_nearby().is_none()).then(|| stopped(failure)));
    let is_json = matches!(said, Some(Said::Json | Said::BareJson));
    let is_bare = said.is_none();
    let runtime = failure
        .headers()
        .is_some_and(|headers| is_of_a_runtime(headers, is_json) || (is_bare && is_of_a_framework(headers)));
    let is_empty = failure.is_empty();
    // An empty failure may as well be a gateway's; an empty refusal comes from the server that left its mark.
    if (runtime || failure.is_marked_by(Layer::AppRuntime)) && (!is_empty || status < 500) {
        let text = Message::new("evidence_runtime");
        evidence.push(wrote(failure, Layer::AppRuntime, "page/runtime", RUNTIME, text));
    } else if is_bare && matches!(status, 502 | 504) && (is_empty || body.is_some()) {
        let text = Message::new("evidence_status_gateway").with(decimal(status));
        evidence.push(wrote(failure, Layer::ReverseProxy, "page/gateway", SILENT_GATEWAY, text));
    }
}

fn wrote(failure: &Failure, layer: Layer, rule: &'static str, weight: f32, text: Message) -> Evidence {
    Evidence::new(rule, Writer::kind(layer), weight, failure.body_how().max(failure.headers_how()), text)
}

/// A rule of the site stopped the request.
fn stopped(failure: &Failure) -> Evidence {
    Evidence::new("page/filter", Fault::SiteConfig, FILTERED, failure.body_how(), Message::new("evidence_filter_page"))
        .because(Cause::Blocked)
}

/// Do the headers name what made the page, or a format that programs speak and gateways seldom do? If the page itself
/// was seen to be JSON, its type is no second witness.
fn is_of_a_runtime(headers: &Headers, is_json: bool) -> bool {
    let typed = || headers.get("content-type").is_some_and(|value| contains_ignore_case(value, "json"));
    headers.get("x-powered-by").is_some() || (!is_json && typed())
}

/// Frameworks name the charset of a plain text that is no more than the name of its status; gateways usually leave it
/// out. Those written in Go name it, and forbid sniffing as well.
fn is_of_a_framework(headers: &Headers) -> bool {
    let named = |value: &str| starts_ignore_case(value, "text/plain;") && contains_ignore_case(value, "charset=utf-8");
    headers.get("content-type").is_some_and(named) && headers.get("x-content-type-options").is_none()
}

fn said(body: &Body, visible: &str, status: u16) -> Option<Said> {
    let letters = own_letters(visible, status);
    if body.is_json() {
        return Some(if letters > 0 { Said::Json } else { Said::BareJson });
    }
    (letters >= A_FEW_LETTERS).then_some(Said::Words)
}

/// How many letters of a text are left without what any bare error page says: the names of its status, and a few words.
fn own_letters(visible: &str, status: u16) -> usize {
    let mut lower = visible.to_ascii_lowercase();
    for name in names(status) {
        while let Some((before, after)) = cut(&lower, name) {
            lower = join(&[before, after], " ");
        }
    }
    let words = lower.split(|c: char| c.is_ascii() && !c.is_ascii_alphabetic());
    words.filter(|word| place(BARE, word).is_none()).flat_map(str::bytes).filter(|byte| !begins_two(*byte)).count()
}

/// A letter of two bytes counts once. A character of Chinese, Japanese or Korean has three bytes and says as much as
/// three letters.
const fn begins_two(byte: u8) -> bool {
    matches!(byte, 0xC0..0xE0)
}

/// The names of a status: that of RFC 9110 and the registry, those of earlier standards, and what nginx, HAProxy and
/// Apache write. A name that contains another comes before it.
const fn names(status: u16) -> &'static [&'static str] {
    match status {
        400 => &["bad request"],
        401 => &["unauthorized", "authorization required"],
        402 => &["payment required"],
        403 => &["forbidden"],
        404 => &["not found"],
        405 => &["method not allowed", "not allowed"],
        406 => &["not acceptable"],
        408 => &["request timeout", "request time-out"],
        410 => &["gone"],
        413 => &["content too large", "payload too large", "request entity too large"],
        414 => &["request-uri too large", "request-uri too long", "uri too long"],
        421 => &["misdirected request"],
        429 => &["too many requests"],
        431 => &["request header fields too large"],
        451 => &["unavailable for legal reasons"],
        500 => &["internal server error"],
        501 => &["not implemented"],
        502 => &["bad gateway"],
        503 => &["service unavailable", "service temporarily unavailable"],
        504 => &["gateway timeout", "gateway time-out"],
        _ => &["error"],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::observation::Observation;

    #[test]
    fn a_bare_page_has_no_words_of_its_own_and_a_shop_has() {
        assert!(own_letters("502 Bad Gateway", 502) < A_FEW_LETTERS);
        assert!(own_letters("Error 503: Service Unavailable", 503) < A_FEW_LETTERS);
        for bare in [
            "401 Authorization Required",
            "405 Not Allowed",
            "405 Method Not Allowed",
            "408 Request Time-out",
            "413 Request Entity Too Large",
            "413 Payload Too Large",
            "413 Content Too Large",
            "414 Request-URI Too Large",
            "414 Request-URI Too Long",
            "421 Misdirected Request",
            "503 Service Temporarily Unavailable",
            "504 Gateway Time-out",
            "504 Gateway Timeout",
        ] {
            let status = bare[..3].parse().unwrap();
            assert_eq!(own_letters(bare, status), 0, "{bare}");
        }
        assert!(own_letters("Ошибка 502", 502) < A_FEW_LETTERS);
        assert!(own_letters("网站维护中", 503) >= A_FEW_LETTERS);
        assert!(own_letters("Service says 503", 503) >= A_FEW_LETTERS);
        assert!(own_letters("Acme Shop The database is away", 500) >= A_FEW_LETTERS);
        assert!(own_letters("Сайт временно недоступен", 503) >= A_FEW_LETTERS);
    }

    #[test]
    fn an_application_speaks_from_the_first_status_that_is_an_error() {
        let says = |status: u16| {
            let body = Some(Body::from("{\"error\":\"no such size\"}".to_owned()));
            let seen = [Observation { status: Some(status), body, ..Observation::default() }];
            let mut evidence = Vec::new();
            rule(&Failure::assemble(&seen).unwrap(), &mut evidence);
            !evidence.is_empty()
        };
        assert!(says(400) && !says(407), "a proxy asks for its password with 407");
    }

    #[test]
    fn who_speaks_of_a_proxy_is_no_application() {
        let is_own = |body: &str| {
            let body = Some(Body::from(body.to_owned()));
            let seen = [Observation { status: Some(503), body, ..Observation::default() }];
            let mut evidence = Vec::new();
            rule(&Failure::assemble(&seen).unwrap(), &mut evidence);
            evidence.iter().any(|it| it.rule == "page/own")
        };
        assert!(!is_own("<h1>Proxy error</h1><p>The proxy could not connect to the destination in time.</p>"));
        assert!(is_own("<h1>Sorry</h1><p>The shop could not connect to the stock in time.</p>"));
        assert!(is_own("<h1>Sorry</h1><pre>No stock\n at com.sun.proxy.$Proxy12.load(Unknown Source)</pre>"));
    }

    #[test]
    fn a_filter_speaks_the_language_of_the_site() {
        let is_stopped = |status: u16, body: &str| {
            let (url, body) = ("https://a.example/".into(), Some(Body::from(body.to_owned())));
            let seen = [Observation { url, status: Some(status), body, ..Observation::default() }];
            let mut evidence = Vec::new();
            rule(&Failure::assemble(&seen).unwrap(), &mut evidence);
            evidence.iter().any(|it| it.rule == "page/filter")
        };
        for says in [
            "Your request was blocked",
            "您的请求带有不合法参数，已被拦截！",
            "您的請求已被攔截",
            "<title>网站防火墙</title>",
            "Запрос заблокирован",
            "リクエストがブロックされました",
            "요청이 차단되었습니다",
            "Su solicitud ha sido bloqueada",
            "Votre requête a été bloquée",
            "Die Anfrage wurde blockiert",
        ] {
            assert!(is_stopped(403, says), "{says}");
        }
        assert!(!is_stopped(403, "请先登录") && !is_stopped(503, "您的请求已被拦截"));
    }

    #[test]
    fn the_server_of_an_application_is_one_though_nobody_kept_its_page() {
        let says = |server: &str| {
            let headers = Some(Headers::from([("server", server)]));
            let seen = [Observation { status: Some(405), headers, ..Observation::default() }];
            let mut evidence = Vec::new();
            rule(&Failure::assemble(&seen).unwrap(), &mut evidence);
            !evidence.is_empty()
        };
        assert!(says("Kestrel") && !says("nginx"));
    }

    #[test]
    fn a_gateway_under_another_name_is_one_where_no_language_is_named() {
        let writers = |headers: &[(&str, &str)], body: &str| {
            let (headers, body) = (Some(Headers::from(headers)), Some(Body::from(body.to_owned())));
            let seen = [Observation { status: Some(502), headers, body, ..Observation::default() }];
            let mut evidence = Vec::new();
            rule(&Failure::assemble(&seen).unwrap(), &mut evidence);
            evidence.into_iter().map(|it| it.rule).collect::<Vec<_>>()
        };
        let renamed = "<center><h1>502 Bad Gateway</h1></center><hr><center>RUMP/3.1.1</center>";
        assert_eq!(writers(&[("server", "RUMP/3.1.1")], renamed), ["page/gateway"]);
        assert_eq!(writers(&[("content-type", "text/plain; charset=utf-8")], "Bad Gateway"), ["page/runtime"]);
    }
}
