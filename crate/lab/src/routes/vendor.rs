//! The recorded answers of the vendor files, sent as they were received.

use super::Route;
use crate::examples::Example;
use crate::http::{Request, decode};
use crate::reply::Reply;
use crate::script::Script;
use crate::shared::Shared;

pub(super) const ROUTES: &[Route] = &[Route::new(
    "/vendor/",
    "All recorded answers as JSON; /vendor/ID/N sends one, by its place counted from 0 or by its name.",
    vendor,
)];

/// These describe the connection on which an answer once came, not the answer.
const HOP_BY_HOP: &[&str] =
    &["connection", "content-encoding", "content-length", "keep-alive", "transfer-encoding", "upgrade"];

fn vendor(shared: &Shared, request: &Request) -> Script {
    let rest = request.path.strip_prefix("/vendor/").unwrap_or_default();
    if rest.is_empty() {
        return list(shared, request);
    }
    let found = rest.split_once('/').and_then(|(id, which)| shared.examples.find(id, &decode(which)));
    let reply = found.and_then(replay).unwrap_or_else(|| Reply::nginx(404, request));
    reply.send(request)
}

fn list(shared: &Shared, request: &Request) -> Script {
    let names = |examples: &Vec<Example>| examples.iter().map(|one| one.name.clone()).collect();
    let vendors = &shared.examples.vendors;
    let all: std::collections::BTreeMap<_, Vec<String>> = vendors.iter().map(|(id, e)| (id, names(e))).collect();
    Reply::json(&serde_json::json!(all)).send(request)
}

/// The recorded answer, or nothing if the example is not an answer that can be sent.
fn replay(example: &Example) -> Option<Reply> {
    let status = example.status.filter(|status| (200..1000).contains(status))?;
    let mut reply = Reply::bare(status);
    for (name, value) in &example.headers {
        if is_token(name) && !HOP_BY_HOP.contains(&name.to_ascii_lowercase().as_str()) {
            reply = reply.header(name, value);
        }
    }
    Some(reply.raw_body(example.body.as_str()))
}

/// Recordings of HTTP/2 may hold names such as `:status`, which HTTP/1 has no way to send.
fn is_token(name: &str) -> bool {
    let fits = |b: u8| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&b);
    !name.is_empty() && name.bytes().all(fits)
}
