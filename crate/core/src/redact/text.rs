//! Any text, word by word: markup, JSON, a log line, a sentence. A name that promises a secret, and what joins it to the
//! next word, decide what that word is.

use super::{Cleaner, Kind, REDACTED, key, name, url};
use crate::text::{after_ignore_case, contains, cut, halves};

/// Longer tags are no tags.
const MAX_TAG: usize = 2048;
/// Shorter values in quotes are no secrets.
const QUOTED_MIN: usize = 3;

/// What the word just read makes of the next one.
#[derive(Clone, Copy, PartialEq)]
enum Next {
    /// Nothing is expected.
    Anything,
    /// It may be joined to the name that was just read.
    Named(Kind),
    /// It is the value of such a name: for sure behind an equals sign, else if it looks like one.
    Value(Kind, bool),
    /// It is what follows the name of a way to sign in (`Bearer …`), and goes on to the end of the line.
    Proof,
}

struct Reader<'a> {
    rest: &'a str,
    out: String,
    next: Next,
    /// Inside a tag: what its `value` or `content` is, going by its name.
    holds: Option<Kind>,
    in_tag: bool,
}

pub(super) fn clean(text: &str, cleaner: &mut Cleaner) -> String {
    read(text, false, cleaner)
}

fn read(text: &str, in_tag: bool, cleaner: &mut Cleaner) -> String {
    let holds = if in_tag { named_by_attribute(text) } else { None };
    let out = String::with_capacity(text.len());
    let mut all = Reader { rest: text, out, next: Next::Anything, holds, in_tag };
    while !all.rest.is_empty() {
        all.step(cleaner);
    }
    all.out
}

/// What the name, the id or the type of a form's field says that it holds.
fn named_by_attribute(tag: &str) -> Option<Kind> {
    [" name=", " id=", " property=", " type="].iter().find_map(|attribute| {
        let value = after_ignore_case(tag, attribute)?.trim_start_matches(['"', '\'']);
        name::of(value.split(['"', '\'', ' ']).next().unwrap_or_default())
    })
}

/// Does this stand between words rather than in them?
const fn is_edge(c: char) -> bool {
    c.is_whitespace()
        || joins(c)
        || matches!(c, '<' | '>' | '(' | ')' | '[' | ']' | '{' | '}' | ',' | ';' | '&' | '?' | '`' | '|')
}

/// Does this join a name and its value?
const fn joins(c: char) -> bool {
    matches!(c, '=' | ':') || is_quote(c)
}

const fn is_quote(c: char) -> bool {
    matches!(c, '"' | '\'' | '\\')
}

impl<'a> Reader<'a> {
    fn step(&mut self, cleaner: &mut Cleaner) {
        let between = self.take(|c, rest, reader| is_edge(c) && !(reader.begins_tag(rest)));
        self.next = joined(self.next, between);
        if self.begins_tag(self.rest) {
            return self.tag(cleaner);
        }
        if let (Next::Value(kind, _), Some(quote)) = (self.next, between.chars().next_back().filter(|c| is_quote(*c))) {
            return self.quoted(kind, quote, cleaner);
        }
        if is_address(self.rest) {
            let address = self.up_to(|c| c.is_whitespace() || matches!(c, '"' | '\'' | '<' | '>' | '`'));
            let link = url::clean_link(address, cleaner);
            self.out.push_str(&link);
            self.next = Next::Anything;
        } else {
            let word = self.up_to(is_edge);
            self.word(word, cleaner);
        }
    }

    /// Moves on and copies, as long as the character belongs.
    fn take(&mut self, belongs: impl Fn(char, &str, &Self) -> bool) -> &'a str {
        let all = self.rest;
        let end = all.char_indices().find(|(at, c)| !belongs(*c, all.get(*at..).unwrap_or_default(), self));
        let (taken, rest) = halves(all, end.map_or(all.len(), |(at, _)| at));
        self.rest = rest;
        self.out.push_str(taken);
        taken
    }

    /// Moves on without copying.
    fn up_to(&mut self, is_end: impl Fn(char) -> bool) -> &'a str {
        let (taken, rest) = halves(self.rest, self.rest.find(is_end).unwrap_or(self.rest.len()));
        self.rest = rest;
        taken
    }

    fn begins_tag(&self, rest: &str) -> bool {
        let mut chars = rest.chars();
        !self.in_tag
            && chars.next() == Some('<')
            && chars.next().is_some_and(|c| c.is_ascii_alphabetic() || c == '/')
            && rest.bytes().take(MAX_TAG).any(|b| b == b'>')
    }

    /// A tag is read by itself; a name before it and a value behind it still belong together, as in two cells of a table.
    fn tag(&mut self, cleaner: &mut Cleaner) {
        let (inside, rest) = cut(self.rest, ">").unwrap_or((self.rest, ""));
        self.out.push_str(&read(inside, true, cleaner));
        self.out.push('>');
        self.rest = rest;
        self.next = match self.next {
            Next::Named(kind) => Next::Value(kind, false),
            Next::Proof => Next::Anything,
            other => other,
        };
    }

    fn quoted(&mut self, kind: Kind, quote: char, cleaner: &mut Cleaner) {
        let value = self.up_to(|c| c == quote || matches!(c, '\\' | '\n' | '<'));
        self.next = Next::Anything;
        if value.len() >= QUOTED_MIN && !is_literal(value) {
            self.out.push_str(&cleaner.cut(kind, value));
        } else {
            self.out.push_str(value);
        }
    }

    fn word(&mut self, word: &str, cleaner: &mut Cleaner) {
        let next = core::mem::replace(&mut self.next, Next::Anything);
        let is_pair = self.rest.starts_with('=');
        match next {
            Next::Value(Kind::Cookie | Kind::Credential, _) | Next::Anything if is_scheme(word) => {
                self.out.push_str(word);
                self.next = Next::Proof;
            }
            Next::Value(Kind::Cookie, _) if is_pair => self.line(word, Kind::Cookie, cleaner),
            Next::Proof if key::is_value(word) => self.line(word, Kind::Credential, cleaner),
            Next::Value(kind, sure)
                if key::is_value(word) || (sure && word.len() >= QUOTED_MIN && !is_literal(word)) =>
            {
                self.out.push_str(&cleaner.cut(kind, word));
            }
            _ => self.plain(word, cleaner),
        }
    }

    /// The word and the rest of its line, or of its cell.
    fn line(&mut self, word: &str, kind: Kind, cleaner: &mut Cleaner) {
        let rest = self.up_to(|c| matches!(c, '\r' | '\n' | '<' | '"'));
        self.out.push_str(&cleaner.cut(kind, format!("{word}{rest}").trim_end()));
    }

    fn plain(&mut self, word: &str, cleaner: &mut Cleaner) {
        if let Some(kind) = key::of(word) {
            self.out.push_str(&cleaner.cut(kind, word));
            return;
        }
        self.out.push_str(word);
        let holds = self.holds.filter(|_| ["value", "content"].iter().any(|name| word.eq_ignore_ascii_case(name)));
        self.next = name::of(word).or(holds).map_or(Next::Anything, Next::Named);
    }
}

/// What follows when this stands between the last word and the next.
fn joined(next: Next, between: &str) -> Next {
    // Empty quotes are a value, and it is over.
    let goes_on = |c: char| c.is_whitespace() || joins(c) || matches!(c, ']' | '>');
    if !between.chars().all(goes_on) || contains(between, "\"\"") || contains(between, "''") {
        return Next::Anything;
    }
    let has = |wanted: u8| between.bytes().any(|b| b == wanted);
    match next {
        Next::Named(kind) if has(b'=') => Next::Value(kind, true),
        Next::Named(kind) if has(b':') => Next::Value(kind, false),
        Next::Value(kind, sure) => Next::Value(kind, sure || has(b'=')),
        Next::Proof if has(b'=') || has(b'\n') => Next::Anything,
        other => other,
    }
}

/// The start of an address, or of the path of one.
fn is_address(rest: &str) -> bool {
    let scheme = rest.bytes().take_while(|b| b.is_ascii_alphanumeric() || b"+.-".contains(b)).count();
    rest.starts_with('/') || (scheme > 0 && rest.get(scheme..).is_some_and(|rest| rest.starts_with("://")))
}

/// The first word of a proof that somebody has signed in.
fn is_scheme(word: &str) -> bool {
    ["bearer", "basic", "digest", "negotiate"].iter().any(|scheme| word.eq_ignore_ascii_case(scheme))
}

/// Values that are no secret whatever their name promises.
fn is_literal(value: &str) -> bool {
    ["true", "false", "null", "none", "undefined", "redacted", REDACTED].contains(&value)
}
