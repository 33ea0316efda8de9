//! What is known, as pairs of a label and a value.

use serde::Serialize;

use crate::message::Message;
use crate::text::{one_line, shown};
use crate::words::Hop;

/// One fact. The value is hostile text without secrets, on one line, and does not reverse the direction of writing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fact {
    /// What it is.
    pub label: Message,
    /// What was seen.
    pub value: String,
    /// The hop it belongs to; `None` if it is about the page as a whole.
    #[serde(skip)]
    pub hop: Option<Hop>,
}

/// Facts under construction: a value that is missing adds none.
#[derive(Default)]
pub(super) struct Facts(pub(super) Vec<Fact>);

impl Facts {
    #[inline(never)]
    pub(super) fn add(&mut self, key: &'static str, hop: Option<Hop>, value: String) {
        self.push(Message::new(key), hop, value);
    }

    #[allow(clippy::needless_pass_by_value, reason = "each of its callers would else have to drop the value")]
    pub(super) fn push(&mut self, label: Message, hop: Option<Hop>, value: String) {
        let value = shown(&one_line(&value));
        if !value.is_empty() {
            self.0.push(Fact { label, value, hop });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_stands_on_one_line_and_turns_nothing_round() {
        let mut facts = Facts::default();
        facts.add("fact_title", None, "Bad\n\u{202e}yawetaG".to_owned());
        facts.add("fact_title", None, " \n".to_owned());
        assert_eq!(facts.0.iter().map(|fact| &*fact.value).collect::<Vec<_>>(), ["Bad \u{fffd}yawetaG"]);
    }
}
