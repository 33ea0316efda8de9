//! The address with one thing changed: the other one of `http` and `https`, with `www.` or without. Only failures of
//! the name, the connection or the certificate are asked about this way, and without the browser's cookies.

use super::judge::{Came, came};
use super::{Answer, Asked, Request, Step, Why, page};

pub(super) fn other_scheme(asked: &Asked) -> Step {
    ask(asked, asked.address.with_other_scheme(), [Answer::OtherSchemeGood, Answer::OtherSchemeFailing])
}

pub(super) fn other_name(asked: &Asked) -> Step {
    ask(asked, asked.address.with_other_name(), [Answer::OtherNameGood, Answer::OtherNameFailing])
}

/// A redirect is not followed: most lead to the very address that failed.
fn ask(asked: &Asked, url: Option<String>, [good, failing]: [Answer; 2]) -> Step {
    let Some(url) = url else { return Step::could_not(Why::Unclear) };
    let Some(exchange) = asked.last() else {
        return Step::send(Request { cookies: false, follows: false, ..page(url) });
    };
    match came(asked, exchange) {
        Came::Good => Step::answered(good),
        Came::Same | Came::Silent => Step::answered(failing),
        // An answer, even a bad one, is further than the page got.
        Came::Other { .. } => Step::could_not(Why::Unclear),
        Came::Nothing(why) => Step::could_not(why),
    }
}
