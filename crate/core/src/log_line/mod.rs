//! What a line of a server's log means: which program wrote it, what went wrong, and whom it asked for an answer.
//!
//! The known lines are in `log_lines.toml`. Whatever is pasted is hostile, and full of other people's data: nothing of
//! it comes out again except a time, an address of a known shape and a short code.

mod marks;
mod moment;
pub(crate) mod upstream;

use crate::guide::at::line as at;
use crate::guide::{Guide, Row, names_one, parts};
use crate::message::Message;
use crate::text::{clip, contains, halves};
use crate::words::Cause;
use marks::Marks;

/// No more bytes of a paste are read than this, counted from its end: the last ones are the newest.
pub const MAX_PASTE: usize = 64 * 1024;
/// Nor are more lines.
pub const MAX_LINES: usize = 400;
/// Longer lines are read up to this point.
const MAX_LINE: usize = 4096;
/// The number of different meanings that are told of one paste.
const MAX_READINGS: usize = 5;

/// What one line means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// The program that wrote it.
    pub program: String,
    /// What went wrong.
    pub cause: Cause,
    /// What that means: the name of the meaning, and its sentence.
    pub(crate) means: String,
    /// What that means.
    pub meaning: Message,
    /// The code in it that says so: a termination state, response flags, or a status.
    pub code: Option<String>,
    /// The address that was asked for an answer: `127.0.0.1:8000`, `unix:/run/php.sock`, or a name from the
    /// configuration.
    pub upstream: Option<String>,
    /// When, as it is written there.
    pub time: Option<String>,
}

/// What the lines of a paste mean, each meaning once, in the order of the lines. A line that says why makes lines that
/// only say what was answered superfluous.
pub fn read(guide: Guide, pasted: &str) -> Vec<Reading> {
    let mut told: Vec<Reading> = Vec::new();
    let mut answered = None;
    for line in parts(end(pasted), b'\n') {
        let Some(reading) = read_line(guide, &clip(line, MAX_LINE)) else { continue };
        if reading.cause == Cause::Unknown {
            answered = answered.or(Some(reading));
        } else if let Some(known) = told.iter_mut().find(|known| known.means == reading.means) {
            known.upstream = known.upstream.take().or(reading.upstream);
        } else if told.len() < MAX_READINGS {
            told.push(reading);
        }
    }
    if told.is_empty() {
        told.extend(answered);
    }
    told
}

/// The end of a paste, as much of it as is read: whole lines, if there is more than one.
pub fn end(pasted: &str) -> &str {
    let mut start = pasted.len().saturating_sub(MAX_PASTE);
    while !pasted.is_char_boundary(start) {
        start += 1;
    }
    let (before, mut last) = halves(pasted, start);
    if !before.is_empty() && !before.ends_with('\n') {
        last = last.split_once('\n').map_or(last, |(_, whole)| whole);
    }
    // The end of the last line does not start another.
    let mut lines =
        last.strip_suffix('\n').unwrap_or(last).bytes().enumerate().rev().filter(|(_, byte)| *byte == b'\n');
    lines.nth(MAX_LINES - 1).map_or(last, |(at, _)| halves(last, at + 1).1)
}

/// Every meaning there is, by the end of its message key.
pub fn meanings(guide: Guide<'_>) -> impl Iterator<Item = &str> {
    guide.rows("meaning").map(|row| row.field(1))
}

fn read_line(guide: Guide, line: &str) -> Option<Reading> {
    let marks = Marks::of(guide, line);
    let known = guide.rows("line").find(|known| fits(*known, line, &marks))?;
    let place = known.field(at::MEANS).bytes().next()?.checked_sub(at::FIRST_MEANING)?;
    let meaning = guide.rows("meaning").nth(place.into())?;
    let word = meaning.field(2);
    Some(Reading {
        program: known.field(at::PROGRAM).to_owned(),
        cause: Cause::from_word(word).unwrap_or(Cause::Unknown),
        means: meaning.field(1).to_owned(),
        meaning: Message::of("log", meaning.field(1)),
        code: marks.code(known),
        upstream: upstream::find(guide, line, &marks),
        time: moment::find(line),
    })
}

fn fits(known: Row, line: &str, marks: &Marks) -> bool {
    let (state, flag) = (known.field(at::STATE), known.field(at::FLAG));
    let marked = marks.state.starts_with(state)
        && (flag.is_empty() || names_one(marks.flags, &[flag]))
        && marks.status.starts_with(known.field(at::STATUS));
    if !marked {
        return false;
    }
    for part in known.from(at::HAS) {
        if !contains(line, part) {
            return false;
        }
    }
    true
}
