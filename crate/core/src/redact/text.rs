//! Any text, word by word: markup, JSON, a log line, a sentence. A name that promises a secret, and what joins it to
//! the next word, decide what that word is.

use super::account::{has_password, wants_account};
use super::code::{is_encoded, letter, undone};
use super::joint::{Next, begins_list, goes_on, is_between_values, is_quote, joined, joins};
use super::quote::{end_of_line, end_of_quoted, opener};
use super::{Cleaner, Kind, REDACTED, key, name, url};
use crate::text::{after_ignore_case, cut, halves, has, is_any_of, join, place, starts_ignore_case};

/// Longer tags are no tags.
const MAX_TAG: usize = 2048;
/// Shorter values in quotes are no secrets.
const QUOTED_MIN: usize = 3;

/// Elements whose name or key says what they enclose.
const FIELDS: &str = "textarea|param|parameter|entry|add|string|property|setting|item";
/// What programs write before a quoted value to give its type.
const TYPES: &[&str] = &["string", "Some(", "br", "rb", "b", "r", "u"];

struct Reader<'a> {
    rest: &'a str,
    out: String,
    next: Next,
    /// The last word may be the name of a parameter of an address: `cb?code=…`.
    is_parameter: bool,
    /// The quote that stood right before the last name.
    opened: Option<&'a str>,
    /// What the next `value` or `content` is, going by the name of its tag or of what encloses it.
    holds: Option<Kind>,
    /// What each value of the current list is.
    list: Option<Kind>,
    /// What was left to read, and how much was written, after the key of a value whose name may still come:
    /// `"value":"…","name":"password"`.
    valued: Option<(&'a str, usize)>,
    in_tag: bool,
    /// How much of the text is left at the next `>`, and nothing if none comes: looking for it at every `<` would read
    /// the same text again and again.
    left_at_close: usize,
}

pub(super) fn clean(text: &str, cleaner: &mut Cleaner) -> String {
    read(text, false, cleaner)
}

fn read(text: &str, in_tag: bool, cleaner: &mut Cleaner) -> String {
    let holds = if in_tag { named_by_attribute(text).or_else(|| name::of(element(text))) } else { None };
    let out = String::with_capacity(text.len());
    let (next, is_parameter, left_at_close) = (Next::Anything, false, left_at_close(text));
    let mut all = Reader {
        rest: text,
        out,
        next,
        is_parameter,
        opened: None,
        holds,
        list: None,
        valued: None,
        in_tag,
        left_at_close,
    };
    while !all.rest.is_empty() {
        all.step(cleaner);
    }
    all.out
}

fn left_at_close(text: &str) -> usize {
    text.bytes().position(|b| b == b'>').map_or(0, |at| text.len() - at)
}

/// What a form field holds according to its name, id or type.
fn named_by_attribute(tag: &str) -> Option<Kind> {
    let flat: String = tag.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).collect();
    // What a form sends can be anything that a parameter of an address can be.
    let of = if starts_ignore_case(tag, "<input ") { name::of_parameter } else { name::of };
    [" name=", " id=", " property=", " type=", " key="].iter().find_map(|attribute| {
        let value = after_ignore_case(&flat, attribute)?.trim_start_matches(['"', '\'']);
        of(value.split(['"', '\'', ' ']).next().unwrap_or_default())
    })
}

/// The name in a tag.
fn element(tag: &str) -> &str {
    halves(tag, 1).1.split_whitespace().next().unwrap_or_default()
}

/// Does this stand between words rather than in them?
const fn is_edge(c: char) -> bool {
    c.is_whitespace()
        || joins(c)
        || matches!(c, '<' | '>' | '(' | ')' | '[' | ']' | '{' | '}' | ',' | ';' | '&' | '?' | '`' | '|')
}

/// Does an address in a text end here?
fn ends_address(c: char) -> bool {
    c.is_whitespace() || matches!(c, '"' | '\'' | '<' | '>' | '`')
}

impl<'a> Reader<'a> {
    fn step(&mut self, cleaner: &mut Cleaner) {
        let (taken, between) = self.between();
        let quote = opener(taken);
        self.enclose(&between);
        self.next = joined(self.next, &between);
        self.go_through(&between);
        if let (Next::Value(..) | Next::Line(_), None, Some(len)) = (self.next, quote, type_before(self.rest)) {
            let (written, rest) = halves(self.rest, len);
            self.out.push_str(written);
            self.rest = rest;
            return;
        }
        self.is_parameter = matches!(between.as_bytes().last(), Some(b'?' | b'&'));
        if self.begins_tag() {
            return self.tag(cleaner);
        }
        match (self.next, quote) {
            (Next::Value(kind, _), Some(quote)) => self.quoted(kind, quote, cleaner),
            (Next::Paired(kind), Some(quote)) if self.is_quoted_value(quote) => self.quoted(kind, quote, cleaner),
            (Next::Line(kind), _) => self.field(kind, taken, quote, cleaner),
            // After the name of an HTTP field, this does not join.
            (Next::Named(_, true), _) if self.up_to(is_edge).0.is_empty() => self.next = Next::Anything,
            (Next::Link, _) if is_relative(self.rest) => self.address(cleaner),
            _ if is_address(self.rest) => self.address(cleaner),
            _ => {
                let (word, rest) = self.up_to(is_edge);
                self.rest = rest;
                self.word(word, quote, cleaner);
            }
        }
    }

    /// A name counts until its brace is closed: `"password":{"value":…}`.
    fn enclose(&mut self, between: &str) {
        if self.in_tag {
            return;
        }
        if has(between, b'}') {
            self.holds = None;
        }
        if has(between, b'}') || has(between, b'{') {
            self.valued = None;
        }
        if let Next::Named(kind, _) = self.next
            && has(between, b'{')
            && (has(between, b':') || has(between, b'='))
        {
            self.holds = Some(kind);
        }
    }

    /// In a list of quoted values, each is what the name before it promises: `"tokens":["…","…"]`.
    fn go_through(&mut self, between: &str) {
        self.list = match self.next {
            Next::Value(kind, _) | Next::Line(kind) if between.trim_end_matches(is_quote).ends_with('[') => Some(kind),
            Next::Anything if is_between_values(between) => self.list,
            _ => None,
        };
        if let (Next::Anything, Some(kind)) = (self.next, self.list) {
            self.next = Next::Value(kind, false);
        }
    }

    /// Copies what stands between words, and moves on. It is given as it is written, and as what its codes stand for.
    fn between(&mut self) -> (&'a str, String) {
        let all = self.rest;
        // The value of an HTTP field may begin with anything that can also stand between words.
        let is_field = matches!(self.next, Next::Named(_, true) | Next::Line(_));
        let (mut at, mut between) = (0, String::new());
        while let Some((c, len)) = letter(self.rest) {
            let belongs = if is_field { goes_on(c) || begins_list(self.rest) } else { is_edge(c) };
            if !belongs || self.begins_tag() {
                break;
            }
            // The Japanese and Chinese ones join like the others.
            between.push(match c {
                '：' => ':',
                '＝' => '=',
                other => other,
            });
            at += len;
            self.rest = halves(self.rest, len).1;
        }
        let taken = halves(all, at).0;
        self.out.push_str(taken);
        (taken, between)
    }

    /// What stands before the end, and the rest.
    fn up_to(&self, is_end: fn(char) -> bool) -> (&'a str, &'a str) {
        let mut rest = self.rest;
        while let Some((_, len)) = letter(rest).filter(|(c, _)| !is_end(*c)) {
            rest = halves(rest, len).1;
        }
        halves(self.rest, self.rest.len() - rest.len())
    }

    fn begins_tag(&mut self) -> bool {
        let mut bytes = self.rest.bytes();
        let looks_like_one = !self.in_tag
            && bytes.next() == Some(b'<')
            && bytes.next().is_some_and(|b| b.is_ascii_alphabetic() || b == b'/');
        looks_like_one && self.is_closed_within(MAX_TAG)
    }

    /// Does a `>` follow within this many bytes?
    fn is_closed_within(&mut self, most: usize) -> bool {
        if self.rest.len() < self.left_at_close {
            self.left_at_close = left_at_close(self.rest);
        }
        self.left_at_close > 0 && self.rest.len() - self.left_at_close < most
    }

    /// A tag is read by itself; a name before it and a value behind it still belong together, as in two cells of a
    /// table.
    fn tag(&mut self, cleaner: &mut Cleaner) {
        let (inside, rest) = cut(self.rest, ">").unwrap_or((self.rest, ""));
        self.out.push_str(&read(inside, true, cleaner));
        self.out.push('>');
        (self.rest, self.opened) = (rest, None);
        self.next = match self.next {
            Next::Named(kind, true) if is_cell(inside) => Next::Line(kind),
            Next::Named(kind, _) => Next::Value(kind, false),
            Next::Anything | Next::Called => return self.element(inside, cleaner),
            Next::Proof => Next::Anything,
            other => other,
        };
    }

    /// What is enclosed by a tag that is named like a secret: `<password>…</password>`.
    fn element(&mut self, tag: &str, cleaner: &mut Cleaner) {
        let name = element(tag);
        let is_field = is_any_of(FIELDS, name);
        let named = if is_field { named_by_attribute(tag) } else { name::of(name) };
        let Some(kind) = named.filter(|_| !name.starts_with('/')) else { return };
        let (content, end) = halves(self.rest, self.rest.find('<').unwrap_or_default());
        let is_whole = end.strip_prefix("</").is_some_and(|end| end.starts_with(name));
        if is_whole && !content.contains(char::is_whitespace) {
            self.secret(kind, content.len(), cleaner);
        } else {
            self.next = Next::Value(kind, false);
        }
    }

    fn quoted(&mut self, kind: Kind, quote: &str, cleaner: &mut Cleaner) {
        let end = end_of_quoted(self.rest, quote);
        self.secret(kind, end.unwrap_or_else(|| self.rest.find(['\n', '<']).unwrap_or(self.rest.len())), cleaner);
    }

    /// Names stand in lists, too.
    fn is_quoted_value(&self, quote: &str) -> bool {
        end_of_quoted(self.rest, quote).is_some_and(|end| key::is_value(halves(self.rest, end).0))
    }

    /// The value of an HTTP field: up to the end of its line or of the quote around it, or around it and its name.
    fn field(&mut self, kind: Kind, taken: &str, quote: Option<&str>, cleaner: &mut Cleaner) {
        let opened = self.opened.take();
        let is_name_closed = opened.is_some_and(|opened| taken.starts_with(opened));
        let around = if is_name_closed || has(taken, b'=') { quote } else { opened };
        if let Some(quote) = around {
            return self.quoted(kind, quote, cleaner);
        }
        let end = end_of_line(self.rest, quote.is_some());
        let (scheme, proof) = halves(self.rest, end).0.split_once(' ').unwrap_or_default();
        if is_scheme(scheme) && !proof.trim().is_empty() {
            self.out.push_str(scheme);
            self.out.push(' ');
            self.rest = halves(self.rest, scheme.len() + 1).1;
            return self.secret(kind, end - scheme.len() - 1, cleaner);
        }
        self.secret(kind, end, cleaner);
    }

    /// Cuts this many bytes out, unless they are no secret.
    fn secret(&mut self, kind: Kind, end: usize, cleaner: &mut Cleaner) {
        let (value, rest) = halves(self.rest, end);
        let least = if matches!(self.next, Next::Line(_)) { 1 } else { QUOTED_MIN };
        (self.rest, self.next) = (rest, Next::Anything);
        let secret = value.trim_end();
        if secret.len() >= least && !is_literal(secret) {
            self.out.push_str(&cleaner.cut(kind, secret));
        } else {
            self.out.push_str(value);
        }
    }

    fn address(&mut self, cleaner: &mut Cleaner) {
        let (address, _) = self.up_to(ends_address);
        // What escapes the quote that follows is not part of it.
        let (address, rest) = halves(self.rest, address.trim_end_matches('\\').len());
        (self.rest, self.next) = (rest, Next::Anything);
        let plain = undone(address);
        let link = url::clean_link(&plain, cleaner);
        self.out.push_str(if link == plain { address } else { &link });
    }

    fn word(&mut self, word: &'a str, quote: Option<&'a str>, cleaner: &mut Cleaner) {
        let next = core::mem::replace(&mut self.next, Next::Anything);
        let is_pair = self.rest.starts_with('=');
        self.opened = quote;
        match next {
            Next::Value(Kind::Cookie | Kind::Credential, _) | Next::Anything | Next::Called if is_scheme(word) => {
                self.out.push_str(word);
                self.next = Next::Proof;
            }
            // How programs write keys in their settings.
            Next::Value(..) if word == "base64" && self.rest.starts_with(':') => {
                self.out.push_str(word);
                self.next = next;
            }
            Next::Value(Kind::Cookie, _) if is_pair => self.line(word, Kind::Cookie, cleaner),
            Next::Called if !self.in_tag => {
                // Something quoted is a name as a whole or not at all.
                let is_whole = quote.is_none_or(|quote| self.rest.starts_with(quote));
                self.holds = name::of(word).filter(|_| is_whole);
                match self.holds.zip(self.valued.take()) {
                    Some((kind, (value, written))) => {
                        // Now that it is known what the value is, it is read again.
                        self.out.truncate(written);
                        (self.rest, self.next) = (value, Next::Named(kind, false));
                    }
                    None => self.plain(word, cleaner),
                }
            }
            Next::Proof if key::is_value(word) => self.line(word, Kind::Credential, cleaner),
            Next::Value(kind, sure)
                if key::is_value(word)
                    || is_number(word)
                    || (sure && word.len() >= QUOTED_MIN && !is_literal(word)) =>
            {
                // A password may contain what separates words elsewhere, and keys have parts: `12345:AAHd…`.
                self.begun(kind, word, if sure { ends_value } else { |c| is_edge(c) && c != ':' }, cleaner);
                // If the value is missing, this is the next name.
                self.next = self.named(word);
            }
            _ => self.plain(word, cleaner),
        }
    }

    /// The word and the rest of its line, or of its cell.
    fn line(&mut self, word: &str, kind: Kind, cleaner: &mut Cleaner) {
        self.begun(kind, word, |c| matches!(c, '\r' | '\n' | '<' | '"'), cleaner);
    }

    /// Cuts a secret out whose beginning was read already.
    fn begun(&mut self, kind: Kind, beginning: &str, is_end: fn(char) -> bool, cleaner: &mut Cleaner) {
        let (more, rest) = self.up_to(is_end);
        self.rest = rest;
        self.out.push_str(&cleaner.cut(kind, join(&[beginning, more], "").trim_end()));
    }

    /// A name and a password in one word.
    fn account(&mut self, cleaner: &mut Cleaner) {
        self.between();
        let (account, rest) = self.up_to(ends_address);
        // `date -u +%H:%M` means something else by it.
        let is_one = cut(account, ":").is_some_and(|(name, password)| !name.starts_with('+') && !password.is_empty());
        if is_one && !is_address(account) {
            self.out.push_str(&cleaner.cut(Kind::Credential, account));
            self.rest = rest;
        }
    }

    fn plain(&mut self, written: &str, cleaner: &mut Cleaner) {
        let word = &undone(written);
        let (option, value) = halves(written, 2);
        // A port does not look like a password: `mysql -psecret1`.
        let is_password = option == "-p" && !value.starts_with('/') && key::is_value(value);
        if is_password || (option == "-u" && !value.is_empty() && has_password(self.rest)) {
            self.out.push_str(option);
            return self.begun(Kind::Credential, value, ends_address, cleaner);
        }
        if let Some(kind) = key::of(word) {
            self.out.push_str(&cleaner.cut(kind, written));
            return;
        }
        if is_encoded(word)
            && let Some(kind) = url::hidden(word, cleaner)
        {
            // What is found may continue after characters that need no code.
            return self.begun(kind, written, |c| ends_address(c) || c == '&', cleaner);
        }
        self.out.push_str(written);
        self.next = self.named(word);
        if wants_account(written) {
            self.account(cleaner);
        }
        if self.next == Next::Anything && is_held(word) {
            self.valued = Some((self.rest, self.out.len()));
        }
    }

    /// What follows this word.
    fn named(&self, word: &str) -> Next {
        if self.in_tag && is_any_of("href|src|action|formaction", word) {
            return Next::Link;
        }
        let is_parameter = self.is_parameter && self.rest.starts_with('=');
        let is_key = self.opened.is_some_and(|quote| self.rest.starts_with(quote));
        let named = if is_parameter { name::of_parameter(word) } else { name::of(word) };
        let is_attribute = ["=\"", "='"].iter().any(|joint| self.rest.starts_with(joint));
        let named =
            named.or_else(|| ((is_key || is_attribute) && is_any_of("pass|pw", word)).then_some(Kind::Credential));
        let named = named.or_else(|| name::of_person(word).filter(|_| is_key));
        let holds = || self.holds.filter(|_| is_held(word) || (!self.in_tag && word.eq_ignore_ascii_case("id")));
        // An option of a command is separated from its value by a space: `--password …`.
        let is_option = word.starts_with("--") && self.rest.starts_with(' ') && !self.rest.starts_with(" -");
        if let Some(kind) = named.filter(|_| is_option) {
            return Next::Value(kind, true);
        }
        let other = if !self.in_tag && is_any_of("name|key", word) { Next::Called } else { Next::Anything };
        named.or_else(holds).map_or(other, |kind| Next::Named(kind, name::is_credentials(word)))
    }
}

/// Is this the key of a value whose name is given beside it?
fn is_held(word: &str) -> bool {
    is_any_of("value|content", word)
}

/// Is it too long for a count? Codes that are sent to people have six digits.
fn is_number(word: &str) -> bool {
    word.len() >= 6 && word.bytes().all(|b| b.is_ascii_digit())
}

/// Does this end an unquoted value after an equals sign?
fn ends_value(c: char) -> bool {
    c.is_whitespace() || joins(c) || matches!(c, '&' | ';' | ',' | '<' | '>')
}

/// The length of a type's name before a quoted value: `string(9) "…`, `b'…`, `Some("…`.
fn type_before(rest: &str) -> Option<usize> {
    let (name, mut behind) = TYPES.iter().find_map(|name| Some((*name, rest.strip_prefix(*name)?)))?;
    if name == "string" {
        behind = behind.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '(' | ')' | ' '));
    }
    let (first, _) = letter(behind)?;
    (is_quote(first) || (first == '<' && name == "string")).then(|| rest.len() - behind.len())
}

fn is_cell(tag: &str) -> bool {
    let name = halves(tag, if tag.starts_with("</") { 2 } else { 1 }).1;
    let is_end = !name.as_bytes().get(2).is_some_and(u8::is_ascii_alphanumeric);
    is_end && ["td", "th", "dt", "dd"].iter().any(|cell| starts_ignore_case(name, cell))
}

/// The start of an address, or of the path of one.
fn is_address(rest: &str) -> bool {
    let scheme = rest.bytes().take_while(|b| b.is_ascii_alphanumeric() || b"+.-".contains(b)).count();
    let is_slash = |rest: &str| letter(rest).is_some_and(|(c, _)| c == '/');
    let behind = rest.get(scheme..).and_then(|rest| rest.strip_prefix(':'));
    is_slash(rest) || (scheme > 0 && behind.is_some_and(|rest| rest.starts_with("//") || rest.starts_with("\\/\\/")))
}

/// An address without a scheme.
fn is_relative(rest: &str) -> bool {
    rest.bytes().find(|b| matches!(b, b':' | b'/' | b'?' | b'#' | b'"' | b'\'')) != Some(b':')
}

/// The first word of a proof that somebody has signed in.
fn is_scheme(word: &str) -> bool {
    is_any_of("bearer|basic|digest|negotiate|ntlm", word)
}

/// Values that are no secret, whatever their name promises.
fn is_literal(value: &str) -> bool {
    value == REDACTED || place("true|false|null|none|undefined|redacted", value).is_some()
}
