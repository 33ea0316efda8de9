//! Computers elsewhere that request a site when told to, behind Globalping's API as its schema describes it
//! (github.com/jsdelivr/globalping, public/v1). `outside` says what they find.

mod order;

use std::collections::BTreeMap;

use serde_json::{Value, json};

use self::order::Order;
use super::{Host, is};
use crate::http::Request;
use crate::reply::Reply;
use crate::script::Script;
use crate::shared::Shared;

pub(super) const HOSTS: &[Host] = &[Host::new(
    "api.globalping.io",
    "Probes elsewhere; `outside` is `fails`, `mixed`, `challenged`, `unreachable`, `untrusted`, `offline`, `unfinished`, `limited`, `malformed` or `down`.",
    api,
)];

const MEASUREMENTS: &str = "/v1/measurements";
const ID: &str = "nzGzfAGL7sZfUs3c";
/// The measurement is under way when it is first asked for.
const READS_UNTIL_FINISHED: u64 = 2;
/// How many probes there are, however many are ordered.
const MOST: u64 = 6;
const MEASURED: &str = "outside measured";

fn api(shared: &Shared, request: &Request) -> Script {
    if is(shared, "outside", "down") {
        return Script::reset();
    }
    // Sites of every origin may use it.
    let open = |reply: Reply| reply.header("Access-Control-Allow-Origin", "*").send(request);
    let id = request.path.strip_prefix(MEASUREMENTS).and_then(|rest| rest.strip_prefix('/'));
    match (request.method.as_str(), id) {
        ("OPTIONS", _) => open(preflight()),
        ("POST", None) if request.path == MEASUREMENTS => open(create(shared, request)),
        ("GET", Some(id)) => open(read(shared, id).unwrap_or_else(missing)),
        _ => open(missing()),
    }
}

fn preflight() -> Reply {
    Reply::dated(204)
        .header("Access-Control-Allow-Methods", "GET, POST, OPTIONS")
        .header("Access-Control-Allow-Headers", "Authorization, Content-Type")
        .header("Access-Control-Max-Age", "600")
}

fn create(shared: &Shared, request: &Request) -> Reply {
    if is(shared, "outside", "limited") {
        let reply = limited(problem(429, "too_many_requests", "Too many requests. Please retry in 1800 seconds."), 250);
        return reply.header("Retry-After", "1800");
    }
    let order = match Order::read(&request.body) {
        Ok(order) => order,
        Err(why) => return problem(400, "validation_error", &why),
    };
    let number = shared.count(MEASURED.to_owned(), |n| n + 1);
    let probes = order.probes.min(MOST);
    let id = format!("{ID}{probes}x{number}");
    shared.set_word(id.clone(), order.target);
    let place = format!("https://api.globalping.io{MEASUREMENTS}/{id}");
    limited(of(202, &json!({ "id": id, "probesCount": probes })), probes)
        .header("Location", &place)
        .header("X-Request-Cost", &probes.to_string())
}

fn missing() -> Reply {
    problem(404, "not_found", "Couldn't find the requested item.")
}

fn limited(reply: Reply, consumed: u64) -> Reply {
    reply
        .header("X-RateLimit-Limit", "250")
        .header("X-RateLimit-Consumed", &consumed.to_string())
        .header("X-RateLimit-Remaining", &250_u64.saturating_sub(consumed).to_string())
        .header("X-RateLimit-Reset", "1800")
}

/// The id says how many probes were ordered.
fn read(shared: &Shared, id: &str) -> Option<Reply> {
    let probes: usize = id.strip_prefix(ID)?.split_once('x')?.0.parse().ok()?;
    let target = Some(shared.word(id)).filter(|target| !target.is_empty())?;
    let found = shared.word("outside");
    if found == "malformed" {
        return Some(Reply::dated(200).body("application/json", "{\"id\":\"nzGzf"));
    }
    let reads = shared.count(format!("outside read {id}"), |n| n + 1);
    let finished = reads >= READS_UNTIL_FINISHED && found != "unfinished";
    let result = |(n, place)| {
        let result = if finished { result(&found, n) } else { under_way() };
        json!({ "probe": probe(place), "result": result })
    };
    let results: Vec<_> = PLACES.into_iter().take(probes).enumerate().map(result).collect();
    Some(of(
        200,
        &json!({
            "id": id,
            "type": "http",
            "status": if finished { "finished" } else { "in-progress" },
            "createdAt": "2026-11-20T12:00:00.000Z",
            "updatedAt": "2026-11-20T12:00:01.000Z",
            "target": target,
            "probesCount": results.len(),
            "results": results,
        }),
    ))
}

/// Country, city, autonomous system, its owner, the kind of network.
type Place = (&'static str, &'static str, u32, &'static str, &'static str);

const PLACES: [Place; 6] = [
    ("DE", "Berlin", 3_320, "Deutsche Telekom AG", "eyeball-network"),
    ("US", "Chicago", 7_922, "Comcast Cable Communications, LLC", "eyeball-network"),
    ("JP", "Tokyo", 2_516, "KDDI CORPORATION", "eyeball-network"),
    ("BR", "Sao Paulo", 28_573, "Claro NXT Telecomunicacoes Ltda", "eyeball-network"),
    ("DE", "Falkenstein", 24_940, "Hetzner Online GmbH", "datacenter-network"),
    ("ZA", "Cape Town", 3_741, "Dimension Data", "eyeball-network"),
];

fn probe((country, city, asn, network, tag): Place) -> Value {
    json!({
        "continent": "EU", "region": "Western Europe", "country": country, "state": null, "city": city, "asn": asn,
        "longitude": 13.41, "latitude": 52.52, "network": network, "tags": [tag], "resolvers": ["private"],
    })
}

fn under_way() -> Value {
    json!({ "status": "in-progress", "rawOutput": "" })
}

const NGINX: (&str, &str) = ("server", "nginx/1.25.3");
const CLOUDFLARE: (&str, &str) = ("server", "cloudflare");

fn result(found: &str, n: usize) -> Value {
    match found {
        "fails" => answered(502, "Bad Gateway", &[NGINX], true),
        "unreachable" => failed("The measurement timed out.", "target"),
        "untrusted" => answered(200, "OK", &[NGINX], false),
        "mixed" if n.is_multiple_of(2) => answered(502, "Bad Gateway", &[NGINX], true),
        "challenged" => answered(403, "Forbidden", &[CLOUDFLARE, ("cf-mitigated", "challenge")], true),
        "offline" => {
            json!({ "status": "offline", "rawOutput": "This probe is currently offline. Please try again later." })
        }
        _ => answered(200, "OK", &[NGINX, ("content-type", "text/html; charset=utf-8")], true),
    }
}

fn failed(why: &str, source: &str) -> Value {
    json!({ "status": "failed", "failureSource": source, "rawOutput": why })
}

fn answered(status: u16, name: &str, headers: &[(&str, &str)], authorized: bool) -> Value {
    let raw: Vec<_> = headers.iter().map(|(name, value)| format!("{name}: {value}")).collect();
    let headers: BTreeMap<_, _> = headers.iter().copied().collect();
    json!({
        "status": "finished", "resolvedAddress": "45.20.0.10", "headers": headers, "rawHeaders": raw.join("\n"),
        "rawBody": null, "rawOutput": format!("HTTP/1.1 {status}\n{}", raw.join("\n")), "truncated": false,
        "statusCode": status, "statusCodeName": name,
        "timings": { "total": 325, "download": 1, "firstByte": 219, "dns": 37, "tls": 36, "tcp": 32 },
        "tls": { "authorized": authorized, "protocol": "TLSv1.3" },
    })
}

fn problem(status: u16, kind: &str, message: &str) -> Reply {
    of(status, &json!({ "error": { "type": kind, "message": message }, "links": {} }))
}

fn of(status: u16, value: &Value) -> Reply {
    Reply::dated(status).header("Cache-Control", "no-store").body("application/json; charset=utf-8", value.to_string())
}
