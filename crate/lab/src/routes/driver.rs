//! What the program that drives the lab requests, as opposed to the browser that suffers it.

use std::collections::BTreeMap;
use std::time::Duration;

use super::Route;
use crate::http::Request;
use crate::log::Want;
use crate::reply::Reply;
use crate::script::Script;
use crate::shared::Shared;

pub(super) const ROUTES: &[Route] = &[
    Route::new("/log", "Every request so far as JSON; `since` leaves out those up to that number.", log),
    Route::with_link(
        "/log/wait",
        "/log/wait?path=/ok&count=1",
        "Answers once `path` was asked `count` times, or after ten seconds; takes `since` and `mode` too.",
        wait,
    ),
    Route::with_link(
        "/set",
        "/set?control=captive&clock=40",
        "Sets what the hosts below go by, forgets what was set before, and counts everything anew.",
        set,
    ),
    Route::new("/ca.pem", "The certificate of the lab's authority.", ca),
    Route::with_link(
        "/certificate",
        "/certificate?name=site.test",
        "A certificate of that authority for each `name`, and its key, for a server that is none of the lab's.",
        certificate,
    ),
];

const PATIENCE: Duration = Duration::from_secs(10);

fn log(shared: &Shared, request: &Request) -> Script {
    let entries = shared.log.since(request.number("since").unwrap_or(0));
    Reply::json(&serde_json::json!(entries)).send(request)
}

fn wait(shared: &Shared, request: &Request) -> Script {
    let want = Want {
        path: request.param("path").unwrap_or_default(),
        mode: request.param("mode"),
        since: request.number("since").unwrap_or(0),
    };
    let goal = request.number("count").and_then(|count| usize::try_from(count).ok()).unwrap_or(1);
    let count = shared.log.wait(&want, goal, PATIENCE);
    Reply::json(&serde_json::json!({ "reached": count >= goal, "count": count })).send(request)
}

fn set(shared: &Shared, request: &Request) -> Script {
    let words: BTreeMap<_, _> = request.params().collect();
    let reply = Reply::json(&serde_json::json!(words));
    shared.set_words(words);
    reply.send(request)
}

fn ca(shared: &Shared, request: &Request) -> Script {
    pem(shared.authority.pem(), request)
}

fn certificate(shared: &Shared, request: &Request) -> Script {
    let names = request.params().filter(|(key, _)| key == "name").map(|(_, name)| name);
    let made = shared.authority.pem_for(names.collect());
    made.map_or_else(|_| Reply::nginx(500, request).send(request), |text| pem(text, request))
}

fn pem(text: String, request: &Request) -> Script {
    Reply::new(200).body("application/x-pem-file", text).send(request)
}
