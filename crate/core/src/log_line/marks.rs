//! The codes in access logs, which are recognised by their position.
//!
//! HAProxy writes its termination state before five numbers with slashes: `… 503 217 - - SC-- 1/1/0/0/0 0/0 "GET / …"`
//! (configuration manual, 8.2). Others write the status after the request, `"GET / HTTP/1.1" 503 …`, and Envoy its
//! response flags after that. Access logs written as JSON name both.

use super::at;
use super::upstream::first_word;
use crate::guide::{Guide, Row, parts};
use crate::text::{contains, cut};

/// No flags are longer than this.
const MAX_FLAGS: usize = 40;

/// What stands in the known places of a line; empty where nothing does.
#[derive(Default)]
pub(super) struct Marks<'a> {
    /// HAProxy's termination state.
    pub(super) state: &'a str,
    /// HAProxy's names of the backend and its server.
    pub(super) server: &'a str,
    /// Envoy's response flags.
    pub(super) flags: &'a str,
    /// The status that was answered.
    pub(super) status: &'a str,
}

impl<'a> Marks<'a> {
    pub(super) fn of(guide: Guide, line: &'a str) -> Self {
        haproxy(line)
            .or_else(|| health(line))
            .or_else(|| request(line))
            .or_else(|| json(guide, line))
            .unwrap_or_default()
    }

    /// The code that this kind of line is known by.
    pub(super) fn code(&self, known: Row) -> Option<String> {
        for (place, code) in [(at::STATE, self.state), (at::FLAG, self.flags), (at::STATUS, self.status)] {
            if !known.field(place).is_empty() {
                return Some(code.to_owned());
            }
        }
        None
    }
}

fn haproxy(line: &str) -> Option<Marks<'_>> {
    let mut marks = Marks::default();
    // In HTTP mode `status bytes cookie cookie` stand before the state.
    let mut before = [""; 4];
    let mut last = "";
    for word in parts(line, b' ') {
        if is_state(last) && is_five_counts(word) {
            let [status, ..] = before;
            marks.state = last;
            marks.status = if is_status(status) { status } else { "" };
            return Some(marks);
        }
        if cut(last, "/").is_some_and(|(_, rest)| !contains(rest, "/")) {
            marks.server = last;
        }
        let [_, second, third, fourth] = before;
        before = [second, third, fourth, last];
        last = word;
    }
    None
}

/// `Server backend/server is DOWN, reason: …`
fn health(line: &str) -> Option<Marks<'_>> {
    let (server, _) = cut(cut(line, "Server ")?.1, " is DOWN,")?;
    Some(Marks { server, ..Marks::default() })
}

/// Two characters, or four: who ended it, in which state, and two about a cookie.
fn is_state(word: &str) -> bool {
    matches!(word.len(), 2 | 4) && word.bytes().all(|b| b == b'-' || b.is_ascii_alphabetic())
}

/// Five numbers with slashes between them; the last may have a plus sign.
fn is_five_counts(word: &str) -> bool {
    let slashes = word.bytes().filter(|b| *b == b'/').count();
    slashes == 4 && word.bytes().all(|b| b.is_ascii_digit() || b"/+".contains(&b))
}

fn request(line: &str) -> Option<Marks<'_>> {
    let (_, after) = cut(cut(line, " HTTP/")?.1, "\" ")?;
    let mut words = parts(after, b' ');
    let (status, flags) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let plain = |b: u8| b.is_ascii_uppercase() || b == b',';
    let are_flags = flags.len() <= MAX_FLAGS && flags.bytes().all(plain);
    is_status(status).then_some(Marks { status, flags: if are_flags { flags } else { "" }, ..Marks::default() })
}

fn json<'a>(guide: Guide, line: &'a str) -> Option<Marks<'a>> {
    for row in guide.rows("status") {
        let status = value(line, row.field(1));
        if is_status(status) {
            return Some(Marks { status, flags: value(line, "\"response_flags\":"), ..Marks::default() });
        }
    }
    None
}

/// The word behind a name and its colon, in quotes or without.
fn value<'a>(line: &'a str, name: &str) -> &'a str {
    cut(line, name).map_or("", |(_, rest)| first_word(rest.trim_start_matches([' ', '"'])))
}

/// Envoy writes 0 if the visitor was gone before there was an answer.
fn is_status(word: &str) -> bool {
    word == "0" || (word.len() == 3 && word.bytes().all(|b| b.is_ascii_digit()))
}
