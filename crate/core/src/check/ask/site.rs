//! The same site asked in another way: without cookies, at its front page, at one more address. Is it this browser's
//! cookies, this one route, or the whole host?

use super::judge::{Came, came};
use super::{Answer, Asked, Exchange, Request, Step, Why, page};
use crate::standard::cache_status::is_stored;
use crate::words::Cause;

/// What every browser requests from every site by itself, so that asking adds nothing to a visit. It is small, and most
/// working servers either have it or say in their own words that they do not; both prove that they work.
const SIBLING: &str = "/favicon.ico";
/// Requested if the page itself is the one above: programs fetch it as browsers fetch the other.
const OTHER_SIBLING: &str = "/robots.txt";

pub(super) fn without_cookies(asked: &Asked) -> Step {
    let Some(exchange) = asked.last() else {
        return Step::send(Request { cookies: false, ..page(asked.address.page()) });
    };
    match came(asked, exchange) {
        // An unknown visitor is often sent to sign in, and the sign-in page says nothing about the other.
        Came::Good if moved(asked, exchange) && !is_about_cookies(asked) => Step::could_not(Why::Unclear),
        Came::Good => Step::answered(Answer::WithoutCookiesGood),
        came if came.is_broken() => Step::answered(Answer::WithoutCookiesSame),
        Came::Nothing(why) => Step::could_not(why),
        // It fails because there are no cookies.
        _ => Step::could_not(Why::Unclear),
    }
}

/// Did another page answer than the one that was asked for? A redirect to `www.` or to the other scheme does not count.
fn moved(asked: &Asked, exchange: &Exchange) -> bool {
    let Ok(answered) = &exchange.reply.result else { return false };
    let plain = |host: &str| host.strip_prefix("www.").unwrap_or(host).to_owned();
    let there = super::Address::of(&answered.url);
    there.is_some_and(|there| there.path() != asked.address.path() || plain(there.host) != plain(asked.address.host))
}

/// Is it a failure that cookies can cause by themselves?
fn is_about_cookies(asked: &Asked) -> bool {
    matches!(asked.diagnosis().cause, Cause::RequestTooBig | Cause::Loop | Cause::BadRequest)
}

pub(super) fn root(asked: &Asked) -> Step {
    let Some(exchange) = asked.last() else { return Step::send(page(asked.address.at("/"))) };
    elsewhere(asked, exchange, [Answer::RootGood, Answer::RootFailing], false)
}

pub(super) fn sibling(asked: &Asked) -> Step {
    let path = if asked.address.path() == SIBLING { OTHER_SIBLING } else { SIBLING };
    let Some(exchange) = asked.last() else { return Step::send(page(asked.address.at(path))) };
    elsewhere(asked, exchange, [Answer::SiblingGood, Answer::SiblingFailing], true)
}

/// Does another address of the host work? `may_lack` says that "no such page" is as good an answer as any.
fn elsewhere(asked: &Asked, exchange: &Exchange, [good, failing]: [Answer; 2], may_lack: bool) -> Step {
    // What a cache kept says nothing about the server behind it.
    let kept = exchange.reply.result.as_ref().is_ok_and(|answered| is_stored(&answered.headers));
    match came(asked, exchange) {
        Came::Good if kept => Step::could_not(Why::Unclear),
        Came::Good => Step::answered(good),
        came if may_lack && came.is_missing() && !kept => Step::answered(good),
        came if came.is_broken() => Step::answered(failing),
        Came::Nothing(why) => Step::could_not(why),
        // Refused, or asked in a way that this address does not accept.
        _ => Step::could_not(Why::Unclear),
    }
}
