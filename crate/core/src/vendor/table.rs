//! What the build script makes of the vendor files: columns of small numbers and one pool of texts.
//!
//! Rows with pointers would be the natural form, and most of the module's data. Values of one kind side by side are
//! small and alike, so they take a third of the room, and a quarter once compressed. They are put together into rows
//! once, when the first failure is looked at; nothing is parsed, and nothing can be wrong with them then.

use std::sync::LazyLock;

use super::condition::Kind;
use super::{
    Cause, Code, Condition, Fault, Layer, Location, RequestId, Sign, Take, Timeout, Vendor, WaitsFor, Weighed,
};

include!(concat!(env!("OUT_DIR"), "/vendors.rs"));

/// Every vendor, in the order of their files' names.
pub static VENDORS: LazyLock<Vec<Vendor>> = LazyLock::new(|| Rows::default().vendors());

/// Every text that bodies are searched for.
pub(crate) static NEEDLES: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let texts = texts();
    NEEDLE.iter().map(|&number| text(&texts, number.into())).collect()
});

/// Turns columns into rows, from first to last: how many rows of one column belong to a row of another is itself a
/// column, so each is read strictly in order.
struct Rows {
    texts: Vec<&'static str>,
    vendor: usize,
    run: usize,
    condition: usize,
    sign: usize,
    code: usize,
    fault: usize,
    timeout: usize,
    id: usize,
    location: usize,
}

impl Default for Rows {
    fn default() -> Self {
        let start = 0;
        Self {
            texts: texts(),
            vendor: start,
            run: start,
            condition: start,
            sign: start,
            code: start,
            fault: start,
            timeout: start,
            id: start,
            location: start,
        }
    }
}

/// The value in this row of a column. Columns of one table have the same length, so it is always there.
fn at<T: Copy + Default>(column: &[T], row: usize) -> T {
    column.get(row).copied().unwrap_or_default()
}

/// The next row of a column that is read in order.
fn next(row: &mut usize) -> usize {
    *row += 1;
    *row - 1
}

/// The word with this number in its list.
fn word<T: Copy>(all: &'static [T], number: u8, or: T) -> T {
    all.get(usize::from(number)).copied().unwrap_or(or)
}

fn texts() -> Vec<&'static str> {
    let mut rest = TEXTS;
    let split = |&len: &_| {
        let (text, after) = rest.split_at_checked(usize::from(len)).unwrap_or_default();
        rest = after;
        text
    };
    TEXT_LEN.iter().map(split).collect()
}

fn text(texts: &[&'static str], number: usize) -> &'static str {
    texts.get(number).copied().unwrap_or_default()
}

fn statuses(start: u16, len: u16) -> &'static [u16] {
    let start = usize::from(start);
    STATUS.get(start..start + usize::from(len)).unwrap_or_default()
}

impl Rows {
    fn vendors(mut self) -> Vec<Vendor> {
        VENDOR_ID.iter().map(|_| self.vendor()).collect()
    }

    fn text(&self, number: impl Into<usize>) -> &'static str {
        text(&self.texts, number.into())
    }

    fn optional(&self, number: u16) -> Option<&'static str> {
        self.texts.get(usize::from(number)).copied()
    }

    fn vendor(&mut self) -> Vendor {
        let row = next(&mut self.vendor);
        Vendor {
            id: self.text(at(VENDOR_ID, row)),
            name: self.text(at(VENDOR_NAME, row)),
            layer: word(Layer::ALL, at(VENDOR_LAYER, row), Layer::Unknown),
            status_page: self.optional(at(VENDOR_STATUS_PAGE, row)),
            passed: (0..at(VENDOR_PASSED, row)).map(|_| self.conditions()).collect(),
            made: self.signs(at(VENDOR_MADE, row)),
            relayed: self.signs(at(VENDOR_RELAYED, row)),
            forward: self.signs(at(VENDOR_FORWARD, row)),
            codes: (0..at(VENDOR_CODES, row)).map(|_| self.code()).collect(),
            timeouts: (0..at(VENDOR_TIMEOUTS, row)).map(|_| self.timeout()).collect(),
            ids: (0..at(VENDOR_IDS, row)).map(|_| self.id()).collect(),
            locations: (0..at(VENDOR_LOCATIONS, row)).map(|_| self.location()).collect(),
        }
    }

    fn conditions(&mut self) -> Vec<Condition> {
        let run = next(&mut self.run);
        (0..at(RUN_CONDITIONS, run)).map(|_| self.condition()).collect()
    }

    fn condition(&mut self) -> Condition {
        let row = next(&mut self.condition);
        let (first, second) = (at(CONDITION_FIRST, row), at(CONDITION_SECOND, row));
        let kind = word(Kind::ALL, at(CONDITION_KIND, row), Kind::BodyEmpty);
        Condition {
            kind,
            number: first,
            text: self.text(first),
            value: self.text(second),
            statuses: if kind == Kind::Status { statuses(first, second) } else { &[] },
        }
    }

    fn signs(&mut self, count: u8) -> Vec<Sign> {
        (0..count).map(|_| self.sign()).collect()
    }

    fn sign(&mut self) -> Sign {
        let row = next(&mut self.sign);
        Sign { name: self.text(at(SIGN_NAME, row)), all: self.conditions(), tenths: at(SIGN_TENTHS, row) }
    }

    fn code(&mut self) -> Code {
        let row = next(&mut self.code);
        Code {
            all: self.conditions(),
            cause: word(Cause::ALL, at(CODE_CAUSE, row), Cause::Unknown),
            faults: (0..at(CODE_FAULTS, row)).map(|_| self.weighed()).collect(),
        }
    }

    fn weighed(&mut self) -> Weighed {
        let row = next(&mut self.fault);
        Weighed { fault: word(Fault::ALL, at(FAULT, row), Fault::App), tenths: at(FAULT_TENTHS, row) }
    }

    fn timeout(&mut self) -> Timeout {
        let row = next(&mut self.timeout);
        Timeout {
            seconds: f32::from(at(TIMEOUT_TENTHS, row)) / 10.0,
            statuses: statuses(at(TIMEOUT_STATUS, row).into(), at(TIMEOUT_STATUSES, row).into()),
            waits_for: word(WaitsFor::ALL, at(TIMEOUT_WAITS_FOR, row), WaitsFor::Answer),
        }
    }

    fn id(&mut self) -> RequestId {
        let row = next(&mut self.id);
        RequestId { header: self.text(at(ID_HEADER, row)), name: self.text(at(ID_NAME, row)) }
    }

    fn location(&mut self) -> Location {
        let row = next(&mut self.location);
        Location {
            header: self.text(at(LOCATION_HEADER, row)),
            split: self.optional(at(LOCATION_SPLIT, row)),
            take: word(Take::ALL, at(LOCATION_TAKE, row), Take::Whole),
        }
    }
}
