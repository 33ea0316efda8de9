//! Writing JSON (RFC 8259). The formats here are a few levels deep and made of texts and whole numbers; serde's own
//! writer would be many times as much code in the module that every visitor downloads.

use crate::quantity::{digits, whole};
use crate::quoted;
use crate::text::{halves, join};

/// JSON under construction. An object is opened with the names of its members, and their values follow in that order.
/// Whatever is opened has to be closed, and every name needs its value; the tests of the formats make sure of it.
#[derive(Default)]
pub(super) struct Json {
    out: String,
    /// What is open: the remaining names of an object, and none for a list.
    open: Vec<Option<&'static str>>,
    /// A value precedes the next one.
    follows: bool,
    /// All values stand on one line, until the list ends.
    flat: bool,
}

impl Json {
    /// What was written.
    pub(super) fn text(self) -> String {
        self.out + "\n"
    }

    /// Begins an object; `names` are those of its members, with a space between two.
    pub(super) fn object(&mut self, names: &'static str) {
        self.next();
        self.out.push('{');
        self.open.push(Some(names));
        self.follows = false;
    }

    pub(super) fn list(&mut self) {
        self.next();
        self.out.push('[');
        self.open.push(None);
        self.follows = false;
    }

    /// Begins a list that stands on one line.
    pub(super) fn row(&mut self) {
        self.list();
        self.flat = true;
    }

    /// Ends what was opened last.
    pub(super) fn end(&mut self) {
        let bracket = if self.open.pop().flatten().is_some() { '}' } else { ']' };
        if self.follows && !core::mem::take(&mut self.flat) {
            self.line();
        }
        self.out.push(bracket);
        self.follows = true;
    }

    pub(super) fn string(&mut self, text: &str) {
        self.next();
        self.out.push_str(&quoted::json(text));
    }

    /// A word of the language: a number, `true`, `null`.
    pub(super) fn word(&mut self, word: &str) {
        self.next();
        self.out.push_str(word);
    }

    pub(super) fn maybe(&mut self, text: Option<&str>) {
        match text {
            Some(text) => self.string(text),
            None => self.word("null"),
        }
    }

    pub(super) fn flag(&mut self, is: bool) {
        self.word(if is { "true" } else { "false" });
    }

    /// A number without its fraction; anything that is not a number is `null`.
    pub(super) fn number(&mut self, number: Option<f64>) {
        match number.filter(|number| number.is_finite()) {
            Some(number) => self.word(&whole(number)),
            None => self.word("null"),
        }
    }

    /// A number with three decimals.
    pub(super) fn thousandths(&mut self, number: f32) {
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the cast saturates")]
        let padded = digits((f64::from(number.abs()) * 1000.0).round() as u64, 10, 4);
        let (front, back) = halves(&padded, padded.len() - 3);
        self.next();
        self.out.push_str(if number < 0.0 { "-" } else { "" });
        self.out.push_str(front);
        self.out.push('.');
        self.out.push_str(back);
    }

    pub(super) fn strings<'a>(&mut self, texts: impl IntoIterator<Item = &'a str>) {
        self.list();
        for text in texts {
            self.string(text);
        }
        self.end();
    }

    /// `["name", "value"]`.
    pub(super) fn pair(&mut self, name: &str, value: &str) {
        self.row();
        self.string(name);
        self.string(value);
        self.end();
    }

    /// Leaves the next member of an object out.
    pub(super) fn skip(&mut self) {
        self.name();
    }

    /// What has to precede the next value.
    fn next(&mut self) {
        if self.follows {
            self.out.push(',');
        }
        if !self.flat {
            self.line();
        } else if self.follows {
            self.out.push(' ');
        }
        if let Some(name) = self.name() {
            self.out.push_str(&quoted::json(name));
            self.out.push_str(": ");
        }
        self.follows = true;
    }

    /// Takes the name of the next member, if an object is open.
    fn name(&mut self) -> Option<&'static str> {
        let names = self.open.last_mut()?.as_mut()?;
        let (name, rest) = names.split_once(' ').unwrap_or((names, ""));
        *names = rest;
        Some(name)
    }

    fn line(&mut self) {
        if !self.out.is_empty() {
            self.out.push('\n');
            for _ in &self.open {
                self.out.push_str("  ");
            }
        }
    }
}

/// The same JSON on one line. There are no line breaks inside its strings.
pub fn one_line(json: &str) -> String {
    join(&json.lines().map(str::trim_start).collect::<Vec<_>>(), "")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::is_unsafe;

    #[test]
    fn what_is_written_is_read_back_as_it_was_meant() {
        let mut json = Json::default();
        json.object("text none numbers flag left out empty row");
        json.string("\"\\\u{0}\r\n\t\u{7f}\u{9b}\u{202e}\u{2028}é\u{1f600}");
        json.maybe(None);
        json.list();
        for number in [Some(0.0), Some(-1.0), Some(1_795_266_202_345.4), Some(f64::NAN), Some(f64::INFINITY), None] {
            json.number(number);
        }
        for number in [0.0, 1.0, 0.0454, -3.5, 12.0] {
            json.thousandths(number);
        }
        json.end();
        json.flag(true);
        json.skip();
        json.object("");
        json.end();
        json.strings([]);
        json.pair("a", "b");
        json.end();
        let text = json.text();
        let wanted = serde_json::json!({
            "text": "\"\\\u{0}\r\n\t\u{7f}\u{9b}\u{202e}\u{2028}é\u{1f600}",
            "none": null,
            "numbers": [0, -1, 1_795_266_202_345_i64, null, null, null, 0.0, 1.0, 0.045, -3.5, 12.0],
            "flag": true,
            "out": {},
            "empty": [],
            "row": ["a", "b"],
        });
        assert_eq!(serde_json::from_str::<serde_json::Value>(&text).unwrap(), wanted);
        assert_eq!(serde_json::from_str::<serde_json::Value>(&one_line(&text)).unwrap(), wanted);
        assert!(!one_line(&text).contains('\n') && text.starts_with('{') && text.ends_with("}\n"));
        assert!(!text.chars().any(|c| is_unsafe(c) && c != '\n'), "{text:?}");
        assert!(text.contains("\n  \"row\": [\"a\", \"b\"]\n"), "{text}");
    }
}
