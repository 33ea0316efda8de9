//! The page that links to everything.

use super::{Route, all};
use crate::hosts;
use crate::http::Request;
use crate::modes::MODES;
use crate::pages::escape;
use crate::reply::Reply;
use crate::script::Script;
use crate::shared::Shared;

pub(super) const ROUTES: &[Route] = &[Route::new("/", "This list.", index)];

fn index(shared: &Shared, request: &Request) -> Script {
    let content = [
        "<p>Every link leads to a failure that is made on purpose, on this machine alone.</p>".to_owned(),
        section("Failures inside HTTP", routes()),
        section("Failures below HTTP, each on a port of its own", modes(shared)),
        section("Sites, by their names", sites(request)),
        section("Recorded answers", examples(shared)),
    ];
    Reply::page(200, "The failing internet on loopback", &content.join("\n")).send(request)
}

fn section(title: &str, rows: impl Iterator<Item = String>) -> String {
    let rows: String = rows.collect();
    if rows.is_empty() {
        return String::new();
    }
    format!("<section>\n<h2>{title}</h2>\n<dl>\n{rows}</dl>\n</section>")
}

fn row(href: &str, name: &str, shows: &str) -> String {
    let (href, name, shows) = (escape(href), escape(name), escape(shows));
    format!("<dt><a href=\"{href}\">{name}</a></dt>\n<dd>{shows}</dd>\n")
}

fn routes() -> impl Iterator<Item = String> {
    all().map(|route| row(route.link, route.link, route.shows))
}

fn modes(shared: &Shared) -> impl Iterator<Item = String> {
    MODES.iter().map(|mode| {
        let port = shared.ports.get(mode.name).copied().unwrap_or_default();
        row(&format!("{}://127.0.0.1:{port}/", mode.scheme), mode.name, mode.shows)
    })
}

/// Browsers resolve every name under `localhost` to this machine.
fn sites(request: &Request) -> impl Iterator<Item = String> {
    let port = request.header("host").and_then(|host| host.rsplit_once(':')).map_or("80", |(_, port)| port).to_owned();
    let sites = hosts::all().filter(|host| !host.name.contains('.'));
    sites.map(move |host| row(&format!("http://{}.localhost:{port}/cart", host.name), host.name, host.shows))
}

fn examples(shared: &Shared) -> impl Iterator<Item = String> {
    shared.examples.vendors.iter().flat_map(|(id, examples)| {
        let rows = examples.iter().enumerate();
        rows.map(move |(n, example)| row(&format!("/vendor/{id}/{n}"), &format!("{id} {n}"), &example.name))
    })
}
