//! Messages: what the core says, as a key and its parameters. The sentences live in `extension/_locales`.

use std::borrow::Cow;

use serde::Serialize;

use crate::text::join;

/// One thing said to a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Message {
    /// The key in `messages.json`.
    pub key: Cow<'static, str>,
    /// What replaces `$1`, `$2`, … in the sentence. Hostile text: it is shown as text only.
    pub params: Vec<String>,
}

impl Message {
    /// A message without parameters.
    pub const fn new(key: &'static str) -> Self {
        Self { key: Cow::Borrowed(key), params: Vec::new() }
    }

    /// What a family of keys says of this word. Words are kebab-case; keys may only hold `_`.
    pub fn of(family: &str, word: &str) -> Self {
        let key = join(&[family, word], "_").replace('-', "_");
        Self { key: Cow::Owned(key), params: Vec::new() }
    }

    /// The message with one more parameter.
    #[must_use]
    pub fn with(mut self, param: impl Into<String>) -> Self {
        self.params.push(param.into());
        self
    }

    /// The sentence with the parameters in place of `$1` to `$9`. What is put in is not read again; if there is nothing
    /// to put in, the brackets around it are left out.
    pub fn filled(&self, sentence: &str) -> String {
        let mut parts = sentence.split('$');
        let mut out = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let digit = part.chars().next().and_then(|first| first.to_digit(10));
            if let (Some(digit), Some(rest)) = (digit, part.get(1..)) {
                let param = (digit as usize).checked_sub(1).and_then(|place| self.params.get(place));
                let param = param.map_or("", String::as_str);
                if let Some(end) = before_bracket(&out).filter(|_| param.is_empty()) {
                    out.truncate(end);
                    out.push_str(rest.trim_start_matches([ISOLATED, ')', '）']));
                } else {
                    out.push_str(param);
                    out.push_str(rest);
                }
            } else {
                out.push('$');
                out.push_str(part);
            }
        }
        out
    }
}

/// What begins and ends a name in a text that runs the other way.
const ISOLATE: char = '\u{2068}';
const ISOLATED: char = '\u{2069}';

/// Up to where the text goes without the bracket that opens at its end, and the space before that.
fn before_bracket(text: &str) -> Option<usize> {
    let before = text.trim_end_matches(ISOLATE).strip_suffix(['(', '（'])?;
    Some(before.trim_end_matches(' ').len())
}

/// Where sentences come from: the browser's own translations, or those compiled into a program.
pub trait Words {
    /// The sentence for this message.
    fn say(&self, message: &Message) -> String;

    /// The sentence for a message without parameters.
    fn label(&self, key: &'static str) -> String {
        self.say(&Message::new(key))
    }

    /// What a family of keys says of this word.
    fn term(&self, family: &str, word: &str) -> String {
        self.say(&Message::of(family, word))
    }

    /// A label and its value, in the punctuation of this language.
    fn pair(&self, label: &str, value: &str) -> String {
        self.say(&Message::new("join_pair").with(label).with(value))
    }

    /// Several things in a row, in the punctuation of this language.
    fn list(&self, items: &[&str]) -> String {
        let Some((first, others)) = items.split_first() else { return String::new() };
        let add = |row: String, item: &&str| self.say(&Message::new("join_list").with(row).with(*item));
        others.iter().fold((*first).to_owned(), add)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_take_the_places_of_their_numbers_once() {
        let message = Message::new("any").with("nginx").with("$1 <b>");
        assert_eq!(message.filled("$1 says $2."), "nginx says $1 <b>.");
        assert_eq!(message.filled("$2$1"), "$1 <b>nginx");
        assert_eq!(message.filled("none"), "none");
        assert_eq!(message.filled("$3 and $0 are missing"), " and  are missing");
        assert_eq!(message.filled("A proxy ($3) answered."), "A proxy answered.");
        assert_eq!(message.filled("代理（$3）响应"), "代理响应");
        assert_eq!(message.filled("وكيل (\u{2068}$3\u{2069})، أما"), "وكيل، أما");
        assert_eq!(message.filled("5 $ and é$1$é$"), "5 $ and énginx$é$");
    }
}
