//! Status pages: the delivery network's own, and the site's, which is looked for where sites usually have one.
//!
//! They are read in the forms they offer to programs, each in its short form: the long one lists every place of a
//! network before its verdict.

use super::json::Json;
use super::judge::why;
use super::{Answer, Asked, Check, Exchange, Request, Step, Why, get, names};
use crate::address::host_of;
use crate::check::facts::edges;
use crate::dns::Host;
use crate::dns::name::is_under;
use crate::text::{has, join};
use crate::vendor::{StatusForm, Vendor};

/// How much is read of a page; Instatus has no shorter form than its summary.
const BYTES: usize = 32 * 1024;

/// What a status page reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Told {
    /// No trouble.
    Fine,
    /// Small trouble, or trouble in one place.
    Minor,
    /// Trouble.
    Trouble,
    /// Something switched off on purpose.
    Maintenance,
}

pub(super) fn vendor(asked: &Asked) -> Step {
    let mut edges = edges(&asked.failure);
    let Some((page, form)) = edges.find_map(|vendor| Some((vendor.status_page?, vendor.status_form?))) else {
        return Step::could_not(Why::Unknown);
    };
    let Some(exchange) = asked.last() else { return Step::send(request(page, form)) };
    match told(exchange, form) {
        Ok(Told::Fine) => Step::answered(Answer::VendorStatusFine),
        Ok(Told::Trouble) => Step::answered(Answer::VendorStatusTrouble),
        // In a network around the world, something is always under repair somewhere.
        Ok(Told::Minor | Told::Maintenance) => Step::could_not(Why::Unclear),
        Err(why) => Step::could_not(why),
    }
}

pub(super) fn site(asked: &Asked) -> Step {
    let Some(page) = page(asked) else { return Step::could_not(Why::Unknown) };
    for &form in StatusForm::ALL {
        let request = request(&page, form);
        let Some(exchange) = asked.mine().find(|exchange| exchange.request.url == request.url) else {
            return Step::send(request);
        };
        match told(exchange, form) {
            Ok(Told::Fine) => return Step::answered(Answer::SiteStatusFine),
            Ok(Told::Minor | Told::Trouble) => return Step::answered(Answer::SiteStatusTrouble),
            Ok(Told::Maintenance) => return Step::answered(Answer::SiteStatusMaintenance),
            // The page may offer another form.
            Err(Why::Unreadable) => {}
            Err(why) => return Step::could_not(why),
        }
    }
    Step::could_not(Why::Unreadable)
}

/// The site's status page for people, if the one for programs that goes with it told anything.
pub(crate) fn site_status_page(exchanges: &[Exchange]) -> Option<String> {
    for exchange in exchanges.iter().filter(|exchange| exchange.check == Check::SiteStatus) {
        if StatusForm::ALL.iter().any(|form| told(exchange, *form).is_ok()) {
            return Some(join(&["https://", host_of(&exchange.request.url), "/"], ""));
        }
    }
    None
}

/// Where the site's status page would be: `status.` before the name of its zone. If the zone is not known, that is the
/// page's host without `www.`. A name that a landlord rents out has no status page of its own.
fn page(asked: &Asked) -> Option<String> {
    let Host::Name(host) = Host::of(asked.address.host) else { return None };
    asked.public_host()?;
    let zone = names::zone(asked);
    let zone = zone.filter(|zone| is_under(&host, zone) && has(zone, b'.'));
    let zone = zone.unwrap_or_else(|| host.strip_prefix("www.").unwrap_or(&host).to_owned());
    let page = join(&["status.", &zone], "");
    (page != host && !zone.starts_with("status.") && Vendor::by_name(&zone).is_none())
        .then(|| join(&["https://", &page], ""))
}

fn request(page: &str, form: StatusForm) -> Request {
    let path = match form {
        StatusForm::Statuspage => "/api/v2/status.json",
        StatusForm::Instatus => "/summary.json",
        StatusForm::BetterStack => "/index.json",
    };
    Request { follows: true, ..get(join(&[page, path], ""), BYTES) }
}

/// What the page tells, or why that is not known.
fn told(exchange: &Exchange, form: StatusForm) -> Result<Told, Why> {
    let answered = exchange.reply.result.as_ref().map_err(why)?;
    match answered.status {
        200 => read(Json::of(&answered.body), form).ok_or(Why::Unreadable),
        429 => Err(Why::Limited),
        500.. => Err(Why::Unreachable),
        _ => Err(Why::Unreadable),
    }
}

fn read(json: Json, form: StatusForm) -> Option<Told> {
    let word = match form {
        StatusForm::Statuspage => json.get("status")?.get("indicator")?,
        StatusForm::Instatus => json.get("page")?.get("status")?,
        StatusForm::BetterStack => json.get("data")?.get("attributes")?.get("aggregate_state")?,
    };
    match word.text()?.as_str() {
        "none" | "UP" | "operational" => Some(Told::Fine),
        "minor" | "degraded" => Some(Told::Minor),
        "major" | "critical" | "downtime" => Some(Told::Trouble),
        "maintenance" | "UNDERMAINTENANCE" => Some(Told::Maintenance),
        "HASISSUES" => Some(if has_outage(json) { Told::Trouble } else { Told::Minor }),
        _ => None,
    }
}

/// Does Instatus list a current incident that is more than a nuisance?
fn has_outage(json: Json) -> bool {
    let incidents = json.get("activeIncidents").map(Json::items).unwrap_or_default();
    incidents.iter().filter_map(|incident| incident.get("impact")).any(|impact| impact.is("MAJOROUTAGE"))
}
