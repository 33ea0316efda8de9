//! Status pages, in the forms of Statuspage and Instatus. `status` and `vendor-status` say what they report.

use serde_json::{Value, json};

use super::Host;
use crate::http::Request;
use crate::reply::Reply;
use crate::script::Script;

pub(super) const HOSTS: &[Host] = &[
    Host::new("status", "A site's status page; `status` is `trouble` or `maintenance`.", |shared, request| {
        page(&shared.word("status"), request)
    }),
    Host::new(
        "www.cloudflarestatus.com",
        "A vendor's status page; `vendor-status` is `trouble`.",
        |shared, request| page(&shared.word("vendor-status"), request),
    ),
];

fn page(word: &str, request: &Request) -> Script {
    let told = match request.path.as_str() {
        "/api/v2/summary.json" | "/api/v2/status.json" => statuspage(word, &request.host()),
        "/summary.json" => instatus(word, &request.host()),
        _ => return Reply::page(200, "Status", "<p>The page for people.</p>").send(request),
    };
    // Both may be read by any page.
    Reply::json(&told).header("Access-Control-Allow-Origin", "*").send(request)
}

/// After developer.statuspage.io and what www.cloudflarestatus.com answers.
fn statuspage(word: &str, host: &str) -> Value {
    let (indicator, says, component) = match word {
        "trouble" => ("major", "Partial System Outage", "partial_outage"),
        "maintenance" => ("maintenance", "Service Under Maintenance", "under_maintenance"),
        _ => ("none", "All Systems Operational", "operational"),
    };
    let one = |status: &str| json!([{ "id": "x1", "name": "Checkout", "status": status, "impact": "major" }]);
    json!({
        "page": { "id": "kctbh9vrtdwd", "name": "Shop", "url": format!("https://{host}"), "time_zone": "Etc/UTC" },
        "components": [{ "id": "c1", "name": "Website", "status": component }],
        "incidents": if word == "trouble" { one("investigating") } else { json!([]) },
        "scheduled_maintenances": if word == "maintenance" { one("in_progress") } else { json!([]) },
        "status": { "indicator": indicator, "description": says },
    })
}

/// After instatus.com/help/api.
fn instatus(word: &str, host: &str) -> Value {
    let (status, list) = match word {
        "trouble" => ("HASISSUES", "activeIncidents"),
        "maintenance" => ("UNDERMAINTENANCE", "activeMaintenances"),
        _ => ("UP", ""),
    };
    let mut told = json!({ "page": { "name": "Shop", "url": format!("https://{host}"), "status": status } });
    if let Some(told) = told.as_object_mut().filter(|_| !list.is_empty()) {
        told.insert(
            list.to_owned(),
            json!([{ "name": "Checkout", "status": "INVESTIGATING", "impact": "MAJOROUTAGE" }]),
        );
    }
    told
}
