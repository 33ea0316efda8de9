//! Sentences, as `crate/pack` puts them into the package: in the language that the visitor chose, or else the
//! browser's.

use std::cell::RefCell;

use is_it_me_core::message::{Message, Words};
use is_it_me_core::packed::{Packed, code};
use is_it_me_core::text::join;
use js_sys::Array;

use crate::browser::{get_message, packaged};

/// The language that has every sentence.
const ENGLISH: &str = "en";

thread_local! {
    static SENTENCES: RefCell<Sentences> = RefCell::default();
}

/// What there is to say, and in which languages. The code of a key and its sentence have the same place in each list.
/// If a language lacks a sentence, it is empty.
#[derive(Default)]
struct Sentences {
    /// What the codes were made with.
    salt: String,
    codes: String,
    languages: Vec<String>,
    own: Packed,
    english: Packed,
}

impl Sentences {
    fn of(&self, key: &str, in_english: bool) -> Option<String> {
        let code = code(&self.salt, key);
        let at = self.codes.as_bytes().chunks_exact(code.len()).position(|known| known == code)?;
        let own = if in_english { None } else { self.own.line(at) };
        own.or_else(|| self.english.line(at))
    }
}

/// The words of a language.
#[derive(Clone, Copy)]
pub(crate) enum BrowserWords {
    /// The visitor's.
    Own,
    /// Whatever that is.
    English,
}

impl Words for BrowserWords {
    fn say(&self, message: &Message) -> String {
        SENTENCES.with_borrow(|sentences| {
            let in_english = matches!(self, Self::English);
            sentences.of(&message.key, in_english).map(|sentence| message.filled(&sentence)).unwrap_or_default()
        })
    }
}

/// Is the visitor's language English?
pub(crate) fn is_english() -> bool {
    label("language_tag") == ENGLISH
}

/// The sentence under this key.
pub(crate) fn label(key: &'static str) -> String {
    BrowserWords::Own.label(key)
}

/// The available languages, by the names of their folders.
pub(crate) fn languages() -> Vec<String> {
    SENTENCES.with_borrow(|sentences| sentences.languages.clone())
}

/// What a family of keys says of this word.
pub(crate) fn term(family: &str, word: &str) -> String {
    BrowserWords::Own.term(family, word)
}

/// The message as a sentence.
pub(crate) fn say(message: &Message) -> String {
    BrowserWords::Own.say(message)
}

/// Loads the sentences of the language that the visitor chose, or else of the browser's.
pub(crate) async fn load(chosen: Option<String>) {
    let language = chosen.unwrap_or_else(|| get_message("language_tag", &Array::new()).replace('-', "_"));
    // All of them are fetched before any is waited for.
    let own = (language != ENGLISH).then(|| words(&language));
    let (index, english) = (words("index"), words(ENGLISH));
    let index = index.await;
    let mut index = index.split('\n').map(str::to_owned);
    let salt = index.next().unwrap_or_default();
    let codes = index.next().unwrap_or_default();
    let languages = index.collect();
    let own = if let Some(own) = own { Packed::new(&own.await) } else { Packed::default() };
    let english = Packed::new(&english.await);
    SENTENCES.set(Sentences { salt, codes, languages, own, english });
}

/// The contents of a file of words.
fn words(name: &str) -> impl Future<Output = String> + use<> {
    packaged(&join(&["words/", name, ".txt"], ""))
}
