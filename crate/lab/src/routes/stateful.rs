//! Answers that depend on what was asked before.

use super::Route;
use crate::http::Request;
use crate::reply::Reply;
use crate::script::Script;
use crate::shared::Shared;

pub(super) const ROUTES: &[Route] = &[
    Route::new("/cached-502", "A 502 that a browser may keep for ten minutes, and how often it was served.", cached),
    Route::with_link(
        "/flaky",
        "/flaky?good=3&key=demo",
        "502 until it is asked for the third time (`good`); every `key` is counted on its own.",
        flaky,
    ),
    Route::with_link("/outage", "/outage?key=demo", "502 until /outage/end is asked with the same `key`.", outage),
    Route::with_link("/outage/end", "/outage/end?key=demo", "Ends the outage of that `key`.", |shared, request| {
        set_outage(shared, request, 1)
    }),
    Route::with_link("/outage/begin", "/outage/begin?key=demo", "Begins it again.", |shared, request| {
        set_outage(shared, request, 0)
    }),
];

fn cached(shared: &Shared, request: &Request) -> Script {
    let times = shared.count(format!("cached {}", request.query), |n| n.saturating_add(1));
    Reply::page(502, "502 Bad Gateway", &format!("<p>Served <output>{times}</output> times.</p>"))
        .header("Cache-Control", "max-age=600")
        .header("Age", "12")
        .header("ETag", "\"lab-502\"")
        .send(request)
}

fn flaky(shared: &Shared, request: &Request) -> Script {
    // Without a key, the whole query serves as one, so that two tests do not collide by chance.
    let key = request.param("key").unwrap_or_else(|| request.query.clone());
    let times = shared.count(format!("flaky {key}"), |n| n.saturating_add(1));
    if times < request.number("good").unwrap_or(2) {
        return Reply::nginx(502, request).header("Cache-Control", "no-store").send(request);
    }
    let content = format!("<p>Good at the <output>{times}</output>. time.</p>");
    Reply::page(200, "Well again", &content).header("Cache-Control", "no-store").send(request)
}

fn outage(shared: &Shared, request: &Request) -> Script {
    let is_over = shared.count(outage_key(request), |ended| ended) > 0;
    let reply =
        if is_over { Reply::page(200, "Well again", "<p>The outage is over.</p>") } else { Reply::nginx(502, request) };
    reply.header("Cache-Control", "no-store").send(request)
}

fn set_outage(shared: &Shared, request: &Request, ended: u64) -> Script {
    shared.count(outage_key(request), |_| ended);
    Reply::json(&serde_json::json!({ "ended": ended > 0 })).send(request)
}

fn outage_key(request: &Request) -> String {
    format!("outage {}", request.param("key").unwrap_or_default())
}
