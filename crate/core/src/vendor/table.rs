//! The tables that the build script makes of the vendor files, flat and without pointers.
//!
//! A slice or a text of its own costs eight bytes that no compressor can shrink, and there are thousands; a [`Span`]
//! into one long table costs four. The module that every visitor downloads is a tenth smaller for it.

use super::{Cause, Code, Condition, Fault, Layer, Location, RequestId, Sign, Take, Test, Timeout, Vendor, Weighed};

include!(concat!(env!("OUT_DIR"), "/vendors.rs"));

/// A run of rows in one of the tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    start: u16,
    len: u16,
}

impl Span {
    const fn new(start: u16, len: u16) -> Self {
        Self { start, len }
    }

    fn of<T>(self, table: &'static [T]) -> &'static [T] {
        let start = usize::from(self.start);
        table.get(start..start + usize::from(self.len)).unwrap_or_default()
    }
}

/// A text in the one long text of all files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Text(Span);

impl Text {
    pub(super) fn get(self) -> &'static str {
        let start = usize::from(self.0.start);
        TEXTS.get(start..start + usize::from(self.0.len)).unwrap_or_default()
    }
}

/// The rows of a span, in the table that holds this type.
pub(super) trait Row: Sized + 'static {
    fn rows(span: Span) -> &'static [Self];
}

macro_rules! rows {
    ($($row:ty => $table:ident,)+) => {
        $(impl Row for $row {
            fn rows(span: Span) -> &'static [Self] {
                span.of($table)
            }
        })+
    };
}

rows! {
    Sign => SIGNS,
    Code => CODES,
    Weighed => FAULTS,
    Timeout => TIMEOUTS,
    Condition => CONDITIONS,
    u16 => STATUSES,
}
