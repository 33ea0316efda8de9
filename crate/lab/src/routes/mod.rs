//! The HTTP server's paths, one row each. Each file in this folder holds one kind of failure and its rows.

mod broken;
mod driver;
mod hostile;
mod index;
mod plain;
mod stateful;
mod vendor;
mod worker;

use crate::hosts;
use crate::http::Request;
use crate::modes::Answer;
use crate::reply::Reply;
use crate::script::Script;
use crate::shared::Shared;

/// One row of the table.
pub(crate) struct Route {
    /// A path; one that ends in a slash also stands for everything below it.
    path: &'static str,
    /// Where to see it at work.
    pub(crate) link: &'static str,
    pub(crate) shows: &'static str,
    answer: Answer,
}

impl Route {
    const fn new(path: &'static str, shows: &'static str, answer: Answer) -> Self {
        Self { path, link: path, shows, answer }
    }

    /// A row whose path means little without something after it.
    const fn with_link(path: &'static str, link: &'static str, shows: &'static str, answer: Answer) -> Self {
        Self { path, link, shows, answer }
    }

    fn serves(&self, path: &str) -> bool {
        // The index is the only path that ends in a slash and stands for itself alone.
        path == self.path || (self.path.len() > 1 && self.path.ends_with('/') && path.starts_with(self.path))
    }
}

/// Every route, in the order in which they are shown.
pub(crate) fn all() -> impl Iterator<Item = &'static Route> {
    [
        index::ROUTES,
        plain::ROUTES,
        stateful::ROUTES,
        broken::ROUTES,
        worker::ROUTES,
        hostile::ROUTES,
        vendor::ROUTES,
        driver::ROUTES,
    ]
    .into_iter()
    .flatten()
}

/// Whether a path is for the driver, whose own requests are not part of what it watches.
pub(crate) fn is_for_driver(path: &str) -> bool {
    driver::ROUTES.iter().any(|route| route.serves(path))
}

/// The whole server: finds the row and asks it. A host that the lab knows by name has pages of its own.
pub(crate) fn answer(shared: &Shared, request: &Request) -> Script {
    if let Some(host) = hosts::find(request) {
        return (host.answer)(shared, request);
    }
    match all().find(|route| route.serves(&request.path)) {
        Some(route) => (route.answer)(shared, request),
        None => Reply::nginx(404, request).send(request),
    }
}
