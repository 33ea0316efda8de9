//! What the build script makes from the vendor files: columns of bytes and pools of texts.
//!
//! Rows with pointers would be the natural form, and would make up most of the module's data. Values of one kind side
//! by side are small and alike, so they take a third of the space, and a quarter once compressed. They are turned into
//! rows once, when the first failure is looked at; nothing is parsed, so nothing can be wrong with them by then. The
//! columns have the vendors in the order in which they compress best, the table in the order of their ids.

use std::str::Split;
use std::sync::LazyLock;

use super::agreed::{BETWEEN, FRESH, IN_FRONT, NONE, REPEATS, WIDE, usual_id};
use super::condition::{BodyTest, Condition, Conditions, HeaderTest};
use super::{Cause, Code, Fault, Layer, Location, RequestId, Sign, StatusForm, Take, Timeout, Vendor, WaitsFor, clue};
use crate::words::listed;

listed! {
    /// The conditions, numbered as in the columns.
    enum Kind {
        HeaderPresent,
        HeaderMissing,
        HeaderLower,
        HeaderIs,
        HeaderIsNot,
        HeaderIsExactly,
        HeaderStarts,
        HeaderHas,
        Body,
        BodyMissing,
        BodyStarts,
        BodyIs,
        BodyEmpty,
        BodyUnseen,
        Title,
        Reason,
        Status,
        Scheme,
        OddPort,
        Error,
    }
}

/// How a condition is marked that is one of several of which one must hold, and how the last one of its sign is.
const ANY: u8 = 0x20;
const LAST: u8 = 0x40;

include!(concat!(env!("OUT_DIR"), "/vendors.rs"));

/// What the columns hold.
pub(super) struct Table {
    pub(super) vendors: Vec<Vendor>,
    pub(super) needles: Vec<&'static str>,
}

pub(super) static TABLE: LazyLock<Table> = LazyLock::new(|| Rows::new().table());

/// The position in a list that a reference leads to, if it is not the next text.
fn place(reference: usize, len: usize) -> Option<usize> {
    len.checked_sub(reference.checked_sub(NONE)?)
}

/// What was referred to so far, the latest at the end.
struct Recent<T>(Vec<T>);

impl<T: Copy> Recent<T> {
    fn get(&mut self, reference: usize, fresh: impl FnOnce() -> Option<T>) -> Option<T> {
        let one = if reference == FRESH {
            fresh()?
        } else {
            let place = place(reference, self.0.len()).filter(|place| *place < self.0.len())?;
            self.0.remove(place)
        };
        self.0.push(one);
        Some(one)
    }
}

/// A pool of texts.
struct Texts {
    used: Recent<&'static str>,
    unused: Split<'static, char>,
}

impl Texts {
    fn of(texts: &'static str) -> Self {
        Self { used: Recent(Vec::new()), unused: texts.split(BETWEEN) }
    }

    fn get(&mut self, reference: usize) -> Option<&'static str> {
        self.used.get(reference, || self.unused.next())
    }
}

/// A column. Its first byte says whether each of the others is followed by the number of its repetitions.
struct Bytes {
    unread: &'static [u8],
    repeats: bool,
    last: u8,
    /// How many repetitions of the last one are left.
    more: u8,
}

impl Bytes {
    fn of(column: &'static [u8]) -> Self {
        let mut bytes = Self { unread: column, repeats: false, last: 0, more: 0 };
        bytes.repeats = bytes.read() == Some(REPEATS);
        bytes
    }

    fn are_more(&self) -> bool {
        self.more > 0 || !self.unread.is_empty()
    }

    fn read(&mut self) -> Option<u8> {
        let (first, rest) = self.unread.split_first()?;
        self.unread = rest;
        Some(*first)
    }
}

impl Iterator for Bytes {
    type Item = u8;

    fn next(&mut self) -> Option<u8> {
        if let Some(more) = self.more.checked_sub(1) {
            self.more = more;
            return Some(self.last);
        }
        self.last = self.read()?;
        if self.repeats {
            self.more = self.read()?;
        }
        Some(self.last)
    }
}

/// Turns columns into rows, from first to last: how many rows of one column belong to a row of another is itself a
/// column, and texts are referred to in the order of their first use, so everything is read strictly in order.
struct Rows {
    columns: Vec<Bytes>,
    /// How many needles were used.
    needles: usize,
    headers: Texts,
    texts: Texts,
    words: Texts,
    runs: Recent<&'static [u16]>,
    statuses: &'static [u16],
}

/// The word with this number in its list.
fn word<T: Copy>(all: &'static [T], number: u8, or: T) -> T {
    all.get(usize::from(number)).copied().unwrap_or(or)
}

impl Rows {
    fn new() -> Self {
        Self {
            columns: COLUMNS.iter().map(|column| Bytes::of(column)).collect(),
            needles: 0,
            headers: Texts::of(HEADERS),
            texts: Texts::of(TEXTS),
            words: Texts::of(WORDS),
            runs: Recent(Vec::new()),
            statuses: STATUS,
        }
    }

    fn table(mut self) -> Table {
        // In boxes, as hundreds move aside for one that comes before them.
        let mut vendors = Vec::<Box<Vendor>>::new();
        while self.is_more(Column::VendorId) {
            let vendor = self.vendor();
            let at = vendors.partition_point(|before| before.id < vendor.id);
            vendors.insert(at, Box::new(vendor));
        }
        let vendors = vendors.into_iter().map(|vendor| *vendor).collect();
        Table { vendors, needles: NEEDLES.split(BETWEEN).collect() }
    }

    fn is_more(&self, column: Column) -> bool {
        self.columns.get(column as usize).is_some_and(Bytes::are_more)
    }

    /// The next byte of a column. The columns of one table match, so it is always there.
    fn byte(&mut self, column: Column) -> u8 {
        self.columns.get_mut(column as usize).and_then(Iterator::next).unwrap_or(WIDE)
    }

    fn number(&mut self, column: Column) -> u16 {
        match self.byte(column) {
            WIDE => u16::from_le_bytes([self.byte(column), self.byte(column)]),
            number => number.into(),
        }
    }

    fn reference(&mut self, column: Column) -> usize {
        self.number(column).into()
    }

    fn optional(&mut self, column: Column) -> Option<&'static str> {
        let reference = self.reference(column);
        self.words.get(reference)
    }

    fn word(&mut self, column: Column) -> &'static str {
        self.optional(column).unwrap_or_default()
    }

    fn header(&mut self, column: Column) -> &'static str {
        let reference = self.reference(column);
        self.headers.get(reference).unwrap_or_default()
    }

    fn text(&mut self, column: Column) -> &'static str {
        let reference = self.reference(column);
        self.texts.get(reference).unwrap_or_default()
    }

    /// The number of the needle that is referred to. Needles are numbered in the order of their first use.
    fn needle(&mut self) -> u16 {
        let reference = self.reference(Column::ConditionNeedle);
        self.needles += usize::from(reference == FRESH);
        let number = if reference == FRESH { self.needles.checked_sub(1) } else { place(reference, self.needles) };
        number.and_then(|number| u16::try_from(number).ok()).unwrap_or(u16::MAX)
    }

    fn statuses(&mut self, column: Column) -> &'static [u16] {
        let reference = self.reference(column);
        let len = if reference == FRESH { self.number(Column::Statuses) } else { 0 };
        let fresh = || {
            let (run, rest) = self.statuses.split_at_checked(len.into())?;
            self.statuses = rest;
            Some(run)
        };
        self.runs.get(reference, fresh).unwrap_or_default()
    }

    /// As many rows of another table as this column says.
    fn rows<T>(&mut self, column: Column, row: fn(&mut Self) -> T) -> Vec<T> {
        (0..self.number(column)).map(|_| row(self)).collect()
    }

    fn vendor(&mut self) -> Vendor {
        let (id, name) = (self.optional(Column::VendorId), self.word(Column::VendorName));
        let mut vendor = Vendor {
            // The table is made once and kept as long as the program runs, and so are its texts.
            id: id.unwrap_or_else(|| usual_id(name).leak()),
            name,
            status_page: self.optional(Column::VendorStatusPage),
            status_form: StatusForm::ALL.get(usize::from(self.byte(Column::VendorStatusForm))).copied(),
            logs: self.optional(Column::VendorLogs),
            alive: self.pair(Column::VendorAlivePath, Column::VendorAliveExpect),
            explain: self.pair(Column::VendorExplainHeader, Column::VendorExplainValue),
            cnames: self.rows(Column::VendorCnames, |rows| rows.word(Column::Cname)),
            layer: word(Layer::ALL, self.byte(Column::VendorLayer), Layer::Unknown),
            passed: self.rows(Column::VendorPassed, Self::conditions),
            made: self.rows(Column::VendorMade, Self::sign),
            relayed: self.rows(Column::VendorRelayed, Self::sign),
            forward: self.rows(Column::VendorForward, Self::sign),
            codes: self.rows(Column::VendorCodes, Self::code),
            timeouts: self.rows(Column::VendorTimeouts, Self::timeout),
            ids: self.rows(Column::VendorIds, Self::id),
            locations: self.rows(Column::VendorLocations, Self::location),
            clues: Vec::new(),
        };
        vendor.clues = clue::clues(&vendor);
        vendor
    }

    /// Two texts that are given together or not at all.
    fn pair(&mut self, first: Column, second: Column) -> Option<(&'static str, &'static str)> {
        let first = self.optional(first);
        first.zip(self.optional(second))
    }

    fn conditions(&mut self) -> Conditions {
        let mut conditions = Conditions { all: Vec::new(), any: Vec::new() };
        loop {
            let kind = self.byte(Column::Condition);
            let one = self.condition(word(Kind::ALL, kind & !ANY & !LAST, Kind::BodyEmpty));
            if kind & ANY == 0 {
                conditions.all.push(one);
            } else {
                conditions.any.push(one);
            }
            if kind & LAST != 0 {
                return conditions;
            }
        }
    }

    fn condition(&mut self, kind: Kind) -> Condition {
        match kind {
            Kind::HeaderPresent => Condition::Header(self.header(Column::ConditionHeader), HeaderTest::Present),
            Kind::HeaderMissing => Condition::Header(self.header(Column::ConditionHeader), HeaderTest::Missing),
            Kind::HeaderLower => Condition::Header(self.header(Column::ConditionHeader), HeaderTest::Lower),
            Kind::HeaderIs => self.compared(HeaderTest::Is),
            Kind::HeaderIsNot => self.compared(HeaderTest::IsNot),
            Kind::HeaderIsExactly => self.compared(HeaderTest::IsExactly),
            Kind::HeaderStarts => self.compared(HeaderTest::Starts),
            Kind::HeaderHas => self.compared(HeaderTest::Has),
            Kind::Body => Condition::Body(BodyTest::Has(self.needle())),
            Kind::BodyMissing => Condition::Body(BodyTest::Misses(self.needle())),
            Kind::BodyStarts => Condition::Body(BodyTest::Starts(self.text(Column::ConditionText))),
            Kind::BodyIs => Condition::Body(BodyTest::Is(self.text(Column::ConditionText))),
            Kind::BodyEmpty => Condition::Empty,
            Kind::BodyUnseen => Condition::Unseen,
            Kind::Title => Condition::Body(BodyTest::Title(self.text(Column::ConditionText))),
            Kind::Reason => Condition::Reason(self.text(Column::ConditionText)),
            Kind::Status => Condition::Status(self.statuses(Column::ConditionStatuses)),
            Kind::Scheme => Condition::Scheme(self.text(Column::ConditionText)),
            Kind::OddPort => Condition::OddPort,
            Kind::Error => Condition::Error(self.text(Column::ConditionText)),
        }
    }

    /// A header field whose value is compared with a text.
    fn compared(&mut self, test: fn(&'static str) -> HeaderTest) -> Condition {
        Condition::Header(self.header(Column::ConditionHeader), test(self.text(Column::ConditionValue)))
    }

    fn sign(&mut self) -> Sign {
        #[cfg(feature = "names")]
        let name = self.word(Column::SignName);
        #[cfg(not(feature = "names"))]
        let name = "sign";
        let tenths = self.byte(Column::SignTenths);
        let weight = f32::from(tenths & !IN_FRONT) / 10.0;
        Sign { name, conditions: self.conditions(), weight, in_front: tenths & IN_FRONT != 0 }
    }

    fn code(&mut self) -> Code {
        Code {
            conditions: self.conditions(),
            cause: word(Cause::ALL, self.byte(Column::CodeCause), Cause::Unknown),
            faults: self.rows(Column::CodeFaults, Self::weighed),
        }
    }

    fn weighed(&mut self) -> (Fault, f32) {
        let fault = word(Fault::ALL, self.byte(Column::Fault), Fault::App);
        (fault, self.weight(Column::FaultTenths))
    }

    /// A weight, which the column holds in tenths.
    fn weight(&mut self, column: Column) -> f32 {
        f32::from(self.byte(column)) / 10.0
    }

    fn timeout(&mut self) -> Timeout {
        Timeout {
            seconds: f32::from(self.number(Column::TimeoutTenths)) / 10.0,
            statuses: self.statuses(Column::TimeoutStatuses),
            waits_for: word(WaitsFor::ALL, self.byte(Column::TimeoutWaitsFor), WaitsFor::Answer),
        }
    }

    fn id(&mut self) -> RequestId {
        RequestId {
            header: self.header(Column::IdHeader),
            name: self.word(Column::IdName),
            page: self.optional(Column::IdPage),
            log: self.optional(Column::IdLog),
            forwarded: self.byte(Column::IdForwarded) == 1,
        }
    }

    fn location(&mut self) -> Location {
        Location {
            header: self.header(Column::LocationHeader),
            split: self.optional(Column::LocationSplit).and_then(|text| text.chars().next()),
            take: word(Take::ALL, self.byte(Column::LocationTake), Take::Whole),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Bytes;

    #[test]
    fn a_column_holds_each_byte_or_each_with_the_number_of_its_repetitions() {
        assert_eq!(Bytes::of(&[0, 7, 7, 0, 8]).collect::<Vec<_>>(), [7, 7, 0, 8]);
        assert_eq!(Bytes::of(&[1, 7, 2, 8, 0, 7, 0]).collect::<Vec<_>>(), [7, 7, 7, 8, 7]);
    }
}
