//! What the program that drives the lab asks, as opposed to the browser that suffers it.

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
    Route::new("/ca.pem", "The certificate of the lab's authority.", ca),
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

fn ca(shared: &Shared, request: &Request) -> Script {
    Reply::new(200).body("application/x-pem-file", shared.ca_pem.as_str()).send(request)
}
