//! What a line of a server's log means: which program wrote it, what went wrong, and where it was looking for an answer.
//!
//! The lines are known from `log_lines.toml`. Whatever is pasted is hostile, and full of other people's data: nothing of
//! it comes out again but a time, an address of a known shape and a short code.

mod marks;
mod moment;
pub(crate) mod upstream;

use crate::message::Message;
use crate::text::{clip, contains};
use crate::words::Cause;
use marks::Marks;

include!(concat!(env!("OUT_DIR"), "/log_lines.rs"));

/// More than this of a paste is not read, in bytes and in lines.
const MAX_PASTE: usize = 64 * 1024;
const MAX_LINES: usize = 400;
/// Longer lines are read up to here.
const MAX_LINE: usize = 4096;
/// So many different meanings are told of one paste.
const MAX_READINGS: usize = 5;

/// What one line means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// The program that wrote it.
    pub program: &'static str,
    /// What went wrong.
    pub cause: Cause,
    /// What that means.
    pub meaning: Message,
    /// The code in it that says so: a termination state, response flags, or a status.
    pub code: Option<String>,
    /// What was asked for an answer: `127.0.0.1:8000`, `unix:/run/php.sock`, or a name of the configuration.
    pub upstream: Option<String>,
    /// When, as it is written there.
    pub time: Option<String>,
    /// Places of the owner's steps that help, best first.
    pub(crate) steps: &'static [u8],
}

/// What a line can mean.
struct Meaning {
    id: &'static str,
    cause: Cause,
    steps: &'static [u8],
}

/// A kind of line: what must be in it, and places in the lists of programs and meanings.
struct Line {
    program: u8,
    means: u8,
    /// A status, or its first digit; 0 asks for none.
    status: u16,
    mark: Mark,
    /// Texts that must be in it, a line each.
    has: &'static str,
}

/// A code that stands in a place of its own.
enum Mark {
    None,
    /// The first two characters of HAProxy's termination state.
    State(&'static str),
    /// One of Envoy's response flags.
    Flag(&'static str),
}

/// What the lines of a paste mean, each meaning once, in the order of the lines. What says why comes before what only says
/// that something was answered.
pub fn read(pasted: &str) -> Vec<Reading> {
    let pasted = clip(pasted, MAX_PASTE);
    let mut readings: Vec<Reading> = Vec::new();
    for line in pasted.lines().take(MAX_LINES) {
        let Some(reading) = read_line(&clip(line, MAX_LINE)) else { continue };
        if let Some(known) = readings.iter_mut().find(|known| known.meaning == reading.meaning) {
            known.upstream = known.upstream.take().or(reading.upstream);
        } else if readings.len() < MAX_READINGS {
            readings.push(reading);
        }
    }
    let says_why = |reading: &Reading| reading.cause != Cause::Unknown;
    if readings.iter().any(says_why) {
        readings.retain(says_why);
    }
    readings
}

/// Every meaning there is, by the end of its message key.
pub fn meanings() -> impl Iterator<Item = &'static str> {
    MEANINGS.iter().map(|meaning| meaning.id)
}

fn read_line(line: &str) -> Option<Reading> {
    let marks = Marks::of(line);
    let known = LINES.iter().find(|known| known.fits(line, &marks))?;
    let meaning = MEANINGS.get(usize::from(known.means))?;
    Some(Reading {
        program: PROGRAMS.get(usize::from(known.program))?,
        cause: meaning.cause,
        meaning: Message::new(format!("log_{}", meaning.id)),
        code: marks.code(known),
        upstream: upstream::find(line, UPSTREAM_AFTER, &marks),
        time: moment::find(line),
        steps: meaning.steps,
    })
}

impl Line {
    fn fits(&self, line: &str, marks: &Marks) -> bool {
        let marked = match self.mark {
            Mark::None => true,
            Mark::State(state) => marks.state.is_some_and(|seen| seen.starts_with(state)),
            Mark::Flag(flag) => marks.flags.is_some_and(|seen| seen.split(',').any(|one| one == flag)),
        };
        let status = marks.status.unwrap_or(0);
        let answered = self.status == 0 || self.status == status || self.status == status / 100;
        marked && answered && self.has.split('\n').all(|part| contains(line, part))
    }
}
