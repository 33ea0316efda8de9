//! An answer that tries everything HTTP allows against whoever shows or shares it.
//!
//! A script that gets to run sets `window.labWasHere`, and every secret holds the word `secret`: a test looks
//! for the one in the extension's pages and for the other in what the extension stores or shares.

use super::Route;
use crate::http::Request;
use crate::reply::Reply;
use crate::script::Script;
use crate::shared::Shared;

pub(super) const ROUTES: &[Route] = &[Route::with_link(
    "/hostile",
    "/hostile?token=secret-in-query",
    "A 502 full of markup, overlong values and secrets.",
    hostile,
)];

const IMG: &str = "<img src=x onerror=window.labWasHere=1>";
const SCRIPT: &str = "\"><script>window.labWasHere=1</script>";

/// Headers whose values people get to see: names of servers, and IDs to pass on to support.
const MARKUP: &[(&str, &str)] = &[
    ("Server", IMG),
    ("Server", SCRIPT),
    ("Via", "1.1 <b>edge</b>, 1.1 javascript:window.labWasHere=1"),
    ("X-Request-Id", IMG),
    ("CF-Ray", SCRIPT),
    ("X-Cache", "Error from <a href=\"javascript:window.labWasHere=1\">cloudfront</a>"),
    ("X-Powered-By", "tab\there, right-to-left \u{202e}txt.exe\u{202c}, and \u{fffd}\u{1f4a5}"),
    ("Retry-After", "99999999999999999999"),
    ("Retry-After", "-1"),
    ("Age", "NaN"),
    ("Server-Timing", "cfL4;desc=\"<img src=x onerror=window.labWasHere=1>\",,;;=,\"\\"),
    ("Proxy-Status", "\"unclosed; error=<i>; details=\"\""),
    ("Link", "<javascript:window.labWasHere=1>; rel=\"help\""),
    ("X-Template", "${7*7} {{7*7}} $1 $& $PH$ %s %00 \\u003cimg"),
];

const SECRETS: &[(&str, &str)] = &[
    ("Set-Cookie", "session=secret-in-cookie; Path=/; HttpOnly"),
    ("Set-Cookie", "__Host-id=secret-in-second-cookie; Path=/"),
    ("X-Auth-Token", "secret-in-token"),
    ("Authorization", "Bearer secret-in-authorization"),
    ("X-Debug-Url", "https://user:secret-in-userinfo@site.test/?token=secret-in-url#access_token=secret-in-fragment"),
];

fn hostile(_: &Shared, request: &Request) -> Script {
    let mut reply = Reply::bare(502);
    for (name, value) in MARKUP.iter().chain(SECRETS) {
        reply = reply.header(name, value);
    }
    // Many short headers and two long ones, together still within what a browser accepts.
    for n in 0..60 {
        reply = reply.header(&format!("X-Many-{n}"), "again");
    }
    reply = reply.header("X-Long", &"A".repeat(16_000)).header("X-Amz-Cf-Id", &"<>".repeat(4_000));
    reply.body("text/html; charset=utf-8", page()).send(request)
}

fn page() -> String {
    let deep = "<div>".repeat(2_000);
    format!(
        "<!doctype html><html><head><title>502 {IMG}{SCRIPT}</title>\
         <meta name=\"generator\" content=\"{IMG}\"></head>\n\
         <body><h1>Bad Gateway &lt;img src=x onerror=window.labWasHere=1&gt; &#x202e;</h1>\n\
         <!-- nginx cloudflare varnish {IMG} -- > <p>Ray ID: {SCRIPT}</p>\n-->\
         <p>Password: secret-in-body-1</p><input name=\"token\" value=\"secret-in-form-1\">{deep}<title>a second title</title><h1>a second heading"
    )
}
