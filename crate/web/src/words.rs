//! Sentences: from the browser's own translations, or from another of ours where the visitor chose a language.

use std::cell::RefCell;

use is_it_me_core::message::{Message, Words};
use js_sys::{Array, JSON};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{RequestInit, Response};

use crate::browser::{fetch, get_message, get_url};
use crate::fields::{field, text};
use crate::settings;

/// The languages there are, by the names of their folders.
pub(crate) const LANGUAGES: [&str; 7] = ["en", "de", "fr", "es", "ja", "zh_CN", "ar"];

thread_local! {
    /// The sentences of a language that the visitor chose.
    static CHOSEN: RefCell<Option<JsValue>> = const { RefCell::new(None) };
}

/// The words of the visitor's language.
pub(crate) struct BrowserWords;

impl Words for BrowserWords {
    fn say(&self, message: &Message) -> String {
        let chosen = CHOSEN.with_borrow(|chosen| {
            let entry = field(chosen.as_ref()?, &message.key);
            text(&entry, "message").map(|sentence| filled(&sentence, &message.params))
        });
        chosen.unwrap_or_else(|| {
            let params: Array = message.params.iter().map(|param| JsValue::from_str(param)).collect();
            get_message(&message.key, &params)
        })
    }
}

/// The sentence under this key.
pub(crate) fn label(key: &str) -> String {
    BrowserWords.label(key)
}

/// The message as a sentence.
pub(crate) fn say(message: &Message) -> String {
    BrowserWords.say(message)
}

/// Loads the language that the visitor chose, if any. What cannot be loaded leaves the browser's own.
pub(crate) async fn load() {
    let Some(code) = text(&settings::stored().await, "language") else { return };
    let Some(code) = LANGUAGES.iter().find(|known| **known == code) else { return };
    CHOSEN.set(sentences(code).await.ok());
}

async fn sentences(code: &str) -> Result<JsValue, JsValue> {
    let address = get_url(&format!("_locales/{code}/messages.json"));
    let response: Response = JsFuture::from(fetch(&address, &RequestInit::new())).await?.dyn_into()?;
    let text = JsFuture::from(response.text()?).await?.as_string().unwrap_or_default();
    JSON::parse(&text)
}

/// Puts the parameters where `$1`, `$2`, … stand, as the browser does it.
fn filled(sentence: &str, params: &[String]) -> String {
    let mut parts = sentence.split('$');
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let digit = part.chars().next().and_then(|first| first.to_digit(10));
        let param = digit.and_then(|digit| params.get((digit as usize).checked_sub(1)?));
        match param {
            Some(param) => out.push_str(param),
            None if digit.is_none() => out.push('$'),
            None => {}
        }
        out.push_str(digit.and_then(|_| part.get(1..)).unwrap_or(part));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::filled;

    #[test]
    fn parameters_take_the_places_of_their_numbers() {
        let params = ["nginx".to_owned(), "$1 <b>".to_owned()];
        assert_eq!(filled("$1 says $2.", &params), "nginx says $1 <b>.");
        assert_eq!(filled("$2$1", &params), "$1 <b>nginx");
        assert_eq!(filled("none", &params), "none");
        assert_eq!(filled("$3 is missing", &params), " is missing");
        assert_eq!(filled("5 $ and é$1", &params), "5 $ and énginx");
    }
}
