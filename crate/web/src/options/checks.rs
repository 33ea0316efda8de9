//! Which checks may be run at all.

use is_it_me_core::check::Check;

use super::form::{store, tick};
use super::section;
use crate::dom::{Node, el};
use crate::settings::{Chosen, set_check};
use crate::words::term;

/// Every check with a box.
pub(super) fn draw(chosen: &Chosen) -> Node {
    let boxes = Check::ALL.iter().map(|&check| {
        let word = check.word();
        let name = term("check_name", word);
        let is_on = !chosen.off.contains(&check);
        el("li").child(tick(word, name, is_on, move |on| store(set_check(check, on))))
    });
    section("checks").child(el("ul").children(boxes))
}
