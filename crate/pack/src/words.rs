//! The sentences as the module reads them: the codes of their keys in one file, three characters each, and the
//! sentences of each language in the same order in a file of its own, similar ones near each other. With the keys in
//! seven files, the package would be a tenth larger. The file of the codes begins with the salt they were made with,
//! and also names the languages, one per line.
//!
//! What browsers say themselves they read from `messages.json`, which then holds little more than what the manifest
//! names. The entry in the context menu has the same words as the manifest's command.

use crate::failure::Failure;
use crate::{layout, likeness, stand_ins};
use is_it_me_core::packed::code;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// The language in which every sentence is written first; if another language lacks one, this one's is used.
const FIRST: &str = "en";
/// What the module asks the browser for, the language of the sentences that the browser chose; and what is said where
/// there is no module.
const ASKED_FOR: [&str; 2] = ["language_tag", "cannot_start"];

/// The size of the window, in bytes over all languages, within which neighbouring sentences should be alike. With a
/// tenth of that, or ten times as much, the packed sentences are a hundredth longer.
const NEAR: usize = 2000;

/// What browsers alone say, and the module never.
const NEVER_ASKED_FOR: [&str; 3] = ["cannot_start", "extension_description", "menu_copy_report"];

/// The sentences of a language, by their keys.
type Sentences = BTreeMap<String, Sentence>;

#[derive(Deserialize, Serialize)]
struct Sentence {
    message: String,
}

/// Writes `dist/words/` and what is left of `dist/_locales/`.
pub(crate) fn write() -> Result<(), Failure> {
    let locales = Path::new(layout::EXTENSION).join(layout::LOCALES);
    let manifest = layout::read_text(Path::new(layout::MANIFEST))?;
    let is_asked_for = |key: &String| !NEVER_ASKED_FOR.contains(&key.as_str());
    let languages = layout::folders_in(&locales)?;
    let sentences = languages.iter().map(|language| read(&locales.join(language))).collect::<Result<Vec<_>, _>>()?;
    let keys: Vec<String> = read(&locales.join(FIRST))?.into_keys().filter(is_asked_for).collect();
    let keys = by_likeness(&keys, &sentences);
    put("index", &[codes(&keys)?, languages.join("\n")].join("\n"))?;
    for (language, sentences) in languages.iter().zip(sentences) {
        put(language, &stand_ins::packed(&in_order(&keys, &sentences)?))?;
        let path = Path::new(layout::DIST).join(layout::LOCALES).join(language).join("messages.json");
        let left = for_browsers(sentences, &manifest).map_err(|e| Failure::at("write", &path, e))?;
        layout::write(&path, &left)?;
    }
    Ok(())
}

/// The keys in an order that puts sentences next to similar ones, judged by all languages together.
fn by_likeness(keys: &[String], languages: &[Sentences]) -> Vec<String> {
    let said = |key: &String| {
        let sentences: Vec<&str> = languages.iter().map(|language| sentence(language, key)).collect();
        sentences.join("\n")
    };
    let texts: Vec<String> = keys.iter().map(said).collect();
    let bodies: Vec<&[u8]> = texts.iter().map(String::as_bytes).collect();
    likeness::order(&bodies, NEAR).into_iter().filter_map(|number| keys.get(number).cloned()).collect()
}

/// The codes of these keys one after the other, on the line below a salt with which no two of them are the same.
fn codes(keys: &[String]) -> Result<String, Failure> {
    let is_apart = |salt: &String| {
        let mut known = BTreeSet::new();
        keys.iter().all(|key| known.insert(code(salt, key)))
    };
    let Some(salt) = (0..100_000_u32).map(|number| number.to_string()).find(is_apart) else {
        return Err(Failure::new(
            "two keys of sentences have one code with every salt: there are too many for codes of eighteen bits",
        ));
    };
    let codes = keys.iter().flat_map(|key| code(&salt, key)).map(char::from);
    Ok(salt.chars().chain(['\n']).chain(codes).collect())
}

/// What browsers say themselves, without the notes that are for translators.
fn for_browsers(mut sentences: Sentences, manifest: &str) -> serde_json::Result<Vec<u8>> {
    sentences.retain(|key, _| ASKED_FOR.contains(&key.as_str()) || manifest.contains(&format!("__MSG_{key}__")));
    serde_json::to_vec(&sentences)
}

fn read(folder: &Path) -> Result<Sentences, Failure> {
    let path = folder.join("messages.json");
    serde_json::from_slice(&layout::read(&path)?).map_err(|e| Failure::at("read", &path, e))
}

fn put(name: &str, text: &str) -> Result<(), Failure> {
    let path = Path::new(layout::DIST).join("words").join(format!("{name}.txt"));
    layout::write(&path, text.as_bytes())
}

fn sentence<'a>(sentences: &'a Sentences, key: &str) -> &'a str {
    sentences.get(key).map_or("", |one| one.message.as_str())
}

/// One sentence per line, and an empty line if this language has none.
fn in_order(keys: &[String], sentences: &Sentences) -> Result<String, Failure> {
    let lines: Vec<&str> = keys.iter().map(|key| sentence(sentences, key)).collect();
    match lines.iter().find(|line| line.contains('\n')) {
        Some(line) => Err(Failure::new(format!("a sentence must stand on one line: {line}"))),
        None => Ok(lines.join("\n")),
    }
}

#[cfg(test)]
mod tests {
    use super::{Sentences, by_likeness, codes, for_browsers, in_order};

    fn sentences(json: &str) -> Sentences {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn sentences_stand_in_the_order_of_the_keys() {
        let keys = ["a", "b", "c"].map(str::to_owned);
        let some =
            sentences(r#"{ "a": { "message": "A" }, "b": { "message": "B $1", "description": "$1: a name." } }"#);
        assert_eq!(in_order(&keys, &some).unwrap(), "A\nB $1\n");
        assert!(in_order(&keys, &sentences(r#"{ "a": { "message": "A\nB" } }"#)).is_err());
    }

    #[test]
    fn sentences_that_are_alike_in_any_language_stand_together() {
        let english = r#"{ "a": { "message": "The certificate." }, "b": { "message": "Try again." }, "c": { "message": "A certificate?" } }"#;
        let german = r#"{ "a": { "message": "Das Zertifikat." }, "c": { "message": "Ein Zertifikat?" } }"#;
        let keys = ["a", "b", "c"].map(str::to_owned);
        assert_eq!(by_likeness(&keys, &[sentences(german), sentences(english)]), ["a", "c", "b"]);
    }

    #[test]
    fn keys_have_codes_of_three_characters_and_no_two_the_same() {
        let codes = |keys: &[&str]| codes(&keys.iter().map(|key| (*key).to_owned()).collect::<Vec<_>>());
        let two = codes(&["verdict_you", "verdict_network"]).unwrap();
        assert!(two.len() == "0\n".len() + 2 * 3 && two.bytes().all(|b| b.is_ascii_graphic() || b == b'\n'), "{two}");
        assert!(codes(&["verdict_you", "verdict_you"]).is_err());
    }

    #[test]
    fn browsers_get_the_sentences_of_the_manifest_and_no_notes_for_translators() {
        let some = sentences(
            r#"{
                "language_tag": { "message": "en", "description": "What the file is." },
                "extension_name": { "message": "Is It Me?", "description": "Stays as it is.", "placeholders": {} },
                "verdict_you": { "message": "It's you." }
            }"#,
        );
        let left = for_browsers(some, r#"{ "name": "__MSG_extension_name__" }"#).unwrap();
        let expected = r#"{"extension_name":{"message":"Is It Me?"},"language_tag":{"message":"en"}}"#;
        assert_eq!(String::from_utf8(left).unwrap(), expected);
    }
}
