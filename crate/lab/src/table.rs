//! The two tables as the README shows them, and as tests walk them.

use std::fmt::Write;

use crate::modes::MODES;
use crate::routes;

/// The name of every mode.
pub fn mode_names() -> impl Iterator<Item = &'static str> {
    MODES.iter().map(|mode| mode.name)
}

/// A link for every route that has one worth following.
pub fn route_links() -> impl Iterator<Item = &'static str> {
    routes::all().map(|route| route.link)
}

/// Routes and modes as Markdown.
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
    text
}
