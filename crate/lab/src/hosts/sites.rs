//! Sites, each broken in its own way. They answer to any name whose first label is theirs.

use super::{Host, is};
use crate::http::Request;
use crate::reply::Reply;
use crate::script::Script;
use crate::shared::Shared;

pub(super) const HOSTS: &[Host] = &[
    Host::new("well", "A site that is well; /sign-in sets cookies of 6 kB.", well),
    Host::new("down", "Every page is the 502 of nginx.", |_, request| Reply::nginx(502, request).send(request)),
    Host::new("route", "One page, /cart, is a 502; all others are well.", route),
    Host::new("flapping", "One page, /cart, is a 502 every other time.", flapping),
    Host::new("once", "A 502 until `over=1`.", once),
    Host::new("cached", "A 502 that browsers may keep for ten minutes, until `over=1`.", cached),
    Host::new("edge", "Cloudflare answers and cannot reach the server behind it; it explains that when asked.", edge),
    Host::new("mute-edge", "The same, without an explanation.", mute_edge),
    Host::new("challenge", "Cloudflare wants proof of a person.", challenge),
];

const RAY: &str = "9b0309b91d808a97-TPE";
/// Together more than a gateway with small buffers accepts, and each less than the most a browser accepts.
const COOKIES: usize = 3;
const COOKIE_BYTES: usize = 2_000;

fn healthy(request: &Request) -> Script {
    let page = Reply::page(200, "Shop", "<p>All is well in this shop.</p>");
    page.header("Cache-Control", "no-store").send(request)
}

fn failing(request: &Request) -> Reply {
    Reply::nginx(502, request).header("Cache-Control", "no-store")
}

fn well(_: &Shared, request: &Request) -> Script {
    if request.path != "/sign-in" {
        return healthy(request);
    }
    let mut reply = Reply::page(200, "Shop", "<p>Welcome back.</p>").header("Cache-Control", "no-store");
    for n in 0..COOKIES {
        reply = reply.header("Set-Cookie", &format!("basket{n}={}; Path=/", "a".repeat(COOKIE_BYTES)));
    }
    reply.send(request)
}

fn route(_: &Shared, request: &Request) -> Script {
    if request.path == "/cart" { failing(request).send(request) } else { healthy(request) }
}

fn flapping(shared: &Shared, request: &Request) -> Script {
    let fails = request.path == "/cart" && shared.count(format!("flapping {}", request.host()), |n| n + 1) % 2 == 1;
    if fails { failing(request).send(request) } else { healthy(request) }
}

fn once(shared: &Shared, request: &Request) -> Script {
    if is(shared, "over", "1") { healthy(request) } else { failing(request).send(request) }
}

fn cached(shared: &Shared, request: &Request) -> Script {
    if is(shared, "over", "1") {
        return healthy(request);
    }
    Reply::nginx(502, request).header("Cache-Control", "max-age=600").send(request)
}

fn edge(shared: &Shared, request: &Request) -> Script {
    let wants_it_explained = request.header("accept").is_some_and(|kinds| kinds.contains("application/problem+json"));
    if wants_it_explained && request.path != LIVENESS { explained(request) } else { mute_edge(shared, request) }
}

fn mute_edge(_: &Shared, request: &Request) -> Script {
    let host = request.host();
    let page = format!(
        "<!DOCTYPE html>\n<html lang=\"en-US\">\n<head>\n<title>{host} | 522: Connection timed out</title>\n</head>\n<body>\n\
         <div id=\"cf-wrapper\">\n<div id=\"cf-error-details\" class=\"p-0\">\n<header><h1><span>Connection timed out</span>\n\
         <span class=\"code-label\">Error code 522</span></h1>\n<div>Visit <a href=\"https://www.cloudflare.com/5xx-error-landing\
         ?utm_source=errorcode_522\">cloudflare.com</a> for more information.</div></header>\n</div>\n</div>\n</body>\n</html>\n"
    );
    alive(request).unwrap_or_else(|| from_cloudflare(522).body("text/html; charset=UTF-8", page).send(request))
}

fn challenge(_: &Shared, request: &Request) -> Script {
    let page = "<!DOCTYPE html><html lang=\"en-US\"><head><title>Just a moment...</title></head><body>\
        <div class=\"main-wrapper\" role=\"main\"><noscript>Enable JavaScript and cookies to continue</noscript></div>\
        <script src=\"/cdn-cgi/challenge-platform/h/g/orchestrate/chl_page/v1\"></script></body></html>";
    let reply = from_cloudflare(403).header("CF-Mitigated", "challenge").body("text/html; charset=UTF-8", page);
    alive(request).unwrap_or_else(|| reply.send(request))
}

/// After RFC 9457 and developers.cloudflare.com/changelog/post/2026-04-27-structured-responses-for-5xx-errors.
fn explained(request: &Request) -> Script {
    let problem = serde_json::json!({
        "type": "https://developers.cloudflare.com/support/troubleshooting/http-status-codes/cloudflare-5xx-errors/error-522/",
        "title": "Error 522: Connection timed out",
        "status": 522,
        "detail": "Cloudflare could not establish a TCP connection to the origin web server.",
        "instance": RAY,
        "error_code": 522,
        "error_name": "connection_timed_out",
        "error_category": "origin",
        "ray_id": RAY,
        "zone": request.host(),
        "cloudflare_error": true,
        "retryable": true,
        "retry_after": 120,
        "owner_action_required": true,
        "what_you_should_do": "Wait and retry.",
    });
    let reply = from_cloudflare(522).header("CF-Error-Type", "52x").header("CF-Error-Origin", "origin");
    reply
        .header("Retry-After", "120")
        .body("application/problem+json; charset=utf-8", problem.to_string())
        .send(request)
}

const LIVENESS: &str = "/cdn-cgi/trace";

/// What Cloudflare itself answers on every host of its customers.
fn alive(request: &Request) -> Option<Script> {
    let text = format!(
        "fl=123f45\nh={}\nip=203.0.113.9\nts=1795000000.123\nvisit_scheme=https\nuag=\ncolo=TPE\nsliver=none\nhttp=http/2\n\
         loc=TW\ntls=TLSv1.3\nsni=plaintext\nwarp=off\ngateway=off\nrbi=off\nkex=X25519\n",
        request.host()
    );
    (request.path == LIVENESS).then(|| from_cloudflare(200).body("text/plain", text).send(request))
}

fn from_cloudflare(status: u16) -> Reply {
    Reply::dated(status).header("Server", "cloudflare").header("CF-RAY", RAY).header("Cache-Control", "no-store")
}
