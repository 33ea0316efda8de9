//! What may still be asked: of each origin, and of all of them together.

use crate::retry::Circuit;
use crate::retry::bucket::Bucket;
use crate::retry::figures::FIGURES;

/// The accounts of all origins.
#[derive(Clone, Debug, PartialEq)]
pub struct Books {
    /// What may still be asked of each origin that was asked lately.
    pub ledgers: Vec<Ledger>,
    /// What may still be asked of all of them.
    pub all: Bucket,
}

/// The account of one origin. It outlives its incidents, so that a site that comes and goes is not asked without end.
#[derive(Clone, Debug, PartialEq)]
pub struct Ledger {
    /// Scheme, host and port.
    pub origin: String,
    /// What may still be asked of it.
    pub bucket: Bucket,
    /// Until when it is left alone after giving up.
    pub circuit: Circuit,
}

impl Default for Books {
    fn default() -> Self {
        Self { ledgers: Vec::new(), all: Bucket::full(&FIGURES.all) }
    }
}

impl Books {
    /// What may still be asked of an origin.
    pub(super) fn bucket(&self, origin: &str) -> Bucket {
        self.known(origin).map_or(Bucket::full(&FIGURES.origin), |ledger| ledger.bucket)
    }

    /// Is an origin asked at all?
    pub(super) fn circuit(&self, origin: &str) -> Circuit {
        self.known(origin).map_or(Circuit::Closed, |ledger| ledger.circuit)
    }

    fn known(&self, origin: &str) -> Option<&Ledger> {
        self.ledgers.iter().find(|ledger| ledger.origin == origin)
    }

    /// An origin is asked.
    pub(super) fn charge(&mut self, origin: &str, now_ms: f64) {
        let ledger = self.ledger(origin);
        ledger.bucket = ledger.bucket.taken(&FIGURES.origin, now_ms);
        self.all = self.all.taken(&FIGURES.all, now_ms);
    }

    /// From now on an origin is left alone for a while, or no longer is.
    pub(super) fn set(&mut self, origin: &str, circuit: Circuit) {
        self.ledger(origin).circuit = circuit;
    }

    fn ledger(&mut self, origin: &str) -> &mut Ledger {
        let (bucket, circuit) = (self.bucket(origin), self.circuit(origin));
        self.ledgers.retain(|ledger| ledger.origin != origin);
        self.ledgers.push_mut(Ledger { origin: origin.to_owned(), bucket, circuit })
    }

    /// Forgets accounts that are as if nothing had ever been asked, and those that are not to be kept. A clock that was
    /// set back must not make anybody be left alone for days.
    pub(super) fn sweep(&mut self, now_ms: f64, is_kept: impl Fn(&str) -> bool) {
        for ledger in &mut self.ledgers {
            if let Circuit::Open(until_ms) = &mut ledger.circuit {
                *until_ms = until_ms.min(now_ms + FIGURES.rest_ms);
            }
        }
        self.ledgers.retain(|ledger| is_kept(&ledger.origin) && !ledger.is_settled(now_ms));
    }
}

impl Ledger {
    /// Is it as if nothing had ever been asked?
    fn is_settled(&self, now_ms: f64) -> bool {
        !self.circuit.is_open(now_ms) && self.bucket.is_full(&FIGURES.origin, now_ms)
    }
}
