//! Is there an archived copy of the page? The availability API of the Wayback Machine:
//! `archive.org/help/wayback_api.php`.

use super::json::Json;
use super::judge::why;
use super::{Answer, Asked, Check, Exchange, Step, Why, get};
use crate::address::is_plain;
use crate::observation::Observation;
use crate::redact;
use crate::text::join;

const API: &str = "https://archive.org/wayback/available?url=";
const COPIES: &str = "://web.archive.org/web/";
const BYTES: usize = 8192;

pub(super) fn archive(asked: &Asked) -> Step {
    // A page is seldom archived under its query, and a query may tell more than it should.
    let page = asked.address.at(asked.address.path());
    if redact::url(&page) != page || !is_plain(&page) {
        return Step::could_not(Why::Unclear);
    }
    let Some(exchange) = asked.last() else { return Step::send(get(join(&[API, &encoded(&page)], ""), BYTES)) };
    let answered = match &exchange.reply.result {
        Ok(answered) => answered,
        Err(lost) => return Step::could_not(why(lost)),
    };
    match answered.status {
        429 => Step::could_not(Why::Limited),
        500.. => Step::could_not(Why::Unreachable),
        200 if Json::of(&answered.body).get("archived_snapshots").is_some() => {
            Step::answered(if copy(exchange).is_some() { Answer::ArchiveFound } else { Answer::ArchiveNone })
        }
        _ => Step::could_not(Why::Unreadable),
    }
}

/// The address of the copy that was found, if it is one of the archive's own.
pub fn archived_copy(exchanges: &[Exchange]) -> Option<String> {
    exchanges.iter().filter(|exchange| exchange.check == Check::Archive).find_map(copy)
}

fn copy(exchange: &Exchange) -> Option<String> {
    let answered = exchange.reply.result.as_ref().ok().filter(|answered| answered.status == 200)?;
    let closest = Json::of(&answered.body).get("archived_snapshots")?.get("closest")?;
    let is_there = closest.get("available")?.truth() == Some(true) && closest.get("status")?.is("200");
    let url = closest.get("url")?.text().filter(|_| is_there)?;
    let rest = url.strip_prefix("https").or_else(|| url.strip_prefix("http"))?;
    (is_plain(&url) && url.len() <= Observation::MAX_URL && rest.starts_with(COPIES))
        .then(|| join(&["https", rest], ""))
}

/// The address as the value of a parameter. Of the characters that browsers write in addresses, only these need
/// encoding.
fn encoded(page: &str) -> String {
    let mut out = String::new();
    for c in page.chars() {
        match c {
            '%' => out.push_str("%25"),
            '&' => out.push_str("%26"),
            '+' => out.push_str("%2B"),
            c => out.push(c),
        }
    }
    out
}
