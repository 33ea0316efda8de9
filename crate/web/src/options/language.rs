//! The language of everything the extension says.

use web_sys::HtmlSelectElement;

use super::form::redraw_after;
use super::section;
use crate::browser::language_name;
use crate::dom::{Node, el, target};
use crate::settings::{Chosen, set_language};
use crate::words::{label, languages};

/// The browser's own, or one of the available ones.
pub(super) fn draw(chosen: &Chosen) -> Node {
    let chosen = chosen.language.as_deref().unwrap_or_default();
    let option = |code: &str, name: &str| {
        let option = el("option").attr("value", code).text(name);
        if code == chosen { option.attr("selected", "") } else { option }
    };
    let browser = option("", &label("options_language_browser"));
    let named = languages().into_iter().map(|code| option(&code, &language_name(&code.replace('_', "-"))));
    let select = el("select").attr("aria-labelledby", "language").children([browser].into_iter().chain(named));
    section("language").child(select.on("change", |event| {
        if let Some(select) = target::<HtmlSelectElement>(&event) {
            redraw_after(set_language(select.value()));
        }
    }))
}
