//! What the build script makes of the vendor files: columns of small numbers and one pool of texts.
//!
//! Rows with pointers would be the natural form, and most of the module's data. Values of one kind side by side are
//! small and alike, so they take a third of the room, and a quarter once compressed. They are put together into rows
//! once, when the first failure is looked at; nothing is parsed, and nothing can be wrong with them then.

use std::sync::LazyLock;

use super::condition::{Asked, Kind};
use super::{
    Cause, Code, Condition, Fault, Layer, Location, RequestId, Sign, StatusForm, Take, Timeout, Vendor, WaitsFor,
    Weighed,
};

include!(concat!(env!("OUT_DIR"), "/vendors.rs"));

/// What the columns hold.
pub(super) struct Table {
    pub(super) vendors: Vec<Vendor>,
    pub(super) needles: Vec<&'static str>,
}

pub(super) static TABLE: LazyLock<Table> = LazyLock::new(|| Rows::default().table());

/// The next text of the pool, and no text; any other number is the place of a text that was used before, plus one.
const FRESH: u16 = 0;
const NONE: u16 = u16::MAX;

/// Turns columns into rows, from first to last: how many rows of one column belong to a row of another is itself a
/// column, and texts are referred to in the order of their first use, so everything is read strictly in order.
#[derive(Default)]
struct Rows {
    texts: Vec<&'static str>,
    /// The number of the needle that a text is, for those texts that are one.
    numbers: Vec<Option<u16>>,
    needles: Vec<&'static str>,
    rest: &'static str,
    vendor: usize,
    asked: usize,
    condition: usize,
    sign: usize,
    code: usize,
    fault: usize,
    timeout: usize,
    id: usize,
    location: usize,
    cname: usize,
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

fn statuses(start: u16, len: u16) -> &'static [u16] {
    let start = usize::from(start);
    STATUS.get(start..start + usize::from(len)).unwrap_or_default()
}

impl Rows {
    fn table(mut self) -> Table {
        self.rest = TEXTS;
        let vendors = VENDOR_ID.iter().map(|_| self.vendor()).collect();
        Table { vendors, needles: self.needles }
    }

    /// The place of the text that is referred to.
    fn place(&mut self, reference: u16) -> Option<usize> {
        if reference != FRESH {
            return usize::from(reference).checked_sub(1).filter(|place| *place < self.texts.len());
        }
        let len = usize::from(at(TEXT_LEN, self.texts.len()));
        let (text, rest) = self.rest.split_at_checked(len).unwrap_or_default();
        self.rest = rest;
        self.texts.push(text);
        self.numbers.push(None);
        Some(self.texts.len() - 1)
    }

    fn optional(&mut self, reference: u16) -> Option<&'static str> {
        if reference == NONE { None } else { self.place(reference).and_then(|place| self.texts.get(place).copied()) }
    }

    fn text(&mut self, reference: u16) -> &'static str {
        self.optional(reference).unwrap_or_default()
    }

    /// Two texts that are given together or not at all.
    fn pair(&mut self, first: u16, second: u16) -> Option<(&'static str, &'static str)> {
        let first = self.optional(first);
        first.zip(self.optional(second))
    }

    /// The number of the needle that is referred to.
    fn needle(&mut self, reference: u16) -> u16 {
        let Some(place) = self.place(reference) else { return NONE };
        let next = u16::try_from(self.needles.len()).unwrap_or(NONE);
        let number = self.numbers.get_mut(place).map(|number| *number.get_or_insert(next));
        if number == Some(next) {
            self.needles.extend(self.texts.get(place));
        }
        number.unwrap_or(NONE)
    }

    fn vendor(&mut self) -> Vendor {
        let row = next(&mut self.vendor);
        Vendor {
            id: self.text(at(VENDOR_ID, row)),
            name: self.text(at(VENDOR_NAME, row)),
            status_page: self.optional(at(VENDOR_STATUS_PAGE, row)),
            status_form: StatusForm::of(at(VENDOR_STATUS_FORM, row)),
            alive: self.pair(at(VENDOR_ALIVE_PATH, row), at(VENDOR_ALIVE_EXPECT, row)),
            explain: self.pair(at(VENDOR_EXPLAIN_HEADER, row), at(VENDOR_EXPLAIN_VALUE, row)),
            cnames: (0..at(VENDOR_CNAMES, row)).map(|_| self.cname()).collect(),
            layer: word(Layer::ALL, at(VENDOR_LAYER, row), Layer::Unknown),
            passed: (0..at(VENDOR_PASSED, row)).map(|_| self.asked()).collect(),
            made: self.signs(at(VENDOR_MADE, row)),
            relayed: self.signs(at(VENDOR_RELAYED, row)),
            forward: self.signs(at(VENDOR_FORWARD, row)),
            codes: (0..at(VENDOR_CODES, row)).map(|_| self.code()).collect(),
            timeouts: (0..at(VENDOR_TIMEOUTS, row)).map(|_| self.timeout()).collect(),
            ids: (0..at(VENDOR_IDS, row)).map(|_| self.id()).collect(),
            locations: (0..at(VENDOR_LOCATIONS, row)).map(|_| self.location()).collect(),
        }
    }

    fn cname(&mut self) -> &'static str {
        let row = next(&mut self.cname);
        self.text(at(CNAME, row).into())
    }

    fn asked(&mut self) -> Asked {
        let row = next(&mut self.asked);
        let mut run = |len| (0..len).map(|_| self.condition()).collect();
        Asked { all: run(at(ASKED_ALL, row)), any: run(at(ASKED_ANY, row)) }
    }

    fn condition(&mut self) -> Condition {
        let row = next(&mut self.condition);
        let (first, second) = (at(CONDITION_FIRST, row), at(CONDITION_SECOND, row));
        let kind = word(Kind::ALL, at(CONDITION_KIND, row), Kind::BodyEmpty);
        let mut condition = Condition { kind, needle: 0, text: "", value: "", statuses: &[] };
        match kind {
            Kind::Status => condition.statuses = statuses(first, second),
            Kind::Body | Kind::BodyMissing => condition.needle = self.needle(first),
            _ => (condition.text, condition.value) = (self.text(first), self.text(second)),
        }
        condition
    }

    fn signs(&mut self, count: u8) -> Vec<Sign> {
        (0..count).map(|_| self.sign()).collect()
    }

    fn sign(&mut self) -> Sign {
        let row = next(&mut self.sign);
        #[cfg(feature = "names")]
        let name = self.text(at(SIGN_NAME, row));
        #[cfg(not(feature = "names"))]
        let name = "sign";
        Sign { name, asked: self.asked(), tenths: at(SIGN_TENTHS, row) }
    }

    fn code(&mut self) -> Code {
        let row = next(&mut self.code);
        Code {
            asked: self.asked(),
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
        RequestId {
            header: self.text(at(ID_HEADER, row)),
            name: self.text(at(ID_NAME, row)),
            page: self.optional(at(ID_PAGE, row)),
            log: self.optional(at(ID_LOG, row)),
            forwarded: at(ID_FORWARDED, row) == 1,
        }
    }

    fn location(&mut self) -> Location {
        let row = next(&mut self.location);
        Location {
            header: self.text(at(LOCATION_HEADER, row)),
            split: self.optional(at(LOCATION_SPLIT, row)).and_then(|text| text.chars().next()),
            take: word(Take::ALL, at(LOCATION_TAKE, row), Take::Whole),
        }
    }
}
