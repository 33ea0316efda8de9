//! Who may be asked besides the site, and what they may be told.

use is_it_me_core::quantity::decimal;
use is_it_me_core::text::unsigned;
use web_sys::HtmlInputElement;

use super::form::{store, tick};
use super::section;
use crate::dom::{Node, el, target, write};
use crate::settings::{self, Chosen};
use crate::task::Work;
use crate::words::label;

/// The field for the network's number.
const ASN: &str = "asn";
/// What is said about the number that was typed.
const TOLD: &str = "asn-told";

/// The choices of the popup's two notices, which can be changed here at any time.
pub(super) fn draw(chosen: &Chosen) -> Node {
    let choice = |name, key: &'static str, is_on, change: fn(bool) -> Work| {
        tick(name, label(key), is_on, move |on| store(change(on)))
    };
    let ticks = [
        choice("allow-others", "options_others_ask", chosen.others, settings::allow_others),
        choice("allow-outside", "options_others_outside", chosen.outside, settings::allow_outside),
        choice("path", "options_others_path", chosen.path, settings::tell_path),
    ];
    section("others").child(el("ul").children(ticks.map(|tick| el("li").child(tick)))).children(network(chosen.asn))
}

/// The number of the visitor's own network. Finding it out would tell one more service who asks, so it is typed in.
fn network(asn: Option<u32>) -> [Node; 3] {
    let known = asn.map(decimal).unwrap_or_default();
    let field = el("input").attr("id", ASN).attr("name", ASN).attr("inputmode", "numeric").attr("value", known);
    let field = field.attr("size", "12").attr("aria-describedby", TOLD).on("change", |event| {
        let Some(typed) = target::<HtmlInputElement>(&event).map(|input| input.value()) else { return };
        let asn = number(&typed);
        let is_bad = asn.is_none() && !typed.trim().is_empty();
        write(TOLD, &if is_bad { label("options_others_asn_bad") } else { String::new() });
        if !is_bad {
            store(settings::set_network(asn));
        }
    });
    let name = el("label").class("field").attr("for", ASN).text(label("options_others_asn"));
    [name, field, el("p").class("told").attr("id", TOLD).attr("role", "status")]
}

/// `AS3320` or `3320`. Nobody has the number 0 (RFC 7607).
fn number(typed: &str) -> Option<u32> {
    let typed = typed.trim();
    let digits = typed.strip_prefix("AS").or_else(|| typed.strip_prefix("as")).unwrap_or(typed);
    unsigned(digits, 10).filter(|number| *number > 0)
}

#[cfg(test)]
mod tests {
    use super::number;

    #[test]
    fn a_network_s_number_may_be_written_with_its_letters() {
        assert_eq!([number(" AS3320 "), number("as1"), number("4294967295")], [Some(3320), Some(1), Some(u32::MAX)]);
        for typed in ["", "AS", "0", "AS0", "4294967296", "-1", "AS 1 2", "Telekom"] {
            assert_eq!(number(typed), None, "{typed:?}");
        }
    }
}
