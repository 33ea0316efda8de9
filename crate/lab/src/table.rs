//! The three tables as the README shows them and as tests go through them.

use std::fmt::Write;

use crate::hosts;
use crate::modes::MODES;
use crate::routes;

/// The name of every mode.
pub fn mode_names() -> impl Iterator<Item = &'static str> {
    MODES.iter().map(|mode| mode.name)
}

/// The name of every host, whole or as the first label of any.
pub fn host_names() -> impl Iterator<Item = &'static str> {
    hosts::all().map(|host| host.name)
}

/// A link for every route that has one worth following.
pub fn route_links() -> impl Iterator<Item = &'static str> {
    routes::all().map(|route| route.link)
}

/// Routes, modes and hosts as Markdown.
pub fn readme_table() -> String {
    let mut text = String::from("| Route | What it shows |\n| --- | --- |\n");
    for route in routes::all() {
        // Writing into a String cannot fail.
        let _ = writeln!(text, "| `{}` | {} |", route.link, route.shows);
    }
    text.push_str("\n| Mode | Ask with | What it shows |\n| --- | --- | --- |\n");
    for mode in MODES {
        let _ = writeln!(text, "| `{}` | {} | {} |", mode.name, mode.scheme, mode.shows);
    }
    text.push_str("\n| Host | What it shows |\n| --- | --- |\n");
    for host in hosts::all() {
        let any = if host.name.contains('.') { "" } else { ".*" };
        let _ = writeln!(text, "| `{}{any}` | {} |", host.name, host.shows);
    }
    text
}
