//! Sentences from the browser's own translations.

use is_it_me_core::message::{Message, Words};
use js_sys::Array;

use crate::browser::get_message;

/// The words of the browser's language.
pub(crate) struct BrowserWords;

impl Words for BrowserWords {
    fn say(&self, message: &Message) -> String {
        let params: Array = message.params.iter().map(|param| js_sys::JsString::from(param.as_str())).collect();
        get_message(&message.key, &params)
    }
}
