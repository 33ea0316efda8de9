//! Which path computers elsewhere are told: never a query, and nothing that looks like a secret.

use super::Asked;
use crate::address::{Address, is_plain};
use crate::redact;

/// The path that is told: the page's own where the visitor allows it.
pub(super) fn told_path<'a>(asked: &Asked<'a>) -> &'a str {
    harmless(&asked.address).filter(|_| asked.case.settings.path).unwrap_or("/")
}

/// The path of this page that computers elsewhere are told if the visitor allows it; `None` if it says nothing.
pub(crate) fn outside_path(url: &str) -> Option<&str> {
    harmless(&Address::of(url)?).filter(|path| path.len() > 1)
}

/// The path, if nothing in it looks like a secret.
fn harmless<'a>(address: &Address<'a>) -> Option<&'a str> {
    let path = address.path();
    let page = address.at(path);
    (is_plain(path) && redact::url(&page) == page).then_some(path)
}
