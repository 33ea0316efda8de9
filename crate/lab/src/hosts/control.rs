//! Addresses that always give the same answer, by which browsers and systems tell whether a network works. `control`
//! says what became of them, and their answers carry the lab's time.

use super::{Host, is};
use crate::date::http_date;
use crate::http::Request;
use crate::reply::Reply;
use crate::script::Script;
use crate::shared::Shared;

const SHOWS: &str =
    "A control address; `control` is `captive`, `dead` or `odd`, and `clock` is how many days ahead its time is.";

pub(super) const HOSTS: &[Host] = &[
    Host::new("www.gstatic.com", SHOWS, control),
    Host::new("connectivitycheck.gstatic.com", SHOWS, control),
    Host::new("detectportal.firefox.com", SHOWS, control),
    Host::new("captive.apple.com", SHOWS, control),
    Host::new("portal", "The sign-in page of a network, whatever is asked.", |_, request| sign_in(request)),
];

fn control(shared: &Shared, request: &Request) -> Script {
    let found = |word| is(shared, "control", word);
    if found("dead") {
        return Script::reset();
    }
    if found("captive") {
        let reply = Reply::new(302).header("Location", "http://portal.example.net/sign-in?from=control");
        return reply.header("Cache-Control", "no-store").send(request);
    }
    if found("odd") {
        return Reply::nginx(503, request).send(request);
    }
    let now = http_date(shared.clock.days_from_now(0).as_secs());
    let reply = |status| Reply::bare(status).header("Date", &now).header("Cache-Control", "no-store");
    let good = match request.path.as_str() {
        "/generate_204" => reply(204),
        "/success.txt" => reply(200).body("text/plain", "success\n"),
        "/hotspot-detect.html" => reply(200).body("text/html", SUCCESS),
        "/canonical.html" => reply(200).body("text/html", CANONICAL),
        _ => reply(404),
    };
    good.send(request)
}

const SUCCESS: &str = "<HTML><HEAD><TITLE>Success</TITLE></HEAD><BODY>Success</BODY></HTML>";
const CANONICAL: &str =
    "<meta http-equiv=\"refresh\" content=\"0;url=https://support.mozilla.org/kb/captive-portal\"/>";

fn sign_in(request: &Request) -> Script {
    let form = "<p>Welcome to this Wi-Fi. Please accept the terms of use.</p>\n\
        <form method=\"post\" action=\"/accept\"><button>Connect</button></form>";
    Reply::page(200, "Sign in to the network", form).header("Cache-Control", "no-store").send(request)
}
