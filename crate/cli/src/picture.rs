//! The way of the request in three lines of text.

use std::fmt::Write;

use is_it_me_core::message::Words;
use is_it_me_core::view::HopView;
use is_it_me_core::words::HopState;

const LEG: &str = " ─── ";
const BROKEN_LEG: &str = " ─╳─ ";

/// The hops in a row, the products known to stand at each below, and what the marks mean.
pub(crate) fn picture(path: &[HopView], words: &dyn Words) -> String {
    let (mut hops, mut products) = (String::new(), String::new());
    for (at, view) in path.iter().enumerate() {
        if at > 0 {
            hops.push_str(if view.broken_leg { BROKEN_LEG } else { LEG });
            products.push_str(&" ".repeat(LEG.chars().count()));
        }
        let hop = format!("{} {}", mark(view.state), words.term("hop", view.hop.word()));
        let product = format!("  {}", view.products.join(", "));
        let width = hop.chars().count().max(product.chars().count());
        // Writing to a text cannot fail.
        let _ = write!(hops, "{hop:width$}");
        let _ = write!(products, "{product:width$}");
    }
    let used = HopState::ALL.iter().filter(|state| path.iter().any(|view| view.state == **state));
    let legend: Vec<_> = used.map(|s| format!("{} {}", mark(*s), words.term("hop_state", s.word()))).collect();
    let rows = [hops, products, legend.join("   ")];
    let rows = rows.iter().map(|row| format!("  {}", row.trim_end())).filter(|row| !row.trim().is_empty());
    rows.collect::<Vec<_>>().join("\n")
}

fn mark(state: HopState) -> char {
    match state {
        HopState::Ok => '✓',
        HopState::Failed => '✗',
        HopState::Unknown => '?',
        HopState::Absent => '–',
    }
}

#[cfg(test)]
mod tests {
    use is_it_me_core::words::Hop;

    use super::*;
    use crate::english::English;

    #[test]
    fn the_break_and_the_products_are_marked() {
        let hop = |hop, state, broken_leg, products| HopView { hop, state, broken_leg, products };
        let path = [
            hop(Hop::Edge, HopState::Absent, false, vec![]),
            hop(Hop::Gateway, HopState::Ok, false, vec!["Apache Tomcat"]),
            hop(Hop::App, HopState::Failed, true, vec![]),
        ];
        let wanted = "  – CDN edge ─── ✓ Gateway       ─╳─ ✗ App\n                   Apache Tomcat\n  ";
        assert_eq!(picture(&path, &English).split('✓').count(), 3);
        assert!(picture(&path, &English).starts_with(wanted), "{}", picture(&path, &English));
    }
}
