//! The English sentences, compiled in from the same file that the browsers' sentences come from.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use is_it_me_core::message::{Message, Words};
use serde::Deserialize;

/// The English words.
pub(crate) struct English;

#[derive(Deserialize)]
struct Entry {
    message: String,
}

/// A broken file would leave this empty; the tests below would not pass then.
static ENTRIES: LazyLock<BTreeMap<String, Entry>> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../../../extension/_locales/en/messages.json")).unwrap_or_default()
});

impl Words for English {
    /// An unknown key is shown as it is: better an ugly word than a missing one.
    fn say(&self, message: &Message) -> String {
        ENTRIES.get(&*message.key).map_or_else(|| message.key.to_string(), |entry| message.filled(&entry.message))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_headline_of_a_dead_application() {
        let story = Message::new("story_gateway_app").with("nginx");
        assert_eq!(English.label("verdict_not_you"), "It’s not you.");
        assert_eq!(English.say(&story), "The site’s gateway (nginx) answered, but the application behind it did not.");
    }

    #[test]
    fn labels_and_rows_are_joined_as_the_language_does_it() {
        assert_eq!(English.pair("Status", "502"), "Status: 502");
        assert_eq!(English.list(&["a", "b", "c"]), "a, b, c");
        assert_eq!(English.list(&["a"]) + &English.list(&[]), "a");
    }

    #[test]
    fn an_unknown_key_is_shown_as_it_is() {
        assert_eq!(English.label("no_such_key"), "no_such_key");
    }
}
