//! The codes of access logs, which are known by where they stand.
//!
//! HAProxy writes its termination state before five numbers with slashes: `… 503 217 - - SC-- 1/1/0/0/0 0/0 "GET / …"`
//! (configuration manual, 8.2). Others write the status behind the request, `"GET / HTTP/1.1" 503 …`, and Envoy its
//! response flags behind that.

use super::at;
use crate::guide::Row;
use crate::text::cut;

/// No flags are longer than this.
const MAX_FLAGS: usize = 40;

/// What stands in the known places of a line.
#[derive(Default)]
pub(super) struct Marks<'a> {
    /// HAProxy's termination state.
    pub(super) state: Option<&'a str>,
    /// HAProxy's names of the backend and its server.
    pub(super) server: Option<&'a str>,
    /// Envoy's response flags.
    pub(super) flags: Option<&'a str>,
    /// The status that was answered.
    pub(super) status: Option<&'a str>,
}

impl<'a> Marks<'a> {
    pub(super) fn of(line: &'a str) -> Self {
        let words: Vec<&str> = line.split_ascii_whitespace().collect();
        haproxy(&words).or_else(|| health(line)).or_else(|| request(line)).unwrap_or_default()
    }

    /// The code that this kind of line is known by.
    pub(super) fn code(&self, known: Row) -> Option<String> {
        let by = [(at::STATE, self.state), (at::FLAG, self.flags), (at::STATUS, self.status)];
        let code = by.into_iter().find(|(place, _)| !known.field(*place).is_empty());
        code.and_then(|(_, code)| code).map(str::to_owned)
    }
}

fn haproxy<'a>(words: &[&'a str]) -> Option<Marks<'a>> {
    let counts = |word: &str| word.split('/').count() == 5 && word.split('/').all(is_count);
    let at = words.windows(2).position(|pair| matches!(pair, [state, next] if is_state(state) && counts(next)))?;
    let before = words.get(..at).unwrap_or_default();
    let server = before.iter().rev().find(|word| word.split('/').count() == 2).copied();
    // In HTTP mode there is `status bytes cookie cookie` before it, in TCP mode only the bytes.
    let status = before.iter().rev().nth(3).copied().filter(is_status);
    Some(Marks { state: words.get(at).copied(), server, flags: None, status })
}

/// `Server backend/server is DOWN, reason: …`
fn health(line: &str) -> Option<Marks<'_>> {
    let (server, _) = cut(cut(line, "Server ")?.1, " is DOWN,")?;
    Some(Marks { server: Some(server), ..Marks::default() })
}

/// Two characters, or four: who ended it, in which state, and two about a cookie.
fn is_state(word: &str) -> bool {
    let plain = |b: u8| b == b'-' || b.is_ascii_alphabetic();
    matches!(word.len(), 2 | 4) && word.bytes().all(plain)
}

fn is_count(part: &str) -> bool {
    let digits = part.strip_prefix('+').unwrap_or(part);
    !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())
}

fn request(line: &str) -> Option<Marks<'_>> {
    let (_, after) = cut(line, " HTTP/")?;
    let mut words = cut(after, "\" ")?.1.split_ascii_whitespace();
    let status = words.next().filter(is_status);
    let is_flag = |word: &&str| {
        let plain = |b: u8| b.is_ascii_uppercase() || b == b',';
        !word.is_empty() && word.len() <= MAX_FLAGS && word.bytes().all(plain)
    };
    Some(Marks { status, flags: words.next().filter(is_flag), ..Marks::default() })
}

/// Envoy writes 0 where the visitor was gone before there was an answer.
fn is_status(word: &&str) -> bool {
    *word == "0" || (word.len() == 3 && word.bytes().all(|b| b.is_ascii_digit()))
}
