//! An archive that kept a copy of a page, or none, as `archive` says. The form is
//! described at <https://archive.org/help/wayback_api.php>.

use serde_json::json;

use super::{Host, is};
use crate::http::Request;
use crate::reply::Reply;
use crate::script::Script;
use crate::shared::Shared;

pub(super) const HOSTS: &[Host] = &[Host::new("archive.org", "An archive of pages; `archive` is `none`.", available)];

fn available(shared: &Shared, request: &Request) -> Script {
    if request.path != "/wayback/available" {
        return Reply::nginx(404, request).send(request);
    }
    let url = request.param("url").unwrap_or_default();
    let copies = if is(shared, "archive", "none") {
        json!({})
    } else {
        let copy = format!("http://web.archive.org/web/20261101120000/{url}");
        json!({ "closest": { "status": "200", "available": true, "url": copy, "timestamp": "20261101120000" } })
    };
    let reply = Reply::json(&json!({ "url": url, "archived_snapshots": copies }));
    reply.header("Access-Control-Allow-Origin", "*").send(request)
}
